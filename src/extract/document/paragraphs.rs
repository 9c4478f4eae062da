//! Cuts a text into paragraphs.
//!
//! An empty line ends a paragraph. So does a line end before a list mark, and one after a line that
//! was not broken by a wrapping program (long, or ending a sentence). Paragraphs tile the text.

use wide::u8x16;

use super::{Paragraph, Role};
use crate::extract::span::Span;

/// A line longer than this was not wrapped by a program that wraps at a column.
const LONG_LINE: usize = 120;
/// A heading is no longer than this.
const LONGEST_HEADING: usize = 110;
/// A headline is no longer than this.
const LONGEST_TITLE: usize = 300;

pub(super) fn paragraphs(text: &str) -> Vec<Paragraph> {
    // Room for what most releases have.
    let mut list: Vec<Paragraph> = Vec::with_capacity((text.len() / 128).min(64));
    let mut start = 0;
    let mut after_gap = true;
    let mut previous: &[u8] = &[];
    let mut at = 0;
    each_line(text.as_bytes(), |end| {
        let content = content(text, at, end);
        if content.is_empty() {
            after_gap = true;
        } else {
            if at > start
                && (after_gap || ends_paragraph(previous) || is_item(content) || is_heading_mark(content))
                && !self::content(text, start, at).is_empty()
            {
                list.push(Paragraph { span: Span::new(start, at), role: Role::Body });
                start = at;
            }
            after_gap = false;
            previous = content;
        }
        at = end;
    });
    if start < text.len() {
        list.push(Paragraph { span: Span::new(start, text.len()), role: Role::Body });
    }
    roles(text, &mut list);
    list
}

