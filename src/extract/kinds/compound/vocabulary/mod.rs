//! Known names: which substances, brands and codes are on public record.
//!
//! In: tokens. Out: the longest known name that starts at one of them, with the list it is on.
//!
//! The names are one text, built into the program and indexed when first used, by nothing but the first
//! word of each: the index is what the first analysis waits for, and few names share a first word. Almost
//! every word of a release is no part of a name, so the first question, [`Vocabulary::begins`], costs one
//! load: a bit for the hash of each first word. The second, [`Vocabulary::begins_at`], two bits for that and the token
//! behind it, is answered with no for nearly all words that are left, "a" and "its" among them. A name
//! and its spelling in the text may differ in case, and in a hyphen or blank between a letter and a digit; a
//! blank and a hyphen stand for one another.
//!
//! Not here: names that can be composed by rule (salts, biosimilar suffixes, isotopes), and the
//! decision whether a name is meant: see the rules of the kind.

use std::sync::LazyLock;

use super::wake::is_idle;
use crate::extract::kinds::wake::{Words as Bits, has, set};
use crate::extract::lex::{Class, Gap, Opening, Token, Tokens, first_word};

/// The text of all names; `cargo xtask vocabulary` makes it.
pub static NAMES: &str = concat!(include_str!("names.txt"), include_str!("brands.txt"));

/// Where the names end. The brands and their substances follow, a line each, written and sorted by hand.
const BRANDS: usize = include_str!("names.txt").len();

static BUILT_IN: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::index);

/// Which list a name is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// A substance, by its generic name.
    Generic,
    /// A product, by its brand.
    Brand,
    /// A company's code.
    Code,
    /// A name that is also an ordinary word, or a substance of the body.
    Ambiguous,
}

/// A name that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Index of the token after it.
    pub end: usize,
    /// Its list.
    pub section: Section,
    /// How the list spells it.
    pub name: &'static str,
}

/// The index of the names.
#[derive(Debug)]
pub struct Vocabulary {
    /// The names, in the order of the text.
    rows: Vec<Row>,
    /// By hash of the first word and the [second](behind) token: the number of the last row with such that falls
    /// here, plus one. 0 is none.
    last: Box<[u16; PLACES]>,
    /// One bit by hash of the first word.
    first: Box<Bits>,
    /// Two bits by hash of the first word and the [second](behind) token: of one alone every twentieth is set.
    second: Box<Bits>,
    /// Likewise with the [letter](behind) behind it.
    letters: Box<Bits>,
    /// Likewise but for words that are idle.
    woken: Box<Bits>,
}

/// A name. Small, and all that is asked of it before its letters: the rows are too many for the cache, and each that
/// is read is waited for.
#[derive(Clone, Copy, Debug)]
struct Row {
    /// Where its line begins.
    start: u32,
    /// The row before it in the same place, as [`Vocabulary::last`] tells it.
    before: u16,
    /// The [`tag`] of its second token.
    tag: u8,
    section: Section,
}

/// Places of [`Vocabulary::last`].
const PLACES: usize = 1 << 15;
/// Most tokens of a name.
const MOST_TOKENS: usize = 10;

/// The one vocabulary.
#[inline]
pub fn vocabulary() -> &'static Vocabulary {
    &BUILT_IN
}

impl Vocabulary {
    /// The first analysis waits for this, and it is run once, before a browser has compiled it well: few steps a name.
    fn index() -> Vocabulary {
        let mut rows: Vec<Row> = Vec::with_capacity(28_000);
        let mut last = Box::new([0; PLACES]);
        let (mut first, mut woken, mut alone) = (Box::new([0; _]), Box::new([0; _]), Box::new([0; _]));
        let (mut second, mut letters) = (Box::new([0; _]), Box::new([0; _]));
        let mut section = Section::Generic;
        let mut start = 0;
        while start < BRANDS {
            let opening = opening(start);
            let (begin, end) = (start, end_of(start, opening));
            start = end + 1;
            let (hash, word) = match opening.letters {
                0 => {
                    let line = NAMES.get(begin..end).unwrap_or("");
                    if let Some(next) = heading(line, section) {
                        section = next;
                        continue;
                    }
                    let (hash, word) = first_word(line);
                    (hash, begin + word)
                }
                letters => (opening.hash, begin + letters),
            };
            let mut next = ANY;
            if word == end {
                set(&mut woken, hash);
                pair(&mut alone, hash, ANY);
            } else {
                let letter;
                (next, letter) = behind(word);
                // No such word is a name by itself.
                set(if is_idle(hash) { &mut first } else { &mut woken }, hash);
                pair(&mut second, hash, next);
                pair(&mut letters, hash, letter);
            }
            let place = last.get_mut(place(joint(hash, next)));
            if let (Some(place), Ok(row)) = (place, u16::try_from(rows.len() + 1)) {
                let before = std::mem::replace(place, row);
                rows.push(Row { start: begin as u32, before, tag: tag(next), section });
            }
        }
        add(&mut first, &woken);
        add(&mut second, &alone);
        add(&mut letters, &alone);
        Vocabulary { rows, last, first, second, letters, woken }
    }

