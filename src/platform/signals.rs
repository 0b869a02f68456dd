//! What this console adds to Leptos' signals.

use leptos::prelude::Update;

/// Sets a signal where the value is another than before, so that nothing runs again for nothing.
#[expect(clippy::needless_pass_by_value, reason = "signals are copied")]
pub fn set_if_changed<T: PartialEq>(signal: impl Update<Value = T>, value: T) {
    signal.maybe_update(|kept| {
        let changes = *kept != value;
        if changes {
            *kept = value;
        }
        changes
    });
}
