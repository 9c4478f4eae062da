//! How the text is shown: which paragraphs are one, and which characters are marks of writing rather
//! than words.
//!
//! In: a document. Out, for the Reading view: whether a paragraph goes on from the one before (a page
//! break cut it), and which bytes of a paragraph are shown. In the Source view every byte is, and in the Page
//! view the pages themselves are. The
//! text itself and all offsets stay what they are; [`source`] and [`shown`] turn places on the screen
//! into places in the text and back.
//!
//! Invariant: what is shown is the text with characters left out, none added and none moved.

use super::document::read::Format;
use super::document::{self, Document, Paragraph, Role};
use super::span::Span;

/// The views of one text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// As a reader reads it.
    #[default]
    Reading,
    /// As it stands in the file.
    Source,
    /// On the pages it was printed on, where it is a PDF's.
    Page,
}

impl View {
    /// The views that a document has.
    pub fn all(document: &Document) -> impl Iterator<Item = View> + use<> {
        let printed = document.structure.format == Some(Format::Pdf) && !document.structure.places.is_empty();
        [View::Reading, View::Source].into_iter().chain(printed.then_some(View::Page))
    }

    /// This view, where a document has it.
    pub fn of(self, document: &Document) -> View {
        View::all(document).find(|view| *view == self).unwrap_or_default()
    }

    /// The view after this one.
    pub fn next(self, document: &Document) -> View {
        let here = self.of(document);
        View::all(document).skip_while(|view| *view != here).nth(1).unwrap_or_default()
    }
}

/// Marks of list items, which are shown otherwise or not at all.
pub const LIST_MARKS: [char; 11] = ['•', '●', '▪', '◦', '‣', '·', '■', '-', '*', '–', '—'];

/// Words as they are read: Markdown's escapes are not shown.
pub fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let escape = character == '\\' && characters.peek().is_some_and(char::is_ascii_punctuation);
        if !escape {
            out.push(character);
        }
    }
    out
}

/// The same, with single blanks between them.
pub fn one_line(text: &str) -> String {
    on_one_line(&unescaped(text))
}

/// The words under a span as they are read: on one line, without marks of writing.
pub fn quoted(document: &Document, span: Span) -> String {
    on_one_line(&shown_words(document, span))
}

/// [`quoted`], but a blank at either end stays one.
pub fn quoted_part(document: &Document, span: Span) -> String {
    let text = document.slice(span);
    let mut line = quoted(document, span);
    if text.starts_with(char::is_whitespace) {
        line.insert(0, ' ');
    }
    if text.len() > 1 && text.ends_with(char::is_whitespace) {
        line.push(' ');
    }
    line
}

/// What is shown of a span, with a blank wherever something was left out that has one.
fn shown_words(document: &Document, span: Span) -> String {
    let mut words = String::with_capacity(span.len());
    let mut last = span.start;
    let first = document.paragraphs.partition_point(|paragraph| paragraph.span.end <= span.start);
    let touched = document.paragraphs.iter().skip(first).take_while(|paragraph| paragraph.span.start < span.end);
    for stretch in touched.flat_map(|paragraph| stretches(document, paragraph, View::Reading)) {
        let part = Span::new(stretch.span.start.max(span.start), stretch.span.end.min(span.end));
        if part.start >= part.end {
            continue;
        }
        if document.slice(Span::new(last, part.start)).contains(char::is_whitespace) {
            words.push(' ');
        }
        words.push_str(document.slice(part));
        last = part.end;
    }
    words
}

/// Words with single blanks between them.
pub fn on_one_line(text: &str) -> String {
    document::on_one_line(text).into_owned()
}

