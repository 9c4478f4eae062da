//! `cargo xtask reproduce`: the same sources give the same page, to the byte, wherever they lie.
//!
//! Builds the page twice from nothing, in two folders of different names and depths, and compares every
//! file of it, the page that is one file among them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use sha2::{Digest as _, Sha256};

use crate::{command, root};

/// Flags of the compiler for the page and what it fetches later. Cargo divides them at blanks and adds them to what
/// `.cargo/config.toml` says.
pub const FLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// What keeps the folders of this machine out of what is built, for the release build of the page and of
/// what it fetches later. Where a crate's source stands is part of what a panic says.
pub fn without_folders(command: &mut Command) {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let sources = home.map(|home| (home.join("registry").join("src"), "crates"));
    let flags: Vec<String> = [Some((root(), "eosin")), sources]
        .into_iter()
        .flatten()
        .map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display()))
        .collect();
    if flags.iter().any(|flag| flag.contains(char::is_whitespace)) {
        println!("A folder has a blank in its name, so the page will hold the names of this machine's folders.");
        return;
    }
    command.env(FLAGS, flags.join(" "));
}

/// Builds twice and compares.
pub fn check() -> Result<()> {
    let home = root().join("target").join("reproduce");
    let _ = fs::remove_dir_all(&home);
    let built = [build(&home.join("one"))?, build(&home.join("two").join("further-down"))?];
    let [one, two] = built;
    let (names, others) = (files(&one)?, files(&two)?);
    if names != others {
        bail!("the builds have other files:\n{names:?}\n{others:?}");
    }
    let mut differing = Vec::new();
    for name in &names {
        let bytes = fs::read(one.join(name))?;
        if bytes != fs::read(two.join(name))? {
            differing.push(name.clone());
        }
        let at = home.to_string_lossy();
        if bytes.windows(at.len()).any(|part| part == at.as_bytes()) {
            differing.push(format!("{name} (it names the folder it was built in)"));
        }
    }
    if !differing.is_empty() {
        bail!("not the same in both builds: {}", differing.join(", "));
    }
    let sum = Sha256::digest(fs::read(one.join("eosin.html"))?);
    let sum: String = sum.iter().map(|byte| format!("{byte:02x}")).collect();
    println!("Two builds, {} files, all the same. SHA-256 of eosin.html: {sum}", names.len());
    fs::remove_dir_all(&home)?;
    Ok(())
}

/// Copies the sources into a folder, builds the page there, and says where it is.
fn build(folder: &Path) -> Result<PathBuf> {
    let listed = command::output(
        Command::new("git").args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(root()),
    )
    .context("the sources are those that git knows, and git does not say which")?;
    for name in listed.split('\0').filter(|name| !name.is_empty() && root().join(name).is_file()) {
        let to = folder.join(name);
        fs::create_dir_all(to.parent().unwrap_or(folder))?;
        fs::copy(root().join(name), &to).with_context(|| format!("{name} cannot be copied"))?;
    }
    for arguments in [["xtask", "build"], ["xtask", "single-file"]] {
        let mut cargo = command::cargo();
        cargo.args(arguments).current_dir(folder).env("CARGO_TARGET_DIR", folder.join("target"));
        command::run(&mut cargo)?;
    }
    Ok(folder.join("dist"))
}

/// Names of the files in a folder and below, sorted.
fn files(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next)? {
            let path = entry?.path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                names.push(path.strip_prefix(folder)?.to_string_lossy().into_owned());
            }
        }
    }
    names.sort();
    Ok(names)
}
