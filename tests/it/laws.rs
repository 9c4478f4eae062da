//! The laws of the pipeline, as a function from input to panic. Shared by the property tests and by the
//! programs in `fuzz`.

use std::collections::BTreeSet;

use eosin::export::rules;
use eosin::extract::document::read::{Options, read_all};
use eosin::extract::rules::{Example, applied, check as tried, look, never};
use eosin::extract::{Analysis, Context, Date, Document, KindId, Span, analyse, read, segment, standoff};

/// The laws for a file of these bytes under this name.
pub fn check_bytes(bytes: &[u8], name: &str) {
    if let Ok(document) = read(bytes, name) {
        check(&analyse(document, &Context::default()));
    }
}

/// The laws for a file of these bytes and the files in it.
pub fn check_all(bytes: &[u8]) {
    for (_, document) in read_all(bytes, "any", &Options::default()) {
        if let Ok(document) = document {
            check(&analyse(document, &Context::default()));
        }
    }
}

/// The laws for a text that has been read, and that the same comes out twice.
pub fn check_text(text: &str) {
    let document = Document::new("any", text);
    assert_eq!(document.text, text, "the text is frozen");
    let analysis = analyse(document.clone(), &Context { reference: Date::new(2017, 8, 14) });
    check(&analysis);
    let again = analyse(document, &Context { reference: Date::new(2017, 8, 14) });
    assert_eq!(analysis, again, "one text, one analysis");
}

/// Kinds that read their own paragraph only, so that what stands before and after changes nothing. The
/// others read more by design: a date what the day of the release is, money what a table's head or the
/// release's first mark says of its currency, a compound where else its name stands.
const ALONE: &[&str] = &["dose", "trial", "statistic"];

/// Two texts joined have the mentions of both, of the kinds that read their own paragraph only. The first
/// ends a sentence: a page may break between a number and its unit. A count for each kilogram is one of cells
/// where the rest of the text says so: `1.0 x 10^6/kg`; and the name of a trial is that wherever it stands. What
/// another kind lies over gives way to it, and what that is the rest of the text may say: `Ostra25 mg` where it names a
/// compound, `EUR 1,234 %` where it begins a table.
pub fn check_joined(first: &str, second: &str) {
    let first = &format!("{} ends here.", first.trim());
    let second = second.trim();
    let joined = format!("{first}\n\n{second}");
    let of = |text: &str, from: usize| {
        let analysis = analyse(Document::new("any", text), &Context::default());
        let alone = |mention: &&eosin::extract::Mention| {
            let elsewhere = ["dose.cells-understood", "trial.named"].contains(&mention.rule.as_str());
            ALONE.contains(&mention.kind.kind().id) && !elsewhere
        };
        let place = |mention: &eosin::extract::Mention| {
            (mention.span.start + from, mention.span.end + from, mention.kind, standoff::notation(&mention.value))
        };
        let others = analysis.mentions.iter().filter(|mention| !ALONE.contains(&mention.kind.kind().id));
        let others = others.map(|mention| (mention.span.start + from, mention.span.end + from));
        (analysis.mentions.iter().filter(alone).map(place).collect::<Vec<_>>(), others.collect::<Vec<_>>())
    };
    let ((one, over_one), (two, over_two)) = (of(first, 0), of(second, first.len() + 2));
    let (both, over_both) = of(&joined, 0);
    let others = [over_one, over_two, over_both].concat();
    let apart = |mentions: Vec<(usize, usize, _, _)>| {
        let apart = |(start, end): (usize, usize)| !others.iter().any(|over| over.0 < end && start < over.1);
        mentions.into_iter().filter(|mention| apart((mention.0, mention.1))).collect::<Vec<_>>()
    };
    assert_eq!(apart(both), apart([one, two].concat()), "{joined:?}");
}

