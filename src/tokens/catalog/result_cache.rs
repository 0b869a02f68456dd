//! Recent results. When typing, each letter narrows the search, and deleting letters widens it again: the next
//! result is usually a subset of the last one, or was found before.

use std::rc::Rc;

use super::claim_ids::SHORTEST_ID;
use super::facets::Chosen;
use super::query::CatalogQuery;
use crate::tokens::terms::{Term, What};

/// Answers that are kept hold so many times as many positions as there are rows, at most …
const TIMES: usize = 2;

/// … and are no more than this.
const MOST: usize = 40;

/// Answers that still hold, the latest last.
#[derive(Default)]
pub(super) struct ResultCache {
    /// The version of the catalog that they are about.
    version: u64,
    kept: Vec<CachedResult>,
}

struct CachedResult {
    asked: CatalogQuery,
    /// The order that the rows are in.
    order: u64,
    rows: Rc<Vec<u32>>,
}

/// Rows among which everything is that is asked for.
pub(super) struct CacheHit {
    /// Where they stand.
    pub rows: Rc<Vec<u32>>,
    /// The order that they are in.
    pub order: u64,
    /// Whether they are just what is asked for.
    pub is_exact: bool,
}

impl ResultCache {
    /// The fewest rows at hand that hold all that is asked for.
    pub fn among(&mut self, version: u64, asked: &CatalogQuery) -> Option<CacheHit> {
        if self.version != version {
            self.version = version;
            self.kept.clear();
        }
        let wider = self.kept.iter().filter(|kept| is_among(asked, &kept.asked));
        let kept = wider.min_by_key(|kept| kept.rows.len())?;
        Some(CacheHit {
            rows: Rc::clone(&kept.rows),
            order: kept.order,
            is_exact: is_timeless(asked) && alike(asked, &kept.asked),
        })
    }

    /// Keeps an answer for as long as it is true: what follows from the time is true for a moment only.
    pub fn keep(&mut self, asked: &CatalogQuery, order: u64, rows: &Rc<Vec<u32>>, of: usize) {
        if !is_timeless(asked) {
            return;
        }
        self.kept.retain(|kept| !alike(&kept.asked, asked));
        self.kept.push(CachedResult {
            asked: asked.clone(),
            order,
            rows: Rc::clone(rows),
        });
        let mut room = TIMES * of;
        let newest = self.kept.iter().rev().take(MOST).take_while(|kept| {
            let left = room.checked_sub(kept.rows.len());
            room = left.unwrap_or(0);
            left.is_some()
        });
        let newest = newest.count();
        self.kept.drain(..self.kept.len() - newest);
    }
}

/// Whether the same tokens are asked for, in whatever order.
fn alike(one: &CatalogQuery, other: &CatalogQuery) -> bool {
    one.terms == other.terms
        && one.chosen == other.chosen
        && one.span == other.span
        && one.expires == other.expires
        && one.user == other.user
        && one.provider == other.provider
        && one.only == other.only
}

/// Whether all that `asked` finds is among what `wider` finds.
fn is_among(asked: &CatalogQuery, wider: &CatalogQuery) -> bool {
    fn fits<T: PartialEq>(wider: &Option<T>, asked: &Option<T>) -> bool {
        wider.is_none() || wider == asked
    }
    (wider.chosen.is_empty() || wider.chosen == asked.chosen)
        && fits(&wider.span, &asked.span)
        && fits(&wider.expires, &asked.expires)
        && fits(&wider.user, &asked.user)
        && fits(&wider.provider, &asked.provider)
        && fits(&wider.only, &asked.only)
        && wider
            .terms
            .all
            .iter()
            .all(|wider| asked.terms.all.iter().any(|term| implies(term, wider)))
}

/// Whether `term` implies `other`.
fn implies(term: &Term, other: &Term) -> bool {
    if term == other {
        return true;
    }
    !term.without
        && !other.without
        && match (&term.what, &other.what) {
            // A word long enough to be an id must match completely, so one more letter may find something new.
            (What::Anywhere(more), What::Anywhere(less)) => more.len() < SHORTEST_ID && more.contains(&**less),
            (What::User(more), What::User(less))
            | (What::Provider(more), What::Provider(less))
            | (What::Scope(more), What::Scope(less))
            | (What::Subject(more), What::Subject(less)) => more.contains(&**less),
            _ => false,
        }
}

/// Whether the same tokens answer it at any time.
fn is_timeless(asked: &CatalogQuery) -> bool {
    let Chosen {
        statuses,
        severities,
        findings,
        ..
    } = &asked.chosen;
    let by_time = |what: &What| {
        matches!(
            what,
            What::Status(_) | What::Severity(_) | What::Finding(_) | What::Expires(_)
        )
    };
    let are_timeless = statuses.is_empty() && severities.is_empty() && findings.is_empty();
    are_timeless && asked.expires.is_none() && !asked.terms.all.iter().any(|term| by_time(&term.what))
}
