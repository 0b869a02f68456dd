//! A column header that is a button.

use wasm_bindgen::JsCast;
use web_sys::MouseEvent;

use super::dom::{El, el, span};
use super::icon::{Icon, picture_of};

/// The direction that a column is sorted in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// How a column takes part in the order.
#[derive(Clone, PartialEq, Eq)]
pub struct Sorted {
    /// Which way.
    pub direction: Direction,
    /// Its place where several columns are ordered by, from 1; 0 where it is the only one.
    pub place: usize,
    /// What the order really is, in a word, where it is not that of what is shown.
    pub note: &'static str,
}

/// A header that sorts; by this column too, where Shift is held. `about` is what to know before, in a sentence.
pub fn sort_header(
    label: &str,
    class: &str,
    about: impl Fn() -> &'static str + 'static,
    sorted: impl Fn() -> Option<Sorted> + Copy + 'static,
    sort: impl Fn(bool) + 'static,
) -> El {
    // Of several only the first is told as such: the pattern knows one sorted column.
    let aria = move || {
        let sorted = sorted().filter(|sorted| sorted.place < 2)?;
        let direction = match sorted.direction {
            Direction::Ascending => "ascending",
            Direction::Descending => "descending",
        };
        Some(direction.to_owned())
    };
    let icon = move || match sorted().map(|sorted| sorted.direction) {
        Some(Direction::Ascending) => Icon::Ascending,
        Some(Direction::Descending) => Icon::Descending,
        None => Icon::Unsorted,
    };
    let note = move || match sorted() {
        Some(Sorted { place: 0, note, .. }) => note.to_owned(),
        Some(Sorted { place, .. }) => place.to_string(),
        None => String::new(),
    };
    let button = el("button")
        .attr("type", "button")
        .class("sort")
        .attr_of("title", move || {
            Some(about()).filter(|about| !about.is_empty()).map(str::to_owned)
        })
        .on("click", move |event| {
            sort(event.unchecked_ref::<MouseEvent>().shift_key())
        })
        .class_if("sort-on", move || sorted().is_some())
        .text(label)
        .child(picture_of(icon))
        .child(span("sort-by").text_of(note));
    header(class).attr_of("aria-sort", aria).child(button)
}

/// A header without anything to press. The roles are spelled out because narrow layouts take the table apart.
pub fn header(class: &str) -> El {
    el("th").class(class).attr("role", "columnheader").attr("scope", "col")
}
