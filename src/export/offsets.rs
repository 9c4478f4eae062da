//! What an offset counts.
//!
//! In: a text and byte offsets into it. Out: the same places in the unit another program counts in,
//! and back. The text of a document is UTF-8 and its spans are bytes; JavaScript counts UTF-16 units,
//! Python and most standards of annotation count code points.
//!
//! ```
//! use eosin::export::offsets::{Offsets, Unit};
//! let places = Offsets::new("𝛼 €5", Unit::Utf16);
//! assert_eq!(places.of(8), 4);
//! assert_eq!(places.byte(4), Some(8));
//! ```

use serde::{Deserialize, Serialize};

/// Bytes between two places that are remembered.
const STEP: usize = 256;

/// What an offset counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    /// Bytes of the text in UTF-8.
    #[default]
    Bytes,
    /// Code units of the text in UTF-16, as JavaScript, Java and C# count.
    Utf16,
    /// Unicode code points, as Python counts.
    CodePoints,
}

impl Unit {
    /// Every unit, in the order in which they are offered.
    pub const ALL: [Unit; 3] = [Unit::Bytes, Unit::Utf16, Unit::CodePoints];

    /// Its stable name, in exports and on the command line.
    pub const fn id(self) -> &'static str {
        match self {
            Unit::Bytes => "utf-8-bytes",
            Unit::Utf16 => "utf-16-units",
            Unit::CodePoints => "code-points",
        }
    }

    /// The unit of this name.
    pub fn named(id: &str) -> Option<Unit> {
        Unit::ALL.into_iter().find(|unit| unit.id() == id)
    }

    fn of_char(self, character: char) -> usize {
        match self {
            Unit::Bytes => character.len_utf8(),
            Unit::Utf16 => character.len_utf16(),
            Unit::CodePoints => 1,
        }
    }
}

/// The places of one text, counted in one unit.
#[derive(Debug)]
pub struct Offsets<'a> {
    text: &'a str,
    unit: Unit,
    /// Places on the way: bytes and units before them, both ascending.
    marks: Vec<(usize, usize)>,
}

impl<'a> Offsets<'a> {
    /// Counts the text once.
    pub fn new(text: &'a str, unit: Unit) -> Offsets<'a> {
        let mut marks = vec![(0, 0)];
        if unit != Unit::Bytes {
            let (mut last, mut count) = (0, 0);
            for (at, character) in text.char_indices() {
                if at - last >= STEP {
                    marks.push((at, count));
                    last = at;
                }
                count += unit.of_char(character);
            }
        }
        Offsets { text, unit, marks }
    }

    /// The place of a byte. One inside a character counts as the character's start.
    pub fn of(&self, byte: usize) -> usize {
        if self.unit == Unit::Bytes {
            return byte;
        }
        let after = self.marks.partition_point(|&(at, _)| at <= byte);
        let (at, count) = self.marks.get(after.saturating_sub(1)).copied().unwrap_or_default();
        let rest = self.text.get(at..).unwrap_or("");
        let more = rest.char_indices().take_while(|&(here, character)| at + here + character.len_utf8() <= byte);
        count + more.map(|(_, character)| self.unit.of_char(character)).sum::<usize>()
    }

    /// The byte of a place; `None` past the end or inside a character.
    pub fn byte(&self, place: usize) -> Option<usize> {
        if self.unit == Unit::Bytes {
            return self.text.is_char_boundary(place).then_some(place);
        }
        let after = self.marks.partition_point(|&(_, count)| count <= place);
        let (at, mut count) = self.marks.get(after.saturating_sub(1)).copied().unwrap_or_default();
        for (here, character) in self.text.get(at..)?.char_indices() {
            if count >= place {
                return (count == place).then_some(at + here);
            }
            count += self.unit.of_char(character);
        }
        (count == place).then_some(self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let text = "a µ 𝛼 漢字 “€5”\r\n".repeat(200);
        for unit in Unit::ALL {
            let places = Offsets::new(&text, unit);
            let mut count = 0;
            for (at, character) in text.char_indices() {
                assert_eq!(places.of(at), count, "{unit:?} {at}");
                assert_eq!(places.byte(count), Some(at));
                count += unit.of_char(character);
            }
            assert_eq!(places.of(text.len()), count);
            assert_eq!(places.byte(count), Some(text.len()));
            assert_eq!(places.byte(count + 1), None);
        }
        assert_eq!(Offsets::new("𝛼", Unit::Utf16).byte(1), None);
        assert_eq!(Offsets::new("𝛼", Unit::Bytes).byte(1), None);
        assert_eq!(Unit::named("code-points"), Some(Unit::CodePoints));
    }
}
