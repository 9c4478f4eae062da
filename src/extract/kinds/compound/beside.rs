//! Which neighbours of a name say nothing of it.
//!
//! In: a place. Out: whether what stands before it, or behind it, may say something; only then does [`super::context`]
//! read it.
//!
//! Three names in four hear nothing from the one side and three from the other, and what that hangs on is not to be
//! foretold: the word, the one beyond "the" or "of", a comma. So all that each word may be to a name is set down here in one
//! byte for each value of its lower bits, and the bytes of some neighbours are asked together.
//!
//! Invariant: a side that is called silent adds nothing to an [`Evidence`](super::context::Evidence); one that is not may.

use std::sync::LazyLock;

use super::context::{ASKED, EXCHANGE, INC, ONE_TRIAL, PEOPLE};
use super::table::{CUES, Cue, Tag};
use super::words::{
    AND, ARTICLE, AS, BETWEEN, BY, CALLED, CANDIDATES, COMPANIES, DEFINES, IN, IS, KNOWN, MARKET, OF, PREPOSITION,
    PROGRAM, RELATIVE, ROMAN, THING, TRIAL, VERSION, each_use,
};
use crate::extract::lex::{Case, Class, Gap, List, Token, Tokens, words};
use crate::extract::sort;

/// Before a name: says nothing, whatever stands before it.
const ENDS: u8 = 1 << 0;
/// Is passed over: what stands before it decides.
const PASSED: u8 = 1 << 1;
/// Says nothing where what stands before it is [`MUTE`].
const ASKS: u8 = 1 << 2;
/// The same, before what is passed over.
const ASKS_BEYOND: u8 = 1 << 3;
/// All of these.
const BEFORE: u8 = ENDS | PASSED | ASKS | ASKS_BEYOND;
/// Gives what stands between it and the name nothing to say.
const MUTE: u8 = 1 << 4;
/// Behind a name: says nothing.
const QUIET: u8 = 1 << 5;
/// Gives a comma between the name and it nothing to say.
const MUTE_BEHIND: u8 = 1 << 6;
/// Tells nothing of what a name is said to be.
const DULL: u8 = 1 << 7;

/// What most tokens are. One that says nothing before a name may be taken for one that is passed over or asks.
const SILENT: u8 = u8::MAX;

/// Places of words, by the lower bits of their hashes.
const WORDS: usize = 1 << 12;
/// Places of symbols behind them, by the lower bits of the character; those of classes are next.
const SYMBOLS: usize = 1 << 8;

/// All places, and some that are nobody's.
const PLACES: usize = 2 * WORDS;

/// Where the place of a token is, by its class: in its payload by a mask, counted from somewhere.
#[allow(clippy::indexing_slicing)] // runs in the compiler
const CLASSES: [(u32, u32); 8] = {
    let mut classes = [(0, 0); 8];
    let mut class = 0;
    while class < classes.len() {
        classes[class].1 = (WORDS + SYMBOLS + class) as u32;
        class += 1;
    }
    classes[Class::Word as usize] = (WORDS as u32 - 1, 0);
    classes[Class::Symbol as usize] = (SYMBOLS as u32 - 1, WORDS as u32);
    classes
};

/// What tokens may be to a name beside them.
#[derive(Debug)]
pub struct Beside(Box<[u8; PLACES]>);

static BESIDE: LazyLock<Beside> = LazyLock::new(Beside::new);

