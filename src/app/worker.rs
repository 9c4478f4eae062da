//! A worker: takes files one at a time, reads and analyses them, and says how far it is. It may be given
//! several; they wait for their turn here.
//!
//! A message is a list: orders, each a [`ToWorker`], and after them what to read for each, a `File`, a string or a
//! sample's number. Files are posted as they are and opened here, so that the page never holds their bytes. An answer is
//! a [`FromWorker`] and what comes with it. All but files goes as bytes: one object for each mention would hold the page
//! up for half a second where there are ten thousand.
//! The work cannot be interrupted from within: to stop it, the page ends the worker.
//!
//! What is found, the recognisers' module finds (`src/finder`), which the worker asks the page for: bytes go
//! in and come out, and nobody reads them here. Formats other than text are read by modules of their own, fetched
//! when first needed and run in a worker that ends with the file (`www/boot.js`): what breaks one of them costs
//! that file only.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use js_sys::{Array, Promise, Uint8Array};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, File, MessageEvent};

use super::platform;
use super::state::{Action, Fault, HandId, LoadId, Stage};
use crate::extract::document::read::{Format, SECONDS, fits, format};
use crate::extract::wire::{Answer, Order, Told};
use crate::extract::{Analysis, Context, Mention, ReadError};
use crate::samples;

/// A file of fewer bytes is analysed in less time than it takes to draw that it is.
const SHORT: u32 = 64 << 10;
/// By so many bytes of it, what a file is can be said to the reader; what it is in truth the recognisers' module says.
const HEAD: u32 = 4096;
/// Readings of samples after which the browser has compiled well most of what reads a release.
const READINGS: usize = 64;

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
    /// It is done; what follows from the analysis comes with it, and the analysis.
    Done(LoadId),
    /// It could not be done.
    Failed(LoadId, Fault),
}

/// Starts the worker's side. Called by the few lines of `www/boot.js` that make the worker.
#[wasm_bindgen]
pub fn worker_main() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let waiting: Rc<RefCell<VecDeque<Load>>> = Rc::default();
    let busy: Rc<Cell<bool>> = Rc::default();
    let works = busy.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        waiting.borrow_mut().extend(loads(event.data()));
        if !works.replace(true) {
            let (waiting, busy) = (waiting.clone(), works.clone());
            spawn_local(async move {
                loop {
                    // Taken before it is waited for: messages may come meanwhile.
                    let next = waiting.borrow_mut().pop_front();
                    let Some(load) = next else { break };
                    receive(load).await;
                }
                busy.set(false);
            });
        }
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    answer(&FromWorker::Ready, []);
    spawn_local(async move {
        // Where they cannot be had, the first file says so.
        if platform::finder().await.is_ok() {
            warm_up(&busy).await;
        }
    });
}

/// Reads samples, while the page waits for a file: tables are made, and the browser compiles what it runs for the
/// first time, and once more and better what it has run often. That takes it ten times as long, half a second of a
/// processor, which four hundred files and what draws them would otherwise do without. One at a time, since a file that
/// is dropped meanwhile waits for the end of one.
async fn warm_up(busy: &Cell<bool>) {
    for reading in 0..READINGS {
        if !busy.get() {
            let sample = samples::ALL.len() - 1 - reading % samples::ALL.len();
            ask(&Order::Sample(Told::default(), sample), &Uint8Array::default()).ok();
        }
        pause().await;
    }
}

/// Lets messages that have come be heard.
async fn pause() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let promise = Promise::new(&mut |resolve, _| {
        scope.set_timeout_with_callback(&resolve).ok();
    });
    JsFuture::from(promise).await.ok();
}

/// What waits for its turn.
struct Load {
    order: ToWorker,
    source: JsValue,
    /// Its bytes, on their way from the disk while others are analysed.
    bytes: Option<JsFuture>,
}

/// What a message of the page asks for.
fn loads(message: JsValue) -> Vec<Load> {
    let mut parts = message.unchecked_into::<Array>().into_iter();
    let orders: Vec<ToWorker> = parts.next().and_then(unpacked).unwrap_or_default();
    let load = |(order, source)| Load { order, bytes: ahead(&source), source };
    orders.into_iter().zip(parts).map(load).collect()
}

