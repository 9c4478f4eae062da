//! State changes, without a page.

use super::documents::FIRST_PARAGRAPHS;
use super::*;
use crate::extract::document::read::Format;
use crate::extract::edits;
use crate::extract::mention::{Amount, Certainty, RuleId, Value};
use crate::extract::repeat::Repeat;
use crate::extract::{Decimal, Document, Mention, ReadError, summary::summarise};

/// “$1 … $2 … $1 …”: mentions of money made here, so that no kind has a say.
fn analysis(text: &str) -> Rc<Analysis> {
    let document = Document::new("a.txt", text);
    let money = KindId::of("money").unwrap();
    let mentions: Vec<Mention> = text
        .match_indices('$')
        .map(|(at, _)| Mention {
            span: Span::new(at, at + 2),
            kind: money,
            value: Value::Money {
                amount: Amount::One(text[at + 1..at + 2].parse::<Decimal>().unwrap()),
                currency: "USD".into(),
                assumed: false,
            },
            rule: RuleId::new("money.test"),
            certainty: Certainty::Sure,
            attributes: Vec::new(),
        })
        .collect();
    let entities = crate::extract::entity::group(&mentions);
    let summary = summarise(&document, &mentions, &entities);
    Rc::new(Analysis { document, mentions, rejections: Vec::new(), entities, summary })
}

fn arrivals(names: &[&str]) -> Action {
    Action::Arrived(names.iter().map(|name| Arrival { name: name.to_string(), size: 1 }).collect())
}

/// A state with a worker, and these files in.
fn with(names: &[&str]) -> (State, Vec<Effect>) {
    let mut state = State::default();
    update(&mut state, Action::WorkerReady(0));
    let (_, effects) = update(&mut state, arrivals(names));
    (state, effects)
}

fn statuses(state: &State) -> Vec<&'static str> {
    state.entries.iter().map(|entry| entry.status.id()).collect()
}

#[test]
fn what_lies_in_a_file_takes_its_place() {
    let (mut state, _) = with(&["a.zip", "b"]);
    let file = |name: &str, fault| Unpacked { name: name.into(), size: 1, fault };
    let files = vec![file("a.zip/1", Some(Fault::Read(ReadError::Bomb))), file("a.zip/2", None)];
    let first = state.next_id();
    let (_, effects) = update(&mut state, Action::Unpacked { id: 0, stays: false, files });
    let names: Vec<&str> = state.entries.iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!(names, ["a.zip/1", "a.zip/2", "b"]);
    assert!(effects.contains(&Effect::Start(first + 1, 0)));
    assert_eq!(statuses(&state), ["failed", "queued", "reading"], "what the worker has been given before comes first");
    assert_eq!(state.next_id(), first + 2);
    update(&mut state, Action::Done(1, analysis("$1")));
    // A mail stays, and what it holds follows it.
    let files = vec![file("mail/1", None)];
    update(&mut state, Action::Unpacked { id: first + 1, stays: true, files });
    update(&mut state, Action::Done(first + 1, analysis("$1")));
    assert_eq!(statuses(&state), ["failed", "done", "reading", "done"]);
    // An answer to a load that was stopped puts nothing on the list.
    let late = Action::Unpacked { id: 1, stays: false, files: vec![file("b/1", None)] };
    let (_, effects) = update(&mut state, late);
    assert_eq!(state.entries.len(), 4);
    assert!(effects.contains(&Effect::Forget(first + 3)));
}

#[test]
fn a_password_has_a_file_read_again() {
    let (mut state, _) = with(&["a.pdf"]);
    update(&mut state, Action::Failed(0, Fault::Read(ReadError::Encrypted(Format::Pdf))));
    assert!(state.entries[0].status.wants_password());
    let (_, effects) = update(&mut state, Action::Unlock(0, "x".into()));
    assert_eq!(effects[0], Effect::KeepPassword(0, "x".into()));
    assert!(effects.contains(&Effect::Start(0, 0)));
}

