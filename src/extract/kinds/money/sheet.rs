//! Financial tables in plain text.
//!
//! In: the place where a heading gives scale or currency, `(in thousands, except per share data)`.
//! Out: the cells below it. Columns may be parted by runs of blanks, tabs or pipes, cells may stand
//! one to a paragraph, and a conversion may have run a whole table into one line; so cells are told
//! by what stands directly before and after them, and the table ends at the first line of prose.
//!
//! Not money: years and days of column headings, rows that count shares or people, percentages,
//! numbers that words follow ("100,000,000 shares authorized").

use super::{Currency, Word, amount, currency, rows, table};
use crate::extract::calendar::written::MONTHS;
use crate::extract::decimal::Decimal;
use crate::extract::document::on_one_line;
use crate::extract::lex::{Case, Class, Gap, List, Number, Tokens, number, w, words};
use crate::extract::mention::{Amount, Attribute};
use crate::extract::span::Span;

/// What a table's heading says of its cells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heading {
    pub(super) power: i32,
    pub(super) currency: Currency,
    /// The words of the scale.
    pub(super) scale: Span,
    pub(super) end: usize,
    /// Whether the rows carry their own units, or this is one.
    pub(super) own: bool,
}

/// A column's head: its words, and the period that a heading over several columns adds to them.
#[derive(Clone, Copy, Debug)]
struct Column {
    span: Span,
    period: Option<Period>,
}

/// "Three Months Ended" over columns, and "June 30," where it stands there too.
#[derive(Clone, Copy, Debug)]
struct Period {
    length: Span,
    day: Option<Span>,
}

/// A cell of a table.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) meaning: Meaning,
}

/// What a cell is.
#[derive(Clone, Debug)]
pub(super) enum Meaning {
    /// Money, with its row, column and unit.
    Money { amount: Amount, currency: Currency, attributes: Vec<Attribute> },
    /// None, by this rule.
    Refused(&'static str),
}

/// Longest table, in tokens.
const LONGEST: usize = 20_000;

/// How many tokens after a row with a unit of its own the next such row may stand.
const ROWS: usize = 160;

/// The stretch of a table that has been read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Region {
    end: usize,
    power: i32,
    /// Whether its rows carry their own units.
    own: bool,
}

/// The cells below the heading that the word or number at `at` belongs to; `None` where there is no
/// heading or the table has been read already.
pub(super) fn read(tokens: &Tokens<'_>, at: usize, region: &mut Region) -> Option<Vec<Cell>> {
    let inside = at < region.end;
    if inside && region.own {
        return None;
    }
    let heading = heading(tokens, at);
    let own = if inside { None } else { rows::head(tokens, at, heading.is_some()) };
    if let Some(own) = own {
        let (cells, end) = cells(tokens, own);
        *region = Region { end, power: 0, own: true };
        return (!cells.is_empty()).then_some(cells);
    }
    let heading = heading?;
    // Inside a table a column's heading says nothing new; the next table's heading does.
    let new_scale = heading.power > 0 && (region.power == 0 || starts_table(tokens, at));
    let same = heading.power == region.power && heading.currency == Currency::House;
    if inside && (!new_scale || same) {
        return None;
    }
    let (cells, end) = cells(tokens, heading);
    *region = Region { end, power: heading.power, own: false };
    let money = cells.iter().filter(|cell| matches!(cell.meaning, Meaning::Money { .. })).count();
    // A heading with a currency alone is weak: "(in Canadian dollars)" also ends a sentence.
    let enough = if heading.power > 0 { 1 } else { 3 };
    (money >= enough).then_some(cells)
}

/// Whether a word of scale starts a table anew.
fn starts_table(tokens: &Tokens<'_>, at: usize) -> bool {
    matches!(table::WORDS.find(tokens, at), Some(Word::Scale(_) | Word::Scaled(..)))
}

/// Whether a mark of currency stands in a cell or on a line of its own and belongs to no number there:
/// `| $ | $ |` over columns, or `| Revenue ($) |` with the mark on its own line. Near miss: `| $ | 45,123 |`.
pub(super) fn is_mark_alone(tokens: &Tokens<'_>, at: usize) -> bool {
    let bracket = usize::from(tokens.get(at.wrapping_sub(1)).is('(') && tokens.get(at + 1).is(')'));
    let (at, after) = (at - bracket, at + bracket);
    let (token, next) = (tokens.get(at), tokens.get(after + 1));
    // "| As at December 31, 2030 $ |"
    let dated = tokens.get(at.wrapping_sub(2)).is(',') && tokens.get(at.wrapping_sub(1)).len() == 4;
    let begins = token.gap >= Gap::Line || tokens.get(at.wrapping_sub(1)).is('|') || dated;
    if !(begins && (next.gap >= Gap::Line || next.is('|'))) {
        return false;
    }
    let mut content = after + 1;
    let ruled = |at: usize| tokens.get(at).is('|') || tokens.get(at).is(':') || tokens.get(at).class == Class::Dash;
    while ruled(content) && content < after + 24 {
        content += 1;
    }
    let content = tokens.get(content);
    content.is_word() || content.is('$') || bracket == 1 && content.is('(')
}

/// Two marks alone over columns, the first of which stands at `at`.
fn marks_heading(tokens: &Tokens<'_>, at: usize) -> Option<Heading> {
    let currency = amount::symbol(tokens, at)?;
    let other = (at + 1..at + 24).find(|&index| amount::symbol(tokens, index).is_some())?;
    let both = is_mark_alone(tokens, at) && is_mark_alone(tokens, other);
    both.then(|| Heading { power: 0, currency, scale: tokens.span(at, at + 1), end: at + 1, own: false })
}

/// The code that closes a statement's title: `Consolidated statements of operations - CAD ($)`.
fn code_heading(tokens: &Tokens<'_>, at: usize) -> Option<Heading> {
    let &(Word::Code(code) | Word::RiskyCode(code)) = table::WORDS.find(tokens, at)? else { return None };
    let marked = tokens.get(at + 1).is('(')
        && amount::symbol(tokens, at + 2).is_some()
        && tokens.get(at + 3).is(')')
        && (tokens.get(at + 4).gap >= Gap::Line || tokens.get(at + 4).is('|'));
    marked.then(|| Heading {
        power: 0,
        currency: Currency::Is(code),
        scale: tokens.span(at, at + 1),
        end: at + 4,
        own: false,
    })
}

/// The currencies of columns that bear one each, below a heading: `| RMB | US$ | RMB |`.
fn column_marks(tokens: &Tokens<'_>, heading: Heading) -> Vec<Currency> {
    let mut marks = Vec::new();
    let mut at = heading.end;
    while marks.len() < COLUMNS {
        while tokens.get(at).is('|') && at < heading.end + 8 * COLUMNS {
            at += 1;
        }
        let letters = amount::symbol(tokens, at + 1).and_then(|_| amount::letters_before(tokens, at + 1, at));
        let mark = match (letters, table::WORDS.find(tokens, at)) {
            (Some((_, code)), _) => Currency::Is(code),
            (None, Some(Word::Code(code) | Word::RiskyCode(code))) => Currency::Is(code),
            _ => match amount::symbol(tokens, at) {
                Some(mark) => mark,
                None => break,
            },
        };
        at += 1 + usize::from(letters.is_some());
        if !(tokens.get(at).is('|') || tokens.get(at).gap >= Gap::Line) {
            return Vec::new();
        }
        marks.push(mark);
    }
    marks
}

