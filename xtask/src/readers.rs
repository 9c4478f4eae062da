//! Building the modules that the page fetches later: what finds mentions, what reads files other than text, and what
//! writes exports.
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

/// A module.
pub struct Module {
    /// What the page calls it.
    pub name: &'static str,
    /// Its program.
    pub program: &'static str,
    /// The features that it is built with.
    pub features: &'static str,
    /// The profile that it is built in where it is for others: small, or fast.
    pub profile: &'static str,
    /// More memory than this it is not given: what wants it stops, alone.
    pub memory: usize,
}

/// All of them.
pub const READERS: &[Module] = &[
    Module { name: "finder", program: "eosin-finder", features: "finder", profile: FAST, memory: ALL },
    Module { name: "papers", program: "eosin-reader", features: "reader,read-papers", profile: SMALL, memory: SOME },
    Module { name: "pdf", program: "eosin-reader", features: "reader,read-pdf", profile: SMALL, memory: SOME },
    Module { name: "pages", program: "eosin-pages", features: "pages", profile: SMALL, memory: SOME },
    Module { name: "export", program: "eosin-export", features: "exporter", profile: SMALL, memory: SOME },
];

/// For what is run on every text.
const FAST: &str = "release";
/// For what is run now and then.
pub const SMALL: &str = "reader";

/// Beginning of the names of their files.
pub const FILES: &str = "eosin-reader-";

/// Set by `cargo xtask build`, so that this program knows how well to build.
pub const QUALITY: &str = "EOSIN_READERS";

/// For a file of any format.
pub const SOME: usize = 512 << 20;
/// For the analysis of the largest text: all that there is in 32 bits.
const ALL: usize = 4 << 30;

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
    "--enable-simd",
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
    for module in READERS {
        let name = module.name;
        let wasm = build(module, release)?;
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
pub fn build(module: &Module, release: bool) -> Result<PathBuf> {
    let Module { program, features, memory, .. } = module;
    let profile = if release { module.profile } else { "dev" };
    let mut cargo = command::cargo();
    // Trunk sets these for the page's own build.
    cargo.args(["rustc", "--quiet", "--package", "eosin", "--bin", program, "--profile", profile]);
    cargo.args(["--target", "wasm32-unknown-unknown", "--no-default-features", "--features"]);
    cargo.arg(features);
    cargo.args(["--", "-C", &format!("link-arg=--max-memory={memory}")]);
    command::run(&mut cargo).with_context(|| format!("the module `{program}` with {features} could not be built"))?;
    let folder = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let profile = if release { module.profile } else { "debug" };
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
