//! What there is to choose from.

use super::row::StatusSet;
use crate::tokens::findings::{Finding, Severity};
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
    /// How severe the worst is that is risky about it.
    Severity,
    /// What is risky about it.
    Finding,
}

impl Facet {
    /// All of them, in order.
    pub const ALL: [Self; 7] = [
        Self::Status,
        Self::Provider,
        Self::Scope,
        Self::UserType,
        Self::ActiveUser,
        Self::Severity,
        Self::Finding,
    ];
}

/// What is chosen: any choice within a list matches, and all lists must match. A list without a choice lets all pass.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// Statuses.
    pub statuses: StatusSet,
    /// Providers, by pk, in order.
    pub providers: Vec<u64>,
    /// Names of scopes, in order; "" for tokens without any.
    pub scopes: Vec<String>,
    /// Words for types of users, in order; "" where authentik does not say.
    pub user_types: Vec<String>,
    /// Only active users, or only inactive ones; choosing both is the same as choosing neither.
    pub active: Option<bool>,
    /// Severities of the worst finding, in order.
    pub severities: Vec<Severity>,
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
    /// A scope; "" for none at all.
    Scope(String),
    /// A type of user.
    UserType(String),
    /// Whether the user is active.
    Active(bool),
    /// The severity of the worst finding.
    Severity(Severity),
    /// A finding.
    Finding(Finding),
}

/// The statuses, in the order in which they are listed.
pub(super) const STATUSES: [Status; 5] = [
    Status::Active,
    Status::NeverExpires,
    Status::EndUnknown,
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
            Facet::Severity => self.severities.len(),
            Facet::Finding => self.findings.len(),
        }
    }

    /// What is chosen in a facet. The address has providers by pk only, so somebody else knows their names.
    pub fn values(&self, facet: Facet, provider_name: impl Fn(u64) -> String) -> Vec<Value> {
        match facet {
            Facet::Status => {
                let chosen = STATUSES.into_iter().filter(|&status| self.statuses.contains(status));
                chosen.map(Value::Status).collect()
            }
            Facet::Provider => {
                let providers = self.providers.iter();
                providers.map(|&pk| Value::Provider(pk, provider_name(pk))).collect()
            }
            Facet::Scope => self.scopes.iter().cloned().map(Value::Scope).collect(),
            Facet::UserType => self.user_types.iter().cloned().map(Value::UserType).collect(),
            Facet::ActiveUser => self.active.into_iter().map(Value::Active).collect(),
            Facet::Severity => self.severities.iter().copied().map(Value::Severity).collect(),
            Facet::Finding => self.findings.iter().copied().map(Value::Finding).collect(),
        }
    }

    /// Chooses a value, or removes it.
    pub fn choose(&mut self, value: &Value, on: bool) {
        match value {
            Value::Status(status) => self.statuses = self.statuses.with(*status, on),
            Value::Provider(pk, _) => set(&mut self.providers, pk, on),
            Value::Scope(name) => set(&mut self.scopes, name, on),
            Value::UserType(word) => set(&mut self.user_types, word, on),
            Value::Active(active) if on => {
                // Choosing both of two is the same as choosing neither.
                self.active = if self.active == Some(!active) {
                    None
                } else {
                    Some(*active)
                };
            }
            Value::Active(_) => self.active = None,
            Value::Severity(severity) => set(&mut self.severities, severity, on),
            Value::Finding(finding) => set(&mut self.findings, finding, on),
        }
    }

    /// Clears a facet.
    pub fn clear(&mut self, facet: Facet) {
        match facet {
            Facet::Status => self.statuses = StatusSet::default(),
            Facet::Provider => self.providers.clear(),
            Facet::Scope => self.scopes.clear(),
            Facet::UserType => self.user_types.clear(),
            Facet::ActiveUser => self.active = None,
            Facet::Severity => self.severities.clear(),
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
