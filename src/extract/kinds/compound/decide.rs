//! One decision for each name, after all of the text was seen.
//!
//! In: a draft. Out: mentions and rejections.

use std::borrow::Cow;
use std::hint::select_unpredictable;

use super::super::Found;
use super::alias::Same;
use super::context::{View, initials_at, skip_marks};
use super::discover::{Draft, Form, Place, key};
use super::table::ELEMENTS;
use super::{alias, attributes, family};
use crate::extract::lex::{Case, Class, Folded, Gap, Likely, List, Tokens, is_dash, words};
use crate::extract::mention::{Attribute, Certainty, Value};
use crate::extract::room::Room;
use crate::extract::sort;
use crate::extract::span::Span;
use crate::extract::text::Text;

/// Most releases have no more names.
const USUAL: usize = 64;

/// From here on a name is a compound.
const ACCEPTED: i32 = 4;
/// Likewise for codes, whose shape has said much already.
const ACCEPTED_CODE: i32 = 3;
/// From here on a code is no company's name, whatever stands beside it.
const SURE: i32 = 7;

/// Below it a form is turned down, whatever the names beside it are.
const LEAST: i32 = -6;

/// The score of the number of a trial.
const TRIAL: i32 = -9;

/// How sure a score makes us.
///
/// Of the mentions in 401 releases and in all texts with gold, as read by hand: names on record, generic
/// endings and codes are right in 99.9 of 100 places from 6 on, and in 9 of 10 below; other words in 97 of
/// 100 from 8 on, three quarters below. Together, 99.7 of 100 that are called sure are right.
fn is_sure(tokens: &Tokens<'_>, place: &Place, form: &Form, score: i32) -> bool {
    let word = form.word & !form.code;
    // An ordinary word with a capital may stand beside as many cues: "Receives Ethics Approval", "Drug Candidates BOSTON".
    let plain = || !is_marked(form) && place.end == place.first + 1;
    let plain = word && plain() && matches!(tokens.get(place.first).case, Case::Capital | Case::Upper);
    (score >= if word { 8 } else { 6 }) & !plain
}

/// The attribute that holds a name's own canonical form, where another name stands for it.
pub const WRITTEN: &str = "written-as";

/// What a place of a form that is accepted is of.
#[derive(Clone, Copy, Default)]
struct Kept {
    /// The row of its form.
    row: u32,
    /// The place of its name among those that are known.
    name: u32,
    /// Whether its score makes it sure here.
    sure: bool,
}

/// What is known of a name.
struct Named {
    key: u64,
    /// It as it first stands in the text.
    name: Text,
    /// The place of the name that stands for it, and the words that say so.
    other: Option<(usize, Option<Span>)>,
    /// The place of that one, where words say so, else its own.
    group: usize,
    /// Whether it is sure, or one that the text equates with it.
    sure: bool,
}

