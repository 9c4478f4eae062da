//! One number, a range or a list, with the unit they share.
//!
//! In: the token of a number. Out: a quantity as it stands in the text, not yet judged: `70 kg` is
//! read here and turned down elsewhere.

use super::table::cue::{ANALYTE, GIVE, SAMPLE};
use super::table::{CELL, CUES, Class, LABELS, LINKS, PHRASE_STARTS, SCALES, UNITS};
use super::unit::{Unit, begins_odd_unit, begins_unit, cells, may_be_cells, may_begin_odd_unit, per_kilogram, unit};
use crate::extract::calendar::written::MONTHS;
use crate::extract::decimal::Decimal;
use crate::extract::lex::{
    Case, Class as Lex, Gap, Likely, List, Power, Roles, SPELLED, Tokens, number, scientific, w, words,
};
use crate::extract::mention::Amount;
use crate::extract::span::Span;

/// A number with a unit.
#[derive(Clone, Debug)]
pub(super) struct Quantity {
    /// Its words.
    pub span: Span,
    /// Index of the first token.
    pub first: usize,
    /// Index of the token after it.
    pub end: usize,
    /// How much, in the coded unit.
    pub amount: Amount,
    /// Its largest number.
    pub largest: Decimal,
    /// Unit.
    pub unit: Unit,
    /// Rule that read it.
    pub rule: &'static str,
    /// Whether it is written with a power of ten or a scale word.
    pub scaled: bool,
}

/// A number with what multiplies it.
#[derive(Clone, Copy, Debug)]
struct Operand {
    value: Decimal,
    end: usize,
    /// The power of ten that goes with it: exponent or scale word.
    power: Option<i32>,
    /// The number before that power.
    bare: Decimal,
    /// Written as a word.
    word: bool,
}

/// Most members of a list.
const LONGEST_LIST: usize = 12;

/// What tokens behind a number may be to it.
static BEHIND: Roles = Roles::NONE
    .class(Lex::Number, BETWEEN | NUMBER)
    .class(Lex::Superscript, BETWEEN | LARGE)
    .class(Lex::Dash, BETWEEN)
    .words(LINKS.words(), BETWEEN | WORD)
    .list(words!["e"], LARGE)
    .words(SCALES.words(), BETWEEN | WORD | LARGE)
    .words(SPELLED.words(), BETWEEN | WORD | LARGE)
    .words(UNITS.words(), BEGINS)
    .words(PHRASE_STARTS.words(), BEGINS)
    .list(LEVELS, BEGINS)
    .list(words!["i", "m", "mm", "b", "k", "percent"], BEGINS)
    .list(words!["x"], CROSS)
    .symbols(&['^', '×', '*', '·', ',', '.', ';', '/', '(', ')', '{', '}', '<', '>', '+', '?', '&', '_', '\''], BETWEEN)
    .symbols(&['’', '±', '½', '¼', '¾', '⋅', '∙', '•', '✕', '✖', '®', '™'], BETWEEN)
    .symbols(&['[', '㎎', '㎍', '㎖', '㎏'], BEGINS)
    .symbols(&['^', '×', '*', '·'], LARGE)
    .symbols(&['×'], CROSS)
    .symbols(&['%'], PERCENT);

/// It may stand between the numbers of a quantity, and between them and their unit.
const BETWEEN: u8 = 1;
/// It is a word that does.
const WORD: u8 = 2;
/// It may begin a unit, or it is the word for a percentage, or one that wants a closer look.
const BEGINS: u8 = 4;
/// It may be the cross before a power.
const CROSS: u8 = 8;
/// It may be the sign for a percentage.
const PERCENT: u8 = 16;
/// It makes a number large.
const LARGE: u8 = 32;
/// It is a further number.
const NUMBER: u8 = 64;

/// What a glance at what is behind a number tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Glance {
    /// It is an amount of nothing.
    Idle,
    /// It may be one.
    Look,
    /// It may be a percentage, and nothing else.
    Percent,
}

/// How many tokens a glance takes in at once: as far as a cross is looked for.
const AT_ONCE: usize = 5;

/// The same roles for each of them.
const fn each(roles: u8) -> u64 {
    0x01_01_01_01_01 * roles as u64
}

