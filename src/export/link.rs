//! Links that carry settings, highlights or a whole document in their fragment.
//!
//! ```text
//! #1.<kind>.<checksum>-<length>.<payload>
//! ```
//!
//! The version, a letter for what is in it, the CRC-32 of the payload and its length in hexadecimal
//! digits, and the payload: postcard's notation, deflated, in base64 for addresses. So a link that was cut says so and
//! by how much, one that was changed is refused, and one of a later version is known as such.
//!
//! A link with highlights alone holds no text but the marked words and a few letters around them, by
//! which they are found again in a file that differs a little.

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use serde::{Deserialize, Serialize};

use super::Item;
use super::hash::sha256;
use super::json::around;
use crate::extract::rules::{MOST_RULES, Rule};
use crate::extract::{Certainty, Document, KindId, Mention, RuleId, Span, Value, sort};

/// The version of the form.
pub const VERSION: u32 = 1;
/// Characters of the longest link that is read.
pub const LONGEST: usize = 400_000;
/// Bytes of the most that a link may unpack to.
const MOST: usize = 16 << 20;
/// Characters kept before and after a marked word.
const REACH: usize = 10;

/// What a link carries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Parcel {
    /// How the page is set.
    Settings(Settings),
    /// Highlights of files that the receiver has.
    Highlights(Vec<Marked>),
    /// Documents with their texts: name, text, highlights.
    Documents(Vec<(String, String, Vec<Highlight>)>),
    /// How the page is set, with rules of the sender's own. A row of its own, so that links made before there
    /// were rules are still read.
    Rules(Settings, Vec<Rule>),
}

/// How the page is set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Kinds that are switched off.
    pub hidden: Vec<String>,
    /// `system`, `light` or `dark`.
    pub theme: String,
}

/// The highlights of one file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Marked {
    /// Its name.
    pub name: String,
    /// SHA-256 of its text.
    pub hash: String,
    /// Length of its text in bytes.
    pub length: usize,
    /// What is marked.
    pub list: Vec<Highlight>,
}

/// A marked place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Highlight {
    kind: String,
    /// Bytes from the end of the one before.
    skip: usize,
    words: String,
    before: String,
    after: String,
    value: Value,
    rule: String,
    sure: bool,
}

/// Why a link cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// It is not one of ours.
    Other,
    /// Of a later version.
    Newer,
    /// Cut short: characters expected and received.
    Cut(usize, usize),
    /// Changed on its way.
    Damaged,
    /// Too long to be read.
    TooLong(usize),
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Fault::Other => f.write_str("This address does not end as a link of this page does."),
            Fault::Newer => f.write_str("This link was made with a later version of this page. Reload the page; if that does not help, ask for the workspace file."),
            Fault::Cut(expected, received) => write!(
                f,
                "This link is incomplete ({expected} characters expected, {received} received). Mail programs cut long links; ask for the workspace file."
            ),
            Fault::Damaged => f.write_str("This link has been changed on its way and cannot be read. Ask for it again, or for the workspace file."),
            Fault::TooLong(length) => write!(f, "This link is too long to be read ({length} characters). Ask for the workspace file."),
        }
    }
}

/// The fragment of a link, without `#`.
pub fn pack(parcel: &Parcel) -> String {
    let kind = match parcel {
        Parcel::Settings(_) | Parcel::Rules(..) => 's',
        Parcel::Highlights(_) => 'a',
        Parcel::Documents(_) => 'd',
    };
    let plain = postcard::to_allocvec(parcel).unwrap_or_default();
    let payload = base64(&compress_to_vec(&plain, 9));
    format!("{VERSION}.{kind}.{:08x}-{:x}.{payload}", crc32(payload.as_bytes()), payload.len())
}

