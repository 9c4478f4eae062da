//! The near misses of every case: the line with a word, a number, a mark or a gap left out or replaced, one at a
//! time. What is found in them is not known to be right, but a change of it is to be seen: `tests/near.snap` has a
//! number for each case, made of all that is found in its near misses, and `cargo xtask score` writes it anew.
//!
//! Most rules are conditions that hold together, and a case shows that all of them hold; here each fails alone.

use std::fmt::Write as _;
use std::thread;

use eosin::extract::{Context, Document, KindId, analyse, standoff};

use crate::cases::{self, Case};

#[test]
fn near_misses_are_found_as_before() {
    let path = format!("{}/tests/near.snap", env!("CARGO_MANIFEST_DIR"));
    let cases: Vec<Case> = KindId::all().flat_map(cases::of).collect();
    let half = cases.len() / 2;
    let lines: Vec<String> = thread::scope(|scope| {
        let halves = [&cases[..half], &cases[half..]];
        let work = halves.map(|part| scope.spawn(|| part.iter().map(line).collect::<Vec<_>>()));
        work.into_iter().flat_map(|work| work.join().unwrap()).collect()
    });
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, lines.join("\n") + "\n").unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let kept: std::collections::HashSet<&str> = kept.lines().collect();
    let changed: Vec<usize> = (0..lines.len()).filter(|&at| !kept.contains(lines[at].as_str())).collect();
    let mut said = String::new();
    for &at in changed.iter().take(3) {
        let case = &cases[at];
        write!(said, "\n{}/cases.txt:{}: {}", case.kind.kind().id, case.line, case.marked).unwrap();
        for text in near(case) {
            write!(said, "\n    {text:?}: {}", found(&text, case)).unwrap();
        }
    }
    let count = changed.len();
    assert!(
        changed.is_empty(),
        "the near misses of {count} cases are new, or read otherwise; where that is meant, run `cargo xtask score`. Now:{said}"
    );
}

/// A case in the file: its kind, and a number each for its text and for what is found near it.
fn line(case: &Case) -> String {
    let all: String = near(case).iter().map(|text| found(text, case) + "\n").collect();
    format!(
        "{} {:08x} {:08x}",
        case.kind.kind().id,
        number(&format!("{:?}{}", case.reference, case.marked)),
        number(&all)
    )
}

/// What is found in a text.
fn found(text: &str, case: &Case) -> String {
    let analysis = analyse(Document::new("case", text), &Context { reference: case.reference });
    let mut out = String::new();
    for mention in &analysis.mentions {
        let words = analysis.document.slice(mention.span);
        write!(out, "«{words}» {} by {}", standoff::notation(&mention.value), mention.rule).unwrap();
        for attribute in &mention.attributes {
            write!(out, " {}={}", attribute.name, attribute.value).unwrap();
        }
        out.push_str("; ");
    }
    out
}

/// A case's near misses.
fn near(case: &Case) -> Vec<String> {
    let text = case.marked.replace(['«', '»'], "");
    let pieces = pieces(&text);
    let with = |at: usize, instead: &str| [&pieces[..at].concat(), instead, &pieces[at + 1..].concat()].concat();
    let mut all = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        all.push(with(at, ""));
        let Some(first) = piece.chars().next() else { continue };
        if first.is_alphabetic() {
            let lower = piece.to_lowercase();
            let capital = || first.to_uppercase().chain(piece.chars().skip(1)).collect();
            all.push(with(at, &if lower == **piece { capital() } else { lower }));
            all.push(with(at, "word"));
        } else if first.is_numeric() {
            all.push(with(at, "7"));
        } else if first.is_whitespace() {
            all.push(with(at, "\n"));
        }
    }
    all
}

/// A text cut into runs of letters, of digits and of white space, and single marks.
fn pieces(text: &str) -> Vec<&str> {
    let class = |c: char| match c {
        c if c.is_alphabetic() => 0,
        c if c.is_numeric() => 1,
        c if c.is_whitespace() => 2,
        _ => 3,
    };
    let mut all = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let run = || rest.find(|c| class(c) != class(first)).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(if class(first) == 3 { first.len_utf8() } else { run() });
        all.push(piece);
        rest = after;
    }
    all
}

/// FNV-1a, which is the same in every version of everything.
fn number(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
