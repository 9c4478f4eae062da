//! A text to tokens, in one pass.
//!
//! [`Block`] says of 48 bytes where tokens begin and how long they are. Words, numbers and symbols of ASCII, nearly all of
//! a text, are read from that by arithmetic; what is left is read a character at a time, by [`Scanner::one`], which could
//! read all of it.

use super::block::{self, AROUND, BEFORE, Block, Window};
use super::word::{is_letter, plain_word, word};
use super::{Case, Class, Gap, LONGEST, Token, is_dash, is_invisible, superscript_digit, token};

/// Whether a character is a superscript digit or sign.
fn is_raised(character: char) -> bool {
    superscript_digit(character).is_some() || matches!(character, '⁻' | '⁺')
}

/// A long text is judged by so many bytes at each of [`SAMPLES`] places.
const SAMPLE: usize = 1 << 12;
/// Places of a long text by which it is judged.
const SAMPLES: usize = 8;

/// How many tokens to make room for. Of a long text, as many as some parts of it lead one to expect, and a sixteenth
/// more: room that grows while it is filled is there twice for a moment.
fn room(text: &str) -> usize {
    let usual = text.len() / 5 + 8;
    if text.len() < 8 * SAMPLES * SAMPLE {
        return usual;
    }
    let part = |number| {
        let start = text.ceil_char_boundary(text.len() / SAMPLES * number);
        text.get(start..text.floor_char_boundary(start + SAMPLE)).unwrap_or("")
    };
    let (tokens, bytes) =
        (0..SAMPLES).map(part).fold((0, 1), |(tokens, bytes), part| (tokens + scan(part).len(), bytes + part.len()));
    (text.len() / bytes + 1) * tokens / 16 * 17
}

/// The tokens of a text of less than 4 GiB; what lies past that is not read.
pub(super) fn scan(text: &str) -> Vec<Token> {
    let text = text.get(..text.floor_char_boundary(u32::MAX as usize - 8)).unwrap_or(text);
    let mut scanner = Scanner { text, list: Vec::with_capacity(room(text)), end: 0, gap: Gap::Paragraph };
    let (bytes, mut base) = (text.as_bytes(), 0);
    while base < bytes.len() {
        let window = base.checked_sub(block::BEFORE).and_then(|from| bytes.get(from..)?.first_chunk());
        match window {
            Some(window) => scanner.block(base, window),
            None => scanner.block(base, &block::padded(bytes, base)),
        }
        base += block::BYTES;
    }
    // They stay while everything else is found.
    let mut list = scanner.list;
    list.shrink_to_fit();
    list
}

/// A gap with blanks in it or none, from a table: which it is, is hard to foretell.
#[inline]
#[allow(clippy::indexing_slicing)] // below the length
fn with_blanks(gap: Gap, blanks: bool) -> Gap {
    static WITH_BLANKS: [[Gap; 2]; 4] =
        [[Gap::None, Gap::Space], [Gap::Space, Gap::Space], [Gap::Line, Gap::Line], [Gap::Paragraph, Gap::Paragraph]];
    WITH_BLANKS[gap as usize & 3][usize::from(blanks)]
}

/// What reads tokens.
struct Scanner<'a> {
    text: &'a str,
    list: Vec<Token>,
    /// Where the last token ends, or what else was read.
    end: usize,
    /// What stands between that and the next token, blanks apart.
    gap: Gap,
}

