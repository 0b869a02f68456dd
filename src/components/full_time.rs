//! A moment, shown both ways: as a date, and relative to now.

use chrono::{DateTime, SecondsFormat, Utc};
use leptos::prelude::*;

use super::format::{moment, relative};

/// As machines read it.
pub fn iso(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// "23 Nov 2026, 23:16:19 in 3 hours", ticking every second.
#[component]
pub fn FullTime(
    /// The moment.
    at: DateTime<Utc>,
    /// The time, moving every second.
    now: RwSignal<DateTime<Utc>>,
) -> impl IntoView {
    view! {
        <span>
            <time datetime=iso(at)>{moment(at)}</time>
            " "
            <span class="quiet">{move || relative(at, now.get())}</span>
        </span>
    }
}
