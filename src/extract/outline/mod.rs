//! The sections of a release, and which of them are standard text.
//!
//! In: a document. Out: sections, tiling its paragraphs, each with its heading and, where it is what
//! releases of that issuer always say, with what it is: "About …", the notice on forward-looking
//! statements, contacts.
//!
//! ```
//! use eosin::extract::{Document, outline::{Standard, outline}};
//! let text = "Alba Bio Reports Third Quarter Results\n\nIt went well.\n\nAbout Alba Bio\n\nAlba Bio is in Boston.";
//! let sections = outline(&Document::new("a.txt", text));
//! assert_eq!(sections.last().unwrap().standard, Some(Standard::About));
//! ```

mod table;

use serde::{Deserialize, Serialize};

use super::document::{Document, Role, on_one_line, trimmed};
use super::find::may_have;

/// A run of paragraphs under one heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Its heading, in one line; empty where it has none.
    pub title: String,
    /// Its first paragraph, the heading if it has one.
    pub from: usize,
    /// One past its last paragraph.
    pub to: usize,
    /// What standard text it is.
    pub standard: Option<Standard>,
}

/// Text that is repeated from release to release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standard {
    /// "About …": a company, a drug, a disease, a trial.
    About,
    /// The notice on forward-looking statements.
    ForwardLooking,
    /// Whom to ask.
    Contact,
    /// What measures that are not of the accounting standard mean.
    Measures,
    /// Safety information of an approved drug.
    Safety,
    /// Trademarks, references.
    Notes,
}

impl Standard {
    /// What it is called beside the text.
    pub const fn name(self) -> &'static str {
        match self {
            Standard::About => "About",
            Standard::ForwardLooking => "Forward-looking statements",
            Standard::Contact => "Contacts",
            Standard::Measures => "Measures",
            Standard::Safety => "Safety information",
            Standard::Notes => "Notes",
        }
    }
}

/// A heading is no longer than this, in characters.
const LONGEST: usize = 110;

/// Bytes without which no paragraph opens standard text.
const SHORTEST_OPENING: usize = 20;

/// The sections of a document.
pub fn outline(document: &Document) -> Vec<Section> {
    let mut sections = vec![Section { title: String::new(), from: 0, to: 0, standard: None }];
    // A date line over the headline is no section.
    let title = document.paragraphs.iter().position(|paragraph| paragraph.role == Role::Title);
    for (index, paragraph) in document.paragraphs.iter().enumerate() {
        let text = trimmed(document.slice(paragraph.span));
        let known = heading(text);
        let current = sections.last().and_then(|section| section.standard);
        // Among people and addresses, a line with capitals is a name.
        let is_name =
            || current == Some(Standard::Contact) && known.is_none() && !text.starts_with('#') && !closes(text);
        let over = title.is_some_and(|title| index < title);
        let is_heading =
            paragraph.role == Role::Heading && !over && !is_name() || known.is_some() && paragraph.role != Role::Title;
        let notice = Some(Standard::ForwardLooking);
        // A notice goes on: its second paragraph needs no mark of its own.
        let opens = !is_heading && paragraph.role != Role::Title && current != notice && opens_notice(text);
        if opens {
            let title = Standard::ForwardLooking.name().to_string();
            sections.push(Section { title, from: index, to: index, standard: notice });
        } else if is_heading {
            sections.push(Section { title: plain(text), from: index, to: index, standard: known });
        }
        if let Some(section) = sections.last_mut() {
            section.to = index + 1;
        }
    }
    sections.retain(|section| section.from < section.to);
    sections
}

/// What standard text a heading announces. Example: "About Alba Bio". Near misses: "About half of the
/// patients responded.", a sentence that mentions forward-looking statements.
fn heading(text: &str) -> Option<Standard> {
    let text = bare(text);
    if text.is_empty() || text.len() > LONGEST * 4 || text.ends_with(['.', ',', ';', '!', '?']) {
        return None;
    }
    let plain = text.is_ascii();
    if text.len() > LONGEST && (plain || text.chars().count() > LONGEST) {
        return None;
    }
    // Most lines announce nothing.
    let inside = !plain || may_have(text.as_bytes(), &table::INSIDE);
    if !(inside | may_begin(text.as_bytes())) {
        return None;
    }
    let lower = text.to_lowercase();
    let words = || text.split_whitespace().count();
    let is_about = || {
        let subject = text.split_whitespace().nth(1).unwrap_or("");
        let is_name = subject.starts_with(|c: char| c.is_uppercase() || "[“‘('".contains(c))
            || subject.chars().any(|c| c.is_ascii_digit()) && subject.chars().any(char::is_alphabetic)
            || lower.starts_with("about the ")
            || words() <= 5 && subject.chars().all(|c| c.is_alphabetic() || c == '-' || c == '®' || c == '™');
        is_name && words() <= 14 && !table::NOT_ABOUT.contains(&subject.to_lowercase().as_str())
    };
    let known = table::HEADINGS.iter().find_map(|(form, standard)| {
        let suits = match form {
            table::Form::Starts(start) => lower.starts_with(start),
            table::Form::Has(part) => inside && lower.contains(part) && words() <= 12,
            table::Form::Is(whole) => lower == *whole,
        };
        (suits && (*standard != Standard::About || is_about())).then_some(*standard)
    });
    // Whom to ask stands in lines of its own; an address in the same line is no heading.
    known.filter(|_| !text.contains(['@', '\n']) && text.bytes().filter(u8::is_ascii_digit).count() <= 6)
}

