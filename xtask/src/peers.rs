//! `cargo xtask bench --peers`: other libraries over the same texts, in the same run.
//!
//! What is measured, and at which versions, is in `tests/peers`. Ratios of one run are kept with
//! `--record` in `record/peers.tsv`: they mean more than speeds, which depend on the machine.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::bench::{self, Wanted};
use crate::{cache, command, root, table};

/// Each is measured for so many seconds.
const SECONDS: &str = "5";

/// Measures them beside what was measured of Eosin: where, and megabytes per second.
pub fn measure(wanted: &Wanted, eosin: &[(&str, f64)]) -> Result<()> {
    let home = prepare()?;
    println!("\nMeasuring other libraries in Node.js ({SECONDS} seconds each, or one text where that takes longer).");
    let texts = root().join("target").join("peers.bin");
    let mut write = Command::new(bench::program(&bench::NATIVE)?);
    command::run(write.envs(bench::corpus(wanted)).env("EOSIN_BENCH_WRITE", &texts))?;
    let node = command::find("node").context("they run in Node.js, which is not here")?;
    let script = root().join("tests/peers/peers.js");
    let said = command::answer(Command::new(node).arg(script).arg(&home).arg(&texts).arg(SECONDS))?;
    let mut rows = Vec::new();
    for line in said.lines().filter_map(|line| line.strip_prefix("peer ")) {
        let [name, speed, passes, failed] = line.split('\t').collect::<Vec<_>>()[..] else {
            bail!("{line} is no figure")
        };
        if failed != "0" {
            println!("{name} ended with an error at {failed} of the texts, which are left out for it.");
        }
        let speed: f64 = speed.parse()?;
        for (place, own) in eosin {
            rows.push((name.to_string(), speed, passes.to_string(), (*place).to_string(), own / speed));
        }
    }
    let shown = |ratio: f64| if ratio < 100.0 { format!("{ratio:.1}") } else { format!("{ratio:.0}") };
    let cells = |(name, speed, passes, place, ratio): &(String, f64, String, String, f64)| {
        vec![name.clone(), format!("{speed:.4}"), passes.clone(), place.clone(), shown(*ratio)]
    };
    let cells: Vec<Vec<String>> = rows.iter().map(cells).collect();
    table::print(&["library", "MB/s", "texts read", "Eosin, all kinds", "times as fast"], &cells);
    if wanted.records {
        let begin = bench::where_and_when(wanted);
        let lines: Vec<String> = cells.iter().map(|cells| format!("{begin}\t{}", cells.join("\t"))).collect();
        bench::keep("peers.tsv", "library\tMB/s\ttexts read\tEosin where\ttimes as fast", &lines)?;
    }
    Ok(())
}

/// Installs them in the cache, where that has not been done.
fn prepare() -> Result<PathBuf> {
    let wanted = fs::read_to_string(root().join("tests/peers/package.json"))?;
    let home = cache::folder()?.join("tools").join("peers");
    let mark = home.join("package.json");
    if fs::read_to_string(&mark).ok().as_deref() == Some(wanted.as_str()) && home.join("node_modules").is_dir() {
        return Ok(home);
    }
    let npm = command::find("npm").context("they come by npm, which is not here")?;
    println!("Installing other libraries to measure beside (a minute, 40 MB, once).");
    let _ = fs::remove_dir_all(&home);
    fs::create_dir_all(&home)?;
    fs::write(&mark, &wanted)?;
    let quiet = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"];
    if let Err(problem) = command::run(Command::new(npm).args(quiet).current_dir(&home)) {
        let _ = fs::remove_dir_all(&home);
        return Err(problem);
    }
    Ok(home)
}
