//! A guest in somebody else's page: what it is told from there. public/tokenscope.js is the door that hosts see.

use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use crate::mount;
use crate::state::shutdown;

/// Starts the console in `place`, at `address`.
#[wasm_bindgen]
#[expect(clippy::needless_pass_by_value, reason = "what JavaScript hands over is owned")]
pub fn embedded(place: HtmlElement, address: String) {
    // The host keeps the address, where it wants to.
    mount::start(&place, &address, Vec::new(), |_| {});
}

/// Leads the console to another address.
#[wasm_bindgen]
#[expect(clippy::needless_pass_by_value, reason = "what JavaScript hands over is owned")]
pub fn navigate(address: String) {
    mount::navigate(&address);
}

/// A person came back to the tab that the console is in, or to the page as it was left (`restored`). A page of its own tells
/// of this, too.
#[wasm_bindgen]
pub fn returned(restored: bool) {
    mount::returned(restored);
}

/// The console is about to end: no further deletions are started. `undefined` if none were deleted at all,
/// and so there is no receipt; otherwise whether requests are still in flight. The host is told when they are done.
#[wasm_bindgen(js_name = windUp)]
pub fn wind_up() -> Option<bool> {
    shutdown::shut_down()
}

/// Ends the console: its elements, listeners, timers and requests. Another may start in the same instance.
#[wasm_bindgen]
pub fn leave() {
    mount::leave();
}
