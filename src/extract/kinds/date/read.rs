//! Reads one expression of time at a given token.
//!
//! In: tokens and a place. Out: a [`Reading`]: how far it goes and what it says, with the year left
//! open where the words leave it open. What the year then is, is settled in `settle`.
//!
//! Every reader looks forward only; what stands before an expression (`early`, `8:30 AM ET on`) is
//! itself where a longer expression begins.

use super::table::{Role, WORDS};
use super::year;
use crate::extract::calendar::written::{self, Form, MONTHS};
use crate::extract::lex::{Case, Class, Gap, Token, Tokens};
use crate::extract::mention::{Certainty, Modifier};

/// The year as far as it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// Not at all.
    No,
    /// In figures.
    Year(i32),
    /// So many years from the anchor's.
    Offset(i8),
    /// That of the expression before.
    Same,
}

/// A year with what kind of year it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct When {
    pub said: Said,
    pub fiscal: bool,
    pub end: usize,
}

/// A day, a month or a year; 0 is what is not said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Partial {
    pub year: Said,
    pub month: u8,
    pub day: u8,
    pub weekday: u8,
}

/// Units of relative expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// What an expression says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A day or month.
    Point(Partial),
    /// A year.
    Year { said: Said, fiscal: bool },
    /// A quarter, or several in a row.
    Quarter { first: u8, last: u8, said: Said, fiscal: bool },
    /// A half year.
    Half { number: u8, said: Said, fiscal: bool },
    /// The first so many months of a year.
    Months { count: u8, said: Said, fiscal: bool },
    /// A season, by its TIMEX3 code.
    Season { code: &'static str, said: Said },
    /// Ten years from this one.
    Decade(i32),
    /// A period given by its last day; `quarter` is 0 unless its number is said.
    Ended { months: u8, weeks: u8, end: Partial, quarter: u8 },
    /// From one point to another, both included.
    Range { from: Partial, to: Partial },
    /// A week by a day in it.
    WeekOf(Partial),
    /// The year so far.
    ToDate { said: Said },
    /// Units from the anchor.
    Near { unit: Unit, offset: i8 },
    /// Units from the period under discussion.
    Beside { unit: Unit, offset: i8 },
    /// A bare day of the week.
    Weekday(u8),
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub hour: u8,
    pub minute: u8,
}

/// An expression that was read: tokens from `first` up to, not including, `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    pub first: usize,
    pub end: usize,
    pub shape: Shape,
    pub modifier: Option<Modifier>,
    pub clock: Option<Clock>,
    pub rule: &'static str,
    pub certainty: Certainty,
}

impl Reading {
    pub(super) const fn new(first: usize, end: usize, shape: Shape, rule: &'static str) -> Reading {
        Reading { first, end, shape, modifier: None, clock: None, rule, certainty: Certainty::Sure }
    }

    pub(super) const fn unsure(self) -> Reading {
        Reading { certainty: Certainty::Unsure, ..self }
    }
}

/// What stands at a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// Nothing that concerns dates.
    Nothing,
    /// An expression of time.
    Date(Reading),
    /// A look-alike up to this token, with the rule that turned it down.
    LookAlike(usize, &'static str),
    /// Nothing, and nothing up to this token either.
    Skip(usize),
}

impl From<Option<Reading>> for Seen {
    fn from(reading: Option<Reading>) -> Seen {
        reading.map_or(Seen::Nothing, Seen::Date)
    }
}

/// Reads what stands at token `at`.
pub(super) fn see(t: &Tokens<'_>, at: usize) -> Seen {
    let token = t.get(at);
    match token.class {
        Class::Number if token.len() <= 4 => number(t, at),
        Class::Word => {
            if let Some(&role) = WORDS.find(t, at) {
                return word(t, at, role);
            }
            if let Some(&(_, form)) = MONTHS.find(t, at) {
                return month(t, at, form);
            }
            Seen::Nothing
        }
        _ => Seen::Nothing,
    }
}

/// Reads an expression where one is wanted: after "early", after a time of day, after a dash.
fn wanted(t: &Tokens<'_>, at: usize) -> Option<Reading> {
    match see(t, at) {
        Seen::Date(reading) => Some(reading),
        _ => None,
    }
}

fn number(t: &Tokens<'_>, at: usize) -> Seen {
    let token = t.get(at);
    if token.len() == 4 {
        if let Some(point) = written::numeric(t, at) {
            return Seen::Date(with_clock_after(t, day_reading(at, point, "date.numeric")));
        }
        return year::year(t, at);
    }
    if token.len() > 2 {
        return Seen::Nothing;
    }
    let next = t.get(at + 1);
    // Cheap first: most small numbers have nothing to do with dates.
    if next.class == Class::Number || next.class == Class::End {
        return Seen::Nothing;
    }
    if (next.is(':') || next.is('.') || next.is_word())
        && let Some((clock, end)) = clock(t, at)
        && !written::glued_before(t, at)
    {
        return match dated_clock(t, at, clock, end) {
            Some(reading) => Seen::Date(reading),
            None => Seen::Skip(end),
        };
    }
    if let Some(point) = written::numeric(t, at) {
        return Seen::Date(with_clock_after(t, day_reading(at, point, "date.numeric")));
    }
    if let Some(reading) = days_of_month(t, at) {
        return Seen::Date(reading);
    }
    if let Some(point) = written::day_first(t, at)
        && day_first_is_sound(t, at, point)
    {
        return Seen::Date(with_clock_after(t, joined(t, day_reading(at, point, "date.day-month"), Joint::Range)));
    }
    if next.is_word() && !written::glued_before(t, at) {
        let count = u8::try_from(token.number().unwrap_or(0)).unwrap_or(0);
        if next.is_glued() && t.is_any(at + 1, &["q", "h", "m"]) {
            return counted(t, at, count).into();
        }
        if next.is_glued() && t.is_any(at + 1, &["st", "nd", "rd", "th"]) {
            return ordinal(t, at, at + 2, count).into();
        }
    }
    if next.class == Class::Dash || next.is_word() {
        let count = u8::try_from(token.number().unwrap_or(0)).unwrap_or(0);
        return cardinal(t, at, count).into();
    }
    Seen::Nothing
}

fn word(t: &Tokens<'_>, at: usize, role: Role) -> Seen {
    let glued = t.get(at).is_glued() && at > 0 && t.get(at - 1).class == Class::Dash && t.get(at - 1).is_glued();
    match role {
        Role::Address => Seen::Skip(blank_after(t, at)),
        Role::Weekday(day) => weekday(t, at, day),
        Role::Ordinal(number) => ordinal(t, at, at + 1, number).into(),
        Role::Cardinal(count) => cardinal(t, at, count).into(),
        Role::Quarter => quarter_ended(t, at).into(),
        Role::Half => half_year(t, at).into(),
        Role::Year => year_word(t, at).into(),
        Role::Week => week(t, at).into(),
        Role::Full => full_year(t, at).into(),
        Role::Fiscal => fiscal(t, at, true).into(),
        Role::Calendar => fiscal(t, at, false).into(),
        Role::Fy => fy(t, at, true).into(),
        Role::Cy => fy(t, at, false).into(),
        Role::Q | Role::H if glued => Seen::Nothing,
        Role::Q => lettered(t, at, Letter::Quarter).into(),
        Role::H => lettered(t, at, Letter::Half).into(),
        Role::Ytd => ytd(t, at).into(),
        Role::Part(modifier) => part(t, at, modifier).into(),
        Role::Edge(modifier) => edge(t, at, modifier).into(),
        Role::Shift(modifier) => shift(t, at, modifier).into(),
        Role::Day(offset) => {
            let reading = Reading::new(at, at + 1, Shape::Near { unit: Unit::Day, offset }, "date.today");
            // "today's standards" says nothing about a day.
            Seen::Date(reading)
        }
        Role::Near(offset) => near(t, at, offset).into(),
        Role::Said(offset) => said(t, at, offset).into(),
        Role::The => {
            let Some(&Role::Said(offset)) = WORDS.find(t, at + 1) else { return Seen::Nothing };
            said(t, at + 1, offset).map(|reading| Reading { first: at, ..reading }).into()
        }
        Role::Season(code) => season(t, at, code).into(),
        Role::Between => between(t, at).into(),
    }
}

