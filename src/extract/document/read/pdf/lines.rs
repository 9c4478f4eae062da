//! Runs to lines.
//!
//! In: runs of one page in any order. Out: lines from the top, each cut into segments where a gap is wider
//! than between words. Hard because files draw words in pieces, draw them twice to make them bold, say
//! wrong widths for some fonts, and draw raised characters on baselines of their own.

use super::super::cells::{lowered, raised};
use super::Run;

/// Baselines closer than this many ems are one.
const SAME_LINE: f32 = 0.15;
/// A gap wider than this is a space between words.
const WORD_GAP: f32 = 0.14;
/// A gap wider than this parts segments.
const SEGMENT_GAP: f32 = 1.2;
/// Characters smaller than this part of their neighbours' size may be raised or lowered.
const SMALL: f32 = 0.85;
/// Characters smaller than this part stand beside a letter that opens a paragraph, or over one behind the text.
const TINY: f32 = 0.35;
/// A run begins at most so many ems before the end of what it follows: what is drawn closer is pulled together.
const PULLED: f32 = 0.3;

/// A line, or a row of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in super::super) struct Line {
    pub(super) segments: Vec<Segment>,
    pub(super) y: f32,
    pub(super) size: f32,
    pub(super) furniture: bool,
    /// Which of its page's columns it stands in; lines of one column follow each other.
    pub(super) column: u32,
}

/// A part of a line without wide gaps.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in super::super) struct Segment {
    pub(super) text: String,
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) bold: bool,
}

impl Line {
    pub(super) fn left(&self) -> f32 {
        self.segments.first().map_or(0.0, |segment| segment.left)
    }

    pub(super) fn right(&self) -> f32 {
        self.segments.last().map_or(0.0, |segment| segment.right)
    }

    pub(super) fn text(&self) -> String {
        let texts: Vec<&str> = self.segments.iter().map(|segment| segment.text.as_str()).collect();
        texts.join(" ")
    }

    pub(super) fn is_bold(&self) -> bool {
        self.segments.iter().all(|segment| segment.bold)
    }
}

impl Segment {
    pub(super) fn words(&self) -> usize {
        self.text.split(' ').filter(|word| !word.is_empty()).count()
    }
}

/// Raised characters are looked for so many lines up and down: lines of other columns lie between.
const REACH: usize = 6;
/// A line of more runs than this is not searched for a place to put them.
const MOST_SEARCHED: usize = 400;

/// Runs on one baseline.
struct Base {
    y: f32,
    size: f32,
    runs: Vec<Run>,
}

/// Lines from the top.
pub(super) fn lines(mut runs: Vec<Run>) -> Vec<Line> {
    runs.retain(|run| !run.text.trim().is_empty());
    follow(&mut runs);
    runs.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.left.total_cmp(&b.left)));
    let mut bases: Vec<Base> = Vec::new();
    for run in runs {
        match bases.last_mut() {
            Some(base) if (run.y - base.y).abs() <= SAME_LINE * run.size.min(base.size).max(4.0) => {
                base.size = base.size.max(run.size);
                base.runs.push(run);
            }
            _ => bases.push(Base { y: run.y, size: run.size, runs: vec![run] }),
        }
    }
    shift(&mut bases);
    bases.retain(|base| !base.runs.is_empty());
    bases.sort_by(|a, b| a.y.total_cmp(&b.y));
    bases.into_iter().map(line).collect()
}

/// Keeps runs in the order in which they are drawn where the width of a letter is said wrongly, and what
/// follows seems to begin before it: the `alue` of `Value`, pulled under its `V`.
///
/// Near misses: an accent, drawn over its letter; a letter drawn twice.
fn follow(runs: &mut [Run]) {
    for index in 1..runs.len() {
        if let Some([before, run]) = runs.get_mut(index - 1..=index)
            && before.y == run.y
            && run.left < before.left
            && before.right - run.left < PULLED * run.size.min(before.size)
            && before.text != run.text
        {
            run.left = before.left;
            run.right = run.right.max(run.left);
        }
    }
}

