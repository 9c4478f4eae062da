//! The order in which lines are read.
//!
//! In: a page's lines from the top. Out: the same in reading order: where text stands in columns, one
//! column after the other. A strip that stays empty over several lines, with prose on both sides of it,
//! parts columns; with figures on one side it parts cells of a table, whose rows stay as they are.

use super::lines::{Line, Segment, join_stretched};

/// A strip between columns is as wide as this many ems.
const GUTTER: f32 = 0.9;
/// Larger letters are those of headings, and say nothing of how far columns stand apart.
const BODY: f32 = 12.0;
/// Columns have at least so many lines.
const LINES: usize = 5;
/// A line of prose has so many words.
const WORDS: usize = 3;
/// So many places are remembered.
const MOST_KNOWN: usize = 20;
/// A page with more lines than this is not searched for columns.
const MOST: usize = 2000;

/// Where columns were found to part on the pages so far.
pub(super) type Gutters = Vec<(f32, f32)>;

/// Lines in reading order, and whether there are columns.
pub(super) fn order(lines: Vec<Line>, known: &mut Gutters) -> (Vec<Line>, bool) {
    if lines.len() > MOST {
        return (lines, false);
    }
    let mut out = Vec::with_capacity(lines.len());
    let mut column = 0;
    put(lines, 0, &mut column, known, &mut out);
    out.iter_mut().for_each(join_stretched);
    (out, column > 0)
}

fn put(mut lines: Vec<Line>, depth: usize, column: &mut u32, known: &mut Gutters, out: &mut Vec<Line>) {
    let found = if depth < 4 { gutter(&lines, known) } else { None };
    let Some((first, end, left_edge, right_edge)) = found else {
        for line in &mut lines {
            line.column = *column;
        }
        out.append(&mut lines);
        return;
    };
    if known.len() < MOST_KNOWN && !is_known(known, left_edge, right_edge) {
        known.push((left_edge, right_edge));
    }
    let after = lines.split_off(end.min(lines.len()));
    let within = lines.split_off(first.min(lines.len()));
    for line in &mut lines {
        line.column = *column;
    }
    out.append(&mut lines);
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for line in within {
        let (a, b): (Vec<Segment>, Vec<Segment>) =
            line.segments.iter().cloned().partition(|segment| is_left(segment, left_edge, right_edge));
        for (segments, side) in [(a, &mut left), (b, &mut right)] {
            if !segments.is_empty() {
                side.push(Line { segments, ..line.clone() });
            }
        }
    }
    *column += 1;
    put(left, depth + 1, column, known, out);
    *column += 1;
    put(right, depth + 1, column, known, out);
    if !after.is_empty() {
        *column += 1;
        put(after, depth, column, known, out);
    }
}

/// The first and last line, and the edges, of the strip that parts the most lines.
fn gutter(lines: &[Line], known: &Gutters) -> Option<(usize, usize, f32, f32)> {
    let mut best: Option<(usize, usize, f32, f32)> = None;
    let mut at = 0;
    while at < lines.len() {
        let mut longest = at;
        for (left, right) in strips(lines, at) {
            let Some(found) = follow(lines, at, left, right, known) else { continue };
            longest = longest.max(found.1);
            if best.is_none_or(|best| found.1 - found.0 > best.1 - best.0) {
                best = Some(found);
            }
        }
        // Within a strip that was found there is no longer one that begins later.
        at = longest.max(at + 1);
    }
    best.map(|(first, end, left, right)| (above(lines, first, right), end, left, right))
}

/// The first line of the right column, where it stands higher than what the left one begins with: a headline.
fn above(lines: &[Line], mut first: usize, right: f32) -> usize {
    while let Some([before, line]) = lines.get(first.saturating_sub(1)..=first)
        && (before.left() - right).abs() < 1.0
        && line.y - before.y < before.size * 2.5
    {
        first -= 1;
    }
    first
}

