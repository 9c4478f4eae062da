//! Which names are names of one compound, and by what words.
//!
//! In: the accepted places of a document. Out: a [`Fold`], which knows for each name the one that stands
//! for it and the words that say so.
//!
//! | written | |
//! |---|---|
//! | `zelquorin (ZRX-301)`, `Zorvanta® (zorbitinib) tablets` | one in brackets after the other |
//! | `zelquorin (ZRX-301; formerly ABQ-117)` | several in brackets |
//! | `ZRX-301, formerly ABQ-117`, `zelquorin, known until 2030 as ZRX-301` | a word that says so |
//! | `ZRX-301 is marketed as Zorvanta`, `Zorvanta, the brand name of zorbitinib` | likewise |
//! | `Formerly known as ZRX-301, zelquorin is`, `zelquorin or ZRX-301 is an inhibitor` | likewise |
//! | `zelquorin tablets, a generic version of Quill's Zorvanta` | likewise |
//! | `ZRX-301, oral zorbitinib, …` | a code and what it is |
//! | `Zorvanta/ZRX-301`, `ZRX-301/ABQ-117` | a brand and its code, the codes of two companies |
//! | `Zorvanta` over `Active ingredient: zelquorin` | a record |
//! | `Keytruda` and `pembrolizumab` anywhere | on record ([`substance`]) |
//!
//! The name that stands for all is the first by [`Rank`]: a generic name, then a code, then a brand, then
//! a short form; of two of one rank the one that is not called former, then the one that comes first.
//! Everything found keeps its own place in the text; only the value is shared.
//!
//! Invariant: names are folded only when both are in the text. A product is not folded with what it is
//! made of: see [`is_part`] and [`in_several`].

use std::ops::Range;

use super::alias_table::{CARRIERS, FORMULATION_WORDS, JOINTS, Joint, PAYLOAD_LINKS, Said};
use super::by_key::ByKey;
use super::context::{View, back, is_mark, skip_marks};
use super::discover::{Form, Place, is_short_form, key_of};
use super::isotope;
use super::table::{CUES, EXTENSIONS, Tag};
use super::vocabulary::{Section, vocabulary};
use crate::extract::lex::{Case, Class, Gap, Likely, List, Tokens, w, words};
use crate::extract::sort;
use crate::extract::span::Span;

/// What names are folded, and why.
#[derive(Debug, Default)]
pub struct Fold {
    same: ByKey<Same>,
}

/// The name that stands for another one.
#[derive(Clone, Copy, Debug)]
pub struct Same {
    /// Its key.
    pub canonical: u64,
    /// The words that say so; `None` where it is on record only.
    pub words: Option<Span>,
}

impl Fold {
    /// What stands for this name, where that is another one.
    pub fn of(&self, key: u64) -> Option<Same> {
        self.same.get(&key).copied().filter(|same| same.canonical != key)
    }
}

/// What sort of name it is; the first stands for the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// `zorbitinib`, `velquorisine I 131`
    Generic,
    /// `ZRX-301`
    Code,
    /// `Zorvanta`
    Brand,
    /// `obe-cel`, `efti`, `AZA`
    Short,
}

/// One of the names that are compared.
#[derive(Clone, Copy, Debug)]
struct Name {
    rank: Rank,
    /// Whether the text calls it a former name.
    former: bool,
    /// Its first place.
    place: Place,
    parent: u64,
    words: Option<Span>,
}

/// How two neighbouring names are tied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tie {
    /// Whether words say so, not brackets alone.
    said: bool,
    /// Whether the later, or the earlier of the two is the former name.
    former: Option<Former>,
    /// Whether the later one stands in brackets that are still open.
    open: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Former {
    Later,
    Earlier,
}

/// Folds the names of the accepted places, which are in the order of the text.
pub fn fold(view: &View<'_>, kept: &[Place], form: impl Fn(Place) -> Option<Form>) -> Fold {
    let tokens = view.tokens;
    // Most names stand in several places.
    let mut names: ByKey<Name> = ByKey::with_room(kept.len().min(16));
    for &place in kept {
        if names.contains_key(&place.key) {
            continue;
        }
        let Some(form) = form(place) else { continue };
        let rank = rank(tokens, &place, &form);
        names.insert(place.key, Name { rank, former: false, place, parent: place.key, words: None });
    }
    // One name is folded with nothing.
    if names.keys().count() < 2 {
        return Fold::default();
    }
    let ties: Vec<(Place, Place, Tie)> = runs(kept).flat_map(|run| ties(view, kept, run)).collect();
    let several = in_several(tokens, &names, &ties);
    for &(a, b, tie) in &ties {
        let shared = several.binary_search(&a.key).is_ok() || several.binary_search(&b.key).is_ok();
        if tie.said || !shared {
            join(tokens, &mut names, a, b, tie);
        }
    }
    known_as(tokens, kept, &mut names);
    on_record(tokens, &mut names);
    // In most texts none is tied to another.
    if names.iter().all(|(&key, name)| name.parent == key) {
        return Fold::default();
    }
    let keys: Vec<u64> = names.keys().copied().collect();
    let mut best: ByKey<(u64, (Rank, bool, bool, usize))> = ByKey::default();
    for &key in &keys {
        let (root, Some(name)) = (root(&names, key), names.get(&key)) else { continue };
        // Of two substances the one that is written with a small letter.
        let capital = name.rank == Rank::Generic && tokens.get(name.place.first).case == Case::Capital;
        let order = (name.rank, name.former, capital, name.place.first);
        let entry = best.or_insert_with(root, || (key, order));
        if order < entry.1 {
            *entry = (key, order);
        }
    }
    let same = keys.iter().filter_map(|&key| {
        let (canonical, _) = best.get(&root(&names, key))?;
        (*canonical != key).then_some((key, Same { canonical: *canonical, words: names.get(&key)?.words }))
    });
    Fold { same: same.collect() }
}

/// Runs of places that lie so near each other that words may tie them.
pub fn runs(places: &[Place]) -> impl Iterator<Item = Range<usize>> {
    let mut end = 0;
    places.chunk_by(is_near).map(move |run| {
        end += run.len();
        end - run.len()..end
    })
}

/// Whether the second lies so near the first that words may tie them.
pub fn is_near(a: &Place, b: &Place) -> bool {
    b.first <= a.end + REACH
}

