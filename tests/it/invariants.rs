//! The laws of the pipeline, for any input: nothing panics, and what each step promises holds.
//!
//! The texts come from three sources: any bytes, any characters, and fragments of press releases in
//! any order, which reach the rules far more often than the others do. Each run draws the same texts;
//! `SEED=7 TIMES=100 cargo test --test it invariants` draws others, and a hundred times as many.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::carried::{check_carried, check_fragment, check_parcel, check_workspace};
use crate::laws::{check_all, check_bytes, check_joined, check_rules, check_text};

/// What releases are made of, and what breaks programs that read them.
const FRAGMENTS: &[&str] = &[
    // Numbers, whole and broken.
    "0",
    "1",
    "2",
    "7",
    "12",
    "12.5",
    "131",
    "1,250,000",
    "1.250.000",
    "2017",
    "2016",
    "1e9",
    "0,5",
    ".5",
    "5.",
    "1/2",
    "½",
    "٣",
    "99999999999999999999999999999999",
    "0.00000000000000000000000000001",
    "1 000 000",
    "10^14",
    "10¹⁴",
    "x",
    "×",
    "x10^6",
    "1.1 x 10^14",
    "third",
    "twenty-two",
    "one hundred and fifty",
    "thousand",
    "hundred",
    "million",
    "billion",
    "trillion",
    "bn",
    "M",
    "K",
    "MM",
    "k",
    "crore",
    "lakh",
    "thousand million",
    // Marks of money.
    "$",
    "\\$",
    "US$",
    "C$",
    "€",
    "£",
    "¥",
    "₹",
    "USD",
    "EUR",
    "DKK",
    "SEK",
    "Euros",
    "dollars",
    "cents",
    "per share",
    "($8,100)",
    "$(0.02)",
    "(in thousands, except per share data)",
    "(8,500)",
    "1,500",
    "in millions",
    // Calendar.
    "January",
    "Feb.",
    "March",
    "MAY",
    "may",
    "Sept",
    "August",
    "Nov. 17, 2016",
    "17 November 2016",
    "2016-11-17",
    "31/12/2016",
    "February 30, 2017",
    "30 February",
    "Monday",
    "Friday,",
    "8:30 AM ET",
    "25:99",
    "p.m.",
    "noon",
    "Q1",
    "3Q16",
    "Q2 and Q3 2017",
    "H1",
    "FY24",
    "first",
    "second",
    "fourth",
    "quarter",
    "half",
    "fiscal",
    "year",
    "year-end",
    "mid-",
    "early",
    "late",
    "end of",
    "three months ended",
    "nine months ended",
    "year ended",
    "today",
    "yesterday",
    "tomorrow",
    "last",
    "next",
    "this",
    "prior year",
    "same period",
    "spring",
    "between",
    "from",
    "to",
    "of",
    "and",
    "or",
    "through",
    "until",
    "AD",
    "9999",
    "December 31, 9999",
    "year 0000",
    // Doses.
    "mg",
    "mg/kg",
    "µg",
    "μg",
    "mcg",
    "mCi/m²",
    "mCi/m2",
    "mCi",
    "GBq",
    "Gy",
    "IU",
    "units",
    "vg/kg",
    "cells/kg",
    "CAR-positive cells",
    "ng/mL",
    "mL",
    "%",
    "kg",
    "m²",
    "m",
    "²",
    "per",
    "per day",
    "once daily",
    "BID",
    "Q3W",
    "twice over seven days",
    "days 1 and 15",
    "single dose",
    "dose",
    "doses of",
    "up to",
    "at least",
    "≥",
    "~",
    "+/-",
    // Names.
    "QLV",
    "QLV 131",
    "QLV-131",
    "1700 and 1900",
    "QLV 1602-PTX",
    "formerly",
    "(formerly",
    "aka",
    "iodine-131",
    "I-131",
    "¹³¹I",
    "131I",
    "177Lu-",
    "[18F]",
    "pembrolizumab",
    "KEYTRUDA",
    "®",
    "™",
    "zorbitinib",
    "-leucel",
    "velutamab-abcd",
    "nab-paclitaxel",
    "interferon",
    "IL-2",
    "CD19",
    "PD-L1",
    "KEYNOTE-189",
    "NCT01234567",
    "Phase",
    "Phase 2",
    "1b/2",
    "Form 10-K",
    "Nasdaq: ABCD",
    "Inc.",
    "vaccine",
    "vitamin",
    "B12",
    "insulin",
    "factor",
    "VIII",
    "AAV8",
    "CAR-T",
    "mRNA-1010",
    // Page, line and mark.
    " ",
    " ",
    " ",
    " ",
    " ",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "\u{a0}",
    "\u{2009}",
    "\u{202f}",
    "\u{200b}",
    "\u{ad}",
    "\u{feff}",
    "\u{2028}",
    "\0",
    "-",
    "–",
    "—",
    "‑",
    "−",
    "‐",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "«",
    "»",
    "“",
    "”",
    "‘",
    "’",
    "'s",
    "\"",
    "*",
    "**",
    "_",
    "#",
    "|",
    ",",
    ".",
    ";",
    ":",
    "/",
    "\\",
    "&",
    "&amp;",
    "…",
    "•",
    "- ",
    "http://",
    "www.example.com/QLV-131",
    "ir@abc-123.com",
    "(888) 646-8293",
    "+1 917-885-7378",
    "ﬁ",
    "ﬀ",
    "İ",
    "ß",
    "ſ",
    "K",
    "e\u{301}",
    "\u{301}",
    "👩‍🔬",
    "𝟙",
    "１２",
    "Ⅳ",
    "About",
    "MADISON, Wis., Nov. 17, 2016 --",
    "Contacts",
];

