//! The time, and the ticking that keeps "in 3 minutes" true. It is the server's, by which authentik judges what has expired:
//! a computer's clock may be wrong.

use std::cell::Cell;
use std::time::Duration;

use chrono::{DateTime, Utc};
use js_sys::{Array, Date, Intl, JsString, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::platform::server_clock::ServerClock;
use crate::platform::signals::set_if_changed;

thread_local! {
    /// What is known of the server's clock.
    static SERVER: Cell<ServerClock> = const { Cell::new(ServerClock::new()) };
    /// The ticking clock, while there is a console.
    static HANDS: Cell<Option<Clock>> = const { Cell::new(None) };
}

/// The time, by the server's clock as far as its answers tell it, or else by this computer's.
pub fn now() -> DateTime<Utc> {
    at(Date::now())
}

/// What the server's clock said when this computer's said so, in milliseconds since 1970.
pub fn at(computers: f64) -> DateTime<Utc> {
    let ahead = SERVER.get().ahead();
    DateTime::from_timestamp_millis(whole(computers).saturating_add(ahead)).unwrap_or_default()
}

/// An answer came just now with this `Date`; it was asked for when this computer's clock said `asked`.
pub fn heard(date: &str, asked: f64) {
    let date = Date::parse(date);
    if !date.is_finite() {
        return;
    }
    let mut server = SERVER.get();
    server.heard(whole(date), whole(asked), whole(Date::now()));
    SERVER.set(server);
    if let Some(hands) = HANDS.get() {
        hands.tick();
    }
}

/// By how many minutes the clock of whoever looks is ahead of UTC at a moment.
pub fn minutes_ahead(at: DateTime<Utc>) -> i32 {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 stay below 2^53")]
    let date = Date::new(&JsValue::from_f64(at.timestamp_millis() as f64));
    #[expect(clippy::cast_possible_truncation, reason = "less than a day")]
    let minutes = -date.get_timezone_offset() as i32;
    minutes
}

/// The name of the time zone of whoever looks, such as "Europe/Berlin"; empty where the browser has none.
pub fn time_zone() -> String {
    let format = Intl::DateTimeFormat::new(&Array::new(), &Object::new());
    let zone = Reflect::get(&format.resolved_options(), &JsString::from("timeZone"));
    zone.ok().and_then(|zone| zone.as_string()).unwrap_or_default()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds since 1970 fit for 290 million years"
)]
fn whole(milliseconds: f64) -> i64 {
    milliseconds as i64
}

/// Measures how long something takes, by this computer's clock.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(f64);

impl Stopwatch {
    /// From now on.
    pub fn start() -> Self {
        Self(Date::now())
    }

    /// So long until now, in milliseconds; none where the clock was set back.
    pub fn milliseconds(self) -> u64 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a time that has passed"
        )]
        let passed = (Date::now() - self.0).max(0.0) as u64;
        passed
    }
}

/// Two signals that views may follow. One timer serves the whole console.
#[derive(Clone, Copy)]
pub struct Clock {
    /// Moves every second: for what a person watches, a countdown or an open token.
    pub second: RwSignal<DateTime<Utc>>,
    /// Moves every ten seconds: for a table's many relative times.
    pub ten_seconds: RwSignal<DateTime<Utc>>,
    /// By how many seconds the server's clock is ahead of this computer's, where that is worth a word.
    pub apart: RwSignal<Option<i64>>,
}

impl Clock {
    /// Starts to tick, until the current owner is gone.
    pub fn start() -> Self {
        let clock = Self {
            second: RwSignal::new(now()),
            ten_seconds: RwSignal::new(now()),
            apart: RwSignal::new(None),
        };
        HANDS.set(Some(clock));
        on_cleanup(|| HANDS.set(None));
        if let Ok(timer) = set_interval_with_handle(move || clock.tick(), Duration::from_secs(1)) {
            on_cleanup(move || timer.clear());
        }
        clock
    }

    fn tick(self) {
        let time = now();
        self.second.set(time);
        let before = self.ten_seconds.try_get_untracked().unwrap_or(time);
        if (time - before).num_seconds().abs() >= 10 {
            self.ten_seconds.set(time);
        }
        set_if_changed(self.apart, SERVER.get().worth_a_word());
    }
}
