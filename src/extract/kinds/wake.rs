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
pub const WORDS: usize = 1 << 14;
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
    /// As many as [`PLACES`]; a list, so that what is nobody's is never touched.
    places: Vec<Place>,
    /// The bit [`ENDS`], by [`Token::tail`].
    tails: Box<[u8; TAILS]>,
    kind: Bits,
}

/// What is known of tokens that share a place: a bit for each of 32 words, [`BEGINS`]; then what they wake, from [`MARKED`]
/// on what the first kind marks, and from [`TOLD`] on a bit for each of sixteen words, [`TELLS`].
///
/// Each token asks: so twice as many places are slower, of which the cache holds less, and half as many, which wake more
/// in vain.
type Place = [u32; 2];

/// See [`Place`].
const MARKED: u32 = Bits::BITS;
/// See [`Place`].
const TOLD: u32 = 16;

/// Bits of a token by which the first kind, which may be any word, knows it: it begins something.
pub const BEGINS: u32 = 0;
/// It tells of something.
pub const TELLS: u32 = 1;
/// It ends so.
pub const ENDS: u32 = 2;
/// Bits from here on are marks of all tokens that share a place.
pub const MARKS: u32 = 3;

static WAKES: LazyLock<Wakes> = LazyLock::new(|| {
    let mut wakes = Wakes { places: vec![[0; 2]; PLACES], tails: Box::new([0; TAILS]), kind: 0 };
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

    /// Wakes the first kind at words that it knows itself: those of which [`has`] is true, and those with such a
    /// [`Token::tail`], for each of which there is a bit.
    pub fn own(&mut self, words: &Words, tails: &[u64; TAILS / 64]) {
        self.places.iter_mut().zip(words).for_each(|([place, _], &words)| *place |= words);
        for (alike, bits) in self.tails.as_chunks_mut::<64>().0.iter_mut().zip(tails) {
            alike.iter_mut().enumerate().for_each(|(bit, tail)| *tail |= ((bits >> bit) as u8 & 1) << ENDS);
        }
    }

    /// Wakes it at a word with this hash, which tells of something, and marks it.
    pub fn telling(&mut self, hash: u32, marks: u8) {
        self.at(hash as usize % WORDS, |[_, known]| *known |= 1 << (TOLD + own_bit(hash) % TOLD));
        self.mark(hash, marks);
    }

    /// Marks words that share a place with this hash, but does not wake it there.
    pub fn mark(&mut self, hash: u32, marks: u8) {
        self.at(hash as usize % WORDS, |[_, known]| *known |= u32::from(marks) << MARKED);
    }

    /// Marks a symbol likewise.
    pub fn mark_symbol(&mut self, symbol: char, marks: u8) {
        self.at(WORDS + symbol as usize % SYMBOLS, |[_, known]| *known |= u32::from(marks) << MARKED);
    }

    fn place(&mut self, place: usize) {
        let kind = self.kind;
        self.at(place, |[_, known]| *known |= u32::from(kind));
    }

    fn at(&mut self, place: usize, set: impl FnOnce(&mut Place)) {
        self.places.get_mut(place).map(set);
    }
}

/// What wakes at a token, and by what the first kind knows it. Without a branch: what comes next in a text is hard to
/// foretell.
#[inline]
#[allow(clippy::indexing_slicing)] // masked to the length of each
fn known(places: &[Place; PLACES], tails: &[u8; TAILS], token: &Token) -> (Bits, u8) {
    let (lower, from) = CLASSES[token.class as usize & 7];
    let [words, known] = places[(from + (token.payload() & lower)) as usize % PLACES];
    let own = own_bit(token.payload());
    let word = (words >> own & 1) << BEGINS | (known >> (TOLD + own % TOLD) & 1) << TELLS;
    (known as Bits, word as u8 | (known >> MARKED) as u8 | tails[token.tail() % TAILS])
}

/// Which bit of [`Words`] is that of a hash.
const fn own_bit(hash: u32) -> u32 {
    hash / WORDS as u32 % u32::BITS
}

/// A bit for each value of the lower nineteen bits of a hash, those of one place together.
pub type Words = [u32; WORDS];

/// Whether the bit of a hash is set.
#[inline]
#[allow(clippy::indexing_slicing)] // below the length
pub fn has(words: &Words, hash: u32) -> bool {
    words[hash as usize % WORDS] >> own_bit(hash) & 1 == 1
}

/// Sets it.
#[allow(clippy::indexing_slicing)] // below the length
pub fn set(words: &mut Words, hash: u32) {
    words[hash as usize % WORDS] |= 1 << own_bit(hash);
}

/// A byte for each of 64 tokens.
#[derive(Clone, Copy, Debug)]
pub struct Bytes([[u8; 8]; 8]);

impl Bytes {
    /// A bit for each of them that has this one.
    #[inline]
    pub fn with(&self, bit: u32) -> u64 {
        let bit = u8x16::splat(1 << bit);
        let (pairs, _) = self.0.as_chunks();
        let sixteen = |&[one, other]: &[[u8; 8]; 2]| {
            let [one, other] = [one, other].map(|eight| u128::from(u64::from_le_bytes(eight)));
            let bytes = u8x16::from((other << 64 | one).to_le_bytes());
            u64::from((bytes & bit).simd_eq(bit).to_bitmask())
        };
        pairs.iter().rev().fold(0, |word, pair| word << 16 | sixteen(pair))
    }
}

/// What 64 tokens of a text wake.
#[derive(Clone, Copy, Debug)]
struct Group {
    /// A bit for each kind.
    kinds: Bytes,
    /// By what the first kind knows them.
    own: Bytes,
}

/// Which tokens of a text wake which kind.
#[derive(Clone, Debug)]
pub struct Awake {
    groups: Vec<Group>,
    tokens: usize,
}

impl Awake {
    /// Walks the tokens once.
    pub(super) fn new(tokens: &Tokens<'_>) -> Awake {
        let wakes = &*WAKES;
        let Some(places) = wakes.places.first_chunk() else { return Awake { groups: Vec::new(), tokens: 0 } };
        let none = Group { kinds: Bytes([[0; 8]; 8]), own: Bytes([[0; 8]; 8]) };
        let (eights, rest) = tokens.list().as_chunks();
        let mut groups = vec![none; eights.len() / 8 + 1];
        let mut last = [Token::END; 8];
        last.iter_mut().zip(rest).for_each(|(last, &token)| *last = token);
        let all = groups.iter_mut().flat_map(|group| group.kinds.0.iter_mut().zip(&mut group.own.0));
        for (tokens, (kinds, known)) in eights.iter().chain([&last]).zip(all) {
            see(places, &wakes.tails, tokens, kinds, known);
        }
        Awake { groups, tokens: tokens.len() }
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

    /// Calls back, of 64 tokens at a time, with that by which the first kind knows them, and a bit for each of those that are
    /// no words and wake it.
    #[inline]
    pub fn own(&self, mut see: impl FnMut(&Bytes, u64)) {
        self.groups.iter().for_each(|group| see(&group.own, group.kinds.with(0)));
    }
}

/// Writes down what eight tokens wake.
#[inline(never)]
fn see(places: &[Place; PLACES], tails: &[u8; TAILS], tokens: &[Token; 8], kinds: &mut [Bits; 8], own: &mut [u8; 8]) {
    for (token, (kinds, own)) in tokens.iter().zip(kinds.iter_mut().zip(own)) {
        (*kinds, *own) = known(places, tails, token);
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
        self.awake.groups.get(group).map_or(0, |group| group.kinds.with(self.row))
    }

    /// All of them, in order.
    ///
    /// How many of 64 tokens wake a kind is hard to foretell: so eight are written down at once, and what is beyond the
    /// last is written over.
    #[inline(never)]
    fn all(&self) -> Vec<u32> {
        let mut list: Vec<u32> = Vec::with_capacity(256);
        for group in 0..self.awake.groups.len() {
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
        for group in 0..self.awake.groups.len() {
            let mut awake = self.group(group);
            while awake != 0 {
                see(group * 64 + awake.trailing_zeros() as usize);
                awake &= awake - 1;
            }
        }
    }

    /// The first of them at or after `at`; the number of all tokens where there is none.
    #[inline]
    pub fn from(&mut self, at: usize) -> usize {
        let mut group = at / 64;
        let mut unseen = u64::MAX << (at % 64);
        loop {
            if group != self.group {
                if group >= self.awake.groups.len() {
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