/// What is in a fragment.
pub fn unpack(fragment: &str) -> Result<Parcel, Fault> {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    if fragment.len() > LONGEST {
        return Err(Fault::TooLong(fragment.len()));
    }
    let mut parts = fragment.splitn(4, '.');
    let version: u32 = parts.next().and_then(|part| part.parse().ok()).ok_or(Fault::Other)?;
    if version > VERSION {
        return Err(Fault::Newer);
    }
    let kind = parts.next().filter(|kind| kind.len() == 1).ok_or(Fault::Other)?;
    if !["s", "a", "d"].contains(&kind) {
        return Err(Fault::Newer);
    }
    let sum = parts.next().ok_or(Fault::Damaged)?;
    let payload = parts.next().unwrap_or("");
    let (sum, length) = sum.split_once('-').ok_or(Fault::Damaged)?;
    let length = usize::from_str_radix(length, 16).map_err(|_| Fault::Damaged)?;
    if payload.len() < length {
        return Err(Fault::Cut(length, payload.len()));
    }
    // What is stuck to the end of a link by those who pass it on is not part of it.
    let payload = payload.get(..length).ok_or(Fault::Damaged)?;
    if u32::from_str_radix(sum, 16).ok() != Some(crc32(payload.as_bytes())) {
        return Err(Fault::Damaged);
    }
    let packed = unbase64(payload).ok_or(Fault::Damaged)?;
    let plain = decompress_to_vec_with_limit(&packed, MOST).map_err(|_| Fault::Damaged)?;
    let parcel: Parcel = postcard::from_bytes(&plain).map_err(|_| Fault::Damaged)?;
    let told = match parcel {
        Parcel::Settings(_) | Parcel::Rules(..) => "s",
        Parcel::Highlights(_) => "a",
        Parcel::Documents(_) => "d",
    };
    if let Parcel::Rules(_, rules) = &parcel
        && rules.len() > MOST_RULES
    {
        return Err(Fault::Damaged);
    }
    if told == kind { Ok(parcel) } else { Err(Fault::Damaged) }
}

/// The highlights of a document.
pub fn highlights<'a>(document: &Document, mentions: impl Iterator<Item = &'a Mention>) -> Vec<Highlight> {
    let mut at = 0;
    let mut list = Vec::new();
    for mention in mentions {
        let (before, after) = around(document, mention.span, REACH);
        list.push(Highlight {
            kind: mention.kind.kind().id.into(),
            skip: mention.span.start.saturating_sub(at),
            words: document.slice(mention.span).into(),
            before: before.into(),
            after: after.into(),
            value: mention.value.clone(),
            rule: mention.rule.to_string(),
            sure: mention.certainty == Certainty::Sure,
        });
        at = mention.span.end;
    }
    list
}

/// The highlights of an item, for one who has its file.
pub fn marked<'a>(item: &Item, mentions: impl Iterator<Item = &'a Mention>) -> Marked {
    Marked {
        name: item.document.name.clone(),
        hash: sha256(item.document.text.as_bytes()),
        length: item.document.text.len(),
        list: highlights(&item.document, mentions),
    }
}

/// Puts highlights on a text: those found again, and the words of those that were not.
///
/// A highlight is first looked for at its own place, then where its words stand between the same
/// letters, then where its words stand at all, if that is one place only.
pub fn anchor(text: &str, list: &[Highlight]) -> (Vec<Mention>, Vec<String>) {
    let (mut found, mut lost) = (Vec::<Mention>::new(), Vec::new());
    let mut at = 0usize;
    for highlight in list {
        let start = at.saturating_add(highlight.skip);
        let end = start.saturating_add(highlight.words.len());
        at = end;
        let there = text.get(start..end) == Some(highlight.words.as_str());
        let quoted = |quote: &str, lead: usize| {
            text.match_indices(quote).map(|(at, _)| at + lead).min_by_key(|at| at.abs_diff(start))
        };
        let whole = format!("{}{}{}", highlight.before, highlight.words, highlight.after);
        let half = format!("{}{}", highlight.before, highlight.words);
        let place = if there && !highlight.words.is_empty() {
            Some(start)
        } else {
            quoted(&whole, highlight.before.len()).or_else(|| quoted(&half, highlight.before.len())).or_else(|| {
                let mut places = text.match_indices(highlight.words.as_str());
                places.next().filter(|_| places.next().is_none()).map(|(at, _)| at)
            })
        };
        let kind = KindId::of(&highlight.kind);
        match (place.filter(|_| !highlight.words.is_empty()), kind) {
            (Some(place), Some(kind)) => found.push(Mention {
                span: Span::new(place, place + highlight.words.len()),
                kind,
                value: highlight.value.clone(),
                rule: serde_json::from_value::<RuleId>(highlight.rule.clone().into())
                    .unwrap_or(RuleId::new("link.received")),
                certainty: if highlight.sure { Certainty::Sure } else { Certainty::Unsure },
                attributes: Vec::new(),
            }),
            _ => lost.push(highlight.words.clone()),
        }
    }
    sort::by_key(&mut found, |mention| (mention.span.start, mention.span.end));
    let mut end = 0;
    found.retain(|mention| {
        let free = mention.span.start >= end;
        end = end.max(mention.span.end);
        free
    });
    (found, lost)
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Base64 for addresses (RFC 4648, section 5), without padding.
fn base64(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 4 / 3 + 3);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0u32, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for digit in 0..=chunk.len() {
            let value = (group >> (18 - 6 * digit)) & 63;
            out.push(ALPHABET.get(value as usize).copied().map_or('A', char::from));
        }
    }
    out
}

