//! The rows of the table, out of memory.

use std::rc::Rc;

use leptos::ev;
use leptos::prelude::*;
use web_sys::Element;

use super::reader::Reader;
use super::{Desk, so_far};
use crate::model::page::{Pagination, Row};
use crate::model::token::Token;
use crate::platform::clock::now;
use crate::platform::signals::set_if_changed;
use crate::screens::token_list::question::{ListAnswer, Question, SearchOutcome};
use crate::state::loader::Answered;
use crate::text;
use crate::tokens::catalog::{Asked, Catalog};
use crate::tokens::local_match::Needle;
use crate::tokens::paging::{Range, existing_page, most_below, page_count};
use crate::tokens::query::ListQuery;

/// A row is about so high, in pixels, as long as none is there to be measured.
pub const ROW: f64 = 54.0;

/// So many rows stand ready before and behind those in sight.
const SPARE: usize = 8;

/// The rows that answer the question on screen, tracked. None before the first are there.
pub fn answer(desk: Desk, reader: Reader) -> Option<Answered<Question, ListAnswer>> {
    let query = desk.list.query();
    let kind = desk.list.kind();
    let text = desk.text();
    let (asked, ignored, error) = Asked::read(&query, &text);
    desk.clock.ten_seconds.track();
    let window = (query.wide("rows") == "all").then(|| (desk.window.get(), desk.below.get()));
    let problem = error
        .map(|error| text::terms::problem(&error.problem))
        .unwrap_or_default();
    let (answer, matching) = desk.with_catalog(reader, |catalog| page(catalog, &asked, &query, window));
    untrack(|| {
        set_if_changed(desk.list.problem, problem);
        set_if_changed(desk.ignored, ignored);
        set_if_changed(desk.matching, matching);
        if desk.question.with_untracked(|before| **before != asked) {
            desk.question.set(Rc::new(asked));
        }
    });
    if !reader.is_complete() && desk.with_catalog(reader, |catalog| catalog.is_empty()) {
        return None;
    }
    let answer = ListAnswer {
        so_far: so_far(reader),
        ..answer
    };
    let older = desk.list.local.get_untracked();
    let answer = match older {
        Some(older) => answer.keeping(&older.answer.rows),
        None => answer,
    };
    Some(Answered {
        question: Rc::new(Question {
            kind,
            query: ListQuery { search: text, ..query },
        }),
        answer: Rc::new(answer),
        at: reader.read_at().unwrap_or_else(now),
    })
}

/// One page of what is found, or what is in sight of all of it; and how many are found. `window`: the first row in sight
/// and how many are, and how many can stand below each other at all.
pub fn page(
    catalog: &mut Catalog,
    asked: &Asked,
    query: &ListQuery,
    window: Option<((usize, usize), usize)>,
) -> (ListAnswer, u64) {
    let found = catalog.find(asked, now());
    let count = found.rows.len() as u64;
    let size = query.page_size;
    let current = existing_page(query.page, count, size);
    let there = window.map_or(usize::MAX, |(_, most)| most).min(found.rows.len());
    let (from, length) = match window {
        Some(((first, length), _)) => {
            let first = first.saturating_sub(SPARE);
            (first.min(there), length + 2 * SPARE)
        }
        None => (
            usize::try_from((current - 1) * size.get()).unwrap_or(usize::MAX),
            usize::try_from(size.get()).unwrap_or(100),
        ),
    };
    let positions = found.rows.iter().take(there).skip(from).take(length);
    let rows: Vec<Row<Rc<Token>>> = positions
        .filter_map(|&position| Some(Row::Read(Rc::new(catalog.token(position)?))))
        .collect();
    let pages = page_count(count, size);
    let range = Range::of_page(current, count, size);
    let after = there.saturating_sub(from + rows.len());
    // Behind all others, where those end.
    let is_end = current == pages || window.is_some();
    let broken = catalog.unreadable().iter().filter(|_| is_end).map(|row| {
        let place = match row.pk {
            Some(pk) => format!("at number {pk}"),
            None => row.problem.clone(),
        };
        (place, row.request_id.clone().unwrap_or_else(|| row.problem.clone()))
    });
    let broken = broken.collect();
    let marks = asked.terms.marks();
    let answer = ListAnswer {
        pagination: Pagination {
            count,
            current: if window.is_some() { 1 } else { current },
            total_pages: if window.is_some() { 1 } else { pages },
            start_index: if window.is_some() { count.min(1) } else { range.first },
            end_index: if window.is_some() { there as u64 } else { range.last },
            next: (current < pages && window.is_none()).then_some(current + 1),
            previous: current.checked_sub(1).filter(|&page| page > 0),
        },
        rows,
        search: SearchOutcome::NotAsked,
        broken,
        so_far: None,
        window: if window.is_some() { (from, after) } else { (0, 0) },
        needle: (!marks.is_empty()).then(|| Rc::new(Needle::of(marks))),
        instead_of: None,
    };
    (answer, count)
}

