//! The dates of a document in the order of time.
//!
//! In: an analysis. Out: a [`Point`] for each date whose days are settled, from its first day to its
//! last: a day is a day, a quarter is three months, and no day is made up. Seasons, durations and open
//! dates are only counted.
//!
//! ```
//! use eosin::extract::{Context, analyse, read, timeline::timeline};
//! let text = "BOSTON, Nov. 9, 2021 -- Dosing begins in the first quarter of 2022, after a year.";
//! let timeline = timeline(&analyse(read(text.as_bytes(), "a.txt").unwrap(), &Context::default()));
//! let days: Vec<String> = timeline.points.iter().map(|point| format!("{} {}", point.first, point.last)).collect();
//! assert_eq!(days, ["2021-11-09 2021-11-09", "2022-01-01 2022-03-31"]);
//! ```

use super::Analysis;
use super::calendar::{Date, days};
use super::few::Few;
use super::mention::{Modifier, Value};
use crate::extract::sort;

/// Dates in the order of time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    /// Those with days.
    pub points: Vec<Point>,
    /// How many have none.
    pub open: usize,
}

/// A date and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
    /// Early, middle, late or about.
    pub modifier: Option<Modifier>,
    /// Its mentions, ascending; never empty.
    pub mentions: Few<usize>,
    /// Whether it ends after the day of the release: what is said of it is a plan.
    pub ahead: bool,
}

/// Puts the dates in order.
pub fn timeline(analysis: &Analysis) -> Timeline {
    let release = analysis.document.dateline.map(|dateline| dateline.date);
    let mut timeline = Timeline::default();
    for entity in &analysis.entities {
        let Value::Time { timex, modifier, .. } = &entity.value else { continue };
        match days(timex) {
            Some((first, last)) => timeline.points.push(Point {
                first,
                last,
                modifier: *modifier,
                mentions: entity.mentions.clone(),
                ahead: release.is_some_and(|release| last > release),
            }),
            None => timeline.open += 1,
        }
    }
    sort::by_key(&mut timeline.points, |point| (point.first, point.last));
    timeline
}

impl Point {
    /// Its days in the fewest words: `30 Sep 2016`, `Nov 2016`, `Q1 2017`, `2017`, `Apr – Jun 2017`.
    pub fn words(&self) -> String {
        const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let (first, last) = (self.first, self.last);
        let month = |date: Date| MONTHS.get(date.month() as usize - 1).copied().unwrap_or("");
        let day = |date: Date| format!("{} {} {}", date.day(), month(date), date.year());
        let same_year = first.year() == last.year();
        let whole = first.day() == 1 && last == last.last_of_month();
        let words = match (last.month() + 1).saturating_sub(first.month()) {
            _ if first == last => day(first),
            12 if whole && same_year => last.year().to_string(),
            6 if whole && same_year && [1, 7].contains(&first.month()) => {
                format!("H{} {}", first.month() / 7 + 1, last.year())
            }
            3 if whole && same_year && first.month() % 3 == 1 => format!("Q{} {}", first.quarter(), last.year()),
            1 if whole && same_year => format!("{} {}", month(first), last.year()),
            _ if whole && same_year => format!("{} – {} {}", month(first), month(last), last.year()),
            _ if whole => format!("{} {} – {} {}", month(first), first.year(), month(last), last.year()),
            _ => format!("{} – {}", day(first), day(last)),
        };
        match self.modifier {
            Some(Modifier::Start) => format!("early {words}"),
            Some(Modifier::Mid) => format!("mid {words}"),
            Some(Modifier::End) => format!("late {words}"),
            Some(Modifier::Approx) => format!("about {words}"),
            None => words,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_the_fewest_words() {
        let words = |timex: &str, modifier| {
            let (first, last) = days(timex).unwrap();
            Point { first, last, modifier, mentions: Vec::new().into(), ahead: false }.words()
        };
        for (timex, wanted) in [
            ("2016-09-30", "30 Sep 2016"),
            ("2016-11", "Nov 2016"),
            ("2017-Q1", "Q1 2017"),
            ("2017-Q4", "Q4 2017"),
            ("2017-H1", "H1 2017"),
            ("2017-H2", "H2 2017"),
            ("2017", "2017"),
            ("2017-04-01/2017-06-30", "Q2 2017"),
            ("2017-01-01/2017-09-30", "Jan – Sep 2017"),
            ("2016-07-01/2017-06-30", "Jul 2016 – Jun 2017"),
            ("2016-12-03/2016-12-06", "3 Dec 2016 – 6 Dec 2016"),
        ] {
            assert_eq!(words(timex, None), wanted, "{timex}");
        }
        assert_eq!(words("2017", Some(Modifier::End)), "late 2017");
    }
}
