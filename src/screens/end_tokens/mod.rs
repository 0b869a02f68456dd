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

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlDialogElement;

use self::runner::Runner;
use super::token_list::list::List;
use crate::host::sheet;
use crate::state::State;
use crate::tokens::ending::Target;
use crate::ui::dom::{El, el, spawn};

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

/// The state behind all of it. Cheap to copy.
#[derive(Clone, Copy)]
struct Desk {
    list: List,
    runner: Runner,
    stage: State<Stage>,
    /// What is asked about.
    asked: State<Rc<[Target]>>,
    dialog: State<Option<El>>,
}

/// Where tokens are ended.
pub fn end_tokens() -> El {
    untrack(place)
}

fn place() -> El {
    let list = expect_context::<List>();
    let desk = Desk {
        list,
        runner: Runner::new(list),
        stage: State::new(Stage::Closed),
        asked: State::new(Rc::from([])),
        dialog: State::new(None),
    };
    spawn(async move {
        // Nothing is asked before it can be seen as it is meant; without the sheet it is plain, and all there.
        let _ = JsFuture::from(sheet(SHEET)).await;
        desk.open_up();
    });
    el("div").class("ending").child(dialog(desk)).child(band::band(desk))
}

fn dialog(desk: Desk) -> El {
    let dialog = el("dialog")
        .class("end")
        .attr("part", "dialog")
        .attr("aria-labelledby", TITLE_ID)
        // The keys of the page are not meant here: Escape would close the drawer behind.
        .on_key(|event| event.stop_propagation())
        .on("close", move |_| desk.was_closed())
        .part_if(
            move || desk.stage.get() == Stage::Question,
            move || question::question(desk),
        )
        .part_if(move || desk.stage.get() == Stage::Run, move || run::run(desk));
    desk.dialog.set(Some(dialog.clone()));
    dialog
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
        if untrack(|| self.runner.is_busy()) {
            self.show(Stage::Run);
            return;
        }
        self.asked.set(Rc::from(targets));
        self.show(Stage::Question);
    }

    fn show(self, stage: Stage) {
        self.stage.set(stage);
        // A moment later, when what it shows is in it.
        set_timeout(move || self.bring_up(), std::time::Duration::ZERO);
    }

    fn bring_up(self) {
        let Some(dialog) = self.dialog.now() else { return };
        let element = dialog.element().unchecked_ref::<HtmlDialogElement>();
        if !element.open() {
            // Only a dialog that is not on the page, or open otherwise, refuses.
            let _ = element.show_modal();
        }
        // What is said first is what it is about. The platform would go to the first control, which may be the one
        // that deletes.
        if let Some(first) = dialog.find("[data-first]") {
            first.focus();
        }
    }

    fn close(self) {
        if let Some(dialog) = self.dialog.now() {
            dialog.element().unchecked_ref::<HtmlDialogElement>().close();
        }
    }

    /// Closed by whatever means. The platform puts the focus back to where it was; where that is gone, it goes to the
    /// table.
    fn was_closed(self) {
        self.stage.set(Stage::Closed);
        let list = self.list;
        set_timeout(
            move || {
                let is_lost = list.frame.now().is_some_and(|frame| focus_is_lost(&frame));
                if let Some(table) = list
                    .frame
                    .now()
                    .filter(|_| is_lost)
                    .and_then(|frame| frame.find("table"))
                {
                    table.focus();
                }
            },
            std::time::Duration::ZERO,
        );
    }

    /// Ends `targets`.
    fn start(self, targets: Vec<Target>) {
        self.runner.start(targets);
        self.show(Stage::Run);
    }
}

/// Whether nothing on the page has the focus. In a shadow root, the document tells of its host alone.
fn focus_is_lost(on: &El) -> bool {
    let root = on.element().get_root_node();
    let active = match root.dyn_ref::<web_sys::ShadowRoot>() {
        Some(shadow) => shadow.active_element(),
        None => document().active_element(),
    };
    active.is_none_or(|active| active.tag_name() == "BODY")
}

/// The head of the dialog.
fn title(text: impl Fn() -> String + 'static) -> El {
    el("h2")
        .class("end-title")
        .attr("id", TITLE_ID)
        .attr("tabindex", "-1")
        .flag("data-first", true)
        .text_of(text)
}

/// A list of facts, as in the drawer.
fn fact(name: &str, known: El) -> El {
    el("div")
        .class("fact")
        .child(el("dt").text(name))
        .child(el("dd").child(known))
}

/// A progress that is seen and told.
fn bar(share: impl Fn() -> (usize, usize, String) + Copy + 'static) -> El {
    let done = el("div").class("progress-done").watch(move |element| {
        let (done, of, _) = share();
        let style = element.unchecked_ref::<web_sys::HtmlElement>().style();
        // A property that exists, and a value that is one.
        let _ = style.set_property("inline-size", &format!("{}%", done * 100 / of.max(1)));
    });
    el("div")
        .class("progress")
        .attr("role", "progressbar")
        .attr("aria-label", "Deleting tokens")
        .attr("aria-valuemin", "0")
        .attr_of("aria-valuemax", move || Some(share().1.max(1).to_string()))
        .attr_of("aria-valuenow", move || Some(share().0.to_string()))
        .attr_of("aria-valuetext", move || Some(share().2))
        .child(done)
}
