//! Our own JSON: a document's mentions with their values, by the schema in `schema.json`.
//!
//! In: documents, mentions, a unit. Out: JSON that says which unit its offsets count, which hash each
//! text has, and quotes what stands before and after each mention, so that it can be found again in a
//! text that differs a little.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Number, Value as Json, json};

use super::hash::sha256;
use super::offsets::Offsets;
use super::{Choice, Item};
use crate::extract::kinds::compound::WRITTEN;
use crate::extract::mention::Attribute;
use crate::extract::reading::quoted;
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
        let full = InContext(Written { document, mention, places: &places, names: Names::OfEntities });
        serde_json::to_value(full).unwrap_or_default()
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

/// Which name stands in the value of a compound that goes by several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// The one that stands for all.
    OfEntities,
    /// That of the mention itself; the one that stands for all is beside it, as `entity`.
    AsWritten,
}

/// A mention on its way into JSON: written at once, for an object in between took longer than the text to read.
#[derive(Clone, Copy, Debug)]
pub struct Written<'a> {
    /// The document it stands in.
    pub document: &'a Document,
    /// The mention.
    pub mention: &'a Mention,
    /// What its offsets count.
    pub places: &'a Offsets<'a>,
    /// What a compound is called.
    pub names: Names,
}

impl Written<'_> {
    fn entries<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let Written { document, mention, places, names } = *self;
        let entity = match &mention.value {
            Value::Name { name } if names == Names::AsWritten => Some(name),
            _ => None,
        };
        let own = entity.and_then(|_| mention.attributes.iter().find(|attribute| attribute.name == WRITTEN));
        map.serialize_entry("start", &places.of(mention.span.start))?;
        map.serialize_entry("end", &places.of(mention.span.end))?;
        map.serialize_entry("kind", mention.kind.kind().id)?;
        map.serialize_entry("text", document.slice(mention.span))?;
        map.serialize_entry("value", &Meaning { value: &mention.value, own: own.map(|own| own.value.as_str()) })?;
        map.serialize_entry("rule", mention.rule.as_str())?;
        map.serialize_entry("certainty", mention.certainty.as_str())?;
        if !mention.attributes.is_empty() {
            map.serialize_entry("attributes", &Said { attributes: &mention.attributes, places })?;
        }
        match (entity, own) {
            (Some(entity), Some(_)) => map.serialize_entry("entity", entity),
            _ => Ok(()),
        }
    }
}

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.entries(&mut map)?;
        map.end()
    }
}

/// A mention with what stands around it.
struct InContext<'a>(Written<'a>);

impl Serialize for InContext<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Written { document, mention, .. } = self.0;
        let (before, after) = around(document, mention.span, REACH);
        let mut map = serializer.serialize_map(None)?;
        self.0.entries(&mut map)?;
        map.serialize_entry("notation", &standoff::notation(&mention.value))?;
        map.serialize_entry("before", before)?;
        map.serialize_entry("after", after)?;
        map.serialize_entry("sentence", &quoted(document, document.sentence(mention.span)))?;
        map.end()
    }
}

struct Said<'a> {
    attributes: &'a [Attribute],
    places: &'a Offsets<'a>,
}

impl Serialize for Said<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.attributes.iter().map(|attribute| One { attribute, places: self.places }))
    }
}

struct One<'a> {
    attribute: &'a Attribute,
    places: &'a Offsets<'a>,
}

impl Serialize for One<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", &self.attribute.name)?;
        map.serialize_entry("value", &self.attribute.value)?;
        if let Some(span) = self.attribute.span {
            map.serialize_entry("start", &self.places.of(span.start))?;
            map.serialize_entry("end", &self.places.of(span.end))?;
        }
        map.end()
    }
}

/// A value, under another name where it has one of its own.
struct Meaning<'a> {
    value: &'a Value,
    own: Option<&'a str>,
}

impl Serialize for Meaning<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self.value {
            Value::Name { name } => map.serialize_entry("name", self.own.unwrap_or(name))?,
            Value::Quantity { amount, unit } => {
                amounts(&mut map, "value", amount)?;
                map.serialize_entry("unit", unit)?;
            }
            Value::Money { amount, currency, assumed } => {
                amounts(&mut map, "amount", amount)?;
                map.serialize_entry("currency", currency)?;
                if *assumed {
                    map.serialize_entry("currency_assumed", &true)?;
                }
            }
            Value::Time { timex, modifier, anchor } => {
                map.serialize_entry("timex", timex)?;
                if let Some(modifier) = modifier {
                    map.serialize_entry("mod", modifier.code())?;
                }
                if let Some(anchor) = anchor {
                    map.serialize_entry("anchor", &anchor.date.to_string())?;
                }
            }
        }
        map.end()
    }
}

fn amounts<M: SerializeMap>(map: &mut M, single: &'static str, amount: &Amount) -> Result<(), M::Error> {
    match amount {
        Amount::One(value) => map.serialize_entry(single, &number(*value)),
        Amount::Range { low, high } => {
            map.serialize_entry("low", &number(*low))?;
            map.serialize_entry("high", &number(*high))
        }
        Amount::List(values) => {
            map.serialize_entry("amounts", &values.iter().map(|value| number(*value)).collect::<Vec<_>>())
        }
    }
}

/// The exact digits as a JSON number.
fn number(value: Decimal) -> Option<Number> {
    value.to_string().parse().ok()
}
