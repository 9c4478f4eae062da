//! Measures the page as its reader meets it, and prints a line for each figure: what it is, the number, its unit.
//! Run by `cargo xtask bench`. What is measured is printed, not judged: machines differ.

#[allow(dead_code, reason = "other tests use the rest")]
mod files;
#[allow(dead_code, reason = "other tests use the rest")]
mod page;

use std::path::{Path, PathBuf};
use std::time::Duration;

use files::{Files, MENTIONS, book};
use page::{Page, Setup, with_page};
use serde_json::{Value as Json, json};

/// Releases dropped at once.
const RELEASES: usize = 400;
/// The least number of pages of the PDF.
const PAGES: usize = 200;
/// What the slowest of these may take on a machine with much else to do.
const DEADLINE: Duration = Duration::from_secs(180);

/// Notes when the page is ready and what its own thread took longer than 50 milliseconds for.
const WATCH: &str = "globalThis.seen = {long: []};
    new PerformanceObserver((list) => list.getEntries().forEach((one) => seen.long.push(one)))
        .observe({entryTypes: ['longtask']});
    new MutationObserver(() => {
        if (document.documentElement.dataset.state === 'ready') seen.ready ??= performance.now();
    }).observe(document, {subtree: true, attributes: true, attributeFilter: ['data-state']});
    addEventListener('drop', () => { seen.from = performance.now(); seen.done = undefined; }, true);
    // Asks at each frame whether it is done, and notes when.
    globalThis.when = (test) => {
        const step = () => {
            if (test()) seen.done = performance.now(); else requestAnimationFrame(step);
        };
        step();
    };";

fn main() {
    let setup = || Setup { before: WATCH, ..Setup::default() };
    let files = Files::new();
    // The server compresses a file when it is first asked for it.
    with_page(setup(), |_| {});
    with_page(setup(), start_up);
    with_page(setup(), |page| releases(page, &files));
    with_page(setup(), |page| long_document(page, &files));
    with_page(setup(), |page| pages(page, &files));
}

fn tell(what: &str, number: f64, unit: &str) {
    println!("{what}\t{number:.1}\t{unit}");
}

fn number(page: &Page, script: &str) -> f64 {
    page.js(script).as_f64().unwrap_or(f64::NAN)
}

fn start_up(page: &Page) {
    tell("ready for a drop, nothing cached", number(page, "return seen.ready"), "ms");
    page.until_within(DEADLINE, "the page works offline", "return navigator.serviceWorker.ready.then(() => true)");
    page.go(page.address());
    let mut times: Vec<f64> = (0..5)
        .map(|_| {
            page.go(page.address());
            number(page, "return seen.ready")
        })
        .collect();
    times.sort_by(f64::total_cmp);
    tell("ready for a drop, cached, median of 5", times[2], "ms");
}

/// Drops files and waits until each of them is done; milliseconds.
fn drop_all(page: &Page, paths: &[PathBuf]) -> f64 {
    page.js("seen.done = undefined; seen.long = []");
    page.drop(paths);
    let done = format!("document.querySelectorAll('.entry[data-status=done]').length >= {}", paths.len());
    page.js(&format!("when(() => {done})"));
    page.until_within(DEADLINE, "all are done", "return seen.done !== undefined");
    number(page, "return seen.done - seen.from")
}

/// The longest task of the page's own thread since it began. Of the task that it began in, what came after: in the one
/// of a drop the browser first makes an object of each file, before the page hears of it.
fn longest(page: &Page) -> f64 {
    let script = "return Math.max(0, ...seen.long.map((one) =>
        Math.min(one.duration, one.startTime + one.duration - seen.from)).filter((time) => time >= 50))";
    number(page, script)
}

fn releases(page: &Page, files: &Files) {
    let texts = texts();
    let paths: Vec<PathBuf> = texts
        .iter()
        .cycle()
        .take(RELEASES)
        .enumerate()
        .map(|(at, text)| files.put(&format!("releases/{at:03}.txt"), text))
        .collect();
    let time = drop_all(page, &paths);
    tell(&format!("{RELEASES} releases done"), time, "ms");
    tell("releases", RELEASES as f64 * 1000.0 / time, "files/s");
    tell("longest task meanwhile, none below 50", longest(page), "ms");
}

fn texts() -> Vec<String> {
    if let Ok(path) = std::env::var("EOSIN_BENCH_CORPUS") {
        let text = std::fs::read_to_string(path).expect("the corpus");
        let line = |line: &str| serde_json::from_str::<Json>(line).expect("JSON")["text"].as_str().map(str::to_string);
        return text.lines().filter(|line| !line.trim().is_empty()).filter_map(line).collect();
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/corpus");
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("tests/corpus").flatten().map(|e| e.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "txt"));
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).expect("a text")).collect()
}

fn long_document(page: &Page, files: &Files) {
    let (short, long) = (files.put("short.txt", "One thing cost $3 million."), files.put("book.txt", book()));
    drop_all(page, &[short, long]);
    page.open_document("short.txt");
    page.js("seen.done = undefined; seen.long = []; seen.from = performance.now();
        [...document.querySelectorAll('.entry')].find((one) => one.textContent.includes('book.txt'))
            .querySelector('.entry-open').click()");
    page.js(&format!("when(() => document.querySelectorAll('#text mark').length >= {MENTIONS})"));
    page.until_within(DEADLINE, "every mark is drawn", "return seen.done !== undefined");
    let each = 1000.0 / MENTIONS as f64;
    tell("marks drawn, for each 1,000", number(page, "return seen.done - seen.from") * each, "ms");
    tell("longest task meanwhile, none below 50", longest(page), "ms");
    for what in ["hidden", "shown again"] {
        page.js("seen.done = undefined; seen.from = performance.now();
            document.querySelector('#reader [data-chip=money]').click();
            requestAnimationFrame(() => {
                const channel = new MessageChannel();
                channel.port1.onmessage = () => seen.done = performance.now();
                channel.port2.postMessage(0);
            })");
        page.until_within(DEADLINE, "it is drawn", "return seen.done !== undefined");
        tell(&format!("marks {what}, for each 1,000"), number(page, "return seen.done - seen.from") * each, "ms");
    }
}

fn pages(page: &Page, files: &Files) {
    // The browser prints the releases themselves, again and again, each from a new page on.
    page.visit("about:blank");
    let script = "document.body.style.whiteSpace = 'pre-wrap';
        for (const text of arguments[0]) {
            const one = document.createElement('div'); one.style.breakBefore = 'page'; one.textContent = text;
            document.body.append(one);
        }";
    page.js_with(script, vec![json!(texts().iter().cycle().take(PAGES).collect::<Vec<_>>())]);
    let pdf = page.print();
    let count = pdf.windows(12).filter(|part| part.starts_with(b"/Type /Page") && !part.ends_with(b"s")).count();
    page.go(page.address());
    // The first has the reader fetched too.
    drop_all(page, &[files.put("first.pdf", &pdf)]);
    page.js("document.querySelector('.entry [data-action=remove]').click()");
    let time = drop_all(page, &[files.put("second.pdf", &pdf)]);
    tell(&format!("a PDF of {count} pages"), time, "ms");
    tell("pages of PDF", count as f64 * 1000.0 / time, "pages/s");
}
