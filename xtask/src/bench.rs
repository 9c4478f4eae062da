//! `cargo xtask bench`: how fast documents are read, natively and as wasm on one worker in Chromium.
//!
//! Both run `benches/speed.rs` over the same texts. What is printed is kept with `--record`, one line
//! for each run, in `record/speed.tsv`.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::{browser, command, native, page_speed, peers, readers, root, server, table, tools, wasm_opt};

/// How often the program is started whose start is timed.
const STARTS: usize = 9;

/// What to measure.
pub struct Wanted {
    /// JSON Lines to read instead of the project's own releases.
    pub corpus: Option<PathBuf>,
    /// As a program of this machine.
    pub native: bool,
    /// In Chromium.
    pub browser: bool,
    /// Other libraries, over the same texts in Node.js.
    pub peers: bool,
    /// Whether the figures are kept.
    pub records: bool,
}

/// The lines that one run printed: a name, then figures, divided by tabs.
struct Figures {
    place: &'static str,
    lines: Vec<Vec<String>>,
}

impl Figures {
    fn read(place: &'static str, text: &str) -> Result<Figures> {
        let cells = |line: &str| line.split('\t').map(str::to_string).collect::<Vec<_>>();
        let lines: Vec<Vec<String>> = text.lines().filter(|line| line.contains('\t')).map(cells).collect();
        let figures = Figures { place, lines };
        if figures.number("stage all", 0).is_none() {
            bail!("nothing was measured {place}; it said:\n{text}");
        }
        Ok(figures)
    }

    fn number(&self, name: &str, column: usize) -> Option<f64> {
        self.lines.iter().find(|line| line.first().is_some_and(|first| first == name))?.get(column + 1)?.parse().ok()
    }

    fn shown(&self, name: &str, column: usize, digits: usize) -> String {
        self.number(name, column).map_or_else(|| "-".into(), |number| format!("{number:.digits$}"))
    }
}

/// Measures and prints.
pub fn run(wanted: &Wanted) -> Result<()> {
    let (mut measured, mut others) = (Vec::new(), Vec::new());
    if wanted.native {
        println!("Building for this machine, with all optimisation (3 to 6 minutes), and measuring (2 minutes).");
        match native::speed() {
            Ok(program) => measured.push(natively("native", &program, wanted)?),
            Err(problem) => println!("Only the plain build is measured: {problem:#}."),
        }
        measured.push(natively("native, plain build", &program(&NATIVE)?, wanted)?);
        others.extend(memory(wanted)?);
        others.extend(growth(wanted)?);
    }
    if wanted.browser {
        println!("Building as wasm, with all optimisation (1 to 3 minutes), and measuring in Chromium (10 seconds).");
        measured.push(in_browser(wanted)?);
    }
    let stages: Vec<String> = measured
        .first()
        .into_iter()
        .flat_map(|figures| &figures.lines)
        .filter_map(|line| line.first()?.strip_prefix("stage ").map(str::to_string))
        .collect();
    for figures in &measured {
        println!(
            "\n{}: {} texts, {} bytes; the recognisers are ready in {} ms, the first analysis takes {} ms more than the \
             second",
            figures.place,
            figures.shown("texts", 0, 0),
            figures.shown("bytes", 0, 0),
            figures.shown("recognisers", 0, 1),
            first_analysis(figures).map_or_else(|| "-".into(), |time| format!("{time:.1}")),
        );
        let warm = figures.number("warm first", 0).zip(figures.number("warm second", 0));
        if let Some((first, second)) = warm {
            println!(
                "where a sample was read before, in {} ms, it takes {:.1} ms more",
                figures.shown("ready", 0, 0),
                first - second
            );
        }
        if figures.number("compile", 0).is_some() {
            println!("the browser compiles the wasm in {} ms", figures.shown("compile", 0, 0));
        }
        let rows: Vec<Vec<String>> = stages
            .iter()
            .map(|stage| {
                let name = format!("stage {stage}");
                vec![stage.clone(), figures.shown(&name, 0, 1), figures.shown(&name, 1, 1), figures.shown(&name, 2, 0)]
            })
            .collect();
        table::print(&["stage", "MB/s, best pass", "median", "passes"], &rows);
    }
    if wanted.browser {
        others.extend(page_speed::measure(wanted)?);
    }
    println!();
    table::print(&["where", "what", "figure", ""], &others);
    println!("\nA kind's figure includes the cutting into tokens, which all kinds share.");
    if wanted.records {
        record(&measured, &stages, wanted)?;
        let begin = where_and_when(wanted);
        let lines: Vec<String> = others.iter().map(|cells| format!("{begin}\t{}", cells.join("\t"))).collect();
        keep("figures.tsv", "where\twhat\tfigure\tunit", &lines)?;
    }
    // After what is ours is kept: others' programs end as they please.
    let compared = if wanted.peers {
        let eosin: Vec<(&str, f64)> =
            measured.iter().filter_map(|figures| Some((figures.place, figures.number("stage all", 0)?))).collect();
        peers::measure(wanted, &eosin)
    } else {
        Ok(())
    };
    if wanted.records {
        shown()?;
    }
    compared
}

