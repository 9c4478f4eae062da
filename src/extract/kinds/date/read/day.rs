//! Months, days and ranges: `November 17, 2016`, `17 November 2016`, `December 3-6, 2016`.
//!
//! In: tokens and a place. Out: a reading with the year open where it is not said. Not here: weekdays
//! and times of day.

use super::clock::with_clock_after;
use super::part::{of_when, two_years};
use super::{Partial, Reading, Said, Seen, Shape, is_joint, is_mark, wanted};
use crate::extract::calendar::Date;
use crate::extract::calendar::written::{self, Form, MONTHS};
use crate::extract::kinds::date::table::{BEFORE, Before, MONTH_LEADS, Role, WORDS};
use crate::extract::kinds::date::year;
use crate::extract::lex::{Case, Class, Gap, List, Tokens, w, words};

pub(super) fn partial(point: written::Point) -> Partial {
    Partial {
        year: point.year.map_or(Said::No, Said::Year),
        month: u8::try_from(point.month).unwrap_or(0),
        day: point.day.and_then(|day| u8::try_from(day).ok()).unwrap_or(0),
        weekday: 0,
    }
}

pub(super) fn day_reading(first: usize, point: written::Point, rule: &'static str) -> Reading {
    Reading::new(first, point.end, Shape::Point(partial(point)), rule)
}

/// A year with the month or day that stands behind it.
pub(in super::super) fn point_of_year(first: usize, year: i32, point: written::Point) -> Reading {
    day_reading(first, written::Point { year: Some(year), ..point }, "date.year-month")
}

/// `November 17, 2016`, `Nov. 17`, `April`, `December 3-6, 2016`, `May 31 to June 4, 2024`.
///
/// Hard because "may" and "march" are words of the language and April, June and August are people.
/// A short form needs a day or a year. Near misses: `may report`, `April Lindqvist said`.
pub(super) fn month(t: &Tokens<'_>, at: usize, form: Form) -> Seen {
    let Some(mut point) = written::month_first(t, at) else { return Seen::Nothing };
    if let Some(end) = column_head(t, at, point) {
        point = written::Point { end, year: None, ..point };
    }
    let token = t.get(at);
    if let Some(reading) = short_month_year(t, at) {
        return Seen::Date(reading);
    }
    let bare = point.year.is_none() && point.day.is_none();
    if token.is_glued() && at > 0 && t.get(at - 1).class != Class::Symbol {
        let before = t.get(at - 1);
        let part = matches!(WORDS.find(t, at.wrapping_sub(2)), Some(Role::Part(_) | Role::Edge(_)));
        if before.class == Class::Dash && before.is_glued() && bare && !part || before.is_word() {
            return Seen::Nothing;
        }
    }
    if token.case == Case::Lower && form == Form::Word && bare {
        return Seen::LookAlike(at + 1, "date.not-verb");
    }
    let named_year = form == Form::Name && point.year.is_some();
    if token.case == Case::Lower
        && (form != Form::Full && point.day.is_none() && !named_year || form == Form::Word && bare)
    {
        return Seen::Nothing;
    }
    if token.case == Case::Lower && form != Form::Full && point.year.is_none() {
        return Seen::Nothing;
    }
    if form == Form::Short && bare && !range_follows(t, point.end) {
        // "Aug. last year"
        let end = point.end + usize::from(t.get(point.end).is('.'));
        if !t.is_any(end, words!["last", "this", "next"]) || !t.is(end + 1, w!("year")) {
            return Seen::Nothing;
        }
        point = written::Point { end, ..point };
    }
    // "NOV03 was given": a code.
    let glued = point.end == at + 2 && !token.is_glued() && t.get(at + 1).is_glued() && t.get(at + 1).is_number();
    if token.case == Case::Upper && token.len() == 3 && glued && point.year.is_none() && t.str(at + 1).starts_with('0')
    {
        return Seen::Nothing;
    }
    // "December quarter 2023", "March-ended quarter": the quarter that ends with the month.
    let ended = t.get(point.end).class == Class::Dash && t.is_any(point.end + 1, words!["ended", "end", "ending"]);
    let quarter = point.end + if ended { 2 } else { 0 };
    if bare && t.is(quarter, w!("quarter")) && t.get(quarter).case == Case::Lower && form != Form::Short {
        return Seen::Date(month_quarter(t, at, quarter + 1, partial(point)));
    }
    if bare
        && matches!(form, Form::Word | Form::Name)
        && !range_follows(t, point.end)
        && let Some(rule) = not_a_month(t, at, form)
    {
        return Seen::LookAlike(at + 1, rule);
    }
    // "December 2024 quarter"
    if point.year.is_some()
        && point.day.is_none()
        && t.is(point.end, w!("quarter"))
        && t.get(point.end).case == Case::Lower
        && t.get(point.end).gap < Gap::Paragraph
    {
        let shape = Shape::Ended { months: 3, weeks: 0, end: partial(point), quarter: 0 };
        return Seen::Date(Reading::new(at, point.end + 1, shape, "date.month-quarter"));
    }
    let rule = if point.day.is_some() { "date.month-day" } else { "date.month" };
    let reading = joined(t, day_reading(at, point, rule), Joint::Range);
    // "April-June quarter of FY25"
    if let Shape::Range { from, to: to @ Partial { year: Said::No, day: 0, .. } } = reading.shape
        && to.month == from.month + 2
        && t.is(reading.end, w!("quarter"))
        && t.get(reading.end).gap <= Gap::Line
    {
        return Seen::Date(month_quarter(t, at, reading.end + 1, to));
    }
    // "April to June 2031 quarter"
    if let Shape::Range { from, to: end @ Partial { year: Said::Year(_), day: 0, .. } } = reading.shape
        && end.month == from.month + 2
        && t.is(reading.end, w!("quarter"))
        && t.get(reading.end).gap <= Gap::Line
    {
        let shape = Shape::Ended { months: 3, weeks: 0, end, quarter: 0 };
        return Seen::Date(Reading::new(at, reading.end + 1, shape, "date.month-quarter"));
    }
    Seen::Date(with_clock_after(t, reading))
}

