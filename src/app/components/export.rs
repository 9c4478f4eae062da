//! The dialogs of what leaves the page: files for other programs, links, and what came of a check or of
//! a link that was opened.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::count;
use crate::app::outbox::{self, Act, Length, Outbox, Parcel, Sheet, address};
use crate::app::state::Action;
use crate::export::Unit;
use crate::export::wire::{Check, Outcome};
use crate::extract::KindId;
use crate::extract::sort;

/// Rows of a check that are listed.
const MOST_ROWS: usize = 400;

/// What the dialogs are made from.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// What is known of exports and links.
    pub outbox: Outbox,
    /// The open dialog.
    pub sheet: Sheet,
    /// Name of the open document.
    pub open: Option<String>,
    /// Where actions go.
    pub act: Callback<Action>,
}

/// The open dialog.
#[component]
pub fn Sheets(props: &Props) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with(props.sheet, move |_| {
            if let Some(element) = node.cast::<HtmlDialogElement>()
                && !element.open()
            {
                element.show_modal().ok();
            }
        });
    }
    let onclose = props.act.reform(|_: Event| outbox::act(Act::Close));
    let (class, inside) = match props.sheet {
        Sheet::Export => ("export", export(props)),
        Sheet::Share => ("share", share(props)),
        Sheet::Checks => ("checks", checks(props)),
        Sheet::Received => ("received", received(props)),
    };
    html! {
        <dialog class={class} key={class} ref={node} {onclose} aria-labelledby="sheet-head" data-sheet={class}>
            { inside }
            if !props.outbox.problem.is_empty() && props.sheet != Sheet::Received {
                <p class="sheet-problem" role="alert">{ &props.outbox.problem }</p>
            }
        </dialog>
    }
}

fn send(props: &Props, act: Act) -> Callback<MouseEvent> {
    props.act.reform(move |_: MouseEvent| outbox::act(act.clone()))
}

fn tick(props: &Props, name: &'static str, words: String, on: bool, act: Act) -> Html {
    let onchange = props.act.reform(move |_: Event| outbox::act(act.clone()));
    html! { <label class="tick"><input type="checkbox" {name} checked={on} {onchange} />{ words }</label> }
}

fn close(props: &Props, words: &'static str) -> Html {
    html! { <button type="button" class="quiet" data-action="sheet-close" onclick={send(props, Act::Close)}>{ words }</button> }
}

/// Which documents are meant.
fn whose(props: &Props) -> Html {
    tick(props, "all", "Everything that is open, not this document alone".into(), props.outbox.all, Act::All)
}

fn export(props: &Props) -> Html {
    let outbox = &props.outbox;
    let chosen = outbox.rows.iter().find(|row| row.id == outbox.format);
    html! {
        <>
            <h2 id="sheet-head">{ "Save for another program" }</h2>
            <div class="formats" role="radiogroup" aria-label="Format">
                { for outbox.rows.iter().map(|row| {
                    let onchange = {
                        let id = row.id.clone();
                        props.act.reform(move |_: Event| outbox::act(Act::Pick(id.clone())))
                    };
                    html! {
                        <label class="format" key={row.id.clone()} data-format={row.id.clone()}>
                            <input type="radio" name="format" checked={row.id == outbox.format} {onchange} />
                            <span><b>{ &row.title }</b><small>{ format!(".{}", row.extension) }</small></span>
                            <span class="format-words">{ &row.sentence }</span>
                        </label>
                    }
                }) }
                if outbox.rows.is_empty() && outbox.problem.is_empty() { <p class="hint">{ "One moment." }</p> }
            </div>
            if let Some(row) = chosen {
                <pre class="preview" aria-label="How it looks" tabindex="0">{ &row.preview }</pre>
            }
            <div class="options">
                { whose(props) }
                { tick(props, "visible", "Only the kinds that are switched on".into(), outbox.visible_only, Act::VisibleOnly) }
                { tick(props, "sure", "Without what is unsure".into(), outbox.sure_only, Act::SureOnly) }
                if chosen.is_some_and(|row| row.has_units) {
                    <span class="units">{ "Offsets count" }
                        { for Unit::ALL.map(|unit| {
                            let words = match unit {
                                Unit::Bytes => "UTF-8 bytes",
                                Unit::Utf16 => "UTF-16 units (JavaScript)",
                                Unit::CodePoints => "code points (Python)",
                            };
                            let onchange = props.act.reform(move |_: Event| outbox::act(Act::Count(unit)));
                            html! { <label class="tick"><input type="radio" name="unit" value={unit.id()} checked={unit == outbox.unit} {onchange} />{ words }</label> }
                        }) }
                    </span>
                }
            </div>
            <div class="dialog-actions">
                <span class="hint">{ "Made here; nothing is sent." }</span>
                { close(props, "Close") }
                <button type="button" data-action="print" onclick={send(props, Act::Print)}>{ "Print" }</button>
                <button type="button" class="primary" data-action="save" disabled={chosen.is_none()} onclick={send(props, Act::Save)}>{ "Save file" }</button>
            </div>
        </>
    }
}

