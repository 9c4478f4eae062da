//! What of the open document is seen: kinds, filter, steps, words, the card.

use super::documents::{draw_to, open};
use super::{Among, Effect, Hits, LoadId, MOST_HITS, Notice, Pane, Shared, State, Status, Step};
use crate::extract::edits;
use crate::extract::reading::{self, View};
use crate::extract::repeat::Repeat;
use crate::extract::summary::{self, Row};
use crate::extract::{Analysis, Document, KindId, Kinds, Mention, Span, find, standoff};

/// Fewer letters are looked for in mentions only, not in their sentences.
const SHORTEST_IN_SENTENCE: usize = 3;

/// Goes back to the text, for words that are no mention are reached there only.
pub(super) fn leave_pages(state: &mut State) {
    if state.view == View::Page {
        state.view = View::Reading;
    }
}

/// Whether kind switches and filter let a mention through.
pub fn visible(state: &State, analysis: &Analysis, mention: usize) -> bool {
    analysis.mentions.get(mention).is_some_and(|mention| !state.hidden.contains(mention.kind))
        && passes(state.passing.as_ref(), mention)
}

/// Whether a mention's kind is switched off: to the reader it is plain text then.
pub(super) fn is_switched_off(state: &State, mention: usize) -> bool {
    let kind = state.analysis().and_then(|analysis| analysis.mentions.get(mention)).map(|mention| mention.kind);
    kind.is_some_and(|kind| state.hidden.contains(kind))
}

/// Whether a filter lets a mention through.
pub fn passes(passing: Option<&Shared<Vec<bool>>>, mention: usize) -> bool {
    passing.is_none_or(|passing| passing.get(mention).copied().unwrap_or(false))
}

/// Whether a filter lets any mention of a row through.
pub fn row_passes(passing: Option<&Shared<Vec<bool>>>, row: &Row) -> bool {
    row.mentions.iter().any(|&mention| passes(passing, mention))
}

/// The kinds that are hidden until somebody asks for them.
pub fn on_demand() -> Kinds {
    KindId::all().filter(|id| !id.kind().standing.is_shown()).collect()
}

pub(super) fn kinds_changed(state: &mut State, effects: &mut Vec<Effect>) -> bool {
    effects.push(Effect::HideKinds(state.hidden));
    let card = state.card.map(|card| card.mention);
    if let (Some(card), Some(analysis)) = (card, state.analysis().cloned())
        && !visible(state, &analysis, card)
    {
        state.card = None;
    }
    true
}

/// Finds anew what the filter lets through.
pub(super) fn refilter(state: &mut State, effects: &mut Vec<Effect>) {
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

/// What a filter looks at beside the text: surface form and value of each mention, in lower case.
pub(super) fn haystack(analysis: &Analysis) -> Vec<String> {
    let line = |mention: &Mention| {
        let line = format!("{}\n{}", analysis.document.slice(mention.span), summary::label(&mention.value));
        line.to_lowercase()
    };
    analysis.mentions.iter().map(line).collect()
}

/// Which mentions have the words in their surface form, in their value or, from three letters on, in
/// their sentence. Sentences are looked for where the words stand, not for each mention: with ten
/// thousand of them that would take a quarter of a second at the first key.
pub(super) fn having(analysis: &Analysis, lines: &[String], wanted: &str) -> Vec<bool> {
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

pub(super) fn go(state: &mut State, mention: usize, effects: &mut Vec<Effect>) -> bool {
    let Some(analysis) = state.analysis().cloned() else { return false };
    let Some(there) = analysis.mentions.get(mention).filter(|_| state.all.is_none()) else { return false };
    let paragraph = analysis.document.paragraphs.partition_point(|paragraph| paragraph.span.end <= there.span.start);
    draw_to(state, paragraph);
    if state.hidden.remove(there.kind) {
        effects.push(Effect::HideKinds(state.hidden));
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

pub(super) fn go_span(state: &mut State, id: LoadId, span: Span, effects: &mut Vec<Effect>) -> bool {
    let elsewhere = state.all.take().is_some();
    if elsewhere || state.open != Some(id) {
        open(state, id, effects);
        effects.retain(|effect| !matches!(effect, Effect::Top));
    }
    let Some(analysis) = state.analysis().cloned() else { return false };
    let paragraph = analysis.document.paragraphs.partition_point(|paragraph| paragraph.span.end <= span.start);
    draw_to(state, paragraph);
    state.card = None;
    state.pane = Pane::Text;
    screen(state, effects);
    leave_pages(state);
    paint(state, effects);
    if let Some(&(paragraph, start, end)) = on_screen(&analysis, state.view, &[span], usize::MAX).first() {
        effects.push(Effect::ReachWords(paragraph, start, end));
    }
    effects.push(Effect::Announce(brief(&analysis.document, analysis.document.sentence(span))));
    true
}

/// The mention a step leads to; past the last comes the first.
pub(super) fn next_mention(state: &State, step: Step, among: Among) -> Option<usize> {
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

/// “3 of 7, Money: 5,600,000 USD. The sentence.”
pub(super) fn spoken(analysis: &Analysis, index: usize) -> String {
    let Some(mention) = analysis.mentions.get(index) else { return String::new() };
    let (place, total) = place(analysis, index, |other| other.kind == mention.kind);
    let sentence = analysis.document.slice(analysis.document.sentence(mention.span));
    let sentence = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{} {place} of {total}: {}. {sentence}", mention.kind.kind().title, summary::label(&mention.value))
}

/// A value, its sentence and the document it stands in.
pub(super) fn with_source(analysis: &Analysis, index: usize) -> Option<String> {
    let mention = analysis.mentions.get(index)?;
    let sentence = analysis.document.slice(analysis.document.sentence(mention.span));
    let sentence = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = &analysis.document.name;
    let day = analysis.document.dateline.map_or(String::new(), |dateline| format!(", {}", dateline.date));
    Some(format!("{}\n“{sentence}”\n{name}{day}", standoff::notation(&mention.value)))
}

/// The first words of a span, in one line.
pub(super) fn brief(document: &Document, span: Span) -> String {
    let line = document.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or("").trim_end()),
        None => line,
    }
}

/// The mention of the open document with this number.
pub(super) fn mention(state: &State, index: usize) -> Option<Mention> {
    state.analysis()?.mentions.get(index).cloned()
}

/// Finds anew where the wanted words stand.
pub(super) fn look(state: &mut State, effects: &mut Vec<Effect>) {
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
pub(super) fn paint(state: &State, effects: &mut Vec<Effect>) {
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
pub(super) fn on_screen(analysis: &Analysis, view: View, spans: &[Span], shown: usize) -> Vec<(usize, usize, usize)> {
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

pub(super) fn screen(state: &State, effects: &mut Vec<Effect>) {
    effects.push(Effect::SetScreen { first: state.entries.is_empty(), pane: state.pane });
}

pub(super) fn notify(state: &mut State, notice: Notice) -> bool {
    let news = !state.notices.contains(&notice);
    if news {
        state.notices.push(notice);
    }
    news
}

/// Closes what lies on top, one thing at a time.
pub(super) fn escape(state: &mut State, effects: &mut Vec<Effect>) -> bool {
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
