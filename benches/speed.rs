//! How fast documents are read: megabytes per second of each stage, natively and as wasm.
//!
//! Run by `cargo xtask bench`. The program times whole passes over a corpus, which is this project's
//! own releases or, in `EOSIN_BENCH_CORPUS`, a file of JSON Lines with a `text` in each. As wasm there
//! is no clock, so the functions at the end are timed from outside, pass by pass, in the same way.
//!
//! Before that, two things are timed: until the recognisers have their tables, and the first analysis, as it
//! runs when they have and no function has been called; in the browser most of that is the compiling of what is
//! called. There it is timed also as it runs after a sample was read, which is what the page's workers do while
//! they wait for a file.
//!
//! No benchmarking library: none measures the same code on both sides, and the first analysis, in
//! which tables are made ready, is one of the figures wanted.

#[cfg(not(target_arch = "wasm32"))]
mod corpus;

use std::hint::black_box;

use eosin::extract::glance::Known;
use eosin::extract::kinds::{Found, Scan, find, find_all, ready};
use eosin::extract::lex::Tokens;
use eosin::extract::{Context, Document, KindId, analyse, read};

/// That of the command line.
#[cfg(all(feature = "allocator", not(target_arch = "wasm32")))]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A stage by name: everything, that with the facts and checks that the page shows, reading, all kinds, tokens, or one
/// kind alone.
fn stages() -> Vec<String> {
    let kinds = KindId::all().map(|id| id.kind().id.to_string());
    ["all", "all with facts", "read", "find", "tokens"].map(str::to_string).into_iter().chain(kinds).collect()
}

/// Runs a stage over every text once and returns how much it made, so that it cannot be left out.
fn pass(stage: &str, texts: &[String], documents: &[Document]) -> usize {
    let context = Context::default();
    match stage {
        "all" => texts
            .iter()
            .filter_map(|text| read(text.as_bytes(), "release.txt").ok())
            .map(|document| black_box(analyse(document, &context)).mentions.len())
            .sum(),
        "all with facts" => texts
            .iter()
            .filter_map(|text| read(text.as_bytes(), "release.txt").ok())
            .map(|document| black_box(Known::of(&analyse(document, &context))).sections.len())
            .sum(),
        "read" => texts
            .iter()
            .filter_map(|text| read(text.as_bytes(), "release.txt").ok())
            .map(|document| black_box(document).paragraphs.len())
            .sum(),
        "find" => {
            documents.iter().map(|document| black_box(find_all(&Scan::new(document, &context))).mentions.len()).sum()
        }
        "tokens" => documents.iter().map(|document| black_box(Tokens::new(&document.text)).len()).sum(),
        kind => {
            let kind = KindId::of(kind);
            let one = |document: &Document| {
                let scan = Scan::new(document, &context);
                let mut found = Found::default();
                kind.into_iter().for_each(|kind| find(kind, &scan, &mut found));
                black_box(found).mentions.len()
            };
            documents.iter().map(one).sum()
        }
    }
}

