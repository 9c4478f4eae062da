//! Issuer: companies whose shares are listed, by the ticker beside their name.
//!
//! In: tokens. Out: mentions whose value is the company's name; the name itself and its ticker.
//!
//! ```
//! use eosin::extract::{Context, Document, analyse, standoff};
//! let text = "Quince Bio, Inc. (Nasdaq: QNCX) announced results.";
//! let analysis = analyse(Document::new("note", text), &Context::default());
//! let found: Vec<&str> = analysis.mentions.iter().map(|m| analysis.document.slice(m.span)).collect();
//! assert_eq!(found, ["Quince Bio, Inc.", "Nasdaq: QNCX"]);
//! assert_eq!(standoff::notation(&analysis.mentions[1].value), "Quince Bio, Inc.");
//! ```
//!
//! Invariant: every mention of a name is followed by a ticker in brackets. Not here: other places of the
//! name, and companies that are not listed.

mod table;

use self::table::{EXCHANGES, LEGAL, MARKETS, NOT_FIRST};
use super::{Found, Kind, Recogniser, Scan, Standing};
use crate::extract::document::on_one_line;
use crate::extract::lex::{Case, Class, Gap, Tokens, words};
use crate::extract::mention::{Attribute, Certainty, Value};
use crate::extract::text::Text;

/// Registry row.
pub static KIND: Kind =
    Kind { id: "issuer", title: "Issuer", plural: "Issuers", glyph: "⌂", standing: Standing::Beside };

/// Finds them.
pub static RECOGNISER: Recogniser = Recogniser { wakes: |wakes| wakes.words(&EXCHANGES), find };

fn find(scan: &Scan<'_>, found: &mut Found) {
    let tokens = &scan.tokens;
    // Of "(Nasdaq: QNCX; TSX: QNC)" the second stands for the same company.
    let mut last: Option<(usize, Text)> = None;
    let mut anchors = scan.awake.of(&KIND);
    let mut next = anchors.from(0);
    while next < tokens.len() {
        let first = next;
        next = anchors.from(first + 1);
        let Some(at) = colon(tokens, first) else { continue };
        let Some((ticker, end)) = ticker(tokens, at + 1) else { continue };
        let open = bracket(tokens, first);
        // In one pair of brackets, or in the pair right after: "(Nasdaq: QNCX) (TSX: QNC)".
        let right_after = |other: usize| {
            let close = open.and_then(|open| open.checked_sub(1)).filter(|&close| tokens.get(close).is(')'));
            close.is_some_and(|close| bracket(tokens, close) == Some(other))
        };
        let known = last.take().filter(|(other, _)| open == Some(*other) || right_after(*other)).map(|(_, name)| name);
        let said = vec![
            Attribute::new("exchange", on_one_line(tokens.slice(tokens.span(first, at))), tokens.span(first, at)),
            Attribute::new("ticker", ticker.clone(), tokens.span(at + 1, end)),
        ];
        let name = match (known, open) {
            (Some(name), _) => name,
            (None, Some(open)) => match company(tokens, open) {
                Some((from, to)) => {
                    let name = Text::new(&on_one_line(tokens.slice(tokens.span(from, to))));
                    let attributes = said.clone();
                    let value = Value::Name { name: name.clone() };
                    found.add(tokens.span(from, to), value, "issuer.name", Certainty::Sure, attributes);
                    name
                }
                None => ticker,
            },
            (None, None) => ticker,
        };
        let value = Value::Name { name: name.clone() };
        found.add(tokens.span(first, end), value, "issuer.ticker", Certainty::Sure, said);
        last = open.map(|open| (open, name));
    }
}

