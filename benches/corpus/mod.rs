//! The texts that are measured: the project's own releases, or those of a file of JSON Lines with a `text` in each, which
//! `EOSIN_BENCH_CORPUS` names.

use std::fs;
use std::path::{Path, PathBuf};

/// The texts, in a fixed order.
pub fn texts() -> Vec<String> {
    if let Some(path) = std::env::var_os("EOSIN_BENCH_CORPUS") {
        let lines = fs::read_to_string(&path).unwrap_or_else(|problem| panic!("{}: {problem}", path.display()));
        return lines.lines().filter(|line| !line.trim().is_empty()).map(text).collect();
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<PathBuf> = ["tests/corpus", "src/samples"]
        .iter()
        .filter_map(|folder| fs::read_dir(root.join(folder)).ok())
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .collect();
    paths.sort();
    paths.iter().map(|path| fs::read_to_string(path).expect("a text")).collect()
}

fn text(line: &str) -> String {
    let line: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
    line["text"].as_str().expect("a line has a text").to_string()
}
