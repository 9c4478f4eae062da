//! The open document: its title, the legend, and its text with the mentions marked in it.

use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

use super::{count, day, outline, pages, part, quote, toggle};
use crate::app::platform;
use crate::app::sheet::Sheet;
use crate::app::state::{Action, Entry, Labels, Shared, Status, Structure, Tab, a_kind};
use crate::extract::document::{Note, Role, Table};
use crate::extract::edits::is_yours;
use crate::extract::glance::Glance;
use crate::extract::language::{self, ENGLISH};
use crate::extract::reading::{View, goes_on, page, stretches};
use crate::extract::repeat::Repeat;
use crate::extract::segment::segment_within;
use crate::extract::{Analysis, Certainty, Document, KindId, Kinds, Mention, Segment, Span, sort, standoff};

/// Paragraphs in a block that is drawn as one.
const BLOCK: usize = 12;
/// Rows of a table, or items of a list, that are drawn as one: of longer ones the rest comes with the paragraphs
/// behind. A number of blocks.
const PART: usize = 8 * BLOCK;
/// Rows of a table by which the width of its columns is told where it is drawn in parts.
const WIDTHS: usize = 2000;
/// Characters in a line of the column, about.
const COLUMN: usize = 70;
/// Look-alikes listed.
const CONSIDERED: usize = 200;
/// With so many spellings of its issuer a text was read by a machine from a picture.
const SCANNED: usize = 3;
/// Lines this short were broken on purpose.
const SHORT_LINE: usize = 64;

/// What the reader is made from.
#[derive(Debug, PartialEq)]
pub struct Props {
    /// What is on the screen.
    pub entry: Option<Shared<Entry>>,
    /// Its sections and what is new in it.
    pub structure: Option<Shared<Structure>>,
    /// Facts and checks.
    pub glance: Option<Shared<Glance>>,
    /// Paragraphs to draw.
    pub shown: usize,
    /// Paragraphs that will be drawn without being asked for.
    pub allowed: usize,
    /// Kinds switched off.
    pub hidden: Kinds,
    /// How the text is shown.
    pub view: View,
    /// What marks say of their kind.
    pub labels: Labels,
    /// Whether standard text is shown as any other.
    pub undimmed: bool,
    /// Whether only what is new is in full ink.
    pub fresh: bool,
    /// Whether only what the reader corrected is shown.
    pub yours: bool,
    /// Paragraphs on the screen.
    pub viewed: (usize, usize),
    /// Where actions go.
    pub act: Callback<Action>,
}

/// The middle of the page.
pub fn reader(props: &Props) -> Html {
    let body = match props.entry.as_ref().map(|entry| (entry, &entry.status)) {
        Some((entry, Status::Done(analysis))) => {
            let rest = analysis.document.paragraphs.len().saturating_sub(props.allowed);
            let found = entry.found.clone().unwrap_or_else(|| analysis.clone());
            let props_of_text = TextProps {
                analysis: analysis.clone(),
                found,
                structure: props.structure.clone(),
                view: props.view.of(&analysis.document),
                shown: props.shown,
                act: props.act.clone(),
            };
            html! {
                <>
                    { strip(props, analysis, entry) }
                    <Notes analysis={analysis.clone()} glance={props.glance.clone()} act={props.act.clone()} />
                    <outline::Rail analysis={analysis.clone()} viewed={props.viewed} hidden={props.hidden} act={props.act.clone()} />
                    { part(text, props_of_text) }
                    if rest > 0 {
                        <p class="more"><button type="button" data-action="next-section" onclick={super::send(&props.act, Action::NextSection)}>
                            { "Show next section" }</button>{ format!(" {} follow.", count(rest, "paragraph", "paragraphs")) }</p>
                    }
                </>
            }
        }
        Some((entry, status)) => html! {
            <div class="blank">
                <h1 class="blank-head">{ entry.name.clone() }</h1>
                if let Status::Failed(fault) = status {
                    <p>{ fault.to_string() }</p>
                    <p class="blank-actions">
                        <button type="button" data-action="choose-files">{ "Choose another file" }</button>
                        <button type="button" data-action="paste">{ "Paste text" }</button>
                    </p>
                } else {
                    <p>{ status.word() }{ if status.is_open() { "…" } else { "." } }</p>
                }
            </div>
        },
        None => html! { <div class="blank"><p>{ "No document is open. Choose one from the list." }</p></div> },
    };
    html! { <main class="reader" id="reader">{ body }</main> }
}

