//! An archive of any bytes, and what is in it: ZIP files and Word files.
#![no_main]

#[allow(dead_code)]
#[path = "../../tests/it/carried.rs"]
mod carried;
#[allow(dead_code)]
#[path = "../../tests/it/laws.rs"]
mod laws;
#[allow(dead_code)]
#[path = "../../tests/it/programs.rs"]
mod programs;

libfuzzer_sys::fuzz_target!(|input: &[u8]| programs::archive(input));
