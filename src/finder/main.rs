//! The recognisers' module: what reads texts and finds what is mentioned in them, for the page.
//!
//! In: an order and bytes. Out: the parts of an answer; [`eosin::extract::wire`] says what they are. `www/boot.js`
//! fetches this module while the page is drawn and asks it, in each of the page's workers, and on the page where
//! the reader marks words.
//!
//! The border is four functions, all with plain numbers, so that no glue is needed:
//!
//! | | |
//! |---|---|
//! | `input(bytes, order)` | makes room for so many bytes and an order of so many after them; where |
//! | `run()` | does what the order says; how many parts the answer has |
//! | `size(part)` | how many bytes a part has |
//! | `output(part)` | where it stands |
//!
//! A panic traps. Whoever called throws the instance away.

use std::sync::Mutex;

use eosin::extract::wire::answer;
use eosin::samples;

static INPUT: Mutex<(Vec<u8>, usize)> = Mutex::new((Vec::new(), 0));
static OUTPUT: Mutex<Vec<Vec<u8>>> = Mutex::new(Vec::new());

fn main() {}

/// Makes room for bytes and the order after them, and says where.
#[cfg_attr(target_arch = "wasm32", expect(unsafe_code, reason = "a name for the other side to call"))]
#[cfg_attr(target_arch = "wasm32", unsafe(export_name = "input"))]
pub extern "C" fn input(bytes: usize, order: usize) -> *mut u8 {
    let (Ok(mut input), Ok(mut output)) = (INPUT.lock(), OUTPUT.lock()) else { return std::ptr::null_mut() };
    *output = Vec::new();
    *input = (vec![0; bytes.saturating_add(order)], bytes);
    input.0.as_mut_ptr()
}

/// Does what the order says, and says how many parts the answer has.
#[cfg_attr(target_arch = "wasm32", expect(unsafe_code, reason = "a name for the other side to call"))]
#[cfg_attr(target_arch = "wasm32", unsafe(export_name = "run"))]
pub extern "C" fn run() -> usize {
    let (Ok(mut input), Ok(mut output)) = (INPUT.lock(), OUTPUT.lock()) else { return 0 };
    let (mut bytes, length) = std::mem::take(&mut *input);
    let order = bytes.split_off(length.min(bytes.len()));
    *output = answer(&order, bytes, samples::TEXTS);
    output.len()
}

/// How many bytes a part has.
#[cfg_attr(target_arch = "wasm32", expect(unsafe_code, reason = "a name for the other side to call"))]
#[cfg_attr(target_arch = "wasm32", unsafe(export_name = "size"))]
pub extern "C" fn size(part: usize) -> usize {
    OUTPUT.lock().map_or(0, |output| output.get(part).map_or(0, Vec::len))
}

/// Where it stands.
#[cfg_attr(target_arch = "wasm32", expect(unsafe_code, reason = "a name for the other side to call"))]
#[cfg_attr(target_arch = "wasm32", unsafe(export_name = "output"))]
pub extern "C" fn output(part: usize) -> *const u8 {
    OUTPUT.lock().map_or(std::ptr::null(), |output| output.get(part).map_or(std::ptr::null(), |part| part.as_ptr()))
}
