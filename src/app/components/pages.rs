//! The Page view of a PDF: its pages as they are printed, with the marks on them.
//!
//! Nothing is computed here of places. A line carries its box on the page as an attribute, the marks stand in
//! it as they stand in its words; `www/pages.js` puts lines where they belong, in the width they have there, and
//! draws the page under them. Until it is drawn, and where its fonts are not in the file, the lines are read
//! themselves.

use yew::prelude::*;

use super::keyed;

use super::reader::mark;
use crate::app::platform;
use crate::app::state::{Action, Shared};
use crate::extract::document::{Area, Place};
use crate::extract::segment::segment_within;
use crate::extract::{Analysis, Span};

/// What the pages are made from.
#[derive(Debug, PartialEq, Properties)]
pub struct Props {
    /// With the reader's corrections.
    pub analysis: Shared<Analysis>,
    /// Without them: tells one document from another.
    pub found: Shared<Analysis>,
    /// Paragraphs to draw.
    pub shown: usize,
    /// Where actions go.
    pub act: Callback<Action>,
}

/// The pages, as far as the text is shown.
#[component]
pub fn Pages(props: &Props) -> Html {
    {
        let act = props.act.clone();
        use_effect_with(props.found.clone(), move |_| {
            act.emit(Action::DrawPages);
            platform::close_pages
        });
    }
    use_effect(platform::place_lines);
    let document = &props.analysis.document;
    let end = props.shown.checked_sub(1).and_then(|last| document.paragraphs.get(last)).map_or(0, |last| last.span.end);
    let pages = document.structure.pages.iter().enumerate();
    let one = |(number, _)| keyed(number, sheet, SheetProps { analysis: props.analysis.clone(), number });
    pages.take_while(|(number, page)| *number == 0 || page.start < end).map(one).collect()
}

#[derive(Debug, PartialEq)]
struct SheetProps {
    analysis: Shared<Analysis>,
    number: usize,
}

/// A page.
fn sheet(props: &SheetProps) -> Html {
    let (number, structure) = (props.number, &props.analysis.document.structure);
    let Some(page) = structure.pages.get(number) else { return Html::default() };
    let end = structure.pages.get(number + 1).map_or(props.analysis.document.text.len(), |next| next.start);
    let is_here = |page: u32| page as usize == number;
    // A paragraph that goes on over a page's end may hold lines of the next before those of this one.
    let places = structure.places(Span::new(page.start, end.max(page.start + 1))).filter(|place| is_here(place.page));
    let taken = structure.furniture.iter().filter(|piece| is_here(piece.page));
    let size = format!("{} {}", page.width, page.height);
    let name = format!("Page {} of {}", number + 1, structure.pages.len());
    html! {
        <section class="sheet" data-sheet={number.to_string()} data-size={size} aria-label={name}>
            <canvas width="0" height="0" aria-hidden="true"></canvas>
            { for taken.map(|piece| html! { <span class="line taken" data-box={corners(piece.area)} aria-hidden="true">{ piece.text.clone() }</span> }) }
            { for places.map(|place| line(&props.analysis, place)) }
        </section>
    }
}

/// A line, or a cell of a table.
fn line(analysis: &Analysis, place: &Place) -> Html {
    let piece = |segment: &crate::extract::Segment| {
        let words = html! { analysis.document.slice(segment.span).to_string() };
        mark(analysis, segment, words)
    };
    let pieces: Html = segment_within(place.span, &analysis.mentions).iter().map(piece).collect();
    html! { <span class="line" data-box={corners(place.area)}>{ pieces }{ " " }</span> }
}

fn corners(area: Area) -> String {
    format!("{} {} {} {}", area.left, area.top, area.right, area.bottom)
}
