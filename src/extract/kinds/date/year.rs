//! Bare years: `in 2015`, `2024 was`, `the comparable 2023 periods`, `the 1990s`.
//!
//! Any number of four digits from 1900 on may be a year, a count, a code or a part of a name. So a
//! number is a year unless something around it says that it is not. Each way of not being one has its
//! rule.

use super::read::{Partial, Reading, Said, Seen, Shape, year_then_part};
use super::table::{After, BEFORE, Before, after};
use crate::extract::calendar::written::{self, MONTHS};
use crate::extract::lex::{Case, Class, Gap, Token, Tokens, w, words};

/// The rule by which a year in an event's name is none.
pub(super) const NOT_EVENT: &str = "date.not-event";
/// How far the head of an event's name may be from its year.
const EVENT_REACH: usize = 18;

/// Reads the year at a number of four digits.
pub(super) fn year(t: &Tokens<'_>, at: usize) -> Seen {
    let Some(number) = t.get(at).number().and_then(|number| i32::try_from(number).ok()) else { return Seen::Nothing };
    if !(1800..=2100).contains(&number) || is_part_of_code(t, at) {
        return Seen::Nothing;
    }
    let end = at + 1;
    let next = t.get(end);
    if next.is_glued() && next.is_word() && t.is(end, w!("s")) {
        return decade(at, number);
    }
    if t.get(end).is('’')
        && t.is(end + 1, w!("s"))
        && t.get(end + 1).is_glued()
        && number % 10 == 0
        && t.is(at.wrapping_sub(1), w!("the"))
    {
        return Seen::Date(Reading::new(at, end + 2, Shape::Decade(number), "date.decade"));
    }
    let reading = Reading::new(at, end, Shape::Year { said: Said::Year(number), fiscal: false }, "date.year");
    if let Some(part) = year_then_part(t, reading) {
        return Seen::Date(part);
    }
    if is_head_of_code(t, end) {
        return Seen::Nothing;
    }
    // "2009 Mar;10(3)": as in lists of literature.
    if let Some(point) = written::month_first(t, end)
        && point.year.is_none()
        && t.get(end).gap == Gap::Space
        && t.get(end).case == Case::Capital
        && (t.get(point.end).is(';') || point.day.is_some() && !t.is(at.wrapping_sub(1), w!("in")))
    {
        return Seen::Date(super::read::point_of_year(at, number, point));
    }
    let range = super::read::joined_range(t, reading);
    if range.end == end && (t.get(end).class == Class::Dash || t.get(end).is('/')) && t.get(end).is_glued() {
        let tail = t.get(end + 1);
        if tail.is_glued() && tail.is_number() {
            return Seen::Nothing;
        }
    }
    // "the 2029-30 fiscal year"
    let fiscal = t.is_any(range.end, words!["fiscal", "financial"]) && t.is(range.end + 1, w!("year"));
    if fiscal
        && let Shape::Range { from, to: Partial { year: said @ Said::Year(last), .. } } = range.shape
        && from.year == Said::Year(last - 1)
    {
        let shape = Shape::Year { said, fiscal };
        return Seen::Date(Reading::new(at, range.end + 2, shape, "date.fiscal-year"));
    }
    let before = if t.get(at).gap == Gap::Paragraph { None } else { BEFORE.find(t, at.wrapping_sub(1)) };
    if !(1900..=2060).contains(&number) && before != Some(&Before::Year) {
        return Seen::Nothing;
    }
    match not_a_year(t, at, range.end, before) {
        Some("") => Seen::Nothing,
        Some(rule) => Seen::LookAlike(range.end, rule),
        None if !(1950..=2045).contains(&number) && before != Some(&Before::Year) => Seen::Date(range.unsure()),
        None => Seen::Date(range),
    }
}

/// `1990s`, also with an apostrophe.
fn decade(at: usize, number: i32) -> Seen {
    if number % 10 != 0 {
        return Seen::Nothing;
    }
    Seen::Date(Reading::new(at, at + 2, Shape::Decade(number), "date.decade"))
}

