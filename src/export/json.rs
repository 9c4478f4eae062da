//! Our own JSON: a document's mentions with their values, by the schema in `schema.json`.
//!
//! In: documents, mentions, a unit. Out: JSON that says which unit its offsets count, which hash each
//! text has, and quotes what stands before and after each mention, so that it can be found again in a
//! text that differs a little.

use serde_json::{Map, Number, Value as Json, json};

use super::hash::sha256;
use super::offsets::Offsets;
use super::{Choice, Item, one_line};
use crate::extract::mention::Attribute;
use crate::extract::{Amount, Decimal, Document, Mention, Span, Value, standoff};

/// What a file of this kind calls itself.
pub const NAME: &str = "eosin.export";
/// The version of its form. Readers refuse a later one.
pub const VERSION: u64 = 1;
/// Characters quoted before and after a mention.
const REACH: usize = 24;

/// The schema, as it is published beside the page.
pub const SCHEMA: &str = include_str!("schema.json");

/// Writes the file.
pub fn write(items: &[Item], choice: &Choice) -> String {
    let file = json!({
        "format": NAME,
        "version": VERSION,
        "offsets": choice.unit.id(),
        "documents": items.iter().map(|item| document(item, choice)).collect::<Json>(),
    });
    pretty(&file)
}

/// JSON over several lines, with a line end at the end.
pub(super) fn pretty(value: &Json) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

/// One document.
pub fn document(item: &Item, choice: &Choice) -> Json {
    let document = &item.document;
    let places = Offsets::new(&document.text, choice.unit);
    let mentions = choice.mentions(item).map(|mention| {
        let mut object = self::mention(document, mention, &places);
        object.insert("notation".into(), json!(standoff::notation(&mention.value)));
        let (before, after) = around(document, mention.span, REACH);
        object.insert("before".into(), json!(before));
        object.insert("after".into(), json!(after));
        object.insert("sentence".into(), json!(one_line(document.slice(document.sentence(mention.span)))));
        Json::Object(object)
    });
    json!({
        "name": document.name,
        "title": document.title(),
        "dateline": document.dateline.map(|dateline| dateline.date.to_string()),
        "text_sha256": sha256(document.text.as_bytes()),
        "length": places.of(document.text.len()),
        "mentions": mentions.collect::<Json>(),
    })
}

/// The words before and after a span, as they stand.
pub fn around(document: &Document, span: Span, reach: usize) -> (&str, &str) {
    let before = document.text.get(..span.start).unwrap_or("");
    let after = document.text.get(span.end..).unwrap_or("");
    let from = before.char_indices().rev().nth(reach.saturating_sub(1)).map_or(0, |(at, _)| at);
    let to = after.char_indices().nth(reach).map_or(after.len(), |(at, _)| at);
    (before.get(from..).unwrap_or(""), after.get(..to).unwrap_or(""))
}

/// A mention as `eosin pipe` writes it, its offsets in the unit of these places.
pub fn mention(document: &Document, mention: &Mention, places: &Offsets<'_>) -> Map<String, Json> {
    let mut object = Map::new();
    object.insert("start".into(), json!(places.of(mention.span.start)));
    object.insert("end".into(), json!(places.of(mention.span.end)));
    object.insert("kind".into(), json!(mention.kind.kind().id));
    object.insert("text".into(), json!(document.slice(mention.span)));
    object.insert("value".into(), value(&mention.value));
    object.insert("rule".into(), json!(mention.rule.as_str()));
    object.insert("certainty".into(), json!(mention.certainty.as_str()));
    if !mention.attributes.is_empty() {
        let attributes = mention.attributes.iter().map(|one| attribute(one, places)).collect();
        object.insert("attributes".into(), attributes);
    }
    object
}

fn attribute(attribute: &Attribute, places: &Offsets<'_>) -> Json {
    let mut object = json!({"name": attribute.name, "value": attribute.value});
    if let (Some(object), Some(span)) = (object.as_object_mut(), attribute.span) {
        object.insert("start".into(), json!(places.of(span.start)));
        object.insert("end".into(), json!(places.of(span.end)));
    }
    object
}

fn value(value: &Value) -> Json {
    let mut object = Map::new();
    match value {
        Value::Name { name } => {
            object.insert("name".into(), json!(name));
        }
        Value::Quantity { amount, unit } => {
            amounts(&mut object, "value", amount);
            object.insert("unit".into(), json!(unit));
        }
        Value::Money { amount, currency, assumed } => {
            amounts(&mut object, "amount", amount);
            object.insert("currency".into(), json!(currency));
            if *assumed {
                object.insert("currency_assumed".into(), json!(true));
            }
        }
        Value::Time { timex, modifier, anchor } => {
            object.insert("timex".into(), json!(timex));
            if let Some(modifier) = modifier {
                object.insert("mod".into(), json!(modifier.code()));
            }
            if let Some(anchor) = anchor {
                object.insert("anchor".into(), json!(anchor.date.to_string()));
            }
        }
    }
    Json::Object(object)
}

fn amounts(object: &mut Map<String, Json>, single: &str, amount: &Amount) {
    match amount {
        Amount::One(value) => {
            object.insert(single.into(), number(*value));
        }
        Amount::Range { low, high } => {
            object.insert("low".into(), number(*low));
            object.insert("high".into(), number(*high));
        }
        Amount::List(values) => {
            object.insert("amounts".into(), values.iter().map(|value| number(*value)).collect());
        }
    }
}

/// The exact digits as a JSON number.
fn number(value: Decimal) -> Json {
    value.to_string().parse::<Number>().map_or(Json::Null, Json::Number)
}
