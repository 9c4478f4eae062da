//! A row for each mention of several documents: what an analyst pastes into a sheet of their own.
//!
//! In: analyses with what they are called, and which mentions are wanted. Out: rows of words under [`COLUMNS`], each pointing back
//! to its mention, and the same as tab-separated values.

use super::outline::outline;
use super::reading;
use super::{Analysis, Mention, summary};

/// What a row says.
pub const COLUMNS: [&str; 7] = ["Document", "Date", "Kind", "Value", "As written", "Section", "Sentence"];

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Which document, by its place.
    pub document: usize,
    /// Which of its mentions.
    pub mention: usize,
    /// What is said, by [`COLUMNS`].
    pub cells: [String; COLUMNS.len()],
}

/// Makes the rows, in the order of the documents and of their text.
pub fn facts<'a>(
    analyses: impl IntoIterator<Item = (String, &'a Analysis)>,
    wanted: impl Fn(&Mention) -> bool,
) -> Vec<Fact> {
    let mut facts = Vec::new();
    for (document, (title, analysis)) in analyses.into_iter().enumerate() {
        let text = &analysis.document;
        let sections = outline(text);
        let day = text.dateline.map_or(String::new(), |dateline| dateline.date.to_string());
        for (mention, found) in analysis.mentions.iter().enumerate().filter(|(_, found)| wanted(found)) {
            let paragraph = text.paragraphs.partition_point(|paragraph| paragraph.span.end <= found.span.start);
            let section = sections.get(sections.partition_point(|section| section.to <= paragraph));
            facts.push(Fact {
                document,
                mention,
                cells: [
                    title.clone(),
                    day.clone(),
                    found.kind.kind().title.to_string(),
                    summary::label(&found.value).to_string(),
                    reading::on_one_line(text.slice(found.span)),
                    section.map_or(String::new(), |section| section.title.clone()),
                    reading::quoted(text, text.sentence(found.span)),
                ],
            });
        }
    }
    facts
}

/// The rows under their heads, with tabs between the cells.
///
/// ```
/// use eosin::extract::{Context, Document, analyse, facts};
/// let analysis = analyse(Document::new("a.txt", "It had\n$5 million."), &Context::default());
/// let tsv = facts::tsv(&facts::facts([("A".to_string(), &analysis)], |_| true));
/// assert_eq!(tsv.lines().nth(1), Some("A\t\tMoney\t5,000,000 USD\t$5 million\t\tIt had $5 million."));
/// ```
pub fn tsv(facts: &[Fact]) -> String {
    let mut out = COLUMNS.join("\t");
    for fact in facts {
        out.push('\n');
        for (at, cell) in fact.cells.iter().enumerate() {
            if at > 0 {
                out.push('\t');
            }
            // A sheet would take a cell that begins so for a formula.
            if cell.starts_with(['=', '+', '@']) {
                out.push('\'');
            }
            out.push_str(&cell.replace('\t', " "));
        }
    }
    out
}