/// Title, day, legend, and how the text is shown.
fn strip(props: &Props, analysis: &Shared<Analysis>, entry: &Entry) -> Html {
    let document = &analysis.document;
    let corrections = entry.edits.list.len();
    let chip = |group: &crate::extract::summary::Group| {
        let (id, kind) = (group.kind, group.kind.kind());
        let toggle = props.act.reform(move |event: MouseEvent| match event.alt_key() {
            true => Action::Only(id),
            false => Action::Toggle(id),
        });
        let pressed = !props.hidden.contains(id);
        html! {
            <button
                type="button" class="chip" data-k={kind.id} data-chip={kind.id} aria-pressed={pressed.to_string()}
                title={format!("Show or hide {} ({}). With Alt: only these.", kind.plural.to_lowercase(), id.row() + 1)}
                onclick={toggle}
            >
                <span class="glyph" aria-hidden="true">{ kind.glyph }</span>
                <span class="chip-name">{ kind.plural }</span>
                <span class="chip-count">{ group.count }</span>
            </button>
        }
    };
    let act = &props.act;
    let earlier = props.structure.as_ref().map_or(0, |structure| structure.earlier);
    html! {
        <header class="strip">
            <h1 class="unseen">{ entry.title() }</h1>
            { title_field("strip-title", entry, &props.act) }
            if let Some(dateline) = document.dateline {
                <span class="dateline" title="The day this release gives itself">{ day(dateline.date) }</span>
            }
            { props.glance.as_ref().map(|glance| issuer(analysis, glance, &props.act)) }
            <div class="legend" role="group" aria-label="Kinds of mention">
                { for analysis.summary.groups.iter().map(chip) }
                if corrections > 0 {
                    { toggle("chip yours", "★ Yours", props.yours, Action::Yours, act, Some(corrections)) }
                }
                if earlier > 0 {
                    { toggle("chip fresh", "New here", props.fresh, Action::ToggleFresh, act, None) }
                }
            </div>
            <button type="button" class="quiet view-button" popovertarget="view" aria-label="How the text is shown" title="How the text is shown">{ "Aa" }</button>
            <div id="view" popover="auto" class="menu" role="group" aria-label="How the text is shown">
                <p class="menu-head">{ "Title" }</p>
                { title_field("menu-title", entry, &props.act) }
                <p class="menu-head" id="view-text">{ "Text" }</p>
                <div class="segments" role="group" aria-labelledby="view-text">
                    { for View::all(document).map(|view| {
                        let name = match view {
                            View::Reading => "Reading",
                            View::Source => "Source",
                            View::Page => "Page",
                        };
                        toggle("", name, props.view.of(document) == view, Action::SetView(view), act, None)
                    }) }
                </div>
                <p class="menu-head" id="view-labels">{ "Labels on marks" }</p>
                <div class="segments" role="group" aria-labelledby="view-labels">
                    { for Labels::ALL.into_iter().zip(["None", "Sign", "Word"]).map(|(labels, name)| {
                        toggle("", name, props.labels == labels, Action::SetLabels(labels), act, None)
                    }) }
                </div>
                <p class="menu-head">{ "Dim" }</p>
                { toggle("check", "Standard text", !props.undimmed, Action::ToggleStandard, act, None) }
                if earlier > 0 {
                    { toggle("check", "What earlier releases said", props.fresh, Action::ToggleFresh, act, None) }
                }
            </div>
        </header>
    }
}

/// The title, to be changed. Left empty it is the headline again.
fn title_field(class: &'static str, entry: &Entry, act: &Callback<Action>) -> Html {
    let id = entry.id;
    let own = entry.headline().unwrap_or_else(|| entry.name.clone());
    let value = entry.title.clone().unwrap_or_else(|| own.clone());
    let rename = move |event: Event| {
        let said = event.target_dyn_into::<HtmlInputElement>().map(|field| field.value()).unwrap_or_default();
        let done = event.type_() == "change" && said.trim().is_empty();
        Action::Rename(id, if done { own.clone() } else { said })
    };
    let onchange = act.reform(rename);
    let oninput = onchange.reform(|event: InputEvent| event.into());
    let onkeydown = Callback::from(|event: KeyboardEvent| {
        if event.key() == "Enter" {
            event.target_dyn_into::<HtmlInputElement>().map(|field| field.blur());
        }
    });
    html! { <input type="text" {class} aria-label="Title" title={value.clone()} value={value.clone()} autocomplete="off" spellcheck="false" {oninput} {onchange} {onkeydown} /> }
}

