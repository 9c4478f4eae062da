//! Years with a label and parts of years: `third quarter of 2016`, `3Q16`, `1H25`, `fiscal 2026`,
//! `year-end 2017`.
//!
//! In: tokens and a place. Out: a reading with the year open where it is not said.

use super::day::{Joint, day_reading, joined};
use super::near::{modified, part_beside};
use super::period::{closing_day, ended, first_months, is_ended, or_ended};
use super::{Partial, Reading, Said, Shape, Unit, When, dash, is_mark, is_other_word, wanted};
use crate::extract::calendar::written::{self, MONTHS};
use crate::extract::kinds::date::table::{Role, WORDS, is_likely};
use crate::extract::kinds::date::year;
use crate::extract::lex::{Case, Class, Gap, List, Tokens, w, words};
use crate::extract::mention::Modifier;

/// A year where one is due: `2016`, `'16`, `fiscal 2016`, `fiscal year 2016`, `FY16`, `this year`,
/// `the year`.
pub(super) fn when(t: &Tokens<'_>, at: usize) -> Option<When> {
    let mut next = at;
    let article = t.is_any(next, words!["the", "our", "its"]);
    next += usize::from(article);
    match WORDS.find(t, next) {
        Some(Role::Fy) => return fy_year(t, next, true).map(|when| two_years(t, when)),
        None if t.is(next, w!("f")) && t.get(next + 1).is_glued() && t.get(next + 1).len() == 4 => {
            return fy_year(t, next, true);
        }
        Some(Role::Cy) => return fy_year(t, next, false),
        Some(&Role::Near(offset)) => {
            let fiscal = t.is_any(next + 1, words!["fiscal", "financial"]);
            let skip = usize::from(fiscal || t.is(next + 1, w!("calendar")));
            let end = next + 2 + skip;
            return t.is(next + 1 + skip, w!("year")).then_some(When { said: Said::Offset(offset), fiscal, end });
        }
        Some(&Role::Said(offset)) => {
            let fiscal = t.is_any(next + 1, words!["fiscal", "financial"]);
            let skip = usize::from(fiscal || t.is(next + 1, w!("calendar")));
            let year = usize::from(t.is(next + 1 + skip, w!("year")));
            // "first quarter of the current fiscal"
            let end = next + 1 + skip + year;
            return (year > 0 || t.is(next + 1, w!("fiscal"))).then_some(When {
                said: Said::Beside(offset),
                fiscal,
                end,
            });
        }
        _ => {}
    }
    if t.is_any(next, words!["same", "that"]) && t.is(next + 1, w!("year")) {
        return Some(When { said: Said::Same, fiscal: false, end: next + 2 });
    }
    let fiscal = t.is_any(next, words!["fiscal", "financial"]);
    let labelled = fiscal || t.is(next, w!("calendar"));
    if labelled {
        next += 1;
        next += dash(t, next);
    }
    let word = t.is_any(next, words!["year", "years"]);
    let number = next + usize::from(word);
    let number = number + if word { dash(t, number) } else { 0 };
    if let Some((year, end)) = written::year(t, number)
        && (1900..=2100).contains(&year)
        && !glued_code(t, end)
    {
        // "of its 2031 fiscal year"
        let behind = !labelled && t.is_any(end, words!["fiscal", "financial"]) && t.is(end + 1, w!("year"));
        if behind && t.get(number).len() == 4 && !is_ended(t, end + 2) {
            return Some(When { said: Said::Year(year), fiscal: true, end: end + 2 });
        }
        let when = When { said: Said::Year(year), fiscal, end };
        return Some(if fiscal { two_years(t, when) } else { when });
    }
    if fiscal && t.get(number).len() == 2 {
        return None;
    }
    let other = is_ended(t, next + 1) || t.is_any(next + 1, words!["before", "earlier"]);
    (article && word && !other).then_some(When { said: Said::Offset(0), fiscal, end: next + 1 })
}

/// `FY 2023-24`: a fiscal year by both years it touches; it bears the number of the second.
pub(super) fn two_years(t: &Tokens<'_>, when: When) -> When {
    let (mark, digits) = (t.get(when.end), t.get(when.end + 1));
    let joined = (mark.class == Class::Dash || mark.is('/')) && mark.is_glued() && digits.is_glued();
    let next = |year: i32| match digits.len() {
        2 => i64::from((year + 1) % 100),
        _ => i64::from(year + 1),
    };
    match (when.said, digits.number()) {
        (Said::Year(year), Some(tail)) if joined && matches!(digits.len(), 2 | 4) && i64::from(tail) == next(year) => {
            When { said: Said::Year(year + 1), end: when.end + 2, ..when }
        }
        _ => when,
    }
}

/// The year after a part of it, which two numbers make a fiscal one: `of 2029-30`, of a year from April to March.
fn of_years(t: &Tokens<'_>, at: usize) -> Option<When> {
    let when = of_when(t, at)?;
    let both = two_years(t, when);
    Some(When { fiscal: when.fiscal || both.end > when.end && t.get(both.end - 1).len() == 2, ..both })
}

/// Whether letters or a number are glued on behind: `2016A`, `2016-17`.
pub(super) fn glued_code(t: &Tokens<'_>, end: usize) -> bool {
    let after = t.get(end);
    after.is_glued() && (after.is_word() && after.len() < 4 && after.case != Case::Capital || after.is_number())
}

