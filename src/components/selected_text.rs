//! What is selected on the page.

use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Selection};

#[wasm_bindgen]
extern "C" {
    /// A document or a shadow root: Chromium reports a selection in either, other browsers only on the window.
    type Root;

    #[wasm_bindgen(method, catch, js_name = getSelection)]
    fn get_selection(this: &Root) -> Result<Option<Selection>, JsValue>;
}

/// What is selected where `element` is.
pub fn selection_near(element: &Element) -> Option<Selection> {
    let root = element.get_root_node().unchecked_into::<Root>();
    root.get_selection()
        .or_else(|_| window().get_selection())
        .ok()
        .flatten()
}
