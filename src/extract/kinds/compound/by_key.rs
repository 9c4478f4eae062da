//! Something for each key of a name.
//!
//! In: keys, which are hashes already. Out: what was put in under them, in the order in which it was.
//!
//! Not the standard library's map: a release has a dozen names and some ten of these, and in WebAssembly, where
//! that map cannot compare sixteen places at once, they took a twentieth of the whole analysis. Here few rows
//! are compared one by one, and more of them have an index.

/// Up to this many rows are compared one by one.
const FEW: usize = 8;

/// Rows by key.
#[derive(Clone, Debug)]
pub struct ByKey<T> {
    rows: Vec<(u64, T)>,
    /// For each key, from the place of its lower bits on: its row plus one, or 0 where no more follow. Twice as
    /// many as rows at least, a power of two; none while there are [`FEW`] rows.
    slots: Vec<u32>,
}

impl<T> Default for ByKey<T> {
    fn default() -> ByKey<T> {
        ByKey { rows: Vec::new(), slots: Vec::new() }
    }
}

impl<T> ByKey<T> {
    fn row(&self, key: u64) -> Option<usize> {
        if self.slots.is_empty() {
            return self.rows.iter().position(|row| row.0 == key);
        }
        let last = self.slots.len() - 1;
        let mut at = key as usize & last;
        loop {
            let row = (*self.slots.get(at)? as usize).checked_sub(1)?;
            if self.rows.get(row)?.0 == key {
                return Some(row);
            }
            at = (at + 1) & last;
        }
    }

    fn add(&mut self, key: u64, value: T) -> usize {
        self.rows.push((key, value));
        let row = self.rows.len() - 1;
        if self.rows.len() <= FEW {
            return row;
        }
        if self.rows.len() * 2 > self.slots.len() {
            self.slots = vec![0; (self.rows.len() * 4).next_power_of_two()];
            (0..row).for_each(|row| self.index(row));
        }
        self.index(row);
        row
    }

    fn index(&mut self, row: usize) {
        let Some(&(key, _)) = self.rows.get(row) else { return };
        let last = self.slots.len() - 1;
        let mut at = key as usize & last;
        while self.slots.get(at).is_some_and(|&slot| slot != 0) {
            at = (at + 1) & last;
        }
        if let Some(slot) = self.slots.get_mut(at) {
            *slot = row as u32 + 1;
        }
    }

    /// What is there under a key.
    pub fn get(&self, key: &u64) -> Option<&T> {
        self.rows.get(self.row(*key)?).map(|row| &row.1)
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, key: &u64) -> Option<&mut T> {
        let row = self.row(*key)?;
        self.rows.get_mut(row).map(|row| &mut row.1)
    }

    /// Whether something is there under a key.
    pub fn contains_key(&self, key: &u64) -> bool {
        self.row(*key).is_some()
    }

    /// Puts something under a key, in place of what was there.
    pub fn insert(&mut self, key: u64, value: T) {
        match self.row(key).and_then(|row| self.rows.get_mut(row)) {
            Some(row) => row.1 = value,
            None => _ = self.add(key, value),
        }
    }

    /// What is there under a key; where nothing is, what is made now.
    pub fn or_insert_with(&mut self, key: u64, make: impl FnOnce() -> T) -> &mut T {
        let row = match self.row(key) {
            Some(row) => row,
            None => self.add(key, make()),
        };
        #[allow(clippy::indexing_slicing)] // the row was found, or added
        &mut self.rows[row].1
    }

    /// All keys with what is under them.
    pub fn iter(&self) -> impl Iterator<Item = (&u64, &T)> {
        self.rows.iter().map(|(key, value)| (key, value))
    }

    /// All keys.
    pub fn keys(&self) -> impl Iterator<Item = &u64> {
        self.rows.iter().map(|(key, _)| key)
    }
}

impl<T> FromIterator<(u64, T)> for ByKey<T> {
    fn from_iter<I: IntoIterator<Item = (u64, T)>>(rows: I) -> ByKey<T> {
        let rows = rows.into_iter();
        let mut all = ByKey { rows: Vec::with_capacity(rows.size_hint().0), slots: Vec::new() };
        rows.for_each(|(key, value)| all.insert(key, value));
        all
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
