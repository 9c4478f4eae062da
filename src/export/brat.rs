//! brat's standoff files (<https://brat.nlplab.org/standoff.html>): for each document its text and
//! its annotations, and the names of the kinds for brat itself. `extract::standoff` writes the lines.

use super::{Choice, Item, stem};
use crate::extract::{KindId, Mention, standoff};

/// Names and contents of the files.
pub fn write(items: &[Item], choice: &Choice) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let mentions: Vec<Mention> = choice.mentions(item).cloned().collect();
        let number = if items.len() > 1 { format!("{:02}-", index + 1) } else { String::new() };
        let name = format!("{number}{}", stem(&item.document.name));
        files.push((format!("{name}.txt"), item.document.text.clone()));
        files.push((format!("{name}.ann"), standoff::write(&item.document, &mentions)));
    }
    let kinds: String = KindId::all().map(|kind| format!("{}\n", kind.kind().id)).collect();
    files.push(("annotation.conf".into(), format!("[entities]\n{kinds}\n[relations]\n\n[events]\n\n[attributes]\n")));
    files
}
