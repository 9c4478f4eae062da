//! The sections of the open document, beside it, and the rail with a tick for each mention.

use yew::prelude::*;

use crate::app::state::{Action, Shared, Structure};
use crate::extract::{Analysis, KindId, Kinds, Mention};

/// What the outline is made from.
#[derive(Debug, PartialEq)]
pub struct OutlineProps {
    /// What is on the screen.
    pub analysis: Shared<Analysis>,
    /// Its sections.
    pub structure: Option<Shared<Structure>>,
    /// The section on the screen. Not the paragraphs: thousands of sections would be drawn anew at
    /// each of them.
    pub current: Option<usize>,
    /// Kinds switched off, which are not counted.
    pub hidden: Kinds,
    /// Where actions go.
    pub act: Callback<Action>,
}

/// What the rail is made from.
#[derive(Debug, PartialEq, Properties)]
pub struct Props {
    /// What is on the screen.
    pub analysis: Shared<Analysis>,
    /// Paragraphs on the screen: the first and one past the last.
    pub viewed: (usize, usize),
    /// Kinds switched off: neither counted nor gone to.
    pub hidden: Kinds,
    /// Where actions go.
    pub act: Callback<Action>,
}

/// The sections, each with its number of mentions.
pub fn outline(props: &OutlineProps) -> Html {
    let Some(structure) = &props.structure else { return Html::default() };
    let document = &props.analysis.document;
    let mentions = &props.analysis.mentions;
    let start = |paragraph: usize| document.paragraphs.get(paragraph).map_or(document.text.len(), |p| p.span.start);
    let before = |place: usize| mentions.partition_point(|mention| mention.span.start < place);
    let current = props.current;
    let row = |(place, section): (usize, &crate::extract::outline::Section)| {
        let from = section.from;
        let go = super::send(&props.act, Action::GoParagraph(from));
        let title = if section.title.is_empty() { "Beginning".to_string() } else { super::one_line(&section.title) };
        let own = mentions.get(before(start(from))..before(start(section.to))).unwrap_or_default();
        let count = own.iter().filter(|mention| !props.hidden.contains(mention.kind)).count();
        html! {
            <li>
                <button
                    type="button" class={classes!("outline-row", section.standard.map(|_| "standard"))} data-section={place.to_string()}
                    aria-current={(current == Some(place)).then_some("location")} title={title.clone()} onclick={go}
                >
                    <span class="outline-title">{ title.clone() }</span>
                    { super::tally(count) }
                </button>
            </li>
        }
    };
    if structure.sections.len() < 2 {
        return Html::default();
    }
    html! {
        <nav class="outline" aria-label="Sections">
            <h2>{ "Sections" }</h2>
            <ul>{ for structure.sections.iter().enumerate().map(row) }</ul>
        </nav>
    }
}

/// Height of the rail in units of its own.
const UNITS: usize = 1000;
/// Of which a tick takes so many.
const TICK: usize = 3;

/// Where a place is on the rail. In 64 bits: in 32 a text of five megabytes would begin again at its top.
fn unit(place: usize, total: usize) -> usize {
    usize::try_from(place as u64 * UNITS as u64 / (total.max(1) as u64)).unwrap_or(UNITS)
}

/// The rail at the text's right edge.
#[component]
pub fn Rail(props: &Props) -> Html {
    let document = &props.analysis.document;
    let mentions = &props.analysis.mentions;
    let total = document.text.len();
    let at = |place: usize| unit(place, total);
    let kinds = use_memo(props.analysis.clone(), |analysis| {
        KindId::all()
            .enumerate()
            .map(|(column, id)| {
                let mut path = String::new();
                let mut last = None;
                for mention in analysis.mentions.iter().filter(|mention| mention.kind == id) {
                    let at = unit(mention.span.start, analysis.document.text.len()) / TICK * TICK;
                    if last != Some(at) {
                        path.push_str(&format!("M{} {at}h2.4v{TICK}h-2.4z", column * 3));
                        last = Some(at);
                    }
                }
                (id.kind().id, path)
            })
            .collect::<Vec<(&'static str, String)>>()
    });
    let start = |paragraph: usize| document.paragraphs.get(paragraph).map_or(document.text.len(), |p| p.span.start);
    let (from, to) = (start(props.viewed.0), start(props.viewed.1));
    let before = |place: usize| mentions.partition_point(|mention| mention.span.start < place);
    let is_shown = |mention: &Mention| !props.hidden.contains(mention.kind);
    let shown = |mentions: &[Mention]| mentions.iter().filter(|mention| is_shown(mention)).count();
    let (above, below) = mentions.split_at(before(from));
    let below = below.get(before(to) - above.len()..).unwrap_or_default();
    let last_above = above.iter().rposition(is_shown);
    let first_below = below.iter().position(is_shown).map(|place| mentions.len() - below.len() + place);
    let jump = |count: usize, index: Option<usize>, sign: &str, words: &str| {
        let go = super::send(&props.act, index.map_or(Action::CloseCard, Action::Go));
        let title = format!("{} {words}", super::count(count, "mention", "mentions"));
        html! {
            <button type="button" class="rail-jump" disabled={count == 0} title={title.clone()} aria-label={title} onclick={go}>
                { sign }{ " " }{ super::grouped(count) }
            </button>
        }
    };
    let shown_kinds = kinds.iter().zip(KindId::all()).filter(|(_, id)| !props.hidden.contains(*id));
    let ticks = shown_kinds.map(|((id, path), _)| html! { <path data-k={*id} d={path.clone()} /> });
    html! {
        <div class="rail" role="group" aria-label="Where the mentions are">
            { jump(shown(above), last_above, "▲", "above") }
            <svg class="map" viewBox={format!("0 0 {} {UNITS}", kinds.len() * 3)} preserveAspectRatio="none" aria-hidden="true">
                <rect class="here" x="0" width="100%" y={at(from).to_string()} height={(at(to) - at(from)).max(4).to_string()} />
                { for ticks }
            </svg>
            { jump(shown(below), first_below, "▼", "below") }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_have_their_end_at_the_end() {
        assert_eq!([unit(0, 0), unit(60_000_000, 120_000_000), unit(120_000_000, 120_000_000)], [0, 500, UNITS]);
    }
}