    /// The substance of a brand that is on record: pembrolizumab for `KEYTRUDA`.
    pub fn substance(&self, brand: &str) -> Option<&'static str> {
        // Codes do: no brand of more letters than "T-DM1" ends in a digit.
        if brand.len() > 5 && brand.ends_with(|last: char| last.is_ascii_digit()) {
            return None;
        }
        // "Trokendi XR", "Remoxy® ER"; most are one word.
        let more = |any: bool, byte: u8| any | matches!(byte, b' ' | b'\n') | !byte.is_ascii();
        let parts = brand.bytes().fold(false, more).then(|| brand.split_once([' ', '®', '\n'])).flatten();
        let brand = match parts {
            Some((first, form)) if is_form(form.trim_start_matches(['®', ' ', '\n'])) => first,
            _ => brand,
        };
        let wanted = head(eight(brand.as_bytes()).map(|byte| byte.to_ascii_lowercase()));
        let mut alike = brands_from(wanted).take_while(|line| head(eight(line.as_bytes())) == wanted).map(self::brand);
        let known = alike.find(|(name, _)| name.eq_ignore_ascii_case(brand) && !name.starts_with('#'));
        known.map(|(_, substance)| substance)
    }

    /// Whether the first word of some name may hash so.
    #[inline]
    pub fn begins(&self, hash: u32) -> bool {
        has(&self.first, hash)
    }

    /// The bits of words that [begin](Vocabulary::begins) a name, but for those that begin none wherever they stand: see
    /// [`has`].
    pub fn woken(&self) -> &Bits {
        &self.woken
    }

    /// Whether the word at `index`, of which [`begins`](Vocabulary::begins) is true, and what comes after it may
    /// begin some name.
    #[inline]
    pub fn begins_at(&self, tokens: &Tokens<'_>, index: usize) -> bool {
        let token = tokens.get(index);
        let hash = token.hash();
        // The name may begin before it, and another one may go on so.
        if token.is_glued() {
            return goes_on(&self.letters, hash, after(tokens.text(), token.span().end));
        }
        goes_on(&self.second, hash, second(tokens, index))
    }

    fn name(&self, row: usize) -> &'static str {
        let lines = self.rows.get(row).and_then(|row| NAMES.get(row.start as usize..)).unwrap_or("");
        let end = memchr::memchr(b'\n', lines.as_bytes());
        end.and_then(|end| lines.get(..end)).unwrap_or(lines)
    }

    /// The longest name that starts at token `start`.
    pub fn longest(&self, tokens: &Tokens<'_>, start: usize) -> Option<Known> {
        // The first word, as `first_word` finds it in a name.
        let begins =
            |token: Token| tokens.text().as_bytes().get(token.span().start).is_some_and(u8::is_ascii_alphabetic);
        let mut words = start..start + MOST_TOKENS;
        let word = words.find(|&at| tokens.get(at).is_word() && begins(tokens.get(at)))?;
        let hash = tokens.get(word).hash();
        let from = tokens.get(start).span().start;
        let rest = tokens.text().get(from..)?;
        let mut best: Option<(usize, usize, usize)> = None;
        for second in [second(tokens, word), ANY] {
            if !has_pair(&self.second, hash, second) {
                continue;
            }
            let mut next = *self.last.get(place(joint(hash, second)))?;
            while let Some(row) = usize::from(next).checked_sub(1) {
                let other = self.rows.get(row)?;
                next = other.before;
                if other.tag != tag(second) {
                    continue;
                }
                let lines = NAMES.get(other.start as usize..);
                let Some(length) = lines.and_then(|lines| reads(rest, lines)) else { continue };
                // Of two equal names, the one in the earlier row.
                let end = from + length;
                if best.is_none_or(|(most, longest, _)| most < end || most == end && row < longest)
                    && let Some(next) = end_at(tokens, start, end)
                {
                    best = Some((end, row, next));
                }
            }
        }
        let (_, row, end) = best?;
        let section = self.rows.get(row)?.section;
        Some(Known { end, section, name: self.name(row) })
    }
}

