//! `eosin pipe`: JSON Lines in, JSON Lines out, one document in memory at a time.

use std::io::{self, BufRead, BufWriter, Write};
use std::process::ExitCode;

use eosin::extract::kinds::compound::WRITTEN;
use eosin::extract::{Context, Date, Document, analyse};
use serde_json::{Value as Json, json};

use crate::mentions;
use crate::rules::Rules;

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
            Ok(answer) => {
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

fn line(bytes: &[u8], rules: &Rules) -> Result<Json, String> {
    let object: Json = serde_json::from_slice(bytes).map_err(|error| format!("not JSON: {error}"))?;
    let id = object.get("id").ok_or("it has no \"id\"")?.clone();
    let text = object.get("text").and_then(Json::as_str).ok_or("it has no \"text\" that is a string")?;
    let reference = match object.get("reference_time") {
        None | Some(Json::Null) => None,
        Some(time) => {
            let time = time.as_str().ok_or("its \"reference_time\" is not a string")?;
            Some(time.parse::<Date>().map_err(|error| format!("its \"reference_time\" is {error}"))?)
        }
    };
    let analysis = rules.apply(analyse(Document::new("", text), &Context { reference }));
    let mut list = mentions(&analysis);
    // A name that is another's alias keeps its own form here; the one that stands for both is beside it.
    for (mention, json) in analysis.mentions.iter().zip(list.as_array_mut().into_iter().flatten()) {
        let own = mention.attributes.iter().find(|attribute| attribute.name == WRITTEN);
        if let (Some(own), Some(name)) = (own, json.pointer_mut("/value/name")) {
            let entity = std::mem::replace(name, json!(own.value));
            json["entity"] = entity;
        }
    }
    Ok(json!({"id": id, "mentions": list}))
}
