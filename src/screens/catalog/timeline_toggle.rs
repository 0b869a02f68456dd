//! The button that brings up the timeline, which is a part of the program of its own.

use leptos::prelude::*;

use super::state::CatalogState;
use crate::components::icon::{Icon, Picture};
use crate::text::timeline::TIMELINE;

/// Brings up the bars, or puts them away.
#[component]
pub fn TimelineToggle() -> impl IntoView {
    let state = expect_context::<CatalogState>();
    let open = state.timeline_open;
    let toggle = move |_| {
        let opens = !open.get_untracked();
        open.set(opens);
        if opens {
            state.want_all();
        }
    };
    view! {
        <button
            type="button"
            class="button timeline-toggle"
            class:button-on=open
            aria-expanded=move || if open.get() { "true" } else { "false" }
            on:click=toggle
        >
            <Picture icon=Icon::Chart/>
            {TIMELINE}
        </button>
    }
}
