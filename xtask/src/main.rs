//! `cargo xtask …`: every habitual command of the project.
//!
//! Works on a machine that has a stable Rust toolchain and reaches the ordinary package registries:
//! what else is needed is prepared, pinned to exact versions, in a cache folder of its own.

#![forbid(unsafe_code)]

mod archive;
mod bench;
mod browser;
mod cache;
mod command;
mod fuzz;
mod native;
mod offline;
mod package;
mod page;
mod page_speed;
mod peers;
mod readers;
mod reproduce;
mod server;
mod single_file;
mod sizes;
mod slim;
mod steps;
mod supply;
mod table;
mod tools;
mod vocabulary;
mod wasm_opt;
mod zoo;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use lexopt::prelude::*;

const HELP: &str = "\
Every habitual command of the project.

    cargo xtask serve [--port N] [--open] [--debug]
        Builds the page and serves it on this machine only, at http://127.0.0.1:8080/ or the next
        free port. --open opens the browser. --debug builds without optimisation: faster to build,
        slower to use.

    cargo xtask build
        Builds the page into dist/, ready for any web server, and prints the size of each file.

    cargo xtask native
        Builds the command line as target/native/eosin, by what a first build of it did with the project's own
        texts: up to a tenth faster than `cargo build --release` makes it, for archives of filings.

    cargo xtask package
        Makes target/npm: the core as an ES module with types, and the element that shows a release,
        ready for the npm registry, and tests it in Node.js.

    cargo xtask single-file
        Makes dist/eosin.html of the built page: one file that opens from a disk, with its SHA-256.
        `cargo xtask build` has made it already.

    cargo xtask test [--only STEP[,STEP…]]
        Checks everything, in steps: STEPS.
        With --only, just these steps.

    cargo xtask bench [--corpus FILE.jsonl] [--native] [--browser] [--peers] [--record]
        Measures how fast documents are read, natively and in the browser; without either flag, both.
        In the browser also the page: until it is ready, with 400 files, 10,000 marks and 200 pages of PDF.
        --corpus reads JSON Lines with a \"text\" in each instead of the project's own releases.
        --peers measures other libraries in Node.js in the same run, and prints ratios.
        --record keeps the figures in record.

    cargo xtask archive
        Has Apache Spark and DuckDB read a folder by the recipes in tests/archive, and compares what
        comes out with a plain run. Prepares both, 1 GB, where they are missing.

    cargo xtask reproduce
        Builds the page twice from nothing, in two folders, and compares the two to the byte.

    cargo xtask score
        Measures what is found in the releases of tests/corpus, and writes SCORES and the snapshots.

    cargo xtask readers
        Builds the modules that read files other than text, into the page that Trunk is building:
        a hook of Trunk.toml.

    cargo xtask vocabulary FOLDER
        Makes the vocabulary of compounds anew from the tables in FOLDER.

    cargo xtask zoo FOLDER [--damaged N] [--seed N] [--compare] [--program FILE]
        Reads every file in FOLDER, each with a limit of time and memory, and N damaged copies of them;
        prints how many were read, refused, stopped the program or took too long. --compare holds the
        words against pdftotext, pandoc and Python's mail reader, where they are there.
        --program reads with an `eosin` that is built already.

    cargo xtask fuzz [NAME…] [--seconds N] [--keep]
        Runs the programs in fuzz, each for N seconds (600), with the inputs in fuzz/corpus; --keep adds the
        inputs that reach new code. Needs a nightly toolchain and cargo-fuzz.

    cargo xtask tools
        Prepares the tools that the commands above need, and says what they are.

