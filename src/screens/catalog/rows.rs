//! The rows of the table, out of memory.

use std::rc::Rc;

use leptos::prelude::*;

use super::reader::Reader;
use super::state::{CatalogState, so_far};
use crate::platform::clock::now;
use crate::state::loader::Answered;
use crate::tokens::catalog::{RowsInSight, list_page};
use crate::tokens::list_answer::{ListAnswer, ListQuestion};
use crate::tokens::query::ListQuery;

/// The rows that answer the question on screen, tracked. None before the first are there.
pub fn answer(state: CatalogState, reader: Reader) -> Option<Answered<ListQuestion, ListAnswer>> {
    let query = state.list.query();
    let kind = state.list.kind();
    let asked = state.question.get();
    state.clock.ten_seconds.track();
    let in_sight = query.all_rows.then(|| {
        let (first, length) = state.window.get();
        let most = state.below.get();
        RowsInSight { first, length, most }
    });
    let answer = state.with_catalog(reader, |catalog| list_page(catalog, &asked, &query, in_sight, now()));
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