/// The year after a part of it: `of 2016`, `2016`, `, 2016`, `-2016`, `'16`, `of fiscal 2026`.
pub(super) fn of_when(t: &Tokens<'_>, at: usize) -> Option<When> {
    // "in the year 2031"
    let year = at + 2;
    if t.is(at, w!("in")) && t.is(at + 1, w!("the")) && t.is_any(year, words!["year", "calendar"]) {
        let number = year + 1 + usize::from(t.is(year, w!("calendar")) && t.is(year + 1, w!("year")));
        return when(t, number).filter(|_| t.get(number).is_number() && t.get(at).gap < Gap::Paragraph);
    }
    if t.is(at, w!("of")) {
        return when(t, at + 1).filter(|_| t.get(at).gap < Gap::Paragraph);
    }
    // "the fourth quarter in 2030"
    if t.is(at, w!("in")) && t.get(at + 1).is_number() && t.get(at).gap <= Gap::Line {
        return when(t, at + 1).filter(|when| matches!(when.said, Said::Year(_)) && !year::counts(t, when.end));
    }
    let token = t.get(at);
    let marked = is_mark(token, &[',', '/', '|']) && !token.is('|') || token.class == Class::Dash && token.is_glued();
    let next = at + usize::from(marked);
    if t.get(next).gap >= Gap::Line && t.get(next).gap == Gap::Paragraph {
        return None;
    }
    if t.get(next).gap == Gap::Paragraph || t.is(next, w!("the")) {
        return None;
    }
    if token.is('/') && !t.get(next).is_number() {
        return None;
    }
    let said = when(t, next)?;
    if token.is(',') && (!matches!(said.said, Said::Year(_)) || year::counts(t, said.end) || !t.get(next).is_number()) {
        return None;
    }
    if t.get(next).is_number() && year::counts(t, said.end) {
        return None;
    }
    Some(said)
}

/// `first` in `first and third quarters of 2025`, `second` in `second- and third-quarter sales`: a member of a list
/// that leaves its noun to the last.
///
/// Near misses: `first and second patients`, `first and second half of the study`.
fn elided(t: &Tokens<'_>, at: usize, after: usize, number: u8) -> Option<Reading> {
    let mut next = after + dash(t, after);
    let comma = usize::from(t.get(next).is(','));
    next += comma;
    let joint = usize::from(t.is_any(next, words!["and", "or"]));
    next += joint;
    if comma + joint == 0 {
        return None;
    }
    // "the first and the third quarter of 2030"
    next += usize::from(joint == 1 && t.is(next, w!("the")));
    let (other, end) = match WORDS.find(t, next) {
        Some(&Role::Ordinal(other)) => (other, next + 1),
        _ if t.is_any(next + 1, words!["nd", "rd", "th"]) => (u8::try_from(t.get(next).number()?).ok()?, next + 2),
        _ => return None,
    };
    let last = ordinal(t, next, end, other).filter(|_| other > number)?;
    let shape = match last.shape {
        Shape::Quarter { said, fiscal, .. } => Shape::Quarter { first: number, last: number, said, fiscal },
        Shape::Half { said, fiscal, .. } => Shape::Half { number, said, fiscal },
        _ => return None,
    };
    Some(Reading { first: at, end: after, shape, ..last })
}

/// `third quarter of 2016`, `first half of fiscal 2026`, `first nine months of 2024`, `third quarter ended September 30, 2024`, `3rd quarter 2024`.
///
/// Hard because the words also count other things. Near misses: `first half of the study`,
/// `a quarter of patients`.
pub(super) fn ordinal(t: &Tokens<'_>, at: usize, after: usize, number: u8) -> Option<Reading> {
    let mut next = after;
    let mut last = number;
    if is_other_word(t, after, words!["and", "or", "to", "through", "of", "qtr", "part", "semester"]) {
        return None;
    }
    if let Some(member) = elided(t, at, after, number) {
        return Some(member);
    }
    // "first through third quarters"
    if t.is_any(next, words!["to", "through"]) || t.get(next).class == Class::Dash && !t.get(next).is_glued() {
        let &Role::Ordinal(other) = WORDS.find(t, next + 1)? else { return None };
        if other <= number {
            return None;
        }
        last = other;
        next += 2;
    }
    // "the second of June"
    if last == number && next == after && t.is(next, w!("of")) && !t.is_any(after - 1, words!["latter", "back"]) {
        let month = written::month_first(t, next + 1).filter(|month| month.day.is_none())?;
        let capital = t.get(next + 1).case != Case::Lower;
        let point = written::Point { day: Some(number.into()), ..month };
        return capital.then(|| day_reading(at, point, "date.day-month"));
    }
    next += dash(t, next);
    let fiscal = t.is_any(next, words!["fiscal", "financial"]);
    next += usize::from(fiscal || t.is(next, w!("calendar")));
    next += if fiscal { dash(t, next) } else { 0 };
    let token = t.get(next);
    let fits = token.is_word() || (number == 1 || fiscal) && token.is_number() && token.gap < Gap::Paragraph;
    if !fits || token.gap == Gap::Paragraph && token.case != Case::Lower {
        return None;
    }
    // "second fiscal 2031 quarter"
    if fiscal
        && last == number
        && t.is(next + 1, w!("quarter"))
        && let Some((year, end)) = written::year(t, next).filter(|_| token.len() == 4)
    {
        let shape = Shape::Quarter { first: number, last, said: Said::Year(year), fiscal };
        return (number > 0).then(|| or_ended(t, Reading::new(at, end + 1, shape, "date.quarter"), 3, number));
    }
    if t.is_any(next, words!["quarter", "quarters", "qtr"]) && !t.is_any(after - 1, words!["latter", "back"]) {
        let dotted = usize::from(t.is(next, w!("qtr")) && t.get(next + 1).is('.') && t.get(next + 1).is_glued());
        return quarter(t, at, next + 1 + dotted, number, last, fiscal);
    }
    if t.is(next, w!("part")) && number <= 2 && t.is(next + 1, w!("of")) && !t.is(after - 1, w!("second")) {
        let modifier = if number == 1 { Modifier::Start } else { Modifier::End };
        return part_of(t, at, next + 2, modifier);
    }
    // "first week of December"
    if t.is(next, w!("week")) && t.is(next + 1, w!("of")) {
        return week_of_month(t, at, next + 2, number);
    }
    if t.is_any(next, words!["half", "semester"]) && (1..=2).contains(&number) {
        return half(t, at, next + 1, number, fiscal);
    }
    if number == 1
        && let Some(&Role::Cardinal(count)) = WORDS.find(t, next)
    {
        // "first three quarters of 2030"
        if t.is(next + 1, w!("quarters")) && matches!(count, 2 | 3) {
            return quarter(t, at, next + 2, 1, count, fiscal).filter(|reading| reading.rule == "date.quarter");
        }
        return first_months(t, at, next + 1, count);
    }
    if number == 1 && t.get(next).is_number() {
        return first_months(t, at, next + 1, u8::try_from(t.get(next).number()?).ok()?);
    }
    None
}