/// Pairs of places of a [run](runs) that the words between tie.
pub fn ties<'a>(
    view: &'a View<'_>,
    places: &'a [Place],
    run: Range<usize>,
) -> impl Iterator<Item = (Place, Place, Tie)> + 'a {
    // "A (B; formerly C)": C is tied to A as B is; "A (formerly B and C)": likewise.
    let mut open: Option<(Place, Tie)> = None;
    let pairs = places.get(run.clone()).unwrap_or(&[]).windows(2);
    pairs.zip(run).filter_map(move |(pair, index)| {
        let [a, b] = pair else { return None };
        let from = skip_marks(view.tokens, a.end);
        if is_divided(view, from, b.first) {
            open = None;
            return None;
        }
        let also = |tie: Tie| {
            let and = back(b.first, 1);
            let joined = tie.said && and == from && view.tokens.is_any(and, words!["and", "or"]);
            (joined || tie.said && is_elsewhere(view.tokens, from, b.first))
                .then(|| Tie { open: !is_close(view.tokens, skip_marks(view.tokens, b.end)), ..tie })
        };
        let inside = open.and_then(|(head, last)| Some((head, tie(view, places, index, true).or_else(|| also(last))?)));
        let found = inside.or_else(|| Some((*a, tie(view, places, index, false)?)));
        // "Zorvanta XR, an extended-release formulation of zelquorin (formerly ZRX-301)": the product's former name.
        let made = found.filter(|(_, tie)| tie.former == Some(Former::Later) && index > 0);
        let product = made.and_then(|_| places.get(index - 1)).filter(|product| is_made_of(view.tokens, product, a));
        let found = product.and_then(|&product| Some((product, found?.1))).or(found);
        open = found.filter(|(_, tie)| tie.open);
        found.map(|(head, tie)| (head, *b, tie))
    })
}

/// Whether a product is set off by a comma before what it is made of: `Zorvanta XR, a once-daily formulation of zelquorin`.
fn is_made_of(tokens: &Tokens<'_>, product: &Place, substance: &Place) -> bool {
    let comma = skip_marks(tokens, product.end);
    let of = back(substance.first, 1);
    let small = |at: usize| tokens.get(at).case == Case::Lower || tokens.get(at).class == Class::Dash;
    tokens.get(comma).is(',')
        && tokens.is_any(comma + 1, words!["a", "an", "our", "the", "its"])
        && tokens.is(of, w!("of"))
        && CARRIERS.find(tokens, back(of, 1)).is_some()
        && of < comma + 10
        && (comma + 1..of).all(small)
}

/// Whether all that stands there is where a product has the name before, and a comma or "and": `marketed as Zorvanta
/// in Europe, Quexva in the U.S. and Zelvex in Canada`.
fn is_elsewhere(tokens: &Tokens<'_>, from: usize, to: usize) -> bool {
    let last = back(to, 1);
    let divided = tokens.get(last).is(',') || tokens.is(last, w!("and"));
    let place = |at: usize| {
        let token = tokens.get(at);
        matches!(token.symbol(), Some(',' | '.'))
            || tokens.is_any(at, words!["the", "and"])
            || token.is_word() && token.case != Case::Lower
    };
    tokens.is(from, w!("in")) && to > from + 2 && to < from + 10 && divided && (from + 1..to).all(place)
}

fn root(names: &ByKey<Name>, key: u64) -> u64 {
    let mut at = key;
    while let Some(name) = names.get(&at)
        && name.parent != at
    {
        at = name.parent;
    }
    at
}

fn join(tokens: &Tokens<'_>, names: &mut ByKey<Name>, a: Place, b: Place, tie: Tie) {
    let (Some(&left), Some(&right)) = (names.get(&a.key), names.get(&b.key)) else { return };
    let doubtful = !tie.said && (!is_plausible(tokens, &left, &right) || is_of_several(tokens, &left, &right));
    if a.key == b.key || is_part(tokens, &a, &b) || doubtful {
        return;
    }
    let words = Some(tokens.span(a.first, b.end));
    let former = match tie.former {
        Some(Former::Later) => b.key,
        Some(Former::Earlier) => a.key,
        None if !tie.said && numbers_more(tokens, &left, &right) => a.key,
        None => 0,
    };
    tie_up(names, a.key, b.key, words, former);
}

fn tie_up(names: &mut ByKey<Name>, a: u64, b: u64, words: Option<Span>, former: u64) {
    for key in [a, b] {
        if let Some(name) = names.get_mut(&key) {
            name.words = name.words.or(words);
            name.former |= key == former;
        }
    }
    let (a, b) = (root(names, a), root(names, b));
    if let Some(name) = names.get_mut(&b) {
        name.parent = a;
    }
}

/// Folds names set off by a comma, the first of them after "known as", and a brand and its code:
/// `Formerly known as QLV-131, zelquorin is`, `Zorvanta/QLV-131`.
fn known_as(tokens: &Tokens<'_>, kept: &[Place], names: &mut ByKey<Name>) {
    for pair in kept.windows(2) {
        let [a, b] = pair else { continue };
        // A mark of three tokens and another one may stand between, or a colon before the later. Few pairs are so.
        if !((b.first <= a.end + 4) | tokens.get(back(b.first, 1)).is(':')) {
            continue;
        }
        let comma = skip_marks(tokens, a.end);
        let apposed = comma + 1 == b.first && tokens.get(comma).is(',') && tokens.is(back(a.first, 1), w!("as"));
        // The phrase begins its sentence.
        let begins = || {
            let known = (2..6).map(|step| back(a.first, step)).find(|&at| tokens.is(at, w!("known")));
            known.is_some_and(|at| {
                let before = tokens.is_any(back(at, 1), words!["formerly", "previously", "originally", "also"]);
                tokens.get(if before { back(at, 1) } else { at }).case == Case::Capital
            })
        };
        // "Zorvanta/QLV-131", unless both are of a combination.
        let rank = |place: &Place| names.get(&place.key).map(|name| name.rank);
        let slash = comma + 1 == b.first && tokens.get(comma).is('/') && tokens.get(comma).is_glued();
        let both = slash
            && tokens.get(b.first).is_glued()
            && matches!(rank(a), Some(Rank::Brand | Rank::Code))
            && rank(b) == Some(Rank::Code)
            && tokens.get(a.first).hash() != tokens.get(b.first).hash()
            && !tokens.is_any(b.end, words!["combination", "combinations", "combo", "regimen", "arm"]);
        // "Chantix/Champix": one product in two countries.
        let substance = |place: &Place| vocabulary().substance(tokens.slice(tokens.span(place.first, place.end)));
        let both = both || slash && substance(a).is_some_and(|of| substance(b) == Some(of));
        let both = both || is_record(tokens, a, b);
        if (apposed && begins() || both) && a.key != b.key && !is_part(tokens, a, b) {
            let former = if apposed { a.key } else { 0 };
            tie_up(names, a.key, b.key, Some(tokens.span(a.first, b.end)), former);
        }
    }
}

