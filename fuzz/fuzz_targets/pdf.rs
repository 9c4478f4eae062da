//! A PDF of any bytes. Seeds: `cargo +nightly fuzz run pdf fuzz/corpus/pdf tests/files`.
#![no_main]

#[allow(dead_code)]
#[path = "../../tests/it/laws.rs"]
mod laws;

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    laws::check_bytes(&[b"%PDF-1.7\n".as_slice(), input].concat(), "pdf");
});
