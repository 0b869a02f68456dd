//! What the landmarks of a console are called.

use crate::platform::host::label;

/// The name of a landmark. Where a page shows several consoles, each has a label that tells its landmarks from the
/// others' of the same name.
pub fn landmark(name: &str) -> String {
    let label = label();
    if label.is_empty() {
        return name.to_owned();
    }
    [name, ", ", &label].concat()
}
