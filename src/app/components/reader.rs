//! The open document: its title, the legend, and its text with the mentions marked in it.

use std::collections::BTreeSet;

use web_sys::Element;
use yew::prelude::*;

use super::{LIST_MARKS, count, day, shown};
use crate::app::state::{Action, Entry, Shared, Status};
use crate::extract::document::Role;
use crate::extract::segment::segment_within;
use crate::extract::{Analysis, Certainty, KindId, Segment, standoff};

/// Paragraphs in a block that is drawn as one.
const BLOCK: usize = 40;
/// Lines this short were broken on purpose.
const SHORT_LINE: usize = 64;

/// What the reader is made from.
#[derive(Debug, PartialEq, Properties)]
pub struct Props {
    /// What is on the screen.
    pub entry: Option<Entry>,
    /// Paragraphs to draw.
    pub shown: usize,
    /// Paragraphs that will be drawn without being asked for.
    pub allowed: usize,
    /// Kinds switched off.
    pub hidden: BTreeSet<KindId>,
    /// Where actions go.
    pub act: Callback<Action>,
}

/// The middle of the page.
#[component]
pub fn Reader(props: &Props) -> Html {
    let body = match props.entry.as_ref().map(|entry| (entry, &entry.status)) {
        Some((entry, Status::Done(analysis))) => {
            let rest = analysis.document.paragraphs.len().saturating_sub(props.allowed);
            html! {
                <>
                    <Strip analysis={analysis.clone()} name={entry.name.clone()} hidden={props.hidden.clone()} act={props.act.clone()} />
                    if analysis.mentions.is_empty() { <Nothing analysis={analysis.clone()} /> }
                    <Text analysis={analysis.clone()} shown={props.shown} act={props.act.clone()} />
                    if rest > 0 {
                        <p class="more"><button type="button" data-action="next-section" onclick={props.act.reform(|_: MouseEvent| Action::NextSection)}>
                            { "Show next section" }</button>{ format!(" {} follow.", count(rest, "paragraph", "paragraphs")) }</p>
                    }
                </>
            }
        }
        Some((entry, status)) => html! {
            <div class="blank">
                <p class="blank-head">{ entry.name.clone() }</p>
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

#[derive(Debug, PartialEq, Properties)]
struct StripProps {
    analysis: Shared<Analysis>,
    name: String,
    hidden: BTreeSet<KindId>,
    act: Callback<Action>,
}

/// Title, day and legend.
#[component]
fn Strip(props: &StripProps) -> Html {
    let document = &props.analysis.document;
    let title = document.title().map_or_else(|| props.name.clone(), super::one_line);
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
    html! {
        <header class="strip">
            <p class="strip-title" title={title.clone()}>{ title.clone() }</p>
            if let Some(dateline) = document.dateline {
                <span class="dateline" title="The day this release gives itself">{ day(dateline.date) }</span>
            }
            <div class="legend" role="group" aria-label="Kinds of mention">
                { for props.analysis.summary.groups.iter().map(chip) }
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
    shown: usize,
    act: Callback<Action>,
}

/// The text. Listens for all its marks at once.
#[component]
fn Text(props: &TextProps) -> Html {
    let onmouseover = props.act.reform(|event: MouseEvent| mark_under(&event).map_or(Action::Leave, Action::Point));
    let onmouseleave = props.act.reform(|_: MouseEvent| Action::Leave);
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
    let blocks = props.shown.div_ceil(BLOCK);
    html! {
        <article id="text" tabindex="-1" {onmouseover} {onmouseleave} {onclick} {onkeydown}>
            { for (0..blocks).map(|block| {
                let from = block * BLOCK;
                html! { <Block key={block} analysis={props.analysis.clone()} {from} to={(from + BLOCK).min(props.shown)} /> }
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

#[derive(Debug, PartialEq, Properties)]
struct BlockProps {
    analysis: Shared<Analysis>,
    from: usize,
    to: usize,
}

/// A run of paragraphs.
#[component]
fn Block(props: &BlockProps) -> Html {
    html! { <>{ for (props.from..props.to).map(|index| paragraph(&props.analysis, index)) }</> }
}

fn paragraph(analysis: &Analysis, index: usize) -> Html {
    let Some(paragraph) = analysis.document.paragraphs.get(index) else { return Html::default() };
    let text = analysis.document.slice(paragraph.span);
    if text.trim().is_empty() {
        return Html::default();
    }
    let segments = segment_within(paragraph.span, &analysis.mentions);
    let mut strip = marker(text, paragraph.role);
    let pieces = segments.iter().map(|segment| piece(analysis, segment, &mut strip)).collect::<Html>();
    let lines = layout(text);
    match paragraph.role {
        Role::Title => html! { <h1>{ pieces }</h1> },
        Role::Heading => html! { <h2>{ pieces }</h2> },
        Role::Item => {
            let numbered = text.trim_start().starts_with(|c: char| c.is_ascii_digit()).then_some("numbered");
            html! { <p class={classes!("item", numbered, lines)}>{ pieces }</p> }
        }
        Role::Row => html! { <p class="columns row-of-table">{ pieces }</p> },
        Role::Body => html! { <p class={classes!(lines)}>{ pieces }</p> },
    }
}

/// Bytes at the start of a paragraph that mark what it is and are shown otherwise.
fn marker(text: &str, role: Role) -> usize {
    let content = text.trim_start();
    let rest = match role {
        Role::Title | Role::Heading => content.trim_start_matches('#').trim_start(),
        Role::Item => {
            let rest = content.strip_prefix(LIST_MARKS).unwrap_or(content);
            rest.trim_start()
        }
        Role::Body | Role::Row => content,
    };
    text.len() - rest.len()
}

fn piece(analysis: &Analysis, segment: &Segment, strip: &mut usize) -> Html {
    let text = analysis.document.slice(segment.span);
    let Some((id, mention)) = segment.mention.and_then(|id| Some((id, analysis.mentions.get(id)?))) else {
        let skipped = (*strip).min(text.len());
        *strip -= skipped;
        return html! { shown(text.get(skipped..).unwrap_or(text)) };
    };
    *strip = 0;
    // A piece at a paragraph's end holds the empty line after it.
    let (inside, after) = text.split_at(text.trim_end().len());
    html! {
        <>
            <mark
                data-k={mention.kind.kind().id}
                data-id={id.to_string()}
                data-value={standoff::notation(&mention.value)}
                data-unsure={(mention.certainty == Certainty::Unsure).then_some("")}
            >{ shown(inside) }</mark>
            { after.to_string() }
        </>
    }
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
    fn marks_of_paragraphs_are_not_shown() {
        assert_eq!(marker("## Results\n", Role::Heading), 3);
        assert_eq!(marker(" • first", Role::Item), "1234".len() + 1);
        assert_eq!(marker("1. first", Role::Item), 0);
        assert_eq!(marker("#1 in its field", Role::Body), 0);
    }

    #[test]
    fn lines_that_mean_something_are_kept() {
        assert_eq!(layout("Jane Doe\nir@alba.example\n\n"), Some("lines"));
        assert_eq!(layout("               2024    2023\nRevenue        1,500       -\n"), Some("columns"));
        assert_eq!(layout("One line.\n"), None);
        let prose = "a long line that a program has wrapped at a column ".repeat(2);
        assert_eq!(layout(&format!("{prose}\nwrapped here.\n")), None);
    }
}
