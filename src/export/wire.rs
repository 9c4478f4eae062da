//! What the page asks of the export module, and what it answers; both cross as bytes.

use serde::{Deserialize, Serialize};

use super::{Choice, Item, Made};
use crate::extract::Mention;
use crate::extract::rules::{Looked, Pack, Rule, Text};

/// A question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// What formats there are and what they would look like.
    Rows {
        /// What would be written.
        items: Vec<Item>,
        /// How.
        choice: Choice,
    },
    /// A file.
    Make {
        /// Its format.
        format: String,
        /// What to write.
        items: Vec<Item>,
        /// How.
        choice: Choice,
    },
    /// What is in a file of ours.
    Open {
        /// The file.
        file: String,
    },
    /// Whether an export holds.
    Verify {
        /// The export.
        file: String,
        /// Its sources, analysed anew.
        items: Vec<Item>,
    },
    /// A link.
    Pack {
        /// What to put in it.
        items: Vec<Item>,
        /// Which mentions.
        choice: Choice,
        /// What it carries.
        carry: Carry,
    },
    /// What is in a link's fragment.
    Unpack {
        /// The fragment.
        fragment: String,
    },
    /// Highlights of a link on documents: on each those that were made for it.
    Anchor {
        /// The fragment.
        fragment: String,
        /// What is open.
        items: Vec<Item>,
    },
    /// What rules of one's own find.
    Look {
        /// Comes back with the answer.
        ticket: u32,
        /// The rules.
        rules: Vec<Rule>,
        /// Where they look.
        texts: Vec<Text>,
    },
    /// A file of rules, read.
    ReadRules {
        /// The file.
        file: String,
        /// Where it comes from.
        from: Place,
    },
    /// Rules as a file.
    WriteRules {
        /// The rules.
        pack: Pack,
        /// Where it goes.
        to: Place,
    },
}

impl Request {
    /// Whether it is about rules of one's own, and not about what leaves the page.
    pub const fn is_of_rules(&self) -> bool {
        matches!(self, Request::Look { .. } | Request::ReadRules { .. } | Request::WriteRules { .. })
    }
}

/// What a file of rules is called.
pub const RULES_FILE: &str = "eosin-rules.json";

/// Where rules come from and go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// What this browser keeps.
    Kept,
    /// A file of the reader's.
    File,
}

/// What a link carries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Carry {
    /// Kinds that are hidden, the theme, and rules of one's own.
    Settings {
        /// Ids of the kinds.
        hidden: Vec<String>,
        /// The theme's id.
        theme: String,
        /// Rules of one's own; with none, the link is as short as it can be.
        rules: Vec<Rule>,
    },
    /// Highlights without the text.
    Highlights,
    /// Highlights and text.
    Documents,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// The formats.
    Rows(Vec<Row>),
    /// The file.
    Made(Made),
    /// Documents with their mentions: of a workspace, or of a link with texts.
    Items(Vec<Item>),
    /// A row for each mention of an export.
    Checks(Vec<Check>),
    /// A link's fragment.
    Link(String),
    /// A link that sets the page: ids of hidden kinds and of the theme, and rules.
    Settings(Vec<String>, String, Vec<Rule>),
    /// A link with highlights: for each file its name, its hash and how many.
    Wanted(Vec<(String, String, usize)>),
    /// Highlights put on documents: the place of each in the list that came, its mentions, and the
    /// words of those not found again.
    Anchored(Vec<Anchored>),
    /// What rules found, and the ticket of the question.
    Looked(u32, Vec<Looked>),
    /// Rules read, and where they come from; or why they cannot be.
    Rules(Place, Result<Pack, String>),
    /// Rules as the browser is to keep them.
    Kept(String),
    /// It could not be done; why.
    Failed(String),
}

/// Highlights on one document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Anchored {
    /// Which of the documents.
    pub item: usize,
    /// Whether it is the very text the link was made from.
    pub same: bool,
    /// Found again.
    pub mentions: Vec<Mention>,
    /// Not found again.
    pub lost: Vec<String>,
}

/// A mention of an export, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Name of its document.
    pub document: String,
    /// Id of its kind.
    pub kind: String,
    /// Its words.
    pub words: String,
    /// Its value on one line.
    pub value: String,
    /// What came out.
    pub outcome: Outcome,
}

/// What came of a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// The words are there and have that value.
    Holds,
    /// The words are there and have another value today.
    OtherValue(String),
    /// The words are there, and nothing is found in them today.
    NotFoundNow,
    /// The words are elsewhere.
    Moved(usize),
    /// The words are not in the source.
    Gone,
    /// The source is not open.
    NoSource,
}

/// A format, for the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Stable name.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// What it is good for.
    pub sentence: String,
    /// End of the file's name.
    pub extension: String,
    /// Whether the choice of a unit changes it.
    pub has_units: bool,
    /// Its first lines.
    pub preview: String,
}

