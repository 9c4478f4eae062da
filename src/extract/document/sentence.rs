//! Sentence edges, for showing a mention in its sentence.
//!
//! A sentence ends at `.`, `!` or `?` (with a closing quote or bracket after it) before white space
//! and a capital, digit or quote, unless the word before the point is an abbreviation that rarely
//! ends one. A paragraph's end always ends it, except where the next paragraph goes on in lower case.

use memchr::{memchr3_iter, memrchr3_iter};

use super::{Paragraph, Role};
use crate::extract::span::Span;

/// Words that take a point and seldom end a sentence, folded.
const ABBREVIATIONS: &[u64] = &[
    short("inc"),
    short("corp"),
    short("ltd"),
    short("co"),
    short("llc"),
    short("plc"),
    short("no"),
    short("nos"),
    short("vs"),
    short("dr"),
    short("mr"),
    short("mrs"),
    short("ms"),
    short("prof"),
    short("st"),
    short("jan"),
    short("feb"),
    short("mar"),
    short("apr"),
    short("jun"),
    short("jul"),
    short("aug"),
    short("sep"),
    short("sept"),
    short("oct"),
    short("nov"),
    short("dec"),
    short("e.g"),
    short("i.e"),
    short("approx"),
    short("fig"),
    short("al"),
    short("wis"),
    short("mass"),
    short("calif"),
    short("conn"),
    short("u.s"),
    short("u.k"),
    short("a.m"),
    short("p.m"),
    short("ph.d"),
    short("m.d"),
];

/// Bytes of the longest of them.
const LONGEST_ABBREVIATION: usize = 6;

/// A short word as a number to compare it by, without regard to case.
const fn short(word: &str) -> u64 {
    let (mut rest, mut number) = (word.as_bytes(), 0);
    while let [letter, others @ ..] = rest {
        number = number << 8 | letter.to_ascii_lowercase() as u64;
        rest = others;
    }
    number
}

/// What may stand between the mark that ends a sentence and the white space behind it.
const CLOSING: [char; 6] = ['”', '"', ')', ']', '’', '\''];

/// How far a sentence is looked for on either side; longer ones are cut.
const REACH: usize = 2000;

/// A sentence that was found, and where in its paragraph whatever stands has no other.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known {
    sentence: Span,
    of: Span,
    /// Where no mark ends a sentence: a long one is not walked through for each mention in it.
    quiet: Span,
}

pub(super) fn around(text: &str, paragraphs: &[Paragraph], span: Span) -> Span {
    find(text, paragraphs, span, Span::default()).sentence
}

/// The same where the sentence found last is likely to be that of this span too.
pub(super) fn beside(text: &str, paragraphs: &[Paragraph], span: Span, known: &mut Known) -> Span {
    if !(known.of.start <= span.start && span.start < span.end && span.end <= known.of.end) {
        *known = find(text, paragraphs, span, known.quiet);
    }
    known.sentence
}

fn find(text: &str, paragraphs: &[Paragraph], span: Span, quiet: Span) -> Known {
    let (block, paragraph) = block(text, paragraphs, span);
    let low = floor(text, span.start.saturating_sub(REACH)).max(block.start);
    let high = floor(text, (span.end + REACH).min(text.len())).min(block.end);
    // Whether the sentence would end somewhere between its edges for another span in it.
    let mut broken = false;
    let (inner, told) = if quiet.contains(span) { (quiet, quiet.end) } else { (span, 0) };
    let mut quiet_from = inner.start.min(low);
    let before = text.as_bytes().get(low..inner.start).unwrap_or_default();
    let start = memrchr3_iter(b'.', b'!', b'?', before).find_map(|at| {
        let edge = edge(text, low + at, high)?;
        quiet_from = quiet_from.max(low + at + 1);
        broken |= edge > span.start;
        (edge <= span.start).then_some((low + at, edge))
    });
    let after = text.as_bytes().get(inner.end..high).unwrap_or_default();
    let end = memchr3_iter(b'.', b'!', b'?', after)
        .find_map(|at| edge(text, inner.end + at, high).map(|edge| (inner.end + at, edge)));
    let quiet_to = end.map_or_else(|| told.max(settled(text, high)), |(mark, _)| mark);
    let ((first, start), (last, end)) = (start.unwrap_or((low, low)), end.unwrap_or((high, high)));
    let sentence = trim(text, Span::new(start, end));
    // Most mentions have no such mark in them.
    let is_mark = |byte: u8| (byte == b'.') | (byte == b'!') | (byte == b'?');
    let inside = text.as_bytes().get(span.start..span.end).unwrap_or_default();
    if inside.iter().fold(false, |any, &byte| any | is_mark(byte)) {
        let mut marks = inside.iter().enumerate().filter(|&(_, &byte)| is_mark(byte));
        broken |= marks.any(|(at, _)| edge(text, span.start + at, high).is_some());
    }
    // One that is cut, or could be for another span, is that span's alone.
    let short = end - first < REACH / 2 && (start > low || low == block.start) && (end < high || high == block.end);
    let of = match paragraph {
        Some(paragraph) if short && !broken => Span::new(start, last).intersection(paragraph.span),
        _ => None,
    };
    let quiet = if broken { Span::default() } else { Span::new(quiet_from, quiet_to) };
    Known { sentence, of: of.unwrap_or_default(), quiet }
}

