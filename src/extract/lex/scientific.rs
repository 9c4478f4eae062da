//! Numbers with powers of ten, in every spelling that survives a conversion to plain text.
//!
//! ```
//! use eosin::extract::lex::{Power, Tokens, scientific};
//! let tokens = Tokens::new("2.5 x 10^6 cells");
//! let found = scientific(&tokens, 0, Power::Written).unwrap();
//! assert_eq!((found.value.to_string().as_str(), tokens.str(found.end)), ("2500000", "cells"));
//! ```
//!
//! | written | read |
//! |---|---|
//! | `2 x 10^6`, `2×10⁶`, `2*10**6`, `2 x 10(6)`, `2 x 10E6` | 2000000 |
//! | `10^9`, `10⁹` | 1000000000 |
//! | `2 x 10^6^`, `2 x 10<sup>6</sup>` | 2000000 |
//! | `1.5E12`, `1.5e+12` | 1500000000000 |
//! | `10e6` | 1000000: who writes so means a power of ten |
//! | `10^8.3` | 199500000, to four figures |
//! | `5.7x1014` with [`Power::Lost`] | 570000000000000 |
//! | `5.7 x 10 14` with [`Power::Lost`] | 570000000000000 |
//! | `5.7 E14` with [`Power::Lost`] | 570000000000000 |
//!
//! Whether a superscript was lost only the unit can tell: `2 x 100 mg` is two tablets, `2 x 106
//! cells` is two million. So the caller says which reading it wants, and tries the other.

use super::{Class, Gap, Number, Tokens, number, superscript_digit};
use crate::extract::decimal::Decimal;
use crate::extract::lex::w;

/// How a power of ten may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Power {
    /// With a mark: `10^6`, `10⁶`, `1E6`.
    Written,
    /// Also without: `x 106`, `x 10 6`.
    Lost,
}

/// A number, perhaps with a power of ten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scientific {
    /// Its value, the power applied.
    pub value: Decimal,
    /// Index of the token after it.
    pub end: usize,
    /// The power that was written, if any.
    pub exponent: Option<i32>,
}

/// Reads the number that starts at token `first`.
pub fn scientific(tokens: &Tokens<'_>, first: usize, power: Power) -> Option<Scientific> {
    let plain = number(tokens, first)?;
    // "2·10⁶" isn't two and a tenth.
    if tokens.get(first + 1).is('·')
        && is_ten(tokens, first + 2)
        && let Some((exponent, end)) = raised(tokens, first + 3)
        && let Some(mantissa) = tokens.get(first).number()
        && let Some(value) = Decimal::from_int(i64::from(mantissa)).shift(exponent)
    {
        return Some(Scientific { value, end, exponent: Some(exponent) });
    }
    if let Some((exponent, end)) = exponent_of(tokens, first, plain, power)
        && let Some(value) = mantissa(tokens, first, plain).shift(exponent)
    {
        if let Some(tenth) = tenth(tokens, end)
            && let Some(value) = value.times(tenth)
        {
            return Some(Scientific { value, end: end + 2, exponent: Some(exponent) });
        }
        return Some(Scientific { value, end, exponent: Some(exponent) });
    }
    Some(Scientific { value: plain.value, end: plain.end, exponent: None })
}

/// Ten to a tenth, two tenths and so on, to four figures.
const TENTHS: [i64; 9] = [1259, 1585, 1995, 2512, 3162, 3981, 5012, 6310, 7943];

/// What the tenth of an exponent multiplies by: the `.3` of `10^8.3`, as titres are written.
fn tenth(tokens: &Tokens<'_>, point: usize) -> Option<Decimal> {
    let (sign, digit) = (tokens.get(point), tokens.get(point + 1));
    if !sign.is('.') || !sign.is_glued() || !digit.is_glued() || digit.len() != 1 {
        return None;
    }
    let place = usize::try_from(digit.number()?).ok()?.checked_sub(1)?;
    Decimal::from_int(*TENTHS.get(place)?).shift(-3)
}

/// The number before the power; 1 where the number is the ten itself.
fn mantissa(tokens: &Tokens<'_>, first: usize, plain: Number) -> Decimal {
    let short = tokens.get(first + 1).is_glued() && tokens.is(first + 1, w!("e"));
    let is_power = is_ten(tokens, first) && plain.end == first + 1 && (short || raised(tokens, first + 1).is_some());
    if is_power { Decimal::from_int(1) } else { plain.value }
}

/// The power of ten that goes with a number, and the token after it.
fn exponent_of(tokens: &Tokens<'_>, first: usize, plain: Number, power: Power) -> Option<(i32, usize)> {
    if is_ten(tokens, first)
        && plain.end == first + 1
        && let Some(found) = raised(tokens, first + 1)
    {
        return Some(found);
    }
    let at = plain.end;
    let mark = tokens.get(at);
    let spaced = power == Power::Lost && mark.gap == Gap::Space && tokens.str(at) == "E";
    if (mark.is_glued() || spaced) && tokens.is(at, w!("e")) && tokens.get(at + 1).is_glued() {
        return signed(tokens, at + 1);
    }
    let times = tokens.is(at, w!("x")) || ['×', '*', '·', '⋅', '∙', '✕', '•', '✖'].iter().any(|&sign| mark.is(sign));
    if !times || mark.gap > Gap::Line {
        return None;
    }
    let ten = at + 1;
    if tokens.get(ten).gap > Gap::Line {
        return None;
    }
    if is_ten(tokens, ten) {
        if let Some(found) = raised(tokens, ten + 1) {
            return Some(found);
        }
        if tokens.get(ten + 1).is_glued() && tokens.is(ten + 1, w!("e")) {
            return signed(tokens, ten + 2);
        }
        let lone = tokens.get(ten + 1);
        if power == Power::Lost && lone.gap == Gap::Space && lone.is_number() && lone.len() <= 2 {
            return Some((small(tokens, ten + 1)?, ten + 2));
        }
        return None;
    }
    if power == Power::Lost && tokens.get(ten).is_number() {
        let digits = tokens.str(ten).strip_prefix("10")?;
        let exponent: i32 = digits.parse().ok()?;
        let plausible = !digits.starts_with('0') && (3..=16).contains(&exponent);
        return plausible.then_some((exponent, ten + 1));
    }
    None
}

