//! The table, and what stands in its place.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::columns::Column;
use super::list::List;
use super::question::ListAnswer;
use super::row::{broken_row, td, tick};
use super::rows::rows;
use crate::screens::failure_panel::failure_panel;
use crate::text;
use crate::ui::dom::{El, Item, button, el, item, span};
use crate::ui::icon::{Icon, picture};
use crate::ui::sort_header::{Direction, Sorted, header, sort_header};

/// The fields of a 400 whose messages stand beside their controls.
const FIELDS_WITH_CONTROLS: [&str; 3] = ["user", "provider", "search"];

/// The table of tokens, or why there is none.
pub fn token_table() -> El {
    let list = expect_context::<List>();
    let failed = move || list.loader.failure();
    let has_rows = move || {
        let is_there = |answer: &ListAnswer| !answer.rows.is_empty() || !answer.broken.is_empty();
        list.shown().is_some_and(|shown| is_there(&shown.answer))
    };
    let is_empty = move || list.shown().is_some() && !has_rows();
    // Where only the whole set has the answer, and it is not read, something else stands here.
    let is_asked_first = move || list.shown().is_none() && list.query().needs_all() && !list.is_busy();
    let is_first = move || list.shown().is_none() && failed().is_none();
    let head = Column::ALL.into_iter().fold(
        el("tr")
            .attr("role", "row")
            .child(header("cell-select").child(select_page(list))),
        |row, column| row.part_if(move || list.shows(column), move || column_header(list, column)),
    );
    let head = head.child(header("cell-tools").child(span("visually-hidden").text("Actions")));
    let body = el("tbody")
        .attr("role", "rowgroup")
        .part(move || space(list.shown()?.answer.window.0));
    let body = rows(body)
        .part(move || space(list.shown()?.answer.window.1))
        .each(move || list.shown().map(|shown| broken(&shown.answer)).unwrap_or_default())
        .part_if(is_first, move || skeleton(list));
    let table = el("table")
        .class("tokens")
        .attr("part", "table")
        .attr("role", "table")
        .attr("tabindex", "-1")
        .attr_of("aria-label", move || Some(text::kinds::many(list.kind()).to_owned()))
        .state_of("aria-busy", move || list.loader.is_busy() && !list.has_all())
        .child(el("thead").attr("role", "rowgroup").child(head))
        .child(body);
    let frame = el("div")
        .class("table-frame")
        .class_if("table-frame-all", move || list.is_endless())
        .flag_of("hidden", move || failed().is_some() && !has_rows() || is_asked_first())
        .child(table)
        .part_if(is_empty, move || empty(list));
    list.frame.set(Some(frame.clone()));
    el("div")
        .class("table-place")
        .part(move || {
            failed().map(|failure| failure_panel(failure, &FIELDS_WITH_CONTROLS, move || list.loader.again()))
        })
        .child(frame)
}

/// Room for so many rows that are out of sight.
fn space(rows: usize) -> Option<El> {
    (rows > 0).then(|| {
        let row = el("tr").class("row-space").attr("aria-hidden", "true");
        put_rows(&row, rows as u64);
        row
    })
}

/// Tells the style sheet for how many rows one stands.
fn put_rows(row: &El, rows: u64) {
    let style = row.element().unchecked_ref::<web_sys::HtmlElement>().style();
    // A property that exists, and a value that is one.
    let _ = style.set_property("--rows", &rows.to_string());
}

fn broken(answer: &ListAnswer) -> Vec<Item> {
    let rows = answer.broken.iter().cloned();
    rows.map(|(place, id)| item([&*place, &*id].concat(), move || broken_row(&place, &id)))
        .collect()
}

