//! Settles what the words leave open: the years of bare quarters, months and days, relative
//! expressions, fiscal years. In: readings in order. Out: a value for each.
//!
//! What is not said is taken, in this order, from the member of a list that says it (`Q2 and Q3
//! 2017`), from the day of the week, from what is nearest to the day of the release. Where nothing
//! settles it, the value is empty: no day is ever made up.

use super::columns;
use super::read::{Clock, Partial, Reading, Said, Shape, Unit};
use super::stated::Stated;
use super::table::{EXCHANGES, Exchange, Tense, tense};
use crate::extract::calendar::written::MONTHS;
use crate::extract::calendar::{Date, push_digits};
use crate::extract::document::is_wire;
use crate::extract::lex::{Case, Class, Gap, List, Token, Tokens, w, words};
use crate::extract::mention::{Anchor, Certainty, Modifier, Value};
use crate::extract::sort;
use crate::extract::text::{Text, Writing};
use std::cell::OnceCell;

/// What is known while values are settled.
pub(super) struct Known<'a> {
    pub tokens: &'a Tokens<'a>,
    /// Day of the release.
    pub anchor: Option<Anchor>,
    /// The issuer's fiscal year.
    pub fiscal: FiscalYear,
    /// The day that a text without one of its own speaks from.
    pub usual: Option<Date>,
    /// What the text states of years, gathered when it is first asked for.
    pub stated: OnceCell<Stated>,
}

impl Known<'_> {
    /// The year of the day that the text speaks from; what is reported lies in none after it.
    pub(super) fn limit(&self) -> i32 {
        self.anchor.map_or(self.usual, |anchor| Some(anchor.date)).map_or(9999, Date::year)
    }
}

/// How far into a text its issuer's exchange is looked for, in tokens.
const FAR: usize = 10_000;

/// When fiscal years end, and which year they bear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FiscalYear {
    /// Last month.
    pub end: u32,
    /// It bears the year it begins in, as in Japan.
    pub by_start: bool,
    /// Only the exchange that lists the issuer tells it.
    pub usual: bool,
}

impl FiscalYear {
    const CALENDAR: FiscalYear = FiscalYear { end: 12, by_start: false, usual: false };

    /// How far the label of the fiscal year that a month lies in is from the month's own year.
    fn label_of(self, month: u32) -> i32 {
        i32::from(month > self.end) - i32::from(self.by_start)
    }
}

/// The issuer's fiscal year: what a period in the text tells, else what is usual where it is listed.
pub(super) fn fiscal_year(t: &Tokens<'_>, readings: &[Reading]) -> FiscalYear {
    let spoken_of = readings.iter().any(|reading| {
        year_of(reading.shape).1
            || matches!(reading.shape, Shape::Year { fiscal: true, .. } | Shape::Ended { .. })
            || closes_year(t, reading).is_some()
    });
    if !spoken_of && !readings.windows(2).any(|pair| spelled_out(t, pair).is_some()) {
        return FiscalYear::CALENDAR;
    }
    if let Some(told) = told(t, readings) {
        return told;
    }
    if let Some((end, said)) = fiscal_end(t, readings) {
        // Who counts in yen and closes in March names the year by its start.
        let usual =
            || exchange(t).is_some_and(|listed| listed.by_start) || end == 3 && counts_in(t, words!["yen", "jpy"]);
        return FiscalYear { end, by_start: said.unwrap_or_else(usual), usual: false };
    }
    if let Some(Exchange { end, by_start, .. }) = exchange(t) {
        return FiscalYear { end, by_start, usual: true };
    }
    // Who counts in crore or rupees is Indian.
    if counts_in(t, words!["crore", "crores", "lakh", "lakhs", "rupees", "inr"]) || is_in_rupees(t.text()) {
        return FiscalYear { end: 3, by_start: false, usual: true };
    }
    FiscalYear::CALENDAR
}

/// The exchange with a usual fiscal year that the text names.
fn exchange(t: &Tokens<'_>) -> Option<Exchange> {
    let short = |token: &Token| token.case == Case::Upper && token.len() == 3;
    let mut at = 0;
    while let Some(next) = t.list().get(at..t.len().min(FAR)).and_then(|rest| rest.iter().position(short)) {
        at += next + 1;
        let Some(&exchange) = EXCHANGES.find(t, at - 1) else { continue };
        if exchange.alone || t.get(at).is(':') || t.is_any(at, words!["prime", "growth", "standard"]) {
            return Some(exchange);
        }
    }
    None
}

/// A fiscal year that the text spells out: `Fiscal Year 2030 (from April 1, 2030 to March 31, 2031)`.
fn told(t: &Tokens<'_>, readings: &[Reading]) -> Option<FiscalYear> {
    // "fiscal year 2030 ending March 31, 2031"
    let by_start = readings.iter().find_map(|reading| {
        let Shape::Ended { end: Partial { month: month @ 1.., .. }, quarter, .. } = reading.shape else { return None };
        let ending = (reading.first..reading.end).find(|&at| t.is(at, w!("ending")))?;
        let label = i32::try_from(t.get(ending.wrapping_sub(1)).number()?).ok()?;
        let closes = i32::try_from(t.get(reading.end.wrapping_sub(1)).number()?).ok()?;
        let end = if quarter > 0 { last_month(month, quarter) } else { month.into() };
        (label + 1 == closes).then_some(FiscalYear { end, by_start: true, usual: false })
    });
    if by_start.is_some() {
        return by_start;
    }
    readings.windows(2).find_map(|pair| {
        let [label, months] = pair else { return None };
        // "FY30 as at 31 January 2030"
        if let (
            Shape::Year { said: Said::Year(year), fiscal: true },
            Shape::Point(Partial { year: Said::Year(closes), month: month @ 1.., day: 28.., .. }),
        ) = (label.shape, months.shape)
            && months.first == label.end + 2
            && t.is(label.end, w!("as"))
            && t.is_any(label.end + 1, words!["at", "of"])
            && year == closes
        {
            return Some(FiscalYear { end: month.into(), by_start: false, usual: false });
        }
        let (Shape::Year { said: Said::Year(year), fiscal: true }, Shape::Range { from, to }) =
            (label.shape, months.shape)
        else {
            return None;
        };
        let (Said::Year(first), Said::Year(last)) = (from.year, to.year) else { return None };
        let spelled = t.get(label.end).is('(') && months.first - label.end <= 2;
        let whole =
            from.month > 1 && first + 1 == last && to.month + 1 == from.month && (year == first || year == last);
        (spelled && whole).then_some(FiscalYear { end: to.month.into(), by_start: year == first, usual: false })
    })
}

/// Whether the text has the sign of the rupee, or its abbreviation. One byte of each is looked for, which few texts have:
/// the standard library's search for more is slow in WebAssembly.
fn is_in_rupees(text: &str) -> bool {
    let begins = |at: usize| text.as_bytes().get(at..).is_some_and(|rest| rest.starts_with(b"Rs. "));
    memchr::memchr(0xb9, text.as_bytes()).is_some() && text.contains('₹')
        || memchr::memchr_iter(b'R', text.as_bytes()).any(begins)
}

/// Whether one of the words that amounts of a country are counted in is in the text.
fn counts_in(t: &Tokens<'_>, words: &List) -> bool {
    // Most words are none of them, which a bit tells.
    let likely = words.iter().fold(0, |bits, word| bits | 1u64 << (word.hash() % 64));
    let is_one = |token: &Token| {
        likely >> (token.payload() % 64) & 1 != 0 && token.is_word() && words.iter().any(|&word| token.reads(word))
    };
    t.list().iter().take(FAR).any(is_one)
}

/// The day that a text without a dateline speaks from, to tell which "May 18" is meant.
///
/// It is the last day of the latest month, day, event or whole year of which something is said that is not to
/// come, or of a quarter that is over; else it lies in the first year of what is planned; else in that of a fiscal
/// label, which may run ahead of the calendar.
pub(super) fn usual_day(t: &Tokens<'_>, readings: &[Reading], events: &[i32], fiscal: FiscalYear) -> Option<Date> {
    let middle = |year: i32| Date::new(year, 7, 1);
    let number = |day: Date| day.year() * 10_000 + i32::try_from(day.month() * 100 + day.day()).unwrap_or(0);
    let mut over: Vec<i32> = events.iter().filter_map(|&year| middle(year).map(number)).collect();
    let (mut planned, mut quarter, mut label, mut before) = (None, None, None, None);
    let mut weak: Vec<i32> = Vec::new();
    for reading in readings {
        let (Said::Year(year), labelled) = year_of(reading.shape) else { continue };
        let period = matches!(
            reading.shape,
            Shape::Quarter { .. }
                | Shape::Half { .. }
                | Shape::Year { .. }
                | Shape::Point(Partial { month: 12, day: 31, .. })
        );
        let compared = || is_compared(t, reading);
        if period && compared() {
            before = before.max(Some(year + 1));
            continue;
        }
        let part = match reading.shape {
            _ if reading.rule == "date.full-year" => true,
            Shape::Year { .. } | Shape::Decade(_) | Shape::Season { .. } => false,
            Shape::Range { from, .. } if from.month == 0 => false,
            Shape::Ended { .. } => true,
            _ => !labelled,
        };
        if part && is_over(t, reading) {
            // "up from $4 million on August 31, 2030" says little of where the text stands.
            let list = if matches!(reading.shape, Shape::Point(_)) && compared() { &mut weak } else { &mut over };
            list.extend(last_day(reading.shape, year).or(middle(year)).map(number));
        } else if part {
            planned = Some(planned.map_or(year, |first| year.min(first)));
        }
        if labelled {
            label = label.max(Some(year));
        }
        // "Q1 FY25" of a year that ends in March lies in 2024.
        if let Shape::Quarter { last, fiscal: true, .. } = reading.shape {
            let months = fiscal_months(year, fiscal, 1, u32::from(last) * 3);
            quarter = quarter.max(months.map(|(_, end)| end.year()));
        }
    }
    if over.is_empty() && planned.is_none() {
        over = weak;
    }
    sort::plain(&mut over);
    let over = match over.as_slice() {
        // One that is said once and lies years behind the next is a term: "exercisable before July 31, 2036".
        &[.., next, latest] if latest / 10_000 - next / 10_000 > 1 => Some(next),
        days => days.last().copied(),
    };
    let over = over.and_then(|day| {
        let part = |unit: i32, of: i32| u32::try_from(day / unit % of).unwrap_or(0);
        Date::new(day / 10_000, part(100, 100), part(1, 100))
    });
    let told = over.or(planned.or(quarter).or(label).and_then(middle));
    // Where all that is said are years of comparison, the text speaks in the next.
    let behind = |day: Date| before.is_some_and(|next| day.year() + 1 < next);
    if told.is_none_or(behind) { before.and_then(middle) } else { told }
}

