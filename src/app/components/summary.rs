//! The summary beside the text: a group for each kind, a row for each entity, and its mentions.

use litemap::LiteMap;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::{button, count, keyed, one_line, quote, tally};
use crate::app::state::{Action, Shared, Tab, row_passes};
use crate::extract::edits::Edits;
use crate::extract::glance::{Check, Fact, Glance, Verdict};
use crate::extract::summary::{Group, Row};
use crate::extract::{Analysis, Certainty, KindId, Kinds};

/// Rows of one group drawn without being asked for.
const FIRST_ROWS: usize = 60;

/// What the panel is made from.
#[derive(Debug, PartialEq)]
pub struct Props {
    /// What is on the screen.
    pub analysis: Option<Shared<Analysis>>,
    /// Kinds switched off.
    pub hidden: Kinds,
    /// What rows are filtered by.
    pub filter: String,
    /// Which mentions the filter lets through.
    pub passing: Option<Shared<Vec<bool>>>,
    /// The mention the reader is at.
    pub current: Option<usize>,
    /// Entities whose mentions are listed.
    pub expanded: Vec<usize>,
    /// Rows of a kind shown beyond the first ones.
    pub more_rows: LiteMap<KindId, usize>,
    /// What is shown.
    pub tab: Tab,
    /// Whether the page only shows.
    pub receiving: bool,
    /// Facts and checks.
    pub glance: Option<Shared<Glance>>,
    /// Whether only what the reader corrected is shown.
    pub yours: bool,
    /// What the reader corrected.
    pub edits: Rc<Edits>,
    /// What the next undo takes back.
    pub undo: Option<String>,
    /// What the next redo makes again.
    pub redo: Option<String>,
    /// Where actions go.
    pub act: Callback<Action>,
    /// The search, or the rules.
    pub children: Html,
}

/// The panel.
pub fn panel(props: &Props) -> Html {
    let oninput = props.act.reform(|event: InputEvent| {
        Action::Filter(
            event.target_dyn_into::<web_sys::HtmlInputElement>().map(|input| input.value()).unwrap_or_default(),
        )
    });
    let content = match &props.analysis {
        _ if matches!(props.tab, Tab::Find | Tab::Timeline | Tab::Rules) => props.children.clone(),
        None => html! { <p class="panel-note">{ "What is found will be listed here." }</p> },
        Some(analysis) if props.tab == Tab::Yours => yours(props, analysis),
        Some(analysis) => {
            let visible = |group: &&Group| !props.hidden.contains(group.kind);
            let passing =
                |group: &Group| group.rows.iter().filter(|row| row_passes(props.passing.as_ref(), row)).count();
            let all: usize = analysis.summary.groups.iter().map(|group| group.rows.len()).sum();
            let hits: usize = analysis.summary.groups.iter().filter(visible).map(passing).sum();
            let behind: usize = analysis.summary.groups.iter().filter(|group| !visible(group)).map(passing).sum();
            if hits == 0 && !(props.filter.trim().is_empty() && behind == 0 && !props.yours) {
                nothing(props, behind)
            } else {
                let groups =
                    analysis.summary.groups.iter().filter(visible).map(|group| group_view(props, analysis, group));
                let plain = props.filter.trim().is_empty() && !props.yours;
                let first = props.glance.as_ref().filter(|_| plain).map(|glance| at_a_glance(props, glance));
                html! { <>{ hidden_note(props, hits, behind, all) }{ first }<div class="kinds">{ for groups }</div></> }
            }
        }
    };
    let tab = |tab: Tab, id: &'static str, name: &'static str, count: usize| {
        let show = super::send(&props.act, Action::ShowTab(tab));
        html! {
            <button type="button" role="tab" id={format!("tab-{id}")} aria-controls="panel" aria-selected={(props.tab == tab).to_string()} data-panel-tab={id} data-words={name} onclick={show}>
                { name }
                { tally(count) }
            </button>
        }
    };
    let is_summary = props.tab == Tab::Summary;
    html! {
        <aside class="summary" aria-label="Summary">
            <h2 class="unseen">{ "Summary" }</h2>
            <div class="rail-head">
                <div class="panel-tabs" role="tablist" aria-label="Beside the text">
                    { tab(Tab::Summary, "summary", "Summary", 0) }
                    { tab(Tab::Timeline, "timeline", "Timeline", 0) }
                    { tab(Tab::Find, "find", "Find", 0) }
                    if !props.receiving {
                        { tab(Tab::Yours, "yours", "Changes", props.edits.list.len()) }
                        { tab(Tab::Rules, "rules", "Rules", 0) }
                    }
                </div>
                if is_summary {
                    <div class="filter">
                        <input
                            id="filter" type="search" placeholder="Filter" aria-label="Filter rows and marks" autocomplete="off"
                            spellcheck="false" value={props.filter.clone()} {oninput}
                        />
                        <kbd aria-hidden="true">{ "/" }</kbd>
                    </div>
                }
            </div>
            <div class="groups" id="panel" role="tabpanel" aria-labelledby={match props.tab { Tab::Summary => "tab-summary", Tab::Timeline => "tab-timeline", Tab::Find => "tab-find", Tab::Yours => "tab-yours", Tab::Rules => "tab-rules" }}>{ content }</div>
        </aside>
    }
}

