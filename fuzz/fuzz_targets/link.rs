//! Links: any fragment, any parcel in a fragment of its own, and any text in a link. The first byte says
//! which.
#![no_main]

#[allow(dead_code)]
#[path = "../../tests/it/carried.rs"]
mod carried;

const TEXT: &str = "On May 3, 2021 Larkspur paid $5 million for 300 mg of LKS-204, and $5 million again.";

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let Some((first, rest)) = input.split_first() else { return };
    match (first, std::str::from_utf8(rest)) {
        (b'#', Ok(text)) => carried::check_fragment(text, TEXT),
        (b't', Ok(text)) => carried::check_carried(text),
        _ => carried::check_parcel(rest, TEXT),
    }
});
