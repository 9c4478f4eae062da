//! Files to drop, made anew for each test in a folder of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

/// A folder for the files of one test.
pub struct Files {
    folder: PathBuf,
}

impl Files {
    /// An empty folder, named after the test.
    pub fn new() -> Self {
        let test = thread::current().name().unwrap_or("files").replace("::", "-");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Self { folder }
    }

    /// Writes a file; the name may have folders.
    pub fn put(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    /// A folder in it.
    pub fn folder(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

/// Words of [`book`].
pub const WORDS: usize = 200_000;
/// Its mentions.
pub const MENTIONS: usize = 10_000;

/// A text as long as a book, of mentions between words that are none.
pub fn book() -> String {
    let mut text = String::new();
    for number in 1..=MENTIONS {
        let words = ["one", "more", "thing", "was", "told"].iter().cycle().skip(number % 5).take(WORDS / MENTIONS - 3);
        text.push_str(&words.copied().collect::<Vec<_>>().join(" "));
        text.push_str(&format!(" and ${}.{} million. ", number % 900 + 1, number % 10));
        if number % 6 == 0 {
            text.push_str("\n\n");
        }
    }
    text
}

/// UTF-16 with a byte order mark, the low byte first.
pub fn utf16(text: &str) -> Vec<u8> {
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

/// Windows-1252, for the few characters beyond Latin-1 that the tests use.
pub fn windows_1252(text: &str) -> Vec<u8> {
    text.chars()
        .map(|character| match character {
            '€' => 0x80,
            '‘' => 0x91,
            '’' => 0x92,
            '“' => 0x93,
            '”' => 0x94,
            '–' => 0x96,
            '—' => 0x97,
            '™' => 0x99,
            other => u8::try_from(u32::from(other)).unwrap(),
        })
        .collect()
}