/// Where all rows stand below each other, those in sight are on the page, and no others.
pub fn follow_scrolling(desk: Desk) {
    let list = desk.list;
    // What is in sight depends on how high the rows are, so each answer may change it …
    Effect::new(move || {
        list.local.track();
        if let (Some(frame), true) = (list.frame.get(), list.is_endless()) {
            look(desk, &frame);
        }
    });
    // … and scrolling does. Whether all rows stand there is asked apart: with each answer the listener would be another.
    let is_endless = Memo::new(move |_| list.is_endless());
    Effect::new(move || {
        if let (Some(frame), true) = (list.frame.get(), is_endless.get()) {
            let scrolled = frame.clone();
            let listener = frame.on(ev::scroll, move |_| look(desk, &scrolled));
            // It listens until it is dropped.
            on_cleanup(move || drop(listener));
        }
    });
    // The open token is in sight, wherever one came from to it.
    Effect::new(move |before: Option<Option<u64>>| {
        let open = list.open();
        if let (Some(pk), Some(frame), true) = (open, list.frame.get_untracked(), untrack(|| list.is_endless()))
            && before.flatten().is_some_and(|before| before != pk)
        {
            bring_into_sight(desk, &frame, pk);
        }
        open
    });
    // Another question begins at its top.
    Effect::new(move || {
        desk.question.track();
        if let Some(frame) = list.frame.get_untracked().filter(|_| untrack(|| list.is_endless())) {
            frame.set_scroll_top(0);
        }
    });
}

/// Scrolls no further than it takes.
fn bring_into_sight(desk: Desk, frame: &Element, pk: u64) {
    let Some(place) = desk.place(pk) else { return };
    let row = row_height(frame);
    // The end of the frame may be below that of the window.
    let window_height = window().inner_height().ok().and_then(|height| height.as_f64());
    let below = window_height.map_or(0.0, |height| {
        (frame.get_bounding_client_rect().bottom() - height).max(0.0)
    });
    let room = f64::from(frame.client_height()) - height_of(frame, "thead").unwrap_or(0.0) - below;
    let room = room.max(row);
    #[expect(clippy::cast_precision_loss, reason = "rows on a page")]
    let top = place as f64 * row;
    let seen_from = f64::from(frame.scroll_top());
    let from = seen_from.min(top).max(top + row - room);
    #[expect(clippy::cast_possible_truncation, reason = "pixels")]
    if (from - seen_from).abs() >= 1.0 {
        frame.set_scroll_top(from as i32);
    }
}

fn height_of(frame: &Element, selector: &str) -> Option<f64> {
    let found = frame.query_selector(selector).ok().flatten();
    found.map(|found| f64::from(found.client_height()))
}

fn row_height(frame: &Element) -> f64 {
    height_of(frame, ".row").map_or(ROW, |row| row.max(20.0))
}

/// Sees which rows are in sight.
fn look(desk: Desk, frame: &Element) {
    let row = row_height(frame);
    // The headers stay in sight, and rows move below them.
    let top = f64::from(frame.scroll_top());
    let end = top + f64::from(frame.client_height()) - height_of(frame, "thead").unwrap_or(0.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rows on a page")]
    let (first, last) = ((top / row) as usize, (end / row).ceil() as usize);
    set_if_changed(desk.window, (first, last.saturating_sub(first)));
    set_if_changed(desk.below, most_below(row));
}
