//! Where the words that one text asks for stand in it.
//!
//! In: what their tokens hold. Out: the tokens that may be one of them. Nearly every word of a release is none, and
//! a table that is asked of each costs ten times what a byte does.

use crate::extract::lex::{Token, Tokens};

/// A byte by the lower bits of what tokens hold: for each that is looked for the place of the first of them plus one, at
/// most 255; 0 for the others.
pub struct Wanted([u8; FEWER]);

/// Places of [`Wanted`], which is made for each text anew.
const FEWER: usize = 1 << 11;

impl Wanted {
    /// Of these [payloads](Token::payload).
    #[allow(clippy::indexing_slicing)] // below the length
    pub fn new(payloads: impl Iterator<Item = u32>) -> Wanted {
        let mut wanted = [0; FEWER];
        for (at, payload) in payloads.enumerate() {
            let slot = &mut wanted[payload as usize % FEWER];
            *slot = if *slot == 0 { (at + 1).min(255) as u8 } else { *slot };
        }
        Wanted(wanted)
    }

    /// Where among those that are looked for this one nearly always is the first of its payload, if it is one.
    #[allow(clippy::indexing_slicing)] // below the length
    pub fn place(&self, token: Token) -> usize {
        usize::from(self.0[token.payload() as usize % FEWER]).saturating_sub(1)
    }

    /// The tokens that may be one of them.
    #[allow(clippy::indexing_slicing)] // below the length
    pub fn all(&self, tokens: &Tokens<'_>) -> Vec<usize> {
        let is = |token: &Token| self.0[token.payload() as usize % FEWER];
        let mut all = Vec::with_capacity(32);
        // A bit for each, sixty-four together: where one stands is hard to foretell.
        let found =
            |tokens: &[Token]| tokens.iter().rev().fold(0u64, |found, token| found * 2 + u64::from(is(token) != 0));
        for (index, group) in tokens.list().chunks(64).enumerate() {
            let (blocks, rest) = group.as_chunks::<8>();
            let whole = blocks.iter().rev().fold(found(rest), |later, block| later << 8 | found(block));
            each_bit(whole, |bit| all.push(index * 64 + bit));
        }
        all
    }
}

/// Calls back with the place of each bit that is set.
#[inline]
pub fn each_bit(mut bits: u64, mut see: impl FnMut(usize)) {
    while bits != 0 {
        see(bits.trailing_zeros() as usize);
        bits &= bits - 1;
    }
}
