//! `cargo xtask fuzz`: runs the programs in `fuzz`, each for some time, and prints how far they came.
//!
//! Each begins with the inputs in `fuzz/corpus`; what it finds beside them stays in `target/fuzz`. With
//! `--keep`, the fewest of all of them that reach the same code become the inputs in `fuzz/corpus`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::{command, root, table};

/// Bytes of the longest input that is kept.
const LONGEST: usize = 4_096;

/// What to do.
pub struct Wanted {
    /// The programs, all of them where none is named.
    pub names: Vec<String>,
    /// How long each runs.
    pub seconds: u32,
    /// Whether inputs are kept.
    pub keeps: bool,
}

/// Runs the programs and prints what came of them.
pub fn run(wanted: &Wanted) -> Result<()> {
    let probe = Command::new("cargo").args(["+nightly", "fuzz", "--version"]).stderr(Stdio::null()).output();
    if !probe.is_ok_and(|output| output.status.success()) {
        bail!(
            "that needs a nightly toolchain and cargo-fuzz: `rustup toolchain install nightly`, `cargo install cargo-fuzz`"
        );
    }
    let mut all = Vec::new();
    for entry in fs::read_dir(root().join("fuzz/fuzz_targets"))? {
        all.extend(entry?.path().file_stem().map(|name| name.to_string_lossy().into_owned()));
    }
    all.sort();
    if let Some(name) = wanted.names.iter().find(|name| !all.contains(name)) {
        bail!("there is no program {name}; there are {}", all.join(", "));
    }
    let names = if wanted.names.is_empty() { all } else { wanted.names.clone() };
    let (mut rows, mut failed) = (Vec::new(), Vec::new());
    for name in &names {
        let work = root().join("target/fuzz").join(name);
        let (kept, found) = (root().join("fuzz/corpus").join(name), work.join("corpus"));
        fs::create_dir_all(&kept)?;
        fs::create_dir_all(&found)?;
        println!("{name}: {} inputs, {} seconds", files(&kept)?.len(), wanted.seconds);
        let limits = [
            format!("-max_total_time={}", wanted.seconds),
            "-timeout=25".to_string(),
            "-rss_limit_mb=2048".to_string(),
            "-print_final_stats=1".to_string(),
        ];
        let log = work.join("log");
        let good = program(name, &[&found, &kept], &limits, &log)?;
        if !good {
            failed.push(format!("{name}: {}", log.display()));
        }
        rows.push(row(name, &fs::read_to_string(&log)?, good));
        if wanted.keeps && good {
            keep(name, &work, &kept, &found)?;
        }
    }
    println!();
    table::print(&["program", "minutes", "runs", "runs a second", "places reached", "finds"], &rows);
    if !failed.is_empty() {
        bail!("these stopped; each log ends with the input and how to run it again:\n{}", failed.join("\n"));
    }
    Ok(())
}

/// Runs a program; what it says goes into a file. False where it stopped at an input.
fn program(name: &str, folders: &[&Path], flags: &[String], log: &Path) -> Result<bool> {
    let out = fs::File::create(log).with_context(|| format!("{} cannot be written", log.display()))?;
    let mut cargo = Command::new("cargo");
    cargo.current_dir(root()).args(["+nightly", "fuzz", "run", name]).args(folders).arg("--").args(flags);
    // The toolchain of this program is not meant for it.
    for variable in ["CARGO", "RUSTC", "RUSTUP_TOOLCHAIN", "CARGO_TARGET_DIR"] {
        cargo.env_remove(variable);
    }
    cargo.stdin(Stdio::null()).stdout(out.try_clone()?).stderr(out);
    Ok(cargo.status().with_context(|| format!("{} cannot be run", command::shown(&cargo)))?.success())
}

/// A line of the table, from what libFuzzer says.
fn row(name: &str, log: &str, good: bool) -> Vec<String> {
    let last = |mark: &str| {
        let after = log.rsplit_once(mark).map_or("", |(_, after)| after).trim_start();
        after.chars().take_while(char::is_ascii_digit).collect::<String>()
    };
    let number = |mark: &str| last(mark).parse().unwrap_or(0);
    let done = log.rsplit_once(" runs in ").map_or("", |(_, after)| after);
    let seconds: u64 = done.split_whitespace().next().and_then(|seconds| seconds.parse().ok()).unwrap_or(0);
    let runs: u64 = number("stat::number_of_executed_units:");
    vec![
        name.to_string(),
        format!("{:.1}", seconds as f64 / 60.0),
        table::thousands(runs),
        table::thousands(runs / seconds.max(1)),
        table::thousands(number(" cov: ")),
        if good { "none".to_string() } else { "stopped".to_string() },
    ]
}

/// Keeps the fewest inputs that reach the same code, under the names that libFuzzer gives them.
fn keep(name: &str, work: &Path, kept: &Path, found: &Path) -> Result<()> {
    let fewest = work.join("fewest");
    let _ = fs::remove_dir_all(&fewest);
    fs::create_dir_all(&fewest)?;
    let flags =
        ["-merge=1", "-set_cover_merge=1", "-use_counters=0", &format!("-max_len={LONGEST}")].map(str::to_string);
    if !program(name, &[&fewest, kept, found], &flags, &work.join("log"))? {
        bail!("the inputs of {name} cannot be merged: {}", work.join("log").display());
    }
    for file in files(kept)? {
        fs::remove_file(file)?;
    }
    for file in files(&fewest)? {
        fs::copy(&file, kept.join(file.file_name().unwrap_or_default()))?;
    }
    println!("{name}: {} inputs are kept", files(kept)?.len());
    Ok(())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    entries.map(|entry| Ok(entry?.path())).collect()
}
