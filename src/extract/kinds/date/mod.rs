//! Date: points and stretches of time.

use super::{Found, Kind, Scan};

/// Registry row.
pub static KIND: Kind = Kind { id: "date", title: "Date", plural: "Dates", glyph: "◷", find };

fn find(_scan: &Scan<'_>, _found: &mut Found) {}
