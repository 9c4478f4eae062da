//! Shared scanning: one pass over the text makes tokens, and every kind walks the tokens.
//!
//! Tokens are as fine as they can usefully be: a run of letters, a run of ASCII digits, a run of
//! superscript digits, or one other character. White space makes no token; it is the [`Gap`]
//! before one. So `25mCi/m²` is `25` `mCi` `/` `m` `²`, and words that a conversion glued together
//! (`2025Exclusive`) fall apart by themselves.
//!
//! ```
//! use eosin::extract::lex::{Class, Gap, Tokens};
//! let tokens = Tokens::new("25mCi/m², the\nthird");
//! let words: Vec<&str> = (0..tokens.len()).map(|i| tokens.str(i)).collect();
//! assert_eq!(words, ["25", "mCi", "/", "m", "²", ",", "the", "third"]);
//! assert_eq!(tokens.get(1).gap, Gap::None);
//! assert_eq!(tokens.get(7).gap, Gap::Line);
//! assert_eq!(tokens.get(0).number(), Some(25));
//! assert!(tokens.get(99).class == Class::End);
//! ```
//!
//! Folding lives here and nowhere else: words compare without regard to case, `µ` is `μ`, the
//! ligatures U+FB00..U+FB06 are their letters, soft hyphens and zero-width characters are not there.
//!
//! Reading past either end gives [`Token::END`], so that rules look ahead without bounds checks.

mod address;
mod block;
mod lexicon;
mod likely;
mod number;
mod phase;
mod roles;
mod scan;
mod scientific;
mod spelled;
mod word;

pub use crate::lexicon;
pub use crate::w;
pub use crate::words;
pub use address::{Addresses, in_address};
pub use lexicon::{Lexicon, fold_hash, meanings_of, words_len, words_of};
pub use likely::Likely;
pub use number::{Number, number};
pub use phase::phase;
pub use roles::Roles;
pub use scientific::{Power, Scientific, scientific};
pub use spelled::SPELLED;
pub use word::{Opening, first_token, first_word};

use super::span::Span;
use scan::scan;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Class {
    /// Past either end of the text.
    End,
    /// Letters.
    Word,
    /// ASCII digits.
    Number,
    /// Superscript digits and signs: `²`, `⁻¹`.
    Superscript,
    /// One hyphen, dash or minus of any make.
    Dash,
    /// Any other single character; see [`Token::symbol`].
    Symbol,
}

/// What stands between a token and the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Gap {
    /// Nothing visible.
    None,
    /// Blanks on one line, no-break and thin ones too.
    Space,
    /// One line end.
    Line,
    /// An empty line, or a page break.
    Paragraph,
}

impl Gap {
    /// The same and a line end.
    const fn after_line(self) -> Gap {
        match self {
            Gap::None | Gap::Space => Gap::Line,
            Gap::Line | Gap::Paragraph => Gap::Paragraph,
        }
    }
}

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Case {
    /// No letters with case.
    None,
    /// `abc`
    Lower,
    /// `Abc`, and a single `A`
    Capital,
    /// `ABC`, at least two letters
    Upper,
    /// `aBc`
    Mixed,
}

/// One token: 16 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    start: u32,
    /// Word: hash of the folded letters. Number: its value. Symbol, dash: the character.
    payload: u32,
    /// Its length in bytes, and from bit 16 on its [`tail`](Token::tail): what tells most words apart.
    shape: u32,
    /// What it is made of.
    pub class: Class,
    /// What stands before it.
    pub gap: Gap,
    /// How it is written, for words.
    pub case: Case,
}

impl Token {
    /// What stands past the ends of a text.
    pub const END: Token = Token { gap: Gap::Paragraph, ..token(0, 0, 0, Class::End, Gap::Paragraph, Case::None) };

    /// Its place in the text.
    pub const fn span(self) -> Span {
        Span::new(self.start as usize, self.start as usize + self.len())
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        self.shape as usize & 0xffff
    }

    /// Whether it is [`Token::END`].
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The value of a run of at most nine digits.
    pub const fn number(self) -> Option<u32> {
        match self.class {
            Class::Number if self.len() <= 9 => Some(self.payload),
            _ => None,
        }
    }

    /// The character of a symbol or dash.
    pub const fn symbol(self) -> Option<char> {
        match self.class {
            Class::Symbol | Class::Dash => char::from_u32(self.payload),
            _ => None,
        }
    }

