//! The state behind the suggestions: what is offered, what is chosen, and what the keys do.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::time::Duration;

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::found::{Finder, Suggestion};
use super::recents::Recents;
use crate::components::keys::key_of;
use crate::model::percent_encoding::encode;
use crate::platform::signals::set_if_changed;
use crate::platform::timer::Timer;
use crate::screens::token_list::list::List;
use crate::text;
use crate::tokens::pasted::looks_like_token;
use crate::tokens::terms::{Completion, FIELDS, Problem, complete_with, example, parse};

/// How long a person may pause between two letters before authentik is asked.
const PAUSE: Duration = Duration::from_millis(200);

/// The id of the list of suggestions.
pub const LIST_ID: &str = "ts-suggestions";

/// What kind of suggestions there are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// The box is empty: earlier searches, and what can be searched.
    Help,
    /// How the text may go on.
    Completions,
    /// Users and providers that match it.
    Names,
}

/// The state of it, for its parts.
#[derive(Clone, Copy)]
pub struct Search {
    pub list: List,
    pub finder: Finder,
    pub recents: Recents,
    pub typed: RwSignal<String>,
    open: RwSignal<bool>,
    active: RwSignal<Option<String>>,
    timer: StoredValue<Option<Timer>>,
}

impl Search {
    /// Closed.
    pub fn new(list: List) -> Self {
        Self {
            list,
            finder: Finder::new(),
            recents: Recents::follow(list),
            typed: list.search.typed,
            open: RwSignal::new(false),
            active: RwSignal::new(None),
            timer: StoredValue::new(None),
        }
    }

    /// What stands in the box, tracked.
    pub fn text(&self) -> String {
        self.typed.with(|text| text.trim().to_owned())
    }

    /// What kind of suggestions there are for what stands in the box, tracked.
    pub fn offer(&self) -> Offer {
        let text = self.text();
        if text.is_empty() {
            return Offer::Help;
        }
        // Names alone cannot answer what asks for more than names.
        let is_of_fields = match parse(&text) {
            Ok(terms) => !terms.is_plain(),
            Err(error) => matches!(
                error.problem,
                Problem::NoValue(_)
                    | Problem::NoStatus(_)
                    | Problem::NoSeverity(_)
                    | Problem::NoFinding(_)
                    | Problem::NoTime(_)
            ),
        };
        if self.list.has_all() || is_of_fields {
            Offer::Completions
        } else {
            Offer::Names
        }
    }

    /// Everything that can be chosen, in order, tracked.
    pub fn suggestions(&self) -> Vec<Suggestion> {
        match self.offer() {
            Offer::Help => {
                let recent = self.recents.texts().into_iter().map(Suggestion::Recent);
                recent.chain(fields()).collect()
            }
            Offer::Completions => {
                let is_whole = !self.list.has_all() && self.awaited().is_none();
                let itself = is_whole.then(|| Suggestion::Text(self.text()));
                let completions = self.typed.with(|text| completions(text, self.list));
                let completions = completions.into_iter().map(Suggestion::Completion);
                completions.chain(itself).collect()
            }
            Offer::Names => self.finder.found(&self.text()),
        }
    }

    /// Whether a token stands in the box, tracked.
    pub fn is_token(&self) -> bool {
        self.typed.with(|typed| looks_like_token(typed))
    }

    /// Whether they are on screen, tracked.
    pub fn is_shown(&self) -> bool {
        self.open.get() && !(self.list.has_all() && self.suggestions().is_empty())
    }

