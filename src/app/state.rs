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

use super::history::{self, History};
use super::keys::{Command, Keys};
use super::outbox::{self, Outbox};
use crate::export::wire::Request;
use crate::export::{Item, Made};
use crate::extract::document::read::{Format, MOST_FILES};
use crate::extract::edits::{self, Correction, Deed, Edge, Edits, Way};
use crate::extract::glance::{Glance, glance};
use crate::extract::outline::{Section, outline};
use crate::extract::reading::{self, View};
use crate::extract::repeat::{Repeat, repeats};
use crate::extract::summary::Row;
use crate::extract::{Analysis, Document, KindId, Mention, ReadError, Span, find, standoff, summary};

/// Paragraphs shown at once; the next ones follow as soon as the browser is free.
const FIRST_PARAGRAPHS: usize = 120;
/// Paragraphs added at a time: what a slow machine draws without a visible pause.
const MORE_PARAGRAPHS: usize = 240;
/// Rows of a kind added to the summary at a time.
const MORE_ROWS: usize = 500;
/// Words shown without being asked for.
const MOST_WORDS: usize = 500_000;
/// Fewer letters are looked for in mentions only, not in their sentences.
const SHORTEST_IN_SENTENCE: usize = 3;
/// More bytes than these selected are text to be copied, not a mention.
const LONGEST_SELECTION: usize = 400;
/// Earlier releases that a release is compared with, the nearest in time.
const MOST_COMPARED: usize = 24;
/// Longer documents, in bytes, are not compared.
const LONGEST_COMPARED: usize = 200_000;

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
    /// Words that are looked for.
    pub wanted: String,
    /// Where they stand.
    pub hits: Vec<Hits>,
    /// Paragraphs on the screen: the first and one past the last.
    pub viewed: (usize, usize),
    /// Exports and links.
    pub outbox: Outbox,
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
            busy: None,
            worker: Worker::Starting,
            hidden: on_demand(),
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
            wanted: String::new(),
            hits: Vec::new(),
            viewed: (0, 0),
            outbox: Outbox::default(),
            keys: Keys::default(),
            printing: false,
            binding: None,
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
    /// How far it is. The analysis of one that is done has the reader's corrections in it.
    pub status: Status,
    /// What the rules found, before any correction.
    pub found: Option<Shared<Analysis>>,
    /// What the reader corrected.
    pub edits: Rc<Edits>,
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

/// What is said after a correction, with what can be done about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// What was done.
    pub words: String,
    /// The same, for everything of the same form: corrections by document.
    pub others: Vec<(LoadId, Vec<Correction>)>,
    /// Whether it was an undoing.
    undone: bool,
    /// Tells one strip from the next.
    number: u32,
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

/// What marks say of their kind beside their colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Labels {
    /// Nothing.
    None,
    /// One character.
    Sign,
    /// A word.
    Word,
}

impl Labels {
    /// All of them.
    pub const ALL: [Labels; 3] = [Labels::None, Labels::Sign, Labels::Word];

    /// Its name in the document and in storage.
    pub const fn id(self) -> &'static str {
        match self {
            Labels::None => "none",
            Labels::Sign => "sign",
            Labels::Word => "word",
        }
    }

    /// The one with this name.
    pub fn of(id: &str) -> Labels {
        Labels::ALL.into_iter().find(|labels| labels.id() == id).unwrap_or(Labels::None)
    }
}

/// What is shown beside the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// What is found, by kind.
    Summary,
    /// Where words stand, in all documents.
    Find,
    /// What the reader corrected.
    Yours,
}

/// What the text view knows of a document beyond its mentions.
#[derive(Debug, Default)]
pub struct Structure {
    /// Sections, tiling the paragraphs.
    pub sections: Vec<Section>,
    /// For each paragraph whether an earlier release has it; empty where there is none.
    pub repeats: Vec<Repeat>,
    /// Earlier releases it was compared with.
    pub earlier: usize,
}

/// Where words stand in one document.
#[derive(Clone, Debug, PartialEq)]
pub struct Hits {
    /// The document.
    pub id: LoadId,
    /// The places, the first [`MOST_HITS`] of them.
    pub spans: Vec<Span>,
}

/// Places that are listed in one document.
pub const MOST_HITS: usize = 500;

/// A place on the screen: a paragraph, and UTF-16 units into what is shown of it.
pub type Point = (usize, usize);

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
    /// How to check what the page promises.
    Check,
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
    /// Light, with ink and lines at their strongest.
    Contrast,
}

