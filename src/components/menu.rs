//! A button with a panel below it, which closes on Escape or when the focus leaves it.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, KeyboardEvent, Node};

use super::icon::{Icon, Picture, drawn};
use super::keys::key_of;

/// A disclosure: native `<details>`, closed when the focus leaves it.
#[component]
pub fn Menu(
    /// What the button says.
    name: &'static str,
    /// What it shows before that, as a path on the grid of the icons.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// The classes of the button.
    #[prop(default = "button")]
    class: &'static str,
    /// What it says in place of its name, where that changes.
    #[prop(optional)]
    label: Option<AnyView>,
    /// Whether the name is hidden from sight, though not from readers.
    #[prop(optional)]
    compact: bool,
    /// How many of the choices in it are taken. While it says something, the button is lit.
    #[prop(optional)]
    badge: Option<Signal<String>>,
    /// Told when it opens, and when it closes.
    #[prop(optional, into)]
    on_toggle: Option<Callback<bool>>,
    children: Children,
) -> impl IntoView {
    let details = NodeRef::<html::Details>::new();
    let summary = NodeRef::<html::Summary>::new();
    let close = move || {
        details.try_get_untracked().flatten().is_some_and(|details| {
            let was_open = details.open();
            details.set_open(false);
            was_open
        })
    };
    let on_key = move |event: KeyboardEvent| {
        if key_of(&event) == "Escape" && close() {
            event.prevent_default();
            if let Some(summary) = summary.get_untracked() {
                let _ = summary.focus();
            }
        }
    };
    let on_leave = move |event: FocusEvent| {
        let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
        if !details
            .try_get_untracked()
            .flatten()
            .is_some_and(|details| details.contains(to.as_ref()))
        {
            close();
        }
    };
    let is_on = move || badge.is_some_and(|badge| badge.with(|badge| !badge.is_empty()));
    let toggled = move |open: bool| {
        if let Some(on_toggle) = on_toggle {
            on_toggle.run(open);
        }
    };
    view! {
        <details
            class="menu"
            node_ref=details
            on:keydown=on_key
            on:focusout=on_leave
            on:toggle:target=move |event| toggled(event.target().open())
        >
            <summary class=class class:button-on=is_on node_ref=summary>
                {icon.map(drawn)}
                <span class=if compact { "visually-hidden" } else { "" }>{label.unwrap_or_else(|| name.into_any())}</span>
                <Picture icon=Icon::ChevronDown/>
                {badge.map(|badge| view! { <span class="facet-badge">{badge}</span> }.into_any())}
            </summary>
            <div class="menu-panel" tabindex="-1">{children()}</div>
        </details>
    }
}