/// `latter part of 2025`, `early part of the year`, past "of".
pub(super) fn part_of(t: &Tokens<'_>, first: usize, at: usize, modifier: Modifier) -> Option<Reading> {
    let next = at + usize::from(t.is(at, w!("the")));
    if t.get(next).gap == Gap::Paragraph {
        return None;
    }
    if t.is(next, w!("year")) && next > at && !t.is_any(next + 1, words!["of", "ended"]) {
        let shape = Shape::Near { unit: Unit::Year, offset: 0 };
        return Some(Reading {
            modifier: Some(modifier),
            ..Reading::new(first, next + 1, shape, "date.part-of-period")
        });
    }
    modified(t, first, next, modifier)
}

/// `first week of December`, `last week of June 2025`, `last week of 2019`: the part of the month or year, for no days are said.
///
/// Near miss: `first week of treatment`.
pub(super) fn week_of_month(t: &Tokens<'_>, first: usize, at: usize, number: u8) -> Option<Reading> {
    let modifier = match number {
        1 => Modifier::Start,
        4.. => Modifier::End,
        _ => Modifier::Mid,
    };
    let inner = modified(t, first, at, modifier)?;
    let fits = matches!(inner.shape, Shape::Point(_) | Shape::Year { said: Said::Year(_), .. });
    fits.then_some(Reading { rule: "date.week-of-month", ..inner })
}

pub(super) fn quarter(t: &Tokens<'_>, at: usize, next: usize, first: u8, last: u8, fiscal: bool) -> Option<Reading> {
    if first == 0 || last > 4 {
        return None;
    }
    if let Some((end, after)) = of_year_ending(t, next, last * 3) {
        let shape = Shape::Ended { months: (last + 1 - first) * 3, weeks: 0, end, quarter: last };
        return Some(Reading::new(at, after, shape, "date.period-ended"));
    }
    if let Some(when) = of_years(t, next) {
        let shape = Shape::Quarter { first, last, said: when.said, fiscal: fiscal || when.fiscal };
        let reading = Reading::new(at, when.end, shape, "date.quarter");
        return Some(if first == last { or_ended(t, reading, 3, first) } else { reading });
    }
    if t.is(next, w!("of")) && !is_amount(t, next + 1) {
        return None;
    }
    let shape = Shape::Quarter { first, last, said: Said::No, fiscal };
    let reading = Reading::new(at, next, shape, "date.bare-quarter");
    Some(if first == last { or_ended(t, reading, 3, first) } else { reading })
}

/// The month that closes the first so many months of the year that ends on a day: `second quarter of the fiscal year
/// ending March 31, 2030`, `first quarter of fiscal year 2029 ending March 31, 2030`.
///
/// Near miss: `third quarter of 2030 ended September 30, 2030`.
pub(super) fn of_year_ending(t: &Tokens<'_>, at: usize, months: u8) -> Option<(Partial, usize)> {
    let mut next = at + 1;
    next += usize::from(t.is(next, w!("the")));
    let labelled = t.is_any(next, words!["fiscal", "financial"]) && t.is(next + 1, w!("year")) && t.is(at, w!("of"));
    let label = labelled && t.get(next + 2).len() == 4 && t.is(next + 3, w!("ending"));
    let (end, after) = ended(t, next + 2 + usize::from(label)).filter(|_| labelled)?;
    Some((back(end, months)?, after))
}

/// Whether a sum of money stands at a token: `a loss in the fourth quarter of $5 million`.
fn is_amount(t: &Tokens<'_>, at: usize) -> bool {
    let about = usize::from(t.is_any(at, words!["approximately", "about", "nearly", "roughly"]));
    let mark = t.get(at + about);
    is_mark(mark, &['$', '€', '£', '¥', '₹', '\\'])
        || mark.case == Case::Upper && mark.len() <= 4 && t.get(at + about + 1).is_number()
}

pub(super) fn half(t: &Tokens<'_>, at: usize, next: usize, number: u8, fiscal: bool) -> Option<Reading> {
    // "second half of November"
    if t.is(next, w!("of")) && MONTHS.find(t, next + 1).is_some() {
        return modified(t, at, next + 1, if number == 1 { Modifier::Start } else { Modifier::End });
    }
    let year_word = dash(t, next) + 1;
    let next = if t.is(next + year_word - 1, w!("year")) { next + year_word } else { next };
    if let Some((end, after)) = of_year_ending(t, next, number * 6) {
        let shape = Shape::Ended { months: 6, weeks: 0, end, quarter: number * 2 };
        return Some(Reading::new(at, after, shape, "date.period-ended"));
    }
    if let Some(when) = of_years(t, next) {
        let shape = Shape::Half { number, said: when.said, fiscal: fiscal || when.fiscal };
        return Some(or_ended(t, Reading::new(at, when.end, shape, "date.half"), 6, 0));
    }
    let shape = Shape::Half { number, said: Said::No, fiscal };
    let reading = or_ended(t, Reading::new(at, next, shape, "date.bare-half"), 6, 0);
    if t.is(next, w!("of")) || t.get(at).class == Class::Number && reading.end == next {
        return None;
    }
    Some(if reading.end == next { reading.unsure() } else { reading })
}

