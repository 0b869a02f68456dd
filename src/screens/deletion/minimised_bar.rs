//! What is left of the dialog while it is put aside: how far it is, and the way back to it and to the receipt.

use leptos::prelude::*;

use super::progress::{RunBar, words};
use super::state::{DeleteDialog, DialogStage};
use crate::components::landmark::landmark;
use crate::components::when::When;
use crate::text::{buttons, run};

/// At the end of the page, where it is in nobody's way.
#[component]
pub fn MinimisedBar() -> impl IntoView {
    let dialog = expect_context::<DeleteDialog>();
    let is_aside = move || dialog.runner.phase().is_some() && dialog.stage.get() == DialogStage::Closed;
    view! {
        <div class="deletion-band-place">
            <When holds=Signal::derive(is_aside)>
                <OpenBar/>
            </When>
        </div>
    }
}

#[component]
fn OpenBar() -> impl IntoView {
    let dialog = expect_context::<DeleteDialog>();
    let runner = dialog.runner;
    let text = move || {
        let words = words(runner);
        if runner.is_done() {
            run::finished(&words)
        } else {
            run::deleting(&words)
        }
    };
    let way_back = move || if runner.is_busy() { run::SHOW } else { run::LAST_RECEIPT };
    view! {
        <section class="deletion-band" aria-label=landmark(run::DELETING)>
            <When holds=Signal::derive(move || runner.is_busy())>
                <RunBar text=Signal::derive(move || words(runner))/>
            </When>
            <p class="deletion-words">{text}</p>
            <button type="button" class="button" on:click=move |_| dialog.show(DialogStage::Run)>{way_back}</button>
            <When holds=Signal::derive(move || !runner.is_busy())>
                <button type="button" class="button" on:click=move |_| runner.dismiss()>{buttons::DISMISS}</button>
            </When>
        </section>
    }
}
