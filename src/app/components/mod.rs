//! Function components: what they are given in, HTML out. They keep no second copy of anything that
//! the state holds, and touch the browser only in effects.

pub mod all;
pub mod bar;
pub mod card;
pub mod dialogs;
pub mod documents;
pub mod endnotes;
pub mod export;
pub mod find;
pub mod notices;
pub mod outline;
pub mod pages;
pub mod reader;
pub mod rules;
pub mod summary;
pub mod tabs;
pub mod timeline;

use std::any::Any;
use std::rc::Rc;

use yew::prelude::*;

use super::state::Action;
use crate::extract::reading::LIST_MARKS;
use crate::extract::reading::quoted_part;
pub use crate::extract::reading::{one_line, unescaped};
use crate::extract::{Analysis, Span};

/// A part of the page without a state of its own: what draws it, and from what.
trait Draw {
    fn draw(&self) -> Html;
    fn is(&self, other: &dyn Draw) -> bool;
    fn any(&self) -> &dyn Any;
}

struct Drawn<P>(fn(&P) -> Html, P);

impl<P: PartialEq + 'static> Draw for Drawn<P> {
    fn draw(&self) -> Html {
        (self.0)(&self.1)
    }

    fn is(&self, other: &dyn Draw) -> bool {
        let other = other.any().downcast_ref::<Drawn<P>>();
        other.is_some_and(|other| std::ptr::fn_addr_eq(self.0, other.0) && self.1 == other.1)
    }

    fn any(&self) -> &dyn Any {
        self
    }
}

/// What a [`Part`] is made from.
#[derive(Properties)]
pub struct PartProps {
    drawn: Rc<dyn Draw>,
}

impl PartialEq for PartProps {
    fn eq(&self, other: &PartProps) -> bool {
        self.drawn.is(&*other.drawn)
    }
}

impl std::fmt::Debug for PartProps {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PartProps")
    }
}

impl PartProps {
    /// A function and what it is given.
    pub fn new<P: PartialEq + 'static>(draw: fn(&P) -> Html, props: P) -> PartProps {
        PartProps { drawn: Rc::new(Drawn(draw, props)) }
    }
}

/// A part of the page without a state of its own, drawn anew when what it is given has changed.
///
/// One component for all of them: Yew compiles 5 KB for each component there is.
#[component]
pub fn Part(props: &PartProps) -> Html {
    props.drawn.draw()
}

/// A [`Part`].
pub fn part<P: PartialEq + 'static>(draw: fn(&P) -> Html, props: P) -> Html {
    let props = PartProps::new(draw, props);
    html! { <Part ..props /> }
}

/// One of several.
pub fn keyed<P: PartialEq + 'static>(key: usize, draw: fn(&P) -> Html, props: P) -> Html {
    let props = PartProps::new(draw, props);
    html! { <Part {key} ..props /> }
}

/// Sends an action when pressed. One closure for all of them: each of its own would be code to load.
pub fn send(act: &Callback<Action>, action: Action) -> Callback<MouseEvent> {
    act.reform(move |_| action.clone())
}

/// A button that is pressed or not, with a count where it has one.
pub fn toggle(
    class: &'static str,
    name: &'static str,
    pressed: bool,
    action: Action,
    act: &Callback<Action>,
    count: Option<usize>,
) -> Html {
    let onclick = send(act, action);
    html! {
        <button type="button" {class} aria-pressed={pressed.to_string()} {onclick}>
            <span class="chip-name">{ name }</span>
            if let Some(count) = count { <span class="chip-count">{ count }</span> }
        </button>
    }
}

/// A plain button.
pub fn button(
    class: &'static str,
    id: &'static str,
    words: impl Into<AttrValue>,
    action: Action,
    act: &Callback<Action>,
) -> Html {
    let onclick = send(act, action);
    html! { <button type="button" {class} data-action={id} {onclick}>{ words.into() }</button> }
}

/// Of a sentence this many times what is shown is looked at.
const FAR: usize = 8;

/// A sentence with one stretch of it set off, cut to about so many characters on either side.
pub fn quote(analysis: &Analysis, sentence: Span, within: Span, reach: usize) -> Html {
    let text = &analysis.document.text;
    let slice = |start: usize, end: usize| quoted_part(&analysis.document, Span::new(start, end));
    // Where a table is one sentence, what is far away is not looked at.
    let far = reach * FAR;
    let start = sentence.start.max(text.ceil_char_boundary(within.start.saturating_sub(far)));
    let end = sentence.end.min(text.floor_char_boundary(within.end + far));
    let before = slice(start, within.start);
    let before = before.strip_prefix(LIST_MARKS).map_or(before.as_str(), str::trim_start);
    let before = cut_start(before, reach);
    let after = cut_end(&slice(within.end, end), reach);
    let inside = one_line(analysis.document.slice(within));
    html! { <>{ before }<b>{ inside }</b>{ after }</> }
}

fn cut_start(text: &str, reach: usize) -> String {
    let extra = text.chars().count().saturating_sub(reach);
    if extra == 0 {
        return text.to_string();
    }
    let rest: String = text.chars().skip(extra).collect();
    let word = rest.find(' ').map_or(rest.as_str(), |at| &rest[at..]);
    format!("…{}", word.trim_start())
}

fn cut_end(text: &str, reach: usize) -> String {
    if text.chars().count() <= reach {
        return text.to_string();
    }
    let rest: String = text.chars().take(reach).collect();
    let word = rest.rfind(' ').map_or(rest.as_str(), |at| &rest[..at]);
    format!("{word}…")
}

/// `1 mention`, `12,400 words`.
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { many })
}

/// Puts an element at a place of the page, in whole pixels, and shows it. Through the object model, since the page's
/// policy allows no style attributes.
fn put(element: &web_sys::HtmlElement, left: f64, top: f64) {
    for (name, place) in [("left", left), ("top", top)] {
        element.style().set_property(name, &format!("{}px", place.round() as i32)).ok();
    }
    element.set_attribute("data-placed", "").ok();
}

/// How many there are, beside their name; nothing where there are none. The space is for screen readers.
pub fn tally(number: usize) -> Html {
    if number == 0 {
        return Html::default();
    }
    html! { <span class="tally">{ format!(" {number}") }</span> }
}

/// A number with its thousands in groups.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `812 B`, `12 KB`, `3.4 MB`.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1000 => format!("{bytes} B"),
        1000..1_000_000 => format!("{} KB", bytes.div_ceil(1000)),
        1_000_000..1_000_000_000 => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
        _ => size(bytes / 1000).replace("MB", "GB"),
    }
}

/// `17 Nov 2016`
pub fn day(date: crate::extract::Date) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = MONTHS.get(date.month() as usize - 1).copied().unwrap_or("");
    format!("{} {month} {}", date.day(), date.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_people() {
        assert_eq!(count(1, "word", "words"), "1 word");
        assert_eq!(count(1234567, "word", "words"), "1,234,567 words");
        let sizes = [12, 1500, 3_450_000, 10_737_418_240].map(size);
        assert_eq!(sizes, ["12 B", "2 KB", "3.4 MB", "10.7 GB"]);
        assert_eq!(cut_start("one two three", 8), "…three");
        assert_eq!(cut_end("one two three", 8), "one two…");
    }
}
