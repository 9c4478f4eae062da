//! What a reader corrects in what the rules found.
//!
//! In: an analysis and [`Edits`]. Out: the mentions to show, to count and to export:
//! [`mentions_shown`], the only source of them once a reader has had a say. The text stays frozen and
//! what the rules found is kept beside what was put in its place, so that nothing is lost.
//!
//! ```
//! use eosin::extract::edits::{Correction, Edits, mentions_shown};
//! use eosin::extract::{Context, analyse, read};
//! let analysis = analyse(read(b"It had $5 million.", "a.txt").unwrap(), &Context::default());
//! let mut edits = Edits::default();
//! edits.add(Correction { was: Some(analysis.mentions[0].clone()), now: None });
//! assert_eq!(mentions_shown(&analysis, &edits), []);
//! ```
//!
//! Invariant: shown mentions are sorted and none overlaps another, whatever the edits are; what a
//! reader said wins over what a rule found.

use serde::{Deserialize, Serialize};

use super::document::Document;
use super::kinds::{self, Context, KindId};
use super::mention::{Attribute, Certainty, Mention, RuleId, Value};
use super::span::Span;
use super::text::Text;
use super::{Analysis, entity, summary};

/// The rule that a reader is.
const YOURS: &str = "you.";

/// One correction: what was there and what is there instead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// What a rule found; `None` where the reader found something new.
    pub was: Option<Mention>,
    /// What the reader says; `None` where it is nothing.
    pub now: Option<Mention>,
}

/// All corrections of one document, at most one for each mention.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Edits {
    /// Corrections, in the order in which they were first made.
    pub list: Vec<Correction>,
}

impl Edits {
    /// Adds a correction. One that corrects a correction takes its place, and one that leads back to
    /// what the rule found takes it away.
    pub fn add(&mut self, correction: Correction) {
        let before = correction.was.as_ref().and_then(|was| {
            self.list.iter().position(|known| known.now.as_ref().is_some_and(|now| same_place(now, was)))
        });
        match before {
            Some(place) => {
                if let Some(known) = self.list.get_mut(place) {
                    known.now = correction.now;
                    if known.was.is_none() && known.now.is_none() {
                        self.list.remove(place);
                    }
                }
            }
            None => self.list.push(correction),
        }
    }

    /// Takes away what the reader said of a mention: of one shown, or of one dismissed.
    pub fn restore(&mut self, mention: &Mention) {
        self.list.retain(|known| {
            let shown = known.now.as_ref().is_some_and(|now| same_place(now, mention));
            let dismissed = known.now.is_none() && known.was.as_ref().is_some_and(|was| same_place(was, mention));
            !shown && !dismissed
        });
    }

    /// What the reader dismissed.
    pub fn dismissed(&self) -> impl Iterator<Item = &Mention> {
        self.list.iter().filter(|correction| correction.now.is_none()).filter_map(|correction| correction.was.as_ref())
    }

    /// What a shown mention was before the reader corrected it.
    pub fn before(&self, mention: &Mention) -> Option<&Mention> {
        let known = self.list.iter().find(|known| known.now.as_ref().is_some_and(|now| same_place(now, mention)));
        known.and_then(|known| known.was.as_ref())
    }
}

fn same_place(a: &Mention, b: &Mention) -> bool {
    a.span == b.span && a.kind == b.kind
}

/// Whether a mention is as the reader, not a rule, has it.
pub fn is_yours(mention: &Mention) -> bool {
    mention.rule.as_str().starts_with(YOURS)
}

/// The mentions to show: what the rules found, corrected. Sorted, none overlapping another.
pub fn mentions_shown(analysis: &Analysis, edits: &Edits) -> Vec<Mention> {
    let mut shown = analysis.mentions.clone();
    for was in edits.list.iter().filter_map(|correction| correction.was.as_ref()) {
        let at = shown.partition_point(|mention| mention.span.start < was.span.start);
        if shown.get(at).is_some_and(|mention| same_place(mention, was)) {
            shown.remove(at);
        }
    }
    for now in edits.list.iter().filter_map(|correction| correction.now.as_ref()) {
        let from = shown.partition_point(|mention| mention.span.end <= now.span.start);
        let to = shown.partition_point(|mention| mention.span.start < now.span.end).max(from);
        shown.splice(from..to, [now.clone()]);
    }
    shown
}

