//! What tokens can be sorted by.

/// What tokens can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The token's number.
    Pk,
    /// The user's name as it is shown.
    UserName,
    /// The user's id, as authentik sorts.
    UserId,
    /// The provider's name.
    ProviderName,
    /// The provider's id, as authentik sorts.
    ProviderId,
    /// The names of the scopes, one after the other.
    Scopes,
    /// The status: what works first.
    Status,
    /// When it ends; never comes last.
    Expires,
    /// When it was issued; what does not say comes first.
    Issued,
    /// Whether it was revoked.
    Revoked,
    /// How many findings it has, and how severe they are.
    Findings,
}

impl By {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Pk,
        Self::UserName,
        Self::UserId,
        Self::ProviderName,
        Self::ProviderId,
        Self::Scopes,
        Self::Status,
        Self::Expires,
        Self::Issued,
        Self::Revoked,
        Self::Findings,
    ];

    /// The word in the address. Where authentik has one, it is the same.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pk => "pk",
            Self::UserName => "username",
            Self::UserId => "user",
            Self::ProviderName => "provider_name",
            Self::ProviderId => "provider",
            Self::Scopes => "scopes",
            Self::Status => "status",
            Self::Expires => "expires",
            Self::Issued => "issued",
            Self::Revoked => "revoked",
            Self::Findings => "findings",
        }
    }
}

/// One of several things to sort by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SortTerm {
    /// By what.
    pub by: By,
    /// From the highest down.
    pub descending: bool,
}

impl SortTerm {
    /// Reads `username,-expires`. Words that make no sense are left out and returned.
    pub fn parse_all(text: &str) -> (Vec<Self>, Vec<String>) {
        let mut terms: Vec<Self> = Vec::new();
        let mut ignored = Vec::new();
        for word in text.split(',').filter(|word| !word.is_empty()) {
            let (name, descending) = match word.strip_prefix('-') {
                Some(name) => (name, true),
                None => (word, false),
            };
            match By::ALL.into_iter().find(|by| by.word() == name) {
                // What is sorted by already cannot be sorted by again.
                Some(by) if terms.iter().any(|term| term.by == by) => {}
                Some(by) => terms.push(Self { by, descending }),
                None => ignored.push(word.to_owned()),
            }
        }
        (terms, ignored)
    }
}