/// The last day of what is said of a year.
fn last_day(shape: Shape, year: i32) -> Option<Date> {
    let (month, day) = match shape {
        Shape::Point(point) | Shape::Ended { end: point, .. } => (point.month, point.day),
        Shape::Quarter { last, fiscal: false, .. } => (last * 3, 0),
        Shape::Half { number, fiscal: false, .. } => (number * 6, 0),
        Shape::Months { count, fiscal: false, .. } => (count, 0),
        Shape::Year { fiscal: false, .. } => (12, 0),
        _ => return None,
    };
    let first = Date::new(year, month.into(), day.max(1).into())?;
    Some(if day > 0 { first } else { first.last_of_month() })
}

/// How far behind a dateline without its year the period that is reported may stand, in tokens.
const REPORTED: usize = 60;

/// A dateline that leaves out its year: `SEATTLE, Aug. 9 /PRNewswire/ --`, `KUALA LUMPUR, May 19 — Alba Bio`,
/// `Pune, Feb 7 (EWN) Alba Bio`, `KUALA LUMPUR (July 24): Alba Bio`, in the year that the text speaks in, or in the next where it reports of later days.
pub(super) fn dateline_of_year(t: &Tokens<'_>, readings: &[Reading], year: i32, fiscal: FiscalYear) -> Option<Anchor> {
    let placed = |first: usize, end: usize| {
        let line = (1..=8).map(|back| first.wrapping_sub(back)).find(|&at| at == 0 || t.get(at).gap >= Gap::Line);
        let bracket = t.get(first.wrapping_sub(1)).is('(') && t.get(end).is(')') && t.get(end + 1).is(':');
        let Some(line) = line.filter(|_| bracket || t.get(first.wrapping_sub(1)).is(',')) else { return false };
        let place = (line..first).all(|at| !t.get(at).is_number() && !matches!(t.get(at).case, Case::Lower));
        let word = t.get(end + 1).case == Case::Upper || t.get(end + 3).class == Class::Dash;
        let agency = t.get(end).is('(') && word && t.get(end + 2).is(')');
        let name = t.get(line).case == Case::Upper && matches!(t.get(end).case, Case::Capital | Case::Mixed);
        let closed = t.get(end).class == Class::Dash || agency || name || bracket && t.get(line).case == Case::Upper;
        place && line + 1 < first && closed
    };
    let (line, month, day) = readings.iter().take(8).find_map(|reading| match reading.shape {
        Shape::Point(Partial { year: Said::No, month, day: day @ 1.., .. })
            if is_wire(t, reading.end) || placed(reading.first, reading.end) =>
        {
            Some((reading, month, day))
        }
        _ => None,
    })?;
    // "Aug. 16 /EWN/ -- Alba Bio reported results for the three months ending 30 June 2030"
    let reported = readings.iter().take_while(|reading| reading.first < line.end + REPORTED).find_map(|reading| {
        let Shape::Ended { end: Partial { year: Said::Year(year), month: closed @ 1.., .. }, .. } = reading.shape
        else {
            return None;
        };
        let over = end_is_over(t, reading);
        (reading.first > line.end && over).then_some(year + i32::from(month <= closed))
    });
    if let Some(year) = reported {
        let date = Date::new(year, month.into(), day.into())?;
        return Some(Anchor { date, span: Some(t.span(line.first, line.end)) });
    }
    let later = readings.iter().any(|reading| match reading.shape {
        Shape::Point(point) | Shape::Ended { end: point, .. } => {
            let ending = (reading.first..reading.end).any(|at| t.is(at, w!("ending")));
            !ending
                && point.year == Said::Year(year)
                && u32::from(point.month) * 31 + u32::from(point.day) > u32::from(month) * 31 + u32::from(day) + 7
                && !cue(t, reading, Tense::Ahead)
        }
        // "a profit for the third quarter of fiscal 2029-30"
        Shape::Quarter { said: Said::Year(label), last, fiscal: true, .. } => {
            let over = fiscal_months(label, fiscal, 1, u32::from(last) * 3).map(|(_, last)| last);
            cue(t, reading, Tense::Back)
                && over.is_some_and(|over| over.year() == year && over.month() > u32::from(month))
        }
        _ => false,
    });
    let date = Date::new(year + i32::from(later), month.into(), day.into())?;
    Some(Anchor { date, span: Some(t.span(line.first, line.end)) })
}

/// Whether a period that is told by its last day is one that is reported: not the `year ending December 31, 2030`.
fn end_is_over(t: &Tokens<'_>, reading: &Reading) -> bool {
    let Shape::Ended { months, .. } = reading.shape else { return false };
    months < 12 || !(reading.first..reading.end).any(|at| t.is(at, w!("ending")))
}

/// Whether what is read is said of what is not to come.
fn is_over(t: &Tokens<'_>, reading: &Reading) -> bool {
    match reading.shape {
        Shape::Quarter { .. } | Shape::Half { .. } if !cue(t, reading, Tense::Back) => {
            t.is_any(reading.end, words!["results", "financial", "revenue", "earnings", "was", "were"])
        }
        _ => !cue(t, reading, Tense::Ahead) && !t.is_any(reading.end, words!["guidance", "outlook"]),
    }
}

/// Which labels of years are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Labels {
    Calendar,
    Fiscal,
}

/// The last month of the issuer's fiscal year, where a period in the text tells it, and whether the year bears the
/// number it begins in, where the period's label tells that too.
///
/// `fiscal year ended June 30, 2025`, `second quarter ended December 31, 2024` and `half year ended 30 September 2025
/// (H1 FY26)` all do.
fn fiscal_end(t: &Tokens<'_>, readings: &[Reading]) -> Option<(u32, Option<bool>)> {
    for pair in readings.windows(2) {
        let [left, right] = pair else { continue };
        let apart = right.first.saturating_sub(left.end);
        let closes = match (left.shape, right.shape) {
            // "quarter ended 31 March 2030 (Q1 2030)"
            (Shape::Ended { months, end: end @ Partial { month: 1.., .. }, .. }, _)
                if apart == 1 && t.get(left.end).is('(') =>
            {
                closes(right.shape, end, Some(months))
            }
            _ if spelled_out(t, pair).is_some() => {
                spelled_out(t, pair).and_then(|(months, end)| closes(left.shape, end, Some(months)))
            }
            // "first quarter of fiscal 2024, which ended September 30, 2023"
            (_, Shape::Point(end @ Partial { month: 1.., day: 1.., .. })) if apart <= 4 => {
                let ended = right.first.wrapping_sub(1 + usize::from(t.is(right.first.wrapping_sub(1), w!("on"))));
                closes(left.shape, end, None)
                    .filter(|_| ended >= left.end && t.is_any(ended, words!["ended", "ending"]))
            }
            _ => None,
        };
        if closes.is_some() {
            return closes;
        }
    }
    for reading in readings {
        // "the fiscal year that ended on March 31, 2023"
        if let Some(month) = closes_year(t, reading) {
            return Some((month, None));
        }
        let Shape::Ended { months, end, quarter, .. } = reading.shape else { continue };
        let month = u32::from(end.month);
        if month == 0 {
            continue;
        }
        if quarter > 0 {
            return Some((last_month(end.month, quarter), None));
        }
        // "half year results for the six months to 31 December 2022"
        let half = || (1..=14).any(|back| t.is_any(reading.first.wrapping_sub(back), words!["half", "interim"]));
        if months == 6 && month != 6 && half() {
            return Some(((month + 5) % 12 + 1, None));
        }
        // "final results for the year ended 31 March 2030", but not "sales in the year ended 30 June 2030"
        let year = reading.first + usize::from(t.is(reading.first, w!("full")));
        let reported = || {
            let led = (1..=5).any(|back| {
                t.is_any(reading.first.wrapping_sub(back), words!["results", "report", "statements", "accounts"])
            });
            t.is(year, w!("year")) && end.day >= 28 && led
        };
        if months == 12
            && (t.is(reading.first, w!("fiscal"))
                || t.is_any(reading.first.wrapping_sub(1), words!["fiscal", "financial"])
                || reported())
        {
            return Some((month, None));
        }
    }
    // "In Q2 FY30 it earned more. Margins fell in the quarter ended December 31, 2029": one quarter is told both ways.
    let labels = || {
        readings.iter().filter_map(|reading| match reading.shape {
            Shape::Quarter { first, last, fiscal: true, .. } if first == last => Some((first, reading.shape)),
            _ => None,
        })
    };
    let (number, _) = labels().next()?;
    let alike = labels().all(|(other, _)| other == number);
    let ends = readings.iter().filter_map(|reading| match reading.shape {
        Shape::Ended { months: 3, end: end @ Partial { month: 1.., day: 28.., .. }, .. } => Some(end),
        _ => None,
    });
    ends.filter(|_| alike)
        .find_map(|end| labels().find_map(|(_, label)| closes(label, end, None).filter(|(_, told)| told.is_some())))
}

