//! Days and months as people write them.
//!
//! In: tokens and a place among them. Out: the day or month that begins there, as far as it is said.
//! The year may be missing; which year is meant is for the caller to settle.
//!
//! ```
//! use eosin::extract::calendar::written::point;
//! use eosin::extract::lex::Tokens;
//! let read = |text: &str| point(&Tokens::new(text), 0).map(|p| (p.year, p.month, p.day));
//! assert_eq!(read("Nov. 17th, 2016"), Some((Some(2016), 11, Some(17))));
//! assert_eq!(read("17 November 2016"), Some((Some(2016), 11, Some(17))));
//! assert_eq!(read("2016-11-17"), Some((Some(2016), 11, Some(17))));
//! assert_eq!(read("2016-Nov-17"), Some((Some(2016), 11, Some(17))));
//! assert_eq!(read("17.11.2016"), Some((Some(2016), 11, Some(17))));
//! assert_eq!(read("11/17/2016"), Some((Some(2016), 11, Some(17))));
//! assert_eq!(read("November of 2016"), Some((Some(2016), 11, None)));
//! assert_eq!(read("November 31, 2016"), Some((None, 11, None)));
//! ```
//!
//! Invariant: a point with a year and a day is a day that exists. Not here: whether "May" is a verb,
//! weekdays, times of day, ranges.

use super::Date;
use crate::extract::lex::{Case, Class, Gap, Lexicon, Likely, List, Token, Tokens, fold_hash, lexicon, w, words};

/// How far the word alone tells that a month is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `January`: nothing else is called so.
    Full,
    /// `Jan`: needs a day or a year beside it.
    Short,
    /// `May`, `March`: words of the language too.
    Word,
    /// `April`, `June`, `August`: given names too.
    Name,
}

/// The months' names in English, by the Gregorian calendar; the short forms are those in use in print.
pub static MONTHS: Lexicon<(u8, Form), 64> = lexicon!((u8, Form); [
    ("january", (1, Form::Full)),
    ("jan", (1, Form::Short)),
    ("february", (2, Form::Full)),
    ("feb", (2, Form::Short)),
    ("march", (3, Form::Word)),
    ("mar", (3, Form::Short)),
    ("april", (4, Form::Name)),
    ("apr", (4, Form::Short)),
    ("may", (5, Form::Word)),
    ("june", (6, Form::Name)),
    ("jun", (6, Form::Short)),
    ("july", (7, Form::Full)),
    ("jul", (7, Form::Short)),
    ("august", (8, Form::Name)),
    ("aug", (8, Form::Short)),
    ("september", (9, Form::Full)),
    ("sept", (9, Form::Short)),
    ("sep", (9, Form::Short)),
    ("october", (10, Form::Full)),
    ("oct", (10, Form::Short)),
    ("november", (11, Form::Full)),
    ("nov", (11, Form::Short)),
    ("december", (12, Form::Full)),
    ("dec", (12, Form::Short)),
]);

/// Words that are likely to be a month's.
static LIKELY: Likely<8> = Likely::of(MONTHS.words());

/// They, and the words between a day and its month.
static LEADS: Likely<8> = Likely::of(MONTHS.words()).with(ORDINALS).word(w!("of"));

/// Endings of a day's number.
const ORDINALS: &List = words!["st", "nd", "rd", "th"];

/// Whether a token may be the name of a month. `false` is certain.
#[inline]
pub fn may_be_month(token: Token) -> bool {
    token.is_word() & LIKELY.has(token)
}

/// A day or a month that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// Index of the token after it.
    pub end: usize,
    /// Year, where said.
    pub year: Option<i32>,
    /// Month, 1 to 12.
    pub month: u32,
    /// Day, where said.
    pub day: Option<u32>,
}

impl Point {
    /// The day, where year and day are said.
    pub fn date(self) -> Option<Date> {
        Date::new(self.year?, self.month, self.day?)
    }
}

/// Reads the day or month that begins at token `first`, in any order of its parts.
pub fn point(tokens: &Tokens<'_>, first: usize) -> Option<Point> {
    // Cheap first: most words and numbers begin none.
    let token = tokens.get(first);
    if !(may_be_month(token) | may_be_day(tokens, first)) {
        return None;
    }
    match token.class {
        Class::Word => month_first(tokens, first),
        _ if token.len() == 4 => numeric(tokens, first).or_else(|| year_first(tokens, first)),
        _ => numeric(tokens, first).or_else(|| day_first(tokens, first)),
    }
}

