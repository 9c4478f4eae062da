//! Settles overlaps between mentions.
//!
//! In: mentions in any order. Out: the same, sorted by start, none overlapping another. Of two that
//! overlap, one of a kind that yields to the others loses; else the longer wins; of two of one length the
//! earlier row of [`super::kinds::ALL`], then the surer, then the one found first.
//! What rules of a reader's own find comes afterwards and wins: [`super::rules::ruled`].

use std::collections::BTreeMap;

use super::mention::{Certainty, Mention};
use crate::extract::sort;

/// Settles overlaps.
pub fn resolve(mut mentions: Vec<Mention>) -> Vec<Mention> {
    if mentions.iter().fold(false, |any, mention| any | mention.span.is_empty()) {
        mentions.retain(|mention| !mention.span.is_empty());
    }
    sort::by_place(&mut mentions, |mention| mention.span.start);
    // Mostly none overlap.
    let (mut end, mut overlap) = (0, false);
    for mention in &mentions {
        overlap |= mention.span.start < end;
        end = end.max(mention.span.end);
    }
    if !overlap {
        return mentions;
    }
    let mut keep = vec![true; mentions.len()];
    let mut from = 0;
    while let Some(first) = mentions.get(from) {
        let (mut end, mut to) = (first.span.end, from + 1);
        while let Some(next) = mentions.get(to).filter(|next| next.span.start < end) {
            (end, to) = (end.max(next.span.end), to + 1);
        }
        if let (Some(some), Some(keep)) = (mentions.get(from..to), keep.get_mut(from..to))
            && some.len() > 1
        {
            settle(some, keep);
        }
        from = to;
    }
    let mut flags = keep.into_iter();
    mentions.retain(|_| flags.next().unwrap_or(false));
    mentions
}

/// Of mentions that hang together, the best first: each is kept unless one kept already overlaps it.
fn settle(mentions: &[Mention], keep: &mut [bool]) {
    keep.fill(false);
    let mut order: Vec<u64> = (0..).zip(mentions).map(|(index, mention)| rank(mention) << u32::BITS | index).collect();
    sort::plain(&mut order);
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    for index in order.into_iter().map(|rank| rank as u32 as usize) {
        let Some(mention) = mentions.get(index) else { continue };
        let before = taken.range(..mention.span.end).next_back();
        if before.is_none_or(|(_, &end)| end <= mention.span.start) {
            taken.insert(mention.span.start, mention.span.end);
            if let Some(flag) = keep.get_mut(index) {
                *flag = true;
            }
        }
    }
}

/// Lower for what is kept rather, in as many bits as half a number has: whether its kind yields, its length, its kind and
/// how sure it is.
fn rank(mention: &Mention) -> u64 {
    const LENGTH: u64 = (1 << 22) - 1;
    let length = LENGTH - (mention.span.len() as u64).min(LENGTH);
    let yields = u64::from(mention.kind.kind().standing.yields());
    let unsure = u64::from(mention.certainty != Certainty::Sure);
    ((yields << 22 | length) << 8 | mention.kind.row() as u64 & 0xff) << 1 | unsure
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::kinds::KindId;
    use crate::extract::mention::{Certainty, RuleId, Value};
    use crate::extract::span::Span;

    fn mention(kind: &str, start: usize, end: usize) -> Mention {
        Mention {
            span: Span::new(start, end),
            kind: KindId::of(kind).unwrap(),
            value: Value::Name { name: "".into() },
            rule: RuleId::new("test.rule"),
            certainty: Certainty::Sure,
            attributes: Vec::new(),
        }
    }

    #[track_caller]
    fn check(given: &[(&str, usize, usize)], kept: &[(&str, usize, usize)]) {
        let given = given.iter().map(|&(kind, start, end)| mention(kind, start, end)).collect();
        let got: Vec<_> = resolve(given).iter().map(|m| (m.kind.kind().id, m.span.start, m.span.end)).collect();
        assert_eq!(got, kept);
    }

    #[test]
    fn the_longer_wins_then_the_earlier_row() {
        check(&[("date", 5, 9), ("dose", 0, 4)], &[("dose", 0, 4), ("date", 5, 9)]);
        check(&[("date", 0, 4), ("money", 2, 8)], &[("money", 2, 8)]);
        check(&[("date", 0, 4), ("compound", 0, 4)], &[("compound", 0, 4)]);
        check(&[("date", 0, 4), ("money", 3, 8), ("dose", 7, 9)], &[("money", 3, 8)]);
        check(&[("date", 3, 3)], &[]);
    }
}
