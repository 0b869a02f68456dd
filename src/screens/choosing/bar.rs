//! What is selected, and what can be done with it: in sight for as long as anything is.

use std::time::Duration;

use leptos::prelude::*;
use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};

use super::Choice;
use super::plan::Plan;
use crate::components::copy::LabelledCopyButton;
use crate::components::explained_button::ExplainedButton;
use crate::components::icon::{BIN, Icon, Picture, drawn};
use crate::components::when::When;
use crate::text;
use crate::text::catalog::grouped;
use crate::tokens::ending::Target;

/// The bar, at the foot of the list.
#[component]
pub fn SelectionBar() -> impl IntoView {
    let choice = expect_context::<Choice>();
    let list = choice.list;
    let is_any = move || list.selection.with(|selection| !selection.is_empty()) || choice.is_shown();
    Effect::new(move || {
        if is_any() {
            // A moment later, when the bar is on the page: what has the focus is not left below it.
            set_timeout(move || uncover_focus(choice), Duration::ZERO);
        }
    });
    view! {
        <div class="selection-place">
            <When holds=Signal::derive(is_any)>
                <Selected/>
            </When>
            <Plan/>
        </div>
    }
}

fn uncover_focus(choice: Choice) {
    let frame = choice.list.frame.try_get_untracked().flatten();
    if let Some(focused) = frame.and_then(|frame| frame.query_selector(":focus").ok().flatten()) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        focused.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// How many are selected, and what can be done with them.
#[component]
fn Selected() -> impl IntoView {
    let choice = expect_context::<Choice>();
    let list = choice.list;
    let count = move || grouped(list.selection.with(|selection| selection.len() as u64));
    let numbers = move |()| {
        let pks = list.selection.with_untracked(|selection| selection.pks().to_vec());
        pks.iter().map(u64::to_string).collect::<Vec<_>>().join("\n")
    };
    let elsewhere = move || match choice.elsewhere() as u64 {
        0 => String::new(),
        some => format!("{} {}", grouped(some), text::selection::NOT_HERE),
    };
    view! {
        <div class="selection" role="group" aria-label="Selection">
            <p class="selection-count">
                <strong>{move || format!("{} selected", count())}</strong>
                <span class="quiet">{elsewhere}</span>
            </p>
            <div class="selection-tools">
                <button
                    type="button"
                    class="button"
                    aria-pressed=move || if choice.is_shown() { "true" } else { "false" }
                    on:click=move |_| choice.toggle_view()
                >
                    "Show selected"
                </button>
                <LabelledCopyButton name="Copy numbers" text=numbers/>
                {move || all_that_match(choice)}
                <ExplainedButton
                    class="button button-end"
                    id="ts-why-selected"
                    reason=Signal::derive(move || choice.why_not_selected())
                    act=move |()| choice.end_selected()
                >
                    {drawn(BIN)}
                    <span>{move || format!("Delete {}…", count())}</span>
                </ExplainedButton>
            </div>
            <button
                type="button"
                class="icon-button selection-clear"
                aria-label="Clear selection"
                title="Clear selection"
                on:click=move |_| choice.clear()
            >
                <Picture icon=Icon::Cross/>
            </button>
        </div>
    }
}

/// Everything that matches can be selected where it is all at hand; where it is not, it can be read.
fn all_that_match(choice: Choice) -> Option<AnyView> {
    let (list, desk) = (choice.list, choice.desk);
    if choice.is_shown() {
        return None;
    }
    if let Some(matching) = desk.matching() {
        let on_page = list.tokens().len() as u64;
        return (matching > on_page).then(|| {
            view! {
                <button type="button" class="button" on:click=move |_| choice.select_matching()>
                    {format!("Select all {} that match", grouped(matching))}
                </button>
            }
            .into_any()
        });
    }
    let shown = list.shown()?;
    let page = &shown.answer.pagination;
    (page.total_pages > 1 && !desk.is_reading()).then(|| {
        view! {
            <button
                type="button"
                class="button"
                title="Which tokens match is known once all of them were read"
                on:click=move |_| desk.ask_for_all()
            >
                "Read all to select all"
            </button>
        }
        .into_any()
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
        let missing: Vec<u64> = self.list.selection.with_untracked(|selection| {
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
        self.list.focus_table();
    }

    fn end_selected(self) {
        let kind = untrack(|| self.list.kind());
        let pks = self.list.selection.with_untracked(|selection| selection.pks().to_vec());
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
