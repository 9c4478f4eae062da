//! The list of documents: what came in and how far each is.

use yew::prelude::*;

use super::{count, day, keyed, size, tally};
use crate::app::keeping::{self, Keeping};
use crate::app::outbox;
use crate::app::state::{Action, All, Entry, LoadId, Shared, Status};

/// Rows that are looked at together; of loads, whose numbers stay what they are when others come and go.
const BLOCK: LoadId = 20;

/// What the list is made from.
#[derive(Debug, PartialEq)]
pub struct Props {
    /// Everything opened.
    pub entries: Vec<Shared<Entry>>,
    /// How many of them are drawn.
    pub listed: usize,
    /// Which is on the screen.
    pub open: Option<LoadId>,
    /// Whether the table of all of them is.
    pub all: bool,
    /// What the browser keeps of them.
    pub keeping: Keeping,
    /// Whether it can be asked to: not where all pages that are files share what is kept.
    pub can_keep: bool,
    /// Where actions go.
    pub act: Callback<Action>,
}

/// The list of documents.
pub fn documents(props: &Props) -> Html {
    let total = props.entries.len();
    let waiting = props.entries.iter().filter(|entry| entry.status.is_open()).count();
    let listed = props.entries.get(..props.listed.min(total)).unwrap_or_default();
    let mut parts = Vec::new();
    let block = |entries: &[Shared<Entry>]| {
        let part = entries.first().map_or(0, |entry| entry.id / BLOCK);
        // Files that lay in one of them stand between them, and what follows is another block.
        let before = parts.iter().filter(|other| **other == part).count();
        parts.push(part);
        let key = (part * BLOCK) as usize + before;
        let open = props.open.filter(|open| entries.iter().any(|entry| entry.id == *open));
        keyed(key, rows, RowsProps { entries: entries.to_vec(), open, act: props.act.clone() })
    };
    let stop_all = super::send(&props.act, Action::StopAll);
    html! {
        <nav class="documents" aria-label="Documents">
            <div class="rail-head">
                <h2>{ "Documents" }</h2>
                if waiting > 0 && total > 1 {
                    <span class="tally">{ format!("{} of {total} done", total - waiting) }</span>
                    <button type="button" class="quiet" data-action="stop-all" onclick={stop_all}>{ "Stop all" }</button>
                } else {
                    { tally(total) }
                }
            </div>
            if props.entries.iter().filter(|entry| matches!(entry.status, Status::Done(_))).nth(1).is_some() {
                <button type="button" class="entry-open all-open" data-action="all-documents" aria-current={props.all.then_some("page")} onclick={super::send(&props.act, Action::OpenAll(All::Names))}>{ "All documents" }</button>
            }
            <ul class="entries">
                { for listed.chunk_by(|one, next| one.id / BLOCK == next.id / BLOCK).map(block) }
            </ul>
            <div class="add">
                <button type="button" data-action="choose-files">{ "Add files" }</button>
                <button type="button" data-action="choose-folder">{ "Folder" }</button>
                <button type="button" data-action="paste">{ "Paste" }</button>
            </div>
            if props.can_keep { { kept(props) } }
        </nav>
    }
}

/// Whether documents are kept, what that means, and how it ends.
fn kept(props: &Props) -> Html {
    let (keeping, act) = (&props.keeping, &props.act);
    let (used, allowed) = keeping.room;
    let room = match allowed > 0.0 {
        true => format!(" {} of {}.", size(used as u64), size(allowed as u64)),
        false => String::new(),
    };
    html! {
        <div class="keeping" data-keeping="">
            { super::toggle("check", "Keep these documents in this browser", keeping.on, keeping::act(keeping::Act::Toggle), act, None) }
            if keeping.on {
                <p>{ keeping.refused.map_or_else(|| format!("Kept in this browser until you clear it. The browser may also clear it.{room}"), |refusal| refusal.words().into()) }</p>
                <p>
                    { super::button("link", "save-all", "Save a file", outbox::act(outbox::Act::SaveAll), act) }{ " · " }
                    { super::button("link", "forget", "Forget now", keeping::act(keeping::Act::Forget), act) }
                </p>
            }
        </div>
    }
}

