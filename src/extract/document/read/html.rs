//! Web pages: EDGAR exhibits, newswire pages, saved pages.
//!
//! In: HTML or XHTML in any encoding. Out: what a browser would show, in reading order, with headings,
//! list items and tables.
//!
//! The tags are cut by html5ever's tokenizer alone: no tree is built, so that nesting costs nothing and
//! a page of a million open tags is read like any other. What a browser would not show is left out:
//! scripts, styles, `hidden`, `display:none` and the hidden header of inline XBRL.
//!
//! Not here: styles that a sheet gives by class, and scripts that write text.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use super::cells::{lowered, raised};
use super::flow::{Flow, Space};
use super::{Format, ReadError, charset};
use crate::extract::document::{Note, Reading, Role};

/// Tags that begin and end a block.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "section",
    "summary",
    "tbody",
    "tfoot",
    "thead",
    "title",
    "ul",
];
/// Tags that have no end.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
/// Tags whose content is never shown.
const UNSHOWN: &[&str] = &[
    "audio",
    "canvas",
    "datalist",
    "head",
    "iframe",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "video",
    "ix:header",
];
/// Tags whose end is often left out, and the tags whose beginning or end implies it.
const IMPLIED: &[(&str, &[&str], &[&str])] = &[
    ("p", BLOCKS, &["div", "td", "th", "li", "body", "section", "article", "blockquote"]),
    ("li", &["li"], &["ul", "ol", "menu"]),
    ("td", &["td", "th", "tr", "tbody"], &["tr", "table", "tbody", "thead"]),
    ("th", &["td", "th", "tr", "tbody"], &["tr", "table", "tbody", "thead"]),
    ("tr", &["tr", "tbody"], &["table", "tbody", "thead"]),
    ("dt", &["dt", "dd"], &["dl"]),
    ("dd", &["dt", "dd"], &["dl"]),
    ("head", &["body"], &[]),
];

/// Reads a web page.
pub(super) fn read(bytes: &[u8]) -> Result<Reading, ReadError> {
    let text = charset::decode_page(bytes).ok_or(ReadError::Binary)?;
    reading(&text)
}

/// Reads a web page that has been decoded.
pub(super) fn reading(text: &str) -> Result<Reading, ReadError> {
    let head: String = text.chars().take(600).collect::<String>().to_ascii_lowercase();
    let xml = head.trim_start().starts_with("<?xml") || head.contains("xmlns=\"http://www.w3.org/1999/xhtml\"");
    let sink = Page { state: RefCell::new(State { xml, ..State::default() }) };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let queue = BufferQueue::default();
    // In pieces: the tokenizer keeps what it is given until it is through with it.
    let mut rest = text;
    while !rest.is_empty() {
        let mut cut = rest.len().min(1 << 16);
        while !rest.is_char_boundary(cut) {
            cut -= 1;
        }
        let (piece, after) = rest.split_at(cut);
        queue.push_back(StrTendril::from_slice(piece));
        // It stops only for scripts, which this sink never asks to be run.
        let _ = tokenizer.feed(&queue);
        if tokenizer.sink.state.borrow().flow.is_full() {
            tokenizer.sink.state.borrow_mut().flow.note(Note::CutShort);
            break;
        }
        rest = after;
    }
    tokenizer.end();
    let state = tokenizer.sink.state.into_inner();
    let mut reading = state.flow.finish();
    reading.structure.format = Some(Format::Html);
    if reading.text.trim().is_empty() {
        return Err(ReadError::NoText(Format::Html));
    }
    Ok(reading)
}

