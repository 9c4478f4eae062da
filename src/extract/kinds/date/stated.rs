//! What a text states of years, to be looked up by each date that does not say its own.
//!
//! In: readings in order. Out: for some months, some day or some quarter, the year that is said with them. A text of
//! thousands of bare quarters would else be walked through for each of them.

use std::cmp::Ordering;

use super::read::{Partial, Reading, Said, Shape};
use super::settle::{Known, fiscal_months, is_compared, year_of};
use crate::extract::sort;

/// Of what is said before a date, so many are looked at, the nearest first: what stands further off tells little.
const NEAR: usize = 64;

/// What is stated, gathered once.
#[derive(Debug, Default)]
pub(super) struct Stated {
    /// Months that bear a year, in the order of the months, of how they lie, and of the text.
    parts: Vec<Part>,
    /// Days that bear a year, the first of each, in the order of the calendar.
    days: Vec<(u8, u8, usize)>,
    /// Readings that say a year, or speak of one that is not said.
    years: Vec<usize>,
    /// Readings that may tell a quarter.
    quarters: Vec<usize>,
    /// Of years that are reported, the latest so far, each with the reading that is the first to say it.
    reported: Vec<(usize, i32)>,
    /// The fiscal quarters and halves that are spoken of, a bit for each.
    called: u32,
    /// By its number, the latest year of a fiscal quarter.
    fiscal: [Option<i32>; 5],
    /// The latest years in which quarters and half years end: number of the quarter, or [`HALF`], month, year.
    ends: Vec<(u8, u8, i32)>,
}

/// In [`Stated::ends`], a half year.
const HALF: u8 = 9;

/// Some months with their year.
#[derive(Debug)]
struct Part {
    months: (u32, u32),
    index: usize,
    year: i32,
    lies: Lies,
}

/// How the year in which they lie stands to the one that the text speaks from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Lies {
    /// It is that year, or none is known.
    Within,
    /// It is over.
    Before,
    /// It is over, and what something is compared with.
    Compared,
    /// It is to come.
    After,
}

/// The bit of a fiscal quarter, or of several.
fn quarters_bit(first: u8, last: u8) -> u32 {
    1 << ((first & 3) * 4 + (last & 3))
}

/// The bit of a fiscal half.
fn half_bit(number: u8) -> u32 {
    1 << (16 + (number & 3))
}

impl Stated {
    /// Gathers what the readings state.
    pub(super) fn of(known: &Known<'_>, readings: &[Reading]) -> Stated {
        let limit = known.limit();
        let mut stated = Stated::default();
        for (index, reading) in readings.iter().enumerate() {
            let (said, labelled) = year_of(reading.shape);
            if matches!(said, Said::Year(_)) || matches!(reading.shape, Shape::Year { said: Said::No, .. }) {
                stated.years.push(index);
            }
            match reading.shape {
                Shape::Quarter { first, last, said, fiscal } => {
                    stated.quarters.push(index);
                    if fiscal {
                        stated.called |= quarters_bit(first, last);
                        if let (Said::Year(year), Some(latest)) = (said, stated.fiscal.get_mut(usize::from(first))) {
                            *latest = (*latest).max(Some(year));
                        }
                    }
                }
                Shape::Half { number, fiscal: true, .. } => stated.called |= half_bit(number),
                Shape::Ended { months, quarter, end: Partial { year: Said::Year(year), month, .. }, .. } => {
                    stated.quarters.push(index);
                    stated
                        .ends
                        .extend([(quarter, month, year)].iter().chain((months == 6).then_some(&(HALF, month, year))));
                }
                Shape::Point(Partial { year: Said::Year(_), month: 3 | 6 | 9 | 12, day: 30.., .. }) => {
                    stated.quarters.push(index);
                }
                _ => {}
            }
            if let Shape::Point(Partial { year: Said::Year(_), month, day, .. }) = reading.shape {
                stated.days.push((month, day, index));
            }
            if let (Some(year), latest) = (reported(reading), stated.reported.last().map(|last| last.1))
                && year <= limit
                && latest.is_none_or(|latest| latest < year)
            {
                stated.reported.push((index, year));
            }
            stated.parts.extend(part(known, reading, index, labelled));
        }
        sort::by_key(&mut stated.parts, Part::key);
        sort::plain(&mut stated.days);
        stated.days.dedup_by_key(|day| (day.0, day.1));
        // Of each quarter and month the latest year.
        sort::by_key(&mut stated.ends, |&(quarter, month, year)| (quarter, month, -year));
        stated.ends.dedup_by_key(|end| (end.0, end.1));
        stated
    }

    /// Whether a year is stated of some months.
    pub(super) fn bear_a_year(&self, months: (u32, u32)) -> bool {
        let from = self.parts.partition_point(|part| part.months < months);
        self.parts.get(from).is_some_and(|part| part.months == months)
    }

