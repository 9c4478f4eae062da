//! The workspace file: texts and mentions, to go on with later. It round-trips: what is read back is
//! what was written.
//!
//! ```
//! use eosin::export::{Choice, Item, workspace};
//! use eosin::extract::{Context, analyse, read};
//! let analysis = analyse(read(b"It had $5 million.", "a.txt").unwrap(), &Context::default());
//! let item = Item { document: analysis.document, mentions: analysis.mentions };
//! let file = workspace::write(std::slice::from_ref(&item), &Choice::default());
//! assert_eq!(workspace::read(&file).unwrap(), [item]);
//! ```

use serde::{Deserialize, Serialize};

use super::{Choice, Item};
use crate::extract::{Document, Mention, Span};

/// What a file of this kind calls itself.
pub const NAME: &str = "eosin.workspace";
/// The version of its form. A later one is refused.
pub const VERSION: u64 = 1;

#[derive(Serialize, Deserialize)]
struct File {
    format: String,
    version: u64,
    documents: Vec<Entry>,
}

/// A document as it is kept: its structure is made anew from its text.
#[derive(Serialize, Deserialize)]
struct Entry {
    name: String,
    text: String,
    mentions: Vec<Mention>,
}

/// Writes everything, whatever the choice of kinds: nothing is to be lost.
pub fn write(items: &[Item], _: &Choice) -> String {
    let entry = |item: &Item| Entry {
        name: item.document.name.clone(),
        text: item.document.text.clone(),
        mentions: item.mentions.clone(),
    };
    let file = File { format: NAME.into(), version: VERSION, documents: items.iter().map(entry).collect() };
    let mut text = serde_json::to_string_pretty(&file).unwrap_or_default();
    text.push('\n');
    text
}

/// Reads a workspace. A mention that does not fit its text is an error: the file has been changed.
pub fn read(text: &str) -> Result<Vec<Item>, String> {
    let file: File = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let mut items = Vec::new();
    for Entry { name, text, mentions } in file.documents {
        let fits = |span: Span| text.is_char_boundary(span.start) && text.is_char_boundary(span.end);
        let sorted = mentions.is_sorted_by(|a, b| a.span.end <= b.span.start);
        let mut spans = mentions
            .iter()
            .flat_map(|one| one.attributes.iter().filter_map(|attribute| attribute.span).chain([one.span]));
        if !sorted || !spans.all(|span| span.start <= span.end && fits(span)) {
            return Err(format!("the places of the mentions of {name} do not fit its text"));
        }
        if mentions.iter().any(|mention| mention.span.is_empty()) {
            return Err(format!("a mention of {name} has no words"));
        }
        items.push(Item { document: Document::new(name, text), mentions });
    }
    Ok(items)
}
