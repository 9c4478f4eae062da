//! What leaves the page by the reader's own hand, and what of ours comes back: exports, links,
//! workspaces, checks of old exports.
//!
//! In: the page's state and an [`Act`]. Out: the state changed, and [`Effect`]s: a request to the exports'
//! module, a file to save. Pure, as [`super::state`] is, of which this is a part.

use std::rc::Rc;

use super::rules;
use super::state::{Action, Effect, State};
use crate::export::wire::{Anchored, Answer, Carry, Check, RULES_FILE, Request, Row};
use crate::export::{Choice, Item, Made, Unit};
use crate::extract::rules::Pack;
use crate::extract::{KindId, Kinds};

/// How a fragment begins that opens the page only to read; what a link carries may follow, after `&`.
pub const READER: &str = "v=reader";

/// A dialog of this part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// Files for other programs.
    Export,
    /// A link.
    Share,
    /// What came of a check.
    Checks,
    /// A link that was opened.
    Received,
}

/// What is known of exports and links.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outbox {
    /// The open dialog.
    pub sheet: Option<Sheet>,
    /// Formats, with what they would look like.
    pub rows: Rc<Vec<Row>>,
    /// The chosen format.
    pub format: String,
    /// What offsets count.
    pub unit: Unit,
    /// Whether hidden kinds are left out.
    pub visible_only: bool,
    /// Whether unsure mentions are left out.
    pub sure_only: bool,
    /// Whether everything that is open is meant, not the open document alone.
    pub all: bool,
    /// What a link carries.
    pub parcel: Parcel,
    /// Whether the reader agreed that the link holds the text.
    pub agreed: bool,
    /// Whether the link opens the page only to read.
    pub read_only: bool,
    /// The link made last; empty while there is none.
    pub link: String,
    /// The page's address without a fragment.
    pub base: String,
    /// The fragment the page was opened with, while its highlights wait for their file.
    pub fragment: String,
    /// Files that the highlights are for: name, hash, number of highlights.
    pub wanted: Vec<(String, String, usize)>,
    /// What was made of them: file, found again, the very same text, words not found.
    pub anchored: Vec<(String, usize, bool, Vec<String>)>,
    /// An export that was checked, row by row.
    pub checks: Rc<Vec<Check>>,
    /// An export that waits for its sources.
    pub export: String,
    /// Requests that have not been answered.
    pub waiting: u32,
    /// What went wrong.
    pub problem: String,
}

impl Outbox {
    /// Whether something waits for a document to be done: highlights for their file, an export to be made anew.
    pub fn waits(&self) -> bool {
        !self.fragment.is_empty() || !self.export.is_empty()
    }
}

/// What a link carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Parcel {
    /// How the page is set.
    #[default]
    Settings,
    /// Highlights without text.
    Highlights,
    /// With the text.
    Documents,
}

/// What happens here.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// A dialog is asked for.
    Show(Sheet),
    /// The dialog is closed.
    Close,
    /// Another format.
    Pick(String),
    /// Another unit of offsets.
    Count(Unit),
    /// Hidden kinds in or out.
    VisibleOnly,
    /// Unsure mentions in or out.
    SureOnly,
    /// This document or all.
    All,
    /// The chosen file is to be saved.
    Save,
    /// Everything is to be saved, to go on with.
    SaveAll,
    /// The page is to be printed.
    Print,
    /// Another load for the link.
    Carry(Parcel),
    /// The reader agrees to the text in the link, or no longer.
    Agree,
    /// The receiver is only to read, or not.
    ReadOnly,
    /// The link is to be copied.
    CopyLink,
    /// The exports' module answered.
    Answered(Box<Answer>),
    /// The module cannot be had.
    Absent,
    /// The page's address, when it starts.
    Base(String),
    /// The page was opened by a link.
    Arrived(String),
    /// A file of ours was dropped.
    File(String),
    /// A document is done, for which something may wait.
    Done,
}

