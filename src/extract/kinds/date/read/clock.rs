//! Weekdays and times of day, where a day stands beside them.
//!
//! In: tokens and a place. Out: `8:30 AM ET on Friday, November 11, 2016` as one reading. A time of day
//! alone is no date.

use super::day::is_weekday;
use super::{Clock, Partial, Reading, Said, Seen, Shape, Unit, is_mark, wanted};
use crate::extract::calendar::written::{self, MONTHS};
use crate::extract::kinds::date::table::{ZONES, Zone};
use crate::extract::lex::{Case, Class, Gap, Tokens, w, words};

/// `Friday, November 11, 2016`, `on Monday`.
///
/// Near miss: `Monday through Friday`, which names no day.
pub(super) fn weekday(t: &Tokens<'_>, at: usize, day: u8) -> Seen {
    let dotted = t.get(at + 1).is('.') && t.get(at + 1).is_glued();
    let mut next = at + 1 + usize::from(dotted);
    next += usize::from(t.get(next).is(','));
    next += usize::from(t.is(next, w!("the")));
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
            return Seen::Date(with_clock_after(t, Reading { first: at, ..reading }));
        }
    }
    if t.str(at).len() < 6 || t.get(at).case == Case::Lower || t.get(at + 1).is_glued() && t.get(at + 1).is_word() {
        return Seen::Nothing;
    }
    // "on Friday (September 20)": the day that the brackets tell
    if t.get(at + 1).is('(')
        && MONTHS.find(t, at + 2).is_some()
        && let Some(Reading { shape: Shape::Point(point), end, .. }) = wanted(t, at + 2)
        && point.day > 0
        && t.get(end).is(')')
    {
        let shape = Shape::Point(Partial { weekday: day, ..point });
        return Seen::Date(Reading::new(at, at + 1, shape, "date.weekday"));
    }
    let joint = t.is_any(at + 1, words!["through", "to", "and", "thru"]) || t.get(at + 1).class == Class::Dash;
    if joint && is_weekday(t, at + 2) {
        return Seen::LookAlike(at + 3, "date.not-weekly");
    }
    // "Black Friday", "Every Monday", "Sunday Times" name no day.
    let before = t.get(at.wrapping_sub(1));
    let led = before.is_word()
        && before.case == Case::Lower
        && !t.is_any(at.wrapping_sub(1), words!["every", "each", "a", "the"]);
    let after = t.get(at + 1);
    let named = after.is_word() && after.case != Case::Lower && after.gap == Gap::Space;
    // "On Monday Alba Bio said"
    let on = t.is_any(at.wrapping_sub(1), words!["on", "earlier", "late", "later"])
        && before.case != Case::Upper
        && t.get(at).gap == Gap::Space;
    // "treats epilepsy, Monday said it", "Alba Bio plc Tuesday reported"
    // "closed at $3.21 Tuesday on the exchange"
    let priced = before.is_number() && t.get(at).gap == Gap::Space && t.is(at + 1, w!("on"));
    let told = priced
        || (before.is(',') || (before.is_word() || before.is(')')) && t.get(at).gap == Gap::Space)
            && t.is_any(at + 1, words!["said", "announced", "reported"]);
    // "according to a Wednesday release"
    let dated = t.is_any(at.wrapping_sub(1), words!["a", "the"])
        && t.is_any(at + 1, words!["release", "statement", "filing", "note", "announcement", "report"]);
    // "In Thursday pre-market trade"
    let traded =
        t.is(at.wrapping_sub(1), w!("in")) && t.is_any(at + 1, words!["pre", "premarket", "trading", "trade", "after"]);
    // "Thursday was a good day"
    let begins = at == 0 || t.get(at).gap >= Gap::Line || before.is('.') && t.get(at).gap == Gap::Space;
    let tells = t.is_any(at + 1, words!["was", "is", "saw", "brought", "marked", "marks"])
        || is_mark(after, &['’', '\'']) && after.is_glued() && t.is(at + 2, w!("s"));
    if on || begins && tells || told || dated || traded || led && !named {
        return Seen::Date(Reading::new(at, at + 1, Shape::Weekday(day), "date.weekday").unsure());
    }
    Seen::Nothing
}

/// `23:59`, `21:31:50` behind a date, which says that it is a time of day.
fn plain_clock(t: &Tokens<'_>, at: usize) -> Option<(Clock, usize)> {
    let two = |at: usize| t.get(at).is_number() && t.get(at).len() == 2;
    let colon = |at: usize| t.get(at).is(':') && t.get(at).is_glued() && t.get(at + 1).is_glued() && two(at + 1);
    let (hour, minute) = (t.get(at).number()?, t.get(at + 2).number()?);
    if !two(at) || !colon(at + 1) || hour >= 24 || minute >= 60 {
        return None;
    }
    let clock = Clock { hour: u8::try_from(hour).ok()?, minute: u8::try_from(minute).ok()? };
    Some((clock, at + 3 + if colon(at + 3) { 2 } else { 0 }))
}

