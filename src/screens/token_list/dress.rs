//! What a person chose of the looks of the table: the widths of columns, and how dense the rows are.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Gives the table these widths, "user:240px,status:120px", and this density. A width of "" is as the style sheet says.
pub fn dress(table: &Element, widths: &str, density: &str) {
    // Neither fails: the names are good ones, and a value that the browser does not know is ignored.
    let _ = table.set_attribute("data-density", density);
    let Some(frame) = table.parent_element() else { return };
    for width in widths.split(',') {
        if let Some((column, width)) = width.split_once(':')
            && let Ok(Some(cell)) = frame.query_selector(&[".cell-", column].concat())
            && let Some(cell) = cell.dyn_ref::<HtmlElement>()
        {
            let _ = HtmlElement::style(cell).set_property("width", width);
        }
    }
}

/// Has the frame scroll where the table is wider.
pub fn fit_frame(table: &Element) {
    if let Some(frame) = table.parent_element() {
        let is_wide = table.client_width() > frame.client_width();
        // A good name.
        let _ = frame.class_list().toggle_with_force("table-frame-wide", is_wide);
    }
}
