//! What the page knows, and how it changes.
//!
//! In: a [`State`] and an [`Action`]. Out: the state changed in place, whether anything on the screen
//! changes with it, and the [`Effect`]s the shell is to perform. Pure: no browser, no clock, and so
//! tested natively.
//!
//! Not here: the files themselves (the shell keeps them by id), rows and segments (computed where
//! they are shown), which marks are visible (one attribute on the root element).

//!
//! Here: the state, and one line for each action. What an action comes to stands in a file for each
//! concern: [`documents`], [`view`], [`corrections`].

mod action;
mod corrections;
mod documents;
mod entry;
mod pool;
mod screen;
mod shared;
#[cfg(test)]
mod tests;
mod view;

use litemap::LiteMap;
use std::rc::Rc;

pub use action::{Action, Among, Arrival, Effect, Point, Stage, Step, Unpacked};
pub use corrections::{Offer, a_kind};
pub use entry::{Entry, Fault, Hits, LoadId, MOST_HITS, Status, Structure};
pub use pool::{HandId, Pool};
pub use screen::{All, Card, Dialog, Labels, Notice, Pane, Tab, Theme};
pub use shared::Shared;
pub use view::{on_demand, passes, place, row_passes, visible};

pub(super) use corrections::{found_anew, put_edits};
pub(super) use documents::{analyses, arrive, bring, done, grouped, replace};

use super::history::History;
use super::keeping::{self, Keeping};
use super::keys::{Command, Keys};
use super::outbox::{self, Outbox};
use super::rules::{self, Rules};
use crate::extract::edits::{Edge, Edits, Way};
use crate::extract::facts;
use crate::extract::glance::Glance;
use crate::extract::reading::View;
use crate::extract::{Analysis, KindId, Kinds, Span, standoff};
use corrections::{add, apply_to_others, bound, confirm, dismiss, move_end, redo, restore, retype, select, undo};
use documents::{
    announce_done, died, draw_more, draw_to, give, list_more, move_on, open, over, remove, restructure, section_end,
    stop, stop_all, unpack,
};
use view::{
    escape, go, go_span, is_switched_off, kinds_changed, look, next_mention, notify, paint, refilter, screen,
    with_source,
};

/// Paragraphs added at a time: what a slow machine draws without a visible pause.
const MORE_PARAGRAPHS: usize = 240;

/// Documents added to the list at a time.
const LISTED: usize = 40;

/// Documents listed at first, more than are seen: they are drawn along with all that stands beside them.
const FIRST_LISTED: usize = 20;

/// Milliseconds after which what other documents say of the open one is worked out anew.
const SETTLE: u32 = 500;

/// Rows of a kind added to the summary at a time.
const MORE_ROWS: usize = 500;

