//! A web server for one folder on this machine, with the headers that the page is meant to have.
//!
//! It compresses as a host of the page would, so that what the browser says of a visit (bytes, time until
//! something is seen) is what a reader far away has of it.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::SystemTime;

use anyhow::{Context as _, Result, anyhow, bail};
use tiny_http::{Method, Request, Server};

/// What the page may do: run its own code, and talk to nobody but the server it came from.
pub const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; \
     style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
     trusted-types app";

const HEADERS: &[(&str, &str)] = &[
    ("Cache-Control", "no-cache"),
    ("Content-Security-Policy", POLICY),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
];

/// What is served, by the end of the name, and whether it is worth compressing. Anything else is given as
/// plain bytes.
const TYPES: &[(&str, &str, bool)] = &[
    ("css", "text/css; charset=utf-8", true),
    ("html", "text/html; charset=utf-8", true),
    ("ico", "image/x-icon", false),
    ("js", "text/javascript; charset=utf-8", true),
    ("json", "application/json", true),
    ("png", "image/png", false),
    ("svg", "image/svg+xml", true),
    ("txt", "text/plain; charset=utf-8", true),
    ("wasm", "application/wasm", true),
    ("webmanifest", "application/manifest+json", true),
    ("woff2", "font/woff2", false),
];

/// Larger files are sent as they are: those of a page that is built for finding faults.
const MOST_COMPRESSED: u64 = 8 << 20;
/// Of brotli's 11: what a host can do while a reader waits.
const QUALITY: u32 = 5;

/// Files that were compressed before, as they were at that time.
type Compressed = Arc<Mutex<HashMap<(PathBuf, SystemTime), Arc<Vec<u8>>>>>;

/// Which port.
#[derive(Clone, Copy)]
pub enum Wanted {
    /// This one, or the next that is free.
    From(u16),
    /// Any that is free.
    Any,
}

/// A server at work.
pub struct Running {
    /// Where the page is.
    pub address: String,
    threads: Vec<JoinHandle<()>>,
}

impl Running {
    /// Serves until the program is stopped.
    pub fn wait(self) {
        for thread in self.threads {
            let _ = thread.join();
        }
    }
}

/// Starts serving the folder, to this machine only.
pub fn start(folder: &Path, wanted: Wanted) -> Result<Running> {
    let folder = folder.canonicalize().with_context(|| format!("{} is not there", folder.display()))?;
    let server = Arc::new(listen(wanted)?);
    let port = server.server_addr().to_ip().context("the server has no port")?.port();
    let compressed = Compressed::default();
    let threads = (0..4)
        .map(|_| {
            let server = Arc::clone(&server);
            let compressed = Arc::clone(&compressed);
            let folder = folder.clone();
            thread::spawn(move || {
                while let Ok(request) = server.recv() {
                    // Whoever asked has gone away: nothing to do about it.
                    let _ = answer(request, &folder, &compressed);
                }
            })
        })
        .collect();
    Ok(Running { address: format!("http://127.0.0.1:{port}/"), threads })
}

fn listen(wanted: Wanted) -> Result<Server> {
    let first = match wanted {
        Wanted::Any => return open(0).map_err(|problem| anyhow!("no port is free on 127.0.0.1: {problem}")),
        Wanted::From(port) => port,
    };
    for port in first..=first.saturating_add(50) {
        match open(port) {
            Ok(server) => return Ok(server),
            Err(problem) if problem.kind() == io::ErrorKind::AddrInUse => {
                println!("Port {port} is taken; trying the next.");
            }
            Err(problem) => {
                return Err(problem).with_context(|| format!("port {port} of 127.0.0.1 cannot be used; try --port"));
            }
        }
    }
    bail!("no port from {first} on is free; name another with --port")
}

fn open(port: u16) -> io::Result<Server> {
    Server::http(("127.0.0.1", port)).map_err(|problem| match problem.downcast::<io::Error>() {
        Ok(problem) => *problem,
        Err(problem) => io::Error::other(problem),
    })
}

fn answer(request: Request, folder: &Path, compressed: &Compressed) -> io::Result<()> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return plain(request, "405 Method Not Allowed", "Only reading is possible here.\n");
    }
    let Some(path) = file(folder, request.url()) else {
        return plain(request, "404 Not Found", "There is nothing of this name here.\n");
    };
    let (kind, compressible) = content_type(&path);
    let mut headers = vec![("Content-Type", kind)];
    headers.extend(HEADERS);
    if compressible {
        headers.push(("Vary", "Accept-Encoding"));
    }
    if compressible && takes_brotli(&request) && fs::metadata(&path)?.len() <= MOST_COMPRESSED {
        headers.push(("Content-Encoding", "br"));
        return send(request, "200 OK", &headers, &brotli(&path, compressed)?);
    }
    send(request, "200 OK", &headers, &fs::read(&path)?)
}

