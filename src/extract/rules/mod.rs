//! Rules of a reader's own: lists of words and patterns.
//!
//! ```text
//! rules, texts -> look -> hits              words are walked here, patterns by `regex` (feature `patterns`)
//! document, rule, hits -> mentions          a value is what the built-in rules read in the words
//! analysis, mentions -> ruled -> analysis   rules of one's own win over built-in ones where they overlap
//! ```
//!
//! [`look`] needs neither kinds nor documents, so that the page may have it done by a module fetched later.
//!
//! ```
//! use eosin::extract::rules::{Find, Rule, applied, never};
//! use eosin::extract::{Context, KindId, analyse, read};
//! let find = Find::Words { list: vec!["larch".into()], number_after: true };
//! let rule = Rule { name: "ours".into(), kind: KindId::of("compound").unwrap(), find, ..Rule::default() };
//! let analysis = analyse(read(b"They gave Larch 12.", "a.txt").unwrap(), &Context::default());
//! let (analysis, faults) = applied(analysis, &[rule], &never);
//! assert_eq!(analysis.document.slice(analysis.mentions[0].span), "Larch 12");
//! assert_eq!(analysis.mentions[0].rule.as_str(), "yours.ours");
//! assert!(faults.is_empty());
//! ```
//!
//! Invariant: what [`ruled`] returns is sorted and none overlaps another, whatever the rules are.

mod example;
#[cfg(feature = "patterns")]
mod pattern;
mod words;

use std::cmp::Reverse;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::document::Document;
use super::edits::{Deed, read_as, read_words};
use super::kinds::KindId;
use super::mention::{Certainty, Mention, RuleId, Value};
use super::span::Span;
use super::{Analysis, entity, summary};
use crate::extract::sort;

pub use example::{Example, check};

/// A rule may take so many milliseconds for all texts it is given; then it is switched off.
pub const MOST_MILLISECONDS: f64 = 500.0;
/// A rule finds at most so much in one text.
pub const MOST_HITS: usize = 20_000;
/// Words of the longest list.
pub const MOST_WORDS: usize = 5_000;
/// Bytes of the longest pattern, word and value.
pub const LONGEST: usize = 2_000;
/// Rules that are read from one file or link.
pub const MOST_RULES: usize = 500;
/// Texts are looked at in pieces of at most so many bytes, so that a slow pattern is noticed in time.
const PIECE: usize = 8_192;

/// A rule of the reader's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// What the reader calls it.
    pub name: String,
    /// The kind of what it finds.
    pub kind: KindId,
    /// What it looks for.
    pub find: Find,
    /// What stands for the words when their value is read: `$1 mg` makes a dose of a bare number. Empty
    /// for the words themselves. Names are taken as they stand here.
    pub value: String,
    /// Of two rules of one's own that overlap the higher wins. Below zero, it also gives way to what the
    /// built-in rules find.
    pub priority: i32,
    /// Its tests, a line each: the text with «marks» around what is to be found, and after `=>` its values.
    pub tests: Vec<String>,
    /// Whether it is used.
    pub on: bool,
}

impl Default for Rule {
    fn default() -> Rule {
        Rule {
            name: String::new(),
            kind: KindId::first(),
            find: Find::Words { list: Vec::new(), number_after: false },
            value: String::new(),
            priority: 0,
            tests: Vec::new(),
            on: true,
        }
    }
}

/// What a rule looks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Find {
    /// Words, whatever their case and however they are spaced.
    Words {
        /// Each of them.
        list: Vec<String>,
        /// Whether a number after them belongs to them.
        number_after: bool,
    },
    /// A regular expression, within paragraphs.
    Pattern(String),
}

/// A list of rules with a name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Pack {
    /// What it is called.
    pub name: String,
    /// Its rules.
    pub rules: Vec<Rule>,
}

/// A text to look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// The text.
    pub text: String,
    /// Its paragraphs: what is found lies within one.
    pub paragraphs: Vec<Span>,
}

impl Text {
    /// The text of a document.
    pub fn of(document: &Document) -> Text {
        let paragraphs = document.paragraphs.iter().map(|paragraph| paragraph.span).collect();
        Text { text: document.text.clone(), paragraphs }
    }
}

/// A place that a rule found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// Where.
    pub span: Span,
    /// What stands for the words, where the rule says so.
    pub value: Option<String>,
}

/// What came of a rule.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Looked {
    /// For each text what was found.
    pub hits: Vec<Vec<Hit>>,
    /// How long it took.
    pub milliseconds: f64,
    /// Why it cannot be used. Nothing of it is.
    pub fault: Option<Fault>,
}

