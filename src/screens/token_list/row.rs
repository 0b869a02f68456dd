//! A row of the token table.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, KeyboardEvent, MouseEvent};

use super::cells::cell;
use super::columns::Column;
use super::list::List;
use super::row_content::{RowContent, RowSignal};
use crate::components::keys::{key_of, with_shift};
use crate::components::link::is_plain_click;
use crate::components::selected_text::selection_near;
use crate::platform::signals::set_if_changed;
use crate::screens::person::is_broken_picture;
use crate::text::table;
use crate::tokens::catalog::Unreadable;

/// A row, which shows one token after another.
///
/// One effect draws all its cells: an effect for each text would cost more than the texts themselves. Leptos compares the
/// new cells with the old ones and changes texts and attributes in place, so elements keep their identity and the focus.
/// Listeners in the cells would be attached again on every draw, so the row listens on behalf of its cells.
#[component]
pub fn TokenRow(
    /// What it shows.
    row: RowSignal,
    /// Whether it shows anything at the moment.
    in_use: RwSignal<bool>,
    /// Its place among all rows of the table; 0 where that is not known.
    place: RwSignal<u64>,
    /// The columns, in order.
    columns: Vec<Column>,
) -> impl IntoView {
    let list = expect_context::<List>();
    // Titles repeat text that may be cut off. They are there only while the pointer is on the row: setting them for every
    // row would cost more than everything else that changes with the token.
    let has_pointer = RwSignal::new(false);
    let class = move || {
        row.with(|row| match (row.is_open, row.is_selected) {
            (false, false) => "row",
            (true, false) => "row row-open",
            (false, true) => "row row-selected",
            (true, true) => "row row-open row-selected",
        })
    };
    let cells = move || {
        let row = row.read();
        let has_pointer = has_pointer.get();
        let mut cells = vec![select_cell(&row)];
        cells.extend(columns.iter().map(|&column| cell(column, &row, list, has_pointer)));
        cells
    };
    // What can be done with the token, once that part of the program is there.
    let tools = move || {
        list.slots
            .selection
            .get()
            .map(|selecting| untrack(|| (selecting.row)(row)))
    };
    view! {
        <tr
            class=class
            role="row"
            aria-rowindex=move || index(place.get())
            data-token=move || row.with(|row| row.token.pk.to_string())
            hidden=move || !in_use.get()
            on:click=move |event| click(&event, row, list)
            on:keydown=move |event| press(&event, row, list)
            on:pointerover=move |_| set_if_changed(has_pointer, true)
            on:pointerleave=move |_| set_if_changed(has_pointer, false)
            on:error:capture=move |event: ev::ErrorEvent| if is_broken_picture(&event) { row.notify() }
        >
            {cells}
            <td class="cell-tools" role="cell">{tools}</td>
        </tr>
    }
}

fn select_cell(row: &RowContent) -> AnyView {
    view! {
        <td class="cell-select" role="cell">
            <label class="tick">
                <input
                    type="checkbox"
                    aria-label=table::select(row.token.pk)
                    tabindex=row.tab_stop()
                    prop:checked=row.is_selected
                />
            </label>
        </td>
    }
    .into_any()
}

fn click(event: &MouseEvent, row: RowSignal, list: List) {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
        return;
    };
    let token = row.with_untracked(|row| row.token.clone());
    if let Some(tick) = target.dyn_ref::<HtmlInputElement>() {
        // The space bar clicks, too. `change` does not say whether Shift was held.
        list.select(&token, tick.checked(), with_shift(event));
        // The click has toggled the box already; it must show what is really selected.
        tick.set_checked(untrack(|| list.selection.contains(token.pk)));
    } else if matches!(target.closest(".row-link"), Ok(Some(_))) {
        if is_plain_click(event) {
            event.prevent_default();
            list.open_token(token.pk);
        }
    } else if !is_for_a_control(&target) {
        list.open_token(token.pk);
    }
}

/// For a link with an address the browser itself makes a click; in a host without addresses for tokens it does not.
fn press(event: &KeyboardEvent, row: RowSignal, list: List) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let is_bare_link = target.is_some_and(|target| matches!(target.matches(".row-link:not([href])"), Ok(true)));
    if key_of(event) == "Enter" && is_bare_link {
        event.prevent_default();
        list.open_token(row.with_untracked(|row| row.token.pk));
    }
}

/// Whether a click means a link, a box or a selection of text rather than the row.
fn is_for_a_control(target: &Element) -> bool {
    let on_control = matches!(target.closest("a, button, label, input"), Ok(Some(_)));
    on_control || selection_near(target).is_some_and(|selection| !selection.is_collapsed())
}

/// A row that authentik sent and nobody can read: marked as such, and never left out.
#[component]
pub fn UnreadableRow(
    /// Its number, where at least that can be read.
    pk: Option<u64>,
    /// Why it cannot be read, in words.
    problem: String,
    /// Its place among all rows of the table; 0 where that is not known.
    place: u64,
) -> impl IntoView {
    view! { <PlaceholderRow said=table::unreadable_row(pk) code=problem place/> }
}

/// A token that authentik itself cannot read: where in the list it stands, in words, and under which request id authentik
/// says why.
pub fn broken_row(row: Unreadable, place: u64) -> AnyView {
    let stands = row.pk.map_or_else(|| row.problem.clone(), table::place_at);
    let id = row.request_id.unwrap_or(row.problem);
    view! { <PlaceholderRow said=table::broken_row(&stands) code=id place/> }.into_any()
}

#[component]
fn PlaceholderRow(said: [String; 3], code: String, place: u64) -> impl IntoView {
    let list = expect_context::<List>();
    let [title, before, after] = said;
    let width = move || 2 + list.columns().len();
    view! {
        <tr class="row row-unreadable" role="row" aria-rowindex=index(place)>
            <td role="cell" colspan=move || width().to_string()>
                <strong>{title}</strong>
                {before}
                <code translate="no">{code}</code>
                {after}
            </td>
        </tr>
    }
}

/// The position of a row, for screen readers.
fn index(place: u64) -> Option<String> {
    (place > 0).then(|| place.to_string())
}

/// A box to tick, in a target that a finger can hit.
#[component]
pub fn Tick(
    /// What it is called.
    name: &'static str,
    /// Whether it is ticked.
    #[prop(into)]
    ticked: Signal<bool>,
    /// Whether it stands for several of which some are ticked.
    #[prop(into)]
    some: Signal<bool>,
    /// Whether there is nothing to tick.
    #[prop(into)]
    disabled: Signal<bool>,
    /// Told what it becomes.
    #[prop(into)]
    set: Callback<bool>,
) -> impl IntoView {
    view! {
        <label class="tick">
            <input
                type="checkbox"
                aria-label=name
                disabled=disabled
                prop:checked=ticked
                prop:indeterminate=some
                on:click:target=move |event| set.run(event.target().checked())
            />
        </label>
    }
}