    /// Whether it is this symbol or dash.
    pub const fn is(self, symbol: char) -> bool {
        // Not one after the other, which would be a branch on what is hard to foretell.
        matches!(self.class, Class::Symbol | Class::Dash) & (self.payload == symbol as u32)
    }

    /// Hash of a word's folded letters, as [`fold_hash`] makes it; 0 for other tokens.
    pub const fn hash(self) -> u32 {
        match self.class {
            Class::Word => self.payload,
            _ => 0,
        }
    }

    /// The last three letters of an ASCII word, folded, as [`tail`] makes it: below [`TAILS`]. For
    /// anything else, or a shorter word, [`TAILS`] or more.
    #[inline]
    pub const fn tail(self) -> usize {
        (self.shape >> 16) as usize
    }

    /// [`hash`](Token::hash), [`number`](Token::number) or [`symbol`](Token::symbol), whichever it has.
    #[inline]
    pub const fn payload(self) -> u32 {
        self.payload
    }

    /// Whether it may be a word of no more letters: what is beyond ASCII may have fewer than bytes.
    #[inline]
    pub const fn is_within(self, letters: usize) -> bool {
        self.len() <= letters || self.is_beyond_ascii()
    }

    /// Whether it is a word that is not all ASCII.
    pub const fn is_beyond_ascii(self) -> bool {
        self.tail() == BEYOND_ASCII as usize
    }

    /// All that is to be known of an ASCII word, as a [`Folded`] has it.
    const fn key(self) -> u64 {
        (self.shape as u64) << 32 | self.payload as u64
    }

    /// Whether it reads so when folded.
    #[inline]
    pub const fn reads(self, word: Folded) -> bool {
        self.key() == word.0 || self.is_beyond_ascii() && self.payload == word.hash()
    }

    /// Whether it is a word.
    pub const fn is_word(self) -> bool {
        matches!(self.class, Class::Word)
    }

    /// Whether it is a run of digits.
    pub const fn is_number(self) -> bool {
        matches!(self.class, Class::Number)
    }

    /// Whether it touches the token before it.
    pub const fn is_glued(self) -> bool {
        matches!(self.gap, Gap::None)
    }
}

/// Number of different [`tail`]s.
pub const TAILS: usize = 1 << 15;

/// Number for three letters, as [`Token::tail`] gives it.
pub const fn tail(a: u8, b: u8, c: u8) -> u16 {
    // The lower five bits of a letter are its place in the alphabet.
    (a as u16 & 31) << 10 | (b as u16 & 31) << 5 | (c as u16 & 31)
}

/// The bit of a [`Token::tail`] that is of a word of one or two letters.
const SHORT: u16 = TAILS as u16;
/// [`Token::tail`] of a word that is not all ASCII.
const BEYOND_ASCII: u16 = u16::MAX;
/// [`Token::tail`] of what is no word.
const NO_WORD: u16 = u16::MAX - 1;

/// A folded word as tokens are compared with it, made by [`w!`](crate::w) and [`words!`](crate::words) while the
/// program is compiled: its length, its last three letters, and the hash of all. Two words that share all three are
/// not to be met by chance; where a text has letters beyond ASCII, invisible ones among them, the hash alone tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Folded(u64);

impl Folded {
    /// Of a word in small letters. What is no such word does not compile.
    #[allow(clippy::indexing_slicing, clippy::panic)] // runs in the compiler, where a panic is an error message
    pub const fn of(word: &str) -> Folded {
        let bytes = word.as_bytes();
        let (mut at, mut ascii) = (0, true);
        while at < bytes.len() {
            assert!(!bytes[at].is_ascii_uppercase() && bytes[at] > b' ', "words are single and in small letters");
            ascii &= bytes[at].is_ascii();
            at += 1;
        }
        let tail = match bytes {
            _ if !ascii => BEYOND_ASCII,
            [.., a, b, c] => tail(*a, *b, *c),
            [a, b] => SHORT | tail(0, *a, *b),
            [a] => SHORT | tail(0, 0, *a),
            [] => panic!("no word is empty"),
        };
        Folded((shape(bytes.len(), tail) as u64) << 32 | fold_hash(word) as u64)
    }

    /// As [`fold_hash`] makes it.
    pub const fn hash(self) -> u32 {
        self.0 as u32
    }
}

/// A word to compare tokens with: `w!("may")` is a [`Folded`](crate::extract::lex::Folded).
#[macro_export]
macro_rules! w {
    ($word:literal) => {
        const { $crate::extract::lex::Folded::of($word) }
    };
}

