//! A page of what the catalog finds, as the list shows it.

use std::rc::Rc;

use chrono::{DateTime, Utc};

use super::query::CatalogQuery;
use super::store::Catalog;
use crate::model::page::{Pagination, Row};
use crate::model::token::Token;
use crate::tokens::list_answer::{ListAnswer, SearchOutcome};
use crate::tokens::local_match::Needle;
use crate::tokens::paging::{Range, existing_page, page_count};
use crate::tokens::query::ListQuery;

/// So many rows stand ready before and behind those in sight.
const SPARE: usize = 8;

/// What is in sight where all rows stand below each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowsInSight {
    /// The first row in sight, from 0.
    pub first: usize,
    /// How many are.
    pub length: usize,
    /// So many rows can stand below each other at all.
    pub most: usize,
}

/// One page of what is found, or what is in sight of all of it.
pub fn list_page(
    catalog: &mut Catalog,
    asked: &CatalogQuery,
    query: &ListQuery,
    in_sight: Option<RowsInSight>,
    now: DateTime<Utc>,
) -> ListAnswer {
    let found = catalog.find(asked, now);
    let count = found.rows.len() as u64;
    let size = query.page_size;
    let current = existing_page(query.page, count, size);
    let there = in_sight.map_or(usize::MAX, |sight| sight.most).min(found.rows.len());
    let (from, length) = match in_sight {
        Some(sight) => {
            let first = sight.first.saturating_sub(SPARE);
            (first.min(there), sight.length + 2 * SPARE)
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
    let is_end = current == pages || in_sight.is_some();
    let unreadable = if is_end {
        catalog.unreadable().to_vec()
    } else {
        Vec::new()
    };
    let marks = asked.terms.marks();
    ListAnswer {
        pagination: Pagination {
            count,
            current: if in_sight.is_some() { 1 } else { current },
            total_pages: if in_sight.is_some() { 1 } else { pages },
            start_index: if in_sight.is_some() { count.min(1) } else { range.first },
            end_index: if in_sight.is_some() { there as u64 } else { range.last },
            next: (current < pages && in_sight.is_none()).then_some(current + 1),
            previous: current.checked_sub(1).filter(|&page| page > 0),
        },
        rows,
        search: SearchOutcome::NotAsked,
        unreadable,
        so_far: None,
        total: Some(catalog.len() as u64),
        window: if in_sight.is_some() { (from, after) } else { (0, 0) },
        needle: (!marks.is_empty()).then(|| Rc::new(Needle::of(marks))),
        requested_page: None,
        groups: None,
    }
}