fn documents(texts: &[String]) -> Vec<Document> {
    texts.iter().filter_map(|text| read(text.as_bytes(), "release.txt").ok()).collect()
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    use std::time::{Duration, Instant};

    let mut texts = corpus::texts();
    texts.retain(|text| read(text.as_bytes(), "release.txt").is_ok());
    if let Some(path) = std::env::var_os("EOSIN_BENCH_WRITE") {
        // For the browser: one file, a NUL between two texts.
        std::fs::write(path, texts.join("\0")).expect("the corpus can be written");
        return;
    }
    if let Ok(passes) = std::env::var("EOSIN_BENCH_PASSES") {
        // For `cargo xtask native`, which counts what is done meanwhile.
        let passes: usize = passes.parse().expect("a number of passes");
        (0..passes).for_each(|_| _ = black_box(pass("all with facts", &texts, &[])));
        return;
    }
    let bytes: usize = texts.iter().map(String::len).sum();
    let first = |text: &String| {
        let start = Instant::now();
        pass("all", std::slice::from_ref(text), &[]);
        start.elapsed().as_secs_f64() * 1000.0
    };
    let one = texts.first().expect("the corpus has a text");
    println!("texts\t{}\nbytes\t{bytes}", texts.len());
    let start = Instant::now();
    ready();
    println!("recognisers\t{}", start.elapsed().as_secs_f64() * 1000.0);
    println!("first\t{}\nsecond\t{}", first(one), first(one));
    if std::env::var_os("EOSIN_BENCH_START").is_some() {
        return;
    }
    let documents = documents(&texts);
    for stage in stages() {
        let begin = Instant::now();
        // The sum of each text's best time: a machine that does other things too interrupts a long
        // pass, but seldom the same short one every time.
        let mut best = vec![f64::INFINITY; texts.len()];
        let mut passes = Vec::new();
        while passes.len() < 5 || begin.elapsed() < Duration::from_secs(1) {
            let pass_begin = Instant::now();
            for (index, best) in best.iter_mut().enumerate() {
                let start = Instant::now();
                black_box(pass(&stage, &texts[index..=index], &documents[index..=index]));
                *best = best.min(start.elapsed().as_secs_f64());
            }
            passes.push(pass_begin.elapsed().as_secs_f64());
        }
        passes.sort_by(f64::total_cmp);
        let speed = |seconds: f64| bytes as f64 / 1e6 / seconds;
        println!("stage {stage}\t{}\t{}\t{}", speed(best.iter().sum()), speed(passes[passes.len() / 2]), passes.len());
    }
}

#[cfg(target_arch = "wasm32")]
fn main() {}

/// The same as wasm, called from `tests/browser/speed/worker.js`.
#[cfg(target_arch = "wasm32")]
mod wasm {
    use eosin::extract::{Context, Document, analyse};
    use wasm_bindgen::prelude::wasm_bindgen;

    /// Reads one of the page's samples, as `warm_up` in `src/app/worker.rs` does.
    fn warm_up() -> usize {
        let samples = [include_str!("../src/samples/combination.txt")];
        let analysed = samples.map(|text| analyse(Document::new("sample.txt", text), &Context::default()));
        std::hint::black_box(analysed).iter().map(|analysis| analysis.mentions.len()).sum()
    }

    /// A corpus in the memory of a worker.
    #[wasm_bindgen]
    pub struct Corpus {
        texts: Vec<String>,
        documents: Vec<Document>,
    }

    #[wasm_bindgen]
    impl Corpus {
        /// Texts with a NUL between two.
        #[wasm_bindgen(constructor)]
        pub fn new(joined: &str) -> Corpus {
            Corpus { texts: joined.split('\0').map(str::to_string).collect(), documents: Vec::new() }
        }

        /// A sample, through everything.
        pub fn warm_up(&self) -> usize {
            warm_up()
        }

        /// The recognisers' tables.
        pub fn recognisers(&self) {
            super::ready();
        }

        /// The first text alone, through everything.
        pub fn first(&self) -> usize {
            super::pass("all", self.texts.get(..1).unwrap_or_default(), &[])
        }

        /// Reads the documents that single stages work on.
        pub fn ready(&mut self) {
            self.documents = super::documents(&self.texts);
        }

        /// How many texts.
        pub fn texts(&self) -> usize {
            self.texts.len()
        }

        /// How many bytes.
        pub fn bytes(&self) -> usize {
            self.texts.iter().map(String::len).sum()
        }

        /// The stages.
        pub fn stages(&self) -> Vec<String> {
            super::stages()
        }

        /// A stage over some of the texts, from one up to another.
        pub fn pass(&self, stage: &str, from: usize, to: usize) -> usize {
            let texts = self.texts.get(from..to).unwrap_or_default();
            super::pass(stage, texts, self.documents.get(from..to).unwrap_or_default())
        }
    }
}
