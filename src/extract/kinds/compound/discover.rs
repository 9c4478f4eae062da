//! Every place that could be a name.
//!
//! In: the tokens. Out: a [`Draft`]: places, and one [`Form`] for each different name among them with
//! what its places say together. Nothing is decided here.

use std::hash::{Hash as _, Hasher as _};

use rustc_hash::FxHasher;

use super::super::Scan;
use super::alias::GIVEN;
use super::alias_table::FORMULATION_WORDS;
use super::by_key::{ByKey, Words};
use super::context::{
    Evidence, View, approves, back, evidence, evidence_of_name, initials_at, is_abbreviation, is_mark, modifies,
    skip_marks,
};
use super::name::Name;
use super::table::{CUES, FOREIGN_PREFIXES, FORMULATIONS, OTHER_PREFIXES, Other, TAILS, Tag};
use super::vocabulary::vocabulary;
use super::wake::{Wake, is_known};
use super::wanted::{Marks, Wanted};
use super::words::{ARTICLE, BE, BETWEEN, KNOWN, NAMING, RENAMED, SAYS, SMALL, UNDER, likely, uses};
use super::{code, family, isotope, name};
use crate::extract::lex::{Case, Class, Folded, Gap, Likely, List, Token, Tokens, is_dash, w, words};
use crate::extract::sort;
use crate::extract::text::LETTERS;

/// A place of a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// First token.
    pub first: usize,
    /// Index of the token after it.
    pub end: usize,
    /// Its form.
    pub key: u64,
    /// The row of it in [`Draft::forms`].
    pub row: u32,
    /// Whether the words around show a company's name here.
    pub company: bool,
}

/// A name, and what all its places say together.
#[derive(Clone, Copy, Debug, Default)]
pub struct Form {
    /// How much the name alone says.
    pub prior: i32,
    /// Sum of what the places say.
    pub evidence: i32,
    /// Number of places.
    pub count: i32,
    /// Places where "trial" or "study" follows.
    pub trials: i32,
    /// Of them, those where it is one trial.
    pub one_trial: i32,
    /// Places that speak for it.
    pub positive: i32,
    /// What it is instead.
    pub against: Option<&'static str>,
    /// Rule with the highest prior.
    pub rule: &'static str,
    /// Whether its canonical form is in lower case.
    pub generic: bool,
    /// Whether it is a code.
    pub code: bool,
    /// Whether it is one word of no list, in which a company's name may hide.
    pub word: bool,
    /// Whether it is the short form that brackets give for a substance.
    pub short: bool,
    /// Whether its other places are looked for.
    pub sought: bool,
    /// The word after its last place.
    pub second: u32,
    /// Places that the same initials follow; below 0 where others follow one.
    pub followed: i32,
}

impl Form {
    /// Adds what one place says.
    pub fn see(&mut self, seen: Evidence) {
        let of_word = 2 * i32::from(seen.named) + 8 * i32::from(seen.abbreviation) + 7 * i32::from(seen.had);
        let score = seen.score - if self.word { of_word } else { 0 };
        self.evidence += score;
        self.count += 1;
        self.trials += i32::from(seen.trial);
        self.one_trial += i32::from(seen.one_trial);
        self.positive += i32::from(score > 0);
        self.against = self.against.or(seen.against);
    }
}

/// A word that may be a name wherever it stands.
#[derive(Clone, Copy, Debug)]
struct Word {
    first: usize,
    end: usize,
    /// Of its first token.
    payload: u32,
    key: u64,
    /// The row of its form.
    row: usize,
    /// How much was said for it when it was noted.
    said: i32,
    /// See [`pattern`].
    pattern: u64,
}

impl Word {
    /// Its number of tokens.
    fn len(&self) -> usize {
        self.end - self.first
    }
}

/// What was found so far.
#[derive(Debug, Default)]
pub struct Draft {
    /// Places, in the order of the text.
    pub places: Vec<Place>,
    /// By key.
    pub forms: ByKey<Form>,
    /// Hashes of words in names of companies.
    pub companies: Words,
    /// Hashes of tickers.
    pub tickers: Words,
    /// Two names that the text equates.
    pub links: Vec<(u64, u64)>,
    /// Tokens that [`family`] looks at among them; none where none were looked for.
    pub marks: Marks,
    words: Vec<Word>,
}

struct Noted {
    prior: i32,
    rule: &'static str,
    against: Option<&'static str>,
    generic: bool,
    code: bool,
    word: bool,
}

/// Words noted last, among which one that is said again is looked for: a text may have tens of thousands.
const LAST_WORDS: usize = 16;

impl Draft {
    fn note(&mut self, view: &View<'_>, first: usize, end: usize, noted: &Noted) -> u64 {
        let key = key(view.tokens, first, end);
        let (row, form) = self.declare(key, noted);
        let seen = if form.word { evidence(view, first, end) } else { evidence_of_name(view, first, end) };
        form.see(seen);
        self.places.push(Place { first, end, key, row: row as u32, company: seen.company || seen.ticker });
        if seen.ticker {
            self.tickers.insert(view.tokens.get(first).hash());
        }
        key
    }

    fn declare(&mut self, key: u64, noted: &Noted) -> (usize, &mut Form) {
        let (row, form) = self.forms.row_or_insert_with(key, || Form { prior: i32::MIN, ..Form::default() });
        if noted.prior > form.prior {
            form.prior = noted.prior;
            form.rule = noted.rule;
            form.generic = noted.generic;
            form.code = noted.code;
            form.word = noted.word;
            form.against = noted.against;
        }
        (row, form)
    }

    /// The form of a place.
    pub fn form(&self, place: Place) -> Option<&Form> {
        self.forms.at(place.row as usize)
    }

    /// Notes a word to look for in the whole text.
    fn word(&mut self, tokens: &Tokens<'_>, first: usize, end: usize, prior: i32, rule: &'static str) -> u64 {
        let surface = tokens.slice(tokens.span(first, end));
        let payload = tokens.get(first).payload();
        // Beside another cue it says no more than it did.
        let same = |word: &&Word| {
            (word.payload == payload) & (word.said >= prior)
                && tokens.slice(tokens.span(word.first, word.end)) == surface
        };
        if let Some(word) = self.words.iter().rev().take(LAST_WORDS).find(same) {
            return word.key;
        }
        let key = key(tokens, first, end);
        let initials = end == first + 1 && tokens.get(first).case == Case::Upper && tokens.get(first).len() <= 5;
        let ordinary = || tokens.get(first).case == Case::Capital && end == first + 1 && is_ordinary(tokens.str(first));
        let joined = end == first + 3
            && tokens.get(first + 1).class == Class::Dash
            && (first..end).all(|at| tokens.get(at).class == Class::Dash || tokens.get(at).case == Case::Upper);
        let camel = prior < 3 && (end > first + 3 || (first..end).any(|at| tokens.get(at).case == Case::Mixed));
        let short = surface.ends_with("RNA") || surface.ends_with("DNA") || end == first + 1 && is_plural(surface, 'i');
        let initials = initials || short;
        let said = prior;
        let prior =
            prior + if joined { 2 } else { i32::from(camel) } - if initials || prior < 3 && ordinary() { 3 } else { 0 };
        // "QLV-4" beside a cue; longer names with a number are those of trials.
        let code = joined_number(tokens, first, end) && tokens.get(first).len() <= 3;
        let (row, form) = self.declare(key, &Noted { prior, rule, against: None, generic: false, code, word: true });
        if !std::mem::replace(&mut form.sought, true) {
            self.words.push(Word { first, end, payload, key, row, said, pattern: pattern(tokens, first, end) });
        }
        key
    }
}

/// Capitals, a hyphen and a number: `QLV-4`.
fn joined_number(tokens: &Tokens<'_>, first: usize, end: usize) -> bool {
    end == first + 3
        && tokens.get(first).case == Case::Upper
        && tokens.get(first + 1).class == Class::Dash
        && tokens.get(first + 2).is_number()
}

/// Hash of what the spellings of a name have in common: letters and digits, without case.
pub fn key(tokens: &Tokens<'_>, first: usize, end: usize) -> u64 {
    key_of(tokens.slice(tokens.span(first, end)))
}

/// [`key`] of a name that stands by itself.
#[allow(clippy::indexing_slicing)] // a byte has a place
pub fn key_of(name: &str) -> u64 {
    let mut hash = NO_LETTERS;
    let mut beyond = false;
    for byte in name.bytes() {
        // A table and not a match: what comes next in a name is hard to foretell.
        let letter = LETTERS[usize::from(byte)];
        hash = if letter == 0 { hash } else { step(hash, letter.into()) };
        beyond |= !byte.is_ascii();
    }
    if beyond { key_beyond_ascii(name) } else { hash }
}

/// [`key_of`] a name that is not all ASCII.
#[cold]
fn key_beyond_ascii(name: &str) -> u64 {
    let mut hash = NO_LETTERS;
    let mut add = |letter: char| hash = step(hash, letter.into());
    for character in name.chars() {
        if character.is_ascii_alphanumeric() {
            add(character.to_ascii_lowercase());
        } else if character.is_alphanumeric() {
            character.to_lowercase().for_each(&mut add);
        }
    }
    hash
}

/// The hash of no letters.
const NO_LETTERS: u64 = 0xcbf2_9ce4_8422_2325;

/// Adds one to a hash.
fn step(hash: u64, letter: u32) -> u64 {
    (hash ^ u64::from(letter)).wrapping_mul(0x0000_0100_0000_01b3)
}

/// Walks the text once.
pub fn discover(scan: &Scan<'_>, view: &View<'_>) -> Draft {
    let tokens = view.tokens;
    // Room for what most releases have.
    let mut draft = Draft { places: Vec::with_capacity(24), forms: ByKey::with_room(12), ..Draft::default() };
    let mut next = 0;
    for (group, mut stops) in Wake::new().stops(&scan.awake, tokens).into_iter().enumerate() {
        while stops != 0 {
            let at = group * 64 + stops.trailing_zeros() as usize;
            stops &= stops - 1;
            if at < next {
                continue;
            }
            next = match tokens.get(at).class {
                Class::Word => word(view, &mut draft, at),
                Class::Number | Class::Superscript => number(view, &mut draft, at),
                Class::Symbol => symbol(view, &mut draft, at),
                Class::Dash | Class::End => at + 1,
            };
        }
    }
    headings(scan, view, &mut draft);
    draft
}

fn word(view: &View<'_>, draft: &mut Draft, at: usize) -> usize {
    let tokens = view.tokens;
    let Some(cue) = CUES.find(tokens, at) else {
        return name::read(view, at).map_or(at + 1, |name| note_name(view, draft, name));
    };
    let names = (cue.tag != Tag::Stop) & (cue.tag != Tag::Company);
    let name_begins = names & vocabulary().begins(tokens.get(at).hash());
    if cue.tag == Tag::Address {
        let mut end = at + 1;
        while tokens.get(end).is_glued() && end < tokens.len() {
            end += 1;
        }
        return end;
    }
    if cue.tag == Tag::Company {
        company(tokens, draft, at);
    } else {
        anchors(view, draft, at, cue);
    }
    if name_begins
        && name::may_go_on(tokens, at)
        && let Some(name) = name::read(view, at)
        && name.end > at + 1
    {
        return note_name(view, draft, name);
    }
    at + 1
}

