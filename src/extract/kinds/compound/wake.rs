//! Which words of a text are worth a look.
//!
//! In: the tokens that wake the kind. Out: a bit for each, whether it can be any part of a name, or tell of one. Nine
//! words in ten never come here: a bit for its hash says whether any table knows a word. What they know is set down
//! here in one byte for each value of its lower bits, and asked of 64 tokens by masks.

use std::sync::LazyLock;

use super::super::wake::{Awake, Own};
use super::discover::{is_bracket, is_of_name, is_silent, speaks_of};
use super::name::{HALVES, LAST_THREE, is_as_long_as_stem, may_have_stem_at};
use super::table::{CUES, Cue, FOREIGN_PREFIXES, OTHER_PREFIXES, REGIMENS, SALTS, TAILS, Tag};
use super::vocabulary::{Vocabulary, vocabulary};
use super::wanted::each_bit;
use crate::extract::lex::{Case, Class, Token, Tokens, fold_hash, w};

/// A cue that tells of a name beside it.
const LOUD: u8 = 1;
/// A regimen.
const REGIMEN: u8 = 2;
/// A word that only follows names of substances.
const SALT: u8 = 4;
/// A cue that tells of a name after "of", "for", "with" and "by" alone.
const OF: u8 = 8;
/// A word of a company's name, where it is not in small letters.
const COMPANY: u8 = 16;
/// The second half of a name cut short, where it is joined to a first.
const HALF: u8 = 32;

/// A word of one of the tables that [`is_known`] is of.
const KNOWN: u8 = 64;

/// The designation that is granted, before a short word or a bracket alone.
const GRANTED: u8 = 128;

/// What a word tells of.
const TOLD: u8 = !KNOWN;

const SLOTS: usize = 1 << 15;

/// Marks behind a name, `(R)` too.
pub const MARKS: [char; 4] = ['(', '®', '™', '℠'];

/// Pairs of places of [`QUIET`].
const QUIET_PAIRS: usize = 1 << 11;

/// Hashes of words that tell of nothing, each at a place of two that its lower bits say: `the`, `disease`. The lowest is
/// set where the word begins no name either.
type Quiet = [[u32; 2]; QUIET_PAIRS];

static QUIET: LazyLock<Box<Quiet>> = LazyLock::new(|| {
    let mut quiet = Box::new([[0; 2]; QUIET_PAIRS]);
    // Those that begin no name come first. The few that find no place are looked at in vain.
    for idle in [true, false] {
        let silent = |cue: &Cue| is_silent(cue) && !matches!(cue.tag, Tag::Company | Tag::Address);
        for (hash, _) in CUES.hashes().filter(|(_, cue)| silent(cue) && (cue.tag == Tag::Stop) == idle) {
            let mut places = quiet.get_mut(hash as usize % QUIET_PAIRS).into_iter().flatten();
            if let Some(place) = places.find(|place| **place == 0) {
                *place = hash & !1 | u32::from(idle);
            }
        }
    }
    quiet
});

/// Whether a word that may begin a name begins none, whatever stands beside it. What hashes alike and
/// does begin one is in no list of names, which a test below makes sure of.
pub fn is_idle(hash: u32) -> bool {
    is_idle_of(&QUIET, hash)
}

#[inline]
#[allow(clippy::indexing_slicing)] // below the length
fn is_idle_of(quiet: &Quiet, hash: u32) -> bool {
    let [a, b] = quiet[hash as usize % QUIET_PAIRS];
    (a == hash | 1) | (b == hash | 1)
}

#[inline]
#[allow(clippy::indexing_slicing)] // below the length
fn is_quiet_of(quiet: &Quiet, hash: u32) -> bool {
    let [a, b] = quiet[hash as usize % QUIET_PAIRS];
    (a | 1 == hash | 1) | (b | 1 == hash | 1)
}

