//! A run of letters to a token.

use super::block::{AROUND, BEFORE};
use wide::u8x16;

use super::lexicon::Hash;
use super::{BEYOND_ASCII, Case, Class, Folded, Gap, LONGEST, NO_WORD, SHORT, Token, fold, is_invisible, shape, tail};

/// How [`plain_word`] reads a word of so many letters.
#[derive(Clone, Copy)]
struct Row {
    /// What is left of its first eight letters, and of the next.
    first: u64,
    second: u64,
    /// What is left of the last four bytes for its tail.
    last: u32,
    /// [`SHORT`], or nothing.
    short: u16,
}

impl Row {
    /// So many letters, eight and the next eight; the bytes above them are 0.
    #[inline]
    fn of(&self, text: &[u8; PLAIN]) -> [u64; 2] {
        let ([first, second], _) = text.as_chunks() else { return [0; 2] };
        [u64::from_le_bytes(*first) & self.first, u64::from_le_bytes(*second) & self.second]
    }

    /// The number of the last three of its letters, which are in the last four bytes.
    #[inline]
    const fn tail(&self, last: u32) -> u16 {
        let last = last & self.last;
        (last << 2 & 0x7c00 | last >> 11 & 0x3e0 | last >> 24) as u16 | self.short
    }
}

/// Longest word that [`plain_word`] reads.
const PLAIN: usize = 16;

static ROWS: [Row; PLAIN + 1] = {
    let mut rows = [Row { first: 0, second: 0, last: 0, short: SHORT }; PLAIN + 1];
    let mut length = 1;
    #[allow(clippy::indexing_slicing)] // below the length
    while length <= PLAIN {
        rows[length] = Row {
            first: if length < 8 { (1 << (8 * length)) - 1 } else { u64::MAX },
            second: if length < 16 { (((1u128 << (8 * length)) - 1) >> 64) as u64 } else { u64::MAX },
            last: if length < 3 { !(0x1f1f1f00 >> (8 * length)) & 0x1f1f1f00 } else { 0x1f1f1f00 },
            short: if length < 3 { SHORT } else { 0 },
        };
        length += 1;
    }
    rows
};

/// [`word`] for a run of at most [`PLAIN`] ASCII letters, as nearly all words are, by arithmetic alone: how long the next
/// word is and how it is written is hard to foretell. `around` is what stands there, `capitals` has a bit for each of its
/// letters. `None` for others.
#[inline(always)]
pub(super) fn plain_word(around: &[u8; AROUND], start: usize, length: usize, capitals: u64, gap: Gap) -> Option<Token> {
    let row = ROWS.get(length)?;
    let last = u32::from_le_bytes(*around.get(length..)?.first_chunk()?);
    // A letter beyond ASCII may follow, or the letters of a ™ be the last two.
    if !around.get(BEFORE + length)?.is_ascii() || last >> 16 == u32::from(u16::from_le_bytes(*b"TM")) {
        return None;
    }
    let ([first, second], _) = around.split_at(BEFORE).1.as_chunks() else { return None };
    let first = (u64::from_le_bytes(*first) | BIT_OF_CASE) & row.first;
    let second = (u64::from_le_bytes(*second) | BIT_OF_CASE) & row.second;
    let all = (1 << length) - 1;
    let capitals = capitals & all;
    let tail = row.tail(last);
    let (any, more) = ((capitals != 0) as u8, (capitals != 1) as u8);
    let case = match any * (1 + more * (1 + (capitals != all) as u8)) {
        0 => Case::Lower,
        1 => Case::Capital,
        2 => Case::Upper,
        _ => Case::Mixed,
    };
    Some(word_token(start, length, Hash::NEW.two(first, second), case, tail, gap))
}

/// A word of so many letters: their hash, their case, and the number of the last three.
#[inline]
const fn word_token(start: usize, length: usize, hash: u32, case: Case, tail: u16, gap: Gap) -> Token {
    Token { start: start as u32, payload: hash, shape: shape(length, tail), class: Class::Word, gap, case }
}

/// The highest bit of each of eight bytes.
const HIGH: u64 = 0x8080_8080_8080_8080;
/// The bit that small letters have over capitals.
const BIT_OF_CASE: u64 = 0x2020_2020_2020_2020;

