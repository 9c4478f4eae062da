//! Building the modules that the page fetches later: what finds mentions, what reads files other than text, and what
//! writes exports.
//!
//! Trunk builds the page's own module. When it is done it calls `cargo xtask readers`, by the hook in
//! `Trunk.toml`, which makes that smaller and adds one module for each row of [`READERS`], each under a name
//! that changes with its content, and a line in the page by which `www/boot.js` finds it.

use std::collections::VecDeque;
use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use anyhow::{Context as _, Result, bail};

use crate::wasm_opt::{self, copy, optimise};
use crate::{command, offline, reproduce, single_file, slim, supply};

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
    let own = own(&staging)?;
    let (smaller, files) = all(&staging, &own, release)?;
    html = html.replace(&own, &smaller);
    let mut links = String::new();
    for (file, Module { name, .. }) in files.iter().zip(READERS) {
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

/// The name of the page's own module in what Trunk has built.
fn own(staging: &Path) -> Result<String> {
    let names = fs::read_dir(staging)?.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.into_iter().find(|name| name.ends_with("_bg.wasm")).context("Trunk has built no module")
}

/// Builds all of them into a folder and returns the name of the page's own, which is there, and theirs. While one is made
/// smaller the next is compiled.
fn all(staging: &Path, own: &str, release: bool) -> Result<(String, Vec<String>)> {
    let at_once = thread::available_parallelism().map_or(1, usize::from);
    let file = |name: &str| staging.join(format!("{name}.wasm"));
    thread::scope(|scope| {
        let making = |name: &'static str, words: &'static [&'static str], file: PathBuf| {
            scope.spawn(move || {
                if release {
                    optimise(name, words, &file, &file)?;
                }
                with_hash(&file)
            })
        };
        let page = file("eosin-app");
        fs::rename(staging.join(own), &page)?;
        let mut under_way = VecDeque::from([making("page", wasm_opt::FIRST, page)]);
        let mut files = VecDeque::new();
        for module in READERS {
            // Two are built by one program, whose place the second takes.
            let file = file(&format!("{FILES}{}", module.name));
            copy(&build(module, release)?, &file)?;
            if under_way.len() == at_once {
                files.extend(under_way.pop_front().map(join).transpose()?);
            }
            under_way.push_back(making(module.name, wasm_opt::LATER, file));
        }
        for making in under_way {
            files.push_back(join(making)?);
        }
        Ok((files.pop_front().context("the page's own is first")?, files.into()))
    })
}

/// What a thread has made.
fn join<T>(thread: thread::ScopedJoinHandle<'_, Result<T>>) -> Result<T> {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Adds a hash of what is in a file to its name, and returns that.
fn with_hash(file: &Path) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    hasher.write(&fs::read(file)?);
    let stem = file.file_stem().context("a file has a name")?.to_string_lossy();
    let name = format!("{stem}-{:016x}.wasm", hasher.finish());
    fs::rename(file, file.with_file_name(&name))?;
    Ok(name)
}

/// What the compiler is told of what is fetched later. The page's own module is built to be small, and that is hindered by
/// any such number: it was 14 KB larger.
const TUNED: &[&str] = &[
    // What is inlined less is downloaded less: 5 % of what is built to be fast. What is called most says so itself.
    "-inline-threshold=50",
    // Where two ways meet again soon, both are gone and one result is taken: a branch that is hard to foretell costs more.
    // For WebAssembly the compiler has it dearer than it is: 2 % of the time.
    "-two-entry-phi-node-folding-threshold=10",
    "-phi-node-folding-threshold=4",
    // A pointer for each list that a loop goes through, where one place would do, is longer and no faster: 1 %.
    "-disable-lsr",
];

/// Tells the compiler so.
pub fn tune(cargo: &mut Command) {
    let before = env::var(reproduce::FLAGS).unwrap_or_default();
    let tuned = TUNED.iter().map(|word| format!(" -Cllvm-args={word}")).collect::<String>();
    cargo.env(reproduce::FLAGS, format!("{before}{tuned}").trim_start());
}

/// Compiles a module and returns where it is.
pub fn build(module: &Module, release: bool) -> Result<PathBuf> {
    let Module { program, features, memory, .. } = module;
    let profile = if release { module.profile } else { "dev" };
    let mut cargo = command::cargo();
    tune(&mut cargo);
    // Trunk sets these for the page's own build.
    cargo.args(["rustc", "--quiet", "--package", "eosin", "--bin", program, "--profile", profile]);
    cargo.args(["--target", "wasm32-unknown-unknown", "--no-default-features", "--features"]);
    cargo.arg(features);
    cargo.args(["--", "-C", &format!("link-arg=--max-memory={memory}")]);
    command::run(&mut cargo).with_context(|| format!("the module `{program}` with {features} could not be built"))?;
    let profile = if release { module.profile } else { "debug" };
    Ok(command::target().join("wasm32-unknown-unknown").join(profile).join(format!("{program}.wasm")))
}
