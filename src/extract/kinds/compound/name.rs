//! Names that are words: known ones, and ones that end like a generic name.
//!
//! In: the index of a word. Out: the whole name around it.
//!
//! The whole name is more than the word: a salt or payload after it (`tamoxifen citrate`,
//! `trastuzumab deruxtecan`), the four letters of a biosimilar (`adalimumab-atto`), a prefix before it
//! (`nab-paclitaxel`, `DHT-semaglutide`), the other half of a fixed combination
//! (`sacubitril/valsartan`).

use super::context::{View, back, is_mark, skip_marks};
use super::table::{
    CUES, EXTENSIONS, FOREIGN_PREFIXES, FORMULATIONS, NAME_PREFIXES, NOT_STEMS, NOT_SUFFIXES, REGIMENS, SALTS, STEMS,
    TAILS,
};
use super::vocabulary::{Section, vocabulary};
use crate::extract::lex::{self, Case, Class, Gap, Likely, List, Token, Tokens, tail, w, words};

/// A name that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// First token.
    pub first: usize,
    /// Index of the token after it.
    pub end: usize,
    /// How much the name alone says.
    pub prior: i32,
    /// Rule.
    pub rule: &'static str,
    /// Whether its canonical form is in lower case.
    pub generic: bool,
}

/// Whether a word is as long as a name with an ending, and written like one.
#[inline]
pub fn is_as_long_as_stem(token: Token) -> bool {
    (token.len() >= 6) & (token.case != Case::Mixed)
}

/// Whether it is, and ends in three letters that some ending ends in.
#[inline]
#[allow(clippy::indexing_slicing)] // below the length
pub fn may_have_stem(token: Token) -> bool {
    // What has no such letters, and is as long, has bits that no letters have.
    let tail = token.tail() % lex::TAILS;
    let ends = LAST_THREE[tail / 64] >> (tail % 64) & 1 == 1;
    ends & is_as_long_as_stem(token)
}

/// Whether a word that [may have](may_have_stem) an ending has the letters before the last three that some ending has.
#[inline]
pub fn may_have_stem_at(tokens: &Tokens<'_>, token: Token) -> bool {
    let from = token.span().end.wrapping_sub(6);
    let letters = tokens.text().as_bytes().get(from..).and_then(|rest| rest.first_chunk());
    let has = |place: usize| ENDINGS.get(place / 64).is_some_and(|cell| cell >> (place % 64) & 1 == 1);
    let [four, five, six] = letters.map_or([0; 3], |&letters| endings(token.tail(), letters));
    has(four) | has(five) | has(six)
}

/// Whether a name of more words may begin with the cue at `at`, which ends like no name: `vaccine` in "our vaccine" is
/// none.
pub fn may_go_on(tokens: &Tokens<'_>, at: usize) -> bool {
    let token = tokens.get(at);
    // Other names are on a list, joined to what stands before, or in capitals.
    !matches!(token.case, Case::Lower | Case::Capital) || token.is_glued() || vocabulary().begins_at(tokens, at)
}

/// Whether letters behind the number at `number` may be of a name that begins there, or before it: `5-FU`.
pub fn may_begin_before(tokens: &Tokens<'_>, letters: usize, number: usize) -> bool {
    let token = tokens.get(letters);
    let begins = vocabulary().begins(token.hash());
    begins && (tokens.get(number).is_glued() || vocabulary().begins_at(tokens, letters))
        || token.len() == 3 && tokens.is_any(letters, HALF_WORDS)
}

