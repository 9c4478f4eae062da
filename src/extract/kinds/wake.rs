//! Which tokens wake which kind.
//!
//! Most tokens concern no kind at all. So each kind says once what wakes it, [`Wakes`], and one walk
//! over the tokens notes for each of them, in one bit a kind, whether it may: a kind then steps from one
//! of its own to the next, 64 tokens at a time where none is its own.
//!
//! Invariant: a token that should wake a kind does; one that should not may.

use std::cell::Cell;
use std::sync::LazyLock;

use wide::u8x16;

use super::{ALL, Kind, RECOGNISERS};
use crate::extract::lex::{Class, Lexicon, TAILS, Token, Tokens, fold_hash};

/// One bit for each row of [`ALL`].
type Bits = u8;

/// The bit that is no kind's: see [`Wakes::beside`].
const BESIDE: u32 = Bits::BITS - 1;

const _: () = assert!(ALL.len() <= BESIDE as usize, "a bit for each kind");

/// Places of words, by the lower bits of their hash.
const WORDS: usize = 1 << 14;
/// Places of symbols behind them, by the lower bits of the character.
const SYMBOLS: usize = 1 << 9;
/// The place of numbers behind those; that of raised ones is next.
const NUMBER: usize = WORDS + SYMBOLS;
/// All places, and some that are nobody's.
const PLACES: usize = 2 * WORDS;

/// Where the place of a token is, by its class: the lower bits of its payload, counted from somewhere.
#[allow(clippy::indexing_slicing)] // runs in the compiler
const CLASSES: [(u32, u32); 8] = {
    let mut classes = [(0, PLACES as u32 - 1); 8];
    classes[Class::Word as usize] = (WORDS as u32 - 1, 0);
    classes[Class::Symbol as usize] = (SYMBOLS as u32 - 1, WORDS as u32);
    classes[Class::Number as usize] = (0, NUMBER as u32);
    classes[Class::Superscript as usize] = (0, NUMBER as u32 + 1);
    classes
};

/// What wakes the kinds; a kind adds what wakes it.
#[derive(Debug)]
pub struct Wakes {
    places: Box<[Bits; PLACES]>,
    /// What knows the words of the first kind.
    own: fn() -> Own,
    kind: Bits,
}

/// Words that a kind knows by bits of its own: see [`Wakes::own`].
#[derive(Clone, Copy, Debug)]
pub struct Own {
    /// One bit by the lower bits of the hash.
    pub words: &'static [u64; OWN_WORDS / 64],
    /// One bit by [`Token::tail`], of words with six letters or more.
    pub tails: &'static [u64; TAILS / 64],
}

/// Bits of [`Own::words`].
pub const OWN_WORDS: usize = 1 << 18;

static WAKES: LazyLock<Wakes> = LazyLock::new(|| {
    let own: fn() -> Own = || Own { words: &[0; OWN_WORDS / 64], tails: &[0; TAILS / 64] };
    let mut wakes = Wakes { places: Box::new([0; PLACES]), own, kind: 0 };
    for (row, recogniser) in RECOGNISERS.iter().enumerate() {
        wakes.kind = 1 << row;
        (recogniser.wakes)(&mut wakes);
    }
    wakes
});

/// Makes the tables ready, of which finding makes use.
pub(super) fn ready() {
    LazyLock::force(&WAKES);
}

impl Wakes {
    /// Wakes the kind at the words of a table.
    pub fn words<T, const N: usize>(&mut self, lexicon: &'static Lexicon<T, N>) {
        lexicon.hashes().for_each(|(hash, _)| self.hash(hash));
    }

    /// Wakes the kind at this folded word.
    pub fn word(&mut self, word: &str) {
        self.hash(fold_hash(word));
    }

    /// Wakes the kind at a word with this hash.
    pub fn hash(&mut self, hash: u32) {
        self.place(hash as usize % WORDS);
    }

    /// Notes the words of a table that a kind looks for beside what it has found: [`Awake::beside`]. One kind may.
    pub fn beside<T, const N: usize>(&mut self, lexicon: &'static Lexicon<T, N>) {
        let kind = std::mem::replace(&mut self.kind, 1 << BESIDE);
        self.words(lexicon);
        self.kind = kind;
    }

