//! Half-open places in a text.
//!
//! ```
//! use eosin::extract::Span;
//! let span = Span::new(2, 5);
//! assert_eq!(span.len(), 3);
//! assert!(span.contains(Span::new(3, 5)));
//! assert!(!span.overlaps(Span::new(5, 9)));
//! ```
//!
//! Invariant: `start <= end`. Offsets are UTF-8 bytes into `Document::text`. Nothing here knows the
//! text; whether an offset is a character edge is the business of whoever made the span.

use serde::{Deserialize, Serialize};

/// `[start, end)` in UTF-8 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span from `start` to `end`; an `end` before `start` gives the empty span at `start`.
    pub const fn new(start: usize, end: usize) -> Span {
        Span { start, end: if end < start { start } else { end } }
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether no byte lies in it.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the two share a byte.
    pub const fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether all of `other` lies within.
    pub const fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The bytes both cover; `None` where they share none.
    pub const fn intersection(self, other: Span) -> Option<Span> {
        if !self.overlaps(other) {
            return None;
        }
        let start = if self.start > other.start { self.start } else { other.start };
        let end = if self.end < other.end { self.end } else { other.end };
        Some(Span { start, end })
    }

    /// The shortest span that covers both.
    pub const fn to(self, other: Span) -> Span {
        let start = if self.start < other.start { self.start } else { other.start };
        let end = if self.end > other.end { self.end } else { other.end };
        Span { start, end }
    }
}
