//! `cargo xtask package`: the core for other people's programs, as a folder for the npm registry.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::{browser, command, readers, root, table, tools, wasm_opt};

/// Files of the package that are as they are in `npm`.
const FILES: &[&str] = &["eosin.js", "eosin.d.ts", "element.d.ts", "README.md"];

/// Its module.
const MODULE: readers::Module = readers::Module {
    name: "package",
    program: "eosin-package",
    features: "package",
    profile: readers::SMALL,
    memory: readers::SOME,
};

/// Where the package is made.
pub fn folder() -> PathBuf {
    root().join("target").join("npm")
}

/// Makes the package and tests it: in Node.js, its types, and its element in a plain page.
pub fn make() -> Result<()> {
    let (from, to) = (root().join("npm"), folder());
    let _ = fs::remove_dir_all(&to);
    fs::create_dir_all(&to)?;
    println!("Building the package's module (the first time 2 to 5 minutes).");
    let wasm = readers::build(&MODULE, true)?;
    wasm_opt::optimise("package", wasm_opt::LATER, &wasm, &to.join("eosin.wasm"))?;
    for name in FILES {
        fs::copy(from.join(name), to.join(name)).with_context(|| format!("npm/{name} cannot be copied"))?;
    }
    for name in ["LICENSE-MIT", "LICENSE-APACHE"] {
        fs::copy(root().join(name), to.join(name))?;
    }
    let kinds = fs::read_to_string(root().join("www").join("kinds.css"))?;
    let element = fs::read_to_string(from.join("element.js"))?;
    fs::write(to.join("element.js"), element.replace("{KINDS}", &kinds.replace(['`', '\\'], "")))?;
    let manifest = fs::read_to_string(root().join("Cargo.toml"))?;
    let field = |name: &str| {
        let line = manifest.lines().find(|line| line.starts_with(&format!("{name} = ")));
        line.and_then(|line| line.split('"').nth(1)).with_context(|| format!("Cargo.toml has no {name}"))
    };
    fs::write(
        to.join("package.json"),
        format!(
            "{{\n  \"name\": \"eosin\",\n  \"version\": \"{}\",\n  \"description\": \"{}\",\n  \"license\": \"MIT OR Apache-2.0\",\n  \
             \"type\": \"module\",\n  \"exports\": {{\n    \".\": {{ \"types\": \"./eosin.d.ts\", \"default\": \"./eosin.js\" }},\n    \
             \"./element\": {{ \"types\": \"./element.d.ts\", \"default\": \"./element.js\" }},\n    \"./eosin.wasm\": \"./eosin.wasm\"\n  }},\n  \
             \"types\": \"./eosin.d.ts\",\n  \"sideEffects\": [\"./element.js\"],\n  \"engines\": {{ \"node\": \">=18\" }}\n}}\n",
            field("version")?,
            field("description")?,
        ),
    )?;
    for entry in fs::read_dir(&to)? {
        let entry = entry?;
        println!("{:>12}  {}", table::thousands(entry.metadata()?.len()), entry.file_name().to_string_lossy());
    }
    let Some(node) = command::find("node") else {
        bail!("the package is made, but not tested: there is no Node.js here")
    };
    let test = |name: &str, arguments: &[&str]| {
        let copy = to.join(name);
        fs::copy(from.join(name), &copy)?;
        let outcome = command::run(Command::new(&node).current_dir(&to).args(arguments).arg(name));
        fs::remove_file(&copy)?;
        outcome
    };
    test("test.mjs", &[]).context("the package does not do in Node.js what it promises")?;
    match tools::package("typescript")? {
        Some(typescript) => {
            let tsc = typescript.join("bin").join("tsc").display().to_string();
            let strict = ["--noEmit", "--strict", "--target", "es2022", "--module", "nodenext", "--lib", "es2022,dom"];
            test("test.ts", &[&[tsc.as_str()], &strict[..]].concat())
                .context("the package's types do not say what it gives")?;
            println!("The types say what the package gives.");
        }
        None => println!("The types are not checked: there is no TypeScript here."),
    }
    let browser = browser::find()?;
    let driver = browser.drive()?;
    let mut in_page = command::cargo();
    in_page.args(["test", "--package", "xtask", "--test", "browser", "--", "--ignored", "package::"]);
    in_page.env("EOSIN_BROWSER_PACKAGE", &to);
    command::run(browser::settings(&mut in_page, &browser, &driver, ""))
        .context("the element does not do in a page what it promises")
}