/// The analysis with the mentions of [`mentions_shown`], grouped and summarised anew.
pub fn corrected(analysis: &Analysis, edits: &Edits) -> Analysis {
    let mentions = mentions_shown(analysis, edits);
    let entities = entity::group(&mentions);
    let summary = summary::summarise(&analysis.document, &mentions, &entities);
    Analysis {
        document: analysis.document.clone(),
        mentions,
        rejections: analysis.rejections.clone(),
        entities,
        summary,
    }
}

/// What a correction does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// A mention is added.
    Add,
    /// It is of another kind.
    Retype,
    /// Its ends are elsewhere.
    Move,
    /// An unsure one is right.
    Confirm,
}

impl Deed {
    const fn rule(self) -> RuleId {
        RuleId::new(match self {
            Deed::Add => "you.added",
            Deed::Retype => "you.retyped",
            Deed::Move => "you.moved",
            Deed::Confirm => "you.confirmed",
        })
    }
}

/// A mention that the reader makes of a span. Its value is what the rules of that kind read in the
/// words; where they read nothing, the words themselves.
pub fn read_as(document: &Document, kind: KindId, span: Span, deed: Deed) -> Mention {
    let sentence = document.sentence(span);
    // The words alone first: what stands around them is not meant. Then in their sentence, which may
    // settle a scale or a year.
    let found = [span, sentence].into_iter().find_map(|stretch| {
        let context = Context { reference: document.dateline.map(|dateline| dateline.date) };
        let found = kinds::find_in(document.slice(stretch), &context).into_iter().filter_map(|mut mention| {
            let place = Span::new(mention.span.start + stretch.start, mention.span.end + stretch.start);
            let common = place.intersection(span)?.len();
            mention.attributes.retain_mut(|attribute| match &mut attribute.span {
                Some(words) => {
                    *words = Span::new(words.start + stretch.start, words.end + stretch.start);
                    true
                }
                None => true,
            });
            if let Value::Time { anchor: Some(anchor), .. } = &mut mention.value {
                anchor.span = match anchor.span {
                    Some(words) => Some(Span::new(words.start + stretch.start, words.end + stretch.start)),
                    None => document.dateline.map(|dateline| dateline.span),
                };
            }
            (mention.kind == kind).then_some((common, mention))
        });
        found.max_by_key(|(common, _)| *common).map(|(_, mention)| mention)
    });
    let (value, attributes) = found.map_or_else(
        || {
            let name = document.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
            (Value::Name { name: name.into() }, Vec::new())
        },
        |mention| (mention.value, mention.attributes),
    );
    Mention { span, kind, value, rule: deed.rule(), certainty: Certainty::Sure, attributes }
}

/// What the rules of a kind read in words that do not stand in the document, with what is said of it. A
/// name is the words as they are.
pub fn read_words(document: &Document, kind: KindId, words: &str) -> Option<(Value, Vec<Attribute>)> {
    let context = Context { reference: document.dateline.map(|dateline| dateline.date) };
    let found = kinds::find_in(words, &context).into_iter();
    let mut mention = found.filter(|mention| mention.kind == kind).max_by_key(|mention| mention.span.len())?;
    // Their places are in the other text.
    for attribute in &mut mention.attributes {
        attribute.span = None;
    }
    match &mut mention.value {
        Value::Time { anchor: Some(anchor), .. } => anchor.span = document.dateline.map(|dateline| dateline.span),
        Value::Name { name } => *name = Text::new(words.trim()),
        _ => {}
    }
    Some((mention.value, mention.attributes))
}

/// A mention as the reader confirms it.
pub fn confirmed(mention: &Mention) -> Mention {
    Mention { rule: Deed::Confirm.rule(), certainty: Certainty::Sure, ..mention.clone() }
}

