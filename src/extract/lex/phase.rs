//! The phase of a trial, as it is written.
//!
//! ```
//! use eosin::extract::lex::{Tokens, phase};
//! let tokens = Tokens::new("a Phase Ib/IIa trial");
//! assert_eq!(phase(&tokens, 1), Some(("Phase 1b/2a".into(), 5)));
//! assert_eq!(phase(&Tokens::new("phase of growth"), 0), None);
//! ```

use super::{Class, Tokens};
use crate::extract::lex::words;
use crate::extract::text::{Text, Writing};

/// "Phase 2", "Phase I/II", "Phase 1b/2a", "Phase 2b": in arabic numerals.
///
/// Hard, because numerals and letters are glued in every way. "Phase 2" is one; "phase of growth" none.
pub fn phase(tokens: &Tokens<'_>, at: usize) -> Option<(Text, usize)> {
    let mut end = at + 1;
    if tokens.get(end).class == Class::Dash && tokens.get(end).is_glued() {
        end += 1;
    }
    let mut part = numeral(tokens, end)?;
    let more = |end: usize| {
        let slash = tokens.get(end).is('/') || tokens.get(end).class == Class::Dash && tokens.get(end).is_glued();
        slash.then(|| numeral(tokens, end + 1)).flatten()
    };
    let mut next = more(part.end);
    if part.letters.is_empty()
        && next.is_none()
        && let Some(plain) = plain(part.number)
    {
        return Some((plain.into(), part.end));
    }
    let mut value = Writing::default();
    value.push_str("Phase ");
    loop {
        value.push_str(part.number);
        part.letters.chars().for_each(|letter| value.push(letter.to_ascii_lowercase()));
        end = part.end;
        let Some(other) = next else { break };
        value.push('/');
        next = more(other.end);
        part = other;
    }
    Some((value.done(), end))
}

/// Most phases are a number and no more.
fn plain(number: &str) -> Option<&'static str> {
    match number {
        "1" => Some("Phase 1"),
        "2" => Some("Phase 2"),
        "3" => Some("Phase 3"),
        "4" => Some("Phase 4"),
        _ => None,
    }
}

/// One of the numbers of a phase: `2b`.
struct Numeral<'a> {
    /// In arabic numerals.
    number: &'a str,
    letters: &'a str,
    /// Index of the token after it.
    end: usize,
}

/// "2", "2b", "II", "IIb".
fn numeral<'a>(tokens: &Tokens<'a>, at: usize) -> Option<Numeral<'a>> {
    let token = tokens.get(at);
    if token.is_number() && token.len() == 1 {
        let letter = tokens.get(at + 1);
        let glued = letter.is_glued() && letter.len() == 1 && tokens.is_any(at + 1, words!["a", "b", "c"]);
        let letters = if glued { tokens.str(at + 1) } else { "" };
        return Some(Numeral { number: tokens.str(at), letters, end: at + 1 + usize::from(glued) });
    }
    let word = tokens.str(at);
    let roman = word.trim_end_matches(['a', 'b', 'c']);
    let number = match roman {
        "I" => "1",
        "II" => "2",
        "III" => "3",
        "IV" => "4",
        _ => return None,
    };
    Some(Numeral { number, letters: word.get(roman.len()..).unwrap_or(""), end: at + 1 })
}
