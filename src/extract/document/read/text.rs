//! Plain text and Markdown.
//!
//! In: characters. Out: the same, but for Markdown's escapes, which are read as what they mean: `\$5.6
//! million` is `$5.6 million`. Each backslash left out is noted, so that the source can be had back.
//!
//! Near miss: `C:\data`, for a backslash before a letter or digit escapes nothing. Emphasis, headings and
//! links stay as they are written.

use crate::extract::document::{Edit, Reading};
use crate::extract::span::Span;

/// What a backslash may stand before: the punctuation that Markdown gives a meaning, and what converters
/// escape to be safe.
const ESCAPED: &[char] = &[
    '$', '*', '_', '#', '[', ']', '(', ')', '<', '>', '~', '`', '|', '&', '+', '-', '.', '!', '^', '{', '}', '%', '@',
    '"', '\'', '=', ':',
];

/// Reads text.
pub(super) fn reading(text: String) -> Reading {
    let mut reading = Reading { text, ..Reading::default() };
    if memchr::memchr(b'\\', reading.text.as_bytes()).is_none() {
        return reading;
    }
    let mut clean = String::with_capacity(reading.text.len());
    let mut characters = reading.text.chars().peekable();
    while let Some(character) = characters.next() {
        let next = characters.peek().copied();
        if character != '\\' || !next.is_some_and(|next| ESCAPED.contains(&next)) {
            clean.push(character);
            continue;
        }
        let at = clean.len();
        reading.structure.edits.push(Edit { span: Span::new(at, at), was: "\\".into() });
        // What is escaped is plain, a second backslash before it too.
        clean.extend(characters.next());
    }
    reading.text = clean;
    reading
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_read_as_what_they_mean() {
        let source = "\\$5.6 million\\* in C:\\data, \\[1\\] and \\\\$ \\";
        let reading = reading(source.to_string());
        assert_eq!(reading.text, "$5.6 million* in C:\\data, [1] and \\$ \\");
        assert_eq!(reading.structure.source(&reading.text), source);
        let at = reading.text.find("data").unwrap();
        assert_eq!(reading.structure.source_offset(at), source.find("data").unwrap());
    }
}