/// The quarter that ends with a month, with the year behind it.
fn month_quarter(t: &Tokens<'_>, first: usize, next: usize, last: Partial) -> Reading {
    let (year, end) = of_when(t, next).map_or((Said::No, next), |when| {
        // "December quarter of 2029-30", of a year from April to March
        let both = two_years(t, when);
        let said = if both.end > when.end && last.month <= 3 { both.said } else { when.said };
        (said, both.end)
    });
    let shape = Shape::Ended { months: 3, weeks: 0, end: Partial { year, ..last }, quarter: 0 };
    Reading::new(first, end, shape, "date.month-quarter")
}

/// `Sep-24`, as heads of columns are written: a month with the end of its year.
///
/// Hard because the same may be a day: only years that a day of the month can hardly be taken for,
/// or that stand in a row of such heads, are read. Near miss: `Dec-31`.
fn short_month_year(t: &Tokens<'_>, at: usize) -> Option<Reading> {
    let (token, dash, digits) = (t.get(at), t.get(at + 1), t.get(at + 2));
    let glued = dash.class == Class::Dash && dash.is_glued() && digits.is_glued() && digits.len() == 2;
    if !glued
        || token.is_glued()
        || token.case == Case::Lower
        || t.get(at + 3).is_glued() && t.get(at + 3).class != Class::Symbol
    {
        return None;
    }
    let &(month, _) = MONTHS.find(t, at)?;
    let year = i32::try_from(digits.number().filter(|year| (15..=30).contains(year))?).ok()?;
    let point = Partial { year: Said::Year(2000 + year), month, day: 0, weekday: 0 };
    Some(Reading::new(at, at + 3, Shape::Point(point), "date.month").unsure())
}

/// The end of the day alone, where the year below it belongs to the first column: `June 30,
/// December 31,` over `2025` and `2024`.
///
/// Near miss: `June 30,` over `2025`, one day that a line end cuts.
fn column_head(t: &Tokens<'_>, at: usize, point: written::Point) -> Option<usize> {
    point.year.filter(|_| point.day.is_some())?;
    let mut next = point.end;
    while t.get(next).is('|') {
        next += 1;
    }
    let second = t.get(next).len() == 4 && written::year(t, next).is_some();
    let mut before = at.wrapping_sub(1);
    while t.get(before).is('|') || t.get(before).is(',') {
        before = before.wrapping_sub(1);
    }
    let head = written::day_number(t, before).is_some() && MONTHS.find(t, before.wrapping_sub(1)).is_some();
    let end = written::day_number(t, at + 1).or_else(|| written::day_number(t, at + 2))?.1;
    (second && head).then_some(end)
}

/// Whether a dash, "to" or "through" and another month follow.
pub(super) fn range_follows(t: &Tokens<'_>, at: usize) -> bool {
    let at = at + usize::from(t.get(at).is('.') && t.get(at).is_glued());
    let joint =
        t.get(at).class == Class::Dash || t.is_any(at, words!["to", "through", "and", "or"]) || t.get(at).is('/');
    let Some(&(_, form)) = MONTHS.find(t, at + 1) else { return false };
    let said = written::month_first(t, at + 1).is_some_and(|point| point.year.is_some() || point.day.is_some());
    // "Jan-Sep", both short and joined by a dash
    let dashed = t.get(at).class == Class::Dash && t.get(at + 1).gap <= Gap::Space;
    joint && t.get(at + 1).case != Case::Lower && (form != Form::Short || said || dashed)
}

