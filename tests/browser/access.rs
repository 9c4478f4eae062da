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
