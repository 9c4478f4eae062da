//! Headings under which a release says what it always says. Facts of the genre: the wording of the
//! headings that press releases put over their standard text.

use super::Standard;

/// How a heading is recognised.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    /// It begins with these words.
    Starts(&'static str),
    /// These words are in it.
    Has(&'static str),
    /// It is these words, but for marks at its end.
    Is(&'static str),
}

/// Headings, in lower case.
pub(super) static HEADINGS: &[(Form, Standard)] = &[
    (Form::Has("forward-looking"), Standard::ForwardLooking),
    (Form::Has("forward looking"), Standard::ForwardLooking),
    (Form::Has("safe harbor"), Standard::ForwardLooking),
    (Form::Has("safe harbour"), Standard::ForwardLooking),
    (Form::Starts("cautionary"), Standard::ForwardLooking),
    (Form::Is("disclaimer"), Standard::ForwardLooking),
    (Form::Starts("disclosure notice"), Standard::ForwardLooking),
    (Form::Has("non-gaap"), Standard::Measures),
    (Form::Starts("use of non-ifrs"), Standard::Measures),
    (Form::Starts("important safety information"), Standard::Safety),
    (Form::Is("trademarks"), Standard::Notes),
    (Form::Is("references"), Standard::Notes),
    (Form::Is("sources"), Standard::Notes),
    (Form::Starts("notes to editor"), Standard::Notes),
    (Form::Has("contact"), Standard::Contact),
    (Form::Is("media"), Standard::Contact),
    (Form::Is("investors"), Standard::Contact),
    (Form::Is("investor relations"), Standard::Contact),
    (Form::Is("media relations"), Standard::Contact),
    (Form::Starts("for more information"), Standard::Contact),
    (Form::Starts("for further information"), Standard::Contact),
    (Form::Starts("about "), Standard::About),
];

/// Three letters with which those of [`HEADINGS`] begin that are told by their beginning or whole.
pub(super) static BEGINNINGS: [[u8; 3]; 12] =
    [*b"cau", *b"dis", *b"use", *b"imp", *b"tra", *b"ref", *b"sou", *b"not", *b"med", *b"inv", *b"for", *b"abo"];

/// One of these stands in any other of them.
pub(super) static INSIDE: [&str; 4] = ["ward", "harbo", "gaap", "tact"];

/// Beginnings of paragraphs that need no heading to be the notice on forward-looking statements, in lower case. Some
/// come a few words later: "Certain statements in this …".
pub(super) static OPENINGS: &[&str] = &[
    "contains forward-looking statements",
    "contains forward looking statements",
    "contains “forward-looking statements”",
    "contains \"forward-looking statements\"",
    "contain forward-looking statements",
    "includes forward-looking statements",
    "include forward-looking statements",
    "constitute forward-looking statements",
    "constitute \"forward-looking statements\"",
    "are forward-looking statements",
    "are \"forward-looking statements\"",
    "private securities litigation reform act",
    "undertakes no obligation to",
];

/// Each of [`OPENINGS`] has one of these; a paragraph with none is not looked at further.
pub(super) static OPENING_WORDS: [&str; 3] = ["tements", "itigation", "bligation"];

/// Words that follow "About" in a heading that is none: "About 60 patients …", "About half of …".
pub(super) static NOT_ABOUT: &[&str] =
    &["half", "two", "three", "four", "five", "six", "one", "a", "an", "to", "twice", "as", "us$", "all"];

/// Words of headings that follow the contacts, in lower case.
pub(super) static CLOSINGS: &[&str] = &[
    "balance sheet",
    "statement",
    "results",
    "consolidated",
    "condensed",
    "financial",
    "reconciliation",
    "operations",
    "cash flow",
    "appendix",
    "highlights",
    "position",
    "comprehensive",
];