/// Whether a day or month may begin with the number at token `first`; told without a branch.
#[inline]
pub fn may_be_day(tokens: &Tokens<'_>, first: usize) -> bool {
    let (token, next, third) = (tokens.get(first), tokens.get(first + 1), tokens.get(first + 2));
    let marked = next.is_glued() & ((next.class == Class::Dash) | next.is('/') | next.is('.'));
    let parted = marked & (third.is_number() | may_be_month(third));
    let year = (token.len() == 4) & parted;
    let day = (token.len() <= 2) & (parted | next.is_word() & LEADS.has(next));
    token.is_number() & (year | day)
}

/// `November 17, 2016`, `Nov. 17th`, `November 2016`, `November of 2016`, `November`.
///
/// Hard because what follows may be a number of something else. Near miss: `In March 10,000 patients`.
pub fn month_first(tokens: &Tokens<'_>, first: usize) -> Option<Point> {
    let &(month, form) = MONTHS.find(tokens, first)?;
    Some(after_month(tokens, first, month, form))
}

/// `EndedMarch 31, 2025`, `onMay 5`, `InMay 2031`: a day or month that a conversion glued to the word before.
///
/// Gives the bytes of that word, and the day or month. Hard because names are written so too; a capital after a
/// small letter and a day behind tell them apart. Near miss: `InMay 2`.
pub fn run_together(tokens: &Tokens<'_>, at: usize) -> Option<(usize, Point)> {
    let next = tokens.get(at + 1);
    let number = next.is_number() && (next.len() <= 2 || next.len() == 4);
    if tokens.get(at).case != Case::Mixed || !number || next.gap > Gap::Space {
        return None;
    }
    let surface = tokens.str(at);
    let pairs = surface.as_bytes().windows(2).enumerate().skip(1);
    let capitals = pairs.filter(|(_, pair)| matches!(pair, [b'a'..=b'z', b'A'..=b'Z'])).map(|(before, _)| before + 1);
    for head in capitals {
        let tail = surface.get(head..)?;
        if !LIKELY.has_hash(fold_hash(&tail.to_ascii_lowercase())) {
            continue;
        }
        let month = MONTHS.rows().find(|(name, (_, form))| *form != Form::Short && name.eq_ignore_ascii_case(tail));
        if let Some((_, &(month, form))) = month {
            let point = after_month(tokens, at, month, form);
            return (point.day.is_some() || point.year.is_some()).then_some((head, point));
        }
    }
    None
}

/// Goes on behind the name of a month at token `first`.
fn after_month(tokens: &Tokens<'_>, first: usize, month: u8, form: Form) -> Point {
    let month = u32::from(month);
    let mut at = first + 1;
    if form == Form::Short && tokens.get(at).is('.') && tokens.get(at).is_glued() {
        at += 1;
    }
    let after_name = at;
    if tokens.is(at, w!("the")) && tokens.get(at).case == Case::Lower {
        at += 1;
    }
    if let Some((day, end)) = day_number(tokens, at)
        && (tokens.get(at).gap < Gap::Paragraph || tokens.get(end).is(','))
    {
        if let Some((year, year_end)) = year_after(tokens, end) {
            if Date::new(year, month, day).is_some() {
                return Point { end: year_end, year: Some(year), month, day: Some(day) };
            }
        } else if Date::new(2000, month, day).is_some() {
            if let Some(year) = heading_year(tokens, first, end) {
                return Point { end: end + 2, year: Some(year), month, day: Some(day) };
            }
            return Point { end, year: None, month, day: Some(day) };
        }
    }
    if let Some((year, end)) = year_after(tokens, after_name) {
        return Point { end, year: Some(year), month, day: None };
    }
    // "Nov-2016"
    if tokens.get(after_name).is_glued()
        && tokens.get(after_name + 1).len() == 4
        && let Some((year, end)) = dashed_year(tokens, after_name)
    {
        return Point { end, year: Some(year), month, day: None };
    }
    // The point of a bare short form belongs to the sentence.
    Point { end: first + 1, year: None, month, day: None }
}

/// The year of a day that opens a line: `Jan 24, 08`. Near misses: `Jan 24, 08:30 ET`, `Jan 24, 08 ET`.
fn heading_year(tokens: &Tokens<'_>, first: usize, comma: usize) -> Option<i32> {
    let (year, next) = (tokens.get(comma + 1), tokens.get(comma + 2));
    let opens = first == 0 || tokens.get(first).gap >= Gap::Line;
    let apart = next.gap >= Gap::Line || next.class == Class::End || next.is_word() && next.case == Case::Capital;
    if !opens || !tokens.get(comma).is(',') || year.len() != 2 || year.gap != Gap::Space || !apart || next.is_glued() {
        return None;
    }
    let year = i32::try_from(year.number()?).ok().filter(|year| *year < 10)?;
    Some(2000 + year)
}

