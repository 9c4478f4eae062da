//! Web and mail addresses, in which nothing is a mention.
//!
//! ```
//! use eosin::extract::lex::{Tokens, in_address};
//! let inside = |text: &str, first, end| in_address(&Tokens::new(text), first, end);
//! assert!(inside("https://ostrel.example/2024/05", 8, 9));
//! assert!(inside("ostrel.example/news-5mg", 6, 8));
//! assert!(inside("5mg@ostrel.example", 0, 2));
//! assert!(!inside("of 5 mg/mL", 1, 3));
//! ```
//!
//! An address has no blank in it, so only the run of glued tokens around a place is asked.

use std::ops::Range;

use super::{Case, Likely, List, Tokens};
use crate::extract::lex::words;

/// How far back an address may begin, in tokens; no run of characters costs more than that.
const REACH: usize = 200;
/// How far behind the sign of a mail address may stand.
const BEHIND: usize = 20;

/// What addresses begin with.
const SCHEMES: &List = words!["www", "http", "https"];
/// What tells of one.
static LIKELY: Likely<1> = Likely::NONE.with(SCHEMES).symbol('@').symbol('/');

/// Whether the tokens from `first` up to `end` lie in a web or mail address.
pub fn in_address(tokens: &Tokens<'_>, first: usize, end: usize) -> bool {
    Addresses::new(tokens).have(first, end)
}

/// The same for places that are asked one after the other.
#[derive(Debug)]
pub struct Addresses<'a> {
    tokens: &'a Tokens<'a>,
    /// Glued tokens none of which tells of an address: a run without a blank is not walked back from each of its places.
    silent: Range<usize>,
}

impl<'a> Addresses<'a> {
    /// Those of a text.
    pub const fn new(tokens: &'a Tokens<'a>) -> Addresses<'a> {
        Addresses { tokens, silent: 0..0 }
    }

    /// Whether the tokens from `first` up to `end` lie in one.
    pub fn have(&mut self, first: usize, end: usize) -> bool {
        let tokens = self.tokens;
        let run = (end..end + BEHIND).take_while(|&at| tokens.get(at).is_glued() && !tokens.get(at).is('('));
        if run.into_iter().any(|at| tokens.get(at).is('@')) {
            return true;
        }
        let limit = (first + 1).saturating_sub(REACH);
        let mut at = first + 1;
        while at > limit {
            if self.silent.start < at && at <= self.silent.end {
                at = self.silent.start;
                continue;
            }
            at -= 1;
            let token = tokens.get(at);
            if LIKELY.has(token)
                && (token.is('@') || token.is('/') && is_path(tokens, at) || tokens.is_any(at, SCHEMES))
            {
                return true;
            }
            if !token.is_glued() {
                at += 1;
                break;
            }
        }
        self.silent = at..first + 1;
        false
    }
}

/// Whether a slash begins the path of an address: `//` or `ostrel.example/`.
fn is_path(tokens: &Tokens<'_>, slash: usize) -> bool {
    let next = tokens.get(slash + 1);
    let (domain, dot) = (tokens.get(slash.wrapping_sub(1)), tokens.get(slash.wrapping_sub(2)));
    let host = domain.is_word()
        && domain.case == Case::Lower
        && domain.is_glued()
        && dot.is('.')
        && dot.is_glued()
        && tokens.get(slash.wrapping_sub(3)).is_word();
    next.is('/') && next.is_glued() || host && tokens.get(slash).is_glued()
}