/// Most columns whose currencies are told apart.
const COLUMNS: usize = 12;

/// The currency into which the last columns of a table are put, by the words before the scale at `at`:
/// `Convenience translation into USD | NIS in thousands | In thousands`.
fn translation(tokens: &Tokens<'_>, at: usize) -> Option<Currency> {
    let told = (at.saturating_sub(TOLD)..at)
        .rev()
        .find(|&at| tokens.is(at, w!("convenience")) && tokens.is(at + 1, w!("translation")))?;
    (told + 2..told + 8).find_map(|at| match table::WORDS.find(tokens, at) {
        Some(Word::Code(code) | Word::RiskyCode(code)) => Some(Currency::Is(code)),
        Some(Word::Noun(noun)) if noun.currency == Currency::Dollar => Some(Currency::Is("USD")),
        _ => None,
    })
}

/// How many tokens before a scale its columns' heads tell of a translation.
const TOLD: usize = 60;

/// Gives the cells of a row that bear no mark the currencies of their columns.
fn settle_currencies(tokens: &Tokens<'_>, list: &mut [Cell], pending: &Pending, heads: &Heads<'_>) {
    let columns = pending.columns;
    let own = columns == heads.marks.len();
    let translated = heads.translated.filter(|_| columns.is_multiple_of(3));
    if !own && translated.is_none() {
        return;
    }
    for (&index, &place) in pending.cells.iter().zip(&pending.places) {
        let mark = if own { heads.marks.get(place).copied() } else { translated.filter(|_| place >= columns / 3 * 2) };
        let (Some(cell), Some(mark)) = (list.get_mut(index), mark) else { continue };
        let bare = tokens.get(cell.first).is_number() || tokens.get(cell.first + 1).is_number();
        if let Meaning::Money { currency, .. } = &mut cell.meaning
            && bare
            && amount::symbol(tokens, cell.first).is_none()
        {
            *currency = mark;
        }
    }
}

/// Whether the word at `at` belongs to a heading: `(in thousands)`, `In millions of euros`,
/// `US$ '000`, `SEK million`.
///
/// Hard because prose counts in thousands too. Near miss: "grown in thousands of patients".
fn heading(tokens: &Tokens<'_>, at: usize) -> Option<Heading> {
    if tokens.get(at).is_word() && !amount::BEHIND.has(tokens.get(at)) {
        return None;
    }
    if let Some(marks) = marks_heading(tokens, at).or_else(|| code_heading(tokens, at)) {
        return Some(marks);
    }
    let (power, plural) = match table::WORDS.find(tokens, at) {
        Some(Word::Scale(power)) => (*power, tokens.str(at).ends_with(['s', 'S'])),
        Some(Word::Noun(noun)) if !noun.hundredth && !noun.risky => (0, true),
        Some(Word::Code(_) | Word::RiskyCode(_)) if tokens.get(at).case == Case::Upper => (0, true),
        Some(Word::Scaled(_, power)) => (*power, true),
        // "£m"
        _ if mark(tokens, at.wrapping_sub(1))
            && tokens.get(at).is_glued()
            && table::MAGNITUDES.find(tokens, at).is_some() =>
        {
            (table::MAGNITUDES.find(tokens, at)?.power, true)
        }
        // "Rs. mn | Q2 FY24 |", "EUR m"
        _ if table::MAGNITUDES.find(tokens, at).is_some() && counts_marks(tokens, at) => {
            (table::MAGNITUDES.find(tokens, at)?.power, true)
        }
        _ if tokens.get(at).number() == Some(0) && tokens.get(at).len() == 3 => (3, true),
        _ => return None,
    };
    // "(Thousand Australian $'s)"
    let plural = plural
        || tokens.get(at.wrapping_sub(1)).is('(')
            && (at + 1..at + 4).any(|index| mark(tokens, index) || noun(tokens, index));
    // The way out for "million" in running text.
    if !plural && !mark(tokens, at.wrapping_sub(1)) && !tokens.is(at.wrapping_sub(1), w!("in")) {
        return None;
    }
    // Back to the bracket or the start of the line.
    let mut first = at;
    let mut bracket = false;
    for _ in 0..16 {
        let token = tokens.get(first);
        if token.is('(') {
            bracket = true;
            break;
        }
        if token.gap >= Gap::Line || token.is('|') {
            break;
        }
        if token.is(')') || token.is('.') && !tokens.is_any(first.wrapping_sub(1), words!["u", "s", "rs"]) {
            return None;
        }
        first = first.checked_sub(1)?;
    }
    let start = tokens.get(first);
    if !bracket && start.gap < Gap::Line && !start.is('|') {
        return None;
    }
    // On to the bracket or the end of the line.
    let mut end = at + 1;
    for step in 0.. {
        let token = tokens.get(end);
        if bracket && token.is(')') {
            end += 1;
            break;
        }
        // "SEK thousand     Q3 2024": the columns' heads stand on the same line.
        if token.gap >= Gap::Line || token.is('|') || !bracket && wide(tokens, end) {
            break;
        }
        // "In EUR thousands 9M 2030 9M 2029 Net sales 20,829": a conversion ran the table into one line.
        let year = || token.len() == 4 && token.number().is_some_and(|year| (1980..2060).contains(&year));
        let label = || tokens.is_any(end + 1, words!["q", "h", "m"]) && tokens.get(end + 1).is_glued();
        if !bracket && power > 0 && step <= 2 && token.is_number() && (year() || label()) {
            break;
        }
        if !bracket && power > 0 && step <= 2 && heads_months(tokens, end) {
            break;
        }
        if step > 24 {
            return None;
        }
        end += 1;
    }
    let before = at.wrapping_sub(1);
    let marked = counts_marks(tokens, at)
        || mark(tokens, before)
        || tokens.get(before).is('\'')
        || tokens.get(before).is('’')
        || tokens.get(before).is('‘');
    let said = (first..at)
        .rev()
        .take(5)
        .any(|index| tokens.is_any(index, words!["in", "expressed", "stated", "unit", "units"]));
    if power > 0 {
        let alone = before == first && (bracket || start.is('|')) || at == first;
        if !(marked || said || plural && alone) {
            return None;
        }
        // "in thousands of persons"
        let cut = tokens.get(at + 2).is('|') || tokens.get(at + 2).gap >= Gap::Line;
        if tokens.is(at + 1, w!("of"))
            && !cut
            && !(at + 2..at + 9).any(|index| mark(tokens, index) || noun(tokens, index))
        {
            return None;
        }
        if !bracket && end - first > 20 {
            return None;
        }
    } else if !(said && (bracket || end - first < 10)) {
        return None;
    }
    // The scale may stand anywhere in the heading, whichever word led here.
    let mut power: i32 = power;
    let mut scale = tokens.span(at, at + 1);
    let mut found = Currency::House;
    for index in first..end {
        if let Some(Word::Scale(here) | Word::Scaled(_, here)) = table::WORDS.find(tokens, index) {
            power = power.max(*here);
            scale = tokens.span(index, index + 1);
        } else if tokens.get(index).number() == Some(0) && tokens.get(index).len() == 3 {
            power = power.max(3);
            scale = tokens.span(index, index + 1);
        }
        let here = if let Some(currency) = amount::symbol(tokens, index) {
            let country = || currency::of_country(currency, currency::adjective_before(tokens, index)?.1);
            let letters = amount::letters_before(tokens, index, first);
            letters.map_or_else(|| country().unwrap_or(currency), |(_, code)| Currency::Is(code))
        } else {
            match table::WORDS.find(tokens, index) {
                Some(Word::Code(code) | Word::RiskyCode(code)) if tokens.get(index).case == Case::Upper => {
                    Currency::Is(code)
                }
                Some(Word::Scaled(code, _)) => Currency::Is(code),
                Some(Word::Rupees) => Currency::Usually("INR"),
                Some(Word::Noun(noun)) if !noun.hundredth => match currency::adjective_before(tokens, index) {
                    Some((_, country)) => currency::of_country(noun.currency, country).unwrap_or(noun.currency),
                    None => noun.currency,
                },
                _ => continue,
            }
        };
        if found == Currency::House || matches!(here, Currency::Is(_)) {
            found = here;
        }
    }
    (power > 0 || found != Currency::House).then_some(Heading { power, currency: found, scale, end, own: false })
}