/// Calls back with the hash of each word that tells of something, and what it tells of.
pub fn each_sense(mut set: impl FnMut(u32, u8)) {
    for (hash, cue) in CUES.hashes() {
        match cue.tag {
            Tag::Company => set(hash, COMPANY),
            Tag::Address => set(hash, LOUD),
            _ if is_silent(cue) => {}
            _ if hash == w!("designation").hash() => set(hash, GRANTED),
            _ => set(hash, if speaks_of(cue) { OF } else { LOUD }),
        }
    }
    REGIMENS.hashes().for_each(|(hash, ())| set(hash, REGIMEN));
    SALTS.hashes().for_each(|(hash, ())| set(hash, SALT));
    HALVES.iter().for_each(|word| set(fold_hash(word), HALF));
}

type Senses = [u8; SLOTS];

static SENSES: LazyLock<Box<Senses>> = LazyLock::new(|| {
    let mut senses = Box::new([0u8; SLOTS]);
    let mut set = |hash: u32, sense: u8| {
        if let Some(slot) = senses.get_mut(hash as usize % SLOTS) {
            *slot |= sense;
        }
    };
    each_sense(&mut set);
    CUES.hashes().for_each(|(hash, _)| set(hash, KNOWN));
    TAILS.hashes().for_each(|(hash, _)| set(hash, KNOWN));
    OTHER_PREFIXES.hashes().for_each(|(hash, _)| set(hash, KNOWN));
    FOREIGN_PREFIXES.hashes().for_each(|(hash, _)| set(hash, KNOWN));
    senses
});

/// Whether a word may be in [`CUES`], [`TAILS`], [`OTHER_PREFIXES`] or [`FOREIGN_PREFIXES`]: most names are in none, and are
/// asked for in all.
#[inline]
#[allow(clippy::indexing_slicing)] // below the length
pub fn is_known(token: Token) -> bool {
    SENSES[token.payload() as usize % SLOTS] & KNOWN != 0
}

/// Tells the words that are worth a look from the others.
pub struct Wake {
    senses: &'static Senses,
    quiet: &'static Quiet,
    vocabulary: &'static Vocabulary,
}

impl Wake {
    /// Makes the table ready.
    #[inline(never)]
    pub fn new() -> Wake {
        Wake { senses: &SENSES, quiet: &QUIET, vocabulary: vocabulary() }
    }

    /// What wakes the kind before anything finer is asked.
    pub fn own() -> Own {
        Own { words: vocabulary().woken(), tails: &LAST_THREE }
    }

    #[inline]
    #[allow(clippy::indexing_slicing)] // below the length
    fn sense(&self, token: Token) -> u8 {
        self.senses[token.payload() as usize % SLOTS]
    }

    /// The tokens that may begin or end a name, or are cues: too many, but never too few. A bit for each, 64 together.
    ///
    /// Of what sort a token is that wakes the kind is hard to foretell: so what words tell is asked of all of them by
    /// masks, and then what is asked finer of those alone that need it.
    #[inline(never)]
    pub fn stops(&self, awake: &Awake, tokens: &Tokens<'_>) -> Vec<u64> {
        let mut stops: Vec<u64> = Vec::with_capacity(tokens.len() / 64 + 1);
        awake.own(|own| {
            let from = stops.len() * 64;
            let [mut told, mut follow] = [0; 2];
            each_bit(own.words, |bit| {
                let token = tokens.get(from + bit);
                let sense = self.sense(token);
                told |= u64::from(is_told(sense, token)) << bit;
                follow |= u64::from(sense & SALT != 0) << bit;
            });
            each_bit(own.others, |bit| told |= u64::from(is_stop(tokens, from + bit)) << bit);
            let [mut begin, mut end] = [0; 2];
            each_bit(own.words & !told, |bit| {
                let (tells, begins) = self.tells(tokens, from + bit);
                told |= u64::from(tells) << bit;
                begin |= u64::from(begins) << bit;
            });
            each_bit(begin, |bit| told |= u64::from(self.vocabulary.begins_at(tokens, from + bit)) << bit);
            each_bit(own.tails & !told, |bit| end |= u64::from(is_as_long_as_stem(tokens.get(from + bit))) << bit);
            each_bit(end, |bit| {
                let is_known = own.words >> bit & 1 == 1;
                told |= u64::from(self.ends(tokens, from + bit, is_known)) << bit;
            });
            // The word before one that follows names is one that nothing else told of.
            if let Some(last) = stops.last_mut() {
                *last |= follow << 63;
            }
            stops.push(told | follow >> 1);
        });
        stops
    }

