//! What a sentence says of a compound: its stage, what it treats, its designations, its owner.
//!
//! In: the accepted places of a document, in order. Out: attributes, each for one place and with the words
//! that say it.
//!
//! | attribute | written | value |
//! |---|---|---|
//! | `stage` | `a Phase 1b/2a trial of QLV 131`, `QLV 131 is preclinical`, `approved` | `Phase 1b/2a`, `preclinical`, `approved` |
//! | `indication` | `for the treatment of acne`, `in patients with acne` | `acne` |
//! | `designation` | `orphan drug designation`, `Fast Track`, `PRIME` | `orphan drug`, `fast track`, `PRIME` |
//! | `owner` | `Alba Bio's QLV 131` | `Alba Bio` |
//! | `partner` | `licensed from Alba Bio`, `in partnership with Alba Bio` | `Alba Bio` |
//!
//! Words belong to a name of their own sentence: the one they point at ("trial of NAME"), else the one
//! before, else the one after. Only the neighbourhood of names is read.

use std::ops::Range;

use super::alias_table::{DESIGNATIONS, INDICATION_ENDS, SAYS, Says};
use super::context::{View, back};
use super::discover::Place;
use crate::extract::document::on_one_line;
use crate::extract::lex::{Case, Class, Gap, Likely, List, Tokens, phase, w, words};
use crate::extract::mention::Attribute;
use crate::extract::sort;
use crate::extract::text::Text;

/// How many tokens from a name words may speak of it.
const REACH: usize = 30;

/// Reads what is said of each place; pairs of an index into `kept` and an attribute, by index.
pub fn read(view: &View<'_>, kept: &[Place]) -> Vec<(usize, Attribute)> {
    let (tokens, mut saying) = (view.tokens, view.saying);
    let mut found: Vec<(usize, Attribute)> = Vec::with_capacity(kept.len());
    let mut done = 0;
    for (index, place) in kept.iter().enumerate() {
        if let Some(attribute) = owner(tokens, place) {
            found.push((index, attribute));
        }
        let other = kept.get(index + 1).map_or(usize::MAX, |other| other.first);
        let end = (place.end + REACH).min(other).min(tokens.len());
        // Words before the first name and between this and the next one.
        let from = done.max(place.first.saturating_sub(REACH));
        // Mostly no word there says anything.
        let mut next = saying.within(from, end);
        if next >= end {
            let behind = if from > place.first { from } else { place.end };
            done = behind.max(end);
            continue;
        }
        let mut read = |of: Range<usize>, around: Around| {
            let mut done = of.start;
            loop {
                if next < done {
                    next = saying.within(done, end);
                }
                if next >= of.end {
                    return done.max(of.end);
                }
                done = note(tokens, kept, next, around, &mut found);
            }
        };
        let before = read(from..place.first, (index.checked_sub(1), Some(index)));
        // What is said before the name may end within it.
        let behind = if before > place.first { before } else { place.end };
        done = read(behind..end, (Some(index), Some(index + 1)));
    }
    sort::by_key(&mut found, |(index, _)| *index);
    found
}

/// The places before and after some words.
type Around = (Option<usize>, Option<usize>);

/// Notes what the words that begin at a token say, with the place that they say it of; the token after them.
// Apart from the walk over all tokens, which is short.
#[inline(never)]
fn note(tokens: &Tokens<'_>, kept: &[Place], at: usize, around: Around, found: &mut Vec<(usize, Attribute)>) -> usize {
    let Some(said) = SAYS.find(tokens, at).and_then(|&says| said(tokens, at, says)) else { return at + 1 };
    let after = said.end.max(at + 1);
    let Some(whose) = whose(tokens, kept, around, &said) else { return after };
    let Said { name, value, first, end, .. } = said;
    let again = |(other, known): &(usize, Attribute)| {
        *other == whose && known.name == name && (name != "designation" || known.value == value)
    };
    if !found.iter().rev().take(8).any(again) {
        found.push((whose, Attribute::new(name, value, tokens.span(first, end))));
    }
    after
}

/// Words after "preclinical" that make it a stage: that of a candidate, not that of data.
const STAGES: &List = words![
    "stage",
    "candidate",
    "candidates",
    "program",
    "programs",
    "product",
    "asset",
    "compound",
    "antibody",
    "vaccine"
];

/// Something that is said, and where.
struct Said {
    name: &'static str,
    value: Text,
    first: usize,
    end: usize,
    /// Whether it is said of what stands right before: "NAME was approved".
    near: bool,
}

