//! The state of the dialog: what it shows, and the run behind it.

use std::rc::Rc;
use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::deletion_runner::DeletionRunner;
use crate::components::focus::focus_is_lost;
use crate::screens::token_list::list::List;
use crate::tokens::deletion::Target;

/// What the dialog shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DialogStage {
    /// It is closed.
    #[default]
    Closed,
    /// Whether these are to be deleted.
    Confirm,
    /// How far it is, and then what became of each.
    Run,
}

/// The state behind all of it. Cheap to copy; found in the context.
#[derive(Clone, Copy)]
pub struct DeleteDialog {
    pub list: List,
    pub runner: DeletionRunner,
    pub stage: RwSignal<DialogStage>,
    /// What is asked about next.
    pub asked: StoredValue<Rc<[Target]>, LocalStorage>,
    pub element: NodeRef<html::Dialog>,
}

impl DeleteDialog {
    /// Closed, with nothing deleted yet.
    pub fn new(list: List) -> Self {
        Self {
            list,
            runner: DeletionRunner::new(list),
            stage: RwSignal::new(DialogStage::Closed),
            asked: StoredValue::new_local(Rc::from([])),
            element: NodeRef::new(),
        }
    }

    /// From now on, tokens can be deleted.
    pub fn open_up(self) {
        self.list
            .slots
            .deletion
            .set(Some(Rc::new(move |targets: Vec<Target>| self.ask(targets))));
    }

    /// Asks whether these are to be deleted. While others are being deleted, shows those.
    fn ask(self, targets: Vec<Target>) {
        if targets.is_empty() {
            return;
        }
        if self.runner.is_busy_untracked() {
            self.show(DialogStage::Run);
            return;
        }
        self.asked.set_value(Rc::from(targets));
        self.show(DialogStage::Confirm);
    }

    pub fn show(self, stage: DialogStage) {
        self.stage.set(stage);
        // A moment later, when what it shows is in it.
        set_timeout(move || self.bring_up(), Duration::ZERO);
    }

    /// Opens it where it is closed, and puts the focus on what it is about.
    pub fn bring_up(self) {
        let Some(dialog) = self.element.try_get_untracked().flatten() else {
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

    pub fn close(self) {
        if let Some(dialog) = self.element.try_get_untracked().flatten() {
            dialog.close();
        }
    }

    /// Closed by whatever means. The platform puts the focus back to where it was; where that is gone, it goes to the
    /// table.
    pub fn was_closed(self) {
        self.stage.set(DialogStage::Closed);
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

    /// The focused element in the dialog may be gone: a button that has served its purpose.
    pub fn keep_focus(self) {
        let keep = move || {
            let dialog = self.element.try_get_untracked().flatten();
            if dialog.is_some_and(|dialog| dialog.open() && focus_is_lost(&dialog)) {
                self.bring_up();
            }
        };
        set_timeout(keep, Duration::ZERO);
    }

    /// Deletes `targets`.
    pub fn start(self, targets: Vec<Target>) {
        self.runner.start(targets);
        self.show(DialogStage::Run);
    }
}
