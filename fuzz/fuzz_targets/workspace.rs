//! Workspace files of any text, and what is done with what they hold.
#![no_main]

#[allow(dead_code)]
#[path = "../../tests/it/carried.rs"]
mod carried;

libfuzzer_sys::fuzz_target!(|text: &str| carried::check_workspace(text));
