//! The readers' module: what reads the formats that the page's own module does not.
//!
//! In: a file's bytes and a password. Out: what [`open`] says of them, in postcard's notation. The page's
//! worker loads this module when the first such file is opened, in a worker of its own that is thrown away
//! when it fails or takes too long.
//!
//! The border is three functions and one import, all with plain numbers, so that no glue is needed:
//!
//! | | |
//! |---|---|
//! | `input(bytes, password)` | makes room for so many bytes and a password of so many after them; where |
//! | `run()` | reads what stands there; how many bytes the answer has |
//! | `output()` | where the answer stands |
//! | import `eosin.progress(done, of)` | called at each page; 0 for enough |
//!
//! A panic traps. Whoever called throws the instance away.

use std::sync::Mutex;

use eosin::extract::document::read::{Options, open};

static INPUT: Mutex<(Vec<u8>, usize)> = Mutex::new((Vec::new(), 0));
static OUTPUT: Mutex<Vec<u8>> = Mutex::new(Vec::new());

fn main() {}

/// Makes room for a file and the password after it, and says where.
#[cfg_attr(target_arch = "wasm32", expect(unsafe_code, reason = "a name for the other side to call"))]
#[cfg_attr(target_arch = "wasm32", unsafe(export_name = "input"))]
pub extern "C" fn input(bytes: usize, password: usize) -> *mut u8 {
    let Ok(mut input) = INPUT.lock() else { return std::ptr::null_mut() };
    *input = (vec![0; bytes.saturating_add(password)], bytes);
    input.0.as_mut_ptr()
}

/// Reads the file, and says how long the answer is.
#[cfg_attr(target_arch = "wasm32", expect(unsafe_code, reason = "a name for the other side to call"))]
#[cfg_attr(target_arch = "wasm32", unsafe(export_name = "run"))]
pub extern "C" fn run() -> usize {
    let (Ok(mut input), Ok(mut output)) = (INPUT.lock(), OUTPUT.lock()) else { return 0 };
    let (bytes, length) = std::mem::take(&mut *input);
    let (file, password) = bytes.split_at(length.min(bytes.len()));
    let password = std::str::from_utf8(password).ok().filter(|password| !password.is_empty());
    let answer = open(file, &Options { password, progress: progressed });
    // Cannot fail: the answer is plain data.
    *output = postcard::to_allocvec(&answer).unwrap_or_default();
    output.len()
}

/// Where the answer stands.
#[cfg_attr(target_arch = "wasm32", expect(unsafe_code, reason = "a name for the other side to call"))]
#[cfg_attr(target_arch = "wasm32", unsafe(export_name = "output"))]
pub extern "C" fn output() -> *const u8 {
    OUTPUT.lock().map_or(std::ptr::null(), |output| output.as_ptr())
}

#[cfg(target_arch = "wasm32")]
#[expect(unsafe_code, reason = "the page's side of the border; it only takes two numbers")]
#[link(wasm_import_module = "eosin")]
unsafe extern "C" {
    safe fn progress(done: u32, of: u32) -> u32;
}

#[cfg(target_arch = "wasm32")]
fn progressed(done: u32, of: u32) -> bool {
    progress(done, of) != 0
}

#[cfg(not(target_arch = "wasm32"))]
fn progressed(_done: u32, _of: u32) -> bool {
    true
}