/// The months that brackets behind a quarter or a half name, how many and the last: `first quarter (July - September
/// 2030)`.
fn spelled_out(t: &Tokens<'_>, pair: &[Reading]) -> Option<(u8, Partial)> {
    let [Reading { shape: Shape::Quarter { .. } | Shape::Half { .. }, end, .. }, right] = pair else { return None };
    let Shape::Range { from: Partial { month: first @ 1.., .. }, to } = right.shape else { return None };
    let months = (to.month + 12).checked_sub(first)? % 12 + 1;
    // "first quarter, July 1, 2030 – September 30, 2030"
    let beside = t.get(*end).is('(') || t.get(*end).is(',') && months == 3 && matches!(to.year, Said::Year(_));
    (beside && right.first == end + 1 && to.month > 0).then_some((months, to))
}

/// What a label tells of the fiscal year when its part of it, so many months long, closes on a day.
fn closes(label: Shape, end: Partial, length: Option<u8>) -> Option<(u32, Option<bool>)> {
    let (said, quarter, months) = match label {
        Shape::Quarter { first, last, said, .. } if first == last => (said, last, 3),
        Shape::Half { number, said, .. } => (said, number * 2, 6),
        Shape::Year { said, fiscal: true } => (said, 4, 12),
        _ => return None,
    };
    if length.is_some_and(|length| length != months) {
        return None;
    }
    let month = last_month(end.month, quarter);
    let (Said::Year(label), Said::Year(year)) = (said, end.year) else { return Some((month, None)) };
    let closing = |by_start: &bool| {
        let fiscal = FiscalYear { end: month, by_start: *by_start, usual: false };
        fiscal_months(label, fiscal, 1, u32::from(quarter) * 3).is_some_and(|(_, last)| last.year() == year)
    };
    [false, true].iter().find(|by_start| closing(by_start)).map(|by_start| (month, Some(*by_start)))
}

/// The month in which a year closes whose quarter of this number closes in `month`.
fn last_month(month: u8, quarter: u8) -> u32 {
    (u32::from(month) + 3 * u32::from(4 - quarter) - 1) % 12 + 1
}

/// The month of a day on which a fiscal year is said to end: `the fiscal year that ended on March 31, 2023`, `its
/// financial year ends on 30 June`, `a 30 June year end`.
fn closes_year(t: &Tokens<'_>, reading: &Reading) -> Option<u32> {
    let Shape::Point(Partial { month: month @ 1.., day: 1.., .. }) = reading.shape else { return None };
    let fiscal = |at: usize| t.is_any(at, words!["fiscal", "financial", "accounting"]);
    let dash = |at: usize| usize::from(t.get(at).class == Class::Dash);
    let behind = reading.end + usize::from(fiscal(reading.end));
    let closing = t.is(behind, w!("year")) && t.is(behind + 1 + dash(behind + 1), w!("end"));
    let back = |at: usize, words: &List| at.wrapping_sub(usize::from(t.is_any(at, words)));
    let ended = back(back(reading.first.wrapping_sub(1), words!["on"]), words!["is", "of"]);
    let year = back(ended.wrapping_sub(1), words!["that", "which"]);
    let year = year.wrapping_sub(dash(year));
    let ends =
        t.is_any(ended, words!["ended", "ends", "end"]) && t.is(year, w!("year")) && fiscal(year.wrapping_sub(1));
    (closing || ends).then_some(month.into())
}

/// Drops `in the first six months`, which may be those of a treatment, where the text says nothing of other parts of
/// years.
pub(super) fn drop_bare_months(readings: &mut Vec<Reading>) {
    let part =
        |reading: &Reading| matches!(reading.shape, Shape::Quarter { .. } | Shape::Half { .. } | Shape::Ended { .. });
    if !readings.iter().any(part) {
        readings.retain(|reading| reading.rule != "date.bare-months");
    }
}

/// Reads `05/11/2024` as the fifth of November where the text writes another day so that leaves no
/// doubt, `28/11/2024`, or writes all its days before their months, `31 December 2024`.
///
/// Near misses: a text that writes `11/28/2024` as well, or `December 31, 2024`.
pub(super) fn turn_day_first(t: &Tokens<'_>, readings: &mut [Reading]) {
    let slashed = |reading: &Reading| {
        let slash = |at: usize| t.get(at).is('/');
        slash(reading.first + 1) && slash(reading.first + 3) && reading.rule == "date.numeric"
    };
    let (mut day_first, mut month_first) = (false, false);
    for reading in readings.iter().filter(|reading| slashed(reading)) {
        day_first |= t.get(reading.first).number().is_some_and(|number| number > 12);
        month_first |= t.get(reading.first + 2).number().is_some_and(|number| number > 12);
    }
    // The day stands three tokens before the end of "31 December 2030", and its month four before that of
    // "December 31, 2030".
    let any = |day: usize, month: usize| {
        readings.iter().any(|reading| {
            t.get(reading.end.wrapping_sub(day)).is_number()
                && MONTHS.find(t, reading.end.wrapping_sub(month)).is_some()
        })
    };
    day_first |= readings.iter().any(slashed) && any(3, 2) && !any(3, 4);
    if !day_first || month_first {
        return;
    }
    for reading in readings.iter_mut().filter(|reading| slashed(reading)) {
        if let Shape::Point(point) = reading.shape
            && t.get(reading.first).number() == Some(u32::from(point.month))
            && point.day <= 12
        {
            reading.shape = Shape::Point(Partial { month: point.day, day: point.month, ..point });
        }
    }
}

/// Gives each member of a list the year that only another member says.
///
/// `Q2 and Q3 2017`: the first has the second's. `three months ended June 30, 2017 and 2016`: the
/// second is such a period too.
pub(super) fn share(t: &Tokens<'_>, readings: &mut [Reading]) {
    for index in (0..readings.len().saturating_sub(1)).rev() {
        let (Some(&left), Some(&right)) = (readings.get(index), readings.get(index + 1)) else { continue };
        if !(is_list_joint(t, left.end, right.first) || is_same_quarter(t, &left, &right))
            || spelled_out(t, &[left, right]).is_some()
        {
            continue;
        }
        let (said, fiscal) = year_of(right.shape);
        let Said::Year(year) = said else { continue };
        let early = right.modifier == Some(Modifier::Start) && matches!(right.shape, Shape::Year { .. });
        let shape = match left.shape {
            // "Fourth Quarter and Early 2031 Highlights"
            Shape::Quarter { first, last, said: Said::No, fiscal: f } if early => {
                Shape::Quarter { first, last, said: Said::Year(year - 1), fiscal: f || fiscal }
            }
            Shape::Quarter { first, last, said: Said::No, fiscal: f } => match right.shape {
                // "second quarter and six months ended December 31, 2024": both end on one day.
                Shape::Ended { months, end, .. } if first == last && months == 3 * first && end.month != months => {
                    Shape::Ended { months: 3, weeks: 0, end, quarter: first }
                }
                _ => Shape::Quarter { first, last, said, fiscal: f || fiscal },
            },
            Shape::Half { number, said: Said::No, fiscal: f } => Shape::Half { number, said, fiscal: f || fiscal },
            Shape::Point(point)
                if point.year == Said::No && matches!(right.shape, Shape::Point(_) | Shape::Range { .. }) =>
            {
                Shape::Point(Partial { year: said, ..point })
            }
            // "data from March and a Q1 2030 summary"
            Shape::Point(point @ Partial { year: Said::No, day: 0, .. }) => match right.shape {
                Shape::Quarter { first, last, fiscal: false, .. }
                    if (first * 3 - 2..=last * 3).contains(&point.month) =>
                {
                    Shape::Point(Partial { year: said, ..point })
                }
                _ => continue,
            },
            Shape::Range { from, to } if from.year == Said::No && to.year == Said::No => {
                Shape::Range { from: Partial { year: said, ..from }, to: Partial { year: said, ..to } }
            }
            Shape::Season { code, said: Said::No } => Shape::Season { code, said },
            _ => continue,
        };
        if let Some(slot) = readings.get_mut(index) {
            slot.shape = shape;
        }
    }
    columns::share(t, readings);
    take_quarters(t, readings);
    // "Full Year 2024 and Fourth Quarter": the second has the first's.
    for index in 1..readings.len() {
        let (Some(&left), Some(&right)) = (readings.get(index - 1), readings.get(index)) else { continue };
        let Shape::Quarter { first, last, said: Said::No, fiscal } = right.shape else { continue };
        if right.first == left.end || !is_list_joint(t, left.end, right.first) {
            continue;
        }
        let (said, fiscal_left) = match left.shape {
            Shape::Year { said: Said::Year(year), fiscal } => (Said::Year(year), fiscal),
            Shape::Half { number, said: Said::Year(year), fiscal } => {
                (Said::Year(year + i32::from(first * 3 < number * 6 - 5)), fiscal)
            }
            Shape::Quarter { last: before, said: Said::Year(year), fiscal, .. } => {
                (Said::Year(if first > before { year } else { year + 1 }), fiscal)
            }
            _ => continue,
        };
        if let Some(slot) = readings.get_mut(index) {
            slot.shape = Shape::Quarter { first, last, said, fiscal: fiscal || fiscal_left };
        }
    }
    for index in 1..readings.len() {
        let (Some(&left), Some(&right)) = (readings.get(index - 1), readings.get(index)) else { continue };
        let Shape::Year { said: Said::Year(year), fiscal: false } = right.shape else { continue };
        let joined = is_list_joint(t, left.end, right.first) || is_next_column(t, left.end, right.first);
        let planned = t.is_any(right.end, words!["guidance", "outlook", "forecast"]);
        if right.end != right.first + 1 || right.rule != "date.year" || !joined || planned {
            continue;
        }
        let ends_in_year = t.get(left.end.wrapping_sub(1)).len() == 4 && t.get(left.end.wrapping_sub(1)).is_number();
        if !ends_in_year && left.rule != ELIDED {
            continue;
        }
        let said = Said::Year(year);
        let shape = match left.shape {
            Shape::Quarter { first, last, fiscal, .. } => Shape::Quarter { first, last, said, fiscal },
            Shape::Half { number, fiscal, .. } => Shape::Half { number, said, fiscal },
            Shape::Months { count, fiscal, .. } => Shape::Months { count, said, fiscal },
            Shape::Ended { months, weeks, end, quarter } => {
                Shape::Ended { months, weeks, end: Partial { year: said, weekday: 0, ..end }, quarter }
            }
            Shape::Point(point) if point.day > 0 && left.clock.is_none() => {
                Shape::Point(Partial { year: said, weekday: 0, ..point })
            }
            Shape::Year { fiscal: true, .. } => Shape::Year { said, fiscal: true },
            _ => continue,
        };
        if let Some(slot) = readings.get_mut(index) {
            *slot = Reading { shape, modifier: left.modifier, rule: ELIDED, ..right };
        }
    }
}

