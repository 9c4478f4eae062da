//! Exact decimal numbers.
//!
//! ```
//! use eosin::extract::Decimal;
//! let dose: Decimal = "12.50".parse().unwrap();
//! assert_eq!(dose.to_string(), "12.5");
//! assert_eq!(dose.shift(6).unwrap().to_string(), "12500000");
//! ```
//!
//! In: digits as they are written. Out: a number that loses none of them, up to 28. The arithmetic is
//! the `rust_decimal` library's; it does not show in the interface. Not here: how numbers are written
//! in running text, which is the business of `lex`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An exact decimal number of up to 28 digits.
///
/// ```
/// use eosin::extract::Decimal;
/// let price: Decimal = "0.10".parse().unwrap();
/// assert_eq!(price.to_string(), "0.1");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Decimal(rust_decimal::Decimal);

impl Decimal {
    /// A whole number.
    pub fn from_int(value: i64) -> Decimal {
        Decimal(value.into())
    }

    /// `mantissa / 10^scale`, or `None` past 28 digits.
    ///
    /// ```
    /// use eosin::extract::Decimal;
    /// assert_eq!(Decimal::from_parts(1250, 2).unwrap().to_string(), "12.5");
    /// ```
    pub fn from_parts(mantissa: i128, scale: u32) -> Option<Decimal> {
        let (mut mantissa, mut scale) = (mantissa, scale);
        while scale > 0 && ends_in_zero(mantissa) {
            mantissa /= 10;
            scale -= 1;
        }
        rust_decimal::Decimal::try_from_i128_with_scale(mantissa, scale).ok().map(Decimal)
    }

    /// The number as it is written: whether it is below nothing, the digits before the point and those behind it.
    ///
    /// ```
    /// use eosin::extract::Decimal;
    /// let price: Decimal = "-0.05".parse().unwrap();
    /// price.with_digits(|below, whole, fraction| assert_eq!((below, whole, fraction), (true, "0", "05")));
    /// ```
    pub fn with_digits<R>(self, read: impl FnOnce(bool, &str, &str) -> R) -> R {
        let (mantissa, scale) = (self.0.mantissa(), self.0.scale() as usize);
        let mut digits = [b'0'; 32];
        let mut rest = mantissa.unsigned_abs();
        let mut places = 0;
        for digit in digits.iter_mut().rev() {
            // Past the first few digits the rest fits into half as many bits.
            let (next, last) = match u64::try_from(rest) {
                Ok(0) if places > scale => break,
                Ok(short) => (u128::from(short / 10), short % 10),
                Err(_) => (rest / 10, (rest % 10) as u64),
            };
            *digit = b'0' + last as u8;
            rest = next;
            places += 1;
        }
        let digits = str::from_utf8(&digits).unwrap_or_default();
        let shown = digits.get(digits.len() - places..).unwrap_or_default();
        let (whole, fraction) = shown.split_at_checked(places - scale).unwrap_or_default();
        read(mantissa < 0, whole, fraction)
    }

    /// A number that is the same for the same number.
    pub(super) fn digest(self) -> u64 {
        // It has no more digits than it needs, however it came to be.
        self.0.mantissa() as u64 ^ u64::from(self.0.scale()) << 48
    }

    /// `self * other`, or `None` past 28 digits.
    pub fn times(self, other: Decimal) -> Option<Decimal> {
        self.0.checked_mul(other.0).map(|product| Decimal(product.normalize()))
    }

    /// `self * 10^power`, or `None` past 28 digits.
    pub fn shift(self, power: i32) -> Option<Decimal> {
        let (mut mantissa, mut scale) = (self.0.mantissa(), i32::try_from(self.0.scale()).ok()?.checked_sub(power)?);
        if scale < 0 {
            mantissa = mantissa.checked_mul(10i128.checked_pow(scale.unsigned_abs())?)?;
            scale = 0;
        }
        Decimal::from_parts(mantissa, u32::try_from(scale).ok()?)
    }

    /// `self / other`, rounded to so many significant digits where it does not come to an end within
    /// twenty places; `None` for a division by nothing.
    pub fn divided(self, other: Decimal, digits: u32) -> Option<Decimal> {
        let quotient = self.0.checked_div(other.0)?.normalize();
        let quotient = if quotient.scale() > 20 { quotient.round_sf(digits)? } else { quotient };
        Some(Decimal(quotient.normalize()))
    }

    /// The number with its sign turned.
    pub fn negated(self) -> Decimal {
        Decimal(-self.0)
    }

    /// `self + other`, or `None` past 28 digits.
    pub fn plus(self, other: Decimal) -> Option<Decimal> {
        self.0.checked_add(other.0).map(|sum| Decimal(sum.normalize()))
    }
}

/// Whether the last digit is none. Nearly all numbers fit into half as many bits, which a machine divides by itself.
fn ends_in_zero(number: i128) -> bool {
    i64::try_from(number).map_or_else(|_| number % 10 == 0, |short| short % 10 == 0)
}

impl FromStr for Decimal {
    type Err = NotANumber;

    /// Reads plain digits with an optional sign and point; no grouping.
    fn from_str(text: &str) -> Result<Decimal, NotANumber> {
        rust_decimal::Decimal::from_str(text).map(|d| Decimal(d.normalize())).map_err(|_| NotANumber)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.normalize().fmt(f)
    }
}

impl From<Decimal> for String {
    fn from(value: Decimal) -> String {
        value.to_string()
    }
}

impl TryFrom<String> for Decimal {
    type Error = NotANumber;

    fn try_from(text: String) -> Result<Decimal, NotANumber> {
        text.parse()
    }
}

/// The text is not a number of at most 28 digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotANumber;

impl fmt::Display for NotANumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a number of at most 28 digits")
    }
}

impl std::error::Error for NotANumber {}
