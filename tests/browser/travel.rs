//! The page away from its server: offline, from a disk, under any path, sealed; what it saves and the
//! links it makes.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};

use crate::files::Files;
use crate::page::{Mark, Page, Setup, with_page};
use crate::{IN_LARKSPUR, LARKSPUR, marks, open};

fn dist() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../dist").canonicalize().unwrap()
}

/// A server that can be stopped, as a static host serves a folder under a path: no headers of ours.
pub struct Host {
    /// Where it listens.
    pub address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
    stop: Arc<Mutex<bool>>,
    thread: Option<JoinHandle<()>>,
}

impl Host {
    fn start(prefix: &'static str) -> Self {
        Self::of(dist(), prefix)
    }

    /// Serves a folder under a path.
    pub fn of(folder: PathBuf, prefix: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (asked, stop) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(false)));
        let (log, stopped) = (Arc::clone(&asked), Arc::clone(&stop));
        let thread = thread::spawn(move || {
            for stream in listener.incoming() {
                if *stopped.lock().unwrap() {
                    return;
                }
                let (log, folder) = (Arc::clone(&log), folder.clone());
                thread::spawn(move || answer(stream.unwrap(), &folder, prefix, &log));
            }
        });
        Self { address, asked, stop, thread: Some(thread) }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    fn stop(&mut self) {
        *self.stop.lock().unwrap() = true;
        if let Some(thread) = self.thread.take() {
            let _ = TcpStream::connect(self.address);
            thread.join().unwrap();
        }
        assert!(TcpStream::connect(self.address).is_err(), "the server still answers");
    }
}

