//! `cargo xtask test`: everything that must hold, in steps.
//!
//! A step that fails does not keep the later ones from running, unless they need what it makes. The
//! last line sums up: tests one by one, and every step that is not itself a run of tests as one.

use std::io::{self, IsTerminal as _, Write as _};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::{browser, command, page, server, single_file, sizes, supply, table, tools};

struct Step {
    name: &'static str,
    what: &'static str,
    /// Earlier steps without which this one makes no sense.
    needs: &'static [&'static str],
    run: fn() -> Result<Count>,
}

const STEPS: &[Step] = &[
    Step { name: "format", what: "the sources are formatted", needs: &[], run: format },
    Step { name: "lint", what: "clippy finds nothing, natively", needs: &[], run: lint },
    Step { name: "lint-wasm", what: "clippy finds nothing in the page", needs: &["tools"], run: lint_wasm },
    Step {
        name: "supply",
        what: "what others made is from one place, under licences that suit",
        needs: &[],
        run: supply,
    },
    Step { name: "native", what: "unit, integration and documentation tests", needs: &[], run: native },
    Step { name: "wasm", what: "the pure part gives the same answers as wasm", needs: &["tools"], run: wasm },
    Step { name: "build", what: "the page as it is deployed", needs: &["tools"], run: build },
    Step { name: "browser", what: "the page in Chromium", needs: &["build"], run: in_browser },
    Step { name: "sizes", what: "the page is within its budget", needs: &["build"], run: size },
];

/// Preparing the tools is a step of its own, before all others.
const TOOLS: Step = Step { name: "tools", what: "what the steps below need", needs: &[], run: prepare };

/// Tests that passed and failed; `None` for a step that runs no tests.
#[derive(Clone, Copy, Default)]
struct Count {
    passed: u64,
    failed: u64,
}

/// A step that runs no tests counts as one.
const ONE: Count = Count { passed: 1, failed: 0 };

enum Outcome {
    Passed,
    Failed(String),
    NotRun(&'static str),
}

struct Done {
    name: &'static str,
    outcome: Outcome,
    count: Count,
    took: Duration,
}

/// The names of the steps, in order.
pub fn names() -> Vec<&'static str> {
    STEPS.iter().map(|step| step.name).collect()
}

/// Runs the steps of these names, or all.
pub fn run(only: &[String]) -> Result<ExitCode> {
    for name in only {
        if !STEPS.iter().any(|step| step.name == name) {
            bail!("there is no step {name:?}; the steps are {}", names().join(", "));
        }
    }
    let wanted: Vec<&Step> =
        STEPS.iter().filter(|step| only.is_empty() || only.iter().any(|name| name == step.name)).collect();
    let start = Instant::now();
    let mut done: Vec<Done> = Vec::new();
    let tools = wanted.iter().any(|step| step.needs.contains(&"tools"));
    for step in tools.then_some(&TOOLS).into_iter().chain(wanted) {
        println!("\n== {}: {}", step.name, step.what);
        io::stdout().flush()?;
        let missing = step
            .needs
            .iter()
            .find(|need| done.iter().any(|done| done.name == **need && !matches!(done.outcome, Outcome::Passed)));
        if let Some(need) = missing {
            println!("Not run: it needs {need}.");
            let count = Count { passed: 0, failed: 1 };
            done.push(Done { name: step.name, outcome: Outcome::NotRun(need), count, took: Duration::ZERO });
            continue;
        }
        let began = Instant::now();
        let (outcome, count) = match (step.run)() {
            Ok(count) if count.failed == 0 => (Outcome::Passed, count),
            Ok(count) => (Outcome::Failed(format!("{} failed", count.failed)), count),
            Err(problem) => (Outcome::Failed(format!("{problem:#}")), Count { passed: 0, failed: 1 }),
        };
        if let Outcome::Failed(why) = &outcome {
            println!("\nFAILED {}: {why}", step.name);
        }
        done.push(Done { name: step.name, outcome, count, took: began.elapsed() });
    }
    Ok(close(&done, start.elapsed()))
}

