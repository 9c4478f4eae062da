//! Performs effects and turns what the browser reports into actions. The only asynchronous part.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use js_sys::{Array, Promise, Uint8Array};
use litemap::LiteMap;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    ClipboardEvent, Document, DragEvent, Element, Event, EventTarget, File, FileList, FileSystemDirectoryEntry,
    FileSystemEntry, FileSystemFileEntry, FocusOptions, HtmlElement, HtmlInputElement, KeyboardEvent, MessageEvent,
    MouseEvent, ScrollBehavior, ScrollIntoViewOptions, ScrollLogicalPosition, ScrollToOptions, Window, Worker,
};
use yew::Callback;

use super::keeping::{self, Refusal, Work};
use super::keys::Keys;
use super::outbox::{Act, READER, Sheet};
use super::platform;
use super::root::Message;
use super::rules;
use super::state::{
    Action, Arrival, Dialog, Effect, Fault, HandId, Labels, LoadId, Pool, Shared, State, Theme, Unpacked, on_demand,
};
use super::worker::{self, News, ToWorker, understand, work};
use crate::export::wire::{Answer, Request};
use crate::extract::wire::Told;
use crate::extract::{KindId, Kinds, ReadError, sort};
use crate::samples;

/// Where settings are kept: this and their name.
const KEPT: &str = "eosin.";
/// The setting that says that documents are kept.
const DOCUMENTS: &str = "documents";
/// A request to the exports' module may take so long.
const ASK_SECONDS: u32 = 120;
/// Most workers.
const MOST_HANDS: usize = 4;
/// Milliseconds of a turn, in which the page takes in what workers said: what is left is taken in after the next frame.
const TURN: f64 = 8.0;
/// Milliseconds from a turn in which they said more than a few things to the next. Each is drawn, which takes longer than
/// to take in what few files came to.
const BETWEEN: f64 = 50.0;
/// As few as that.
const FEW: u32 = 3;
/// Milliseconds after which it does so though no frame was drawn.
const LATE: i32 = 100;
/// A jump puts its goal at this part of the window's height.
const REACH_AT: f64 = 0.35;

/// What a load is made of.
#[derive(Clone, Debug)]
pub enum Source {
    /// A file, and the path it came under.
    File {
        /// The file.
        file: File,
        /// Its name, with the folders it lay in.
        name: String,
        /// In how many archives and mails it lay.
        depth: usize,
    },
    /// The sample of this place.
    Sample(usize),
    /// Text that is here already.
    Text {
        /// The text.
        text: Rc<str>,
        /// What to call it.
        name: String,
    },
}

impl Source {
    /// Pasted text. Its name is its first line of some length: a release begins with its day, often.
    pub fn pasted(text: String) -> Source {
        let lines = || text.lines().map(|line| line.trim().trim_start_matches('#').trim());
        let headline = lines().find(|line| line.split_whitespace().count() > 3);
        let line = headline.or_else(|| lines().find(|line| !line.is_empty())).unwrap_or("");
        let mut name: String = line.chars().take(60).collect();
        if name.len() < line.len() {
            name.push('…');
        }
        if name.is_empty() {
            name.push_str("Pasted text");
        }
        Source::Text { text: text.into(), name }
    }

    /// A file with the path the browser gives it.
    fn file(file: File) -> Source {
        let path = js_sys::Reflect::get(&file, &"webkitRelativePath".into()).ok().and_then(|path| path.as_string());
        let name = path.filter(|path| !path.is_empty()).unwrap_or_else(|| file.name());
        Source::File { file, name, depth: 0 }
    }

    /// A file of these bytes that lay in another.
    fn inside(bytes: &JsValue, name: &str, depth: usize) -> Option<Source> {
        let file = File::new_with_u8_array_sequence(&Array::of1(bytes), name).ok()?;
        Some(Source::File { file, name: name.to_string(), depth })
    }

    /// Those samples that a button or an address names: one, or all.
    fn samples(name: &str) -> Vec<Source> {
        let all = samples::ALL.iter().enumerate();
        all.filter(|(_, sample)| name == "all" || sample.id == name).map(|(place, _)| Source::Sample(place)).collect()
    }

    fn depth(&self) -> usize {
        match self {
            Source::File { depth, .. } => *depth,
            Source::Sample(_) | Source::Text { .. } => 0,
        }
    }

    /// What it is called.
    pub fn name(&self) -> String {
        match self {
            Source::File { name, .. } | Source::Text { name, .. } => name.clone(),
            Source::Sample(place) => samples::ALL.get(*place).map_or("", |sample| sample.name).into(),
        }
    }

    /// Its bytes.
    pub fn size(&self) -> u64 {
        match self {
            Source::File { file, .. } => file.size() as u64,
            Source::Sample(place) => samples::ALL.get(*place).map_or(0, |sample| sample.bytes as u64),
            Source::Text { text, .. } => text.len() as u64,
        }
    }

    fn value(&self) -> JsValue {
        match self {
            Source::File { file, .. } => file.into(),
            Source::Sample(place) => (*place as u32).into(),
            Source::Text { text, .. } => JsValue::from_str(text),
        }
    }
}

/// How many workers: a core is left to the page, which draws, but where there are two both are used: one worker alone
/// takes a seventh longer for four hundred releases.
fn hands(cores: f64) -> usize {
    match cores as usize {
        0 | 1 => 1,
        2 => 2,
        cores => (cores - 1).min(MOST_HANDS),
    }
}

/// What workers said, until the page takes it in: now and then, and for no longer than a part of a frame.
#[derive(Clone, Debug)]
struct Said(Rc<Queue>);

#[derive(Debug)]
struct Queue {
    window: Window,
    send: Callback<Message>,
    /// In order; nothing instead of words is a worker's death.
    list: RefCell<VecDeque<(HandId, Option<JsValue>)>>,
    /// Whether a turn is coming.
    coming: Cell<bool>,
    /// When this turn ends.
    end: Cell<f64>,
    /// What has been taken in in it.
    taken: Cell<u32>,
}

