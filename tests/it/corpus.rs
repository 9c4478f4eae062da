//! Whole releases: how much of what is right is found, and what is found today.
//!
//! `tests/corpus/<slug>.txt` is a release, `<slug>.gold.ann` what people say is in it, `<slug>.snap.ann`
//! what this program says. The samples of the page have gold here too, their text stays where it is. Gold
//! is never written by a program; snapshots and `SCORES` are, by
//!
//! ```text
//! UPDATE=1 cargo test --test it corpus
//! MISSES=date cargo test --test it corpus -- --nocapture     # what is missed, and what is found wrongly
//! ```
//!
//! Without `UPDATE` the test fails when a figure is below the one in `SCORES`, or when a snapshot is
//! no longer what comes out; so every change of quality shows in a diff.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use eosin::extract::entity::name_key;
use eosin::extract::standoff::{self, Annotation};
use eosin::extract::{Analysis, Context, Date, Document, KindId, Mention, analyse, read};

/// A release with its gold.
struct Release {
    slug: String,
    text: String,
    gold: Vec<Annotation>,
}

#[test]
fn gold_is_well_formed() {
    let mut complaints = Vec::new();
    for release in releases() {
        let mut end = 0;
        for annotation in &release.gold {
            let surface = &release.text[annotation.span.start..annotation.span.end];
            let mut complain = |what: &str| complaints.push(format!("{}: {what}: {surface:?}", release.slug));
            if annotation.span.start < end {
                complain("overlaps the one before, or is out of order");
            }
            end = annotation.span.end;
            if surface.is_empty() || surface.trim() != surface {
                complain("begins or ends with white space");
            }
            if annotation.value.as_ref().is_some_and(|value| !is_notation(annotation.kind.kind().id, value)) {
                complain(&format!("{:?} is not the notation of a value", annotation.value));
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn snapshots_and_scores_hold() {
    let update = std::env::var_os("UPDATE").is_some();
    let show = std::env::var("MISSES").ok();
    let mut tallies: BTreeMap<KindId, Tally> = KindId::all().map(|kind| (kind, Tally::default())).collect();
    let mut changed = Vec::new();
    for release in releases() {
        let document = read(release.text.as_bytes(), &release.slug).expect("a text");
        let source = document.structure.source(&document.text);
        assert_eq!(source, release.text, "{}: reading loses nothing", release.slug);
        // Gold is annotated on the source itself, escapes and all.
        let document = Document::new(&release.slug, &release.text);
        let analysis = analyse(document, &Context::default());
        // Kinds that stand beside the others are annotated in some releases only.
        let annotated = |kind: KindId| release.gold.iter().any(|annotation| annotation.kind == kind);
        for (kind, tally) in tallies.iter_mut().filter(|(kind, _)| !kind.kind().standing.yields() || annotated(**kind))
        {
            let shown = show.as_deref().is_some_and(|wanted| wanted == "all" || wanted == kind.kind().id);
            for line in count(&release, &analysis, *kind, tally).into_iter().filter(|_| shown) {
                println!("{line}");
            }
        }
        let path = folder().join(format!("{}.snap.ann", release.slug));
        let snapshot = standoff::write(&analysis.document, &analysis.mentions);
        let known = std::fs::read_to_string(&path).unwrap_or_default();
        if update {
            std::fs::write(&path, snapshot).expect("a snapshot can be written");
        } else if let Some(line) = first_difference(&known, &snapshot) {
            changed.push(format!("{}: {line}", release.slug));
        }
    }
    let scores = table(&tallies);
    println!("{scores}");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("SCORES");
    if update {
        std::fs::write(&path, &scores).expect("SCORES can be written");
        return;
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    let fallen = fallen(&committed, &scores);
    assert!(fallen.is_empty(), "below SCORES:\n{}\nnow:\n{scores}", fallen.join("\n"));
    assert!(
        changed.is_empty(),
        "other than the snapshot in {} releases (UPDATE=1 rewrites them):\n{}",
        changed.len(),
        changed.join("\n")
    );
}

#[test]
fn a_lower_figure_is_noticed() {
    let committed = "# about\nkind gold found\ndate 10 90.0 80.0\nmoney 4 50.0 50.0\n";
    assert_eq!(fallen(committed, "date 10 90.0 79.9\nmoney 5 51.0 50.0\n").len(), 1);
    assert_eq!(fallen(committed, "date 10 90.0 80.0\n").len(), 1, "a kind that is gone");
    assert!(fallen(committed, "date 10 91.0 80.0\nmoney 3 50.0 50.0\ndose 1 0.0 0.0\n").is_empty());
    assert_eq!(first_difference("a\nb\n", "a\nc\n").as_deref(), Some("line 2: was \"b\", is \"c\""));
    assert_eq!(first_difference("a\n", "a\n"), None);
    assert!(same("date", "2017-Q2", "2017-04-01/2017-06-30") && same("date", "2017", "2017-01-01/2017-12-31"));
    assert!(same("date", "2017/2018-06", "2017-01-01/2018-06-30") && !same("date", "2017-W1", "2017"));
    assert!(!same("date", "2017 MID", "2017") && same("compound", "QLV-131", "qlv 131"));
    assert!(!is_notation("money", "5") && !is_notation("date", "2017-13-45x") && !is_notation("dose", "x mg"));
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

/// Every release with gold, by name. One without a text in the corpus is a sample of the page.
fn releases() -> Vec<Release> {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/samples");
    let mut list = Vec::new();
    for entry in std::fs::read_dir(folder()).expect("tests/corpus") {
        let path = entry.expect("a file").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some(slug) = name.strip_suffix(".gold.ann") else {
            let slug = name.split('.').next().unwrap_or_default();
            assert!(folder().join(format!("{slug}.gold.ann")).exists(), "{name} has no {slug}.gold.ann");
            continue;
        };
        let file = format!("{slug}.txt");
        let text = std::fs::read_to_string(folder().join(&file))
            .or_else(|_| std::fs::read_to_string(samples.join(&file)))
            .unwrap_or_else(|error| panic!("{file}: {error}"));
        let gold = std::fs::read_to_string(&path).expect("UTF-8");
        let gold = standoff::read(&text, &gold).unwrap_or_else(|problem| panic!("{name}: {problem}"));
        list.push(Release { slug: slug.into(), text, gold });
    }
    list.sort_by(|a, b| a.slug.cmp(&b.slug));
    assert!(!list.is_empty(), "no releases");
    list
}

/// Figures of one kind.
#[derive(Default)]
struct Tally {
    gold: usize,
    found: usize,
    both: usize,
    valued: usize,
    agree: usize,
}

/// Counts one release in; gives lines that say what went wrong.
fn count(release: &Release, analysis: &Analysis, kind: KindId, tally: &mut Tally) -> Vec<String> {
    let gold: Vec<&Annotation> = release.gold.iter().filter(|annotation| annotation.kind == kind).collect();
    let found: Vec<&Mention> = analysis.mentions.iter().filter(|mention| mention.kind == kind).collect();
    let mut lines = Vec::new();
    let around = |span: eosin::extract::Span| {
        let text = &release.text;
        let start = (0..=span.start.saturating_sub(30)).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        let end = (span.end + 20..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
        let shown = format!("{}«{}»{}", &text[start..span.start], &text[span.start..span.end], &text[span.end..end]);
        format!("{}: {}", release.slug, shown.replace('\n', "⏎"))
    };
    tally.gold += gold.len();
    tally.found += found.len();
    for annotation in &gold {
        let Some(mention) = found.iter().find(|mention| mention.span == annotation.span) else {
            lines.push(format!("missed  {}", around(annotation.span)));
            continue;
        };
        tally.both += 1;
        let Some(want) = &annotation.value else { continue };
        tally.valued += 1;
        let got = standoff::notation(&mention.value);
        if same(kind.kind().id, want, &got) {
            tally.agree += 1;
        } else {
            lines.push(format!("value   {} is {want}, not {got} ({})", around(annotation.span), mention.rule));
        }
    }
    for mention in found {
        if !gold.iter().any(|annotation| annotation.span == mention.span) {
            lines.push(format!("wrong   {} ({})", around(mention.span), mention.rule));
        }
    }
    lines
}

/// Whether two notations mean the same: names by their letters and digits, dates by their days.
fn same(kind: &str, a: &str, b: &str) -> bool {
    match kind {
        "compound" => name_key(a) == name_key(b),
        "date" => days(a) == days(b),
        _ => a == b,
    }
}

/// A value as first and last day, where it has whole days.
fn days(value: &str) -> String {
    let (timex, modifier) = value.split_once(' ').unwrap_or((value, ""));
    let (first, last) = timex.split_once('/').unwrap_or((timex, timex));
    match (ends(first), ends(last)) {
        (Some((start, _)), Some((_, end))) => format!("{start}/{end} {modifier}"),
        _ => value.to_string(),
    }
}

/// First and last day of a year, half, quarter, month or day.
fn ends(timex: &str) -> Option<(Date, Date)> {
    let fields: Vec<&str> = timex.split('-').collect();
    let months = |year: &str, first: u32, count: u32| {
        let year = year.parse().ok()?;
        Some((Date::new(year, first, 1)?, Date::new(year, first + count - 1, 1)?.last_of_month()))
    };
    match fields.as_slice() {
        [year] => months(year, 1, 12),
        [year, part] => match part.split_at_checked(1)? {
            ("Q", quarter) => months(year, (quarter.parse::<u32>().ok()? * 3).checked_sub(2)?, 3),
            ("H", half) => months(year, (half.parse::<u32>().ok()? * 6).checked_sub(5)?, 6),
            _ => months(year, part.parse().ok()?, 1),
        },
        _ => timex.parse().ok().map(|day| (day, day)),
    }
}

/// Whether a value has the form that [`standoff::notation`] gives to its kind.
fn is_notation(kind: &str, value: &str) -> bool {
    let amount = |text: &str| {
        text.split("..").flat_map(|part| part.split(',')).all(|part| part.parse::<eosin::extract::Decimal>().is_ok())
    };
    let two = value.split_once(' ');
    match kind {
        "compound" | "issuer" | "trial" => !value.trim().is_empty(),
        "dose" | "statistic" => two.is_some_and(|(number, unit)| amount(number) && !unit.is_empty()),
        "money" => two.is_some_and(|(number, code)| {
            amount(number) && code.len() == 3 && code.chars().all(|c| c.is_ascii_uppercase())
        }),
        "date" => {
            let (timex, modifier) = two.unwrap_or((value, "MID"));
            ["START", "MID", "END", "APPROX"].contains(&modifier) && timex.split('/').all(is_timex)
        }
        _ => true,
    }
}

/// A year, then a quarter, half, season or month, then a day, then a time.
fn is_timex(timex: &str) -> bool {
    let (day, time) = timex.split_once('T').unwrap_or((timex, "00:00"));
    let fields: Vec<&str> = day.split('-').collect();
    let number = |text: &str, width: usize| text.len() == width && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts = ["Q1", "Q2", "Q3", "Q4", "H1", "H2", "SP", "SU", "FA", "WI"];
    number(&time.replace(':', ""), 4)
        && match fields.as_slice() {
            [year] => number(year, 4),
            [year, part] => number(year, 4) && (number(part, 2) || parts.contains(part)),
            [_, _, _] => day.parse::<Date>().is_ok(),
            _ => false,
        }
}

/// The `SCORES` file.
fn table(tallies: &BTreeMap<KindId, Tally>) -> String {
    let mut out = String::from(
        "# Releases of tests/corpus: exact spans, and values of those found, in percent.\n\
         # Written by `UPDATE=1 cargo test --test it corpus`; a lower figure fails the test.\n",
    );
    let percent = |part: usize, whole: usize| if whole == 0 { 0.0 } else { part as f64 / whole as f64 * 100.0 };
    writeln!(out, "{:<9} {:>5} {:>9} {:>7} {:>6} {:>7}", "# kind", "gold", "precision", "recall", "F1", "values")
        .unwrap();
    for (kind, tally) in tallies {
        writeln!(
            out,
            "{:<9} {:>5} {:>9.1} {:>7.1} {:>6.1} {:>7.1}",
            kind.kind().id,
            tally.gold,
            percent(tally.both, tally.found),
            percent(tally.both, tally.gold),
            percent(2 * tally.both, tally.gold + tally.found),
            percent(tally.agree, tally.valued),
        )
        .unwrap();
    }
    out
}

/// Lines of a committed table with a figure that has become lower. The first figure, a count, is not
/// compared.
fn fallen(committed: &str, now: &str) -> Vec<String> {
    let rows = |text: &str| -> BTreeMap<String, Vec<f64>> {
        let figures = |line: &str| -> Option<(String, Vec<f64>)> {
            let mut fields = line.split_whitespace();
            let kind = fields.next()?.to_string();
            Some((kind, fields.map(|field| field.parse().ok()).collect::<Option<Vec<f64>>>()?))
        };
        text.lines().filter(|line| !line.starts_with('#')).filter_map(figures).collect()
    };
    let now = rows(now);
    let lower = |(kind, was): (String, Vec<f64>)| {
        let is = now.get(&kind).cloned().unwrap_or_default();
        let fell = was.iter().enumerate().skip(1).any(|(at, was)| is.get(at).is_none_or(|is| is < was));
        fell.then(|| format!("{kind}: was {was:?}, is {is:?}"))
    };
    rows(committed).into_iter().filter_map(lower).collect()
}

/// Where two texts first differ.
fn first_difference(was: &str, is: &str) -> Option<String> {
    let longest = was.lines().count().max(is.lines().count());
    (0..longest).find_map(|at| {
        let (was, is) = (was.lines().nth(at).unwrap_or(""), is.lines().nth(at).unwrap_or(""));
        (was != is).then(|| format!("line {}: was {was:?}, is {is:?}", at + 1))
    })
}