/// Eight bytes from `at`, the first in the lowest place; 0 past the end.
#[inline]
fn eight(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or(&[]);
    match rest.first_chunk() {
        Some(&block) => u64::from_le_bytes(block),
        None => rest.iter().rev().fold(0, |block, &byte| block << 8 | u64::from(byte)),
    }
}

/// The high bit of each of eight bytes that is an ASCII letter.
#[inline]
const fn letters(block: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let small = (block | BIT_OF_CASE) & !HIGH;
    // No sum reaches the next byte: what is added to is below 128.
    let from_a = small + ONES * (128 - b'a' as u64);
    let past_z = small + ONES * (127 - b'z' as u64);
    from_a & !past_z & !block & HIGH
}

/// How a text goes on, told from a few bytes all at once.
#[derive(Clone, Copy, Debug)]
pub struct Opening {
    /// How many ASCII letters it begins with; where [so many](Opening::MOST), there may be more.
    pub letters: usize,
    /// Their hash.
    pub hash: u32,
    /// How many bytes are before its first line end; so many or more where that is further on.
    pub line: usize,
}

impl Opening {
    /// Bytes that are looked at.
    pub const MOST: usize = PLAIN;

    /// Of its first bytes.
    #[inline]
    pub fn of(text: &[u8; PLAIN]) -> Opening {
        let bytes = u8x16::new(*text);
        let place = (bytes | u8x16::splat(0x20)) - u8x16::splat(b'a');
        let letters = place.min(u8x16::splat(25)).simd_eq(place).to_bitmask().trailing_ones() as usize;
        let line = bytes.simd_eq(u8x16::splat(b'\n')).to_bitmask().trailing_zeros() as usize;
        let hash = ROWS.get(letters).map_or(0, |row| {
            let [first, second] = row.of(text);
            Hash::NEW.two((first | BIT_OF_CASE) & row.first, (second | BIT_OF_CASE) & row.second)
        });
        Opening { letters, hash, line }
    }
}

/// The word of a table that is the line from `start` on, and where that ends; `None` for a long one, and near either end
/// of the text.
#[inline]
pub(super) fn plain_line(text: &[u8], start: usize) -> Option<(Folded, usize)> {
    let around = text.get(start..)?.first_chunk()?;
    let ends = u8x16::new(*around).simd_eq(u8x16::splat(b'\n')).to_bitmask();
    let length = ends.trailing_zeros() as usize;
    let row = ROWS.get(length)?;
    let last = u32::from_le_bytes(*text.get((start + length).checked_sub(4)?..)?.first_chunk()?);
    let [first, second] = row.of(around);
    let tail = if (first | second) & HIGH == 0 { row.tail(last) } else { BEYOND_ASCII };
    Some((Folded(u64::from(shape(length, tail)) << 32 | u64::from(Hash::NEW.two(first, second))), start + length))
}

/// The hash of the first run of ASCII letters in a text, as [`Token::hash`] gives it, and where it ends; 0
/// and the text's end where there is none.
pub fn first_word(text: &str) -> (u32, usize) {
    let Some(start) = text.bytes().position(|byte| byte.is_ascii_alphabetic()) else { return (0, text.len()) };
    let word = word(text, start, Gap::None);
    (word.hash(), word.span().end)
}

/// Whether a word that is ASCII so far has more letters at `at`.
#[inline]
fn goes_on_beyond_ascii(text: &str, at: usize) -> bool {
    let beyond = text.as_bytes().get(at).is_some_and(|byte| !byte.is_ascii());
    beyond && text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(|c| is_letter(c) || is_invisible(c))
}

/// Whether a character beyond ASCII is a letter. Most such characters of a release are punctuation,
/// which is told here without a walk through the tables of Unicode.
#[inline]
pub(super) fn is_letter(character: char) -> bool {
    !matches!(character, '\u{2000}'..='\u{206f}' | '\u{a0}'..='\u{a9}' | '\u{ab}'..='\u{b4}')
        && character.is_alphabetic()
}

