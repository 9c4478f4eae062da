//! Heads of columns: days and periods whose years stand below them.
//!
//! In: readings in order. Out: the same, with the years that the table gives them. Not here: years that stand
//! below one period and are read with it or after it, `Three months ended June 30, 2030` and `2029`.

use super::read::{Partial, Reading, Said, Shape};
use crate::extract::lex::{Gap, Tokens, words};

/// Most heads or years of a table's columns.
const COLUMNS: usize = 12;

/// Gives the days and periods over columns the years below them.
///
/// `June 30, December 31,` over `2025` and `2024`; `Three months ended June 30,` and `Six months ended June 30,`
/// over two years each, or over `2031 2030 2030`, where a later year begins the next; four days over one year. Near
/// miss: `on June 30, March 31 and 2024`.
pub(super) fn share(t: &Tokens<'_>, readings: &mut [Reading]) {
    let mut index = 0;
    while index < readings.len() {
        let heads = heads_in_row(t, readings, index);
        let next = index + heads.max(1);
        let years = years_below(t, readings, index, heads);
        if let Some(years) = years.filter(|_| heads > 0) {
            let each = years.len() / heads;
            let begins = |at: usize| {
                if each * heads == years.len() {
                    at.is_multiple_of(each)
                } else {
                    at == 0 || years.get(at - 1).map(number) <= years.get(at).map(number)
                }
            };
            let firsts = || years.iter().enumerate().filter(|&(at, _)| begins(at)).map(|(_, said)| *said);
            if firsts().count() == heads {
                firsts().zip(index..).for_each(|(said, head)| give_year(readings, head, said));
            } else if let (&[said], 3..) = (&*years, heads) {
                (index..next).for_each(|head| give_year(readings, head, said));
            }
        }
        index = next;
    }
}

fn number(said: &Said) -> i32 {
    if let Said::Year(year) = said { *year } else { 0 }
}

fn give_year(readings: &mut [Reading], index: usize, said: Said) {
    if let Some(reading) = readings.get_mut(index) {
        reading.shape = match reading.shape {
            Shape::Point(point) => Shape::Point(Partial { year: said, ..point }),
            Shape::Ended { months, weeks, end, quarter } => {
                Shape::Ended { months, weeks, end: Partial { year: said, ..end }, quarter }
            }
            other => other,
        };
    }
}

/// How many days or periods without a year stand one beside the other from `first` on, each the head of a column.
fn heads_in_row(t: &Tokens<'_>, readings: &[Reading], first: usize) -> usize {
    let open = |reading: &&Reading| match reading.shape {
        Shape::Point(point) => point.day > 0 && point.year == Said::No,
        Shape::Ended { end, .. } => end.day > 0 && end.year == Said::No,
        _ => false,
    };
    let row = readings.get(first..).unwrap_or_default().iter().take(COLUMNS);
    let mut end = None;
    row.take_while(open)
        .take_while(|reading| {
            let beside = end.is_none_or(|end| is_apart(t, end, reading.first));
            end = Some(reading.end);
            beside
        })
        .count()
}

/// The years one beside the other below the heads from `first` on; one day alone is no head.
fn years_below(t: &Tokens<'_>, readings: &[Reading], first: usize, heads: usize) -> Option<Vec<Said>> {
    let last = readings.get((first + heads).checked_sub(1)?)?;
    let lone = heads == 1 && !matches!(last.shape, Shape::Ended { .. });
    let below = readings.get(first + heads..)?;
    let year = below.first()?;
    // "(In thousands, except per share amounts)" may stand between.
    let noted = heads >= 3
        && t.get(last.end).is('(')
        && t.get(year.first.checked_sub(1)?).is(')')
        && year.first - last.end <= 12
        && t.get(year.first).gap >= Gap::Line
        && t.get(year.end).gap >= Gap::Line;
    if heads == 0 || lone || !(is_apart(t, last.end, year.first) || noted) {
        return None;
    }
    let mut end = year.first;
    let years = below.iter().take(COLUMNS).map_while(|reading| {
        let Shape::Year { said: said @ Said::Year(_), fiscal: false } = reading.shape else { return None };
        let beside = is_apart(t, end, reading.first);
        end = reading.end;
        beside.then_some(said)
    });
    Some(years.collect()).filter(|years: &Vec<Said>| !years.is_empty())
}

/// Whether only what parts columns stands between two tokens.
fn is_apart(t: &Tokens<'_>, from: usize, to: usize) -> bool {
    (from..to).all(|at| {
        let token = t.get(at);
        ['|', ',', '(', ')'].iter().any(|&sign| token.is(sign))
            || t.is_any(at, words!["unaudited", "audited", "as", "of", "at"])
    })
}
