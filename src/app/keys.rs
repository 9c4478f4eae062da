//! Keys: which commands there are, which key each has, and what a reader made of it.
//!
//! In: the name of a key (`j`, `Shift+J`, `Ctrl+z`). Out: a [`Command`]. Pure; the shell names the
//! keys. A command is a row of [`COMMANDS`]; the kinds bring their own, by number.

use litemap::LiteMap;

use crate::extract::KindId;

/// Something that a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Command {
    /// To the next mention.
    Next,
    /// To the one before.
    Previous,
    /// To the next of its kind.
    NextOfKind,
    /// To the one before of its kind.
    PreviousOfKind,
    /// To the next of its value.
    NextOfValue,
    /// To the one before of its value.
    PreviousOfValue,
    /// Opens what is needed to correct the mention.
    Edit,
    /// Says that the mention is none.
    Dismiss,
    /// Makes a mention of the selection.
    Add,
    /// Its end a word on.
    EndForward,
    /// Its end a word back.
    EndBack,
    /// Its start a word on.
    StartForward,
    /// Its start a word back.
    StartBack,
    /// Takes the last correction back.
    Undo,
    /// Makes it again.
    Redo,
    /// To the filter.
    Filter,
    /// To the search.
    Find,
    /// Only what the reader corrected.
    Yours,
    /// Standard text dimmed or not.
    Standard,
    /// Only what is new.
    Fresh,
    /// The other view.
    View,
    /// The next density of labels.
    Labels,
    /// The dates in the order of time.
    Timeline,
    /// A table of all documents.
    All,
    /// To the document before.
    PreviousDocument,
    /// To the next document.
    NextDocument,
    /// Files for other programs.
    Export,
    /// A link.
    Share,
    /// The sheet of keys.
    Keys,
    /// A kind on or off.
    Kind(KindId),
}

/// A command's row: what it is called in storage, in words, and the keys it has by default.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The command.
    pub command: Command,
    /// Its name in storage and in the document.
    pub id: &'static str,
    /// What it does.
    pub words: &'static str,
    /// Its key.
    pub key: &'static str,
    /// A second key that it always has.
    pub also: &'static str,
}

const fn row(command: Command, id: &'static str, words: &'static str, key: &'static str, also: &'static str) -> Row {
    Row { command, id, words, key, also }
}

/// Every command but those of the kinds, in the order of the sheet.
pub static COMMANDS: &[Row] = &[
    row(Command::Next, "next", "Next mention", "j", ""),
    row(Command::Previous, "previous", "Previous mention", "k", ""),
    row(Command::NextOfKind, "next-of-kind", "Next of the same kind", "Shift+J", ""),
    row(Command::PreviousOfKind, "previous-of-kind", "Previous of the same kind", "Shift+K", ""),
    row(Command::NextOfValue, "next-of-value", "Next of the same value", "Alt+j", ""),
    row(Command::PreviousOfValue, "previous-of-value", "Previous of the same value", "Alt+k", ""),
    row(Command::Edit, "edit", "Edit the mention you are at", "e", ""),
    row(Command::Dismiss, "dismiss", "It is not what it was taken for", "x", ""),
    row(Command::Add, "add", "Add a mention from the selection", "a", ""),
    row(Command::EndForward, "end-forward", "Its end a word further", "Alt+ArrowRight", ""),
    row(Command::EndBack, "end-back", "Its end a word back", "Alt+ArrowLeft", ""),
    row(Command::StartBack, "start-back", "Its start a word back", "Alt+Shift+ArrowLeft", ""),
    row(Command::StartForward, "start-forward", "Its start a word further", "Alt+Shift+ArrowRight", ""),
    row(Command::Undo, "undo", "Undo", "u", "Ctrl+z"),
    row(Command::Redo, "redo", "Redo", "Shift+U", "Ctrl+Shift+Z"),
    row(Command::Filter, "filter", "Filter rows and marks", "/", ""),
    row(Command::Find, "find", "Find words in all documents", "f", ""),
    row(Command::Yours, "yours", "Only my changes", "y", ""),
    row(Command::Standard, "standard", "Dim standard text, or not", "b", ""),
    row(Command::Fresh, "fresh", "Only what is new in this release", "n", ""),
    row(Command::View, "view", "Reading, Source or Page", "v", ""),
    row(Command::Labels, "labels", "Labels: none, sign, word", "l", ""),
    row(Command::Timeline, "timeline", "Timeline", "t", ""),
    row(Command::All, "all-documents", "All documents in one table", "o", ""),
    row(Command::PreviousDocument, "previous-document", "Previous document", "[", ""),
    row(Command::NextDocument, "next-document", "Next document", "]", ""),
    row(Command::Export, "export", "Save for another program", "d", ""),
    row(Command::Share, "share", "Share by a link", "s", ""),
    row(Command::Keys, "keys", "This sheet", "?", ""),
];

impl Command {
    /// Its name in storage and in the document.
    pub fn id(self) -> String {
        match self {
            Command::Kind(kind) => format!("kind-{}", kind.kind().id),
            _ => COMMANDS.iter().find(|row| row.command == self).map_or(String::new(), |row| row.id.to_string()),
        }
    }

    /// What it does.
    pub fn words(self) -> String {
        match self {
            Command::Kind(kind) => format!("Show or hide {}", kind.kind().plural.to_lowercase()),
            _ => COMMANDS.iter().find(|row| row.command == self).map_or(String::new(), |row| row.words.to_string()),
        }
    }

