//! What is found: a span, what kind of thing it names, what it means, which rule said so.
//!
//! A [`Value`] lists *shapes*, not kinds: a percentage would be a `Quantity`, a trial number a
//! `Name`. So a new kind needs no new variant, and only a new shape reaches the view.
//!
//! Amounts are exact decimals. No type of a dependency shows in the public interface.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::calendar::Date;
use super::decimal::Decimal;
use super::kinds::KindId;
use super::span::Span;
use super::text::Text;

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
        name: Text,
    },
    /// A number with a unit.
    Quantity {
        /// How much.
        amount: Amount,
        /// UCUM code (`mCi/m2`, `ug`, `[IU]/kg`); where UCUM has none, its annotation form (`{vg}`).
        unit: Text,
    },
    /// An amount of money.
    Money {
        /// How much, in whole units of the currency.
        amount: Amount,
        /// ISO 4217 code.
        currency: Text,
        /// Whether the mark was ambiguous and the currency settled from the document or by habit.
        assumed: bool,
    },
    /// A point or stretch of time.
    Time {
        /// TIMEX3 value or ISO 8601 interval: `2016-11-17`, `2017-Q1`, `2016-12-03/2016-12-06`.
        /// Empty where the text does not settle it.
        timex: Text,
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
    pub value: Text,
    /// The words that say it.
    pub span: Option<Span>,
}

impl Attribute {
    /// An attribute read from the words under `span`.
    pub fn new(name: &'static str, value: impl Into<Text>, span: Span) -> Attribute {
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

    /// Names a rule of the reader's own: `yours.` and the name, as one word.
    pub fn yours(name: &str) -> RuleId {
        let plain = name.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
        RuleId(Cow::Owned(format!("yours.{}", plain.collect::<Vec<_>>().join("-").to_lowercase())))
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
