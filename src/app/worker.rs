//! A worker: takes files one at a time, reads and analyses them, and says how far it is. It may be given
//! several; they wait for their turn here.
//!
//! A message is a pair: a [`ToWorker`], and what to read, a `File` or a string. Files are posted as
//! they are and opened here, so that the page never holds their bytes. Answers are pairs too: a
//! [`FromWorker`], and with `Done` the analysis, as bytes: one object for each mention would hold the
//! page up for half a second where there are ten thousand.
//! The work cannot be interrupted from within: to stop it, the page ends the worker.
//!
//! Formats other than text are read by modules of their own, fetched when first needed and run in a
//! worker that ends with the file (`www/boot.js`): what breaks one of them costs that file only.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, File, MessageEvent};

use super::state::{Action, Fault, HandId, Known, LoadId, Stage};
use super::{platform, samples};
use crate::extract::document::read::{DEEPEST, Inside, Opened, Options, SECONDS, fits, format, open};
use crate::extract::{Analysis, Context, Document, ReadError, analyse};

/// A text of fewer bytes is analysed in less time than it takes to draw that it is.
const SHORT: usize = 64 << 10;

/// What a worker is told.
#[derive(Debug, Serialize, Deserialize)]
pub enum ToWorker {
    /// Read what comes with this message.
    Open {
        /// Its load.
        id: LoadId,
        /// Its name.
        name: String,
        /// Its password.
        password: String,
        /// In how many archives and mails it lay.
        depth: usize,
        /// Panic instead, so that tests see what the page does when an analyser stops. The page sets
        /// it for a file called `crash.txt` where its address says `?fault=worker`.
        fault: bool,
    },
}

/// What the worker answers.
#[derive(Debug, Serialize, Deserialize)]
pub enum FromWorker {
    /// It waits for work.
    Ready,
    /// It has got to a stage.
    Stage(LoadId, Stage),
    /// There are files in it: their names, and their bytes beside it or why they cannot be had.
    Unpacked {
        /// Its load.
        id: LoadId,
        /// Whether it is a document of its own too, which will follow.
        stays: bool,
        /// The files.
        files: Vec<(String, Option<ReadError>)>,
    },
    /// What follows from the analysis that will come next.
    Known(LoadId),
    /// It is done; the analysis comes with it.
    Done(LoadId),
    /// It could not be done.
    Failed(LoadId, Fault),
}

/// Gives this side, page or worker, the vocabulary of names. Called by `www/boot.js`.
#[wasm_bindgen]
pub fn know(names: String) {
    crate::extract::kinds::compound::know(names.leak());
}

/// Starts the worker's side. Called by the few lines of `www/boot.js` that make the worker.
#[wasm_bindgen]
pub fn worker_main() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let waiting: Rc<RefCell<VecDeque<JsValue>>> = Rc::default();
    let busy: Rc<Cell<bool>> = Rc::default();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        waiting.borrow_mut().push_back(event.data());
        if !busy.replace(true) {
            let (waiting, busy) = (waiting.clone(), busy.clone());
            spawn_local(async move {
                loop {
                    // Taken before it is waited for: messages may come meanwhile.
                    let next = waiting.borrow_mut().pop_front();
                    let Some(message) = next else { break };
                    receive(message).await;
                }
                busy.set(false);
            });
        }
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    answer(&FromWorker::Ready, &JsValue::NULL);
    warm_up();
}

/// Reads a sample, while the page waits for a file: the browser compiles what it runs for the first time, and
/// tables are made. One alone, since a file that is dropped meanwhile waits for the end of it, about as long as
/// its own first reading would have taken.
fn warm_up() {
    if let Some(sample) = samples::ALL.last() {
        let analysis = analyse(Document::new(sample.name, sample.text), &Context::default());
        std::hint::black_box(postcard::to_allocvec(&analysis).ok());
    }
}

async fn receive(message: JsValue) {
    let pair: Array = message.unchecked_into();
    let Ok(order) = serde_wasm_bindgen::from_value(pair.get(0)) else { return };
    let ToWorker::Open { id, name, password, depth, fault } = order;
    assert!(!fault, "asked for by ?fault=worker");
    let told = Told { name: &name, password: &password, depth };
    let stage = move |stage| {
        answer(&FromWorker::Stage(id, stage), &JsValue::NULL);
    };
    let work = match work(pair.get(1), told, stage).await {
        Ok(work) => work,
        Err(fault) => return answer(&FromWorker::Failed(id, fault), &JsValue::NULL),
    };
    if !work.inside.is_empty() {
        let stays = work.analysis.is_some();
        let contents = Array::new();
        let mut files = Vec::new();
        for Inside { name, content } in work.inside {
            contents.push(&content.as_deref().map_or(JsValue::NULL, |bytes| Uint8Array::from(bytes).into()));
            files.push((name, content.err()));
        }
        answer(&FromWorker::Unpacked { id, stays, files }, &contents);
    }
    let Some(analysis) = work.analysis else { return };
    if let Ok(known) = postcard::to_allocvec(&Known::of(&analysis)) {
        answer(&FromWorker::Known(id), &Uint8Array::from(known.as_slice()));
    }
    match postcard::to_allocvec(&analysis) {
        Ok(bytes) => answer(&FromWorker::Done(id), &Uint8Array::from(bytes.as_slice())),
        Err(_) => answer(&FromWorker::Failed(id, Fault::Crashed), &JsValue::NULL),
    }
}

