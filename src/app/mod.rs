//! The page: the only part that knows there is a browser.
//!
//! ```text
//! browser events -> shell -> Action -> state::update -> Effect -> shell -> browser
//!                                           \--> State -> components -> Html
//! ```
//!
//! [`state`] is pure and holds all that the page knows; [`shell`] is the only part that is
//! asynchronous; [`components`] turn what they are given into HTML; [`worker`] runs on the other side
//! of a message channel; [`platform`] is what the browser has and `web-sys` has not.

pub mod components;
pub mod history;
pub mod keeping;
pub mod keys;
pub mod outbox;
pub mod platform;
pub mod root;
pub mod rules;
pub mod sheet;
pub mod shell;
pub mod state;
pub mod worker;

/// Starts the page; in a worker, where there is no window, nothing.
pub fn start() {
    platform::report_panics();
    crate::extract::kinds::elsewhere(worker::find_in);
    if let Some(place) = web_sys::window().and_then(|window| window.document()?.get_element_by_id("app")) {
        yew::Renderer::<root::Root>::with_root(place).render();
    }
}