/// Why a rule cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// It looks for nothing.
    Empty,
    /// Its pattern, its value, a word of it or its list is too long.
    TooLong,
    /// Its pattern cannot be read: why, and the character where.
    Unreadable(String, usize),
    /// Its pattern stands for more than can be kept.
    TooBig,
    /// It took too long.
    TooSlow,
    /// It finds too much.
    TooMany,
    /// This program has no patterns.
    NoPatterns,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Empty => f.write_str("It looks for nothing yet."),
            Fault::TooLong => write!(
                f,
                "It is too long: {LONGEST} letters for a word, a pattern or a value, and {MOST_WORDS} words, are the most."
            ),
            Fault::Unreadable(why, at) => write!(f, "The pattern cannot be read at character {}: {why}.", at + 1),
            Fault::TooBig => f.write_str(
                "The pattern stands for too many possibilities. Repeat fewer things, or repeat them fewer times.",
            ),
            Fault::TooSlow => write!(
                f,
                "Switched off: it took more than {MOST_MILLISECONDS} ms. A pattern that begins with a word or a mark is faster."
            ),
            Fault::TooMany => write!(f, "Switched off: it finds more than {MOST_HITS} places in one text."),
            Fault::NoPatterns => f.write_str("This program reads lists of words only."),
        }
    }
}

/// A clock for where there is none: no rule is ever slow.
pub fn never() -> f64 {
    0.0
}

/// Looks for each rule in each text. `clock` counts milliseconds.
pub fn look(rules: &[Rule], texts: &[Text], clock: &dyn Fn() -> f64) -> Vec<Looked> {
    rules
        .iter()
        .map(|rule| {
            let start = clock();
            let found = one(rule, texts, &|| clock() - start <= MOST_MILLISECONDS);
            let milliseconds = clock() - start;
            let (hits, fault) = match found {
                Ok(hits) => (hits, None),
                Err(fault) => (vec![Vec::new(); texts.len()], Some(fault)),
            };
            Looked { hits, milliseconds, fault }
        })
        .collect()
}

fn one(rule: &Rule, texts: &[Text], in_time: &dyn Fn() -> bool) -> Result<Vec<Vec<Hit>>, Fault> {
    if rule.value.len() > LONGEST {
        return Err(Fault::TooLong);
    }
    let finder = Finder::of(&rule.find)?;
    let mut all = Vec::with_capacity(texts.len());
    for text in texts {
        let mut hits = Vec::new();
        for piece in pieces(text) {
            finder.find(text.text.get(piece.start..piece.end).unwrap_or(""), &rule.value, &mut |span, value| {
                hits.push(Hit { span: Span::new(span.start + piece.start, span.end + piece.start), value });
                hits.len() <= MOST_HITS && in_time()
            });
            if hits.len() > MOST_HITS {
                return Err(Fault::TooMany);
            }
            if !in_time() {
                return Err(Fault::TooSlow);
            }
        }
        all.push(hits);
    }
    Ok(all)
}

enum Finder {
    Words(words::Words),
    #[cfg(feature = "patterns")]
    Pattern(pattern::Pattern),
}

impl Finder {
    fn of(find: &Find) -> Result<Finder, Fault> {
        match find {
            Find::Words { list, number_after } => words::Words::new(list, *number_after).map(Finder::Words),
            #[cfg(feature = "patterns")]
            Find::Pattern(pattern) => pattern::Pattern::new(pattern).map(Finder::Pattern),
            #[cfg(not(feature = "patterns"))]
            Find::Pattern(_) => Err(Fault::NoPatterns),
        }
    }

    /// Tells `each` of every place and what stands for it, until that says it is enough.
    fn find(&self, text: &str, value: &str, each: &mut dyn FnMut(Span, Option<String>) -> bool) {
        match self {
            Finder::Words(words) => words.find(text, &mut |span| each(span, told(value))),
            #[cfg(feature = "patterns")]
            Finder::Pattern(pattern) => pattern.find(text, value, each),
        }
    }
}

fn told(value: &str) -> Option<String> {
    (!value.is_empty()).then(|| value.to_string())
}

/// The paragraphs of a text, long ones cut at a gap.
fn pieces(text: &Text) -> impl Iterator<Item = Span> {
    text.paragraphs.iter().flat_map(move |&paragraph| {
        let mut at = paragraph.start;
        std::iter::from_fn(move || {
            let rest = text.text.get(at..paragraph.end).filter(|rest| !rest.is_empty())?;
            let most = rest.floor_char_boundary(PIECE);
            let gap = || rest.get(..most)?.rfind(char::is_whitespace).filter(|&gap| gap > 0);
            let length = if rest.len() > most { gap().unwrap_or(most) } else { rest.len() };
            let start = at;
            at += length;
            Some(Span::new(start, at))
        })
    })
}

