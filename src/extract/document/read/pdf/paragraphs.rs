//! Lines to paragraphs, and paragraphs to a text.
//!
//! In: the lines of all pages in reading order, and what was taken out of them. Out: the reading. Words cut
//! at line ends are joined, sentences go on over columns and pages, rows of tables become lines with tabs.
//! Every line end that was closed is noted as an edit, so that the source's lines can be had back.
//!
//! Hard because nothing in a PDF says what a paragraph is: it is told by steps between lines, by sizes, by
//! lines that end early, by marks of lists.

use std::collections::{HashMap, HashSet};

use super::super::cells;
use super::lines::{Line, Segment, is_list_mark};
use super::running::Taken;
use super::{PageLines, number};
use crate::extract::document::{Area, Cell, Edit, Furniture, Level, Page, Paragraph, Place, Reading, Role, Row, Table};
use crate::extract::span::Span;

/// A step this many times the usual one ends a paragraph.
const STEP: f32 = 1.35;
/// A size this many times another is another size.
const SIZE: f32 = 1.15;
/// A heading has at most so many characters.
const HEADING: usize = 160;

/// First parts of compounds that keep their hyphen where a line ends at it: `long-` `term`. Words of
/// releases, collected by hand.
const KEEP_HYPHEN: &[&str] = &[
    "forward",
    "double",
    "single",
    "triple",
    "late",
    "early",
    "mid",
    "long",
    "short",
    "first",
    "second",
    "third",
    "fourth",
    "high",
    "low",
    "well",
    "self",
    "year",
    "month",
    "week",
    "day",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "ten",
    "placebo",
    "open",
    "cost",
    "risk",
    "cash",
    "market",
    "dose",
    "phase",
    "non",
    "best",
    "next",
    "full",
    "half",
    "half-year",
    "twelve",
    "company",
    "event",
    "progression",
    "health",
    "tumor",
    "cancer",
    "time",
    "in",
    "on",
    "off",
    "up",
    "follow",
    "pre",
    "post",
    "co",
    "ex",
    "quality",
    "disease",
    "drug",
    "cell",
    "gene",
    "antibody",
    "small",
    "large",
    "end",
    "top",
    "life",
    "world",
    "much",
    "newly",
    "previously",
    "non-cash",
    "so",
    "state",
    "head",
    "patient",
    "evidence",
    "data",
    "wholly",
    "blood",
    "proof",
    "immuno",
    "anti",
    "radio",
    "at",
    "revenue",
    "award",
    "science",
    "government",
    "hormone",
];

/// Words that begin others without a hyphen: `with-` `out`. Collected by hand.
const CLOSED: &[&str] = &[
    "after", "back", "down", "ever", "every", "fore", "further", "hand", "health", "here", "home", "inter", "life",
    "news", "note", "other", "over", "some", "stake", "stock", "super", "them", "there", "through", "trans", "under",
    "what", "when", "where", "with", "work",
];

/// Second parts of compounds that keep their hyphen behind a word of the file. Collected by hand.
const SECOND: &[&str] = &[
    "based",
    "controlled",
    "dependent",
    "derived",
    "dollar",
    "driven",
    "focused",
    "free",
    "generating",
    "label",
    "leading",
    "looking",
    "mediated",
    "naive",
    "negative",
    "owned",
    "positive",
    "related",
    "resistant",
    "specific",
    "stage",
    "targeted",
    "threatening",
    "year",
];

/// Ends of names of biologics, which take a hyphen and four letters that mean nothing: `insulin
/// glargine-` `dlmr`. From the stems of the WHO's INN list.
const BIOLOGICS: &[&str] =
    &["mab", "cept", "stim", "tecan", "leucel", "vec", "glargine", "aspart", "lispro", "ase", "alfa", "beta"];

