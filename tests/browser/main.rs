//! The page in Chromium, used as a person uses it. Run by `cargo xtask test --only build,browser`.
//!
//! What the tests hold on to in the page is meant to last: `data-` attributes, roles and states, never
//! the looks or the nesting of things.

mod access;
mod correct;
mod faults;
mod files;
mod keeping;
mod long;
mod package;
mod page;
mod rules;
mod travel;

use files::{Files, utf16, windows_1252};
use page::{Mark, Page, Setup, with_page};
use serde_json::json;

const LARKSPUR: &str = "\
Larkspur Therapeutics Reports Third Quarter 2021 Results

BOSTON, November 9, 2021 -- Larkspur Therapeutics today said that it had cash of $5.6 million as of September 30, 2021.

Patients received 300 mg of imatinib once daily, against €3.2 million of costs until then.

Dosing of LKS-204 begins in the first quarter of 2022.
";

/// What is in it: kind, surface form, value.
const IN_LARKSPUR: &[(&str, &str, &str)] = &[
    ("date", "Third Quarter 2021", "2021-Q3"),
    ("date", "November 9, 2021", "2021-11-09"),
    ("date", "today", "2021-11-09"),
    ("money", "$5.6 million", "5600000 USD"),
    ("date", "September 30, 2021", "2021-09-30"),
    ("dose", "300 mg", "300 mg"),
    ("compound", "imatinib", "imatinib"),
    ("money", "€3.2 million", "3200000 EUR"),
    ("compound", "LKS-204", "LKS-204"),
    ("date", "first quarter of 2022", "2022-Q1"),
];

/// How bright the page's ground is, from 0 to 255.
const BRIGHTNESS: &str =
    "const part = getComputedStyle(document.documentElement).backgroundColor.match(/[\\d.]+/g).map(Number);
    return (part[0] + part[1] + part[2]) / 3";

fn marks(rows: &[(&str, &str, &str)]) -> Vec<Mark> {
    let mark = |(kind, text, value): &(&str, &str, &str)| Mark {
        kind: (*kind).into(),
        text: text.replace('\u{a0}', " "),
        value: (*value).into(),
    };
    rows.iter().map(mark).collect()
}

/// A release as long as a few screens, with one sum of money at its very end.
fn long_release() -> String {
    let mut text = String::from(LARKSPUR);
    for number in 1..60 {
        text.push_str(&format!("\nParagraph {number} tells of nothing in particular, at the length of a line.\n"));
    }
    text.push_str("\nQuince paid $77 million.\n");
    text
}

/// Opens a document and waits for its text.
fn open(page: &Page, name: &str) {
    page.until_status(name, "done");
    page.open_document(name);
    page.until("its text is there", "return document.querySelector('#text')");
}

#[test]
fn dropped_files_are_read_whatever_their_encoding() {
    let files = Files::new();
    let paths = [
        files.put("utf8.txt", LARKSPUR),
        files.put("utf16.txt", utf16(LARKSPUR)),
        files.put("windows.txt", windows_1252(LARKSPUR)),
    ];
    with_page(Setup::default(), |page| {
        page.drop(&paths);
        for name in ["utf8.txt", "utf16.txt", "windows.txt"] {
            open(page, name);
            page.until("the last mark is there", "return document.querySelector('#text mark[data-id=\"9\"]')");
            assert_eq!(page.marks(), marks(IN_LARKSPUR), "{name}");
        }
    });
}

#[test]
fn the_text_is_shown_to_the_last_word() {
    let files = Files::new();
    let text =
        format!("{}\n<script>document.title = 'taken'</script> <img src=x onerror=alert(1)> & &amp;\n", long_release());
    let path = files.put("long.txt", &text);
    with_page(Setup::default(), |page| {
        page.drop(&[path]);
        open(page, "long.txt");
        page.until("all is drawn", "return document.querySelector('#text').textContent.includes('onerror')");
        let shown = page.js("return document.querySelector('#text').textContent");
        let words = |text: &str| text.split_whitespace().map(str::to_string).collect::<Vec<_>>();
        assert_eq!(words(shown.as_str().unwrap()), words(&text));
        assert_ne!(page.js("return document.title"), json!("taken"));
    });
}

