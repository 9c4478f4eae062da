//! The laws of the pipeline, for any input: nothing panics, and what each step promises holds.
//!
//! The texts come from three sources: any bytes, any characters, and fragments of press releases in
//! any order, which reach the rules far more often than the others do. Each run draws the same texts;
//! `SEED=7 TIMES=100 cargo test --test it invariants` draws others, and a hundred times as many.

use std::collections::BTreeSet;

use eosin::extract::{Analysis, Context, Date, Document, KindId, Span, analyse, read, segment, standoff};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

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
    "CLR",
    "CLR 131",
    "CLR-131",
    "1700 and 1900",
    "CLR 1602-PTX",
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
    "www.example.com/CLR-131",
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
    fn any_text(text in "\\PC{0,300}") {
        check_text(&text);
    }

    #[test]
    fn any_characters(text in prop::collection::vec(any::<char>(), 0..200)) {
        check_text(&text.into_iter().collect::<String>());
    }
}

proptest! {
    #![proptest_config(config(3000))]

    #[test]
    fn any_order_of_fragments(parts in prop::collection::vec(fragment(), 0..40)) {
        check_text(&parts.concat());
    }
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
        for cut in (0..text.len()).step_by(97).filter(|&cut| text.is_char_boundary(cut)) {
            let end = (cut + 211..text.len()).find(|&end| text.is_char_boundary(end)).unwrap_or(text.len());
            check_text(&text[cut..end]);
        }
    }
}

fn check_bytes(bytes: &[u8], name: &str) {
    if let Ok(document) = read(bytes, name) {
        check(&analyse(document, &Context::default()));
    }
}

fn check_text(text: &str) {
    let document = Document::new("any", text);
    assert_eq!(document.text, text, "the text is frozen");
    let analysis = analyse(document.clone(), &Context { reference: Date::new(2017, 8, 14) });
    check(&analysis);
    let again = analyse(document, &Context { reference: Date::new(2017, 8, 14) });
    assert_eq!(analysis, again, "one text, one analysis");
}

/// Every law that can be read off an analysis.
fn check(analysis: &Analysis) {
    let Analysis { document, mentions, rejections, entities, summary } = analysis;
    let text = &document.text;
    let whole = |span: Span, what: &str| {
        assert!(
            span.start <= span.end && span.end <= text.len(),
            "{what} {span:?} lies within {}: {text:?}",
            text.len()
        );
        assert!(
            text.is_char_boundary(span.start) && text.is_char_boundary(span.end),
            "{what} {span:?} cuts a character: {text:?}"
        );
    };

    // Paragraphs tile the text.
    let mut at = 0;
    for paragraph in &document.paragraphs {
        whole(paragraph.span, "paragraph");
        assert_eq!(paragraph.span.start, at, "paragraphs tile: {text:?}");
        at = paragraph.span.end;
    }
    assert_eq!(at, text.len(), "paragraphs tile: {text:?}");
    if let Some(dateline) = document.dateline {
        whole(dateline.span, "dateline");
    }

    // Mentions are in order and apart, and say something that is there.
    let mut end = 0;
    for mention in mentions {
        whole(mention.span, "mention");
        assert!(!mention.span.is_empty(), "an empty mention at {:?}: {text:?}", mention.span);
        assert!(mention.span.start >= end, "mentions overlap at {:?}: {text:?}", mention.span);
        end = mention.span.end;
        let surface = document.slice(mention.span);
        assert_eq!(surface, surface.trim(), "a mention begins and ends with a character one can see: {text:?}");
        for attribute in &mention.attributes {
            if let Some(span) = attribute.span {
                whole(span, "attribute");
            }
        }
        let rule = mention.rule.as_str();
        let (kind, what) = rule.split_once('.').unwrap_or_else(|| panic!("{rule} is not of the form kind.what"));
        assert!(kind == mention.kind.kind().id && !what.is_empty(), "{rule} made a {}", mention.kind.kind().id);
    }
    let mut last = Span::default();
    for rejection in rejections {
        whole(rejection.span, "rejection");
        assert!(rejection.span >= last, "rejections are in order: {text:?}");
        last = rejection.span;
        assert!(rejection.rule.as_str().starts_with(rejection.kind.kind().id), "{} is of another kind", rejection.rule);
    }

    // Segments joined are the text, and lie under the mention they name.
    let segments: Vec<_> = segment::segment(document, mentions).concat();
    assert_eq!(segments.iter().map(|s| document.slice(s.span)).collect::<String>(), *text, "segments join");
    let mut shown = vec![0; mentions.len()];
    for segment in segments {
        whole(segment.span, "segment");
        assert!(!segment.span.is_empty(), "an empty segment: {text:?}");
        if let Some(index) = segment.mention {
            assert!(mentions[index].span.contains(segment.span), "a segment outside its mention: {text:?}");
            shown[index] += segment.span.len();
        }
    }
    for (mention, shown) in mentions.iter().zip(shown) {
        assert_eq!(mention.span.len(), shown, "segments show the whole mention: {text:?}");
    }

    // Each mention is in one entity, of its kind.
    let mut seen = BTreeSet::new();
    for entity in entities {
        assert!(!entity.mentions.is_empty(), "an entity nobody mentions: {text:?}");
        assert!(entity.mentions.is_sorted(), "an entity's mentions are in order: {text:?}");
        for &index in &entity.mentions {
            assert!(seen.insert(index), "a mention is in two entities: {text:?}");
            assert_eq!(mentions[index].kind, entity.kind);
        }
    }
    assert_eq!(seen.len(), mentions.len(), "each mention is in an entity: {text:?}");

    // Rows lead back to mentions.
    assert_eq!(summary.groups.len(), KindId::all().count());
    for group in &summary.groups {
        assert_eq!(group.count, group.rows.iter().map(|row| row.mentions.len()).sum::<usize>());
        assert_eq!(group.count, mentions.iter().filter(|mention| mention.kind == group.kind).count());
        for row in &group.rows {
            whole(row.sentence, "sentence");
            assert_eq!(entities[row.entity].mentions, row.mentions);
            assert!(
                row.sentence.overlaps(mentions[row.mentions[0]].span),
                "a row's sentence is its first mention's: {text:?}"
            );
            for &index in &row.mentions {
                assert_eq!(mentions[index].kind, group.kind);
                let span = document.sentence(mentions[index].span);
                whole(span, "sentence");
            }
        }
    }

    // Standoff written and read is the same.
    let written = standoff::write(document, mentions);
    let read = standoff::read(text, &written).unwrap_or_else(|problem| panic!("{problem}\n{written}\n{text:?}"));
    assert_eq!(read.len(), mentions.len());
    for (annotation, mention) in read.iter().zip(mentions) {
        assert_eq!((annotation.span, annotation.kind), (mention.span, mention.kind), "{written}\n{text:?}");
        let value = standoff::notation(&mention.value);
        assert_eq!(annotation.value.as_deref().unwrap_or(""), value, "{written}");
    }

    // So is JSON.
    let json = serde_json::to_string(analysis).unwrap();
    let back: Analysis = serde_json::from_str(&json).unwrap_or_else(|problem| panic!("{problem}: {json}"));
    assert_eq!(&back, analysis, "{json}");
}