/// Whether a name is all of its paragraph and a later line of its record gives its substance: `Zorvanta` over
/// `Company: Quill` and `Active ingredient: zelquorin`.
fn is_record(tokens: &Tokens<'_>, a: &Place, b: &Place) -> bool {
    let colon = back(b.first, 1);
    let labelled = b.first < a.end + 40
        && tokens.get(colon).is(':')
        && tokens.is(back(colon, 2), w!("active"))
        && tokens.is_any(back(colon, 1), words!["ingredient", "substance"]);
    let begins = || a.first == 0 || tokens.get(a.first).gap >= Gap::Line;
    let ends = || tokens.get(skip_marks(tokens, a.end)).gap >= Gap::Line;
    labelled && begins() && ends()
}

/// Folds a brand and its substance where both are in the text.
fn on_record(tokens: &Tokens<'_>, names: &mut ByKey<Name>) {
    let salt = |name: &Name| {
        let (first, end) = (name.place.first, name.place.end);
        end > first + 1 && (first + 1..end).all(|at| EXTENSIONS.find(tokens, at).is_some())
    };
    let salts: Vec<(&str, u64)> = names
        .iter()
        .filter(|(_, name)| name.rank == Rank::Generic && salt(name))
        .map(|(&key, name)| (tokens.str(name.place.first), key))
        .collect();
    // "HCl" is "hydrochloride".
    let last = |key: &u64| {
        let word = names.get(key).map(|name| tokens.str(name.place.end - 1).to_ascii_lowercase());
        word.map(|word| if word == "hcl" { "hydrochloride".to_string() } else { word })
    };
    let alone: Vec<bool> = salts
        .iter()
        .map(|(word, key)| {
            let others = salts.iter().filter(|(other, _)| other.eq_ignore_ascii_case(word));
            others.into_iter().all(|(_, other)| other == key || last(other) == last(key))
        })
        .collect();
    // "zelquorin" and the one salt of it: the substance stands for both.
    for (&(word, key), one) in salts.iter().zip(alone) {
        let last = names.get(&key).is_some_and(|name| tokens.is_any(name.place.end - 1, PLAIN_SALTS));
        if one && last && names.contains_key(&key_of(word)) {
            tie_up(names, key_of(word), key, None, key);
        }
    }
    // "zelquorin HCl" is "zelquorin hydrochloride".
    let chloride = |(&key, name): (&u64, &Name)| {
        let short = name.place.end == name.place.first + 2 && tokens.is(name.place.end - 1, w!("hcl"));
        let other = short.then(|| key_of(&format!("{}hydrochloride", tokens.str(name.place.first))))?;
        names.contains_key(&other).then_some((other, key))
    };
    let short: Vec<(u64, u64)> = names.iter().filter_map(chloride).collect();
    for (whole, key) in short {
        tie_up(names, whole, key, None, key);
    }
    // "[177Lu]Lu-QLV-20" and "lutetium (177Lu) QLV-20" are "177Lu-QLV-20".
    let bracketed = |(_, name): &(&u64, &Name)| {
        (name.place.first..name.place.end).any(|at| matches!(tokens.get(at).symbol(), Some('[' | '(')))
    };
    let bare = |(&key, name): (&u64, &Name)| {
        let spelled = tokens.slice(tokens.span(name.place.first, name.place.end));
        let (isotope, rest) = spelled.split_once(['[', '('])?.1.split_once([']', ')'])?;
        let symbol = isotope.trim_start_matches(|c: char| c.is_ascii_digit());
        let other = key_of(&format!("{isotope}{}", rest.strip_prefix(symbol).unwrap_or(rest)));
        (!symbol.is_empty() && names.contains_key(&other)).then_some((other, key))
    };
    let mut labelled: Vec<(u64, u64)> = names.iter().filter(bracketed).filter_map(bare).collect();
    sort::plain(&mut labelled);
    for (plain, key) in labelled {
        tie_up(names, plain, key, None, 0);
    }
    // "lutetium-177", "Lu-177" and "177Lu"
    let numbered = |place: Place| {
        (place.first..place.end).any(|at| matches!(tokens.get(at).class, Class::Number | Class::Superscript))
    };
    let nuclides: Vec<(String, u64, Rank, usize)> = names
        .iter()
        .filter(|(_, name)| name.place.end <= name.place.first + 4 && numbered(name.place))
        .filter_map(|(&key, name)| {
            let spelled = tokens.slice(tokens.span(name.place.first, name.place.end));
            Some((isotope::nuclide(spelled)?, key, name.rank, name.place.first))
        })
        .collect();
    for (which, key, ..) in &nuclides {
        let alike = nuclides.iter().filter(|(other, ..)| other == which);
        if let Some(&(_, first, ..)) = alike.min_by_key(|(_, _, rank, at)| (*rank, *at))
            && first != *key
        {
            tie_up(names, first, *key, None, 0);
        }
    }
    let mut brands: Vec<(u64, u64, u32, Rank)> = names
        .iter()
        .filter(|(_, name)| name.rank != Rank::Generic)
        .filter_map(|(&key, name)| {
            let generic = vocabulary().substance(tokens.slice(tokens.span(name.place.first, name.place.end)))?;
            // "Zorvanta brand zelquorin HCl, Zorvanta HFA brand zelquorin tartrate": the text says which of the salts.
            let salt = |&&(word, _): &&(&str, u64)| word.eq_ignore_ascii_case(generic);
            let own = root(names, key);
            if salts.iter().filter(salt).count() > 1
                && salts.iter().filter(salt).any(|&(_, salt)| root(names, salt) == own)
            {
                return None;
            }
            // "fam-trastuzumab deruxtecan" is written without its prefix too.
            let bare =
                generic.split_once('-').filter(|(prefix, _)| prefix.len() <= 4).map_or(generic, |(_, bare)| bare);
            // "ustekinumab-kfce" without its four letters.
            let base = generic.rsplit_once('-').filter(|(_, last)| last.len() == 4).map_or(generic, |(base, _)| base);
            let found = [generic, bare, base].map(key_of).into_iter().find(|key| names.contains_key(key));
            // "zelquorin calcium" is its substance as it is sold.
            let salt = || salts.iter().find(|(word, _)| word.eq_ignore_ascii_case(generic)).map(|&(_, key)| key);
            // "enfortumab vedotin-ejfv" with them; "lanthanum carbonate hydrate".
            let longer = || {
                let spelled = |name: &Name| tokens.slice(tokens.span(name.place.first, name.place.end)).to_lowercase();
                let is = |name: &Name| {
                    let rest = spelled(name).strip_prefix(generic).map(str::to_string);
                    rest.is_some_and(|rest| rest.len() == 5 && rest.starts_with('-') || rest.ends_with("hydrate"))
                };
                names.iter().find(|(_, name)| name.rank == Rank::Generic && is(name)).map(|(&key, _)| key)
            };
            Some((found.or_else(salt).or_else(longer)?, key, tokens.get(name.place.first).hash(), name.rank))
        })
        .collect();
    if brands.is_empty() {
        return;
    }
    sort::plain(&mut brands);
    // Brands that the text ties to their substance: "Zorvex, a biosimilar velnutamab".
    let tied: Vec<(u64, u32)> = names
        .iter()
        .filter(|(_, name)| name.rank == Rank::Brand)
        .map(|(&key, name)| (root(names, key), tokens.get(name.place.first).hash()))
        .collect();
    // Of two brands of one substance each is a product of its own; "Zorvanta XR" and "Zorvanta" are one brand.
    let several = |generic: u64, word: u32| {
        let root = root(names, generic);
        brands.iter().any(|&(other, _, first, rank)| other == generic && first != word && rank == Rank::Brand)
            || tied.iter().any(|&(other, first)| other == root && first != word)
    };
    let single: Vec<(u64, u64)> = brands
        .iter()
        // A short form is no product of its own: "zorbecel", "zorb-cel".
        .filter(|&&(generic, _, word, rank)| rank == Rank::Short || !several(generic, word))
        .map(|&(generic, brand, ..)| (generic, brand))
        .collect();
    for (generic, brand) in single {
        tie_up(names, generic, brand, None, 0);
    }
}

