use super::*;
use crate::app::state::{self, Arrival, Status};
use crate::extract::rules::{look, never};
use crate::extract::{Context, Document, analyse};

const TEXT: &str = "They gave Larch 12 to all. Each took 5 mg. Level three was safe.";

/// A state with documents of these texts done.
fn with(texts: &[&str]) -> State {
    let mut state = State::default();
    state::update(&mut state, Action::WorkerReady(0));
    let arrivals = texts.iter().enumerate().map(|(at, _)| Arrival { name: format!("{at}.txt"), size: 1 });
    state::update(&mut state, Action::Arrived(arrivals.collect()));
    for (id, text) in (0..).zip(texts) {
        let analysis = analyse(Document::new(format!("{id}.txt"), *text), &Context::default());
        run(&mut state, Action::Done(id, Rc::new(analysis)));
    }
    state
}

/// Does an action, and all that follows from it at once: questions to the module are answered, and what is to
/// happen later happens. What the browser was told to keep, last.
fn run(state: &mut State, action: Action) -> Option<String> {
    let mut kept = None;
    let mut todo = vec![action];
    while let Some(action) = todo.pop() {
        let (_, effects) = state::update(state, action);
        for effect in effects {
            match effect {
                Effect::Ask(request) => {
                    todo.push(act(match *request {
                        Request::Look { ticket, rules, texts } => Act::Looked(ticket, look(&rules, &texts, &never)),
                        Request::WriteRules { pack, .. } => Act::Written(format!("{} rules", pack.rules.len())),
                        Request::ReadRules { from, .. } => Act::Read(from, Err("damaged".into())),
                        _ => continue,
                    }));
                }
                Effect::After(_, action) if matches!(action, Action::Rules(_)) => todo.insert(0, action),
                Effect::Keep("rules", text) => kept = Some(text),
                _ => {}
            }
        }
    }
    kept
}

fn fill(state: &mut State, fields: Vec<Field>) {
    for field in fields {
        run(state, act(Act::Change(field)));
    }
}

fn kind(id: &str) -> KindId {
    KindId::of(id).unwrap()
}

/// Words of the mentions of rules of one's own, as shown.
fn yours(state: &State, id: LoadId) -> Vec<String> {
    let Some(Status::Done(analysis)) = state.entry(id).map(|entry| &entry.status) else { return Vec::new() };
    let own = analysis.mentions.iter().filter(|mention| mention.rule.as_str().starts_with("yours."));
    own.map(|mention| analysis.document.slice(mention.span).to_string()).collect()
}

fn write_larch(state: &mut State) -> Option<String> {
    run(state, act(Act::Edit(None)));
    fill(
        state,
        vec![
            Field::Name("larch".into()),
            Field::Kind(kind("trial")),
            Field::Words("larch\n".into()),
            Field::NumberAfter,
        ],
    );
    run(state, act(Act::Save))
}

#[test]
fn a_rule_is_tried_saved_used_and_kept() {
    let mut state = with(&[TEXT, "Larch again."]);
    run(&mut state, act(Act::Edit(None)));
    let why = |state: &State| why_not(&state.rules, state.rules.editor.as_ref().unwrap());
    assert_eq!(why(&state).unwrap(), "Give the rule a name.");
    fill(&mut state, vec![Field::Name("larch".into())]);
    assert_eq!(why(&state).unwrap(), "It looks for nothing yet.");
    fill(&mut state, vec![Field::Kind(kind("trial")), Field::Words("larch".into())]);
    let tried = state.rules.editor.clone().unwrap().tried.unwrap();
    assert_eq!(tried.counts, [(0, 1), (1, 1)]);
    assert_eq!(tried.balance().0, 2);
    assert_eq!(yours(&state, 0), [""; 0], "what is tried is not used");
    // Its own test fails: it is not saved.
    fill(&mut state, vec![Field::Tests("They gave «Larch 7».".into())]);
    assert!(why(&state).unwrap().contains("tests fail"));
    assert_eq!(run(&mut state, act(Act::Save)), None);
    assert!(state.rules.editor.is_some());
    fill(&mut state, vec![Field::NumberAfter]);
    assert_eq!(why(&state), None);
    assert_eq!(run(&mut state, act(Act::Save)).unwrap(), "1 rules");
    assert_eq!((yours(&state, 0), yours(&state, 1)), (vec!["Larch 12".into()], vec!["Larch".into()]));
    // A document that comes later is looked at too.
    let (_, effects) = state::update(&mut state, Action::Arrived(vec![Arrival { name: "late".into(), size: 1 }]));
    assert!(effects.contains(&Effect::Start(2, 0)));
    run(&mut state, Action::Done(2, Rc::new(analyse(Document::new("late", "LARCH 3."), &Context::default()))));
    assert_eq!(yours(&state, 2), ["LARCH 3"]);
}

