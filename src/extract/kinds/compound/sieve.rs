//! Words told apart by one bit each, before any table is asked.
//!
//! In: some words. Out: whether a token may be one of them ([`Sieve`], of tables), and which is the next that may be
//! ([`Wanted`], of a text's own words). Nearly every word of a release is none, and a table that is asked of each
//! costs ten times what a bit does.

use crate::extract::lex::{Folded, Token, Tokens, fold_hash};

/// One bit by the lower bits of a hash, set for each of some words.
pub struct Sieve([u64; PLACES / 64]);

const PLACES: usize = 1 << 12;

impl Sieve {
    /// Of no words.
    pub const EMPTY: Sieve = Sieve([0; _]);

    /// The same with these words.
    #[allow(clippy::indexing_slicing)] // runs in the compiler
    pub const fn words(mut self, words: &[Folded]) -> Sieve {
        let mut at = 0;
        while at < words.len() {
            self = self.hash(words[at].hash());
            at += 1;
        }
        self
    }

    /// The same with the words of a table.
    #[allow(clippy::indexing_slicing)] // runs in the compiler
    pub const fn rows<T>(mut self, rows: &[(&str, T)]) -> Sieve {
        let mut at = 0;
        while at < rows.len() {
            self = self.hash(fold_hash(rows[at].0));
            at += 1;
        }
        self
    }

    /// The same with this symbol.
    pub const fn symbol(self, symbol: char) -> Sieve {
        self.hash(symbol as u32)
    }

    #[allow(clippy::indexing_slicing)] // below the length
    const fn hash(mut self, hash: u32) -> Sieve {
        let place = hash as usize % PLACES;
        self.0[place / 64] |= 1 << (place % 64);
        self
    }

    /// Whether a word may be one of them; of other tokens it says nothing.
    #[inline]
    #[allow(clippy::indexing_slicing)] // below the length
    pub const fn passes(&self, token: Token) -> bool {
        let place = token.payload() as usize % PLACES;
        self.0[place / 64] >> (place % 64) & 1 == 1
    }
}

/// A byte by the lower bits of what tokens hold, other than 0 for each that is looked for.
pub struct Wanted([u8; FEWER]);

/// Places of [`Wanted`], which is made for each text anew.
const FEWER: usize = 1 << 11;

impl Wanted {
    /// Of these [payloads](Token::payload).
    #[allow(clippy::indexing_slicing)] // below the length
    pub fn new(payloads: impl Iterator<Item = u32>) -> Wanted {
        let mut wanted = [0; FEWER];
        payloads.for_each(|payload| wanted[payload as usize % FEWER] = 1);
        Wanted(wanted)
    }

    /// The first token from `from` on that may be one of them.
    #[allow(clippy::indexing_slicing)] // below the length
    pub fn next(&self, tokens: &Tokens<'_>, from: usize) -> Option<usize> {
        let is = |token: &Token| self.0[token.payload() as usize % FEWER];
        let list = tokens.list().get(from..)?;
        // Eight at a time: most such blocks hold none.
        let block = list.chunks_exact(8).position(|block| block.iter().fold(0, |any, token| any | is(token)) != 0);
        let start = block.map_or(list.len() & !7, |block| block * 8);
        list.iter().skip(start).position(|token| is(token) != 0).map(|at| from + start + at)
    }
}