/// Facts and checks, each leading to its words.
fn at_a_glance(props: &Props, glance: &Glance) -> Html {
    let fact = |fact: &Fact| {
        let part = |part: &crate::extract::glance::Part| {
            let action = match part.mention {
                Some(mention) => Action::Go(mention),
                None => Action::GoPlace(part.span),
            };
            button("fact", "fact", part.words.clone(), action, &props.act)
        };
        html! { <div class="fact-row" data-fact={fact.id.to_string()}><dt>{ fact.title.to_string() }</dt><dd>{ for fact.parts.iter().map(part) }</dd></div> }
    };
    let check = |check: &Check| {
        let (sign, word, class) = match check.verdict {
            Verdict::Agrees => ("✓", "Agrees", "is-right"),
            Verdict::Differs => ("≠", "Does not agree", "is-wrong"),
            Verdict::Notice => ("!", "To look at", "is-odd"),
        };
        let go = |&span: &crate::extract::Span| super::send(&props.act, Action::GoPlace(span));
        html! {
            <li class={classes!("check-row", class)} data-check={check.id.to_string()}>
                <span class="verdict" role="img" aria-label={word}>{ sign }</span>
                <button type="button" class="fact" onclick={check.spans.first().map(go)}>{ check.words.clone() }</button>
                { for check.spans.iter().enumerate().skip(1).map(|(place, span)| html! {
                    <button type="button" class="fact more-words" aria-label={format!("{}, place {}", check.words, place + 1)} onclick={go(span)}>{ place + 1 }</button>
                }) }
            </li>
        }
    };
    html! {
        <div class="glance">
            if !glance.facts.is_empty() {
                <section aria-labelledby="glance-head"><h3 id="glance-head">{ "At a glance" }</h3><dl>{ for glance.facts.iter().map(fact) }</dl></section>
            }
            if !glance.checks.is_empty() {
                <section aria-labelledby="checks-head"><h3 id="checks-head">{ "Checks" }</h3><ul>{ for glance.checks.iter().map(check) }</ul></section>
            }
        </div>
    }
}

/// “12 of 40 rows. 28 hidden by the filter, 5 by type switches. Show all”; nothing where nothing is
/// hidden.
fn hidden_note(props: &Props, hits: usize, behind: usize, all: usize) -> Html {
    if hits == all {
        return Html::default();
    }
    let filtered = all - hits - behind;
    let filter = match (props.filter.trim().is_empty(), props.yours) {
        (true, _) => "by “only my changes”",
        (false, true) => "by the filter and “only my changes”",
        (false, false) => "by the filter",
    };
    let mut parts: Vec<String> = Vec::new();
    if filtered > 0 {
        parts.push(format!("{filtered} hidden {filter}"));
    }
    if behind > 0 {
        parts.push(format!(
            "{behind} {}",
            if parts.is_empty() { "hidden by type switches" } else { "by type switches" }
        ));
    }
    html! {
        <p class="panel-note" data-hidden-note="">{ format!("{hits} of {all} rows; {}. ", parts.join(", ")) }{ button("link", "show-all", "Show all", Action::ShowAll, &props.act) }</p>
    }
}