/// Any text is refused as a file of rules with a sentence, or read; rules that were read come back from
/// their own file, and what they find in any text keeps the laws of what is found without them.
pub fn check_rules(file: &str, text: &str) {
    let pack = match rules::read(file) {
        Ok(pack) => pack,
        Err(sentence) => return assert!(sentence.ends_with('.'), "{sentence}"),
    };
    assert_eq!(rules::read(&rules::write(&pack)).as_ref(), Ok(&pack), "{file:?}");
    let analysis = analyse(Document::new("any", text), &Context::default());
    let (ruled, faults) = applied(analysis, &pack.rules, &never);
    assert!(faults.iter().all(|(at, fault)| *at < pack.rules.len() && fault.to_string().ends_with('.')), "{faults:?}");
    check(&ruled);
    for rule in &pack.rules {
        let texts: Vec<_> = rule.tests.iter().map(|line| Example::of(line).to_text()).collect();
        for looked in look(std::slice::from_ref(rule), &texts, &never) {
            assert_eq!(tried(rule, &looked).len(), rule.tests.len(), "{file:?}");
        }
    }
}

/// What stands off from a text lies in it, in order.
fn structured(document: &Document) {
    let text = &document.text;
    let structure = &document.structure;
    let whole = |span: Span, what: &str| {
        assert!(
            text.get(span.start..span.end).is_some(),
            "{what} {span:?} is no part of {} bytes: {text:?}",
            text.len()
        );
    };
    let in_order = |spans: &mut dyn Iterator<Item = Span>, what: &str| {
        let mut end = 0;
        for span in spans {
            whole(span, what);
            assert!(span.start >= end, "{what} {span:?} begins before {end}: {text:?}");
            end = span.end;
        }
    };
    in_order(&mut structure.headings.iter().map(|heading| heading.span), "heading");
    in_order(&mut structure.places.iter().map(|place| place.span), "place");
    in_order(&mut structure.edits.iter().map(|edit| edit.span), "edit");
    in_order(&mut structure.tables.iter().map(|table| table.span), "table");
    in_order(&mut structure.tables.iter().flat_map(|table| &table.rows).map(|row| row.span), "row");
    let cells = || structure.tables.iter().flat_map(|table| &table.rows).flat_map(|row| &row.cells);
    in_order(&mut cells().map(|cell| cell.span), "cell");
    assert!(structure.pages.is_sorted_by_key(|page| page.start), "pages are in order");
    for page in &structure.pages {
        whole(Span::new(page.start, page.start), "page");
    }
    for edit in &structure.edits {
        let at = structure.source_offset(edit.span.start);
        assert!(structure.source(text).is_char_boundary(at), "an edit cuts a character of the source");
    }
}

