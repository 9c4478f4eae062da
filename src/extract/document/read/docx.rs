//! Word files.
//!
//! In: a DOCX, which is an archive of XML. Out: its text, with headings by the style's name or outline
//! level, list items, tables, footnotes at the end, text boxes after the paragraph they hang on. What is
//! deleted, moved away, hidden or the code of a field is left out; headers and footers are furniture.
//!
//! Characters of the Symbol font are read as the letters they draw: a dose in `µg` is often written so.

use std::collections::HashMap;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::archive::Archive;
use super::cells::{lowered, raised};
use super::flow::{Flow, Space};
use super::{Format, ReadError, charset};
use crate::extract::document::{Area, Furniture, Note, Reading, Role};

/// Elements whose content is not part of the text.
const LEFT_OUT: &[&str] = &[
    "del",
    "moveFrom",
    "instrText",
    "delText",
    "delInstrText",
    "Fallback",
    "rPrChange",
    "pPrChange",
    "tblPrChange",
    "tcPrChange",
    "trPrChange",
    "sectPrChange",
    "tblGridChange",
    "numberingChange",
    "separator",
    "continuationSeparator",
    "annotationRef",
];

/// Characters of the Symbol font and what they draw, by the low byte of their code. From the mapping that
/// the Unicode Consortium publishes as VENDORS/ADOBE/symbol.txt, the part that occurs in prose.
const SYMBOLS: &[(u32, char)] = &[
    (0x44, 'Δ'),
    (0x57, 'Ω'),
    (0x61, 'α'),
    (0x62, 'β'),
    (0x63, 'χ'),
    (0x64, 'δ'),
    (0x65, 'ε'),
    (0x67, 'γ'),
    (0x6b, 'κ'),
    (0x6c, 'λ'),
    (0x6d, 'μ'),
    (0x70, 'π'),
    (0x73, 'σ'),
    (0x77, 'ω'),
    (0xa3, '≤'),
    (0xa5, '∞'),
    (0xae, '→'),
    (0xb0, '°'),
    (0xb1, '±'),
    (0xb3, '≥'),
    (0xb4, '×'),
    (0xb7, '•'),
    (0xbb, '≈'),
    (0xd2, '®'),
    (0xd3, '©'),
    (0xd4, '™'),
];

/// Reads a Word file.
pub(super) fn read(bytes: &[u8]) -> Result<Reading, ReadError> {
    let mut archive = Archive::open(bytes, Format::Docx)?;
    let mut damaged = archive.damaged;
    let main = relations(&mut archive, "_rels/.rels", "")
        .into_iter()
        .find(|relation| relation.kind == "officeDocument")
        .map_or_else(|| "word/document.xml".to_string(), |relation| relation.target);
    let document = match part(&mut archive, &main, &mut damaged) {
        Some(Ok(text)) => text,
        Some(Err(error)) => return Err(error),
        None => match part(&mut archive, "word/document.xml", &mut damaged) {
            Some(text) => text?,
            None => return Err(ReadError::Damaged(Format::Docx)),
        },
    };
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
    let relations = relations(&mut archive, &format!("{folder}/_rels/{file}.rels"), folder);
    let mut parts = |kind: &str| -> Vec<String> {
        let wanted = relations.iter().filter(|relation| relation.kind == kind).take(100);
        wanted.filter_map(|relation| part(&mut archive, &relation.target, &mut damaged)?.ok()).collect()
    };
    let styles = parts("styles").first().map(|xml| styles(xml)).unwrap_or_default();
    let notes: Vec<String> = ["footnotes", "endnotes"].into_iter().flat_map(&mut parts).collect();
    let running: Vec<String> = ["header", "footer"].into_iter().flat_map(&mut parts).collect();

    let mut walk = Walk { styles: &styles, ..Walk::default() };
    damaged |= walk.part(&document).is_err();
    for xml in &notes {
        damaged |= walk.part(xml).is_err();
    }
    let mut reading = walk.flow.finish();
    for xml in &running {
        let mut walk = Walk { styles: &styles, ..Walk::default() };
        // A broken footer takes nothing from the text.
        walk.part(xml).ok();
        let text = walk.flow.finish().text;
        let said = reading.structure.furniture.iter().any(|piece| piece.text == text);
        if !text.is_empty() && !said {
            reading.structure.furniture.push(Furniture { text, at: 0, page: 0, area: Area::default() });
        }
    }
    reading.structure.format = Some(Format::Docx);
    if damaged {
        reading.structure.notes.push(Note::Damaged);
    }
    match (reading.text.trim().is_empty(), damaged) {
        (true, true) => Err(ReadError::Damaged(Format::Docx)),
        (true, false) => Err(ReadError::NoText(Format::Docx)),
        _ => Ok(reading),
    }
}