#[test]
fn files_are_worked_on_one_after_the_other() {
    let (mut state, effects) = with(&["a", "b"]);
    assert!(effects.contains(&Effect::Start(0, 0)) && effects.contains(&Effect::Start(1, 0)), "small ones together");
    assert_eq!(statuses(&state), ["reading", "queued"]);
    update(&mut state, Action::Stage(0, Stage::Finding));
    assert_eq!(statuses(&state), ["finding", "queued"]);
    update(&mut state, Action::Done(0, analysis("$1")));
    assert_eq!(statuses(&state), ["done", "reading"]);
    assert_eq!(state.open, Some(0));
    let (_, effects) = update(&mut state, Action::Failed(1, Fault::Read(ReadError::Empty)));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Start(..))));
    assert_eq!(statuses(&state), ["done", "failed"]);
    assert_eq!(state.open, Some(0), "the text on the screen stays");
}

#[test]
fn files_wait_until_the_worker_is_there() {
    let mut state = State::default();
    let (_, effects) = update(&mut state, arrivals(&["a"]));
    assert!(!effects.contains(&Effect::Start(0, 0)));
    let (_, effects) = update(&mut state, Action::WorkerReady(0));
    assert!(effects.contains(&Effect::Start(0, 0)));
}

#[test]
fn without_a_worker_the_page_works_and_says_so_once() {
    let mut state = State::default();
    update(&mut state, arrivals(&["a"]));
    let (_, effects) = update(&mut state, Action::WorkerDied(0));
    assert!(effects.contains(&Effect::Start(0, 0)));
    update(&mut state, Action::WorkerDied(0));
    assert_eq!(state.notices, [Notice::Slow]);
}

#[test]
fn a_worker_that_never_starts_is_not_started_again() {
    let mut state = State::default();
    let (_, effects) = update(&mut state, Action::WorkerDied(0));
    assert!(!effects.contains(&Effect::Hire(0)));
    assert!(state.pool.is_absent());
    assert_eq!(state.notices, [Notice::Slow]);
}

#[test]
fn stopping_ends_the_worker_and_the_others_go_on() {
    let (mut state, _) = with(&["a", "b", "c"]);
    let (_, effects) = update(&mut state, Action::Stop(0));
    assert!(effects.contains(&Effect::Hire(0)));
    assert_eq!(statuses(&state), ["stopped", "queued", "queued"]);
    // An answer that was under way.
    update(&mut state, Action::Done(0, analysis("$1")));
    assert_eq!(statuses(&state), ["stopped", "queued", "queued"]);
    let (_, effects) = update(&mut state, Action::WorkerReady(0));
    assert!(effects.contains(&Effect::Start(1, 0)));
    // One that waits is taken out without ending the worker.
    let (_, effects) = update(&mut state, Action::Stop(2));
    assert!(!effects.contains(&Effect::Hire(0)));
    update(&mut state, Action::Done(1, analysis("$1")));
    assert_eq!(statuses(&state), ["stopped", "done", "stopped"]);
    assert_eq!(state.open, Some(1), "the screen does not stay with a file that was stopped");
    let (_, effects) = update(&mut state, Action::Retry(0));
    assert!(effects.contains(&Effect::Start(0, 0)));
}

#[test]
fn stop_all() {
    let (mut state, _) = with(&["a", "b"]);
    let (_, effects) = update(&mut state, Action::StopAll);
    assert!(effects.contains(&Effect::Hire(0)));
    assert_eq!(statuses(&state), ["stopped", "stopped"]);
    let (_, effects) = update(&mut state, Action::WorkerReady(0));
    assert!(effects.is_empty());
}

#[test]
fn a_dead_worker_costs_one_file() {
    let (mut state, _) = with(&["a", "b"]);
    update(&mut state, Action::Done(0, analysis("$1")));
    let (_, effects) = update(&mut state, Action::WorkerDied(0));
    assert!(effects.contains(&Effect::Hire(0)));
    assert_eq!(statuses(&state), ["done", "failed"]);
    assert_eq!(state.notices, [Notice::Crashed]);
    assert!(state.analysis().is_some(), "the text stays on the screen");
    update(&mut state, arrivals(&["c"]));
    let (_, effects) = update(&mut state, Action::WorkerReady(0));
    assert!(effects.contains(&Effect::Start(2, 0)));
}

#[test]
fn removing_what_is_on_the_screen_shows_the_next() {
    let (mut state, _) = with(&["a", "b"]);
    update(&mut state, Action::Done(0, analysis("$1")));
    update(&mut state, Action::Done(1, analysis("$2")));
    let (_, effects) = update(&mut state, Action::Remove(0));
    assert!(effects.contains(&Effect::Forget(0)));
    assert_eq!(state.open, Some(1));
    let (_, effects) = update(&mut state, Action::Remove(1));
    assert!(effects.contains(&Effect::SetScreen { first: true, pane: Pane::Text }));
    assert_eq!(state.open, None);
    // Numbers are not given twice.
    update(&mut state, arrivals(&["c"]));
    assert_eq!(state.entries[0].id, 2);
}

