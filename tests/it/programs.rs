//! What the programs in `fuzz` do with an input, a function each; `kept` runs them over the inputs that are kept
//! in `fuzz/corpus`.

use std::io::{Cursor, Write as _};

use crate::{carried, laws};

/// A program: its name, and what it does with bytes.
pub type Program = (&'static str, fn(&[u8]));

/// All of them.
pub const PROGRAMS: &[Program] = &[
    ("analyse", analyse),
    ("archive", archive),
    ("html", html),
    ("joined", joined),
    ("link", link),
    ("mail", mail),
    ("pdf", pdf),
    ("read", read),
    ("rules", rules),
    ("word", word),
    ("workspace", workspace),
];

/// Any text keeps the laws.
pub fn analyse(input: &[u8]) {
    if let Ok(text) = std::str::from_utf8(input) {
        laws::check_text(text);
    }
}

/// An archive of any bytes, and what is in it: ZIP files and Word files.
pub fn archive(input: &[u8]) {
    laws::check_all(&[b"PK\x03\x04".as_slice(), input].concat());
}

/// A web page of any bytes.
pub fn html(input: &[u8]) {
    laws::check_bytes(&[b"<html>".as_slice(), input].concat(), "page");
}

/// Two texts joined have the mentions of both. The first NUL parts them.
pub fn joined(input: &[u8]) {
    if let Ok(text) = std::str::from_utf8(input) {
        let (first, second) = text.split_once('\0').unwrap_or((text, ""));
        laws::check_joined(first, second);
    }
}

/// Links: any fragment, any parcel in a fragment of its own, and any text in a link. The first byte says which.
pub fn link(input: &[u8]) {
    const TEXT: &str = "On May 3, 2021 Larkspur paid $5 million for 300 mg of LKS-204, and $5 million again.";
    let Some((first, rest)) = input.split_first() else { return };
    match (first, std::str::from_utf8(rest)) {
        (b'#', Ok(text)) => carried::check_fragment(text, TEXT),
        (b't', Ok(text)) => carried::check_carried(text),
        _ => carried::check_parcel(rest, TEXT),
    }
}

/// A mail of any bytes after its first fields.
pub fn mail(input: &[u8]) {
    laws::check_all(&[b"From: a@b\nTo: c@d\nSubject: x\nMIME-Version: 1.0\n".as_slice(), input].concat());
}

/// A PDF of any bytes.
pub fn pdf(input: &[u8]) {
    laws::check_bytes(&[b"%PDF-1.7\n".as_slice(), input].concat(), "pdf");
}

/// Any bytes under any name are read or refused, and what is read keeps the laws. The first line is the name.
pub fn read(input: &[u8]) {
    let end = input.iter().position(|&byte| byte == b'\n').unwrap_or(0);
    let (name, bytes) = input.split_at(end);
    laws::check_bytes(bytes.get(1..).unwrap_or_default(), &String::from_utf8_lossy(name));
}

/// Files of rules of any text, used on any text. The first NUL parts them.
pub fn rules(input: &[u8]) {
    if let Ok(text) = std::str::from_utf8(input) {
        let (file, text) = text.split_once('\0').unwrap_or((text, ""));
        laws::check_rules(file, text);
    }
}

/// A Word file whose text is any XML.
pub fn word(input: &[u8]) {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    writer.write_all(input).unwrap();
    laws::check_bytes(&writer.finish().unwrap().into_inner(), "word");
}

/// Workspace files of any text, and what is done with what they hold.
pub fn workspace(input: &[u8]) {
    if let Ok(text) = std::str::from_utf8(input) {
        carried::check_workspace(text);
    }
}
