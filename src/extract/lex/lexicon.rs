//! Tables of words, checked when the program is compiled and indexed when first asked.
//!
//! ```
//! use eosin::extract::lex::{Lexicon, Tokens};
//! use eosin::lexicon;
//! static MONTHS: Lexicon<u8, 8> = lexicon!(u8; [("march", 3), ("mar", 3), ("may", 5)]);
//! let tokens = Tokens::new("in MARCH");
//! assert_eq!(MONTHS.find(&tokens, 1), Some(&3));
//! assert_eq!(MONTHS.find(&tokens, 0), None);
//! ```
//!
//! Two equal rows, a row that is not folded, or a table too full does not compile.

use std::sync::OnceLock;

use super::word::plain_line;
use super::{Folded, Token, Tokens};

/// The hash of a word's folded letters, taken eight at a time: a word costs two steps at most, where a
/// step for each letter was a third of the whole scan.
///
/// The step is that of FxHash (rustc-hash, MIT OR Apache-2.0): rotate, mix, multiply.
#[derive(Clone, Copy)]
pub(super) struct Hash {
    state: u64,
    /// Letters that wait for their eighth.
    block: u64,
    waiting: u32,
}

impl Hash {
    pub(super) const NEW: Hash = Hash { state: 0, block: 0, waiting: 0 };

    /// Adds eight letters at once. Not after a single one.
    #[inline]
    pub(super) const fn eight(self, block: u64) -> Hash {
        let state = (self.state.rotate_left(5) ^ block).wrapping_mul(0x517c_c1b7_2722_0a95);
        Hash { state, block: 0, waiting: 0 }
    }

    /// Adds the last letters, fewer than eight; the bytes above them are 0.
    #[inline]
    pub(super) const fn last(self, block: u64) -> u32 {
        let state = if block == 0 { self.state } else { self.eight(block).state };
        (state >> 32 ^ state) as u32
    }

    /// Of up to sixteen letters; the bytes above them are 0.
    #[inline]
    pub(super) const fn two(self, first: u64, second: u64) -> u32 {
        let first = self.eight(first);
        let state = if second == 0 { first.state } else { first.eight(second).state };
        (state >> 32 ^ state) as u32
    }

    /// Adds one letter.
    pub(super) const fn one(self, letter: u8) -> Hash {
        let block = self.block | (letter as u64) << (8 * self.waiting);
        if self.waiting == 7 { self.eight(block) } else { Hash { block, waiting: self.waiting + 1, ..self } }
    }

    /// The hash of what was added one by one.
    pub(super) const fn end(self) -> u32 {
        self.last(self.block)
    }
}

/// Hash of a word that is already folded, equal to [`super::Token::hash`] of any of its spellings.
pub const fn fold_hash(word: &str) -> u32 {
    let bytes = word.as_bytes();
    let mut hash = Hash::NEW;
    let mut at = 0;
    while at < bytes.len() {
        // The lint does not see that the index is below the length.
        #[allow(clippy::indexing_slicing)]
        let byte = bytes[at];
        hash = hash.one(byte);
        at += 1;
    }
    hash.end()
}

/// Slots that are looked at together, without a branch: where a word of the text stands among them is not to be foretold.
const TOGETHER: usize = 4;
/// The bits of a slot that hold the row plus one; all 0 where it is free.
const ROW: u32 = 0x7fff;
/// The bit of the first of slots together that says that a word which belongs there stands further on.
const MORE: u32 = 0x8000;
/// The bits of a slot that are those of its word's hash. They tell nearly every other word apart without reading it.
const HALF: u32 = 0xffff_0000;

/// A table of folded single words, by [`lexicon!`](crate::lexicon). `SLOTS` is a power of two, at least twice the
/// number of rows.
///
/// The words stand in one text and not as strings of their own, and the slots are made when first asked: places and
/// hashes do not compress, and those of all tables would be 45 KB to load where they take a tenth of a millisecond
/// to make.
#[derive(Debug)]
pub struct Lexicon<T: 'static, const SLOTS: usize> {
    words: Words,
    meanings: &'static [T],
}

