//! Arrow keys where the text may run from right to left.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::keys::key_of;

/// A step along the text or against it, where the key is an arrow that leads there.
pub fn step_along(event: &KeyboardEvent) -> Option<isize> {
    let right = match key_of(event).as_str() {
        "ArrowRight" => 1,
        "ArrowLeft" => -1,
        _ => return None,
    };
    let place = event
        .current_target()
        .and_then(|place| place.dyn_into::<Element>().ok())
        // While nothing has the focus, key events go to the window.
        .or_else(|| document().document_element());
    // Browsers that do not know `:dir()` do not mirror the pictures of arrows, either.
    let is_mirrored = place.is_some_and(|place| place.matches(":dir(rtl)") == Ok(true));
    Some(if is_mirrored { -right } else { right })
}
