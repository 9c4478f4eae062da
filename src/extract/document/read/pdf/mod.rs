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
//! A page is read the way most of its letters stand; what stands otherwise, a stamp along the margin, is
//! furniture.
//!
//! Not here: text in pictures, text drawn as curves, letters one below the other.

mod columns;
mod lines;
mod paragraphs;
mod running;

use pdfboss_core::{Document, Error, Object, Page as Source};
use pdfboss_text::{
    ArtifactKind, ExtractReport, FontCache, ReadingOrder, SkipCause, TextSpan, extract_spans_reporting_cached,
    placed_images_reporting_cached,
};

use super::{Format, Options, ReadError};
use crate::extract::document::{Area, Furniture, Note, Page, Reading};

use lines::Line;

/// At most so many pages are read.
const MOST_PAGES: usize = 2000;
/// At most so many runs are read of a page.
const MOST_RUNS: usize = 200_000;
/// At most so many bytes are drawn from on a page.
const MOST_DRAWN: usize = 32 << 20;
/// The best that packs them makes so many bytes of one.
const RATIO: usize = 1032;
/// So far from its end a file says where its parts stand.
const END: usize = 4096;
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
    let mut frames = Vec::new();
    let mut turned = Vec::new();
    let mut gutters = columns::Gutters::new();
    let (mut scanned, mut failed, mut full) = (0, is_cut(bytes), false);
    for index in 0..most {
        if !(options.progress)(number(index), number(most)) {
            break;
        }
        let page = source.page(index).ok();
        let Some(page) = page.filter(|page| {
            let small = is_small(&source, page);
            full |= !small;
            small
        }) else {
            failed |= !full;
            pages.push(PageLines::default());
            frames.push(Frame::default());
            continue;
        };
        let spans = extract_spans_reporting_cached(&source, &page, &fonts, ReadingOrder::Content);
        let (spans, report) = spans.unwrap_or_default();
        failed |= is_broken(&report);
        full |= report.skipped.iter().any(|piece| piece.cause == SkipCause::LimitExceeded) || spans.len() > MOST_RUNS;
        let mut groups = Frame::of(&page, spans);
        let (frame, spans) = groups.next().unwrap_or_default();
        let runs: Vec<Run> = spans.into_iter().filter_map(|span| run(span, &page, frame)).collect();
        if runs.iter().all(|run| run.text.trim().is_empty()) {
            let images = placed_images_reporting_cached(&source, &page, &fonts);
            scanned += u32::from(images.is_ok_and(|(images, _)| !images.is_empty()));
        }
        let (lines, columns) = columns::order(lines::lines(runs), &mut gutters);
        pages.push(PageLines { lines, columns });
        frames.push(frame);
        turned.extend(groups.map(|(frame, spans)| {
            let runs = spans.into_iter().filter_map(|span| run(span, &page, frame)).collect();
            (index, frame, lines::lines(runs))
        }));
    }
    let read = pages.len();
    if pages.iter().all(|page| page.lines.is_empty()) {
        return Err(match (scanned, failed) {
            (0, _) if full => ReadError::Bomb,
            (0, true) => ReadError::Damaged(Format::Pdf),
            (0, false) => ReadError::NoText(Format::Pdf),
            (pages, _) => ReadError::Scanned { pages },
        });
    }
    let columns = pages.iter().any(|page| page.columns);
    let furniture = running::take(&mut pages);
    let mut reading = paragraphs::reading(pages, furniture);
    let tenths = |points: f32| (points * 10.0) as u32;
    let structure = &mut reading.structure;
    for (page, frame) in structure.pages.iter_mut().zip(&frames) {
        *page = Page { width: tenths(frame.width), height: tenths(frame.height), ..*page };
    }
    let places = structure.places.iter_mut().map(|place| (place.page, &mut place.area));
    for (page, area) in places.chain(structure.furniture.iter_mut().map(|piece| (piece.page, &mut piece.area))) {
        if let Some(frame) = frames.get(page as usize) {
            *area = frame.on_page(*area);
        }
    }
    for (page, frame, lines) in turned {
        let at = structure.pages.get(page).map_or(0, |page| page.start);
        let piece = |line: Line| Furniture {
            text: line.text(),
            at,
            page: number(page),
            area: frame.on_page(paragraphs::area(&line)),
        };
        structure.furniture.extend(lines.into_iter().map(piece));
    }
    structure.furniture.sort_by_key(|piece| (piece.page, piece.area.top));
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
    if full {
        notes.push(Note::CutShort);
    }
    if columns {
        notes.push(Note::Columns);
    }
    Ok(reading)
}

