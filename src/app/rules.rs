//! Rules of the reader's own: lists of them, the one being written, and what it changes.
//!
//! In: the page's state and an [`Act`]. Out: the state changed, and [`Effect`]s: questions to the module that
//! looks for rules (that of the exports), and what the browser is to keep. Pure, as [`super::state`] is, of
//! which this is a part.
//!
//! A document keeps what the built-in rules found in `plain`; what is found is that with the rules of one's
//! own on top, and corrections come on top of both.

use litemap::LiteMap;
use std::rc::Rc;

use super::state::{Action, Effect, LoadId, Shared, State};
use crate::export::wire::{Place, Request};
use crate::extract::rules::{Example, Fault, Find, LONGEST, Looked, Pack, Rule, Text, check, mentions, ruled};
use crate::extract::{Analysis, KindId, Mention, Span, sort};

/// A rule is tried this many milliseconds after the last key.
const TRY_AFTER: u32 = 300;
/// Rules are kept this many milliseconds after the last change.
const KEEP_AFTER: u32 = 500;
/// Changes that are listed.
pub const MOST_CHANGES: usize = 200;

/// What is known of rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    /// Whether the built-in rules are used.
    pub built_in: bool,
    /// Lists: the reader's own first, then those that came.
    pub shelves: Vec<Shelf>,
    /// The rule being written.
    pub editor: Option<Editor>,
    /// Why rules that are on are not used, by list and place.
    pub faults: LiteMap<Spot, Fault>,
    /// How long each took last, in milliseconds.
    pub times: LiteMap<Spot, f64>,
    /// Something that went wrong.
    pub problem: String,
    /// Questions asked, and what for.
    asked: LiteMap<u32, Asked>,
    /// Number of the next question.
    next: u32,
    /// What rules found in each document, to be put together anew when one of them changes.
    found: LiteMap<LoadId, Vec<(Spot, i32, Mention)>>,
}

impl Default for Rules {
    fn default() -> Rules {
        Rules {
            built_in: true,
            shelves: vec![Shelf { pack: Pack::default(), on: true, from: From::Yours }],
            editor: None,
            faults: LiteMap::new(),
            times: LiteMap::new(),
            problem: String::new(),
            asked: LiteMap::new(),
            next: 0,
            found: LiteMap::new(),
        }
    }
}

/// A rule's list and its place there.
pub type Spot = (usize, usize);

/// A list of rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Shelf {
    /// The rules.
    pub pack: Pack,
    /// Whether they are used.
    pub on: bool,
    /// Where they are from.
    pub from: From,
}

/// Where rules are from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// The reader wrote them, or took them over. The browser keeps them.
    Yours,
    /// A file. For this visit.
    File,
    /// A link. For this visit.
    Link,
}

impl From {
    /// Its heading.
    pub const fn title(self) -> &'static str {
        match self {
            From::Yours => "Yours",
            From::File => "From a file",
            From::Link => "From a link",
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Asked {
    /// What the rules that are on find in these documents.
    Use { spots: Vec<Spot>, documents: Vec<LoadId> },
    /// What the rule being written finds.
    Try { documents: Vec<LoadId> },
}

/// The rule being written.
#[derive(Clone, Debug, PartialEq)]
pub struct Editor {
    /// Its place among the reader's; `None` for a new one.
    pub at: Option<usize>,
    /// The rule so far.
    pub draft: Rule,
    /// What stands in the field of words, whichever depth is shown.
    pub words: String,
    /// What stands in the field of the pattern.
    pub pattern: String,
    /// What it does, when it has been tried.
    pub tried: Option<Rc<Tried>>,
    /// Change shown last.
    pub step: Option<usize>,
    version: u32,
}

/// What a rule does.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tried {
    /// Why it cannot be used.
    pub fault: Option<Fault>,
    /// How long it took.
    pub milliseconds: f64,
    /// For each document how many places it finds.
    pub counts: Vec<(LoadId, usize)>,
    /// Mentions that would come and go.
    pub changes: Vec<Change>,
    /// What is wrong with each of its tests.
    pub tests: Vec<Option<String>>,
}

impl Tried {
    /// How many mentions would come, and how many go.
    pub fn balance(&self) -> (usize, usize) {
        let come = self.changes.iter().filter(|change| change.comes).count();
        (come, self.changes.len() - come)
    }
}

/// A mention that would come or go.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Its document.
    pub document: LoadId,
    /// The mention.
    pub mention: Mention,
    /// Whether it comes.
    pub comes: bool,
}