/// Salts that are the same drug as their substance, unlike its esters and conjugates.
const PLAIN_SALTS: &List = words![
    "acetate",
    "besilate",
    "besylate",
    "calcium",
    "citrate",
    "fumarate",
    "hcl",
    "hydrochloride",
    "maleate",
    "mesylate",
    "phosphate",
    "potassium",
    "sodium",
    "succinate",
    "sulfate",
    "tartrate",
    "tosylate"
];

/// What sort of name stands at a place.
///
/// Hard, because names that no list holds have to be told by their looks: `zelquorin` in small letters is
/// a generic name, `efti` is too short for one.
fn rank(tokens: &Tokens<'_>, place: &Place, form: &Form) -> Rank {
    let mut letters = 0;
    let mut capitals = 0;
    let mut digits = 0;
    for at in place.first..place.end {
        let token = tokens.get(at);
        match token.class {
            Class::Word if matches!(token.case, Case::Lower | Case::Capital) || form.generic => {
                letters = letters.max(token.len());
                capitals += usize::from(token.case != Case::Lower);
            }
            Class::Word => capitals += 1,
            Class::Number | Class::Superscript => digits += 1,
            _ => {}
        }
    }
    let shorthand = place.end >= place.first + 3 && tokens.is_any(place.end - 1, words!["cel", "vec", "dxd"]);
    if shorthand {
        return Rank::Short;
    }
    let isotope = form.rule == "compound.isotope";
    if (form.generic || isotope) && letters >= 6 {
        return Rank::Generic;
    }
    if digits > 0 || form.code || isotope {
        return Rank::Code;
    }
    if form.generic || letters < 6 && capitals == 0 {
        return Rank::Short;
    }
    if capitals == 0 {
        return Rank::Generic;
    }
    let initials = form.rule == "compound.defined"
        && place.end == place.first + 1
        && tokens.get(place.first).case == Case::Upper
        && tokens.get(place.first).len() <= 5;
    // "ZQ/MV"
    let upper = |at: usize| tokens.get(at).case == Case::Upper && tokens.get(at).len() <= 5;
    let pair = place.end == place.first + 3 && tokens.get(place.first + 1).is('/') && upper(place.first);
    let pair = pair && upper(place.first + 2);
    if initials || pair { Rank::Short } else { Rank::Brand }
}

/// Whether brackets alone may tie two names: those of two sorts, or two codes with other letters.
///
/// Hard, because a list may stand in brackets too: `two antibodies (pembrolizumab, nivolumab)` has no
/// name before; `zelquorin (zorbitinib)` would be two generic names for one thing, which do not occur.
fn is_plausible(tokens: &Tokens<'_>, a: &Name, b: &Name) -> bool {
    match (a.rank, b.rank) {
        (Rank::Code, Rank::Code) => {
            numbers_more(tokens, a, b) || tokens.get(a.place.first).hash() != tokens.get(b.place.first).hash()
        }
        (Rank::Generic, Rank::Generic) => {
            // "64Cu-velopeptide (64Cu-VLP-20)", "velorisine (velorisine I 131)", "DoseQuick-zorbitinib
            // (DQ-zorbitinib)"
            // "zelquorin (Zorvanta)": a brand that is on record among the substances.
            let case = |name: &Name| tokens.get(name.place.first).case;
            let case = (case(a), case(b));
            let branded = case == (Case::Lower, Case::Capital) && b.place.end == b.place.first + 1;
            let spelled = |name: &Name| tokens.slice(tokens.span(name.place.first, name.place.end)).to_lowercase();
            let (a, b) = (spelled(a), spelled(b));
            if branded && !b.contains(' ') {
                return true;
            }
            // "Zoryplase (zelsulfase)": two enzymes of one ending
            if case == (Case::Capital, Case::Lower) && a.ends_with("ase") && b.ends_with("ase") {
                return true;
            }
            let last = |name: &str| name.len().checked_sub(6).and_then(|at| name.get(at..)).map(str::to_string);
            // "zelquorin/zorbitinib (oral zelquorin)": one of the two substances.
            if a.contains('/') != b.contains('/') {
                return false;
            }
            // "Indium-111 ZORVALIN (zelquomab tiuxetan)"
            let nuclide = |name: &str| name.split_once(' ').is_some_and(|(head, _)| isotope::nuclide(head).is_some());
            let isotope = |name: &str| name.starts_with(|c: char| c.is_ascii_digit() || c == '[') || nuclide(name);
            isotope(&a) || isotope(&b) || a.get(..4) == b.get(..4) || a.get(..1) == b.get(..1) && last(&a) == last(&b)
        }
        (Rank::Brand, Rank::Brand) => false,
        _ => true,
    }
}

