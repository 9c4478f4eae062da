//! `cargo xtask archive`: whole archives by Apache Spark and by DuckDB give what a plain run gives.
//!
//! The recipes and their test are in `tests/archive`; this prepares what they need.

use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::{cache, command, root};

/// What the recipes need of the Python registry.
const NEEDS: &str = "tests/archive/requirements.txt";

/// Runs the test of the recipes.
pub fn check() -> Result<()> {
    if command::find("java").is_none() {
        let advice = "Spark runs on Java 17 or later, which is not here; install it (Debian: apt-get install \
                      openjdk-17-jre-headless)";
        if !command::has_apt() {
            bail!("{advice}");
        }
        println!("Installing Java with apt-get. Takes a minute, once.");
        command::apt_install(&["openjdk-17-jre-headless"]).context(advice)?;
    }
    let Some(python) = command::find("python3") else {
        bail!("the recipes need Python 3.10 or later, which is not here")
    };
    let home = cache::folder()?.join("tools").join("archive");
    let bin = home.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let needs = root().join(NEEDS);
    let wanted = std::fs::read_to_string(&needs).with_context(|| format!("{NEEDS} cannot be read"))?;
    let mark = home.join("requirements.txt");
    if std::fs::read_to_string(&mark).ok().as_deref() != Some(wanted.as_str()) {
        println!("Installing Spark and DuckDB. Takes some minutes and 1 GB, once.");
        command::run(Command::new(python).args(["-m", "venv"]).arg(&home))?;
        command::run(Command::new(bin.join("pip")).args(["install", "--quiet", "-r"]).arg(&needs))?;
        std::fs::write(&mark, &wanted)?;
    }
    command::run(command::cargo().args(["build", "--quiet", "--bin", "eosin"]))?;
    let eosin = root().join("target").join("debug").join(format!("eosin{}", std::env::consts::EXE_SUFFIX));
    command::run(Command::new(bin.join("python")).arg(root().join("tests/archive/check.py")).arg(eosin))
}