/// The rule by which a bare "May", "March", "April", "June" or "August" is no month.
pub(super) fn not_a_month(t: &Tokens<'_>, at: usize, form: Form) -> Option<&'static str> {
    let before = t.get(at.wrapping_sub(1));
    // "from February and March"
    if t.is_any(at.wrapping_sub(1), words!["and", "or"])
        && MONTHS.find(t, at.wrapping_sub(2)).is_some_and(|&(_, form)| form != Form::Word)
        && t.get(at.wrapping_sub(2)).case == t.get(at).case
    {
        return None;
    }
    let led = MONTH_LEADS.find(t, at.wrapping_sub(1)).is_some()
        || before.class == Class::Dash && t.is_any(at.wrapping_sub(2), words!["mid", "early", "late", "end"]);
    let after = t.get(at + 1);
    let named = after.is_word() && matches!(after.case, Case::Capital | Case::Mixed) && after.gap == Gap::Space;
    match form {
        Form::Word
            if led && !(t.is_any(at.wrapping_sub(1), words!["and", "or", "to", "on"]) && after.case == Case::Lower) =>
        {
            None
        }
        // "- May: first patient"
        Form::Word if after.is(':') && token_case(t, at) => None,
        Form::Word => Some("date.not-verb"),
        _ if led && !named => None,
        _ if t.is_any(
            at.wrapping_sub(1),
            words!["in", "of", "by", "since", "until", "during", "late", "early", "this", "last", "upcoming"],
        ) =>
        {
            None
        }
        _ if named => Some("date.not-name"),
        _ => None,
    }
}

fn token_case(t: &Tokens<'_>, at: usize) -> bool {
    t.get(at).case == Case::Capital
}

/// Whether a number before a month is a day: `on 17 November`, not `in Phase 2 May`.
pub(super) fn day_first_is_sound(t: &Tokens<'_>, at: usize, point: written::Point) -> bool {
    // "Interim Report 1 January – 31 March 2025"
    let joint = t.get(point.end).class == Class::Dash || t.is_any(point.end, words!["to", "through", "until"]);
    let closed = || written::day_first(t, point.end + 1).is_some_and(|other| other.year.is_some());
    if point.year.is_some() || joint && closed() {
        return true;
    }
    let before = t.get(at.wrapping_sub(1));
    let month = t.get(point.end - 1);
    let preposition = BEFORE.find(t, at.wrapping_sub(1)) == Some(&Before::Year);
    let led = before.is_word() && before.case != Case::Lower && before.gap != Gap::Paragraph && !preposition;
    // "the Annual General Meeting 25 April"
    let held = t.is_any(at.wrapping_sub(1), words!["meeting", "agm", "egm", "assembly", "webcast", "conference"]);
    let counted = led && !held && !is_weekday(t, at.wrapping_sub(1)) || before.is_number();
    !counted && month.case != Case::Lower
}

pub(super) fn is_weekday(t: &Tokens<'_>, at: usize) -> bool {
    matches!(WORDS.find(t, at), Some(Role::Weekday(_)))
}

/// `10–13 September 2024`, `10 to 13 September`, `10 and 11 September 2025`.
pub(super) fn days_of_month(t: &Tokens<'_>, at: usize) -> Option<Reading> {
    let (day, end) = written::day_number(t, at)?;
    let joint = t.get(end);
    if joint.class != Class::Dash && !t.is_any(end, words!["to", "and", "through"]) && !joint.is('&') {
        return None;
    }
    if written::glued_before(t, at) {
        return None;
    }
    // "announcement no. 6 – 26 March 2018"
    let mark = usize::from(t.get(at.wrapping_sub(1)).is('.'));
    if BEFORE.find(t, at.wrapping_sub(1 + mark)) == Some(&Before::Number) {
        return None;
    }
    let point = {
        // The second day is glued to the dash, which would make it the tail of a code.
        let (last, after) = written::day_number(t, end + 1)?;
        let of = usize::from(t.is(after, w!("of")));
        let inner = written::month_first(t, after + of)?;
        if inner.day.is_some() || t.get(after + of).case == Case::Lower || last <= day {
            return None;
        }
        written::Point { day: Some(last), ..inner }
    };
    let to = partial(point);
    let from = Partial { day: u8::try_from(day).ok()?, ..to };
    Some(Reading::new(at, point.end, Shape::Range { from, to }, "date.days-of-month"))
}

/// `04/2016`: a month in figures with its year.
///
/// Hard because laws and decisions are numbered so. Near misses: `Decision No 12/2011`, `4/2016`.
pub(super) fn month_of_year(t: &Tokens<'_>, at: usize) -> Option<Reading> {
    let (slash, year) = (t.get(at + 1), t.get(at + 2));
    let shape = t.get(at).len() == 2 && slash.is('/') && slash.is_glued() && year.is_glued() && year.len() == 4;
    if !shape || written::glued_before(t, at) || t.get(at + 3).is_glued() && t.get(at + 3).is('/') {
        return None;
    }
    let mark = t.get(at.wrapping_sub(1));
    if mark.is('/') && t.get(at).is_glued() {
        return None;
    }
    if is_numbered(t, at) {
        return None;
    }
    let (said, end) = written::year(t, at + 2).filter(|(year, _)| (1950..=2060).contains(year))?;
    let month = u8::try_from(t.get(at).number()?).ok().filter(|month| (1..=12).contains(month))?;
    let point = Partial { year: Said::Year(said), month, day: 0, weekday: 0 };
    Some(Reading::new(at, end, Shape::Point(point), "date.numeric"))
}

/// `04/05` in `£50m (04/05: £38m)`: the years that a fiscal one touches.
///
/// Near misses: `(05/11)`, `in 04/05 patients`.
pub(super) fn years_compared(t: &Tokens<'_>, at: usize) -> Option<Reading> {
    let (slash, second) = (t.get(at + 1), t.get(at + 2));
    let glued = slash.is('/') && slash.is_glued() && second.is_glued() && t.get(at).len() == 2 && second.len() == 2;
    let bracket =
        t.get(at.wrapping_sub(1)).is('(') && (t.get(at + 3).is(':') || is_mark(t.get(at + 3), &['$', '€', '£']));
    let from = i32::try_from(t.get(at).number()?).ok()?;
    let to = i32::try_from(second.number()?).ok()?;
    let year = |year: i32| Partial { year: Said::Year(2000 + year), month: 0, day: 0, weekday: 0 };
    (glued && bracket && from + 1 == to && to < 50)
        .then(|| Reading::new(at, at + 3, Shape::Range { from: year(from), to: year(to) }, "date.numeric"))
}

/// Whether what begins here is the number of a law or decision.
fn is_numbered(t: &Tokens<'_>, at: usize) -> bool {
    let mark = t.get(at.wrapping_sub(1));
    let label = at.wrapping_sub(1 + usize::from(mark.is('.') || mark.is(')')));
    matches!(BEFORE.find(t, label), Some(Before::Number | Before::Law)) || t.is_any(label, words!["eu", "ec", "eec"])
}

/// `2016.04`, `2016/4`: a year with its month in figures.
///
/// Hard because decimals look alike; only what begins a line or cell, or stands behind a word for a time, and is
/// followed by no thing counted is read; with a slash, what is no season and no law. Near misses: `2016.04 mg`,
/// `of 2016.12 million`, `2016/17`, `Directive 2001/3/EC`.
pub(super) fn year_and_month(t: &Tokens<'_>, at: usize) -> Option<Reading> {
    let (point, digits) = (t.get(at + 1), t.get(at + 2));
    let slash = point.is('/');
    let marked = slash || point.is('.') && digits.len() == 2;
    if !marked || !point.is_glued() || !digits.is_glued() || digits.len() > 2 || written::glued_before(t, at) {
        return None;
    }
    let year = i32::try_from(t.get(at).number()?).ok().filter(|year| (1990..2050).contains(year))?;
    let month = u8::try_from(digits.number()?).ok().filter(|month| (1..=12).contains(month))?;
    let begins = at == 0 || t.get(at).gap >= Gap::Line || t.get(at - 1).is('|');
    let led = t.is_any(at.wrapping_sub(1), words!["in", "since", "from", "until", "by", "before", "after"]);
    let next = t.get(at + 3);
    let closed = match next.class {
        Class::Word => next.case != Case::Lower || next.gap >= Gap::Line || t.is_any(at + 3, words!["and", "to"]),
        Class::Symbol => is_mark(next, &[',', ';', ':', '.', ')', '|']),
        Class::End | Class::Dash => true,
        Class::Number | Class::Superscript => false,
    };
    let goes_on = next.is_glued() && (next.is_word() || t.get(at + 4).is_number() && t.get(at + 4).is_glued());
    let partial = Partial { year: Said::Year(year), month, day: 0, weekday: 0 };
    // "2009/10" is a season.
    let found = if slash {
        i32::from(month) != (year + 1) % 100 && !is_numbered(t, at) && !(next.is('/') && next.is_glued())
    } else {
        (begins || led) && closed
    } && !goes_on;
    found.then(|| Reading::new(at, at + 3, Shape::Point(partial), "date.numeric"))
}

/// `05/11` behind a word for a time: a month and its day in figures, the day first where the month cannot be.
///
/// Hard because fractions and counts of patients look alike. Near misses: `in 05/11 patients`, `1/2`, `24/7`.
pub(super) fn month_and_day(t: &Tokens<'_>, at: usize) -> Option<Reading> {
    let (slash, second) = (t.get(at + 1), t.get(at + 2));
    if !slash.is('/') || !slash.is_glued() || !second.is_glued() || second.len() != 2 || written::glued_before(t, at) {
        return None;
    }
    let led =
        t.is_any(at.wrapping_sub(1), words!["on", "by", "until", "before", "after", "since", "due", "from", "through"]);
    let next = t.get(at + 3);
    let stops = next.gap >= Gap::Line
        || matches!(next.class, Class::End)
        || is_mark(next, &[',', ';', '.', ')', ':'])
        || next.case == Case::Capital
        || t.is_any(at + 3, words!["and", "at", "to", "the", "that", "with", "for", "in", "it", "we", "a"]);
    let goes_on = next.is_glued() && t.get(at + 4).is_glued() && t.get(at + 4).is_number();
    let (a, b) = (t.get(at).number()?, second.number()?);
    // A day of one figure says nothing of months: "on 1/10".
    if !led || !stops || goes_on || t.get(at).len() != 2 && b <= 12 {
        return None;
    }
    let (month, day) = if a > 12 { (b, a) } else { (a, b) };
    Date::new(2000, month, day)?;
    let partial =
        Partial { year: Said::No, month: u8::try_from(month).ok()?, day: u8::try_from(day).ok()?, weekday: 0 };
    Some(Reading::new(at, at + 3, Shape::Point(partial), "date.numeric").unsure())
}

/// `8` and `15, 2025` in `May 1, 8 and 15, 2025`: a further day of a list.
///
/// Hard because a number after a comma is mostly a number; only a list that begins with a month's day
/// and closes with a year is taken. Near miss: `on May 1, 8 patients`.
pub(super) fn listed_day(t: &Tokens<'_>, at: usize) -> Option<Reading> {
    let joint = |at: usize| is_joint(t.get(at));
    if t.get(at).len() > 2 || !joint(at.wrapping_sub(1)) {
        return None;
    }
    // Back to the month.
    let mut back = at;
    for _ in 0..8 {
        back = back.wrapping_sub(1 + usize::from(joint(back.wrapping_sub(2)) && joint(back.wrapping_sub(1))));
        let day = back.wrapping_sub(1);
        if !joint(back) || !t.get(day).is_number() || t.get(day).len() > 2 {
            return None;
        }
        back = day;
        if MONTHS.find(t, back.wrapping_sub(1)).is_some() {
            break;
        }
    }
    let &(month, _) = MONTHS.find(t, back.wrapping_sub(1))?;
    // On to the year.
    let (mut last, mut end) = written::day_number(t, at)?;
    let (day, own_end) = (last, end);
    for _ in 0..8 {
        if let Some((year, year_end)) = written::year_after(t, end) {
            let point = Partial { year: Said::Year(year), month, day: u8::try_from(day).ok()?, weekday: 0 };
            Date::new(year, u32::from(month), day)?;
            let stop = if end == own_end { year_end } else { own_end };
            return Some(Reading::new(at, stop, Shape::Point(point), "date.listed-day"));
        }
        if !joint(end) {
            return None;
        }
        let next = end + 1 + usize::from(joint(end + 1));
        let (other, after) = written::day_number(t, next).filter(|(other, _)| *other > last)?;
        last = other;
        end = after;
    }
    None
}

/// `27th` in `met on October 26, 2030, and on the 27th it filed`: a later day of the month said last; `21st` in `said on
/// the 21st that`: the last such day.
///
/// Near misses: `on the 27th patient`, `on the 27th floor`.
pub(super) fn same_month(t: &Tokens<'_>, at: usize, day: u8) -> Option<Reading> {
    let led =
        t.is(at.wrapping_sub(1), w!("the")) && t.is_any(at.wrapping_sub(2), words!["on", "until", "by", "through"]);
    let next = t.get(at + 2);
    let closed =
        is_mark(next, &[',', '.', ';', ')']) || t.is_any(at + 2, words!["it", "we", "they", "the", "and", "a", "that"]);
    if !led || !closed || day > 31 {
        return None;
    }
    if t.is_any(at.wrapping_sub(3), words!["said", "announced", "reported", "disclosed", "revealed"]) {
        let point = Partial { year: Said::No, month: 0, day, weekday: 0 };
        return Some(Reading::new(at, at + 2, Shape::Point(point), "date.listed-day").unsure());
    }
    let mut month = at - 2;
    for _ in 0..40 {
        month = month.checked_sub(1).filter(|&month| t.get(month + 1).gap < Gap::Paragraph)?;
        if MONTHS.find(t, month).is_some() && t.get(month).case != Case::Lower {
            break;
        }
    }
    let before = || written::day_first(t, month.checked_sub(1)?);
    let said = partial(written::month_first(t, month).filter(|point| point.day.is_some()).or_else(before)?);
    let point = Partial { day, weekday: 0, ..said };
    (said.day > 0 && day > said.day).then(|| Reading::new(at, at + 2, Shape::Point(point), "date.listed-day"))
}

/// How two points may be joined.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    Range,
    Between,
    /// Days in figures: joined by a dash or, by ISO 8601, a slash, to another day in figures.
    Numeric,
}

