//! Trial: clinical trials, by register number, by name, by phase.
//!
//! In: tokens, and what the main kinds found. Out: mentions whose value is the number or the name.
//!
//! ```
//! use eosin::extract::{Context, Document, analyse, standoff};
//! let text = "The Phase 3 QUINCE-2 trial (NCT01234567) is open.";
//! let analysis = analyse(Document::new("note", text), &Context::default());
//! let values: Vec<String> = analysis.mentions.iter().map(|m| standoff::notation(&m.value)).collect();
//! assert_eq!(values, ["Phase 3", "QUINCE-2", "NCT01234567"]);
//! ```
//!
//! A name counts where "trial" or "study" stands beside it, and then wherever it stands again. Invariant: no
//! mention shares a byte with one of a main kind: `QLV-131 trial` is a compound's.

mod table;

use std::borrow::Cow;

use self::table::{BETWEEN, NOT_NAMES, REGISTERS, TRIALS};
use super::{Found, Kind, Recogniser, Scan, Standing};
use crate::extract::document::on_one_line;
use crate::extract::lex::{Case, Class, Gap, Likely, Token, Tokens, is_dash, phase, w, words};
use crate::extract::mention::{Attribute, Certainty, Value};
use crate::extract::sort;
use crate::extract::span::Span;
use crate::extract::text::Text;

/// Registry row.
pub static KIND: Kind =
    Kind { id: "trial", title: "Trial", plural: "Trials", glyph: "⚑", standing: Standing::OnDemand };

/// Finds them.
pub static RECOGNISER: Recogniser = Recogniser {
    wakes: |wakes| {
        wakes.numbers();
        wakes.word("phase");
        wakes.words(&TRIALS);
    },
    find,
};

fn find(scan: &Scan<'_>, found: &mut Found) {
    let tokens = &scan.tokens;
    let before = found.mentions.len();
    let mut names: Vec<(usize, usize)> = Vec::new();
    for at in scan.awake.of(&KIND).sift(|at| tokens.beside(at, may_begin)) {
        let token = tokens.get(at);
        match token.class {
            Class::Number => {
                // "QUINCE-2 (NCT01234567)"
                let open = register(tokens, at, found)
                    .and_then(|first| first.checked_sub(1))
                    .filter(|&open| tokens.get(open).is('('));
                names.extend(open.and_then(|open| ends_at(tokens, open.checked_sub(1)?)));
            }
            Class::Word if token.len() >= 5 && token.len() <= 7 => {
                if tokens.is(at, w!("phase")) {
                    if let Some((value, end)) = phase(tokens, at) {
                        found.add(
                            tokens.span(at, end),
                            Value::Name { name: value },
                            "trial.phase",
                            Certainty::Sure,
                            Vec::new(),
                        );
                    }
                } else if TRIALS.find(tokens, at).is_some() {
                    let mut next = beside(tokens, at);
                    // "the QUINCE-2 and ALDER studies"
                    while let Some((first, end)) = next {
                        names.push((first, end));
                        let listed = first > 1
                            && end <= at
                            && (tokens.is(first - 1, w!("and")) || tokens.get(first - 1).is(','));
                        next = if listed { ends_at(tokens, first - 2) } else { None };
                    }
                }
            }
            _ => {}
        }
    }
    if names.is_empty() {
        return;
    }
    let mut taken: Vec<Span> = found.mentions.iter().take(before).map(|mention| mention.span).collect();
    sort::plain(&mut taken);
    names.retain(|&(first, end)| is_free(&taken, tokens.span(first, end)));
    named(tokens, &names, &taken, found);
}

/// Whether a word or number may be what the kind looks for. Most numbers are short: a register's has six digits behind a
/// word, or four and a dash.
fn may_begin([before, token, next]: &[Token; 3]) -> bool {
    let long = (token.len() >= 6) & before.is_word();
    token.is_number() & (long | (token.len() == 4) & (next.class == Class::Dash))
        | token.is_word() & (token.len() >= 5) & (token.len() <= 7)
}

/// "NCT01234567", "EudraCT 2015-001234-12", "2022-501234-12-00".
///
/// Hard, because numbers in groups are dates and telephones too. `2015-001234-12` has four, six and two
/// digits as no date has; `2015-01-12` is none.
fn register(tokens: &Tokens<'_>, at: usize, found: &mut Found) -> Option<usize> {
    let token = tokens.get(at);
    let dash =
        |at: usize| tokens.get(at).class == Class::Dash && tokens.get(at).is_glued() && tokens.get(at + 1).is_glued();
    let digits = |at: usize| if tokens.get(at).is_number() { tokens.get(at).len() } else { 0 };
    if token.len() >= 6 {
        let word = at.checked_sub(1)?;
        let near = token.is_glued() || token.gap == Gap::Space;
        if near && REGISTERS.find(tokens, word).is_some_and(|&length| token.len() >= length) {
            let name = format!("{}{}", tokens.str(word), tokens.str(at)).into();
            found.add(tokens.span(word, at + 1), Value::Name { name }, "trial.register", Certainty::Sure, Vec::new());
            return Some(word);
        }
    } else if token.len() == 4 && dash(at + 1) && digits(at + 2) == 6 && dash(at + 3) && digits(at + 4) == 2 {
        let long = dash(at + 5) && digits(at + 6) == 2;
        let end = at + if long { 7 } else { 5 };
        let name = plain(tokens.slice(tokens.span(at, end)));
        found.add(tokens.span(at, end), Value::Name { name }, "trial.register", Certainty::Sure, Vec::new());
        return Some(at);
    }
    None
}

