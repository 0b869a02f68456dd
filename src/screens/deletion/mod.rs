//! Deleting tokens: asking before, showing how far it is, and the receipt of what became of each. Fetched after the first
//! view, which reaches it through [`List::ask_to_delete`].
//!
//! There is one dialog for all of it. It may be put aside while tokens are being deleted; a bar at the end of the page
//! leads back to it, and to the receipt, for as long as the page is there.

mod confirm;
mod confirm_form;
mod confirm_many;
mod confirm_one;
mod deletion_runner;
mod minimised_bar;
mod progress;
mod receipt;
mod related;
mod save;
mod state;
mod title;
mod unload_guard;

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::KeyboardEvent;

use self::confirm::Confirm;
use self::minimised_bar::MinimisedBar;
use self::progress::RunView;
use self::state::{DeleteDialog, DialogStage};
use self::title::TITLE_ID;
use crate::components::when::When;
use crate::platform::host::sheet;
use crate::state::app::app;

/// The one sheet of this part, which is not needed before.
const SHEET: &str = "deletion.css";

/// Where tokens are deleted: the dialog, and the bar that it leaves behind.
#[component]
pub fn DeleteTokens() -> impl IntoView {
    let dialog = DeleteDialog::new(expect_context());
    provide_context(dialog);
    // What was to be asked was found by somebody else. What is under way or done stays, and the run stands still.
    app().session.on_change_of_person(Box::new(move || {
        dialog.asked.set_value(Rc::from([]));
        if dialog.stage.get_untracked() == DialogStage::Confirm {
            dialog.close();
        }
    }));
    let (deleting, runner) = (dialog.list.deleting, dialog.runner);
    Effect::new(move || deleting.set(runner.is_busy()));
    spawn_local(async move {
        // Nothing is asked before it can be seen as it is meant; without the sheet it is plain, and all there.
        let _ = JsFuture::from(sheet(SHEET)).await;
        dialog.open_up();
    });
    view! {
        <div class="deletion-place">
            <Dialog/>
            <MinimisedBar/>
        </div>
    }
}

/// The dialog, whatever it shows.
#[component]
fn Dialog() -> impl IntoView {
    let dialog = expect_context::<DeleteDialog>();
    let is_at = move |stage: DialogStage| Signal::derive(move || dialog.stage.get() == stage);
    view! {
        <dialog
            class="dialog deletion-dialog"
            part="dialog"
            aria-labelledby=TITLE_ID
            node_ref=dialog.element
            // The keys of the page are not meant here: Escape would close the drawer behind.
            on:keydown=move |event: KeyboardEvent| event.stop_propagation()
            on:close=move |_| dialog.was_closed()
        >
            <When holds=is_at(DialogStage::Confirm)>
                <Confirm/>
            </When>
            <When holds=is_at(DialogStage::Run)>
                <RunView/>
            </When>
        </dialog>
    }
}
