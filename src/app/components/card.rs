//! The card of a mention: what it means and why.

use std::rc::Rc;

use web_sys::HtmlElement;
use yew::prelude::*;

use super::{button, day, one_line, quote};
use crate::app::state::{Action, Among, Shared, Step, Structure, a_kind, place};
use crate::extract::edits::{Edge, Edits, Way, is_yours};
use crate::extract::{Analysis, Certainty, KindId, Mention, Value, summary, units};

/// Between a mark and its card.
const GAP: f64 = 8.0;
/// Between a card and the edge of the window.
const MARGIN: f64 = 12.0;

/// What a card is made from.
#[derive(Debug, PartialEq, Properties)]
pub struct Props {
    /// What is on the screen.
    pub analysis: Shared<Analysis>,
    /// Its sections.
    pub structure: Option<Shared<Structure>>,
    /// What the reader corrected in it.
    pub edits: Rc<Edits>,
    /// The mention.
    pub mention: usize,
    /// Whether what is needed to correct it is shown.
    pub editing: bool,
    /// Whether the page only shows.
    pub receiving: bool,
    /// Where actions go.
    pub act: Callback<Action>,
}

/// The card.
#[component]
pub fn Card(props: &Props) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with((props.mention, props.analysis.clone(), props.editing), move |(mention, ..)| {
            if let Some(card) = node.cast::<HtmlElement>() {
                put_below(&card, *mention);
            }
        });
    }
    let Props { analysis, mention: index, act, .. } = props;
    let Some(mention) = analysis.mentions.get(*index) else { return Html::default() };
    let kind = mention.kind.kind();
    let surface = one_line(analysis.document.slice(mention.span));
    let label = summary::label(&mention.value);
    let (at, total) = place(analysis, *index, |other| other.kind == mention.kind);
    let sentence = analysis.document.sentence(mention.span);
    let index = *index;
    let send = |action: Action| super::send(act, action);
    html! {
        <div
            class="card" tabindex="-1" ref={node} data-k={kind.id} data-card={index.to_string()} role="dialog" aria-label={format!("{}: {label}", kind.title)}
            onmouseenter={send(Action::HoldCard)} onmouseleave={send(Action::Leave)}
        >
            <div class="card-head">
                <span class="glyph" aria-hidden="true">{ kind.glyph }</span>
                <span class="card-kind">{ kind.title }</span>
                <span class="card-sure" data-certainty={mention.certainty.as_str()}>
                    { if mention.certainty == Certainty::Sure { "sure" } else { "unsure" } }
                </span>
                <span class="card-steps">
                    <button type="button" class="quiet" aria-label={format!("Previous {}", kind.title.to_lowercase())} onclick={send(Action::Step(Step::Previous, Among::SameKind))}>{ "‹" }</button>
                    <span class="tally">{ format!("{at} of {total}") }</span>
                    <button type="button" class="quiet" aria-label={format!("Next {}", kind.title.to_lowercase())} onclick={send(Action::Step(Step::Next, Among::SameKind))}>{ "›" }</button>
                    <button type="button" class="quiet" data-action="close-card" aria-label="Close" onclick={send(Action::Escape)}>{ "×" }</button>
                </span>
            </div>
            <p class="card-surface">{ surface }</p>
            <p class="card-value">
                if label.is_empty() { <span>{ "The text does not settle its value." }</span> } else { <><span class="equals">{ "=" }</span>{ label }</> }
            </p>
            { facts(analysis, mention, section(props, mention)) }
            <p class="card-quote">{ quote(analysis, sentence, mention.span, 140) }</p>
            <p class="card-rule">{ who(mention, props.edits.before(mention)) }</p>
            if props.editing { { editor(props, mention) } }
            <div class="card-actions">
                { button("", "copy-value", "Copy value", Action::CopyValue(index), act) }
                { button("", "copy-source", "Copy with source", Action::CopySource(index), act) }
                if !props.receiving {
                    if mention.certainty == Certainty::Unsure {
                        { button("", "confirm", format!("It is {}", a_kind(mention.kind)), Action::Confirm(index), act) }
                    }
                    <button type="button" data-action="edit" aria-expanded={props.editing.to_string()} onclick={send(Action::Edit(index))}>{ "Edit" }</button>
                    { button("", "dismiss", format!("Not {}", a_kind(mention.kind)), Action::NotOne(index), act) }
                }
            </div>
        </div>
    }
}

/// Who decided: a rule, or the reader, and what it was before.
fn who(mention: &Mention, before: Option<&Mention>) -> Html {
    if !is_yours(mention) {
        return html! { <>{ "Rule " }<code>{ mention.rule.to_string() }</code></> };
    }
    let was = match before {
        Some(before) => format!(" It was {}, by rule {}.", a_kind(before.kind), before.rule),
        None => " No rule had found it.".to_string(),
    };
    html! { <><b>{ "★ You" }</b>{ " decided." }{ was }</> }
}