impl Said {
    fn new(window: Window, send: Callback<Message>) -> Said {
        let (list, coming, end, taken) = Default::default();
        Said(Rc::new(Queue { window, send, list, coming, end, taken }))
    }

    fn put(&self, hand: HandId, words: Option<JsValue>) {
        self.0.list.borrow_mut().push_back((hand, words));
        self.call(if self.0.taken.get() > FEW { BETWEEN } else { 0.0 });
    }

    /// What a worker said that has been ended.
    fn forget(&self, hand: HandId) {
        self.0.list.borrow_mut().retain(|(other, _)| *other != hand);
    }

    /// Has a turn come, so long after the one before: behind a frame, or soon where the browser draws none, as in a tab
    /// that is hidden.
    fn call(&self, between: f64) {
        if self.0.coming.replace(true) {
            return;
        }
        let hidden = self.0.window.document().is_some_and(|document| document.hidden());
        if hidden {
            return self.turn();
        }
        let wait = self.0.end.get() + between - self.now();
        if wait < 1.0 {
            return self.frame();
        }
        let said = self.clone();
        let frame = Closure::once_into_js(move || said.frame());
        let window = &self.0.window;
        window.set_timeout_with_callback_and_timeout_and_arguments_0(frame.unchecked_ref(), wait as i32).ok();
    }

    fn frame(&self) {
        // A task after the frame: within it, the browser would lay out and paint in the same task all that changes here,
        // and what changed before.
        let said = self.clone();
        let frame = Closure::once_into_js(move || {
            let window = said.0.window.clone();
            let task = Closure::once_into_js(move || said.turn());
            window.set_timeout_with_callback(task.unchecked_ref()).ok();
        });
        self.0.window.request_animation_frame(frame.unchecked_ref()).ok();
        let late = self.clone();
        let late = Closure::once_into_js(move || late.turn());
        let wait = LATE;
        self.0.window.set_timeout_with_callback_and_timeout_and_arguments_0(late.unchecked_ref(), wait).ok();
    }

    fn turn(&self) {
        if self.0.coming.replace(false) {
            self.0.end.set(self.now() + TURN);
            self.0.taken.set(0);
            self.0.send.emit(Message::Turn);
        }
    }

    fn now(&self) -> f64 {
        self.0.window.performance().map_or(0.0, |clock| clock.now())
    }

    fn take(&self) -> Option<News> {
        loop {
            if self.now() > self.0.end.get() {
                if !self.0.list.borrow().is_empty() {
                    self.call(0.0);
                }
                return None;
            }
            let (hand, words) = self.0.list.borrow_mut().pop_front()?;
            self.0.taken.set(self.0.taken.get() + 1);
            let news = match words {
                Some(words) => understand(hand, words),
                None => Some(News::Act(Action::WorkerDied(hand))),
            };
            if news.is_some() {
                return news;
            }
        }
    }
}

/// The browser's side of the page.
#[derive(Debug)]
pub struct Shell {
    window: Window,
    document: Document,
    send: Callback<Message>,
    sources: LiteMap<LoadId, Source>,
    passwords: LiteMap<LoadId, String>,
    /// Under which keys the browser keeps documents.
    stored: LiteMap<LoadId, String>,
    /// How keys of this visit begin.
    visit: String,
    /// By number; none where the browser does not allow one.
    workers: Vec<Option<Worker>>,
    /// What workers said and the page has not yet taken in.
    said: Said,
    /// Orders to workers that have not gone off yet, and what is to be read.
    orders: LiteMap<HandId, (Vec<ToWorker>, Array)>,
    /// Whether marks are dimmed by a filter now.
    filtered: bool,
    /// Keys, for the listener, which has to know at once whether a key is one of ours.
    keys: Rc<RefCell<Keys>>,
    /// Whether the reader is giving a command another key.
    binding: Rc<Cell<bool>>,
    /// Whether there are corrections that would be lost with the page.
    unsaved: Rc<Cell<bool>>,
    /// A paragraph and where it was before the text was drawn anew.
    anchor: Cell<Option<(usize, f64)>>,
    /// Whether the address asks for a fault.
    fault: bool,
}

impl Shell {
    /// A shell that sends what happens to `send`.
    pub fn new(send: Callback<Message>) -> Shell {
        let window = web_sys::window().expect("the page runs in a window");
        let document = window.document().expect("a window has a document");
        let fault = window.location().search().is_ok_and(|query| query.contains("fault=worker"));
        Shell {
            said: Said::new(window.clone(), send.clone()),
            window,
            document,
            send,
            sources: LiteMap::new(),
            passwords: LiteMap::new(),
            stored: LiteMap::new(),
            // As long for centuries, so that keys are in the order in which documents came.
            visit: format!("{}-{:04.0}", js_sys::Date::now(), js_sys::Math::random() * 1e4),
            workers: Vec::new(),
            orders: LiteMap::new(),
            filtered: false,
            keys: Rc::default(),
            binding: Rc::default(),
            unsaved: Rc::default(),
            anchor: Cell::default(),
            fault,
        }
    }

    /// What was kept under a name at an earlier visit.
    fn kept(&self, name: &str) -> String {
        let stored = self.window.local_storage().ok().flatten();
        stored.and_then(|storage| storage.get_item(&format!("{KEPT}{name}")).ok()?).unwrap_or_default()
    }

    /// Keeps a setting, and says whether it is kept. Full or forbidden storage: it lasts for this visit.
    fn keep_setting(&self, name: &str, value: &str) -> bool {
        if let Ok(Some(storage)) = self.window.local_storage() {
            storage.set_item(&format!("{KEPT}{name}"), value).ok();
        }
        self.kept(name) == value
    }

