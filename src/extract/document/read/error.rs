//! Why a file could not be read: facts, and one sentence for the person who holds the file.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::LIMIT;

/// A fact about a file that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadError {
    /// No bytes, or nothing but white space.
    Empty,
    /// More bytes than [`LIMIT`].
    TooLarge {
        /// Size of the file.
        bytes: u64,
    },
    /// A known format that is not read.
    Unread(Format),
    /// Not text, and no format we know.
    Binary,
}

/// Formats that are recognised by content and not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// Portable Document Format.
    Pdf,
    /// Word, Office Open XML.
    Docx,
    /// Excel, Office Open XML.
    Xlsx,
    /// PowerPoint, Office Open XML.
    Pptx,
    /// Word, Excel or Outlook before 2007.
    OldOffice,
    /// Rich Text Format.
    Rtf,
    /// A saved web page.
    Html,
    /// A saved e-mail.
    Eml,
    /// An archive.
    Zip,
    /// A picture.
    Image,
}

impl Format {
    /// What it is, after "This is", and what it is called, after "does not read".
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Format::Pdf => ("a PDF", "PDF"),
            Format::Docx => ("a Word file", "Word files"),
            Format::Xlsx => ("an Excel file", "Excel files"),
            Format::Pptx => ("a PowerPoint file", "PowerPoint files"),
            Format::OldOffice => ("an older Office file", "Office files"),
            Format::Rtf => ("a rich text (RTF) file", "RTF"),
            Format::Html => ("a web page", "HTML"),
            Format::Eml => ("an e-mail", "e-mail files"),
            Format::Zip => ("a ZIP archive", "archives"),
            Format::Image => ("a picture", "pictures"),
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::Empty => f.write_str("The file is empty: there is no text in it."),
            ReadError::TooLarge { bytes } => write!(
                f,
                "The file is {} MB; the limit is {} MB. Split it, or paste the part you need.",
                bytes.div_ceil(1 << 20),
                LIMIT >> 20
            ),
            ReadError::Unread(Format::Zip) => f.write_str(
                "This is a ZIP archive. Eosin does not open archives yet: unpack it and drop what is inside.",
            ),
            ReadError::Unread(Format::Image) => {
                f.write_str("This is a picture. Eosin reads text and does no OCR: paste the text instead.")
            }
            ReadError::Unread(format) => {
                let (article, name) = format.names();
                write!(
                    f,
                    "This is {article}. Eosin does not read {name} yet: open it, select all, copy, and paste the text here."
                )
            }
            ReadError::Binary => {
                f.write_str("This is not a text file. Open it in the program it comes from and paste its text here.")
            }
        }
    }
}

impl std::error::Error for ReadError {}
