//! A button that stays focusable while it is disabled and explains why.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::keys::key_of;
use crate::platform::signals::set_if_changed;

/// While there is a `reason`, the button does nothing, and the reason shows when the button is pointed at or has the focus;
/// it also describes the button to screen readers. Escape hides it.
#[component]
pub fn ExplainedButton(
    /// The classes of the button.
    class: &'static str,
    /// The id of the reason: one of its own for each such button on the page.
    #[prop(into)]
    id: String,
    /// Why it is disabled, in words; `None` while it is not.
    #[prop(into)]
    reason: Signal<Option<String>>,
    /// What it does.
    #[prop(into)]
    act: Callback<()>,
    /// Its name, where its content is none.
    #[prop(optional, into)]
    label: MaybeProp<String>,
    /// Its title.
    #[prop(optional)]
    title: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let hidden = RwSignal::new(false);
    let is_disabled = move || reason.with(Option::is_some);
    let press = move |_| {
        if untrack(is_disabled) {
            hidden.set(false);
        } else {
            act.run(());
        }
    };
    let on_key = move |event: KeyboardEvent| {
        if key_of(&event) == "Escape" && untrack(is_disabled) && !hidden.get_untracked() {
            event.prevent_default();
            hidden.set(true);
        }
    };
    let described_by = id.clone();
    let reason = move || {
        let reason = reason.get()?;
        Some(view! { <span class="why" id=id.clone() role="tooltip">{reason}</span> })
    };
    view! {
        <span
            class="explained"
            class:why-away=hidden
            on:focusin=move |_| set_if_changed(hidden, false)
            on:mouseenter=move |_| set_if_changed(hidden, false)
            on:keydown=on_key
        >
            <button
                type="button"
                class=class
                title=title
                aria-label=move || label.get()
                aria-disabled=move || is_disabled().then_some("true")
                aria-describedby=move || is_disabled().then(|| described_by.clone())
                on:click=press
            >
                {children()}
            </button>
            {reason}
        </span>
    }
}
