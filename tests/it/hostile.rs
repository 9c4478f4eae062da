//! Files that are made to break readers: each ends in a text or an error, soon.
//!
//! Every one is made here, small, and opened as any other; damage that chance makes is in tests/it/files.rs.

use std::io::{Cursor, Write as _};
use std::time::{Duration, Instant};

use eosin::extract::document::Note;
use eosin::extract::document::read::{Format, Opened, Options, ReadError, open, read_all};
use eosin::extract::{Context, Document, analyse, read};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::files::pdf;

#[path = "../../benches/hostile/mod.rs"]
mod repeated;

/// A file takes no longer than this in a program that is not optimised, on a machine with other work; a fifth of
/// it and less in one that is.
const SOON: Duration = Duration::from_secs(60);

/// Opens a file, and looks at the clock.
fn opened(bytes: &[u8]) -> Result<Opened, ReadError> {
    let start = Instant::now();
    let opened = open(bytes, &Options::default());
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
    opened
}

/// The text of a file and what was noted of it.
fn text(bytes: &[u8]) -> (String, Vec<Note>) {
    let reading = opened(bytes).expect("a text").reading.expect("a text");
    (reading.text, reading.structure.notes)
}

fn stream(dictionary: &str, content: &str) -> String {
    format!("<< {dictionary} /Length {} >>\nstream\n{content}\nendstream", content.len())
}

/// A page with these resources that draws this; its other objects follow from 6 on.
fn page(resources: &str, draws: &str, others: &[String]) -> Vec<u8> {
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_string(),
        "<< /Type /Pages /Count 1 /Kids [3 0 R] >>".to_string(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> {resources} >> >>"
        ),
        stream("", draws),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_string(),
    ];
    objects.extend_from_slice(others);
    pdf(&objects)
}

const SAYS: &str = "BT /F 12 Tf 72 700 Td (Alba paid $5 million.) Tj ET";

/// Bytes as a PDF may hold them in a text that is not binary.
fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>() + ">"
}

fn deflated(content: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn pages_that_hold_themselves() {
    // A tree of pages in a circle, and one of ten thousand steps.
    let circle = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] >>"];
    assert!(opened(&pdf(&circle.map(str::to_string))).is_err());
    let mut deep = vec!["<< /Type /Catalog /Pages 2 0 R >>".to_string()];
    deep.extend((3..10_003).map(|next| format!("<< /Type /Pages /Count 1 /Kids [{next} 0 R] >>")));
    deep.push("<< /Type /Page /MediaBox [0 0 9 9] >>".to_string());
    assert!(opened(&pdf(&deep)).is_err());
    // A drawing that draws itself, and one that draws ten that draw ten, eleven deep.
    let own =
        stream("/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /XObject << /X 6 0 R >> >>", "/X Do");
    assert_eq!(text(&page("/XObject << /X 6 0 R >>", &format!("{SAYS} /X Do"), &[own])).0, "Alba paid $5 million.");
    let laughs: Vec<String> = (7..18)
        .map(|next| {
            let dictionary = format!(
                "/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /XObject << /X {next} 0 R >> >>"
            );
            stream(&dictionary, &"/X Do ".repeat(10))
        })
        .collect();
    let (said, notes) = text(&page("/XObject << /X 6 0 R >>", &format!("{SAYS} /X Do"), &laughs));
    assert_eq!((said.as_str(), notes.as_slice()), ("Alba paid $5 million.", [Note::CutShort].as_slice()));
}

#[test]
fn brackets_in_brackets() {
    for open in ["[", "<<", "(", "<< /A [", "q ", "BT ", "/A <</B BDC "] {
        let many = open.repeat(100_000);
        match opened(&page("", &format!("{SAYS} {many}"), &[])) {
            Ok(opened) => assert_eq!(opened.reading.expect("a text").text, "Alba paid $5 million.", "{open}"),
            Err(error) => assert_eq!(error, ReadError::Damaged(Format::Pdf), "{open}"),
        }
        opened(&pdf(&[many])).unwrap_err();
    }
    for (before, tag, after) in [
        ("<html>", "<div>", "Alba"),
        ("<html>", "<table><tr><td>", "Alba"),
        ("<html>", "<sup>", "Alba"),
        ("<html>", "<ul><li>", "Alba"),
        ("<html>", "<b ", "x>Alba"),
    ] {
        opened(format!("{before}{}{after}", tag.repeat(100_000)).as_bytes()).ok();
    }
}

