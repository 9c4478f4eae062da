//! Puts a text together from pieces that arrive in reading order, and notes its structure on the way.
//!
//! In: characters, and where blocks, lines, tables, rows and cells begin and end. Out: a [`Reading`].
//! White space is collapsed as browsers do it; soft hyphens and zero-width spaces go, no-break spaces
//! become spaces, ligatures become their letters.
//!
//! A table arrives as cells and is settled when it ends: one that holds numbers or short words is kept
//! as a table, one line a row, its cells parted by tabs; one that only lays out a page becomes
//! paragraphs.
//!
//! Invariant: the paragraphs of what comes out tile its text.

use super::cells;
use crate::extract::document::{Cell, Level, Note, Paragraph, Reading, Role, Row, Structure, Table};
use crate::extract::span::Span;

/// A text is no longer than this, whatever a file unpacks to.
pub(super) const LONGEST_TEXT: usize = 64 << 20;
/// Tables are not nested deeper than this; what is deeper is read as part of the cell around it.
const DEEPEST: usize = 24;
/// A cell with more characters than this is a page's layout, not a table's cell.
const LONGEST_CELL: usize = 600;

/// How characters are taken.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// Runs of white space are one space.
    Collapsed,
    /// Spaces and line ends mean what they say.
    Kept,
}

/// A block before its place in the text is known.
#[derive(Clone, Debug, Default)]
struct Block {
    text: String,
    role: Option<Role>,
    level: u8,
    /// The cells, where it is a row of a table: their places in `text`.
    cells: Vec<Cell>,
    /// The number of its table, for rows.
    table: usize,
}

#[derive(Debug, Default)]
struct OpenCell {
    column: u32,
    columns: u32,
    blocks: Vec<Block>,
    current: Block,
}

#[derive(Debug, Default)]
struct OpenTable {
    rows: Vec<Vec<OpenCell>>,
    column: u32,
    /// Columns that a cell of an earlier row still covers: the column, how many, and for how many rows.
    covered: Vec<(u32, u32, u32)>,
    in_cell: bool,
    nested: bool,
}

/// A text being put together.
#[derive(Debug, Default)]
pub(super) struct Flow {
    blocks: Vec<Block>,
    current: Block,
    tables: Vec<OpenTable>,
    /// How many tables were kept.
    kept: usize,
    space: bool,
    breaks: usize,
    size: usize,
    notes: Vec<Note>,
}

impl Flow {
    fn current(&mut self) -> &mut Block {
        if let Some(cell) = self.tables.last_mut().and_then(|table| table.open_cell()) {
            return &mut cell.current;
        }
        &mut self.current
    }

    /// Ends the block that is open; what follows is of this role, body text where none is said.
    pub(super) fn block(&mut self, role: Option<Role>, level: u8) {
        self.space = false;
        self.breaks = 0;
        let next = Block { role, level, ..Block::default() };
        if let Some(cell) = self.tables.last_mut().and_then(|table| table.open_cell()) {
            let block = std::mem::replace(&mut cell.current, next);
            if !block.text.trim().is_empty() {
                cell.blocks.push(block);
            }
            return;
        }
        let block = std::mem::replace(&mut self.current, next);
        if !block.text.trim().is_empty() {
            self.blocks.push(block);
        }
    }

    /// A line end within a block. Two of them end the block.
    pub(super) fn line(&mut self) {
        self.breaks += 1;
        self.space = false;
    }

    /// Whether nothing stands in the open block yet.
    pub(super) fn is_fresh(&mut self) -> bool {
        self.current().text.is_empty()
    }

    /// The role of the open block.
    pub(super) fn role(&mut self) -> (Option<Role>, u8) {
        let current = self.current();
        (current.role, current.level)
    }

    /// Notes what is missing.
    pub(super) fn note(&mut self, note: Note) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// Whether the text is as long as it may be.
    pub(super) fn is_full(&self) -> bool {
        self.size > LONGEST_TEXT
    }

    /// Adds characters.
    pub(super) fn push(&mut self, text: &str, space: Space) {
        for character in text.chars() {
            self.push_char(character, space);
        }
    }

