//! What the catalog can be asked for, and what it answers.

use std::rc::Rc;
use std::sync::Arc;

use super::facets::Chosen;
use super::span::Span;
use crate::tokens::local_time::LocalTime;
use crate::tokens::query::SortTerm;
use crate::tokens::terms::{Expires, Terms};

/// A question to the catalog.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CatalogQuery {
    /// What is searched for.
    pub terms: Terms,
    /// What is chosen in the facets.
    pub chosen: Chosen,
    /// When it ends: in a span that was chosen in the timeline, …
    pub span: Option<Span>,
    /// … or as `expires:` says it. The address holds one of the two.
    pub expires: Option<Expires>,
    /// Only this user's, by pk.
    pub user: Option<u64>,
    /// Only this provider's, by pk.
    pub provider: Option<u64>,
    /// These alone, by pk and in order of it.
    pub only: Option<Arc<[u64]>>,
    /// In what order; none is by number.
    pub order: Vec<SortTerm>,
    /// The clock whose days are meant.
    pub clock: LocalTime,
}

/// What was found: positions in the catalog, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Where the rows stand.
    pub rows: Rc<Vec<u32>>,
}

impl CatalogQuery {
    /// Whether every token answers it.
    pub(super) fn is_everything(&self) -> bool {
        self.terms.all.is_empty()
            && self.chosen.is_empty()
            && self.span.is_none()
            && self.expires.is_none()
            && self.user.is_none()
            && self.provider.is_none()
            && self.only.is_none()
    }
}
