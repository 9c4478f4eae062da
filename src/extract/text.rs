//! Short texts that many hold.
//!
//! A name is that of its mentions, of their entity and of its row, and often what is written too. Most names, days and
//! amounts are so short that they lie in the `Text` itself, which asks for no memory; a longer one is kept once. So are
//! units, currencies and phases, which the program knows beforehand.
//!
//! ```
//! use eosin::extract::text::Text;
//! let (unit, name) = (Text::from("mg"), Text::new("zelquorinib"));
//! assert_eq!((unit.len(), name.clone()), (2, name));
//! ```

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};

/// A text that costs next to nothing to copy.
#[derive(Clone, Deserialize)]
#[serde(from = "String")]
pub struct Text(Held);

#[derive(Clone)]
enum Held {
    Fixed(&'static str),
    /// So many bytes of these; the others are nothing.
    Short(u8, [u8; SHORT]),
    Shared(Arc<str>),
}

/// By byte: ASCII letters and digits in small letters, 0 for all others.
#[allow(clippy::indexing_slicing)] // runs in the compiler
pub const LETTERS: [u8; 256] = {
    let (mut letters, mut byte) = ([0; 256], 0);
    while byte < letters.len() {
        if (byte as u8).is_ascii_alphanumeric() {
            letters[byte] = (byte as u8).to_ascii_lowercase();
        }
        byte += 1;
    }
    letters
};

/// With more it would take more room than the other two.
const SHORT: usize = 22;

#[cfg(target_pointer_width = "64")]
const _: () = assert!(size_of::<Text>() == 24);

impl Text {
    /// Whether letters lie in the text that is made of them.
    pub const fn holds(letters: &str) -> bool {
        letters.len() <= SHORT
    }

    /// A text of these letters.
    pub fn new(letters: &str) -> Text {
        let mut short = [0; SHORT];
        match short.get_mut(..letters.len()) {
            Some(room) => {
                room.copy_from_slice(letters.as_bytes());
                Text(Held::Short(letters.len() as u8, short))
            }
            None => Text(Held::Shared(letters.into())),
        }
    }

    /// Its letters.
    #[inline]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Held::Fixed(letters) => letters,
            // They are a text: they were copied from one.
            Held::Short(..) => str::from_utf8(self.as_bytes()).unwrap_or_default(),
            Held::Shared(letters) => letters,
        }
    }

    /// How many bytes they are.
    #[inline]
    pub fn len(&self) -> usize {
        self.as_bytes().len()
    }

    /// Whether there is none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// They as bytes, which are there at once: to compare and to hash.
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Held::Fixed(letters) => letters.as_bytes(),
            Held::Short(length, letters) => letters.get(..usize::from(*length)).unwrap_or_default(),
            Held::Shared(letters) => letters.as_bytes(),
        }
    }
}

/// A text while it is written, which asks for memory where it grows long.
///
/// ```
/// use eosin::extract::text::Writing;
/// let mut phase = Writing::default();
/// phase.push_str("Phase ");
/// phase.push('1');
/// assert_eq!(phase.done(), "Phase 1");
/// ```
#[derive(Debug, Default)]
pub struct Writing {
    length: u8,
    short: [u8; SHORT],
    /// All of it, once it is longer.
    long: String,
}

impl Writing {
    /// Writes letters behind what is there.
    #[inline]
    pub fn push_str(&mut self, letters: &str) {
        if !self.fits(letters.as_bytes()) {
            self.go_on(letters);
        }
    }

    /// Writes digits and other ASCII.
    #[inline]
    pub fn push_ascii<const LETTERS: usize>(&mut self, letters: [u8; LETTERS]) {
        if !self.fits(&letters) {
            self.go_on(str::from_utf8(&letters).unwrap_or_default());
        }
    }

    /// Writes them where they find room; says whether they do.
    #[inline]
    fn fits(&mut self, letters: &[u8]) -> bool {
        let start = usize::from(self.length);
        match self.short.get_mut(start..start + letters.len()) {
            Some(room) if self.long.is_empty() => {
                room.copy_from_slice(letters);
                self.length += letters.len() as u8;
                true
            }
            _ => false,
        }
    }

    #[cold]
    fn go_on(&mut self, letters: &str) {
        if self.long.is_empty() {
            self.long = self.as_short().to_string();
        }
        self.long.push_str(letters);
    }

    /// Writes one letter.
    pub fn push(&mut self, letter: char) {
        self.push_str(letter.encode_utf8(&mut [0; 4]));
    }

    /// What was written.
    pub fn done(self) -> Text {
        if self.long.is_empty() { Text(Held::Short(self.length, self.short)) } else { Text::new(&self.long) }
    }

    /// What is there while it is short. It is a text: it was written as one.
    fn as_short(&self) -> &str {
        str::from_utf8(self.short.get(..usize::from(self.length)).unwrap_or_default()).unwrap_or_default()
    }
}

impl Default for Text {
    fn default() -> Text {
        Text(Held::Fixed(""))
    }
}

impl Deref for Text {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl From<&'static str> for Text {
    fn from(letters: &'static str) -> Text {
        Text(Held::Fixed(letters))
    }
}

impl From<String> for Text {
    fn from(letters: String) -> Text {
        Text::new(&letters)
    }
}

impl From<Cow<'_, str>> for Text {
    fn from(letters: Cow<'_, str>) -> Text {
        Text::new(&letters)
    }
}

impl PartialEq for Text {
    #[inline]
    fn eq(&self, other: &Text) -> bool {
        match (&self.0, &other.0) {
            // What they have room for besides is nothing in both.
            (Held::Short(length, letters), Held::Short(other, others)) => (length == other) & (letters == others),
            _ => self.as_bytes() == other.as_bytes(),
        }
    }
}

impl Eq for Text {}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_str(), f)
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}