fn answer(mut stream: TcpStream, folder: &Path, prefix: &str, log: &Mutex<Vec<String>>) {
    let mut bytes = [0; 8192];
    let count = stream.read(&mut bytes).unwrap_or(0);
    let text = String::from_utf8_lossy(&bytes[..count]).into_owned();
    let Some(target) = text.split(' ').nth(1) else { return };
    log.lock().unwrap().push(text.lines().next().unwrap_or_default().to_string());
    let path = target.split(['?', '#']).next().unwrap();
    let name = path.strip_prefix(prefix).map(|name| if name.is_empty() { "index.html" } else { name });
    let body = name.and_then(|name| fs::read(folder.join(name)).ok());
    let kind = match name.and_then(|name| name.rsplit('.').next()).unwrap_or_default() {
        "html" => "text/html",
        "js" => "text/javascript",
        "css" => "text/css",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
    let status = if body.is_some() { "200 OK" } else { "404 Not Found" };
    let body = body.unwrap_or_default();
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
}

fn until_sealed(page: &Page) {
    page.until("the page is sealed", "return document.documentElement.dataset.sealed !== undefined");
}

/// Waits until the page is kept for the time without a network.
fn until_at_hand(page: &Page) {
    page.until_within(
        Duration::from_secs(60),
        "the service worker is there",
        "return navigator.serviceWorker.getRegistration().then(one => Boolean(one && one.active))",
    );
}

fn until_read(page: &Page, name: &str) {
    open(page, name);
    page.until("the last mark is there", "return document.querySelector('#text mark[data-id=\"9\"]')");
    assert_eq!(page.marks(), marks(IN_LARKSPUR), "{name}");
}

/// A release as a web page, which another module reads.
fn web_page() -> String {
    let paragraphs: String = LARKSPUR.split("\n\n").map(|text| format!("<p>{text}</p>\n")).collect();
    format!("<!doctype html><html><body>{paragraphs}</body></html>")
}

#[test]
fn with_the_server_stopped_all_of_it_works() {
    let files = Files::new();
    let paths = [files.put("plain.txt", LARKSPUR), files.put("page.html", web_page())];
    let mut host = Host::start("/some/path/");
    let address = format!("http://{}/some/path/", host.address);
    let setup = Setup { address: address.clone(), allowed: &["net::ERR_"], ..Setup::default() };
    with_page(setup, |page| {
        until_sealed(page);
        until_at_hand(page);
        assert!(host.asked().iter().all(|line| line.contains(" /some/path/")), "{:?}", host.asked());
        host.stop();
        page.go(&address);
        page.drop(&paths);
        until_read(page, "plain.txt");
        until_read(page, "page.html");
        // The browser knows, and the page says so.
        until_sealed(page);
        page.without_network();
        page.until(
            "it says so",
            "return document.querySelector('#seal').innerText.trim() === 'Offline, everything works'",
        );
        // And an export, whose module came with the visit before.
        page.press(&["d"]);
        page.until("formats are listed", "return document.querySelectorAll('[data-format]').length > 8");
        page.screenshot("offline");
    });
}

#[test]
fn a_later_version_waits_until_the_documents_are_closed() {
    let files = Files::new();
    let path = files.put("larkspur.txt", LARKSPUR);
    for entry in fs::read_dir(dist()).unwrap() {
        let entry = entry.unwrap();
        files.put(&format!("site/{}", entry.file_name().to_string_lossy()), fs::read(entry.path()).unwrap());
    }
    let host = Host::of(files.folder("site"), "/");
    let address = format!("http://{}/", host.address);
    with_page(Setup { address: address.clone(), ..Setup::default() }, |page| {
        until_at_hand(page);
        page.go(&address);
        page.until("the page comes from what is kept", "return navigator.serviceWorker.controller");
        until_sealed(page);
        page.drop(std::slice::from_ref(&path));
        until_read(page, "larkspur.txt");

        // The host has a later version now.
        let site = files.folder("site");
        let change = |name: &str, from: &str, to: &str| {
            let text = fs::read_to_string(site.join(name)).unwrap();
            assert!(text.contains(from), "{name} has no {from}");
            fs::write(site.join(name), text.replacen(from, to, 1)).unwrap();
        };
        change("index.html", "<title>", "<meta name=\"edition\" content=\"later\"><title>");
        change("sw.js", "const VERSION = \"", "const VERSION = \"later-");
        let edition = "return document.querySelector('meta[name=edition]')?.content ?? 'first'";
        let told = "return !document.getElementById('update').hidden";
        // A second visit makes the browser look for it.
        page.in_another_tab(|| {
            assert_eq!(page.js(edition), json!("first"), "what is kept comes whole, not half from the host");
            page.until("it is told in the new tab", told);
            page.click("[data-action=update]");
            page.until(
                "it is told that other tabs are open",
                "return !document.querySelector('#update [data-others]').hidden",
            );
            assert_eq!(page.js(edition), json!("first"));
            // Nor does a visit anew take it while another tab has documents.
            page.go(&address);
            assert_eq!(page.js(edition), json!("first"));
        });
        page.until("it is told beside the document", told);
        let words = page.js("return document.getElementById('update').textContent");
        assert!(words.as_str().unwrap().contains("It will be used after you close this tab."), "{words}");
        page.screenshot("update");
        assert_eq!(page.marks(), marks(IN_LARKSPUR), "the open document stays");
        assert_eq!(page.js(edition), json!("first"));

        // Asked for, the later version takes over, whole, and the earlier is no longer kept.
        page.click("[data-action=update]");
        page.until("the later version is there", "return document.querySelector('meta[name=edition]')");
        page.until("it is ready", "return document.documentElement.dataset.state === 'ready'");
        page.until(
            "it alone is kept",
            "return caches.keys().then(all => all.length === 1 && all[0].includes('later'))",
        );
        page.drop(std::slice::from_ref(&path));
        until_read(page, "larkspur.txt");
    });
}

#[test]
fn in_a_private_window_all_of_it_works() {
    let files = Files::new();
    let paths = [files.put("plain.txt", LARKSPUR), files.put("page.html", web_page())];
    let mut host = Host::start("/");
    let address = format!("http://{}/", host.address);
    let setup = Setup { address: address.clone(), private: true, allowed: &["net::ERR_"], ..Setup::default() };
    with_page(setup, |page| {
        until_sealed(page);
        page.drop(&paths);
        until_read(page, "plain.txt");
        until_read(page, "page.html");
        page.press(&["j", "x"]);
        page.until("one mark less", "return !document.querySelector('#text mark[data-id=\"9\"]')");
        until_at_hand(page);
        host.stop();
        page.go(&address);
        assert_eq!(page.js("return document.querySelectorAll('[data-document]').length"), json!(0), "nothing is kept");
        page.drop(&paths);
        until_read(page, "page.html");
        until_read(page, "plain.txt");
    });
}

#[test]
fn sealed_nothing_gets_out() {
    let outside = TcpListener::bind("127.0.0.1:0").unwrap();
    outside.set_nonblocking(true).unwrap();
    let away = outside.local_addr().unwrap().to_string();
    let host = Host::start("/");
    let home = format!("{}/", host.address);
    let files = Files::new();
    let path = files.put("plain.txt", LARKSPUR);
    let setup = Setup {
        address: format!("http://{home}"),
        allowed: &["Content Security Policy", "TrustedHTML", "TrustedScriptURL", "net::ERR"],
        ..Setup::default()
    };
    with_page(setup, |page| {
        until_sealed(page);
        page.drop(&[path]);
        until_read(page, "plain.txt");
        let before = host.asked().len();
        for goal in [&format!("{away}/out"), &format!("{home}out")] {
            page.js_with(
                "const goal = arguments[0];
                const quiet = f => { try { const r = f(); r && r.catch && r.catch(() => {}) } catch {} };
                quiet(() => fetch('http://' + goal + '?fetch', {mode: 'no-cors'}));
                quiet(() => navigator.sendBeacon('http://' + goal + '?beacon', 'x'));
                quiet(() => new WebSocket('ws://' + goal));
                quiet(() => new EventSource('http://' + goal + '?events'));
                quiet(() => { const r = new XMLHttpRequest(); r.open('GET', 'http://' + goal + '?xhr'); r.send(); });
                quiet(() => { new Image().src = 'http://' + goal + '?image'; });
                const add = (name, set) => quiet(() => { const e = document.createElement(name); set(e); document.body.append(e); });
                add('script', e => { e.src = 'http://' + goal + '?script'; });
                add('link', e => { e.rel = 'stylesheet'; e.href = 'http://' + goal + '?style'; });
                add('link', e => { e.rel = 'preload'; e.as = 'image'; e.href = 'http://' + goal + '?preload'; });
                add('iframe', e => { e.src = 'http://' + goal + '?frame'; });
                add('video', e => { e.src = 'http://' + goal + '?video'; });
                add('object', e => { e.data = 'http://' + goal + '?object'; });
                quiet(() => { const s = new CSSStyleSheet(); s.replaceSync('body { background: url(http://' + goal + '?css) }'); document.adoptedStyleSheets = [s]; });
                quiet(() => { const f = document.createElement('form'); f.action = 'http://' + goal + '?form'; f.target = '_blank'; document.body.append(f); f.submit(); });
                // Taking the policy out does not lift it.
                document.querySelectorAll('meta[http-equiv]').forEach(e => e.remove());
                quiet(() => fetch('http://' + goal + '?again', {mode: 'no-cors'}));",
                vec![json!(goal)],
            );
        }
        page.until("the attempts were noticed", "return eosin.tried().length >= 16");
        page.until("a later attempt fails too", "return fetch('./again').then(() => false, () => true)");
        assert_eq!(host.asked().len(), before, "{:?}", &host.asked()[before..]);
        // A browser may open a connection ahead of a frame that it then does not load: nothing is said on it.
        while let Ok((mut stream, _)) = outside.accept() {
            let mut said = String::new();
            let _ = stream.set_read_timeout(Some(Duration::from_millis(300)));
            let _ = stream.read_to_string(&mut said);
            assert_eq!(said, "", "something reached the outside");
        }
        page.until("none is counted", "return document.querySelector('#seal [data-requests]').textContent === '0'");
    });
}

#[test]
fn one_file_works_from_a_disk() {
    let files = Files::new();
    let paths = [files.put("plain.txt", LARKSPUR), files.put("page.html", web_page())];
    let copy = files.put("elsewhere/saved page.html", fs::read(dist().join("eosin.html")).unwrap());
    let address = format!("file://{}", copy.display().to_string().replace(' ', "%20"));
    with_page(Setup { address, ..Setup::default() }, |page| {
        page.drop(&paths);
        until_read(page, "plain.txt");
        until_read(page, "page.html");
        assert_eq!(page.js("return document.querySelectorAll('[data-notice]').length"), json!(0), "a worker was had");
        let folder = files.folder("saved");
        let saved = save(page, &folder, "json");
        assert_eq!(saved["documents"][0]["mentions"].as_array().unwrap().len(), IN_LARKSPUR.len());
    });
}

#[test]
fn the_page_offers_itself_as_one_file() {
    let files = Files::new();
    let host = Host::start("/some/path/");
    let address = format!("http://{}/some/path/", host.address);
    with_page(Setup { address: address.clone(), ..Setup::default() }, |page| {
        until_at_hand(page);
        page.go(&address);
        page.until("the page comes from what is kept", "return navigator.serviceWorker.controller");
        until_sealed(page);
        page.click("[data-action=check]");
        page.until("the proofs are there", "return document.querySelector('dialog.proof[open]')");
        let sum = fs::read_to_string(dist().join("eosin.html.sha256")).unwrap();
        let said = page.js("return document.querySelector('dialog.proof').textContent");
        assert!(said.as_str().unwrap().contains(sum.split(' ').next().unwrap()), "{said}");
        page.screenshot("proofs");
        let folder = files.folder("one");
        fs::create_dir_all(&folder).unwrap();
        page.download_to(&folder);
        page.click("dialog [data-action=single-file]");
        let found = downloaded(&folder);
        assert!(fs::read(&found).unwrap() == fs::read(dist().join("eosin.html")).unwrap(), "{}", found.display());
        // What stands beside the page is what it is, not the page again, with the service worker too.
        page.visit(&format!("{address}licences.txt"));
        page.until("the licences are there", "return document.body.innerText.includes('What this page is made of')");
        page.go(&format!("{address}index.html?sample=readout"));
        page.until("a sample is open", "return document.querySelector('#text mark')");
    });
}

#[test]
fn what_other_programs_hand_over_is_opened() {
    let host = Host::start("/");
    let address = format!("http://{}/", host.address);
    // As the system does it for a file that is opened with the page.
    let before = "Object.defineProperty(globalThis, 'launchQueue', {value: {setConsumer: take => { globalThis.launch = take; }}})";
    with_page(Setup { address: address.clone(), before, ..Setup::default() }, |page| {
        let read = |value: &str| {
            page.until(value, &format!("return document.querySelector('#text mark[data-value=\"{value}\"]')"));
        };
        page.js("const file = new File(['Quince paid $12 million.'], 'opened.txt');
            launch({files: [{getFile: async () => file}]})");
        page.until_status("opened.txt", "done");
        read("12000000 USD");

        // And as it does for what is shared: a form that is sent to the page, which its service worker takes in.
        until_at_hand(page);
        for (field, name, value) in [
            ("new File(['Quince paid $13 million.'], 'sent.txt', {type: 'text/plain'})", "sent.txt", "13000000 USD"),
            ("'Quince paid $14 million.'", "shared.txt", "14000000 USD"),
        ] {
            page.visit("about:blank");
            let before = host.asked().len();
            page.js_with(
                &format!(
                    "const form = document.createElement('form'); form.method = 'post'; form.enctype = 'multipart/form-data';
                    form.action = arguments[0] + 'share';
                    const field = document.createElement('input'), said = {field};
                    if (said instanceof File) {{
                        const held = new DataTransfer(); held.items.add(said);
                        field.type = 'file'; field.name = 'files'; field.files = held.files;
                    }} else {{ field.name = 'text'; field.value = said; }}
                    form.append(field); document.body.append(form); form.submit()"
                ),
                vec![json!(address)],
            );
            page.until("the page is there", "return document.documentElement.dataset.state === 'ready'");
            page.until_status(name, "done");
            read(value);
            assert_eq!(page.js("return location.search"), json!(""));
            assert!(host.asked()[before..].iter().all(|line| !line.contains("share")), "it was sent to the host");
        }
    });
}

#[test]
fn an_address_opens_a_sample() {
    with_page(Setup { query: "sample=readout", ..Setup::default() }, |page| {
        page.until("a sample is open", "return document.querySelector('#text mark')");
        assert_eq!(page.js("return document.querySelectorAll('[data-document]').length"), json!(1));
    });
}

/// Saves the open document and reads what was saved.
fn save(page: &Page, folder: &Path, format: &str) -> Json {
    serde_json::from_str(&fs::read_to_string(saved(page, folder, format)).unwrap()).unwrap()
}

fn saved(page: &Page, folder: &Path, format: &str) -> PathBuf {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).unwrap();
    page.download_to(folder);
    page.press(&["d"]);
    let row = format!("[data-format={format}]");
    page.until("the format is there", &format!("return document.querySelector('{row}')"));
    page.click(&row);
    page.until("it is chosen", &format!("return document.querySelector('{row} input').checked"));
    page.until("it has a preview", "return document.querySelector('.preview')?.textContent.length > 20");
    page.click("[data-action=save]");
    let path = downloaded(folder);
    page.click("[data-action=sheet-close]");
    page.until("the dialog is closed", "return !document.querySelector('dialog[open]')");
    path
}

/// Waits for a file in an empty folder.
fn downloaded(folder: &Path) -> PathBuf {
    let start = Instant::now();
    loop {
        let whole = |path: &PathBuf| {
            path.extension().is_none_or(|end| end != "crdownload")
                && fs::metadata(path).is_ok_and(|file| file.len() > 0)
        };
        let found = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).find(whole);
        if let Some(path) = found {
            return path;
        }
        assert!(start.elapsed() < Duration::from_secs(30), "nothing was saved");
        thread::sleep(Duration::from_millis(30));
    }
}

