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
    /// So many bytes of these.
    Short(u8, [u8; SHORT]),
    Shared(Arc<str>),
}

/// With more it would take more room than the other two.
const SHORT: usize = 22;

#[cfg(target_pointer_width = "64")]
const _: () = assert!(size_of::<Text>() == 24);

impl Text {
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
    fn eq(&self, other: &Text) -> bool {
        self.as_bytes() == other.as_bytes()
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