struct Page {
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    flow: Flow,
    xml: bool,
    /// The tag that hides what is in it, and how many of its name are open.
    hidden: Option<(String, usize)>,
    /// `<pre>` elements that are open.
    kept: usize,
    /// Whether characters are raised or lowered.
    shifts: Vec<Shift>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shift {
    Raised,
    Lowered,
}

impl TokenSink for Page {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut state = self.state.borrow_mut();
        match token {
            Token::CharacterTokens(text) => state.characters(&text),
            Token::TagToken(tag) => return state.tag(&tag),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl State {
    fn characters(&mut self, text: &str) {
        if self.hidden.is_some() {
            return;
        }
        let space = if self.kept > 0 { Space::Kept } else { Space::Collapsed };
        match self.shifts.last() {
            None => self.flow.push(text, space),
            Some(shift) => {
                let turn = if *shift == Shift::Raised { raised } else { lowered };
                for character in text.chars() {
                    self.flow.push_char(turn(character), space);
                }
            }
        }
    }

    fn tag(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name: &str = &tag.name;
        let start = tag.kind == TagKind::StartTag;
        let closed = VOID.contains(&name) || tag.self_closing && (self.xml || name.contains(':'));
        if !self.passes(name, start, closed) {
            return if start && !closed { raw(name) } else { TokenSinkResult::Continue };
        }
        if start && !closed && (UNSHOWN.contains(&name) || is_hidden(tag)) {
            self.hidden = Some((name.to_string(), 1));
            // What stands before and after a hidden cell is not one word.
            if matches!(name, "td" | "th") {
                self.flow.cell(number(tag, "colspan"), number(tag, "rowspan"));
                self.flow.end_cell();
            } else if BLOCKS.contains(&name) {
                self.flow.block(None, 0);
            }
            return raw(name);
        }
        match (name, start) {
            ("br", _) => self.flow.line(),
            ("table", true) if !closed => self.flow.table(),
            ("table", false) => self.flow.end_table(),
            ("tr", true) if self.flow.in_table() => self.flow.row(),
            ("tr", false) if self.flow.in_table() => self.flow.end_cell(),
            ("td" | "th", true) if self.flow.in_table() => {
                self.flow.cell(number(tag, "colspan"), number(tag, "rowspan"));
                if closed {
                    self.flow.end_cell();
                }
            }
            ("td" | "th", false) if self.flow.in_table() => self.flow.end_cell(),
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", _) => {
                let level = name.bytes().nth(1).map_or(1, |digit| digit.saturating_sub(b'0'));
                self.flow.block(start.then_some(Role::Heading), level);
            }
            ("li", _) => self.flow.block(start.then_some(Role::Item), 0),
            ("pre" | "listing" | "xmp" | "plaintext", _) => {
                self.flow.block(None, 0);
                self.kept = if start && !closed { self.kept + 1 } else { self.kept.saturating_sub(1) };
            }
            ("sup" | "sub", true) if !closed => {
                self.shifts.push(if name == "sup" { Shift::Raised } else { Shift::Lowered });
                self.shifts.truncate(64);
            }
            ("sup" | "sub", false) => {
                self.shifts.pop();
            }
            ("p" | "div", true) => {
                // The paragraph in a list's item is the item.
                if !self.flow.is_fresh() {
                    let role = self.flow.role().0.filter(|role| *role == Role::Item);
                    self.flow.block(role, 0);
                }
            }
            _ if BLOCKS.contains(&name) => self.flow.block(None, 0),
            _ => {}
        }
        if start && !closed { raw(name) } else { TokenSinkResult::Continue }
    }

    /// Whether a tag is to be looked at: not if it stands in something hidden.
    fn passes(&mut self, name: &str, start: bool, closed: bool) -> bool {
        let Some((hiding, depth)) = &mut self.hidden else { return true };
        if let Some((_, starts, ends)) = IMPLIED.iter().find(|(hidden, ..)| hidden == hiding) {
            if start && *depth == 1 && (name == hiding || starts.contains(&name)) || !start && ends.contains(&name) {
                self.hidden = None;
                return true;
            }
        }
        if name == hiding {
            if start && !closed {
                *depth += 1;
            } else if !start {
                *depth -= 1;
                if *depth == 0 {
                    self.hidden = None;
                }
            }
        }
        false
    }
}

/// How the tokenizer goes on after a tag begins: the text of some is not markup.
fn raw(name: &str) -> TokenSinkResult<()> {
    match name {
        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
        "style" | "iframe" | "noembed" | "noframes" | "xmp" => TokenSinkResult::RawData(RawKind::Rawtext),
        "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
        _ => TokenSinkResult::Continue,
    }
}

fn attribute<'a>(tag: &'a Tag, name: &str) -> Option<&'a str> {
    tag.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
}

