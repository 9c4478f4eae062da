//! What can be undone: every correction, in every document.
//!
//! In: the corrections of documents before and after a step. Out: what they are to be when the step
//! is undone or redone. A snapshot of a document's corrections is shared, not copied.

use std::rc::Rc;

use super::state::LoadId;
use crate::extract::edits::Edits;

/// Steps that are kept.
const DEEPEST: usize = 200;

/// One thing that a reader did.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What it was, for “Undo: …”.
    pub name: String,
    /// The documents it changed: their corrections before it and after it.
    pub changes: Vec<(LoadId, Rc<Edits>, Rc<Edits>)>,
}

/// What was done and what was undone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    past: Vec<Step>,
    future: Vec<Step>,
}

impl History {
    /// Notes a step. What was undone before it cannot be redone any more.
    pub fn note(&mut self, step: Step) {
        self.future.clear();
        self.past.push(step);
        if self.past.len() > DEEPEST {
            self.past.remove(0);
        }
    }

    /// The step to be undone, which becomes the one to be redone.
    pub fn undo(&mut self) -> Option<Step> {
        let step = self.past.pop()?;
        self.future.push(step.clone());
        Some(step)
    }

    /// The step to be redone, which becomes the one to be undone.
    pub fn redo(&mut self) -> Option<Step> {
        let step = self.future.pop()?;
        self.past.push(step.clone());
        Some(step)
    }

    /// What the next undo takes back.
    pub fn last(&self) -> Option<&str> {
        self.past.last().map(|step| step.name.as_str())
    }

    /// What the next redo makes again.
    pub fn next(&self) -> Option<&str> {
        self.future.last().map(|step| step.name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_hundred_steps_and_no_more() {
        let mut history = History::default();
        for number in 0..DEEPEST + 10 {
            history.note(Step { name: number.to_string(), changes: Vec::new() });
        }
        let undone = std::iter::from_fn(|| history.undo()).count();
        assert_eq!(undone, DEEPEST);
        assert_eq!((history.last(), history.next()), (None, Some("10")));
        history.redo();
        history.note(Step { name: "other".into(), changes: Vec::new() });
        assert_eq!((history.last(), history.next()), (Some("other"), None));
    }
}