fn part(archive: &mut Archive<'_>, name: &str, damaged: &mut bool) -> Option<Result<String, ReadError>> {
    let unpacked = match archive.by_name(name)? {
        Ok(unpacked) => unpacked,
        Err(error) => return Some(Err(error)),
    };
    *damaged |= !unpacked.whole;
    Some(charset::decode(&unpacked.bytes).ok_or(ReadError::Damaged(Format::Docx)))
}

struct Relation {
    kind: String,
    target: String,
}

/// What a part refers to: the last word of each relation's type, and the name of the part it leads to.
fn relations(archive: &mut Archive<'_>, name: &str, folder: &str) -> Vec<Relation> {
    let Some(Ok(xml)) = part(archive, name, &mut false) else { return Vec::new() };
    let mut list = Vec::new();
    elements(&xml, |element| {
        let (Some(kind), Some(target)) = (attribute(element, "Type"), attribute(element, "Target")) else { return };
        let kind = kind.rsplit('/').next().unwrap_or("").to_string();
        let target = match target.strip_prefix('/') {
            Some(target) => target.to_string(),
            None if folder.is_empty() => target,
            None => format!("{folder}/{target}"),
        };
        list.push(Relation { kind, target });
    });
    list
}

/// Each element of a part that begins, until the part ends or breaks off.
fn elements(xml: &str, mut see: impl FnMut(&BytesStart<'_>)) {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => see(&element),
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let found = attributes.with_checks(false).flatten().find(|attribute| attribute.key.local_name().as_ref() == name);
    Some(found?.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
}

/// Switches such as `<w:vanish w:val="0"/>` are on unless they say no.
fn is_on(element: &BytesStart<'_>) -> bool {
    !attribute(element, "val").is_some_and(|value| matches!(value.as_str(), "0" | "false" | "off"))
}

#[derive(Clone, Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    numbered: bool,
}

fn styles(xml: &str) -> HashMap<String, Style> {
    let mut map: HashMap<String, Style> = HashMap::new();
    let mut current = String::new();
    elements(xml, |element| {
        let value = || attribute(element, "val").unwrap_or_default();
        let name = element.local_name();
        if name.as_ref() == "style" {
            current = attribute(element, "styleId").unwrap_or_default();
            map.entry(current.clone()).or_default();
            return;
        }
        let Some(style) = map.get_mut(&current) else { return };
        match name.as_ref() {
            "name" => style.name = value().to_lowercase(),
            "basedOn" => style.based_on = Some(value()),
            "outlineLvl" => style.outline = value().parse().ok(),
            "numPr" => style.numbered = true,
            _ => {}
        }
    });
    map
}

/// What a style makes of a paragraph, by its own name and those it is based on.
fn role(styles: &HashMap<String, Style>, id: &str) -> (Option<Role>, u8) {
    let mut id = id.to_string();
    for _ in 0..12 {
        let Some(style) = styles.get(&id) else { break };
        if style.name == "title" {
            return (Some(Role::Title), 0);
        }
        let level = style.name.strip_prefix("heading ").and_then(|level| level.trim().parse().ok());
        if let Some(level) = level.or(style.outline.filter(|level| *level < 9).map(|level| level + 1)) {
            return (Some(Role::Heading), level);
        }
        if style.numbered || style.name.starts_with("list bullet") || style.name.starts_with("list number") {
            return (Some(Role::Item), 0);
        }
        let Some(based_on) = style.based_on.clone() else { break };
        id = based_on;
    }
    (None, 0)
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Shift {
    #[default]
    None,
    Raised,
    Lowered,
}

struct Walk<'a> {
    styles: &'a HashMap<String, Style>,
    flow: Flow,
    /// The flows around text boxes, and how many paragraphs were open there.
    around: Vec<Flow>,
    /// Texts of boxes, until the paragraph they hang on has ended.
    boxes: Vec<String>,
    /// Elements open in something left out.
    skipping: usize,
    role: (Option<Role>, u8),
    shift: Shift,
    hidden: bool,
    in_text: bool,
    /// Columns of a cell that has begun and of which nothing has been seen yet.
    cell: Option<u32>,
    /// Whether the next paragraph goes on in this one: a drop cap stands alone.
    drop_cap: bool,
    joined: bool,
}

impl Default for Walk<'_> {
    fn default() -> Self {
        static NONE: std::sync::LazyLock<HashMap<String, Style>> = std::sync::LazyLock::new(HashMap::new);
        Walk {
            styles: &NONE,
            flow: Flow::default(),
            around: Vec::new(),
            boxes: Vec::new(),
            skipping: 0,
            role: (None, 0),
            shift: Shift::None,
            hidden: false,
            in_text: false,
            cell: None,
            drop_cap: false,
            joined: false,
        }
    }
}