/// Answers, and has the other side close. A connection that is kept takes one of the library's few threads for as long
/// as it is kept, and where a browser opens six at once, some of them are then not heard for minutes.
fn send(request: Request, status: &str, headers: &[(&str, &str)], body: &[u8]) -> io::Result<()> {
    let only_head = *request.method() == Method::Head;
    let mut writer = request.into_writer();
    write!(writer, "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n", body.len())?;
    for (name, value) in headers {
        write!(writer, "{name}: {value}\r\n")?;
    }
    writer.write_all(b"\r\n")?;
    if !only_head {
        writer.write_all(body)?;
    }
    writer.flush()
}

fn takes_brotli(request: &Request) -> bool {
    let said = request.headers().iter().find(|header| header.field.equiv("Accept-Encoding"));
    said.is_some_and(|header| header.value.as_str().split(',').any(|coding| coding.trim() == "br"))
}

/// A file, compressed: the first time now, then from memory until it changes.
fn brotli(path: &Path, compressed: &Compressed) -> io::Result<Arc<Vec<u8>>> {
    let key = (path.to_path_buf(), fs::metadata(path)?.modified()?);
    let known = |compressed: &Compressed| compressed.lock().ok()?.get(&key).cloned();
    if let Some(bytes) = known(compressed) {
        return Ok(bytes);
    }
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 1 << 16, QUALITY, 22);
    writer.write_all(&fs::read(path)?)?;
    let bytes = Arc::new(writer.into_inner());
    if let Ok(mut all) = compressed.lock() {
        // What it was before is of no use any more.
        all.retain(|(other, _), _| other != path);
        all.insert(key, Arc::clone(&bytes));
    }
    Ok(bytes)
}

/// The file for this address: always one inside the folder.
fn file(folder: &Path, url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?;
    let mut file = folder.to_path_buf();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        let part = unescaped(part)?;
        let harmless = !part.starts_with('.') && !part.contains(['/', '\\', ':', '\0']);
        if !harmless {
            return None;
        }
        file.push(part);
    }
    if file.is_dir() {
        file.push("index.html");
    }
    // A link may point out of the folder even when the name does not.
    let file = fs::canonicalize(file).ok()?;
    (file.starts_with(folder) && file.is_file()).then_some(file)
}

/// `%20` as a space, and so on.
fn unescaped(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            let mut digit = || char::from(rest.next()?).to_digit(16);
            u8::try_from(digit()? * 16 + digit()?).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(bytes).ok()
}

/// The type, and whether it is worth compressing.
fn content_type(path: &Path) -> (&'static str, bool) {
    let end = path.extension().and_then(|end| end.to_str()).unwrap_or_default();
    let known = TYPES.iter().find(|(known, _, _)| *known == end);
    known.map_or(("application/octet-stream", false), |&(_, kind, compressible)| (kind, compressible))
}

