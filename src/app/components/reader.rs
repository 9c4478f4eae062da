//! The open document: its title, the legend, and its text with the mentions marked in it.

use std::collections::BTreeSet;

use web_sys::Element;
use yew::prelude::*;

use super::{count, day, outline, pages, toggle};
use crate::app::state::{Action, Entry, Labels, Shared, Status, Structure};
use crate::extract::document::Role;
use crate::extract::edits::is_yours;
use crate::extract::reading::{View, goes_on, page, stretches};
use crate::extract::repeat::Repeat;
use crate::extract::segment::segment_within;
use crate::extract::{Analysis, Certainty, Document, KindId, Mention, Segment, Span, standoff};

/// Paragraphs in a block that is drawn as one.
const BLOCK: usize = 40;
/// Lines this short were broken on purpose.
const SHORT_LINE: usize = 64;

/// What the reader is made from.
#[derive(Debug, PartialEq, Properties)]
pub struct Props {
    /// What is on the screen.
    pub entry: Option<Entry>,
    /// Its sections and what is new in it.
    pub structure: Option<Shared<Structure>>,
    /// Paragraphs to draw.
    pub shown: usize,
    /// Paragraphs that will be drawn without being asked for.
    pub allowed: usize,
    /// Kinds switched off.
    pub hidden: BTreeSet<KindId>,
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
#[component]
pub fn Reader(props: &Props) -> Html {
    let body = match props.entry.as_ref().map(|entry| (entry, &entry.status)) {
        Some((entry, Status::Done(analysis))) => {
            let rest = analysis.document.paragraphs.len().saturating_sub(props.allowed);
            let found = entry.found.clone().unwrap_or_else(|| analysis.clone());
            let view = props.view.of(&analysis.document);
            html! {
                <>
                    { strip(props, analysis, &entry.name, entry.edits.list.len()) }
                    if analysis.mentions.is_empty() { <Nothing analysis={analysis.clone()} /> }
                    <outline::Rail analysis={analysis.clone()} viewed={props.viewed} act={props.act.clone()} />
                    <Text
                        analysis={analysis.clone()} {found} structure={props.structure.clone()} {view}
                        shown={props.shown} act={props.act.clone()}
                    />
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
fn strip(props: &Props, analysis: &Shared<Analysis>, name: &str, corrections: usize) -> Html {
    let document = &analysis.document;
    let title = document.title().map_or_else(|| name.to_string(), super::one_line);
    let chip = |group: &crate::extract::summary::Group| {
        let (id, kind) = (group.kind, group.kind.kind());
        let toggle = props.act.reform(move |event: MouseEvent| match event.alt_key() {
            true => Action::Only(id),
            false => Action::Toggle(id),
        });
        let pressed = !props.hidden.contains(&id);
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
            <h1 class="strip-title" title={title.clone()}>{ title.clone() }</h1>
            if let Some(dateline) = document.dateline {
                <span class="dateline" title="The day this release gives itself">{ day(dateline.date) }</span>
            }
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

#[derive(Debug, PartialEq, Properties)]
struct NothingProps {
    analysis: Shared<Analysis>,
}

/// Said where nothing was found.
#[component]
fn Nothing(props: &NothingProps) -> Html {
    let words = props.analysis.document.text.split_whitespace().count();
    let kinds: Vec<String> = KindId::all().map(|id| id.kind().plural.to_lowercase()).collect();
    let (last, rest) = kinds.split_last().map_or(("", String::new()), |(last, rest)| (last.as_str(), rest.join(", ")));
    html! {
        <p class="nothing">
            { format!("No {rest} or {last} found. Looked at {}. ", count(words, "word", "words")) }
            <button type="button" class="link" data-action="sample" data-sample="all">{ "Open a sample" }</button>
        </p>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct TextProps {
    analysis: Shared<Analysis>,
    found: Shared<Analysis>,
    structure: Option<Shared<Structure>>,
    view: View,
    shown: usize,
    act: Callback<Action>,
}

/// The text. Listens for all its marks at once.
#[component]
fn Text(props: &TextProps) -> Html {
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
                <pages::Pages analysis={props.analysis.clone()} found={props.found.clone()} shown={props.shown} act={props.act.clone()} />
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
                        view={props.view} {from} to={(from + BLOCK).min(props.shown)} act={props.act.clone()}
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
    act: Callback<Action>,
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
    /// The mentions in the block and the number of the first. Lists and cut sentences may reach into
    /// the next block, so that one is looked at too.
    fn marks(&self) -> (usize, &[Mention]) {
        let paragraphs = &self.analysis.document.paragraphs;
        let last = (self.to + BLOCK).min(paragraphs.len());
        let start = paragraphs.get(self.from).map_or(0, |paragraph| paragraph.span.start);
        let end = paragraphs.get(last.wrapping_sub(1)).map_or(0, |paragraph| paragraph.span.end);
        let mentions = &self.analysis.mentions;
        let first = mentions.partition_point(|mention| mention.span.end <= start);
        let past = mentions.partition_point(|mention| mention.span.start < end).max(first);
        (first, &mentions[first..past])
    }
}

/// A run of paragraphs.
#[component]
fn Block(props: &BlockProps) -> Html {
    let document = &props.analysis.document;
    let paragraphs = &document.paragraphs;
    let reading = props.view == View::Reading;
    let is_item = |index: usize| paragraphs.get(index).is_some_and(|paragraph| paragraph.role == Role::Item);
    // What goes on from the paragraph before is drawn with it.
    let follows = |index: usize| {
        reading
            && index > 0
            && (is_item(index) && is_item(index - 1) || goes_on(document, index) || same_table(document, index))
    };
    let mut list: Vec<Html> = Vec::new();
    let mut index = props.from;
    while index < props.to && follows(index) {
        index += 1;
    }
    while index < props.to {
        let mut end = index + 1;
        while end < paragraphs.len() && follows(end) {
            end += 1;
        }
        list.push(group(props, index, end));
        index = end;
    }
    list.into_iter().collect()
}

/// Paragraphs that are one on the screen: a list, or a paragraph that a page break cut.
fn group(props: &BlockProps, from: usize, to: usize) -> Html {
    let document = &props.analysis.document;
    let Some(paragraph) = document.paragraphs.get(from) else { return Html::default() };
    let text = document.slice(paragraph.span);
    if props.view == View::Source {
        return html! { <p data-p={from.to_string()}>{ pieces(props, from) }</p> };
    }
    if text.trim().is_empty() {
        return Html::default();
    }
    let section = props.structure.as_ref().and_then(|structure| {
        let place = structure.sections.partition_point(|section| section.to <= from);
        structure.sections.get(place)
    });
    let standard = section.and_then(|section| section.standard).map(|_| "standard");
    let repeats = props.structure.as_ref().map_or(&[][..], |structure| &structure.repeats);
    let repeat = |index: usize| match repeats.get(index) {
        Some(Repeat::Same(_)) => Some("same"),
        Some(Repeat::Changed(_)) => Some("changed"),
        _ => None,
    };
    let break_before = page(document, from).map(|number| page_break(Some(number)));
    let lines = layout(text);
    let p = from.to_string();
    let tag = match paragraph.role {
        Role::Title => html! { <h1 data-p={p} data-repeat={repeat(from)}>{ pieces(props, from) }</h1> },
        Role::Heading => {
            html! { <h2 data-p={p} class={classes!(standard)} data-repeat={repeat(from)}>{ pieces(props, from) }</h2> }
        }
        Role::Item => {
            let item = |index: usize| {
                let text = document.paragraphs.get(index).map_or("", |paragraph| document.slice(paragraph.span));
                let numbered = text.trim_start().starts_with(|c: char| c.is_ascii_digit()).then_some("numbered");
                html! {
                    <li data-p={index.to_string()} class={classes!("item", numbered, layout(text))} data-repeat={repeat(index)}>{ pieces(props, index) }</li>
                }
            };
            html! { <ul class={classes!(standard)}>{ for (from..to).map(item) }</ul> }
        }
        Role::Row => {
            let rows = (from..to).map(
                |index| html! { <tr data-p={index.to_string()} data-repeat={repeat(index)}>{ row(props, index) }</tr> },
            );
            html! { <div class="table" tabindex="0" role="group" aria-label="Table"><table><tbody>{ for rows }</tbody></table></div> }
        }
        Role::Body if to == from + 1 => {
            // A table wider than the column is scrolled, by keys too.
            let tabindex = (lines == Some("columns")).then_some("0");
            html! { <p data-p={p} class={classes!(lines, standard)} data-repeat={repeat(from)} {tabindex}>{ pieces(props, from) }</p> }
        }
        Role::Body => {
            let part = |index: usize| {
                html! {
                    <>
                        if index > from { { page_break(page(document, index)) } }
                        <span data-p={index.to_string()} data-repeat={repeat(index)}>{ pieces(props, index) }</span>
                    </>
                }
            };
            html! { <p class={classes!(standard)}>{ for (from..to).map(part) }</p> }
        }
    };
    // The first paragraph under the heading says that it is standard text.
    let first = section.is_some_and(|section| match section.from == from {
        true => paragraph.role != Role::Heading,
        false => section.from + 1 == from && is_heading(props, section.from),
    });
    let note = (standard.is_some() && first)
        .then(|| note(props, section.map_or(from..to, |section| section.from..section.to)));
    html! { <>{ break_before }{ note }{ tag }</> }
}

/// Whether a paragraph is a row of the same table as the one before.
fn same_table(document: &Document, index: usize) -> bool {
    let row = |index: usize| document.paragraphs.get(index).filter(|paragraph| paragraph.role == Role::Row);
    let (Some(before), Some(here)) = (row(index - 1), row(index)) else { return false };
    let table = |span: Span| {
        let tables = &document.structure.tables;
        tables.partition_point(|table| table.span.end <= span.start)
    };
    table(before.span) == table(here.span)
}

/// The cells of a row of a table, each in its column.
fn row(props: &BlockProps, index: usize) -> Html {
    let document = &props.analysis.document;
    let Some(paragraph) = document.paragraphs.get(index) else { return Html::default() };
    let tables = &document.structure.tables;
    let table = tables.get(tables.partition_point(|table| table.span.end <= paragraph.span.start));
    let known = table.and_then(|table| table.rows.iter().find(|row| row.span.overlaps(paragraph.span)));
    let shown = stretches(document, paragraph, props.view);
    let segments = segment_within(paragraph.span, &props.analysis.mentions);
    let mut column = 0;
    let mut cells: Vec<Html> = Vec::new();
    for stretch in &shown {
        let cell = known.and_then(|row| row.cells.iter().find(|cell| cell.span.overlaps(stretch.span)));
        let (at, wide) = cell.map_or((column, 1), |cell| (cell.column, cell.columns.max(1)));
        if at > column {
            cells.push(html! { <td colspan={(at - column).to_string()}></td> });
        }
        column = at.max(column) + wide;
        let inside = std::slice::from_ref(stretch);
        let pieces = segments.iter().filter(|segment| segment.span.overlaps(stretch.span));
        let pieces =
            pieces.map(|segment| piece(&props.analysis, props.view, segment, inside, &mut 0)).collect::<Html>();
        let colspan = (wide > 1).then(|| wide.to_string());
        let text = document.slice(stretch.span);
        cells.push(match at == 0 && text.chars().any(char::is_alphabetic) {
            true => html! { <th scope="row" {colspan}>{ pieces }</th> },
            false => html! { <td {colspan}>{ pieces }</td> },
        });
    }
    cells.into_iter().collect()
}

fn is_heading(props: &BlockProps, index: usize) -> bool {
    props.analysis.document.paragraphs.get(index).is_some_and(|paragraph| paragraph.role == Role::Heading)
}

/// “Standard text, the same in 3 earlier releases. Show normally”.
fn note(props: &BlockProps, section: std::ops::Range<usize>) -> Html {
    let structure = props.structure.as_ref();
    let repeats: Vec<&Repeat> =
        structure.map_or(&[][..], |structure| structure.repeats.get(section).unwrap_or(&[])).iter().collect();
    let changes: usize =
        repeats.iter().map(|repeat| if let Repeat::Changed(spans) = repeat { spans.len() } else { 0 }).sum();
    let seen =
        repeats.iter().filter_map(|repeat| if let Repeat::Same(times) = repeat { Some(*times) } else { None }).max();
    let words = match (seen, changes) {
        (_, 1..) => format!("Standard text, {} since the release before.", count(changes, "change", "changes")),
        (Some(times), 0) => {
            format!("Standard text, the same in {}.", count(times, "earlier release", "earlier releases"))
        }
        _ => "Standard text.".to_string(),
    };
    html! {
        <p class="note">{ words }{ " " }<button type="button" class="link" onclick={super::send(&props.act, Action::ToggleStandard)}>{ "Show normally" }</button></p>
    }
}

/// A hairline where the source has a page break.
fn page_break(number: Option<usize>) -> Html {
    let label = number.map(|number| format!("p. {number}"));
    html! { <span class="page" aria-hidden="true" data-page={label} title="Page break in the source"></span> }
}

fn pieces(props: &BlockProps, index: usize) -> Html {
    let document = &props.analysis.document;
    let Some(paragraph) = document.paragraphs.get(index) else { return Html::default() };
    let shown = stretches(document, paragraph, props.view);
    let mut at = 0;
    let segments = segment_within(paragraph.span, &props.analysis.mentions);
    segments.iter().map(|segment| piece(&props.analysis, props.view, segment, &shown, &mut at)).collect()
}

/// A segment as it is shown. `at` is the first stretch that may lie in it.
fn piece(
    analysis: &Analysis,
    view: View,
    segment: &Segment,
    shown: &[crate::extract::reading::Stretch],
    at: &mut usize,
) -> Html {
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
    let run = |&(span, emphasis): &(Span, bool)| match (view, emphasis) {
        (View::Source, _) => as_written(document, span),
        (_, true) => html! { <em>{ document.slice(span).to_string() }</em> },
        (_, false) => html! { document.slice(span).to_string() },
    };
    if segment.mention.is_none() {
        return runs.iter().map(run).collect();
    }
    // A piece at a paragraph's end holds the empty line after it.
    let mut after = Span::default();
    if let Some((last, _)) = runs.last_mut() {
        let end = last.start + document.slice(*last).trim_end().len();
        (*last, after) = (Span::new(last.start, end), Span::new(end, last.end));
    }
    if runs.iter().all(|(span, _)| span.is_empty()) {
        return run(&(after, false));
    }
    html! {
        <>
            { mark(analysis, segment, runs.iter().map(run).collect()) }
            if !after.is_empty() { { run(&(after, false)) } }
        </>
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
fn as_written(document: &Document, span: Span) -> Html {
    let edits = &document.structure.edits;
    let furniture = &document.structure.furniture;
    let mut changes: Vec<(Span, &str)> = Vec::new();
    let first = edits.partition_point(|edit| edit.span.end < span.start);
    let inside = |place: Span| place.start >= span.start && place.end <= span.end && place.start < span.end;
    let near = edits.iter().skip(first).take_while(|edit| edit.span.start <= span.end);
    changes.extend(near.filter(|edit| inside(edit.span)).map(|edit| (edit.span, edit.was.as_str())));
    let taken = furniture.iter().map(|taken| (Span::new(taken.at, taken.at), taken.text.as_str()));
    changes.extend(taken.filter(|(place, _)| inside(*place)));
    if changes.is_empty() {
        return html! { document.slice(span).to_string() };
    }
    changes.sort_by_key(|(place, _)| *place);
    let mut at = span.start;
    let mut list: Vec<Html> = Vec::new();
    for (place, was) in changes {
        if place.start < at {
            continue;
        }
        list.push(html! { document.slice(Span::new(at, place.start)).to_string() });
        list.push(html! { <span class="was" data-was={was.to_string()}>{ document.slice(place).to_string() }</span> });
        at = place.end;
    }
    list.push(html! { document.slice(Span::new(at, span.end)).to_string() });
    list.into_iter().collect()
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
