//! Announcements for screen readers: one polite live region for the whole console.

use std::cell::Cell;

use leptos::prelude::*;

thread_local! {
    /// What the region says. An instance of the program has one console, so there is one of these.
    static SAID: Cell<Option<RwSignal<String>>> = const { Cell::new(None) };
}

/// Says `text` when the reader is done with what it is reading.
pub fn say(text: &str) {
    if let Some(said) = SAID.with(Cell::get) {
        said.set(text.to_owned());
    }
}

/// Where it is said. Place it once.
#[component]
pub fn AnnouncerRegion() -> impl IntoView {
    let said = RwSignal::new(String::new());
    SAID.with(|place| place.set(Some(said)));
    view! { <p class="visually-hidden" role="status">{move || said.get()}</p> }
}