    /// The state at first, with what was chosen at an earlier visit.
    pub fn first_state(&self) -> State {
        let keys = Keys::from_text(&self.kept("keys"));
        *self.keys.borrow_mut() = keys.clone();
        let labels = Labels::of(&self.kept("labels"));
        self.set_root("data-labels", labels.id());
        let mut state = State::with(Theme::of(&self.kept("theme")), labels, keys);
        state.keeping.on = !self.kept(DOCUMENTS).is_empty();
        state.pool = Pool::of(hands(self.window.navigator().hardware_concurrency()));
        state
    }

    /// Notes what has to be known before the page is drawn anew.
    pub fn before_drawing(&self, effects: &[Effect]) {
        for effect in effects {
            if let Effect::Anchor(paragraph) = effect {
                self.anchor.set(platform::anchored(*paragraph).map(|top| (*paragraph, top)));
            }
        }
    }

    /// Keeps what came in, under ids from `first`.
    pub fn keep(&mut self, first: LoadId, sources: Vec<Source>) {
        self.sources.extend((first..).zip(sources));
    }

    /// Keeps the files that lay in a load, under ids from `first`, and says what they are.
    pub fn keep_inside(
        &mut self,
        load: LoadId,
        first: LoadId,
        files: Vec<(String, Result<JsValue, ReadError>)>,
    ) -> Vec<Unpacked> {
        let (around, depth) = match self.sources.get(&load) {
            Some(source) => (source.name(), source.depth() + 1),
            None => (String::new(), 1),
        };
        let mut list = Vec::new();
        for ((name, content), id) in files.into_iter().zip(first..) {
            let name = format!("{around}/{name}");
            let (size, fault) = match content.map(|bytes| Source::inside(&bytes, &name, depth)) {
                Ok(Some(source)) => {
                    let size = source.size();
                    self.sources.insert(id, source);
                    (size, None)
                }
                Ok(None) => (0, Some(Fault::Unavailable)),
                Err(error) => (0, Some(Fault::Read(error))),
            };
            list.push(Unpacked { name, size, fault });
        }
        list
    }

    /// Listens to the window, starts the worker, and takes what was dropped before it was there.
    pub fn start(&mut self) {
        self.listen_to_drags();
        self.listen_to_inputs();
        self.listen_to_the_end();
        self.listen_to_other_tabs();
        self.listen_to_keys();
        self.listen_to_clicks();
        self.listen_to_the_text();
        self.hire(0);
        self.hide_kinds(on_demand());
        take(platform::held(), self.send.clone());
        for id in ["files", "folder"] {
            self.take_input(id);
        }
        if let Some(root) = self.document.document_element() {
            root.set_attribute("data-state", "ready").ok();
        }
        platform::ready();
        self.act(Action::Outbox(Act::Base(platform::base())));
        let kept = self.kept("rules");
        if !kept.is_empty() {
            self.act(rules::act(rules::Act::Kept(kept)));
        }
        let fragment = platform::fragment();
        // Who is only to read sees what was sent.
        if !self.kept(DOCUMENTS).is_empty() && !fragment.starts_with(READER) {
            let send = self.send.clone();
            spawn_local(async move {
                match platform::stored().await {
                    Ok(list) => send.emit(Message::Stored(list.unchecked_into())),
                    Err(_) => send.emit(Message::Act(keeping::act(keeping::Act::Refused(Refusal::NotAllowed)))),
                }
            });
        }
        if !fragment.is_empty() {
            self.act(Action::Outbox(Act::Arrived(fragment)));
        }
        if let Some(name) = self.query("sample") {
            let sources = Source::samples(&name);
            if !sources.is_empty() {
                self.send.emit(Message::Intake(sources));
            }
        }
    }