/// Whether one look at what is behind a number is enough to pass over it, as [`glance`] would; no other look has a branch
/// less than this one.
#[inline]
pub(super) fn is_idle(tokens: &Tokens<'_>, at: usize) -> bool {
    let Some(roles) = BEHIND.together::<AT_ONCE>(tokens, at + 1) else { return false };
    let ends = !roles & each(BETWEEN);
    let first = ends & ends.wrapping_neg();
    let seen = roles & (first << 8).wrapping_sub(1);
    let wanted = (roles & each(CROSS)) | (seen & each(BEGINS | WORD)) | (roles & (first * u64::from(PERCENT)));
    let end = at + 1 + first.trailing_zeros() as usize / 8;
    let (before, last) = (tokens.get(end - 1), tokens.get(end));
    let several = (roles & first.wrapping_sub(1) & each(LARGE | NUMBER) != 0) | (tokens.get(at).len() >= 5);
    let open = last.is_word() & !(before.is(',') | before.is('.'));
    let token = tokens.get(at);
    let point = token.is_number() & token.is_glued() & tokens.get(at.wrapping_sub(1)).is('.');
    (ends != 0) & (wanted == 0) & !point & !(open & (several | may_begin_odd_unit(tokens, end)))
}

/// Passes over most numbers, which are years, counts and sums of money: what ends a number, or the list that it begins,
/// is no unit.
///
/// Hard because what stands behind a number is not to be foretold: so some tokens are looked at together, without a
/// branch, and the first that does not go on with the number decides. What it lets through is looked at again.
pub(super) fn glance(tokens: &Tokens<'_>, at: usize) -> Glance {
    let (mut from, mut run) = (at + 1, 0);
    let (end, percent) = loop {
        let Some(roles) = BEHIND.together::<AT_ONCE>(tokens, from).filter(|_| from < at + 4 * LONGEST_LIST) else {
            return Glance::Look;
        };
        let ends = !roles & each(BETWEEN);
        let first = ends & ends.wrapping_neg();
        let seen = roles & (first << 8).wrapping_sub(1);
        // Of what is behind the end nothing counts, but a cross may multiply what was said before.
        if roles & each(CROSS) | seen & each(BEGINS) != 0 {
            return Glance::Look;
        }
        // What reads like a word that goes on with a number may be another.
        let mut words = seen & each(WORD);
        while words != 0 {
            if !is_between(tokens, from + words.trailing_zeros() as usize / 8) {
                return Glance::Look;
            }
            words &= words - 1;
        }
        run |= roles & first.wrapping_sub(1);
        if ends != 0 {
            break (from + first.trailing_zeros() as usize / 8, roles & (first * u64::from(PERCENT)) != 0);
        }
        from += AT_ONCE;
    };
    let before = tokens.get(end - 1);
    if !tokens.get(end).is_word() | before.is(',') | before.is('.') {
        return if percent { Glance::Percent } else { Glance::Idle };
    }
    let several = (run & each(LARGE | NUMBER) != 0) | (tokens.get(at).len() >= 5);
    let several = several && may_be_cells(tokens, end);
    if begins_odd_unit(tokens, end) || several && may_count(tokens, at, end) && cells(tokens, end).is_some() {
        return Glance::Look;
    }
    Glance::Idle
}

/// Words that link numbers, and words for powers of ten.
static LIKELY_LINKS: Likely<4> = Likely::of(LINKS.words());
static LIKELY_SCALES: Likely<2> = Likely::of(SCALES.words());

/// Whether the word at `at` links numbers.
fn is_link(tokens: &Tokens<'_>, at: usize) -> bool {
    LIKELY_LINKS.has(tokens.get(at)) && LINKS.find(tokens, at).is_some()
}

/// The power of ten that the word at `at` stands for.
fn scale(tokens: &Tokens<'_>, at: usize) -> Option<i32> {
    if LIKELY_SCALES.has(tokens.get(at)) { SCALES.find(tokens, at).copied() } else { None }
}

/// Whether a word may stand between the numbers of a quantity.
fn is_between(tokens: &Tokens<'_>, at: usize) -> bool {
    is_link(tokens, at) || scale(tokens, at).is_some() || SPELLED.find(tokens, at).is_some()
}

/// Whether cells may be counted by what stands between the number at `at` and the word at `end`: a large number, or one
/// of several that something follows.
fn may_count(tokens: &Tokens<'_>, at: usize, end: usize) -> bool {
    let mut large = tokens.get(at).is_number() && tokens.get(at).len() >= 5;
    let mut several = false;
    for index in at + 1..end {
        let token = tokens.get(index);
        let next = tokens.get(index + 1);
        several |= token.is_number();
        large |= token.is_number() & (token.len() >= 5)
            | token.is_word() & (token.len() != 2) & !token.reads(w!("and"))
            | (token.class == Lex::Superscript)
            | token.is('^')
            | token.is('×')
            | token.is('*')
            | token.is('·')
            | token.is(',') & next.is_number() & next.is_glued();
    }
    large || several && !tokens.get(end - 1).is_number()
}

/// What is ahead of a number, by a cheap look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ahead {
    /// Perhaps a unit.
    Unit,
    /// No unit, but another number or a power of ten.
    Number,
    /// Nothing that it could be an amount of.
    Nothing,
}

