//! What the page is made of: where each part comes from, and under what licence.
//!
//! `deny.toml` holds the rules, in cargo-deny's own form: [`check`] reads the licences and the one source
//! that are allowed there, and hands the same file to cargo-deny, where that is installed, for what is
//! known of faults in crates. [`write`] makes `licences.txt`, which the page shows and keeps with itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, anyhow, bail};
use serde_json::Value as Json;

use crate::readers::READERS;
use crate::{command, root};

/// The file that the page shows.
pub const FILE: &str = "licences.txt";

/// The tables in the page that others made: a Markdown table with a licence in each row.
const TABLES: &str = "src/extract/kinds/compound/vocabulary/README.md";

/// How the names of files begin that hold a licence.
const TEXTS: &[&str] = &["LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE"];

/// The first cargo-deny, after 0., that knows every licence in `deny.toml`.
const OLDEST_DENY: u32 = 16;

struct Package {
    name: String,
    version: String,
    licence: String,
    authors: String,
    address: String,
    source: String,
    /// Its licences, word for word.
    texts: BTreeSet<String>,
}

/// Fails where a crate that is built or used here is not as `deny.toml` wants it.
pub fn check() -> Result<()> {
    let rules = fs::read_to_string(root().join("deny.toml")).context("deny.toml cannot be read")?;
    let allowed = list(&rules, "allow")?;
    let sources = list(&rules, "allow-registry")?;
    let mut wrong = Vec::new();
    let packages = packages(&["--all-features"], false)?;
    for package in &packages {
        let name = format!("{} {}", package.name, package.version);
        // Some authors put a slash for OR.
        let parsed = spdx::Expression::parse_mode(&package.licence, spdx::ParseMode::LAX);
        match parsed {
            Ok(expression) => {
                let may = |one: &spdx::LicenseReq| {
                    one.license.id().is_some_and(|id| allowed.iter().any(|allowed| allowed == id.name))
                };
                if !expression.evaluate(may) {
                    wrong.push(format!("{name} is under {}, which deny.toml does not allow", package.licence));
                }
            }
            Err(_) => wrong.push(format!("{name} has no licence that can be read: {:?}", package.licence)),
        }
        if !package.source.is_empty() && !sources.iter().any(|source| package.source.ends_with(source)) {
            wrong.push(format!("{name} comes from {}", package.source));
        }
    }
    if !wrong.is_empty() {
        bail!("{}", wrong.join("\n"));
    }
    println!("{} crates, all of them from crates.io, under licences that deny.toml allows.", packages.len());
    known_faults()
}

/// Asks cargo-deny, where it is installed. Its list of known faults is fetched from GitHub; a machine that
/// does not reach that does without, and says so.
fn known_faults() -> Result<()> {
    let said = command::output(Command::new("cargo-deny").arg("--version")).unwrap_or_default();
    let minor = said.split('.').nth(1).and_then(|minor| minor.parse::<u32>().ok()).unwrap_or(0);
    if minor < OLDEST_DENY {
        println!(
            "Known faults in crates are not looked up: there is no cargo-deny 0.{OLDEST_DENY} or later \
             (`cargo install cargo-deny`)."
        );
        return Ok(());
    }
    let deny = |arguments: &[&str]| {
        let mut deny = command::cargo();
        deny.args(["deny", "--all-features"]).args(arguments);
        deny
    };
    if Command::status(&mut deny(&["fetch"])).is_ok_and(|status| status.success()) {
        return command::run(&mut deny(&["check"]));
    }
    println!("Known faults in crates are not looked up: their list cannot be fetched from here.");
    command::run(&mut deny(&["--offline", "check", "bans", "licenses", "sources"]))
}

/// Writes what the page is made of into a folder.
pub fn write(folder: &Path) -> Result<()> {
    // Of everything that is in the page: its own module and those that it fetches later.
    let used: Vec<&str> = std::iter::once("web").chain(READERS.iter().map(|module| module.features)).collect();
    let features = ["--no-default-features", "--features", &used.join(",")];
    let packages = packages(&[&["--filter-platform", "wasm32-unknown-unknown"][..], &features].concat(), true)?;
    let mut text = String::from(
        "What this page is made of\n\n\
         Eosin itself: MIT OR Apache-2.0, as you like.\n\nTables\n\n",
    );
    let tables = fs::read_to_string(root().join(TABLES)).with_context(|| format!("{TABLES} cannot be read"))?;
    let rows = tables.lines().filter(|line| line.starts_with("| ")).skip(1);
    let mut count = 0;
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [what, from, licence] = cells[..] else { bail!("{TABLES} has a row of another form: {row}") };
        text.push_str(&format!("{what}\n    from: {from}\n    licence: {licence}\n"));
        count += 1;
    }
    if count == 0 {
        bail!("{TABLES} has no table");
    }
    text.push_str("\nCrates\n\n");
    let mut texts: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for package in &packages {
        let Package { name, version, licence, authors, address, .. } = package;
        text.push_str(&format!("{name} {version}: {licence}\n"));
        for line in [authors, address] {
            if !line.is_empty() {
                text.push_str(&format!("    {line}\n"));
            }
        }
        for words in &package.texts {
            texts.entry(words).or_default().push(format!("{name} {version}"));
        }
    }
    for (words, of) in texts {
        text.push_str(&format!("\n{}\n{}\n\n{}\n", "-".repeat(80), of.join(", "), words.trim_end()));
    }
    fs::write(folder.join(FILE), text)?;
    Ok(())
}