/// The lines of brands from the first on that has no lesser [`head`].
fn brands_from(wanted: u64) -> std::str::Lines<'static> {
    let [one, two, ..] = wanted.to_be_bytes();
    let mut begin = BRANDS + BRANDS_BY.get(pair_of(one, two)).copied().map_or(0, usize::from);
    while let Some(lines @ [_, ..]) = NAMES.as_bytes().get(begin..)
        && head(eight(lines)) < wanted
    {
        begin += memchr::memchr(b'\n', lines).map_or(lines.len(), |end| end + 1);
    }
    NAMES.get(begin..).unwrap_or("").lines()
}

/// Letters that brands are told apart by: all before the first, each of the alphabet, all behind the last.
const LETTERS: usize = 28;

/// Which of them a byte is, in the order of bytes.
const fn letter_of(byte: u8) -> usize {
    match byte {
        b'a'..=b'z' => (byte - b'a') as usize + 1,
        byte if byte < b'a' => 0,
        _ => LETTERS - 1,
    }
}

/// The place in [`BRANDS_BY`] of brands that begin so.
const fn pair_of(one: u8, two: u8) -> usize {
    letter_of(one) * LETTERS + letter_of(two)
}

/// Where among the brands the first line is that begins with such two letters, or later ones.
#[allow(clippy::indexing_slicing)] // runs in the compiler
static BRANDS_BY: [u16; LETTERS * LETTERS] = {
    let text = include_str!("brands.txt").as_bytes();
    let mut by = [0; LETTERS * LETTERS];
    let (mut begin, mut next) = (0, 0);
    while begin < text.len() {
        let pair = if text[begin] == b'#' { 0 } else { pair_of(text[begin], text[begin + 1]) };
        while next <= pair {
            by[next] = begin as u16;
            next += 1;
        }
        while text[begin] != b'\n' {
            begin += 1;
        }
        begin += 1;
    }
    assert!(begin < u16::MAX as usize, "a place is two bytes");
    while next < by.len() {
        by[next] = begin as u16;
        next += 1;
    }
    by
};

/// The brand of a line and its substance.
fn brand(line: &str) -> (&str, &str) {
    line.split_once(' ').unwrap_or((line, ""))
}

/// The first eight letters of a brand, in the order of a dictionary; a blank ends it.
fn head(letters: [u8; 8]) -> u64 {
    const LOWER: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let letters = u64::from_be_bytes(letters);
    let others = letters ^ u64::from_be_bytes([b' '; 8]);
    let blanks = !(((others & LOWER) + LOWER) | others | LOWER);
    letters & !u64::MAX.checked_shr(blanks.leading_zeros()).unwrap_or(0)
}

/// The first eight bytes; 0 behind the last.
fn eight(bytes: &[u8]) -> [u8; 8] {
    bytes.first_chunk().copied().unwrap_or_else(|| {
        let mut eight = [0; 8];
        eight.iter_mut().zip(bytes).for_each(|(letter, byte)| *letter = *byte);
        eight
    })
}

/// Whether letters after a brand say how it is released or given.
fn is_form(letters: &str) -> bool {
    let forms = ["er", "xr", "sr", "xl", "la", "cr", "dr", "ir", "sc", "odt", "dpi", "hfa"];
    forms.iter().any(|form| letters.eq_ignore_ascii_case(form))
}