/// Empty strips that begin at a line: between its segments, or beside it and the next.
fn strips(lines: &[Line], at: usize) -> Vec<(f32, f32)> {
    let Some(line) = lines.get(at) else { return Vec::new() };
    let mut list: Vec<(f32, f32)> = line
        .segments
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] => Some((a.right, b.left)),
            _ => None,
        })
        .collect();
    // Columns whose lines do not stand at one height.
    if let Some(next) = lines.get(at + 1)
        && next.y - line.y < line.size * 2.5
    {
        if next.left() > line.right() {
            list.push((line.right(), next.left()));
        } else if line.left() > next.right() {
            list.push((next.right(), line.left()));
        }
    }
    list
}

/// Follows a strip downwards as far as it stays empty and wide, and judges what stands beside it.
fn follow(
    lines: &[Line],
    first: usize,
    mut left: f32,
    mut right: f32,
    known: &Gutters,
) -> Option<(usize, usize, f32, f32)> {
    let mut end = first;
    let mut last_y = lines.get(first)?.y;
    for line in lines.get(first..)? {
        // A strip does not reach over a wide empty space.
        if line.y - last_y > line.size.max(8.0) * 6.0 {
            break;
        }
        let (mut low, mut high) = (left, right);
        for segment in &line.segments {
            if segment.left <= left && segment.right >= right {
                low = high;
                break;
            }
            if is_left(segment, left, right) {
                low = low.max(segment.right);
            } else {
                high = high.min(segment.left);
            }
        }
        if high - low < line.size.min(BODY) * GUTTER {
            break;
        }
        (left, right, last_y) = (low, high, line.y);
        end += 1;
    }
    let within = lines.get(first..end)?;
    let low = within.iter().map(Line::left).fold(f32::INFINITY, f32::min);
    let high = within.iter().map(Line::right).fold(0.0, f32::max);
    let mut sides = [Side::default(), Side::default()];
    for line in within {
        let (a, b): (Vec<&Segment>, Vec<&Segment>) = line.segments.iter().partition(|s| is_left(s, left, right));
        for (segments, side) in [a, b].into_iter().zip(&mut sides) {
            side.add(segments);
        }
    }
    let widths = [left - low, high - right];
    let found = sides.iter().zip(widths).all(|(side, width)| side.is_column(width));
    // What parts columns on one page parts them on the next, where they end in short lines: but no figures.
    let again = || is_known(known, left, right) && within.len() >= 4 && sides.iter().all(Side::is_wordy);
    (found || again()).then_some((first, end, left, right))
}

/// Whether a strip has parted columns already.
fn is_known(known: &Gutters, left: f32, right: f32) -> bool {
    known.iter().any(|(from, to)| (from + to - left - right).abs() < 10.0 || *from >= left && *to <= right)
}

/// What stands on one side of a strip: the segments of each line.
#[derive(Default)]
struct Side<'a> {
    lines: Vec<Vec<&'a Segment>>,
    /// How wide the widest line of one segment is. There may be several columns, whose lines stand at
    /// heights of their own.
    widest: f32,
}

impl<'a> Side<'a> {
    fn add(&mut self, segments: Vec<&'a Segment>) {
        if let [only] = segments.as_slice() {
            self.widest = self.widest.max(only.right - only.left);
        }
        if !segments.is_empty() {
            self.lines.push(segments);
        }
    }

    /// Whether there is as much running text as in columns on a side of this width.
    fn is_column(&self, width: f32) -> bool {
        let fills = |line: &&Vec<&Segment>| is_prose(line, if line.len() == 1 { self.widest } else { width });
        let prose = self.lines.iter().filter(fills).count();
        prose >= LINES && prose * 5 >= self.lines.len() * 2
    }

    /// Whether most lines are of letters.
    fn is_wordy(&self) -> bool {
        let wordy = self.lines.iter().filter(|line| has_letters(line)).count();
        !self.lines.is_empty() && wordy * 5 >= self.lines.len() * 3
    }
}

/// Whether a segment stands left of a strip. What begins or ends within it belongs to the nearer side.
fn is_left(segment: &Segment, left: f32, right: f32) -> bool {
    segment.right < right && (segment.left <= left || segment.left - left < right - segment.right)
}