/// Reads the name that the word at `at` begins, or is the first word of.
pub fn read(view: &View<'_>, at: usize) -> Option<Name> {
    let tokens = view.tokens;
    let name = known(tokens, at).or_else(|| stem(tokens, at)).or_else(|| regimen(tokens, at));
    let mut name = name.or_else(|| salted(tokens, at))?;
    if name.generic && name.end == at + 1 && is_kind(tokens, at) {
        return None;
    }
    if name.generic {
        let end = extend(tokens, name.end);
        // "Zorbabart quitecan": the second word says what the first is.
        let small = tokens.get(end - 1).case == Case::Lower && tokens.get(end - 1).len() >= 5;
        if end > name.end && (small || SALTS.find(tokens, end - 1).is_some()) {
            name.prior = name.prior.max(6);
        }
        name.end = end;
        // A brand with a letter, "Actimab-A", keeps its capital.
        let lettered = tokens.get(name.end - 1).case == Case::Capital && tokens.get(name.end - 1).len() == 1;
        name.generic = !(lettered && name.end > at + 1 && tokens.get(name.first).case == Case::Capital);
        // Both halves of a fixed combination.
        // "Zelquorin-Mavorinib Tablets"
        let title = |at: usize| tokens.get(at + 1).case == Case::Capital && tokens.get(at - 1).case == Case::Capital;
        let joins = |at: usize| {
            let dash = tokens.get(at).class == Class::Dash;
            tokens.get(at).is('/') || dash && (tokens.get(at + 1).case == Case::Lower || title(at))
        };
        while joins(name.end) && tokens.get(name.end).is_glued() && tokens.get(name.end + 1).is_glued() {
            let Some(other) = known(tokens, name.end + 1).or_else(|| stem(tokens, name.end + 1)) else { break };
            // Two drugs of a regimen, "gemcitabine/cisplatin", are no product.
            // But "cytarabine/daunorubicin liposome injection" is.
            let sold =
                tokens.is_any(other.end, words!["liposome", "injection", "tablet", "tablets", "capsule", "capsules"]);
            let regimen = |at: usize| !sold && REGIMEN_PARTS.iter().any(|ending| ending_is(tokens.str(at), ending));
            // "a zelquorin-mavorinib combination" is of two.
            let combined = tokens.get(name.end).class == Class::Dash
                && tokens.is_any(
                    other.end,
                    words!["combination", "combinations", "combo", "regimen", "model", "interaction"],
                )
                && !PARTNERS.iter().any(|ending| ending_is(tokens.str(other.end - 1), ending));
            if combined || !other.generic || regimen(name.end - 1) || regimen(other.end - 1) {
                break;
            }
            name.end = extend(tokens, other.end);
            name.prior = name.prior.max(other.prior);
        }
        name.first = gene(tokens, name.first, name.end);
        name.first = prefixed(tokens, name.first);
    } else {
        // "Vyvgart Hytrulo", "Oxtellar XR", "Oxtellar® XR"
        let form = skip_marks(tokens, name.end);
        let gap = tokens.get(form).gap;
        let apart = if form > name.end { gap <= Gap::Line } else { matches!(gap, Gap::Space | Gap::Line) };
        if apart
            && tokens.get(form).case != Case::Lower
            && (FORMULATIONS.find(tokens, form).is_some() || form > name.end && is_form(tokens, form))
            && tokens.get(name.first).is_word()
        {
            name.end = form + 1;
        }
    }
    Some(name)
}

/// Whether a class of antibiotics is named: `penicillin antibiotics`, `rifamycin antimicrobial agents`.
fn is_kind(tokens: &Tokens<'_>, at: usize) -> bool {
    let kinds = || tokens.is_any(at + 1, words!["antibiotics", "antibacterials", "antimicrobials"]);
    let agents = || {
        let said = tokens.is_any(at + 1, words!["antibiotic", "antibacterial", "antimicrobial"]);
        said && tokens.is_any(at + 2, words!["agents", "drugs", "class"])
    };
    tokens.get(at + 1).gap <= Gap::Line && (kinds() || agents())
}

/// Whether initials and how a product is given stand at a token: `Zorvanta® HS Inj.`
fn is_form(tokens: &Tokens<'_>, at: usize) -> bool {
    let token = tokens.get(at);
    token.case == Case::Upper
        && (2..=3).contains(&token.len())
        && CUES.find(tokens, at).is_none()
        && tokens.is_any(at + 1, words!["inj", "injection", "tablets", "capsules", "infusion"])
}