    /// Whether a word that is known tells of something by what stands beside it, and whether it may begin a name otherwise.
    #[inline]
    fn tells(&self, tokens: &Tokens<'_>, at: usize) -> (bool, bool) {
        let (token, next) = (tokens.get(at), tokens.get(at + 1));
        let sense = self.sense(token);
        let short = next.is(')') | next.is_word() & (next.len() <= 3);
        let tells = (sense & OF != 0) & is_before_of(next)
            | (sense & GRANTED != 0) & short
            | (sense & HALF != 0) & token.is_glued();
        // "a", and the letter of "it's", before another word.
        let letter = (token.len() == 1) & (token.case == Case::Lower) & !next.is_glued();
        let idle = letter
            | is_idle_of(self.quiet, token.payload())
            | (sense & TOLD != 0) & !self.vocabulary.begins(token.payload());
        (tells, !(tells | idle))
    }

    /// Whether a word that may have the ending of a name is worth a look for it.
    #[inline]
    fn ends(&self, tokens: &Tokens<'_>, at: usize, is_known: bool) -> bool {
        let token = tokens.get(at);
        let ends = || may_have_stem_at(tokens, token);
        if is_known {
            // What is joined to words before it may be read with them.
            return (self.sense(token) & TOLD != 0) | token.is_glued() || ends();
        }
        // What is woken by its ending alone, and may be a word that tells of nothing.
        ends() && !is_quiet_of(self.quiet, token.payload())
    }
}

/// Whether a token that is no word may be of a name.
#[inline]
fn is_stop(tokens: &Tokens<'_>, at: usize) -> bool {
    let token = tokens.get(at);
    match token.class {
        Class::Number => is_of_name(tokens, at),
        Class::Superscript => true,
        // "(R)", "(rhZQD)"
        Class::Symbol => !token.is('(') || is_bracket(tokens, at),
        Class::Word | Class::Dash | Class::End => false,
    }
}

/// Whether a word with this sense tells of something, whatever stands beside it.
#[inline]
fn is_told(sense: u8, token: Token) -> bool {
    let company = u8::from(token.case != Case::Lower) * COMPANY;
    sense & (LOUD | REGIMEN | company) != 0
}

/// Whether such a word may stand there, or the bracket before it.
#[inline]
fn is_before_of(token: Token) -> bool {
    let [of, r#for, with, by] = [w!("of"), w!("for"), w!("with"), w!("by")].map(|word| token.payload() == word.hash());
    token.is(')') | of | r#for | with | by
}

#[cfg(test)]
mod tests {
    use super::super::vocabulary::NAMES;
    use super::*;
    use crate::extract::lex::first_word;

    #[test]
    fn no_name_begins_with_a_word_that_hashes_like_an_idle_one() {
        for name in NAMES.lines().filter(|line| !line.starts_with(['#', '['])) {
            let (hash, end) = first_word(name);
            let alike = hash != 0 && is_idle(hash);
            let word = name.get(..end).unwrap_or("").trim_start_matches(|c: char| !c.is_ascii_alphabetic());
            assert!(!is_idle(hash) || end < name.len(), "{name}");
            assert!(!alike || CUES.rows().any(|(cue, _)| word.eq_ignore_ascii_case(cue)), "{name}");
        }
    }
}