/// Decides each form and adds its places to what was found.
pub fn decide(view: &View<'_>, mut draft: Draft, found: &mut Found) {
    let tokens = view.tokens;
    let mut room_for_scores = Room::new();
    let scores = scores(view, &draft, &mut room_for_scores);
    // By row: one more than the place of its name among those that are known, 0 for what has none.
    let (mut room, mut room_for_kept) = (Room::<u32, USUAL>::new(), Room::<Kept, USUAL>::new());
    let names = room.of(scores.len());
    let of_kept = room_for_kept.of(draft.places.len());
    // Those that are kept move up.
    let (mut places, mut many) = (std::mem::take(&mut draft.places), 0);
    let scored = |row: usize| draft.forms.at(row).zip(scores.get(row).copied());
    let mut named: Vec<Named> = Vec::new();
    let mut end = 0;
    for at in 0..places.len() {
        let Some(&place) = places.get(at) else { break };
        let row = place.row as usize;
        let Some((form, score)) = scored(row) else { continue };
        let ticker = draft.tickers.contains(tokens.get(place.first).hash()) && !form.code;
        let company = place.company & !(form.code & (score >= SURE)) | ticker;
        if (if company { i32::MIN } else { score }) < enough(form) {
            if let Some(rule) = if company { Some("compound.not-company") } else { form.against } {
                found.reject(tokens.span(place.first, place.end), rule);
            }
        } else if form.code && view.is_other(place.first, place.end) {
            // "Nov-24", "01-JAN-2025"
            found.reject(tokens.span(place.first, place.end), "compound.not-date");
        } else if place.first >= end
            && let (Some(known), Some(of)) = (names.get_mut(row), of_kept.get_mut(many))
        {
            if *known == 0 {
                named.reserve_exact(draft.forms.len() - named.len());
                let (name, group) = (canonical(tokens, &place, form.generic), named.len());
                named.push(Named { key: place.key, name, other: None, group, sure: false });
                *known = named.len() as u32;
            }
            end = place.end;
            *of = Kept { row: row as u32, name: *known - 1, sure: is_sure(tokens, &place, form, score) };
            places.get_mut(many).into_iter().for_each(|kept| *kept = place);
            many += 1;
        }
    }
    let (kept, of_kept) = (places.get(..many).unwrap_or(&[]), of_kept.get(..many).unwrap_or(&[]));
    if kept.is_empty() {
        return;
    }
    let fold = alias::fold(view, kept, |place| draft.form(place).copied());
    for known in &mut named {
        let other = |same: &Same| (*names.get(draft.forms.row(same.canonical)?)? as usize).checked_sub(1);
        known.other = fold.of(known.key).and_then(|same| Some((other(&same)?, same.words)));
        // What the text equates with a sure name is sure too.
        known.group = known.other.and_then(|(other, words)| words.map(|_| other)).unwrap_or(known.group);
    }
    for of in of_kept {
        let group = named.get(of.name as usize).map(|known| known.group);
        if let Some(known) = group.and_then(|group| named.get_mut(group)) {
            known.sure |= of.sure;
        }
    }
    let said = attributes::read(view, kept);
    // How many are of each place.
    let mut room = Room::<u32, USUAL>::new();
    let counts = room.of(kept.len());
    said.iter().for_each(|&(index, _)| counts.get_mut(index).into_iter().for_each(|count| *count += 1));
    let mut said = said.into_iter().map(|(_, attribute)| attribute);
    for ((place, of), &mut here) in kept.iter().zip(of_kept).zip(counts) {
        let (Some((form, score)), Some(own)) = (scored(of.row as usize), named.get(of.name as usize)) else { continue };
        let other = own.other.and_then(|(other, words)| Some((&named.get(other)?.name, words)));
        let mut attributes = Vec::with_capacity(here as usize + if other.is_some() { 2 } else { 0 });
        if let Some((name, words)) = other {
            attributes.push(Attribute { name: "same-as".into(), value: name.clone(), span: words });
            attributes.push(Attribute { name: WRITTEN.into(), value: own.name.clone(), span: None });
        }
        attributes.extend(said.by_ref().take(here as usize));
        let sure = of.sure | (score >= ACCEPTED) & named.get(own.group).is_some_and(|known| known.sure);
        // One in five goes on with them.
        let behind = skip_marks(tokens, place.end);
        let sure = sure && !initials_at(tokens, behind);
        let certainty = if sure { Certainty::Sure } else { Certainty::Unsure };
        let span = tokens.span(place.first, place.end);
        let name = other.map_or(&own.name, |(name, _)| name).clone();
        found.add(span, Value::Name { name }, form.rule, certainty, attributes);
        if form.code && tokens.get(place.end - 1).is_number() {
            elided(view, place, behind, &own.name, certainty, found);
        }
    }
}