#[test]
fn what_is_saved_is_what_is_shown_and_comes_back() {
    let files = Files::new();
    let path = files.put("larkspur.txt", LARKSPUR);
    with_page(Setup::default(), |page| {
        page.drop(std::slice::from_ref(&path));
        until_read(page, "larkspur.txt");
        let export = save(page, &files.folder("json"), "json");
        let said = |mention: &Json| Mark {
            kind: mention["kind"].as_str().unwrap().into(),
            text: mention["text"].as_str().unwrap().into(),
            value: mention["notation"].as_str().unwrap().into(),
        };
        let found: Vec<Mark> = export["documents"][0]["mentions"].as_array().unwrap().iter().map(said).collect();
        assert_eq!(found, page.marks());
        // Every format is made here, not on the command line alone.
        for format in ["xlsx", "html", "markdown", "web-annotation", "bioc", "brat", "ics"] {
            let file = fs::read(saved(page, &files.folder(format), format)).unwrap();
            assert!(file.len() > 500, "{format}: {} bytes", file.len());
            assert_eq!(file.starts_with(b"PK"), ["xlsx", "brat"].contains(&format), "{format}");
        }

        for format in ["json", "csv", "workspace"] {
            let file = saved(page, &files.folder(format), format);
            page.go(page.address());
            page.drop(&[file]);
            if format == "workspace" {
                until_read(page, "larkspur.txt");
                continue;
            }
            page.until("it waits for its source", "return document.querySelector('dialog[open] [data-holds=\"0\"]')");
            page.drop(std::slice::from_ref(&path));
            page.until("all hold", "return document.querySelector('[data-holds=\"10\"][data-of=\"10\"]')");
            page.screenshot(&format!("checked-{format}"));
            page.go(page.address());
            page.drop(std::slice::from_ref(&path));
            until_read(page, "larkspur.txt");
        }
    });
}

