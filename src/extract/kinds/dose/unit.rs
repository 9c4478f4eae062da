//! Units as they are written after a number.
//!
//! In: the token after a number. Out: the unit with its divisors, and where it ends, which may lie
//! within a token where a conversion lost a blank (`7 mgVelorin`).

use super::table::{
    Atom, BREAKS, CELL, CELLS, Class, Letters, PERS, PHRASE_STARTS, PHRASES, Per, PerSort, TAILS, UNITS,
};
use crate::extract::lex::{Case, Class as Lex, Gap, Likely, Token, Tokens, first_token, number, w, words};
use crate::extract::text::Text;

/// A unit with its divisors.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    /// The unit itself.
    pub atom: &'static Atom,
    /// Divisors with their sort, in order: `kg`, `d`; a composite one carries its number, `{0.8mL}`.
    pub pers: Vec<(String, PerSort)>,
    /// Index of the token after it.
    pub end: usize,
    /// Byte after it.
    pub byte_end: usize,
    /// Whether a bar follows with something unknown under it.
    pub open: bool,
}

impl Unit {
    /// UCUM code of the whole.
    pub fn code(&self) -> Text {
        if self.pers.is_empty() {
            return self.atom.code.into();
        }
        let mut code = String::from(self.atom.code);
        for (per, _) in &self.pers {
            code.push('/');
            code.push_str(per);
        }
        code.into()
    }

    /// Whether any divisor is of this sort.
    pub fn per(&self, sort: PerSort) -> bool {
        self.pers.iter().any(|(_, mine)| *mine == sort)
    }
}

/// Most words between a number and "cells": `CAR-positive (CAR+) viable T`.
const LONGEST_CELL_NAME: usize = 14;

/// Reads the unit at token `at`, which stands after a number.
pub(super) fn unit(tokens: &Tokens<'_>, at: usize) -> Option<Unit> {
    let mut first = at;
    // "10-mg", "10- mg"
    if tokens.get(first).class == Lex::Dash && tokens.get(first).is_glued() {
        first += 1;
    }
    let token = tokens.get(first);
    // "[IU]"
    if token.is('[') && tokens.get(first + 2).is(']') {
        let mut unit = word_unit(tokens, first + 1)?;
        unit.end = first + 3;
        unit.byte_end = tokens.get(first + 2).span().end;
        divisors(tokens, &mut unit);
        return Some(unit);
    }
    if let Some(mut unit) = square_unit(tokens, first).or_else(|| dotted_unit(tokens, first)) {
        divisors(tokens, &mut unit);
        return Some(unit);
    }
    if !token.is_word() {
        return None;
    }
    let mut unit = match phrase_unit(tokens, first).or_else(|| word_unit(tokens, first)) {
        Some(unit) if unit.atom.class != Class::Cells || token.gap <= Gap::Line => unit,
        // "240 Brevorin units"
        _ if branded_units(tokens, first) => word_unit(tokens, first + 1)?,
        _ => return cut_unit(tokens, first),
    };
    // A page may break between a number and its unit, but "24", empty line, "g" is a table.
    if token.gap == Gap::Paragraph && !matches!(unit.atom.class, Class::Mass | Class::Activity) {
        return None;
    }
    divisors(tokens, &mut unit);
    Some(unit)
}

/// Whether a word may begin a unit: a cheap look that lets too much through.
pub(super) fn begins_unit(tokens: &Tokens<'_>, at: usize) -> bool {
    UNITS.find(tokens, at).is_some()
        || PHRASE_STARTS.find(tokens, at).is_some()
        || begins_odd_unit(tokens, at)
        || tokens.is(at, w!("i"))
}

/// The same for a word that is in no table: `mgVelorin`, `Brevorin units`.
#[inline]
pub(super) fn begins_odd_unit(tokens: &Tokens<'_>, at: usize) -> bool {
    may_begin_odd_unit(tokens, at) && is_odd_unit(tokens, at)
}

/// Whether it may: nearly every word is told by its first two letters and the word behind it.
#[inline]
pub(super) fn may_begin_odd_unit(tokens: &Tokens<'_>, at: usize) -> bool {
    may_be_cut(tokens, tokens.get(at)) | (tokens.get(at + 1).payload() == w!("units").hash())
}

