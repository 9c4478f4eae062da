//! Money: amounts of money.

use super::{Found, Kind, Scan};

/// Registry row.
pub static KIND: Kind = Kind { id: "money", title: "Money", plural: "Money", glyph: "$", find };

fn find(_scan: &Scan<'_>, _found: &mut Found) {}
