//! A page in Chromium: opened, acted on as a person would, and looked at.
//!
//! Nothing here waits for a length of time: [`Page::until`] waits for a condition, with a deadline.
//! After each test the console must be without errors, and every request must have gone to the page's
//! own server.

use std::env;
use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine as _;
use serde_json::{Value as Json, json};

/// How long a condition may take to come true before the test fails.
const DEADLINE: Duration = Duration::from_secs(30);

/// What is different about the page in a test.
#[derive(Clone)]
pub struct Setup {
    /// Width of the window in CSS pixels.
    pub width: u32,
    /// Of the window's inside.
    pub height: u32,
    /// What the system prefers: `light` or `dark`.
    pub scheme: &'static str,
    /// JavaScript run before any of the page's own.
    pub before: &'static str,
    /// After the `?` of the address.
    pub query: &'static str,
    /// Whether the page's policy is not held to: axe writes styles that it forbids.
    pub trusted: bool,
    /// Whether the window is a private one.
    pub private: bool,
    /// The page's address; empty for that of the server which the tests have in common.
    pub address: String,
    /// Parts of messages that the console is allowed to have.
    pub allowed: &'static [&'static str],
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            width: 1280,
            height: 900,
            scheme: "light",
            before: "",
            query: "",
            trusted: false,
            private: false,
            address: String::new(),
            allowed: &[],
        }
    }
}

/// A mark in the text: one mention, joined from its pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Kind.
    pub kind: String,
    /// Surface form.
    pub text: String,
    /// Normalised value.
    pub value: String,
}

/// An open page.
pub struct Page {
    /// Where the driver takes commands for this session.
    session: String,
    origin: String,
    name: String,
}

/// Opens the page, runs the test in it, and closes it whatever happened.
pub fn with_page(setup: Setup, test: impl FnOnce(&Page)) {
    let name = thread::current().name().unwrap_or("page").rsplit("::").next().unwrap_or("page").to_string();
    let page = Page::open(&setup, name);
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| {
        page.start(&setup);
        test(&page);
    }));
    match outcome {
        Ok(()) => {
            let complaints = page.complaints(&setup);
            assert!(complaints.is_empty(), "{complaints:#?}");
        }
        Err(problem) => {
            // Looking may fail too, when the browser is gone; the test's own failure is the one to report.
            let _ = panic::catch_unwind(AssertUnwindSafe(|| {
                page.screenshot(&format!("failed-{}", page.name));
                eprintln!("the console said: {:#?}", page.log("browser"));
                eprintln!("the page was: {}", page.js("return document.body.innerText.slice(0, 2000)"));
            }));
            panic::resume_unwind(problem);
        }
    }
}

fn setting(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| {
        panic!(
            "{name} is not set: these tests need the built page, a server and a browser, which `cargo xtask test --only \
             build,browser` provides"
        )
    })
}

impl Page {
    fn open(setup: &Setup, name: String) -> Self {
        let address = if setup.address.is_empty() { setting("EOSIN_BROWSER_PAGE") } else { setup.address.clone() };
        let size = format!("--window-size={},900", setup.width);
        let mut arguments = vec![
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            &size,
        ];
        arguments.extend(setup.private.then_some("--incognito"));
        let capabilities = json!({
            "goog:chromeOptions": {
                "binary": setting("EOSIN_BROWSER_CHROME"),
                "args": arguments,
                "perfLoggingPrefs": { "enableNetwork": true, "enablePage": false },
            },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        });
        let body = json!({"capabilities": {"alwaysMatch": capabilities}});
        let driver = setting("EOSIN_BROWSER_DRIVER");
        let answer = post(&format!("{driver}/session"), &body).expect("Chromium starts");
        let session = format!("{driver}/session/{}", answer["sessionId"].as_str().expect("a session has a name"));
        Self { session, origin: address, name }
    }

    fn start(&self, setup: &Setup) {
        self.cdp(
            "Emulation.setDeviceMetricsOverride",
            json!({"width": setup.width, "height": setup.height, "deviceScaleFactor": 1, "mobile": false}),
        );
        self.prefer(setup.scheme);
        if setup.trusted {
            self.cdp("Page.setBypassCSP", json!({"enabled": true}));
        }
        if !setup.before.is_empty() {
            self.cdp("Page.addScriptToEvaluateOnNewDocument", json!({"source": setup.before}));
        }
        let query = if setup.query.is_empty() { String::new() } else { format!("?{}", setup.query) };
        self.command("url", &json!({"url": format!("{}{query}", self.origin)}));
        self.until("the page is ready", "return document.documentElement.dataset.state === 'ready'");
    }

