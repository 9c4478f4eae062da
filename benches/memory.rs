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

    let mut one = String::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("tests/corpus").map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "txt"));
    paths.sort();
    for path in paths {
        one.push_str(&std::fs::read_to_string(path).expect("a text"));
        one.push_str("\n\n");
    }
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

#[cfg(target_arch = "wasm32")]
fn main() {}
