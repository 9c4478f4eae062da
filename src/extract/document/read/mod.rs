//! Bytes and a name to a document: the only step that can fail.
//!
//! ```
//! use eosin::extract::{ReadError, read};
//! let document = read(b"Alba Bio paid \x80 5.", "odd name.docx").unwrap();
//! assert_eq!(document.text, "Alba Bio paid € 5.");
//! assert_eq!(read(b" \n", "empty.txt"), Err(ReadError::Empty));
//! ```
//!
//! What a file is, its content says, never its name. Text and Markdown are read always, in UTF-8, UTF-16
//! or Windows-1252. The readers of other formats are behind two features, so that the page need not have
//! them before it is given such a file: `read-papers` for HTML, Word, mail and ZIP, `read-pdf` for PDF. A
//! format that is not linked is named by [`ReadError::Unread`].
//!
//! | step | in | out |
//! |---|---|---|
//! | [`format`] | bytes | what they are |
//! | [`open`] | bytes | an [`Opened`]: a text with its structure, files that lie in it, or both |
//! | [`open_text`] | bytes that are text | the same |
//! | [`read`] | bytes, name | the document |
//! | [`read_all`] | bytes, name | the document, and those in it, to any depth |

#[cfg(feature = "read-papers")]
mod archive;
#[cfg(any(feature = "read-papers", feature = "read-pdf"))]
mod cells;
mod charset;
#[cfg(feature = "read-papers")]
mod docx;
mod error;
#[cfg(feature = "read-papers")]
mod flow;
#[cfg(feature = "read-papers")]
mod html;
#[cfg(feature = "read-papers")]
mod mail;
#[cfg(feature = "read-pdf")]
mod pdf;
#[cfg(feature = "read-papers")]
mod salvage;
mod sniff;
mod text;

pub use error::{Format, ReadError};

use serde::{Deserialize, Serialize};

use super::{Document, Reading};

/// A file has at most so many bytes.
pub const LIMIT: u64 = 128 << 20;
/// At most so many files are read from an archive.
pub const MOST_FILES: u64 = 10_000;
/// Archives and mails are opened within others at most so deep.
pub const DEEPEST: usize = 3;
/// A file may take so long to read, where somebody looks at the clock.
pub const SECONDS: u32 = 20;

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    /// Its text; none where it is an archive.
    pub reading: Option<Reading>,
    /// The files that lie in it.
    pub inside: Vec<Inside>,
}

/// A file in another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Inside {
    /// Its name, with the folders it lay in.
    pub name: String,
    /// Its bytes, unless they cannot be had.
    pub content: Result<Vec<u8>, ReadError>,
}

/// What is told of a file besides its bytes.
#[derive(Debug)]
pub struct Options<'a> {
    /// The password, where it has one.
    pub password: Option<&'a str>,
    /// Told how far reading is, so many pages of so many; says whether to go on.
    pub progress: fn(u32, u32) -> bool,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Options { password: None, progress: |_, _| true }
    }
}

/// Whether a file of this size is read at all, so that it can be asked before the bytes are there.
pub const fn fits(bytes: u64) -> Result<(), ReadError> {
    if bytes == 0 {
        Err(ReadError::Empty)
    } else if bytes > LIMIT {
        Err(ReadError::TooLarge { bytes })
    } else {
        Ok(())
    }
}

/// What these bytes are; `None` is text, or nothing that is known.
pub fn format(bytes: &[u8]) -> Option<Format> {
    sniff::sniff(bytes)
}

/// Opens what was given as text, and is text whatever it begins with: who copies a mail copies `From:` too.
pub fn open_text(bytes: &[u8]) -> Result<Opened, ReadError> {
    fits(bytes.len() as u64)?;
    let text = charset::decode(bytes).ok_or(ReadError::Binary)?;
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    Ok(whole(text::reading(text)))
}

/// A file that is a text and holds no other.
fn whole(reading: Reading) -> Opened {
    Opened { reading: Some(reading), inside: Vec::new() }
}