fn answer(message: &FromWorker, with: &JsValue) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    if let Ok(message) = serde_wasm_bindgen::to_value(message) {
        // Cannot fail: plain objects, numbers and bytes can always be cloned.
        scope.post_message(&Array::of2(&message, with)).ok();
    }
}

/// What a message of the worker says.
#[derive(Debug)]
pub enum News {
    /// Something for the state.
    Act(Action),
    /// There are files in a load: their names, and their bytes or why they cannot be had.
    Unpacked(LoadId, Stays, Vec<(String, Result<JsValue, ReadError>)>),
}

/// Whether a load with files in it is a document too.
pub type Stays = bool;

/// Reads a message of the worker.
pub fn understand(hand: HandId, message: JsValue) -> Option<News> {
    let pair: Array = message.dyn_into().ok()?;
    Some(News::Act(match serde_wasm_bindgen::from_value(pair.get(0)).ok()? {
        FromWorker::Ready => Action::WorkerReady(hand),
        FromWorker::Stage(id, stage) => Action::Stage(id, stage),
        FromWorker::Failed(id, fault) => Action::Failed(id, fault),
        FromWorker::Unpacked { id, stays, files } => {
            let contents: Array = pair.get(1).dyn_into().ok()?;
            let files = files.into_iter().zip(contents.iter()).map(|((name, error), content)| match error {
                None => (name, Ok(content)),
                Some(error) => (name, Err(error)),
            });
            return Some(News::Unpacked(id, stays, files.collect()));
        }
        FromWorker::Known(id) => Action::Known(id, Rc::new(postcard::from_bytes(&bytes(&pair)?).ok()?)),
        FromWorker::Done(id) => match postcard::from_bytes::<Analysis>(&bytes(&pair)?) {
            Ok(analysis) => Action::Done(id, Rc::new(analysis)),
            Err(_) => Action::Failed(id, Fault::Crashed),
        },
    }))
}

/// What comes with a message.
fn bytes(pair: &Array) -> Option<Vec<u8>> {
    Some(pair.get(1).dyn_into::<Uint8Array>().ok()?.to_vec())
}

/// What is told of a file besides its bytes.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its password; empty for none.
    pub password: &'a str,
    /// In how many archives and mails it lay.
    pub depth: usize,
}

/// What came of a file.
#[derive(Debug)]
pub struct Work {
    /// What was found in its text, where it has one.
    pub analysis: Option<Analysis>,
    /// The files in it.
    pub inside: Vec<Inside>,
}

/// Reads and analyses a `File` or a string. Also what the page does where there is no worker.
pub async fn work(source: JsValue, told: Told<'_>, stage: impl Fn(Stage) + Clone + 'static) -> Result<Work, Fault> {
    let opened = match source.dyn_into::<File>() {
        Ok(file) => {
            fits(file.size() as u64).map_err(Fault::Read)?;
            let buffer = JsFuture::from(file.array_buffer()).await.map_err(|_| Fault::Unavailable)?;
            read(Uint8Array::new(&buffer), told, stage.clone()).await
        }
        Err(text) => open(text.as_string().unwrap_or_default().as_bytes(), &Options::default()),
    };
    let Opened { reading, mut inside } = opened.map_err(Fault::Read)?;
    if told.depth >= DEEPEST {
        for inside in &mut inside {
            inside.content = Err(ReadError::TooDeep);
        }
    }
    // Of a short text the answer comes as soon as this would.
    if reading.as_ref().is_some_and(|reading| reading.text.len() > SHORT) {
        stage(Stage::Finding);
    }
    let document = reading.map(|reading| Document::from_reading(told.name, reading));
    let analysis = document.map(|document| analyse(document, &Context::default()));
    Ok(Work { analysis, inside })
}

/// Reads bytes here, or in the module that reads their format.
async fn read(array: Uint8Array, told: Told<'_>, stage: impl Fn(Stage) + 'static) -> Result<Opened, ReadError> {
    let bytes = array.to_vec();
    let format = format(&bytes);
    let Some((format, reader)) = format.and_then(|format| Some((format, format.reader()?))) else {
        return open(&bytes, &Options::default());
    };
    drop(bytes);
    let progress = Closure::<dyn Fn(u32, u32)>::new(move |done, of| stage(Stage::Page(done, of)));
    let answer = platform::read(reader, &array, told.password, SECONDS, &progress).await;
    let answer = answer.map_err(|reason| match reason.as_string().as_deref() {
        Some("not-loaded") => ReadError::NotLoaded(format),
        Some("too-slow") => ReadError::TooSlow(format),
        _ => ReadError::Crashed(format),
    })?;
    let bytes = answer.dyn_into::<Uint8Array>().map_err(|_| ReadError::Crashed(format))?.to_vec();
    postcard::from_bytes::<Result<Opened, ReadError>>(&bytes).unwrap_or(Err(ReadError::Crashed(format)))
}
