//! The clock of whoever looks, whose days are meant wherever days are.

use crate::platform::clock::{minutes_ahead, now, time_zone};
use crate::text;
use crate::tokens::local_time::LocalTime;

/// The browser's clock.
pub fn local_time() -> LocalTime {
    LocalTime::new(minutes_ahead)
}

/// Whose times these are: "Times are in Europe/Berlin, UTC+1."
pub fn zone_words() -> String {
    text::clock::zone(&time_zone(), minutes_ahead(now()))
}