impl Beside {
    /// Made once.
    pub fn get() -> &'static Beside {
        &BESIDE
    }

    #[cold]
    fn new() -> Beside {
        let mut beside = Beside(Box::new([SILENT; PLACES]));
        let mut uses: Vec<(u32, u64)> = Vec::new();
        each_use(|hash, use_| uses.push((hash, use_)));
        sort::by_key(&mut uses, |&(hash, _)| hash);
        for (hash, cue) in CUES.hashes() {
            let at = uses.binary_search_by_key(&hash, |&(hash, _)| hash).ok().and_then(|at| uses.get_mut(at));
            // Those that are left have no cue.
            let uses = at.map_or(0, |(_, uses)| std::mem::take(uses));
            beside.keep_word(hash, word(uses, Some(cue)));
        }
        for &(hash, uses) in &uses {
            beside.keep_word(hash, word(uses, None));
        }
        let mut said = |words: &List, all_but: u8| {
            words.iter().for_each(|word| beside.keep_word(word.hash(), !all_but));
        };
        said(words!["s", "name", "stage", "study", "trial", "protocol", "otc"], BEFORE | MUTE);
        said(words!["no", "number", "id", "anti", "technology", "platform", "generic"], MUTE);
        said(ONE_TRIAL, MUTE);
        said(PEOPLE, MUTE);
        said(INC, MUTE_BEHIND);
        said(words!["which"], MUTE_BEHIND);
        let open = ['“', '"', '‘', '(', '['].map(|mark| (mark, PASSED | MUTE | QUIET | MUTE_BEHIND));
        let marks = [',', ':', '.', '#'].map(|mark| (mark, ASKS | ASKS_BEYOND | MUTE | QUIET | MUTE_BEHIND));
        let others = ['®', '™', '℠', '(', '\'', '’', '+', ','].map(|mark| (mark, !QUIET));
        let before = [('#', !MUTE), (')', !(MUTE | ENDS | PASSED))];
        for (mark, bits) in open.into_iter().chain(marks).chain(others).chain(before) {
            beside.keep(WORDS + mark as usize % SYMBOLS, bits);
        }
        beside.keep(WORDS + SYMBOLS + Class::Dash as usize, ASKS | MUTE | MUTE_BEHIND);
        // "(Phase 2 (NAME)"
        beside.keep(WORDS + SYMBOLS + Class::Number as usize, MUTE | QUIET | MUTE_BEHIND);
        beside
    }

    /// Takes all but these bits away.
    fn keep(&mut self, place: usize, bits: u8) {
        if let Some(known) = self.0.get_mut(place) {
            *known &= bits;
        }
    }

    fn keep_word(&mut self, hash: u32, bits: u8) {
        self.keep(hash as usize % WORDS, bits);
    }

    #[inline]
    #[allow(clippy::indexing_slicing)] // masked to the length of each
    fn of(&self, token: Token) -> u8 {
        // Not a match: of which class a neighbour is nobody foretells.
        let (mask, from) = CLASSES[token.class as usize & 7];
        self.0[(from + (token.payload() & mask)) as usize % PLACES]
    }

    /// Whether what stands before a place is such that a ticker is not looked for.
    #[inline]
    pub fn is_no_market(&self, before: Token) -> bool {
        self.of(before) & (ENDS | PASSED) != 0
    }

    /// Whether what stands before a place says nothing of it.
    #[inline]
    pub fn is_silent_before(&self, tokens: &Tokens<'_>, first: usize) -> bool {
        let near = tokens.list().get(first.wrapping_sub(3)..).and_then(|near| near.first_chunk::<4>());
        let Some(&[c, b, a, token]) = near else { return false };
        let [a, b, c] = [a, b, c].map(|token| self.of(token));
        // Added up in the lowest bit: of yes and no the compiler would make a jump each.
        let is = |bits: u8, bit: u8| bits >> bit.trailing_zeros();
        let long = (token.case == Case::Upper) & (token.len() >= 5);
        let asks = is(a, ASKS) & is(b, MUTE) & if long { 0 } else { 1 };
        let beyond = is(b, ENDS) | is(b, ASKS_BEYOND) & is(c, MUTE) | is(b, PASSED) & is(c, ENDS);
        let begins = if token.gap == Gap::Paragraph { 1 } else { 0 };
        (begins | is(a, ENDS) | asks | is(a, PASSED) & beyond) & 1 != 0
    }

    /// Whether what stands behind a place says nothing of it.
    #[inline]
    pub fn is_silent_behind(&self, tokens: &Tokens<'_>, end: usize) -> bool {
        let near = tokens.list().get(end..).and_then(|near| near.first_chunk::<3>());
        let Some(&[token, next, third]) = near else { return false };
        let (a, b) = (self.of(token), self.of(next));
        let owner = (third.payload() == u32::from('\'')) | (third.payload() == u32::from('’'));
        let state = (next.case == Case::Upper) & (next.len() == 2);
        (a & QUIET != 0) | token.is(',') & (b & MUTE_BEHIND != 0) & !(owner | state)
    }

    /// Whether a word tells nothing of what a name is said to be, but for what [vocabulary](super::vocabulary) knows.
    #[inline]
    pub fn is_dull(&self, word: Token) -> bool {
        self.of(word) & DULL != 0
    }
}

/// What a word may be, with these uses and this cue.
fn word(uses: u64, cue: Option<&Cue>) -> u8 {
    let says = |of: fn(&Cue) -> i8| cue.is_some_and(|cue| of(cue) != 0);
    let tagged = |tags: &[Tag]| cue.is_some_and(|cue| tags.contains(&cue.tag));
    let only = |if_so: bool, bits: u8| if if_so { bits } else { 0 };
    let before = if uses & MARKET != 0 || cue.is_some_and(|cue| cue.before <= EXCHANGE) {
        0
    } else if uses & BETWEEN != 0 {
        PASSED
    } else if uses & (PREPOSITION | BY | AS | IS) != 0 {
        ASKS | ASKS_BEYOND
    } else {
        let said = uses & (CALLED | CANDIDATES | COMPANIES | TRIAL | ROMAN) != 0 || says(|cue| cue.before);
        only(!said && !tagged(&[Tag::Given, Tag::Device, Tag::Platform]), BEFORE)
    };
    let heard = says(|cue| cue.before) || says(|cue| cue.of) || says(|cue| cue.with) || tagged(&[Tag::Head]);
    let mute = !heard && uses & (VERSION | CANDIDATES | KNOWN | PROGRAM) == 0;
    let behind = says(|cue| cue.after) || tagged(&[Tag::Company, Tag::Biology]) || uses & TRIAL != 0;
    let quiet = !behind && uses & (ASKED & !AND) == 0;
    let defines = uses & (RELATIVE | OF | DEFINES | THING | COMPANIES) != 0
        || tagged(&[Tag::Head, Tag::Company, Tag::Platform, Tag::Device, Tag::Event, Tag::Scale, Tag::Patent]);
    let mute_behind = uses & (IN | ARTICLE) == 0;
    before | only(mute, MUTE) | only(quiet, QUIET) | only(mute_behind, MUTE_BEHIND) | only(!defines, DULL)
}