/// Words between a trial's name and "trial".
static LIKELY_BETWEEN: Likely<8> = Likely::of(BETWEEN.words());

fn is_between(tokens: &Tokens<'_>, at: usize) -> bool {
    LIKELY_BETWEEN.has(tokens.get(at)) && BETWEEN.find(tokens, at).is_some()
}

/// The name that stands beside "trial" or "study".
///
/// Hard, because words with capitals stand there for other reasons. `the QUINCE-2 trial`, `the trial, called
/// QUINCE-2` and `trial (QUINCE-2)` name one; `the FDA study` and `PHASE 3 STUDY` none.
fn beside(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let mut last = at.checked_sub(1)?;
    let near = |at: usize| tokens.get(at).gap <= Gap::Line;
    let mut gaps = near(at);
    // "QUINCE-2 Phase 3 clinical trial"
    for _ in 0..5 {
        let word = tokens.get(last);
        let number = |at: usize| tokens.get(at).is_number() && tokens.get(at).len() == 1;
        let numeral = number(last) && last > 0 && tokens.is(last - 1, w!("phase"));
        let letter =
            word.is_glued() && word.len() == 1 && last > 1 && number(last - 1) && tokens.is(last - 2, w!("phase"));
        if !(numeral || letter || is_between(tokens, last)) {
            break;
        }
        gaps &= near(last);
        last = last.checked_sub(1)?;
    }
    // "Treatment Effect in Obesity (QUINCE) studies"
    if tokens.get(last).is(')') {
        let inner = ends_at(tokens, last.checked_sub(1)?)?;
        return (inner.0 > 0 && tokens.get(inner.0 - 1).is('(')).then_some(inner);
    }
    if gaps && let Some(name) = ends_at(tokens, last) {
        return Some(name);
    }
    // "QUINCE-2, a Phase 3 trial"
    let article = tokens.is_any(last, words!["a", "an", "its", "our", "the"]) && last > 1;
    if article
        && (tokens.get(last - 1).is(',')
            || tokens.is_any(last - 1, words!["is", "was"])
            || tokens.get(last - 1).class == Class::Dash)
    {
        let before = last - 2;
        let open = (1..8).filter_map(|step| before.checked_sub(step)).find(|&at| tokens.get(at).is('('));
        let before = if tokens.get(before).is(')') { open?.checked_sub(1)? } else { before };
        if let Some(name) = ends_at(tokens, before) {
            return Some(name);
        }
    }
    let mut next = at + 1;
    while tokens.is_any(next, words!["called", "named", "dubbed", "known", "as"])
        || matches!(tokens.get(next).symbol(), Some('(' | ',' | '“' | '"'))
    {
        next += 1;
    }
    (next > at + 1).then(|| begins_at(tokens, next)).flatten()
}

/// A name whose last token is given.
fn ends_at(tokens: &Tokens<'_>, last: usize) -> Option<(usize, usize)> {
    if !matches!(tokens.get(last).class, Class::Word | Class::Number) {
        return None;
    }
    let mut first = last;
    while first > 0
        && tokens.get(first).is_glued()
        && matches!(tokens.get(first - 1).class, Class::Word | Class::Number | Class::Dash)
        && last - first < 4
    {
        first -= 1;
    }
    // "SYMPHONY 2"
    let spaced = first == last
        && tokens.get(last).is_number()
        && tokens.get(last).gap == Gap::Space
        && tokens.get(last).len() == 1;
    if spaced && first > 0 {
        first -= 1;
    }
    checked(tokens, first, last + 1)
}

fn begins_at(tokens: &Tokens<'_>, first: usize) -> Option<(usize, usize)> {
    let mut end = first + 1;
    while tokens.get(end).is_glued()
        && matches!(tokens.get(end).class, Class::Word | Class::Number | Class::Dash)
        && end - first < 5
    {
        end += 1;
    }
    let closed =
        matches!(tokens.get(end).symbol(), Some(')' | ',' | '”' | '"' | '.')) || tokens.get(end).gap > Gap::None;
    checked(tokens, first, end).filter(|_| closed)
}