/// The issuer; where its name is spelled in several ways, with all of them.
fn issuer(analysis: &Analysis, glance: &Glance, act: &Callback<Action>) -> Html {
    let Some(name) = glance.issuer() else { return Html::default() };
    let go = |class: &'static str, span: Span| {
        super::button(class, "issuer", super::one_line(analysis.document.slice(span)), Action::GoPlace(span), act)
    };
    let words = super::one_line(analysis.document.slice(name));
    let others = glance.spellings();
    if others.is_empty() {
        return go("quiet issuer", name);
    }
    html! {
        <>
            <button type="button" class="quiet issuer" popovertarget="spellings" data-spellings="">
                { format!("{} · {} spellings ", words.split(' ').next().unwrap_or(""), others.len() + 1) }<span aria-hidden="true">{ "⚠" }</span>
            </button>
            <div id="spellings" popover="auto" class="menu" role="group" aria-label="Spellings of the issuer">
                <p class="menu-head">{ "The issuer is spelled" }</p>
                { for std::iter::once(name).chain(others.iter().copied()).map(|span| go("quiet", span)) }
            </div>
        </>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct NotesProps {
    analysis: Shared<Analysis>,
    glance: Option<Shared<Glance>>,
    act: Callback<Action>,
}

/// Said where nothing was found.
fn nothing(props: &NotesProps, language: Option<&str>) -> Html {
    let words = props.analysis.document.text.split_whitespace().count();
    let language = language.map_or(String::new(), |language| format!(" in {language}"));
    let kinds: Vec<String> = KindId::all().map(|id| id.kind().plural.to_lowercase()).collect();
    let (last, rest) = kinds.split_last().map_or(("", String::new()), |(last, rest)| (last.as_str(), rest.join(", ")));
    html! {
        <>
        <p class="nothing">
            { format!("No {rest} or {last} found. Looked at {}{language}. ", count(words, "word", "words")) }
            { super::button("link", "add-rule", "Add a rule", Action::ShowTab(Tab::Rules), &props.act) }{ " " }
            <button type="button" class="link" data-action="sample" data-sample="all">{ "Open a sample" }</button>
        </p>
        { considered(&props.analysis) }
        </>
    }
}

/// What looked like something and was turned down, with the rule that did it.
fn considered(analysis: &Analysis) -> Html {
    let document = &analysis.document;
    let row = |rejection: &crate::extract::mention::Rejection| {
        html! {
            <li>{ quote(analysis, document.sentence(rejection.span), rejection.span, 60) }<span class="row-forms">{ format!("not {}: ", a_kind(rejection.kind)) }<code>{ rejection.rule.to_string() }</code></span></li>
        }
    };
    html! {
        <details class="nothing considered">
            <summary>{ "Show what was considered" }</summary>
            if analysis.rejections.is_empty() {
                <p>{ "Nothing in it looked like any of them." }</p>
            } else {
                <ul>{ for analysis.rejections.iter().take(CONSIDERED).map(row) }</ul>
            }
        </details>
    }
}

/// What a reader should know of the text before trusting what is found in it.
#[component]
fn Notes(props: &NotesProps) -> Html {
    let language = use_memo(props.analysis.clone(), |analysis| language::language(&analysis.document.text));
    let spellings = props.glance.as_ref().map_or(0, |glance| glance.spellings().len() + 1);
    let unsure = props.analysis.mentions.iter().filter(|mention| mention.certainty == Certainty::Unsure).count();
    // That a page had columns loses nothing.
    let lost = props.analysis.document.structure.notes.iter().filter(|note| **note != Note::Columns);
    html! {
        <>
            { for lost.map(|note| html! { <p class="nothing" data-note="file">{ note.to_string() }</p> }) }
            if let Some(language) = language.filter(|language| *language != ENGLISH) {
                <p class="nothing" data-note="language">{ format!("This looks like {language}. Dates and money work; compounds may be missed.") }</p>
            }
            if spellings >= SCANNED {
                <p class="nothing" data-note="scanned">
                    { format!("This text looks scanned ({spellings} spellings of the company name). Values are shown as written") }
                    if unsure > 0 { { format!("; {} a dotted frame", count(unsure, "uncertain one has", "uncertain ones have")) } }{ "." }
                </p>
            }
            if props.analysis.mentions.is_empty() { { nothing(props, *language) } }
        </>
    }
}

#[derive(Debug, PartialEq)]
struct TextProps {
    analysis: Shared<Analysis>,
    found: Shared<Analysis>,
    structure: Option<Shared<Structure>>,
    view: View,
    shown: usize,
    act: Callback<Action>,
}

/// The text. Listens for all its marks at once.
fn text(props: &TextProps) -> Html {
    let onmouseover = props.act.reform(|event: MouseEvent| mark_under(&event).map_or(Action::Leave, Action::Point));
    let onmouseleave = super::send(&props.act, Action::Leave);
    let onclick = {
        let act = props.act.clone();
        Callback::from(move |event: MouseEvent| match mark_under(&event) {
            Some(mention) => act.emit(Action::Pin(mention)),
            None => act.emit(Action::CloseCard),
        })
    };
    let onkeydown = {
        let act = props.act.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter"
                && let Some(mention) = mark_at(event.target_dyn_into::<Element>())
            {
                act.emit(Action::OpenCard(mention));
            }
        })
    };
    if props.view == View::Page {
        return html! {
            <article id="text" class="pages" tabindex="-1" {onmouseover} {onmouseleave} {onclick} {onkeydown}>
                // What the browser did to the pages of one document must not stay on those of the next.
                <pages::Pages key={std::ptr::from_ref(&*props.found).addr()} analysis={props.analysis.clone()} found={props.found.clone()} shown={props.shown} act={props.act.clone()} />
            </article>
        };
    }
    let blocks = props.shown.div_ceil(BLOCK);
    let source = (props.view == View::Source).then_some("source");
    html! {
        <article id="text" class={classes!(source)} tabindex="-1" {onmouseover} {onmouseleave} {onclick} {onkeydown}>
            { for (0..blocks).map(|block| {
                let from = block * BLOCK;
                html! {
                    <Block
                        key={block} analysis={props.analysis.clone()} found={props.found.clone()} structure={props.structure.clone()}
                        view={props.view} {from} to={(from + BLOCK).min(props.shown)}
                    />
                }
            }) }
        </article>
    }
}

