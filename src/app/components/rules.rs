//! Rules of the reader's own: the lists, and the rule being written with what it would change.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{button, count, one_line, quote, tally};
use crate::app::rules::{Act, Change, Editor, Field, From, MOST_CHANGES, Rules, Shelf, Spot, Tried, act, why_not};
use crate::app::state::{Action, Entry, Shared};
use crate::extract::KindId;
use crate::extract::rules::{Find, MOST_MILLISECONDS, Rule};

/// What the panel is made from.
#[derive(Clone, Debug, PartialEq)]
pub struct Props {
    /// What is known of rules.
    pub rules: Rules,
    /// Everything opened.
    pub entries: Vec<Shared<Entry>>,
    /// Where actions go.
    pub act: Callback<Action>,
}

/// The panel.
pub fn panel(props: &Props) -> Html {
    let rules = &props.rules;
    html! {
        <div class="rules">
            if !rules.problem.is_empty() { <p class="sheet-problem" role="alert">{ &rules.problem }</p> }
            if let Some(editor) = &rules.editor { { edit(props, editor) } } else { { lists(props) } }
        </div>
    }
}

fn lists(props: &Props) -> Html {
    let rules = &props.rules;
    html! {
        <>
            <p class="panel-note">{ "Words and patterns of your own. They win over the built-in rules where both find something. Kept in this browser; nothing is sent." }</p>
            <div class="dialog-actions rules-new">
                { button("primary", "rule-new", "New rule", act(Act::Edit(None)), &props.act) }
                if !rules.shelves[0].pack.rules.is_empty() {
                    { button("quiet", "rules-save", "Save as a file", act(Act::Write), &props.act) }
                }
            </div>
            <section class="group shelf" data-shelf="built-in">
                <h3>{ tick(props, "built-in", "Built in", rules.built_in, Act::BuiltIn) }</h3>
            </section>
            { for rules.shelves.iter().enumerate().map(|(at, shelf)| list(props, at, shelf)) }
            <p class="panel-note">{ "A file of rules is dropped on the page like any other." }</p>
        </>
    }
}

fn list(props: &Props, at: usize, shelf: &Shelf) -> Html {
    let from = match shelf.from {
        From::Yours => "yours",
        From::File => "file",
        From::Link => "link",
    };
    let name = match shelf.pack.name.as_str() {
        "" => shelf.from.title().to_string(),
        name => format!("{}: {name}", shelf.from.title()),
    };
    html! {
        <section class="group shelf" key={at} data-shelf={from}>
            <h3>{ tick(props, "shelf", name, shelf.on, Act::Shelf(at)) }{ tally(shelf.pack.rules.len()) }</h3>
            if shelf.from != From::Yours {
                <p class="panel-note">{ "For this visit, unless you take them over." }</p>
                <div class="dialog-actions">
                    { button("", "rules-adopt", "Add to mine", act(Act::Adopt(at)), &props.act) }
                    { button("quiet", "rules-drop", "Remove", act(Act::Drop(at)), &props.act) }
                </div>
            }
            if shelf.pack.rules.is_empty() { <p class="panel-note">{ "None yet." }</p> }
            <ul class="rule-list">
                { for shelf.pack.rules.iter().enumerate().map(|(n, rule)| row(props, (at, n), rule)) }
            </ul>
        </section>
    }
}

fn row(props: &Props, spot: Spot, rule: &Rule) -> Html {
    let kind = rule.kind.kind();
    let fault = props.rules.faults.get(&spot);
    let what = match &rule.find {
        Find::Words { list, .. } => list.join(", "),
        Find::Pattern(pattern) => pattern.clone(),
    };
    let time = props.rules.times.get(&spot).filter(|_| fault.is_none());
    html! {
        <li data-rule={rule.name.clone()}>
            <div class="rule-head">
                { tick(props, "rule", rule.name.clone(), rule.on && fault.is_none(), Act::Rule(spot)) }
                <span class="glyph" data-k={kind.id} title={kind.title}>{ kind.glyph }</span>
                if spot.0 == 0 { { button("quiet", "rule-edit", "Edit", act(Act::Edit(Some(spot.1))), &props.act) } }
            </div>
            <code class="rule-what">{ one_line(&what) }</code>
            if let Some(fault) = fault { <p class="sheet-problem">{ fault.to_string() }</p> }
            if let Some(time) = time { <small class="rule-time">{ spent(*time) }</small> }
        </li>
    }
}

