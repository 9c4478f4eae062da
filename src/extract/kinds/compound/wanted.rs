//! Where the words that one text asks for stand in it.
//!
//! In: what their tokens hold. Out: the next token that may be one of them. Nearly every word of a release is none, and
//! a table that is asked of each costs ten times what a byte does.

use crate::extract::lex::{Token, Tokens};

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