/// What is meant by a selection: without the white space and the marks that a hand takes along.
///
/// ```
/// use eosin::extract::{Document, Span, edits::trimmed};
/// let document = Document::new("a", "It gave 5 mg, twice.");
/// assert_eq!(document.slice(trimmed(&document, Span::new(7, 14)).unwrap()), "5 mg");
/// ```
pub fn trimmed(document: &Document, span: Span) -> Option<Span> {
    let words = document.slice(span);
    let rest = words.trim_start_matches(|c: char| c.is_whitespace() || ",;:.!?)]}”’".contains(c));
    let start = span.start + words.len() - rest.len();
    let mut kept = rest.trim_end_matches(|c: char| c.is_whitespace() || ",;:!?([{“‘".contains(c));
    // A point belongs to a word where it is an abbreviation's; at the end of a selection it seldom is.
    kept = kept.strip_suffix('.').unwrap_or(kept);
    // Brackets go in pairs.
    if kept.ends_with(')') && !kept.contains('(') {
        kept = kept.trim_end_matches(')');
    }
    (!kept.is_empty()).then(|| Span::new(start, start + kept.len()))
}

/// One of the ends of a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Where it starts.
    Start,
    /// Where it ends.
    End,
}

/// A direction in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Towards the text's beginning.
    Back,
    /// Towards its end.
    Forward,
}

/// A span with one end moved by a word; `None` where there is no word, or nothing would be left.
///
/// ```
/// use eosin::extract::{Document, Span, edits::{Edge, Way, moved}};
/// let document = Document::new("a", "about 18.75 mCi/m² each");
/// let dose = Span::new(6, 19);
/// assert_eq!(document.slice(dose), "18.75 mCi/m²");
/// assert_eq!(document.slice(moved(&document, dose, Edge::Start, Way::Back).unwrap()), "about 18.75 mCi/m²");
/// assert_eq!(document.slice(moved(&document, dose, Edge::End, Way::Back).unwrap()), "18.75 mCi/");
/// ```
pub fn moved(document: &Document, span: Span, edge: Edge, way: Way) -> Option<Span> {
    let from = match edge {
        Edge::Start => span.start,
        Edge::End => span.end,
    };
    let to = match way {
        Way::Forward => {
            let rest = document.text.get(from..)?;
            let gap = rest.len() - rest.trim_start().len();
            let first = rest.trim_start().chars().next()?;
            let word = run(rest.trim_start().chars(), first);
            let end = from + gap + word;
            // The start moves to the next word, not to the end of this one.
            if edge == Edge::Start {
                let rest = document.text.get(end..)?;
                end + rest.len() - rest.trim_start().len()
            } else {
                end
            }
        }
        Way::Back => {
            let rest = document.text.get(..from)?;
            let last = rest.trim_end().chars().next_back()?;
            let word = run(rest.trim_end().chars().rev(), last);
            let start = rest.trim_end().len() - word;
            if edge == Edge::End { document.text.get(..start)?.trim_end().len() } else { start }
        }
    };
    let (start, end) = match edge {
        Edge::Start => (to, span.end),
        Edge::End => (span.start, to),
    };
    (start < end && Span::new(start, end) != span).then(|| Span::new(start, end))
}

/// Bytes of the run of letters and digits, or the one mark, that a stretch begins with.
fn run(characters: impl Iterator<Item = char>, first: char) -> usize {
    // A figure keeps its point and commas.
    let inside = |c: char| c.is_alphanumeric() || ".,".contains(c) && first.is_ascii_digit();
    if !inside(first) || !first.is_alphanumeric() {
        return first.len_utf8();
    }
    characters.take_while(|&c| inside(c)).map(char::len_utf8).sum()
}

