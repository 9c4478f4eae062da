//! The day a release gives itself.
//!
//! In: the tokens. Out: the full date of its dateline, if it has one, and where it stands.
//!
//! A dateline is a full date with nothing but a place, a wire service or a label between it and the
//! start of its line, and a dash, a wire mark or the line's end after it:
//!
//! | written | |
//! |---|---|
//! | `MADISON, Wis., Nov. 17, 2016 (GLOBE NEWSWIRE) -- ` | place, date, wire |
//! | `LUND, Sweden – July 28, 2025 – ` | place, date, dash |
//! | `17 November 2016, Basel` | date, place |
//! | `Published: March 5, 2025` | label, date, end of line |
//! | `November 17, 2016` | alone on its line |
//! | `On November 17, 2016 Alba Bio reported`, `17 November 2016: Alba Bio announces` | a notice's first words |
//!
//! | `announced today, March 5, 2025,` | the day named beside "today" |
//!
//! Where there are several, the first that has the shape of a dateline is taken, else the first that
//! stands alone, else the first beside "today". A date of the running text (`As of June 30, 2017`) is never taken. Only the head of
//! the text is read.

use super::Dateline;
use crate::extract::calendar::written;
use crate::extract::lex::{Case, Class, Gap, List, Token, Tokens, w, words};

/// Bytes that are looked at.
const HEAD: usize = 4000;
/// Words that a place and a wire service take at most.
const LONGEST_LEAD: usize = 14;

/// How much a date looks like a dateline; the later the better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Shape {
    /// `today, March 5, 2025`
    Today,
    /// Alone on its line, or after a label.
    Alone,
    /// With a place, a wire or a dash.
    Full,
}

/// Tokens from the name of a month to its day at most: `Nov. the 17th`.
const TO_DAY: usize = 3;

/// Finds the dateline of a text: the first date in full shape, else the best of the others.
pub(super) fn dateline(tokens: &Tokens<'_>) -> Option<Dateline> {
    let end = tokens.at(HEAD);
    let head = tokens.list().get(..tokens.len().min(end + TO_DAY)).unwrap_or_default();
    let mut best: Option<(Shape, Dateline)> = None;
    let (mut line, mut unseen) = (0, 0);
    let mut at = 0;
    // A full date has a number that is its day or its year: where there is none, no month need be looked for.
    while let Some(next) = head.get(at..).and_then(|rest| rest.iter().position(|token| token.is_number())) {
        let number = at + next;
        // Most numbers are no day and have no month before them: one branch tells all of that.
        let is_day = written::may_be_day(tokens, number);
        let month = |back: usize| (number >= at + back) & names_month(tokens.get(number.wrapping_sub(back)));
        if !(1..=TO_DAY).fold(is_day, |any, back| any | month(back)) {
            at = number + 1;
            continue;
        }
        let months = (at.max(number.saturating_sub(TO_DAY))..end.min(number)).filter(|&at| names_month(tokens.get(at)));
        let found = months.chain((is_day && number < end).then_some(number)).find_map(|at| {
            let point = written::point(tokens, at)?;
            Some((at, point, point.date()?))
        });
        let Some((first, point, date)) = found else {
            at = number + 1;
            continue;
        };
        line = (unseen..=first).rev().find(|&at| tokens.get(at).gap >= Gap::Line).unwrap_or(line);
        if let Some(shape) = shape(tokens, line, first, point.end) {
            let found = Dateline { date, span: tokens.span(first, point.end) };
            if shape == Shape::Full {
                return Some(found);
            }
            if best.is_none_or(|(before, _)| before < shape) {
                best = Some((shape, found));
            }
        }
        at = point.end;
        unseen = at;
    }
    best.map(|(_, found)| found)
}

/// Whether a token may be the name of a month.
#[inline]
fn names_month(token: Token) -> bool {
    // Without a branch: what comes next in a text is hard to foretell.
    (token.case != Case::Lower) & written::may_be_month(token)
}