    /// Wakes the kind at numbers.
    pub fn numbers(&mut self) {
        self.place(NUMBER);
    }

    /// Wakes the kind at raised numbers.
    pub fn superscripts(&mut self) {
        self.place(NUMBER + 1);
    }

    /// Wakes the kind at this symbol.
    pub fn symbol(&mut self, symbol: char) {
        self.place(WORDS + symbol as usize % SYMBOLS);
    }

    /// Wakes the kind at words that it knows itself, for each text anew. The first kind may, whose bit is the lowest.
    pub fn own(&mut self, own: fn() -> Own) {
        debug_assert_eq!(self.kind, 1, "the first of all kinds");
        self.own = own;
    }

    fn place(&mut self, place: usize) {
        if let Some(bits) = self.places.get_mut(place) {
            *bits |= self.kind;
        }
    }

    /// What wakes at a token. Without a branch: what comes next in a text is hard to foretell.
    #[inline]
    #[allow(clippy::indexing_slicing)] // masked to the length of each
    fn of(&self, own: Own, token: &Token) -> Bits {
        let (lower, from) = CLASSES[token.class as usize & 7];
        let known = self.places[(from + (token.payload() & lower)) as usize % PLACES];
        let (word, tail) = (token.payload() as usize % OWN_WORDS, token.tail() % TAILS);
        let word = own.words[word / 64] >> (word % 64) & u64::from(token.is_word());
        let tail = own.tails[tail / 64] >> (tail % 64) & u64::from(token.len() >= 6);
        known | word as Bits | tail as Bits
    }
}

/// Which tokens of a text wake which kind: for each token a byte, eight together.
#[derive(Clone, Debug)]
pub struct Awake {
    blocks: Vec<u64>,
    tokens: usize,
}

impl Awake {
    /// Walks the tokens once.
    pub(super) fn new(tokens: &Tokens<'_>) -> Awake {
        let wakes = &*WAKES;
        let own = (wakes.own)();
        let block = |tokens: &[Token; 8]| u64::from_le_bytes(tokens.each_ref().map(|token| wakes.of(own, token)));
        let (chunks, rest) = tokens.list().as_chunks();
        let mut last = [Token::END; 8];
        last.iter_mut().zip(rest).for_each(|(last, &token)| *last = token);
        let whole = (chunks.len() + 1).next_multiple_of(8);
        let mut blocks = Vec::with_capacity(whole);
        blocks.extend(chunks.iter().chain([&last]).map(block));
        blocks.resize(whole, 0);
        Awake { blocks, tokens: tokens.len() }
    }

    /// The tokens that wake a kind.
    pub fn of(&self, kind: &Kind) -> Anchors<'_> {
        let row = ALL.iter().position(|other| other.id == kind.id).unwrap_or(0);
        self.anchors(row as u32)
    }

    /// The words that a kind looks for beside what it has found.
    pub fn beside(&self) -> Anchors<'_> {
        self.anchors(BESIDE)
    }

    fn anchors(&self, row: u32) -> Anchors<'_> {
        let mut anchors = Anchors { row, awake: self, group: 0, word: 0 };
        anchors.word = anchors.group(0);
        anchors
    }
}

/// The tokens that wake one kind, which are looked at 64 at a time: how many of eight do is hard to foretell, and a
/// branch for each eight would be one too many.
#[derive(Clone, Copy, Debug)]
pub struct Anchors<'a> {
    row: u32,
    awake: &'a Awake,
    /// Which 64 were looked at last, and a bit for each of them.
    group: usize,
    word: u64,
}