#[test]
fn a_chip_hides_its_kind_and_shows_it_again() {
    let files = Files::new();
    let path = files.put("larkspur.txt", LARKSPUR);
    with_page(Setup::default(), |page| {
        page.drop(&[path]);
        open(page, "larkspur.txt");
        let chip = "#reader [data-chip=money]";
        let plain = "const style = getComputedStyle(document.querySelector('#text mark[data-k=money]'));
            return style.backgroundColor === 'rgba(0, 0, 0, 0)' && style.textDecorationLine === 'none'";
        let rows = "return document.querySelectorAll('[data-row][data-kind=money]').length";
        let sign = "document.documentElement.dataset.labels = 'sign';
            return getComputedStyle(document.querySelector('#text mark[data-k=money]'), '::before').content";
        assert_eq!(page.js(plain), json!(false));
        assert_eq!(page.js(rows), json!(2));
        assert_eq!(page.js(sign), json!("\"$\""));

        page.click(chip);
        page.until("the chip is up", &format!("return document.querySelector('{chip}[aria-pressed=false]')"));
        page.until("the marks are plain", plain);
        assert_eq!(page.js(rows), json!(0));
        assert_eq!(page.js(sign), json!("none"));
        page.screenshot("one-kind-hidden");

        page.click(chip);
        page.until("the chip is down", &format!("return document.querySelector('{chip}[aria-pressed=true]')"));
        assert_eq!(page.js(plain), json!(false));
        assert_eq!(page.js(rows), json!(2));
    });
}

#[test]
fn a_row_of_the_summary_leads_to_its_place_in_the_text() {
    let files = Files::new();
    let path = files.put("long.txt", long_release());
    with_page(Setup::default(), |page| {
        page.drop(&[path]);
        open(page, "long.txt");
        let row =
            "[...document.querySelectorAll('[data-row][data-kind=money]')].find(row => row.textContent.includes('77'))";
        page.until("the row is there", &format!("return {row}"));
        assert_eq!(page.js("return scrollY"), json!(0));
        page.js(&format!("{row}.setAttribute('data-test-goal', '')"));
        page.click("[data-test-goal] .row-value, [data-test-goal]");
        let there = "const mark = document.querySelector('#text mark[aria-current=true]');
            if (!mark || document.activeElement !== mark) return null;
            const box = mark.getBoundingClientRect();
            return box.top >= 0 && box.bottom <= innerHeight ? mark.textContent : null";
        let text = page.until("the mark is current, has the focus and is in view", there);
        assert_eq!(text, json!("$77 million"));
    });
}

#[test]
fn keys_lead_from_mark_to_mark() {
    let files = Files::new();
    let path = files.put("larkspur.txt", LARKSPUR);
    with_page(Setup::default(), |page| {
        page.drop(&[path]);
        open(page, "larkspur.txt");
        page.until("the last mark is there", "return document.querySelector('#text mark[data-id=\"9\"]')");
        let steps = [
            ("j", "Third Quarter 2021"),
            ("j", "November 9, 2021"),
            ("j", "today"),
            ("j", "$5.6 million"),
            ("k", "today"),
            ("Shift+J", "September 30, 2021"),
            ("Shift+J", "first quarter of 2022"),
            ("Shift+K", "September 30, 2021"),
        ];
        for (key, text) in steps {
            page.press(&[key]);
            let script = format!(
                "const mark = document.querySelector('#text mark[aria-current=true]');
                return mark && mark === document.activeElement && mark.textContent.replace(/\\u00a0/g, ' ') === {}",
                json!(text)
            );
            page.until(&format!("{key} leads to {text}"), &script);
        }
        assert_eq!(page.js("return document.querySelectorAll('mark[aria-current=true]').length"), json!(1));
        assert_eq!(page.js("return document.querySelectorAll('[role=status]').length"), json!(1), "one live region");
        assert_eq!(page.js("return document.querySelector('[role=status]').checkVisibility()"), json!(true));
        page.until(
            "it is said",
            "return document.querySelector('[role=status]').textContent.includes('30 September 2021')
            || document.querySelector('[role=status]').textContent.includes('September 30, 2021')",
        );
    });
}

