//! The dates of the open document in the order of time: a picture of them all, and the list that says
//! the same in words and leads to each.

use yew::prelude::*;

use super::{count, day, quote, tally};
use crate::app::state::{Action, Shared};
use crate::extract::timeline::{Point, timeline};
use crate::extract::{Analysis, Date, Kinds};

/// What the timeline is made from.
#[derive(Debug, PartialEq, Properties)]
pub struct Props {
    /// What is on the screen.
    pub analysis: Shared<Analysis>,
    /// Kinds switched off.
    pub hidden: Kinds,
    /// The mention the reader is at.
    pub current: Option<usize>,
    /// Where actions go.
    pub act: Callback<Action>,
}

/// Years shown before and after the day of the release; what lies further off is in the list only.
const REACH: i64 = 3;
/// Width of the picture in units of its own.
const WIDE: i64 = 1000;
/// Height of a lane.
const LANE: i64 = 18;
/// Lanes at most; what finds no room lies in the last.
const LANES: usize = 6;

/// The timeline.
#[component]
pub fn Timeline(props: &Props) -> Html {
    let line = use_memo(props.analysis.clone(), |analysis| timeline(analysis));
    let analysis = &props.analysis;
    let release = analysis.document.dateline.map(|dateline| dateline.date);
    let shows = |point: &&Point| {
        let kind = point.mentions.first().and_then(|&index| analysis.mentions.get(index)).map(|mention| mention.kind);
        kind.is_none_or(|kind| !props.hidden.contains(kind))
    };
    let points: Vec<&Point> = line.points.iter().filter(shows).collect();
    if points.is_empty() {
        return html! { <p class="panel-note">{ "No dates with settled days here." }</p> };
    }
    let mut rows: Vec<Html> = Vec::new();
    let mut year = None;
    let mut passed = false;
    for point in points.iter().copied() {
        if point.ahead && !passed {
            passed = true;
            if let Some(release) = release {
                rows.push(
                    html! { <li class="time-now">{ "Released " }{ day(release) }{ "; what follows is ahead" }</li> },
                );
            }
        }
        let here = point.first.year();
        let head = (year != Some(here)).then(|| here.to_string());
        year = Some(here);
        rows.push(row(props, point, head));
    }
    let open = line.open;
    html! {
        <div class="timeline">
            { picture(&points, release) }
            <ol>{ for rows }</ol>
            if open > 0 {
                <p class="panel-note">{ format!("{} without settled days: seasons, durations, open dates.", count(open, "date is", "dates are")) }</p>
            }
        </div>
    }
}

fn row(props: &Props, point: &Point, year: Option<String>) -> Html {
    let first = point.mentions.first().copied().unwrap_or(0);
    let current = props.current.filter(|current| point.mentions.contains(current));
    let go = super::send(&props.act, Action::Go(current.unwrap_or(first)));
    let span = props.analysis.mentions.get(first).map(|mention| mention.span).unwrap_or_default();
    let sentence = props.analysis.document.sentence(span);
    let shape = if point.first == point.last { "day" } else { "stretch" };
    html! {
        <li class={classes!("time", shape, point.ahead.then_some("ahead"))} data-time={format!("{}/{}", point.first, point.last)}>
            <span class="time-year" aria-hidden="true">{ year.unwrap_or_default() }</span>
            <button type="button" class="time-go" aria-current={current.map(|_| "true")} onclick={go}>
                <span class="row-value">{ point.words() }</span>
                { tally(if point.mentions.len() > 1 { point.mentions.len() } else { 0 }) }
                <span class="row-quote">{ quote(&props.analysis, sentence, span, 44) }</span>
            </button>
        </li>
    }
}

/// Days as dots, stretches as bars, hollow where they lie ahead. The list below says the same.
fn picture(points: &[&Point], release: Option<Date>) -> Html {
    let middle = release.or_else(|| points.get(points.len() / 2).map(|point| point.first));
    let Some(middle) = middle else { return Html::default() };
    let number = |date: Date| {
        let days = i64::from(date.year()) * 372 + i64::from(date.month()) * 31 + i64::from(date.day());
        days - i64::from(middle.year()) * 372
    };
    let (low, high) = (number(middle) - REACH * 372, number(middle) + REACH * 372);
    let near: Vec<&&Point> =
        points.iter().filter(|point| number(point.last) >= low && number(point.first) <= high).collect();
    let (Some(from), Some(to)) = (
        near.iter().map(|point| number(point.first)).min().map(|from| from.max(low) - 20),
        near.iter().map(|point| number(point.last)).max().map(|to| to.min(high) + 20),
    ) else {
        return Html::default();
    };
    let at = |date: Date| ((number(date) - from) * WIDE / (to - from).max(1)).clamp(0, WIDE);
    let mut ends: Vec<i64> = Vec::new();
    let marks: Vec<Html> = near
        .iter()
        .map(|point| {
            let (left, right) = (at(point.first), at(point.last));
            let free = ends.iter().position(|&end| end + 6 < left);
            let lane = free.unwrap_or_else(|| {
                if ends.len() < LANES {
                    ends.push(0);
                }
                ends.len() - 1
            });
            if let Some(end) = ends.get_mut(lane) {
                *end = right.max(left + 16);
            }
            let y = i64::try_from(lane).unwrap_or(0) * LANE + 3;
            let class = point.ahead.then_some("ahead");
            html! { <rect class={classes!(class)} x={left.to_string()} y={y.to_string()} width={(right - left).max(12).to_string()} height="12" rx="6" /> }
        })
        .collect();
    let tall = i64::try_from(ends.len()).unwrap_or(0) * LANE + 4;
    let years = (middle.year() - 4..=middle.year() + 5).filter_map(|year| Date::new(year, 1, 1));
    let years = years.filter(|first| number(*first) > from && number(*first) < to).map(|first| {
        let x = at(first).to_string();
        html! {
            <>
                <path class="year" d={format!("M{x} 0V{tall}")} />
                <text x={x} y={(tall + 34).to_string()}>{ first.year() }</text>
            </>
        }
    });
    html! {
        <svg class="time-map" data-k="date" viewBox={format!("-8 0 {} {}", WIDE + 16, tall + 42)} aria-hidden="true">
            { for years }
            if let Some(release) = release { <path class="now" d={format!("M{} 0V{tall}", at(release))} /> }
            { for marks }
        </svg>
    }
}
