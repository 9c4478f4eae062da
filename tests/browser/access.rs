//! Nobody is kept out: axe looks at the page in every state, light and dark, wide and narrow.

use crate::files::Files;
use crate::page::{Page, Setup, with_page};
use crate::{LARKSPUR, open};

/// Looks, and remembers what is wrong.
fn look(page: &Page, state: &str, wrong: &mut Vec<String>) {
    for line in page.barriers().unwrap_or_default() {
        wrong.push(format!("{state}: {line}"));
    }
}

fn every_state(width: u32, scheme: &'static str) {
    if std::env::var_os("EOSIN_BROWSER_AXE").is_none() {
        println!("axe-core is not there (it needs npm), so nothing was looked at");
        return;
    }
    let files = Files::new();
    let first = files.put("2021-08.txt", LARKSPUR.replace("November", "August"));
    let second = files.put("2021-11.txt", LARKSPUR);
    let bad = files.put("broken.pdf", "%PDF-1.7\n1 0 obj\n<<");
    let paged = files.put("release.pdf", crate::kept("broken-pages.two.pdf"));
    let empty = files.put("none.txt", "Nothing to see here at all.");
    with_page(Setup { width, scheme, trusted: true, ..Setup::default() }, |page| {
        let mut wrong = Vec::new();
        let mut look = |state: &str| look(page, &format!("{state}, {scheme}, {width}"), &mut wrong);
        look("first");
        page.click("[data-action=check]");
        look("how to check");
        page.press(&["Escape"]);
        page.click(".zone [data-action=paste]");
        look("pasting");
        page.press(&["Escape"]);
        page.drop(&[first, second]);
        page.until_status("2021-11.txt", "done");
        let is_narrow = width < 900;
        if is_narrow {
            page.click("[data-tab=documents]");
        }
        open(page, "2021-11.txt");
        page.until("its marks are there", "return document.querySelector('#text mark[data-id=\"9\"]')");
        look("a document");
        page.press(&["j", "Enter"]);
        page.until("the card is open", "return document.querySelector('.card[data-placed]')");
        look("a card");
        page.press(&["e"]);
        page.until("it can be corrected", "return document.querySelector('[data-retype]')");
        look("correcting");
        page.press(&["x"]);
        page.until("it is gone", "return document.querySelector('[data-offer]')");
        look("after a correction");
        page.select("Larkspur");
        look("a selection");
        page.press(&["Escape"]);
        page.click(".view-button");
        page.until("the menu is open", "return document.querySelector('#view:popover-open')");
        look("the menu");
        page.press(&["Escape", "l", "l", "n"]);
        look("labels in words, only what is new");
        page.press(&["v"]);
        page.until("the source is shown", "return document.querySelector('#text.source')");
        look("the source");
        page.press(&["v", "/"]);
        page.until("the filter has the focus", "return document.activeElement?.id === 'filter'");
        page.write("nowhere");
        page.until(
            "nothing matches",
            "return document.querySelector('.summary').textContent.includes('Nothing matches')",
        );
        look("nothing matches");
        page.click("[data-panel-tab=find]");
        page.until("the search has the focus", "return document.activeElement?.id === 'find'");
        page.write("larkspur");
        page.until("it is found", "return document.querySelector('[data-hits]')");
        look("the search");
        page.click("[data-panel-tab=yours]");
        look("changes");
        page.click("[data-panel-tab=timeline]");
        page.until("the timeline is there", "return document.querySelector('#panel svg')");
        look("the timeline");
        page.click("[data-panel-tab=rules]");
        page.until("the rules are there", "return document.querySelector('[data-action=rule-new]')");
        look("rules");
        page.click("[data-action=rule-new]");
        page.until("one is written", "return document.querySelector('[name=rule-name]')");
        look("writing a rule");
        page.click("[data-action=rule-cancel]");
        page.js("document.activeElement.blur()");
        page.press(&["?"]);
        page.until("the sheet is open", "return document.querySelector('dialog[open] [data-command]')");
        look("the keys");
        page.press(&["Escape"]);
        page.drop(&[bad, empty]);
        page.until_status("broken.pdf", "failed");
        page.until_status("none.txt", "done");
        if is_narrow {
            page.click("[data-tab=documents]");
        }
        look("a file that cannot be read");
        page.click("[data-keeping] .check");
        page.until("they are kept", "return document.querySelector('[data-keeping] [data-action=forget]')");
        look("documents that are kept");
        page.click("[data-action=all-documents]");
        page.until("the filter says so", "return document.querySelector('.all [data-action=show-all]')");
        page.click(".all [data-action=show-all]");
        page.until("the table is there", "return document.querySelector('.all-table td')");
        look("all documents, a row for each thing");
        page.click(".all .segments button[aria-pressed=false]");
        page.until("it has facts", "return document.querySelector('.all-table td')");
        look("all documents, a row for each fact");
        page.drop(&[paged]);
        page.until_status("release.pdf", "done");
        if is_narrow {
            page.click("[data-tab=documents]");
        }
        open(page, "release.pdf");
        page.press(&["v", "v"]);
        page.until("the page is drawn", "return document.querySelector('.sheet[data-drawn]')");
        look("pages");
        assert!(wrong.is_empty(), "{wrong:#?}");
    });
}

#[test]
fn no_barriers_wide_and_light() {
    every_state(1280, "light");
}

#[test]
fn no_barriers_wide_and_dark() {
    every_state(1280, "dark");
}

#[test]
fn no_barriers_narrow_and_light() {
    every_state(400, "light");
}

#[test]
fn no_barriers_narrow_and_dark() {
    every_state(400, "dark");
}
