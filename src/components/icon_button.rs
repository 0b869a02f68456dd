//! A button that is a picture.

use leptos::prelude::*;

use super::icon::{Icon, Picture};

/// A button whose name is told, not shown.
#[component]
pub fn IconButton(
    /// What it is called.
    name: &'static str,
    /// What it shows.
    icon: Icon,
    /// What it does.
    #[prop(into)]
    act: Callback<()>,
    /// Whether it has nothing to do.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="icon-button"
            aria-label=name
            title=name
            aria-disabled=move || disabled.get().then_some("true")
            on:click=move |_| act.run(())
        >
            <Picture icon/>
        </button>
    }
}
