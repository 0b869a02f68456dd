//! The kinds of tokens, in words.

use super::numbers::{self, Plural, plural};
use crate::model::kind::Kind;

/// "Access token".
pub fn one(kind: Kind) -> &'static str {
    match kind {
        Kind::AccessTokens => "Access token",
        Kind::RefreshTokens => "Refresh token",
        Kind::AuthorizationCodes => "Authorization code",
    }
}

/// "Access tokens".
pub fn many(kind: Kind) -> &'static str {
    match kind {
        Kind::AccessTokens => "Access tokens",
        Kind::RefreshTokens => "Refresh tokens",
        Kind::AuthorizationCodes => "Authorization codes",
    }
}

/// The same inside a sentence.
pub const fn in_sentence(kind: Kind) -> Plural {
    match kind {
        Kind::AccessTokens => plural("access token", "access tokens"),
        Kind::RefreshTokens => plural("refresh token", "refresh tokens"),
        Kind::AuthorizationCodes => plural("authorization code", "authorization codes"),
    }
}

/// "12 access tokens".
pub fn counted(kind: Kind, count: u64) -> String {
    numbers::counted(count, in_sentence(kind))
}

/// "Access token 4711".
pub fn named(kind: Kind, pk: u64) -> String {
    [one(kind), " ", &pk.to_string()].concat()
}
