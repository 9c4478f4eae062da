//! Finds words in a text, as a reader who types them means it.
//!
//! In: a text and words. Out: every place where they stand, whatever their case and however they are
//! spaced or broken over lines. Offsets are those of the text: nothing is folded on the way.
//!
//! ```
//! use eosin::extract::{find::all, Span};
//! assert_eq!(all("One DOSE\nlevel, one dose level.", "dose level", 10), [Span::new(4, 14), Span::new(20, 30)]);
//! ```

use wide::u8x16;

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

/// Bytes that are looked at together.
const BLOCK: usize = 256;

/// Letters of a word that are looked for.
const LETTERS: usize = 4;

/// Whether one of these words, of four letters or more, may stand in a text, whatever the case of ASCII ones: whether the
/// first four letters of one do. Sixteen places are asked at once and all of them alike.
pub(super) fn may_have<const WORDS: usize>(text: &[u8], words: [&str; WORDS]) -> bool {
    let wanted = words.map(|word| word.as_bytes().first_chunk::<LETTERS>().map(|letters| letters.map(u8x16::splat)));
    let letters = |place: usize| text.get(place..(text.len() + 1 + place).saturating_sub(LETTERS)).unwrap_or_default();
    let (w, x, y, z) = (letters(0), letters(1), letters(2), letters(3));
    let are_there = |any: u8x16, [w, x, y, z]: [&[u8; 16]; LETTERS]| {
        let [w, x, y, z] = [w, x, y, z].map(|sixteen| u8x16::new(*sixteen));
        let differ = |[a, b, c, d]: [u8x16; LETTERS]| ((w ^ a) | (x ^ b) | (y ^ c) | (z ^ d)) & u8x16::splat(!0x20);
        wanted.iter().flatten().fold(any, |any, &word| any | differ(word).simd_eq(u8x16::splat(0)))
    };
    let (Some(v), Some(x_last), Some(y_last), Some(z_last)) =
        (w.last_chunk(), x.last_chunk(), y.last_chunk(), z.last_chunk())
    else {
        return true;
    };
    let blocks = w.as_chunks().0.iter().zip(x.as_chunks().0).zip(y.as_chunks().0).zip(z.as_chunks().0);
    let any = blocks.fold(u8x16::splat(0), |any, (((w, x), y), z)| are_there(any, [w, x, y, z]));
    // The last sixteen, some of them again.
    are_there(any, [v, x_last, y_last, z_last]).to_bitmask() != 0 || wanted.iter().any(Option::is_none)
}

/// Where a word of ASCII letters stands in a text, whatever its case.
pub(super) fn places<'t>(text: &'t [u8], word: &'static str) -> impl Iterator<Item = usize> + 't {
    let block = move |from: usize| text.get(from..text.len().min(from + BLOCK + LETTERS - 1)).unwrap_or_default();
    let (small, capital) = word.as_bytes().first().map_or((0, 0), |first| (*first, first.to_ascii_uppercase()));
    let stands = move |&at: &usize| {
        text.get(at..at + word.len()).is_some_and(|there| there.eq_ignore_ascii_case(word.as_bytes()))
    };
    let blocks = (0..text.len()).step_by(BLOCK).filter(move |&from| may_have(block(from), [word]));
    let firsts = move |from: usize| memchr::memchr2_iter(small, capital, block(from)).take_while(|at| *at < BLOCK);
    blocks.flat_map(move |from| firsts(from).map(move |at| from + at).filter(stands))
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
