//! Patterns. All that is known of the library is here.
//!
//! Its time grows with the text and with the pattern, never faster, and the pattern's size is limited; so
//! no pattern runs for ever, and a slow one is noticed between two pieces of text.

use regex::{Error, Regex, RegexBuilder};

use super::{Fault, LONGEST, told};
use crate::extract::span::Span;

/// Bytes that a compiled pattern may take.
const LARGEST: usize = 1 << 18;

/// A pattern, compiled.
pub struct Pattern(Regex);

impl Pattern {
    /// Compiles a pattern.
    pub fn new(pattern: &str) -> Result<Pattern, Fault> {
        if pattern.trim().is_empty() {
            return Err(Fault::Empty);
        }
        if pattern.len() > LONGEST {
            return Err(Fault::TooLong);
        }
        let built = RegexBuilder::new(pattern).size_limit(LARGEST).dfa_size_limit(LARGEST).build();
        built.map(Pattern).map_err(|error| match error {
            Error::Syntax(said) => unreadable(&said, pattern),
            _ => Fault::TooBig,
        })
    }

    /// Tells `each` of every place and what stands for it, until that says it is enough.
    pub fn find(&self, text: &str, value: &str, each: &mut dyn FnMut(Span, Option<String>) -> bool) {
        for captures in self.0.captures_iter(text) {
            let Some(whole) = captures.get(0) else { continue };
            let told = told(value).map(|value| {
                let mut words = String::new();
                captures.expand(&value, &mut words);
                words
            });
            if !whole.is_empty() && !each(Span::new(whole.start(), whole.end()), told) {
                return;
            }
        }
    }
}

/// The library's words, on one line, and the character they are about. It draws the pattern, indented by
/// four, with `^` under the place.
fn unreadable(said: &str, pattern: &str) -> Fault {
    let why = said.rsplit("error: ").next().unwrap_or(said).split_whitespace().collect::<Vec<_>>().join(" ");
    let mark = said.lines().filter(|line| !line.trim().is_empty() && line.trim().chars().all(|c| c == '^' || c == ' '));
    let at = mark.filter_map(|line| line.chars().position(|c| c == '^')).map(|at| at.saturating_sub(4)).next();
    // A pattern of several lines is drawn with numbers before them: no place is better than a wrong one.
    Fault::Unreadable(why.trim_end_matches('.').to_string(), at.filter(|_| !pattern.contains('\n')).unwrap_or(0))
}