/// Words that broken fonts draw with a ligature, for texts too short to tell by themselves. Words of
/// releases, collected by hand.
const WITH_LIGATURES: &[&str] = &[
    "financial",
    "first",
    "fiscal",
    "filed",
    "filing",
    "filings",
    "final",
    "find",
    "findings",
    "field",
    "profile",
    "effective",
    "effects",
    "effect",
    "efficacy",
    "efforts",
    "office",
    "officer",
    "offering",
    "offer",
    "offered",
    "differ",
    "different",
    "materially",
    "significant",
    "significantly",
    "benefit",
    "benefits",
    "beneficial",
    "confidence",
    "confirmed",
    "define",
    "defined",
    "definitive",
    "identified",
    "identify",
    "specific",
    "sufficient",
    "scientific",
    "cash flow",
    "flow",
    "flows",
    "five",
    "fifth",
    "fifteen",
    "five-year",
    "influenza",
    "reflect",
    "reflects",
    "clinical",
    "modified",
    "amplified",
    "qualified",
    "classification",
    "verification",
    "staff",
    "traffic",
    "affect",
    "affected",
    "suffer",
    "inflammation",
    "inflammatory",
    "chief",
    "brief",
    "firm",
    "finance",
    "fluid",
    "infiltrating",
    "refractory",
    "therapeutics",
    "suffering",
    "offerings",
    "efficient",
    "efficiency",
    "difficult",
    "certificate",
];

/// What is known of a file's words.
struct Words {
    known: HashSet<String>,
    /// Whether words that were cut end in a hyphen of another kind.
    cut_is_marked: bool,
}

/// A block before it has a place in the text.
struct Block {
    lines: Vec<Placed>,
    role: Role,
    level: u8,
    rows: bool,
    page: usize,
    column: u32,
    /// Whether its last line fills its column.
    full: bool,
    size: f32,
}

struct Placed {
    line: Line,
    page: usize,
}

/// The reading of these pages.
pub(super) fn reading(pages: Vec<PageLines>, furniture: Vec<Taken>) -> Reading {
    let words = vocabulary(&pages);
    // A program that cuts words marks them so: then what ends in a plain hyphen was written with one.
    let lines = pages.iter().flat_map(|page| &page.lines);
    let ends = lines.flat_map(|line| &line.segments).filter(|segment| segment.text.ends_with('\u{2010}')).count();
    let words = Words { known: words, cut_is_marked: ends > 0 };
    let body = usual_size(&pages);
    let mut blocks: Vec<Block> = Vec::new();
    let count = pages.len();
    for (number, page) in pages.into_iter().enumerate() {
        let mut rest = page.lines.into_iter().peekable();
        while let Some(first) = rest.next() {
            let mut lines = vec![first];
            while let Some(line) = rest.next_if(|line| lines.first().is_some_and(|first| first.column == line.column)) {
                lines.push(line);
            }
            column(lines, number, body, &mut blocks);
        }
    }
    join(&mut blocks);
    write(blocks, furniture, count, &words)
}

/// The size most characters have.
fn usual_size(pages: &[PageLines]) -> f32 {
    let mut sizes: HashMap<u32, usize> = HashMap::new();
    for line in pages.iter().flat_map(|page| &page.lines) {
        let length: usize = line.segments.iter().map(|segment| segment.text.len()).sum();
        *sizes.entry((line.size * 2.0).round().clamp(0.0, 1e6) as u32).or_default() += length;
    }
    sizes.into_iter().max_by_key(|(size, count)| (*count, *size)).map_or(10.0, |(size, _)| size as f32 / 2.0)
}

