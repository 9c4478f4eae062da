//! A text to tokens, in one pass.
//!
//! [`Starts`] says of a part of the text where something begins. Words and symbols of ASCII, nearly all of a text, are read
//! from that by arithmetic, in [`plain`], one like the other; then numbers and line ends. What is left is read a character
//! at a time, by [`Scanner::one`], which could read all of it.

use super::block::{self, BEFORE, Starts, Window};
use super::word::{PLAIN, Plain, is_letter, word};
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
    let mut scanner = Scanner::new(text, room(text));
    let (bytes, mut base, mut starts) = (text.as_bytes(), 0, Starts::NEW);
    while base < bytes.len() {
        let window = base.checked_sub(BEFORE).and_then(|from| bytes.get(from..)?.first_chunk());
        base = match window {
            Some(window) => scanner.part(base, window, &mut starts),
            None => scanner.part(base, &block::padded(bytes, base), &mut starts),
        };
    }
    scanner.done()
}

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
}

/// By byte.
static OPENERS: [Opener; 256] = {
    let mut openers = [Opener { class: Class::End, letters: 0, payload: 0, limit: 0 }; 256];
    let mut byte = b'!';
    #[allow(clippy::indexing_slicing)] // below the length
    while byte <= b'~' {
        let symbol = Opener { class: Class::Symbol, letters: 0, payload: byte, limit: 2 };
        openers[byte as usize] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => {
                Opener { class: Class::Word, letters: u8::MAX, payload: 0, limit: PLAIN as u8 + 1 }
            }
            b'0'..=b'9' => Opener { limit: 0, ..symbol },
            b'-' => Opener { class: Class::Dash, ..symbol },
            _ => symbol,
        };
        byte += 1;
    }
    openers
};

/// What reads tokens.
struct Scanner<'a> {
    text: &'a str,
    /// The tokens, and room for more of them.
    list: Vec<Token>,
    /// How many there are.
    count: usize,
    /// Where what was read ends that is no word and no symbol of ASCII.
    end: usize,
    /// What stands before what is read next, blanks apart.
    gap: Gap,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str, room: usize) -> Scanner<'a> {
        Scanner { text, list: vec![Token::END; room], count: 0, end: 0, gap: Gap::Paragraph }
    }

    /// The tokens.
    fn done(mut self) -> Vec<Token> {
        self.list.truncate(self.count);
        // They stay while everything else is found.
        self.list.shrink_to_fit();
        self.list
    }

    /// Reads what begins and ends in a part of the text, `base` bytes into it; gives where reading goes on.
    fn part(&mut self, base: usize, window: &Window, starts: &mut Starts) -> usize {
        starts.read(window);
        let mut starts = starts.places();
        if let [_] = starts {
            return self.long(base, window);
        }
        if self.list.len() < self.count + starts.len() {
            self.make_room();
        }
        loop {
            let made = match self.list.get_mut(self.count..) {
                Some(room) => plain(starts, window, base, room),
                None => 0,
            };
            if made > 0
                && let Some(first) = self.list.get_mut(self.count)
            {
                first.gap = first.gap.max(self.gap);
                self.gap = Gap::None;
                self.count += made;
                starts = starts.get(made..).unwrap_or(&[]);
            }
            let &[start, next, ..] = starts else { break };
            self.other(window, base, start, next);
            // What begins before was read too.
            while let [start, rest @ ..] = starts
                && base + usize::from(*start) < self.end
            {
                starts = rest;
            }
            if self.list.len() < self.count + starts.len() {
                self.make_room();
            }
        }
        match starts {
            [] => self.end,
            [start, ..] => base + usize::from(*start),
        }
    }

    /// Reads what is longer than a part.
    #[cold]
    fn long(&mut self, base: usize, window: &Window) -> usize {
        if window.get(BEFORE).is_none_or(|&first| first == b' ') {
            // Another blank is the last.
            self.gap = self.gap.max(Gap::Space);
            return base + block::BYTES - 1;
        }
        self.other(window, base, 0, u8::MAX);
        self.end
    }

    /// Reads what is no word and no symbol of ASCII.
    #[inline(never)]
    #[allow(clippy::indexing_slicing)] // below the length
    fn other(&mut self, window: &Window, base: usize, start: u8, next: u8) {
        let (start, next) = (usize::from(start), usize::from(next));
        let blank = |at: usize| window[at + BEFORE - 1] == b' ';
        let (end, gap) =
            (next - usize::from(blank(next)), self.gap.max([Gap::None, Gap::Space][usize::from(blank(start))]));
        // Blanks end before the last of them, if there are but two.
        (self.gap, self.end) = (gap, base + end.max(start + 1));
        match window[start + BEFORE] {
            b'0'..=b'9' if end - start <= DIGITS => {
                let value = value(window, start, end - start);
                self.push(token(base + start, base + end, value, Class::Number, gap, Case::None));
                self.gap = Gap::None;
            }
            b'\n' => self.gap = gap.after_line(),
            b'\r' | b'\x0b' | b'\x0c' => self.rare(base + start),
            0..=b' ' | 0x7f => self.gap = gap.max(Gap::Space),
            _ => self.rare(base + start),
        }
    }

    /// Makes room for what begins in a part of the text.
    #[cold]
    #[inline(never)]
    fn make_room(&mut self) {
        self.list.truncate(self.count);
        self.list.reserve(block::BYTES);
        self.list.resize(self.list.capacity(), Token::END);
    }

    /// Adds a token.
    #[inline]
    fn push(&mut self, token: Token) {
        if self.list.len() == self.count {
            self.make_room();
        }
        if let Some(place) = self.list.get_mut(self.count) {
            *place = token;
            self.count += 1;
        }
    }

    /// A token has been read, up to here.
    fn after(&mut self, end: usize) {
        (self.end, self.gap) = (end, Gap::None);
    }

    /// Reads what may be anything.
    #[inline(never)]
    fn rare(&mut self, start: usize) {
        self.end = start;
        // A letter beyond ASCII, or one that is not seen, is of the word before it.
        let character = self.text.get(start..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
        if (is_invisible(character) || !character.is_ascii() && is_letter(character))
            && let Some(&last) = self.count.checked_sub(1).and_then(|last| self.list.get(last))
            && last.is_word()
            && last.span().end == start
            && last.len() <= PLAIN
        {
            (self.count, self.gap) = (self.count - 1, last.gap);
            self.run(last.span().start);
            if self.end > start {
                return;
            }
        }
        self.run(start);
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
                self.push(token(start, end, digits.fold(0, value), Class::Number, gap, Case::None));
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
                self.push(token(start, end, 0, Class::Superscript, gap, Case::None));
                return self.after(end);
            }
            _ if is_letter(character) => {
                let word = word(text, start, gap);
                self.push(word);
                return self.after(word.span().end);
            }
            _ if is_dash(character) => Class::Dash,
            _ => Class::Symbol,
        };
        self.push(token(start, end, character as u32, class, gap, Case::None));
        self.after(end);
    }

    /// Adds a word, and the ™ where it ends in one.
    fn add_word(&mut self, word: Token) {
        let (start, end) = (word.span().start, word.span().end);
        if !matches!(word.case, Case::Mixed | Case::Upper) || !ends_in_mark(self.text.as_bytes(), start, end) {
            return self.push(word);
        }
        let name = self::word(self.text.get(..end.saturating_sub(2)).unwrap_or(self.text), start, word.gap);
        self.push(name);
        self.push(token(name.span().end, end, '™' as u32, Class::Symbol, Gap::None, Case::None));
    }
}