    fn command(&self, path: &str, body: &Json) -> Json {
        post(&format!("{}/{path}", self.session), body).unwrap_or_else(|problem| panic!("{path} {body}: {problem}"))
    }

    /// Makes the system prefer `light` or `dark`.
    pub fn prefer(&self, scheme: &str) {
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        self.cdp("Emulation.setEmulatedMedia", json!({"features": features}));
    }

    /// Takes the network away.
    pub fn without_network(&self) {
        let none = json!({"offline": true, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0});
        self.cdp("Network.emulateNetworkConditions", none);
    }

    /// Goes to an address, whatever is there.
    pub fn visit(&self, address: &str) {
        self.command("url", &json!({"url": address}));
    }

    /// Goes to an address and waits for the page to be ready.
    pub fn go(&self, address: &str) {
        // Another fragment alone would not load the page anew.
        self.command("url", &json!({"url": "about:blank"}));
        self.command("url", &json!({"url": address}));
        self.until("the page is ready", "return document.documentElement.dataset.state === 'ready'");
    }

    /// Opens the page in a second tab, does this there, closes it, and comes back.
    pub fn in_another_tab(&self, act: impl FnOnce()) {
        let first = self.cdp("Target.getTargetInfo", json!({}))["targetInfo"]["targetId"].clone();
        let second = self.command("window/new", &json!({"type": "tab"}))["handle"].clone();
        self.command("window", &json!({"handle": second}));
        self.command("url", &json!({"url": self.origin}));
        self.until("the page is ready", "return document.documentElement.dataset.state === 'ready'");
        act();
        ureq::delete(format!("{}/window", self.session)).call().expect("the second tab is closed");
        self.command("window", &json!({"handle": first}));
    }

    /// Where the page is.
    pub fn address(&self) -> &str {
        &self.origin
    }

    /// Prints what is shown, as PDF.
    #[allow(dead_code, reason = "only the bench of the page prints")]
    pub fn print(&self) -> Vec<u8> {
        let answer = self.command("print", &json!({}));
        let letters = answer.as_str().expect("a PDF comes in letters");
        base64::engine::general_purpose::STANDARD.decode(letters).expect("base64")
    }

    /// Puts downloads into a folder.
    pub fn download_to(&self, folder: &Path) {
        self.cdp("Browser.setDownloadBehavior", json!({"behavior": "allow", "downloadPath": folder}));
    }

    /// A command of the browser's own protocol.
    fn cdp(&self, command: &str, parameters: Json) -> Json {
        let body = json!({"cmd": command, "params": parameters});
        self.command("goog/cdp/execute", &body)
    }

    fn log(&self, which: &str) -> Vec<Json> {
        self.command("se/log", &json!({"type": which})).as_array().cloned().unwrap_or_default()
    }

    /// What is wrong with the console and the network.
    fn complaints(&self, setup: &Setup) -> Vec<String> {
        let mut complaints = Vec::new();
        for entry in self.log("browser") {
            let text = entry["message"].as_str().unwrap_or_default();
            let bad = matches!(entry["level"].as_str(), Some("SEVERE" | "WARNING"));
            if bad && !setup.allowed.iter().any(|part| text.contains(part)) {
                complaints.push(format!("the console says: {text}"));
            }
        }
        let events: Vec<Json> = self
            .log("performance")
            .iter()
            .filter_map(|entry| serde_json::from_str::<Json>(entry["message"].as_str()?).ok())
            .map(|event| event["message"].clone())
            .collect();
        // What the page's own policy stopped never left the browser.
        let stopped = |id: &Json| {
            events.iter().any(|event| {
                event["method"] == "Network.loadingFailed"
                    && event["params"]["requestId"] == *id
                    && event["params"]["blockedReason"] == "csp"
            })
        };
        let mut requests = 0;
        for message in &events {
            if message["method"] == "Network.requestWillBeSent" && stopped(&message["params"]["requestId"]) {
                continue;
            }
            if message["method"] == "Network.requestWillBeSent" {
                let url = message["params"]["request"]["url"].as_str().unwrap_or_default();
                requests += 1;
                if ![self.origin.as_str(), "blob:", "data:"].iter().any(|start| url.starts_with(start)) {
                    complaints.push(format!("a request went to {url}"));
                }
            }
        }
        if requests == 0 {
            complaints.push("no request was seen, so they were not watched".into());
        }
        complaints
    }

