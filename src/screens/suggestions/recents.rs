//! The searches that a person made lately: noticed, remembered and cleared.

use std::time::Duration;

use leptos::prelude::*;

use crate::platform::timer::Timer;
use crate::screens::token_list::list::List;
use crate::state::settings::{remember_searches, remembered_searches};
use crate::tokens::recent_searches::RecentSearches;

/// A text that stands for so long is a search, and not a part of one that is being typed.
const STANDS: Duration = Duration::from_secs(2);

/// The latest searches. Where nothing may be stored they last as long as the console. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Recents {
    kept: RwSignal<RecentSearches>,
    timer: StoredValue<Option<Timer>>,
}

impl Recents {
    /// What is remembered, and from now on what is searched for.
    pub fn follow(list: List) -> Self {
        let recents = Self {
            kept: RwSignal::new(RecentSearches::default()),
            timer: StoredValue::new(None),
        };
        recents.look();
        Effect::new(move |before: Option<String>| {
            let text = list.query().search;
            // What the page was opened with is a link's.
            if before.is_some_and(|before| before != text) {
                let made = text.clone();
                let keep = move || {
                    // It may be gone on with, and the address not say so yet.
                    let stands = |typed: &String| typed.trim() == made;
                    if list.search.typed.try_with_untracked(stands) == Some(true) {
                        recents.keep(&made);
                    }
                };
                recents.timer.set_value(Timer::after(STANDS, keep));
            }
            text
        });
        recents
    }

    /// Looks what is remembered now: other tabs have searches of their own.
    pub fn look(self) {
        if let Some(stored) = remembered_searches() {
            self.kept.set(RecentSearches::read(&stored));
        }
    }

    /// The last first, tracked.
    pub fn texts(&self) -> Vec<String> {
        self.kept.with(|kept| kept.texts().to_vec())
    }

    /// A search was made.
    pub fn keep(self, text: &str) {
        self.timer.set_value(None);
        self.look();
        self.kept.update(|kept| kept.add(text));
        self.remember();
    }

    /// Drops all of them.
    pub fn clear(self) {
        self.kept.set(RecentSearches::default());
        self.remember();
    }

    fn remember(self) {
        remember_searches(&self.kept.with_untracked(RecentSearches::write));
    }
}