/// Pairs of names that the text equates, by the rows of their forms; in the order of their keys. The words between two
/// names are read where that may change a score, which few runs of names do.
fn links(view: &View<'_>, draft: &Draft, scores: &[i32]) -> Vec<(usize, usize)> {
    // Of each form, whether one that the text equates with it may change it, and in the upper half whether it may change
    // one: to be added up over a run.
    let mut room = Room::<u64, USUAL>::new();
    let asks = room.of(scores.len());
    for (asks, (form, &score)) in asks.iter_mut().zip(draft.forms.values().zip(scores)) {
        let asking = may_rise(form, score) | is_of_trials(form);
        let telling = asking | (score >= 1) | form.generic;
        *asks = u64::from(asking) | u64::from(telling) << 32;
    }
    let mut links = draft.links.clone();
    // One that asks and two that tell are what sets both of these bits.
    const ENOUGH: u64 = 1 << 31 | 1 << 63;
    const SHORT_OF: u64 = ENOUGH - (1 | 2 << 32);
    // The run of places that lie near each other, and what its forms ask so far.
    let (mut first, mut sum, mut at) = (0, 0, 0);
    let mut before: Option<&Place> = None;
    while let Some(place) = draft.places.get(at) {
        let goes_on = before.is_some_and(|before| alias::is_near(before, place));
        first = if goes_on { first } else { at };
        sum = if goes_on { sum } else { 0 } + asks.get(place.row as usize).copied().unwrap_or(0);
        (before, at) = (Some(place), at + 1);
        if (sum + SHORT_OF) & ENOUGH == ENOUGH {
            // To the end of the run, which is read once.
            at = first + alias::runs(draft.places.get(first..).unwrap_or(&[])).next().map_or(0, |run| run.len());
            links.extend(alias::ties(view, &draft.places, first..at).map(|(a, b, _)| (a.key, b.key)));
            before = draft.places.get(at - 1);
        }
    }
    links.retain(|(a, b)| a != b);
    sort::plain(&mut links);
    links.dedup();
    links.into_iter().filter_map(|(a, b)| draft.forms.row(a).zip(draft.forms.row(b))).collect()
}

/// Whether a name that the text equates with it may raise a form with this score: see [`raised`].
fn may_rise(form: &Form, score: i32) -> bool {
    let least = if is_marked(form) || form.code && form.prior >= -3 { LEAST } else { -1 };
    (least..ACCEPTED).contains(&score)
}

/// What the scores of two forms that the text equates become; `None` where they stay.
fn raised((one, left): (&Form, i32), (other, right): (&Form, i32)) -> Option<(i32, i32)> {
    // A code beside a generic name is its code, however short: "QV1 (zorbitinib)".
    let short = |weak: &Form, strong: &Form| {
        weak.code
            && weak.prior >= -3
            && weak.evidence >= if weak.prior < -2 { 0 } else { -4 }
            && strong.generic
            && strong.prior >= 5
    };
    let help =
        |weak: i32, enough: bool, least: bool| enough && (if least { LEAST } else { -1 }..ACCEPTED).contains(&weak);
    let (left_is, right_is) = (left >= enough(one), right >= enough(other));
    if help(left, right_is, is_marked(one) && left >= -3 || short(one, other)) {
        Some(((left + 5).max(ACCEPTED), right))
    } else if help(right, left_is, is_marked(other) && right >= -3 || short(other, one)) {
        Some((left, (right + 5).max(ACCEPTED)))
    } else {
        // Neither alone, but each a little, and the text equates them.
        let little = left.min(right) >= 1 && left + right >= ACCEPTED && left.max(right) < ACCEPTED;
        little.then_some((ACCEPTED, ACCEPTED))
    }
}

fn is_marked(form: &Form) -> bool {
    form.rule == "compound.marked"
}