/// All that the page knows.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Everything opened, in the order in which it came.
    pub entries: Vec<Shared<Entry>>,
    /// The entry on the screen.
    pub open: Option<LoadId>,
    /// Who does the work.
    pub pool: Pool,
    /// Whether a document came since what the others say of the open one was worked out.
    stale: bool,
    /// Kinds that are switched off.
    pub hidden: Kinds,
    /// What rows and marks are filtered by.
    pub filter: String,
    /// Which mentions of the open document the filter lets through, by index; `None` is all. Kept
    /// because rows, marks and steps all ask for it.
    pub passing: Option<Shared<Vec<bool>>>,
    /// What the filter looks at, a line for each mention of the open document, made when first asked
    /// for.
    haystack: Option<Shared<Vec<String>>>,
    /// Rows of the list of documents that are drawn, where there are as many.
    pub listed: usize,
    /// Paragraphs of the open document that are drawn.
    pub shown: usize,
    /// Paragraphs of it that may be drawn without being asked for.
    pub allowed: usize,
    /// The mention the reader is at.
    pub current: Option<usize>,
    /// The mention whose card is open.
    pub card: Option<Card>,
    /// The mention under the pointer, whose card opens if it stays there.
    pub pointed: Option<usize>,
    /// Entities whose mentions are listed one by one.
    pub expanded: Vec<usize>,
    /// Rows of a kind shown beyond the first ones.
    pub more_rows: LiteMap<KindId, usize>,
    /// What covers the text on a narrow screen.
    pub pane: Pane,
    /// An open dialog.
    pub dialog: Option<Dialog>,
    /// Colours.
    pub theme: Theme,
    /// Files being dragged over the window; `Some(0)` where their number is not known.
    pub drag: Option<usize>,
    /// Said once, until dismissed.
    pub notices: Vec<Notice>,
    /// What the reader selected in the open text, if it can be a mention.
    pub selection: Option<Span>,
    /// Whether the open card shows what is needed to correct its mention.
    pub editing: bool,
    /// The strip after a correction.
    pub offer: Option<Offer>,
    /// Strips so far.
    offers: u32,
    /// Corrections that can be undone and redone.
    pub history: History,
    /// Whether only what the reader corrected is shown.
    pub yours: bool,
    /// How the text is shown.
    pub view: View,
    /// What marks say of their kind.
    pub labels: Labels,
    /// Whether standard text is shown as any other.
    pub undimmed: bool,
    /// Whether only what is new is shown in full ink.
    pub fresh: bool,
    /// Sections of the open document, and what of it has been said before.
    pub structure: Option<Shared<Structure>>,
    /// Facts and checks of the open document.
    pub glance: Option<Shared<Glance>>,
    /// What is shown beside the text.
    pub tab: Tab,
    /// The table of all documents, where it has the place of the text.
    pub all: Option<All>,
    /// Words that are looked for.
    pub wanted: String,
    /// Where they stand.
    pub hits: Vec<Hits>,
    /// Paragraphs on the screen: the first and one past the last.
    pub viewed: (usize, usize),
    /// Exports and links.
    pub outbox: Outbox,
    /// Rules of the reader's own.
    pub rules: Rules,
    /// What the browser keeps of documents.
    pub keeping: Keeping,
    /// Whether the page was opened only to read: `#v=reader`. Nothing can be corrected.
    pub receiving: bool,
    /// Whether there are corrections that no file holds.
    pub unsaved: bool,
    /// Keys.
    pub keys: Keys,
    /// Whether the page is being printed.
    pub printing: bool,
    /// The command whose key is being changed.
    pub binding: Option<Command>,
    next: LoadId,
}

impl Default for State {
    fn default() -> State {
        State {
            entries: Vec::new(),
            open: None,
            pool: Pool::default(),
            stale: false,
            hidden: on_demand(),
            filter: String::new(),
            passing: None,
            haystack: None,
            listed: FIRST_LISTED,
            shown: 0,
            allowed: 0,
            current: None,
            card: None,
            pointed: None,
            expanded: Vec::new(),
            more_rows: LiteMap::new(),
            pane: Pane::Text,
            dialog: None,
            theme: Theme::System,
            drag: None,
            notices: Vec::new(),
            selection: None,
            editing: false,
            offer: None,
            offers: 0,
            history: History::default(),
            yours: false,
            view: View::Reading,
            labels: Labels::None,
            undimmed: false,
            fresh: false,
            structure: None,
            glance: None,
            tab: Tab::Summary,
            all: None,
            wanted: String::new(),
            hits: Vec::new(),
            viewed: (0, 0),
            outbox: Outbox::default(),
            rules: Rules::default(),
            keeping: Keeping::default(),
            receiving: false,
            unsaved: false,
            keys: Keys::default(),
            printing: false,
            binding: None,
            next: 0,
        }
    }
}

impl State {
    /// Nothing opened yet, with what was chosen at an earlier visit.
    pub fn with(theme: Theme, labels: Labels, keys: Keys) -> State {
        State { theme, labels, keys, ..State::default() }
    }

    /// The id the next arrival gets.
    pub fn next_id(&self) -> LoadId {
        self.next
    }

