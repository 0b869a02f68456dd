//! Ending tokens: asking before, showing how far it is, and the receipt of what became of each. Fetched after the first
//! view, which reaches it through [`List::end`].
//!
//! There is one dialog for all of it. It may be put aside while tokens are being ended; a bar at the end of the page
//! leads back to it, and to the receipt, for as long as the page is there.

mod band;
mod leaving;
mod many;
mod one;
mod question;
mod receipt;
mod related;
mod run;
mod runner;
mod save;

use std::rc::Rc;
use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlElement, KeyboardEvent};

use self::band::Band;
use self::question::Question;
use self::run::Run;
use self::runner::Runner;
use super::token_list::list::List;
use crate::components::focus::focus_is_lost;
use crate::components::when::When;
use crate::platform::host::sheet;
use crate::state::app::app;
use crate::tokens::ending::Target;

/// The one sheet of this part, which is not needed before.
const SHEET: &str = "ending.css";

const TITLE_ID: &str = "ts-ending-title";

/// What the dialog shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    /// It is closed.
    #[default]
    Closed,
    /// Whether these are to be ended.
    Question,
    /// How far it is, and then what became of each.
    Run,
}

/// The state behind all of it. Cheap to copy; found in the context.
#[derive(Clone, Copy)]
struct Desk {
    list: List,
    runner: Runner,
    stage: RwSignal<Stage>,
    /// What is asked about next.
    asked: StoredValue<Rc<[Target]>, LocalStorage>,
    dialog: NodeRef<html::Dialog>,
}

/// Where tokens are ended: the dialog, and the bar that it leaves behind.
#[component]
pub fn EndTokens() -> impl IntoView {
    let list = expect_context::<List>();
    let desk = Desk {
        list,
        runner: Runner::new(list),
        stage: RwSignal::new(Stage::Closed),
        asked: StoredValue::new_local(Rc::from([])),
        dialog: NodeRef::new(),
    };
    provide_context(desk);
    // What was to be asked was found by somebody else. What is under way or done stays, and the run stands still.
    app().session.on_change_of_person(Box::new(move || {
        desk.asked.set_value(Rc::from([]));
        if desk.stage.get_untracked() == Stage::Question {
            desk.close();
        }
    }));
    spawn_local(async move {
        // Nothing is asked before it can be seen as it is meant; without the sheet it is plain, and all there.
        let _ = JsFuture::from(sheet(SHEET)).await;
        desk.open_up();
    });
    view! {
        <div class="ending">
            <Dialog/>
            <Band/>
        </div>
    }
}

/// The dialog, whatever it shows.
#[component]
fn Dialog() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let is_at = move |stage: Stage| Signal::derive(move || desk.stage.get() == stage);
    view! {
        <dialog
            class="end"
            part="dialog"
            aria-labelledby=TITLE_ID
            node_ref=desk.dialog
            // The keys of the page are not meant here: Escape would close the drawer behind.
            on:keydown=move |event: KeyboardEvent| event.stop_propagation()
            on:close=move |_| desk.was_closed()
        >
            <When holds=is_at(Stage::Question)>
                <Question/>
            </When>
            <When holds=is_at(Stage::Run)>
                <Run/>
            </When>
        </dialog>
    }
}

/// The head of the dialog, which is also its name.
#[component]
fn Title(
    /// What it says.
    text: Signal<String>,
) -> impl IntoView {
    view! { <h2 class="end-title" id=TITLE_ID tabindex="-1" data-first="">{text}</h2> }
}

impl Desk {
    /// From now on, tokens can be ended.
    fn open_up(self) {
        self.list
            .ending
            .set(Some(Rc::new(move |targets: Vec<Target>| self.ask(targets))));
    }

    /// Asks whether these are to be ended. While others are being ended, shows those.
    fn ask(self, targets: Vec<Target>) {
        if targets.is_empty() {
            return;
        }
        if self.runner.is_busy_now() {
            self.show(Stage::Run);
            return;
        }
        self.asked.set_value(Rc::from(targets));
        self.show(Stage::Question);
    }

    fn show(self, stage: Stage) {
        self.stage.set(stage);
        // A moment later, when what it shows is in it.
        set_timeout(move || self.bring_up(), Duration::ZERO);
    }

    fn bring_up(self) {
        let Some(dialog) = self.dialog.try_get_untracked().flatten() else {
            return;
        };
        if !dialog.open() {
            // Only a dialog that is not on the page, or open otherwise, refuses.
            let _ = dialog.show_modal();
        }
        // What is said first is what it is about. The platform would go to the first control, which may be the one
        // that deletes.
        let first = dialog.query_selector("[data-first]").ok().flatten();
        if let Some(first) = first.and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
            // Only what is not on the page cannot take it.
            let _ = first.focus();
        }
    }

    fn close(self) {
        if let Some(dialog) = self.dialog.try_get_untracked().flatten() {
            dialog.close();
        }
    }

    /// Closed by whatever means. The platform puts the focus back to where it was; where that is gone, it goes to the
    /// table.
    fn was_closed(self) {
        self.stage.set(Stage::Closed);
        let list = self.list;
        set_timeout(
            move || {
                let frame = list.frame.try_get_untracked().flatten();
                if frame.is_some_and(|frame| focus_is_lost(&frame)) {
                    list.focus_table();
                }
            },
            Duration::ZERO,
        );
    }

    /// What had the focus in the dialog may be gone: a button that has done what it was there for.
    fn keep_focus(self) {
        let keep = move || {
            let dialog = self.dialog.try_get_untracked().flatten();
            if dialog.is_some_and(|dialog| dialog.open() && focus_is_lost(&dialog)) {
                self.bring_up();
            }
        };
        set_timeout(keep, Duration::ZERO);
    }

    /// Ends `targets`.
    fn start(self, targets: Vec<Target>) {
        self.runner.start(targets);
        self.show(Stage::Run);
    }
}