/// The bytes from one line's beginning to another's, without the white space around them.
fn content(text: &str, from: usize, to: usize) -> &[u8] {
    let line = text.as_bytes().get(from..to).unwrap_or_default().trim_ascii();
    match line {
        [] | [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'] => line,
        _ => text.get(from..to).unwrap_or("").trim().as_bytes(),
    }
}

/// Calls back with where each line ends, behind its line feed; the last where the text does. Lines are short: their ends are
/// told for 64 bytes at once.
#[inline]
fn each_line(text: &[u8], mut see: impl FnMut(usize)) {
    let (blocks, rest) = text.as_chunks::<64>();
    let mut last = [0; 64];
    last.iter_mut().zip(rest).for_each(|(last, &byte)| *last = byte);
    for (number, block) in blocks.iter().chain([&last]).enumerate() {
        let mut ends = bits(block, |quarter| quarter.simd_eq(u8x16::splat(b'\n')));
        while ends != 0 {
            see(number * 64 + ends.trailing_zeros() as usize + 1);
            ends &= ends - 1;
        }
    }
    see(text.len());
}

/// A bit for each of 64 bytes that is so, the lowest for the first.
#[inline]
fn bits(block: &[u8; 64], is: impl Fn(u8x16) -> u8x16) -> u64 {
    let quarters = block.as_chunks().0.iter().rev();
    quarters.fold(0, |bits, &quarter| bits << 16 | u64::from(is(u8x16::new(quarter)).to_bitmask()))
}

/// A line without the white space around it, which is told by bytes where they are ASCII.
pub(in crate::extract) fn trimmed(line: &str) -> &str {
    let line = line.trim_ascii();
    match line.as_bytes() {
        [] | [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'] => line,
        _ => line.trim(),
    }
}

fn ends_paragraph(line: &[u8]) -> bool {
    line.len() > LONG_LINE
        || is_heading_mark(line)
        || matches!(line, [.., b'.' | b':' | b';' | b'!' | b'?' | b'"'])
        || line.ends_with("”".as_bytes())
}

fn is_heading_mark(line: &[u8]) -> bool {
    line.starts_with(b"#") && line.iter().find(|&&byte| byte != b'#') == Some(&b' ')
}

/// Whether a line begins with a list mark.
fn is_item(line: &[u8]) -> bool {
    let begins = |mark: &str| line.starts_with(mark.as_bytes());
    match line {
        [b'-' | b'*' | b'o', b' ' | b'\t', ..] => true,
        [b'0'..=b'9', b'.' | b')', b' ', ..] | [b'0'..=b'9', b'0'..=b'9', b'.' | b')', b' ', ..] => true,
        [..=b'~', ..] | [] => false,
        _ => {
            ["•", "●", "▪", "◦", "‣", "·", "■"].into_iter().any(begins)
                || ["– ", "–\t", "— ", "—\t"].into_iter().any(begins)
        }
    }
}

fn roles(text: &str, list: &mut [Paragraph]) {
    let mut titled = false;
    for paragraph in list.iter_mut() {
        let content = trimmed(text.get(paragraph.span.start..paragraph.span.end).unwrap_or(""));
        let marked = is_heading_mark(content.as_bytes());
        paragraph.role = if is_item(content.as_bytes()) {
            Role::Item
        } else if !titled && (marked || content.len() <= LONGEST_TITLE && reads_like_heading(content, 4)) {
            titled = true;
            Role::Title
        } else if marked || content.len() <= LONGEST_HEADING && reads_like_heading(content, 1) {
            Role::Heading
        } else {
            Role::Body
        };
    }
}

/// Finds the headline, and the headings a file does not say, among paragraphs that have roles already.
pub(super) fn name_headings(text: &str, list: &mut [Paragraph]) {
    let content = |paragraph: &Paragraph| text.get(paragraph.span.start..paragraph.span.end).unwrap_or("").trim();
    for paragraph in list.iter_mut().filter(|paragraph| paragraph.role == Role::Body) {
        let content = content(paragraph);
        if content.len() <= LONGEST_HEADING && reads_like_heading(content, 1) {
            paragraph.role = Role::Heading;
        }
    }
    let headline = list.iter().position(|paragraph| {
        let content = content(paragraph);
        let said = paragraph.role == Role::Heading || paragraph.role == Role::Body;
        said && content.len() <= LONGEST_TITLE && reads_like_heading(content, 4)
    });
    // A file may say that its headline is a heading; "FOR IMMEDIATE RELEASE" above it is not the headline.
    let first = list.iter().position(|paragraph| paragraph.role == Role::Heading);
    if !list.iter().any(|paragraph| paragraph.role == Role::Title)
        && let Some(paragraph) = headline.or(first).and_then(|index| list.get_mut(index))
    {
        paragraph.role = Role::Title;
    }
}

/// No sentence end, no line break, most long words capitalised, at least so many words, and no digit
/// or mark that tells of an address, a date or a telephone number.
fn reads_like_heading(content: &str, least: usize) -> bool {
    if matches!(content.as_bytes(), [.., b'.' | b',' | b';' | b'!']) {
        return false;
    }
    let line = Line::of(content.as_bytes());
    let Words { all, long, capital } = if line.is_ascii { line.words } else { words(content) };
    !line.is_marked && all >= least && long > 0 && capital * 10 >= long * 7 && line.digits * 3 < content.len()
}

/// How many words there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Words {
    all: usize,
    /// With four characters or more, the first of them a letter.
    long: usize,
    /// Of these, with a capital.
    capital: usize,
}

fn words(content: &str) -> Words {
    let mut words = Words { all: 0, long: 0, capital: 0 };
    for word in content.split_whitespace() {
        words.all += 1;
        if word.len() > 3 && word.starts_with(char::is_alphabetic) && word.chars().nth(3).is_some() {
            words.long += 1;
            words.capital += usize::from(word.starts_with(char::is_uppercase));
        }
    }
    words
}

/// What is told of a line without a walk through its characters.
struct Line {
    /// It has a line end or a mark that tells of an address.
    is_marked: bool,
    is_ascii: bool,
    /// Those of ASCII.
    words: Words,
    digits: usize,
}

impl Line {
    /// Of one that is no longer than a headline: of 64 bytes at once, by a bit for each.
    fn of(content: &[u8]) -> Line {
        const BLOCKS: usize = LONGEST_TITLE.div_ceil(64);
        let mut line = [[b' '; 64]; BLOCKS];
        line.as_flattened_mut().iter_mut().zip(content).for_each(|(place, &byte)| *place = byte);
        let within = |bytes: u8x16, first: u8, count: u8| {
            let place = bytes - u8x16::splat(first);
            place.min(u8x16::splat(count - 1)).simd_eq(place)
        };
        let is = |bytes: u8x16, byte: u8| bytes.simd_eq(u8x16::splat(byte));
        let words = Words { all: 0, long: 0, capital: 0 };
        let mut found = Line { is_marked: false, is_ascii: true, words, digits: 0 };
        // Whether each was a blank, a letter, a capital, in the 64 before.
        let mut before = [u64::MAX, 0, 0];
        for block in line.iter().take(content.len().div_ceil(64)) {
            let odd = bits(block, |bytes| is(bytes, b'\n') | is(bytes, b'@') | is(bytes, b'|'));
            let blank = bits(block, |bytes| is(bytes, b' ') | within(bytes, b'\t', 5));
            let letter = bits(block, |bytes| within(bytes | u8x16::splat(0x20), b'a', 26));
            let capital = bits(block, |bytes| within(bytes, b'A', 26));
            let digit = bits(block, |bytes| within(bytes, b'0', 10));
            let beyond = bits(block, |bytes| bytes);
            // Those so many bytes before.
            let back = |bytes: u32| {
                let [blanks, letters, capitals] = before;
                let moved = |bits: u64, before: u64| bits << bytes | before >> (64 - bytes);
                [moved(blank, blanks), moved(letter, letters), moved(capital, capitals)]
            };
            // The fourth character of a word, by how the first is written.
            let [third, _, _] = back(1);
            let [second, _, _] = back(2);
            let [first, letters, capitals] = back(3);
            let [begins, _, _] = back(4);
            let fourth = !(blank | third | second | first) & begins;
            found.is_marked |= odd != 0;
            found.is_ascii &= beyond == 0;
            found.words.all += (!blank & third).count_ones() as usize;
            found.words.long += (fourth & letters).count_ones() as usize;
            found.words.capital += (fourth & capitals).count_ones() as usize;
            found.digits += digit.count_ones() as usize;
            before = [blank, letter, capital];
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<(Role, &str)> {
        let list = paragraphs(text);
        let mut at = 0;
        for paragraph in &list {
            assert_eq!(paragraph.span.start, at, "paragraphs tile");
            at = paragraph.span.end;
        }
        assert_eq!(at, text.len(), "paragraphs tile");
        list.into_iter().map(|p| (p.role, text[p.span.start..p.span.end].trim())).collect()
    }

    #[test]
    fn blank_lines_marks_and_long_lines_cut() {
        assert_eq!(
            cut(
                "\nAlba Bio Reports Third Quarter Results\n\nOne line\nwrapped.\n- first\n- second\n\nAbout Alba Bio\n\nEnd of it."
            ),
            [
                (Role::Title, "Alba Bio Reports Third Quarter Results"),
                (Role::Body, "One line\nwrapped."),
                (Role::Item, "- first"),
                (Role::Item, "- second"),
                (Role::Heading, "About Alba Bio"),
                (Role::Body, "End of it."),
            ]
        );
        assert_eq!(cut(""), []);
        assert_eq!(cut("\n \n").len(), 1);
    }

    #[test]
    fn words_of_ascii() {
        let long = "Alba Bio of the Year ".repeat(14);
        for text in [
            "",
            " ",
            "a",
            "Alba",
            "Alba ",
            "Alba Bio Reports",
            "a\tb\r\n1234 abcd\u{b}Abcd",
            "of  the Year",
            "x Abc Abcd",
            "\u{1c}abc Defg-hij",
            "Q3 2030 Results: Net Loss of $5 Million",
        ] {
            // At every place of 64.
            for at in (0..long.len() - text.len()).step_by(3) {
                let text = format!("{}{text}", &long[..at]);
                let line = Line::of(text.as_bytes());
                assert_eq!(line.words, words(&text), "{text:?}");
                assert_eq!(line.digits, text.bytes().filter(u8::is_ascii_digit).count(), "{text:?}");
                assert_eq!(line.is_marked, text.contains(['\n', '@', '|']), "{text:?}");
            }
        }
    }
}
