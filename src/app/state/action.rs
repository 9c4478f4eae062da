//! What happens, and what is done about it.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::{All, Dialog, Fault, HandId, Labels, LoadId, Notice, Pane, Shared, Tab, Theme};
use crate::app::keys::{Command, Keys};
use crate::app::{keeping, outbox, rules};
use crate::export::Made;
use crate::export::wire::Request;
use crate::extract::edits::{Edge, Way};
use crate::extract::glance::Known;
use crate::extract::reading::View;
use crate::extract::{Analysis, KindId, Kinds, Span};

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

/// A place on the screen: a paragraph, and UTF-16 units into what is shown of it.
pub type Point = (usize, usize);

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
    /// Something of the reader's own rules.
    Rules(rules::Act),
    /// Something of what the browser keeps.
    Keeping(keeping::Act),
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
    /// A worker waits for work.
    WorkerReady(HandId),
    /// A worker died, or could not be started.
    WorkerDied(HandId),
    /// A few documents may have come since what others say of the open one was worked out.
    Settle,
    /// A worker got to a stage.
    Stage(LoadId, Stage),
    /// What a worker found out of the load it will be done with next.
    Known(LoadId, Rc<Known>),
    /// A worker is done with a load.
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
    /// The reader gives an entry another title.
    Rename(LoadId, String),
    /// The reader opens a table of all documents.
    OpenAll(All),
    /// The rows of that table are copied, as a sheet takes them.
    CopyFacts,
    /// The reader goes to a mention of a document.
    GoIn(LoadId, usize),
    /// Draws more rows of the list of documents.
    ListMore,
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
    /// The pages of the open document are on the screen, and are to be drawn.
    DrawPages,
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

impl Action {
    /// Whether it leads to a correction, or to a rule: nothing for one who only reads.
    pub const fn corrects(&self) -> bool {
        matches!(
            self,
            Action::Select(_)
                | Action::Add(_)
                | Action::Bound(_)
                | Action::Retype(..)
                | Action::Move(..)
                | Action::NotOne(_)
                | Action::Confirm(_)
                | Action::Restore(..)
                | Action::ApplyToOthers
                | Action::Undo
                | Action::Redo
                | Action::Edit(_)
                | Action::Yours
                | Action::ShowTab(Tab::Yours | Tab::Rules)
        )
    }
}

/// A stage of the work on one load.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
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
    /// Give this load to this worker, or do its work here where there is none.
    Start(LoadId, HandId),
    /// Start this worker, and end the one in its place.
    Hire(HandId),
    /// Forget what this load was made of.
    Forget(LoadId),
    /// Keep the password of a load, for this visit.
    KeepPassword(LoadId, String),
    /// Send an action later.
    After(u32, Action),
    /// Send an action when the browser has drawn.
    WhenDrawn(Action),
    /// Put on the root element which kinds are hidden.
    HideKinds(Kinds),
    /// Draw the pages of this load.
    DrawPages(LoadId),
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
    /// Have the browser ask before the page is closed, once; or no longer.
    Guard(bool),
    /// Keep a document as it is, and what was made of it.
    Store(LoadId),
    /// Keep it no longer.
    Unstore(LoadId),
    /// Keep nothing at all any more.
    StoreNothing,
    /// Keep a setting under this name.
    Keep(&'static str, String),
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