    /// The entry with this id.
    pub fn entry(&self, id: LoadId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id).map(|entry| &**entry)
    }

    /// The entry on the screen, to be held.
    pub fn open_entry_shared(&self) -> Option<Shared<Entry>> {
        self.entries.iter().find(|entry| Some(entry.id) == self.open).cloned()
    }

    /// The entry on the screen.
    pub fn open_entry(&self) -> Option<&Entry> {
        self.entry(self.open?)
    }

    /// The analysis on the screen.
    pub fn analysis(&self) -> Option<&Shared<Analysis>> {
        match &self.open_entry()?.status {
            Status::Done(analysis) => Some(analysis),
            _ => None,
        }
    }

    /// What the reader corrected in the open document.
    pub fn open_edits(&self) -> Rc<Edits> {
        self.open_entry().map(|entry| Rc::clone(&entry.edits)).unwrap_or_default()
    }

    /// The section on the screen.
    pub fn section(&self) -> Option<usize> {
        self.structure.as_ref()?.sections.partition_point(|section| section.from <= self.viewed.0).checked_sub(1)
    }

    pub(super) fn entry_mut(&mut self, id: LoadId) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.id == id).map(Shared::edit)
    }

    fn set_status(&mut self, id: LoadId, status: Status) {
        if let Some(entry) = self.entry_mut(id) {
            entry.status = status;
        }
    }
}

/// Changes the state. Returns whether anything on the screen changes, and what is to be done.
pub fn update(state: &mut State, action: Action) -> (bool, Vec<Effect>) {
    match action {
        Action::WorkerReady(..)
        | Action::WorkerDied(..)
        | Action::Stage(..)
        | Action::Known(..)
        | Action::Done(..)
        | Action::Failed(..) => {
            let mut effects = Vec::new();
            (heard(state, action, &mut effects), effects)
        }
        _ => update_else(state, action),
    }
}

/// What a worker says.
fn heard(state: &mut State, action: Action, effects: &mut Vec<Effect>) -> bool {
    match action {
        Action::WorkerReady(hand) => {
            state.pool.ready(hand);
            give(state, effects);
            true
        }
        Action::WorkerDied(hand) => died(state, hand, effects),
        Action::Stage(id, stage) if state.pool.works_on(id) => {
            state.set_status(
                id,
                match stage {
                    Stage::Page(done, of) => Status::Page(done, of),
                    Stage::Finding => Status::Finding,
                },
            );
            true
        }
        Action::Known(id, known) if state.pool.holds(id) => {
            if let Some(entry) = state.entry_mut(id) {
                entry.known = Some(known);
            }
            false
        }
        Action::Done(id, analysis) if state.pool.holds(id) => {
            over(state, id);
            announce_done(state, id, &analysis, effects);
            if state.outbox.waits() {
                effects.push(Effect::After(0, outbox::act(outbox::Act::Done)));
            }
            let analysis = Shared(analysis);
            if let Some(entry) = state.entry_mut(id) {
                entry.plain = Some(analysis.clone());
                entry.found = Some(analysis.clone());
            }
            state.set_status(id, Status::Done(analysis));
            let idle = state.analysis().is_none() && !state.open_entry().is_some_and(|entry| entry.status.is_open());
            if state.open == Some(id) || idle {
                open(state, id, effects);
            }
            keeping::done(state, id, effects);
            rules::document_done(state, id, effects);
            // What the others say of it can wait for a few more of them.
            if !std::mem::replace(&mut state.stale, true) {
                effects.push(Effect::After(SETTLE, Action::Settle));
            }
            give(state, effects);
            true
        }
        Action::Failed(id, fault) if state.pool.holds(id) => {
            over(state, id);
            let name = state.entry(id).map(|entry| entry.name.clone()).unwrap_or_default();
            effects.push(Effect::Announce(format!("{name}: {fault}")));
            state.set_status(id, Status::Failed(fault));
            move_on(state, id, effects);
            give(state, effects);
            true
        }
        // An answer to a load that has been stopped or given up.
        _ => false,
    }
}