fn said(tokens: &Tokens<'_>, at: usize, says: Says) -> Option<Said> {
    let said = |name, value: Text, first, end, near| Some(Said { name, value, first, end, near });
    match says {
        Says::Phase => {
            let (value, end) = phase(tokens, at)?;
            said("stage", value, at, end, false)
        }
        Says::Preclinical => {
            let stage = tokens.is_any(at + 1, STAGES)
                || tokens.is(at + 1, w!("development")) && tokens.is(back(at, 1), w!("in"));
            let ends = tokens.is_any(back(at, 1), words!["is", "in", "are", "remains"])
                && !matches!(tokens.get(at + 1).class, Class::Word | Class::Number);
            (stage || ends).then(|| said("stage", "preclinical".into(), at, at + 1, false))?
        }
        Says::Approved => {
            let doubtful =
                tokens.is_any(back(at, 1), words!["if", "not", "yet", "when", "be", "conditionally", "until"]);
            (!doubtful).then(|| said("stage", "approved".into(), at, at + 1, true))?
        }
        Says::Designation => {
            let (words, value) = DESIGNATIONS.iter().find(|(words, _)| reads(tokens, at, words))?;
            let end = at + words.len();
            // The "Fast Track" of a grant is another.
            let grant = tokens.is_any(end, words!["sbir", "sttr", "grant", "award", "small"]);
            (!grant).then(|| said("designation", (*value).into(), at, end, false))?
        }
        Says::Treats => {
            let from = if tokens.is(at, w!("treat")) { at + 1 } else { at + 2 };
            let of = (from == at + 1 || tokens.is_any(at + 1, words!["of", "with"]))
                && !tokens
                    .is_any(back(at, 1), words!["provide", "provides", "providing", "offer", "offers", "offering"]);
            let end = if of { disease(tokens, from) } else { from };
            (end > from).then(|| {
                said("indication", on_one_line(tokens.slice(tokens.span(from, end))).into(), from, end, false)
            })?
        }
        Says::Partner => {
            let to = tokens.is_any(at + 1, words!["from", "to", "with", "by"]);
            let end = if to { capitals(tokens, at + 2) } else { at };
            (end > at + 2).then(|| {
                said("partner", on_one_line(tokens.slice(tokens.span(at + 2, end))).into(), at + 2, end, false)
            })?
        }
    }
}

/// The place that words speak of: the later one where they point at it, else the earlier one.
fn whose(tokens: &Tokens<'_>, kept: &[Place], around: Around, said: &Said) -> Option<usize> {
    let place = |index: Option<usize>| index.and_then(|index| Some((index, kept.get(index)?)));
    let before = || {
        place(around.0)
            .filter(|(_, place)| said.first - place.end <= REACH && one_sentence(tokens, place.end, said.first))
    };
    let near_after = place(around.1).filter(|(_, place)| place.first >= said.end && place.first - said.end <= REACH);
    let same_sentence = |(_, place): &(usize, &Place)| one_sentence(tokens, said.end, place.first);
    if said.near {
        // "NAME was approved", "approved NAME"
        let is_right_before = |(_, place): &(usize, &Place)| {
            said.first - place.end <= 4
                && (place.end..said.first).any(|at| tokens.is_any(at, words!["is", "are", "was", "were", "been"]))
                && one_sentence(tokens, place.end, said.first)
        };
        let right_before = place(around.0).filter(is_right_before);
        let right_after = || {
            let beside = near_after.filter(|(_, place)| place.first == said.end);
            beside.filter(|(_, place)| tokens.get(place.first).gap == Gap::Space).filter(same_sentence)
        };
        return right_before.or_else(right_after).map(|(index, _)| index);
    }
    let points = |(_, place): &(usize, &Place)| {
        let from = said.end;
        place.first - from <= 12
            && (place.first == from
                || (from..place.first).any(|at| {
                    tokens.is_any(
                        at,
                        words![
                            "of",
                            "for",
                            "to",
                            "evaluating",
                            "testing",
                            "studying",
                            "investigating",
                            "with",
                            "assessing"
                        ],
                    )
                }))
            && !(from..place.first)
                .any(|at| matches!(tokens.get(at).symbol(), Some(',' | ';')) || tokens.is(at, w!("and")))
    };
    let after_first = said.name != "indication" && said.name != "partner";
    let pointed = near_after.filter(|pair| after_first && points(pair)).filter(same_sentence);
    pointed.or_else(before).or_else(|| near_after.filter(same_sentence)).map(|(index, _)| index)
}

/// Whether no sentence ends between two tokens.
fn one_sentence(tokens: &Tokens<'_>, from: usize, to: usize) -> bool {
    let words = tokens.list().get(from..to.saturating_add(1)).unwrap_or(&[]);
    // All are looked at: where it ends nobody foresees.
    let ends = words.windows(2).fold(false, |any, pair| {
        let [token, next] = pair else { return any };
        let mark = ['.', '!', '?', '•'].iter().fold(false, |any, &mark| any | (token.payload() == mark as u32));
        let stops = (token.class == Class::Symbol) & mark & (next.gap > Gap::None) & (next.case != Case::Lower);
        any | stops | (token.gap >= Gap::Paragraph)
    });
    !ends && tokens.get(to).gap < Gap::Paragraph
}

