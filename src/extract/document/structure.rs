//! What a reader learns of a file besides its text.
//!
//! In: nothing; these are plain data that readers fill in. Out: a [`Reading`], which crosses from the
//! readers' module to the page as bytes, and becomes a [`Document`](super::Document) there.
//!
//! ```
//! use eosin::extract::document::{Edit, Structure};
//! use eosin::extract::Span;
//! let text = "about $5 million";
//! let structure = Structure { edits: vec![Edit { span: Span::new(6, 6), was: "\\".into() }], ..Structure::default() };
//! assert_eq!(structure.source(text), "about \\$5 million");
//! assert_eq!(structure.source_offset(7), 8);
//! ```
//!
//! Invariant: all spans are into the text that comes with it, on character edges; lists are in order of
//! the text. Nothing of the source is lost: what was left out of the text stands in `furniture`, what
//! was changed in `edits`.

use serde::{Deserialize, Serialize};

use super::Paragraph;
use super::read::Format;
use crate::extract::span::Span;

/// What a reader makes of a file: the text, cleaned once and then frozen, and its structure.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The text.
    pub text: String,
    /// Its paragraphs, tiling the text; none where the text's own lines are to tell.
    pub paragraphs: Vec<Paragraph>,
    /// The rest.
    pub structure: Structure,
}

/// Structure that stands off from a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Structure {
    /// What the file was; `None` for text.
    pub format: Option<Format>,
    /// Headings with their levels, where the file says them.
    pub headings: Vec<Level>,
    /// Tables. Each of their rows is a paragraph too.
    pub tables: Vec<Table>,
    /// Pages, where the file has pages.
    pub pages: Vec<Page>,
    /// Where the text stands on the pages, line by line, and in tables cell by cell.
    pub places: Vec<Place>,
    /// Running heads, page numbers and what else was taken out of the flow of the text.
    pub furniture: Vec<Furniture>,
    /// Where the text differs from what the file says.
    pub edits: Vec<Edit>,
    /// What could not be read, although the rest could.
    pub notes: Vec<Note>,
}

/// A heading and its level, 1 being the highest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// The heading.
    pub span: Span,
    /// From 1.
    pub level: u8,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// All of it.
    pub span: Span,
    /// Its rows, from the top.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its line in the text.
    pub span: Span,
    /// Its cells that are not empty, from the left.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// What is in it.
    pub span: Span,
    /// The column it begins in, from 0.
    pub column: u32,
    /// How many columns it covers.
    pub columns: u32,
}

/// A page of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Where its text begins; it ends where the next page's begins.
    pub start: usize,
    /// Width in tenths of a point.
    pub width: u32,
    /// Height in tenths of a point.
    pub height: u32,
}

/// A stretch of the text, and where it stands in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The text.
    pub span: Span,
    /// Its page, from 0.
    pub page: u32,
    /// Its box.
    pub area: Area,
}

/// A box on a page, in tenths of a point from the page's top left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// Left edge.
    pub left: i32,
    /// Upper edge.
    pub top: i32,
    /// Right edge.
    pub right: i32,
    /// Lower edge.
    pub bottom: i32,
}

/// A running head, a page number: there on the page, not in the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Furniture {
    /// What it says.
    pub text: String,
    /// The offset in the text at which it was taken out.
    pub at: usize,
    /// Its page, from 0.
    pub page: u32,
    /// Its box.
    pub area: Area,
}

/// A difference between text and source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// What stands in the text; empty where something was left out.
    pub span: Span,
    /// What the source has there.
    pub was: String,
}

/// Something that is missing from the text, or doubtful in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Note {
    /// The file is damaged; what could be read is here.
    Damaged,
    /// Pages after the first ones were not read.
    PagesLeftOut {
        /// Pages read.
        read: u32,
        /// Pages there are.
        of: u32,
    },
    /// Some pages are pictures without text.
    ScannedPages {
        /// How many.
        pages: u32,
    },
    /// Much of the text cannot be told from the fonts.
    Unreadable,
    /// Columns were told by the gaps between words.
    Columns,
    /// More of something than is read: rows, entries, parts.
    CutShort,
}

impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Note::Damaged => f.write_str("The file is damaged. What could be read is shown; something may be missing."),
            Note::PagesLeftOut { read, of } => {
                write!(f, "The file has {of} pages; the first {read} were read. Split it to read the rest.")
            }
            Note::ScannedPages { pages: 1 } => {
                f.write_str("One page is a picture without text, and was not read: Eosin does no OCR.")
            }
            Note::ScannedPages { pages } => {
                write!(f, "{pages} pages are pictures without text, and were not read: Eosin does no OCR.")
            }
            Note::Unreadable => f.write_str(
                "Some fonts in this file do not say which letters they draw. Parts of the text may be wrong: compare \
                 them with the page.",
            ),
            Note::Columns => f.write_str("The pages have columns; they were read one after the other."),
            Note::CutShort => f.write_str("The file holds more than is read; the rest was left out."),
        }
    }
}

impl Structure {
    /// What the source says, of a text with this structure.
    pub fn source(&self, text: &str) -> String {
        let mut source = String::with_capacity(text.len());
        let mut at = 0;
        for edit in &self.edits {
            source.push_str(text.get(at..edit.span.start).unwrap_or(""));
            source.push_str(&edit.was);
            at = edit.span.end;
        }
        source.push_str(text.get(at..).unwrap_or(""));
        source
    }

    /// Where an offset of the text lies in the source. One at which something was left out lies before it.
    pub fn source_offset(&self, at: usize) -> usize {
        let mut more: usize = 0;
        let mut less: usize = 0;
        for edit in &self.edits {
            if edit.span.end > at || edit.span.start >= at {
                break;
            }
            more += edit.was.len();
            less += edit.span.len();
        }
        (at + more).saturating_sub(less)
    }

    /// The page an offset of the text lies on, from 0.
    pub fn page(&self, at: usize) -> Option<u32> {
        let after = self.pages.partition_point(|page| page.start <= at);
        after.checked_sub(1).and_then(|page| u32::try_from(page).ok())
    }

    /// Where a span stands on the pages: the boxes of the lines it touches.
    pub fn places(&self, span: Span) -> impl Iterator<Item = &Place> {
        let first = self.places.partition_point(|place| place.span.end <= span.start);
        self.places.iter().skip(first).take_while(move |place| place.span.start < span.end)
    }

    /// The table an offset lies in.
    pub fn table(&self, at: usize) -> Option<&Table> {
        let first = self.tables.partition_point(|table| table.span.end <= at);
        self.tables.get(first).filter(|table| table.span.start <= at)
    }
}