    fn default_key(self) -> String {
        match self {
            Command::Kind(kind) => (kind.row() + 1).to_string(),
            _ => COMMANDS.iter().find(|row| row.command == self).map_or(String::new(), |row| row.key.to_string()),
        }
    }

    /// Every command.
    pub fn all() -> impl Iterator<Item = Command> {
        COMMANDS.iter().map(|row| row.command).chain(KindId::all().take(9).map(Command::Kind))
    }
}

/// What the reader made of the keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// Keys that are not the default; an empty one is no key.
    changed: LiteMap<String, String>,
    /// Whether keys that are one character do nothing.
    pub single_off: bool,
}

impl Keys {
    /// The key of a command; empty where it has none.
    pub fn key(&self, command: Command) -> String {
        self.changed.get(&command.id()).cloned().unwrap_or_else(|| command.default_key())
    }

    /// The command of a key.
    pub fn command(&self, key: &str) -> Option<Command> {
        if self.single_off && is_single(key) {
            return None;
        }
        let own = Command::all().find(|&command| self.key(command) == key);
        own.or_else(|| COMMANDS.iter().find(|row| !row.also.is_empty() && row.also == key).map(|row| row.command))
    }

    /// Gives a command a key, or none. A command that had the key loses it.
    pub fn bind(&mut self, command: Command, key: &str) {
        if !key.is_empty()
            && let Some(other) = Command::all().find(|&other| other != command && self.key(other) == key)
        {
            self.changed.insert(other.id(), String::new());
        }
        self.changed.insert(command.id(), key.to_string());
        self.changed.retain(|id, key| Command::all().any(|c| c.id() == *id && c.default_key() != *key));
    }

    /// Whether a command has another key than by default.
    pub fn is_changed(&self, command: Command) -> bool {
        self.changed.contains_key(&command.id())
    }

    /// As it is kept: a line for each change.
    pub fn to_text(&self) -> String {
        let mut lines: Vec<String> = self.changed.iter().map(|(id, key)| format!("{id} {key}")).collect();
        if self.single_off {
            lines.push("single off".into());
        }
        lines.join("\n")
    }

    /// Read from what was kept; lines that are not understood are left out.
    pub fn from_text(text: &str) -> Keys {
        let mut keys = Keys::default();
        for line in text.lines() {
            match line.split_once(' ') {
                Some(("single", "off")) => keys.single_off = true,
                Some((id, key)) if Command::all().any(|command| command.id() == id) => {
                    keys.changed.insert(id.to_string(), key.to_string());
                }
                _ => {}
            }
        }
        keys
    }
}

/// Whether a key is one character, with Shift or without: it would be typed by dictation too.
fn is_single(key: &str) -> bool {
    key.strip_prefix("Shift+").unwrap_or(key).chars().count() == 1
}

/// A key as it is printed on keyboards, in parts: `Shift+J` is `Shift` and `J`.
pub fn parts(key: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut rest = key;
    while let Some((head, tail)) = rest.split_once('+').filter(|(_, tail)| !tail.is_empty()) {
        parts.push(head.to_string());
        rest = tail;
    }
    if !rest.is_empty() {
        parts.push(match rest {
            "ArrowLeft" => "←".into(),
            "ArrowRight" => "→".into(),
            "ArrowUp" => "↑".into(),
            "ArrowDown" => "↓".into(),
            " " => "Space".into(),
            other => other.to_ascii_uppercase(),
        });
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::sort;

    #[test]
    fn no_key_and_no_name_is_given_twice() {
        let mut keys: Vec<String> = Command::all().map(|command| command.default_key()).collect();
        keys.extend(COMMANDS.iter().map(|row| row.also.to_string()).filter(|key| !key.is_empty()));
        let mut ids: Vec<String> = Command::all().map(|command| command.id()).collect();
        for list in [&mut keys, &mut ids] {
            let before = list.len();
            sort::plain(list);
            list.dedup();
            assert_eq!(list.len(), before, "{list:?}");
        }
    }

    #[test]
    fn keys_are_given_taken_and_kept() {
        let mut keys = Keys::default();
        assert_eq!(keys.command("j"), Some(Command::Next));
        keys.bind(Command::Edit, "j");
        assert_eq!(keys.command("j"), Some(Command::Edit));
        assert_eq!(keys.command("e"), None);
        assert_eq!(keys.key(Command::Next), "");
        let again = Keys::from_text(&keys.to_text());
        assert_eq!(again, keys);
        keys.bind(Command::Next, "j");
        keys.bind(Command::Edit, "e");
        assert_eq!(keys, Keys::default());
        assert_eq!(Keys::from_text("nonsense\n\nsingle off\nnothing j"), Keys { single_off: true, ..Keys::default() });
    }

    #[test]
    fn single_keys_can_be_switched_off() {
        let keys = Keys { single_off: true, ..Keys::default() };
        assert_eq!([keys.command("j"), keys.command("Shift+J"), keys.command("1")], [None, None, None]);
        assert_eq!(keys.command("Ctrl+z"), Some(Command::Undo));
        assert_eq!(keys.command("Alt+j"), Some(Command::NextOfValue));
    }

    #[test]
    fn keys_in_words() {
        assert_eq!(parts("Alt+Shift+ArrowLeft"), ["Alt", "Shift", "←"]);
        assert_eq!(parts("Shift++"), ["Shift", "+"]);
        assert_eq!(parts("/"), ["/"]);
        assert!(parts("").is_empty());
    }
}