    /// What belongs behind the field that waits for its value, where nothing else says so, tracked.
    pub fn awaited(&self) -> Option<&'static str> {
        match parse(&self.text()).err()?.problem {
            Problem::NoValue(field) if !self.list.has_all() => Some(text::terms::field(field)),
            _ => None,
        }
    }

    fn active(&self) -> Option<Suggestion> {
        // By its key: what is found later may come to stand before it.
        let key = self.active.get()?;
        self.suggestions()
            .into_iter()
            .find(|suggestion| suggestion.key() == key)
    }

    /// The key of the one that Enter takes, tracked.
    pub fn active_key(&self) -> Option<String> {
        self.active().map(|suggestion| suggestion.key())
    }

    /// The id of the one that Enter takes, tracked.
    pub fn active_id(&self) -> Option<String> {
        self.active()
            .filter(|_| self.is_shown())
            .map(|suggestion| option_id(&suggestion))
    }

    /// The announcement for screen readers.
    pub fn counted(&self) -> String {
        if !self.is_shown() || self.offer() != Offer::Names {
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

    /// A person turned to the box: where nothing stands in it, they are helped.
    pub fn help(self) {
        if untrack(|| self.text().is_empty()) && !self.open.get_untracked() {
            self.recents.look();
            set_if_changed(self.active, None);
            self.open.set(true);
        }
    }

    /// Closes them.
    pub fn close(&self) {
        self.stop_looking();
        set_if_changed(self.open, false);
        set_if_changed(self.active, None);
    }

    fn stop_looking(&self) {
        self.timer.set_value(None);
        self.finder.stop();
    }

    /// Something was typed.
    pub fn follow_typing(self) {
        let (wanted, offer) = untrack(|| (self.text(), self.offer()));
        set_if_changed(self.active, None);
        if wanted.is_empty() || looks_like_token(&wanted) {
            self.close();
            return;
        }
        set_if_changed(self.open, true);
        if offer == Offer::Names {
            let ask = move || self.finder.look_for(&wanted);
            self.timer.set_value(Timer::after(PAUSE, ask));
        } else {
            self.stop_looking();
        }
    }

    /// Does what a suggestion says.
    pub fn choose(&self, suggestion: &Suggestion) {
        match suggestion {
            Suggestion::Completion(completion) => {
                self.go_on_with(&completion.text);
                if self.list.slots.catalog.with_untracked(Option::is_some) {
                    self.recents.keep(&completion.text);
                }
                return;
            }
            Suggestion::Field(field, _) => {
                self.go_on_with(&[field, ":"].concat());
                return;
            }
            Suggestion::User(_) | Suggestion::Provider(_) => {}
            Suggestion::Text(text) | Suggestion::Recent(text) => self.recents.keep(text),
            Suggestion::Example(example) => self.recents.keep(&example.text),
        }
        if let Some((subject, pk, name)) = suggestion.subject() {
            self.list.names.learn(subject, pk, name);
        }
        self.close();
        self.list.change_query(|query| suggestion.choose(query));
        self.typed.set(self.list.location.address_untracked().query.search);
    }

    /// Types this in place of what stands in the box.
    fn go_on_with(self, text: &str) {
        if let Some(catalog) = self.list.slots.catalog.get_untracked() {
            (catalog.type_text)(text);
        }
        self.typed.set(text.to_owned());
        self.follow_typing();
    }

    /// Looks for this in place of what is typed.
    pub fn look_for(&self, text: &str) {
        self.typed.set(text.to_owned());
        self.list.change_query(|query| query.with_search(text));
        self.list.focus_search();
    }

    /// A key was pressed in the box.
    pub fn press(&self, event: &KeyboardEvent) {
        let suggested: Vec<String> = untrack(|| self.suggestions().iter().map(Suggestion::key).collect());
        let count = suggested.len();
        let key = key_of(event);
        match key.as_str() {
            "ArrowDown" | "ArrowUp" if count > 0 => {
                event.prevent_default();
                self.open.set(true);
                let down = key == "ArrowDown";
                self.active.update(|active| {
                    let at = active
                        .as_ref()
                        .and_then(|active| suggested.iter().position(|key| key == active));
                    *active = step(at, count, down).and_then(|at| suggested.get(at).cloned());
                });
            }
            "Enter" => match untrack(|| self.active()) {
                Some(chosen) => {
                    event.prevent_default();
                    self.choose(&chosen);
                }
                // The form is sent.
                None => self.recents.keep(&untrack(|| self.text())),
            },
            // The first Escape closes the suggestions; the browser's own, that empties the box, comes second.
            "Escape" if self.open.get_untracked() => {
                event.prevent_default();
                self.close();
            }
            _ => {}
        }
    }
}

/// Each field, and behind it its example where that can be searched for as it stands.
pub fn fields() -> impl Iterator<Item = Suggestion> {
    FIELDS.into_iter().flat_map(|field| {
        let example = example(field);
        let searched = example.meaning.is_some().then(|| Suggestion::Example(example.clone()));
        std::iter::once(Suggestion::Field(field, example)).chain(searched)
    })
}

/// What may be typed next, as the whole text that it would make.
fn completions(text: &str, list: List) -> Vec<Completion> {
    let completions = complete_with(text, text.len(), |field| seen(list, field)).into_iter();
    completions
        .map(|mut completion| {
            let mut whole = text.to_owned();
            if whole.get(completion.replace.clone()).is_some() {
                whole.replace_range(completion.replace.clone(), &completion.text);
            }
            completion.text = whole;
            completion
        })
        .collect()
}

/// The values that the rows on screen have for a field, those of most rows first, tracked.
fn seen(list: List, field: &str) -> Vec<String> {
    let tokens = list.tokens();
    let tokens = tokens.iter();
    let values: Vec<&String> = match field {
        "user" => tokens.map(|token| &token.user.username).collect(),
        "provider" => tokens.map(|token| &token.provider.name).collect(),
        "scope" => tokens.flat_map(|token| &token.scope).collect(),
        _ => Vec::new(),
    };
    let mut counts = BTreeMap::<&String, usize>::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let mut values: Vec<_> = counts.into_iter().collect();
    values.sort_by_key(|(_, count)| Reverse(*count));
    values.into_iter().map(|(value, _)| value.clone()).collect()
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

/// The id of a suggestion in the list.
pub fn option_id(suggestion: &Suggestion) -> String {
    match suggestion {
        Suggestion::Text(_) => "ts-suggestion-text".to_owned(),
        // There are no blanks in an id.
        _ => format!("ts-suggestion-{}", encode(&suggestion.key())),
    }
}
