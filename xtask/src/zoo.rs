//! `cargo xtask zoo`: reads a folder of files that others made, and damaged copies of them.
//!
//! Each file is given to `eosin text` in a process of its own, which may take as long and as much memory
//! as a file may. What is printed: how many of each kind were read, which sentences the others got, and
//! which stopped the program or took too long, by name. No file is kept in the project: people have
//! folders of such files, and the test collections of other programs are the best of them.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::{command, root, sizes, table};

#[path = "../../tests/it/damage.rs"]
mod damage;
#[path = "../../tests/it/words.rs"]
mod words;

/// As long as a file may take, and what the program needs to say so.
const MOST_TIME: Duration = Duration::from_secs(25);
/// Kilobytes of memory, the program's own included.
const MOST_MEMORY: u32 = 1 << 20;
/// Texts with fewer words than this are not compared.
const FEWEST_WORDS: usize = 20;

/// Other programs' readers, by the end of the name.
const REFERENCES: &[(&str, &str, &[&str])] = &[
    ("pdf", "pdftotext", &["-enc", "UTF-8", "FILE", "-"]),
    ("docx", "pandoc", &["--from=docx", "--to=plain", "--wrap=none", "FILE"]),
    ("html", "pandoc", &["--from=html", "--to=plain", "--wrap=none", "FILE"]),
    ("eml", "python3", &["-c", MAIL, "FILE"]),
];
const MAIL: &str = "import email,email.policy,sys
m=email.message_from_binary_file(open(sys.argv[1],'rb'),policy=email.policy.default)
print((m.get_body(('plain',)) or m).get_content())";

/// What to do.
pub struct Wanted {
    /// The files.
    pub folder: PathBuf,
    /// How many damaged copies are read besides.
    pub damaged: usize,
    /// Which ones.
    pub seed: u64,
    /// The program to read with, where not this one, built anew.
    pub program: Option<PathBuf>,
    /// Whether words are compared with those that another program reads.
    pub compares: bool,
}

/// What became of a file.
enum Outcome {
    Read(String),
    Refused(String),
    Stopped(String),
    TooSlow,
}

/// Reads the folder and prints what became of the files.
pub fn run(wanted: &Wanted) -> Result<()> {
    let program = wanted.program.clone().map_or_else(build, Ok)?;
    let mut files = Vec::new();
    sizes::walk(&wanted.folder, &mut files).with_context(|| format!("{} cannot be read", wanted.folder.display()))?;
    if files.is_empty() {
        bail!("there is no file in {}", wanted.folder.display());
    }
    files.sort();
    let jobs: Vec<Job> = files.iter().map(|file| Job { file, damage: None }).collect();
    report("files", &jobs, &program, wanted)?;
    if wanted.damaged > 0 {
        let mut damage = damage::Damage::new(wanted.seed);
        let jobs: Vec<Job> = (0..wanted.damaged)
            .map(|number| {
                let file = &files[damage.below(files.len())];
                Job { file, damage: Some((number, damage.below(1 << 30) as u64)) }
            })
            .collect();
        report("damaged copies", &jobs, &program, wanted)?;
    }
    Ok(())
}

fn build() -> Result<PathBuf> {
    println!("Building the command line with all optimisation.");
    command::run(command::cargo().args(["build", "--quiet", "--release", "--bin", "eosin"]))?;
    let target = command::target();
    Ok(target.join("release").join(format!("eosin{}", std::env::consts::EXE_SUFFIX)))
}

/// A file, and how it is damaged: the number of the copy and its seed.
struct Job<'a> {
    file: &'a Path,
    damage: Option<(usize, u64)>,
}

impl Job<'_> {
    fn name(&self) -> String {
        let name = self.file.file_name().unwrap_or_default().to_string_lossy();
        self.damage.map_or_else(|| name.to_string(), |(number, seed)| format!("{name} ({number}, {seed})"))
    }
}

fn report(what: &str, jobs: &[Job<'_>], program: &Path, wanted: &Wanted) -> Result<()> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let scratch = root().join("target/zoo");
    fs::create_dir_all(&scratch)?;
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let start = Instant::now();
                    let outcome = attempt(job, program, &scratch);
                    let time = start.elapsed();
                    let score = match &outcome {
                        Ok(Outcome::Read(text)) if wanted.compares && job.damage.is_none() => compared(job.file, text),
                        _ => None,
                    };
                    let outcome = outcome.unwrap_or_else(|problem| Outcome::Stopped(format!("{problem:#}")));
                    done.lock().expect("no thread panics").push((job, outcome, time, score));
                }
            });
        }
    });
    let mut done = done.into_inner().expect("no thread panics");
    done.sort_by_key(|(job, ..)| job.name());

    let mut counts: BTreeMap<String, [usize; 4]> = BTreeMap::new();
    let mut sentences: BTreeMap<String, usize> = BTreeMap::new();
    let mut scores: BTreeMap<String, Vec<(f64, String)>> = BTreeMap::new();
    let mut bad = Vec::new();
    let mut slowest = (Duration::ZERO, String::new());
    for (job, outcome, time, score) in done {
        let end = ending(job.file);
        let column = match outcome {
            Outcome::Read(_) => 0,
            Outcome::Refused(said) => {
                for line in said.lines() {
                    let line = line.strip_prefix("eosin: ").unwrap_or(line);
                    // The name stands before what is said of it.
                    let sentence = line.split_once(": ").map_or(line, |(_, sentence)| sentence);
                    *sentences.entry(sentence.to_string()).or_default() += 1;
                }
                1
            }
            Outcome::Stopped(said) => {
                bad.push(format!("{}: {}", job.name(), said.lines().next().unwrap_or("")));
                2
            }
            Outcome::TooSlow => {
                bad.push(format!("{}: took longer than {} s", job.name(), MOST_TIME.as_secs()));
                3
            }
        };
        counts.entry(end.clone()).or_default()[column] += 1;
        if let Some(score) = score {
            scores.entry(end).or_default().push((score, job.name()));
        }
        slowest = slowest.max((time, job.name()));
    }
    println!("\n{} {what}, the slowest in {:.1} s: {}\n", jobs.len(), slowest.0.as_secs_f64(), slowest.1);
    let rows: Vec<Vec<String>> = counts
        .iter()
        .map(|(end, counts)| std::iter::once(end.clone()).chain(counts.iter().map(usize::to_string)).collect())
        .collect();
    table::print(&["kind", "read", "refused", "stopped", "too slow"], &rows);
    if !scores.is_empty() {
        println!("\nWords against other programs' readers, F1:");
        let rows: Vec<Vec<String>> = scores.iter_mut().map(|(end, scores)| summed(end, scores)).collect();
        table::print(&["kind", "files", "mean", "median", "below 0.9"], &rows);
        for (end, scores) in &scores {
            for (score, name) in scores.iter().take_while(|(score, _)| *score < 0.9).take(25) {
                println!("  {end}  {score:.3}  {name}");
            }
        }
    }
    let mut sentences: Vec<(String, usize)> = sentences.into_iter().collect();
    sentences.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    println!("\nWhat was said of those refused:");
    for (sentence, count) in sentences.iter().take(30) {
        println!("{count:>7}  {sentence}");
    }
    if bad.is_empty() {
        println!("\nNone stopped the program, none took too long.");
    } else {
        println!("\n{}", bad.join("\n"));
    }
    Ok(())
}