fn unbase64(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() * 3 / 4);
    for chunk in text.as_bytes().chunks(4) {
        let mut group = 0u32;
        for byte in chunk {
            group = group << 6 | u32::try_from(ALPHABET.iter().position(|known| known == byte)?).ok()?;
        }
        group <<= 6 * (4 - chunk.len());
        let bytes = group.to_be_bytes();
        out.extend(bytes.get(1..chunk.len())?);
        if chunk.len() == 1 {
            return None;
        }
    }
    Some(out)
}

/// CRC-32 as in ZIP and PNG.
fn crc32(bytes: &[u8]) -> u32 {
    let mut sum = !0u32;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 };
        }
    }
    !sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Context, analyse};

    fn item(text: &str) -> Item {
        let analysis = analyse(Document::new("q3.txt", text), &Context::default());
        Item { document: analysis.document, mentions: analysis.mentions }
    }

    const TEXT: &str = "BOSTON, May 3, 2021 -- Larkspur paid $5 million and $5 million for 300 mg of imatinib.\n";

    #[test]
    fn sums_and_digits() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        for length in 0..70u8 {
            let bytes: Vec<u8> = (0..length).map(|n| n.wrapping_mul(97)).collect();
            assert_eq!(unbase64(&base64(&bytes)), Some(bytes));
        }
        assert_eq!(base64(&[251, 255]), "-_8");
    }

    #[test]
    fn highlights_come_back() {
        let item = item(TEXT);
        let link = pack(&Parcel::Highlights(vec![marked(&item, item.mentions.iter())]));
        assert!(!link.contains("paid"));
        let Ok(Parcel::Highlights(list)) = unpack(&link) else { panic!("{link}") };
        let bare: Vec<Mention> =
            item.mentions.iter().map(|mention| Mention { attributes: Vec::new(), ..mention.clone() }).collect();
        assert_eq!(anchor(TEXT, &list[0].list), (bare.clone(), Vec::new()));

        // A text that differs a little.
        let changed = TEXT.replace("BOSTON", "CAMBRIDGE, Mass.").replace("300 mg", "400 mg");
        let (found, lost) = anchor(&changed, &list[0].list);
        assert_eq!(lost, ["300 mg"]);
        assert_eq!(found.len(), bare.len() - 1);
        for (mention, was) in
            found.iter().zip(bare.iter().filter(|mention| item.document.slice(mention.span) != "300 mg"))
        {
            assert_eq!(&changed[mention.span.start..mention.span.end], item.document.slice(was.span));
        }
    }

    #[test]
    fn damage_is_noticed() {
        let item = item(TEXT);
        let link = pack(&Parcel::Highlights(vec![marked(&item, item.mentions.iter())]));
        for cut in 0..link.len() {
            assert!(unpack(&link[..cut]).is_err(), "{cut}");
        }
        let cut = link.len() - 9;
        let payload = link.rsplit('.').next().unwrap().len();
        assert_eq!(unpack(&link[..cut]), Err(Fault::Cut(payload, payload - 9)));
        for (at, _) in link.char_indices().skip(4) {
            let mut bytes = link.clone().into_bytes();
            bytes[at] = if bytes[at] == b'x' { b'y' } else { b'x' };
            assert!(unpack(&String::from_utf8(bytes).unwrap()).is_err(), "{at}");
        }
        assert_eq!(unpack("2.a.00000000-0."), Err(Fault::Newer));
        assert_eq!(unpack("1.z.00000000-0."), Err(Fault::Newer));
        assert_eq!(unpack("reader"), Err(Fault::Other));
        assert!(unpack(&format!("{link}.")).is_ok());
        assert_eq!(unpack(&"1".repeat(10 << 20)), Err(Fault::TooLong(10 << 20)));
        // A bomb: little that unpacks to very much.
        let bomb = base64(&compress_to_vec(&vec![0; 64 << 20], 9));
        let bomb = format!("1.d.{:08x}-{:x}.{bomb}", crc32(bomb.as_bytes()), bomb.len());
        assert_eq!(unpack(&bomb), Err(Fault::Damaged));
    }
}