/// What the reader corrected, each with what it was and a way back.
fn yours(props: &Props, analysis: &Analysis) -> Html {
    let row = |known: &crate::extract::edits::Correction| {
        let Some(place) = known.now.as_ref().or(known.was.as_ref()) else { return Html::default() };
        let words = |mention: &crate::extract::Mention| one_line(analysis.document.slice(mention.span));
        let what = match (&known.was, &known.now) {
            (None, Some(now)) => format!("added to {}", now.kind.kind().plural.to_lowercase()),
            (Some(was), None) => format!("not {}", crate::app::state::a_kind(was.kind)),
            (Some(was), Some(now)) if was.kind != now.kind => {
                format!("{} → {}", was.kind.kind().title, now.kind.kind().title)
            }
            (Some(was), Some(now)) if was.span != now.span => format!("was “{}”", words(was)),
            _ => "confirmed".to_string(),
        };
        let (span, kind) = (place.span, place.kind);
        let index =
            known.now.as_ref().and_then(|now| analysis.mentions.iter().position(|mention| mention.span == now.span));
        let go = super::send(&props.act, index.map_or(Action::GoPlace(span), Action::Go));
        html! {
            <li class="change" data-k={kind.kind().id} data-change="">
                <button type="button" class="change-go" onclick={go}>
                    <span class="row-value">{ words(place) }</span><span class="row-forms">{ what }</span>
                    <span class="row-quote">{ quote(analysis, analysis.document.sentence(span), span, 48) }</span>
                </button>
                { button("link", "restore", "Take back", Action::Restore(span, kind), &props.act) }
            </li>
        }
    };
    let act = &props.act;
    html! {
        <div class="changes">
            <div class="change-actions">
                <button type="button" data-action="undo" disabled={props.undo.is_none()} title={props.undo.clone()} onclick={super::send(act, Action::Undo)}>{ "Undo" }</button>
                <button type="button" data-action="redo" disabled={props.redo.is_none()} title={props.redo.clone()} onclick={super::send(act, Action::Redo)}>{ "Redo" }</button>
                { super::toggle("check", "Only my changes", props.yours, Action::Yours, act, None) }
            </div>
            if props.edits.list.is_empty() {
                <p class="panel-note">{ "Nothing changed by you yet. Select words in the text to mark them, or open a mark and press Edit." }</p>
            } else {
                <ul>{ for props.edits.list.iter().map(row) }</ul>
            }
            if let Some(undo) = &props.undo { <p class="panel-note">{ "Last: " }{ undo.clone() }</p> }
        </div>
    }
}

fn nothing(props: &Props, behind: usize) -> Html {
    let show_all = super::send(&props.act, Action::ShowAll);
    let filter = props.filter.trim();
    let head = match (filter.is_empty(), props.yours) {
        (true, true) => "Nothing changed by you here.".into(),
        (true, false) => "Nothing to show.".into(),
        _ => format!("Nothing matches ‘{filter}’."),
    };
    let rest = if behind > 0 { format!(" {behind} hidden by type switches.") } else { String::new() };
    html! {
        <p class="panel-note">{ head }{ rest }{ " " }<button type="button" class="link" onclick={show_all}>{ "Show all" }</button></p>
    }
}

