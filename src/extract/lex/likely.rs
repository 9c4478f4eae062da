//! Which words are likely to be in a table: one bit for each of its words, by hash.
//!
//! Most words of a text are in no table, and a bit says so without a call.
//!
//! ```
//! use eosin::extract::lex::{Likely, Tokens};
//! static COLOURS: Likely<1> = Likely::of("red\nblue\n");
//! let tokens = Tokens::new("a BLUE one");
//! assert!(COLOURS.has(tokens.get(1)));
//! ```
//!
//! Invariant: a word of the table is likely; one that is not may be.

use super::{Folded, List, Token, fold_hash};

/// Sixty-four bits for each of `BLOCKS`, a power of two.
#[derive(Debug)]
pub struct Likely<const BLOCKS: usize>([u64; BLOCKS]);

impl<const BLOCKS: usize> Likely<BLOCKS> {
    /// Of no words.
    pub const NONE: Likely<BLOCKS> = Likely([0; BLOCKS]);

    /// Of words, each with a line end behind it, as [`super::Lexicon::words`] has them.
    pub const fn of(lines: &str) -> Likely<BLOCKS> {
        Likely::NONE.and(lines)
    }

    /// These and more.
    #[allow(clippy::indexing_slicing)] // the lint does not see that the lines end
    pub const fn and(mut self, mut lines: &str) -> Likely<BLOCKS> {
        while !lines.is_empty() {
            let mut end = 0;
            while lines.as_bytes()[end] != b'\n' {
                end += 1;
            }
            let (word, rest) = lines.split_at(end);
            self = self.payload(fold_hash(word));
            lines = rest.split_at(1).1;
        }
        self
    }

    /// These and more, that rules have.
    #[allow(clippy::indexing_slicing)] // nor that the index is below the length
    pub const fn with(mut self, words: &List) -> Likely<BLOCKS> {
        let mut word = 0;
        while word < words.words().len() {
            self = self.word(words.words()[word]);
            word += 1;
        }
        self
    }

    /// These and one more.
    pub const fn word(self, word: Folded) -> Likely<BLOCKS> {
        self.payload(word.hash())
    }

    /// These and those.
    #[allow(clippy::indexing_slicing)] // nor that the blocks end
    pub const fn and_all(mut self, others: Likely<BLOCKS>) -> Likely<BLOCKS> {
        let mut block = 0;
        while block < BLOCKS {
            self.0[block] |= others.0[block];
            block += 1;
        }
        self
    }

    /// These and a symbol.
    pub const fn symbol(self, symbol: char) -> Likely<BLOCKS> {
        self.payload(symbol as u32)
    }

    #[allow(clippy::indexing_slicing)] // nor that the block is masked
    const fn payload(mut self, payload: u32) -> Likely<BLOCKS> {
        assert!(BLOCKS.is_power_of_two(), "BLOCKS: a power of two");
        self.0[(payload >> 6) as usize & (BLOCKS - 1)] |= 1 << (payload & 63);
        self
    }

    /// Whether a word may be one of them. Other tokens may be any.
    #[inline]
    pub fn has(&self, token: Token) -> bool {
        self.has_hash(token.payload())
    }

    /// The same by the hash of a folded word.
    #[inline]
    pub fn has_hash(&self, hash: u32) -> bool {
        self.0.get((hash >> 6) as usize & (BLOCKS - 1)).is_some_and(|bits| bits >> (hash & 63) & 1 == 1)
    }
}
