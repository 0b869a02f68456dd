//! Saves what is on screen as a view.

use leptos::prelude::*;

use super::name_field::NameField;
use super::state::{SAVE_THIS, Views};
use crate::text;

/// The button; the field for the name; or why there can be no more.
#[component]
pub fn SaveThis() -> impl IntoView {
    let views = expect_context::<Views>();
    let is_full = Memo::new(move |_| views.is_full());
    let content = move || {
        if views.is_saving.get() {
            let give_up = move |()| {
                views.is_saving.set(false);
                views.then_focus(SAVE_THIS);
            };
            let take = move |(name, replaces): (String, bool)| views.save(&name, replaces);
            view! { <NameField name=String::new() take may_replace=true give_up/> }.into_any()
        } else if is_full.get() {
            view! { <p class="views-note quiet">{text::views::too_many()}</p> }.into_any()
        } else {
            view! {
                <button type="button" class="button" on:click=move |_| views.begin_to_save()>
                    {text::views::SAVE_THIS}
                </button>
            }
            .into_any()
        }
    };
    view! { <div class="views-save">{content}</div> }
}
