//! How much memory a text takes while it is analysed, natively; `cargo xtask bench` runs it.
//!
//! Prints `memory`, the bytes of a text, and the most that was held at a time beside it, from its reading
//! to the end of its analysis, the analysis included. What the system's allocator makes smaller or larger where
//! it lies is counted once.

#[cfg(not(target_arch = "wasm32"))]
#[global_allocator]
static HEAP: cap::Cap<std::alloc::System> = cap::Cap::new(std::alloc::System, usize::MAX);

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    use eosin::extract::{Context, analyse, read};

    let one = corpus();
    // What is held once, by tables, is not of this text. Little of it: the most that was held so far stays on record,
    // and what is measured next is more.
    let little = &one[..one.floor_char_boundary(50_000)];
    analyse(read(little.as_bytes(), "release.txt").expect("text"), &Context::default());
    for megabytes in [1usize, 10] {
        let text = one.repeat((megabytes * 1_000_000).div_ceil(one.len()));
        let before = HEAP.allocated();
        let document = read(text.as_bytes(), "release.txt").expect("text");
        let read = HEAP.max_allocated() - before;
        let analysis = analyse(document, &Context::default());
        println!("memory\t{}\t{}\t{read}\t{}", text.len(), HEAP.max_allocated() - before, analysis.mentions.len());
    }
}

/// The project's own releases, one after the other, or the texts of `EOSIN_BENCH_CORPUS`.
#[cfg(not(target_arch = "wasm32"))]
fn corpus() -> String {
    let mut one = String::new();
    if let Some(path) = std::env::var_os("EOSIN_BENCH_CORPUS") {
        for line in std::fs::read_to_string(path).expect("the corpus").lines().filter(|line| !line.trim().is_empty()) {
            let line: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
            one.push_str(line["text"].as_str().expect("a line has a text"));
            one.push_str("\n\n");
        }
        return one;
    }
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("tests/corpus").map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "txt"));
    paths.sort();
    for path in paths {
        one.push_str(&std::fs::read_to_string(path).expect("a text"));
        one.push_str("\n\n");
    }
    one
}

#[cfg(target_arch = "wasm32")]
fn main() {}
