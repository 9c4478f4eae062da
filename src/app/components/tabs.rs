//! The bar at the foot of a narrow screen.

use yew::prelude::*;

use crate::app::state::{Action, Pane, Shared};
use crate::extract::Analysis;

/// What the bar is made from.
#[derive(Debug, PartialEq)]
pub struct Props {
    /// The pane that is shown.
    pub pane: Pane,
    /// Number of documents.
    pub entries: usize,
    /// What is on the screen.
    pub analysis: Option<Shared<Analysis>>,
    /// Where actions go.
    pub act: Callback<Action>,
}

/// The bar.
pub fn tabs(props: &Props) -> Html {
    let found =
        props.analysis.as_ref().map_or(0, |analysis| analysis.summary.shown().map(|group| group.rows.len()).sum());
    let tab = |pane: Pane, name: &'static str, count: usize| {
        let show = super::send(&props.act, Action::Show(pane));
        let pressed = (props.pane == pane).to_string();
        html! {
            <button type="button" data-tab={pane.id()} aria-pressed={pressed} onclick={show}>
                { name }
                { super::tally(count) }
            </button>
        }
    };
    html! {
        <nav class="tabs" aria-label="Views">
            { tab(Pane::Text, "Text", 0) }
            { tab(Pane::Summary, "Summary", found) }
            { tab(Pane::Documents, "Documents", props.entries) }
        </nav>
    }
}
