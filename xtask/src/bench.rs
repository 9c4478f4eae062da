//! `cargo xtask bench`: how fast documents are read.

use std::path::Path;

use anyhow::{Result, bail};

/// Measures natively, in the browser, or both.
pub fn run(_corpus: Option<&Path>, _native: bool, _browser: bool) -> Result<()> {
    bail!("nothing is measured yet")
}
