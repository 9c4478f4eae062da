//! Which tokens wake which kind.
//!
//! Most tokens concern no kind at all. So each kind says once what wakes it, [`Wakes`], and one walk
//! over the tokens notes for each of them, in one bit a kind, whether it may: a kind then steps from one
//! of its own to the next, 64 tokens at a time where none is its own.
//!
//! Invariant: a token that should wake a kind does; one that should not may.

use std::sync::LazyLock;

use super::{ALL, Kind};
use crate::extract::lex::{Case, Class, Lexicon, Token, Tokens, fold_hash};

/// One bit for each row of [`ALL`].
type Bits = u16;

const _: () = assert!(ALL.len() <= Bits::BITS as usize, "a bit for each kind");

const SLOTS: usize = 1 << 14;

/// What wakes the kinds; a kind adds what wakes it.
#[derive(Debug)]
pub struct Wakes {
    /// By the lower bits of a word's hash.
    words: Vec<Bits>,
    /// Words in mixed case, whatever they are.
    mixed: Bits,
    numbers: Bits,
    /// ASCII symbols.
    symbols: [Bits; 128],
    /// Symbols beyond ASCII.
    others: Bits,
    kind: Bits,
}

static WAKES: LazyLock<Wakes> = LazyLock::new(|| {
    let mut wakes = Wakes { words: vec![0; SLOTS], mixed: 0, numbers: 0, symbols: [0; 128], others: 0, kind: 0 };
    for (row, kind) in ALL.iter().enumerate() {
        wakes.kind = 1 << row;
        (kind.wakes)(&mut wakes);
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
        lexicon.rows().for_each(|(word, _)| self.word(word));
    }

    /// Wakes the kind at this folded word.
    pub fn word(&mut self, word: &str) {
        if let Some(bits) = self.words.get_mut(fold_hash(word) as usize % SLOTS) {
            *bits |= self.kind;
        }
    }

    /// Wakes the kind at words in mixed case.
    pub fn mixed_words(&mut self) {
        self.mixed |= self.kind;
    }

    /// Wakes the kind at numbers.
    pub fn numbers(&mut self) {
        self.numbers |= self.kind;
    }

    /// Wakes the kind at this symbol; at every one beyond ASCII if it is one of those.
    pub fn symbol(&mut self, symbol: char) {
        let kind = self.kind;
        *self.symbols.get_mut(symbol as usize).unwrap_or(&mut self.others) |= kind;
    }

    #[inline]
    fn of(&self, token: Token) -> Bits {
        match token.class {
            Class::Word => {
                let mixed = if token.case == Case::Mixed { self.mixed } else { 0 };
                mixed | self.words.get(token.hash() as usize % SLOTS).copied().unwrap_or(0)
            }
            Class::Number => self.numbers,
            Class::Symbol => {
                let symbol = token.symbol().map_or(usize::MAX, |symbol| symbol as usize);
                self.symbols.get(symbol).copied().unwrap_or(self.others)
            }
            _ => 0,
        }
    }
}

/// Which tokens of a text wake which kind: for every 64 tokens, as many bits for each kind.
#[derive(Clone, Debug)]
pub struct Awake {
    blocks: Vec<[u64; ALL.len()]>,
    tokens: usize,
}

impl Awake {
    /// Walks the tokens once.
    pub(super) fn new(tokens: &Tokens<'_>) -> Awake {
        let wakes = &*WAKES;
        let block = |tokens: &[Token]| {
            let mut block = [0; ALL.len()];
            for (place, &token) in tokens.iter().enumerate() {
                let mut bits = wakes.of(token);
                while bits != 0 {
                    if let Some(cell) = block.get_mut(bits.trailing_zeros() as usize) {
                        *cell |= 1 << place;
                    }
                    bits &= bits - 1;
                }
            }
            block
        };
        Awake { blocks: tokens.list().chunks(64).map(block).collect(), tokens: tokens.len() }
    }

    /// The tokens that wake a kind.
    pub fn of(&self, kind: &Kind) -> Anchors<'_> {
        let row = ALL.iter().position(|other| other.id == kind.id);
        Anchors { row: row.unwrap_or(0), awake: self }
    }
}

/// The tokens that wake one kind.
#[derive(Clone, Copy, Debug)]
pub struct Anchors<'a> {
    row: usize,
    awake: &'a Awake,
}

impl Anchors<'_> {
    /// The first of them at or after `at`; the number of all tokens where there is none.
    #[inline]
    pub fn from(&self, at: usize) -> usize {
        let mut unseen = u64::MAX << (at % 64);
        for (index, block) in self.awake.blocks.iter().enumerate().skip(at / 64) {
            let cell = block.get(self.row).copied().unwrap_or(0) & unseen;
            if cell != 0 {
                return index * 64 + cell.trailing_zeros() as usize;
            }
            unseen = u64::MAX;
        }
        self.awake.tokens
    }
}
