//! Dialogs: pasting text, and the sheet of keys.

use web_sys::{HtmlDialogElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::app::state::{Action, Dialog};
use crate::extract::KindId;

/// What dialogs are made from.
#[derive(Debug, PartialEq, Properties)]
pub struct Props {
    /// Which is open.
    pub dialog: Option<Dialog>,
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
        Some(Dialog::Check) => Html::default(),
        Some(Dialog::Keys) => {
            html! { <dialog class="keys" key="keys" ref={node} {onclose} aria-labelledby="keys-head">{ keys(props) }</dialog> }
        }
    }
}

impl Clone for Props {
    fn clone(&self) -> Props {
        Props { dialog: self.dialog, act: self.act.clone(), paste: self.paste.clone() }
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
                <button type="button" class="quiet" onclick={props.act.reform(|_: MouseEvent| Action::Closed)}>{ "Cancel" }</button>
                <button type="button" class="primary" data-action="paste-read" onclick={read.reform(|_: MouseEvent| ())}>{ "Read it" }</button>
            </div>
        </>
    }
}

fn keys(props: &Props) -> Html {
    let row = |keys: &[&str], words: &str| {
        html! {
            <><dt>{ for keys.iter().enumerate().map(|(at, key)| html! { <>{ if at > 0 { " " } else { "" } }<kbd>{ *key }</kbd></> }) }</dt><dd>{ words.to_string() }</dd></>
        }
    };
    html! {
        <>
            <h2 id="keys-head">{ "Keys" }</h2>
            <dl>
                { row(&["J"], "Next mention") }
                { row(&["K"], "Previous mention") }
                { row(&["Shift", "J"], "Next of the same kind; K for the one before") }
                { row(&["Alt", "J"], "Next of the same value; K for the one before") }
                { row(&["Enter"], "Open the card of the mention you are at") }
                { for KindId::all().map(|id| {
                    let number = (id.row() + 1).to_string();
                    row(&[&number], &format!("Show or hide {}", id.kind().plural.to_lowercase()))
                }) }
                { row(&["/"], "Filter") }
                { row(&["Ctrl", "V"], "Read what is on the clipboard") }
                { row(&["Esc"], "Back to the text") }
                { row(&["?"], "This sheet") }
            </dl>
            <p class="hint">{ "In the summary: ↑ ↓ move, → lists the mentions of a row, Enter goes to the text. Alt+click on a kind shows only that kind." }</p>
            <div class="dialog-actions">
                <button type="button" class="primary" onclick={props.act.reform(|_: MouseEvent| Action::Closed)}>{ "Close" }</button>
            </div>
        </>
    }
}
