//! Rules of a reader's own as a file, to pass on: one JSON object, `rules.schema.json` beside this file.
//!
//! ```
//! use eosin::export::rules;
//! let file = r#"{"format": "eosin.rules", "version": 1, "name": "House", "rules": [
//!     {"name": "larch", "kind": "compound", "words": ["Larch"]},
//!     {"name": "level", "kind": "dose", "pattern": "level (\\d+)", "value": "$1 mg", "on": false}
//! ]}"#;
//! let pack = rules::read(file).unwrap();
//! assert_eq!(pack.rules.len(), 2);
//! assert_eq!(rules::read(&rules::write(&pack)).unwrap(), pack);
//! ```

use serde::{Deserialize, Serialize};

use crate::extract::KindId;
use crate::extract::rules::{Find, MOST_RULES, Pack, Rule};

/// What a file of this kind calls itself.
pub const NAME: &str = "eosin.rules";
/// The version of its form. A later one is refused.
pub const VERSION: u64 = 1;
/// The JSON Schema of the form.
pub const SCHEMA: &str = include_str!("rules.schema.json");

#[derive(Serialize, Deserialize)]
struct File {
    format: String,
    version: u64,
    #[serde(default)]
    name: String,
    rules: Vec<Line>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    name: String,
    kind: KindId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    words: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "is_default")]
    number_after: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pattern: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    value: String,
    #[serde(default, skip_serializing_if = "is_default")]
    priority: i32,
    #[serde(default, skip_serializing_if = "is_default")]
    tests: Vec<String>,
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    on: bool,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

const fn yes() -> bool {
    true
}

fn is_true(value: &bool) -> bool {
    *value
}

/// Writes a pack.
pub fn write(pack: &Pack) -> String {
    let lines = pack.rules.iter().cloned().map(|rule| {
        let (words, number_after, pattern) = match rule.find {
            Find::Words { list, number_after } => (Some(list), number_after, None),
            Find::Pattern(pattern) => (None, false, Some(pattern)),
        };
        let Rule { name, kind, value, priority, tests, on, .. } = rule;
        Line { name, kind, words, number_after, pattern, value, priority, tests, on }
    });
    let file = File { format: NAME.into(), version: VERSION, name: pack.name.clone(), rules: lines.collect() };
    let mut text = serde_json::to_string_pretty(&file).unwrap_or_default();
    text.push('\n');
    text
}

/// Reads a pack, or says what is wrong with the file.
pub fn read(text: &str) -> Result<Pack, String> {
    let damaged = |problem: &dyn std::fmt::Display| format!("These rules cannot be read ({problem}).");
    let head: Head = serde_json::from_str(text).map_err(|error| damaged(&error))?;
    if head.format != NAME {
        return Err("This file holds no rules.".into());
    }
    if head.version > VERSION {
        return Err("These rules were saved by a later version. Reload the page and try again.".into());
    }
    let file: File = serde_json::from_str(text).map_err(|error| damaged(&error))?;
    if file.rules.len() > MOST_RULES {
        return Err(damaged(&format_args!("there are {} of them, and {MOST_RULES} are the most", file.rules.len())));
    }
    let mut rules = Vec::with_capacity(file.rules.len());
    for Line { name, kind, words, number_after, pattern, value, priority, tests, on } in file.rules {
        let find = match (words, pattern) {
            (Some(list), None) => Find::Words { list, number_after },
            (None, Some(pattern)) => Find::Pattern(pattern),
            _ => return Err(damaged(&format_args!("“{name}” needs either words or a pattern"))),
        };
        if name.trim().is_empty() {
            return Err(damaged(&"a rule has no name"));
        }
        if rules.iter().any(|rule: &Rule| rule.name == name) {
            return Err(damaged(&format_args!("two are called “{name}”")));
        }
        rules.push(Rule { name, kind, find, value, priority, tests, on });
    }
    Ok(Pack { name: file.name, rules })
}

#[derive(Deserialize)]
struct Head {
    format: String,
    version: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(rules: &str, with: &str) {
        let file = format!(r#"{{"format": "eosin.rules", "version": 1, "rules": [{rules}]}}"#);
        let error = read(&file).unwrap_err();
        assert!(error.contains(with), "{error}");
    }

    #[test]
    fn what_is_wrong_is_said() {
        refused(r#"{"name": "a", "kind": "dose"}"#, "either words or a pattern");
        refused(r#"{"name": "a", "kind": "dose", "words": [], "pattern": "a"}"#, "either words or a pattern");
        refused(r#"{"name": "a", "kind": "colour", "words": []}"#, "no kind is called colour");
        refused(r#"{"name": " ", "kind": "dose", "words": []}"#, "no name");
        refused(r#"{"name": "a", "kind": "dose", "words": [], "colour": 1}"#, "colour");
        let twice = r#"{"name": "a", "kind": "dose", "words": []}"#;
        refused(&format!("{twice},{twice}"), "two are called");
        let many: Vec<String> =
            (0..=MOST_RULES).map(|n| format!(r#"{{"name": "{n}", "kind": "dose", "words": []}}"#)).collect();
        refused(&many.join(","), "are the most");
        assert!(read(r#"{"format": "eosin.rules", "version": 2, "rules": 1}"#).unwrap_err().contains("later version"));
        assert!(read(r#"{"format": "eosin.workspace", "version": 1}"#).unwrap_err().contains("no rules"));
        assert!(read(r#"{"format": "eosin.rules", "version": 1, "rules": ["#).unwrap_err().contains("cannot be read"));
    }

    #[test]
    fn the_schema_names_every_field() {
        let schema: serde_json::Value = serde_json::from_str(SCHEMA).unwrap();
        let rule = schema.pointer("/properties/rules/items").unwrap();
        let pack = Pack {
            name: "a".into(),
            rules: vec![Rule {
                name: "a".into(),
                find: Find::Words { list: vec!["b".into()], number_after: true },
                value: "c".into(),
                priority: 1,
                tests: vec!["d".into()],
                on: false,
                ..Rule::default()
            }],
        };
        let file: serde_json::Value = serde_json::from_str(&write(&pack)).unwrap();
        for field in file["rules"][0].as_object().unwrap().keys() {
            assert!(rule["properties"].get(field).is_some(), "{field}");
        }
        let kinds: Vec<_> = KindId::all().map(|kind| kind.kind().id).collect();
        assert_eq!(rule["properties"]["kind"]["enum"], serde_json::json!(kinds));
        assert_eq!(schema["properties"]["version"]["const"], VERSION);
    }
}
