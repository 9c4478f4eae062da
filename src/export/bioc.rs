//! BioC JSON, as biomedical text mining exchanges documents: a passage for each paragraph, its
//! annotations in it.
//!
//! Offsets are code points from the document's start, as BioC's own readers in Python count them. A
//! paragraph that a mention runs out of is one passage with the next.

use serde_json::{Value as Json, json};

use super::json::pretty;
use super::offsets::{Offsets, Unit};
use super::{Choice, Item, stem};
use crate::extract::document::Role;
use crate::extract::{Mention, Span, standoff};

/// Writes the collection.
pub fn write(items: &[Item], choice: &Choice) -> String {
    pretty(&json!({
        "source": "Eosin",
        "date": "",
        "key": "eosin.key",
        "version": "1.0",
        "infons": {"offsets": Unit::CodePoints.id()},
        "documents": items.iter().map(|item| document(item, choice)).collect::<Json>(),
    }))
}

fn document(item: &Item, choice: &Choice) -> Json {
    let document = &item.document;
    let places = Offsets::new(&document.text, Unit::CodePoints);
    let mentions: Vec<(usize, &Mention)> = choice.mentions(item).enumerate().collect();
    let mut passages: Vec<(Span, Role)> = Vec::new();
    for paragraph in &document.paragraphs {
        let run_into = passages.last_mut().filter(|(span, _)| {
            let cut = span.end;
            mentions.iter().any(|(_, mention)| mention.span.start < cut && cut < mention.span.end)
        });
        match run_into {
            Some((span, _)) => *span = span.to(paragraph.span),
            None => passages.push((paragraph.span, paragraph.role)),
        }
    }
    let mut rest = mentions.as_slice();
    let passages = passages.iter().map(|&(span, role)| {
        let here = rest.partition_point(|(_, mention)| mention.span.end <= span.end);
        let (inside, after) = rest.split_at_checked(here).unwrap_or((&[], &[]));
        rest = after;
        let annotations = inside.iter().map(|(index, mention)| {
            let start = places.of(mention.span.start);
            json!({
                "id": (index + 1).to_string(),
                "infons": {
                    "type": mention.kind.kind().id,
                    "value": standoff::notation(&mention.value),
                    "rule": mention.rule.as_str(),
                    "certainty": mention.certainty.as_str(),
                },
                "text": document.slice(mention.span),
                "locations": [{"offset": start, "length": places.of(mention.span.end) - start}],
            })
        });
        json!({
            "offset": places.of(span.start),
            "infons": {"type": match role {
                Role::Title => "title",
                Role::Heading => "heading",
                Role::Item => "item",
                _ => "paragraph",
            }},
            "text": document.slice(span),
            "sentences": [],
            "annotations": annotations.collect::<Json>(),
            "relations": [],
        })
    });
    json!({
        "id": stem(&document.name),
        "infons": {"name": document.name},
        "passages": passages.collect::<Json>(),
        "annotations": [],
        "relations": [],
    })
}