/// The corrections that do the same as `model` to everything of the same form in a document. `from` is
/// the document in which the model was made, `shown` what is shown in this one.
pub fn alike(from: &Document, model: &Correction, document: &Document, shown: &[Mention]) -> Vec<Correction> {
    let form = |document: &Document, span: Span| folded(document.slice(span));
    match (&model.was, &model.now) {
        (None, Some(now)) => {
            let wanted = form(from, now.span);
            occurrences(document, from.slice(now.span))
                .into_iter()
                .filter(|&span| form(document, span) == wanted && !covered(shown, span))
                .map(|span| Correction { was: None, now: Some(read_as(document, now.kind, span, Deed::Add)) })
                .collect()
        }
        (Some(was), now) => {
            let wanted = form(from, was.span);
            let same = shown.iter().filter(|mention| {
                mention.kind == was.kind && !is_yours(mention) && form(document, mention.span) == wanted
            });
            same.filter_map(|mention| {
                let Some(now) = now else { return Some(Correction { was: Some(mention.clone()), now: None }) };
                let shift = |at: usize, old: usize, new: usize| (at + new).checked_sub(old);
                let span = Span::new(
                    shift(mention.span.start, was.span.start, now.span.start)?,
                    shift(mention.span.end, was.span.end, now.span.end)?,
                );
                let suits = span == mention.span || form(document, span) == form(from, now.span);
                let deed = match (now.span == was.span, now.kind == was.kind) {
                    (true, true) => Deed::Confirm,
                    (true, false) => Deed::Retype,
                    _ => Deed::Move,
                };
                let new =
                    if deed == Deed::Confirm { confirmed(mention) } else { read_as(document, now.kind, span, deed) };
                suits.then(|| Correction { was: Some(mention.clone()), now: Some(new) })
            })
            .collect()
        }
        (None, None) => Vec::new(),
    }
}

fn covered(shown: &[Mention], span: Span) -> bool {
    let at = shown.partition_point(|mention| mention.span.end <= span.start);
    shown.get(at).is_some_and(|mention| mention.span.overlaps(span))
}

/// Words without regard to case and to how they are spaced.
fn folded(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for word in words.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}