impl Walk<'_> {
    fn part(&mut self, xml: &str) -> Result<(), ()> {
        let mut reader = Reader::from_str(xml);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        let outcome = loop {
            match reader.read_event() {
                Ok(Event::Start(element)) => self.start(&element),
                Ok(Event::Empty(element)) => {
                    self.start(&element);
                    self.end(element.local_name().as_ref());
                }
                Ok(Event::End(element)) => self.end(element.local_name().as_ref()),
                Ok(Event::Text(text)) => self.text(&text.xml10_content()),
                Ok(Event::CData(text)) => self.text(&text.xml10_content()),
                Ok(Event::GeneralRef(reference)) => match reference.resolve_char_ref() {
                    Ok(Some(character)) => self.text(character.encode_utf8(&mut [0; 4])),
                    _ => {
                        let name = reference.xml10_content();
                        self.text(quick_xml::escape::resolve_predefined_entity(&name).unwrap_or(""));
                    }
                },
                Ok(Event::Eof) => break Ok(()),
                Ok(_) => {}
                Err(_) => break Err(()),
            }
            if self.flow.is_full() {
                self.flow.note(Note::CutShort);
                break Ok(());
            }
        };
        while let Some(flow) = self.around.pop() {
            self.close_box(flow);
        }
        self.flow.block(None, 0);
        (self.skipping, self.in_text, self.hidden, self.shift) = (0, false, false, Shift::None);
        outcome
    }

    fn text(&mut self, text: &str) {
        if !self.in_text || self.skipping > 0 || self.hidden {
            return;
        }
        for character in text.chars() {
            let character = match self.shift {
                Shift::None => symbol(character),
                Shift::Raised => raised(character),
                Shift::Lowered => lowered(character),
            };
            self.flow.push_char(character, Space::Collapsed);
        }
    }

    fn start(&mut self, element: &BytesStart<'_>) {
        let name = element.local_name();
        let name: &str = name.as_ref();
        if self.skipping > 0 || LEFT_OUT.contains(&name) {
            self.skipping += 1;
            return;
        }
        let value = || attribute(element, "val").unwrap_or_default();
        match name {
            "p" => {
                self.open_cell();
                self.role = (None, 0);
                self.joined = std::mem::take(&mut self.drop_cap);
                if !self.joined {
                    self.flow.block(None, 0);
                }
            }
            "pStyle" => self.role = role(self.styles, &value()),
            "outlineLvl" => {
                if let Ok(level @ 0..=8) = value().parse::<u8>() {
                    self.role = (Some(Role::Heading), level + 1);
                }
            }
            "numPr" if self.role.0.is_none() => self.role = (Some(Role::Item), 0),
            "framePr" => self.drop_cap = attribute(element, "dropCap").is_some_and(|cap| cap != "none"),
            "r" => (self.shift, self.hidden) = (Shift::None, false),
            "vertAlign" => {
                self.shift = match value().as_str() {
                    "superscript" => Shift::Raised,
                    "subscript" => Shift::Lowered,
                    _ => Shift::None,
                }
            }
            "vanish" | "webHidden" => self.hidden = is_on(element),
            "t" => self.in_text = true,
            "tab" | "ptab" if !self.hidden => self.flow.push_char('\t', Space::Kept),
            "br" | "cr" if !self.hidden => match attribute(element, "type").as_deref() {
                Some("page" | "column") => {}
                _ => self.flow.line(),
            },
            "noBreakHyphen" => self.flow.push_char('-', Space::Collapsed),
            "sym" if !self.hidden => {
                let code = attribute(element, "char").and_then(|code| u32::from_str_radix(&code, 16).ok());
                if let Some(character) = code.and_then(char::from_u32) {
                    self.flow.push_char(symbol(character), Space::Collapsed);
                }
            }
            "footnoteReference" | "endnoteReference" => {
                for digit in attribute(element, "id").unwrap_or_default().chars().filter(char::is_ascii_digit) {
                    self.flow.push_char(raised(digit), Space::Collapsed);
                }
            }
            "footnote" | "endnote" => {
                // Those of the separators have a type, and ids that no reference has.
                if attribute(element, "type").is_some_and(|kind| kind != "normal") {
                    self.skipping = 1;
                    return;
                }
                self.flow.block(None, 0);
                for digit in attribute(element, "id").unwrap_or_default().chars().filter(char::is_ascii_digit) {
                    self.flow.push_char(raised(digit), Space::Collapsed);
                }
                self.flow.push_char(' ', Space::Collapsed);
                // The first paragraph goes on after the number.
                self.drop_cap = true;
            }
            "txbxContent" => {
                let flow = std::mem::take(&mut self.flow);
                self.around.push(flow);
                if self.around.len() > 16 {
                    self.skipping = 1;
                }
            }
            "tbl" => {
                self.open_cell();
                self.flow.table();
            }
            "tr" => self.flow.row(),
            "tc" => self.cell = Some(1),
            "gridSpan" => self.cell = self.cell.map(|_| value().parse().unwrap_or(1)),
            _ => {}
        }
    }

    fn open_cell(&mut self) {
        if let Some(columns) = self.cell.take() {
            self.flow.cell(columns, 1);
        }
    }

    fn end(&mut self, name: &str) {
        if self.skipping > 0 {
            self.skipping -= 1;
            return;
        }
        match name {
            "pPr" if !self.joined => {
                let (role, level) = self.role;
                self.flow.block(role, level);
            }
            "p" => {
                if !self.drop_cap {
                    self.flow.block(None, 0);
                }
                if self.around.is_empty() {
                    for text in std::mem::take(&mut self.boxes) {
                        self.flow.push(&text, Space::Kept);
                        self.flow.block(None, 0);
                    }
                }
            }
            "t" => self.in_text = false,
            "txbxContent" => {
                if let Some(flow) = self.around.pop() {
                    self.close_box(flow);
                }
            }
            "tc" => {
                self.open_cell();
                self.flow.end_cell();
            }
            "tbl" => self.flow.end_table(),
            _ => {}
        }
    }

    fn close_box(&mut self, around: Flow) {
        let text = std::mem::replace(&mut self.flow, around).finish().text;
        // Word writes a box twice for programs of two ages; the second is in what is left out.
        if !text.is_empty() && !self.boxes.contains(&text) {
            self.boxes.push(text);
        }
    }
}