/// Begins to read a short file.
fn ahead(source: &JsValue) -> Option<JsFuture> {
    let file = source.dyn_ref::<File>()?;
    (file.size() <= f64::from(SHORT)).then(|| JsFuture::from(file.array_buffer()))
}

async fn receive(load: Load) {
    let Load { order: ToWorker::Open { id, name, password, depth, fault }, source, bytes } = load;
    assert!(!fault, "asked for by ?fault=worker");
    let stage = move |stage| {
        answer(&FromWorker::Stage(id, stage), []);
    };
    let Work { document, inside } = match work(source, bytes, Told { name, depth }, &password, stage).await {
        Ok(work) => work,
        Err(fault) => return answer(&FromWorker::Failed(id, fault), []),
    };
    if !inside.is_empty() {
        let contents = Array::new();
        let mut files = Vec::new();
        for (name, content) in inside {
            contents.push(content.as_ref().unwrap_or(&JsValue::NULL));
            files.push((name, content.err()));
        }
        answer(&FromWorker::Unpacked { id, stays: document.is_some(), files }, [contents.into()]);
    }
    if let Some([known, analysis]) = document {
        answer(&FromWorker::Done(id), [known.into(), analysis.into()]);
    }
}

fn answer<const N: usize>(message: &FromWorker, with: [JsValue; N]) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let parts: Array = std::iter::once(packed(message).into()).chain(with).collect();
    // Cannot fail: bytes can always be cloned.
    scope.post_message(&parts).ok();
}

/// A message as it crosses.
pub fn packed(message: &impl Serialize) -> Uint8Array {
    // Nor can this: it is plain data.
    Uint8Array::from(postcard::to_allocvec(message).unwrap_or_default().as_slice())
}

/// What crossed.
fn unpacked<T: DeserializeOwned>(bytes: JsValue) -> Option<T> {
    postcard::from_bytes(&bytes.dyn_into::<Uint8Array>().ok()?.to_vec()).ok()
}

/// What a message of the worker says.
#[derive(Debug)]
pub enum News {
    /// Something for the state.
    Act(Action),
    /// A load is done: what follows from its analysis, and that.
    Done(Option<Action>, Action),
    /// There are files in a load: their names, and their bytes or why they cannot be had.
    Unpacked(LoadId, Stays, Vec<(String, Result<JsValue, ReadError>)>),
}

/// Whether a load with files in it is a document too.
pub type Stays = bool;

/// Reads a message of the worker.
pub fn understand(hand: HandId, message: JsValue) -> Option<News> {
    let pair: Array = message.dyn_into().ok()?;
    Some(News::Act(match unpacked(pair.get(0))? {
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
        FromWorker::Done(id) => return Some(done(id, [pair.get(1).dyn_into().ok()?, pair.get(2).dyn_into().ok()?])),
    }))
}

/// What follows from an analysis, and that, as they cross.
pub fn done(id: LoadId, [known, analysis]: [Uint8Array; 2]) -> News {
    let known = unpacked(known.into()).map(|known| Action::Known(id, Rc::new(known)));
    let done = match unpacked::<Analysis>(analysis.into()) {
        Some(analysis) => Action::Done(id, Rc::new(analysis)),
        None => Action::Failed(id, Fault::Crashed),
    };
    News::Done(known, done)
}

/// What came of a file.
#[derive(Debug)]
pub struct Work {
    /// Where it is a document, what was found in its text and before that what follows from it: for [`done`].
    pub document: Option<[Uint8Array; 2]>,
    /// The files in it, and their bytes or why they cannot be had.
    pub inside: Vec<(String, Result<JsValue, ReadError>)>,
}