fn note_name(view: &View<'_>, draft: &mut Draft, name: Name) -> usize {
    let tokens = view.tokens;
    let (mut first, mut end) = (name.first, name.end);
    let digits = (first..end).find(|&at| tokens.get(at).is_number());
    if let Some(isotope) = digits.and_then(|at| isotope::read(view, at)) {
        (first, end) = (first.min(isotope.first), end.max(isotope.end));
    }
    let like = name.generic && tokens.get(end).class == Class::Dash && tokens.is(end + 1, w!("like"));
    if like || name.generic && is_of_organism(tokens, end) || code::in_address(tokens, first, end) {
        return end;
    }
    let mut generic = name.generic;
    if let Some(code) = digits.and_then(|at| code::read(view, at))
        && code.first <= first
        && code.end >= end
    {
        generic &= (code.first, code.end) == (first, end);
        (first, end) = (code.first, code.end);
    }
    // "Zorleukin-7"
    let number = tokens.get(end + 1);
    let numbered = tokens.get(end).class == Class::Dash && number.is_number() && number.is_glued() && number.len() == 1;
    if numbered && tokens.get(first).case == Case::Capital && code::chunk(tokens, first).1 == end + 2 {
        (end, generic) = (end + 2, false);
    }
    // "NAME plus zelquorin"
    let plus = back(first, 1);
    let beside = tokens.is(plus, w!("plus")) || tokens.get(plus).is('+');
    if beside
        && tokens.get(first).gap == Gap::Space
        && name.prior >= 6
        && let Some((from, to)) = name_before(tokens, back(plus, 1), Letters::Any)
    {
        draft.word(tokens, from, to, 0, "compound.cue");
    }
    // "NAME, a long-acting interferon"
    if name.generic && tokens.get(first).case == Case::Lower {
        let before = (1..7).map(|step| back(first, step)).filter(|&at| tokens.get(at).class != Class::Dash);
        let mut before = before.skip_while(|&at| tokens.get(at).case == Case::Lower && uses(tokens, at) & ARTICLE == 0);
        let article = before.next();
        if let Some(article) =
            article.filter(|&at| tokens.is_any(at, words!["a", "an"]) && tokens.get(back(at, 1)).is(','))
            && let Some((from, to)) = name_before(tokens, back(article, 2), Letters::Capital)
        {
            draft.word(tokens, from, to, 0, "compound.cue");
        }
    }
    // Substances of the body are drugs where a generic one is sold, or a form of it.
    let body = name.prior == 0 && name.generic;
    let sold = body && tokens.is(back(first, 1), w!("generic"));
    let formed = body && tokens.is_any(end, FORMS);
    let noted = Noted {
        prior: if sold { 4 } else { name.prior + i32::from(formed) },
        rule: name.rule,
        against: None,
        generic,
        code: digits.is_some() && !generic,
        // Initials on record are those of other things too.
        word: name.prior == 0 && !name.generic,
    };
    let key = draft.note(view, first, end, &noted);
    partner(view, draft, first, end, key);
    end
}

/// Whether what resists a substance, or does not, is an organism: `meticillin-resistant Staphylococcus aureus`.
///
/// Near miss: `ibrutinib-resistant lymphoma`, where the substance was given.
fn is_of_organism(tokens: &Tokens<'_>, dash: usize) -> bool {
    let said = tokens.get(dash).class == Class::Dash
        && tokens.is_any(dash + 1, words!["resistant", "susceptible", "sensitive", "nonsusceptible"]);
    let next = dash + 2;
    let genus = || {
        let (genus, species) = (tokens.get(next), tokens.get(next + 1));
        genus.case == Case::Capital && genus.len() >= 7 && species.case == Case::Lower && species.len() >= 5
            || genus.len() == 1 && tokens.get(next + 1).is('.') && tokens.get(next + 2).case == Case::Lower
    };
    let kinds = words![
        "staphylococcus",
        "staphylococci",
        "enterococcus",
        "enterococci",
        "streptococci",
        "pneumococci",
        "pneumonia",
        "bacteria",
        "pathogens",
        "organisms",
        "strains",
        "isolates",
        "gonorrhea",
        "gonorrhoea",
        "enterobacteriaceae",
        "enterobacterales",
        "acinetobacter",
        "tuberculosis",
        "malaria",
        "influenza",
        "candida",
        "aspergillus"
    ];
    // "methicillin-susceptible (MSSA) and"
    let initials =
        || tokens.get(next).is('(') && tokens.get(next + 1).case == Case::Upper && tokens.get(next + 2).is(')');
    said && (tokens.is_any(next, kinds) || genus() || initials())
}

/// What a drug is sold as.
const FORMS: &List =
    words!["injection", "injections", "tablet", "tablets", "capsule", "capsules", "cream", "gel", "ointment"];

/// Whether the number at a token may be a part of a name: something is joined to it, or initials stand before it, or it is
/// that of an isotope.
#[inline]
pub fn is_of_name(tokens: &Tokens<'_>, at: usize) -> bool {
    let (before, token, next) = (tokens.get(back(at, 1)), tokens.get(at), tokens.get(at + 1));
    let joins = |token: Token| {
        matches!(token.class, Class::Word | Class::Number | Class::Superscript | Class::Dash)
            | token.is('\'')
            | token.is('’')
    };
    // "QLV- 1301"
    let parted = (before.class == Class::Dash) & before.is_glued() & (token.len() >= 3);
    let joined = token.is_glued() & joins(before) | next.is_glued() & joins(next) | parted;
    let initials = (before.case == Case::Upper) & (before.len() <= 5);
    let alone = !(joined | initials);
    // Few of those that stand alone are either, which their digits tell.
    let rare = alone & (isotope::may_be_mass(token) | code::may_be_counted(tokens, token));
    if rare { isotope::may_be(tokens, at) || code::is_counted(tokens, at) } else { !alone }
}

fn number(view: &View<'_>, draft: &mut Draft, at: usize) -> usize {
    let tokens = view.tokens;
    if let Some(isotope) = isotope::read(view, at) {
        let mut first = isotope.first;
        // A place noted before may be the beginning of this one.
        if let Some(&last) = draft.places.last()
            && last.end > first
        {
            first = first.min(last.first);
            forget(draft, last);
        }
        let against = isotope.common.then_some("compound.not-code");
        let prior = if isotope.common { -2 } else { 8 };
        let noted = Noted { prior, rule: "compound.isotope", against, generic: false, code: false, word: false };
        let key = draft.note(view, first, isotope.end, &noted);
        partner(view, draft, first, isotope.end, key);
        return isotope.end.max(at + 1);
    }
    if tokens.get(at).class == Class::Superscript {
        return at + 1;
    }
    // "5-FU": a name on record that begins with a digit.
    let run = code::chunk(tokens, at);
    let letters = (at + 1..run.1.min(at + 3)).find(|&at| tokens.get(at).is_word());
    let letters = letters.filter(|&letters| name::may_begin_before(tokens, letters, at));
    if let Some(name) = letters.and_then(|letters| name::read(view, letters))
        && name.first <= at
        && draft.places.last().is_none_or(|place| place.end <= name.first)
    {
        return note_name(view, draft, name);
    }
    let Some(code) = code::read_in(view, at, run) else { return at + 1 };
    if let Some(&last) = draft.places.last()
        && last.end > code.first
    {
        // A name that a number was glued to: "semaglutide3.5 mg".
        let name = last.end <= at && draft.form(last).is_some_and(|form| form.generic && form.prior >= 3);
        // "177Lu-QLV 20 days later"
        let isotope = draft.form(last).is_some_and(|form| form.rule == "compound.isotope");
        if name || isotope {
            return at + 1;
        }
        if last.first < code.first {
            return code.end.max(at + 1);
        }
        forget(draft, last);
    }
    let noted = Noted {
        prior: code.prior,
        rule: "compound.code",
        against: code.against,
        generic: false,
        code: true,
        word: false,
    };
    let key = draft.note(view, code.first, code.end, &noted);
    if code.against.is_none() || code.prior >= 1 {
        partner(view, draft, code.first, code.end, key);
    }
    if code.prior >= 4
        && let Some(word) = coordinated(tokens, code.first, code.end)
    {
        draft.word(tokens, word, word + 1, 0, "compound.cue");
    }
    code.end.max(at + 1)
}

/// The word in mixed letters that shares the noun of a code: `ZRX-301 and ZorMulsion programs`.
///
/// Near miss: `ZRX-301 and QuillVex's programs`, where it is an owner.
fn coordinated(tokens: &Tokens<'_>, first: usize, end: usize) -> Option<usize> {
    const MANY: &List =
        words!["assets", "candidates", "compounds", "drugs", "medicines", "programs", "programmes", "therapies"];
    let and = skip_marks(tokens, end);
    let word = tokens.get(and + 1);
    if !tokens.get(and).reads(w!("and")) || word.case != Case::Mixed {
        return None;
    }
    let alone =
        !tokens.get(and + 2).is_glued() || matches!(tokens.get(and + 2).symbol(), Some(',' | '.' | ';' | '®' | '™'));
    let mixed = word.len() >= 6 && tokens.str(and + 1).starts_with(char::is_uppercase);
    let many = tokens.is_any(back(first, 1), MANY) || tokens.is_any(skip_marks(tokens, and + 2), MANY);
    (mixed && alone && many).then_some(and + 1)
}

/// Takes the last place back; its form keeps what it said.
fn forget(draft: &mut Draft, place: Place) {
    draft.places.pop();
    if let Some(form) = draft.forms.at_mut(place.row as usize) {
        form.count -= 1;
    }
}

/// ® and ™ after a name.
fn symbol(view: &View<'_>, draft: &mut Draft, at: usize) -> usize {
    let tokens = view.tokens;
    if is_recombinant(tokens, at) {
        recombinant(tokens, draft, at);
    }
    let mark = matches!(tokens.get(at).symbol(), Some('®' | '™' | '℠' | '('));
    let after = if mark { skip_marks(tokens, at) } else { at };
    if after == at {
        return at + 1;
    }
    let last = back(at, 1);
    if let Some((first, end)) = marked_inside(tokens, last, after) {
        if let Some(place) = draft.places.last().copied()
            && place.end > first
        {
            forget(draft, place);
        }
        let noted = Noted { prior: 5, rule: "compound.marked", against: None, generic: false, code: true, word: false };
        draft.note(view, first, end, &noted);
        return end;
    }
    if let Some(place) = draft.places.last()
        && place.end == at
    {
        let row = place.row as usize;
        if let Some(form) = draft.forms.at_mut(row) {
            form.evidence += if form.count <= 1 { 2 } else { 0 };
        }
        return after;
    }
    // "Zorvanta XR®"
    if is_formulation(tokens, last)
        && let Some((first, _)) = name_before(tokens, back(last, 1), Letters::Capital)
    {
        draft.word(tokens, first, last + 1, 4, "compound.marked");
        return after;
    }
    if let Some((first, end)) = name_before(tokens, last, Letters::Marked) {
        let key = draft.word(tokens, first, end, 3, "compound.marked");
        // "Zorvanta® (zelquorin)"
        if tokens.get(after).is('(')
            && tokens.get(after + 1).case == Case::Lower
            && tokens.get(after + 2).is(')')
            && let Some((from, to)) = name_from(tokens, after + 1)
        {
            let other = draft.word(tokens, from, to, 1, "compound.defined");
            draft.links.push((key, other));
        }
        if is_sold_by(tokens, first, after)
            && let Some(form) = draft.forms.get_mut(&key)
        {
            form.evidence = form.evidence.max(1);
        }
    }
    after
}

