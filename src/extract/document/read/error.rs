//! Why a file could not be read.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A fact about a file that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadError {
    /// No bytes, or nothing but white space.
    Empty,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::Empty => f.write_str("The file is empty."),
        }
    }
}

impl std::error::Error for ReadError {}