#[test]
fn a_long_file_can_be_stopped() {
    let files = Files::new();
    let line = "On March 3, 2020 Larkspur paid $3.5 million for 300 mg of imatinib and 20 mg of LKS-204.\n\n";
    let paths = [files.put("long.txt", line.repeat(60_000_000 / line.len())), files.put("short.txt", LARKSPUR)];
    with_page(Setup::default(), |page| {
        page.drop(&paths);
        // Found and pressed in one go, so that it cannot be done in between.
        page.until(
            "it can be stopped",
            &format!(
                "{}; const row = row_of('long.txt');
                if (!['reading', 'finding'].includes(row?.dataset.status)) return false;
                row.querySelector('[data-action=stop]').click(); return true",
                page::ROWS
            ),
        );
        page.until_status("long.txt", "stopped");
        open(page, "short.txt");
        page.until("the last mark is there", "return document.querySelector('#text mark[data-id=\"9\"]')");
        assert_eq!(page.marks(), marks(IN_LARKSPUR));
        page.screenshot("stopped");
    });
}

#[test]
fn what_cannot_be_read_says_why_and_the_others_go_on() {
    let files = Files::new();
    let bad = [
        ("broken.pdf", b"%PDF-1.7\n1 0 obj\n<<".to_vec()),
        ("empty.txt", Vec::new()),
        ("noise.txt", (0..20_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect()),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01".to_vec()),
        ("book.docx", b"PK\x03\x04\x14\0\x06\0word/document.xml".to_vec()),
    ];
    let good = ["a b & <i>c.txt", "no end", "…漢字 ümlaut’s.txt", &format!("{}.txt", "long-".repeat(40)), "100%.txt"];
    let mut paths: Vec<_> = bad.iter().map(|(name, bytes)| files.put(name, bytes)).collect();
    paths.extend(good.iter().map(|name| files.put(name, LARKSPUR)));
    with_page(Setup::default(), |page| {
        page.drop(&paths);
        for name in good {
            page.until_status(name, "done");
        }
        let mut sentences = Vec::new();
        for (name, _) in &bad {
            page.until_status(name, "failed");
            let sentence = page.error_of(name);
            assert!(sentence.ends_with('.') && sentence.len() > 20, "{name}: {sentence:?}");
            assert!(!sentence.contains("Error") && !sentence.contains("panic"), "{name}: {sentence:?}");
            sentences.push(sentence);
        }
        assert_ne!(sentences[0], sentences[1]);
        open(page, good[0]);
        page.until("the last mark is there", "return document.querySelector('#text mark[data-id=\"9\"]')");
        assert_eq!(page.marks(), marks(IN_LARKSPUR));
        page.screenshot("failures");
    });
}

/// A file of `tests/files`, which `tests/files/make.py` wrote.
fn kept(name: &str) -> Vec<u8> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/files");
    std::fs::read(folder.join(name)).unwrap()
}

#[test]
fn files_of_every_format_are_read() {
    let files = Files::new();
    let named = ["html", "docx", "eml", "zip"].map(|end| format!("broken-pages.{end}"));
    let pdfs = ["one", "two", "running"].map(|how| format!("broken-pages.{how}.pdf"));
    let named: Vec<String> = named.into_iter().chain(pdfs).collect();
    let mut paths: Vec<_> = named.iter().map(|name| files.put(name, kept(name))).collect();
    // What a file is, its content says.
    paths.push(files.put("mislabelled.txt", kept("broken-pages.docx")));
    with_page(Setup::default(), |page| {
        page.drop(&paths);
        let all = [
            "broken-pages.html",
            "broken-pages.docx",
            "broken-pages.eml",
            "broken-pages.eml/notes.docx",
            "broken-pages.zip/year/release.html",
            "broken-pages.zip/release.docx",
            "broken-pages.zip/inner.zip/release.txt",
            "broken-pages.one.pdf",
            "broken-pages.two.pdf",
            "broken-pages.running.pdf",
            "mislabelled.txt",
        ];
        for name in all {
            open(page, name);
            page.until(
                &format!("{name} has its marks"),
                "return document.querySelector('#text mark[data-value=\"6200000 USD\"]') &&
                document.querySelector('#text mark[data-value=\"25 mCi/m2\"]')",
            );
        }
        // The archive itself is no document.
        let rows = page.js("return [...document.querySelectorAll('[data-document]')].length");
        assert_eq!(rows, json!(all.len()));
        page.screenshot("formats");
    });
}