/// Every crate that the project leads to, without its own. `used`: those that end up in what is built
/// only, with the words of their licences.
fn packages(arguments: &[&str], used: bool) -> Result<Vec<Package>> {
    let mut cargo = command::cargo();
    cargo.args(["metadata", "--format-version", "1", "--locked", "--manifest-path", "Cargo.toml"]).args(arguments);
    let all: Json = serde_json::from_str(&command::output(&mut cargo)?)?;
    let text = |json: &Json| json.as_str().unwrap_or_default().to_string();
    let array = |json: &Json| json.as_array().cloned().unwrap_or_default();
    let of: BTreeMap<String, Json> = array(&all["packages"]).into_iter().map(|one| (text(&one["id"]), one)).collect();
    let nodes: BTreeMap<String, Json> =
        array(&all["resolve"]["nodes"]).into_iter().map(|one| (text(&one["id"]), one)).collect();
    let own: BTreeSet<String> = array(&all["workspace_members"]).iter().map(text).collect();
    let page = own.iter().find(|id| of.get(*id).is_some_and(|one| one["name"] == "eosin"));
    let mut waiting: Vec<String> =
        if used { page.into_iter().cloned().collect() } else { own.iter().cloned().collect() };
    let mut seen = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if !seen.insert(id.clone()) {
            continue;
        }
        for dependency in array(&nodes[&id]["deps"]) {
            // What is used to build, or to test, is not in what is built.
            let built = array(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
            if built || !used {
                waiting.push(text(&dependency["pkg"]));
            }
        }
    }
    let mut packages = Vec::new();
    for id in seen.difference(&own) {
        let one = of.get(id).ok_or_else(|| anyhow!("cargo says nothing of {id}"))?;
        let authors: Vec<String> = array(&one["authors"]).iter().map(text).collect();
        let manifest = text(&one["manifest_path"]);
        let texts = if used { words(Path::new(&manifest).parent())? } else { BTreeSet::new() };
        packages.push(Package {
            name: text(&one["name"]),
            version: text(&one["version"]),
            licence: text(&one["license"]),
            authors: authors.join(", "),
            address: text(&one["repository"]),
            source: text(&one["source"]),
            texts,
        });
    }
    packages.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
    Ok(packages)
}

/// The licences that lie in a folder.
fn words(folder: Option<&Path>) -> Result<BTreeSet<String>> {
    let mut texts = BTreeSet::new();
    for entry in folder.into_iter().flat_map(fs::read_dir).flatten() {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().to_uppercase();
        if entry.path().is_file() && TEXTS.iter().any(|start| name.starts_with(start)) {
            texts.insert(String::from_utf8_lossy(&fs::read(entry.path())?).replace("\r\n", "\n"));
        }
    }
    Ok(texts)
}

/// The words of a list in `deny.toml`.
fn list(rules: &str, name: &str) -> Result<Vec<String>> {
    let (_, rest) = rules.split_once(&format!("\n{name} = [")).with_context(|| format!("deny.toml has no {name}"))?;
    let (inside, _) = rest.split_once(']').with_context(|| format!("{name} in deny.toml has no end"))?;
    let words: Vec<String> = inside.split('"').skip(1).step_by(2).map(str::to_string).collect();
    if words.is_empty() {
        bail!("{name} in deny.toml is empty");
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_says_what_it_is_made_of() {
        let folder = std::env::temp_dir().join(format!("eosin-licences-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        write(&folder).unwrap();
        let text = fs::read_to_string(folder.join(FILE)).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        // What draws the page, what reads PDF, a table; and nothing that only tests use.
        for part in ["\nyew 0.", "\npdfboss-core ", "licence: CC0 1.0", "Permission is hereby granted"] {
            assert!(text.contains(part), "{part:?} is missing");
        }
        assert!(!text.contains("\nproptest "));
    }
}