#[inline(never)]
fn is_odd_unit(tokens: &Tokens<'_>, at: usize) -> bool {
    cut(tokens, at).is_some() || branded_units(tokens, at)
}

/// Whether the units of a brand follow: `240 Brevorin units`, for the units of two toxins are not one.
///
/// Near misses: `240 Preferred units`, `30 Housing units`, which no word of dosing is near.
fn branded_units(tokens: &Tokens<'_>, at: usize) -> bool {
    let (name, units) = (tokens.get(at), tokens.get(at + 1));
    matches!(name.case, Case::Capital | Case::Mixed)
        && name.len() >= 4
        && name.gap == Gap::Space
        && units.gap == Gap::Space
        && tokens.is(at + 1, w!("units"))
}

/// Words that end a name of cells.
static CELL_NAMES: Likely<16> = Likely::of(CELLS.words()).and(BREAKS.words());

/// Those that are cells.
static CELL_WORDS: Likely<32> = Likely::of(CELLS.words());

/// Whether cells may be spoken of from `at` on: in most texts they are not, which one look tells.
#[inline]
pub(super) fn may_be_cells(tokens: &Tokens<'_>, at: usize) -> bool {
    let words = tokens.list().get(at..).and_then(<[Token]>::first_chunk::<LONGEST_CELL_NAME>);
    words.is_none_or(|words| words.iter().fold(false, |may_be, &word| may_be | CELL_WORDS.has(word)))
}

/// Counts cells: `cells`, and `CAR+ T cells`, `viable CAR-positive T-cells`, `CD34+ cells`.
pub(super) fn cells(tokens: &Tokens<'_>, at: usize) -> Option<Unit> {
    if !may_be_cells(tokens, at) {
        return None;
    }
    for index in at..at + LONGEST_CELL_NAME {
        let token = tokens.get(index);
        if token.gap > Gap::Line {
            return None;
        }
        if token.is_word() && !CELL_NAMES.has(token) {
            continue;
        }
        // "stem cell-derived retinal cells"
        let derived = || tokens.is(index + 2, w!("derived")) && tokens.get(index + 2).is_glued();
        if CELLS.find(tokens, index).is_some() && !derived() {
            // "million cell lines", "cell therapies"
            let divided = tokens.get(index + 1).is('/') || tokens.is(index + 1, w!("per"));
            // "a 10 million-cell dose"
            let attached = index == at + 1 && tokens.get(at).class == Lex::Dash && token.is_glued();
            if tokens.is(index, w!("cell")) && !divided && !attached {
                return None;
            }
            let atom = &CELL;
            // "TIL cells"
            let last =
                index + usize::from(CELLS.find(tokens, index + 1).is_some() && tokens.is(index + 1, w!("cells")));
            let byte_end = tokens.get(last).span().end;
            let mut unit = Unit { atom, pers: Vec::new(), end: last + 1, byte_end, open: false };
            divisors(tokens, &mut unit);
            return Some(unit);
        }
        let goes_on = match token.class {
            Lex::Word => BREAKS.find(tokens, index).is_none(),
            // "CD34+ cells"; not "–100M cells", the other end of a range
            Lex::Number => token.is_glued() && index > at && (index > at + 1 || tokens.get(at).is_word()),
            Lex::Dash | Lex::Superscript => true,
            // "CAR-positive (CAR+) T cells"
            Lex::Symbol if token.is('(') => index > at && (index + 2..index + 5).any(|close| tokens.get(close).is(')')),
            Lex::Symbol => ['+', '/', '®', '™', ')'].iter().any(|&sign| token.is(sign)),
            Lex::End => false,
        };
        if !goes_on {
            return None;
        }
    }
    None
}

/// Cells for each kilogram, where only the divisor at `at` is written.
pub(super) fn per_kilogram(tokens: &Tokens<'_>, at: usize) -> Option<Unit> {
    let before = tokens.get(at.checked_sub(1)?);
    let mut unit = Unit { atom: &CELL, pers: Vec::new(), end: at, byte_end: before.span().end, open: false };
    divisors(tokens, &mut unit);
    unit.per(PerSort::Body).then_some(unit)
}

