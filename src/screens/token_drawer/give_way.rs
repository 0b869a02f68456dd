//! Where the drawer lies over the list, the focus must not vanish beneath it.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use web_sys::DomRect;

use crate::components::focus::focused;
use crate::screens::token_list::list::List;

/// Closes the drawer when the keyboard leads to something that it covers.
pub fn give_way(list: List, drawer: NodeRef<html::Dialog>) {
    let listener = window_event_listener(ev::focusin, move |_| {
        let Some(drawer) = drawer.try_get_untracked().flatten() else {
            return;
        };
        let Some(focused) = focused(&drawer) else { return };
        let is_elsewhere = drawer.contains(Some(&focused)) || !matches!(focused.closest(".list"), Ok(Some(_)));
        // A press of the pointer cannot reach what is covered.
        let is_by_key = matches!(focused.matches(":focus-visible"), Ok(true));
        if !is_elsewhere && is_by_key && covers(&drawer.get_bounding_client_rect(), &focused.get_bounding_client_rect())
        {
            list.close_token();
        }
    });
    on_cleanup(move || listener.remove());
}

/// Whether nothing of what is below can be seen.
fn covers(above: &DomRect, below: &DomRect) -> bool {
    above.left() <= below.left()
        && below.right() <= above.right()
        && above.top() <= below.top()
        && below.bottom() <= above.bottom()
}