/// The words of a table, without what they mean: all tables are searched by the same few instructions.
#[derive(Debug)]
struct Words {
    /// The words, a line each.
    text: &'static str,
    slots: usize,
    rows: usize,
    index: OnceLock<Index>,
}

#[derive(Debug)]
struct Index {
    /// By hash with linear probing: [`HALF`], [`MORE`], [`ROW`]. No two together have the same half of a hash.
    slots: Vec<[u32; TOGETHER]>,
    /// The words, by row.
    words: Vec<Folded>,
}

/// A [`Lexicon`] for a `static`: the type of its meanings, and its rows or a constant with them. A bad table does not
/// compile.
#[macro_export]
macro_rules! lexicon {
    ($meaning:ty; [$($row:tt)*]) => {{
        const ROWS: &[(&str, $meaning)] = &[$($row)*];
        $crate::lexicon!($meaning; ROWS)
    }};
    ($meaning:ty; $rows:expr) => {{
        static TEXT: [u8; $crate::extract::lex::words_len($rows)] = $crate::extract::lex::words_of($rows);
        static MEANINGS: [$meaning; $rows.len()] = $crate::extract::lex::meanings_of($rows);
        $crate::extract::lex::Lexicon::new($rows, &TEXT, &MEANINGS)
    }};
}

/// Length of [`words_of`].
pub const fn words_len<T>(rows: &[(&str, T)]) -> usize {
    let (mut row, mut letters) = (0, 0);
    #[allow(clippy::indexing_slicing)] // runs in the compiler
    while row < rows.len() {
        letters += rows[row].0.len() + 1;
        row += 1;
    }
    letters
}

/// The words of rows, a line each.
#[allow(clippy::indexing_slicing)] // runs in the compiler
pub const fn words_of<T, const LETTERS: usize>(rows: &[(&str, T)]) -> [u8; LETTERS] {
    let mut text = [b'\n'; LETTERS];
    let (mut row, mut end) = (0, 0);
    while row < rows.len() {
        let word = rows[row].0.as_bytes();
        let mut at = 0;
        while at < word.len() {
            text[end] = word[at];
            (at, end) = (at + 1, end + 1);
        }
        (row, end) = (row + 1, end + 1);
    }
    text
}

/// The meanings of rows.
#[allow(clippy::indexing_slicing)] // runs in the compiler
pub const fn meanings_of<T: Copy, const ROWS: usize>(rows: &[(&str, T)]) -> [T; ROWS] {
    let mut meanings = [rows[0].1; ROWS];
    let mut row = 0;
    while row < ROWS {
        meanings[row] = rows[row].1;
        row += 1;
    }
    meanings
}

#[allow(clippy::indexing_slicing, clippy::panic)] // runs in the compiler, where a panic is an error message
impl<T, const SLOTS: usize> Lexicon<T, SLOTS> {
    /// Checks the rows. Called by the macro, with its rows in both forms.
    pub const fn new(rows: &[(&str, T)], text: &'static [u8], meanings: &'static [T]) -> Lexicon<T, SLOTS> {
        assert!(SLOTS.is_power_of_two() && SLOTS >= rows.len() * 2, "SLOTS: a power of two, twice the rows");
        assert!(rows.len() < ROW as usize && text.len() < 0xffff, "too many rows");
        let mut slots = [0u32; SLOTS];
        let mut row = 0;
        while row < rows.len() {
            let bytes = rows[row].0.as_bytes();
            let mut at = 0;
            while at < bytes.len() {
                assert!(!bytes[at].is_ascii_uppercase() && bytes[at] > b' ', "rows are single lower-case words");
                at += 1;
            }
            let mut slot = fold_hash(rows[row].0) as usize & (SLOTS - 1);
            while slots[slot] != 0 {
                assert!(!same(rows[slots[slot] as usize - 1].0.as_bytes(), bytes), "two equal rows");
                slot = (slot + 1) & (SLOTS - 1);
            }
            slots[slot] = row as u32 + 1;
            row += 1;
        }
        let Ok(text) = str::from_utf8(text) else { panic!("words are text") };
        Lexicon { words: Words { text, slots: SLOTS, rows: rows.len(), index: OnceLock::new() }, meanings }
    }
}