/// How much speaks for each form, by its row.
fn scores<'a>(view: &View<'_>, draft: &Draft, room: &'a mut Room<i32, USUAL>) -> &'a mut [i32] {
    let tokens = view.tokens;
    let form = |row: usize| draft.forms.at(row);
    let scores = room.of(draft.forms.len());
    // What is asked of forms at their places, all of one together.
    let mut room = Room::<u8, USUAL>::new();
    let (asked, mut any) = (room.of(draft.forms.len()), 0);
    for ((form, score), asked) in draft.forms.values().zip(&mut *scores).zip(&mut *asked) {
        *score = self::score(form);
        *asked = asks(form, *score);
        any |= *asked;
    }
    let asked = |row: usize| asked.get(row).copied().unwrap_or(0);
    let mut longest = 0;
    for place in &draft.places {
        let row = place.row as usize;
        longest = longest.max(place.end.saturating_sub(place.first));
        // A brand on record may be the company's name too.
        let alone = (asked(row) & ALONE != 0) & (place.end == place.first + 1);
        if draft.companies.contains(tokens.get(place.first).hash())
            && alone
            && let (Some(form), Some(score)) = (form(row), scores.get_mut(row))
        {
            *score = (*score).min(score_of_company(form));
        }
    }
    let links = links(view, draft, scores);
    // Twice, so that a chain of two is followed.
    for &(a, b) in links.iter().chain(&links) {
        let (Some(&left), Some(&right)) = (scores.get(a), scores.get(b)) else { continue };
        let (Some(one), Some(other)) = (form(a), form(b)) else { continue };
        if let Some((left, right)) = raised((one, left), (other, right)) {
            set(scores, a, left);
            set(scores, b, right);
        }
    }
    // Few texts have names of so many tokens.
    if longest >= 4 {
        trial_numbers(tokens, draft, scores);
    }
    if any & OF_TRIALS != 0 {
        trials_of(tokens, draft, &links, scores);
    }
    if any & ISOTOPE != 0 {
        ligands(tokens, draft, scores);
    }
    families(tokens, draft, asked, scores);
    lists(tokens, draft, scores);
    scores
}

/// A form that may be a company's name, where it stands alone.
const ALONE: u8 = 1 << 0;
/// One that [is of trials](is_of_trials).
const OF_TRIALS: u8 = 1 << 1;
/// An isotope.
const ISOTOPE: u8 = 1 << 2;
/// One that may be of a [family](families).
const OF_FAMILY: u8 = 1 << 3;
/// Likewise, where a number ends it or it has three parts.
const OF_FAMILY_JOINED: u8 = 1 << 4;

/// What is asked of a form with this score.
fn asks(form: &Form, score: i32) -> u8 {
    let only = |if_so: bool, bit: u8| if if_so { bit } else { 0 };
    // What is as far below is no compound, whatever else is said of it.
    let may_be = (score >= LEAST) & !form.short & (form.word | !(form.generic | form.code));
    let isotope = form.rule == "compound.isotope";
    let alone = may_be & (form.word | (form.rule == "compound.vocabulary"));
    let related = form.code & (form.prior >= -3) | (form.rule == family::RULE);
    only(alone, ALONE)
        | only(is_of_trials(form), OF_TRIALS)
        | only(isotope, ISOTOPE)
        | only((form.evidence >= 0) & related, OF_FAMILY)
        | only((form.evidence >= 0) & !form.generic, OF_FAMILY_JOINED)
}

/// Raises names that stand in a list beside one for sure.
fn lists(tokens: &Tokens<'_>, draft: &Draft, scores: &mut [i32]) {
    // What may be raised is 3, what may raise another 2, or 3 once it was raised: in few pairs one is where the other is
    // not.
    let mut room = Room::<u8, USUAL>::new();
    let parts = room.of(draft.places.len());
    let mut any = 0;
    for (part, place) in parts.iter_mut().zip(&draft.places) {
        let score = scores.get(place.row as usize).copied().unwrap_or(i32::MIN);
        let high = if score < ACCEPTED { 3 } else { 2 };
        *part = if score < 0 { 0 } else { high };
        any |= *part;
    }
    if any & 1 == 0 {
        return;
    }
    // "A (generic) and B": the one in brackets stands between.
    for apart in [1, 2] {
        let next = || parts.iter().zip(&draft.places).skip(apart);
        for ((one, a), (other, b)) in parts.iter().zip(&draft.places).zip(next()) {
            if one * other < 6 {
                continue;
            }
            let (Some(&left), Some(&right)) = (scores.get(a.row as usize), scores.get(b.row as usize)) else {
                continue;
            };
            let (weak, strong) = (left.min(right), left.max(right));
            let may_raise = strong >= if weak == 0 { 6 } else { ACCEPTED };
            if (0..ACCEPTED).contains(&weak) && may_raise && listed(tokens, a, b) {
                let row = if left < right { a.row } else { b.row } as usize;
                // A name on record needs no more than one for sure beside it.
                let known = draft.forms.at(row).is_some_and(|form| form.rule == "compound.vocabulary");
                set(scores, row, (weak + 3).max(if known { ACCEPTED } else { i32::MIN }));
            }
        }
    }
}