fn mark_under(event: &MouseEvent) -> Option<usize> {
    mark_at(event.target_dyn_into::<Element>())
}

fn mark_at(element: Option<Element>) -> Option<usize> {
    element?.closest("mark[data-id]").ok().flatten()?.get_attribute("data-id")?.parse().ok()
}

#[derive(Debug, Properties)]
struct BlockProps {
    /// With the reader's corrections.
    analysis: Shared<Analysis>,
    /// Without them: tells one document from another.
    found: Shared<Analysis>,
    structure: Option<Shared<Structure>>,
    view: View,
    from: usize,
    to: usize,
}

impl PartialEq for BlockProps {
    /// A correction draws only the blocks anew whose marks are others, or have other numbers.
    fn eq(&self, other: &BlockProps) -> bool {
        self.found == other.found
            && self.structure == other.structure
            && (self.view, self.from, self.to) == (other.view, other.from, other.to)
            && (self.analysis == other.analysis || self.marks() == other.marks())
    }
}

impl BlockProps {
    /// The mentions in the block and the number of the first. Lists, tables and cut sentences may reach into
    /// the next ones, so that those are looked at too.
    fn marks(&self) -> (usize, &[Mention]) {
        let paragraphs = &self.analysis.document.paragraphs;
        let last = (self.to + PART).min(paragraphs.len());
        let start = paragraphs.get(self.from).map_or(0, |paragraph| paragraph.span.start);
        let end = paragraphs.get(last.wrapping_sub(1)).map_or(0, |paragraph| paragraph.span.end);
        let mentions = &self.analysis.mentions;
        let first = mentions.partition_point(|mention| mention.span.end <= start);
        let past = mentions.partition_point(|mention| mention.span.start < end).max(first);
        (first, &mentions[first..past])
    }
}

/// A run of paragraphs. The browser makes them in one go once the block is on the page.
#[component]
fn Block(props: &BlockProps) -> Html {
    let place = use_node_ref();
    let sheet = block(props);
    // Where there is no browser, its HTML stands in it.
    let inside = match cfg!(target_arch = "wasm32") {
        true => Html::default(),
        false => Html::from_html_unchecked(sheet.html().into()),
    };
    let (into, lines) = (place.clone(), lines(props));
    use_effect(move || {
        if let Some(place) = into.cast::<Element>() {
            let (names, text, steps) = sheet.parts();
            platform::draw(&place, &names, text, steps, lines);
        }
    });
    html! { <div class="block" ref={place}>{ inside }</div> }
}

