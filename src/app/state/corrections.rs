//! What the reader corrects, and how it is undone.

use std::rc::Rc;

use super::view::{brief, mention, refilter};
use super::{Action, Card, Effect, LoadId, Point, Shared, State, Status};
use crate::app::{history, keeping};
use crate::extract::edits::{self, Correction, Deed, Edge, Edits, Way};
use crate::extract::glance::glance;
use crate::extract::reading;
use crate::extract::{Analysis, KindId, Mention, Span};

/// More bytes than these selected are text to be copied, not a mention.
const LONGEST_SELECTION: usize = 400;

/// What is said after a correction, with what can be done about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// What was done.
    pub words: String,
    /// The same, for everything of the same form: corrections by document.
    pub others: Vec<(LoadId, Vec<Correction>)>,
    /// A rule that would have found it: its kind and words.
    pub rule: Option<(KindId, String)>,
    /// Whether it was an undoing.
    pub(super) undone: bool,
    /// Tells one strip from the next.
    pub(super) number: u32,
}

impl Offer {
    /// Whether what was done is an undoing, and can be redone.
    pub fn is_undone(&self) -> bool {
        self.undone
    }

    /// How many other mentions, in how many documents.
    pub fn count(&self) -> (usize, usize) {
        (self.others.iter().map(|(_, list)| list.len()).sum(), self.others.len())
    }
}

/// What the reader selected, in the text.
pub(super) fn select(state: &mut State, points: Option<(Point, Point)>) -> bool {
    let span = points.and_then(|(from, to)| {
        let document = &state.analysis()?.document;
        let start = reading::source(document, from.0, state.view, from.1, true)?;
        let end = reading::source(document, to.0, state.view, to.1, false)?;
        edits::trimmed(document, Span::new(start, end)).filter(|span| span.len() <= LONGEST_SELECTION)
    });
    let changed = state.selection != span;
    state.selection = span;
    if span.is_some() && state.card.is_some_and(|card| !card.pinned) {
        state.card = None;
    }
    changed
}

pub(super) fn add(state: &mut State, kind: KindId, effects: &mut Vec<Effect>) -> bool {
    let (Some(span), Some(analysis)) = (state.selection, state.analysis().cloned()) else { return false };
    let document = &analysis.document;
    let now = edits::read_as(document, kind, span, Deed::Add);
    // The same words, marked already: another kind for them, not a second mention.
    let was = analysis.mentions.iter().find(|mention| mention.span == span).cloned();
    if was.as_ref().is_some_and(|was| was.kind == kind) {
        return false;
    }
    let words = format!("Added “{}” to {}.", brief(document, span), kind.kind().plural.to_lowercase());
    effects.push(Effect::Deselect);
    state.selection = None;
    correct(state, words, Correction { was, now: Some(now) }, effects)
}

pub(super) fn bound(state: &mut State, index: usize, effects: &mut Vec<Effect>) -> bool {
    let Some(span) = state.selection else { return false };
    effects.push(Effect::Deselect);
    state.selection = None;
    set_bounds(state, index, span, effects)
}

pub(super) fn move_end(state: &mut State, index: usize, edge: Edge, way: Way, effects: &mut Vec<Effect>) -> bool {
    let (Some(analysis), Some(was)) = (state.analysis(), mention(state, index)) else { return false };
    match edits::moved(&analysis.document, was.span, edge, way) {
        Some(span) => set_bounds(state, index, span, effects),
        None => false,
    }
}

pub(super) fn set_bounds(state: &mut State, index: usize, span: Span, effects: &mut Vec<Effect>) -> bool {
    let (Some(analysis), Some(was)) = (state.analysis().cloned(), mention(state, index)) else { return false };
    if was.span == span {
        return false;
    }
    let now = edits::read_as(&analysis.document, was.kind, span, Deed::Move);
    let words = format!("Now “{}”.", brief(&analysis.document, span));
    correct(state, words, Correction { was: Some(was), now: Some(now) }, effects)
}

pub(super) fn retype(state: &mut State, index: usize, kind: KindId, effects: &mut Vec<Effect>) -> bool {
    let (Some(analysis), Some(was)) = (state.analysis().cloned(), mention(state, index)) else { return false };
    if was.kind == kind {
        return false;
    }
    let now = edits::read_as(&analysis.document, kind, was.span, Deed::Retype);
    let words =
        format!("“{}” is now under {}.", brief(&analysis.document, was.span), kind.kind().plural.to_lowercase());
    correct(state, words, Correction { was: Some(was), now: Some(now) }, effects)
}

