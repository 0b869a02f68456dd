//! What there is to choose from, and how many tokens each choice would leave.

use chrono::{DateTime, Utc};

use super::find::{Asked, Filter, mask};
use super::row::{Row, StatusSet};
use super::store::Catalog;
use crate::tokens::findings::{Finding, Findings};
use crate::tokens::status::Status;

/// A list to choose from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facet {
    /// Whether it still works.
    Status,
    /// Who issued it.
    Provider,
    /// What it allows.
    Scope,
    /// Person or machine.
    UserType,
    /// Whether the user may still sign in.
    ActiveUser,
    /// What is risky about it.
    Finding,
}

impl Facet {
    /// All of them, in order.
    pub const ALL: [Self; 6] = [
        Self::Status,
        Self::Provider,
        Self::Scope,
        Self::UserType,
        Self::ActiveUser,
        Self::Finding,
    ];

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// What is chosen: of one list any, of several lists all. Nothing chosen in a list leaves everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// Statuses.
    pub statuses: StatusSet,
    /// Providers, by pk, in order.
    pub providers: Vec<u64>,
    /// Names of scopes, in order.
    pub scopes: Vec<String>,
    /// Words for types of users, in order; "" for those of whom authentik does not say.
    pub user_types: Vec<String>,
    /// Active users, inactive ones; both is as none.
    pub active: Option<bool>,
    /// Findings, in order.
    pub findings: Vec<Finding>,
}

/// One choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetValue {
    /// What it is.
    pub value: Value,
    /// So many tokens have it and match everything but this facet.
    pub count: usize,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// What a choice is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A status.
    Status(Status),
    /// A provider, with its name.
    Provider(u64, String),
    /// A scope.
    Scope(String),
    /// A type of user.
    UserType(String),
    /// Whether the user is active.
    Active(bool),
    /// A finding.
    Finding(Finding),
}

/// The statuses, in the order in which they are listed.
const STATUSES: [Status; 5] = [
    Status::Active,
    Status::ExpiresSoon,
    Status::NeverExpires,
    Status::Expired,
    Status::Revoked,
];

impl Chosen {
    /// Whether nothing is chosen.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// How many values are chosen in a facet.
    pub fn count(&self, facet: Facet) -> usize {
        match facet {
            Facet::Status => STATUSES
                .iter()
                .filter(|&&status| self.statuses.contains(status))
                .count(),
            Facet::Provider => self.providers.len(),
            Facet::Scope => self.scopes.len(),
            Facet::UserType => self.user_types.len(),
            Facet::ActiveUser => usize::from(self.active.is_some()),
            Facet::Finding => self.findings.len(),
        }
    }

    /// Chooses a value, or lets go of it.
    pub fn choose(&mut self, value: &Value, on: bool) {
        match value {
            Value::Status(status) => self.statuses = self.statuses.with(*status, on),
            Value::Provider(pk, _) => set(&mut self.providers, pk, on),
            Value::Scope(name) => set(&mut self.scopes, name, on),
            Value::UserType(word) => set(&mut self.user_types, word, on),
            Value::Active(active) if on => {
                // Both of two are all there is.
                self.active = if self.active == Some(!active) {
                    None
                } else {
                    Some(*active)
                };
            }
            Value::Active(_) => self.active = None,
            Value::Finding(finding) => set(&mut self.findings, finding, on),
        }
    }

    /// Lets go of everything in a facet.
    pub fn clear(&mut self, facet: Facet) {
        match facet {
            Facet::Status => self.statuses = StatusSet::default(),
            Facet::Provider => self.providers.clear(),
            Facet::Scope => self.scopes.clear(),
            Facet::UserType => self.user_types.clear(),
            Facet::ActiveUser => self.active = None,
            Facet::Finding => self.findings.clear(),
        }
    }
}

fn set<T: Clone + Ord>(list: &mut Vec<T>, item: &T, on: bool) {
    match (list.binary_search(item), on) {
        (Err(at), true) => list.insert(at, item.clone()),
        (Ok(at), false) => drop(list.remove(at)),
        _ => {}
    }
}

/// What is chosen, worked out for each thing that rows share.
pub(super) struct Doors {
    statuses: StatusSet,
    providers: Option<Vec<bool>>,
    scopes: Option<Vec<bool>>,
    user_types: Option<Vec<bool>>,
    active: Option<Vec<bool>>,
    findings: u16,
}

