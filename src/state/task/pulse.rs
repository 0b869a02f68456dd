//! What changes often is shown a few times a second, not each time.

use std::time::Duration;

use leptos::prelude::*;

use crate::platform::timer::Timer;

/// Tells who follows it that there is something new to see. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Pulse {
    every: Duration,
    beats: RwSignal<u64>,
    next: StoredValue<Option<Timer>, LocalStorage>,
}

impl Pulse {
    /// Beats at most once in so long a time, unless it has to at once.
    pub fn new(every: Duration) -> Self {
        Self {
            every,
            beats: RwSignal::new(0),
            next: StoredValue::new_local(None),
        }
    }

    /// Follows it.
    pub fn track(self) {
        self.beats.track();
    }

    /// Beats soon. Where the console is gone, not at all.
    pub fn soon(self) {
        if self.next.try_with_value(Option::is_none) == Some(true) {
            self.next.set_value(Timer::after(self.every, move || self.now()));
        }
    }

    /// Beats at once.
    pub fn now(self) {
        self.cancel();
        self.beats.update(|beats| *beats += 1);
    }

    /// Does not beat soon any more.
    pub fn cancel(self) {
        self.next.set_value(None);
    }
}
