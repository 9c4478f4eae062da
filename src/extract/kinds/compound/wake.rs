//! Which words of a text are worth a look.
//!
//! In: a token. Out: the next one that can be any part of a name, or tell of one. Nine words in ten are
//! stepped over at the cost of a few loads: what the tables know of a word's hash is set down here in one
//! byte for each value of its lower bits.

use std::sync::LazyLock;

use super::discover::is_silent;
use super::name::ends_like;
use super::table::{CUES, REGIMENS, SALTS, Tag};
use super::vocabulary::{Vocabulary, vocabulary};
use crate::extract::lex::{Class, Token, Tokens, fold_hash};

/// A cue that tells of a name beside it.
const LOUD: u8 = 1;
/// A regimen.
const REGIMEN: u8 = 2;
/// A word that only follows names of substances.
const SALT: u8 = 4;

const SLOTS: usize = 1 << 15;

/// Marks behind a name, `(R)` too.
const MARKS: [char; 4] = ['(', '®', '™', '℠'];

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
    REGIMENS.rows().for_each(|(word, ())| set(word, REGIMEN));
    SALTS.rows().for_each(|(word, ())| set(word, SALT));
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

    /// The first token from `at` on that may begin or end a name, or is a cue; the number of all tokens
    /// where there is none. Stops too often, but never too seldom.
    pub fn next(&self, tokens: &Tokens<'_>, at: usize) -> usize {
        for (step, &token) in tokens.list().get(at..).unwrap_or(&[]).iter().enumerate() {
            let stops = match token.class {
                Class::Word => {
                    let sense = self.sense(token);
                    if sense & SALT != 0 && step > 0 {
                        // The word before it is one that nothing else told of.
                        return at + step - 1;
                    }
                    sense & (LOUD | REGIMEN) != 0
                        || ends_like(token)
                        || token.is_glued() && token.len() == 3
                        || self.vocabulary.begins(token.hash())
                }
                Class::Number | Class::Superscript => true,
                Class::Symbol => MARKS.iter().any(|&mark| token.is(mark)),
                Class::Dash | Class::End => false,
            };
            if stops {
                return at + step;
            }
        }
        tokens.len()
    }
}
