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
/// first four letters of one do.
pub(super) fn may_have(text: &[u8], words: &[&str]) -> bool {
    words.iter().any(|word| word.as_bytes().first_chunk().is_none_or(|letters| may_stand(text, *letters)))
}

/// Whether these letters may stand in a text, whatever the case. Sixteen places are asked at once and all of them alike.
#[inline(never)]
fn may_stand(text: &[u8], letters: [u8; LETTERS]) -> bool {
    let wanted = letters.map(u8x16::splat);
    let from = |place: usize| text.get(place..(text.len() + 1 + place).saturating_sub(LETTERS)).unwrap_or_default();
    let places = [from(0), from(1), from(2), from(3)];
    let are_there = |any: u8x16, there: [&[u8; 16]; LETTERS]| {
        let letters = there.into_iter().zip(wanted).map(|(there, wanted)| u8x16::new(*there) ^ wanted);
        let differ = letters.fold(u8x16::splat(0), |any, differ| any | differ) & u8x16::splat(!0x20);
        any | differ.simd_eq(u8x16::splat(0))
    };
    let [w, x, y, z] = places.map(|place| place.as_chunks().0.iter());
    let any = w.zip(x).zip(y).zip(z).fold(u8x16::splat(0), |any, (((w, x), y), z)| are_there(any, [w, x, y, z]));
    // The last sixteen, some of them again.
    let [Some(w), Some(x), Some(y), Some(z)] = places.map(|place| place.last_chunk()) else { return true };
    are_there(any, [w, x, y, z]).to_bitmask() != 0
}

/// The first `most` places where a word of four ASCII letters or more, in small ones, stands in a text, whatever the case
/// there.
pub(super) fn places(text: &[u8], word: &str, most: usize) -> Vec<usize> {
    let mut places = Vec::new();
    let (small, capital) = word.as_bytes().first().map_or((0, 0), |first| (*first, first.to_ascii_uppercase()));
    for from in (0..text.len()).step_by(BLOCK) {
        let block = text.get(from..text.len().min(from + BLOCK + LETTERS - 1)).unwrap_or_default();
        if !may_have(block, &[word]) {
            continue;
        }
        for at in memchr::memchr2_iter(small, capital, block).take_while(|at| *at < BLOCK).map(|at| from + at) {
            let there = text.get(at..at + word.len());
            if there.is_some_and(|there| there.eq_ignore_ascii_case(word.as_bytes())) {
                places.push(at);
            }
            if places.len() >= most {
                return places;
            }
        }
    }
    places
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
