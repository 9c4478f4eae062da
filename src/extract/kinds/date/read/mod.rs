//! Reads one expression of time at a given token.
//!
//! In: tokens and a place. Out: a [`Reading`]: how far it goes and what it says, with the year left
//! open where the words leave it open. What the year then is, is settled in `settle`.
//!
//! Every reader looks forward only; what stands before an expression (`early`, `8:30 AM ET on`) is
//! itself where a longer expression begins.

mod clock;
mod day;
mod near;
mod part;
mod period;

use std::cell::Cell;

use super::table::{ANY, BEHIND, BESIDE, JOINT, LENGTH, Role, TAIL, TAILS, Tail, WANTS, WORDS, is_likely, may_be_tail};
use super::year;
use crate::extract::calendar::written::{self, MONTHS};
use crate::extract::lex::{Case, Class, Gap, List, Token, Tokens, w, words};
use crate::extract::mention::{Certainty, Modifier};
use clock::{clock, dated_clock, is_am_pm, named_hour, weekday, with_clock_after};
use day::{
    Joint, between, day_first_is_sound, day_reading, days_of_month, joined, listed_day, month, month_and_day,
    month_of_year, same_month, year_and_month, years_compared,
};
pub(super) use day::{joined_range, point_of_year};
use near::{edge, near, part, said, season, shift};
pub(super) use part::year_then_part;
use part::{Letter, counted, fiscal, full_year, fy, lettered, ordinal, short_year_end, year_word, ytd};
use period::{cardinal, half_year, of_some_length, quarter_ended, week};

/// The year as far as it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// Not at all.
    No,
    /// In figures.
    Year(i32),
    /// So many years from the anchor's.
    Offset(i8),
    /// So many years from that of the period under discussion.
    Beside(i8),
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
    /// Bytes of the first token that do not belong to it.
    pub inset: usize,
    pub shape: Shape,
    pub modifier: Option<Modifier>,
    pub clock: Option<Clock>,
    pub rule: &'static str,
    pub certainty: Certainty,
}

