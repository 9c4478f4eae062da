//! The pure part as wasm, in Node.js: the same answers as natively, to the letter. Run by
//! `cargo xtask test --only wasm`.
#![cfg(target_arch = "wasm32")]

use eosin::extract::{Analysis, Context, Document, analyse, read, standoff};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen(module = "node:fs")]
extern "C" {
    #[wasm_bindgen(js_name = readdirSync)]
    fn names_in(folder: &str) -> Vec<String>;
    #[wasm_bindgen(js_name = readFileSync)]
    fn text_of(path: &str, encoding: &str) -> String;
}

fn analysis(text: &str) -> Analysis {
    analyse(read(text.as_bytes(), "release.txt").expect("a text is read"), &Context::default())
}

/// Release by release, what comes out natively is kept beside the text.
#[wasm_bindgen_test]
fn releases_read_as_they_do_natively() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus");
    let mut mentions = 0;
    for slug in names_in(folder).iter().filter_map(|name| name.strip_suffix(".txt")) {
        // The text as it stands, which is what the offsets beside it count in.
        let document = Document::new("release.txt", text_of(&format!("{folder}/{slug}.txt"), "utf8"));
        let analysis = analyse(document, &Context::default());
        let native = text_of(&format!("{folder}/{slug}.snap.ann"), "utf8");
        mentions += analysis.mentions.len();
        assert_eq!(standoff::write(&analysis.document, &analysis.mentions), native, "{slug}");
    }
    assert!(mentions > 100, "only {mentions} mentions were compared");
}

/// Wasm has 32 bits: nothing may depend on more.
#[wasm_bindgen_test]
fn amounts_beyond_32_bits_are_exact() {
    let analysis = analysis("Cash was $18,446,744,073,709,551.25 then.\n");
    let values: Vec<String> = analysis.mentions.iter().map(|mention| standoff::notation(&mention.value)).collect();
    assert_eq!(values, ["18446744073709551.25 USD"]);
}

/// A page reads many documents in one life.
#[wasm_bindgen_test]
fn the_same_text_gives_the_same_answer_again() {
    let text = "On March 3, 2020 Larkspur paid $3.5 million for 300 mg of imatinib.\n".repeat(2000);
    let first = analysis(&text);
    let second = analysis(&text);
    assert!(first.mentions.len() >= 4000, "{}", first.mentions.len());
    assert_eq!(first.mentions, second.mentions);
}
