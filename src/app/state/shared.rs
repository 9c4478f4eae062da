//! Something shared, compared by identity.

use std::ops::Deref;
use std::rc::Rc;

/// Something shared, compared by identity, so that a component whose document is the same document
/// is not drawn again.
#[derive(Debug)]
pub struct Shared<T>(pub Rc<T>);

impl<T> Shared<T> {
    /// Shares it.
    pub fn new(value: T) -> Shared<T> {
        Shared(Rc::new(value))
    }

    /// To be changed: where others hold it, they keep what it was.
    pub fn edit(&mut self) -> &mut T
    where
        T: Clone,
    {
        Rc::make_mut(&mut self.0)
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Shared<T> {
        Shared(Rc::clone(&self.0))
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Shared<T>) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}
