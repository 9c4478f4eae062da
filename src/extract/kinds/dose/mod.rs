//! Dose: amounts of a substance given, planned or contained.

use super::{Found, Kind, Scan};

/// Registry row.
pub static KIND: Kind = Kind { id: "dose", title: "Dose", plural: "Doses", glyph: "⚗", find };

fn find(_scan: &Scan<'_>, _found: &mut Found) {}
