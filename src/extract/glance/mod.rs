//! What an analyst looks for first in a release, and what can be checked from its text alone.
//!
//! In: an analysis. Out: facts and checks, each with the words it rests on. Nothing is written that
//! does not stand in the text: a fact is a name, a value and a span.
//!
//! ```
//! use eosin::extract::{Context, analyse, glance::glance, read};
//! let text = "BOSTON, Nov. 9, 2021 -- Larkspur had cash of $5.6 million as of September 30, 2021.";
//! let glance = glance(&analyse(read(text.as_bytes(), "a.txt").unwrap(), &Context::default()));
//! let cash = glance.facts.iter().find(|fact| fact.id == "cash").unwrap();
//! assert_eq!(cash.parts[0].words, "5,600,000 USD");
//! ```
//!
//! A fact is a row of [`FACTS`], a check one of [`CHECKS`].

mod checks;
mod facts;
mod table;

pub use checks::{CHECKS, Check, Verdict};
pub use facts::{FACTS, Fact, Part};

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::decimal::Decimal;
use super::document::{Document, sentence};
use super::kinds::KindId;
use super::mention::{Mention, Value};
use super::outline::{Section, outline};
use super::span::Span;
use super::{Amount, Analysis};

/// Facts and checks of one document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Glance {
    /// Facts, in the order of [`FACTS`].
    pub facts: Vec<Fact>,
    /// Checks, in the order of [`CHECKS`].
    pub checks: Vec<Check>,
}

impl Glance {
    /// Where the issuer's name stands first.
    pub fn issuer(&self) -> Option<Span> {
        let fact = self.facts.iter().find(|fact| fact.id == "issuer")?;
        fact.parts.first().map(|part| part.span)
    }

    /// Where each other spelling of it stands first.
    pub fn spellings(&self) -> &[Span] {
        self.checks.iter().find(|check| check.id == "spelling").map_or(&[], |check| &check.spans)
    }
}

/// What follows from an analysis and takes a while for a long document: a worker of the page finds it out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// Facts and checks.
    pub glance: Glance,
    /// Sections, tiling the paragraphs.
    pub sections: Vec<Section>,
}

impl Known {
    /// Finds it out.
    pub fn of(analysis: &Analysis) -> Known {
        let sections = outline(&analysis.document);
        Known { glance: glance_in(analysis, &sections), sections }
    }
}

/// Mentions of a kind that are looked at: a release says what it has to say before so many.
const MOST: usize = 400;

/// Reads them.
pub fn glance(analysis: &Analysis) -> Glance {
    glance_in(analysis, &outline(&analysis.document))
}

/// Reads them, where the sections are known.
pub fn glance_in(analysis: &Analysis, sections: &[Section]) -> Glance {
    let standard = standard(&analysis.document, sections);
    let kinds = KindId::all().map(|_| OnceCell::new()).collect();
    let (levels, cells, ticker) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
    let (sentences, around) = (RefCell::default(), Cell::default());
    let document = &analysis.document;
    let view = Look { analysis, document, standard, kinds, levels, cells, ticker, sentences, around };
    Glance {
        facts: FACTS.iter().filter_map(|row| row(&view)).collect(),
        checks: CHECKS.iter().flat_map(|row| row(&view)).collect(),
    }
}

/// Where standard text stands.
fn standard(document: &Document, sections: &[Section]) -> Vec<Span> {
    let place = |paragraph: usize| document.paragraphs.get(paragraph).map(|paragraph| paragraph.span);
    let whole = |section: &Section| {
        let (first, last) = (place(section.from)?, place(section.to.checked_sub(1)?)?);
        section.standard.map(|_| first.to(last))
    };
    sections.iter().filter_map(whole).collect()
}

/// What the rows of the tables look at.
#[derive(Debug)]
pub struct Look<'a> {
    analysis: &'a Analysis,
    document: &'a Document,
    /// Where standard text stands.
    standard: Vec<Span>,
    /// The mentions of each kind that were asked for.
    kinds: Vec<OnceCell<Vec<(usize, &'a Mention)>>>,
    /// Amounts of money in running text that may be a figure, for all figures.
    levels: OnceCell<Vec<Level<'a>>>,
    /// Likewise those in rows of tables, with what their row is called, in lower case.
    cells: OnceCell<Vec<(usize, &'a Mention, String)>>,
    /// Where issuer and ticker stand.
    ticker: OnceCell<Option<(Span, Span)>>,
    /// Those that were asked for, in the order of the spans: each figure asks for the same again.
    sentences: RefCell<Vec<(Span, Rc<Sentence>)>>,
    /// The one found last.
    around: Cell<sentence::Known>,
}

/// An amount in a sentence.
#[derive(Debug)]
struct Level<'a> {
    index: usize,
    mention: &'a Mention,
    sentence: Rc<Sentence>,
    /// Where in the sentence it begins, and where it ends.
    head: usize,
    tail: usize,
}