/// Words to compare tokens with: `words!["may", "june"]` are a [`List`](crate::extract::lex::List).
#[macro_export]
macro_rules! words {
    ($($word:literal),+ $(,)?) => {
        const {
            const WORDS: &[$crate::extract::lex::Folded] = &[$($crate::extract::lex::Folded::of($word)),+];
            &$crate::extract::lex::List::of(WORDS)
        }
    };
}

/// A few words, made by [`words!`](crate::words).
#[derive(Clone, Copy, Debug)]
pub struct List {
    /// A bit for each, by the lower bits of its hash: nearly every token is none of them, and one bit says so.
    bits: u64,
    words: &'static [Folded],
}

impl List {
    /// Of these.
    #[allow(clippy::indexing_slicing)] // the lint does not see that the index is below the length
    pub const fn of(words: &'static [Folded]) -> List {
        let (mut bits, mut word) = (0, 0);
        while word < words.len() {
            bits |= 1 << (words[word].hash() & 63);
            word += 1;
        }
        List { bits, words }
    }

    /// They, in the order in which they were written.
    pub const fn words(&self) -> &'static [Folded] {
        self.words
    }

    /// Whether a token reads like one of them.
    #[inline]
    fn has(&self, token: Token) -> bool {
        self.bits >> (token.payload() & 63) & 1 == 1 && self.words.iter().any(|&word| token.reads(word))
    }
}

impl std::ops::Deref for List {
    type Target = [Folded];

    fn deref(&self) -> &[Folded] {
        self.words
    }
}

const fn shape(length: usize, tail: u16) -> u32 {
    (tail as u32) << 16 | length as u32 & 0xffff
}

/// A text and its tokens.
#[derive(Clone, Debug)]
pub struct Tokens<'a> {
    text: &'a str,
    list: Vec<Token>,
}

impl<'a> Tokens<'a> {
    /// Tokenises a text of less than 4 GiB; what lies past that is not read.
    pub fn new(text: &'a str) -> Tokens<'a> {
        Tokens { text, list: scan(text) }
    }

    /// Tokens that were made of this very text before.
    pub(super) fn of(text: &'a str, list: Vec<Token>) -> Tokens<'a> {
        Tokens { text, list }
    }

    /// The tokens without their text.
    pub(super) fn into_list(self) -> Vec<Token> {
        self.list
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The token at `index`, or [`Token::END`]. `index.wrapping_sub(1)` is a fine way to look back.
    #[inline]
    pub fn get(&self, index: usize) -> Token {
        self.list.get(index).copied().unwrap_or(Token::END)
    }

    /// Asks a token together with the one before and the one behind it, each as [`get`](Tokens::get) has it.
    #[inline]
    pub fn beside<T>(&self, index: usize, ask: impl FnOnce(&[Token; 3]) -> T) -> T {
        let ends;
        let three = match self.list.get(index.wrapping_sub(1)..).and_then(<[Token]>::first_chunk) {
            Some(three) => three,
            None => {
                ends = [self.get(index.wrapping_sub(1)), self.get(index), self.get(index + 1)];
                &ends
            }
        };
        ask(three)
    }

    /// The whole text.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// All tokens as they lie in memory.
    #[inline]
    pub fn list(&self) -> &[Token] {
        &self.list
    }

    /// All tokens in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Token> + '_ {
        self.list.iter().copied()
    }

    /// Surface form of the token at `index`; empty past the ends.
    #[inline]
    pub fn str(&self, index: usize) -> &'a str {
        self.slice(self.get(index).span())
    }

    /// The text under a span; empty where the span does not lie on character edges.
    #[inline]
    pub fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.start..span.end).unwrap_or("")
    }

    /// The span from token `first` up to, not including, token `end`.
    #[inline]
    pub fn span(&self, first: usize, end: usize) -> Span {
        if end <= first {
            let start = self.get(first).span().start;
            return Span::new(start, start);
        }
        Span::new(self.get(first).span().start, self.get(end - 1).span().end)
    }

    /// Whether the word at `index` reads so when folded.
    // Asked in hundreds of places: that it is no longer in each of them makes the module smaller, and no slower.
    #[inline(never)]
    pub fn is(&self, index: usize, word: Folded) -> bool {
        self.list.get(index).is_some_and(|token| token.reads(word))
    }

    /// The same for a word of a table, in small letters.
    pub fn reads(&self, index: usize, word: &str) -> bool {
        let token = self.get(index);
        let long = token.len() == word.len() || token.is_beyond_ascii();
        long && token.is_word() && folded_equals(self.slice(token.span()), word)
    }

    /// Whether the word at `index` is one of these.
    #[inline(never)]
    pub fn is_any(&self, index: usize, words: &List) -> bool {
        self.list.get(index).is_some_and(|&token| words.has(token))
    }

    /// Index of the first token that starts at or after this byte.
    pub fn at(&self, byte: usize) -> usize {
        self.list.partition_point(|token| token.span().start < byte)
    }
}

