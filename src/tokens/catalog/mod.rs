//! The whole set of tokens, in memory: read once, then searched, sorted by anything, counted and drawn within a frame.
//!
//! A row is 64 bytes; what many tokens share (users, providers, scopes, subjects) is kept once. Rows stand in order of
//! their number, so that a page finds its place by halving, and everything else refers to them by position.

mod address;
mod claim_ids;
mod counts;
mod facet_filter;
mod facets;
mod find;
mod groups;
mod intern;
mod list_page;
mod order;
mod overview;
mod plan_summary;
mod query;
pub mod reading;
mod result_cache;
mod row;
mod sort;
mod span;
mod store;
mod timeline;

pub use facets::{Chosen, Facet, FacetValue, Value, known_values};
pub use groups::{GroupColumn, GroupKey, GroupOrder, NextExpiry, TokenGroup, TokenGroups};
pub use list_page::{RowsInSight, list_page};
pub use order::plainly;
pub use overview::Overview;
pub use plan_summary::{KindSummary, PlanSummary};
pub use query::{CatalogQuery, Found};
pub use row::CatalogRow;
pub use span::Span;
pub use store::{Catalog, NotUpdated, Unreadable};
pub use timeline::{BarCounts, Bucket, TimeRange, Timeline};

/// A larger count from a server is not believed.
const BELIEVED: u64 = 1_000_000;

/// Makes room for `count` rows at once, and for a few that come later. Growing by itself, a list is copied each time that it
/// is full, and for that moment takes three times the room; the memory of a wasm module never shrinks again.
fn make_room<T>(rows: &mut Vec<T>, count: u64) {
    let count = usize::try_from(count.min(BELIEVED)).unwrap_or_default();
    if rows.capacity() < count {
        // If there is not that much memory, the list grows by itself for as long as there is some.
        let _ = rows.try_reserve_exact((count + count / 32).saturating_sub(rows.len()));
    }
}