/// A sentence, and its words with ASCII letters in lower case: of the same length, so that places in it are places
/// in the text.
#[derive(Debug)]
struct Sentence {
    span: Span,
    lower: String,
    /// One bit for each two bytes that stand side by side in it, where many words are asked for. Most cues share no
    /// sentence: they are told by this.
    pairs: OnceCell<[u64; PAIRS / 64]>,
}

/// Bits of [`Sentence::pairs`].
const PAIRS: usize = 1024;

fn pair(one: u8, two: u8) -> usize {
    (usize::from(one) * 37 + usize::from(two)) % PAIRS
}

impl Sentence {
    fn of(document: &Document, span: Span) -> Sentence {
        Sentence { span, lower: document.slice(span).to_ascii_lowercase(), pairs: OnceCell::new() }
    }

    #[inline(never)]
    fn pairs(&self) -> [u64; PAIRS / 64] {
        let mut pairs = [0; PAIRS / 64];
        let mut before = 0;
        for &byte in self.lower.as_bytes() {
            let bit = pair(before, byte);
            if let Some(bits) = pairs.get_mut(bit / 64) {
                *bits |= 1 << (bit % 64);
            }
            before = byte;
        }
        pairs
    }

    /// Which of these words may stand in it.
    fn may_have<'w>(&self, words: &'w [&'static str]) -> impl Iterator<Item = &'w &'static str> {
        let pairs = self.pairs.get_or_init(|| self.pairs());
        let stands = |bit: usize| pairs.get(bit / 64).is_some_and(|bits| bits >> (bit % 64) & 1 == 1);
        words.iter().filter(move |words| {
            let words = words.as_bytes();
            words.iter().zip(words.iter().skip(1)).all(|(&one, &two)| stands(pair(one, two)))
        })
    }

    /// Whether one of a few words stands in it.
    fn has(&self, words: &[&str]) -> bool {
        words.iter().any(|words| self.lower.contains(words))
    }

    /// Whether one of many does.
    #[inline(never)]
    fn has_any(&self, words: &[&'static str]) -> bool {
        self.may_have(words).any(|words| self.lower.contains(words))
    }

    /// Where the last of each of these stands before a place.
    fn last_before(&self, place: usize, words: &[&'static str]) -> impl Iterator<Item = (usize, &'static str)> {
        let head = self.lower.get(..place).unwrap_or("");
        self.may_have(words).filter_map(move |&words| Some((head.rfind(words)?, words)))
    }
}

impl<'a> Look<'a> {
    /// Mentions of a kind outside standard text, with their numbers.
    #[inline(never)]
    fn of(&self, id: &str) -> std::iter::Copied<std::slice::Iter<'_, (usize, &'a Mention)>> {
        let all = KindId::of(id).and_then(|kind| Some((kind, self.kinds.get(kind.row())?)));
        let all = all.map_or(&[][..], |(kind, all)| {
            all.get_or_init(|| {
                let mentions = self.analysis.mentions.iter().enumerate();
                let mine = mentions.filter(|(_, mention)| mention.kind == kind && !self.is_standard(mention.span));
                mine.take(MOST).collect()
            })
        });
        all.iter().copied()
    }

    fn is_standard(&self, span: Span) -> bool {
        let is_in = |standard: &Span| (standard.start <= span.start) & (span.start < standard.end);
        self.standard.iter().fold(false, |any, standard| any | is_in(standard))
    }

    /// The amounts of money in running text that may be a figure.
    fn levels(&self) -> &[Level<'a>] {
        let level = |(index, mention): (usize, &'a Mention)| {
            if ["row", "change", "per"].iter().any(|name| said(mention, name).is_some()) || money(mention).is_none() {
                return None;
            }
            let sentence = self.sentence(mention.span);
            let place = |at: usize| at.saturating_sub(sentence.span.start);
            let (head, tail) = (place(mention.span.start), place(mention.span.end));
            sentence.lower.is_char_boundary(tail).then_some(Level { index, mention, sentence, head, tail })
        };
        self.levels.get_or_init(|| self.of("money").filter_map(level).collect())
    }

    /// Those in rows of tables, with what their row is called.
    fn cells(&self) -> &[(usize, &'a Mention, String)] {
        let cell = |(index, mention): (usize, &'a Mention)| {
            let row = said(mention, "row").filter(|_| said(mention, "per").is_none())?;
            Some((index, mention, row.to_ascii_lowercase()))
        };
        self.cells.get_or_init(|| self.of("money").filter_map(cell).collect())
    }

    /// The mentions that begin in a stretch. They are in order: not all of ten thousand are looked at.
    #[inline(never)]
    fn within(&self, stretch: Span) -> &'a [Mention] {
        let mentions = &self.analysis.mentions;
        let place = |at: usize| mentions.partition_point(|mention| mention.span.start < at);
        mentions.get(place(stretch.start)..place(stretch.end)).unwrap_or(&[])
    }

    /// The sentence around a span.
    #[inline(never)]
    fn sentence(&self, span: Span) -> Rc<Sentence> {
        let mut known = self.sentences.borrow_mut();
        let place = known.partition_point(|(known, _)| *known < span);
        if let Some((_, sentence)) = known.get(place).filter(|(known, _)| *known == span) {
            return sentence.clone();
        }
        // Of what stands in one sentence, one after the other.
        let mut near = self.around.get();
        let around = self.document.sentence_beside(span, &mut near);
        self.around.set(near);
        let beside =
            place.checked_sub(1).and_then(|before| known.get(before)).filter(|(_, beside)| beside.span == around);
        let beside = beside.or_else(|| known.get(place).filter(|(_, beside)| beside.span == around));
        let sentence = match beside {
            Some((_, sentence)) => sentence.clone(),
            None => Rc::new(Sentence::of(self.document, around)),
        };
        known.insert(place, (span, sentence.clone()));
        sentence
    }
}

/// What is said of a mention under a name.
fn said<'a>(mention: &'a Mention, name: &str) -> Option<&'a str> {
    mention.attributes.iter().find(|attribute| attribute.name == name).map(|attribute| attribute.value.as_str())
}

