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
//! | `2½` | 2.5 |
//!
//! A comma before three digits is a group, `1,234`, never a decimal comma; whether a lone `1.234` is
//! a group is left to whoever knows the language of the text. A sign is the caller's business.

use super::{Class, Gap, Token, Tokens};
use crate::extract::decimal::Decimal;

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

/// Most digits read into one number, those after the point included.
const MOST_DIGITS: u32 = 27;

/// Reads the number that starts at token `first`: a run of digits, or a point before one.
pub fn number(tokens: &Tokens<'_>, first: usize) -> Option<Number> {
    match tokens.get(first).number() {
        // Most numbers are one run of digits with a blank after it, and the token knows their value.
        Some(value) if !goes_on(tokens, first + 1) => {
            let value = Decimal::from_int(i64::from(value));
            Some(Number { value, end: first + 1, fraction: false, grouped: false })
        }
        Some(value) => tenths(tokens, first, value).or_else(|| long(tokens, first)),
        None => long(tokens, first),
    }
}

/// [`number`] for the next most: some digits, a point and some digits more, but three, which may be a group.
fn tenths(tokens: &Tokens<'_>, first: usize, whole: u32) -> Option<Number> {
    let (point, digits) = (tokens.get(first + 1), tokens.get(first + 2));
    let places = digits.len() as u32;
    let plain = point.is('.') && point.is_glued() && digits.is_glued() && places != 3;
    // "1.2.3" is a section or a version.
    if !plain || tokens.get(first + 3).is('.') && glued_number(tokens, first + 4) {
        return None;
    }
    let mantissa = u64::from(whole) * 10u64.pow(places.min(9)) + u64::from(digits.number()?);
    let value = Decimal::from_parts(i128::from(mantissa), places)?;
    Some(Number { value, end: first + 3, fraction: places > 0, grouped: false })
}

/// Whether what stands behind a run of digits may belong to the same number.
#[inline]
fn goes_on(tokens: &Tokens<'_>, end: usize) -> bool {
    let (mark, next) = (tokens.get(end), tokens.get(end + 1));
    let glued = (mark.class == Class::Symbol) & mark.is_glued();
    // Without a branch, but where fractions are.
    let number = mark.is_number() | glued & next.is_number() & next.is_glued();
    number || glued & (mark.payload() >= 128) && fraction(mark).is_some()
}

/// [`number`] for more than a few digits.
fn long(tokens: &Tokens<'_>, first: usize) -> Option<Number> {
    let token = tokens.get(first);
    let mut digits = Digits::default();
    if token.is('.') {
        let before = tokens.get(first.wrapping_sub(1));
        let glued_before = token.is_glued() && matches!(before.class, Class::Word | Class::Number);
        if glued_before || !glued_number(tokens, first + 1) {
            return None;
        }
        digits.add(tokens, first + 1)?;
        digits.scale = digits.count;
        return digits.finish(first + 2, false);
    }
    if !token.is_number() {
        return None;
    }
    digits.add(tokens, first)?;
    let mut end = first + 1;
    if !goes_on(tokens, end) {
        return digits.finish(end, false);
    }
    let grouped = groups(tokens, first, &mut digits, &mut end)?;
    let mark = tokens.get(end);
    if mark.is_glued() && glued_number(tokens, end + 1) {
        // "1.250.000,50"
        let pointed = grouped && tokens.get(first + 1).is('.');
        let decimal_comma =
            mark.is(',') && (!grouped || pointed) && tokens.get(end + 1).len() != 3 && !list_goes_on(tokens, end + 1);
        // "1.2.3" is a section or a version, not a number with a fraction.
        let dotted = mark.is('.') && !(tokens.get(end + 2).is('.') && glued_number(tokens, end + 3));
        let middle_dot = mark.is('·');
        if decimal_comma || dotted || middle_dot {
            let whole = digits.count;
            digits.add(tokens, end + 1)?;
            digits.scale = digits.count - whole;
            end += 2;
        }
    }
    // "2½"
    let halves = tokens.get(end);
    if digits.scale == 0
        && halves.is_glued()
        && let Some((tail, places)) = fraction(halves)
    {
        digits.mantissa = digits.mantissa.checked_mul(10i128.pow(places))?.checked_add(tail)?;
        digits.scale = places;
        end += 1;
    }
    digits.finish(end, grouped)
}