/// The token after a name that starts at token `start` and ends before this byte; `None` where no name may end.
fn end_at(tokens: &Tokens<'_>, start: usize, end: usize) -> Option<usize> {
    for at in start..start + MOST_TOKENS {
        let token = tokens.get(at);
        if at > start && token.gap > Gap::Line {
            return None;
        }
        match token.class {
            Class::Word | Class::Number => {}
            Class::Dash if token.is_glued() => {}
            Class::Symbol if token.is_glued() || at == start => {}
            _ => return None,
        }
        if token.span().end >= end {
            let next = tokens.get(at + 1);
            let inside = next.is_glued() && next.class == token.class && token.class == Class::Word;
            return (token.span().end == end && token.class != Class::Dash && !inside).then_some(at + 1);
        }
    }
    None
}

/// The section that this line is the heading of; that which is so far where it is none but no name either.
#[cold]
fn heading(line: &str, so_far: Section) -> Option<Section> {
    match line {
        "" => Some(so_far),
        "[generic]" => Some(Section::Generic),
        "[brand]" => Some(Section::Brand),
        "[code]" => Some(Section::Code),
        "[ambiguous]" => Some(Section::Ambiguous),
        _ => line.starts_with('#').then_some(so_far),
    }
}

/// The second token of a name that has none, or one of which the text may make another.
const ANY: u32 = 0;

/// What the token behind a name's first word, which ends at `at`, [holds](Token::payload), and the character with which
/// it begins; a hyphen is a blank.
fn behind(at: usize) -> (u32, u32) {
    let bytes = NAMES.as_bytes();
    let gaps = bytes.iter().skip(at).take_while(|byte| matches!(byte, b' ' | b'-')).count();
    let rest = bytes.get(at + gaps..).unwrap_or(&[]);
    let Some(&first) = rest.first().filter(|byte| **byte != b'\n') else { return (ANY, ANY) };
    let second = if first.is_ascii_alphabetic() {
        let Opening { letters, hash, .. } = opening(at + gaps);
        // Where the text has it in capitals, they are a mark.
        let marked = matches!(rest.get(..letters), Some([.., b't' | b'T', b'm' | b'M']));
        if marked { ANY } else { of_class(hash, Class::Word) }
    } else if first.is_ascii_digit() {
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit());
        let value = digits.fold(0u32, |value, digit| value.wrapping_mul(10).wrapping_add(u32::from(digit - b'0')));
        of_class(value, Class::Number)
    } else {
        of_class(first.into(), Class::Symbol)
    };
    (second, first.to_ascii_lowercase().into())
}

/// How the names go on from `at`, as far as is told at once.
#[inline]
fn glance(at: usize) -> Opening {
    let lines = NAMES.as_bytes().get(at..).and_then(|lines| lines.first_chunk());
    // There are always so many bytes: the brands follow.
    Opening::of(lines.unwrap_or(&[b'\n'; _]))
}

/// The same with all letters of a long word.
#[inline]
fn opening(at: usize) -> Opening {
    let opening = glance(at);
    if opening.letters < Opening::MOST { opening } else { long(at, opening) }
}

#[cold]
fn long(at: usize, opening: Opening) -> Opening {
    let (hash, letters) = first_word(NAMES.get(at..).unwrap_or(""));
    Opening { hash, letters, ..opening }
}

/// Where the line ends that begins at `at`, and with this.
#[inline]
fn end_of(mut at: usize, opening: Opening) -> usize {
    let mut line = opening.line;
    while line >= Opening::MOST {
        at += Opening::MOST;
        line = glance(at).line;
    }
    at + line
}

/// The same of the word at `word` in a text.
#[inline]
fn second(tokens: &Tokens<'_>, word: usize) -> u32 {
    let mut next = tokens.get(word + 1);
    if next.class == Class::Dash {
        next = tokens.get((word + 2..).find(|&at| tokens.get(at).class != Class::Dash).unwrap_or(word));
    }
    of_class(next.payload(), next.class)
}

/// What a token holds, so that the number 0 is not [`ANY`].
const fn of_class(payload: u32, class: Class) -> u32 {
    payload.wrapping_add(class as u32)
}