/// Words with which no sentence ends: a paragraph that does was cut.
const UNENDED: &[&str] = &[
    "a",
    "an",
    "and",
    "as",
    "at",
    "between",
    "by",
    "ended",
    "ending",
    "first",
    "fiscal",
    "for",
    "fourth",
    "from",
    "in",
    "including",
    "into",
    "its",
    "of",
    "on",
    "or",
    "our",
    "second",
    "than",
    "that",
    "the",
    "their",
    "third",
    "to",
    "was",
    "were",
    "which",
    "will",
    "with",
];
/// A line shorter than this was not cut by a page's end: it is an address, a caption, a cell.
const SHORTEST_CUT: usize = 40;

/// Whether a paragraph goes on from the one before it, across a page break or an empty line that a
/// converter put in. Example: "for the three months ended" + "June 30, 2017". Near miss: an address
/// line followed by another.
pub fn goes_on(document: &Document, index: usize) -> bool {
    let (Some(before), Some(after)) =
        (index.checked_sub(1).and_then(|before| document.paragraphs.get(before)), document.paragraphs.get(index))
    else {
        return false;
    };
    if before.role != Role::Body || after.role != Role::Body {
        return false;
    }
    let (head, tail) = (document.slice(before.span).trim_end(), document.slice(after.span).trim_start());
    let line = head.rsplit('\n').next().unwrap_or(head);
    if line.len() < SHORTEST_CUT
        || head.ends_with(['.', '!', '?', ':', ';', '”', '"', ')'])
        || has_columns(head)
        || has_columns(tail)
    {
        return false;
    }
    let last = head.rsplit(char::is_whitespace).next().unwrap_or("").trim_end_matches(',');
    let unended = UNENDED.contains(&last) || head.ends_with(',');
    tail.starts_with(char::is_lowercase) || unended && tail.starts_with(char::is_alphanumeric)
}

/// Whether lines have columns: a table set with blanks.
fn has_columns(text: &str) -> bool {
    text.contains('\t') || text.trim().contains("   ")
}

/// The number of the page that a paragraph begins, where the file has pages or the text tells them by
/// form feeds.
pub fn page(document: &Document, index: usize) -> Option<usize> {
    let paragraph = document.paragraphs.get(index)?;
    let pages = &document.structure.pages;
    if !pages.is_empty() {
        let first = pages.partition_point(|page| page.start <= paragraph.span.start);
        let page = first.checked_sub(1)?;
        let before = index.checked_sub(1).and_then(|before| document.paragraphs.get(before))?;
        return (pages.get(page)?.start > before.span.start).then_some(page + 1);
    }
    let before = index.checked_sub(1).and_then(|before| document.paragraphs.get(before));
    let gap = before.map_or("", |before| document.slice(before.span));
    let gap = gap.get(gap.trim_end().len()..).unwrap_or("");
    let own = document.slice(paragraph.span);
    let lead = own.get(..own.len() - own.trim_start().len()).unwrap_or("");
    if !gap.contains('\u{c}') && !lead.contains('\u{c}') {
        return None;
    }
    let until = paragraph.span.start + lead.len();
    Some(document.text.get(..until)?.matches('\u{c}').count() + 1)
}

/// The stretches of a paragraph that are shown, in order; `emphasis` tells those set off by the writer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Where.
    pub span: Span,
    /// Whether Markdown's stars or lines stood around it.
    pub emphasis: bool,
}

