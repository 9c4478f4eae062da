//! Sorting, compiled once for all types.
//!
//! The standard library's sorts are compiled anew for every type and every order, at 6 KB each: thirty of
//! them were a tenth of the page. Here a few are put in place one by one, and of more the numbers are merged.
//!
//! ```
//! use eosin::extract::sort;
//! let mut words = vec!["dose", "of", "a"];
//! sort::by_key(&mut words, |word| word.len());
//! assert_eq!(words, ["a", "of", "dose"]);
//! ```

use std::cmp::Ordering;

/// So many are put in place one by one.
const FEW: usize = 12;

/// Sorts by what `order` says of two; equals stay as they stood.
pub fn by<T>(items: &mut [T], order: impl Fn(&T, &T) -> Ordering) {
    if items.len() <= FEW {
        for end in 1..items.len() {
            for at in (1..=end).rev() {
                match items.get(at - 1..=at) {
                    Some([before, after]) if order(before, after).is_gt() => items.swap(at - 1, at),
                    _ => break,
                }
            }
        }
        return;
    }
    if items.is_sorted_by(|before, after| order(before, after).is_le()) {
        return;
    }
    let mut places: Vec<usize> = (0..items.len()).collect();
    let of = |a: usize, b: usize| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => order(a, b),
        _ => Ordering::Equal,
    };
    numbers(&mut places, &of);
    // Each goes to its place along with all that have to make way for it; a place that is done points to itself.
    for start in 0..items.len() {
        let mut at = start;
        while let Some(place) = places.get_mut(at) {
            let next = std::mem::replace(place, at);
            if next == start {
                break;
            }
            items.swap(at, next);
            at = next;
        }
    }
}

/// Sorts by a key of each; equals stay as they stood.
pub fn by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    by(items, |a, b| key(a).cmp(&key(b)));
}

/// Sorts by their own order.
pub fn plain<T: Ord>(items: &mut [T]) {
    by(items, T::cmp);
}

/// Merges runs that are in order, two by two, until they are one: what is sorted here are mostly the finds of several
/// walks behind one another, each in the order of the text.
#[inline(never)]
fn numbers(places: &mut Vec<usize>, order: &dyn Fn(usize, usize) -> Ordering) {
    let descent = |(end, pair): (usize, &[usize])| match pair {
        [before, after] if order(*before, *after).is_gt() => Some(end + 1),
        _ => None,
    };
    // Where each run ends.
    let mut ends: Vec<usize> = places.windows(2).enumerate().filter_map(descent).collect();
    ends.push(places.len());
    let mut merged = Vec::with_capacity(places.len());
    while ends.len() > 1 {
        let mut start = 0;
        for pair in ends.chunks(2) {
            let (middle, end) = match *pair {
                [middle, end] => (middle, end),
                [end] => (end, end),
                _ => break,
            };
            let mut left = places.get(start..middle).unwrap_or(&[]);
            let mut right = places.get(middle..end).unwrap_or(&[]);
            while let ([a, later_left @ ..], [b, later_right @ ..]) = (left, right) {
                if order(*a, *b).is_gt() {
                    merged.push(*b);
                    right = later_right;
                } else {
                    merged.push(*a);
                    left = later_left;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
            start = end;
        }
        // The ends of the merged runs are every second one, and the last.
        let mut at = 0;
        ends.retain(|&end| {
            at += 1;
            at % 2 == 0 || end == places.len()
        });
        std::mem::swap(places, &mut merged);
        merged.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::by_key;

    /// Few and many, in order, in reverse and mixed, with equals: as the standard library sorts them.
    #[test]
    fn as_the_standard_library() {
        for len in (0..40).chain([100, 1000]) {
            for step in [1, 7, 11, 997, 999] {
                let items: Vec<(usize, usize)> = (0..len).map(|at| ((at * step) % 1000 / 3, at)).collect();
                let (mut ours, mut theirs) = (items.clone(), items);
                by_key(&mut ours, |item| item.0);
                theirs.sort_by_key(|item| item.0);
                assert_eq!(ours, theirs, "{len} items, step {step}");
            }
        }
    }
}