#[test]
fn a_password_can_be_given() {
    let files = Files::new();
    let path = files.put("locked.pdf", kept("locked.pdf"));
    with_page(Setup::default(), |page| {
        page.drop(&[path]);
        page.until_status("locked.pdf", "failed");
        page.click(".password input");
        page.write("wrong");
        page.click("[data-action=unlock]");
        page.until(
            "it is the wrong one",
            "return document.querySelector('[data-error]')?.textContent.includes('does not open')",
        );
        page.click(".password input");
        page.js("document.querySelector('.password input').value = ''");
        page.write("larch");
        page.click("[data-action=unlock]");
        open(page, "locked.pdf");
        page.until("its mark is there", "return document.querySelector('#text mark[data-value=\"5000000 USD\"]')");
    });
}

/// The marks on a page: what each says, and how much of the page under it is ink. Pixels are asked for once, or
/// the browser complains.
const INK: &str = "const canvas = document.querySelector('.sheet[data-drawn] canvas');
    const page = canvas.getBoundingClientRect();
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return [...document.querySelectorAll('.sheet mark')].map((mark) => {
      const scale = canvas.width / page.width;
      const here = mark.getBoundingClientRect();
      const sides = [here.left - page.left, here.top - page.top, here.right - page.left, here.bottom - page.top];
      const [left, top, right, bottom] = sides.map((side) => Math.round(side * scale));
      let ink = 0;
      for (let y = top; y < bottom; y += 1)
        for (let x = left; x < right; x += 1) ink += data[(y * canvas.width + x) * 4] < 128;
      return [mark.textContent, ink / ((right - left) * (bottom - top))];
    })";

#[test]
fn a_pdf_is_shown_on_its_pages() {
    let files = Files::new();
    let paths = [
        files.put("release.pdf", kept("broken-pages.two.pdf")),
        files.put("second.pdf", kept("nordic-interim.one.pdf")),
        files.put("locked.pdf", kept("locked.pdf")),
        files.put("larkspur.txt", LARKSPUR),
    ];
    with_page(Setup::default(), |page| {
        page.drop(&paths);
        open(page, "release.pdf");
        page.until("its marks are there", "return document.querySelector('#text mark[data-value=\"6200000 USD\"]')");
        let count = "return new Set([...document.querySelectorAll('#text mark')].map((mark) => mark.dataset.id)).size";
        let in_the_text = page.js(count);
        page.press(&["v", "v"]);
        page.until("the page is drawn", "return document.querySelector('.sheet[data-drawn]')");
        assert_eq!(page.js(count), in_the_text);
        let marks = page.js(INK);
        for mark in marks.as_array().unwrap() {
            assert!(mark[1].as_f64().unwrap() > 0.04, "no ink under {mark}");
        }
        page.screenshot("page");
        // The same keys and the same card as in the text.
        page.press(&["j", "Enter"]);
        page.until("the card is open", "return document.querySelector('.card[data-placed]')");
        assert_eq!(page.js("return document.querySelectorAll('.sheet mark[aria-current]').length"), json!(1));
        page.press(&["Escape"]);
        // The next has pages of its own, and going back draws these again.
        for name in ["second.pdf", "release.pdf"] {
            open(page, name);
            page.until(
                "its own page is drawn",
                "const [sheet] = document.querySelectorAll('.sheet[data-drawn]');
                return sheet && sheet.querySelector('canvas').width > 0",
            );
        }
        // A font that is not in the file: its lines are read in their place.
        page.until_status("locked.pdf", "failed");
        page.open_document("locked.pdf");
        page.click(".password input");
        page.write("larch");
        page.click("[data-action=unlock]");
        open(page, "locked.pdf");
        page.until("its line is there", "return document.querySelector('.sheet[data-drawn] .line.alone mark')");
        page.screenshot("page-without-fonts");
        // A text has no pages.
        open(page, "larkspur.txt");
        page.until("it is text", "return document.querySelector('#text p mark') && !document.querySelector('.sheet')");
        page.click("[aria-label='How the text is shown']");
        let views = page.js(
            "return [...document.querySelectorAll('#view .segments:first-of-type button')].map((b) => b.textContent)",
        );
        assert_eq!(views, json!(["Reading", "Source"]));
    });
}