/// About how many lines a block takes, which is its height until it is first seen.
fn lines(props: &BlockProps) -> u32 {
    let paragraphs = &props.analysis.document.paragraphs;
    let block = paragraphs.get(props.from..props.to.min(paragraphs.len())).unwrap_or(&[]);
    // Half a line is what stands between two paragraphs.
    let halves: usize = block.iter().map(|paragraph| paragraph.span.len().div_ceil(COLUMN) * 2 + 1).sum();
    u32::try_from(halves / 2).unwrap_or(u32::MAX)
}

fn block(props: &BlockProps) -> Sheet {
    let document = &props.analysis.document;
    let paragraphs = &document.paragraphs;
    let reading = props.view == View::Reading;
    // What goes on from the paragraph before is drawn with it.
    let follows = |index: usize| {
        let listed = || same_list(document, index) || same_table(document, index);
        reading && index > 0 && (!index.is_multiple_of(PART) && listed() || goes_on(document, index))
    };
    let mut sheet = Sheet::default();
    let mut index = props.from;
    while index < props.to && follows(index) {
        index += 1;
    }
    while index < props.to {
        let mut end = index + 1;
        while end < paragraphs.len() && follows(end) {
            end += 1;
        }
        group(&mut sheet, props, index, end);
        index = end;
    }
    sheet
}

/// Paragraphs that are one on the screen: a list, or a paragraph that a page break cut.
fn group(sheet: &mut Sheet, props: &BlockProps, from: usize, to: usize) {
    let document = &props.analysis.document;
    let Some(paragraph) = document.paragraphs.get(from) else { return };
    let text = document.slice(paragraph.span);
    if props.view == View::Source {
        sheet.open("p");
        sheet.set("data-p", &from.to_string());
        pieces(sheet, props, from);
        return sheet.close();
    }
    if text.trim().is_empty() {
        return;
    }
    let section = props.structure.as_ref().and_then(|structure| {
        let place = structure.sections.partition_point(|section| section.to <= from);
        structure.sections.get(place)
    });
    let standard = section.and_then(|section| section.standard).map(|_| "standard");
    if let Some(number) = page(document, from) {
        page_break(sheet, Some(number));
    }
    // The first paragraph under the heading says that it is standard text.
    let first = section.is_some_and(|section| match section.from == from {
        true => paragraph.role != Role::Heading,
        false => section.from + 1 == from && is_heading(props, section.from),
    });
    if standard.is_some() && first {
        note(sheet, props, section.map_or(from..to, |section| section.from..section.to));
    }
    let whole = |sheet: &mut Sheet, name: &'static str, classes: &[Option<&str>]| {
        sheet.open(name);
        sheet.set("data-p", &from.to_string());
        sheet.class(classes);
        sheet.set_if("data-repeat", repeat(props, from));
    };
    match paragraph.role {
        Role::Title => {
            whole(sheet, "h1", &[]);
            pieces(sheet, props, from);
        }
        Role::Heading => {
            whole(sheet, "h2", &[standard]);
            pieces(sheet, props, from);
        }
        Role::Item => {
            let cut = same_list(document, to).then_some("cut");
            sheet.open("ul");
            sheet.class(&[standard, cut]);
            for index in from..to {
                let text = document.paragraphs.get(index).map_or("", |paragraph| document.slice(paragraph.span));
                let numbered = text.trim_start().starts_with(|c: char| c.is_ascii_digit()).then_some("numbered");
                sheet.open("li");
                sheet.set("data-p", &index.to_string());
                sheet.class(&[Some("item"), numbered, layout(text)]);
                sheet.set_if("data-repeat", repeat(props, index));
                pieces(sheet, props, index);
                sheet.close();
            }
        }
        Role::Row => {
            let (begun, cut) = (same_table(document, from), same_table(document, to));
            sheet.open("div");
            sheet.class(&[Some("table"), cut.then_some("cut")]);
            let label = if begun { "Table, continued" } else { "Table" };
            for (name, value) in [("tabindex", "0"), ("role", "group"), ("aria-label", label)] {
                sheet.set(name, value);
            }
            let table = table_at(document, paragraph.span).filter(|_| begun || cut);
            let widths = table.and_then(|(_, table)| widths(document, table));
            let number = table.filter(|_| widths.is_some()).map(|(number, _)| number.to_string());
            sheet.set_if("data-table", number.as_deref());
            sheet.open("table");
            if let Some(widths) = widths {
                sheet.set("width", &widths.iter().sum::<usize>().to_string());
                sheet.open("colgroup");
                for width in widths {
                    sheet.open("col");
                    sheet.set("width", &width.to_string());
                    sheet.close();
                }
                sheet.close();
            }
            sheet.open("tbody");
            for index in from..to {
                sheet.open("tr");
                sheet.set("data-p", &index.to_string());
                sheet.set_if("data-repeat", repeat(props, index));
                row(sheet, props, index);
                sheet.close();
            }
            sheet.close();
            sheet.close();
        }
        Role::Body if to == from + 1 => {
            let lines = layout(text);
            whole(sheet, "p", &[lines, standard]);
            // A table wider than the column is scrolled, by keys too.
            sheet.set_if("tabindex", (lines == Some("columns")).then_some("0"));
            pieces(sheet, props, from);
        }
        Role::Body => {
            sheet.open("p");
            sheet.class(&[standard]);
            for index in from..to {
                if index > from {
                    page_break(sheet, page(document, index));
                }
                sheet.open("span");
                sheet.set("data-p", &index.to_string());
                sheet.set_if("data-repeat", repeat(props, index));
                pieces(sheet, props, index);
                sheet.close();
            }
        }
    }
    sheet.close();
}

