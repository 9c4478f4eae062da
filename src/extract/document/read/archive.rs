//! ZIP archives: as a folder of files, and as what Word files are made of.
//!
//! In: the bytes of an archive. Out: its files, each within limits that hold whatever the archive says of
//! itself: how many files, how many bytes each and together, how many bytes out of one byte in.
//!
//! Names are shown, never followed: `../../etc/passwd` is the file `etc/passwd` of this archive.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{DEEPEST, Format, Inside, LIMIT, MOST_FILES, ReadError, salvage, sniff};

/// All files of an archive together come to at most so many bytes.
const MOST_BYTES: u64 = 256 << 20;
/// At most so many bytes come out of one.
const RATIO: u64 = 200;
/// Below this size the ratio does not matter: a small file of one letter is harmless.
const SMALL: u64 = 1 << 20;
/// The record at an archive's end, and how far from the end it may stand, with the comment after it.
const END_MARK: &[u8] = b"PK\x05\x06";
const LARGE_END_MARK: &[u8] = b"PK\x06\x06";
const END_REACH: usize = 22 + 0xffff;

/// What stands in the list for the files that a damaged archive may have held too.
const LOST: &str = "the rest of it";

/// An open archive.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<Cow<'a, [u8]>>>,
    format: Format,
    left: u64,
    /// Whether its directory was lost, and files with it.
    pub(super) damaged: bool,
}

/// What came out of a file in an archive.
pub(super) struct Unpacked {
    pub(super) bytes: Vec<u8>,
    /// Whether it came out whole.
    pub(super) whole: bool,
}