/// A name on record.
///
/// Hard, because records hold words and initials too; those need a cue. `semaglutide` is a name;
/// `Thrive` alone is none.
fn known(tokens: &Tokens<'_>, at: usize) -> Option<Name> {
    if !vocabulary().begins(tokens.get(at).hash()) {
        return None;
    }
    let mut start = at;
    let mut best: Option<Name> = None;
    for _ in 0..5 {
        let glued = tokens.get(start).is_glued();
        let outside = !glued || !matches!(tokens.get(back(start, 1)).class, Class::Word | Class::Number);
        if outside && let Some(name) = known_from(tokens, start) {
            let longer = best.is_none_or(|best| name.end - name.first > best.end - best.first);
            if longer && name.end > at {
                best = Some(name);
            }
        }
        let before = tokens.get(back(start, 1));
        if !glued || !matches!(before.class, Class::Word | Class::Number | Class::Dash) {
            break;
        }
        start -= 1;
    }
    best
}

fn known_from(tokens: &Tokens<'_>, start: usize) -> Option<Name> {
    if !matches!(tokens.get(start).class, Class::Word | Class::Number) {
        return None;
    }
    let known = vocabulary().longest(tokens, start)?;
    let next = tokens.get(known.end);
    if next.is_glued() && matches!(next.class, Class::Word | Class::Number) {
        let dose = next.is_number() && tokens.get(start).case != Case::Upper && known.name.len() >= 8;
        if !dose {
            return None;
        }
    }
    let surface = tokens.slice(tokens.span(start, known.end));
    // "S-1" is a drug, "S1" a supplement of a journal.
    if known.name.len() <= 3 && surface.len() < known.name.len() {
        return None;
    }
    let upper = || surface.chars().any(char::is_uppercase);
    let first_upper = || surface.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    // "prostacyclin therapies", "an insulin analog"
    const OTHERS: &List = words!["analog", "analogs", "analogue", "analogues", "therapies"];
    if known.section == Section::Ambiguous && !first_upper() && tokens.is_any(known.end, OTHERS) {
        return None;
    }
    let spelled_upper = known.name.bytes().any(|byte| byte.is_ascii_uppercase());
    let digits = || surface.bytes().any(|byte| byte.is_ascii_digit());
    let prior = match known.section {
        Section::Generic if spelled_upper && !upper() => return None,
        Section::Generic if known.name.len() < 6 && !spelled_upper => 3,
        Section::Generic if spelled_upper && known.name.len() < 8 && !digits() => 3,
        Section::Generic => 8,
        Section::Brand if !first_upper() => return None,
        Section::Brand => 6,
        Section::Code if !upper() => return None,
        Section::Code => 6,
        Section::Ambiguous if spelled_upper && !upper() => return None,
        Section::Ambiguous => 0,
    };
    let generic = matches!(known.section, Section::Generic | Section::Ambiguous) && !spelled_upper;
    Some(Name { first: start, end: known.end, prior, rule: "compound.vocabulary", generic })
}

