//! The tools that building and testing need beside Rust itself, each at one exact version.
//!
//! A tool that the user has at exactly that version is used where it is. Otherwise it is installed in
//! the cache folder, `tools/<name>-<version>`: first beside it under another name, and renamed when
//! whole, so that an installation that was cut short is never taken for a tool.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Command};
use std::time::Instant;

use anyhow::{Context as _, Result, anyhow, bail};

use crate::{cache, command, root};

/// A row of [`TOOLS`].
pub struct Tool {
    /// What it is called, and its folder in the cache.
    pub name: &'static str,
    version: Version,
    why: &'static str,
    takes: &'static str,
    from: From,
    /// Its programs; the first is asked for its version. None for a package that is only read.
    programs: &'static [&'static str],
    /// For which of the groups below.
    groups: &'static [Group],
}

/// Which tools a command wants.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Group(&'static str);

/// Building the page.
pub const PAGE: Group = Group("page");
/// Running tests as wasm.
pub const WASM_TESTS: Group = Group("wasm tests");
/// Testing the page in a browser.
pub const BROWSER_TESTS: Group = Group("browser tests");

/// Testing the package.
pub const PACKAGE: Group = Group("package");

enum Version {
    Exactly(&'static str),
    /// The version that Cargo.lock has of this crate: its command line and its library must agree.
    OfCrate(&'static str),
}

enum From {
    /// A crate, without its default features: none of these needs to reach a network. `locked`: with
    /// the versions that its authors tested. `optimised`: worth a longer wait once.
    Crate { name: &'static str, locked: bool, optimised: bool },
    /// A package of the npm registry. Without npm, the tool is done without.
    Npm { name: &'static str },
}

/// Every tool. To change a version, change it here.
pub static TOOLS: &[Tool] = &[
    Tool {
        name: "trunk",
        version: Version::Exactly("0.21.14"),
        why: "builds the page: runs cargo and the two tools below, names files by their content",
        takes: "3 to 10 minutes",
        from: From::Crate { name: "trunk", locked: true, optimised: false },
        programs: &["trunk"],
        groups: &[PAGE],
    },
    Tool {
        name: "wasm-bindgen-cli",
        version: Version::OfCrate("wasm-bindgen"),
        why: "joins the wasm with the browser's functions, and runs tests as wasm",
        takes: "2 to 5 minutes",
        // Not locked: its lock file names a crate that has been withdrawn.
        from: From::Crate { name: "wasm-bindgen-cli", locked: false, optimised: true },
        programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
        groups: &[PAGE, WASM_TESTS],
    },
    Tool {
        name: "binaryen",
        version: Version::Exactly("132.0.0"),
        why: "wasm-opt, which makes the wasm smaller",
        takes: "a few seconds, 100 MB",
        from: From::Npm { name: "binaryen" },
        programs: &["wasm-opt"],
        groups: &[PAGE],
    },
    Tool {
        name: "axe-core",
        version: Version::Exactly("4.11.4"),
        why: "finds what keeps people with disabilities out of a page; read by the browser tests",
        takes: "a few seconds, 3 MB",
        from: From::Npm { name: "axe-core" },
        programs: &[],
        groups: &[BROWSER_TESTS],
    },
    Tool {
        name: "typescript",
        version: Version::Exactly("7.0.2"),
        why: "checks that the package's types say what it gives",
        takes: "a few seconds, 30 MB",
        from: From::Npm { name: "typescript" },
        programs: &[],
        groups: &[PACKAGE],
    },
];

const TARGET: &str = "wasm32-unknown-unknown";

/// Sees to it that all tools of these groups are there, and the wasm target of the compiler.
pub fn prepare(groups: &[Group]) -> Result<()> {
    target()?;
    let wanted = || TOOLS.iter().filter(|tool| tool.groups.iter().any(|group| groups.contains(group)));
    if wanted().all(|tool| tool.place().is_ok_and(|place| place.is_some())) {
        return Ok(());
    }
    let lock = cache::lock()?;
    let mut built = false;
    for tool in wanted() {
        // Looked for again: another run may have installed it while this one waited.
        if tool.place()?.is_none() {
            built |= tool.install()?;
        }
    }
    if built {
        // Only the programs are kept: what the compiler left is hundreds of megabytes.
        let _ = fs::remove_dir_all(build_folder()?);
    }
    drop(lock);
    Ok(())
}

/// The folders to put first on PATH, so that Trunk finds the tools pinned here.
pub fn folders() -> Result<Vec<PathBuf>> {
    let mut folders = Vec::new();
    for tool in TOOLS.iter().filter(|tool| !tool.programs.is_empty()) {
        folders.extend(tool.place()?);
    }
    Ok(folders)
}

/// Where a package is that is only read, if it is there.
pub fn package(name: &str) -> Result<Option<PathBuf>> {
    TOOLS.iter().find(|tool| tool.name == name).map_or(Ok(None), Tool::place)
}

/// Where this program of a pinned tool is.
pub fn program(name: &str) -> Result<PathBuf> {
    for tool in TOOLS.iter().filter(|tool| tool.programs.contains(&name)) {
        if let Some(place) = tool.place()? {
            return Ok(place.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)));
        }
    }
    bail!("{name} is not there; `cargo xtask tools` installs it")
}

/// True where wasm-opt is there.
pub fn has_wasm_opt() -> Result<bool> {
    Ok(program("wasm-opt").is_ok())
}

/// Prints the table, with where each tool is.
pub fn list() {
    for tool in TOOLS {
        let version = tool.version().unwrap_or_else(|_| "?".into());
        let place = tool.place().ok().flatten().map_or_else(|| "not there".into(), |place| place.display().to_string());
        println!("{:<18} {version:<10} {}\n{:<29} {place}", tool.name, tool.why, "");
    }
}

/// Adds the wasm target to the compiler where it is missing.
fn target() -> Result<()> {
    let libraries = command::output(
        Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
            .args(["--print", "target-libdir", "--target", TARGET])
            .current_dir(root()),
    )?;
    if Path::new(libraries.trim()).is_dir() {
        return Ok(());
    }
    let missing = format!(
        "the compiler's {TARGET} target is missing. With rustup: `rustup target add {TARGET}`. With Rust from a \
         system's packages: install that system's package for it (Debian: libstd-rust-dev-wasm32), or take Rust from \
         https://rustup.rs"
    );
    if command::find("rustup").is_none() {
        bail!("{missing}");
    }
    println!("Adding the compiler's {TARGET} target (`rustup target add {TARGET}`; under a minute).");
    command::run(Command::new("rustup").args(["target", "add", TARGET]).current_dir(root())).context(missing)
}

impl Tool {
    fn version(&self) -> Result<String> {
        match self.version {
            Version::Exactly(version) => Ok(version.to_string()),
            Version::OfCrate(name) => {
                let path = root().join("Cargo.lock");
                let lock = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
                let mut lines = lock.lines().skip_while(|line| *line != format!("name = \"{name}\""));
                lines
                    .nth(1)
                    .and_then(|line| line.strip_prefix("version = \"")?.strip_suffix('"'))
                    .map(str::to_string)
                    .ok_or_else(|| anyhow!("Cargo.lock has no {name}"))
            }
        }
    }

    /// The folder of its programs: the user's own at exactly this version, or the one in the cache.
    fn place(&self) -> Result<Option<PathBuf>> {
        let version = self.version()?;
        if let (From::Npm { name }, true) = (&self.from, self.programs.is_empty()) {
            let folder = self.home(&version)?.join("node_modules").join(name);
            return Ok(folder.join("package.json").is_file().then_some(folder));
        }
        let found = self.programs.first().and_then(|name| command::find(name));
        if let Some(path) = found
            && self
                .programs
                .iter()
                .all(|name| path.with_file_name(name).with_extension(std::env::consts::EXE_EXTENSION).is_file())
            && self.says(&path, &version)
        {
            return Ok(path.parent().map(Path::to_path_buf));
        }
        let programs = self.programs_in(&self.home(&version)?);
        let whole =
            self.programs.iter().all(|name| programs.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)).exists());
        Ok(whole.then_some(programs))
    }

