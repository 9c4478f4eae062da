//! A web page of any bytes.
#![no_main]

#[allow(dead_code)]
#[path = "../../tests/it/laws.rs"]
mod laws;

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    laws::check_bytes(&[b"<html>".as_slice(), input].concat(), "page");
});
