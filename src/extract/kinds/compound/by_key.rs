//! Something for each key of a name.
//!
//! In: keys, which are hashes already. Out: what was put in under them, in the order in which it was.
//!
//! Not the standard library's map: a release has a dozen names and some ten of these, and in WebAssembly, where
//! that map cannot compare sixteen places at once, they took a twentieth of the whole analysis. Here the index of few
//! rows lies with the keys, and nearly always the first place that is looked at is the one.

/// Up to this many rows have places that lie with the keys.
const FEW: usize = 8;

/// Which key is in which row.
#[derive(Clone, Debug, Default)]
struct Keys {
    rows: Vec<u64>,
    /// For each key, from the place of its lower bits on: its row plus one, or 0 where no more follow. Twice as
    /// many as rows at least, a power of two.
    few: [u8; 2 * FEW],
    /// The same for more rows.
    slots: Vec<u32>,
}

impl Keys {
    /// The row of a key, past all rows where it has none: an `Option` of it would go through memory in WebAssembly.
    fn row(&self, key: u64) -> usize {
        if self.slots.is_empty() { self.find(&self.few, key) } else { self.find(&self.slots, key) }
    }

    #[inline]
    fn find<T: Copy + Into<u32>>(&self, slots: &[T], key: u64) -> usize {
        let last = slots.len() - 1;
        let mut at = key as usize & last;
        loop {
            let slot: u32 = slots.get(at).map_or(0, |&slot| slot.into());
            let row = (slot as usize).wrapping_sub(1);
            if self.rows.get(row).is_none_or(|&other| other == key) {
                return row;
            }
            at = (at + 1) & last;
        }
    }

    fn add(&mut self, key: u64) {
        self.rows.push(key);
        let rows = self.rows.len();
        if rows <= FEW {
            let at = free(&self.few, key);
            if let Some(slot) = self.few.get_mut(at) {
                *slot = rows as u8;
            }
            return;
        }
        if rows * 2 <= self.slots.len() {
            return self.index(rows - 1);
        }
        self.slots = vec![0; (rows * 4).next_power_of_two()];
        (0..rows).for_each(|row| self.index(row));
    }

    fn index(&mut self, row: usize) {
        let Some(&key) = self.rows.get(row) else { return };
        let at = free(&self.slots, key);
        if let Some(slot) = self.slots.get_mut(at) {
            *slot = row as u32 + 1;
        }
    }
}

/// The first free place for a key.
fn free<T: Copy + Into<u32>>(slots: &[T], key: u64) -> usize {
    let last = slots.len() - 1;
    let mut at = key as usize & last;
    while slots.get(at).is_some_and(|&slot| slot.into() != 0) {
        at = (at + 1) & last;
    }
    at
}

/// Rows by key.
#[derive(Clone, Debug)]
pub struct ByKey<T> {
    keys: Keys,
    /// As many as keys.
    values: Vec<T>,
}

impl<T> Default for ByKey<T> {
    fn default() -> ByKey<T> {
        ByKey { keys: Keys::default(), values: Vec::new() }
    }
}

impl<T> ByKey<T> {
    /// With room for some rows.
    pub fn with_room(rows: usize) -> ByKey<T> {
        ByKey { keys: Keys { rows: Vec::with_capacity(rows), ..Keys::default() }, values: Vec::with_capacity(rows) }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// The row of a key; it stays the same.
    pub fn row(&self, key: u64) -> Option<usize> {
        Some(self.keys.row(key)).filter(|&row| row < self.len())
    }

    /// What is there in a row.
    pub fn at(&self, row: usize) -> Option<&T> {
        self.values.get(row)
    }

    /// The same, to be changed.
    pub fn at_mut(&mut self, row: usize) -> Option<&mut T> {
        self.values.get_mut(row)
    }

    /// What is there in each row.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.values.iter()
    }

    /// What is there under a key.
    pub fn get(&self, key: &u64) -> Option<&T> {
        self.values.get(self.keys.row(*key))
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, key: &u64) -> Option<&mut T> {
        self.values.get_mut(self.keys.row(*key))
    }

    /// Whether something is there under a key.
    pub fn contains_key(&self, key: &u64) -> bool {
        self.keys.row(*key) < self.len()
    }

    /// Puts something under a key, in place of what was there.
    pub fn insert(&mut self, key: u64, value: T) {
        let row = self.keys.row(key);
        match self.values.get_mut(row) {
            Some(known) => *known = value,
            None => {
                self.keys.add(key);
                self.values.push(value);
            }
        }
    }

    /// What is there under a key; where nothing is, what is made now.
    pub fn or_insert_with(&mut self, key: u64, make: impl FnOnce() -> T) -> &mut T {
        self.row_or_insert_with(key, make).1
    }

    /// The same with its row.
    pub fn row_or_insert_with(&mut self, key: u64, make: impl FnOnce() -> T) -> (usize, &mut T) {
        let row = self.row(key).unwrap_or_else(|| {
            self.keys.add(key);
            self.values.push(make());
            self.len() - 1
        });
        #[allow(clippy::indexing_slicing)] // the row was found, or added
        (row, &mut self.values[row])
    }

    /// All keys with what is under them.
    pub fn iter(&self) -> impl Iterator<Item = (&u64, &T)> {
        self.keys.rows.iter().zip(&self.values)
    }

    /// All keys.
    pub fn keys(&self) -> impl Iterator<Item = &u64> {
        self.keys.rows.iter()
    }
}

impl<T> FromIterator<(u64, T)> for ByKey<T> {
    fn from_iter<I: IntoIterator<Item = (u64, T)>>(rows: I) -> ByKey<T> {
        let mut all = ByKey::default();
        rows.into_iter().for_each(|(key, value)| all.insert(key, value));
        all
    }
}

/// Hashes of words.
#[derive(Clone, Debug, Default)]
pub struct Words {
    keys: Keys,
    /// A bit for each, by its lower bits: it tells most others from them.
    likely: u64,
}

impl Words {
    /// Puts a word in.
    pub fn insert(&mut self, hash: u32) {
        if !self.contains(hash) {
            self.keys.add(hash.into());
            self.likely |= 1 << (hash & 63);
        }
    }

    /// Whether a word is in.
    #[inline]
    pub fn contains(&self, hash: u32) -> bool {
        self.likely >> (hash & 63) & 1 == 1 && self.keys.row(hash.into()) < self.keys.rows.len()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn it_is_a_map_that_keeps_the_order() {
        // Many share their lower bits.
        let keys = || (0..300u64).map(|n| ((n.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 7) & !0x3f) | (n % 3));
        let mut rows: ByKey<usize> = ByKey::default();
        let mut known: HashMap<u64, usize> = HashMap::new();
        for (n, key) in keys().chain(keys().step_by(3)).enumerate() {
            assert_eq!(rows.get(&key), known.get(&key));
            if n % 2 == 0 {
                rows.insert(key, n);
                known.insert(key, n);
            } else {
                assert_eq!(*rows.or_insert_with(key, || n), *known.entry(key).or_insert(n));
            }
            assert_eq!(rows.get(&key), known.get(&key));
            assert!(!rows.contains_key(&(key | 0x10)));
        }
        assert_eq!(rows.iter().count(), known.len());
        assert!(rows.keys().copied().eq(keys()));
        assert!(rows.iter().all(|(key, value)| known.get(key) == Some(value)));
    }
}
