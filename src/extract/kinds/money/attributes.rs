//! What is said of an amount nearby: `per`, `bound`, `change`.
//!
//! In: a draft. Out: attributes whose words lie outside it.

use super::{Draft, table};
use crate::extract::lex::{Gap, Likely, List, Tokens, w, words};
use crate::extract::mention::Attribute;

/// Reads the attributes of all drafts.
pub(super) fn read_all(tokens: &Tokens<'_>, drafts: &[Draft]) -> Vec<Vec<Attribute>> {
    let mut all: Vec<Vec<Attribute>> = Vec::with_capacity(drafts.len());
    let mut floor = 0;
    for draft in drafts {
        all.push(match &draft.cell {
            Some(known) => known.clone(),
            None => read(tokens, draft, floor),
        });
        // What is said of this amount behind it is not said of the next: "$0.82 per share, from $1.6 million".
        let said = all.last().into_iter().flatten().filter_map(|attribute| attribute.span);
        floor = said.map(|span| tokens.at(span.end)).fold(draft.end, usize::max);
        if draft.cell.is_some() {
            floor = draft.end;
        }
    }
    share_units(tokens, drafts, &mut all);
    all
}

/// Lends a unit to the amount it is compared with: "$(0.06), compared to $(0.29)", "$1 and $2 per
/// share". Near miss: "$3.1 million, or $0.23 per share".
fn share_units(tokens: &Tokens<'_>, drafts: &[Draft], all: &mut [Vec<Attribute>]) {
    for (index, pair) in drafts.windows(2).enumerate() {
        let [a, b] = pair else { continue };
        let near = b.first - a.end.min(b.first) <= 6
            && b.first > a.end
            && (a.end..b.first).all(|at| {
                tokens.get(at).is(',')
                    || tokens.is_any(
                        at,
                        words!["compared", "with", "to", "versus", "vs", "and", "from", "as", "a", "loss", "of"],
                    )
            });
        if a.large || b.large || !near || a.cell.is_some() || b.cell.is_some() {
            continue;
        }
        let per = |list: Option<&Vec<Attribute>>| list.and_then(|l| l.iter().find(|x| x.name == "per").cloned());
        match (per(all.get(index)), per(all.get(index + 1))) {
            (Some(known), None) => all.get_mut(index + 1).into_iter().for_each(|list| list.push(known.clone())),
            (None, Some(known)) => all.get_mut(index).into_iter().for_each(|list| list.push(known.clone())),
            _ => {}
        }
    }
}

/// Reads the attributes of a draft; words before `floor` belong to the mention before.
fn read(tokens: &Tokens<'_>, draft: &Draft, floor: usize) -> Vec<Attribute> {
    let mut list = Vec::new();
    list.extend(per_after(tokens, draft.end).or_else(|| per_before(tokens, draft.first, floor)));
    list.extend(bound(tokens, draft, floor));
    list.extend(change(tokens, draft, floor));
    list
}

/// "per share", "a year", "/ADS", "per diluted share", "annually". Near miss: "a share price".
fn per_after(tokens: &Tokens<'_>, end: usize) -> Option<Attribute> {
    let mut at = end;
    while tokens.get(at).is('*') || tokens.get(at).is('_') {
        at += 1;
    }
    if tokens.get(at).gap > Gap::Line {
        return None;
    }
    let token = tokens.get(at);
    let begins =
        tokens.is_any(at, words!["annually", "yearly", "monthly", "apiece", "each", "a", "an", "per", "every"]);
    if !(begins || token.is('/') || token.class == crate::extract::lex::Class::Dash) {
        return None;
    }
    if tokens.is_any(at, words!["annually", "yearly"]) {
        return Some(Attribute::new("per", "year", tokens.span(at, at + 1)));
    }
    if tokens.is(at, w!("monthly")) {
        return Some(Attribute::new("per", "month", tokens.span(at, at + 1)));
    }
    // "9.5 million shares at $13.75 apiece", "$5 each"
    let apiece = tokens.is(at, w!("apiece")) || tokens.is(at, w!("each")) && !tokens.get(at + 1).is_word();
    if apiece {
        let clause = (1..=APIECE).map_while(|back| end.checked_sub(back)).take_while(|&word| !tokens.get(word).is(','));
        let sold = clause.filter(|&word| tokens.get(word).is_word() && tokens.str(word).ends_with('s'));
        let sold = sold.into_iter().find_map(|word| table::PER.find(tokens, word));
        return Some(Attribute::new("per", sold.copied().unwrap_or("piece"), tokens.span(at, at + 1)));
    }
    let hyphened = tokens.get(at).class == crate::extract::lex::Class::Dash && tokens.get(at).is_glued();
    let first = if hyphened { at + 1 } else { at };
    let slash = tokens.get(first).is('/');
    let article = tokens.is_any(first, words!["a", "an", "each"]);
    if !(slash || article || tokens.is_any(first, words!["per", "every"])) {
        return None;
    }
    noun(tokens, first, article)
}

