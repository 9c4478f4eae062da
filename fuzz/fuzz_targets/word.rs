//! A Word file whose text is any XML.
#![no_main]

use std::io::{Cursor, Write as _};

#[allow(dead_code)]
#[path = "../../tests/it/laws.rs"]
mod laws;

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    writer.write_all(input).unwrap();
    laws::check_bytes(&writer.finish().unwrap().into_inner(), "word");
});
