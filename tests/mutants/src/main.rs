//! Mutation testing of the kinds: is each rule held by a test?
//!
//! ```text
//! cargo run --release --manifest-path mutants/Cargo.toml -- [--sample N] [--seed N] [--only PART-OF-A-PATH]
//! ```
//!
//! A mutant is one small change to a rule: `<` becomes `==`, a function returns nothing, an arm of a `match` is
//! gone. The changes are those of cargo-mutants, which builds the project anew for each. Here all of them are
//! compiled into one copy of the project, in `target/mutants`, and a variable of the environment switches one on;
//! so a mutant costs one run of the case files and the corpus, and one that survives a run of the other tests.

#![forbid(unsafe_code)]

mod find;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use find::{Mutant, Source};

/// Where the rules are.
const SOURCES: &str = "src/extract/kinds";
/// The module that they are in, and the switch beside them.
const HOME: &str = "src/extract/mod.rs";
/// What a mutant is switched on by.
const VARIABLE: &str = "EOSIN_MUTANT";
/// Which tests are asked, the quickest first, and what they are called. Those about the sources are left out.
const TESTS: &[(&str, &[&str])] = &[
    ("cases", &["cases", "corpus"]),
    ("near", &["near"]),
    (
        "others",
        &[
            "--skip", "tidy", "--skip", "hostile", "--skip", "kept", "--skip", "cases", "--skip", "corpus", "--skip",
            "near",
        ],
    ),
];

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let (mut sample, mut seed, mut only) = (usize::MAX, 1, String::new());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let value = arguments.next().ok_or("each flag has a value")?;
        match argument.as_str() {
            "--sample" => sample = value.parse()?,
            "--seed" => seed = value.parse()?,
            "--only" => only = value,
            other => return Err(format!("there is no {other}").into()),
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).ok_or("no parent")?.to_path_buf();
    let tree = root.join("target/mutants/tree");
    copy(&root, &tree)?;

    let mut sources = Vec::new();
    let mut all: Vec<Mutant> = Vec::new();
    for path in files(&root.join(SOURCES))? {
        let name = path.strip_prefix(&root)?.to_string_lossy().into_owned();
        sources.push(Source::read(&name, fs::read_to_string(&path)?, &mut all)?);
    }
    let found = all.len();
    let mut order: Vec<usize> =
        all.iter().filter(|mutant| mutant.file.contains(&only)).map(|mutant| mutant.id).collect();
    shuffle(&mut order, seed);
    order.truncate(sample);
    let mut chosen: BTreeSet<usize> = order.iter().copied().collect();
    println!("{found} mutants, {} chosen", chosen.len());

    switch(&root, &tree)?;
    let test = build(&tree, &sources, &mut chosen)?;
    let mut limits = Vec::new();
    for (_, which) in TESTS {
        let begin = Instant::now();
        if !passes(&tree, &test, 0, which, Duration::from_secs(900))? {
            return Err(format!("the tests fail without any mutant: {}", which.join(" ")).into());
        }
        limits.push(begin.elapsed() * 4 + Duration::from_secs(5));
    }
    println!("{} compile; a mutant that takes longer than {limits:?} is caught", chosen.len());

    let mut table: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut missed = Vec::new();
    for (done, &id) in order.iter().filter(|id| chosen.contains(id)).enumerate() {
        let mutant = &all[id - 1];
        let mut by = 0;
        while by < TESTS.len() && passes(&tree, &test, id, TESTS[by].1, limits[by])? {
            by += 1;
        }
        if by == TESTS.len() {
            println!("missed: {mutant}");
            missed.push(mutant);
        }
        for row in [mutant.kind(), "all"] {
            table.entry(row.to_string()).or_insert_with(|| vec![0; TESTS.len() + 1])[by] += 1;
        }
        if done % 25 == 24 {
            println!("{} of {}, caught and missed {:?}", done + 1, chosen.len(), table["all"]);
        }
    }

    missed.sort_by_key(|mutant| (&mutant.file, mutant.line));
    println!("\nMissed:");
    for mutant in &missed {
        println!("  {mutant}");
    }
    print!("\n{:<12} {:>8}", "kind", "viable");
    for (name, _) in TESTS {
        print!(" {name:>8}");
    }
    println!(" {:>8} {:>8}", "missed", "caught");
    for (kind, counts) in &table {
        let viable: usize = counts.iter().sum();
        print!("{kind:<12} {viable:>8}");
        for count in counts {
            print!(" {count:>8}");
        }
        println!(" {:>7.1}%", 100.0 * (viable - counts[TESTS.len()]) as f64 / viable as f64);
    }
    Ok(())
}