#[test]
fn a_reader_that_cannot_be_fetched_costs_one_file() {
    let files = Files::new();
    let paths = [files.put("one.docx", kept("broken-pages.docx")), files.put("two.txt", LARKSPUR)];
    // The part that reads Word files cannot be fetched.
    let before = "const get = globalThis.fetch;
        globalThis.fetch = (address, ...rest) =>
          get(String(address).includes('-papers-') ? 'nowhere.wasm' : address, ...rest);";
    with_page(Setup { before, allowed: &["nowhere.wasm"], ..Setup::default() }, |page| {
        page.drop(&paths);
        page.until_status("one.docx", "failed");
        assert!(page.error_of("one.docx").contains("could not be fetched"), "{}", page.error_of("one.docx"));
        open(page, "two.txt");
        page.until("its mark is there", "return document.querySelector('#text mark[data-value=\"5600000 USD\"]')");
    });
}

#[test]
fn a_folder_is_read_to_its_depth() {
    let files = Files::new();
    files.put("year/first.txt", LARKSPUR);
    files.put("year/quarter/second.txt", "Quince paid $12 million.\n");
    files.put("year/quarter/month/third.txt", "Quince paid $13 million.\n");
    with_page(Setup::default(), |page| {
        page.drop(&[files.folder("year")]);
        page.until_status("year/first.txt", "done");
        page.until_status("year/quarter/second.txt", "done");
        open(page, "year/quarter/month/third.txt");
        page.until("its mark is there", "return document.querySelector('#text mark[data-value=\"13000000 USD\"]')");
    });
}

/// Of so many it is not asked whether each is a folder.
#[test]
fn a_folder_among_many_files_is_read_too() {
    let files = Files::new();
    let mut paths: Vec<_> = (0..30).map(|number| files.put(&format!("{number:02}.txt"), LARKSPUR)).collect();
    files.put("quarter/deeper/inside.txt", LARKSPUR);
    files.put("Q3.2024/beside.txt", LARKSPUR);
    paths.extend([files.folder("quarter"), files.folder("Q3.2024"), files.put("NOTES", LARKSPUR)]);
    with_page(Setup::default(), |page| {
        page.drop(&paths);
        let done = "document.querySelectorAll('[data-document][data-status=done]').length";
        page.until("all are done", &format!("return {done} === 33"));
        for name in ["29.txt", "quarter/deeper/inside.txt", "Q3.2024/beside.txt", "NOTES"] {
            open(page, name);
            page.until("the last mark is there", "return document.querySelector('#text mark[data-id=\"9\"]')");
        }
    });
}

#[test]
fn files_and_folders_can_be_chosen() {
    let files = Files::new();
    let one = files.put("one.txt", LARKSPUR);
    files.put("folder/two.txt", "Quince paid $12 million.\n");
    with_page(Setup::default(), |page| {
        page.choose("#files", &[one]);
        page.until_status("one.txt", "done");
        page.choose("#folder", &[files.folder("folder")]);
        page.until_status("folder/two.txt", "done");
    });
}

#[test]
fn text_can_be_pasted() {
    with_page(Setup::default(), |page| {
        page.click("[data-action=paste]");
        page.until("the dialog is open", "return document.activeElement?.matches('dialog textarea')");
        page.write("Quince paid $12 million.\n");
        page.click("[data-action=paste-read]");
        page.until("its mark is there", "return document.querySelector('#text mark[data-value=\"12000000 USD\"]')");

        page.js(
            "const data = new DataTransfer(); data.setData('text/plain', 'Quince paid $14 million.');
            document.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}))",
        );
        page.until(
            "there are two",
            "return document.querySelectorAll('[data-document][data-status=done]').length === 2",
        );
    });
}

