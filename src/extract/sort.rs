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
    let (sorted, spare) = (room.of(items.len()), spare.of(items.len()));
    (0..).zip(&mut *sorted).for_each(|(at, place)| *place = at);
    let of = |a: u64, b: u64| match (items.get(a as usize), items.get(b as usize)) {
        (Some(a), Some(b)) => order(a, b),
        _ => Ordering::Equal,
    };
    let sorted = numbers(sorted, spare, &of);
    let mut room = Room::<u32, ROOM>::new();
    let places = room.of(items.len());
    for (place, &at) in (0..).zip(&*sorted) {
        if let Some(known) = places.get_mut(at as usize) {
            *known = place;
        }
    }
    arrange(items, places);
}

/// Puts each at the place that its number names.
fn arrange<T>(items: &mut [T], places: &mut [u32]) {
    for at in 0..items.len() {
        // What stands here goes to its place, and what stood there comes here, until one that belongs here does.
        while let Some(&place) = places.get(at)
            && let Ok([one, other]) = items.get_disjoint_mut([at, place as usize])
        {
            std::mem::swap(one, other);
            places.swap(at, place as usize);
        }
    }
}

/// Sorts by a key of each; equals stay as they stood.
pub fn by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    by(items, |a, b| key(a).cmp(&key(b)));
}

/// Bytes of a text that are counted together.
const BLOCK: usize = 64;

/// Texts of so many blocks are counted without asking for memory.
const BLOCKS: usize = 128;

/// Sorts by a place of each in a text; equals stay as they stood. For lists of which two seldom stand at one place: there
/// is a bit for each place then, and each goes where as many bits are before its own. What comes next is not asked, which
/// nobody foresees.
pub fn by_place<T>(items: &mut [T], place: impl Fn(&T) -> usize) {
    let in_order =
        |(last, in_order): (usize, bool), item: &T| (last.max(place(item)), in_order & (last <= place(item)));
    let (last, in_order) = items.iter().fold((0, true), in_order);
    if in_order {
        return;
    }
    let (mut room, mut counts) = (Room::<u64, BLOCKS>::new(), Room::<u32, BLOCKS>::new());
    let (bits, counts) = (room.of(last / BLOCK + 1), counts.of(last / BLOCK + 1));
    let mut twice = false;
    for item in &*items {
        let (block, bit) = (place(item) / BLOCK, 1 << (place(item) % BLOCK));
        if let (Some(bits), Some(count)) = (bits.get_mut(block), counts.get_mut(block)) {
            twice |= *bits & bit != 0;
            *bits |= bit;
            *count += 1;
        }
    }
    if twice {
        return by_key(items, place);
    }
    // Of each block, how many are before it.
    counts.iter_mut().fold(0, |before, count| before + std::mem::replace(count, before));
    let mut room = Room::<u32, ROOM>::new();
    let places = room.of(items.len());
    for (item, to) in items.iter().zip(&mut *places) {
        let (block, below) = (place(item) / BLOCK, (1 << (place(item) % BLOCK)) - 1);
        if let (Some(bits), Some(before)) = (bits.get(block), counts.get(block)) {
            *to = before + (bits & below).count_ones();
        }
    }
    arrange(items, places);
}

/// Sorts by their own order.
pub fn plain<T: Ord>(items: &mut [T]) {
    by(items, T::cmp);
}

/// Merges runs of numbers that are in order, two by two, until they are one: what is sorted here are mostly the finds of
/// several walks behind one another, each in the order of the text. Both lists are as long; the one that is returned is in
/// order.
#[inline(never)]
fn numbers<'a>(
    mut items: &'a mut [u64],
    mut merged: &'a mut [u64],
    order: &dyn Fn(u64, u64) -> Ordering,
) -> &'a mut [u64] {
    let is_after = |a: u64, b: u64| order(a, b).is_gt();
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