fn word_unit(tokens: &Tokens<'_>, at: usize) -> Option<Unit> {
    let atom = UNITS.find(tokens, at)?;
    if let Letters::Exact(spellings) = atom.letters
        && !spellings.contains(&tokens.str(at))
    {
        return None;
    }
    // "I.U."-like points belong to it; "U.S." is a country.
    Some(Unit { atom, pers: Vec::new(), end: at + 1, byte_end: tokens.get(at).span().end, open: false })
}

/// Units that have a character of their own: `㎎`.
fn square_unit(tokens: &Tokens<'_>, at: usize) -> Option<Unit> {
    let word = match tokens.get(at).symbol()? {
        '㎎' => "mg",
        '㎍' => "mcg",
        '㎖' => "mL",
        '㎏' => "kg",
        _ => return None,
    };
    let atom = UNITS.find_token(first_token(word))?;
    Some(Unit { atom, pers: Vec::new(), end: at + 1, byte_end: tokens.get(at).span().end, open: false })
}

/// `I.U.`
fn dotted_unit(tokens: &Tokens<'_>, at: usize) -> Option<Unit> {
    let dotted = tokens.is(at, w!("i"))
        && tokens.get(at + 1).is('.')
        && tokens.is(at + 2, w!("u"))
        && tokens.get(at + 3).is('.');
    if !dotted || !(at + 1..at + 4).all(|index| tokens.get(index).is_glued()) {
        return None;
    }
    let atom = UNITS.find_token(first_token("IU"))?;
    Some(Unit { atom, pers: Vec::new(), end: at + 4, byte_end: tokens.get(at + 3).span().end, open: false })
}

fn phrase_unit(tokens: &Tokens<'_>, at: usize) -> Option<Unit> {
    PHRASE_STARTS.find(tokens, at)?;
    PHRASES.iter().find_map(|phrase| {
        let mut index = at;
        for (place, word) in phrase.words.iter().enumerate() {
            let dash = tokens.get(index).class == Lex::Dash || tokens.get(index).is('_');
            if place > 0 && dash {
                index += 1;
            }
            let here = tokens.get(index);
            let same = if here.is_number() { tokens.str(index) == *word } else { tokens.reads(index, word) };
            if !same || place > 0 && here.gap > Gap::Line {
                return None;
            }
            index += 1;
        }
        let byte_end = tokens.get(index.wrapping_sub(1)).span().end;
        Some(Unit { atom: &phrase.atom, pers: Vec::new(), end: index, byte_end, open: false })
    })
}

/// A unit with the next word glued on: `mgVelorin`, `mgdaily`, `mgIV`.
fn cut_unit(tokens: &Tokens<'_>, at: usize) -> Option<Unit> {
    let (length, atom) = cut(tokens, at)?;
    let byte_end = tokens.get(at).span().start + length;
    Some(Unit { atom, pers: Vec::new(), end: at + 1, byte_end, open: false })
}

/// Units that are cut off the front of a word.
const CUTTABLE: &[&str] = &["mg", "mcg", "µg", "μg", "mL", "mCi", "MBq", "GBq", "IU", "vg"];

/// Whether a word has the first two letters of such a unit, or a two-byte one.
#[inline]
fn may_be_cut(tokens: &Tokens<'_>, token: Token) -> bool {
    const FIRST: u64 = letters(b"mMGIv");
    const SECOND: u64 = letters(b"gcLCBU");
    let first = tokens.text().as_bytes().get(token.span().start..).and_then(<[u8]>::first_chunk);
    first.is_some_and(|&[one, two]: &[u8; 2]| {
        (FIRST >> (one & 63)) & (SECOND >> (two & 63)) & u64::from(two < 128) == 1 || two >= 128
    })
}

/// A bit for each of these letters.
#[allow(clippy::indexing_slicing)] // runs in the compiler
const fn letters<const LETTERS: usize>(letters: &[u8; LETTERS]) -> u64 {
    let (mut bits, mut letter) = (0, 0);
    while letter < LETTERS {
        bits |= 1 << (letters[letter] & 63);
        letter += 1;
    }
    bits
}

