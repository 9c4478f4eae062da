//! Isotopes, and what carries them.
//!
//! In: the index of a number, plain or raised. Out: the isotope, with the ligand it is bound to.
//!
//! | written | |
//! |---|---|
//! | `131I`, `¹³¹I`, `99mTc` | mass first |
//! | `I-131`, `Tc-99m`, `Lu177` | symbol first |
//! | `iodine-131`, `Lutetium 177` | name first |
//! | `177Lu-PSMA-617`, `[177Lu]Lu-PSMA-617`, `[18F]FDG` | glued to a ligand |
//! | `lutetium Lu 177 dotatate`, `Tc-99m sestamibi` | before a ligand |
//! | `lutetium (177Lu) oxodotreotide`, `(177)Lu-PSMA-617` | in brackets, or with its mass in them |
//!
//! A number is an isotope only with the symbol of its own element: 131 with I, never with A.

use super::code::chunk;
use super::context::{View, back};
use super::table::{CUES, ELEMENTS, EXTENSIONS, Element, LIGANDS, TAILS};
use super::vocabulary::vocabulary;
use crate::extract::lex::{Case, Class, Folded, Gap, Likely, Token, Tokens, superscript_digit, w};

/// An isotope that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Isotope {
    /// First token.
    pub first: usize,
    /// Index of the token after it.
    pub end: usize,
    /// Whether it needs a cue, for its letters and digits mean much else: `C-13`.
    pub common: bool,
}

/// Reads the isotope whose mass stands at `at`.
///
/// Hard, because mass and symbol come in either order, with a hyphen, a blank or nothing between, and
/// with or without the metal's name. `Lu-177` is one; `In 111 patients` is none.
pub fn read(view: &View<'_>, at: usize) -> Option<Isotope> {
    if may_be(view.tokens, at) { read_element(view.tokens, at) } else { None }
}

#[inline(never)]
fn read_element(tokens: &Tokens<'_>, at: usize) -> Option<Isotope> {
    let mass = mass(tokens, at)?;
    let found = bracketed(tokens, at, mass).or_else(|| mass_first(tokens, at, mass));
    found.or_else(|| symbol_first(tokens, at, mass))
}

/// `lutetium (177Lu) oxodotreotide`, `technetium (Tc 99m) tilmanocept`: the isotope in brackets between
/// the metal and the ligand.
///
/// Near miss: `lutetium (177Lu) supply`, which names no ligand.
fn bracketed(tokens: &Tokens<'_>, at: usize, mass: u32) -> Option<Isotope> {
    let meta = usize::from(tokens.is(at + 1, w!("m")) && tokens.get(at + 1).is_glued());
    let (open, close) = if tokens.get(back(at, 1)).is('(') {
        let dash = usize::from(tokens.get(at + 1 + meta).class == Class::Dash);
        (back(at, 1), at + 2 + meta + dash)
    } else {
        let dash = usize::from(tokens.get(back(at, 1)).class == Class::Dash);
        (back(at, 2 + dash), at + 1 + meta)
    };
    if !tokens.get(open).is('(') || !tokens.get(close).is(')') {
        return None;
    }
    let metal = by_name(tokens, back(open, 1), mass).is_some();
    let symbol = (open + 1..close).any(|at| tokens.get(at).is_word() && by_symbol(tokens, at, mass).is_some());
    if !metal || !symbol {
        return None;
    }
    let end = spaced_ligand(tokens, close + 1);
    (end > close + 1).then_some(Isotope { first: back(open, 1), end, common: false })
}

/// What nuclide a name is of that names nothing else, by symbol and mass: `Lu177` for `lutetium-177`, `Lu-177` and
/// `¹⁷⁷Lu`.
pub fn nuclide(name: &str) -> Option<String> {
    // Most are codes, with the number of no isotope.
    let number = |number: u32, digit: u8| number.checked_mul(10)?.checked_add((digit - b'0').into());
    let mut digits = name.bytes().filter(u8::is_ascii_digit);
    if name.is_ascii() && !digits.try_fold(0, number).is_some_and(is_known) {
        return None;
    }
    let digit = |c: char| c.is_ascii_digit().then_some(c).or_else(|| char::from_digit(superscript_digit(c)?, 10));
    let mut mass = name.chars().filter_map(digit);
    let number = mass.try_fold(0u32, |mass, digit| mass.checked_mul(10)?.checked_add(digit.to_digit(10)?))?;
    if !is_known(number) {
        return None;
    }
    let letters: String = name.chars().filter(|&c| c.is_alphabetic() && digit(c).is_none()).collect();
    let of = |letters: &str| {
        ELEMENTS.iter().find(|element| {
            let named = element.symbol == letters || element.name.eq_ignore_ascii_case(letters);
            named && element.masses.contains(&number)
        })
    };
    // "99mTc", "Tc-99m"
    let (element, excited) = match of(&letters) {
        Some(element) => (element, ""),
        None => (of(letters.strip_prefix('m').or_else(|| letters.strip_suffix('m'))?)?, "m"),
    };
    let mass: String = name.chars().filter_map(digit).collect();
    Some(format!("{}{mass}{excited}", element.symbol))
}

