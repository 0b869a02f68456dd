//! Requests that can be cancelled, and that time out.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use js_sys::Promise;
use leptos::prelude::*;
use web_sys::{AbortController, AbortSignal};

use crate::platform::timer::Timer;

/// Seconds without an answer before a request is given up. A real authentik may take long for a full page.
pub(super) const PATIENCE: u32 = 60;

/// A question that was asked while the wasm was still loading.
pub struct Early {
    /// The path and query asked for.
    pub url: String,
    /// The answer, on its way or there.
    pub answer: Promise,
    /// Calls the request off.
    pub controller: AbortController,
    /// When it was asked, by the computer's clock, in milliseconds since 1970.
    pub asked: f64,
}

/// A request, or several in a row, that can be cancelled and that time out.
#[derive(Clone, Default)]
pub struct Call(Rc<CallState>);

#[derive(Default)]
struct CallState {
    controllers: RefCell<Vec<AbortController>>,
    off: Cell<bool>,
    timed_out: Cell<bool>,
}

impl Call {
    /// Ends what is under way; what comes later ends at once.
    pub fn abort(&self) {
        self.0.off.set(true);
        for controller in self.0.controllers.borrow_mut().drain(..) {
            controller.abort();
        }
    }

    /// Whether both are the same call.
    pub fn is(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    /// The same, which ends together with the current owner.
    #[must_use]
    pub fn until_cleanup(self) -> Self {
        let kept = StoredValue::new_local(self.clone());
        on_cleanup(move || {
            if let Some(call) = kept.try_get_value() {
                call.abort();
            }
        });
        self
    }

    /// Ends `controller`'s request together with this call.
    pub(super) fn watch(&self, controller: AbortController) {
        if self.0.off.get() {
            controller.abort();
        } else {
            self.0.controllers.borrow_mut().push(controller);
        }
    }

    /// For a request of this call.
    pub(super) fn signal(&self) -> Option<AbortSignal> {
        let controller = AbortController::new().ok()?;
        let signal = controller.signal();
        self.watch(controller);
        Some(signal)
    }

    /// Whether it ended because nobody answered in time.
    pub(super) fn is_out_of_patience(&self) -> bool {
        self.0.timed_out.get()
    }

    /// Starts to count the seconds that an answer may take; the count ends with what is returned.
    pub(super) fn patience(&self) -> Option<Timer> {
        let call = self.clone();
        let run_out = move || {
            call.0.timed_out.set(true);
            call.abort();
        };
        Timer::after(Duration::from_secs(PATIENCE.into()), run_out)
    }
}
