//! Any bytes under any name are read or refused, and what is read keeps the laws. The first line of the
//! input is the name.
#![no_main]

#[allow(dead_code)]
#[path = "../../tests/it/laws.rs"]
mod laws;

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let end = input.iter().position(|&byte| byte == b'\n').unwrap_or(0);
    let (name, bytes) = input.split_at(end);
    laws::check_bytes(bytes.get(1..).unwrap_or_default(), &String::from_utf8_lossy(name));
});