/// Everywhere the words stand as whole words, in letters of any case and however spaced.
fn occurrences(document: &Document, words: &str) -> Vec<Span> {
    let text = &document.text;
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let whole = |span: &Span| {
        let before = text.get(..span.start).and_then(|before| before.chars().next_back());
        let after = text.get(span.end..).and_then(|after| after.chars().next());
        let (first, last) = (words.chars().next(), words.chars().next_back());
        !(is_word(first) && is_word(before) || is_word(last) && is_word(after))
    };
    super::find::all(text, words, usize::MAX).into_iter().filter(whole).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::analyse;

    const TEXT: &str = "Alba gave 5 mg of ALB-101 on June 3, 2021. It gave 5 mg of ALB-101 to others for $2 million.";

    fn analysis() -> Analysis {
        analyse(Document::new("a.txt", TEXT), &Context::default())
    }

    fn kind(id: &str) -> KindId {
        KindId::of(id).unwrap()
    }

    fn shown(analysis: &Analysis, edits: &Edits) -> Vec<String> {
        mentions_shown(analysis, edits)
            .iter()
            .map(|mention| format!("{}:{}", mention.kind.kind().id, analysis.document.slice(mention.span)))
            .collect()
    }

    #[test]
    fn corrections_are_folded_into_what_was_found() {
        let analysis = analysis();
        let found = shown(&analysis, &Edits::default());
        assert!(found.contains(&"dose:5 mg".into()) && found.contains(&"money:$2 million".into()), "{found:?}");
        let dose = analysis.mentions.iter().find(|mention| mention.kind == kind("dose")).unwrap();
        let mut edits = Edits::default();
        edits.add(Correction { was: Some(dose.clone()), now: None });
        assert_eq!(shown(&analysis, &edits).len(), found.len() - 1);
        assert_eq!(edits.dismissed().count(), 1);
        edits.restore(dose);
        assert_eq!(shown(&analysis, &edits), found);
        // A correction of a correction is one correction.
        let as_money = read_as(&analysis.document, kind("money"), dose.span, Deed::Retype);
        edits.add(Correction { was: Some(dose.clone()), now: Some(as_money.clone()) });
        assert!(shown(&analysis, &edits).contains(&"money:5 mg".into()));
        edits.add(Correction { was: Some(as_money), now: None });
        assert_eq!(edits.list.len(), 1);
        assert_eq!(edits.dismissed().next(), Some(dose));
    }

    #[test]
    fn what_the_reader_says_wins_over_what_lies_under_it() {
        let analysis = analysis();
        let mut edits = Edits::default();
        let whole = Span::new(5, 25);
        assert_eq!(analysis.document.slice(whole), "gave 5 mg of ALB-101");
        edits.add(Correction { was: None, now: Some(read_as(&analysis.document, kind("dose"), whole, Deed::Add)) });
        let shown = mentions_shown(&analysis, &edits);
        assert!(shown.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
        assert_eq!(shown[0].span, whole);
        assert_eq!(summary::label(&shown[0].value), "5 mg");
        assert!(is_yours(&shown[0]) && !is_yours(&shown[1]));
    }

    #[test]
    fn values_are_read_by_the_rules_of_the_kind() {
        let document =
            Document::new("a", "BOSTON, June 3, 2021 -- Alba expects it in the fourth quarter and calls it Norvex.");
        let read = |words: &str, id: &str| {
            let start = document.text.find(words).unwrap();
            read_as(&document, kind(id), Span::new(start, start + words.len()), Deed::Add)
        };
        assert_eq!(summary::label(&read("fourth quarter", "date").value), "2021-Q4");
        assert_eq!(summary::label(&read("Norvex", "compound").value), "Norvex");
        assert_eq!(summary::label(&read("calls it", "dose").value), "calls it");
    }

    #[test]
    fn the_same_form_elsewhere() {
        let analysis = analysis();
        let document = &analysis.document;
        let dose = analysis.mentions.iter().find(|mention| mention.kind == kind("dose")).unwrap().clone();
        let dismissal = Correction { was: Some(dose.clone()), now: None };
        assert_eq!(alike(document, &dismissal, document, &analysis.mentions).len(), 2, "itself and the other");
        let other = Document::new("b", "They took 5 mg daily, or 5\nmg weekly; others took 15 mg daily.");
        let other = analyse(other, &Context::default());
        assert_eq!(alike(document, &dismissal, &other.document, &other.mentions).len(), 2);
        // Bounds move along where the words are the same.
        let span = Span::new(dose.span.start, dose.span.end + " of ALB-101".len());
        let now = read_as(document, dose.kind, span, Deed::Move);
        let model = Correction { was: Some(dose), now: Some(now) };
        let moved = alike(document, &model, document, &analysis.mentions);
        assert_eq!(moved.len(), 2);
        assert_eq!(document.slice(moved[1].now.as_ref().unwrap().span), "5 mg of ALB-101");
        assert_eq!(alike(document, &model, &other.document, &other.mentions).len(), 0);
        // New ones: whole words, not yet marked.
        let start = TEXT.find("gave").unwrap();
        let new = read_as(document, kind("compound"), Span::new(start, start + 4), Deed::Add);
        let model = Correction { was: None, now: Some(new) };
        assert_eq!(alike(document, &model, document, &analysis.mentions).len(), 2);
    }

    #[test]
    fn ends_move_by_words() {
        let document = Document::new("a", "paid $1,200.50 million (about) now");
        let at = |words: &str| {
            let start = document.text.find(words).unwrap();
            Span::new(start, start + words.len())
        };
        let step = |words: &str, edge, way| moved(&document, at(words), edge, way).map(|span| document.slice(span));
        assert_eq!(step("$1,200.50", Edge::End, Way::Forward), Some("$1,200.50 million"));
        assert_eq!(step("$1,200.50 million", Edge::End, Way::Back), Some("$1,200.50"));
        assert_eq!(step("$1,200.50", Edge::Start, Way::Forward), Some("1,200.50"));
        assert_eq!(step("1,200.50", Edge::Start, Way::Back), Some("$1,200.50"));
        assert_eq!(step("million", Edge::End, Way::Back), None);
        assert_eq!(step("million", Edge::End, Way::Forward), Some("million ("));
        assert_eq!(step("now", Edge::End, Way::Forward), None);
        assert_eq!(step("paid", Edge::Start, Way::Back), None);
    }
}
