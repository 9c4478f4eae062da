//! An archive of any bytes, and what is in it: ZIP files and Word files.
#![no_main]

#[allow(dead_code)]
#[path = "../../tests/it/laws.rs"]
mod laws;

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    laws::check_all(&[b"PK\x03\x04".as_slice(), input].concat());
});
