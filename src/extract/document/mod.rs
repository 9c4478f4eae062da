//! A document: its text, frozen, and the structure that stands off from it.
//!
//! ```
//! use eosin::extract::Document;
//! let document = Document::new("note.txt", "Title\n\nMADISON, Wis., Nov. 17, 2016 -- First. Second.\n");
//! assert_eq!(document.paragraphs.len(), 2);
//! assert_eq!(document.dateline.unwrap().date.to_string(), "2016-11-17");
//! ```
//!
//! Invariants: paragraphs lie in order and tile the text; every span in here is on character edges.
//! Reading bytes is [`read`]'s business; nothing here fails.

mod dateline;
mod paragraphs;
pub mod read;
pub(super) mod sentence;
mod structure;

pub use dateline::is_wire;
pub(super) use paragraphs::trimmed;
pub use structure::{Area, Cell, Edit, Furniture, Level, Note, Page, Place, Reading, Row, Structure, Table};

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::calendar::Date;
use super::lex::{Token, Tokens};
use super::span::Span;

/// A text with its structure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// The name it came under, as the user gave it.
    pub name: String,
    /// The text. Offsets everywhere are UTF-8 bytes into it.
    pub text: String,
    /// Paragraphs, tiling the text; a paragraph keeps the white space after it.
    pub paragraphs: Vec<Paragraph>,
    /// The day the release gives itself.
    pub dateline: Option<Dateline>,
    /// What its reader learnt besides: tables, pages, boxes, what was changed or left out.
    #[serde(default)]
    pub structure: Structure,
    #[serde(skip)]
    spare: Spare,
}

/// Tokens that were made for the dateline and wait for the analysis, which would make the same. They
/// are no part of the document: a copy has none, and any two are equal.
#[derive(Debug, Default)]
struct Spare(Vec<Token>);

impl Clone for Spare {
    fn clone(&self) -> Spare {
        Spare::default()
    }
}

impl PartialEq for Spare {
    fn eq(&self, _: &Spare) -> bool {
        true
    }
}

/// A paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    /// Its text and the white space after it.
    pub span: Span,
    /// What it is in the document.
    pub role: Role,
}

/// What a paragraph is in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Role {
    /// The headline.
    Title,
    /// A heading.
    Heading,
    /// An item of a list.
    Item,
    /// A row of a table, its cells parted by tabs.
    Row,
    /// Running text.
    Body,
}

/// The day a release gives itself, and where it says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dateline {
    /// The day.
    pub date: Date,
    /// The words that give it.
    pub span: Span,
}

impl Document {
    /// Makes a document of text that has been read already.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Document {
        let text = text.into();
        let paragraphs = paragraphs::paragraphs(&text);
        Document::of(name.into(), text, paragraphs, Structure::default())
    }

    /// A line by itself: one paragraph, which gives no day.
    pub fn line(text: impl Into<String>) -> Document {
        let text = text.into();
        let span = Span::new(0, text.len());
        let paragraphs = if span.is_empty() { Vec::new() } else { vec![Paragraph { span, role: Role::Body }] };
        let (structure, spare) = (Structure::default(), Spare::default());
        Document { name: String::new(), text, paragraphs, dateline: None, structure, spare }
    }

    /// Makes a document of what a reader made of a file.
    pub fn from_reading(name: impl Into<String>, reading: Reading) -> Document {
        let Reading { text, paragraphs: mut given, structure } = reading;
        if given.is_empty() {
            given = paragraphs::paragraphs(&text);
        } else {
            paragraphs::name_headings(&text, &mut given);
        }
        Document::of(name.into(), text, given, structure)
    }

    fn of(name: String, text: String, paragraphs: Vec<Paragraph>, structure: Structure) -> Document {
        let tokens = Tokens::new(&text);
        let dateline = dateline::dateline(&tokens);
        let spare = Spare(tokens.into_list());
        Document { name, text, paragraphs, dateline, structure, spare }
    }

    /// The tokens left from reading, for the one who analyses; none the second time.
    pub(super) fn take_tokens(&mut self) -> Vec<Token> {
        std::mem::take(&mut self.spare.0)
    }

    /// The text under a span; empty where the span is not on character edges.
    #[inline]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or("")
    }

    /// The sentence around a span: from the start of the sentence it begins in to the end of the one
    /// it ends in, without the white space around.
    pub fn sentence(&self, span: Span) -> Span {
        sentence::around(&self.text, &self.paragraphs, span)
    }

    /// The same, for spans asked one after the other.
    pub(super) fn sentence_beside(&self, span: Span, known: &mut sentence::Known) -> Span {
        sentence::beside(&self.text, &self.paragraphs, span, known)
    }

    /// The headline: the first paragraph that reads like one.
    pub fn title(&self) -> Option<&str> {
        let title = self.paragraphs.iter().find(|paragraph| paragraph.role == Role::Title)?;
        Some(self.slice(title.span).trim().trim_start_matches('#').trim())
    }
}

/// The text with one blank for all white space between two words.
pub fn on_one_line(text: &str) -> Cow<'_, str> {
    if is_on_one_line(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Whether there is ASCII alone, with one blank between two words and none at either end.
fn is_on_one_line(text: &[u8]) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    let Some(end) = text.last_chunk() else {
        let (plain, before) = text.iter().fold((true, b' '), |(plain, before), &byte| {
            (plain & (matches!(byte, b'!'..=b'~') | (byte == b' ') & (before != b' ')), byte)
        });
        return plain & (before != b' ');
    };
    // The high bit of each of eight bytes that is anything else, or a blank behind a blank; and of those that are blanks.
    let other = |block: &[u8; 8], blank: u64| {
        let block = u64::from_le_bytes(*block);
        let seven = block & !HIGH;
        let blanks = !(seven + ONES * (0x80 - b'!' as u64)) & HIGH;
        let other = block | (seven + ONES) | !(seven + ONES * (0x80 - b' ' as u64)) | blanks & (blanks << 8 | blank);
        (other, blanks >> 56)
    };
    let each = |(all, blank), block: &[u8; 8]| {
        let (other, blank) = other(block, blank);
        (all | other, blank)
    };
    let (all, _) = text.as_chunks().0.iter().fold((0, 0x80), each);
    // The last eight, some of them again.
    let (rest, blank) = other(end, 0);
    (all | rest) & HIGH | blank == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_a_line_is_on_one_line() {
        let line = "a b  c\td\u{7f}\n é ½ 12 mg/kg of (zelquorin) a\u{a0}b and 5 to 10 times as much  of it\r\n ~!";
        let edges: Vec<usize> = line.char_indices().map(|(at, _)| at).chain([line.len()]).collect();
        for &start in &edges {
            for &end in edges.iter().filter(|&&end| end >= start) {
                let words = &line[start..end];
                let joined = words.split_whitespace().collect::<Vec<_>>().join(" ");
                assert_eq!(on_one_line(words), joined, "{words:?}");
                let plain =
                    words == joined && !words.is_empty() && words.bytes().all(|byte| matches!(byte, b' '..=b'~'));
                assert_eq!(is_on_one_line(words.as_bytes()), plain, "{words:?}");
            }
        }
    }
}