/// What happens here.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Built-in rules are used, or not.
    BuiltIn,
    /// A list is used, or not.
    Shelf(usize),
    /// A rule is used, or not.
    Rule(Spot),
    /// A list that came is the reader's from now on.
    Adopt(usize),
    /// A list that came goes.
    Drop(usize),
    /// A rule of the reader's goes.
    Remove(usize),
    /// A rule is to be written, or changed.
    Edit(Option<usize>),
    /// A rule for these words is to be written.
    Make(KindId, String),
    /// Something in it is another.
    Change(Field),
    /// It has not been changed for a while.
    Try(u32),
    /// The reader goes to the next mention that would come or go.
    Step,
    /// It is done.
    Save,
    /// It is given up.
    Cancel,
    /// The reader's rules are to be a file.
    Write,
    /// A file of rules came.
    File(String),
    /// Rules kept at an earlier visit.
    Kept(String),
    /// They have not been changed for a while.
    Keep(u32),
    /// What rules find.
    Looked(u32, Vec<Looked>),
    /// Rules that were read.
    Read(Place, Result<Pack, String>),
    /// Rules as the browser keeps them.
    Written(String),
    /// Whether the browser has kept them.
    IsKept(bool),
    /// The module that looks cannot be had.
    Absent,
}

/// What is changed in the rule being written.
#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    /// Its name.
    Name(String),
    /// The kind of what it finds.
    Kind(KindId),
    /// Whether it is a pattern.
    IsPattern(bool),
    /// Its words, a line each.
    Words(String),
    /// Whether a number after them belongs to them.
    NumberAfter,
    /// Its pattern.
    Pattern(String),
    /// What is read in place of the words.
    Value(String),
    /// Its priority.
    Priority(i32),
    /// Its tests, a line each.
    Tests(String),
}

/// An action of this part.
pub fn act(act: Act) -> Action {
    Action::Rules(act)
}

