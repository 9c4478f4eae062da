//! Opens the page that `cargo xtask bench` serves, waits for its figures, and prints them.

#[allow(dead_code, reason = "the page is only opened and looked at")]
mod page;

use std::time::Duration;

use page::{Setup, with_page};

fn main() {
    with_page(Setup::default(), |page| {
        let lines = "return document.documentElement.dataset.lines";
        let lines = page.until_within(Duration::from_secs(600), "the worker has measured", lines);
        println!("{}", lines.as_str().unwrap_or_default());
    });
}
