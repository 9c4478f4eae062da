//! PDF.
//!
//! In: a PDF, and its password where it has one. Out: its text in reading order, with every line's box.
//!
//! | step | file | in | out |
//! |---|---|---|---|
//! | spans | here | a page | runs of characters with their places, upright, from the top left corner |
//! | lines | `lines.rs` | runs | lines of segments; raised and lowered characters put to their line |
//! | order | `columns.rs` | lines | lines in the order they are read in, rows of tables among them |
//! | running heads | `running.rs` | lines of all pages | those that are furniture |
//! | paragraphs | `paragraphs.rs` | lines | the text: words and sentences joined over lines, columns, pages |
//!
//! All that is known of the library is in this file: another takes its place by making [`Run`]s.
//!
//! Not here: text in pictures, text drawn as curves.

mod columns;
mod lines;
mod paragraphs;
mod running;

use pdfboss_core::{Document, Error, Page as Source};
use pdfboss_text::{
    ArtifactKind, FontCache, ReadingOrder, TextSpan, extract_spans_reporting_cached, placed_images_reporting_cached,
};

use super::{Format, Options, ReadError};
use crate::extract::document::{Note, Page, Reading};

use lines::Line;

/// At most so many pages are read.
const MOST_PAGES: usize = 2000;
/// At most so many runs are read of a page.
const MOST_RUNS: usize = 200_000;
/// One in so many characters may be unreadable before it is said.
const UNREADABLE_PER: usize = 12;

/// A run of characters, upright, in points from the page's top left corner.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) left: f32,
    pub(super) right: f32,
    /// The baseline.
    pub(super) y: f32,
    pub(super) size: f32,
    pub(super) bold: bool,
    /// Drawn raised (above zero) or lowered, as the file says.
    pub(super) rise: f32,
    /// It has been put to the line it is raised or lowered from.
    pub(super) shifted: bool,
    /// The file says that it is furniture.
    pub(super) furniture: bool,
}

/// A page, read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct PageLines {
    pub(super) width: f32,
    pub(super) height: f32,
    /// Lines in the order they are read in.
    pub(super) lines: Vec<Line>,
    /// Whether columns were found on it.
    pub(super) columns: bool,
}

/// Reads a PDF.
pub(super) fn read(bytes: &[u8], options: &Options<'_>) -> Result<Reading, ReadError> {
    let loaded = match options.password {
        None => Document::load(bytes.to_vec()),
        Some(password) => Document::load_with_password(bytes.to_vec(), password),
    };
    let source = loaded.map_err(|error| match (error, options.password) {
        (Error::Encrypted, None) => ReadError::Encrypted(Format::Pdf),
        (Error::Encrypted, Some(_)) => ReadError::WrongPassword(Format::Pdf),
        _ => ReadError::Damaged(Format::Pdf),
    })?;
    if source.is_locked() {
        return Err(ReadError::Encrypted(Format::Pdf));
    }
    let count = source.page_count().max(source.flattened_page_count());
    if count == 0 {
        let root = source.xref().trailer.get("Root").and_then(|root| source.resolve(root).ok());
        let whole = root.is_some_and(|root| root.as_dict().is_some_and(|root| root.get("Pages").is_some()));
        return Err(if whole { ReadError::NoPages } else { ReadError::Damaged(Format::Pdf) });
    }
    let most = count.min(MOST_PAGES);
    let fonts = FontCache::default();
    let mut pages = Vec::new();
    let (mut scanned, mut failed) = (0, false);
    for index in 0..most {
        if !(options.progress)(number(index), number(most)) {
            break;
        }
        let Ok(page) = source.page(index) else {
            failed = true;
            pages.push(PageLines::default());
            continue;
        };
        let spans = extract_spans_reporting_cached(&source, &page, &fonts, ReadingOrder::Content);
        let spans = spans.map(|(spans, _)| spans).unwrap_or_default();
        let (width, height) = page.size();
        let runs: Vec<Run> = spans.into_iter().take(MOST_RUNS).filter_map(|span| run(span, &page)).collect();
        if runs.iter().all(|run| run.text.trim().is_empty()) {
            let images = placed_images_reporting_cached(&source, &page, &fonts);
            scanned += u32::from(images.is_ok_and(|(images, _)| !images.is_empty()));
        }
        let (lines, columns) = columns::order(lines::lines(runs));
        pages.push(PageLines { width, height, lines, columns });
    }
    let read = pages.len();
    if pages.iter().all(|page| page.lines.is_empty()) {
        return Err(match (scanned, failed) {
            (0, true) => ReadError::Damaged(Format::Pdf),
            (0, false) => ReadError::NoText(Format::Pdf),
            (pages, _) => ReadError::Scanned { pages },
        });
    }
    let columns = pages.iter().any(|page| page.columns);
    let sizes: Vec<(f32, f32)> = pages.iter().map(|page| (page.width, page.height)).collect();
    let furniture = running::take(&mut pages);
    let mut reading = paragraphs::reading(pages, furniture);
    let tenths = |points: f32| (points * 10.0) as u32;
    for (page, (width, height)) in reading.structure.pages.iter_mut().zip(sizes) {
        *page = Page { width: tenths(width), height: tenths(height), ..*page };
    }
    reading.structure.format = Some(Format::Pdf);
    let broken = reading.text.chars().filter(|c| is_unreadable(*c)).count();
    let notes = &mut reading.structure.notes;
    if failed {
        notes.push(Note::Damaged);
    }
    if read < count {
        notes.push(Note::PagesLeftOut { read: number(read), of: number(count) });
    }
    if scanned > 0 {
        notes.push(Note::ScannedPages { pages: scanned });
    }
    if broken * UNREADABLE_PER > reading.text.chars().filter(|c| !c.is_whitespace()).count() {
        notes.push(Note::Unreadable);
    }
    if columns {
        notes.push(Note::Columns);
    }
    Ok(reading)
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Whether a font did not say which character this is.
fn is_unreadable(character: char) -> bool {
    matches!(character, '\u{fffd}' | '\u{e000}'..='\u{f8ff}') || character.is_control() && !character.is_whitespace()
}

/// A span of the library as a run; `None` for what is not upright.
///
/// The library's `rotate` is the rotation of the page under which the span reads upright.
fn run(span: TextSpan, page: &Source) -> Option<Run> {
    if span.vertical || span.text.is_empty() || span.rotate.rem_euclid(360) != page.rotate.rem_euclid(360) {
        return None;
    }
    let area = page.crop_box;
    let turn = |x: f32, y: f32| match page.rotate.rem_euclid(360) {
        90 => (y - area.y0, x - area.x0),
        180 => (area.x1 - x, y - area.y0),
        270 => (area.y1 - y, area.x1 - x),
        _ => (x - area.x0, area.y1 - y),
    };
    let (left, y) = turn(span.x, span.y);
    let (right, _) = turn(span.end_x, span.end_y);
    let sound = [left, right, y, span.size].iter().all(|value| value.is_finite() && value.abs() < 1e6);
    let size = span.size.abs();
    if !sound || size < 0.1 {
        return None;
    }
    // Outside the page nobody sees it.
    let (width, height) = page.size();
    if left > width + 1.0 || right.max(left) < -1.0 || y > height + size || y < -1.0 {
        return None;
    }
    let furniture = span.artifact.as_ref().is_some_and(|artifact| artifact.kind == ArtifactKind::Pagination);
    Some(Run {
        text: span.text,
        left,
        right: right.max(left),
        y,
        size,
        bold: span.bold,
        rise: span.rise,
        shifted: false,
        furniture,
    })
}