fn enough(form: &Form) -> i32 {
    if form.code { ACCEPTED_CODE } else { ACCEPTED }
}

fn set(scores: &mut [i32], row: usize, score: i32) {
    if let Some(known) = scores.get_mut(row) {
        *known = score;
    }
}

/// Codes of one company: `LPQN 1111` vouches for `LPQN 1021`.
fn families(tokens: &Tokens<'_>, draft: &Draft, asked: impl Fn(usize) -> u8, scores: &mut [i32]) {
    let of_family = |place: &Place| {
        let (letters, number, last) = (tokens.get(place.first), tokens.get(place.first + 1), tokens.get(place.end - 1));
        let joined = (place.end > place.first + 2) | last.is_number();
        // "Q281", "Q254" and "Q230"
        let three = number.is_number() & (number.len() == 3) & number.is_glued() & (place.end == place.first + 2);
        let wanted = if joined { OF_FAMILY | OF_FAMILY_JOINED } else { OF_FAMILY };
        let wanted = if (letters.len() >= 2) | three { wanted } else { 0 };
        asked(place.row as usize) & wanted != 0
    };
    // The letters of each, by its last place; 0 for what has none.
    let mut room = Room::<u32, USUAL>::new();
    let letters = room.of(scores.len());
    for place in &draft.places {
        // Chosen, not jumped to.
        let hash = select_unpredictable(of_family(place), tokens.get(place.first).hash(), 0);
        if let Some(known) = letters.get_mut(place.row as usize) {
            *known = select_unpredictable(hash == 0, *known, hash);
        }
    }
    // The letters of those that have some, and their rows.
    let mut room = Room::<u64, USUAL>::new();
    let (codes, mut end) = (room.of(scores.len()), 0);
    for (row, &mut letters) in letters.iter_mut().enumerate() {
        if let Some(code) = codes.get_mut(end) {
            *code = u64::from(letters) << 32 | row as u64;
        }
        end += usize::from(letters != 0);
    }
    let codes = codes.get_mut(..end).unwrap_or_default();
    sort::plain(codes);
    for family in codes.chunk_by(|a, b| a >> 32 == b >> 32) {
        let (mut size, mut best, mut some) = (0, i32::MIN, false);
        for &code in family {
            let row = code as u32 as usize;
            let (Some(form), Some(&score)) = (draft.forms.at(row), scores.get(row)) else { continue };
            size += i32::from(form.prior >= 1);
            let tells = form.code | (form.evidence > 0);
            best = if tells { best.max(score) } else { best };
            some |= tells & (score >= enough(form));
        }
        for &code in family {
            let row = code as u32 as usize;
            let (Some(form), Some(score)) = (draft.forms.at(row), scores.get_mut(row)) else { continue };
            if !form.code {
                *score = if some && *score >= 0 { (*score + 1).max(ACCEPTED) } else { *score };
            } else if form.prior < 0 || form.trials > 0 {
                // One digit, or a trial beside it, which other codes have too: "QLV-131, QLV-141 and QLV-151 trials".
                let relative = best >= ACCEPTED || some && form.evidence >= 3;
                if relative && form.trials < 2 && form.one_trial == 0 && *score >= -2 {
                    *score = (*score + 1).max(ACCEPTED_CODE);
                }
            } else if (best >= ACCEPTED || size >= 2) && *score >= 0 {
                *score = (*score + 1).max(ACCEPTED_CODE);
            }
        }
    }
}