    /// What the address says of a name, after its `?`.
    fn query(&self, name: &str) -> Option<String> {
        let query = self.window.location().search().ok()?;
        let mut pairs = query.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_string())
    }

    fn hide_kinds(&self, kinds: Kinds) {
        let kinds: Vec<&str> = kinds.iter().map(|kind| kind.kind().id).collect();
        self.set_root("data-hide", &kinds.join(" "));
    }

    /// Starts a worker, and ends the one in its place.
    fn hire(&mut self, hand: HandId) {
        if self.workers.len() <= hand {
            self.workers.resize(hand + 1, None);
        }
        if let Some(worker) = self.workers.get_mut(hand).and_then(Option::take) {
            worker.set_onerror(None);
            worker.set_onmessage(None);
            worker.terminate();
            self.said.forget(hand);
            self.orders.remove(&hand);
        }
        let worker = match platform::spawn_worker() {
            Ok(worker) => worker,
            Err(_) => return self.act(Action::WorkerDied(hand)),
        };
        let said = self.said.clone();
        let on_message =
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| said.put(hand, Some(event.data())));
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        on_message.forget();
        let said = self.said.clone();
        let mut alive = true;
        let on_error = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            event.prevent_default();
            if std::mem::take(&mut alive) {
                said.put(hand, None);
            }
        });
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        on_error.forget();
        if let Some(place) = self.workers.get_mut(hand) {
            *place = Some(worker);
        }
    }

    /// The next thing a worker said, while this turn lasts; `None` ends it.
    pub fn next_news(&self) -> Option<News> {
        self.said.take()
    }

    /// Performs effects. Those that each of hundreds of files has are performed together, or once.
    pub fn perform_all(&mut self, effects: Vec<Effect>, state: &State) {
        let mut said = None;
        for effect in effects {
            match effect {
                Effect::Start(id, hand) => self.work_on(id, hand, state),
                // Nobody hears more than the last of what is announced at once.
                Effect::Announce(words) => said = Some(words),
                _ => self.perform(effect, state),
            }
        }
        if let (Some(words), Some(place)) = (said, self.document.get_element_by_id("status")) {
            place.set_text_content(Some(&words));
        }
        for (hand, (orders, sources)) in std::mem::take(&mut self.orders) {
            if let Some(Some(worker)) = self.workers.get(hand) {
                sources.unshift(&worker::packed(&orders));
                worker.post_message(&sources).ok();
            }
        }
    }

    /// Performs one of the others. Not in the loop, and not by wasm-opt (index.html): see `update_else`.
    #[inline(never)]
    fn perform(&mut self, effect: Effect, state: &State) {
        match effect {
            Effect::Start(..) | Effect::Announce(_) => {}
            Effect::Hire(hand) => self.hire(hand),
            Effect::Forget(id) => {
                self.sources.remove(&id);
                self.passwords.remove(&id);
                self.unstore(id);
            }
            Effect::Store(id) => self.store(id, state),
            Effect::Unstore(id) => {
                self.unstore(id);
                self.keep_setting(DOCUMENTS, "");
            }
            Effect::StoreNothing => {
                self.stored.clear();
                platform::store_nothing().ok();
            }
            Effect::KeepPassword(id, password) => {
                self.passwords.insert(id, password);
            }
            Effect::After(milliseconds, action) => self.later(milliseconds, action),
            Effect::WhenDrawn(action) => {
                let send = self.send.clone();
                let window = self.window.clone();
                // A frame and then a task: the browser has painted what is there.
                let frame = Closure::once_into_js(move || {
                    let task = Closure::once_into_js(move || send.emit(Message::Act(action)));
                    window.set_timeout_with_callback(task.unchecked_ref()).ok();
                });
                self.window.request_animation_frame(frame.unchecked_ref()).ok();
            }
            Effect::HideKinds(kinds) => self.hide_kinds(kinds),
            Effect::FilterMarks(passing) => self.filter_marks(passing),
            Effect::Reach(mention) => self.reach(mention),
            Effect::SetCurrent(mention) => self.set_current(mention),
            Effect::FocusText => self.focus_text(),
            Effect::FocusCard => self.focus(".card"),
            Effect::FocusFilter => self.focus("#filter"),
            Effect::Top => {
                self.window.scroll_to_with_x_and_y(0.0, 0.0);
                // At the top already nothing scrolls, and what is in view is asked for all the same.
                if let Ok(event) = Event::new("scroll") {
                    self.window.dispatch_event(&event).ok();
                }
            }
            Effect::Copy(text) => {
                let clipboard = js_sys::Reflect::get(&self.window.navigator(), &"clipboard".into());
                let send = self.send.clone();
                // Pages that are not served securely have no clipboard.
                if clipboard.is_ok_and(|clipboard| clipboard.is_undefined()) {
                    return self.act(Action::NotCopied);
                }
                let written = self.window.navigator().clipboard().write_text(&text);
                spawn_local(async move {
                    if JsFuture::from(written).await.is_err() {
                        send.emit(Message::Act(Action::NotCopied));
                    }
                });
            }
            Effect::SetTheme(theme) => {
                self.set_root("data-theme", theme.id());
                self.keep_setting("theme", theme.id());
            }
            Effect::Guard(unsaved) => self.unsaved.set(unsaved),
            Effect::Keep(name, value) => {
                let kept = self.keep_setting(name, &value);
                self.act(rules::act(rules::Act::IsKept(kept)));
            }
            Effect::Set(name, value) => {
                self.set_root(&format!("data-{name}"), &value);
                if name == "labels" {
                    self.keep_setting(name, &value);
                }
            }
            Effect::DrawPages(id) => {
                let Some(Source::File { file, .. }) = self.sources.get(&id) else { return };
                let (file, password) = (file.clone(), self.passwords.get(&id).cloned().unwrap_or_default());
                // Where they cannot be drawn, their lines are read.
                spawn_local(async move { drop(platform::draw_pages(&file, &password).await) });
            }
            Effect::ReachWords(paragraph, start, end) => platform::reach(paragraph, start, end),
            Effect::Anchor(_) => {
                if let Some((paragraph, top)) = self.anchor.take() {
                    platform::anchor(paragraph, top);
                }
            }
            Effect::Paint(name, places) => {
                let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
                let places = places.into_iter().flat_map(|(p, start, end)| [number(p), number(start), number(end)]);
                platform::paint(name, places.collect());
            }
            Effect::Deselect => platform::deselect(),
            Effect::FocusBar => self.focus("[data-bar] button"),
            Effect::FocusFind => self.focus("#find"),
            Effect::Ask(request) => self.ask(&request),
            Effect::Save(made) => platform::save(&made.name, &made.media, &made.bytes),
            Effect::Print => {
                self.window.print().ok();
            }
            Effect::SetKeys(keys) => {
                self.keep_setting("keys", &keys.to_text());
                *self.keys.borrow_mut() = keys;
            }
            Effect::SetScreen { first, pane } => {
                self.set_root("data-screen", if first { "first" } else { "work" });
                self.set_root("data-pane", pane.id());
            }
        }
    }

    /// Keeps a document; where it has no file, its text is one.
    fn store(&mut self, id: LoadId, state: &State) {
        let Some(work) = keeping::work(state, id) else { return };
        let text = state.entry(id).and_then(|entry| entry.found.as_ref()).map(|found| &found.document.text);
        let source = self.sources.get(&id).filter(|source| !matches!(source, Source::Sample(_)));
        let source = source.cloned().or_else(|| {
            let name = state.entry(id)?.name.clone();
            Some(Source::Text { text: text?.as_str().into(), name })
        });
        let Ok(work) = serde_wasm_bindgen::to_value(&work) else { return };
        let file = match (self.stored.get(&id), source) {
            (None, Some(source)) => {
                Array::of3(&source.name().into(), &source.value(), &(source.depth() as u32).into()).into()
            }
            _ => JsValue::UNDEFINED,
        };
        let visit = &self.visit;
        let key = self.stored.entry(id).or_insert_with(|| format!("{visit}-{id:06}")).clone();
        let kept = self.keep_setting(DOCUMENTS, "kept");
        let send = self.send.clone();
        spawn_local(async move {
            let answer = platform::store(&key, &file, &work).await;
            let said = match (answer.as_string().as_deref(), answer.dyn_ref::<Array>()) {
                (Some("full"), _) => keeping::Act::Refused(Refusal::Full),
                (None, Some(room)) if kept => {
                    let number = |at| room.get(at).as_f64().unwrap_or(0.0);
                    keeping::Act::Kept(number(0), number(1))
                }
                _ => keeping::Act::Refused(Refusal::NotAllowed),
            };
            send.emit(Message::Act(keeping::act(said)));
        });
    }

    fn unstore(&mut self, id: LoadId) {
        if let Some(key) = self.stored.remove(&id) {
            platform::unstore(&key);
        }
    }

    /// Takes in what was kept at an earlier visit, under ids from `first`.
    pub fn take_stored(&mut self, first: LoadId, list: &Array) -> Vec<(Arrival, Work)> {
        let mut kept = Vec::new();
        for (one, id) in list.iter().zip(first..) {
            let [key, file, work] = [0, 1, 2].map(|at| one.unchecked_ref::<Array>().get(at));
            let [name, value, depth] = [0, 1, 2].map(|at| file.unchecked_ref::<Array>().get(at));
            let name = name.as_string().unwrap_or_default();
            let source = match value.dyn_into::<File>() {
                Ok(file) => Source::File { file, name, depth: depth.as_f64().unwrap_or(0.0) as usize },
                Err(text) => Source::Text { text: text.as_string().unwrap_or_default().into(), name },
            };
            let arrival = Arrival { name: source.name(), size: source.size() };
            self.stored.insert(id, key.as_string().unwrap_or_default());
            self.sources.insert(id, source);
            kept.push((arrival, serde_wasm_bindgen::from_value(work).unwrap_or_default()));
        }
        kept
    }

    /// Has the exports' module answer.
    fn ask(&self, request: &Request) {
        let send = self.send.clone();
        let bytes = postcard::to_allocvec(request).unwrap_or_default();
        let absent = if request.is_of_rules() { rules::act(rules::Act::Absent) } else { Action::Outbox(Act::Absent) };
        spawn_local(async move {
            let progress = Closure::<dyn Fn(u32, u32)>::new(|_, _| {});
            let answer =
                platform::read("export", &Uint8Array::from(bytes.as_slice()), "", ASK_SECONDS, &progress).await;
            let answer = answer.ok().and_then(|answer| answer.dyn_into::<Uint8Array>().ok());
            let answer = answer.and_then(|bytes| postcard::from_bytes::<Answer>(&bytes.to_vec()).ok());
            let action = answer.map_or(absent, |answer| Action::Outbox(Act::Answered(Box::new(answer))));
            send.emit(Message::Act(action));
        });
    }

    fn act(&self, action: Action) {
        self.send.emit(Message::Act(action));
    }

    fn later(&self, milliseconds: u32, action: Action) {
        let send = self.send.clone();
        let callback = Closure::once_into_js(move || send.emit(Message::Act(action)));
        let wait = i32::try_from(milliseconds).unwrap_or(i32::MAX);
        self.window.set_timeout_with_callback_and_timeout_and_arguments_0(callback.unchecked_ref(), wait).ok();
    }

    fn work_on(&mut self, id: LoadId, hand: HandId, state: &State) {
        let Some(source) = self.sources.get(&id) else { return };
        let name = state.entry(id).map(|entry| entry.name.clone()).unwrap_or_default();
        let password = self.passwords.get(&id).cloned().unwrap_or_default();
        match self.workers.get(hand) {
            Some(Some(_)) if !state.pool.is_absent() => {
                let fault = self.fault && name == "crash.txt";
                let order = ToWorker::Open { id, name, password, depth: source.depth(), fault };
                let value = source.value();
                let (orders, values) = self.orders.entry(hand).or_default();
                orders.push(order);
                values.push(&value);
            }
            _ => {
                let (value, send, window) = (source.value(), self.send.clone(), self.window.clone());
                let depth = source.depth();
                spawn_local(async move {
                    // Lets the browser draw between files.
                    sleep(&window, 0).await;
                    let stages = send.clone();
                    let stage = move |stage| stages.emit(Message::Act(Action::Stage(id, stage)));
                    let work = match work(value, None, Told { name, depth }, &password, stage).await {
                        Ok(work) => work,
                        Err(fault) => return send.emit(Message::Act(Action::Failed(id, fault))),
                    };
                    if !work.inside.is_empty() {
                        send.emit(Message::News(News::Unpacked(id, work.document.is_some(), work.inside)));
                    }
                    if let Some(document) = work.document {
                        send.emit(Message::News(worker::done(id, document)));
                    }
                });
            }
        }
    }

    // ---- the document ----

    fn find(&self, selector: &str) -> Option<HtmlElement> {
        self.document.query_selector(selector).ok().flatten().and_then(|element| element.dyn_into().ok())
    }

    fn each(&self, selector: &str, mut visit: impl FnMut(Element)) {
        let Ok(list) = self.document.query_selector_all(selector) else { return };
        for index in 0..list.length() {
            if let Some(element) = list.get(index).and_then(|node| node.dyn_into().ok()) {
                visit(element);
            }
        }
    }

    fn set_root(&self, name: &str, value: &str) {
        if let Some(root) = self.document.document_element() {
            root.set_attribute(name, value).ok();
        }
    }

    fn focus(&self, selector: &str) {
        if let Some(element) = self.find(selector) {
            element.focus().ok();
        }
    }

    fn focus_text(&self) {
        let place = self.find("#text mark[aria-current]").or_else(|| self.find("#text"));
        if let Some(place) = place {
            focus_in_place(&place);
        }
    }

    fn set_current(&self, mention: Option<usize>) {
        self.each("#text mark[aria-current]", |mark| {
            mark.remove_attribute("aria-current").ok();
            mark.remove_attribute("aria-description").ok();
            mark.remove_attribute("tabindex").ok();
        });
        let Some(mention) = mention else { return };
        if let Some(mark) = self.find(&format!("#text mark[data-id=\"{mention}\"]")) {
            mark.set_attribute("aria-current", "true").ok();
            mark.set_attribute("tabindex", "-1").ok();
            let value = mark.get_attribute("data-value").unwrap_or_default();
            let kind = mark.get_attribute("data-k").and_then(|id| KindId::of(&id)).map_or("", |kind| kind.kind().title);
            mark.set_attribute("aria-description", &format!("{kind}: {value}")).ok();
        }
        // The row goes along, where the summary stands beside the text.
        if let Some(row) = self.find(".row.is-current") {
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Nearest);
            row.scroll_into_view_with_scroll_into_view_options(&options);
        }
    }

    fn reach(&self, mention: usize) {
        self.set_current(Some(mention));
        let selector = format!("#text mark[data-id=\"{mention}\"]");
        let Some(mark) = self.find(&selector) else { return };
        scroll_to(&self.window, &mark);
        focus_in_place(&mark);
        self.each("#text mark.flash", |mark| {
            mark.class_list().remove_1("flash").ok();
        });
        // Asking for a size makes the browser see the class go and come, so that the pulses start anew.
        mark.offset_width();
        self.each(&selector, |mark| {
            mark.class_list().add_1("flash").ok();
        });
        // Paragraphs that come into view take their true height only then; a frame or two later the
        // goal is put where it belongs.
        let window = self.window.clone();
        spawn_local(async move {
            for _ in 0..3 {
                frame(&window).await;
                scroll_to(&window, &mark);
            }
        });
    }

    fn filter_marks(&mut self, passing: Option<Shared<Vec<bool>>>) {
        let filtered = passing.is_some();
        if filtered || self.filtered {
            let passing: Option<Vec<u8>> =
                passing.map(|passing| passing.iter().map(|&passes| u8::from(passes)).collect());
            platform::dim(passing.as_deref());
        }
        self.filtered = filtered;
    }

    // ---- what the browser reports ----

    fn on<E: JsCast + 'static>(&self, target: &EventTarget, name: &str, handle: impl FnMut(E) + 'static) {
        let mut handle = handle;
        let closure = Closure::<dyn FnMut(Event)>::new(move |event: Event| handle(event.unchecked_into()));
        target.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref()).ok();
        closure.forget();
    }

    fn listen_to_drags(&self) {
        let document: &EventTarget = &self.document;
        let send = self.send.clone();
        self.on(document, "dragover", move |event: DragEvent| {
            let Some(transfer) = event.data_transfer() else { return };
            event.prevent_default();
            transfer.set_drop_effect("copy");
            let items = transfer.items();
            let files = (0..items.length()).filter(|&at| items.get(at).is_some_and(|item| item.kind() == "file"));
            let count = files.count();
            if count > 0 {
                platform::fetch_readers();
            }
            send.emit(Message::Act(Action::Drag(Some(count))));
        });
        let send = self.send.clone();
        self.on(document, "dragleave", move |event: DragEvent| {
            // Only leaving the window has nothing on the other side.
            if event.related_target().is_none() {
                send.emit(Message::Act(Action::Drag(None)));
            }
        });
        let send = self.send.clone();
        self.on(document, "drop", move |event: DragEvent| {
            event.prevent_default();
            send.emit(Message::Act(Action::Drag(None)));
            let Some(transfer) = event.data_transfer() else { return };
            let items = platform::transferred(&transfer);
            if items.length() > 0 {
                return take(items, send.clone());
            }
            match transfer.get_data("text/plain") {
                Ok(text) if !text.trim().is_empty() => send.emit(Message::Intake(vec![Source::pasted(text)])),
                _ => send.emit(Message::Act(Action::NothingDropped)),
            }
        });
        let send = self.send.clone();
        self.on(document, "paste", move |event: ClipboardEvent| {
            if is_editable(event.target()) {
                return;
            }
            let Some(transfer) = event.clipboard_data() else { return };
            event.prevent_default();
            let items = platform::transferred(&transfer);
            if items.length() > 0 {
                return take(items, send.clone());
            }
            if let Ok(text) = transfer.get_data("text/plain")
                && !text.trim().is_empty()
            {
                send.emit(Message::Intake(vec![Source::pasted(text)]));
            }
        });
    }

    /// Corrections are not to be lost unasked; whoever has been asked once has decided.
    fn listen_to_the_end(&self) {
        let unsaved = Rc::clone(&self.unsaved);
        self.on(&self.window, "beforeunload", move |event: Event| {
            if unsaved.replace(false) {
                event.prevent_default();
            }
        });
    }

    /// Another tab keeps other rules, or nothing any more: so does this one.
    fn listen_to_other_tabs(&self) {
        let send = self.send.clone();
        self.on(&self.window, "storage", move |event: Event| {
            let said = |name: &str| js_sys::Reflect::get(&event, &name.into()).ok().and_then(|value| value.as_string());
            if said("key").as_deref() == Some("eosin.rules")
                && let Some(text) = said("newValue")
            {
                send.emit(Message::Act(rules::act(rules::Act::Kept(text))));
            }
            if said("key").as_deref() == Some("eosin.documents") && said("newValue").is_none() {
                send.emit(Message::Act(keeping::act(keeping::Act::Forgotten)));
            }
        });
    }

    fn listen_to_inputs(&self) {
        for id in ["files", "folder"] {
            if let Some(input) = self.document.get_element_by_id(id) {
                let send = self.send.clone();
                let field: HtmlInputElement = input.clone().unchecked_into();
                self.on(&input, "change", move |_: Event| take_files(&field, &send));
            }
        }
    }

    fn take_input(&self, id: &str) {
        if let Some(input) = self.document.get_element_by_id(id) {
            take_files(input.unchecked_ref(), &self.send);
        }
    }

    fn listen_to_clicks(&self) {
        let send = self.send.clone();
        self.on(&self.document, "click", move |event: MouseEvent| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let Some(button) = target.and_then(|target| target.closest("[data-action]").ok().flatten()) else { return };
            let action = match button.get_attribute("data-action").as_deref() {
                Some("paste") => Action::Ask(Dialog::Paste),
                Some("keys") => Action::Ask(Dialog::Keys),
                Some("theme") => Action::NextTheme,
                Some("check") => Action::Ask(Dialog::Check),
                Some("standard") => Action::ToggleStandard,
                Some("export") => Action::Outbox(Act::Show(Sheet::Export)),
                Some("share") => Action::Outbox(Act::Show(Sheet::Share)),
                Some("sample") => {
                    let wanted = button.get_attribute("data-sample").unwrap_or_default();
                    return send.emit(Message::Intake(Source::samples(&wanted)));
                }
                _ => return,
            };
            send.emit(Message::Act(action));
        });
        // The legend of the first page.
        let send = self.send.clone();
        self.on(&self.document, "click", move |event: MouseEvent| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let chip = target.and_then(|target| target.closest("#first [data-chip]").ok().flatten());
            let kind = chip.as_ref().and_then(|chip| KindId::of(&chip.get_attribute("data-chip")?));
            if let (Some(chip), Some(kind)) = (chip, kind) {
                let pressed = chip.get_attribute("aria-pressed").as_deref() == Some("true");
                chip.set_attribute("aria-pressed", if pressed { "false" } else { "true" }).ok();
                send.emit(Message::Act(Action::Toggle(kind)));
            }
        });
    }

    fn listen_to_keys(&self) {
        let (send, document) = (self.send.clone(), self.document.clone());
        let (keys, binding) = (Rc::clone(&self.keys), Rc::clone(&self.binding));
        self.on(&self.document, "keydown", move |event: KeyboardEvent| {
            if event.is_composing() {
                return;
            }
            let act = |action: Action| send.emit(Message::Act(action));
            let name = name_of(&event);
            if binding.get() {
                match event.key().as_str() {
                    "Shift" | "Alt" | "Control" | "Meta" | "Tab" => return,
                    "Escape" => act(Action::AskKey(None)),
                    "Backspace" | "Delete" => act(Action::Bind(String::new())),
                    _ => act(Action::Bind(name)),
                }
                event.prevent_default();
                return event.stop_propagation();
            }
            if document.query_selector("dialog[open]").ok().flatten().is_some() {
                return;
            }
            if event.key() == "Escape" {
                return act(Action::Escape);
            }
            if is_editable(event.target()) {
                return;
            }
            let Some(command) = keys.borrow().command(&name) else { return };
            event.prevent_default();
            act(Action::Do(command));
        });
    }

    /// Watches which paragraphs are in view and what is selected.
    fn listen_to_the_text(&self) {
        let waiting = Rc::new(Cell::new(false));
        let (send, window) = (self.send.clone(), self.window.clone());
        let look = Rc::new(move || {
            if waiting.replace(true) {
                return;
            }
            let (send, waiting, after) = (send.clone(), Rc::clone(&waiting), window.clone());
            // Ten times a second is enough for a rail, and leaves scrolling alone.
            spawn_local(async move {
                sleep(&after, 100).await;
                waiting.set(false);
                if let Some([from, to]) = platform::viewed().as_deref() {
                    send.emit(Message::Act(Action::Viewed(*from as usize, *to as usize)));
                }
            });
        });
        for (name, printing) in [("beforeprint", true), ("afterprint", false)] {
            let send = self.send.clone();
            self.on(&self.window, name, move |_: Event| send.emit(Message::Act(Action::Print(printing))));
        }
        for name in ["scroll", "resize"] {
            let look = Rc::clone(&look);
            self.on(&self.window, name, move |_: Event| look());
        }
        // Asked for once the hand is off: a bar that follows the pointer is in its way.
        let (send, window) = (self.send.clone(), self.window.clone());
        let held = Rc::new(Cell::new(false));
        let pending = Rc::new(Cell::new(0u32));
        let ask = {
            let (held, pending) = (Rc::clone(&held), Rc::clone(&pending));
            Rc::new(move || {
                let mine = pending.get().wrapping_add(1);
                pending.set(mine);
                let (send, window, held, pending) =
                    (send.clone(), window.clone(), Rc::clone(&held), Rc::clone(&pending));
                spawn_local(async move {
                    sleep(&window, 120).await;
                    if held.get() || pending.get() != mine {
                        return;
                    }
                    let points = platform::selected().and_then(|list| match list[..] {
                        [p, u, q, v] => Some(((p as usize, u as usize), (q as usize, v as usize))),
                        _ => None,
                    });
                    send.emit(Message::Act(Action::Select(points)));
                });
            })
        };
        let document: &EventTarget = &self.document;
        let down = Rc::clone(&held);
        self.on(document, "pointerdown", move |_: Event| down.set(true));
        for name in ["pointerup", "pointercancel"] {
            let (held, ask) = (Rc::clone(&held), Rc::clone(&ask));
            self.on(document, name, move |_: Event| {
                held.set(false);
                ask();
            });
        }
        self.on(document, "selectionchange", move |_: Event| ask());
    }

    /// Tells the listener to keys whether the next one is to be given to a command.
    pub fn set_binding(&self, binding: bool) {
        self.binding.set(binding);
    }
}

