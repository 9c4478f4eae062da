//! How much memory a text takes while it is analysed, natively; `cargo xtask bench` runs it.
//!
//! Prints `memory`, the bytes of a text, and the most that was held at a time beside it, from its reading
//! to the end of its analysis, the analysis included.

#[cfg(not(target_arch = "wasm32"))]
#[global_allocator]
static HEAP: peak_alloc::PeakAlloc = peak_alloc::PeakAlloc;

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    use eosin::extract::{Context, analyse, read};

    let one = corpus();
    // What is held once, by tables, is not of this text.
    analyse(read(one.as_bytes(), "release.txt").expect("text"), &Context::default());
    for megabytes in [1usize, 10] {
        let text = one.repeat((megabytes * 1_000_000).div_ceil(one.len()));
        let before = HEAP.current_usage();
        HEAP.reset_peak_usage();
        let document = read(text.as_bytes(), "release.txt").expect("text");
        let read = HEAP.peak_usage() - before;
        let analysis = analyse(document, &Context::default());
        println!("memory\t{}\t{}\t{read}\t{}", text.len(), HEAP.peak_usage() - before, analysis.mentions.len());
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
