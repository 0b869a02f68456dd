//! The table, and what stands in its place.

use leptos::html;
use leptos::prelude::*;

use super::columns::Column;
use super::dress::{dress, fit_frame};
use super::list::List;
use super::names::Subject;
use super::row::{Tick, broken_row};
use super::rows::Rows;
use super::scopes::measured_room;
use crate::components::icon::{Icon, Picture};
use crate::components::lazy::LazySlot;
use crate::components::sort_header::{Direction, SortHeader, Sorted};
use crate::components::when::{When, each};
use crate::platform::resize::on_resize;
use crate::platform::signals::set_if_changed;
use crate::screens::failure_panel::FailurePanel;
use crate::state::app::app;
use crate::state::settings::{density, told_widths};
use crate::text;
use crate::text::table::NoRows;
use crate::tokens::list_answer::ListAnswer;
use crate::tokens::query::ListQuery;

/// The fields of a 400 whose messages stand beside their controls.
const FIELDS_WITH_CONTROLS: [&str; 3] = ["user", "provider", "search"];

/// The table of tokens, or why there is none.
#[component]
pub fn TokenTable() -> impl IntoView {
    let list = expect_context::<List>();
    let modules = app().modules;
    let catalog = modules.catalog;
    // Where all tokens are in memory, the list is not asked for.
    let failed = move || list.loader.failure().filter(|_| !list.has_all());
    let has_rows = move || {
        let is_there =
            |answer: &ListAnswer| !answer.rows.is_empty() || !answer.unreadable.is_empty() || answer.groups.is_some();
        list.shown().is_some_and(|shown| is_there(&shown.answer))
    };
    let is_empty = move || list.shown().is_some() && !has_rows();
    // If only the whole set has the answer, and it is not read yet, something else is shown here.
    let is_asked_first = move || list.shown().is_none() && list.query().needs_catalog() && !list.is_busy();
    let is_first = move || list.shown().is_none() && failed().is_none();
    let columns = Memo::new(move |_| list.columns());
    let window = move || list.shown().map_or((0, 0), |shown| shown.answer.window);
    let places = move || list.shown().and_then(|shown| shown.answer.places());
    let broken = move || {
        let answer = list.shown().map(|shown| shown.answer);
        let places = answer.as_ref().and_then(|answer| answer.places());
        let broken = answer.map(|answer| answer.unreadable.clone()).unwrap_or_default();
        // They are the last.
        let first = places.map_or(0, |places| places + 1 - broken.len() as u64);
        let rows = broken.into_iter().zip(first..);
        rows.map(move |(row, place)| (row, if first == 0 { 0 } else { place }))
            .collect::<Vec<_>>()
    };
    let body = NodeRef::<html::Tbody>::new();
    on_resize(list.table, move |table| {
        // Before that part is there which changes them.
        if list.slots.columns.with_untracked(Option::is_none) {
            dress(table, &told_widths(), &density());
            fit_frame(table);
            if let Some(room) = measured_room(table) {
                set_if_changed(list.scope_room, room);
            }
        }
    });
    let failure = move || {
        let failure = failed()?;
        let retry = move |()| list.loader.again();
        // One row that cannot be read may be all that is wrong.
        let leaves_out = failure.status == Some(500);
        let leave_out = Signal::derive(move || catalog.get().filter(|_| leaves_out).map(|slots| slots.leave_out));
        Some(view! { <FailurePanel failure shown_elsewhere=&FIELDS_WITH_CONTROLS retry more=leave_out/> }.into_any())
    };
    view! {
        <div class="table-place">
            {failure}
            <div
                class="table-frame"
                class:table-frame-all=move || list.is_endless()
                hidden=move || failed().is_some() && !has_rows() || is_asked_first()
                node_ref=list.frame
            >
                <LazySlot view=modules.catalog_view(|slots| slots.groups)/>
                <table
                    class="tokens cell-table"
                    node_ref=list.table
                    part="table"
                    role="table"
                    tabindex="-1"
                    aria-label=move || text::kinds::many(list.kind())
                    aria-rowcount=move || places().map(|places| places.to_string())
                    aria-busy=move || if list.loader.is_busy() && !list.has_all() { "true" } else { "false" }
                >
                    <thead role="rowgroup">
                        <tr role="row" aria-rowindex=move || places().map(|_| "1")>
                            <th class="cell-select" role="columnheader" scope="col"><SelectPage/></th>
                            {move || each(columns.get(), |column| view! { <ColumnHeader column/> }.into_any())}
                            <th class="cell-tools" role="columnheader" scope="col">
                                <span class="visually-hidden">{text::table::column::ACTIONS}</span>
                            </th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup" node_ref=body>
                        <Spacer rows=Signal::derive(move || window().0)/>
                        <Rows columns body/>
                        <Spacer rows=Signal::derive(move || window().1)/>
                        {move || each(broken(), |(row, place)| broken_row(row, place))}
                        <When holds=Signal::derive(is_first)>
                            <TableSkeleton columns/>
                        </When>
                    </tbody>
                </table>
                <When holds=Signal::derive(is_empty)>
                    <Empty/>
                </When>
            </div>
        </div>
    }
}