fn on_screen(text: &str) -> State {
    let (mut state, _) = with(&["a"]);
    update(&mut state, Action::Done(0, analysis(text)));
    state
}

#[test]
fn steps_go_round_and_skip_what_is_not_visible() {
    let mut state = on_screen("One $1 here.\n\nTwo $2 here.\n\nThree $1 there.");
    let step = |state: &mut State, step, among| {
        update(state, Action::Step(step, among));
        state.current.unwrap()
    };
    assert_eq!(step(&mut state, Step::Next, Among::Visible), 0);
    assert_eq!(step(&mut state, Step::Next, Among::SameEntity), 2);
    assert_eq!(step(&mut state, Step::Next, Among::Visible), 0);
    assert_eq!(step(&mut state, Step::Previous, Among::Visible), 2);
    update(&mut state, Action::Filter("HERE".into()));
    assert_eq!(step(&mut state, Step::Next, Among::SameKind), 0);
    update(&mut state, Action::Filter("two".into()));
    assert_eq!(step(&mut state, Step::Next, Among::Visible), 1);
    update(&mut state, Action::Filter("nowhere".into()));
    assert_eq!(update(&mut state, Action::Step(Step::Next, Among::Visible)), (false, vec![]));
}

#[test]
fn going_to_a_mention_switches_its_kind_on_and_says_it() {
    let mut state = on_screen("One $1 here. Two $2 there.");
    let money = KindId::of("money").unwrap();
    let (_, effects) = update(&mut state, Action::Toggle(money));
    assert!(state.hidden.contains(money));
    assert_eq!(effects, [Effect::HideKinds(state.hidden)]);
    let (_, effects) = update(&mut state, Action::Go(1));
    assert_eq!(state.hidden, on_demand());
    assert!(effects.contains(&Effect::Reach(1)));
    assert!(effects.contains(&Effect::Announce("Money 2 of 2: 2 USD. Two $2 there.".into())));
}

#[test]
fn only_one_kind_and_back() {
    let mut state = on_screen("$1");
    let money = KindId::of("money").unwrap();
    update(&mut state, Action::Only(money));
    assert_eq!(state.hidden.iter().count(), KindId::all().count() - 1);
    update(&mut state, Action::Only(money));
    assert_eq!(state.hidden, on_demand());
}

#[test]
fn the_card_opens_after_a_while_and_stays_when_pinned() {
    let mut state = on_screen("$1 $2");
    let (_, effects) = update(&mut state, Action::Point(0));
    assert_eq!(effects, [Effect::After(250, Action::Dwell(0))]);
    update(&mut state, Action::Point(1));
    assert!(!update(&mut state, Action::Dwell(0)).0, "the pointer has gone on");
    update(&mut state, Action::Dwell(1));
    assert_eq!(state.card, Some(Card { mention: 1, pinned: false }));
    // From the mark to the card: it stays.
    update(&mut state, Action::Leave);
    update(&mut state, Action::HoldCard);
    update(&mut state, Action::Left);
    assert!(state.card.is_some());
    update(&mut state, Action::Leave);
    update(&mut state, Action::Left);
    assert_eq!(state.card, None);
    update(&mut state, Action::Pin(0));
    update(&mut state, Action::Leave);
    update(&mut state, Action::Left);
    assert!(state.card.is_some());
    update(&mut state, Action::Escape);
    assert_eq!(state.card, None);
    update(&mut state, Action::Toggle(KindId::of("money").unwrap()));
    update(&mut state, Action::Pin(0));
    assert_eq!(state.card, None, "a kind that is switched off is plain text");
}

#[test]
fn what_is_copied_leads_back_to_its_source() {
    let mut state = on_screen("First.\nIt had\n$5 then. Last.");
    assert!(update(&mut state, Action::CopyValue(0)).1.contains(&Effect::Copy("5 USD".into())));
    assert!(
        update(&mut state, Action::CopySource(0)).1.contains(&Effect::Copy("5 USD\n“It had $5 then.”\na.txt".into()))
    );
}

