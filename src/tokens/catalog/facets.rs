//! What there is to choose from.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::row::StatusSet;
use crate::model::kind::Kind;
use crate::model::token::Token;
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

/// The types of users that authentik has.
const USER_TYPES: [&str; 4] = ["internal", "external", "service_account", "internal_service_account"];

/// What there is to choose from as long as not all tokens are there to be counted: what is known beforehand, else what the
/// rows at hand have, which are `seen`; and what is chosen. Nothing is counted.
pub fn known_values(facet: Facet, kind: Kind, chosen: &[Value], seen: &[Rc<Token>]) -> Vec<FacetValue> {
    let mut values: Vec<Value> = match facet {
        Facet::Status => {
            let statuses = STATUSES.into_iter();
            let is_for = |status: &Status| *status != Status::Revoked || kind.has_revoked();
            statuses.filter(is_for).map(Value::Status).collect()
        }
        Facet::Provider => {
            let of = |token: &'_ Rc<Token>| (token.provider.name.clone(), token.provider.pk);
            let providers: BTreeSet<(String, u64)> = seen.iter().map(of).collect();
            let providers = providers.into_iter();
            providers.map(|(name, pk)| Value::Provider(pk, name)).collect()
        }
        Facet::Scope => {
            let scopes: BTreeSet<&String> = seen.iter().flat_map(|token| &token.scope).collect();
            scopes.into_iter().cloned().map(Value::Scope).collect()
        }
        Facet::UserType => USER_TYPES.map(|word| Value::UserType(word.to_owned())).to_vec(),
        Facet::ActiveUser => [true, false].map(Value::Active).to_vec(),
        Facet::Severity => Severity::ALL.map(Value::Severity).to_vec(),
        Facet::Finding => Finding::ALL.into_iter().map(Value::Finding).collect(),
    };
    for one in chosen {
        if !values.iter().any(|value| value.is_same_as(one)) {
            values.push(one.clone());
        }
    }
    let value = |value: Value| FacetValue {
        chosen: chosen.iter().any(|one| value.is_same_as(one)),
        count: 0,
        value,
    };
    values.into_iter().map(value).collect()
}

impl Value {
    /// A provider is the same whatever it is called.
    fn is_same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Provider(one, _), Self::Provider(other, _)) => one == other,
            _ => self == other,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::page::{Page, decode_page};

    fn rows() -> Vec<Rc<Token>> {
        let page: Page<Token> = decode_page(
            r#"{"pagination": {"count": 2, "current": 1, "total_pages": 1, "start_index": 1, "end_index": 2}, "results": [
                {"pk": 1, "user": {"pk": 1}, "provider": {"pk": 7, "name": "Wiki"}, "scope": ["openid", "email"]},
                {"pk": 2, "user": {"pk": 1}, "provider": {"pk": 3, "name": "Grafana"}, "scope": ["openid"]}
            ]}"#,
        )
        .unwrap();
        let rows = page.rows.into_iter();
        rows.filter_map(crate::model::page::Row::into_read)
            .map(Rc::new)
            .collect()
    }

    fn values(facet: Facet, kind: Kind, chosen: &[Value]) -> Vec<(Value, bool)> {
        let known = known_values(facet, kind, chosen, &rows());
        known.into_iter().map(|one| (one.value, one.chosen)).collect()
    }

    #[test]
    fn what_is_known_beforehand_is_there_without_any_token() {
        for facet in [Facet::UserType, Facet::ActiveUser, Facet::Severity, Facet::Finding] {
            assert!(known_values(facet, Kind::AccessTokens, &[], &[]).len() > 1, "{facet:?}");
        }
        assert_eq!(values(Facet::Status, Kind::AccessTokens, &[]).len(), 5);
        let of_codes = values(Facet::Status, Kind::AuthorizationCodes, &[]);
        assert!(!of_codes.contains(&(Value::Status(Status::Revoked), false)));
    }

    #[test]
    fn providers_and_scopes_are_those_of_the_rows_and_those_chosen() {
        let chosen = [Value::Provider(3, "#3".to_owned()), Value::Provider(9, "#9".to_owned())];
        assert_eq!(
            values(Facet::Provider, Kind::AccessTokens, &chosen),
            [
                (Value::Provider(3, "Grafana".to_owned()), true),
                (Value::Provider(7, "Wiki".to_owned()), false),
                (Value::Provider(9, "#9".to_owned()), true),
            ]
        );
        let scope = |name: &str, chosen| (Value::Scope(name.to_owned()), chosen);
        assert_eq!(
            values(Facet::Scope, Kind::AccessTokens, &[Value::Scope("email".to_owned())]),
            [scope("email", true), scope("openid", false)]
        );
    }
}