impl Anchors<'_> {
    /// A bit for each of 64 tokens, whether it wakes the kind.
    #[inline]
    fn group(&self, group: usize) -> u64 {
        let Some(blocks) = self.awake.blocks.get(group * 8..).and_then(<[u64]>::first_chunk::<8>) else { return 0 };
        let bit = u8x16::splat(1 << self.row);
        let (pairs, _) = blocks.as_chunks();
        let sixteen = |&[one, other]: &[u64; 2]| {
            let bytes = u8x16::from((u128::from(other) << 64 | u128::from(one)).to_le_bytes());
            u64::from((bytes & bit).simd_eq(bit).to_bitmask())
        };
        pairs.iter().rev().fold(0, |word, pair| word << 16 | sixteen(pair))
    }

    /// All of them, in order.
    ///
    /// How many of 64 tokens wake a kind is hard to foretell: so eight are written down at once, and what is beyond the
    /// last is written over.
    #[inline(never)]
    fn all(&self) -> Vec<u32> {
        let mut list: Vec<u32> = Vec::with_capacity(256);
        for group in 0..self.awake.blocks.len() / 8 {
            let mut awake = self.group(group);
            let end = list.len() + awake.count_ones() as usize;
            let base = group as u32 * 64;
            loop {
                let eight: [u32; 8] = std::array::from_fn(|_| {
                    let place = base + awake.trailing_zeros();
                    awake &= awake.wrapping_sub(1);
                    place
                });
                list.extend_from_slice(&eight);
                if awake == 0 {
                    break;
                }
            }
            list.truncate(end);
        }
        list
    }

    /// Those of them that pass, in order.
    ///
    /// Which do is not to be foretold either: so each is written down, and the next in its place where it does not.
    #[inline]
    pub fn sift(&self, passes: impl Fn(usize) -> bool) -> Sifted {
        let mut list = self.all();
        let mut kept = 0;
        let places = Cell::from_mut(list.as_mut_slice()).as_slice_of_cells();
        for place in places {
            let Some(free) = places.get(kept) else { break };
            free.set(place.get());
            kept += usize::from(passes(place.get() as usize));
        }
        list.truncate(kept);
        Sifted { list, next: 0, tokens: self.awake.tokens }
    }

    /// Calls back with each of them in order.
    #[inline]
    pub fn each(&self, mut see: impl FnMut(usize)) {
        for group in 0..self.awake.blocks.len() / 8 {
            let mut awake = self.group(group);
            while awake != 0 {
                see(group * 64 + awake.trailing_zeros() as usize);
                awake &= awake - 1;
            }
        }
    }

    /// Calls back with a bit for each of 64 tokens at a time.
    #[inline]
    pub fn groups(&self, see: impl FnMut(u64)) {
        (0..self.awake.blocks.len() / 8).map(|group| self.group(group)).for_each(see);
    }

    /// The first of them at or after `at`; the number of all tokens where there is none.
    #[inline]
    pub fn from(&mut self, at: usize) -> usize {
        let mut group = at / 64;
        let mut unseen = u64::MAX << (at % 64);
        loop {
            if group != self.group {
                if group * 8 >= self.awake.blocks.len() {
                    return self.awake.tokens;
                }
                (self.group, self.word) = (group, self.group(group));
            }
            let word = self.word & unseen;
            if word != 0 {
                return group * 64 + word.trailing_zeros() as usize;
            }
            unseen = u64::MAX;
            group += 1;
        }
    }

    /// The first of them at or after `at` and before `end`; `end` where there is none.
    #[inline]
    pub fn within(&mut self, at: usize, end: usize) -> usize {
        let mut unseen = u64::MAX << (at % 64);
        for group in at / 64..end.div_ceil(64) {
            if group != self.group {
                (self.group, self.word) = (group, self.group(group));
            }
            let word = self.word & unseen;
            if word != 0 {
                return end.min(group * 64 + word.trailing_zeros() as usize);
            }
            unseen = u64::MAX;
        }
        end
    }
}

/// The tokens that wake a kind and have passed its first look: see [`Anchors::sift`].
#[derive(Clone, Debug)]
pub struct Sifted {
    list: Vec<u32>,
    next: usize,
    tokens: usize,
}

impl Sifted {
    /// The first of them at or after `at`, which never goes back; the number of all tokens where there is none.
    #[inline]
    pub fn from(&mut self, at: usize) -> usize {
        while let Some(&place) = self.list.get(self.next) {
            if place as usize >= at {
                return place as usize;
            }
            self.next += 1;
        }
        self.tokens
    }
}

impl Iterator for Sifted {
    type Item = usize;

    /// The next of them.
    #[inline]
    fn next(&mut self) -> Option<usize> {
        let place = self.list.get(self.next)?;
        self.next += 1;
        Some(*place as usize)
    }
}
