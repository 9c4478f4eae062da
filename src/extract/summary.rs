//! Rows for the reader: entities grouped by kind, each with a label and the sentence it stands in.
//!
//! In: the document, its mentions and entities. Out: plain data; each row points back to its
//! mentions.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::decimal::Decimal;
use super::document::sentence::Known;
use super::document::{Document, on_one_line};
use super::entity::{Entity, name_key};
use super::few::Few;
use super::kinds::KindId;
use super::mention::{Amount, Certainty, Mention, Modifier, Value};
use super::room::Room;
use super::span::Span;
use super::text::{Text, Writing};
use crate::extract::sort;

/// All rows, a group for each kind in the order of [`super::kinds::ALL`], empty groups too.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Groups.
    pub groups: Vec<Group>,
}

impl Summary {
    /// The groups of the kinds that are shown from the start.
    pub fn shown(&self) -> impl Iterator<Item = &Group> {
        self.groups.iter().filter(|group| group.kind.kind().standing.is_shown())
    }
}

/// The rows of one kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Kind.
    pub kind: KindId,
    /// Rows, by first mention.
    pub rows: Vec<Row>,
    /// Number of mentions in all rows.
    pub count: usize,
}

/// One entity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Its place in the list of entities.
    pub entity: usize,
    /// Its value in words: [`label`].
    pub label: Text,
    /// The different surface forms, most frequent first.
    pub forms: Few<Text>,
    /// Indices of its mentions, ascending; never empty.
    pub mentions: Few<usize>,
    /// The sentence of its first mention.
    pub sentence: Span,
    /// The surest of its mentions.
    pub certainty: Certainty,
}

/// Most releases speak of no more things.
const USUAL: usize = 64;

/// Makes the rows.
pub fn summarise(document: &Document, mentions: &[Mention], entities: &[Entity]) -> Summary {
    let mut counts = [0; KindId::COUNT];
    for entity in entities {
        if let Some(count) = counts.get_mut(entity.kind.row()) {
            *count += 1;
        }
    }
    let group = |(kind, rows)| Group { kind, rows: Vec::with_capacity(rows), count: 0 };
    let mut groups: Vec<Group> = KindId::all().zip(counts).map(group).collect();
    let mut room = Room::<Span, USUAL>::new();
    let firsts = room.of(entities.len());
    // Many stand in one sentence, and in the order of the text one after the other.
    let mut known = Known::default();
    let mut scratch = Vec::new();
    for ((index, entity), first) in entities.iter().enumerate().zip(&mut *firsts) {
        let Some(group) = groups.get_mut(entity.kind.row()) else { continue };
        let label = label(&entity.value);
        // Most things are mentioned once.
        let (count, forms, certainty) = match &*entity.mentions {
            &[one] => match mentions.get(one) {
                Some(mention) => {
                    *first = mention.span;
                    let form = on_one_line(document.slice(mention.span));
                    (1, Few::One([kept(&form, &label)]), mention.certainty)
                }
                None => (1, Few::from(&[][..]), Certainty::Unsure),
            },
            several => {
                let mine = || several.iter().filter_map(|&index| mentions.get(index));
                *first = mine().next().map_or(Span::default(), |mention| mention.span);
                // Most are written as they were before, to the byte.
                let bytes = |span: Span| document.text.as_bytes().get(span.start..span.end).unwrap_or_default();
                let written = bytes(*first);
                let (same, certainty) = mine().fold((true, Certainty::Unsure), |(same, certainty), mention| {
                    (same & (bytes(mention.span) == written), certainty.max(mention.certainty))
                });
                let forms = if same && !first.is_empty() {
                    Few::One([kept(&on_one_line(document.slice(*first)), &label)])
                } else {
                    forms(document, mine().map(|mention| mention.span), &label, &mut scratch)
                };
                (several.len(), forms, certainty)
            }
        };
        group.count += count;
        group.rows.push(Row {
            entity: index,
            label,
            forms,
            mentions: entity.mentions.clone(),
            sentence: document.sentence_beside(*first, &mut known),
            certainty,
        });
    }
    // Of the row before: its sentence is that of this row too.
    let mut sentence = Span::default();
    for group in &mut groups {
        for row in &mut group.rows {
            let first = firsts.get(row.entity).copied().unwrap_or_default();
            let stands = (first.start >= sentence.start) & (first.end <= sentence.end) & !first.is_empty();
            sentence = std::hint::select_unpredictable(stands, sentence, row.sentence);
            row.sentence = sentence;
        }
    }
    Summary { groups }
}

/// A form as a row keeps it. A name is often written as it is in the row, which is told where that saves memory.
fn kept(form: &str, label: &Text) -> Text {
    if !Text::holds(form) && *label == *form { label.clone() } else { Text::new(form) }
}