/// Whether a product's number is followed by the longer one of its substance: `QV1 (QV386)`.
fn numbers_more(tokens: &Tokens<'_>, a: &Name, b: &Name) -> bool {
    let number = |name: &Name| tokens.get(name.place.end - 1);
    let codes = a.rank == Rank::Code && b.rank == Rank::Code && number(a).is_number() && number(b).is_number();
    codes && number(a).len() == 1 && number(b).len() >= 3
}

/// Whether the later one is the brand of several substances, of which the earlier one is the last:
/// `zelquorin and zorbitinib (Zorvanta)`, unless the brand is on record as that one's.
fn is_of_several(tokens: &Tokens<'_>, a: &Name, b: &Name) -> bool {
    if a.rank != Rank::Generic || b.rank != Rank::Brand || !tokens.get(a.place.first).is_word() {
        return false;
    }
    let spelled = |name: &Name| tokens.slice(tokens.span(name.place.first, name.place.end));
    match vocabulary().substance(spelled(b)) {
        Some(of) => !of.contains(spelled(a).to_lowercase().split(' ').next().unwrap_or(of)),
        None => {
            let and = back(a.place.first, 1);
            let substance = tokens.get(back(and, 1)).case == Case::Lower;
            tokens.is_any(and, words!["and", "plus"])
                && substance
                && initial(tokens, &a.place) != initial(tokens, &b.place)
        }
    }
}

/// The substances that are tied to several codes of one company, in order: each is in all of the products
/// and is none of them, as in `QLV 302 (hypericin)` and `QLV 305 (hypericin)`.
fn in_several(tokens: &Tokens<'_>, names: &ByKey<Name>, ties: &[(Place, Place, Tie)]) -> Vec<u64> {
    let rank = |place: &Place| names.get(&place.key).map(|name| name.rank);
    // Substance, first letters of the code, code.
    let mut pairs: Vec<(u64, u32, u64)> = ties
        .iter()
        .filter_map(|(a, b, _)| match (rank(a)?, rank(b)?) {
            (Rank::Generic, Rank::Code) => Some((a.key, tokens.get(b.first).hash(), b.key)),
            (Rank::Code, Rank::Generic) => Some((b.key, tokens.get(a.first).hash(), a.key)),
            _ => None,
        })
        .collect();
    sort::plain(&mut pairs);
    pairs.dedup();
    let alike = pairs.windows(2).filter_map(|pair| match pair {
        [(a, letters, _), (b, other, _)] if a == b && letters == other => Some(*a),
        _ => None,
    });
    let mut several: Vec<u64> = alike.collect();
    several.dedup();
    several
}

/// Whether one of the two is a part of the other: the payload of a conjugate, the substance in a
/// formulation.
///
/// `delivery of paclitaxel (QLV 1602-PTX)` names a payload and its conjugate, and so does a code that
/// ends in letters of the substance. `a study of zelquorin (ZRX-301)` names one thing.
fn is_part(tokens: &Tokens<'_>, a: &Place, b: &Place) -> bool {
    let mut at = back(a.first, 1);
    for _ in 0..3 {
        if tokens.get(at).gap == Gap::Paragraph {
            break;
        }
        // "a biosimilar named Zorvanta (zorbitinib)" is one thing.
        let brand = tokens.is(at, w!("biosimilar")) && tokens.get(a.first).case != Case::Lower;
        if PAYLOAD_LINKS.find(tokens, at).is_some() && !brand {
            return true;
        }
        if tokens.is(at, w!("of")) {
            if CARRIERS.find(tokens, back(at, 1)).is_some() {
                return true;
            }
            break;
        }
        if tokens.get(at).case != Case::Lower {
            break;
        }
        at = back(at, 1);
    }
    ends_in_letters_of(tokens, b, a) || ends_in_letters_of(tokens, a, b)
}

/// Whether a code ends, after its number and a hyphen, in letters of the other name: `QLV 1602-PTX` for
/// paclitaxel.
fn ends_in_letters_of(tokens: &Tokens<'_>, code: &Place, name: &Place) -> bool {
    let last = tokens.get(code.end - 1);
    let dash = tokens.get(back(code.end, 2)).class == Class::Dash;
    if code.end < code.first + 4 || !dash || last.case != Case::Upper || last.len() < 2 {
        return false;
    }
    let mut letters = tokens.str(name.first).chars().map(|c| c.to_ascii_uppercase());
    let mut wanted = tokens.str(code.end - 1).chars();
    letters.next() == wanted.next() && wanted.all(|letter| letters.any(|other| other == letter))
}

/// The words between two neighbouring names.
#[derive(Clone, Copy, Debug, Default)]
struct Between {
    /// A word that says that the two are one.
    said: bool,
    former: Option<Former>,
    /// A bracket opens before the later one.
    bracket: bool,
    /// A comma, semicolon, slash or dash.
    divided: bool,
    or: bool,
    /// "CODE, oral NAME": a word that is said before what a code is.
    given: bool,
    /// The brackets that the earlier one stands in close.
    closed: bool,
    /// "a generic version of": its owner may follow.
    generic_of: bool,
    /// "Zorvanta, a biosimilar velnutamab"
    biosimilar: bool,
}