impl Scanner<'_> {
    /// Reads the tokens that begin in a part of the text, `base` bytes into it.
    #[inline(never)]
    fn block(&mut self, base: usize, window: &Window) {
        let Block { letters, capitals, digits, mut starts } = Block::of(window);
        let (mut end, mut after) = (self.end, self.gap);
        while starts != 0 {
            let bit = starts.trailing_zeros() & 63;
            starts &= starts - 1;
            let start = base + bit as usize;
            if start < end {
                // Letters beyond ASCII were read with those around them.
                continue;
            }
            let Some(around) = window.get(bit as usize..).and_then(|rest| rest.first_chunk()) else { return };
            let gap = with_blanks(after, start != end);
            if letters >> bit & 1 == 1 {
                let length = (letters >> bit).trailing_ones() as usize;
                if let Some(word) = plain_word(around, start, length, capitals >> bit, gap) {
                    self.list.push(word);
                    (end, after) = (start + length, Gap::None);
                    continue;
                }
            } else {
                let digits = (digits >> bit).trailing_ones() as usize;
                if let Some(token) = number_or_symbol(around, start, digits, gap) {
                    self.list.push(token);
                    (end, after) = (start + digits.max(1), Gap::None);
                    continue;
                }
            }
            self.gap = gap;
            self.rare(start);
            (end, after) = (self.end, self.gap);
        }
        (self.end, self.gap) = (end, after);
    }

    /// A token has been read, up to here.
    fn after(&mut self, end: usize) {
        (self.end, self.gap) = (end, Gap::None);
    }

    /// Reads what is neither a short word of ASCII letters nor a short number nor a symbol of ASCII.
    #[inline(never)]
    fn rare(&mut self, mut start: usize) {
        loop {
            self.one(start);
            if self.end < start + LONGEST - 4 {
                return;
            }
            // A run that was cut goes on where no block has a start.
            start = self.end;
        }
    }

    /// Reads one token or one character between two, whatever it is.
    fn one(&mut self, start: usize) {
        let (text, bytes, gap) = (self.text, self.text.as_bytes(), self.gap);
        let Some(character) = text.get(start..).and_then(|rest| rest.chars().next()) else { return };
        let mut end = start + character.len_utf8();
        let class = match character {
            'a'..='z' | 'A'..='Z' => {
                let word = word(text, start, gap);
                add_word(&mut self.list, text, word);
                return self.after(word.span().end);
            }
            '0'..='9' => {
                let digits = bytes.get(start..).unwrap_or(&[]).iter().take(LONGEST).take_while(|b| b.is_ascii_digit());
                let value = |value: u32, digit: &u8| value.wrapping_mul(10).wrapping_add(u32::from(digit - b'0'));
                end = start + digits.clone().count();
                self.list.push(token(start, end, digits.fold(0, value), Class::Number, gap, Case::None));
                return self.after(end);
            }
            // "\r\n" is one line end.
            '\n' if start > 0 && bytes.get(start - 1) == Some(&b'\r') => return self.end = end,
            '\n' | '\r' | '\u{85}' | '\u{2028}' => {
                self.gap = if gap < Gap::Line { Gap::Line } else { Gap::Paragraph };
                return self.end = end;
            }
            '\u{b}' | '\u{c}' | '\u{2029}' => {
                self.gap = Gap::Paragraph;
                return self.end = end;
            }
            '\0'..=' ' | '\u{7f}' => {
                self.gap = gap.max(Gap::Space);
                return self.end = end;
            }
            _ if is_invisible(character) => return self.end = end,
            _ if character.is_whitespace() => {
                self.gap = gap.max(Gap::Space);
                return self.end = end;
            }
            _ if is_raised(character) => {
                let raised = |length: usize| text.get(start + length..).and_then(|rest| rest.chars().next());
                let mut length = 0;
                while let Some(next) = raised(length)
                    && is_raised(next)
                    && length < LONGEST
                {
                    length += next.len_utf8();
                }
                end = start + length;
                self.list.push(token(start, end, 0, Class::Superscript, gap, Case::None));
                return self.after(end);
            }
            _ if is_letter(character) => {
                let word = word(text, start, gap);
                self.list.push(word);
                return self.after(word.span().end);
            }
            _ if is_dash(character) => Class::Dash,
            _ => Class::Symbol,
        };
        self.list.push(token(start, end, character as u32, class, gap, Case::None));
        self.after(end);
    }
}

/// What a byte of ASCII is a token of that is no letter: [`Class::End`] where it is of none, or not ASCII.
static ALONE: [Class; 256] = {
    let mut classes = [Class::End; 256];
    let mut byte = b'!';
    #[allow(clippy::indexing_slicing)] // below the length
    while byte <= b'~' {
        classes[byte as usize] = match byte {
            b'0'..=b'9' => Class::Number,
            b'-' => Class::Dash,
            _ => Class::Symbol,
        };
        byte += 1;
    }
    classes
};