/// Writes `record/README.md`: what was measured last, of each kind of record.
fn shown() -> Result<()> {
    let mut page = String::from(
        "# What was measured\n\nWritten by `cargo xtask bench --record` from the tables beside it: of each the last \
         commit that was measured. Figures of\none machine compare with each other; those of two do not, ratios mostly \
         do.\nHow it stands up to bad input, and how well the tests hold the rules, is in `robustness.md`.\n",
    );
    for (file, title) in [
        ("speed.tsv", "Speed"),
        ("figures.tsv", "Memory, growth and the page"),
        ("peers.tsv", "Other libraries over the same texts"),
    ] {
        let Ok(text) = fs::read_to_string(root().join("record").join(file)) else { continue };
        let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
        let Some((head, rest)) = rows.split_first() else { continue };
        let last = rest.last().and_then(|row| row.first());
        page.push_str(&format!("\n## {title}\n\n"));
        let row = |cells: &[&str]| format!("| {} |\n", cells.join(" | "));
        page.push_str(&row(head));
        page.push_str(&row(&vec!["---"; head.len()]));
        for cells in rest.iter().filter(|row| row.first() == last) {
            page.push_str(&row(cells));
        }
    }
    fs::write(root().join("record/README.md"), page)?;
    println!("Shown in record/README.md.");
    Ok(())
}

fn first_analysis(figures: &Figures) -> Option<f64> {
    Some(figures.number("first", 0)? - figures.number("second", 0)?)
}

/// As `cargo xtask native` builds, or as `cargo build --release` does.
fn natively(place: &'static str, program: &Path, wanted: &Wanted) -> Result<Figures> {
    // A program starts but once, and whatever else the machine does then is in it: the median of some starts.
    let start = || {
        let text = command::answer(Command::new(program).envs(corpus(wanted)).env("EOSIN_BENCH_START", "1"))?;
        Ok(text.lines().filter_map(|line| line.split_once('\t')?.1.parse().ok()).collect::<Vec<f64>>())
    };
    let starts = (0..STARTS).map(|_| start()).collect::<Result<Vec<_>>>()?;
    let mut text = String::new();
    for (column, name) in ["texts", "bytes", "recognisers", "first", "second"].iter().enumerate() {
        let mut times: Vec<f64> = starts.iter().filter_map(|start| start.get(column).copied()).collect();
        times.sort_by(f64::total_cmp);
        let median = times.get(times.len() / 2).with_context(|| format!("nothing was measured {place}"))?;
        text.push_str(&format!("{name}\t{median}\n"));
    }
    text.push_str(&command::answer(Command::new(program).envs(corpus(wanted)))?);
    Figures::read(place, &text)
}