/// Looks at the first word behind the numbers that begin at token `first`, for most numbers are years, counts and sums
/// of money.
///
/// Up to token `quiet` nothing but numbers and what goes on with them stands; it is moved on where the look ends with
/// nothing else met: thousands of numbers in a row are not looked through again from each of them.
pub(super) fn ahead(tokens: &Tokens<'_>, first: usize, quiet: &mut usize) -> Ahead {
    let limit = first + 4 * LONGEST_LIST;
    let known = (*quiet).clamp(first + 1, limit);
    let numbers = (first + 1..known).any(|at| tokens.get(at).is_number());
    if numbers && (known..limit).all(|at| Numbers::default().pass(tokens, at).is_none()) {
        *quiet = limit;
        return Ahead::Number;
    }
    let mut numbers = Numbers { large: tokens.get(first).len() >= 5, several: false };
    let begins = (first + 1..limit).find_map(|at| numbers.pass(tokens, at));
    if begins.is_none() {
        *quiet = limit;
    }
    match begins {
        Some(true) => Ahead::Unit,
        _ if numbers.large || numbers.several => Ahead::Number,
        _ => Ahead::Nothing,
    }
}

/// What numbers are met on the way to a unit.
#[derive(Default)]
struct Numbers {
    /// One that is large, or something that makes it so.
    large: bool,
    /// More than the first.
    several: bool,
}

impl Numbers {
    /// Passes a token that goes on with the numbers; else says whether a unit may begin with it.
    fn pass(&mut self, tokens: &Tokens<'_>, at: usize) -> Option<bool> {
        let token = tokens.get(at);
        match token.class {
            Lex::Number => {
                self.large |= token.len() >= 5;
                self.several = true;
            }
            Lex::Superscript => self.large = true,
            Lex::Dash => {}
            Lex::Symbol => match token.symbol() {
                Some('[' | '㎎' | '㎍' | '㎖' | '㎏') => return Some(true),
                Some('^' | '×' | '*' | '·') => self.large = true,
                Some(',') => self.large |= tokens.get(at + 1).is_number() && tokens.get(at + 1).is_glued(),
                // What else is found in numbers, and between them and their unit.
                Some('.' | ';' | '/' | '(' | ')' | '{' | '}' | '<' | '>' | '+' | '?' | '&' | '_' | '\'') => {}
                Some('’' | '±' | '½' | '¼' | '¾' | '⋅' | '∙' | '•' | '✕' | '✖' | '®' | '™') => {}
                _ => return Some(false),
            },
            Lex::Word if BEHIND.of(&token) & (BETWEEN | BEGINS) != 0 => {
                if is_link(tokens, at) {
                    self.large |= token.len() == 1;
                } else if past_level(tokens, at - 1) > at {
                    // "6 × 10^11 (low), 6 × 10^12 (high) vg/kg"
                } else if scale(tokens, at).is_some()
                    || SPELLED.find(tokens, at).is_some()
                    // "1B or 1.5B cells", "60K IU"
                    || shared_letter(tokens, at)
                    || international_follows(tokens, at)
                {
                    self.large = true;
                } else {
                    let unit = || begins_unit(tokens, at) || begins_cells(tokens, at, self.large);
                    return Some(!closed(tokens, at) && unit());
                }
            }
            Lex::Word => {
                // Cells are counted in large numbers, and one of a few digits is none.
                let counted = self.large || self.several && !tokens.get(at - 1).is_number();
                let unit = || begins_odd_unit(tokens, at) || counted && cells(tokens, at).is_some();
                return Some(!closed(tokens, at) && unit());
            }
            Lex::End => return Some(false),
        }
        None
    }
}

/// Whether a number before the word at `at` is closed: "2024, the", "of 12. In".
fn closed(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.get(at - 1).is(',') || tokens.get(at - 1).is('.')
}

/// Whether cells may be counted by what starts here: after a large number, or after the letter for one.
fn begins_cells(tokens: &Tokens<'_>, at: usize, large: bool) -> bool {
    let at = if matches!(tokens.str(at), "M" | "MM" | "B" | "K" | "k") { at + 1 } else { at };
    (large || !tokens.get(at - 1).is_number()) && cells(tokens, at).is_some()
}

/// Reads the quantity that starts at token `first`.
pub(super) fn quantity(tokens: &Tokens<'_>, first: usize) -> Option<Quantity> {
    let found = chain(tokens, first, Power::Written);
    // A power without its mark counts only for what comes in such numbers.
    let lost = may_have_lost(tokens, first).then(|| chain(tokens, first, Power::Lost)).flatten();
    let lost = lost.filter(|q| matches!(q.unit.atom.class, Class::Count | Class::Cells) && q.scaled);
    lost.or(found)
}