pub(super) fn dismiss(state: &mut State, index: usize, effects: &mut Vec<Effect>) -> bool {
    let (Some(analysis), Some(was)) = (state.analysis().cloned(), mention(state, index)) else { return false };
    let words = format!("“{}” is not {}.", brief(&analysis.document, was.span), a_kind(was.kind));
    correct(state, words, Correction { was: Some(was), now: None }, effects)
}

pub(super) fn confirm(state: &mut State, index: usize, effects: &mut Vec<Effect>) -> bool {
    let (Some(analysis), Some(was)) = (state.analysis().cloned(), mention(state, index)) else { return false };
    let words = format!("“{}” is {}.", brief(&analysis.document, was.span), a_kind(was.kind));
    let now = edits::confirmed(&was);
    correct(state, words, Correction { was: Some(was), now: Some(now) }, effects)
}

pub(super) fn restore(state: &mut State, span: Span, kind: KindId, effects: &mut Vec<Effect>) -> bool {
    let Some(id) = state.open else { return false };
    let Some(entry) = state.entry(id) else { return false };
    let suits = |mention: &&Mention| mention.span == span && mention.kind == kind;
    let shown = entry.edits.list.iter().filter_map(|known| known.now.as_ref()).find(suits);
    let Some(mention) = shown.or_else(|| entry.edits.dismissed().find(suits)).cloned() else { return false };
    let mut after = (*entry.edits).clone();
    after.restore(&mention);
    let words =
        format!("“{}” is as the rules have it.", state.analysis().map_or(String::new(), |a| brief(&a.document, span)));
    change(state, words, vec![(id, after)], Vec::new(), effects);
    true
}

/// “a dose”, “money”.
pub fn a_kind(kind: KindId) -> String {
    let kind = kind.kind();
    let title = kind.title.to_lowercase();
    match title.starts_with(['a', 'e', 'i', 'o', 'u']) {
        _ if kind.title == kind.plural => title,
        true => format!("an {title}"),
        false => format!("a {title}"),
    }
}

/// Makes a correction in the open document, and finds out what else it could be made for.
pub(super) fn correct(state: &mut State, words: String, correction: Correction, effects: &mut Vec<Effect>) -> bool {
    let Some(id) = state.open else { return false };
    let Some(entry) = state.entry(id) else { return false };
    let Some(document) = state.analysis().map(|analysis| &analysis.document) else { return false };
    let mut others: Vec<(LoadId, Vec<Correction>)> = Vec::new();
    for other in &state.entries {
        let Status::Done(analysis) = &other.status else { continue };
        let mut list = edits::alike(document, &correction, &analysis.document, &analysis.mentions);
        let place = |correction: &Correction| correction.was.as_ref().or(correction.now.as_ref()).map(|m| m.span);
        if other.id == id {
            list.retain(|one| place(one) != place(&correction));
        }
        if !list.is_empty() {
            others.push((other.id, list));
        }
    }
    let rule = correction.now.as_ref().map(|now| (now.kind, crate::export::one_line(document.slice(now.span))));
    let mut after = (*entry.edits).clone();
    after.add(correction);
    change(state, words, vec![(id, after)], others, effects);
    if let Some(offer) = &mut state.offer {
        offer.rule = rule;
    }
    true
}

pub(super) fn apply_to_others(state: &mut State, effects: &mut Vec<Effect>) -> bool {
    let Some(offer) = state.offer.take() else { return false };
    let (count, documents) = offer.count();
    let changes = offer.others.into_iter().filter_map(|(id, list)| {
        let mut after = (*state.entry(id)?.edits).clone();
        list.into_iter().for_each(|correction| after.add(correction));
        Some((id, after))
    });
    let changes = changes.collect();
    let others = if count == 1 { "1 other".into() } else { format!("{count} others") };
    let places = if documents == 1 { String::new() } else { format!(" in {documents} documents") };
    change(state, format!("The same for {others}{places}."), changes, Vec::new(), effects);
    true
}

/// Puts corrections in place of those before, as one step that can be undone.
pub(super) fn change(
    state: &mut State,
    words: String,
    changes: Vec<(LoadId, Edits)>,
    others: Vec<(LoadId, Vec<Correction>)>,
    effects: &mut Vec<Effect>,
) {
    let mut noted = Vec::new();
    for (id, after) in changes {
        let after = Rc::new(after);
        let before = state.entry(id).map_or_else(Rc::default, |entry| Rc::clone(&entry.edits));
        noted.push((id, before, Rc::clone(&after)));
        put_edits(state, id, after, effects);
    }
    state.history.note(history::Step { name: words.clone(), changes: noted });
    offer(state, words, others, effects);
}

