//! Where the focus goes when the drawer closes.

use std::time::Duration;

use leptos::prelude::*;

use super::list::List;
use crate::components::focus::focus_is_lost;
use crate::state::app::app;

/// Where the drawer closes, the focus goes back to the row of its token.
pub fn return_focus(list: List) {
    let location = app().location;
    Effect::new(move |before: Option<Option<u64>>| {
        let open = list.open();
        if let (Some(Some(closed)), None) = (before, open)
            && location.takes_focus_untracked()
        {
            // A moment later: on a phone the list is out of reach until the drawer is gone.
            let focus = move || {
                // Whoever went elsewhere meanwhile stays there.
                let frame = list.frame.try_get_untracked().flatten();
                if frame.is_some_and(|frame| focus_is_lost(&frame)) {
                    list.focus_row(closed);
                }
            };
            set_timeout(focus, Duration::ZERO);
        }
        open
    });
}
