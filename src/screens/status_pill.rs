//! A token's status: a shape, a colour and a word.

use crate::text::status::label;
use crate::tokens::status::Status;
use crate::ui::dom::{El, span};
use crate::ui::icon::drawing;

/// The pill. Time alone can change a status, so it watches.
pub fn status_pill(status: impl Fn() -> Status + 'static) -> El {
    span("status").part(move || Some(pill(status())))
}

fn pill(status: Status) -> El {
    let (class, shape) = match status {
        Status::Active => ("pill pill-active", "M8 3.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9Z"),
        Status::ExpiresSoon => ("pill pill-soon", "M8 2.5v5.5l4 2.5A5.500 5.500 0 1 1 8 2.500Z"),
        Status::Expired => ("pill pill-expired", "M3.500 8h9"),
        Status::Revoked => ("pill pill-revoked", "m4 4 8 8M12 4l-8 8"),
        Status::NeverExpires => (
            "pill pill-never",
            "M5 5.500a2.500 2.500 0 1 0 0 5c2 0 4-5 6-5a2.500 2.500 0 1 1 0 5c-2 0-4-5-6-5Z",
        ),
    };
    span(class).child(drawing(shape)).text(label(status))
}