fn cut(tokens: &Tokens<'_>, at: usize) -> Option<(usize, &'static Atom)> {
    let token = tokens.get(at);
    if token.len() < 4 || !may_be_cut(tokens, token) {
        return None;
    }
    let word = tokens.str(at);
    let stem = CUTTABLE.iter().find(|stem| word.starts_with(**stem))?;
    if !splits(word.get(stem.len()..)?) {
        return None;
    }
    UNITS.find_token(first_token(stem)).map(|atom| (stem.len(), atom))
}

/// Whether what is glued behind a unit is a word of its own.
fn splits(tail: &str) -> bool {
    let first = first_token(tail);
    first.case == Case::Capital && tail.len() > 2
        || first.case == Case::Upper
        || first.case == Case::Mixed && tail.starts_with(char::is_uppercase)
        || TAILS.find_token(first).is_some()
}

/// Adds what stands after "/" or "per", as often as it does.
fn divisors(tokens: &Tokens<'_>, unit: &mut Unit) {
    // "genome copies (GC)/kg": the unit's own short form, where a divisor goes on behind it.
    let (end, byte_end) = (unit.end, unit.byte_end);
    if tokens.get(end).is('(') && tokens.get(end + 1).is_word() && tokens.get(end + 2).is(')') {
        unit.end = end + 3;
    }
    chain_divisors(tokens, unit);
    if unit.pers.is_empty() {
        (unit.end, unit.byte_end) = (end, byte_end);
    }
}

fn chain_divisors(tokens: &Tokens<'_>, unit: &mut Unit) {
    while unit.pers.len() < 3 {
        let mark = tokens.get(unit.end);
        let bar = mark.is('/') || mark.is('∕') || mark.is('⁄');
        let says_per = tokens.is(unit.end, w!("per")) && mark.gap <= Gap::Line;
        if bar && mark.gap <= Gap::Line || says_per {
            let next = unit.end + 1;
            if tokens.get(next).gap > Gap::Line {
                return;
            }
            if composite(tokens, next, unit) || divisor(tokens, next, unit, says_per) {
                continue;
            }
            unit.open = bar && mark.is_glued() && tokens.get(next).is_word() && tokens.get(next).is_glued();
            return;
        }
        if !power_divisor(tokens, unit) {
            return;
        }
    }
}

/// `kg`, `m²`, `square meter`, `treated eye`.
fn divisor(tokens: &Tokens<'_>, at: usize, unit: &mut Unit, says_per: bool) -> bool {
    let skip = says_per && tokens.is_any(at, words!["treated", "injected", "affected", "single", "each", "individual"]);
    let at = at + usize::from(skip);
    if tokens.is_any(at, words!["square", "sq"])
        && tokens.is_any(at + 1, words!["meter", "metre", "meters", "metres", "m"])
    {
        return push(unit, "m2", PerSort::Body, at + 2, tokens.get(at + 1).span().end);
    }
    if tokens.is(at, w!("sqm")) || tokens.get(at).is('㎡') {
        return push(unit, "m2", PerSort::Body, at + 1, tokens.get(at).span().end);
    }
    if tokens.is(at, w!("m")) {
        let Some((end, byte_end)) = square(tokens, at + 1) else { return false };
        return push(unit, "m2", PerSort::Body, end, byte_end);
    }
    // "2 mg/cm2" of skin; "1.1 g/cm2" is the density of bone.
    if tokens.is(at, w!("cm"))
        && let Some((end, byte_end)) = square(tokens, at + 1)
    {
        let sort = if unit.atom.code == "g" { PerSort::Laboratory } else { PerSort::Given };
        return push(unit, "cm2", sort, end, byte_end);
    }
    // "/0.1 mL" is elsewhere; "/mm3" is a cell count.
    if tokens.is(at, w!("mm")) {
        let cube = tokens.get(at + 1);
        let end = if cube.is_number() || cube.class == Lex::Superscript { at + 2 } else { at + 1 };
        return push(unit, "mm3", PerSort::Laboratory, end, tokens.get(end - 1).span().end);
    }
    if let Some(per) = per_word(tokens, at, says_per) {
        return push(unit, per.code, per.sort, at + 1, tokens.get(at).span().end);
    }
    // "kgIV", "dayoral"
    let word = tokens.str(at);
    for stem in ["kg", "day", "mL"] {
        if word.strip_prefix(stem).is_some_and(|tail| tail.len() > 1 && splits(tail))
            && let Some(per) = PERS.find_token(first_token(stem))
        {
            return push(unit, per.code, per.sort, at + 1, tokens.get(at).span().start + stem.len());
        }
    }
    false
}