/// `17 November 2016`, `17th of November, 2016`, `17-Nov-2016`, `17 November`.
///
/// Hard because a number may only happen to stand before a month. Near miss: `in Phase 2 May begin`.
pub fn day_first(tokens: &Tokens<'_>, first: usize) -> Option<Point> {
    if glued_before(tokens, first) { None } else { day_first_after(tokens, first) }
}

/// The same behind what joins two days: `1 Jan-30 Sep 2024`.
pub fn day_first_after(tokens: &Tokens<'_>, first: usize) -> Option<Point> {
    let month = tokens.get(first + 1);
    // Cheap first: most numbers stand before what is neither a month nor leads to one.
    let leads = match month.class {
        Class::Word => LIKELY.has(month) || tokens.is_any(first + 1, words!["st", "nd", "rd", "th", "of"]),
        Class::Dash | Class::Symbol => month.is_glued() && may_be_month(tokens.get(first + 2)),
        _ => false,
    };
    if !leads {
        return None;
    }
    // "17NOV2016"
    if month.is_glued()
        && month.case == Case::Upper
        && tokens.get(first).len() <= 2
        && let Some(&(number, _)) = MONTHS.find(tokens, first + 1)
        && tokens.get(first + 2).is_glued()
        && let Some((written, end)) = year(tokens, first + 2)
    {
        let (day, number) = (tokens.get(first).number()?, u32::from(number));
        Date::new(written, number, day)?;
        return Some(Point { end, year: Some(written), month: number, day: Some(day) });
    }
    let (day, mut at) = day_number(tokens, first)?;
    let ordinal = at > first + 1;
    if tokens.is(at, w!("day")) && ordinal {
        at += 1;
    }
    let of = tokens.is(at, w!("of"));
    // "17-Nov-2016", "17/Nov/2016"
    let slash = tokens.get(at).is('/') && tokens.get(at).is_glued() && tokens.get(at + 1).is_glued();
    let dash = slash || tokens.get(at).class == Class::Dash && tokens.get(at).is_glued();
    if of || dash || tokens.get(at).is('.') && tokens.get(at).is_glued() {
        at += 1;
    }
    let &(month, form) = MONTHS.find(tokens, at)?;
    let month = u32::from(month);
    // "14 nov 2023" is sure by its year, "14 nov" is not.
    let full = form == Form::Full || tokens.get(at + 1).len() == 4 && year(tokens, at + 1).is_some();
    if tokens.get(at).gap > Gap::Line || tokens.get(at).case == Case::Lower && !full {
        return None;
    }
    at += 1;
    if form == Form::Short && tokens.get(at).is('.') && tokens.get(at).is_glued() {
        at += 1;
    }
    let year = if dash { dashed_year(tokens, at) } else { year_after(tokens, at).or_else(|| short_year(tokens, at)) };
    match year {
        Some((year, end)) => {
            Date::new(year, month, day)?;
            Some(Point { end, year: Some(year), month, day: Some(day) })
        }
        None if dash => None,
        None => {
            Date::new(2000, month, day)?;
            // "10 March 31, 2017": the number belongs to what stands before.
            let american = day_number(tokens, at).is_some_and(|(_, end)| year_after(tokens, end).is_some());
            if american || form == Form::Short && !of && !ordinal && tokens.get(at - 1).is('.') {
                return None;
            }
            // A point after a bare short form may end the sentence.
            let end = if tokens.get(at - 1).is('.') { at - 1 } else { at };
            Some(Point { end, year: None, month, day: Some(day) })
        }
    }
}

/// `2016-Nov-17`, `2016/Nov/17`: a year first, with the month by name.
///
/// Near miss: `2016-Nov-B1`.
pub fn year_first(tokens: &Tokens<'_>, first: usize) -> Option<Point> {
    let glued = (first + 1..first + 5).all(|at| tokens.get(at).is_glued());
    let mark = |at: usize| tokens.get(at).class == Class::Dash || tokens.get(at).is('/');
    let (year, day) = (tokens.get(first), tokens.get(first + 4));
    if year.len() != 4 || !glued || !mark(first + 1) || !mark(first + 3) || glued_before(tokens, first) {
        return None;
    }
    let &(month, _) = MONTHS.find(tokens, first + 2)?;
    let year = i32::try_from(year.number()?).ok().filter(|&year| is_year(year))?;
    let day = day.number().filter(|_| day.len() <= 2)?;
    let after = tokens.get(first + 5);
    if after.is_glued() && (after.is_word() || after.is_number()) {
        return None;
    }
    Date::new(year, u32::from(month), day)?;
    Some(Point { end: first + 5, year: Some(year), month: u32::from(month), day: Some(day) })
}

