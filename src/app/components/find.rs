//! Where words stand, in the open document and in all others.

use yew::prelude::*;

use super::{count, quote};
use crate::app::state::{Action, Entry, Hits, LoadId, MOST_HITS, Shared, Status};

/// Places of one document listed without being asked for.
const FIRST_PLACES: usize = 50;

/// What the search is made from.
#[derive(Debug, PartialEq)]
pub struct Props {
    /// The words.
    pub wanted: String,
    /// Where they stand.
    pub hits: Vec<Hits>,
    /// Everything opened.
    pub entries: Vec<Shared<Entry>>,
    /// Which is on the screen.
    pub open: Option<LoadId>,
    /// Where actions go.
    pub act: Callback<Action>,
}

/// The search.
pub fn find(props: &Props) -> Html {
    let oninput = props.act.reform(|event: InputEvent| {
        Action::Find(
            event.target_dyn_into::<web_sys::HtmlInputElement>().map(|input| input.value()).unwrap_or_default(),
        )
    });
    let total: usize = props.hits.iter().map(|hits| hits.spans.len()).sum();
    let words = match (props.wanted.trim().chars().count(), total) {
        (0..2, _) => "Two letters or more; case and line ends do not matter.".to_string(),
        (_, 0) => format!("‘{}’ stands in none of the documents.", props.wanted.trim()),
        _ => format!("{} in {}.", count(total, "place", "places"), count(props.hits.len(), "document", "documents")),
    };
    // The open document first.
    let (here, others): (Vec<&Hits>, Vec<&Hits>) = props.hits.iter().partition(|hits| Some(hits.id) == props.open);
    html! {
        <div class="find">
            <input
                id="find" type="search" placeholder="Words in all documents" aria-label="Find words in all documents" autocomplete="off"
                spellcheck="false" value={props.wanted.clone()} {oninput}
            />
            <p class="panel-note">{ words }</p>
            // An element of its own: Yew pairs a list from its end, and would make the field anew.
            <div class="found">{ for here.into_iter().chain(others).map(|hits| document(props, hits)) }</div>
        </div>
    }
}

fn document(props: &Props, hits: &Hits) -> Html {
    let Some(entry) = props.entries.iter().find(|entry| entry.id == hits.id) else { return Html::default() };
    let Status::Done(analysis) = &entry.status else { return Html::default() };
    let id = hits.id;
    let place = |&span: &crate::extract::Span| {
        let go = super::send(&props.act, Action::GoSpan(id, span));
        html! {
            <li><button type="button" class="place" onclick={go}>{ quote(analysis, analysis.document.sentence(span), span, 44) }</button></li>
        }
    };
    let more = hits.spans.len().saturating_sub(FIRST_PLACES);
    let found =
        if hits.spans.len() == MOST_HITS { format!(" {MOST_HITS} and more") } else { format!(" {}", hits.spans.len()) };
    html! {
        <section class="group" key={id} data-hits={id.to_string()}>
            <h3><span class="hits-name">{ entry.name.clone() }</span><span class="tally">{ found }</span></h3>
            <ul>{ for hits.spans.iter().take(FIRST_PLACES).map(place) }</ul>
            if more > 0 { <p class="panel-note">{ format!("{more} more in this document: add a word to narrow them down.") }</p> }
        </section>
    }
}
