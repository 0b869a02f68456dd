//! The time, and the ticking that keeps "in 3 minutes" true.

use std::time::Duration;

use chrono::{DateTime, Utc};
use leptos::prelude::*;

/// The browser's time.
pub fn now() -> DateTime<Utc> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds since 1970 fit for 290 million years"
    )]
    DateTime::from_timestamp_millis(js_sys::Date::now() as i64).unwrap_or_default()
}

/// Two hands that views may watch. One timer serves the whole console.
#[derive(Clone, Copy)]
pub struct Clock {
    /// Moves every second: for what a person watches, a countdown or an open token.
    pub second: RwSignal<DateTime<Utc>>,
    /// Moves every ten seconds: for a table's many relative times.
    pub ten_seconds: RwSignal<DateTime<Utc>>,
}

impl Clock {
    /// Starts to tick, until the current owner is gone.
    pub fn start() -> Self {
        let clock = Self {
            second: RwSignal::new(now()),
            ten_seconds: RwSignal::new(now()),
        };
        let tick = move || {
            let time = now();
            clock.second.set(time);
            let before = clock.ten_seconds.try_get_untracked().unwrap_or(time);
            if (time - before).num_seconds().abs() >= 10 {
                clock.ten_seconds.set(time);
            }
        };
        if let Ok(timer) = set_interval_with_handle(tick, Duration::from_secs(1)) {
            on_cleanup(move || timer.clear());
        }
        clock
    }
}