/// A word that ends like a generic name.
///
/// Hard, because short endings are those of other words too: `zorbitinib` needs nothing else, while
/// `Intercept` is a company and `Hobart` a town; weak endings count in lower case only.
fn stem(tokens: &Tokens<'_>, at: usize) -> Option<Name> {
    let token = tokens.get(at);
    if !may_have_stem(token) {
        return shorthand(tokens, at);
    }
    if !may_have_stem_at(tokens, token) || token.len() > LONGEST_NAME {
        return None;
    }
    let word = tokens.str(at);
    let (mut strong, mut weak) = (None, None);
    // All tell it from most others by their last four letters.
    let fourth = word.len().checked_sub(4).and_then(|at| word.as_bytes().get(at)).map_or(0, |letter| letter & 31);
    let from = STEM_ENDS.partition_point(|&(tail, _)| usize::from(tail) < token.tail());
    for (row, &(tail, letter)) in STEM_ENDS.iter().enumerate().skip(from) {
        if usize::from(tail) != token.tail() {
            break;
        }
        if letter != 0 && letter != fourth {
            continue;
        }
        // More than the last four letters are left to compare.
        if let Some(&(stem, certain)) = STEMS.get(row)
            && (stem.len() <= 4 || ending_is(word, stem))
        {
            let best = if certain { &mut strong } else { &mut weak };
            *best = (*best).max(Some(stem.len()));
        }
    }
    let length = strong.max(weak)?;
    // A payload by itself: "vedotin conjugates".
    let payload = is_extension(tokens, at);
    if payload || NOT_STEMS.find(tokens, at).is_some() || word.len() < length + 2 {
        return None;
    }
    if tokens.get(at + 1).is_glued() && tokens.get(at + 1).is_number() {
        return None;
    }
    let prior = match (strong, token.case) {
        (Some(length), _) if length >= 4 || ending_is(word, "mab") => 7,
        (_, Case::Lower) if word.len() >= length + 4 => 5,
        (Some(_), _) => 3,
        _ => 2,
    };
    Some(Name { first: at, end: at + 1, prior, rule: "compound.stem", generic: true })
}

/// A word before one that only follows names of substances: `cerliponase alfa`, `quizolam mesylate`.
///
/// Hard, because the word itself is on no list: `blood alfa` does not occur, `sodium chloride` is
/// found otherwise, and "drug hydrochloride" is kept out by what the word says as a cue.
fn salted(tokens: &Tokens<'_>, at: usize) -> Option<Name> {
    let (token, next) = (tokens.get(at), tokens.get(at + 1));
    // "QIKV VLP vaccine", "(QIKV VLP) vaccine"
    if next.reads(w!("vlp")) {
        // "QIKV VLP, our single-dose vaccine candidate"
        let defined = || (at + 3..at + 22).any(|at| tokens.is(at, w!("vaccine")));
        let vaccine = tokens.is(at + 2 + usize::from(tokens.get(at + 2).is(')')), w!("vaccine"))
            || tokens.get(at + 2).is(',') && defined();
        let name = Name { first: at, end: at + 2, prior: 4, rule: "compound.salt", generic: false };
        return (token.case == Case::Upper && vaccine).then_some(name);
    }
    let plain = token.len() >= 6 && matches!(token.case, Case::Lower | Case::Capital | Case::Upper);
    // None has fewer than four letters.
    let salt = next.gap == Gap::Space && next.len() >= 4 && next.case != Case::Mixed;
    if !plain || !salt || !IS_SALT.has(next) || SALTS.find(tokens, at + 1).is_none() {
        return None;
    }
    let free = CUES.find(tokens, at).is_none() && EXTENSIONS.find(tokens, at).is_none();
    let free = free && !is_of_cells(tokens, at + 1);
    free.then_some(Name { first: at, end: at + 1, prior: 6, rule: "compound.salt", generic: true })
}

static IS_SALT: Likely<8> = Likely::of(SALTS.words());

/// Whether what might be a salt is what cells let through: "velopine calcium antagonists".
fn is_of_cells(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_any(at + 1, words!["antagonist", "antagonists", "channel", "channels", "blocker", "blockers"])
}

/// The first token of a gene or cell therapy of two words: `onasemnogene abeparvovec`.
fn gene(tokens: &Tokens<'_>, first: usize, end: usize) -> usize {
    let before = back(first, 1);
    if tokens.get(first).gap != Gap::Space {
        return first;
    }
    if tokens.is_any(before, words!["sodium", "disodium", "potassium", "calcium"]) {
        return before;
    }
    let second = || end > first + 2 || GENE_SECOND.iter().any(|ending| ending_is(tokens.str(end - 1), ending));
    let gene = || ["gene", "gen", "uran"].iter().any(|ending| ending_is(tokens.str(before), ending));
    let long = tokens.get(before).is_word() & (tokens.get(before).len() >= 8);
    if long && gene() && second() { before } else { first }
}

