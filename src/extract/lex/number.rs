//! Numbers as they are written: grouped, with a point or a decimal comma.
//!
//! ```
//! use eosin::extract::lex::{Tokens, number};
//! let tokens = Tokens::new("5,815,468 or 0,5");
//! let first = number(&tokens, 0).unwrap();
//! assert_eq!((first.value.to_string().as_str(), first.end), ("5815468", 5));
//! assert_eq!(number(&tokens, 6).unwrap().value.to_string(), "0.5");
//! ```
//!
//! | written | read |
//! |---|---|
//! | `1,234,567.89` | 1234567.89 |
//! | `12.5` | 12.5 |
//! | `.5` | 0.5 |
//! | `0,5` | 0.5: no group has one or two digits |
//! | `1.234.567` | 1234567: two points can only be groups |
//! | `1 234 567` | 1234567 where the blanks are no-break or thin |
//!
//! A comma before three digits is a group, `1,234`, never a decimal comma; whether a lone `1.234` is
//! a group is left to whoever knows the language of the text. A sign is the caller's business.

use super::{Class, Gap, Tokens};
use crate::extract::mention::Decimal;

/// A number that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// Its value.
    pub value: Decimal,
    /// Index of the token after it.
    pub end: usize,
    /// Whether it has a fraction.
    pub fraction: bool,
    /// Whether its thousands are grouped.
    pub grouped: bool,
}

/// Most digits read into one number.
const MOST_DIGITS: usize = 27;

/// Reads the number that starts at token `first`: a run of digits, or a point before one.
pub fn number(tokens: &Tokens<'_>, first: usize) -> Option<Number> {
    let token = tokens.get(first);
    if token.is('.') {
        let before = tokens.get(first.wrapping_sub(1));
        let glued_before = token.is_glued() && matches!(before.class, Class::Word | Class::Number);
        if glued_before || !glued_number(tokens, first + 1) {
            return None;
        }
        return finish(format!("0.{}", tokens.str(first + 1)), first + 2, true, false);
    }
    if !token.is_number() {
        return None;
    }
    let mut digits = String::from(tokens.str(first));
    let mut end = first + 1;
    let grouped = groups(tokens, first, &mut digits, &mut end);
    let mut fraction = false;
    let mark = tokens.get(end);
    if mark.is_glued() && glued_number(tokens, end + 1) {
        let after = tokens.str(end + 1);
        let decimal_comma = mark.is(',') && !grouped && after.len() != 3 && !list_goes_on(tokens, end + 1);
        // "1.2.3" is a section or a version, not a number with a fraction.
        let dotted = mark.is('.') && !(tokens.get(end + 2).is('.') && glued_number(tokens, end + 3));
        let middle_dot = mark.is('·');
        if decimal_comma || dotted || middle_dot {
            digits.push('.');
            digits.push_str(after);
            end += 2;
            fraction = true;
        }
    }
    finish(digits, end, fraction, grouped)
}

fn finish(digits: String, end: usize, fraction: bool, grouped: bool) -> Option<Number> {
    if digits.len() > MOST_DIGITS {
        return None;
    }
    Some(Number { value: digits.parse().ok()?, end, fraction, grouped })
}

/// Adds groups of three digits: `,234,567`, or with points or no-break blanks between.
fn groups(tokens: &Tokens<'_>, first: usize, digits: &mut String, end: &mut usize) -> bool {
    if tokens.get(first).len() > 3 {
        return false;
    }
    let start = (digits.len(), *end);
    for mark in [',', '.', '’', '\''] {
        while tokens.get(*end).is(mark) && tokens.get(*end).is_glued() && glued_triple(tokens, *end + 1) {
            digits.push_str(tokens.str(*end + 1));
            *end += 2;
        }
        // One point group may be a fraction: "1.234". Two can't.
        let least = if mark == '.' { 4 } else { 2 };
        if *end >= start.1 + least {
            return true;
        }
        digits.truncate(start.0);
        *end = start.1;
    }
    while tokens.get(*end).gap == Gap::Space && glued_by_hard_space(tokens, *end) && triple(tokens, *end) {
        digits.push_str(tokens.str(*end));
        *end += 1;
    }
    *end > start.1
}

fn triple(tokens: &Tokens<'_>, index: usize) -> bool {
    tokens.get(index).is_number() && tokens.get(index).len() == 3
}

fn glued_triple(tokens: &Tokens<'_>, index: usize) -> bool {
    tokens.get(index).is_glued() && triple(tokens, index)
}

fn glued_number(tokens: &Tokens<'_>, index: usize) -> bool {
    tokens.get(index).is_glued() && tokens.get(index).is_number()
}

/// "1,2,3": a list written without blanks, not a decimal comma.
fn list_goes_on(tokens: &Tokens<'_>, index: usize) -> bool {
    tokens.get(index + 1).is(',') && glued_number(tokens, index + 2)
}

/// Whether what stands before the token is exactly one no-break or thin blank.
fn glued_by_hard_space(tokens: &Tokens<'_>, index: usize) -> bool {
    let before = tokens.get(index.wrapping_sub(1)).span();
    let blank = super::Span::new(before.end, tokens.get(index).span().start);
    matches!(tokens.slice(blank), "\u{a0}" | "\u{202f}" | "\u{2009}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        for (text, value, end) in [
            ("12", "12", 1),
            ("12.5", "12.5", 3),
            (".5 mg", "0.5", 2),
            ("0.50", "0.5", 3),
            ("1,234,567.89", "1234567.89", 7),
            ("16.105.480", "16105480", 5),
            ("1.234", "1.234", 3),
            ("0,5 MEur", "0.5", 3),
            ("2,5", "2.5", 3),
            ("1,2,3", "1", 1),
            ("12, 13", "12", 1),
            ("1\u{202f}234\u{202f}567", "1234567", 3),
            ("10 000", "10", 1),
            ("2017.", "2017", 1),
            ("1.2.3", "1", 1),
            ("1'250'000", "1250000", 5),
            ("2·5", "2.5", 3),
        ] {
            let tokens = Tokens::new(text);
            let found = number(&tokens, 0).map(|n| (n.value.to_string(), n.end));
            assert_eq!(found, Some((value.to_string(), end)), "{text}");
        }
        assert_eq!(number(&Tokens::new("x.5"), 1), None);
        assert_eq!(number(&Tokens::new(&"9".repeat(40)), 0), None);
    }
}