/// Whether an earlier release has a paragraph.
fn repeat(props: &BlockProps, index: usize) -> Option<&'static str> {
    match props.structure.as_ref()?.repeats.get(index)? {
        Repeat::Same(_) => Some("same"),
        Repeat::Changed(_) => Some("changed"),
        Repeat::New => None,
    }
}

/// Whether a paragraph is an item of the same list as the one before.
fn same_list(document: &Document, index: usize) -> bool {
    let is_item = |index: usize| document.paragraphs.get(index).is_some_and(|paragraph| paragraph.role == Role::Item);
    is_item(index.wrapping_sub(1)) && is_item(index)
}

/// The width in pixels of each column of a table that is drawn in parts, so that they stand under each other. `None`
/// for one of too many columns, and where the file did not say which there are.
fn widths(document: &Document, table: &Table) -> Option<Vec<usize>> {
    /// Pixels for a character, as many as one of a wide font takes, and for what is between columns and around marks.
    const CHARACTER: usize = 9;
    const APART: usize = 26;
    /// A column of words is broken beyond so many characters; the first, of heads, where the table is wider than the text.
    const WIDEST: usize = 48;
    const HEAD: usize = 20;
    const TEXT: usize = 610;
    const MOST_COLUMNS: usize = 64;
    let mut widths = Vec::new();
    for cell in table.rows.iter().take(WIDTHS).flat_map(|row| &row.cells) {
        let (first, columns) = (cell.column as usize, cell.columns.max(1) as usize);
        if first + columns > MOST_COLUMNS {
            return None;
        }
        widths.resize(widths.len().max(first + columns), CHARACTER + APART);
        if columns == 1 {
            let characters = document.slice(cell.span).trim().chars().count().min(WIDEST);
            widths[first] = widths[first].max(characters * CHARACTER + APART);
        }
    }
    let (head, others) = widths.split_first_mut()?;
    *head = (*head).min(TEXT.saturating_sub(others.iter().sum()).max(HEAD * CHARACTER + APART));
    Some(widths)
}

/// Whether a paragraph is a row of the same table as the one before.
fn same_table(document: &Document, index: usize) -> bool {
    let row = |index: usize| document.paragraphs.get(index).filter(|paragraph| paragraph.role == Role::Row);
    let (Some(before), Some(here)) = (row(index.wrapping_sub(1)), row(index)) else { return false };
    table_number(document, before.span) == table_number(document, here.span)
}

/// The number of the table that stands here, or of the next.
fn table_number(document: &Document, span: Span) -> usize {
    document.structure.tables.partition_point(|table| table.span.end <= span.start)
}

/// The table in which a row stands, where the file said where its cells are, and its number.
fn table_at(document: &Document, row: Span) -> Option<(usize, &Table)> {
    let number = table_number(document, row);
    Some((number, document.structure.tables.get(number)?))
}