/// What of a paragraph is shown in a view.
///
/// Left out while reading: the mark of a heading or list item, Markdown's escapes (`\$`), stars and
/// lines in pairs around words (`*in vivo*`), the brackets of `<https://…>` and the address behind
/// `[words](https://…)`. Near misses, all shown: `a * b`, a footnote's lone star, `Q3_total`.
pub fn stretches(document: &Document, paragraph: &Paragraph, view: View) -> Vec<Stretch> {
    let text = document.slice(paragraph.span);
    if view == View::Source {
        return vec![Stretch { span: paragraph.span, emphasis: false }];
    }
    if paragraph.role == Role::Row {
        return cells(paragraph.span, text);
    }
    let skip = marker(text, paragraph.role);
    let mut list: Vec<Stretch> = Vec::new();
    let mut emphasis = false;
    let mut start = skip;
    let mut hide = |from: usize, to: usize, emphasis: bool| {
        if from > start {
            let span = Span::new(paragraph.span.start + start, paragraph.span.start + from);
            list.push(Stretch { span, emphasis });
        }
        start = to;
    };
    // Most paragraphs have none of it.
    if text.contains(['\\', '*', '_', '<', '[']) {
        let mut at = skip;
        let mut closes: Option<(usize, usize)> = None;
        let mut link: Option<(usize, usize)> = None;
        while let Some(rest) = text.get(at..) {
            let Some(step) = rest.find(['\\', '*', '_', '<', '[', '>', ']']) else { break };
            at += step;
            let rest = text.get(at..).unwrap_or("");
            let mut next = rest.chars();
            let mark = next.next().unwrap_or(' ');
            if let Some((close, length)) = closes
                && at == close
            {
                hide(at, at + length, true);
                emphasis = false;
                closes = None;
                at += length;
                continue;
            }
            if let Some((close, end)) = link
                && at == close
            {
                hide(at, end, emphasis);
                link = None;
                at = end;
                continue;
            }
            match mark {
                '\\' if next.next().is_some_and(|c| c.is_ascii_punctuation()) => {
                    hide(at, at + 1, emphasis);
                    // What is escaped is no mark.
                    at += 2;
                    continue;
                }
                '*' | '_' if closes.is_none() => {
                    if let Some((length, close)) = pair(text, at, mark) {
                        hide(at, at + length, false);
                        emphasis = true;
                        closes = Some((close, length));
                        at += length;
                        continue;
                    }
                    // A run of marks is not looked at twice.
                    at += rest.len() - rest.trim_start_matches(mark).len();
                    continue;
                }
                '<' if link.is_none() && (rest.starts_with("<http") || rest.starts_with("<mailto:")) => {
                    let end = rest.find(|c: char| c == '>' || c.is_whitespace());
                    if let Some(end) = end.filter(|&end| rest.get(end..).is_some_and(|tail| tail.starts_with('>'))) {
                        hide(at, at + 1, emphasis);
                        link = Some((at + end, at + end + 1));
                    }
                }
                '[' if link.is_none() => {
                    let close = rest.find(']').filter(|&close| {
                        close > 1
                            && rest
                                .get(close..)
                                .is_some_and(|tail| tail.starts_with("](http") || tail.starts_with("](mailto:"))
                    });
                    let end = close.and_then(|close| {
                        Some(close + rest.get(close..)?.find(|c: char| c == ')' || c.is_whitespace())?)
                    });
                    if let (Some(close), Some(end)) = (close, end)
                        && rest.get(end..).is_some_and(|tail| tail.starts_with(')'))
                    {
                        hide(at, at + 1, emphasis);
                        link = Some((at + close, at + end + 1));
                    }
                }
                _ => {}
            }
            at += mark.len_utf8();
        }
    }
    hide(text.len(), text.len(), emphasis);
    list
}

/// A row's cells, without the tabs between them and the line end.
fn cells(span: Span, text: &str) -> Vec<Stretch> {
    let mut at = span.start;
    let mut list = Vec::new();
    for cell in text.trim_end_matches(['\n', '\r']).split('\t') {
        if !cell.is_empty() {
            list.push(Stretch { span: Span::new(at, at + cell.len()), emphasis: false });
        }
        at += cell.len() + 1;
    }
    list
}

