//! Building the page with Trunk.

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};

use crate::{command, readers, reproduce, root, tools};

/// How well the page is built.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Quality {
    /// As it is deployed.
    Release,
    /// Quickly, for looking at a change; slow in use.
    Debug,
}

/// Where the built page is.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// Builds the page into [`dist`].
pub fn build(quality: Quality) -> Result<()> {
    if !root().join("index.html").is_file() {
        bail!("there is no index.html in {}, so there is no page to build", root().display());
    }
    let mut trunk = Command::new(tools::program("trunk")?);
    trunk
        .current_dir(root())
        .env("PATH", command::path_with(&tools::folders()?))
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        // Trunk reads NO_COLOR as true or false, and fails at the 1 that others set.
        .env_remove("NO_COLOR")
        .env(readers::QUALITY, if quality == Quality::Release { "release" } else { "debug" })
        .args(["build", "--dist"])
        .arg(dist());
    if quality == Quality::Release {
        let without = if tools::has_wasm_opt()? { "" } else { ", without wasm-opt" };
        println!("Building the page{without} (the first time 2 to 5 minutes, then less).");
        trunk.arg("--release");
        reproduce::without_folders(&mut trunk);
    } else {
        println!("Building the page without optimisation (the first time 1 to 3 minutes, then seconds).");
    }
    let start = Instant::now();
    command::run(&mut trunk).context(
        "the page could not be built; what the compiler or Trunk says above tells why. If a tool seems broken, remove \
         it from the cache folder that `cargo xtask tools` names, and try again",
    )?;
    println!("Built in {:.0?}: {}", start.elapsed(), dist().display());
    Ok(())
}
