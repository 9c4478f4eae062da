//! Which words of a text are worth a look.
//!
//! In: a token. Out: whether it can be any part of a name, or tell of one. For nine words in ten the
//! answer is no, and costs two loads: what the tables know of a word's hash is set down here in one
//! byte for each value of its lower bits.

use std::sync::LazyLock;

use super::discover::is_silent;
use super::name::ends_like;
use super::table::{CUES, REGIMENS, SALTS, Tag};
use super::vocabulary::{Vocabulary, vocabulary};
use crate::extract::lex::{Token, Tokens, fold_hash};

/// A cue that tells of a name beside it.
const LOUD: u8 = 1;
/// A regimen.
const REGIMEN: u8 = 2;
/// A word that only follows names of substances.
const SALT: u8 = 4;

const SLOTS: usize = 1 << 15;

static SENSES: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut senses = vec![0u8; SLOTS];
    let mut set = |word: &str, sense: u8| {
        if let Some(slot) = senses.get_mut(fold_hash(word) as usize % SLOTS) {
            *slot |= sense;
        }
    };
    for (word, cue) in CUES.rows() {
        if !is_silent(cue) || matches!(cue.tag, Tag::Address | Tag::Company) {
            set(word, LOUD);
        }
    }
    REGIMENS.rows().iter().for_each(|(word, ())| set(word, REGIMEN));
    SALTS.rows().iter().for_each(|(word, ())| set(word, SALT));
    senses
});

/// Tells the words that are worth a look from the others.
pub struct Wake {
    senses: &'static [u8],
    vocabulary: &'static Vocabulary,
}

impl Wake {
    /// Makes the table ready.
    pub fn new() -> Wake {
        Wake { senses: &SENSES, vocabulary: vocabulary() }
    }

    #[inline]
    fn sense(&self, token: Token) -> u8 {
        self.senses.get(token.hash() as usize % SLOTS).copied().unwrap_or(0)
    }

    /// Whether the word at `at` may begin or end a name, or is a cue. Says yes too often, but never
    /// too seldom.
    #[inline]
    pub fn is_worth(&self, tokens: &Tokens<'_>, at: usize) -> bool {
        let token = tokens.get(at);
        let next = tokens.get(at + 1);
        self.sense(token) & (LOUD | REGIMEN) != 0
            || ends_like(token)
            || token.is_glued() && token.len() == 3
            || next.is_word() && self.sense(next) & SALT != 0
            || self.vocabulary.begins(token.hash())
    }
}