impl Doors {
    pub(super) fn new(catalog: &Catalog, chosen: &Chosen) -> Self {
        let providers = || {
            catalog
                .providers
                .iter()
                .map(|kept| chosen.providers.binary_search(&kept.value.pk).is_ok())
        };
        let names = || {
            let names = catalog.scopes.names.iter();
            names
                .map(|name| chosen.scopes.iter().any(|scope| scope == name))
                .collect::<Vec<_>>()
        };
        let types = || {
            let users = catalog.users.iter().map(|kept| user_type(kept.value.kind.as_ref()));
            users.map(|word| chosen.user_types.iter().any(|chosen| chosen == word))
        };
        Self {
            statuses: chosen.statuses,
            providers: (!chosen.providers.is_empty()).then(|| providers().collect()),
            scopes: (!chosen.scopes.is_empty()).then(|| catalog.scopes.holding_any(&names())),
            user_types: (!chosen.user_types.is_empty()).then(|| types().collect()),
            active: chosen.active.map(|active| {
                catalog
                    .users
                    .iter()
                    .map(|kept| kept.value.is_active == Some(active))
                    .collect()
            }),
            findings: mask(&chosen.findings),
        }
    }

    /// The facets that keep a row out; a bit each.
    pub(super) fn shut_for(&self, row: &Row, now: i64) -> u8 {
        let is_shut = |marks: &Option<Vec<bool>>, at: u32| {
            marks
                .as_ref()
                .is_some_and(|marks| !marks.get(at as usize).copied().unwrap_or(false))
        };
        let mut shut = 0;
        let mut mark = |facet: Facet, is_shut: bool| shut |= if is_shut { facet.bit() } else { 0 };
        mark(
            Facet::Status,
            !self.statuses.is_empty() && !self.statuses.contains(row.status(now)),
        );
        mark(Facet::Provider, is_shut(&self.providers, row.provider));
        mark(Facet::Scope, is_shut(&self.scopes, row.scopes));
        mark(Facet::UserType, is_shut(&self.user_types, row.user));
        mark(Facet::ActiveUser, is_shut(&self.active, row.user));
        mark(
            Facet::Finding,
            self.findings != 0 && row.findings(now).bits() & self.findings == 0,
        );
        shut
    }
}

fn user_type(kind: Option<&crate::authentik::user::UserKind>) -> &str {
    kind.map_or("", |kind| kind.as_str())
}

impl Catalog {
    /// What there is to choose from in each facet, with counts that follow everything that is asked but the facet itself.
    /// Values that no row has are left out, unless they are chosen.
    pub fn facets(&self, asked: &Asked, now: DateTime<Utc>) -> [Vec<FacetValue>; 6] {
        let filter = Filter::new(self, asked, now);
        let mut counts = Counts::new(self);
        for row in &self.rows {
            if let Some(shut) = filter.kept_out_by(row) {
                counts.add(row, shut, filter.micros);
            }
        }
        counts.values(self, &asked.chosen)
    }
}

/// Counts by the numbers of what rows share; names come in at the end.
struct Counts {
    statuses: [usize; 5],
    providers: Vec<usize>,
    scope_sets: Vec<usize>,
    /// By user, for types.
    users: Vec<usize>,
    /// By user, for whether they are active.
    active: Vec<usize>,
    findings: [usize; 16],
}

impl Counts {
    fn new(catalog: &Catalog) -> Self {
        Self {
            statuses: [0; 5],
            providers: vec![0; catalog.providers.len()],
            scope_sets: vec![0; catalog.scopes.iter().count()],
            users: vec![0; catalog.users.len()],
            active: vec![0; catalog.users.len()],
            findings: [0; 16],
        }
    }