/// How many tokens may stand between two names that are tied, and the mark and the note behind the earlier one.
const FAR: usize = 24;
/// How many may stand there with both.
const REACH: usize = FAR + 6;

/// Every word in small letters that [`between`] lets stand. The others end the search, but for what another kind found.
static TYING: Likely<64> = Likely::of(JOINTS.words())
    .and(FORMULATION_WORDS.words())
    .with(GIVEN)
    .with(OFTEN)
    .with(words!["equivalent", "form", "rated", "version"]);

/// Whether a word stands between two names, outside of brackets, that ties none. Most pairs are told apart here.
fn is_divided(view: &View<'_>, from: usize, to: usize) -> bool {
    let bracket = |at: usize| matches!(view.tokens.get(at).symbol(), Some('(' | '['));
    (from..to).take_while(|&at| !bracket(at)).any(|at| divides(view, at))
}

/// Whether a word in small letters stands there that ties no names, whatever stands beside it.
#[inline]
fn divides(view: &View<'_>, at: usize) -> bool {
    let token = view.tokens.get(at);
    token.case == Case::Lower && !TYING.has(token) && !view.is_taken(at, at + 1)
}

/// Reads the words between two neighbouring names; `None` where one stands there that ties no names.
///
/// Hard, because few words may stand there and none of the others: in `ZRX-301 (formerly ABQ-117)` one
/// name is another's, in `ZRX-301 (with ABQ-117)` there are two things.
fn between(view: &View<'_>, a: &Place, b: &Place) -> Option<Between> {
    let tokens = view.tokens;
    let mut at = skip_note(tokens, skip_marks(tokens, a.end));
    if b.first < at || b.first - at > FAR {
        return None;
    }
    // "recombinant human acid beta-zelquidase (rhZQD)": the protein of the body, and the drug.
    let body = || vocabulary().longest(tokens, a.first).is_some_and(|known| known.section == Section::Ambiguous);
    if tokens.get(b.first).case == Case::Mixed && tokens.str(b.first).starts_with("rh") && body() {
        return None;
    }
    let mut all = Between::default();
    while at < b.first {
        let token = tokens.get(at);
        if token.gap == Gap::Paragraph {
            return None;
        }
        match token.symbol() {
            Some('(' | '[') => {
                // Brackets that close again before the name: "(genetical recombination)".
                if let Some(close) = (at + 1..b.first).find(|&at| is_close(tokens, at)) {
                    at = close + 1;
                    continue;
                }
                all.bracket = true;
            }
            // "A (B), also known as C"
            Some(')' | ']') => all.closed = true,
            Some(',' | ';' | '/' | ':') => all.divided = true,
            Some(_) if token.class == Class::Dash => all.divided |= token.gap != Gap::None,
            Some('“' | '”' | '"' | '‘' | '’' | '®' | '™' | '℠' | '.') => {}
            // "a generic version of Quill & Vale's Zorvanta"
            Some('\'' | '&') if all.generic_of => {}
            // "zelquorin gel USP, 1% is a generic version of"
            Some('%') if tokens.get(back(at, 1)).is_number() => {}
            Some(_) => return None,
            None if divides(view, at) => return None,
            None => {
                let place = token.case == Case::Capital && tokens.is(back(at, 1), w!("in"));
                let joint = JOINTS.find(tokens, at).copied();
                let (asked, filler) = match joint {
                    Some(Joint::Asked { filler }) => (true, filler),
                    joint => (false, joint == Some(Joint::Filler)),
                };
                if let Some(Joint::Said(said)) = joint {
                    all.said = true;
                    all.former = match said {
                        Said::Former => Some(Former::Later),
                        Said::Now => Some(Former::Earlier),
                        Said::Other => all.former,
                    };
                } else if asked
                    && (tokens.is(at, w!("ingredient")) && tokens.get(at + 1).is(':')
                        || tokens.is(at, w!("active"))
                            && tokens.is(at + 1, w!("ingredient"))
                            && tokens.get(at + 2).is(':'))
                {
                    // "BRAND (ingredient: name)"; not "the active ingredient of BRAND", which it may share.
                } else if asked
                    && tokens.is(at, w!("generic"))
                    && let next = at + 1 + usize::from(tokens.get(at + 1).is(','))
                    && tokens.is_any(next, words!["version", "equivalent", "form"])
                    && (tokens.is(next + 1, w!("of"))
                        || tokens.is(next, w!("equivalent")) && tokens.is(next + 1, w!("to")))
                {
                    // "zelquorin tablets, a generic version of Quill's Zorvanta"
                    all.said = true;
                    all.generic_of = true;
                    at = next + 1;
                } else if token.case == Case::Upper
                    && tokens.get(at + 1).class == Class::Dash
                    && tokens.is(at + 2, w!("rated"))
                {
                    // "an AB-rated generic version of"
                    at += 2;
                } else if asked
                    && tokens.is(at, w!("therapeutically"))
                    && tokens.is(at + 1, w!("equivalent"))
                    && tokens.is(at + 2, w!("to"))
                {
                    // "zelquorin tablets, which are therapeutically equivalent to Zorvanta"
                    all.said = true;
                    all.generic_of = true;
                    at += 2;
                } else if asked
                    && (all.bracket || all.divided)
                    && tokens.is(at, w!("biosimilar"))
                    && at + 1 + usize::from(tokens.is_any(at + 1, words!["of", "to"])) == b.first
                    && tokens.get(b.first).case == Case::Lower
                {
                    // "Zorvanta (biosimilar zelquorimab)", "Zorvex, a biosimilar of zelquorimab"
                    all.biosimilar = all.divided && !all.bracket;
                    at = b.first - 1;
                } else if (all.generic_of || tokens.is(back(at, 1), w!("which"))) && token.case != Case::Lower
                    || asked
                        && (tokens.is(at, w!("s")) && matches!(tokens.get(back(at, 1)).symbol(), Some('\'' | '’'))
                            || tokens.is(at, w!("and"))
                                && (view.is_taken(at + 1, at + 2)
                                    || tokens.is(at + 1, w!("is"))
                                    || tokens.get(at + 1).is_number())
                            || tokens.is(at, w!("market")))
                    || token.is_number() && tokens.is(back(at, 1), w!("and"))
                {
                    // Its owner; "40 mg, and 80 mg, to market".
                } else if asked
                    && tokens.is_any(at, words!["proposed", "intended"])
                    && tokens.is_any(at + 1, words!["brand", "trade", "proprietary", "name"])
                {
                    // "the proposed trade name for", not "a proposed biosimilar of"
                } else if asked && tokens.is(at, w!("or")) {
                    all.or = true;
                } else if (all.divided || all.bracket) && tokens.is_any(at, GIVEN) {
                    all.given = true;
                } else if !(filler
                    || place
                    || !all.divided && !all.bracket && tokens.is_any(at, OFTEN)
                    || asked && all.said && tokens.is(at, w!("and"))
                    || !all.bracket && FORMULATION_WORDS.find(tokens, at).is_some()
                    || token.is_number() && tokens.get(at + 1).is('%')
                    || view.is_taken(at, at + 1))
                {
                    return None;
                }
            }
        }
        at += 1;
    }
    Some(all)
}