/// How long a rule took, beside how long it may.
fn spent(milliseconds: f64) -> String {
    // In whole tenths: writing numbers with a point the general way is 2 KB to load.
    let tenths = (milliseconds * 10.0).round() as u64;
    format!("{}.{} of at most {} ms", tenths / 10, tenths % 10, MOST_MILLISECONDS as u64)
}

fn tick(props: &Props, name: &'static str, words: impl Into<AttrValue>, on: bool, deed: Act) -> Html {
    let onchange = props.act.reform(move |_: Event| act(deed.clone()));
    html! { <label class="tick"><input type="checkbox" {name} checked={on} {onchange} />{ words.into() }</label> }
}

fn edit(props: &Props, editor: &Editor) -> Html {
    let draft = &editor.draft;
    let change =
        |make: fn(String) -> Field| props.act.reform(move |event: InputEvent| act(Act::Change(make(value(&event)))));
    let is_pattern = matches!(draft.find, Find::Pattern(_));
    let depth = |name: &'static str, pattern: bool| {
        let choose = super::send(&props.act, act(Act::Change(Field::IsPattern(pattern))));
        html! { <button type="button" data-depth={name} aria-pressed={(is_pattern == pattern).to_string()} onclick={choose}>{ name }</button> }
    };
    let on_kind = props
        .act
        .reform(|event: Event| act(Act::Change(Field::Kind(KindId::of(&value(&event)).unwrap_or(KindId::first())))));
    let on_priority =
        props.act.reform(|event: Event| act(Act::Change(Field::Priority(value(&event).parse().unwrap_or_default()))));
    let on_tests = props.act.reform(|event: Event| act(Act::Change(Field::Tests(value(&event)))));
    let mut priorities = vec![-1, 0, 1, 2, 3];
    if !priorities.contains(&draft.priority) {
        priorities.push(draft.priority);
    }
    let not = why_not(&props.rules, editor);
    html! {
        <form class="rule-form" onsubmit={Callback::from(|event: SubmitEvent| event.prevent_default())}>
            <h3>{ if editor.at.is_some() { "Change a rule" } else { "New rule" } }</h3>
            <label>{ "Name" }<input name="rule-name" autocomplete="off" value={draft.name.clone()} oninput={change(Field::Name)} /></label>
            <label>{ "These are" }
                <select name="rule-kind" onchange={on_kind}>
                    { for KindId::all().map(|kind| html! {
                        <option value={kind.kind().id} selected={kind == draft.kind}>{ kind.kind().plural }</option>
                    }) }
                </select>
            </label>
            <div class="segments" role="group" aria-label="How it is written">{ depth("Words", false) }{ depth("Pattern", true) }</div>
            if is_pattern {
                <label key="pattern">{ "Pattern" }
                    <input class="code" name="rule-pattern" autocomplete="off" spellcheck="false" value={editor.pattern.clone()} oninput={change(Field::Pattern)} />
                </label>
                <p class="panel-note">{ "A regular expression, within paragraphs. " }<code>{ r"\d+" }</code>{ " is a number, " }<code>{ "(?i)" }</code>{ " any case, " }<code>{ "( )" }</code>{ " a group." }</p>
            } else {
                <label key="words">{ "Words, one entry a line" }
                    <textarea name="rule-words" rows="4" spellcheck="false" value={editor.words.clone()} oninput={change(Field::Words)} />
                </label>
                { tick(props, "rule-number", "A number after them belongs to them",
                    matches!(draft.find, Find::Words { number_after: true, .. }), Act::Change(Field::NumberAfter)) }
            }
            <label>{ "Value read from (empty: the words themselves)" }
                <input class="code" name="rule-value" autocomplete="off" spellcheck="false" placeholder={if is_pattern { "$1 mg" } else { "" }} value={draft.value.clone()} oninput={change(Field::Value)} />
            </label>
            <label>{ "Priority" }
                <select name="rule-priority" onchange={on_priority}>
                    { for priorities.into_iter().map(|number| html! {
                        <option value={number.to_string()} selected={number == draft.priority}>{ match number {
                            -1 => "Gives way to built-in rules".to_string(),
                            0 => "Wins over built-in rules".to_string(),
                            number => format!("{number}: also over rules below {number}"),
                        } }</option>
                    }) }
                </select>
            </label>
            <label>{ "Tests, one a line" }
                <textarea name="rule-tests" rows="3" placeholder="They gave «Larch 12» to all. => Larch 12" value={draft.tests.join("\n")} onchange={on_tests} />
            </label>
            <p class="panel-note">{ "« » around what is to be found; without them, nothing is. After => the value." }</p>
            if let Some(tried) = &editor.tried { { outcome(props, editor, tried) } }
            <div class="dialog-actions">
                if let Some(at) = editor.at { { button("quiet", "rule-remove", "Delete", act(Act::Remove(at)), &props.act) } }
                { button("quiet", "rule-cancel", "Cancel", act(Act::Cancel), &props.act) }
                <button type="button" class="primary" data-action="rule-save" disabled={not.is_some()} onclick={super::send(&props.act, act(Act::Save))}>{ "Save rule" }</button>
            </div>
            <p class="panel-note" data-why-not={not.is_some().to_string()}>{ not.unwrap_or_default() }</p>
        </form>
    }
}

