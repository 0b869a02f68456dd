//! The columns: what they are called, and what they are ordered by.

use crate::model::kind::Kind;
use crate::text::table;
use crate::tokens::query::SortKey;

/// A column of the token table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    Token,
    User,
    Provider,
    Scopes,
    Status,
    Findings,
    Expires,
    Issued,
}

impl Column {
    /// Every column, in order.
    pub const ALL: [Self; 8] = [
        Self::Token,
        Self::User,
        Self::Provider,
        Self::Scopes,
        Self::Status,
        Self::Findings,
        Self::Expires,
        Self::Issued,
    ];

    /// Whether the column says anything for this kind of token.
    pub fn is_for(self, kind: Kind) -> bool {
        self != Self::Issued || kind.has_claims()
    }

    /// Whether the column may be hidden: the first one opens the token.
    pub fn may_hide(self) -> bool {
        self != Self::Token
    }

    /// The word under which a hidden column is remembered.
    pub fn id(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::User => "user",
            Self::Provider => "provider",
            Self::Scopes => "scopes",
            Self::Status => "status",
            Self::Findings => "findings",
            Self::Expires => "expires",
            Self::Issued => "issued",
        }
    }

    /// The class of its cells.
    pub fn class(self) -> &'static str {
        match self {
            Self::Token => "cell-token",
            Self::User => "cell-user",
            Self::Provider => "cell-provider",
            Self::Scopes => "cell-scopes",
            Self::Status => "cell-status",
            Self::Findings => "cell-findings",
            Self::Expires => "cell-expires",
            Self::Issued => "cell-issued",
        }
    }

    /// The header.
    pub fn label(self) -> &'static str {
        match self {
            Self::Token => table::column::TOKEN,
            Self::User => table::column::USER,
            Self::Provider => table::column::PROVIDER,
            Self::Scopes => table::column::SCOPES,
            Self::Status => table::column::STATUS,
            Self::Findings => table::column::FINDINGS,
            Self::Expires => table::column::EXPIRES,
            Self::Issued => table::column::ISSUED,
        }
    }

    /// What a click on the header orders by: the words shown where the whole set is at hand, else whatever authentik can
    /// order by that comes close, else what only the whole set can do.
    pub fn sort_key(self, kind: Kind, has_all: bool) -> SortKey {
        match self {
            Self::Token => SortKey::Pk,
            Self::Expires => SortKey::Expires,
            Self::User if has_all => SortKey::UserName,
            Self::User => SortKey::UserId,
            Self::Provider if has_all => SortKey::ProviderName,
            Self::Provider => SortKey::ProviderId,
            Self::Status if kind.has_revoked() && !has_all => SortKey::Revoked,
            Self::Status => SortKey::Status,
            Self::Scopes => SortKey::Scopes,
            Self::Findings => SortKey::Findings,
            Self::Issued => SortKey::Issued,
        }
    }

    /// The column whose header says that tokens are ordered by this.
    pub fn ordered_by(key: SortKey) -> Self {
        match key {
            SortKey::Pk => Self::Token,
            SortKey::UserName | SortKey::UserId => Self::User,
            SortKey::ProviderName | SortKey::ProviderId => Self::Provider,
            SortKey::Scopes => Self::Scopes,
            SortKey::Status | SortKey::Revoked => Self::Status,
            SortKey::Expires => Self::Expires,
            SortKey::Issued => Self::Issued,
            SortKey::Findings => Self::Findings,
        }
    }

    /// What the order really is, in a word, where it is not that of what its column shows.
    pub fn about_key(key: SortKey) -> &'static str {
        match key {
            SortKey::UserId | SortKey::ProviderId => table::BY_ID,
            SortKey::Revoked => table::BY_REVOKED,
            _ => "",
        }
    }

    /// What a user should know before clicking the header, in a sentence; "" for nothing.
    pub fn about_order(self, kind: Kind, has_all: bool) -> &'static str {
        match (self, has_all) {
            (Self::Token | Self::Expires, _) => "",
            (_, true) => table::ORDER_BY_SEVERAL,
            (Self::User, _) => table::ORDER_BY_USER,
            (Self::Provider, _) => table::ORDER_BY_PROVIDER,
            (Self::Status, _) if kind.has_revoked() => table::ORDER_BY_REVOKED,
            _ => table::NO_ORDER,
        }
    }
}