#[test]
fn an_export_that_no_longer_holds_is_told_row_by_row() {
    let files = Files::new();
    let path = files.put("larkspur.txt", LARKSPUR);
    with_page(Setup::default(), |page| {
        page.drop(std::slice::from_ref(&path));
        until_read(page, "larkspur.txt");
        let export = saved(page, &files.folder("json"), "json");
        let bent = fs::read_to_string(&export)
            .unwrap()
            .replace("5600000 USD", "6500000 USD")
            .replace("\"LKS-204\"", "\"LKS-205\"");
        let bent = files.put("bent.json", bent);
        let cut = fs::read_to_string(&export).unwrap();
        let cut = files.put("cut.json", &cut[..cut.len() / 2]);
        let newer = fs::read_to_string(&export).unwrap().replace("\"version\": 1", "\"version\": 2");
        let newer = files.put("newer.json", newer);
        let work = fs::read_to_string(saved(page, &files.folder("workspace"), "workspace")).unwrap();
        let half = files.put("half.eosin.json", &work[..work.len() / 2]);
        page.drop(&[bent]);
        page.until(
            "one has another value",
            "return document.querySelectorAll('[data-outcome=other-value]').length === 1",
        );
        page.until("one is gone", "return document.querySelectorAll('[data-outcome=gone]').length === 1");
        page.until("the others hold", "return document.querySelectorAll('[data-outcome=holds]').length === 8");
        page.click("[data-action=sheet-close]");
        for (file, words) in [(cut, "damaged"), (newer, "later version"), (half, "damaged")] {
            page.drop(std::slice::from_ref(&file));
            let script = format!(
                "return document.querySelector('dialog[open] [role=alert], dialog[open] .sheet-problem')?.textContent.includes('{words}')"
            );
            page.until(&format!("{} is refused: {words}", file.display()), &script);
            page.click("[data-action=sheet-close]");
            page.until("the dialog is closed", "return !document.querySelector('dialog[open]')");
        }
        assert_eq!(page.marks(), marks(IN_LARKSPUR));
    });
}