impl Reading {
    pub(super) const fn new(first: usize, end: usize, shape: Shape, rule: &'static str) -> Reading {
        Reading { first, end, inset: 0, shape, modifier: None, clock: None, rule, certainty: Certainty::Sure }
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

/// Reads what stands at token `at`, which [may begin](may_begin) a date; the tokens from `free` on are nobody's yet, and
/// an article among them may belong to it.
#[inline]
pub(super) fn look(t: &Tokens<'_>, at: usize, free: usize) -> Seen {
    let token = t.get(at);
    match token.class {
        Class::Number => number(t, at),
        Class::Word if is_likely(token) => word(t, at, free),
        Class::Word if token.case == Case::Mixed && t.get(at + 1).is_number() => run_together(t, at),
        _ => Seen::Nothing,
    }
}

/// Whether a token, and those beside it, are such as a date may begin with. `false` is certain.
///
/// Hard because a word like "this" or "two" is as often as not of something else, and a small number nearly always: so
/// what stands on both sides is asked at once, without a branch.
#[inline]
pub(super) fn may_begin(t: &Tokens<'_>, at: usize) -> bool {
    t.beside(at, may_begin_beside)
}

/// Whether one [may begin](may_begin), or stands [behind a word in mixed case](is_behind_mixed).
#[inline]
pub(super) fn may_wake(t: &Tokens<'_>, at: usize) -> bool {
    t.beside(at, |three| may_begin_beside(three) | is_behind_mixed(three))
}

/// Whether the second of these is a number behind a word in mixed case: a month may be run together with another word.
#[inline]
pub(super) fn is_behind_mixed([before, token, _]: &[Token; 3]) -> bool {
    token.is_number() & (before.case == Case::Mixed)
}

#[inline(always)]
fn may_begin_beside([before, token, next]: &[Token; 3]) -> bool {
    let (mine, behind) = (BESIDE.of(token), BESIDE.of(next));
    // What is no word may stand behind any, and in a mixed one a month may be run together with another.
    let open = if !next.is_word() | (next.case == Case::Mixed) { BEHIND | LENGTH | ANY } else { ANY };
    let word = token.is_word() & ((mine >> WANTS) & (behind | open) & (BEHIND | LENGTH | ANY) != 0);
    // Three digits are those of a telephone.
    let short = (token.len() < 3) | (token.len() == 3) & !next.is_word();
    let small = short & ((behind & TAIL) | (BESIDE.of(before) & JOINT) != 0);
    let number = token.is_number() & (small | (token.len() == 4));
    word | number | (token.case == Case::Mixed) & next.is_number()
}

/// Whether a token joins the days of a list.
fn is_joint(token: Token) -> bool {
    token.is(',') || token.is('&') || token.reads(w!("and"))
}

fn run_together(t: &Tokens<'_>, at: usize) -> Seen {
    let Some((inset, point)) = written::run_together(t, at) else { return Seen::Nothing };
    let rule = if point.day.is_some() { "date.month-day" } else { "date.month" };
    Seen::Date(Reading { inset, ..day_reading(at, point, rule) })
}

/// So many expressions are read within one another: `02:00 EST Wednesday 8 September` are three. A text that repeats
/// "between" for pages is not read to its end at each of them, nor does the stack hold it.
const DEEPEST: u8 = 3;

thread_local! {
    /// How many are being read; none between two calls from outside.
    static DEPTH: Cell<u8> = const { Cell::new(0) };
}

/// Reads an expression where one is wanted: after "early", after a time of day, after a dash.
fn wanted(t: &Tokens<'_>, at: usize) -> Option<Reading> {
    let depth = DEPTH.get();
    if depth == DEEPEST || !may_begin(t, at) {
        return None;
    }
    DEPTH.set(depth + 1);
    let seen = look(t, at, at);
    DEPTH.set(depth);
    match seen {
        Seen::Date(reading) => Some(reading),
        _ => None,
    }
}

#[inline(never)]
fn number(t: &Tokens<'_>, at: usize) -> Seen {
    let token = t.get(at);
    if token.len() == 4 {
        if let Some(point) = written::numeric(t, at).or_else(|| written::year_first(t, at)) {
            return Seen::Date(with_clock_after(t, joined(t, day_reading(at, point, "date.numeric"), Joint::Numeric)));
        }
        return year_and_month(t, at).map_or_else(|| year::year(t, at), Seen::Date);
    }
    if token.len() > 2 {
        return if is_phone(t, at) { Seen::LookAlike(at + 5, "date.not-phone") } else { Seen::Nothing };
    }
    if let Some(reading) = listed_day(t, at) {
        return Seen::Date(reading);
    }
    let next = t.get(at + 1);
    // Cheap first: most small numbers have nothing to do with dates.
    match next.class {
        Class::Word if may_be_tail(next) => before_word(t, at),
        Class::Dash => before_mark(t, at),
        // "5.2 million" is no time of day and no dotted date, "in 12. The" none at all.
        Class::Symbol if next.is('.') => {
            let (third, fourth) = (t.get(at + 2), t.get(at + 3));
            let more = third.is_number() & (fourth.is_word() | fourth.is('.') | fourth.is('('));
            if more || written::may_be_month(third) { before_mark(t, at) } else { Seen::Nothing }
        }
        // "Phase 1: the"
        Class::Symbol if next.is(':') && t.get(at + 2).is_number() || is_mark(next, &['/', '&']) => before_mark(t, at),
        _ => Seen::Nothing,
    }
}

/// A small number before a word: what the word is tells what the two may be.
fn before_word(t: &Tokens<'_>, at: usize) -> Seen {
    let Some(&tail) = TAILS.find(t, at + 1) else { return day_and_month(t, at).into() };
    let days = || days_of_month(t, at).map(Seen::Date);
    let count = u8::try_from(t.get(at).number().unwrap_or(0)).unwrap_or(0);
    let glued = || t.get(at + 1).is_glued() && (is_end_of_range(t, at) || !written::glued_before(t, at));
    match tail {
        Tail::Of => day_and_month(t, at).into(),
        Tail::Length => counted_units(t, at, count),
        Tail::Hour => hour(t, at).unwrap_or(Seen::Nothing),
        Tail::Joint => hour(t, at).or_else(days).unwrap_or(Seen::Nothing),
        Tail::Label => hour(t, at).unwrap_or_else(|| glued().then(|| counted(t, at, count)).flatten().into()),
        Tail::Ordinal => days().unwrap_or_else(|| {
            let part = || ordinal(t, at, at + 2, count).or_else(|| same_month(t, at, count));
            day_and_month(t, at).or_else(|| glued().then(part).flatten()).into()
        }),
    }
}

/// A small number before a dash, a point, a colon, a slash or "&".
fn before_mark(t: &Tokens<'_>, at: usize) -> Seen {
    let next = t.get(at + 1);
    let range = next.class == Class::Dash && t.get(at + 3).is_word();
    let hours = next.is(':') || next.is('.') || range && is_am_pm(t, at + 3).is_some();
    if let Some(seen) = hours.then(|| hour(t, at)).flatten() {
        return seen;
    }
    if let Some(point) = written::numeric(t, at) {
        return Seen::Date(with_clock_after(t, joined(t, day_reading(at, point, "date.numeric"), Joint::Numeric)));
    }
    let slashed = || years_compared(t, at).or_else(|| month_of_year(t, at)).or_else(|| month_and_day(t, at));
    let reading = next.is('/').then(slashed).flatten();
    if let Some(reading) = reading.or_else(|| days_of_month(t, at)).or_else(|| day_and_month(t, at)) {
        return Seen::Date(reading);
    }
    if next.class == Class::Dash && may_be_tail(t.get(at + 2)) {
        return counted_units(t, at, u8::try_from(t.get(at).number().unwrap_or(0)).unwrap_or(0));
    }
    Seen::Nothing
}

/// A time of day at a number, with its day if one stands beside it.
fn hour(t: &Tokens<'_>, at: usize) -> Option<Seen> {
    let (clock, end) = clock(t, at).filter(|_| !written::glued_before(t, at))?;
    Some(dated_clock(t, at, clock, end).map_or(Seen::Skip(end), Seen::Date))
}

/// `17 November 2016`.
fn day_and_month(t: &Tokens<'_>, at: usize) -> Option<Reading> {
    if let Some(point) = written::day_first(t, at)
        && day_first_is_sound(t, at, point)
    {
        return Some(with_clock_after(t, joined(t, day_reading(at, point, "date.day-month"), Joint::Range)));
    }
    // "Alba Bio PLC09 March 2031", "Approved Label18 December 2031": lines run together.
    let word = t.get(at.wrapping_sub(1));
    let run = t.get(at).is_glued()
        && word.is_word()
        && (word.case != Case::Upper && word.len() >= 4 || t.is_any(at - 1, words!["plc", "ltd", "inc"]))
        && (t.get(at + 1).gap == Gap::Space || t.is_any(at + 1, words!["st", "nd", "rd", "th"]));
    let point = run.then(|| written::day_first_after(t, at)).flatten().filter(|point| point.year.is_some())?;
    Some(day_reading(at, point, "date.day-month"))
}

/// Whether the number at `at` closes a range of labels: `Q1-3Q 2030`.
fn is_end_of_range(t: &Tokens<'_>, at: usize) -> bool {
    t.is_any(at.wrapping_sub(2), words!["q", "h"]) || t.is_any(at.wrapping_sub(3), words!["q", "h"])
}

/// A number, in figures or in words, of months or other units: a period, or a length of time.
fn counted_units(t: &Tokens<'_>, at: usize, count: u8) -> Seen {
    cardinal(t, at, count).map_or_else(|| length(t, at), Seen::Date)
}

/// `515-555-0147`: the groups of a telephone number, which may end like a year.
fn is_phone(t: &Tokens<'_>, at: usize) -> bool {
    let dashed = |at: usize| (t.get(at).class == Class::Dash || t.get(at).is('.')) && t.get(at).is_glued();
    let digits = |at: usize, len: usize| t.get(at).is_number() && t.get(at).len() == len;
    dashed(at + 1)
        && dashed(at + 3)
        && digits(at, 3)
        && digits(at + 2, 3)
        && digits(at + 4, 4)
        && t.get(at + 2).is_glued()
        && t.get(at + 4).is_glued()
}

/// Turns down `22 months`, a length of time, and `65 years of age`.
///
/// Near miss: `nine months ended June 30`, which is a period and was read before.
fn length(t: &Tokens<'_>, at: usize) -> Seen {
    let unit = at + 1 + dash(t, at + 1);
    if !t.is_any(unit, LENGTHS) || t.is(unit + 1, w!("ago")) {
        return Seen::Nothing;
    }
    let old = unit + 1 + dash(t, unit + 1);
    let aged = t.is(old, w!("old")) || t.is(unit + 1, w!("of")) && t.is(unit + 2, w!("age"));
    if aged || t.is_any(at.wrapping_sub(1), words!["aged", "ages", "age"]) {
        return Seen::LookAlike(unit + 1, "date.not-age");
    }
    Seen::LookAlike(unit + 1, "date.not-duration")
}

const LENGTHS: &List = words!["year", "years", "month", "months", "week", "weeks", "day", "days"];

#[inline(never)]
fn word(t: &Tokens<'_>, at: usize, free: usize) -> Seen {
    let Some(&role) = WORDS.find(t, at) else {
        return MONTHS.find(t, at).map_or(Seen::Nothing, |&(_, form)| month(t, at, form));
    };
    let next = t.get(at + 1);
    let glued = || t.get(at).is_glued() && at > 0 && t.get(at - 1).class == Class::Dash && t.get(at - 1).is_glued();
    match role {
        Role::Address => Seen::Skip(blank_after(t, at)),
        Role::Weekday(day) => weekday(t, at, day),
        // "the second patient"
        Role::Ordinal(number) => {
            ordinal(t, at, at + 1, number).map_or(Seen::LookAlike(at + 1, "date.not-ordinal"), Seen::Date)
        }
        // "two patients"
        Role::Cardinal(_) if next.is_word() && !may_be_tail(next) => Seen::Nothing,
        Role::Cardinal(count) => counted_units(t, at, count),
        Role::Quarter => quarter_ended(t, at).into(),
        Role::Half => half_year(t, at).into(),
        Role::Year => year_word(t, at).into(),
        Role::Week => week(t, at).into(),
        Role::Period => of_some_length(t, at).into(),
        Role::Full => full_year(t, at).into(),
        Role::Fiscal => fiscal(t, at, true).into(),
        Role::Calendar => fiscal(t, at, false).into(),
        Role::Fy => fy(t, at, true).into(),
        Role::Cy => fy(t, at, false).into(),
        Role::Q | Role::H if glued() && !continues_label(t, at) => Seen::Nothing,
        Role::Q => lettered(t, at, Letter::Quarter).into(),
        Role::H => lettered(t, at, Letter::Half).into(),
        Role::Ytd => ytd(t, at).into(),
        Role::YearEnd => short_year_end(t, at).into(),
        Role::Part(modifier) => part(t, at, modifier).into(),
        Role::Edge(modifier) => edge(t, at, modifier).into(),
        Role::Shift(modifier) => shift(t, at, modifier).into(),
        Role::Day(offset) => {
            if is_era(t, at) {
                return Seen::LookAlike(at + 1, "date.not-era");
            }
            let reading = Reading::new(at, at + 1, Shape::Near { unit: Unit::Day, offset }, "date.today");
            Seen::Date(reading)
        }
        Role::Near(offset) => near(t, at, offset).into(),
        Role::Said(offset) => {
            let reading = said(t, at, offset);
            let led = at > free && t.is(at - 1, w!("the"));
            if led { reading.map(|reading| with_article(t, reading)).into() } else { reading.into() }
        }
        Role::The => {
            if !is_likely(next) {
                return Seen::Nothing;
            }
            let Some(&Role::Said(offset)) = WORDS.find(t, at + 1) else { return Seen::Nothing };
            said(t, at + 1, offset).map(|reading| with_article(t, reading)).into()
        }
        Role::Season(code) => season(t, at, code).into(),
        Role::Between => between(t, at).into(),
        Role::Hour(hour) => named_hour(t, at, hour).into(),
    }
}

/// `the prior year` with its article, which what is said of a noun leaves out: `the prior year period`.
fn with_article(t: &Tokens<'_>, reading: Reading) -> Reading {
    let noun = t.get(reading.first + 1).class == Class::Dash
        || !matches!(reading.shape, Shape::Beside { .. })
        || t.is_any(reading.end, SAID_OF);
    if noun { reading } else { Reading { first: reading.first - 1, ..reading } }
}

/// What "the prior year" is said of.
const SAID_OF: &List = words![
    "period",
    "periods",
    "quarter",
    "quarters",
    "comparable",
    "comparative",
    "results",
    "figures",
    "loss",
    "revenue",
    "revenues",
    "expenses",
    "amount",
    "amounts"
];

/// Whether a day stands for the present age: `in today's market`, `today's rapidly changing landscape`.
///
/// Near miss: `today's announcement`, which was made on that day.
fn is_era(t: &Tokens<'_>, at: usize) -> bool {
    let owned = (t.get(at + 1).is('’') || t.get(at + 1).is('\'')) && t.is(at + 2, w!("s"));
    owned && (at + 3..at + 7).any(|at| t.is_any(at, ERAS)) && !(at + 3..at + 5).any(|at| t.is_any(at, ACTS))
}

/// What an age has.
const ERAS: &List = words![
    "market",
    "markets",
    "world",
    "environment",
    "climate",
    "landscape",
    "economy",
    "society",
    "standards",
    "standard",
    "healthcare",
    "needs",
    "patients",
    "age",
    "era",
    "challenges",
    "technology",
    "medicine"
];
/// What is done on a day.
const ACTS: &List =
    words!["announcement", "news", "release", "call", "report", "approval", "decision", "close", "open"];

/// Whether the letter behind a dash goes on with a label, as in "Q1–Q3", "H2 2025–H1 2026" and
/// "late-Q3", and is not the end of a code, as in "BRX-Q2".
fn continues_label(t: &Tokens<'_>, at: usize) -> bool {
    let letters = words!["q", "h"];
    let range = t.is_any(at.wrapping_sub(3), letters) && t.get(at.wrapping_sub(2)).len() == 1;
    let part = matches!(WORDS.find(t, at.wrapping_sub(2)), Some(Role::Part(_) | Role::Edge(_)));
    // "H2 2025–H1 2026", "Q4'24–Q1'25"
    range || part || t.is_any(at.wrapping_sub(4), letters) || t.is_any(at.wrapping_sub(5), letters)
}

/// The first token after the next blank.
fn blank_after(t: &Tokens<'_>, at: usize) -> usize {
    let mut end = at + 1;
    while t.get(end).is_glued() && t.get(end).class != Class::End {
        end += 1;
    }
    end
}

/// Whether a word neither begins a date nor is one of these: what goes on with a word does not go on so.
fn is_other_word(t: &Tokens<'_>, at: usize, words: &List) -> bool {
    let token = t.get(at);
    token.is_word() && !is_likely(token) && !t.is_any(at, words)
}

/// A dash, or nothing: how many tokens.
fn dash(t: &Tokens<'_>, at: usize) -> usize {
    usize::from(t.get(at).class == Class::Dash)
}

fn is_mark(token: Token, marks: &[char]) -> bool {
    token.symbol().is_some_and(|symbol| marks.contains(&symbol))
}
