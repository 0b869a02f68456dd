//! A row, and what it is a row of.

use super::time::Micros;

/// Which of the three.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `access_tokens`
    Access,
    /// `refresh_tokens`
    Refresh,
    /// `authorization_codes`: no `id_token`, no `revoked`.
    Code,
}

impl Kind {
    /// All three.
    pub const ALL: [Kind; 3] = [Kind::Access, Kind::Refresh, Kind::Code];

    /// The segment of the address.
    pub fn segment(self) -> &'static str {
        match self {
            Kind::Access => "access_tokens",
            Kind::Refresh => "refresh_tokens",
            Kind::Code => "authorization_codes",
        }
    }

    /// The kind of that segment.
    pub fn by_segment(segment: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.segment() == segment)
    }

    /// What Django calls it.
    pub fn model(self) -> &'static str {
        match self {
            Kind::Access => "AccessToken",
            Kind::Refresh => "RefreshToken",
            Kind::Code => "AuthorizationCode",
        }
    }

    /// The stream of [`Dice`] that its rows draw from.
    pub(super) fn sort(self) -> u64 {
        10 + self as u64
    }
}

/// One row.
#[derive(Clone, Debug)]
pub struct Row {
    /// From 1, never used twice.
    pub pk: u32,
    /// The user's pk.
    pub user: u32,
    /// The provider's pk.
    pub provider: u16,
    /// Revoked, but not deleted.
    pub revoked: bool,
    /// Whether its date means anything: a past date on a row that does not expire is no end.
    pub expiring: bool,
    /// The number of the session in which it was issued; 0 where there was none, or where that is over.
    pub session: u32,
    /// When it ends; [`NEVER`] when it has no date.
    pub expires: Micros,
}

/// The date of a row without one. Sorts last, as null does.
pub const NEVER: Micros = Micros::MAX;

impl Row {
    /// What authentik says of it at that moment.
    pub fn is_expired(&self, now: Micros) -> bool {
        self.expiring && self.expires < now
    }
}

/// What was said by hand of a row that was added.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Its scopes.
    pub scope: Option<Vec<String>>,
    /// Its claims.
    pub claims: Option<serde_json::Value>,
}
