//! `cargo xtask native`: the command line, compiled by what a run of it did.
//!
//! A program that counts which ways it takes reads the project's own texts, releases and examples of every kind, and the
//! compiler lays out by those counts what is read by: profile-guided optimisation, as the compiler's own builders use it.
//! What is measured should be other texts, by `cargo xtask bench --corpus`: these are known by heart.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use sha2::{Digest as _, Sha256};

use crate::{bench, command, root, table};

/// What the compiler is told beside the counts: to order what it lays out by how often one follows the other.
const LAYOUT: &str = "-Cllvm-args=-enable-ext-tsp-block-placement";
/// Examples that make one text.
const TOGETHER: usize = 25;
/// How often a release is read for each time that an example is: as often as in life, nearly.
const RELEASES: usize = 4;
/// How often all of them are.
const PASSES: &str = "5";

/// Builds the command line.
pub fn make() -> Result<()> {
    println!("Building the command line twice, the second time by what the first did (3 to 6 minutes, then less).");
    let read = |program: &Path, texts: &Path| {
        let mut command = Command::new(program);
        command.arg("pipe").stdin(fs::File::open(texts)?).stdout(Stdio::null());
        Ok(command)
    };
    let built = tuned(&["build", "--release", "--package", "eosin", "--bin", "eosin"], "bin", "eosin", read)?;
    let place = folder().join(built.file_name().context("the program has no name")?);
    fs::copy(&built, &place).with_context(|| format!("{} cannot be written", place.display()))?;
    println!("Built: {}, {} bytes", place.display(), table::thousands(fs::metadata(&place)?.len()));
    Ok(())
}

/// Builds `benches/speed.rs` in the same way, and returns where it is.
pub fn speed() -> Result<PathBuf> {
    let read = |program: &Path, texts: &Path| {
        let mut command = Command::new(program);
        command.env("EOSIN_BENCH_CORPUS", texts).env("EOSIN_BENCH_PASSES", PASSES);
        Ok(command)
    };
    let build = [&["bench", "--package", "eosin", "--bench", "speed", "--no-run"], &bench::NATIVE[..]].concat();
    tuned(&build, "bench", "speed", read)
}

fn folder() -> PathBuf {
    command::target().join("native")
}

/// Builds a program with counters, has it read, and builds it by what they count.
fn tuned(build: &[&str], sort: &str, name: &str, read: impl Fn(&Path, &Path) -> Result<Command>) -> Result<PathBuf> {
    let merge = merger()?;
    let counts = folder().join("counts").join(name);
    let _ = fs::remove_dir_all(&counts);
    fs::create_dir_all(&counts)?;
    let texts = folder().join("texts.jsonl");
    fs::write(&texts, self::texts()?)?;
    let host = host()?;
    // For a target by its name, so that what runs while it is built counts nothing.
    let built = |way: &str, flags: &[OsString]| {
        let mut cargo = command::cargo();
        cargo.args(build).args(["--message-format=json-render-diagnostics", "--target", &host, "--target-dir"]);
        cargo.arg(folder().join(way)).env("CARGO_ENCODED_RUSTFLAGS", flags.join(&OsString::from("\x1f")));
        bench::program_of(&command::answer(&mut cargo)?, sort, name)
    };
    let flag = |name: &str, path: &Path| {
        let mut flag = OsString::from(name);
        flag.push(path);
        flag
    };
    let counter = built("counting", &[flag("-Cprofile-generate=", &counts)])?;
    let mut reading = read(&counter, &texts)?;
    let status = reading.status().with_context(|| format!("{} cannot be run", command::shown(&reading)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", command::shown(&reading));
    }
    let merged = counts.join("all.profdata");
    command::run(Command::new(merge).arg("merge").arg("-o").arg(&merged).arg(&counts))?;
    // By its content, since cargo asks for the name alone whether there is something to build.
    let hash = Sha256::digest(fs::read(&merged)?).iter().take(8).fold(String::new(), |mut hash, byte| {
        let _ = write!(hash, "{byte:02x}");
        hash
    });
    let known = folder().join(format!("{name}-{hash}.profdata"));
    fs::rename(&merged, &known)?;
    built("tuned", &[flag("-Cprofile-use=", &known), LAYOUT.into()])
}

/// What adds counts together: a part of the compiler.
fn merger() -> Result<PathBuf> {
    let libraries = command::output(Command::new("rustc").args(["--print", "target-libdir"]).current_dir(root()))?;
    let program = format!("llvm-profdata{}", std::env::consts::EXE_SUFFIX);
    let place = Path::new(libraries.trim()).parent().context("the compiler has no folder")?.join("bin").join(program);
    if place.is_file() {
        return Ok(place);
    }
    let missing = "the compiler's llvm-tools are missing, without which a program cannot be built by what it did. With \
                   rustup: `rustup component add llvm-tools`. Without: `cargo build --release` makes the same command \
                   line, up to a tenth slower";
    if command::find("rustup").is_none() {
        bail!("{missing}");
    }
    println!("Adding the compiler's llvm-tools (`rustup component add llvm-tools`; under a minute).");
    command::run(Command::new("rustup").args(["component", "add", "llvm-tools"]).current_dir(root()))
        .context(missing)?;
    Ok(place)
}

/// The target that this machine is.
fn host() -> Result<String> {
    let said = command::output(Command::new("rustc").arg("-vV").current_dir(root()))?;
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("the compiler did not say for what it compiles")?.to_string())
}

