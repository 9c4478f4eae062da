//! Every `cases.txt`: a line is a test, run through the whole pipeline.
//!
//! ```text
//! # a comment
//! @ 2017-08-14                                       the reference day for the lines below; `@ none`
//! raised «$1.2 billion» in March  => 1200000000 USD  one mention of this kind, with this value
//! «$1» or «$2»                    => 1 USD | 2 USD   two
//! «$4» per share                  => 4 USD {per=share}   its attributes, all of them
//! the «third⏎⏎quarter of 2016»    => 2016-Q3         ⏎ is a line end
//! the «QLV 131» trial             => ?               a mention whose value is not checked
//! a $-free diet                   => none            no mention of this kind
//! It may rain.                    => none (date.not-verb)   and a look-alike turned down by this rule
//! wrong: text => value            today's output, known to be wrong; say why in a comment above
//! ```

use eosin::extract::{Analysis, Context, Date, Document, KindId, analyse, kinds, standoff};

/// A line of a case file.
pub struct Case {
    pub line: usize,
    pub kind: KindId,
    pub reference: Option<Date>,
    pub marked: String,
    values: Vec<String>,
    /// The rule that turned a look-alike down.
    refused: Option<String>,
}

#[test]
fn every_case_holds() {
    let mut failures = Vec::new();
    let mut count = 0;
    for kind in KindId::all() {
        for case in of(kind) {
            count += 1;
            if let Err(problem) = check(&case) {
                failures.push(format!("{}/cases.txt:{}: {problem}", kind.kind().id, case.line));
            }
        }
    }
    assert!(failures.is_empty(), "{} of {count} cases fail:\n{}", failures.len(), failures.join("\n"));
    assert_eq!(kinds::ALL.len(), KindId::all().count());
}

/// The cases of a kind.
pub fn of(kind: KindId) -> Vec<Case> {
    let path = format!("{}/src/extract/kinds/{}/cases.txt", env!("CARGO_MANIFEST_DIR"), kind.kind().id);
    parse(&std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}")), kind)
}

fn parse(file: &str, kind: KindId) -> Vec<Case> {
    let mut reference = None;
    let mut cases = Vec::new();
    for (index, line) in file.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with("# ") || line == "#" {
            continue;
        }
        if let Some(day) = line.strip_prefix("@ ") {
            reference = if day == "none" { None } else { Some(day.parse().expect("a day after @")) };
            continue;
        }
        let line = line.strip_prefix("wrong: ").unwrap_or(line);
        let (text, values) = line.rsplit_once("=>").unwrap_or_else(|| panic!("{}: no => in {line}", index + 1));
        let values = values.trim();
        let (values, refused) = match values.strip_prefix("none (") {
            Some(rule) => ("none", Some(rule.trim_end_matches(')').to_string())),
            None => (values, None),
        };
        let values = if values == "none" { vec![] } else { values.split(" | ").map(|v| v.trim().into()).collect() };
        cases
            .push(Case { line: index + 1, kind, reference, marked: text.trim().replace('⏎', "\n"), values, refused });
    }
    cases
}

/// The one place that touches the API.
fn check(case: &Case) -> Result<(), String> {
    let text = case.marked.replace(['«', '»'], "");
    let analysis = analyse(Document::new("case", text), &Context { reference: case.reference });
    let mentions: Vec<_> = analysis.mentions.iter().filter(|mention| mention.kind == case.kind).collect();
    let mut marked = analysis.document.text.clone();
    for mention in mentions.iter().rev() {
        marked.insert(mention.span.end, '»');
        marked.insert(mention.span.start, '«');
    }
    if marked != case.marked {
        return Err(format!("\n  want {}\n  got  {marked}", case.marked));
    }
    if mentions.len() != case.values.len() {
        return Err(format!("{} mentions but {} values: {marked}", mentions.len(), case.values.len()));
    }
    if let Some(refused) = &case.refused {
        let rules: Vec<&str> = analysis.rejections.iter().map(|rejection| rejection.rule.as_str()).collect();
        if !rules.contains(&refused.as_str()) {
            return Err(format!("want it turned down by {refused}, got {rules:?}: {marked}"));
        }
    }
    for (mention, want) in mentions.iter().zip(&case.values) {
        // A unit may end in braces too: `450000000 {cells}`.
        let (value, attributes) = match want.rsplit_once(" {") {
            Some((value, rest)) if rest == "}" || rest.contains('=') => (value.trim(), Some(rest)),
            _ => (want.as_str(), None),
        };
        let got = standoff::notation(&mention.value);
        if value != "?" && got != value {
            return Err(format!("{}: want {value}, got {got} ({})", surface(&analysis, mention), mention.rule));
        }
        if let Some(attributes) = attributes {
            // A value may hold a comma too: `{schedule=days 1, 8 and 15, route=oral}`.
            let mut want: Vec<String> = Vec::new();
            for part in attributes.trim_end_matches('}').split(", ").filter(|part| !part.trim().is_empty()) {
                match want.last_mut() {
                    Some(last) if !part.contains('=') => *last = format!("{last}, {}", part.trim()),
                    _ => want.push(part.trim().to_string()),
                }
            }
            let mut got: Vec<String> = mention.attributes.iter().map(|a| format!("{}={}", a.name, a.value)).collect();
            want.sort();
            got.sort();
            if want != got {
                return Err(format!("{}: want {want:?}, got {got:?}", surface(&analysis, mention)));
            }
        }
    }
    Ok(())
}

fn surface<'a>(analysis: &'a Analysis, mention: &eosin::extract::Mention) -> &'a str {
    analysis.document.slice(mention.span)
}