/// Whether a magnitude stands alone in its cell or line with a mark before it: "Rs. mn |", "SEK m".
fn counts_marks(tokens: &Tokens<'_>, at: usize) -> bool {
    let point = usize::from(tokens.get(at.wrapping_sub(1)).is('.'));
    let code = at.wrapping_sub(1 + point);
    let marked = mark(tokens, code) || matches!(table::WORDS.find(tokens, code), Some(Word::Rupees));
    let starts = code == 0 || tokens.get(code).gap >= Gap::Line || tokens.get(code.wrapping_sub(1)).is('|');
    let alone = tokens.get(at + 1).is('|') || tokens.get(at + 1).gap >= Gap::Line;
    marked && starts && (alone || heads_months(tokens, at + 1))
}

/// Whether months head columns in the same line: `SEK M Apr-Jun Jan-Jun 2031 2030`.
fn heads_months(tokens: &Tokens<'_>, at: usize) -> bool {
    let range = |at: usize| {
        MONTHS.find(tokens, at).is_some()
            && tokens.get(at + 1).class == Class::Dash
            && MONTHS.find(tokens, at + 2).is_some()
    };
    range(at) && (range(at + 3) || tokens.get(at + 3).len() == 4 && tokens.get(at + 3).is_number())
}

fn mark(tokens: &Tokens<'_>, index: usize) -> bool {
    amount::symbol(tokens, index).is_some()
        || matches!(table::WORDS.find(tokens, index), Some(Word::Code(_) | Word::RiskyCode(_)))
            && tokens.get(index).case == Case::Upper
}

fn noun(tokens: &Tokens<'_>, index: usize) -> bool {
    matches!(table::WORDS.find(tokens, index), Some(Word::Noun(_)))
}

/// What a row's label says of its cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    Money,
    /// Money of one share: the scale does not hold.
    PerShare,
    /// A count of shares or people.
    Count,
    /// A percentage whose sign stands in the label.
    Percent,
    /// `Basic`, `Diluted`: as the rows above.
    Same,
}

/// Cells of the row being read, until its columns are known.
#[derive(Default)]
struct Pending {
    cells: Vec<usize>,
    columns: usize,
    places: Vec<usize>,
    /// What the cells say, before their scale.
    values: Vec<Decimal>,
}