#[derive(Debug, PartialEq)]
struct RowsProps {
    entries: Vec<Shared<Entry>>,
    open: Option<LoadId>,
    act: Callback<Action>,
}

/// A part of the list: of hundreds of rows those alone are looked at that stand beside one that changed.
fn rows(props: &RowsProps) -> Html {
    let one = |entry: &Shared<Entry>| {
        let is_open = props.open == Some(entry.id);
        keyed(entry.id as usize, row, RowProps { entry: entry.clone(), is_open, act: props.act.clone() })
    };
    props.entries.iter().map(one).collect()
}

#[derive(Debug, PartialEq)]
struct RowProps {
    entry: Shared<Entry>,
    is_open: bool,
    act: Callback<Action>,
}

fn row(props: &RowProps) -> Html {
    let entry = &props.entry;
    let id = entry.id;
    let open = super::send(&props.act, Action::Open(id));
    let button = |name: &'static str, words: &'static str, action: Action| {
        let act = props.act.reform(move |_: MouseEvent| action.clone());
        let label = format!("{words} {}", entry.name);
        html! { <button type="button" class="quiet" data-action={name} aria-label={label} onclick={act}>{ words }</button> }
    };
    let (folder, file) = entry.name.rsplit_once('/').map_or(("", entry.name.as_str()), |(folder, file)| (folder, file));
    // Pasted text is called by its headline, cut.
    let title = Some(entry.title()).filter(|title| !title.starts_with(entry.name.trim_end_matches('…')));
    html! {
        <li class="entry" data-document={id.to_string()} data-status={entry.status.id()}>
            <button type="button" class="entry-open" aria-current={props.is_open.then_some("page")} onclick={open}>
                if let Some(title) = title { <span class="entry-title" title={title.clone()}>{ title.clone() }</span> }
                <span class="entry-name" data-name={entry.name.clone()} title={entry.name.clone()}>
                    if !folder.is_empty() { <span class="folder">{ folder }{ "/" }</span> }
                    { file }
                </span>
                { facts(entry) }
            </button>
            if let Status::Failed(fault) = &entry.status {
                <p class="entry-error" data-error="">{ fault.to_string() }</p>
            }
            if entry.status.wants_password() {
                <Password {id} name={entry.name.clone()} act={props.act.clone()} />
            }
            if entry.status.is_open() {
                <div class="progress" aria-hidden="true"></div>
            }
            <div class="entry-actions">
                if entry.status.is_open() {
                    { button("stop", "Stop", Action::Stop(id)) }
                } else {
                    if entry.status.is_worth_a_retry() {
                        { button("retry", "Try again", Action::Retry(id)) }
                    }
                    { button("remove", "Remove", Action::Remove(id)) }
                }
            </div>
        </li>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct PasswordProps {
    id: LoadId,
    name: String,
    act: Callback<Action>,
}

/// Asks for the password of a file. What is given stays in the tab.
#[component]
fn Password(props: &PasswordProps) -> Html {
    let field = use_node_ref();
    let submit = {
        let (id, act, field) = (props.id, props.act.clone(), field.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(field) = field.cast::<web_sys::HtmlInputElement>() {
                act.emit(Action::Unlock(id, field.value()));
            }
        })
    };
    html! {
        <form class="password" onsubmit={submit}>
            <input ref={field} type="password" autocomplete="off" aria-label={format!("Password of {}", props.name)} />
            <button type="submit" class="quiet" data-action="unlock">{ "Open" }</button>
        </form>
    }
}

fn facts(entry: &Entry) -> Html {
    match &entry.status {
        Status::Done(analysis) => html! {
            <span class="entry-facts">
                if let Some(dateline) = analysis.document.dateline { <span>{ day(dateline.date) }</span> }
                <span>{ count(analysis.summary.shown().map(|group| group.count).sum(), "mention", "mentions") }</span>
            </span>
        },
        status => html! {
            <span class="entry-facts"><span class="stage">{ status.word() }</span><span>{ size(entry.size) }</span></span>
        },
    }
}
