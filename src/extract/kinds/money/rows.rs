//! Rows of tables that carry their own unit: `Revenue € million 342.7 330.1`, `| Net sales | EUR m | 342.7 |`.
//!
//! In: a word that may belong to such a unit. Out: where the table of such rows begins, and for each of
//! its rows the unit. The cells themselves are read by the sheet.
//!
//! Not a unit of a row: one before years, which heads columns, `| EUR m | 2031 | 2030 |`; one in prose,
//! `revenue of € million`, for no two numbers follow it.

use super::sheet::{Heading, cell, ends_table, is_year, wide};
use super::{Currency, Word, amount, table};
use crate::extract::decimal::Decimal;
use crate::extract::lex::{Case, Class, Gap, Number, Tokens, number, w, words};

/// Most tokens of a row's label.
const LABEL: usize = 16;

/// How many tokens above the first row the heads of its columns are looked for.
const HEADS: usize = 48;

/// How many tokens after the first row the next one is looked for.
const NEXT: usize = 96;

/// The head of a table whose rows carry their own units, the first of which the word or number at `at` belongs to.
///
/// Hard because the same words head whole tables: `Revenue (EUR million) 12.4 11.0` over `Costs 9.1 8.7`. So where
/// a heading could be read, two rows must bear a unit.
pub(super) fn head(tokens: &Tokens<'_>, at: usize, heads_all: bool) -> Option<Heading> {
    let row = (at.saturating_sub(4)..=at).find_map(|first| {
        let row = unit(tokens, first)?;
        (row.power > 0 && first <= at && at < row.end).then_some((first, row))
    });
    let (first, row) = row?;
    let count = count(tokens, row.end);
    if count < 2 || compares(tokens, first, row.end) {
        return None;
    }
    let (start, begins) = start(tokens, first)?;
    // Only in brackets, or after "in", may it be meant for the rows below too; in a cell of its own it is not.
    let for_all =
        (tokens.get(first).is('(') || tokens.is(first, w!("in"))) && !tokens.get(first.wrapping_sub(1)).is('|');
    if (heads_all && for_all || !begins) && !goes_on(tokens, row.end) {
        return None;
    }
    Some(Heading { power: 0, currency: Currency::House, end: heads_above(tokens, start), own: true, ..row })
}

