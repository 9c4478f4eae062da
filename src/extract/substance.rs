//! Which compound a dose is of.
//!
//! In: resolved mentions. Out: the same, with the attribute `compound` on each dose that the sentence
//! ties to one: its name, and the span of the words.
//!
//! | written | |
//! |---|---|
//! | `20 mg of QLV-131`, `20 mg once-daily QLV-131` | what follows the dose |
//! | `QLV-131 20 mg`, `QLV-131 (20 mg)`, `QLV-131 at 20 mg` | what stands before it |
//! | `10 mg, 20 mg and 40 mg of QLV-131` | what follows the list |
//! | `QLV-131 was given to six patients at 20 mg` | the last named before it in the sentence |
//! | `At 20 mg, patients on QLV-131 improved` | the only one named after it there |
//!
//! Invariant: mentions keep their order and number. Not here: what a compound is, or a dose; a sentence
//! that names no compound ties its doses to none.

use std::cell::Cell;

use super::document::Document;
use super::document::sentence::Known;
use super::kinds::KindId;
use super::mention::{Attribute, Mention, Value};
use super::span::Span;

/// Name of the attribute.
pub const COMPOUND: &str = "compound";
/// Longest words between a dose and its compound, in bytes.
const NEAR: usize = 60;
/// Words that may stand between a dose and the compound after it.
const TO_COMPOUND: &[&str] = &[
    "of",
    "doses",
    "dose",
    "once",
    "twice",
    "daily",
    "weekly",
    "monthly",
    "oral",
    "orally",
    "intravenous",
    "subcutaneous",
    "sc",
    "iv",
    "tablets",
    "tablet",
    "capsules",
    "capsule",
    "the",
    "single",
    "per",
    "day",
    "bid",
    "qd",
];
/// Words that may stand between a compound and the dose directly after it.
const TO_DOSE: &[&str] = &[
    "at",
    "a",
    "the",
    "of",
    "dose",
    "doses",
    "dosed",
    "given",
    "administered",
    "level",
    "levels",
    "single",
    "daily",
    "tablets",
    "tablet",
    "capsules",
    "capsule",
    "injection",
    "infusion",
    "once",
    "weekly",
    "oral",
    "iv",
    "sc",
    "to",
    "up",
    "was",
    "were",
    "approximately",
    "from",
    "between",
    "and",
    "cohort",
    "high",
    "low",
    "mid",
];
/// Words that join the doses of a list.
const JOINTS: &[&str] = &["and", "or", "to", "then", "n"];

/// Ties each dose to its compound.
pub fn tie(document: &Document, mentions: &mut [Mention]) {
    let (Some(dose), Some(compound)) = (KindId::of("dose"), KindId::of("compound")) else { return };
    if mentions.iter().all(|mention| mention.kind != dose) {
        return;
    }
    let compounds: Vec<usize> = (0..).zip(&*mentions).filter(|(_, of)| of.kind == compound).map(|(at, _)| at).collect();
    let sentence = Cell::default();
    let mut later: Option<(usize, usize)> = None;
    // Backwards, for a list takes what its last member has.
    for at in (0..mentions.len()).rev() {
        if mentions.get(at).is_none_or(|mention| mention.kind != dose) {
            continue;
        }
        let look = Look { document, mentions, compounds: &compounds, compound, sentence: &sentence };
        // Only what follows a list is the whole list's.
        let listed = || later.filter(|&(next, _)| look.joined(at, next)).map(|(_, owner)| owner);
        let after = look.after(at).or_else(listed);
        let direct = look.after(at).or_else(|| look.directly_before(at));
        let owner = direct.or(after).or_else(|| look.in_sentence(at));
        later = after.map(|owner| (at, owner));
        let Some(owner) = owner.and_then(|owner| mentions.get(owner)) else { continue };
        let Value::Name { name } = &owner.value else { continue };
        let said = Attribute::new(COMPOUND, name.clone(), owner.span);
        if let Some(mention) = mentions.get_mut(at) {
            mention.attributes.push(said);
        }
    }
}

struct Look<'a> {
    document: &'a Document,
    mentions: &'a [Mention],
    /// Places of the compounds among them, ascending: a sentence of doses is not walked for each of them.
    compounds: &'a [usize],
    compound: KindId,
    /// The sentence found last.
    sentence: &'a Cell<Known>,
}