fn column_header(list: List, column: Column) -> El {
    let sorted = move || {
        let ordering = list.query().ordering_text();
        let mut terms = ordering.split(',').enumerate();
        let (at, term, note) = terms.find_map(|(at, term)| {
            let note = column.is_ordered_by(term.strip_prefix('-').unwrap_or(term))?;
            Some((at, term, note))
        })?;
        Some(Sorted {
            direction: if term.starts_with('-') {
                Direction::Descending
            } else {
                Direction::Ascending
            },
            place: if ordering.contains(',') { at + 1 } else { 0 },
            note,
        })
    };
    sort_header(
        column.label(),
        column.class(),
        move || column.about_order(list.kind(), list.has_all()),
        sorted,
        move |add| list.order_by(column, add),
    )
}

/// Selects, or lets go of, every token on the page.
fn select_page(list: List) -> El {
    let counts = move || {
        let tokens = list.tokens();
        let selected = tokens.iter().filter(|token| list.is_selected(token.pk)).count();
        (selected, tokens.len())
    };
    let is_all = move || {
        let (selected, of) = counts();
        of > 0 && selected == of
    };
    let select_all = move |select, _| list.select_page(select);
    tick("Select all on this page", is_all, select_all).watch(move |label| {
        let (selected, of) = counts();
        if let Ok(Some(input)) = label.query_selector("input") {
            let input = input.unchecked_into::<HtmlInputElement>();
            input.set_indeterminate(selected > 0 && selected < of);
            input.set_disabled(of == 0);
        }
    })
}

/// While nothing is known yet: one row as high as all that were asked for, on which they are painted, so that nothing jumps.
fn skeleton(list: List) -> El {
    let row = el("tr")
        .class("row row-skeleton")
        .attr("role", "row")
        .attr("aria-hidden", "true")
        .child(td("cell-select"));
    let row = Column::ALL.into_iter().fold(row, |row, column| {
        row.part_if(move || list.shows(column), move || td(column.class()).child(el("i")))
    });
    put_rows(&row, list.query().page_size.get());
    row.child(td("cell-tools"))
}

/// No rows: because there are none, because a filter leaves none, or because none on this page matches.
fn empty(list: List) -> El {
    let state = move || {
        let shown = list.shown();
        let query = shown
            .as_ref()
            .map(|shown| shown.question.query.clone())
            .unwrap_or_default();
        let looked_at = shown.map_or(0, |shown| shown.answer.pagination.count);
        let searched = !query.search.is_empty();
        (
            searched,
            searched && looked_at > 0,
            query.user.is_some() || query.provider.is_some() || query.is_filtered_wide(),
        )
    };
    let words = move || {
        if let Some(so_far) = list.shown().and_then(|shown| shown.answer.so_far.clone()) {
            return (
                "None match so far".to_owned(),
                format!("{so_far}. What matches among the rest appears here as it comes."),
            );
        }
        let (searched, on_this_page, filtered) = state();
        let kind = text::kinds::many(list.kind()).to_ascii_lowercase();
        let (title, text) = match (on_this_page, searched || filtered) {
            (true, _) => (
                "Nothing on this page matches".to_owned(),
                "The search looked at the rows of this page only. Look at the next page, or choose a user or a provider \
                 from the suggestions.",
            ),
            (false, true) => (
                format!("No {kind} match"),
                "The search and the filters leave none over. Let go of one to see more.",
            ),
            (false, false) => (
                format!("There are no {kind}"),
                "authentik has none to show. They appear here as soon as a client is given one.",
            ),
        };
        (title, text.to_owned())
    };
    let clear_search = move || list.change_query(|query| query.with_search(""));
    let clear_filters = move || {
        list.change_query(|query| {
            let mut query = query.with_user(None).with_provider(None);
            query.wide.retain(|(name, _)| name == "ordering" || name == "rows");
            query
        });
    };
    el("div")
        .class("panel panel-empty")
        .child(span("panel-icon").child(picture(Icon::Empty)))
        .child(el("h2").text_of(move || words().0))
        .child(el("p").text_of(move || words().1))
        .child(
            el("div")
                .class("panel-actions")
                .part_if(
                    move || state().0,
                    move || button("button", clear_search).text("Clear the search"),
                )
                .part_if(
                    move || state().2,
                    move || button("button", clear_filters).text("Clear the filters"),
                ),
        )
}
