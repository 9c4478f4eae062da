//! Values and annotations as plain lines, for standoff files and test cases. The only serialiser of
//! the pure side.
//!
//! | shape | notation |
//! |---|---|
//! | name | `QLV 131` |
//! | quantity | `12.5 mCi/m2`, `12.5..31.25 mCi/m2`, `10,20,40 mg` |
//! | money | `1200000 USD`, `10000000..15000000 USD` |
//! | time | `2017-Q1`, `2016-12-03/2016-12-06`, `2018 MID` |
//!
//! A standoff file is brat's (<https://brat.nlplab.org/standoff.html>): `T1<tab>kind start end<tab>surface`,
//! and the value as a note, `#1<tab>AnnotatorNotes T1<tab>value`. Offsets there are Unicode code
//! points, as brat counts them; this module converts. A span that crosses line ends is written as
//! brat writes it, in pieces divided by `;`.

use super::document::{Document, on_one_line};
use super::kinds::KindId;
use super::mention::{Amount, Mention, Value};
use super::span::Span;

/// A value in the notation of this module.
///
/// ```
/// use eosin::extract::{Amount, Value, standoff::notation};
/// let amount = Amount::Range { low: "0.5".parse().unwrap(), high: "2".parse().unwrap() };
/// assert_eq!(notation(&Value::Quantity { amount, unit: "mg/kg".into() }), "0.5..2 mg/kg");
/// ```
pub fn notation(value: &Value) -> String {
    match value {
        Value::Name { name } => name.to_string(),
        Value::Quantity { amount, unit } => format!("{} {unit}", amount_notation(amount)),
        Value::Money { amount, currency, .. } => format!("{} {currency}", amount_notation(amount)),
        Value::Time { timex, modifier, .. } => match modifier {
            Some(modifier) => format!("{timex} {}", modifier.code()),
            None => timex.to_string(),
        },
    }
}

fn amount_notation(amount: &Amount) -> String {
    match amount {
        Amount::One(value) => value.to_string(),
        Amount::Range { low, high } => format!("{low}..{high}"),
        Amount::List(values) => values.iter().map(ToString::to_string).collect::<Vec<_>>().join(","),
    }
}

/// An annotation read from a standoff file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// Where, in bytes of the text.
    pub span: Span,
    /// Kind.
    pub kind: KindId,
    /// Value in the notation of this module; `None` where the file has no note.
    pub value: Option<String>,
}

/// Writes mentions as a standoff file.
pub fn write(document: &Document, mentions: &[Mention]) -> String {
    let mut out = String::new();
    let mut position = CodePoints::default();
    for (index, mention) in mentions.iter().enumerate() {
        let surface = document.slice(mention.span);
        let mut places = Vec::new();
        let mut at = mention.span.start;
        for line in surface.split_inclusive('\n') {
            let shown = line.trim_end_matches(['\n', '\r']);
            if !shown.is_empty() {
                let start = position.at(&document.text, at);
                places.push(format!("{start} {}", start + shown.chars().count()));
            }
            at += line.len();
        }
        let number = index + 1;
        // The form has no way to write a tab or a line end; one blank stands for any white space.
        let shown = on_one_line(surface);
        out.push_str(&format!("T{number}\t{} {}\t{shown}\n", mention.kind.kind().id, places.join(";")));
        let value = notation(&mention.value);
        if !value.is_empty() {
            out.push_str(&format!("#{number}\tAnnotatorNotes T{number}\t{value}\n"));
        }
    }
    out
}

/// Reads a standoff file against its text. A line that does not fit is an error with its number.
pub fn read(text: &str, standoff: &str) -> Result<Vec<Annotation>, String> {
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let mut list: Vec<(String, Annotation)> = Vec::new();
    for (index, line) in standoff.lines().enumerate() {
        let complain = |what: &str| format!("line {}: {what}: {line}", index + 1);
        let mut fields = line.split('\t');
        let (id, body) = (fields.next().unwrap_or(""), fields.next().unwrap_or(""));
        if id.starts_with('T') {
            let (kind, places) = body.split_once(' ').ok_or_else(|| complain("no offsets"))?;
            let kind = KindId::of(kind).ok_or_else(|| complain("unknown kind"))?;
            let ends = |place: &str| -> Option<Span> {
                let (start, end) = place.split_once(' ')?;
                Some(Span::new(*bytes.get(start.parse::<usize>().ok()?)?, *bytes.get(end.parse::<usize>().ok()?)?))
            };
            let span = places
                .split(';')
                .map(ends)
                .reduce(|a, b| Some(a?.to(b?)))
                .flatten()
                .ok_or_else(|| complain("bad offsets"))?;
            let said: Vec<&str> = fields.next().unwrap_or("").split_whitespace().collect();
            let there: Vec<&str> = text.get(span.start..span.end).unwrap_or("").split_whitespace().collect();
            if said != there {
                return Err(complain("the text there reads otherwise"));
            }
            list.push((id.to_string(), Annotation { span, kind, value: None }));
        } else if id.starts_with('#') {
            let target = body.split(' ').nth(1).unwrap_or("");
            let value = fields.next().unwrap_or("").to_string();
            match list.iter_mut().find(|(known, _)| known == target) {
                Some((_, annotation)) => annotation.value = Some(value),
                None => return Err(complain("a note on nothing")),
            }
        } else if !line.trim().is_empty() {
            return Err(complain("neither an annotation nor a note"));
        }
    }
    Ok(list.into_iter().map(|(_, annotation)| annotation).collect())
}

/// Turns ascending byte offsets into code points without starting anew each time.
#[derive(Default)]
struct CodePoints {
    byte: usize,
    points: usize,
}

impl CodePoints {
    fn at(&mut self, text: &str, byte: usize) -> usize {
        if byte < self.byte {
            *self = CodePoints::default();
        }
        self.points += text.get(self.byte..byte).map_or(0, |part| part.chars().count());
        self.byte = byte;
        self.points
    }
}