#[test]
fn long_texts_are_drawn_bit_by_bit() {
    let text = "A paragraph with $1 in it.\n\n".repeat(2000);
    let mut state = on_screen(&text);
    assert_eq!((state.shown, state.allowed), (FIRST_PARAGRAPHS, 2000));
    let (_, effects) = update(&mut state, Action::DrawMore(0));
    assert_eq!(state.shown, FIRST_PARAGRAPHS + MORE_PARAGRAPHS);
    assert!(effects.contains(&Effect::WhenDrawn(Action::DrawMore(0))));
    // A jump does not wait for them.
    update(&mut state, Action::Go(1900));
    assert!(state.shown > 1900);
}

#[test]
fn long_lists_are_drawn_bit_by_bit() {
    let names: Vec<String> = (0..FIRST_LISTED + LISTED).map(|at| format!("{at}.txt")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let (mut state, _) = with(&names[..FIRST_LISTED]);
    let (_, effects) = update(&mut state, Action::Arrived(vec![]));
    assert!(!effects.contains(&Effect::WhenDrawn(Action::ListMore)), "all rows are drawn");
    let (_, effects) = update(&mut state, arrivals(&names[FIRST_LISTED..]));
    assert!(effects.contains(&Effect::WhenDrawn(Action::ListMore)));
    assert_eq!((state.entries.len(), state.listed), (FIRST_LISTED + LISTED, FIRST_LISTED));
    let (changed, effects) = update(&mut state, Action::ListMore);
    assert!(changed && effects.is_empty());
    assert_eq!(state.listed, FIRST_LISTED + LISTED);
}

fn marked(state: &State) -> Vec<&str> {
    let analysis = state.analysis().unwrap();
    analysis.mentions.iter().map(|mention| analysis.document.slice(mention.span)).collect()
}

fn kind(id: &str) -> KindId {
    KindId::of(id).unwrap()
}

#[test]
fn what_is_dismissed_can_be_dismissed_elsewhere_and_come_back() {
    let (mut state, _) = with(&["a", "b"]);
    update(&mut state, Action::Done(0, analysis("$1 $2 $1")));
    update(&mut state, Action::Done(1, analysis("$1 $3")));
    update(&mut state, Action::Go(2));
    let (changed, effects) = update(&mut state, Action::NotOne(2));
    assert!(changed && effects.contains(&Effect::SetCurrent(None)));
    assert_eq!(marked(&state), ["$1", "$2"]);
    let offer = state.offer.clone().unwrap();
    assert_eq!((offer.words.as_str(), offer.count()), ("“$1” is not money.", (2, 2)));
    update(&mut state, Action::ApplyToOthers);
    assert_eq!(marked(&state), ["$2"]);
    assert_eq!(state.analysis().unwrap().summary.groups[kind("money").row()].rows.len(), 1);
    update(&mut state, Action::Open(1));
    assert_eq!(marked(&state), ["$3"]);
    // Undo takes back the step in both documents, then the one in the first.
    update(&mut state, Action::Undo);
    assert_eq!(marked(&state), ["$1", "$3"]);
    update(&mut state, Action::Undo);
    update(&mut state, Action::Open(0));
    assert_eq!(marked(&state), ["$1", "$2", "$1"]);
    update(&mut state, Action::Redo);
    update(&mut state, Action::Redo);
    assert_eq!(marked(&state), ["$2"]);
    assert!(!update(&mut state, Action::Redo).0);
    let span = state.entry(0).unwrap().edits.dismissed().next().unwrap().span;
    update(&mut state, Action::Restore(span, kind("money")));
    assert_eq!(marked(&state).len(), 2);
}

#[test]
fn words_that_are_selected_become_a_mention() {
    let mut state = on_screen("One dose, of $1.\n\nOne Dose more.");
    update(&mut state, Action::Select(Some(((0, 3), (0, 9)))));
    assert_eq!(state.selection, Some(Span::new(4, 8)), "without blank and comma");
    let (_, effects) = update(&mut state, Action::Do(Command::Kind(kind("compound"))));
    assert!(effects.contains(&Effect::Deselect));
    assert_eq!(marked(&state), ["dose", "$1"]);
    assert_eq!(state.offer.as_ref().unwrap().count(), (1, 1));
    update(&mut state, Action::Yours);
    assert_eq!(state.passing.as_ref().unwrap().0.as_slice(), [true, false]);
    update(&mut state, Action::ApplyToOthers);
    assert_eq!(marked(&state), ["dose", "$1", "Dose"]);
    assert_eq!(state.passing.as_ref().unwrap().0.as_slice(), [true, false, true]);
    // Nothing selected: the number switches the kind.
    update(&mut state, Action::Do(Command::Kind(kind("money"))));
    assert!(state.hidden.contains(kind("money")));
}

#[test]
fn kind_and_ends_are_changed_where_the_reader_is() {
    let mut state = on_screen("It paid $1 million then.");
    update(&mut state, Action::Pin(0));
    update(&mut state, Action::Do(Command::EndForward));
    assert_eq!(marked(&state), ["$1 million"]);
    assert_eq!((state.current, state.card), (Some(0), Some(Card { mention: 0, pinned: true })));
    update(&mut state, Action::Do(Command::StartBack));
    assert_eq!(marked(&state), ["paid $1 million"]);
    update(&mut state, Action::Do(Command::Edit));
    update(&mut state, Action::Do(Command::Kind(kind("dose"))));
    let analysis = state.analysis().unwrap();
    assert_eq!(analysis.mentions[0].kind, kind("dose"));
    assert!(edits::is_yours(&analysis.mentions[0]));
    let before = state.open_edits();
    assert_eq!(before.list.len(), 1, "three steps, one correction");
    assert_eq!(before.before(&analysis.mentions[0]).unwrap().kind, kind("money"));
    update(&mut state, Action::Select(Some(((0, 8), (0, 10)))));
    update(&mut state, Action::Bound(0));
    assert_eq!(marked(&state), ["$1"]);
    update(&mut state, Action::Do(Command::Dismiss));
    assert!(marked(&state).is_empty() && state.card.is_none());
    assert_eq!(update(&mut state, Action::Do(Command::Dismiss)), (false, vec![]));
}

#[test]
fn a_correction_keeps_the_readers_place() {
    let mut state = on_screen("$1 $2 $3 $2");
    update(&mut state, Action::Go(3));
    update(&mut state, Action::Expand(1));
    update(&mut state, Action::NotOne(0));
    assert_eq!(state.current, Some(2));
    assert_eq!(state.expanded, [0], "the entity is the same, its number another");
    assert!(update(&mut state, Action::Undo).1.contains(&Effect::SetCurrent(Some(3))));
}

#[test]
fn the_strip_goes_by_itself_unless_there_is_something_to_decide() {
    let mut state = on_screen("$1 $2 $2");
    let (_, effects) = update(&mut state, Action::NotOne(0));
    assert!(effects.contains(&Effect::After(10_000, Action::CloseOffer(Some(1)))));
    let (_, effects) = update(&mut state, Action::NotOne(0));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::After(..))));
    update(&mut state, Action::CloseOffer(Some(1)));
    assert!(state.offer.is_some(), "another strip by now");
    update(&mut state, Action::Escape);
    assert!(state.offer.is_none());
}