/// The words of the file, whole ones, for joining those that are cut.
fn vocabulary(pages: &[PageLines]) -> HashSet<String> {
    let mut words: HashSet<String> = WITH_LIGATURES.iter().map(|word| (*word).to_string()).collect();
    let mut cut = false;
    for line in pages.iter().flat_map(|page| &page.lines) {
        for segment in &line.segments {
            let mut parts = segment.text.split(' ').peekable();
            while let Some(word) = parts.next() {
                // The last may be cut, and the first be what was cut off.
                let ends = parts.peek().is_none() && word.ends_with(['-', '\u{2010}']);
                if !ends && !cut {
                    let word = bare(word);
                    if word.len() > 3 && !word.contains('\u{fffd}') {
                        words.insert(word);
                    }
                }
                cut = ends;
            }
        }
    }
    words
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// Cuts the lines of a column into blocks.
fn column(lines: Vec<Line>, page: usize, body: f32, blocks: &mut Vec<Block>) {
    let tabular = rows(&lines);
    let usual = usual_step(&lines, body);
    let prose = || lines.iter().zip(&tabular).filter(|(_, row)| !**row).map(|(line, _)| line);
    let mut rights: Vec<f32> = prose().filter(|line| line.text().len() > 30).map(Line::right).collect();
    rights.sort_by(f32::total_cmp);
    // Of the widest lines the last but few: one may stick out.
    let right = rights.get(rights.len().saturating_sub(1 + rights.len() / 20)).copied();
    let right = right.unwrap_or_else(|| prose().map(Line::right).fold(0.0, f32::max));
    let left = prose().map(Line::left).fold(f32::INFINITY, f32::min);
    let mut previous: Option<Line> = None;
    for (line, is_row) in lines.into_iter().zip(tabular) {
        let starts = match (&previous, blocks.last()) {
            (Some(before), Some(block)) if block.rows || is_row => {
                block.rows != is_row || line.y - before.y > usual * 4.0
            }
            (Some(before), Some(block)) => starts_block(before, &line, block, usual, left, right),
            _ => true,
        };
        let full = line.right() > right - (right - left) * 0.12 && right - left > 60.0;
        let size = line.size;
        if starts {
            blocks.push(Block {
                lines: Vec::new(),
                role: if is_row { Role::Row } else { Role::Body },
                level: 0,
                rows: is_row,
                page,
                column: line.column,
                full,
                size,
            });
        }
        if let Some(block) = blocks.last_mut() {
            block.full = full;
            block.lines.push(Placed { line: line.clone(), page });
        }
        previous = Some(line);
    }
    let from = blocks.iter().rposition(|block| block.page != page).map_or(0, |at| at + 1);
    for block in blocks.iter_mut().skip(from).filter(|block| !block.rows) {
        name(block, body);
    }
}

/// The step between lines that is usual: the lower quartile.
fn usual_step(lines: &[Line], body: f32) -> f32 {
    let mut steps: Vec<f32> = lines
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] => Some(b.y - a.y),
            _ => None,
        })
        .filter(|step| *step > body * 0.7 && *step < body * 3.0)
        .collect();
    steps.sort_by(f32::total_cmp);
    steps.get(steps.len() / 4).copied().unwrap_or(body * 1.25)
}

/// Which lines are rows of a table: those with several segments, and the labels between them.
fn rows(lines: &[Line]) -> Vec<bool> {
    let figures = |segment: &Segment| {
        let digits = segment.text.chars().filter(char::is_ascii_digit).count();
        digits * 3 >= segment.text.chars().count() || segment.text.chars().all(|c| "$€£—–-()%".contains(c))
    };
    let several: Vec<bool> = lines.iter().map(|line| line.segments.len() > 1).collect();
    let mut is_row: Vec<bool> = Vec::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate() {
        let near = [index.checked_sub(1), Some(index + 1)];
        let company = near.into_iter().flatten().any(|other| several.get(other).copied().unwrap_or(false));
        let alone = line.segments.len() > 2 || line.segments.last().is_some_and(figures);
        is_row.push(several.get(index).copied().unwrap_or(false) && (company || alone));
    }
    // A label between rows belongs to them: "Operating expenses:", a label that takes two lines.
    for index in 1..lines.len().saturating_sub(1) {
        let (Some(line), Some(before), Some(after)) = (lines.get(index), lines.get(index - 1), lines.get(index + 1))
        else {
            continue;
        };
        let between = is_row.get(index - 1) == Some(&true) && is_row.get(index + 1) == Some(&true);
        let close = line.y - before.y < line.size * 3.0 && after.y - line.y < line.size * 3.0;
        let width = after.right().max(before.right()) - after.left().min(before.left());
        let short = line.right() - line.left() < width * 0.7 && line.text().len() < 90;
        if between
            && close
            && short
            && let Some(row) = is_row.get_mut(index)
        {
            *row = true;
        }
    }
    is_row
}

