//! The columns: what they are called, what authentik can order them by, and why it cannot.

use crate::tokens::kind::Kind;
use crate::tokens::query::Column as Sortable;

/// A column of the token table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Token,
    User,
    Provider,
    Scopes,
    Status,
    Expires,
    Issued,
}

/// Whether a click on a column's header orders the tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// By this, and exactly this.
    By(Sortable),
    /// By something else than the words shown: what, in a word and in a sentence.
    ByOther(Sortable, &'static str, &'static str),
    /// Not at all: why not.
    Cannot(&'static str),
}

impl Column {
    /// Every column, in order.
    pub const ALL: [Self; 7] = [
        Self::Token,
        Self::User,
        Self::Provider,
        Self::Scopes,
        Self::Status,
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
            Self::Expires => "cell-expires",
            Self::Issued => "cell-issued",
        }
    }

    /// The header.
    pub fn label(self) -> &'static str {
        match self {
            Self::Token => "Token",
            Self::User => "User",
            Self::Provider => "Provider",
            Self::Scopes => "Scopes",
            Self::Status => "Status",
            Self::Expires => "Expires",
            Self::Issued => "Issued",
        }
    }

    /// What authentik can do for it.
    pub fn order(self, kind: Kind) -> Order {
        match self {
            Self::Token => Order::By(Sortable::Pk),
            Self::Expires => Order::By(Sortable::Expires),
            Self::User => Order::ByOther(
                Sortable::User,
                "by id",
                "authentik orders by the user’s id, not by name.",
            ),
            Self::Provider => Order::ByOther(
                Sortable::Provider,
                "by id",
                "authentik orders by the provider’s id, not by name.",
            ),
            Self::Status if kind.has_revoked() => Order::ByOther(
                Sortable::Revoked,
                "by revoked",
                "authentik orders by whether a token is revoked, not by the status shown.",
            ),
            Self::Status => Order::Cannot(
                "authentik cannot order authorization codes by status: they carry no revoked flag. \
                 Order them by Expires instead: what has expired stands first.",
            ),
            Self::Scopes => Order::Cannot(
                "authentik cannot order tokens by scope: it accepts the request and ignores it. \
                 It would take every token, read into the browser, to order by scopes; \
                 a search for a scope marks the tokens on this page that hold it.",
            ),
            Self::Issued => Order::Cannot(
                "authentik keeps no issue date to order by; the one shown is read from each token’s claims. \
                 Ordering by Token comes close: newer tokens have higher numbers. \
                 Ordering by the claim itself would take every token, read into the browser.",
            ),
        }
    }
}