/// Goes on to the other end of a range of years.
pub(in super::super) fn joined_range(t: &Tokens<'_>, reading: Reading) -> Reading {
    joined(t, reading, Joint::Range)
}

/// Goes on to the other end of a range: `December 3-6, 2016`, `June 6 to 8`, `May 31 to June 4, 2024`,
/// `2015-2019`, `Q1–Q3 2024`.
///
/// Hard because a dash also parts a dateline from its text. Near miss: `July 28, 2025 – 5 patients`.
pub(super) fn joined(t: &Tokens<'_>, reading: Reading, joint: Joint) -> Reading {
    let mut at = reading.end;
    // "Jan. – Mar. 2025": a short form keeps its point inside a range.
    let month = matches!(reading.shape, Shape::Point(Partial { year: Said::No, day: 0, .. }));
    if month && t.get(at).is('.') && t.get(at).is_glued() && t.get(at + 1).class == Class::Dash {
        at += 1;
    }
    // "between July 1, 2030, and March 31, 2031"
    at += usize::from(joint == Joint::Between && t.get(at).is(',') && t.is(at + 1, w!("and")));
    // "January-to-September period"
    let hyphens = t.get(at).class == Class::Dash
        && t.is_any(at + 1, words!["to", "through"])
        && t.get(at + 2).class == Class::Dash;
    if month && hyphens && t.get(at).is_glued() && MONTHS.find(t, at + 3).is_some() {
        let Shape::Point(from) = reading.shape else { return reading };
        return joined_points(t, reading, from, at + 3, false).unwrap_or(reading);
    }
    let token = t.get(at);
    let dashed = token.class == Class::Dash && t.get(at + 1).class != Class::Dash && token.gap < Gap::Line;
    let worded = t.is_any(at, words!["to", "through", "thru", "until", "till"]) && token.gap < Gap::Paragraph;
    let and = t.is(at, w!("and")) || token.is('&');
    let slashed = token.is('/') && token.is_glued();
    if joint == Joint::Numeric {
        return numeric_range(t, reading).unwrap_or(reading);
    }
    let part = matches!(reading.shape, Shape::Quarter { .. } | Shape::Half { .. });
    if worded && (is_change(t, reading.first) || part && is_growth(t, reading.first)) {
        return reading;
    }
    // "between 2022 and", page break, "2024"
    let broken = joint == Joint::Between && and && t.get(at + 1).is_number();
    if !(dashed || worded || and || slashed) || t.get(at + 1).gap == Gap::Paragraph && !broken {
        return reading;
    }
    let next = at + 1;
    let result = match reading.shape {
        Shape::Point(from) if dashed || worded || and => {
            joined_points(t, reading, from, next, and && joint == Joint::Range)
        }
        // "Nov. 7/8, 2024"
        Shape::Point(from) if slashed && from.day > 0 && t.get(next).is_glued() => {
            let day = t.get(next).number().filter(|day| t.get(next).len() <= 2 && *day == u32::from(from.day) + 1);
            day.and_then(|_| joined_points(t, reading, from, next, true))
        }
        Shape::Year { said: Said::Year(from), fiscal } if !and || joint == Joint::Between => {
            joined_years(t, reading, from, fiscal, next, slashed)
        }
        Shape::Quarter { first, last, said: Said::No, fiscal }
            if (!and || joint == Joint::Between) && first == last && first < 4 =>
        {
            // "Q3 - Q3": no later one, and what follows it is not asked.
            let later = !t.is(next, w!("q")) || t.get(next + 1).number().is_none_or(|number| number > u32::from(first));
            let other = if later { wanted(t, next) } else { None };
            match other.map(|other| (other, other.shape)) {
                Some((other, Shape::Quarter { first: a, last: b, said, fiscal: f }))
                    if a == b && a > first && other.modifier.is_none() =>
                {
                    let shape = Shape::Quarter { first, last: a, said, fiscal: fiscal || f };
                    Some(Reading { end: other.end, shape, ..reading })
                }
                _ => None,
            }
        }
        // "between the first quarter of 2031 and the third quarter of 2032"
        Shape::Quarter { .. } | Shape::Half { .. } if and && joint == Joint::Between => {
            joined_parts(t, reading, next + usize::from(t.is(next, w!("the"))))
        }
        Shape::Quarter { .. } | Shape::Half { .. } if dashed || worded => joined_parts(t, reading, next),
        _ => None,
    };
    result.unwrap_or(reading)
}

