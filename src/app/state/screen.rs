//! What can stand on the screen: notices, cards, panes, dialogs, and how things look.

/// What is said once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// No worker.
    Slow,
    /// The worker died.
    Crashed,
    /// Nothing could be copied.
    NotCopied,
    /// Something was dropped that holds no file.
    NothingDropped,
}

impl Notice {
    /// Its stable name.
    pub const fn id(self) -> &'static str {
        match self {
            Notice::Slow => "slow",
            Notice::Crashed => "crashed",
            Notice::NotCopied => "not-copied",
            Notice::NothingDropped => "nothing-dropped",
        }
    }

    /// Its words.
    pub const fn text(self) -> &'static str {
        match self {
            Notice::Slow => "Your browser blocks background work here; large files will feel slow.",
            Notice::Crashed => {
                "The analyser stopped. The text on the screen is still here, the other files go on, and a new analyser has started."
            }
            Notice::NotCopied => {
                "Not copied: the browser does not allow it here. Select the text and copy it yourself."
            }
            Notice::NothingDropped => "There was no file in what you dropped. Drop files, a folder, or selected text.",
        }
    }
}

/// An open card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Card {
    /// Its mention.
    pub mention: usize,
    /// Whether it stays when the pointer leaves.
    pub pinned: bool,
}

/// What marks say of their kind beside their colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Labels {
    /// Nothing.
    None,
    /// One character.
    Sign,
    /// A word.
    Word,
}

impl Labels {
    /// All of them.
    pub const ALL: [Labels; 3] = [Labels::None, Labels::Sign, Labels::Word];

    /// Its name in the document and in storage.
    pub const fn id(self) -> &'static str {
        match self {
            Labels::None => "none",
            Labels::Sign => "sign",
            Labels::Word => "word",
        }
    }

    /// The one with this name.
    pub fn of(id: &str) -> Labels {
        Labels::ALL.into_iter().find(|labels| labels.id() == id).unwrap_or(Labels::None)
    }
}

/// What is shown beside the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// What is found, by kind.
    Summary,
    /// The dates, in the order of time.
    Timeline,
    /// Where words stand, in all documents.
    Find,
    /// What the reader corrected.
    Yours,
    /// Rules of the reader's own.
    Rules,
}

/// A table of all documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum All {
    /// A row for each thing.
    Names,
    /// A row for each fact.
    Facts,
}

/// What covers the text on a narrow screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// Nothing.
    Text,
    /// The summary.
    Summary,
    /// The list of documents.
    Documents,
}

impl Pane {
    /// Its name in the document.
    pub const fn id(self) -> &'static str {
        match self {
            Pane::Text => "text",
            Pane::Summary => "summary",
            Pane::Documents => "documents",
        }
    }
}

/// A dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// Text is pasted.
    Paste,
    /// The sheet of keys.
    Keys,
    /// How to check what the page promises.
    Check,
}

/// Colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// Light, with ink and lines at their strongest.
    Contrast,
}

impl Theme {
    /// Its name in the document and in storage.
    pub const fn id(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
            Theme::Contrast => "contrast",
        }
    }

    /// The next one, round and round.
    pub const fn next(self) -> Theme {
        match self {
            Theme::System => Theme::Light,
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::Contrast,
            Theme::Contrast => Theme::System,
        }
    }

    /// The theme with this name.
    pub fn of(id: &str) -> Theme {
        match id {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            "contrast" => Theme::Contrast,
            _ => Theme::System,
        }
    }
}