impl Theme {
    /// Its name in the document and in storage.
    pub const fn id(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
            Theme::Contrast => "contrast",
        }
    }

    /// The next one, round and round.
    pub const fn next(self) -> Theme {
        match self {
            Theme::System => Theme::Light,
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::Contrast,
            Theme::Contrast => Theme::System,
        }
    }

    /// The theme with this name.
    pub fn of(id: &str) -> Theme {
        match id {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            "contrast" => Theme::Contrast,
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
    /// Something of exports and links.
    Outbox(outbox::Act),
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
    /// A key that has a command.
    Do(Command),
    /// The selection in the text is another, or none.
    Select(Option<(Point, Point)>),
    /// The selection is a mention of this kind.
    Add(KindId),
    /// The selection is where a mention starts and ends.
    Bound(usize),
    /// A mention is of another kind.
    Retype(usize, KindId),
    /// An end of a mention goes a word on or back.
    Move(usize, Edge, Way),
    /// A mention is none.
    NotOne(usize),
    /// An unsure mention is right.
    Confirm(usize),
    /// What the rules found comes back: a mention shown or dismissed.
    Restore(Span, KindId),
    /// The last correction is made for everything of the same form.
    ApplyToOthers,
    /// The last correction is taken back.
    Undo,
    /// It is made again.
    Redo,
    /// The strip goes; with a number, only if it is still that one.
    CloseOffer(Option<u32>),
    /// The card shows what is needed to correct its mention, or no longer.
    Edit(usize),
    /// Only what the reader corrected, or all.
    Yours,
    /// The text is shown this way.
    SetView(View),
    /// Marks say this much.
    SetLabels(Labels),
    /// Standard text is dimmed, or not.
    ToggleStandard,
    /// Only what is new is in full ink, or all.
    ToggleFresh,
    /// This is shown beside the text.
    ShowTab(Tab),
    /// Other words are looked for.
    Find(String),
    /// The reader goes to words in a document.
    GoSpan(LoadId, Span),
    /// The reader goes to words of the open document.
    GoPlace(Span),
    /// The reader goes to a paragraph.
    GoParagraph(usize),
    /// Other paragraphs are on the screen.
    Viewed(usize, usize),
    /// A command is to have another key; `None` when the reader thinks better of it.
    AskKey(Option<Command>),
    /// A key was pressed for it.
    Bind(String),
    /// All keys are as they were at first.
    ResetKeys,
    /// The page is going to be printed, or has been.
    Print(bool),
    /// Keys of one character do something, or nothing.
    ToggleSingleKeys,
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
    /// Ask the exports' module.
    Ask(Box<Request>),
    /// Give a file to the reader.
    Save(Made),
    /// Print the page.
    Print,
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
    /// Put a setting on the root element, as `data-` and this name, and keep it.
    Set(&'static str, String),
    /// Scroll to a stretch of a paragraph, in UTF-16 units as shown, and flash it.
    ReachWords(usize, usize, usize),
    /// Keep a paragraph where it is on the screen while the text is drawn anew.
    Anchor(usize),
    /// Paint stretches of paragraphs, as (paragraph, start, end) in UTF-16 units, under a name.
    Paint(&'static str, Vec<(usize, usize, usize)>),
    /// Nothing is selected any more.
    Deselect,
    /// Put the focus on the bar at the selection.
    FocusBar,
    /// Put the focus in the search box.
    FocusFind,
    /// Keep the keys and go by them.
    SetKeys(Keys),
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

    /// What the reader corrected in the open document.
    pub fn open_edits(&self) -> Rc<Edits> {
        self.open_entry().map(|entry| Rc::clone(&entry.edits)).unwrap_or_default()
    }

    /// The section on the screen.
    pub fn section(&self) -> Option<usize> {
        self.structure.as_ref()?.sections.partition_point(|section| section.from <= self.viewed.0).checked_sub(1)
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

/// What a filter looks at beside the text: surface form and value of each mention, in lower case.
fn haystack(analysis: &Analysis) -> Vec<String> {
    let line = |mention: &Mention| {
        let line = format!("{}\n{}", analysis.document.slice(mention.span), summary::label(&mention.value));
        line.to_lowercase()
    };
    analysis.mentions.iter().map(line).collect()
}

/// Which mentions have the words in their surface form, in their value or, from three letters on, in
/// their sentence. Sentences are looked for where the words stand, not for each mention: with ten
/// thousand of them that would take a quarter of a second at the first key.
fn having(analysis: &Analysis, lines: &[String], wanted: &str) -> Vec<bool> {
    let mut passing: Vec<bool> = lines.iter().map(|line| line.contains(wanted)).collect();
    if wanted.chars().count() < SHORTEST_IN_SENTENCE {
        return passing;
    }
    let mentions = &analysis.mentions;
    let mut done = 0;
    for place in find::all(&analysis.document.text, wanted, usize::MAX) {
        if place.start < done {
            continue;
        }
        let sentence = analysis.document.sentence(place);
        done = sentence.end.max(place.end);
        let from = mentions.partition_point(|mention| mention.span.end <= sentence.start);
        let inside =
            mentions.iter().enumerate().skip(from).take_while(|(_, mention)| mention.span.start < sentence.end);
        for (index, _) in inside {
            passing[index] = true;
        }
    }
    passing
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
            effects.push(Effect::After(0, outbox::act(outbox::Act::Done)));
            let analysis = Shared(analysis);
            if let Some(entry) = state.entry_mut(id) {
                entry.found = Some(analysis.clone());
            }
            state.set_status(id, Status::Done(analysis));
            let idle = state.analysis().is_none() && !state.open_entry().is_some_and(|entry| entry.status.is_open());
            if state.open == Some(id) || idle {
                open(state, id, &mut effects);
            } else {
                restructure(state);
            }
            look(state, &mut effects);
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
            state.hidden = if state.hidden == others { on_demand() } else { others };
            kinds_changed(state, &mut effects)
        }
        Action::ShowAll => {
            state.hidden.clear();
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
        Command::Standard => done.then_some(Action::ToggleStandard),
        Command::Fresh => done.then_some(Action::ToggleFresh),
        Command::View => done.then_some(Action::SetView(match state.view {
            View::Reading => View::Source,
            View::Source => View::Reading,
        })),
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

// ---- corrections ----

/// What the reader selected, in the text.
fn select(state: &mut State, points: Option<(Point, Point)>) -> bool {
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

/// The mention of the open document with this number.
fn mention(state: &State, index: usize) -> Option<Mention> {
    state.analysis()?.mentions.get(index).cloned()
}

fn add(state: &mut State, kind: KindId, effects: &mut Vec<Effect>) -> bool {
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

fn bound(state: &mut State, index: usize, effects: &mut Vec<Effect>) -> bool {
    let Some(span) = state.selection else { return false };
    effects.push(Effect::Deselect);
    state.selection = None;
    set_bounds(state, index, span, effects)
}

fn move_end(state: &mut State, index: usize, edge: Edge, way: Way, effects: &mut Vec<Effect>) -> bool {
    let (Some(analysis), Some(was)) = (state.analysis(), mention(state, index)) else { return false };
    match edits::moved(&analysis.document, was.span, edge, way) {
        Some(span) => set_bounds(state, index, span, effects),
        None => false,
    }
}

fn set_bounds(state: &mut State, index: usize, span: Span, effects: &mut Vec<Effect>) -> bool {
    let (Some(analysis), Some(was)) = (state.analysis().cloned(), mention(state, index)) else { return false };
    if was.span == span {
        return false;
    }
    let now = edits::read_as(&analysis.document, was.kind, span, Deed::Move);
    let words = format!("Now “{}”.", brief(&analysis.document, span));
    correct(state, words, Correction { was: Some(was), now: Some(now) }, effects)
}

fn retype(state: &mut State, index: usize, kind: KindId, effects: &mut Vec<Effect>) -> bool {
    let (Some(analysis), Some(was)) = (state.analysis().cloned(), mention(state, index)) else { return false };
    if was.kind == kind {
        return false;
    }
    let now = edits::read_as(&analysis.document, kind, was.span, Deed::Retype);
    let words =
        format!("“{}” is now under {}.", brief(&analysis.document, was.span), kind.kind().plural.to_lowercase());
    correct(state, words, Correction { was: Some(was), now: Some(now) }, effects)
}

fn dismiss(state: &mut State, index: usize, effects: &mut Vec<Effect>) -> bool {
    let (Some(analysis), Some(was)) = (state.analysis().cloned(), mention(state, index)) else { return false };
    let words = format!("“{}” is not {}.", brief(&analysis.document, was.span), a_kind(was.kind));
    correct(state, words, Correction { was: Some(was), now: None }, effects)
}

fn confirm(state: &mut State, index: usize, effects: &mut Vec<Effect>) -> bool {
    let (Some(analysis), Some(was)) = (state.analysis().cloned(), mention(state, index)) else { return false };
    let words = format!("“{}” is {}.", brief(&analysis.document, was.span), a_kind(was.kind));
    let now = edits::confirmed(&was);
    correct(state, words, Correction { was: Some(was), now: Some(now) }, effects)
}

fn restore(state: &mut State, span: Span, kind: KindId, effects: &mut Vec<Effect>) -> bool {
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

/// The first words of a span, in one line.
fn brief(document: &Document, span: Span) -> String {
    let line = document.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or("").trim_end()),
        None => line,
    }
}

/// Makes a correction in the open document, and finds out what else it could be made for.
fn correct(state: &mut State, words: String, correction: Correction, effects: &mut Vec<Effect>) -> bool {
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
    let mut after = (*entry.edits).clone();
    after.add(correction);
    change(state, words, vec![(id, after)], others, effects);
    true
}

fn apply_to_others(state: &mut State, effects: &mut Vec<Effect>) -> bool {
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
fn change(
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
fn offer(state: &mut State, words: String, others: Vec<(LoadId, Vec<Correction>)>, effects: &mut Vec<Effect>) {
    state.offers += 1;
    let number = state.offers;
    let more = others.iter().map(|(_, list)| list.len()).sum::<usize>();
    let rest = if more > 0 { format!(" Can be applied to {more} more.") } else { String::new() };
    effects.push(Effect::Announce(format!("{words}{rest}")));
    // With something to decide it stays: a time limit would be one on reading.
    if others.is_empty() {
        effects.push(Effect::After(10_000, Action::CloseOffer(Some(number))));
    }
    state.offer = Some(Offer { words, others, undone: false, number });
}

fn undo(state: &mut State, effects: &mut Vec<Effect>) -> bool {
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

fn redo(state: &mut State, effects: &mut Vec<Effect>) -> bool {
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

/// Gives a document these corrections and works out what is shown of it.
fn put_edits(state: &mut State, id: LoadId, edits: Rc<Edits>, effects: &mut Vec<Effect>) {
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
    entry.edits = edits;
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

// ---- words ----

/// Finds anew where the wanted words stand.
fn look(state: &mut State, effects: &mut Vec<Effect>) {
    let wanted = state.wanted.trim().to_string();
    state.hits.clear();
    if wanted.chars().count() >= 2 {
        for entry in &state.entries {
            if let Status::Done(analysis) = &entry.status {
                let spans = find::all(&analysis.document.text, &wanted, MOST_HITS);
                if !spans.is_empty() {
                    state.hits.push(Hits { id: entry.id, spans });
                }
            }
        }
    }
    paint(state, effects);
}

/// Paints what is found, and what changed since the release before, over the open text.
fn paint(state: &State, effects: &mut Vec<Effect>) {
    let Some(analysis) = state.analysis() else { return };
    let hits = state.hits.iter().find(|hits| Some(hits.id) == state.open);
    let found = hits.map_or(Vec::new(), |hits| on_screen(analysis, state.view, &hits.spans, state.shown));
    effects.push(Effect::Paint("found", found));
    let changed: Vec<Span> = state.structure.as_ref().map_or(Vec::new(), |structure| {
        let spans = structure.repeats.iter().filter_map(|repeat| match repeat {
            Repeat::Changed(spans) => Some(spans.iter().copied()),
            _ => None,
        });
        spans.flatten().collect()
    });
    effects.push(Effect::Paint("changed", on_screen(analysis, state.view, &changed, state.shown)));
}

/// Spans as (paragraph, start, end) in UTF-16 units of what is shown, a piece for each paragraph.
fn on_screen(analysis: &Analysis, view: View, spans: &[Span], shown: usize) -> Vec<(usize, usize, usize)> {
    let document = &analysis.document;
    let mut list = Vec::new();
    for &span in spans {
        let first = document.paragraphs.partition_point(|paragraph| paragraph.span.end <= span.start);
        for (index, paragraph) in document.paragraphs.iter().enumerate().take(shown).skip(first) {
            let Some(part) = paragraph.span.intersection(span) else { break };
            let at = |place| reading::shown(document, index, view, place);
            list.push((index, at(part.start), at(part.end)));
        }
    }
    list
}

fn go_span(state: &mut State, id: LoadId, span: Span, effects: &mut Vec<Effect>) -> bool {
    if state.open != Some(id) {
        open(state, id, effects);
        effects.retain(|effect| *effect != Effect::Top);
    }
    let Some(analysis) = state.analysis().cloned() else { return false };
    let paragraph = analysis.document.paragraphs.partition_point(|paragraph| paragraph.span.end <= span.start);
    draw_to(state, paragraph);
    state.card = None;
    state.pane = Pane::Text;
    screen(state, effects);
    paint(state, effects);
    if let Some(&(paragraph, start, end)) = on_screen(&analysis, state.view, &[span], usize::MAX).first() {
        effects.push(Effect::ReachWords(paragraph, start, end));
    }
    effects.push(Effect::Announce(brief(&analysis.document, analysis.document.sentence(span))));
    true
}

/// Makes sure that a paragraph is drawn.
fn draw_to(state: &mut State, paragraph: usize) {
    state.allowed = state.allowed.max(paragraph + 1);
    state.shown = state.shown.max((paragraph + FIRST_PARAGRAPHS).min(state.allowed));
}

/// Works out the structure of the open document anew.
fn restructure(state: &mut State) {
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
    earlier.sort_by_key(|(date, _)| *date);
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
    state.structure = Some(Shared::new(Structure { sections: outline(document), repeats: compared, earlier }));
}

/// Adds documents whose mentions are known.
pub(super) fn bring(state: &mut State, items: Vec<Item>, effects: &mut Vec<Effect>) {
    let first = state.next;
    for Item { document, mentions } in items {
        let analysis = Shared::new(grouped(document, mentions));
        state.entries.push(Entry {
            id: state.next,
            name: analysis.document.name.clone(),
            size: analysis.document.text.len() as u64,
            status: Status::Done(analysis.clone()),
            found: Some(analysis),
            edits: Rc::default(),
        });
        state.next += 1;
    }
    state.dialog = None;
    open(state, first, effects);
    screen(state, effects);
}

/// Puts other mentions on a document that is done.
pub(super) fn replace(state: &mut State, id: LoadId, mentions: Vec<Mention>, effects: &mut Vec<Effect>) {
    let Some(entry) = state.entry_mut(id) else { return };
    let Status::Done(analysis) = &entry.status else { return };
    let analysis = Shared::new(grouped(analysis.document.clone(), mentions));
    entry.status = Status::Done(analysis.clone());
    entry.found = Some(analysis);
    entry.edits = Rc::default();
    if state.open == Some(id) {
        open(state, id, effects);
    }
}

fn grouped(document: Document, mentions: Vec<Mention>) -> Analysis {
    let entities = crate::extract::entity::group(&mentions);
    let summary = summary::summarise(&document, &mentions, &entities);
    Analysis { document, mentions, rejections: Vec::new(), entities, summary }
}

/// Every analysis that is there, in the order of the list.
pub(super) fn analyses(state: &State) -> impl Iterator<Item = &Analysis> {
    state.entries.iter().filter_map(|entry| match &entry.status {
        Status::Done(analysis) => Some(&**analysis),
        _ => None,
    })
}

/// The entries of [`analyses`].
pub(super) fn done(state: &State) -> Vec<LoadId> {
    state.entries.iter().filter(|entry| matches!(entry.status, Status::Done(_))).map(|entry| entry.id).collect()
}

fn arrive(state: &mut State, arrivals: Vec<Arrival>, effects: &mut Vec<Effect>) -> bool {
    if arrivals.is_empty() {
        return false;
    }
    let first = state.next;
    let count = arrivals.len();
    for Arrival { name, size } in arrivals {
        state.entries.push(Entry {
            id: state.next,
            name,
            size,
            status: Status::Queued,
            found: None,
            edits: Rc::default(),
        });
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
        Entry { id, name, size, status, found: None, edits: Rc::default() }
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

fn open(state: &mut State, id: LoadId, effects: &mut Vec<Effect>) {
    leave_document(state);
    state.open = Some(id);
    if let Some(analysis) = state.analysis() {
        let allowed = section_end(analysis, 0);
        state.allowed = allowed;
        state.shown = allowed.min(FIRST_PARAGRAPHS);
        effects.push(Effect::Top);
        state.glance = state.analysis().map(|analysis| Shared::new(glance(analysis)));
        restructure(state);
        if state.fresh && state.structure.as_ref().is_none_or(|structure| structure.earlier == 0) {
            state.fresh = false;
            effects.push(Effect::Set("fresh", String::new()));
        }
        refilter(state, effects);
        draw_more(state, id, effects);
    }
}

fn draw_more(state: &State, id: LoadId, effects: &mut Vec<Effect>) {
    if state.shown < state.allowed {
        effects.push(Effect::WhenDrawn(Action::DrawMore(id)));
    } else {
        paint(state, effects);
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

/// The kinds that are hidden until somebody asks for them.
pub fn on_demand() -> BTreeSet<KindId> {
    KindId::all().filter(|id| !id.kind().standing.is_shown()).collect()
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
    state.passing = (!wanted.is_empty() || state.yours).then(|| {
        let mut passing: Vec<bool> = if wanted.is_empty() {
            vec![true; analysis.mentions.len()]
        } else {
            let lines = state.haystack.get_or_insert_with(|| Shared::new(haystack(&analysis)));
            having(&analysis, lines, &wanted)
        };
        if state.yours {
            for (passes, mention) in passing.iter_mut().zip(&analysis.mentions) {
                *passes &= edits::is_yours(mention);
            }
        }
        Shared::new(passing)
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
    draw_to(state, paragraph);
    if state.hidden.remove(&there.kind) {
        effects.push(Effect::HideKinds(state.hidden.iter().copied().collect()));
    }
    state.current = Some(mention);
    state.card = None;
    state.editing = false;
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
    let found: usize = analysis.summary.shown().map(|group| group.count).sum();
    let found = if found == 1 { "1 mention".to_string() } else { format!("{found} mentions") };
    let rest = if waiting > 0 { format!(" {waiting} to go.") } else { String::new() };
    effects.push(Effect::Announce(format!("{name}: {found}.{rest}")));
}

/// Closes what lies on top, one thing at a time.
fn escape(state: &mut State, effects: &mut Vec<Effect>) -> bool {
    if state.selection.take().is_some() {
        effects.push(Effect::Deselect);
        effects.push(Effect::FocusText);
    } else if state.card.take().is_some() {
        state.pointed = None;
        state.editing = false;
        effects.push(Effect::FocusText);
    } else if state.offer.take().is_some() {
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
    use crate::extract::Decimal;
    use crate::extract::mention::{Amount, Certainty, RuleId, Value};
    use crate::extract::{Document, Mention, Span, summary::summarise};

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
        let entities = crate::extract::entity::group(&mentions);
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
    fn what_lies_in_a_file_takes_its_place() {
        let (mut state, _) = with(&["a.zip", "b"]);
        let file = |name: &str, fault| Unpacked { name: name.into(), size: 1, fault };
        let files = vec![file("a.zip/1", Some(Fault::Read(ReadError::Bomb))), file("a.zip/2", None)];
        let first = state.next_id();
        let (_, effects) = update(&mut state, Action::Unpacked { id: 0, stays: false, files });
        let names: Vec<&str> = state.entries.iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!(names, ["a.zip/1", "a.zip/2", "b"]);
        assert!(effects.contains(&Effect::Start(first + 1)), "what was opened is read first");
        assert_eq!(statuses(&state), ["failed", "reading", "queued"]);
        assert_eq!(state.next_id(), first + 2);
        // A mail stays, and what it holds follows it.
        let files = vec![file("mail/1", None)];
        update(&mut state, Action::Unpacked { id: first + 1, stays: true, files });
        update(&mut state, Action::Done(first + 1, analysis("$1")));
        assert_eq!(statuses(&state), ["failed", "done", "reading", "queued"]);
        // An answer to a load that was stopped puts nothing on the list.
        let late = Action::Unpacked { id: 1, stays: false, files: vec![file("b/1", None)] };
        let (_, effects) = update(&mut state, late);
        assert_eq!(state.entries.len(), 4);
        assert!(effects.contains(&Effect::Forget(first + 3)));
    }

    #[test]
    fn a_password_has_a_file_read_again() {
        let (mut state, _) = with(&["a.pdf"]);
        update(&mut state, Action::Failed(0, Fault::Read(ReadError::Encrypted(Format::Pdf))));
        assert!(state.entries[0].status.wants_password());
        let (_, effects) = update(&mut state, Action::Unlock(0, "x".into()));
        assert_eq!(effects[0], Effect::KeepPassword(0, "x".into()));
        assert!(effects.contains(&Effect::Start(0)));
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
        assert!(state.hidden.contains(&money));
        assert_eq!(effects, [Effect::HideKinds(state.hidden.iter().copied().collect())]);
        let (_, effects) = update(&mut state, Action::Go(1));
        assert_eq!(state.hidden, on_demand());
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
        assert_eq!(state.hidden, on_demand());
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

    fn marked(state: &State) -> Vec<&str> {
        let analysis = state.analysis().unwrap();
        analysis.mentions.iter().map(|mention| analysis.document.slice(mention.span)).collect()
    }

    fn kind(id: &str) -> KindId {
        KindId::of(id).unwrap()
    }

    #[test]
    fn what_is_dismissed_can_be_dismissed_elsewhere_and_come_back() {
        let (mut state, _) = with(&["a", "b"]);
        update(&mut state, Action::Done(0, analysis("$1 $2 $1")));
        update(&mut state, Action::Done(1, analysis("$1 $3")));
        update(&mut state, Action::Go(2));
        let (changed, effects) = update(&mut state, Action::NotOne(2));
        assert!(changed && effects.contains(&Effect::SetCurrent(None)));
        assert_eq!(marked(&state), ["$1", "$2"]);
        let offer = state.offer.clone().unwrap();
        assert_eq!((offer.words.as_str(), offer.count()), ("“$1” is not money.", (2, 2)));
        update(&mut state, Action::ApplyToOthers);
        assert_eq!(marked(&state), ["$2"]);
        assert_eq!(state.analysis().unwrap().summary.groups[kind("money").row()].rows.len(), 1);
        update(&mut state, Action::Open(1));
        assert_eq!(marked(&state), ["$3"]);
        // Undo takes back the step in both documents, then the one in the first.
        update(&mut state, Action::Undo);
        assert_eq!(marked(&state), ["$1", "$3"]);
        update(&mut state, Action::Undo);
        update(&mut state, Action::Open(0));
        assert_eq!(marked(&state), ["$1", "$2", "$1"]);
        update(&mut state, Action::Redo);
        update(&mut state, Action::Redo);
        assert_eq!(marked(&state), ["$2"]);
        assert!(!update(&mut state, Action::Redo).0);
        let span = state.entry(0).unwrap().edits.dismissed().next().unwrap().span;
        update(&mut state, Action::Restore(span, kind("money")));
        assert_eq!(marked(&state).len(), 2);
    }

    #[test]
    fn words_that_are_selected_become_a_mention() {
        let mut state = on_screen("One dose, of $1.\n\nOne Dose more.");
        update(&mut state, Action::Select(Some(((0, 3), (0, 9)))));
        assert_eq!(state.selection, Some(Span::new(4, 8)), "without blank and comma");
        let (_, effects) = update(&mut state, Action::Do(Command::Kind(kind("compound"))));
        assert!(effects.contains(&Effect::Deselect));
        assert_eq!(marked(&state), ["dose", "$1"]);
        assert_eq!(state.offer.as_ref().unwrap().count(), (1, 1));
        update(&mut state, Action::Yours);
        assert_eq!(state.passing.as_ref().unwrap().0.as_slice(), [true, false]);
        update(&mut state, Action::ApplyToOthers);
        assert_eq!(marked(&state), ["dose", "$1", "Dose"]);
        assert_eq!(state.passing.as_ref().unwrap().0.as_slice(), [true, false, true]);
        // Nothing selected: the number switches the kind.
        update(&mut state, Action::Do(Command::Kind(kind("money"))));
        assert!(state.hidden.contains(&kind("money")));
    }

    #[test]
    fn kind_and_ends_are_changed_where_the_reader_is() {
        let mut state = on_screen("It paid $1 million then.");
        update(&mut state, Action::Pin(0));
        update(&mut state, Action::Do(Command::EndForward));
        assert_eq!(marked(&state), ["$1 million"]);
        assert_eq!((state.current, state.card), (Some(0), Some(Card { mention: 0, pinned: true })));
        update(&mut state, Action::Do(Command::StartBack));
        assert_eq!(marked(&state), ["paid $1 million"]);
        update(&mut state, Action::Do(Command::Edit));
        update(&mut state, Action::Do(Command::Kind(kind("dose"))));
        let analysis = state.analysis().unwrap();
        assert_eq!(analysis.mentions[0].kind, kind("dose"));
        assert!(edits::is_yours(&analysis.mentions[0]));
        let before = state.open_edits();
        assert_eq!(before.list.len(), 1, "three steps, one correction");
        assert_eq!(before.before(&analysis.mentions[0]).unwrap().kind, kind("money"));
        update(&mut state, Action::Select(Some(((0, 8), (0, 10)))));
        update(&mut state, Action::Bound(0));
        assert_eq!(marked(&state), ["$1"]);
        update(&mut state, Action::Do(Command::Dismiss));
        assert!(marked(&state).is_empty() && state.card.is_none());
        assert_eq!(update(&mut state, Action::Do(Command::Dismiss)), (false, vec![]));
    }

    #[test]
    fn a_correction_keeps_the_readers_place() {
        let mut state = on_screen("$1 $2 $3 $2");
        update(&mut state, Action::Go(3));
        update(&mut state, Action::Expand(1));
        update(&mut state, Action::NotOne(0));
        assert_eq!(state.current, Some(2));
        assert_eq!(state.expanded, BTreeSet::from([0]), "the entity is the same, its number another");
        assert!(update(&mut state, Action::Undo).1.contains(&Effect::SetCurrent(Some(3))));
    }

    #[test]
    fn the_strip_goes_by_itself_unless_there_is_something_to_decide() {
        let mut state = on_screen("$1 $2 $2");
        let (_, effects) = update(&mut state, Action::NotOne(0));
        assert!(effects.contains(&Effect::After(10_000, Action::CloseOffer(Some(1)))));
        let (_, effects) = update(&mut state, Action::NotOne(0));
        assert!(!effects.iter().any(|effect| matches!(effect, Effect::After(..))));
        update(&mut state, Action::CloseOffer(Some(1)));
        assert!(state.offer.is_some(), "another strip by now");
        update(&mut state, Action::Escape);
        assert!(state.offer.is_none());
    }

    #[test]
    fn words_are_found_in_all_documents() {
        let (mut state, _) = with(&["a", "b"]);
        update(&mut state, Action::Done(0, analysis("Cash was $1.\n\ncash")));
        update(&mut state, Action::Done(1, analysis("No CASH here.")));
        let (_, effects) = update(&mut state, Action::Find("cash".into()));
        assert_eq!(state.hits.iter().map(|hits| hits.spans.len()).collect::<Vec<_>>(), [2, 1]);
        assert!(effects.contains(&Effect::Paint("found", vec![(0, 0, 4), (1, 0, 4)])));
        let (_, effects) = update(&mut state, Action::GoSpan(1, Span::new(3, 7)));
        assert_eq!(state.open, Some(1));
        assert!(effects.contains(&Effect::ReachWords(0, 3, 7)));
        update(&mut state, Action::Find("c".into()));
        assert!(state.hits.is_empty(), "one letter is not looked for");
    }

    #[test]
    fn what_earlier_releases_said_is_known() {
        let text = |day: u32, staff: u32| {
            format!(
                "BOSTON, June {day}, 2021 -- Alba said something on day {day}.\n\nAlba is a company of {staff} people that works on drugs in Boston."
            )
        };
        let (mut state, _) = with(&["new", "old"]);
        update(&mut state, Action::Done(0, analysis(&text(9, 42))));
        assert_eq!(state.structure.as_ref().unwrap().earlier, 0);
        assert!(!update(&mut state, Action::ToggleFresh).0, "nothing to compare with");
        update(&mut state, Action::Done(1, analysis(&text(3, 40))));
        let structure = state.structure.clone().unwrap();
        assert_eq!(structure.earlier, 1, "compared when the other one is there");
        assert!(matches!(&structure.repeats[1], Repeat::Changed(spans) if spans.len() == 1));
        let (_, effects) = update(&mut state, Action::ToggleFresh);
        assert!(effects.contains(&Effect::Set("fresh", "only".into())));
        let (_, effects) = update(&mut state, Action::Open(1));
        assert!(!state.fresh && effects.contains(&Effect::Set("fresh", String::new())), "the first has none before it");
    }

    #[test]
    fn commands_go_where_their_keys_say() {
        let (mut state, _) = with(&["a", "b"]);
        update(&mut state, Action::Done(0, analysis("$1")));
        update(&mut state, Action::Done(1, analysis("$2")));
        update(&mut state, Action::Do(Command::NextDocument));
        assert_eq!(state.open, Some(1));
        assert_eq!(update(&mut state, Action::Do(Command::NextDocument)), (false, vec![]));
        update(&mut state, Action::Do(Command::PreviousDocument));
        assert_eq!(state.open, Some(0));
        update(&mut state, Action::Do(Command::View));
        assert_eq!(state.view, View::Source);
        update(&mut state, Action::Do(Command::Labels));
        assert_eq!(state.labels, Labels::Sign);
        update(&mut state, Action::AskKey(Some(Command::Edit)));
        let (_, effects) = update(&mut state, Action::Bind("q".into()));
        assert!(matches!(&effects[..], [Effect::SetKeys(keys)] if keys.command("q") == Some(Command::Edit)));
        assert_eq!(state.binding, None);
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
