//! `eosin extract`: what is found in files, for people or in any format of the table.

use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use eosin::export::formats::Format;
use eosin::export::{Choice, Item};
use eosin::extract::document::read::{Options, ReadError, read_all};
use eosin::extract::{Analysis, Context, Date, Document, analyse, standoff};
use serde_json::{Value as Json, json};

use crate::mentions;

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
) -> io::Result<ExitCode> {
    let mut output: Box<dyn Write> = match out {
        Some(path) => Box::new(BufWriter::new(std::fs::File::create(path)?)),
        None => Box::new(BufWriter::new(io::stdout().lock())),
    };
    let mut failed = false;
    let mut items = Vec::new();
    for (name, found) in files.iter().flat_map(|file| documents_of(file, password)) {
        let analysis = match found {
            Ok(document) => analyse(document, &Context { reference }),
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
            Form::Jsonl => writeln!(output, "{}", document(&analysis))?,
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
pub fn documents_of(file: &Path, password: Option<&str>) -> Vec<(String, Result<Document, String>)> {
    let mut bytes = Vec::new();
    let got =
        if file == Path::new("-") { io::stdin().read_to_end(&mut bytes).map(|_| bytes) } else { std::fs::read(file) };
    let name = file.to_string_lossy().into_owned();
    let bytes = match got {
        Ok(bytes) => bytes,
        Err(error) => return vec![(name, Err(error.to_string()))],
    };
    let options = Options { password, ..Options::default() };
    let said = |result: Result<Document, ReadError>| result.map_err(|error| error.to_string());
    read_all(&bytes, &name, &options).into_iter().map(|(name, document)| (name, said(document))).collect()
}

fn document(analysis: &Analysis) -> Json {
    json!({
        "id": analysis.document.name,
        "dateline": analysis.document.dateline.map(|dateline| dateline.date.to_string()),
        "mentions": mentions(analysis),
    })
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

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
