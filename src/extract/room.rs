//! Lists that are needed for a moment.
//!
//! To ask for memory and to give it back costs as much as to fill a short list. A [`Room`] lies with whoever needs it, and
//! asks for memory where there are many.
//!
//! ```
//! use eosin::extract::room::Room;
//! let mut room: Room<u64, 4> = Room::new();
//! assert_eq!(room.of(3), [0; 3]);
//! assert_eq!(room.of(5), [0; 5]);
//! ```

/// Room for a list, which asks for no memory for a `FEW`.
#[derive(Debug)]
pub struct Room<T, const FEW: usize> {
    few: [T; FEW],
    many: Vec<T>,
}

impl<T: Copy + Default, const FEW: usize> Room<T, FEW> {
    /// An empty one.
    #[inline]
    #[allow(clippy::new_without_default)] // it is none of anything
    pub fn new() -> Room<T, FEW> {
        Room { few: [T::default(); FEW], many: Vec::new() }
    }

    /// A list of so many, each of them nothing. Asked once.
    #[inline]
    pub fn of(&mut self, count: usize) -> &mut [T] {
        if count > FEW {
            self.many = vec![T::default(); count];
            return &mut self.many;
        }
        self.few.get_mut(..count).unwrap_or_default()
    }
}
