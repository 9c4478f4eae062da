//! What crosses the border to recognisers that are a module apart: `src/finder`.
//!
//! In: an [`Order`] and bytes. Out: parts, each a stretch of bytes: first an [`Answer`], then what it says comes
//! with it. Orders and answers are in postcard's notation. Texts and files cross as they are, and an analysis
//! as the bytes that the page wants, so that nobody between reads them.

use serde::{Deserialize, Serialize};

use super::document::read::{DEEPEST, Format, Opened, Options, ReadError, format, open, open_text};
use super::glance::Known;
use super::kinds::{Context, Scan, find_all};
use super::mention::Mention;
use super::{Document, analyse};

/// What is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Order {
    /// Analyse the file that the bytes are.
    File(Told),
    /// Analyse the text that the bytes are, whatever file they would be.
    Text(Told),
    /// Analyse the text of this place among those that come with the module.
    Sample(Told, usize),
    /// Go on with what the module that reads this format says of a file.
    Opened(Told, Format),
    /// Find the mentions in the few words that the bytes are.
    Words(Context),
}

/// What is told of a file besides its bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Its name.
    pub name: String,
    /// In how many archives and mails it lay.
    pub depth: usize,
}

/// What is answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// Files of this format are read by another module.
    Elsewhere(Format),
    /// It cannot be read.
    Failed(ReadError),
    /// It is read.
    Read {
        /// Whether it is a document. Then two parts come with it, before all others: a [`Known`] and an
        /// [`Analysis`](super::Analysis).
        is_document: bool,
        /// The files that lie in it: names, and why they cannot be had. Of those that can, the bytes come
        /// with it, a part each.
        inside: Vec<(String, Option<ReadError>)>,
    },
    /// These mentions were found.
    Mentions(Vec<Mention>),
}

/// Does what is asked, where these texts come with the module. Nothing comes back where the order cannot be read.
pub fn answer(order: &[u8], bytes: Vec<u8>, texts: &[&str]) -> Vec<Vec<u8>> {
    let Ok(order) = postcard::from_bytes(order) else { return Vec::new() };
    let mut parts = vec![Vec::new()];
    let answer = done(order, bytes, texts, &mut parts);
    if let (Some(first), Ok(bytes)) = (parts.first_mut(), postcard::to_allocvec(&answer)) {
        *first = bytes;
    }
    parts
}

