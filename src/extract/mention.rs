//! What is found: a span, what kind of thing it names, what it means, which rule said so.
//!
//! A [`Value`] lists *shapes*, not kinds: a percentage would be a `Quantity`, a trial number a
//! `Name`. So a new kind needs no new variant, and only a new shape reaches the view.
//!
//! Amounts are exact decimals. No type of a dependency shows in the public interface.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::calendar::Date;
use super::kinds::KindId;
use super::span::Span;

/// One span of the text with its meaning.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Where, in bytes of the text. The surface form is the text under it.
    pub span: Span,
    /// Which kind found it.
    pub kind: KindId,
    /// What it means.
    pub value: Value,
    /// The rule that made it.
    pub rule: RuleId,
    /// How sure that rule is.
    pub certainty: Certainty,
    /// What is said of it nearby: `per`, `bound`, `schedule`, …
    pub attributes: Vec<Attribute>,
}

/// A look-alike that was turned down, so that the page can answer "why not".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rejection {
    /// Where.
    pub span: Span,
    /// The kind it looked like.
    pub kind: KindId,
    /// The rule that turned it down, such as `compound.not-trial`.
    pub rule: RuleId,
}

/// The meaning of a mention.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// A name in its canonical form.
    Name {
        /// Canonical form.
        name: String,
    },
    /// A number with a unit.
    Quantity {
        /// How much.
        amount: Amount,
        /// UCUM code (`mCi/m2`, `ug`, `[IU]/kg`); where UCUM has none, its annotation form (`{vg}`).
        unit: String,
    },
    /// An amount of money.
    Money {
        /// How much, in whole units of the currency.
        amount: Amount,
        /// ISO 4217 code.
        currency: String,
        /// Whether the mark was ambiguous and the currency settled from the document or by habit.
        assumed: bool,
    },
    /// A point or stretch of time.
    Time {
        /// TIMEX3 value or ISO 8601 interval: `2016-11-17`, `2017-Q1`, `2016-12-03/2016-12-06`.
        /// Empty where the text does not settle it.
        timex: String,
        /// Early, middle, late or about.
        modifier: Option<Modifier>,
        /// What a relative expression was resolved against.
        anchor: Option<Anchor>,
    },
}

/// TIMEX3 `mod`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Modifier {
    /// Early, beginning of.
    Start,
    /// Middle of.
    Mid,
    /// Late, end of.
    End,
    /// About.
    Approx,
}

impl Modifier {
    /// TIMEX3 spelling: `START`, `MID`, `END`, `APPROX`.
    pub const fn code(self) -> &'static str {
        match self {
            Modifier::Start => "START",
            Modifier::Mid => "MID",
            Modifier::End => "END",
            Modifier::Approx => "APPROX",
        }
    }
}

/// What a relative expression was resolved against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// The day.
    pub date: Date,
    /// The words that gave the day; `None` where it was given from outside.
    pub span: Option<Span>,
}

/// One number, two ends, or several.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Amount {
    /// `5`
    One(Decimal),
    /// `5 to 10`, `between 5 and 10`
    Range {
        /// Lower end.
        low: Decimal,
        /// Upper end.
        high: Decimal,
    },
    /// `10, 20 and 40`
    List(Vec<Decimal>),
}

/// Something said of a mention close by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    /// What is said: `per`, `bound`, `change`, `schedule`, `route`, …
    pub name: Cow<'static, str>,
    /// Its value in canonical words, such as `share`, `at most`, `increase`.
    pub value: String,
    /// The words that say it.
    pub span: Option<Span>,
}

impl Attribute {
    /// An attribute read from the words under `span`.
    pub fn new(name: &'static str, value: impl Into<String>, span: Span) -> Attribute {
        Attribute { name: Cow::Borrowed(name), value: value.into(), span: Some(span) }
    }
}

/// Stable name of a rule: `money.symbol-prefix`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RuleId(Cow<'static, str>);

impl RuleId {
    /// Names a rule. The form is `kind.what-it-does`.
    pub const fn new(name: &'static str) -> RuleId {
        RuleId(Cow::Borrowed(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How sure a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Certainty {
    /// More likely than not; shown with a dotted frame, to be confirmed or dismissed.
    Unsure,
    /// As good as certain.
    Sure,
}

impl Certainty {
    /// `sure` or `unsure`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Certainty::Unsure => "unsure",
            Certainty::Sure => "sure",
        }
    }
}

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
        while scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        rust_decimal::Decimal::try_from_i128_with_scale(mantissa, scale).ok().map(Decimal)
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
