//! What is said once, at the top.

use yew::prelude::*;

use crate::app::outbox;
use crate::app::state::{Action, Notice};

/// What notices are made from.
#[derive(Debug, PartialEq)]
pub struct Props {
    /// Notices.
    pub notices: Vec<Notice>,
    /// Where actions go.
    pub act: Callback<Action>,
}

/// The notices.
pub fn notices(props: &Props) -> Html {
    let one = |notice: Notice| {
        let dismiss = super::send(&props.act, Action::Dismiss(notice));
        html! {
            <div class="notice" key={notice.id()} data-notice={notice.id()} role="alert">
                <p>{ notice.text() }</p>
                if notice == Notice::Crashed {
                    { super::button("quiet", "save-all", "Save workspace", outbox::act(outbox::Act::SaveAll), &props.act) }
                }
                <button type="button" class="quiet" onclick={dismiss}>{ "Dismiss" }</button>
            </div>
        }
    };
    html! { <div class="notices">{ for props.notices.iter().copied().map(one) }</div> }
}