/// Opens a file.
pub fn open(bytes: &[u8], options: &Options<'_>) -> Result<Opened, ReadError> {
    fits(bytes.len() as u64)?;
    match sniff::sniff(bytes) {
        None => open_text(bytes),
        #[cfg(feature = "read-papers")]
        Some(Format::Html) => html::read(bytes).map(whole),
        #[cfg(feature = "read-papers")]
        Some(Format::Docx) => docx::read(bytes).map(whole),
        #[cfg(feature = "read-papers")]
        Some(Format::Eml) => mail::open(bytes),
        #[cfg(feature = "read-papers")]
        Some(Format::Zip) => Ok(Opened { reading: None, inside: archive::files(bytes)? }),
        #[cfg(feature = "read-pdf")]
        Some(Format::Pdf) => pdf::read(bytes, options).map(whole),
        Some(format) => {
            // Read by those readers only that are linked.
            let _ = options;
            Err(ReadError::Unread(format))
        }
    }
}

/// Reads a file that is one document.
pub fn read(bytes: &[u8], name: &str) -> Result<Document, ReadError> {
    let folder = || ReadError::Folder(format(bytes).unwrap_or(Format::Zip));
    let reading = open(bytes, &Options::default())?.reading.ok_or_else(folder)?;
    Ok(Document::from_reading(name, reading))
}

/// A document under its name, or why it could not be read.
pub type Named = (String, Result<Document, ReadError>);

/// Reads a file and the files in it, each under the names of those around it.
pub fn read_all(bytes: &[u8], name: &str, options: &Options<'_>) -> Vec<Named> {
    let mut list = Vec::new();
    read_each(bytes, name, options, &mut |named| list.push(named));
    list
}

/// Reads a file and the files in it, and hands each over as soon as it is read.
pub fn read_each(bytes: &[u8], name: &str, options: &Options<'_>, take: &mut dyn FnMut(Named)) {
    add(bytes, name, options, 0, &mut 0, take);
}

