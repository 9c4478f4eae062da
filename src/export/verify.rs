//! Whether an export still holds against its source.
//!
//! In: an export of ours (JSON, CSV, a workspace) and the documents it was made from, read and analysed
//! anew. Out: a row for each mention of the export: whether its words stand at its place, and whether
//! the same value is found there today.

use serde_json::Value as Json;

use super::csv::as_written;
use super::hash::sha256;
use super::offsets::{Offsets, Unit};
use super::wire::{Check, Outcome};
use super::{Item, json, workspace};
use crate::extract::{Span, standoff};

/// A mention as an export has it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Claim {
    name: String,
    hash: String,
    unit: Unit,
    start: usize,
    end: usize,
    kind: String,
    words: String,
    notation: String,
}

/// What a file of ours is, by its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ours {
    /// Texts and mentions.
    Workspace,
    /// Mentions alone.
    Export,
}

/// Whether this is a file of ours.
pub fn ours(text: &str) -> Option<Ours> {
    let start: String = text.chars().take(400).collect();
    if start.contains(workspace::NAME) && start.trim_start().starts_with('{') {
        Some(Ours::Workspace)
    } else if start.contains(json::NAME) && start.trim_start().starts_with('{')
        || start.starts_with("document,kind,text,value")
    {
        Some(Ours::Export)
    } else {
        None
    }
}

/// Checks every mention of an export.
pub fn verify(export: &str, items: &[Item]) -> Result<Vec<Check>, String> {
    let claims = match ours(export) {
        Some(Ours::Workspace) => of_workspace(export)?,
        Some(Ours::Export) if export.trim_start().starts_with('{') => of_json(export)?,
        Some(Ours::Export) => of_csv(export)?,
        None => return Err("This is no export of this page: choose a JSON, CSV or workspace file it made.".into()),
    };
    let hashes: Vec<String> = items.iter().map(|item| sha256(item.document.text.as_bytes())).collect();
    Ok(claims.iter().map(|claim| check(claim, items, &hashes)).collect())
}

fn check(claim: &Claim, items: &[Item], hashes: &[String]) -> Check {
    let named = |item: &&Item| super::stem(&item.document.name) == super::stem(&claim.name);
    let by_hash = hashes.iter().position(|hash| *hash == claim.hash).and_then(|at| items.get(at));
    let outcome = match by_hash.or_else(|| items.iter().find(named)) {
        None => Outcome::NoSource,
        Some(item) => against(claim, item),
    };
    Check {
        document: claim.name.clone(),
        kind: claim.kind.clone(),
        words: claim.words.clone(),
        value: claim.notation.clone(),
        outcome,
    }
}

fn against(claim: &Claim, item: &Item) -> Outcome {
    let text = &item.document.text;
    let places = Offsets::new(text, claim.unit);
    let span = places.byte(claim.start).zip(places.byte(claim.end)).map(|(start, end)| Span::new(start, end));
    let at = |span: Span| {
        let mention = item.mentions.iter().find(|mention| mention.span == span && mention.kind.kind().id == claim.kind);
        mention.map(|mention| standoff::notation(&mention.value))
    };
    let there = span.filter(|span| item.document.slice(*span) == claim.words && !claim.words.is_empty());
    if let Some(span) = there {
        return match at(span) {
            Some(now) if now == claim.notation => Outcome::Holds,
            Some(now) => Outcome::OtherValue(now),
            None => Outcome::NotFoundNow,
        };
    }
    if claim.words.is_empty() {
        return Outcome::Gone;
    }
    let near = span.map_or(0, |span| span.start);
    let moved = text.match_indices(claim.words.as_str()).map(|(at, _)| at).min_by_key(|at| at.abs_diff(near));
    match moved {
        Some(start) => Outcome::Moved(places.of(start)),
        None => Outcome::Gone,
    }
}

fn of_json(export: &str) -> Result<Vec<Claim>, String> {
    let file: Json = serde_json::from_str(export).map_err(broken)?;
    if file.get("version").and_then(Json::as_u64).is_none_or(|version| version > json::VERSION) {
        return Err("This export was made with a later version of this page. Reload the page and try again.".into());
    }
    let unit = file.get("offsets").and_then(Json::as_str).and_then(Unit::named);
    let unit = unit.ok_or("This export does not say what its offsets count.")?;
    let list = |value: &Json, name: &str| value.get(name).and_then(Json::as_array).cloned().unwrap_or_default();
    let word = |value: &Json, name: &str| value.get(name).and_then(Json::as_str).unwrap_or_default().to_string();
    let place = |value: &Json, name: &str| value.get(name).and_then(Json::as_u64).and_then(|n| usize::try_from(n).ok());
    let mut claims = Vec::new();
    for document in list(&file, "documents") {
        for mention in list(&document, "mentions") {
            claims.push(Claim {
                name: word(&document, "name"),
                hash: word(&document, "text_sha256"),
                unit,
                start: place(&mention, "start").unwrap_or(usize::MAX),
                end: place(&mention, "end").unwrap_or(usize::MAX),
                kind: word(&mention, "kind"),
                words: word(&mention, "text"),
                notation: word(&mention, "notation"),
            });
        }
    }
    Ok(claims)
}

fn of_csv(export: &str) -> Result<Vec<Claim>, String> {
    let mut reader = csv::Reader::from_reader(export.as_bytes());
    let heads = reader.headers().map_err(broken)?.clone();
    let mut claims = Vec::new();
    for record in reader.records() {
        let record = record.map_err(broken)?;
        let field = |name: &str| {
            let at = heads.iter().position(|head| head == name);
            at.and_then(|at| record.get(at)).unwrap_or("")
        };
        claims.push(Claim {
            name: as_written(field("document")).into(),
            hash: field("text_sha256").into(),
            unit: Unit::named(field("offsets")).ok_or("A row does not say what its offsets count.")?,
            start: field("start").parse().unwrap_or(usize::MAX),
            end: field("end").parse().unwrap_or(usize::MAX),
            kind: field("kind").into(),
            words: as_written(field("text")).into(),
            notation: as_written(field("value")).into(),
        });
    }
    Ok(claims)
}

fn of_workspace(export: &str) -> Result<Vec<Claim>, String> {
    let mut claims = Vec::new();
    for item in workspace::read(export)? {
        let hash = sha256(item.document.text.as_bytes());
        for mention in &item.mentions {
            claims.push(Claim {
                name: item.document.name.clone(),
                hash: hash.clone(),
                unit: Unit::Bytes,
                start: mention.span.start,
                end: mention.span.end,
                kind: mention.kind.kind().id.into(),
                words: item.document.slice(mention.span).into(),
                notation: standoff::notation(&mention.value),
            });
        }
    }
    Ok(claims)
}

fn broken(problem: impl std::fmt::Display) -> String {
    format!("This export is damaged and cannot be read ({problem}).")
}
