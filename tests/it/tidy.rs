//! The rules of the house that the compiler cannot check: what may import what, what a kind must
//! bring along, what rules are called, and that the documents name files that exist.
//!
//! One crate means that nothing but this test guards the border between the pure side and the
//! browser. Each rule is a function from sources to complaints, so that [`the_rules_can_fail`] can
//! show it a source that breaks it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use eosin::extract::{Context, Date, Document, kinds};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Crates that are, or lead to, the browser.
const BROWSER: &[&str] = &["yew", "web_sys", "js_sys", "gloo", "wasm_bindgen", "wasm_bindgen_futures"];

/// Modules of the standard library that reach outside the program.
const OUTSIDE: &[&str] = &["env", "fs", "io", "net", "os", "process", "thread", "time"];

/// Of these, what only walks over bytes in memory.
const HARMLESS: &[&[&str]] = &[&["std", "io", "Cursor"], &["std", "io", "Read"], &["std", "io", "Write"]];

/// What each part of the pure side may import of the rest of it. A part may always import itself.
/// `kinds/*` is every kind; a kind may import what `kinds` itself offers, but no other kind.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("span", &[]),
    ("sort", &["room"]),
    ("few", &[]),
    ("room", &[]),
    ("text", &[]),
    ("decimal", &[]),
    ("calendar", &["text", "span", "lex"]),
    ("mention", &["text", "span", "calendar", "decimal", "kinds::KindId"]),
    ("lex", &["text", "span", "decimal"]),
    ("units", &["decimal", "mention"]),
    ("document", &["span", "calendar", "lex"]),
    ("kinds", &["sort", "span", "calendar", "mention", "lex", "document"]),
    ("kinds/*", &["sort", "room", "text", "span", "calendar", "decimal", "mention", "lex", "document", "kinds"]),
    ("resolve", &["sort", "span", "mention", "kinds::KindId"]),
    ("substance", &["span", "mention", "kinds::KindId", "document"]),
    ("entity", &["few", "room", "text", "mention", "kinds::KindId"]),
    ("summary", &["sort", "few", "room", "text", "span", "decimal", "mention", "kinds::KindId", "document", "entity"]),
    ("segment", &["span", "mention", "document"]),
    ("standoff", &["span", "mention", "kinds::KindId", "document"]),
    ("find", &["span"]),
    ("outline", &["document", "find"]),
    ("reading", &["span", "document"]),
    ("repeat", &["span", "document"]),
    ("language", &[]),
    ("facts", &["span", "mention", "document", "outline", "reading", "summary", "Analysis"]),
    ("timeline", &["sort", "few", "calendar", "mention", "Analysis"]),
    (
        "rules",
        &[
            "sort",
            "span",
            "mention",
            "kinds::KindId",
            "document",
            "find",
            "edits",
            "entity",
            "summary",
            "standoff",
            "Analysis",
        ],
    ),
    ("edits", &["text", "span", "mention", "kinds", "document", "find", "entity", "summary", "Analysis"]),
    (
        "glance",
        &[
            "sort",
            "span",
            "decimal",
            "mention",
            "calendar",
            "decimal",
            "kinds::KindId",
            "document",
            "entity",
            "summary",
            "outline",
            "find",
            "Analysis",
        ],
    ),
    ("wire", &["document", "mention", "kinds", "glance", "analyse", "Analysis"]),
];

/// The documents whose paths must exist.
const DOCUMENTS: &[&str] = &["ARCHITECTURE.md", "README.md", "CONTRIBUTING.md", "www/DESIGN.md"];

#[test]
fn the_pure_side_is_pure() {
    let complaints: Vec<String> = sources("src/extract").iter().flat_map(impure).collect();
    assert!(complaints.is_empty(), "src/extract knows the browser or the outside:\n{}", complaints.join("\n"));
}

#[test]
fn exports_are_pure() {
    // What a writer of archives writes to: memory, under the name of the module it shares with files.
    let in_memory =
        |complaint: &String| ["std::io::Cursor", "std::io::Write"].iter().any(|name| complaint.ends_with(name));
    let sources = sources("src/export");
    let complaints: Vec<String> = sources.iter().flat_map(impure).filter(|complaint| !in_memory(complaint)).collect();
    assert!(complaints.is_empty(), "src/export knows the browser or the outside:\n{}", complaints.join("\n"));
    let named = sources.iter().flat_map(|source| paths(&source.tokens, Tests::Out));
    let edges: Vec<String> =
        named.map(|named| named.segments.join("::")).filter(|n| n.starts_with("crate::app")).collect();
    assert!(edges.is_empty(), "src/export knows the page: {edges:?}");
}