#[test]
fn words_are_found_in_all_documents() {
    let (mut state, _) = with(&["a", "b"]);
    update(&mut state, Action::Done(0, analysis("Cash was $1.\n\ncash")));
    update(&mut state, Action::Done(1, analysis("No CASH here.")));
    let (_, effects) = update(&mut state, Action::Find("cash".into()));
    assert_eq!(state.hits.iter().map(|hits| hits.spans.len()).collect::<Vec<_>>(), [2, 1]);
    assert!(effects.contains(&Effect::Paint("found", vec![(0, 0, 4), (1, 0, 4)])));
    let (_, effects) = update(&mut state, Action::GoSpan(1, Span::new(3, 7)));
    assert_eq!(state.open, Some(1));
    assert!(effects.contains(&Effect::ReachWords(0, 3, 7)));
    update(&mut state, Action::Find("c".into()));
    assert!(state.hits.is_empty(), "one letter is not looked for");
}

#[test]
fn what_earlier_releases_said_is_known() {
    let text = |day: u32, staff: u32| {
        format!(
            "BOSTON, June {day}, 2021 -- Alba said something on day {day}.\n\nAlba is a company of {staff} people that works on drugs in Boston."
        )
    };
    let (mut state, _) = with(&["new", "old"]);
    update(&mut state, Action::Done(0, analysis(&text(9, 42))));
    assert_eq!(state.structure.as_ref().unwrap().earlier, 0);
    assert!(!update(&mut state, Action::ToggleFresh).0, "nothing to compare with");
    let (_, effects) = update(&mut state, Action::Done(1, analysis(&text(3, 40))));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::After(_, Action::Settle))), "once is enough");
    update(&mut state, Action::Settle);
    let structure = state.structure.clone().unwrap();
    assert_eq!(structure.earlier, 1, "compared when the other one is there");
    assert!(matches!(&structure.repeats[1], Repeat::Changed(spans) if spans.len() == 1));
    let (_, effects) = update(&mut state, Action::ToggleFresh);
    assert!(effects.contains(&Effect::Set("fresh", "only".into())));
    let (_, effects) = update(&mut state, Action::Open(1));
    assert!(!state.fresh && effects.contains(&Effect::Set("fresh", String::new())), "the first has none before it");
}

