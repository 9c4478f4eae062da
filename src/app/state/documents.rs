//! The list of documents: what comes, goes, is worked on and is opened.

use std::rc::Rc;

use super::pool::{Death, Place};
use super::view::{notify, paint, refilter, screen};
use super::{
    Action, Arrival, Effect, Entry, Fault, HandId, LoadId, Notice, Pane, Pool, Shared, State, Status, Structure,
    Unpacked,
};
use crate::app::keeping;
use crate::export::Item;
use crate::extract::document::read::MOST_FILES;
use crate::extract::glance::glance;
use crate::extract::outline::outline;
use crate::extract::repeat::{Repeat, repeats};
use crate::extract::{Analysis, Document, Mention, sort, summary};

/// Paragraphs shown at once; the next ones follow as soon as the browser is free.
pub(super) const FIRST_PARAGRAPHS: usize = 120;

/// Words shown without being asked for.
const MOST_WORDS: usize = 500_000;

/// Earlier releases that a release is compared with, the nearest in time.
const MOST_COMPARED: usize = 24;

/// Longer documents, in bytes, are not compared.
const LONGEST_COMPARED: usize = 200_000;

pub(in crate::app) fn arrive(state: &mut State, arrivals: Vec<Arrival>, effects: &mut Vec<Effect>) -> bool {
    if arrivals.is_empty() {
        return false;
    }
    let first = state.next;
    let count = arrivals.len();
    for Arrival { name, size } in arrivals {
        state.entries.push(Shared::new(Entry::new(state.next, name, size, Status::Queued)));
        state.next += 1;
    }
    state.drag = None;
    state.dialog = None;
    state.notices.retain(|notice| *notice != Notice::NothingDropped);
    // What is on the screen stays there; a first arrival, or one after failures, takes the screen.
    if state.analysis().is_none() {
        state.open = Some(first);
    }
    if count > 1 {
        effects.push(Effect::Announce(format!("{count} documents added.")));
    }
    list_more(state, effects);
    screen(state, effects);
    give(state, effects);
    true
}

/// Has more rows of the list drawn when the ones that are drawn are on the screen.
pub(super) fn list_more(state: &State, effects: &mut Vec<Effect>) {
    if state.listed < state.entries.len() {
        effects.push(Effect::WhenDrawn(Action::ListMore));
    }
}

/// Puts the files that lay in a load after it, or in its place.
pub(super) fn unpack(
    state: &mut State,
    id: LoadId,
    stays: bool,
    mut files: Vec<Unpacked>,
    effects: &mut Vec<Effect>,
) -> bool {
    let first = state.next;
    // The shell has counted all of them, whether there is room or not.
    let next = first.saturating_add(u32::try_from(files.len()).unwrap_or(u32::MAX));
    state.next = next;
    let Some(place) = state.entries.iter().position(|entry| entry.id == id).filter(|_| state.pool.works_on(id)) else {
        effects.extend((first..next).map(Effect::Forget));
        return false;
    };
    let most = usize::try_from(MOST_FILES).unwrap_or(usize::MAX);
    let room = most.saturating_sub(state.entries.len());
    effects.extend((first..next).skip(room).map(Effect::Forget));
    files.truncate(room);
    let count = files.len();
    let entries = files.into_iter().zip(first..).map(|(Unpacked { name, size, fault }, id)| {
        let status = fault.map_or(Status::Queued, Status::Failed);
        Shared::new(Entry::new(id, name, size, status))
    });
    state.entries.splice(place + 1..place + 1, entries.collect::<Vec<_>>());
    if !stays {
        over(state, id);
        state.entries.remove(place);
        effects.push(Effect::Forget(id));
        if state.open == Some(id) {
            state.open = state.entries.get(place).map(|entry| entry.id);
            move_on_from_failed(state, effects);
        }
        give(state, effects);
    }
    list_more(state, effects);
    effects.push(Effect::Announce(format!("{count} files unpacked.")));
    true
}

/// If the screen shows an entry that cannot be read, shows one that can.
pub(super) fn move_on_from_failed(state: &mut State, effects: &mut Vec<Effect>) {
    let failed = state.open_entry().filter(|entry| matches!(entry.status, Status::Failed(_))).map(|entry| entry.id);
    if let Some(id) = failed {
        move_on(state, id, effects);
    }
}

pub(super) fn remove(state: &mut State, id: LoadId, effects: &mut Vec<Effect>) -> bool {
    let Some(place) = state.entries.iter().position(|entry| entry.id == id) else { return false };
    state.entries.remove(place);
    effects.push(Effect::Forget(id));
    stop(state, id, effects);
    if state.open == Some(id) {
        let next = state.entries.get(place).or(state.entries.last()).map(|entry| entry.id);
        match next {
            Some(next) => open(state, next, effects),
            None => {
                leave_document(state);
                state.open = None;
                state.all = None;
                state.pane = Pane::Text;
            }
        }
    }
    screen(state, effects);
    give(state, effects);
    true
}

