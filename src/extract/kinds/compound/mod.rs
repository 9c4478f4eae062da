//! Compound: drugs, candidates, isotopes, vaccines; by name, by brand or by code.
//!
//! In: tokens, and what the other kinds found. Out: mentions whose value is the name, and the
//! look-alikes that were turned down.
//!
//! ```
//! use eosin::extract::{Context, Document, analyse, standoff};
//! let text = "Patients received ABX-1431 or semaglutide; CD19 was measured.";
//! let analysis = analyse(Document::new("note", text), &Context::default());
//! let names: Vec<String> = analysis.mentions.iter().map(|m| standoff::notation(&m.value)).collect();
//! assert_eq!(names, ["ABX-1431", "semaglutide"]);
//! ```
//!
//! Most names in a release are in no list: codes and brands of products not yet sold. So the text is
//! read in six steps, and a name is decided once for the whole document:
//!
//! 1. [`discover`] walks the tokens once and notes every place that could be a name, each with a
//!    prior: known names ([`vocabulary`]), endings of generic names ([`name`]), shapes of codes
//!    ([`code`]), isotopes ([`isotope`]), words with a ® and words beside a cue ([`context`]).
//! 2. [`gather`](discover::gather) finds the other places of the words that step 1 noted, and [`family`] names with
//!    the letters of a code.
//! 3. [`decide`] adds up, for each form, the prior and what all its neighbours say.
//! 4. [`alias`] finds the names of one compound and which of them stands for all.
//! 5. [`attributes`] reads what the sentences say of them.
//! 6. Places of accepted forms become mentions, with the short members of lists (`QLV 1700 and 1900`).
//!
//! Invariant: the places of one form are all mentions or all turned down, but for places where the
//! words around show something else (a web address, a company's name).

mod alias;
mod alias_table;
mod attributes;
mod beside;
mod by_key;
mod code;
mod context;
mod decide;
mod discover;
mod family;
mod isotope;
mod name;
mod table;
mod vocabulary;
mod wake;
mod wanted;
mod words;

pub use decide::WRITTEN;
pub use vocabulary::NAMES;

use super::{Found, Kind, Recogniser, Scan, Standing};
use crate::extract::room::Room;

/// Registry row.
pub static KIND: Kind =
    Kind { id: "compound", title: "Compound", plural: "Compounds", glyph: "⬡", standing: Standing::Main };

/// Finds them.
pub static RECOGNISER: Recogniser = Recogniser {
    wakes: |wakes| {
        wakes.numbers();
        wakes.superscripts();
        wake::SIGNS.iter().for_each(|&mark| wakes.symbol(mark));
        wake::own(wakes);
        wakes.beside(&alias_table::SAYS);
        // All tables are made ready together.
        _ = (wake::Wake::new(), beside::Beside::get());
    },
    find,
};

fn find(scan: &Scan<'_>, found: &mut Found) {
    let mut room = Room::new();
    let view = context::View::new(scan, found, &mut room);
    let mut draft = discover::discover(scan, &view);
    discover::gather(&view, &mut draft);
    family::relatives(&view, &mut draft);
    decide::decide(&view, draft, found);
}
