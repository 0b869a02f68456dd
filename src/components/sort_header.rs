//! A column header that is a button.

use leptos::prelude::*;
use web_sys::MouseEvent;

use super::icon::{Icon, drawn};
use super::keys::with_shift;

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
    /// What the order really is, in a word, if it differs from that of the values shown.
    pub note: &'static str,
}

/// A header that sorts; by this column too, where Shift is held.
#[component]
pub fn SortHeader(
    /// What the column is called.
    label: &'static str,
    /// The class of its cells.
    class: &'static str,
    /// What to know before it is pressed, in a sentence; "" for nothing.
    about: impl Fn() -> &'static str + Send + Sync + 'static,
    /// How the column takes part in the order.
    sorted: impl Fn() -> Option<Sorted> + Copy + Send + Sync + 'static,
    /// Sorts; told whether by this column too.
    #[prop(into)]
    sort: Callback<bool>,
    /// What stands beside the button.
    #[prop(optional)]
    beside: Option<AnyView>,
) -> impl IntoView {
    // `aria-sort` allows one sorted column, so only the first of several gets it.
    let aria = move || {
        let sorted = sorted().filter(|sorted| sorted.place < 2)?;
        Some(match sorted.direction {
            Direction::Ascending => "ascending",
            Direction::Descending => "descending",
        })
    };
    let icon = move || match sorted().map(|sorted| sorted.direction) {
        Some(Direction::Ascending) => Icon::Ascending.path(),
        Some(Direction::Descending) => Icon::Descending.path(),
        None => Icon::Unsorted.path(),
    };
    let note = move || match sorted() {
        Some(Sorted { place: 0, note, .. }) => note.to_owned(),
        Some(Sorted { place, .. }) => place.to_string(),
        None => String::new(),
    };
    view! {
        // What stands beside the button is no part of the name.
        <th class=class role="columnheader" scope="col" aria-label=label aria-sort=aria>
            <button
                type="button"
                class="sort"
                class:sort-on=move || sorted().is_some()
                title=move || Some(about()).filter(|about| !about.is_empty())
                on:click=move |event: MouseEvent| sort.run(with_shift(&event))
            >
                {label}
                {move || drawn(icon())}
                <span class="sort-by">{note}</span>
            </button>
            {beside}
        </th>
    }
}
