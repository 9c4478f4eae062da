//! Files of every format, written by `tests/files/make.py`: the text that must come out of them, what is
//! found in it, and what becomes of them when they are damaged.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use eosin::extract::document::Role;
use eosin::extract::document::read::{Format, Options, ReadError, open, read_all};
use eosin::extract::{Context, Document, analyse, read, standoff};

use crate::damage::Damage;
use crate::laws::{check, check_all};
use crate::words::{f1, words};

/// Ends of the names of files that are one document.
const ENDS: &[&str] = &["html", "windows-1252.html", "docx", "eml", "one.pdf", "two.pdf", "running.pdf"];
/// Those that `make.py --office` adds in another folder.
const OFFICE: &[&str] = &["office.html", "office.docx", "pandoc.docx", "office.one.pdf", "office.two.pdf"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn folder() -> PathBuf {
    std::env::var_os("EOSIN_FILES").map_or_else(|| root().join("tests/files"), PathBuf::from)
}

/// Where the texts are that the files were written from.
fn texts() -> PathBuf {
    std::env::var_os("EOSIN_TEXTS").map_or_else(|| root().join("tests/corpus"), PathBuf::from)
}

/// The releases there are files of, with their texts.
fn releases() -> Vec<(String, String)> {
    let mut list = Vec::new();
    for entry in std::fs::read_dir(folder()).expect("tests/files") {
        let name = entry.expect("a file").file_name().to_string_lossy().into_owned();
        if let Some(slug) = name.strip_suffix(".windows-1252.html") {
            let text = std::fs::read_to_string(texts().join(format!("{slug}.txt"))).expect("its text");
            list.push((slug.to_string(), text));
        }
    }
    list.sort();
    assert!(!list.is_empty(), "no files");
    list
}

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(folder().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// What is found, but for where: kind and value, in order of the text.
fn found(document: Document) -> Vec<String> {
    let analysis = analyse(document, &Context::default());
    check(&analysis);
    let line = |mention: &eosin::extract::Mention| {
        format!("{} {}", mention.kind.kind().id, standoff::notation(&mention.value))
    };
    analysis.mentions.iter().map(line).collect()
}

#[test]
fn the_same_words_and_the_same_mentions_come_out_of_every_format() {
    let mut complaints = Vec::new();
    let mut sums: BTreeMap<&str, (f64, usize, usize, usize)> = BTreeMap::new();
    for (slug, text) in releases() {
        let truth = words(&text);
        let wanted = found(read(text.as_bytes(), &slug).expect("a text"));
        let office = OFFICE.iter().filter(|end| folder().join(format!("{slug}.{end}")).exists());
        for end in ENDS.iter().chain(office) {
            let name = format!("{slug}.{end}");
            let document = match read(&bytes(&name), &name) {
                Ok(document) => document,
                Err(error) => {
                    complaints.push(format!("{name}: {error}"));
                    continue;
                }
            };
            let score = f1(&words(&document.text), &truth);
            let got = found(document);
            let same = wanted.iter().filter(|line| got.contains(line)).count();
            let sum = sums.entry(end).or_default();
            *sum = (sum.0 + score, sum.1 + 1, sum.2 + same, sum.3 + wanted.len());
            // A running head that stands on one page alone cannot be told from text.
            if score < 0.99 {
                complaints.push(format!("{name}: word F1 {score:.4}"));
            }
            if got != wanted {
                let missing: Vec<_> = wanted.iter().filter(|line| !got.contains(line)).collect();
                let more: Vec<_> = got.iter().filter(|line| !wanted.contains(line)).collect();
                if !missing.is_empty() || !more.is_empty() {
                    complaints.push(format!("{name}: not found {missing:?}, found {more:?}"));
                }
            }
        }
    }
    for (end, (score, count, same, of)) in &sums {
        println!("{end:<20} word F1 {:.4}, {same} of {of} mentions", score / *count as f64);
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn files_in_files() {
    for (slug, text) in releases() {
        let wanted = found(read(text.as_bytes(), &slug).expect("a text"));
        for (end, names) in [
            ("zip", vec!["year/release.html", "release.docx", "inner.zip/release.txt"]),
            ("eml", vec!["", "notes.docx"]),
        ] {
            let name = format!("{slug}.{end}");
            let all = read_all(&bytes(&name), &name, &Options::default());
            let whole = names.iter().map(|inside| match *inside {
                "" => name.clone(),
                inside => format!("{name}/{inside}"),
            });
            assert_eq!(all.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>(), whole.collect::<Vec<_>>());
            for (name, document) in all {
                let document = document.unwrap_or_else(|error| panic!("{name}: {error}"));
                assert_eq!(found(document), wanted, "{name}");
            }
        }
    }
}

/// A PDF of these objects, from 1 on; the first is the catalogue.
pub fn pdf(objects: &[String]) -> Vec<u8> {
    let mut file = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
    }
    let start = file.len();
    file.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    for place in places {
        file.push_str(&format!("{place:010} 00000 n \n"));
    }
    file.push_str(&format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1));
    file.into_bytes()
}

/// A PDF of so many pages, each of which draws this.
fn pages(count: usize, draws: &str) -> Vec<u8> {
    let kids: Vec<String> = (0..count).map(|page| format!("{} 0 R", page + 6)).collect();
    let stream = |content: &str| format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len());
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_string(),
        format!("<< /Type /Pages /Count {count} /Kids [{}] >>", kids.join(" ")),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_string(),
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\nx\nendstream"
            .to_string(),
        stream(draws),
    ];
    let page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R /Resources << /Font << /F 3 0 R >> /XObject << /I 4 0 R >> >> >>";
    objects.extend((0..count).map(|_| page.to_string()));
    pdf(&objects)
}

