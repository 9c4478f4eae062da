//! The pages' module: draws the pages of a PDF for the Page view.
//!
//! In: a file's bytes and a password, then a page and how many pixels wide it is to be. Out: its pixels. The page's
//! own module knows where the text stands (`Structure::places`); this one knows nothing of text.
//!
//! The border is functions with plain numbers, so that no glue is needed:
//!
//! | | |
//! |---|---|
//! | `input(bytes, password)` | makes room for so many bytes and a password of so many after them; where |
//! | `open()` | opens what stands there; how many pages it has, 0 where it cannot be opened |
//! | `draw(page, width)` | draws a page, from 0, so many pixels wide; how many bytes it comes to, 0 for none |
//! | `output()`, `width()`, `height()` | where the pixels stand, four bytes each, and how many there are |
//!
//! A panic traps. Whoever called throws the instance away.

use std::cell::RefCell;
use std::sync::Arc;

use pdfboss_core::Document;
use pdfboss_render::{Pixmap, RenderCache, RenderOptions, render_page_with_options};

/// A page is drawn with at most so many pixels.
const MOST_PIXELS: f32 = 16e6;

/// What stands on this side of the border.
#[derive(Default)]
struct Desk {
    /// A file and the password after it, and how long the file is.
    input: (Vec<u8>, usize),
    open: Option<(Document, RenderOptions)>,
    drawn: Option<Pixmap>,
}

thread_local! {
    static DESK: RefCell<Desk> = RefCell::default();
}

fn main() {}

/// Makes room for a file and the password after it, and says where.
#[cfg_attr(target_arch = "wasm32", expect(unsafe_code, reason = "a name for the other side to call"))]
#[cfg_attr(target_arch = "wasm32", unsafe(export_name = "input"))]
pub extern "C" fn input(bytes: usize, password: usize) -> *mut u8 {
    DESK.with_borrow_mut(|desk| {
        desk.input = (vec![0; bytes.saturating_add(password)], bytes);
        desk.input.0.as_mut_ptr()
    })
}

/// Opens the file, and says how many pages it has.
#[cfg_attr(target_arch = "wasm32", expect(unsafe_code, reason = "a name for the other side to call"))]
#[cfg_attr(target_arch = "wasm32", unsafe(export_name = "open"))]
pub extern "C" fn open() -> usize {
    DESK.with_borrow_mut(|desk| {
        let (mut bytes, length) = std::mem::take(&mut desk.input);
        let password = bytes.split_off(length.min(bytes.len()));
        let loaded = match std::str::from_utf8(&password) {
            Ok(password) if !password.is_empty() => Document::load_with_password(bytes, password),
            _ => Document::load(bytes),
        };
        let Ok(document) = loaded else { return 0 };
        let pages = document.page_count().max(document.flattened_page_count());
        let cache = Some(Arc::new(RenderCache::default()));
        desk.open = Some((document, RenderOptions { cache, ..RenderOptions::default() }));
        pages
    })
}

/// Draws a page, and says how many bytes it comes to.
#[cfg_attr(target_arch = "wasm32", expect(unsafe_code, reason = "a name for the other side to call"))]
#[cfg_attr(target_arch = "wasm32", unsafe(export_name = "draw"))]
pub extern "C" fn draw(page: usize, width: u32) -> usize {
    DESK.with_borrow_mut(|desk| {
        desk.drawn = desk.open.as_ref().and_then(|(document, options)| {
            let page = document.page(page).ok()?;
            let (wide, high) = page.size();
            let most = (MOST_PIXELS / (wide * high).max(1.0)).sqrt();
            let scale = (width as f32 / wide.max(1.0)).min(most);
            render_page_with_options(document, &page, scale, options).ok()
        });
        desk.drawn.as_ref().map_or(0, |pixels| pixels.data.len())
    })
}

/// Where the pixels stand.
#[cfg_attr(target_arch = "wasm32", expect(unsafe_code, reason = "a name for the other side to call"))]
#[cfg_attr(target_arch = "wasm32", unsafe(export_name = "output"))]
pub extern "C" fn output() -> *const u8 {
    DESK.with_borrow(|desk| desk.drawn.as_ref().map_or(std::ptr::null(), |pixels| pixels.data.as_ptr()))
}

/// How many pixels stand in a row.
#[cfg_attr(target_arch = "wasm32", expect(unsafe_code, reason = "a name for the other side to call"))]
#[cfg_attr(target_arch = "wasm32", unsafe(export_name = "width"))]
pub extern "C" fn width() -> u32 {
    DESK.with_borrow(|desk| desk.drawn.as_ref().map_or(0, |pixels| pixels.width))
}

/// How many rows there are.
#[cfg_attr(target_arch = "wasm32", expect(unsafe_code, reason = "a name for the other side to call"))]
#[cfg_attr(target_arch = "wasm32", unsafe(export_name = "height"))]
pub extern "C" fn height() -> u32 {
    DESK.with_borrow(|desk| desk.drawn.as_ref().map_or(0, |pixels| pixels.height))
}