/// Changes the state; whether anything on the screen changes with it.
pub fn update(state: &mut State, act: Act, effects: &mut Vec<Effect>) -> bool {
    let rules = &mut state.rules;
    match act {
        Act::BuiltIn => {
            rules.built_in = !rules.built_in;
            put_together_all(state, effects);
        }
        Act::Shelf(at) => {
            if let Some(shelf) = rules.shelves.get_mut(at) {
                shelf.on = !shelf.on;
            }
            changed(state, effects);
        }
        Act::Rule((shelf, at)) => {
            if let Some(rule) = rules.shelves.get_mut(shelf).and_then(|shelf| shelf.pack.rules.get_mut(at)) {
                // One that was switched off for a fault is tried again.
                rule.on = rules.faults.remove(&(shelf, at)).is_some() || !rule.on;
            }
            changed(state, effects);
        }
        Act::Adopt(at) if at > 0 && at < rules.shelves.len() => {
            let shelf = rules.shelves.remove(at);
            let yours = &mut rules.shelves[0].pack.rules;
            for mut rule in shelf.pack.rules {
                rule.name = free_name(yours, &rule.name);
                yours.push(rule);
            }
            changed(state, effects);
        }
        Act::Drop(at) if at > 0 && at < rules.shelves.len() => {
            rules.shelves.remove(at);
            changed(state, effects);
        }
        Act::Adopt(_) | Act::Drop(_) => return false,
        Act::Remove(at) => {
            let yours = &mut rules.shelves[0].pack.rules;
            if at < yours.len() {
                yours.remove(at);
            }
            rules.editor = None;
            changed(state, effects);
        }
        Act::Edit(at) => {
            let rule = at.and_then(|at| rules.shelves[0].pack.rules.get(at).cloned()).unwrap_or_default();
            open_editor(rules, at, rule);
            try_later(rules, effects);
        }
        Act::Make(kind, words) => {
            let name = free_name(&rules.shelves[0].pack.rules, &words);
            let find = Find::Words { list: vec![words], number_after: false };
            open_editor(rules, None, Rule { name, kind, find, ..Rule::default() });
            state.tab = super::state::Tab::Rules;
            try_later(&mut state.rules, effects);
        }
        Act::Change(field) => {
            let Some(editor) = &mut rules.editor else { return false };
            change(editor, field);
            try_later(rules, effects);
        }
        Act::Try(version) => {
            if rules.editor.as_ref().is_none_or(|editor| editor.version != version) {
                return false;
            }
            ask_to_try(state, effects);
            return false;
        }
        Act::Step => {
            let Some(editor) = &mut rules.editor else { return false };
            let Some(tried) = editor.tried.clone().filter(|tried| !tried.changes.is_empty()) else { return false };
            let next = editor.step.map_or(0, |step| (step + 1) % tried.changes.len());
            editor.step = Some(next);
            if let Some(change) = tried.changes.get(next) {
                effects.push(Effect::After(0, Action::GoSpan(change.document, change.mention.span)));
            }
        }
        Act::Save => {
            let Some(editor) = rules.editor.clone().filter(|editor| why_not(rules, editor).is_none()) else {
                return false;
            };
            let yours = &mut rules.shelves[0].pack.rules;
            match editor.at.and_then(|at| yours.get_mut(at)) {
                Some(rule) => *rule = editor.draft,
                None => yours.push(editor.draft),
            }
            rules.editor = None;
            effects.push(Effect::Announce("Rule saved.".into()));
            changed(state, effects);
        }
        Act::Cancel => rules.editor = None,
        Act::Write => {
            let pack = rules.shelves[0].pack.clone();
            effects.push(Effect::Ask(Box::new(Request::WriteRules { pack, to: Place::File })));
            return false;
        }
        Act::File(file) => {
            effects.push(Effect::Ask(Box::new(Request::ReadRules { file, from: Place::File })));
            return false;
        }
        Act::Kept(file) => {
            effects.push(Effect::Ask(Box::new(Request::ReadRules { file, from: Place::Kept })));
            return false;
        }
        Act::Keep(number) => {
            if number == rules.next {
                let pack = rules.shelves[0].pack.clone();
                effects.push(Effect::Ask(Box::new(Request::WriteRules { pack, to: Place::Kept })));
            }
            return false;
        }
        Act::Written(text) => {
            effects.push(Effect::Keep("rules", text));
            return false;
        }
        Act::IsKept(kept) => {
            const NOT_KEPT: &str =
                "Not kept: this browser does not allow storage here. Save the rules as a file before closing.";
            if kept == (rules.problem != NOT_KEPT) {
                return false;
            }
            rules.problem = if kept { String::new() } else { NOT_KEPT.into() };
        }
        Act::Read(Place::Kept, Ok(pack)) => {
            rules.shelves[0].pack = pack;
            ask_all(state, effects);
        }
        Act::Read(Place::File, Ok(pack)) => came(state, pack, From::File, effects),
        Act::Read(place, Err(problem)) => {
            rules.problem = match place {
                Place::File => problem,
                Place::Kept => format!("The rules that this browser kept are not used. {problem}"),
            };
            effects.push(Effect::Announce(rules.problem.clone()));
            state.tab = super::state::Tab::Rules;
        }
        Act::Looked(ticket, looked) => match rules.asked.remove(&ticket) {
            Some(Asked::Use { spots, documents }) => used(state, &spots, &documents, &looked, effects),
            Some(Asked::Try { documents }) => tried(state, &documents, looked),
            None => return false,
        },
        Act::Absent => {
            rules.problem =
                "The part of the page that looks for your rules could not be loaded. Reload the page while you have a network."
                    .into();
        }
    }
    true
}

/// Rules that came from a file or a link: used at once, kept when the reader takes them over.
pub fn came(state: &mut State, pack: Pack, from: From, effects: &mut Vec<Effect>) {
    state.rules.problem.clear();
    let number = pack.rules.len();
    state.rules.shelves.push(Shelf { pack, on: true, from });
    state.tab = super::state::Tab::Rules;
    effects.push(Effect::Announce(format!("{number} rules came {}.", from.title().to_lowercase())));
    ask_all(state, effects);
}