/// Takes what a radiolabelled name of the text carries for a name by itself: `PQLA-617` beside
/// `177Lu-PQLA-617`, whatever its letters mean elsewhere.
fn ligands(tokens: &Tokens<'_>, draft: &Draft, scores: &mut [i32]) {
    for place in &draft.places {
        if draft.forms.at(place.row as usize).is_none_or(|form| form.rule != "compound.isotope") {
            continue;
        }
        // "yttrium-90-labeled hPQR4"
        let label = tokens.get(place.end).class == Class::Dash
            && tokens.is_any(place.end + 1, words!["labeled", "labelled"])
            && tokens.get(place.end + 2).gap == Gap::Space;
        let carried = || {
            let other = draft.places.iter().find(|other| other.first == place.end + 2);
            other.map(|other| other.row as usize)
        };
        let dash = (place.first..place.end).find(|&at| tokens.get(at).class == Class::Dash);
        let glued = || dash.and_then(|dash| draft.forms.row(key(tokens, dash + 1, place.end)));
        let Some(ligand) = (if label { carried() } else { glued() }) else { continue };
        let code = draft.forms.at(ligand).is_some_and(|form| form.code && (form.prior >= -1 || label));
        if code && let Some(score) = scores.get_mut(ligand) {
            *score = (*score).max(ACCEPTED);
        }
    }
}

/// Turns down the numbers of trials that begin with the code of their compound: `QLV-131-002` where
/// `QLV-131` is one.
fn trial_numbers(tokens: &Tokens<'_>, draft: &Draft, scores: &mut [i32]) {
    for place in &draft.places {
        let last = tokens.get(place.end - 1);
        let numbered = place.end >= place.first + 4
            && last.is_number()
            && last.len() <= 3
            && tokens.get(place.end - 2).class == Class::Dash
            && tokens.get(place.end - 3).is_number();
        if !numbered || !draft.forms.at(place.row as usize).is_some_and(|form| form.code) {
            continue;
        }
        let compound = draft.forms.row(key(tokens, place.first, place.end - 2));
        if compound.and_then(|row| scores.get(row)).is_some_and(|&score| score >= ACCEPTED_CODE) {
            set(scores, place.row as usize, TRIAL);
        }
    }
}

/// Whether it may be the number of a trial, by what stands beside it.
fn is_of_trials(form: &Form) -> bool {
    form.code & (form.trials > 0) & (form.one_trial > 0)
}

/// Turns down the numbers of trials that begin with the first letters of their compound: the `ZEL-222 study`
/// of `zelquorin`.
///
/// Near miss: `zelquorin (ZEL-222)`, which the text equates.
fn trials_of(tokens: &Tokens<'_>, draft: &Draft, links: &[(usize, usize)], scores: &mut [i32]) {
    let is_number = |place: &&Place| {
        let letters = tokens.get(place.first);
        let shape = letters.case == Case::Upper && letters.len() == 3 && tokens.get(place.end - 1).is_number();
        shape && draft.forms.at(place.row as usize).is_some_and(is_of_trials)
    };
    let is_substance = |place: &&Place| {
        let form = draft.forms.at(place.row as usize);
        form.is_some_and(|form| form.generic && form.prior >= 5)
    };
    // Each as it first stands in the text.
    let first_words = |is: &dyn Fn(&&Place) -> bool| {
        let words = draft.places.iter().filter(is).map(|place| (place.row as usize, tokens.str(place.first)));
        let mut words: Vec<(usize, &str)> = words.collect();
        sort::by_key(&mut words, |&(row, _)| row);
        words.dedup_by_key(|(row, _)| *row);
        words
    };
    let numbers = first_words(&is_number);
    if numbers.is_empty() {
        return;
    }
    let substances = first_words(&is_substance);
    for (number, letters) in numbers {
        let of = |&(substance, word): &(usize, &str)| {
            word.get(..3).is_some_and(|head| head.eq_ignore_ascii_case(letters))
                && !links.contains(&(number, substance))
                && !links.contains(&(substance, number))
        };
        if substances.iter().any(of) {
            set(scores, number, TRIAL);
        }
    }
}

