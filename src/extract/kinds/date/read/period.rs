//! Periods given by their last day: `three months ended June 30, 2017`.
//!
//! In: tokens and a place. Out: a reading of so many months or weeks with its end.

use super::day::partial;
use super::part::{of_when, of_year_ending};
use super::{Partial, Reading, Said, Shape, Unit, dash};
use crate::extract::calendar::written::{self, MONTHS};
use crate::extract::kinds::date::table::{Role, WORDS};
use crate::extract::lex::{Case, Class, Gap, List, Tokens, w, words};
use crate::extract::mention::Modifier;

pub(super) fn is_ended(t: &Tokens<'_>, at: usize) -> bool {
    t.is_any(at, words!["ended", "ending", "end", "ends"])
}

/// A day or month after "ended", for periods.
pub(super) fn ended(t: &Tokens<'_>, at: usize) -> Option<(Partial, usize)> {
    if t.get(at).gap == Gap::Paragraph {
        return None;
    }
    // "quarter-ended October 31, 2030"
    let at = at + usize::from(super::dash(t, at) == 1 && t.get(at + 1).is_glued());
    if !t.is_any(at, words!["ended", "ending"]) {
        // "EndedMarch 31, 2025"
        let (head, point) = written::run_together(t, at)?;
        let word = t.str(at).get(..head)?;
        let closes = ["ended", "ending"].iter().any(|close| word.eq_ignore_ascii_case(close));
        return closes.then(|| (partial(point), point.end));
    }
    let mut next = at + 1;
    if over_columns(t, next) {
        return None;
    }
    if t.is_any(next, words!["on", "in"]) || t.get(next).is(':') || t.get(next).is(',') {
        next += 1;
    }
    closing_day(t, next)
}

/// Whether the day at `at`, on the line below "Three Months Ended     Six Months Ended", is the first of several
/// there: each then closes the period over its own column, which words that follow each other do not.
///
/// Near miss: `Three Months Ended`, line end, `June 30, 2030`.
fn over_columns(t: &Tokens<'_>, at: usize) -> bool {
    let month = |at: usize| MONTHS.find(t, at).is_some();
    if t.get(at).gap != Gap::Line || !month(at) {
        return false;
    }
    let Some((_, end)) = written::day_number(t, at + 1) else { return false };
    let end = written::year_after(t, end).map_or(end + usize::from(t.get(end).is(',')), |(_, end)| end);
    month(end) && t.get(end).gap < Gap::Line && written::day_number(t, end + 1).is_some()
}

/// How many years stand one after another, four at most.
fn years_in_row(t: &Tokens<'_>, at: usize) -> usize {
    let mut next = at;
    let mut count = 0;
    while count < 4 && t.get(next).len() == 4 && written::year(t, next).is_some() {
        count += 1;
        next += 1;
        while t.get(next).is('|') {
            next += 1;
        }
    }
    count
}

pub(super) fn closing_day(t: &Tokens<'_>, at: usize) -> Option<(Partial, usize)> {
    let mut next = at;
    let mut weekday = 0;
    if let Some(&Role::Weekday(day)) = WORDS.find(t, next) {
        weekday = day;
        next += 1 + usize::from(t.get(next + 1).is(','));
    }
    if let Some(mut point) = written::point(t, next) {
        // "Six Months Ended June 30," over "2025", "2024", "2025" and "2024": the years are heads of columns.
        let year = point.end.wrapping_sub(1);
        if point.year.is_some() && point.day.is_some() && t.get(year).gap >= Gap::Line && years_in_row(t, year) >= 4 {
            let day = if t.get(next).is_number() { next } else { next + 1 };
            let day = day + usize::from(t.get(day).is('.'));
            if let Some((_, end)) = written::day_number(t, day).filter(|_| MONTHS.find(t, next).is_some()) {
                point = written::Point { end, year: None, ..point };
            }
        }
        return Some((Partial { weekday, ..partial(point) }, point.end));
    }
    let (year, end) = written::year(t, next)?;
    (t.get(next).len() == 4).then_some((Partial { year: Said::Year(year), month: 0, day: 0, weekday: 0 }, end))
}

/// Goes on with "ended June 30, 2017" where it follows.
pub(super) fn or_ended(t: &Tokens<'_>, reading: Reading, months: u8, quarter: u8) -> Reading {
    // "third quarter period ended September 30, 2030"
    let period = usize::from(t.is(reading.end, w!("period")) && is_ended(t, reading.end + 1));
    match ended(t, reading.end + period) {
        Some((end, after)) => Reading {
            end: after,
            shape: Shape::Ended { months, weeks: 0, end, quarter },
            rule: "date.period-ended",
            ..reading
        },
        None => reading,
    }
}