/// Gives waiting entries to those who have room for them, the one on the screen first.
pub(super) fn give(state: &mut State, effects: &mut Vec<Effect>) {
    let waits = |entry: &Entry| entry.status == Status::Queued && !state.pool.holds(entry.id);
    let first = state.open_entry().filter(|entry| waits(entry)).map(|entry| entry.id);
    let others =
        state.entries.iter().filter(|entry| waits(entry)).map(|entry| entry.id).filter(|id| Some(*id) != first);
    // No more than all of them can take.
    let waiting: Vec<LoadId> = first.into_iter().chain(others).take(Pool::MOST).collect();
    for id in waiting {
        let size = state.entry(id).map_or(0, |entry| entry.size);
        let mut place = state.pool.place(id, size);
        if let Place::Start(hand) = place {
            effects.push(Effect::Hire(hand));
            place = state.pool.place(id, size);
        }
        let Place::At(hand, at_once) = place else { break };
        if at_once {
            state.set_status(id, Status::Reading);
        }
        effects.push(Effect::Start(id, hand));
    }
}

/// A load is done with, well or not: its worker has turned to the next.
pub(super) fn over(state: &mut State, id: LoadId) {
    if let Some(next) = state.pool.finish(id) {
        state.set_status(next, Status::Reading);
    }
}

/// Takes a load from whoever works on it.
pub(super) fn stop(state: &mut State, id: LoadId, effects: &mut Vec<Effect>) {
    // What its worker had not begun waits again, as its status says.
    if let Some((hand, _)) = state.pool.stop(id) {
        effects.push(Effect::Hire(hand));
    }
}

/// Ends all work.
pub(super) fn stop_all(state: &mut State, effects: &mut Vec<Effect>) {
    effects.extend(state.pool.stop_all().into_iter().map(Effect::Hire));
}

/// A worker died, or could not be started.
pub(super) fn died(state: &mut State, hand: HandId, effects: &mut Vec<Effect>) -> bool {
    match state.pool.died(hand) {
        Death::AtWork(load, _) => {
            if let Some(id) = load {
                state.set_status(id, Status::Failed(Fault::Crashed));
            }
            notify(state, Notice::Crashed);
            effects.push(Effect::Hire(hand));
            effects.push(Effect::Announce(Notice::Crashed.text().into()));
        }
        Death::OneLess => {}
        Death::Last => {
            notify(state, Notice::Slow);
        }
    }
    give(state, effects);
    true
}

/// If the screen waits for an entry that will not come, shows one that is there.
pub(super) fn move_on(state: &mut State, id: LoadId, effects: &mut Vec<Effect>) {
    if state.open != Some(id) {
        return;
    }
    let done = state.entries.iter().find(|entry| matches!(entry.status, Status::Done(_)));
    let next = done.or_else(|| state.entries.iter().find(|entry| entry.status.is_open())).map(|entry| entry.id);
    if let Some(next) = next {
        open(state, next, effects);
    }
}

pub(super) fn leave_document(state: &mut State) {
    state.current = None;
    state.card = None;
    state.pointed = None;
    state.selection = None;
    state.editing = false;
    state.structure = None;
    state.glance = None;
    state.viewed = (0, 0);
    state.expanded.clear();
    state.more_rows.clear();
    state.haystack = None;
    state.passing = None;
    state.shown = 0;
    state.allowed = 0;
}

pub(super) fn open(state: &mut State, id: LoadId, effects: &mut Vec<Effect>) {
    leave_document(state);
    state.open = Some(id);
    if let Some(analysis) = state.analysis() {
        let allowed = section_end(analysis, 0);
        state.allowed = allowed;
        state.shown = allowed.min(FIRST_PARAGRAPHS);
        effects.push(Effect::Top);
        // Of one that has been corrected since, facts are others.
        let entry = state.open_entry();
        let known =
            entry.filter(|entry| entry.plain.as_ref() == state.analysis()).and_then(|entry| entry.known.clone());
        let said = known.map(|known| known.glance.clone());
        state.glance = said.or_else(|| state.analysis().map(|analysis| glance(analysis))).map(Shared::new);
        restructure(state);
        if state.fresh && state.structure.as_ref().is_none_or(|structure| structure.earlier == 0) {
            state.fresh = false;
            effects.push(Effect::Set("fresh", String::new()));
        }
        refilter(state, effects);
        draw_more(state, id, effects);
    }
}

pub(super) fn draw_more(state: &State, id: LoadId, effects: &mut Vec<Effect>) {
    if state.shown < state.allowed {
        effects.push(Effect::WhenDrawn(Action::DrawMore(id)));
    } else {
        paint(state, effects);
    }
    effects.push(Effect::FilterMarks(state.passing.clone()));
}

/// Makes sure that a paragraph is drawn.
pub(super) fn draw_to(state: &mut State, paragraph: usize) {
    state.allowed = state.allowed.max(paragraph + 1);
    state.shown = state.shown.max((paragraph + FIRST_PARAGRAPHS).min(state.allowed));
}

