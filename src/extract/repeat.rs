//! What of a release has been said before.
//!
//! In: a document and earlier ones of the same issuer. Out, for each paragraph: new, said before in
//! the same words, or said before in other words, with the words that changed. So that a reader of the
//! tenth release reads only what is new in it.
//!
//! ```
//! use eosin::extract::{Document, repeat::{Repeat, repeats}};
//! let old = Document::new("a", "Alba Bio is a company of 40 people that works on drugs in Boston and in Ulm.");
//! let new = Document::new("b", "Alba Bio is a company of 42 people that works on drugs in Boston and in Ulm.");
//! let Repeat::Changed(spans) = &repeats(&new, &[&old])[0] else { panic!() };
//! assert_eq!(new.slice(spans[0]), "42");
//! ```

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use super::document::Document;
use super::span::Span;

/// Whether a paragraph has been said before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// It is new, or too short to tell.
    New,
    /// It stands in so many of the others.
    Same(usize),
    /// It stands in another but for these words.
    Changed(Vec<Span>),
}

/// Paragraphs of fewer words are compared as a whole only.
const FEWEST_WORDS: usize = 8;
/// Words in a row that two paragraphs must share to be compared at all.
const RUN: usize = 4;
/// Longer paragraphs are not compared word by word.
const MOST_WORDS: usize = 900;

/// Compares each paragraph of a document with those of the others.
pub fn repeats(document: &Document, others: &[&Document]) -> Vec<Repeat> {
    let mut whole: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut runs: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut known: Vec<Vec<&str>> = Vec::new();
    for (number, other) in others.iter().enumerate() {
        for paragraph in &other.paragraphs {
            let words: Vec<&str> = other.slice(paragraph.span).split_whitespace().collect();
            let places = whole.entry(hash(&words)).or_default();
            if places.last() != Some(&number) {
                places.push(number);
            }
            if words.len() >= FEWEST_WORDS {
                for run in words.windows(RUN) {
                    let list = runs.entry(hash(run)).or_default();
                    if list.last() != Some(&known.len()) {
                        list.push(known.len());
                    }
                }
                known.push(words);
            }
        }
    }
    let one = |paragraph: &super::document::Paragraph| {
        let text = document.slice(paragraph.span);
        let words: Vec<&str> = text.split_whitespace().collect();
        if words.is_empty() {
            return Repeat::New;
        }
        if let Some(places) = whole.get(&hash(&words)) {
            return Repeat::Same(places.len());
        }
        if words.len() < FEWEST_WORDS || words.len() > MOST_WORDS {
            return Repeat::New;
        }
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for list in words.windows(RUN).filter_map(|run| runs.get(&hash(run))) {
            for &place in list {
                *shared.entry(place).or_default() += 1;
            }
        }
        // The later of two that are as near: it is the nearer in time.
        let Some((place, count)) = shared.into_iter().max_by_key(|&(place, count)| (count, place)) else {
            return Repeat::New;
        };
        let Some(old) = known.get(place).filter(|old| old.len() <= MOST_WORDS) else { return Repeat::New };
        // Two in five of all runs of words are in both, at least.
        if count * 5 < (words.len().max(old.len()) - (RUN - 1)) * 2 {
            return Repeat::New;
        }
        Repeat::Changed(changes(text, paragraph.span.start, &words, old))
    };
    document.paragraphs.iter().map(one).collect()
}

fn hash(words: &[&str]) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish()
}

/// The words of `new` that are not in `old`, in runs: what is left of the longest common sequence.
fn changes(text: &str, start: usize, new: &[&str], old: &[&str]) -> Vec<Span> {
    let width = old.len() + 1;
    let mut longest = vec![0u16; (new.len() + 1) * width];
    let at = |table: &[u16], row: usize, column: usize| table.get(row * width + column).copied().unwrap_or(0);
    for (row, word) in new.iter().enumerate().rev() {
        for (column, other) in old.iter().enumerate().rev() {
            let best = if word == other {
                at(&longest, row + 1, column + 1).saturating_add(1)
            } else {
                at(&longest, row + 1, column).max(at(&longest, row, column + 1))
            };
            if let Some(cell) = longest.get_mut(row * width + column) {
                *cell = best;
            }
        }
    }
    let mut spans: Vec<Span> = Vec::new();
    let (mut column, mut place, mut follows) = (0, 0, false);
    for (row, word) in new.iter().enumerate() {
        place += text.get(place..).map_or(0, |rest| rest.len() - rest.trim_start().len());
        let span = Span::new(start + place, start + place + word.len());
        place += word.len();
        while column < old.len()
            && old.get(column) != Some(word)
            && at(&longest, row, column + 1) >= at(&longest, row + 1, column).max(1)
        {
            column += 1;
        }
        if old.get(column) == Some(word) {
            column += 1;
            follows = false;
            continue;
        }
        match spans.last_mut() {
            Some(last) if follows => *last = last.to(span),
            _ => spans.push(span),
        }
        follows = true;
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABOUT: &str = "Alba Bio is a clinical-stage company that works on ALB-101, a drug for myeloma, in Phase 2.";

    fn compare(new: &str, old: &[&str]) -> Vec<String> {
        let document = Document::new("new", new);
        let others: Vec<Document> = old.iter().map(|text| Document::new("old", *text)).collect();
        repeats(&document, &others.iter().collect::<Vec<_>>())
            .into_iter()
            .map(|repeat| match repeat {
                Repeat::New => "new".to_string(),
                Repeat::Same(count) => format!("same {count}"),
                Repeat::Changed(spans) => {
                    spans.into_iter().map(|span| document.slice(span)).collect::<Vec<_>>().join("|")
                }
            })
            .collect()
    }

    #[test]
    fn new_same_and_changed() {
        assert_eq!(compare(ABOUT, &[]), ["new"]);
        assert_eq!(compare(ABOUT, &[ABOUT, ABOUT, "Something else."]), ["same 2"]);
        assert_eq!(compare(&ABOUT.replace(' ', "\n"), &[ABOUT]), ["same 1"], "line ends do not matter");
        assert_eq!(compare(&ABOUT.replace("Phase 2.", "a Phase 3 trial."), &[ABOUT]), ["a|3 trial."]);
        assert_eq!(compare(&ABOUT.replace("ALB-101, a drug for myeloma,", "ALB-102"), &[ABOUT]), ["ALB-102"]);
        assert_eq!(compare(&ABOUT.replace(" in Phase 2.", ""), &[ABOUT]), [""], "what is gone leaves nothing to show");
        assert_eq!(
            compare(
                "Boston, November 3\n\nNet loss was $3 million for the quarter, and cash was $4 million.",
                &["Boston, November 3"]
            ),
            ["same 1", "new"]
        );
    }
}
