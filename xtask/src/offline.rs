//! What the page needs to travel: its service worker, which is made here because only the build knows
//! every file, and addresses for link previews.

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hasher as _};
use std::path::Path;

use anyhow::{Context as _, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::{root, single_file};

/// Files that are not kept for the time without a network.
const NOT_KEPT: &[&str] = &["index.html", "sw.js", "preview.png", "robots.txt", single_file::NAME, "eosin.html.sha256"];

/// Where the page will be, for link previews, which want whole addresses: set by whoever publishes it.
const ADDRESS: &str = "EOSIN_ADDRESS";

/// Puts the icons that the manifest names into it. A browser fetches them when it likes, and by then the page may
/// have cut its own network.
fn with_icons(staging: &Path) -> Result<()> {
    let path = staging.join("manifest.webmanifest");
    let mut manifest: Value = serde_json::from_str(&fs::read_to_string(&path)?)?;
    for icon in manifest["icons"].as_array_mut().into_iter().flatten() {
        let name = icon["src"].as_str().context("an icon without an address")?;
        let bytes = fs::read(staging.join(name)).with_context(|| format!("the icon {name} cannot be read"))?;
        icon["src"] = format!("data:image/png;base64,{}", STANDARD.encode(bytes)).into();
    }
    fs::write(path, serde_json::to_string(&manifest)?)?;
    Ok(())
}

/// Adds the service worker to the page in a folder.
pub fn add(staging: &Path) -> Result<()> {
    with_icons(staging)?;
    let page = staging.join("index.html");
    let mut html = fs::read_to_string(&page)?;
    if let Ok(address) = env::var(ADDRESS) {
        let address = format!("{}/", address.trim_end_matches('/'));
        html = html.replace("content=\"./preview.png\"", &format!("content=\"{address}preview.png\""));
        html = html.replace(
            "<meta property=\"og:type\"",
            &format!("<meta property=\"og:url\" content=\"{address}\" />\n    <meta property=\"og:type\""),
        );
        fs::write(&page, &html)?;
    }
    let mut names: Vec<String> = Vec::new();
    for entry in fs::read_dir(staging)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_file() && !NOT_KEPT.contains(&name.as_str()) && !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort();
    let template = root().join("www").join("sw.js");
    let template = fs::read_to_string(&template).with_context(|| format!("{} cannot be read", template.display()))?;
    let mut hasher = DefaultHasher::new();
    hasher.write(html.as_bytes());
    hasher.write(template.as_bytes());
    for name in &names {
        hasher.write(name.as_bytes());
        hasher.write(&fs::read(staging.join(name))?);
    }
    let files: Vec<String> =
        std::iter::once("./").chain(names.iter().map(String::as_str)).map(|name| format!("{name:?}")).collect();
    let script = template.replace("{VERSION}", &format!("{:016x}", hasher.finish()));
    fs::write(staging.join("sw.js"), script.replace("{FILES}", &files.join(", ")))?;
    Ok(())
}
