//! What opens from a button in a row: one for all rows at a time. It stands outside of the table, which would cut it off
//! where it scrolls.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node, PointerEvent};

use crate::components::focus::focus_quietly;
use crate::platform::signals::set_if_changed;
use crate::screens::token_list::list::List;

/// Between the button and what it opens, in pixels.
const GAP: f64 = 4.0;

/// What opens from the buttons of one sort. Cheap to copy.
#[derive(Clone, Copy)]
pub struct RowPopup {
    /// The token from whose row it was opened; 0 while it is closed.
    pub open: RwSignal<u64>,
    /// Whether it was open when its button was pressed: the press has closed it.
    was_open: StoredValue<bool>,
    /// Its button in a row.
    button: &'static str,
    list: List,
}

impl RowPopup {
    /// None is open. `button`: which of a row's elements opens it.
    pub fn new(list: List, button: &'static str) -> Self {
        Self {
            open: RwSignal::new(0),
            was_open: StoredValue::new(false),
            button,
            list,
        }
    }

    /// The button of a row goes down.
    pub fn press(self, pk: u64) {
        self.was_open.set_value(self.open.get_untracked() == pk);
    }

    /// The button of a row was pressed.
    pub fn toggle(self, pk: u64) {
        let was_open = self.was_open.try_update_value(std::mem::take) == Some(true);
        self.open.set(if was_open { 0 } else { pk });
    }

    /// Closes it; `focus_back`: and moves the focus back to its button.
    pub fn close(self, pk: u64, focus_back: bool) {
        if focus_back {
            let table = || self.list.table.try_get_untracked().flatten().map(HtmlElement::from);
            let link = || self.in_row(pk, ".row-link");
            if let Some(place) = self.in_row(pk, self.button).or_else(link).or_else(table) {
                focus_quietly(&place);
            }
        }
        // The focus may have gone to the button of another row, which has opened its own.
        if self.open.try_get_untracked() == Some(pk) {
            self.open.set(0);
        }
    }

    /// What stands in the row of a token, if it is on the page.
    pub fn in_row<T: JsCast>(self, pk: u64, selector: &str) -> Option<T> {
        let frame = self.list.frame.try_get_untracked().flatten()?;
        let row = frame.query_selector(&format!("[data-token='{pk}']:not([hidden])"));
        row.ok()??.query_selector(selector).ok()??.dyn_into().ok()
    }

    /// Whether the table is scrolled to where the row is.
    fn is_in_sight(self, pk: u64) -> bool {
        let frame = self.list.frame.try_get_untracked().flatten();
        let Some((frame, button)) = frame.zip(self.in_row::<HtmlElement>(pk, self.button)) else {
            return false;
        };
        let (frame, button) = (frame.get_bounding_client_rect(), button.get_bounding_client_rect());
        button.top() < frame.bottom() && button.bottom() > frame.top()
    }

    /// Where it stands: below its button or, without room, above; from the top and from the end of the list.
    fn place_of(self, pk: u64, element: NodeRef<html::Div>) -> Option<(String, String)> {
        let element = element.try_get_untracked().flatten()?;
        let around = element.offset_parent()?.get_bounding_client_rect();
        let button = self.in_row::<HtmlElement>(pk, self.button)?.get_bounding_client_rect();
        let own = element.get_bounding_client_rect();
        let height = own.height() + GAP;
        let seen = window().inner_height().ok()?.as_f64()?;
        let fits_below = button.bottom() + height <= seen || button.top() < height;
        let top = if fits_below {
            button.bottom() + GAP
        } else {
            button.top() - height
        };
        let is_mirrored = element.matches(":dir(rtl)") == Ok(true);
        let end = if is_mirrored {
            button.left() - around.left()
        } else {
            around.right() - button.right()
        };
        // Beside a button at the start there may be less room than it takes.
        let end = end.min(around.width() - own.width()).max(0.0);
        #[expect(clippy::cast_possible_truncation, reason = "pixels")]
        let pixels = |length: f64| format!("{}px", length as i32);
        Some((pixels(top - around.top()), pixels(end)))
    }

    /// Keeps it beside its button, moves the focus into it, and closes it where a person looks elsewhere. Gives where it
    /// stands, for the style sheet: from the top and from the end of the list.
    pub fn keep_in_place(
        self,
        pk: u64,
        element: NodeRef<html::Div>,
        focus: fn(&HtmlElement),
    ) -> (RwSignal<String>, RwSignal<String>) {
        let list = self.list;
        let (top, end) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
        let place = move || {
            if let Some((at, from_end)) = self.place_of(pk, element) {
                set_if_changed(top, at);
                set_if_changed(end, from_end);
            }
        };
        Effect::new(move || {
            if let Some(element) = element.get() {
                place();
                focus(&element);
            }
        });
        // Rows move while others come and go.
        Effect::new(move |before: Option<()>| {
            let is_there = list.tokens().iter().any(|token| token.pk == pk);
            if !is_there {
                self.close(pk, true);
            } else if before.is_some() {
                request_animation_frame(place);
            }
        });
        let scroll = move || {
            if self.is_in_sight(pk) {
                place();
            } else {
                self.close(pk, true);
            }
        };
        let press = move |event: PointerEvent| {
            let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
            let opened = element.try_get_untracked().flatten();
            if opened.is_some_and(|opened| !opened.contains(target.as_ref())) {
                self.close(pk, false);
            }
        };
        let frame = list.frame.get_untracked();
        let console = frame
            .as_ref()
            .and_then(|frame| frame.closest(".console").ok().flatten());
        let listeners = (
            // Not every press takes the focus away.
            console.map(|console| console.on(ev::pointerdown, press)),
            frame.map(|frame| frame.on(ev::scroll, move |_| scroll())),
        );
        // They listen until they are dropped.
        on_cleanup(move || drop(listeners));
        (top, end)
    }
}
