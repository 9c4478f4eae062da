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

/// What is not wholly seen, though nothing around it is meant to be scrolled sideways, as tables are, and the row
/// of kinds on a narrow screen.
const CUT: &str = "
    const seen = (one) => one.getClientRects().length > 0 && getComputedStyle(one).visibility === 'visible';
    const cut = (one) => {
        const { left, right } = one.getBoundingClientRect();
        for (let around = one.parentElement; around; around = around.parentElement) {
            if (around.matches('.all-table, .table, .columns, pre, .preview, .strip .legend')) return false;
            const { overflowX } = getComputedStyle(around);
            const box = around.getBoundingClientRect();
            if (overflowX !== 'visible' && (right > box.right + 1 || left < box.left - 1)) return true;
        }
        return right > innerWidth + 1 || left < -1;
    };
    const all = [...document.querySelectorAll('button, a, input, select, h1, h2, h3, p, dd, dt, li, mark')];
    const wrong = all.filter((one) => seen(one) && cut(one)).map((one) => one.outerHTML.slice(0, 100));
    if (document.documentElement.scrollWidth > innerWidth) wrong.push('the page scrolls sideways');
    return wrong;";

/// Nothing is cut where a reader widens the spaces between lines, letters and words (WCAG 2.2, 1.4.12), nor
/// where the page is enlarged to four times its size on a screen of 1,280 by 1,024 (1.4.10).
#[test]
fn nothing_is_cut_with_wide_spaces_or_at_four_times_the_size() {
    let files = Files::new();
    let release = files.put("release.txt", LARKSPUR);
    for (width, height, is_spaced) in [(1280, 800, true), (400, 800, true), (320, 256, false)] {
        with_page(Setup { width, height, ..Setup::default() }, |page| {
            if is_spaced {
                page.js("const sheet = new CSSStyleSheet();
                    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
                        word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`);
                    document.adoptedStyleSheets = [sheet];");
            }
            let mut wrong = Vec::new();
            let mut look = |state: &str| {
                let cut = page.js(CUT);
                let cut = cut.as_array().map_or(&[][..], Vec::as_slice);
                wrong.extend(cut.iter().map(|one| format!("{state}, {width} by {height}: {one}")));
            };
            look("first");
            page.drop(&[release.clone()]);
            page.until("its marks are there", "return document.querySelector('#text mark[data-id=\"9\"]')");
            look("a document");
            if width < 900 {
                page.click("[data-tab=summary]");
                look("the summary");
                page.click("[data-tab=documents]");
                look("the documents");
                page.click("[data-tab=text]");
            }
            page.press(&["j", "Enter"]);
            page.until("the card is open", "return document.querySelector('.card[data-placed]')");
            look("a card");
            page.press(&["Escape", "d"]);
            page.until("formats are listed", "return document.querySelectorAll('[data-format]').length > 8");
            look("saving");
            assert!(wrong.is_empty(), "{wrong:#?}");
        });
    }
}