/// `01.01.2024 - 30.09.2024`, `2024-01-01/2024-09-30`, `1/1/2024 to 9/30/2024`: from a day to a later one.
fn numeric_range(t: &Tokens<'_>, reading: Reading) -> Option<Reading> {
    let Shape::Point(from) = reading.shape else { return None };
    let mark = t.get(reading.end);
    let iso = mark.is('/') && mark.is_glued() && t.get(reading.first).len() == 4;
    let worded = t.is_any(reading.end, words!["to", "through", "until"]);
    if !(mark.class == Class::Dash || iso || worded) || mark.gap > Gap::Space || t.get(reading.end + 1).gap > Gap::Space
    {
        return None;
    }
    let point = written::numeric_after(t, reading.end + 1)?;
    let to = partial(point);
    let day = |part: Partial| match part.year {
        Said::Year(year) => Date::new(year, part.month.into(), part.day.into()),
        _ => None,
    };
    let shape = Shape::Range { from, to };
    (day(from)? < day(to)?).then_some(Reading { end: point.end, shape, rule: "date.range", ..reading })
}

/// Whether something is moved "from" the time at `first`: then what follows is another time, not the
/// other end of a range.
fn is_change(t: &Tokens<'_>, first: usize) -> bool {
    const MOVES: &List = words![
        "extended",
        "extends",
        "extend",
        "extending",
        "moved",
        "moves",
        "delayed",
        "postponed",
        "shifted",
        "pushed",
        "revised",
        "changed",
        "rescheduled",
        "brought",
        "extension"
    ];
    t.is(first.wrapping_sub(1), w!("from")) && (2..=24).any(|back| t.is_any(first.wrapping_sub(back), MOVES))
}

