//! What an empty box offers to whoever turns to it: what was searched for lately, what can be searched, and what a search
//! covers.

use leptos::prelude::*;

use super::choosable::Choosable;
use super::found::Suggestion;
use super::search::{LIST_ID, Search, fields};
use crate::components::when::When;
use crate::text;

const RECENT_ID: &str = "ts-suggestions-recent";
const FIELDS_ID: &str = "ts-suggestions-fields";

/// The help.
#[component]
pub fn Help() -> impl IntoView {
    let search = expect_context::<Search>();
    let has_recent = move || !search.recents.texts().is_empty();
    let recent = move || {
        search
            .recents
            .texts()
            .into_iter()
            .map(Suggestion::Recent)
            .collect::<Vec<_>>()
    };
    let choosable = |suggestion| view! { <Choosable suggestion/> };
    let clear = move |_| {
        search.recents.clear();
        // The button is gone.
        search.list.focus_search();
    };
    view! {
        // What scrolls is a Tab stop of its own, unless it says otherwise.
        <div class="suggestion-list" role="listbox" tabindex="-1" id=LIST_ID aria-label=text::search::SUGGESTIONS>
            <div role="group" aria-labelledby=RECENT_ID hidden=move || !has_recent()>
                <p class="suggestion-group" role="presentation" id=RECENT_ID>{text::search::RECENT}</p>
                <For each=recent key=Suggestion::key children=choosable/>
            </div>
            <div class="suggestion-fields" role="group" aria-labelledby=FIELDS_ID>
                <p class="suggestion-group" role="presentation" id=FIELDS_ID>{text::search::FIELDS}</p>
                {fields().map(|suggestion| view! { <Choosable suggestion/> }).collect::<Vec<_>>()}
            </div>
        </div>
        <div class="suggestion-note suggestion-foot">
            <p>{move || covers(search)}</p>
            <When holds=Signal::derive(has_recent)>
                <button type="button" class="link" on:click=clear>{text::search::CLEAR_RECENT}</button>
            </When>
        </div>
    }
}

/// What a search covers now.
fn covers(search: Search) -> &'static str {
    if search.list.has_all() {
        text::search::COVERS_ALL
    } else if search.list.sees_own_only() {
        text::search::COVERS_OWN
    } else {
        text::search::COVERS_NAMES
    }
}