/// The colon behind an exchange that begins at a token: "Nasdaq:", "NYSE American:", "TSX-V:".
///
/// Hard, because markets are part of the name: `Nasdaq Stockholm: QNC` is one; `Nasdaq. Contact: QNC` none.
fn colon(tokens: &Tokens<'_>, first: usize) -> Option<usize> {
    // Few are spoken of without one.
    let near = (1..=MOST_PARTS).fold(false, |near, step| near | tokens.get(first + step).is(':'));
    if !near || EXCHANGES.find(tokens, first).is_none() {
        return None;
    }
    for at in first + 1..=first + MOST_PARTS {
        let part = tokens.get(at);
        if part.is(':') {
            return Some(at);
        }
        let joint = (part.class == Class::Dash) | (part.len() == 1) & part.is_word();
        if EXCHANGES.find(tokens, at).is_some() || !(joint || MARKETS.find(tokens, at).is_some()) {
            return None;
        }
    }
    None
}

/// Most tokens of an exchange's name.
const MOST_PARTS: usize = 4;

/// A ticker: capitals, digits, at most one point inside.
fn ticker(tokens: &Tokens<'_>, at: usize) -> Option<(Text, usize)> {
    let token = tokens.get(at);
    let letters = token.is_word()
        && token.len() <= 6
        && (token.case == Case::Upper || token.len() == 1 && token.case == Case::Capital);
    if !(letters || token.is_number() && token.len() <= 6) || token.gap > Gap::Space {
        return None;
    }
    let mut end = at + 1;
    while tokens.get(end).is_glued() && end < at + 5 {
        let part = tokens.get(end);
        let joined = part.is_word() && part.len() <= 4 || part.is_number();
        let point = part.is('.') && tokens.get(end + 1).is_glued() && tokens.get(end + 1).is_word();
        if !joined && !point {
            break;
        }
        end += 1;
    }
    Some((Text::new(&on_one_line(tokens.slice(tokens.span(at, end)))), end))
}

/// The bracket that is open at a token.
fn bracket(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let mut open = at;
    for _ in 0..24 {
        open = open.checked_sub(1)?;
        match tokens.get(open).symbol() {
            Some('(' | '[') => return Some(open),
            Some(')' | ']') => return None,
            _ => {}
        }
    }
    None
}

/// The name of a company that ends before a bracket: "Quince Bio, Inc.".
///
/// Hard, because nothing marks where it begins but the words that cannot belong to it: in `Data for Quince
/// Bio (Nasdaq: QNCX)` it is two words, and in `SEATTLE, May 2 -- Quince Bio (…)` it begins after the dash.
fn company(tokens: &Tokens<'_>, open: usize) -> Option<(usize, usize)> {
    let end = open;
    let mut first = end;
    while first > 0 && end - first < 10 {
        let token = tokens.get(first - 1);
        let gap = tokens.get(first).gap;
        let next = tokens.get(first);
        let legal = || first < end && LEGAL.find(tokens, first).is_some();
        let named = token.is_word()
            && (matches!(token.case, Case::Capital | Case::Upper | Case::Mixed)
                || tokens.is_any(first - 1, words!["of", "de"]))
            || matches!(token.symbol(), Some('&' | '®' | '™'))
            || token.is('.')
                && (first == end
                    || first > 1 && tokens.get(first - 2).len() == 1
                    || LEGAL.find(tokens, first.wrapping_sub(2)).is_some())
            || token.is(',') && legal()
            || token.class == Class::Dash && token.is_glued() && next.is_glued()
            || token.is_number() && first < end && !next.is('.');
        let near = first == end || gap <= Gap::Space || next.is_glued();
        if !named || !near || NOT_FIRST.find(tokens, first - 1).is_some() {
            break;
        }
        first -= 1;
    }
    while first < end
        && (tokens.is_any(first, words!["of", "de", "the"])
            || !tokens.get(first).is_word() && !tokens.get(first).is_number())
    {
        first += 1;
    }
    // "About Quince Bio Quince Bio (…)": a heading that was run together with its paragraph.
    let half = (end - first) / 2;
    let twice = half > 0 && (0..half).all(|step| tokens.str(first + step) == tokens.str(first + half + step));
    if twice && (end - first).is_multiple_of(2) {
        first += half;
    }
    let capital = (first..end).any(|at| tokens.get(at).is_word() && tokens.get(at).case != Case::Lower);
    (first < end && capital).then_some((first, end))
}