/// Whether a run of digits is the mass of some isotope.
#[inline]
pub fn may_be_mass(number: Token) -> bool {
    (number.len() <= 3) & is_known(number.payload())
}

/// Whether the number is the mass of some isotope, and what may be the symbol or the name of an element stands beside
/// it.
#[inline]
pub fn may_be(tokens: &Tokens<'_>, at: usize) -> bool {
    let token = tokens.get(at);
    let number = token.class == Class::Number;
    let known = if number { may_be_mass(token) } else { mass(tokens, at).is_some_and(is_known) };
    known && is_beside(tokens, at)
}

fn is_beside(tokens: &Tokens<'_>, at: usize) -> bool {
    let symbol = |token: Token| token.len() <= 3 && !matches!(token.case, Case::Lower | Case::None);
    let named = |token: Token| token.is_word() & NAMED.has(token);
    let (before, next) = (tokens.get(back(at, 1)), tokens.get(at + 1));
    let word = if before.class == Class::Dash { tokens.get(back(at, 2)) } else { before };
    // "131I", "99mTc", "131-I"
    let joined =
        |next: Token| symbol(next) || next.reads(w!("m")) || next.class == Class::Dash && symbol(tokens.get(at + 2));
    let after = tokens.get(at + 2);
    symbol(word)
        || named(word)
        // "lutetium (177Lu)", "(177)Lu"
        || before.is('(')
            && (named(tokens.get(back(at, 2)))
                || next.is(')') && after.is_glued() && (symbol(after) || after.class == Class::Dash))
        || next.is_glued() && joined(next)
        || next.class == Class::Superscript
}

/// The names of elements.
static NAMED: Likely<16> = {
    let (mut row, mut named) = (0, Likely::NONE);
    #[allow(clippy::indexing_slicing)] // runs in the compiler
    while row < ELEMENTS.len() {
        named = named.word(Folded::of(ELEMENTS[row].name));
        row += 1;
    }
    named
};

/// Number of masses in the table.
const COUNT: usize = {
    let (mut row, mut masses) = (0, 0);
    #[allow(clippy::indexing_slicing)] // runs in the compiler
    while row < ELEMENTS.len() {
        masses += ELEMENTS[row].masses.len();
        row += 1;
    }
    masses
};

/// The masses in ascending order, each with the row of its element.
static BY_MASS: [(u32, usize); COUNT] = {
    let mut all = [(0, 0); COUNT];
    let (mut row, mut end) = (0, 0);
    #[allow(clippy::indexing_slicing)] // runs in the compiler
    while row < ELEMENTS.len() {
        let mut at = 0;
        while at < ELEMENTS[row].masses.len() {
            let mass = ELEMENTS[row].masses[at];
            let mut place = end;
            while place > 0 && all[place - 1].0 > mass {
                all[place] = all[place - 1];
                place -= 1;
            }
            all[place] = (mass, row);
            (at, end) = (at + 1, end + 1);
        }
        row += 1;
    }
    all
};

/// The elements with an isotope of this mass.
fn of_mass(mass: u32) -> impl Iterator<Item = &'static Element> {
    let from = BY_MASS.partition_point(|&(other, _)| other < mass);
    let rows = BY_MASS.iter().skip(from).take_while(move |&&(other, _)| other == mass);
    rows.filter_map(|&(_, row)| ELEMENTS.get(row))
}

/// One bit for each mass of the table.
static MASSES: [u64; 16] = {
    let mut bits = [0u64; 16];
    let mut at = 0;
    #[allow(clippy::indexing_slicing)] // runs in the compiler
    while at < BY_MASS.len() {
        let mass = BY_MASS[at].0 as usize;
        bits[mass / 64] |= 1 << (mass % 64);
        at += 1;
    }
    bits
};

fn is_known(mass: u32) -> bool {
    MASSES.get(mass as usize / 64).is_some_and(|cell| cell >> (mass % 64) & 1 == 1)
}

