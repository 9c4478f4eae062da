//! Components rendered to strings, natively: what stands where, without a browser.
//!
//! Props hold what is shared within a thread, so each is made where it is rendered.

use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context as Waiting, Poll, Wake, Waker};
use std::thread::{self, Thread};

use eosin::app::components::{Part, PartProps, bar, card, endnotes, outline, reader, summary};
use eosin::app::state::{Action, Arrival, State, update};
use eosin::extract::document::Note;
use eosin::extract::{Context, Document, KindId, analyse};
use yew::prelude::*;

const RELEASE: &str = "Larkspur Reports Third Quarter 2021 Results\n\n\
BOSTON, Nov. 9, 2021 -- Larkspur, Inc. (Nasdaq: LKSP) had cash of \\$5.6 million for the three months ended\n\n\
September 30, 2021, and it gave 300 mg of *imatinib* daily.\n\n\
- One point.\n- Another point.\n\n\
About Larkspur\n\nLarkspur works on LKS-204, in Boston.\n";

/// Waits for what is rendered on the renderer's own threads.
fn wait<T>(future: impl Future<Output = T>) -> T {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Waiting::from_waker(&waker)) {
            Poll::Ready(value) => return value,
            Poll::Pending => thread::park(),
        }
    }
}

fn render<C: BaseComponent>(props: fn() -> C::Properties) -> String
where
    C::Properties: 'static,
{
    wait(yew::ServerRenderer::<C>::with_props(props).hydratable(false).render())
}

/// The page with this release open, after some actions.
fn state(actions: &[Action]) -> State {
    let mut state = State::default();
    update(&mut state, Action::WorkerReady(0));
    update(&mut state, Action::Arrived(vec![Arrival { name: "larkspur.txt".into(), size: 1 }]));
    let analysis = analyse(Document::new("larkspur.txt", RELEASE), &Context::default());
    update(&mut state, Action::Done(0, Rc::new(analysis)));
    for action in actions {
        update(&mut state, action.clone());
    }
    state
}

fn reader(state: &State) -> reader::Props {
    reader::Props {
        entry: state.open_entry_shared(),
        structure: state.structure.clone(),
        glance: state.glance.clone(),
        shown: state.shown,
        allowed: state.allowed,
        hidden: state.hidden,
        view: state.view,
        labels: state.labels,
        undimmed: state.undimmed,
        fresh: state.fresh,
        yours: state.yours,
        viewed: state.viewed,
        act: Callback::noop(),
    }
}

fn panel(state: &State) -> summary::Props {
    summary::Props {
        analysis: state.analysis().cloned(),
        hidden: state.hidden,
        filter: state.filter.clone(),
        passing: state.passing.clone(),
        current: state.current,
        expanded: state.expanded.clone(),
        more_rows: state.more_rows.clone(),
        tab: state.tab,
        receiving: state.receiving,
        glance: state.glance.clone(),
        yours: state.yours,
        edits: state.open_edits(),
        undo: state.history.last().map(str::to_string),
        redo: state.history.next().map(str::to_string),
        act: Callback::noop(),
        children: Html::default(),
    }
}

#[track_caller]
fn has(html: &str, parts: &[&str]) {
    for part in parts {
        assert!(html.contains(part), "no {part} in\n{html}");
    }
}

#[test]
fn reading_joins_what_a_page_break_cut_and_hides_marks_of_writing() {
    let html = render::<Part>(|| PartProps::new(reader::reader, reader(&state(&[]))));
    has(
        &html,
        &[
            "<h1 data-p=\"0\">",
            // One mention in two pieces of one paragraph, with one number.
            "three months ended</mark>",
            "data-more=\"\">September 30, 2021</mark>",
            "class=\"page\"",
            "<em>imatinib</em></mark>",
            "<ul><li data-p=\"3\" class=\"item\">One point.",
            "<h2 data-p=\"5\" class=\"standard\">About Larkspur",
            "Standard text.",
        ],
    );
    assert!(!html.contains("\\$") && !html.contains("*imatinib*"));
}

#[test]
fn what_is_missing_is_said_above_the_text() {
    let html = render::<Part>(|| {
        let mut state = state(&[]);
        let mut analysis = (**state.analysis().unwrap()).clone();
        analysis.document.structure.notes = vec![Note::Damaged, Note::PagesLeftOut { read: 9, of: 12 }, Note::Columns];
        update(&mut state, Action::Arrived(vec![Arrival { name: "cut.pdf".into(), size: 1 }]));
        update(&mut state, Action::Done(1, Rc::new(analysis)));
        update(&mut state, Action::Open(1));
        PartProps::new(reader::reader, reader(&state))
    });
    has(&html, &["something may be missing.", "The file has 12 pages; the first 9 were read."]);
    // That is no loss.
    assert!(!html.contains("columns"));
}

