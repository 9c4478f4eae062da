//! The order in which lines are read.
//!
//! In: a page's lines from the top. Out: the same in reading order: where text stands in columns, one
//! column after the other. A strip that stays empty over several lines, with prose on both sides of it,
//! parts columns; with figures on one side it parts cells of a table, whose rows stay as they are.

use super::lines::{Line, Segment, join_stretched};

/// A strip between columns is as wide as this many ems.
const GUTTER: f32 = 0.9;
/// Columns have at least so many lines.
const LINES: usize = 5;
/// A line of prose has so many words.
const WORDS: usize = 3;
/// A page with more lines than this is not searched for columns.
const MOST: usize = 2000;

/// Lines in reading order, and whether there are columns.
pub(super) fn order(lines: Vec<Line>) -> (Vec<Line>, bool) {
    if lines.len() > MOST {
        return (lines, false);
    }
    let mut out = Vec::with_capacity(lines.len());
    let mut column = 0;
    put(lines, 0, &mut column, &mut out);
    out.iter_mut().for_each(join_stretched);
    (out, column > 0)
}

fn put(mut lines: Vec<Line>, depth: usize, column: &mut u32, out: &mut Vec<Line>) {
    let found = if depth < 4 { gutter(&lines) } else { None };
    let Some((first, end, left_edge, right_edge)) = found else {
        for line in &mut lines {
            line.column = *column;
        }
        out.append(&mut lines);
        return;
    };
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
    put(left, depth + 1, column, out);
    *column += 1;
    put(right, depth + 1, column, out);
    if !after.is_empty() {
        *column += 1;
        put(after, depth, column, out);
    }
}

/// The first and last line, and the edges, of the strip that parts the most lines.
fn gutter(lines: &[Line]) -> Option<(usize, usize, f32, f32)> {
    let mut best: Option<(usize, usize, f32, f32)> = None;
    let mut at = 0;
    while at < lines.len() {
        let mut longest = at;
        for (left, right) in strips(lines, at) {
            let Some(found) = follow(lines, at, left, right) else { continue };
            longest = longest.max(found.1);
            if best.is_none_or(|best| found.1 - found.0 > best.1 - best.0) {
                best = Some(found);
            }
        }
        // Within a strip that was found there is no longer one that begins later.
        at = longest.max(at + 1);
    }
    best
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
fn follow(lines: &[Line], first: usize, mut left: f32, mut right: f32) -> Option<(usize, usize, f32, f32)> {
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
        if high - low < line.size * GUTTER {
            break;
        }
        (left, right, last_y) = (low, high, line.y);
        end += 1;
    }
    let within = lines.get(first..end)?;
    let low = within.iter().map(Line::left).fold(f32::INFINITY, f32::min);
    let high = within.iter().map(Line::right).fold(0.0, f32::max);
    let (mut beside, mut prose) = ([0, 0], [0, 0]);
    for line in within {
        let (a, b): (Vec<&Segment>, Vec<&Segment>) = line.segments.iter().partition(|s| is_left(s, left, right));
        for (side, (segments, width)) in [(a, left - low), (b, high - right)].into_iter().enumerate() {
            let (Some(beside), Some(prose)) = (beside.get_mut(side), prose.get_mut(side)) else { continue };
            *beside += usize::from(!segments.is_empty());
            *prose += usize::from(is_prose(&segments, width));
        }
    }
    let columns = beside.iter().zip(prose).all(|(beside, prose)| prose >= LINES && prose * 5 >= beside * 2);
    columns.then_some((first, end, left, right))
}

/// Whether a segment stands left of a strip. What begins or ends within it belongs to the nearer side.
fn is_left(segment: &Segment, left: f32, right: f32) -> bool {
    segment.right < right && (segment.left <= left || segment.left - left < right - segment.right)
}

/// Whether a line of a column of this width is one of running text: several words that fill it.
fn is_prose(segments: &[&Segment], width: f32) -> bool {
    let (Some(first), Some(last)) = (segments.first(), segments.last()) else { return false };
    let words: usize = segments.iter().map(|segment| segment.words()).sum();
    let characters = || segments.iter().flat_map(|segment| segment.text.chars()).filter(|c| *c != ' ');
    let letters = characters().filter(|c| c.is_alphabetic()).count();
    words >= WORDS && letters * 2 >= characters().count() && last.right - first.left >= width * 0.65
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
        let (ordered, columns) = order(lines);
        assert!(columns);
        let firsts: Vec<String> =
            ordered.iter().map(|line| line.text().split(' ').next().unwrap().to_string()).collect();
        assert_eq!(firsts[..8], ["A", "left", "left", "left", "left", "left", "left", "right"]);
    }

    #[test]
    fn a_table_stays_a_table() {
        let rows: Vec<Line> = (0..8)
            .map(|row| {
                line(row as f32 * 12.0, &[("Research and development costs", 0.0), ("1,250", 200.0), ("980", 260.0)])
            })
            .collect();
        let (ordered, columns) = order(rows.clone());
        assert!(!columns);
        assert_eq!(ordered, rows);
    }
}