/// `2016-11-17`, `2016/11/17`, `17.11.2016`, `11/17/2016`, `11/17/16`.
///
/// Hard because versions, ratios and registry numbers look alike. Where both readings of a slashed
/// date are possible the American one is taken. Near miss: `2015-001234-12`.
pub fn numeric(tokens: &Tokens<'_>, first: usize) -> Option<Point> {
    numeric_after(tokens, first).filter(|_| !glued_before(tokens, first))
}

/// The same behind what joins two days.
pub fn numeric_after(tokens: &Tokens<'_>, first: usize) -> Option<Point> {
    let mark = tokens.get(first + 1);
    let dash = mark.class == Class::Dash;
    if !mark.is_glued() || !(dash || mark.is('/') || mark.is('.')) {
        return None;
    }
    let (a, b, c) = (tokens.get(first), tokens.get(first + 2), tokens.get(first + 4));
    if !(a.is_number() && b.is_number() && c.is_number()) {
        return None;
    }
    let second = tokens.get(first + 3);
    if !(b.is_glued() && second.is_glued() && c.is_glued()) || b.len() > 2 {
        return None;
    }
    let separator = mark.symbol()?;
    if second.symbol() != Some(separator) {
        return None;
    }
    let after = tokens.get(first + 5);
    // "2024-01-01/2024-09-30", "1/1/2024-9/30/2024"
    let interval = tokens.get(first + 7).symbol() == Some(separator)
        && tokens.get(first + 9).symbol() == Some(separator)
        && [6, 8, 10].iter().all(|&at| tokens.get(first + at).is_number());
    let goes_on = after.is_glued()
        && (after.is_number()
            || (after.class == Class::Dash || after.is('/') || after.is('.'))
                && tokens.get(first + 6).is_number()
                && tokens.get(first + 6).is_glued()
                && !(interval && after.symbol() != Some(separator)));
    if goes_on {
        return None;
    }
    let (x, y, z) = (a.number()?, b.number()?, c.number()?);
    let (year, month, day) = match (a.len(), c.len()) {
        (4, 1 | 2) => (x, y, z),
        (1 | 2, 4) if separator == '.' => (z, y, x),
        (1 | 2, 4) if x > 12 => (z, y, x),
        (1 | 2, 4) => (z, x, y),
        (1 | 2, 2) if separator == '/' && x <= 12 => (2000 + z, x, y),
        (2, 2) if separator == '/' && b.len() == 2 && y <= 12 => (2000 + z, y, x),
        (2, 2) if separator == '.' && b.len() == 2 && z >= 10 && y > 12 => (2000 + z, x, y),
        (2, 2) if separator == '.' && b.len() == 2 && z >= 10 => (2000 + z, y, x),
        _ => return None,
    };
    let year = i32::try_from(year).ok()?;
    if !is_year(year) {
        return None;
    }
    Date::new(year, month, day)?;
    Some(Point { end: first + 5, year: Some(year), month, day: Some(day) })
}

/// A year of four digits at token `first`, or of two after an apostrophe: `2016`, `'16`.
pub fn year(tokens: &Tokens<'_>, first: usize) -> Option<(i32, usize)> {
    let token = tokens.get(first);
    if token.is('’') || token.is('\'') || token.is('‘') {
        let digits = tokens.get(first + 1);
        if digits.is_glued() && digits.len() == 2 && !continues(tokens, first + 2) {
            return Some((2000 + i32::try_from(digits.number()?).ok()?, first + 2));
        }
        return None;
    }
    if token.len() != 4 || continues(tokens, first + 1) {
        return None;
    }
    let year = i32::try_from(token.number()?).ok()?;
    is_year(year).then_some((year, first + 1))
}

/// The year after a day or month, past a comma or "of".
pub fn year_after(tokens: &Tokens<'_>, first: usize) -> Option<(i32, usize)> {
    let token = tokens.get(first);
    let skip =
        usize::from(token.is(',') || tokens.is(first, w!("of")) || token.is('.') && tokens.get(first + 1).is_glued());
    let at = first + skip;
    if tokens.get(at).gap == Gap::Paragraph && skip == 0 {
        return None;
    }
    year(tokens, at)
}

