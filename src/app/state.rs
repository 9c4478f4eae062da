//! What the page knows, and how it changes.
//!
//! In: a [`State`] and an [`Action`]. Out: the state changed in place, whether anything on the screen
//! changes with it, and the [`Effect`]s the shell is to perform. Pure: no browser, no clock, and so
//! tested natively.
//!
//! Not here: the files themselves (the shell keeps them by id), rows and segments (computed where
//! they are shown), which marks are visible (one attribute on the root element).

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Deref;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::extract::document::read::{Format, MOST_FILES};
use crate::extract::summary::Row;
use crate::extract::{Analysis, KindId, ReadError, standoff, summary};

/// Paragraphs shown at once; the next ones follow as soon as the browser is free.
const FIRST_PARAGRAPHS: usize = 120;
/// Paragraphs added at a time: what a slow machine draws without a visible pause.
const MORE_PARAGRAPHS: usize = 240;
/// Rows of a kind added to the summary at a time.
const MORE_ROWS: usize = 500;
/// Words shown without being asked for.
const MOST_WORDS: usize = 500_000;

/// Something shared, compared by identity, so that a component whose document is the same document
/// is not drawn again.
#[derive(Debug)]
pub struct Shared<T>(pub Rc<T>);

impl<T> Shared<T> {
    /// Shares it.
    pub fn new(value: T) -> Shared<T> {
        Shared(Rc::new(value))
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Shared<T> {
        Shared(Rc::clone(&self.0))
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Shared<T>) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// A load. Every file dropped, text pasted and sample opened is one, and keeps its number for the
/// life of the page.
pub type LoadId = u32;

/// All that the page knows.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Everything opened, in the order in which it came.
    pub entries: Vec<Entry>,
    /// The entry on the screen.
    pub open: Option<LoadId>,
    /// The entry that is being worked on.
    pub busy: Option<LoadId>,
    /// Whether there is something to do the work.
    pub worker: Worker,
    /// Kinds that are switched off.
    pub hidden: BTreeSet<KindId>,
    /// What rows and marks are filtered by.
    pub filter: String,
    /// Which mentions of the open document the filter lets through, by index; `None` is all. Kept
    /// because rows, marks and steps all ask for it.
    pub passing: Option<Shared<Vec<bool>>>,
    /// What the filter looks at, a line for each mention of the open document, made when first asked
    /// for.
    haystack: Option<Shared<Vec<String>>>,
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
    pub expanded: BTreeSet<usize>,
    /// Rows of a kind shown beyond the first ones.
    pub more_rows: BTreeMap<KindId, usize>,
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
    next: LoadId,
}

impl Default for State {
    fn default() -> State {
        State {
            entries: Vec::new(),
            open: None,
            busy: None,
            worker: Worker::Starting,
            hidden: BTreeSet::new(),
            filter: String::new(),
            passing: None,
            haystack: None,
            shown: 0,
            allowed: 0,
            current: None,
            card: None,
            pointed: None,
            expanded: BTreeSet::new(),
            more_rows: BTreeMap::new(),
            pane: Pane::Text,
            dialog: None,
            theme: Theme::System,
            drag: None,
            notices: Vec::new(),
            next: 0,
        }
    }
}

/// One thing opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its load.
    pub id: LoadId,
    /// The name it came under.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// How far it is.
    pub status: Status,
}

/// How far an entry is.
#[derive(Clone, Debug, PartialEq)]
pub enum Status {
    /// Waits for its turn.
    Queued,
    /// Its bytes are being read.
    Reading,
    /// So many of its pages have been read, of so many.
    Page(u32, u32),
    /// Its text is being searched.
    Finding,
    /// Done.
    Done(Shared<Analysis>),
    /// Not possible.
    Failed(Fault),
    /// Stopped by the reader.
    Stopped,
}

impl Status {
    /// The word for it in the document, for style sheets and tests.
    pub fn id(&self) -> &'static str {
        match self {
            Status::Queued => "queued",
            Status::Reading | Status::Page(..) => "reading",
            Status::Finding => "finding",
            Status::Done(_) => "done",
            Status::Failed(_) => "failed",
            Status::Stopped => "stopped",
        }
    }

    /// The word for it on the screen.
    pub fn word(&self) -> Cow<'static, str> {
        match self {
            Status::Queued => "Waiting".into(),
            Status::Reading => "Reading".into(),
            Status::Page(done, of) => format!("Reading page {done} of {of}").into(),
            Status::Finding => "Finding".into(),
            Status::Done(_) => "Done".into(),
            Status::Failed(_) => "Could not be read".into(),
            Status::Stopped => "Stopped by you".into(),
        }
    }

    /// Whether trying again may end otherwise. A PDF stays a PDF.
    pub fn is_worth_a_retry(&self) -> bool {
        let again =
            |fault: &Fault| matches!(fault, Fault::Unavailable | Fault::Crashed | Fault::Read(ReadError::NotLoaded(_)));
        matches!(self, Status::Stopped) || matches!(self, Status::Failed(fault) if again(fault))
    }

    /// Whether a password may open it.
    pub fn wants_password(&self) -> bool {
        matches!(self, Status::Failed(Fault::Read(ReadError::Encrypted(Format::Pdf) | ReadError::WrongPassword(_))))
    }

    /// Whether it waits or is being worked on.
    pub fn is_open(&self) -> bool {
        matches!(self, Status::Queued | Status::Reading | Status::Page(..) | Status::Finding)
    }
}

