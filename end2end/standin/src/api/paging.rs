//! Pages, by Django's rules.

use super::ask::Ask;
use serde::Serialize;

/// Rows of a page when nothing is said.
pub const DEFAULT_SIZE: usize = 20;
/// Rows of a page at most.
pub const MAX_SIZE: usize = 100;

/// Where a list says it is.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Pagination {
    next: usize,
    previous: usize,
    count: usize,
    current: usize,
    total_pages: usize,
    start_index: usize,
    end_index: usize,
}

/// One page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    count: usize,
    current: usize,
    total: usize,
    /// The first row, from 0.
    pub start: usize,
    /// The row after the last.
    pub end: usize,
}

impl Page {
    /// The page asked for of `count` rows; none where it is not there.
    ///
    /// Sizes that are no size are the default, and too large ones are the largest; pages that
    /// are no page are not there, but an empty `page` is the first.
    pub fn asked(ask: &Ask, count: usize) -> Option<Self> {
        let size = ask
            .last("page_size")
            .and_then(whole)
            .filter(|size| *size > 0)
            .map_or(DEFAULT_SIZE, |size| {
                usize::try_from(size).unwrap_or(MAX_SIZE).min(MAX_SIZE)
            });
        let total = count.div_ceil(size).max(1);
        let current = match ask.last("page") {
            None | Some("") => 1,
            Some("last") => total,
            Some(page) => usize::try_from(whole(page)?).ok()?,
        };
        if current == 0 || current > total {
            return None;
        }
        let start = (current - 1) * size;
        Some(Page {
            count,
            current,
            total,
            start,
            end: (start + size).min(count),
        })
    }

    /// The `pagination` of the envelope.
    pub fn pagination(self) -> Pagination {
        Pagination {
            next: if self.current < self.total { self.current + 1 } else { 0 },
            previous: self.current - 1,
            count: self.count,
            current: self.current,
            total_pages: self.total,
            start_index: if self.count == 0 { 0 } else { self.start + 1 },
            end_index: self.end,
        }
    }
}

/// A whole number as Python reads one: with a sign, with spaces around.
pub fn whole(text: &str) -> Option<i64> {
    text.trim().parse().ok()
}
