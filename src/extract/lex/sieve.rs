//! A quick look that lets nearly all words pass which are in none of several tables.
//!
//! ```
//! use eosin::extract::lex::{SPELLED, Sieve, Tokens, w};
//! static NUMBERS: Sieve = Sieve::new(|sieve| {
//!     sieve.words(&SPELLED);
//!     sieve.word(w!("dozen"));
//! });
//! let tokens = Tokens::new("a dozen patients, five sites");
//! assert!(NUMBERS.holds(tokens.get(1)) && NUMBERS.holds(tokens.get(4)));
//! assert!(!NUMBERS.holds(tokens.get(2)));
//! ```
//!
//! Invariant: what is in it is held; what is not may be.

use std::sync::OnceLock;

use super::{Folded, Lexicon, Token};

/// Bits of a sieve. Some hundred words leave nearly all of them free.
const BITS: usize = 1 << 14;

/// A bit for each of many hashes, set where a word has it. Made when first asked, like the slots of a [`Lexicon`].
#[derive(Debug)]
pub struct Sieve {
    fill: fn(&mut Mesh),
    mesh: OnceLock<Mesh>,
}

/// What a sieve holds.
#[derive(Debug)]
pub struct Mesh([u64; BITS / 64]);

impl Sieve {
    /// One that holds what is put into it.
    pub const fn new(fill: fn(&mut Mesh)) -> Sieve {
        Sieve { fill, mesh: OnceLock::new() }
    }

    /// Whether it may hold the word of a token. Of what is no word, anything may be said.
    #[inline]
    pub fn holds(&self, token: Token) -> bool {
        let Mesh(bits) = self.mesh.get_or_init(|| self.made());
        let place = token.payload() as usize % BITS;
        bits.get(place / 64).is_some_and(|bits| bits >> (place % 64) & 1 != 0)
    }

    #[cold]
    fn made(&self) -> Mesh {
        let mut mesh = Mesh([0; BITS / 64]);
        (self.fill)(&mut mesh);
        mesh
    }
}

impl Mesh {
    /// Puts in the words of a table.
    pub fn words<T, const N: usize>(&mut self, lexicon: &'static Lexicon<T, N>) {
        lexicon.rows().for_each(|(word, _)| self.word(Folded::of(word)));
    }

    /// Puts in a word.
    pub fn word(&mut self, word: Folded) {
        let place = word.hash() as usize % BITS;
        if let Some(bits) = self.0.get_mut(place / 64) {
            *bits |= 1 << (place % 64);
        }
    }
}