/// Reads the run of letters at `start`.
#[inline(never)]
pub(super) fn word(text: &str, start: usize, gap: Gap) -> Token {
    // Nearly every word is ASCII: no decoding, and folding a letter is setting one bit.
    let rest = text.as_bytes().get(start..).unwrap_or(&[]);
    let mut hash = Hash::NEW;
    let mut length = 0usize;
    // Bits of small letters, of capitals, and of capitals but one.
    let (mut small, mut capitals, mut more) = (0u64, 0u64, 0u64);
    let hash = loop {
        let block = eight(rest, length);
        let others = !letters(block) & HIGH;
        let count = others.trailing_zeros() / 8;
        let mask = if others == 0 { u64::MAX } else { (1 << (8 * count)) - 1 };
        let here = !block & mask & BIT_OF_CASE;
        small |= block & mask & BIT_OF_CASE;
        more |= if capitals == 0 { here & here.wrapping_sub(1) } else { here };
        capitals |= here;
        length += count as usize;
        let folded = (block | BIT_OF_CASE) & mask;
        if length > LONGEST || others != 0 && goes_on_beyond_ascii(text, start + length) {
            return word_beyond_ascii(text, start, gap);
        }
        if others == 0 {
            hash = hash.eight(folded);
            continue;
        }
        break hash.last(folded);
    };
    let first_upper = rest.first().is_some_and(u8::is_ascii_uppercase);
    let case = case_of(u32::from(small != 0), u32::from(capitals != 0) + u32::from(more != 0), first_upper);
    let tail = match rest.get(..length).unwrap_or(&[]) {
        &[.., a, b, c] => tail(a, b, c),
        &[a, b] => SHORT | tail(0, a, b),
        &[a] => SHORT | tail(0, 0, a),
        [] => NO_WORD,
    };
    word_token(start, length, hash, case, tail, gap)
}

fn case_of(lower: u32, upper: u32, first_upper: bool) -> Case {
    match (lower, upper) {
        (0, 0) => Case::None,
        (_, 0) => Case::Lower,
        (0, 1) => Case::Capital,
        (0, _) => Case::Upper,
        (_, 1) if first_upper => Case::Capital,
        _ => Case::Mixed,
    }
}

/// [`word`] for words with other letters, invisible characters, or of great length.
#[cold]
fn word_beyond_ascii(text: &str, start: usize, gap: Gap) -> Token {
    let mut at = start;
    let mut hash = Hash::NEW;
    let (mut lower, mut upper, mut first_upper) = (0u32, 0u32, false);
    let mut rest = text.get(start..).unwrap_or("").chars();
    while at - start < LONGEST
        && let Some(character) = rest.next()
    {
        // An invisible character joins two letters; before anything else it ends the word.
        let joins = is_invisible(character) && rest.clone().next().is_some_and(char::is_alphabetic);
        if !(character.is_alphabetic() || joins) {
            break;
        }
        let capital = character.is_uppercase();
        first_upper |= capital && at == start;
        upper += u32::from(capital);
        lower += u32::from(character.is_lowercase());
        for letter in fold(character) {
            let mut buffer = [0; 4];
            for byte in letter.encode_utf8(&mut buffer).bytes() {
                hash = hash.one(byte);
            }
        }
        at += character.len_utf8();
    }
    word_token(start, at - start, hash.end(), case_of(lower, upper, first_upper), BEYOND_ASCII, gap)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_at_once_as_words_are_one_by_one() {
        let text =
            "abcdefgh\na\nit\nmay\nµg\nq3w\nmilligram\nsixteen-lettersx\nfar\nlonger-than-sixteen-letters\n   \n";
        for line in text.lines().filter(|line| !line.starts_with(' ')) {
            let start = line.as_ptr() as usize - text.as_ptr() as usize;
            let read = plain_line(text.as_bytes(), start);
            let known = read.is_none_or(|read| read == (Folded::of(line), start + line.len()));
            assert!(known && read.is_some() == (line.len() < PLAIN && start + PLAIN <= text.len()), "{line}");
        }
    }

    #[test]
    fn an_opening_is_the_first_word() {
        for text in
            ["Semaglutide\nis a peptide", "Zinc oxide\nor so", "a\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n", "5-fluorouracil\nx"]
        {
            let Some(opening) = text.as_bytes().first_chunk().map(Opening::of) else { panic!("{text} is short") };
            assert_eq!(opening.line, text.find('\n').unwrap_or(0));
            let word = first_word(text);
            assert!(opening.letters == 0 || (opening.hash, opening.letters) == word, "{text}");
        }
    }
}
