//! A token's status: a shape, a colour and a word.

use leptos::prelude::*;

use crate::components::icon::drawn;
use crate::text::status::label;
use crate::tokens::status::Status;

fn look(status: Status) -> (&'static str, &'static str) {
    match status {
        Status::Active => ("pill pill-active", "M8 3.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9Z"),
        Status::Expired => ("pill pill-expired", "M3.5 8h9"),
        Status::Revoked => ("pill pill-revoked", "m4 4 8 8M12 4l-8 8"),
        Status::EndUnknown => (
            "pill pill-unknown",
            "M5.500 6a2.500 2.500 0 1 1 3.700 2.200C8.400 8.700 8 9.200 8 10M8 12.300v.400",
        ),
        Status::NeverExpires => (
            "pill pill-never",
            "M5 5.500a2.500 2.500 0 1 0 0 5c2 0 4-5 6-5a2.500 2.500 0 1 1 0 5c-2 0-4-5-6-5Z",
        ),
    }
}

/// The pill of a status.
pub fn pill(status: Status) -> AnyView {
    let (class, path) = look(status);
    view! {
        <span class=class>
            {drawn(path)}
            {label(status)}
        </span>
    }
    .into_any()
}

/// The pill of a status that time may change.
#[component]
pub fn StatusPill(status: impl Fn() -> Status + Send + 'static) -> impl IntoView {
    move || pill(status())
}
