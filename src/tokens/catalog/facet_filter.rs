//! Which rows match what is chosen in the facets.

use super::facets::Chosen;
use super::row::{CatalogRow, StatusSet};
use super::store::Catalog;
use crate::model::user::UserKind;
use crate::tokens::findings::{Finding, Findings, Severity};

/// What is chosen, worked out for each thing that rows share. Where nothing is chosen, every row matches.
pub(super) struct FacetFilter {
    statuses: StatusSet,
    providers: Option<Vec<bool>>,
    scopes: Option<Vec<bool>>,
    user_types: Option<Vec<bool>>,
    active: Option<Vec<bool>>,
    severities: Vec<Severity>,
    findings: u16,
    /// Whether nothing is chosen at all.
    are_open: bool,
}

impl FacetFilter {
    pub(super) fn new(catalog: &Catalog, chosen: &Chosen) -> Self {
        let providers = || {
            let providers = catalog.providers.iter();
            providers.map(|kept| chosen.providers.binary_search(&kept.value.pk).is_ok())
        };
        let names = || {
            let names = catalog.scopes.names.iter();
            names
                .map(|name| chosen.scopes.iter().any(|scope| scope == name))
                .collect::<Vec<_>>()
        };
        let scopes = || {
            let mut holding = catalog.scopes.holding_any(&names());
            if chosen.scopes.iter().any(String::is_empty) {
                let sets = catalog.scopes.iter().zip(&mut holding);
                sets.for_each(|(set, holds)| *holds |= set.is_empty());
            }
            holding
        };
        let types = || {
            let users = catalog.users.iter().map(|kept| user_type(kept.value.kind.as_ref()));
            users.map(|word| chosen.user_types.iter().any(|chosen| chosen == word))
        };
        let active = |active: bool| {
            let users = catalog.users.iter();
            users.map(move |kept| kept.value.is_active == Some(active)).collect()
        };
        Self {
            statuses: chosen.statuses,
            providers: (!chosen.providers.is_empty()).then(|| providers().collect()),
            scopes: (!chosen.scopes.is_empty()).then(scopes),
            user_types: (!chosen.user_types.is_empty()).then(|| types().collect()),
            active: chosen.active.map(active),
            severities: chosen.severities.clone(),
            findings: mask(&chosen.findings),
            are_open: chosen.is_empty(),
        }
    }

    /// Whether a row passes all of them at a time, in microseconds since 1970.
    pub(super) fn matches(&self, row: &CatalogRow, now: i64) -> bool {
        let passes = |marks: &Option<Vec<bool>>, at: u32| {
            let is_among = |marks: &Vec<bool>| marks.get(at as usize).copied().unwrap_or(false);
            marks.as_ref().is_none_or(is_among)
        };
        self.are_open
            || (passes(&self.providers, row.provider)
                && passes(&self.scopes, row.scopes)
                && passes(&self.user_types, row.user)
                && passes(&self.active, row.user)
                && (self.statuses.is_empty() || self.statuses.contains(row.status(now)))
                && (self.severities.is_empty()
                    || row
                        .findings(now)
                        .worst()
                        .is_some_and(|worst| self.severities.contains(&worst)))
                && (self.findings == 0 || row.findings(now).bits() & self.findings != 0))
    }
}

/// The word for a type of user; "" where authentik does not say.
pub(super) fn user_type(kind: Option<&UserKind>) -> &str {
    kind.map_or("", UserKind::as_str)
}

/// The bits of several findings.
pub(super) fn mask(findings: &[Finding]) -> u16 {
    let bits = (0..u16::BITS).map(|bit| 1_u16 << bit);
    bits.filter(|&bit| {
        let one = Findings::of_bits(bit);
        findings.iter().any(|&finding| one.contains(finding))
    })
    .sum()
}