/// Puts raised and lowered runs to the line they belong to.
///
/// Finds the `2` of `mCi/m²`. Hard because a line of small print may lie close below. Near miss: a
/// footnote's line, which touches no run of the line above it.
fn shift(bases: &mut [Base]) {
    for index in 0..bases.len() {
        let Some(runs) = bases.get_mut(index).map(|base| std::mem::take(&mut base.runs)) else { continue };
        let mut stay = Vec::with_capacity(runs.len());
        for mut run in runs {
            // The lines within reach, nearest first.
            let near = (1..=REACH).flat_map(|step| [index.checked_sub(step), Some(index + step)]).flatten();
            let home = near.into_iter().find(|&near| bases.get(near).is_some_and(|home| touches(home, &run)));
            match home.and_then(|home| bases.get_mut(home)) {
                Some(home) => {
                    let up = run.y < home.y;
                    run.text = run.text.chars().map(if up { raised } else { lowered }).collect();
                    run.shifted = true;
                    home.runs.push(run);
                }
                None => stay.push(run),
            }
        }
        if let Some(base) = bases.get_mut(index) {
            // Runs may have come to it in the meantime.
            base.runs.append(&mut stay);
            base.size = base.runs.iter().map(|run| run.size).fold(0.0, f32::max);
        }
    }
}

/// Whether a run stands directly before or after one of a line's, larger than itself, a little higher or
/// lower.
fn touches(home: &Base, run: &Run) -> bool {
    let up = home.y - run.y;
    if home.runs.len() > MOST_SEARCHED || up > home.size * 0.75 || up < home.size * -0.4 || up == 0.0 {
        return false;
    }
    home.runs.iter().any(|other| {
        let reach = other.size * 0.4;
        // The second of two raised characters touches the first.
        let beside = other.shifted && (run.size - other.size).abs() < 0.1 && (run.y - other.y).abs() < 0.1;
        (run.size < other.size * SMALL && run.size > other.size * TINY
            || run.rise.abs() > 0.5 && other.rise == 0.0
            || beside)
            && ((run.left - other.right).abs() < reach || (other.left - run.right).abs() < reach)
    })
}

