//! Bytes and a name to a document: the only step that can fail.
//!
//! ```
//! use eosin::extract::{ReadError, read};
//! let document = read(b"Alba Bio paid \x80 5.", "odd name.docx").unwrap();
//! assert_eq!(document.text, "Alba Bio paid € 5.");
//! assert_eq!(read(b" \n", "empty.txt"), Err(ReadError::Empty));
//! ```
//!
//! What a file is, its content says, never its name. Plain text and Markdown are read, in UTF-8,
//! UTF-16 or Windows-1252; other formats are recognised, so that the answer can say what to do.

mod charset;
mod error;
mod sniff;

pub use error::{Format, ReadError};

use super::Document;

/// A file has at most so many bytes.
pub const LIMIT: u64 = 64 << 20;

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

/// Reads a file.
pub fn read(bytes: &[u8], name: &str) -> Result<Document, ReadError> {
    fits(bytes.len() as u64)?;
    if let Some(format) = sniff::sniff(bytes) {
        return Err(ReadError::Unread(format));
    }
    let text = charset::decode(bytes).ok_or(ReadError::Binary)?;
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    Ok(Document::new(name, text))
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
        let named = |bytes: &[u8]| match read(bytes, "x.txt") {
            Err(ReadError::Unread(format)) => Some(format),
            _ => None,
        };
        assert_eq!(named(b"%PDF-1.7\n..."), Some(Format::Pdf));
        assert_eq!(named(b"PK\x03\x04....word/document.xml..."), Some(Format::Docx));
        assert_eq!(named(b"PK\x03\x04....xl/workbook.xml..."), Some(Format::Xlsx));
        assert_eq!(named(b"PK\x03\x04....readme.txt"), Some(Format::Zip));
        assert_eq!(named(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 ..."), Some(Format::OldOffice));
        assert_eq!(named(b"{\\rtf1\\ansi hello}"), Some(Format::Rtf));
        assert_eq!(named(b"\xef\xbb\xbf \n<!DOCTYPE html><p>x"), Some(Format::Html));
        assert_eq!(named(b"<?xml version='1.0'?>\n<HTML>"), Some(Format::Html));
        assert_eq!(named(b"From: a@b\nTo: c\n  folded\nSubject: Alba Bio\nDate: today\n\nHello"), Some(Format::Eml));
        assert_eq!(named(b"\x89PNG\r\n\x1a\n"), Some(Format::Image));
        // Near misses: text all the same.
        assert_eq!(named(b"Contact: Jane\nDate: May 3\nSubject: results\n"), None);
        assert_eq!(named(b"# Notes\n\n<p>some HTML in Markdown</p>"), None);
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
        let error = fits(100 << 20).unwrap_err();
        assert_eq!(error.to_string(), "The file is 100 MB; the limit is 64 MB. Split it, or paste the part you need.");
    }
}
