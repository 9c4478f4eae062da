//! The root component: holds the state, draws it, and hands effects to the shell once it is drawn.

use yew::prelude::*;

use super::components::{
    all, bar, card, dialogs, documents, endnotes, export, find, keyed, notices, outline, part, reader, rules, summary,
    tabs, timeline,
};
use super::keeping;
use super::shell::{Shell, Source};
use super::state::{Action, Arrival, Effect, Shared, State, Tab, update};
use super::worker::News;
use crate::extract::Analysis;

/// What reaches the root.
#[derive(Debug)]
pub enum Message {
    /// Something happened.
    Act(Action),
    /// Something came in.
    Intake(Vec<Source>),
    /// The page that works itself says something.
    News(News),
    /// What was kept at an earlier visit.
    Stored(js_sys::Array),
    /// Workers said something, which the shell has kept.
    Turn,
}

/// The page.
#[derive(Debug)]
pub struct Root {
    state: State,
    shell: Shell,
    /// Where components send actions. The same at each drawing: by it they know that nothing is new to them.
    act: Callback<Action>,
    /// Where pasted text goes.
    paste: Callback<String>,
    /// Effects of the last update, performed when it is on the screen.
    effects: Vec<Effect>,
}

impl Component for Root {
    type Message = Message;
    type Properties = ();

    fn create(context: &Context<Root>) -> Root {
        let shell = Shell::new(context.link().callback(|message| message));
        let state = shell.first_state();
        let act = context.link().callback(Message::Act);
        let paste = context.link().callback(|text| Message::Intake(vec![Source::pasted(text)]));
        Root { state, shell, act, paste, effects: Vec::new() }
    }

    fn update(&mut self, _context: &Context<Root>, message: Message) -> bool {
        let changed = match message {
            Message::Act(action) => self.change(action),
            Message::News(news) => self.heard(news),
            Message::Stored(list) => {
                let kept = self.shell.take_stored(self.state.next_id(), &list);
                self.change(keeping::act(keeping::Act::Back(kept)))
            }
            // As much as there is time for, and then it is drawn once.
            Message::Turn => {
                let mut changed = false;
                while let Some(news) = self.shell.next_news() {
                    changed |= self.heard(news);
                }
                changed
            }
            Message::Intake(sources) => {
                let arrivals = sources.iter().map(|source| Arrival { name: source.name(), size: source.size() });
                let arrivals = arrivals.collect();
                self.shell.keep(self.state.next_id(), sources);
                self.change(Action::Arrived(arrivals))
            }
        };
        if !changed {
            self.perform();
        }
        changed
    }

    fn view(&self, _context: &Context<Root>) -> Html {
        let (state, act) = (&self.state, &self.act);
        html! {
            <>
                { part(notices::notices, notices::Props { notices: state.notices.clone(), act: act.clone() }) }
                if !state.entries.is_empty() {
                    <div class={classes!("desk", state.all.map(|_| "wide"))}>
                        <div class="side">
                            { self.documents() }
                            if let (Some(analysis), None) = (state.analysis(), state.all) {
                                { self.outline(analysis) }
                            }
                            { part(dialogs::foot, ()) }
                        </div>
                        if let Some(all) = state.all {
                            <all::Across entries={state.entries.clone()} hidden={state.hidden} filter={state.filter.clone()} {all} act={act.clone()} />
                        } else {
                        { self.reader() }
                        { self.panel() }
                        }
                    </div>
                    { part(tabs::tabs, tabs::Props { pane: state.pane, entries: state.entries.len(), analysis: state.analysis().cloned(), act: act.clone() }) }
                }
                if state.entries.is_empty() { { part(dialogs::foot, ()) } }
                // Always there: Yew may still place what comes before it by it when it is gone, and stops.
                <div class="drop" aria-hidden="true" hidden={state.drag.is_none()}><p>{ drop_words(state.drag.unwrap_or(0)) }</p></div>
                if let (Some(card), Some(analysis)) = (state.card, state.analysis()) {
                    <card::Card
                        analysis={analysis.clone()} structure={state.structure.clone()} edits={state.open_edits()}
                        mention={card.mention} editing={state.editing} receiving={state.receiving} act={act.clone()}
                    />
                }
                if let (Some(selection), Some(analysis)) = (state.selection, state.analysis()) {
                    <bar::Bar analysis={analysis.clone()} {selection} act={act.clone()} />
                }
                if let Some(offer) = &state.offer {
                    { part(bar::strip, bar::StripProps { offer: offer.clone(), act: act.clone() }) }
                }
                <dialogs::Dialogs dialog={state.dialog} keys={state.keys.clone()} binding={state.binding} act={act.clone()} paste={self.paste.clone()} />
                if let (true, Some(analysis)) = (state.printing, state.analysis()) {
                    { part(endnotes::endnotes, endnotes::Props { analysis: analysis.clone(), hidden: state.hidden }) }
                }
                if let Some(sheet) = state.outbox.sheet {
                    <export::Sheets outbox={state.outbox.clone()} {sheet} open={state.analysis().map(|analysis| analysis.document.name.clone())} act={act.clone()} />
                }
            </>
        }
    }

