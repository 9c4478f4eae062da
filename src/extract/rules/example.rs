//! A rule's own tests: a line is a test, in the notation of the case files.
//!
//! ```text
//! They gave «Larch 12» to all.            Larch 12 is found, and nothing else
//! Level «three» was safe. => 75 mg        and its value is 75 mg
//! They gave larches to all.               nothing is found
//! ```

use serde::{Deserialize, Serialize};

use super::{Looked, Rule, Text, mentions};
use crate::extract::document::Document;
use crate::extract::span::Span;
use crate::extract::standoff::notation;

/// A test, read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// The text without marks.
    pub text: String,
    /// What is to be found.
    pub spans: Vec<Span>,
    /// The values, where the line says them.
    pub values: Option<Vec<String>>,
}

impl Example {
    /// Reads a line. Marks that do not go in pairs mark up to the end.
    pub fn of(line: &str) -> Example {
        let (marked, values) = match line.rsplit_once("=>") {
            Some((marked, values)) => (marked, Some(values.split('|').map(|one| one.trim().to_string()).collect())),
            None => (line, None),
        };
        let (mut text, mut spans, mut open) = (String::new(), Vec::new(), None);
        for letter in marked.trim().chars() {
            match letter {
                '«' => open = Some(text.len()),
                '»' => spans.extend(open.take().map(|start| Span::new(start, text.len()))),
                letter => text.push(letter),
            }
        }
        spans.extend(open.map(|start| Span::new(start, text.len())));
        Example { text, spans, values }
    }

    /// As a text to look at.
    pub fn to_text(&self) -> Text {
        Text::of(&self.document())
    }

    fn document(&self) -> Document {
        // Not more: what reads a document is in another module of the page, and 9 KB of it.
        Document::line(self.text.clone())
    }
}

/// What is wrong with each of a rule's tests, `None` where nothing is; `looked` is what the rule found in
/// their texts.
pub fn check(rule: &Rule, looked: &Looked) -> Vec<Option<String>> {
    let lines = rule.tests.iter().enumerate();
    lines
        .map(|(at, line)| {
            let example = Example::of(line);
            if let Some(fault) = &looked.fault {
                return Some(fault.to_string());
            }
            let document = example.document();
            let found = mentions(&document, rule, looked.hits.get(at).map_or(&[], Vec::as_slice));
            let quoted = |spans: &mut dyn Iterator<Item = Span>| {
                let list: Vec<_> = spans.map(|span| format!("“{}”", document.slice(span))).collect();
                if list.is_empty() { "nothing".to_string() } else { list.join(", ") }
            };
            if !found.iter().map(|mention| mention.span).eq(example.spans.iter().copied()) {
                let got = quoted(&mut found.iter().map(|mention| mention.span));
                return Some(format!("Found {got}; wanted {}.", quoted(&mut example.spans.iter().copied())));
            }
            let got: Vec<String> = found.iter().map(|mention| notation(&mention.value)).collect();
            let wanted = example.values.as_ref().filter(|wanted| **wanted != got)?;
            Some(format!("The value is {}; wanted {}.", got.join(" | "), wanted.join(" | ")))
        })
        .collect()
}
