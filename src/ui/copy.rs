//! Copies a text to the clipboard, and says so.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::dom::{El, button, spawn};
use super::icon::{Icon, picture_of};
use crate::app::app;
use crate::state::State;

/// How long the tick stands where the picture of two sheets was.
const SHOWN: Duration = Duration::from_secs(2);

/// A button that copies `text`, which is asked for at the click. The name ("Copy client id") is told, not shown.
pub fn copy_button(name: &str, text: impl Fn() -> String + 'static) -> El {
    copier("icon-button", Box::new(text))
        .attr("aria-label", name)
        .attr("title", name)
}

/// The same with its name shown.
pub fn labelled_copy_button(name: &str, text: impl Fn() -> String + 'static) -> El {
    copier("button", Box::new(text)).text(name)
}

fn copier(class: &str, text: Box<dyn Fn() -> String>) -> El {
    let announcer = app().announcer;
    let copied = State::new(None::<bool>);
    let copy = move || {
        let clipboard = window().navigator().clipboard();
        // A page that is not on a secure origin has no clipboard.
        if clipboard.is_undefined() {
            copied.set(Some(false));
            announcer.say("This page may not use the clipboard. Select the text and copy it by hand.");
            return;
        }
        let promise = clipboard.write_text(&text());
        spawn(async move {
            let done = JsFuture::from(promise).await.is_ok();
            announcer.say(if done {
                "Copied."
            } else {
                "The browser refused to copy."
            });
            copied.set(Some(done));
            set_timeout(move || copied.set(None), SHOWN);
        });
    };
    button(class, copy).child(picture_of(move || match copied.get() {
        None => Icon::Copy,
        Some(true) => Icon::Check,
        Some(false) => Icon::Cross,
    }))
}
