//! Forty-eight bytes of a text at once: a bit for each, the lowest for the first.
//!
//! Where tokens begin and how long they are is told from these bits without a look at one byte after the other, each of
//! which would be a branch that is hard to foretell.

use wide::u8x16;

/// Bytes of which is told whether a token begins with them. Sixteen more are looked at, so that a word of so many
/// letters that begins with the last of them is seen whole.
pub(super) const BYTES: usize = 48;
/// Bytes before those.
pub(super) const BEFORE: usize = 4;
/// Bytes around any of 64, the [`BEFORE`] and as many as a word of sixteen letters and one byte more.
pub(super) const AROUND: usize = BEFORE + 17;
/// Bytes that are at hand, so that there are as many around each.
const WINDOW: usize = 64 + AROUND;

/// A part of a text: [`BYTES`] from a place on, and what stands around them.
pub(super) type Window = [u8; WINDOW];

/// The part of a text at `base`, blanks where there is nothing.
#[cold]
pub(super) fn padded(text: &[u8], base: usize) -> Window {
    let mut window = [b' '; WINDOW];
    let wanting = BEFORE.saturating_sub(base);
    let there = text.get((base + wanting).saturating_sub(BEFORE)..).unwrap_or_default();
    window.iter_mut().skip(wanting).zip(there).for_each(|(window, &byte)| *window = byte);
    window
}

/// Which bytes of a part are what.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Block {
    /// ASCII letters.
    pub letters: u64,
    /// Those of them that are capitals.
    pub capitals: u64,
    /// ASCII digits.
    pub digits: u64,
    /// The bytes with which something begins: a run of letters, one of digits, or any other but a blank.
    pub starts: u64,
}

impl Block {
    #[inline]
    pub(super) fn of(window: &Window) -> Block {
        let [_, _, _, before, ..] = *window;
        let (quarters, _) = window.split_at(BEFORE).1.as_chunks();
        let (mut letters, mut capitals, mut digits, mut blanks) = (0, 0, 0, 0);
        for &quarter in quarters.iter().take(4).rev() {
            let quarter = u8x16::new(quarter);
            // In a row of so many that begins with this byte.
            let among = |bytes: u8x16, first: u8, count: u8| {
                let place = bytes - u8x16::splat(first);
                bits(place.min(u8x16::splat(count - 1)), place)
            };
            letters = letters << 16 | among(quarter | u8x16::splat(0x20), b'a', 26);
            capitals = capitals << 16 | among(quarter, b'A', 26);
            digits = digits << 16 | among(quarter, b'0', 10);
            blanks = blanks << 16 | bits(quarter, u8x16::splat(b' '));
        }
        let goes_on = letters & (letters << 1 | u64::from(before.is_ascii_alphabetic()))
            | digits & (digits << 1 | u64::from(before.is_ascii_digit()));
        Block { letters, capitals, digits, starts: !(blanks | goes_on) & ((1 << BYTES) - 1) }
    }
}

/// A bit for each byte that is the same in both.
#[inline]
fn bits(a: u8x16, b: u8x16) -> u64 {
    a.simd_eq(b).to_bitmask().into()
}