    /// Adds a character.
    pub(super) fn push_char(&mut self, character: char, space: Space) {
        match character {
            '\n' if space == Space::Kept => return self.line(),
            '\r' if space == Space::Kept => return,
            ' ' | '\t' | '\u{a0}' | '\u{2007}' | '\u{202f}' if space == Space::Kept && self.breaks == 0 => {
                return self.put(if character == '\t' { '\t' } else { ' ' });
            }
            _ => {}
        }
        match character {
            '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\0' => {}
            // U+001C to U+001F too, which `is_whitespace` does not count.
            _ if character.is_whitespace() || character.is_control() => self.space = true,
            _ => {
                let mut letters = [' '; 3];
                let letters = ligature(character, &mut letters);
                for &letter in letters {
                    self.put(letter);
                }
            }
        }
    }

    fn put(&mut self, character: char) {
        if self.is_full() {
            return self.note(Note::CutShort);
        }
        let (space, breaks) = (std::mem::take(&mut self.space), std::mem::take(&mut self.breaks));
        if breaks >= 2 && !self.current().text.is_empty() {
            let (role, level) = self.role();
            // A heading goes on over an empty line as little as anything else does.
            self.block(if role == Some(Role::Item) { role } else { None }, level);
        }
        let current = self.current();
        let before = current.text.len();
        if breaks == 1 && !current.text.is_empty() {
            while current.text.ends_with(' ') {
                current.text.pop();
            }
            current.text.push('\n');
        } else if space && !current.text.is_empty() && !current.text.ends_with(['\n', ' ']) {
            current.text.push(' ');
        }
        current.text.push(character);
        let after = current.text.len();
        self.size += after.saturating_sub(before);
    }

    // ---- tables ----

    /// A table begins.
    pub(super) fn table(&mut self) {
        let in_table = !self.tables.is_empty();
        if self.tables.len() >= DEEPEST {
            return self.block(None, 0);
        }
        self.block(None, 0);
        if in_table && let Some(table) = self.tables.last_mut() {
            table.nested = true;
        }
        self.tables.push(OpenTable::default());
    }

    /// A row begins.
    pub(super) fn row(&mut self) {
        self.end_cell();
        if let Some(table) = self.tables.last_mut() {
            table.rows.push(Vec::new());
            table.column = 0;
            for covered in &mut table.covered {
                covered.2 = covered.2.saturating_sub(1);
            }
            table.covered.retain(|covered| covered.2 > 0);
        }
    }

    /// A cell begins that covers so many columns and rows.
    pub(super) fn cell(&mut self, columns: u32, rows: u32) {
        self.end_cell();
        let columns = columns.clamp(1, 1000);
        if self.tables.last().is_some_and(|table| table.rows.is_empty()) {
            self.row();
        }
        let Some(table) = self.tables.last_mut() else { return self.block(None, 0) };
        while let Some(covered) = table.covered.iter().find(|c| c.0 <= table.column && table.column < c.0 + c.1) {
            table.column = covered.0 + covered.1;
        }
        let column = table.column;
        table.column = column.saturating_add(columns);
        if rows > 1 {
            // The row that is open counts as one when the next begins.
            table.covered.push((column, columns, rows.min(10_000)));
        }
        if let Some(row) = table.rows.last_mut() {
            row.push(OpenCell { column, columns, ..OpenCell::default() });
            table.in_cell = true;
        }
        self.space = false;
        self.breaks = 0;
    }

    /// The open cell ends.
    pub(super) fn end_cell(&mut self) {
        if self.tables.last().is_some_and(|table| table.in_cell) {
            self.block(None, 0);
        }
        if let Some(table) = self.tables.last_mut() {
            table.in_cell = false;
        }
        self.space = false;
        self.breaks = 0;
    }

    /// The open table ends.
    pub(super) fn end_table(&mut self) {
        self.end_cell();
        let Some(table) = self.tables.pop() else { return };
        let number = self.kept;
        let blocks = settle(table, number);
        self.kept += usize::from(blocks.iter().any(|block| !block.cells.is_empty() && block.table == number));
        match self.tables.last_mut().and_then(|table| table.open_cell()) {
            Some(cell) => cell.blocks.extend(blocks),
            None => self.blocks.extend(blocks),
        }
    }

    /// Whether a table is open.
    pub(super) fn in_table(&self) -> bool {
        !self.tables.is_empty()
    }

