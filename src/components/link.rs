//! A link that leads to another place in the console.

use leptos::prelude::*;
use web_sys::{KeyboardEvent, MouseEvent};

use super::keys::key_of;

/// A link that leads there without leaving the page. In a host that has no addresses for the console's places it
/// is a link all the same, to the keyboard and to readers.
#[component]
pub fn Link(
    /// The classes of the link.
    class: &'static str,
    /// Its address, for copying it and for a tab of its own.
    #[prop(into)]
    href: Signal<Option<String>>,
    /// Goes there.
    #[prop(into)]
    go: Callback<()>,
    /// Whether it leads to where one is.
    #[prop(optional, into)]
    current: Signal<bool>,
    children: Children,
) -> impl IntoView {
    let bare = move || href.with(Option::is_none);
    let on_click = move |event: MouseEvent| {
        if is_plain_click(&event) {
            event.prevent_default();
            go.run(());
        }
    };
    // For a link with an address, the browser itself turns the key into a click.
    let on_key = move |event: KeyboardEvent| {
        if key_of(&event) == "Enter" && href.with_untracked(Option::is_none) {
            event.prevent_default();
            go.run(());
        }
    };
    view! {
        <a
            class=class
            href=href
            role=move || bare().then_some("link")
            tabindex=move || bare().then_some("0")
            aria-current=move || current.get().then_some("page")
            on:click=on_click
            on:keydown=on_key
        >
            {children()}
        </a>
    }
}

/// Whether a click means "here" and not "in a new tab": the console handles only the former.
pub fn is_plain_click(click: &MouseEvent) -> bool {
    click.button() == 0 && !click.ctrl_key() && !click.meta_key() && !click.shift_key() && !click.alt_key()
}