fn cells(tokens: &Tokens<'_>, heading: Heading) -> (Vec<Cell>, usize) {
    let mut list: Vec<Cell> = Vec::new();
    let mut columns: Vec<Column> = Vec::new();
    let mut periods: Vec<Period> = Vec::new();
    let mut pending = Pending::default();
    let mut section = Row::Money;
    let mut label: Option<usize> = None; // start of the label of this row
    let mut above: Option<usize> = None; // start of a label on the line before that had no cells
    let mut filled = true; // a cell or a year stands since the label began
    let mut kind = Row::Money;
    let mut fresh = false; // no word yet on this line
    let mut shares = false; // a column's head has the sign of percentages
    let mut changes = false; // and all columns behind the years tell of a change in it
    let mut percents: Vec<usize> = Vec::new(); // which columns are headed by the sign alone
    let noted = has_notes(tokens, heading.end);
    let marks = column_marks(tokens, heading);
    let mut translated: Option<Currency> = None; // the currency of the last third of the columns
    let mut at = heading.end;
    let limit = tokens.len().min(heading.end.saturating_add(LONGEST));
    let mut unit: Option<Heading> = None; // the unit of this row, where each has its own
    let mut groups = LONGEST; // how many groups blanks part in a number of this row: as many as fill a cell
    let mut last = heading.end; // where the last of them ends
    while at < limit {
        let token = tokens.get(at);
        if token.gap >= Gap::Line && at > heading.end && ends_table(tokens, at) {
            break;
        }
        fresh |= token.gap >= Gap::Line;
        if heading.own {
            if at > last + ROWS {
                break;
            }
            if label.is_some()
                && !filled
                && let Some(row) = rows::unit(tokens, at)
                && (tokens.get(row.end).is('|') || rows::count(tokens, row.end) > 1)
            {
                (unit, last) = (Some(row), row.end);
                groups = rows::groups(tokens, row.end, columns.len(), percents.len());
                at = row.end;
                continue;
            }
        }
        match token.class {
            // "SFr 261", "US$ (5)": the mark of the cell that follows.
            Class::Word if marks_cell(tokens, at) => at += 1,
            Class::Word => {
                periods.extend(period(tokens, at));
                // "NIS in thousands" over some columns, "In thousands" over the others.
                let may = starts_table(tokens, at) || heading.own && table::WORDS.find(tokens, at).is_some();
                // "Weighted average shares (in thousands)": the scale of the row.
                let counted = || label.is_some_and(|label| classify(tokens, label, label, at) == Row::Count);
                let next = if may { self::heading(tokens, at).filter(|_| filled || !counted()) } else { None };
                if heading.own && (next.is_some() || filled || fresh) {
                    (unit, groups) = (None, LONGEST);
                }
                if let Some(next) = next {
                    let same = list.is_empty() && next.power == heading.power && next.currency == Currency::House;
                    if !same || heading.currency == Currency::House {
                        break;
                    }
                    translated = translated.or_else(|| translation(tokens, at));
                }
                if filled {
                    let heads = Heads {
                        shares,
                        changes,
                        percents: &percents,
                        marks: &marks,
                        translated,
                        periods: &periods,
                        own: heading.own,
                    };
                    close_row(tokens, &mut list, &mut pending, &mut columns, &heads);
                    (label, above, filled) = (Some(at), None, false);
                } else if fresh {
                    (above, label) = (label, Some(at));
                }
                fresh = false;
                at += 1;
            }
            Class::Number => {
                let start = at;
                if let Some((first, end)) = year(tokens, at) {
                    // "issued at December 31, 2025 and 2024, respectively" is still the label.
                    let next = tokens.get(end);
                    if next.gap <= Gap::Space && (next.is(',') || next.case == Case::Lower) && label.is_some() {
                        at = end;
                        continue;
                    }
                    if !list.is_empty()
                        && list.last().is_some_and(|cell| {
                            columns.last().is_some_and(|c| c.span.start < tokens.get(cell.first).span().start)
                        })
                    {
                        // The row above belongs to the years above.
                        if heading.own {
                            let (percents, marks) = (&percents, &marks);
                            let periods = &periods;
                            let heads = Heads { shares, changes, percents, marks, translated, periods, own: true };
                            close_row(tokens, &mut list, &mut pending, &mut columns, &heads);
                        }
                        columns.clear();
                        periods.retain(|period| {
                            period.length.start > list.last().map_or(0, |cell| tokens.get(cell.first).span().start)
                        });
                    }
                    columns.push(Column { span: tokens.span(first, end), period: None });
                    // "Results of the year ended March 31, 2030  539,097": the row's label holds a year.
                    if let Some(label) = label {
                        kind = classify(tokens, above.unwrap_or(label), label, first);
                    }
                    filled = true;
                    label = None;
                    at = end;
                    continue;
                }
                let floor = list.last().map_or(heading.end, |cell| cell.end);
                let floor = unit.map_or(floor, |unit| floor.max(unit.end));
                let run_in = || unit.and_then(|unit| rows::bare(tokens, at, unit.end));
                let spaced =
                    rows::spaced(tokens, at, groups).filter(|all| groups < LONGEST || fills_cell(tokens, at, all.end));
                let read = spaced.map_or_else(|| cell(tokens, at, floor), |all| cell_of(tokens, at, floor, all));
                let Some(found) = read.or_else(run_in) else {
                    at = number(tokens, at).map_or(at + 1, |n| n.end).max(start + 1);
                    continue;
                };
                // "Employees 1,204 1,180" between rows with units.
                if heading.own && unit.is_none() {
                    (at, filled) = (found.end, true);
                    continue;
                }
                // "| 1.1 | Receipts from customers |": the number of the row; "| Revenue | 3 | 23,992 |": of a note.
                let note = || noted && !filled && is_note(tokens, &found) && opens_cells(tokens, &list, label, &found);
                if heads_row(tokens, &found) || note() || follows_year(tokens, &found) {
                    list.push(Cell { first: found.first, end: found.end, meaning: Meaning::Refused("money.not-item") });
                    at = found.end;
                    continue;
                }
                at = found.end;
                if !filled {
                    // A scale of the row's own is never one share's, whatever stands above.
                    let above = above.filter(|_| unit.is_none());
                    // The line above the first row heads the last column: "Net income per share |", "Forecast |".
                    let headed = list.is_empty() && label.is_some_and(|label| ends_cells(tokens, label));
                    let above = above.filter(|_| !headed).or(label);
                    let from = label.unwrap_or(found.first);
                    kind = classify(tokens, above.unwrap_or(found.first), from, found.first);
                    if kind == Row::Same {
                        kind = section;
                    } else {
                        section = kind;
                    }
                    filled = true;
                }
                let meaning = meaning(tokens, unit.unwrap_or(heading), kind, &found, label);
                pending.values.push(found.value);
                pending.cells.push(list.len());
                pending.places.push(pending.columns);
                pending.columns += 1;
                list.push(Cell { first: found.first, end: found.end, meaning });
            }
            Class::Dash => {
                let next = tokens.get(at + 1);
                let alone = (next.gap > Gap::None || next.is('|') || next.is('$')) && !token.is_glued();
                let after_mark = amount::symbol(tokens, at.wrapping_sub(1)).is_some();
                // "56.2 66.4 – 15.4": the sign of a change.
                let sign = heading.own && !columns.is_empty() && pending.columns >= columns.len();
                if (alone || after_mark) && label.is_some() && !sign {
                    pending.columns += 1;
                    if filled || after_mark || wide(tokens, at) {
                        filled = true;
                    }
                }
                at += 1;
            }
            _ => {
                let before = at.wrapping_sub(1);
                let behind = !tokens.get(before).is_number() || heading.own && is_year(tokens, before);
                let head = token.is('%') && list.is_empty() && behind;
                shares |= head;
                changes |= head && heads_changes(tokens, heading.end, at);
                if head && (heads_cell(tokens, at) || heading.own && !columns.is_empty() && !heads_numbers(tokens, at))
                {
                    percents.push(columns.len() + percents.len());
                }
                at += 1;
            }
        }
    }
    let (percents, marks, periods) = (&percents, &marks, &periods);
    let heads = Heads { shares, changes, percents, marks, translated, periods, own: heading.own };
    close_row(tokens, &mut list, &mut pending, &mut columns, &heads);
    (list, at)
}

/// What the heads of columns say, and whether rows carry their own units.
struct Heads<'a> {
    shares: bool,
    changes: bool,
    percents: &'a [usize],
    marks: &'a [Currency],
    translated: Option<Currency>,
    periods: &'a [Period],
    own: bool,
}

/// Settles the cells of a row that has ended.
fn close_row(tokens: &Tokens<'_>, list: &mut [Cell], pending: &mut Pending, columns: &mut [Column], heads: &Heads<'_>) {
    refuse_shares(tokens, list, pending, heads.shares, heads.changes.then_some(columns.len()));
    refuse_percents(list, pending, heads.percents, columns.len());
    settle_currencies(tokens, list, pending, heads);
    settle_columns(tokens, list, pending, columns, heads.periods, heads.own);
}

/// Turns down the cells that are percentages by a column's head: those with a decimal point in a row of
/// whole numbers, `| 62,843 | 63,000 | 156 | 0.2 |` below `| YOY | YOY % |`, and those behind as many as
/// there are `years`.
///
/// Near miss: a row that begins with such a number, as earnings per share do.
fn refuse_shares(tokens: &Tokens<'_>, list: &mut [Cell], pending: &Pending, shares: bool, years: Option<usize>) {
    let pointed = |cell: &Cell| (cell.first..cell.end).any(|at| tokens.get(at).is('.'));
    let first = pending.cells.first().and_then(|&first| list.get(first));
    let whole = shares && first.is_some_and(|first| !pointed(first));
    for (&index, &place) in pending.cells.iter().zip(&pending.places) {
        if let Some(cell) = list.get_mut(index)
            && (whole && pointed(cell) || years.is_some_and(|years| years > 1 && place >= years))
        {
            cell.meaning = Meaning::Refused("money.not-percent");
        }
    }
}

/// Turns down the cells of a row below heads that are the sign of percentages alone, where it has a cell for each
/// head: `| 120.5 | 101.2 | 19.1 |` below `| Q2 2031 | Q2 2030 | % |`.
fn refuse_percents(list: &mut [Cell], pending: &Pending, percents: &[usize], years: usize) {
    if percents.is_empty() || pending.columns != years + percents.len() {
        return;
    }
    for (&index, &place) in pending.cells.iter().zip(&pending.places) {
        if let Some(cell) = list.get_mut(index).filter(|_| percents.contains(&place)) {
            cell.meaning = Meaning::Refused("money.not-percent");
        }
    }
}