/// The shape of the line that begins at token `line` around the date from `first` to `end`.
fn shape(tokens: &Tokens<'_>, line: usize, first: usize, end: usize) -> Option<Shape> {
    let comma = usize::from(tokens.get(first.wrapping_sub(1)).is(',') || tokens.get(first.wrapping_sub(1)).is('('));
    if tokens.is(first.wrapping_sub(1 + comma), w!("today")) {
        return Some(Shape::Today);
    }
    // "This information was submitted for publication on March 5, 2025 at 8.30 CET."
    let words = || (2..=40).map(|back| first.wrapping_sub(back));
    let told = |at: usize| tokens.is_any(at, words!["publication", "disclosed"]);
    if tokens.is_any(first.wrapping_sub(1), words!["on", "at", "cet", "cest"])
        && words().any(told)
        && words().any(|at| tokens.is(at, w!("information")))
    {
        return Some(Shape::Today);
    }
    let day_end = end;
    let end = past_clock(tokens, end);
    let mut after = end;
    while tokens.get(after).gap < Gap::Line && is_markup(tokens.get(after)) {
        after += 1;
    }
    let next = tokens.get(after);
    let lead = match lead(tokens, line, first) {
        // "… is under way OXFORD, England, March 5, 2030 /PRNewswire/ --": run into what stands before.
        None if end == day_end && next.gap < Gap::Line && is_wire(tokens, after) => return Some(Shape::Full),
        None if next.gap >= Gap::Line && (after + 1..after + 9).any(|at| is_wire(tokens, at)) => {
            return Some(Shape::Alone);
        }
        // "19 July 2030 - A date is set", below a headline in small letters.
        None if first == line
            && next.class == Class::Dash
            && next.gap == Gap::Space
            && matches!(tokens.get(after + 1).case, Case::Capital | Case::Upper)
            && tokens.get(after + 1).gap == Gap::Space
            && !tokens.is_any(line.wrapping_sub(1), SENTENCE) =>
        {
            return Some(Shape::Alone);
        }
        lead => lead?,
    };
    let line_ends = next.gap >= Gap::Line;
    match lead {
        // "Published : Dec. 26, 2030 - 15:51"
        Lead::Label | Lead::Nothing if next.class == Class::Dash && clock_ends_line(tokens, after + 1) => {
            Some(Shape::Alone)
        }
        // "date 2030-11-17 Brenn Bio reports": what a page keeps of itself.
        Lead::Label if line == 0 && tokens.is(0, w!("date")) && tokens.get(first).len() == 4 => Some(Shape::Alone),
        Lead::Label if line_ends || next.is('|') || next.is('.') || next.is('(') => Some(Shape::Alone),
        Lead::Nothing | Lead::Item if line_ends => Some(Shape::Alone),
        Lead::Nothing if next.is('|') || end > day_end && next.is_word() => Some(Shape::Alone),
        // "November 17, 2030 / 12:50 PM / 3 years ago"
        Lead::Nothing | Lead::Item if end > day_end && next.is('/') => Some(Shape::Alone),
        // "Seattle, WA", line end, "- November 17, 2030 - Alba Bio": a place that the line's end parts from its day.
        Lead::Item if next.class == Class::Dash && ends_place(tokens, line) => Some(Shape::Full),
        // "2030-11-17 Brenn Bio reports": a text's first words.
        Lead::Nothing if first == 0 && tokens.get(first).len() == 4 && next.is_word() => Some(Shape::Alone),
        // "17 November 2030 Company contact: Brenn Bio"
        Lead::Nothing
            if first == 0 && tokens.get(first).is_number() && next.is_word() && next.case == Case::Capital =>
        {
            Some(Shape::Alone)
        }
        // "November 17, 2030Revenues rose": lines run together.
        Lead::Nothing if next.is_glued() && next.case == Case::Capital && end == day_end => Some(Shape::Alone),
        Lead::Nothing if next.is(':') && announces(tokens, after + 1) => Some(Shape::Alone),
        // "By March 5, 2030 Alba Bio had announced"
        Lead::Label if announces(tokens, after + usize::from(next.is(','))) && !tokens.is(line, w!("by")) => {
            Some(Shape::Alone)
        }
        Lead::Place
            if line_ends && first - line <= 6 && [',', '·'].iter().any(|&mark| tokens.get(first - 1).is(mark)) =>
        {
            Some(Shape::Alone)
        }
        // "Alba Bio Inc. March 5, 2030 6:00 AM", over "LUND, Sweden--(BUSINESS WIRE)--"
        Lead::Place if line_ends && (after + 1..after + 9).any(|at| is_wire(tokens, at)) => Some(Shape::Alone),
        Lead::Label | Lead::Item => None,
        Lead::Nothing | Lead::Place if line_ends => None,
        Lead::Nothing | Lead::Place if next.is('(') || next.is('/') || next.is('[') => Some(Shape::Full),
        Lead::Place if next.class == Class::Dash && past_clock(tokens, after + 1) > after + 1 => Some(Shape::Full),
        Lead::Nothing | Lead::Place if next.class == Class::Dash => {
            // "April 1, 2030 – June 30, 2030" is a range.
            let other = written::point(tokens, after + 1).and_then(written::Point::date);
            (!tokens.get(after + 1).is_number() && other.is_none()).then_some(Shape::Full)
        }
        Lead::Place if next.is('.') || next.is(':') || next.is('|') || next.is(';') => Some(Shape::Full),
        Lead::Place if next.is_word() && next.case != Case::Lower => Some(Shape::Full),
        Lead::Nothing | Lead::Place if next.is(',') => {
            let place = tokens.get(after + 1);
            (place.is_word() && place.case != Case::Lower && place.gap < Gap::Line).then_some(Shape::Full)
        }
        Lead::Nothing | Lead::Place => None,
    }
}

