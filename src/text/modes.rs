//! A provider's settings and a user's type, in words. A word of a later release is said as authentik wrote it.

use crate::model::provider::{ClientType, IssuerMode, MatchingMode, SubMode};
use crate::model::user::UserKind;

/// Whether the client can keep a secret.
pub fn client_type(client_type: &ClientType) -> &str {
    match client_type {
        ClientType::Confidential => "Confidential: authenticates with its client secret",
        ClientType::Public => "Public: has no secret, identified by client ID only",
        ClientType::Other(word) => word,
    }
}

/// A way in which the client may get tokens, by the names of RFC 6749, RFC 8628, RFC 8693 and OpenID Connect.
pub fn grant_type(grant: &str) -> &str {
    match grant {
        "authorization_code" => "Authorization code: the person signs in, and the client exchanges a code for tokens",
        "implicit" => "Implicit: the person signs in, and tokens come back through the browser’s address",
        "hybrid" => "Hybrid: the person signs in, and a code comes back through the browser’s address, with tokens",
        "refresh_token" => "Refresh token: the client gets new tokens by itself, without the person",
        "client_credentials" => "Client credentials: the client gets tokens for itself; no person signs in",
        "password" => "Resource owner password credentials: the client sends a username and a password",
        "urn:ietf:params:oauth:grant-type:device_code" => {
            "Device authorization: the person signs in on another device, with a code that this one shows"
        }
        "urn:ietf:params:oauth:grant-type:token-exchange" => {
            "Token exchange: the client hands over one token, and gets another for it"
        }
        other => other,
    }
}

/// What the claim `sub` holds.
pub fn sub_mode(mode: &SubMode) -> &str {
    match mode {
        SubMode::HashedUserId => "A hash of the user’s ID, which says nothing about the person",
        SubMode::UserId => "The user’s ID",
        SubMode::UserUuid => "The user’s UUID",
        SubMode::UserUsername => "The username, which changes when the user is renamed",
        SubMode::UserEmail => "The email address, which may change and may be shared",
        SubMode::UserUpn => "The user principal name (UPN)",
        SubMode::Other(word) => word,
    }
}

/// What the claim `iss` holds.
pub fn issuer_mode(mode: &IssuerMode) -> &str {
    match mode {
        IssuerMode::Global => "The same issuer for every provider",
        IssuerMode::PerProvider => "An issuer of this provider’s own",
        IssuerMode::Other(word) => word,
    }
}

/// How a redirect URI is compared. Old releases do not say, hence the option.
pub fn matching_mode(mode: Option<&MatchingMode>) -> &str {
    match mode {
        Some(MatchingMode::Strict) => "Exact",
        Some(MatchingMode::Regex) => "Regular expression",
        Some(MatchingMode::Other(word)) => word,
        None => "Matching unknown: this release does not say",
    }
}

/// What a redirect URI is for, in authentik's word.
pub fn redirect_uri_kind(kind: &str) -> &str {
    match kind {
        "authorization" => "After signing in",
        "logout" => "After signing out",
        other => other,
    }
}

/// How a client is told that a session ended, from authentik's setting. That alone means nothing: it has a default, and
/// authentik notifies nobody unless a logout URI is set.
pub fn told_of_logout<'a>(method: &'a str, uri: Option<&str>) -> &'a str {
    if uri.is_none_or(|uri| uri.trim().is_empty()) {
        return "Not notified: no logout URI is set";
    }
    match method {
        "backchannel" => "Back-channel: authentik calls the client",
        "frontchannel" => "Front-channel: through the person’s browser",
        other => other,
    }
}

/// A person, or a machine.
pub fn user_kind(kind: &UserKind) -> &str {
    match kind {
        UserKind::Internal => "Internal",
        UserKind::External => "External",
        UserKind::ServiceAccount => "Service account",
        UserKind::InternalServiceAccount => "Internal service account, used by authentik itself",
        UserKind::Other(word) => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grants_have_the_names_of_the_standards_and_unknown_ones_stay_as_they_are() {
        let named = [
            ("authorization_code", "Authorization code: "),
            ("implicit", "Implicit: "),
            ("hybrid", "Hybrid: "),
            ("refresh_token", "Refresh token: "),
            ("client_credentials", "Client credentials: "),
            ("password", "Resource owner password credentials: "),
            ("urn:ietf:params:oauth:grant-type:device_code", "Device authorization: "),
            ("urn:ietf:params:oauth:grant-type:token-exchange", "Token exchange: "),
        ];
        for (grant, name) in named {
            assert!(grant_type(grant).starts_with(name), "{grant}");
        }
        for other in ["", "Implicit", "urn:openid:params:grant-type:ciba"] {
            assert_eq!(grant_type(other), other);
        }
    }

    #[test]
    fn nobody_is_told_of_a_logout_without_a_uri() {
        for method in ["backchannel", "frontchannel", "carrier pigeon"] {
            assert_eq!(told_of_logout(method, None), "Not notified: no logout URI is set");
            assert_eq!(told_of_logout(method, Some(" ")), "Not notified: no logout URI is set");
            assert_ne!(
                told_of_logout(method, Some("https://a.example/out")),
                "Not notified: no logout URI is set"
            );
        }
    }
}
