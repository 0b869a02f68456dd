//! What is selected, and what can be done with it: in sight for as long as anything is.

use std::time::Duration;

use leptos::prelude::*;
use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};

use super::Choice;
use crate::text;
use crate::text::catalog::grouped;
use crate::tokens::ending::Target;
use crate::ui::barred::barred;
use crate::ui::copy::labelled_copy_button;
use crate::ui::dom::{El, button, el, keep_watching, span};
use crate::ui::icon::{BIN, Icon, drawing, picture};

/// The bar, at the foot of the list.
pub fn bar() -> El {
    let choice = expect_context::<Choice>();
    let list = choice.list;
    let is_any = move || list.selection.with(|selection| !selection.is_empty()) || choice.is_shown();
    keep_watching(move || {
        if is_any() {
            // A moment later, when the bar is on the page: what has the focus is not left below it.
            set_timeout(move || uncover_focus(choice), Duration::ZERO);
        }
    });
    el("div")
        .class("selection-place")
        .part_if(is_any, move || filled(choice))
        .child(super::plan::place(choice))
}

fn uncover_focus(choice: Choice) {
    let frame = choice.list.frame.now();
    if let Some(focused) = frame.and_then(|frame| frame.find(":focus")) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        focused
            .element()
            .scroll_into_view_with_scroll_into_view_options(&options);
    }
}

fn filled(choice: Choice) -> El {
    let list = choice.list;
    let count = move || list.selection.with(|selection| selection.len() as u64);
    let numbers = move || {
        let pks = list.selection.with_now(|selection| selection.pks().to_vec());
        pks.iter().map(u64::to_string).collect::<Vec<_>>().join("\n")
    };
    let elsewhere = move || match choice.elsewhere() as u64 {
        0 => String::new(),
        some => format!("{} {}", grouped(some), text::selection::NOT_HERE),
    };
    let end = move || choice.end_selected();
    let head = el("p")
        .class("selection-count")
        .child(el("strong").text_of(move || format!("{} selected", grouped(count()))))
        .child(span("quiet").text_of(elsewhere));
    let show = button("button", move || choice.toggle_view())
        .state_of("aria-pressed", move || choice.is_shown())
        .text("Show selected");
    el("div")
        .class("selection")
        .attr("role", "group")
        .attr("aria-label", "Selection")
        .child(head)
        .child(
            el("div")
                .class("selection-tools")
                .child(show)
                .child(labelled_copy_button("Copy numbers", numbers))
                .part(move || all_that_match(choice))
                .child(barred(
                    "button button-end",
                    "ts-why-selected",
                    move || choice.why_not_selected(),
                    end,
                    |button| {
                        button
                            .child(drawing(BIN))
                            .child(el("span").text_of(move || format!("Delete {}…", grouped(count()))))
                    },
                )),
        )
        .child(
            button("icon-button selection-clear", move || choice.clear())
                .attr("aria-label", "Clear selection")
                .attr("title", "Clear selection")
                .child(picture(Icon::Cross)),
        )
}

/// Everything that matches can be selected where it is all at hand; where it is not, it can be read.
fn all_that_match(choice: Choice) -> Option<El> {
    let (list, desk) = (choice.list, choice.desk);
    if choice.is_shown() {
        return None;
    }
    if let Some(matching) = desk.matching() {
        let on_page = list.tokens().len() as u64;
        return (matching > on_page).then(|| {
            button("button", move || choice.select_matching())
                .text(&format!("Select all {} that match", grouped(matching)))
        });
    }
    let shown = list.shown()?;
    let page = &shown.answer.pagination;
    (page.total_pages > 1 && !desk.is_reading()).then(|| {
        button("button", move || desk.ask_for_all())
            .attr("title", "Which tokens match is known once all of them were read")
            .text("Read all to select all")
    })
}

impl Choice {
    /// Selects everything that matches.
    fn select_matching(self) {
        let pks = self.desk.matching_pks();
        self.list.selection.update(|selection| selection.set_all(&pks, true));
        self.note_missing();
    }

    /// Takes note of what was selected and is not on screen.
    pub fn note_missing(self) {
        let missing: Vec<u64> = self.list.selection.with_now(|selection| {
            self.kept.with(|catalog| {
                let missing = selection.pks().iter().copied();
                missing.filter(|&pk| catalog.position(pk).is_none()).collect()
            })
        });
        if !missing.is_empty() {
            self.kept.take_all(self, missing);
        }
    }

    fn clear(self) {
        self.leave_view();
        self.list.selection.update(|selection| selection.clear());
        // The button is gone together with the bar.
        if let Some(table) = self.list.frame.now().and_then(|frame| frame.find("table")) {
            table.focus();
        }
    }

    fn end_selected(self) {
        let kind = untrack(|| self.list.kind());
        let pks = self.list.selection.with_now(|selection| selection.pks().to_vec());
        let targets = pks.iter().filter_map(|&pk| {
            let token = self.kept.token(self, pk)?;
            Some(Target::of(kind, &token))
        });
        self.list.end(targets.collect());
    }

    fn why_not_selected(&self) -> Option<String> {
        if self.list.selection.with(|selection| selection.is_empty()) {
            return Some(text::selection::NOTHING.to_owned());
        }
        self.why_not()
    }
}