/// Whether a line of ASCII begins as a heading of standard text may.
fn may_begin(line: &[u8]) -> bool {
    let first = line.first_chunk().map(|first: &[u8; 3]| first.map(|byte| byte.to_ascii_lowercase()));
    first.is_some_and(|first| table::BEGINNINGS.iter().fold(false, |any, known| any | (*known == first)))
}

/// A line without marks of writing around it.
fn bare(line: &str) -> &str {
    let is_plain = |byte: &u8| byte.is_ascii_graphic() & !matches!(byte, b'#' | b'*' | b'_' | b':');
    match line.as_bytes() {
        [first, .., last] if is_plain(first) & is_plain(last) => line,
        _ => line.trim_matches(|c: char| c.is_whitespace() || "#*_:".contains(c)),
    }
}

/// Whether a paragraph opens the notice on forward-looking statements by its own words. Example: "This press release
/// contains forward-looking statements within the meaning of …".
fn opens_notice(text: &str) -> bool {
    if text.len() < SHORTEST_OPENING {
        return false;
    }
    let head = head(text, 400);
    if !may_have(head.as_bytes(), &table::OPENING_WORDS) {
        return false;
    }
    let head = head.to_lowercase();
    let head = head.split_whitespace().collect::<Vec<_>>().join(" ");
    table::OPENINGS.iter().any(|words| head.contains(words))
}

/// The first so many characters of a text.
fn head(text: &str, most: usize) -> &str {
    // A character has a byte or more: most of them are counted at once.
    if text.len() <= most {
        return text;
    }
    let (first, rest) = text.split_at(text.ceil_char_boundary(most));
    if first.is_ascii() {
        return first;
    }
    let left = most.saturating_sub(first.chars().count());
    let end = rest.char_indices().nth(left).map_or(text.len(), |(at, _)| first.len() + at);
    text.get(..end).unwrap_or(text)
}

/// Whether a line after the contacts begins something else: the tables, as a rule.
fn closes(text: &str) -> bool {
    let lower = text.to_lowercase();
    table::CLOSINGS.iter().any(|word| lower.contains(word))
}

/// A heading without the marks of writing.
fn plain(text: &str) -> String {
    let text = bare(text);
    if text.bytes().fold(false, |any, byte| any | (byte == b'\\')) {
        on_one_line(&text.replace('\\', "")).into_owned()
    } else {
        on_one_line(text).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_standard_text() {
        for (line, wanted) in [
            ("About Alba Bio", Some(Standard::About)),
            ("## About ALB-101", Some(Standard::About)),
            ("**About velorisine**", Some(Standard::About)),
            ("About the BRIGHT Trial", Some(Standard::About)),
            ("About multiple myeloma", Some(Standard::About)),
            ("About half of the patients", None),
            ("About 60 patients", None),
            ("About Alba Bio is all that we know.", None),
            ("Forward-Looking Statements", Some(Standard::ForwardLooking)),
            ("Cautionary Note Regarding Forward-Looking Statements:", Some(Standard::ForwardLooking)),
            ("Safe Harbor", Some(Standard::ForwardLooking)),
            ("Investor Contact:", Some(Standard::Contact)),
            ("MEDIA CONTACTS", Some(Standard::Contact)),
            ("Contact: ir@alba.example", None),
            ("Conference Call and Webcast Information", None),
            ("Investors", Some(Standard::Contact)),
            ("Investors Welcome the News", None),
            ("Summary of Third Quarter Results", None),
            ("Important Safety Information", Some(Standard::Safety)),
        ] {
            assert_eq!(heading(line), wanted, "{line}");
        }
    }

    #[test]
    fn the_first_characters() {
        for (text, wanted) in
            [("", ""), ("ab", "ab"), ("abc", "abc"), ("abcd", "abc"), ("“a”b", "“a”"), ("ab”c", "ab”")]
        {
            assert_eq!(head(text, 3), wanted);
        }
    }

    #[test]
    fn each_opening_and_each_heading_passes_what_is_asked_first() {
        for opening in table::OPENINGS {
            assert!(opening.len() >= SHORTEST_OPENING, "{opening}");
            assert!(table::OPENING_WORDS.iter().any(|word| opening.contains(word)), "{opening}");
        }
        for (form, _) in table::HEADINGS {
            let (table::Form::Starts(words) | table::Form::Has(words) | table::Form::Is(words)) = form;
            let line = words.to_uppercase();
            let has = matches!(form, table::Form::Has(_));
            assert!(
                if has { may_have(line.as_bytes(), &table::INSIDE) } else { may_begin(line.as_bytes()) },
                "{words}"
            );
        }
    }

    #[test]
    fn sections_tile_the_paragraphs() {
        let text = "Alba Bio Reports Third Quarter Results\n\nIt went well.\n\nRecent Highlights\n\n- One.\n- Two.\n\n\
            About Alba Bio\n\nAlba Bio is in Boston. It is a company.\n\nThis press release contains forward-looking \
            statements within the meaning of the law.\n\nSuch statements are subject to risks.\n\nContacts:\n\nJane Doe\n\n\
            Balance Sheets\n\nCash was 5.";
        let document = Document::new("a", text);
        let sections = outline(&document);
        let mut at = 0;
        for section in &sections {
            assert_eq!(section.from, at);
            at = section.to;
        }
        assert_eq!(at, document.paragraphs.len());
        let shown: Vec<_> = sections.iter().map(|section| (section.title.as_str(), section.standard)).collect();
        assert_eq!(
            shown,
            [
                ("", None),
                ("Recent Highlights", None),
                ("About Alba Bio", Some(Standard::About)),
                ("Forward-looking statements", Some(Standard::ForwardLooking)),
                ("Contacts", Some(Standard::Contact)),
                ("Balance Sheets", None),
            ]
        );
    }
}