/// Every law that can be read off an analysis.
pub fn check(analysis: &Analysis) {
    let Analysis { document, mentions, rejections, entities, summary } = analysis;
    let text = &document.text;
    let whole = |span: Span, what: &str| {
        assert!(
            span.start <= span.end && span.end <= text.len(),
            "{what} {span:?} lies within {}: {text:?}",
            text.len()
        );
        assert!(
            text.is_char_boundary(span.start) && text.is_char_boundary(span.end),
            "{what} {span:?} cuts a character: {text:?}"
        );
    };

    // Paragraphs tile the text.
    let mut at = 0;
    for paragraph in &document.paragraphs {
        whole(paragraph.span, "paragraph");
        assert_eq!(paragraph.span.start, at, "paragraphs tile: {text:?}");
        at = paragraph.span.end;
    }
    assert_eq!(at, text.len(), "paragraphs tile: {text:?}");
    if let Some(dateline) = document.dateline {
        whole(dateline.span, "dateline");
    }
    structured(document);

    // Mentions are in order and apart, and say something that is there.
    let mut end = 0;
    for mention in mentions {
        whole(mention.span, "mention");
        assert!(!mention.span.is_empty(), "an empty mention at {:?}: {text:?}", mention.span);
        assert!(mention.span.start >= end, "mentions overlap at {:?}: {text:?}", mention.span);
        end = mention.span.end;
        let surface = document.slice(mention.span);
        assert_eq!(surface, surface.trim(), "a mention begins and ends with a character one can see: {text:?}");
        for attribute in &mention.attributes {
            if let Some(span) = attribute.span {
                whole(span, "attribute");
            }
        }
        let rule = mention.rule.as_str();
        let (kind, what) = rule.split_once('.').unwrap_or_else(|| panic!("{rule} is not of the form kind.what"));
        // A rule of the reader's own may be of any kind.
        let own = kind == "yours";
        assert!(own || kind == mention.kind.kind().id && !what.is_empty(), "{rule} made a {}", mention.kind.kind().id);
    }
    let mut last = Span::default();
    for rejection in rejections {
        whole(rejection.span, "rejection");
        assert!(rejection.span >= last, "rejections are in order: {text:?}");
        last = rejection.span;
        assert!(rejection.rule.as_str().starts_with(rejection.kind.kind().id), "{} is of another kind", rejection.rule);
    }

    // Segments joined are the text, and lie under the mention they name.
    let segments: Vec<_> = segment::segment(document, mentions).concat();
    assert_eq!(segments.iter().map(|s| document.slice(s.span)).collect::<String>(), *text, "segments join");
    let mut shown = vec![0; mentions.len()];
    for segment in segments {
        whole(segment.span, "segment");
        assert!(!segment.span.is_empty(), "an empty segment: {text:?}");
        if let Some(index) = segment.mention {
            assert!(mentions[index].span.contains(segment.span), "a segment outside its mention: {text:?}");
            shown[index] += segment.span.len();
        }
    }
    for (mention, shown) in mentions.iter().zip(shown) {
        assert_eq!(mention.span.len(), shown, "segments show the whole mention: {text:?}");
    }

    // Each mention is in one entity, of its kind.
    let mut seen = BTreeSet::new();
    for entity in entities {
        assert!(!entity.mentions.is_empty(), "an entity nobody mentions: {text:?}");
        assert!(entity.mentions.is_sorted(), "an entity's mentions are in order: {text:?}");
        for &index in &entity.mentions {
            assert!(seen.insert(index), "a mention is in two entities: {text:?}");
            assert_eq!(mentions[index].kind, entity.kind);
        }
    }
    assert_eq!(seen.len(), mentions.len(), "each mention is in an entity: {text:?}");

    // Rows lead back to mentions.
    assert_eq!(summary.groups.len(), KindId::all().count());
    for group in &summary.groups {
        assert_eq!(group.count, group.rows.iter().map(|row| row.mentions.len()).sum::<usize>());
        assert_eq!(group.count, mentions.iter().filter(|mention| mention.kind == group.kind).count());
        for row in &group.rows {
            whole(row.sentence, "sentence");
            assert_eq!(entities[row.entity].mentions, row.mentions);
            assert!(
                row.sentence.overlaps(mentions[row.mentions[0]].span),
                "a row's sentence is its first mention's: {text:?}"
            );
            for &index in &row.mentions {
                assert_eq!(mentions[index].kind, group.kind);
                let span = document.sentence(mentions[index].span);
                whole(span, "sentence");
            }
        }
    }

    // Standoff written and read is the same.
    let written = standoff::write(document, mentions);
    let read = standoff::read(text, &written).unwrap_or_else(|problem| panic!("{problem}\n{written}\n{text:?}"));
    assert_eq!(read.len(), mentions.len());
    for (annotation, mention) in read.iter().zip(mentions) {
        assert_eq!((annotation.span, annotation.kind), (mention.span, mention.kind), "{written}\n{text:?}");
        let value = standoff::notation(&mention.value);
        assert_eq!(annotation.value.as_deref().unwrap_or(""), value, "{written}");
    }

    // So is JSON.
    let json = serde_json::to_string(analysis).unwrap();
    let back: Analysis = serde_json::from_str(&json).unwrap_or_else(|problem| panic!("{problem}: {json}"));
    assert_eq!(&back, analysis, "{json}");
}
