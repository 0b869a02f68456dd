//! A button that may be barred: then it stays where it is, can be reached, does nothing, and says why.

use leptos::prelude::untrack;

use super::dom::{El, button, span};
use crate::state::State;

/// The button in a frame, with the reason beside it while there is one: it shows when the button is pointed at or has the
/// focus, and describes the button to screen readers. Escape puts it away. `id` is that of the reason, `dress` gives the
/// button its words.
pub fn barred(
    class: &str,
    id: &str,
    why: impl Fn() -> Option<String> + Clone + 'static,
    act: impl Fn() + 'static,
    dress: impl FnOnce(El) -> El,
) -> El {
    let put_away = State::new(false);
    let id = id.to_owned();
    let (described, barred, reason, is_barred) = (id.clone(), why.clone(), why.clone(), why.clone());
    let guarded = move || {
        if why().is_none() {
            act();
        } else {
            put_away.set(false);
        }
    };
    let button = dress(button(class, guarded))
        .attr_of("aria-disabled", {
            let barred = barred.clone();
            move || barred().map(|_| "true".to_owned())
        })
        .attr_of("aria-describedby", move || barred().map(|_| described.clone()));
    span("barred")
        .child(button)
        .part(move || Some(span("why").attr("id", &id).attr("role", "tooltip").text(&reason()?)))
        .class_if("why-away", move || put_away.get())
        .on("focusin", move |_| put_away.set_if_new(false))
        .on("mouseenter", move |_| put_away.set_if_new(false))
        .on_key(move |event| {
            if event.key() == "Escape" && untrack(&is_barred).is_some() && !put_away.now() {
                event.prevent_default();
                put_away.set(true);
            }
        })
}