/// The first token after the next blank.
fn blank_after(t: &Tokens<'_>, at: usize) -> usize {
    let mut end = at + 1;
    while t.get(end).is_glued() && t.get(end).class != Class::End {
        end += 1;
    }
    end
}

/// A dash, or nothing: how many tokens.
fn dash(t: &Tokens<'_>, at: usize) -> usize {
    usize::from(t.get(at).class == Class::Dash)
}

fn is_mark(token: Token, marks: &[char]) -> bool {
    token.symbol().is_some_and(|symbol| marks.contains(&symbol))
}

fn partial(point: written::Point) -> Partial {
    Partial {
        year: point.year.map_or(Said::No, Said::Year),
        month: u8::try_from(point.month).unwrap_or(0),
        day: point.day.and_then(|day| u8::try_from(day).ok()).unwrap_or(0),
        weekday: 0,
    }
}

fn day_reading(first: usize, point: written::Point, rule: &'static str) -> Reading {
    Reading::new(first, point.end, Shape::Point(partial(point)), rule)
}

/// A year with the month or day that stands behind it.
pub(super) fn point_of_year(first: usize, year: i32, point: written::Point) -> Reading {
    day_reading(first, written::Point { year: Some(year), ..point }, "date.year-month")
}

// Months and days

/// `November 17, 2016`, `Nov. 17`, `April`, `December 3-6, 2016`, `May 31 to June 4, 2024`.
///
/// Hard because "may" and "march" are words of the language and April, June and August are people.
/// A short form needs a day or a year. Near misses: `may report`, `April Lindqvist said`.
fn month(t: &Tokens<'_>, at: usize, form: Form) -> Seen {
    let Some(point) = written::month_first(t, at) else { return Seen::Nothing };
    let token = t.get(at);
    let bare = point.year.is_none() && point.day.is_none();
    if token.is_glued() && at > 0 && t.get(at - 1).class != Class::Symbol {
        let before = t.get(at - 1);
        if before.class == Class::Dash && before.is_glued() && bare || before.is_word() {
            return Seen::Nothing;
        }
    }
    if token.case == Case::Lower && (form != Form::Full && point.day.is_none() || form == Form::Word && bare) {
        return Seen::Nothing;
    }
    if token.case == Case::Lower && form != Form::Full && point.year.is_none() {
        return Seen::Nothing;
    }
    if form == Form::Short && bare && !range_follows(t, point.end) {
        return Seen::Nothing;
    }
    if bare
        && matches!(form, Form::Word | Form::Name)
        && !range_follows(t, point.end)
        && let Some(rule) = not_a_month(t, at, form)
    {
        return Seen::LookAlike(at + 1, rule);
    }
    let rule = if point.day.is_some() { "date.month-day" } else { "date.month" };
    let reading = joined(t, day_reading(at, point, rule), Joint::Range);
    Seen::Date(with_clock_after(t, reading))
}

/// Whether a dash, "to" or "through" and another month follow.
fn range_follows(t: &Tokens<'_>, at: usize) -> bool {
    let joint = t.get(at).class == Class::Dash || t.is_any(at, &["to", "through", "and", "or"]) || t.get(at).is('/');
    joint && MONTHS.find(t, at + 1).is_some() && t.get(at + 1).case != Case::Lower
}