/// Whether the sign at `at` stands alone in a cell, or with a sign of difference: `| % |`, `| Δ% |`.
fn heads_cell(tokens: &Tokens<'_>, at: usize) -> bool {
    let before = at.wrapping_sub(1 + usize::from(tokens.str(at.wrapping_sub(1)) == "Δ"));
    let after = tokens.get(at + 1);
    tokens.get(before).is('|') && (after.is('|') || after.gap >= Gap::Line)
}

/// Whether a number from `at` to `end` fills its cell, with its brackets and its sign: `| 1 204 |`.
fn fills_cell(tokens: &Tokens<'_>, at: usize, end: usize) -> bool {
    let before = at.wrapping_sub(1);
    let signed = tokens.get(before).is('(') || tokens.get(before).class == Class::Dash;
    let end = end + usize::from(tokens.get(end).is(')'));
    let opens = tokens.get(before.wrapping_sub(usize::from(signed))).is('|');
    opens && (tokens.get(end).is('|') || tokens.get(end).gap >= Gap::Line)
}

/// Whether a row follows the sign at `at` and it heads no column: `EBIT margin % 12.4`, `| EBIT margin, % | 12.4 |`.
fn heads_numbers(tokens: &Tokens<'_>, at: usize) -> bool {
    let next = at + 1 + usize::from(tokens.get(at + 1).is('|'));
    tokens.get(next).is_number() && tokens.get(next).gap < Gap::Line && !is_year(tokens, next)
}

/// Whether the sign at `at` says in which unit a table tells of changes, `% change` or `Change (%)`, and none
/// tells of them in another.
///
/// Near misses: `| Change | % |`, `| Change in CHF | Change in % |`.
fn heads_changes(tokens: &Tokens<'_>, head: usize, at: usize) -> bool {
    let change = |at: usize| tokens.is_any(at, words!["change", "changes", "variance", "growth"]);
    let before = at.wrapping_sub(1);
    let joint = tokens.is(before, w!("in")) || tokens.get(before).is('(') || tokens.get(before).is(',');
    let before = at.saturating_sub(1 + usize::from(joint));
    let told = (head..at + 40).filter(|&at| change(at)).count();
    (change(at + 1) || change(before)) && told == 1
}

/// Whether a word is the currency of the number directly after it.
fn marks_cell(tokens: &Tokens<'_>, at: usize) -> bool {
    let code = matches!(table::WORDS.find(tokens, at), Some(Word::Code(_) | Word::RiskyCode(_)));
    let letters = amount::symbol(tokens, at + 1).is_some() && amount::letters_before(tokens, at + 1, at).is_some();
    let next = at + 1 + usize::from(letters);
    let number = next + usize::from(tokens.get(next).is('('));
    (code && tokens.get(at).case != Case::Lower || letters)
        && tokens.get(next).gap <= Gap::Space
        && tokens.get(number).is_number()
}

/// Gives the cells of a row their columns, where it has as many as the heading has years. Percentages
/// beside them are of a change and have no column.
fn settle_columns(
    tokens: &Tokens<'_>,
    list: &mut [Cell],
    pending: &mut Pending,
    columns: &mut [Column],
    periods: &[Period],
    rows: bool,
) {
    if rows
        && rows::is_change(&pending.values)
        && let Some(cell) = pending.cells.last().and_then(|&last| list.get_mut(last))
    {
        cell.meaning = Meaning::Refused("money.not-percent");
    }
    let percent = |index: usize| {
        list.get(index).is_some_and(|cell| matches!(cell.meaning, Meaning::Refused("money.not-percent")))
    };
    let percentages = pending.cells.iter().filter(|&&cell| percent(cell)).count();
    let all = pending.columns == columns.len();
    if all || pending.columns - percentages.min(pending.columns) == columns.len() {
        spread(columns, periods);
        let mut skipped = 0;
        let cells: Vec<(usize, usize)> = pending
            .cells
            .iter()
            .zip(&pending.places)
            .filter_map(|(&cell, &place)| {
                if !all && percent(cell) {
                    skipped += 1;
                    return None;
                }
                Some((cell, place - skipped.min(place)))
            })
            .collect();
        for (cell, place) in cells {
            let (Some(cell), Some(column)) = (list.get_mut(cell), columns.get(place)) else { continue };
            if let Meaning::Money { attributes, .. } = &mut cell.meaning {
                // A day in the head itself belongs to the period over it.
                let year = Span::new(column.span.end.saturating_sub(4).max(column.span.start), column.span.end);
                let value = match column.period {
                    Some(Period { length, day: Some(day) }) => {
                        let words = [length, day, year].map(|span| on_one_line(tokens.slice(span)).into_owned());
                        words.join(" ")
                    }
                    _ => on_one_line(tokens.slice(column.span)).into_owned(),
                };
                attributes.push(Attribute::new("column", value, column.span));
            }
        }
    }
    *pending = Pending::default();
}

/// Gives each column the period that stands over it: "Three Months Ended June 30," over the first half
/// of the years and "Six Months Ended June 30," over the second.
fn spread(columns: &mut [Column], periods: &[Period]) {
    let fresh = columns.iter().all(|column| column.period.is_none());
    if periods.is_empty() || columns.len() < periods.len() || !columns.len().is_multiple_of(periods.len()) || !fresh {
        return;
    }
    let each = columns.len() / periods.len();
    for (place, (group, &period)) in columns.chunks_mut(each).zip(periods).enumerate() {
        // "Three Months Ended   Six Months Ended" over "June 30,   June 30,"
        let day = period.day.or_else(|| periods.get(place..)?.iter().find_map(|next| next.day));
        for column in group {
            column.period = Some(Period { day, ..period });
        }
    }
}

/// A period's heading that begins at `at` and leaves its year to the columns: "Three Months
/// Ended June 30,". Near miss: "Three Months Ended June 30, 2025" in prose.
fn period(tokens: &Tokens<'_>, at: usize) -> Option<Period> {
    let counted =
        tokens.is_any(at, words!["three", "six", "nine", "twelve"]) && tokens.is_any(at + 1, words!["months", "month"]);
    let ended = if counted { at + 2 } else { at + 1 };
    if !(counted || tokens.is_any(at, words!["quarter", "quarters", "year", "years"]))
        || !tokens.is_any(ended, words!["ended", "ending"])
        || tokens.get(at).case == Case::Lower
    {
        return None;
    }
    let length = tokens.span(at, ended + 1);
    let (month, day) = (ended + 1, ended + 2);
    let named = tokens.get(month).is_word() && table::TAKES_NUMBER.find(tokens, month).is_some();
    if named && tokens.get(day).is_number() && tokens.get(day).len() <= 2 {
        let end = day + 1 + usize::from(tokens.get(day + 1).is(','));
        return Some(Period { length, day: Some(tokens.span(month, end)) });
    }
    let another = tokens.is_any(month, words!["three", "six", "nine", "twelve", "year", "quarter"]);
    another.then_some(Period { length, day: None })
}