impl<T, const SLOTS: usize> Lexicon<T, SLOTS> {
    /// The words, in the order of the table, each with a line end behind it.
    pub const fn words(&self) -> &'static str {
        self.words.text
    }

    /// The rows, in the order of the table.
    pub fn rows(&self) -> impl Iterator<Item = (&'static str, &'static T)> {
        self.words.text.lines().zip(self.meanings)
    }

    /// The hashes of its words, with what they mean.
    pub fn hashes(&'static self) -> impl Iterator<Item = (u32, &'static T)> {
        self.words.index().words.iter().map(|word| word.hash()).zip(self.meanings)
    }

    /// What the table says of the word at `index`.
    #[inline]
    pub fn find(&self, tokens: &Tokens<'_>, index: usize) -> Option<&'static T> {
        self.meanings.get(self.words.row(tokens, index))
    }

    /// What it says of a word that stands nowhere by itself, such as the unit that one begins with.
    #[inline]
    pub fn find_token(&self, token: Token) -> Option<&'static T> {
        self.meanings.get(self.words.index().row(&token, token.payload() as usize))
    }
}

/// Past all rows. Rows are plain numbers, since an `Option` of one is no number in WebAssembly: it goes through memory.
const NOWHERE: usize = usize::MAX;

impl Words {
    /// The row of the word at `index`, or [`NOWHERE`].
    #[inline(never)]
    fn row(&self, tokens: &Tokens<'_>, index: usize) -> usize {
        let Some(token) = tokens.list().get(index) else { return NOWHERE };
        match self.index.get() {
            Some(index) => index.row(token, token.payload() as usize),
            None => self.row_anew(token),
        }
    }

    /// [`Words::row`], the first time.
    #[cold]
    #[inline(never)]
    fn row_anew(&self, token: &Token) -> usize {
        self.index().row(token, token.payload() as usize)
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(self))
    }
}

impl Index {
    /// The row of a word that stands from this slot on, or [`NOWHERE`].
    #[inline]
    fn row(&self, token: &Token, at: usize) -> usize {
        let Some(together) = self.slots.get(at & (self.slots.len() - 1)) else { return NOWHERE };
        let alike = |slot: u32| if (slot ^ token.payload()) & HALF == 0 { slot & ROW } else { 0 };
        // Most words are not in the table.
        if let Some(row) = (together.iter().fold(0, |row, &slot| row | alike(slot)) as usize).checked_sub(1)
            && self.words.get(row).is_some_and(|&word| token.reads(word))
        {
            return row;
        }
        if together.first().is_some_and(|first| first & MORE != 0) { self.row_beyond(token, at + 1) } else { NOWHERE }
    }

    /// [`Index::row`] for the few that stand further on.
    #[inline(never)]
    fn row_beyond(&self, token: &Token, at: usize) -> usize {
        self.row(token, at)
    }

    /// Fills the slots, as many as a power of two.
    #[cold]
    fn new(of: &Words) -> Index {
        let mut slots = vec![[0; TOGETHER]; of.slots.div_ceil(TOGETHER)];
        let last = slots.len() - 1;
        let mut words = Vec::with_capacity(of.rows);
        let mut start = 0;
        while start < of.text.len() {
            let (word, end) = plain_line(of.text.as_bytes(), start).unwrap_or_else(|| line(of.text, start));
            words.push(word);
            start = end + 1;
        }
        for (row, word) in words.iter().enumerate() {
            let slot = (word.hash() & HALF) | (row as u32 + 1);
            let mut at = word.hash() as usize & last;
            while let Some(together) = slots.get_mut(at) {
                let alike = together.iter().any(|other| other & ROW != 0 && (other ^ slot) & HALF == 0);
                if let Some(free) = together.iter_mut().find(|other| **other & ROW == 0).filter(|_| !alike) {
                    *free |= slot;
                    break;
                }
                if let Some(first) = together.first_mut() {
                    *first |= MORE;
                }
                at = (at + 1) & last;
            }
        }
        Index { slots, words }
    }
}

/// The word that is the line from `start` on, and where that ends.
#[cold]
fn line(text: &str, start: usize) -> (Folded, usize) {
    let word = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or("");
    (Folded::of(word), start + word.len())
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        #[allow(clippy::indexing_slicing)] // runs in the compiler
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}
