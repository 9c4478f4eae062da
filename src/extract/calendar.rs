//! Days, as the rest of the program sees them.
//!
//! ```
//! use eosin::extract::Date;
//! let friday = Date::new(2016, 11, 11).unwrap();
//! assert_eq!(friday.weekday(), 5);
//! assert_eq!(friday.to_string(), "2016-11-11");
//! ```
//!
//! A [`Date`] is a day of the proleptic Gregorian calendar without a zone. The arithmetic is the
//! `chrono` library's; it does not show in the interface. How days are written in running text is the
//! business of [`written`].

pub mod written;

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::text::Writing;

/// A day that exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Date {
    year: i16,
    month: i8,
    day: i8,
}

impl Date {
    /// The day, if there is such a day. Years 1 to 9999.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Date> {
        Date::of(NaiveDate::from_ymd_opt(year, month, day)?)
    }

    /// Year.
    pub const fn year(self) -> i32 {
        self.year as i32
    }

    /// Month, 1 to 12.
    pub const fn month(self) -> u32 {
        self.month as u32
    }

    /// Day of the month, from 1.
    pub const fn day(self) -> u32 {
        self.day as u32
    }

    /// Quarter of the calendar year, 1 to 4.
    pub const fn quarter(self) -> u32 {
        (self.month as u32 - 1) / 3 + 1
    }

    /// Day of the week by ISO 8601: Monday is 1, Sunday 7.
    pub fn weekday(self) -> u32 {
        self.civil().weekday().number_from_monday()
    }

    /// The day so many days later (or earlier); `None` outside the calendar.
    pub fn add_days(self, days: i64) -> Option<Date> {
        let many = Days::new(days.unsigned_abs());
        let date = self.civil();
        Date::of(if days < 0 { date.checked_sub_days(many)? } else { date.checked_add_days(many)? })
    }

    /// The same day so many months later, or that month's last day.
    pub fn add_months(self, months: i64) -> Option<Date> {
        let many = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
        let date = self.civil();
        Date::of(if months < 0 { date.checked_sub_months(many)? } else { date.checked_add_months(many)? })
    }

    /// The first day of its month.
    pub fn first_of_month(self) -> Date {
        Date { day: 1, ..self }
    }

    /// The last day of its month.
    pub fn last_of_month(self) -> Date {
        let next = self.first_of_month().add_months(1).and_then(|first| first.add_days(-1));
        // Only the last month of the calendar has none after it, and it has 31 days.
        next.unwrap_or(Date { day: 31, ..self })
    }

    /// Writes it behind what is there: `2016-11-17`.
    ///
    /// ```
    /// use eosin::extract::{Date, text::Writing};
    /// let mut text = Writing::default();
    /// text.push_str("on ");
    /// Date::new(2016, 11, 7).unwrap().push_to(&mut text);
    /// assert_eq!(text.done(), "on 2016-11-07");
    /// ```
    pub fn push_to(self, text: &mut Writing) {
        let ([a, b, c, d], [e, f], [g, h]) =
            (digits(self.year.into()), digits(self.month.into()), digits(self.day.into()));
        text.push_ascii([a, b, c, d, b'-', e, f, b'-', g, h]);
    }

    fn civil(self) -> NaiveDate {
        // The fields come from a date of the same library, so the fallback is never taken.
        NaiveDate::from_ymd_opt(self.year(), self.month(), self.day()).unwrap_or_default()
    }

    fn of(date: NaiveDate) -> Option<Date> {
        let year = i16::try_from(date.year()).ok().filter(|year| (1..=9999).contains(year))?;
        Some(Date { year, month: i8::try_from(date.month()).ok()?, day: i8::try_from(date.day()).ok()? })
    }
}

/// Writes a number behind what is there, with noughts before it where it has fewer than so many digits: four at most.
pub fn push_digits<const DIGITS: usize>(text: &mut Writing, number: i32) {
    if !(0..10i32.pow(DIGITS as u32)).contains(&number) {
        return text.push_str(&format!("{number:0DIGITS$}"));
    }
    text.push_ascii(digits::<DIGITS>(number));
}

/// The last digits of a number that is not below nothing.
fn digits<const DIGITS: usize>(number: i32) -> [u8; DIGITS] {
    let mut rest = number;
    let mut digits = [b'0'; DIGITS];
    for digit in digits.iter_mut().rev() {
        *digit += (rest % 10) as u8;
        rest /= 10;
    }
    digits
}

/// First and last day of a TIMEX3 value; nothing where no days are settled, as for a season or a
/// duration.
///
/// ```
/// use eosin::extract::calendar::days;
/// let (first, last) = days("2017-Q2").unwrap();
/// assert_eq!((first.to_string().as_str(), last.to_string().as_str()), ("2017-04-01", "2017-06-30"));
/// assert_eq!(days("P6M"), None);
/// ```
pub fn days(timex: &str) -> Option<(Date, Date)> {
    if let Some((from, to)) = timex.split_once('/') {
        let (first, last) = (days(from)?.0, days(to)?.1);
        return (first <= last).then_some((first, last));
    }
    let (year, rest) = timex.split_once('-').unwrap_or((timex, ""));
    if year.len() != 4 {
        return None;
    }
    let year: i32 = year.parse().ok()?;
    let months = |first: u32, count: i64| {
        let start = Date::new(year, first, 1)?;
        Some((start, start.add_months(count - 1)?.last_of_month()))
    };
    match rest {
        "" => months(1, 12),
        "Q1" => months(1, 3),
        "Q2" => months(4, 3),
        "Q3" => months(7, 3),
        "Q4" => months(10, 3),
        "H1" => months(1, 6),
        "H2" => months(7, 6),
        month if month.len() == 2 => months(month.parse().ok()?, 1),
        _ => {
            let day: Date = timex.parse().ok()?;
            Some((day, day))
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = Writing::default();
        self.push_to(&mut text);
        f.write_str(&text.done())
    }
}

impl From<Date> for String {
    fn from(date: Date) -> String {
        date.to_string()
    }
}

/// The text does not begin with a day written `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotADate;

impl fmt::Display for NotADate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a date; write it as YYYY-MM-DD")
    }
}

impl std::error::Error for NotADate {}

impl FromStr for Date {
    type Err = NotADate;

    /// Reads `YYYY-MM-DD`, also with a time of day after it.
    fn from_str(text: &str) -> Result<Date, NotADate> {
        let day = text.get(..10).ok_or(NotADate)?;
        if text.len() > 10 && !text.get(10..).is_some_and(|rest| rest.starts_with(['T', ' '])) {
            return Err(NotADate);
        }
        let number = |from: usize, to: usize| {
            let digits = day.get(from..to).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()))?;
            digits.parse::<u16>().ok()
        };
        let dashes = day.get(4..5) == Some("-") && day.get(7..8) == Some("-");
        let parts = number(0, 4).zip(number(5, 7)).zip(number(8, 10)).filter(|_| dashes);
        let ((year, month), day) = parts.ok_or(NotADate)?;
        Date::new(year.into(), month.into(), day.into()).ok_or(NotADate)
    }
}

impl TryFrom<String> for Date {
    type Error = NotADate;

    fn try_from(text: String) -> Result<Date, NotADate> {
        text.parse()
    }
}