fn meaning(tokens: &Tokens<'_>, heading: Heading, kind: Row, found: &Found, label: Option<usize>) -> Meaning {
    if let Some(rule) = found.refused {
        return Meaning::Refused(rule);
    }
    match kind {
        Row::Count => return Meaning::Refused("money.not-count"),
        Row::Percent => return Meaning::Refused("money.not-percent"),
        Row::Money | Row::PerShare | Row::Same => {}
    }
    // Cents among thousands are of one share, whatever became of the label; so is a fraction of a yen among
    // millions.
    let small = matches!(found.currency.unwrap_or(heading.currency), Currency::Yen | Currency::Is("JPY" | "KRW"));
    let cents = !heading.own
        && (heading.power == 3 || heading.power == 6 && small)
        && found.fraction
        && found.value < Decimal::from_int(1000);
    let per_share = kind == Row::PerShare;
    let full = said_in_full(heading, found);
    // "EPS (US cents)"
    let hundredths = per_share && found.currency.is_none() && label.is_some_and(|label| is_cents(tokens, label, found));
    let power = if hundredths {
        -2
    } else if per_share || cents || full {
        0
    } else {
        heading.power
    };
    let scaled = found.value.shift(power);
    let Some(value) = scaled else { return Meaning::Refused("money.not-count") };
    let mut attributes = Vec::new();
    if let Some(label) = label {
        // The label ends where the unit of the row begins.
        let unit = |at: &usize| heading.own && tokens.get(*at).span().start >= heading.scale.start;
        let span = label_span(tokens, label, (label..found.first).find(unit).unwrap_or(found.first));
        if per_share {
            attributes.push(Attribute::new("per", "share", span));
        }
        if !span.is_empty() {
            attributes.push(Attribute::new("row", on_one_line(tokens.slice(span)).into_owned(), span));
        }
    }
    let scale = match power {
        3 => "thousands",
        6 => "millions",
        9 => "billions",
        _ => "",
    };
    if !scale.is_empty() {
        attributes.push(Attribute::new("scale", scale, heading.scale));
    }
    let amount = match found.high.and_then(|high| high.shift(power)) {
        Some(high) => Amount::Range { low: value, high },
        None if found.negative => Amount::One(value.negated()),
        None => Amount::One(value),
    };
    // A bare "$" under "A$ million" is an Australian one.
    let currency = match (found.currency, heading.currency) {
        (None | Some(Currency::Dollar), Currency::Is(code))
            if currency::is_dollar(code) || found.currency.is_none() =>
        {
            Currency::Is(code)
        }
        (own, of_all) => own.unwrap_or(of_all),
    };
    Meaning::Money { amount, currency, attributes }
}

/// Whether the row's label counts its cells in cents or pence: `Loss per share (cents)`.
fn is_cents(tokens: &Tokens<'_>, label: usize, found: &Found) -> bool {
    (label..found.first).any(|at| {
        let letter = tokens.is_any(at, words!["p", "c"]) && tokens.get(at - 1).is('(') && tokens.get(at + 1).is(')');
        letter || tokens.is_any(at, words!["cents", "cent", "pence"])
    })
}

/// Whether a cell under a heading's scale is written out all the same: "CHF 88’350’000" under "CHF
/// million" is no quadrillion. Near miss: ¥1,234,567 in millions, for a yen is small.
fn said_in_full(heading: Heading, found: &Found) -> bool {
    let currency = found.currency.unwrap_or(heading.currency);
    let small = matches!(currency, Currency::Yen | Currency::House | Currency::Usually(_))
        || matches!(currency, Currency::Is("JPY" | "KRW" | "IDR" | "VND" | "INR" | "HUF" | "TWD" | "CNY"));
    let limit = Decimal::from_int(1_000_000_000_000);
    heading.power > 0 && !small && found.value.shift(heading.power).is_some_and(|value| value >= limit)
}

/// The label's words, up to the first cell or mark of the row.
fn label_span(tokens: &Tokens<'_>, label: usize, cell: usize) -> Span {
    let mut end = label;
    for at in label..cell {
        let token = tokens.get(at);
        if token.is_word() && marks_cell(tokens, at) {
            break;
        } else if token.is_word() {
            end = at + 1;
        } else if token.is_number() && tokens.get(at).gap > Gap::None || token.is('|') || token.is('$') {
            break;
        } else if token.is(')') && at == end {
            end = at + 1;
        }
    }
    tokens.span(label, end)
}

fn classify(tokens: &Tokens<'_>, above: usize, label: usize, end: usize) -> Row {
    let far = end.saturating_sub(LONGEST_LABEL);
    let (above, label) = (above.max(far), label.max(far));
    let has = |words: &List, from: usize| (from..end).any(|at| tokens.is_any(at, words));
    let per_share = (above..end).any(|at| {
        tokens.is(at, w!("per"))
            && (at + 1..at + 5).any(|next| {
                tokens.is_any(next, words!["share", "ads", "unit", "adr", "shares", "basic", "diluted", "warrant"])
            })
    });
    let shares = has(words!["shares", "share", "units", "ads", "adss"], above);
    // "Common stock, $0.001 par value; 100,000,000 shares authorized  11  10": what it stands at.
    if has(words!["par"], above) && has(words!["value"], above) {
        return Row::Money;
    }
    if shares && has(words!["weighted", "outstanding", "number", "used", "issued", "authorized"], above)
        || has(words!["weighted"], above) && has(words!["average"], above) && !per_share
        || has(words!["headcount", "employees", "patients", "fte", "ftes"], label)
            // "Payments to suppliers and employees"
            && !has(words!["payments", "paid", "costs", "expenses", "benefits", "compensation", "due"], label)
        // "Basic and diluted (in shares)"
        || (label..end).any(|at| tokens.is(at, w!("in")) && tokens.is(at + 1, w!("shares")))
        || has(words!["time"], label) && has(words!["equivalent", "equivalents"], label)
        || !per_share && (label..end).any(|at| tokens.is(at, w!("number")) && tokens.is(at + 1, w!("of")))
    {
        return Row::Count;
    }
    // "Growth, %"
    let percent = (label..end).any(|at| tokens.get(at).is('%')) || has(words!["percent", "percentage", "ratio"], label);
    if percent {
        return Row::Percent;
    }
    if per_share || has(words!["eps"], label) {
        return Row::PerShare;
    }
    let only_same = (label..end)
        .filter(|&at| tokens.get(at).is_word())
        .all(|at| tokens.is_any(at, words!["basic", "diluted", "and", "fully", "assuming", "dilution"]));
    let words = (label..end).any(|at| tokens.get(at).is_word());
    if words && only_same { Row::Same } else { Row::Money }
}

/// Whether a column of a piped table holds the numbers of notes: `| | Notes | 2030 £'000 |`.
fn has_notes(tokens: &Tokens<'_>, end: usize) -> bool {
    let bar = |at: usize| tokens.get(at).is('|');
    (end.saturating_sub(REACH)..end + REACH)
        .any(|at| tokens.is_any(at, words!["note", "notes"]) && (at == 0 || bar(at - 1)) && bar(at + 1))
}

/// Most tokens of a row's label, with those of the line above it.
const LONGEST_LABEL: usize = 48;

/// How many tokens around a heading its columns' heads are looked for.
const REACH: usize = 24;