#[test]
fn what_a_change_would_do_is_measured_against_now() {
    let mut state = with(&[TEXT]);
    write_larch(&mut state);
    run(&mut state, act(Act::Edit(Some(0))));
    assert_eq!(state.rules.editor.as_ref().unwrap().tried.as_ref().unwrap().balance(), (0, 0));
    fill(&mut state, vec![Field::NumberAfter]);
    assert_eq!(state.rules.editor.as_ref().unwrap().tried.as_ref().unwrap().balance(), (1, 1));
    let (_, effects) = state::update(&mut state, act(Act::Step));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::After(0, Action::GoSpan(0, _)))));
    run(&mut state, act(Act::Cancel));
    assert_eq!(yours(&state, 0), ["Larch 12"]);
}

#[test]
fn lists_rules_and_what_is_built_in_can_be_off() {
    let mut state = with(&[TEXT]);
    let shown = |state: &State| state.analysis().unwrap().mentions.len();
    let before = shown(&state);
    write_larch(&mut state);
    for deed in [Act::Rule((0, 0)), Act::Shelf(0)] {
        run(&mut state, act(deed.clone()));
        assert_eq!((yours(&state, 0), shown(&state)), (vec![], before), "{deed:?}");
        run(&mut state, act(deed));
        assert_eq!(yours(&state, 0), ["Larch 12"]);
    }
    run(&mut state, act(Act::BuiltIn));
    assert_eq!(shown(&state), 1);
    run(&mut state, act(Act::BuiltIn));
    run(&mut state, act(Act::Remove(0)));
    assert_eq!(shown(&state), before);
}

#[test]
fn corrections_stay_when_rules_change() {
    let mut state = with(&[TEXT]);
    let dose = state.analysis().unwrap().mentions.iter().position(|mention| mention.kind == kind("dose")).unwrap();
    let before = state.analysis().unwrap().mentions.len();
    run(&mut state, Action::NotOne(dose));
    write_larch(&mut state);
    assert_eq!(state.open_edits().list.len(), 1);
    assert!(state.analysis().unwrap().mentions.iter().all(|mention| mention.kind != kind("dose")), "{before}");
}

#[test]
fn what_comes_from_others_is_kept_only_when_taken_over() {
    let mut state = with(&[TEXT]);
    write_larch(&mut state);
    let find = Find::Words { list: vec!["level three".into()], number_after: false };
    let rule = Rule { name: "larch".into(), kind: kind("dose"), find, value: "75 mg".into(), ..Rule::default() };
    let mut effects = Vec::new();
    came(&mut state, Pack { name: "House".into(), rules: vec![rule] }, From::Link, &mut effects);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::After(_, Action::Rules(Act::Keep(_))))));
    assert_eq!(run(&mut state, act(Act::Adopt(1))).unwrap(), "2 rules");
    assert_eq!(yours(&state, 0), ["Larch 12", "Level three"]);
    let names: Vec<_> = state.rules.shelves[0].pack.rules.iter().map(|rule| rule.name.as_str()).collect();
    assert_eq!(names, ["larch", "larch 2"]);
    assert_eq!(to_share(&state).len(), 2);
}