/// `first nine months of 2024`, past the count.
pub(super) fn first_months(t: &Tokens<'_>, at: usize, next: usize, count: u8) -> Option<Reading> {
    let next = next + dash(t, next);
    if !t.is_any(next, words!["months", "month"]) {
        return None;
    }
    // "first three months of the fiscal year ending March 31, 2031"
    if (1..12).contains(&count)
        && let Some((end, after)) = of_year_ending(t, next + 1, count)
    {
        let quarter = if count.is_multiple_of(3) { count / 3 } else { 0 };
        let shape = Shape::Ended { months: count, weeks: 0, end, quarter };
        return Some(Reading::new(at, after, shape, "date.period-ended"));
    }
    // "in the first six months": a part of a year where the text reports on others.
    let follows = t.get(next + 1);
    let bare = matches!(count, 3 | 6 | 9)
        && t.is(next, w!("months"))
        && t.is(at.wrapping_sub(1), w!("the"))
        && t.is_any(at.wrapping_sub(2), words!["in", "during", "for", "of"])
        && (!follows.is_word() || t.is_any(next + 1, words!["in", "was", "were", "rose", "and", "as"]))
        && !follows.is('(');
    months(t, at, next + 1, count).or_else(|| {
        let shape = Shape::Months { count, said: Said::No, fiscal: false };
        bare.then(|| Reading::new(at, next + 1, shape, "date.bare-months").unsure())
    })
}

/// `nine months of 2024`, `nine months ended June 30, 2017`, past the word.
pub(super) fn months(t: &Tokens<'_>, at: usize, next: usize, count: u8) -> Option<Reading> {
    if count == 0 {
        return None;
    }
    let next = next + usize::from(t.is(next, w!("transition")));
    let period = t.is_any(next, words!["period", "periods"]);
    let after = next + usize::from(period);
    if let Some((end, after)) = ended(t, after) {
        let shape = Shape::Ended { months: count, weeks: 0, end, quarter: 0 };
        return Some(Reading::new(at, after, shape, "date.period-ended"));
    }
    // "six months to 30 June", "twelve months to June", but not "extended by three months to July 29"
    if t.is_any(after, words!["to", "through"])
        && !t.is(at.wrapping_sub(1), w!("by"))
        && let Some((end, after)) = closing_day(t, after + 1)
        && (end.day > 0 || end.month > 0 && t.get(after - 1).case != Case::Lower)
    {
        let shape = Shape::Ended { months: count, weeks: 0, end, quarter: 0 };
        return Some(Reading::new(at, after, shape, "date.period-ended"));
    }
    let when = of_when(t, after)?;
    let shape = Shape::Months { count, said: when.said, fiscal: when.fiscal };
    (count <= 12).then(|| Reading::new(at, when.end, shape, "date.months-of-year"))
}

/// `three months ended June 30, 2017`, `nine-month periods ended`, `13 weeks ended`.
///
/// In `three-month and nine-month periods ended …` only the last member carries the date and is
/// taken. Near miss: `22 months`.
pub(super) fn cardinal(t: &Tokens<'_>, at: usize, count: u8) -> Option<Reading> {
    let mut next = at + 1;
    next += dash(t, next);
    // "twenty-six weeks ended"
    let (mut first, mut count) = (at, count);
    if t.get(at).is_glued()
        && t.get(at.wrapping_sub(1)).class == Class::Dash
        && count < 10
        && let Some(tens) = TENS.iter().position(|tens| t.is(at.wrapping_sub(2), *tens))
    {
        first = at - 2;
        count += 20 + 10 * u8::try_from(tens).unwrap_or(0);
    }
    if t.is_any(next, words!["month", "months"]) {
        return months(t, at, next + 1, count);
    }
    // "six-year period ending March 31, 2026"
    if t.is(next, w!("year")) && t.is(next + 1, w!("period")) {
        let (end, after) = ended(t, next + 2)?;
        let shape = Shape::Ended { months: count.checked_mul(12)?, weeks: 0, end, quarter: 0 };
        return Some(Reading::new(at, after, shape, "date.period-ended"));
    }
    if t.is_any(next, words!["week", "weeks"]) {
        // "53-week year ended October 3, 2030"
        let period = usize::from(t.is_any(next + 1, words!["period", "periods", "year", "quarter"]));
        let (end, after) = ended(t, next + 1 + period)?;
        let shape = Shape::Ended { months: 0, weeks: count, end, quarter: 0 };
        return Some(Reading::new(first, after, shape, "date.period-ended"));
    }
    None
}

/// Words before a dash and a digit's word: twenty, thirty, …
const TENS: &List = words!["twenty", "thirty", "forty", "fifty"];

