//! How often the rows are refreshed by themselves, and the button for what that found.

use leptos::prelude::*;

use super::auto_refresh::AutoRefresh;
use crate::components::icon::{Icon, Picture};
use crate::components::menu::Menu;
use crate::components::when::{When, each};
use crate::text::auto_refresh as words;
use crate::tokens::auto_refresh::RefreshInterval;

/// The menu.
#[component]
pub fn AutoRefreshMenu() -> impl IntoView {
    let auto = expect_context::<AutoRefresh>();
    let badge = move || auto.every().map(words::short).unwrap_or_default().to_owned();
    let choice = move |every: Option<RefreshInterval>| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="ts-auto-refresh"
                    prop:checked=move || auto.every() == every
                    on:change=move |_| auto.set_every(every)
                />
                {every.map_or(words::OFF, words::every)}
            </label>
        }
        .into_any()
    };
    let choices = [None].into_iter().chain(RefreshInterval::ALL.map(Some)).collect();
    view! {
        <div class="auto-refresh">
            <Menu
                name=words::MENU
                icon=Icon::Clock.path()
                class="button tool-plain"
                compact=true
                badge=Signal::derive(badge)
            >
                <fieldset class="choices">
                    <legend>{words::MENU}</legend>
                    {each(choices, choice)}
                </fieldset>
                <p class="facet-note quiet">{words::ABOUT}</p>
            </Menu>
        </div>
    }
}

/// The button for what was found, over the rows and not between them: nothing moves when it comes.
#[component]
pub fn RefreshFound() -> impl IntoView {
    let auto = expect_context::<AutoRefresh>();
    let offer = Memo::new(move |_| auto.offer());
    view! {
        <div class="refresh-found">
            <When holds=Signal::derive(move || offer.with(Option::is_some))>
                <button type="button" class="button" on:click=move |_| auto.show()>
                    <Picture icon=Icon::Refresh/>
                    {move || offer.get()}
                </button>
            </When>
        </div>
    }
}
