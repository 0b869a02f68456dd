//! What the search box suggests: users and providers as exact filters, or, with all tokens read, how to go on typing.
//! Fetched after the first view.

mod found;
mod pasted;

use std::rc::Rc;
use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use self::found::{Finder, Suggestion};
use self::pasted::PastedToken;
use super::person::is_broken_picture;
use super::token_list::list::List;
use crate::components::keys::key_of;
use crate::components::when::When;
use crate::platform::signals::set_if_changed;
use crate::platform::timer::Timer;
use crate::screens::token_list::search_state::Suggesting;
use crate::text;
use crate::tokens::pasted::looks_like_token;

/// How long a person may pause between two letters before authentik is asked.
const PAUSE: Duration = Duration::from_millis(200);

const LIST_ID: &str = "ts-suggestions";

/// The state of it, for its parts.
#[derive(Clone, Copy)]
struct Search {
    list: List,
    finder: Finder,
    typed: RwSignal<String>,
    open: RwSignal<bool>,
    active: RwSignal<Option<usize>>,
    timer: StoredValue<Option<Timer>>,
}

/// Has the box suggest things, from now on and under the current owner.
pub fn start() {
    let list = expect_context::<List>();
    let search = Search {
        list,
        finder: Finder::new(),
        typed: list.search.typed,
        open: RwSignal::new(false),
        active: RwSignal::new(None),
        timer: StoredValue::new(None),
    };
    provide_context(search);
    list.search.suggesting.set(Some(Suggesting {
        view: || view! { <Suggestions/> }.into_any(),
        list_id: Signal::derive(move || search.is_shown().then(|| LIST_ID.to_owned())),
        active_id: Signal::derive(move || search.active_id()),
        typed: Callback::new(move |()| search.follow_typing()),
        press: Callback::new(move |event| search.press(&event)),
        close: Callback::new(move |()| search.close()),
    }));
    // The user was faster than the download.
    if search.text() != list.location.address_untracked().query.search {
        search.follow_typing();
    }
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
    let option = |suggestion| view! { <Choosable suggestion/> };
    view! {
        <div class="suggestions">
            <ul class="suggestion-list" role="listbox" id=LIST_ID aria-label=text::search::SUGGESTIONS>
                <For each=move || search.suggestions() key=Suggestion::key children=option/>
            </ul>
            <When holds=Signal::derive(move || search.finder.is_busy())>
                <p class="suggestion-note">{text::search::LOOKING}</p>
            </When>
            {move || search.finder.why_none().map(|why| view! { <p class="suggestion-note">{why}</p> })}
        </div>
    }
}

/// A suggestion in the list.
#[component]
fn Choosable(
    /// What it suggests.
    suggestion: Suggestion,
) -> impl IntoView {
    let search = expect_context::<Search>();
    let broken = RwSignal::new(());
    let (id, key, about) = (option_id(&suggestion), suggestion.key(), suggestion.describe(broken));
    let is_active = move || search.active_key().as_ref() == Some(&key);
    view! {
        <li
            class="suggestion"
            role="option"
            id=id
            aria-selected=move || if is_active() { "true" } else { "false" }
            // A press would take the focus away, and with it the list.
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| search.choose(&suggestion)
            on:error:capture=move |event: ev::ErrorEvent| if is_broken_picture(&event) { broken.notify() }
        >
            {about}
        </li>
    }
}

impl Search {
    fn text(&self) -> String {
        self.typed.with(|text| text.trim().to_owned())
    }

    fn suggestions(&self) -> Vec<Suggestion> {
        let complete = self
            .list
            .slots
            .catalog
            .with(|catalog| catalog.as_ref().map(|catalog| Rc::clone(&catalog.complete)));
        match complete {
            Some(complete) => {
                let completions = self.typed.with(|text| complete(text));
                completions.into_iter().map(Suggestion::Completion).collect()
            }
            None => self.finder.found(&self.text()),
        }
    }

    /// Whether a token stands in the box, tracked.
    fn is_token(&self) -> bool {
        self.typed.with(|typed| looks_like_token(typed))
    }

