//! The laws of what leaves the page and comes back: links and workspace files. Shared by the property
//! tests and by the programs in `fuzz`.

use eosin::export::link::{self, Parcel};
use eosin::export::{Choice, Item, formats::FORMATS, verify, workspace};
use eosin::extract::{Context, Document, Mention, analyse};

/// A text that was analysed comes back whole from a link and from a workspace.
pub fn check_carried(text: &str) {
    let analysis = analyse(Document::new("any.txt", text), &Context::default());
    let item = Item { document: analysis.document, mentions: analysis.mentions };
    let list = link::highlights(&item.document, item.mentions.iter());
    let (found, lost) = link::anchor(&item.document.text, &list);
    assert!(lost.is_empty(), "{lost:?} is lost in its own text: {text:?}");
    let places = |mentions: &[Mention]| -> Vec<_> {
        mentions.iter().map(|mention| (mention.span, mention.kind, mention.value.clone())).collect()
    };
    assert_eq!(places(&found), places(&item.mentions), "{text:?}");
    for parcel in [
        Parcel::Documents(vec![(item.document.name.clone(), item.document.text.clone(), list)]),
        Parcel::Highlights(vec![link::marked(&item, item.mentions.iter())]),
    ] {
        let fragment = link::pack(&parcel);
        if fragment.len() <= link::LONGEST {
            assert_eq!(link::unpack(&fragment).as_ref(), Ok(&parcel), "{text:?}");
        }
    }
    check_items(&[item]);
}

/// Any fragment is refused with a reason, or read; what was read is read again from its own link, and
/// its highlights on any text lie in it, in order.
pub fn check_fragment(fragment: &str, text: &str) {
    let Ok(parcel) = link::unpack(fragment) else { return };
    assert_eq!(link::unpack(&link::pack(&parcel)).as_ref(), Ok(&parcel), "{fragment:?}");
    let lists: Vec<_> = match &parcel {
        Parcel::Settings(_) | Parcel::Rules(..) => Vec::new(),
        Parcel::Highlights(list) => list.iter().map(|marked| (text, &marked.list)).collect(),
        Parcel::Documents(list) => list.iter().map(|(_, own, list)| (own.as_str(), list)).collect(),
    };
    for (text, list) in lists {
        let (found, lost) = link::anchor(text, list);
        assert!(found.len() + lost.len() <= list.len(), "{fragment:?}");
        assert!(found.is_sorted_by(|a, b| a.span.end <= b.span.start), "{fragment:?}");
        for mention in found {
            assert!(text.get(mention.span.start..mention.span.end).is_some_and(|words| !words.is_empty()));
        }
    }
}

/// The fragment of any postcard, so that those who draw bytes get past the checksum.
pub fn check_parcel(plain: &[u8], text: &str) {
    if let Ok(parcel) = postcard::from_bytes::<Parcel>(plain) {
        check_fragment(&link::pack(&parcel), text);
    }
}

/// Any text is refused as a workspace with a sentence, or read; what was read is good for everything
/// that is done with documents of our own.
pub fn check_workspace(text: &str) {
    let _ = verify::ours(text);
    match workspace::read(text) {
        Ok(items) => check_items(&items),
        Err(sentence) => assert!(sentence.ends_with('.'), "{sentence}"),
    }
}

/// Items round-trip through a workspace, hold against it, and are written in every format.
fn check_items(items: &[Item]) {
    let choice = Choice::default();
    let file = workspace::write(items, &choice);
    assert_eq!(workspace::read(&file).as_deref(), Ok(items));
    verify::verify(&file, items).unwrap_or_else(|problem| panic!("{problem}: {file}"));
    for format in FORMATS {
        // As a file of Excel takes ten times as long as all others together, only now and then.
        if format.id != "xlsx" || file.len().is_multiple_of(16) {
            assert_eq!(format.make(items, &choice), format.make(items, &choice), "{}", format.id);
        }
    }
}