/// Why an entry has no analysis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// The reader of files says why.
    Read(ReadError),
    /// The browser does not hand out the bytes.
    Unavailable,
    /// The analyser stopped while it was at work on this one.
    Crashed,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Read(error) => error.fmt(f),
            Fault::Unavailable => f.write_str(
                "The browser could not read the file. It may have been moved, changed or deleted: choose it again.",
            ),
            Fault::Crashed => f.write_str(
                "The analyser stopped while it read this file. Try again, or paste the text in smaller parts.",
            ),
        }
    }
}

/// What does the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worker {
    /// Not yet there.
    Starting,
    /// There.
    Ready,
    /// The browser does not allow one: the page does the work itself.
    Absent,
}

/// What is said once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// No worker.
    Slow,
    /// The worker died.
    Crashed,
    /// Nothing could be copied.
    NotCopied,
    /// Something was dropped that holds no file.
    NothingDropped,
}

impl Notice {
    /// Its stable name.
    pub const fn id(self) -> &'static str {
        match self {
            Notice::Slow => "slow",
            Notice::Crashed => "crashed",
            Notice::NotCopied => "not-copied",
            Notice::NothingDropped => "nothing-dropped",
        }
    }

    /// Its words.
    pub const fn text(self) -> &'static str {
        match self {
            Notice::Slow => "Your browser blocks background work here; large files will feel slow.",
            Notice::Crashed => {
                "The analyser stopped. The text on the screen is still here, the other files go on, and a new analyser has started."
            }
            Notice::NotCopied => {
                "Not copied: the browser does not allow it here. Select the text and copy it yourself."
            }
            Notice::NothingDropped => "There was no file in what you dropped. Drop files, a folder, or selected text.",
        }
    }
}

/// An open card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Card {
    /// Its mention.
    pub mention: usize,
    /// Whether it stays when the pointer leaves.
    pub pinned: bool,
}

/// What covers the text on a narrow screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// Nothing.
    Text,
    /// The summary.
    Summary,
    /// The list of documents.
    Documents,
}

impl Pane {
    /// Its name in the document.
    pub const fn id(self) -> &'static str {
        match self {
            Pane::Text => "text",
            Pane::Summary => "summary",
            Pane::Documents => "documents",
        }
    }
}

/// A dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// Text is pasted.
    Paste,
    /// The sheet of keys.
    Keys,
}

/// Colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Its name in the document and in storage.
    pub const fn id(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// The next one, round and round.
    pub const fn next(self) -> Theme {
        match self {
            Theme::System => Theme::Light,
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::System,
        }
    }

    /// The theme with this name.
    pub fn of(id: &str) -> Theme {
        match id {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::System,
        }
    }
}

/// A direction through the mentions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To the next.
    Next,
    /// To the one before.
    Previous,
}

/// Which mentions a step may stop at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Among {
    /// All that are visible.
    Visible,
    /// Those of the current one's kind.
    SameKind,
    /// Those of the current one's entity.
    SameEntity,
}

/// Something that came in: its name and size. The shell keeps what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Name.
    pub name: String,
    /// Bytes.
    pub size: u64,
}

/// A file that lay in another: what it is, or why it cannot be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unpacked {
    /// Name, with that of the file it lay in before it.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Why it cannot be read.
    pub fault: Option<Fault>,
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Files, pasted text or samples came in. The shell has put them under the next ids, from
    /// [`State::next_id`].
    Arrived(Vec<Arrival>),
    /// A load holds other files, which the shell has put under the next ids, from [`State::next_id`].
    /// An archive holds nothing else, and they take its place; a mail stays.
    Unpacked {
        /// The load.
        id: LoadId,
        /// Whether it is a document of its own.
        stays: bool,
        /// The files in it.
        files: Vec<Unpacked>,
    },
    /// The reader gives the password of a load. The shell keeps it.
    Unlock(LoadId, String),
    /// The worker waits for work.
    WorkerReady,
    /// There is no worker to be had.
    WorkerAbsent,
    /// The worker died.
    WorkerDied,
    /// The worker got to a stage.
    Stage(LoadId, Stage),
    /// The worker is done with a load.
    Done(LoadId, Rc<Analysis>),
    /// A load failed.
    Failed(LoadId, Fault),
    /// The reader stops a load.
    Stop(LoadId),
    /// The reader stops all loads.
    StopAll,
    /// The reader wants a load tried again.
    Retry(LoadId),
    /// The reader takes an entry off the list.
    Remove(LoadId),
    /// The reader opens an entry.
    Open(LoadId),
    /// The browser has time to draw more of the text.
    DrawMore(LoadId),
    /// The reader asks for the next part of a very long text.
    NextSection,
    /// A kind is switched on or off.
    Toggle(KindId),
    /// One kind only, or all again where it is the only one.
    Only(KindId),
    /// All kinds are switched on and the filter is emptied.
    ShowAll,
    /// The filter changes.
    Filter(String),
    /// The mentions of an entity are listed, or no longer.
    Expand(usize),
    /// More rows of a kind are asked for.
    MoreRows(KindId),
    /// The reader goes to a mention.
    Go(usize),
    /// The reader steps through the mentions.
    Step(Step, Among),
    /// The pointer is over a mention.
    Point(usize),
    /// The pointer has stayed over a mention.
    Dwell(usize),
    /// The pointer has left mention and card.
    Leave,
    /// Some time has passed since the pointer left.
    Left,
    /// The reader turns to something else.
    CloseCard,
    /// The pointer is over the card.
    HoldCard,
    /// A mention is clicked.
    Pin(usize),
    /// The card of a mention is opened by key.
    OpenCard(usize),
    /// The open card's value is copied.
    CopyValue(usize),
    /// The open card's value is copied with its sentence.
    CopySource(usize),
    /// Copying did not work.
    NotCopied,
    /// A pane is shown on a narrow screen.
    Show(Pane),
    /// A dialog is opened.
    Ask(Dialog),
    /// A dialog is closed.
    Closed,
    /// The theme is switched to the next.
    NextTheme,
    /// The reader wants to filter.
    AskFilter,
    /// Files are dragged over the window, or no longer.
    Drag(Option<usize>),
    /// A drop held no file.
    NothingDropped,
    /// A notice is dismissed.
    Dismiss(Notice),
    /// The escape key.
    Escape,
}