/// A document is done: rules look in it.
pub fn document_done(state: &mut State, id: LoadId, effects: &mut Vec<Effect>) {
    state.rules.found.remove(&id);
    if !state.rules.built_in {
        put_together(state, id, effects);
    }
    ask_to_use(state, vec![id], effects);
}

/// The rules of a link: those of the reader's that are on.
pub fn to_share(state: &State) -> Vec<Rule> {
    let yours = state.rules.shelves.first().filter(|shelf| shelf.on);
    yours.map(|shelf| shelf.pack.rules.iter().filter(|rule| rule.on).cloned().collect()).unwrap_or_default()
}

/// Why the rule being written cannot be saved; `None` where it can.
pub fn why_not(rules: &Rules, editor: &Editor) -> Option<String> {
    let name = editor.draft.name.trim();
    if name.is_empty() {
        return Some("Give the rule a name.".into());
    }
    let yours = rules.shelves.first().map_or(&[][..], |shelf| &shelf.pack.rules);
    if yours.iter().enumerate().any(|(at, rule)| Some(at) != editor.at && rule.name == name) {
        return Some("Another rule has this name.".into());
    }
    let Some(tried) = &editor.tried else { return Some("One moment: it is being tried.".into()) };
    if let Some(fault) = &tried.fault {
        return Some(fault.to_string());
    }
    let failing = tried.tests.iter().filter(|said| said.is_some()).count();
    (failing > 0).then(|| "Its tests fail: change them or the rule.".into())
}

fn open_editor(rules: &mut Rules, at: Option<usize>, draft: Rule) {
    let (words, pattern) = match &draft.find {
        Find::Words { list, .. } => (list.join("\n"), String::new()),
        Find::Pattern(pattern) => (String::new(), pattern.clone()),
    };
    let version = rules.next;
    rules.next += 1;
    rules.editor = Some(Editor { at, draft, words, pattern, tried: None, step: None, version });
}

fn change(editor: &mut Editor, field: Field) {
    let draft = &mut editor.draft;
    let lines = |text: &str| text.lines().map(str::trim).filter(|line| !line.is_empty()).map(String::from).collect();
    match field {
        Field::Name(name) => draft.name = name,
        Field::Kind(kind) => draft.kind = kind,
        Field::IsPattern(true) => draft.find = Find::Pattern(editor.pattern.clone()),
        Field::IsPattern(false) => {
            draft.find = Find::Words { list: lines(&editor.words), number_after: false };
        }
        Field::Words(text) => {
            if let Find::Words { list, .. } = &mut draft.find {
                *list = lines(&text);
            }
            editor.words = text;
        }
        Field::NumberAfter => {
            if let Find::Words { number_after, .. } = &mut draft.find {
                *number_after = !*number_after;
            }
        }
        Field::Pattern(pattern) => {
            draft.find = Find::Pattern(pattern.clone());
            editor.pattern = pattern;
        }
        Field::Value(value) => draft.value = value,
        Field::Priority(priority) => draft.priority = priority,
        Field::Tests(text) => draft.tests = lines(&text),
    }
    editor.tried = None;
    editor.step = None;
}

/// A name that no rule has yet.
fn free_name(rules: &[Rule], wanted: &str) -> String {
    let taken = |name: &str| rules.iter().any(|rule| rule.name == name);
    let wanted: String = wanted.chars().take(LONGEST.min(40)).collect();
    if !taken(&wanted) {
        return wanted;
    }
    (2..).map(|number| format!("{wanted} {number}")).find(|name| !taken(name)).unwrap_or(wanted)
}

fn try_later(rules: &mut Rules, effects: &mut Vec<Effect>) {
    let version = rules.next;
    rules.next += 1;
    if let Some(editor) = &mut rules.editor {
        editor.version = version;
        effects.push(Effect::After(TRY_AFTER, act(Act::Try(version))));
    }
}