/// Whether something glued before makes the number part of a code: `PT-2016`, `1.2016`, `$2016`.
fn is_part_of_code(t: &Tokens<'_>, at: usize) -> bool {
    if at == 0 {
        return false;
    }
    let before = t.get(at - 1);
    const SIGNS: &[char] = &['$', '€', '£', '¥', '#', '№', '+', '=', '<', '>', '≥', '≤', '~', '×', '@', '_', '%'];
    if before.symbol().is_some_and(|sign| SIGNS.contains(&sign)) {
        let markup = (before.is('>') || before.is('_')) && t.get(at).is_glued();
        // "% 2030 change" heads a column.
        let apart = before.is('%') && !t.get(at).is_glued();
        return t.get(at).gap <= Gap::Space && !markup && !apart;
    }
    if !t.get(at).is_glued() {
        return false;
    }
    match before.class {
        // "since2024", "in2024", "of2025": words that a conversion ran together.
        Class::Word => {
            !(before.case != Case::Upper && before.len() >= 3
                || before.case == Case::Lower && t.is_any(at - 1, words!["in", "of", "by", "to"]))
        }
        Class::Number | Class::Superscript => true,
        Class::Dash if before.is_glued() => {
            let word = t.get(at.wrapping_sub(2));
            !(word.is_word()
                && t.is_any(
                    at - 2,
                    words!["post", "pre", "since", "through", "calendar", "fiscal", "year", "end", "pro"],
                ))
                && before.is('-')
        }
        _ if before.is('.')
            || before.is(',')
            || before.is('/')
            || before.is(':')
            || before.is('\\')
            || before.is('&') =>
        {
            let earlier = t.get(at.wrapping_sub(2));
            before.is_glued() && (earlier.is_number() || !before.is(',') && !before.is('.') && earlier.is_word())
        }
        _ => false,
    }
}

/// Whether something glued behind makes the number part of a code: `2016A1`, `2015-001234`, `2016.5`.
fn is_head_of_code(t: &Tokens<'_>, end: usize) -> bool {
    let (next, second) = (t.get(end), t.get(end + 1));
    if next.is('%') || next.is('°') {
        return true;
    }
    if !next.is_glued() {
        return false;
    }
    match next.class {
        Class::Word => {
            // "2025Exclusive" is two words run together, "2025E" an estimate.
            let estimate = next.len() == 1 && t.is_any(end, words!["a", "e", "f"]) && next.case != Case::Lower;
            !(estimate || next.case == Case::Capital && next.len() >= 4)
        }
        Class::Number | Class::Superscript => next.class == Class::Number,
        // "2019-nCoV"
        Class::Dash if second.is_glued() && second.case == Case::Mixed => true,
        Class::Dash => second.is_glued() && second.is_number() && !is_range_tail(second),
        // "by 2034.2 Alba": the mark of a note behind the full stop.
        _ if next.is('.')
            && second.is_glued()
            && second.len() == 1
            && second.is_number()
            && t.is_any(end.wrapping_sub(2), words!["in", "by", "through", "until", "since"])
            && (t.get(end + 2).gap >= Gap::Line && t.get(end + 2).class != Class::End
                || t.get(end + 2).gap == Gap::Space && matches!(t.get(end + 2).case, Case::Capital | Case::Mixed)) =>
        {
            false
        }
        _ if next.is('.') || next.is(',') => {
            second.is_glued() && second.is_number() && (next.is('.') || second.len() == 3)
        }
        _ if next.is('/') && second.is_glued() => {
            second.is_number() && !is_range_tail(second) || second.is_word() && second.case == Case::Upper
        }
        _ => next.is('×') || next.is('_') || next.is('@'),
    }
}

const fn is_range_tail(token: Token) -> bool {
    token.len() == 4 || token.len() == 2
}

/// Whether the word at `at` is something counted: `2016 patients`.
pub(super) fn counts(t: &Tokens<'_>, at: usize) -> bool {
    t.get(at).gap != Gap::Paragraph && t.get(at).case != Case::Capital && after(t, at) == Some(&After::Count)
}

