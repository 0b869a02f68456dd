//! A signal for things that change too often to be shown every time.

use std::time::Duration;

use leptos::prelude::*;

use crate::platform::timer::Timer;

/// Notifies its followers a few times a second at most. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Pulse {
    every: Duration,
    beats: RwSignal<u64>,
    next: StoredValue<Option<Timer>, LocalStorage>,
}

impl Pulse {
    /// [`Pulse::soon`] notifies at most once per `every`.
    pub fn new(every: Duration) -> Self {
        Self {
            every,
            beats: RwSignal::new(0),
            next: StoredValue::new_local(None),
        }
    }

    /// Subscribes the current effect or view.
    pub fn track(self) {
        self.beats.track();
    }

    /// Notifies within that time. Does nothing once the console is gone.
    pub fn soon(self) {
        if self.next.try_with_value(Option::is_none) == Some(true) {
            self.next.set_value(Timer::after(self.every, move || self.now()));
        }
    }

    /// Notifies at once.
    pub fn now(self) {
        self.cancel();
        self.beats.update(|beats| *beats += 1);
    }

    /// Cancels a pending notification.
    pub fn cancel(self) {
        self.next.set_value(None);
    }
}
