//! The counts of what matches.

use std::rc::Rc;

use chrono::{DateTime, Utc};

use super::intern::NONE;
use super::query::CatalogQuery;
use super::row::StatusSet;
use super::store::Catalog;
use crate::tokens::findings::Severity;
use crate::tokens::status::Status;
use crate::tokens::terms::Expires;

/// Counts, each of which leads to what it counts. None is restricted by the choice that it leads to: with only expired
/// tokens in the list it still says how many there are that never expire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overview {
    /// Those that work.
    pub live: usize,
    /// Those of them that expire within a day.
    pub expiring: usize,
    /// Those of them that never expire.
    pub never: usize,
    /// Those with a finding of high severity.
    pub high: usize,
}

impl Catalog {
    /// The counts of what matches `asked`.
    pub fn overview(&mut self, asked: &CatalogQuery, now: DateTime<Utc>) -> Overview {
        let mut any_lifetime = asked.clone();
        any_lifetime.chosen.statuses = StatusSet::default();
        any_lifetime.span = None;
        any_lifetime.expires = None;
        let mut any_severity = asked.clone();
        any_severity.chosen.severities.clear();
        let found = self.find(asked, now).rows;
        let works = StatusSet::of(&Status::WORKING);
        let within_a_day = Expires::WITHIN_A_DAY.period(now, asked.clock);
        let micros = now.timestamp_micros();
        let mut overview = Overview::default();
        for &at in &*self.or_found(&any_lifetime, asked, &found, now) {
            let Some(row) = self.rows.get(at as usize) else {
                continue;
            };
            let status = row.status(micros);
            overview.live += usize::from(works.contains(status));
            overview.expiring += usize::from(status == Status::Active && within_a_day.holds(row.end()));
            overview.never += usize::from(status == Status::NeverExpires);
        }
        for &at in &*self.or_found(&any_severity, asked, &found, now) {
            let row = self.rows.get(at as usize);
            overview.high += usize::from(row.is_some_and(|row| row.findings(micros).count(Severity::High) > 0));
        }
        overview
    }

    /// What matches `wider`, which is `found` where it asks nothing else than what that was found by.
    fn or_found(
        &self,
        wider: &CatalogQuery,
        asked: &CatalogQuery,
        found: &Rc<Vec<u32>>,
        now: DateTime<Utc>,
    ) -> Rc<Vec<u32>> {
        if wider == asked {
            return Rc::clone(found);
        }
        let all: Vec<u32> = (0..).take(self.rows.len()).collect();
        self.narrow(&all, wider, now).into()
    }

    /// How many tokens a user has, or a provider, by pk; or everyone.
    pub fn held(&self, user: Option<u64>, provider: Option<u64>) -> usize {
        // Users without a token have no number.
        let user = user.map(|pk| self.users.find(pk).unwrap_or(NONE));
        let provider = provider.map(|pk| self.providers.find(pk).unwrap_or(NONE));
        let rows = self.rows.iter().filter(|row| {
            user.is_none_or(|user| row.user == user) && provider.is_none_or(|provider| row.provider == provider)
        });
        rows.count()
    }
}
