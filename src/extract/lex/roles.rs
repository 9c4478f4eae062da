//! What tokens may be to a rule: a few bits for each, by class and payload.
//!
//! What stands beside a number is not to be foretold, and a branch for each thing that it may be is one too many. So the
//! bits of some neighbours are drawn together in one number, and the rule asks that.
//!
//! ```
//! use eosin::extract::lex::{Class, Roles, Tokens};
//! static ROLES: Roles = Roles::NONE.class(Class::Number, 1).words("red\nblue\n", 2).symbols(&['%'], 4);
//! let tokens = Tokens::new("12 % BLUE");
//! assert_eq!(ROLES.together::<3>(&tokens, 0), Some(0x02_04_01));
//! assert_eq!(ROLES.together::<3>(&tokens, 1), None);
//! ```
//!
//! Invariant: a token that has a role has its bit; one that has none may.

use super::{Class, List, Token, Tokens, fold_hash};

/// Places of words, by bits of their hash above those that wake kinds, all but one: a token that is awake by chance hardly has
/// a role as well.
const WORDS: usize = 1 << 12;
/// How far down those bits are. By the next twelve "the" would be a unit of doses and "to" a currency.
const UPPER: u32 = 14;
/// Places of symbols behind them, by the lower bits of the character; those of classes are next.
const SYMBOLS: usize = 1 << 8;

/// All places, and some that are nobody's.
const PLACES: usize = 2 * WORDS;

/// The place of a word.
const fn place(hash: u32) -> usize {
    (hash >> UPPER) as usize % WORDS
}

/// Bits for each place.
#[derive(Debug)]
pub struct Roles([u8; PLACES]);

/// Where the place of a token is, by its class: so far down in its payload, by a mask, counted from somewhere.
#[allow(clippy::indexing_slicing)] // runs in the compiler
const CLASSES: [(u32, u32, u32); 8] = {
    let mut classes = [(0, 0, 0); 8];
    let mut class = 0;
    while class < classes.len() {
        classes[class].2 = (WORDS + SYMBOLS + class) as u32;
        class += 1;
    }
    classes[Class::Word as usize] = (UPPER, WORDS as u32 - 1, 0);
    classes[Class::Symbol as usize] = (0, SYMBOLS as u32 - 1, WORDS as u32);
    classes
};

#[allow(clippy::indexing_slicing)] // runs in the compiler
impl Roles {
    /// None for any.
    pub const NONE: Roles = Roles([0; PLACES]);

    /// Roles of all tokens of a class, which is neither that of words nor that of symbols.
    pub const fn class(mut self, class: Class, bits: u8) -> Roles {
        self.0[WORDS + SYMBOLS + class as usize] |= bits;
        self
    }

    /// Roles of words, each with a line end behind it, as [`super::Lexicon::words`] has them.
    pub const fn words(mut self, mut lines: &str, bits: u8) -> Roles {
        while !lines.is_empty() {
            let mut end = 0;
            while lines.as_bytes()[end] != b'\n' {
                end += 1;
            }
            let (word, rest) = lines.split_at(end);
            self = self.word(word, bits);
            lines = rest.split_at(1).1;
        }
        self
    }

    /// Roles of a folded word.
    pub const fn word(mut self, word: &str, bits: u8) -> Roles {
        self.0[place(fold_hash(word))] |= bits;
        self
    }

    /// Roles of words that rules have.
    pub const fn list(mut self, words: &List, bits: u8) -> Roles {
        let mut word = 0;
        while word < words.words().len() {
            self.0[place(words.words()[word].hash())] |= bits;
            word += 1;
        }
        self
    }

    /// Roles of symbols.
    pub const fn symbols(mut self, symbols: &[char], bits: u8) -> Roles {
        let mut symbol = 0;
        while symbol < symbols.len() {
            self.0[WORDS + symbols[symbol] as usize % SYMBOLS] |= bits;
            symbol += 1;
        }
        self
    }
}

impl Roles {
    /// Those of a token.
    #[inline]
    #[allow(clippy::indexing_slicing)] // masked to the length of each
    pub fn of(&self, token: &Token) -> u8 {
        let (down, mask, from) = CLASSES[token.class as usize & 7];
        self.0[(from + (token.payload >> down & mask)) as usize % PLACES]
    }

    /// Those of so many tokens from `at` on, eight at most, a byte each, the first in the lowest; `None` where the text
    /// ends before.
    #[inline]
    pub fn together<const TOKENS: usize>(&self, tokens: &Tokens<'_>, at: usize) -> Option<u64> {
        let tokens = tokens.list().get(at..)?.first_chunk::<TOKENS>()?;
        Some(tokens.iter().rev().fold(0, |together, token| together << 8 | u64::from(self.of(token))))
    }
}