/// Whether two places are neighbours in a list.
fn listed(tokens: &Tokens<'_>, a: &Place, b: &Place) -> bool {
    let mut from = skip_marks(tokens, a.end);
    if tokens.get(from).is('(') {
        from = (from..from + 8).find(|&at| tokens.get(at).is(')')).map_or(from, |close| close + 1);
    }
    b.first > from
        && b.first - from <= 3
        && (from..b.first).all(|at| {
            tokens.get(at).gap <= Gap::Line
                && (tokens.is_any(at, words!["and", "or", "plus", "versus", "vs"])
                    || matches!(tokens.get(at).symbol(), Some(',' | '/' | '+' | '&' | '.')))
        })
}

fn score(form: &Form) -> i32 {
    let trial = (form.code | form.word) & (form.trials > 0) & (form.positive == 0) & (form.prior < 7);
    if trial && form.trials * 2 >= form.count {
        return -1;
    }
    let known = (form.rule == "compound.vocabulary") | (form.rule == "compound.stem");
    let often = form.word & (form.prior >= 3) & (form.count >= 3) & (form.evidence >= 0);
    let least = match form {
        // What brackets give as the short form of a substance is that, whatever stands beside it.
        Form { short: true, .. } => 0,
        _ if known => -5,
        _ => -8,
    };
    form.prior + form.evidence.clamp(least, 8) + i32::from(often)
}

fn score_of_company(form: &Form) -> i32 {
    score(form) - 6
}

/// The short members of a list after a code: `QLV 1700 and 1900`, `BNT111, 112 and 113`.
///
/// Hard, because any number may follow a code: "QLV 131 and 40 patients". A member has as many digits
/// as the code's number, at least three, and no unit or noun after it.
fn elided(view: &View<'_>, place: &Place, behind: usize, name: &Text, certainty: Certainty, found: &mut Found) {
    static JOINTS: Likely<16> = Likely::NONE.with(words!["and", "or"]).symbol(',').symbol('/');
    let tokens = view.tokens;
    // Mostly none follows: a number behind a joint, or behind two.
    let next = tokens.get(behind + 1);
    if !((next.is_number() | JOINTS.has(next)) & JOINTS.has(tokens.get(behind))) {
        return;
    }
    let digits = tokens.get(place.end - 1).len();
    let mut at = behind;
    loop {
        let mut next = at;
        while tokens.get(next).is(',') || tokens.is_any(next, words!["and", "or"]) || tokens.get(next).is('/') {
            next += 1;
        }
        let number = tokens.get(next);
        let member =
            next > at && number.is_number() && number.len() == digits && digits >= 3 && number.gap <= Gap::Line;
        if !member {
            return;
        }
        // "QLV 1700/1700A"
        let letter = tokens.get(next + 1);
        let letter = letter.is_glued() && letter.is_word() && letter.len() == 1 && letter.case != Case::Lower;
        let end = next + 1 + usize::from(letter);
        let after = tokens.get(end);
        let open = after.class == Class::End
            || after.gap == Gap::Paragraph
            || matches!(after.symbol(), Some(')' | ',' | ';' | '®' | '™'))
            || after.is('.') && tokens.get(end + 1).gap > Gap::None
            || after.class == Class::Dash && !after.is_glued()
            || tokens.is_any(end, AFTER_MEMBER);
        if !open || view.is_taken(next, end) {
            return;
        }
        let stem = name.get(..name.len().saturating_sub(digits)).unwrap_or("");
        let span = tokens.span(next, end);
        let whole = format!("{stem}{}", tokens.slice(span));
        found.add(span, Value::Name { name: whole.into() }, "compound.elided", certainty, Vec::new());
        at = end;
    }
}

