//! `cargo xtask single-file`: the built page as one HTML file that opens from a disk, without a server.
//!
//! Browsers let a page that is a file run scripts that stand in it, and compile modules from bytes, but
//! not fetch its neighbours. So everything stands in the page: the style sheets and scripts as they
//! are, the modules deflated and in base64. Its policy names each script and style sheet by its hash and allows no
//! connection at all. Its SHA-256 stands beside it. `cargo xtask build` makes it too, and has the page offer it.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use crate::supply;

/// What the file is called.
pub const NAME: &str = "eosin.html";

/// The file, made.
pub struct Made {
    /// Where it is.
    pub path: PathBuf,
    /// Its length.
    pub bytes: usize,
    /// Its SHA-256 in hexadecimal digits.
    pub sum: String,
}

/// Makes the file from a built page, beside it, and puts into the page where the file is.
pub fn offer(dist: &Path) -> Result<()> {
    let Made { bytes, sum, .. } = make(dist)?;
    let page = dist.join("index.html");
    let mut html = fs::read_to_string(&page)?;
    let at = html.find("</head>").context("the page has no head")?;
    // A kind of link that browsers know nothing of, and so do not follow; src/app/components/dialogs.rs does.
    let link = format!("<link rel=\"single-file\" href=\"./{NAME}\" data-bytes=\"{bytes}\" data-sha256=\"{sum}\">");
    html.insert_str(at, &link);
    Ok(fs::write(&page, html)?)
}

/// Makes the file from a built page.
pub fn make(dist: &Path) -> Result<Made> {
    let page = dist.join("index.html");
    let html = fs::read_to_string(&page)
        .with_context(|| format!("{} cannot be read; `cargo xtask build` makes it", page.display()))?;
    let mut out = String::with_capacity(4 << 20);
    let mut scripts = Vec::new();
    let mut styles = Vec::new();
    // Scripts run where they stand in one file; those that wait for the page go to its end.
    let mut late = String::new();
    let mut rest = html.as_str();
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let end = tag.find('>').context("the page has a tag without end")? + 1;
        let (tag, after) = tag.split_at(end);
        rest = after;
        if tag.starts_with("<script") {
            let close = rest.find("</script>").context("the page has a script without end")?;
            rest = &rest[close + "</script>".len()..];
            let Some(source) = attribute(tag, "src") else { bail!("the page has a script of its own: {tag}") };
            let text = fs::read_to_string(dist.join(plain(source)))?;
            if text.contains("</script") {
                bail!("{source} says </script, which ends a script that stands in a page");
            }
            scripts.push(hash(&text));
            let mark = if tag.contains("data-glue") { " data-glue" } else { "" };
            let element = format!("<script{mark}>{text}</script>");
            if tag.contains("defer") { late.push_str(&element) } else { out.push_str(&element) }
        } else if tag.starts_with("<link") {
            let href = attribute(tag, "href").unwrap_or_default();
            let file = dist.join(plain(href));
            match attribute(tag, "rel").unwrap_or_default() {
                "stylesheet" => {
                    let text = fs::read_to_string(&file)?;
                    styles.push(hash(&text));
                    out.push_str(&format!("<style>{text}</style>"));
                }
                "icon" => {
                    let bytes = STANDARD.encode(fs::read(&file)?);
                    out.push_str(&format!(
                        "<link rel=\"icon\" type=\"image/svg+xml\" href=\"data:image/svg+xml;base64,{bytes}\">"
                    ));
                }
                "reader" => {
                    let name = attribute(tag, "data-reader").context("a module without a name")?;
                    late.push_str(&module(&file, &format!("module-{name}"), &format!("data-reader=\"{name}\""))?);
                }
                "module" => {
                    late.push_str(&module(&file, "module", "data-module")?);
                }
                // For a page that has an address.
                "modulepreload" | "manifest" | "apple-touch-icon" | "single-file" => {}
                other => bail!("single-file does not know what to do with a link of kind {other:?}"),
            }
        } else if tag.starts_with("<meta") && (tag.contains("og:") || tag.contains("twitter:")) {
            // Previews are of addresses.
        } else if tag == "</body>" {
            out.push_str(&late);
            out.push_str(tag);
        } else {
            out.push_str(tag);
        }
    }
    out.push_str(rest);
    // What a page that has an address opens beside itself.
    let licences = fs::read_to_string(dist.join(supply::FILE))?.replace("</script", "<\\/script");
    let end = out.rfind("</body>").context("the page has no end")?;
    out.insert_str(end, &format!("<script type=\"text/plain\" id=\"licences\">{licences}</script>"));

    let policy = format!(
        "default-src 'none'; script-src {} 'wasm-unsafe-eval'; worker-src blob:; style-src {}; img-src data: blob:; \
         connect-src 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types app",
        scripts.join(" "),
        styles.join(" "),
    );
    let from = out.find("content=\"default-src").context("the page has no policy")? + "content=\"".len();
    let to = from + out[from..].find('"').context("the page's policy has no end")?;
    out.replace_range(from..to, &policy);

    let path = dist.join(NAME);
    fs::write(&path, &out)?;
    let sum = hexadecimal(&Sha256::digest(out.as_bytes()));
    fs::write(dist.join(format!("{NAME}.sha256")), format!("{sum}  {NAME}\n"))?;
    Ok(Made { path, bytes: out.len(), sum })
}

/// A module as an element that no browser runs.
fn module(file: &Path, id: &str, mark: &str) -> Result<String> {
    let bytes = fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let mut packed = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(&bytes)?;
    let text = STANDARD.encode(packed.finish()?);
    Ok(format!("<script type=\"text/plain\" id=\"{id}\" {mark}>{text}</script>"))
}

fn plain(address: &str) -> &str {
    address.trim_start_matches("./")
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let from = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[from..].split('"').next()
}

/// How a policy names what stands in the page.
fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

/// A digest as one reads it.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
