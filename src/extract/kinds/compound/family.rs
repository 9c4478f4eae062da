//! Names that share their first letters with a code: `QLV-APP` beside `QLV-131`, `Orqa-Q` beside `Orqa-T`.
//!
//! In: a draft with its places in order. Out: the same, with the relatives as further places. Alone they
//! say nothing; [`super::decide`] accepts them where one of the family is accepted.

use super::code::chunk;
use super::context::{View, back, evidence};
use super::discover::{Draft, Form, Place, key};
use super::table::{CUES, OTHER_PREFIXES, TAILS};
use super::wake::is_known;
use super::wanted::Wanted;
use crate::extract::lex::{Case, Class, Tokens};
use crate::extract::sort;

/// The rule of a relative.
pub const RULE: &str = "compound.family";

/// Finds the relatives of what was found.
///
/// Hard, because any word may follow a hyphen: `QLV-APP` is a relative, `QLV-Treated` and `QLV-based`
/// are not; and because letters that mean something else have relatives too: `PD-L1` is none of `PD-101`.
pub fn relatives(view: &View<'_>, draft: &mut Draft) {
    let tokens = view.tokens;
    let mut letters: Vec<u32> = draft
        .places
        .iter()
        .filter(|place| is_joined(tokens, place.first) && place.end > place.first + 2)
        .filter(|place| draft.form(**place).is_some_and(|form| form.code || !form.generic))
        .filter(|place| {
            !is_known(tokens.get(place.first))
                || OTHER_PREFIXES.find(tokens, place.first).is_none() && CUES.find(tokens, place.first).is_none()
        })
        .map(|place| tokens.get(place.first).hash())
        .collect();
    sort::plain(&mut letters);
    letters.dedup();
    if letters.is_empty() {
        return;
    }
    let mut found: Vec<Place> = Vec::new();
    let mut next = 0;
    let mut marks = std::mem::take(&mut draft.marks);
    if marks.is_empty() {
        marks = Wanted::new(tokens, [].into_iter(), letters.iter().copied()).marks;
    }
    marks.each_other(|at| {
        if !is_joined(tokens, at) || letters.binary_search(&tokens.get(at).hash()).is_err() {
            return;
        }
        while draft.places.get(next).is_some_and(|place| place.end <= at) {
            next += 1;
        }
        let taken = draft.places.get(next).is_some_and(|place| place.first <= at + 2);
        let part = tokens.get(at + 2);
        let short = match part.case {
            Case::Upper => part.len() <= 6,
            Case::Capital => part.len() == 1,
            Case::Mixed => part.len() <= 8 && !tokens.str(at + 2).ends_with('s'),
            _ => false,
        };
        if taken || !part.is_glued() || !short || TAILS.find(tokens, at + 2).is_some() {
            return;
        }
        let (first, end) = chunk(tokens, at);
        if first != at || end > at + 7 || tokens.get(at).is_glued() && tokens.get(back(at, 1)).class == Class::Dash {
            return;
        }
        let key = key(tokens, at, end);
        let seen = evidence(view, at, end);
        let fresh = Form { prior: 0, rule: RULE, word: true, ..Form::default() };
        let (row, form) = draft.forms.row_or_insert_with(key, || fresh);
        form.see(seen);
        found.push(Place { first: at, end, key, row: row as u32, company: seen.company || seen.ticker });
    });
    if !found.is_empty() {
        draft.places.append(&mut found);
        sort::by_key(&mut draft.places, |place| (place.first, std::cmp::Reverse(place.end)));
    }
}

/// Whether letters and a hyphen stand there, as relatives begin.
#[inline]
pub fn is_joined(tokens: &Tokens<'_>, first: usize) -> bool {
    let (token, dash) = (tokens.get(first), tokens.get(first + 1));
    matches!(token.case, Case::Upper | Case::Capital)
        & (token.len() >= 2)
        & (dash.class == Class::Dash)
        & dash.is_glued()
}