    /// The end: all that came in.
    pub(super) fn finish(mut self) -> Reading {
        while !self.tables.is_empty() {
            self.end_table();
        }
        self.block(None, 0);
        let mut reading = Reading::default();
        let mut open: Option<(usize, Table)> = None;
        let Structure { headings, tables, notes, .. } = &mut reading.structure;
        for block in self.blocks {
            let content = block.text.trim();
            if content.is_empty() {
                continue;
            }
            let skipped = block.text.len() - block.text.trim_start().len();
            let is_row = !block.cells.is_empty();
            let goes_on = is_row && open.as_ref().is_some_and(|(number, _)| *number == block.table);
            if !reading.text.is_empty() {
                reading.text.push_str(if goes_on { "\n" } else { "\n\n" });
                if let Some(last) = reading.paragraphs.last_mut() {
                    last.span.end = reading.text.len();
                }
            }
            let start = reading.text.len();
            reading.text.push_str(content);
            let span = Span::new(start, reading.text.len());
            let role = if is_row { Role::Row } else { block.role.unwrap_or(Role::Body) };
            reading.paragraphs.push(Paragraph { span, role });
            if role == Role::Heading {
                headings.push(Level { span, level: block.level.max(1) });
            }
            if !goes_on && let Some((_, table)) = open.take() {
                tables.push(table);
            }
            if is_row {
                let (_, table) = open.get_or_insert_with(|| (block.table, Table { span, rows: Vec::new() }));
                let within = |place: Span| {
                    let shift = |at: usize| start + at.saturating_sub(skipped).min(content.len());
                    Span::new(shift(place.start), shift(place.end))
                };
                let cells = block.cells.iter().map(|cell| Cell { span: within(cell.span), ..*cell });
                table.rows.push(Row { span, cells: cells.collect() });
                table.span = table.span.to(span);
            }
        }
        tables.extend(open.map(|(_, table)| table));
        notes.append(&mut self.notes);
        reading
    }
}

impl OpenTable {
    fn open_cell(&mut self) -> Option<&mut OpenCell> {
        if self.in_cell { self.rows.last_mut()?.last_mut() } else { None }
    }
}

/// What a table comes to: rows, or the paragraphs that stood in its cells.
fn settle(table: OpenTable, number: usize) -> Vec<Block> {
    let mut columns: Vec<u32> = Vec::new();
    let (mut filled, mut long, mut rows) = (0, false, 0);
    for row in &table.rows {
        let mut here = 0;
        for cell in row {
            let length: usize = cell.blocks.iter().map(|block| block.text.chars().count()).sum();
            long |= length > LONGEST_CELL || cell.blocks.iter().any(|block| !block.cells.is_empty());
            if length > 0 {
                here += 1;
                if columns.len() < 2 && !columns.contains(&cell.column) {
                    columns.push(cell.column);
                }
            }
        }
        filled += here;
        rows += usize::from(here > 1);
    }
    let laid_out = table.nested && long || long || rows == 0 || filled < 2 || columns.len() < 2;
    let bullets = |row: &[OpenCell]| {
        let mut filled = row.iter().filter(|cell| !cell.blocks.is_empty());
        let (first, second, third) = (filled.next(), filled.next(), filled.next());
        let mark = first.and_then(|cell| cell.blocks.first()).map(|block| block.text.trim());
        mark.is_some_and(is_list_mark) && second.is_some() && third.is_none()
    };
    let listed = table.rows.iter().filter(|row| !row.iter().all(|cell| cell.blocks.is_empty()));
    let all_bullets = listed.clone().count() > 0 && listed.clone().all(|row| bullets(row));
    let mut blocks = Vec::new();
    for row in table.rows {
        if all_bullets || laid_out && bullets(&row) {
            let mut texts = row.into_iter().flat_map(|cell| cell.blocks);
            let mark = texts.next().map(|block| block.text).unwrap_or_default();
            if let Some(mut first) = texts.next() {
                first.text = format!("{} {}", mark.trim(), first.text.trim());
                first.role = Some(Role::Item);
                blocks.push(first);
            }
            blocks.extend(texts);
        } else if laid_out {
            blocks.extend(row.into_iter().flat_map(|cell| cell.blocks));
        } else {
            let cells = row.into_iter().map(|cell| {
                let texts: Vec<&str> = cell.blocks.iter().map(|block| block.text.trim()).collect();
                let text = texts.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
                (cell.column, cell.columns, text)
            });
            let block = |(text, cells)| Block { text, role: Some(Role::Row), level: 0, cells, table: number };
            blocks.extend(cells::row(cells.collect()).map(block));
        }
    }
    blocks
}

