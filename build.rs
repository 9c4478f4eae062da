//! Gives the rules a version: a hash of everything in `src/extract`, so that two programs of one version find the
//! same in any text.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

const RULES: &str = "src/extract";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed={RULES}");
    let mut files = Vec::new();
    walk(Path::new(RULES), &mut files)?;
    // Names with one kind of slash and lines with one kind of end: the same on every system.
    let mut named: Vec<(String, PathBuf)> =
        files.into_iter().map(|file| (file.to_string_lossy().replace('\\', "/"), file)).collect();
    named.sort();
    let mut hash = 0xcbf2_9ce4_8422_2325;
    for (name, file) in named {
        for byte in name.bytes().chain(fs::read(file)?).filter(|byte| *byte != b'\r') {
            // FNV-1a.
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    println!("cargo::rustc-env=EOSIN_RULES={:08x}", hash >> 32);
    Ok(())
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
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