/// Endings of the second word of such a name.
const GENE_SECOND: &[&str] = &["vec", "cel", "meran", "plasmid", "turev", "pvec"];

/// Second halves of names cut short, folded.
pub const HALVES: &[&str] = &["cel", "vec", "dxd", "tmt"];
const HALF_WORDS: &List = words!["cel", "vec", "dxd", "tmt"];

/// `obe-cel`, `T-DXd`: names cut short.
fn shorthand(tokens: &Tokens<'_>, at: usize) -> Option<Name> {
    if tokens.get(at).len() != 3 || !tokens.get(at).is_glued() {
        return None;
    }
    let cell = tokens.is_any(at, words!["cel", "vec"]) || matches!(tokens.str(at), "DXd" | "dxd" | "TMT");
    let dash = back(at, 1);
    let word = back(at, 2);
    let glued = tokens.get(at).is_glued() && tokens.get(dash).class == Class::Dash && tokens.get(dash).is_glued();
    let number = tokens.get(word).is_number() && tokens.get(word).is_glued() && tokens.str(at) == "DXd";
    let first = if number { back(word, 1) } else { word };
    if !cell || !glued || !tokens.get(first).is_word() || tokens.get(at + 1).is_glued() && tokens.get(at + 1).is_word()
    {
        return None;
    }
    let upper = tokens.get(word).case == Case::Upper && tokens.get(at).case == Case::Lower;
    (!upper).then_some(Name {
        first,
        end: at + 1,
        prior: 7,
        rule: "compound.stem",
        generic: tokens.get(at).case == Case::Lower,
    })
}

/// `R-CHOP`, `mFOLFOX6`.
fn regimen(tokens: &Tokens<'_>, at: usize) -> Option<Name> {
    let token = tokens.get(at);
    if !matches!(token.case, Case::Upper | Case::Mixed) || REGIMENS.find(tokens, at).is_none() {
        return None;
    }
    let mut end = at + 1;
    if tokens.get(end).is_glued() && tokens.get(end).is_number() {
        end += 1;
    }
    let joined = |at: usize| tokens.get(at).is_glued() && tokens.get(back(at, 1)).class == Class::Dash;
    let mut first = at;
    // "R-mini-CHOP"
    for _ in 0..2 {
        let before = back(first, 2);
        let part = tokens.get(before).len() <= 3 || tokens.is(before, w!("mini"));
        if joined(first) && tokens.get(before).is_word() && part {
            first = before;
        }
    }
    // "ICE" alone is ice, and an exchange.
    if tokens.is(at, w!("ice")) && first == at {
        return None;
    }
    Some(Name { first, end, prior: 7, rule: "compound.vocabulary", generic: false })
}

fn is_extension(tokens: &Tokens<'_>, at: usize) -> bool {
    static LIKELY: Likely<16> = Likely::of(EXTENSIONS.words());
    LIKELY.has(tokens.get(at)) && EXTENSIONS.find(tokens, at).is_some()
}

