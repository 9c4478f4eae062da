//! W3C Web Annotation (<https://www.w3.org/TR/annotation-model/>), as JSON-LD.
//!
//! Each mention is an annotation whose target is its document, by the hash of its text, with a quote
//! and a position. Positions are code points, as the recommendation has it.

use serde_json::{Value as Json, json};

use super::hash::sha256;
use super::json::{around, pretty};
use super::offsets::{Offsets, Unit};
use super::{Choice, Item};
use crate::extract::standoff;

/// Writes a page of annotations.
pub fn write(items: &[Item], choice: &Choice) -> String {
    let mut list: Vec<Json> = Vec::new();
    for item in items {
        let document = &item.document;
        let hash = sha256(document.text.as_bytes());
        let places = Offsets::new(&document.text, Unit::CodePoints);
        for mention in choice.mentions(item) {
            let (before, after) = around(document, mention.span, 32);
            let (start, end) = (places.of(mention.span.start), places.of(mention.span.end));
            list.push(json!({
                "type": "Annotation",
                "id": format!("urn:sha256:{hash}#char={start},{end}"),
                "motivation": "identifying",
                "body": [
                    {"type": "TextualBody", "purpose": "classifying", "value": mention.kind.kind().id},
                    {"type": "TextualBody", "purpose": "identifying", "value": standoff::notation(&mention.value)},
                ],
                "target": {
                    "source": {"id": format!("urn:sha256:{hash}"), "type": "Text", "name": document.name},
                    "selector": [
                        {"type": "TextQuoteSelector", "exact": document.slice(mention.span), "prefix": before, "suffix": after},
                        {"type": "TextPositionSelector", "start": start, "end": end},
                    ],
                },
            }));
        }
    }
    pretty(&json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "urn:eosin:annotations",
        "type": "AnnotationPage",
        "startIndex": 0,
        "items": list,
    }))
}
