//! What can be done with one token, in its row.

use std::cell::Cell;

use leptos::prelude::*;

use super::state::SelectionState;
use crate::components::explained_button::ExplainedButton;
use crate::components::icon::{BIN, drawn};
use crate::screens::token_list::row_content::RowSignal;
use crate::text;
use crate::tokens::deletion::Target;

thread_local! {
    /// How many were made: each has an id of its own, since a row shows one token after the other.
    static MADE: Cell<u32> = const { Cell::new(0) };
}

/// The button that deletes it.
#[component]
pub fn RowTools(
    /// What the row shows.
    row: RowSignal,
) -> impl IntoView {
    let state = expect_context::<SelectionState>();
    let list = state.list;
    let made = MADE.replace(MADE.get() + 1);
    let end = move |()| {
        let target = row.with_untracked(|row| Target::of(row.kind, &row.token));
        list.ask_to_delete(vec![target]);
    };
    view! {
        <ExplainedButton
            class="icon-button row-delete row-more"
            id=format!("ts-why-{made}")
            reason=state.reason
            act=end
            label=Signal::derive(move || row.with(|row| text::kinds::delete_one(row.kind, row.token.pk)))
            title=text::selection::DELETE_ROW
        >
            {drawn(BIN)}
        </ExplainedButton>
    }
}
