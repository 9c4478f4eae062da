//! What is opened, and how far it is.

use std::borrow::Cow;
use std::fmt;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::Shared;
use crate::extract::document::read::Format;
use crate::extract::edits::Edits;
use crate::extract::glance::Known;
use crate::extract::outline::Section;
use crate::extract::reading::one_line;
use crate::extract::repeat::Repeat;
use crate::extract::{Analysis, ReadError, Span};

/// A load. Every file dropped, text pasted and sample opened is one, and keeps its number for the
/// life of the page.
pub type LoadId = u32;

/// One thing opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its load.
    pub id: LoadId,
    /// The name it came under.
    pub name: String,
    /// What the reader calls it.
    pub title: Option<String>,
    /// Bytes.
    pub size: u64,
    /// How far it is. The analysis of one that is done has the reader's corrections in it.
    pub status: Status,
    /// What the built-in rules found; nothing where the mentions came with the document.
    pub plain: Option<Shared<Analysis>>,
    /// The same with the reader's own rules on top, before any correction.
    pub found: Option<Shared<Analysis>>,
    /// What the worker made of that besides; nothing where the page has to.
    pub known: Option<Rc<Known>>,
    /// What the reader corrected.
    pub edits: Rc<Edits>,
}

impl Entry {
    /// One that has just come.
    pub fn new(id: LoadId, name: String, size: u64, status: Status) -> Entry {
        Entry { id, name, title: None, size, status, plain: None, found: None, known: None, edits: Rc::default() }
    }

    /// What it is called: as the reader says, by its headline, by its name.
    pub fn title(&self) -> String {
        let said = self.title.clone().filter(|title| !title.trim().is_empty());
        said.or_else(|| self.headline()).unwrap_or_else(|| self.name.clone())
    }

    /// Its headline.
    pub fn headline(&self) -> Option<String> {
        match &self.status {
            Status::Done(analysis) => analysis.document.title().map(one_line),
            _ => None,
        }
    }
}

/// How far an entry is.
#[derive(Clone, Debug, PartialEq)]
pub enum Status {
    /// Waits for its turn.
    Queued,
    /// Its bytes are being read.
    Reading,
    /// So many of its pages have been read, of so many.
    Page(u32, u32),
    /// Its text is being searched.
    Finding,
    /// Done.
    Done(Shared<Analysis>),
    /// Not possible.
    Failed(Fault),
    /// Stopped by the reader.
    Stopped,
}

impl Status {
    /// The word for it in the document, for style sheets and tests.
    pub fn id(&self) -> &'static str {
        match self {
            Status::Queued => "queued",
            Status::Reading | Status::Page(..) => "reading",
            Status::Finding => "finding",
            Status::Done(_) => "done",
            Status::Failed(_) => "failed",
            Status::Stopped => "stopped",
        }
    }

    /// The word for it on the screen.
    pub fn word(&self) -> Cow<'static, str> {
        match self {
            Status::Queued => "Waiting".into(),
            Status::Reading => "Reading".into(),
            Status::Page(done, of) => format!("Reading page {done} of {of}").into(),
            Status::Finding => "Finding".into(),
            Status::Done(_) => "Done".into(),
            Status::Failed(_) => "Could not be read".into(),
            Status::Stopped => "Stopped by you".into(),
        }
    }

    /// Whether trying again may end otherwise. A PDF stays a PDF.
    pub fn is_worth_a_retry(&self) -> bool {
        let again = |fault: &Fault| {
            matches!(
                fault,
                Fault::Unavailable | Fault::Crashed | Fault::NotLoaded | Fault::Read(ReadError::NotLoaded(_))
            )
        };
        matches!(self, Status::Stopped) || matches!(self, Status::Failed(fault) if again(fault))
    }

    /// Whether a password may open it.
    pub fn wants_password(&self) -> bool {
        matches!(self, Status::Failed(Fault::Read(ReadError::Encrypted(Format::Pdf) | ReadError::WrongPassword(_))))
    }

    /// Whether it waits or is being worked on.
    pub fn is_open(&self) -> bool {
        matches!(self, Status::Queued | Status::Reading | Status::Page(..) | Status::Finding)
    }
}

/// Why an entry has no analysis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// The reader of files says why.
    Read(ReadError),
    /// The browser does not hand out the bytes.
    Unavailable,
    /// The analyser stopped while it was at work on this one.
    Crashed,
    /// The analyser could not be fetched.
    NotLoaded,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Read(error) => error.fmt(f),
            Fault::Unavailable => f.write_str(
                "The browser could not read the file. It may have been moved, changed or deleted: choose it again.",
            ),
            Fault::Crashed => f.write_str(
                "The analyser stopped while it read this file. Try again, or paste the text in smaller parts.",
            ),
            Fault::NotLoaded => f.write_str(
                "The part of Eosin that reads texts could not be loaded. Check your connection, then try again.",
            ),
        }
    }
}

/// What the text view knows of a document beyond its mentions.
#[derive(Debug, Default)]
pub struct Structure {
    /// Sections, tiling the paragraphs.
    pub sections: Vec<Section>,
    /// For each paragraph whether an earlier release has it; empty where there is none.
    pub repeats: Vec<Repeat>,
    /// Earlier releases it was compared with.
    pub earlier: usize,
}

/// Where words stand in one document.
#[derive(Clone, Debug, PartialEq)]
pub struct Hits {
    /// The document.
    pub id: LoadId,
    /// The places, the first [`MOST_HITS`] of them.
    pub spans: Vec<Span>,
}

/// Places that are listed in one document.
pub const MOST_HITS: usize = 500;