/// `year ended December 31, 2016`, `year-end 2017`, `year end`, `year to date`.
///
/// Near miss: `the year`, which says nothing by itself.
pub(super) fn year_word(t: &Tokens<'_>, at: usize) -> Option<Reading> {
    if let Some(reading) = year_end(t, at, at).or_else(|| year_ago(t, at)) {
        return Some(reading);
    }
    if let Some((end, after)) = ended(t, at + 1) {
        let shape = Shape::Ended { months: 12, weeks: 0, end, quarter: 0 };
        return Some(Reading::new(at, after, shape, "date.period-ended"));
    }
    let to = at + 1 + dash(t, at + 1);
    if t.is(at, w!("year")) && t.is(to, w!("to")) {
        let date = to + 1 + dash(t, to + 1);
        if t.is(date, w!("date")) {
            return to_date(t, at, date + 1);
        }
        let (end, after) = closing_day(t, to + 1)?;
        if end.day > 0 && end.year != Said::No {
            let shape = Shape::Ended { months: 12, weeks: 0, end, quarter: 0 };
            return Some(Reading::new(at, after, shape, "date.period-ended"));
        }
    }
    None
}

/// `year-ago quarter`, `year-earlier period`, `a year ago`: one year before what is under discussion.
///
/// Near miss: `two years ago`, a length of time.
fn year_ago(t: &Tokens<'_>, at: usize) -> Option<Reading> {
    let ago = at + 1 + dash(t, at + 1);
    // "£5m a year before."
    let before = t.is(ago, w!("before")) && t.get(ago + 1).class == Class::Symbol && t.get(ago + 1).is_glued();
    if !t.is(at, w!("year")) || !(t.is_any(ago, words!["ago", "earlier"]) || before) || t.get(ago).gap > Gap::Line {
        return None;
    }
    let relative =
        |first, end, unit, offset| Some(Reading::new(first, end, Shape::Beside { unit, offset }, "date.relative"));
    if t.is(ago + 1, w!("quarter")) {
        return relative(at, ago + 2, Unit::Quarter, -4);
    }
    if let Some(part) = part_beside(t, at, ago + 1, -1).filter(|_| t.get(ago - 1).class == Class::Dash) {
        return Some(part);
    }
    if t.is_any(ago + 1, words!["period", "half", "fiscal"]) {
        return relative(at, ago + 2, Unit::Year, -1);
    }
    if t.get(ago - 1).class == Class::Dash {
        return relative(at, ago + 1, Unit::Year, -1);
    }
    let counted = t.is_any(at.wrapping_sub(1), words!["a", "one"]);
    if counted { relative(at - 1, ago + 1, Unit::Year, -1) } else { None }
}

/// `year-end 2017`, `fiscal year end 2017`, `year-end`; `at` is the word "year".
///
/// Near miss: `changed its fiscal year end`, which names no year.
pub(super) fn year_end(t: &Tokens<'_>, first: usize, at: usize) -> Option<Reading> {
    let mut next = at + 1;
    if t.is(at, w!("year")) {
        next += dash(t, next);
        // "by year's end"
        next += if is_mark(t.get(next), &['’', '\'']) && t.is(next + 1, w!("s")) { 2 } else { 0 };
        if !t.is(next, w!("end")) || t.get(next).gap > Gap::Line {
            return None;
        }
        next += 1;
    } else if !t.is(at, w!("yearend")) {
        return None;
    }
    let fiscal = first < at;
    let (said, end) = match of_when(t, next) {
        Some(when) => (when.said, when.end),
        None if moves(t, at) => return None,
        None => (Said::No, next),
    };
    let reading = Reading::new(first, end, Shape::Year { said, fiscal }, "date.year-end");
    Some(Reading { modifier: Some(Modifier::End), ..reading })
}

/// Whether a year's end is said to be another from now on: `changed its fiscal year end`, `a change in year end`.
fn moves(t: &Tokens<'_>, year: usize) -> bool {
    let mut before = year.wrapping_sub(1);
    for _ in 0..3 {
        if t.is_any(before, words!["fiscal", "financial", "its", "our", "their", "the", "in", "of"]) {
            before = before.wrapping_sub(1);
        }
    }
    t.is_any(before, words!["change", "changed", "changes", "changing"])
}

pub(super) fn to_date(t: &Tokens<'_>, first: usize, next: usize) -> Option<Reading> {
    // "year to date ended January 31, 2031": the length is the fiscal year's, so the value is its last day.
    if let Some((end, after)) = ended(t, next) {
        return Some(Reading::new(first, after, Shape::Point(end), "date.period-ended"));
    }
    match of_when(t, next) {
        Some(when) => Some(Reading::new(first, when.end, Shape::ToDate { said: when.said }, "date.year-to-date")),
        None => Some(Reading::new(first, next, Shape::ToDate { said: Said::No }, "date.year-to-date")),
    }
}

/// `YE 2025`, `YE2025`, `YE25`, `EOY 2025`. Near miss: `YE`, an estimate of years.
pub(super) fn short_year_end(t: &Tokens<'_>, at: usize) -> Option<Reading> {
    if t.get(at).case != Case::Upper || t.get(at).is_glued() && at > 0 && t.get(at - 1).class != Class::Symbol {
        return None;
    }
    let when = fy_year(t, at, false)?;
    let reading = Reading::new(at, when.end, Shape::Year { said: when.said, fiscal: false }, "date.year-end");
    Some(Reading { modifier: Some(Modifier::End), ..reading })
}

/// `YTD 2024`, `YTD`, `LTM June 2025`.
pub(super) fn ytd(t: &Tokens<'_>, at: usize) -> Option<Reading> {
    if !t.is(at, w!("ytd")) {
        let (end, after) = ended(t, at + 1).or_else(|| closing_day(t, at + 1)).filter(|(end, _)| end.month > 0)?;
        let shape = Shape::Ended { months: 12, weeks: 0, end, quarter: 0 };
        return (t.get(at).case == Case::Upper).then(|| Reading::new(at, after, shape, "date.period-ended"));
    }
    (t.get(at).case == Case::Upper).then(|| to_date(t, at, at + 1)).flatten()
}

