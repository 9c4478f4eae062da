//! The table of formats: one row each. Pages and command lines only walk it.

use std::io::Cursor;
use std::io::Write;

use super::wire::Row;
use super::{
    Choice, Item, Made, bioc, brat, calendar, csv, json, page, report, stem, web_annotation, workbook, workspace,
};

/// A format that can be written.
#[derive(Debug)]
pub struct Format {
    /// Stable name: on the command line and in the page.
    pub id: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// What it is good for, in one sentence.
    pub sentence: &'static str,
    /// End of the file's name.
    pub extension: &'static str,
    /// Media type.
    pub media: &'static str,
    /// Whether the choice of a unit changes it; where not, the format itself says what is counted.
    pub has_units: bool,
    write: Writer,
}

/// Names of files and what is in them.
type Named = Vec<(String, String)>;

#[derive(Debug)]
enum Writer {
    /// One text for all documents.
    Text(fn(&[Item], &Choice) -> String),
    /// One file of bytes for all documents.
    Bytes(fn(&[Item], &Choice) -> Vec<u8>),
    /// Several files, which come as one archive.
    Files(fn(&[Item], &Choice) -> Named),
}

/// Every format, in the order in which they are offered.
pub static FORMATS: &[Format] = &[
    Format {
        id: "xlsx",
        title: "Spreadsheet",
        sentence: "One row for each mention, with its sentence and where it stands, for Excel and LibreOffice.",
        extension: "xlsx",
        media: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        has_units: true,
        write: Writer::Bytes(workbook::write),
    },
    Format {
        id: "csv",
        title: "Table of values (CSV)",
        sentence: "One row for each mention, for any program that reads tables.",
        extension: "csv",
        media: "text/csv;charset=utf-8",
        has_units: true,
        write: Writer::Text(csv::write),
    },
    Format {
        id: "html",
        title: "Annotated page",
        sentence: "The text with its highlights in one file that opens anywhere; there is no script in it.",
        extension: "html",
        media: "text/html;charset=utf-8",
        has_units: false,
        write: Writer::Text(page::write),
    },
    Format {
        id: "markdown",
        title: "Report (Markdown)",
        sentence: "What was found, kind by kind, with the sentences as endnotes, for notes and wikis.",
        extension: "md",
        media: "text/markdown;charset=utf-8",
        has_units: false,
        write: Writer::Text(report::write),
    },
    Format {
        id: "workspace",
        title: "Workspace",
        sentence: "Everything that is open here, texts included: drop the file on the page to go on where you stopped.",
        extension: "eosin.json",
        media: "application/json",
        has_units: false,
        write: Writer::Text(workspace::write),
    },
    Format {
        id: "json",
        title: "JSON",
        sentence: "All values for programs, without the text, by a published schema that says what offsets count.",
        extension: "json",
        media: "application/json",
        has_units: true,
        write: Writer::Text(json::write),
    },
    Format {
        id: "web-annotation",
        title: "W3C Web Annotation",
        sentence: "The web's own standard for annotations (JSON-LD), with quotes and positions in code points.",
        extension: "jsonld",
        media: "application/ld+json",
        has_units: false,
        write: Writer::Text(web_annotation::write),
    },
    Format {
        id: "bioc",
        title: "BioC JSON",
        sentence: "Passages and annotations as biomedical text-mining tools exchange them; offsets are code points.",
        extension: "bioc.json",
        media: "application/json",
        has_units: false,
        write: Writer::Text(bioc::write),
    },
    Format {
        id: "brat",
        title: "brat standoff",
        sentence: "A .txt and an .ann file for each document, for brat and tools that read its format; offsets are code points.",
        extension: "zip",
        media: "application/zip",
        has_units: false,
        write: Writer::Files(brat::write),
    },
    Format {
        id: "ics",
        title: "Calendar",
        sentence: "One entry for each date whose days are settled; quarters and other stretches in their full length.",
        extension: "ics",
        media: "text/calendar;charset=utf-8",
        has_units: false,
        write: Writer::Text(calendar::write),
    },
];

impl Format {
    /// The format of this name.
    pub fn named(id: &str) -> Option<&'static Format> {
        FORMATS.iter().find(|format| format.id == id)
    }

    /// Writes the file.
    pub fn make(&self, items: &[Item], choice: &Choice) -> Made {
        let bytes = match &self.write {
            Writer::Text(write) => write(items, choice).into_bytes(),
            Writer::Bytes(write) => write(items, choice),
            Writer::Files(write) => archive(&write(items, choice)),
        };
        let stem = match items {
            [item] => stem(&item.document.name),
            _ => format!("{}-releases", items.len()),
        };
        Made { name: format!("{stem}.{}", self.extension), media: self.media.into(), bytes }
    }

    /// The first lines of the file, cut to a width.
    pub fn preview(&self, items: &[Item], choice: &Choice) -> String {
        let text = match &self.write {
            Writer::Text(write) => write(items, choice),
            Writer::Bytes(_) => csv::write(items, choice),
            Writer::Files(write) => {
                let files = write(items, choice);
                files.into_iter().find(|(name, _)| name.ends_with(".ann")).map(|(_, text)| text).unwrap_or_default()
            }
        };
        // What a format opens with says nothing of what was found.
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        let telling = |line: &&str| line.contains("<mark") || line.contains("\"start\"") || line.contains("SUMMARY");
        let from = lines.iter().position(telling).unwrap_or(0);
        let from = if from > 0 && self.id != "html" { from - 1 } else { from };
        let cut = |line: &&str| -> String {
            let mut shown: String = line.chars().take(160).collect();
            if shown.len() < line.len() {
                shown.push('…');
            }
            shown
        };
        lines.iter().skip(from).take(3).map(cut).collect::<Vec<_>>().join("\n")
    }

    /// The row for the page.
    pub fn row(&self, items: &[Item], choice: &Choice) -> Row {
        Row {
            id: self.id.into(),
            title: self.title.into(),
            sentence: self.sentence.into(),
            extension: self.extension.into(),
            has_units: self.has_units,
            preview: self.preview(items, choice),
        }
    }
}

/// Several files as one ZIP archive, not compressed, dated at the format's beginning.
fn archive(files: &[(String, String)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Stored)
        .last_modified_time(zip::DateTime::default());
    for (name, text) in files {
        // Memory does not run out of space, and names are short.
        let started = zip.start_file(name.as_str(), options).is_ok();
        if started {
            zip.write_all(text.as_bytes()).ok();
        }
    }
    zip.finish().map(Cursor::into_inner).unwrap_or_default()
}