/// Words that say news is given, folded.
const NEWS: &List = words!["announced", "announces", "announce", "reported", "reports", "released", "today"];
/// How far behind a date they stand, in tokens.
const NEWS_REACH: usize = 60;

/// Whether a name stands at token `at` whose owner gives news in that paragraph.
///
/// Near miss: `On November 17, 2016, the trial was closed.`
fn announces(tokens: &Tokens<'_>, at: usize) -> bool {
    let name = tokens.get(at);
    let named = name.is_word() && name.case != Case::Lower && name.gap == Gap::Space;
    let paragraph = (at + 1..at + NEWS_REACH).take_while(|&index| tokens.get(index).gap < Gap::Paragraph);
    named && paragraph.into_iter().any(|index| tokens.is_any(index, NEWS))
}

/// Whether the line before token `line` ends with a state: `Seattle, WA`.
fn ends_place(tokens: &Tokens<'_>, line: usize) -> bool {
    let state = tokens.get(line.wrapping_sub(1));
    let dotted = state.is('.') && tokens.get(line.wrapping_sub(3)).is(',');
    let short = state.is_word() && state.case == Case::Upper && state.len() == 2;
    tokens.get(line).gap == Gap::Line && (dotted || short)
}

/// Whether a wire service is named behind a mark at token `at`: `/PRNewswire/`, `(GLOBE NEWSWIRE)`, `(Reuters)`.
pub fn is_wire(tokens: &Tokens<'_>, at: usize) -> bool {
    let wires = words![
        "prnewswire",
        "newswire",
        "wire",
        "accesswire",
        "newsfile",
        "marketwire",
        "marketwired",
        "reuters",
        "upi"
    ];
    (tokens.get(at).is('/') || tokens.get(at).is('('))
        && (at + 1..at + 4).any(|at| tokens.get(at).gap <= Gap::Line && tokens.is_any(at, wires))
}