#[test]
fn imports_go_one_way() {
    let roots = reexports();
    let complaints: Vec<String> = sources("src/extract").iter().flat_map(|s| imports(s, &roots)).collect();
    assert!(complaints.is_empty(), "imports against the flow:\n{}", complaints.join("\n"));
}

#[test]
fn rules_bear_the_name_of_their_kind() {
    let complaints: Vec<String> = sources("src/extract/kinds").iter().flat_map(|s| rule_ids(s).1).collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// A rule that no case and no release wakes is either dead or untested.
#[test]
fn every_rule_fires_somewhere() {
    let mut fired = BTreeSet::new();
    for (path, text) in every_test_text() {
        let document = Document::new(path, text);
        let found = kinds::find_all(&kinds::Scan::new(&document, &Context { reference: Date::new(2017, 8, 14) }));
        fired.extend(found.mentions.iter().map(|mention| mention.rule.to_string()));
        fired.extend(found.rejections.iter().map(|rejection| rejection.rule.to_string()));
    }
    let known: BTreeSet<String> = sources("src/extract/kinds").iter().flat_map(|s| rule_ids(s).0).collect();
    let silent: Vec<&String> = known.difference(&fired).collect();
    assert!(silent.is_empty(), "rules that fire in no cases.txt and no release of tests/corpus: {silent:?}");
}

#[test]
fn every_kind_is_complete() {
    let folder = root().join("src/extract/kinds");
    let styles = std::fs::read_to_string(root().join("www/kinds.css")).unwrap_or_default();
    let types = std::fs::read_to_string(root().join("npm/eosin.d.ts")).unwrap_or_default();
    let gold: String = files(&root().join("tests/corpus"))
        .iter()
        .filter(|path| path.to_string_lossy().ends_with(".gold.ann"))
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    let registered: BTreeSet<String> = kinds::ALL.iter().map(|kind| kind.id.to_string()).collect();
    let folders = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let mut named: BTreeSet<String> = folders.map(|p| p.file_name().unwrap().to_string_lossy().into_owned()).collect();
    named.extend(registered.iter().cloned());
    let complaints: Vec<String> = named
        .iter()
        .flat_map(|id| {
            let has = |file: &str| std::fs::metadata(folder.join(id).join(file)).is_ok_and(|file| file.len() > 0);
            incomplete(id, &has, registered.contains(id), [&styles, &types, &gold])
        })
        .collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn documents_name_files_that_exist() {
    let names = every_file_name();
    let mut complaints = Vec::new();
    for document in DOCUMENTS {
        if let Ok(text) = std::fs::read_to_string(root().join(document)) {
            complaints.extend(dead_paths(document, &text, &|path| exists(path, &names)));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn the_rules_can_fail() {
    let bad = |path: &str, text: &str| Source { path: path.into(), tokens: TokenStream::from_str(text).unwrap() };
    let roots = BTreeMap::from([("Summary".to_string(), "summary".to_string())]);

    let lines = |complaints: Vec<String>| -> Vec<usize> {
        complaints.iter().map(|c| c.split(':').nth(1).unwrap().parse().unwrap()).collect()
    };
    let source = bad(
        "src/extract/lex/bad.rs",
        r##"
        /// A comment may say yew::Html, and so may text.
        use yew::prelude::*;
        const A: &str = r#"web_sys"#;
        fn a() { let now = web_sys::window(); }
        #[wasm_bindgen]
        fn b() { std::time::Instant::now(); html! { gloo::x() } }
        use std::{collections::HashMap, fs::File};
        #[cfg(test)]
        mod tests { use std::fs; use js_sys::Date; }
        "##,
    );
    assert_eq!(lines(impure(&source)), [3, 5, 6, 7, 7, 8, 10]);

    let source = bad(
        "src/extract/kinds/money/mod.rs",
        r#"
        use super::{Found, date::table::MONTHS};
        use crate::extract::{Summary, lex::{Tokens, self}};
        fn a() { super::super::resolve::resolve(Vec::new()); super::Scan::b(); self::c(); }
        fn c() { crate::app::state(); }
        #[cfg(test)]
        mod tests { use crate::extract::standoff; }
        "#,
    );
    assert_eq!(lines(imports(&source, &roots)), [2, 3, 4, 5]);
    let source = bad("src/extract/document/bad.rs", "use super::kinds::Kind; use super::super::kinds;");
    assert_eq!(imports(&source, &roots).len(), 1, "{:?}", imports(&source, &roots));
    let source = bad("src/extract/entity.rs", "use super::kinds::{KindId, money}; use super::document::Document;");
    assert_eq!(imports(&source, &roots).len(), 2);

    let source = bad(
        "src/extract/kinds/date/bad.rs",
        r#"
        const A: [&str; 6] = ["date.month-day", "a.m", "date.", "money.symbol", "date.Month", "date.a_b"];
        "#,
    );
    let (ids, complaints) = rule_ids(&source);
    assert_eq!(ids, ["date.month-day"]);
    assert_eq!(complaints.len(), 4, "{complaints:?}");

    let complete = ["/* dose */ [data-k=\"lab\"] {}", "kind: \"lab\"; value: Name", "T1\tlab 0 3\tabc"];
    let lacks = |id: &str, texts| incomplete(id, &|file| file != "cases.txt" || id == "lab", id == "lab", texts).len();
    assert_eq!(lacks("lab", complete), 0);
    assert_eq!(lacks("lab", ["/* lab */", "", ""]), 3);
    assert_eq!(lacks("dose", complete), 5);

    let text =
        "`src/lib.rs` and `src/gone.rs`, `mg/kg`, `kinds/<id>/x.rs`, `gone.toml`\n```text\nnone `src/no`\n```\n`src/x`";
    let complaints = dead_paths("X.md", text, &|path| path == "src/lib.rs");
    assert_eq!(lines(complaints), [1, 1, 5]);
}

/// A file of the repository, cut into tokens. Comments are gone; documentation is an attribute.
struct Source {
    path: String,
    tokens: TokenStream,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file under a folder.
fn sources(folder: &str) -> Vec<Source> {
    let mut list = Vec::new();
    for path in files(&root().join(folder)) {
        if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let path = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
            let tokens = TokenStream::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
            list.push(Source { path, tokens });
        }
    }
    assert!(!list.is_empty(), "no sources in {folder}");
    list
}

/// Every file under a folder, without those that are built or hidden.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut list = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                if !["target", "dist", "node_modules", ".git"].contains(&name.as_str()) {
                    folders.push(path);
                }
            } else {
                list.push(path);
            }
        }
    }
    list.sort();
    list
}

