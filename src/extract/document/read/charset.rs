//! Bytes to characters.
//!
//! | bytes | read as |
//! |---|---|
//! | a byte order mark | what it says: UTF-8, UTF-16 little or big endian |
//! | every second byte zero | UTF-16 without a mark |
//! | UTF-8, a broken sequence here and there | UTF-8, U+FFFD for the broken ones |
//! | UTF-8 and as much that is not: pieces put together | each piece as what it is |
//! | anything else that is not full of control characters | Windows-1252 |
//!
//! `None` where the bytes are no text. A lone carriage return becomes a line feed; no other character
//! is changed, so that offsets stay those of the file.

/// Windows-1252 from 0x80 to 0x9F; the rest is Latin-1. From the WHATWG Encoding Standard,
/// index-windows-1252 (<https://encoding.spec.whatwg.org/#windows-1252>), which maps the five
/// unassigned bytes to the control characters of the same number.
#[rustfmt::skip]
const WINDOWS_1252: [char; 32] = [
    '\u{20AC}', '\u{0081}', '\u{201A}', '\u{0192}', '\u{201E}', '\u{2026}', '\u{2020}', '\u{2021}',
    '\u{02C6}', '\u{2030}', '\u{0160}', '\u{2039}', '\u{0152}', '\u{008D}', '\u{017D}', '\u{008F}',
    '\u{0090}', '\u{2018}', '\u{2019}', '\u{201C}', '\u{201D}', '\u{2022}', '\u{2013}', '\u{2014}',
    '\u{02DC}', '\u{2122}', '\u{0161}', '\u{203A}', '\u{0153}', '\u{009D}', '\u{017E}', '\u{0178}',
];

/// Bytes looked at to tell UTF-16 and binary files.
const SAMPLE: usize = 1 << 14;
/// A text has at most one control character in so many bytes.
const CONTROLS_PER: usize = 64;

/// The text of these bytes.
pub(super) fn decode(bytes: &[u8]) -> Option<String> {
    let text = if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        String::from_utf8_lossy(rest).into_owned()
    } else if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        utf16(rest, u16::from_le_bytes)
    } else if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        utf16(rest, u16::from_be_bytes)
    } else {
        match zeros(bytes) {
            Zeros::Odd => utf16(bytes, u16::from_le_bytes),
            Zeros::Even => utf16(bytes, u16::from_be_bytes),
            Zeros::Binary => return None,
            Zeros::Text => unmarked(bytes),
        }
    };
    Some(if has_lone_return(&text) { line_feeds(&text) } else { text })
}

/// The text of a web page: what its byte order mark says, else UTF-8 where it is that, else what the
/// page says of itself, else Windows-1252.
#[cfg(feature = "read-papers")]
pub(super) fn decode_page(bytes: &[u8]) -> Option<String> {
    let marked = [b"\xef\xbb\xbf".as_slice(), b"\xff\xfe", b"\xfe\xff"].iter().any(|mark| bytes.starts_with(mark));
    if marked || std::str::from_utf8(bytes).is_ok() {
        return decode(bytes);
    }
    let said = said(bytes).and_then(|label| encoding_rs::Encoding::for_label(&label));
    match said {
        // A page that says so and is not quite: a broken sequence here and there, or another encoding.
        None => decode(bytes),
        Some(encoding) if encoding == encoding_rs::UTF_8 => Some(unmarked(bytes)),
        Some(encoding) => Some(encoding.decode_without_bom_handling(bytes).0.into_owned()),
    }
}

/// The encoding that the first kilobytes of a page name: `charset=…` or `encoding="…"`.
#[cfg(feature = "read-papers")]
fn said(bytes: &[u8]) -> Option<Vec<u8>> {
    let head = bytes.get(..4096).unwrap_or(bytes).to_ascii_lowercase();
    let find = |name: &[u8]| head.windows(name.len()).position(|window| window == name).map(|at| at + name.len());
    let at = find(b"charset").or_else(|| find(b"encoding"))?;
    let rest = head.get(at..)?.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let label = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_:.+".contains(byte);
    Some(rest.iter().copied().take_while(|byte| label(byte)).take(40).collect())
}

/// Where the zero bytes stand.
enum Zeros {
    Odd,
    Even,
    Binary,
    Text,
}

fn zeros(bytes: &[u8]) -> Zeros {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let (mut even, mut odd) = (0, 0);
    for at in memchr::memchr_iter(0, sample.get(..sample.len() & !1).unwrap_or(sample)) {
        even += usize::from(at % 2 == 0);
        odd += usize::from(at % 2 == 1);
    }
    let pairs = sample.len() / 2;
    if odd * 10 > pairs * 6 && even * 10 < pairs {
        return Zeros::Odd;
    }
    if even * 10 > pairs * 6 && odd * 10 < pairs {
        return Zeros::Even;
    }
    // What begins like text may go on otherwise: a piece of a PDF, a program with a script before it.
    let middle = bytes.len() / 2;
    let later = bytes.get(middle..).unwrap_or(&[]);
    let later = later.get(..SAMPLE).unwrap_or(later);
    let controls = controls(sample);
    let clean = controls == 0 && sample.len() == bytes.len();
    if is_binary(controls, sample) || !clean && is_binary(self::controls(later), later) {
        Zeros::Binary
    } else {
        Zeros::Text
    }
}

fn is_binary(controls: usize, sample: &[u8]) -> bool {
    controls * CONTROLS_PER > sample.len()
}

/// The number of control characters that stand in no text: those below a blank but for white space and escape.
fn controls(sample: &[u8]) -> usize {
    // Told without a jump, and counted in a byte: so sixteen are looked at together.
    let count = |part: &[u8]| {
        let is_control = |byte: u8| (byte < 0x20) & (byte.wrapping_sub(b'\t') > b'\r' - b'\t') & (byte != 0x1b);
        part.iter().fold(0u8, |count, &byte| count + u8::from(is_control(byte)))
    };
    // Most parts have none but line ends, which is told by less.
    let is_plain =
        |part: &&[u8]| part.iter().fold(0, |other, &byte| other | u8::from((byte < b' ') & (byte != b'\n'))) == 0;
    sample.chunks(128).filter(|part| !is_plain(part)).map(|part| usize::from(count(part))).sum()
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).filter_map(|pair| <[u8; 2]>::try_from(pair).ok().map(unit));
    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// UTF-8 where its sequences outnumber the broken ones, else Windows-1252 but for the sequences that are
/// UTF-8: text of that kind makes one as good as never.
fn unmarked(bytes: &[u8]) -> String {
    // Nearly every text is, and then there is nothing to count.
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_string();
    }
    let (mut good, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    if broken == 0 || good > broken * 4 {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|&byte| windows_1252(byte)));
    }
    text
}

fn windows_1252(byte: u8) -> char {
    match byte.checked_sub(0x80).and_then(|row| WINDOWS_1252.get(usize::from(row))) {
        Some(&character) => character,
        None => char::from(byte),
    }
}

fn has_lone_return(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'\r', bytes).any(|at| bytes.get(at + 1) != Some(&b'\n'))
}

fn line_feeds(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        out.push(if character == '\r' && characters.peek() != Some(&'\n') { '\n' } else { character });
    }
    out
}