/// A font that says nothing of its letters is said to; a page beside it is read.
#[test]
fn fonts_without_letters() {
    let font = "<< /Type /Font /Subtype /Type0 /BaseFont /Alba /Encoding /Identity-H /DescendantFonts [<< /Type /Font \
        /Subtype /CIDFontType2 /BaseFont /Alba /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> \
        /DW 500 >>] >>";
    let draws = "BT /G 12 Tf 72 700 Td <00240025002600270028002900300031> Tj 0 -20 Td <0024002500260027> Tj ET";
    let file = page("/Font << /F 5 0 R /G 6 0 R >>", draws, &[font.to_string()]);
    match opened(&file) {
        Ok(opened) => assert!(opened.reading.expect("a text").structure.notes.contains(&Note::Unreadable)),
        Err(error) => assert_eq!(error, ReadError::NoText(Format::Pdf)),
    }
}

#[test]
fn what_unpacks_to_far_more() {
    // Megabytes of white space after a sentence.
    let mut content = SAYS.as_bytes().to_vec();
    content.resize(40 << 20, b' ');
    let packed = hexadecimal(&deflated(&content));
    let draws =
        format!("<< /Filter [/ASCIIHexDecode /FlateDecode] /Length {} >>\nstream\n{packed}\nendstream", packed.len());
    let bomb = |draws: String| {
        pdf(&[
            "<< /Type /Catalog /Pages 2 0 R >>".to_string(),
            "<< /Type /Pages /Count 1 /Kids [3 0 R] >>".to_string(),
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>".to_string(),
            draws,
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_string(),
        ])
    };
    assert_eq!(opened(&bomb(draws)), Err(ReadError::Bomb));
    // A piece of a page that is named five thousand times; the page after it is read.
    let spaces = hexadecimal(&deflated(&vec![b' '; 1 << 18]));
    let leaf = |contents: &str| {
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {contents} /Resources << /Font << /F 5 0 R >> >> >>"
        )
    };
    let again = pdf(&[
        "<< /Type /Catalog /Pages 2 0 R >>".to_string(),
        "<< /Type /Pages /Count 2 /Kids [3 0 R 4 0 R] >>".to_string(),
        leaf(&format!("[{}]", "6 0 R ".repeat(5000))),
        leaf("7 0 R"),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_string(),
        stream("/Filter [/ASCIIHexDecode /FlateDecode]", &spaces),
        stream("", SAYS),
    ]);
    let (said, notes) = text(&again);
    assert_eq!((said.as_str(), notes.as_slice()), ("Alba paid $5 million.", [Note::CutShort].as_slice()));
    // Word: a part of spaces, and entities that stand for entities.
    let word = |xml: &str| {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
        writer.write_all(xml.as_bytes()).unwrap();
        writer.finish().unwrap().into_inner()
    };
    assert_eq!(opened(&word(&" ".repeat(20 << 20))), Err(ReadError::Bomb));
    let entities: String = (1..12).map(|n| format!("<!ENTITY e{n} \"&e{};&e{};\">", n - 1, n - 1)).collect();
    let laughs = format!(
        "<!DOCTYPE x [<!ENTITY e0 \"ha\">{entities}]><w:document><w:body><w:p><w:r><w:t>Alba &e11;paid</w:t></w:r></w:p>\
         </w:body></w:document>"
    );
    assert_eq!(text(&word(&laughs)).0, "Alba paid");
    let deep = format!("<w:document><w:body>{}<w:p><w:r><w:t>Alba", "<w:tbl><w:tr><w:tc>".repeat(50_000));
    opened(&word(&deep)).ok();
    let rows = "<w:tr><w:tc><w:p><w:r><w:t>Cash</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>1,250</w:t></w:r></w:p></w:tc></w:tr>";
    let table = format!("<w:document><w:body><w:tbl>{}</w:tbl></w:body></w:document>", rows.repeat(20_000));
    let document = read(&stored("word/document.xml", table.as_bytes()), "rows.docx").expect("a table");
    assert_eq!(document.structure.tables[0].rows.len(), 20_000);
}

/// An archive of one file, not packed: a table says the same so often that it would be taken for a bomb.
fn stored(name: &str, content: &[u8]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    writer.start_file(name, options).unwrap();
    writer.write_all(content).unwrap();
    writer.finish().unwrap().into_inner()
}

#[test]
fn archives_with_a_password() {
    // What marks a file of an archive as locked, in its own head and in the directory.
    let mut bytes = stored("a.txt", b"Alba paid $5 million.");
    for (mark, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let at = bytes.windows(4).position(|window| window == mark).unwrap();
        bytes[at + flags] |= 1;
    }
    let opened = open(&bytes, &Options::default()).expect("its directory is not locked");
    let content: Vec<_> = opened.inside.iter().map(|inside| inside.content.clone()).collect();
    assert_eq!(content, [Err(ReadError::Encrypted(Format::Zip))]);
    // There is no field for it, as there is for a PDF.
    assert!(!ReadError::Encrypted(Format::Zip).to_string().contains("Give"));
}

