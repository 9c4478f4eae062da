//! The exports' module: what writes files for other programs, and reads ours again, for the page.
//!
//! In: an [`eosin::export::wire::Request`] in postcard's notation. Out: its answer, in the same. The border is that of
//! the readers' modules, `src/reader/main.rs`, so that the page loads them in the same way; what would
//! be a password there is empty, and instead of progress it imports `eosin.now()`, a clock in milliseconds,
//! by which slow rules of a reader's own are known.
//!
//! A panic traps. Whoever called throws the instance away.

use std::sync::Mutex;

use eosin::export::wire::answer;

static INPUT: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static OUTPUT: Mutex<Vec<u8>> = Mutex::new(Vec::new());

fn main() {}

/// Makes room for a request, and says where.
#[cfg_attr(target_arch = "wasm32", expect(unsafe_code, reason = "a name for the other side to call"))]
#[cfg_attr(target_arch = "wasm32", unsafe(export_name = "input"))]
pub extern "C" fn input(bytes: usize, _password: usize) -> *mut u8 {
    let Ok(mut input) = INPUT.lock() else { return std::ptr::null_mut() };
    *input = vec![0; bytes];
    input.as_mut_ptr()
}

/// Does what the request asks, and says how long the answer is.
#[cfg_attr(target_arch = "wasm32", expect(unsafe_code, reason = "a name for the other side to call"))]
#[cfg_attr(target_arch = "wasm32", unsafe(export_name = "run"))]
pub extern "C" fn run() -> usize {
    let (Ok(mut input), Ok(mut output)) = (INPUT.lock(), OUTPUT.lock()) else { return 0 };
    *output = answer(&std::mem::take(&mut *input), &clock);
    output.len()
}

/// Where the answer stands.
#[cfg_attr(target_arch = "wasm32", expect(unsafe_code, reason = "a name for the other side to call"))]
#[cfg_attr(target_arch = "wasm32", unsafe(export_name = "output"))]
pub extern "C" fn output() -> *const u8 {
    OUTPUT.lock().map_or(std::ptr::null(), |output| output.as_ptr())
}

#[cfg(target_arch = "wasm32")]
#[expect(unsafe_code, reason = "the page's side of the border; it only gives a number")]
#[link(wasm_import_module = "eosin")]
unsafe extern "C" {
    safe fn now() -> f64;
}

#[cfg(target_arch = "wasm32")]
fn clock() -> f64 {
    now()
}

#[cfg(not(target_arch = "wasm32"))]
fn clock() -> f64 {
    eosin::extract::rules::never()
}
