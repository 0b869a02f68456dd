//! The list of tokens: search, filters, table, pages.

mod cells;
pub mod columns;
pub mod filters;
pub mod list;
mod notices;
pub mod question;
mod row;
mod rows;
mod scopes;
pub mod search_box;
mod table;
mod words;

use std::cell::Cell;
use std::time::Duration;

use leptos::prelude::*;

pub use cells::Draw;
use filters::filters;
use list::List;
use notices::notices;
pub use scopes::scope;
use search_box::search_box;
use table::token_table;

use crate::app::app;
use crate::settings::remember_page_size;
use crate::text;
use crate::tokens::query::PageSize;
use crate::ui::dom::{El, button, el, keep_watching};
use crate::ui::format::{clock, number};
use crate::ui::icon::{Icon, picture};
use crate::ui::menu::menu;
use crate::ui::pager::{ALL, Place, pager};

/// An answer that takes longer than so many seconds is remarked on.
const SLOW: i64 = 4;

/// The list.
pub fn token_list() -> El {
    let list = expect_context::<List>();
    let later = app().later;
    let table = token_table();
    return_focus(list, table.clone());
    let head = el("header")
        .class("list-head")
        .child(el("h1").text_of(move || text::kinds::many(list.kind()).to_owned()))
        .child(
            el("div")
                .class("list-tools")
                .child(
                    el("div")
                        .class("catalog-place")
                        .part(move || Some((later.catalog()?.tools)())),
                )
                .child(freshness(list))
                .child(refresh(list))
                .child(column_chooser()),
        );
    el("div")
        .class("list")
        .attr("part", "list")
        .child(head)
        // These have their places from the beginning, so that nothing moves when they come.
        .child(
            el("div")
                .class("overview-place")
                .part(move || Some((later.catalog()?.overview)())),
        )
        .child(el("div").class("list-ask").child(search_box()).child(filters()))
        .child(
            el("div")
                .class("strip-place")
                .part(move || Some((later.catalog()?.strip)())),
        )
        .child(notices())
        .part(move || Some((list.choosing.get()?.notice)()))
        .child(table)
        .child(pages(list))
        .part(move || Some((list.choosing.get()?.bar)()))
}

/// Where the drawer closes, the focus goes back to the row of its token.
fn return_focus(list: List, table: El) {
    let location = app().location;
    let before = Cell::new(None);
    keep_watching(move || {
        let open = list.open();
        let (Some(closed), None) = (before.replace(open), open) else {
            return;
        };
        if !location.takes_focus() {
            return;
        }
        let table = table.clone();
        // A moment later: on a phone the list is out of reach until the drawer is gone.
        let focus = move || {
            if !row::focus_row(&table, closed)
                && let Some(table) = table.find("table")
            {
                table.focus();
            }
        };
        set_timeout(focus, Duration::ZERO);
    });
}

/// When the last answer came, or how long the next one takes already. It has its place in any case, so nothing moves.
fn freshness(list: List) -> El {
    let second = app().clock.second;
    let text = move || {
        let waited = list
            .loader
            .busy_since()
            .map_or(0, |since| (second.get() - since).num_seconds());
        if waited >= SLOW {
            return format!("Waiting for authentik, {waited} s");
        }
        let at = list.shown().map(|shown| shown.at);
        at.map(|at| format!("Updated {}", clock(at))).unwrap_or_default()
    };
    el("span").class("freshness quiet").text_of(text)
}

fn refresh(list: List) -> El {
    button("button tool-plain", move || list.refresh())
        .class_if("button-busy", move || list.is_busy())
        .child(picture(Icon::Refresh))
        .child(el("span").text("Refresh"))
}

fn column_chooser() -> El {
    let later = app().later;
    let choices = el("div").part(move || Some((later.tools()?.columns)()));
    menu("Columns", Icon::Columns, false, choices)
}

fn pages(list: List) -> El {
    let place = move || {
        let shown = list.shown()?;
        let page = &shown.answer.pagination;
        let range = match page.count {
            0 => "0 of 0".to_owned(),
            count => format!(
                "{}–{} of {}",
                number(page.start_index),
                number(page.end_index),
                number(count)
            ),
        };
        let range = match &shown.answer.so_far {
            Some(so_far) => format!("{range}, {so_far}"),
            None => range,
        };
        Some(Place {
            page: page.current,
            pages: page.total_pages.max(1),
            range,
        })
    };
    let set_size = move |choice: u64| {
        let size = PageSize::new(choice);
        if let Some(size) = size {
            remember_page_size(size);
        }
        list.change_query(|query| {
            let mut query = query.with_page_size(size.unwrap_or(query.page_size));
            query.set_wide("rows", if choice == ALL { "all" } else { "" });
            query
        });
    };
    pager(
        place,
        move |page| list.change_query(|query| query.with_page(page)),
        move || {
            let all = list.has_all().then_some(ALL);
            PageSize::CHOICES.into_iter().chain(all).collect()
        },
        move || {
            let query = list.query();
            if query.wide("rows") == "all" {
                ALL
            } else {
                query.page_size.get()
            }
        },
        set_size,
    )
    // Where the first answer will end is not known; what appears below it moves nothing.
    .flag_of("hidden", move || list.shown().is_none() && list.loader.is_busy())
}
