//! The core for other people's programs: the wasm of the npm package, whose JavaScript is in `npm`.
//!
//! The border is that of the readers' modules, `src/reader/main.rs`: bytes of a document, and after them
//! what is asked about it, as JSON. Out: JSON, a document as `eosin schema` describes it with its text,
//! or `{"error"}` with a sentence for people.

use std::sync::Mutex;

use eosin::export::json;
use eosin::export::{Choice, Item, Unit};
use eosin::extract::document::read::{Options, read_all};
use eosin::extract::{Context, Document, analyse};
use serde_json::{Value as Json, json};

static INPUT: Mutex<(Vec<u8>, usize)> = Mutex::new((Vec::new(), 0));
static OUTPUT: Mutex<Vec<u8>> = Mutex::new(Vec::new());

fn main() {}

/// Makes room for a document and what is asked about it, and says where.
#[cfg_attr(target_arch = "wasm32", expect(unsafe_code, reason = "a name for the other side to call"))]
#[cfg_attr(target_arch = "wasm32", unsafe(export_name = "input"))]
pub extern "C" fn input(bytes: usize, asked: usize) -> *mut u8 {
    let Ok(mut input) = INPUT.lock() else { return std::ptr::null_mut() };
    *input = (vec![0; bytes.saturating_add(asked)], bytes);
    input.0.as_mut_ptr()
}

/// Reads and analyses, and says how long the answer is.
#[cfg_attr(target_arch = "wasm32", expect(unsafe_code, reason = "a name for the other side to call"))]
#[cfg_attr(target_arch = "wasm32", unsafe(export_name = "run"))]
pub extern "C" fn run() -> usize {
    let (Ok(mut input), Ok(mut output)) = (INPUT.lock(), OUTPUT.lock()) else { return 0 };
    let (bytes, length) = std::mem::take(&mut *input);
    let (file, asked) = bytes.split_at(length.min(bytes.len()));
    let answer = answer(file, asked).unwrap_or_else(|problem| json!({"error": problem}));
    *output = answer.to_string().into_bytes();
    output.len()
}

/// Where the answer stands.
#[cfg_attr(target_arch = "wasm32", expect(unsafe_code, reason = "a name for the other side to call"))]
#[cfg_attr(target_arch = "wasm32", unsafe(export_name = "output"))]
pub extern "C" fn output() -> *const u8 {
    OUTPUT.lock().map_or(std::ptr::null(), |output| output.as_ptr())
}

fn answer(file: &[u8], asked: &[u8]) -> Result<Json, String> {
    let asked: Json = serde_json::from_slice(asked).map_err(|error| error.to_string())?;
    let word = |name: &str| asked.get(name).and_then(Json::as_str);
    let name = word("name").unwrap_or("text");
    let unit = match word("offsets") {
        None => Unit::Utf16,
        Some(id) => Unit::named(id).ok_or_else(|| format!("{id:?} is no unit of offsets"))?,
    };
    let reference = match word("referenceTime") {
        None => None,
        Some(day) => Some(day.parse().map_err(|error| format!("referenceTime is {error}"))?),
    };
    let is_text = asked.get("text").and_then(Json::as_bool).unwrap_or(false);
    let documents: Vec<Document> = if is_text {
        vec![Document::new(name, String::from_utf8_lossy(file).into_owned())]
    } else {
        let options = Options { password: word("password"), ..Options::default() };
        let read = read_all(file, name, &options).into_iter().map(|(_, document)| document);
        read.collect::<Result<_, _>>().map_err(|error| error.to_string())?
    };
    let choice = Choice { unit, ..Choice::default() };
    let documents = documents.into_iter().map(|document| {
        let analysis = analyse(document, &Context { reference });
        let text = analysis.document.text.clone();
        let item = Item { document: analysis.document, mentions: analysis.mentions };
        let mut object = json::document(&item, &choice);
        if let Some(object) = object.as_object_mut() {
            object.insert("text".into(), json!(text));
        }
        object
    });
    Ok(json!({"offsets": unit.id(), "documents": documents.collect::<Json>()}))
}
