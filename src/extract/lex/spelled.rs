//! Small numbers as English words.
//!
//! ```
//! use eosin::extract::lex::{SPELLED, Tokens};
//! let tokens = Tokens::new("Fifteen patients, forty-two sites");
//! assert_eq!(SPELLED.find(&tokens, 0), Some(&15));
//! assert_eq!(SPELLED.find(&tokens, 1), None);
//! ```
//!
//! One row a word. How words join to larger numbers (`forty-two`, `two hundred`) is for the reader of
//! the kind, which knows what may stand between them.

use super::Lexicon;
use super::lexicon;

/// Words for numbers up to a hundred. Half the slots would do; a table this thin is one look for most
/// words.
pub static SPELLED: Lexicon<u16, 512> = lexicon!(u16; [
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
    ("hundred", 100),
]);
