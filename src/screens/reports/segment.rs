//! One of several choices side by side.

use leptos::prelude::*;

/// A radio button that looks like a piece of a bar. Radio buttons outside a form belong to the root around them, and
/// Chromium's shadow roots never release one that was removed, nor what was around it: the whole console. So these stand
/// in a form.
#[component]
pub fn Segment(
    /// What it is a choice of.
    group: &'static str,
    /// Whether it is taken.
    chosen: Signal<bool>,
    /// Takes it.
    #[prop(into)]
    choose: Callback<()>,
    /// Whether there is no such choice.
    #[prop(optional)]
    hidden: Signal<bool>,
    /// What it says.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    view! {
        <label class="segment" hidden=hidden>
            <input type="radio" name=group prop:checked=chosen on:change=move |_| choose.run(())/>
            <span>{label}</span>
        </label>
    }
}