const DRAWN: &str = "BT /F 12 Tf 72 700 Td (Alba paid $5 million.) Tj ET";

fn error(bytes: &[u8]) -> ReadError {
    open(bytes, &Options::default()).expect_err("an error")
}

#[test]
fn what_cannot_be_read_is_said() {
    let picture = "q 500 0 0 700 50 50 cm /I Do Q";
    assert_eq!(error(&pages(3, picture)), ReadError::Scanned { pages: 3 });
    assert_eq!(error(&pages(1, "")), ReadError::NoText(Format::Pdf));
    assert_eq!(error(&pages(0, "")), ReadError::NoPages);
    assert_eq!(error(b"%PDF-1.7\n1 0 obj\n<<"), ReadError::Damaged(Format::Pdf));
    assert_eq!(error(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ReadError::Unread(Format::OldOffice));
    assert_eq!(error(b"PK\x03\x04 nothing"), ReadError::Damaged(Format::Zip));
    assert_eq!(error(b"PK\x03\x04 word/document.xml"), ReadError::Damaged(Format::Docx));
    assert_eq!(error(b"<html><script>1</script></html>"), ReadError::NoText(Format::Html));
    // Each says what it is and what to do, in sentences.
    for error in [
        error(&pages(3, picture)),
        ReadError::NoPages,
        ReadError::Damaged(Format::Pdf),
        ReadError::Encrypted(Format::Pdf),
        ReadError::Encrypted(Format::Zip),
        ReadError::WrongPassword(Format::Pdf),
        ReadError::Bomb,
        ReadError::TooDeep,
        ReadError::TooMany { files: 20_000 },
        ReadError::TooSlow(Format::Pdf),
        ReadError::Crashed(Format::Docx),
        ReadError::NotLoaded(Format::Html),
        ReadError::Unread(Format::OldOffice),
        ReadError::Unread(Format::Outlook),
        ReadError::NoText(Format::Docx),
        ReadError::Encrypted(Format::Eml),
        ReadError::Lost,
    ] {
        let sentence = error.to_string();
        assert!(sentence.ends_with('.') && sentence.len() > 40 && !sentence.contains("Error"), "{sentence}");
    }
}

#[test]
fn a_password_opens_what_it_locks() {
    let locked = bytes("locked.pdf");
    assert_eq!(error(&locked), ReadError::Encrypted(Format::Pdf));
    let with = |password| open(&locked, &Options { password: Some(password), ..Options::default() });
    assert_eq!(with("wrong"), Err(ReadError::WrongPassword(Format::Pdf)));
    assert_eq!(with("larch").expect("it opens").reading.expect("a text").text, "Alba paid $5 million.");
}

#[test]
fn what_is_very_large_is_read_to_a_limit() {
    let start = std::time::Instant::now();
    let opened = open(&pages(5000, DRAWN), &Options::default()).expect("a text").reading.expect("a text");
    assert_eq!(opened.structure.pages.len(), 2000);
    assert_eq!(
        opened.structure.notes[0].to_string(),
        "The file has 5000 pages; the first 2000 were read. Split it to read the rest."
    );
    let row = "<tr><td>Cash</td><td>$</td><td>1,250</td></tr>";
    let html = format!("<html><table>{}</table></html>", row.repeat(100_000));
    let document = read(html.as_bytes(), "large.html").expect("a table");
    assert_eq!(document.paragraphs.iter().filter(|paragraph| paragraph.role == Role::Row).count(), 100_000);
    assert_eq!(document.structure.tables[0].rows.len(), 100_000);
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

#[test]
fn the_page_and_box_of_a_line() {
    let document = read(&pages(2, DRAWN), "two.pdf").expect("a text");
    assert_eq!(document.structure.page(0), Some(0));
    let last = document.text.len() - 2;
    assert_eq!(document.structure.page(last), Some(1));
    let place = document.structure.places(eosin::extract::Span::new(last, last + 1)).next().expect("a place");
    assert_eq!(place.page, 1);
    assert!((place.area.left - 720).abs() < 5 && place.area.top > 800 && place.area.bottom < 960, "{place:?}");
}

#[test]
fn a_page_on_its_side_is_read() {
    let draws = "BT /F 12 Tf 0 1 -1 0 300 100 Tm (Alba paid $5 million.) Tj ET BT /F 8 Tf 20 20 Td (stamp) Tj ET";
    let document = read(&pages(1, draws), "side.pdf").expect("a text");
    assert_eq!(document.text, "Alba paid $5 million.");
    assert_eq!(document.structure.furniture[0].text, "stamp");
    // The box is where the words stand on the page as it is shown, not on the page turned.
    let area = document.structure.places[0].area;
    assert!((area.left - 2904).abs() < 5 && (area.bottom - 6920).abs() < 5 && area.top < 5900, "{area:?}");
}

#[test]
fn a_section_about_somebody_has_a_heading() {
    let lines = [
        "About Alba Biosciences, Inc.",
        "Alba Biosciences is a company in",
        "Boston that makes inks. About 20 of",
        "Its inks are red.",
    ];
    let draws: Vec<String> = lines.iter().map(|line| format!("({line}) Tj 0 -14 Td")).collect();
    let document = read(&pages(1, &format!("BT /F 12 Tf 72 700 Td {} ET", draws.join(" "))), "x.pdf").expect("a text");
    let wanted = "About Alba Biosciences, Inc.\n\nAlba Biosciences is a company in Boston that makes inks. About 20 of Its inks are red.";
    assert_eq!(document.text, wanted);
}

/// Damaged copies of every file are read or refused, and what is read keeps the laws. `TIMES=100` makes
/// a hundred times as many; `EOSIN_FILES` names another folder of files.
#[test]
fn damaged_copies_are_read_or_refused() {
    let times = std::env::var("TIMES").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    let seed = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let mut damage = Damage::new(seed);
    let mut slowest = (std::time::Duration::ZERO, String::new());
    let mut tried = 0;
    for (slug, _) in releases() {
        for end in ENDS.iter().chain(&["zip"]) {
            let whole = bytes(&format!("{slug}.{end}"));
            for kind in 0..2 * Damage::KINDS * times {
                let copy = damage.copy(&whole, kind);
                let start = std::time::Instant::now();
                check_all(&copy);
                tried += 1;
                if start.elapsed() > slowest.0 {
                    slowest = (start.elapsed(), format!("{slug}.{end}, {kind}"));
                }
            }
        }
    }
    println!("{tried} damaged copies, the slowest took {:?}: {}", slowest.0, slowest.1);
    assert!(slowest.0.as_secs() < 20, "{slowest:?}");
}
