//! Excel's format: a sheet of mentions, a sheet of documents, and links between them and back to the
//! page.
//!
//! Numbers are numbers, words are words: no cell is a formula, whatever a document says.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Url, Workbook, Worksheet, XlsxError};

use super::csv::{COLUMNS, Cell, rows};
use super::hash::sha256;
use super::{Choice, Item};

/// Characters that a cell can hold.
const MOST: usize = 32_000;
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
        rows(item, choice, |cells| {
            let link = mentions.next().and_then(|mention| address(item, mention, choice));
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

/// The page's address with this one mention in its fragment.
fn address(item: &Item, mention: &crate::extract::Mention, choice: &Choice) -> Option<String> {
    let _ = (item, mention);
    (!choice.address.is_empty()).then(|| choice.address.clone())
}

fn cut(words: &str) -> String {
    words.chars().take(MOST).collect()
}