/// A stage of the work on one load.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Its bytes are being read.
    Reading,
    /// So many of its pages have been read, of so many.
    Page(u32, u32),
    /// Its text is being searched.
    Finding,
}

/// What the shell is to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Give this load to the worker, or do its work here where there is none.
    Start(LoadId),
    /// End the worker and start another.
    Restart,
    /// Forget what this load was made of.
    Forget(LoadId),
    /// Keep the password of a load, for this visit.
    KeepPassword(LoadId, String),
    /// Send an action later.
    After(u32, Action),
    /// Send an action when the browser has drawn.
    WhenDrawn(Action),
    /// Put on the root element which kinds are hidden.
    HideKinds(Vec<KindId>),
    /// Mark in the text which mentions the filter lets through; `None` is all.
    FilterMarks(Option<Shared<Vec<bool>>>),
    /// Scroll to a mention, flash it, make it the current one and focus it.
    Reach(usize),
    /// Make a mention the current one where it is.
    SetCurrent(Option<usize>),
    /// Put the focus back on the current mention, or the text.
    FocusText,
    /// Put the focus on the card.
    FocusCard,
    /// Put the focus in the filter box.
    FocusFilter,
    /// Scroll to the top of the text.
    Top,
    /// Say to those who listen.
    Announce(String),
    /// Put on the clipboard.
    Copy(String),
    /// Keep the theme and put it on the root element.
    SetTheme(Theme),
    /// Put on the root element which screen is shown and which pane.
    SetScreen {
        /// Whether the first page is shown.
        first: bool,
        /// The pane.
        pane: Pane,
    },
}

impl State {
    /// Nothing opened yet, in these colours.
    pub fn with_theme(theme: Theme) -> State {
        State { theme, ..State::default() }
    }

    /// The id the next arrival gets.
    pub fn next_id(&self) -> LoadId {
        self.next
    }

    /// The entry with this id.
    pub fn entry(&self, id: LoadId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
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

    fn entry_mut(&mut self, id: LoadId) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.id == id)
    }

    fn set_status(&mut self, id: LoadId, status: Status) {
        if let Some(entry) = self.entry_mut(id) {
            entry.status = status;
        }
    }
}

/// Whether kind switches and filter let a mention through.
pub fn visible(state: &State, analysis: &Analysis, mention: usize) -> bool {
    analysis.mentions.get(mention).is_some_and(|mention| !state.hidden.contains(&mention.kind))
        && passes(state.passing.as_ref(), mention)
}

/// Whether a mention's kind is switched off: to the reader it is plain text then.
fn is_switched_off(state: &State, mention: usize) -> bool {
    let kind = state.analysis().and_then(|analysis| analysis.mentions.get(mention)).map(|mention| mention.kind);
    kind.is_some_and(|kind| state.hidden.contains(&kind))
}

/// Whether a filter lets a mention through.
pub fn passes(passing: Option<&Shared<Vec<bool>>>, mention: usize) -> bool {
    passing.is_none_or(|passing| passing.get(mention).copied().unwrap_or(false))
}

/// Whether a filter lets any mention of a row through.
pub fn row_passes(passing: Option<&Shared<Vec<bool>>>, row: &Row) -> bool {
    row.mentions.iter().any(|&mention| passes(passing, mention))
}

/// What a filter looks at: surface form, value and sentence of each mention, in lower case.
fn haystack(analysis: &Analysis) -> Vec<String> {
    let document = &analysis.document;
    let line = |mention: &crate::extract::Mention| {
        let (surface, sentence) = (document.slice(mention.span), document.slice(document.sentence(mention.span)));
        let line = format!("{surface}\n{}\n{sentence}", summary::label(&mention.value));
        line.to_lowercase()
    };
    analysis.mentions.iter().map(line).collect()
}

