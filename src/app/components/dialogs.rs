//! Dialogs: pasting text, and the sheet of keys.

use web_sys::{HtmlDialogElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::app::keys::{Command, Keys, parts};
use crate::app::state::{Action, Dialog};
use crate::extract::RULES;

/// What dialogs are made from.
#[derive(Debug, PartialEq, Properties)]
pub struct Props {
    /// Which is open.
    pub dialog: Option<Dialog>,
    /// Keys.
    pub keys: Keys,
    /// The command whose key is being changed.
    pub binding: Option<Command>,
    /// Where actions go.
    pub act: Callback<Action>,
    /// Where pasted text goes.
    pub paste: Callback<String>,
}

/// The dialogs.
#[component]
pub fn Dialogs(props: &Props) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with(props.dialog, move |dialog| {
            // Opened through the object model: only so does it cover the page and keep the focus.
            if let (Some(element), Some(_)) = (node.cast::<HtmlDialogElement>(), dialog)
                && !element.open()
            {
                element.show_modal().ok();
            }
        });
    }
    let onclose = props.act.reform(|_: Event| Action::Closed);
    match props.dialog {
        None => Html::default(),
        Some(Dialog::Paste) => {
            html! { <dialog class="paste" key="paste" ref={node} {onclose} aria-labelledby="paste-head"><Paste ..props.clone() /></dialog> }
        }
        Some(Dialog::Check) => {
            html! { <dialog class="proof" key="check" ref={node} {onclose} aria-labelledby="check-head">{ check(props) }</dialog> }
        }
        Some(Dialog::Keys) => {
            html! { <dialog class="keys" key="keys" ref={node} {onclose} aria-labelledby="keys-head">{ keys(props) }</dialog> }
        }
    }
}

impl Clone for Props {
    fn clone(&self) -> Props {
        Props {
            dialog: self.dialog,
            keys: self.keys.clone(),
            binding: self.binding,
            act: self.act.clone(),
            paste: self.paste.clone(),
        }
    }
}

#[component]
fn Paste(props: &Props) -> Html {
    let field = use_node_ref();
    let read = {
        let (field, paste) = (field.clone(), props.paste.clone());
        Callback::from(move |_: ()| {
            let text = field.cast::<HtmlTextAreaElement>().map(|field| field.value()).unwrap_or_default();
            if !text.trim().is_empty() {
                paste.emit(text);
            }
        })
    };
    let onkeydown = {
        let read = read.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                event.prevent_default();
                read.emit(());
            }
        })
    };
    html! {
        <>
            <h2 id="paste-head">{ "Paste text" }</h2>
            <textarea ref={field} rows="14" spellcheck="false" autofocus=true aria-labelledby="paste-head" placeholder="Paste a press release here" {onkeydown} />
            <div class="dialog-actions">
                <span class="hint">{ "Ctrl+V also works anywhere on the page." }</span>
                <button type="button" class="quiet" onclick={super::send(&props.act, Action::Closed)}>{ "Cancel" }</button>
                <button type="button" class="primary" data-action="paste-read" onclick={read.reform(|_: MouseEvent| ())}>{ "Read it" }</button>
            </div>
        </>
    }
}

/// The sheet of keys: each can be changed.
fn keys(props: &Props) -> Html {
    let act = &props.act;
    let row = |command: Command| {
        let key = props.keys.key(command);
        let is_binding = props.binding == Some(command);
        let ask = super::send(act, Action::AskKey((!is_binding).then_some(command)));
        let words = command.words();
        html! {
            <tr data-command={command.id()}>
                <th scope="row">{ words.clone() }</th>
                <td>
                    <button
                        type="button" class={classes!("key", is_binding.then_some("asking"), props.keys.is_changed(command).then_some("changed"))}
                        aria-label={format!("Key for “{words}”: {}. Press to change.", if key.is_empty() { "none" } else { &key })} onclick={ask}
                    >
                        if is_binding { { "Press a key" } } else if key.is_empty() { <span class="hint">{ "none" }</span> } else {
                            { for parts(&key).into_iter().map(|part| html! { <kbd>{ part }</kbd> }) }
                        }
                    </button>
                </td>
            </tr>
        }
    };
    html! {
        <>
            <h2 id="keys-head">{ "Keys" }</h2>
            <p class="hint">{ "Press a key's button, then the key it is to be; Backspace takes it away, Esc leaves it. Enter opens the card of the mention you are at, Esc leads back to the text, Ctrl+Z undoes, Ctrl+V reads what is on the clipboard." }</p>
            <table><tbody>{ for Command::all().map(row) }</tbody></table>
            <p class="hint">{ "In the summary: ↑ ↓ move, → lists the mentions of a row, Enter goes to the text. Alt+click on a kind shows only that kind. With words selected, a kind's number marks them." }</p>
            <div class="dialog-actions">
                { super::toggle("check", "Keys of one character", !props.keys.single_off, Action::ToggleSingleKeys, act, None) }
                { super::button("quiet", "reset-keys", "As at first", Action::ResetKeys, act) }
                <button type="button" class="primary" onclick={super::send(act, Action::Closed)}>{ "Close" }</button>
            </div>
        </>
    }
}

