//! A token's status: a shape, a colour and a word.

use std::cell::Cell;

use crate::text::status::label;
use crate::tokens::status::Status;
use crate::ui::dom::{El, Wording, span, svg};
use crate::ui::icon::frame;

/// A pill that shows one status after the other.
pub struct Pill {
    /// The element.
    pub place: El,
    drawn: El,
    word: Wording,
    shown: Cell<Option<Status>>,
}

impl Pill {
    /// Nothing shown yet.
    pub fn new() -> Self {
        let drawn = svg("path");
        let place = span("").child(frame().child(drawn.clone()));
        Self {
            word: Wording::new(&place),
            place,
            drawn,
            shown: Cell::new(None),
        }
    }

    /// Shows this status.
    pub fn show(&self, status: Status) {
        if self.shown.replace(Some(status)) != Some(status) {
            let (class, path) = look(status);
            self.place.put("class", Some(class));
            self.drawn.put("d", Some(path));
            self.word.say(label(status));
        }
    }
}

/// The pill of a status that time may change, which it follows.
pub fn status_pill(status: impl Fn() -> Status + 'static) -> El {
    let pill = Pill::new();
    pill.place.clone().watch(move |_| pill.show(status()))
}

fn look(status: Status) -> (&'static str, &'static str) {
    match status {
        Status::Active => ("pill pill-active", "M8 3.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9Z"),
        Status::ExpiresSoon => ("pill pill-soon", "M8 2.5V8l4 2.5a5.5 5.5 0 1 1-4-8Z"),
        Status::Expired => ("pill pill-expired", "M3.5 8h9"),
        Status::Revoked => ("pill pill-revoked", "m4 4 8 8M12 4l-8 8"),
        Status::NeverExpires => (
            "pill pill-never",
            "M5 5.500a2.500 2.500 0 1 0 0 5c2 0 4-5 6-5a2.500 2.500 0 1 1 0 5c-2 0-4-5-6-5Z",
        ),
    }
}
