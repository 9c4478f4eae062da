//! Any text keeps the laws. Seeds: `cargo +nightly fuzz run analyse fuzz/corpus/analyse tests/corpus`.
#![no_main]

#[allow(dead_code)]
#[path = "../../tests/it/laws.rs"]
mod laws;

libfuzzer_sys::fuzz_target!(|text: &str| laws::check_text(text));
