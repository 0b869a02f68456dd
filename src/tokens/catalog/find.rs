//! Which tokens match what is asked, in order.

use std::rc::Rc;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::claim_ids::{SHORTEST_ID, hash};
use super::facet_filter::{FacetFilter, mask};
use super::intern::NONE;
use super::query::{CatalogQuery, Found};
use super::row::{CatalogRow, StatusSet};
use super::span::Span;
use super::store::Catalog;
use crate::tokens::findings::Severity;
use crate::tokens::terms::{Expires, IdClaim, Period, What};

impl Catalog {
    /// Finds what is asked for.
    pub fn find(&mut self, asked: &CatalogQuery, now: DateTime<Utc>) -> Found {
        self.sort(&asked.order, now);
        let (all, order) = (self.order.rows(), self.order.number());
        if asked.is_everything() {
            return Found { rows: all };
        }
        let among = self.result_cache.among(self.version, asked);
        let is_exact = among.as_ref().is_some_and(|among| among.is_exact);
        let rows = match among {
            None => all,
            Some(among) if among.order == order => among.rows,
            Some(among) => self.in_order(&among.rows),
        };
        let rows = if is_exact {
            rows
        } else {
            self.narrow(&rows, asked, now).into()
        };
        self.result_cache.keep(asked, order, &rows, self.rows.len());
        Found { rows }
    }

    /// Those of the rows at these positions that match.
    pub fn narrow(&self, rows: &[u32], asked: &CatalogQuery, now: DateTime<Utc>) -> Vec<u32> {
        let filter = RowFilter::new(self, asked, rows, now);
        let matches = |&&at: &&u32| self.rows.get(at as usize).is_some_and(|row| filter.holds(row));
        rows.iter().filter(matches).copied().collect()
    }

    /// The same positions, in the order of now.
    fn in_order(&self, rows: &[u32]) -> Rc<Vec<u32>> {
        let mut is_meant = vec![false; self.rows.len()];
        for &at in rows {
            if let Some(is_meant) = is_meant.get_mut(at as usize) {
                *is_meant = true;
            }
        }
        let all = self.order.rows();
        let meant = all.iter().filter(|&&at| is_meant.get(at as usize) == Some(&true));
        Rc::new(meant.copied().collect())
    }
}

/// A question, evaluated in advance for everything that rows share, so that testing a row compares no text.
struct RowFilter {
    tests: Vec<(bool, Test)>,
    facets: FacetFilter,
    span: Option<Span>,
    user: Option<u32>,
    provider: Option<u32>,
    only: Option<Arc<[u64]>>,
    now: i64,
}

impl RowFilter {
    /// For the rows at these positions, and no others.
    fn new(catalog: &Catalog, asked: &CatalogQuery, rows: &[u32], now: DateTime<Utc>) -> Self {
        let period = |expires: Expires| expires.period(now, asked.clock);
        let terms = asked.terms.all.iter();
        let tests = terms.map(|term| (term.without, Test::new(catalog, &term.what, rows, period)));
        let expires = asked.expires.map(|expires| (false, Test::Expires(period(expires))));
        Self {
            tests: tests.chain(expires).collect(),
            facets: FacetFilter::new(catalog, &asked.chosen),
            span: asked.span,
            // A user or provider without any token read has no number, so nothing matches.
            user: asked.user.map(|pk| catalog.users.find(pk).unwrap_or(NONE)),
            provider: asked.provider.map(|pk| catalog.providers.find(pk).unwrap_or(NONE)),
            only: asked.only.clone(),
            now: now.timestamp_micros(),
        }
    }

    /// Whether a row matches all of it.
    fn holds(&self, row: &CatalogRow) -> bool {
        self.is_searched_for(row) && self.facets.matches(row, self.now) && self.is_in_span(row)
    }

    fn is_in_span(&self, row: &CatalogRow) -> bool {
        self.span.is_none_or(|span| span.holds(row.ends()))
    }

    fn is_searched_for(&self, row: &CatalogRow) -> bool {
        self.user.is_none_or(|user| row.user == user)
            && self.provider.is_none_or(|provider| row.provider == provider)
            && self
                .only
                .as_ref()
                .is_none_or(|only| only.binary_search(&row.pk).is_ok())
            && self
                .tests
                .iter()
                .all(|(without, test)| test.holds(row, self.now) != *without)
    }
}