/// Whether a power of ten may have lost its mark: a cross or an E behind the number or a list of them.
fn may_have_lost(tokens: &Tokens<'_>, first: usize) -> bool {
    let mut limit = first + 8;
    let mut at = first + 1;
    while at < limit {
        // One character tells.
        if tokens.get(at).len() <= 2 && (tokens.is(at, w!("x")) || tokens.get(at).is('×') || tokens.str(at) == "E") {
            return true;
        }
        // "50, 150, 450, 800 and 1,200 x 106": each comma of a list brings its number.
        // "0.5, 1.0 and 2.0 x 106": so does each decimal point.
        let point = tokens.get(at).is('.') && tokens.get(at).is_glued() && tokens.get(at + 1).is_number();
        if (tokens.get(at).is(',') || point) && limit < first + 4 * LONGEST_LIST {
            limit += 2;
        }
        at += 1;
    }
    false
}

fn operand(tokens: &Tokens<'_>, at: usize, power: Power) -> Option<Operand> {
    let (mut operand, mut end) = match tokens.get(at).class {
        Lex::Word => {
            let (value, end) = in_words(tokens, at)?;
            let value = Decimal::from_int(i64::from(value));
            (Operand { value, end, power: None, bare: value, word: true }, end)
        }
        _ => {
            let found = scientific(tokens, at, power)?;
            let bare = match found.exponent {
                Some(exponent) => found.value.shift(-exponent)?,
                None => found.value,
            };
            let operand = Operand { value: found.value, end: found.end, power: found.exponent, bare, word: false };
            (operand, found.end)
        }
    };
    // "10 000": groups with a plain blank.
    while operand.power.is_none()
        && !operand.word
        && tokens.get(end).gap == Gap::Space
        && tokens.str(end) == "000"
        && tokens.get(end.wrapping_sub(1)).len() <= 3
    {
        operand.value = operand.value.shift(3)?;
        operand.bare = operand.value;
        end += 1;
    }
    if operand.power.is_none() {
        let dash = usize::from(tokens.get(end).class == Lex::Dash && tokens.get(end).is_glued());
        if let Some(scale) = scale(tokens, end + dash)
            && tokens.get(end + dash).gap <= Gap::Line
        {
            operand.value = operand.value.shift(scale)?;
            operand.power = Some(scale);
            end += dash + 1;
        } else if let Some(scale) = letter_scale(tokens, end) {
            operand.value = operand.value.shift(scale)?;
            operand.power = Some(scale);
            end += 1;
        }
    }
    operand.end = end;
    Some(operand)
}

/// `twenty-five`, `two hundred`, `one-hundred`, `two hundred and fifty`: a number below a thousand in words, and the token after it.
///
/// Near miss: `one hundred and two hundred`.
fn in_words(tokens: &Tokens<'_>, at: usize) -> Option<(u16, usize)> {
    let below_hundred = |at: usize| {
        let &value = SPELLED.find(tokens, at)?;
        let unit = at + 1 + usize::from(tokens.get(at + 1).class == Lex::Dash && tokens.get(at + 1).is_glued());
        match SPELLED.find(tokens, unit) {
            Some(&ones @ 1..=9) if (20..100).contains(&value) && tokens.get(unit).gap <= Gap::Space => {
                Some((value + ones, unit + 1))
            }
            _ => Some((value, at + 1)),
        }
    };
    let (value, end) = below_hundred(at)?;
    // "one-hundred"
    let joined = tokens.get(end).class == Lex::Dash && tokens.get(end).is_glued() && tokens.get(end + 1).is_glued();
    let after = end;
    let end = end + usize::from(joined);
    if value >= 100 || !tokens.is(end, w!("hundred")) {
        return Some((value, after));
    }
    let rest = end + 1 + usize::from(tokens.is(end + 1, w!("and")));
    match below_hundred(rest).filter(|&(rest, after)| rest < 100 && !tokens.is(after, w!("hundred"))) {
        Some((rest, after)) if tokens.get(end + 1).gap <= Gap::Space => Some((value * 100 + rest, after)),
        _ => Some((value * 100, end + 1)),
    }
}

/// `450M cells`: a letter that is a scale only because cells follow.
fn letter_scale(tokens: &Tokens<'_>, at: usize) -> Option<i32> {
    let scale = match tokens.str(at) {
        "M" | "MM" => 6,
        "B" => 9,
        "K" | "k" => 3,
        _ => return None,
    };
    let near = tokens.get(at).is_glued() || tokens.str(at) == "M" && tokens.get(at).gap == Gap::Space;
    let counted = || cells(tokens, at + 1).is_some() || shared_letter(tokens, at) || international_follows(tokens, at);
    (near && counted()).then_some(scale)
}

/// Whether international units follow a glued letter for a magnitude: `60K IU`.
fn international_follows(tokens: &Tokens<'_>, at: usize) -> bool {
    matches!(tokens.str(at), "M" | "K" | "k") && tokens.get(at).is_glued() && matches!(tokens.str(at + 1), "IU" | "IUs")
}

