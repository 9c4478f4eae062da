//! What `www/boot.js` and the browser offer and `web-sys` does not.

use js_sys::Array;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// A new worker of this very module, or an exception where the browser does not allow one.
    #[wasm_bindgen(js_namespace = eosin, js_name = worker, catch)]
    pub fn spawn_worker() -> Result<web_sys::Worker, JsValue>;

    /// The files and folders of a drop or a paste: `File` or `FileSystemEntry` each. Only to be asked
    /// while the event is being handled.
    #[wasm_bindgen(js_namespace = eosin, js_name = transferred)]
    pub fn transferred(transfer: &web_sys::DataTransfer) -> Array;

    /// What was dropped before the module was there.
    #[wasm_bindgen(js_namespace = eosin, js_name = held)]
    pub fn held() -> Array;

    /// Has a file read by the module of this name, in a worker of its own, within so many seconds. What
    /// the module answers, or `not-loaded`, `too-slow` or `crashed`.
    #[wasm_bindgen(js_namespace = eosin, js_name = read, catch)]
    pub async fn read(
        module: &str,
        bytes: &js_sys::Uint8Array,
        password: &str,
        seconds: u32,
        progress: &Closure<dyn Fn(u32, u32)>,
    ) -> Result<JsValue, JsValue>;

    /// Fetches the modules that files other than text will want.
    #[wasm_bindgen(js_namespace = eosin, js_name = fetchReaders)]
    pub fn fetch_readers();

    /// Waits until the recognisers are at hand on this side.
    #[wasm_bindgen(js_namespace = eosin, js_name = finder, catch)]
    pub async fn finder() -> Result<JsValue, JsValue>;

    /// Asks them, once they are: an order and bytes, and the parts of the answer. Nothing where they are not,
    /// and an exception where they stop.
    #[wasm_bindgen(js_namespace = eosin, js_name = ask, catch)]
    pub fn ask(order: &[u8], bytes: &js_sys::Uint8Array) -> Result<Option<Vec<JsValue>>, JsValue>;

    /// Tells the loader that the page takes drops itself from now on, and repeats the clicks that
    /// came too early.
    #[wasm_bindgen(js_namespace = eosin, js_name = ready)]
    pub fn ready();

    /// Makes the elements of a [`super::sheet::Sheet`] and puts them in the place of what is in an
    /// element; `lines` is about how high they are.
    #[wasm_bindgen(js_namespace = eosin)]
    pub fn draw(place: &web_sys::Element, names: &str, text: &str, steps: &[u32], lines: u32);

    /// Where the selection in the text is: paragraph and UTF-16 units, of its start and its end.
    #[wasm_bindgen(js_namespace = eosin)]
    pub fn selected() -> Option<Vec<u32>>;

    /// Dims the marks whose number has no 1; with nothing, none.
    #[wasm_bindgen(js_namespace = eosin)]
    pub fn dim(passing: Option<&[u8]>);

    /// Nothing is selected any more.
    #[wasm_bindgen(js_namespace = eosin)]
    pub fn deselect();

    /// Where the selection is in the window: left, top, bottom.
    #[wasm_bindgen(js_namespace = eosin, js_name = selectionBox)]
    pub fn selection_box() -> Option<Vec<f64>>;

    /// The first paragraph in view and one past the last.
    #[wasm_bindgen(js_namespace = eosin)]
    pub fn viewed() -> Option<Vec<u32>>;

    /// How far down the window a paragraph is.
    #[wasm_bindgen(js_namespace = eosin)]
    pub fn anchored(paragraph: usize) -> Option<f64>;

    /// Scrolls so that a paragraph is as far down the window.
    #[wasm_bindgen(js_namespace = eosin)]
    pub fn anchor(paragraph: usize, top: f64);

    /// Paints words: paragraph, start and end of each, one after the other.
    #[wasm_bindgen(js_namespace = eosin)]
    pub fn paint(name: &str, places: Vec<u32>);

    /// Addresses asked for since the page was opened, that of the page itself first.
    #[wasm_bindgen(js_namespace = eosin)]
    pub fn requests() -> Vec<String>;

    /// Scrolls to words and flashes them.
    #[wasm_bindgen(js_namespace = eosin)]
    pub fn reach(paragraph: usize, start: usize, end: usize);

    /// Draws the pages of this PDF under their lines.
    #[wasm_bindgen(js_namespace = eosin, js_name = drawPages, catch)]
    pub async fn draw_pages(file: &web_sys::File, password: &str) -> Result<JsValue, JsValue>;

    /// Puts lines where they stand on their pages.
    #[wasm_bindgen(js_namespace = eosin, js_name = placeLines)]
    pub fn place_lines();

    /// Keeps a file, where it is not kept yet, and what was made of it. Bytes kept and allowed, or why not.
    #[wasm_bindgen(js_namespace = eosin)]
    pub async fn store(key: &str, file: &JsValue, work: &JsValue) -> JsValue;

    /// Everything kept: key, file and work of each.
    #[wasm_bindgen(js_namespace = eosin, catch)]
    pub async fn stored() -> Result<JsValue, JsValue>;

    /// Keeps it no longer.
    #[wasm_bindgen(js_namespace = eosin)]
    pub fn unstore(key: &str);

    /// Keeps nothing at all any more.
    #[wasm_bindgen(js_namespace = eosin, js_name = storeNothing, catch)]
    pub fn store_nothing() -> Result<(), JsValue>;

    /// Draws no more pages.
    #[wasm_bindgen(js_namespace = eosin, js_name = closePages)]
    pub fn close_pages();

    /// Gives a file to the reader.
    #[wasm_bindgen(js_namespace = eosin)]
    pub fn save(name: &str, media: &str, bytes: &[u8]);

    /// The page's address without query and fragment; empty where it is a file.
    #[wasm_bindgen(js_namespace = eosin)]
    pub fn base() -> String;

    /// The fragment the page was opened with, which it takes out of the address.
    #[wasm_bindgen(js_namespace = eosin)]
    pub fn fragment() -> String;

    /// The text of a file that this page made for itself: an export or a workspace; `null` for another.
    #[wasm_bindgen(js_namespace = eosin, js_name = ownText, catch)]
    pub async fn own_text(file: &web_sys::File) -> Result<JsValue, JsValue>;

    /// Tells the loader that the page has stopped, with the reason.
    #[wasm_bindgen(js_namespace = eosin, js_name = stopped, catch)]
    fn stopped(reason: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(js_namespace = console, js_name = error)]
    fn console_error(message: &str);
}

/// Says on the console, and on the page if it is the page, why it stopped.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|info| {
        let reason = info.to_string();
        console_error(&reason);
        if web_sys::window().is_some() {
            stopped(&reason).ok();
        }
    }));
}