/// The rule by which a bare "May", "March", "April", "June" or "August" is no month.
fn not_a_month(t: &Tokens<'_>, at: usize, form: Form) -> Option<&'static str> {
    const BEFORE: &[&str] = &[
        "in",
        "of",
        "by",
        "until",
        "till",
        "since",
        "during",
        "early",
        "mid",
        "late",
        "last",
        "next",
        "this",
        "from",
        "to",
        "through",
        "and",
        "or",
        "for",
        "before",
        "after",
        "end",
        "on",
        "between",
        "beginning",
        "starting",
        "per",
        "ending",
        "ended",
        "around",
        "throughout",
        "upcoming",
        "into",
        "month",
        "later",
        "past",
        "previous",
        "each",
        "every",
    ];
    let before = t.get(at.wrapping_sub(1));
    let led = t.is_any(at.wrapping_sub(1), BEFORE)
        || before.class == Class::Dash && t.is_any(at.wrapping_sub(2), &["mid", "early", "late", "end"]);
    let after = t.get(at + 1);
    let named = after.is_word() && matches!(after.case, Case::Capital | Case::Mixed) && after.gap == Gap::Space;
    match form {
        Form::Word
            if led && !(t.is_any(at.wrapping_sub(1), &["and", "or", "to", "on"]) && after.case == Case::Lower) =>
        {
            None
        }
        Form::Word => Some("date.not-verb"),
        _ if led && !named => None,
        _ if t.is_any(
            at.wrapping_sub(1),
            &["in", "of", "by", "since", "until", "during", "late", "early", "this", "last", "upcoming"],
        ) =>
        {
            None
        }
        _ if named => Some("date.not-name"),
        _ => None,
    }
}

/// Whether a number before a month is a day: `on 17 November`, not `in Phase 2 May`.
fn day_first_is_sound(t: &Tokens<'_>, at: usize, point: written::Point) -> bool {
    if point.year.is_some() {
        return true;
    }
    let before = t.get(at.wrapping_sub(1));
    let month = t.get(point.end - 1);
    let led = before.is_word() && before.case != Case::Lower && before.gap != Gap::Paragraph;
    let counted = led && !is_weekday(t, at.wrapping_sub(1)) || before.is_number();
    !counted && month.case != Case::Lower
}

fn is_weekday(t: &Tokens<'_>, at: usize) -> bool {
    matches!(WORDS.find(t, at), Some(Role::Weekday(_)))
}

/// `10–13 September 2024`, `10 to 13 September`, `10 and 11 September 2025`.
fn days_of_month(t: &Tokens<'_>, at: usize) -> Option<Reading> {
    if written::glued_before(t, at) {
        return None;
    }
    let (day, end) = written::day_number(t, at)?;
    let joint = t.get(end);
    if joint.class != Class::Dash && !t.is_any(end, &["to", "and", "through"]) && !joint.is('&') {
        return None;
    }
    let point = {
        // The second day is glued to the dash, which would make it the tail of a code.
        let (last, after) = written::day_number(t, end + 1)?;
        let of = usize::from(t.is(after, "of"));
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

/// How two points may be joined.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    Range,
    Between,
}

/// Goes on to the other end of a range of years.
pub(super) fn joined_range(t: &Tokens<'_>, reading: Reading) -> Reading {
    joined(t, reading, Joint::Range)
}

/// Goes on to the other end of a range: `December 3-6, 2016`, `June 6 to 8`, `May 31 to June 4, 2024`,
/// `2015-2019`, `Q1–Q3 2024`.
///
/// Hard because a dash also parts a dateline from its text. Near miss: `July 28, 2025 – 5 patients`.
fn joined(t: &Tokens<'_>, reading: Reading, joint: Joint) -> Reading {
    let at = reading.end;
    let token = t.get(at);
    let dashed = token.class == Class::Dash && t.get(at + 1).class != Class::Dash && token.gap < Gap::Line;
    let worded = t.is_any(at, &["to", "through", "thru", "until", "till"]) && token.gap < Gap::Paragraph;
    let and = t.is(at, "and") || token.is('&');
    let slashed = token.is('/') && token.is_glued();
    if !(dashed || worded || and || slashed) || t.get(at + 1).gap == Gap::Paragraph {
        return reading;
    }
    let next = at + 1;
    let result = match reading.shape {
        Shape::Point(from) if dashed || worded || and => {
            joined_points(t, reading, from, next, and && joint == Joint::Range)
        }
        Shape::Year { said: Said::Year(from), fiscal } if !and || joint == Joint::Between => {
            joined_years(t, reading, from, fiscal, next, slashed)
        }
        Shape::Quarter { first, last, said: Said::No, fiscal } if !and && first == last => {
            let other = wanted(t, next);
            match other.map(|other| (other, other.shape)) {
                Some((other, Shape::Quarter { first: a, last: b, said, fiscal: f })) if a == b && a > first => {
                    let shape = Shape::Quarter { first, last: a, said, fiscal: fiscal || f };
                    Some(Reading { end: other.end, shape, ..reading })
                }
                _ => None,
            }
        }
        _ => None,
    };
    result.unwrap_or(reading)
}

fn joined_points(t: &Tokens<'_>, reading: Reading, from: Partial, next: usize, list: bool) -> Option<Reading> {
    let range = |end: usize, from: Partial, to: Partial| {
        Some(Reading { end, shape: Shape::Range { from, to }, rule: "date.range", ..reading })
    };
    // "December 3-6, 2016": the second day alone.
    let the = usize::from(t.is(next, "the"));
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
            && !t.is_any(end, &["at", "in", "and", "from", "to", "during"]);
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
    let point = written::point(t, start)?;
    let mut to = Partial { weekday, ..partial(point) };
    if (to.day > 0) != (from.day > 0) || MONTHS.find(t, start).is_some() && t.get(start).case == Case::Lower {
        return None;
    }
    if to.day == 0 && point.end == start + 1 && MONTHS.find(t, start).is_some_and(|&(_, form)| form == Form::Short) {
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

fn joined_years(
    t: &Tokens<'_>,
    reading: Reading,
    from: i32,
    fiscal: bool,
    next: usize,
    slashed: bool,
) -> Option<Reading> {
    let token = t.get(next);
    let skip = usize::from(t.is(next, "fy") || t.is(next, "fiscal"));
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
fn between(t: &Tokens<'_>, at: usize) -> Option<Reading> {
    let reading = wanted(t, at + 1)?;
    let range = joined(t, reading, Joint::Between);
    matches!(range.shape, Shape::Range { .. }).then_some(range)
}

// Days of the week and times of day

/// `Friday, November 11, 2016`, `on Monday`.
///
/// Near miss: `Monday through Friday`, which names no day.
fn weekday(t: &Tokens<'_>, at: usize, day: u8) -> Seen {
    let dotted = t.get(at + 1).is('.') && t.get(at + 1).is_glued();
    let mut next = at + 1 + usize::from(dotted);
    next += usize::from(t.get(next).is(','));
    next += usize::from(t.is(next, "the"));
    if t.get(next).gap < Gap::Paragraph
        && (t.get(next).is_number() || MONTHS.find(t, next).is_some())
        && let Some(mut reading) = wanted(t, next)
    {
        let named = match &mut reading.shape {
            Shape::Point(point) if point.day > 0 => {
                point.weekday = day;
                true
            }
            Shape::Range { from, .. } if from.day > 0 => true,
            _ => false,
        };
        if named && reading.first == next {
            return Seen::Date(Reading { first: at, ..reading });
        }
    }
    if t.str(at).len() < 6 || t.get(at).case == Case::Lower || t.get(at + 1).is_glued() && t.get(at + 1).is_word() {
        return Seen::Nothing;
    }
    let joint = t.is_any(at + 1, &["through", "to", "and", "thru"]) || t.get(at + 1).class == Class::Dash;
    if joint && is_weekday(t, at + 2) {
        return Seen::LookAlike(at + 3, "date.not-weekly");
    }
    // "Black Friday", "Every Monday", "Sunday Times" name no day.
    let before = t.get(at.wrapping_sub(1));
    let led =
        before.is_word() && before.case == Case::Lower && !t.is_any(at.wrapping_sub(1), &["every", "each", "a", "the"]);
    let after = t.get(at + 1);
    let named = after.is_word() && after.case != Case::Lower && after.gap == Gap::Space;
    if led && !named {
        return Seen::Date(Reading::new(at, at + 1, Shape::Weekday(day), "date.weekday").unsure());
    }
    Seen::Nothing
}

/// The half of the day said at a token, and the token after it.
fn is_am_pm(t: &Tokens<'_>, at: usize) -> Option<(bool, usize)> {
    if t.is(at, "am") || t.is(at, "pm") {
        return Some((t.is(at, "pm"), at + 1));
    }
    if t.is_any(at, &["a", "p"]) && t.get(at + 1).is('.') && t.is(at + 2, "m") {
        let end = at + 3 + usize::from(t.get(at + 3).is('.') && t.get(at + 3).is_glued());
        return Some((t.is(at, "p"), end));
    }
    None
}

const ZONES: &[&str] = &[
    "et", "est", "edt", "pt", "pst", "pdt", "ct", "cst", "cdt", "mt", "mst", "mdt", "cet", "cest", "gmt", "utc", "bst",
    "aest", "aedt", "awst", "jst", "kst", "hkt", "sgt", "ist", "idt", "eet", "eest", "wib",
];

/// Past a time zone: `ET`, `(ET)`, `Eastern Daylight Time`, `local time`.
fn zone(t: &Tokens<'_>, at: usize) -> usize {
    let open = usize::from(t.get(at).is('('));
    let mut end = at + open;
    if t.is(end, "u") && t.get(end + 1).is('.') && t.is(end + 2, "s") {
        end += 3 + usize::from(t.get(end + 3).is('.'));
    } else if t.is(end, "us") {
        end += 1;
    }
    if t.is_any(end, ZONES) {
        end += 1;
    } else if t
        .is_any(end, &["eastern", "pacific", "central", "mountain", "london", "local", "new", "greenwich", "israel"])
    {
        end += 1 + usize::from(t.is(end, "new"));
        end += usize::from(t.is_any(end, &["standard", "daylight", "summer", "european", "mean"]));
        end += usize::from(t.is(end, "summer"));
        end += usize::from(t.is(end, "time"));
    } else {
        return at;
    }
    if open == 1 {
        return if t.get(end).is(')') { end + 1 } else { at };
    }
    end
}

/// A time of day with its zone at a token that is a number.
fn clock(t: &Tokens<'_>, at: usize) -> Option<(Clock, usize)> {
    let hour = t.get(at).number().filter(|hour| *hour <= 24 && t.get(at).len() <= 2)?;
    let mut end = at + 1;
    let mut minute = 0;
    let minutes = t.get(at + 2);
    let colon = t.get(end).is(':');
    if (colon || t.get(end).is('.')) && t.get(end).is_glued() && minutes.is_glued() && minutes.len() == 2 {
        minute = minutes.number().filter(|minute| *minute < 60)?;
        end = at + 3;
        // Seconds.
        if t.get(end).is(':') && t.get(end + 1).is_number() {
            end += 2;
        }
    }
    let half = is_am_pm(t, end);
    let mut hour = u8::try_from(hour).ok()?;
    if let Some((afternoon, after)) = half {
        if hour > 12 && !afternoon {
            return None;
        }
        hour = match (afternoon, hour) {
            (true, 12) => 12,
            (true, hour) if hour < 12 => hour + 12,
            (false, 12) => 0,
            (_, hour) => hour,
        };
        end = after;
    } else if t.is(end, "noon") && hour == 12 {
        end += 1;
    } else if !colon {
        return None;
    }
    let zoned = zone(t, end);
    if half.is_none() && zoned == end && !t.is_any(end, &["on", "today", "tomorrow"]) && t.get(end).class != Class::Dash
    {
        return None;
    }
    Some((Clock { hour, minute: u8::try_from(minute).ok()? }, zoned))
}

/// `8:30 AM ET on Friday, November 11, 2016`, `5:00 PM ET today`.
///
/// Near miss: `today at 4:30 p.m. ET`, where only the day is taken.
fn dated_clock(t: &Tokens<'_>, first: usize, clock_read: Clock, end: usize) -> Option<Reading> {
    let mut at = end;
    // Other zones: "/ 5:30 a.m. PT", "(2:30 p.m. CET)"; the end of the hour: "– 9:30 a.m. ET".
    for _ in 0..3 {
        let open = t.get(at).is('(') || t.get(at).is('[');
        let joint = is_mark(t.get(at), &['/', '|'])
            || t.get(at).class == Class::Dash
            || t.is_any(at, &["to", "or", "and"])
            || open;
        if joint && let Some((_, after)) = clock(t, at + 1) {
            at = after + usize::from(open && (t.get(after).is(')') || t.get(after).is(']')));
        }
    }
    at += usize::from(t.get(at).is(','));
    at += usize::from(t.is(at, "on"));
    if t.get(at).gap == Gap::Paragraph {
        return None;
    }
    let reading = wanted(t, at)?;
    let day = match reading.shape {
        Shape::Point(point) => point.day > 0,
        Shape::Near { unit: Unit::Day, .. } | Shape::Weekday(_) => true,
        _ => false,
    };
    if !day || reading.first != at || reading.clock.is_some() {
        return None;
    }
    Some(Reading { first, clock: Some(clock_read), rule: "date.clock", ..reading })
}

/// `Nov 06, 2024, 08:30 ET`: a time of day directly after a full day, without "at".
fn with_clock_after(t: &Tokens<'_>, reading: Reading) -> Reading {
    let Shape::Point(Partial { year: Said::Year(_), day: 1.., .. }) = reading.shape else { return reading };
    let at = reading.end + usize::from(t.get(reading.end).is(','));
    let token = t.get(at);
    if token.gap > Gap::Space || !token.is_number() || token.len() > 2 {
        return reading;
    }
    match clock(t, at) {
        Some((clock, end)) => Reading { end, clock: Some(clock), ..reading },
        None => reading,
    }
}

// Parts of years

/// A year where one is due: `2016`, `'16`, `fiscal 2016`, `fiscal year 2016`, `FY16`, `this year`,
/// `the year`.
pub(super) fn when(t: &Tokens<'_>, at: usize) -> Option<When> {
    let mut next = at;
    let article = t.is_any(next, &["the", "our", "its"]);
    next += usize::from(article);
    match WORDS.find(t, next) {
        Some(Role::Fy) => return fy_year(t, next, true),
        None if t.is(next, "f") && t.get(next + 1).is_glued() && t.get(next + 1).len() == 4 => {
            return fy_year(t, next, true);
        }
        Some(Role::Cy) => return fy_year(t, next, false),
        Some(&Role::Near(offset)) => {
            let fiscal = t.is_any(next + 1, &["fiscal", "financial"]);
            let skip = usize::from(fiscal || t.is(next + 1, "calendar"));
            let end = next + 2 + skip;
            return t.is(next + 1 + skip, "year").then_some(When { said: Said::Offset(offset), fiscal, end });
        }
        Some(&Role::Said(offset)) => {
            let fiscal = t.is_any(next + 1, &["fiscal", "financial"]);
            let skip = usize::from(fiscal || t.is(next + 1, "calendar"));
            let end = next + 2 + skip;
            return t.is(next + 1 + skip, "year").then_some(When { said: Said::Offset(offset), fiscal, end });
        }
        _ => {}
    }
    if t.is_any(next, &["same", "that"]) && t.is(next + 1, "year") {
        return Some(When { said: Said::Same, fiscal: false, end: next + 2 });
    }
    let fiscal = t.is_any(next, &["fiscal", "financial"]);
    let labelled = fiscal || t.is(next, "calendar");
    if labelled {
        next += 1;
        next += dash(t, next);
    }
    let word = t.is_any(next, &["year", "years"]);
    let number = next + usize::from(word);
    let number = number + if word { dash(t, number) } else { 0 };
    if let Some((year, end)) = written::year(t, number)
        && (1900..=2100).contains(&year)
        && !glued_code(t, end)
    {
        return Some(When { said: Said::Year(year), fiscal, end });
    }
    if fiscal && t.get(number).len() == 2 {
        return None;
    }
    (article && word && !is_ended(t, next + 1)).then_some(When { said: Said::Offset(0), fiscal, end: next + 1 })
}

/// Whether letters or a number are glued on behind: `2016A`, `2016-17`.
fn glued_code(t: &Tokens<'_>, end: usize) -> bool {
    let after = t.get(end);
    after.is_glued() && (after.is_word() && after.len() < 4 && after.case != Case::Capital || after.is_number())
}

fn is_ended(t: &Tokens<'_>, at: usize) -> bool {
    t.is_any(at, &["ended", "ending", "end", "ends"])
}

/// The year after a part of it: `of 2016`, `2016`, `, 2016`, `-2016`, `'16`, `of fiscal 2026`.
fn of_when(t: &Tokens<'_>, at: usize) -> Option<When> {
    if t.is(at, "of") {
        return when(t, at + 1).filter(|_| t.get(at).gap < Gap::Paragraph);
    }
    let token = t.get(at);
    let marked = is_mark(token, &[',', '/', '|']) && !token.is('|') || token.class == Class::Dash && token.is_glued();
    let next = at + usize::from(marked);
    if t.get(next).gap >= Gap::Line && t.get(next).gap == Gap::Paragraph {
        return None;
    }
    if t.get(next).gap == Gap::Paragraph || t.is(next, "the") {
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

/// A day or month after "ended", for periods.
fn ended(t: &Tokens<'_>, at: usize) -> Option<(Partial, usize)> {
    if !t.is_any(at, &["ended", "ending"]) || t.get(at).gap == Gap::Paragraph {
        return None;
    }
    let mut next = at + 1;
    if t.is(next, "on") || t.get(next).is(':') || t.get(next).is(',') {
        next += 1;
    }
    closing_day(t, next)
}

fn closing_day(t: &Tokens<'_>, at: usize) -> Option<(Partial, usize)> {
    let mut next = at;
    let mut weekday = 0;
    if let Some(&Role::Weekday(day)) = WORDS.find(t, next) {
        weekday = day;
        next += 1 + usize::from(t.get(next + 1).is(','));
    }
    if let Some(point) = written::point(t, next) {
        return Some((Partial { weekday, ..partial(point) }, point.end));
    }
    let (year, end) = written::year(t, next)?;
    (t.get(next).len() == 4).then_some((Partial { year: Said::Year(year), month: 0, day: 0, weekday: 0 }, end))
}

/// Goes on with "ended June 30, 2017" where it follows.
fn or_ended(t: &Tokens<'_>, reading: Reading, months: u8, quarter: u8) -> Reading {
    match ended(t, reading.end) {
        Some((end, after)) => Reading {
            end: after,
            shape: Shape::Ended { months, weeks: 0, end, quarter },
            rule: "date.period-ended",
            ..reading
        },
        None => reading,
    }
}

/// `third quarter of 2016`, `first half of fiscal 2026`, `first nine months of 2024`,
/// `first and second quarters of 2025`, `third quarter ended September 30, 2024`, `3rd quarter 2024`.
///
/// Hard because the words also count other things. Near misses: `first half of the study`,
/// `a quarter of patients`.
fn ordinal(t: &Tokens<'_>, at: usize, after: usize, number: u8) -> Option<Reading> {
    let mut next = after;
    let mut last = number;
    // "first and second quarters", "first through third quarters"
    if t.is_any(next, &["and", "to", "through", "or"]) || t.get(next).class == Class::Dash && !t.get(next).is_glued() {
        let &Role::Ordinal(other) = WORDS.find(t, next + 1)? else { return None };
        if other <= number {
            return None;
        }
        last = other;
        next += 2;
    } else if t.get(next).is(',') {
        let &Role::Ordinal(2) = WORDS.find(t, next + 1)? else { return None };
        next += 2 + usize::from(t.get(next + 2).is(','));
        if !t.is(next, "and") {
            return None;
        }
        let &Role::Ordinal(other) = WORDS.find(t, next + 1)? else { return None };
        last = other;
        next += 2;
    }
    next += dash(t, next);
    let fiscal = t.is_any(next, &["fiscal", "financial"]);
    next += usize::from(fiscal || t.is(next, "calendar"));
    next += if fiscal { dash(t, next) } else { 0 };
    let token = t.get(next);
    if !token.is_word() || token.gap == Gap::Paragraph && token.case != Case::Lower {
        return None;
    }
    if t.is_any(next, &["quarter", "quarters", "qtr"]) && !t.is_any(after - 1, &["latter", "back"]) {
        let dotted = usize::from(t.is(next, "qtr") && t.get(next + 1).is('.') && t.get(next + 1).is_glued());
        return quarter(t, at, next + 1 + dotted, number, last, fiscal);
    }
    if t.is_any(next, &["half", "semester"]) && number <= 2 {
        return half(t, at, next + 1, number, fiscal);
    }
    if number == 1
        && let Some(&Role::Cardinal(count)) = WORDS.find(t, next)
    {
        return first_months(t, at, next + 1, count);
    }
    if number == 1 && t.get(next).is_number() {
        return first_months(t, at, next + 1, u8::try_from(t.get(next).number()?).ok()?);
    }
    None
}

fn quarter(t: &Tokens<'_>, at: usize, next: usize, first: u8, last: u8, fiscal: bool) -> Option<Reading> {
    if first == 0 || last > 4 {
        return None;
    }
    if let Some(when) = of_when(t, next) {
        let shape = Shape::Quarter { first, last, said: when.said, fiscal: fiscal || when.fiscal };
        let reading = Reading::new(at, when.end, shape, "date.quarter");
        return Some(if first == last { or_ended(t, reading, 3, first) } else { reading });
    }
    if t.is(next, "of") {
        return None;
    }
    let shape = Shape::Quarter { first, last, said: Said::No, fiscal };
    let reading = Reading::new(at, next, shape, "date.bare-quarter");
    Some(if first == last { or_ended(t, reading, 3, first) } else { reading })
}

fn half(t: &Tokens<'_>, at: usize, next: usize, number: u8, fiscal: bool) -> Option<Reading> {
    let year_word = dash(t, next) + 1;
    let next = if t.is(next + year_word - 1, "year") { next + year_word } else { next };
    if let Some(when) = of_when(t, next) {
        let shape = Shape::Half { number, said: when.said, fiscal: fiscal || when.fiscal };
        return Some(or_ended(t, Reading::new(at, when.end, shape, "date.half"), 6, 0));
    }
    let shape = Shape::Half { number, said: Said::No, fiscal };
    let reading = or_ended(t, Reading::new(at, next, shape, "date.bare-half"), 6, 0);
    if t.is(next, "of") || t.get(at).class == Class::Number && reading.end == next {
        return None;
    }
    Some(if reading.end == next { reading.unsure() } else { reading })
}

/// `first nine months of 2024`, past the count.
fn first_months(t: &Tokens<'_>, at: usize, next: usize, count: u8) -> Option<Reading> {
    let next = next + dash(t, next);
    if !t.is_any(next, &["months", "month"]) {
        return None;
    }
    months(t, at, next + 1, count)
}

/// `nine months of 2024`, `nine months ended June 30, 2017`, past the word.
fn months(t: &Tokens<'_>, at: usize, next: usize, count: u8) -> Option<Reading> {
    let period = t.is_any(next, &["period", "periods"]);
    let after = next + usize::from(period);
    if let Some((end, after)) = ended(t, after) {
        let shape = Shape::Ended { months: count, weeks: 0, end, quarter: 0 };
        return Some(Reading::new(at, after, shape, "date.period-ended"));
    }
    if t.is(after, "to")
        && let Some((end, after)) = closing_day(t, after + 1)
        && end.day > 0
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
fn cardinal(t: &Tokens<'_>, at: usize, count: u8) -> Option<Reading> {
    let mut next = at + 1;
    // "twenty-six weeks ended" begins here with its last word.
    next += dash(t, next);
    if t.is_any(next, &["month", "months"]) {
        return months(t, at, next + 1, count);
    }
    if t.is_any(next, &["week", "weeks"]) {
        let period = usize::from(t.is_any(next + 1, &["period", "periods"]));
        let (end, after) = ended(t, next + 1 + period)?;
        let shape = Shape::Ended { months: 0, weeks: count, end, quarter: 0 };
        return Some(Reading::new(at, after, shape, "date.period-ended"));
    }
    None
}

/// `quarter ended June 30, 2017`, `quarterly period ended June 30, 2018`.
fn quarter_ended(t: &Tokens<'_>, at: usize) -> Option<Reading> {
    let period = t.is_any(at + 1, &["period", "periods"]);
    if t.is(at, "quarterly") != period {
        return None;
    }
    let (end, after) = ended(t, at + 1 + usize::from(period))?;
    let shape = Shape::Ended { months: 3, weeks: 0, end, quarter: 0 };
    Some(Reading::new(at, after, shape, "date.period-ended"))
}

/// `half-year 2025`, `half year ended 30 June 2025`.
fn half_year(t: &Tokens<'_>, at: usize) -> Option<Reading> {
    let next = at + 1 + dash(t, at + 1);
    if !t.is(next, "year") {
        return None;
    }
    let ended_at = next + 1;
    if let Some((end, after)) = ended(t, ended_at) {
        let shape = Shape::Ended { months: 6, weeks: 0, end, quarter: 0 };
        return Some(Reading::new(at, after, shape, "date.period-ended"));
    }
    if t.is(ended_at, "to")
        && let Some((end, after)) = closing_day(t, ended_at + 1)
        && end.day > 0
    {
        let shape = Shape::Ended { months: 6, weeks: 0, end, quarter: 0 };
        return Some(Reading::new(at, after, shape, "date.period-ended"));
    }
    let when = of_when(t, ended_at)?;
    Some(
        Reading::new(at, when.end, Shape::Half { number: 1, said: when.said, fiscal: when.fiscal }, "date.half")
            .unsure(),
    )
}

/// `week of March 3, 2025`, `week ended June 30, 2024`.
fn week(t: &Tokens<'_>, at: usize) -> Option<Reading> {
    if let Some((end, after)) = ended(t, at + 1) {
        let shape = Shape::Ended { months: 0, weeks: 1, end, quarter: 0 };
        return Some(Reading::new(at, after, shape, "date.period-ended"));
    }
    if !t.is(at + 1, "of") {
        return None;
    }
    let the = usize::from(t.is(at + 2, "the"));
    let (point, end) = closing_day(t, at + 2 + the)?;
    (point.day > 0).then(|| Reading::new(at, end, Shape::WeekOf(point), "date.week-of"))
}

/// `year ended December 31, 2016`, `year-end 2017`, `year end`, `year to date`.
///
/// Near miss: `the year`, which says nothing by itself.
fn year_word(t: &Tokens<'_>, at: usize) -> Option<Reading> {
    if let Some(reading) = year_end(t, at, at) {
        return Some(reading);
    }
    if let Some((end, after)) = ended(t, at + 1) {
        let shape = Shape::Ended { months: 12, weeks: 0, end, quarter: 0 };
        return Some(Reading::new(at, after, shape, "date.period-ended"));
    }
    let to = at + 1 + dash(t, at + 1);
    if t.is(at, "year") && t.is(to, "to") {
        let date = to + 1 + dash(t, to + 1);
        if t.is(date, "date") {
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

/// `year-end 2017`, `fiscal year end 2017`, `year-end`; `at` is the word "year".
fn year_end(t: &Tokens<'_>, first: usize, at: usize) -> Option<Reading> {
    let mut next = at + 1;
    if t.is(at, "year") {
        next += dash(t, next);
        if !t.is(next, "end") || t.get(next).gap > Gap::Line {
            return None;
        }
        next += 1;
    } else if !t.is(at, "yearend") {
        return None;
    }
    let fiscal = first < at;
    let (said, end) = match of_when(t, next) {
        Some(when) => (when.said, when.end),
        None => (Said::No, next),
    };
    let reading = Reading::new(first, end, Shape::Year { said, fiscal }, "date.year-end");
    Some(Reading { modifier: Some(Modifier::End), ..reading })
}

fn to_date(t: &Tokens<'_>, first: usize, next: usize) -> Option<Reading> {
    match of_when(t, next) {
        Some(when) => Some(Reading::new(first, when.end, Shape::ToDate { said: when.said }, "date.year-to-date")),
        None => Some(Reading::new(first, next, Shape::ToDate { said: Said::No }, "date.year-to-date")),
    }
}

/// `YTD 2024`, `YTD`.
fn ytd(t: &Tokens<'_>, at: usize) -> Option<Reading> {
    (t.get(at).case == Case::Upper).then(|| to_date(t, at, at + 1)).flatten()
}

/// `full year 2023`, `full-year 2023`, `full year ended December 31, 2023`.
fn full_year(t: &Tokens<'_>, at: usize) -> Option<Reading> {
    let mut next = at + 1;
    next += dash(t, next);
    let fiscal = t.is_any(next, &["fiscal", "financial"]);
    next += usize::from(fiscal || t.is(next, "calendar"));
    if !t.is(next, "year") {
        return None;
    }
    if let Some((end, after)) = ended(t, next + 1) {
        let shape = Shape::Ended { months: 12, weeks: 0, end, quarter: 0 };
        return Some(Reading::new(at, after, shape, "date.period-ended"));
    }
    let when = of_when(t, next + 1)?;
    let shape = Shape::Year { said: when.said, fiscal: fiscal || when.fiscal };
    Some(or_ended(t, joined(t, Reading::new(at, when.end, shape, "date.full-year"), Joint::Range), 12, 0))
}

/// `fiscal 2025`, `fiscal year 2025`, `fiscal year ended June 30, 2025`, `fiscal third quarter 2025`,
/// `fiscal Q3 2025`, `fiscal 2025 third quarter`, `calendar-2025`.
///
/// Near miss: `the fiscal year`.
fn fiscal(t: &Tokens<'_>, at: usize, fiscal: bool) -> Option<Reading> {
    let next = at + 1 + dash(t, at + 1);
    if t.is(next, "year") || t.is(next, "years") {
        if let Some(reading) = year_end(t, at, next) {
            return (reading.end > next + 3 || reading.shape != Shape::Year { said: Said::No, fiscal: true })
                .then_some(reading);
        }
        if let Some((end, after)) = ended(t, next + 1) {
            let shape = Shape::Ended { months: 12, weeks: 0, end, quarter: 0 };
            return Some(Reading::new(at, after, shape, "date.period-ended"));
        }
    }
    if let Some(&Role::Ordinal(_) | &Role::Q | &Role::H | &Role::Quarter) = WORDS.find(t, next) {
        let inner = wanted(t, next)?;
        let shape = match inner.shape {
            Shape::Quarter { first, last, said, .. } => Shape::Quarter { first, last, said, fiscal },
            Shape::Half { number, said, .. } => Shape::Half { number, said, fiscal },
            Shape::Months { count, said, .. } => Shape::Months { count, said, fiscal },
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
fn fy_year(t: &Tokens<'_>, at: usize, fiscal: bool) -> Option<When> {
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

/// `FY2024`, `FY24`, `FY25 Q3`, `CY2025`.
fn fy(t: &Tokens<'_>, at: usize, fiscal: bool) -> Option<Reading> {
    if t.get(at).is_glued() && at > 0 && t.get(at - 1).is_number() {
        return None;
    }
    let when = fy_year(t, at, fiscal)?;
    let reading = Reading::new(at, when.end, Shape::Year { said: when.said, fiscal }, "date.fiscal-year");
    Some(year_then_part(t, reading).unwrap_or_else(|| joined(t, reading, Joint::Range)))
}

/// Goes on with the part of a year that was read: `2024 third quarter`, `2024-Q3`, `FY25 first half`.
pub(super) fn year_then_part(t: &Tokens<'_>, reading: Reading) -> Option<Reading> {
    let Shape::Year { said, fiscal } = reading.shape else { return None };
    let at = reading.end + usize::from(t.get(reading.end).class == Class::Dash && t.get(reading.end).is_glued());
    if t.get(at).gap > Gap::Space {
        return None;
    }
    let role = WORDS.find(t, at);
    let shape = match role? {
        Role::Ordinal(_) | Role::Q | Role::H => {
            let inner = match role? {
                Role::Ordinal(number) => ordinal(t, at, at + 1, *number)?,
                Role::Q => lettered(t, at, Letter::Quarter)?,
                _ => lettered_any(t, at, Letter::Half)?,
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
        Role::Year if t.is(at, "year") && t.is(at + 1 + dash(t, at + 1), "end") => {
            let end = at + 2 + dash(t, at + 1);
            return Some(Reading { end, modifier: Some(Modifier::End), rule: "date.year-end", ..reading });
        }
        Role::Fiscal | Role::Calendar | Role::Full => {
            let next = at + 1 + dash(t, at + 1);
            let fiscal = *role? == Role::Fiscal;
            if !t.is(next, "year") {
                let inner = WORDS.find(t, next)?;
                let &Role::Ordinal(number) = inner else { return None };
                let inner = ordinal(t, next, next + 1, number)?;
                let Shape::Quarter { first, last, said: Said::No, .. } = inner.shape else { return None };
                let shape = Shape::Quarter { first, last, said, fiscal };
                return Some(Reading { end: inner.end, shape, ..reading });
            }
            return Some(Reading { end: next + 1, shape: Shape::Year { said, fiscal }, ..reading });
        }
        Role::Ytd => Shape::ToDate { said },
        _ => return None,
    };
    Some(Reading { end: at + 1, shape, ..reading })
}

/// What a letter before or after a number counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Letter {
    Quarter,
    Half,
}

/// `Q3 2016`, `Q3'16`, `Q2-2024`, `Q3FY25`, `H1 2018`, `Q1–Q3 2024`, `Q4`.
///
/// Hard because the letters also name strains, receptors and dosing. Near misses: `Q3W`, `H1N1`, `H2`.
fn lettered(t: &Tokens<'_>, at: usize, letter: Letter) -> Option<Reading> {
    let reading = lettered_any(t, at, letter)?;
    let bare = matches!(reading.shape, Shape::Quarter { said: Said::No, .. } | Shape::Half { said: Said::No, .. });
    if bare && (t.get(at).case == Case::Lower || t.is(at.wrapping_sub(1), "ich")) {
        return None;
    }
    if bare && letter == Letter::Half {
        let led = t.is_any(
            at.wrapping_sub(1),
            &["in", "by", "during", "of", "for", "late", "early", "mid", "until", "and", "or"],
        );
        let next = t.get(reading.end);
        if !led
            || next.is_word() && next.case != Case::Lower
            || t.is_any(
                reading.end,
                &["receptor", "receptors", "antagonist", "antagonists", "blocker", "blockers", "antihistamines"],
            )
        {
            return None;
        }
        return Some(reading.unsure());
    }
    Some(reading)
}

fn lettered_any(t: &Tokens<'_>, at: usize, letter: Letter) -> Option<Reading> {
    let digit = t.get(at + 1);
    if !digit.is_glued() || digit.len() != 1 {
        return None;
    }
    let number = u8::try_from(digit.number()?).ok()?;
    let most = if letter == Letter::Quarter { 4 } else { 2 };
    if number == 0 || number > most {
        return None;
    }
    part_year(t, at, at + 2, number, letter)
}

/// `3Q16`, `3Q 2016`, `1H25`, `9M 2024`: a number with its letter.
fn counted(t: &Tokens<'_>, at: usize, number: u8) -> Option<Reading> {
    if t.get(at).len() > 2 || number == 0 {
        return None;
    }
    if t.is(at + 1, "m") {
        if !matches!(number, 3 | 6 | 9 | 12) || t.get(at + 1).case == Case::Lower {
            return None;
        }
        let when = short_when(t, at + 2)?;
        let shape = Shape::Months { count: number, said: when.said, fiscal: when.fiscal };
        return Some(Reading::new(at, when.end, shape, "date.months-of-year"));
    }
    let letter = if t.is(at + 1, "q") { Letter::Quarter } else { Letter::Half };
    if number > if letter == Letter::Quarter { 4 } else { 2 } {
        return None;
    }
    let reading = part_year(t, at, at + 2, number, letter)?;
    let bare = matches!(reading.shape, Shape::Quarter { said: Said::No, .. } | Shape::Half { said: Said::No, .. });
    let small = t.get(at + 1).case == Case::Lower;
    if bare && (small || letter == Letter::Half) {
        return None;
    }
    Some(reading)
}

/// The year of a short label: `16` glued, `'16`, `2016`, `FY25`, `of 2016`.
fn short_when(t: &Tokens<'_>, at: usize) -> Option<When> {
    let token = t.get(at);
    if token.is_glued() && token.is_number() && token.len() == 2 {
        let after = t.get(at + 1);
        if after.is_glued() && (after.is_word() || after.class == Class::Dash && t.get(at + 2).is_number()) {
            return None;
        }
        return Some(When {
            said: Said::Year(2000 + i32::try_from(token.number()?).ok()?),
            fiscal: false,
            end: at + 1,
        });
    }
    of_when(t, at)
}

fn part_year(t: &Tokens<'_>, first: usize, at: usize, number: u8, letter: Letter) -> Option<Reading> {
    let (said, fiscal, end) = match short_when(t, at) {
        Some(when) => (when.said, when.fiscal, when.end),
        None => (Said::No, false, at),
    };
    let after = t.get(end);
    if after.is_glued()
        && (after.is_word() && after.len() < 4 || after.is_number() || after.class == Class::Superscript)
    {
        return None;
    }
    if said == Said::No
        && (t.is_any(at, &["weeks", "months", "days", "hours"])
            || after.is_glued() && after.class == Class::Dash && !t.is_any(end + 1, &["q"]))
    {
        return None;
    }
    let rule = if said == Said::No { "date.bare-quarter" } else { "date.quarter-label" };
    let shape = match letter {
        Letter::Quarter => Shape::Quarter { first: number, last: number, said, fiscal },
        Letter::Half => Shape::Half { number, said, fiscal },
    };
    let reading = Reading::new(first, end, shape, rule);
    let months = if letter == Letter::Quarter { 3 } else { 6 };
    Some(or_ended(t, joined(t, reading, Joint::Range), months, if letter == Letter::Quarter { number } else { 0 }))
}

// Modifiers

/// `early 2027`, `mid-2018`, `late second quarter of 2025`, `mid-to-late 2025`, `mid-year 2026`.
///
/// Near misses: `early stage`, `late-onset`.
fn part(t: &Tokens<'_>, at: usize, modifier: Modifier) -> Option<Reading> {
    let mut next = at + 1;
    let mut modifier = modifier;
    if t.is(at, "midyear") {
        let (said, end) = of_when(t, next).map_or((Said::No, next), |when| (when.said, when.end));
        let reading = Reading::new(at, end, Shape::Year { said, fiscal: false }, "date.part-of-year");
        return Some(Reading { modifier: Some(Modifier::Mid), ..reading });
    }
    // "mid-to-late", "early to mid", "mid/late"
    let to = next + dash(t, next);
    let slash = t.get(next).is('/');
    if t.is(to, "to") || slash {
        let other = if slash { next + 1 } else { to + 1 + dash(t, to + 1) };
        let Some(&Role::Part(second)) = WORDS.find(t, other) else { return None };
        modifier = if modifier == Modifier::Start { Modifier::Start } else { second };
        next = other + 1;
    }
    next += dash(t, next);
    if t.get(next).gap == Gap::Paragraph {
        return None;
    }
    if t.is(next, "year") && modifier == Modifier::Mid {
        let (said, end) = of_when(t, next + 1).map_or((Said::No, next + 1), |when| (when.said, when.end));
        let reading = Reading::new(at, end, Shape::Year { said, fiscal: false }, "date.part-of-year");
        return Some(Reading { modifier: Some(modifier), ..reading });
    }
    let spread = t.is(next, "in");
    next += usize::from(spread);
    next += usize::from(spread && t.is(next, "the"));
    modified(t, at, next, modifier)
}

/// Reads what a modifier stands before.
fn modified(t: &Tokens<'_>, first: usize, at: usize, modifier: Modifier) -> Option<Reading> {
    let token = t.get(at);
    let inner = if token.is_number() && token.len() == 4 {
        let (year, end) = written::year(t, at)?;
        if !(1900..=2100).contains(&year) && !t.is(end, "s") {
            return None;
        }
        match year::year(t, at) {
            Seen::Date(reading) => reading,
            _ => Reading::new(at, end, Shape::Year { said: Said::Year(year), fiscal: false }, "date.year"),
        }
    } else {
        match (WORDS.find(t, at), MONTHS.find(t, at)) {
            (Some(Role::Ordinal(_) | Role::Fiscal | Role::Calendar | Role::Fy | Role::Cy | Role::Q | Role::H), _)
            | (Some(Role::Near(_) | Role::Said(_) | Role::Season(_) | Role::Year), _)
            | (_, Some(_)) => wanted(t, at)?,
            _ if token.is_number() => wanted(t, at)?,
            _ if token.is('’') || token.is('\'') => {
                let (year, end) = written::year(t, at)?;
                Reading::new(at, end, Shape::Year { said: Said::Year(year), fiscal: false }, "date.year")
            }
            _ => return None,
        }
    };
    let fits = match inner.shape {
        Shape::Point(point) => point.day == 0,
        Shape::Year { .. } | Shape::Quarter { .. } | Shape::Half { .. } | Shape::Season { .. } | Shape::Decade(_) => {
            true
        }
        Shape::Near { unit, .. } | Shape::Beside { unit, .. } => unit != Unit::Day,
        _ => false,
    };
    if !fits || inner.first != at || inner.modifier.is_some() {
        return None;
    }
    Some(Reading { first, modifier: Some(modifier), ..inner })
}

/// `end of calendar-2025`, `end of the third quarter of 2025`, `end of the year`, `end-2025`,
/// `beginning of June`.
///
/// Near misses: `end of the study`, `beginning of treatment`.
fn edge(t: &Tokens<'_>, at: usize, modifier: Modifier) -> Option<Reading> {
    let mut next = at + 1 + dash(t, at + 1);
    let of = t.is(next, "of");
    next += usize::from(of);
    if of {
        next += dash(t, next);
        let article = t.is(next, "the");
        next += usize::from(article);
        if t.get(next).gap == Gap::Paragraph {
            return None;
        }
        let kind = next + usize::from(t.is_any(next, &["calendar", "fiscal", "financial"]));
        let unit = unit(t, kind);
        let plain = matches!(unit, Some(Unit::Year | Unit::Quarter | Unit::Month));
        if plain && !is_ended(t, kind + 1) && !t.is(kind + 1, "of") {
            if let Some((year, end)) = written::year(t, kind + 1)
                && unit == Some(Unit::Year)
            {
                let shape = Shape::Year { said: Said::Year(year), fiscal: t.is(next, "fiscal") };
                return Some(Reading { modifier: Some(modifier), ..Reading::new(at, end, shape, "date.part-of-year") });
            }
            // "the end of the year" but not "end of year 2" or "end of month 6".
            if t.get(kind + 1).is_number() || !article && unit != Some(Unit::Year) {
                return None;
            }
            let shape = Shape::Near { unit: unit?, offset: 0 };
            let reading = Reading::new(at, kind + 1, shape, "date.part-of-period");
            return Some(Reading { modifier: Some(modifier), ..reading }.unsure());
        }
    } else if t.is(at, "close") || t.get(next).gap > Gap::Line {
        return None;
    } else if !t.get(next).is_number() && t.get(at + 1).class != Class::Dash {
        let role = WORDS.find(t, next);
        if !matches!(role, Some(Role::Q | Role::Fy)) || modifier != Modifier::End {
            return None;
        }
    } else if t.get(next).len() != 4 {
        return None;
    }
    modified(t, at, next, modifier)
}

/// `later this year`, `earlier this month`, `later in the year`.
fn shift(t: &Tokens<'_>, at: usize, modifier: Modifier) -> Option<Reading> {
    if t.get(at + 1).gap == Gap::Paragraph {
        return None;
    }
    if t.is(at + 1, "this") {
        let inner = near(t, at + 1, 0)?;
        return Some(Reading { first: at, modifier: Some(modifier), ..inner });
    }
    if t.is(at + 1, "in") && modifier == Modifier::End {
        let the = usize::from(t.is(at + 2, "the"));
        if the == 1 && unit(t, at + 3) == Some(Unit::Year) {
            let reading = Reading::new(at, at + 4, Shape::Near { unit: Unit::Year, offset: 0 }, "date.relative");
            return Some(Reading { modifier: Some(modifier), ..reading });
        }
    }
    None
}

// Relative expressions

fn unit(t: &Tokens<'_>, at: usize) -> Option<Unit> {
    const UNITS: &[(&str, Unit)] =
        &[("year", Unit::Year), ("quarter", Unit::Quarter), ("month", Unit::Month), ("week", Unit::Week)];
    UNITS.iter().find(|(word, _)| t.is(at, word)).map(|&(_, unit)| unit)
}

/// `this year`, `last year`, `next month`, `this summer`, `last April`, `last quarter of 2024`.
///
/// Near misses: `over the last year`, `the next three years`, `last patient`.
fn near(t: &Tokens<'_>, at: usize, offset: i8) -> Option<Reading> {
    let mut next = at + 1;
    if t.get(next).gap == Gap::Paragraph {
        return None;
    }
    let fiscal = t.is_any(next, &["fiscal", "financial"]);
    next += usize::from(fiscal || t.is(next, "calendar"));
    if let Some(unit) = unit(t, next) {
        let article = t.is_any(at.wrapping_sub(1), &["the", "a", "past"]) || t.is(next + 1, "of");
        if offset == -1 && unit == Unit::Quarter && t.is(next + 1, "of") {
            return quarter(t, at, next + 1, 4, 4, fiscal);
        }
        if article && (unit == Unit::Year || t.is(next + 1, "of")) {
            return None;
        }
        let shape = Shape::Near { unit, offset };
        return Some(Reading::new(at, next + 1, shape, "date.relative"));
    }
    if offset == -1 && t.is(next, "half") {
        return half(t, at, next + 1, 2, fiscal).filter(|reading| reading.end > next + 1);
    }
    if let Some(&Role::Season(code)) = WORDS.find(t, next) {
        return Some(Reading::new(at, next + 1, Shape::Season { code, said: Said::Offset(offset) }, "date.season"));
    }
    if let Some(&(month, form)) = MONTHS.find(t, next)
        && form != Form::Short
        && t.get(next).case != Case::Lower
    {
        let point = written::month_first(t, next)?;
        if point.year.is_none() && point.day.is_none() {
            let shape = Shape::Point(Partial { year: Said::No, month, day: 0, weekday: 0 });
            return Some(Reading::new(at, next + 1, shape, "date.month"));
        }
        return None;
    }
    if let Some(&Role::Weekday(day)) = WORDS.find(t, next)
        && t.str(next).len() >= 6
        && t.get(next).case != Case::Lower
        && !matches!(t.get(next + 1).class, Class::Number)
        && !(t.get(next + 1).is(',') && MONTHS.find(t, next + 2).is_some())
    {
        return Some(Reading::new(at, next + 1, Shape::Weekday(day), "date.weekday"));
    }
    None
}

/// `prior year`, `prior-year`, `previous quarter`, `current year`.
///
/// The year before the one under discussion, which is not always the year before the dateline's.
/// Near miss: `prior years`.
fn said(t: &Tokens<'_>, at: usize, offset: i8) -> Option<Reading> {
    let mut next = at + 1 + dash(t, at + 1);
    next += usize::from(t.is_any(next, &["fiscal", "calendar", "financial"]));
    let unit = unit(t, next)?;
    if t.get(next).gap > Gap::Line {
        return None;
    }
    Some(Reading::new(at, next + 1, Shape::Beside { unit, offset }, "date.relative"))
}

/// `summer 2024`, `fall of 2025`, `spring of this year`.
///
/// Near misses: `fall`, the verb, and `Spring Street`.
fn season(t: &Tokens<'_>, at: usize, code: &'static str) -> Option<Reading> {
    let when = of_when(t, at + 1)?;
    if !t.is(at + 1, "of")
        && t.is(at, "fall")
        && t.get(at).case == Case::Lower
        && !t.is_any(at.wrapping_sub(1), &["the", "in", "early", "late"])
    {
        return None;
    }
    Some(Reading::new(at, when.end, Shape::Season { code, said: when.said }, "date.season"))
}