fn share(props: &Props) -> Html {
    let outbox = &props.outbox;
    let choice = |parcel: Parcel, id: &'static str, title: &'static str, words: &'static str| {
        let onchange = props.act.reform(move |_: Event| outbox::act(Act::Carry(parcel)));
        html! {
            <label class="format" data-parcel={id}>
                <input type="radio" name="parcel" checked={outbox.parcel == parcel} {onchange} />
                <span><b>{ title }</b></span>
                <span class="format-words">{ words }</span>
            </label>
        }
    };
    let link = address(outbox);
    let characters = link.chars().count();
    let length = Length::of(characters);
    html! {
        <>
            <h2 id="sheet-head">{ "Share by a link" }</h2>
            <div class="formats" role="radiogroup" aria-label="What the link carries">
                { choice(Parcel::Settings, "settings", "Settings and rules only", "Which kinds are shown, the colours, and your own rules. No document, no name.") }
                { choice(Parcel::Highlights, "highlights", "My highlights, without the text", "The marked words and a few letters around each, the file's name and hash. The receiver needs the same file.") }
                { choice(Parcel::Documents, "documents", "With the text", "The whole text travels in the link.") }
            </div>
            <div class="options">
                if outbox.parcel != Parcel::Settings {
                    { whose(props) }
                    { tick(props, "visible", "Only the kinds that are switched on".into(), outbox.visible_only, Act::VisibleOnly) }
                    { tick(props, "read-only", "For reading: the receiver's page corrects nothing".into(), outbox.read_only, Act::ReadOnly) }
                }
                if outbox.parcel == Parcel::Documents {
                    <p class="sheet-problem">{ "Anyone with the link can read it, and it stays in the histories of browsers." }</p>
                    { tick(props, "agree", "Put the text in the link".into(), outbox.agreed, Act::Agree) }
                }
            </div>
            if !outbox.link.is_empty() {
                <p class="link-length" data-length={length.id()}><b>{ count(characters, "character", "characters") }</b>{ ". " }{ length.words() }</p>
                if length != Length::TooLong {
                    <textarea key={link.clone()} readonly=true rows="3" data-link="" aria-label="The link" value={link.clone()} />
                }
            } else if outbox.parcel != Parcel::Settings && props.open.is_none() {
                <p class="hint">{ "Open a document first." }</p>
            }
            <div class="dialog-actions">
                <span class="hint">{ "What follows # in a link is not sent to any server." }</span>
                { close(props, "Close") }
                if !outbox.link.is_empty() && length != Length::TooLong && !outbox.base.is_empty() {
                    <a class="button" href={link} target="_blank" rel="noopener">{ "Open as the receiver" }</a>
                }
                <button type="button" class="primary" data-action="copy-link" disabled={outbox.link.is_empty() || length == Length::TooLong} onclick={send(props, Act::CopyLink)}>{ "Copy link" }</button>
            </div>
        </>
    }
}