fn group_view(props: &Props, analysis: &Shared<Analysis>, group: &Group) -> Html {
    let kind = group.kind.kind();
    let rows: Vec<&Row> = group.rows.iter().filter(|row| row_passes(props.passing.as_ref(), row)).collect();
    if rows.is_empty() && !props.filter.trim().is_empty() {
        return Html::default();
    }
    let id = format!("group-{}", kind.id);
    let is_current = |row: &&Row| props.current.is_some_and(|current| row.mentions.contains(&current));
    let limit = FIRST_ROWS + props.more_rows.get(&group.kind).copied().unwrap_or(0);
    let limit = limit.max(rows.iter().position(is_current).map_or(0, |place| place + 1));
    let row = |(place, row): (usize, &Row)| {
        let current = props.current.filter(|current| row.mentions.contains(current));
        let props = RowProps {
            analysis: analysis.clone(),
            kind: group.kind,
            entity: row.entity,
            first: place == 0,
            current,
            expanded: props.expanded.contains(&row.entity),
            act: props.act.clone(),
        };
        keyed(row.entity, entity_row, props)
    };
    let id_of_kind = group.kind;
    let more = super::send(&props.act, Action::MoreRows(id_of_kind));
    html! {
        <section class={classes!("group", rows.is_empty().then_some("none"))} key={kind.id} data-k={kind.id}>
            <h3 id={id.clone()}>
                <span class="glyph" aria-hidden="true">{ kind.glyph }</span>
                { kind.plural }
                { tally(rows.len()) }
            </h3>
            if rows.is_empty() {
                <p class="panel-note">{ format!("No {} here.", kind.plural.to_lowercase()) }</p>
            } else {
                <ul role="tree" aria-labelledby={id} onkeydown={Callback::from(on_key)}>
                    { for rows.iter().copied().take(limit).enumerate().map(row) }
                </ul>
                if rows.len() > limit {
                    <p class="panel-note"><button type="button" class="link" onclick={more}>{ format!("Show {} more", rows.len() - limit) }</button></p>
                }
            }
        </section>
    }
}

#[derive(Debug, PartialEq)]
struct RowProps {
    analysis: Shared<Analysis>,
    kind: KindId,
    entity: usize,
    first: bool,
    current: Option<usize>,
    expanded: bool,
    act: Callback<Action>,
}

fn entity_row(props: &RowProps) -> Html {
    let RowProps { analysis, entity, .. } = props;
    let rows = analysis.summary.groups.get(props.kind.row()).map(|group| &group.rows);
    let Some(row) = rows.and_then(|rows| rows.iter().find(|row| row.entity == *entity)) else { return Html::default() };
    let several = row.mentions.len() > 1;
    let (entity, first) = (row.entity, row.mentions.first().copied().unwrap_or(0));
    let goal = props.current.unwrap_or(first);
    let go = super::send(&props.act, Action::Go(goal));
    let toggle = props.act.reform(move |event: MouseEvent| {
        event.stop_propagation();
        Action::Expand(entity)
    });
    let label = if row.label.is_empty() { row.forms.first().cloned().unwrap_or_default() } else { row.label.clone() };
    let more = row.forms.len().saturating_sub(3);
    let within = analysis.mentions.get(first).map(|mention| mention.span).unwrap_or_default();
    html! {
        <li
            role="treeitem" aria-level="1" aria-expanded={several.then(|| props.expanded.to_string())}
            tabindex={if props.first { "0" } else { "-1" }}
            data-row={entity.to_string()} data-kind={props.kind.kind().id}
            data-unsure={(row.certainty == Certainty::Unsure).then_some("")}
            class={classes!("row", props.current.map(|_| "is-current"))}
            aria-label={format!("{label}, {}", count(row.mentions.len(), "mention", "mentions"))}
        >
            <div class="row-body" onclick={go}>
                <div class="row-head">
                    <span class="row-value">{ label.as_str() }</span>
                    if several {
                        <span class="row-count expander" onclick={toggle} title={if props.expanded { "Hide the single mentions" } else { "List the single mentions" }}>
                            <span data-count="">{ row.mentions.len() }</span><span class="arrow" aria-hidden="true"></span>
                        </span>
                    } else {
                        <span class="row-count"><span data-count="">{ row.mentions.len() }</span></span>
                    }
                </div>
                if row.forms.len() > 1 {
                    <p class="row-forms">
                        { for row.forms.iter().take(3).enumerate().map(|(at, form)| html! { <>{ if at > 0 { " · " } else { "" } }{ super::unescaped(form) }</> }) }
                        { if more > 0 { format!(" and {more} more") } else { String::new() } }
                    </p>
                }
                if !props.expanded {
                    <p class="row-quote">{ quote(analysis, row.sentence, within, 48) }</p>
                }
            </div>
            if several && props.expanded {
                <ul role="group">
                    { for row.mentions.iter().map(|&mention| single(props, mention)) }
                </ul>
            }
        </li>
    }
}