/// What is not said by a worker. A function of its own, to wasm-opt too (index.html): where one of this length is called for
/// each of hundreds of files, the browser takes a tenth of a second to compile it better.
#[inline(never)]
fn update_else(state: &mut State, action: Action) -> (bool, Vec<Effect>) {
    let mut effects = Vec::new();
    if state.receiving && action.corrects() {
        return (false, effects);
    }
    let changed = match action {
        Action::Arrived(arrivals) => arrive(state, arrivals, &mut effects),
        Action::Unpacked { id, stays, files } => unpack(state, id, stays, files, &mut effects),
        Action::Unlock(id, password) => {
            effects.push(Effect::KeepPassword(id, password));
            state.set_status(id, Status::Queued);
            give(state, &mut effects);
            true
        }
        Action::Settle => {
            state.stale = false;
            restructure(state);
            look(state, &mut effects);
            true
        }
        Action::Stop(id) => {
            if !state.entry(id).is_some_and(|entry| entry.status.is_open()) {
                return (false, effects);
            }
            state.set_status(id, Status::Stopped);
            stop(state, id, &mut effects);
            move_on(state, id, &mut effects);
            give(state, &mut effects);
            true
        }
        Action::StopAll => {
            for entry in &mut state.entries {
                if entry.status.is_open() {
                    entry.edit().status = Status::Stopped;
                }
            }
            stop_all(state, &mut effects);
            effects.push(Effect::Announce("Stopped.".into()));
            true
        }
        Action::Retry(id) => {
            state.set_status(id, Status::Queued);
            give(state, &mut effects);
            true
        }
        Action::Remove(id) => remove(state, id, &mut effects),
        Action::Rename(id, title) => {
            if let Some(entry) = state.entry_mut(id) {
                entry.title = Some(title);
            }
            keeping::keep(state, id, &mut effects);
            true
        }
        Action::OpenAll(all) => {
            let more = state.all != Some(all) && done(state).len() > 1;
            if more {
                let news = state.all.replace(all).is_none();
                state.card = None;
                state.selection = None;
                state.pane = Pane::Text;
                screen(state, &mut effects);
                if news {
                    effects.push(Effect::Top);
                }
            }
            more
        }
        Action::CopyFacts => {
            let wanted = state.filter.trim().to_lowercase();
            let titles =
                state.entries.iter().filter(|entry| matches!(entry.status, Status::Done(_))).map(|entry| entry.title());
            let called = titles.zip(analyses(state));
            let mut rows = facts::facts(called, |mention| !state.hidden.contains(mention.kind));
            rows.retain(|fact| fact.cells.iter().any(|cell| cell.to_lowercase().contains(&wanted)));
            effects.push(Effect::Copy(facts::tsv(&rows)));
            effects.push(Effect::Announce(format!("{} rows copied.", rows.len())));
            false
        }
        Action::GoIn(id, mention) => {
            if state.open != Some(id) || state.all.is_some() {
                open(state, id, &mut effects);
                effects.retain(|effect| !matches!(effect, Effect::Top));
            }
            state.all = None;
            go(state, mention, &mut effects)
        }
        Action::Open(id) => {
            state.all = None;
            state.pane = Pane::Text;
            open(state, id, &mut effects);
            screen(state, &mut effects);
            true
        }
        Action::ListMore => {
            state.listed += LISTED;
            list_more(state, &mut effects);
            true
        }
        Action::DrawMore(id) => {
            let more = state.open == Some(id) && state.shown < state.allowed;
            if more {
                state.shown = (state.shown + MORE_PARAGRAPHS).min(state.allowed);
                draw_more(state, id, &mut effects);
            }
            more
        }
        Action::NextSection => {
            let from = state.allowed;
            state.allowed = state.analysis().map_or(0, |analysis| section_end(analysis, from));
            state.shown = state.allowed;
            refilter(state, &mut effects);
            true
        }
        Action::Toggle(kind) => {
            state.hidden.toggle(kind);
            kinds_changed(state, &mut effects)
        }
        Action::Only(kind) => {
            let others: Kinds = KindId::all().filter(|&other| other != kind).collect();
            state.hidden = if state.hidden == others { on_demand() } else { others };
            kinds_changed(state, &mut effects)
        }
        Action::ShowAll => {
            state.hidden = Kinds::default();
            state.filter.clear();
            state.yours = false;
            refilter(state, &mut effects);
            kinds_changed(state, &mut effects)
        }
        Action::Filter(filter) => {
            state.filter = filter;
            refilter(state, &mut effects);
            true
        }
        Action::Expand(entity) => {
            match state.expanded.iter().position(|&other| other == entity) {
                Some(at) => _ = state.expanded.remove(at),
                None => state.expanded.push(entity),
            }
            true
        }
        Action::MoreRows(kind) => {
            *state.more_rows.entry(kind).or_default() += MORE_ROWS;
            true
        }
        Action::Go(mention) => go(state, mention, &mut effects),
        Action::Step(step, among) => match next_mention(state, step, among) {
            Some(mention) => go(state, mention, &mut effects),
            None => false,
        },
        Action::Point(mention) => {
            state.pointed = Some(mention);
            let open = state.card.is_some_and(|card| card.mention == mention);
            if !open {
                effects.push(Effect::After(250, Action::Dwell(mention)));
            }
            false
        }
        Action::Dwell(mention) => {
            let stays = state.pointed == Some(mention)
                && !state.card.is_some_and(|card| card.pinned)
                && !is_switched_off(state, mention);
            if stays {
                state.card = Some(Card { mention, pinned: false });
            }
            stays
        }
        Action::Leave => {
            state.pointed = None;
            if state.card.is_some_and(|card| !card.pinned) {
                effects.push(Effect::After(200, Action::Left));
            }
            false
        }
        Action::Left => {
            let gone = state.pointed.is_none() && state.card.is_some_and(|card| !card.pinned);
            if gone {
                state.card = None;
            }
            gone
        }
        Action::CloseCard => {
            state.editing = false;
            state.card.take().is_some()
        }
        Action::HoldCard => {
            state.pointed = state.card.map(|card| card.mention);
            false
        }
        Action::Pin(mention) if is_switched_off(state, mention) => state.card.take().is_some(),
        Action::Pin(mention) => {
            state.editing &= state.card.is_some_and(|card| card.mention == mention);
            state.current = Some(mention);
            state.card = Some(Card { mention, pinned: true });
            effects.push(Effect::SetCurrent(Some(mention)));
            true
        }
        Action::OpenCard(mention) => {
            state.card = Some(Card { mention, pinned: true });
            effects.push(Effect::FocusCard);
            true
        }
        Action::CopyValue(mention) => {
            if let Some(mention) = state.analysis().and_then(|analysis| analysis.mentions.get(mention)) {
                effects.push(Effect::Copy(standoff::notation(&mention.value)));
                effects.push(Effect::Announce("Value copied.".into()));
            }
            false
        }
        Action::CopySource(mention) => {
            if let Some(text) = state.analysis().and_then(|analysis| with_source(analysis, mention)) {
                effects.push(Effect::Copy(text));
                effects.push(Effect::Announce("Value copied with its sentence.".into()));
            }
            false
        }
        Action::NotCopied => notify(state, Notice::NotCopied),
        Action::Show(pane) => {
            state.pane = if state.pane == pane { Pane::Text } else { pane };
            state.card = None;
            screen(state, &mut effects);
            true
        }
        Action::Ask(dialog) => {
            state.dialog = Some(dialog);
            state.card = None;
            true
        }
        Action::Closed => state.dialog.take().is_some(),
        Action::Outbox(act) => outbox::update(state, act, &mut effects),
        Action::Rules(act) => rules::update(state, act, &mut effects),
        Action::Keeping(act) => keeping::update(state, act, &mut effects),
        Action::NextTheme => {
            state.theme = state.theme.next();
            effects.push(Effect::SetTheme(state.theme));
            false
        }
        Action::AskFilter => {
            if state.analysis().is_none() {
                return (false, effects);
            }
            state.pane = Pane::Summary;
            screen(state, &mut effects);
            effects.push(Effect::FocusFilter);
            true
        }
        Action::Drag(drag) => {
            let changed = state.drag != drag;
            state.drag = drag;
            changed
        }
        Action::NothingDropped => notify(state, Notice::NothingDropped),
        Action::Dismiss(notice) => {
            let before = state.notices.len();
            state.notices.retain(|other| *other != notice);
            state.notices.len() != before
        }
        Action::Escape => escape(state, &mut effects),
        Action::Do(command) => return act_on(state, command),
        Action::Select(points) => select(state, points),
        Action::Add(kind) => add(state, kind, &mut effects),
        Action::Bound(mention) => bound(state, mention, &mut effects),
        Action::Retype(mention, kind) => retype(state, mention, kind, &mut effects),
        Action::Move(mention, edge, way) => move_end(state, mention, edge, way, &mut effects),
        Action::NotOne(mention) => dismiss(state, mention, &mut effects),
        Action::Confirm(mention) => confirm(state, mention, &mut effects),
        Action::Restore(span, kind) => restore(state, span, kind, &mut effects),
        Action::ApplyToOthers => apply_to_others(state, &mut effects),
        Action::Undo => undo(state, &mut effects),
        Action::Redo => redo(state, &mut effects),
        Action::CloseOffer(number) => {
            let gone = state.offer.as_ref().is_some_and(|offer| number.is_none_or(|number| number == offer.number));
            if gone {
                state.offer = None;
            }
            gone
        }
        Action::Edit(mention) => {
            state.editing = !(state.editing && state.card.is_some_and(|card| card.mention == mention));
            state.current = Some(mention);
            state.card = Some(Card { mention, pinned: true });
            effects.push(Effect::SetCurrent(Some(mention)));
            effects.push(Effect::FocusCard);
            true
        }
        Action::Yours => {
            state.yours = !state.yours;
            refilter(state, &mut effects);
            true
        }
        Action::SetView(view) => {
            let changed = state.view != view;
            state.view = view;
            if changed {
                state.selection = None;
                effects.push(Effect::Anchor(state.viewed.0));
                effects.push(Effect::SetCurrent(state.current));
                effects.push(Effect::FilterMarks(state.passing.clone()));
                paint(state, &mut effects);
            }
            changed
        }
        Action::DrawPages => {
            effects.extend(state.open.map(Effect::DrawPages));
            // The marks are others than in the text.
            effects.push(Effect::SetCurrent(state.current));
            effects.push(Effect::FilterMarks(state.passing.clone()));
            false
        }
        Action::SetLabels(labels) => {
            state.labels = labels;
            effects.push(Effect::Anchor(state.viewed.0));
            effects.push(Effect::Set("labels", labels.id().into()));
            true
        }
        Action::ToggleStandard => {
            state.undimmed = !state.undimmed;
            effects.push(Effect::Set("standard", if state.undimmed { "plain" } else { "" }.into()));
            true
        }
        Action::ToggleFresh => {
            let possible = state.structure.as_ref().is_some_and(|structure| structure.earlier > 0);
            state.fresh = !state.fresh && possible;
            effects.push(Effect::Set("fresh", if state.fresh { "only" } else { "" }.into()));
            possible
        }
        Action::ShowTab(tab) => {
            state.tab = tab;
            state.pane = Pane::Summary;
            screen(state, &mut effects);
            if tab == Tab::Find {
                effects.push(Effect::FocusFind);
            }
            true
        }
        Action::Find(wanted) => {
            state.wanted = wanted;
            look(state, &mut effects);
            true
        }
        Action::GoPlace(span) => match state.open {
            Some(id) => go_span(state, id, span, &mut effects),
            None => false,
        },
        Action::GoSpan(id, span) => go_span(state, id, span, &mut effects),
        Action::GoParagraph(paragraph) => {
            draw_to(state, paragraph);
            state.pane = Pane::Text;
            screen(state, &mut effects);
            view::leave_pages(state);
            effects.push(Effect::ReachWords(paragraph, 0, 0));
            true
        }
        Action::Viewed(from, to) => {
            let changed = state.viewed != (from, to);
            state.viewed = (from, to);
            changed
        }
        Action::AskKey(command) => {
            state.binding = command;
            true
        }
        Action::Bind(key) => {
            let Some(command) = state.binding.take() else { return (false, effects) };
            state.keys.bind(command, &key);
            effects.push(Effect::SetKeys(state.keys.clone()));
            true
        }
        Action::ResetKeys => {
            state.keys = Keys::default();
            state.binding = None;
            effects.push(Effect::SetKeys(state.keys.clone()));
            true
        }
        Action::Print(printing) => {
            state.printing = printing;
            // On paper all of it.
            state.shown = state.analysis().map_or(0, |analysis| analysis.document.paragraphs.len());
            state.allowed = state.shown;
            true
        }
        Action::ToggleSingleKeys => {
            state.keys.single_off = !state.keys.single_off;
            effects.push(Effect::SetKeys(state.keys.clone()));
            true
        }
        Action::WorkerReady(..)
        | Action::WorkerDied(..)
        | Action::Stage(..)
        | Action::Known(..)
        | Action::Done(..)
        | Action::Failed(..) => heard(state, action, &mut effects),
    };
    (changed, effects)
}

