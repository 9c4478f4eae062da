//! Where the words that one text asks for stand in it.
//!
//! In: what their tokens hold. Out: the tokens that may be one of them. Nearly every word of a release is none, and
//! a table that is asked of each costs ten times what a byte does.

use std::ops::Range;

use crate::extract::lex::{Token, Tokens};

/// Where the words that are looked for lie among themselves, and where they, and others, stand in the text.
pub struct Wanted {
    /// By the lower bits of what a token holds, for each that is looked for the place of the first of them, at most 255.
    places: [u8; PLACES],
    /// The tokens that may be one of them, or of the others.
    pub marks: Marks,
}

/// Places of [`Wanted::places`].
const PLACES: usize = 1 << 8;
/// Bytes that tell which tokens are looked for, by the lower bits of what they hold.
const FEWER: usize = 1 << 11;

impl Wanted {
    /// Looks for these [payloads](Token::payload), and apart from them for others.
    #[inline(never)]
    #[allow(clippy::indexing_slicing)] // below the length
    pub fn new(
        tokens: &Tokens<'_>,
        payloads: impl DoubleEndedIterator<Item = u32> + ExactSizeIterator,
        others: impl Iterator<Item = u32>,
    ) -> Wanted {
        let (mut places, mut few) = ([0; PLACES], [0u8; FEWER]);
        // A book asks for more than those bytes can tell apart.
        let many = payloads.len() > FEWER / 8;
        let mut more = vec![0u8; if many { (payloads.len() * 16).next_power_of_two() } else { 0 }];
        let last = more.len().wrapping_sub(1);
        let wanted = if many { more.as_mut_slice() } else { few.as_mut_slice() };
        let end = wanted.len() - 1;
        for (at, payload) in payloads.enumerate().rev() {
            places[payload as usize % PLACES] = at.min(255) as u8;
            wanted[payload as usize & end] = 1;
        }
        others.for_each(|payload| wanted[payload as usize & end] |= 2);
        let marks = if many {
            Marks::of(tokens, |token| u64::from(more[token.payload() as usize & last]))
        } else {
            Marks::of(tokens, |token| u64::from(few[token.payload() as usize % FEWER]))
        };
        Wanted { places, marks }
    }

    /// Where among those that are looked for this one nearly always is the first of its payload, if it is one.
    #[allow(clippy::indexing_slicing)] // below the length
    pub fn place(&self, token: Token) -> usize {
        usize::from(self.places[token.payload() as usize % PLACES])
    }
}

/// Some of the tokens of a text: two bits for each, thirty-two together. The lower is that of the words that are looked
/// for, the upper that of the others.
#[derive(Debug, Default)]
pub struct Marks(Vec<u64>);

/// The lower bits.
const WORDS: u64 = u64::MAX / 3;

impl Marks {
    /// Of the tokens of a text, each of which `is` something.
    #[inline(always)]
    fn of(tokens: &Tokens<'_>, is: impl Fn(&Token) -> u64) -> Marks {
        let bits = |tokens: &[Token]| tokens.iter().rev().fold(0, |bits, token| bits * 4 + is(token));
        // Eight at a time, and each of them: where one stands is hard to foretell.
        let (blocks, rest) = tokens.list().as_chunks::<8>();
        let (groups, last) = blocks.as_chunks::<4>();
        let all =
            |blocks: &[[Token; 8]], rest| blocks.iter().rev().fold(rest, |later, block| later << 16 | bits(block));
        let mut marks = Vec::with_capacity(groups.len() + 1);
        marks.extend(groups.iter().map(|group| all(group, 0)));
        marks.push(all(last, bits(rest)));
        Marks(marks)
    }

    /// Takes the words out that stand there.
    pub fn clear(&mut self, tokens: Range<usize>) {
        let mut first = tokens.start;
        while first < tokens.end {
            let (from, many) = (first % 32, (tokens.end - first).min(32 - first % 32));
            if let Some(bits) = self.0.get_mut(first / 32) {
                *bits &= !(WORDS >> (64 - 2 * many) << (2 * from));
            }
            first += many;
        }
    }

    /// How many of the words there are.
    pub fn count(&self) -> usize {
        self.0.iter().map(|bits| (bits & WORDS).count_ones() as usize).sum()
    }

    /// Calls back with each of the words in order.
    #[inline]
    pub fn each(&self, mut see: impl FnMut(usize)) {
        for (group, &bits) in self.0.iter().enumerate() {
            each_bit(bits & WORDS, |bit| see(group * 32 + bit / 2));
        }
    }

    /// Calls back with each of the others.
    #[inline]
    pub fn each_other(&self, mut see: impl FnMut(usize)) {
        for (group, &bits) in self.0.iter().enumerate() {
            each_bit(bits & !WORDS, |bit| see(group * 32 + bit / 2));
        }
    }

    /// Whether nothing was looked for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
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