/// Answers a request, both in postcard's notation. `clock` counts milliseconds.
#[cfg(feature = "export")]
pub fn answer(request: &[u8], clock: &dyn Fn() -> f64) -> Vec<u8> {
    let answer = match postcard::from_bytes(request) {
        Ok(request) => done(request, clock),
        Err(_) => Answer::Failed("The page and its exports are of two versions. Reload the page.".into()),
    };
    postcard::to_allocvec(&answer).unwrap_or_default()
}

#[cfg(feature = "export")]
fn done(request: Request, clock: &dyn Fn() -> f64) -> Answer {
    use super::formats::{FORMATS, Format};
    use super::link::{self, Parcel, Settings};
    use super::{rules, verify, workspace};

    let result = match request {
        Request::Rows { items, choice } => {
            Ok(Answer::Rows(FORMATS.iter().map(|format| format.row(&items, &choice)).collect()))
        }
        Request::Make { format, items, choice } => match Format::named(&format) {
            Some(format) => Ok(Answer::Made(format.make(&items, &choice))),
            None => Err(format!("There is no format called {format}.")),
        },
        Request::Open { file } => workspace::read(&file).map(Answer::Items),
        Request::Verify { file, items } => verify::verify(&file, &items).map(Answer::Checks),
        Request::Pack { items, choice, carry } => Ok(Answer::Link(link::pack(&match carry {
            Carry::Settings { hidden, theme, rules } if rules.is_empty() => {
                Parcel::Settings(Settings { hidden, theme })
            }
            Carry::Settings { hidden, theme, rules } => Parcel::Rules(Settings { hidden, theme }, rules),
            Carry::Highlights => {
                Parcel::Highlights(items.iter().map(|item| link::marked(item, choice.mentions(item))).collect())
            }
            Carry::Documents => Parcel::Documents(
                items
                    .iter()
                    .map(|item| {
                        let list = link::highlights(&item.document, choice.mentions(item));
                        (item.document.name.clone(), item.document.text.clone(), list)
                    })
                    .collect(),
            ),
        }))),
        Request::Unpack { fragment } => {
            link::unpack(&fragment).map_err(|fault| fault.to_string()).map(|parcel| match parcel {
                Parcel::Settings(settings) => Answer::Settings(settings.hidden, settings.theme, Vec::new()),
                Parcel::Rules(settings, rules) => Answer::Settings(settings.hidden, settings.theme, rules),
                Parcel::Highlights(list) => {
                    Answer::Wanted(list.into_iter().map(|one| (one.name, one.hash, one.list.len())).collect())
                }
                Parcel::Documents(list) => Answer::Items(
                    list.into_iter()
                        .map(|(name, text, list)| {
                            let (mentions, _) = link::anchor(&text, &list);
                            Item { document: crate::extract::Document::new(name, text), mentions }
                        })
                        .collect(),
                ),
            })
        }
        Request::Anchor { fragment, items } => match link::unpack(&fragment) {
            Ok(Parcel::Highlights(list)) => Ok(Answer::Anchored(anchored(&list, &items))),
            Ok(_) => Err("This link has no highlights in it.".into()),
            Err(fault) => Err(fault.to_string()),
        },
        Request::Look { ticket, rules, texts } => {
            Ok(Answer::Looked(ticket, crate::extract::rules::look(&rules, &texts, clock)))
        }
        Request::ReadRules { file, from } => Ok(Answer::Rules(from, rules::read(&file))),
        Request::WriteRules { pack, to: Place::Kept } => Ok(Answer::Kept(rules::write(&pack))),
        Request::WriteRules { pack, to: Place::File } => Ok(Answer::Made(Made {
            name: RULES_FILE.into(),
            media: "application/json".into(),
            bytes: rules::write(&pack).into_bytes(),
        })),
    };
    result.unwrap_or_else(Answer::Failed)
}

/// Each list of highlights on the document it was made for: by hash, else by name, else on the only one.
#[cfg(feature = "export")]
fn anchored(list: &[super::link::Marked], items: &[Item]) -> Vec<Anchored> {
    let hashes: Vec<String> = items.iter().map(|item| super::hash::sha256(item.document.text.as_bytes())).collect();
    let mut out = Vec::new();
    for marked in list {
        let same = hashes.iter().position(|hash| *hash == marked.hash);
        let named = || items.iter().position(|item| super::stem(&item.document.name) == super::stem(&marked.name));
        let only = || (items.len() == 1 && list.len() == 1).then_some(0);
        let Some(at) = same.or_else(named).or_else(only) else { continue };
        let Some(item) = items.get(at) else { continue };
        let (mentions, lost) = super::link::anchor(&item.document.text, &marked.list);
        out.push(Anchored { item: at, same: same.is_some(), mentions, lost });
    }
    out
}