fn checks(props: &Props) -> Html {
    let list = &props.outbox.checks;
    let holds = list.iter().filter(|check| check.outcome == Outcome::Holds).count();
    let without = list.iter().filter(|check| check.outcome == Outcome::NoSource).count();
    let mut rows: Vec<&Check> = list.iter().collect();
    sort::by_key(&mut rows, |check| check.outcome == Outcome::Holds);
    html! {
        <>
            <h2 id="sheet-head">{ "Does this export still hold?" }</h2>
            if list.is_empty() {
                <p>{ "Drop the file it was made from." }</p>
            } else {
                <p data-holds={holds.to_string()} data-of={list.len().to_string()}>
                    <b>{ format!("{holds} of {} hold.", list.len()) }</b>
                    if without > 0 { { format!(" {without} belong to a file that is not open: drop it, and they are checked too.") } }
                </p>
                <div class="check-rows" tabindex="0"><table>
                    <thead><tr><th>{ "In the text" }</th><th>{ "Value in the export" }</th><th>{ "Outcome" }</th></tr></thead>
                    <tbody>
                    { for rows.iter().take(MOST_ROWS).map(|check| {
                        let (id, words) = outcome(&check.outcome);
                        let kind = KindId::of(&check.kind).map_or("", |kind| kind.kind().glyph);
                        html! {
                            <tr data-outcome={id}>
                                <td><span class="glyph" data-k={check.kind.clone()}>{ kind }</span>{ " " }{ &check.words }</td>
                                <td>{ &check.value }</td>
                                <td>{ words }</td>
                            </tr>
                        }
                    }) }
                    </tbody>
                </table></div>
                if rows.len() > MOST_ROWS { <p class="hint">{ format!("And {} more.", rows.len() - MOST_ROWS) }</p> }
            }
            <div class="dialog-actions">{ close(props, "Close") }</div>
        </>
    }
}

fn outcome(outcome: &Outcome) -> (&'static str, String) {
    match outcome {
        Outcome::Holds => ("holds", "✓ holds".into()),
        Outcome::OtherValue(now) => ("other-value", format!("✗ the words are there; their value is {now}")),
        Outcome::NotFoundNow => ("not-found-now", "✗ the words are there; no mention is found in them".into()),
        Outcome::Moved(place) => ("moved", format!("✗ the words stand at {place} now")),
        Outcome::Gone => ("gone", "✗ the words are not in the file".into()),
        Outcome::NoSource => ("no-source", "its file is not open".into()),
    }
}

fn received(props: &Props) -> Html {
    let outbox = &props.outbox;
    if !outbox.problem.is_empty() {
        return html! {
            <>
                <h2 id="sheet-head">{ "This could not be opened" }</h2>
                <p role="alert">{ &outbox.problem }</p>
                <p class="hint">{ "Nothing else is lost: what is open stays open." }</p>
                <div class="dialog-actions">{ close(props, "Close") }</div>
            </>
        };
    }
    if !outbox.anchored.is_empty() {
        return html! {
            <>
                <h2 id="sheet-head">{ "Highlights from the link" }</h2>
                { for outbox.anchored.iter().map(|(name, found, same, lost)| html! {
                    <div data-found={found.to_string()} data-lost={lost.len().to_string()}>
                        <p><b>{ name }</b>{ ": " }
                        if *same {
                            { format!("the very same text. {} shown.", count(*found, "highlight", "highlights")) }
                        } else {
                            { format!("not the same text. {found} of {} found again by their words; {} not.", found + lost.len(), lost.len()) }
                        }
                        </p>
                        if !lost.is_empty() {
                            <ul class="lost">{ for lost.iter().take(40).map(|words| html! { <li>{ words }</li> }) }</ul>
                        }
                    </div>
                }) }
                <div class="dialog-actions">{ close(props, "Read") }</div>
            </>
        };
    }
    html! {
        <>
            <h2 id="sheet-head">{ "Somebody shared highlights with you" }</h2>
            { for outbox.wanted.iter().map(|(name, hash, number)| html! {
                <p data-wanted={hash.clone()}>
                    { format!("{} for ", count(*number, "highlight", "highlights")) }<b>{ name }</b>
                    { " " }<small>{ format!("(SHA-256 of its text {}…)", hash.chars().take(8).collect::<String>()) }</small>
                </p>
            }) }
            <p>{ "The text is not in the link. Drop that file on the page and you see them." }</p>
            <div class="dialog-actions">{ close(props, "Close") }</div>
        </>
    }
}