/// What a key's command comes to, where the reader is.
fn act_on(state: &mut State, command: Command) -> (bool, Vec<Effect>) {
    let step = |step, among| Action::Step(step, among);
    let here = state.card.map(|card| card.mention).or(state.current);
    let at = |make: fn(usize) -> Action| here.map(make);
    let open = |by: isize| {
        let place = state.entries.iter().position(|entry| Some(entry.id) == state.open)?;
        let next = place.checked_add_signed(by)?;
        state.entries.get(next).map(|entry| Action::Open(entry.id))
    };
    let done = state.analysis().is_some();
    let action = match command {
        Command::Next => Some(step(Step::Next, Among::Visible)),
        Command::Previous => Some(step(Step::Previous, Among::Visible)),
        Command::NextOfKind => Some(step(Step::Next, Among::SameKind)),
        Command::PreviousOfKind => Some(step(Step::Previous, Among::SameKind)),
        Command::NextOfValue => Some(step(Step::Next, Among::SameEntity)),
        Command::PreviousOfValue => Some(step(Step::Previous, Among::SameEntity)),
        Command::Edit => at(Action::Edit),
        Command::Dismiss => at(Action::NotOne),
        Command::Add if state.selection.is_some() => return (false, vec![Effect::FocusBar]),
        Command::Add => {
            let words = "Select words in the text first.".to_string();
            return (false, vec![Effect::Announce(words)]);
        }
        Command::EndForward => here.map(|here| Action::Move(here, Edge::End, Way::Forward)),
        Command::EndBack => here.map(|here| Action::Move(here, Edge::End, Way::Back)),
        Command::StartForward => here.map(|here| Action::Move(here, Edge::Start, Way::Forward)),
        Command::StartBack => here.map(|here| Action::Move(here, Edge::Start, Way::Back)),
        Command::Undo => Some(Action::Undo),
        Command::Redo => Some(Action::Redo),
        Command::Filter => Some(Action::AskFilter),
        Command::Find => done.then_some(Action::ShowTab(Tab::Find)),
        Command::Yours => done.then_some(Action::Yours),
        Command::Timeline => done.then_some(Action::ShowTab(match state.tab {
            Tab::Timeline => Tab::Summary,
            _ => Tab::Timeline,
        })),
        Command::All => match (state.all, state.open) {
            (Some(_), Some(open)) => Some(Action::Open(open)),
            _ => Some(Action::OpenAll(All::Names)),
        },
        Command::Standard => done.then_some(Action::ToggleStandard),
        Command::Fresh => done.then_some(Action::ToggleFresh),
        Command::View => state.analysis().map(|analysis| Action::SetView(state.view.next(&analysis.document))),
        Command::Labels => {
            let next = Labels::ALL.iter().cycle().skip_while(|labels| **labels != state.labels).nth(1);
            next.map(|labels| Action::SetLabels(*labels))
        }
        Command::PreviousDocument => open(-1),
        Command::NextDocument => open(1),
        Command::Keys => Some(Action::Ask(Dialog::Keys)),
        Command::Export => Some(outbox::act(outbox::Act::Show(outbox::Sheet::Export))),
        Command::Share => Some(outbox::act(outbox::Act::Show(outbox::Sheet::Share))),
        Command::Kind(kind) if state.selection.is_some() => Some(Action::Add(kind)),
        Command::Kind(kind) if state.editing => here.map(|here| Action::Retype(here, kind)),
        Command::Kind(kind) => Some(Action::Toggle(kind)),
    };
    action.map_or((false, Vec::new()), |action| update(state, action))
}
