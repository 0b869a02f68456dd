//! The kinds of tokens, in words.

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

/// "Delete access token 4711".
pub fn delete_one(kind: Kind, pk: u64) -> String {
    format!("Delete {} {pk}", one(kind).to_ascii_lowercase())
}
