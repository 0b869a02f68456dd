//! Copies a text to the clipboard, and says so.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::announcer;
use super::icon::{Icon, drawn};
use crate::text::{components, is_cut};

/// How long the tick stands where the picture of two sheets was.
const SHOWN: Duration = Duration::from_secs(2);

/// A button that copies `text`, which is asked for at the click. The name ("Copy client ID") is told, not shown.
#[component]
pub fn CopyButton(
    /// What it is called.
    #[prop(into)]
    name: String,
    /// What is copied.
    #[prop(into)]
    text: Callback<(), String>,
) -> impl IntoView {
    let copied = RwSignal::new(None);
    view! {
        <button
            type="button"
            class="icon-button"
            aria-label=name.clone()
            title=name
            on:click=move |_| copy_and_show(&text.run(()), copied)
        >
            <CopyIcon copied/>
        </button>
    }
}

/// A button that copies all of a text that is too long to be shown; none where it is shown whole.
pub fn copy_whole(text: &str) -> Option<AnyView> {
    is_cut(text).then(|| {
        let text = text.to_owned();
        view! { <CopyButton name=components::COPY_WHOLE text=move |()| text.clone()/> }.into_any()
    })
}

/// The same with its name shown.
#[component]
pub fn LabelledCopyButton(
    /// What it is called.
    name: &'static str,
    /// What is copied.
    #[prop(into)]
    text: Callback<(), String>,
) -> impl IntoView {
    let copied = RwSignal::new(None);
    view! {
        <button type="button" class="button" on:click=move |_| copy_and_show(&text.run(()), copied)>
            <CopyIcon copied/>
            {name}
        </button>
    }
}

/// Two sheets; for a while after a click, whether it was copied.
#[component]
fn CopyIcon(copied: RwSignal<Option<bool>>) -> impl IntoView {
    let path = move || match copied.get() {
        None => Icon::Copy.path(),
        Some(true) => Icon::Check.path(),
        Some(false) => Icon::Cross.path(),
    };
    move || drawn(path())
}

/// Copies `text`, and shows for a while whether it could.
fn copy_and_show(text: &str, copied: RwSignal<Option<bool>>) {
    copy(text, move |done| {
        copied.set(Some(done));
        set_timeout(move || copied.set(None), SHOWN);
    });
}

/// Copies `text`, says so, and tells whether it could.
pub fn copy(text: &str, tell: impl FnOnce(bool) + 'static) {
    let clipboard = window().navigator().clipboard();
    // A page that is not on a secure origin has no clipboard.
    if clipboard.is_undefined() {
        announcer::say(components::NO_CLIPBOARD);
        tell(false);
        return;
    }
    let promise = clipboard.write_text(text);
    spawn_local(async move {
        let done = JsFuture::from(promise).await.is_ok();
        announcer::say(if done {
            components::COPIED
        } else {
            components::COPY_REFUSED
        });
        tell(done);
    });
}