/// How far before "apiece" what is sold stands, in tokens.
const APIECE: usize = 24;

/// The noun after "per" at `first`.
fn noun(tokens: &Tokens<'_>, first: usize, adjacent: bool) -> Option<Attribute> {
    let reach = if adjacent { 3 } else { 9 };
    for at in first + 1..first + reach {
        let token = tokens.get(at);
        if token.gap > Gap::Line || token.is('.') || token.is(',') || token.is(')') {
            return None;
        }
        if let Some(&what) = table::PER.find(tokens, at) {
            // "a share price", "a day care", "a year ago"
            if adjacent
                && tokens.is_any(
                    at + 1,
                    words!["price", "purchase", "repurchase", "offering", "ago", "earlier", "before", "later"],
                )
            {
                return None;
            }
            return Some(Attribute::new("per", what, tokens.span(first, at + 1)));
        }
        let between = token.class == crate::extract::lex::Class::Dash
            || tokens.is_any(
                at,
                words![
                    "basic",
                    "diluted",
                    "and",
                    "or",
                    "common",
                    "ordinary",
                    "fully",
                    "american",
                    "depositary",
                    "depository",
                    "preferred",
                    "outstanding",
                    "class",
                    "a",
                    "b",
                    "new",
                    "single",
                    "each",
                    "one",
                    "weighted",
                    "average",
                    "eligible",
                    "treated",
                    "enrolled",
                    "calendar",
                    "fiscal",
                    "full",
                    "accompanying",
                    "whole"
                ],
            );
        if !between {
            return None;
        }
    }
    None
}

/// Words that tie an amount to the noun of its unit before it.
const LINKS: &List = words!["of", "was", "were", "is", "to", "at", "be", "from", "for", "improved"];

/// Words that may stand between the two.
const PASSED: &List = words![
    "the",
    "a",
    "an",
    "approximately",
    "about",
    "improved",
    "decreased",
    "increased",
    "price",
    "basic",
    "diluted",
    "and",
    "attributable",
    "common",
    "stockholders",
    "shareholders",
    "up",
    "totaled",
    "amounted",
    "exercise",
    "purchase",
    "offering"
];

/// All words that lead back to the noun of a unit before an amount.
static LEADS: Likely<32> = Likely::of(table::PER.words()).with(LINKS).with(PASSED).with(words!["eps"]);

/// "net loss per share of $(0.02)", "price per share was $4.00". Near miss: "per share. Cash was
/// $5 million".
fn per_before(tokens: &Tokens<'_>, first: usize, floor: usize) -> Option<Attribute> {
    let mut at = first;
    let mut link = false;
    for _ in 0..12 {
        at = at.checked_sub(1)?;
        if at < floor || tokens.get(at + 1).gap == Gap::Paragraph {
            return None;
        }
        let token = tokens.get(at);
        if token.is_word() && !LEADS.has(token) {
            return None;
        }
        // "EPS of $0.05", "earnings per share (EPS): $0.05"
        if tokens.is(at, w!("eps")) && (link || first - at <= 3) {
            return Some(Attribute::new("per", "share", tokens.span(at, at + 1)));
        }
        if let Some(&what) = table::PER.find(tokens, at) {
            let per = (1..5).map(|back| at.wrapping_sub(back)).find(|&back| tokens.is(back, w!("per")))?;
            // In a table or after a verb the amount belongs to what stands before; elsewhere not.
            let near = first - at <= 2;
            return (link || near).then(|| Attribute::new("per", what, tokens.span(per, at + 1)));
        }
        if tokens.is_any(at, LINKS) {
            link = true;
            continue;
        }
        let passes = token.is('(')
            || token.is(':')
            || token.is('\\')
            || token.is('*')
            || token.is(',')
            || token.is(')')
            || tokens.is_any(at, PASSED);
        if !passes {
            return None;
        }
    }
    None
}