/// A path of code, `a::b::c`, and its line.
struct Named {
    line: usize,
    segments: Vec<String>,
}

/// Whether the tests of a file are looked at too.
#[derive(Clone, Copy, PartialEq)]
enum Tests {
    In,
    Out,
}

/// Every path in the code, those of `use` written out: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn paths(tokens: &TokenStream, tests: Tests) -> Vec<Named> {
    let mut list = Vec::new();
    collect(tokens.clone(), &[], tests, &mut list);
    list
}

fn collect(tokens: TokenStream, prefix: &[String], tests: Tests, list: &mut Vec<Named>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match token {
            TokenTree::Punct(mark) if mark.as_char() == '#' => {
                if matches!(tokens.get(at), Some(TokenTree::Punct(mark)) if mark.as_char() == '!') {
                    at += 1;
                }
                let Some(TokenTree::Group(attribute)) = tokens.get(at) else { continue };
                let said = attribute.stream().to_string();
                if said.starts_with("doc =") {
                    at += 1;
                } else if tests == Tests::Out && said.replace(' ', "") == "cfg(test)" {
                    // Skips to the end of the item the attribute stands on.
                    while let Some(token) = tokens.get(at) {
                        at += 1;
                        match token {
                            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => break,
                            TokenTree::Punct(mark) if mark.as_char() == ';' => break,
                            _ => {}
                        }
                    }
                }
            }
            TokenTree::Group(group) => collect(group.stream(), &[], tests, list),
            TokenTree::Ident(first) => {
                let line = first.span().start().line;
                let mut segments = prefix.to_vec();
                if *first != "self" || prefix.is_empty() {
                    segments.push(first.to_string());
                }
                let mut branched = false;
                while matches!(tokens.get(at), Some(TokenTree::Punct(mark)) if mark.as_char() == ':')
                    && matches!(tokens.get(at + 1), Some(TokenTree::Punct(mark)) if mark.as_char() == ':')
                {
                    match tokens.get(at + 2) {
                        Some(TokenTree::Ident(next)) => {
                            segments.push(next.to_string());
                            at += 3;
                        }
                        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                            collect(group.stream(), &segments, tests, list);
                            branched = true;
                            at += 3;
                        }
                        _ => break,
                    }
                }
                if !branched {
                    list.push(Named { line, segments });
                }
            }
            _ => {}
        }
    }
}

