//! Short texts that many hold.
//!
//! A name is that of its mentions, of their entity and of its row, and often what is written too: it is kept once. So
//! are units, currencies and phases, which the program knows beforehand.
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
    Shared(Arc<str>),
}

impl Text {
    /// A text of these letters.
    pub fn new(letters: &str) -> Text {
        if letters.is_empty() { Text::default() } else { Text(Held::Shared(letters.into())) }
    }

    /// Its letters.
    #[inline]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Held::Fixed(letters) => letters,
            Held::Shared(letters) => letters,
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
        self.as_str() == other.as_str()
    }
}

impl Eq for Text {}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
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