/// Changes the state; whether anything on the screen changes with it.
pub fn update(state: &mut State, act: Act, effects: &mut Vec<Effect>) -> bool {
    match act {
        Act::Show(sheet) => {
            if sheet == Sheet::Export && items(state, true).is_empty() {
                effects.push(Effect::Announce("Open a document first.".into()));
                return false;
            }
            let outbox = &mut state.outbox;
            outbox.sheet = Some(sheet);
            outbox.problem.clear();
            if outbox.format.is_empty() {
                outbox.format = "xlsx".into();
            }
            refresh(state, effects);
        }
        Act::Close => {
            let checked = state.outbox.sheet.take();
            if checked == Some(Sheet::Checks) {
                state.outbox.export.clear();
            }
        }
        Act::Pick(format) => state.outbox.format = format,
        Act::Count(unit) => {
            state.outbox.unit = unit;
            refresh(state, effects);
        }
        Act::VisibleOnly => {
            state.outbox.visible_only = !state.outbox.visible_only;
            refresh(state, effects);
        }
        Act::SureOnly => {
            state.outbox.sure_only = !state.outbox.sure_only;
            refresh(state, effects);
        }
        Act::All => {
            state.outbox.all = !state.outbox.all;
            refresh(state, effects);
        }
        Act::Save => {
            let (format, items, choice) = (state.outbox.format.clone(), chosen(state), choice(state));
            ask(state, Request::Make { format, items, choice }, effects);
        }
        Act::SaveAll => {
            state.outbox.format = "workspace".into();
            let (items, choice) = (items(state, true), choice(state));
            ask(state, Request::Make { format: "workspace".into(), items, choice }, effects);
        }
        Act::Print => {
            state.outbox.sheet = None;
            effects.push(Effect::Print);
        }
        Act::Carry(parcel) => {
            state.outbox.parcel = parcel;
            refresh(state, effects);
        }
        Act::ReadOnly => state.outbox.read_only = !state.outbox.read_only,
        Act::Agree => {
            state.outbox.agreed = !state.outbox.agreed;
            refresh(state, effects);
        }
        Act::CopyLink => {
            effects.push(Effect::Copy(address(&state.outbox)));
            effects.push(Effect::Announce("Link copied.".into()));
            return false;
        }
        Act::Absent => {
            state.outbox.waiting = state.outbox.waiting.saturating_sub(1);
            state.outbox.problem =
                "The part of the page that does this could not be loaded. Reload the page while you have a network."
                    .into();
        }
        Act::Base(base) => {
            state.outbox.base = base;
            return false;
        }
        Act::Arrived(fragment) => {
            let fragment = match fragment.strip_prefix(READER) {
                None => fragment,
                Some(rest) => {
                    state.receiving = true;
                    effects.push(Effect::Set("receiving", "yes".into()));
                    rest.trim_start_matches('&').to_string()
                }
            };
            if fragment.is_empty() {
                return true;
            }
            state.outbox.fragment = fragment.clone();
            ask(state, Request::Unpack { fragment }, effects);
        }
        Act::File(file) => {
            let is = |name: &str| {
                file.trim_start().starts_with('{') && file.chars().take(400).collect::<String>().contains(name)
            };
            if is("eosin.rules") {
                return rules::update(state, rules::Act::File(file), effects);
            }
            if is("eosin.workspace") {
                ask(state, Request::Open { file }, effects);
            } else {
                state.outbox.export = file;
                state.outbox.checks = Rc::default();
                state.outbox.sheet = Some(Sheet::Checks);
                state.outbox.problem.clear();
                refresh(state, effects);
            }
        }
        Act::Done => {
            if !state.outbox.fragment.is_empty() {
                let (fragment, items) = (state.outbox.fragment.clone(), items(state, true));
                ask(state, Request::Anchor { fragment, items }, effects);
            }
            if !state.outbox.export.is_empty() {
                refresh(state, effects);
            }
            return false;
        }
        Act::Answered(answer) => answered(state, *answer, effects),
    }
    true
}