/// Whether the same letter closes the next number of a list, and cells follow it: `1B or 1.5B cells`.
fn shared_letter(tokens: &Tokens<'_>, at: usize) -> bool {
    if !matches!(tokens.str(at), "M" | "MM" | "B" | "K" | "k") || !tokens.get(at).is_glued() {
        return false;
    }
    let Some((_, next)) = link(tokens, at + 1) else { return false };
    let Some(other) = number(tokens, next) else { return false };
    tokens.str(other.end) == tokens.str(at)
        && tokens.get(other.end).is_glued()
        && cells(tokens, other.end + 1).is_some()
}

/// The unit after an operand.
fn unit_of(tokens: &Tokens<'_>, operand: &Operand) -> Option<Unit> {
    let named = past_level(tokens, operand.end);
    if named > operand.end {
        return unit_of(tokens, &Operand { end: named, ..*operand }).filter(|_| operand.power.is_some());
    }
    if let Some(unit) = unit(tokens, operand.end)
        && unit.atom.class != Class::Cells
    {
        // "ten mg" is hardly written; "one g" never.
        // "fifty mg", but not "one MG patient"
        let spelled = tokens.get(operand.end).len() > 3 || matches!(tokens.str(operand.end), "mg" | "mcg");
        return (!operand.word || spelled).then_some(unit);
    }
    // "10% of cells" and "two cells" are biology.
    let large = operand.power.is_some() || operand.value >= Decimal::from_int(10_000);
    if !large {
        return None;
    }
    cells(tokens, operand.end).or_else(|| understood_cells(tokens, operand))
}

/// How many tokens before may name the cells of a number that bears no unit.
const NAMED_BEFORE: usize = 30;

/// Finds `450 x 10^6` where cells are named before: `CAR-T cells at a target dose of 450 x 10^6 (range
/// 300–460 x 10^6)`, `DL1: 50 x 10^6 cells, DL2: 150 x 10^6`.
///
/// Hard because laboratories write counts so. Near miss: `platelets below 100 x 10^9/L`.
pub(super) fn understood(tokens: &Tokens<'_>, first: usize) -> Option<Quantity> {
    // Cheap first.
    let near = tokens.list().get(first + 1..).unwrap_or(&[]).iter().take(5);
    if !near.fold(false, |any, token| any | token.is('×') | token.reads(w!("x"))) || !may_lead(tokens, first) {
        return None;
    }
    let a = operand(tokens, first, Power::Written)?;
    let (a, b) = match (a.power, link(tokens, a.end)) {
        (None, Some((Link::To, next))) => (a, operand(tokens, next, Power::Written)?),
        _ => (a, a),
    };
    let power = b.power.filter(|power| (5..=11).contains(power))?;
    let after = tokens.get(b.end);
    let closed = after.gap >= Gap::Line
        || ['.', ',', ';', ')', '('].iter().any(|&sign| after.is(sign))
        || tokens.is_any(b.end, words!["and", "or", "to", "with"]);
    let ends = |at: usize| tokens.get(at + 1).gap == Gap::Paragraph || super::judge::ends_sentence(tokens, at);
    let lowest = first.saturating_sub(NAMED_BEFORE);
    let sentence = (lowest..first).rev().find(|&at| ends(at)).map_or(lowest, |at| at + 1);
    let (mut named, mut given) = (false, false);
    for at in sentence..first {
        named |= tokens.is(at, w!("cells")) || matches!(tokens.str(at), "CAR" | "TIL" | "TCR");
        given |=
            CUES.find(tokens, at).is_some_and(|&cues| cues & GIVE != 0) || tokens.is_any(at, words!["dl", "target"]);
        let counted =
            tokens.is_any(at, words!["neutrophils", "platelets", "platelet", "lymphocytes", "leukocytes", "count"]);
        if counted || CUES.find(tokens, at).is_some_and(|&cues| cues & (ANALYTE | SAMPLE) != 0) {
            return None;
        }
    }
    if !closed || !named || !given {
        return None;
    }
    let byte_end = tokens.get(b.end.wrapping_sub(1)).span().end;
    let unit = Unit { atom: &CELL, pers: Vec::new(), end: b.end, byte_end, open: false };
    let (low, high) = if a.power.is_none() { (a.bare.shift(power)?, b.value) } else { (a.value, a.value) };
    let amount = if low < high { Amount::Range { low, high } } else { Amount::One(high) };
    Some(made(tokens, first, amount, unit, [a, b], "dose.cells-understood"))
}

/// How many tokens behind a number may name the cells that it leaves unsaid; before it, twice as many.
const UNDERSTOOD: usize = 30;