/// The unit of a row that begins at `first`, and whose end is where its cells begin: `€ million`, `EUR m`, `£'000`,
/// `MSEK`, `(in thousands of euros)`; without a scale a currency alone, `EUR`.
pub(super) fn unit(tokens: &Tokens<'_>, first: usize) -> Option<Heading> {
    let token = tokens.get(first);
    let bracket = token.is('(');
    let may = match token.is_word() {
        true => amount::BEHIND.has(token) || token.reads(w!("in")),
        false => bracket || amount::symbol(tokens, first).is_some(),
    };
    if !may {
        return None;
    }
    let mut at = first + usize::from(bracket);
    let begin = at;
    at += usize::from(tokens.is(at, w!("in")));
    let may_tell = |at: usize| tokens.get(at).is_word() && amount::BEHIND.has(tokens.get(at));
    let scale = |at: usize| {
        if may_tell(at) { table::MAGNITUDES.find(tokens, at).filter(|found| found.power > 2) } else { None }
    };
    let (power, currency) = if let Some(power) = letter_before_euro(tokens, at) {
        at += 2;
        (power, Currency::Is("EUR"))
    } else if let Some(&Word::Scaled(code, power)) = may_tell(at).then(|| table::WORDS.find(tokens, at)).flatten() {
        at += 1;
        (power, Currency::Is(code))
    } else if let Some((currency, end)) = mark(tokens, at) {
        at = end;
        let quote = usize::from(['\'', '’', '‘'].iter().any(|&quote| tokens.get(at).is(quote)));
        let zeros = tokens.get(at + quote);
        if zeros.number() == Some(0) && zeros.len() == 3 {
            at += quote + 1;
            (3, currency)
        } else if let Some(magnitude) = scale(at) {
            at += 1;
            at += usize::from(tokens.get(at).is('.') && tokens.get(at).is_glued());
            (magnitude.power, currency)
        } else {
            (0, currency)
        }
    } else {
        let magnitude = scale(at)?;
        at += 1;
        at += usize::from(tokens.get(at).is('.') && tokens.get(at).is_glued());
        at += usize::from(tokens.is(at, w!("of")));
        let (currency, end) = match table::WORDS.find(tokens, at) {
            Some(Word::Noun(noun)) if !noun.hundredth && !noun.risky => (noun.currency, at + 1),
            _ => mark(tokens, at)?,
        };
        at = end;
        (magnitude.power, currency)
    };
    if power < 0 || (first + 1..at).any(|at| tokens.get(at).gap >= Gap::Line) {
        return None;
    }
    let scale = tokens.span(begin, at);
    if bracket {
        if !tokens.get(at).is(')') {
            return None;
        }
        at += 1;
    }
    let colon = tokens.get(at).is(':') && tokens.get(at).is_glued();
    at += usize::from(colon);
    let bar = tokens.get(at).is('|');
    // A currency alone must fill its cell, or stand before the first number: "Earnings per share, SEK 1.20 0.80".
    if power == 0 && !(bar || bracket || colon || tokens.get(at).is_number()) {
        return None;
    }
    let next = at + usize::from(bar);
    let digit = |at: usize| tokens.get(at).is_number() && !is_year(tokens, at);
    let open = tokens.get(next).is('(') || tokens.get(next).class == Class::Dash;
    let near = in_row(tokens, at) && in_row(tokens, next) && !(tokens.get(at).is_glued() && tokens.get(at).is_number());
    (near && (digit(next) || open && digit(next + 1))).then_some(Heading { power, currency, scale, end: at, own: true })
}

/// The power of ten of the letter in `T€`, `k€`, `M€`.
fn letter_before_euro(tokens: &Tokens<'_>, at: usize) -> Option<i32> {
    let euro = || tokens.get(at + 1).is('€') && tokens.get(at + 1).is_glued();
    match tokens.str(at) {
        "T" | "k" | "K" if euro() => Some(3),
        "M" | "m" if euro() => Some(6),
        _ => None,
    }
}

/// Whether the mark at `at` closes a unit that begins with its scale: `T€`, `Mio. €`.
pub(super) fn scales_before(tokens: &Tokens<'_>, at: usize) -> bool {
    let before = at.wrapping_sub(1);
    let word = before.wrapping_sub(usize::from(tokens.get(before).is('.')));
    let scales = || amount::BEHIND.has(tokens.get(word)) && table::MAGNITUDES.find(tokens, word).is_some();
    letter_before_euro(tokens, before).is_some() || scales()
}

/// A mark, code or lettered mark of currency at `at`, and the token after it.
fn mark(tokens: &Tokens<'_>, at: usize) -> Option<(Currency, usize)> {
    if let Some(currency) = amount::symbol(tokens, at) {
        return Some((currency, at + 1));
    }
    if amount::symbol(tokens, at + 1).is_some()
        && let Some((_, code)) = amount::letters_before(tokens, at + 1, at)
    {
        return Some((Currency::Is(code), at + 2));
    }
    if tokens.get(at).case != Case::Upper {
        return None;
    }
    match table::WORDS.find(tokens, at) {
        Some(Word::Code(code) | Word::RiskyCode(code)) => Some((Currency::Is(code), at + 1)),
        _ => None,
    }
}

/// Whether the token goes on a row: on its line, or parted by bars that stand on lines of their own.
fn in_row(tokens: &Tokens<'_>, at: usize) -> bool {
    let lone = |bar: usize| {
        tokens.get(bar).is('|') && tokens.get(bar).gap >= Gap::Line && tokens.get(bar + 1).gap >= Gap::Line
    };
    tokens.get(at).gap < Gap::Line || lone(at) || lone(at.wrapping_sub(1))
}