/// Names of the browser anywhere, names of the outside outside tests.
fn impure(source: &Source) -> Vec<String> {
    let mut complaints: BTreeSet<(usize, String)> = BTreeSet::new();
    for named in paths(&source.tokens, Tests::In) {
        if named.segments.iter().any(|segment| BROWSER.contains(&segment.as_str())) {
            complaints.insert((named.line, named.segments.join("::")));
        }
    }
    for named in paths(&source.tokens, Tests::Out) {
        if let [first, second, ..] = named.segments.as_slice()
            && first == "std"
            && OUTSIDE.contains(&second.as_str())
            && !HARMLESS.iter().any(|path| named.segments.iter().map(String::as_str).eq(path.iter().copied()))
        {
            complaints.insert((named.line, named.segments.join("::")));
        }
    }
    complaints.into_iter().map(|(line, what)| format!("{}:{line}: {what}", source.path)).collect()
}

/// The module a file is: `src/extract/kinds/money/mod.rs` is `extract::kinds::money`.
fn module(path: &str) -> Vec<String> {
    let path = path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').map(str::to_string).collect()
}

/// What `src/extract/mod.rs` offers under its own name, and the part it comes from.
fn reexports() -> BTreeMap<String, String> {
    let sources = sources("src/extract");
    let top = sources.iter().find(|source| source.path == "src/extract/mod.rs").expect("the top of the pure side");
    let named = paths(&top.tokens, Tests::Out).into_iter();
    named
        .filter(|n| n.segments.len() > 1)
        .map(|n| (n.segments[n.segments.len() - 1].clone(), n.segments[0].clone()))
        .collect()
}

/// Imports that [`MAY_IMPORT`] does not allow.
fn imports(source: &Source, reexports: &BTreeMap<String, String>) -> Vec<String> {
    let module = module(&source.path);
    let Some(part) = module.get(1) else { return Vec::new() };
    let is_kind = part == "kinds" && module.len() > 2;
    let row = if is_kind { "kinds/*" } else { part };
    let mut complaints = Vec::new();
    let Some((_, allowed)) = MAY_IMPORT.iter().find(|(name, _)| *name == row) else {
        return vec![format!("{}:1: tests/it/tidy.rs does not say what `{part}` may import", source.path)];
    };
    for named in paths(&source.tokens, Tests::Out) {
        // From here on counted from the crate's root.
        let mut at: Vec<&str> = Vec::new();
        let mut segments = named.segments.iter().map(String::as_str).peekable();
        match segments.peek() {
            Some(&"crate") => {
                segments.next();
            }
            Some(&"self") => {
                segments.next();
                at = module.iter().map(String::as_str).collect();
            }
            Some(&"super") => {
                at = module.iter().map(String::as_str).collect();
                while segments.next_if_eq(&"super").is_some() {
                    at.pop();
                }
            }
            _ => continue,
        }
        at.extend(segments);
        // The macros of the pure side: those that others may use stand at the root of the crate.
        if matches!(at[..], ["lexicon" | "w" | "words"]) {
            continue;
        }
        let name = named.segments.join("::");
        let Some((&"extract", rest)) = at.split_first() else {
            complaints.push(format!("{}:{}: {name}", source.path, named.line));
            continue;
        };
        let Some((&first, rest)) = rest.split_first() else { continue };
        let target = reexports.get(first).map_or(first, String::as_str);
        let inner = if target == first { rest.first().copied() } else { Some(first) };
        let own = target == part && !is_kind;
        let own_kind = is_kind && target == part && inner == module.get(2).map(String::as_str);
        let other_kind = target == "kinds" && inner.is_some_and(|inner| kinds::ALL.iter().any(|kind| kind.id == inner));
        let listed = allowed.iter().any(|entry| match entry.split_once("::") {
            Some((part, item)) => part == target && inner == Some(item),
            None => *entry == target,
        });
        if !(own || own_kind || listed && !other_kind) {
            complaints.push(format!("{}:{}: {name}", source.path, named.line));
        }
    }
    complaints
}

/// Rule ids in the code of a kind, and complaints about those that do not have the form
/// `kind.what-it-does` or bear another kind's name. A text is a rule id when it begins with the name of a kind and a point.
fn rule_ids(source: &Source) -> (Vec<String>, Vec<String>) {
    let module = module(&source.path);
    let Some(kind) = module.get(2) else { return Default::default() };
    let (mut ids, mut complaints) = (Vec::new(), Vec::new());
    for (line, text) in texts(&source.tokens) {
        let Some((head, rest)) = text.split_once('.') else { continue };
        if !kinds::ALL.iter().any(|kind| kind.id == head) {
            continue;
        }
        let well_formed = rest.starts_with(|c: char| c.is_ascii_lowercase())
            && rest.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if head != kind {
            complaints.push(format!("{}:{line}: {text} in the folder of {kind}", source.path));
        } else if !well_formed {
            complaints.push(format!("{}:{line}: {text} is not of the form {kind}.what-it-does", source.path));
        } else {
            ids.push(text);
        }
    }
    (ids, complaints)
}

