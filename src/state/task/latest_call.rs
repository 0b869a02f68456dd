//! At most one call at a time.

use leptos::prelude::*;

use crate::authentik::call::Call;

/// A call that is replaced by the next one. Cheap to copy.
#[derive(Clone, Copy)]
pub struct LatestCall(StoredValue<Option<Call>, LocalStorage>);

impl LatestCall {
    /// Nothing is asked yet. What will be ends together with the current owner.
    pub fn until_cleanup() -> Self {
        let latest = Self(StoredValue::new_local(None));
        on_cleanup(move || latest.abort());
        latest
    }

    /// Begins another; the one before is called off.
    pub fn begin(self) -> Call {
        self.abort();
        let call = Call::default();
        self.0.set_value(Some(call.clone()));
        call
    }

    /// Calls off what is under way.
    pub fn abort(self) {
        if let Some(call) = self.0.try_update_value(Option::take).flatten() {
            call.abort();
        }
    }

    /// Whether this is still the latest call. False once the owner is gone.
    pub fn is(self, call: &Call) -> bool {
        let is_this = |latest: &Option<Call>| latest.as_ref().is_some_and(|latest| latest.is(call));
        self.0.try_with_value(is_this) == Some(true)
    }
}