/// The letters that stand for a character when words are compared.
fn fold(character: char) -> impl Iterator<Item = char> {
    let (text, single): (&'static str, Option<char>) = match character {
        'µ' => ("", Some('μ')),
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => ("", None),
        '\u{fb00}' => ("ff", None),
        '\u{fb01}' => ("fi", None),
        '\u{fb02}' => ("fl", None),
        '\u{fb03}' => ("ffi", None),
        '\u{fb04}' => ("ffl", None),
        '\u{fb05}' | '\u{fb06}' => ("st", None),
        // The first letter of a longer lower-case form is enough to compare by.
        other => ("", other.to_lowercase().next()),
    };
    text.chars().chain(single)
}

/// Whether `surface`, folded, reads `word`. `word` must be lower-case.
///
/// ```
/// assert!(eosin::extract::lex::folded_equals("Three\u{ad}fold", "threefold"));
/// ```
#[inline]
pub fn folded_equals(surface: &str, word: &str) -> bool {
    surface.eq_ignore_ascii_case(word) || !surface.is_ascii() && surface.chars().flat_map(fold).eq(word.chars())
}

/// The folded letters of a surface form.
pub fn folded(surface: &str) -> String {
    surface.chars().flat_map(fold).collect()
}

/// Whether a character joins the words around it without being seen.
const fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Whether a character is a hyphen, dash or minus, or the line of a box that stands for one.
pub const fn is_dash(character: char) -> bool {
    matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

/// The digit that a superscript character raises, if it is one.
pub const fn superscript_digit(character: char) -> Option<u32> {
    match character {
        '⁰' => Some(0),
        '¹' => Some(1),
        '²' => Some(2),
        '³' => Some(3),
        '⁴'..='⁹' => Some(character as u32 - '⁴' as u32 + 4),
        _ => None,
    }
}

/// Longest token in bytes; longer runs are cut, so that no rule meets a word of a megabyte.
const LONGEST: usize = 4096;

const fn token(start: usize, end: usize, payload: u32, class: Class, gap: Gap, case: Case) -> Token {
    Token { start: start as u32, payload, shape: shape(end - start, NO_WORD), class, gap, case }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gaps(text: &str) -> Vec<Gap> {
        Tokens::new(text).iter().map(|token| token.gap).collect()
    }

    #[test]
    fn gaps_count_line_ends() {
        assert_eq!(gaps("a b"), [Gap::Paragraph, Gap::Space]);
        assert_eq!(gaps("a \r\n b"), [Gap::Paragraph, Gap::Line]);
        assert_eq!(gaps("a\r\n \r\nb"), [Gap::Paragraph, Gap::Paragraph]);
        assert_eq!(gaps("a\u{c}b"), [Gap::Paragraph, Gap::Paragraph]);
        assert_eq!(gaps("a\u{202f}b"), [Gap::Paragraph, Gap::Space]);
    }

    #[test]
    fn cases() {
        let case = |text| Tokens::new(text).get(0).case;
        assert_eq!(case("abc"), Case::Lower);
        assert_eq!(case("Abc"), Case::Capital);
        assert_eq!(case("A"), Case::Capital);
        assert_eq!(case("ABC"), Case::Upper);
        assert_eq!(case("aBc"), Case::Mixed);
        assert_eq!(case("漢字"), Case::None);
    }

    #[test]
    fn folding_agrees_with_hashing() {
        for (surface, word) in
            [("Ma\u{ad}rch", "march"), ("µg", "μg"), ("e\u{fb03}cacy", "efficacy"), ("ÉTUDE", "étude")]
        {
            let tokens = Tokens::new(surface);
            assert!(tokens.get(0).reads(Folded::of(word)), "{surface}");
            assert_eq!(tokens.get(0).hash(), fold_hash(word), "{surface}");
        }
    }

    #[test]
    fn a_very_long_run_is_cut() {
        let text = "a".repeat(10_000);
        assert_eq!(Tokens::new(&text).len(), 3);
    }
}