/// The files of the project, as they are, without what was built.
fn copy(root: &Path, tree: &Path) -> Outcome<()> {
    let listed = Command::new("git").current_dir(root).args(["ls-files", "-co", "--exclude-standard"]).output()?;
    for name in String::from_utf8(listed.stdout)?.lines() {
        // The rules, and what tells of the switch, are written with the mutants in them.
        let ours = name.starts_with(SOURCES) && name.ends_with(".rs") || name == HOME;
        if let Ok(bytes) = fs::read(root.join(name))
            && !ours
        {
            write(&tree.join(name), &bytes)?;
        }
    }
    Ok(())
}

/// Writes a file, unless it is as it should be: then nothing is compiled anew for it.
fn write(path: &Path, bytes: &[u8]) -> Outcome<()> {
    if fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    fs::create_dir_all(path.parent().ok_or("no parent")?)?;
    Ok(fs::write(path, bytes)?)
}

fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            all.extend(files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            all.push(path);
        }
    }
    all.sort();
    Ok(all)
}

/// Any order, the same for the same seed.
fn shuffle(order: &mut [usize], seed: u64) {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    for at in (1..order.len()).rev() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        order.swap(at, (state % (at as u64 + 1)) as usize);
    }
}

/// The function that says which mutant is on.
fn switch(root: &Path, tree: &Path) -> Outcome<()> {
    let module = format!(
        "//! Which mutant is on.\nuse std::sync::LazyLock;\nstatic ON: LazyLock<u32> = LazyLock::new(|| {{\n    \
         std::env::var(\"{VARIABLE}\").ok().and_then(|id| id.parse().ok()).unwrap_or(0)\n}});\n/// Its number.\n\
         #[inline]\npub fn on() -> u32 {{\n    *ON\n}}\n"
    );
    write(&tree.join("src/extract/mutant.rs"), module.as_bytes())?;
    let text = fs::read_to_string(root.join(HOME))?;
    let at = text.find("\nmod ").or(text.find("\npub mod ")).ok_or("no modules where the rules are")?;
    write(&tree.join(HOME), format!("{}\npub mod mutant;{}", &text[..at], &text[at..]).as_bytes())
}

fn cargo(tree: &Path) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(tree).env_remove("CARGO_TARGET_DIR").env("CARGO_TARGET_DIR", tree.join("../build"));
    // As quick to run as may be, without compiling the dependencies anew.
    cargo.args(["--config", "profile.dev.package.eosin.opt-level=1", "--config", "profile.dev.package.eosin.debug=0"]);
    cargo.stdin(Stdio::null());
    cargo
}

/// Writes the mutants into the sources, takes out those that do not compile, and builds the tests: where they are.
fn build(tree: &Path, sources: &[Source], chosen: &mut BTreeSet<usize>) -> Outcome<PathBuf> {
    loop {
        let mut places = BTreeMap::new();
        for source in sources {
            let text = source.with(chosen);
            for (at, line) in text.lines().enumerate() {
                if let Some((id, _)) = line.split_once("/*M").and_then(|(_, rest)| rest.split_once("*/")) {
                    places.insert((source.name.clone(), at as u64 + 1), id.parse::<usize>()?);
                }
            }
            write(&tree.join(&source.name), text.as_bytes())?;
        }
        let built = cargo(tree).args(["test", "--test", "it", "--no-run", "--message-format=json"]).output()?;
        let (mut bad, mut others) = (BTreeSet::new(), Vec::new());
        for message in String::from_utf8(built.stdout)?.lines() {
            let message: serde_json::Value = serde_json::from_str(message)?;
            if message["target"]["name"] == "it"
                && let Some(path) = message["executable"].as_str()
            {
                return Ok(path.into());
            }
            if message["message"]["level"] != "error" {
                continue;
            }
            let spans = message["message"]["spans"].as_array().cloned().unwrap_or_default();
            let ids: Vec<usize> = spans
                .iter()
                .filter(|span| span["is_primary"] == true)
                .flat_map(|span| {
                    let file = span["file_name"].as_str().unwrap_or_default().to_string();
                    let lines = span["line_start"].as_u64().unwrap_or(0)..=span["line_end"].as_u64().unwrap_or(0);
                    lines.filter_map(|line| places.get(&(file.clone(), line)).copied()).collect::<Vec<_>>()
                })
                .collect();
            if ids.is_empty() && !spans.is_empty() {
                others.push(message["message"]["rendered"].as_str().unwrap_or_default().to_string());
            }
            bad.extend(ids);
        }
        if bad.is_empty() {
            return Err(format!("what is left does not compile:\n{}", others.join("\n")).into());
        }
        println!("{} do not compile", bad.len());
        chosen.retain(|id| !bad.contains(id));
    }
}

/// Whether the tests pass with a mutant switched on. One that makes them hang is caught.
fn passes(tree: &Path, test: &Path, id: usize, which: &[&str], limit: Duration) -> Outcome<bool> {
    let mut command = Command::new(test);
    command.current_dir(tree).env(VARIABLE, id.to_string()).env("RUST_BACKTRACE", "0").args(which);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let begin = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status.success());
        }
        if begin.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            return Ok(false);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}
