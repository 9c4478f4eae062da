//! CSV by RFC 4180: a row for each mention.
//!
//! The exact words stand in `text`; numbers stand in columns of their own, plain, so that a table
//! program can sum them. A program that opens CSV may run a cell that begins as a formula does, and a
//! document may be hostile: words that begin so have an apostrophe before them, which Excel and
//! LibreOffice take for "this is text".

use super::hash::sha256;
use super::offsets::Offsets;
use super::{Choice, Item};
use crate::extract::reading::quoted;
use crate::extract::{Amount, Document, Mention, Value, standoff};

/// The heads of the columns.
pub(super) const COLUMNS: &[&str] = &[
    "document",
    "kind",
    "text",
    "value",
    "low",
    "high",
    "unit",
    "date",
    "attributes",
    "sentence",
    "certainty",
    "rule",
    "start",
    "end",
    "offsets",
    "text_sha256",
];

/// What stands in a column.
pub(super) enum Cell {
    Words(String),
    Number(String),
}

/// Writes the file.
pub fn write(items: &[Item], choice: &Choice) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(COLUMNS).ok();
    for item in items {
        rows(item, choice, |cells| {
            let fields = cells.into_iter().map(|cell| match cell {
                Cell::Words(words) => harmless(words),
                Cell::Number(number) => number,
            });
            writer.write_record(fields).ok();
        });
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

/// The rows of one document.
pub(super) fn rows(item: &Item, choice: &Choice, mut each: impl FnMut(Vec<Cell>)) {
    let document = &item.document;
    let places = Offsets::new(&document.text, choice.unit);
    let hash = sha256(document.text.as_bytes());
    for mention in choice.mentions(item) {
        each(row(document, mention, &places, choice.unit.id(), &hash));
    }
}

fn row(document: &Document, mention: &Mention, places: &Offsets<'_>, unit_of_offsets: &str, hash: &str) -> Vec<Cell> {
    let (low, high) = ends(&mention.value);
    let (unit, date) = match &mention.value {
        Value::Name { .. } => ("", ""),
        Value::Quantity { unit, .. } => (unit.as_str(), ""),
        Value::Money { currency, .. } => (currency.as_str(), ""),
        Value::Time { timex, .. } => ("", timex.as_str()),
    };
    let attributes: Vec<String> = mention.attributes.iter().map(|one| format!("{}={}", one.name, one.value)).collect();
    let words = |text: &str| Cell::Words(text.to_string());
    vec![
        words(&document.name),
        words(mention.kind.kind().id),
        words(document.slice(mention.span)),
        words(&standoff::notation(&mention.value)),
        Cell::Number(low),
        Cell::Number(high),
        words(unit),
        words(date),
        words(&attributes.join("; ")),
        Cell::Words(quoted(document, document.sentence(mention.span))),
        words(mention.certainty.as_str()),
        words(mention.rule.as_str()),
        Cell::Number(places.of(mention.span.start).to_string()),
        Cell::Number(places.of(mention.span.end).to_string()),
        words(unit_of_offsets),
        words(hash),
    ]
}

/// The least and the greatest number of a value.
fn ends(value: &Value) -> (String, String) {
    let amount = match value {
        Value::Quantity { amount, .. } | Value::Money { amount, .. } => amount,
        Value::Name { .. } | Value::Time { .. } => return Default::default(),
    };
    match amount {
        Amount::One(value) => (value.to_string(), value.to_string()),
        Amount::Range { low, high } => (low.to_string(), high.to_string()),
        Amount::List(values) => {
            let text = |end: Option<&crate::extract::Decimal>| end.map(ToString::to_string).unwrap_or_default();
            (text(values.iter().min()), text(values.iter().max()))
        }
    }
}

/// Words that no table program takes for a formula.
fn harmless(words: String) -> String {
    if words.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{words}") } else { words }
}

/// What [`harmless`] was given.
pub(super) fn as_written(words: &str) -> &str {
    let rest = words.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@', '\t', '\r']));
    rest.unwrap_or(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for words in ["=1+1", "@SUM(A1)", "-5 mg", "+1", "plain", "'quoted", "'=x"] {
            assert!(!harmless(words.into()).starts_with(['=', '+', '-', '@']));
        }
        for words in ["=1+1", "-5 mg", "plain", "'quoted"] {
            assert_eq!(as_written(&harmless(words.into())), words);
        }
    }
}
