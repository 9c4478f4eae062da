//! The page in Chromium, used as a person uses it. Run by `cargo xtask test --only build,browser`.

mod files;
mod page;

use files::Files;
use page::{Mark, Setup, with_page};

const LARKSPUR: &str = "Larkspur Therapeutics Reports Third Quarter Results\n\n\
    BOSTON, November 9, 2021 -- Larkspur Therapeutics today said that it had cash of $5.6 million as of \
    September 30, 2021.\n\nPatients received 300 mg of imatinib once daily.\n";

fn mark(kind: &str, text: &str, value: &str) -> Mark {
    Mark { kind: kind.into(), text: text.into(), value: value.into() }
}

#[test]
fn dropped_files_are_read() {
    let files = Files::new();
    let paths = vec![files.put("larkspur.txt", LARKSPUR), files.put("second.txt", "Quince paid $12 million.\n")];
    with_page(Setup::default(), |page| {
        page.drop(&paths);
        page.until_status("larkspur.txt", "done");
        page.until_status("second.txt", "done");
        page.open_document("larkspur.txt");
        page.until("the marks are there", "return document.querySelector('#text mark')");
        let marks = page.marks();
        assert!(marks.contains(&mark("money", "$5.6 million", "5600000 USD")), "{marks:?}");
        page.screenshot("one-document");
    });
}
