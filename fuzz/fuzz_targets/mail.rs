//! A mail of any bytes after its first fields.
#![no_main]

#[allow(dead_code)]
#[path = "../../tests/it/laws.rs"]
mod laws;

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    laws::check_all(&[b"From: a@b\nTo: c@d\nSubject: x\nMIME-Version: 1.0\n".as_slice(), input].concat());
});
