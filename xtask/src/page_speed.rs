//! The page as its reader meets it: until it is ready, with hundreds of files, with a long text, with a PDF.

use anyhow::{Result, bail};

use crate::bench::{self, Row, Wanted};
use crate::{browser, command, page, server, sizes, tools};

/// Builds the page and has `tests/browser/page_speed.rs` measure it.
pub fn measure(wanted: &Wanted) -> Result<Vec<Row>> {
    tools::prepare(&[tools::PAGE, tools::BROWSER_TESTS])?;
    page::build(page::Quality::Release)?;
    println!("Measuring the page in Chromium (1 minute).");
    let browser = browser::find()?;
    let server = server::start(&page::dist(), server::Wanted::Any)?;
    let driver = browser.drive()?;
    let mut test = command::cargo();
    test.args(["test", "--quiet", "--package", "xtask", "--test", "browser-page-speed"]);
    test.envs(bench::corpus(wanted));
    let text = command::answer(browser::settings(&mut test, &browser, &driver, &server.address))?;
    let place = "in Chromium";
    let mut rows =
        vec![bench::row(place, "first load, brotli", sizes::first_load(&page::dist())? as f64 / 1000.0, "KB")];
    rows.extend(text.lines().filter_map(|line| match line.split('\t').collect::<Vec<_>>()[..] {
        [what, figure, unit] => Some([place, what, figure, unit].map(str::to_string).into()),
        _ => None,
    }));
    if rows.len() == 1 {
        bail!("the page was not measured; it said:\n{text}");
    }
    Ok(rows)
}
