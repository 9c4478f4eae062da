//! The bar at a selection, and the strip after a correction.

use web_sys::HtmlElement;
use yew::prelude::*;

use super::button;
use crate::app::platform;
use crate::app::rules;
use crate::app::state::{Action, Offer, Shared};
use crate::extract::{Analysis, KindId, Span};

/// Between a selection and its bar.
const GAP: f64 = 8.0;

/// What the bar is made from.
#[derive(Debug, PartialEq, Properties)]
pub struct Props {
    /// What is on the screen.
    pub analysis: Shared<Analysis>,
    /// What is selected.
    pub selection: Span,
    /// Where actions go.
    pub act: Callback<Action>,
}

/// The bar: a kind for what is selected, or new ends for a mention that it touches.
#[component]
pub fn Bar(props: &Props) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with(props.selection, move |_| {
            if let Some(bar) = node.cast::<HtmlElement>() {
                put_above(&bar);
            }
        });
    }
    let mentions = &props.analysis.mentions;
    let touched = mentions.iter().position(|mention| mention.span.overlaps(props.selection));
    let same = touched.filter(|&index| mentions.get(index).is_some_and(|mention| mention.span == props.selection));
    let kind = |id: KindId| {
        let kind = id.kind();
        let add = super::send(&props.act, Action::Add(id));
        let pressed = same.and_then(|index| mentions.get(index)).map(|mention| (mention.kind == id).to_string());
        html! {
            <button type="button" class="quiet" data-k={kind.id} data-add={kind.id} aria-pressed={pressed} onclick={add}>
                <span class="glyph" aria-hidden="true">{ kind.glyph }</span>{ kind.title }<kbd aria-hidden="true">{ id.row() + 1 }</kbd>
            </button>
        }
    };
    // The selection stays while its bar is pressed.
    let onpointerdown = Callback::from(|event: PointerEvent| event.prevent_default());
    let onmousedown = Callback::from(|event: MouseEvent| event.prevent_default());
    html! {
        <aside class="selection-bar" data-bar="" ref={node} aria-label="Mark what is selected" {onpointerdown} {onmousedown}>
            { for KindId::all().map(kind) }
            if let (Some(index), None) = (touched, same) {
                { button("quiet bound", "bound", "Set as its bounds", Action::Bound(index), &props.act) }
            }
        </aside>
    }
}

/// Puts the bar above the selection, or below it where there is no room.
fn put_above(bar: &HtmlElement) {
    let (Some(window), Some([left, top, bottom])) =
        (web_sys::window(), platform::selection_box().as_deref().and_then(|b| <[f64; 3]>::try_from(b).ok()))
    else {
        return;
    };
    let number = |value: Result<wasm_bindgen::JsValue, wasm_bindgen::JsValue>| {
        value.ok().and_then(|v| v.as_f64()).unwrap_or(0.0)
    };
    let (wide, high) = (f64::from(bar.offset_width()), f64::from(bar.offset_height()));
    let room = top - high - GAP > 100.0;
    let top = if room { top - high - GAP } else { bottom + GAP };
    let left = left.min(number(window.inner_width()) - wide - 12.0).max(12.0);
    let (x, y) = (number(window.scroll_x().map(Into::into)), number(window.scroll_y().map(Into::into)));
    super::put(bar, left + x, top + y);
}

/// What the strip is made from.
#[derive(Debug, PartialEq)]
pub struct StripProps {
    /// What was done and what can be done.
    pub offer: Offer,
    /// Where actions go.
    pub act: Callback<Action>,
}

/// The strip after a correction.
pub fn strip(props: &StripProps) -> Html {
    let (count, documents) = props.offer.count();
    let places = if documents > 1 { format!(" in {documents} documents") } else { String::new() };
    let others = if count == 1 { "Apply to 1 other".to_string() } else { format!("Apply to {count} others") };
    let act = &props.act;
    html! {
        <div class="offer" data-offer="" role="region" aria-label="What was just changed">
            <p>{ props.offer.words.clone() }</p>
            if count > 0 {
                { button("link strong", "apply-to-others", format!("{others}{places}"), Action::ApplyToOthers, act) }
            }
            if let Some((kind, words)) = &props.offer.rule {
                { button("link", "make-rule", "Make it a rule", rules::act(rules::Act::Make(*kind, words.clone())), act) }
            }
            { button("link", "undo", if props.offer.is_undone() { "Redo" } else { "Undo" }, if props.offer.is_undone() { Action::Redo } else { Action::Undo }, act) }
            <button type="button" class="quiet" aria-label="Close" onclick={super::send(act, Action::CloseOffer(None))}>{ "×" }</button>
        </div>
    }
}
