//! The pure side: bytes in, data out. No browser, clock, randomness, file or network.
//!
//! ```text
//! bytes -> Document -> mentions -> resolved mentions -> entities -> summary
//!                                          \--> segments
//! ```
//!
//! Each step is a free function; only [`document::read::read`] can fail. [`analyse`] runs all that
//! follow it.

#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)
)]

pub mod calendar;
pub mod decimal;
pub mod document;
pub mod edits;
pub mod entity;
pub mod facts;
pub mod few;
pub mod find;
pub mod glance;
pub mod kinds;
pub mod language;
pub mod lex;
pub mod mention;
pub mod outline;
pub mod reading;
pub mod repeat;
pub mod resolve;
pub mod room;
pub mod rules;
pub mod segment;
pub mod sort;
pub mod span;
pub mod standoff;
pub mod substance;
pub mod summary;
pub mod text;
pub mod timeline;
pub mod units;
#[cfg(any(feature = "web", feature = "finder"))]
pub mod wire;

pub use calendar::Date;
pub use decimal::Decimal;
pub use document::Document;
pub use document::read::{ReadError, read};
pub use entity::Entity;
pub use kinds::{Context, KindId, Kinds};
pub use mention::{Amount, Certainty, Mention, Rejection, RuleId, Value};
pub use segment::Segment;
pub use span::Span;
pub use summary::Summary;

use serde::{Deserialize, Serialize};

use kinds::Scan;
use lex::Tokens;

/// The version of the rules. Two programs that have the same find the same in any text.
pub const RULES: &str = env!("EOSIN_RULES");

/// Everything found in one document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Analysis {
    /// The text, frozen.
    pub document: Document,
    /// Resolved mentions: sorted by start, none overlapping another.
    pub mentions: Vec<Mention>,
    /// Look-alikes that a rule turned down, sorted by start.
    pub rejections: Vec<Rejection>,
    /// The things mentioned; every mention is in exactly one.
    pub entities: Vec<Entity>,
    /// Rows for the reader, each leading back to its mentions.
    pub summary: Summary,
}

/// Runs every step after reading.
///
/// In: a document and what is known about it from outside. Out: everything found. Cannot fail;
/// broken text is ordinary input.
pub fn analyse(mut document: Document, context: &Context) -> Analysis {
    let left = document.take_tokens();
    let tokens = if left.is_empty() { Tokens::new(&document.text) } else { Tokens::of(&document.text, left) };
    let found = kinds::find_all(&Scan::of(&document, tokens, context));
    let mut mentions = resolve::resolve(found.mentions);
    substance::tie(&document, &mut mentions);
    let entities = entity::group(&mentions);
    let summary = summary::summarise(&document, &mentions, &entities);
    let mut rejections = found.rejections;
    sort::by_place(&mut rejections, |rejection| rejection.span.start);
    // Few stand at one place.
    let alike = |pair: &[Rejection]| matches!(pair, [one, next] if one.span.start == next.span.start);
    if rejections.windows(2).fold(false, |any, pair| any | alike(pair)) {
        sort::by_key(&mut rejections, |rejection| (rejection.span, rejection.kind));
    }
    Analysis { document, mentions, rejections, entities, summary }
}