fn plain(request: Request, status: &str, text: &str) -> io::Result<()> {
    let headers = [("Content-Type", "text/plain; charset=utf-8"), ("X-Content-Type-Options", "nosniff")];
    send(request, status, &headers, text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;
    use std::net::TcpStream;

    #[test]
    fn names_stay_in_the_folder() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).canonicalize().unwrap();
        assert_eq!(file(&folder, "/Cargo.toml?x=/../y"), Some(folder.join("Cargo.toml")));
        assert_eq!(file(&folder, "/src/m%61in.rs"), Some(folder.join("src/main.rs")));
        for url in [
            "/../Cargo.lock",
            "/%2e%2e/Cargo.lock",
            "/src/..%2f..%2fCargo.lock",
            "/..%5cCargo.lock",
            "/src/../../Cargo.lock",
            "//etc/passwd",
            "/%2fetc/passwd",
            "/Cargo.toml%00",
            "/%zz",
            "/src",
            "/none",
        ] {
            assert_eq!(file(&folder, url), None, "{url}");
        }
    }

    #[test]
    fn a_taken_port_is_passed_over() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let first = start(folder, Wanted::Any).unwrap();
        let port: u16 = first.address.trim_end_matches('/').rsplit(':').next().unwrap().parse().unwrap();
        let second = start(folder, Wanted::From(port)).unwrap();
        assert_ne!(first.address, second.address);
    }

    #[test]
    fn answers_carry_the_headers() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let server = start(folder, Wanted::Any).unwrap();
        let host = server.address.trim_start_matches("http://").trim_end_matches('/');
        let ask = |line: &str| {
            let mut stream = TcpStream::connect(host).unwrap();
            write!(stream, "{line} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
            let mut text = String::new();
            stream.read_to_string(&mut text).unwrap();
            text
        };
        let found = ask("GET /Cargo.toml");
        assert!(found.starts_with("HTTP/1.1 200"), "{found}");
        assert!(found.contains("script-src 'self' 'wasm-unsafe-eval'"), "{found}");
        assert!(found.contains("Cache-Control: no-cache"), "{found}");
        assert!(found.contains("name = \"xtask\""), "{found}");
        assert!(ask("GET /../Cargo.lock").starts_with("HTTP/1.1 404"));
        assert!(ask("POST /Cargo.toml").starts_with("HTTP/1.1 405"));
        assert_eq!(content_type(Path::new("a_bg.wasm")), ("application/wasm", true));
    }

    #[test]
    fn many_who_come_at_once_are_all_answered() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let server = start(folder, Wanted::Any).unwrap();
        let host = server.address.trim_start_matches("http://").trim_end_matches('/');
        let text = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
        thread::scope(|scope| {
            for _ in 0..24 {
                scope.spawn(|| {
                    // As browsers do, none of them says that it will go.
                    let mut stream = TcpStream::connect(host).unwrap();
                    stream.set_read_timeout(Some(std::time::Duration::from_secs(20))).unwrap();
                    write!(stream, "GET /Cargo.toml HTTP/1.1\r\nHost: {host}\r\n\r\n").unwrap();
                    let mut bytes = Vec::new();
                    while !bytes.ends_with(text.as_bytes()) {
                        let mut some = [0; 4096];
                        let count = stream.read(&mut some).expect("an answer comes");
                        assert!(count > 0, "it ends too early");
                        bytes.extend(&some[..count]);
                    }
                    assert!(String::from_utf8_lossy(&bytes).contains("\r\nConnection: close\r\n"));
                });
            }
        });
    }

    #[test]
    fn what_can_be_compressed_is_until_it_changes() {
        let folder = std::env::temp_dir().join(format!("eosin-server-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let server = start(&folder, Wanted::Any).unwrap();
        let host = server.address.trim_start_matches("http://").trim_end_matches('/');
        let ask = |name: &str, accept: &str| {
            let mut stream = TcpStream::connect(host).unwrap();
            write!(stream, "GET /{name} HTTP/1.1\r\nHost: {host}\r\n{accept}Connection: close\r\n\r\n").unwrap();
            let mut bytes = Vec::new();
            stream.read_to_end(&mut bytes).unwrap();
            let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
            (String::from_utf8_lossy(&bytes[..end]).into_owned(), bytes[end + 4..].to_vec())
        };
        let opened = |bytes: &[u8]| {
            let mut text = String::new();
            brotli::Decompressor::new(bytes, 4096).read_to_string(&mut text).unwrap();
            text
        };
        let first = "let a = 1;\n".repeat(200);
        fs::write(folder.join("a.js"), &first).unwrap();
        fs::write(folder.join("a.png"), &first).unwrap();
        for _ in 0..2 {
            let (head, body) = ask("a.js", "Accept-Encoding: gzip, br\r\n");
            assert!(head.contains("Content-Encoding: br") && head.contains("Vary: Accept-Encoding"), "{head}");
            assert!(body.len() < 200);
            assert_eq!(opened(&body), first);
        }
        for (name, accept) in
            [("a.js", ""), ("a.js", "Accept-Encoding: gzip\r\n"), ("a.png", "Accept-Encoding: br\r\n")]
        {
            let (head, body) = ask(name, accept);
            assert!(!head.contains("Content-Encoding"), "{head}");
            assert_eq!(body, first.as_bytes());
        }
        fs::write(folder.join("a.js"), "other").unwrap();
        let later = SystemTime::now() + std::time::Duration::from_secs(5);
        fs::File::options().write(true).open(folder.join("a.js")).unwrap().set_modified(later).unwrap();
        assert_eq!(opened(&ask("a.js", "Accept-Encoding: br\r\n").1), "other");
        fs::remove_dir_all(&folder).unwrap();
    }
}