/// Where the page says where it is as one file.
const SINGLE_FILE: &str = "link[rel=single-file]";

/// What an element of the page says, by an attribute.
fn said(selector: &str, name: &str) -> String {
    let element = web_sys::window().and_then(|window| window.document()?.query_selector(selector).ok()?);
    element.and_then(|element| element.get_attribute(name)).unwrap_or_default()
}

/// The page's foot: which page this is, and by which rules it finds what it finds.
pub fn foot(_: &()) -> Html {
    // The program's file is called by what is in it; in the page that is one file it has no address.
    let module = said("[data-module]", "href");
    let build = module.rsplit('-').next().and_then(|name| name.strip_suffix("_bg.wasm")?.get(..8));
    let source = env!("CARGO_PKG_REPOSITORY");
    html! {
        <footer class="foot" data-version="">
            <span>{ concat!("Version ", env!("CARGO_PKG_VERSION")) }</span>
            if let Some(build) = build { <span>{ format!(" build {build}") }</span> }
            <span title="The same rules find the same in any text.">{ format!(" rules {RULES}") }</span>
            { " " }{ offline() }
            if !source.is_empty() { <a href={source} target="_blank" rel="noopener">{ " Source" }</a> }
        </footer>
    }
}

/// Leads to the page as one file, where the page has been built with it.
fn offline() -> Option<Html> {
    let bytes: u64 = said(SINGLE_FILE, "data-bytes").parse().ok()?;
    let words = format!("Download for offline (one file, {})", super::size(bytes));
    Some(html! { <a href={said(SINGLE_FILE, "href")} download="eosin.html" data-action="single-file">{ words }</a> })
}

/// How what the page promises can be checked, and what the policy says that makes it so.
fn check(props: &Props) -> Html {
    let policy = said("meta[http-equiv=Content-Security-Policy]", "content");
    let requests = crate::app::platform::requests();
    html! {
        <>
            <h2 id="check-head">{ "How can I check?" }</h2>
            <ol class="proofs">
                <li><b>{ "Turn the network off." }</b>{ " Switch off Wi-Fi and drop a file: it is read all the same, by the program that is already in this tab." }</li>
                <li><b>{ "Look at the requests." }</b>{ format!(" Since it was opened this page has asked for {}, all of them parts of itself:", super::count(requests.len(), "file", "files")) }
                    <ul class="requests">{ for requests.iter().map(|address| html! { <li><code>{ address.clone() }</code></li> }) }</ul>
                    { "Your browser's own list is under Developer tools, Network." }</li>
                <li><b>{ "Read the policy." }</b>{ " The browser itself holds the page to it. It allows connections to the place this page came from and nowhere else:" }
                    <pre tabindex="0">{ policy.replace("; ", ";\n") }</pre></li>
                if let Some(link) = offline() {
                    <li><b>{ "Take it with you." }</b>{ " " }{ link }{ " opens from your disk and needs no place to come from. Its SHA-256:" }
                        <pre tabindex="0">{ said(SINGLE_FILE, "data-sha256") }</pre></li>
                }
            </ol>
            <p class="hint">{ "What it does not cover: links that you follow, and extensions of your browser, which stand outside any page. " }
                <a href="licences.txt" target="_blank" rel="noopener" data-action="licences">{ "What this page is made of, with licences" }</a></p>
            <div class="dialog-actions">
                <button type="button" class="primary" onclick={super::send(&props.act, Action::Closed)}>{ "Close" }</button>
            </div>
        </>
    }
}
