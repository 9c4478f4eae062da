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

use std::sync::LazyLock;

use crate::extract::lex::{Class, Gap, Tokens, fold_hash};

/// `cargo xtask vocabulary` makes this text.
static NAMES: &str = include_str!("names.txt");

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::index(NAMES));

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
    /// By hash of the whole name, linear probing: the upper half of the hash, and the row number plus
    /// one. 0 is free.
    slots: Vec<u32>,
    /// By hash of the first word.
    first: Bits,
    /// By hash of every beginning of a name that ends with a token, the whole name too.
    beginnings: Bits,
}

/// The bits of a slot that hold the row.
const ROW: u32 = 0xffff;

/// A set of hashes: one that is in it is always found, another seldom.
#[derive(Debug)]
struct Bits(Vec<u64>);

impl Bits {
    const COUNT: usize = 1 << 19;

    fn new() -> Bits {
        Bits(vec![0; Bits::COUNT / 64])
    }

    fn add(&mut self, hash: u32) {
        let bit = hash as usize % Bits::COUNT;
        if let Some(cell) = self.0.get_mut(bit / 64) {
            *cell |= 1 << (bit % 64);
        }
    }

    #[inline]
    fn has(&self, hash: u32) -> bool {
        let bit = hash as usize % Bits::COUNT;
        self.0.get(bit / 64).is_some_and(|cell| cell >> (bit % 64) & 1 == 1)
    }
}

/// Most tokens of a name.
const MOST_TOKENS: usize = 10;

/// The one vocabulary.
pub fn vocabulary() -> &'static Vocabulary {
    &VOCABULARY
}

impl Vocabulary {
    fn index(text: &'static str) -> Vocabulary {
        let mut rows = Vec::with_capacity(28_000);
        let mut slots = vec![0u32; 1 << 16];
        let (mut first, mut beginnings) = (Bits::new(), Bits::new());
        let mut section = Section::Generic;
        for line in text.lines() {
            match line {
                "[generic]" => section = Section::Generic,
                "[brand]" => section = Section::Brand,
                "[code]" => section = Section::Code,
                "[ambiguous]" => section = Section::Ambiguous,
                name if !name.starts_with('#') => {
                    rows.push((section, name));
                    let mask = slots.len() - 1;
                    let hash = add_beginnings(&mut beginnings, name);
                    let mut at = hash as usize & mask;
                    // Half the slots stay free, so the search ends.
                    while let Some(slot) = slots.get_mut(at) {
                        if *slot == 0 {
                            *slot = (hash & !ROW) | rows.len() as u32;
                            break;
                        }
                        at = (at + 1) & mask;
                    }
                    first.add(first_word(name));
                }
                _ => {}
            }
        }
        Vocabulary { rows, slots, first, beginnings }
    }

    /// Whether the first word of some name may hash so.
    #[inline]
    pub fn begins(&self, hash: u32) -> bool {
        self.first.has(hash)
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
            if !self.beginnings.has(hash) {
                break;
            }
            let next = tokens.get(at + 1);
            let inside = next.is_glued() && (next.class == token.class && token.class == Class::Word);
            if inside || !matches!(token.class, Class::Word | Class::Number | Class::Symbol) {
                continue;
            }
            let surface = tokens.slice(tokens.span(start, at + 1));
            if let Some((section, name)) = self.row(hash, surface) {
                best = Some(Known { end: at + 1, section, name });
            }
        }
        best
    }

    fn row(&self, hash: u32, surface: &str) -> Option<(Section, &'static str)> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = hash as usize & mask;
        loop {
            let slot = *self.slots.get(at)?;
            if slot == 0 {
                return None;
            }
            if (slot ^ hash) & !ROW == 0 {
                let &(section, name) = self.rows.get((slot & ROW) as usize - 1)?;
                if reads(surface, name) {
                    return Some((section, name));
                }
            }
            at = (at + 1) & mask;
        }
    }
}

/// Adds every beginning of a name that ends where a token may end; the hash of the whole name.
fn add_beginnings(beginnings: &mut Bits, name: &str) -> u32 {
    let class =
        |byte: u8| if byte.is_ascii_digit() { 1 } else { u8::from(byte.is_ascii_alphabetic() || !byte.is_ascii()) * 2 };
    let mut hash = SEED;
    let mut bytes = name.bytes().peekable();
    while let Some(byte) = bytes.next() {
        hash = step_byte(hash, byte);
        let goes_on = bytes.peek().is_some_and(|&next| class(next) == class(byte) && class(byte) != 0);
        if !goes_on {
            beginnings.add(hash);
        }
    }
    hash
}

const SEED: u32 = 0x811c_9dc5;

/// One FNV-1a step over what two spellings of a name have in common.
fn step_byte(hash: u32, byte: u8) -> u32 {
    if byte == b' ' || byte == b'-' {
        return hash;
    }
    (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193)
}

/// Hash of the first run of letters.
fn first_word(name: &str) -> u32 {
    let letters = name.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    let end = letters.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(letters.len());
    fold_hash(&letters.get(..end).unwrap_or("").to_ascii_lowercase())
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
            assert!(vocabulary().row(hash, name).is_some(), "{section:?} {name}");
            assert!(vocabulary().begins(first_word(name)), "{name}");
        }
    }
}