/// `quarter-end`: the last of the quarter under discussion. Near miss: `quarterly`.
fn quarter_end(t: &Tokens<'_>, at: usize) -> Option<Reading> {
    let end = at + 1 + dash(t, at + 1);
    if !t.is(at, w!("quarter")) || !t.is(end, w!("end")) || t.get(end).gap > Gap::Line || t.is(end + 1, w!("of")) {
        return None;
    }
    let reading = Reading::new(at, end + 1, Shape::Beside { unit: Unit::Quarter, offset: 0 }, "date.part-of-period");
    Some(Reading { modifier: Some(Modifier::End), ..reading }.unsure())
}

/// `quarter ended June 30, 2017`, `quarterly period ended June 30, 2018`.
pub(super) fn quarter_ended(t: &Tokens<'_>, at: usize) -> Option<Reading> {
    let period = t.is_any(at + 1, words!["period", "periods"]);
    if t.is(at, w!("quarterly")) != period {
        return None;
    }
    if let Some(reading) = quarter_end(t, at) {
        return Some(reading);
    }
    // "a quarter ago"
    let before = at.wrapping_sub(1);
    if t.is(at + 1, w!("ago")) && t.is_any(before, words!["a", "one"]) {
        let shape = Shape::Beside { unit: Unit::Quarter, offset: -1 };
        return Some(Reading::new(before, at + 2, shape, "date.relative"));
    }
    // "quarter to 30 September 2030"
    let to = || closing_day(t, at + 2).filter(|(end, _)| t.is(at + 1, w!("to")) && end.day > 0 && end.year != Said::No);
    let (end, after) = ended(t, at + 1 + usize::from(period)).or_else(to)?;
    let shape = Shape::Ended { months: 3, weeks: 0, end, quarter: 0 };
    Some(Reading::new(at, after, shape, "date.period-ended"))
}

/// `half-year 2025`, `half year ended 30 June 2025`.
pub(super) fn half_year(t: &Tokens<'_>, at: usize) -> Option<Reading> {
    let next = at + 1 + dash(t, at + 1);
    if !t.is(next, w!("year")) {
        return None;
    }
    // "half year (H1) ended 30 September 2030"
    let named = t.get(next + 1).is('(')
        && t.is(next + 2, w!("h"))
        && t.get(next + 3).is_glued()
        && t.get(next + 3).len() == 1
        && t.get(next + 4).is(')');
    let ended_at = next + 1 + if named { 4 } else { 0 };
    if let Some((end, after)) = ended(t, ended_at) {
        let shape = Shape::Ended { months: 6, weeks: 0, end, quarter: 0 };
        return Some(Reading::new(at, after, shape, "date.period-ended"));
    }
    if t.is(ended_at, w!("to"))
        && let Some((end, after)) = closing_day(t, ended_at + 1)
        && end.day > 0
    {
        let shape = Shape::Ended { months: 6, weeks: 0, end, quarter: 0 };
        return Some(Reading::new(at, after, shape, "date.period-ended"));
    }
    let when = of_when(t, ended_at).filter(|_| !named)?;
    Some(
        Reading::new(at, when.end, Shape::Half { number: 1, said: when.said, fiscal: when.fiscal }, "date.half")
            .unsure(),
    )
}

/// `transition period ended December 31, 2024`, `period ended 31 January 2017`: the length is not said, so the
/// value is its last day.
///
/// Near miss: `transition period`.
pub(super) fn of_some_length(t: &Tokens<'_>, at: usize) -> Option<Reading> {
    let period = at + usize::from(t.is(at, w!("transition")));
    let (end, after) = ended(t, period + 1).filter(|_| t.is(period, w!("period")))?;
    Some(Reading::new(at, after, Shape::Point(end), "date.period-ended"))
}

/// `week of March 3, 2025`, `week ended June 30, 2024`, `month ended May 31, 2025`.
pub(super) fn week(t: &Tokens<'_>, at: usize) -> Option<Reading> {
    if let Some((end, after)) = ended(t, at + 1) {
        let month = t.is(at, w!("month"));
        let shape = Shape::Ended { months: u8::from(month), weeks: u8::from(!month), end, quarter: 0 };
        return Some(Reading::new(at, after, shape, "date.period-ended"));
    }
    // "week beginning March 3, 2025"
    if t.is(at, w!("week"))
        && t.is_any(at + 1, words!["beginning", "starting", "commencing"])
        && let Some((point, end)) = closing_day(t, at + 2)
    {
        return (point.day > 0).then(|| Reading::new(at, end, Shape::WeekOf(point), "date.week-of"));
    }
    if !t.is(at + 1, w!("of")) || t.is(at, w!("month")) {
        return None;
    }
    let the = usize::from(t.is(at + 2, w!("the")));
    let (point, end) = closing_day(t, at + 2 + the)?;
    (point.day > 0).then(|| Reading::new(at, end, Shape::WeekOf(point), "date.week-of"))
}
