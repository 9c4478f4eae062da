//! `eosin extract`: what is found in files, for people or in any format of the table.

use std::cell::Cell;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use eosin::export::formats::Format;
use eosin::export::json::Names;
use eosin::export::{Choice, Item};
use eosin::extract::document::read::{LIMIT, Options, ReadError, SECONDS, format, read_each};
use eosin::extract::reading::on_one_line as one_line;
use eosin::extract::{Analysis, Context, Date, Document, analyse, standoff};
use serde::Serialize;

use crate::Mentions;
use crate::rules::Rules;

/// As long as a document may take.
const LONGEST: Duration = Duration::from_secs(SECONDS as u64);
/// After so long a reader that reads page by page is told that it is enough, and gives what it has.
const ENOUGH: Duration = Duration::from_millis(SECONDS as u64 * 700);

thread_local! {
    /// When the document that this thread reads was begun.
    static BEGUN: Cell<Instant> = Cell::new(Instant::now());
}

/// How what is found is printed.
#[derive(Clone, Copy)]
pub enum Form {
    /// For people: one aligned line a mention.
    Table,
    /// One JSON object a document and line, as `pipe` writes them.
    Jsonl,
    /// A format of the table.
    Export(&'static Format),
}

impl Form {
    /// The form of this name.
    pub fn named(name: &str) -> Option<Form> {
        match name {
            "table" => Some(Form::Table),
            "jsonl" => Some(Form::Jsonl),
            name => Format::named(name).map(Form::Export),
        }
    }
}

/// Reads each file; one that cannot be read is reported and the others go on.
pub fn run(
    files: &[PathBuf],
    form: Form,
    choice: &Choice,
    reference: Option<Date>,
    password: Option<&str>,
    out: Option<&Path>,
    rules: &Rules,
) -> io::Result<ExitCode> {
    let mut output: Box<dyn Write> = match out {
        Some(path) => Box::new(BufWriter::new(std::fs::File::create(path)?)),
        None => Box::new(BufWriter::new(io::stdout().lock())),
    };
    let mut failed = false;
    let mut items = Vec::new();
    for (name, found) in files.iter().flat_map(|file| documents_of(file, password)) {
        let analysis = match found {
            Ok(document) => rules.apply(analyse(document, &Context { reference })),
            Err(problem) => {
                failed = true;
                eprintln!("eosin: {name}: {problem}");
                continue;
            }
        };
        for note in &analysis.document.structure.notes {
            eprintln!("eosin: {name}: {note}");
        }
        match form {
            Form::Table => table(&mut output, &analysis)?,
            Form::Jsonl => {
                serde_json::to_writer(&mut output, &line(&analysis))?;
                output.write_all(b"\n")?;
            }
            Form::Export(_) => items.push(Item { document: analysis.document, mentions: analysis.mentions }),
        }
    }
    if let Form::Export(format) = form {
        output.write_all(&format.make(&items, choice).bytes)?;
    }
    output.flush()?;
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The documents in a file: one, or those of an archive or a mail.
///
/// They are read in a thread of their own, as on the page in a worker: each may take as long as a file may,
/// and what takes longer is given up.
pub fn documents_of(file: &Path, password: Option<&str>) -> Vec<(String, Result<Document, String>)> {
    let name = file.to_string_lossy().into_owned();
    let bytes = match bytes_of(file) {
        Ok(bytes) => bytes,
        Err(problem) => return vec![(name, Err(problem))],
    };
    let kind = format(&bytes);
    let (send, receive) = mpsc::channel();
    let (own_name, password) = (name.clone(), password.map(str::to_string));
    std::thread::spawn(move || {
        let options = Options { password: password.as_deref(), progress: |_, _| BEGUN.get().elapsed() < ENOUGH };
        read_each(&bytes, &own_name, &options, &mut |named| {
            BEGUN.set(Instant::now());
            // Nobody listens any more to what took too long.
            send.send(named).ok();
        });
    });
    let mut list = Vec::new();
    loop {
        match receive.recv_timeout(LONGEST) {
            Ok((name, document)) => list.push((name, document.map_err(|error| error.to_string()))),
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                let error = kind.map_or(ReadError::Binary, ReadError::TooSlow);
                list.push((name, Err(error.to_string())));
                break;
            }
        }
    }
    list
}

fn bytes_of(file: &Path) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        io::stdin().take(LIMIT + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
        return Ok(bytes);
    }
    let opened = std::fs::File::open(file).map_err(|error| error.to_string())?;
    let size = opened.metadata().map_err(|error| error.to_string())?.len();
    if size > LIMIT {
        return Err(ReadError::TooLarge { bytes: size }.to_string());
    }
    // A pipe says that it has no bytes.
    opened.take(LIMIT + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes)
}

/// A line for a file.
#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    dateline: Option<String>,
    mentions: Mentions<'a>,
}

fn line(analysis: &Analysis) -> Line<'_> {
    let document = &analysis.document;
    Line {
        id: &document.name,
        dateline: document.dateline.map(|dateline| dateline.date.to_string()),
        mentions: Mentions(analysis, Names::AsWritten),
    }
}

fn table(output: &mut impl Write, analysis: &Analysis) -> io::Result<()> {
    writeln!(output, "{}", analysis.document.name)?;
    for mention in &analysis.mentions {
        let surface = one_line(analysis.document.slice(mention.span));
        writeln!(
            output,
            "  {:>7}  {:<9} {:<36} {:<36} {}{}",
            mention.span.start,
            mention.kind.kind().id,
            surface,
            standoff::notation(&mention.value),
            mention.rule,
            if mention.certainty == eosin::extract::Certainty::Unsure { " (unsure)" } else { "" },
        )?;
    }
    Ok(())
}