/// Whether a row passes, by the numbers of what it shares.
enum Test {
    Anywhere {
        users: Vec<bool>,
        providers: Vec<bool>,
        scopes: Vec<bool>,
        subjects: Vec<bool>,
        digits: Option<Digits>,
        id: Option<u32>,
    },
    User(Vec<bool>),
    Provider(Vec<bool>),
    Scopes(Vec<bool>),
    Status(StatusSet),
    Severity(Severity),
    Findings(u16),
    Expires(Period),
    Subjects(Vec<bool>),
    Id(IdClaim, u32),
}

impl Test {
    fn new(catalog: &Catalog, what: &What, rows: &[u32], period: impl Fn(Expires) -> Period) -> Self {
        // Most tokens have a subject of their own: where few are left, few need be looked at.
        let subjects = |text: &str| {
            if rows.len() < catalog.subjects.len() {
                let rows = rows.iter().filter_map(|&at| catalog.rows.get(at as usize));
                catalog.subjects.holding_of(text, rows.map(|row| row.subject))
            } else {
                catalog.subjects.holding(text)
            }
        };
        let scopes = |text: &str| catalog.scopes.holding_any(&catalog.scopes.names.holding(text));
        match what {
            What::Anywhere(text) => Self::Anywhere {
                users: catalog.users.holding(text),
                providers: catalog.providers.holding(text),
                scopes: scopes(text),
                subjects: subjects(text),
                digits: Digits::of(text),
                id: (text.len() >= SHORTEST_ID).then(|| hash(text)),
            },
            What::User(text) => Self::User(catalog.users.holding(text)),
            What::Provider(text) => Self::Provider(catalog.providers.holding(text)),
            What::Scope(text) => Self::Scopes(scopes(text)),
            What::Status(statuses) => Self::Status(StatusSet::of(statuses)),
            What::Severity(severity) => Self::Severity(*severity),
            What::Finding(findings) => Self::Findings(mask(findings)),
            What::Expires(expires) => Self::Expires(period(*expires)),
            What::Subject(text) => Self::Subjects(subjects(text)),
            What::Id(claim, text) => Self::Id(*claim, hash(text)),
        }
    }

    fn holds(&self, row: &CatalogRow, now: i64) -> bool {
        let is_among = |marks: &[bool], at: u32| marks.get(at as usize).copied().unwrap_or(false);
        match self {
            Self::Anywhere {
                users,
                providers,
                scopes,
                subjects,
                digits,
                id,
            } => {
                is_among(users, row.user)
                    || is_among(providers, row.provider)
                    || is_among(scopes, row.scopes)
                    || is_among(subjects, row.subject)
                    || digits.as_ref().is_some_and(|digits| digits.are_in(row.pk))
                    || id.is_some_and(|id| row.ids.contains(&id))
            }
            Self::User(marks) => is_among(marks, row.user),
            Self::Provider(marks) => is_among(marks, row.provider),
            Self::Scopes(marks) => is_among(marks, row.scopes),
            Self::Status(statuses) => statuses.contains(row.status(now)),
            Self::Severity(severity) => row.findings(now).worst() == Some(*severity),
            Self::Findings(mask) => row.findings(now).bits() & mask != 0,
            Self::Expires(period) => period.holds(row.end()),
            Self::Subjects(marks) => is_among(marks, row.subject),
            Self::Id(claim, id) => row.ids.get(*claim as usize) == Some(id),
        }
    }
}

/// A text of digits, to be found anywhere in a number.
struct Digits {
    value: u64,
    /// One more than the largest number of so many digits.
    limit: u64,
}

impl Digits {
    fn of(text: &str) -> Option<Self> {
        let is_number = !text.is_empty() && text.len() < 19 && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then_some(())?;
        Some(Self {
            value: text.parse().ok()?,
            limit: 10_u64.checked_pow(u32::try_from(text.len()).ok()?)?,
        })
    }

    fn are_in(&self, number: u64) -> bool {
        let mut left = number;
        while left >= self.limit / 10 {
            if left % self.limit == self.value {
                return true;
            }
            if left < 10 {
                break;
            }
            left /= 10;
        }
        false
    }
}