/// The one amount of money that a mention is.
fn money(mention: &Mention) -> Option<(Decimal, &str)> {
    match &mention.value {
        Value::Money { amount: Amount::One(value), currency, .. } => Some((*value, currency)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Context, analyse};

    fn lines(text: &str) -> Vec<String> {
        let analysis = analyse(Document::new("a", text.replace('⏎', "\n")), &Context::default());
        let glance = glance(&analysis);
        let mut lines = Vec::new();
        for fact in &glance.facts {
            let words: Vec<&str> = fact.parts.iter().map(|part| part.words.as_str()).collect();
            lines.push(format!("{}: {}", fact.id, words.join(" | ")));
            assert!(
                fact.parts.iter().all(|part| !analysis.document.slice(part.span).is_empty()),
                "a fact without words"
            );
        }
        for check in &glance.checks {
            let verdict = match check.verdict {
                Verdict::Agrees => "ok",
                Verdict::Differs => "differs",
                Verdict::Notice => "notice",
            };
            lines.push(format!("{} {verdict}: {}", check.id, check.words));
            assert!(
                !check.spans.is_empty() && check.spans.iter().all(|&span| !analysis.document.slice(span).is_empty())
            );
        }
        lines
    }

    /// `text => line; line`: these lines must be among what is read, and none whose name is not
    /// given. `=> none`: nothing but date and issuer.
    #[test]
    fn cases() {
        let mut failures = Vec::new();
        for (number, line) in include_str!("cases.txt").lines().enumerate() {
            let Some((text, wanted)) = line.split_once(" => ").filter(|_| !line.starts_with('#')) else {
                assert!(line.is_empty() || line.starts_with('#'), "line {}: {line}", number + 1);
                continue;
            };
            let found: Vec<String> = lines(text);
            let wanted: Vec<&str> = wanted.split("; ").filter(|part| *part != "none").collect();
            let named: Vec<&String> = found
                .iter()
                .filter(|line| !["date:", "issuer:", "doses:", "lead:"].iter().any(|id| line.starts_with(id)))
                .collect();
            let missing: Vec<&&str> = wanted.iter().filter(|line| !found.iter().any(|found| found == **line)).collect();
            let extra: Vec<&&String> = named.iter().filter(|line| !wanted.contains(&line.as_str())).collect();
            if !missing.is_empty() || !extra.is_empty() {
                failures.push(format!(
                    "line {}: {text}\n  missing {missing:?}\n  extra {extra:?}\n  all {found:?}",
                    number + 1
                ));
            }
        }
        assert!(failures.is_empty(), "{}", failures.join("\n"));
    }
}