/// Whether a figure has changed "from" the quarter or half at `first` to another: `grew 27% from Q1 2031 to Q2 2031`.
fn is_growth(t: &Tokens<'_>, first: usize) -> bool {
    const GROWS: &List = words!["grew", "rose", "increased", "improved", "fell", "declined", "decreased", "up", "down"];
    t.is(first.wrapping_sub(1), w!("from")) && (2..=6).any(|back| t.is_any(first.wrapping_sub(back), GROWS))
}

/// `Q4 2024 – Q1 2025`, `H2 2025 to H1 2026`: two parts of years, each with its year.
fn joined_parts(t: &Tokens<'_>, reading: Reading, next: usize) -> Option<Reading> {
    let months = |shape: Shape| match shape {
        Shape::Quarter { first, last, said: Said::Year(year), fiscal: false } => Some((year, first * 3 - 2, last * 3)),
        Shape::Half { number, said: Said::Year(year), fiscal: false } => Some((year, number * 6 - 5, number * 6)),
        _ => None,
    };
    let from = months(reading.shape)?;
    let other = wanted(t, next).filter(|other| other.modifier.is_none() && other.first == next)?;
    let to = months(other.shape)?;
    if (from.0, from.1) >= (to.0, to.1) {
        return None;
    }
    let last_day = if matches!(to.2, 6 | 9) { 30 } else { 31 };
    let from = Partial { year: Said::Year(from.0), month: from.1, day: 1, weekday: 0 };
    let to = Partial { year: Said::Year(to.0), month: to.2, day: last_day, weekday: 0 };
    Some(Reading { end: other.end, shape: Shape::Range { from, to }, rule: "date.range", ..reading })
}