    /// A row counts in a facet when nothing but that facet keeps it out.
    fn add(&mut self, row: &Row, shut: u8, now: i64) {
        let counts = |facet: Facet| shut & !facet.bit() == 0;
        if counts(Facet::Status) {
            let status = row.status(now);
            if let Some(at) = STATUSES.iter().position(|&one| one == status) {
                count(&mut self.statuses, at);
            }
        }
        if counts(Facet::Provider) {
            count(&mut self.providers, row.provider as usize);
        }
        if counts(Facet::Scope) {
            count(&mut self.scope_sets, row.scopes as usize);
        }
        if counts(Facet::UserType) {
            count(&mut self.users, row.user as usize);
        }
        if counts(Facet::ActiveUser) {
            count(&mut self.active, row.user as usize);
        }
        if counts(Facet::Finding) {
            let mut bits = row.findings(now).bits();
            while bits != 0 {
                count(&mut self.findings, bits.trailing_zeros() as usize);
                bits &= bits - 1;
            }
        }
    }

    fn values(&self, catalog: &Catalog, chosen: &Chosen) -> [Vec<FacetValue>; 6] {
        let statuses = STATUSES.iter().zip(self.statuses).map(|(&status, count)| FacetValue {
            value: Value::Status(status),
            count,
            chosen: chosen.statuses.contains(status),
        });
        let providers = catalog
            .providers
            .iter()
            .zip(&self.providers)
            .map(|(kept, &count)| FacetValue {
                value: Value::Provider(kept.value.pk, kept.value.name.clone()),
                count,
                chosen: chosen.providers.binary_search(&kept.value.pk).is_ok(),
            });
        let findings = Finding::ALL.iter().map(|&finding| FacetValue {
            value: Value::Finding(finding),
            count: self.count_of(finding),
            chosen: chosen.findings.contains(&finding),
        });
        let active = [true, false].map(|active| {
            let users = catalog.users.iter().zip(&self.active);
            FacetValue {
                value: Value::Active(active),
                count: users
                    .filter(|(kept, _)| kept.value.is_active == Some(active))
                    .map(|(_, count)| count)
                    .sum(),
                chosen: chosen.active == Some(active),
            }
        });
        [
            listed(statuses.collect()),
            by_count(listed(providers.collect())),
            by_count(listed(self.scopes(catalog, chosen))),
            by_count(listed(self.user_types(catalog, chosen))),
            listed(active.into()),
            listed(findings.collect()),
        ]
    }

    fn count_of(&self, finding: Finding) -> usize {
        let counts = self.findings.iter().enumerate();
        counts
            .filter(|&(bit, _)| Findings::of_bits(1 << bit).contains(finding))
            .map(|(_, &count)| count)
            .sum()
    }

    fn scopes(&self, catalog: &Catalog, chosen: &Chosen) -> Vec<FacetValue> {
        let names = catalog.scopes.names.iter();
        let mut counts: Vec<FacetValue> = names
            .map(|name| FacetValue {
                value: Value::Scope(name.to_owned()),
                count: 0,
                chosen: chosen.scopes.iter().any(|scope| scope == name),
            })
            .collect();
        for (set, count) in catalog.scopes.iter().zip(&self.scope_sets) {
            for (at, name) in set.iter().enumerate() {
                // A scope that stands twice in a token counts once.
                let is_first = set.iter().position(|other| other == name) == Some(at);
                if let Some(value) = counts.get_mut(*name as usize).filter(|_| is_first) {
                    value.count += count;
                }
            }
        }
        counts
    }

    fn user_types(&self, catalog: &Catalog, chosen: &Chosen) -> Vec<FacetValue> {
        let mut counts: Vec<FacetValue> = Vec::new();
        for (kept, count) in catalog.users.iter().zip(&self.users) {
            let word = user_type(kept.value.kind.as_ref());
            let is_this = |value: &FacetValue| matches!(&value.value, Value::UserType(other) if other == word);
            match counts.iter_mut().find(|value| is_this(value)) {
                Some(value) => value.count += count,
                None => counts.push(FacetValue {
                    value: Value::UserType(word.to_owned()),
                    count: *count,
                    chosen: chosen.user_types.iter().any(|chosen| chosen == word),
                }),
            }
        }
        counts
    }
}

fn count(counts: &mut [usize], at: usize) {
    if let Some(count) = counts.get_mut(at) {
        *count += 1;
    }
}

fn listed(mut values: Vec<FacetValue>) -> Vec<FacetValue> {
    values.retain(|value| value.count > 0 || value.chosen);
    values
}

/// The most frequent first.
fn by_count(mut values: Vec<FacetValue>) -> Vec<FacetValue> {
    values.sort_by_key(|value| std::cmp::Reverse(value.count));
    values
}