/// A key with what is held down: `j`, `Shift+J`, `Ctrl+z`, `Alt+Shift+ArrowLeft`.
fn name_of(event: &KeyboardEvent) -> String {
    // With Alt held some systems give another character; the key itself says which it is.
    let letter = event.code().strip_prefix("Key").filter(|_| event.alt_key()).map(str::to_lowercase);
    let key = letter.unwrap_or_else(|| event.key());
    let mut name = String::new();
    if event.ctrl_key() || event.meta_key() {
        name.push_str("Ctrl+");
    }
    if event.alt_key() {
        name.push_str("Alt+");
    }
    // Shift is part of what a mark is: "?" and not "Shift+?".
    let is_mark = key.chars().count() == 1 && !key.chars().all(char::is_alphabetic);
    if event.shift_key() && !is_mark {
        name.push_str("Shift+");
    }
    let upper = event.shift_key() && key.chars().count() == 1;
    // Caps Lock changes no command.
    let single = key.chars().count() == 1;
    name + &if upper {
        js_sys::JsString::from(key).to_upper_case().into()
    } else if single {
        key.to_lowercase()
    } else {
        key
    }
}

/// Whether typing there is writing.
fn is_editable(target: Option<EventTarget>) -> bool {
    target
        .and_then(|target| target.dyn_into::<HtmlElement>().ok())
        .is_some_and(|element| ["INPUT", "TEXTAREA", "SELECT"].contains(&element.tag_name().as_str()))
}

