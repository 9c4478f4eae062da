//! The phase of a trial, as it is written.
//!
//! ```
//! use eosin::extract::lex::{Tokens, phase};
//! let tokens = Tokens::new("a Phase Ib/IIa trial");
//! assert_eq!(phase(&tokens, 1), Some(("Phase 1b/2a".to_string(), 5)));
//! assert_eq!(phase(&Tokens::new("phase of growth"), 0), None);
//! ```

use super::{Class, Tokens};
use crate::extract::lex::words;

/// "Phase 2", "Phase I/II", "Phase 1b/2a", "Phase 2b": in arabic numerals.
///
/// Hard, because numerals and letters are glued in every way. "Phase 2" is one; "phase of growth" none.
pub fn phase(tokens: &Tokens<'_>, at: usize) -> Option<(String, usize)> {
    let mut end = at + 1;
    if tokens.get(end).class == Class::Dash && tokens.get(end).is_glued() {
        end += 1;
    }
    let mut value = String::from("Phase ");
    let (mut part, next) = numeral(tokens, end)?;
    end = next;
    loop {
        value.push_str(&part);
        let slash = tokens.get(end).is('/') || tokens.get(end).class == Class::Dash && tokens.get(end).is_glued();
        let Some((more, next)) = numeral(tokens, end + 1).filter(|_| slash) else { break };
        value.push('/');
        part = more;
        end = next;
    }
    Some((value, end))
}

/// "2", "2b", "II", "IIb": in arabic numerals, with the index after it.
fn numeral(tokens: &Tokens<'_>, at: usize) -> Option<(String, usize)> {
    let token = tokens.get(at);
    if token.is_number() && token.len() == 1 {
        let letter = tokens.get(at + 1);
        let glued = letter.is_glued() && letter.len() == 1 && tokens.is_any(at + 1, words!["a", "b", "c"]);
        let letter = if glued { tokens.str(at + 1).to_ascii_lowercase() } else { String::new() };
        return Some((format!("{}{letter}", tokens.str(at)), at + 1 + usize::from(glued)));
    }
    let word = tokens.str(at);
    let roman = word.trim_end_matches(['a', 'b', 'c']);
    let number = match roman {
        "I" => 1,
        "II" => 2,
        "III" => 3,
        "IV" => 4,
        _ => return None,
    };
    Some((format!("{number}{}", word.get(roman.len()..).unwrap_or("")), at + 1))
}
