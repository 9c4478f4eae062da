//! Damaged copies of a file. Shared by the tests and by `cargo xtask zoo`.

/// Makes copies; the same seed makes the same ones.
pub struct Damage {
    state: u64,
}

impl Damage {
    /// How many kinds of damage there are.
    pub const KINDS: usize = 7;

    /// A maker of copies.
    pub fn new(seed: u64) -> Damage {
        Damage { state: seed }
    }

    /// A number below this one.
    pub fn below(&mut self, end: usize) -> usize {
        self.state = self.state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.state >> 33) as usize % end.max(1)
    }

    /// A copy with this kind of damage: cut short, bits turned, bytes replaced, a piece gone, a piece
    /// twice, zeros and nines, digits changed. Numbers are what formats trust: lengths, offsets, counts.
    pub fn copy(&mut self, whole: &[u8], kind: usize) -> Vec<u8> {
        let mut copy = whole.to_vec();
        let length = whole.len();
        if length == 0 {
            return copy;
        }
        match kind % Damage::KINDS {
            0 => copy.truncate(self.below(length)),
            1 => (0..3).for_each(|_| copy[self.below(length)] ^= 1 << self.below(8)),
            2 => (0..40).for_each(|_| copy[self.below(length)] = self.below(256) as u8),
            3 => {
                let at = self.below(length);
                copy.drain(at..(at + self.below(400)).min(length));
            }
            4 => {
                let (from, to) = (self.below(length), self.below(length));
                let piece = whole[from..(from + self.below(3000)).min(length)].to_vec();
                copy.splice(to..to, piece);
            }
            5 => {
                let at = self.below(length);
                let end = (at + self.below(200)).min(length);
                copy[at..end].fill(if self.below(2) == 0 { 0 } else { b'9' });
            }
            _ => {
                let digits: Vec<usize> = (0..length).filter(|at| whole[*at].is_ascii_digit()).collect();
                if !digits.is_empty() {
                    (0..5).for_each(|_| copy[digits[self.below(digits.len())]] = b'0' + self.below(10) as u8);
                }
            }
        }
        copy
    }
}
