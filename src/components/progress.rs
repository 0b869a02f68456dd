//! A bar that shows how far something is, and tells it.

use leptos::prelude::*;

/// `done` of `of`, and the same in words for those who do not see it.
#[component]
pub fn ProgressBar(
    /// What it is the progress of.
    label: &'static str,
    /// How much is done.
    #[prop(into)]
    done: Signal<u64>,
    /// How much there is to do.
    #[prop(into)]
    of: Signal<u64>,
    /// How far it is, in words.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let share = move || format!("{}%", done.get() * 100 / of.get().max(1));
    view! {
        <div
            class="progress"
            role="progressbar"
            aria-label=label
            aria-valuemin="0"
            aria-valuemax=move || of.get().max(1).to_string()
            aria-valuenow=move || done.get().to_string()
            aria-valuetext=text
        >
            <div class="progress-done" style=("inline-size", share)></div>
        </div>
    }
}