/// Takes the short form of a human protein that is made: `recombinant human zelquidase (rhZQD)`.
#[cold]
fn recombinant(tokens: &Tokens<'_>, draft: &mut Draft, at: usize) {
    let letters = tokens.str(at + 1).strip_prefix("rh").unwrap_or("");
    let (_, end) = code::chunk(tokens, at + 1);
    let capitals = letters.len() >= 3 && letters.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let said = || (1..12).any(|step| tokens.is(back(at, step), w!("recombinant")));
    if capitals && tokens.get(end).is(')') && said() {
        draft.word(tokens, at + 1, end, 6, "compound.defined");
    }
}

/// Whether brackets begin as those of [`recombinant`] do.
fn is_recombinant(tokens: &Tokens<'_>, at: usize) -> bool {
    let short = tokens.get(at + 1);
    short.case == Case::Mixed && short.is_glued() && tokens.get(at).is('(') && tokens.str(at + 1).starts_with("rh")
}

/// Whether a bracket is looked at: of a mark, or of such letters.
#[inline]
pub fn is_bracket(tokens: &Tokens<'_>, at: usize) -> bool {
    let may_be = tokens.get(at + 2).is(')') | (tokens.get(at + 1).case == Case::Mixed);
    may_be && (skip_marks(tokens, at) > at || is_recombinant(tokens, at))
}

/// Whether a token is the capitals of a formulation after a blank: the `XR` of `Zorvanta XR`.
#[inline]
fn is_formulation(tokens: &Tokens<'_>, at: usize) -> bool {
    let token = tokens.get(at);
    let capitals = token.case == Case::Upper && (2..=3).contains(&token.len()) && token.gap == Gap::Space;
    capitals && FORMULATIONS.find(tokens, at).is_some()
}

/// Takes in the formulation after a brand that no list holds: `Zorvanta XR` beside `Zorvanta®`.
fn formulated(tokens: &Tokens<'_>, draft: &mut Draft) {
    for place in &mut draft.places {
        let at = skip_marks(tokens, place.end);
        if !is_formulation(tokens, at) {
            continue;
        }
        let Some(&form) = draft.forms.at(place.row as usize).filter(|form| form.word && !form.code && !form.generic)
        else {
            continue;
        };
        let whole = key(tokens, place.first, at + 1);
        let release = tokens.is_any(at, words!["cr", "er", "hfa", "odt", "sr", "xl", "xr"]);
        let evidence = form.evidence + if release { 2 } else { 0 };
        let (row, _) = draft.forms.row_or_insert_with(whole, || Form { evidence, ..form });
        *place = Place { end: at + 1, key: whole, row: row as u32, ..*place };
    }
}

/// Whether an owner stands before a marked name, and nothing after it says that it is no drug:
/// `Quill's Zorvanta®`, not `Quill's Zorvase® delivery technology`.
fn is_sold_by(tokens: &Tokens<'_>, first: usize, after: usize) -> bool {
    let owner = back(first, 3);
    let owned = tokens.is(back(first, 1), w!("s")) && matches!(tokens.get(back(first, 2)).symbol(), Some('\'' | '’'));
    let thing = (after..after + 5)
        .take_while(|&at| tokens.get(at).gap < Gap::Paragraph && tokens.get(at).is_word())
        .filter_map(|at| CUES.find(tokens, at))
        .any(|cue| !matches!(cue.tag, Tag::Plain | Tag::Head | Tag::Given | Tag::Stop));
    owned && tokens.get(owner).case != Case::Lower && tokens.get(owner).is_word() && !thing
}

/// A name that goes on after its mark: `ANABEX®2-73`, `DQVax®-L`.
fn marked_inside(tokens: &Tokens<'_>, last: usize, after: usize) -> Option<(usize, usize)> {
    let next = tokens.get(after);
    let dash = next.class == Class::Dash && next.is_glued() && tokens.get(after + 1).is_glued();
    let start = if dash { after + 1 } else { after };
    let part = tokens.get(start);
    // "Zorvanta®1 (zorbitinib)": the number of a note.
    let next = tokens.get(start + 1);
    let note = !dash && part.is_number() && part.len() == 1 && !(next.is_glued() && next.class == Class::Dash);
    let goes_on = part.is_glued()
        && (part.is_number() && !note || dash && part.len() <= 4 && part.case != Case::Lower && part.is_word());
    let (first, _) = name_before(tokens, last, Letters::Capital)?;
    goes_on.then(|| (first, code::chunk(tokens, start).1))
}

/// Which words may be a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Letters {
    /// With a capital.
    Capital,
    /// In lower case too, where it does not look like an ordinary word.
    Any,
    /// Likewise, and shorter, for a mark follows: `neffy®`.
    Marked,
}

/// Where a cue tells of a name, in the order in which they are looked at: after "called" and the like.
const CALLED: u16 = 1 << 0;
/// Behind the cue: "candidate NAME".
const AHEAD: u16 = 1 << 1;
/// Behind its owner and the cue: "Quill's antibiotic NAME".
const OWNED: u16 = 1 << 2;
/// Behind "of" or "for": "dose of NAME".
const OF: u16 = 1 << 3;
/// Behind "with" or "by": "treated with NAME".
const WITH: u16 = 1 << 4;
/// Before the cue: "NAME tablets".
const BEFORE_IT: u16 = 1 << 5;
/// Before "in", the cue and "with": "NAME in combination with".
const TOGETHER: u16 = 1 << 6;
/// Before what is granted: "grants NAME orphan drug designation".
const GRANTED: u16 = 1 << 7;
/// Beside a verb: "NAME was approved".
const GIVEN_TO: u16 = 1 << 8;
/// Before what it is: "NAME, an oral inhibitor".
const KIND: u16 = 1 << 9;
/// Behind the cue, and "is" behind that: "candidate name is".
const IS: u16 = 1 << 10;

/// Where a cue tells of a name, as far as what stands there may be one.
///
/// Few words beside a cue may, and which of them is not to be foretold: so all are asked together.
#[inline]
fn tells(tokens: &Tokens<'_>, at: usize, cue: &super::table::Cue) -> u16 {
    let far;
    let near = match tokens.list().get(at.wrapping_sub(1)..).and_then(|near| near.first_chunk()) {
        Some(near) => near,
        None => {
            far = [back(at, 1), at, at + 1, at + 2, at + 3].map(|at| tokens.get(at));
            &far
        }
    };
    let [before, token, next, third, fourth] = near;
    let holds = |token: &Token, word: Folded| token.payload() == word.hash();
    let is = |token: &Token, mark: char| token.payload() == mark as u32;
    let [of, with] =
        [[w!("of"), w!("for")], [w!("with"), w!("by")]].map(|[one, other]| holds(next, one) | holds(next, other));
    let begins = |token: &Token, next: &Token| {
        let joins = next.is_glued() & ((next.class != Class::Symbol) | is(next, '\'') | is(next, '’'));
        token.is_word() & ((token.case != Case::Lower) | joins | LET_BETWEEN.has(*token))
    };
    let ahead = if may_stand_before(*next) { begins(third, fourth) } else { begins(next, third) };
    let named = matches!(before.class, Class::Word | Class::Number);
    let ends = named & ((before.case != Case::Lower) | before.is_glued());
    let marked = is(before, '®') | is(before, '™') | is(before, '℠');
    let head = cue.tag == Tag::Head;
    let if_so = |so: bool, way: u16| u16::from(so) * way;
    if_so(ahead & ((cue.before >= 3) | head), AHEAD)
        | if_so(ahead & head & (cue.before == 2) & (token.case == Case::Lower), OWNED)
        | if_so((cue.before >= 5) & WHAT_IS.has(*third), IS)
        | if_so((cue.of >= 2) & (of | is(next, ')')), OF)
        | if_so((cue.with >= 4) & with, WITH)
        | if_so((cue.with >= 4) & with & holds(before, w!("in")), TOGETHER)
        | if_so((cue.after >= 3) & (token.gap == Gap::Space) & (ends | marked), BEFORE_IT)
        | if_so(cue.before == 4, CALLED)
        | if_so((cue.of >= 3) & holds(token, w!("designation")), GRANTED)
        | if_so(cue.tag == Tag::Given, GIVEN_TO)
        | if_so(head | (cue.with >= 4) & of & holds(token, w!("treatment")), KIND)
}

/// Whether a mark may stand between a cue and the name behind it.
#[inline]
fn may_stand_before(token: Token) -> bool {
    let is = |mark: char| token.payload() == mark as u32;
    (token.class == Class::Symbol) & (is(',') | is(':') | is('“') | is('"') | is('('))
}

/// Small words between a cue and a name.
static LET_BETWEEN: Likely<32> = likely(BETWEEN);
/// What names are said to be or to have.
static WHAT_IS: Likely<8> = likely(BE);

/// Words beside a cue: "candidate NAME", "dose of NAME", "NAME tablets".
fn anchors(view: &View<'_>, draft: &mut Draft, at: usize, cue: &super::table::Cue) {
    let tokens = view.tokens;
    let told = tells(tokens, at, cue);
    // What is asked for "is" goes with what stands ahead.
    let is = told & IS != 0;
    let mut ways = told & (IS - 1) | if is { AHEAD } else { 0 };
    while ways != 0 {
        let way = ways & ways.wrapping_neg();
        ways ^= way;
        let place = match way {
            CALLED => called(tokens, at),
            AHEAD => {
                ahead(tokens, draft, at, cue, is);
                None
            }
            OWNED => {
                owned(tokens, draft, at);
                None
            }
            OF => after_of(tokens, at, cue),
            WITH if tokens.is_any(at + 1, words!["with", "by"]) => {
                // Not the owner: "treated with Quill's ZRX-301".
                let place = name_at(tokens, beyond(tokens, at + 2));
                place.filter(|&(_, end)| !(tokens.get(end).is_glued() && tokens.is(end + 1, w!("s"))))
            }
            BEFORE_IT => name_before(tokens, back(at, 1), Letters::Capital),
            TOGETHER => {
                let both = tokens.is(back(at, 1), w!("in")) && tokens.is(at + 1, w!("with"));
                if both { name_before(tokens, back(at, 2), Letters::Capital) } else { None }
            }
            GRANTED => {
                granted(tokens, draft, at);
                None
            }
            GIVEN_TO => given_to(view, at),
            KIND => {
                let link = link_before(tokens, at).filter(|_| !(cue.tag == Tag::Head && modifies(tokens, at)));
                link.and_then(|link| described(view, link))
            }
            _ => None,
        };
        if let Some((first, end)) = place {
            draft.word(tokens, first, end, 0, "compound.cue");
        }
    }
}

/// "a drug called name": in small letters too, where the word before says what it is.
fn called(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let drug = |at: usize| CUES.find(tokens, at).is_some_and(|cue| cue.tag == Tag::Head && cue.before >= 3);
    let called = tokens.is_any(at, words!["called", "dubbed", "named", "termed"]);
    let said = called && (1..4).any(|step| drug(back(at, step)));
    if said { name_from(tokens, at + 1) } else { None }
}