/// What stands in the field. A choice and a field of lines have it under the same name as a field of one.
fn value(event: &Event) -> String {
    event.target().map(|field| field.unchecked_into::<HtmlInputElement>().value()).unwrap_or_default()
}

/// What the rule finds, changes, and fails.
fn outcome(props: &Props, editor: &Editor, tried: &Tried) -> Html {
    if let Some(fault) = &tried.fault {
        return html! { <p class="sheet-problem" role="alert" data-fault="">{ fault.to_string() }</p> };
    }
    let (come, gone) = tried.balance();
    let name =
        |id| props.entries.iter().find(|entry| entry.id == id).map(|entry| entry.name.clone()).unwrap_or_default();
    let failing: Vec<(&String, &String)> =
        editor.draft.tests.iter().zip(&tried.tests).filter_map(|(line, said)| Some((line, said.as_ref()?))).collect();
    html! {
        <div class="tried" data-come={come.to_string()} data-gone={gone.to_string()}>
            <p><b data-balance="">{ format!("+{come} −{gone}") }</b>{ " compared with now. " }<small class="rule-time">{ spent(tried.milliseconds) }</small></p>
            <ul class="tried-counts">
                { for tried.counts.iter().map(|(id, number)| html! { <li data-matches={number.to_string()}>{ format!("{} in ", count(*number, "place", "places")) }<b>{ name(*id) }</b></li> }) }
            </ul>
            if !tried.changes.is_empty() {
                { button("", "rule-step", "Step through", act(Act::Step), &props.act) }
                <ul class="changes">
                    { for tried.changes.iter().take(MOST_CHANGES).enumerate().map(|(at, one)| change(props, one, editor.step == Some(at))) }
                </ul>
                if tried.changes.len() > MOST_CHANGES { <p class="panel-note">{ format!("And {} more.", tried.changes.len() - MOST_CHANGES) }</p> }
            }
            if !editor.draft.tests.is_empty() {
                <p data-failing={failing.len().to_string()}>{ format!("{} of {} tests pass.", editor.draft.tests.len() - failing.len(), editor.draft.tests.len()) }</p>
                <ul class="failing">{ for failing.into_iter().map(|(line, said)| html! { <li><q>{ line }</q>{ " " }{ said }</li> }) }</ul>
            }
        </div>
    }
}

fn change(props: &Props, change: &Change, is_here: bool) -> Html {
    let kind = change.mention.kind.kind();
    let entry = props.entries.iter().find(|entry| entry.id == change.document);
    let Some(analysis) = entry.and_then(|entry| entry.plain.as_ref()) else { return Html::default() };
    let span = change.mention.span;
    let words = quote(analysis, analysis.document.sentence(span), span, 30);
    let (sign, word) = if change.comes { ("+", "new") } else { ("−", "gone") };
    html! {
        <li data-change={word} aria-current={is_here.then_some("true")}>
            <span class="verdict" role="img" aria-label={word}>{ sign }</span>
            <button type="button" class="place" onclick={super::send(&props.act, Action::GoSpan(change.document, span))}>
                <span class="glyph" data-k={kind.id}>{ kind.glyph }</span>{ " " }{ words }
            </button>
        </li>
    }
}
