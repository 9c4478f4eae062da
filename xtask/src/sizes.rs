//! How much a browser downloads before the page works, against a budget.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::{readers, single_file, table};

/// The budget, in bytes as sent by a server that compresses with brotli. What is not fetched at the
/// first load is named in [`LATER`].
const BUDGETS: &[(&str, &[&str], u64)] = &[("scripts", &["js"], 30_000), ("everything at first load", &[], 350_000)];

/// The same for files that are fetched when they are first needed.
const LATER_BUDGETS: &[(&str, &str, u64)] = &[
    ("recognisers and names", "eosin-reader-finder-", 500_000),
    ("exports and links", "eosin-reader-export-", 720_000),
    ("reader of PDF", "eosin-reader-pdf-", 300_000),
    ("pages of PDF, drawn", "eosin-reader-pages-", 420_000),
    ("reader of HTML, Word, mail", "eosin-reader-papers-", 360_000),
];

/// Beginnings of the names of files that a browser asks for later or never.
const LATER: &[&str] = &[
    readers::FILES,
    single_file::NAME,
    "icon-",
    "licences.txt",
    "LICENSE",
    "manifest",
    "preview.png",
    "robots.txt",
    "samples/",
    "schema.json",
    "sw.js",
];

struct Row {
    name: String,
    raw: u64,
    sent: u64,
    later: bool,
}

/// Prints the size of every file and fails above the budget.
pub fn check(dist: &Path) -> Result<()> {
    let rows = rows(dist)?;
    let shown: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let note = if row.later { "later" } else { "" };
            vec![row.name.clone(), table::thousands(row.raw), table::thousands(row.sent), note.to_string()]
        })
        .collect();
    println!();
    table::print(&["file", "bytes", "brotli", ""], &shown);

    println!();
    let mut over = Vec::new();
    let mut shown = Vec::new();
    for (what, ends, budget) in BUDGETS {
        let counts = |row: &&Row| {
            !row.later && (ends.is_empty() || ends.iter().any(|end| row.name.ends_with(&format!(".{end}"))))
        };
        let sent: u64 = rows.iter().filter(counts).map(|row| row.sent).sum();
        let verdict = if sent > *budget { "OVER" } else { "ok" };
        if sent > *budget {
            over.push(format!("{what}: {} of {}", table::thousands(sent), table::thousands(*budget)));
        }
        shown.push(vec![what.to_string(), table::thousands(sent), table::thousands(*budget), verdict.to_string()]);
    }
    for (what, start, budget) in LATER_BUDGETS {
        let sent: u64 = rows.iter().filter(|row| row.name.starts_with(start)).map(|row| row.sent).sum();
        let verdict = match sent {
            0 => "MISSING",
            sent if sent > *budget => "OVER",
            _ => "ok",
        };
        if verdict != "ok" {
            over.push(format!("{what}: {} of {}", table::thousands(sent), table::thousands(*budget)));
        }
        shown.push(vec![what.to_string(), table::thousands(sent), table::thousands(*budget), verdict.to_string()]);
    }
    table::print(&["budget", "brotli", "at most", ""], &shown);
    if !over.is_empty() {
        bail!("the page is larger than its budget: {}", over.join("; "));
    }
    Ok(())
}

/// What a browser downloads before the page works, in bytes after brotli.
pub fn first_load(dist: &Path) -> Result<u64> {
    Ok(rows(dist)?.iter().filter(|row| !row.later).map(|row| row.sent).sum())
}

/// A row for every file of the page.
fn rows(dist: &Path) -> Result<Vec<Row>> {
    let mut files = Vec::new();
    walk(dist, &mut files).with_context(|| format!("{} cannot be read; build the page first", dist.display()))?;
    files.sort();
    let mut rows = Vec::new();
    for path in files {
        let bytes = fs::read(&path)?;
        let name = path.strip_prefix(dist)?.to_string_lossy().replace('\\', "/");
        let later = LATER.iter().any(|start| name.starts_with(start));
        let raw = bytes.len() as u64;
        // What is in the page as one file is deflated already, and nobody waits for it.
        let sent = if name == single_file::NAME { raw } else { brotli(&bytes)? };
        rows.push(Row { raw, sent, name, later });
    }
    Ok(rows)
}

/// Every file below a folder.
pub fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

/// The size after brotli at its best.
fn brotli(bytes: &[u8]) -> Result<u64> {
    let mut sent = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut sent, 1 << 16, 11, 24);
    writer.write_all(bytes)?;
    drop(writer);
    Ok(sent.len() as u64)
}
