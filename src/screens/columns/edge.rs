//! The edge of a header, which makes its column wider or narrower.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::fit::fit;
use super::layout::{ColumnLayout, header};
use crate::components::edge::{Edge, EdgeMove, EdgeSide};
use crate::components::keys::key_of;
use crate::screens::token_list::columns::Column;
use crate::text::columns as words;
use crate::tokens::column_layout::{NARROWEST, WIDEST};

/// The edge. Tab leads to one of them, and the arrows up and down to the others.
#[component]
pub fn ColumnEdge(column: Column) -> impl IntoView {
    let layout = expect_context::<ColumnLayout>();
    let is_current = move || {
        let shown = layout.shown.get();
        let current = layout.current.get().filter(|current| shown.contains(current));
        current.or_else(|| shown.last().copied()) == Some(column)
    };
    let act = move |moved: EdgeMove| match moved {
        EdgeMove::Taken => {
            layout.current.set(Some(column));
            layout.hold(column);
        }
        EdgeMove::To(width) => layout.set_width(column, width),
        EdgeMove::Done => layout.let_go(column),
        EdgeMove::GivenUp => layout.give_up(),
        EdgeMove::Doubled => fit(layout, column),
    };
    let on_key = move |event: KeyboardEvent| {
        let steps = match key_of(&event).as_str() {
            "Enter" => {
                fit(layout, column);
                0
            }
            "ArrowDown" => 1,
            "ArrowUp" => -1,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        let shown = layout.shown.get_untracked();
        let at = shown.iter().position(|other| *other == column);
        let to = at.and_then(|at| shown.get(at.checked_add_signed(steps)?).copied());
        if let Some(to) = to {
            layout.current.set(Some(to));
            focus(layout, to);
        }
    };
    view! {
        <Edge
            class="column-edge"
            name=words::width(column.label())
            side=EdgeSide::End
            bounds=(NARROWEST, WIDEST)
            width=Signal::derive(move || layout.width(column))
            tab_stop=Signal::derive(is_current)
            takes_focus=true
            act
            on_key
        />
    }
}

fn focus(layout: ColumnLayout, column: Column) {
    let edge = layout.list.table.get_untracked().and_then(|table| {
        header(&table, column)?
            .query_selector("[role=separator]")
            .ok()
            .flatten()
    });
    if let Some(edge) = edge.and_then(|edge| edge.dyn_into::<HtmlElement>().ok()) {
        // Only what is not on the page cannot take it.
        let _ = edge.focus();
    }
}
