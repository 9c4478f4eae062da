//! The day a release gives itself.

use super::Dateline;

/// Finds the dateline of a text.
pub(super) fn dateline(_text: &str) -> Option<Dateline> {
    None
}