/// One mention of an entity.
fn single(props: &RowProps, mention: usize) -> Html {
    let Some(found) = props.analysis.mentions.get(mention) else { return Html::default() };
    let go = super::send(&props.act, Action::Go(mention));
    html! {
        <li
            role="treeitem" aria-level="2" tabindex="-1" class={classes!("single", (props.current == Some(mention)).then_some("is-current"))}
            data-mention={mention.to_string()} onclick={go}
        >
            <p class="row-quote">{ quote(&props.analysis, props.analysis.document.sentence(found.span), found.span, 64) }</p>
        </li>
    }
}

/// Keys of a tree: one item takes part in the order of tabs, arrows move within.
fn on_key(event: KeyboardEvent) {
    let Some(tree) = event.current_target().and_then(|target| target.dyn_into::<HtmlElement>().ok()) else { return };
    let Ok(list) = tree.query_selector_all("[role=treeitem]") else { return };
    let items: Vec<HtmlElement> = (0..list.length()).filter_map(|at| list.get(at)?.dyn_into().ok()).collect();
    let Some(here) = items.iter().position(|item| item.get_attribute("tabindex").as_deref() == Some("0")) else {
        return;
    };
    let item = &items[here];
    let expanded = item.get_attribute("aria-expanded");
    let click = |selector: &str| {
        if let Some(target) = item.query_selector(selector).ok().flatten() {
            target.unchecked_into::<HtmlElement>().click();
        }
    };
    let letter = |key: &str| key.chars().count() == 1 && !event.ctrl_key() && !event.meta_key() && !event.alt_key();
    let to = match event.key().as_str() {
        "ArrowDown" => (here + 1).min(items.len() - 1),
        "ArrowUp" => here.saturating_sub(1),
        "Home" => 0,
        "End" => items.len() - 1,
        "Enter" | " " => {
            match item.get_attribute("aria-level").as_deref() {
                Some("1") => click(".row-body"),
                _ => item.click(),
            }
            here
        }
        "ArrowRight" if expanded.as_deref() == Some("false") => {
            click(".expander");
            here
        }
        "ArrowRight" => (here + usize::from(expanded.is_some())).min(items.len() - 1),
        "ArrowLeft" if expanded.as_deref() == Some("true") => {
            click(".expander");
            here
        }
        "ArrowLeft" => {
            let level = |item: &HtmlElement| item.get_attribute("aria-level");
            (0..=here).rev().find(|&at| level(&items[at]).as_deref() == Some("1")).unwrap_or(here)
        }
        // Letters that are commands of the page stay commands.
        key if letter(key)
            && !"jkxeauyfbnvlto[]JKU/?".contains(key)
            && !key.starts_with(|c: char| c.is_ascii_digit()) =>
        {
            let wanted = key.to_lowercase();
            let starts = |&at: &usize| {
                items[at].text_content().is_some_and(|text| text.trim().to_lowercase().starts_with(&wanted))
            };
            match (here + 1..items.len()).chain(0..here).find(starts) {
                Some(at) => at,
                None => return,
            }
        }
        _ => return,
    };
    event.prevent_default();
    event.stop_propagation();
    if to != here {
        item.set_attribute("tabindex", "-1").ok();
        items[to].set_attribute("tabindex", "0").ok();
        items[to].focus().ok();
    }
}