/// A figure: where, what, how much, of what.
pub type Row = Vec<String>;

/// How much memory a byte of text takes.
fn memory(wanted: &Wanted) -> Result<Vec<Row>> {
    let text = command::answer(Command::new(built("memory", &NATIVE)?).envs(corpus(wanted)))?;
    let mut rows = Vec::new();
    for line in text.lines() {
        let numbers: Vec<f64> = line.split('\t').filter_map(|cell| cell.parse().ok()).collect();
        let [bytes, peak, read, _] = numbers[..] else { bail!("the memory was not measured: {line}") };
        let size = format!("a text of {:.0} MB", bytes / 1e6);
        for (what, held) in [("analysed", peak), ("read", read)] {
            rows.push(row("native", &format!("most memory while {size} is {what}"), held / bytes, "bytes a byte"));
        }
    }
    Ok(rows)
}

/// How the time grows with the size of a text, and which hostile text is the slowest.
fn growth(wanted: &Wanted) -> Result<Vec<Row>> {
    let text = command::answer(Command::new(built("growth", &NATIVE)?).envs(corpus(wanted)))?;
    let lines = text.lines().map(|line| line.split('\t').map(str::to_string).collect::<Vec<_>>());
    Ok(lines
        .filter_map(|cells| match &cells[..] {
            [name, exponent] if name == "exponent" => {
                Some(["native", "time goes with the size to the power of", exponent, ""].map(str::to_string).into())
            }
            [name, unit, ratio] if name == "worst" => {
                Some(vec!["native".into(), format!("slowest hostile text: {unit}"), ratio.clone(), "times".into()])
            }
            _ => None,
        })
        .collect())
}

/// A row of those that are printed and kept.
pub fn row(place: &str, what: &str, figure: f64, unit: &str) -> Row {
    vec![place.into(), what.into(), format!("{figure:.2}"), unit.into()]
}

fn in_browser(wanted: &Wanted) -> Result<Figures> {
    tools::prepare(&[tools::PAGE, tools::WASM_TESTS])?;
    let folder = root().join("target/speed");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    for name in ["index.html", "page.js", "worker.js"] {
        fs::copy(root().join("tests/browser/speed").join(name), folder.join(name))?;
    }
    command::run(
        Command::new(program(&NATIVE)?).envs(corpus(wanted)).env("EOSIN_BENCH_WRITE", folder.join("texts.bin")),
    )?;
    let wasm = program(&["--target", "wasm32-unknown-unknown", "--no-default-features", "--features", "recognisers"])?;
    command::run(
        Command::new(tools::program("wasm-bindgen")?)
            .args(["--target", "no-modules", "--no-typescript", "--remove-name-section", "--out-name", "speed"])
            .arg("--out-dir")
            .arg(&folder)
            .arg(wasm),
    )?;
    // As the page's own wasm is.
    let wasm = folder.join("speed_bg.wasm");
    let made = folder.join("made.wasm");
    fs::rename(&wasm, &made)?;
    wasm_opt::optimise("speed", wasm_opt::LATER, &made, &wasm)?;
    let browser = browser::find()?;
    let server = server::start(&folder, server::Wanted::Any)?;
    let driver = browser.drive()?;
    let mut test = command::cargo();
    test.args(["test", "--quiet", "--package", "xtask", "--test", "browser-speed"]);
    let text = command::answer(browser::settings(&mut test, &browser, &driver, &server.address))?;
    Figures::read("in Chromium", &text)
}

pub fn corpus(wanted: &Wanted) -> Option<(&'static str, &Path)> {
    Some(("EOSIN_BENCH_CORPUS", wanted.corpus.as_deref()?))
}

/// What is measured natively, without what else the command line is made of: cargo would build all of it, to its last
/// optimisation, beside each of the programs.
pub const NATIVE: [&str; 3] = ["--no-default-features", "--features", "allocator,recognisers"];