/// The end of the section that starts with a paragraph: as many paragraphs as hold [`MOST_WORDS`].
pub(super) fn section_end(analysis: &Analysis, from: usize) -> usize {
    let mut words = 0;
    let mut end = from;
    for paragraph in analysis.document.paragraphs.iter().skip(from) {
        // A word and its blank are six bytes or more on average; counting exactly is not worth the time.
        words += paragraph.span.len() / 6;
        if end > from && words > MOST_WORDS {
            break;
        }
        end += 1;
    }
    end
}

/// Works out the structure of the open document anew.
pub(super) fn restructure(state: &mut State) {
    let Some(analysis) = state.analysis() else {
        state.structure = None;
        return;
    };
    let document = &analysis.document;
    let mine = (document.dateline.map(|dateline| dateline.date), state.open);
    let mut earlier: Vec<(Option<crate::extract::Date>, &Document)> = Vec::new();
    for entry in &state.entries {
        let Status::Done(other) = &entry.status else { continue };
        let date = other.document.dateline.map(|dateline| dateline.date);
        let before = match (date, mine.0) {
            (Some(date), Some(mine)) => date < mine,
            _ => Some(entry.id) < mine.1,
        };
        if before && other.document.text.len() <= LONGEST_COMPARED {
            earlier.push((date, &other.document));
        }
    }
    sort::by_key(&mut earlier, |(date, _)| *date);
    let nearest: Vec<&Document> = earlier.iter().rev().take(MOST_COMPARED).rev().map(|(_, other)| *other).collect();
    let mut compared = Vec::new();
    if !nearest.is_empty() && document.text.len() <= LONGEST_COMPARED {
        compared = repeats(document, &nearest);
        // Nothing in common: not of one issuer.
        if compared.iter().all(|repeat| *repeat == Repeat::New) {
            compared.clear();
        }
    }
    let known = state.structure.as_ref().filter(|known| known.repeats == compared && !known.sections.is_empty());
    if known.is_some() {
        return;
    }
    let earlier = if compared.is_empty() { 0 } else { nearest.len() };
    let known = state.open_entry().and_then(|entry| entry.known.as_ref());
    let sections = known.map_or_else(|| outline(document), |known| known.sections.clone());
    state.structure = Some(Shared::new(Structure { sections, repeats: compared, earlier }));
}

/// Adds documents whose mentions are known.
pub(in crate::app) fn bring(state: &mut State, items: Vec<Item>, effects: &mut Vec<Effect>) {
    let first = state.next;
    for Item { document, mentions } in items {
        let analysis = Shared::new(grouped(document, mentions));
        let (name, size) = (analysis.document.name.clone(), analysis.document.text.len() as u64);
        let entry = Entry::new(state.next, name, size, Status::Done(analysis.clone()));
        state.entries.push(Shared::new(Entry { found: Some(analysis), ..entry }));
        keeping::keep(state, state.next, effects);
        state.next += 1;
    }
    state.dialog = None;
    open(state, first, effects);
    screen(state, effects);
}

/// Puts other mentions on a document that is done.
pub(in crate::app) fn replace(state: &mut State, id: LoadId, mentions: Vec<Mention>, effects: &mut Vec<Effect>) {
    let Some(entry) = state.entry_mut(id) else { return };
    let Status::Done(analysis) = &entry.status else { return };
    let analysis = Shared::new(grouped(analysis.document.clone(), mentions));
    entry.status = Status::Done(analysis.clone());
    entry.plain = None;
    entry.found = Some(analysis);
    entry.edits = Rc::default();
    keeping::keep(state, id, effects);
    if state.open == Some(id) {
        open(state, id, effects);
    }
}

pub(in crate::app) fn grouped(document: Document, mentions: Vec<Mention>) -> Analysis {
    let entities = crate::extract::entity::group(&mentions);
    let summary = summary::summarise(&document, &mentions, &entities);
    Analysis { document, mentions, rejections: Vec::new(), entities, summary }
}

/// Every analysis that is there, in the order of the list.
pub(in crate::app) fn analyses(state: &State) -> impl Iterator<Item = &Analysis> {
    state.entries.iter().filter_map(|entry| match &entry.status {
        Status::Done(analysis) => Some(&**analysis),
        _ => None,
    })
}

/// The entries of [`analyses`].
pub(in crate::app) fn done(state: &State) -> Vec<LoadId> {
    state.entries.iter().filter(|entry| matches!(entry.status, Status::Done(_))).map(|entry| entry.id).collect()
}

pub(super) fn announce_done(state: &State, id: LoadId, analysis: &Analysis, effects: &mut Vec<Effect>) {
    let waiting = state.entries.iter().filter(|entry| entry.status.is_open() && entry.id != id).count();
    let name = state.entry(id).map(|entry| entry.name.clone()).unwrap_or_default();
    let found: usize = analysis.summary.shown().map(|group| group.count).sum();
    let found = if found == 1 { "1 mention".to_string() } else { format!("{found} mentions") };
    let rest = if waiting > 0 { format!(" {waiting} to go.") } else { String::new() };
    effects.push(Effect::Announce(format!("{name}: {found}.{rest}")));
}
