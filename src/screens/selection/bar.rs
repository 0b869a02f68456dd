//! What is selected, and what can be done with it: in sight for as long as anything is.

use std::time::Duration;

use leptos::prelude::*;
use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};

use super::plan::Plan;
use super::state::SelectionState;
use crate::components::copy::LabelledCopyButton;
use crate::components::explained_button::ExplainedButton;
use crate::components::icon::{BIN, Icon, Picture, drawn};
use crate::components::when::When;
use crate::text;
use crate::tokens::deletion::Target;

/// The bar, at the foot of the list.
#[component]
pub fn SelectionBar() -> impl IntoView {
    let state = expect_context::<SelectionState>();
    let list = state.list;
    let is_any = move || list.selection.numbers.with(|selection| !selection.is_empty()) || state.is_shown();
    Effect::new(move || {
        if is_any() {
            // A moment later, when the bar is on the page: what has the focus is not left below it.
            set_timeout(move || uncover_focus(state), Duration::ZERO);
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

fn uncover_focus(state: SelectionState) {
    let frame = state.list.frame.try_get_untracked().flatten();
    if let Some(focused) = frame.and_then(|frame| frame.query_selector(":focus").ok().flatten()) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        focused.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// How many are selected, and what can be done with them.
#[component]
fn Selected() -> impl IntoView {
    let state = expect_context::<SelectionState>();
    let list = state.list;
    let count = move || list.selection.numbers.with(|selection| selection.len() as u64);
    let numbers = move |()| {
        let pks = list
            .selection
            .numbers
            .with_untracked(|selection| selection.pks().to_vec());
        pks.iter().map(u64::to_string).collect::<Vec<_>>().join("\n")
    };
    let elsewhere = move || text::selection::elsewhere(state.elsewhere() as u64);
    view! {
        <div class="selection" role="group" aria-label=text::selection::SELECTION>
            <p class="selection-count">
                <strong>{move || text::selection::count(count())}</strong>
                <span class="quiet">{elsewhere}</span>
            </p>
            <div class="selection-tools">
                <button
                    type="button"
                    class="button"
                    aria-pressed=move || if state.is_shown() { "true" } else { "false" }
                    on:click=move |_| state.toggle_view()
                >
                    {text::selection::SHOW_SELECTED}
                </button>
                <LabelledCopyButton name=text::selection::COPY_NUMBERS text=numbers/>
                {move || all_that_match(state)}
                <ExplainedButton
                    class="button button-delete"
                    id="ts-why-selected"
                    reason=Signal::derive(move || state.why_not_selected())
                    act=move |()| state.end_selected()
                >
                    {drawn(BIN)}
                    <span>{move || text::selection::delete(count())}</span>
                </ExplainedButton>
            </div>
            <button
                type="button"
                class="icon-button selection-clear"
                aria-label=text::selection::CLEAR
                title=text::selection::CLEAR
                on:click=move |_| state.clear()
            >
                <Picture icon=Icon::Cross/>
            </button>
        </div>
    }
}

/// Everything that matches can be selected where it is all at hand; where it is not, it can be read.
fn all_that_match(state: SelectionState) -> Option<AnyView> {
    let (list, catalog) = (state.list, state.catalog);
    if state.is_shown() {
        return None;
    }
    if let Some(matching) = catalog.matching() {
        let on_page = list.tokens().len() as u64;
        return (matching > on_page).then(|| {
            view! {
                <button type="button" class="button" on:click=move |_| state.select_matching()>
                    {text::selection::select_all(matching)}
                </button>
            }
            .into_any()
        });
    }
    let shown = list.shown()?;
    let page = &shown.answer.pagination;
    (page.total_pages > 1 && !catalog.is_reading()).then(|| {
        view! {
            <button
                type="button"
                class="button"
                title=text::selection::WHY_READ_ALL
                on:click=move |_| catalog.ask_for_all()
            >
                {text::selection::READ_ALL}
            </button>
        }
        .into_any()
    })
}

impl SelectionState {
    /// Selects everything that matches.
    fn select_matching(self) {
        self.select_all(&self.catalog.matching_pks_untracked());
    }

    /// Selects all of these.
    pub(super) fn select_all(self, pks: &[u64]) {
        self.list
            .selection
            .numbers
            .update(|selection| selection.set_all(pks, true));
        self.note_missing();
    }

    fn clear(self) {
        self.leave_view();
        self.list.selection.clear();
        // The button is gone together with the bar.
        self.list.focus_table();
    }

    fn end_selected(self) {
        let kind = untrack(|| self.list.kind());
        let pks = self
            .list
            .selection
            .numbers
            .with_untracked(|selection| selection.pks().to_vec());
        let targets = pks.iter().filter_map(|&pk| {
            let token = self.kept.token(self.catalog, pk)?;
            Some(Target::of(kind, &token))
        });
        self.list.ask_to_delete(targets.collect());
    }

    fn why_not_selected(&self) -> Option<String> {
        if self.list.selection.numbers.with(|selection| selection.is_empty()) {
            return Some(text::selection::NOTHING.to_owned());
        }
        self.why_not()
    }
}
