//! A moment, shown both ways: as a date, and relative to now.

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use super::format::{iso, moment, moment_and_utc, relative};

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
            <time datetime=iso(at) title=moment_and_utc(at)>{moment(at)}</time>
            " "
            <span class="quiet">{move || relative(at, now.get())}</span>
        </span>
    }
}
