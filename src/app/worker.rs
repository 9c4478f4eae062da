//! The worker: takes files one at a time, reads and analyses them, and says how far it is.
//!
//! A message is a pair: a [`ToWorker`], and what to read, a `File` or a string. Files are posted as
//! they are and opened here, so that the page never holds their bytes. Answers are pairs too: a
//! [`FromWorker`], and with `Done` the analysis, as bytes: one object for each mention would hold the
//! page up for half a second where there are ten thousand.
//! The work cannot be interrupted from within: to stop it, the page ends the worker.

use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, File, MessageEvent};

use super::state::{Action, Fault, LoadId, Stage};
use crate::extract::document::read::fits;
use crate::extract::{Analysis, Context, analyse, read};

/// What the worker is told.
#[derive(Debug, Serialize, Deserialize)]
pub enum ToWorker {
    /// Read what comes with this message.
    Open {
        /// Its load.
        id: LoadId,
        /// Its name.
        name: String,
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
    /// It is done; the analysis comes with it.
    Done(LoadId),
    /// It could not be done.
    Failed(LoadId, Fault),
}

/// Starts the worker's side. Called by the few lines of `www/boot.js` that make the worker.
#[wasm_bindgen]
pub fn worker_main() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| spawn_local(receive(event.data())));
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    answer(&FromWorker::Ready, &JsValue::NULL);
}

async fn receive(message: JsValue) {
    let pair: Array = message.unchecked_into();
    let Ok(ToWorker::Open { id, name, fault }) = serde_wasm_bindgen::from_value(pair.get(0)) else { return };
    let result = work(pair.get(1), &name, |stage| {
        assert!(!fault, "asked for by ?fault=worker");
        answer(&FromWorker::Stage(id, stage), &JsValue::NULL);
    })
    .await;
    match result.and_then(|analysis| postcard::to_allocvec(&analysis).map_err(|_| Fault::Crashed)) {
        Ok(bytes) => answer(&FromWorker::Done(id), &Uint8Array::from(bytes.as_slice())),
        Err(fault) => answer(&FromWorker::Failed(id, fault), &JsValue::NULL),
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
pub fn understand(message: JsValue) -> Option<Action> {
    let pair: Array = message.dyn_into().ok()?;
    Some(match serde_wasm_bindgen::from_value(pair.get(0)).ok()? {
        FromWorker::Ready => Action::WorkerReady,
        FromWorker::Stage(id, stage) => Action::Stage(id, stage),
        FromWorker::Failed(id, fault) => Action::Failed(id, fault),
        FromWorker::Done(id) => {
            let bytes = pair.get(1).dyn_into::<Uint8Array>().ok()?.to_vec();
            match postcard::from_bytes::<Analysis>(&bytes) {
                Ok(analysis) => Action::Done(id, Rc::new(analysis)),
                Err(_) => Action::Failed(id, Fault::Crashed),
            }
        }
    })
}

/// Reads and analyses a `File` or a string. Also what the page does where there is no worker.
pub async fn work(source: JsValue, name: &str, mut stage: impl FnMut(Stage)) -> Result<Analysis, Fault> {
    stage(Stage::Reading);
    let document = match source.dyn_into::<File>() {
        Ok(file) => {
            fits(file.size() as u64).map_err(Fault::Read)?;
            let bytes = JsFuture::from(file.array_buffer()).await.map_err(|_| Fault::Unavailable)?;
            read(&Uint8Array::new(&bytes).to_vec(), name)
        }
        Err(text) => read(text.as_string().unwrap_or_default().as_bytes(), name),
    };
    let document = document.map_err(Fault::Read)?;
    stage(Stage::Finding);
    Ok(analyse(document, &Context::default()))
}
