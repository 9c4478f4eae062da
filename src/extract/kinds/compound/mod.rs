//! Compound: drugs, candidates, isotopes and vaccines.

use super::{Found, Kind, Scan};

/// Registry row.
pub static KIND: Kind = Kind { id: "compound", title: "Compound", plural: "Compounds", glyph: "⬡", find };

fn find(_scan: &Scan<'_>, _found: &mut Found) {}