/// Whether the end of the file is missing, which says where all that is in it stands. What stands elsewhere
/// than the file says is found all the same, and nothing need be missing.
fn is_cut(bytes: &[u8]) -> bool {
    let end = bytes.get(bytes.len().saturating_sub(END)..).unwrap_or(bytes);
    !end.windows(9).any(|window| window == b"startxref")
}

/// Whether what a page is drawn from, in however many pieces, is no longer than can be read: the same piece may be
/// named a thousand times. The library takes care of each piece, and puts them together unseen.
fn is_small(source: &Document, page: &Source) -> bool {
    let resolved = |object: &Object| source.resolve(object).ok();
    let pieces = match page.dict().get("Contents").and_then(resolved) {
        Some(Object::Array(pieces)) => pieces,
        Some(piece) => vec![piece],
        None => return true,
    };
    let mut drawn = 0;
    pieces.iter().filter_map(resolved).all(|piece| {
        if let Object::Stream(piece) = piece {
            let packed_again = matches!(piece.dict.get("Filter").and_then(resolved), Some(Object::Array(_)));
            let alone = pieces.len() == 1 && !packed_again && piece.data.len().saturating_mul(RATIO) < MOST_DRAWN;
            drawn += if alone { 0 } else { source.stream_data(&piece).map_or(0, |bytes| bytes.len()) };
        }
        drawn <= MOST_DRAWN
    })
}

/// Whether some of a page could not be read. A resource that is not there may never have been.
fn is_broken(report: &ExtractReport) -> bool {
    let broken = |cause: &SkipCause| matches!(cause, SkipCause::Unreadable | SkipCause::Parse);
    report.skipped.iter().any(|piece| broken(&piece.cause))
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Whether a font did not say which character this is.
fn is_unreadable(character: char) -> bool {
    matches!(character, '\u{fffd}' | '\u{e000}'..='\u{f8ff}') || character.is_control() && !character.is_whitespace()
}

/// A page as one sees it who turns it until some of its letters stand upright.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Frame {
    /// Degrees, as files say them of pages.
    rotate: i32,
    /// By how much it is turned from how the page is shown: 0, 90, 180 or 270.
    turned: i32,
    /// The page's width as it is shown.
    width: f32,
    /// Its height.
    height: f32,
}

impl Frame {
    /// The frames in which letters of a page stand, each with its spans; first that of most letters.
    ///
    /// The library's `rotate` is the rotation of the page under which a span reads upright.
    fn of(page: &Source, spans: Vec<TextSpan>) -> impl Iterator<Item = (Frame, Vec<TextSpan>)> + use<> {
        let (width, height) = page.size();
        let shown = page.rotate.rem_euclid(360);
        let mut groups: Vec<(Frame, Vec<TextSpan>)> = Vec::new();
        for turned in [0, 90, 180, 270] {
            groups.push((Frame { rotate: (shown + turned).rem_euclid(360), turned, width, height }, Vec::new()));
        }
        for span in spans.into_iter().take(MOST_RUNS).filter(|span| !span.vertical && !span.text.is_empty()) {
            let rotate = span.rotate.rem_euclid(360);
            if let Some((_, group)) = groups.iter_mut().find(|(frame, _)| frame.rotate == rotate) {
                group.push(span);
            }
        }
        let letters = |spans: &[TextSpan]| -> usize { spans.iter().map(|span| span.text.trim().len()).sum() };
        groups.sort_by_key(|(_, spans)| std::cmp::Reverse(letters(spans)));
        groups.into_iter()
    }

    /// Width and height as they are in this frame.
    fn size(&self) -> (f32, f32) {
        if self.turned % 180 == 0 { (self.width, self.height) } else { (self.height, self.width) }
    }

    /// A box of this frame as a box on the page.
    fn on_page(&self, area: Area) -> Area {
        let (width, height) = ((self.width * 10.0) as i32, (self.height * 10.0) as i32);
        let Area { left, top, right, bottom } = area;
        match self.turned {
            90 => Area { left: top, top: height - right, right: bottom, bottom: height - left },
            180 => Area { left: width - right, top: height - bottom, right: width - left, bottom: height - top },
            270 => Area { left: width - bottom, top: left, right: width - top, bottom: right },
            _ => area,
        }
    }
}

/// A span of the library as a run; `None` for what nobody sees.
fn run(span: TextSpan, page: &Source, frame: Frame) -> Option<Run> {
    let area = page.crop_box;
    let turn = |x: f32, y: f32| match frame.rotate {
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
    let (width, height) = frame.size();
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
