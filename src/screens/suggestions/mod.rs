//! What the search box suggests: users and providers as exact filters, or, with all tokens read, how to go on typing.
//! Fetched after the first view.

mod found;

use std::rc::Rc;
use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, KeyboardEvent};

use self::found::{Finder, Suggestion, option};
use super::token_list::list::List;
use super::token_list::search_box::SearchBox;
use crate::state::State;
use crate::ui::dom::{El, Item, el, item};

/// How long a person may pause between two letters before authentik is asked.
const PAUSE: Duration = Duration::from_millis(200);

const LIST_ID: &str = "ts-suggestions";

/// The state of it, for its parts.
#[derive(Clone, Copy)]
struct Search {
    list: List,
    finder: Finder,
    typed: State<String>,
    open: State<bool>,
    active: State<Option<usize>>,
    timer: State<Option<TimeoutHandle>>,
}

/// Has the box suggest things, from now on and under the current owner.
pub fn start() {
    let list = expect_context::<List>();
    let Some(SearchBox { form, input, typed }) = list.search_box.now() else {
        return;
    };
    let search = Search {
        list,
        finder: Finder::new(),
        typed,
        open: State::new(false),
        active: State::new(None),
        timer: State::new(None),
    };
    on_cleanup(move || search.stop_timer());
    input
        .attr("aria-autocomplete", "list")
        .attr_of("aria-controls", move || search.is_shown().then(|| LIST_ID.to_owned()))
        .attr_of("aria-activedescendant", move || search.active_id())
        .on("input", move |_| search.follow_typing())
        .on_key(move |event| search.press(event));
    let whole = form.clone();
    form.on("focusout", move |event| {
        if !whole.holds(event.unchecked_ref::<FocusEvent>().related_target()) {
            search.close();
        }
    })
    .on("submit", move |_| search.close())
    .child(
        el("span")
            .class("visually-hidden")
            .attr("role", "status")
            .text_of(move || search.counted()),
    )
    .part_if(move || search.is_shown(), move || suggestions(search));
    // Somebody was faster.
    if search.text() != list.location.address_now().query.search {
        search.follow_typing();
    }
}

fn suggestions(search: Search) -> El {
    let options = el("ul")
        .class("suggestion-list")
        .attr("role", "listbox")
        .attr("id", LIST_ID)
        .attr("aria-label", "Suggestions")
        .each(move || {
            search
                .suggestions()
                .into_iter()
                .map(|found| entry(search, found))
                .collect()
        });
    let note = move |text: &str| el("p").class("suggestion-note").text(text);
    el("div")
        .class("suggestions")
        .child(options)
        .part_if(
            move || search.finder.is_busy(),
            move || note("Looking for users and providers…"),
        )
        .part(move || search.finder.why_none().map(|why| note(&why)))
}

fn entry(search: Search, suggestion: Suggestion) -> Item {
    let key = suggestion.key();
    item(key.clone(), move || {
        option(&suggestion, &option_id(&suggestion))
            .state_of("aria-selected", move || search.active_key().as_ref() == Some(&key))
            .on("click", move |_| search.choose(&suggestion))
    })
}

impl Search {
    fn text(&self) -> String {
        self.typed.with(|text| text.trim().to_owned())
    }

    fn suggestions(&self) -> Vec<Suggestion> {
        let complete = self
            .list
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

    /// What those hear who do not see the list.
    fn counted(&self) -> String {
        if !self.is_shown() || self.finder.is_busy() {
            return String::new();
        }
        match self.suggestions().len() {
            _ if self.list.has_all() => String::new(),
            0 | 1 => "No user or provider matches. Enter searches the text.".to_owned(),
            many => format!("{} suggestions. Use the arrow keys to choose.", many - 1),
        }
    }

    fn stop_timer(&self) {
        self.timer.update_quietly(|timer| {
            if let Some(timer) = timer.take() {
                timer.clear();
            }
        });
    }

    fn close(&self) {
        self.stop_timer();
        self.open.set_if_new(false);
        self.active.set_if_new(None);
        self.finder.stop();
    }

    fn follow_typing(self) {
        let wanted = untrack(|| self.text());
        self.active.set_if_new(None);
        if self.list.catalog.with_now(Option::is_some) {
            self.open.set_if_new(true);
            return;
        }
        if wanted.is_empty() {
            self.close();
            return;
        }
        self.stop_timer();
        self.open.set_if_new(true);
        let ask = move || self.finder.look_for(&wanted);
        self.timer
            .update_quietly(|timer| *timer = set_timeout_with_handle(ask, PAUSE).ok());
    }

    fn choose(&self, suggestion: &Suggestion) {
        if let Suggestion::Completion(completion) = suggestion {
            if let Some(catalog) = self.list.catalog.now() {
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
        self.typed.set(self.list.location.address_now().query.search);
    }

    fn press(&self, event: &KeyboardEvent) {
        let count = untrack(|| self.suggestions().len());
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" if count > 0 => {
                event.prevent_default();
                self.open.set(true);
                let down = event.key() == "ArrowDown";
                self.active.update(|active| *active = step(*active, count, down));
            }
            "Enter" => {
                if let Some(chosen) = untrack(|| self.active()) {
                    event.prevent_default();
                    self.choose(&chosen);
                }
            }
            // The first Escape closes the suggestions; the browser's own, that empties the box, comes second.
            "Escape" if self.open.now() => {
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