/// How many cells follow on the line from `from` on: two are enough to know.
pub(super) fn count(tokens: &Tokens<'_>, from: usize) -> usize {
    let (mut at, mut count) = (from, 0);
    while count < 2 && in_row(tokens, at) {
        let token = tokens.get(at);
        if token.is_number() {
            let Some(found) = cell(tokens, at, from).or_else(|| bare(tokens, at, from)) else { break };
            if is_year(tokens, at) {
                break;
            }
            count += 1;
            at = found.end;
        } else if token.is('|') || token.is('(') || token.class == Class::Dash || amount::symbol(tokens, at).is_some() {
            at += 1;
        } else {
            break;
        }
    }
    count
}

/// A number in a row that a conversion ran into the next row: `330.1 EBIT`, `3.5 thereof`.
pub(super) fn bare(tokens: &Tokens<'_>, at: usize, floor: usize) -> Option<super::sheet::Found> {
    let digits = number(tokens, at)?;
    let next = tokens.get(digits.end);
    let plain = at > floor && tokens.get(at).gap == Gap::Space && tokens.get(at - 1).is_number();
    let parted = next.is_word() && next.gap == Gap::Space;
    let taken =
        table::MAGNITUDES.find(tokens, digits.end).is_some() || table::TAKES_NUMBER.find(tokens, digits.end).is_some();
    (plain && parted && !taken).then(|| super::sheet::Found::plain(at, digits))
}

/// A number whose thousands plain blanks part, `1 204`, `1 204,5`: so many groups at most.
pub(super) fn spaced(tokens: &Tokens<'_>, at: usize, most: usize) -> Option<Number> {
    let lone = |at: usize| tokens.get(at).len() == 3 && tokens.get(at).gap == Gap::Space && !wide(tokens, at);
    if most < 2 || !lone(at + 1) || tokens.get(at).len() > 3 {
        return None;
    }
    let mut all = number(tokens, at).filter(|digits| digits.end == at + 1)?;
    let mut groups = 1;
    while groups < most
        && !all.fraction
        && lone(all.end)
        && let Some(next) = number(tokens, all.end).filter(|next| !next.grouped)
    {
        all = Number { value: all.value.shift(3)?.plus(next.value)?, grouped: true, ..next };
        groups += 1;
    }
    all.grouped.then_some(all)
}

/// How many groups plain blanks part in a number of the row, `1 204 1 108`; one where they part cells, `204 108`.
/// As many cells as there are columns tell, else a first group that is short.
pub(super) fn groups(tokens: &Tokens<'_>, from: usize, columns: usize, percents: usize) -> usize {
    let (apart, short) = numbers(tokens, from, 1);
    let fits = |cells: usize| columns > 0 && (cells == columns || cells == columns + percents.max(1));
    if fits(apart) {
        return 1;
    }
    if let Some(most) = (2..=MOST_GROUPS).find(|&most| fits(numbers(tokens, from, most).0)) {
        return most;
    }
    let enough = (2..=MOST_GROUPS).rev().find(|&most| numbers(tokens, from, most).0 > 1);
    enough.filter(|_| short).unwrap_or(1)
}

/// Most groups that blanks part in one number.
const MOST_GROUPS: usize = 4;

/// How many numbers of at most so many groups stand in the row from `from` on, and whether one begins with a short
/// group.
fn numbers(tokens: &Tokens<'_>, from: usize, most: usize) -> (usize, bool) {
    let (mut at, mut count, mut short) = (from, 0, false);
    while in_row(tokens, at) && !tokens.get(at).is_word() && tokens.get(at).class != Class::End {
        let Some(digits) = spaced(tokens, at, most).or_else(|| number(tokens, at)) else {
            at += 1;
            continue;
        };
        short |= tokens.get(at).len() < 3 && spaced(tokens, at, 2).is_some();
        count += 1;
        at = digits.end;
    }
    (count, short)
}