/// Room for so many rows that are out of sight.
#[component]
fn Spacer(rows: Signal<usize>) -> impl IntoView {
    // It is always there: were it made only when it is needed, the table would be too short for a moment, and a leap to its
    // end would stop on the way.
    view! {
        <tr
            class="row-space"
            aria-hidden="true"
            hidden=move || rows.get() == 0
            // The style sheet is told for how many rows it stands.
            style=("--rows", move || rows.get().to_string())
        ></tr>
    }
}

#[component]
fn ColumnHeader(column: Column) -> impl IntoView {
    let list = expect_context::<List>();
    let sorted = move || {
        // Until all tokens are there, the rows stay in the order that authentik knows.
        let order = match list.shown().filter(|_| list.awaits_order()) {
            Some(shown) => shown.question.query.order.clone(),
            None => list.query().order,
        };
        let terms = order.terms();
        let at = terms.iter().position(|term| Column::ordered_by(term.key) == column)?;
        let term = terms.get(at)?;
        Some(Sorted {
            direction: if term.descending {
                Direction::Descending
            } else {
                Direction::Ascending
            },
            place: if terms.len() > 1 { at + 1 } else { 0 },
            note: Column::about_key(term.key),
        })
    };
    let edge = move || {
        let hooks = list.slots.columns.get();
        hooks.map(|hooks| untrack(|| (hooks.edge)(column)))
    };
    if column.is_extra() {
        let label = column.label();
        return view! {
            <th class=column.class() role="columnheader" scope="col" aria-label=label>
                <span class="sort">{label}</span>
                {edge}
            </th>
        }
        .into_any();
    }
    view! {
        <SortHeader
            label=column.label()
            class=column.class()
            about=move || column.about_order(list.kind(), list.has_all())
            sorted
            sort=move |add| list.order_by(column, add)
            beside=edge.into_any()
        />
    }
    .into_any()
}

/// Selects or deselects every token on the page.
#[component]
fn SelectPage() -> impl IntoView {
    let list = expect_context::<List>();
    let counts = move || {
        let tokens = list.tokens();
        let selected = tokens.iter().filter(|token| list.selection.contains(token.pk)).count();
        (selected, tokens.len())
    };
    let is = move |test: fn(usize, usize) -> bool| {
        Signal::derive(move || {
            let (selected, of) = counts();
            test(selected, of)
        })
    };
    view! {
        <Tick
            name=text::table::SELECT_PAGE
            ticked=is(|selected, of| of > 0 && selected == of)
            some=is(|selected, of| selected > 0 && selected < of)
            disabled=is(|_, of| of == 0)
            set=move |select| list.select_page(select)
        />
    }
}

/// While nothing is known yet: one row as high as all that were asked for, on which they are painted, so that nothing jumps.
#[component]
fn TableSkeleton(columns: Memo<Vec<Column>>) -> impl IntoView {
    let list = expect_context::<List>();
    let rows = untrack(|| list.query().page_size.get()).to_string();
    view! {
        <tr class="row row-skeleton" role="row" aria-hidden="true" style=("--rows", rows)>
            <td class="cell-select" role={"cell"}></td>
            {move || each(columns.get(), |column| view! { <td class=column.class() role="cell"><i></i></td> }.into_any())}
            <td class="cell-tools" role={"cell"}></td>
        </tr>
    }
}

/// No rows: because there are none, because a filter leaves none, or because none on this page matches.
#[component]
fn Empty() -> impl IntoView {
    let list = expect_context::<List>();
    let state = move || {
        let shown = list.shown();
        let query = shown
            .as_ref()
            .map(|shown| shown.question.query.clone())
            .unwrap_or_default();
        let has_more = shown.is_some_and(|shown| {
            let page = &shown.answer.pagination;
            page.count > 0 && page.total_pages > 1
        });
        let searched = !query.search.is_empty();
        (searched, searched && has_more, query.is_filtered())
    };
    let words = move || {
        if let Some(so_far) = list.shown().and_then(|shown| shown.answer.so_far.clone()) {
            return text::table::none_so_far(&so_far);
        }
        let (searched, on_this_page, filtered) = state();
        if let Some(user) = list.hidden_user() {
            return text::table::none_of_hidden(&list.names.named(Subject::User, user));
        }
        let why = match (on_this_page, searched || filtered) {
            (true, _) => NoRows::OnThisPage,
            (false, true) if searched && list.has_all() => NoRows::Found,
            (false, true) => NoRows::Left,
            (false, false) => NoRows::AtAll,
        };
        let (title, text) = text::table::no_rows(why, list.kind(), list.sees_own_only());
        (title, text.to_owned())
    };
    let clear_search = move |_| list.change_query(|query| query.with_search(""));
    let clear_filters = move |_| {
        list.change_query(ListQuery::without_filters);
    };
    view! {
        <div class="panel panel-empty">
            <span class="panel-icon"><Picture icon=Icon::Empty/></span>
            <h2>{move || words().0}</h2>
            <p>{move || words().1}</p>
            <div class="panel-actions">
                <When holds=Signal::derive(move || state().0)>
                    <button type="button" class="button" on:click=clear_search>{text::table::CLEAR_SEARCH}</button>
                </When>
                <When holds=Signal::derive(move || state().2)>
                    <button type="button" class="button" on:click=clear_filters>{text::table::CLEAR_FILTERS}</button>
                </When>
            </div>
        </div>
    }
}
