//! All documents in one view: a row for each thing with its count in each of them, or a row for each
//! fact. Every number and every row leads to its words.

use yew::prelude::*;

use super::{button, count, day, grouped, toggle};
use crate::app::state::{Action, All, Entry, LoadId, Shared, Status};
use crate::extract::facts::{COLUMNS, facts};
use crate::extract::text::Text;
use crate::extract::{Analysis, Entity, KindId, Kinds, Summary, summary};

/// Rows drawn without being asked for.
const FIRST: usize = 300;
/// Rows added at a time.
const MORE: usize = 1000;

/// What the view is made from.
#[derive(Debug, PartialEq, Properties)]
pub struct Props {
    /// Everything opened.
    pub entries: Vec<Shared<Entry>>,
    /// Kinds switched off.
    pub hidden: Kinds,
    /// What rows are filtered by.
    pub filter: String,
    /// Which table.
    pub all: All,
    /// Where actions go.
    pub act: Callback<Action>,
}

/// The documents that are done: their loads, and what they are called.
type Done = Vec<(LoadId, String, Shared<Analysis>)>;

/// The view.
#[component]
pub fn Across(props: &Props) -> Html {
    let done: Done = props
        .entries
        .iter()
        .filter_map(|entry| match &entry.status {
            Status::Done(analysis) => Some((entry.id, entry.title(), analysis.clone())),
            _ => None,
        })
        .collect();
    let limit = use_state(|| FIRST);
    let more = {
        let limit = limit.clone();
        Callback::from(move |_: MouseEvent| limit.set(*limit + MORE))
    };
    let act = &props.act;
    let oninput = act.reform(|event: InputEvent| {
        Action::Filter(
            event.target_dyn_into::<web_sys::HtmlInputElement>().map(|input| input.value()).unwrap_or_default(),
        )
    });
    let chip = |id: KindId| {
        let kind = id.kind();
        let pressed = !props.hidden.contains(id);
        let toggle = act.reform(move |event: MouseEvent| match event.alt_key() {
            true => Action::Only(id),
            false => Action::Toggle(id),
        });
        html! {
            <button type="button" class="chip" data-k={kind.id} data-chip={kind.id} aria-pressed={pressed.to_string()} onclick={toggle}>
                <span class="glyph" aria-hidden="true">{ kind.glyph }</span><span class="chip-name">{ kind.plural }</span>
            </button>
        }
    };
    let wanted = props.filter.trim().to_lowercase();
    let (table, rows) = match props.all {
        All::Names => names(props, &done, &wanted, *limit),
        All::Facts => lines(props, &done, &wanted, *limit),
    };
    html! {
        <main class="reader all" id="reader">
            <header class="strip">
                <h1 class="strip-title">{ format!("All documents ({})", done.len()) }</h1>
                <div class="segments" role="group" aria-label="Rows">
                    { toggle("", "Things", props.all == All::Names, Action::OpenAll(All::Names), act, None) }
                    { toggle("", "Facts", props.all == All::Facts, Action::OpenAll(All::Facts), act, None) }
                </div>
                <div class="legend" role="group" aria-label="Kinds of mention">{ for KindId::all().map(chip) }</div>
            </header>
            <div class="all-head">
                <input id="filter" type="search" placeholder="Filter" aria-label="Filter rows" autocomplete="off" spellcheck="false" value={props.filter.clone()} {oninput} />
                <span class="tally">{ count(rows, "row", "rows") }</span>
                { button("", "copy-table", "Copy for a spreadsheet", Action::CopyFacts, act) }
            </div>
            if rows == 0 {
                <p class="panel-note">{ if wanted.is_empty() { "Nothing to show.".to_string() } else { format!("Nothing matches ‘{}’.", props.filter.trim()) } }{ " " }{ button("link", "show-all", "Show all", Action::ShowAll, act) }</p>
            } else {
                <div class="all-table" tabindex="0" role="group" aria-label="Table">{ table }</div>
            }
            if rows > *limit {
                <p class="more"><button type="button" onclick={more}>{ format!("Show {} more", grouped((rows - *limit).min(MORE))) }</button></p>
            }
        </main>
    }
}

