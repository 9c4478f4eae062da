//! The command line: a thin edge over the extraction core.

#![forbid(unsafe_code)]

mod extract;
mod pipe;
mod rules;
mod text;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Parser, Subcommand, ValueEnum};
use eosin::export::formats::FORMATS;
use eosin::export::json::{self, Names, Written};
use eosin::export::offsets::Offsets;
use eosin::export::{Choice, Unit};
use eosin::extract::{Analysis, Date};
use serde::{Serialize, Serializer};

/// Analysis makes many small things that live as long as its answer.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Reads biotech press releases: every compound, dose, date and dollar figure, each with its value.
#[derive(Parser)]
#[command(version = concat!(env!("CARGO_PKG_VERSION"), " (rules ", env!("EOSIN_RULES"), ")"), about, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Print what is found in files.
    Extract {
        /// Files to read; `-` is standard input.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Form of the output: `table` for people, `jsonl` as `pipe` writes it, or an export.
        #[arg(long, default_value = "table", value_parser = forms())]
        format: String,
        /// What offsets count, where the format leaves a choice.
        #[arg(long, default_value = Unit::Bytes.id(), value_parser = PossibleValuesParser::new(Unit::ALL.map(Unit::id)))]
        offsets: String,
        /// Leave out what is unsure. Exports only.
        #[arg(long)]
        sure_only: bool,
        /// Write to this file.
        #[arg(long)]
        out: Option<PathBuf>,
        /// The day that "today" means where a file has no dateline (YYYY-MM-DD).
        #[arg(long)]
        reference_time: Option<Date>,
        /// The password of files that have one.
        #[arg(long)]
        password: Option<String>,
        /// Rules of your own, as the page saves them.
        #[arg(long)]
        rules: Option<PathBuf>,
    },
    /// Print the text of files, as it is read before anything is found in it.
    Text {
        /// Files to read; `-` is standard input.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// What to print.
        #[arg(long, value_enum, default_value_t = Form::Marked)]
        format: Form,
        /// The password of files that have one.
        #[arg(long)]
        password: Option<String>,
    },
    /// Read JSON Lines on standard input, write the mentions as JSON Lines on standard output.
    ///
    /// In, one object a line: {"id": any, "text": string, "reference_time": "YYYY-MM-DD"?}. Other
    /// fields are ignored. reference_time is the day that relative expressions resolve against where
    /// the text has no dateline.
    ///
    /// Out, in the same order: {"id", "mentions": [{"start", "end", "kind", "text", "value", "rule",
    /// "certainty"}]}. start and end are byte offsets into the UTF-8 text, end not included.
    ///
    /// A line that cannot be read is reported with its number on standard error and skipped; the exit
    /// code is then 1.
    Pipe {
        /// Rules of your own, as the page saves them.
        #[arg(long)]
        rules: Option<PathBuf>,
    },
    /// Print the JSON Schema of `--format json`, or of a file of rules.
    Schema {
        /// That of a file of rules.
        #[arg(long)]
        rules: bool,
    },
}

/// Every name that `--format` takes.
fn forms() -> PossibleValuesParser {
    PossibleValuesParser::new(["table", "jsonl"].into_iter().chain(FORMATS.iter().map(|format| format.id)))
}

/// The mentions of an analysis, as `pipe` writes them.
struct Mentions<'a>(&'a Analysis, Names);

impl Serialize for Mentions<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Mentions(Analysis { document, mentions, .. }, names) = *self;
        let places = &Offsets::new(&document.text, Unit::Bytes);
        serializer.collect_seq(mentions.iter().map(|mention| Written { document, mention, places, names }))
    }
}

/// What `text` prints.
#[derive(Clone, Copy, ValueEnum)]
enum Form {
    /// A line for each paragraph, with its place and role; pages, tables and running heads between them.
    Marked,
    /// The text alone.
    Plain,
    /// What the source says, before it was cleaned.
    Source,
    /// Text and structure as one JSON object a document and line.
    Json,
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Extract { files, format, offsets, sure_only, out, reference_time, password, rules } => {
            // The names have been checked already.
            let form = extract::Form::named(&format).unwrap_or(extract::Form::Table);
            let unit = Unit::named(&offsets).unwrap_or_default();
            let choice = Choice { sure_only, unit, ..Choice::default() };
            rules::Rules::read(rules.as_deref()).and_then(|rules| {
                extract::run(&files, form, &choice, reference_time, password.as_deref(), out.as_deref(), &rules)
            })
        }
        Command::Schema { rules } => {
            print!("{}", if rules { eosin::export::rules::SCHEMA } else { json::SCHEMA });
            Ok(ExitCode::SUCCESS)
        }
        Command::Text { files, format, password } => text::run(&files, format, password.as_deref()),
        Command::Pipe { rules } => rules::Rules::read(rules.as_deref()).and_then(|rules| pipe::run(&rules)),
    };
    match result {
        Ok(code) => code,
        // A reader that stops early (`| head`) is not a fault.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("eosin: {error}");
            ExitCode::FAILURE
        }
    }
}
