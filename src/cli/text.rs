//! `eosin text`: the text of files with its structure.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use eosin::extract::Document;
use eosin::extract::document::Role;
use eosin::extract::reading::on_one_line as one_line;
use serde_json::json;

use crate::Form;
use crate::extract::documents_of;

/// Prints each file; one that cannot be read is reported and the others go on.
pub fn run(files: &[PathBuf], form: Form, password: Option<&str>) -> io::Result<ExitCode> {
    let mut output = BufWriter::new(io::stdout().lock());
    let mut failed = false;
    for (name, document) in files.iter().flat_map(|file| documents_of(file, password)) {
        match document {
            Ok(document) => print(&mut output, &document, form)?,
            Err(problem) => {
                failed = true;
                eprintln!("eosin: {name}: {problem}");
            }
        }
    }
    output.flush()?;
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn print(output: &mut impl Write, document: &Document, form: Form) -> io::Result<()> {
    match form {
        Form::Marked => marked(output, document),
        Form::Plain => writeln!(output, "{}", document.text.trim_end()),
        Form::Source => writeln!(output, "{}", document.structure.source(&document.text).trim_end()),
        Form::Json => {
            let object = json!({
                "id": document.name,
                "text": document.text,
                "paragraphs": document.paragraphs,
                "structure": document.structure,
            });
            writeln!(output, "{object}")
        }
    }
}

/// One line for each paragraph: where it begins, what it is, what it says.
fn marked(output: &mut impl Write, document: &Document) -> io::Result<()> {
    writeln!(output, "{}", document.name)?;
    let structure = &document.structure;
    for note in &structure.notes {
        writeln!(output, "  note     {note}")?;
    }
    let mut pages = structure.pages.iter().enumerate().peekable();
    let mut furniture = structure.furniture.iter().peekable();
    let mut table = 0;
    for paragraph in &document.paragraphs {
        while let Some((number, _)) = pages.next_if(|(_, page)| page.start < paragraph.span.end) {
            writeln!(output, "  page     {}", number + 1)?;
            while let Some(piece) = furniture.next_if(|piece| piece.page as usize <= number) {
                writeln!(output, "  running  {}", one_line(&piece.text))?;
            }
        }
        if structure.tables.get(table).is_some_and(|table| table.span.start <= paragraph.span.start) {
            table += 1;
            writeln!(output, "  table    {table}")?;
        }
        let role = match paragraph.role {
            Role::Title => "title",
            Role::Heading => "heading",
            Role::Item => "item",
            Role::Row => "row",
            Role::Body => "body",
        };
        let text = document.slice(paragraph.span).trim();
        let text = if paragraph.role == Role::Row { text.replace('\t', " | ") } else { one_line(text) };
        writeln!(output, "  {:>7}  {role:<8} {text}", paragraph.span.start)?;
    }
    for piece in furniture {
        writeln!(output, "  running  {}", one_line(&piece.text))?;
    }
    Ok(())
}
