//! A web server for one folder on this machine, with the headers that the page is meant to have.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use anyhow::{Context as _, Result, anyhow, bail};
use tiny_http::{Header, Method, Request, Response, Server};

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

/// What is served, by the end of the name. Anything else is given as plain bytes.
const TYPES: &[(&str, &str)] = &[
    ("css", "text/css; charset=utf-8"),
    ("html", "text/html; charset=utf-8"),
    ("ico", "image/x-icon"),
    ("js", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("txt", "text/plain; charset=utf-8"),
    ("wasm", "application/wasm"),
    ("webmanifest", "application/manifest+json"),
    ("woff2", "font/woff2"),
];

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
    let threads = (0..4)
        .map(|_| {
            let server = Arc::clone(&server);
            let folder = folder.clone();
            thread::spawn(move || {
                while let Ok(request) = server.recv() {
                    // Whoever asked has gone away: nothing to do about it.
                    let _ = answer(request, &folder);
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

fn answer(request: Request, folder: &Path) -> io::Result<()> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return request.respond(plain(405, "Only reading is possible here.\n"));
    }
    let Some(path) = file(folder, request.url()) else {
        return request.respond(plain(404, "There is nothing of this name here.\n"));
    };
    let mut response = Response::from_file(File::open(&path)?);
    response.add_header(header("Content-Type", content_type(&path)));
    for (name, value) in HEADERS {
        response.add_header(header(name, value));
    }
    request.respond(response)
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

fn content_type(path: &Path) -> &'static str {
    let end = path.extension().and_then(|end| end.to_str()).unwrap_or_default();
    TYPES.iter().find(|(known, _)| *known == end).map_or("application/octet-stream", |(_, kind)| kind)
}

fn plain(status: u16, text: &str) -> Response<io::Cursor<Vec<u8>>> {
    Response::from_string(text)
        .with_status_code(status)
        .with_header(header("Content-Type", "text/plain; charset=utf-8"))
        .with_header(header("X-Content-Type-Options", "nosniff"))
}

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("the tables above have only ASCII")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read as _, Write as _};
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
        assert_eq!(content_type(Path::new("a_bg.wasm")), "application/wasm");
    }
}
