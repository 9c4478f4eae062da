//! What goes wrong around the page, provoked: nothing on the screen is lost, and the page says what it can.
//!
//! Elsewhere: an analyser that stops, workers and storage that are not to be had, a module that is not
//! (`main.rs`); the network gone (`travel.rs`).

use std::time::{Duration, Instant};

use serde_json::json;

use super::files::Files;
use super::page::{Page, Setup, with_page};
use super::{IN_LARKSPUR, LARKSPUR, kept, marks, open};

/// Keeps in `tasks` how long every task of the page took that was longer than 50 ms.
const WATCH: &str = "globalThis.tasks = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({duration}) => duration)))
      .observe({type: 'longtask', buffered: true});";

/// Keeps the page's workers, in the order in which they were made.
const WORKERS: &str = "globalThis.made = [];
    globalThis.Worker = class extends Worker { constructor(...all) { super(...all); made.push(this); } };";

fn is_whole(page: &Page, name: &str) {
    open(page, name);
    page.until("the last mark is there", "return document.querySelector('#text mark[data-id=\"9\"]')");
    assert_eq!(page.marks(), marks(IN_LARKSPUR), "{name}");
}

/// Prints what it took; `cargo xtask test --only build,browser` shows it where it fails.
#[test]
fn many_files_are_read_while_the_page_answers() {
    let files = Files::new();
    let text = super::long_release();
    for number in 0..400 {
        files.put(&format!("year/{number:03}.txt"), format!("{text}\nNumber {number}: ${number} million.\n"));
    }
    with_page(Setup { before: WATCH, ..Setup::default() }, |page| {
        page.until("the page is at rest", "return document.documentElement.dataset.state === 'ready'");
        page.js("tasks.length = 0");
        let begin = Instant::now();
        page.drop(&[files.folder("year")]);
        page.until_within(
            Duration::from_secs(60),
            "all are done",
            "return document.querySelectorAll('[data-document][data-status=done]').length === 400",
        );
        let took = begin.elapsed().as_secs_f64();
        let longest = page.js("return Math.max(0, ...tasks)").as_f64().unwrap();
        println!("400 files: {took:.2} s, longest task of the page {longest:.0} ms");
        // A few times what it takes on a machine that does nothing else.
        assert!(took < 20.0, "400 files took {took:.1} s");
        assert!(longest < 500.0, "a task of the page took {longest:.0} ms");
        page.open_document("year/399.txt");
        page.until("its own sum is there", "return document.querySelector('#text mark[data-value=\"399000000 USD\"]')");
    });
}

#[test]
fn a_worker_that_is_killed_costs_the_file_it_had_begun() {
    let files = Files::new();
    let line = "On March 3, 2020 Larkspur paid $3.5 million for 300 mg of imatinib and 20 mg of LKS-204.\n\n";
    let first = files.put("first.txt", LARKSPUR);
    let more = [files.put("long.txt", line.repeat(20_000_000 / line.len())), files.put("after.txt", LARKSPUR)];
    with_page(Setup { before: WORKERS, ..Setup::default() }, |page| {
        page.drop(&[first]);
        is_whole(page, "first.txt");
        let before = page.js("return document.querySelector('#text').innerHTML");
        page.drop(&more);
        // What the browser tells of a worker that it had to end. The first, which has nothing to do, is the one that
        // takes the long file; a second may be there by now, and be through with what it was given.
        page.until(
            "it is at work and then ended",
            &format!(
                "{}; const row = row_of('long.txt');
                if (!['reading', 'finding'].includes(row?.dataset.status)) return false;
                const [worker] = made;
                worker.terminate();
                worker.dispatchEvent(new ErrorEvent('error'));
                return true",
                super::page::ROWS
            ),
        );
        page.until_status("long.txt", "failed");
        page.until_status("after.txt", "done");
        assert_eq!(page.js("return document.querySelector('#text').innerHTML"), before, "the screen stays");
        is_whole(page, "after.txt");
        is_whole(page, "first.txt");
    });
}

#[test]
fn what_is_thrown_through_the_module_is_said() {
    let files = Files::new();
    let path = files.put("one.txt", LARKSPUR);
    with_page(Setup { allowed: &["createDocumentFragment"], ..Setup::default() }, |page| {
        page.until("the page is there", "return document.documentElement.dataset.state === 'ready'");
        page.js("document.createDocumentFragment = null");
        page.drop(&[path]);
        page.until("the page says that it stopped", "return document.documentElement.dataset.state === 'stopped'");
        let said =
            page.js("const panel = document.querySelector('#stopped'); return !panel.hidden && panel.textContent");
        assert!(said.as_str().is_some_and(|said| said.contains("createDocumentFragment")), "{said}");
    });
}