/// The end with salts, payloads, Greek letters and a biosimilar suffix.
fn extend(tokens: &Tokens<'_>, mut end: usize) -> usize {
    for _ in 0..3 {
        let next = tokens.get(end);
        let payload = || {
            next.len() >= 7
                && next.case != Case::Mixed
                && ANTIBODIES.iter().any(|ending| ending_is(tokens.str(end.saturating_sub(1)), ending))
                && PAYLOADS.iter().any(|ending| ending_is(tokens.str(end), ending))
        };
        let more = matches!(next.gap, Gap::Space | Gap::Line) && (is_extension(tokens, end) || payload());
        if !more || is_of_cells(tokens, end) {
            break;
        }
        end += 1;
    }
    let (dash, suffix) = (tokens.get(end), tokens.get(end + 1));
    // "zelquorin HC1", where a one was read for the letter
    if dash.gap == Gap::Space && tokens.is(end, w!("hc")) && suffix.is_glued() && tokens.str(end + 1) == "1" {
        return end + 2;
    }
    // Actimab-A
    let joined = dash.class == Class::Dash && dash.is_glued() && suffix.is_glued();
    // "zelqinterferon alfa-2b", "beta-1a"
    let greek = tokens.is_any(back(end, 1), words!["alfa", "alpha", "beta", "gamma", "lambda"]);
    let letter = tokens.get(end + 2);
    if joined && greek && suffix.is_number() && suffix.len() == 1 && letter.is_glued() && letter.len() == 1 {
        return end + 2 + usize::from(letter.case == Case::Lower);
    }
    if joined
        && suffix.len() == 1
        && suffix.case == Case::Capital
        && !(tokens.get(end + 2).is_glued()
            && matches!(tokens.get(end + 2).class, Class::Word | Class::Number | Class::Dash))
    {
        return end + 2;
    }
    let four = joined && suffix.len() == 4;
    let last = tokens.str(back(end, 1));
    if four
        && suffix.case == Case::Lower
        && BIOLOGIC.iter().any(|ending| ending_is(last, ending))
        && NOT_SUFFIXES.find(tokens, end + 1).is_none()
        && TAILS.find(tokens, end + 1).is_none()
    {
        return end + 2;
    }
    end
}

/// Endings of the drugs that regimens are made of.
const REGIMEN_PARTS: &[&str] = &[
    "platin",
    "taxel",
    "rubicin",
    "gemcitabine",
    "fluorouracil",
    "etoposide",
    "pemetrexed",
    "rituximab",
    "fosfamide",
    "phosphamide",
    "fludarabine",
    "melphalan",
];

/// Endings of substances that are only sold with another.
const PARTNERS: &[&str] = &["bactam", "clavulanate", "cilastatin", "hyaluronidase"];

/// Endings of antibodies, and of the payloads that follow them in one name.
const ANTIBODIES: &[&str] = &["mab", "bart", "tug", "mig", "cept", "fusp"];
const PAYLOADS: &[&str] = &[
    "tecan", "dotin", "tansine", "tesirine", "manitin", "micin", "mycin", "tide", "xetan", "platin", "limod", "azine",
    "irine", "natox", "locan",
];

/// Endings of names that take a four-letter suffix.
const BIOLOGIC: &[&str] = &[
    "mab", "cept", "stim", "tin", "vec", "cel", "fusp", "alfa", "beta", "ase", "tecan", "tug", "mig", "bart", "kin",
    "tansine", "can", "sine", "sin", "ant", "rine", "gine", "lin", "tox",
];

/// Whether a word ends so, which must be ASCII, in any case.
fn ending_is(word: &str, ending: &str) -> bool {
    // From the last letter on, which tells most apart.
    let mut letters = word.bytes().rev().zip(ending.bytes().rev());
    word.len() >= ending.len() && letters.all(|(a, b)| a.eq_ignore_ascii_case(&b))
}

/// The first token with a prefix that a hyphen joins to the name.
fn prefixed(tokens: &Tokens<'_>, first: usize) -> usize {
    let (dash, mark) = (back(first, 1), back(first, 2));
    // "QUILL®-zelquorin"
    let word = if is_mark(tokens, mark) { back(mark, 1) } else { mark };
    let joined = tokens.get(first).is_glued() && tokens.get(dash).class == Class::Dash && tokens.get(dash).is_glued();
    if !joined || !tokens.get(word).is_word() {
        return first;
    }
    let prefix = tokens.get(word);
    let free =
        !prefix.is_glued() || !matches!(tokens.get(back(word, 1)).class, Class::Word | Class::Number | Class::Dash);
    // "Apo-Letrozole", not "Oral-letrozole"
    let maker = prefix.len() <= 4 && tokens.get(first).case == Case::Capital && CUES.find(tokens, word).is_none();
    let named = NAME_PREFIXES.find(tokens, word).is_some()
        || matches!(prefix.case, Case::Upper | Case::Mixed)
        || prefix.case == Case::Capital && (prefix.len() == 1 || maker);
    let foreign = FOREIGN_PREFIXES.find(tokens, word).is_some() || TAILS.find(tokens, word).is_some();
    if free && named && !foreign && known(tokens, word).is_none() { word } else { first }
}