/// How a substance is given: "QLV 131, oral zorbitinib".
pub const GIVEN: &List = words![
    "oral",
    "intravenous",
    "iv",
    "subcutaneous",
    "inhaled",
    "intranasal",
    "topical",
    "transdermal",
    "synthetic",
    "bioidentical",
    "micronized",
    "purified",
    "preservative",
    "free",
    "liposomal",
    "extended",
    "delayed",
    "controlled",
    "sustained",
    "immediate",
    "modified",
    "release"
];

/// Whether two neighbouring names are tied; `inside` where both stand in brackets after a name that the
/// earlier one is tied to.
fn tie(view: &View<'_>, kept: &[Place], index: usize, inside: bool) -> Option<Tie> {
    let tokens = view.tokens;
    let (a, b) = (kept.get(index)?, kept.get(index + 1)?);
    let words = between(view, a, b)?;
    let after = skip_note(tokens, skip_marks(tokens, b.end));
    let mut after = after + usize::from(matches!(tokens.get(after).symbol(), Some('“' | '”' | '"' | '‘' | '’' | '\'')));
    if tokens.get(after).is('(') {
        after = (after..after + 12).find(|&at| is_close(tokens, at)).map_or(after, |close| close + 1);
    }
    // "ZRX-301 (zelquorin/steroid)" holds more than the one.
    let slash = tokens.get(after).is('/') && tokens.get(after + 1).case == Case::Lower;
    // "zorbecel (zorb-cel(R) in the U.S.", whose bracket was lost
    let lost = words.bracket && after > b.end && tokens.get(after - 1).is(')') && tokens.get(b.end).is('(');
    let ends =
        is_close(tokens, after) || lost || !slash && matches!(tokens.get(after).symbol(), Some(',' | ';' | '/' | ':'));
    // "Zorvanta (zelquorin ZRX-301)"
    let next = kept.get(index + 2).filter(|next| next.first == after && is_close(tokens, skip_marks(tokens, next.end)));
    let goes_on = || {
        FORMULATION_WORDS.find(tokens, after).is_some()
            || EXTENSIONS.find(tokens, after).is_some()
            || tokens.is(after, w!("or"))
            || is_for_place(tokens, after)
            || view.is_taken(after, after + 1)
            || next.is_some() && tokens.get(b.first).case == Case::Lower
    };
    let beside = a.end == b.first && tokens.get(a.first).case == Case::Lower && is_close(tokens, after);
    let comma = tokens.get(after).is(',');
    let alike = || initial(tokens, a) == initial(tokens, b);
    let holds = if words.closed {
        words.said
    } else if inside {
        beside || !words.bracket && (words.divided || words.or || words.said) && (ends || goes_on())
    } else if words.bracket {
        words.said || (ends || goes_on()) && !is_list(tokens, kept, index + 1)
    } else {
        // "A, or B," and "A, oral B," say less than brackets do.
        words.said
            || words.biosimilar
            || is_beside(tokens, a, b)
            || is_product(tokens, a, b)
            || is_apposed(tokens, a, b)
            || words.or
                && words.divided
                && !words.given
                && alike()
                && (comma || tokens.get(after).is('.') && is_pair(tokens, kept, index))
            || is_apart(tokens, a, b)
            || words.or && !words.given && !words.said && (is_initials(tokens, a, b) || is_one(tokens, words, b))
            || words.given && comma && !tokens.is_any(after + 1, words!["and", "or", "plus"])
    };
    let open = (inside || words.bracket) && !is_close(tokens, after);
    holds.then_some(Tie { said: words.said, former: words.former, open })
}

/// Whether brackets go on with where the name is used, and no more: `Zorvanta™ (ZQ/MV for the European Union)`.
fn is_for_place(tokens: &Tokens<'_>, at: usize) -> bool {
    let from = at + 1 + usize::from(tokens.is(at + 1, w!("the")));
    let close = (from + 1..from + 6).find(|&at| matches!(tokens.get(at).symbol(), Some('(' | ')')));
    let place = |at: usize| {
        let token = tokens.get(at);
        token.is('.') || tokens.is(at, w!("and")) || token.is_word() && token.case != Case::Lower
    };
    tokens.is_any(at, words!["for", "in"]) && close.is_some_and(|close| (from..close).all(place))
}

/// Whether a brand stands right before its substance: `Zorvanta zelquorin from Quill`.
///
/// Near miss: `Quillicles® zelquorin`, whose mark may be that of a technology.
fn is_beside(tokens: &Tokens<'_>, a: &Place, b: &Place) -> bool {
    let (brand, substance) = (tokens.get(a.first), tokens.get(b.first));
    let one = a.end == a.first + 1 && matches!(brand.case, Case::Capital | Case::Mixed) && brand.len() >= 5;
    // "Zorvanta insulin" is one of several.
    let body = || vocabulary().longest(tokens, b.first).is_some_and(|known| known.section == Section::Ambiguous);
    // "ZRX301 zelquorin", not "the ZRX301 zelquorin combination"
    let code = brand.case == Case::Upper && tokens.get(a.end - 1).is_number() && !tokens.is_any(b.end, TOGETHER);
    (one || code) && a.end == b.first && substance.gap == Gap::Space && substance.case == Case::Lower && !body()
}