/// The rule that says why a number is no year; an empty name for what is not worth telling.
fn not_a_year(t: &Tokens<'_>, at: usize, end: usize, before: Option<&Before>) -> Option<&'static str> {
    if counts(t, end) {
        return Some("date.not-count");
    }
    // "Poster Number: 2047", "Abstract #: 2016"
    let mut label = at.wrapping_sub(1);
    while t.get(label).is(':') || t.get(label).is('#') {
        label = label.wrapping_sub(1);
    }
    if label != at.wrapping_sub(1) && t.get(at).gap < Gap::Line && BEFORE.find(t, label) == Some(&Before::Number) {
        return Some("date.not-number");
    }
    // "Company announcement No. 50 / 2030": a number of that year.
    let slash = at.wrapping_sub(1);
    if t.get(slash).is('/') && t.get(at).gap <= Gap::Space && t.get(slash.wrapping_sub(1)).is_number() {
        let label = slash.wrapping_sub(2 + usize::from(t.get(slash.wrapping_sub(2)).is('.')));
        if BEFORE.find(t, label) == Some(&Before::Number) {
            return Some("date.not-number");
        }
    }
    // "No. 2024"
    let number = t.get(at.wrapping_sub(1)).is('.') && t.get(at.wrapping_sub(1)).is_glued();
    if number
        && t.is_any(at.wrapping_sub(2), words!["no", "nos", "nr"])
        && t.get(at.wrapping_sub(2)).case == Case::Capital
    {
        return Some("date.not-number");
    }
    // "2000-fold", "2016-patient"
    if t.get(end).class == Class::Dash
        && t.get(end).is_glued()
        && t.get(end + 1).is_glued()
        && (t.is(end + 1, w!("fold")) || after(t, end + 1) == Some(&After::Count))
    {
        return Some("date.not-count");
    }
    match before {
        Some(Before::Number)
            if !(t.is_any(at - 1, words!["no", "plan", "fund"]) && t.get(at - 1).case == Case::Lower) =>
        {
            return Some("date.not-number");
        }
        // "exceeding 2030 financial guidance"
        Some(Before::About) if (end..end + 2).any(|at| after(t, at) == Some(&After::Report)) => {}
        Some(Before::About) if after_is_plain_word(t, end) => return Some("date.not-count"),
        Some(Before::Law) if t.get(at - 1).case != Case::Lower => return Some("date.not-law"),
        _ => {}
    }
    // "Law, 5728 – 1968": a year of another calendar before it.
    let dashed = t.get(at.wrapping_sub(1)).class == Class::Dash;
    if dashed && t.get(at.wrapping_sub(2)).number().is_some_and(|year| (5600..5900).contains(&year)) {
        return Some("date.not-law");
    }
    let comma = t.get(at.wrapping_sub(1)).is(',');
    let of = t.is(at.wrapping_sub(1), w!("of")) || comma;
    if of && BEFORE.find(t, at.wrapping_sub(2)) == Some(&Before::Law) && t.get(at.wrapping_sub(2)).case != Case::Lower {
        return Some("date.not-law");
    }
    if is_code_member(t, at) {
        return Some("date.not-number");
    }
    // Telephone numbers and other rows of digits.
    let previous = t.get(at.wrapping_sub(1));
    let earlier = t.get(at.wrapping_sub(2));
    // "H1 2023 2024" are heads of columns.
    let labelled = earlier.is_glued() && t.is_any(at.wrapping_sub(3), words!["q", "h"]);
    let row =
        previous.len() == 3 || earlier.is_number() && earlier.len() <= 3 && previous.gap == Gap::Space && !labelled;
    if previous.is_number() && t.get(at).gap == Gap::Space && row {
        return Some("");
    }
    let next = t.get(end);
    if next.is_number() && next.gap == Gap::Space && matches!(next.len(), 3 | 5..=9) {
        return Some("");
    }
    // "Brenn Holdings (1983) Ltd."
    if t.get(end).is(')') && t.get(at.wrapping_sub(1)).is('(') && t.is_any(end + 1, words!["ltd", "limited", "plc"]) {
        return Some("date.not-title");
    }
    if is_address(t, end) {
        return Some("date.not-address");
    }
    if is_event(t, at, end) {
        return Some(NOT_EVENT);
    }
    is_name(t, at, end).then_some("date.not-title")
}

/// `Lugano 2014 criteria`, `2026 convertible notes`, `2021 equity incentive plan`: a year that is part
/// of the name of a standard or of a paper.
///
/// Hard because a year stands before such words in its own right too. Near misses: `our 2025 plan`,
/// `in 2014 criteria were changed`.
fn is_name(t: &Tokens<'_>, at: usize, end: usize) -> bool {
    if t.get(end).gap > Gap::Line || !t.get(end).is_word() {
        return false;
    }
    let previous = t.get(at.wrapping_sub(1));
    let named = previous.is_word()
        && t.get(at).gap == Gap::Space
        && (previous.case != Case::Lower || t.is(at.wrapping_sub(1), w!("revised")))
        && BEFORE.find(t, at.wrapping_sub(1)) != Some(&Before::Year)
        && MONTHS.find(t, at.wrapping_sub(1)).is_none();
    if named && after(t, end) == Some(&After::Standard) {
        return true;
    }
    // "the 2022 ESC/ERS guidelines", "2017 McDonald criteria"
    let mut body = end;
    while body < end + 5 && (t.get(body).is_word() && t.get(body).case != Case::Lower || t.get(body).is('/')) {
        body += 1;
    }
    let led = t.is_any(at.wrapping_sub(1), words!["in", "since", "by", "until"]);
    // "the 2031 Harbor Shield Act", "the 1933 Act"
    if !led && (end..body).any(|at| t.is(at, w!("act"))) {
        return true;
    }
    if body > end && after(t, body) == Some(&After::Standard) && t.get(body).gap == Gap::Space && !led {
        return true;
    }
    // A vaccine's "2024-2025 Formula".
    if t.is(end, w!("formula")) && t.get(end).case == Case::Capital {
        return true;
    }
    // Words of a paper's name up to its head.
    let mut head = end;
    while head < end + 5 && t.get(head).gap <= Gap::Line && after(t, head) == Some(&After::Paper) {
        head += 1;
    }
    match after(t, head) {
        Some(After::Name) => head > end || t.is_any(head, words!["notes", "debentures", "bonds"]),
        _ => false,
    }
}

/// `AB 1700 and 1900`: a further member of a list of codes.
fn is_code_member(t: &Tokens<'_>, at: usize) -> bool {
    let joint = t.is_any(at.wrapping_sub(1), words!["and", "or"]) || t.get(at.wrapping_sub(1)).is(',');
    let code = t.get(at.wrapping_sub(3));
    joint
        && t.get(at.wrapping_sub(2)).is_number()
        && code.is_word()
        && code.case == Case::Upper
        && (2..=4).contains(&code.len())
        && !t.is_any(at - 3, words!["fy", "cy", "ytd"])
        && MONTHS.find(t, at - 3).is_none()
}

fn after_is_plain_word(t: &Tokens<'_>, end: usize) -> bool {
    let next = t.get(end);
    next.is_word() && next.case == Case::Lower && BEFORE.find(t, end) != Some(&Before::Year)
}

/// `2024 Powell Street`, `2000 Sierra Point Parkway`.
fn is_address(t: &Tokens<'_>, end: usize) -> bool {
    for at in end..end + 4 {
        let token = t.get(at);
        if !(token.is_word() && matches!(token.case, Case::Capital | Case::Upper) || token.is('.') && token.is_glued())
            || token.gap >= Gap::Line
        {
            return false;
        }
        if at > end && after(t, at) == Some(&After::Street) && token.case != Case::Upper {
            return true;
        }
    }
    false
}

/// `ASH 2016`, `2025 Healthcare Conference`, `2024 American Society of X (ASX) Annual Meeting`,
/// `2018 Equity Incentive Plan`.
///
/// Near misses: `2024 Financial Results and Conference Call`, `in 2024 Alba met FDA`.
fn is_event(t: &Tokens<'_>, at: usize, end: usize) -> bool {
    let previous = t.get(at.wrapping_sub(1));
    let led = previous.is_word() && previous.case == Case::Lower && BEFORE.find(t, at - 1) == Some(&Before::Year);
    // "ASH 2016", unless the line is all capitals.
    if previous.is_word()
        && t.get(at).gap <= Gap::Space
        && previous.case == Case::Upper
        && (3..=7).contains(&previous.len())
    {
        let around = t.get(at.wrapping_sub(2));
        let shouting =
            around.is_word() && around.case == Case::Upper && around.len() > 2 && previous.gap != Gap::Paragraph
                || t.get(end).is_word() && t.get(end).case == Case::Upper && t.get(end).len() > 3;
        if !shouting && BEFORE.find(t, at - 1).is_none() {
            return true;
        }
    }
    // "Congress of Infectious Disease (ESCMID) 2025"
    let short = t.get(at.wrapping_sub(2));
    if previous.is(')')
        && t.get(at.wrapping_sub(3)).is('(')
        && short.is_word()
        && short.case == Case::Upper
        && (3..=7).contains(&short.len())
    {
        return true;
    }
    // "International Conference(R) 2024"
    let marked = previous.is(')') && t.is(at.wrapping_sub(2), w!("r")) || previous.is('®') || previous.is('™');
    let skip = if previous.is(')') { 4 } else { 2 };
    if marked && after(t, at.wrapping_sub(skip)) == Some(&After::Event) {
        return true;
    }
    // "BIO-Europe 2024", "presenting at Cell Europe 2024"; not "sales in Western Europe 2024".
    if t.is(at.wrapping_sub(1), w!("europe")) && t.get(at).gap <= Gap::Space {
        let name = t.get(at.wrapping_sub(2));
        let dashed = name.class == Class::Dash && name.is_glued() && t.is(at.wrapping_sub(3), w!("bio"));
        let named = name.is_word() && (name.case != Case::Lower || name.is_glued());
        if dashed || named && (3..=5).any(|back| t.is(at.wrapping_sub(back), w!("at"))) {
            return true;
        }
    }
    // "ESMO Congress 2024", "World Conference on Lung Cancer 2024"
    if previous.is_word() && matches!(previous.case, Case::Capital | Case::Mixed) && t.get(at).gap <= Gap::Space {
        let mut back = at - 1;
        for _ in 0..8 {
            let token = t.get(back);
            let small = t.is_any(back, words!["on", "of", "for", "and", "the", "in"]);
            if !(token.is_word() && (token.case != Case::Lower || small)) {
                break;
            }
            if token.case != Case::Lower && after(t, back) == Some(&After::Event) && !t.is(back, w!("annual")) {
                return true;
            }
            if token.gap >= Gap::Paragraph {
                break;
            }
            back = back.wrapping_sub(1);
        }
    }
    is_event_ahead(t, end, led, end > at + 1) || is_named_event(t, at, end)
}

/// `at the 2025 Harbor Gala`: what one is "at" and bears a year and a name is an event.
///
/// Near misses: `at the 2025 closing price`, `at the 2024 Financial Results call`.
fn is_named_event(t: &Tokens<'_>, at: usize, end: usize) -> bool {
    let the = usize::from(t.is(at.wrapping_sub(1), w!("the")));
    let capital = |at: usize| {
        let token = t.get(at);
        token.is_word() && token.gap == Gap::Space && token.case != Case::Lower
    };
    t.is_any(at.wrapping_sub(1 + the), words!["at", "attend", "attending"])
        && capital(end)
        && capital(end + 1)
        && (end..end + 4).all(|at| after(t, at) != Some(&After::Report))
}

fn is_event_ahead(t: &Tokens<'_>, end: usize, led: bool, range: bool) -> bool {
    let first = t.get(end);
    if first.gap >= Gap::Paragraph || !(first.is_word() || first.is('(')) {
        return false;
    }
    // "2025 annual meeting"
    let lower = first.is_word() && first.case == Case::Lower;
    if lower {
        let next = end + usize::from(t.is_any(end, words!["annual", "general", "annual"]));
        let next = next + usize::from(t.is(next, w!("general")));
        return after(t, next) == Some(&After::Event)
            && !t.is(next, w!("annual"))
            && !t.is_any(next, words!["day", "week", "award", "awards"])
            && !t.is_any(next + 1, words!["call", "calls", "report"])
            && !t.is(end, w!("conference"));
    }
    // "2024 ASCO"
    if after(t, end) == Some(&After::Congress) && first.case == Case::Upper {
        return true;
    }
    for at in end..end + EVENT_REACH {
        let token = t.get(at);
        if token.gap == Gap::Paragraph {
            return false;
        }
        let role = after(t, at);
        match token.class {
            Class::Word if token.case == Case::Lower => {
                if !t.is_any(at, words!["of", "the", "on", "for", "and", "in", "s", "to", "at", "de"]) || at == end {
                    return false;
                }
            }
            Class::Word => match role {
                Some(After::Event) if t.is_any(at + 1, words!["call", "calls", "report", "reports"]) => return false,
                Some(After::Event) if !t.is(at, w!("annual")) => return true,
                Some(After::Name) if !range => return true,
                Some(After::Report) if !t.is_any(at, words!["and", "business"]) => return false,
                _ if at == end && led && is_sentence(t, at) => return false,
                _ => {}
            },
            Class::Number => {}
            Class::Dash => {}
            _ if matches!(token.symbol(), Some('(' | ')' | '&' | '’' | '\'' | '®' | '™' | '/' | ':')) => {}
            // "J.P. Morgan"
            _ if token.is('.') && token.is_glued() && t.get(at - 1).len() == 1 => {}
            _ if token.is(',') && at > end + 1 && token.is_glued() && t.get(at + 1).case != Case::Lower => {}
            _ => return false,
        }
    }
    false
}

/// "In 2024 Alba …": a name after a year that a preposition leads may begin the sentence proper.
fn is_sentence(t: &Tokens<'_>, at: usize) -> bool {
    t.get(at + 1).is_word()
        && t.get(at + 1).case == Case::Lower
        && !t.is_any(at + 1, words!["of", "and", "on", "for", "the"])
}