/// `2 x 10^6/kg` of a CAR-T: cells, though the word is left out.
///
/// Hard because vectors are counted per kilogram too. Near miss: `1 x 10^14/kg` of an AAV.
fn understood_cells(tokens: &Tokens<'_>, operand: &Operand) -> Option<Unit> {
    let mark = tokens.get(operand.end);
    let per = mark.is('/') && mark.is_glued() || tokens.is(operand.end, w!("per"));
    if operand.power.is_none() || !per || !tokens.is(operand.end + 1, w!("kg")) {
        return None;
    }
    let around = operand.end.saturating_sub(2 * UNDERSTOOD)..operand.end + UNDERSTOOD;
    let mut told = false;
    for at in around {
        if tokens.is_any(at, words!["vg", "vector", "aav", "genomes", "vp"]) {
            return None;
        }
        let car = matches!(tokens.str(at), "CAR" | "CART" | "TCR" | "TIL" | "NK" | "HSC" | "MSC" | "CD34");
        told |= car || tokens.is_any(at, words!["cell", "cells", "lymphodepletion", "leucel"]);
    }
    told.then(|| per_kilogram(tokens, operand.end))?
}

/// What stands between two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Link {
    /// `–`, `to`
    To,
    /// `and`
    And,
    /// `or`
    Or,
    /// `,`
    Comma,
    /// `/`
    Slash,
}

/// Names of the members of a list of dose levels.
const LEVELS: &List = words!["low", "mid", "middle", "medium", "intermediate", "high"];

/// Past the bracketed name of a dose level: `(low)`, `(high dose)`.
fn past_level(tokens: &Tokens<'_>, at: usize) -> usize {
    if !tokens.get(at).is('(') || !tokens.is_any(at + 1, LEVELS) {
        return at;
    }
    let close = at + 2 + usize::from(tokens.is(at + 2, w!("dose")));
    if tokens.get(close).is(')') { close + 1 } else { at }
}

/// The link at `at` and the token after it.
fn link(tokens: &Tokens<'_>, at: usize) -> Option<(Link, usize)> {
    let at = past_level(tokens, at);
    let token = tokens.get(at);
    if token.gap > Gap::Line {
        return None;
    }
    // The suspended hyphen of "10- to 20-mg".
    let listed =
        tokens.is_any(at + 1, words!["to", "or", "and"]) || tokens.get(at + 1).is(',') || tokens.get(at + 1).is('/');
    if token.class == Lex::Dash && token.is_glued() && listed {
        return link(tokens, at + 1);
    }
    let (link, next) = match token.class {
        Lex::Dash => (Link::To, at + 1),
        Lex::Word if tokens.is_any(at, words!["to", "through", "until"]) => (Link::To, at + 1),
        Lex::Word if tokens.is(at, w!("up")) && tokens.is(at + 1, w!("to")) => (Link::To, at + 2),
        Lex::Word if tokens.is(at, w!("and")) => {
            (Link::And, at + 1 + if tokens.get(at + 1).is('/') && tokens.is(at + 2, w!("or")) { 2 } else { 0 })
        }
        Lex::Word if tokens.is_any(at, words!["or", "versus", "vs"]) => {
            (Link::Or, at + 1 + usize::from(tokens.is(at, w!("vs")) && tokens.get(at + 1).is('.')))
        }
        Lex::Symbol if token.is(',') || token.is(';') => {
            if tokens.is(at + 1, w!("and")) {
                (Link::And, at + 2)
            } else if tokens.is(at + 1, w!("or")) {
                (Link::Or, at + 2)
            } else if tokens.get(at + 1).is('&') {
                (Link::And, at + 2)
            } else {
                (Link::Comma, at + 1)
            }
        }
        Lex::Symbol if token.is('/') => (Link::Slash, at + 1),
        // "0.03?10 mg/kg": a dash that a conversion lost.
        Lex::Symbol if token.is('?') && token.is_glued() && tokens.get(at + 1).is_glued() => (Link::To, at + 1),
        Lex::Symbol if token.is('&') => (Link::And, at + 1),
        _ => return None,
    };
    // A page may break after "to".
    let broken = link == Link::To && token.is_word();
    (tokens.get(next).is_number() && (broken || tokens.get(next).gap <= Gap::Line)).then_some((link, next))
}

/// Finds a quantity: one number, a range or a list.
///
/// Hard because "and", commas and dashes join other things too: `in Cohort 3, 20 mg`, `2016, 10 and
/// 20 mg`, `ABC-0390 - 20 mg`. `12.5 mCi/m² to 31.25 mCi/m²` is one range; `10 mg and 20 mg` are
/// two doses, each read by itself.
fn chain(tokens: &Tokens<'_>, first: usize, power: Power) -> Option<Quantity> {
    let a = operand(tokens, first, power)?;
    match unit_of(tokens, &a) {
        Some(unit) => measured(tokens, first, a, unit, power),
        None => deviation(tokens, first, a, power).or_else(|| shared(tokens, first, a, power)),
    }
}

