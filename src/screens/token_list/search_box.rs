//! The search box: suggests users and providers as exact filters, and takes free text.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, KeyboardEvent};

use super::list::List;
use super::suggestions::{Finder, Suggestion, option};
use crate::state::State;
use crate::ui::dom::{El, Item, el, item};
use crate::ui::icon::{Icon, picture};

/// How long a person may pause between two letters before authentik is asked.
const PAUSE: Duration = Duration::from_millis(200);

const LIST_ID: &str = "ts-suggestions";
const ERROR_ID: &str = "ts-search-error";

/// The box's state, for its parts.
#[derive(Clone, Copy)]
struct Search {
    list: List,
    finder: Finder,
    typed: State<String>,
    open: State<bool>,
    active: State<Option<usize>>,
    timer: State<Option<TimeoutHandle>>,
}

/// The box and its suggestions.
pub fn search_box() -> El {
    let list = expect_context::<List>();
    let search = Search {
        list,
        finder: Finder::new(),
        typed: State::new(String::new()),
        open: State::new(false),
        active: State::new(None),
        timer: State::new(None),
    };
    on_cleanup(move || search.stop_timer());
    // The address is the state: Back, a chip let go of, or a chosen suggestion shows in the box.
    let searched = RefCell::new(None);
    let errors = move || {
        let failure = list.loader.failure().filter(|_| !list.has_all());
        failure.map_or_else(|| list.problem.get(), |failure| failure.message_for("search").join(" "))
    };
    let input = el("input")
        .class("search-input")
        .attr("type", "search")
        .attr("aria-label", "Search tokens")
        .attr("placeholder", "Search by user, provider, or any text…")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("enterkeyhint", "search")
        .attr("aria-autocomplete", "list")
        .attr("aria-describedby", ERROR_ID)
        .attr_of("aria-controls", move || search.is_shown().then(|| LIST_ID.to_owned()))
        .attr_of("aria-activedescendant", move || search.active_id())
        .watch(move |_| {
            let text = Some(list.query().search);
            if *searched.borrow() != text {
                let wanted = text.clone().unwrap_or_default();
                // What is being typed may end in a blank, which no address keeps.
                if untrack(|| search.text()) != wanted {
                    search.typed.set(wanted);
                }
                searched.replace(text);
            }
        })
        .value_of(move || search.typed.get())
        .on_value("input", move |text| search.type_text(text))
        .on_key(move |event| search.press(event));
    list.search_box.set(Some(input.clone()));
    let form = el("form").class("search").attr("role", "search");
    let whole = form.clone();
    form.on("submit", move |event| {
        event.prevent_default();
        search.submit();
    })
    .on("focusout", move |event| {
        if !whole.holds(event.unchecked_ref::<FocusEvent>().related_target()) {
            search.close();
        }
    })
    .child(picture(Icon::Search))
    .child(input)
    .child(
        el("span")
            .class("visually-hidden")
            .attr("role", "status")
            .text_of(move || search.counted()),
    )
    .part_if(move || search.is_shown(), move || suggestions(search))
    .child(el("span").class("field-error").attr("id", ERROR_ID).text_of(errors))
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
        self.open.set(false);
        self.active.set(None);
        self.finder.stop();
    }

    fn type_text(self, text: String) {
        let wanted = text.trim().to_owned();
        self.active.set(None);
        if let Some(catalog) = self.list.catalog.now() {
            self.open.set(true);
            (catalog.type_text)(&text);
            self.typed.set(text);
            return;
        }
        self.typed.set(text);
        if wanted.is_empty() {
            self.close();
            return;
        }
        self.stop_timer();
        self.open.set(true);
        let ask = move || self.finder.look_for(&wanted);
        self.timer
            .update_quietly(|timer| *timer = set_timeout_with_handle(ask, PAUSE).ok());
    }

    fn submit(&self) {
        let chosen = untrack(|| self.active().unwrap_or_else(|| Suggestion::Text(self.text())));
        self.choose(&chosen);
    }

    fn choose(&self, suggestion: &Suggestion) {
        if let Suggestion::Completion(completion) = suggestion {
            self.type_text(completion.text.clone());
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
            // The first Escape closes the suggestions; the browser's own, that empties the box, comes second.
            "Escape" if self.open.now() => {
                event.prevent_default();
                event.stop_propagation();
                self.close();
            }
            "Escape" => event.stop_propagation(),
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
