//! Modifiers and relative expressions: `mid-2018`, `end of the third quarter`, `later this year`.
//!
//! In: tokens and a place. Out: a reading, with the modifier inside the span where it is one phrase.

use super::part::{half, of_when, part_of, quarter, week_of_month, when};
use super::period::{ended, is_ended};
use super::{Partial, Reading, Said, Seen, Shape, Unit, dash, is_mark, is_other_word, wanted};
use crate::extract::calendar::written::{self, Form, MONTHS};
use crate::extract::kinds::date::table::{Role, WORDS};
use crate::extract::kinds::date::year;
use crate::extract::lex::{Case, Class, Folded, Gap, Tokens, w, words};
use crate::extract::mention::Modifier;

/// `early 2027`, `mid-2018`, `late second quarter of 2025`, `mid-to-late 2025`, `mid-year 2026`.
///
/// Near misses: `early stage`, `late-onset`.
pub(super) fn part(t: &Tokens<'_>, at: usize, modifier: Modifier) -> Option<Reading> {
    let mut next = at + 1;
    let mut modifier = modifier;
    if t.is(at, w!("midyear")) {
        let (said, end) = of_when(t, next).map_or((Said::No, next), |when| (when.said, when.end));
        let reading = Reading::new(at, end, Shape::Year { said, fiscal: false }, "date.part-of-year");
        return Some(Reading { modifier: Some(Modifier::Mid), ..reading });
    }
    if is_other_word(t, next, words!["to", "in", "part"]) {
        return None;
    }
    // "mid-to-late", "early to mid", "mid/late"
    let to = next + dash(t, next);
    let slash = t.get(next).is('/');
    if t.is(to, w!("to")) || slash {
        let other = if slash { next + 1 } else { to + 1 + dash(t, to + 1) };
        let Some(&Role::Part(second)) = WORDS.find(t, other) else { return None };
        modifier = if modifier == Modifier::Start { Modifier::Start } else { second };
        next = other + 1;
    }
    next += dash(t, next);
    if t.get(next).gap == Gap::Paragraph {
        return None;
    }
    if t.is(next, w!("year")) && modifier == Modifier::Mid {
        let (said, end) = of_when(t, next + 1).map_or((Said::No, next + 1), |when| (when.said, when.end));
        let reading = Reading::new(at, end, Shape::Year { said, fiscal: false }, "date.part-of-year");
        return Some(Reading { modifier: Some(modifier), ..reading });
    }
    // "early part of 2026"
    if t.is(next, w!("part")) && t.is(next + 1, w!("of")) {
        return part_of(t, at, next + 2, modifier);
    }
    let spread = t.is(next, w!("in"));
    next += usize::from(spread);
    next += usize::from(spread && t.is(next, w!("the")));
    modified(t, at, next, modifier)
}