/// `1.6 ± 0.3 Gy`: a mean with its deviation, valued as the mean. Near miss: `7.4 GBq ± 10%`.
fn deviation(tokens: &Tokens<'_>, first: usize, a: Operand, power: Power) -> Option<Quantity> {
    let mark = tokens.get(a.end);
    let spelled = mark.is('+') && tokens.get(a.end + 1).is('/') && tokens.get(a.end + 2).class == Lex::Dash;
    let next = if mark.is('±') {
        a.end + 1
    } else if spelled {
        a.end + 3
    } else {
        return None;
    };
    let b = operand(tokens, next, power)?;
    let unit = unit_of(tokens, &b)?;
    Some(made(tokens, first, Amount::One(scaled(a.value, &unit)?), unit, [a, a], "dose.number-unit"))
}

/// A number with its own unit, and what it may range to.
fn measured(tokens: &Tokens<'_>, first: usize, a: Operand, unit: Unit, power: Power) -> Option<Quantity> {
    if let Some((link, next)) = link(tokens, unit.end)
        && (link == Link::To || link == Link::And && after_between(tokens, first))
        && unit.byte_end == tokens.get(unit.end.wrapping_sub(1)).span().end
        && may_lead(tokens, first)
        && let Some(b) = operand(tokens, next, power)
        && let Some(other) = unit_of(tokens, &b)
        && same_thing(other.atom.class, unit.atom.class)
        && (unit.pers.is_empty() || unit.code() == other.code())
        && !is_step(tokens, first, &unit, &other)
    {
        let (low, high) = (scaled(a.value, &unit), scaled(b.value, &other));
        let shift = step(&unit).zip(step(&other)).map(|(from, to)| to - from);
        let high = if unit.atom.code == other.atom.code { high } else { high?.shift(shift?) };
        let (low, high) = (low?, high?);
        let (low, high) = if high < low { (high, low) } else { (low, high) };
        if low != high {
            let code = Unit { atom: unit.atom, ..other };
            return Some(made(tokens, first, Amount::Range { low, high }, code, [a, b], "dose.range"));
        }
    }
    let value = scaled(a.value, &unit)?;
    Some(made(tokens, first, Amount::One(value), unit, [a, a], "dose.number-unit"))
}

/// Whether "to" joins steps of a titration rather than the ends of a range: "5 mg to 10 mg to 15 mg",
/// three doses. Near miss: "5 mg to 10 mg".
fn is_step(tokens: &Tokens<'_>, first: usize, unit: &Unit, other: &Unit) -> bool {
    let goes_on = tokens.is(other.end, w!("to"))
        && scientific(tokens, other.end + 1, Power::Written)
            .and_then(|next| self::unit(tokens, next.end))
            .is_some_and(|next| same_thing(next.atom.class, unit.atom.class));
    // A text may begin with "to".
    let before = first.saturating_sub(2);
    let came = first >= 2
        && tokens.is(first - 1, w!("to"))
        && begins_unit(tokens, before)
        && self::unit(tokens, before).is_some_and(|last| same_thing(last.atom.class, unit.atom.class));
    goes_on || came
}

/// Numbers that share the unit of the last.
fn shared(tokens: &Tokens<'_>, first: usize, a: Operand, power: Power) -> Option<Quantity> {
    if a.word || link(tokens, a.end).is_none() || !may_lead(tokens, first) {
        return None;
    }
    let mut members = vec![a];
    let mut links = Vec::new();
    let unit = loop {
        let last = members.last()?;
        let (link, next) = link(tokens, last.end)?;
        links.push(link);
        let member = operand(tokens, next, power)?;
        members.push(member);
        if let Some(unit) = unit_of(tokens, &member) {
            break unit;
        }
        if members.len() > LONGEST_LIST {
            return None;
        }
    };
    let last = *members.last()?;
    let looks_like_year = |member: &Operand| {
        member.power.is_none()
            && member.value >= Decimal::from_int(1990)
            && member.value <= Decimal::from_int(2040)
            && !tokens.get(member.end.wrapping_sub(2)).is(',')
    };
    if looks_like_year(&a) && !looks_like_year(&last) {
        return None;
    }
    // "1-3 x 10^6": the power belongs to both.
    let values: Option<Vec<Decimal>> = members
        .iter()
        .map(|member| match (member.power, last.power) {
            (None, Some(shift)) => scaled(member.bare.shift(shift)?, &unit),
            _ => scaled(member.value, &unit),
        })
        .collect();
    let values = values?;
    let ends = [a, last];
    match (links.as_slice(), values.as_slice()) {
        ([link], &[low, high]) if *link == Link::To || *link == Link::And && after_between(tokens, first) => {
            (low < high).then(|| made(tokens, first, Amount::Range { low, high }, unit, ends, "dose.range"))
        }
        (links, _) => {
            let joined = matches!(links.last(), Some(Link::And | Link::Or | Link::Slash))
                || (members.len() > 2 || counts_doses(tokens, first))
                    && links.iter().all(|&link| link == Link::Comma || link == Link::To);
            let dashes = links.iter().filter(|&&link| link == Link::To).count();
            let plain = dashes == 0 || dashes == links.len();
            (joined && plain).then(|| made(tokens, first, Amount::List(values), unit, ends, "dose.list"))
        }
    }
}