/// What a character of the private area draws in the Symbol font.
fn symbol(character: char) -> char {
    let code = u32::from(character);
    if !(0xf000..0xf100).contains(&code) {
        return character;
    }
    SYMBOLS.iter().find(|(low, _)| *low == code & 0xff).map_or(character, |(_, drawn)| *drawn)
}

#[cfg(test)]
mod tests {
    use super::super::archive::tests::packed;
    use super::*;

    fn word(body: &str) -> Vec<u8> {
        let xml = format!("<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
        let styles = "<w:styles><w:style w:styleId=\"H\"><w:name w:val=\"heading 2\"/></w:style>\
            <w:style w:styleId=\"I\"><w:basedOn w:val=\"H\"/></w:style></w:styles>";
        let relations = "<Relationships><Relationship Type=\"http://x/styles\" Target=\"styles.xml\"/></Relationships>";
        packed(&[
            ("word/document.xml", xml.as_bytes()),
            ("word/styles.xml", styles.as_bytes()),
            ("word/_rels/document.xml.rels", relations.as_bytes()),
        ])
    }

    fn text(body: &str) -> String {
        read(&word(body)).unwrap().text
    }

    #[test]
    fn runs_and_paragraphs() {
        let body = "<w:p><w:pPr><w:pStyle w:val=\"I\"/></w:pPr><w:r><w:t>About</w:t></w:r></w:p>\
            <w:p><w:r><w:t xml:space=\"preserve\">25 mCi/m</w:t></w:r><w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr>\
            <w:t>2</w:t></w:r><w:r><w:t xml:space=\"preserve\"> and 5 </w:t><w:sym w:font=\"Symbol\" w:char=\"F06D\"/><w:t>g A&amp;B</w:t>\
            <w:br/><w:t>next</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>";
        let reading = read(&word(body)).unwrap();
        assert_eq!(reading.text, "About\n\n25 mCi/m² and 5 μg A&B\nnext");
        assert_eq!(reading.paragraphs[0].role, Role::Heading);
        assert_eq!(reading.structure.headings[0].level, 2);
    }

    #[test]
    fn tables_boxes_and_drop_caps() {
        let cell = |text: &str| format!("<w:tc><w:tcPr/><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
        let table = format!(
            "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
            cell(""),
            cell("2017"),
            cell("Cash"),
            cell("$5")
        );
        assert_eq!(text(&table), "2017\nCash\t$5");
        assert_eq!(
            text(
                "<w:p><w:pPr><w:framePr w:dropCap=\"drop\"/></w:pPr><w:r><w:t>A</w:t></w:r></w:p><w:p><w:pPr/><w:r><w:t>lba</w:t></w:r></w:p>"
            ),
            "Alba"
        );
        assert_eq!(
            text(
                "<w:p><w:r><w:t>one</w:t></w:r><w:r><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent></w:r><w:r><w:t> two</w:t></w:r></w:p>"
            ),
            "one two\n\nboxed"
        );
    }

    #[test]
    fn damage() {
        assert_eq!(read(&packed(&[("word/other.xml", b"")])), Err(ReadError::Damaged(Format::Docx)));
        assert_eq!(read(&word("<w:p/>")), Err(ReadError::NoText(Format::Docx)));
        let reading = read(&packed(&[("word/document.xml", b"<w:p><w:r><w:t>kept</w:t></w:r></w:p><w:p a=")])).unwrap();
        assert_eq!((reading.text.as_str(), reading.structure.notes), ("kept", vec![Note::Damaged]));
    }
}