/// Reads what a modifier stands before.
pub(super) fn modified(t: &Tokens<'_>, first: usize, at: usize, modifier: Modifier) -> Option<Reading> {
    let token = t.get(at);
    let inner = if token.is_number() && token.len() == 4 {
        let (year, end) = written::year(t, at)?;
        if !(1900..=2100).contains(&year) && !t.is(end, w!("s")) {
            return None;
        }
        // "mid-1990s", "late 1990's": behind the dash the year alone would look like part of a code.
        let mark = usize::from(t.get(end).is('’') || t.get(end).is('\''));
        let decade = t.is(end + mark, w!("s")) && t.get(end + mark).is_glued() && year % 10 == 0;
        match year::year(t, at) {
            _ if decade => Reading::new(at, end + mark + 1, Shape::Decade(year), "date.decade"),
            Seen::Date(reading) => reading,
            _ => Reading::new(at, end, Shape::Year { said: Said::Year(year), fiscal: false }, "date.year"),
        }
    } else {
        match (WORDS.find(t, at), MONTHS.find(t, at)) {
            (Some(Role::Ordinal(_) | Role::Fiscal | Role::Calendar | Role::Fy | Role::Cy | Role::Q | Role::H), _)
            | (Some(Role::Near(_) | Role::Said(_) | Role::Season(_) | Role::Year), _)
            | (_, Some(_)) => match (wanted(t, at), WORDS.find(t, at)) {
                (Some(inner), _) => inner,
                // "by late summer"
                (None, Some(&Role::Season(code))) if t.get(at).case == Case::Lower && !t.get(at + 1).is_number() => {
                    Reading::new(at, at + 1, Shape::Season { code, said: Said::No }, "date.season").unsure()
                }
                _ => return None,
            },
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
        // "end of the September quarter", "beginning of the previous fiscal year ended March 31, 2031"
        Shape::Ended { .. } => inner.rule == "date.month-quarter" || matches!(WORDS.find(t, at), Some(Role::Said(_))),
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
pub(super) fn edge(t: &Tokens<'_>, at: usize, modifier: Modifier) -> Option<Reading> {
    let mut next = at + 1 + dash(t, at + 1);
    let of = t.is(next, w!("of"));
    next += usize::from(of);
    if of {
        next += dash(t, next);
        let article = t.is(next, w!("the"));
        next += usize::from(article);
        if t.get(next).gap == Gap::Paragraph {
            return None;
        }
        let kind = next + usize::from(t.is_any(next, words!["calendar", "fiscal", "financial"]));
        let unit = unit(t, kind);
        let plain = matches!(unit, Some(Unit::Year | Unit::Quarter | Unit::Month));
        if plain && !is_ended(t, kind + 1) && !t.is(kind + 1, w!("of")) {
            if let Some((year, end)) = written::year(t, kind + 1)
                && unit == Some(Unit::Year)
            {
                let shape = Shape::Year { said: Said::Year(year), fiscal: t.is(next, w!("fiscal")) };
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
    } else if t.is(at, w!("close")) || t.get(next).gap > Gap::Line {
        return None;
    } else if t.get(next).symbol().is_some() {
        // "end-'26"
        if t.get(at + 1).class != Class::Dash {
            return None;
        }
    } else if !t.get(next).is_number() && t.get(at + 1).class != Class::Dash {
        let role = WORDS.find(t, next);
        if !matches!(role, Some(Role::Q | Role::Fy)) || modifier != Modifier::End {
            return None;
        }
    } else if t.get(next).len() != 4 {
        // "end-November", "end-Q3 2030"
        let label = matches!(WORDS.find(t, next), Some(Role::Q | Role::H)) && t.get(next + 1).is_number();
        if t.get(at + 1).class != Class::Dash || !(MONTHS.find(t, next).is_some() || label) {
            return None;
        }
    }
    modified(t, at, next, modifier)
}

/// `later this year`, `earlier this month`, `earlier today`, `later in the year`.
pub(super) fn shift(t: &Tokens<'_>, at: usize, modifier: Modifier) -> Option<Reading> {
    if t.get(at + 1).gap == Gap::Paragraph {
        return None;
    }
    if t.is(at + 1, w!("this")) {
        let inner = near(t, at + 1, 0)?;
        return Some(Reading { first: at, modifier: Some(modifier), ..inner });
    }
    // "earlier today"
    if t.is(at + 1, w!("today")) {
        let shape = Shape::Near { unit: Unit::Day, offset: 0 };
        return Some(Reading { modifier: Some(modifier), ..Reading::new(at, at + 2, shape, "date.today") });
    }
    if t.is(at + 1, w!("in")) {
        let the = usize::from(t.is(at + 2, w!("the")));
        if the == 1
            && let Some(unit) = unit(t, at + 3)
            && !t.is(at + 4, w!("of"))
        {
            let reading = Reading::new(at, at + 4, Shape::Near { unit, offset: 0 }, "date.relative");
            return Some(Reading { modifier: Some(modifier), ..reading });
        }
    }
    None
}

pub(super) fn unit(t: &Tokens<'_>, at: usize) -> Option<Unit> {
    const UNITS: &[(Folded, Unit)] = &[
        (w!("year"), Unit::Year),
        (w!("quarter"), Unit::Quarter),
        (w!("month"), Unit::Month),
        (w!("week"), Unit::Week),
    ];
    UNITS.iter().find(|(word, _)| t.is(at, *word)).map(|&(_, unit)| unit)
}

/// `this year`, `last year`, `next month`, `this summer`, `last April`, `last quarter of 2024`.
///
/// Near misses: `over the last year`, `the next three years`, `last patient`.
pub(super) fn near(t: &Tokens<'_>, at: usize, offset: i8) -> Option<Reading> {
    let mut next = at + 1;
    if t.get(next).gap == Gap::Paragraph
        || is_other_word(t, next, words!["morning", "afternoon", "evening", "night", "past"])
    {
        return None;
    }
    // "this morning", "last night": a part of a day, valued as the day.
    if offset == 0 && t.is_any(next, words!["morning", "afternoon", "evening"])
        || offset == -1 && t.is(next, w!("night"))
    {
        return Some(Reading::new(at, next + 1, Shape::Near { unit: Unit::Day, offset }, "date.relative"));
    }
    // "this past quarter"
    if offset == 0
        && t.is(next, w!("past"))
        && let Some(unit) = unit(t, next + 1)
    {
        return Some(Reading::new(at, next + 2, Shape::Near { unit, offset: -1 }, "date.relative"));
    }
    let fiscal = t.is_any(next, words!["fiscal", "financial"]);
    next += usize::from(fiscal || t.is(next, w!("calendar")));
    // "filed this fiscal"
    if fiscal && t.is(next - 1, w!("fiscal")) && !t.get(next).is_word() {
        let shape = Shape::Year { said: Said::Offset(offset), fiscal };
        return Some(Reading::new(at, next, shape, "date.relative"));
    }
    // "last week of June 2025"
    if offset == -1
        && t.is(next, w!("week"))
        && t.is(next + 1, w!("of"))
        && let Some(reading) = week_of_month(t, at, next + 2, 4)
    {
        return Some(reading);
    }
    if let Some(unit) = unit(t, next) {
        let article = t.is_any(at.wrapping_sub(1), words!["the", "a", "past"]) || t.is(next + 1, w!("of"));
        if offset == -1 && unit == Unit::Quarter && t.is(next + 1, w!("of")) {
            return quarter(t, at, next + 1, 4, 4, fiscal);
        }
        if article && !fiscal && (unit == Unit::Year || t.is(next + 1, w!("of"))) {
            return None;
        }
        // "last year's third quarter"
        let owned = is_mark(t.get(next + 1), &['’', '\'']) && t.is(next + 2, w!("s")) && unit == Unit::Year;
        if let Some(part) = owned.then(|| wanted(t, next + 3)).flatten() {
            let said = Said::Offset(offset);
            match part.shape {
                Shape::Quarter { first, last, said: Said::No, fiscal: own } => {
                    let shape = Shape::Quarter { first, last, said, fiscal: fiscal || own };
                    return Some(Reading { first: at, shape, ..part });
                }
                Shape::Half { number, said: Said::No, fiscal: own } => {
                    return Some(Reading {
                        first: at,
                        shape: Shape::Half { number, said, fiscal: fiscal || own },
                        ..part
                    });
                }
                _ => {}
            }
        }
        let shape = Shape::Near { unit, offset };
        return Some(Reading::new(at, next + 1, shape, "date.relative"));
    }
    // "last six months of 2024"
    if offset == -1
        && let Some(&Role::Cardinal(count @ 1..=11)) = WORDS.find(t, next)
        && t.is_any(next + 1, words!["months", "month"])
        && t.is(next + 2, w!("of"))
    {
        let when = when(t, next + 3)?;
        let to = Partial { year: when.said, month: 12, day: 0, weekday: 0 };
        let from = Partial { month: 13 - count, ..to };
        return Some(Reading::new(at, when.end, Shape::Range { from, to }, "date.months-of-year"));
    }
    if offset == -1 && t.is(next, w!("half")) {
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
pub(super) fn said(t: &Tokens<'_>, at: usize, offset: i8) -> Option<Reading> {
    let mut next = at + 1 + dash(t, at + 1);
    let fiscal = t.is(next, w!("fiscal"));
    next += usize::from(t.is_any(next, words!["fiscal", "calendar", "financial"]));
    // "against the previous fiscal"
    if fiscal
        && (!t.get(next).is_word() || t.is_any(next, words!["and", "was", "when", "as", "on", "due", "hit", "which"]))
    {
        return Some(Reading::new(at, next, Shape::Beside { unit: Unit::Year, offset }, "date.relative"));
    }
    let unit = unit(t, next)?;
    if t.get(next).gap > Gap::Line {
        return None;
    }
    // "the previous fiscal year ended March 31, 2031"
    let months = match unit {
        Unit::Year => 12,
        Unit::Quarter => 3,
        _ => 0,
    };
    if months > 0
        && let Some((end, after)) = ended(t, next + 1).filter(|(end, _)| end.day > 0 && end.year != Said::No)
    {
        let shape = Shape::Ended { months, weeks: 0, end, quarter: 0 };
        return Some(Reading::new(at, after, shape, "date.period-ended"));
    }
    if let Some(part) = part_beside(t, at, next + 1, offset).filter(|_| unit == Unit::Year) {
        return Some(part);
    }
    Some(Reading::new(at, next + 1, Shape::Beside { unit, offset }, "date.relative"))
}

/// The quarter or half at `at`, of a year so far from the one under discussion: `prior-year second quarter`, `year-ago
/// third quarter`.
pub(super) fn part_beside(t: &Tokens<'_>, first: usize, at: usize, offset: i8) -> Option<Reading> {
    let owned = is_mark(t.get(at), &['’', '\'']) && t.is(at + 1, w!("s"));
    let at = if owned { at + 2 } else { at };
    let fits = t.get(at).gap <= Gap::Line && t.get(at).case == Case::Lower;
    let part = fits.then(|| wanted(t, at)).flatten()?;
    let said = Said::Beside(offset);
    let shape = match part.shape {
        Shape::Quarter { first, last, said: Said::No, fiscal } => Shape::Quarter { first, last, said, fiscal },
        Shape::Half { number, said: Said::No, fiscal } => Shape::Half { number, said, fiscal },
        _ => return None,
    };
    Some(Reading { first, shape, ..part })
}

/// `summer 2024`, `fall of 2025`, `spring of this year`.
///
/// Near misses: `fall`, the verb, and `Spring Street`.
pub(super) fn season(t: &Tokens<'_>, at: usize, code: &'static str) -> Option<Reading> {
    let when = of_when(t, at + 1)?;
    if !t.is(at + 1, w!("of"))
        && t.is(at, w!("fall"))
        && t.get(at).case == Case::Lower
        && !t.is_any(at.wrapping_sub(1), words!["the", "in", "early", "late"])
    {
        return None;
    }
    // "winter 2023/24" bears the year it begins in.
    let (mark, tail) = (t.get(when.end), t.get(when.end + 1));
    let both = (mark.is('/') || mark.class == Class::Dash) && mark.is_glued() && tail.is_glued() && tail.len() == 2;
    let next_year = match (when.said, tail.number()) {
        (Said::Year(year), Some(tail)) => i64::from(tail) == i64::from((year + 1) % 100),
        _ => false,
    };
    let end = if both && next_year { when.end + 2 } else { when.end };
    Some(Reading::new(at, end, Shape::Season { code, said: when.said }, "date.season"))
}