/// Words after the last member of such a list; after a number of something else stands its noun.
const AFTER_MEMBER: &List = words![
    "and",
    "or",
    "are",
    "is",
    "were",
    "was",
    "in",
    "for",
    "as",
    "to",
    "with",
    "programs",
    "programmes",
    "candidates",
    "have",
    "has",
    "had",
    "continue",
    "continued",
    "compounds",
    "will",
    "would",
    "may",
    "can",
    "could",
    "use",
    "follow",
    "followed",
    "share",
    "remain",
    "target",
    "both",
    "each",
    "also",
    "that",
    "which",
    "at",
    "by",
    "on",
    "from",
    "entered",
    "showed",
    "led",
    "combination"
];

/// The form that stands for all spellings: one blank, plain hyphens; substances in lower case.
fn canonical(tokens: &Tokens<'_>, place: &Place, generic: bool) -> Text {
    let surface = tokens.slice(tokens.span(place.first, place.end));
    // One walk for both: how long it is nobody foresees.
    let (small, plain) = surface.bytes().fold((generic, true), |(small, plain), byte| {
        (small & byte.is_ascii_lowercase(), plain & byte.is_ascii_graphic() & (byte != b'('))
    });
    if small {
        return Text::new(surface);
    }
    let name = if plain { Cow::Borrowed(surface) } else { without_marks(surface).into() };
    if !generic {
        // Names of isotopes: "Iodine-131".
        let head = || name.split('-').next().unwrap_or("");
        let element = || ELEMENTS.iter().any(|element| element.name.eq_ignore_ascii_case(head()));
        let isotope = ELEMENT_NAMES.has(tokens.get(place.first)) && element();
        return if isotope { name.to_lowercase().into() } else { name.into() };
    }
    let all_upper = !name.contains(|c: char| c.is_lowercase());
    // Words in lower case; initials and what has digits as they stand: "vitamin D3", "DHT-semaglutide".
    let mut folded = String::with_capacity(name.len());
    for part in name.split_inclusive([' ', '-', '/']) {
        let word = part.trim_end_matches([' ', '-', '/']);
        let plain = word.chars().count() >= 3 && word.chars().all(char::is_alphabetic);
        let capitals = word.chars().skip(1).any(char::is_uppercase);
        if plain && (all_upper || !capitals) {
            folded.push_str(&part.to_lowercase());
        } else {
            folded.push_str(part);
        }
    }
    folded.into()
}

/// The names of [`ELEMENTS`].
static ELEMENT_NAMES: Likely<16> = {
    let (mut names, mut row) = (Likely::NONE, 0);
    #[allow(clippy::indexing_slicing)] // runs in the compiler
    while row < ELEMENTS.len() {
        names = names.word(Folded::of(ELEMENTS[row].name));
        row += 1;
    }
    names
};

/// A name with one blank for white space, with plain hyphens and without marks.
fn without_marks(surface: &str) -> String {
    let mut name = String::with_capacity(surface.len());
    for character in surface.chars() {
        if character.is_whitespace() {
            if !name.ends_with([' ', '-']) {
                name.push(' ');
            }
        } else if is_dash(character) {
            name.push('-');
        } else if !matches!(character, '®' | '™' | '℠' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
        {
            name.push(character);
        }
    }
    // "Zorvanta(R) LA"
    if name.contains('(') {
        for mark in ["(R)", "(r)", "(TM)", "(tm)"] {
            if let Some(at) = name.find(mark) {
                name.replace_range(at..at + mark.len(), "");
            }
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use crate::extract::mention::Certainty::{self, Sure, Unsure};
    use crate::extract::{Context, Document, analyse};

    fn certainties(text: &str) -> Vec<Certainty> {
        let analysis = analyse(Document::new("case", text), &Context::default());
        let compounds = analysis.mentions.iter().filter(|mention| mention.kind.kind().id == "compound");
        compounds.map(|mention| mention.certainty).collect()
    }

    #[test]
    fn initials_behind_a_name_make_it_unsure_here_and_not_elsewhere() {
        assert_eq!(certainties("A dose of imatinib QMX fell; a dose of imatinib rose."), [Unsure, Sure]);
        assert_eq!(certainties("A dose of imatinib QMX-204 fell.")[..1], [Sure]);
        assert_eq!(certainties("The FDA met on imatinib NDA plans."), [Sure]);
    }
}
