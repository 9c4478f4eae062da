//! What the page asks of the export module, and what it answers; both cross as bytes.

use serde::{Deserialize, Serialize};

use super::{Choice, Item, Made};

/// A question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// What formats there are and what they would look like.
    Rows {
        /// What would be written.
        items: Vec<Item>,
        /// How.
        choice: Choice,
    },
    /// A file.
    Make {
        /// Its format.
        format: String,
        /// What to write.
        items: Vec<Item>,
        /// How.
        choice: Choice,
    },
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// The formats.
    Rows(Vec<Row>),
    /// The file.
    Made(Made),
    /// The question was not understood.
    Failed(String),
}

/// A format, for the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Stable name.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// What it is good for.
    pub sentence: String,
    /// End of the file's name.
    pub extension: String,
    /// Whether the choice of a unit changes it.
    pub has_units: bool,
    /// Its first lines.
    pub preview: String,
}