/// How files of formats begin.
const HEADS: &[&[u8]] = &[
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"<!doctype html><p>",
    b"{\\rtf1 ",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    b"From: a@b\r\n\r\n",
    b"\x1f\x8b",
];

/// Names that promise a format.
const NAMES: &[&str] = &["a.pdf", "a.docx", "a.html", "a.txt", "a.rtf", "a.eml", "a.md", "a", ""];

/// What pages are made of, and what breaks programs that read them.
const TAGS: &[&str] = &[
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<br>",
    "<br/>",
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>",
    "</td>",
    "<td colspan=3>",
    "<td rowspan=2>",
    "<td colspan=99999999999>",
    "<th hidden>",
    "<td style='display:none'>",
    "<ul>",
    "<li>",
    "</ul>",
    "<h1>",
    "</h1>",
    "<h6>",
    "<sup>",
    "</sup>",
    "<sub>",
    "<pre>",
    "</pre>",
    "<script>",
    "</script>",
    "<style>",
    "<title>",
    "</title>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<ix:header>",
    "</ix:header>",
    "<head>",
    "<body>",
    "<p hidden>",
    "&nbsp;",
    "&amp",
    "&#150;",
    "&#x0;",
    "$",
    "1,250",
    "(980",
    ")",
    "%",
    "2017",
    "Net loss",
    "(in thousands)",
    "\n",
    " ",
    "•",
    "ﬁ",
    "\u{ad}",
    "Alba Bio paid ",
    "<",
    ">",
    "\"",
    "'",
    "\0",
];

/// What mails are made of.
const MAIL: &[&str] = &[
    "Content-Type: multipart/mixed; boundary=x\n",
    "Content-Type: multipart/alternative; boundary=y\n",
    "--x\n",
    "--x--\n",
    "--y\n",
    "--y--\n",
    "\n",
    "\n\n",
    "Content-Type: text/html\n",
    "Content-Type: message/rfc822\n",
    "Content-Type: text/plain; format=flowed\n",
    "Content-Transfer-Encoding: base64\n",
    "SGVsbG8=\n",
    "=20=\n",
    "=FF",
    "Content-Transfer-Encoding: quoted-printable\n",
    "Content-Disposition: attachment; filename=\"../a.txt\"\n",
    "<p>Alba Bio</p>",
    "Alba paid $5 million. \n",
    "From: a@b\n",
    "-- \n",
    "PK\x03\x04",
    "%PDF-1.7\n",
    "Content-Type: application/zip; name=a.zip\n",
    "Content-Type: text/plain; charset=utf-7\n",
];

/// What patterns are made of.
const PATTERNS: &[&str] = &[
    "a",
    "Q",
    "\\d+",
    "(\\d+)",
    "[A-Z]+",
    "\\s",
    "\\s*",
    "(?i)dose",
    ".",
    ".*",
    "^",
    "$",
    "\\b",
    "(",
    ")",
    "|",
    "?",
    "{2}",
    "(?s)",
    "\\w+",
    "-",
    "(mg|kg)",
    "[^a-z]",
    "\\n",
    "(?P<x>\\p{Lu})",
];

proptest! {
    #![proptest_config(config(512))]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..600), name in ".{0,12}") {
        check_bytes(&bytes, &name);
    }

    #[test]
    fn any_bytes_that_begin_like_a_format(
        head in prop::sample::select(HEADS),
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        name in prop::sample::select(NAMES),
    ) {
        check_bytes(&[head, &bytes].concat(), name);
    }

    #[test]
    fn any_tags(parts in prop::collection::vec(prop::sample::select(TAGS), 0..60)) {
        check_all(format!("<html>{}", parts.concat()).as_bytes());
    }

    #[test]
    fn any_mail(parts in prop::collection::vec(prop::sample::select(MAIL), 0..30)) {
        check_all(format!("From: a@b\nTo: c@d\nSubject: x\nMIME-Version: 1.0\n{}", parts.concat()).as_bytes());
    }

    #[test]
    fn any_text(text in "\\PC{0,300}") {
        check_text(&text);
    }

    #[test]
    fn any_characters(text in prop::collection::vec(any::<char>(), 0..200)) {
        check_text(&text.into_iter().collect::<String>());
    }
}