#[test]
fn a_slow_rule_is_off_and_says_so() {
    let mut state = with(&[TEXT]);
    write_larch(&mut state);
    let (_, effects) = state::update(&mut state, act(Act::Shelf(0)));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Ask(_))));
    let (_, effects) = state::update(&mut state, act(Act::Shelf(0)));
    let ticket = effects.iter().find_map(|effect| match effect {
        Effect::Ask(request) => match **request {
            Request::Look { ticket, .. } => Some(ticket),
            _ => None,
        },
        _ => None,
    });
    let slow = Looked { hits: vec![Vec::new()], milliseconds: 900.0, fault: Some(Fault::TooSlow) };
    let (_, effects) = state::update(&mut state, act(Act::Looked(ticket.unwrap(), vec![slow])));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Announce(words) if words.contains("Switched off"))));
    assert_eq!(yours(&state, 0), [""; 0]);
    assert_eq!(state.rules.faults.len(), 1);
    // Switched on by hand it is tried again.
    run(&mut state, act(Act::Rule((0, 0))));
    assert_eq!(yours(&state, 0), ["Larch 12"]);
}

#[test]
fn an_answer_to_an_older_question_changes_nothing() {
    let mut state = with(&[TEXT]);
    write_larch(&mut state);
    assert!(!state::update(&mut state, act(Act::Looked(9999, Vec::new()))).0);
    run(&mut state, act(Act::File("{}".into())));
    assert_eq!(state.rules.problem, "damaged");
    assert_eq!(yours(&state, 0), ["Larch 12"]);
}

#[test]
fn a_correction_becomes_a_rule() {
    let mut state = with(&[TEXT]);
    let dose = state.analysis().unwrap().mentions.iter().position(|mention| mention.kind == kind("dose")).unwrap();
    run(&mut state, Action::Retype(dose, kind("trial")));
    let (kind, words) = state.offer.clone().unwrap().rule.unwrap();
    run(&mut state, act(Act::Make(kind, words)));
    let editor = state.rules.editor.clone().unwrap();
    assert_eq!((editor.draft.name.as_str(), editor.words.as_str()), ("5 mg", "5 mg"));
    assert_eq!(why_not(&state.rules, &editor), None);
    run(&mut state, act(Act::Save));
    assert_eq!(state.rules.shelves[0].pack.rules.len(), 1);
}

#[test]
fn who_only_reads_corrects_nothing() {
    let mut state = with(&[TEXT]);
    let arrived = crate::app::outbox::act(crate::app::outbox::Act::Arrived("v=reader".into()));
    let (_, effects) = state::update(&mut state, arrived);
    assert!(effects.contains(&Effect::Set("receiving", "yes".into())));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Ask(_))), "there is no link behind it");
    let before = state.analysis().unwrap().mentions.clone();
    for action in [Action::NotOne(0), Action::Edit(0), Action::ShowTab(state::Tab::Rules)] {
        assert_eq!(state::update(&mut state, action), (false, Vec::new()));
    }
    assert_eq!(state.analysis().unwrap().mentions, before);
    let arrived = crate::app::outbox::act(crate::app::outbox::Act::Arrived("v=reader&1.a.x".into()));
    let (_, effects) = state::update(&mut state, arrived);
    let asked = |effect: &Effect| matches!(effect, Effect::Ask(request) if matches!(&**request, Request::Unpack { fragment } if fragment == "1.a.x"));
    assert!(effects.iter().any(asked));
}

#[test]
fn the_browser_asks_once_before_corrections_are_lost() {
    let mut state = with(&[TEXT]);
    let (_, effects) = state::update(&mut state, Action::NotOne(0));
    assert!(effects.contains(&Effect::Guard(true)));
    let (_, effects) = state::update(&mut state, Action::Undo);
    assert!(!effects.contains(&Effect::Guard(true)), "it is said once");
    state.outbox.format = "workspace".into();
    let made = crate::export::Made { name: "a.json".into(), media: String::new(), bytes: Vec::new() };
    let answered = crate::app::outbox::Act::Answered(Box::new(crate::export::wire::Answer::Made(made)));
    let (_, effects) = state::update(&mut state, crate::app::outbox::act(answered));
    assert!(effects.contains(&Effect::Guard(false)));
}