/// Shows the strip for a while. It says nothing that cannot be had otherwise.
pub(super) fn offer(
    state: &mut State,
    words: String,
    others: Vec<(LoadId, Vec<Correction>)>,
    effects: &mut Vec<Effect>,
) {
    state.offers += 1;
    let number = state.offers;
    let more = others.iter().map(|(_, list)| list.len()).sum::<usize>();
    let rest = if more > 0 { format!(" Can be applied to {more} more.") } else { String::new() };
    effects.push(Effect::Announce(format!("{words}{rest}")));
    // With something to decide it stays: a time limit would be one on reading.
    if others.is_empty() {
        effects.push(Effect::After(10_000, Action::CloseOffer(Some(number))));
    }
    state.offer = Some(Offer { words, others, rule: None, undone: false, number });
}

pub(super) fn undo(state: &mut State, effects: &mut Vec<Effect>) -> bool {
    let Some(step) = state.history.undo() else {
        effects.push(Effect::Announce("Nothing to undo.".into()));
        return false;
    };
    for (id, before, _) in step.changes {
        put_edits(state, id, before, effects);
    }
    offer(state, format!("Undone: {}", step.name), Vec::new(), effects);
    if let Some(offer) = &mut state.offer {
        offer.undone = true;
    }
    true
}

pub(super) fn redo(state: &mut State, effects: &mut Vec<Effect>) -> bool {
    let Some(step) = state.history.redo() else {
        effects.push(Effect::Announce("Nothing to redo.".into()));
        return false;
    };
    for (id, _, after) in step.changes {
        put_edits(state, id, after, effects);
    }
    offer(state, format!("Done again: {}", step.name), Vec::new(), effects);
    true
}

/// Gives a document what is found in it now; its corrections stay.
pub(in crate::app) fn found_anew(state: &mut State, id: LoadId, found: Shared<Analysis>, effects: &mut Vec<Effect>) {
    let Some(entry) = state.entry_mut(id) else { return };
    if entry.found.as_ref() == Some(&found) {
        return;
    }
    entry.found = Some(found);
    let edits = Rc::clone(&entry.edits);
    put_edits(state, id, edits, effects);
}

/// Gives a document these corrections and works out what is shown of it.
pub(in crate::app) fn put_edits(state: &mut State, id: LoadId, edits: Rc<Edits>, effects: &mut Vec<Effect>) {
    let is_open = state.open == Some(id);
    // Where the reader is, in the text: numbers of mentions change.
    let place = |state: &State, index: Option<usize>| Some(mention(state, index?)?.span);
    let (current, card) = if is_open {
        (place(state, state.current), place(state, state.card.map(|card| card.mention)))
    } else {
        (None, None)
    };
    let firsts: Vec<Span> = match (is_open, state.analysis()) {
        (true, Some(analysis)) => {
            let first = |&entity: &usize| analysis.entities.get(entity)?.mentions.first().copied();
            let list = state.expanded.iter().filter_map(first);
            list.filter_map(|index| analysis.mentions.get(index)).map(|mention| mention.span).collect()
        }
        _ => Vec::new(),
    };
    let Some(entry) = state.entry_mut(id) else { return };
    let Some(found) = entry.found.clone() else { return };
    entry.status = Status::Done(match edits.list.is_empty() {
        true => found,
        false => Shared::new(edits::corrected(&found, &edits)),
    });
    let corrected = entry.edits != edits;
    entry.edits = edits;
    if corrected {
        if !std::mem::replace(&mut state.unsaved, true) && !keeping::is_safe(state) {
            effects.push(Effect::Guard(true));
        }
        keeping::keep(state, id, effects);
    }
    if !is_open {
        return;
    }
    let Some(analysis) = state.analysis().cloned() else { return };
    let at = |span: Span| analysis.mentions.iter().position(|mention| mention.span.overlaps(span));
    let pinned = state.card.is_some_and(|card| card.pinned);
    state.current = current.and_then(at);
    state.card = card.and_then(at).map(|mention| Card { mention, pinned });
    state.editing &= state.card.is_some();
    let of_entity = |span: Span| {
        let index = at(span)?;
        analysis.entities.iter().position(|entity| entity.mentions.contains(&index))
    };
    state.expanded = firsts.into_iter().filter_map(of_entity).collect();
    state.haystack = None;
    state.glance = Some(Shared::new(glance(&analysis)));
    refilter(state, effects);
    effects.push(Effect::SetCurrent(state.current));
    if card.is_some() && state.card.is_none() {
        effects.push(Effect::FocusText);
    }
}
