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

use super::document::{Document, Role};

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

/// The sections of a document.
pub fn outline(document: &Document) -> Vec<Section> {
    let mut sections = vec![Section { title: String::new(), from: 0, to: 0, standard: None }];
    // A date line over the headline is no section.
    let title = document.paragraphs.iter().position(|paragraph| paragraph.role == Role::Title);
    for (index, paragraph) in document.paragraphs.iter().enumerate() {
        let text = document.slice(paragraph.span).trim();
        let known = heading(text);
        let current = sections.last().and_then(|section| section.standard);
        // Among people and addresses, a line with capitals is a name.
        let is_name = current == Some(Standard::Contact) && known.is_none() && !text.starts_with('#') && !closes(text);
        let over = title.is_some_and(|title| index < title);
        let is_heading =
            paragraph.role == Role::Heading && !is_name && !over || known.is_some() && paragraph.role != Role::Title;
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
    let text = text.trim_matches(|c: char| c.is_whitespace() || "#*_:".contains(c));
    if text.is_empty()
        || text.len() > LONGEST * 4
        || text.chars().count() > LONGEST
        || text.contains('\n')
        || text.ends_with(['.', ',', ';', '!', '?'])
    {
        return None;
    }
    // Whom to ask stands in lines of its own; an address in the same line is no heading.
    if text.contains('@') || text.bytes().filter(u8::is_ascii_digit).count() > 6 {
        return None;
    }
    let lower = text.to_lowercase();
    let words = text.split_whitespace().count();
    let is_about = || {
        let subject = text.split_whitespace().nth(1).unwrap_or("");
        let is_name = subject.starts_with(|c: char| c.is_uppercase() || "[“‘('".contains(c))
            || subject.chars().any(|c| c.is_ascii_digit()) && subject.chars().any(char::is_alphabetic)
            || lower.starts_with("about the ")
            || words <= 5 && subject.chars().all(|c| c.is_alphabetic() || c == '-' || c == '®' || c == '™');
        is_name && words <= 14 && !table::NOT_ABOUT.contains(&subject.to_lowercase().as_str())
    };
    table::HEADINGS.iter().find_map(|(form, standard)| {
        let suits = match form {
            table::Form::Starts(start) => lower.starts_with(start),
            table::Form::Has(part) => words <= 12 && lower.contains(part),
            table::Form::Is(whole) => lower == *whole,
        };
        (suits && (*standard != Standard::About || is_about())).then_some(*standard)
    })
}

/// Whether a paragraph opens the notice on forward-looking statements by its own words. Example: "This press release
/// contains forward-looking statements within the meaning of …".
fn opens_notice(text: &str) -> bool {
    let head = head(text, 400);
    if !has_opening_word(head.as_bytes()) {
        return false;
    }
    let head = head.to_lowercase();
    let head = head.split_whitespace().collect::<Vec<_>>().join(" ");
    table::OPENINGS.iter().any(|words| head.contains(words))
}

/// The first so many characters of a text.
fn head(text: &str, most: usize) -> &str {
    // A character has a byte or more: most of them are counted at once.
    let (first, rest) = text.split_at(text.ceil_char_boundary(most));
    if first.is_ascii() {
        return first;
    }
    let left = most.saturating_sub(first.chars().count());
    let end = rest.char_indices().nth(left).map_or(text.len(), |(at, _)| first.len() + at);
    text.get(..end).unwrap_or(text)
}

/// Whether one of the words stands in a text without which no paragraph opens standard text.
fn has_opening_word(text: &[u8]) -> bool {
    let stands = |at: usize| {
        table::OPENING_WORDS.iter().any(|(word, place)| {
            let start = at.checked_sub(*place);
            let there = start.and_then(|start| text.get(start..start + word.len()));
            there.is_some_and(|there| there.eq_ignore_ascii_case(word.as_bytes()))
        })
    };
    table::OPENING_LETTERS.iter().any(|&[small, capital]| memchr::memchr2_iter(small, capital, text).any(stands))
}

/// Whether a line after the contacts begins something else: the tables, as a rule.
fn closes(text: &str) -> bool {
    let lower = text.to_lowercase();
    table::CLOSINGS.iter().any(|word| lower.contains(word))
}

/// A heading without the marks of writing.
fn plain(text: &str) -> String {
    let text = text.trim_matches(|c: char| c.is_whitespace() || "#*_:".contains(c));
    text.replace('\\', "").split_whitespace().collect::<Vec<_>>().join(" ")
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
    fn each_opening_has_a_word_that_is_looked_for_first() {
        for opening in table::OPENINGS {
            let word = table::OPENING_WORDS.iter().find(|(word, _)| opening.contains(word)).expect(opening);
            let letter = word.0.as_bytes()[word.1];
            assert!(table::OPENING_LETTERS.iter().any(|letters| letters.contains(&letter)), "{opening}");
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
