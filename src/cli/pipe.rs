//! `eosin pipe`: JSON Lines in, JSON Lines out, one document in memory at a time.

use std::io::{self, BufRead, BufWriter, Write};
use std::process::ExitCode;

use eosin::export::json::Names;
use eosin::extract::{Analysis, Context, Date, Document, analyse};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value as Json;

use crate::Mentions;
use crate::rules::Rules;

/// A line of the input. What else is in it is passed over unread.
#[derive(Deserialize)]
struct Line {
    #[serde(default, deserialize_with = "given")]
    id: Option<Json>,
    #[serde(default, deserialize_with = "given")]
    text: Option<Json>,
    #[serde(default)]
    reference_time: Option<Json>,
}

/// A field that is there, `null` too.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Json>, D::Error> {
    Json::deserialize(deserializer).map(Some)
}

/// A line of the output.
#[derive(Serialize)]
struct Answer<'a> {
    id: &'a Json,
    mentions: Mentions<'a>,
}

/// Runs until standard input ends.
pub fn run(rules: &Rules) -> io::Result<ExitCode> {
    let mut input = io::stdin().lock();
    let mut output = BufWriter::new(io::stdout().lock());
    let mut bad = 0usize;
    let mut bytes = Vec::new();
    let mut number = 0usize;
    loop {
        bytes.clear();
        if input.read_until(b'\n', &mut bytes)? == 0 {
            break;
        }
        number += 1;
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        match line(&bytes, rules) {
            Ok((id, analysis)) => {
                let answer = Answer { id: &id, mentions: Mentions(&analysis, Names::AsWritten) };
                serde_json::to_writer(&mut output, &answer)?;
                output.write_all(b"\n")?;
                // Whoever reads on the other side gets each answer as soon as it is there.
                output.flush()?;
            }
            Err(problem) => {
                bad += 1;
                eprintln!("eosin: line {number} skipped: {problem}");
            }
        }
    }
    output.flush()?;
    Ok(if bad == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn line(bytes: &[u8], rules: &Rules) -> Result<(Json, Analysis), String> {
    let line: Line = serde_json::from_slice(bytes).map_err(|error| format!("not a JSON object: {error}"))?;
    let id = line.id.ok_or("it has no \"id\"")?;
    let Some(Json::String(text)) = line.text else { return Err("it has no \"text\" that is a string".into()) };
    let reference = match line.reference_time {
        None => None,
        Some(Json::String(time)) => {
            Some(time.parse::<Date>().map_err(|error| format!("its \"reference_time\" is {error}"))?)
        }
        Some(_) => return Err("its \"reference_time\" is not a string".into()),
    };
    Ok((id, rules.apply(analyse(Document::new("", text), &Context { reference }))))
}
