//! A suggestion in the list.

use leptos::ev::ErrorEvent;
use leptos::html;
use leptos::prelude::*;
use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};

use super::found::Suggestion;
use super::search::{Search, option_id};
use crate::screens::person::is_broken_picture;
use crate::text;

/// A suggestion in the list.
#[component]
pub fn Choosable(
    /// What it suggests.
    suggestion: Suggestion,
) -> impl IntoView {
    let search = expect_context::<Search>();
    let broken = RwSignal::new(());
    let (id, key, about) = (option_id(&suggestion), suggestion.key(), suggestion.describe(broken));
    let (class, title) = match &suggestion {
        Suggestion::Example(example) => (
            "suggestion suggestion-example",
            example.meaning.map(text::terms::meaning),
        ),
        Suggestion::Field(_, example) if example.meaning.is_some() => ("suggestion suggestion-beside", None),
        _ => ("suggestion", None),
    };
    let is_active = Memo::new(move |_| search.active_key().as_ref() == Some(&key));
    let option = NodeRef::<html::Div>::new();
    Effect::new(move || {
        if let Some(option) = option.get().filter(|_| is_active.get()) {
            let nearest = ScrollIntoViewOptions::new();
            nearest.set_block(ScrollLogicalPosition::Nearest);
            option.scroll_into_view_with_scroll_into_view_options(&nearest);
        }
    });
    view! {
        <div
            class=class
            role="option"
            id=id
            title=title
            aria-selected=move || if is_active.get() { "true" } else { "false" }
            node_ref=option
            on:click=move |_| search.choose(&suggestion)
            on:error:capture=move |event: ErrorEvent| if is_broken_picture(&event) { broken.notify() }
        >
            {about}
        </div>
    }
}
