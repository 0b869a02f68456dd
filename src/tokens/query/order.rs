//! What a list can be ordered by.

use crate::model::kind::Kind;

/// What tokens can be ordered by: some of it by authentik, all of it by the catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortKey {
    /// The token's number; newer tokens have higher ones.
    Pk,
    /// The user's name as it is shown.
    UserName,
    /// The user's id.
    UserId,
    /// The provider's name.
    ProviderName,
    /// The provider's id.
    ProviderId,
    /// The names of the scopes, one after the other.
    Scopes,
    /// The status: what works first.
    Status,
    /// When it ends. Those that never end come last, or first in descending order.
    Expires,
    /// When it was issued; what does not say comes first.
    Issued,
    /// Whether it was revoked. Not for authorization codes.
    Revoked,
    /// How many findings it has, and how severe they are.
    Findings,
}

impl SortKey {
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

    /// The word in the address.
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

    /// authentik's column for it, if there is one, which is also the word in the address. authentik ignores any other
    /// silently.
    pub fn api_column(self) -> Option<&'static str> {
        match self {
            Self::Pk | Self::UserId | Self::ProviderId | Self::Expires | Self::Revoked => Some(self.word()),
            Self::UserName | Self::ProviderName | Self::Scopes | Self::Status | Self::Issued | Self::Findings => None,
        }
    }

    /// Whether tokens of this kind can be ordered by it.
    pub fn is_for(self, kind: Kind) -> bool {
        self != Self::Revoked || kind.has_revoked()
    }
}

/// One of several things to order by. By default the newest tokens come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SortTerm {
    /// By what.
    pub key: SortKey,
    /// From the highest down.
    pub descending: bool,
}

impl Default for SortTerm {
    fn default() -> Self {
        Self {
            key: SortKey::Pk,
            descending: true,
        }
    }
}

impl SortTerm {
    fn parse(text: &str) -> Option<Self> {
        let (word, descending) = match text.strip_prefix('-') {
            Some(word) => (word, true),
            None => (text, false),
        };
        let key = SortKey::ALL.into_iter().find(|key| key.word() == word)?;
        Some(Self { key, descending })
    }

    /// `expires` or `-expires`.
    pub fn to_text(self) -> String {
        let sign = if self.descending { "-" } else { "" };
        [sign, self.key.word()].concat()
    }
}

/// An order of tokens: what the first term leaves alike is ordered by the next. It is never empty; by default the newest
/// come first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortOrder(Vec<SortTerm>);

impl Default for SortOrder {
    fn default() -> Self {
        Self(vec![SortTerm::default()])
    }
}

impl SortOrder {
    /// The order by these terms; by none it is the usual one.
    pub fn by(mut terms: Vec<SortTerm>) -> Self {
        const BY_NUMBER: SortTerm = SortTerm {
            key: SortKey::Pk,
            descending: false,
        };
        // authentik is always asked for `pk` behind its own column, so there it goes without saying.
        if let [first, BY_NUMBER] = terms.as_slice()
            && first.key.api_column().is_some()
        {
            terms.truncate(1);
        }
        if terms.is_empty() {
            return Self::default();
        }
        Self(terms)
    }

    /// Reads `username,-expires`; `None` where one of the words is unknown.
    pub fn parse(text: &str) -> Option<Self> {
        let mut terms = Vec::new();
        for word in text.split(',') {
            terms.push(SortTerm::parse(word)?);
        }
        Some(Self::by(terms))
    }

    /// `username,-expires`.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for term in &self.0 {
            if !text.is_empty() {
                text.push(',');
            }
            text.push_str(&term.to_text());
        }
        text
    }

    /// What is ordered by, the first term first.
    pub fn terms(&self) -> &[SortTerm] {
        &self.0
    }

    /// The same without repeated keys, since sorting by one twice has no effect.
    pub fn distinct_terms(&self) -> Vec<SortTerm> {
        let mut distinct: Vec<SortTerm> = Vec::new();
        for term in &self.0 {
            if distinct.iter().all(|other| other.key != term.key) {
                distinct.push(*term);
            }
        }
        distinct
    }

    /// The order where authentik has it, which orders by one column; `None` where only the catalog has it.
    pub fn server_term(&self) -> Option<SortTerm> {
        match self.0.as_slice() {
            [term] if term.key.api_column().is_some() => Some(*term),
            _ => None,
        }
    }
}
