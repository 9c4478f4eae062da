//! Rows for the reader: entities grouped by kind, each with a label and the sentence it stands in.
//!
//! In: the document, its mentions and entities. Out: plain data; each row points back to its
//! mentions.

use serde::{Deserialize, Serialize};

use super::decimal::Decimal;
use super::document::Document;
use super::entity::Entity;
use super::kinds::KindId;
use super::mention::{Amount, Certainty, Mention, Modifier, Value};
use super::span::Span;

/// All rows, a group for each kind in the order of [`super::kinds::ALL`], empty groups too.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Groups.
    pub groups: Vec<Group>,
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
    pub label: String,
    /// The different surface forms, most frequent first.
    pub forms: Vec<String>,
    /// Indices of its mentions, ascending; never empty.
    pub mentions: Vec<usize>,
    /// The sentence of its first mention.
    pub sentence: Span,
    /// The surest of its mentions.
    pub certainty: Certainty,
}

/// Makes the rows.
pub fn summarise(document: &Document, mentions: &[Mention], entities: &[Entity]) -> Summary {
    let groups = KindId::all().map(|kind| {
        let rows: Vec<Row> = entities
            .iter()
            .enumerate()
            .filter(|(_, entity)| entity.kind == kind)
            .map(|(index, entity)| row(document, mentions, index, entity))
            .collect();
        let count = rows.iter().map(|row| row.mentions.len()).sum();
        Group { kind, rows, count }
    });
    Summary { groups: groups.collect() }
}

fn row(document: &Document, mentions: &[Mention], index: usize, entity: &Entity) -> Row {
    let mine = || entity.mentions.iter().filter_map(|&index| mentions.get(index));
    let mut forms: Vec<(String, usize)> = Vec::new();
    for mention in mine() {
        let surface = document.slice(mention.span);
        let same = |known: &str| known == surface || known.split(' ').eq(surface.split_whitespace());
        match forms.iter_mut().find(|(known, _)| same(known)) {
            Some((_, count)) => *count += 1,
            None => forms.push((surface.split_whitespace().collect::<Vec<_>>().join(" "), 1)),
        }
    }
    forms.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    Row {
        entity: index,
        label: label(&entity.value),
        forms: forms.into_iter().map(|(form, _)| form).collect(),
        mentions: entity.mentions.clone(),
        sentence: mine().next().map_or(Span::default(), |mention| document.sentence(mention.span)),
        certainty: mine().map(|mention| mention.certainty).max().unwrap_or(Certainty::Unsure),
    }
}

/// A value in words that can be read aloud and compared: `5,600,000 USD`, `12.5 to 31.25 mCi/m2`,
/// `2017-Q1`.
pub fn label(value: &Value) -> String {
    match value {
        Value::Name { name } => name.clone(),
        Value::Quantity { amount, unit } => format!("{} {unit}", amount_label(amount)),
        Value::Money { amount, currency, .. } => format!("{} {currency}", amount_label(amount)),
        Value::Time { timex, modifier, .. } => {
            let modifier = match modifier {
                Some(Modifier::Start) => "early ",
                Some(Modifier::Mid) => "mid ",
                Some(Modifier::End) => "late ",
                Some(Modifier::Approx) => "about ",
                None => "",
            };
            format!("{modifier}{}", timex.replace('/', " to "))
        }
    }
}

fn amount_label(amount: &Amount) -> String {
    match amount {
        Amount::One(value) => grouped(*value),
        Amount::Range { low, high } => format!("{} to {}", grouped(*low), grouped(*high)),
        Amount::List(values) => values.iter().map(|value| grouped(*value)).collect::<Vec<_>>().join(", "),
    }
}

/// A number with its thousands in groups: `5,600,000`.
fn grouped(value: Decimal) -> String {
    let plain = value.to_string();
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("−", rest));
    let (whole, fraction) = digits.split_once('.').map_or((digits, ""), |(whole, fraction)| (whole, fraction));
    let mut out = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) && whole.len() > 4 {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}