/// "its candidate NAME", "its core product, NAME"
fn ahead(tokens: &Tokens<'_>, draft: &mut Draft, at: usize, cue: &super::table::Cue, is: bool) {
    let core = || tokens.is_any(back(at, 1), words!["core", "lead", "leading", "flagship", "main", "key"]);
    if cue.before < 3 && !core() {
        return;
    }
    let next = at + 1 + usize::from(may_stand_before(tokens.get(at + 1)));
    if let Some((first, end)) = name_at(tokens, beyond(tokens, next)) {
        draft.word(tokens, first, end, 0, "compound.cue");
    }
    // "its candidate zelquet is in Phase 2", in small letters too
    if is
        && next == at + 1
        && uses(tokens, next + 1) & BE != 0
        && let Some((first, end)) = name_from(tokens, next)
    {
        draft.word(tokens, first, end, -1, "compound.cue");
    }
}

/// "Quill's new antibiotic NAME"
fn owned(tokens: &Tokens<'_>, draft: &mut Draft, at: usize) {
    let owner = |step: usize| {
        tokens.is(back(at, step), w!("s")) && matches!(tokens.get(back(at, step + 1)).symbol(), Some('\'' | '’'))
    };
    let class = || !tokens.is_any(at, words!["product", "products", "agent"]);
    if (1..4).any(owner)
        && class()
        && let Some((first, end)) = name_at(tokens, at + 1)
    {
        draft.word(tokens, first, end, 2, "compound.cue");
    }
}

/// "dose of NAME", "(NDA) for NAME"
fn after_of(tokens: &Tokens<'_>, at: usize, cue: &super::table::Cue) -> Option<(usize, usize)> {
    let of = at + 1 + usize::from(tokens.get(at + 1).is(')') && tokens.get(back(at, 1)).is('('));
    if !tokens.is_any(of, words!["of", "for"]) {
        return None;
    }
    let next = beyond(tokens, of + 1);
    // "a generic version of Quill's NAME", "approval of Brevotis’ NAME"
    let owned = matches!(tokens.get(next + 1).symbol(), Some('\'' | '’'));
    let whose = usize::from(tokens.is(next + 2, w!("s")));
    if owned
        && (whose == 1 || tokens.str(next).ends_with('s'))
        && (cue.of >= 3 || tokens.is(back(at, 1), w!("generic")))
    {
        return name_at(tokens, next + 2 + whose);
    }
    if cue.of >= 3 || tokens.get(next).case == Case::Mixed { name_at(tokens, next) } else { None }
}

/// "grants NAME orphan drug designation"
fn granted(tokens: &Tokens<'_>, draft: &mut Draft, at: usize) {
    let mut last = back(at, 1);
    while tokens.is_any(last, PROGRAMMES) {
        last = back(last, 1);
    }
    let given = |first: usize| tokens.is_any(back(first, 1), words!["grants", "granted", "awards", "awarded", "gives"]);
    // Near miss: "grants QUILL orphan drug designation for NAME".
    let owner = tokens.is(at + 1, w!("for")) && name_at(tokens, beyond(tokens, at + 2)).is_some();
    let named = name_before(tokens, last, Letters::Capital).filter(|_| last + 1 < at && !owner);
    if let Some((first, end)) = named.filter(|&(first, _)| given(first)) {
        draft.word(tokens, first, end, 4, "compound.cue");
    }
}

/// "NAME was approved", "the FDA has approved NAME"
fn given_to(view: &View<'_>, at: usize) -> Option<(usize, usize)> {
    let tokens = view.tokens;
    let mut verb = back(at, 1);
    while tokens.is_any(verb, words!["been", "well", "generally", "also", "now", "currently", "first", "being"]) {
        verb = back(verb, 1);
    }
    if approves(tokens, at) {
        return name_at(tokens, beyond(tokens, at + 1));
    }
    // "the Ministry of Zorvance has approved it"
    let active = tokens.is(verb, w!("has")) && !(verb + 1..at).any(|at| tokens.is(at, w!("been")));
    let given = !active && tokens.is_any(verb, words!["is", "was", "has", "were", "are"]);
    if given { name_before(tokens, view.before_dose(back(verb, 1)), Letters::Capital) } else { None }
}

/// The name before what it is said to be: "NAME, an oral inhibitor", "NAME is a monoclonal antibody".
fn described(view: &View<'_>, link: usize) -> Option<(usize, usize)> {
    let tokens = view.tokens;
    let mut last = back(link, 1);
    if tokens.get(last).is(')') {
        let open = (1..14).map(|step| back(last, step)).find(|&at| tokens.get(at).is('('));
        last = open.map_or(last, |open| back(open, 1));
    }
    name_before(tokens, view.before_dose(last), Letters::Capital)
}

/// Before what a name is said to be.
const ARTICLES: &List = words!["a", "an", "our", "the", "its"];

/// One of [`ARTICLES`].
const ARTICLE_BIT: u8 = 1;
/// A comma, "is", "was" or a dash, between the name and the article.
const LINK_BIT: u8 = 2;
/// A point or semicolon.
const END_BIT: u8 = 4;

/// What tokens may be to what a name is said to be, by the lower bits of what they hold.
#[allow(clippy::indexing_slicing)] // runs in the compiler
static LINKS: [u8; 256] = {
    let mut links = [0; 256];
    let mut word = 0;
    while word < ARTICLES.words().len() {
        links[ARTICLES.words()[word].hash() as usize % 256] |= ARTICLE_BIT;
        word += 1;
    }
    links[w!("is").hash() as usize % 256] |= LINK_BIT;
    links[w!("was").hash() as usize % 256] |= LINK_BIT;
    links[',' as usize] |= LINK_BIT;
    links['.' as usize] |= END_BIT;
    links[';' as usize] |= END_BIT;
    let mut at = 0;
    while at <= 0xffff {
        if let Some(character) = char::from_u32(at)
            && is_dash(character)
        {
            links[at as usize % 256] |= LINK_BIT;
        }
        at += 1;
    }
    links
};

/// What stands before the last article of the clause before a token that has a link before it: the comma of "NAME, an
/// oral inhibitor".
#[inline]
#[allow(clippy::indexing_slicing)] // below the length
fn link_before(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    /// Tokens that are looked at.
    const NEAR: usize = 14;
    /// The lowest of the three bits of each but the first.
    const EACH: u64 = (1 << (3 * (NEAR - 1))) / 7;
    let bits = |bits: u64, token: Token| bits << 3 | u64::from(LINKS[token.payload() as usize % 256]);
    let near = tokens.list().get(at.wrapping_sub(NEAR)..).and_then(|near| near.first_chunk::<NEAR>());
    let bits = match near {
        Some(near) => near.iter().fold(0, |all, &token| bits(all, token)),
        None => (1..=NEAR).rev().fold(0, |all, step| bits(all, tokens.get(back(at, step)))),
    };
    // Articles with a link right before them. Nearly always there is none.
    let mut found = bits & bits >> 4 & EACH;
    while found != 0 {
        let place = found.trailing_zeros();
        found &= found - 1;
        let article = at - place as usize / 3 - 1;
        let (token, link) = (tokens.get(article), back(article, 1));
        // After a dash a capital begins a sentence: "BOSTON — The drug".
        let dash = tokens.get(link).class == Class::Dash && token.case == Case::Lower;
        let linked = tokens.get(link).is(',') || tokens.is_any(link, words!["is", "was"]) || dash;
        if linked && ARTICLES.iter().any(|&word| token.reads(word)) {
            let ends = |at: usize| tokens.get(at).is('.') || tokens.get(at).is(';');
            let ended = bits >> 2 & EACH & ((1 << place) - 1) != 0 && (article + 1..at).any(ends);
            return (!ended).then_some(link);
        }
    }
    None
}

/// Words of what a regulator grants, folded.
const PROGRAMMES: &List = words![
    "fast",
    "track",
    "orphan",
    "drug",
    "breakthrough",
    "therapy",
    "rare",
    "paediatric",
    "pediatric",
    "disease",
    "priority",
    "review",
    "regenerative",
    "medicine",
    "advanced"
];

/// The token after the small words that may stand before a name: "oral", "once-weekly".
fn beyond(tokens: &Tokens<'_>, at: usize) -> usize {
    let mut next = at;
    while next < at + 6 {
        let joined = tokens.get(next + 1).class == Class::Dash && tokens.get(next + 1).is_glued();
        let last = if joined { next + 2 } else { next };
        if tokens.get(next).case != Case::Lower || uses(tokens, last) & BETWEEN == 0 {
            break;
        }
        next = last + 1;
    }
    next
}

/// Whether a cue tells of no name beside it.
pub fn is_silent(cue: &super::table::Cue) -> bool {
    let weak = cue.before < 3 && cue.of < 2 && cue.with < 4 && cue.after < 3;
    weak && !matches!(cue.tag, Tag::Head | Tag::Given)
}

/// Whether a cue that is not silent tells of a name after "of", "for", "with" and "by" alone; the designation
/// that is granted is another thing: see [`anchors`].
pub fn speaks_of(cue: &super::table::Cue) -> bool {
    let alone = cue.before < 3 && cue.after < 3;
    alone && !matches!(cue.tag, Tag::Head | Tag::Given)
}

/// The name that begins at a token, if it looks like one.
fn name_at(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let (token, next) = (tokens.get(at), tokens.get(at + 1));
    // Nearly always an ordinary word, with a blank or a mark behind it.
    let small = token.case == Case::Lower && !(next.is_glued() && code::may_join(next));
    if token.gap == Gap::Paragraph || !token.is_word() || small {
        return None;
    }
    let (first, mut end) = code::chunk(tokens, at);
    while end > at + 2 && tokens.get(end - 2).class == Class::Dash && tokens.get(end - 1).case == Case::Lower {
        end -= 2;
    }
    // "N-acetylzelquosamine-6-sulfatase"
    let enzyme =
        tokens.get(end).class == Class::Dash && tokens.get(end).is_glued() && tokens.str(end + 1).ends_with("ase");
    (first == at && !enzyme).then_some(())?;
    checked(tokens, at, end, Letters::Capital)
}

/// The name that ends with a token, if it looks like one.
fn name_before(tokens: &Tokens<'_>, last: usize, letters: Letters) -> Option<(usize, usize)> {
    let last = if is_mark(tokens, last) { back(last, 1) } else { last };
    let token = tokens.get(last);
    let small = token.case == Case::Lower && !token.is_glued() && letters == Letters::Capital;
    if !matches!(token.class, Class::Word | Class::Number) || small {
        return None;
    }
    let (mut first, end) = code::chunk(tokens, last);
    while first < last && tokens.get(first + 1).class == Class::Dash && FOREIGN_PREFIXES.find(tokens, first).is_some() {
        first += 2;
    }
    if end != last + 1 {
        return None;
    }
    checked(tokens, first, end, letters)
}

