//! `eosin extract`: what is found in files.

use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use eosin::extract::document::read::{Options, ReadError, read_all};
use eosin::extract::{Analysis, Context, Date, Document, analyse, standoff};
use serde_json::json;

use crate::{Format, json};

/// Reads each file; one that cannot be read is reported and the others go on.
pub fn run(files: &[PathBuf], format: Format, reference: Option<Date>, password: Option<&str>) -> io::Result<ExitCode> {
    let mut output = BufWriter::new(io::stdout().lock());
    let mut failed = false;
    let mut documents = Vec::new();
    if matches!(format, Format::Csv) {
        writeln!(output, "file,start,end,kind,text,value,rule,certainty")?;
    }
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
        match format {
            Format::Table => table(&mut output, &analysis)?,
            Format::Csv => csv(&mut output, &analysis)?,
            Format::Json => documents.push(document(&analysis)),
            Format::Jsonl => writeln!(output, "{}", document(&analysis))?,
        }
    }
    if matches!(format, Format::Json) {
        serde_json::to_writer_pretty(&mut output, &documents)?;
        writeln!(output)?;
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

fn document(analysis: &Analysis) -> serde_json::Value {
    json!({
        "id": analysis.document.name,
        "dateline": analysis.document.dateline.map(|dateline| dateline.date.to_string()),
        "mentions": json::mentions(analysis),
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

fn csv(output: &mut impl Write, analysis: &Analysis) -> io::Result<()> {
    for mention in &analysis.mentions {
        writeln!(
            output,
            "{},{},{},{},{},{},{},{}",
            field(&analysis.document.name),
            mention.span.start,
            mention.span.end,
            mention.kind.kind().id,
            field(analysis.document.slice(mention.span)),
            field(&standoff::notation(&mention.value)),
            mention.rule,
            mention.certainty.as_str(),
        )?;
    }
    Ok(())
}

/// A CSV field by RFC 4180.
fn field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_string() }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
