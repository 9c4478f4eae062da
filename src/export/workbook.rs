//! Excel's format: a sheet of mentions, a sheet of documents, and links between them and back to the
//! page.
//!
//! Numbers are numbers, words are words: no cell is a formula, whatever a document says.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Url, Workbook, Worksheet, XlsxError};

use super::csv::{COLUMNS, Cell, rows};
use super::hash::sha256;
use super::link::{Marked, Parcel, highlights, marked, pack};
use super::{Choice, Item};
use crate::extract::Mention;

/// Characters that a cell can hold.
const MOST: usize = 32_000;
/// Letters of the longest address, and addresses in a sheet, that the format allows.
const LONGEST_LINK: usize = 2_000;
const MOST_LINKS: u32 = 65_000;
/// Widths of the columns, in characters; the first is the link.
const WIDTHS: &[f64] =
    &[6.0, 24.0, 11.0, 30.0, 26.0, 14.0, 14.0, 11.0, 22.0, 24.0, 70.0, 9.0, 22.0, 8.0, 8.0, 12.0, 16.0];

/// Writes the workbook.
pub fn write(items: &[Item], choice: &Choice) -> Vec<u8> {
    made(items, choice).unwrap_or_default()
}

fn made(items: &[Item], choice: &Choice) -> Result<Vec<u8>, XlsxError> {
    let head = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let top = Format::new().set_align(FormatAlign::Top);
    let mut book = Workbook::new();
    // Without it the library asks a clock, which the browser's module has not.
    let stamp = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title("Mentions").set_creation_datetime(&stamp));

    let sheet = book.add_worksheet().set_name("Mentions")?;
    for (column, width) in (0u16..).zip(WIDTHS) {
        sheet.set_column_width(column, *width)?;
    }
    sheet.write_with_format(0, 0, "open", &head)?;
    for (column, name) in (1u16..).zip(COLUMNS) {
        sheet.write_with_format(0, column, *name, &head)?;
    }
    let mut at = 1u32;
    let mut starts = Vec::new();
    for item in items {
        starts.push(at);
        let mut mentions = choice.mentions(item);
        let mut outcome = Ok(());
        let known = marked(item, std::iter::empty());
        rows(item, choice, |cells| {
            let link = mentions.next().filter(|_| at <= MOST_LINKS);
            let link = link.and_then(|mention| address(item, &known, mention, choice));
            let written = row(sheet, at, cells, link, &wrapped, &top);
            if outcome.is_ok() {
                outcome = written;
            }
            at += 1;
        });
        outcome?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, at.saturating_sub(1).max(1), COLUMNS.len() as u16)?;

    let sheet = book.add_worksheet().set_name("Documents")?;
    for (column, (name, width)) in (0u16..).zip([
        ("document", 40.0),
        ("title", 70.0),
        ("dateline", 12.0),
        ("mentions", 10.0),
        ("text_sha256", 68.0),
    ]) {
        sheet.set_column_width(column, width)?;
        sheet.write_with_format(0, column, name, &head)?;
    }
    for ((row, item), start) in (1u32..).zip(items).zip(starts) {
        let link = Url::new(format!("internal:Mentions!A{}", start + 1)).set_text(cut(&item.document.name));
        sheet.write_url(row, 0, link)?;
        sheet.write_string(row, 1, cut(item.document.title().unwrap_or("")))?;
        let dateline = item.document.dateline.map(|dateline| dateline.date.to_string());
        sheet.write_string(row, 2, dateline.unwrap_or_default())?;
        sheet.write_number(row, 3, choice.mentions(item).count() as f64)?;
        sheet.write_string(row, 4, sha256(item.document.text.as_bytes()))?;
    }
    book.save_to_buffer()
}

fn row(
    sheet: &mut Worksheet,
    at: u32,
    cells: Vec<Cell>,
    link: Option<String>,
    wrapped: &Format,
    top: &Format,
) -> Result<(), XlsxError> {
    if let Some(link) = link {
        sheet.write_url(at, 0, Url::new(link).set_text("open"))?;
    }
    for ((column, cell), name) in (1u16..).zip(cells).zip(COLUMNS) {
        match cell {
            // More digits than a spreadsheet's numbers have stay words.
            Cell::Number(number) => match number.parse::<f64>() {
                Ok(value) if number.trim_start_matches('-').len() <= 15 => {
                    sheet.write_number_with_format(at, column, value, top)?;
                }
                _ => {
                    sheet.write_string_with_format(at, column, number, top)?;
                }
            },
            Cell::Words(words) => {
                let format = if *name == "sentence" { wrapped } else { top };
                sheet.write_string_with_format(at, column, cut(&words), format)?;
            }
        }
    }
    Ok(())
}

/// The page's address with this one mention in its fragment, without the text: whoever has the file is shown
/// its place. `known` is what is said of the file.
fn address(item: &Item, known: &Marked, mention: &Mention, choice: &Choice) -> Option<String> {
    if choice.address.is_empty() {
        return None;
    }
    let list = highlights(&item.document, std::iter::once(mention));
    let link = format!("{}#{}", choice.address, pack(&Parcel::Highlights(vec![Marked { list, ..known.clone() }])));
    (link.len() <= LONGEST_LINK).then_some(link)
}

fn cut(words: &str) -> String {
    words.chars().take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;
    use crate::export::link::{anchor, unpack};
    use crate::extract::{Context, Document, analyse};

    #[test]
    fn each_row_leads_back_to_its_own_place() {
        let text = "Larkspur paid $5 million on May 3, 2021, and $5 million on May 4, 2021.";
        let analysis = analyse(Document::new("a.txt", text), &Context::default());
        let item = Item { document: analysis.document, mentions: analysis.mentions };
        let choice = Choice { address: "https://example.org/eosin/".into(), ..Choice::default() };
        let bytes = write(std::slice::from_ref(&item), &choice);
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut read = |name: &str| {
            let mut text = String::new();
            archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
            text
        };
        assert!(read("xl/worksheets/_rels/sheet1.xml.rels").contains("Target=\"https://example.org/eosin/\""));
        // The format keeps the fragment beside the address.
        let places: Vec<_> = read("xl/worksheets/sheet1.xml")
            .split(" location=\"")
            .skip(1)
            .map(|rest| match unpack(rest.split('"').next().unwrap()).unwrap() {
                Parcel::Highlights(list) => anchor(text, &list[0].list).0[0].span,
                other => panic!("{other:?}"),
            })
            .collect();
        let wanted: Vec<_> = item.mentions.iter().map(|mention| mention.span).collect();
        assert_eq!(places, wanted);
    }
}