fn checked(tokens: &Tokens<'_>, first: usize, end: usize, letters: Letters) -> Option<(usize, usize)> {
    let (capital, total) = letters_of(tokens, first, end);
    if total < 3 || end - first > 7 || capital == 0 && letters == Letters::Capital {
        return None;
    }
    let surface = tokens.slice(tokens.span(first, end));
    let single = end == first + 1;
    let said = |at: usize| CUES.find(tokens, at).is_some() || TAILS.find(tokens, at).is_some();
    let known = is_known(tokens.get(first));
    let known_word = if single {
        known && (said(first) || OTHER_PREFIXES.find(tokens, first).is_some())
    } else {
        let other = if known { OTHER_PREFIXES.find(tokens, first) } else { None };
        // "PD1-Quvax": a vaccine against it.
        let vaccine = ["vax", "Vax", "Vaxx"].iter().any(|last| surface.ends_with(last));
        // "doses of AT-GAA", where the text is not in capitals.
        let upper = tokens.get(first).case == Case::Upper && tokens.get(first).len() == 2;
        let initials = upper && tokens.get(end - 1).len() <= 3 && tokens.get(back(first, 1)).case == Case::Lower;
        let said = |cue: &super::table::Cue| cue.tag != Tag::Company && !(initials && cue.tag == Tag::Stop);
        let said = || CUES.find(tokens, first).map_or_else(|| TAILS.find(tokens, first).is_some(), said);
        let word = known && said()
            || matches!(other, Some(Other::Target | Other::Disease | Other::Trial | Other::Time | Other::Form));
        word && !vaccine
            || tokens.is_any(
                end - 1,
                words![
                    "cell",
                    "cells",
                    "like",
                    "based",
                    "patients",
                    "release",
                    "coated",
                    "silent",
                    "competent",
                    "enhanced"
                ],
            )
    };
    if known_word || known && FOREIGN_PREFIXES.find(tokens, first).is_some() {
        return None;
    }
    // A plural of initials: "ADCs"; what computes: "ZorvantaAI"; most often a disease: "cUTI"; "siRNA".
    let initials = || {
        let (head, rest) = surface.split_at_checked(1).unwrap_or_default();
        head.chars().all(|c| c.is_ascii_lowercase()) && rest.chars().all(|c| c.is_ascii_uppercase())
    };
    let short = letters != Letters::Marked && total <= 6;
    let nucleic = || short && (surface.ends_with("RNA") || surface.ends_with("DNA"));
    let initials = || short && capital + 1 == total && initials();
    let computes = || capital < total && surface.ends_with("AI");
    if single && (is_plural(surface, 's') || computes() || initials() || nucleic()) {
        return None;
    }
    let least = if letters == Letters::Marked { 5 } else { 6 };
    (capital > 0 || total >= least && single && !is_ordinary(surface)).then_some((first, end))
}

/// How many capitals and how many letters there are.
fn letters_of(tokens: &Tokens<'_>, first: usize, end: usize) -> (usize, usize) {
    let (mut capitals, mut letters) = (0, 0);
    for at in first..end {
        let token = tokens.get(at);
        if token.is_beyond_ascii() {
            let word = tokens.str(at).chars().filter(|c| c.is_alphabetic());
            word.for_each(|c| (capitals, letters) = (capitals + usize::from(c.is_uppercase()), letters + 1));
        } else if token.is_word() {
            letters += token.len();
            capitals += match token.case {
                Case::None | Case::Lower => 0,
                Case::Capital => 1,
                Case::Upper => token.len(),
                Case::Mixed => tokens.str(at).bytes().filter(u8::is_ascii_uppercase).count(),
            };
        }
    }
    (capitals, letters)
}

/// Initials with one letter more: "ADCs", "PARPi".
fn is_plural(surface: &str, ending: char) -> bool {
    // "iADCs"
    let initials = surface.strip_suffix(ending).map(|initials| initials.trim_start_matches(['i', 'm', 'p', 's']));
    initials.is_some_and(|initials| initials.len() >= 2 && initials.chars().all(|c| c.is_ascii_uppercase()))
}

/// Whether a word in lower case ends as ordinary words do.
fn is_ordinary(word: &str) -> bool {
    let endings: &[&str] = match word.as_bytes().last() {
        Some(b'a') => &["emia", "oma"],
        Some(b'c') => &["ic"],
        Some(b'd') => &["acid", "ed", "hood"],
        Some(b'e') => &["able", "age", "ance", "ase", "ence", "ible", "ise", "ive", "ize", "some", "ure"],
        Some(b'g') => &["ing"],
        Some(b'l') => &["al", "ful", "ll"],
        Some(b'm') => &["form", "ism", "platform"],
        Some(b'n') => &["ergen", "ion", "lagen", "ogen", "tein", "tigen"],
        Some(b'p') => &["ship"],
        Some(b'r') => &["er", "or", "vector"],
        Some(b's') => &[
            "ells", "ers", "es", "ics", "ids", "ies", "ists", "itis", "less", "ness", "ns", "ors", "osis", "ous",
            "ses", "ts", "virus",
        ],
        Some(b't') => &["ant", "ent", "ist", "ment"],
        Some(b'y') => &["apy", "ary", "ity", "ly", "ody", "ology", "ory", "pathy"],
        _ => &[],
    };
    endings.iter().any(|ending| word.ends_with(ending))
}

/// How a product is given, and in what form. Most words beside a name say neither.
static GIVEN_AS: Likely<64> = Likely::of(FORMULATION_WORDS.words()).with(GIVEN);

/// Whether a word says how a product is given.
fn is_given_as(tokens: &Tokens<'_>, at: usize) -> bool {
    GIVEN_AS.has(tokens.get(at)) && tokens.is_any(at, GIVEN)
}

/// Whether a word says in what form a product is given.
#[inline]
fn is_form(tokens: &Tokens<'_>, at: usize) -> bool {
    GIVEN_AS.has(tokens.get(at)) && FORMULATION_WORDS.find(tokens, at).is_some()
}

/// What stands right before a name of which [`partner`] makes something.
static BEFORE: Likely<64> = Likely::of(FORMULATION_WORDS.words())
    .and_all(likely(RENAMED))
    .with(GIVEN)
    .with(words!["of", "for"])
    .symbol('(')
    .symbol('[')
    .symbol(':');
/// What stands before those of them that are words.
static BEFORE_THAT: Likely<64> = likely(RENAMED).with(words!["name", "tradename"]).symbol(',').symbol('(');
/// What stands right behind such a name.
static BEHIND: Likely<64> = Likely::of(FORMULATION_WORDS.words())
    .and_all(likely(KNOWN | BE | SAYS))
    .with(words!["or"])
    .symbol('(')
    .symbol(',')
    .symbol('®')
    .symbol('™')
    .symbol('℠');
/// What stands behind those of them that are no brackets.
static BEHIND_THAT: Likely<64> =
    likely(RENAMED | UNDER | SAYS).with(GIVEN).with(words!["or", "is", "was"]).symbol('(').symbol(',');

/// On which sides of a name the words may be such that [`partner`] makes something of them. Of fourteen names it does so at
/// one.
fn sides(tokens: &Tokens<'_>, first: usize, end: usize) -> Sides {
    let (before, behind) = (tokens.get(back(first, 1)), tokens.get(end));
    // "zelquorin and mavorinib (zel/mavo)"
    let opens = |step: usize| tokens.get(end + step).is('(');
    let pair = |step: usize| opens(step) & tokens.get(end + step + 2).is('/');
    Sides {
        before: BEFORE.has(before) && is_told_before(tokens, first),
        behind: (BEHIND.has(behind) || behind.class == Class::Dash) && is_told_behind(tokens, end)
            || opens(1) | opens(2) | opens(3) && pair(1) | pair(2) | pair(3),
    }
}

/// Sides of a name.
#[derive(Clone, Copy)]
struct Sides {
    before: bool,
    behind: bool,
}

fn is_told_before(tokens: &Tokens<'_>, first: usize) -> bool {
    let mut before = back(first, 1);
    if BEFORE_THAT.has(tokens.get(back(before, 1))) || tokens.get(before).is(':') {
        return true;
    }
    while is_given_as(tokens, before) || is_form(tokens, before) {
        before = back(before, 1);
    }
    matches!(tokens.get(before).symbol(), Some('(' | '['))
}

fn is_told_behind(tokens: &Tokens<'_>, end: usize) -> bool {
    let mut at = skip_marks(tokens, end);
    while is_form(tokens, at) {
        at += 1;
    }
    let (token, next, third) = (tokens.get(at), tokens.get(at + 1), tokens.get(at + 2));
    // "NAME, or ABC", "NAME, or “ABC"
    let short = || next.case == Case::Upper || next.class == Class::Symbol;
    // "NAME, is marketed as", "NAME, the brand name of", not "NAME, is a candidate"
    let is = || next.reads(w!("is")) || next.reads(w!("was")) || next.reads(w!("the"));
    token.is('(')
        || token.class == Class::Dash && token.gap > Gap::None
        || tokens.is_any(at, words!["or", "as"]) && short()
        || BEHIND_THAT.has(next) && (!is() || !third.is_word() || BEHIND_THAT.has(third))
        || next.class == Class::Dash
}

/// "NAME (CODE)" and "CODE (name)": a word beside a place that the text equates with it.
fn partner(view: &View<'_>, draft: &mut Draft, first: usize, end: usize, key: u64) {
    let sides = sides(view.tokens, first, end);
    if sides.before | sides.behind {
        equate(view, draft, first, end, key, sides);
    }
}