    /// The year that is stated of the same months nearest to a reading. Of those compared with something and of what is
    /// to come only a reading speaks that is itself `compared`, or looks `ahead`.
    pub(super) fn year_of_months(&self, at: usize, months: (u32, u32), ahead: bool, compared: bool) -> Option<i32> {
        let lies: &[Lies] = match (ahead, compared) {
            (true, _) => &[Lies::Within, Lies::After],
            (false, true) => &[Lies::Within, Lies::Before, Lies::Compared],
            (false, false) => &[Lies::Within, Lies::Before],
        };
        let nearest = lies.iter().flat_map(|&lies| {
            let behind = self.parts.partition_point(|part| part.key() < (months, lies, at));
            let near = [behind.checked_sub(1), Some(behind)].map(|place| self.parts.get(place?));
            near.into_iter().flatten().filter(move |part| (part.months, part.lies) == (months, lies))
        });
        let years = nearest.map(|part| {
            // One before tells more than one after, and one of the year that is reported more than one of comparison.
            let old = !compared && part.lies == Lies::Before;
            (old, part.index > at, part.index.abs_diff(at), part.year)
        });
        years.min().map(|(.., year)| year)
    }

    /// The first reading of a day with its year.
    pub(super) fn day(&self, month: u8, day: u8) -> Option<usize> {
        let at = self.days.partition_point(|&(a, b, _)| (a, b) < (month, day));
        self.days.get(at).filter(|&&(a, b, _)| (a, b) == (month, day)).map(|&(.., index)| index)
    }

    /// Readings before one that say a year or speak of one that is not said, the nearest first.
    pub(super) fn years_before(&self, at: usize) -> impl Iterator<Item = usize> {
        before(&self.years, at)
    }

    /// Readings before one that may tell a quarter, the nearest first.
    pub(super) fn quarters_before(&self, at: usize) -> impl Iterator<Item = usize> {
        before(&self.quarters, at)
    }

    /// The latest year of which something is reported before a reading.
    pub(super) fn reported_before(&self, at: usize) -> Option<i32> {
        let behind = self.reported.partition_point(|&(index, _)| index < at);
        self.reported.get(behind.checked_sub(1)?).map(|&(_, year)| year)
    }

    /// Whether the same quarter or half is called fiscal somewhere.
    pub(super) fn is_called_fiscal(&self, shape: Shape) -> bool {
        let bit = match shape {
            Shape::Quarter { first, last, .. } => quarters_bit(first, last),
            Shape::Half { number, .. } => half_bit(number),
            _ => 0,
        };
        self.called & bit != 0
    }

    /// The latest year in which a quarter of this number is called fiscal.
    pub(super) fn latest_fiscal(&self, quarter: u8) -> Option<i32> {
        *self.fiscal.get(usize::from(quarter))?
    }

    /// The latest year in which a quarter of this number is said to end in a month.
    pub(super) fn quarter_ends(&self, quarter: u8, month: u32) -> Option<i32> {
        let at = self.ends.partition_point(|&(a, b, _)| (a, u32::from(b)) < (quarter, month));
        self.ends.get(at).filter(|&&(a, b, _)| (a, u32::from(b)) == (quarter, month)).map(|&(.., year)| year)
    }

    /// The latest year in which a half year is said to end in a month.
    pub(super) fn half_ends(&self, month: u32) -> Option<i32> {
        self.quarter_ends(HALF, month)
    }
}

/// Those before a place, the nearest first.
fn before(places: &[usize], at: usize) -> impl Iterator<Item = usize> {
    let behind = places.partition_point(|&place| place < at);
    places.iter().take(behind).rev().take(NEAR).copied()
}

/// The year of which a reading tells as reported.
fn reported(reading: &Reading) -> Option<i32> {
    match (reading.shape, reading.rule) {
        (Shape::Ended { end: Partial { year: Said::Year(year), .. }, .. }, _)
        | (Shape::Year { said: Said::Year(year), fiscal: true }, _)
        | (Shape::Year { said: Said::Year(year), .. }, "date.full-year") => Some(year),
        _ => None,
    }
}

/// The months that a reading gives a year.
fn part(known: &Known<'_>, reading: &Reading, index: usize, labelled: bool) -> Option<Part> {
    let (months, year) = match reading.shape {
        Shape::Quarter { first, last, said: Said::Year(year), .. } => {
            ((u32::from(first) * 3 - 2, u32::from(last) * 3), year)
        }
        Shape::Half { number, said: Said::Year(year), .. } => {
            ((u32::from(number) * 6 - 5, u32::from(number) * 6), year)
        }
        Shape::Point(Partial { year: Said::Year(year), month: month @ 1.., .. }) => {
            ((u32::from(month), u32::from(month)), year)
        }
        _ => return None,
    };
    // "Q3 FY31" of a year that ends in March lies in 2030.
    let own = labelled && known.fiscal.end != 12;
    let lies = match fiscal_months(year, known.fiscal, months.0, months.1) {
        Some((_, last)) if own => last.year(),
        _ => year,
    };
    let lies = match known.usual.map(|usual| lies.cmp(&usual.year())) {
        Some(Ordering::Less) if is_compared(known.tokens, reading) => Lies::Compared,
        Some(Ordering::Less) => Lies::Before,
        Some(Ordering::Greater) => Lies::After,
        Some(Ordering::Equal) | None => Lies::Within,
    };
    Some(Part { months, index, year, lies })
}

impl Part {
    /// What they are put in order by.
    fn key(&self) -> ((u32, u32), Lies, usize) {
        (self.months, self.lies, self.index)
    }
}