#[test]
fn source_is_the_text_to_the_letter() {
    let html = render::<Part>(|| {
        PartProps::new(reader::reader, reader(&state(&[Action::SetView(eosin::extract::reading::View::Source)])))
    });
    has(&html, &["*", "\\", "- Another point."]);
    assert!(!html.contains("<li") && !html.contains("<em>"));
}

#[test]
fn facts_stand_first_and_what_is_hidden_is_said() {
    let html = render::<Part>(|| PartProps::new(summary::panel, panel(&state(&[]))));
    has(&html, &["At a glance", "data-fact=\"cash\"", "5,600,000 USD", "Nasdaq: LKSP", "data-kind=\"money\""]);
    let html = render::<Part>(|| PartProps::new(summary::panel, panel(&state(&[Action::Filter("imatinib".into())]))));
    has(&html, &["data-hidden-note", "hidden by the filter", "Show all"]);
    let html = render::<Part>(|| PartProps::new(summary::panel, panel(&state(&[Action::Filter("nowhere".into())]))));
    has(&html, &["Nothing matches ‘nowhere’."]);
    let html = render::<Part>(|| PartProps::new(summary::panel, panel(&state(&[Action::Yours]))));
    has(&html, &["Nothing changed by you here."]);
}

#[test]
fn a_card_says_who_decided_and_can_be_corrected() {
    fn card(actions: &[Action]) -> card::Props {
        let state = state(actions);
        card::Props {
            analysis: state.analysis().unwrap().clone(),
            structure: state.structure.clone(),
            edits: state.open_edits(),
            mention: state.card.unwrap().mention,
            editing: state.editing,
            receiving: state.receiving,
            act: Callback::noop(),
        }
    }
    let html = render::<card::Card>(|| card(&[Action::Pin(0)]));
    has(&html, &["Rule <code>date.", "Copy with source", "Not a date"]);
    assert!(!html.contains("data-retype"));
    let html = render::<card::Card>(|| card(&[Action::Edit(0), Action::Retype(0, KindId::of("dose").unwrap())]));
    has(&html, &["data-retype=\"money\"", "★ You", "It was a date, by rule date.", "As the rules have it"]);
}

#[test]
fn sections_endnotes_and_the_strip_after_a_correction() {
    let html = render::<Part>(|| {
        let state = state(&[]);
        let props = outline::OutlineProps {
            analysis: state.analysis().unwrap().clone(),
            structure: state.structure.clone(),
            current: state.section(),
            hidden: state.hidden,
            act: Callback::noop(),
        };
        PartProps::new(outline::outline, props)
    });
    has(&html, &["aria-current=\"location\"", "Beginning", "About Larkspur"]);
    let html = render::<Part>(|| {
        let analysis = state(&[]).analysis().unwrap().clone();
        let hidden = KindId::of("date").into_iter().collect();
        PartProps::new(endnotes::endnotes, endnotes::Props { analysis, hidden })
    });
    has(&html, &["5,600,000 USD", "300 mg"]);
    assert!(!html.contains("data-k=\"date\""));
    let html = render::<Part>(|| {
        let offer = state(&[Action::NotOne(0)]).offer.clone().unwrap();
        PartProps::new(bar::strip, bar::StripProps { offer, act: Callback::noop() })
    });
    has(&html, &["is not a date.", "Undo"]);
}

#[test]
fn what_is_hidden_is_not_counted_above_and_below() {
    let html = render::<outline::Rail>(|| {
        let state = state(&[Action::Toggle(KindId::of("money").unwrap())]);
        let analysis = state.analysis().unwrap().clone();
        let end = analysis.document.paragraphs.len();
        outline::Props { analysis, viewed: (end, end), hidden: state.hidden, act: Callback::noop() }
    });
    let seen = {
        let state = state(&[]);
        let mentions = &state.analysis().unwrap().mentions;
        let money = KindId::of("money").unwrap();
        assert!(mentions.iter().any(|mention| mention.kind == money));
        mentions.iter().filter(|mention| mention.kind != money && !state.hidden.contains(mention.kind)).count()
    };
    has(&html, &[&format!("{seen} mentions above"), "0 mentions below"]);
    assert!(html.contains("data-k=\"date\"") && !html.contains("data-k=\"money\""), "{html}");
}