/// What stands between the start of the line and the date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lead {
    Nothing,
    /// A list mark.
    Item,
    /// `Published:`
    Label,
    /// Words that may be a place and a wire service.
    Place,
}

/// Words that label a date, folded.
const LABELS: &List = words![
    "for",
    "immediate",
    "date",
    "dated",
    "published",
    "posted",
    "released",
    "release",
    "issued",
    "updated",
    "news",
    "press",
    "on",
    "at",
    "by"
];
/// Words after which a date belongs to a sentence, folded.
const SENTENCE: &List = words![
    "of",
    "on",
    "in",
    "by",
    "since",
    "until",
    "through",
    "dated",
    "ended",
    "ending",
    "from",
    "to",
    "before",
    "after",
    "for",
    "at",
    "between",
    "and",
    "is",
    "was",
    "effective",
    "date",
    "starting",
    "beginning"
];
/// Words of a place that are written small, folded.
const SMALL: &List =
    words!["and", "of", "de", "la", "le", "the", "upon", "am", "an", "der", "i", "et", "do", "da", "di"];

/// Reads the lead; `None` where it is part of a sentence.
fn lead(tokens: &Tokens<'_>, line: usize, first: usize) -> Option<Lead> {
    let mut at = line;
    let mut item = false;
    while at < first && (is_markup(tokens.get(at)) || tokens.get(at).is('#') || tokens.get(at).is('(')) {
        at += 1;
    }
    while at < first && (tokens.get(at).class == Class::Dash || tokens.get(at).is('•')) {
        item = true;
        at += 1;
    }
    if first > at {
        let weekday = first.wrapping_sub(1 + usize::from(tokens.get(first - 1).is(',')));
        if weekday >= at && is_weekday(tokens, weekday) {
            return lead(tokens, line, weekday);
        }
    }
    let mut words = 0;
    let mut labels = 0;
    let mut last_word = None;
    let mut bracket = at > line && tokens.get(at - 1).is('(');
    for index in at..first {
        let token = tokens.get(index);
        // A service in brackets is written as it likes.
        bracket = token.is('(') || bracket && !token.is(')');
        if token.is_number() || token.is('%') || token.is('$') || token.is('?') || token.is('!') {
            return None;
        }
        if token.is_word() {
            words += 1;
            labels += usize::from(tokens.is_any(index, LABELS));
            let small = token.case == Case::Lower && !bracket;
            if small && !tokens.is_any(index, SMALL) && !tokens.is_any(index, LABELS) {
                return None;
            }
            last_word = Some(index);
        }
    }
    let before = tokens.get(first.wrapping_sub(1));
    let colon = before.is(':') || before.class == Class::Dash;
    if words == 0 {
        // A sentence that was broken before the date.
        let broken = line.wrapping_sub(1);
        let running = tokens.get(broken).case == Case::Lower && tokens.get(line).gap == Gap::Line;
        if tokens.is_any(broken, SENTENCE) {
            return None;
        }
        if running && tokens.get(broken).is_word() {
            // A headline may be written like a sentence: what stands alone below it will do.
            let headline = (1..line).all(|index| tokens.get(index).gap < Gap::Line);
            return headline.then_some(Lead::Item);
        }
        return Some(if item { Lead::Item } else { Lead::Nothing });
    }
    // "On the 17 November 2030 Brenn Bio announced"
    let article = words == 2 && tokens.is(at, w!("on")) && tokens.is(at + 1, w!("the"));
    if labels == words && (colon || words <= 2) || article {
        return Some(Lead::Label);
    }
    if item || words > LONGEST_LEAD || last_word.is_some_and(|word| tokens.is_any(word, SENTENCE)) {
        return None;
    }
    Some(Lead::Place)
}

fn is_weekday(tokens: &Tokens<'_>, index: usize) -> bool {
    let days = words![
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thurs",
        "fri",
        "sat",
        "sun",
    ];
    tokens.is_any(index, days)
}