/// Gives a year that names a quarter the quarter said last: `three months ended June 30, 2031 ... the 2030 quarter`.
///
/// Near miss: `the 2030 quarter ended June 30`.
fn take_quarters(t: &Tokens<'_>, readings: &mut [Reading]) {
    let mut quarter: Option<Shape> = None;
    for index in 0..readings.len() {
        let next = readings.get(index + 1).map(|next| next.first);
        let Some(reading) = readings.get_mut(index) else { continue };
        match reading.shape {
            Shape::Quarter { first, last, .. } if first == last => quarter = Some(reading.shape),
            Shape::Ended { months: 3, .. } => quarter = Some(reading.shape),
            Shape::Year { said: said @ Said::Year(_), fiscal: false }
                if reading.rule == "date.year"
                    && reading.end == reading.first + 1
                    && t.is(reading.end, w!("quarter"))
                    && t.get(reading.end).gap <= Gap::Line
                    && t.get(reading.end + 1).class != Class::Dash
                    && next != Some(reading.end)
                    && t.is_any(
                        reading.first.wrapping_sub(1),
                        words!["the", "same", "comparable", "corresponding"],
                    ) =>
            {
                let shape = match quarter {
                    Some(Shape::Quarter { first, last, fiscal, .. }) => Shape::Quarter { first, last, said, fiscal },
                    Some(Shape::Ended { months, end, quarter, .. }) => {
                        Shape::Ended { months, weeks: 0, end: Partial { year: said, weekday: 0, ..end }, quarter }
                    }
                    _ => continue,
                };
                *reading = Reading { end: reading.end + 1, shape, rule: "date.quarter", ..*reading };
            }
            _ => {}
        }
    }
}

/// Whether a quarter's year stands behind the short form in brackets: `first quarter (Q1) of 2030`.
fn is_same_quarter(t: &Tokens<'_>, left: &Reading, right: &Reading) -> bool {
    match (left.shape, right.shape) {
        (Shape::Quarter { first, .. }, Shape::Quarter { first: same, .. }) => {
            first == same && t.get(left.end).is('(') && right.first == left.end + 1
        }
        (Shape::Quarter { .. }, Shape::Year { .. }) => {
            t.get(left.end).is(')') && t.is(left.end + 1, w!("of")) && right.first == left.end + 2
        }
        _ => false,
    }
}

/// How many bytes back a period is still under discussion.
const DISCUSSED: usize = 400;
/// The rule of a list member of which only the year is written.
const ELIDED: &str = "date.elided";

/// Whether only what joins the members of a list stands between two tokens.
fn is_list_joint(t: &Tokens<'_>, from: usize, to: usize) -> bool {
    if to < from || to - from > 3 || t.get(to).gap == Gap::Paragraph {
        return false;
    }
    from == to
        || (from..to).all(|at| {
            let token = t.get(at);
            token.is(',')
                || token.is('&')
                || token.is('/')
                || t.is_any(at, words!["and", "or", "to", "the", "a", "through"])
                || token.class == Class::Dash
        }) && !t.get(from).is('.')
}

/// Whether the year at `to` heads the column next to the one whose head ends at `from`: a bar
/// between them, or each in a paragraph of its own.
fn is_next_column(t: &Tokens<'_>, from: usize, to: usize) -> bool {
    let bars = to > from && to - from <= 3 && (from..to).all(|at| t.get(at).is('|')) && t.get(to).gap < Gap::Line;
    let stacked = from == to && t.get(to).gap == Gap::Paragraph && t.get(from.wrapping_sub(1)).gap == Gap::Paragraph;
    bars || stacked
}

/// The year a shape says, and whether it is fiscal.
pub(super) fn year_of(shape: Shape) -> (Said, bool) {
    match shape {
        Shape::Point(point) => (point.year, false),
        Shape::Year { said, fiscal }
        | Shape::Quarter { said, fiscal, .. }
        | Shape::Half { said, fiscal, .. }
        | Shape::Months { said, fiscal, .. } => (said, fiscal),
        Shape::Season { said, .. } | Shape::ToDate { said } => (said, false),
        // The year of a fiscal year is that of its end.
        Shape::Ended { end, months, .. } => (end.year, months == 12 && !matches!(end.month, 0 | 12)),
        Shape::Range { from, .. } => (from.year, false),
        Shape::Decade(_) | Shape::WeekOf(_) | Shape::Near { .. } | Shape::Beside { .. } | Shape::Weekday(_) => {
            (Said::No, false)
        }
    }
}

/// The value of the reading at `index`, and how sure it is.
pub(super) fn value(known: &Known<'_>, readings: &[Reading], index: usize) -> (Value, Certainty) {
    let Some(reading) = readings.get(index) else {
        return (Value::Time { timex: Text::default(), modifier: None, anchor: None }, Certainty::Unsure);
    };
    let mut settled = Settled { known, readings, index, used_anchor: false, guessed: false };
    let timex = settled.timex(reading).unwrap_or_default();
    let certainty = match reading.certainty {
        Certainty::Sure if timex.is_empty() || settled.guessed => Certainty::Unsure,
        other => other,
    };
    let anchor = if settled.used_anchor { known.anchor } else { None };
    let modifier = reading.modifier.or_else(|| approximate(known.tokens, reading));
    (Value::Time { timex, modifier, anchor }, certainty)
}

/// `approximately mid-year`, `around March 2025`.
fn approximate(t: &Tokens<'_>, reading: &Reading) -> Option<Modifier> {
    let before = reading.first.wrapping_sub(1);
    let before = if t.is(before, w!("the")) { before.wrapping_sub(1) } else { before };
    let small = t.get(before).case == Case::Lower;
    (small && t.is_any(before, words!["around", "approximately", "circa", "about"])).then_some(Modifier::Approx)
}

struct Settled<'a> {
    known: &'a Known<'a>,
    readings: &'a [Reading],
    index: usize,
    used_anchor: bool,
    guessed: bool,
}