/// A run of at most eight digits, of which there are so many here, or a symbol, again by arithmetic alone. `None` for
/// anything else.
#[inline(always)]
#[allow(clippy::indexing_slicing)] // a byte is below the length
fn number_or_symbol(around: &[u8; AROUND], start: usize, digits: usize, gap: Gap) -> Option<Token> {
    let block: [u8; 8] = *around.split_at(BEFORE).1.first_chunk()?;
    let class = ALONE[block[0] as usize];
    if digits > block.len() || class == Class::End {
        return None;
    }
    // Two, four, eight digits together; those that are wanting are zeros before the first.
    let value = (u64::from_le_bytes(block) & 0x0f0f_0f0f_0f0f_0f0f) << ((64 - 8 * digits as u32) & 63);
    let value = value.wrapping_mul(10).wrapping_add(value >> 8) & 0x00ff_00ff_00ff_00ff;
    let value = value.wrapping_mul(100).wrapping_add(value >> 16) & 0x0000_ffff_0000_ffff;
    let value = value.wrapping_mul(10_000).wrapping_add(value >> 32) as u32;
    let payload = [u32::from(block[0]), value][usize::from(digits != 0)];
    Some(token(start, start + digits.max(1), payload, class, gap, Case::None))
}

/// Adds a word, and the ™ where it ends in one.
#[inline(always)]
fn add_word(list: &mut Vec<Token>, text: &str, word: Token) {
    let span = word.span();
    if matches!(word.case, Case::Mixed | Case::Upper) && ends_in_mark(text.as_bytes(), span.start, span.end) {
        return add_marked(list, text, word);
    }
    list.push(word);
}

/// Adds a word and the ™ that it ends in.
#[cold]
fn add_marked(list: &mut Vec<Token>, text: &str, word: Token) {
    let (start, end) = (word.span().start, word.span().end);
    let name = self::word(text.get(..end.saturating_sub(2)).unwrap_or(text), start, word.gap);
    list.push(name);
    list.push(token(name.span().end, end, '™' as u32, Class::Symbol, Gap::None, Case::None));
}

/// Whether a word that is all letters ends in a ™ that lost its place: `ZorvantaTM`, `ZylTM`, `ZORVANTATM`, not `ATM`.
fn ends_in_mark(bytes: &[u8], start: usize, end: usize) -> bool {
    let last = bytes.get(start..end).unwrap_or(&[]);
    match last {
        [.., small, _, b'T', b'M'] | [_, _, .., small, b'T', b'M'] if small.is_ascii_lowercase() => true,
        // No word of so many letters ends so.
        [name @ .., b'T', b'M'] => name.len() >= 6 && name.iter().all(u8::is_ascii_uppercase),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tokens, with every character read by [`Scanner::one`].
    fn one_by_one(text: &str) -> Vec<Token> {
        let mut scanner = Scanner { text, list: Vec::new(), end: 0, gap: Gap::Paragraph };
        while scanner.end < text.len() {
            scanner.one(scanner.end);
        }
        scanner.list
    }

    #[test]
    fn blocks_and_single_characters_make_the_same_tokens() {
        let long = ["a".repeat(15), "B".repeat(16), "c".repeat(17), "d".repeat(130), "8".repeat(8), "9".repeat(70)];
        let cut = ["e".repeat(LONGEST + 1), "1".repeat(LONGEST + 1), "²".repeat(LONGEST)];
        let short = "a A bc Bc BC bC def Def DEF dEF TM ZylTM ZORVANTATM 0 12 12345678 123456789 - $ , ™ é École µ ²⁻¹ \u{ad} \
                     \u{2009} \u{2028} \u{2029} \u{85} \u{7f} – 漢";
        let pieces: Vec<&str> = short.split(' ').chain([" ", "  ", "\n", "\r\n", "\r", "\t", "\u{b}"]).collect();
        let pieces: Vec<&str> = pieces.into_iter().chain(long.iter().map(String::as_str)).collect();
        // What comes before puts them at every place in a block.
        let before = "a1 ".repeat(30);
        let mut at = 0;
        let mut alike = |one: &str, two: &str, three: &str| {
            at = (at + 1) % 70;
            let text = format!("{}{one}{two}{three}", &before[..at]);
            assert_eq!(scan(&text), one_by_one(&text), "{text:?}");
            let text = format!("{text} and so on to its end");
            assert_eq!(scan(&text), one_by_one(&text), "{text:?}");
        };
        for (number, one) in pieces.iter().enumerate() {
            for two in &pieces {
                pieces.iter().skip(number % 3).step_by(3).for_each(|three| alike(one, two, three));
            }
            cut.iter().for_each(|cut| alike(one, cut, one));
        }
    }
}