#[test]
fn samples_show_all_kinds() {
    with_page(Setup::default(), |page| {
        page.click("[data-sample=all]");
        page.until(
            "all are done",
            "const all = [...document.querySelectorAll('[data-document]')];
            return all.length > 0 && all.every(row => row.dataset.status === 'done')",
        );
        page.until("one is open", "return document.querySelector('#text mark')");
        for kind in ["compound", "dose", "date", "money"] {
            page.until(kind, &format!("return document.querySelector('[data-row][data-kind={kind}]')"));
        }
        let counts = "const count = kind => [...document.querySelectorAll(`[data-row][data-kind=${kind}] [data-count]`)]
                .reduce((sum, e) => sum + Number(e.textContent), 0);
            const marks = kind => new Set([...document.querySelectorAll(`#text mark[data-k=${kind}]`)].map(e => e.dataset.id)).size;
            return ['compound', 'dose', 'date', 'money'].every(kind => count(kind) === marks(kind) && count(kind) > 0)";
        page.until("the summary counts what is marked", counts);
    });
}

#[test]
fn an_analyser_that_stops_is_replaced() {
    let files = Files::new();
    let paths = [files.put("before.txt", LARKSPUR), files.put("crash.txt", LARKSPUR), files.put("later.txt", LARKSPUR)];
    let setup =
        Setup { query: "fault=worker", allowed: &["panicked", "unreachable", "?fault=worker"], ..Setup::default() };
    with_page(setup, |page| {
        page.drop(&paths);
        page.until_status("crash.txt", "failed");
        page.until_status("before.txt", "done");
        page.until_status("later.txt", "done");
        assert!(page.error_of("crash.txt").ends_with('.'), "{:?}", page.error_of("crash.txt"));
        assert_eq!(page.js("return document.querySelectorAll('[data-notice]').length"), json!(1));
        open(page, "later.txt");
        page.until("the last mark is there", "return document.querySelector('#text mark[data-id=\"9\"]')");
        assert_eq!(page.marks(), marks(IN_LARKSPUR));
        page.screenshot("analyser-stopped");
    });
}

#[test]
fn without_workers_the_page_works_and_says_so_once() {
    let files = Files::new();
    let paths = [files.put("one.txt", LARKSPUR), files.put("two.txt", LARKSPUR)];
    with_page(Setup { before: "delete globalThis.Worker", ..Setup::default() }, |page| {
        page.drop(&paths);
        page.until_status("two.txt", "done");
        open(page, "one.txt");
        page.until("the last mark is there", "return document.querySelector('#text mark[data-id=\"9\"]')");
        assert_eq!(page.marks(), marks(IN_LARKSPUR));
        assert_eq!(page.js("return document.querySelectorAll('[data-notice]').length"), json!(1));
    });
}

#[test]
fn without_storage_the_page_works() {
    let files = Files::new();
    let path = files.put("one.txt", LARKSPUR);
    let before =
        "Object.defineProperty(globalThis, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})";
    with_page(Setup { before, ..Setup::default() }, |page| {
        page.drop(&[path]);
        page.until_status("one.txt", "done");
        page.click("[data-action=theme]");
        page.until("the theme is chosen", "return document.documentElement.dataset.theme === 'light'");
    });
}

#[test]
fn light_and_dark_wide_and_narrow() {
    let files = Files::new();
    let path = files.put("larkspur.txt", LARKSPUR);
    for width in [1280, 400] {
        with_page(Setup { width, ..Setup::default() }, |page| {
            let look = |name: &str| {
                page.prefer("light");
                page.until("the page is light", &format!("{BRIGHTNESS} > 200"));
                page.screenshot(&format!("{name}-light-{width}"));
                page.prefer("dark");
                page.until("the page is dark", &format!("{BRIGHTNESS} < 60"));
                page.screenshot(&format!("{name}-dark-{width}"));
                let over = page.js("return document.documentElement.scrollWidth - innerWidth");
                assert!(over.as_f64().unwrap() <= 0.0, "{name} is {over} wider than {width}");
            };
            look("first");
            page.drop(std::slice::from_ref(&path));
            page.until_status("larkspur.txt", "done");
            page.until("its text is there", "return document.querySelector('#text mark')");
            look("document");
        });
    }
}

#[test]
fn a_chosen_theme_wins_over_the_system() {
    with_page(Setup { scheme: "dark", ..Setup::default() }, |page| {
        page.until("the page is dark", &format!("{BRIGHTNESS} < 60"));
        page.click("[data-action=theme]");
        page.until("the page is light", &format!("{BRIGHTNESS} > 200"));
    });
}
