//! The three kinds of token that authentik lists.

/// A kind of token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// What a client presents to a service.
    #[default]
    AccessTokens,
    /// What a client exchanges for a new access token.
    RefreshTokens,
    /// What a client exchanges, once and within a minute or so, for its first tokens.
    AuthorizationCodes,
}

impl Kind {
    /// Every kind, in the order of the navigation.
    pub const ALL: [Self; 3] = [Self::AccessTokens, Self::RefreshTokens, Self::AuthorizationCodes];

    /// The word in the console's own addresses.
    pub fn path_segment(self) -> &'static str {
        match self {
            Self::AccessTokens => "access-tokens",
            Self::RefreshTokens => "refresh-tokens",
            Self::AuthorizationCodes => "authorization-codes",
        }
    }

    /// The word in authentik's API.
    pub fn api_segment(self) -> &'static str {
        match self {
            Self::AccessTokens => "access_tokens",
            Self::RefreshTokens => "refresh_tokens",
            Self::AuthorizationCodes => "authorization_codes",
        }
    }

    /// The kind that an address names.
    pub fn from_path_segment(segment: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.path_segment() == segment)
    }

    /// Whether authentik sends an `id_token` along. Codes have none, so nothing tells when they were issued.
    pub fn has_claims(self) -> bool {
        self != Self::AuthorizationCodes
    }

    /// Whether authentik sends, and can order by, `revoked`.
    pub fn has_revoked(self) -> bool {
        self != Self::AuthorizationCodes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_by_its_own_address() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_path_segment(kind.path_segment()), Some(kind));
        }
        assert_eq!(Kind::from_path_segment("access_tokens"), None);
        assert_eq!(Kind::from_path_segment(""), None);
    }
}