fn focus_in_place(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    element.focus_with_options(&options).ok();
}

fn scroll_to(window: &Window, element: &Element) {
    let height = window.inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(0.0);
    let top = element.get_bounding_client_rect().top();
    let by = top - height * REACH_AT;
    if by.abs() >= 1.0 {
        let options = ScrollToOptions::new();
        options.set_top(by);
        options.set_behavior(ScrollBehavior::Instant);
        window.scroll_by_with_scroll_to_options(&options);
    }
}

async fn sleep(window: &Window, milliseconds: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds).ok();
    });
    JsFuture::from(promise).await.ok();
}

async fn frame(window: &Window) {
    let promise = Promise::new(&mut |resolve, _| {
        window.request_animation_frame(&resolve).ok();
    });
    JsFuture::from(promise).await.ok();
}

// ---- files and folders ----

fn take_files(input: &HtmlInputElement, send: &Callback<Message>) {
    let files: Option<FileList> = input.files();
    let list: Vec<File> = files.iter().flat_map(|files| (0..files.length()).filter_map(|at| files.get(at))).collect();
    // So that the same file can be chosen again.
    input.set_value("");
    let mut sources: Vec<Source> =
        list.into_iter().map(Source::file).filter(|source| !is_hidden(&source.name())).collect();
    sort::by_key(&mut sources, Source::name);
    if !sources.is_empty() {
        let send = send.clone();
        spawn_local(async move {
            let sources = without_ours(sources, &send).await;
            if !sources.is_empty() {
                send.emit(Message::Intake(sources));
            }
        });
    }
}

