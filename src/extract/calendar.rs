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
//! `jiff` library's; it does not show in the interface. How days are written in running text is the
//! business of [`written`].

pub mod written;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

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
        let (year, month, day) = (i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        if year < 1 {
            return None;
        }
        let date = jiff::civil::Date::new(year, month, day).ok()?;
        Some(Date { year: date.year(), month: date.month(), day: date.day() })
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
        self.civil().weekday().to_monday_one_offset() as u32
    }

    /// The day so many days later (or earlier); `None` outside the calendar.
    pub fn add_days(self, days: i64) -> Option<Date> {
        self.add(jiff::Span::new().try_days(days).ok()?)
    }

    /// The same day so many months later, or that month's last day.
    pub fn add_months(self, months: i64) -> Option<Date> {
        self.add(jiff::Span::new().try_months(months).ok()?)
    }

    /// The first day of its month.
    pub fn first_of_month(self) -> Date {
        Date { day: 1, ..self }
    }

    /// The last day of its month.
    pub fn last_of_month(self) -> Date {
        Date::from(self.civil().last_of_month())
    }

    fn add(self, span: jiff::Span) -> Option<Date> {
        self.civil().checked_add(span).ok().map(Date::from).filter(|date| date.year >= 1)
    }

    fn civil(self) -> jiff::civil::Date {
        // The fields come from a date of the same library, so the fallback is never taken.
        jiff::civil::Date::new(self.year, self.month, self.day).unwrap_or(jiff::civil::Date::ZERO)
    }
}

impl From<jiff::civil::Date> for Date {
    fn from(date: jiff::civil::Date) -> Date {
        Date { year: date.year(), month: date.month(), day: date.day() }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
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
        day.parse::<jiff::civil::Date>().map(Date::from).map_err(|_| NotADate)
    }
}

impl TryFrom<String> for Date {
    type Error = NotADate;

    fn try_from(text: String) -> Result<Date, NotADate> {
        text.parse()
    }
}