fn answered(state: &mut State, answer: Answer, effects: &mut Vec<Effect>) {
    match &answer {
        Answer::Looked(..) | Answer::Rules(..) | Answer::Kept(_) => return rules_answered(state, answer, effects),
        // A file of rules is not asked for by this part.
        Answer::Made(made) if made.name == RULES_FILE => {}
        _ => state.outbox.waiting = state.outbox.waiting.saturating_sub(1),
    }
    let outbox = &mut state.outbox;
    match answer {
        Answer::Looked(..) | Answer::Rules(..) | Answer::Kept(_) => {}
        // Another question of this kind has been asked since.
        Answer::Rows(_) | Answer::Link(_) | Answer::Checks(_) if outbox.waiting > 0 => {}
        Answer::Rows(rows) => outbox.rows = Rc::new(rows),
        Answer::Made(made) => {
            if outbox.format == "workspace" && made.name != RULES_FILE && std::mem::take(&mut state.unsaved) {
                effects.push(Effect::Guard(false));
            }
            effects.push(Effect::Announce(format!("{} saved.", made.name)));
            effects.push(Effect::Save(made));
        }
        Answer::Items(items) => {
            outbox.fragment.clear();
            if items.is_empty() {
                outbox.problem = "There is no document in this file.".into();
                outbox.sheet = Some(Sheet::Received);
            } else {
                outbox.sheet = None;
                super::state::bring(state, items, effects);
            }
        }
        Answer::Checks(checks) => outbox.checks = Rc::new(checks),
        // What was asked for before the reader chose otherwise, or took the tick back, is not shown.
        Answer::Link(fragment) => {
            let letter = match outbox.parcel {
                Parcel::Settings => "s",
                Parcel::Highlights => "a",
                Parcel::Documents => "d",
            };
            let agreed = outbox.parcel != Parcel::Documents || outbox.agreed;
            if agreed && fragment.split('.').nth(1) == Some(letter) {
                outbox.link = fragment;
            }
        }
        Answer::Settings(hidden, theme, own) => {
            outbox.fragment.clear();
            let hidden: Kinds = hidden.iter().filter_map(|id| KindId::of(id)).collect();
            effects.push(Effect::HideKinds(hidden));
            state.hidden = hidden;
            state.theme = super::state::Theme::of(&theme);
            effects.push(Effect::SetTheme(state.theme));
            effects.push(Effect::Announce("The page is set as the link says.".into()));
            if !own.is_empty() {
                rules::came(state, Pack { name: String::new(), rules: own }, rules::From::Link, effects);
            }
        }
        Answer::Wanted(list) => {
            outbox.wanted = list;
            outbox.anchored.clear();
            outbox.sheet = Some(Sheet::Received);
        }
        Answer::Anchored(list) => anchored(state, list, effects),
        Answer::Failed(problem) => {
            outbox.problem = problem;
            outbox.fragment.clear();
            if outbox.sheet.is_none() {
                outbox.wanted.clear();
                outbox.sheet = Some(Sheet::Received);
            }
        }
    }
}

fn rules_answered(state: &mut State, answer: Answer, effects: &mut Vec<Effect>) {
    let act = match answer {
        Answer::Looked(ticket, looked) => rules::Act::Looked(ticket, looked),
        Answer::Rules(from, pack) => rules::Act::Read(from, pack),
        Answer::Kept(text) => rules::Act::Written(text),
        _ => return,
    };
    rules::update(state, act, effects);
}

fn anchored(state: &mut State, list: Vec<Anchored>, effects: &mut Vec<Effect>) {
    if list.is_empty() {
        return;
    }
    let ids = super::state::done(state);
    for one in list {
        let Some(&id) = ids.get(one.item) else { continue };
        let name = state.entry(id).map(|entry| entry.name.clone()).unwrap_or_default();
        state.outbox.anchored.push((name, one.mentions.len(), one.same, one.lost));
        super::state::replace(state, id, one.mentions, effects);
    }
    state.outbox.fragment.clear();
    state.outbox.sheet = Some(Sheet::Received);
}

