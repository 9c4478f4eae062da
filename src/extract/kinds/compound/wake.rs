//! Which words of a text are worth a look.
//!
//! In: the tokens that wake the kind. Out: a bit for each, whether it can be any part of a name, or tell of one. Nine
//! words in ten never come here: a bit for its hash says whether any table knows a word. What they know is set down
//! here in one byte for each value of its lower bits, and asked of 64 tokens by masks.

use std::sync::LazyLock;

use super::super::wake::{Awake, BEGINS, ENDS, MARKS, TELLS, Wakes};
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

/// Words that are [`LOUD`] or a regimen, as a bit that tokens are known by.
const TOLD_ALONE: u32 = MARKS;
/// Words that are [`OF`].
const WANTS_OF: u32 = MARKS + 1;
/// What may stand behind those, or the bracket before it.
const IS_OF: u32 = MARKS + 2;
/// Words of any other sense.
const ASKED: u32 = MARKS + 3;

/// Says what wakes the kind beside numbers and signs.
pub fn own(wakes: &mut Wakes) {
    wakes.own(vocabulary().woken(), &LAST_THREE);
    each_sense(|hash, sense| {
        let marks = [(LOUD | REGIMEN, TOLD_ALONE), (OF, WANTS_OF), (COMPANY | HALF | SALT | GRANTED, ASKED)];
        wakes.telling(hash, marks.iter().fold(0, |all, (senses, mark)| all | u8::from(sense & senses != 0) << mark));
    });
    [w!("of"), w!("for"), w!("with"), w!("by")].iter().for_each(|word| wakes.mark(word.hash(), 1 << IS_OF));
    wakes.mark_symbol(')', 1 << IS_OF);
}

/// Marks behind a name, `(R)` too.
pub const SIGNS: [char; 4] = ['(', '®', '™', '℠'];

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

    #[inline]
    #[allow(clippy::indexing_slicing)] // below the length
    fn sense(&self, token: Token) -> u8 {
        self.senses[token.payload() as usize % SLOTS]
    }

    /// The tokens that may begin or end a name, or are cues: too many, but never too few. A bit for each, 64 together.
    ///
    /// Of what sort a token is that wakes the kind is hard to foretell: so what words tell is told by masks, and what is asked
    /// finer is asked of those alone that need it.
    #[inline(never)]
    pub fn stops(&self, awake: &Awake, tokens: &Tokens<'_>) -> Vec<u64> {
        let mut stops: Vec<u64> = Vec::with_capacity(tokens.len() / 64 + 1);
        let mut wants = 0;
        awake.own(|own, others| {
            let from = stops.len() * 64;
            let (tells, is_of) = (own.with(TELLS), own.with(IS_OF));
            let wanted = std::mem::replace(&mut wants, tells & own.with(WANTS_OF));
            let mut told = tells & own.with(TOLD_ALONE) | wants & is_of >> 1;
            let [mut follow, mut begin, mut end] = [0; 3];
            each_bit(tells & own.with(ASKED), |bit| {
                let (tells, follows) = self.asked(tokens, from + bit);
                told |= u64::from(tells) << bit;
                follow |= u64::from(follows) << bit;
            });
            each_bit(others, |bit| told |= u64::from(is_stop(tokens, from + bit)) << bit);
            each_bit(own.with(BEGINS) & !told, |bit| begin |= u64::from(self.begins(tokens, from + bit)) << bit);
            each_bit(begin, |bit| told |= u64::from(self.vocabulary.begins_at(tokens, from + bit)) << bit);
            each_bit(own.with(ENDS) & !told, |bit| {
                end |= u64::from(is_as_long_as_stem(tokens.get(from + bit))) << bit;
            });
            let known = own.with(BEGINS) | tells;
            each_bit(end, |bit| told |= u64::from(self.ends(tokens, from + bit, known >> bit & 1 == 1)) << bit);
            // The word before one that follows names is one that nothing else told of; and what is told of by "of" may
            // stand before this part.
            if let Some(last) = stops.last_mut() {
                *last |= (follow | wanted >> 63 & is_of) << 63;
            }
            stops.push(told | follow >> 1);
        });
        stops
    }

    /// Whether a word of a few senses tells of something there, and whether it follows names.
    #[inline]
    fn asked(&self, tokens: &Tokens<'_>, at: usize) -> (bool, bool) {
        let (token, next) = (tokens.get(at), tokens.get(at + 1));
        let sense = self.sense(token);
        let short = next.is(')') | next.is_word() & (next.len() <= 3);
        let tells = (sense & COMPANY != 0) & (token.case != Case::Lower)
            | (sense & GRANTED != 0) & short
            | (sense & HALF != 0) & token.is_glued();
        (tells, sense & SALT != 0)
    }

    /// Whether a word that is the first of a name may begin one: not "a", and the letter of "it's", before another word.
    #[inline]
    fn begins(&self, tokens: &Tokens<'_>, at: usize) -> bool {
        let (token, next) = (tokens.get(at), tokens.get(at + 1));
        let letter = (token.len() == 1) & (token.case == Case::Lower) & !next.is_glued();
        !(letter | is_idle_of(self.quiet, token.payload()))
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