/// A link to what is open.
fn link(page: &Page, parcel: &str) -> String {
    page.press(&["s"]);
    // By script: the dialog may still be growing under the pointer.
    page.until("the dialog is open", "return document.querySelector('dialog[data-sheet=share][open]')");
    page.js(&format!("document.querySelector('[data-parcel={parcel}] input').click()"));
    if parcel == "documents" {
        page.until("the tick is there", "return document.querySelector('[name=agree]')");
        assert_eq!(page.js("return document.querySelector('[data-link]')"), Json::Null, "no text without a tick");
        page.click("[name=agree]");
    }
    let letter = match parcel {
        "settings" => "s",
        "highlights" => "a",
        _ => "d",
    };
    let script = format!(
        "const link = document.querySelector('[data-link]')?.value; return link?.includes('#1.{letter}.') && link"
    );
    let link = page.until("there is a link", &script).as_str().unwrap().to_string();
    page.screenshot(&format!("share-{parcel}"));
    page.click("[data-action=sheet-close]");
    page.until("the dialog is closed", "return !document.querySelector('dialog[open]')");
    link
}

#[test]
fn what_a_link_carries_is_text_and_nothing_else() {
    let files = Files::new();
    let hostile = "</textarea></mark><script>document.title = 'ran'</script><img src=x onerror=\"document.title='ran'\">\n\n\
         <svg onload=\"document.title='ran'\"> Quince paid $5 million [here](javascript:document.title='ran') &lt;b&gt; on May 3, 2031.\n";
    let path = files.put("a&b 'c' document.title='ran'.txt", hostile);
    with_page(Setup::default(), |page| {
        let title = page.js("return document.title");
        page.drop(std::slice::from_ref(&path));
        let read = || {
            page.until("its mark is there", "return document.querySelector('#text mark[data-value=\"5000000 USD\"]')");
            let shown = page.js("return document.querySelector('#text').textContent");
            assert!(shown.as_str().unwrap().contains("<svg onload="), "{shown}");
            let made = "return document.querySelectorAll('#app :is(script, img, #text svg, #text a, #text b)').length";
            assert_eq!(page.js(made), json!(0));
            assert_eq!(page.js("return document.title"), title);
        };
        read();
        let (documents, highlights) = (link(page, "documents"), link(page, "highlights"));
        page.go(&documents);
        read();
        page.go(&highlights);
        page.until("it waits for the file", "return document.querySelector('[data-wanted]')");
        page.drop(std::slice::from_ref(&path));
        page.until("all are found", "return document.querySelector('[data-lost=\"0\"]')");
        page.click("[data-action=sheet-close]");
        read();

        // As long as a browser's addresses get; what is longer, a browser does not open.
        let long = "A".repeat(1_900_000);
        page.go(&format!("{}#1.d.00000000-{:x}.{long}", page.address(), long.len()));
        page.until(
            "it is refused",
            "return document.querySelector('dialog[data-sheet=received]')?.textContent.includes('too long to be read')",
        );
        page.click("[data-action=sheet-close]");
        page.drop(std::slice::from_ref(&path));
        read();
    });
}

