//! A page of its own: the text with its highlights, a summary that leads to them, no script.
//!
//! The page's own policy forbids whatever is not its style sheet, so that even a text that is hostile
//! HTML stays text; it is escaped besides.

use std::fmt::Write as _;

use super::{Choice, Item, one_line};
use crate::extract::document::Role;
use crate::extract::segment::segment_within;
use crate::extract::text::Text;
use crate::extract::{KindId, Mention, entity, summary};

const KINDS: &str = include_str!("../../www/kinds.css");
const STYLE: &str = include_str!("page.css");

/// Writes the page.
pub fn write(items: &[Item], choice: &Choice) -> String {
    let title = match items {
        [item] => item.document.title().unwrap_or(&item.document.name).to_string(),
        _ => format!("{} releases", items.len()),
    };
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{}</title>\n<style>\n{STYLE}\n{KINDS}</style>\n</head>\n<body>\n",
        escaped(&one_line(&title))
    );
    for (index, item) in items.iter().enumerate() {
        one(&mut out, index, item, choice);
    }
    out.push_str("<footer>Made with Eosin. Values are read from the words by rules; check them against the text.</footer>\n</body>\n</html>\n");
    out
}

fn one(out: &mut String, number: usize, item: &Item, choice: &Choice) {
    let document = &item.document;
    let mentions: Vec<Mention> = choice.mentions(item).cloned().collect();
    let entities = entity::group(&mentions);
    let rows = summary::summarise(document, &mentions, &entities);
    // Writing to a string does not fail.
    let _ = writeln!(out, "<main>\n<article>\n<p class=\"file\">{}</p>", escaped(&document.name));
    for paragraph in &document.paragraphs {
        let tag = match paragraph.role {
            Role::Title => "h1",
            Role::Heading => "h2",
            _ => "p",
        };
        let class = if paragraph.role == Role::Item { " class=\"item\"" } else { "" };
        let _ = write!(out, "<{tag}{class}>");
        for segment in segment_within(paragraph.span, &mentions) {
            let text = document.slice(segment.span);
            match segment.mention.and_then(|index| Some((index, mentions.get(index)?))) {
                None => out.push_str(&escaped(text)),
                Some((index, mention)) => {
                    let first = segment.span.start == mention.span.start;
                    let id = if first { format!(" id=\"m{number}-{index}\"") } else { String::new() };
                    let _ = write!(
                        out,
                        "<mark{id} data-k=\"{}\" title=\"{}: {}\">{}</mark>",
                        mention.kind.kind().id,
                        mention.kind.kind().title,
                        escaped(&summary::label(&mention.value)),
                        escaped(text)
                    );
                }
            }
        }
        let _ = writeln!(out, "</{tag}>");
    }
    out.push_str("</article>\n<aside>\n");
    for (kind, group) in KindId::all().zip(&rows.groups) {
        if choice.without.contains(&kind) {
            continue;
        }
        let _ = writeln!(
            out,
            "<section><h2><span class=\"glyph\" data-k=\"{}\">{}</span> {} <small>{}</small></h2>\n<ul>",
            kind.kind().id,
            kind.kind().glyph,
            kind.kind().plural,
            group.count
        );
        for row in &group.rows {
            let places: Vec<String> = row
                .mentions
                .iter()
                .enumerate()
                .map(|(at, index)| format!("<a href=\"#m{number}-{index}\">{}</a>", at + 1))
                .collect();
            let label = if row.label.is_empty() { "(open)" } else { row.label.as_str() };
            let _ = writeln!(
                out,
                "<li><b>{}</b> <q>{}</q> {}</li>",
                escaped(label),
                escaped(row.forms.first().map_or("", Text::as_str)),
                places.join(" ")
            );
        }
        out.push_str("</ul></section>\n");
    }
    out.push_str("</aside>\n</main>\n");
}

/// Text that is nothing but text in HTML, between tags and in quotes.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\0' => {}
            c => out.push(c),
        }
    }
    out
}
