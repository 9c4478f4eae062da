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

/// Places that are written down at once, whether there are so many or not.
const AT_ONCE: usize = 16;

/// The places in a part where something begins.
#[derive(Debug)]
pub(super) struct Starts {
    places: [u8; BYTES + AT_ONCE],
    count: usize,
}

impl Starts {
    /// None yet.
    pub(super) const NEW: Starts = Starts { places: [0; BYTES + AT_ONCE], count: 0 };

    /// Those of a part. Something begins with a letter behind anything else, a digit likewise, any other character but a
    /// blank, the second of several blanks, and the part, whatever it begins with.
    #[inline]
    pub(super) fn read(&mut self, window: &Window) {
        self.count = 0;
        // A part that begins with blanks begins with the second.
        let (mut before, mut base) = (Kinds { blanks: u64::MAX, ..Kinds::default() }, 0u8);
        for bytes in window.split_at(BEFORE).1.as_chunks().0 {
            let kinds = Kinds::of(bytes);
            let moved = |bits: u64, before: u64, bytes: u32| bits << bytes | before >> (64 - bytes);
            let goes_on = kinds.letters & moved(kinds.letters, before.letters, 1)
                | kinds.digits & moved(kinds.digits, before.digits, 1);
            let blanks = kinds.blanks;
            let second = blanks & moved(blanks, before.blanks, 1) & !moved(blanks, before.blanks, 2);
            self.add(!(blanks | goes_on | kinds.inner) | second | u64::from(base == 0), base);
            (before, base) = (kinds, base.wrapping_add(64));
        }
    }

    /// Adds the places that have a bit, counted from `base`.
    #[inline]
    fn add(&mut self, mut bits: u64, base: u8) {
        let (mut at, count) = (self.count, bits.count_ones() as usize);
        self.count += count;
        while at < self.count {
            let Some(places) = self.places.get_mut(at..).and_then(|places| places.first_chunk_mut()) else { return };
            *places = [(); AT_ONCE].map(|()| {
                let place = base.wrapping_add(bits.trailing_zeros() as u8);
                bits &= bits.wrapping_sub(1);
                place
            });
            at += AT_ONCE;
        }
    }

    /// They, in order.
    #[inline]
    pub(super) fn places(&self) -> &[u8] {
        self.places.get(..self.count).unwrap_or(&[])
    }
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
            // In a row of so many that begins with this byte.
            let among = |bytes: u8x16, first: u8, count: u8| {
                let place = bytes - u8x16::splat(first);
                bits(place.min(u8x16::splat(count - 1)), place)
            };
            kinds.letters = kinds.letters << 16 | among(quarter | u8x16::splat(0x20), b'a', 26);
            kinds.digits = kinds.digits << 16 | among(quarter, b'0', 10);
            kinds.blanks = kinds.blanks << 16 | bits(quarter, u8x16::splat(b' '));
            kinds.inner = kinds.inner << 16 | among(quarter, 0x80, 0x40);
        }
        kinds
    }
}

/// A bit for each byte that is the same in both.
#[inline]
fn bits(a: u8x16, b: u8x16) -> u64 {
    a.simd_eq(b).to_bitmask().into()
}