Tools are kept in EOSIN_CACHE, else in the user's cache folder, and shared between clones.
";

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(problem) => {
            eprintln!("\ncargo xtask: {problem:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    let mut arguments = lexopt::Parser::from_env();
    let Some(command) = arguments.next()? else {
        return help();
    };
    match command {
        Short('h') | Long("help") => return help(),
        Value(name) => match name.to_str() {
            Some("serve") => serve(arguments)?,
            Some("build") => {
                end(arguments)?;
                tools::prepare(&[tools::PAGE])?;
                page::build(page::Quality::Release)?;
                sizes::check(&page::dist())?;
            }
            Some("native") => {
                end(arguments)?;
                native::make()?;
            }
            Some("package") => {
                end(arguments)?;
                tools::prepare(&[tools::PAGE, tools::PACKAGE])?;
                package::make()?;
            }
            Some("single-file") => {
                end(arguments)?;
                if !page::dist().join("index.html").is_file() {
                    tools::prepare(&[tools::PAGE])?;
                    page::build(page::Quality::Release)?;
                }
                let made = single_file::make(&page::dist())?;
                let bytes = table::thousands(made.bytes as u64);
                println!("{}: {bytes} bytes\nSHA-256 {}", made.path.display(), made.sum);
            }
            Some("test") => return test(arguments),
            Some("bench") => measure(arguments)?,
            Some("archive") => {
                end(arguments)?;
                archive::check()?;
            }
            Some("reproduce") => {
                end(arguments)?;
                reproduce::check()?;
            }
            Some("score") => {
                end(arguments)?;
                let mut cargo = command::cargo();
                command::run(
                    cargo.args(["test", "--quiet", "--test", "it", "--", "corpus", "near"]).env("UPDATE", "1"),
                )?;
                print!("{}", std::fs::read_to_string(root().join("SCORES"))?);
            }
            Some("readers") => {
                end(arguments)?;
                readers::hook()?;
            }
            Some("vocabulary") => {
                let folder = path(arguments.value()?)?;
                end(arguments)?;
                vocabulary::make(&folder, &root())?;
            }
            Some("zoo") => read_all(arguments)?,
            Some("fuzz") => fuzzed(arguments)?,
            Some("tools") => {
                end(arguments)?;
                tools::prepare(&[tools::PAGE, tools::WASM_TESTS])?;
                tools::list();
            }
            Some("help") => return help(),
            _ => bail!("there is no command {name:?}; `cargo xtask help` lists them"),
        },
        other => return Err(other.unexpected().into()),
    }
    Ok(ExitCode::SUCCESS)
}

fn help() -> Result<ExitCode> {
    print!("{}", HELP.replace("STEPS", &steps::names().join(", ")));
    Ok(ExitCode::SUCCESS)
}

fn end(mut arguments: lexopt::Parser) -> Result<()> {
    match arguments.next()? {
        None => Ok(()),
        Some(argument) => Err(argument.unexpected().into()),
    }
}

fn serve(mut arguments: lexopt::Parser) -> Result<()> {
    let mut wanted = server::Wanted::From(8080);
    let mut opens = false;
    let mut quality = page::Quality::Release;
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("port") => wanted = server::Wanted::From(arguments.value()?.parse()?),
            Long("open") => opens = true,
            Long("debug") => quality = page::Quality::Debug,
            other => return Err(other.unexpected().into()),
        }
    }
    tools::prepare(&[tools::PAGE])?;
    page::build(quality)?;
    let server = server::start(&page::dist(), wanted)?;
    println!("\nThe page is served on this machine only. Stop with Ctrl-C.\n\n{}\n", server.address);
    if opens && let Err(problem) = open::that_detached(&server.address) {
        println!("No browser could be opened ({problem}); open the address above in one.");
    }
    server.wait();
    Ok(())
}

fn test(mut arguments: lexopt::Parser) -> Result<ExitCode> {
    let mut only = Vec::new();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("only") => {
                let names = arguments.value()?.string()?;
                only.extend(names.split(',').map(|name| name.trim().to_string()));
            }
            other => return Err(other.unexpected().into()),
        }
    }
    steps::run(&only)
}

fn measure(mut arguments: lexopt::Parser) -> Result<()> {
    let mut wanted = bench::Wanted { corpus: None, native: false, browser: false, peers: false, records: false };
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("corpus") => wanted.corpus = Some(path(arguments.value()?)?),
            Long("native") => wanted.native = true,
            Long("browser") => wanted.browser = true,
            Long("peers") => wanted.peers = true,
            Long("record") => wanted.records = true,
            other => return Err(other.unexpected().into()),
        }
    }
    if wanted.native == wanted.browser {
        (wanted.native, wanted.browser) = (true, true);
    }
    bench::run(&wanted)
}

fn read_all(mut arguments: lexopt::Parser) -> Result<()> {
    let mut wanted = zoo::Wanted { folder: PathBuf::new(), damaged: 0, seed: 1, program: None, compares: false };
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("damaged") => wanted.damaged = arguments.value()?.parse()?,
            Long("seed") => wanted.seed = arguments.value()?.parse()?,
            Long("program") => wanted.program = Some(path(arguments.value()?)?),
            Long("compare") => wanted.compares = true,
            Value(folder) => wanted.folder = path(folder)?,
            other => return Err(other.unexpected().into()),
        }
    }
    if wanted.folder.as_os_str().is_empty() {
        bail!("which folder? `cargo xtask zoo FOLDER`");
    }
    zoo::run(&wanted)
}

fn fuzzed(mut arguments: lexopt::Parser) -> Result<()> {
    let mut wanted = fuzz::Wanted { names: Vec::new(), seconds: 600, keeps: false };
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("seconds") => wanted.seconds = arguments.value()?.parse()?,
            Long("keep") => wanted.keeps = true,
            Value(name) => wanted.names.push(name.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    fuzz::run(&wanted)
}

/// A file named on the command line, where the command was given.
fn path(name: OsString) -> Result<PathBuf> {
    std::path::absolute(&name).with_context(|| format!("{name:?} is not a path"))
}

/// The folder of this clone.
fn root() -> PathBuf {
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let manifest = PathBuf::from(manifest);
    manifest.parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}
