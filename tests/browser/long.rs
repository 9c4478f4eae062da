//! A document as long as a book: all of it is there, and what that takes is printed, not judged, for
//! machines differ. `cargo xtask test --only build,browser` shows it with `-- --nocapture`.

use serde_json::{Value as Json, json};

use crate::files::{Files, MENTIONS, WORDS, book};
use crate::page::{Page, Setup, with_page};

/// Keeps what the page's own thread took longer than 50 milliseconds for, and how long it takes to
/// read what the worker found.
const WATCH: &str = "globalThis.watch = {long: [], read: 0};
    new PerformanceObserver((list) => list.getEntries().forEach((one) => watch.long.push(Math.round(one.duration))))
        .observe({entryTypes: ['longtask']});
    const known = Object.getOwnPropertyDescriptor(Worker.prototype, 'onmessage');
    Object.defineProperty(Worker.prototype, 'onmessage', {...known, set(handle) {
        known.set.call(this, handle && function (event) {
            const from = performance.now();
            handle.call(this, event);
            watch.read = Math.max(watch.read, Math.round(performance.now() - from));
        });
    }});";

/// Does something and waits until it is drawn.
fn drawn(page: &Page, what: &str) -> Json {
    page.js(&format!(
        "watch.took = undefined; const from = performance.now(); {what};
        requestAnimationFrame(() => {{
            const channel = new MessageChannel();
            channel.port1.onmessage = () => watch.took = Math.round(performance.now() - from);
            channel.port2.postMessage(0);
        }})"
    ));
    page.until("it is drawn", "return watch.took !== undefined && [watch.took]")[0].clone()
}

#[test]
fn a_long_document_is_whole_and_quick() {
    let files = Files::new();
    let text = book();
    let path = files.put("book.txt", &text);
    with_page(Setup { before: WATCH, ..Setup::default() }, |page| {
        page.drop(&[path]);
        page.until_status("book.txt", "done");
        page.until(
            "every mark is there",
            &format!("return document.querySelectorAll('#text mark').length === {MENTIONS}"),
        );
        let shown = page.js("return document.querySelector('#text').textContent.split(/\\s+/).filter(Boolean).length");
        assert_eq!(shown, json!(text.split_whitespace().count()), "no word is left out");
        let opening = page.js("return [watch.read, watch.long]");
        let hide = drawn(page, "document.querySelector('#reader [data-chip=money]').click()");
        let show = drawn(page, "document.querySelector('#reader [data-chip=money]').click()");
        let filter = drawn(
            page,
            "const field = document.querySelector('#filter'); field.value = '77';
            field.dispatchEvent(new InputEvent('input', {bubbles: true}))",
        );
        page.until("most are dimmed", "return document.querySelectorAll('#text mark.dim').length > 9000");
        page.js("watch.frames = []; let last = performance.now();
            const step = () => {
                watch.frames.push(performance.now() - last); last = performance.now(); scrollBy(0, 700);
                if (watch.frames.length < 200) requestAnimationFrame(step); else watch.done = true;
            };
            requestAnimationFrame(step)");
        page.until("it is scrolled through", "return watch.done");
        let frames = page.js("watch.frames.sort((a, b) => a - b);
            return [watch.frames[100], watch.frames[190], watch.frames[199]].map(Math.round)");
        println!(
            "{WORDS} words, {MENTIONS} mentions, milliseconds: reading the answer {}, tasks over 50 {}, hiding a kind \
             {hide}, showing it {show}, filter {filter}, frames while scrolling (half, 95 of 100, all) {frames}",
            opening[0], opening[1]
        );
    });
}

/// Blocks of paragraphs that a table or a list goes through from end to end have nothing of their own.
#[test]
fn tables_and_lists_longer_than_a_block_are_whole() {
    let files = Files::new();
    let items: String = (1..=80).map(|number| format!("- Site {number} was paid ${number} million\n")).collect();
    let rows: String =
        (1..=80).map(|number| format!("<tr><td>Site {number}</td><td>${number} million</td></tr>")).collect();
    let paths = [
        files.put("list.md", format!("# Larkspur pays its sites\n\n{items}\nThat is all.\n")),
        files.put(
            "table.html",
            format!(
                "<html><body><h1>Larkspur pays its sites</h1><table>{rows}</table><p>That is all.</p></body></html>"
            ),
        ),
        files.put("after.txt", "Larkspur paid $81 million."),
    ];
    with_page(Setup::default(), |page| {
        page.drop(&paths);
        for (name, each) in [("list.md", "li"), ("table.html", "tr")] {
            page.until_status(name, "done");
            page.open_document(name);
            page.until(
                "each is there once, and what follows",
                &format!(
                    "const text = document.querySelector('#text');
                    return text.querySelectorAll('{each}').length === 80
                      && text.querySelectorAll('mark').length === 80 && text.textContent.includes('That is all.')"
                ),
            );
        }
        page.until_status("after.txt", "done");
        page.open_document("after.txt");
        page.until("the next is there", "return document.querySelector('#text mark[data-value=\"81000000 USD\"]')");
    });
}

/// One of thousands of rows is drawn in parts, whose columns stand under each other and scroll together.
#[test]
fn a_very_long_table_is_drawn_in_parts_that_line_up() {
    let files = Files::new();
    let wide: String = (1..=12).map(|year| format!("<td>${year},000 million in all</td>")).collect();
    let rows: String = (1..=600)
        .map(|number| format!("<tr><td>Site {}{number}</td><td>{number}</td>{wide}</tr>", "x".repeat(number / 100)))
        .collect();
    let html =
        format!("<html><body><h1>Larkspur pays its sites</h1><table>{rows}</table><p>That is all.</p></body></html>");
    let path = files.put("table.html", html);
    with_page(Setup::default(), |page| {
        page.drop(&[path]);
        page.until_status("table.html", "done");
        page.until(
            "each row is there once, and what follows",
            "const text = document.querySelector('#text');
            return text.querySelectorAll('tr').length === 600 && text.textContent.includes('That is all.')",
        );
        let parts = page.js("return document.querySelectorAll('#text table').length");
        assert!(parts.as_u64().is_some_and(|parts| (2..=12).contains(&parts)), "{parts} parts");
        let edges = page.js("const edges = [...document.querySelectorAll('#text tr:first-child')].map((row) =>
                [...row.cells].map((cell) => Math.round(cell.getBoundingClientRect().right)).join());
            return [...new Set(edges)]");
        assert_eq!(edges.as_array().map(Vec::len), Some(1), "the columns line up: {edges}");
        page.js("document.querySelector('#text .table').scrollLeft = 120");
        page.until(
            "they scroll together",
            "return [...document.querySelectorAll('#text .table')].every((part) => part.scrollLeft === 120)",
        );
    });
}
