//! Sixty-four bytes of a text at once: a bit for each, the lowest for the first.
//!
//! Where tokens begin and how long they are is told from these bits without a look at one byte after the other, each of
//! which would be a branch that is hard to foretell.

use wide::u8x16;

/// Bytes of a block.
pub(super) const BYTES: usize = 64;

/// Which bytes of a block are what.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Block {
    /// ASCII letters.
    pub letters: u64,
    /// Those of them that are capitals.
    pub capitals: u64,
    /// ASCII digits.
    pub digits: u64,
    /// Blanks.
    blanks: u64,
}

impl Block {
    #[inline]
    pub(super) fn of(bytes: &[u8; BYTES]) -> Block {
        let mut block = Block::default();
        let (quarters, _) = bytes.as_chunks();
        for &quarter in quarters.iter().rev() {
            let quarter = u8x16::new(quarter);
            // In a row of so many that begins with this byte.
            let among = |bytes: u8x16, first: u8, count: u8| {
                let place = bytes - u8x16::splat(first);
                bits(place.min(u8x16::splat(count - 1)), place)
            };
            block = Block {
                letters: block.letters << 16 | among(quarter | u8x16::splat(0x20), b'a', 26),
                capitals: block.capitals << 16 | among(quarter, b'A', 26),
                digits: block.digits << 16 | among(quarter, b'0', 10),
                blanks: block.blanks << 16 | bits(quarter, u8x16::splat(b' ')),
            };
        }
        block
    }

    /// The bytes with which something begins: a run of letters, one of digits, or any other but a blank.
    #[inline]
    pub(super) fn starts(&self, before: &Block) -> u64 {
        let others = !(self.letters | self.digits | self.blanks);
        let follows = |bits: u64, before: u64| bits << 1 | before >> (BYTES - 1);
        others
            | self.letters & !follows(self.letters, before.letters)
            | self.digits & !follows(self.digits, before.digits)
    }
}

/// A bit for each byte that is the same in both.
#[inline]
fn bits(a: u8x16, b: u8x16) -> u64 {
    a.simd_eq(b).to_bitmask().into()
}

/// The bits from this one on, of a block and the next.
#[inline]
pub(super) const fn window(here: u64, next: u64, bit: u32) -> u64 {
    here >> bit | next << 1 << (bit ^ 63)
}

/// How many bytes from this one on have the bit set, one after the other; 64 where there are more.
#[inline]
pub(super) const fn run(here: u64, next: u64, bit: u32) -> usize {
    window(here, next, bit).trailing_ones() as usize
}