/// Changes the state. Returns whether anything on the screen changes, and what is to be done.
pub fn update(state: &mut State, action: Action) -> (bool, Vec<Effect>) {
    let mut effects = Vec::new();
    let changed = match action {
        Action::Arrived(arrivals) => arrive(state, arrivals, &mut effects),
        Action::Unpacked { id, stays, files } => unpack(state, id, stays, files, &mut effects),
        Action::Unlock(id, password) => {
            effects.push(Effect::KeepPassword(id, password));
            state.set_status(id, Status::Queued);
            start_next(state, &mut effects);
            true
        }
        Action::WorkerReady => {
            state.worker = Worker::Ready;
            start_next(state, &mut effects);
            true
        }
        Action::WorkerAbsent => {
            let news = state.worker != Worker::Absent;
            state.worker = Worker::Absent;
            if news {
                notify(state, Notice::Slow);
            }
            start_next(state, &mut effects);
            news
        }
        // It has never got as far as waiting for work: another would fare no better.
        Action::WorkerDied if state.worker == Worker::Starting => return update(state, Action::WorkerAbsent),
        Action::WorkerDied => {
            if let Some(id) = state.busy.take() {
                state.set_status(id, Status::Failed(Fault::Crashed));
            }
            notify(state, Notice::Crashed);
            state.worker = Worker::Starting;
            effects.push(Effect::Restart);
            effects.push(Effect::Announce(Notice::Crashed.text().into()));
            true
        }
        Action::Stage(id, stage) if state.busy == Some(id) => {
            state.set_status(
                id,
                match stage {
                    Stage::Reading => Status::Reading,
                    Stage::Page(done, of) => Status::Page(done, of),
                    Stage::Finding => Status::Finding,
                },
            );
            true
        }
        Action::Done(id, analysis) if state.busy == Some(id) => {
            state.busy = None;
            announce_done(state, id, &analysis, &mut effects);
            state.set_status(id, Status::Done(Shared(analysis)));
            let idle = state.analysis().is_none() && !state.open_entry().is_some_and(|entry| entry.status.is_open());
            if state.open == Some(id) || idle {
                open(state, id, &mut effects);
            }
            start_next(state, &mut effects);
            true
        }
        Action::Failed(id, fault) if state.busy == Some(id) => {
            state.busy = None;
            let name = state.entry(id).map(|entry| entry.name.clone()).unwrap_or_default();
            effects.push(Effect::Announce(format!("{name}: {fault}")));
            state.set_status(id, Status::Failed(fault));
            move_on(state, id, &mut effects);
            start_next(state, &mut effects);
            true
        }
        // An answer to a load that has been stopped or given up.
        Action::Stage(..) | Action::Done(..) | Action::Failed(..) => false,
        Action::Stop(id) => {
            let running = state.busy == Some(id);
            if !state.entry(id).is_some_and(|entry| entry.status.is_open()) {
                return (false, effects);
            }
            state.set_status(id, Status::Stopped);
            if running {
                state.busy = None;
                interrupt(state, &mut effects);
            }
            move_on(state, id, &mut effects);
            start_next(state, &mut effects);
            true
        }
        Action::StopAll => {
            for entry in &mut state.entries {
                if entry.status.is_open() {
                    entry.status = Status::Stopped;
                }
            }
            if state.busy.take().is_some() {
                interrupt(state, &mut effects);
            }
            effects.push(Effect::Announce("Stopped.".into()));
            true
        }
        Action::Retry(id) => {
            state.set_status(id, Status::Queued);
            start_next(state, &mut effects);
            true
        }
        Action::Remove(id) => remove(state, id, &mut effects),
        Action::Open(id) => {
            state.pane = Pane::Text;
            open(state, id, &mut effects);
            screen(state, &mut effects);
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
            if !state.hidden.remove(&kind) {
                state.hidden.insert(kind);
            }
            kinds_changed(state, &mut effects)
        }
        Action::Only(kind) => {
            let others: BTreeSet<KindId> = KindId::all().filter(|&other| other != kind).collect();
            state.hidden = if state.hidden == others { BTreeSet::new() } else { others };
            kinds_changed(state, &mut effects)
        }
        Action::ShowAll => {
            state.hidden.clear();
            state.filter.clear();
            refilter(state, &mut effects);
            kinds_changed(state, &mut effects)
        }
        Action::Filter(filter) => {
            state.filter = filter;
            refilter(state, &mut effects);
            true
        }
        Action::Expand(entity) => {
            if !state.expanded.remove(&entity) {
                state.expanded.insert(entity);
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
        Action::CloseCard => state.card.take().is_some(),
        Action::HoldCard => {
            state.pointed = state.card.map(|card| card.mention);
            false
        }
        Action::Pin(mention) if is_switched_off(state, mention) => state.card.take().is_some(),
        Action::Pin(mention) => {
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
    };
    (changed, effects)
}

fn arrive(state: &mut State, arrivals: Vec<Arrival>, effects: &mut Vec<Effect>) -> bool {
    if arrivals.is_empty() {
        return false;
    }
    let first = state.next;
    let count = arrivals.len();
    for Arrival { name, size } in arrivals {
        state.entries.push(Entry { id: state.next, name, size, status: Status::Queued });
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
    screen(state, effects);
    start_next(state, effects);
    true
}

/// Puts the files that lay in a load after it, or in its place.
fn unpack(state: &mut State, id: LoadId, stays: bool, mut files: Vec<Unpacked>, effects: &mut Vec<Effect>) -> bool {
    let first = state.next;
    // The shell has counted all of them, whether there is room or not.
    let next = first.saturating_add(u32::try_from(files.len()).unwrap_or(u32::MAX));
    state.next = next;
    let Some(place) = state.entries.iter().position(|entry| entry.id == id).filter(|_| state.busy == Some(id)) else {
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
        Entry { id, name, size, status }
    });
    state.entries.splice(place + 1..place + 1, entries.collect::<Vec<_>>());
    if !stays {
        state.busy = None;
        state.entries.remove(place);
        effects.push(Effect::Forget(id));
        if state.open == Some(id) {
            state.open = state.entries.get(place).map(|entry| entry.id);
            move_on_from_failed(state, effects);
        }
        start_next(state, effects);
    }
    effects.push(Effect::Announce(format!("{count} files unpacked.")));
    true
}

/// If the screen shows an entry that cannot be read, shows one that can.
fn move_on_from_failed(state: &mut State, effects: &mut Vec<Effect>) {
    let failed = state.open_entry().filter(|entry| matches!(entry.status, Status::Failed(_))).map(|entry| entry.id);
    if let Some(id) = failed {
        move_on(state, id, effects);
    }
}

fn remove(state: &mut State, id: LoadId, effects: &mut Vec<Effect>) -> bool {
    let Some(place) = state.entries.iter().position(|entry| entry.id == id) else { return false };
    state.entries.remove(place);
    effects.push(Effect::Forget(id));
    if state.busy == Some(id) {
        state.busy = None;
        interrupt(state, effects);
    }
    if state.open == Some(id) {
        let next = state.entries.get(place).or(state.entries.last()).map(|entry| entry.id);
        match next {
            Some(next) => open(state, next, effects),
            None => {
                leave_document(state);
                state.open = None;
                state.pane = Pane::Text;
            }
        }
    }
    screen(state, effects);
    start_next(state, effects);
    true
}

/// Puts a waiting entry to work, the one on the screen first.
fn start_next(state: &mut State, effects: &mut Vec<Effect>) {
    if state.busy.is_some() || state.worker == Worker::Starting {
        return;
    }
    let waits = |entry: &&Entry| entry.status == Status::Queued;
    let next = state.open_entry().filter(waits).or_else(|| state.entries.iter().find(waits)).map(|entry| entry.id);
    if let Some(id) = next {
        state.busy = Some(id);
        state.set_status(id, Status::Reading);
        effects.push(Effect::Start(id));
    }
}

/// Ends the work under way. Only a worker can be ended; without one, the answer is dropped when it
/// comes.
fn interrupt(state: &mut State, effects: &mut Vec<Effect>) {
    if state.worker != Worker::Absent {
        state.worker = Worker::Starting;
        effects.push(Effect::Restart);
    }
}

/// If the screen waits for an entry that will not come, shows one that is there.
fn move_on(state: &mut State, id: LoadId, effects: &mut Vec<Effect>) {
    if state.open != Some(id) {
        return;
    }
    let done = state.entries.iter().find(|entry| matches!(entry.status, Status::Done(_)));
    let next = done.or_else(|| state.entries.iter().find(|entry| entry.status.is_open())).map(|entry| entry.id);
    if let Some(next) = next {
        open(state, next, effects);
    }
}

fn leave_document(state: &mut State) {
    state.current = None;
    state.card = None;
    state.pointed = None;
    state.expanded.clear();
    state.more_rows.clear();
    state.haystack = None;
    state.passing = None;
    state.shown = 0;
    state.allowed = 0;
}

fn open(state: &mut State, id: LoadId, effects: &mut Vec<Effect>) {
    leave_document(state);
    state.open = Some(id);
    if let Some(analysis) = state.analysis() {
        let allowed = section_end(analysis, 0);
        state.allowed = allowed;
        state.shown = allowed.min(FIRST_PARAGRAPHS);
        effects.push(Effect::Top);
        refilter(state, effects);
        draw_more(state, id, effects);
    }
}

fn draw_more(state: &State, id: LoadId, effects: &mut Vec<Effect>) {
    if state.shown < state.allowed {
        effects.push(Effect::WhenDrawn(Action::DrawMore(id)));
    }
    effects.push(Effect::FilterMarks(state.passing.clone()));
}

/// The end of the section that starts with a paragraph: as many paragraphs as hold [`MOST_WORDS`].
fn section_end(analysis: &Analysis, from: usize) -> usize {
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

fn kinds_changed(state: &mut State, effects: &mut Vec<Effect>) -> bool {
    effects.push(Effect::HideKinds(state.hidden.iter().copied().collect()));
    let card = state.card.map(|card| card.mention);
    if let (Some(card), Some(analysis)) = (card, state.analysis().cloned())
        && !visible(state, &analysis, card)
    {
        state.card = None;
    }
    true
}

/// Finds anew what the filter lets through.
fn refilter(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(analysis) = state.analysis().cloned() else { return };
    let wanted = state.filter.trim().to_lowercase();
    state.passing = (!wanted.is_empty()).then(|| {
        let lines = state.haystack.get_or_insert_with(|| Shared::new(haystack(&analysis)));
        Shared::new(lines.iter().map(|line| line.contains(&wanted)).collect())
    });
    effects.push(Effect::FilterMarks(state.passing.clone()));
}

fn screen(state: &State, effects: &mut Vec<Effect>) {
    effects.push(Effect::SetScreen { first: state.entries.is_empty(), pane: state.pane });
}

fn notify(state: &mut State, notice: Notice) -> bool {
    let news = !state.notices.contains(&notice);
    if news {
        state.notices.push(notice);
    }
    news
}

fn go(state: &mut State, mention: usize, effects: &mut Vec<Effect>) -> bool {
    let Some(analysis) = state.analysis().cloned() else { return false };
    let Some(there) = analysis.mentions.get(mention) else { return false };
    let paragraph = analysis.document.paragraphs.partition_point(|paragraph| paragraph.span.end <= there.span.start);
    state.allowed = state.allowed.max(paragraph + 1);
    state.shown = state.shown.max((paragraph + FIRST_PARAGRAPHS).min(state.allowed));
    if state.hidden.remove(&there.kind) {
        effects.push(Effect::HideKinds(state.hidden.iter().copied().collect()));
    }
    state.current = Some(mention);
    state.card = None;
    state.pane = Pane::Text;
    screen(state, effects);
    effects.push(Effect::Reach(mention));
    effects.push(Effect::Announce(spoken(&analysis, mention)));
    true
}

/// “3 of 7, Money: 5,600,000 USD. The sentence.”
fn spoken(analysis: &Analysis, index: usize) -> String {
    let Some(mention) = analysis.mentions.get(index) else { return String::new() };
    let (place, total) = place(analysis, index, |other| other.kind == mention.kind);
    let sentence = analysis.document.slice(analysis.document.sentence(mention.span));
    let sentence = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{} {place} of {total}: {}. {sentence}", mention.kind.kind().title, summary::label(&mention.value))
}

/// Where a mention stands among those that pass: counted from one, and how many there are.
pub fn place(analysis: &Analysis, index: usize, among: impl Fn(&crate::extract::Mention) -> bool) -> (usize, usize) {
    let mut place = 0;
    let mut total = 0;
    for (at, mention) in analysis.mentions.iter().enumerate() {
        if among(mention) {
            total += 1;
            if at <= index {
                place += 1;
            }
        }
    }
    (place, total)
}

/// The mention a step leads to; past the last comes the first.
fn next_mention(state: &State, step: Step, among: Among) -> Option<usize> {
    let analysis = state.analysis()?;
    let here = state.current;
    let kind = here.and_then(|here| analysis.mentions.get(here)).map(|mention| mention.kind);
    let entity = here.and_then(|here| analysis.entities.iter().position(|entity| entity.mentions.contains(&here)));
    let suits = |&at: &usize| {
        visible(state, analysis, at)
            && match among {
                Among::Visible => true,
                Among::SameKind => kind.is_none() || analysis.mentions.get(at).map(|mention| mention.kind) == kind,
                Among::SameEntity => {
                    entity.and_then(|entity| analysis.entities.get(entity)).is_none_or(|e| e.mentions.contains(&at))
                }
            }
    };
    let total = analysis.mentions.len();
    match step {
        Step::Next => {
            let start = here.map_or(0, |here| here + 1);
            (start..total).chain(0..start).find(suits)
        }
        Step::Previous => {
            let start = here.unwrap_or(0);
            (0..start).rev().chain((start..total).rev()).find(suits)
        }
    }
}

/// A value, its sentence and the document it stands in.
fn with_source(analysis: &Analysis, index: usize) -> Option<String> {
    let mention = analysis.mentions.get(index)?;
    let sentence = analysis.document.slice(analysis.document.sentence(mention.span));
    let sentence = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = &analysis.document.name;
    let day = analysis.document.dateline.map_or(String::new(), |dateline| format!(", {}", dateline.date));
    Some(format!("{}\n“{sentence}”\n{name}{day}", standoff::notation(&mention.value)))
}

fn announce_done(state: &State, id: LoadId, analysis: &Analysis, effects: &mut Vec<Effect>) {
    let waiting = state.entries.iter().filter(|entry| entry.status.is_open() && entry.id != id).count();
    let name = state.entry(id).map(|entry| entry.name.clone()).unwrap_or_default();
    let found = analysis.mentions.len();
    let found = if found == 1 { "1 mention".to_string() } else { format!("{found} mentions") };
    let rest = if waiting > 0 { format!(" {waiting} to go.") } else { String::new() };
    effects.push(Effect::Announce(format!("{name}: {found}.{rest}")));
}

/// Closes what lies on top, one thing at a time.
fn escape(state: &mut State, effects: &mut Vec<Effect>) -> bool {
    if state.card.take().is_some() {
        state.pointed = None;
        effects.push(Effect::FocusText);
    } else if state.pane != Pane::Text {
        state.pane = Pane::Text;
        screen(state, effects);
        effects.push(Effect::FocusText);
    } else if !state.filter.is_empty() {
        state.filter.clear();
        refilter(state, effects);
        effects.push(Effect::FocusText);
    } else {
        effects.push(Effect::FocusText);
        return false;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::mention::{Amount, Certainty, Decimal, RuleId, Value};
    use crate::extract::{Document, Mention, Span, entity, summary::summarise};

    /// “$1 … $2 … $1 …”: mentions of money made here, so that no kind has a say.
    fn analysis(text: &str) -> Rc<Analysis> {
        let document = Document::new("a.txt", text);
        let money = KindId::of("money").unwrap();
        let mentions: Vec<Mention> = text
            .match_indices('$')
            .map(|(at, _)| Mention {
                span: Span::new(at, at + 2),
                kind: money,
                value: Value::Money {
                    amount: Amount::One(text[at + 1..at + 2].parse::<Decimal>().unwrap()),
                    currency: "USD".into(),
                    assumed: false,
                },
                rule: RuleId::new("money.test"),
                certainty: Certainty::Sure,
                attributes: Vec::new(),
            })
            .collect();
        let entities = entity::group(&mentions);
        let summary = summarise(&document, &mentions, &entities);
        Rc::new(Analysis { document, mentions, rejections: Vec::new(), entities, summary })
    }

    fn arrivals(names: &[&str]) -> Action {
        Action::Arrived(names.iter().map(|name| Arrival { name: name.to_string(), size: 1 }).collect())
    }

    /// A state with a worker, and these files in.
    fn with(names: &[&str]) -> (State, Vec<Effect>) {
        let mut state = State::default();
        update(&mut state, Action::WorkerReady);
        let (_, effects) = update(&mut state, arrivals(names));
        (state, effects)
    }

    fn statuses(state: &State) -> Vec<&'static str> {
        state.entries.iter().map(|entry| entry.status.id()).collect()
    }

    #[test]
    fn files_are_worked_on_one_after_the_other() {
        let (mut state, effects) = with(&["a", "b"]);
        assert!(effects.contains(&Effect::Start(0)));
        assert_eq!(statuses(&state), ["reading", "queued"]);
        update(&mut state, Action::Stage(0, Stage::Finding));
        assert_eq!(statuses(&state), ["finding", "queued"]);
        let (_, effects) = update(&mut state, Action::Done(0, analysis("$1")));
        assert!(effects.contains(&Effect::Start(1)));
        assert_eq!(statuses(&state), ["done", "reading"]);
        assert_eq!(state.open, Some(0));
        let (_, effects) = update(&mut state, Action::Failed(1, Fault::Read(ReadError::Empty)));
        assert!(!effects.iter().any(|effect| matches!(effect, Effect::Start(_))));
        assert_eq!(statuses(&state), ["done", "failed"]);
        assert_eq!(state.open, Some(0), "the text on the screen stays");
    }

    #[test]
    fn files_wait_until_the_worker_is_there() {
        let mut state = State::default();
        let (_, effects) = update(&mut state, arrivals(&["a"]));
        assert!(!effects.contains(&Effect::Start(0)));
        let (_, effects) = update(&mut state, Action::WorkerReady);
        assert!(effects.contains(&Effect::Start(0)));
    }

    #[test]
    fn without_a_worker_the_page_works_and_says_so_once() {
        let mut state = State::default();
        update(&mut state, arrivals(&["a"]));
        let (_, effects) = update(&mut state, Action::WorkerAbsent);
        assert!(effects.contains(&Effect::Start(0)));
        update(&mut state, Action::WorkerAbsent);
        assert_eq!(state.notices, [Notice::Slow]);
    }

    #[test]
    fn a_worker_that_never_starts_is_not_started_again() {
        let mut state = State::default();
        let (_, effects) = update(&mut state, Action::WorkerDied);
        assert!(!effects.contains(&Effect::Restart));
        assert_eq!((state.worker, &state.notices[..]), (Worker::Absent, &[Notice::Slow][..]));
    }

    #[test]
    fn stopping_ends_the_worker_and_the_others_go_on() {
        let (mut state, _) = with(&["a", "b", "c"]);
        let (_, effects) = update(&mut state, Action::Stop(0));
        assert!(effects.contains(&Effect::Restart));
        assert_eq!(statuses(&state), ["stopped", "queued", "queued"]);
        // An answer that was under way.
        update(&mut state, Action::Done(0, analysis("$1")));
        assert_eq!(statuses(&state), ["stopped", "queued", "queued"]);
        let (_, effects) = update(&mut state, Action::WorkerReady);
        assert!(effects.contains(&Effect::Start(1)));
        // One that waits is taken out without ending the worker.
        let (_, effects) = update(&mut state, Action::Stop(2));
        assert!(!effects.contains(&Effect::Restart));
        update(&mut state, Action::Done(1, analysis("$1")));
        assert_eq!(statuses(&state), ["stopped", "done", "stopped"]);
        assert_eq!(state.open, Some(1), "the screen does not stay with a file that was stopped");
        let (_, effects) = update(&mut state, Action::Retry(0));
        assert!(effects.contains(&Effect::Start(0)));
    }

    #[test]
    fn stop_all() {
        let (mut state, _) = with(&["a", "b"]);
        let (_, effects) = update(&mut state, Action::StopAll);
        assert!(effects.contains(&Effect::Restart));
        assert_eq!(statuses(&state), ["stopped", "stopped"]);
        let (_, effects) = update(&mut state, Action::WorkerReady);
        assert!(effects.is_empty());
    }

    #[test]
    fn a_dead_worker_costs_one_file() {
        let (mut state, _) = with(&["a", "b"]);
        update(&mut state, Action::Done(0, analysis("$1")));
        let (_, effects) = update(&mut state, Action::WorkerDied);
        assert!(effects.contains(&Effect::Restart));
        assert_eq!(statuses(&state), ["done", "failed"]);
        assert_eq!(state.notices, [Notice::Crashed]);
        assert!(state.analysis().is_some(), "the text stays on the screen");
        update(&mut state, arrivals(&["c"]));
        let (_, effects) = update(&mut state, Action::WorkerReady);
        assert!(effects.contains(&Effect::Start(2)));
    }

    #[test]
    fn removing_what_is_on_the_screen_shows_the_next() {
        let (mut state, _) = with(&["a", "b"]);
        update(&mut state, Action::Done(0, analysis("$1")));
        update(&mut state, Action::Done(1, analysis("$2")));
        let (_, effects) = update(&mut state, Action::Remove(0));
        assert!(effects.contains(&Effect::Forget(0)));
        assert_eq!(state.open, Some(1));
        let (_, effects) = update(&mut state, Action::Remove(1));
        assert!(effects.contains(&Effect::SetScreen { first: true, pane: Pane::Text }));
        assert_eq!(state.open, None);
        // Numbers are not given twice.
        update(&mut state, arrivals(&["c"]));
        assert_eq!(state.entries[0].id, 2);
    }

    fn on_screen(text: &str) -> State {
        let (mut state, _) = with(&["a"]);
        update(&mut state, Action::Done(0, analysis(text)));
        state
    }

    #[test]
    fn steps_go_round_and_skip_what_is_not_visible() {
        let mut state = on_screen("One $1 here.\n\nTwo $2 here.\n\nThree $1 there.");
        let step = |state: &mut State, step, among| {
            update(state, Action::Step(step, among));
            state.current.unwrap()
        };
        assert_eq!(step(&mut state, Step::Next, Among::Visible), 0);
        assert_eq!(step(&mut state, Step::Next, Among::SameEntity), 2);
        assert_eq!(step(&mut state, Step::Next, Among::Visible), 0);
        assert_eq!(step(&mut state, Step::Previous, Among::Visible), 2);
        update(&mut state, Action::Filter("HERE".into()));
        assert_eq!(step(&mut state, Step::Next, Among::SameKind), 0);
        update(&mut state, Action::Filter("two".into()));
        assert_eq!(step(&mut state, Step::Next, Among::Visible), 1);
        update(&mut state, Action::Filter("nowhere".into()));
        assert_eq!(update(&mut state, Action::Step(Step::Next, Among::Visible)), (false, vec![]));
    }

    #[test]
    fn going_to_a_mention_switches_its_kind_on_and_says_it() {
        let mut state = on_screen("One $1 here. Two $2 there.");
        let money = KindId::of("money").unwrap();
        let (_, effects) = update(&mut state, Action::Toggle(money));
        assert_eq!(effects, [Effect::HideKinds(vec![money])]);
        let (_, effects) = update(&mut state, Action::Go(1));
        assert!(state.hidden.is_empty());
        assert!(effects.contains(&Effect::Reach(1)));
        assert!(effects.contains(&Effect::Announce("Money 2 of 2: 2 USD. Two $2 there.".into())));
    }

    #[test]
    fn only_one_kind_and_back() {
        let mut state = on_screen("$1");
        let money = KindId::of("money").unwrap();
        update(&mut state, Action::Only(money));
        assert_eq!(state.hidden.len(), KindId::all().count() - 1);
        update(&mut state, Action::Only(money));
        assert!(state.hidden.is_empty());
    }

    #[test]
    fn the_card_opens_after_a_while_and_stays_when_pinned() {
        let mut state = on_screen("$1 $2");
        let (_, effects) = update(&mut state, Action::Point(0));
        assert_eq!(effects, [Effect::After(250, Action::Dwell(0))]);
        update(&mut state, Action::Point(1));
        assert!(!update(&mut state, Action::Dwell(0)).0, "the pointer has gone on");
        update(&mut state, Action::Dwell(1));
        assert_eq!(state.card, Some(Card { mention: 1, pinned: false }));
        // From the mark to the card: it stays.
        update(&mut state, Action::Leave);
        update(&mut state, Action::HoldCard);
        update(&mut state, Action::Left);
        assert!(state.card.is_some());
        update(&mut state, Action::Leave);
        update(&mut state, Action::Left);
        assert_eq!(state.card, None);
        update(&mut state, Action::Pin(0));
        update(&mut state, Action::Leave);
        update(&mut state, Action::Left);
        assert!(state.card.is_some());
        update(&mut state, Action::Escape);
        assert_eq!(state.card, None);
        update(&mut state, Action::Toggle(KindId::of("money").unwrap()));
        update(&mut state, Action::Pin(0));
        assert_eq!(state.card, None, "a kind that is switched off is plain text");
    }

    #[test]
    fn what_is_copied_leads_back_to_its_source() {
        let mut state = on_screen("First.\nIt had\n$5 then. Last.");
        assert!(update(&mut state, Action::CopyValue(0)).1.contains(&Effect::Copy("5 USD".into())));
        assert!(
            update(&mut state, Action::CopySource(0))
                .1
                .contains(&Effect::Copy("5 USD\n“It had $5 then.”\na.txt".into()))
        );
    }

    #[test]
    fn long_texts_are_drawn_bit_by_bit() {
        let text = "A paragraph with $1 in it.\n\n".repeat(2000);
        let mut state = on_screen(&text);
        assert_eq!((state.shown, state.allowed), (FIRST_PARAGRAPHS, 2000));
        let (_, effects) = update(&mut state, Action::DrawMore(0));
        assert_eq!(state.shown, FIRST_PARAGRAPHS + MORE_PARAGRAPHS);
        assert!(effects.contains(&Effect::WhenDrawn(Action::DrawMore(0))));
        // A jump does not wait for them.
        update(&mut state, Action::Go(1900));
        assert!(state.shown > 1900);
    }

    #[test]
    fn very_long_texts_stop_at_a_section() {
        let text = format!("{}$1.\n\n", "word ".repeat(2000)).repeat(500);
        let mut state = on_screen(&text);
        assert!(state.allowed < 400, "{}", state.allowed);
        let before = state.allowed;
        update(&mut state, Action::NextSection);
        assert!(state.allowed > before && state.shown == state.allowed);
        update(&mut state, Action::Go(499));
        assert_eq!(state.allowed, 500);
    }
}