fn done(order: Order, bytes: Vec<u8>, texts: &[&str], parts: &mut Vec<Vec<u8>>) -> Answer {
    let (told, opened) = match order {
        Order::Words(context) => {
            let words = Document::new("", String::from_utf8_lossy(&bytes));
            return Answer::Mentions(find_all(&Scan::new(&words, &context)).mentions);
        }
        Order::File(told) => match format(&bytes).filter(|format| format.reader().is_some()) {
            Some(format) => return Answer::Elsewhere(format),
            None => (told, open(&bytes, &Options::default())),
        },
        Order::Text(told) => (told, open_text(&bytes)),
        Order::Sample(told, place) => {
            (told, open(texts.get(place).copied().unwrap_or_default().as_bytes(), &Options::default()))
        }
        Order::Opened(told, format) => (told, postcard::from_bytes(&bytes).unwrap_or(Err(ReadError::Crashed(format)))),
    };
    drop(bytes);
    let Opened { reading, inside } = match opened {
        Ok(opened) => opened,
        Err(error) => return Answer::Failed(error),
    };
    let is_document = reading.is_some();
    if let Some(reading) = reading {
        let analysis = analyse(Document::from_reading(told.name, reading), &Context::default());
        let known = Known::of(&analysis);
        // Neither can fail: they are plain data.
        parts.push(postcard::to_allocvec(&known).unwrap_or_default());
        parts.push(postcard::to_allocvec(&analysis).unwrap_or_default());
    }
    let mut names = Vec::with_capacity(inside.len());
    for file in inside {
        let content = if told.depth < DEEPEST { file.content } else { Err(ReadError::TooDeep) };
        names.push((file.name, content.map(|bytes| parts.push(bytes)).err()));
    }
    Answer::Read { is_document, inside: names }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::document::read::Inside;
    use crate::extract::{Analysis, read};

    fn ask(order: &Order, bytes: &[u8]) -> (Answer, Vec<Vec<u8>>) {
        let mut parts = answer(&postcard::to_allocvec(order).unwrap(), bytes.to_vec(), &[SAMPLE]).into_iter();
        (postcard::from_bytes(&parts.next().unwrap()).unwrap(), parts.collect())
    }

    const SAMPLE: &str = "Larch gave 5 mg on May 3, 2021.";

    fn told(depth: usize) -> Told {
        Told { name: "a.txt".into(), depth }
    }

    #[test]
    fn a_text_comes_back_as_it_is_analysed_here() {
        let text = SAMPLE.as_bytes();
        let analysis = analyse(read(text, "a.txt").unwrap(), &Context::default());
        for order in [Order::File(told(0)), Order::Text(told(9)), Order::Sample(told(0), 0)] {
            let (answer, parts) = ask(&order, text);
            assert_eq!(answer, Answer::Read { is_document: true, inside: Vec::new() });
            let [known, found] = &parts[..] else { panic!("{} parts", parts.len()) };
            assert_eq!(postcard::from_bytes::<Known>(known).unwrap(), Known::of(&analysis));
            assert_eq!(postcard::from_bytes::<Analysis>(found).unwrap(), analysis);
        }
    }

    #[test]
    fn what_is_given_as_text_is_text() {
        for text in [
            "From: a@b\nTo: c\nSubject: Larch\nDate: today\n\nIt paid $5.",
            "<div><p>It <b>paid</b> $5</p></div>",
            "%PDF-1.7",
        ] {
            let (answer, parts) = ask(&Order::Text(told(0)), text.as_bytes());
            assert_eq!(answer, Answer::Read { is_document: true, inside: Vec::new() });
            assert_eq!(postcard::from_bytes::<Analysis>(&parts[1]).unwrap().document.text, text);
        }
    }

    #[test]
    fn what_another_module_reads_is_left_to_it() {
        assert_eq!(ask(&Order::File(told(0)), b"%PDF-1.7\n").0, Answer::Elsewhere(Format::Pdf));
        assert_eq!(ask(&Order::File(told(0)), b"").0, Answer::Failed(ReadError::Empty));
        let odd = ask(&Order::Opened(told(0), Format::Pdf), b"\xFF\xFF");
        assert_eq!(odd.0, Answer::Failed(ReadError::Crashed(Format::Pdf)));
        assert_eq!(ask(&Order::Sample(told(0), 1), b"").0, Answer::Failed(ReadError::Empty));
        assert_eq!(answer(b"", Vec::new(), &[]), Vec::<Vec<u8>>::new());
    }

    #[test]
    fn files_within_come_as_they_are_and_not_without_end() {
        let file = |name: &str, content| Inside { name: name.into(), content };
        let inside = vec![file("a", Ok(vec![1, 2])), file("b", Err(ReadError::Empty)), file("c", Ok(vec![3]))];
        let opened = postcard::to_allocvec(&Ok::<_, ReadError>(Opened { reading: None, inside })).unwrap();
        let (answer, parts) = ask(&Order::Opened(told(0), Format::Zip), &opened);
        let names = vec![("a".into(), None), ("b".into(), Some(ReadError::Empty)), ("c".into(), None)];
        assert_eq!(answer, Answer::Read { is_document: false, inside: names });
        assert_eq!(parts, [vec![1, 2], vec![3]]);
        let (answer, parts) = ask(&Order::Opened(told(DEEPEST), Format::Zip), &opened);
        let Answer::Read { inside, .. } = answer else { panic!("{answer:?}") };
        assert!(inside.iter().all(|(_, error)| *error == Some(ReadError::TooDeep)), "{inside:?}");
        assert!(parts.is_empty());
    }

    #[test]
    fn words_are_read_by_the_rules() {
        let (answer, parts) = ask(&Order::Words(Context::default()), "it paid $5 million".as_bytes());
        let Answer::Mentions(mentions) = answer else { panic!("{answer:?}") };
        assert_eq!((mentions.len(), parts.len()), (1, 0));
    }
}
