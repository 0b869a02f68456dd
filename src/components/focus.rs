//! Where the focus is, and where it goes when the focused element disappears.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement, ShadowRoot};

/// What has the focus. In a shadow root, the document tells of its host alone.
pub fn focused(near: &Element) -> Option<Element> {
    match near.get_root_node().dyn_ref::<ShadowRoot>() {
        Some(shadow) => shadow.active_element(),
        None => document().active_element(),
    }
}

/// Whether nothing on the page has the focus.
pub fn focus_is_lost(near: &Element) -> bool {
    focused(near).is_none_or(|focused| focused.tag_name() == "BODY")
}

/// Moves the focus to it. If its middle is in view, the page does not scroll to show its edges.
pub fn focus_in_place(element: &HtmlElement) {
    let place = element.get_bounding_client_rect();
    #[expect(clippy::cast_possible_truncation, reason = "pixels")]
    let (x, y) = (
        (place.left() + place.width() / 2.0) as f32,
        (place.top() + place.height() / 2.0) as f32,
    );
    let seen = match element.get_root_node().dyn_ref::<ShadowRoot>() {
        Some(shadow) => shadow.element_from_point(x, y),
        None => document().element_from_point(x, y),
    };
    let options = FocusOptions::new();
    options.set_prevent_scroll(seen.is_some_and(|seen| element.contains(Some(&seen))));
    // Only what is not on the page cannot take it.
    let _ = element.focus_with_options(&options);
}

/// Moves the focus to it and scrolls nothing: it is there for the next key, not to be looked at.
pub fn focus_quietly(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    // Only what is not on the page cannot take it.
    let _ = element.focus_with_options(&options);
}