/// "up to", "at least", "approximately", "more than", "in excess of", "≥"; "or more" and "+" after.
fn bound(tokens: &Tokens<'_>, draft: &Draft, floor: usize) -> Option<Attribute> {
    let mut end = draft.first;
    while end > floor && ['\\', '*', '_', '('].iter().any(|&mark| tokens.get(end - 1).is(mark)) {
        end -= 1;
    }
    if tokens.is_any(end.wrapping_sub(1), words!["a", "an"]) && end > floor {
        end -= 1;
    }
    if tokens.get(end.wrapping_sub(1)).is('.')
        && tokens.is_any(end.wrapping_sub(2), words!["approx", "ca", "c"])
        && end > floor + 1
    {
        return Some(Attribute::new("bound", "about", tokens.span(end - 2, end)));
    }
    let nearest = bound_ending(tokens, end, floor);
    if let Some((first, "about")) = nearest
        && let Some((outer, word)) = bound_ending(tokens, first, floor)
        && word != "about"
    {
        return Some(Attribute::new("bound", word, tokens.span(outer, first)));
    }
    if let Some((first, word)) = nearest {
        return Some(Attribute::new("bound", word, tokens.span(first, end)));
    }
    let at = draft.end;
    if tokens.get(at).is('+') && tokens.get(at).is_glued() {
        return Some(Attribute::new("bound", "at least", tokens.span(at, at + 1)));
    }
    let dash = usize::from(tokens.get(at).class == crate::extract::lex::Class::Dash && tokens.get(at).is_glued());
    if tokens.is(at + dash, w!("plus")) && dash == 1 {
        return Some(Attribute::new("bound", "at least", tokens.span(at + 1, at + 2)));
    }
    if tokens.is(at, w!("or")) && tokens.is_any(at + 1, words!["more", "greater", "higher"]) {
        return Some(Attribute::new("bound", "at least", tokens.span(at, at + 2)));
    }
    if tokens.is(at, w!("or")) && tokens.is_any(at + 1, words!["less", "lower", "fewer"]) {
        return Some(Attribute::new("bound", "at most", tokens.span(at, at + 2)));
    }
    None
}

/// Last words of bounds.
#[allow(clippy::indexing_slicing)] // runs in the compiler
static BOUND_ENDS: Likely<8> = {
    let (mut ends, mut row) = (Likely::NONE, 0);
    while row < table::BOUNDS.len() {
        if let [.., last] = table::BOUNDS[row].0.words() {
            ends = ends.word(*last);
        }
        row += 1;
    }
    ends
};

/// Their hashes, by row.
#[allow(clippy::indexing_slicing)] // runs in the compiler
static BOUND_LASTS: [u32; table::BOUNDS.len()] = {
    let (mut lasts, mut row) = ([0; table::BOUNDS.len()], 0);
    while row < lasts.len() {
        if let [.., last] = table::BOUNDS[row].0.words() {
            lasts[row] = last.hash();
        }
        row += 1;
    }
    lasts
};

fn bound_ending(tokens: &Tokens<'_>, end: usize, floor: usize) -> Option<(usize, &'static str)> {
    if tokens.get(end).gap == Gap::Paragraph {
        return None;
    }
    let last = tokens.get(end.wrapping_sub(1));
    let sign = match last.symbol() {
        Some('~' | '≈') => Some("about"),
        Some('≥' | '>') => Some("at least"),
        Some('≤' | '<') => Some("at most"),
        _ => None,
    };
    if let Some(word) = sign
        && end > floor
        && !is_markup(tokens, end - 1)
    {
        return Some((end - 1, word));
    }
    if !last.is_word() || !BOUND_ENDS.has(last) {
        return None;
    }
    let ending = table::BOUNDS.iter().zip(BOUND_LASTS).filter(|(_, hash)| *hash == last.payload()).map(|(row, _)| row);
    for (words, word) in ending {
        let Some(first) = end.checked_sub(words.len()) else { continue };
        if first >= floor && words.iter().enumerate().all(|(offset, text)| tokens.is(first + offset, *text)) {
            return Some((first, word));
        }
    }
    None
}

/// Whether a sign closes a tag or is one of a pair: "<b>$5", "~~$5~~".
fn is_markup(tokens: &Tokens<'_>, at: usize) -> bool {
    let (before, earlier) = (at.wrapping_sub(1), at.wrapping_sub(2));
    let tag = tokens.get(at).is('>')
        && tokens.get(before).is_word()
        && (tokens.get(earlier).is('<') || tokens.get(earlier).is('/'));
    tag || tokens.get(at).is('~') && tokens.get(before).is('~')
}