impl Look<'_> {
    fn span(&self, at: usize) -> Span {
        self.mentions.get(at).map_or(Span::new(0, 0), |mention| mention.span)
    }

    fn is_compound(&self, at: usize) -> bool {
        self.mentions.get(at).is_some_and(|mention| mention.kind == self.compound)
    }

    /// The words between two mentions, if few enough.
    fn between(&self, left: usize, right: usize) -> Option<&str> {
        let (left, right) = (self.span(left), self.span(right));
        let gap =
            (left.end <= right.start && right.start - left.end <= NEAR).then(|| Span::new(left.end, right.start))?;
        Some(self.document.slice(gap))
    }

    /// The compound that directly follows the dose: `20 mg of QLV-131`.
    fn after(&self, dose: usize) -> Option<usize> {
        let next = dose + 1;
        let gap = self.between(dose, next).filter(|_| self.is_compound(next))?;
        only(gap, TO_COMPOUND, "-").then_some(next)
    }

    /// The compound that stands directly before: `QLV-131 (20 mg)`.
    fn directly_before(&self, dose: usize) -> Option<usize> {
        let before = dose.checked_sub(1)?;
        let gap = self.between(before, dose).filter(|_| self.is_compound(before))?;
        only(gap, TO_DOSE, "-(:®™").then_some(before)
    }

    /// Whether two doses are neighbours in a list.
    fn joined(&self, left: usize, right: usize) -> bool {
        let apart = right == left + 1;
        let gap = self.between(left, right).filter(|_| apart);
        gap.is_some_and(|gap| only(gap, JOINTS, ",/-–()=0123456789"))
    }

    /// The compound named last before the dose in its sentence, else the only one named after it.
    fn in_sentence(&self, dose: usize) -> Option<usize> {
        let mut known = self.sentence.get();
        let sentence = self.document.sentence_beside(self.span(dose), &mut known);
        self.sentence.set(known);
        let (before, after) = self.compounds.split_at(self.compounds.partition_point(|&at| at < dose));
        if let Some(&named) = before.last().filter(|&&at| self.span(at).start >= sentence.start) {
            let gap = Span::new(self.span(named).end, self.span(dose).start);
            return (!self.document.slice(gap).contains(';')).then_some(named);
        }
        let mut named = after.iter().copied().take_while(|&at| self.span(at).end <= sentence.end);
        let first = named.next()?;
        let gap = Span::new(self.span(dose).end, self.span(first).start);
        if self.document.slice(gap).contains(';') {
            return None;
        }
        let value = |at: usize| self.mentions.get(at).map(|mention| &mention.value);
        named.all(|other| value(other) == value(first)).then_some(first)
    }
}

/// Whether a text is made of these words and marks alone.
fn only(text: &str, words: &[&str], marks: &str) -> bool {
    text.split(|c: char| c.is_whitespace() || marks.contains(c))
        .all(|word| word.is_empty() || words.iter().any(|known| word.eq_ignore_ascii_case(known)))
}

#[cfg(test)]
mod tests {
    use crate::extract::{Context, Document, analyse};

    /// The doses of a text with their compounds.
    fn ties(text: &str) -> Vec<String> {
        let analysis = analyse(Document::new("t", text), &Context::default());
        let doses = analysis.mentions.iter().filter(|mention| mention.kind.kind().id == "dose");
        doses
            .map(|dose| {
                let tie = dose.attributes.iter().find(|attribute| attribute.name == super::COMPOUND);
                let name = tie.map_or("none", |tie| tie.value.as_str());
                format!("{} {name}", analysis.document.slice(dose.span))
            })
            .collect()
    }

    #[test]
    fn the_compound_beside_a_dose() {
        for (text, want) in [
            ("Patients received 20 mg of QLV-131 daily.", &["20 mg QLV-131"][..]),
            ("QLV-131 20 mg was safe.", &["20 mg QLV-131"]),
            ("QLV-131 (20 mg) plus zorbitinib (75 mg/m²) was safe.", &["20 mg QLV-131", "75 mg/m² zorbitinib"]),
            ("They took 20 mg QLV-131 and 5 mg zorbitinib.", &["20 mg QLV-131", "5 mg zorbitinib"]),
            ("We gave 10 mg, 20 mg and 40 mg of QLV-131.", &["10 mg QLV-131", "20 mg QLV-131", "40 mg QLV-131"]),
            ("QLV-131 was given to six patients at 20 mg.", &["20 mg QLV-131"]),
            ("QLV-131 was safe. Patients received 20 mg.", &["20 mg none"]),
            ("At 20 mg, the six patients on QLV-131 improved.", &["20 mg QLV-131"]),
            ("At 20 mg, six did on QLV-131 and two on zorbitinib.", &["20 mg none"]),
            ("QLV-131 was given; 20 mg was safe.", &["20 mg none"]),
            ("QLV-131 at 20 mg, then 5 mg of zorbitinib.", &["20 mg QLV-131", "5 mg zorbitinib"]),
        ] {
            assert_eq!(ties(text), want, "{text}");
        }
    }
}
