//! A report in Markdown: kind by kind what was found, each row with an endnote that quotes the sentence.

use std::fmt::Write as _;

use super::{Choice, Item, one_line};
use crate::extract::reading::quoted;
use crate::extract::{Certainty, KindId, Mention, entity, summary};

/// Writes the report.
pub fn write(items: &[Item], choice: &Choice) -> String {
    let mut out = String::new();
    let mut notes = String::new();
    let mut number = 0;
    for item in items {
        let document = &item.document;
        let title = document.title().unwrap_or(&document.name);
        // Writing to a string does not fail.
        let _ = writeln!(out, "# {}\n", escaped(&one_line(title)));
        let _ = writeln!(out, "From {}.", escaped(&document.name));
        if let Some(dateline) = document.dateline {
            let _ = writeln!(out, "Dated {}.", dateline.date);
        }
        let mentions: Vec<Mention> = choice.mentions(item).cloned().collect();
        let entities = entity::group(&mentions);
        let rows = summary::summarise(document, &mentions, &entities);
        for (kind, group) in KindId::all().zip(&rows.groups) {
            if choice.without.contains(&kind) {
                continue;
            }
            let _ = writeln!(out, "\n## {} ({})\n", kind.kind().plural, group.count);
            if group.rows.is_empty() {
                out.push_str("None found.\n");
                continue;
            }
            out.push_str("| value | in the text | where |\n|---|---|---|\n");
            for row in &group.rows {
                let mut places = String::new();
                for &index in &row.mentions {
                    let Some(mention) = mentions.get(index) else { continue };
                    number += 1;
                    let _ = write!(places, "[^{number}]");
                    let quote = quoted(document, document.sentence(mention.span));
                    let _ = writeln!(notes, "[^{number}]: “{}”", escaped(&quote));
                }
                let label = if row.label.is_empty() { "(open)" } else { row.label.as_str() };
                let unsure = if row.certainty == Certainty::Unsure { " (unsure)" } else { "" };
                let forms: Vec<String> = row.forms.iter().map(|form| escaped(form)).collect();
                let _ = writeln!(out, "| {}{unsure} | {} | {places} |", escaped(label), forms.join("; "));
            }
        }
        out.push('\n');
    }
    out.push_str(&notes);
    out
}

/// Text without meaning to Markdown.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            c @ ('\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '$' | '>') => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}