fn number(tag: &Tag, name: &str) -> u32 {
    attribute(tag, name).and_then(|value| value.trim().parse().ok()).unwrap_or(1)
}

fn is_hidden(tag: &Tag) -> bool {
    if attribute(tag, "hidden").is_some() {
        return true;
    }
    let Some(style) = attribute(tag, "style") else { return false };
    style.split(';').any(|rule| {
        let Some((property, value)) = rule.split_once(':') else { return false };
        let (property, value) = (property.trim(), value.trim());
        let is = |name: &str, wanted: &str| {
            property.eq_ignore_ascii_case(name)
                && value.get(..wanted.len()).is_some_and(|value| value.eq_ignore_ascii_case(wanted))
        };
        is("display", "none") || is("visibility", "hidden") || is("visibility", "collapse")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(html: &str) -> String {
        reading(html).map(|reading| reading.text).unwrap_or_default()
    }

    #[test]
    fn blocks_lines_and_entities() {
        assert_eq!(
            text(
                "<html><head><title>x</title><style>p{}</style></head><body><h1>Alba  Bio</h1><p>One\n two<br>three \
                 &amp; &ldquo;four&rdquo;<p>Five<script>var a='</p>';</script> six</body></html>"
            ),
            "Alba Bio\n\nOne two\nthree & “four”\n\nFive six"
        );
        assert_eq!(text("a<br><br>b<br/>c"), "a\n\nb\nc");
        assert_eq!(text("<ul><li><p>one</p></li><li>two</li></ul>"), "one\n\ntwo");
    }

    #[test]
    fn what_is_hidden_is_left_out() {
        assert_eq!(text("a<div style='DISPLAY: none'>b<div>c</div>d</div>e"), "a\n\ne");
        assert_eq!(text("<table><tr><td hidden>x<td>1<td>2</table>after"), "1\t2\n\nafter");
        assert_eq!(text("<p style=display:none>x<p>y"), "y");
        assert_eq!(
            text(
                "<?xml version='1.0'?><html><ix:header><p>x</p></ix:header><table><tr><td style=\"display:none\"/><td>a</td><td>b</td></tr></table></html>"
            ),
            "a\tb"
        );
        assert_eq!(text("<?xml version='1.0'?><html><head><title/></head><body>y</body></html>"), "y");
        assert_eq!(text("<noscript>no</noscript>yes<textarea>no</textarea>"), "yes");
    }

    #[test]
    fn raised_and_lowered() {
        assert_eq!(
            text(
                "25 mCi/m<sup>2</sup>, <sup>131</sup>I, 10<sup>-6</sup>, 1<sup>st</sup>, H<sub>2</sub>O, A<sup>(1)</sup>"
            ),
            "25 mCi/m², ¹³¹I, 10⁻⁶, 1st, H₂O, A⁽¹⁾"
        );
    }

    #[test]
    fn tables() {
        let html = "<table><tr><td></td><td colspan=3>2017</td></tr><tr><td>Cash</td><td>$</td><td>8,250</td><td></td></tr></table>";
        let reading = reading(html).unwrap();
        assert_eq!(reading.text, "2017\nCash\t$8,250");
        assert_eq!(reading.structure.tables.len(), 1);
        assert_eq!(text("<pre>  1   2\n\n3</pre>"), "1   2\n\n3");
    }

    #[test]
    fn nothing_and_nonsense() {
        assert_eq!(reading("<html><body></body></html>"), Err(ReadError::NoText(Format::Html)));
        assert_eq!(text("<p>a</td></tr></table></sup>b"), "ab");
        assert_eq!(text(&format!("{}x", "<table><tr><td>".repeat(5000))), "x");
        assert_eq!(text(&format!("{}x", "<div>".repeat(200_000))), "x");
    }
}
