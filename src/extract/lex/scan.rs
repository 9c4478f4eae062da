//! A text to tokens, in one pass.
//!
//! [`starts`] says of a part of the text where something begins. Words and symbols of ASCII, nearly all of a text, are read
//! from that by arithmetic, one like the other; numbers, line ends and the quotes and dashes of typesetters beside them.
//! What is left is read a character at a time, by [`Scanner::one`], which could read all of it.

use std::hint::select_unpredictable;

use super::block::{self, BEFORE, Window, starts};
use super::word::{PLAIN, Plain, is_letter, word};
use super::{Case, Class, Gap, LONGEST, NO_WORD, Token, is_dash, is_invisible, shape, superscript_digit, token};

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
    let mut scanner = Scanner::new(text, room(text));
    let (bytes, mut base, mut made) = (text.as_bytes(), 0, [Token::END; block::BYTES]);
    while base < bytes.len() {
        let window = base.checked_sub(BEFORE).and_then(|from| bytes.get(from..)?.first_chunk());
        base = match window {
            Some(window) => scanner.part(base, window, &mut made),
            None => scanner.part(base, &block::padded(bytes, base), &mut made),
        };
    }
    scanner.done()
}

/// What is no word and no symbol of ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Odd {
    Symbol,
    Dash,
    Number,
    Space,
    Line,
    /// It is read a character at a time.
    Rare,
}

/// All gaps.
const GAPS: [Gap; 4] = [Gap::None, Gap::Space, Gap::Line, Gap::Paragraph];

/// What stands then before the next token, blanks apart, by what does before this.
static AFTER: [[Gap; 4]; 6] = {
    let token = [Gap::None; 4];
    let space = [Gap::Space, Gap::Space, Gap::Line, Gap::Paragraph];
    let [none, blank, line, empty] = GAPS;
    [token, token, token, space, [none.after_line(), blank.after_line(), line.after_line(), empty.after_line()], token]
};

/// Their classes.
static CLASSES: [Class; 6] = [Class::Symbol, Class::Dash, Class::Number, Class::End, Class::End, Class::End];

/// By the last bits of a character: of U+0080 to U+00BF and of U+2000 to U+203F, where the signs of typesetters are; then
/// those of ASCII.
static ODD: [Odd; 256] = {
    let mut odd = [Odd::Rare; 256];
    let mut at = 0;
    #[allow(clippy::indexing_slicing)] // below the length
    while at < odd.len() {
        odd[at] = match at {
            // No-break space, and spaces of all widths.
            0x20 | 0x40..=0x4a | 0x6f => Odd::Space,
            0x50..=0x55 => Odd::Dash,
            // Line ends, letters, superscripts, and what is not seen.
            0x05 | 0x2a | 0x2d | 0x32 | 0x33 | 0x35 | 0x39 | 0x3a | 0x4b..=0x4d | 0x68 | 0x69 => Odd::Rare,
            ..0x80 => Odd::Symbol,
            0xb0..=0xb9 => Odd::Number,
            0x8a => Odd::Line,
            _ => Odd::Rare,
        };
        at += 1;
    }
    odd
};

/// What begins so and has such a length, and the character of a sign. Without a branch: they are hard to foretell.
#[inline]
#[allow(clippy::indexing_slicing)] // below the length
fn tell(text: &[u8; PLAIN], length: usize) -> (Odd, u32) {
    let [first, second, third, ..] = text.map(usize::from);
    let ascii = first | 0x80;
    let place = select_unpredictable((first < 0x80) & (length <= DIGITS), ascii, 0xff);
    let place = select_unpredictable((first == 0xe2) & (second == 0x80), third & 0x3f | 0x40, place);
    let place = select_unpredictable(first == 0xc2, second & 0x3f, place);
    (ODD[place % ODD.len()], select_unpredictable(place < 0x40, 0x80, 0x2000 - 0x40) + place as u32)
}

