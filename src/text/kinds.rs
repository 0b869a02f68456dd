//! The kinds of tokens, in words.

use super::numbers::grouped;
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

/// "12 access tokens".
pub fn counted(kind: Kind, count: u64) -> String {
    let name = if count == 1 { one(kind) } else { many(kind) };
    format!("{} {}", grouped(count), name.to_ascii_lowercase())
}

/// "Access token 4711".
pub fn named(kind: Kind, pk: u64) -> String {
    [one(kind), " ", &pk.to_string()].concat()
}

/// "Delete access token 4711".
pub fn delete_one(kind: Kind, pk: u64) -> String {
    format!("Delete {} {pk}", one(kind).to_ascii_lowercase())
}