impl Settled<'_> {
    /// What the text states of years.
    fn stated(&self) -> &Stated {
        self.known.stated.get_or_init(|| Stated::of(self.known, self.readings))
    }

    fn timex(&mut self, reading: &Reading) -> Option<Text> {
        if let Some(period) = self.named_period(reading) {
            return Some(period);
        }
        Some(match reading.shape {
            Shape::Point(point) => self.point(point, reading.clock)?,
            Shape::Year { said, fiscal } => {
                let year = match said {
                    Said::No => self.nearby_year()?,
                    said => self.year(said)?,
                };
                // "this fiscal" runs on past the new year.
                let runs_on = fiscal && matches!(said, Said::Offset(_)) && self.known.fiscal.end != 12;
                let day = self.known.anchor.map(|anchor| anchor.date).or(self.known.usual);
                let late = || day.is_some_and(|day| day.month() > self.known.fiscal.end);
                let year = if runs_on && late() { year + 1 } else { year };
                let year = if runs_on && self.known.fiscal.by_start { year - 1 } else { year };
                if fiscal { self.fiscal(year, 1, 12)? } else { of_year(year) }
            }
            Shape::Quarter { first, last, said, fiscal } => {
                let said = self.of_own_year(reading, said);
                let fiscal = self.is_fiscal(reading, said, fiscal);
                let said = self.spelled_year(said);
                let year = self.year_of_part(said, u32::from(first) * 3 - 2, u32::from(last) * 3, fiscal)?;
                if fiscal {
                    self.fiscal(year, u32::from(first) * 3 - 2, u32::from(last) * 3)?
                } else if first == last {
                    part_of_year(year, "-Q", first)
                } else {
                    months(year, u32::from(first) * 3 - 2, u32::from(last) * 3)?
                }
            }
            Shape::Half { number, said, fiscal } => {
                let said = self.of_own_year(reading, said);
                let fiscal = self.is_fiscal(reading, said, fiscal);
                let said = self.spelled_year(said);
                let (from, to) = (u32::from(number) * 6 - 5, u32::from(number) * 6);
                let year = self.year_of_part(said, from, to, fiscal)?;
                if fiscal { self.fiscal(year, from, to)? } else { part_of_year(year, "-H", number) }
            }
            Shape::Months { count, said, fiscal } => {
                let year = self.year_of_part(said, 1, count.into(), fiscal)?;
                if fiscal { self.fiscal(year, 1, u32::from(count))? } else { months(year, 1, u32::from(count))? }
            }
            Shape::Season { code, said } => [&of_year(self.year(said)?), "-", code].concat().into(),
            Shape::Decade(year) => format!("{year:04}-01-01/{:04}-12-31", year + 9).into(),
            Shape::Ended { months, weeks, end, .. } => self.ended(months, weeks, end)?,
            // "for 2021-22", where years close in March
            Shape::Range {
                from: Partial { year: Said::Year(first), month: 0, .. },
                to: Partial { year: Said::Year(last), .. },
            } if self.known.fiscal.end != 12
                && first + 1 == last
                && self.known.tokens.get(reading.end.wrapping_sub(1)).len() == 2 =>
            {
                self.fiscal(if self.known.fiscal.by_start { first } else { last }, 1, 12)?
            }
            Shape::Range { from, to } => {
                let (from, to) = self.range(from, to)?;
                interval(from, to)
            }
            Shape::WeekOf(point) => {
                let day = self.day(point)?;
                let monday = day.add_days(1 - i64::from(day.weekday()))?;
                interval(monday, monday.add_days(6)?)
            }
            Shape::ToDate { said } => {
                let anchor = self.anchor()?;
                let year = match said {
                    Said::No => anchor.year(),
                    said => self.year(said)?,
                };
                if year == anchor.year() { interval(Date::new(year, 1, 1)?, anchor) } else { of_year(year) }
            }
            // "at the end of the quarter" is said of the one that is reported.
            Shape::Near { unit: Unit::Quarter, offset: 0 }
                if reading.modifier == Some(Modifier::End)
                    && self.known.tokens.is_any(reading.first.wrapping_sub(2), words!["at", "after", "since"])
                    && !self.looks_ahead() =>
            {
                self.beside(Unit::Quarter, 0)?
            }
            Shape::Near { unit: Unit::Year, offset } if self.is_own_year(reading) => self.own_year(reading, offset)?,
            Shape::Near { unit, offset } => self.near(unit, offset, reading.clock)?,
            Shape::Beside { unit, offset } => self.beside(unit, offset)?,
            Shape::Weekday(weekday) => {
                let anchor = self.anchor()?;
                self.guessed = true;
                let back = (i64::from(anchor.weekday()) - i64::from(weekday)).rem_euclid(7);
                let ahead = self.looks_ahead();
                let day = if back == 0 { anchor } else { anchor.add_days(if ahead { 7 - back } else { -back })? };
                with_clock(day, reading.clock)
            }
        })
    }

    /// The period right before that brackets give this name: `six months ended June 30, 2031 (the "period" or "H1")`.
    fn named_period(&self, reading: &Reading) -> Option<Text> {
        let length = match reading.shape {
            Shape::Half { said: Said::No, .. } => 6,
            Shape::Quarter { first, last, said: Said::No, .. } if first == last => 3,
            _ => return None,
        };
        let index = self.index.checked_sub(1)?;
        let before = self.readings.get(index)?;
        let Shape::Ended { months, weeks, end, .. } = before.shape else { return None };
        let t = self.known.tokens;
        let quoted = t.get(reading.first.wrapping_sub(1)).symbol().is_some_and(|mark| matches!(mark, '"' | '“'));
        let named = quoted && t.get(before.end).is('(') && reading.first - before.end <= 8;
        if months == length && named { Settled { index, ..*self }.ended(months, weeks, end) } else { None }
    }

    /// Whether a year so far from this one is called fiscal, where the issuer's is not the calendar's: `next fiscal
    /// year`.
    fn is_own_year(&self, reading: &Reading) -> bool {
        let t = self.known.tokens;
        self.known.fiscal.end != 12
            && (reading.first..reading.end).any(|at| t.is_any(at, words!["fiscal", "financial"]))
    }

    /// The issuer's year so far from that of the day spoken from, or from that under discussion where it is compared
    /// with it.
    fn own_year(&mut self, reading: &Reading, offset: i8) -> Option<Text> {
        let discussed = offset < 0 && is_compared(self.known.tokens, reading);
        let label = if discussed {
            self.discussed_label()?
        } else {
            let day = self.reference()?;
            day.year() + self.known.fiscal.label_of(day.month())
        };
        self.fiscal(label + i32::from(offset), 1, 12)
    }

    /// `second half of the year`, where the issuer's year is not the calendar's, bears no year: it is that half of the
    /// issuer's which lies nearest.
    fn of_own_year(&self, reading: &Reading, said: Said) -> Said {
        let (t, last) = (self.known.tokens, reading.end.wrapping_sub(1));
        let own = self.known.fiscal.end != 12 && !self.known.fiscal.usual;
        let bare = said == Said::Offset(0) && t.is(last, w!("year")) && t.is(last.wrapping_sub(1), w!("the"));
        // "in the second half of the year we began", said in spring
        let over = || {
            let second = matches!(reading.shape, Shape::Half { number: 2, .. });
            let spring = self.known.anchor.is_some_and(|anchor| anchor.date.month() <= 6);
            second && spring && self.looks_back()
        };
        if bare && (own || over()) { Said::No } else { said }
    }

    /// The year of a bare quarter or half that brackets behind it tell.
    fn spelled_year(&self, said: Said) -> Said {
        let pair = self.readings.get(self.index..self.index + 2).unwrap_or_default();
        match spelled_out(self.known.tokens, pair) {
            Some((_, Partial { year: Said::Year(year), month, .. })) if said == Said::No => {
                Said::Year(year + self.known.fiscal.label_of(month.into()))
            }
            _ => said,
        }
    }

    /// Whether a quarter or half is one of the issuer's own year.
    ///
    /// Where the text tells that year, a bare "second quarter" is its second, and so is "second quarter
    /// 2025" if the same is called fiscal elsewhere. Near miss: `calendar Q2 2025`.
    fn is_fiscal(&self, reading: &Reading, said: Said, fiscal: bool) -> bool {
        let year = self.known.fiscal;
        if year.end == 12 || fiscal {
            return year.end != 12;
        }
        let t = self.known.tokens;
        if (reading.first..reading.end).any(|at| t.is_any(at, words!["calendar", "cy"])) {
            return false;
        }
        // What only the exchange or the currency tells holds for a bare quarter that is called fiscal elsewhere.
        if year.usual {
            return said == Said::No && self.stated().is_called_fiscal(reading.shape);
        }
        match (said, reading.shape) {
            (Said::No | Said::Beside(_), _) => true,
            // The same quarter of this year and of those it is compared with.
            (Said::Year(named), Shape::Quarter { first, last, .. }) if first == last => {
                let months = fiscal_months(named, year, u32::from(first) * 3 - 2, u32::from(first) * 3);
                self.stated().latest_fiscal(first).is_some_and(|latest| named <= latest)
                    || months.is_some_and(|(_, last)| {
                        self.stated().quarter_ends(first, last.month()).is_some_and(|ends| last.year() <= ends)
                    })
            }
            // "six months ended 31 December 2030 (1H31)"
            (Said::Year(named), Shape::Half { number, .. }) if !self.looks_ahead() => {
                let months = fiscal_months(named, year, u32::from(number) * 6 - 5, u32::from(number) * 6);
                months.is_some_and(|(_, last)| {
                    self.stated().half_ends(last.month()).is_some_and(|ends| last.year() <= ends)
                })
            }
            _ => false,
        }
    }

    fn anchor(&mut self) -> Option<Date> {
        self.used_anchor = true;
        Some(self.known.anchor?.date)
    }

    /// The day of the release, else the one that the text speaks from.
    fn reference(&mut self) -> Option<Date> {
        if self.known.anchor.is_some() {
            return self.anchor();
        }
        self.guessed = true;
        self.known.usual
    }

    /// The year that the expression before says.
    fn year_before(&self) -> Option<i32> {
        self.stated().years_before(self.index).find_map(|index| match year_of(self.readings.get(index)?.shape).0 {
            Said::Year(year) => Some(year),
            // "by mid-year, and in the third quarter of the same year"
            _ => Settled { index, ..*self }.nearby_year(),
        })
    }

    fn year(&mut self, said: Said) -> Option<i32> {
        match said {
            Said::Year(year) => Some(year),
            Said::Offset(offset) => Some(self.reference()?.year() + i32::from(offset)),
            Said::Same => self.year_before(),
            Said::Beside(offset) => match self.discussed_year(Labels::Fiscal) {
                Some(year) => Some(year + i32::from(offset)),
                None => {
                    self.guessed = true;
                    Some(self.reference()?.year() + i32::from(offset))
                }
            },
            Said::No => Some(self.reference()?.year()),
        }
    }

    /// The year whose end is meant by a bare "year-end": the one just over in its first months.
    fn nearby_year(&mut self) -> Option<i32> {
        if self.known.anchor.is_none()
            && let Some(year) = self.discussed_year(Labels::Calendar)
        {
            self.guessed = true;
            return Some(year);
        }
        let day = self.reference()?;
        let ahead = self.looks_ahead();
        let mid = self.readings.get(self.index)?.modifier == Some(Modifier::Mid);
        let passed = mid && ahead && day.month() > 8;
        // "data in 1Q 2025 and, by mid-year, a filing"
        if let Some(year) = self.stated_in_sentence().filter(|year| *year >= day.year() + i32::from(passed)) {
            return Some(year);
        }
        let over = day.month() <= 4 && !ahead;
        Some(day.year() - i32::from(over) + i32::from(passed))
    }

    /// The year of a part of a year: what is said, else the one whose part lies nearest.
    fn year_of_part(&mut self, said: Said, from: u32, to: u32, fiscal: bool) -> Option<i32> {
        if said != Said::No {
            return self.year(said);
        }
        let ago = i32::from(self.years_behind(self.index));
        if self.known.anchor.is_none()
            && ago == 0
            && let Some(year) = self.same_part(from, to)
        {
            self.guessed = true;
            return Some(year);
        }
        let day = self.reference()?;
        let ahead = self.looks_ahead();
        let opens = !ahead && self.opens_report();
        let behind = !ahead && (opens || self.looks_back());
        let mut best = None;
        for year in day.year() - 1..=day.year() + 1 {
            let (first, last) = if fiscal {
                fiscal_months(year, self.known.fiscal, from, to)?
            } else {
                (Date::new(year, from, 1)?, Date::new(year, to, 1)?.last_of_month())
            };
            let distance = if day < first {
                // A month is rather one that is over.
                days_between(day, first)
                    + match (behind, ahead) {
                        (true, _) => 200 + if opens { 100 } else { 0 },
                        (false, false) if from == to => 30,
                        _ => 0,
                    }
            } else if day > last {
                days_between(last, day) + if ahead { 200 } else { 0 }
            } else if behind {
                40
            } else {
                0
            };
            if best.is_none_or(|(least, _)| distance < least) {
                best = Some((distance, year));
            }
        }
        best.map(|(_, year)| year + ago)
    }

    /// How many years the words behind go back: `third quarter a year ago`, `July-September period a year earlier`.
    fn years_behind(&self, index: usize) -> i8 {
        let t = self.known.tokens;
        let (Some(here), Some(next)) = (self.readings.get(index), self.readings.get(index.wrapping_add(1))) else {
            return 0;
        };
        let beside = here.end + usize::from(t.is_any(here.end, words!["period", "quarter"])) == next.first;
        match next.shape {
            Shape::Beside { unit: Unit::Year, offset } if beside && t.is_any(next.first, words!["a", "one"]) => offset,
            _ => 0,
        }
    }

    /// The year that the text gives the same months nearest to here, where it has no day of its own.
    fn same_part(&self, from: u32, to: u32) -> Option<i32> {
        if !self.stated().bear_a_year((from, to)) {
            return None;
        }
        let ahead = self.looks_ahead();
        let compared = self.readings.get(self.index).is_some_and(|here| is_compared(self.known.tokens, here));
        self.stated().year_of_months(self.index, (from, to), ahead, compared)
    }

    fn point(&mut self, point: Partial, clock: Option<Clock>) -> Option<Text> {
        if point.day > 0 {
            return Some(with_clock(self.day(point)?, clock));
        }
        let month = u32::from(point.month);
        let year = match point.year {
            Said::No if self.begins_with("last") => {
                let day = self.anchor()?;
                day.year() - i32::from(month >= day.month())
            }
            Said::No if self.begins_with("next") => {
                let day = self.anchor()?;
                day.year() + i32::from(month <= day.month())
            }
            Said::No => self.stated_beside().map_or_else(|| self.year_of_part(Said::No, month, month, false), Some)?,
            said => self.year(said)?,
        };
        Some(month_of_year(year, month))
    }

    /// The year that the text gives the same day elsewhere, the next where that is what this one is compared with.
    fn same_day(&self, day: Partial) -> Option<i32> {
        let t = self.known.tokens;
        let here = self.readings.get(self.index)?;
        let reading = self.readings.get(self.stated().day(day.month, day.day)?)?;
        match year_of(reading.shape).0 {
            Said::Year(year) => Some(year + i32::from(is_compared(t, reading) && !is_compared(t, here))),
            _ => None,
        }
    }

    fn begins_with(&self, word: &str) -> bool {
        self.readings.get(self.index).is_some_and(|reading| self.known.tokens.reads(reading.first, word))
    }

    /// `April this year`, `in June of last year`: the year in the next reading.
    fn stated_beside(&mut self) -> Option<i32> {
        let reading = self.readings.get(self.index)?;
        let next = self.readings.get(self.index + 1)?;
        let gap = next.first.checked_sub(reading.end)?;
        let Shape::Near { unit: Unit::Year, offset } = next.shape else { return None };
        (gap <= 1).then_some(())?;
        Some(self.reference()?.year() + i32::from(offset))
    }

    fn day(&mut self, point: Partial) -> Option<Date> {
        let (month, day) = (u32::from(point.month), u32::from(point.day));
        // "said on the 21st"
        if month == 0 {
            let near = self.anchor()?;
            let first = near.first_of_month().add_months(-i64::from(day > near.day()))?;
            return Date::new(first.year(), first.month(), day);
        }
        if point.year != Said::No {
            return Date::new(self.year(point.year)?, month, day);
        }
        if let Some(year) = self.stated_beside() {
            return Date::new(year, month, day);
        }
        if self.known.anchor.is_none()
            && let Some(year) = self.same_day(point)
        {
            self.guessed = true;
            return Date::new(year, month, day);
        }
        let near = self.reference()?;
        let (ahead, opens) = (self.looks_ahead(), self.opens_report());
        let behind = opens || self.looks_back();
        let mut best: Option<(i64, Date)> = None;
        for year in near.year() - 1..=near.year() + 1 {
            let Some(candidate) = Date::new(year, month, day) else { continue };
            let mut distance = days_between(near, candidate).abs();
            // A day of the week that fits outweighs nearness.
            if point.weekday > 0 && candidate.weekday() != u32::from(point.weekday) {
                distance += 1000;
            }
            if ahead && !behind && candidate < near || behind && !ahead && candidate > near {
                // What is to come lies behind all that is reported.
                distance += if self.known.anchor.is_none() && ahead || opens { 200 } else { 100 };
            }
            if best.is_none_or(|(least, _)| distance < least) {
                best = Some((distance, candidate));
            }
        }
        best.map(|(_, date)| date)
    }

    /// The period of so many months or weeks up to a day.
    fn ended(&mut self, length: u8, weeks: u8, end: Partial) -> Option<Text> {
        if end.month == 0 {
            let year = self.year(end.year)?;
            return Some(of_year(year));
        }
        let last = match (end.day, end.year) {
            (0, Said::No) => {
                let month = u32::from(end.month);
                let year = self.year_of_part(Said::No, month, month, false)?;
                // "March-ended quarter" is over.
                let t = self.known.tokens;
                let over = self.word_before_end().is_some_and(|at| t.is(at, w!("ended"))) && !self.looks_ahead();
                let late = over && self.reference().is_some_and(|day| (year, month) > (day.year(), day.month()));
                Date::new(year - i32::from(late), month, 1)?.last_of_month()
            }
            (0, said) => {
                let lag = self.fiscal_lag(end.month);
                // "the December quarter of the last financial year", said in a year that runs on past the new year
                let runs_on = matches!(said, Said::Offset(_) | Said::Beside(_)) && lag > 0;
                let late = runs_on && self.reference().is_some_and(|day| day.month() > self.known.fiscal.end);
                Date::new(self.year(said)? - lag + i32::from(late), end.month.into(), 1)?.last_of_month()
            }
            (_, Said::No) => {
                let last = self.day(end)?;
                // What has ended lies before the day of the release.
                let over = self.known.tokens.is(self.word_before_end()?, w!("ended"));
                match self.known.anchor {
                    Some(anchor) if over && last > anchor.date => {
                        Date::new(last.year() - 1, last.month(), last.day()).unwrap_or(last)
                    }
                    _ => last,
                }
            }
            _ => self.day(end)?,
        };
        let first = if weeks > 0 {
            last.add_days(1 - 7 * i64::from(weeks))?
        } else if last == last.last_of_month() {
            last.first_of_month().add_months(1 - i64::from(length))?
        } else {
            last.add_months(-i64::from(length))?.add_days(1)?
        };
        Some(interval(first, last))
    }

    /// How many years before its label a month of a fiscal year lies: one for `June quarter of FY25` where
    /// the year ends in March.
    fn fiscal_lag(&self, month: u8) -> i32 {
        let (t, year) = (self.known.tokens, self.known.fiscal);
        let labelled = self.readings.get(self.index).is_some_and(|reading| {
            (reading.first..reading.end).any(|at| t.is_any(at, words!["fy", "fiscal", "financial"]))
                && reading.rule == "date.month-quarter"
        });
        i32::from(labelled && u32::from(month) > year.end) - i32::from(labelled && year.by_start)
    }

    /// The word "ended" or "ending" of the period at hand.
    fn word_before_end(&self) -> Option<usize> {
        let reading = self.readings.get(self.index)?;
        (reading.first..reading.end).find(|&at| self.known.tokens.is_any(at, words!["ended", "ending", "to"]))
    }

    fn range(&mut self, from: Partial, to: Partial) -> Option<(Date, Date)> {
        if from.month == 0 {
            let (first, last) = (self.year(from.year)?, self.year(to.year)?);
            return Some((Date::new(first, 1, 1)?, Date::new(last, 12, 31)?));
        }
        if from.day == 0 {
            let (from_month, to_month) = (u32::from(from.month), u32::from(to.month));
            let year = match from.year {
                // The whole of it lies nearest, unless it runs over the new year.
                Said::No => self.year_of_part(Said::No, from_month, to_month.max(from_month), false)?,
                said => self.year(said)?,
            };
            let last = match to.year {
                Said::No => year + i32::from(to.month < from.month),
                said => self.year(said)?,
            };
            let (first, last) = (Date::new(year, from_month, 1)?, Date::new(last, to_month, 1)?.last_of_month());
            return Some((first, last));
        }
        let first = self.day(from)?;
        let last = match to.year {
            Said::No => {
                let year = first.year() + i32::from((to.month, to.day) < (from.month, from.day));
                Date::new(year, u32::from(to.month), u32::from(to.day))?
            }
            said => Date::new(self.year(said)?, u32::from(to.month), u32::from(to.day))?,
        };
        Some((first, last))
    }

    /// Months `from` to `to` of a fiscal year.
    fn fiscal(&mut self, year: i32, from: u32, to: u32) -> Option<Text> {
        self.guessed |= self.known.fiscal.usual;
        if self.known.fiscal.end == 12 {
            return if (from, to) == (1, 12) { Some(of_year(year)) } else { months(year, from, to) };
        }
        let (first, last) = fiscal_months(year, self.known.fiscal, from, to)?;
        Some(interval(first, last))
    }

    fn near(&mut self, unit: Unit, offset: i8, clock: Option<Clock>) -> Option<Text> {
        let day = match unit {
            // The year that the text speaks of most will do for years, and for nothing finer.
            Unit::Year => match self.reference() {
                // "a filing in mid-2031, data by the end of the year"
                None if offset == 0 => Date::new(self.stated_in_sentence()?, 1, 1)?,
                // What reports of a whole year speaks in the next, but for what it compares that year with.
                Some(day) if self.known.anchor.is_none() && (day.month(), day.day()) == (12, 31) => {
                    let here = self.readings.get(self.index)?;
                    let compared = offset < 0 && is_compared(self.known.tokens, here);
                    day.add_days(i64::from(!compared))?
                }
                day => day?,
            },
            _ => self.anchor()?,
        };
        let (years, offset) = (i32::from(offset), i64::from(offset));
        Some(match unit {
            Unit::Day => with_clock(day.add_days(offset)?, clock),
            Unit::Week => {
                let monday = day.add_days(1 - i64::from(day.weekday()) + 7 * offset)?;
                interval(monday, monday.add_days(6)?)
            }
            Unit::Month => {
                let month = day.first_of_month().add_months(offset)?;
                month_of_year(month.year(), month.month())
            }
            Unit::Quarter => {
                let month = day.first_of_month().add_months(3 * offset)?;
                part_of_year(month.year(), "-Q", month.quarter() as u8)
            }
            Unit::Year => of_year(day.year() + years),
        })
    }

    /// Units from the period under discussion, else from the day of the release.
    fn beside(&mut self, unit: Unit, offset: i8) -> Option<Text> {
        // "the year ended March 31, 2031, against the previous year"
        let year_before = self.shortly_before()?.take_while(|(_, reading)| !self.sentence_ends_after(reading)).next();
        if unit == Unit::Year
            && let Some((_, &Reading { shape: Shape::Ended { months: 12, end, .. }, .. })) = year_before
            && let Partial { year: Said::Year(year), month: 1..12, .. } = end
        {
            return self.ended(12, 0, Partial { year: Said::Year(year + i32::from(offset)), ..end });
        }
        if unit == Unit::Year
            && self.known.fiscal.end != 12
            && self.readings.get(self.index).is_some_and(|here| {
                (here.first..here.end).any(|at| self.known.tokens.is_any(at, words!["fiscal", "financial"]))
            })
        {
            let label = self.discussed_label()?;
            return self.fiscal(label + i32::from(offset), 1, 12);
        }
        let dated = self.years_behind(self.index.wrapping_sub(1)) == 0;
        if unit == Unit::Year
            && offset != 0
            && dated
            && let Some(year) = self.discussed_year(Labels::Calendar)
        {
            return Some(of_year(year + i32::from(offset)));
        }
        if unit == Unit::Quarter
            && let Some((year, quarter)) = self.discussed_quarter().filter(|_| offset <= 0)
        {
            let months = Date::new(year, quarter * 3, 1)?.add_months(3 * i64::from(offset))?;
            return Some(part_of_year(months.year(), "-Q", months.quarter() as u8));
        }
        self.guessed = true;
        // The quarter that a release speaks of as ended is the last one that was full.
        let ended = self.readings.get(self.index).is_some_and(|reading| reading.modifier == Some(Modifier::End));
        // The one a year before it, too.
        let reported = unit == Unit::Quarter && (offset == 0 && ended || offset == -4);
        let offset = offset - i8::from(reported);
        self.near(unit, offset, None)
    }

    /// The latest year of the periods said in this sentence, else shortly before; none of them to come.
    ///
    /// By fiscal labels it is the number that the label bears; by the calendar that in which its quarter lies.
    fn discussed_year(&self, labels: Labels) -> Option<i32> {
        let limit = self.known.limit();
        let years = self.shortly_before()?.filter_map(|(index, reading)| {
            let year = match reading.shape {
                Shape::Quarter { said: Said::No, .. } => self.bare_quarter(index)?.0,
                Shape::Quarter { last, said: Said::Year(year), fiscal: true, .. } if labels == Labels::Calendar => {
                    fiscal_months(year, self.known.fiscal, 1, u32::from(last) * 3)?.1.year()
                }
                Shape::Year { said: Said::Year(year), .. }
                | Shape::Quarter { said: Said::Year(year), .. }
                | Shape::Half { said: Said::Year(year), .. }
                | Shape::Months { said: Said::Year(year), .. } => year,
                // "second quarter ended December 31, 2029" of fiscal 2030
                Shape::Ended { end: Partial { year: Said::Year(year), month, .. }, .. } => {
                    let own = labels == Labels::Fiscal && self.known.fiscal.end != 12 && month > 0;
                    year + if own { self.known.fiscal.label_of(month.into()) } else { 0 }
                }
                _ => return None,
            };
            // A fiscal year may bear a number that the calendar has not reached.
            let ended = matches!(reading.shape, Shape::Ended { .. });
            let fiscal = (year_of(reading.shape).1 || ended) && labels == Labels::Fiscal;
            let ahead = i32::from(fiscal && self.known.fiscal.end != 12);
            // What is compared with a quarter of 2029 lies in 2030.
            let quarter = matches!(reading.shape, Shape::Quarter { .. }) && is_compared(self.known.tokens, reading);
            let year = if quarter && year < limit { year + 1 } else { year };
            (year <= limit + ahead).then(|| (!self.sentence_ends_after(reading), year))
        });
        let (here, year) = years.max()?;
        // "$1.2 million in 2022. … than in the previous year": of what is reported, not of what it was
        // compared with before.
        if here { Some(year) } else { self.stated().reported_before(self.index).max(Some(year)) }
    }

    /// The fiscal year under discussion, by its label: the latest said shortly before, else that of the day spoken from.
    fn discussed_label(&mut self) -> Option<i32> {
        let fiscal = self.known.fiscal;
        let label = |year: i32, month: u32| year + fiscal.label_of(month);
        let said = self.shortly_before()?.filter_map(|(_, reading)| match reading.shape {
            Shape::Quarter { said: Said::Year(year), fiscal: true, .. }
            | Shape::Half { said: Said::Year(year), fiscal: true, .. }
            | Shape::Year { said: Said::Year(year), fiscal: true } => Some(year),
            Shape::Ended { end: Partial { year: Said::Year(year), month: month @ 1.., .. }, .. } => {
                Some(label(year, month.into()))
            }
            _ => None,
        });
        said.max().or_else(|| self.reference().map(|day| label(day.year(), day.month())))
    }

    /// The latest quarter said shortly before, of those that are over.
    fn discussed_quarter(&self) -> Option<(i32, u32)> {
        let limit = self.known.anchor.map_or((9999, 1), |anchor| (anchor.date.year(), anchor.date.quarter()));
        let quarter = |index: usize, reading: &Reading| match reading.shape {
            Shape::Quarter { said: Said::No, .. } => self.bare_quarter(index),
            Shape::Quarter { first, last, said: said @ Said::Year(year), fiscal } if first == last => {
                let number = u32::from(first);
                if self.is_fiscal(reading, said, fiscal) {
                    let (_, last) = fiscal_months(year, self.known.fiscal, number * 3 - 2, number * 3)?;
                    return Some((last.year(), last.quarter()));
                }
                Some((year, number))
            }
            Shape::Ended { end: Partial { year: Said::Year(year), month: month @ 1.., .. }, .. } => {
                Some((year, u32::from(month).div_ceil(3)))
            }
            // "as of September 30, 2024"
            Shape::Point(Partial { year: Said::Year(year), month: month @ (3 | 6 | 9 | 12), day: 30.., .. }) => {
                Some((year, u32::from(month).div_ceil(3)))
            }
            _ => None,
        };
        let t = self.known.tokens;
        let start = self.readings.get(self.index)?.first;
        let quarters = self.shortly_before()?.filter_map(|(index, reading)| {
            let parted = (reading.end..start).any(|at| t.get(at + 1).gap == Gap::Paragraph);
            quarter(index, reading).filter(|quarter| *quarter < limit).map(|quarter| (!parted, quarter))
        });
        // Those of its own paragraph tell more.
        let near = quarters.max().map(|(_, quarter)| quarter);
        // Without a day of its own a text tells no other than the one said last.
        near.or_else(|| {
            let before = self.known.anchor.is_none().then(|| self.stated().quarters_before(self.index))?;
            before.into_iter().find_map(|index| quarter(index, self.readings.get(index)?))
        })
    }

    /// The calendar quarter of one that bears no year.
    fn bare_quarter(&self, index: usize) -> Option<(i32, u32)> {
        let reading = self.readings.get(index)?;
        let Shape::Quarter { first, last, said: Said::No, fiscal } = reading.shape else { return None };
        let mut other = Settled { index, used_anchor: false, guessed: false, ..*self };
        let number = u32::from(first);
        let fiscal = other.is_fiscal(reading, Said::No, fiscal);
        let year = other.year_of_part(Said::No, number * 3 - 2, number * 3, fiscal).filter(|_| first == last)?;
        if !fiscal {
            return Some((year, number));
        }
        let (_, last) = fiscal_months(year, self.known.fiscal, number * 3 - 2, number * 3)?;
        Some((last.year(), last.quarter()))
    }

    /// What was read shortly before, with its place in the order.
    fn shortly_before(&self) -> Option<impl Iterator<Item = (usize, &Reading)>> {
        let place = |reading: &Reading| self.known.tokens.get(reading.first).span().start;
        let start = place(self.readings.get(self.index)?);
        let before = self.readings.get(..self.index)?.iter().enumerate().rev().take(6);
        Some(before.take_while(move |(_, reading)| start.saturating_sub(place(reading)) < DISCUSSED))
    }

    /// The year said last in the sentence, before the reading at hand.
    fn stated_in_sentence(&self) -> Option<i32> {
        let mut before = self.shortly_before()?.take_while(|(_, reading)| !self.sentence_ends_after(reading));
        before.find_map(|(_, reading)| match (reading.shape, year_of(reading.shape)) {
            (Shape::Decade(_), _) => None,
            (_, (Said::Year(year), _)) => Some(year),
            _ => None,
        })
    }

    /// Whether a sentence ends between a reading before and the one at hand.
    fn sentence_ends_after(&self, before: &Reading) -> bool {
        let t = self.known.tokens;
        let Some(reading) = self.readings.get(self.index) else { return false };
        (before.end..reading.first).any(|at| {
            let next = t.get(at + 1);
            next.gap == Gap::Paragraph
                || t.get(at).is('.') && next.gap != Gap::None && matches!(next.case, Case::Capital | Case::Upper)
        })
    }

    /// Whether the words before speak of what is to come.
    fn looks_ahead(&self) -> bool {
        let t = self.known.tokens;
        self.readings.get(self.index).is_some_and(|reading| {
            // "the third quarter will bring approval", but not "the loss for the third quarter will grow"
            let will = t.is(reading.end, w!("will")) && !t.is(reading.first.wrapping_sub(2), w!("for"));
            will || cue(t, reading, Tense::Ahead)
        })
    }

    /// Whether the words before speak of what is over.
    fn looks_back(&self) -> bool {
        self.readings.get(self.index).is_some_and(|reading| cue(self.known.tokens, reading, Tense::Back))
    }

    /// Whether the reading opens a sentence of what is over, in a text that has its day.
    fn opens_report(&self) -> bool {
        let reading = self.readings.get(self.index).filter(|_| self.known.anchor.is_some());
        reading.is_some_and(|reading| opens_report(self.known.tokens, reading))
    }
}

