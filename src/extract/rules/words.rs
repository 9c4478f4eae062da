//! Lists of words. One walk over a text, whatever the length of the list.

use std::collections::HashMap;

use super::{Fault, LONGEST, MOST_WORDS};
use crate::extract::find::reach;
use crate::extract::sort;
use crate::extract::span::Span;

/// A list, by first letter.
pub struct Words {
    by_letter: HashMap<char, Vec<String>>,
    number_after: bool,
}

impl Words {
    /// A list that is not empty and not too long.
    pub fn new(list: &[String], number_after: bool) -> Result<Words, Fault> {
        if list.len() > MOST_WORDS || list.iter().any(|words| words.len() > LONGEST) {
            return Err(Fault::TooLong);
        }
        let mut by_letter: HashMap<char, Vec<String>> = HashMap::new();
        for words in list.iter().map(|words| words.trim()).filter(|words| !words.is_empty()) {
            if let Some(first) = words.chars().next() {
                by_letter.entry(folded(first)).or_default().push(words.to_string());
            }
        }
        if by_letter.is_empty() {
            return Err(Fault::Empty);
        }
        // The longest first: of two that fit, it is the one meant.
        for list in by_letter.values_mut() {
            sort::by_key(list, |words| std::cmp::Reverse(words.len()));
        }
        Ok(Words { by_letter, number_after })
    }

    /// Tells `each` of every place, until that says it is enough.
    pub fn find(&self, text: &str, each: &mut dyn FnMut(Span) -> bool) {
        let mut done = 0;
        let mut before = None;
        for (at, letter) in text.char_indices() {
            let edge = !(before.is_some_and(char::is_alphanumeric) && letter.is_alphanumeric());
            before = Some(letter);
            if at < done || !edge {
                continue;
            }
            let rest = text.get(at..).unwrap_or("");
            let Some(length) = self.by_letter.get(&folded(letter)).and_then(|list| first(list, rest)) else { continue };
            let length = length + if self.number_after { number(rest.get(length..).unwrap_or("")) } else { 0 };
            done = at + length;
            if !each(Span::new(at, done)) {
                return;
            }
        }
    }
}

fn folded(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

/// Bytes of the first of the words that `rest` begins with, ending where a word ends.
fn first(list: &[String], rest: &str) -> Option<usize> {
    list.iter().find_map(|words| {
        let length = reach(rest, words)?;
        let inside = rest.get(..length)?.ends_with(char::is_alphanumeric)
            && rest.get(length..)?.starts_with(char::is_alphanumeric);
        (!inside).then_some(length)
    })
}

/// Bytes of a number at the beginning, and of the gap or dash before it.
fn number(rest: &str) -> usize {
    let after = rest.strip_prefix(|c: char| c.is_whitespace() || "-‑–".contains(c)).unwrap_or(rest);
    let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let joined = after.get(digits..).is_some_and(|rest| rest.starts_with(char::is_alphabetic));
    if digits == 0 || joined { 0 } else { rest.len() - after.len() + digits }
}
