//! Bytes and a name to a document: the only step that can fail.

mod error;

pub use error::ReadError;

use super::Document;

/// Reads a file.
pub fn read(bytes: &[u8], name: &str) -> Result<Document, ReadError> {
    let text = String::from_utf8_lossy(bytes);
    Ok(Document::new(name, text))
}