/// `full year 2023`, `full-year 2023`, `full year ended December 31, 2023`.
pub(super) fn full_year(t: &Tokens<'_>, at: usize) -> Option<Reading> {
    let mut next = at + 1;
    if t.get(next).is_word() && !is_likely(t.get(next)) {
        return None;
    }
    next += dash(t, next);
    let fiscal = t.is_any(next, words!["fiscal", "financial"]);
    next += usize::from(fiscal || t.is(next, w!("calendar")));
    if !t.is(next, w!("year")) {
        return None;
    }
    if let Some((end, after)) = ended(t, next + 1) {
        let shape = Shape::Ended { months: 12, weeks: 0, end, quarter: 0 };
        return Some(Reading::new(at, after, shape, "date.period-ended"));
    }
    // "Full Year and Fourth Quarter 2030": a list whose year stands behind its last member.
    if t.is(next + 1, w!("and")) || t.get(next + 1).is('&') {
        let other = wanted(t, next + 2)?;
        let Shape::Quarter { said: said @ Said::Year(_), fiscal: of, .. } = other.shape else { return None };
        let shape = Shape::Year { said, fiscal: fiscal || of };
        return (other.first == next + 2).then(|| Reading::new(at, next + 1, shape, "date.full-year"));
    }
    let when = of_when(t, next + 1)?;
    let when = if fiscal { two_years(t, when) } else { when };
    let shape = Shape::Year { said: when.said, fiscal: fiscal || when.fiscal };
    Some(or_ended(t, joined(t, Reading::new(at, when.end, shape, "date.full-year"), Joint::Range), 12, 0))
}

/// `fiscal 2025`, `fiscal year 2025`, `fiscal year ended June 30, 2025`, `fiscal third quarter 2025`,
/// `fiscal Q3 2025`, `fiscal 2025 third quarter`, `calendar-2025`.
///
/// Near miss: `the fiscal year`.
pub(super) fn fiscal(t: &Tokens<'_>, at: usize, fiscal: bool) -> Option<Reading> {
    let next = at + 1 + dash(t, at + 1);
    if t.is(next, w!("year")) || t.is(next, w!("years")) {
        if let Some(reading) = year_end(t, at, next) {
            return Some(reading);
        }
        if let Some((end, after)) = ended(t, next + 1) {
            let shape = Shape::Ended { months: 12, weeks: 0, end, quarter: 0 };
            return Some(Reading::new(at, after, shape, "date.period-ended"));
        }
    }
    // "fiscal ended March 2030"
    if fiscal && let Some((end, after)) = ended(t, next) {
        let shape = Shape::Ended { months: 12, weeks: 0, end, quarter: 0 };
        return Some(Reading::new(at, after, shape, "date.period-ended"));
    }
    if let Some(&Role::Ordinal(_) | &Role::Q | &Role::H | &Role::Quarter | &Role::Full) = WORDS.find(t, next) {
        let inner = wanted(t, next)?;
        let shape = match inner.shape {
            Shape::Quarter { first, last, said, .. } => Shape::Quarter { first, last, said, fiscal },
            Shape::Half { number, said, .. } => Shape::Half { number, said, fiscal },
            Shape::Months { count, said, .. } => Shape::Months { count, said, fiscal },
            Shape::Year { said, .. } => Shape::Year { said, fiscal },
            shape @ Shape::Ended { .. } => shape,
            _ => return None,
        };
        return Some(Reading { first: at, shape, ..inner });
    }
    let when = when(t, at)?;
    if !matches!(when.said, Said::Year(_)) {
        return None;
    }
    let reading = Reading::new(at, when.end, Shape::Year { said: when.said, fiscal }, "date.fiscal-year");
    Some(or_ended(t, year_then_part(t, reading).unwrap_or_else(|| joined(t, reading, Joint::Range)), 12, 0))
}

/// The year of `FY2024`, `FY24`, `FY '24`, `FY2024/25`.
pub(super) fn fy_year(t: &Tokens<'_>, at: usize, fiscal: bool) -> Option<When> {
    if t.get(at).case == Case::Lower {
        return None;
    }
    let next = at + 1 + dash(t, at + 1);
    if let Some((year, end)) = written::year(t, next) {
        return Some(When { said: Said::Year(year), fiscal, end });
    }
    let token = t.get(next);
    if token.len() != 2 || token.gap > Gap::Space {
        return None;
    }
    let year = 2000 + i32::try_from(token.number()?).ok()?;
    Some(When { said: Said::Year(year), fiscal, end: next + 1 })
}

/// The month that closes the first so many months of a year told by its last: `1Q FY3/2031`, `Q2 of FY3/2031`.
fn of_year_closing(t: &Tokens<'_>, at: usize, months: u8) -> Option<(Partial, usize)> {
    let at = at + usize::from(t.is(at, w!("of")));
    let (end, after) = closing_month(t, at).filter(|_| t.is(at, w!("fy")) && t.get(at).case == Case::Upper)?;
    Some((back(end, months)?, after))
}

/// The month that closes the first so many months of the year that ends with one.
fn back(end: Partial, months: u8) -> Option<Partial> {
    let (Said::Year(year), month @ 1..) = (end.year, end.month) else { return None };
    let before = month <= 12 - months;
    let month = if before { month + months } else { month + months - 12 };
    Some(Partial { year: Said::Year(year - i32::from(before)), month, day: 0, weekday: 0 })
}

/// The month that closes a fiscal year behind its letters: `FYE March 2024`, `FYE 3/2024`, `FY3/2024`.
fn closing_month(t: &Tokens<'_>, at: usize) -> Option<(Partial, usize)> {
    let (month, slash, year) = (t.get(at + 1), t.get(at + 2), t.get(at + 3));
    if slash.is('/') && slash.is_glued() && year.is_glued() && year.len() == 4 {
        let month = u8::try_from(month.number()?).ok().filter(|month| (1..=12).contains(month))?;
        let year = Said::Year(i32::try_from(year.number()?).ok()?);
        return Some((Partial { year, month, day: 0, weekday: 0 }, at + 4));
    }
    closing_day(t, at + 1).filter(|(end, _)| t.is(at, w!("fye")) && end.month > 0)
}