proptest! {
    #![proptest_config(config(2000))]

    #[test]
    fn any_order_of_fragments(parts in prop::collection::vec(fragment(), 0..40)) {
        check_text(&parts.concat());
    }
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn any_two_texts_joined(
        first in prop::collection::vec(fragment(), 0..20),
        second in prop::collection::vec(fragment(), 0..20),
    ) {
        check_joined(&first.concat(), &second.concat());
    }

    #[test]
    fn any_fragments_again_and_again(parts in prop::collection::vec(fragment(), 1..5)) {
        check_repeated(&parts.concat());
    }

    #[test]
    fn any_text_carried(parts in prop::collection::vec(fragment(), 0..20)) {
        check_carried(&parts.concat());
    }

    #[test]
    fn any_fragment_of_a_link(kind in "[sad]", payload in "[A-Za-z0-9_-]{0,40}", text in "\\PC{0,40}") {
        check_fragment(&format!("1.{kind}.00000000-{:x}.{payload}", payload.len()), &text);
        check_fragment(&text, &payload);
    }

    #[test]
    fn any_rules(
        kind in 0..eosin::extract::KindId::all().count(),
        words in prop::collection::vec(fragment(), 0..3),
        pattern in prop::option::of(prop::collection::vec(prop::sample::select(PATTERNS), 1..5)),
        value in prop::sample::select(&["", "$0", "$1 mg", "$2 2016", "$", "a\nb", "${x}\t", " "][..]),
        priority in -1..=1,
        parts in prop::collection::vec(fragment(), 0..20),
    ) {
        let kind = eosin::extract::KindId::all().nth(kind).unwrap().kind().id;
        let find = pattern.map_or(serde_json::json!({"words": words, "number_after": true}), |pattern| {
            serde_json::json!({"pattern": pattern.concat()})
        });
        let mut rule = serde_json::json!({"name": "Own", "kind": kind, "value": value, "priority": priority});
        rule.as_object_mut().unwrap().extend(find.as_object().unwrap().clone());
        rule["tests"] = serde_json::json!([parts.concat(), format!("«{}» => 1", words.concat())]);
        let file = serde_json::json!({"format": "eosin.rules", "version": 1, "rules": [rule]});
        check_rules(&file.to_string(), &parts.concat());
    }

    #[test]
    fn any_parcel(bytes in prop::collection::vec(any::<u8>(), 0..60), text in "\\PC{0,40}") {
        check_parcel(&bytes, &text);
    }

    #[test]
    fn any_change_to_a_workspace(at in any::<prop::sample::Index>(), with in "[0-9\"{},a-z]{0,3}", long in 0usize..4) {
        let mut file = workspace();
        let at = at.index(file.len() - long);
        file.replace_range(at..at + long, &with);
        check_workspace(&file);
    }
}

/// A text that repeats something is read with the stack that a worker of the page has: no reader calls itself for each.
fn check_repeated(unit: &str) {
    let text = unit.repeat(12_000 / unit.len().max(1));
    let all = move || {
        eosin::extract::analyse(eosin::extract::Document::new("t", text), &eosin::extract::Context::default());
    };
    std::thread::Builder::new().stack_size(1 << 20).spawn(all).expect("a thread").join().expect("it is read");
}

/// A workspace of a few words, all of them ASCII.
fn workspace() -> String {
    use eosin::export::{Choice, Item, workspace};
    use eosin::extract::{Context, Document, analyse};
    let text = "BOSTON, May 3, 2021 -- Larkspur paid $5 million for 300 mg of LKS-204.";
    let analysis = analyse(Document::new("a.txt", text), &Context::default());
    let item = Item { document: analysis.document, mentions: analysis.mentions };
    workspace::write(&[item], &Choice::default())
}

/// As many texts as said, the same in each run unless `SEED` says otherwise.
fn config(cases: u32) -> ProptestConfig {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u32>().ok());
    ProptestConfig {
        cases: cases.saturating_mul(number("TIMES").unwrap_or(1)),
        rng_seed: RngSeed::Fixed(number("SEED").unwrap_or(1).into()),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Fragments mostly keep a space after them, as words do; some stick to the next.
fn fragment() -> impl Strategy<Value = String> {
    (prop::sample::select(FRAGMENTS), prop::sample::select(ENDS)).prop_map(|(a, b)| format!("{a}{b}"))
}

const ENDS: &[&str] = &[" ", " ", " ", "", "\n"];

/// The laws hold for whole releases too, cut at any place.
#[test]
fn releases_cut_anywhere() {
    let folder = format!("{}/tests/corpus", env!("CARGO_MANIFEST_DIR"));
    for entry in std::fs::read_dir(folder).expect("tests/corpus") {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "txt") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        check_text(&text);
        for cut in (0..text.len()).step_by(307).filter(|&cut| text.is_char_boundary(cut)) {
            let end = (cut + 211..text.len()).find(|&end| text.is_char_boundary(end)).unwrap_or(text.len());
            check_text(&text[cut..end]);
        }
    }
}