/// Whether these tokens may be the name of a trial: capitals of four letters and more, or a number after a
/// hyphen.
fn checked(tokens: &Tokens<'_>, first: usize, end: usize) -> Option<(usize, usize)> {
    let token = tokens.get(first);
    let number = end > first + 1 && tokens.get(end - 1).is_number();
    let shouted = token.case == Case::Upper && token.len() >= 4;
    let shaped =
        shouted || number && matches!(token.case, Case::Upper | Case::Mixed | Case::Capital) && token.len() >= 3;
    if !(token.is_word() & shaped) {
        return None;
    }
    let loud = |at: usize| tokens.get(at).case == Case::Upper && tokens.get(at).len() > 3 && !is_between(tokens, at);
    // A line in capitals names nothing.
    let line = shouted && !number && (first > 0 && loud(first - 1) || loud(end) && tokens.get(end).gap == Gap::Space);
    let free =
        NOT_NAMES.find(tokens, first).is_none() && !is_between(tokens, first) && TRIALS.find(tokens, first).is_none();
    (free && !line).then_some((first, end))
}

/// Adds every place of the names.
fn named(tokens: &Tokens<'_>, names: &[(usize, usize)], taken: &[Span], found: &mut Found) {
    if names.is_empty() {
        return;
    }
    let surface = |first: usize, end: usize| plain(tokens.slice(tokens.span(first, end)));
    let mut known: Vec<Text> = names.iter().map(|&(first, end)| surface(first, end)).collect();
    sort::by(&mut known, |a, b| a.as_bytes().cmp(b.as_bytes()));
    let is_known = |name: &Text| known.binary_search_by(|known| known.as_bytes().cmp(name.as_bytes())).is_ok();
    let mut begins: Vec<u32> = names.iter().map(|&(first, _)| tokens.get(first).hash()).collect();
    sort::by(&mut begins, u32::cmp);
    let mut lengths: Vec<usize> = names.iter().map(|(first, end)| end - first).collect();
    sort::by(&mut lengths, |a, b| b.cmp(a));
    lengths.dedup();
    // Most words begin none, which a bit tells, of which there are more where there are many names.
    let mut bits = vec![0u64; (begins.len() / 4 + 1).next_power_of_two()];
    let last = bits.len() - 1;
    for hash in &begins {
        if let Some(bits) = bits.get_mut((hash >> 6) as usize & last) {
            *bits |= 1 << (hash % 64);
        }
    }
    let may_begin = |token: &Token| {
        let bits = bits.get((token.payload() >> 6) as usize & last);
        bits.is_some_and(|bits| bits >> (token.payload() % 64) & 1 != 0)
    };
    let mut at = 0;
    while let Some(next) = tokens.list().get(at..).and_then(|rest| rest.iter().position(may_begin)) {
        at += next;
        let token = tokens.get(at);
        let lone = !token.is_glued()
            || !matches!(tokens.get(at.wrapping_sub(1)).class, Class::Word | Class::Number | Class::Dash);
        let fits = |length: &usize| {
            let next = tokens.get(at + length);
            let ends = !next.is_glued() || !matches!(next.class, Class::Word | Class::Number);
            ends && is_known(&surface(at, at + length))
        };
        let length = if token.is_word() && lone && begins.binary_search(&token.hash()).is_ok() {
            lengths.iter().copied().find(fits)
        } else {
            None
        };
        let Some(length) = length else {
            at += 1;
            continue;
        };
        let span = tokens.span(at, at + length);
        if is_free(taken, span) {
            let name = surface(at, at + length);
            found.add(
                span,
                Value::Name { name },
                "trial.named",
                Certainty::Unsure,
                phase_beside(tokens, at, at + length),
            );
        }
        at += length;
    }
}

/// "Phase 3 QUINCE-2", "QUINCE-2 Phase 3".
fn phase_beside(tokens: &Tokens<'_>, first: usize, end: usize) -> Vec<Attribute> {
    let before = (2..6).filter_map(|step| first.checked_sub(step)).find(|&at| tokens.is(at, w!("phase")));
    let before =
        before.and_then(|at| phase(tokens, at).filter(|(_, end)| *end == first).map(|(value, end)| (value, at, end)));
    let after =
        || tokens.is(end, w!("phase")).then(|| phase(tokens, end).map(|(value, last)| (value, end, last))).flatten();
    let read = before.or_else(after);
    read.map(|(value, first, end)| Attribute::new("phase", value, tokens.span(first, end))).into_iter().collect()
}

fn is_free(taken: &[Span], span: Span) -> bool {
    let next = taken.partition_point(|other| other.end <= span.start);
    taken.get(next).is_none_or(|other| !other.overlaps(span))
}

/// A name with plain hyphens and single blanks.
fn plain(surface: &str) -> Text {
    match on_one_line(surface) {
        Cow::Borrowed(plain) => Text::new(plain),
        Cow::Owned(line) => line.chars().map(|c| if is_dash(c) { '-' } else { c }).collect::<String>().into(),
    }
}