/// Whether a line of a column of this width is one of running text: several words that fill it.
fn is_prose(segments: &[&Segment], width: f32) -> bool {
    let (Some(first), Some(last)) = (segments.first(), segments.last()) else { return false };
    let words: usize = segments.iter().map(|segment| segment.words()).sum();
    words >= WORDS && has_letters(segments) && last.right - first.left >= width * 0.65
}

fn has_letters(segments: &[&Segment]) -> bool {
    let characters = || segments.iter().flat_map(|segment| segment.text.chars()).filter(|c| *c != ' ');
    characters().filter(|c| c.is_alphabetic()).count() * 2 >= characters().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(text: &str, left: f32) -> Segment {
        Segment { text: text.into(), left, right: left + text.len() as f32 * 5.0, bold: false }
    }

    fn line(y: f32, segments: &[(&str, f32)]) -> Line {
        Line { segments: segments.iter().map(|(t, x)| segment(t, *x)).collect(), y, size: 10.0, ..Line::default() }
    }

    #[test]
    fn columns_of_prose_are_read_one_by_one() {
        let mut lines = vec![line(0.0, &[("A headline across both of the columns of the page", 0.0)])];
        for row in 1..7 {
            lines.push(line(row as f32 * 12.0, &[("left words in a line", 0.0), ("right words in a line", 150.0)]));
        }
        let (ordered, columns) = order(lines, &mut Gutters::new());
        assert!(columns);
        let firsts: Vec<String> =
            ordered.iter().map(|line| line.text().split(' ').next().unwrap().to_string()).collect();
        assert_eq!(firsts[..8], ["A", "left", "left", "left", "left", "left", "left", "right"]);
    }

    fn firsts(lines: Vec<Line>, known: &mut Gutters) -> Vec<String> {
        let first = |line: &Line| line.text().split(' ').next().unwrap_or("").to_string();
        order(lines, known).0.iter().map(first).collect()
    }

    #[test]
    fn three_columns_whose_lines_stand_at_heights_of_their_own() {
        let mut lines = Vec::new();
        for row in 0..7 {
            for (column, word) in ["one", "two", "three"].into_iter().enumerate() {
                let said = format!("{word} is what it is said to be");
                lines.push(line(row as f32 * 12.0 + column as f32 * 4.0, &[(&said, column as f32 * 180.0)]));
            }
        }
        let firsts = firsts(lines, &mut Gutters::new());
        assert_eq!(
            (&firsts[..7], &firsts[7..14]),
            (["one"; 7].map(str::to_string).as_slice(), ["two"; 7].map(str::to_string).as_slice())
        );
    }

    #[test]
    fn columns_end_in_short_lines_on_the_next_page() {
        let columns = |rows: usize, right: &str| -> Vec<Line> {
            (0..rows).map(|row| line(row as f32 * 12.0, &[("left words in a line", 0.0), (right, 150.0)])).collect()
        };
        let mut known = Gutters::new();
        assert_eq!(firsts(columns(6, "right words in a line"), &mut known)[6], "right");
        assert_eq!(firsts(columns(5, "Contact"), &mut known)[4..6], ["left", "Contact"]);
        // Figures there are a table's.
        assert_eq!(firsts(columns(5, "1,250"), &mut known).len(), 5);
    }

    #[test]
    fn a_column_beside_a_headline_begins_above_it() {
        let mut lines = vec![line(0.0, &[("right words in a line", 150.0)])];
        for row in 1..7 {
            lines.push(line(row as f32 * 12.0, &[("left words in a line", 0.0), ("right words in a line", 150.0)]));
        }
        assert_eq!(firsts(lines, &mut Gutters::new())[..2], ["left", "left"]);
    }

    #[test]
    fn a_table_stays_a_table() {
        let rows: Vec<Line> = (0..8)
            .map(|row| {
                line(row as f32 * 12.0, &[("Research and development costs", 0.0), ("1,250", 200.0), ("980", 260.0)])
            })
            .collect();
        let (ordered, columns) = order(rows.clone(), &mut Gutters::new());
        assert!(!columns);
        assert_eq!(ordered, rows);
    }
}