/// Takes out the files that this page made itself, and sends them where they belong.
async fn without_ours(sources: Vec<Source>, send: &Callback<Message>) -> Vec<Source> {
    weigh(&sources).await;
    let mut others = Vec::new();
    for source in sources {
        let text = match &source {
            Source::File { file, name, .. } if name.ends_with(".json") || name.ends_with(".csv") => {
                platform::own_text(file).await.ok().and_then(|text| text.as_string())
            }
            _ => None,
        };
        match text {
            Some(text) => send.emit(Message::Act(Action::Outbox(Act::File(text)))),
            None => others.push(source),
        }
    }
    others
}

/// Has the browser find out how large they are, which it does not ask of the disk again. It stops the page for each file
/// that was dragged until the disk has answered, so others have their turn between.
async fn weigh(sources: &[Source]) {
    let Some(window) = web_sys::window() else { return };
    let now = || window.performance().map_or(0.0, |clock| clock.now());
    let mut end = now() + TURN;
    for source in sources {
        source.size();
        if now() > end {
            sleep(&window, 0).await;
            end = now() + TURN;
        }
    }
}

/// Walks what was dropped and sends the files in it.
fn take(items: Array, send: Callback<Message>) {
    if items.length() == 0 {
        return;
    }
    spawn_local(async move {
        let mut sources = Vec::new();
        for item in items.iter() {
            match item.dyn_into::<File>() {
                Ok(file) => sources.push(Source::file(file)),
                Err(entry) => walk(entry.unchecked_into(), &mut sources).await,
            }
        }
        let dropped = !sources.is_empty();
        let sources = without_ours(sources, &send).await;
        match (dropped, sources.is_empty()) {
            (true, true) => {}
            (false, _) => send.emit(Message::Act(Action::NothingDropped)),
            _ => send.emit(Message::Intake(sources)),
        }
    });
}