/// `FY2024`, `FY24`, `FY25 Q3`, `CY2025`.
pub(super) fn fy(t: &Tokens<'_>, at: usize, fiscal: bool) -> Option<Reading> {
    if t.get(at).is_glued() && at > 0 && t.get(at - 1).is_number() {
        return None;
    }
    // "FY ended March 2024", "FYE March 2024", "FYE 3/2024"
    if fiscal
        && t.get(at).case == Case::Upper
        && let Some((end, after)) = ended(t, at + 1).or_else(|| closing_month(t, at))
    {
        let shape = Shape::Ended { months: 12, weeks: 0, end, quarter: 0 };
        return Some(Reading::new(at, after, shape, "date.period-ended"));
    }
    let when = fy_year(t, at, fiscal)?;
    let when = if fiscal { two_years(t, when) } else { when };
    let reading = Reading::new(at, when.end, Shape::Year { said: when.said, fiscal }, "date.fiscal-year");
    Some(year_then_part(t, reading).unwrap_or_else(|| joined(t, reading, Joint::Range)))
}

/// Goes on with the part of a year that was read: `2024 third quarter`, `2024-Q3`, `FY25 first half`.
pub(in super::super) fn year_then_part(t: &Tokens<'_>, reading: Reading) -> Option<Reading> {
    let Shape::Year { said, fiscal } = reading.shape else { return None };
    let at = reading.end + usize::from(t.get(reading.end).class == Class::Dash && t.get(reading.end).is_glued());
    if t.get(at).gap > Gap::Space {
        return None;
    }
    // "FY2030 2Q"
    if fiscal && t.get(at).len() == 1 && t.is(at + 1, w!("q")) && t.get(at + 1).is_glued() {
        let number = u8::try_from(t.get(at).number()?).ok()?;
        let inner = counted(t, at, number)?;
        let Shape::Quarter { first, last, said: Said::No, .. } = inner.shape else { return None };
        return Some(Reading { end: inner.end, shape: Shape::Quarter { first, last, said, fiscal }, ..reading });
    }
    let role = WORDS.find(t, at);
    let shape = match role? {
        Role::Ordinal(_) | Role::Q | Role::H => {
            let inner = match role? {
                Role::Ordinal(number) => ordinal(t, at, at + 1, *number)?,
                Role::Q => own_part(t, at, Letter::Quarter)?,
                _ => own_part(t, at, Letter::Half)?,
            };
            let shape = match inner.shape {
                Shape::Quarter { first, last, said: Said::No, fiscal: f } => {
                    Shape::Quarter { first, last, said, fiscal: fiscal || f }
                }
                Shape::Half { number, said: Said::No, fiscal: f } => Shape::Half { number, said, fiscal: fiscal || f },
                Shape::Ended { .. } => inner.shape,
                _ => return None,
            };
            return Some(Reading { end: inner.end, shape, rule: inner.rule, ..reading });
        }
        Role::Year if t.is(at, w!("year")) && t.is(at + 1 + dash(t, at + 1), w!("end")) => {
            let end = at + 2 + dash(t, at + 1);
            return Some(Reading { end, modifier: Some(Modifier::End), rule: "date.year-end", ..reading });
        }
        Role::Fiscal | Role::Calendar | Role::Full => {
            let next = at + 1 + dash(t, at + 1);
            let fiscal = *role? == Role::Fiscal;
            if !t.is(next, w!("year")) {
                let inner = WORDS.find(t, next)?;
                let &Role::Ordinal(number) = inner else { return None };
                let inner = ordinal(t, next, next + 1, number)?;
                let Shape::Quarter { first, last, said: Said::No, .. } = inner.shape else { return None };
                let shape = Shape::Quarter { first, last, said, fiscal };
                return Some(Reading { end: inner.end, shape, ..reading });
            }
            return Some(Reading { end: next + 1, shape: Shape::Year { said, fiscal }, ..reading });
        }
        Role::Ytd if t.is(at, w!("ytd")) => Shape::ToDate { said },
        _ => return None,
    };
    Some(Reading { end: at + 1, shape, ..reading })
}

/// `Q1` behind its year: `2024 Q1, 2024 Q2`, where the next year is the next label's.
fn own_part(t: &Tokens<'_>, at: usize, letter: Letter) -> Option<Reading> {
    let whole = lettered_any(t, at, letter)?;
    let comma = t.get(at + 2).is(',') && !matches!(whole.shape, Shape::Range { .. });
    let shape = match (whole.shape, comma) {
        (Shape::Quarter { first, last, fiscal, .. }, true) => Shape::Quarter { first, last, said: Said::No, fiscal },
        (Shape::Half { number, fiscal, .. }, true) => Shape::Half { number, said: Said::No, fiscal },
        _ => return Some(whole),
    };
    Some(Reading { end: at + 2, shape, ..whole })
}

/// What a letter before or after a number counts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Letter {
    Quarter,
    Half,
}

/// `Q3 2016`, `Q3'16`, `Q2-2024`, `Q3FY25`, `FQ3 2025`, `H1 2018`, `HY 2025`, `Q1–Q3 2024`, `Q4`.
///
/// Hard because the letters also name strains, receptors and dosing. Near misses: `Q3W`, `H1N1`, `H2`.
pub(super) fn lettered(t: &Tokens<'_>, at: usize, letter: Letter) -> Option<Reading> {
    // "HY 2025", "HY25"
    if t.is(at, w!("hy"))
        && !t.get(at.wrapping_sub(1)).is_number()
        && let Some(when) = fy_year(t, at, false)
    {
        let shape = Shape::Half { number: 1, said: when.said, fiscal: false };
        return Some(Reading::new(at, when.end, shape, "date.half").unsure());
    }
    let mut reading = lettered_any(t, at, letter)?;
    if let Shape::Quarter { fiscal, .. } = &mut reading.shape {
        *fiscal |= t.is(at, w!("fq"));
    }
    let bare = matches!(reading.shape, Shape::Quarter { said: Said::No, .. } | Shape::Half { said: Said::No, .. });
    if bare && (t.get(at).case == Case::Lower || t.is(at.wrapping_sub(1), w!("ich")) || names_event(t, reading.end)) {
        return None;
    }
    if bare && letter == Letter::Half {
        let led = t.is_any(
            at.wrapping_sub(1),
            words!["in", "by", "during", "of", "for", "late", "early", "mid", "until", "and", "or"],
        );
        let next = t.get(reading.end);
        // "the \"period\" or \"H1\")": a short form that the text gives a name
        let quote = |at: usize| is_mark(t.get(at), &['"', '“', '”']);
        if quote(at.wrapping_sub(1)) && quote(reading.end) && t.get(reading.end + 1).is(')') {
            return Some(reading);
        }
        // "H1 revenue rose"
        if heads_column(t, at, reading.end) || t.is_any(reading.end, FIGURES) {
            return Some(reading);
        }
        if !led
            || next.is_word() && next.case != Case::Lower && next.gap < Gap::Line
            || t.is_any(
                reading.end,
                words!["receptor", "receptors", "antagonist", "antagonists", "blocker", "blockers", "antihistamines"],
            )
        {
            return None;
        }
        return Some(reading.unsure());
    }
    Some(reading)
}