/// The heading it stands under.
fn section(props: &Props, mention: &Mention) -> Option<String> {
    let paragraphs = &props.analysis.document.paragraphs;
    let paragraph = paragraphs.partition_point(|paragraph| paragraph.span.end <= mention.span.start);
    let sections = &props.structure.as_ref()?.sections;
    let section = sections.get(sections.partition_point(|section| section.to <= paragraph))?;
    (!section.title.is_empty()).then(|| section.title.clone())
}

/// Another kind, other ends.
fn editor(props: &Props, mention: &Mention) -> Html {
    let (index, act) = (props.mention, &props.act);
    let kind = |id: KindId| {
        let retype = super::send(act, Action::Retype(index, id));
        html! {
            <button type="button" data-retype={id.kind().id} aria-pressed={(id == mention.kind).to_string()} onclick={retype}>{ id.kind().title }</button>
        }
    };
    let end = |words: &'static str, sign: &'static str, edge: Edge, way: Way| {
        let go = super::send(act, Action::Move(index, edge, way));
        html! { <button type="button" aria-label={words} title={words} onclick={go}>{ sign }</button> }
    };
    html! {
        <div class="card-editor">
            <div class="segments" role="group" aria-label="Kind">{ for KindId::all().map(kind) }</div>
            <div class="bounds" role="group" aria-label="Bounds, by word">
                <span class="segments">
                    { end("Start a word earlier", "←", Edge::Start, Way::Back) }
                    { end("Start a word later", "→", Edge::Start, Way::Forward) }
                </span>
                <span class="hint">{ "start · end" }</span>
                <span class="segments">
                    { end("End a word earlier", "←", Edge::End, Way::Back) }
                    { end("End a word later", "→", Edge::End, Way::Forward) }
                </span>
                if is_yours(mention) {
                    { button("link", "restore", "As the rules have it", Action::Restore(mention.span, mention.kind), act) }
                }
            </div>
            <p class="hint">{ "Or select other words in the text." }</p>
        </div>
    }
}

/// What the value rests on, and what is said of it nearby.
fn facts(analysis: &Analysis, mention: &Mention, section: Option<String>) -> Option<Html> {
    let words = |span| one_line(analysis.document.slice(span));
    let mut rows: Vec<(String, String)> = Vec::new();
    match &mention.value {
        Value::Time { anchor: Some(anchor), .. } => {
            let source = anchor.span.map_or("given from outside".to_string(), |span| format!("from “{}”", words(span)));
            rows.push(("Counted from".into(), format!("{} ({source})", day(anchor.date))));
        }
        Value::Money { assumed: true, currency, .. } => {
            rows.push(("Currency".into(), format!("{currency} is assumed: the mark alone does not settle it")));
        }
        value => {
            if let Some(other) = units::in_counterpart(value) {
                rows.push(("Also".into(), summary::label(&other).to_string()));
            }
        }
    }
    for attribute in &mention.attributes {
        let mut name = attribute.name.replace('-', " ");
        if let Some(first) = name.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        let said = attribute.span.map(words).filter(|said| !said.eq_ignore_ascii_case(&attribute.value));
        let said = said.map_or(String::new(), |said| format!(" (“{said}”)"));
        rows.push((name, format!("{}{said}", attribute.value)));
    }
    if let Some(section) = section {
        rows.push(("Section".into(), section));
    }
    (!rows.is_empty()).then(|| {
        html! {
            <dl class="card-facts">
                { for rows.into_iter().map(|(name, value)| html! { <><dt>{ name }</dt><dd>{ value }</dd></> }) }
            </dl>
        }
    })
}

/// Puts a card under the line its mark ends on, or above it where there is no room below.
fn put_below(card: &HtmlElement, mention: usize) {
    let Some(window) = web_sys::window() else { return };
    let mark = window
        .document()
        .and_then(|document| document.query_selector(&format!("#text mark[data-id=\"{mention}\"]")).ok().flatten());
    let Some(mark) = mark else { return };
    let lines = mark.get_client_rects();
    let Some(line) = lines.get(lines.length().saturating_sub(1)) else { return };
    let number = |value: Result<wasm_bindgen::JsValue, wasm_bindgen::JsValue>| {
        value.ok().and_then(|v| v.as_f64()).unwrap_or(0.0)
    };
    let (width, height) = (number(window.inner_width()), number(window.inner_height()));
    let (wide, high) = (f64::from(card.offset_width()), f64::from(card.offset_height()));
    // It stays beside the summary, not over it, where there is room.
    let column =
        mark.closest("#reader").ok().flatten().map_or(width, |reader| reader.get_bounding_client_rect().right());
    let left =
        line.left().min(column.min(width) - wide - MARGIN).max(MARGIN) + number(window.scroll_x().map(Into::into));
    let first = lines.get(0).map_or(line.top(), |line| line.top());
    let fits_below = line.bottom() + GAP + high <= height;
    let fits_above = first - GAP - high >= 0.0;
    let top = if fits_below || !fits_above { line.bottom() + GAP } else { first - GAP - high };
    let top = top + number(window.scroll_y().map(Into::into));
    super::put(card, left, top);
}
