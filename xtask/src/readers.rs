//! Building the modules that the page fetches later: what reads files other than text, and what writes exports.
//!
//! Trunk builds the page's own module. When it is done it calls `cargo xtask readers`, by the hook in
//! `Trunk.toml`, which adds one module for each row of [`READERS`] to what Trunk has built, under a name
//! that changes with its content, and a line in the page by which `www/boot.js` finds it.

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hasher as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::{command, offline, root, single_file, slim, supply, tools};

/// The modules: what the page calls them, their program, and the features it is built with.
pub const READERS: &[(&str, &str, &str)] = &[
    ("names", "eosin-names", "names"),
    ("papers", "eosin-reader", "reader,read-papers"),
    ("pdf", "eosin-reader", "reader,read-pdf"),
    ("pages", "eosin-pages", "pages"),
    ("export", "eosin-export", "exporter"),
];

/// Beginning of the names of their files.
pub const FILES: &str = "eosin-reader-";

/// Set by `cargo xtask build`, so that this program knows how well to build.
pub const QUALITY: &str = "EOSIN_READERS";

/// More memory than this no file is given: one that wants it stops, alone.
const MEMORY: usize = 512 << 20;

/// What wasm-opt goes through once more, twice: nearly a hundredth less to load, for half as much time again. The page's
/// own are in index.html.
const ROUNDS: &[&str] = &["-Os", "-Os"];

/// What wasm-opt may use; what the compiler uses.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-reference-types",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-multivalue",
];

/// Adds the readers to the page in Trunk's staging folder.
pub fn hook() -> Result<()> {
    let staging = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from);
    let staging =
        staging.context("TRUNK_STAGING_DIR is not set: this is called by Trunk; `cargo xtask build` builds all")?;
    let said = env::var(QUALITY).or_else(|_| env::var("TRUNK_PROFILE")).unwrap_or_default();
    let release = said == "release";
    let page = staging.join("index.html");
    let mut html = fs::read_to_string(&page).with_context(|| format!("{} cannot be read", page.display()))?;
    if release {
        slim::slim(&staging, &mut html)?;
    }
    let mut links = String::new();
    for (name, program, features) in READERS {
        let wasm = build(program, features, release)?;
        let optimised = staging.join(format!("{FILES}{name}.wasm"));
        optimise(&wasm, &optimised, "-Os", release)?;
        let bytes = fs::read(&optimised)?;
        let mut hasher = DefaultHasher::new();
        hasher.write(&bytes);
        let file = format!("{FILES}{name}-{:016x}.wasm", hasher.finish());
        fs::rename(&optimised, staging.join(&file))?;
        // A kind of link that browsers know nothing of, and so do not follow.
        links.push_str(&format!("<link rel=\"reader\" data-reader=\"{name}\" href=\"./{file}\">"));
    }
    let Some(at) = html.find("</head>") else { bail!("{} has no </head>", page.display()) };
    html.insert_str(at, &links);
    fs::write(&page, html)?;
    supply::write(&staging)?;
    if release {
        single_file::offer(&staging)?;
    }
    offline::add(&staging)
}

/// Compiles a module and returns where it is.
pub fn build(program: &str, features: &str, release: bool) -> Result<PathBuf> {
    let profile = if release { "reader" } else { "dev" };
    let mut cargo = command::cargo();
    // Trunk sets these for the page's own build.
    cargo.args(["rustc", "--quiet", "--package", "eosin", "--bin", program, "--profile", profile]);
    cargo.args(["--target", "wasm32-unknown-unknown", "--no-default-features", "--features"]);
    cargo.arg(features);
    cargo.args(["--", "-C", &format!("link-arg=--max-memory={MEMORY}")]);
    command::run(&mut cargo).with_context(|| format!("the module `{program}` with {features} could not be built"))?;
    let folder = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let profile = if release { "reader" } else { "debug" };
    Ok(folder.join("wasm32-unknown-unknown").join(profile).join(format!("{program}.wasm")))
}

/// Writes it smaller, where it is for others, at a level of wasm-opt.
pub fn optimise(from: &Path, to: &Path, level: &str, release: bool) -> Result<()> {
    if !release || !tools::has_wasm_opt()? {
        fs::copy(from, to).with_context(|| format!("{} cannot be copied", from.display()))?;
        return Ok(());
    }
    let mut wasm_opt = std::process::Command::new(tools::program("wasm-opt")?);
    wasm_opt
        .arg(level)
        .args(ROUNDS)
        .args(FEATURES)
        .arg("--strip-debug")
        .arg("--strip-producers")
        .arg(from)
        .arg("-o")
        .arg(to);
    command::run(&mut wasm_opt)
}