/// Whether a reading opens a sentence that tells of what is over: `In September, the firm announced`.
///
/// Near miss: `In September, the firm will announce`.
fn opens_report(t: &Tokens<'_>, reading: &Reading) -> bool {
    let lead = reading.first.wrapping_sub(1);
    let start = t.get(lead.wrapping_sub(1));
    let opens = lead == 0 || t.get(lead).gap >= Gap::Line || start.is('.') || start.class == Class::Dash;
    if !(opens && t.is_any(lead, words!["in", "on", "during"]) && t.get(reading.end).is(',')) {
        return false;
    }
    let sentence = (reading.end + 1..reading.end + 12).take_while(|&at| !t.get(at).is('.'));
    let told = |at: usize| tense(t, at).filter(|tense| matches!(tense, Tense::Back | Tense::Ahead));
    sentence.into_iter().find_map(told) == Some(Tense::Back)
}

/// Whether what is reported is compared with a reading: `against the third quarter of 2030`, `compared to a loss of
/// $1.2 million for Q3 2030`, `from the third quarter of 2030`, `£4m (H1 2030: £3m)`. What is reported lies behind it.
///
/// Near miss: `from the third quarter of 2030 to Q1 2031`.
pub(super) fn is_compared(t: &Tokens<'_>, reading: &Reading) -> bool {
    // "revenue of £22.8m (H1 2030: £21.4m)"
    if t.get(reading.first.wrapping_sub(1)).is('(') && t.get(reading.end).is(':') {
        return true;
    }
    let mut from = false;
    let reach = if matches!(reading.shape, Shape::Year { .. }) { 6 } else { 26 };
    let goes_on = || t.is_any(reading.end, words!["to", "through"]) && t.get(reading.end + 1).is_word();
    let mut next = t.get(reading.first);
    for back in 1..=reach {
        let Some(at) = reading.first.checked_sub(back) else { return false };
        let token = t.get(at);
        if token.is('.') && next.gap != Gap::None || next.gap == Gap::Paragraph {
            return false;
        }
        if token.is_word() {
            // "from the third quarter", "from $5.9 million for the third quarter"
            let led = token.reads(w!("from")) && (back <= 2 || back <= 10 && !next.is_word());
            from |= led && !goes_on();
            let compared = match tense(t, at) {
                Some(Tense::Compared) => t.is_any(at + 1, words!["to", "with"]),
                Some(Tense::Beside) => back <= 10,
                Some(Tense::Changed) => from,
                _ => back <= 6 && token.reads(w!("same")) && t.is_any(at + 1, words!["period", "quarter"]),
            };
            if compared {
                return true;
            }
        }
        next = token;
    }
    false
}

