//! Selecting what to delete: what is selected, what can be done with it, and whether it may be. Comes together with the
//! catalog, after the first view.

mod bar;
mod plan;
mod plan_loader;
mod row;
mod row_focus;
mod row_menu;
mod row_popup;
mod row_scopes;
mod selected_tokens;
mod state;
mod view;

use std::rc::Rc;

use leptos::prelude::*;

pub use self::plan::PlanButton;
pub use self::plan_loader::PlanScope;
pub use self::state::SelectionState;

use self::bar::SelectionBar;
use self::plan::FilterTools;
use self::row::RowTools;
use self::row_menu::{RowMenu, RowMenuState};
use self::row_scopes::RowScopes;
use self::view::SelectionNotice;
use super::token_list::slots::SelectionHooks;
use crate::components::announcer;
use crate::text;

/// Starts it, under the current owner, where the catalog was started before.
pub fn start() {
    let state = SelectionState::new();
    let list = state.list;
    provide_context(state);
    provide_context(RowMenuState::new(list));
    state.kept.follow(list, state.catalog);
    state.follow_view();
    state.plan.follow();
    state.tell();
    row_focus::start(state);
    state
        .app
        .session
        .on_change_of_person(Box::new(move || state.deselect_all()));
    list.slots.selection.set(Some(SelectionHooks {
        extend: Rc::new(move |pk| state.extend(pk)),
        select: Rc::new(move |pks| state.select_all(pks)),
        token: Rc::new(move |pk| state.kept.token(state.catalog, pk)),
        row: |row| view! { <RowTools row/> }.into_any(),
        bar: || view! { <RowMenu/><RowScopes/><SelectionBar/> }.into_any(),
        notice: || view! { <SelectionNotice/> }.into_any(),
        filters: || view! { <FilterTools/> }.into_any(),
    }));
    // The user was faster than the download.
    if let Some(pk) = list.selection.awaited_range.try_update_value(Option::take).flatten() {
        state.extend(pk);
    }
}

impl SelectionState {
    /// Selects from the box that was ticked last to this one, in the order on screen.
    fn extend(self, pk: u64) {
        let on_screen = untrack(|| {
            if self.list.is_endless() {
                // All rows stand below each other, whether they are in sight or not.
                return self.catalog.matching_pks_untracked();
            }
            self.list.tokens().iter().map(|token| token.pk).collect()
        });
        // A click with Shift selects text, too.
        if let Ok(Some(selection)) = window().get_selection() {
            // It fails if there is no range to remove.
            let _ = selection.remove_all_ranges();
        }
        let tokens = untrack(|| self.list.tokens());
        self.list
            .selection
            .newly_selected
            .update_untracked(|newly_selected| newly_selected.extend(tokens));
        self.list
            .selection
            .numbers
            .update(|selection| selection.extend(pk, &on_screen));
        self.note_missing();
    }

    /// Drops what is shown, kept and planned: it is not for the person who is signed in now.
    fn deselect_all(self) {
        self.leave_view();
        self.kept.clear();
        plan::close(self);
    }

    /// Says how many are selected, whenever that changes.
    fn tell(self) {
        Effect::new(move |before: Option<usize>| {
            let count = self.list.selection.numbers.with(|selection| selection.len());
            if before.unwrap_or_default() != count {
                let elsewhere = untrack(|| self.elsewhere());
                let words = text::selection::selected(count as u64, elsewhere as u64);
                announcer::say(&words);
            }
            count
        });
    }
}
