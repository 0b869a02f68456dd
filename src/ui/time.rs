//! A moment, told both ways: as a date, and from now.

use std::cell::{Cell, RefCell};

use super::dom::{El, Wording, el, span};
use super::format::{moment, relative};
use crate::app::app;
use chrono::{DateTime, SecondsFormat, Utc};

/// "in 3 hours", with the date as its title where it is asked for; a moment that changes.
pub struct RelativeTime {
    place: El,
    time: El,
    words: Wording,
    none: El,
    shown: Cell<Option<DateTime<Utc>>>,
    said: RefCell<String>,
}

impl RelativeTime {
    /// In `place`, where nothing else stands. `none` is what is said of no moment, `why` its title.
    pub fn new(place: &El, none: &str, why: Option<&str>) -> Self {
        let none = span("quiet").text(none);
        none.put("title", why);
        let time = el("time");
        Self {
            place: place.clone().child(none.clone()),
            words: Wording::new(&time),
            time,
            none,
            shown: Cell::new(None),
            said: RefCell::new(String::new()),
        }
    }

    /// Shows another moment; the words wait for [`RelativeTime::tick`].
    pub fn show(&self, at: Option<DateTime<Utc>>) {
        let before = self.shown.replace(at);
        if before == at {
            return;
        }
        if let Some(at) = at {
            self.time.put("datetime", Some(&iso(at)));
        }
        if before.is_some() != at.is_some() {
            self.place.say("");
            let shown = if at.is_some() { &self.time } else { &self.none };
            let _ = self.place.clone().child(shown.clone());
        }
    }

    /// The date is its title; or is not.
    pub fn explain(&self, on: bool) {
        let date = self.shown.get().filter(|_| on).map(moment);
        self.time.put("title", date.as_deref());
    }

    /// Says how far it is from now.
    pub fn tick(&self, now: DateTime<Utc>) {
        if let Some(at) = self.shown.get() {
            let words = relative(at, now);
            if *self.said.borrow() != words {
                self.words.say(&words);
                self.said.replace(words);
            }
        }
    }
}

/// "23 Nov 2026, 23:16:19 · in 3 hours", ticking every second.
pub fn full_time(at: DateTime<Utc>) -> El {
    let clock = app().clock;
    let time = el("time").attr("datetime", &iso(at));
    el("span")
        .child(time.text(&moment(at)))
        .text(" ")
        .child(span("quiet").text_of(move || relative(at, clock.second.get())))
}

fn iso(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
