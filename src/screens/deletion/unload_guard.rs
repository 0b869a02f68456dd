//! Asks before the page is left. Only a page of our own may: as a guest, the window is the host's.

use wasm_bindgen::prelude::*;
use web_sys::BeforeUnloadEvent;

/// While it lives, the browser asks before it leaves the page.
pub struct UnloadGuard(Closure<dyn Fn(BeforeUnloadEvent)>);

const EVENT: &str = "beforeunload";

impl UnloadGuard {
    /// From now on.
    pub fn asks_first() -> Self {
        let ask = Closure::<dyn Fn(BeforeUnloadEvent)>::new(|event: BeforeUnloadEvent| {
            event.prevent_default();
            // Older browsers look at this instead.
            event.set_return_value("true");
        });
        let _ = leptos::prelude::window().add_event_listener_with_callback(EVENT, ask.as_ref().unchecked_ref());
        Self(ask)
    }
}

impl Drop for UnloadGuard {
    fn drop(&mut self) {
        let _ = leptos::prelude::window().remove_event_listener_with_callback(EVENT, self.0.as_ref().unchecked_ref());
    }
}
