//! What readers share: rows of tables as lines of text, raised and lowered characters.

use crate::extract::document::Cell;
use crate::extract::span::Span;

/// A row as a line of text: its cells parted by tabs, and `$`, `(`, `)` and `%` that stand in cells of
/// their own put back to their number.
pub(super) fn row(cells: Vec<(u32, u32, String)>) -> Option<(String, Vec<Cell>)> {
    let mut line = String::new();
    let mut list: Vec<Cell> = Vec::new();
    for (column, columns, text) in cells {
        if text.is_empty() {
            continue;
        }
        let closes = text.chars().all(|c| matches!(c, ')' | '%')) || text.starts_with(')') && text.len() <= 3;
        let opens = is_opening(line.rsplit('\t').next().unwrap_or(""));
        match list.last_mut() {
            Some(cell) if closes || opens => {
                line.push_str(&text);
                cell.span.end = line.len();
                cell.columns = (column + columns).saturating_sub(cell.column);
            }
            _ => {
                if !list.is_empty() {
                    line.push('\t');
                }
                let start = line.len();
                line.push_str(&text);
                list.push(Cell { span: Span::new(start, line.len()), column, columns });
            }
        }
    }
    (!list.is_empty()).then_some((line, list))
}

/// Whether a cell holds nothing but what stands before a number: `$`, `(`, `$ (`, `US$`, `€`.
fn is_opening(cell: &str) -> bool {
    let cell = cell.trim();
    !cell.is_empty()
        && cell.chars().count() <= 5
        && cell.ends_with(['$', '€', '£', '¥', '('])
        && !cell.contains(|c: char| c.is_ascii_digit() || c == ')')
}

/// A raised character, where there is one: digits, signs and brackets. Letters stay as they are, so that
/// "1st" and "Brand TM" read as they are meant.
pub(super) fn raised(character: char) -> char {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    match character {
        '0'..='9' => character.to_digit(10).and_then(|d| DIGITS.get(d as usize)).copied().unwrap_or(character),
        '+' => '⁺',
        '-' | '−' | '–' => '⁻',
        '(' => '⁽',
        ')' => '⁾',
        _ => character,
    }
}

/// A lowered digit.
pub(super) fn lowered(character: char) -> char {
    const DIGITS: [char; 10] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];
    match character {
        '0'..='9' => character.to_digit(10).and_then(|d| DIGITS.get(d as usize)).copied().unwrap_or(character),
        _ => character,
    }
}