/// Words of change.
static CHANGES: Likely<16> = Likely::of(table::CHANGES.words());

/// What the word at `at` tells of change: most tell nothing.
fn changes(tokens: &Tokens<'_>, at: usize) -> Option<&'static &'static str> {
    if CHANGES.has(tokens.get(at)) { table::CHANGES.find(tokens, at) } else { None }
}

/// "an increase of", "decreased by", "$0.3 million reduction", "$0.1 million higher". Near miss:
/// "increased to $5 million", a level.
fn change(tokens: &Tokens<'_>, draft: &Draft, floor: usize) -> Option<Attribute> {
    let after = draft.end;
    for at in after..after + 3 {
        if tokens.get(at).gap == Gap::Paragraph {
            break;
        }
        if let Some(&word) = changes(tokens, at) {
            // "$5 million up front"
            if tokens.is_any(at, words!["up", "down"]) && !tokens.is_any(at + 1, words!["from", "on", "versus", "year"])
            {
                break;
            }
            let participle = tokens.str(at).ends_with("ed");
            if participle {
                break;
            }
            return Some(Attribute::new("change", word, tokens.span(at, at + 1)));
        }
        if !tokens.is_any(at, words!["or", "year", "net"]) && tokens.get(at).class != crate::extract::lex::Class::Dash {
            break;
        }
    }
    let mut at = draft.first;
    for _ in 0..6 {
        at = at.checked_sub(1)?;
        if at < floor || tokens.get(at + 1).gap == Gap::Paragraph {
            return None;
        }
        if let Some(&word) = changes(tokens, at) {
            // "higher than $5 million" compares; a "write-down" is none of what stands before it.
            let compares = tokens.is(at + 1, w!("than"));
            let tail =
                tokens.get(at).is_glued() && tokens.get(at.wrapping_sub(1)).class == crate::extract::lex::Class::Dash;
            return (!compares && !tail).then(|| Attribute::new("change", word, tokens.span(at, at + 1)));
        }
        let passes = tokens.get(at).is('\\')
            || tokens.get(at).is('*')
            || tokens.is_any(
                at,
                words![
                    "of",
                    "by",
                    "approximately",
                    "about",
                    "roughly",
                    "nearly",
                    "a",
                    "an",
                    "over",
                    "more",
                    "than",
                    "around"
                ],
            );
        if !passes {
            return change_of(tokens, draft, floor).or_else(|| change_by(tokens, draft.first, floor));
        }
    }
    None
}

/// "raised its full-year guidance by $5 million". Near miss: "was raised by Alba for $5 million".
fn change_by(tokens: &Tokens<'_>, first: usize, floor: usize) -> Option<Attribute> {
    let about =
        usize::from(tokens.is_any(first.wrapping_sub(1), words!["approximately", "about", "roughly", "nearly"]));
    let by = first.checked_sub(1 + about).filter(|&by| tokens.is(by, w!("by")))?;
    for at in (by.saturating_sub(12).max(floor)..by).rev() {
        if tokens.get(at + 1).gap == Gap::Paragraph || tokens.get(at).is('.') || tokens.get(at).is(';') {
            return None;
        }
        if let Some(&word) = table::CHANGES_BY.find(tokens, at) {
            return Some(Attribute::new("change", word, tokens.span(at, at + 1)));
        }
    }
    None
}

/// How far before an amount the noun of its change may stand, in tokens.
const FAR: usize = 16;

/// "an increase in personnel costs of $0.5 million". Near miss: "an increase in sales to $5 million".
fn change_of(tokens: &Tokens<'_>, draft: &Draft, floor: usize) -> Option<Attribute> {
    let about =
        usize::from(tokens.is_any(draft.first.wrapping_sub(1), words!["approximately", "about", "roughly", "nearly"]));
    let of = draft.first.checked_sub(1 + about)?;
    if !tokens.is(of, w!("of")) {
        return None;
    }
    for at in (of.saturating_sub(FAR).max(floor)..of).rev() {
        if tokens.get(at + 1).gap == Gap::Paragraph || tokens.get(at).is('.') || tokens.get(at).is(';') {
            return None;
        }
        if tokens.is(at + 1, w!("in"))
            && let Some(&word) = table::CHANGES.find(tokens, at)
        {
            return Some(Attribute::new("change", word, tokens.span(at, at + 1)));
        }
    }
    None
}