/// Whether the nearest word that tells of a tense is of this one.
fn cue(t: &Tokens<'_>, reading: &Reading, tense: Tense) -> bool {
    told_tense(t, reading) == Some(tense)
}

/// What the nearest word tells that tells of a tense, in the dozen tokens before a reading and within the sentence.
fn told_tense(t: &Tokens<'_>, reading: &Reading) -> Option<Tense> {
    let mut next = t.get(reading.first);
    for back in 1..=14 {
        let at = reading.first.checked_sub(back)?;
        let token = t.get(at);
        if next.gap == Gap::Paragraph || token.is(';') || token.is('.') && ends_sentence(t, at) {
            return None;
        }
        if token.is_word()
            && let Some(tense) = tense_of(t, at, token, next, back)
        {
            return Some(tense);
        }
        next = token;
    }
    None
}

/// Whether a point ends a sentence, inside a quotation too.
fn ends_sentence(t: &Tokens<'_>, at: usize) -> bool {
    let (mark, next) = (t.get(at + 1), t.get(at + 2));
    mark.gap != Gap::None
        || mark.symbol().is_some_and(|mark| matches!(mark, '"' | '”'))
            && next.gap != Gap::None
            && next.case != Case::Lower
}

/// What a word tells of the tense of what is read so many tokens behind it.
fn tense_of(t: &Tokens<'_>, at: usize, word: Token, next: Token, back: usize) -> Option<Tense> {
    let before = at.wrapping_sub(1);
    let to = word.reads(w!("to"));
    // "down from $4 million at the end of the third quarter", "compared to the third quarter"
    if to || word.reads(w!("from")) || word.reads(w!("with")) {
        let compared = match tense(t, before) {
            Some(Tense::Changed) => word.reads(w!("from")),
            Some(Tense::Compared) => !word.reads(w!("from")),
            _ => false,
        };
        // "For the half year to end-June" is over; "we managed to keep Q3 costs low".
        let span = || t.is_any(before, words!["year", "months", "half", "quarter", "period"]);
        if compared || to && (span() || t.is_any(before, DONE)) {
            return Some(Tense::Back);
        }
    }
    let tense = tense(t, at).filter(|tense| matches!(tense, Tense::Back | Tense::Ahead))?;
    // "to be completed in March" is to come.
    let passive = tense == Tense::Back && t.is(before, w!("be"));
    let month = word.reads(w!("may")) && word.case != Case::Lower;
    // "surged $2 to $13.75 on Wednesday"
    let sum = to && (next.is_number() || next.symbol().is_some_and(|mark| matches!(mark, '$' | '€' | '£' | '¥' | '₹')));
    // "by January", but not "by the university in January"
    // "was submitted to the agency on May 5"
    // "the placement to institutional investors in June"
    let given = || t.is_any(at + 1, words!["the", "a", "its", "our"]) || t.is_any(before, GIVEN);
    let far =
        || back > 2 && (to && given() || t.is_any(at, words!["by", "until", "through", "into"])) || back > 6 && to;
    (!passive && !month && !sum && !far()).then_some(tense)
}

