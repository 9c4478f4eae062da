//! iCalendar (RFC 5545): an event for each date of a document whose days are settled.
//!
//! A day is an event of that day, with its clock time where the text gives one; a month, a quarter or
//! "three months ended" is an event from its first day to its last, so that no day is made up.
//! Seasons and open dates are left out. Mentions of one date are one event, which quotes each of them.

use super::hash::sha256;
use super::{Choice, Item, one_line};
use crate::extract::calendar::days;
use crate::extract::reading::quoted;
use crate::extract::{Date, Document, Mention, Value, entity, summary};

/// Octets in a line, its end not counted.
const WIDTH: usize = 75;
/// Characters of a sentence in an event's title.
const TITLE: usize = 90;

/// Writes the calendar.
pub fn write(items: &[Item], choice: &Choice) -> String {
    let mut out = Lines::default();
    out.line("BEGIN:VCALENDAR");
    out.line("VERSION:2.0");
    out.line("PRODID:-//Eosin//Dates in releases//EN");
    out.line("CALSCALE:GREGORIAN");
    for item in items {
        let document = &item.document;
        let hash = sha256(document.text.as_bytes());
        // The format asks when an event was written; the release's own day is the only one known here.
        let stamp = document.dateline.map_or_else(|| "19700101".into(), |dateline| compact(dateline.date));
        let mentions: Vec<Mention> = choice.mentions(item).cloned().collect();
        for entity in entity::group(&mentions) {
            let Value::Time { timex, .. } = &entity.value else { continue };
            let Some((start, end)) = stretch(timex) else { continue };
            let mine = || entity.mentions.iter().filter_map(|&index| mentions.get(index));
            let quotes: Vec<String> = mine().map(|mention| sentence(document, mention)).collect();
            let first = quotes.first().cloned().unwrap_or_default();
            out.line("BEGIN:VEVENT");
            out.line(&format!(
                "UID:{}-{}@eosin",
                hash.get(..16).unwrap_or(""),
                mine().next().map_or(0, |m| m.span.start)
            ));
            out.line(&format!("DTSTAMP:{stamp}T000000Z"));
            out.line(&format!("DTSTART{start}"));
            if let Some(end) = end {
                out.line(&format!("DTEND{end}"));
            }
            out.line(&format!("SUMMARY:{}", escaped(&cut(&first))));
            let label = summary::label(&entity.value);
            let words: Vec<String> = mine().map(|mention| one_line(document.slice(mention.span))).collect();
            let told = quotes.iter().zip(&words).map(|(quote, words)| format!("“{words}” in: {quote}"));
            let told = format!("{label}\n{}\nFrom: {}", told.collect::<Vec<_>>().join("\n"), document.name);
            out.line(&format!("DESCRIPTION:{}", escaped(&told)));
            out.line("TRANSP:TRANSPARENT");
            out.line("END:VEVENT");
        }
    }
    out.line("END:VCALENDAR");
    out.text
}

fn sentence(document: &Document, mention: &Mention) -> String {
    quoted(document, document.sentence(mention.span))
}

fn cut(text: &str) -> String {
    let mut shown: String = text.chars().take(TITLE).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

fn compact(date: Date) -> String {
    date.to_string().replace('-', "")
}

/// How a TIMEX3 value begins and ends in iCalendar; the end is not part of the event.
fn stretch(timex: &str) -> Option<(String, Option<String>)> {
    if let Some((day, time)) = timex.split_once('T').filter(|_| !timex.contains('/')) {
        let digits: String = time.chars().filter(char::is_ascii_digit).take(4).collect();
        let date: Date = day.parse().ok()?;
        if digits.len() == 4 {
            return Some((format!(":{}T{digits}00", compact(date)), None));
        }
    }
    let (first, last) = days(timex)?;
    let after = last.add_days(1)?;
    Some((format!(";VALUE=DATE:{}", compact(first)), Some(format!(";VALUE=DATE:{}", compact(after)))))
}

/// Text as RFC 5545 wants it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => out.extend(['\\', character]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Lines that end and fold as RFC 5545 wants them.
#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    fn line(&mut self, line: &str) {
        let mut width = 0;
        for character in line.chars() {
            if width + character.len_utf8() > WIDTH {
                self.text.push_str("\r\n ");
                width = 1;
            }
            self.text.push(character);
            width += character.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches() {
        let all = |timex: &str| days(timex).map(|(first, last)| format!("{first} {last}"));
        assert_eq!(all("2016-11-17").unwrap(), "2016-11-17 2016-11-17");
        assert_eq!(all("2016-02").unwrap(), "2016-02-01 2016-02-29");
        assert_eq!(all("2017-Q3").unwrap(), "2017-07-01 2017-09-30");
        assert_eq!(all("2017-H2").unwrap(), "2017-07-01 2017-12-31");
        assert_eq!(all("2017").unwrap(), "2017-01-01 2017-12-31");
        assert_eq!(all("2016-12-03/2016-12-06").unwrap(), "2016-12-03 2016-12-06");
        assert_eq!(all("2017-Q1/2017-Q3").unwrap(), "2017-01-01 2017-09-30");
        for none in ["", "2018-SU", "2016-13", "20", "2017/2016", "x", "2016-11-31"] {
            assert_eq!(all(none), None, "{none}");
        }
        assert_eq!(stretch("2016-11-11T08:30").unwrap(), (":20161111T083000".into(), None));
    }

    #[test]
    fn lines_fold_between_characters() {
        let mut lines = Lines::default();
        lines.line(&"µ".repeat(100));
        for line in lines.text.split("\r\n") {
            assert!(line.len() <= WIDTH, "{line}");
        }
        assert_eq!(lines.text.replace("\r\n ", "").trim_end().chars().count(), 100);
        assert_eq!(escaped("a;b,c\\d\ne\u{7}"), "a\\;b\\,c\\\\d\\ne");
    }
}