/// The first character behind `at` that is no gap, without regard to case; [`ANY`] where there is none, or one beyond
/// ASCII.
#[inline(never)]
fn after(text: &str, at: usize) -> u32 {
    // Nearly always a letter or a mark behind a blank, or none.
    let plain = |at: usize| text.as_bytes().get(at).filter(|byte| byte.is_ascii_graphic() && **byte != b'-');
    let plain = plain(at + usize::from(text.as_bytes().get(at) == Some(&b' ')));
    if let Some(next) = plain {
        return next.to_ascii_lowercase().into();
    }
    let next = text.get(at..).and_then(|rest| rest.chars().find(|&c| !is_gap(c)));
    next.filter(char::is_ascii).map_or(ANY, |next| next.to_ascii_lowercase().into())
}

/// A few bits of a second token, that tell most from one another.
const fn tag(second: u32) -> u8 {
    (second.wrapping_mul(0x9e37_79b9) >> 24) as u8
}

/// The place of a first word in [`Vocabulary::last`].
const fn place(hash: u32) -> usize {
    // The filter before it has looked at the lower bits.
    (hash >> 17) as usize % PLACES
}

/// The hash of a first word and the second token. Of all of it the upper bits count: the filter before has looked at
/// the lower ones.
const fn joint(hash: u32, second: u32) -> u32 {
    (hash ^ second.wrapping_mul(0x9e37_79b9)).rotate_left(18)
}

/// Another hash of them.
const fn joint_again(hash: u32, second: u32) -> u32 {
    joint(hash, second).wrapping_mul(0x85eb_ca6b) >> 13
}

/// Sets those that are set in others.
fn add(bits: &mut Bits, others: &Bits) {
    bits.iter_mut().zip(others).for_each(|(bits, others)| *bits |= others);
}

/// Whether a word may begin a name and this go on in it, or nothing.
#[inline]
fn goes_on(bits: &Bits, hash: u32, next: u32) -> bool {
    has_pair(bits, hash, next) | has_pair(bits, hash, ANY)
}

/// Whether the bits of a word and what is behind it are set.
#[inline]
fn has_pair(bits: &Bits, hash: u32, next: u32) -> bool {
    has(bits, joint(hash, next)) & has(bits, joint_again(hash, next))
}

/// Sets them.
fn pair(bits: &mut Bits, hash: u32, next: u32) {
    set(bits, joint(hash, next));
    set(bits, joint_again(hash, next));
}

/// How much of a text is a spelling of the name that is the first of these lines, in bytes; `None` where it begins with
/// none.
fn reads(text: &str, lines: &str) -> Option<usize> {
    let rest = |same: usize| [text, lines].map(|text| text.as_bytes().get(same..).unwrap_or_default());
    let mut same = 0;
    loop {
        // As far as neither has anything but letters; most names are told apart there.
        let [left, right] = rest(same);
        same += letters_alike(left, right);
        let [left, right] = rest(same);
        if let [] | [b'\n', ..] = right {
            return Some(same);
        }
        // Behind a blank, if there is one, they mostly differ too: "insulin therapy", where the names have "insulin
        // glargine".
        let next = |bytes: &[u8]| match *bytes {
            [b' ', next, ..] | [next, ..] => next,
            [] => b' ',
        };
        let is_no_gap = |byte: u8| byte.is_ascii_graphic() & (byte != b'-');
        let alike = next(left).eq_ignore_ascii_case(&next(right));
        if is_no_gap(next(left)) & is_no_gap(next(right)) && !alike {
            return None;
        }
        match (left, right) {
            // The same behind the same gap.
            ([gap @ (b' ' | b'-'), a, ..], [other, b, ..])
                if gap == other && a.is_ascii_alphanumeric() && a.eq_ignore_ascii_case(b) =>
            {
                same += 1;
            }
            _ => return reads_on(text, lines, same),
        }
    }
}

/// How many letters and digits a text and names have in common from the first on, without regard to case. Eight are
/// compared at once: where they differ nobody foresees.
fn letters_alike(mut text: &[u8], mut lines: &[u8]) -> usize {
    let mut same = 0;
    while let (Some((left, text_on)), Some((right, lines_on))) = (text.split_first_chunk(), lines.split_first_chunk()) {
        let alike = (others(u64::from_le_bytes(*left), u64::from_le_bytes(*right)).trailing_zeros() / 8) as usize;
        same += alike;
        if alike < 8 {
            return same;
        }
        (text, lines) = (text_on, lines_on);
    }
    let letters = text.iter().zip(lines);
    same + letters.take_while(|(a, b)| a.is_ascii_alphanumeric() && a.eq_ignore_ascii_case(b)).count()
}

