//! Finds words in a text, as a reader who types them means it.
//!
//! In: a text and words. Out: every place where they stand, whatever their case and however they are
//! spaced or broken over lines. Offsets are those of the text: nothing is folded on the way.
//!
//! ```
//! use eosin::extract::{find::all, Span};
//! assert_eq!(all("One DOSE\nlevel, one dose level.", "dose level", 10), [Span::new(4, 14), Span::new(20, 30)]);
//! ```

use super::span::Span;

/// The first `most` places where the words stand, none overlapping another.
pub fn all(text: &str, words: &str, most: usize) -> Vec<Span> {
    let words = words.trim();
    let mut found = Vec::new();
    let mut letters = words.chars();
    let Some(first) = letters.next() else { return found };
    // Where both are ASCII, the second letter tells most places from those where the words stand.
    let second = letters.next().and_then(|second| u8::try_from(second).ok()).filter(u8::is_ascii_graphic);
    let fits = |start: usize| match (second, text.as_bytes().get(start + first.len_utf8())) {
        (Some(second), Some(byte)) => !byte.is_ascii() || byte.eq_ignore_ascii_case(&second),
        _ => true,
    };
    let starts = [first.to_ascii_lowercase(), first.to_ascii_uppercase()];
    let mut at = 0;
    let mut take = |start: usize| {
        if start >= at
            && fits(start)
            && let Some(length) = text.get(start..).and_then(|rest| reach(rest, words))
        {
            found.push(Span::new(start, start + length));
            at = start + length;
        }
        found.len() < most
    };
    match starts.map(u8::try_from) {
        _ if most == 0 => {}
        [Ok(small), Ok(capital)] if first.is_ascii() => {
            memchr::memchr2_iter(small, capital, text.as_bytes()).all(take);
        }
        _ => {
            text.match_indices(starts).all(|(start, _)| take(start));
        }
    }
    found
}

/// Bytes of `rest` that are the words; `None` where it does not begin with them.
pub(super) fn reach(rest: &str, words: &str) -> Option<usize> {
    let mut text = rest.char_indices().peekable();
    let mut wanted = words.chars().peekable();
    let mut end = 0;
    while let Some(want) = wanted.next() {
        let (at, have) = text.next()?;
        end = at + have.len_utf8();
        if want.is_whitespace() {
            if !have.is_whitespace() {
                return None;
            }
            while wanted.next_if(|c| c.is_whitespace()).is_some() {}
            while text.next_if(|(_, c)| c.is_whitespace()).is_some() {}
        } else if !(have.eq_ignore_ascii_case(&want) || have.to_lowercase().eq(want.to_lowercase())) {
            return None;
        }
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_case_and_space() {
        let count = |text: &str, words: &str| all(text, words, 100).len();
        assert_eq!(count("a  b, A\nb, ab", "a b"), 2);
        assert_eq!(count("aaa", "aa"), 1);
        assert_eq!(count("Ünder ünder", "ünder"), 1, "the first letter is folded where it is ASCII");
        assert_eq!(count("12.5 mCi/m² and 12.5 MCI/M²", "mci/m²"), 2);
        assert_eq!(count("anything", "  "), 0);
        assert_eq!(all("a a a", "a", 2).len(), 2);
    }
}