    fn rendered(&mut self, _context: &Context<Root>, first: bool) {
        if first {
            self.shell.start();
        }
        self.perform();
    }
}

impl Root {
    fn documents(&self) -> Html {
        let state = &self.state;
        let props = documents::Props {
            entries: state.entries.clone(),
            listed: state.listed,
            open: state.open.filter(|_| state.all.is_none()),
            all: state.all.is_some(),
            keeping: state.keeping.clone(),
            can_keep: !state.outbox.base.is_empty() && !state.receiving,
            act: self.act.clone(),
        };
        part(documents::documents, props)
    }

    fn outline(&self, analysis: &Shared<Analysis>) -> Html {
        let props = outline::OutlineProps {
            analysis: analysis.clone(),
            structure: self.state.structure.clone(),
            current: self.state.section(),
            hidden: self.state.hidden,
            act: self.act.clone(),
        };
        part(outline::outline, props)
    }

    fn reader(&self) -> Html {
        let state = &self.state;
        let props = reader::Props {
            entry: state.open_entry_shared(),
            shown: state.shown,
            allowed: state.allowed,
            hidden: state.hidden,
            structure: state.structure.clone(),
            glance: state.glance.clone(),
            view: state.view,
            labels: state.labels,
            undimmed: state.undimmed,
            fresh: state.fresh,
            yours: state.yours,
            viewed: state.viewed,
            act: self.act.clone(),
        };
        part(reader::reader, props)
    }

    fn panel(&self) -> Html {
        let state = &self.state;
        let props = summary::Props {
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
            act: self.act.clone(),
            children: self.in_panel(),
        };
        part(summary::panel, props)
    }

    /// What stands in the panel under its other tabs, each with a key, so that none takes over another's fields.
    fn in_panel(&self) -> Html {
        let (state, act) = (&self.state, self.act.clone());
        match (state.tab, state.analysis()) {
            (Tab::Rules, _) => {
                keyed(0, rules::panel, rules::Props { rules: state.rules.clone(), entries: state.entries.clone(), act })
            }
            (Tab::Find, _) => {
                let props = find::Props {
                    wanted: state.wanted.clone(),
                    hits: state.hits.clone(),
                    entries: state.entries.clone(),
                    open: state.open,
                    act,
                };
                keyed(1, find::find, props)
            }
            (Tab::Timeline, Some(analysis)) => {
                let analysis = analysis.clone();
                html! { <timeline::Timeline {analysis} hidden={state.hidden} current={state.current} {act} /> }
            }
            _ => Html::default(),
        }
    }

    /// Changes the state by what somebody who works says.
    fn heard(&mut self, news: News) -> bool {
        match news {
            News::Act(action) => self.change(action),
            News::Done(known, done) => known.is_some_and(|known| self.change(known)) | self.change(done),
            News::Unpacked(id, stays, files) => {
                let files = self.shell.keep_inside(id, self.state.next_id(), files);
                self.change(Action::Unpacked { id, stays, files })
            }
        }
    }

    /// Changes the state; whether there is anything to draw.
    fn change(&mut self, action: Action) -> bool {
        let (changed, effects) = update(&mut self.state, action);
        self.shell.before_drawing(&effects);
        self.shell.set_binding(self.state.binding.is_some());
        self.effects.extend(effects);
        changed
    }

    fn perform(&mut self) {
        let effects = std::mem::take(&mut self.effects);
        self.shell.perform_all(effects, &self.state);
    }
}

fn drop_words(count: usize) -> String {
    match count {
        0 => "Drop files".into(),
        1 => "Drop 1 file".into(),
        _ => format!("Drop {count} files"),
    }
}
