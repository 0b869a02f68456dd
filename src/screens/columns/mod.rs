//! The columns of the table, as a person arranges them: which, in which order, how wide, and how dense the rows are. Fetched
//! after the first view, which applies what is remembered.

mod chooser;
mod drag;
mod edge;
mod extra_cells;
mod fit;
mod layout;
mod line;

use leptos::prelude::*;

pub use self::chooser::ColumnChoices;

use self::edge::ColumnEdge;
use self::extra_cells::extra_cell;
use self::layout::ColumnLayout;
use super::token_list::list::List;
use super::token_list::slots::ColumnHooks;

/// Starts it, under the current owner.
pub fn start() {
    let list = expect_context::<List>();
    let layout = ColumnLayout::new(list);
    provide_context(layout);
    layout.follow();
    list.slots.columns.set(Some(ColumnHooks {
        cell: extra_cell,
        edge: |column| view! { <ColumnEdge column/> }.into_any(),
    }));
}