fn line(mut base: Base) -> Line {
    base.runs.sort_by(|a, b| a.left.total_cmp(&b.left));
    let mut line = Line { y: base.y, size: base.size, ..Line::default() };
    line.furniture = base.runs.iter().all(|run| run.furniture);
    let mut previous: Option<Run> = None;
    for run in base.runs {
        if let Some(before) = &previous
            && before.text.trim() == run.text.trim()
            && (before.left - run.left).abs() < 0.12 * run.size
        {
            continue;
        }
        let em = run.size.max(previous.as_ref().map_or(0.0, |run| run.size)).max(1.0);
        let gap = previous.as_ref().map_or(f32::INFINITY, |before| run.left - before.right);
        let mut text = String::new();
        for character in run.text.chars() {
            clean(character, &mut text);
        }
        // A heading's letters are larger than those of the column beside it, which parts from it all the same.
        let least =
            previous.as_ref().filter(|before| !before.shifted && !run.shifted).map_or(em, |b| b.size.min(run.size));
        let starts = previous.is_none() || gap > SEGMENT_GAP * least.max(1.0);
        match line.segments.last_mut() {
            Some(segment) if !starts => {
                let spaced = segment.text.ends_with(' ') || text.starts_with(' ');
                if gap > WORD_GAP * em && !spaced {
                    segment.text.push(' ');
                }
                segment.text.push_str(&text);
                segment.right = segment.right.max(run.right);
                segment.bold &= run.bold || text.trim().is_empty();
            }
            _ => {
                line.segments.push(Segment { text, left: run.left, right: run.right, bold: run.bold });
            }
        }
        // Widths of some fonts are wrong: what begins next is to be trusted, not where this one ends.
        previous = Some(run);
    }
    for segment in &mut line.segments {
        segment.text = segment.text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    line.segments.retain(|segment| !segment.text.is_empty());
    join_marks(&mut line.segments);
    line
}

/// Joins the words of lines that were stretched to fill their column: their gaps are all the same.
///
/// Near miss: a row of a table, whose cells stand where its columns are.
pub(super) fn join_stretched(line: &mut Line) {
    let mut gaps = line.segments.windows(2).filter_map(|pair| match pair {
        [a, b] => Some(b.left - a.right),
        _ => None,
    });
    let Some(first) = gaps.next() else { return };
    let (mut low, mut high, mut count) = (first, first, 1);
    for gap in gaps {
        (low, high, count) = (low.min(gap), high.max(gap), count + 1);
    }
    let words = line.segments.iter().all(|segment| segment.words() == 1);
    if count >= 2 && words && high - low < 0.06 * line.size.max(8.0) && high < 6.0 * line.size {
        let text = line.text();
        let whole = Segment { text, left: line.left(), right: line.right(), bold: line.is_bold() };
        line.segments = vec![whole];
    }
}

/// Joins a list's mark, which stands apart, to what it marks.
fn join_marks(segments: &mut Vec<Segment>) {
    if segments.len() == 2
        && let [first, second] = segments.as_mut_slice()
        && is_list_mark(&first.text)
        && second.left - first.right < 60.0
    {
        second.text = format!("{} {}", first.text, second.text);
        second.left = first.left;
        segments.remove(0);
    }
}

/// Whether this is what a list's item begins with.
pub(super) fn is_list_mark(text: &str) -> bool {
    let digits = text.trim_start_matches('(').trim_end_matches(['.', ')']);
    matches!(text, "•" | "●" | "▪" | "◦" | "‣" | "·" | "■" | "-" | "–" | "—" | "o" | "*" | "§" | "➢" | "✓" | "□")
        || digits.len() < text.len()
            && !digits.is_empty()
            && digits.len() <= 2
            && (digits.bytes().all(|b| b.is_ascii_digit())
                || digits.len() == 1 && digits.bytes().all(|b| b.is_ascii_lowercase()))
}

/// Takes a character as what it means.
fn clean(character: char, text: &mut String) {
    match character {
        '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{2060}' | '\u{feff}' => {
            // A soft hyphen is only drawn where a word is cut.
            if character == '\u{ad}' {
                text.push('\u{2010}');
            }
        }
        '\u{fb00}' => text.push_str("ff"),
        '\u{fb01}' => text.push_str("fi"),
        '\u{fb02}' => text.push_str("fl"),
        '\u{fb03}' => text.push_str("ffi"),
        '\u{fb04}' => text.push_str("ffl"),
        '\u{fb05}' | '\u{fb06}' => text.push_str("st"),
        '\u{f0b7}' | '\u{f0a7}' | '\u{f076}' | '\u{f0d8}' => text.push('•'),
        _ if character.is_whitespace() => text.push(' '),
        // A ligature whose letters the font does not say: `repair` in paragraphs.rs.
        _ if character.is_control() => text.push('\u{fffd}'),
        _ => text.push(character),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str, left: f32, y: f32, size: f32) -> Run {
        let right = left + text.chars().count() as f32 * size * 0.5;
        Run { text: text.into(), left, right, y, size, ..Run::default() }
    }

    fn texts(runs: Vec<Run>) -> Vec<Vec<String>> {
        lines(runs).iter().map(|line| line.segments.iter().map(|segment| segment.text.clone()).collect()).collect()
    }

    #[test]
    fn words_segments_and_raised() {
        let list = texts(vec![
            run("second", 0.0, 30.0, 10.0),
            run("mCi/m", 0.0, 10.0, 10.0),
            run("2", 25.0, 6.5, 6.5),
            run("given", 31.0, 10.0, 10.0),
            run("given", 31.2, 10.1, 10.0),
            run("1,250", 100.0, 10.0, 10.0),
        ]);
        assert_eq!(list, [vec!["mCi/m² given", "1,250"], vec!["second"]]);
    }

    #[test]
    fn what_is_drawn_next_is_read_next() {
        let narrow = |text: &str, left: f32, right: f32| Run { right, ..run(text, left, 10.0, 10.0) };
        assert_eq!(texts(vec![narrow("V", 10.0, 10.4), narrow("alue", 9.8, 11.5)]), [["Value"]]);
        assert_eq!(texts(vec![run("due", 20.0, 10.0, 10.0), run("sum", 0.0, 10.0, 10.0)]), [["sum due"]]);
        assert_eq!(texts(vec![narrow("l", 10.0, 12.0), narrow("l", 9.8, 11.8)]), [["l"]]);
    }

    #[test]
    fn a_headline_parts_from_the_column_beside_it() {
        assert_eq!(
            texts(vec![run("Al", 0.0, 10.0, 18.0), run("words beside", 32.0, 10.0, 8.0)]),
            [["Al", "words beside"]]
        );
    }

    #[test]
    fn a_letter_of_many_lines_raises_none() {
        let mut large = run("A", 0.0, 40.0, 60.0);
        large.right = 40.0;
        assert_eq!(texts(vec![run("lba", 42.0, 10.0, 12.0), large]), [["lba"], ["A"]]);
    }

    #[test]
    fn marks_join_their_items() {
        assert_eq!(texts(vec![run("•", 0.0, 10.0, 10.0), run("First point", 20.0, 10.0, 10.0)]), [["• First point"]]);
    }

    #[test]
    fn small_print_below_stays_apart() {
        assert_eq!(texts(vec![run("A line of text", 0.0, 10.0, 12.0), run("Small print", 200.0, 15.0, 7.0)]).len(), 2);
    }
}
