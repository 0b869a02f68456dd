//! The search box, which takes free text. What it suggests is fetched after the first view; see `screens/suggestions`.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, KeyboardEvent, Node, SubmitEvent};

use super::list::List;
use super::search_state::{SearchBox, Suggesting};
use crate::components::icon::{Icon, Picture};
use crate::components::keys::key_of;
use crate::components::landmark::landmark;
use crate::components::lazy::LazySlot;
use crate::text;
use crate::tokens::pasted::looks_like_token;

const ERROR_ID: &str = "ts-search-error";

/// The box.
#[component]
pub fn SearchField() -> impl IntoView {
    let list = expect_context::<List>();
    let SearchBox {
        input,
        typed,
        suggesting,
    } = list.search;
    let errors = move || {
        if typed.with(|typed| looks_like_token(typed)) {
            return text::search::TOKEN_TYPED.to_owned();
        }
        let failure = list.loader.failure().filter(|_| !list.has_all());
        failure.map_or_else(|| list.problem(), |failure| failure.message_for("search").join(" "))
    };
    // The address is the state: Back, a removed chip or a chosen suggestion shows in the box.
    let searched = Memo::new(move |_| list.query().search);
    Effect::new(move || {
        let wanted = searched.get();
        // The text being typed may end in a space, which the address does not keep.
        if typed.with_untracked(|typed| typed.trim() != wanted) {
            typed.set(wanted);
        }
    });
    let form = NodeRef::<html::Form>::new();
    let type_text = move |text: String| {
        if let Some(catalog) = list.slots.catalog.get_untracked().filter(|_| !looks_like_token(&text)) {
            (catalog.type_text)(&text);
        }
        typed.set(text);
        if let Some(suggesting) = suggesting.try_get_untracked().flatten() {
            suggesting.typed.run(());
        }
    };
    // Escape empties the box, which the browser does, and closes nothing else.
    let on_key = move |event: KeyboardEvent| {
        if key_of(&event) == "Escape" && typed.with_untracked(|typed| !typed.is_empty()) {
            event.stop_propagation();
        }
        if let Some(suggesting) = suggesting.try_get_untracked().flatten() {
            suggesting.press.run(event);
        }
    };
    let close = move || {
        if let Some(suggesting) = suggesting.try_get_untracked().flatten() {
            suggesting.close.run(());
        }
    };
    let on_leave = move |event: FocusEvent| {
        let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
        if !form
            .try_get_untracked()
            .flatten()
            .is_some_and(|form| form.contains(to.as_ref()))
        {
            close();
        }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if typed.with_untracked(|typed| looks_like_token(typed)) {
            return;
        }
        list.change_query(|query| query.with_search(typed.get_untracked().trim()));
        typed.set(list.location.address_untracked().query.search);
        close();
    };
    let suggested = move |id: fn(&Suggesting) -> Signal<Option<String>>| {
        move || suggesting.get().and_then(|suggesting| id(&suggesting).get())
    };
    let list_id = suggested(|suggesting| suggesting.list_id);
    view! {
        <form
            class="search"
            part="search"
            role="search"
            aria-label=landmark(text::search::FORM)
            node_ref=form
            on:submit=submit
            on:focusout=on_leave
        >
            <Picture icon=Icon::Search/>
            <input
                class="search-input"
                type="search"
                role="combobox"
                aria-label=text::search::BOX
                placeholder=text::search::PLACEHOLDER
                autocomplete="off"
                spellcheck="false"
                enterkeyhint="search"
                aria-describedby=ERROR_ID
                aria-autocomplete="list"
                aria-expanded=move || if list_id().is_some() { "true" } else { "false" }
                aria-controls=list_id
                aria-activedescendant=suggested(|suggesting| suggesting.active_id)
                node_ref=input
                prop:value=typed
                on:input:target=move |event| type_text(event.target().value())
                on:keydown=on_key
            />
            <span class="field-error" id=ERROR_ID>{errors}</span>
            <LazySlot view=Signal::derive(move || suggesting.get().map(|suggesting| suggesting.view))/>
        </form>
    }
}
