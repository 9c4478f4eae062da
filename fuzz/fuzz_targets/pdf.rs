//! A PDF of any bytes.
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

libfuzzer_sys::fuzz_target!(|input: &[u8]| programs::pdf(input));
