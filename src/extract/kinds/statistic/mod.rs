//! Statistic: percentages, p-values, hazard ratios, confidence intervals.
//!
//! In: tokens. Out: mentions whose value is a quantity, in percent or a plain number (`1`).
//!
//! ```
//! use eosin::extract::{Context, Document, analyse, standoff};
//! let text = "ORR was 43% (95% CI 31.2-55.8; p = 0.03).";
//! let analysis = analyse(Document::new("note", text), &Context::default());
//! let values: Vec<String> = analysis.mentions.iter().map(|m| standoff::notation(&m.value)).collect();
//! assert_eq!(values, ["43 %", "31.2..55.8 1", "0.03 1"]);
//! ```
//!
//! What is measured (`measure=ORR`) is read from the words before. Invariant: a mention begins or ends with a
//! number. Not here: shares of ownership and the like, which are percentages as any other.

mod table;

use self::table::{MEASURES, WAKES, Wake};
use super::{Found, Kind, Recogniser, Scan, Standing};
use crate::extract::decimal::Decimal;
use crate::extract::lex::{Class, Gap, Likely, List, Tokens, number, w, words};
use crate::extract::mention::{Amount, Attribute, Certainty, Value};

/// Registry row.
pub static KIND: Kind =
    Kind { id: "statistic", title: "Statistic", plural: "Statistics", glyph: "%", standing: Standing::OnDemand };

/// Finds them.
pub static RECOGNISER: Recogniser = Recogniser {
    wakes: |wakes| {
        wakes.symbol('%');
        wakes.words(&WAKES);
    },
    find,
};

fn find(scan: &Scan<'_>, found: &mut Found) {
    let tokens = &scan.tokens;
    let mut done = 0;
    let mut at = 0;
    let mut anchors = scan.awake.of(&KIND);
    while at < tokens.len() {
        at = anchors.from(at);
        let token = tokens.get(at);
        let end = match token.class {
            Class::Symbol if token.is('%') => percentage(tokens, at, done, found),
            Class::Word if token.len() <= 10 => WAKES.find(tokens, at).and_then(|wake| match wake {
                Wake::Percent => percentage(tokens, at, done, found),
                Wake::Measure => ratio(tokens, at, found),
                Wake::Interval => interval(tokens, at, done, found),
            }),
            _ => None,
        };
        if let Some(end) = end {
            done = end;
        }
        at = end.map_or(at + 1, |end| end.max(at + 1));
    }
}

/// "43%", "20% to 30%", "20-30 percent".
///
/// Hard, because the sign stands after the number, and ranges repeat it or not. `43%` is one; the `95%` of
/// `95% CI` is part of an interval.
fn percentage(tokens: &Tokens<'_>, sign: usize, done: usize, found: &mut Found) -> Option<usize> {
    let end = sign + 1;
    if tokens.is_any(end, words!["ci", "confidence"])
        || tokens.is_any(end + 1, words!["ci", "confidence"]) && tokens.get(end).is('(')
    {
        return None;
    }
    let (high, mut first) = before(tokens, sign, done)?;
    let mut amount = Amount::One(high);
    // "20-30%", "20% to 30%", "between 20% and 30%"
    let link = first.saturating_sub(1);
    let ranged = tokens.is(link, w!("to"))
        || tokens.get(link).class == Class::Dash
        || tokens.is(link, w!("and")) && is_between(tokens, link);
    if first > 0 && ranged {
        let low_end = if tokens.get(link.wrapping_sub(1)).is('%') { link.wrapping_sub(1) } else { link };
        if let Some((low, start)) = before(tokens, low_end, 0)
            && low < high
            && !(tokens.is(link, w!("to")) && tokens.is(start.wrapping_sub(1), w!("from")))
        {
            first = start;
            amount = Amount::Range { low, high };
        }
    }
    let attributes = measure(tokens, first).into_iter().collect();
    if first < done
        && let Some(last) = found.mentions.last()
        && last.span.start >= tokens.get(first).span().start
    {
        // The lower end of a range was taken for a percentage of its own.
        found.mentions.pop();
    }
    let value = Value::Quantity { amount, unit: "%".into() };
    found.add(tokens.span(first, end), value, "statistic.percentage", Certainty::Sure, attributes);
    Some(end)
}

/// "p = 0.03", "p<0.001", "HR 0.65", "hazard ratio of 0.65".
///
/// Hard, because the letters are those of other words: `p. 12` is a page, `HR department` no ratio.
fn ratio(tokens: &Tokens<'_>, at: usize, found: &mut Found) -> Option<usize> {
    let (words, name) =
        MEASURES.iter().find(|(words, _)| reads(tokens, at, words)).filter(|(_, name)| RATIOS.contains(name))?;
    let mut next = at + words.len();
    if tokens.is_any(next, words!["value", "values"])
        || tokens.get(next).class == Class::Dash && tokens.is(next + 1, w!("value"))
    {
        next += 1 + usize::from(tokens.get(next).class == Class::Dash);
    }
    // "hazard ratio (HR)"
    if tokens.get(next).is('(') && tokens.get(next + 2).is(')') && tokens.get(next + 1).is_word() {
        next += 3;
    }
    let mut bound = None;
    let mut linked = false;
    loop {
        match tokens.get(next).symbol() {
            Some('=' | ':' | ',') => linked = true,
            Some('<' | '≤') => bound = Some("below"),
            Some('>' | '≥') => bound = Some("above"),
            _ if tokens.is_any(next, words!["of", "was", "is"]) => linked = true,
            _ => break,
        }
        next += 1;
    }
    let number = number(tokens, next)?;
    // "p. 12" and "HR 2019" are no ratios: a fraction, or a sign between.
    if !(linked || bound.is_some() || number.fraction)
        || tokens.get(number.end).is('%')
        || tokens.get(next).gap > Gap::Space
    {
        return None;
    }
    let mut attributes = vec![Attribute::new("measure", *name, tokens.span(at, at + words.len()))];
    if let Some(bound) = bound {
        attributes.push(Attribute::new("bound", bound, tokens.span(next - 1, next)));
    }
    let value = Value::Quantity { amount: Amount::One(number.value), unit: "1".into() };
    found.add(tokens.span(at, number.end), value, "statistic.ratio", Certainty::Sure, attributes);
    Some(number.end)
}