/// Whether a line begins another paragraph.
fn starts_block(before: &Line, line: &Line, block: &Block, usual: f32, left: f32, right: f32) -> bool {
    let em = line.size.max(1.0);
    let step = line.y - before.y;
    let larger = line.size.max(before.size) / line.size.min(before.size).max(0.1);
    if step > usual.max(em) * STEP || step < -em || larger > SIZE {
        return true;
    }
    if line.is_bold() != before.is_bold()
        && (before.right() < right - em * 4.0 || line.is_bold())
        && !before.text().ends_with([',', '-'])
    {
        let one = block.lines.len() == 1 || line.is_bold();
        if one {
            return true;
        }
    }
    let text = line.text();
    if block.lines.len() == 1 && is_about(&before.text()) && text.starts_with(char::is_uppercase) {
        return true;
    }
    let mark = text.split(' ').next().unwrap_or("");
    if is_list_mark(mark)
        && text.len() > mark.len()
        && !(mark.starts_with(|c: char| c.is_ascii_digit())
            && before.right() > right - em * 2.0
            && line.left() <= block_left(block) + 0.5)
    {
        return true;
    }
    let item =
        block.lines.first().is_some_and(|placed| is_list_mark(placed.line.text().split(' ').next().unwrap_or("")));
    if item {
        // The item's own lines stand in from its mark; what stands at the mark is no longer of it.
        let mark = block_left(block);
        if block.lines.len() > 1 && line.left() < before.left() - em * 0.5 && line.left() <= mark + em * 0.5 {
            return true;
        }
    } else if line.left() > before.left() + em * 0.9
        && before.left() <= left + em * 0.5
        && line.left() < left + em * 5.0
        && block.lines.len() > 1
    {
        // The first line stands in.
        return true;
    }
    // A line that ends early, although the next word would have had room. In the middle of the column
    // both sides are room.
    let letters = text.chars().count().max(1) as f32;
    let word = mark.chars().count() as f32 * (line.right() - line.left()) / letters;
    let (before_left, before_right) = (before.left() - left, right - before.right());
    let centred = before_left > em * 2.0 && (before_left - before_right).abs() < em * 1.5;
    let room = if centred { before_left + before_right } else { before_right };
    let ended = before.text().ends_with(['.', ':', '!', '?', '”', ')', ';', '"']);
    room > word + em * if ended { 0.6 } else { 1.6 }
}

/// Whether a line is the heading of a section about somebody: `About Alba Bio, Inc.`, which fills its column
/// and ends like a sentence. Near miss: `About 20 patients`.
fn is_about(line: &str) -> bool {
    let Some(name) = line.strip_prefix("About ") else { return false };
    let capital = |word: &str| word.trim_start_matches('(').starts_with(char::is_uppercase);
    let named = |word: &str| capital(word) || matches!(word, "the" | "of" | "and" | "for" | "in");
    name.starts_with(char::is_uppercase) && name.split(' ').all(named)
}

fn block_left(block: &Block) -> f32 {
    block.lines.first().map_or(0.0, |placed| placed.line.left())
}

/// Says what a block is.
fn name(block: &mut Block, body: f32) {
    let text: String = block.lines.iter().map(|placed| placed.line.text()).collect::<Vec<_>>().join(" ");
    if is_list_mark(text.split(' ').next().unwrap_or("")) && text.contains(' ') {
        block.role = Role::Item;
        return;
    }
    let large = block.size > body * SIZE;
    let bold = block.lines.iter().all(|placed| placed.line.is_bold());
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if (large || bold)
        && text.len() <= HEADING
        && letters * 2 > text.chars().count()
        && !text.ends_with(['.', ',', ';'])
    {
        block.role = Role::Heading;
        block.level = if block.size > body * 1.4 {
            1
        } else if large {
            2
        } else {
            3
        };
    }
}

