//! Where the drawer lies over the list, the focus must not vanish beneath it.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{DomRect, Element, HtmlDialogElement};

use crate::screens::token_list::list::List;

/// Closes the drawer when the keyboard leads to something that it covers.
pub fn give_way(list: List, drawer: NodeRef<html::Dialog>) {
    Effect::new(move || {
        let Some(drawer) = drawer.get() else { return };
        // In somebody else's page nothing is listened to outside the console.
        let Ok(Some(console)) = drawer.closest(".console") else {
            return;
        };
        let listener = console.on(ev::focusin, move |event| {
            let focused = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            if focused.is_some_and(|focused| is_hidden_below(&drawer, &focused)) {
                list.close_token();
            }
        });
        // It listens until it is dropped.
        on_cleanup(move || drop(listener));
    });
}

/// Whether the keyboard led to something in the list of which nothing can be seen. A pointer cannot press what is covered.
fn is_hidden_below(drawer: &HtmlDialogElement, focused: &Element) -> bool {
    let is_in_list = matches!(focused.closest(".list"), Ok(Some(_)));
    let is_by_key = matches!(focused.matches(":focus-visible"), Ok(true));
    is_in_list && is_by_key && covers(&drawer.get_bounding_client_rect(), &focused.get_bounding_client_rect())
}

fn covers(above: &DomRect, below: &DomRect) -> bool {
    above.left() <= below.left()
        && below.right() <= above.right()
        && above.top() <= below.top()
        && below.bottom() <= above.bottom()
}