fn is_ten(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.get(at).number() == Some(10) && tokens.get(at).len() == 2
}

/// What stands raised after a ten: `⁶`, `^6`, `^(6)`, `(6)`, `**6`.
fn raised(tokens: &Tokens<'_>, at: usize) -> Option<(i32, usize)> {
    let token = tokens.get(at);
    if token.class == Class::Superscript && token.is_glued() {
        return Some((superscript(tokens.str(at))?, at + 1));
    }
    if token.is('<') && tokens.is(at + 1, w!("sup")) && tokens.get(at + 2).is('>') {
        let (exponent, end) = signed(tokens, at + 3)?;
        return (tokens.get(end).is('<') && tokens.is(end + 2, w!("sup"))).then_some((exponent, end + 4));
    }
    if token.is('^') {
        return match tokens.get(at + 1).is('(') || tokens.get(at + 1).is('{') {
            true => bracketed(tokens, at + 1),
            false => {
                let (exponent, end) = signed(tokens, at + 1)?;
                // "10^6^", as some plain-text formats write it.
                let closed = tokens.get(end).is('^') && tokens.get(end).is_glued();
                Some((exponent, end + usize::from(closed)))
            }
        };
    }
    if token.is('*') && tokens.get(at + 1).is('*') {
        return signed(tokens, at + 2);
    }
    if token.is('(') && token.is_glued() {
        return bracketed(tokens, at);
    }
    None
}

/// `(6)`
fn bracketed(tokens: &Tokens<'_>, at: usize) -> Option<(i32, usize)> {
    let (exponent, end) = signed(tokens, at + 1)?;
    let close = tokens.get(end);
    (close.is(')') || close.is('}')).then_some((exponent, end + 1))
}

/// `6`, `+6`, `-6`
fn signed(tokens: &Tokens<'_>, at: usize) -> Option<(i32, usize)> {
    let sign = tokens.get(at);
    if sign.is('+') && sign.is_glued() {
        return Some((small(tokens, at + 1)?, at + 2));
    }
    if sign.class == Class::Dash && sign.is_glued() {
        return Some((-small(tokens, at + 1)?, at + 2));
    }
    Some((small(tokens, at)?, at + 1))
}

/// A glued number of one or two digits, or one after a blank.
fn small(tokens: &Tokens<'_>, at: usize) -> Option<i32> {
    let token = tokens.get(at);
    if token.gap > Gap::Space || token.len() > 2 {
        return None;
    }
    token.number().and_then(|value| i32::try_from(value).ok())
}

fn superscript(text: &str) -> Option<i32> {
    let mut value = 0i32;
    let mut negative = false;
    for character in text.chars() {
        match superscript_digit(character) {
            Some(digit) => value = value.checked_mul(10)?.checked_add(i32::try_from(digit).ok()?)?,
            None => negative |= character == '⁻',
        }
    }
    (value <= 40).then_some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, power: Power, value: &str, end: usize) {
        let tokens = Tokens::new(text);
        let found = scientific(&tokens, 0, power).unwrap();
        assert_eq!((found.value.to_string().as_str(), found.end), (value, end), "{text}");
    }

    #[test]
    fn powers() {
        for (text, value, end) in [
            ("2 x 10^6 cells", "2000000", 5),
            ("2 x 10^(6) cells", "2000000", 7),
            ("2×10⁶", "2000000", 4),
            ("3 × 10¹¹ vg", "300000000000", 4),
            ("2*10**6", "2000000", 6),
            ("2·10⁶", "2000000", 4),
            ("10e6 pfu", "1000000", 3),
            ("2 x 10^6^ cells", "2000000", 6),
            ("2 x 10<sup>6</sup> cells", "2000000", 11),
            ("2.5·10⁶", "2500000", 6),
            ("2 x 10(6)", "2000000", 6),
            ("2 x 10E6", "2000000", 5),
            ("1.5E12 vg", "1500000000000", 5),
            ("1.5e+12 vg", "1500000000000", 6),
            ("10^9 vg", "1000000000", 3),
            ("10^8.3 TCID50", "199500000", 5),
            ("10^9. 5 patients", "1000000000", 3),
            ("10⁹", "1000000000", 2),
            ("2.5 X 10^-3", "0.0025", 8),
            ("12 mg", "12", 1),
            ("2 x 106", "2", 1),
            ("10 mg", "10", 1),
        ] {
            check(text, Power::Written, value, end);
        }
        for (text, value, end) in [
            ("5.7x1014 vg", "570000000000000", 5),
            ("5.7 E14 vg", "570000000000000", 5),
            ("2 x 10 6 cells", "2000000", 4),
            ("2 x 100 mg", "2", 1),
        ] {
            check(text, Power::Lost, value, end);
        }
    }
}