/// Joins paragraphs that a column's or a page's end has cut.
///
/// Finds "three months ended ¶ June 30, 2017". Near miss: a heading at the top of a page.
fn join(blocks: &mut Vec<Block>) {
    let mut joined: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks.drain(..) {
        let goes_on = joined.last().is_some_and(|last| {
            if last.page == block.page && last.column == block.column {
                return false;
            }
            if last.rows || block.rows {
                return last.rows && block.rows;
            }
            let (Some(end), Some(start)) = (last.lines.last(), block.lines.first()) else { return false };
            let (end, start) = (end.line.text(), start.line.text());
            let open = !end.trim_end_matches(['”', '"', ')']).ends_with(['.', '!', '?', ':', ';']);
            let lower = start.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit() || "$€£(".contains(c));
            let listed = is_list_mark(start.split(' ').next().unwrap_or(""));
            let sizes = (last.size - block.size).abs() < 0.6;
            let prose = matches!(last.role, Role::Body | Role::Item) && block.role == Role::Body;
            let cut = end.ends_with(['-', '\u{2010}']) || last.full && last.lines.len() > 1 || end.ends_with(',');
            open && sizes && prose && !listed && (lower || cut)
        });
        match joined.last_mut() {
            Some(last) if goes_on => {
                last.full = block.full;
                last.page = block.page;
                last.column = block.column;
                last.lines.extend(block.lines);
            }
            _ => joined.push(block),
        }
    }
    *blocks = joined;
}

/// Writes the blocks down.
fn write(blocks: Vec<Block>, furniture: Vec<Taken>, pages: usize, words: &Words) -> Reading {
    let mut reading = Reading::default();
    let mut starts: Vec<Option<usize>> = vec![None; pages];
    for block in blocks {
        if !reading.text.is_empty() {
            reading.text.push_str("\n\n");
        }
        if block.rows {
            table(&mut reading, block, &mut starts);
            continue;
        }
        let start = reading.text.len();
        if let Some(last) = reading.paragraphs.last_mut() {
            last.span.end = start;
        }
        let mut open: Option<String> = None;
        for Placed { line, page } in block.lines {
            let (text, repairs) = repair(&line.text(), words);
            if let Some(before) = &open {
                close(&mut reading, before, &text, words);
            }
            let at = reading.text.len();
            note_start(&mut starts, page, at);
            let moved = |edit: Edit| Edit { span: Span::new(edit.span.start + at, edit.span.end + at), ..edit };
            reading.structure.edits.extend(repairs.into_iter().map(moved));
            reading.text.push_str(&text);
            let span = Span::new(at, reading.text.len());
            reading.structure.places.push(Place { span, page: number(page), area: area(&line) });
            open = Some(text);
        }
        let span = Span::new(start, reading.text.len());
        reading.paragraphs.push(Paragraph { span, role: block.role });
        if block.role == Role::Heading {
            reading.structure.headings.push(Level { span, level: block.level });
        }
    }
    let mut at = reading.text.len();
    let mut list = Vec::new();
    for start in starts.iter().rev() {
        at = start.unwrap_or(at).min(at);
        list.push(Page { start: at, width: 0, height: 0 });
    }
    list.reverse();
    if let Some(first) = list.first_mut() {
        first.start = 0;
    }
    for (page, line) in furniture {
        let at = list.get(page).map_or(0, |page| page.start);
        let piece = Furniture { text: line.text(), at, page: number(page), area: area(&line) };
        reading.structure.furniture.push(piece);
    }
    reading.structure.furniture.sort_by_key(|piece| (piece.page, piece.area.top));
    reading.structure.pages = list;
    reading
}

fn note_start(starts: &mut [Option<usize>], page: usize, at: usize) {
    if let Some(start) = starts.get_mut(page) {
        start.get_or_insert(at);
    }
}

/// The box of a line.
pub(super) fn area(line: &Line) -> Area {
    boxed(line, None, None)
}

/// The box of a part of a line: of all of it where no sides are given.
fn boxed(line: &Line, left: Option<f32>, right: Option<f32>) -> Area {
    let tenths = |points: f32| (points * 10.0) as i32;
    Area {
        left: tenths(left.unwrap_or(line.left())),
        top: tenths(line.y - line.size * 0.8),
        right: tenths(right.unwrap_or(line.right())),
        bottom: tenths(line.y + line.size * 0.25),
    }
}

