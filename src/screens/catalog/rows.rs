//! The rows of the table, out of memory.

use std::rc::Rc;

use leptos::prelude::*;

use super::reader::Reader;
use super::state::{CatalogState, so_far};
use crate::model::page::{Page, Pagination};
use crate::platform::clock::now;
use crate::state::loader::Answered;
use crate::text;
use crate::tokens::catalog::{RowsInSight, TokenGroups, list_page};
use crate::tokens::list_answer::{GroupedAnswer, ListAnswer, ListQuestion};
use crate::tokens::paging::{Range, existing_page, page_count};
use crate::tokens::query::ListQuery;

/// The rows that answer the question on screen, tracked. None before the first are there.
pub fn answer(state: CatalogState, reader: Reader) -> Option<Answered<ListQuestion, ListAnswer>> {
    let query = state.list.query();
    let kind = state.list.kind();
    let asked = state.question.get();
    state.clock.ten_seconds.track();
    let in_sight = query.is_endless().then(|| {
        let (first, length) = state.window.get();
        let most = state.below.get();
        RowsInSight { first, length, most }
    });
    let answer = match state.groups.get().filter(|groups| !groups.all.is_empty()) {
        Some(groups) => grouped(state, reader, &groups, &query),
        // Where nothing matches there is no group, and no row either.
        None => state.with_catalog(reader, |catalog| list_page(catalog, &asked, &query, in_sight, now())),
    };
    if !reader.is_complete() && state.with_catalog(reader, |catalog| catalog.is_empty()) {
        return None;
    }
    let answer = ListAnswer {
        so_far: so_far(reader),
        ..answer
    };
    let older = state.list.slots.answer.get_untracked();
    let answer = match older {
        Some(older) => answer.keeping(&older.answer.rows),
        None => answer,
    };
    Some(Answered {
        question: Rc::new(ListQuestion {
            kind,
            query: ListQuery {
                search: state.text.get(),
                ..query
            },
        }),
        answer: Rc::new(answer),
        at: reader.read_at().unwrap_or_else(now),
    })
}

/// A page of groups. Their rows are drawn by those who know them.
fn grouped(state: CatalogState, reader: Reader, groups: &TokenGroups, query: &ListQuery) -> ListAnswer {
    let (groups_count, tokens) = (groups.all.len() as u64, groups.tokens as u64);
    let current = existing_page(query.page, groups_count, query.page_size);
    let pages = page_count(groups_count, query.page_size);
    let range = Range::of_page(current, groups_count, query.page_size);
    let total = state.with_catalog(reader, |catalog| catalog.len() as u64);
    ListAnswer {
        groups: Some(GroupedAnswer {
            words: text::groups::answer(groups.by, groups.named() as u64, tokens, total, !reader.is_complete()),
            tokens,
        }),
        total: Some(total),
        ..ListAnswer::of_page(
            Page {
                pagination: Pagination {
                    count: groups_count,
                    current,
                    total_pages: pages,
                    start_index: range.first,
                    end_index: range.last,
                    next: (current < pages).then_some(current + 1),
                    previous: current.checked_sub(1).filter(|&page| page > 0),
                },
                rows: Vec::new(),
            },
            None,
        )
    }
}