    /// What axe finds wrong with the page as it is, by the rules of WCAG 2.2 AA and its authors' best
    /// practice: a line each. `None` where axe is not there.
    pub fn barriers(&self) -> Option<Vec<String>> {
        let source = fs::read_to_string(env::var_os("EOSIN_BROWSER_AXE")?).expect("axe can be read");
        if self.js("return !globalThis.axe") == json!(true) {
            self.js(&source);
        }
        let found = self.js(
            "return axe.run(document, {resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa',
                'wcag22aa', 'best-practice']})
            .then(result => result.violations.map(one => one.id + ': ' + one.nodes.map(node => node.html.slice(0, 120)).join(' | ')))",
        );
        let lines = found.as_array().expect("axe answers with a list");
        Some(lines.iter().map(|line| line.as_str().unwrap_or_default().to_string()).collect())
    }

    /// Selects the first place of these words in the text, as a hand with a mouse does.
    pub fn select(&self, words: &str) {
        let script = "const text = document.querySelector('#text'), words = arguments[0];
            const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(node, at); range.setEnd(node, at + words.length);
                getSelection().removeAllRanges(); getSelection().addRange(range);
                return true;
            }
            return false";
        assert_eq!(self.js_with(script, vec![json!(words)]), json!(true), "{words} stands in the text");
        self.until("the bar is there", "return document.querySelector('[data-bar][data-placed]')");
    }

    /// Runs JavaScript in the page and returns what it returns.
    pub fn js(&self, script: &str) -> Json {
        self.js_with(script, Vec::new())
    }

    /// The same, with arguments.
    pub fn js_with(&self, script: &str, arguments: Vec<Json>) -> Json {
        self.command("execute/sync", &json!({"script": script, "args": arguments}))
    }

    /// Waits until the JavaScript returns something true, and returns it.
    #[track_caller]
    pub fn until(&self, what: &str, script: &str) -> Json {
        self.until_within(DEADLINE, what, script)
    }

    /// The same, with another deadline.
    #[track_caller]
    pub fn until_within(&self, deadline: Duration, what: &str, script: &str) -> Json {
        let start = Instant::now();
        loop {
            let value = self.js(script);
            let empty = value.as_array().is_some_and(Vec::is_empty);
            if !(value.is_null() || value == json!(false) || value == json!(0) || value == json!("") || empty) {
                return value;
            }
            assert!(start.elapsed() < deadline, "not within {deadline:?}: {what}; the documents: {}", self.documents());
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// All documents with their status and what is said of them, for one who reads why a test failed.
    fn documents(&self) -> Json {
        self.js("return [...document.querySelectorAll('[data-document]')].slice(0, 20)
                .map((row) => `${row.dataset.status}: ${row.textContent.trim().slice(0, 200)}`)")
    }

    /// Drops files and folders onto the middle of the window, as from the system's file manager.
    pub fn drop(&self, paths: &[PathBuf]) {
        let middle = self.js("return [innerWidth / 2, innerHeight / 2]");
        let data = json!({"items": [], "files": paths, "dragOperationsMask": 1});
        for event in ["dragEnter", "dragOver", "drop"] {
            let event = json!({"type": event, "x": middle[0], "y": middle[1], "data": data, "modifiers": 0});
            self.cdp("Input.dispatchDragEvent", event);
        }
    }

    /// Presses keys one after another, wherever the focus is. `Shift+J` holds a key down.
    pub fn press(&self, keys: &[&str]) {
        for key in keys {
            let (modifiers, key) = match key.strip_prefix("Shift+") {
                Some(key) => (8, key),
                None => (0, *key),
            };
            let mut event = json!({"key": key, "modifiers": modifiers});
            if let [character] = key.chars().collect::<Vec<_>>()[..] {
                event["text"] = json!(key);
                event["code"] = json!(format!("Key{}", character.to_ascii_uppercase()));
                event["windowsVirtualKeyCode"] = json!(u32::from(character.to_ascii_uppercase()));
            } else {
                let code = match key {
                    "Enter" => 13,
                    "Escape" => 27,
                    "Tab" => 9,
                    "ArrowDown" => 40,
                    "ArrowUp" => 38,
                    "Home" => 36,
                    "End" => 35,
                    other => panic!("no such key: {other}"),
                };
                event["code"] = json!(key);
                event["windowsVirtualKeyCode"] = json!(code);
                if key == "Enter" {
                    event["text"] = json!("\r");
                }
            }
            for kind in ["keyDown", "keyUp"] {
                event["type"] = json!(kind);
                self.cdp("Input.dispatchKeyEvent", event.clone());
            }
        }
    }

    /// Writes text where the focus is.
    pub fn write(&self, text: &str) {
        self.cdp("Input.insertText", json!({"text": text}));
    }

    /// Clicks the first element of this selector, with the mouse, after bringing it into view.
    pub fn click(&self, selector: &str) {
        let script = "const all = [...document.querySelectorAll(arguments[0])].filter(e => e.checkVisibility());
            const e = all[0]; if (!e) return null;
            e.scrollIntoView({block: 'center'});
            const box = e.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]";
        let place = self.js_with(script, vec![json!(selector)]);
        assert!(place.is_array(), "there is no visible {selector}");
        for kind in ["mouseMoved", "mousePressed", "mouseReleased"] {
            let button = if kind == "mouseMoved" { "none" } else { "left" };
            let event = json!({"type": kind, "x": place[0], "y": place[1], "button": button, "clickCount": 1});
            self.cdp("Input.dispatchMouseEvent", event);
        }
    }

    /// Gives files to a file input, as its dialog does.
    pub fn choose(&self, selector: &str, paths: &[PathBuf]) {
        let document = self.cdp("DOM.getDocument", json!({}));
        let node = json!({"nodeId": document["root"]["nodeId"], "selector": selector});
        let node = self.cdp("DOM.querySelector", node);
        self.cdp("DOM.setFileInputFiles", json!({"nodeId": node["nodeId"], "files": paths}));
    }

    /// The marks in the open document, in the order of the text, shown or not.
    pub fn marks(&self) -> Vec<Mark> {
        let script = "const found = new Map();
            for (const mark of document.querySelectorAll('#text mark[data-id]')) {
                const {k, id, value} = mark.dataset;
                const one = found.get(id) ?? {k, value, text: ''};
                one.text += mark.textContent; found.set(id, one);
            }
            return [...found.values()]";
        let marks = self.js(script);
        let text = |mark: &Json, field: &str| mark[field].as_str().unwrap_or_default().to_string();
        marks
            .as_array()
            .unwrap()
            .iter()
            .map(|mark| Mark {
                kind: text(mark, "k"),
                text: text(mark, "text").replace('\u{a0}', " "),
                value: text(mark, "value"),
            })
            .collect()
    }

    /// Waits until the document of this name has this status.
    pub fn until_status(&self, name: &str, status: &str) {
        let script =
            format!("{ROWS}; const row = row_of({}); return row?.dataset.status === {}", json!(name), json!(status));
        self.until(&format!("{name} is {status}"), &script);
    }

    /// The sentence shown for the document of this name, if any.
    pub fn error_of(&self, name: &str) -> String {
        let script =
            format!("{ROWS}; return row_of({})?.querySelector('[data-error]')?.textContent ?? ''", json!(name));
        self.js(&script).as_str().unwrap_or_default().trim().to_string()
    }

    /// Opens the document of this name.
    pub fn open_document(&self, name: &str) {
        let script = format!(
            "{ROWS}; const row = row_of({}); for (const e of document.querySelectorAll('[data-test-target]')) \
             e.removeAttribute('data-test-target'); \
             (row.querySelector('[data-open]') ?? row.querySelector('button:has([data-name])') ?? \
             row.querySelector('[data-name]')).setAttribute('data-test-target', '')",
            json!(name)
        );
        self.js(&script);
        self.click("[data-test-target]");
    }

    /// Keeps a picture of the window in target/screenshots.
    pub fn screenshot(&self, name: &str) {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("screenshots");
        fs::create_dir_all(&folder).unwrap();
        let picture = self.cdp("Page.captureScreenshot", json!({"format": "png"}));
        let bytes = base64::engine::general_purpose::STANDARD.decode(picture["data"].as_str().unwrap_or_default());
        fs::write(folder.join(format!("{name}.png")), bytes.unwrap()).unwrap();
    }
}

/// JavaScript that finds the row of a document by its name.
pub const ROWS: &str = "const row_of = name => [...document.querySelectorAll('[data-document]')]
    .find(row => row.querySelector('[data-name]')?.textContent.trim() === name)";

impl Drop for Page {
    fn drop(&mut self) {
        let _ = ureq::delete(&self.session).call();
    }
}

/// Sends a command to the driver and returns its answer.
fn post(url: &str, body: &Json) -> Result<Json, String> {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let mut answer = agent.post(url).send_json(body).map_err(|problem| problem.to_string())?;
    let answer: Json =
        answer.body_mut().with_config().limit(200 << 20).read_json().map_err(|problem| problem.to_string())?;
    let value = answer["value"].clone();
    match value["error"].as_str() {
        Some(error) => Err(format!("{error}: {}", value["message"].as_str().unwrap_or_default())),
        None => Ok(value),
    }
}