    fn home(&self, version: &str) -> Result<PathBuf> {
        Ok(cache::folder()?.join("tools").join(format!("{}-{version}", self.name)))
    }

    fn programs_in(&self, home: &Path) -> PathBuf {
        match self.from {
            From::Crate { .. } => home.join("bin"),
            From::Npm { .. } => home.join("node_modules/.bin"),
        }
    }

    /// Whether the program prints this version; npm's 132.0.0 is Binaryen's 132.
    fn says(&self, program: &Path, version: &str) -> bool {
        let wanted = match self.from {
            From::Crate { .. } => version,
            From::Npm { .. } => version.trim_end_matches(".0"),
        };
        command::output(Command::new(program).arg("--version"))
            .is_ok_and(|text| text.split_whitespace().any(|word| word == wanted))
    }

    /// Installs it in the cache. True if it left things in the build folder.
    fn install(&self) -> Result<bool> {
        let version = self.version()?;
        let home = self.home(&version)?;
        let unfinished = home.with_file_name(format!(".{}-{version}.{}", self.name, process::id()));
        fs::create_dir_all(&unfinished)
            .with_context(|| format!("cannot write in {}; set EOSIN_CACHE to another folder", unfinished.display()))?;

        let (mut install, advice) = match self.from {
            From::Crate { name, locked, optimised } => {
                let mut install = command::cargo();
                install
                    .args(["install", name, "--version", &format!("={version}"), "--no-track", "--quiet"])
                    .args(["--no-default-features", "--root"])
                    .arg(&unfinished)
                    // Away from the clone, whose .cargo/config.toml is not meant for tools.
                    .current_dir(&unfinished)
                    .env("CARGO_TARGET_DIR", build_folder()?)
                    .env_remove("RUSTFLAGS")
                    .env_remove("CARGO_ENCODED_RUSTFLAGS")
                    // The tools run for seconds and are built by people who wait.
                    .env("CARGO_PROFILE_RELEASE_LTO", "off")
                    .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", if optimised { "1" } else { "0" })
                    .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
                    .env("CARGO_PROFILE_RELEASE_DEBUG", "0");
                if locked {
                    install.arg("--locked");
                }
                (install, "It needs a C compiler (Debian: apt-get install build-essential) and crates.io.")
            }
            From::Npm { name } => {
                let Some(npm) = command::find("npm") else {
                    let _ = fs::remove_dir_all(&unfinished);
                    println!(
                        "There is no npm here, so {} {version} ({}) is done without. Install Node.js with npm to \
                         have it.",
                        self.name, self.why
                    );
                    return Ok(false);
                };
                let mut install = Command::new(npm);
                install
                    .args(["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
                    .arg("--prefix")
                    .arg(&unfinished)
                    .arg(format!("{name}@{version}"));
                (install, "It needs Node.js with npm, and the npm registry.")
            }
        };
        println!("Installing {} {version}: {}. Takes {}, once.", self.name, self.why, self.takes);
        let start = Instant::now();
        let done = command::run(&mut install).and_then(|()| {
            let programs = self.programs_in(&unfinished);
            let first = programs.join(self.programs.first().copied().unwrap_or_default());
            if self.programs.is_empty() || self.says(&first, &version) {
                Ok(())
            } else {
                Err(anyhow!("{} does not answer with its version {version}", first.display()))
            }
        });
        if let Err(problem) = done {
            let _ = fs::remove_dir_all(&unfinished);
            return Err(problem.context(format!("{} {version} could not be installed. {advice}", self.name)));
        }
        // What is there is not whole, or it would have been used.
        let _ = fs::remove_dir_all(&home);
        fs::rename(&unfinished, &home).with_context(|| format!("{} cannot be written", home.display()))?;
        println!("Installed in {:.0?}: {}", start.elapsed(), home.display());
        Ok(matches!(self.from, From::Crate { .. }))
    }
}

fn build_folder() -> Result<PathBuf> {
    Ok(cache::folder()?.join("build"))
}
