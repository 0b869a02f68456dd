//! Words for those who do not see the page: one polite live region for the whole console.

use leptos::prelude::*;

/// Says things through the live region. Cheap to copy; found in the context.
#[derive(Clone, Copy)]
pub struct Announcer(RwSignal<String>);

impl Announcer {
    /// An announcer that has said nothing; provide it, and place its [`AnnouncerRegion`] once.
    pub fn new() -> Self {
        Self(RwSignal::new(String::new()))
    }

    /// Says `text` when the reader is done with what it is reading.
    pub fn say(&self, text: &str) {
        self.0.set(text.to_owned());
    }
}

/// Where it is said.
#[component]
pub fn AnnouncerRegion(
    /// Who says it.
    announcer: Announcer,
) -> impl IntoView {
    view! { <p class="visually-hidden" role="status">{move || announcer.0.get()}</p> }
}