/// Makes the tokens of words and symbols of ASCII, up to what is neither: how many were made. All are read alike: which of
/// the two comes next would be a branch that is hard to foretell, and that costs more than to read a symbol as a word.
#[inline(never)]
#[allow(clippy::indexing_slicing)] // below the length
fn plain(starts: &[u8], window: &Window, base: usize, room: &mut [Token]) -> usize {
    let [first, nexts @ ..] = starts else { return 0 };
    let is_blank = |place: usize| window[place + BEFORE - 1] == b' ';
    let mut at = usize::from(*first);
    let mut made = 0;
    for (&next, place) in nexts.iter().zip(room) {
        let next = usize::from(next);
        let follows = usize::from(!is_blank(next));
        // The last three bytes and the one behind them.
        let last = &window[next + follows + BEFORE - 4..][..4];
        let text = &window[at + BEFORE..][..PLAIN];
        let (Some(text), Some(&last)) = (text.first_chunk(), last.first_chunk()) else { break };
        let length = (next + follows).wrapping_sub(at + 1);
        let opener = OPENERS[usize::from(text[0])];
        let last = u32::from_le_bytes(last);
        if (length >= usize::from(opener.limit)) | ((last >> 8) as u16 == u16::from_le_bytes(*b"TM")) {
            break;
        }
        let plain = Plain::of(text, last, length & usize::from(opener.letters));
        *place = Token {
            start: (base + at) as u32,
            payload: plain.hash | u32::from(opener.payload),
            shape: plain.tail | length as u32,
            class: opener.class,
            gap: if is_blank(at) { Gap::Space } else { Gap::None },
            case: plain.case,
        };
        made += 1;
        at = next;
    }
    made
}

/// Most digits of a number that is read by arithmetic.
const DIGITS: usize = 8;

/// The value of so many digits at a place of a part, [`DIGITS`] at most.
#[inline]
fn value(window: &Window, at: usize, digits: usize) -> u32 {
    let Some(&text) = window.get(at + BEFORE..).and_then(|text| text.first_chunk()) else { return 0 };
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
                     \u{2009} \u{2028} \u{2029} \u{85} \u{7f} – 漢";
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
}
