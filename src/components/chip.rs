//! An active filter, with a button that removes it.

use leptos::prelude::*;

use super::icon::{Icon, Picture};
use crate::text::{components, cut};

/// "User: alice ×": the filter, its value, what the server says is wrong with it, and the button that removes it.
#[component]
pub fn Chip(
    /// What is filtered.
    label: &'static str,
    /// By what.
    #[prop(into)]
    value: Signal<String>,
    /// What is wrong with it, in the server's words; empty where nothing is.
    #[prop(optional, into)]
    errors: Signal<String>,
    /// Whether the value is somebody's name rather than a word of ours.
    #[prop(default = true)]
    is_data: bool,
    /// Removes the filter.
    #[prop(into)]
    remove: Callback<()>,
) -> impl IntoView {
    let value = Signal::derive(move || cut(&value.get()));
    let error_id = format!("ts-filter-error-{label}");
    view! {
        <span class="chip-field">
            <span class="chip" class:chip-broken=move || errors.with(|errors| !errors.is_empty())>
                <span class="chip-label">{label}</span>
                <bdi class="chip-value" translate=is_data.then_some("no")>{value}</bdi>
                <button
                    type="button"
                    class="chip-remove"
                    aria-label=move || components::remove_filter(label, &value.get())
                    aria-describedby=error_id.clone()
                    on:click=move |_| remove.run(())
                >
                    <Picture icon=Icon::Cross/>
                </button>
            </span>
            <span class="field-error" id=error_id>{errors}</span>
        </span>
    }
}
