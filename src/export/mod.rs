//! What was found, in the formats of other programs, and back again.
//!
//! ```text
//! documents and their mentions, Choice -> FORMATS -> files
//! a file of ours -> workspace::read, rules::read -> documents, rules, or a reason why not
//! an export, its sources -> verify::verify -> a row for each mention: there, moved, changed, gone
//! a link's fragment <-> link
//! ```
//!
//! Pure, as `extract` is: no browser, no clock, no file. The page asks for all of this by
//! [`wire::Request`] in bytes, because the code that does it is a module of its own, fetched after the
//! page is there; so this file and [`wire`] have no writer in them, and the rest is behind the feature
//! `export`.
//!
//! A new format is a file and a row in [`formats::FORMATS`].

#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)
)]

#[cfg(feature = "export")]
mod bioc;
#[cfg(feature = "export")]
mod brat;
#[cfg(feature = "export")]
mod calendar;
#[cfg(feature = "export")]
mod csv;
#[cfg(feature = "export")]
pub mod formats;
#[cfg(feature = "export")]
pub mod hash;
#[cfg(feature = "export")]
pub mod json;
#[cfg(feature = "export")]
pub mod link;
#[cfg(feature = "export")]
mod page;
#[cfg(feature = "export")]
mod report;
#[cfg(feature = "export")]
pub mod rules;
#[cfg(feature = "export")]
pub mod verify;
#[cfg(feature = "export")]
mod web_annotation;
#[cfg(feature = "export")]
mod workbook;
#[cfg(feature = "export")]
pub mod workspace;

pub mod offsets;
pub mod wire;

use serde::{Deserialize, Serialize};

use crate::extract::{Document, KindId, Mention};
pub use offsets::Unit;

/// A document with the mentions to write: those that are shown, after corrections.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Text and structure.
    pub document: Document,
    /// Sorted, none overlapping another.
    pub mentions: Vec<Mention>,
}

/// What an export holds and how it counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Kinds that are left out.
    pub without: Vec<KindId>,
    /// Whether unsure mentions are left out.
    pub sure_only: bool,
    /// What offsets count, where the format leaves a choice.
    pub unit: Unit,
    /// The page's address, for formats that lead back to it; empty where there is none.
    pub address: String,
}

impl Choice {
    /// The mentions of an item that are written.
    pub fn mentions<'a>(&'a self, item: &'a Item) -> impl Iterator<Item = &'a Mention> {
        item.mentions.iter().filter(|mention| {
            let sure = mention.certainty == crate::extract::Certainty::Sure;
            !self.without.contains(&mention.kind) && (sure || !self.sure_only)
        })
    }
}

/// A file made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// What to call it.
    pub name: String,
    /// Its media type.
    pub media: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Words with single blanks between them.
pub use crate::extract::reading::on_one_line as one_line;

/// A document's name without folders and its ending, fit for a file's name on any system.
pub fn stem(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = last.rsplit_once('.').filter(|(stem, end)| !stem.is_empty() && end.len() <= 5).map_or(last, |(s, _)| s);
    let plain: String = stem.chars().map(|c| if c.is_alphanumeric() || "-_ ".contains(c) { c } else { '-' }).collect();
    let plain: String = one_line(&plain).replace(' ', "-").chars().take(80).collect();
    let plain = plain.trim_matches('-');
    if plain.is_empty() { "release".into() } else { plain.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files() {
        assert_eq!(stem("2016/q3 results.final.txt"), "q3-results-final");
        assert_eq!(stem("../../etc/passwd"), "passwd");
        assert_eq!(stem("Corp: \"results\"?"), "Corp---results");
        assert_eq!(stem("…"), "release");
        assert_eq!(stem(""), "release");
    }
}