/// The cells of a row of a table, each in its column.
fn row(sheet: &mut Sheet, props: &BlockProps, index: usize) {
    let document = &props.analysis.document;
    let Some(paragraph) = document.paragraphs.get(index) else { return };
    let rows = table_at(document, paragraph.span).map_or(&[][..], |(_, table)| &table.rows);
    let known = rows.get(rows.partition_point(|row| row.span.end <= paragraph.span.start));
    let known = known.filter(|row| row.span.overlaps(paragraph.span));
    let shown = stretches(document, paragraph, props.view);
    let segments = segment_within(paragraph.span, &props.analysis.mentions);
    let mut column = 0;
    for stretch in &shown {
        let cell = known.and_then(|row| row.cells.iter().find(|cell| cell.span.overlaps(stretch.span)));
        let (at, wide) = cell.map_or((column, 1), |cell| (cell.column, cell.columns.max(1)));
        if at > column {
            sheet.open("td");
            sheet.set("colspan", &(at - column).to_string());
            sheet.close();
        }
        column = at.max(column) + wide;
        let is_head = at == 0 && document.slice(stretch.span).chars().any(char::is_alphabetic);
        sheet.open(if is_head { "th" } else { "td" });
        sheet.set_if("scope", is_head.then_some("row"));
        if wide > 1 {
            sheet.set("colspan", &wide.to_string());
        }
        for segment in segments.iter().filter(|segment| segment.span.overlaps(stretch.span)) {
            piece(sheet, &props.analysis, props.view, segment, std::slice::from_ref(stretch), &mut 0);
        }
        sheet.close();
    }
}

fn is_heading(props: &BlockProps, index: usize) -> bool {
    props.analysis.document.paragraphs.get(index).is_some_and(|paragraph| paragraph.role == Role::Heading)
}

/// “Standard text, the same in 3 earlier releases. Show normally”.
fn note(sheet: &mut Sheet, props: &BlockProps, section: std::ops::Range<usize>) {
    let structure = props.structure.as_ref();
    let repeats: Vec<&Repeat> =
        structure.map_or(&[][..], |structure| structure.repeats.get(section).unwrap_or(&[])).iter().collect();
    let changes: usize =
        repeats.iter().map(|repeat| if let Repeat::Changed(spans) = repeat { spans.len() } else { 0 }).sum();
    let seen =
        repeats.iter().filter_map(|repeat| if let Repeat::Same(times) = repeat { Some(*times) } else { None }).max();
    let words = match (seen, changes) {
        (_, 1..) => format!("Standard text, {} since the release before. ", count(changes, "change", "changes")),
        (Some(times), 0) => {
            format!("Standard text, the same in {}. ", count(times, "earlier release", "earlier releases"))
        }
        _ => "Standard text. ".to_string(),
    };
    sheet.open("p");
    sheet.class(&[Some("note")]);
    sheet.text(&words);
    sheet.open("button");
    for (name, value) in [("type", "button"), ("class", "link"), ("data-action", "standard")] {
        sheet.set(name, value);
    }
    sheet.text("Show normally");
    sheet.close();
    sheet.close();
}

/// A hairline where the source has a page break.
fn page_break(sheet: &mut Sheet, number: Option<usize>) {
    sheet.open("span");
    for (name, value) in [("class", "page"), ("aria-hidden", "true"), ("title", "Page break in the source")] {
        sheet.set(name, value);
    }
    if let Some(number) = number {
        sheet.set("data-page", &format!("p. {number}"));
    }
    sheet.close();
}

fn pieces(sheet: &mut Sheet, props: &BlockProps, index: usize) {
    let document = &props.analysis.document;
    let Some(paragraph) = document.paragraphs.get(index) else { return };
    let shown = stretches(document, paragraph, props.view);
    let mut at = 0;
    for segment in &segment_within(paragraph.span, &props.analysis.mentions) {
        piece(sheet, &props.analysis, props.view, segment, &shown, &mut at);
    }
}