fn joined_points(t: &Tokens<'_>, reading: Reading, from: Partial, next: usize, list: bool) -> Option<Reading> {
    let range = |end: usize, from: Partial, to: Partial| {
        Some(Reading { end, shape: Shape::Range { from, to }, rule: "date.range", ..reading })
    };
    // "December 3-6, 2016": the second day alone.
    let the = usize::from(t.is(next, w!("the")));
    if from.day > 0
        && from.year == Said::No
        && let Some((day, end)) = written::day_number(t, next + the)
        && day > u32::from(from.day)
        && MONTHS.find(t, end).is_none()
    {
        let dashed = t.get(next - 1).class == Class::Dash && t.get(next).is_glued() && !year::counts(t, end);
        let year = written::year_after(t, end);
        let after = t.get(end);
        let loose = after.is_word()
            && after.case == Case::Lower
            && !t.is_any(end, words!["at", "in", "and", "from", "to", "during"]);
        if year.is_none() && (loose && !dashed || after.class == Class::Dash && after.is_glued() || after.is(':')) {
            return None;
        }
        let said = year.map_or(Said::No, |(year, _)| Said::Year(year));
        let to = Partial { year: said, day: u8::try_from(day).ok()?, weekday: 0, ..from };
        return range(year.map_or(end, |(_, end)| end), Partial { year: said, ..from }, to);
    }
    if list {
        return None;
    }
    let mut start = next;
    let mut weekday = 0;
    if let Some(&Role::Weekday(day)) = WORDS.find(t, start) {
        weekday = day;
        start += 1 + usize::from(t.get(start + 1).is(','));
    }
    let glued = t.get(start).is_glued() && t.get(start).is_number();
    let point = if glued { written::day_first_after(t, start) } else { written::point(t, start) }?;
    let mut to = Partial { weekday, ..partial(point) };
    if (to.day > 0) != (from.day > 0) || MONTHS.find(t, start).is_some() && t.get(start).case == Case::Lower {
        return None;
    }
    let dashed =
        t.get(next - 1).class == Class::Dash && from.year == Said::No && MONTHS.find(t, reading.first).is_some();
    if to.day == 0
        && point.end == start + 1
        && !dashed
        && MONTHS.find(t, start).is_some_and(|&(_, form)| form == Form::Short)
    {
        return None;
    }
    let mut from = from;
    match (from.year, to.year) {
        (Said::No, year) => {
            from.year = year;
            // "November 30 to January 5, 2025" begins the year before.
            if let Said::Year(year) = year
                && from.month > to.month
            {
                from.year = Said::Year(year - 1);
            }
        }
        (Said::Year(year), Said::No) => {
            to.year = Said::Year(if to.month < from.month { year + 1 } else { year });
        }
        _ => {}
    }
    if let (Said::Year(a), Said::Year(b)) = (from.year, to.year)
        && (a, from.month, from.day) >= (b, to.month, to.day)
    {
        return None;
    }
    range(point.end, from, to)
}

