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
use crate::extract::Span;

/// What a file of this kind calls itself.
pub const NAME: &str = "eosin.workspace";
/// The version of its form. A later one is refused.
pub const VERSION: u64 = 1;

#[derive(Serialize, Deserialize)]
struct File {
    format: String,
    version: u64,
    documents: Vec<Item>,
}

/// Writes everything, whatever the choice of kinds: nothing is to be lost.
pub fn write(items: &[Item], _: &Choice) -> String {
    let file = File { format: NAME.into(), version: VERSION, documents: items.to_vec() };
    let mut text = serde_json::to_string_pretty(&file).unwrap_or_default();
    text.push('\n');
    text
}

/// Reads a workspace. A mention that does not fit its text is an error: the file has been changed.
pub fn read(text: &str) -> Result<Vec<Item>, String> {
    let broken =
        |problem: &dyn std::fmt::Display| format!("This workspace file is damaged and cannot be read ({problem}).");
    let version: Version = serde_json::from_str(text).map_err(|error| broken(&error))?;
    if version.version > VERSION {
        return Err("This workspace was saved by a later version of this page. Reload the page and try again.".into());
    }
    let file: File = serde_json::from_str(text).map_err(|error| broken(&error))?;
    for Item { document, mentions } in &file.documents {
        let fits = |span: Span| span.start <= span.end && document.text.get(span.start..span.end).is_some();
        let mut at = 0;
        let tiled = document.paragraphs.iter().all(|paragraph| {
            let next = paragraph.span.start == at && fits(paragraph.span);
            at = paragraph.span.end;
            next
        });
        let sorted = mentions.is_sorted_by(|a, b| a.span.end <= b.span.start);
        let said = mentions.iter().flat_map(|one| one.attributes.iter().filter_map(|attribute| attribute.span));
        let places =
            mentions.iter().map(|one| one.span).chain(said).chain(document.dateline.map(|dateline| dateline.span));
        let whole = tiled && at == document.text.len() && sorted && places.into_iter().all(fits);
        if !whole || mentions.iter().any(|mention| mention.span.is_empty()) {
            return Err(broken(&format_args!("the places in {} do not fit its text", document.name)));
        }
    }
    Ok(file.documents)
}

#[derive(Deserialize)]
struct Version {
    version: u64,
}