    fn is_shown(&self) -> bool {
        self.open.get() && !self.text().is_empty() && (!self.list.has_all() || !self.suggestions().is_empty())
    }

    fn active(&self) -> Option<Suggestion> {
        let at = self.active.get()?;
        self.suggestions().into_iter().nth(at)
    }

    fn active_key(&self) -> Option<String> {
        self.active().map(|suggestion| suggestion.key())
    }

    fn active_id(&self) -> Option<String> {
        self.active()
            .filter(|_| self.is_shown())
            .map(|suggestion| option_id(&suggestion))
    }

    /// The announcement for screen readers.
    fn counted(&self) -> String {
        if !self.is_shown() || self.list.has_all() {
            return String::new();
        }
        // They are asked a moment after the last letter, and take a moment to answer.
        if !self.finder.has_answered(&self.text()) {
            let failed = self.finder.why_none().is_some();
            return if failed { text::search::NO_SUGGESTIONS } else { "" }.to_owned();
        }
        match self.suggestions().len() {
            0 | 1 => text::search::NOBODY_MATCHES.to_owned(),
            many => text::search::suggestions(many - 1),
        }
    }

    fn close(&self) {
        self.timer.set_value(None);
        set_if_changed(self.open, false);
        set_if_changed(self.active, None);
        self.finder.stop();
    }

    fn follow_typing(self) {
        let wanted = untrack(|| self.text());
        set_if_changed(self.active, None);
        if self.list.slots.catalog.with_untracked(Option::is_some) && !looks_like_token(&wanted) {
            set_if_changed(self.open, true);
            return;
        }
        if wanted.is_empty() || looks_like_token(&wanted) {
            self.close();
            return;
        }
        set_if_changed(self.open, true);
        let ask = move || self.finder.look_for(&wanted);
        self.timer.set_value(Timer::after(PAUSE, ask));
    }

    fn choose(&self, suggestion: &Suggestion) {
        if let Suggestion::Completion(completion) = suggestion {
            if let Some(catalog) = self.list.slots.catalog.get_untracked() {
                (catalog.type_text)(&completion.text);
            }
            self.typed.set(completion.text.clone());
            self.follow_typing();
            return;
        }
        if let Some((subject, pk, name)) = suggestion.subject() {
            self.list.names.learn(subject, pk, name);
        }
        self.close();
        self.list.change_query(|query| suggestion.choose(query));
        self.typed.set(self.list.location.address_untracked().query.search);
    }

    /// Looks for this in place of what is typed.
    fn look_for(&self, text: &str) {
        self.typed.set(text.to_owned());
        self.list.change_query(|query| query.with_search(text));
        self.list.focus_search();
    }

    fn press(&self, event: &KeyboardEvent) {
        let count = untrack(|| self.suggestions().len());
        let key = key_of(event);
        match key.as_str() {
            "ArrowDown" | "ArrowUp" if count > 0 => {
                event.prevent_default();
                self.open.set(true);
                let down = key == "ArrowDown";
                self.active.update(|active| *active = step(*active, count, down));
            }
            "Enter" => {
                if let Some(chosen) = untrack(|| self.active()) {
                    event.prevent_default();
                    self.choose(&chosen);
                }
            }
            // The first Escape closes the suggestions; the browser's own, that empties the box, comes second.
            "Escape" if self.open.get_untracked() => {
                event.prevent_default();
                self.close();
            }
            _ => {}
        }
    }
}

/// From nothing chosen through every suggestion and back to nothing.
fn step(active: Option<usize>, count: usize, down: bool) -> Option<usize> {
    match (active, down) {
        (None, true) => Some(0),
        (None, false) => count.checked_sub(1),
        (Some(at), true) => Some(at + 1).filter(|&next| next < count),
        (Some(at), false) => at.checked_sub(1),
    }
}

fn option_id(suggestion: &Suggestion) -> String {
    match suggestion.subject() {
        None if matches!(suggestion, Suggestion::Text(_)) => "ts-suggestion-text".to_owned(),
        _ => format!("ts-suggestion-{}", suggestion.key()),
    }
}