/// Measures that are plain numbers.
const RATIOS: &[&str] = &["p", "hazard ratio", "odds ratio", "relative risk"];

/// "95% CI 1.2-3.4", "95% confidence interval: 0.45, 0.88".
///
/// Hard, because what divides the ends is a hyphen, a comma, or "to". `95% CI 1.2-3.4` is one; `CI of the
/// mean` none.
fn interval(tokens: &Tokens<'_>, at: usize, done: usize, found: &mut Found) -> Option<usize> {
    let mut next = at + 1;
    if tokens.is(next, w!("interval")) {
        next += 1;
    }
    if tokens.get(next).is('(') && tokens.is(next + 1, w!("ci")) && tokens.get(next + 2).is(')') {
        next += 3;
    }
    while matches!(tokens.get(next).symbol(), Some(':' | ',' | '=' | '[' | '('))
        || tokens.is_any(next, words!["of", "was"])
    {
        next += 1;
    }
    let low = number(tokens, next)?;
    let mut link = low.end;
    let percent = tokens.get(link).is('%');
    link += usize::from(percent);
    let divided = matches!(tokens.get(link).symbol(), Some(',' | ';'))
        || tokens.get(link).class == Class::Dash
        || tokens.is(link, w!("to"));
    let high = number(tokens, link + 1).filter(|_| divided)?;
    let end = high.end + usize::from(tokens.get(high.end).is('%'));
    let unit = if end > high.end { "%" } else { "1" };
    // "95%" before it.
    let sign = at.checked_sub(1).filter(|&sign| tokens.get(sign).is('%'));
    let level = sign.and_then(|sign| before(tokens, sign, done));
    let first = level.map_or(at, |(_, first)| first);
    let name = level.map_or("CI".to_string(), |(level, _)| format!("{level}% CI"));
    let value = Value::Quantity { amount: Amount::Range { low: low.value, high: high.value }, unit: unit.into() };
    let attributes = vec![Attribute::new("measure", name, tokens.span(first, at + 1))];
    found.add(tokens.span(first, end), value, "statistic.interval", Certainty::Sure, attributes);
    Some(end)
}

/// Whether "between" stands a few words before a token, in its paragraph.
fn is_between(tokens: &Tokens<'_>, at: usize) -> bool {
    let back = (1..8).map(|step| at.wrapping_sub(step));
    let mut here = back.take_while(|before| tokens.get(before.wrapping_add(1)).gap < Gap::Paragraph);
    here.any(|before| tokens.is(before, w!("between")))
}

/// The number that ends before a token, and where it begins.
fn before(tokens: &Tokens<'_>, end: usize, from: usize) -> Option<(Decimal, usize)> {
    let mut first = end.checked_sub(1)?;
    if !tokens.get(first).is_number() || tokens.get(end).gap > Gap::Space {
        return None;
    }
    while first > from
        && tokens.get(first).is_glued()
        && (tokens.get(first - 1).is_number() || matches!(tokens.get(first - 1).symbol(), Some('.' | ',')))
        && (tokens.get(first - 1).is_number()
            || tokens.get(first - 1).is('.')
            || first >= 2 && tokens.get(first - 2).is_number())
    {
        first -= 1;
    }
    let glued = tokens.get(first).is_glued() && first > 0 && tokens.get(first - 1).is_word();
    let number = number(tokens, first).filter(|number| number.end == end && !glued)?;
    Some((number.value, first))
}

/// First words of measures.
#[allow(clippy::indexing_slicing)] // runs in the compiler
static BEGINS: Likely<4> = {
    let (mut begins, mut row) = (Likely::NONE, 0);
    while row < MEASURES.len() {
        if let [first, ..] = MEASURES[row].0.words() {
            begins = begins.word(*first);
        }
        row += 1;
    }
    begins
};

/// What the words before say is measured: "ORR was 43%".
fn measure(tokens: &Tokens<'_>, first: usize) -> Option<Attribute> {
    let mut best: Option<(usize, usize, &str)> = None;
    for at in (first.saturating_sub(9)..first).rev() {
        let ends = matches!(tokens.get(at).symbol(), Some('.' | ';')) && tokens.get(at + 1).gap > Gap::None;
        if ends || tokens.get(at + 1).gap == Gap::Paragraph {
            break;
        }
        let token = tokens.get(at);
        if !token.is_word() || !BEGINS.has(token) {
            continue;
        }
        // The nearest, and the longest of those that end there.
        let begins = |words: &List| words.first().is_some_and(|word| token.reads(*word));
        let read =
            MEASURES.iter().find(|(words, _)| begins(words) && at + words.len() <= first && reads(tokens, at, words));
        if let Some((words, name)) = read
            && best.is_none_or(|(_, end, _)| at + words.len() >= end)
        {
            best = Some((at, at + words.len(), name));
        }
    }
    best.map(|(at, end, name)| Attribute::new("measure", name, tokens.span(at, end)))
}

fn reads(tokens: &Tokens<'_>, at: usize, words: &List) -> bool {
    words.iter().enumerate().all(|(step, word)| tokens.is(at + step, *word))
}