fn mass(tokens: &Tokens<'_>, at: usize) -> Option<u32> {
    let token = tokens.get(at);
    match token.class {
        Class::Number if token.len() <= 3 => token.number(),
        Class::Superscript => tokens.str(at).chars().try_fold(0u32, |value, c| {
            let digit = superscript_digit(c)?;
            (value < 100).then_some(value * 10 + digit)
        }),
        _ => None,
    }
}

/// The element that this word names by symbol, with this mass; `mTc` too.
fn by_symbol(tokens: &Tokens<'_>, at: usize, mass: u32) -> Option<&'static Element> {
    // Symbols have a capital; most words beside a number are in small letters, or longer.
    let token = tokens.get(at);
    if token.len() > 3 || matches!(token.case, Case::Lower | Case::None) {
        return None;
    }
    let word = tokens.str(at);
    let bare = word.strip_prefix('m').unwrap_or(word);
    // "LU-177"
    let upper = mass >= 100 && tokens.get(at).case == Case::Upper && tokens.get(at + 1).class == Class::Dash;
    of_mass(mass).find(|element| {
        let spelled = element.symbol == word || element.symbol == bare;
        spelled || upper && element.symbol.eq_ignore_ascii_case(word)
    })
}

fn by_name(tokens: &Tokens<'_>, at: usize, mass: u32) -> Option<&'static Element> {
    let word = tokens.get(at).is_word() && tokens.get(at).len() >= 3;
    if word { of_mass(mass).find(|element| tokens.reads(at, element.name)) } else { None }
}

fn mass_first(tokens: &Tokens<'_>, at: usize, mass: u32) -> Option<Isotope> {
    // "99mTc", "99m Tc" and "131 I" without a blank only.
    let mut symbol = at + 1;
    if tokens.get(symbol).class == Class::Superscript || tokens.is(symbol, w!("m")) && tokens.get(symbol).is_glued() {
        symbol += 1;
    }
    // A raised mass that lost its place: "(177)Lu".
    let lowered = tokens.get(back(at, 1)).is('(') && tokens.get(symbol).is(')') && tokens.get(symbol).is_glued();
    let start = at - usize::from(lowered);
    symbol += usize::from(lowered);
    let bracket = tokens.get(back(start, 1)).is('[') && tokens.get(start).is_glued();
    if !bracket
        && tokens.get(start).is_glued()
        && matches!(tokens.get(back(start, 1)).class, Class::Word | Class::Number)
    {
        return None;
    }
    let dash = tokens.get(symbol).class == Class::Dash && tokens.get(symbol).is_glued();
    if dash {
        symbol += 1;
    }
    if !tokens.get(symbol).is_glued() {
        return None;
    }
    let element = by_symbol(tokens, symbol, mass)?;
    let mut end = symbol + 1;
    let first = if bracket { start - 1 } else { start };
    let mut bare = true;
    if bracket && tokens.get(end).is(']') {
        end += 1;
        if tokens.get(end).is_glued() && tokens.get(end).class == Class::Dash {
            end += 1;
        }
        if tokens.get(end).is_glued() && tokens.get(end).is_word() {
            end = ligand(tokens, end);
            bare = false;
        }
    } else if bracket {
        return None;
    } else {
        let glued = glued_ligand(tokens, end);
        bare = glued == end;
        end = glued;
    }
    let spaced = spaced_ligand(tokens, end);
    bare &= spaced == end;
    Some(Isotope { first, end: spaced, common: element.common && bare })
}

fn symbol_first(tokens: &Tokens<'_>, at: usize, mass: u32) -> Option<Isotope> {
    let dash = tokens.get(back(at, 1)).class == Class::Dash && tokens.get(at).is_glued();
    let word = if dash { back(at, 2) } else { back(at, 1) };
    if tokens.get(at).gap == Gap::Paragraph && !tokens.is(word, w!("iodine")) {
        return None;
    }
    let before = tokens.get(back(word, 1));
    if tokens.get(word).is_glued() && matches!(before.class, Class::Word | Class::Number) {
        return None;
    }
    let spaced = !dash && !tokens.get(at).is_glued();
    let mut end = at + 1;
    if tokens.is(end, w!("m")) && tokens.get(end).is_glued() {
        end += 1;
    } else if tokens.get(end).is_glued() && matches!(tokens.get(end).class, Class::Word | Class::Number) {
        return None;
    }
    let mut first = word;
    let mut common;
    if let Some(element) = by_name(tokens, word, mass) {
        common = false;
        let word_sense = matches!(element.name, "lead" | "tin") && spaced;
        if word_sense {
            return None;
        }
    } else {
        let element = by_symbol(tokens, word, mass)?;
        common = element.common;
        // "lutetium Lu 177", "iobenguane I-131": the name before belongs to it.
        let metal = by_name(tokens, back(word, 1), mass).is_some();
        if metal {
            first = back(word, 1);
            common = false;
        } else if spaced && spaced_ligand(tokens, end) > end {
            common = false;
        } else if spaced {
            if !is_substance(tokens, back(word, 1)) {
                return None;
            }
            first = back(word, 1);
        } else if tokens.get(word).gap == Gap::Space && is_substance(tokens, back(word, 1)) {
            first = back(word, 1);
            common = false;
        }
    }
    let glued = glued_ligand(tokens, end);
    let whole = spaced_ligand(tokens, glued);
    Some(Isotope { first, end: whole, common: common && whole == end })
}

/// Whether the word is a name that an isotope may follow.
fn is_substance(tokens: &Tokens<'_>, at: usize) -> bool {
    let token = tokens.get(at);
    if !token.is_word() || token.len() < 6 {
        return false;
    }
    let known = vocabulary().begins(token.hash()) && vocabulary().longest(tokens, at).is_some();
    // "-ine", "-ide": "velorisine I 131"
    let chemical = token.case != Case::Upper
        && ["ine", "ide", "ane", "ate", "mab"].iter().any(|ending| tokens.str(at).ends_with(ending));
    known || chemical && CUES.find(tokens, at).is_none()
}

/// The end of what is glued on by a hyphen: `-PSMA-617`, but not `-labeled`.
fn glued_ligand(tokens: &Tokens<'_>, end: usize) -> usize {
    let dash = tokens.get(end).class == Class::Dash && tokens.get(end).is_glued();
    if !dash || !tokens.get(end + 1).is_glued() || TAILS.find(tokens, end + 1).is_some() {
        return end;
    }
    if !matches!(tokens.get(end + 1).class, Class::Word | Class::Number) {
        return end;
    }
    ligand(tokens, end + 1)
}

fn ligand(tokens: &Tokens<'_>, at: usize) -> usize {
    let (_, mut end) = chunk(tokens, at);
    // PSMA-I&T
    if tokens.get(end).is('&') && tokens.get(end).is_glued() && tokens.get(end + 1).is_glued() {
        end += 2;
    }
    while end > at + 2 && tokens.get(end - 2).class == Class::Dash && TAILS.find(tokens, end - 1).is_some() {
        end -= 2;
    }
    end = lettered(tokens, end);
    // "177Lu-QLV 204"
    let (letters, number) = (tokens.get(at), tokens.get(end));
    let blank = end == at + 1 && letters.case == Case::Upper && number.is_number() && number.gap == Gap::Space;
    end + usize::from(blank && letters.len() <= 5 && number.len() >= 3)
}

/// The end of two letters after a ligand: `64Cu-PSMA I&T`.
fn lettered(tokens: &Tokens<'_>, end: usize) -> usize {
    let letter = tokens.get(end);
    let spaced = letter.len() == 1 && letter.gap == Gap::Space && letter.case == Case::Capital;
    let and = spaced && tokens.get(end + 1).is('&') && tokens.get(end + 1).is_glued();
    if and && tokens.get(end + 2).is_glued() { end + 3 } else { end }
}

/// The end of a ligand written after a blank: `Tc-99m sestamibi`, `177Lu vipivotide tetraxetan`.
fn spaced_ligand(tokens: &Tokens<'_>, end: usize) -> usize {
    let next = tokens.get(end);
    if next.gap != Gap::Space
        || !next.is_word()
        || matches!(next.case, Case::Lower | Case::Capital | Case::Upper) && next.len() < 4
    {
        return end;
    }
    let antibody = next.len() >= 8
        && next.case != Case::Upper
        && ["mab", "tide", "stat"].iter().any(|ending| tokens.str(end).ends_with(ending));
    let known = antibody
        || LIGANDS.find(tokens, end).is_some()
        || next.len() >= 6
            && next.case != Case::Capital
            && vocabulary().begins(next.hash())
            && vocabulary().longest(tokens, end).is_some_and(|known| known.end == end + 1);
    if !known {
        return end;
    }
    let (_, mut last) = chunk(tokens, end);
    last = lettered(tokens, last);
    // "rhPSMA-7.3"
    if tokens.get(last).is('.') && tokens.get(last + 1).is_number() && tokens.get(last + 1).is_glued() {
        last += 2;
    }
    while tokens.get(last).gap == Gap::Space && EXTENSIONS.find(tokens, last).is_some() {
        last += 1;
    }
    last
}