/// Builds `benches/speed.rs` and returns where it is.
pub fn program(arguments: &[&str]) -> Result<PathBuf> {
    built("speed", arguments)
}

fn built(name: &str, arguments: &[&str]) -> Result<PathBuf> {
    let mut cargo = command::cargo();
    cargo.args([
        "bench",
        "--package",
        "eosin",
        "--bench",
        name,
        "--no-run",
        "--message-format=json-render-diagnostics",
    ]);
    // For the browser as what is built for the page.
    if arguments.contains(&"--target") {
        readers::tune(&mut cargo);
    }
    let messages = command::answer(cargo.args(arguments))?;
    program_of(&messages, "bench", name)
}

/// Where a program is that cargo says it has built: of this sort, `bench` or `bin`, and with this name.
pub fn program_of(messages: &str, sort: &str, name: &str) -> Result<PathBuf> {
    let path = messages.lines().rev().find_map(|line| {
        // The message about this program; names of files have no quotes in them.
        if !line.contains(&format!("\"kind\":[\"{sort}\"]")) || !line.contains(&format!("\"name\":\"{name}\"")) {
            return None;
        }
        let (_, rest) = line.split_once("\"executable\":\"")?;
        Some(PathBuf::from(rest.split_once('"')?.0.replace("\\\\", "\\")))
    });
    path.context("cargo did not say where the program is")
}

/// What is read, as the records name it.
fn corpus_name(wanted: &Wanted) -> String {
    let Some(path) = &wanted.corpus else { return "own releases".into() };
    let texts = fs::read_to_string(path).unwrap_or_default().lines().filter(|line| !line.is_empty()).count();
    format!("another, of {texts}")
}

/// What a line of a record begins with: commit, day, processor, cores and corpus.
pub fn where_and_when(wanted: &Wanted) -> String {
    let git = |arguments: &[&str]| {
        let text = command::output(Command::new("git").args(arguments).current_dir(root()));
        text.map_or_else(|_| "-".into(), |text| text.trim().to_string())
    };
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let cpu = cpu.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ").map(|(_, name)| name));
    format!(
        "{}\t{}\t{}\t{}\t{}",
        git(&["rev-parse", "--short", "HEAD"]),
        git(&["log", "-1", "--format=%cs"]),
        cpu.unwrap_or("-"),
        std::thread::available_parallelism().map_or(1, usize::from),
        corpus_name(wanted),
    )
}

/// Adds lines to a record, which begins with a head.
pub fn keep(file: &str, head: &str, lines: &[String]) -> Result<()> {
    let path = root().join("record").join(file);
    fs::create_dir_all(root().join("record"))?;
    let new = !path.exists();
    let mut record = fs::OpenOptions::new().create(true).append(true).open(&path)?;
    if new {
        writeln!(record, "commit\tday\tprocessor\tcores\tcorpus\t{head}")?;
    }
    for line in lines {
        writeln!(record, "{line}")?;
    }
    println!("Kept in record/{file}.");
    Ok(())
}

fn record(measured: &[Figures], stages: &[String], wanted: &Wanted) -> Result<()> {
    let begin = where_and_when(wanted);
    let mut lines = Vec::new();
    for figures in measured {
        for stage in stages {
            let name = format!("stage {stage}");
            lines.push(format!(
                "{begin}\t{}\t{}\t{}\t{}\t{stage}\t{}\t{}",
                figures.place,
                figures.shown("bytes", 0, 0),
                figures.shown("recognisers", 0, 1),
                first_analysis(figures).map_or_else(|| "-".into(), |time| format!("{time:.1}")),
                figures.shown(&name, 0, 1),
                figures.shown(&name, 1, 1),
            ));
        }
    }
    keep("speed.tsv", "where\tbytes\trecognisers ms\tfirst analysis ms\tstage\tMB/s best\tMB/s median", &lines)
}