#[test]
fn links_carry_highlights_to_one_who_has_the_file() {
    let files = Files::new();
    let path = files.put("larkspur.txt", LARKSPUR);
    let other =
        files.put("other/larkspur.txt", LARKSPUR.replace("BOSTON, ", "CAMBRIDGE, Mass., ").replace("300 mg", "400 mg"));
    with_page(Setup::default(), |page| {
        page.drop(std::slice::from_ref(&path));
        until_read(page, "larkspur.txt");
        let (settings, highlights, documents) =
            (link(page, "settings"), link(page, "highlights"), link(page, "documents"));
        assert!(highlights.len() < 2000, "{}", highlights.len());

        page.go(&highlights);
        page.until("it waits for the file", "return document.querySelector('[data-wanted]')");
        assert_eq!(page.js("return location.hash"), json!(""));
        page.screenshot("received");
        page.drop(std::slice::from_ref(&path));
        page.until("all are found", "return document.querySelector('[data-found=\"10\"][data-lost=\"0\"]')");
        page.click("[data-action=sheet-close]");
        until_read(page, "larkspur.txt");

        page.go(&highlights);
        page.until("it waits for the file", "return document.querySelector('[data-wanted]')");
        page.drop(&[other]);
        page.until("all but one are found", "return document.querySelector('[data-found=\"9\"][data-lost=\"1\"]')");

        page.go(&documents);
        until_read(page, "larkspur.txt");

        page.go(&settings);
        page.until(
            "the link is read",
            "return document.querySelector('[role=status]').textContent.includes('set as the link')",
        );

        for (bad, words) in [
            (documents[..documents.len() - 40].to_string(), "incomplete"),
            (documents.replacen("#1.", "#2.", 1), "later version"),
            (
                format!("{}AAAA{}", &documents[..documents.len() - 40], &documents[documents.len() - 36..]),
                "changed on its way",
            ),
            (format!("{}#<img src=x onerror=document.title=1>", page.address()), "not end as a link"),
        ] {
            page.go(&bad);
            let script = format!(
                "return document.querySelector('dialog[data-sheet=received]')?.textContent.includes('{words}')"
            );
            page.until(words, &script);
            assert_eq!(page.js("return location.hash"), json!(""));
        }
    });
}

