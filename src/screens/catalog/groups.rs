//! Groups of tokens, in place of the rows: a table of a page of them.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::facets::hold_focus;
use super::group_row::{GroupOnPage, GroupRow};
use super::state::CatalogState;
use crate::components::focus::{focus_is_lost, focused};
use crate::components::sort_header::{Direction, SortHeader, Sorted};
use crate::components::when::{When, each};
use crate::text::groups as text;
use crate::tokens::catalog::{GroupColumn, GroupOrder};
use crate::tokens::query::Grouping;

/// The groups, while they are what is asked for.
#[component]
pub fn Groups() -> impl IntoView {
    let list = expect_context::<CatalogState>().list;
    let are_shown = Memo::new(move |_| list.shown().is_some_and(|shown| shown.answer.groups.is_some()));
    view! {
        <When holds=are_shown>
            <GroupTable/>
        </When>
    }
}

/// The groups on the page.
#[component]
fn GroupTable() -> impl IntoView {
    let state = expect_context::<CatalogState>();
    let table = NodeRef::<html::Table>::new();
    let is_moving = StoredValue::new(false);
    let by = Memo::new(move |_| state.groups.with(|groups| groups.as_ref().map(|groups| groups.by)));
    let heads = move || {
        by.get()
            .map(|by| each(GroupColumn::ALL.to_vec(), move |column| head(state, by, column)))
    };
    let groups = Memo::new(move |_| on_page(state));
    let rows = move || {
        hold_focus(table.get_untracked().as_deref().map(AsRef::as_ref), is_moving);
        groups.get()
    };
    let caption = move || Some(caption(state, by.get()?));
    let count = move || {
        state
            .groups
            .with(|groups| groups.as_ref().map(|groups| (groups.all.len() + 1).to_string()))
    };
    return_focus(state, table);
    view! {
        <table class="tokens groups" role="table" tabindex="-1" node_ref=table aria-rowcount=count>
            {caption}
            <thead role="rowgroup">
                <tr role="row" aria-rowindex="1">
                    {heads}
                    <th class="cell-group-tools" role="columnheader" scope="col">
                        <span class="visually-hidden">{text::ACTIONS}</span>
                    </th>
                </tr>
            </thead>
            <tbody role="rowgroup">
                <For each=rows key=GroupOnPage::identity children=move |group| view! { <GroupRow group groups/> }/>
            </tbody>
        </table>
    }
}

/// What the table is called, and what is to be known of its numbers.
fn caption(state: CatalogState, by: Grouping) -> AnyView {
    let note = (by == Grouping::Scope).then_some(text::COUNTED_FOR_EACH);
    let class = if note.is_some() {
        "group-note"
    } else {
        "visually-hidden"
    };
    let name = move || text::table(state.list.kind(), by);
    view! { <caption class=class><span class:visually-hidden=note.is_some()>{name}</span>" "{note}</caption> }
        .into_any()
}

/// The groups that the page in the address holds.
fn on_page(state: CatalogState) -> Vec<GroupOnPage> {
    let (Some(groups), Some(shown)) = (state.groups.get(), state.list.shown()) else {
        return Vec::new();
    };
    let page = &shown.answer.pagination;
    let first = usize::try_from(page.start_index.saturating_sub(1)).unwrap_or_default();
    let last = usize::try_from(page.end_index).unwrap_or_default();
    // The header is the first row of the table.
    let on_page = groups.all.iter().zip(2..).take(last).skip(first);
    state.with_catalog(state.reader(), |catalog| {
        on_page
            .filter_map(|(counts, place)| GroupOnPage::new(catalog, groups.by, *counts, place))
            .collect()
    })
}

fn head(state: CatalogState, by: Grouping, column: GroupColumn) -> AnyView {
    let list = state.list;
    let order = move || GroupOrder::of(by, list.query().order.terms());
    let sorted = move || {
        let order = order();
        (order.column == column).then_some(Sorted {
            direction: if order.descending {
                Direction::Descending
            } else {
                Direction::Ascending
            },
            place: 0,
            note: "",
        })
    };
    let sort = move |_| {
        let order = untrack(order).clicked(column, by);
        list.change_query(|query| query.with_order(order));
    };
    view! { <SortHeader label=text::column(column, by) class=cell_class(column) about=|| "" sorted sort/> }.into_any()
}

/// The class of a column's header.
fn cell_class(column: GroupColumn) -> &'static str {
    match column {
        GroupColumn::Name => "cell-group",
        GroupColumn::Tokens => "cell-group-tokens",
        GroupColumn::Findings => "cell-group-worst",
        GroupColumn::Expires => "cell-group-next",
    }
}

/// Whoever comes back from a group finds the focus on it, unless it is elsewhere.
fn return_focus(state: CatalogState, table: NodeRef<html::Table>) {
    let focus = move || {
        let opened = state.opened_group.try_update_value(std::mem::take).unwrap_or_default();
        let Some(table) = table.try_get_untracked().flatten() else {
            return;
        };
        // What is hidden loses the focus only when the page is drawn anew.
        let tokens = state.list.table.try_get_untracked().flatten();
        let is_hidden = || tokens.is_some_and(|tokens| tokens.contains(focused(&table).as_deref()));
        if opened.is_empty() || !(focus_is_lost(&table) || is_hidden()) {
            return;
        }
        let link = table.query_selector(&format!("[data-group='{opened}'] .row-link"));
        let link = link.ok().flatten().and_then(|link| link.dyn_into::<HtmlElement>().ok());
        if let Some(link) = link {
            // Only what is not on the page cannot take it.
            let _ = link.focus();
        }
    };
    // The rows are on the page by then.
    set_timeout(focus, Duration::ZERO);
}
