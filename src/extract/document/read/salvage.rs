//! Archives that have lost their directory, which stands at the end: a download that broke off.
//!
//! In: the bytes. Out: the same with a directory after them, made from the head that stands before each
//! file. What the heads say of sizes is not believed where the bytes do not bear it out; a file that breaks
//! off is left for the inflater to notice.

use memchr::memmem;

use super::MOST_FILES;

const HEAD: &[u8] = b"PK\x03\x04";
/// A head without its name.
const HEAD_LENGTH: usize = 30;
/// What follows a file whose head was written before its size was known.
const AFTER: &[u8] = b"PK\x07\x08";
/// Flag of such a file.
const SIZE_AFTER: u16 = 8;

/// The archive with a new directory; `None` where no file's head is found.
pub(super) fn rebuilt(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut directory = Vec::new();
    let mut count: u16 = 0;
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memmem::find(rest, HEAD)) {
        let start = at + found;
        at = start + HEAD.len();
        let Some(entry) = entry(bytes, start) else { continue };
        at = entry.end;
        directory.extend_from_slice(b"PK\x01\x02\x14\0");
        // From the version up to the sizes both say the same.
        directory.extend_from_slice(bytes.get(start + 4..start + 14)?);
        for number in [entry.sum, entry.packed, entry.unpacked] {
            directory.extend_from_slice(&number.to_le_bytes());
        }
        directory.extend_from_slice(&u16::try_from(entry.name.len()).ok()?.to_le_bytes());
        directory.extend_from_slice(&[0; 12]);
        directory.extend_from_slice(&u32::try_from(start).ok()?.to_le_bytes());
        directory.extend_from_slice(entry.name);
        count += 1;
        if u64::from(count) >= MOST_FILES {
            break;
        }
    }
    if count == 0 {
        return None;
    }
    let mut out = Vec::with_capacity(bytes.len() + directory.len() + 22);
    out.extend_from_slice(bytes);
    out.extend_from_slice(&directory);
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    out.extend_from_slice(&count.to_le_bytes());
    out.extend_from_slice(&count.to_le_bytes());
    out.extend_from_slice(&u32::try_from(directory.len()).ok()?.to_le_bytes());
    out.extend_from_slice(&u32::try_from(bytes.len()).ok()?.to_le_bytes());
    out.extend_from_slice(&[0; 2]);
    Some(out)
}

/// A file as its head, and what follows it, say.
struct Entry<'a> {
    name: &'a [u8],
    sum: u32,
    packed: u32,
    unpacked: u32,
    end: usize,
}

fn entry(bytes: &[u8], start: usize) -> Option<Entry<'_>> {
    let short = |at: usize| Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    let long = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let (name_length, more) = (usize::from(short(start + 26)?), usize::from(short(start + 28)?));
    let name = bytes.get(start + HEAD_LENGTH..start + HEAD_LENGTH + name_length)?;
    let data = start + HEAD_LENGTH + name_length + more;
    let rest = bytes.get(data..)?;
    let (sum, packed, unpacked) = (long(start + 14)?, long(start + 18)?, long(start + 22)?);
    if short(start + 6)? & SIZE_AFTER == 0 && packed as usize <= rest.len() {
        return Some(Entry { name, sum, packed, unpacked, end: data + packed as usize });
    }
    // Up to what is said after it, else up to the next head, else all that is left.
    if let Some(length) = memmem::find(rest, AFTER)
        && memmem::find(rest.get(..length)?, HEAD).is_none()
        && long(data + length + 8)? as usize == length
    {
        let at = data + length;
        return Some(Entry { name, sum: long(at + 4)?, packed: long(at + 8)?, unpacked: long(at + 12)?, end: at + 16 });
    }
    let length = memmem::find(rest, HEAD).unwrap_or(rest.len());
    Some(Entry { name, sum, packed: u32::try_from(length).ok()?, unpacked, end: data + length })
}
