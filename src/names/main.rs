//! The vocabulary's module: the names of substances, brands and codes on record, for the page.
//!
//! The page's own module comes without them, since they are a fifth of its bytes and nobody needs them
//! before a file is read. `www/boot.js` fetches this one while the page is drawn and hands the text to
//! `eosin::extract::kinds::compound::know`, on the page and in each worker.
//!
//! The border is two functions: `run()`, the length of the text, and `output()`, where it stands.

use eosin::extract::kinds::compound::NAMES;

fn main() {}

/// Length of the text in bytes.
#[cfg_attr(target_arch = "wasm32", expect(unsafe_code, reason = "a name for the other side to call"))]
#[cfg_attr(target_arch = "wasm32", unsafe(export_name = "run"))]
pub extern "C" fn run() -> usize {
    NAMES.len()
}

/// Where the text stands.
#[cfg_attr(target_arch = "wasm32", expect(unsafe_code, reason = "a name for the other side to call"))]
#[cfg_attr(target_arch = "wasm32", unsafe(export_name = "output"))]
pub extern "C" fn output() -> *const u8 {
    NAMES.as_ptr()
}
