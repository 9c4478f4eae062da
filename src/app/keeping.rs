//! What this browser keeps of documents: nothing, until the reader asks for it.
//!
//! In: the page's state and an [`Act`]. Out: the state changed, and [`Effect`]s: what to store and what to
//! forget. Pure, as [`super::state`] is, of which this is a part; `www/keep.js` is the other side.
//!
//! A file is kept as it came and read anew at the next visit, so that it is found what the rules of that
//! day find; beside it stands [`Work`], what the reader made of it. Settings and rules are kept without asking.

#[cfg(test)]
mod tests;

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::state::{Action, Arrival, Effect, LoadId, Shared, State, Status, arrive, grouped, put_edits};
use crate::extract::edits::{Correction, Edits};
use crate::extract::{Analysis, Document, Mention, Span};

/// What is known of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Keeping {
    /// Whether documents are kept.
    pub on: bool,
    /// Why they cannot be.
    pub refused: Option<Refusal>,
    /// Bytes that are kept, and that may be; zero where the browser does not say.
    pub room: (f64, f64),
    /// What waits until documents that were kept are read again.
    waiting: Vec<(LoadId, Work)>,
}

/// Why nothing is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The browser does not allow it here, as in a private window.
    NotAllowed,
    /// There is no room.
    Full,
}

impl Refusal {
    /// What is said of it.
    pub const fn words(self) -> &'static str {
        match self {
            Refusal::NotAllowed => {
                "Not kept: this browser does not allow storage here. Save a workspace file before closing."
            }
            Refusal::Full => {
                "Not kept: the storage that this browser allows is full. Save a workspace file before closing."
            }
        }
    }
}

/// What a reader made of a document, as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Work {
    /// What the reader calls it.
    pub title: Option<String>,
    /// What the reader corrected.
    pub edits: Edits,
    /// The words that each correction is about: by them it is known whether it still fits the text.
    pub words: Vec<String>,
    /// The mentions, where they came with the document.
    pub mentions: Option<Vec<Mention>>,
}

/// What happens here.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Documents are to be kept from now on, or no longer.
    Toggle,
    /// One is kept; bytes kept, and allowed.
    Kept(f64, f64),
    /// One could not be kept.
    Refused(Refusal),
    /// Everything kept goes, settings and rules too.
    Forget,
    /// It went, in another tab.
    Forgotten,
    /// Documents kept at an earlier visit, which the shell has put under the next ids.
    Back(Vec<(Arrival, Work)>),
}

/// An action of this part.
pub fn act(act: Act) -> Action {
    Action::Keeping(act)
}

/// Changes the state; whether anything on the screen changes with it.
pub fn update(state: &mut State, act: Act, effects: &mut Vec<Effect>) -> bool {
    match act {
        // What was kept goes when the reader no longer wants it; settings and rules stay.
        Act::Toggle if state.keeping.on => {
            state.keeping = Keeping::default();
            effects.extend(state.entries.iter().map(|entry| Effect::Unstore(entry.id)));
            effects.push(Effect::Guard(state.unsaved));
        }
        Act::Toggle => {
            state.keeping = Keeping { on: true, ..Keeping::default() };
            let done = |status: &Status| matches!(status, Status::Done(_));
            let ids = state.entries.iter().filter(|entry| done(&entry.status)).map(|entry| entry.id);
            effects.extend(ids.map(Effect::Store));
            effects.push(Effect::Guard(false));
        }
        Act::Kept(kept, allowed) => {
            state.keeping.refused = None;
            state.keeping.room = (kept, allowed);
        }
        Act::Refused(refusal) => {
            if state.keeping.on && state.keeping.refused.is_none() {
                effects.push(Effect::Announce(refusal.words().into()));
            }
            state.keeping.refused = Some(refusal);
            effects.push(Effect::Guard(state.unsaved));
        }
        Act::Forget | Act::Forgotten => {
            state.keeping = Keeping::default();
            effects.push(Effect::Guard(state.unsaved));
            if act == Act::Forget {
                effects.push(Effect::StoreNothing);
                effects.push(Effect::Announce("Nothing is kept in this browser any more.".into()));
            }
        }
        Act::Back(kept) => {
            let first = state.next_id();
            let (arrivals, works): (Vec<Arrival>, Vec<Work>) = kept.into_iter().unzip();
            state.keeping.waiting.extend((first..).zip(works));
            return arrive(state, arrivals, effects);
        }
    }
    true
}

/// Whether corrections are safe without being asked about at the end.
pub fn is_safe(state: &State) -> bool {
    state.keeping.on && state.keeping.refused.is_none()
}

/// A document is another, or is done: it is kept as it is now.
pub fn keep(state: &State, id: LoadId, effects: &mut Vec<Effect>) {
    // Not by `==`: to compare any two effects, and the actions in them, is 2 KB to load.
    let is_known = effects.iter().any(|effect| matches!(effect, Effect::Store(other) if *other == id));
    if state.keeping.on && !is_known {
        effects.push(Effect::Store(id));
    }
}

/// A document is done: it is given back what was kept of it.
pub fn done(state: &mut State, id: LoadId, effects: &mut Vec<Effect>) {
    let Some(place) = state.keeping.waiting.iter().position(|(waiting, _)| *waiting == id) else {
        return keep(state, id, effects);
    };
    let (_, work) = state.keeping.waiting.remove(place);
    let Some(entry) = state.entry_mut(id) else { return };
    let Some(found) = entry.found.clone() else { return };
    entry.title = work.title;
    if let Some(mentions) = work.mentions.filter(|mentions| fit(&found.document, mentions)) {
        entry.plain = None;
        entry.found = Some(Shared::new(grouped(found.document.clone(), mentions)));
    }
    let number = work.edits.list.len();
    let list = work.edits.list.into_iter().zip(&work.words);
    let list: Vec<Correction> = list
        .filter(|(one, words)| about(one).is_some_and(|span| is(&found.document, span, words)))
        .map(|(one, _)| one)
        .collect();
    if list.len() < number {
        let lost = number - list.len();
        effects.push(Effect::Announce(format!("{}: {lost} corrections no longer fit its text.", entry.name)));
    }
    put_edits(state, id, Rc::new(Edits { list }), effects);
}

/// What is to be kept of a document.
pub fn work(state: &State, id: LoadId) -> Option<Work> {
    let entry = state.entry(id)?;
    let found: &Analysis = entry.found.as_ref()?;
    let words = |one: &Correction| about(one).map_or(String::new(), |span| found.document.slice(span).to_string());
    Some(Work {
        title: entry.title.clone(),
        edits: (*entry.edits).clone(),
        words: entry.edits.list.iter().map(words).collect(),
        mentions: entry.plain.is_none().then(|| found.mentions.clone()),
    })
}

/// The place that a correction is about.
fn about(correction: &Correction) -> Option<Span> {
    correction.now.as_ref().or(correction.was.as_ref()).map(|mention| mention.span)
}

fn is(document: &Document, span: Span, words: &str) -> bool {
    document.text.get(span.start..span.end) == Some(words)
}

/// Whether mentions can stand in a text.
fn fit(document: &Document, mentions: &[Mention]) -> bool {
    let stands = |mention: &Mention| {
        document.text.get(mention.span.start..mention.span.end).is_some_and(|words| !words.is_empty())
    };
    mentions.iter().all(stands) && mentions.is_sorted_by(|a, b| a.span.end <= b.span.start)
}
