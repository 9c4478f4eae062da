//! Settles overlaps between mentions.
//!
//! In: mentions in any order. Out: the same, sorted by start, none overlapping another. Of two that
//! overlap the longer wins; of two of one length the earlier row of [`super::kinds::ALL`], then the
//! surer, then the one found first.

use std::cmp::Reverse;

use super::mention::Mention;

/// Settles overlaps.
pub fn resolve(mut mentions: Vec<Mention>) -> Vec<Mention> {
    mentions.retain(|mention| !mention.span.is_empty());
    mentions.sort_by_key(|mention| mention.span.start);
    let overlapping = mentions.is_sorted_by(|a, b| a.span.end <= b.span.start);
    if overlapping {
        return mentions;
    }
    // Best first: each is kept unless one kept already overlaps it.
    let mut order: Vec<usize> = (0..mentions.len()).collect();
    order.sort_by_key(|&index| {
        mentions.get(index).map(|m| (Reverse(m.span.len()), m.kind, Reverse(m.certainty), index))
    });
    let mut taken: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    let mut keep = vec![false; mentions.len()];
    for index in order {
        let Some(mention) = mentions.get(index) else { continue };
        let before = taken.range(..mention.span.end).next_back();
        if before.is_none_or(|(_, &end)| end <= mention.span.start) {
            taken.insert(mention.span.start, mention.span.end);
            if let Some(flag) = keep.get_mut(index) {
                *flag = true;
            }
        }
    }
    let mut flags = keep.into_iter();
    mentions.retain(|_| flags.next().unwrap_or(false));
    mentions
}
