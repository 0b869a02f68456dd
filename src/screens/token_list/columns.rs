//! The columns: what they are called, and what they are ordered by.

use crate::model::kind::Kind;
use crate::text::table;
use crate::tokens::query::SortKey;

/// A column of the token table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    Token,
    User,
    Email,
    UserType,
    Provider,
    Application,
    ClientId,
    Scopes,
    Status,
    Findings,
    Expires,
    Issued,
    Issuer,
    Jti,
}

impl Column {
    /// Every column, in the order in which they stand until somebody moves one.
    pub const ALL: [Self; 14] = [
        Self::Token,
        Self::User,
        Self::Email,
        Self::UserType,
        Self::Provider,
        Self::Application,
        Self::ClientId,
        Self::Scopes,
        Self::Status,
        Self::Findings,
        Self::Expires,
        Self::Issued,
        Self::Issuer,
        Self::Jti,
    ];

    /// The column with this ID.
    pub fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.id() == id)
    }

    /// Whether the column says anything for this kind of token.
    pub fn is_for(self, kind: Kind) -> bool {
        !matches!(self, Self::Issued | Self::Issuer | Self::Jti) || kind.has_claims()
    }

    /// Whether it is shown only to those who ask for it. What it says is drawn by a part that is fetched later, and nobody
    /// orders by it.
    pub fn is_extra(self) -> bool {
        matches!(
            self,
            Self::Email | Self::UserType | Self::Application | Self::ClientId | Self::Issuer | Self::Jti
        )
    }

    /// Whether the column may be hidden: the first one opens the token.
    pub fn may_hide(self) -> bool {
        self != Self::Token
    }

    /// The word under which it is remembered.
    pub fn id(self) -> &'static str {
        self.class().get("cell-".len()..).unwrap_or_default()
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
            Self::Jti => "cell-jti",
            Self::Issuer => "cell-issuer",
            Self::ClientId => "cell-client-id",
            Self::Application => "cell-application",
            Self::UserType => "cell-user-type",
            Self::Email => "cell-email",
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
            Self::Jti => table::column::JTI,
            Self::Issuer => table::column::ISSUER,
            Self::ClientId => table::column::CLIENT_ID,
            Self::Application => table::column::APPLICATION,
            Self::UserType => table::column::USER_TYPE,
            Self::Email => table::column::EMAIL,
        }
    }

    /// What a click on the header orders by: the words shown where the whole set is at hand, else whatever authentik can
    /// order by that comes close, else what only the whole set can do.
    pub fn sort_key(self, kind: Kind, has_all: bool) -> Option<SortKey> {
        Some(match self {
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
            _ => return None,
        })
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
