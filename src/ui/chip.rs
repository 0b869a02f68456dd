//! A chosen filter, with a way to let go of it.

use super::dom::{El, bdi, button, el, span};
use super::icon::{Icon, picture};

/// "User: alice ×": what is filtered, by what, what is wrong with it in the server's words, and how to let go of it.
pub fn chip(
    label: &'static str,
    value: impl Fn() -> String + Clone + 'static,
    errors: impl Fn() -> Vec<String> + Clone + 'static,
    remove: impl Fn() + 'static,
) -> El {
    let error_id = format!("ts-filter-error-{label}");
    let named = value.clone();
    let broken = {
        let errors = errors.clone();
        move || !errors().is_empty()
    };
    let remove = button("chip-remove", remove)
        .attr_of("aria-label", move || {
            Some(format!("Remove filter {label}: {}", named()))
        })
        .attr("aria-describedby", &error_id)
        .child(picture(Icon::Cross));
    span("chip-field")
        .child(
            span("chip")
                .class_if("chip-broken", broken)
                .child(span("chip-label").text(label))
                .child(bdi("").class("chip-value").text_of(value))
                .child(remove),
        )
        .child(
            el("span")
                .class("field-error")
                .attr("id", &error_id)
                .text_of(move || errors().join(" ")),
        )
}
