//! What every format promises: no mention lost, none made up, and our own files read back.
//! tests/readers opens them with other programs' readers.

use std::path::Path;

use eosin::export::formats::{FORMATS, Format};
use eosin::export::{Choice, Item, Unit, workspace};
use eosin::extract::{Context, Document, KindId, Mention, analyse, standoff};
use serde_json::Value as Json;

/// Every release of the corpus.
fn items() -> Vec<Item> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "txt"));
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        item(&name, &std::fs::read_to_string(path).unwrap())
    };
    paths.iter().map(read).collect()
}

fn item(name: &str, text: &str) -> Item {
    let analysis = analyse(Document::new(name, text), &Context::default());
    Item { document: analysis.document, mentions: analysis.mentions }
}

fn made(id: &str, items: &[Item], choice: &Choice) -> String {
    String::from_utf8(Format::named(id).unwrap().make(items, choice).bytes).unwrap()
}

#[test]
fn formats_are_named_once_and_explained() {
    for format in FORMATS {
        assert_eq!(FORMATS.iter().filter(|other| other.id == format.id).count(), 1, "{}", format.id);
        assert!(format.sentence.ends_with('.') && format.sentence.len() > 30, "{}", format.id);
    }
}

#[test]
fn every_format_writes_nothing_and_something() {
    let one = item("a/b c.txt", "Larkspur paid $5 million on May 3, 2021.");
    for format in FORMATS {
        for items in [&[][..], std::slice::from_ref(&one), &[one.clone(), one.clone()]] {
            let made = format.make(items, &Choice::default());
            assert!(items.is_empty() || !made.bytes.is_empty(), "{}", format.id);
            assert!(!made.name.contains(['/', ' ']), "{}", made.name);
        }
        assert!(format.preview(std::slice::from_ref(&one), &Choice::default()).lines().count() <= 3);
        // The same input, the same bytes.
        let twice = || format.make(std::slice::from_ref(&one), &Choice::default());
        assert_eq!(twice(), twice(), "{}", format.id);
    }
}

#[test]
fn json_has_every_mention_at_its_place_in_every_unit() {
    let items = items();
    for unit in Unit::ALL {
        let file: Json = serde_json::from_str(&made("json", &items, &Choice { unit, ..Choice::default() })).unwrap();
        assert_eq!(file["offsets"], unit.id());
        for (item, document) in items.iter().zip(file["documents"].as_array().unwrap()) {
            let wide: Vec<u16> = item.document.text.encode_utf16().collect();
            let points: Vec<char> = item.document.text.chars().collect();
            let said = document["mentions"].as_array().unwrap();
            assert_eq!(said.len(), item.mentions.len());
            for (mention, said) in item.mentions.iter().zip(said) {
                let place = |end: &str| usize::try_from(said[end].as_u64().unwrap()).unwrap();
                let (start, end) = (place("start"), place("end"));
                let there = match unit {
                    Unit::Bytes => item.document.text[start..end].to_string(),
                    Unit::Utf16 => String::from_utf16(&wide[start..end]).unwrap(),
                    Unit::CodePoints => points[start..end].iter().collect(),
                };
                assert_eq!(there, item.document.slice(mention.span));
                assert_eq!(said["text"], there);
                assert_eq!(said["notation"], standoff::notation(&mention.value));
            }
        }
    }
}

#[test]
fn the_choice_is_kept() {
    let items = items();
    let money = KindId::of("money").unwrap();
    let choice = Choice { without: vec![money], sure_only: true, ..Choice::default() };
    let kept = |mention: &&Mention| mention.kind != money && mention.certainty == eosin::extract::Certainty::Sure;
    let wanted: usize = items.iter().map(|item| item.mentions.iter().filter(kept).count()).sum();
    let file: Json = serde_json::from_str(&made("json", &items, &choice)).unwrap();
    let found: usize =
        file["documents"].as_array().unwrap().iter().map(|one| one["mentions"].as_array().unwrap().len()).sum();
    assert_eq!(found, wanted);
    assert_eq!(made("csv", &items, &choice).matches("\r\n").count(), wanted + 1);
    assert_eq!(made("html", &items, &choice).matches(" id=\"m").count(), wanted);
    assert!(!made("markdown", &items, &choice).contains("## Money"));
}

#[test]
fn hostile_text_stays_text() {
    let hostile = "</mark><script>alert(1)</script><img src=x onerror=alert(1)> \"'&amp; paid $5 million]](javascript:x)\n\n\
         =HYPERLINK(\"x\") on May 3, 2021 | `code` **bold** BEGIN:VEVENT\n";
    let item = item("<b>\"name\"</b>.txt", hostile);
    let items = std::slice::from_ref(&item);
    let page = made("html", items, &Choice::default());
    for tag in ["<script", "<img", "<b>\"name", "onerror=alert(1)>"] {
        assert!(!page.contains(tag), "{tag}");
    }
    assert!(page.contains("default-src 'none'"));
    let table = made("csv", items, &Choice::default());
    assert!(!table.contains(",\"=HYPERLINK") && table.contains("'=HYPERLINK"), "{table}");
    let calendar = made("ics", items, &Choice::default());
    assert_eq!(calendar.matches("\r\nBEGIN:VEVENT").count(), 1, "{calendar}");
    assert!(!made("markdown", items, &Choice::default()).contains("<script"));
}

#[test]
fn a_workspace_comes_back_as_it_was() {
    let items = items();
    assert_eq!(workspace::read(&made("workspace", &items, &Choice::default())).unwrap(), items);
}

#[test]
fn a_damaged_workspace_is_refused() {
    let item = item("a.txt", "Larkspur paid €5 million on May 3, 2021.");
    let file = made("workspace", std::slice::from_ref(&item), &Choice::default());
    for cut in (0..file.trim_end().len()).filter(|&at| file.is_char_boundary(at)).step_by(7) {
        assert!(workspace::read(&file[..cut]).is_err(), "{cut}");
    }
    let start = item.mentions[0].span.start;
    for wrong in ["99999", "15"] {
        let bent = file.replacen(&format!("\"start\": {start}"), &format!("\"start\": {wrong}"), 1);
        assert!(workspace::read(&bent).is_err(), "{wrong}");
    }
}

#[test]
fn bad_links_and_files_are_refused_with_a_sentence() {
    use eosin::export::link::{Fault, unpack};
    use eosin::export::verify::verify;

    let long = format!("1.d.00000000-{:x}.{}", 10 << 20, "A".repeat(10 << 20));
    assert_eq!(unpack(&long), Err(Fault::TooLong(long.len())), "a link of 10 MB");
    let item = item("a.txt", "Larkspur paid $5 million on May 3, 2021.");
    let workspace = workspace::write(std::slice::from_ref(&item), &Choice::default());
    for length in [0, 1, workspace.len() / 2, workspace.len() - 3] {
        let why = workspace::read(&workspace[..length]).unwrap_err();
        assert!(why.contains("damaged"), "a workspace of {length} bytes: {why}");
    }
    let export = made("json", std::slice::from_ref(&item), &Choice::default());
    let newer = export.replacen("\"version\": 1", "\"version\": 2", 1);
    assert_ne!(newer, export);
    assert!(verify(&newer, std::slice::from_ref(&item)).unwrap_err().contains("later version"));
}