/// What a rule's hits are in a document.
pub fn mentions(document: &Document, rule: &Rule, hits: &[Hit]) -> Vec<Mention> {
    let id = RuleId::yours(&rule.name);
    let one = |hit: &Hit| {
        // A pattern may take the white space around the words along, or nothing but white space.
        let taken = document.slice(hit.span);
        let words = taken.trim();
        let start = hit.span.start + taken.len() - taken.trim_start().len();
        let span = (!words.is_empty()).then(|| Span::new(start, start + words.len()))?;
        let mention = match hit.value.as_deref().filter(|value| !value.trim().is_empty()) {
            None => read_as(document, rule.kind, span, Deed::Add),
            Some(words) => {
                let (value, attributes) = read_words(document, rule.kind, words).unwrap_or_else(|| {
                    (Value::Name { name: words.split_whitespace().collect::<Vec<_>>().join(" ").into() }, Vec::new())
                });
                Mention { span, kind: rule.kind, value, rule: id.clone(), certainty: Certainty::Sure, attributes }
            }
        };
        Some(Mention { rule: id.clone(), ..mention })
    };
    hits.iter().filter_map(one).collect()
}

/// An analysis with what rules of one's own found: (priority, mention) each. They win over built-in rules
/// where they overlap, unless their priority is below zero; among themselves the higher priority wins,
/// then the longer, then the one found first.
pub fn ruled(analysis: &Analysis, yours: &[(i32, Mention)]) -> Analysis {
    let mut order: Vec<usize> = (0..yours.len()).collect();
    sort::by_key(&mut order, |&at| {
        yours.get(at).map(|(priority, mention)| (Reverse(*priority), Reverse(mention.span.len()), at))
    });
    let mut mentions = analysis.mentions.clone();
    let mut taken: Vec<Span> = Vec::new();
    for (priority, mention) in order.into_iter().filter_map(|at| yours.get(at)) {
        let span = mention.span;
        let place = taken.partition_point(|kept| kept.end <= span.start);
        if span.is_empty() || taken.get(place).is_some_and(|kept| kept.start < span.end) {
            continue;
        }
        let from = mentions.partition_point(|mention| mention.span.end <= span.start);
        let to = mentions.partition_point(|mention| mention.span.start < span.end).max(from);
        if *priority < 0 && from < to {
            continue;
        }
        mentions.splice(from..to, [mention.clone()]);
        taken.insert(place, span);
    }
    let entities = entity::group(&mentions);
    let summary = summary::summarise(&analysis.document, &mentions, &entities);
    let (document, rejections) = (analysis.document.clone(), analysis.rejections.clone());
    Analysis { document, mentions, rejections, entities, summary }
}

