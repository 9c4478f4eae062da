//! Known names: which substances, brands and codes are on public record.
//!
//! In: tokens. Out: the longest known name that starts at one of them, with the list it is on.
//!
//! The names are one text, built into the program and indexed when first used. Almost every word of
//! a release is no part of a name, so the first question, [`Vocabulary::begins`], costs one load: a
//! bit for the hash of the first word of each name. A name and its spelling in the text may differ in
//! case, and in a hyphen or blank between a letter and a digit; a blank and a hyphen stand for one
//! another.
//!
//! Not here: names that can be composed by rule (salts, biosimilar suffixes, isotopes), and the
//! decision whether a name is meant: see the rules of the kind.

use std::sync::{LazyLock, OnceLock};

use crate::extract::lex::{Class, Gap, Tokens, first_word};

/// The text of all names; `cargo xtask vocabulary` makes it. Empty where the program is built without
/// them and has to be [given](know) them.
pub static NAMES: &str = if cfg!(feature = "names") { include_str!("names.txt") } else { "" };

static BUILT_IN: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::index(NAMES));
static GIVEN: OnceLock<Vocabulary> = OnceLock::new();

/// Gives the names to a program that is built without them. Until then no name is known; what is given
/// once stays.
pub fn know(names: &'static str) {
    GIVEN.get_or_init(|| Vocabulary::index(names));
}

/// Which list a name is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// A substance, by its generic name.
    Generic,
    /// A product, by its brand.
    Brand,
    /// A company's code.
    Code,
    /// A name that is also an ordinary word, or a substance of the body.
    Ambiguous,
}

/// A name that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Index of the token after it.
    pub end: usize,
    /// Its list.
    pub section: Section,
    /// How the list spells it.
    pub name: &'static str,
}

/// The names with their index.
#[derive(Debug)]
pub struct Vocabulary {
    rows: Vec<(Section, &'static str)>,
    /// By hash of the whole name with linear probing: the upper half of the hash, and the row number
    /// plus one. 0 is free.
    slots: Vec<u32>,
    /// One bit by hash of the first word.
    first: Vec<u64>,
    /// One bit by hash of each beginning of a name that ends where a token does.
    beginnings: Vec<u64>,
}

/// Bits of [`Vocabulary::first`].
const BITS: usize = 1 << 18;
/// The bits of a slot that hold the row.
const ROW: u32 = 0xffff;
/// Most tokens of a name.
const MOST_TOKENS: usize = 10;

/// The one vocabulary.
pub fn vocabulary() -> &'static Vocabulary {
    GIVEN.get().unwrap_or_else(|| &BUILT_IN)
}

impl Vocabulary {
    fn index(text: &'static str) -> Vocabulary {
        let mut rows = Vec::with_capacity(28_000);
        let mut slots = vec![0u32; 1 << 16];
        let mut first = vec![0u64; BITS / 64];
        let mut beginnings = vec![0u64; BITS / 64];
        let mut section = Section::Generic;
        for line in text.lines() {
            match line.as_bytes().first() {
                Some(b'#') => {}
                Some(b'[') if line.ends_with(']') && !line.contains(' ') => {
                    section = match line {
                        "[brand]" => Section::Brand,
                        "[code]" => Section::Code,
                        "[ambiguous]" => Section::Ambiguous,
                        _ => Section::Generic,
                    };
                }
                _ => {
                    rows.push((section, line));
                    let hashes = Hashes::of(line, &mut beginnings);
                    set(&mut first, hashes.first);
                    let mask = slots.len() - 1;
                    let mut at = hashes.whole as usize & mask;
                    // Half the slots stay free, so the search ends.
                    while let Some(slot) = slots.get_mut(at) {
                        if *slot == 0 {
                            *slot = (hashes.whole & !ROW) | rows.len() as u32;
                            break;
                        }
                        at = (at + 1) & mask;
                    }
                }
            }
        }
        Vocabulary { rows, slots, first, beginnings }
    }

    /// Whether the first word of some name may hash so.
    #[inline]
    pub fn begins(&self, hash: u32) -> bool {
        is_set(&self.first, hash)
    }