#[test]
fn a_file_that_wants_more_memory_than_there_is_costs_itself() {
    let files = Files::new();
    let line = "On March 3, 2020 Larkspur paid $3.5 million for 300 mg of imatinib and 20 mg of LKS-204.\n\n";
    let paths = [files.put("long.txt", line.repeat(60_000_000 / line.len())), files.put("short.txt", LARKSPUR)];
    // A worker's recognisers get all but 40 MB of their memory taken away as soon as they are there.
    let before = "const scarce = `{
        const Instance = WebAssembly.Instance;
        WebAssembly.Instance = function (...all) {
          const made = new Instance(...all);
          const { memory } = made.exports;
          memory.grow(65536 - memory.buffer.byteLength / 65536 - 640);
          return made;
        };
        WebAssembly.Instance.prototype = Instance.prototype;
      }`;
      globalThis.Blob = class extends Blob {
        constructor(parts, options) {
          super(options?.type === 'text/javascript' && !('done' in globalThis) ? [scarce, ...parts] : parts, options);
        }
      };";
    with_page(Setup { before, allowed: &["memory", "unreachable", "out of"], ..Setup::default() }, |page| {
        page.drop(&paths);
        page.until_status("long.txt", "failed");
        assert!(page.error_of("long.txt").ends_with('.'), "{}", page.error_of("long.txt"));
        page.until_status("short.txt", "done");
        is_whole(page, "short.txt");
    });
}

#[test]
fn recognisers_that_cannot_be_fetched_are_fetched_when_asked_again() {
    let files = Files::new();
    let path = files.put("one.txt", LARKSPUR);
    let before = "globalThis.gone = true;
        const fetch_ = fetch;
        globalThis.fetch = (address, ...rest) =>
          gone && String(address).includes('-finder-') ? Promise.reject(new TypeError('gone')) : fetch_(address, ...rest);";
    with_page(Setup { before, ..Setup::default() }, |page| {
        page.drop(&[path]);
        page.until_status("one.txt", "failed");
        let said = page.error_of("one.txt");
        assert!(said.ends_with("Check your connection, then try again."), "{said}");
        page.js("gone = false");
        page.click("[data-action=retry]");
        page.until_status("one.txt", "done");
        is_whole(page, "one.txt");
    });
}

#[test]
fn full_storage_changes_nothing_on_the_screen() {
    let files = Files::new();
    let path = files.put("one.txt", LARKSPUR);
    let before = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };";
    with_page(Setup { before, ..Setup::default() }, |page| {
        page.drop(&[path]);
        is_whole(page, "one.txt");
        page.click("[data-action=theme]");
        page.until("the theme is chosen", "return document.documentElement.dataset.theme === 'light'");
        is_whole(page, "one.txt");
    });
}

#[test]
fn a_refused_clipboard_is_said() {
    let files = Files::new();
    let path = files.put("one.txt", LARKSPUR);
    let before = "navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'));";
    with_page(Setup { before, ..Setup::default() }, |page| {
        page.drop(&[path]);
        is_whole(page, "one.txt");
        page.press(&["j"]);
        page.press(&["Enter"]);
        page.until("the card is open", "return document.querySelector('[data-action=copy-value]')");
        page.click("[data-action=copy-value]");
        page.until("it is said", "return document.querySelector('[data-notice=not-copied]')");
        assert_eq!(page.marks(), marks(IN_LARKSPUR));
    });
}

#[test]
fn a_hidden_tab_goes_on_without_frames_and_with_late_timers() {
    let files = Files::new();
    let paths: Vec<_> = (0..20).map(|number| files.put(&format!("{number}.txt"), LARKSPUR)).collect();
    // As a browser treats a tab that is hidden: no frames, and timers once a second. (After some minutes it is
    // once a minute, and so goes the page: Yew waits for a timer between its tasks.)
    let before = "let hidden = false;
        const [frame, timer] = [requestAnimationFrame.bind(globalThis), setTimeout.bind(globalThis)];
        Object.defineProperty(document, 'hidden', {get: () => hidden});
        globalThis.hide = (now) => { hidden = now; document.dispatchEvent(new Event('visibilitychange')); };
        globalThis.requestAnimationFrame = (call) => hidden ? 0 : frame(call);
        globalThis.setTimeout = (call, wait, ...all) => timer(call, hidden ? 1_000 : wait, ...all);";
    with_page(Setup { before, ..Setup::default() }, |page| {
        page.until("the page is at rest", "return document.documentElement.dataset.state === 'ready'");
        page.js("hide(true)");
        page.drop(&paths);
        // Each drawing that takes longer than a frame waits for such a timer: a slow machine has many.
        page.until_within(
            Duration::from_secs(120),
            "all are done",
            "return document.querySelectorAll('[data-document][data-status=done]').length === 20",
        );
        page.js("hide(false)");
        is_whole(page, "19.txt");
    });
}

#[test]
fn a_tab_that_sleeps_for_an_hour_loses_no_file() {
    let files = Files::new();
    let path = files.put("nap.html", kept("broken-pages.html"));
    // As a browser freezes a hidden tab, or a lid that is closed the machine: no message is heard, no long timer
    // comes. After an hour of the clock they all come at once, the timers first.
    let before = "const nap = `{
        const [later, now, held, due] = [setTimeout.bind(globalThis), performance.now.bind(performance), [], []];
        const channel = new BroadcastChannel('nap');
        let asleep = true;
        performance.now = () => now() + (asleep ? 0 : 3_600_000);
        globalThis.setTimeout = (call, wait, ...all) =>
          asleep && wait > 5_000 ? due.push(call) : later(call, wait, ...all);
        globalThis.Worker = class extends Worker {
          set onmessage(hear) {
            super.onmessage = (event) => {
              if (!asleep) return hear(event);
              held.push(() => hear(event));
              channel.postMessage('held');
            };
          }
        };
        channel.onmessage = () => {
          asleep = false;
          for (const call of due.splice(0)) call();
          for (const call of held.splice(0)) call();
        };
      }`;
      globalThis.Blob = class extends Blob {
        constructor(parts, options) {
          super(options?.type === 'text/javascript' && !('done' in globalThis) ? [nap, ...parts] : parts, options);
        }
      };
      globalThis.held = 0;
      globalThis.channel = new BroadcastChannel('nap');
      channel.onmessage = () => held++;";
    with_page(Setup { before, ..Setup::default() }, |page| {
        page.drop(&[path]);
        page.until("its reader has answered, and nobody hears", "return held > 0");
        page.js("channel.postMessage('wake')");
        page.until_status("nap.html", "done");
        open(page, "nap.html");
    });
}

#[test]
fn a_long_text_is_read_and_a_longer_one_refused() {
    let files = Files::new();
    let line =
        "On March 3, 2020 Larkspur had a meeting about nothing in particular, and so it had on the day after.\n\n";
    let paths = [
        files.put("long.txt", format!("{}Quince paid $77 million.\n", line.repeat(100_000_000 / line.len()))),
        files.put("longer.txt", line.repeat(140_000_000 / line.len())),
    ];
    with_page(Setup::default(), |page| {
        page.drop(&paths);
        page.until_status("longer.txt", "failed");
        assert!(page.error_of("longer.txt").contains("the limit is 128 MB"), "{}", page.error_of("longer.txt"));
        let begin = Instant::now();
        page.until_within(
            Duration::from_secs(120),
            "it is done",
            &format!("{}; return row_of('long.txt')?.dataset.status === 'done'", super::page::ROWS),
        );
        println!("100 MB of text: {:.1} s", begin.elapsed().as_secs_f64());
        page.open_document("long.txt");
        page.until("its text is there", "return document.querySelector('#text mark[data-value=\"2020-03-03\"]')");
    });
}

#[test]
fn two_tabs_know_nothing_of_each_other() {
    let files = Files::new();
    let (one, two) = (files.put("one.txt", LARKSPUR), files.put("two.html", kept("broken-pages.html")));
    with_page(Setup::default(), |first| {
        first.drop(&[one]);
        is_whole(first, "one.txt");
        // As a second tab of the same browser: same storage, same service worker.
        first.in_another_tab(|| {
            first.drop(&[two]);
            open(first, "two.html");
            assert_eq!(first.js("return document.querySelectorAll('[data-document]').length"), json!(1));
            first.click("[data-action=theme]");
        });
        is_whole(first, "one.txt");
        assert_eq!(first.js("return document.querySelectorAll('[data-document]').length"), json!(1));
    });
}
