//! A view of a person's own.

use leptos::prelude::*;

use super::name_field::NameField;
use super::state::Views;
use super::view_link::ViewLink;
use crate::components::icon::{BIN, PENCIL, drawn};
use crate::text;
use crate::tokens::views::SavedView;

/// The way to it, and what can be done with it.
#[component]
pub fn OwnView(
    /// Which.
    view: SavedView,
) -> impl IntoView {
    let views = expect_context::<Views>();
    let view = StoredValue::new(view);
    let is_renamed = Memo::new(move |_| {
        views
            .renaming
            .get()
            .is_some_and(|renamed| view.try_with_value(|view| renamed == *view) == Some(true))
    });
    let content = move || {
        if is_renamed.get() {
            rename(views, view)
        } else {
            line(views, view)
        }
    };
    view! { <li class="own-view">{content}</li> }
}

fn line(views: Views, view: StoredValue<SavedView>) -> AnyView {
    let SavedView { name, address } = view.get_value();
    let rename = text::views::rename(&name);
    let delete = text::views::delete(&name);
    view! {
        <ViewLink name is_own=true of=Signal::stored(address)/>
        <button
            type="button"
            class="icon-button"
            aria-label=rename.clone()
            title=rename
            on:click=move |_| views.begin_to_rename(view.get_value())
        >
            {drawn(PENCIL)}
        </button>
        <button
            type="button"
            class="icon-button"
            aria-label=delete.clone()
            title=delete
            on:click=move |_| views.delete(&view.get_value())
        >
            {drawn(BIN)}
        </button>
    }
    .into_any()
}

fn rename(views: Views, view: StoredValue<SavedView>) -> AnyView {
    let give_up = move |()| {
        views.renaming.set(None);
        views.focus_view(&view.get_value());
    };
    let take = move |(name, _): (String, bool)| views.rename(&view.get_value(), &name);
    view! { <NameField name=view.get_value().name take give_up/> }.into_any()
}