/// The different ones of these, each on one line, most frequent first.
fn forms<'a>(
    document: &'a Document,
    all: impl Iterator<Item = Span>,
    label: &Text,
    scratch: &mut Vec<(Cow<'a, str>, usize)>,
) -> Few<Text> {
    scratch.clear();
    for span in all {
        let mut is_known = |form: &str| {
            let known = scratch.iter_mut().find(|(known, _)| *known == form);
            known.map(|(_, count)| *count += 1).is_some()
        };
        // Most are written as one before is.
        let written = document.slice(span);
        if is_known(written) {
            continue;
        }
        let form = on_one_line(written);
        if matches!(form, Cow::Borrowed(_)) || !is_known(&form) {
            scratch.push((form, 1));
        }
    }
    sort::by_key(scratch, |&(_, count)| std::cmp::Reverse(count));
    Few::Several(scratch.iter().map(|(form, _)| kept(form, label)).collect())
}

/// One thing in several documents.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared {
    /// Kind.
    pub kind: KindId,
    /// Its value in words, as the document says it that has most forms of it.
    pub label: Text,
    /// The different surface forms, in the order of the documents.
    pub forms: Vec<Text>,
    /// Where: the place of a document in the list, and of the row in its group. Ascending.
    pub rows: Vec<(usize, usize)>,
    /// Number of mentions in all documents.
    pub count: usize,
}

/// Joins the rows of several documents: one row for each thing, by kind and first document.
///
/// Two rows are of one thing when their values read alike; of names also when a form of one is a form or
/// the name of the other, so that a code in one document is found under the name that another gives it.
///
/// ```
/// use eosin::extract::{Context, Document, analyse, summary};
/// let read = |text: &str| analyse(Document::new("note", text), &Context::default());
/// let (a, b) = (read("Doses of zelquorinib (ZRX-301) rose."), read("Doses of ZRX 301 fell."));
/// let shared = summary::across(&[(&a.summary, &a.entities), (&b.summary, &b.entities)]);
/// assert_eq!(shared.len(), 1);
/// assert_eq!((shared[0].label.as_str(), shared[0].count), ("zelquorinib", 3));
/// ```
pub fn across(documents: &[(&Summary, &[Entity])]) -> Vec<Shared> {
    let mut shared: Vec<Shared> = Vec::new();
    for kind in KindId::all() {
        let group = |summary: &'_ Summary| summary.groups.iter().position(|group| group.kind == kind);
        let mut rows: Vec<((usize, usize), &Row, bool)> = Vec::new();
        for (document, (summary, entities)) in documents.iter().enumerate() {
            let found = group(summary).and_then(|at| summary.groups.get(at)).map_or(&[][..], |group| &group.rows);
            for (place, row) in found.iter().enumerate() {
                let named = entities.get(row.entity).is_some_and(|entity| matches!(entity.value, Value::Name { .. }));
                rows.push(((document, place), row, named));
            }
        }
        // The first row of each thing stands for it; a later row may tie two that stood apart.
        let mut first_of: Vec<usize> = (0..rows.len()).collect();
        let mut known: HashMap<String, usize> = HashMap::new();
        for (index, (_, row, named)) in rows.iter().enumerate() {
            for key in keys(row, *named) {
                let other = *known.entry(key).or_insert(index);
                let (a, b) = (root(&first_of, index), root(&first_of, other));
                if let Some(later) = first_of.get_mut(a.max(b)) {
                    *later = a.min(b);
                }
            }
        }
        let mut made: HashMap<usize, (usize, usize)> = HashMap::new();
        for (index, (place, row, _)) in rows.iter().enumerate() {
            let (at, most) = made.entry(root(&first_of, index)).or_insert_with(|| {
                shared.push(Shared { kind, label: Text::default(), forms: Vec::new(), rows: Vec::new(), count: 0 });
                (shared.len() - 1, 0)
            });
            let Some(one) = shared.get_mut(*at) else { continue };
            if row.forms.len() > *most {
                (*most, one.label) = (row.forms.len(), row.label.clone());
            }
            one.forms.extend(row.forms.iter().filter(|form| !one.forms.contains(form)).cloned().collect::<Vec<_>>());
            one.rows.push(*place);
            one.count += row.mentions.len();
        }
    }
    shared
}

fn root(first_of: &[usize], index: usize) -> usize {
    let mut at = index;
    while let Some(&next) = first_of.get(at)
        && next != at
    {
        at = next;
    }
    at
}

/// What a row shares with rows of other documents that are of the same thing.
fn keys(row: &Row, named: bool) -> Vec<String> {
    if !named {
        return vec![row.label.to_string()];
    }
    // "1900" after "QLV 1700 and" names nothing elsewhere.
    let names = row.forms.iter().filter(|form| form.contains(char::is_alphabetic)).chain([&row.label]);
    let mut keys: Vec<String> = names.map(|name| name_key(name)).collect();
    sort::plain(&mut keys);
    keys.dedup();
    keys
}