impl<'a> Archive<'a> {
    /// Opens an archive that is a file of this format.
    pub(super) fn open(bytes: &'a [u8], format: Format) -> Result<Archive<'a>, ReadError> {
        let files = declared_files(bytes);
        if files > MOST_FILES {
            return Err(ReadError::TooMany { files });
        }
        let (zip, damaged) = match ZipArchive::new(Cursor::new(Cow::Borrowed(bytes))) {
            Ok(zip) => (zip, false),
            Err(_) => {
                let bytes = salvage::rebuilt(bytes).ok_or(ReadError::Damaged(format))?;
                let zip = ZipArchive::new(Cursor::new(Cow::Owned(bytes))).map_err(|_| ReadError::Damaged(format))?;
                (zip, true)
            }
        };
        if zip.len() as u64 > MOST_FILES {
            return Err(ReadError::TooMany { files: zip.len() as u64 });
        }
        Ok(Archive { zip, format, left: MOST_BYTES, damaged })
    }

    /// Unpacks a file by its name.
    pub(super) fn by_name(&mut self, name: &str) -> Option<Result<Unpacked, ReadError>> {
        let index = self.zip.index_for_name(name)?;
        Some(self.by_index(index))
    }

    fn by_index(&mut self, index: usize) -> Result<Unpacked, ReadError> {
        let format = self.format;
        let file = match self.zip.by_index(index) {
            Ok(file) => file,
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => return Err(ReadError::Encrypted(format)),
            Err(_) => return Err(ReadError::Damaged(format)),
        };
        let most = LIMIT.min(self.left).min(SMALL.max(file.compressed_size().saturating_mul(RATIO)));
        let mut bytes = Vec::new();
        let read = file.take(most + 1).read_to_end(&mut bytes);
        if bytes.len() as u64 > most {
            return Err(ReadError::Bomb);
        }
        self.left = self.left.saturating_sub(bytes.len() as u64);
        Ok(Unpacked { bytes, whole: read.is_ok() })
    }

    /// The name of a file, if it is a file anybody means to open.
    fn name(&mut self, index: usize) -> Option<String> {
        let file = self.zip.by_index_raw(index).ok()?;
        if file.is_dir() {
            return None;
        }
        let name = file.name();
        let parts = name.split(['/', '\\']).filter(|part| !part.is_empty() && *part != "." && *part != "..");
        let parts: Vec<String> =
            parts.map(|part| part.chars().filter(|c| !c.is_control()).take(200).collect()).collect();
        let last = parts.last()?;
        let left_by_systems = parts.iter().any(|part| part == "__MACOSX")
            || last.starts_with('.')
            || last == "Thumbs.db"
            || last == "desktop.ini";
        (!left_by_systems).then(|| parts.join("/"))
    }
}

/// How many files an archive says it has.
fn declared_files(bytes: &[u8]) -> u64 {
    let tail = bytes.get(bytes.len().saturating_sub(END_REACH)..).unwrap_or(bytes);
    let last = |mark: &[u8]| tail.windows(mark.len()).rposition(|window| window == mark);
    let count = last(END_MARK).and_then(|at| tail.get(at + 10..at + 12)?.try_into().ok()).map_or(0, u16::from_le_bytes);
    // One of more files than that says so in another record.
    let large = || last(LARGE_END_MARK).and_then(|at| tail.get(at + 32..at + 40)?.try_into().ok());
    if count == u16::MAX { large().map_or(count.into(), u64::from_le_bytes) } else { count.into() }
}

/// The files in an archive, and those of archives in it.
pub(super) fn files(bytes: &[u8]) -> Result<Vec<Inside>, ReadError> {
    let mut archive = Archive::open(bytes, Format::Zip)?;
    let mut list = Vec::new();
    let mut left = MOST_BYTES;
    unpack(&mut archive, "", 1, &mut left, &mut list);
    if archive.damaged && list.iter().all(|inside| inside.content.is_err()) {
        return Err(ReadError::Damaged(Format::Zip));
    }
    if list.is_empty() {
        return Err(ReadError::NoText(Format::Zip));
    }
    Ok(list)
}

fn unpack(archive: &mut Archive<'_>, folder: &str, depth: usize, left: &mut u64, list: &mut Vec<Inside>) {
    for index in 0..archive.zip.len() {
        let Some(name) = archive.name(index) else { continue };
        let name = format!("{folder}{name}");
        if list.len() as u64 >= MOST_FILES {
            return list.push(Inside { name, content: Err(ReadError::TooMany { files: list.len() as u64 + 1 }) });
        }
        archive.left = *left;
        let content = match archive.by_index(index) {
            Ok(Unpacked { bytes, whole: true }) => Ok(bytes),
            Ok(_) | Err(ReadError::Damaged(_)) => Err(ReadError::Lost),
            Err(error) => Err(error),
        };
        *left = archive.left;
        let bytes = match content {
            Ok(bytes) if sniff::sniff(&bytes) == Some(Format::Zip) => bytes,
            content => {
                list.push(Inside { name, content });
                continue;
            }
        };
        if depth >= DEEPEST {
            list.push(Inside { name, content: Err(ReadError::TooDeep) });
            continue;
        }
        match Archive::open(&bytes, Format::Zip) {
            Ok(mut inner) => unpack(&mut inner, &format!("{name}/"), depth + 1, left, list),
            Err(error) => list.push(Inside { name, content: Err(error) }),
        }
    }
    if archive.damaged {
        list.push(Inside { name: format!("{folder}{LOST}"), content: Err(ReadError::Lost) });
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    /// An archive of these files.
    pub(crate) fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn names(list: &[Inside]) -> Vec<(&str, bool)> {
        list.iter().map(|inside| (inside.name.as_str(), inside.content.is_ok())).collect()
    }

    #[test]
    fn files_and_archives_in_archives() {
        let inner = packed(&[("c.txt", b"three")]);
        let list = files(&packed(&[
            ("a.txt", b"one"),
            ("../../b/./b.txt", b"two"),
            ("__MACOSX/a.txt", b"x"),
            (".DS_Store", b"x"),
            ("in.zip", &inner),
        ]));
        assert_eq!(names(&list.unwrap()), [("a.txt", true), ("b/b.txt", true), ("in.zip/c.txt", true)]);
        assert_eq!(files(&packed(&[])), Err(ReadError::NoText(Format::Zip)));
    }

    #[test]
    fn bombs() {
        let zeros = vec![b' '; 40 << 20];
        let bomb = packed(&[("a.txt", &zeros), ("b.txt", b"harmless")]);
        assert!(bomb.len() < 1 << 20);
        let list = files(&bomb).unwrap();
        assert_eq!(list[0].content, Err(ReadError::Bomb));
        assert!(list[1].content.is_ok());

        let mut nested = packed(&[("a.txt", b"x")]);
        for _ in 0..10 {
            nested = packed(&[("n.zip", &nested)]);
        }
        assert_eq!(files(&nested).unwrap()[0].content, Err(ReadError::TooDeep));

        let mut many = packed(&[("a.txt", b"x")]);
        let end = many.windows(4).rposition(|window| window == END_MARK).unwrap();
        many[end + 10..end + 12].copy_from_slice(&[0xff, 0xff]);
        assert_eq!(files(&many), Err(ReadError::TooMany { files: 0xffff }));
    }

    #[test]
    fn damage() {
        let whole = packed(&[("a.txt", "many words of text ".repeat(1000).as_bytes()), ("b.txt", b"fine")]);
        for cut in 0..whole.len() {
            let _ = files(&whole[..cut]);
        }
        // Without its directory, what is whole is there all the same, and the rest is said.
        let list = files(&whole[..whole.len() - 40]).unwrap();
        assert_eq!(names(&list), [("a.txt", true), ("b.txt", true), (LOST, false)]);
        let cut = whole.windows(4).rposition(|window| window == b"PK\x03\x04").unwrap() + 37;
        assert_eq!(names(&files(&whole[..cut]).unwrap()), [("a.txt", true), ("b.txt", false), (LOST, false)]);
        // Programs that write as they go say sizes after each file.
        let mut writer = ZipWriter::new_stream(Vec::new());
        for name in ["a.txt", "b.txt"] {
            writer.start_file(name, SimpleFileOptions::default()).unwrap();
            writer.write_all(name.repeat(50).as_bytes()).unwrap();
        }
        let written = writer.finish().unwrap().into_inner();
        let list = files(&written[..written.len() - 60]).unwrap();
        assert_eq!(names(&list), [("a.txt", true), ("b.txt", true), (LOST, false)]);
        assert_eq!(list[1].content.as_deref(), Ok("b.txt".repeat(50).as_bytes()));
        let mut bad = whole.clone();
        bad[60] ^= 0xff;
        let list = files(&bad).unwrap();
        assert_eq!(names(&list), [("a.txt", false), ("b.txt", true)]);
        assert_eq!(list[0].content, Err(ReadError::Lost));
    }
}