/// Uses rules on an analysis, and says of those that could not be used why: their place and the fault.
pub fn applied(analysis: Analysis, rules: &[Rule], clock: &dyn Fn() -> f64) -> (Analysis, Vec<(usize, Fault)>) {
    let on: Vec<(usize, &Rule)> = rules.iter().enumerate().filter(|(_, rule)| rule.on).collect();
    if on.is_empty() {
        return (analysis, Vec::new());
    }
    let text = Text::of(&analysis.document);
    let (mut yours, mut faults) = (Vec::new(), Vec::new());
    for (at, rule) in on {
        for looked in look(std::slice::from_ref(rule), std::slice::from_ref(&text), clock) {
            let found = looked.hits.iter().flat_map(|hits| mentions(&analysis.document, rule, hits));
            yours.extend(found.map(|mention| (rule.priority, mention)));
            faults.extend(looked.fault.map(|fault| (at, fault)));
        }
    }
    (ruled(&analysis, &yours), faults)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::kinds::Context;
    use crate::extract::{analyse, standoff};

    fn rule(kind: &str, find: Find) -> Rule {
        Rule { name: "own rule".into(), kind: KindId::of(kind).unwrap(), find, ..Rule::default() }
    }

    fn words(kind: &str, list: &[&str]) -> Rule {
        rule(kind, Find::Words { list: list.iter().map(|word| word.to_string()).collect(), number_after: false })
    }

    /// What a rule finds in a text: `kind:words=value`.
    fn found(rules: &[Rule], text: &str) -> Vec<String> {
        let (analysis, faults) = applied(analyse(Document::new("a", text), &Context::default()), rules, &never);
        assert_eq!(faults, []);
        let line = |mention: &Mention| {
            let words = analysis.document.slice(mention.span);
            format!("{}:{words}={}", mention.kind.kind().id, standoff::notation(&mention.value))
        };
        analysis.mentions.iter().filter(|mention| mention.rule.as_str().starts_with("yours.")).map(line).collect()
    }

    fn fault(rule: Rule) -> Fault {
        let text = Text { text: "some words".into(), paragraphs: vec![Span::new(0, 10)] };
        look(&[rule], &[text], &never).remove(0).fault.unwrap()
    }

    #[test]
    fn words_of_any_case_and_spacing_and_whole() {
        let rules = [words("compound", &["larch", "Larch  tea", "β-larch"])];
        assert_eq!(
            found(&rules, "LARCH, larches, Larch\ntea and β-Larch; starlarch."),
            ["compound:LARCH=LARCH", "compound:Larch\ntea=Larch tea", "compound:β-Larch=β-Larch"]
        );
    }

    #[test]
    fn a_number_after_belongs_to_the_words_where_asked() {
        let mut rules = [rule("trial", Find::Words { list: vec!["Alder".into()], number_after: true })];
        assert_eq!(
            found(&rules, "Alder-12, Alder 3 and ALDER went on; Alder 4th did not."),
            ["trial:Alder-12=Alder-12", "trial:Alder 3=Alder 3", "trial:ALDER=ALDER", "trial:Alder=Alder"]
        );
        rules[0].value = "The Alder study".into();
        assert_eq!(found(&rules, "Alder-12."), ["trial:Alder-12=The Alder study"]);
    }

    #[test]
    fn a_value_is_read_by_the_rules_of_its_kind() {
        let dose = words("dose", &["level three"]);
        assert_eq!(found(&[Rule { value: "75 mg/m²".into(), ..dose }], "Level three."), ["dose:Level three=75 mg/m2"]);
        let money = words("money", &["the loan"]);
        let told = Rule { value: "$5 million".into(), ..money };
        assert_eq!(found(&[told], "It repaid the loan."), ["money:the loan=5000000 USD"]);
        let date = words("date", &["day zero"]);
        let told = Rule { value: "May 3, 2021".into(), ..date };
        assert_eq!(found(&[told], "On day zero."), ["date:day zero=2021-05-03"]);
    }

    #[test]
    fn rules_of_ones_own_win_unless_told_to_give_way() {
        let mut rules = [words("trial", &["5 mg of larch"])];
        assert_eq!(found(&rules, "It gave 5 mg of larch."), ["trial:5 mg of larch=5 mg of larch"]);
        rules[0].priority = -1;
        assert_eq!(found(&rules, "It gave 5 mg of larch."), [""; 0]);
        let low = words("compound", &["alder larch"]);
        let high = Rule { priority: 2, ..words("trial", &["larch"]) };
        assert_eq!(found(&[low.clone(), high.clone()], "Alder larch."), ["trial:larch=larch"]);
        assert_eq!(found(&[low, Rule { priority: 0, ..high }], "Alder larch."), ["compound:Alder larch=Alder larch"]);
        let off = Rule { on: false, ..words("trial", &["larch"]) };
        assert_eq!(found(&[off], "larch"), [""; 0]);
    }

    #[test]
    fn every_mention_is_in_one_entity_and_the_summary() {
        let analysis = analyse(Document::new("a", "Larch. Larch. It cost $5 million."), &Context::default());
        let (analysis, _) = applied(analysis, &[words("compound", &["larch"])], &never);
        assert_eq!(analysis.entities.len(), 2);
        assert!(analysis.summary.shown().any(|group| group.count == 2));
    }

    #[test]
    fn what_cannot_be_used_says_why() {
        assert_eq!(fault(words("compound", &["", " "])), Fault::Empty);
        assert_eq!(fault(words("compound", &[&"a".repeat(LONGEST + 1)])), Fault::TooLong);
        assert_eq!(fault(Rule { value: "a".repeat(LONGEST + 1), ..words("dose", &["a"]) }), Fault::TooLong);
    }

    #[test]
    fn a_slow_rule_is_switched_off_and_the_next_goes_on() {
        let texts = vec![Text { text: "larch".into(), paragraphs: vec![Span::new(0, 5)] }; 3];
        let now = std::cell::Cell::new(0.0);
        // Each look at the clock costs a fifth of what is allowed.
        let clock = || {
            now.set(now.get() + MOST_MILLISECONDS / 5.0);
            now.get()
        };
        let looked = look(&[words("compound", &["larch"]), words("compound", &["alder"])], &texts, &clock);
        assert_eq!(looked[0].fault, Some(Fault::TooSlow));
        assert_eq!(looked[0].hits, vec![Vec::new(); 3]);
        assert_eq!(looked[1].fault, None);
        assert!(looked[1].milliseconds > 0.0);
    }

    #[test]
    fn too_much_is_too_much() {
        let text = "a ".repeat(MOST_HITS + 1);
        let text = Text { paragraphs: vec![Span::new(0, text.len())], text };
        assert_eq!(look(&[words("compound", &["a"])], &[text], &never)[0].fault, Some(Fault::TooMany));
    }

    #[test]
    fn tests_of_a_rule() {
        let mut rule = words("compound", &["larch"]);
        rule.tests = vec![
            "They gave «Larch» to all. => Larch".into(),
            "They gave larches to all.".into(),
            "They gave Larch.".into(),
            "They gave «Larch». => alder".into(),
        ];
        let texts: Vec<Text> = rule.tests.iter().map(|line| Example::of(line).to_text()).collect();
        let looked = look(std::slice::from_ref(&rule), &texts, &never).remove(0);
        let said = check(&rule, &looked);
        assert_eq!(said[..2], [None, None]);
        assert_eq!(said[2].as_deref(), Some("Found “Larch”; wanted nothing."));
        assert_eq!(said[3].as_deref(), Some("The value is Larch; wanted alder."));
    }

    #[cfg(feature = "patterns")]
    mod patterns {
        use super::*;

        fn pattern(kind: &str, pattern: &str, value: &str) -> Rule {
            Rule { value: value.into(), ..rule(kind, Find::Pattern(pattern.into())) }
        }

        #[test]
        fn white_space_is_no_part_of_what_is_found() {
            assert_eq!(
                found(&[pattern("compound", r"\s+larch\s*", "")], "They gave  larch \n."),
                ["compound:larch=larch"]
            );
            assert_eq!(found(&[pattern("compound", r"\s+", "")], "They gave larch."), [""; 0]);
            assert_eq!(found(&[pattern("compound", "larch", "a\nb\tc")], "Some larch."), ["compound:larch=a b c"]);
            assert_eq!(found(&[pattern("compound", "larch", " ")], "Some larch."), ["compound:larch=larch"]);
        }

        #[test]
        fn groups_stand_in_the_value() {
            let rules = [pattern("dose", r"(?i)level (\d+)\b", "${1} mg")];
            assert_eq!(found(&rules, "Level 75 and level 80."), ["dose:Level 75=75 mg", "dose:level 80=80 mg"]);
            assert_eq!(found(&[pattern("dose", "(?<n>[0-9]+) parts", "$n mg")], "7 parts"), ["dose:7 parts=7 mg"]);
            assert_eq!(found(&[pattern("compound", r"\bΔ\w+", "")], "Δ9x, aΔ"), ["compound:Δ9x=Δ9x"]);
        }

        #[test]
        fn a_pattern_stays_in_its_paragraph_and_finds_something() {
            let rules = [pattern("compound", r"(?s)larch.*alder|x*", "")];
            assert_eq!(found(&rules, "One larch.\n\nOne alder."), [""; 0]);
        }

        #[test]
        fn a_bad_pattern_says_where() {
            let at = |text: &str| match fault(pattern("dose", text, "")) {
                Fault::Unreadable(why, at) => (why, at),
                other => panic!("{other:?}"),
            };
            assert_eq!(at("level (three"), ("unclosed group".into(), 6));
            assert_eq!(at("a{3,1}").1, 1);
            assert_eq!(at("µ[z-a]").1, 2);
            assert!(!at("(?=a)").0.is_empty());
            assert_eq!(fault(pattern("dose", " ", "")), Fault::Empty);
            assert_eq!(fault(pattern("dose", r"\w{1000}{1000}", "")), Fault::TooBig);
        }

        #[test]
        fn what_would_run_for_ever_elsewhere_ends() {
            let text = "a".repeat(100_000);
            let text = Text { paragraphs: vec![Span::new(0, text.len())], text };
            let start = std::time::Instant::now();
            let clock = || start.elapsed().as_secs_f64() * 1000.0;
            for hostile in ["(a+)+$b", "(a|a)*b", "(.*)*(.*)*b", "(?:a?){300}a{300}b"] {
                let before = clock();
                let looked = look(&[pattern("dose", hostile, "")], std::slice::from_ref(&text), &clock).remove(0);
                assert!(
                    looked.fault.is_none() || looked.fault == Some(Fault::TooSlow),
                    "{hostile}: {:?}",
                    looked.fault
                );
                assert!(clock() - before < 20.0 * MOST_MILLISECONDS, "{hostile} took {} ms", clock() - before);
            }
        }
    }
}