/// The half of the day said at a token, and the token after it.
pub(super) fn is_am_pm(t: &Tokens<'_>, at: usize) -> Option<(bool, usize)> {
    if t.is(at, w!("am")) || t.is(at, w!("pm")) {
        return Some((t.is(at, w!("pm")), at + 1));
    }
    if t.is_any(at, words!["a", "p"]) && t.get(at + 1).is('.') && t.is(at + 2, w!("m")) {
        let end = at + 3 + usize::from(t.get(at + 3).is('.') && t.get(at + 3).is_glued());
        return Some((t.is(at, w!("p")), end));
    }
    None
}

/// The half of the day that only the end of an hour's range says: `7:15 to 9 p.m.`, `9–10 a.m.`.
///
/// Near miss: `11:30 to 1 p.m.`, which begins in the other half.
fn shared_half(t: &Tokens<'_>, at: usize, hour: u32) -> Option<(bool, usize)> {
    if t.get(at).class != Class::Dash && !t.is(at, w!("to")) || !t.get(at + 1).is_number() {
        return None;
    }
    let minutes = t.get(at + 2).is(':') && t.get(at + 3).is_number() && t.get(at + 3).is_glued();
    let last = t.get(at + 1).number().filter(|last| (1..=12).contains(last))?;
    let (afternoon, _) = is_am_pm(t, if minutes { at + 4 } else { at + 2 })?;
    let same = hour % 12 <= last % 12;
    Some((if same { afternoon } else { !afternoon }, at))
}

/// Past a time zone: `ET`, `(ET)`, `Eastern Daylight Time`, `local time`.
pub(super) fn zone(t: &Tokens<'_>, at: usize) -> usize {
    let open = usize::from(t.get(at).is('('));
    let mut end = at + open;
    // "10:59", line end, "LONDON – …"
    if t.get(at).gap >= Gap::Line {
        return at;
    }
    if t.is(end, w!("u")) && t.get(end + 1).is('.') && t.is(end + 2, w!("s")) {
        end += 3 + usize::from(t.get(end + 3).is('.'));
    } else if t.is(end, w!("us")) {
        end += 1;
    }
    if ZONES.find(t, end) == Some(&Zone::Short) {
        end += 1;
    } else if ZONES.find(t, end) == Some(&Zone::Long) {
        let city = t.is(end, w!("new"));
        end += 1 + usize::from(city);
        end += usize::from(city && t.is(end, w!("city")));
        end += usize::from(t.is_any(end, words!["standard", "daylight", "summer", "european", "mean"]));
        end += usize::from(t.is(end, w!("summer")));
        end += usize::from(t.is(end, w!("time")));
    } else {
        return at;
    }
    if open == 1 {
        return if t.get(end).is(')') { end + 1 } else { at };
    }
    end
}

/// A time of day with its zone at a token that is a number.
pub(super) fn clock(t: &Tokens<'_>, at: usize) -> Option<(Clock, usize)> {
    let hour = t.get(at).number().filter(|hour| *hour <= 24 && t.get(at).len() <= 2)?;
    let mut end = at + 1;
    let mut minute = 0;
    let minutes = t.get(at + 2);
    // "18h00 CET"
    let colon = t.get(end).is(':') || t.is(end, w!("h")) && t.get(end).case == Case::Lower;
    if (colon || t.get(end).is('.')) && t.get(end).is_glued() && minutes.is_glued() && minutes.len() == 2 {
        minute = minutes.number().filter(|minute| *minute < 60)?;
        end = at + 3;
        // Seconds.
        if t.get(end).is(':') && t.get(end + 1).is_number() {
            end += 2;
        }
    }
    let half = is_am_pm(t, end).or_else(|| shared_half(t, end, hour));
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
    } else if t.is(end, w!("noon")) && hour == 12 {
        end += 1;
    } else if !colon {
        // "14.00 CEST"
        let zoned = ZONES.find(t, end) == Some(&Zone::Short) && t.get(end).case == Case::Upper && t.str(end).len() > 2;
        if end == at + 1 || t.get(at).len() != 2 || !zoned {
            return None;
        }
    }
    let zoned = zone(t, end);
    // "15:41 October 26, 2030"
    let dated = || {
        let capital = t.get(end).case != Case::Lower && t.get(end).gap == Gap::Space;
        colon && capital && written::month_first(t, end).is_some_and(|day| day.day.is_some() && day.year.is_some())
    };
    let led = t.is_any(end, words!["on", "today", "tomorrow"]) || t.get(end).class == Class::Dash;
    if half.is_none() && zoned == end && !led && !dated() {
        return None;
    }
    Some((Clock { hour, minute: u8::try_from(minute).ok()? }, zoned))
}