/// Whether the words from `at` on name an event: `Q4 Investor Summit`.
///
/// Near misses: `Q4 Results Conference Call`, `Q4 Investor Day`, which is a day of that quarter.
fn names_event(t: &Tokens<'_>, at: usize) -> bool {
    let named = |at: &usize| {
        let token = t.get(*at);
        token.is_word()
            && token.gap == Gap::Space
            && token.case != Case::Lower
            && !t.is_any(*at, words!["results", "earnings"])
    };
    (at..at + 4).take_while(named).any(|at| {
        t.is_any(at, words!["summit", "forum", "symposium"])
            || t.is(at, w!("conference")) && !t.is_any(at + 1, words!["call", "calls"])
    })
}

/// What is reported of a half year.
const FIGURES: &List = words![
    "revenue",
    "revenues",
    "sales",
    "turnover",
    "pretax",
    "profit",
    "profits",
    "net",
    "operating",
    "adjusted",
    "core",
    "eps",
    "ebitda",
    "earnings",
    "results",
    "free",
    "gross",
    "underlying",
    "dividend",
    "loss",
    "cash"
];

/// `H1` alone in its cell beside another label: `Rs. mn | H1 | H1 |`, or `Q2`, `Q2`, `H1`, `H1` on lines of
/// their own.
fn heads_column(t: &Tokens<'_>, at: usize, end: usize) -> bool {
    let alone = |from: usize, to: usize| {
        (t.get(from).gap >= Gap::Line || t.get(from.wrapping_sub(1)).is('|'))
            && (t.get(to).gap >= Gap::Line || t.get(to).is('|'))
    };
    let label = |at: usize| t.is_any(at, words!["q", "h"]) && t.get(at + 1).len() == 1 && t.get(at + 1).is_number();
    let next = end + usize::from(t.get(end).is('|'));
    let before = at.wrapping_sub(2 + usize::from(t.get(at.wrapping_sub(1)).is('|')));
    alone(at, end) && (label(next) || label(before))
}

pub(super) fn lettered_any(t: &Tokens<'_>, at: usize, letter: Letter) -> Option<Reading> {
    let digit = t.get(at + 1);
    if !digit.is_glued() || digit.len() != 1 {
        return None;
    }
    let number = u8::try_from(digit.number()?).ok()?;
    let most = if letter == Letter::Quarter { 4 } else { 2 };
    if number == 0 || number > most {
        return None;
    }
    if letter == Letter::Quarter
        && let Some(reading) = quarters_on(t, at, number)
    {
        return Some(reading);
    }
    part_year(t, at, at + 2, number, letter)
}

/// `Q1-3 2030`: quarters that share their letter. Near miss: `Q1-3 weeks`.
fn quarters_on(t: &Tokens<'_>, at: usize, first: u8) -> Option<Reading> {
    let (mark, digit) = (t.get(at + 2), t.get(at + 3));
    if mark.class != Class::Dash || !mark.is_glued() || !digit.is_glued() || digit.len() != 1 {
        return None;
    }
    let last = u8::try_from(digit.number()?).ok().filter(|last| first < *last && *last <= 4)?;
    let when = short_when(t, at + 4).filter(|_| !t.get(at + 4).is_glued())?;
    let shape = Shape::Quarter { first, last, said: when.said, fiscal: when.fiscal };
    Some(Reading::new(at, when.end, shape, "date.quarter-label"))
}

/// `3Q16`, `3Q 2016`, `1H25`, `9M 2024`: a number with its letter.
pub(super) fn counted(t: &Tokens<'_>, at: usize, number: u8) -> Option<Reading> {
    if t.get(at).len() > 2 || number == 0 {
        return None;
    }
    let fiscal = t.is(at + 1, w!("mfy"));
    if fiscal || t.is(at + 1, w!("m")) {
        // "6m 2030", not "6m30" and not "£6m 2030"
        let small = t.get(at + 1).case == Case::Lower;
        if !matches!(number, 3 | 6 | 9 | 12) || small && (t.get(at + 2).len() != 4 || t.get(at).is_glued()) {
            return None;
        }
        let when = short_when(t, at + 2).filter(|when| !small || matches!(when.said, Said::Year(2000..)))?;
        let shape = Shape::Months { count: number, said: when.said, fiscal: fiscal || when.fiscal };
        return Some(Reading::new(at, when.end, shape, "date.months-of-year"));
    }
    let letter = if t.is_any(at + 1, words!["q", "qfy"]) { Letter::Quarter } else { Letter::Half };
    if number > if letter == Letter::Quarter { 4 } else { 2 } {
        return None;
    }
    if t.is_any(at + 1, words!["qfy", "hfy"]) {
        let reading = part_year(t, at, at + 2, number, letter)?;
        let shape = match reading.shape {
            Shape::Quarter { first, last, said: said @ Said::Year(_), .. } => {
                Shape::Quarter { first, last, said, fiscal: true }
            }
            Shape::Half { number, said: said @ Said::Year(_), .. } => Shape::Half { number, said, fiscal: true },
            _ => return None,
        };
        return Some(Reading { shape, ..reading });
    }
    let reading = part_year(t, at, at + 2, number, letter)?;
    let bare = matches!(reading.shape, Shape::Quarter { said: Said::No, .. } | Shape::Half { said: Said::No, .. });
    let small = t.get(at + 1).case == Case::Lower;
    if bare && (small || letter == Letter::Half) {
        return None;
    }
    Some(reading)
}