fn add(bytes: &[u8], name: &str, options: &Options<'_>, depth: usize, count: &mut u64, take: &mut dyn FnMut(Named)) {
    let opened = match open(bytes, options) {
        Ok(opened) => opened,
        Err(error) => {
            *count += 1;
            return take((name.to_string(), Err(error)));
        }
    };
    if let Some(reading) = opened.reading {
        *count += 1;
        take((name.to_string(), Ok(Document::from_reading(name, reading))));
    }
    for inside in opened.inside {
        let name = format!("{name}/{}", inside.name);
        if *count > MOST_FILES {
            return take((name, Err(ReadError::TooMany { files: *count })));
        }
        match inside.content {
            Ok(bytes) if depth < DEEPEST => add(&bytes, &name, options, depth + 1, count, take),
            refused => {
                *count += 1;
                take((name, Err(refused.err().unwrap_or(ReadError::TooDeep))));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        read(bytes, "x").unwrap().text
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn text_in_every_encoding() {
        let said = "Alba Bio raised “€5 million” for 10 µg doses";
        assert_eq!(text(said.as_bytes()), said);
        assert_eq!(text(&[b"\xef\xbb\xbf", said.as_bytes()].concat()), said);
        assert_eq!(text(&utf16(said, u16::to_le_bytes)), said);
        assert_eq!(text(&utf16(said, u16::to_be_bytes)), said);
        assert_eq!(text(&[b"\xff\xfe".as_slice(), &utf16(said, u16::to_le_bytes)].concat()), said);
        assert_eq!(text(&[b"\xfe\xff".as_slice(), &utf16(said, u16::to_be_bytes)].concat()), said);
        assert_eq!(
            text(b"Alba Bio raised \x93\x805 million\x94 for 10 \xb5g doses \x96 \x99"),
            format!("{said} – ™").replace("” –", "” –")
        );
    }

    #[test]
    fn utf8_with_a_broken_sequence_stays_utf8() {
        assert_eq!(
            text(b"\xe2\x80\x9cone\xe2\x80\x9d \xe2\x80\x9ctwo\xe2\x80\x9d \xe2\x80\x94 \xff."),
            "“one” “two” — \u{fffd}."
        );
    }

    #[test]
    fn line_ends() {
        assert_eq!(text(b"one\r\ntwo\r\n"), "one\r\ntwo\r\n");
        assert_eq!(text(b"one\rtwo\r\nthree"), "one\ntwo\r\nthree");
    }

    #[test]
    fn nothing_in_it() {
        for bytes in [b"".as_slice(), b"  \n\t\r\n", b"\xef\xbb\xbf", b"\xff\xfe"] {
            assert_eq!(read(bytes, "x"), Err(ReadError::Empty));
        }
    }

    #[test]
    fn other_formats_are_named() {
        let named = format;
        assert_eq!(named(b"%PDF-1.7\n..."), Some(Format::Pdf));
        assert_eq!(named(b"PK\x03\x04....word/document.xml..."), Some(Format::Docx));
        assert_eq!(named(b"PK\x03\x04....xl/workbook.xml..."), Some(Format::Xlsx));
        assert_eq!(named(b"PK\x03\x04....readme.txt"), Some(Format::Zip));
        // Cut short before the part that says what it is.
        assert_eq!(named(b"PK\x03\x04....[Content_Types].xml...word/_rels/document.xml.rels"), Some(Format::Docx));
        assert_eq!(named(b"PK\x03\x04....[Content_Types].xml...xl/sty"), Some(Format::Xlsx));
        assert_eq!(named(b"PK\x03\x04....[Content_Types].xml...visio/...PK\x05\x06"), Some(Format::Zip));
        assert_eq!(named(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 ..."), Some(Format::OldOffice));
        assert_eq!(named(b"{\\rtf1\\ansi hello}"), Some(Format::Rtf));
        assert_eq!(named(b"\xef\xbb\xbf \n<!DOCTYPE html><p>x"), Some(Format::Html));
        assert_eq!(named(b"<?xml version='1.0'?>\n<HTML>"), Some(Format::Html));
        assert_eq!(named(b"From: a@b\nTo: c\n  folded\nSubject: Alba Bio\nDate: today\n\nHello"), Some(Format::Eml));
        assert_eq!(
            named(b"From a@b Mon Nov  3 08:00:00 2031\nFrom: a@b\nTo: c\nSubject: Alba Bio\nDate: today\n\nHello"),
            Some(Format::Eml)
        );
        let part: Vec<u8> = "__properties_version1.0".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let message = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 ...".as_slice(), &part].concat();
        assert_eq!(named(&message), Some(Format::Outlook));
        assert_eq!(named(b"\x89PNG\r\n\x1a\n"), Some(Format::Image));
        assert_eq!(named(b"\xff\xfe<\0h\0t\0m\0l\0>\0"), Some(Format::Html));
        assert_eq!(named(b"<!-- saved -->\n<html>"), Some(Format::Html));
        let comment = format!("<!--{}-->\n<h3>Alba</h3><p>It <b>paid</b>.</p>", " note\n".repeat(2000));
        assert_eq!(named(comment.as_bytes()), Some(Format::Html));
        assert_eq!(named(b"<style>td { color: red }</style><table><tr><td>x"), Some(Format::Html));
        assert_eq!(named(b"<center><b>Alba</b> <i>paid</i></center>"), Some(Format::Html));
        assert_eq!(named(b"\x1f\x8b\x08\0"), Some(Format::OtherArchive));
        assert_eq!(read(b"{\\rtf1\\ansi hello}", "x.txt"), Err(ReadError::Unread(Format::Rtf)));
        // Near misses: text all the same.
        assert_eq!(named(b"Contact: Jane\nDate: May 3\nSubject: results\n"), None);
        assert_eq!(named(b"# Notes\n\n<p>some HTML in Markdown</p>"), None);
        assert_eq!(named(b"<p align=center><b>Alba</b> <i>Bio</i></p>\n\n## Results\n\nIt paid."), None);
        assert_eq!(named(b"<!-- a note -->\n# Results\n\nAlba paid."), None);
        assert_eq!(named(b"From Alba Bio on Monday\nDate: May 3\nSubject: results\n"), None);
    }

    #[test]
    fn bytes_that_are_no_text() {
        let bytes: Vec<u8> = (0..4000u32).map(|i| (i.wrapping_mul(2654435761) >> 13) as u8).collect();
        assert_eq!(read(&bytes, "x.txt"), Err(ReadError::Binary));
        assert_eq!(read(&[0; 500], "x"), Err(ReadError::Binary));
    }

    #[test]
    fn size() {
        assert_eq!(fits(LIMIT), Ok(()));
        let error = fits(200 << 20).unwrap_err();
        assert_eq!(error.to_string(), "The file is 200 MB; the limit is 128 MB. Split it, or paste the part you need.");
    }
}
