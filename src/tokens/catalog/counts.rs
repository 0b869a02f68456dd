//! How many tokens each choice in a facet would leave.

use chrono::{DateTime, Utc};

use super::facet_filter::user_type;
use super::facets::{Facet, FacetValue, STATUSES, Value};
use super::query::CatalogQuery;
use super::row::CatalogRow;
use super::store::Catalog;
use crate::tokens::findings::{Finding, Findings, Severity};

impl Catalog {
    /// What there is to choose from in a facet, with counts that follow everything that is asked but the facet itself.
    /// Values that no row has are left out, unless they are chosen.
    pub fn facet(&mut self, facet: Facet, asked: &CatalogQuery, now: DateTime<Utc>) -> Vec<FacetValue> {
        // A facet's own choices do not restrict its own counts.
        let mut others = asked.clone();
        others.chosen.clear(facet);
        let found = self.find(&others, now).rows;
        let rows = found.iter().filter_map(|&at| self.rows.get(at as usize));
        let micros = now.timestamp_micros();
        let chosen = &asked.chosen;
        let value = |value, count, chosen| FacetValue { value, count, chosen };
        let mut values = match facet {
            Facet::Status => {
                let place = |row: &CatalogRow| STATUSES.iter().position(|&one| one == row.status(micros));
                let counts = counts(STATUSES.len(), rows.filter_map(place));
                let values = STATUSES.into_iter().zip(counts);
                values
                    .map(|(status, count)| value(Value::Status(status), count, chosen.statuses.contains(status)))
                    .collect()
            }
            Facet::Provider => {
                let counts = counts(self.providers.len(), rows.map(|row| row.provider as usize));
                let values = self.providers.iter().map(|kept| &kept.value).zip(counts);
                by_count(values.map(|(provider, count)| {
                    let is_chosen = chosen.providers.binary_search(&provider.pk).is_ok();
                    value(Value::Provider(provider.pk, provider.name.clone()), count, is_chosen)
                }))
            }
            Facet::Scope => {
                let sets = counts(self.scopes.iter().count(), rows.map(|row| row.scopes as usize));
                let mut counts = vec![0; self.scopes.names.len()];
                let mut without = 0;
                for (set, count) in self.scopes.iter().zip(sets) {
                    if set.is_empty() {
                        without += count;
                    }
                    for (at, &name) in set.iter().enumerate() {
                        // A scope that stands twice in a token counts once.
                        let is_first = set.iter().position(|&other| other == name) == Some(at);
                        if let Some(counted) = counts.get_mut(name as usize).filter(|_| is_first) {
                            *counted += count;
                        }
                    }
                }
                let names = self.scopes.names.iter().zip(counts).chain([("", without)]);
                by_count(names.map(|(name, count)| {
                    let is_chosen = chosen.scopes.iter().any(|scope| scope == name);
                    value(Value::Scope(name.to_owned()), count, is_chosen)
                }))
            }
            Facet::UserType => {
                let mut words: Vec<(&str, usize)> = Vec::new();
                for (kept, count) in self.users.iter().zip(self.by_user(rows)) {
                    let word = user_type(kept.value.kind.as_ref());
                    match words.iter_mut().find(|(other, _)| *other == word) {
                        Some((_, counted)) => *counted += count,
                        None => words.push((word, count)),
                    }
                }
                by_count(words.into_iter().map(|(word, count)| {
                    let is_chosen = chosen.user_types.iter().any(|chosen| chosen == word);
                    value(Value::UserType(word.to_owned()), count, is_chosen)
                }))
            }
            Facet::ActiveUser => {
                let by_user = self.by_user(rows);
                let count = |active: bool| {
                    let users = self.users.iter().zip(&by_user);
                    let users = users.filter(|(kept, _)| kept.value.is_active == Some(active));
                    users.map(|(_, count)| count).sum()
                };
                let values = [true, false];
                values
                    .map(|active| value(Value::Active(active), count(active), chosen.active == Some(active)))
                    .into()
            }
            Facet::Severity => {
                let counts = counts(
                    Severity::ALL.len(),
                    rows.filter_map(|row| row.findings(micros).worst().map(|worst| worst as usize)),
                );
                let values = Severity::ALL.into_iter().zip(counts);
                values
                    .map(|(severity, count)| {
                        let is_chosen = chosen.severities.contains(&severity);
                        value(Value::Severity(severity), count, is_chosen)
                    })
                    .collect()
            }
            Facet::Finding => {
                let mut bits = [0; u16::BITS as usize];
                for row in rows {
                    let found = row.findings(micros).bits();
                    for (bit, count) in bits.iter_mut().enumerate() {
                        *count += usize::from(found >> bit & 1);
                    }
                }
                let values = Finding::ALL.iter().map(|&finding| {
                    let counts = bits.iter().enumerate();
                    let counts = counts.filter(|&(bit, _)| Findings::of_bits(1 << bit).contains(finding));
                    let count = counts.map(|(_, count)| count).sum();
                    value(Value::Finding(finding), count, chosen.findings.contains(&finding))
                });
                values.collect()
            }
        };
        values.retain(|value| value.count > 0 || value.chosen);
        values
    }

    /// How many of these rows each user has.
    fn by_user<'a>(&self, rows: impl Iterator<Item = &'a CatalogRow>) -> Vec<usize> {
        counts(self.users.len(), rows.map(|row| row.user as usize))
    }
}

/// How often each place below `len` comes.
fn counts(len: usize, places: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut counts = vec![0; len];
    for place in places {
        if let Some(count) = counts.get_mut(place) {
            *count += 1;
        }
    }
    counts
}

/// The most frequent first.
fn by_count(values: impl Iterator<Item = FacetValue>) -> Vec<FacetValue> {
    let mut values: Vec<FacetValue> = values.collect();
    values.sort_by_key(|value| std::cmp::Reverse(value.count));
    values
}
