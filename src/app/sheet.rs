//! Elements written down one after the other, for the browser to make in one go.
//!
//! In: what to open, set, write and close. Out: a list of steps that crosses to the browser once for
//! forty paragraphs (`draw` in `www/text.js`), or HTML where there is no browser. Yew keeps a copy of
//! each node and asks the browser for it by itself; with ten thousand marks that holds the page up
//! for seconds.
//!
//! ```text
//! open p · set data-p 3 · text "It had " · open mark · text "$5" · close · close
//! ```
//!
//! Not here: listeners. The text listens for all that stands in it.

use std::borrow::Cow;

const OPEN: u32 = 0;
const CLOSE: u32 = 1;
const SET: u32 = 2;
const TEXT: u32 = 3;

/// Elements, attributes and words, in the order in which they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    names: Vec<Cow<'static, str>>,
    text: String,
    steps: Vec<u32>,
}

impl Sheet {
    /// Begins an element.
    pub fn open(&mut self, name: &'static str) {
        self.step(OPEN, name.into());
    }

    /// Begins an element that has an attribute as many others do: the browser copies them.
    pub fn open_as(&mut self, name: &str, attribute: &str, value: &str) {
        let value_of = |known: &str| {
            Some(known.strip_prefix(name)?.strip_prefix(' ')?.strip_prefix(attribute)?.strip_prefix('=')? == value)
        };
        match self.names.iter().position(|known| value_of(known) == Some(true)) {
            Some(at) => self.steps.push(OPEN | u32::try_from(at).unwrap_or(0) << 2),
            None => self.step(OPEN, format!("{name} {attribute}={value}").into()),
        }
    }

    /// Ends it.
    pub fn close(&mut self) {
        self.steps.push(CLOSE);
    }

    /// Gives the element just begun an attribute.
    pub fn set(&mut self, name: &'static str, value: &str) {
        self.step(SET, name.into());
        self.write(value);
    }

    /// Gives it an attribute if there is a value.
    pub fn set_if(&mut self, name: &'static str, value: Option<&str>) {
        if let Some(value) = value {
            self.set(name, value);
        }
    }

    /// Gives it the classes that there are.
    pub fn class(&mut self, classes: &[Option<&str>]) {
        let mut known = classes.iter().copied().flatten();
        if let Some(first) = known.next() {
            let all = known.fold(first.to_string(), |all, class| all + " " + class);
            self.set("class", &all);
        }
    }

    /// Writes words.
    pub fn text(&mut self, words: &str) {
        if !words.is_empty() {
            self.steps.push(TEXT);
            self.write(words);
        }
    }

    /// What `draw` takes: names, a line each, all words and values, and the steps.
    pub fn parts(&self) -> (String, &str, &[u32]) {
        (self.names.join("\n"), &self.text, &self.steps)
    }

    /// The same as HTML.
    pub fn html(&self) -> String {
        let mut html = String::new();
        let mut open: Vec<&str> = Vec::new();
        let mut rest = self.text.as_str();
        let mut in_tag = false;
        let mut steps = self.steps.iter();
        while let Some(&step) = steps.next() {
            let name = self.names.get((step >> 2) as usize).map_or("", |name| name);
            let mut words = || {
                let mut left = steps.next().copied().unwrap_or(0) as usize;
                let end = rest.char_indices().find(|(_, character)| {
                    let ends = left == 0;
                    left = left.saturating_sub(character.len_utf16());
                    ends
                });
                let (words, after) = rest.split_at(end.map_or(rest.len(), |(at, _)| at));
                rest = after;
                words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
            };
            if step & 3 == SET {
                html.push_str(&format!(" {name}=\"{}\"", words()));
                continue;
            }
            if std::mem::take(&mut in_tag) {
                html.push('>');
            }
            match step & 3 {
                OPEN => {
                    let (tag, attribute) = name.split_once(' ').unwrap_or((name, ""));
                    html.push_str(&format!("<{tag}"));
                    if let Some((attribute, value)) = attribute.split_once('=') {
                        html.push_str(&format!(" {attribute}=\"{value}\""));
                    }
                    open.push(tag);
                    in_tag = true;
                }
                CLOSE => html.push_str(&format!("</{}>", open.pop().unwrap_or(""))),
                _ => html.push_str(&words()),
            }
        }
        html
    }

    fn step(&mut self, kind: u32, name: Cow<'static, str>) {
        let known = self.names.iter().position(|known| *known == name);
        let at = known.unwrap_or_else(|| {
            self.names.push(name);
            self.names.len() - 1
        });
        self.steps.push(kind | u32::try_from(at).unwrap_or(0) << 2);
    }

    fn write(&mut self, words: &str) {
        self.text.push_str(words);
        let units = if words.is_ascii() { words.len() } else { words.encode_utf16().count() };
        self.steps.push(u32::try_from(units).unwrap_or(0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_html_where_there_is_no_browser() {
        let mut sheet = Sheet::default();
        sheet.open("p");
        sheet.set("data-p", "3");
        sheet.class(&[None, Some("lines"), Some("standard")]);
        sheet.text("𝛼 < β ");
        sheet.open_as("mark", "data-k", "dose");
        sheet.set_if("data-yours", None);
        sheet.set("data-value", "\"5\"");
        sheet.text("$5");
        sheet.close();
        sheet.text("");
        sheet.close();
        let html = "<p data-p=\"3\" class=\"lines standard\">𝛼 &lt; β <mark data-k=\"dose\" data-value=\"&quot;5&quot;\">$5</mark></p>";
        assert_eq!(sheet.html(), html);
        let (names, text, steps) = sheet.parts();
        assert_eq!(names, "p\ndata-p\nclass\nmark data-k=dose\ndata-value");
        assert_eq!(text, "3lines standard𝛼 < β \"5\"$5");
        assert_eq!(&steps[..3], [OPEN, SET | 1 << 2, 1]);
    }
}