/// A row for each thing.
fn names(props: &Props, done: &Done, wanted: &str, limit: usize) -> (Html, usize) {
    let documents: Vec<(&Summary, &[Entity])> =
        done.iter().map(|(_, _, analysis)| (&analysis.summary, analysis.entities.as_slice())).collect();
    let mut shared = summary::across(&documents);
    let has = |one: &summary::Shared| {
        one.label.to_lowercase().contains(wanted) || one.forms.iter().any(|form| form.to_lowercase().contains(wanted))
    };
    shared.retain(|one| !props.hidden.contains(one.kind) && has(one));
    // What stands in most documents first, within its kind.
    let in_documents = |one: &summary::Shared| {
        let mut places: Vec<usize> = one.rows.iter().map(|(document, _)| *document).collect();
        places.dedup();
        places.len()
    };
    shared
        .sort_by_cached_key(|one| (one.kind.row(), std::cmp::Reverse(in_documents(one)), std::cmp::Reverse(one.count)));
    let row = |one: &summary::Shared| {
        let kind = one.kind.kind();
        let cell = |(place, (id, title, analysis)): (usize, &(LoadId, String, Shared<Analysis>))| {
            let group = analysis.summary.groups.iter().find(|group| group.kind == one.kind);
            let mine = one.rows.iter().filter(|(document, _)| *document == place);
            let mut mentions = mine.filter_map(|(_, row)| group?.rows.get(*row)).flat_map(|row| row.mentions.iter());
            let Some(&first) = mentions.next() else { return html! { <td class="none">{ "·" }</td> } };
            let times = mentions.count() + 1;
            let go = super::send(&props.act, Action::GoIn(*id, first));
            let label = format!("{}: {} in {}", one.label, count(times, "mention", "mentions"), title);
            html! { <td><button type="button" class="cell" aria-label={label} onclick={go}>{ times }</button></td> }
        };
        let forms = one.forms.iter().filter(|form| **form != one.label).take(3).map(|form| super::unescaped(form));
        html! {
            <tr data-thing={one.label.to_string()} data-k={kind.id}>
                <th scope="row">
                    <span class="glyph" title={kind.title} aria-label={kind.title} role="img">{ kind.glyph }</span>
                    <span class="row-value">{ if one.label.is_empty() { one.forms.first().map_or("", Text::as_str) } else { one.label.as_str() } }</span>
                    <span class="row-forms">{ forms.collect::<Vec<_>>().join(" · ") }</span>
                </th>
                <td class="total">{ grouped(one.count) }</td>
                { for done.iter().enumerate().map(cell) }
            </tr>
        }
    };
    let head = |(id, title, analysis): &(LoadId, String, Shared<Analysis>)| {
        let open = super::send(&props.act, Action::Open(*id));
        let document = &analysis.document;
        html! {
            <th scope="col"><button type="button" class="link" title={format!("{title} ({})", document.name)} onclick={open}>{ title }</button>
                if let Some(dateline) = document.dateline { <span class="dateline">{ day(dateline.date) }</span> }
            </th>
        }
    };
    let table = html! {
        <table class="things">
            <thead><tr><th scope="col">{ "Thing" }</th><th scope="col">{ "All" }</th>{ for done.iter().map(head) }</tr></thead>
            <tbody>{ for shared.iter().take(limit).map(row) }</tbody>
        </table>
    };
    (table, shared.len())
}

/// A row for each fact.
fn lines(props: &Props, done: &Done, wanted: &str, limit: usize) -> (Html, usize) {
    let called = done.iter().map(|(_, title, analysis)| (title.clone(), &**analysis));
    let mut rows = facts(called, |mention| !props.hidden.contains(mention.kind));
    rows.retain(|fact| wanted.is_empty() || fact.cells.iter().any(|cell| cell.to_lowercase().contains(wanted)));
    let row = |fact: &crate::extract::facts::Fact| {
        let (id, name) = done.get(fact.document).map_or((0, ""), |(id, _, one)| (*id, one.document.name.as_str()));
        let go = super::send(&props.act, Action::GoIn(id, fact.mention));
        let [title, day, kind, value, words, section, sentence] = &fact.cells;
        html! {
            <tr>
                <td title={name.to_string()}>{ title.clone() }</td>
                <td class="number">{ day.clone() }</td>
                <td>{ kind.clone() }</td>
                <th scope="row"><button type="button" class="link" onclick={go}>{ if value.is_empty() { words.clone() } else { value.clone() } }</button></th>
                <td title={words.clone()}>{ super::unescaped(words) }</td>
                <td>{ section.clone() }</td>
                <td class="sentence" title={sentence.clone()}>{ super::unescaped(sentence) }</td>
            </tr>
        }
    };
    let table = html! {
        <table class="lines">
            <thead><tr>{ for COLUMNS.iter().map(|name| html! { <th scope="col">{ *name }</th> }) }</tr></thead>
            <tbody>{ for rows.iter().take(limit).map(row) }</tbody>
        </table>
    };
    (table, rows.len())
}
