//! The filters that only the catalog can answer, as the address has them.

/// A filter that only the catalog can answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CatalogFilter {
    /// Whether it still works.
    Status,
    /// Who issued it: any of several, where [`super::ListQuery::provider`] is one that authentik filters by.
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
    /// When it ends.
    Expires,
}

impl CatalogFilter {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Status,
        Self::Provider,
        Self::Scope,
        Self::UserType,
        Self::ActiveUser,
        Self::Severity,
        Self::Finding,
        Self::Expires,
    ];

    /// The parameter in the address.
    pub fn parameter(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Provider => "providers",
            Self::Scope => "scope",
            Self::UserType => "type",
            Self::ActiveUser => "active",
            Self::Severity => "severity",
            Self::Finding => "finding",
            Self::Expires => "expires",
        }
    }

    pub(super) fn from_parameter(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|filter| filter.parameter() == name)
    }
}

/// What is filtered by that only the catalog can answer.
///
/// The values are texts, as the address has them, in the order in which they were set. `tokens::catalog` reads them
/// (`CatalogQuery::read`) in its lazy module: reading and writing dates, findings and the rest in the first view was
/// measured at 7 kB, and is not needed to tell whether an address needs the catalog, or to write it back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CatalogFilters(Vec<(CatalogFilter, String)>);

impl CatalogFilters {
    /// Whether nothing is filtered by.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What a filter is set to; "" where it is not.
    pub fn get(&self, filter: CatalogFilter) -> &str {
        let found = self.iter().find(|(other, _)| *other == filter);
        found.map_or("", |(_, value)| value)
    }

    /// Sets a filter; "" takes it out.
    pub fn set(&mut self, filter: CatalogFilter, value: &str) {
        self.0.retain(|(other, _)| *other != filter);
        if !value.is_empty() {
            self.0.push((filter, value.to_owned()));
        }
    }

    /// The filters that are set, with their values.
    pub fn iter(&self) -> impl Iterator<Item = (CatalogFilter, &str)> {
        self.0.iter().map(|(filter, value)| (*filter, value.as_str()))
    }
}
