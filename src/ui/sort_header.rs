//! A column header that is a button.

use super::dom::{El, button, el, span};
use super::icon::{Icon, picture, picture_of};

/// The direction that a column is sorted in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// A header that sorts. `by` and `why` tell, in a word and in a sentence, what the order really is where it is not that
/// of what is shown; both are empty where it is.
pub fn sort_header(
    label: &str,
    class: &str,
    by: &'static str,
    why: &str,
    sorted: impl Fn() -> Option<Direction> + Copy + 'static,
    sort: impl Fn() + 'static,
) -> El {
    let aria = move || {
        let direction = match sorted()? {
            Direction::Ascending => "ascending",
            Direction::Descending => "descending",
        };
        Some(direction.to_owned())
    };
    let icon = move || match sorted() {
        Some(Direction::Ascending) => Icon::Ascending,
        Some(Direction::Descending) => Icon::Descending,
        None => Icon::Unsorted,
    };
    let by = span("sort-by").text_of(move || {
        let shown = if sorted().is_some() { by } else { "" };
        shown.to_owned()
    });
    let sort = titled(button("sort", sort), why)
        .class_if("sort-on", move || sorted().is_some())
        .text(label)
        .child(by)
        .child(picture_of(icon));
    header(class).attr_of("aria-sort", aria).child(sort)
}

/// A header that cannot sort, and tells why when pressed.
pub fn unsortable_header(label: &str, class: &str, why: &str, explain: impl Fn() + 'static) -> El {
    let explain = titled(button("sort sort-cannot", explain), why)
        .text(label)
        .child(picture(Icon::Info));
    header(class).child(explain)
}

fn titled(button: El, why: &str) -> El {
    if why.is_empty() {
        button
    } else {
        button.attr("title", why)
    }
}

/// A header without anything to press. The roles are spelled out because narrow layouts take the table apart.
pub fn header(class: &str) -> El {
    el("th").class(class).attr("role", "columnheader").attr("scope", "col")
}