/// Reads and analyses a `File`, whose bytes may be on their way, a string, or the sample of a number. Also what the page
/// does where there is no worker.
pub async fn work(
    source: JsValue,
    ahead: Option<JsFuture>,
    told: Told,
    password: &str,
    stage: impl Fn(Stage) + Clone + 'static,
) -> Result<Work, Fault> {
    let (bytes, order) = match source.dyn_into::<File>() {
        Ok(file) => {
            fits(file.size() as u64).map_err(Fault::Read)?;
            let bytes = ahead.unwrap_or_else(|| JsFuture::from(file.array_buffer()));
            let buffer = bytes.await.map_err(|_| Fault::Unavailable)?;
            (Uint8Array::new(&buffer), Order::File(told.clone()))
        }
        Err(other) => match other.as_f64() {
            Some(sample) => (Uint8Array::default(), Order::Sample(told.clone(), sample as usize)),
            None => {
                let text = other.as_string().unwrap_or_default();
                (Uint8Array::from(text.as_bytes()), Order::Text(told.clone()))
            }
        },
    };
    platform::finder().await.map_err(|_| Fault::NotLoaded)?;
    let find = |order: &Order, bytes: &Uint8Array| {
        // Of a short text the answer comes as soon as this would, and what is no text goes elsewhere first.
        let is_read = !matches!(order, Order::File(_)) || format(&bytes.subarray(0, HEAD).to_vec()).is_none();
        if bytes.length() > SHORT && is_read {
            stage(Stage::Finding);
        }
        ask(order, bytes)
    };
    let (mut said, mut parts) = find(&order, &bytes)?;
    if let Answer::Elsewhere(format) = said {
        let reading = stage.clone();
        let opened = read(&bytes, format, password, move |done, of| reading(Stage::Page(done, of))).await;
        (said, parts) = find(&Order::Opened(told, format), &opened.map_err(Fault::Read)?)?;
    }
    let (is_document, inside) = match said {
        Answer::Read { is_document, inside } => (is_document, inside),
        Answer::Failed(error) => return Err(Fault::Read(error)),
        Answer::Elsewhere(_) | Answer::Mentions(_) => return Err(Fault::Crashed),
    };
    let mut parts = parts.into_iter();
    let document = match is_document {
        true => Some([parts.next().ok_or(Fault::Crashed)?, parts.next().ok_or(Fault::Crashed)?]),
        false => None,
    };
    let mut files = Vec::with_capacity(inside.len());
    for (name, error) in inside {
        let content = match error {
            None => Ok(parts.next().ok_or(Fault::Crashed)?.into()),
            Some(error) => Err(error),
        };
        files.push((name, content));
    }
    Ok(Work { document, inside: files })
}

/// Asks the recognisers: what they say, and what comes with it.
fn ask(order: &Order, bytes: &Uint8Array) -> Result<(Answer, Vec<Uint8Array>), Fault> {
    let order = postcard::to_allocvec(order).map_err(|_| Fault::Crashed)?;
    let parts = platform::ask(&order, bytes).map_err(|_| Fault::Crashed)?.ok_or(Fault::NotLoaded)?;
    let mut parts = parts.into_iter().map(JsCast::unchecked_into::<Uint8Array>);
    let said = parts.next().and_then(|first| postcard::from_bytes(&first.to_vec()).ok());
    Ok((said.ok_or(Fault::Crashed)?, parts.collect()))
}

/// Finds the mentions in a few words, on the page.
pub fn find_in(words: &str, context: &Context) -> Vec<Mention> {
    match ask(&Order::Words(context.clone()), &Uint8Array::from(words.as_bytes())) {
        Ok((Answer::Mentions(mentions), _)) => mentions,
        _ => Vec::new(),
    }
}

/// Has bytes read by the module that reads their format.
async fn read(
    bytes: &Uint8Array,
    format: Format,
    password: &str,
    progress: impl Fn(u32, u32) + 'static,
) -> Result<Uint8Array, ReadError> {
    let reader = format.reader().ok_or(ReadError::Unread(format))?;
    let progress = Closure::<dyn Fn(u32, u32)>::new(progress);
    let answer = platform::read(reader, bytes, password, SECONDS, &progress).await;
    let answer = answer.map_err(|reason| match reason.as_string().as_deref() {
        Some("not-loaded") => ReadError::NotLoaded(format),
        Some("too-slow") => ReadError::TooSlow(format),
        _ => ReadError::Crashed(format),
    })?;
    answer.dyn_into().map_err(|_| ReadError::Crashed(format))
}