/// Longer words are no names.
const LONGEST_NAME: usize = 40;

/// The last three letters of each row of [`STEMS`], which is in their order, and the place in the alphabet of the one
/// before them; 0 where there is none.
static STEM_ENDS: [(u16, u8); STEMS.len()] = {
    let mut ends = [(0, 0); STEMS.len()];
    let mut row = 0;
    while row < STEMS.len() {
        #[allow(clippy::indexing_slicing)] // runs in the compiler
        {
            let stem = STEMS[row].0.as_bytes();
            let length = stem.len();
            let tail = tail(stem[length - 3], stem[length - 2], stem[length - 1]);
            ends[row] = (tail, if length > 3 { stem[length - 4] & 31 } else { 0 });
            assert!(row == 0 || ends[row - 1].0 <= tail, "sorted by the last three letters");
        }
        row += 1;
    }
    ends
};

/// One bit for each three letters that an ending ends in.
pub static LAST_THREE: [u64; lex::TAILS / 64] = {
    let mut bits = [0u64; lex::TAILS / 64];
    let mut row = 0;
    while row < STEM_ENDS.len() {
        #[allow(clippy::indexing_slicing)] // runs in the compiler
        {
            let tail = STEM_ENDS[row].0 as usize;
            bits[tail / 64] |= 1 << (tail % 64);
        }
        row += 1;
    }
    bits
};

/// Places of [`ENDINGS`].
const ENDING_PLACES: usize = 1 << 14;

/// The places of the last four, five and six letters of a word, the last three of them as a [`tail`].
const fn endings(tail: usize, [sixth, fifth, fourth]: [u8; 3]) -> [usize; 3] {
    // Numbers by which the commonest words of releases that end nearly so are told from them all.
    let four = tail * 14015 + (fourth & 31) as usize * 15791;
    let five = four + (fifth & 31) as usize * 12631 + 12631;
    let six = five + (sixth & 31) as usize * 15589 + 15589;
    [four % ENDING_PLACES, five % ENDING_PLACES, six % ENDING_PLACES]
}

/// One bit for the last four letters of endings that have no more, for the last five, and for the last six of all longer.
static ENDINGS: [u64; ENDING_PLACES / 64] = {
    let mut bits = [0u64; ENDING_PLACES / 64];
    let mut row = 0;
    while row < STEMS.len() {
        #[allow(clippy::indexing_slicing)] // runs in the compiler
        {
            let stem = STEMS[row].0.as_bytes();
            let tail = STEM_ENDS[row].0 as usize;
            // Before an ending of three letters any may stand.
            let mut letter = 0;
            while letter < 32 {
                let place = match *stem {
                    [.., sixth, fifth, fourth, _, _, _] => endings(tail, [sixth, fifth, fourth])[2],
                    [fifth, fourth, _, _, _] => endings(tail, [0, fifth, fourth])[1],
                    [fourth, _, _, _] => endings(tail, [0, 0, fourth])[0],
                    _ => endings(tail, [0, 0, letter])[0],
                };
                bits[place / 64] |= 1 << (place % 64);
                letter += 1;
            }
        }
        row += 1;
    }
    bits
};

#[cfg(test)]
mod tests {
    use super::super::table::Tag;
    use super::*;

    #[test]
    fn no_cue_ends_like_a_name() {
        for (word, cue) in CUES.rows().filter(|(_, cue)| !matches!(cue.tag, Tag::Stop | Tag::Company)) {
            assert_eq!(stem(&Tokens::new(word), 0), None, "{word} {:?}", cue.tag);
        }
    }
}