/// The length of a mark of emphasis at `at` and where the one that closes it stands.
fn pair(text: &str, at: usize, mark: char) -> Option<(usize, usize)> {
    let rest = text.get(at..)?;
    let length = rest.len() - rest.trim_start_matches(mark).len();
    let before = text.get(..at)?.chars().next_back();
    let inside = rest.get(length..)?;
    let opens = !before.is_some_and(char::is_alphanumeric)
        && inside.starts_with(|c: char| !c.is_whitespace() && c != mark)
        && length <= 3;
    if !opens {
        return None;
    }
    let sign: String = std::iter::repeat_n(mark, length).collect();
    let mut from = 0;
    while let Some(found) = inside.get(from..)?.find(sign.as_str()) {
        let close = from + found;
        let run = inside.get(close..)?;
        let whole = run.len() - run.trim_start_matches(mark).len();
        let (left, right) = (inside.get(..close)?.chars().next_back(), run.get(whole..)?.chars().next());
        let closes = whole == length
            && left.is_some_and(|c| !c.is_whitespace() && c != '\\')
            && !right.is_some_and(char::is_alphanumeric);
        if closes {
            return Some((length, at + length + close));
        }
        from = close + whole;
    }
    None
}

/// Bytes at the start of a paragraph that mark what it is and are shown otherwise.
pub fn marker(text: &str, role: Role) -> usize {
    let content = text.trim_start();
    let rest = match role {
        Role::Title | Role::Heading => content.trim_start_matches('#').trim_start(),
        Role::Item => content.strip_prefix(LIST_MARKS).unwrap_or(content).trim_start(),
        Role::Body | Role::Row => content,
    };
    text.len() - rest.len()
}

/// The place in the text of a place on the screen: so many UTF-16 units into what is shown of a
/// paragraph. Where something left out stands there, `after` tells which side of it is meant.
pub fn source(document: &Document, index: usize, view: View, units: usize, after: bool) -> Option<usize> {
    let paragraph = document.paragraphs.get(index)?;
    let mut left = units;
    let mut last = paragraph.span.start;
    for stretch in stretches(document, paragraph, view) {
        for (at, character) in document.slice(stretch.span).char_indices() {
            if left == 0 {
                return Some(if after || at > 0 { stretch.span.start + at } else { last });
            }
            left = left.saturating_sub(character.len_utf16());
            last = stretch.span.start + at + character.len_utf8();
        }
    }
    Some(last)
}