/// The letter of an estimate or of an actual figure behind a year: `1Q25E`, `FY24A`.
fn is_estimate(t: &Tokens<'_>, at: usize) -> bool {
    let alone = !t.get(at + 1).is_glued() || t.get(at + 1).class == Class::Symbol;
    matches!(t.str(at), "E" | "A" | "F") && alone
}

/// The year of a short label: `16` glued, `'16`, `2016`, `FY25`, `of 2016`.
pub(super) fn short_when(t: &Tokens<'_>, at: usize) -> Option<When> {
    let token = t.get(at);
    if token.is_glued() && token.is_number() && token.len() == 2 {
        let after = t.get(at + 1);
        if after.is_glued()
            && (after.is_word() && !is_estimate(t, at + 1) || after.class == Class::Dash && t.get(at + 2).is_number())
        {
            return None;
        }
        return Some(When {
            said: Said::Year(2000 + i32::try_from(token.number()?).ok()?),
            fiscal: false,
            end: at + 1,
        });
    }
    // "Q1/25"
    let digits = t.get(at + 1);
    if token.is_glued() && (token.is('/') || token.class == Class::Dash) && digits.is_glued() && digits.len() == 2 {
        let year = digits.number().and_then(|year| i32::try_from(year).ok()).filter(|year| (10..50).contains(year));
        if let Some(year) = year
            && (!t.get(at + 2).is_glued() || t.get(at + 2).class == Class::Symbol)
        {
            return Some(When { said: Said::Year(2000 + year), fiscal: false, end: at + 2 });
        }
    }
    // "Q3 24", where nothing follows that could be counted.
    if token.gap == Gap::Space && token.len() == 2 && token.number().is_some_and(|year| (10..50).contains(&year)) {
        let after = t.get(at + 1);
        let closes = || t.is(at + 1, w!("to")) && period_close(t, at + 2).is_some();
        if after.gap >= Gap::Line || after.is_word() && after.case != Case::Lower || closes() {
            let year = 2000 + i32::try_from(token.number()?).ok()?;
            return Some(When { said: Said::Year(year), fiscal: false, end: at + 1 });
        }
    }
    // "Q1 2030 %": the sign heads the next column.
    let column = token.gap == Gap::Space && token.len() == 4 && t.get(at + 1).is('%') && !t.get(at + 1).is_glued();
    if column {
        let year = i32::try_from(token.number()?).ok().filter(|year| (1990..2060).contains(year))?;
        return Some(When { said: Said::Year(year), fiscal: false, end: at + 1 });
    }
    of_years(t, at)
}

/// The last day of a month, with its year.
fn period_close(t: &Tokens<'_>, at: usize) -> Option<(Partial, usize)> {
    closing_day(t, at).filter(|(end, _)| end.day >= 28 && end.year != Said::No)
}

pub(super) fn part_year(t: &Tokens<'_>, first: usize, at: usize, number: u8, letter: Letter) -> Option<Reading> {
    let (months, quarter) = if letter == Letter::Quarter { (3, number) } else { (6, number * 2) };
    if let Some((end, after)) = of_year_closing(t, at, number * months) {
        let shape = Shape::Ended { months, weeks: 0, end, quarter };
        return Some(Reading::new(first, after, shape, "date.period-ended"));
    }
    let (said, fiscal, end) = match short_when(t, at) {
        Some(when) => (when.said, when.fiscal, when.end),
        None => (Said::No, false, at),
    };
    let after = t.get(end);
    if after.is_glued()
        && (after.is_word() && after.len() < 4 && !is_estimate(t, end)
            || after.is_number()
            || after.class == Class::Superscript)
    {
        return None;
    }
    if said == Said::No
        && (t.is_any(at, words!["weeks", "months", "days", "hours"])
            || after.is_glued()
                && after.class == Class::Dash
                && !t.is_any(end + 1, words!["q", "h"])
                && !t.is_any(end + 2, words!["q", "h"]))
    {
        return None;
    }
    // "Q3 December 2030": the quarter by its number and by its last month.
    if said == Said::No
        && letter == Letter::Quarter
        && let Some(point) = written::month_first(t, at).filter(|point| point.day.is_none() && point.month % 3 == 0)
        && let Some(year) = point.year
    {
        let month = u8::try_from(point.month).ok()?;
        let end = Partial { year: Said::Year(year), month, day: 0, weekday: 0 };
        let shape = Shape::Ended { months: 3, weeks: 0, end, quarter: number };
        return (t.get(at).gap == Gap::Space).then(|| Reading::new(first, point.end, shape, "date.period-ended"));
    }
    let rule = if said == Said::No { "date.bare-quarter" } else { "date.quarter-label" };
    let shape = match letter {
        Letter::Quarter => Shape::Quarter { first: number, last: number, said, fiscal },
        Letter::Half => Shape::Half { number, said, fiscal },
    };
    let reading = Reading::new(first, end, shape, rule);
    // "(H1 30 to 31 July 2029: £2m)"
    if said != Said::No
        && t.is(end, w!("to"))
        && !t.is(first.wrapping_sub(1), w!("from"))
        && let Some((close, after)) = period_close(t, end + 1)
    {
        let shape = Shape::Ended { months, weeks: 0, end: close, quarter };
        return Some(Reading::new(first, after, shape, "date.period-ended"));
    }
    Some(or_ended(t, joined(t, reading, Joint::Range), months, if letter == Letter::Quarter { number } else { 0 }))
}