/// The high bit of each byte of a text that is no ASCII letter or digit, or not that of the names. Only letters differ from
/// one another in the bit of their case alone, as no name has characters below the blank but line ends.
#[inline]
fn others(text: u64, names: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    let small = text & !HIGH | (0x20 * ONES);
    let seven = text & !HIGH;
    // The high bit of each that is not from one to the other.
    let out = |bytes: u64, first: u8, last: u8| {
        !(bytes + ONES * (0x80 - u64::from(first))) | (bytes + ONES * (0x7f - u64::from(last)))
    };
    let differ = (text ^ names) & !(0x20 * ONES);
    let differ = ((differ & !HIGH) + (0x7f * ONES)) | differ;
    (text | differ | out(small, b'a', b'z') & out(seven, b'0', b'9')) & HIGH
}

/// [`reads`] from where not both have letters on.
#[inline(never)]
fn reads_on(text: &str, lines: &str, same: usize) -> Option<usize> {
    let (mut left, mut right) = (text.get(same..)?.chars(), lines.get(same..)?.chars());
    let mut before = same.checked_sub(1).and_then(|last| lines.as_bytes().get(last)).map_or(' ', |&byte| byte.into());
    loop {
        let (mut gap_left, mut gap_right) = (false, false);
        let mut next = || right.next().filter(|&c| c != '\n');
        let mut b = next();
        while b.is_some_and(is_gap) {
            gap_right = true;
            b = next();
        }
        let Some(b) = b else { return (!gap_right).then(|| text.len() - left.as_str().len()) };
        let mut a = left.next();
        while a.is_some_and(is_gap) {
            gap_left = true;
            a = left.next();
        }
        let border = before.is_ascii_digit() != b.is_ascii_digit();
        if !a?.eq_ignore_ascii_case(&b) || gap_left != gap_right && !border {
            return None;
        }
        before = b;
    }
}

#[inline]
fn is_gap(character: char) -> bool {
    character == ' ' || character == '-' || !character.is_ascii_alphanumeric() && is_other_gap(character)
}

fn is_other_gap(character: char) -> bool {
    character.is_whitespace() || crate::extract::lex::is_dash(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_every_spelling() {
        let find = |text: &str| {
            let tokens = Tokens::new(text);
            vocabulary().longest(&tokens, 0).map(|known| (known.end, known.name))
        };
        assert_eq!(find("Semaglutide was"), Some((1, "semaglutide")));
        assert_eq!(find("insulin glargine and"), Some((2, "insulin glargine")));
        assert_eq!(find("5-fluorouracil"), Some((3, "5-fluorouracil")));
        assert_eq!(find("the"), None);
    }

    #[test]
    fn every_name_is_indexed() {
        for (row, Row { section, .. }) in vocabulary().rows.iter().enumerate() {
            let name = vocabulary().name(row);
            let tokens = Tokens::new(name);
            let word = tokens.iter().find(|token| token.is_word()).map_or(0, |token| token.hash());
            assert!(vocabulary().begins(word) || word == 0 || !name.is_ascii(), "{name}");
            let found = vocabulary().longest(&tokens, 0);
            let ends = end_at(&tokens, 0, name.len()) == Some(tokens.len());
            let findable = word != 0 && name.is_ascii() && ends;
            assert!(!findable || found.is_some_and(|known| known.end == tokens.len()), "{section:?} {name}: {found:?}");
        }
    }

    #[test]
    fn every_brand_has_its_substance() {
        assert_eq!(vocabulary().substance("KEYTRUDA"), Some("pembrolizumab"));
        assert_eq!(vocabulary().substance("aspirin"), None);
        assert_eq!(vocabulary().substance(""), None);
        assert_eq!(vocabulary().substance("#"), None);
        assert!(brands_from(0).map(brand).all(|(name, _)| name.starts_with('#') || name == name.to_ascii_lowercase()));
        for (name, substance) in brands_from(0).filter(|line| !line.starts_with('#')).map(brand) {
            assert_eq!(vocabulary().substance(name), Some(substance));
        }
    }
}