/// Words after two names that are of both.
const TOGETHER: &List = words![
    "arm",
    "arms",
    "cohort",
    "cohorts",
    "combination",
    "combinations",
    "combo",
    "doublet",
    "group",
    "regimen",
    "study"
];

/// Whether a code stands between its substance and what both are: `zelquorin, QLV928, an adenosine receptor antagonist`.
///
/// Near miss: `zelquorin, QLV928, and mavorinib`.
fn is_apposed(tokens: &Tokens<'_>, a: &Place, b: &Place) -> bool {
    let substance = tokens.get(a.first).case == Case::Lower && a.end == a.first + 1;
    let code = tokens.get(b.first).case == Case::Upper && tokens.get(b.end - 1).is_number();
    let commas = tokens.get(a.end).is(',') && a.end + 1 == b.first && tokens.get(b.end).is(',');
    let head = || (b.end + 2..b.end + 16).take_while(|&at| !tokens.get(at).is(',')).any(|at| is_head(tokens, at));
    let listed = tokens.get(back(a.first, 1)).is(',');
    substance && code && commas && !listed && tokens.is_any(b.end + 1, words!["a", "an", "the", "our", "its"]) && head()
}

fn is_head(tokens: &Tokens<'_>, at: usize) -> bool {
    CUES.find(tokens, at).is_some_and(|cue| cue.tag == Tag::Head)
}

/// How often a product is given.
const OFTEN: &List = words!["once", "twice", "daily", "weekly", "monthly"];

/// Whether a brand is said to be its substance as a product: `Zorvanta™ once-daily zelquorin tablets`.
///
/// Near miss: `Quillicles® zelquorin tablets`, whose mark may be that of a technology.
fn is_product(tokens: &Tokens<'_>, a: &Place, b: &Place) -> bool {
    let from = skip_marks(tokens, a.end);
    let said = |at: usize| {
        let token = tokens.get(at);
        let strength = token.is('%') || token.is_number() && tokens.get(at + 1).is('%');
        let given = token.class == Class::Dash || tokens.is_any(at, GIVEN) || tokens.is_any(at, OFTEN);
        token.gap <= Gap::Line && (given || strength)
    };
    let capital =
        matches!(tokens.get(a.first).case, Case::Capital | Case::Mixed) || tokens.get(back(b.first, 1)).is('%');
    let product =
        FORMULATION_WORDS.find(tokens, b.end).is_some() || tokens.is_any(b.end, words!["product", "products"]);
    capital && from > a.end && from < b.first && b.first < from + 6 && (from..b.first).all(said) && product
}

/// Whether nothing else is listed before the earlier of two names: `zelquorin, or ZRX-301.`, not
/// `zorbitinib, zelquorin, or ZRX-301.`
fn is_pair(tokens: &Tokens<'_>, kept: &[Place], index: usize) -> bool {
    let before = index.checked_sub(1).and_then(|before| kept.get(before));
    let comma = kept.get(index).is_some_and(|place| tokens.get(back(place.first, 1)).is(','));
    !comma || before.is_none_or(|before| kept.get(index).is_some_and(|place| before.end + 1 < place.first))
}

/// Whether two names and a slash are all that brackets hold after what they are: `its candidate (zelquorin /
/// ZRX-301)`, not `the combination (zelquorin / ZRX-301)`.
fn is_apart(tokens: &Tokens<'_>, a: &Place, b: &Place) -> bool {
    let (open, slash) = (back(a.first, 1), skip_marks(tokens, a.end));
    let one = CUES.find(tokens, back(open, 1)).is_some_and(|cue| cue.tag == Tag::Head && cue.before >= 3);
    tokens.get(open).is('(')
        && tokens.get(slash).is('/')
        && slash + 1 == b.first
        && is_close(tokens, skip_marks(tokens, b.end))
        && one
        && !tokens.str(back(open, 1)).ends_with('s')
}

/// Whether what is said of "A or B" is said of one thing: `zelquorin or QLV-131 is an oral inhibitor`.
fn is_one(tokens: &Tokens<'_>, words: Between, b: &Place) -> bool {
    !words.divided && tokens.is(b.end, w!("is")) && tokens.is_any(b.end + 1, words!["a", "an", "the", "our"])
}

/// Whether the later of two names is initials of the earlier: `zelquorin-K, or ZQK`, `zelquorin-K or ZQK`.
fn is_initials(tokens: &Tokens<'_>, a: &Place, b: &Place) -> bool {
    let short = tokens.get(b.first);
    b.end == b.first + 1
        && short.case == Case::Upper
        && short.len() <= 5
        && is_short_form(tokens.str(b.first), tokens.slice(tokens.span(a.first, a.end)))
}

/// Whether the brackets that the name stands in list several things: "(A, B and C)".
fn is_list(tokens: &Tokens<'_>, kept: &[Place], index: usize) -> bool {
    let Some(first) = kept.get(index) else { return false };
    let close = (first.end..first.end + 40).find(|&at| is_close(tokens, at)).unwrap_or(first.end);
    let others = kept.get(index + 1..).unwrap_or(&[]).iter().take_while(|place| place.first < close);
    let joined =
        |at: usize| tokens.is_any(at, words!["and", "plus", "with", "versus", "vs", "to"]) || tokens.get(at).is('+');
    others.into_iter().any(|place| joined(back(place.first, 1)))
}

/// The index after the number of a note at `at`: `Zorvanta®[1], zelquorin`, `Zorvanta®1`.
fn skip_note(tokens: &Tokens<'_>, at: usize) -> usize {
    let number = |at: usize| {
        let token = tokens.get(at);
        token.is_glued() && token.len() <= 2 && matches!(token.class, Class::Number | Class::Superscript)
    };
    if tokens.get(at).is('[') && tokens.get(at).is_glued() && number(at + 1) && tokens.get(at + 2).is(']') {
        return at + 3;
    }
    at + usize::from(is_mark(tokens, back(at, 1)) && number(at))
}

fn is_close(tokens: &Tokens<'_>, at: usize) -> bool {
    matches!(tokens.get(at).symbol(), Some(')' | ']'))
}

fn initial(tokens: &Tokens<'_>, place: &Place) -> Option<char> {
    tokens.str(place.first).chars().next().map(|c| c.to_ascii_lowercase())
}