/// Closes the end of a line before the next is written.
fn close(reading: &mut Reading, before: &str, next: &str, words: &Words) {
    let at = reading.text.len();
    let edits = &mut reading.structure.edits;
    let Some(cut) = before.chars().next_back().filter(|c| matches!(c, '-' | '\u{2010}')) else {
        let glued = before.rsplit(' ').next().is_some_and(|word| {
            word.contains("://") && word.ends_with(['/', '_', '=', '&', '.'])
                || word.starts_with("www.") && word.ends_with('/')
        }) || before.ends_with('/') && !before.ends_with(" /")
            || before.ends_with('—') && !before.ends_with(" —");
        if glued {
            edits.push(Edit { span: Span::new(at, at), was: "\n".into() });
        } else {
            reading.text.push(' ');
            edits.push(Edit { span: Span::new(at, at + 1), was: "\n".into() });
        }
        return;
    };
    let left = before.trim_end_matches(['-', '\u{2010}']).rsplit([' ', '(']).next().unwrap_or("");
    let right = next.split(' ').next().unwrap_or("");
    if left.is_empty() {
        // A dash, not a hyphen.
        reading.text.push(' ');
        edits.push(Edit { span: Span::new(at, at + 1), was: "\n".into() });
        return;
    }
    if keeps_hyphen(left, right, cut, words) {
        edits.push(Edit { span: Span::new(at, at), was: "\n".into() });
        return;
    }
    reading.text.pop();
    let at = reading.text.len();
    let mut was = String::from(cut);
    was.push('\n');
    edits.push(Edit { span: Span::new(at, at), was });
    if let Some(place) = reading.structure.places.last_mut() {
        place.span.end = at;
    }
}

/// Whether a hyphen at a line's end belongs to the word.
fn keeps_hyphen(left: &str, right: &str, cut: char, words: &Words) -> bool {
    if !right.starts_with(char::is_lowercase)
        || left.chars().skip(1).any(char::is_uppercase)
        || cut == '-' && words.cut_is_marked
    {
        return true;
    }
    let (left, right) = (bare(left), bare(right));
    let (whole, hyphened) = (format!("{left}{right}"), format!("{left}-{right}"));
    if words.known.contains(&hyphened) {
        return true;
    }
    if words.known.contains(&whole) {
        return false;
    }
    if right.len() == 4 && BIOLOGICS.iter().any(|end| left.ends_with(end)) {
        return true;
    }
    // What a program cut it marked so; what a person wrote is a plain hyphen.
    let last = left.rsplit('-').next().unwrap_or(&left);
    // Two words of the file: `clinical-` `stage`. Near miss: `under-` `standing`.
    let second = || words.known.contains(&right) || SECOND.contains(&right.as_str());
    let two = || words.known.contains(last) && second() && !CLOSED.contains(&last);
    cut == '-' && (KEEP_HYPHEN.contains(&last) || left.ends_with(|c: char| c.is_ascii_digit()) || two())
}

/// Puts letters in the place of ligatures that the font does not say; the edits, as if the line were all.
///
/// Finds "e\u{fffd}ective". Only where one ligature alone makes a word that is known.
fn repair(text: &str, words: &Words) -> (String, Vec<Edit>) {
    let mut edits = Vec::new();
    if !text.contains('\u{fffd}') {
        return (text.to_string(), edits);
    }
    const LIGATURES: &[&str] = &["fi", "fl", "ff", "ffi", "ffl", "ti", "tt", "tf", "ft"];
    let mut out = String::with_capacity(text.len());
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 {
            out.push(' ');
        }
        let mut found = LIGATURES.iter().filter(|letters| {
            word.contains('\u{fffd}') && words.known.contains(&bare(&word.replace('\u{fffd}', letters)))
        });
        match (found.next(), found.next()) {
            (Some(letters), None) => {
                for character in word.chars() {
                    if character == '\u{fffd}' {
                        let start = out.len();
                        out.push_str(letters);
                        edits.push(Edit { span: Span::new(start, out.len()), was: "\u{fffd}".into() });
                    } else {
                        out.push(character);
                    }
                }
            }
            _ => out.push_str(word),
        }
    }
    (out, edits)
}

