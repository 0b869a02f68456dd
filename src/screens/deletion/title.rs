//! The head of the dialog, which is also its name.

use leptos::prelude::*;

/// What the dialog is labelled by.
pub const TITLE_ID: &str = "ts-deletion-title";

/// The head of the dialog, which is also its name.
#[component]
pub fn Title(
    /// What it says.
    text: Signal<String>,
) -> impl IntoView {
    view! { <h2 id=TITLE_ID tabindex="-1" data-first="">{text}</h2> }
}