#[inline(never)]
fn equate(view: &View<'_>, draft: &mut Draft, first: usize, end: usize, key: u64, sides: Sides) {
    let tokens = view.tokens;
    if sides.behind {
        renamed_behind(view, draft, end, key);
    }
    if sides.before {
        renamed_before(view, draft, first, key);
    }
    // Beside a brand, a word with a capital is its owner: "Zorvanta (Quill)".
    let brand = draft.forms.get(&key).is_some_and(|form| !form.generic && !form.code);
    let owner = |from: usize, to: usize| {
        // "QSK2879552 (QuillSmithKline)": whose letters the code begins with.
        let capitals = tokens.str(from).chars().filter(|c| c.is_ascii_uppercase());
        let code = tokens.str(first).trim_end_matches(|c: char| c.is_ascii_digit());
        if to == from + 1 && tokens.get(from).case == Case::Mixed && code.len() >= 2 && capitals.eq(code.chars()) {
            return true;
        }
        // "(Zorvanta, Quill-Brevox)" too.
        let words = (from..to).all(|at| match tokens.get(at).class {
            Class::Dash => true,
            _ => tokens.get(at).case == Case::Capital && (to == from + 1 || tokens.get(at).len() >= 4),
        });
        brand && words && skip_marks(tokens, to) == to
    };
    // "BRAND (ingredient: name)"
    let mut before = back(first, 1);
    if tokens.get(before).is(':') && tokens.is_any(back(before, 1), words!["ingredient", "generic", "name", "inn"]) {
        before = back(before, 2 + usize::from(tokens.is_any(back(before, 2), words!["active", "generic"])));
    }
    // "BRAND (transdermal name gel)"
    while is_given_as(tokens, before) || is_form(tokens, before) {
        before = back(before, 1);
    }
    if sides.before
        && matches!(tokens.get(before).symbol(), Some('(' | '['))
        && (matches!(tokens.get(end).symbol(), Some(')' | ']' | ',' | ';' | '®' | '™'))
            || tokens.is_any(end, FORMS) && tokens.get(end + 1).is(')')
            // "BRAND® (name and other name vaginal ring)", not "chemotherapy (name and other name)"
            || tokens.is(end, w!("and")) && is_mark(tokens, back(before, 1)))
        && let last = formed(tokens, back(before, 1))
        && let Some((from, to)) = syllables(tokens, last)
            .or_else(|| numeral(tokens, last))
            .or_else(|| name_before(tokens, last, Letters::Any))
            // "NAME 130 mg (zelquorin) capsules"
            .or_else(|| name_before(tokens, Some(view.before_dose(last)).filter(|&at| at < last)?, Letters::Capital))
        && !is_class(tokens, from, end)
    {
        let other = draft.word(tokens, from, to, 0, "compound.defined");
        draft.links.push((other, key));
        // "Zorvent (zorbitinib)": a generic name in brackets outweighs the ending of an ordinary word.
        let strong = draft.forms.get(&key).is_some_and(|form| form.generic && form.prior >= 6);
        if let Some(form) = draft.forms.get_mut(&other).filter(|_| strong && tokens.get(from).case == Case::Capital) {
            form.prior = form.prior.max(-1);
        }
    }
    if sides.behind {
        short_form(view, draft, first, end, key);
        syllables_of_both(tokens, draft, first, end);
    }
    let open = skip_marks(tokens, end);
    // "(CODE, BRAND)"
    if tokens.get(open).is(',')
        && tokens.get(before).is('(')
        && let Some((from, to)) = name_at(tokens, open + 1)
        && tokens.get(skip_marks(tokens, to)).is(')')
        && !(to == from + 1 && tokens.get(from).len() < 5)
        && !owner(from, to)
    {
        let other = draft.word(tokens, from, to, 0, "compound.defined");
        draft.links.push((other, key));
    }
    if !sides.behind {
        return;
    }
    // "zelquorin liposome injection (ZLI)", whose letters are of all the words
    let mut formed = end;
    while tokens.get(formed).gap <= Gap::Line && is_form(tokens, formed) {
        formed += 1;
    }
    if formed > end && tokens.get(formed).is('(') {
        let short = tokens.get(formed + 1);
        let whole = tokens.slice(tokens.span(first, formed));
        let closed = matches!(tokens.get(formed + 2).symbol(), Some(')' | ',' | ';'));
        let initials = short.case == Case::Upper && (3..=5).contains(&short.len()) && closed;
        if initials && of_words(tokens.str(formed + 1), whole) {
            let other = draft.word(tokens, formed + 1, formed + 2, 3, "compound.defined");
            draft.links.push((other, key));
            if let Some(form) = draft.forms.get_mut(&other) {
                form.evidence += if is_abbreviation(tokens, formed + 1) { 8 } else { 0 };
                form.short = true;
            }
        }
        return;
    }
    if !tokens.get(open).is('(') {
        return;
    }
    // "zelquorin/mavorinib (ZQ/MV)"
    let letters = |at: usize| tokens.get(at).case == Case::Upper && tokens.get(at).len() <= 5;
    let both = (first..end).any(|at| tokens.get(at).is('/'));
    if both && letters(open + 1) && tokens.get(open + 2).is('/') && letters(open + 3) && tokens.get(open + 4).is(')') {
        let other = draft.word(tokens, open + 1, open + 4, 5, "compound.defined");
        draft.links.push((other, key));
        return;
    }
    let quote = |at: usize| matches!(tokens.get(at).symbol(), Some('“' | '”' | '"' | '‘' | '’'));
    let start = open + 1 + usize::from(quote(open + 1));
    if !tokens.get(start).is_word() {
        return;
    }
    let (from, to) = code::chunk(tokens, start);
    let after = skip_marks(tokens, to);
    let after = after + usize::from(quote(after));
    let closed = matches!(tokens.get(after).symbol(), Some(')' | ',' | ';'));
    let upper = to == from + 1 && tokens.get(from).case == Case::Upper && tokens.get(from).len() < 6;
    let letters_alone =
        tokens.get(from).case == Case::Upper && !tokens.str(from).contains(|c: char| c.is_ascii_digit());
    // The compound's own short name: "azacitidine (AZA)".
    let name = tokens.slice(tokens.span(first, end));
    let begins = to == from + 1
        && (3..name.len()).contains(&tokens.str(from).len())
        && name.get(..tokens.str(from).len()).is_some_and(|head| head.eq_ignore_ascii_case(tokens.str(from)));
    let strong = draft.forms.get(&key).is_some_and(|form| form.generic && form.prior >= 5);
    // "zelquilamod (zelq or ZRX-301)"
    let closed = closed || begins && tokens.is(after, w!("or"));
    if from == start && closed && begins && CUES.find(tokens, from).is_none() {
        let other = draft.word(tokens, from, to, 3, "compound.defined");
        draft.links.push((other, key));
        if let Some(form) = draft.forms.get_mut(&other) {
            form.short |= strong;
        }
        return;
    }
    // "folinic acid (FA)"
    let two = strong && end == first + 2 && is_initials(tokens.str(from), [first, first + 1].map(|at| tokens.str(at)));
    let own = upper && (two || is_short_form(tokens.str(from), name));
    if from == start
        && closed
        && (!upper || own)
        && !owner(from, to)
        // "would respond to Zorvanta (KRYSTOL)": a trial
        && !(brand && to == from + 1 && letters_alone && tokens.get(first).case != Case::Upper)
        && !is_gene_like(tokens.slice(tokens.span(from, to)))
        && let Some((from, to)) = if own { Some((from, to)) } else { checked(tokens, from, to, Letters::Any) }
    {
        let other = draft.word(tokens, from, to, if own { 3 } else { 0 }, "compound.defined");
        draft.links.push((other, key));
        if let Some(form) = draft.forms.get_mut(&other) {
            // The short form of a compound's words does not speak against it, as that of other words does.
            form.evidence += if own && is_abbreviation(tokens, from) { 8 } else { 0 };
            form.short |= own && strong;
            // Nor does the ending of a brand in brackets after a substance.
            if strong && tokens.get(from).case == Case::Capital {
                form.prior = form.prior.max(-1);
            }
        }
    }
}

/// A brand of two or three short words with capitals that ends with a token, as brands of China are written in Latin
/// letters: `Zuo Lan Qi`.
///
/// Near miss: `Lan Qi Pharma`, and a short word that begins its sentence.
fn syllables(tokens: &Tokens<'_>, last: usize) -> Option<(usize, usize)> {
    let last = if is_mark(tokens, last) { back(last, 1) } else { last };
    let short = |at: usize| {
        let token = tokens.get(at);
        token.case == Case::Capital && (2..=5).contains(&token.len()) && CUES.find(tokens, at).is_none()
    };
    let mut first = last;
    while short(first) && tokens.get(first).gap == Gap::Space && last - first < 3 {
        first = back(first, 1);
    }
    let (first, small) = (first + 1, tokens.get(first).case == Case::Lower);
    (small && (2..=3).contains(&(last + 1 - first))).then_some((first, last + 1))
}

/// A brand with the number of its product that ends with a token: `Zorvanta II`.
fn numeral(tokens: &Tokens<'_>, last: usize) -> Option<(usize, usize)> {
    let brand = back(last, 1);
    let number = tokens.is_any(last, words!["i", "ii", "iii", "iv"]) && tokens.get(last).gap == Gap::Space;
    let capital = tokens.get(last).case != Case::Lower && tokens.get(brand).case == Case::Capital;
    let (first, _) = if number && capital { name_before(tokens, brand, Letters::Capital)? } else { return None };
    (uses(tokens, brand) & super::words::PHASE == 0).then_some((first, last + 1))
}

/// The last token of a marked name before the word for its form: `Zorvanta® Tape (`.
fn formed(tokens: &Tokens<'_>, last: usize) -> usize {
    let form = FORMULATION_WORDS.find(tokens, last).is_some() && is_mark(tokens, back(last, 1));
    if form { back(last, 1) } else { last }
}

/// Whether a word in small letters names a class of substances and what its brackets hold, up to `end`, is of it: `a taxane
/// (zelquotaxel)`, `taxanes (zelquotaxel or mavotaxel)`.
///
/// Near miss: `zelquinol (zelquinophen)`, which are one.
fn is_class(tokens: &Tokens<'_>, first: usize, end: usize) -> bool {
    let small = |at: usize| tokens.get(at).case == Case::Lower && tokens.get(at).is_word();
    let article = |at: usize| tokens.is_any(at, words!["a", "an", "another", "any"]);
    let before = back(first, 1);
    let one = article(before) || uses(tokens, before) & SMALL == 0 && small(before) && article(back(before, 1));
    let next = end + usize::from(tokens.get(end).is(','));
    let next = next + usize::from(tokens.is_any(next, words!["or", "and"]));
    small(first) && (one || next > end && small(next) && uses(tokens, next) & RENAMED == 0)
}