/// Mean, median and how many are low; the scores are then in order.
fn summed(end: &str, scores: &mut [(f64, String)]) -> Vec<String> {
    scores.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mean = scores.iter().map(|(score, _)| score).sum::<f64>() / scores.len() as f64;
    let low = scores.iter().take_while(|(score, _)| *score < 0.9).count();
    vec![
        end.to_string(),
        scores.len().to_string(),
        format!("{mean:.4}"),
        format!("{:.4}", scores[scores.len() / 2].0),
        low.to_string(),
    ]
}

fn ending(file: &Path) -> String {
    let end = file.extension().map(|end| end.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    if end == "htm" || end == "xhtml" { "html".into() } else { end }
}

/// Gives a file to the program.
fn attempt(job: &Job<'_>, program: &Path, scratch: &Path) -> Result<Outcome> {
    let Some((number, seed)) = job.damage else { return read(job.file, program) };
    let whole = fs::read(job.file)?;
    let copy = damage::Damage::new(seed).copy(&whole, number);
    let path = scratch.join(format!("{number}.{}", ending(job.file)));
    fs::write(&path, copy)?;
    let outcome = read(&path, program)?;
    // What went wrong stays for whoever looks into it.
    if matches!(outcome, Outcome::Read(_) | Outcome::Refused(_)) {
        fs::remove_file(&path)?;
    }
    Ok(outcome)
}

fn read(file: &Path, program: &Path) -> Result<Outcome> {
    let mut command = if cfg!(unix) {
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("ulimit -c 0; ulimit -v {MOST_MEMORY}; exec \"$@\""), "sh"]).arg(program);
        shell
    } else {
        Command::new(program)
    };
    command.args(["text", "--format", "plain", "--"]).arg(file);
    let Some(output) = ended(&mut command)? else { return Ok(Outcome::TooSlow) };
    let error = said(&output.stderr);
    Ok(match output.status.code() {
        Some(0) => Outcome::Read(said(&output.stdout)),
        Some(1) if !error.trim().is_empty() => Outcome::Refused(error),
        _ => Outcome::Stopped(error),
    })
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What a program said when it had ended; nothing where it took too long.
fn ended(command: &mut Command) -> Result<Option<Output>> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let (mut out, mut error) =
        (child.stdout.take().context("it has no output")?, child.stderr.take().context("it has no output")?);
    std::thread::scope(|scope| {
        let out = scope.spawn(move || {
            let mut bytes = Vec::new();
            out.read_to_end(&mut bytes).map(|_| bytes)
        });
        let error = scope.spawn(move || {
            let mut bytes = Vec::new();
            error.read_to_end(&mut bytes).map(|_| bytes)
        });
        let end = Instant::now() + MOST_TIME;
        let status = loop {
            match child.try_wait()? {
                Some(status) => break Some(status),
                None if Instant::now() > end => {
                    child.kill()?;
                    child.wait()?;
                    break None;
                }
                None => std::thread::sleep(Duration::from_millis(2)),
            }
        };
        let stdout = out.join().map_err(|_| anyhow::anyhow!("a thread stopped"))??;
        let stderr = error.join().map_err(|_| anyhow::anyhow!("a thread stopped"))??;
        Ok(status.map(|status| Output { status, stdout, stderr }))
    })
}

/// How many of the words another program reads are in this text.
fn compared(file: &Path, text: &str) -> Option<f64> {
    let end = ending(file);
    let (_, program, arguments) = REFERENCES.iter().find(|(kind, ..)| *kind == end)?;
    let mut command = Command::new(command::find(program)?);
    for argument in *arguments {
        if *argument == "FILE" {
            command.arg(file)
        } else {
            command.arg(argument)
        };
    }
    let output = ended(&mut command).ok()??;
    let truth = words::words(&said(&output.stdout));
    (output.status.success() && truth.len() >= FEWEST_WORDS).then(|| words::f1(&words::words(text), &truth))
}