/// A day of the month with its ordinal ending if it has one, and the token after it.
pub fn day_number(tokens: &Tokens<'_>, first: usize) -> Option<(u32, usize)> {
    let token = tokens.get(first);
    if token.len() > 2 {
        return None;
    }
    let day = token.number().filter(|day| (1..=31).contains(day))?;
    let next = tokens.get(first + 1);
    if next.is_glued() && next.is_word() {
        // "28February 2031"
        let month = next.case == Case::Capital && next.len() > 3 && MONTHS.find(tokens, first + 1).is_some();
        let ordinal = || tokens.is_any(first + 1, ORDINALS).then_some((day, first + 2));
        return if month { Some((day, first + 1)) } else { ordinal() };
    }
    // "November 5 th", as superscripts come out of a page.
    if next.gap == Gap::Space && next.case == Case::Lower && tokens.is_any(first + 1, ORDINALS) {
        return Some((day, first + 2));
    }
    let after = tokens.get(first + 2);
    let colon = next.is(':') && after.is_number() && after.is_glued();
    if next.is('%') || next.is_glued() && (colon || next.is('°')) {
        return None;
    }
    let glued_digits = next.is_glued() && after.is_glued() && after.is_number();
    if glued_digits && (next.is(',') && after.len() == 3 || next.is('.') && after.len() != 4) {
        return None;
    }
    Some((day, first + 1))
}

/// `06` in `30 June 06`: the year in two figures behind a day and its month.
///
/// Hard because a number behind a day mostly counts something; a nought before it or an end behind it tells. Near
/// misses: `on 30 June 17 patients`, `30 June 06:30`.
fn short_year(tokens: &Tokens<'_>, first: usize) -> Option<(i32, usize)> {
    let (token, next) = (tokens.get(first), tokens.get(first + 1));
    if token.len() != 2 || token.gap != Gap::Space || next.is_glued() && (next.is(':') || next.is_word()) {
        return None;
    }
    let year = i32::try_from(token.number()?).ok().filter(|year| *year < 50)?;
    let ends = next.gap >= Gap::Line || next.class == Class::End || next.is('|') || next.is(')');
    let another = || day_number(tokens, first + 1).is_some_and(|(_, end)| MONTHS.find(tokens, end).is_some());
    let sure = year < 10 && !(next.is('.') || next.is('%') || next.is(',')) || ends || another();
    sure.then_some((2000 + year, first + 1))
}

/// Years that a text of our time is likely to write in full.
pub const fn is_year(year: i32) -> bool {
    year >= 1700 && year <= 2199
}

/// `-2016` or `-16` after a dashed month.
fn dashed_year(tokens: &Tokens<'_>, first: usize) -> Option<(i32, usize)> {
    let (dash, digits) = (tokens.get(first), tokens.get(first + 1));
    if !(dash.class == Class::Dash || dash.is('/')) || !digits.is_glued() || continues(tokens, first + 2) {
        return None;
    }
    let number = i32::try_from(digits.number()?).ok()?;
    match digits.len() {
        2 => Some((2000 + number, first + 2)),
        4 if is_year(number) => Some((number, first + 2)),
        _ => None,
    }
}

/// Whether a number goes on past what was read: `2016.5`, `2016,500`, `2016%`.
fn continues(tokens: &Tokens<'_>, at: usize) -> bool {
    let (mark, digits) = (tokens.get(at), tokens.get(at + 1));
    if !mark.is_glued() {
        return mark.is('%');
    }
    let glued_digits = digits.is_glued() && digits.is_number();
    mark.is('%')
        || mark.is(',') && glued_digits && digits.len() == 3
        || mark.is('.') && glued_digits && digits.len() < 4
}

/// Whether the token is the tail of a longer code or number: `A12`, `1.5`, `X-11`.
pub fn glued_before(tokens: &Tokens<'_>, first: usize) -> bool {
    if !tokens.get(first).is_glued() || first == 0 {
        return false;
    }
    let before = tokens.get(first - 1);
    match before.class {
        Class::Word | Class::Number | Class::Superscript => true,
        Class::Dash => {
            let earlier = tokens.get(first.wrapping_sub(2));
            before.is_glued() && (earlier.is_word() || earlier.is_number())
        }
        _ if before.is('.') || before.is(',') || before.is('/') || before.is(':') => {
            before.is_glued() && tokens.get(first.wrapping_sub(2)).is_number()
        }
        _ => before.is('$') || before.is('€') || before.is('£') || before.is('#') || before.is('+') || before.is('='),
    }
}
