//! Why a file could not be read: facts, and one sentence for the person who holds the file.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{LIMIT, MOST_FILES};

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
    /// Too damaged for anything to be read.
    Damaged(Format),
    /// Read, but there is no text in it.
    NoText(Format),
    /// A PDF whose pages are pictures.
    Scanned {
        /// How many pages.
        pages: u32,
    },
    /// A PDF without pages.
    NoPages,
    /// Locked with a password.
    Encrypted(Format),
    /// The password given does not open it.
    WrongPassword(Format),
    /// It unpacks to more than is read.
    Bomb,
    /// An archive with more files than are read.
    TooMany {
        /// How many files.
        files: u64,
    },
    /// Archives in archives in archives.
    TooDeep,
    /// It holds other files rather than a text: they are read one by one.
    Folder(Format),
    /// It took longer than a file may take.
    TooSlow(Format),
    /// The reader stopped.
    Crashed(Format),
    /// The part that reads this format could not be fetched.
    NotLoaded(Format),
    /// The archive is damaged where this file lies in it.
    Lost,
}

/// Formats that are recognised by content.
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
    /// Word or Excel before 2007, or one of today's that is locked with a password.
    OldOffice,
    /// A message of Outlook.
    Outlook,
    /// Rich Text Format.
    Rtf,
    /// A saved web page.
    Html,
    /// A saved e-mail.
    Eml,
    /// An archive.
    Zip,
    /// Another kind of archive.
    OtherArchive,
    /// OpenDocument text.
    OpenDocument,
    /// A picture.
    Image,
}

impl Format {
    /// The part of the page that reads it, fetched when it is first needed; `None` where no part does.
    pub const fn reader(self) -> Option<&'static str> {
        match self {
            Format::Html | Format::Docx | Format::Eml | Format::Zip => Some("papers"),
            Format::Pdf => Some("pdf"),
            _ => None,
        }
    }

    /// What it is, after "This is", and what it is called, after "does not read".
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Format::Pdf => ("a PDF", "PDF"),
            Format::Docx => ("a Word file", "Word files"),
            Format::Xlsx => ("an Excel file", "Excel files"),
            Format::Pptx => ("a PowerPoint file", "PowerPoint files"),
            Format::OldOffice => ("an older Office file", "Office files from before 2007"),
            Format::Outlook => ("an Outlook message", "Outlook messages"),
            Format::Rtf => ("a rich text (RTF) file", "RTF"),
            Format::Html => ("a web page", "HTML"),
            Format::Eml => ("an e-mail", "e-mail files"),
            Format::Zip => ("a ZIP archive", "ZIP archives"),
            Format::OtherArchive => ("an archive, but not a ZIP", "archives of this kind"),
            Format::OpenDocument => ("an OpenDocument file", "OpenDocument"),
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
            ReadError::Unread(Format::OtherArchive) => {
                f.write_str("This is an archive, but not a ZIP. Unpack it and drop what is inside.")
            }
            ReadError::Unread(Format::OldOffice) => f.write_str(
                "This is an Office file from before 2007, or one with a password. If it is a document, open it in Word, \
                 save it as .docx without a password, and drop that; else copy the text and paste it here.",
            ),
            ReadError::Unread(Format::Outlook) => f.write_str(
                "This is a message of Outlook. Open it there and save it as HTML, or copy the text and paste it here; \
                 save what is attached, and drop it too.",
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
            ReadError::Damaged(Format::Zip) => f.write_str(
                "This is a ZIP archive, but it is damaged or cut short. Download it again, or unpack it with a \
                 program that repairs archives.",
            ),
            ReadError::Damaged(format) => write!(
                f,
                "This is {}, but it is damaged or cut short, and nothing in it can be read. Download it again, or open \
                 it in its own program and save it anew.",
                format.names().0
            ),
            ReadError::Lost => f.write_str(
                "The archive is damaged or cut short where this lies in it. Download it again, or unpack it with a \
                 program that repairs archives.",
            ),
            ReadError::NoText(Format::Zip) => f.write_str("This is a ZIP archive, and there is no file in it."),
            ReadError::NoText(format) => write!(
                f,
                "This is {}, and no text was found in it. If its own program shows some, copy it there and paste it here.",
                format.names().0
            ),
            ReadError::Scanned { pages } => write!(
                f,
                "This PDF holds pictures of {} without text, as a scanner makes them. Eosin does no OCR: run it \
                 through a program that does, or paste the text.",
                if *pages == 1 { "its page".to_string() } else { format!("its {pages} pages") }
            ),
            ReadError::NoPages => f.write_str("This PDF has no pages. Download it again, or ask for another copy."),
            ReadError::Encrypted(Format::Pdf) => f.write_str(
                "This is a PDF with a password. Give the password, which stays in this tab, or open it in its own \
                 program and save it without one.",
            ),
            ReadError::Encrypted(Format::Eml) => f.write_str(
                "This e-mail is encrypted. Open it in your mail program, copy the text, and paste it here.",
            ),
            ReadError::Encrypted(format) => write!(
                f,
                "This is {} with a password. Open it in its own program, and drop what it holds, without a password.",
                format.names().0
            ),
            ReadError::WrongPassword(format) => {
                write!(f, "The password does not open this file, which is {}. Try another.", format.names().0)
            }
            ReadError::Bomb => f.write_str(
                "This file unpacks to far more than a document holds, so it was not read. If it is genuine, unpack \
                 it yourself and drop what you need.",
            ),
            ReadError::TooMany { files } => write!(
                f,
                "This archive says that it holds {files} files; at most {MOST_FILES} are read. Unpack it and drop a part of them."
            ),
            ReadError::TooDeep => {
                f.write_str("This archive lies in too many other archives. Unpack it yourself and drop what is inside.")
            }
            ReadError::Folder(format) => {
                write!(f, "This is {}: the files in it are read one by one.", format.names().0)
            }
            ReadError::TooSlow(format) => write!(
                f,
                "This is {}, and reading it takes longer than {} seconds, so it was stopped. Split it, or paste the part \
                 you need.",
                format.names().0,
                super::SECONDS
            ),
            ReadError::Crashed(format) => write!(
                f,
                "This is {}, and it is built in a way that the reader cannot handle. Open it in its own program, and \
                 save or print it anew, or paste its text.",
                format.names().0
            ),
            ReadError::NotLoaded(format) => write!(
                f,
                "This is {}, and the part of this page that reads it could not be fetched. Check the connection and \
                 try again.",
                format.names().0
            ),
        }
    }
}

impl std::error::Error for ReadError {}
