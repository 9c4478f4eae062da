//! The inputs in `fuzz/corpus`, through the programs in `fuzz` that found or were given them: each reached code that
//! no other did, and what a program once stopped at stays among them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use crate::programs::PROGRAMS;

#[test]
fn every_kept_input_keeps_the_laws() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let mut failed = Vec::new();
    for (name, run) in PROGRAMS {
        assert!(root.join("fuzz_targets").join(format!("{name}.rs")).is_file(), "fuzz has no program {name}");
        let folder = root.join("corpus").join(name);
        let inputs = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for path in inputs.map(|entry| entry.unwrap().path()) {
            let input = std::fs::read(&path).unwrap();
            if catch_unwind(AssertUnwindSafe(|| run(&input))).is_err() {
                failed.push(path);
            }
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}
