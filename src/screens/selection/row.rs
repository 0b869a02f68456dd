//! The button in a row that opens its menu.

use leptos::prelude::*;

use super::row_menu::{MENU_ID, RowMenuState};
use crate::components::icon::{DOTS, Icon, drawn};
use crate::screens::token_list::row_content::{RowContent, RowSignal};
use crate::text::row_menu as words;

/// The button. Afterwards it shows for a while that something was copied.
#[component]
pub fn RowTools(
    /// What the row shows.
    row: RowSignal,
) -> impl IntoView {
    let menu = expect_context::<RowMenuState>();
    let pk = move || row.with(|row| row.token.pk);
    let is_open = move || menu.popup.open.get() == pk();
    let path = move || {
        if menu.copied.get() == pk() {
            Icon::Check.path()
        } else {
            DOTS
        }
    };
    view! {
        <button
            type="button"
            class="icon-button row-more"
            aria-haspopup="menu"
            aria-expanded=move || if is_open() { "true" } else { "false" }
            aria-controls=move || is_open().then_some(MENU_ID)
            aria-label=move || row.with(|row| words::more_for(row.kind, row.token.pk))
            tabindex=move || row.with(RowContent::tab_stop)
            on:pointerdown=move |_| menu.popup.press(untrack(pk))
            on:click=move |_| menu.popup.toggle(untrack(pk))
        >
            {move || drawn(path())}
        </button>
    }
}