/// What a sign for a fraction stands for: the digits behind the point, and how many they are.
fn fraction(sign: Token) -> Option<(i128, u32)> {
    match sign.symbol()? {
        '½' => Some((5, 1)),
        '¼' => Some((25, 2)),
        '¾' => Some((75, 2)),
        _ => None,
    }
}

/// Digits read so far, as one whole number.
#[derive(Clone, Copy, Default)]
struct Digits {
    mantissa: i128,
    count: u32,
    scale: u32,
}

impl Digits {
    /// Appends the digits of a token; `None` where they become too many.
    fn add(&mut self, tokens: &Tokens<'_>, index: usize) -> Option<()> {
        let token = tokens.get(index);
        if let Some(value) = token.number() {
            // At most nine digits: the token knows its value. Most numbers are one token.
            if self.mantissa != 0 {
                self.mantissa = self.mantissa.checked_mul(10i128.pow(token.len() as u32))?;
            }
            self.mantissa += i128::from(value);
        } else {
            for digit in tokens.str(index).bytes().take(MOST_DIGITS as usize + 1) {
                self.mantissa = self.mantissa.checked_mul(10)? + i128::from(digit.wrapping_sub(b'0'));
            }
        }
        self.count = self.count.saturating_add(token.len() as u32);
        (self.count <= MOST_DIGITS).then_some(())
    }

    fn finish(self, end: usize, grouped: bool) -> Option<Number> {
        let value = Decimal::from_parts(self.mantissa, self.scale)?;
        Some(Number { value, end, fraction: self.scale > 0, grouped })
    }
}

/// Adds groups of three digits: `,234,567`, or with points or no-break blanks between. `None` where
/// the digits become too many.
fn groups(tokens: &Tokens<'_>, first: usize, digits: &mut Digits, end: &mut usize) -> Option<bool> {
    if tokens.get(first).len() > 3 {
        return Some(false);
    }
    let start = (*digits, *end);
    let parted = tokens.get(*end);
    // Most marks are points of fractions.
    if !parted.is_number() && !glued_triple(tokens, *end + 1) {
        return Some(false);
    }
    for mark in [',', '.', '’', '\''] {
        while tokens.get(*end).is(mark) && tokens.get(*end).is_glued() && glued_triple(tokens, *end + 1) {
            digits.add(tokens, *end + 1)?;
            *end += 2;
        }
        // One point group may be a fraction: "1.234". Two can't.
        // … unless a decimal comma closes it: "1.234,56".
        let comma = tokens.get(*end).is(',') && glued_number(tokens, *end + 1) && tokens.get(*end + 1).len() == 2;
        let least = if mark == '.' && !(comma && tokens.get(*end).is_glued()) { 4 } else { 2 };
        if *end >= start.1 + least {
            return Some(true);
        }
        (*digits, *end) = start;
    }
    while tokens.get(*end).gap == Gap::Space && triple(tokens, *end) && glued_by_hard_space(tokens, *end) {
        digits.add(tokens, *end)?;
        *end += 1;
    }
    Some(*end > start.1)
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
            ("1.234.567,89 EUR", "1234567.89", 7),
            ("1.234,56", "1234.56", 5),
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
            ("2½ million", "2.5", 2),
            ("1,000¾", "1000.75", 4),
        ] {
            let tokens = Tokens::new(text);
            let found = number(&tokens, 0).map(|n| (n.value.to_string(), n.end));
            assert_eq!(found, Some((value.to_string(), end)), "{text}");
        }
        let tokens = Tokens::new("1,234.50");
        let read = number(&tokens, 0).unwrap();
        assert!(read.fraction && read.grouped && read.value.to_string() == "1234.5");
        assert_eq!(number(&Tokens::new("123456789012345.25"), 0).unwrap().value.to_string(), "123456789012345.25");
        assert_eq!(number(&Tokens::new("0007"), 0).unwrap().value.to_string(), "7");
        assert_eq!(number(&Tokens::new("x.5"), 1), None);
        assert_eq!(number(&Tokens::new(&"9".repeat(40)), 0), None);
    }
}