#[test]
fn archives_of_very_many_files() {
    // The directory alone: a million files, all of them the same one.
    let name = b"a";
    let mut bytes = stored("a", b"Alba");
    bytes.truncate(30 + name.len() + 4);
    let start = bytes.len() as u32;
    let entry = {
        let whole = stored("a", b"Alba");
        let at = whole.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
        whole[at..at + 46 + name.len()].to_vec()
    };
    let count: u64 = 1_000_000;
    bytes.extend((0..count).flat_map(|_| entry.iter().copied()));
    let size = bytes.len() as u32 - start;
    let record = bytes.len() as u64;
    bytes.extend(b"PK\x06\x06");
    bytes.extend(44u64.to_le_bytes());
    bytes.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    bytes.extend([count, count, u64::from(size), u64::from(start)].into_iter().flat_map(u64::to_le_bytes));
    bytes.extend(b"PK\x06\x07\0\0\0\0");
    bytes.extend(record.to_le_bytes());
    bytes.extend(1u32.to_le_bytes());
    bytes.extend(b"PK\x05\x06\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0");
    assert_eq!(opened(&bytes), Err(ReadError::TooMany { files: count }));
    // Without the end they are looked for one by one, up to a limit.
    bytes.truncate(record as usize);
    opened(&bytes).ok();
}

#[test]
fn mails_in_mails() {
    let mut mail = "From: a@b.example\nTo: c@d.example\nSubject: x\nMIME-Version: 1.0\n".to_string();
    for level in 0..40 {
        mail.push_str(&format!("Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n"));
    }
    mail.push_str("Content-Type: text/plain\n\nAlba paid $5 million.\n");
    opened(mail.as_bytes()).ok();
    let head = "From: a@b.example\nTo: c@d.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n";
    assert_eq!(opened(head.repeat(50_000).as_bytes()), Err(ReadError::TooDeep));
    let all = read_all(head.repeat(30).as_bytes(), "x", &Options::default());
    assert!(all.iter().all(|(_, document)| document.is_err()), "{all:?}");
    let parts = format!(
        "{}Content-Type: multipart/mixed; boundary=b\n\n{}",
        &head[..head.len() - 30],
        "--b\n\nx\n".repeat(100_000)
    );
    opened(parts.as_bytes()).ok();
}

/// Encodings mixed in one file, and files that are not what they are called.
#[test]
fn one_thing_called_another() {
    let mixed = b"Alba paid \xe2\x82\xac5 million in \xe2\x80\x9cM\xc3\xbcnchen\xe2\x80\x9d, then \x80 2 million.";
    let text_of = |bytes: &[u8], name: &str| read(bytes, name).map(|document: Document| document.text);
    assert_eq!(text_of(mixed, "x").unwrap(), "Alba paid €5 million in “München”, then € 2 million.");
    assert_eq!(text_of(b"<html><meta charset=utf-16><p>Alba \xe2\x82\xac 5</html>", "x.pdf").unwrap(), "Alba € 5");
    assert_eq!(text_of(b"<html><meta charset=nonsense><p>Alba \x80 5</html>", "x").unwrap(), "Alba € 5");
    assert_eq!(text_of(&page("", SAYS, &[]), "release.docx").unwrap(), "Alba paid $5 million.");
    assert_eq!(text_of(b"Alba paid $5 million.", "release.pdf").unwrap(), "Alba paid $5 million.");
    assert_eq!(text_of(b"%PDF-1.7 is what a PDF begins with.", "x"), Err(ReadError::Damaged(Format::Pdf)));
}

/// Of a file that was cut short, what is there is read, and it is said that something is missing.
#[test]
fn half_a_file() {
    let whole = page("", SAYS, &[]);
    let cut = whole.windows(4).rposition(|window| window == b"xref").unwrap() - 200;
    let (said, notes) = text(&whole[..cut]);
    assert_eq!((said.as_str(), notes.as_slice()), ("Alba paid $5 million.", [Note::Damaged].as_slice()));
    assert_eq!(text(&whole).1, []);
    let xml = "<w:document><w:body><w:p><w:r><w:t>Alba paid $5 million.</w:t></w:r></w:p><w:p>";
    let word = stored("word/document.xml", format!("{xml}{}", "<w:r/>".repeat(100)).as_bytes());
    let (said, notes) = text(&word[..word.len() - 300]);
    assert_eq!((said.as_str(), notes.as_slice()), ("Alba paid $5 million.", [Note::Damaged].as_slice()));
}

/// A reader that calls itself for each of them fills the stack, of which a worker of the page has a megabyte.
#[test]
fn one_thing_again_and_again() {
    let all = || {
        for unit in repeated::UNITS {
            let start = Instant::now();
            let text = repeated::text(unit, 60_000);
            if let Ok(document) = read(text.as_bytes(), "text.txt") {
                analyse(document, &Context::default());
            }
            assert!(start.elapsed() < SOON, "{unit:?}: {:?}", start.elapsed());
        }
    };
    std::thread::Builder::new().stack_size(1 << 20).spawn(all).expect("a thread").join().expect("every text is read");
}