/// Asks anew for what the open dialog shows.
fn refresh(state: &mut State, effects: &mut Vec<Effect>) {
    match state.outbox.sheet {
        Some(Sheet::Export) => {
            let (items, choice) = (chosen(state), choice(state));
            ask(state, Request::Rows { items, choice }, effects);
        }
        Some(Sheet::Share) => {
            let carry = match state.outbox.parcel {
                Parcel::Settings => Carry::Settings {
                    hidden: state.hidden.iter().map(|kind| kind.kind().id.to_string()).collect(),
                    theme: state.theme.id().into(),
                    rules: rules::to_share(state),
                },
                Parcel::Highlights => Carry::Highlights,
                Parcel::Documents => Carry::Documents,
            };
            state.outbox.link.clear();
            let needs = state.outbox.parcel != Parcel::Settings;
            let agreed = state.outbox.parcel != Parcel::Documents || state.outbox.agreed;
            let (items, choice) = (if needs { chosen(state) } else { Vec::new() }, choice(state));
            if agreed && !(needs && items.is_empty()) {
                ask(state, Request::Pack { items, choice, carry }, effects);
            }
        }
        Some(Sheet::Checks) if !state.outbox.export.is_empty() => {
            let (file, items) = (state.outbox.export.clone(), items(state, true));
            ask(state, Request::Verify { file, items }, effects);
        }
        _ => {}
    }
}

fn ask(state: &mut State, request: Request, effects: &mut Vec<Effect>) {
    state.outbox.waiting += 1;
    state.outbox.problem.clear();
    effects.push(Effect::Ask(Box::new(request)));
}

/// What the reader means to give away.
fn chosen(state: &State) -> Vec<Item> {
    let all = state.outbox.all || state.analysis().is_none();
    items(state, all)
}

/// Documents with the mentions shown: all, or the open one.
fn items(state: &State, all: bool) -> Vec<Item> {
    let item = |analysis: &crate::extract::Analysis| Item {
        document: analysis.document.clone(),
        mentions: analysis.mentions.clone(),
    };
    if all {
        super::state::analyses(state).map(item).collect()
    } else {
        state.analysis().map(|analysis| item(analysis)).into_iter().collect()
    }
}

fn choice(state: &State) -> Choice {
    let outbox = &state.outbox;
    Choice {
        without: if outbox.visible_only { state.hidden.iter().collect() } else { Vec::new() },
        sure_only: outbox.sure_only,
        unit: outbox.unit,
        address: outbox.base.clone(),
    }
}

/// The whole link.
pub fn address(outbox: &Outbox) -> String {
    let reader =
        if outbox.read_only && outbox.parcel != Parcel::Settings { format!("{READER}&") } else { String::new() };
    format!("{}#{reader}{}", outbox.base, outbox.link)
}

/// How long a link may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// Fits everywhere.
    Short,
    /// Fits most chat and mail.
    Fair,
    /// May be cut.
    Long,
    /// Not offered.
    TooLong,
}

impl Length {
    /// By characters.
    pub const fn of(characters: usize) -> Length {
        match characters {
            0..=2_000 => Length::Short,
            2_001..=8_000 => Length::Fair,
            8_001..=32_000 => Length::Long,
            _ => Length::TooLong,
        }
    }

    /// Its name in the document.
    pub const fn id(self) -> &'static str {
        match self {
            Length::Short => "short",
            Length::Fair => "fair",
            Length::Long => "long",
            Length::TooLong => "too-long",
        }
    }

    /// What to expect of it.
    pub const fn words(self) -> &'static str {
        match self {
            Length::Short => "Fits everywhere.",
            Length::Fair => "Fits most chat and mail.",
            Length::Long => "May be cut by mail programs; send the workspace file instead.",
            Length::TooLong => "Too long for a link. Save the workspace file and send that.",
        }
    }
}

/// An action of this part.
pub fn act(act: Act) -> Action {
    Action::Outbox(act)
}

/// A file to save, as the shell gets it.
pub type File = Made;