/// Writes the rows of a table down.
fn table(reading: &mut Reading, block: Block, starts: &mut [Option<usize>]) {
    let edges = edges(&block.lines);
    let column = |segment: &Segment| -> (u32, u32) {
        let first = edges.iter().position(|(_, right)| *right >= segment.left).unwrap_or(edges.len().saturating_sub(1));
        let last = edges.iter().rposition(|(left, _)| *left <= segment.right).unwrap_or(first).max(first);
        (number(first), number(last - first + 1))
    };
    let mut table = Table { span: Span::new(reading.text.len(), reading.text.len()), rows: Vec::new() };
    for Placed { line, page } in &block.lines {
        let cells = line.segments.iter().map(|segment| {
            let (first, columns) = column(segment);
            (first, columns, segment.text.clone())
        });
        let Some((text, cells)) = cells::row(cells.collect()) else { continue };
        if !table.rows.is_empty() {
            reading.text.push('\n');
        }
        let start = reading.text.len();
        if let Some(last) = reading.paragraphs.last_mut() {
            last.span.end = start;
        }
        note_start(starts, *page, start);
        reading.text.push_str(&text);
        let span = Span::new(start, reading.text.len());
        let shifted = |cell: Cell| Cell { span: Span::new(cell.span.start + start, cell.span.end + start), ..cell };
        let cells: Vec<Cell> = cells.into_iter().map(shifted).collect();
        let mut segments = line.segments.iter();
        for cell in &cells {
            // A number and the marks around it stand apart, and are one cell.
            let (mut length, mut sides) = (0, Vec::new());
            while length < cell.span.len()
                && let Some(segment) = segments.next()
            {
                length += segment.text.len();
                sides.extend([segment.left, segment.right]);
            }
            let area = boxed(line, sides.first().copied(), sides.last().copied());
            reading.structure.places.push(Place { span: cell.span, page: number(*page), area });
        }
        table.rows.push(Row { span, cells });
        table.span.end = span.end;
        reading.paragraphs.push(Paragraph { span, role: Role::Row });
    }
    if !table.rows.is_empty() {
        reading.structure.tables.push(table);
    }
}

/// The columns of a table: where the cells of all its rows overlap, but for those that reach over several.
fn edges(lines: &[Placed]) -> Vec<(f32, f32)> {
    let most = lines.iter().map(|placed| placed.line.segments.len()).max().unwrap_or(0);
    let full = lines.iter().filter(|placed| placed.line.segments.len() * 3 >= most * 2);
    let mut cells: Vec<(f32, f32)> =
        full.flat_map(|placed| &placed.line.segments).map(|segment| (segment.left, segment.right)).collect();
    cells.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut edges: Vec<(f32, f32)> = Vec::new();
    for (left, right) in cells {
        match edges.last_mut() {
            Some(edge) if left < edge.1 => edge.1 = edge.1.max(right),
            _ => edges.push((left, right)),
        }
    }
    edges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hyphens_between_words_stay() {
        let known = ["clinical", "preservative", "under", "develop"].map(str::to_string).into();
        let words = Words { known, cut_is_marked: false };
        for (left, right, keeps) in [
            ("clinical", "stage", true),
            ("preservative", "free", true),
            ("develop", "ment", false),
            ("under", "standing", false),
            ("candi", "date", false),
        ] {
            assert_eq!(keeps_hyphen(left, right, '-', &words), keeps, "{left}-{right}");
        }
    }

    #[test]
    fn edits_are_in_order() {
        let line = |(row, text): (usize, &str)| Line {
            segments: vec![Segment { text: text.into(), left: 72.0, right: 300.0, bold: false }],
            y: row as f32 * 12.0,
            size: 10.0,
            ..Line::default()
        };
        let said = ["The e\u{fffd}ect of it is that it is", "e\u{fffd}ective in all of the patients"];
        let lines = said.into_iter().enumerate().map(line).collect();
        let reading = reading(vec![PageLines { lines, columns: false }], Vec::new());
        assert_eq!(reading.text, "The effect of it is that it is effective in all of the patients");
        assert!(reading.structure.edits.is_sorted_by_key(|edit| edit.span.start), "{:?}", reading.structure.edits);
        assert_eq!(reading.structure.source(&reading.text), said.join("\n"));
    }
}
