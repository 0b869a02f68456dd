//! A moment, told both ways: as a date, and from now.

use super::dom::{El, el, span};
use super::format::{moment, relative};
use crate::app::app;
use chrono::{DateTime, SecondsFormat, Utc};

/// "in 3 hours", with the date as its title.
pub fn relative_time(at: DateTime<Utc>) -> El {
    let clock = app().clock;
    time(at)
        .attr("title", &moment(at))
        .text_of(move || relative(at, clock.ten_seconds.get()))
}

/// "23 Nov 2026, 23:16:19 · in 3 hours", ticking every second.
pub fn full_time(at: DateTime<Utc>) -> El {
    let clock = app().clock;
    el("span")
        .child(time(at).text(&moment(at)))
        .text(" ")
        .child(span("quiet").text_of(move || relative(at, clock.second.get())))
}

fn time(at: DateTime<Utc>) -> El {
    el("time").attr("datetime", &at.to_rfc3339_opts(SecondsFormat::Secs, true))
}
