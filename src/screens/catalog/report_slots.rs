//! The places of the reports, which are a part of the program of their own.

use leptos::prelude::*;

use crate::components::lazy::LazySlot;
use crate::state::app::app;

/// Where files are made.
#[component]
pub fn ExportMenu() -> impl IntoView {
    view! { <LazySlot view=app().modules.export/> }
}

/// Where it is shown when tokens expire.
#[component]
pub fn TimelineChart() -> impl IntoView {
    view! { <LazySlot view=app().modules.timeline/> }
}