/// A value in words that can be read aloud and compared: `5,600,000 USD`, `12.5 to 31.25 mCi/m2`,
/// `2017-Q1`.
pub fn label(value: &Value) -> Text {
    let mut label = Writing::default();
    match value {
        Value::Name { name } => return name.clone(),
        // A plain number: UCUM's unity.
        Value::Quantity { amount, unit } if *unit == "1" => push_amount(&mut label, amount, None),
        Value::Quantity { amount, unit } => push_amount(&mut label, amount, Some(unit)),
        Value::Money { amount, currency, .. } => push_amount(&mut label, amount, Some(currency)),
        Value::Time { timex, modifier: None, .. } if !timex.as_bytes().contains(&b'/') => return timex.clone(),
        Value::Time { timex, modifier, .. } => {
            label.push_str(match modifier {
                Some(Modifier::Start) => "early ",
                Some(Modifier::Mid) => "mid ",
                Some(Modifier::End) => "late ",
                Some(Modifier::Approx) => "about ",
                None => "",
            });
            push_joined(&mut label, timex.split('/'), " to ", Writing::push_str);
        }
    }
    label.done()
}

/// Writes an amount with its unit, if it has one.
fn push_amount(label: &mut Writing, amount: &Amount, unit: Option<&str>) {
    match amount {
        Amount::One(value) => push_grouped(label, value),
        Amount::Range { low, high } => push_joined(label, [low, high], " to ", push_grouped),
        Amount::List(values) => push_joined(label, values, ", ", push_grouped),
    }
    if let Some(unit) = unit {
        label.push(' ');
        label.push_str(unit);
    }
}

/// Writes several, with a joint between two.
fn push_joined<T>(text: &mut Writing, all: impl IntoIterator<Item = T>, joint: &str, push: impl Fn(&mut Writing, T)) {
    for (index, one) in all.into_iter().enumerate() {
        if index > 0 {
            text.push_str(joint);
        }
        push(text, one);
    }
}

/// Writes a number with its thousands in groups: `5,600,000`.
fn push_grouped(text: &mut Writing, value: &Decimal) {
    value.with_digits(|below, whole, fraction| {
        if below {
            text.push('−');
        }
        let (mut rest, mut group) =
            if whole.len() > 4 { (whole, (whole.len() + 2) % 3 + 1) } else { (whole, whole.len()) };
        while let Some((digits, others)) = rest.split_at_checked(group) {
            text.push_str(digits);
            if others.is_empty() {
                break;
            }
            text.push(',');
            (rest, group) = (others, 3);
        }
        if !fraction.is_empty() {
            text.push('.');
            text.push_str(fraction);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Analysis, Context, analyse};

    /// A label, its rows by document and place, and the number of mentions.
    type Shown = (Text, Vec<(usize, usize)>, usize);

    fn rows(texts: &[&str]) -> Vec<Shown> {
        let read = |text: &&str| analyse(Document::new("case", *text), &Context::default());
        let all: Vec<Analysis> = texts.iter().map(read).collect();
        let documents: Vec<(&Summary, &[Entity])> =
            all.iter().map(|one| (&one.summary, one.entities.as_slice())).collect();
        let compound = KindId::of("compound");
        let shared = across(&documents).into_iter().filter(|one| Some(one.kind) == compound);
        shared.map(|one| (one.label, one.rows, one.count)).collect()
    }

    #[test]
    fn one_thing_is_one_row_over_documents() {
        let texts = ["Doses of ZRX-301 rose.", "Doses of zorbitinib (ZRX 301) fell.", "Doses of Zorbitinib fell."];
        assert_eq!(rows(&texts), [("zorbitinib".into(), vec![(0, 0), (1, 0), (2, 0)], 4)]);
    }

    #[test]
    fn a_later_document_may_tie_two_rows() {
        let texts = ["Doses of ZRX-301 rose.", "Doses of zorbitinib fell.", "Doses of zorbitinib (ZRX-301) fell."];
        assert_eq!(rows(&texts), [("zorbitinib".into(), vec![(0, 0), (1, 0), (2, 0)], 4)]);
    }

    #[test]
    fn other_things_stay_apart() {
        let texts = ["Doses of ZRX-301 rose.", "Doses of ZRX-302 and ZRX-3010 rose."];
        assert_eq!(rows(&texts).len(), 3);
        let texts = ["The compounds QLV 1700 and 1900 were dosed.", "The compounds QBV 1700 and 1900 were dosed."];
        assert_eq!(rows(&texts).len(), 4);
    }
}