/// Up to where a mark that ends no sentence of a text cut at `limit` ends none of all of it: something is behind it that
/// begins none.
fn settled(text: &str, limit: usize) -> usize {
    let open = |c: char| c.is_whitespace() || CLOSING.contains(&c) || matches!(c, '.' | '!' | '?');
    slice(text, Span::new(0, limit)).trim_end_matches(open).len()
}

/// The paragraphs the span touches, with those that go on with its sentence; and the one, if it is one, it stands in.
fn block<'a>(text: &str, paragraphs: &'a [Paragraph], span: Span) -> (Span, Option<&'a Paragraph>) {
    let first = paragraphs.partition_point(|p| p.span.end <= span.start);
    let after = paragraphs.iter().skip(first + 1);
    let last = first + 1 + after.take_while(|p| p.span.start < span.end.max(span.start + 1)).count();
    let get = |index: usize| paragraphs.get(index);
    let goes_on = |index: usize| {
        let (Some(before), Some(after)) = (index.checked_sub(1).and_then(get), get(index)) else { return false };
        before.role == Role::Body
            && after.role == Role::Body
            && slice(text, after.span).trim_start().starts_with(char::is_lowercase)
            && !slice(text, before.span).trim_end().ends_with(['.', '!', '?', ':', ';'])
    };
    let start = if goes_on(first) { first - 1 } else { first };
    let end = if goes_on(last) { last + 1 } else { last };
    let from = get(start).map_or(span.start, |p| p.span.start);
    let to = end.checked_sub(1).and_then(get).map_or(span.end, |p| p.span.end);
    (Span::new(from, to), get(first).filter(|_| last == first + 1))
}

/// Where the next sentence starts, if the mark at `at` ends one before `limit`.
fn edge(text: &str, at: usize, limit: usize) -> Option<usize> {
    let next = match text.as_bytes().get(at + 1..limit).unwrap_or_default() {
        // Most marks that end no sentence stand within a number or an address; behind most that do begins the next.
        [b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z', ..] | [b' ', b'a'..=b'z', ..] => return None,
        [b' ', b'A'..=b'Z', ..] => at + 2,
        _ => next(text, at + 1, limit)?,
    };
    let point = text.as_bytes().get(at) == Some(&b'.');
    // An abbreviation is short; looking further back would cost more than it tells.
    if point && is_abbreviation(slice(text, Span::new(floor(text, at.saturating_sub(12)), at))) {
        return None;
    }
    Some(next)
}

/// Where a sentence begins that does so behind quotes and white space.
fn next(text: &str, from: usize, limit: usize) -> Option<usize> {
    let after = slice(text, Span::new(from, limit));
    let rest = after.trim_start_matches(CLOSING);
    let next = rest.trim_start();
    let opens = |c: char| matches!(c, '“' | '"' | '‘' | '(' | '\'' | '[' | '•');
    let begins = next.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || opens(c));
    (rest.len() != next.len() && begins).then_some(limit - next.len())
}

fn is_abbreviation(before: &str) -> bool {
    // Most are not: the word is longer.
    let letter = |byte: &u8| byte.is_ascii_alphanumeric();
    if before.as_bytes().last_chunk::<7>().is_some_and(|last| last.iter().fold(true, |all, byte| all & letter(byte))) {
        return false;
    }
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("");
    let mut letters = word.chars();
    let single = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
    single || word.len() <= LONGEST_ABBREVIATION && ABBREVIATIONS.contains(&short(word))
}

#[inline]
fn slice(text: &str, span: Span) -> &str {
    text.get(span.start..span.end).unwrap_or("")
}

fn trim(text: &str, span: Span) -> Span {
    let part = slice(text, span);
    let begun = part.trim_start();
    let start = span.start + part.len() - begun.len();
    Span::new(start, start + begun.trim_end().len())
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use crate::extract::{Document, Span};

    #[track_caller]
    fn check(text: &str, word: &str, sentence: &str) {
        let document = Document::new("t", text);
        let start = text.find(word).unwrap();
        let found = document.sentence(Span::new(start, start + word.len()));
        assert_eq!(document.slice(found), sentence);
    }

    #[test]
    fn sentences() {
        check("One ends. Alba Inc. spent $2.5 million. Three.", "spent", "Alba Inc. spent $2.5 million.");
        check("It said “No.” Then Nov. 17 came.", "Nov", "Then Nov. 17 came.");
        check("for the three months ended\n\nJune 30, 2017, it was so. Next.", "June", "June 30, 2017, it was so.");
        check(
            "it ended the third\n\nquarter of 2016 well. Next.",
            "quarter",
            "it ended the third\n\nquarter of 2016 well.",
        );
    }
}