/// Whether a cell may be the number of a note. Near miss: `3.5`, `(3)`.
fn is_note(tokens: &Tokens<'_>, found: &Found) -> bool {
    let alone = found.end == found.first + 1 && found.currency.is_none();
    alone && tokens.get(found.first).len() <= 2 && tokens.get(found.first.wrapping_sub(1)).is('|')
}

/// Whether a digit in brackets is the mark of a note on the year before it: `June 30, 2031(1)`.
fn follows_year(tokens: &Tokens<'_>, found: &Found) -> bool {
    let open = tokens.get(found.first);
    let digit = open.is('(') && found.end == found.first + 3 && tokens.get(found.first + 1).len() == 1;
    digit && open.is_glued() && is_year(tokens, found.first.wrapping_sub(1))
}

/// Whether the lines of a table end with bars: the one above the label at `at` and its own.
fn ends_cells(tokens: &Tokens<'_>, at: usize) -> bool {
    let line = (at + 1..at + REACH).find(|&index| tokens.get(index).gap >= Gap::Line);
    let barred =
        |next: usize| tokens.get(next.wrapping_sub(1)).is('|') && tokens.get(next.wrapping_sub(1)).gap < Gap::Line;
    barred(at) && line.is_some_and(barred)
}

/// Whether no cell stands between a row's label and a number, not even an empty one: `| Revenue | 3 | - | 12 |`.
/// Near miss: `| Revenue | - | 3 |`.
fn opens_cells(tokens: &Tokens<'_>, list: &[Cell], label: Option<usize>, found: &Found) -> bool {
    let Some(label) = label else { return true };
    let bar = |at: usize| tokens.get(at).is('|');
    let empty = |at: usize| tokens.get(at).class == Class::Dash && bar(at - 1) && bar(at + 1);
    list.last().is_none_or(|cell| cell.first < label) && !(label + 1..found.first).any(empty)
}

/// Whether a bare number opens a row of a piped table and words follow in the next cell.
fn heads_row(tokens: &Tokens<'_>, found: &Found) -> bool {
    let bar = found.first.wrapping_sub(1);
    // "|(1)", "|Total revenues include" on the next line: a note.
    let note = found.negative && found.end == found.first + 3 && tokens.get(found.first + 1).len() == 1;
    found.currency.is_none()
        && (note || !found.negative && tokens.get(found.end).gap < Gap::Line)
        && tokens.get(bar).is('|')
        && tokens.get(bar).gap >= Gap::Line
        && tokens.get(found.end).is('|')
        && tokens.get(found.end + 1).is_word()
}

/// A number read as a cell.
pub(super) struct Found {
    first: usize,
    pub(super) end: usize,
    value: Decimal,
    negative: bool,
    fraction: bool,
    /// The upper end, where the cell holds a range.
    high: Option<Decimal>,
    currency: Option<Currency>,
    refused: Option<&'static str>,
}

impl Found {
    /// A number with nothing around it.
    pub(super) fn plain(first: usize, digits: Number) -> Found {
        let Number { value, end, fraction, .. } = digits;
        Found { first, end, value, negative: false, fraction, high: None, currency: None, refused: None }
    }
}

/// Reads the cell around the number at `at`, by what stands directly before and after it.
pub(super) fn cell(tokens: &Tokens<'_>, at: usize, floor: usize) -> Option<Found> {
    cell_of(tokens, at, floor, number(tokens, at)?)
}

/// Reads the cell around these digits.
pub(super) fn cell_of(tokens: &Tokens<'_>, at: usize, floor: usize, digits: Number) -> Option<Found> {
    // A code at the end of a label's line is no mark of the number below: "Earnings per share, DKK".
    let above = |prefix: &amount::Prefix| {
        tokens.get(prefix.first).is_word() && (prefix.first + 1..=at).any(|at| tokens.get(at).gap >= Gap::Line)
    };
    let before = amount::prefix(tokens, at, floor).filter(|prefix| !above(prefix));
    let (mut first, mut negative, mut bracket) = (at, false, false);
    let mut currency = None;
    if let Some(prefix) = before {
        (first, currency) = (prefix.first, Some(prefix.currency));
        (negative, bracket) = (prefix.bracket || prefix.minus, prefix.bracket);
        // A mark on the line above stands in a cell of its own, as one in a paragraph of its own does.
        if let Some(below) = (first + 1..=at).find(|&at| tokens.get(at).gap >= Gap::Line) {
            first = below;
        }
        let open = first.wrapping_sub(1);
        if !bracket && tokens.get(open).is('(') && first > floor {
            (first, negative, bracket) = (open, true, true);
        }
    } else {
        let previous = tokens.get(at.wrapping_sub(1));
        let near = tokens.get(at).gap <= Gap::Space;
        if previous.is('(') && near {
            (first, negative, bracket) = (at - 1, true, true);
        } else if previous.class == Class::Dash && tokens.get(at).is_glued() && !previous.is_glued() {
            (first, negative) = (at - 1, true);
        } else if tokens.get(at).is_glued()
            && !['|', ')', ':', '*', '~', '+'].iter().any(|&mark| previous.is(mark))
            // "Total expenses169,533"
            && !(previous.case == Case::Lower && previous.len() >= 4 && digits.grouped)
        {
            return None;
        }
    }
    let mut end = digits.end;
    // "| (1,308 | (7 | %)": the closing brackets were lost, or stand behind the sign.
    let lost = bracket && tokens.get(end).is('|') && tokens.get(first.wrapping_sub(1)).is('|');
    let percent = tokens.get(end).is('|') && tokens.get(end + 1).is('%');
    if bracket && (percent || !lost) {
        let close = if tokens.get(end).is('|') { end + 1 } else { end };
        if !tokens.get(close).is(')') && !percent {
            return None;
        }
        // A bracket that stands in a cell or on a line of its own is not part of the span.
        if close == end && tokens.get(end).gap <= Gap::Space && !percent {
            end += 1;
        }
    }
    // "Note 5", "March 31": the word before takes the number.
    let word = first.wrapping_sub(1);
    if currency.is_none()
        && !bracket
        && tokens.get(word).is_word()
        && !wide(tokens, first)
        && tokens.get(first).gap < Gap::Line
        && table::TAKES_NUMBER.find(tokens, word).is_some()
    {
        return None;
    }
    // "Revenue (1)": a footnote.
    let footnote = bracket && currency.is_none() && !digits.grouped && !digits.fraction && tokens.get(at).len() == 1;
    // "Revenue (1) (2)"
    let second = || {
        let mark = word.wrapping_sub(2);
        tokens.get(word).is(')')
            && tokens.get(mark).is('(')
            && tokens.get(word - 1).len() == 1
            && tokens.get(mark.wrapping_sub(1)).is_word()
    };
    if footnote && !wide(tokens, first) && tokens.get(first).gap < Gap::Line && (tokens.get(word).is_word() || second())
    {
        return None;
    }
    // "… 2030 (1) Results of operation": the number of a heading.
    let next = tokens.get(end);
    if footnote && first > floor && next.case == Case::Capital && next.gap == Gap::Space && !wide(tokens, end) {
        return None;
    }
    // "Boston, MA 02110"
    if tokens.get(at).len() > 1 && tokens.str(at).starts_with('0') && !digits.fraction {
        return None;
    }
    let mut found = Found {
        first,
        end,
        value: digits.value,
        negative,
        fraction: digits.fraction,
        high: None,
        currency,
        refused: None,
    };
    if let (Some(currency), false) = (currency, negative)
        && let Some((high, after)) = upper_end(tokens, end, currency)
        && digits.value < high
    {
        // With a magnitude of its own it is read as running text.
        if table::MAGNITUDES.find(tokens, after).is_some() {
            return None;
        }
        (found.high, found.end) = (Some(high), after);
        end = after;
    }
    let next = tokens.get(end);
    if next.is('%') {
        return Some(Found { end: end + 1, refused: Some("money.not-percent"), ..found });
    }
    // "| 53 | % |", "(7 | %)"
    let behind = tokens.get(end + 2);
    if percent && (behind.is('|') || behind.is(')') || behind.gap >= Gap::Line) {
        return Some(Found { refused: Some("money.not-percent"), ..found });
    }
    if next.gap >= Gap::Line || wide(tokens, end) {
        return Some(found);
    }
    let follows = match next.class {
        Class::End | Class::Superscript => true,
        // "(617) 555-0100"
        Class::Number => next.gap == Gap::Space && tokens.get(end + 1).class != Class::Dash,
        Class::Symbol => {
            let signed = next.is('+') && !next.is_glued() && tokens.get(end + 1).is_glued();
            signed
                || amount::symbol(tokens, end).is_some()
                || ['(', '|', '*', '†', '~'].iter().any(|&mark| next.is(mark))
        }
        // "139.3 +9.3", "139.3 -129.3": the sign of the next cell.
        Class::Dash => !next.is_glued() && (!tokens.get(end + 1).is_glued() || tokens.get(end + 1).is_number()),
        Class::Word => {
            // "33Net loss", "1,457 Total costs"; not "123 Main Street"
            let sure = next.is_glued()
                || digits.grouped
                || bracket
                || currency.is_some()
                || floor == first && tokens.get(first).gap < Gap::Line
                || tokens.get(first.wrapping_sub(1)).is('+') && tokens.get(first).is_glued();
            sure && matches!(next.case, Case::Capital | Case::Upper)
                && table::MAGNITUDES.find(tokens, end).is_none()
                && table::TAKES_NUMBER.find(tokens, end).is_none()
                && table::WORDS.find(tokens, end).is_none()
        }
    };
    follows.then_some(found)
}