#[test]
fn commands_go_where_their_keys_say() {
    let (mut state, _) = with(&["a", "b"]);
    update(&mut state, Action::Done(0, analysis("$1")));
    update(&mut state, Action::Done(1, analysis("$2")));
    update(&mut state, Action::Do(Command::NextDocument));
    assert_eq!(state.open, Some(1));
    assert_eq!(update(&mut state, Action::Do(Command::NextDocument)), (false, vec![]));
    update(&mut state, Action::Do(Command::PreviousDocument));
    assert_eq!(state.open, Some(0));
    update(&mut state, Action::Do(Command::View));
    assert_eq!(state.view, View::Source);
    // A text has no pages.
    update(&mut state, Action::Do(Command::View));
    assert_eq!(state.view, View::Reading);
    update(&mut state, Action::Do(Command::Labels));
    assert_eq!(state.labels, Labels::Sign);
    update(&mut state, Action::AskKey(Some(Command::Edit)));
    let (_, effects) = update(&mut state, Action::Bind("q".into()));
    assert!(matches!(&effects[..], [Effect::SetKeys(keys)] if keys.command("q") == Some(Command::Edit)));
    assert_eq!(state.binding, None);
}

#[test]
fn very_long_texts_stop_at_a_section() {
    let text = format!("{}$1.\n\n", "word ".repeat(2000)).repeat(500);
    let mut state = on_screen(&text);
    assert!(state.allowed < 400, "{}", state.allowed);
    let before = state.allowed;
    update(&mut state, Action::NextSection);
    assert!(state.allowed > before && state.shown == state.allowed);
    update(&mut state, Action::Go(499));
    assert_eq!(state.allowed, 500);
}

#[test]
fn all_documents_take_the_place_of_the_text_and_lead_back_to_it() {
    let (mut state, _) = with(&["a", "b"]);
    update(&mut state, Action::Done(0, analysis("$1")));
    assert!(!update(&mut state, Action::OpenAll(All::Names)).0, "one alone is shown as it is");
    update(&mut state, Action::Done(1, analysis("$2\n\n$3")));
    update(&mut state, Action::Do(Command::All));
    assert_eq!(state.all, Some(All::Names));
    assert!(!update(&mut state, Action::Step(Step::Next, Among::Visible)).0, "there is no text to step through");
    let (_, effects) = update(&mut state, Action::CopyFacts);
    let copied = effects.iter().find_map(|effect| if let Effect::Copy(text) = effect { Some(text) } else { None });
    assert_eq!(copied.unwrap().lines().count(), 4);
    // Under the title that the reader gave it, not under the file's name.
    update(&mut state, Action::Rename(1, "Third quarter".into()));
    let (_, effects) = update(&mut state, Action::CopyFacts);
    let copied = effects.iter().find_map(|effect| if let Effect::Copy(text) = effect { Some(text) } else { None });
    let names: Vec<_> = copied.unwrap().lines().filter_map(|line| line.split('\t').next()).collect();
    assert_eq!(names, ["Document", "a", "Third quarter", "Third quarter"]);
    let (_, effects) = update(&mut state, Action::GoIn(1, 1));
    assert_eq!((state.all, state.open, state.current), (None, Some(1), Some(1)));
    assert!(effects.contains(&Effect::Reach(1)) && !effects.contains(&Effect::Top));
    update(&mut state, Action::OpenAll(All::Facts));
    update(&mut state, Action::Do(Command::All));
    assert_eq!(state.all, None, "the same key leads back");
}