/// The path and nothing else of a line like `GET /path?query HTTP/1.1`.
fn path_of(line: &str) -> &str {
    line.split(' ').nth(1).unwrap_or("").split('?').next().unwrap_or("")
}

#[test]
fn a_working_day_asks_for_nothing() {
    let files = Files::new();
    let paths = [files.put("larkspur.txt", LARKSPUR), files.put("page.html", web_page())];
    let host = Host::start("/");
    let setup = Setup { address: format!("http://{}/", host.address), ..Setup::default() };
    with_page(setup, |page| {
        until_sealed(page);
        until_at_hand(page);
        let before = host.asked();
        for line in &before {
            let name = path_of(line).trim_start_matches('/');
            assert!(line.starts_with("GET "), "{line}");
            assert!(name.is_empty() || name == "favicon.ico" || dist().join(name).is_file(), "{line}");
            assert!(!line.contains('?'), "{line}");
        }
        page.drop(&paths);
        until_read(page, "page.html");
        until_read(page, "larkspur.txt");
        // Reads, filters, searches, corrects, takes back.
        page.press(&["j", "j", "Enter"]);
        page.until("the card is there", "return document.querySelector('.card')");
        page.press(&["x"]);
        page.until("one mark less", "return !document.querySelector('#text mark[data-id=\"9\"]')");
        page.press(&["u"]);
        page.until("it is back", "return document.querySelector('#text mark[data-id=\"9\"]')");
        page.press(&["/"]);
        page.write("million");
        page.press(&["Escape", "f"]);
        page.write("cash");
        page.press(&["Escape"]);
        page.click("[data-panel-tab=rules]");
        page.until("the rules are there", "return document.querySelector('[data-action=rule-new]')");
        page.click("[data-panel-tab=summary]");
        // Saves, checks what was saved, shares.
        let json = saved(page, &files.folder("saved"), "json");
        page.drop(&[json]);
        page.until("all of it holds", "return document.querySelector('[data-holds]')");
        page.click("[data-action=sheet-close]");
        page.press(&["s"]);
        page.until("there is a link", "return document.querySelector('[data-link]')");
        page.click("[data-action=sheet-close]");
        page.click("[data-action=theme]");
        page.press(&["?"]);
        page.until("the keys are there", "return document.querySelector('dialog[open]')");
        page.press(&["Escape"]);
        assert_eq!(host.asked(), before, "nothing was asked for after the seal");
        assert_eq!(page.js("return document.querySelector('[data-requests]').textContent"), json!("0"));
    });
}