/// The end of the name of a disease that begins at a token; that token where none does.
///
/// Hard, because nothing marks its end but the words that cannot belong to it: `relapsed or refractory
/// multiple myeloma` is whole, `acne and expects to report` ends before "and"; `treatment of patients` is
/// of no disease.
fn disease(tokens: &Tokens<'_>, from: usize) -> usize {
    let mut at = from;
    while at < from + 11 {
        let token = tokens.get(at);
        let slash = token.is('/') && token.is_glued() && at > from;
        let inner = slash
            || token.class == Class::Dash && token.is_glued()
            || matches!(token.symbol(), Some('\'' | '’')) && token.is_glued();
        let word = token.is_word() || token.is_number() && at > from && token.gap <= Gap::Space;
        let range = || tokens.is(at, w!("to")) && tokens.is_any(back(at, 1), words!["mild", "moderate"]);
        if token.gap > Gap::Line || !(inner || word) || ends_indication(tokens, at) && !range() {
            break;
        }
        at += 1;
    }
    while at > from && (tokens.get(at - 1).class == Class::Dash || tokens.is_any(at - 1, words!["or", "to"])) {
        at -= 1;
    }
    let long = (from..at)
        .any(|at| tokens.get(at).is_word() && (tokens.get(at).len() >= 3 || tokens.get(at).case == Case::Upper));
    let bare = at == from + 1 && tokens.is_any(from, words!["disease", "diseases"]);
    let noun = !bare && !tokens.is_any(at.saturating_sub(1), NOT_LAST);
    if !long || !noun {
        return from;
    }
    // A longer run is no name of a disease, or one whose end was missed.
    if at >= from + 11 { from } else { at }
}

fn ends_indication(tokens: &Tokens<'_>, at: usize) -> bool {
    static LIKELY: Likely<16> = Likely::of(INDICATION_ENDS.words());
    LIKELY.has(tokens.get(at)) && INDICATION_ENDS.find(tokens, at).is_some()
}

/// Words that do not end the name of a disease: something was missed after them.
const NOT_LAST: &List = words![
    "mild",
    "moderate",
    "severe",
    "advanced",
    "recurrent",
    "resected",
    "relapsed",
    "refractory",
    "acute",
    "chronic"
];

/// "Alba Bio's NAME", "Alba Bio's oral inhibitor NAME".
fn owner(tokens: &Tokens<'_>, place: &Place) -> Option<Attribute> {
    let mut at = back(place.first, 1);
    // Three words, an "s" and an apostrophe at most.
    let near = tokens.list().get(place.first.saturating_sub(5)..place.first).unwrap_or(&[]);
    static LIKELY: Likely<1> = Likely::NONE.symbol('\'').symbol('’');
    let owned = match *near {
        [a, b, c, d, e] => LIKELY.has(a) | LIKELY.has(b) | LIKELY.has(c) | LIKELY.has(d) | LIKELY.has(e),
        _ => near.iter().any(|&token| LIKELY.has(token)),
    };
    if !owned {
        return None;
    }
    for _ in 0..3 {
        if tokens.get(at).is_word()
            && !tokens.is(at, w!("s"))
            && tokens.get(at).gap == Gap::Space
            && tokens.get(at).case == Case::Lower
            && !ends_indication(tokens, at)
            && !tokens.is(at, w!("disease"))
        {
            at = back(at, 1);
        }
    }
    let apostrophe = if tokens.is(at, w!("s")) && tokens.get(at).is_glued() { back(at, 1) } else { at };
    if !matches!(tokens.get(apostrophe).symbol(), Some('\'' | '’')) || !tokens.get(apostrophe).is_glued() {
        return None;
    }
    let end = apostrophe;
    let mut first = end;
    while first > 0 && end - first < 5 {
        let token = tokens.get(first - 1);
        let named = token.is_word() && matches!(token.case, Case::Capital | Case::Upper | Case::Mixed) || token.is('&');
        let joined = tokens.get(first).gap == Gap::Space || first == end;
        if !named || !joined {
            break;
        }
        first -= 1;
    }
    while first + 1 < end && tokens.is_any(first, words!["while", "like", "with", "the", "in", "for", "as"]) {
        first += 1;
    }
    let generic = tokens.is_any(end - 1, words!["company", "companies", "today", "sponsor", "group", "partner"])
        || tokens.is_any(first, words!["the", "in", "for", "on", "as"]);
    (first < end && !generic).then(|| {
        Attribute::new(
            "owner",
            on_one_line(tokens.slice(tokens.span(first, end))).into_owned(),
            tokens.span(first, end),
        )
    })
}

/// The end of words with capitals that begin at a token.
fn capitals(tokens: &Tokens<'_>, from: usize) -> usize {
    let mut at = from;
    while at < from + 5 {
        let token = tokens.get(at);
        let named = token.is_word() && matches!(token.case, Case::Capital | Case::Upper | Case::Mixed)
            || token.is('&') && at > from;
        if !named || token.gap > Gap::Space && at > from || tokens.is_any(at, words!["the", "a", "an"]) {
            break;
        }
        at += 1;
    }
    at
}

fn reads(tokens: &Tokens<'_>, at: usize, words: &List) -> bool {
    words.iter().enumerate().all(|(step, word)| tokens.is(at + step, *word))
}
