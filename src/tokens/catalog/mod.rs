//! The whole set of tokens, in memory: read once, then searched, sorted by anything, counted and drawn within a frame.
//!
//! A row is 48 bytes; what many tokens share (users, providers, scopes, subjects) is kept once. Rows stand in order of
//! their number, so that a page finds its place by halving, and everything else refers to them by position.

mod address;
mod counts;
mod doors;
mod facets;
mod find;
mod holdings;
mod intern;
mod lately;
pub mod reading;
mod row;
mod sort;
mod store;
mod timeline;

pub use facets::{Chosen, Facet, FacetValue, Value};
pub use find::{Asked, Found};
pub use holdings::{Holding, Holdings, Party};
pub use row::{Row, StatusSet};
pub use sort::{By, Order, SortTerm, plainly, ranks};
pub use store::{Catalog, Overview, Unreadable};
pub use timeline::{Bucket, Span, Timeline};