/// How many UTF-16 units are shown of a paragraph before a place in the text.
pub fn shown(document: &Document, index: usize, view: View, place: usize) -> usize {
    let Some(paragraph) = document.paragraphs.get(index) else { return 0 };
    let mut units = 0;
    for stretch in stretches(document, paragraph, view) {
        let end = stretch.span.end.min(place);
        if end <= stretch.span.start {
            break;
        }
        units += document.slice(Span::new(stretch.span.start, end)).encode_utf16().count();
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let document = Document::new("a", text);
        let paragraph = document.paragraphs[0];
        stretches(&document, &paragraph, View::Reading)
            .into_iter()
            .map(|stretch| {
                let words = document.slice(stretch.span);
                if stretch.emphasis { format!("‹{words}›") } else { words.to_string() }
            })
            .collect()
    }

    #[test]
    fn marks_of_writing_are_not_shown() {
        for (text, wanted) in [
            ("It paid \\$5.6 million \\* here.", "It paid $5.6 million * here."),
            ("Given *in vivo* and **twice**, then.", "Given ‹in vivo› and ‹twice›, then."),
            ("Two * three * four, 5* and Q3_total_sum.", "Two * three * four, 5* and Q3_total_sum."),
            ("See <https://alba.example/a_b_c> for it.", "See https://alba.example/a_b_c for it."),
            ("See [the site](https://alba.example) now.", "See the site now."),
            ("A [note] and x < y > z.", "A [note] and x < y > z."),
            ("<script>1</script> <img src=x>", "<script>1</script> <img src=x>"),
            ("*one star is a note", "*one star is a note"),
            ("A \\*b\\* c *d*.", "A *b* c ‹d›."),
        ] {
            assert_eq!(read(text), wanted);
        }
    }

    #[test]
    fn words_are_quoted_as_they_are_read() {
        let text = "# Alba Reports *Strong* Results\n\n* **Loss:** it was\n  \\$3 million.\n* See [it](https://a.example) here.";
        let document = Document::new("a", text);
        let all = quoted(&document, Span::new(0, text.len()));
        assert_eq!(all, "Alba Reports Strong Results Loss: it was $3 million. See it here.");
        let loss = text.find("Loss").unwrap();
        assert_eq!(quoted(&document, Span::new(loss, loss + 10)), "Loss: it");
        assert_eq!(quoted_part(&document, Span::new(loss + 7, loss + 11)), " it ");
        assert_eq!(quoted(&document, Span::new(1, 2)), "");
    }

    #[test]
    fn marks_of_paragraphs_are_not_shown() {
        assert_eq!(marker("## Results\n", Role::Heading), 3);
        assert_eq!(marker(" • first", Role::Item), "1234".len() + 1);
        assert_eq!(marker("1. first", Role::Item), 0);
        assert_eq!(marker("#1 in its field", Role::Body), 0);
    }

    #[test]
    fn cut_sentences_go_on() {
        let joined = |head: &str, tail: &str| {
            let document = Document::new("a", format!("Alba Bio Reports Second Quarter Results\n\n{head}\n\n{tail}"));
            assert_eq!(document.paragraphs.len(), 3);
            goes_on(&document, 2)
        };
        let head = "It generated a loss from operations of $3.2 million for the three months ended";
        assert!(joined(head, "June 30, 2017, while in the second quarter it was less."));
        assert!(joined("The company, it said, ended with cash of $8.3 million in the third", "quarter of 2016."));
        assert!(joined(
            "There were patients in Denver, Boston, Houston and in other places,",
            "Berlin and Rome among them."
        ));
        assert!(!joined("The company ended the third quarter with $5.6 million of cash.", "as of June 30, 2017"));
        assert!(!joined("12 Harbour Street", "london"));
        assert!(!joined("A line of some length without a point at its end, which is whole", "The next one."));
        assert!(!joined(
            "Research and development of the company in         1,200      900",
            "of which in Europe it spent 200."
        ));
    }

    #[test]
    fn escapes_are_not_shown() {
        assert_eq!(unescaped("\\$5.6 million \\* a\\b"), "$5.6 million * a\\b");
        assert_eq!(one_line(" a\n\n b "), "a b");
    }

    #[test]
    fn pages_are_told_by_form_feeds() {
        let document =
            Document::new("a", "First paragraph here.\n\u{c}\nSecond one here.\n\nThird one.\n\n\u{c}Fourth.");
        let pages: Vec<_> = (0..document.paragraphs.len()).map(|index| page(&document, index)).collect();
        assert_eq!(pages, [None, Some(2), None, Some(3)]);
    }

    #[test]
    fn places_on_the_screen_and_in_the_text() {
        let text = "- It paid \\$5 for *𝛼 beta* twice.";
        let document = Document::new("a", text);
        let screen = "It paid $5 for 𝛼 beta twice.";
        assert_eq!(read(text).replace(['‹', '›'], ""), screen);
        for words in ["It", "$5", "𝛼", "beta", "twice"] {
            let units = |at: usize| screen[..at].encode_utf16().count();
            let at = screen.find(words).unwrap();
            let start = source(&document, 0, View::Reading, units(at), true).unwrap();
            let end = source(&document, 0, View::Reading, units(at + words.len()), false).unwrap();
            assert_eq!(document.slice(Span::new(start, end)), words);
            assert_eq!(shown(&document, 0, View::Reading, start), units(at));
            assert_eq!(shown(&document, 0, View::Reading, end), units(at + words.len()));
        }
        assert_eq!(source(&document, 0, View::Source, 10, true), Some(10));
        assert_eq!(source(&document, 0, View::Reading, 999, false), Some(text.len()));
    }
}
