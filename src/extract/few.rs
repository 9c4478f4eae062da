//! One, or several.
//!
//! Most things are mentioned once: a list of their own for one place is a third of what is asked of memory for them.
//! A `Few` is read as the list it stands for, and written as one; to copy it costs next to nothing.
//!
//! ```
//! use eosin::extract::few::Few;
//! let places = Few::from(&[4, 7][..]);
//! assert_eq!((places.first(), places.len()), (Some(&4), 2));
//! assert_eq!(Few::One([4]), Few::from(vec![4]));
//! ```

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};

/// A list that mostly has one member.
#[derive(Clone, Deserialize)]
#[serde(from = "Vec<T>")]
pub enum Few<T> {
    /// One.
    One([T; 1]),
    /// Any number.
    Several(Arc<[T]>),
}

impl<T> Deref for Few<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match self {
            Few::One(one) => one,
            Few::Several(several) => several,
        }
    }
}

impl<T> From<Vec<T>> for Few<T> {
    fn from(list: Vec<T>) -> Few<T> {
        list.try_into().map_or_else(|list: Vec<T>| Few::Several(list.into()), Few::One)
    }
}

impl<T: Clone> From<&[T]> for Few<T> {
    fn from(list: &[T]) -> Few<T> {
        match list {
            [one] => Few::One([one.clone()]),
            list => Few::Several(list.into()),
        }
    }
}

impl<'a, T> IntoIterator for &'a Few<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: PartialEq> PartialEq for Few<T> {
    fn eq(&self, other: &Few<T>) -> bool {
        **self == **other
    }
}

impl<T: fmt::Debug> fmt::Debug for Few<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl<T: Serialize> Serialize for Few<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}
