//! What the search box suggests: users and providers as exact filters, or how to go on typing; and while it is empty, what
//! can be searched. Fetched after the first view.

mod choosable;
mod found;
mod help;
mod pasted;
mod recents;
mod search;

use std::cell::Cell;
use std::rc::Rc;

use leptos::ev;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use self::choosable::Choosable;
use self::found::Suggestion;
use self::help::Help;
use self::pasted::PastedToken;
use self::search::{LIST_ID, Offer, Search};
use super::token_list::list::List;
use crate::components::keys::{is_command, key_of};
use crate::components::when::When;
use crate::screens::token_list::search_state::Suggesting;
use crate::text;

/// Has the box suggest things, from now on and under the current owner.
pub fn start() {
    let list = expect_context::<List>();
    let search = Search::new(list);
    provide_context(search);
    list.search.suggesting.set(Some(Suggesting {
        view: || view! { <Suggestions/> }.into_any(),
        list_id: Signal::derive(move || search.is_shown().then(|| LIST_ID.to_owned())),
        active_id: Signal::derive(move || search.active_id()),
        typed: Callback::new(move |()| search.follow_typing()),
        press: Callback::new(move |event| search.press(&event)),
        close: Callback::new(move |()| search.close()),
    }));
    help_whoever_comes(search);
    // The user was faster than the download.
    if search.text() != list.location.address_untracked().query.search {
        search.follow_typing();
    }
}

/// The focus comes to the box by a person's doing, with a click or a key that leads there, or because what had it is gone.
/// Only the first is a reason to offer something. A key that led there goes up in the box.
fn help_whoever_comes(search: Search) {
    Effect::new(move || {
        let Some(input) = search.list.search.input.get() else {
            return;
        };
        let has_come = Rc::new(Cell::new(false));
        let listeners = {
            let (comes, typed) = (Rc::clone(&has_come), has_come);
            (
                input.clone().on(ev::focus, move |_| comes.set(true)),
                input.clone().on(ev::keyup, move |event| {
                    if typed.replace(false) && leads_there(&event) {
                        search.help();
                    }
                }),
                input.on(ev::click, move |_| search.help()),
            )
        };
        // They listen until they are dropped.
        on_cleanup(move || drop(listeners));
    });
}

/// Tab, with Shift or without, or a slash; on some keyboards, that is Shift and a digit.
fn leads_there(event: &KeyboardEvent) -> bool {
    let key = key_of(event);
    let is_character = key.chars().count() == 1 && key != " ";
    !is_command(event) && (is_character || matches!(key.as_str(), "Tab" | "Shift"))
}

/// The suggestions while there are some, and how many they are in words.
#[component]
fn Suggestions() -> impl IntoView {
    let search = expect_context::<Search>();
    view! {
        <span class="visually-hidden" role="status">{move || search.counted()}</span>
        <When holds=Signal::derive(move || search.is_shown())>
            <Panel/>
        </When>
        <When holds=Signal::derive(move || search.is_token())>
            <PastedToken typed=search.typed look_for=Callback::new(move |text: String| search.look_for(&text))/>
        </When>
    }
}

#[component]
fn Panel() -> impl IntoView {
    let search = expect_context::<Search>();
    let is_help = Memo::new(move |_| search.offer() == Offer::Help);
    let option = |suggestion| view! { <Choosable suggestion/> };
    let suggestions = move || {
        view! {
            <div class="suggestion-list" role="listbox" id=LIST_ID aria-label=text::search::SUGGESTIONS>
                <For each=move || search.suggestions() key=Suggestion::key children=option/>
            </div>
            <When holds=Signal::derive(move || search.finder.is_busy())>
                <p class="suggestion-note">{text::search::LOOKING}</p>
            </When>
            {move || search.awaited().map(|wanted| view! { <p class="suggestion-note">{wanted}</p> })}
            {move || search.finder.why_none().map(|why| view! { <p class="suggestion-note">{why}</p> })}
        }
        .into_any()
    };
    // Its one button can have the focus, too.
    let on_key = move |event: KeyboardEvent| {
        if key_of(&event) == "Escape" {
            event.prevent_default();
            search.list.focus_search();
            search.close();
        }
    };
    view! {
        <div
            class="suggestions"
            class:suggestions-help=is_help
            // A press would take the focus away, and with it the list.
            on:mousedown=|event| event.prevent_default()
            on:keydown=on_key
        >
            {move || if is_help.get() { view! { <Help/> }.into_any() } else { suggestions() }}
        </div>
    }
}
