//! How much memory a text takes while it is analysed, natively; `cargo xtask bench` runs it.
//!
//! Prints `memory`, the bytes of a text, and the most that was held at a time beside it, from its reading
//! to the end of its analysis, the analysis included. What the system's allocator makes smaller or larger where
//! it lies is counted once.

#[cfg(not(target_arch = "wasm32"))]
mod corpus;

#[cfg(not(target_arch = "wasm32"))]
#[global_allocator]
static HEAP: cap::Cap<std::alloc::System> = cap::Cap::new(std::alloc::System, usize::MAX);

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    use eosin::extract::{Context, analyse, read};

    let one = corpus::texts().iter().flat_map(|text| [text, "\n\n"]).collect::<String>();
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

#[cfg(target_arch = "wasm32")]
fn main() {}