fn is_list_mark(text: &str) -> bool {
    let digits = text.trim_end_matches(['.', ')']);
    matches!(text, "•" | "●" | "▪" | "◦" | "‣" | "·" | "■" | "-" | "–" | "—" | "o" | "*" | "§" | "\u{f0b7}")
        || digits.len() < text.len()
            && !digits.is_empty()
            && digits.len() <= 2
            && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The letters of a ligature; any other character is itself.
fn ligature(character: char, letters: &mut [char; 3]) -> &[char] {
    let written = match character {
        '\u{fb00}' => ['f', 'f', ' '],
        '\u{fb01}' => ['f', 'i', ' '],
        '\u{fb02}' => ['f', 'l', ' '],
        '\u{fb03}' => ['f', 'f', 'i'],
        '\u{fb04}' => ['f', 'f', 'l'],
        '\u{fb05}' | '\u{fb06}' => ['s', 't', ' '],
        _ => [character, ' ', ' '],
    };
    *letters = written;
    let length = match character {
        '\u{fb03}' | '\u{fb04}' => 3,
        '\u{fb00}'..='\u{fb06}' => 2,
        _ => 1,
    };
    letters.get(..length).unwrap_or(&[])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(flow: &mut Flow, cells: &[&str]) {
        flow.row();
        for cell in cells {
            flow.cell(1, 1);
            flow.push(cell, Space::Collapsed);
            flow.end_cell();
        }
    }

    fn check(reading: &Reading) {
        let mut at = 0;
        for paragraph in &reading.paragraphs {
            assert_eq!(paragraph.span.start, at, "paragraphs tile {:?}", reading.text);
            at = paragraph.span.end;
        }
        assert_eq!(at, reading.text.len());
    }

    #[test]
    fn white_space_and_lines() {
        let mut flow = Flow::default();
        flow.block(Some(Role::Heading), 1);
        flow.push("  e\u{fb00}ect  of\n\u{a0}x\u{ad}y ", Space::Collapsed);
        flow.block(None, 0);
        flow.push("one", Space::Collapsed);
        flow.line();
        flow.push(" two", Space::Collapsed);
        flow.line();
        flow.line();
        flow.push("three", Space::Collapsed);
        let reading = flow.finish();
        check(&reading);
        assert_eq!(reading.text, "effect of xy\n\none\ntwo\n\nthree");
        assert_eq!(reading.structure.headings.len(), 1);
    }

    #[test]
    fn a_table_of_numbers_is_rows() {
        let mut flow = Flow::default();
        flow.push("before", Space::Collapsed);
        flow.table();
        row(&mut flow, &["", "2017", "", "2016"]);
        row(&mut flow, &["Net loss", "$", "(1,250", ")", "$ (", "980", ")"]);
        row(&mut flow, &["Margin", "12", "%"]);
        flow.end_table();
        flow.push("after", Space::Collapsed);
        let reading = flow.finish();
        check(&reading);
        assert_eq!(reading.text, "before\n\n2017\t2016\nNet loss\t$(1,250)\t$ (980)\nMargin\t12%\n\nafter");
        let table = &reading.structure.tables[0];
        let loss = &table.rows[1];
        let cells: Vec<&str> = loss.cells.iter().map(|c| &reading.text[c.span.start..c.span.end]).collect();
        assert_eq!(cells, ["Net loss", "$(1,250)", "$ (980)"]);
        assert_eq!((loss.cells[1].column, loss.cells[1].columns), (1, 3));
        assert_eq!(reading.paragraphs.iter().filter(|p| p.role == Role::Row).count(), 3);
    }

    #[test]
    fn a_table_that_lays_out_is_paragraphs() {
        let mut flow = Flow::default();
        flow.table();
        row(&mut flow, &["•", "First point."]);
        row(&mut flow, &["•", "Second point."]);
        flow.end_table();
        let long = "A page in a cell. ".repeat(60);
        flow.table();
        row(&mut flow, &["menu", &long]);
        flow.end_table();
        let reading = flow.finish();
        check(&reading);
        assert!(reading.text.starts_with("• First point.\n\n• Second point.\n\nmenu\n\nA page in"));
        assert!(reading.structure.tables.is_empty());
        assert_eq!(reading.paragraphs[0].role, Role::Item);
    }
}
