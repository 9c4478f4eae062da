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

use super::room::Room;

/// So many are put in place one by one.
const FEW: usize = 12;

/// So many are sorted without asking for memory.
const ROOM: usize = 64;

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
    let (mut room, mut spare) = (Room::<u64, ROOM>::new(), Room::<u64, ROOM>::new());
    let (places, spare) = (room.of(items.len()), spare.of(items.len()));
    (0..).zip(&mut *places).for_each(|(at, place)| *place = at);
    let of = |a: u64, b: u64| match (items.get(a as usize), items.get(b as usize)) {
        (Some(a), Some(b)) => order(a, b),
        _ => Ordering::Equal,
    };
    let places = numbers(places, spare, &of);
    arrange(items, places);
}

/// Puts at each place what stands at the one that the lower half of its number names.
fn arrange<T>(items: &mut [T], places: &mut [u64]) {
    // Each goes to its place along with all that have to make way for it; a place that is done points to itself.
    for start in 0..items.len() {
        let mut at = start;
        while let Some(place) = places.get_mut(at) {
            let next = std::mem::replace(place, at as u64) as u32 as usize;
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

/// Sorts by a place of each in a text; equals stay as they stood. For lists made of a few runs that are in order: the
/// runs are merged.
pub fn by_place<T>(items: &mut [T], place: impl Fn(&T) -> usize) {
    if u32::try_from(items.len()).is_err() {
        return by_key(items, place);
    }
    let (mut room, mut spare) = (Room::<u64, ROOM>::new(), Room::<u64, ROOM>::new());
    let (keys, spare) = (room.of(items.len()), spare.of(items.len()));
    for ((at, item), key) in items.iter().enumerate().zip(&mut *keys) {
        *key = (place(item) as u64) << 32 | at as u64;
    }
    if keys.is_sorted() {
        return;
    }
    let keys = merge_runs(keys, spare, |a, b| a > b);
    arrange(items, keys);
}

/// Sorts by their own order.
pub fn plain<T: Ord>(items: &mut [T]) {
    by(items, T::cmp);
}

#[inline(never)]
fn numbers<'a>(places: &'a mut [u64], spare: &'a mut [u64], order: &dyn Fn(u64, u64) -> Ordering) -> &'a mut [u64] {
    merge_runs(places, spare, |a, b| order(a, b).is_gt())
}

/// Merges runs that are in order, two by two, until they are one: what is sorted here are mostly the finds of several
/// walks behind one another, each in the order of the text. Both lists are as long; the one that is returned is in order.
fn merge_runs<'a>(
    mut items: &'a mut [u64],
    mut merged: &'a mut [u64],
    is_after: impl Fn(u64, u64) -> bool,
) -> &'a mut [u64] {
    let first_run = |items: &[u64]| {
        let last = items.windows(2).position(|pair| matches!(*pair, [before, after] if is_after(before, after)));
        last.map_or(items.len(), |last| last + 1)
    };
    loop {
        let (mut rest, mut to) = (&*items, merged.iter_mut());
        let mut runs = 0;
        while !rest.is_empty() {
            let (one, others) = rest.split_at(first_run(rest));
            let (two, others) = others.split_at(first_run(others));
            let (mut here, mut there) = (0, 0);
            while let (Some(&a), Some(&b)) = (one.get(here), two.get(there)) {
                // Chosen, not jumped to: which of the two comes first nobody foresees.
                let second = is_after(a, b);
                if let Some(to) = to.next() {
                    *to = if second { b } else { a };
                }
                (here, there) = (here + usize::from(!second), there + usize::from(second));
            }
            for left in [one.get(here..), two.get(there..)] {
                left.unwrap_or_default().iter().zip(&mut to).for_each(|(&item, to)| *to = item);
            }
            (rest, runs) = (others, runs + 1);
        }
        std::mem::swap(&mut items, &mut merged);
        if runs <= 1 {
            return items;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{by_key, by_place};

    /// Few and many, in order, in reverse and mixed, with equals: as the standard library sorts them.
    #[test]
    fn as_the_standard_library() {
        for len in (0..40).chain([100, 1000]) {
            for step in [1, 7, 11, 997, 999] {
                let items: Vec<(usize, usize)> = (0..len).map(|at| ((at * step) % 1000 / 3, at)).collect();
                let (mut ours, mut merged, mut theirs) = (items.clone(), items.clone(), items);
                by_key(&mut ours, |item| item.0);
                by_place(&mut merged, |item| item.0);
                theirs.sort_by_key(|item| item.0);
                assert_eq!(ours, theirs, "{len} items, step {step}");
                assert_eq!(merged, theirs, "{len} items, step {step}");
            }
        }
    }
}