/// Text literals outside tests and comments, and their lines.
fn texts(tokens: &TokenStream) -> Vec<(usize, String)> {
    let mut list = Vec::new();
    let mut tokens = tokens.clone().into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => list.extend(texts(&group.stream())),
            TokenTree::Literal(literal) => {
                let said = literal.to_string();
                if let Some(text) = said.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
                    list.push((literal.span().start().line, text.to_string()));
                }
            }
            TokenTree::Punct(mark) if mark.as_char() == '#' => {
                if let Some(TokenTree::Group(attribute)) = tokens.next_if(|next| matches!(next, TokenTree::Group(_)))
                    && attribute.stream().to_string().replace(' ', "") == "cfg(test)"
                {
                    tokens.find(|token| matches!(token, TokenTree::Group(g) if g.delimiter() == Delimiter::Brace));
                }
            }
            _ => {}
        }
    }
    list
}

/// What a kind lacks: files, its row, its colour, its type in the package, an example in the corpus.
fn incomplete(id: &str, has: &dyn Fn(&str) -> bool, registered: bool, [styles, types, gold]: [&str; 3]) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in ["mod.rs", "table.rs", "cases.txt"] {
        if !has(file) {
            complaints.push(format!("{id}: no {file}, or an empty one"));
        }
    }
    if !registered {
        complaints.push(format!("{id}: no row in ALL (src/extract/kinds/mod.rs)"));
    }
    let plain: String = styles
        .split("/*")
        .enumerate()
        .map(|(n, s)| if n == 0 { s } else { s.split_once("*/").map_or("", |s| s.1) })
        .collect();
    if !plain.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == id) {
        complaints.push(format!("{id}: no line in www/kinds.css"));
    }
    if !types.contains(&format!("kind: \"{id}\"")) {
        complaints.push(format!("{id}: no mention of it in npm/eosin.d.ts"));
    }
    let annotated = |line: &str| line.split('\t').nth(1).is_some_and(|body| body.split(' ').next() == Some(id));
    if !gold.lines().any(annotated) {
        complaints.push(format!("{id}: no gold annotation in tests/corpus"));
    }
    complaints
}

/// The texts of the corpus, and every line of the case files.
fn every_test_text() -> Vec<(String, String)> {
    let mut list = Vec::new();
    for path in files(&root().join("tests/corpus")).into_iter().chain(files(&root().join("src/extract/kinds"))) {
        let name = path.to_string_lossy().into_owned();
        if name.ends_with("cases.txt") {
            for line in std::fs::read_to_string(&path).unwrap().lines() {
                if let Some((text, _)) = line.rsplit_once("=>") {
                    list.push((name.clone(), text.replace(['«', '»'], "").replace('⏎', "\n")));
                }
            }
        } else if name.ends_with(".txt") {
            list.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
    list
}

/// Names of all files of the repository.
fn every_file_name() -> BTreeSet<String> {
    files(root()).iter().filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned())).collect()
}

/// A path from the root; a name without a folder may stand for a file anywhere.
fn exists(path: &str, names: &BTreeSet<String>) -> bool {
    root().join(path).exists() || !path.contains('/') && names.contains(path)
}

/// Backticked words of a document that look like paths of this repository and lead nowhere. A word
/// looks like a path when its first folder exists or it ends as our files do; `<id>`, `*` and `…` are
/// placeholders. Fenced blocks are not looked at.
fn dead_paths(document: &str, text: &str, exists: &dyn Fn(&str) -> bool) -> Vec<String> {
    const ENDINGS: &[&str] = &[".rs", ".md", ".toml", ".txt", ".css", ".html", ".ann", ".svg"];
    let mut complaints = Vec::new();
    let mut fenced = false;
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
            continue;
        }
        for word in line.split('`').skip(1).step_by(2).filter(|_| !fenced) {
            let placeholder = word.contains(|c: char| c.is_whitespace() || "<>*…{}$=:".contains(c))
                || word.starts_with('.') && !word.contains('/');
            // What the commands make is not in the repository.
            let made = word.starts_with("dist/") || word.starts_with("target/");
            let folder = word.split_once('/').is_some_and(|(folder, _)| root().join(folder).is_dir());
            let looks = folder || ENDINGS.iter().any(|ending| word.ends_with(ending));
            if looks && !placeholder && !made && !exists(word) {
                complaints.push(format!("{document}:{}: {word} does not exist", index + 1));
            }
        }
    }
    complaints
}
