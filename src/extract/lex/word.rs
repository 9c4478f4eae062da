//! A run of letters to a token.

use wide::u8x16;

use super::lexicon::Hash;
use super::{
    BEYOND_ASCII, Case, Class, Folded, Gap, LONGEST, NO_WORD, SHORT, Token, Tokens, fold, is_invisible, shape, tail,
};

/// How [`Plain`] reads a word of so many letters.
#[derive(Clone, Copy)]
struct Row {
    /// What is left of its letters.
    letters: u8x16,
    /// What is left of its last three bytes for its tail.
    last: u32,
    /// What the [`shape`] has besides: the length, and [`SHORT`], [`NO_WORD`], or nothing.
    more: u32,
    /// A bit for each letter.
    all: u16,
}

impl Row {
    /// The [`shape`] of such a word, by the last three of its letters.
    #[inline]
    const fn shape(&self, last: u32) -> u32 {
        let last = last & self.last;
        last << 26 | last << 13 & 0x3e0_0000 | last & 0x1f_0000 | self.more
    }
}

/// Eight letters and the next eight, the first in the lowest places.
#[inline]
fn halves(letters: u8x16) -> [u64; 2] {
    let letters = letters.to_array();
    let ([first, second], _) = letters.as_chunks() else { return [0; 2] };
    [u64::from_le_bytes(*first), u64::from_le_bytes(*second)]
}

/// Longest word that [`Plain`] reads.
pub(super) const PLAIN: usize = 16;

/// What begins with a byte.
#[derive(Clone, Copy, Debug)]
struct Opener {
    class: Class,
    /// Of a length, what is one of letters.
    letters: u8,
    /// What a symbol's token holds.
    payload: u8,
    /// It is shorter than this; 0 for what is no word and no symbol of ASCII.
    limit: u8,
    /// How a word is written, by whether there are more capitals than the first letter, and twice whether there are no other
    /// letters.
    cases: [Case; 4],
}

/// What [`Plain`] reads by: kept together, so that one place is enough to find all.
struct Tables {
    /// By byte.
    openers: [Opener; 256],
    /// By the lower bits of a length; the first is for what is no word, those behind [`PLAIN`] for longer words.
    rows: [Row; 2 * PLAIN],
}

static TABLES: Tables = Tables {
    openers: {
        let none = Opener { class: Class::End, letters: 0, payload: 0, limit: 0, cases: [Case::None; 4] };
        let (mut openers, mut byte) = ([none; 256], b'!');
        #[allow(clippy::indexing_slicing)] // below the length
        while byte <= b'~' {
            let symbol = Opener { class: Class::Symbol, payload: byte, limit: 2, ..none };
            let word = Opener { class: Class::Word, letters: u8::MAX, limit: PLAIN as u8 + 1, ..none };
            openers[byte as usize] = match byte {
                b'a'..=b'z' => Opener { cases: [Case::Lower, Case::Mixed, Case::Lower, Case::Mixed], ..word },
                b'A'..=b'Z' => Opener { cases: [Case::Capital, Case::Mixed, Case::Capital, Case::Upper], ..word },
                b'0'..=b'9' => none,
                b'-' => Opener { class: Class::Dash, ..symbol },
                _ => symbol,
            };
            byte += 1;
        }
        openers
    },
    rows: {
        let none = Row { letters: u8x16::new([0; PLAIN]), last: 0, more: shape(1, NO_WORD), all: 0 };
        let (mut rows, mut letters, mut length) = ([none; 2 * PLAIN], [0; PLAIN], 1);
        #[allow(clippy::indexing_slicing)] // below the length
        while length <= PLAIN {
            letters[length - 1] = 0xff;
            rows[length] = Row {
                letters: u8x16::new(letters),
                last: if length < 3 { !(0x1f1f1f >> (8 * length)) & 0x1f1f1f } else { 0x1f1f1f },
                more: shape(length, if length < 3 { SHORT } else { 0 }),
                all: ((1u32 << length) - 1) as u16,
            };
            length += 1;
        }
        rows
    },
};

/// What is told of a word of at most [`PLAIN`] ASCII letters, as nearly all are, or of a symbol, by arithmetic alone: what
/// comes next, how long it is and how it is written is hard to foretell.
#[derive(Clone, Copy)]
pub(super) struct Plain {
    pub class: Class,
    /// The hash of a word, or the symbol.
    pub payload: u32,
    /// As a [`shape`] is made.
    pub shape: u32,
    pub case: Case,
}

impl Plain {
    /// Of such a length; `text` begins with it, `last` are its last three bytes and one behind. `None` for anything else.
    #[inline(always)]
    #[allow(clippy::indexing_slicing)] // below the length
    pub(super) fn of(text: &[u8; PLAIN], last: &[u8; 4], length: usize) -> Option<Plain> {
        let Tables { openers, rows } = &TABLES;
        let opener = &openers[usize::from(text[0])];
        // A ™ may have lost its place there.
        let [_, before, end, _] = *last;
        if (length >= usize::from(opener.limit)) | ([before, end] == *b"TM") {
            return None;
        }
        let row = &rows[(length & usize::from(opener.letters)) % rows.len()];
        let (text, bit_of_case) = (u8x16::new(*text), u8x16::splat(0x20));
        let small = !(text & bit_of_case).simd_eq(u8x16::splat(0)).to_bitmask() as u16 & row.all;
        let case = usize::from(small | 1 != row.all) | usize::from(small == 0) << 1;
        let [first, second] = halves((text | bit_of_case) & row.letters);
        Some(Plain {
            class: opener.class,
            payload: Hash::NEW.two(first, second) | u32::from(opener.payload),
            shape: row.shape(u32::from_le_bytes(*last)),
            case: opener.cases[case],
        })
    }
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
        let hash = TABLES.rows.get(letters).map_or(0, |row| {
            let [first, second] = halves((bytes | u8x16::splat(0x20)) & row.letters);
            Hash::NEW.two(first, second)
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
    let row = TABLES.rows.get(length).filter(|_| length <= PLAIN)?;
    let last = u32::from_le_bytes(*text.get((start + length).checked_sub(3)?..)?.first_chunk()?);
    let [first, second] = halves(u8x16::new(*around) & row.letters);
    let tail = if (first | second) & HIGH == 0 { (row.shape(last) >> 16) as u16 } else { BEYOND_ASCII };
    Some((Folded(u64::from(shape(length, tail)) << 32 | u64::from(Hash::NEW.two(first, second))), start + length))
}

/// The hash of the first run of ASCII letters in a text, as [`Token::hash`] gives it, and where it ends; 0
/// and the text's end where there is none.
pub fn first_word(text: &str) -> (u32, usize) {
    let Some(start) = text.bytes().position(|byte| byte.is_ascii_alphabetic()) else { return (0, text.len()) };
    let word = word(text, start, Gap::None);
    (word.hash(), word.span().end)
}

/// The first token of a text, without the others.
pub fn first_token(text: &str) -> Token {
    match text.bytes().next() {
        Some(letter) if letter.is_ascii_alphabetic() && !text.contains("TM") => word(text, 0, Gap::Paragraph),
        _ => Tokens::new(text).get(0),
    }
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