/// `8:30 AM ET on Friday, November 11, 2016`, `5:00 PM ET today`.
///
/// Near miss: `today at 4:30 p.m. ET`, where only the day is taken.
pub(super) fn dated_clock(t: &Tokens<'_>, first: usize, clock_read: Clock, end: usize) -> Option<Reading> {
    let mut at = end;
    // Other zones: "/ 5:30 a.m. PT", "(2:30 p.m. CET)"; the end of the hour: "– 9:30 a.m. ET".
    for _ in 0..3 {
        let open = t.get(at).is('(') || t.get(at).is('[');
        let joint = is_mark(t.get(at), &['/', '|'])
            || t.get(at).class == Class::Dash
            || t.is_any(at, words!["to", "or", "and"])
            || open;
        if joint && let Some((_, after)) = clock(t, at + 1) {
            at = after + usize::from(open && (t.get(after).is(')') || t.get(after).is(']')));
        }
    }
    at += usize::from(t.get(at).is(','));
    // ", New York City time, on"
    let named = zone(t, at);
    if named > at {
        at = named + usize::from(t.get(named).is(','));
    }
    at += usize::from(t.is(at, w!("on")));
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

/// `noon ET on May 20, 2025`, `midnight on Friday, May 9`.
///
/// Near miss: `around noon`, which names no day.
pub(super) fn named_hour(t: &Tokens<'_>, at: usize, hour: u8) -> Option<Reading> {
    dated_clock(t, at, Clock { hour, minute: 0 }, zone(t, at + 1))
}

/// The `T08:30:00Z` of a day by ISO 8601, with its zone.
fn iso_clock(t: &Tokens<'_>, at: usize) -> Option<(Clock, usize)> {
    let glued = |from: usize, to: usize| (from..to).all(|at| t.get(at).is_glued());
    let (hour, minute) = (t.get(at + 1), t.get(at + 3));
    if !t.is(at, w!("t")) || !glued(at, at + 4) || hour.len() != 2 || minute.len() != 2 || !t.get(at + 2).is(':') {
        return None;
    }
    let hour = hour.number().filter(|hour| *hour < 24)?;
    let minute = minute.number().filter(|minute| *minute < 60)?;
    let mut end = at + 4;
    while (t.get(end).is(':') || t.get(end).is('.')) && t.get(end + 1).is_number() && glued(end, end + 2) {
        end += 2;
    }
    if t.is(end, w!("z")) && t.get(end).is_glued() {
        end += 1;
    } else if (t.get(end).is('+') || t.get(end).class == Class::Dash)
        && t.get(end + 1).is_number()
        && glued(end, end + 2)
    {
        end += if t.get(end + 2).is(':') && glued(end + 2, end + 4) { 4 } else { 2 };
    }
    Some((Clock { hour: u8::try_from(hour).ok()?, minute: u8::try_from(minute).ok()? }, end))
}

/// `Nov 06, 2024, 08:30 ET`, `Monday May 5, 6:00 am ET`: a time of day directly after a full day, without "at".
pub(super) fn with_clock_after(t: &Tokens<'_>, reading: Reading) -> Reading {
    let Shape::Point(Partial { year, day: 1.., weekday, .. }) = reading.shape else { return reading };
    if !matches!(year, Said::Year(_)) && weekday == 0 || reading.clock.is_some() {
        return reading;
    }
    if let Some(read) = iso_clock(t, reading.end) {
        return Reading { end: read.1, clock: Some(read.0), ..reading };
    }
    let at = reading.end + usize::from(t.get(reading.end).is(','));
    // "Nov 6, 2024 / 08:30 ET", "Nov 6, 2024 - 8:30am": only where the hour leaves no doubt.
    let mark = t.get(at);
    let parted = is_mark(mark, &['/', '|', '@']) || mark.class == Class::Dash;
    if parted && mark.gap == Gap::Space && t.get(at + 1).gap == Gap::Space && at == reading.end {
        // "– 05h45pm CET"
        let hours = t.is(at + 2, w!("h")) && t.get(at + 2).is_glued() && t.get(at + 3).is_glued();
        let doubtless = (t.get(at + 2).is(':') || hours) && t.get(at + 1).len() <= 2;
        return match clock(t, at + 1).or_else(|| plain_clock(t, at + 1)).filter(|_| doubtless) {
            Some((read, end)) => Reading { end, clock: Some(read), ..reading },
            None => reading,
        };
    }
    let token = t.get(at);
    if token.gap > Gap::Space || !token.is_number() || token.len() > 2 {
        return reading;
    }
    if let (Some((read, end)), None) = (plain_clock(t, at), clock(t, at)) {
        return Reading { end, clock: Some(read), ..reading };
    }
    match clock(t, at) {
        Some((read, end)) => {
            let range = t.get(end).class == Class::Dash || t.is(end, w!("to"));
            let end = if range { clock(t, end + 1).map_or(end, |(_, after)| after) } else { end };
            Reading { end, clock: Some(read), ..reading }
        }
        None => reading,
    }
}
