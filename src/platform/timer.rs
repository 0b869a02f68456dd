//! Timers that end together with whoever holds them.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

/// Something that is done after a while. Dropped before, it is not done.
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