/// Something in the lists is another: all rules look anew, and the browser keeps what is the reader's.
fn changed(state: &mut State, effects: &mut Vec<Effect>) {
    ask_all(state, effects);
    effects.push(Effect::After(KEEP_AFTER, act(Act::Keep(state.rules.next))));
}

fn ask_all(state: &mut State, effects: &mut Vec<Effect>) {
    state.rules.asked.retain(|_, asked| matches!(asked, Asked::Try { .. }));
    state.rules.found.clear();
    state.rules.faults.clear();
    state.rules.times.clear();
    let documents = state.entries.iter().filter(|entry| entry.plain.is_some()).map(|entry| entry.id).collect();
    if !ask_to_use(state, documents, effects) {
        put_together_all(state, effects);
    }
}

/// The rules that are on, with their places.
fn active(rules: &Rules) -> Vec<(Spot, &Rule)> {
    let shelves = rules.shelves.iter().enumerate().filter(|(_, shelf)| shelf.on);
    let all = shelves.flat_map(|(at, shelf)| shelf.pack.rules.iter().enumerate().map(move |(n, rule)| ((at, n), rule)));
    all.filter(|(spot, rule)| rule.on && !rules.faults.contains_key(spot)).collect()
}

fn rule(rules: &Rules, (shelf, at): Spot) -> Option<&Rule> {
    rules.shelves.get(shelf)?.pack.rules.get(at)
}

fn plain(state: &State, id: LoadId) -> Option<&Shared<Analysis>> {
    state.entry(id)?.plain.as_ref()
}

fn texts(state: &State, documents: &[LoadId]) -> Vec<Text> {
    documents.iter().filter_map(|&id| plain(state, id)).map(|analysis| Text::of(&analysis.document)).collect()
}

/// Whether anything was asked.
fn ask_to_use(state: &mut State, documents: Vec<LoadId>, effects: &mut Vec<Effect>) -> bool {
    let (spots, list): (Vec<Spot>, Vec<Rule>) =
        active(&state.rules).into_iter().map(|(spot, rule)| (spot, rule.clone())).unzip();
    if spots.is_empty() || documents.is_empty() {
        return false;
    }
    let texts = texts(state, &documents);
    let ticket = ticket(&mut state.rules, Asked::Use { spots, documents });
    effects.push(Effect::Ask(Box::new(Request::Look { ticket, rules: list, texts })));
    true
}

fn ask_to_try(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(draft) = state.rules.editor.as_ref().map(|editor| editor.draft.clone()) else { return };
    let documents: Vec<LoadId> =
        state.entries.iter().filter(|entry| entry.plain.is_some()).map(|entry| entry.id).collect();
    let mut texts = texts(state, &documents);
    texts.extend(draft.tests.iter().map(|line| Example::of(line).to_text()));
    state.rules.asked.retain(|_, asked| matches!(asked, Asked::Use { .. }));
    let ticket = ticket(&mut state.rules, Asked::Try { documents });
    effects.push(Effect::Ask(Box::new(Request::Look { ticket, rules: vec![draft], texts })));
}

fn ticket(rules: &mut Rules, asked: Asked) -> u32 {
    let ticket = rules.next;
    rules.next += 1;
    rules.asked.insert(ticket, asked);
    ticket
}

fn used(state: &mut State, spots: &[Spot], documents: &[LoadId], looked: &[Looked], effects: &mut Vec<Effect>) {
    let mut found: LiteMap<LoadId, Vec<(Spot, i32, Mention)>> = LiteMap::new();
    for (&spot, looked) in spots.iter().zip(looked) {
        let Some(rule) = rule(&state.rules, spot).cloned() else { continue };
        state.rules.times.insert(spot, looked.milliseconds);
        if let Some(fault) = &looked.fault {
            effects.push(Effect::Announce(format!("The rule {}: {fault}", rule.name)));
            state.rules.faults.insert(spot, fault.clone());
            // What it found in documents before is not kept beside what it did not find here.
            for (_, list) in state.rules.found.iter_mut() {
                list.retain(|(of, ..)| *of != spot);
            }
            continue;
        }
        for (&id, hits) in documents.iter().zip(&looked.hits) {
            let Some(analysis) = plain(state, id) else { continue };
            let list = mentions(&analysis.document, &rule, hits).into_iter();
            found.entry(id).or_default().extend(list.map(|mention| (spot, rule.priority, mention)));
        }
    }
    state.rules.found.extend(found);
    put_together_all(state, effects);
    // What the rule being written changes is measured against what is found now.
    if state.rules.editor.is_some() {
        try_later(&mut state.rules, effects);
    }
}