/// A segment as it is shown. `at` is the first stretch that may lie in it.
fn piece(
    sheet: &mut Sheet,
    analysis: &Analysis,
    view: View,
    segment: &Segment,
    shown: &[crate::extract::reading::Stretch],
    at: &mut usize,
) {
    let document = &analysis.document;
    let mut runs: Vec<(Span, bool)> = Vec::new();
    while let Some(stretch) = shown.get(*at) {
        if let Some(part) = stretch.span.intersection(segment.span) {
            runs.push((part, stretch.emphasis));
        }
        if stretch.span.end > segment.span.end {
            break;
        }
        *at += 1;
    }
    let run = |sheet: &mut Sheet, (span, emphasis): (Span, bool)| match (view, emphasis) {
        (View::Source, _) => as_written(sheet, document, span),
        (_, true) => {
            sheet.open("em");
            sheet.text(document.slice(span));
            sheet.close();
        }
        (_, false) => sheet.text(document.slice(span)),
    };
    let Some((id, mention)) = segment.mention.and_then(|id| Some((id, analysis.mentions.get(id)?))) else {
        return runs.into_iter().for_each(|one| run(sheet, one));
    };
    // A piece at a paragraph's end holds the empty line after it.
    let mut after = Span::default();
    if let Some((last, _)) = runs.last_mut() {
        let end = last.start + document.slice(*last).trim_end().len();
        (*last, after) = (Span::new(last.start, end), Span::new(end, last.end));
    }
    if !runs.iter().all(|(span, _)| span.is_empty()) {
        sheet.open_as("mark", "data-k", mention.kind.kind().id);
        sheet.set("data-id", &id.to_string());
        sheet.set("data-value", &standoff::notation(&mention.value));
        sheet.set_if("data-unsure", (mention.certainty == Certainty::Unsure).then_some(""));
        sheet.set_if("data-yours", is_yours(mention).then_some(""));
        sheet.set_if("data-more", (mention.span.start < segment.span.start).then_some(""));
        runs.into_iter().for_each(|one| run(sheet, one));
        sheet.close();
    }
    if !after.is_empty() {
        run(sheet, (after, false));
    }
}

/// These words as the mark of their segment's mention; plain where it has none.
pub fn mark(analysis: &Analysis, segment: &Segment, words: Html) -> Html {
    let Some((id, mention)) = segment.mention.and_then(|id| Some((id, analysis.mentions.get(id)?))) else {
        return words;
    };
    html! {
        <mark
            data-k={mention.kind.kind().id}
            data-id={id.to_string()}
            data-value={standoff::notation(&mention.value)}
            data-unsure={(mention.certainty == Certainty::Unsure).then_some("")}
            data-yours={is_yours(mention).then_some("")}
            data-more={(mention.span.start < segment.span.start).then_some("")}
        >{ words }</mark>
    }
}

/// Words as the file has them: what reading changed or took out is put back, by the style sheet, so
/// that places on the screen stay places in the text.
fn as_written(sheet: &mut Sheet, document: &Document, span: Span) {
    let edits = &document.structure.edits;
    let furniture = &document.structure.furniture;
    let mut changes: Vec<(Span, &str)> = Vec::new();
    let first = edits.partition_point(|edit| edit.span.end < span.start);
    let inside = |place: Span| place.start >= span.start && place.end <= span.end && place.start < span.end;
    let near = edits.iter().skip(first).take_while(|edit| edit.span.start <= span.end);
    changes.extend(near.filter(|edit| inside(edit.span)).map(|edit| (edit.span, edit.was.as_str())));
    let taken = furniture.iter().map(|taken| (Span::new(taken.at, taken.at), taken.text.as_str()));
    changes.extend(taken.filter(|(place, _)| inside(*place)));
    sort::by_key(&mut changes, |(place, _)| *place);
    let mut at = span.start;
    for (place, was) in changes {
        if place.start < at {
            continue;
        }
        sheet.text(document.slice(Span::new(at, place.start)));
        sheet.open("span");
        sheet.class(&[Some("was")]);
        sheet.set("data-was", was);
        sheet.text(document.slice(place));
        sheet.close();
        at = place.end;
    }
    sheet.text(document.slice(Span::new(at, span.end)));
}

/// How the lines of a paragraph are to be kept: those of a table as they are, those of an address
/// each on its own; wrapped prose flows.
fn layout(text: &str) -> Option<&'static str> {
    let lines = || text.trim_end().lines().map(str::trim_end).filter(|line| !line.trim().is_empty());
    let has_columns = |line: &str| line.trim_start().contains("   ") || line.trim_start().contains('\t');
    match lines().count() {
        0 | 1 => None,
        count if lines().filter(|line| has_columns(line)).count() * 2 >= count => Some("columns"),
        _ if lines().all(|line| line.chars().count() <= SHORT_LINE) => Some("lines"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_mean_something_are_kept() {
        assert_eq!(layout("Jane Doe\nir@alba.example\n\n"), Some("lines"));
        assert_eq!(layout("               2024    2023\nRevenue        1,500       -\n"), Some("columns"));
        assert_eq!(layout("One line.\n"), None);
        let prose = "a long line that a program has wrapped at a column ".repeat(2);
        assert_eq!(layout(&format!("{prose}\nwrapped here.\n")), None);
    }
}
