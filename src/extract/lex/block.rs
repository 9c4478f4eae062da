//! Where something begins in a part of a text, told for 64 bytes at once by a bit for each, the lowest for the first.
//!
//! No byte is looked at by itself, which would be a branch that is hard to foretell. What begins ends where the next thing
//! begins, or at the blank before that.

use wide::u8x16;

/// Bytes of a part of which is told whether something begins with them: their places are a byte each.
pub(super) const BYTES: usize = 256;
/// Bytes at hand before those.
pub(super) const BEFORE: usize = 4;
/// Bytes at hand from each on.
pub(super) const BEHIND: usize = 16;
/// All bytes at hand.
const WINDOW: usize = BEFORE + BYTES + BEHIND;

/// A part of a text: [`BYTES`] from a place on, and what stands around them.
pub(super) type Window = [u8; WINDOW];

/// The part of a text at `base`, blanks where there is nothing.
#[cold]
pub(super) fn padded(text: &[u8], base: usize) -> Window {
    let mut window = [b' '; WINDOW];
    let wanting = BEFORE.saturating_sub(base);
    let there = text.get((base + wanting).saturating_sub(BEFORE)..).unwrap_or_default();
    let length = there.len().min(WINDOW - wanting);
    if let (Some(window), Some(there)) = (window.get_mut(wanting..wanting + length), there.get(..length)) {
        window.copy_from_slice(there);
    }
    window
}

/// Where something begins in a part: a bit for each of its bytes.
pub(super) type Starts = [u64; BYTES / 64];

/// Of a part. Something begins with a letter behind anything else, a digit likewise, any other character but a blank, the
/// second of several blanks, and the part, whatever it begins with.
#[inline]
pub(super) fn starts(window: &Window) -> Starts {
    // A part that begins with blanks begins with the second.
    let (mut before, mut first) = (Kinds { blanks: u64::MAX, ..Kinds::default() }, 1);
    let mut starts = [0; BYTES / 64];
    for (starts, bytes) in starts.iter_mut().zip(window.split_at(BEFORE).1.as_chunks().0) {
        let kinds = Kinds::of(bytes);
        let moved = |bits: u64, before: u64, bytes: u32| bits << bytes | before >> (64 - bytes);
        let goes_on = kinds.letters & moved(kinds.letters, before.letters, 1)
            | kinds.digits & moved(kinds.digits, before.digits, 1);
        let blanks = kinds.blanks;
        let second = blanks & moved(blanks, before.blanks, 1) & !moved(blanks, before.blanks, 2);
        *starts = !(blanks | goes_on | kinds.inner) | second | first;
        (before, first) = (kinds, 0);
    }
    starts
}

/// Which of 64 bytes are what.
#[derive(Clone, Copy, Default)]
struct Kinds {
    /// ASCII letters.
    letters: u64,
    /// ASCII digits.
    digits: u64,
    blanks: u64,
    /// Bytes of a character but its first.
    inner: u64,
}

impl Kinds {
    #[inline]
    fn of(bytes: &[u8; 64]) -> Kinds {
        let mut kinds = Kinds::default();
        for &quarter in bytes.as_chunks().0.iter().rev() {
            let quarter = u8x16::new(quarter);
            // In a row of so many that ends with this byte: moved to the last of all, they are more than the others.
            let among = |bytes: u8x16, last: u8, count: u8| {
                let moved = bytes + u8x16::splat(u8::MAX - last);
                u64::from(moved.simd_gt(u8x16::splat(u8::MAX - count)).to_bitmask())
            };
            kinds.letters = kinds.letters << 16 | among(quarter | u8x16::splat(0x20), b'z', 26);
            kinds.digits = kinds.digits << 16 | among(quarter, b'9', 10);
            kinds.blanks = kinds.blanks << 16 | u64::from(quarter.simd_eq(u8x16::splat(b' ')).to_bitmask());
            kinds.inner = kinds.inner << 16 | among(quarter, 0xbf, 0x40);
        }
        kinds
    }
}