/// What is found in a document, without the rule at one place and with other mentions in its stead.
fn with(state: &State, id: LoadId, without: Option<Spot>, more: Vec<(i32, Mention)>) -> Option<Shared<Analysis>> {
    let plain = plain(state, id)?;
    let list = state.rules.found.get(&id).map_or(&[][..], Vec::as_slice);
    let others = list.iter().filter(|(spot, ..)| Some(*spot) != without);
    let mut yours: Vec<(i32, Mention)> = others.map(|(_, priority, mention)| (*priority, mention.clone())).collect();
    yours.extend(more);
    Some(match (state.rules.built_in, yours.is_empty()) {
        (true, true) => plain.clone(),
        (true, false) => Shared::new(ruled(plain, &yours)),
        (false, _) => Shared::new(ruled(&Analysis { mentions: Vec::new(), ..Analysis::clone(plain) }, &yours)),
    })
}

fn put_together(state: &mut State, id: LoadId, effects: &mut Vec<Effect>) {
    if let Some(found) = with(state, id, None, Vec::new()) {
        super::state::found_anew(state, id, found, effects);
    }
}

fn put_together_all(state: &mut State, effects: &mut Vec<Effect>) {
    let ids: Vec<LoadId> = state.entries.iter().filter(|entry| entry.plain.is_some()).map(|entry| entry.id).collect();
    for id in ids {
        put_together(state, id, effects);
    }
}

fn tried(state: &mut State, documents: &[LoadId], looked: Vec<Looked>) {
    let Some(mut looked) = looked.into_iter().next() else { return };
    let Some(editor) = &state.rules.editor else { return };
    let draft = editor.draft.clone();
    let without = editor.at.map(|at| (0, at));
    let of_tests = looked.hits.split_off(documents.len().min(looked.hits.len()));
    let mut changes = Vec::new();
    let mut counts = Vec::new();
    if looked.fault.is_none() {
        for (&id, hits) in documents.iter().zip(&looked.hits) {
            let Some(analysis) = plain(state, id) else { continue };
            counts.push((id, hits.len()));
            let more =
                mentions(&analysis.document, &draft, hits).into_iter().map(|one| (draft.priority, one)).collect();
            let Some(after) = with(state, id, without, more) else { continue };
            let Some(before) = state.entry(id).and_then(|entry| entry.found.clone()) else { continue };
            changes.extend(difference(id, &before.mentions, &after.mentions));
        }
    }
    let looked = Looked { hits: of_tests, ..looked };
    let tests = check(&draft, &looked);
    let tried = Tried { fault: looked.fault, milliseconds: looked.milliseconds, counts, changes, tests };
    if let Some(editor) = &mut state.rules.editor {
        editor.tried = Some(Rc::new(tried));
    }
}

/// Mentions that are in one list alone, in the order of the text.
fn difference(document: LoadId, before: &[Mention], after: &[Mention]) -> Vec<Change> {
    let key = |mention: &Mention| (mention.span, mention.kind, crate::extract::standoff::notation(&mention.value));
    let (mut old, mut new): (Vec<_>, Vec<_>) = (before.iter().map(key).collect(), after.iter().map(key).collect());
    sort::plain(&mut old);
    sort::plain(&mut new);
    let change = |mention: &Mention, comes| Change { document, mention: mention.clone(), comes };
    let gone = before.iter().filter(|one| new.binary_search(&key(one)).is_err()).map(|one| change(one, false));
    let come = after.iter().filter(|one| old.binary_search(&key(one)).is_err()).map(|one| change(one, true));
    let mut list: Vec<Change> = gone.chain(come).collect();
    sort::by_key(&mut list, |change: &Change| -> Span { change.mention.span });
    list
}

#[cfg(test)]
mod tests;
