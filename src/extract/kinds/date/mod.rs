//! Date: points and stretches of time, from `Nov. 17, 2016` to `first half of fiscal 2026`.
//!
//! In: the tokens of a document and the day it gives itself. Out: mentions with a TIMEX3 value or an
//! ISO 8601 interval, and the look-alikes that a rule turned down.
//!
//! | written | value |
//! |---|---|
//! | `November 17, 2016`, `17 November 2016`, `2016-11-17`, `17.11.2016` | 2016-11-17 |
//! | `8:30 AM ET on Friday, November 11, 2016` | 2016-11-11T08:30 |
//! | `third quarter of 2016`, `3Q16`, `Q3'16` | 2016-Q3 |
//! | `first half of 2025`, `1H25` | 2025-H1 |
//! | `three months ended June 30, 2017` | 2017-04-01/2017-06-30 |
//! | `December 3-6, 2016` | 2016-12-03/2016-12-06 |
//! | `mid-2018`, `year-end 2017` | 2018 MID, 2017 END |
//! | `today`, `last year` | by the dateline |
//!
//! ```
//! use eosin::extract::{Context, Document, analyse, standoff};
//! let text = "LUND, Nov. 17, 2016 -- Alba Bio today reported its third quarter.";
//! let analysis = analyse(Document::new("t", text), &Context::default());
//! let values: Vec<String> = analysis.mentions.iter().map(|m| standoff::notation(&m.value)).collect();
//! assert_eq!(values, ["2016-11-17", "2016-11-17", "2016-Q3"]);
//! ```
//!
//! Invariant: a value has the granularity of its words; no day is made up. Where the text does not
//! settle a year the value is empty. Not here: durations, ages, repeated times, times of day without
//! a day.
//!
//! `read` reads one expression, `year` decides on bare years, `columns` reads the heads of tables, `settle` gives the
//! values.

mod columns;
mod read;
mod settle;
mod stated;
mod table;
mod year;

use std::cell::OnceCell;

use super::{Found, Kind, Recogniser, Scan, Standing};
use crate::extract::calendar::written::MONTHS;
use crate::extract::lex::{Addresses, Tokens};
use crate::extract::mention::Anchor;
use crate::extract::span::Span;

/// Registry row.
pub static KIND: Kind = Kind { id: "date", title: "Date", plural: "Dates", glyph: "◷", standing: Standing::Main };

/// Finds them.
pub static RECOGNISER: Recogniser = Recogniser {
    wakes: |wakes| {
        wakes.numbers();
        // An article belongs to the word behind it, which wakes by itself.
        let roles = table::WORDS.hashes().filter(|(_, role)| !matches!(role, table::Role::The));
        roles.for_each(|(hash, _)| wakes.hash(hash));
        wakes.words(&MONTHS);
    },
    find,
};

/// Reads what stands at a number, or from the word in mixed case before it on.
#[inline(never)]
fn look_behind_mixed(tokens: &Tokens<'_>, at: usize, free: usize) -> read::Seen {
    let word = if at > free { read::look(tokens, at - 1, free) } else { read::Seen::Nothing };
    match word {
        read::Seen::Nothing if read::may_begin(tokens, at) => read::look(tokens, at, free),
        _ => word,
    }
}

fn find(scan: &Scan<'_>, found: &mut Found) {
    let tokens = &scan.tokens;
    let mut readings = Vec::with_capacity(12);
    let mut events = Vec::new();
    let mut addresses = Addresses::new(tokens);
    let mut at = 0;
    let mut anchors = scan.awake.of(&KIND).sift(|at| read::may_wake(tokens, at));
    while at < tokens.len() {
        let free = at;
        at = anchors.from(at);
        // "EndedMarch 31": a month that is run together with a word wakes by the number behind it.
        let behind_mixed = tokens.beside(at, read::is_behind_mixed);
        let seen = if behind_mixed { look_behind_mixed(tokens, at, free) } else { read::look(tokens, at, free) };
        at = match seen {
            read::Seen::Nothing => at + 1,
            read::Seen::Skip(end) => end.max(at + 1),
            read::Seen::LookAlike(end, rule) => {
                found.reject(tokens.span(at, end), rule);
                if rule == year::NOT_EVENT {
                    events.extend(tokens.get(at).number().and_then(|year| i32::try_from(year).ok()));
                }
                end.max(at + 1)
            }
            read::Seen::Date(reading) if addresses.have(reading.first, reading.end) => {
                found.reject(tokens.span(reading.first, reading.end), "date.not-link");
                reading.end.max(at + 1)
            }
            read::Seen::Date(reading) => {
                readings.push(reading);
                reading.end.max(at + 1)
            }
        };
    }
    if readings.is_empty() {
        return;
    }
    settle::drop_bare_months(&mut readings);
    settle::turn_day_first(tokens, &mut readings);
    let fiscal = settle::fiscal_year(tokens, &readings);
    settle::share(tokens, &mut readings);
    let dateline = scan.document.dateline.map(|line| Anchor { date: line.date, span: Some(line.span) });
    let anchor = dateline.or(scan.context.reference.map(|date| Anchor { date, span: None }));
    let usual = if anchor.is_none() { settle::usual_day(tokens, &readings, &events, fiscal) } else { None };
    let anchor = anchor.or_else(|| settle::dateline_of_year(tokens, &readings, usual?.year(), fiscal));
    let known = settle::Known { tokens, anchor, fiscal, usual, stated: OnceCell::new() };
    found.expect(readings.len());
    for (index, reading) in readings.iter().enumerate() {
        let (value, certainty) = settle::value(&known, &readings, index);
        let span = tokens.span(reading.first, reading.end);
        found.add(Span::new(span.start + reading.inset, span.end), value, reading.rule, certainty, Vec::new());
    }
}
