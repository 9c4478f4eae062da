use super::*;
use crate::app::state;
use crate::extract::{Context, analyse};

const TEXT: &str = "It had $5 million on March 3, 2021, and took 5 mg.";

fn found(text: &str) -> Rc<Analysis> {
    Rc::new(analyse(Document::new("a.txt", text), &Context::default()))
}

/// Changes the state; what of the effects is of this part.
fn run(state: &mut State, action: Action) -> Vec<Effect> {
    let (_, effects) = state::update(state, action);
    let ours = |effect: &Effect| {
        matches!(effect, Effect::Store(_) | Effect::Unstore(_) | Effect::StoreNothing | Effect::Guard(_))
    };
    effects.into_iter().filter(ours).collect()
}

/// A state with one document done.
fn with(text: &str) -> State {
    let mut state = State::default();
    run(&mut state, Action::WorkerReady(0));
    run(&mut state, Action::Arrived(vec![Arrival { name: "a.txt".into(), size: 1 }]));
    run(&mut state, Action::Done(0, found(text)));
    state
}

/// The next visit: what was kept comes back, and its file is read.
fn next_visit(work: Work, text: &str) -> State {
    let mut state = State::default();
    state.keeping.on = true;
    run(&mut state, Action::WorkerReady(0));
    run(&mut state, act(Act::Back(vec![(Arrival { name: "a.txt".into(), size: 1 }, work)])));
    run(&mut state, Action::Done(0, found(text)));
    state
}

#[test]
fn nothing_is_kept_unasked() {
    let mut state = with(TEXT);
    assert_eq!(run(&mut state, Action::NotOne(0)), [Effect::Guard(true)]);
    assert_eq!(run(&mut state, Action::Rename(0, "Mine".into())), []);
    assert!(!state.keeping.on);
}

#[test]
fn what_is_kept_comes_back_with_what_was_made_of_it() {
    let mut state = with(TEXT);
    assert_eq!(run(&mut state, act(Act::Toggle)), [Effect::Store(0), Effect::Guard(false)]);
    // What is kept need not be asked about at the end.
    assert_eq!(run(&mut state, Action::NotOne(0)), [Effect::Store(0)]);
    assert_eq!(run(&mut state, Action::Rename(0, "Mine".into())), [Effect::Store(0)]);
    let shown = state.analysis().unwrap().mentions.clone();
    let again = next_visit(work(&state, 0).unwrap(), TEXT);
    assert_eq!(again.analysis().unwrap().mentions, shown);
    assert_eq!(again.entries[0].title.as_deref(), Some("Mine"));
    assert_eq!(again.entries[0].edits, state.entries[0].edits);
}

#[test]
fn corrections_that_no_longer_fit_are_left_out() {
    let mut state = with(TEXT);
    run(&mut state, Action::NotOne(0));
    let work = work(&state, 0).unwrap();
    for other in ["It also had $5 million.", "", "Ünd hätte $5"] {
        let again = next_visit(work.clone(), other);
        assert_eq!(again.analysis().unwrap().mentions, found(other).mentions, "{other}");
        assert!(again.entries[0].edits.list.is_empty());
    }
}

#[test]
fn mentions_that_came_with_a_text_are_kept_with_it() {
    let mut state = with(TEXT);
    let one = state.analysis().unwrap().mentions[..1].to_vec();
    let mut effects = Vec::new();
    state::replace(&mut state, 0, one.clone(), &mut effects);
    let work = work(&state, 0).unwrap();
    assert_eq!(next_visit(work.clone(), TEXT).analysis().unwrap().mentions, one);
    // In another text they are nowhere.
    assert_eq!(next_visit(work, "No.").analysis().unwrap().mentions, []);
}

#[test]
fn a_refusal_is_said_and_corrections_are_asked_about_again() {
    let mut state = with(TEXT);
    run(&mut state, act(Act::Toggle));
    run(&mut state, Action::NotOne(0));
    assert_eq!(run(&mut state, act(Act::Refused(Refusal::Full))), [Effect::Guard(true)]);
    assert!(!is_safe(&state));
    assert_eq!(state.keeping.refused, Some(Refusal::Full));
    run(&mut state, act(Act::Kept(10.0, 100.0)));
    assert!(is_safe(&state));
}

#[test]
fn forgetting_and_switching_off_leave_nothing() {
    let mut state = with(TEXT);
    run(&mut state, act(Act::Toggle));
    let effects = run(&mut state, act(Act::Toggle));
    assert!(effects.contains(&Effect::Unstore(0)) && !state.keeping.on);
    run(&mut state, act(Act::Toggle));
    assert!(run(&mut state, act(Act::Forget)).contains(&Effect::StoreNothing) && !state.keeping.on);
    run(&mut state, act(Act::Toggle));
    assert!(!run(&mut state, act(Act::Forgotten)).contains(&Effect::StoreNothing) && !state.keeping.on);
    assert_eq!(run(&mut state, Action::Rename(0, "Mine".into())), []);
}