fn made(
    tokens: &Tokens<'_>,
    first: usize,
    amount: Amount,
    unit: Unit,
    ends: [Operand; 2],
    rule: &'static str,
) -> Quantity {
    let span = Span::new(tokens.get(first).span().start, unit.byte_end);
    let largest = match &amount {
        Amount::One(value) => *value,
        Amount::Range { high, .. } => *high,
        Amount::List(values) => values.iter().copied().max().unwrap_or_default(),
    };
    let scaled = ends.iter().any(|operand| operand.power.is_some());
    Quantity { span, first, end: unit.end, amount, largest, unit, rule, scaled }
}

fn scaled(value: Decimal, unit: &Unit) -> Option<Decimal> {
    if unit.atom.times == 1 { Some(value) } else { value.times(Decimal::from_int(unit.atom.times)) }
}

/// Whether two units measure one thing.
fn same_thing(a: Class, b: Class) -> bool {
    let mass = |class| matches!(class, Class::Mass | Class::Gram);
    a == b || mass(a) && mass(b)
}

/// The power of ten of a metric prefix, so that "500 mg to 1 g" has one unit.
fn step(unit: &Unit) -> Option<i32> {
    Some(match unit.atom.code {
        "pg" => -12,
        "ng" => -9,
        "ug" | "uCi" | "uL" => -6,
        "mg" | "mCi" | "mL" | "mGy" => -3,
        "cGy" => -2,
        "g" | "Ci" | "L" | "Gy" | "Bq" => 0,
        "kBq" => 3,
        "MBq" => 6,
        "GBq" => 9,
        "TBq" => 12,
        _ => return None,
    })
}

/// Whether doses are counted up: `doses of 75, 100 mg`. Near miss: `in Study 75, 100 mg`.
fn counts_doses(tokens: &Tokens<'_>, first: usize) -> bool {
    tokens.is(first.wrapping_sub(1), w!("of"))
        && tokens.is_any(first.wrapping_sub(2), words!["doses", "levels", "strengths"])
}

/// Whether "between" stands before, so that "and" joins two ends.
fn after_between(tokens: &Tokens<'_>, first: usize) -> bool {
    tokens.is(first.wrapping_sub(1), w!("between"))
}

/// Whether the number can be the first of several: it isn't the end of a name (`ABC-0390`), nor does
/// it count cohorts, days or phases.
fn may_lead(tokens: &Tokens<'_>, first: usize) -> bool {
    let token = tokens.get(first);
    let before = tokens.get(first.wrapping_sub(1));
    // "15 mCi/m² x 2 and 17.5 mCi/m²": how often, not how much.
    let counted = tokens.get(first.wrapping_sub(2));
    let times = tokens.is(first.wrapping_sub(1), w!("x")) || before.is('×');
    if times && (counted.is_glued() || !counted.is_number()) {
        return false;
    }
    if before.is('=') || before.is('$') || before.is('#') || before.is('€') || before.is('£') {
        return false;
    }
    if token.is_glued() && (before.is_word() || before.is_number()) {
        // A conversion may have lost the blank after a small word: "of0.66 mg/kg".
        return tokens.is_any(first.wrapping_sub(1), words!["of", "at", "to", "from", "by", "with", "and", "between"]);
    }
    let name = before.class == Lex::Dash
        && token.is_glued()
        && before.is_glued()
        && tokens.get(first.wrapping_sub(2)).is_word();
    !name && !is_labelled(tokens, first)
}

/// Whether a label counts this number, or the list it goes on with: `Cohorts 1, 2 and 3`.
fn is_labelled(tokens: &Tokens<'_>, first: usize) -> bool {
    let mut at = first.wrapping_sub(1);
    for _ in 0..LONGEST_LIST {
        // "on September 7, and 742 mg/m2"
        let month = MONTHS.find(tokens, at).is_some() && tokens.get(at).case != Case::Lower;
        if month || LABELS.find(tokens, at).is_some() {
            return true;
        }
        let link = tokens.get(at).is(',') || tokens.get(at).is('/') || tokens.is_any(at, words!["and", "or", "to"]);
        at = at.wrapping_sub(if link && tokens.get(at.wrapping_sub(1)).is(',') { 2 } else { 1 });
        if !(link && tokens.get(at).is_number() && tokens.get(at).len() <= 2) {
            return false;
        }
        at = at.wrapping_sub(1);
    }
    false
}
