//! Corrections, views and the search, used as a person uses them.

use serde_json::json;

use crate::files::Files;
use crate::page::{Page, Setup, with_page};
use crate::{LARKSPUR, open};

fn texts(page: &Page, kind: &str) -> Vec<String> {
    page.marks().into_iter().filter(|mark| mark.kind == kind).map(|mark| mark.text).collect()
}

#[test]
fn a_selection_becomes_a_mention_and_undo_takes_it_back() {
    let files = Files::new();
    let path = files.put("larkspur.txt", LARKSPUR);
    with_page(Setup::default(), |page| {
        page.drop(&[path]);
        open(page, "larkspur.txt");
        page.until("the last mark is there", "return document.querySelector('#text mark[data-id=\"9\"]')");
        let before = page.marks();
        page.select("once daily");
        page.press(&["2"]);
        page.until("it is marked", "return document.querySelector('#text mark[data-yours][data-k=dose]')");
        assert_eq!(texts(page, "dose"), ["300 mg", "once daily"]);
        page.screenshot("corrected");
        page.click("[data-panel-tab=yours]");
        page.until("it is listed", "return document.querySelector('[data-change]')");
        page.press(&["u"]);
        page.until("it is gone", "return !document.querySelector('#text mark[data-yours]')");
        assert_eq!(page.marks(), before);
    });
}

#[test]
fn what_is_none_is_none_everywhere() {
    let files = Files::new();
    let paths = [files.put("one.txt", LARKSPUR), files.put("two.txt", LARKSPUR)];
    with_page(Setup::default(), |page| {
        page.drop(&paths);
        page.until_status("two.txt", "done");
        open(page, "one.txt");
        page.click("#text mark[data-k=compound]");
        page.click("[data-action=dismiss]");
        page.until("it is gone", "return document.querySelectorAll('#text mark[data-k=compound]').length === 1");
        page.click("[data-action=apply-to-others]");
        open(page, "two.txt");
        page.until(
            "it is gone there too",
            "return document.querySelectorAll('#text mark[data-k=compound]').length === 1",
        );
        assert_eq!(texts(page, "compound"), ["LKS-204"]);
    });
}

#[test]
fn the_words_of_a_fact_and_a_search_are_reached() {
    let files = Files::new();
    let paths = [files.put("one.txt", LARKSPUR), files.put("two.txt", LARKSPUR.replace("imatinib", "dasatinib"))];
    with_page(Setup::default(), |page| {
        page.drop(&paths);
        page.until_status("two.txt", "done");
        open(page, "one.txt");
        page.click("[data-fact=cash] .fact");
        let current = "return document.querySelector('#text mark[aria-current]')?.textContent";
        assert_eq!(page.until("the cash is reached", current), json!("$5.6 million"));
        page.press(&["f"]);
        page.until("the search has the focus", "return document.activeElement?.id === 'find'");
        page.write("DASATINIB of");
        page.until("nothing is found", "return document.querySelector('.find').textContent.includes('none of the')");
        page.js("const field = document.querySelector('#find'); field.select()");
        page.write("dasatinib");
        page.until("it is found", "return document.querySelector('[data-hits] .place')");
        page.click("[data-hits] .place");
        page.until(
            "the other document is open at it",
            "return document.querySelector('#text')?.textContent.includes('dasatinib') && document.activeElement?.dataset.p",
        );
    });
}

#[test]
fn the_source_is_shown_to_the_letter() {
    let files = Files::new();
    let text = format!("{LARKSPUR}\n- one *in vivo*\n\nIt cost \\$5 million,   as <https://larkspur.example> says.\n");
    let path = files.put("marked.txt", &text);
    with_page(Setup::default(), |page| {
        page.drop(&[path]);
        open(page, "marked.txt");
        let shown = "return document.querySelector('#text').textContent";
        page.until("the end is there", &format!("{shown}.includes('says.')"));
        let reading = page.js(shown);
        assert!(!reading.as_str().unwrap().contains(['\\', '*', '<']), "{reading}");
        page.press(&["v"]);
        page.until("the source is shown", "return document.querySelector('#text.source')");
        // What reading took out is put back by the style sheet.
        let whole = "let text = '';
            const walk = node => { if (node.nodeType === 3) text += node.data;
                else if (node.matches?.('.was')) text += node.dataset.was; else node.childNodes.forEach(walk); };
            walk(document.querySelector('#text')); return text";
        assert_eq!(page.js(whole), json!(text));
    });
}
