//! Timers that are cancelled when their owner is dropped.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

/// A delayed action. Dropping it first cancels it.
#[derive(Debug)]
pub struct Timer(TimeoutHandle);

impl Timer {
    /// Does `act` after `pause`. None where the browser sets no timer.
    pub fn after(pause: Duration, act: impl FnOnce() + 'static) -> Option<Self> {
        set_timeout_with_handle(act, pause).ok().map(Self)
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        self.0.clear();
    }
}
