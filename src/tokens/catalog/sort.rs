//! Tokens in any order.

use chrono::{DateTime, Utc};

use super::order::{Collate, NameRanks, RowOrder, plainly, ranks};
use super::row::{CatalogRow, place};
use super::store::Catalog;
use crate::tokens::findings::Severity;
use crate::tokens::query::{SortKey, SortTerm};

impl Catalog {
    /// Says how names are to be compared. Given names, it returns the rank of each; equal names have equal ranks.
    pub fn collate_by(&mut self, collate: Collate) {
        self.order.collate = Some(collate);
        self.order.names.of = 0;
    }

    /// Puts all rows in this order. Rows that are alike stand by number; the same order again costs nothing.
    pub fn sort(&mut self, terms: &[SortTerm], now: DateTime<Utc>) {
        let minute = now.timestamp() / 60;
        let by_time = terms
            .iter()
            .any(|term| matches!(term.key, SortKey::Status | SortKey::Findings));
        let is_same = self.order.version == self.version
            && self.order.terms == terms
            && self.order.rows.len() == self.rows.len()
            && (!by_time || self.order.minute == minute);
        if is_same {
            return;
        }
        if terms
            .iter()
            .any(|term| matches!(term.key, SortKey::UserName | SortKey::ProviderName))
        {
            self.rank_names();
        }
        let by_number = 0..self.rows.len() as u32;
        // Rows stand by number already, so that is the least to sort by, if at all.
        let (mut rows, terms_left): (Vec<u32>, _) = match terms.split_last() {
            Some((last, others)) if last.key == SortKey::Pk && last.descending => (by_number.rev().collect(), others),
            Some((last, others)) if last.key == SortKey::Pk => (by_number.collect(), others),
            _ => (by_number.collect(), terms),
        };
        let mut spare = Vec::new();
        // The last term first: each pass keeps the order of the one before among what is alike.
        for term in terms_left.iter().rev() {
            spare.resize(rows.len(), 0);
            let mut keys = self.keys(term.key, now.timestamp_micros());
            if term.descending {
                keys.iter_mut().for_each(|key| *key = !*key);
            }
            sort_by_keys(&mut rows, &mut spare, &keys);
        }
        self.order = RowOrder {
            terms: terms.to_vec(),
            version: self.version,
            minute,
            rows: rows.into(),
            number: self.order.number + 1,
            ..std::mem::take(&mut self.order)
        };
    }

    /// A number for each row, in the order of what is sorted by.
    fn keys(&self, key: SortKey, now: i64) -> Vec<u64> {
        let rank = |ranks: &[u32], at: u32| ranks.get(at as usize).copied().map_or(u64::MAX, u64::from);
        let of = |key: &dyn Fn(&CatalogRow) -> u64| self.rows.iter().map(key).collect();
        match key {
            SortKey::Pk => of(&|row| row.pk),
            SortKey::UserName => of(&|row| rank(&self.order.names.users, row.user)),
            SortKey::ProviderName => of(&|row| rank(&self.order.names.providers, row.provider)),
            SortKey::UserId => of(&|row| self.users.get(row.user).map_or(u64::MAX, |user| user.value.pk)),
            SortKey::ProviderId => of(&|row| self.providers.get(row.provider).map_or(u64::MAX, |kept| kept.value.pk)),
            SortKey::Scopes => {
                let ranks = self.scope_ranks();
                of(&|row| rank(&ranks, row.scopes))
            }
            SortKey::Status => of(&|row| place(row.status(now)).into()),
            // As if it were unsigned: years before 1970 come first.
            SortKey::Expires => of(&|row| row.expires.cast_unsigned() ^ (1 << 63)),
            SortKey::Issued => of(&|row| row.issued.into()),
            SortKey::Revoked => of(&|row| (row.revoked() == Some(true)).into()),
            SortKey::Findings => of(&|row| weight(row, now)),
        }
    }

    pub(super) fn rank_names(&mut self) {
        // Names may change without more of them coming, so the whole content counts.
        if self.order.names.of == self.version && !self.order.names.users.is_empty() {
            return;
        }
        let collate = self.order.collate.unwrap_or(plainly);
        let users: Vec<&str> = self.users.iter().map(|kept| kept.value.display_name()).collect();
        let providers: Vec<&str> = self.providers.iter().map(|kept| &*kept.value.name).collect();
        self.order.names = NameRanks {
            users: collate(&users),
            providers: collate(&providers),
            of: self.version,
        };
    }

    /// A rank for each set of scopes: by the first name, then the second and so on.
    fn scope_ranks(&self) -> Vec<u32> {
        let names: Vec<&str> = self.scopes.names.iter().collect();
        let by_name = plainly(&names);
        let keys: Vec<Vec<u32>> = self
            .scopes
            .iter()
            .map(|set| {
                let ranks = set.iter().map(|&name| by_name.get(name as usize).copied());
                ranks.map(Option::unwrap_or_default).collect()
            })
            .collect();
        ranks(keys.len(), |one, other| keys.get(one).cmp(&keys.get(other)))
    }
}

/// More and worse findings weigh more.
fn weight(row: &CatalogRow, now: i64) -> u64 {
    let found = row.findings(now);
    let count = |severity| u64::from(found.count(severity));
    count(Severity::High) * 10_000 + count(Severity::Medium) * 100 + count(Severity::Low)
}

/// Sorts positions by their keys, byte by byte from the lowest, keeping the order among equal ones. Bytes that are the
/// same in all keys are skipped, which most are. Takes time in proportion to the number of rows, whatever their order.
fn sort_by_keys(rows: &mut Vec<u32>, spare: &mut Vec<u32>, keys: &[u64]) {
    let first = keys.first().copied().unwrap_or_default();
    let different = keys.iter().fold(0, |bits, key| bits | (key ^ first));
    for byte in 0..8 {
        let shift = byte * 8;
        if (different >> shift) & 0xff == 0 {
            continue;
        }
        let digit = |row: u32| keys.get(row as usize).map_or(0, |key| ((key >> shift) & 0xff) as usize);
        let mut starts = [0_u32; 257];
        for &row in rows.iter() {
            if let Some(count) = starts.get_mut(digit(row) + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        for &row in rows.iter() {
            if let Some(start) = starts.get_mut(digit(row)) {
                if let Some(place) = spare.get_mut(*start as usize) {
                    *place = row;
                }
                *start += 1;
            }
        }
        std::mem::swap(rows, spare);
    }
}
