//! When all rows are in one list: which are in view, and scrolling one into view.

use leptos::ev;
use leptos::prelude::*;
use web_sys::Element;

use super::state::{CatalogState, ROW};
use crate::platform::signals::set_if_changed;
use crate::tokens::paging::most_below;

/// When all rows are in one list, only those in view are rendered.
pub fn follow_scrolling(state: CatalogState) {
    let list = state.list;
    // What is in sight depends on how high the rows are, so each answer may change it …
    Effect::new(move || {
        list.slots.answer.track();
        if let (Some(frame), true) = (list.frame.get(), list.is_endless()) {
            look(state, &frame);
        }
    });
    // … and so does scrolling. `is_endless` is a memo of its own, or each answer would attach a new listener.
    let is_endless = Memo::new(move |_| list.is_endless());
    Effect::new(move || {
        if let (Some(frame), true) = (list.frame.get(), is_endless.get()) {
            let scrolled = frame.clone();
            let listener = frame.on(ev::scroll, move |_| look(state, &scrolled));
            // It listens until it is dropped.
            on_cleanup(move || drop(listener));
        }
    });
    // The open token is scrolled into view, however it was opened.
    Effect::new(move |before: Option<Option<u64>>| {
        let open = list.open();
        if let (Some(pk), Some(frame), true) = (open, list.frame.get_untracked(), untrack(|| list.is_endless()))
            && before.flatten().is_some_and(|before| before != pk)
        {
            bring_into_sight(state, &frame, pk);
        }
        open
    });
    // A new question starts at the top.
    Effect::new(move || {
        state.question.track();
        if let Some(frame) = list.frame.get_untracked().filter(|_| untrack(|| list.is_endless())) {
            frame.set_scroll_top(0);
        }
    });
}

impl CatalogState {
    /// Scrolls a row into view, and has it drawn. For one list of all rows.
    pub fn show_row(self, pk: u64) {
        if let Some(frame) = self.list.frame.try_get_untracked().flatten() {
            bring_into_sight(self, &frame, pk);
            look(self, &frame);
        }
    }
}

/// Scrolls no further than it takes.
fn bring_into_sight(state: CatalogState, frame: &Element, pk: u64) {
    let Some(place) = state.place_untracked(pk) else { return };
    let row = row_height(frame);
    // The end of the frame may be below that of the window.
    let window_height = window().inner_height().ok().and_then(|height| height.as_f64());
    let below = window_height.map_or(0.0, |height| {
        (frame.get_bounding_client_rect().bottom() - height).max(0.0)
    });
    let room = f64::from(frame.client_height()) - height_of(frame, "thead").unwrap_or(0.0) - below;
    let room = room.max(row);
    #[expect(clippy::cast_precision_loss, reason = "rows on a page")]
    let top = place as f64 * row;
    let seen_from = f64::from(frame.scroll_top());
    let from = seen_from.min(top).max(top + row - room);
    #[expect(clippy::cast_possible_truncation, reason = "pixels")]
    if (from - seen_from).abs() >= 1.0 {
        frame.set_scroll_top(from as i32);
    }
}

fn height_of(frame: &Element, selector: &str) -> Option<f64> {
    let found = frame.query_selector(selector).ok().flatten();
    found.map(|found| f64::from(found.client_height()))
}

fn row_height(frame: &Element) -> f64 {
    height_of(frame, ".row").map_or(ROW, |row| row.max(20.0))
}

/// Sees which rows are in sight.
fn look(state: CatalogState, frame: &Element) {
    let row = row_height(frame);
    // The headers stay in sight, and rows move below them.
    let top = f64::from(frame.scroll_top());
    let end = top + f64::from(frame.client_height()) - height_of(frame, "thead").unwrap_or(0.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rows on a page")]
    let (first, last) = ((top / row) as usize, (end / row).ceil() as usize);
    set_if_changed(state.window, (first, last.saturating_sub(first)));
    set_if_changed(state.below, most_below(row));
}
