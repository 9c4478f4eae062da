//! Where the words that one text asks for stand in it.
//!
//! In: what their tokens hold. Out: the tokens that may be one of them. Nearly every word of a release is none, and
//! a table that is asked of each costs ten times what a byte does.

use std::ops::Range;

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
    pub fn all(&self, tokens: &Tokens<'_>) -> Marks {
        let is = |token: &Token| u64::from(self.0[token.payload() as usize % FEWER] != 0);
        let bits = |tokens: &[Token]| tokens.iter().rev().fold(0, |bits, token| bits * 2 + is(token));
        // Eight at a time, and each of them: where one stands is hard to foretell.
        let (blocks, rest) = tokens.list().as_chunks::<8>();
        let (groups, last) = blocks.as_chunks::<8>();
        let all = |blocks: &[[Token; 8]], rest| blocks.iter().rev().fold(rest, |later, block| later << 8 | bits(block));
        let mut marks = Vec::with_capacity(groups.len() + 1);
        marks.extend(groups.iter().map(|group| all(group, 0)));
        marks.push(all(last, bits(rest)));
        Marks(marks)
    }
}

/// Some of the tokens of a text: a bit for each, sixty-four together.
pub struct Marks(Vec<u64>);

impl Marks {
    /// Takes those out that stand there.
    pub fn clear(&mut self, tokens: Range<usize>) {
        let mut first = tokens.start;
        while first < tokens.end {
            let (from, many) = (first % 64, (tokens.end - first).min(64 - first % 64));
            if let Some(bits) = self.0.get_mut(first / 64) {
                *bits &= !(u64::MAX >> (64 - many) << from);
            }
            first += many;
        }
    }

    /// Calls back with each of them in order.
    #[inline]
    pub fn each(self, mut see: impl FnMut(usize)) {
        for (group, bits) in self.0.into_iter().enumerate() {
            each_bit(bits, |bit| see(group * 64 + bit));
        }
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