    /// The longest name that starts at token `start`.
    pub fn longest(&self, tokens: &Tokens<'_>, start: usize) -> Option<Known> {
        let mut best = None;
        let mut hash = SEED;
        for at in start..start + MOST_TOKENS {
            let token = tokens.get(at);
            if at > start && token.gap > Gap::Line {
                break;
            }
            match token.class {
                Class::Word | Class::Number => hash = tokens.str(at).bytes().fold(hash, step_byte),
                Class::Dash if token.is_glued() => continue,
                Class::Symbol if token.is_glued() || at == start => {
                    hash = tokens.str(at).bytes().fold(hash, step_byte);
                }
                _ => break,
            }
            let next = tokens.get(at + 1);
            let inside = next.is_glued() && (next.class == token.class && token.class == Class::Word);
            if inside || !matches!(token.class, Class::Word | Class::Number | Class::Symbol) {
                continue;
            }
            if let Some((section, name)) = self.row(hash, || tokens.slice(tokens.span(start, at + 1))) {
                best = Some(Known { end: at + 1, section, name });
            }
            if !is_set(&self.beginnings, hash) {
                break;
            }
        }
        best
    }

    fn row<'a>(&self, hash: u32, surface: impl Fn() -> &'a str) -> Option<(Section, &'static str)> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = hash as usize & mask;
        loop {
            let slot = *self.slots.get(at)?;
            let row = ((slot & ROW) as usize).checked_sub(1)?;
            if (slot ^ hash) & !ROW == 0 {
                let &(section, name) = self.rows.get(row)?;
                if reads(surface(), name) {
                    return Some((section, name));
                }
            }
            at = (at + 1) & mask;
        }
    }
}

fn set(bits: &mut [u64], hash: u32) {
    let bit = hash as usize % BITS;
    if let Some(cell) = bits.get_mut(bit / 64) {
        *cell |= 1 << (bit % 64);
    }
}

fn is_set(bits: &[u64], hash: u32) -> bool {
    let bit = hash as usize % BITS;
    bits.get(bit / 64).is_some_and(|cell| cell >> (bit % 64) & 1 == 1)
}

/// The hashes of a name.
struct Hashes {
    whole: u32,
    /// Of the first run of letters, as [`first_word`] makes it.
    first: u32,
}

impl Hashes {
    /// Hashes a name in one walk, and marks the hashes of what precedes each of its tokens but the
    /// first. The walk is the start-up cost of the kind: nothing in it allocates.
    fn of(name: &str, beginnings: &mut [u64]) -> Hashes {
        let mut whole = SEED;
        let mut before = 0u8;
        for byte in name.bytes() {
            let class = if byte.is_ascii_alphabetic() { 2 } else { u8::from(byte.is_ascii_digit()) };
            if before != 0 && (class == 0 || class != before & 3) {
                set(beginnings, whole);
            }
            whole = step_byte(whole, byte);
            before = class | 4;
        }
        Hashes { whole, first: first_word(name) }
    }
}

const SEED: u32 = 0x811c_9dc5;

/// One FNV-1a step over what two spellings of a name have in common.
fn step_byte(hash: u32, byte: u8) -> u32 {
    if byte == b' ' || byte == b'-' {
        return hash;
    }
    (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193)
}

/// Whether a spelling is one of this name.
fn reads(surface: &str, name: &str) -> bool {
    let (mut left, mut right) = (surface.chars().peekable(), name.chars().peekable());
    let mut before = ' ';
    loop {
        let (mut gap_left, mut gap_right) = (false, false);
        while left.next_if(|&c| is_gap(c)).is_some() {
            gap_left = true;
        }
        while right.next_if(|&c| is_gap(c)).is_some() {
            gap_right = true;
        }
        let (Some(a), Some(b)) = (left.next(), right.next()) else {
            return left.peek().is_none() && right.peek().is_none() && gap_left == gap_right;
        };
        let border = before.is_ascii_digit() != b.is_ascii_digit();
        if !a.eq_ignore_ascii_case(&b) || gap_left != gap_right && !border {
            return false;
        }
        before = b;
    }
}

fn is_gap(character: char) -> bool {
    character.is_whitespace() || crate::extract::lex::is_dash(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_every_spelling() {
        let find = |text: &str| {
            let tokens = Tokens::new(text);
            vocabulary().longest(&tokens, 0).map(|known| (known.end, known.name))
        };
        assert_eq!(find("Semaglutide was"), Some((1, "semaglutide")));
        assert_eq!(find("insulin glargine and"), Some((2, "insulin glargine")));
        assert_eq!(find("5-fluorouracil"), Some((3, "5-fluorouracil")));
        assert_eq!(find("the"), None);
    }

    #[test]
    fn every_name_is_indexed() {
        for (section, name) in &vocabulary().rows {
            let hash = name.bytes().fold(SEED, step_byte);
            assert!(vocabulary().row(hash, || *name).is_some(), "{section:?} {name}");
            let tokens = Tokens::new(name);
            let word = tokens.iter().find(|token| token.is_word()).map_or(0, |token| token.hash());
            assert!(vocabulary().begins(word) || word == 0 || !name.is_ascii(), "{name}");
        }
    }
}