/// What is done with what "to" follows.
const DONE: &List = words!["managed", "continued", "failed", "helped", "began", "chose", "had"];
/// What is given to somebody, or put before him.
const GIVEN: &List = words![
    "placement",
    "sale",
    "payment",
    "payments",
    "licence",
    "license",
    "grant",
    "letter",
    "submission",
    "presentation"
];

fn with_clock(day: Date, clock: Option<Clock>) -> Text {
    let mut text = Writing::default();
    day.push_to(&mut text);
    if let Some(clock) = clock {
        text.push('T');
        push_digits::<2>(&mut text, clock.hour.into());
        text.push(':');
        push_digits::<2>(&mut text, clock.minute.into());
    }
    text.done()
}

fn months(year: i32, from: u32, to: u32) -> Option<Text> {
    Some(interval(Date::new(year, from, 1)?, Date::new(year, to, 1)?.last_of_month()))
}

/// `2016-12-03/2016-12-06`
fn interval(first: Date, last: Date) -> Text {
    let mut text = Writing::default();
    first.push_to(&mut text);
    text.push('/');
    last.push_to(&mut text);
    text.done()
}

/// `2016`
fn of_year(year: i32) -> Text {
    let mut text = Writing::default();
    push_digits::<4>(&mut text, year);
    text.done()
}

/// `2016-11`
fn month_of_year(year: i32, month: u32) -> Text {
    let mut text = Writing::default();
    push_digits::<4>(&mut text, year);
    text.push('-');
    push_digits::<2>(&mut text, month as i32);
    text.done()
}

/// `2016-Q3`, `2016-H1`
fn part_of_year(year: i32, sign: &str, number: u8) -> Text {
    let mut text = Writing::default();
    push_digits::<4>(&mut text, year);
    text.push_str(sign);
    push_digits::<1>(&mut text, number.into());
    text.done()
}

pub(super) fn fiscal_months(year: i32, fiscal: FiscalYear, from: u32, to: u32) -> Option<(Date, Date)> {
    let start = Date::new(year + i32::from(fiscal.by_start), fiscal.end, 1)?.add_months(-11)?;
    let first = start.add_months(i64::from(from) - 1)?;
    let last = start.add_months(i64::from(to) - 1)?.last_of_month();
    Some((first, last))
}

/// Days from one day to another, well enough for telling which is nearer.
fn days_between(from: Date, to: Date) -> i64 {
    let count = |date: Date| i64::from(date.year()) * 365 + i64::from(date.month()) * 30 + i64::from(date.day());
    count(to) - count(from)
}