/// What is read: JSON Lines, as `eosin pipe` takes them.
fn texts() -> Result<String> {
    let mut texts = Vec::new();
    for path in files(&["tests/corpus", "src/samples"], "txt")? {
        let text = fs::read_to_string(&path)?;
        texts.extend((0..RELEASES).map(|_| text.clone()));
    }
    for kind in files(&["src/extract/kinds"], "")? {
        if let Ok(cases) = fs::read_to_string(kind.join("cases.txt")) {
            texts.extend(examples(&cases));
        }
    }
    if texts.is_empty() {
        bail!("there is nothing to read");
    }
    Ok(texts.iter().map(|text| serde_json::json!({ "id": 0, "text": text }).to_string() + "\n").collect())
}

/// What lies in folders and has such an ending, in a fixed order.
fn files(folders: &[&str], ending: &str) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for folder in folders {
        let folder = root().join(folder);
        for entry in fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))? {
            let path = entry?.path();
            if path.extension().unwrap_or_default() == ending {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// The examples of a kind without what is told of them, some together in paragraphs.
fn examples(cases: &str) -> Vec<String> {
    let lines = cases.lines().filter(|line| !line.is_empty() && !line.starts_with(['#', '@']));
    // As `tests/it/cases.rs` tells the form of the lines.
    let said = |line: &str| {
        let said = line.rsplit_once("=>").map_or(line, |(said, _)| said).trim();
        said.trim_start_matches("wrong:").trim_start().replace(['«', '»'], "").replace('⏎', "\n")
    };
    let said: Vec<String> = lines.map(said).collect();
    let paragraphs = |together: &[String]| together.chunks(5).map(|five| five.join(". ")).collect::<Vec<_>>();
    said.chunks(TOGETHER).map(|together| paragraphs(together).join(".\n\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_are_read_without_what_is_told_of_them() {
        let cases = "# Heads\n@ none\n\na dose of «5 mg» daily => 5 mg\nwrong: two lines:⏎«7 mg»   => none";
        assert_eq!(examples(cases), ["a dose of 5 mg daily. two lines:\n7 mg"]);
        assert_eq!(examples(&"one\n".repeat(TOGETHER + 1)).len(), 2);
    }

    #[test]
    fn every_kind_and_the_releases_are_read() {
        let texts = texts().unwrap();
        assert!(texts.lines().count() > 250, "{}", texts.lines().count());
        assert!(texts.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["text"].is_string()));
    }
}