fn per_word(tokens: &Tokens<'_>, at: usize, says_per: bool) -> Option<&'static Per> {
    let per = PERS.find(tokens, at)?;
    // "per h" and "per d" are hardly written; "per L" is.
    let letter = tokens.get(at).len() == 1 && per.sort == PerSort::Time;
    (!(says_per && letter)).then_some(per)
}

/// The square of `m²`: `²`, `2`, `^2`, `(2)`, also after a blank.
fn square(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let token = tokens.get(at);
    if token.gap > Gap::Space {
        return None;
    }
    let is_two = |index: usize| {
        let token = tokens.get(index);
        token.number() == Some(2) && token.len() == 1 || tokens.str(index) == "²"
    };
    if is_two(at) {
        return Some((at + 1, token.span().end));
    }
    if token.is('^') && is_two(at + 1) {
        // "m^2^", as some plain-text formats write it.
        let end = at + 2 + usize::from(tokens.get(at + 2).is('^') && tokens.get(at + 2).is_glued());
        return Some((end, tokens.get(end - 1).span().end));
    }
    if token.is('<') && tokens.is(at + 1, w!("sup")) && is_two(at + 3) && tokens.is(at + 6, w!("sup")) {
        return Some((at + 8, tokens.get(at + 7).span().end));
    }
    if token.is('(') && token.is_glued() && is_two(at + 1) && tokens.get(at + 2).is(')') {
        return Some((at + 3, tokens.get(at + 2).span().end));
    }
    None
}

/// `/0.8 mL`, `/24 h`, `per 24 hours`: kept as an annotation, for UCUM has no fractions.
fn composite(tokens: &Tokens<'_>, at: usize, unit: &mut Unit) -> bool {
    let Some(found) = number(tokens, at) else { return false };
    let at = found.end + usize::from(tokens.get(found.end).class == Lex::Dash);
    let Some(per) = PERS.find(tokens, at) else { return false };
    if tokens.get(at).gap > Gap::Space || !matches!(per.sort, PerSort::Time | PerSort::Strength) {
        return false;
    }
    let code = format!("{{{}{}}}", found.value, per.code);
    push(unit, &code, per.sort, at + 1, tokens.get(at).span().end)
}

/// ` kg-1`, `·kg⁻¹`
fn power_divisor(tokens: &Tokens<'_>, unit: &mut Unit) -> bool {
    let mark = tokens.get(unit.end);
    let point = mark.is('.') && mark.is_glued() && tokens.get(unit.end + 1).is_glued();
    let dot = point || mark.is('·') || mark.is('⋅');
    let at = unit.end + usize::from(dot);
    if tokens.get(at).gap > Gap::Space {
        return false;
    }
    // "mg m−2"
    let (sign, two) = (tokens.get(at + 1), tokens.get(at + 2));
    if tokens.is(at, w!("m")) && tokens.str(at + 1) == "⁻²" {
        return push(unit, "m2", PerSort::Body, at + 2, sign.span().end);
    }
    let dashed = sign.class == Lex::Dash && sign.is_glued() && two.is_glued() && two.number() == Some(2);
    if tokens.is(at, w!("m")) && dashed {
        return push(unit, "m2", PerSort::Body, at + 3, two.span().end);
    }
    let Some(per) = PERS.find(tokens, at) else { return false };
    let raised = tokens.str(at + 1) == "⁻¹";
    let dashed = tokens.get(at + 1).class == Lex::Dash
        && tokens.get(at + 1).is_glued()
        && tokens.get(at + 2).is_glued()
        && tokens.get(at + 2).number() == Some(1);
    let end = if raised {
        at + 2
    } else if dashed {
        at + 3
    } else {
        return false;
    };
    push(unit, per.code, per.sort, end, tokens.get(end - 1).span().end)
}

fn push(unit: &mut Unit, code: &str, sort: PerSort, end: usize, byte_end: usize) -> bool {
    unit.pers.push((code.to_string(), sort));
    unit.end = end;
    unit.byte_end = byte_end;
    true
}
