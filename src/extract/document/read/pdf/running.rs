//! Running heads and page numbers.
//!
//! In: the lines of all pages. Out: those lines taken out that stand at the top or bottom of most pages and
//! say the same there but for their numbers, or that the file itself says are furniture.
//!
//! Near miss: the release's headline, which stands at the top of its first page alone.

use std::collections::HashMap;

use super::PageLines;
use super::lines::Line;

/// So many lines from the top and the bottom of a page may be furniture.
const EDGE: usize = 4;

/// A line taken out, with its page.
pub(super) type Taken = (usize, Line);

/// Takes the furniture out of the pages.
pub(super) fn take(pages: &mut [PageLines]) -> Vec<Taken> {
    let filled = pages.iter().filter(|page| !page.lines.is_empty()).count();
    let mut seen: HashMap<(bool, String), usize> = HashMap::new();
    for page in pages.iter() {
        let mut here: Vec<(bool, String)> = edges(page).into_iter().map(|(top, line)| (top, masked(line))).collect();
        here.sort();
        here.dedup();
        for key in here {
            *seen.entry(key).or_default() += 1;
        }
    }
    let outs: Vec<Vec<bool>> =
        pages.iter().enumerate().map(|(number, page)| furniture(page, number + 1, filled, &seen)).collect();
    // What is all there is, is the text.
    if outs.iter().flatten().all(|out| *out) {
        return Vec::new();
    }
    let mut taken = Vec::new();
    for (number, (page, out)) in pages.iter_mut().zip(outs).enumerate() {
        let lines = std::mem::take(&mut page.lines);
        for (line, out) in lines.into_iter().zip(out) {
            if out {
                taken.push((number, line));
            } else {
                page.lines.push(line);
            }
        }
    }
    taken
}

/// Which lines of a page are furniture.
fn furniture(page: &PageLines, number: usize, filled: usize, seen: &HashMap<(bool, String), usize>) -> Vec<bool> {
    let mut out: Vec<bool> = page.lines.iter().map(|line| line.furniture).collect();
    // All of a page is not furniture, whatever a file says.
    if out.iter().all(|out| *out) {
        out.fill(false);
    }
    let order = by_height(page);
    for (top, ends) in [(true, order.clone()), (false, order.into_iter().rev().collect::<Vec<_>>())] {
        for index in ends.into_iter().take(EDGE) {
            let Some(line) = page.lines.get(index) else { break };
            let often = seen.get(&(top, masked(line))).copied().unwrap_or(0);
            let repeated = filled > 1 && often * 10 >= filled * 6 && often > 1;
            let numbered = is_page_number(&line.text(), number, filled);
            let said = out.get(index).copied().unwrap_or(false);
            if !(repeated || numbered || said) {
                break;
            }
            if let Some(out) = out.get_mut(index) {
                *out = true;
            }
        }
    }
    out
}

/// The numbers of a page's lines, from the top.
fn by_height(page: &PageLines) -> Vec<usize> {
    let mut order: Vec<usize> = (0..page.lines.len()).collect();
    let height = |index: &usize| page.lines.get(*index).map_or(0.0, |line| line.y);
    order.sort_by(|a, b| height(a).total_cmp(&height(b)));
    order
}

fn edges(page: &PageLines) -> Vec<(bool, &Line)> {
    let order = by_height(page);
    let top = order.iter().take(EDGE).map(|index| (true, index));
    let bottom = order.iter().rev().take(EDGE).map(|index| (false, index));
    top.chain(bottom).filter_map(|(top, index)| Some((top, page.lines.get(*index)?))).collect()
}

/// What a line says, but for its numbers.
fn masked(line: &Line) -> String {
    let text = line.text();
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '0'..='9' if out.ends_with('#') => {}
            '0'..='9' => out.push('#'),
            _ => out.push(character),
        }
    }
    // A line of figures says nothing that repeats: rows of a table over two pages.
    if out.chars().filter(|c| *c == '#').count() > 2 { text } else { out }
}

/// `3`, `- 3 -`, `Page 3`, `3 of 7`, `Page 3/7`.
fn is_page_number(text: &str, page: usize, pages: usize) -> bool {
    let text = text.to_lowercase();
    let rest = text.trim().trim_start_matches("page").trim();
    let words: Vec<&str> = rest.split([' ', '/', '-', '–', '|']).filter(|word| !word.is_empty()).collect();
    let number = |word: &str| word.parse::<usize>().ok();
    match words.as_slice() {
        [one] => number(one) == Some(page) && (pages > 1 || text.contains("page")),
        [one, "of", all] | [one, all] => {
            number(one) == Some(page) && number(all).is_some_and(|all| all >= page && all < 5000)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::Segment;
    use super::*;

    fn page(texts: &[&str]) -> PageLines {
        let line = |(row, text): (usize, &&str)| Line {
            segments: vec![Segment { text: (*text).into(), left: 0.0, right: 100.0, bold: false }],
            y: row as f32 * 12.0,
            size: 10.0,
            ..Line::default()
        };
        PageLines { lines: texts.iter().enumerate().map(line).collect(), ..PageLines::default() }
    }

    #[test]
    fn heads_and_numbers_are_taken_out() {
        let mut pages = vec![
            page(&["Alba Bio", "Headline of it", "One.", "Two.", "- 1 -"]),
            page(&["Alba Bio", "Three.", "four", "Page 2"]),
            page(&["Alba Bio", "Five.", "3 of 3"]),
        ];
        let taken: Vec<String> = take(&mut pages).iter().map(|(_, line)| line.text()).collect();
        assert_eq!(taken, ["Alba Bio", "- 1 -", "Alba Bio", "Page 2", "Alba Bio", "3 of 3"]);
        assert_eq!(pages[0].lines.len(), 3);
        let mut alone = vec![page(&["2017", "Headline", "1"])];
        assert!(take(&mut alone).is_empty());
    }
}
