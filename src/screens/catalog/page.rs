//! A page of what the catalog finds, as the list shows it.

use std::rc::Rc;

use crate::model::page::{Pagination, Row};
use crate::model::token::Token;
use crate::platform::clock::now;
use crate::screens::token_list::question::{ListAnswer, SearchOutcome};
use crate::tokens::catalog::{Catalog, CatalogQuery};
use crate::tokens::local_match::Needle;
use crate::tokens::paging::{Range, existing_page, page_count};
use crate::tokens::query::ListQuery;

/// A row is about so high, in pixels, as long as none is there to be measured.
pub const ROW: f64 = 54.0;

/// So many rows stand ready before and behind those in sight.
const SPARE: usize = 8;

/// One page of what is found, or what is in sight of all of it; and how many are found. `window`: the first row in sight
/// and how many are, and how many can stand below each other at all.
pub fn page(
    catalog: &mut Catalog,
    asked: &CatalogQuery,
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
    let unreadable = catalog.unreadable().iter().filter(|_| is_end).map(|row| {
        let place = match row.pk {
            Some(pk) => format!("at number {pk}"),
            None => row.problem.clone(),
        };
        (place, row.request_id.clone().unwrap_or_else(|| row.problem.clone()))
    });
    let unreadable = unreadable.collect();
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
        unreadable,
        so_far: None,
        window: if window.is_some() { (from, after) } else { (0, 0) },
        needle: (!marks.is_empty()).then(|| Rc::new(Needle::of(marks))),
        requested_page: None,
    };
    (answer, count)
}