fn close(done: &[Done], took: Duration) -> ExitCode {
    let seconds = |took: Duration| format!("{:.1} s", took.as_secs_f64());
    let mut rows: Vec<Vec<String>> = done
        .iter()
        .map(|done| {
            let word = match done.outcome {
                Outcome::Passed => "ok".to_string(),
                Outcome::Failed(_) => "FAILED".to_string(),
                Outcome::NotRun(need) => format!("not run without {need}"),
            };
            vec![done.name.to_string(), seconds(done.took), done.count.passed.to_string(), word]
        })
        .collect();
    let passed: u64 = done.iter().map(|done| done.count.passed).sum();
    let failed: u64 = done.iter().map(|done| done.count.failed).sum();
    rows.push(vec!["all".into(), seconds(took), passed.to_string(), String::new()]);
    println!("\n== summary");
    table::print(&["step", "took", "passed", ""], &rows);
    for done in done {
        if let Outcome::Failed(why) = &done.outcome {
            println!("FAILED {}: {why}. Again: `cargo xtask test --only {}`", done.name, done.name);
        }
    }
    println!("\n{passed} passed, {failed} failed");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn prepare() -> Result<Count> {
    tools::prepare(&[tools::PAGE, tools::WASM_TESTS])?;
    tools::list();
    Ok(ONE)
}

fn cargo(arguments: &[&str]) -> Command {
    let mut cargo = command::cargo();
    cargo.args(arguments);
    if io::stdout().is_terminal() {
        cargo.env("CARGO_TERM_COLOR", "always");
    }
    cargo
}

fn format() -> Result<Count> {
    command::run(&mut cargo(&["fmt", "--all", "--check"])).context("`cargo fmt` puts it right")?;
    Ok(ONE)
}

fn lint() -> Result<Count> {
    command::run(&mut cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--features",
        "eosin/web",
        "--quiet",
        "--",
        "-D",
        "warnings",
    ]))?;
    Ok(ONE)
}

fn lint_wasm() -> Result<Count> {
    command::run(&mut cargo(&[
        "clippy",
        "--package",
        "eosin",
        "--lib",
        "--bins",
        "--target",
        "wasm32-unknown-unknown",
        "--no-default-features",
        "--features",
        "web",
        "--quiet",
        "--",
        "-D",
        "warnings",
    ]))?;
    Ok(ONE)
}

fn supply() -> Result<Count> {
    supply::check()?;
    Ok(ONE)
}

fn native() -> Result<Count> {
    tests(&mut cargo(&["test", "--workspace", "--features", "eosin/web", "--no-fail-fast", "--quiet"]))
}

fn wasm() -> Result<Count> {
    if command::find("node").is_none() {
        let advice = "the wasm tests run in Node.js, which is not here; install it (Debian: apt-get install nodejs)";
        if !command::has_apt() {
            bail!("{advice}");
        }
        println!("Installing Node.js with apt-get. Takes a minute, once.");
        command::apt_install(&["nodejs"]).context(advice)?;
    }
    tests(
        cargo(&[
            "test",
            "--target",
            "wasm32-unknown-unknown",
            "--no-default-features",
            "--features",
            "recognisers",
            "--test",
            "wasm",
        ])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", tools::program("wasm-bindgen-test-runner")?),
    )
}

fn build() -> Result<Count> {
    page::build(page::Quality::Release)?;
    Ok(ONE)
}

fn in_browser() -> Result<Count> {
    let browser = browser::find()?;
    let dist = page::dist();
    if !dist.join("index.html").is_file() {
        bail!("there is no page in {}; `cargo xtask build` makes it", dist.display());
    }
    tools::prepare(&[tools::BROWSER_TESTS])?;
    if !dist.join(single_file::NAME).is_file() {
        single_file::make(&dist)?;
    }
    let server = server::start(&dist, server::Wanted::Any)?;
    let driver = browser.drive()?;
    let mut test = cargo(&["test", "--package", "xtask", "--test", "browser"]);
    if let Some(axe) = tools::package("axe-core")? {
        test.env("EOSIN_BROWSER_AXE", axe.join("axe.min.js"));
    }
    tests(browser::settings(&mut test, &browser, &driver, &server.address))
}

fn size() -> Result<Count> {
    sizes::check(&page::dist())?;
    Ok(ONE)
}

/// Runs tests and counts them by the lines with which each test program closes.
fn tests(command: &mut Command) -> Result<Count> {
    let mut count = Count::default();
    let succeeded = command::watch(command, |line| {
        let Some((_, rest)) = line.split_once("test result: ") else { return };
        let number = |word: &str| {
            let before = rest.split(word).next()?;
            before.split(|c: char| !c.is_ascii_digit()).rfind(|part| !part.is_empty())?.parse::<u64>().ok()
        };
        count.passed += number(" passed").unwrap_or_default();
        count.failed += number(" failed").unwrap_or_default();
    })?;
    if !succeeded && count.failed == 0 {
        bail!("`{}` failed", command::shown(command));
    }
    if count.passed + count.failed == 0 {
        bail!("`{}` ran no test", command::shown(command));
    }
    Ok(count)
}