const fn is_markup(token: Token) -> bool {
    token.is('*') || token.is('_') || token.is('\\') || token.is(')') || token.is('>')
}

/// Whether nothing but a time of day stands between a token and the end of its line.
fn clock_ends_line(tokens: &Tokens<'_>, at: usize) -> bool {
    let end = past_clock(tokens, at);
    end > at && tokens.get(end).gap >= Gap::Line
}

/// Past a time of day with its zone: `, 08:30 ET`.
fn past_clock(tokens: &Tokens<'_>, end: usize) -> usize {
    let mut at = end;
    if tokens.get(at).is(',') || tokens.is(at, w!("at")) || tokens.get(at).is('/') {
        at += 1;
    }
    // "14:30", "14h30"
    let hours = tokens.is(at + 1, w!("h")) && tokens.get(at + 1).is_glued() && tokens.get(at + 2).is_glued();
    let colon = (tokens.get(at + 1).is(':') || hours) && tokens.get(at + 2).is_number();
    if !tokens.get(at).is_number() || !colon {
        return end;
    }
    at += 3;
    // Seconds.
    if tokens.get(at).is(':') && tokens.get(at + 1).is_number() {
        at += 2;
    }
    let mut words = 0;
    while words < 4 && tokens.get(at).gap < Gap::Line && tokens.get(at).is_word() && tokens.get(at).len() <= 4 {
        at += 1;
        words += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: &str) {
        let found = dateline(&Tokens::new(text));
        assert_eq!(found.map(|d| d.date.to_string()).unwrap_or_default(), want, "{text}");
        if let Some(found) = found {
            assert!(text.get(found.span.start..found.span.end).is_some());
        }
    }

    #[test]
    fn shapes() {
        for (text, want) in [
            ("Title Here\n\nMADISON, Wis., Nov. 17, 2016 (GLOBE NEWSWIRE) -- Alba Bio said.", "2016-11-17"),
            ("# Title\n\nLUND, Sweden, March 5, 2025 /PRNewswire/ -- Alba Bio", "2025-03-05"),
            ("# Title\n\n LUND, SWEDEN - July 28, 2025 (NEWMEDIAWIRE) - Alba Bio", "2025-07-28"),
            ("# T\n\n* One point\n* Two points\n\n ATLANTA - (NewMediaWire) - November 12, 2024 - Alba", "2024-11-12"),
            ("LUND – July 28, 2025 – Alba Bio", "2025-07-28"),
            ("17 November 2016, Basel\n\nText", "2016-11-17"),
            ("Basel, Switzerland, 17 November 2016 – Alba AG", "2016-11-17"),
            ("November 17, 2016\n\n\n\nAlba Bio Reports", "2016-11-17"),
            ("**November 17, 2016**\n\nAlba Bio Reports", "2016-11-17"),
            ("Published: March 5, 2025\nAlba Bio", "2025-03-05"),
            ("By March 5, 2025 (GMT)\nAlba Bio", "2025-03-05"),
            ("By March 5, 2025 Alba Bio had announced it.", ""),
            ("Alba Bio Reports\nThursday, March 6, 2025\nText", "2025-03-06"),
            ("Edmonton, Alberta, Canada March 17, 2025. Alba Bio announced", "2025-03-17"),
            ("Nov 06, 2024, 08:30 ET | Source: Alba Bio\n", "2024-11-06"),
            ("SAN DIEGO, CA / ACCESSWIRE / March 5, 2025 / Alba Bio", "2025-03-05"),
            ("**LUND, Sweden, March 5, 2025** (GLOBE NEWSWIRE) -- Alba", "2025-03-05"),
            ("Alba Bio to Report\n\nLUND, Sweden--(BUSINESS WIRE)--March 5, 2025--Alba Bio", "2025-03-05"),
            ("Alba Reports\nMarch 5, 2025 4:05pm EST Download as PDF\n", "2025-03-05"),
            ("For Immediate Release - March 5, 2025\n\nAlba", "2025-03-05"),
            ("A trial is under way LUND, Sweden , March 5, 2025 /PRNewswire/ -- Alba Bio", "2025-03-05"),
            ("Alba Bio Inc. March 5, 2025 6:00 AM\nLUND, Sweden--(BUSINESS WIRE)--\nAlba Bio said", "2025-03-05"),
            ("Alba to begin\nLa\nJolla, CA and Seattle,\nWA\n- May\n17, 2007 - Alba Bio", "2007-05-17"),
            ("Alba drug meets goals\nSeptember 24, 2014 / 12:50 PM / 3 years ago\n\nAlba said", "2014-09-24"),
            ("(albawire) - LUND, SE -- (Wirelight) -- 03/05/25 -- Alba", "2025-03-05"),
            ("Ad hoc announcement\n\nLund, March 5, 2025\n\nAlba", "2025-03-05"),
            ("Lund, Sweden, March 5, 2025 – 6:00 pm CET – Alba", "2025-03-05"),
            ("Tue, March 4, 2025\nAlba", "2025-03-04"),
            ("Alba Reports Results\nMarch 5, 2025Revenues of $5 million", "2025-03-05"),
            ("News Release Issued: March 5, 2025 (7:00am EST)\nAlba", "2025-03-05"),
            ("LUND, Sweden, 2025-03-05 – Alba", "2025-03-05"),
            ("Alba Bio announced it will present today, Nov. 3, 2025, at a conference", "2025-11-03"),
            ("It said today, Nov. 3, 2025, that\n\nLUND, Nov. 2, 2025 – Alba", "2025-11-02"),
            ("On March 5, 2025, Alba Bio reported results", "2025-03-05"),
            ("Title\n\nOn March 5, 2025 Alba Bio, Inc. (Nasdaq: ALBB), a company, reported results", "2025-03-05"),
            ("5 March 2025: Alba Bio plc (AIM: ALBB) announces results", "2025-03-05"),
            ("date 2025-03-05 Alba Bio on Wednesday reported a rise", "2025-03-05"),
            ("Alba closes its placement\nMonday, 10 September, 2025\nIt has", "2025-09-10"),
            ("Alba Bio\n\nPublished : Dec. 26, 2025 - 15:51\n\nIt said", "2025-12-26"),
            ("Alba Bio\n\n2025.03.26 15:24:23\n\nIt said", "2025-03-26"),
            ("2025-03-05 Second quarter in brief", "2025-03-05"),
        ] {
            check(text, want);
        }
    }

    #[test]
    fn not_datelines() {
        for text in [
            "",
            "As of June 30, 2017, Alba Bio had cash.",
            "Alba Bio (as it was called on March 5, 2025) grew.",
            "Alba Bio Reports Results for the Quarter Ended June 30, 2017",
            "The patent was granted on March 5, 2014 (the first).",
            "- March 5, 2014 – presented data",
            "Alba Bio had cash of $5 million as of\nJune 30, 2017 (unaudited)",
            "for the three months ended\n\nJune 30, 2017 (unaudited)",
            "It was so until then\nJune 30, 2017 – it was not",
            "LUND, Sweden, March 2025 – Alba",
            "Thursday, March 6, 2025 – 8:30 a.m. ET: the call",
            "Conference Call Scheduled for March 6, 2025",
            "Target Action Date of March 6, 2025",
            "March 6, 2025: first patient dosed\n\nIt announced",
            "Alba Bio spent $5 million by June 30, 2017 (unaudited)",
        ] {
            check(text, "");
        }
    }

    #[test]
    fn the_running_text_is_not_taken() {
        check("As of June 30, 2017, it was so.\n\nLUND, Nov. 17, 2017 – Alba", "2017-11-17");
        let late = format!("{}\nLUND, Nov. 17, 2017 – Alba", "word ".repeat(1000));
        check(&late, "");
    }
}