/// What reads tokens.
struct Scanner<'a> {
    text: &'a str,
    list: Vec<Token>,
    /// Where what was read by [`Scanner::one`] ends.
    end: usize,
    /// What stands before a token, blanks apart.
    gap: Gap,
    /// Which token, of those of a part: one that is made, or the next.
    waits: usize,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str, room: usize) -> Scanner<'a> {
        Scanner { text, list: Vec::with_capacity(room), end: 0, gap: Gap::Paragraph, waits: 0 }
    }

    /// The tokens.
    fn done(mut self) -> Vec<Token> {
        // They stay while everything else is found.
        self.list.shrink_to_fit();
        self.list
    }

    /// Reads what begins and ends in a part of the text, `base` bytes into it; gives where reading goes on.
    ///
    /// Words and symbols are read alike: which of the two comes next would be a branch that is hard to foretell, and that
    /// costs more than to read a symbol as a word.
    #[allow(clippy::indexing_slicing)] // below the length
    fn part(&mut self, base: usize, window: &Window, made: &mut [Token; block::BYTES]) -> usize {
        let mut starts = starts(window);
        // What is read begins here; so many tokens are made.
        let (mut at, mut count) = (0, 0);
        starts[0] &= !1;
        self.waits = 0;
        for number in 0..starts.len() {
            let mut bits = starts[number];
            while bits != 0 {
                let next = (number * 64 + bits.trailing_zeros() as usize) % block::BYTES;
                bits &= bits - 1;
                if let Some(token) = plain(window, base, at, next) {
                    made[count % block::BYTES] = token;
                    count += 1;
                    at = next;
                    continue;
                }
                count = self.odd(window, base, at, next, made, count);
                at = next;
                if base + at < self.end {
                    // What begins before the end was read too. It may end before a blank.
                    at = self.end - base;
                    at += usize::from(window.get(at + BEFORE) == Some(&b' '));
                    if at >= block::BYTES {
                        return base + at;
                    }
                    for (starts, from) in starts.iter_mut().zip((0..).step_by(64)) {
                        *starts &= u64::MAX.unbounded_shl((at + 1).saturating_sub(from) as u32);
                    }
                    bits &= starts[number];
                }
            }
        }
        self.add(made.get_mut(..count).unwrap_or(&mut []));
        if at == 0 { self.long(base, window) } else { base + at }
    }

    /// Reads what is no word and no symbol of ASCII, behind so many tokens of a part; gives how many there are then.
    // Cold, since what reads the others has no register to spare for it.
    #[cold]
    #[inline(never)]
    #[allow(clippy::indexing_slicing)] // below the length
    fn odd(
        &mut self,
        window: &Window,
        base: usize,
        at: usize,
        next: usize,
        made: &mut [Token; block::BYTES],
        count: usize,
    ) -> usize {
        let Some(text) = window.get(at + BEFORE..).and_then(|text| text.first_chunk()) else { return count };
        let length = next - usize::from(!is_glued(window, next)) - at;
        // What waits has all that stands before it. If it is this, so has this.
        let first = &mut made[self.waits % block::BYTES];
        first.gap = first.gap.max(self.gap);
        let waiting = self.gap as usize * usize::from(self.waits == count);
        let gap = GAPS[waiting.max(usize::from(!is_glued(window, at)))];
        let (odd, character) = tell(text, length);
        if odd == Odd::Rare {
            (self.gap, self.waits) = (gap, 0);
            return self.rare(base + at, made.get(..count).unwrap_or(&[]));
        }
        made[count % block::BYTES] = Token {
            start: (base + at) as u32,
            payload: select_unpredictable(odd == Odd::Number, value(text, length), character),
            shape: shape(length, NO_WORD),
            class: CLASSES[odd as usize],
            gap,
            case: Case::None,
        };
        self.gap = AFTER[odd as usize][gap as usize];
        self.waits = count + usize::from(self.gap == Gap::None);
        self.waits
    }

    /// Adds what was made of a part.
    fn add(&mut self, made: &mut [Token]) {
        if let Some(first) = made.get_mut(self.waits) {
            first.gap = first.gap.max(self.gap);
            self.gap = Gap::None;
        }
        self.list.extend_from_slice(made);
    }

    /// Reads what is longer than a part.
    #[cold]
    fn long(&mut self, base: usize, window: &Window) -> usize {
        if window.get(BEFORE).is_none_or(|&first| first == b' ') {
            // Another blank is the last.
            self.gap = self.gap.max(Gap::Space);
            return base + block::BYTES - 1;
        }
        self.gap = self.gap.max(gap(window, 0));
        self.rare(base, &[]);
        self.end
    }

    /// A token has been read, up to here.
    fn after(&mut self, end: usize) {
        (self.end, self.gap) = (end, Gap::None);
    }

    /// Reads what may be anything, behind these tokens of a part, of which none is left then.
    #[inline(never)]
    fn rare(&mut self, start: usize, made: &[Token]) -> usize {
        self.list.extend_from_slice(made);
        self.end = start;
        // A letter beyond ASCII, or one that is not seen, is of the word before it.
        let character = self.text.get(start..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
        if (is_invisible(character) || !character.is_ascii() && is_letter(character))
            && let Some(&last) = self.list.last()
            && last.is_word()
            && last.span().end == start
            && last.len() <= PLAIN
        {
            self.list.pop();
            self.gap = last.gap;
            self.run(last.span().start);
            if self.end > start {
                return 0;
            }
        }
        self.run(start);
        0
    }

    /// Reads one token or one character between two, and what is left of a run that was cut.
    fn run(&mut self, mut start: usize) {
        loop {
            self.one(start);
            if self.end < start + LONGEST - 4 {
                return;
            }
            // It goes on where no part has a start.
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
                self.add_word(word);
                return self.after(word.span().end);
            }
            '0'..='9' => {
                let digits = bytes.get(start..).unwrap_or(&[]).iter().take(LONGEST).take_while(|b| b.is_ascii_digit());
                let value = |value: u32, digit: &u8| value.wrapping_mul(10).wrapping_add(u32::from(digit - b'0'));
                end = start + digits.clone().count();
                self.list.push(token(start, end, digits.fold(0, value), Class::Number, gap, Case::None));
                return self.after(end);
            }
            '\n' | '\r' | '\u{85}' | '\u{2028}' => {
                self.gap = gap.after_line();
                // "\r\n" is one line end.
                let two = character == '\r' && bytes.get(end) == Some(&b'\n');
                return self.end = end + usize::from(two);
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

    /// Adds a word, and the ™ where it ends in one.
    fn add_word(&mut self, word: Token) {
        let (start, end) = (word.span().start, word.span().end);
        if !matches!(word.case, Case::Mixed | Case::Upper) || !ends_in_mark(self.text.as_bytes(), start, end) {
            return self.list.push(word);
        }
        let name = self::word(self.text.get(..end.saturating_sub(2)).unwrap_or(self.text), start, word.gap);
        self.list.push(name);
        self.list.push(token(name.span().end, end, '™' as u32, Class::Symbol, Gap::None, Case::None));
    }
}

/// Whether something touches what stands before it. Behind a line end, which tells more than that, it does not.
#[inline(always)]
#[allow(clippy::indexing_slicing)] // below the length
fn is_glued(window: &Window, at: usize) -> bool {
    window[at % block::BYTES + BEFORE - 1] > b' '
}

/// What stands before something but line ends.
#[inline(always)]
#[allow(clippy::indexing_slicing)] // below the length
fn gap(window: &Window, at: usize) -> Gap {
    if is_glued(window, at) { Gap::None } else { Gap::Space }
}

/// The token of a word or a symbol of ASCII, up to where the next begins; `None` for anything else.
#[inline(always)]
#[allow(clippy::indexing_slicing)] // below the length
fn plain(window: &Window, base: usize, at: usize, next: usize) -> Option<Token> {
    let follows = usize::from(is_glued(window, next));
    // The last three bytes and the one behind them.
    let last = window[next + follows + BEFORE - 4..].first_chunk()?;
    let plain = Plain::of(window[at + BEFORE..].first_chunk()?, last, (next + follows).wrapping_sub(at + 1))?;
    let Plain { class, payload, shape, case } = plain;
    Some(Token { start: (base + at) as u32, payload, shape, class, gap: gap(window, at), case })
}

/// Most digits of a number that is read by arithmetic.
const DIGITS: usize = 8;

/// The value of so many digits, [`DIGITS`] at most.
#[inline]
fn value(text: &[u8; PLAIN], digits: usize) -> u32 {
    let Some(&text) = text.first_chunk() else { return 0 };
    // Two, four, eight digits together; those that are wanting are zeros before the first.
    let value = (u64::from_le_bytes(text) & 0x0f0f_0f0f_0f0f_0f0f) << ((64 - 8 * digits as u32) & 63);
    let value = value.wrapping_mul(10).wrapping_add(value >> 8) & 0x00ff_00ff_00ff_00ff;
    let value = value.wrapping_mul(100).wrapping_add(value >> 16) & 0x0000_ffff_0000_ffff;
    value.wrapping_mul(10_000).wrapping_add(value >> 32) as u32
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
        let mut scanner = Scanner::new(text, 0);
        while scanner.end < text.len() {
            scanner.one(scanner.end);
        }
        scanner.done()
    }

    #[test]
    fn parts_and_single_characters_make_the_same_tokens() {
        let long = ["a".repeat(15), "B".repeat(16), "c".repeat(17), "d".repeat(130), "8".repeat(8), "9".repeat(70)];
        let cut = ["e".repeat(LONGEST + 1), "1".repeat(LONGEST + 1), "²".repeat(LONGEST)];
        let short = "a A bc Bc BC bC def Def DEF dEF TM ZylTM ZORVANTATM 0 12 12345678 123456789 - $ , ™ é École µ ²⁻¹ \u{ad} \
                     \u{2009} \u{2028} \u{2029} \u{85} \u{7f} \u{a0} – ’ 漢";
        let pieces: Vec<&str> = short.split(' ').chain([" ", "  ", "\n", "\r\n", "\r", "\t", "\u{b}"]).collect();
        let pieces: Vec<&str> = pieces.into_iter().chain(long.iter().map(String::as_str)).collect();
        // What comes before puts them at every place of 64, and across the end of a part.
        let before = "a1 ".repeat(90);
        let mut at = 0;
        let mut alike = |one: &str, two: &str, three: &str| {
            at = (at + 1) % 140;
            let text = format!("{}{one}{two}{three}", &before[..at + at / 70 * 115]);
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

    #[test]
    fn signs_are_told_by_their_last_bits() {
        for character in ('\0'..='ÿ').chain('\u{2000}'..='\u{20ff}') {
            let text =
                format!("a{character}b {character} 12{character}{character}7\n{character}\n {character} Bc{character}");
            assert_eq!(scan(&text), one_by_one(&text), "{text:?}");
            let text = format!("{text} and {text}, {}", text.repeat(20));
            assert_eq!(scan(&text), one_by_one(&text), "{text:?}");
        }
    }
}