/// Capitals, small letters and one digit, as genes are written and no drugs: `NaQi2b` in `QLV-131 (NaQi2b)`.
fn is_gene_like(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    word.len() <= 8
        && digits == 1
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// "NAME, or ABC": the initials by which the text goes on.
///
/// Near miss: "NAME, or FDA-approved ABC", whose letters are not those of the name.
fn short_form(view: &View<'_>, draft: &mut Draft, first: usize, end: usize, key: u64) {
    let tokens = view.tokens;
    let or = skip_marks(tokens, end);
    let mut or = or + usize::from(tokens.get(or).is(','));
    // "NAME and is commonly referred to as ABC"
    let from = or;
    while or < from + 7 && uses(tokens, or) & SAYS != 0 {
        or += 1;
    }
    if or == from && !tokens.get(or).reads(w!("or")) {
        return;
    }
    or -= usize::from(or > from);
    let named = tokens.is(or, w!("or")) || or > from && tokens.is(or, w!("as"));
    or += usize::from(matches!(tokens.get(or + 1).symbol(), Some('“' | '"')));
    let short = tokens.get(or + 1);
    let initials = named && short.case == Case::Upper && (3..=5).contains(&short.len());
    let ends = !tokens.get(or + 2).is_glued()
        || matches!(tokens.get(or + 2).symbol(), Some(',' | '.' | ';' | ')' | '”' | '"'));
    if initials && ends && is_short_form(tokens.str(or + 1), tokens.slice(tokens.span(first, end))) {
        let other = draft.word(tokens, or + 1, or + 2, 3, "compound.defined");
        draft.links.push((other, key));
    }
}

/// Whether two letters are those that two words begin with.
fn is_initials(letters: &str, words: [&str; 2]) -> bool {
    letters.len() == 2
        && letters
            .bytes()
            .zip(words)
            .all(|(letter, word)| word.as_bytes().first().is_some_and(|b| b.eq_ignore_ascii_case(&letter)))
}

/// Takes the first syllables of two substances in brackets of their own: `zelquorin and mavorinib (Zel/mavo)`, `Zorvanta
/// (zelquorin) plus Mavex (mavorinib) (zel/mavo)`.
fn syllables_of_both(tokens: &Tokens<'_>, draft: &mut Draft, first: usize, end: usize) {
    let near = (end..end + 4).find(|&at| tokens.get(at).is('(') && tokens.get(at).gap == Gap::Space);
    let Some(open) = near else { return };
    let part = |at: usize| tokens.get(at).is_word() && tokens.get(at).case != Case::Upper && tokens.get(at).len() >= 3;
    let pair = part(open + 1) && tokens.get(open + 2).is('/') && part(open + 3) && tokens.get(open + 4).is(')');
    let (short, name) = (tokens.str(open + 3), tokens.str(first));
    let begins = short.len() < name.len() && name.get(..short.len()).is_some_and(|it| it.eq_ignore_ascii_case(short));
    if pair && begins && tokens.get(open + 3).is_glued() {
        draft.word(tokens, open + 1, open + 4, 5, "compound.defined");
    }
}

/// Whether letters are those that some words begin with, all of them in order.
fn of_words(letters: &str, words: &str) -> bool {
    let heads = words.split([' ', '\n', '-']).filter_map(|word| word.chars().next());
    letters.chars().eq(heads.map(|c| c.to_ascii_uppercase()))
}

/// Whether initials begin as the name does and take their letters from it in order.
pub fn is_short_form(initials: &str, name: &str) -> bool {
    let mut letters = name.chars().filter(|c| c.is_alphabetic()).map(|c| c.to_ascii_uppercase());
    let mut wanted = initials.chars();
    let first = wanted.next();
    letters.next() == first && initials.len() >= 3 && wanted.all(|letter| letters.any(|other| other == letter))
}

/// "CODE, also known as name", "name (formerly CODE)": what the text says behind a name to be the same.
fn renamed_behind(view: &View<'_>, draft: &mut Draft, end: usize, key: u64) {
    let tokens = view.tokens;
    let mut after = skip_marks(tokens, end);
    // "name intravitreal implant, also known as CODE"
    while is_form(tokens, after) {
        after += 1;
    }
    // "CODE (formerly CODE), also known as NAME"
    let closes = |at: usize| (at..at + 14).find(|&at| tokens.get(at).is(')')).map(|close| close + 1);
    let beyond = if tokens.get(after).is('(') { closes(after) } else { None };
    for start in [Some(after), beyond].into_iter().flatten() {
        if let Some((from, to)) = other_name(tokens, start) {
            let other = draft.word(tokens, from, to, 0, "compound.defined");
            draft.links.push((other, key));
        }
    }
}

/// "NAME, also known as code", "NAME is the brand name of name": the same before it.
fn renamed_before(view: &View<'_>, draft: &mut Draft, first: usize, key: u64) {
    let tokens = view.tokens;
    let opens = |at: usize| matches!(tokens.get(at).symbol(), Some(',' | '('));
    if let Some((from, to)) = branded(tokens, first) {
        let other = draft.word(tokens, from, to, 1, "compound.defined");
        draft.links.push((other, key));
    }
    let mut at = back(first, 1);
    let from = at;
    while uses(tokens, at) & RENAMED != 0 {
        at = back(at, 1);
    }
    if at < from
        && opens(at)
        && let Some((from, to)) = name_before(tokens, back(at, 1), Letters::Any)
    {
        let other = draft.word(tokens, from, to, 0, "compound.defined");
        draft.links.push((other, key));
    }
}

/// The brand before words that say whose it is: `Zorvanta as the brand name for ZRX-301`, `Zorvanta is the proposed
/// trade name of zorbitinib`.
fn branded(tokens: &Tokens<'_>, first: usize) -> Option<(usize, usize)> {
    const KINDS: &List = words!["brand", "trade", "proprietary", "tradename"];
    const SAYS: &List = words!["the", "a", "our", "its", "proposed", "intended", "commercial", "global", "us", "name"];
    let (of, mut at) = (back(first, 1), back(first, 2));
    let naming = || tokens.is_any(at, words!["name", "tradename"]) && tokens.is_any(of, words!["for", "of"]);
    if !tokens.get(of).is_within(3) || !naming() {
        return None;
    }
    let mut kind = false;
    while tokens.is_any(at, KINDS) || tokens.is_any(at, SAYS) {
        kind |= tokens.is_any(at, KINDS);
        at = back(at, 1);
    }
    let says = kind && (tokens.is_any(at, words!["as", "is", "be"]) || tokens.get(at).is(','));
    if says { name_before(tokens, back(at, 1), Letters::Capital) } else { None }
}

/// The other name that the words from `at` on give: `, also known as NAME`, `is marketed as NAME`,
/// `(trade name NAME)`.
///
/// Near miss: `, known to hospitals`, where no name is given.
fn other_name(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let dash = |at: usize| tokens.get(at).class == Class::Dash;
    let divided = matches!(tokens.get(at).symbol(), Some(',' | '(')) || dash(at) && tokens.get(at).gap > Gap::None;
    if !divided && uses(tokens, at) & (KNOWN | BE) == 0 {
        return None;
    }
    let mut at = at;
    while dash(at) || matches!(tokens.get(at).symbol(), Some(',' | '(')) || tokens.is_any(at, words!["is", "was"]) {
        at += 1;
    }
    let from = at;
    while uses(tokens, at) & (RENAMED | UNDER) != 0 || is_given_as(tokens, at) {
        at += 1;
    }
    let quoted = matches!(tokens.get(at).symbol(), Some('“' | '"' | '‘' | ':'));
    if at == from && !quoted {
        return None;
    }
    // "QLV-131, the oral prolyl hydroxylase inhibitor" gives none.
    let given = is_given_as(tokens, back(at, 1));
    let named = uses(tokens, back(at, 1)) & NAMING != 0 || divided && given;
    let noun = |at: usize| {
        given && tokens.get(at).case == Case::Lower && tokens.get(at).len() >= 5 && uses(tokens, at) & BETWEEN == 0
    };
    let at = at + usize::from(quoted);
    // "(formerly known as zelquicase)", whose ending is that of enzymes too
    let enzyme = || {
        let word = tokens.get(at);
        let alone = matches!(tokens.get(at + 1).symbol(), Some(')' | ',')) && !given;
        (alone && word.case == Case::Lower && word.len() >= 9 && tokens.str(at).ends_with("ase"))
            .then_some((at, at + 1))
    };
    let name = || {
        let whole = |&(_, end): &(usize, usize)| !noun(end) || FORMULATION_WORDS.find(tokens, end).is_some();
        name_from(tokens, at).filter(whole).or_else(enzyme)
    };
    if named { name() } else { None }
}

/// A name in any letters that begins at a token.
fn name_from(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    if !tokens.get(at).is_word() {
        return None;
    }
    let (first, end) = code::chunk(tokens, at);
    (first == at).then_some(())?;
    checked(tokens, at, end, Letters::Any)
}

/// Remembers the words before "Inc.", "Therapeutics" and the like.
fn company(tokens: &Tokens<'_>, draft: &mut Draft, at: usize) {
    if tokens.get(at).case == Case::Lower {
        return;
    }
    for step in 1..4 {
        let word = back(at, step);
        let token = tokens.get(word);
        if token.is(',') && step == 1 || is_mark(tokens, word) && step <= 2 {
            continue;
        }
        let gap = tokens.get(word + 1).gap;
        if !(matches!(token.case, Case::Capital | Case::Upper | Case::Mixed) & token.is_word() & (gap <= Gap::Line)) {
            return;
        }
        // A company is named more than once.
        if draft.companies.contains(token.hash()) {
            continue;
        }
        if CUES.find(tokens, word).is_some_and(|cue| cue.tag == Tag::Stop) {
            return;
        }
        draft.companies.insert(token.hash());
    }
}

/// The name that is all of a paragraph, its only word, where the next one is short and says what it is: `Zorvanta` over
/// `A vaccine against gout`.
///
/// Near miss: `Oncology` over `A Phase 3 trial of the drug began.`, which is a sentence.
fn cell(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    if is_ordinary(tokens.str(at)) {
        return None;
    }
    let (first, end) = name_from(tokens, at)?;
    let last = (end + 1..end + 24).find(|&at| tokens.get(at).gap == Gap::Paragraph)?;
    let head = (end..last.min(end + 5)).any(|at| {
        let cue = CUES.find(tokens, at).is_some_and(|cue| cue.tag == Tag::Head && cue.before >= 2);
        cue || tokens.is_any(at, words!["protein", "vaccine", "antisense"])
    });
    let verb = (end..last).any(|at| uses(tokens, at) & BE != 0 || tokens.get(at).is('.'));
    (head && !verb).then_some((first, end))
}

/// [`Tokens::at`], where that is mostly not far behind a token.
fn at_after(tokens: &Tokens<'_>, from: usize, byte: usize) -> usize {
    let near = tokens.list().get(from..from + NEAR).unwrap_or(&[]);
    let first = from + near.partition_point(|token| token.span().start < byte);
    let known = near.first().is_some_and(|token| token.span().start < byte) && first < from + NEAR;
    if known { first } else { tokens.at(byte) }
}

/// More tokens than most paragraphs have, and so few that the steps to one of them are always as many.
const NEAR: usize = 256;

/// Most marks that a heading begins with: `###### About`. A list of marks alone is not walked through for each of them.
const HEADING_MARKS: usize = 8;

/// "About NAME" over a paragraph; a name in a cell of its own and what it is in the next.
fn headings(scan: &Scan<'_>, view: &View<'_>, draft: &mut Draft) {
    let tokens = view.tokens;
    let mut begin = 0;
    for paragraph in &scan.document.paragraphs {
        begin = at_after(tokens, begin, paragraph.span.start);
        let mut at = begin;
        let (token, next) = (tokens.get(at), tokens.get(at + 1));
        let may_be_cell = (next.gap == Gap::Paragraph) & matches!(token.case, Case::Capital | Case::Mixed);
        if !(may_be_cell | (token.class == Class::Symbol) | token.reads(w!("about"))) {
            continue;
        }
        if may_be_cell && let Some((first, end)) = cell(tokens, at) {
            let key = draft.word(tokens, first, end, 0, "compound.cue");
            if let Some(form) = draft.forms.get_mut(&key) {
                form.evidence += 4;
            }
        }
        while at < begin + HEADING_MARKS && matches!(tokens.get(at).symbol(), Some('#' | '*')) {
            at += 1;
        }
        if !tokens.is(at, w!("about")) || tokens.get(at + 1).gap > Gap::Space {
            continue;
        }
        let Some((first, end)) = name_at(tokens, at + 1) else { continue };
        let after = tokens.get(skip_marks(tokens, end));
        let alone = after.gap >= Gap::Line || after.is('(') || after.is(':') || after.class == Class::End;
        if alone {
            let key = draft.word(tokens, first, end, 0, "compound.defined");
            if let Some(form) = draft.forms.get_mut(&key) {
                form.evidence += 2;
            }
        }
    }
}

/// Finds the other places of the words that were noted.
pub fn gather(view: &View<'_>, draft: &mut Draft) {
    let tokens = view.tokens;
    sort::by_key(&mut draft.places, |place| (place.first, std::cmp::Reverse(place.end)));
    let mut words = std::mem::take(&mut draft.words);
    if words.is_empty() {
        widen(tokens, draft);
        return prefix(tokens, draft);
    }
    // By the first word, then by all: of names that share a first word only those are tried that fit.
    let hash = |word: &Word| tokens.get(word.first).hash();
    sort::by_key(&mut words, |word| (hash(word), word.len(), word.pattern));
    let payload = |first: usize| tokens.get(first).payload();
    // What may have relatives is looked for in the same walk. A word may stand with other letters elsewhere.
    let places = draft.places.iter().map(|place| place.first).filter(|&first| family::is_joined(tokens, first));
    let others = words.iter().map(|word| word.first).filter(|&first| tokens.get(first + 1).class == Class::Dash);
    let mut wanted = Wanted::new(tokens, words.iter().map(|word| word.payload), places.chain(others).map(payload));
    // Not those of places that are known.
    draft.places.iter().for_each(|place| wanted.marks.clear(place.first..place.end));
    // As many as there may be, but of a long text no more than there are mostly.
    let most = draft.places.len() + wanted.marks.count();
    let mut places = Vec::with_capacity(most.min(2 * draft.places.len() + 32));
    let known = std::mem::take(&mut draft.places);
    // Apart from what else is known of them: of a long text they are looked through time and again.
    let hashes: Vec<u32> = words.iter().map(hash).collect();
    let mut next = 0;
    wanted.marks.each(|at| {
        let token = tokens.get(at);
        let is = |at: usize| hashes.get(at) == Some(&token.hash());
        // Nearly always it is where it seems to be, and the only one.
        let seems = wanted.place(token);
        let there = token.hash() != 0 && is(seems);
        let first = if there { seems } else { hashes.partition_point(|&hash| hash < token.hash()) };
        let one = there && !is(first + 1);
        let rest = hashes.get(first..).unwrap_or(&[]);
        let many = if one { 1 } else { rest.partition_point(|&hash| hash == token.hash()) };
        let alike = words.get(first..first + many).unwrap_or(&[]);
        if token.case == Case::Lower {
            // An ordinary word that stands with a capital elsewhere.
            for word in alike.iter().take_while(|word| word.len() == 1) {
                if tokens.get(word.first).case != Case::Lower
                    && let Some(form) = draft.forms.at_mut(word.row)
                    && !form.generic
                {
                    form.evidence -= 4;
                }
            }
        }
        let Some(word) = longest(tokens, alike, at) else { return };
        let end = at + word.len();
        let seen = evidence(view, at, end);
        if let Some(form) = draft.forms.at_mut(word.row) {
            form.see(seen);
        }
        while let Some(&place) = known.get(next).filter(|place| place.first < at) {
            places.push(place);
            next += 1;
        }
        let company = seen.company || seen.ticker;
        places.push(Place { first: at, end, key: word.key, row: word.row as u32, company });
    });
    places.extend_from_slice(known.get(next..).unwrap_or(&[]));
    draft.places = places;
    draft.marks = wanted.marks;
    widen(tokens, draft);
    lengthen(tokens, draft);
    prefix(tokens, draft);
}

/// Takes in the initials before a substance with a capital, where they stand so twice: `ZORQ Zelquorin`, `ZORQ
/// Zelquorin/Mavorinib`.
///
/// Near miss: `QUILL Zelquorin` beside `Quill, Inc.`, which is whose it is.
fn prefix(tokens: &Tokens<'_>, draft: &mut Draft) {
    let initials = |draft: &Draft, place: &Place| {
        let substance = tokens.get(place.first).case == Case::Capital && tokens.get(place.first).gap <= Gap::Line;
        if !substance {
            return None;
        }
        let word = tokens.get(back(place.first, 1));
        let plain = word.case == Case::Upper && (3..=6).contains(&word.len()) && !tokens.get(place.first).is_glued();
        let generic = || draft.form(*place).is_some_and(|form| form.generic && form.prior >= 6);
        let at = back(place.first, 1);
        let free = || {
            !is_known(tokens.get(at)) || CUES.find(tokens, at).is_none() && OTHER_PREFIXES.find(tokens, at).is_none()
        };
        let given = || tokens.is_any(at, GIVEN) || FORMULATION_WORDS.find(tokens, at).is_some();
        let found = plain && generic() && free() && !given() && !draft.companies.contains(word.hash());
        found.then_some(word.hash())
    };
    let mut before: Vec<u32> = draft.places.iter().filter_map(|place| initials(draft, place)).collect();
    if before.len() < 2 {
        return;
    }
    sort::plain(&mut before);
    let twice =
        |word: u32| before.partition_point(|&other| other <= word) - before.partition_point(|&other| other < word) >= 2;
    let mut places = std::mem::take(&mut draft.places);
    for place in &mut places {
        if initials(draft, place).is_some_and(twice) {
            let whole = key(tokens, place.first - 1, place.end);
            if let Some(&form) = draft.form(*place) {
                place.row = draft.forms.row_or_insert_with(whole, || form).0 as u32;
            }
            place.first -= 1;
            place.key = whole;
        }
    }
    draft.places = places;
}

/// Takes in the substance that stands before a marked word wherever that stands: `Zelquorin DEQRx®`.
///
/// Near miss: `zelquorin (Zorvanta®)`, and `zelquorin Zorvanta®` beside `Zorvanta` alone.
fn lengthen(tokens: &Tokens<'_>, draft: &mut Draft) {
    // By the key of the marked word: the substance, and its places.
    let mut before: ByKey<(u64, i32)> = ByKey::default();
    for (index, place) in draft.places.iter().enumerate() {
        let marked = || draft.form(*place).is_some_and(|form| form.rule == "compound.marked" && form.word);
        if tokens.get(place.first).case != Case::Mixed || !marked() {
            continue;
        }
        let last = index.checked_sub(1).and_then(|index| draft.places.get(index)).filter(|last| {
            let generic = draft.form(**last).is_some_and(|form| form.generic && form.prior >= 6);
            generic && last.end == place.first && tokens.get(place.first).gap <= Gap::Line
        });
        let entry = before.or_insert_with(place.key, || (last.map_or(0, |last| last.key), 0));
        entry.1 += if last.is_some_and(|last| last.key == entry.0) { 1 } else { -9999 };
    }
    let joined: Vec<(u64, u64)> = before
        .iter()
        .filter(|&(_, &(_, count))| count >= 2)
        .map(|(&word, &(substance, _))| (substance, word))
        .collect();
    for (substance, word) in joined {
        let mut last: Option<Place> = None;
        let mut whole = 0;
        draft.places.retain_mut(|place| {
            if place.key == word
                && let Some(name) = last
            {
                place.first = name.first;
                whole = key(tokens, place.first, place.end);
                place.key = whole;
                place.row = u32::MAX;
            }
            last = (place.key == substance).then_some(*place);
            true
        });
        let ends: Vec<usize> =
            draft.places.iter().filter(|place| place.key == whole).map(|place| place.first).collect();
        draft.places.retain(|place| place.key != substance || ends.binary_search(&place.first).is_err());
        if let Some(&form) = draft.forms.get(&word) {
            let form = Form { prior: form.prior.max(6), generic: true, ..form };
            let (row, _) = draft.forms.row_or_insert_with(whole, || form);
            draft.places.iter_mut().filter(|place| place.key == whole).for_each(|place| place.row = row as u32);
        }
    }
}

/// Takes in the second word of names that stand nowhere without it: `Zorvanta TCS`.
fn widen(tokens: &Tokens<'_>, draft: &mut Draft) {
    formulated(tokens, draft);
    for place in &draft.places {
        let wanted = |form: &&mut Form| form.word && !form.code || form.generic;
        let Some(form) = draft.forms.at_mut(place.row as usize).filter(wanted) else { continue };
        let second = tokens.get(place.end);
        let second_word = || {
            // "zelquorin QMX", a technology that can not be said
            let said = !form.word && tokens.str(place.end).contains(['A', 'E', 'I', 'O', 'U', 'Y', 'C']);
            let initials = !said && (form.word || second.len() == 3) && initials_at(tokens, place.end);
            // "Zorvaxx B Vaccine"
            let letter = second.len() == 1 && form.word && !form.generic && tokens.is(place.end + 1, w!("vaccine"));
            initials || letter
        };
        let may_be = second.is_word() && second.case != Case::Lower && second.gap == Gap::Space;
        let same = form.followed == 0 || form.second == second.hash();
        let follows = may_be && same && second_word();
        form.second = second.hash();
        form.followed += if follows { 1 } else { -9999 };
    }
    if !draft.forms.values().any(|form| form.followed >= 2) {
        return;
    }
    for place in &mut draft.places {
        let form = draft.forms.at(place.row as usize);
        place.end += usize::from(form.is_some_and(|form| form.followed >= if form.word { 2 } else { 3 }));
    }
}

/// The longest of these words, which begin alike and lie in the order of [`gather`], that stands at a token.
fn longest<'a>(tokens: &Tokens<'_>, mut alike: &'a [Word], at: usize) -> Option<&'a Word> {
    while let Some(length) = alike.last().map(Word::len) {
        let (shorter, long) = alike.split_at_checked(alike.partition_point(|word| word.len() < length))?;
        // Of a few each is tried.
        let wanted = if long.len() > 2 { Some(pattern(tokens, at, at + length)) } else { None };
        let from = wanted.map_or(0, |wanted| long.partition_point(|word| word.pattern < wanted));
        let same = long.iter().skip(from).take_while(|word| wanted.is_none_or(|wanted| word.pattern == wanted));
        let word = same.filter(|word| is_place(tokens, word, at)).last();
        if word.is_some() {
            return word;
        }
        alike = shorter;
    }
    None
}

/// A hash that is the same for all places of a word: see [`is_place`].
fn pattern(tokens: &Tokens<'_>, first: usize, end: usize) -> u64 {
    let mut hash = FxHasher::default();
    for at in first..end {
        let token = tokens.get(at);
        token.class.hash(&mut hash);
        match token.class {
            Class::Word => token.hash().hash(&mut hash),
            Class::Dash => {}
            _ => tokens.str(at).hash(&mut hash),
        }
    }
    hash.finish()
}

fn is_place(tokens: &Tokens<'_>, word: &Word, at: usize) -> bool {
    let length = word.end - word.first;
    let same = (0..length).all(|step| {
        let (a, b) = (tokens.get(word.first + step), tokens.get(at + step));
        a.class == b.class
            && (step == 0 || b.is_glued() || !a.is_glued())
            && match a.class {
                Class::Word => a.hash() == b.hash(),
                Class::Dash => true,
                _ => tokens.str(word.first + step) == tokens.str(at + step),
            }
    });
    if !same {
        return false;
    }
    let lower_pattern = tokens.get(word.first).case == Case::Lower;
    if !lower_pattern && tokens.get(at).case == Case::Lower {
        return false;
    }
    let (before, after) = (tokens.get(back(at, 1)), tokens.get(at + length));
    let glued_before = tokens.get(at).is_glued()
        && (matches!(before.class, Class::Number)
            || before.class == Class::Dash && !tokens.get(back(at, 2)).case.eq(&Case::Lower) && before.is_glued());
    let glued_after = after.is_glued()
        && (matches!(after.class, Class::Number)
            || after.class == Class::Dash
                && tokens.get(at + length + 1).is_glued()
                && tokens.get(at + length + 1).class != Class::Dash
                && !matches!(tokens.get(at + length + 1).case, Case::Lower)
                && TAILS.find(tokens, at + length + 1).is_none());
    !glued_before && !glued_after && !code::in_address(tokens, at, at + length)
}