/// The upper end of a range in one cell: `$120 - $130`, `$120–130`, `$120 to $130`, and the token
/// after it. Near miss: `$ 1,234 – $ 1,300`, where the dash is a column of nothing.
fn upper_end(tokens: &Tokens<'_>, end: usize, currency: Currency) -> Option<(Decimal, usize)> {
    let joint = tokens.get(end);
    let glued = joint.is_glued() && tokens.get(end + 1).is_glued();
    let spaced = joint.gap <= Gap::Space
        && tokens.get(end + 1).gap <= Gap::Space
        && !wide(tokens, end)
        && !wide(tokens, end + 1);
    let dash = joint.class == Class::Dash;
    if !(dash && (glued || spaced) || tokens.is(end, w!("to")) && spaced) {
        return None;
    }
    let marked = amount::symbol(tokens, end + 1).is_some_and(|mark| mark == currency);
    let at = end + 1 + usize::from(marked);
    if !(marked && tokens.get(at).is_glued() || glued && dash) || !tokens.get(at).is_number() {
        return None;
    }
    let high = number(tokens, at)?;
    Some((high.value, high.end))
}

/// Whether a year of a column heading stands at `at`.
pub(super) fn is_year(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.get(at).is_number() && year(tokens, at).is_some()
}

/// A year of a column heading with its day where that stands before it: the tokens of both.
fn year(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let value = tokens.get(at).number()?;
    let next = tokens.get(at + 1);
    let glued_mark = next.is_glued()
        && (next.is(',') || next.is('.'))
        && tokens.get(at + 2).is_number()
        && tokens.get(at + 2).is_glued();
    let marked = amount::symbol(tokens, at.wrapping_sub(1)).is_some() || tokens.get(at.wrapping_sub(1)).is('(');
    if tokens.get(at).len() != 4 || !(1980..2060).contains(&value) || glued_mark || marked {
        return None;
    }
    // "Q3 2024", "H1 2025", "9M 2024"
    let (letter, digit) = (at.wrapping_sub(2), at.wrapping_sub(1));
    let quarter =
        tokens.is_any(letter, words!["q", "h"]) && tokens.get(digit).is_number() && tokens.get(digit).is_glued();
    let months = tokens.is(digit, w!("m")) && tokens.get(digit).is_glued() && tokens.get(letter).is_number();
    if (quarter || months) && tokens.get(digit).len() == 1 && tokens.get(at).gap <= Gap::Space {
        return Some((letter, at + 1));
    }
    if tokens.is_any(digit, words!["fy", "fiscal"]) && tokens.get(at).gap <= Gap::Space {
        return Some((digit, at + 1));
    }
    let comma = at.wrapping_sub(1);
    if tokens.get(comma).is(',')
        && tokens.get(comma.wrapping_sub(1)).is_number()
        && table::TAKES_NUMBER.find(tokens, comma.wrapping_sub(2)).is_some()
    {
        return Some((at - 3, at + 1));
    }
    Some((at, at + 1))
}

/// Whether the blank before a token is wider than one space.
pub(super) fn wide(tokens: &Tokens<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return true };
    let blank = tokens.slice(Span::new(tokens.get(before).span().end, tokens.get(at).span().start));
    blank.contains('\t') || blank.chars().nth(1).is_some()
}

/// Whether the line at `first` is prose, a heading of another section or a contact, and so ends a
/// table.
pub(super) fn ends_table(tokens: &Tokens<'_>, first: usize) -> bool {
    if tokens.get(first).is('#') || tokens.is_any(first, table::AFTER_TABLE) && tokens.get(first).case != Case::Lower {
        return true;
    }
    let (mut words, mut run, mut longest) = (0, 0, 0);
    let mut at = first;
    loop {
        let token = tokens.get(at);
        if at > first && token.gap >= Gap::Line || token.class == Class::End {
            break;
        }
        match token.class {
            Class::Word => {
                words += 1;
                run += 1;
                longest = longest.max(run);
            }
            Class::Number => run = 0,
            Class::Symbol if token.is('|') => run = 0,
            Class::Symbol if token.is('@') => return true,
            // A telephone number, unless it is the growth of a row: "+2.5%".
            Class::Symbol
                if token.is('+')
                    && tokens.get(at + 1).is_glued()
                    && number(tokens, at + 1).is_some_and(|growth| {
                        !growth.fraction && !growth.grouped && !tokens.get(growth.end).is('%')
                    }) =>
            {
                return true;
            }
            _ => {}
        }
        if at - first > 400 {
            break;
        }
        at += 1;
    }
    let stop = tokens.get(at.wrapping_sub(1)).is('.');
    longest >= 26 || stop && words >= 10
}