pub(super) fn joined_years(
    t: &Tokens<'_>,
    reading: Reading,
    from: i32,
    fiscal: bool,
    next: usize,
    slashed: bool,
) -> Option<Reading> {
    let token = t.get(next);
    let skip = usize::from(t.is(next, w!("fy")) || t.is(next, w!("fiscal")));
    let (to, end) = match written::year(t, next + skip) {
        Some((year, end)) if token.len() == 4 || skip == 1 => (year, end),
        _ if token.len() == 2 && token.is_glued() && token.is_number() => {
            let year = from - from % 100 + i32::try_from(token.number()?).ok()?;
            let after = t.get(next + 1);
            if year != from + 1 || after.is_glued() && (after.is_word() || after.class == Class::Dash || after.is('/'))
            {
                return None;
            }
            (year, next + 1)
        }
        _ => return None,
    };
    let after = t.get(end);
    if to <= from
        || to > from + 60
        || slashed && to != from + 1
        || after.is_glued() && after.class == Class::Dash && t.get(end + 1).is_number()
    {
        return None;
    }
    let edge = |year| Partial { year: Said::Year(year), month: 0, day: 0, weekday: 0 };
    let _ = fiscal;
    Some(Reading { end, shape: Shape::Range { from: edge(from), to: edge(to) }, rule: "date.years", ..reading })
}

/// `between 2015 and 2019`, `between May 1 and June 4, 2024`: the span leaves "between" out.
pub(super) fn between(t: &Tokens<'_>, at: usize) -> Option<Reading> {
    let reading = wanted(t, at + 1 + usize::from(t.is(at + 1, w!("the"))))?;
    let range = joined(t, reading, Joint::Between);
    (matches!(range.shape, Shape::Range { .. }) || range.end > reading.end).then_some(range)
}
