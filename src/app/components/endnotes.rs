//! The table at the end of a printed release: each mention, numbered as in the text, with its value
//! and its sentence.

use yew::prelude::*;

use super::{one_line, quote};
use crate::app::state::Shared;
use crate::extract::edits::is_yours;
use crate::extract::{Analysis, Kinds, summary};

/// What the table is made from.
#[derive(Debug, PartialEq)]
pub struct Props {
    /// What is printed.
    pub analysis: Shared<Analysis>,
    /// Kinds switched off.
    pub hidden: Kinds,
}

/// The table.
pub fn endnotes(props: &Props) -> Html {
    let analysis = &props.analysis;
    let row = |(index, mention): (usize, &crate::extract::Mention)| {
        let kind = mention.kind.kind();
        let by = if is_yours(mention) { "you".to_string() } else { mention.rule.to_string() };
        html! {
            <tr data-k={kind.id}>
                <td>{ index + 1 }</td>
                <td>{ kind.glyph }{ " " }{ kind.title }</td>
                <td>{ one_line(analysis.document.slice(mention.span)) }</td>
                <td>{ summary::label(&mention.value).as_str() }</td>
                <td>{ quote(analysis, analysis.document.sentence(mention.span), mention.span, 60) }</td>
                <td>{ by }</td>
            </tr>
        }
    };
    let shown = analysis.mentions.iter().enumerate().filter(|(_, mention)| !props.hidden.contains(mention.kind));
    html! {
        <table class="endnotes">
            <caption>{ format!("Mentions in {}", analysis.document.name) }</caption>
            <thead><tr><th>{ "No." }</th><th>{ "Kind" }</th><th>{ "Words" }</th><th>{ "Value" }</th><th>{ "Sentence" }</th><th>{ "Decided by" }</th></tr></thead>
            <tbody>{ for shown.map(row) }</tbody>
        </table>
    }
}