/// Adds the file, or the files of a folder and the folders in it, by name.
async fn walk(entry: FileSystemEntry, sources: &mut Vec<Source>) {
    let mut waiting = vec![entry];
    while let Some(entry) = waiting.pop() {
        if entry.is_directory() {
            let mut inside = children(entry.unchecked_into()).await;
            inside.retain(|entry| !is_hidden(&entry.name()));
            sort::by_key(&mut inside, |entry| std::cmp::Reverse(entry.name()));
            waiting.extend(inside);
        } else {
            let name = entry.full_path().trim_start_matches('/').to_string();
            let entry: FileSystemFileEntry = entry.unchecked_into();
            let promise = Promise::new(&mut |resolve, reject| {
                entry.file_with_callback_and_callback(&resolve, &reject);
            });
            if let Ok(file) = JsFuture::from(promise).await {
                sources.push(Source::File { file: file.unchecked_into(), name, depth: 0 });
            }
        }
    }
}

async fn children(folder: FileSystemDirectoryEntry) -> Vec<FileSystemEntry> {
    let reader = folder.create_reader();
    let mut all = Vec::new();
    loop {
        // The browser hands them out in parts; an empty part is the last.
        let promise = Promise::new(&mut |resolve, reject| {
            reader.read_entries_with_callback_and_callback(&resolve, &reject).ok();
        });
        let Ok(part) = JsFuture::from(promise).await else { break };
        let part: Array = part.unchecked_into();
        if part.length() == 0 {
            break;
        }
        all.extend(part.iter().map(|entry| entry.unchecked_into::<FileSystemEntry>()));
    }
    all
}

/// Files that systems leave in folders and nobody means to open.
fn is_hidden(name: &str) -> bool {
    let name = name.rsplit('/').next().unwrap_or(name);
    name.starts_with('.') || name == "Thumbs.db" || name == "desktop.ini"
}
