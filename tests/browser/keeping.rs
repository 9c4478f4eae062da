//! What the browser keeps: nothing of a document unasked, all of it when asked, nothing again when told so.

use serde_json::json;

use crate::files::Files;
use crate::page::{Page, Setup, with_page};
use crate::{LARKSPUR, open};

const TICK: &str = "[data-keeping] .check";

/// Ticks that documents are kept, and waits for what is said of it.
fn keep(page: &Page, said: &str) {
    page.click(TICK);
    page.until(said, &format!("return document.querySelector('[data-keeping]').textContent.includes({})", json!(said)));
}

/// Waits until everything that was to be written is.
fn until_written(page: &Page, key: &str, value: &str) {
    page.until(
        "it is written",
        &format!(
            "return new Promise((done) => {{
                const request = indexedDB.open('eosin');
                request.onsuccess = () => {{
                    const all = request.result.transaction('work').objectStore('work').getAll();
                    all.onsuccess = () => {{
                        request.result.close();
                        done(all.result.some((one) => JSON.stringify(one.{key}).includes({})));
                    }};
                }};
            }})",
            json!(value)
        ),
    );
}

#[test]
fn documents_are_kept_when_asked_and_forgotten_when_told() {
    let files = Files::new();
    let paths = [files.put("larkspur.txt", LARKSPUR), files.put("page.html", crate::kept("broken-pages.html"))];
    with_page(Setup::default(), |page| {
        page.drop(&paths);
        open(page, "larkspur.txt");
        page.until_status("page.html", "done");
        // Unasked nothing is kept.
        assert_eq!(page.js("return indexedDB.databases().then((all) => all.length)"), json!(0));
        keep(page, "Kept in this browser until you clear it. The browser may also clear it.");
        page.press(&["j", "x"]);
        page.until("it is dismissed", "return document.querySelectorAll('#text mark').length === 9");
        page.js("const field = document.querySelector('input.menu-title'); field.value = 'Third quarter';
            field.dispatchEvent(new InputEvent('input', {bubbles: true}))");
        page.until(
            "it has its title",
            "return document.querySelector('.entry-title')?.textContent === 'Third quarter'",
        );
        until_written(page, "title", "Third quarter");
        until_written(page, "words", "Third Quarter 2021");
        let marks = page.marks();

        page.go(page.address());
        page.until_status("larkspur.txt", "done");
        page.until_status("page.html", "done");
        open(page, "larkspur.txt");
        page.until("the correction is there", "return document.querySelectorAll('#text mark').length === 9");
        assert_eq!(page.marks(), marks);
        assert_eq!(page.js("return document.querySelector('.entry-title').textContent"), json!("Third quarter"));
        let names =
            "return [...document.querySelectorAll('[data-document] [data-name]')].map((one) => one.textContent)";
        assert_eq!(page.js(names), json!(["larkspur.txt", "page.html"]));
        page.screenshot("kept");

        page.click("[data-action=forget]");
        page.until(
            "nothing is kept",
            "return indexedDB.databases().then((all) => all.length === 0 && Object.keys(localStorage).length === 0)",
        );
        page.until("the tick is off", &format!("return document.querySelector('{TICK}[aria-pressed=false]')"));
        page.go(page.address());
        assert_eq!(page.js("return document.querySelectorAll('[data-document]').length"), json!(0));
    });
}

#[test]
fn storage_that_is_refused_is_said() {
    let files = Files::new();
    let path = files.put("larkspur.txt", LARKSPUR);
    let before = "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError') };";
    with_page(Setup { before, ..Setup::default() }, |page| {
        page.drop(std::slice::from_ref(&path));
        open(page, "larkspur.txt");
        keep(page, "Not kept: this browser does not allow storage here. Save a workspace file before closing.");
        assert_eq!(page.marks().len(), 10);
    });
}

#[test]
fn storage_that_is_full_is_said() {
    let files = Files::new();
    let path = files.put("larkspur.txt", LARKSPUR);
    let before = "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError') };";
    with_page(Setup { before, ..Setup::default() }, |page| {
        page.drop(std::slice::from_ref(&path));
        open(page, "larkspur.txt");
        keep(page, "Not kept: the storage that this browser allows is full. Save a workspace file before closing.");
        page.click("[data-action=save-all]");
        page.until("it is saved", "return document.querySelector('[role=status]').textContent.includes('saved')");
    });
}