/// Whether the second cell stands in brackets and the first does not: `Net sales MSEK 120.5 (101.2)` compares in
/// running text.
///
/// Near miss: `Profit £'000 1,345 (1,020)`, for no sentence writes so.
fn compares(tokens: &Tokens<'_>, unit: usize, from: usize) -> bool {
    if tokens.get(unit).is('(') || tokens.get(from - 1).is_number() {
        return false;
    }
    let Some(first) = number(tokens, from) else { return false };
    let after = number(tokens, first.end + 1).map_or(0, |second| second.end);
    tokens.get(first.end).is('(') && tokens.get(after).is(')') && !wide(tokens, first.end)
}

/// Where the label of the row begins whose unit stands at `unit`, and whether a line or cell begins there.
fn start(tokens: &Tokens<'_>, unit: usize) -> Option<(usize, bool)> {
    let mut at = unit;
    let mut words = false;
    // A unit in a cell of its own: the label stands in the cell before.
    let cell = tokens.get(at.wrapping_sub(1)).is('|') && in_row(tokens, at);
    let mut bars = usize::from(cell);
    // "revenue of € million 3": prose.
    if tokens.is_any(at.wrapping_sub(1), words!["of", "at", "to", "from", "by", "was", "were", "is", "with", "about"]) {
        return None;
    }
    for _ in 0..LABEL {
        let token = tokens.get(at);
        if at < unit {
            words |= token.is_word();
            if token.is('.') && tokens.get(at + 1).case == Case::Capital && tokens.get(at + 1).gap == Gap::Space {
                return None;
            }
        }
        if !in_row(tokens, at) || at == 0 {
            return words.then_some((at, true));
        }
        if at < unit && token.is('|') {
            if bars == 0 {
                return words.then_some((at, true));
            }
            bars -= 1;
        }
        at = at.checked_sub(1)?;
    }
    words.then_some((at, false))
}

/// Whether another row with a unit and two cells stands soon after `from`; one without a scale, `Loss per share (€)`,
/// must be the next.
fn goes_on(tokens: &Tokens<'_>, from: usize) -> bool {
    let told = |at: usize, next: &Heading| next.power > 0 || tokens.get(at).is('(') && at < from + LABEL;
    (from..tokens.len().min(from + NEXT)).any(|at| {
        unit(tokens, at)
            .is_some_and(|next| told(at, &next) && count(tokens, next.end) > 1 && !compares(tokens, at, next.end))
    })
}

/// The first of the lines above `start` that hold years or the sign of percentages, or `start`.
fn heads_above(tokens: &Tokens<'_>, start: usize) -> usize {
    let (mut head, mut line) = (start, start);
    let mut said = false;
    for at in (start.saturating_sub(HEADS)..start).rev() {
        said |= is_year(tokens, at) || tokens.get(at).is('%');
        said |= tokens.is_any(at, words!["change", "changes", "unit", "units"]);
        if tokens.get(at).is('.') && tokens.get(at + 1).gap >= Gap::Line {
            break;
        }
        if tokens.get(at).gap >= Gap::Line || at == 0 {
            let ruled = (at..line).all(|at| !tokens.get(at).is_word() && !tokens.get(at).is_number());
            if !(said || ruled) || ends_table(tokens, at) {
                break;
            }
            if said {
                head = at;
            }
            (line, said) = (at, false);
        }
    }
    head
}

/// Whether the third of three numbers is the change from the second to the first in percent, `412.7 398.2 3.6`.
pub(super) fn is_change(values: &[Decimal]) -> bool {
    let &[now, then, change] = values else { return false };
    let told = || {
        let percent = now.plus(then.negated())?.shift(2)?.divided(then, 12)?;
        let size = |value: Decimal| if value < Decimal::default() { value.negated() } else { value };
        let off = size(size(percent).plus(size(change).negated())?);
        let whole = size(change) == Decimal::from_int(0) || !size(change).to_string().contains('.');
        Some(off <= Decimal::from_parts(if whole { 6 } else { 1 }, 1)?)
    };
    told().unwrap_or(false)
}
