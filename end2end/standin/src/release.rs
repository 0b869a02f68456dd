//! The authentik release whose wire shape is spoken.
//!
//! Every question about a shape is asked here, by the name of what changed, so that the code
//! that makes JSON holds no version numbers. The facts are CONTRACT.md's "Versions".

use std::fmt;
use std::str::FromStr;

/// One authentik release: year, month of the series, patch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Release {
    year: u16,
    series: u8,
    patch: u8,
}

/// The series that can be spoken, each with the patch that it stands for: the newest known, but of 2026.5 the one that was
/// measured.
const SERIES: [(u16, u8, u8); 16] = [
    (2023, 10, 7),
    (2024, 2, 4),
    (2024, 4, 4),
    (2024, 6, 5),
    (2024, 8, 6),
    (2024, 10, 5),
    (2024, 12, 5),
    (2025, 2, 4),
    (2025, 4, 4),
    (2025, 6, 4),
    (2025, 8, 6),
    (2025, 10, 4),
    (2025, 12, 4),
    (2026, 2, 2),
    (2026, 5, 0),
    (2026, 8, 3),
];

impl Release {
    /// The one that is spoken when none is named: the newest whose answers were measured.
    pub const DEFAULT: Release = Release::new(2026, 5, 0);

    const fn new(year: u16, series: u8, patch: u8) -> Self {
        Release { year, series, patch }
    }

    fn since(self, year: u16, series: u8) -> bool {
        self >= Release::new(year, series, 0)
    }

    /// All series, each at its newest patch, oldest first.
    pub fn all() -> impl Iterator<Item = Release> {
        SERIES
            .iter()
            .map(|&(year, series, patch)| Release::new(year, series, patch))
    }

    /// Since 2024.4 a token that never expires has no date. Before, it carries one all the same.
    pub fn expires_may_be_null(self) -> bool {
        self.since(2024, 4)
    }

    /// Since 2024.4 groups can be left out of users, and `parent_name` of a root group is null.
    pub fn groups_may_be_left_out(self) -> bool {
        self.since(2024, 4)
    }

    /// Since 2024.8.5 and 2024.10.3 redirect URIs are a list; before, one string, a line each.
    pub fn redirect_uris_are_listed(self) -> bool {
        match (self.year, self.series) {
            (2024, 8) => self.patch >= 5,
            (2024, 10) => self.patch >= 3,
            _ => self.since(2024, 12),
        }
    }

    /// Since 2026.5 a redirect URI says what it is for.
    pub fn redirect_uris_have_types(self) -> bool {
        self.since(2026, 5)
    }

    /// Providers have `grant_types`: not yet in 2026.5.0, by the schema in 2026.5.4.
    pub fn has_grant_types(self) -> bool {
        self >= Release::new(2026, 5, 4)
    }

    /// Since 2026.8 one of the grant types is the exchange of tokens.
    pub fn has_token_exchange(self) -> bool {
        self.since(2026, 8)
    }

    /// A row tells of its provider only what every kind of provider has, and nothing of OAuth2: by the schemas since 2025.12.5
    /// and, within 2026.5, since 2026.5.4; not in 2026.2.3-rc1.
    pub fn rows_have_brief_providers(self) -> bool {
        match (self.year, self.series) {
            (2025, 12) => self.patch >= 5,
            _ => self >= Release::new(2026, 5, 4),
        }
    }

    /// Since 2026.8 `users/me` tells every account that is signed in in the browser, and which of them counts.
    pub fn has_accounts(self) -> bool {
        self.since(2026, 8)
    }

    /// Since 2025.4 a session is an object of its own, and deleting it deletes the access tokens and codes issued in it.
    pub fn session_takes_tokens_along(self) -> bool {
        self.since(2025, 4)
    }

    /// Since 2024.8 signing out deletes the access tokens of the session.
    pub fn signing_out_takes_tokens_along(self) -> bool {
        self.since(2024, 8)
    }

    /// Since 2025.4 the filters of sessions are those of the session behind it.
    pub fn session_filters_are_nested(self) -> bool {
        self.since(2025, 4)
    }

    /// Since 2025.2 deactivating users deletes what they are signed in with.
    pub fn deactivation_deletes(self) -> bool {
        self.since(2025, 2)
    }

    /// Since 2026.2 the sessions of several users can be deleted at once.
    pub fn has_bulk_delete_of_sessions(self) -> bool {
        self.since(2026, 2)
    }

    /// Since 2024.10 providers have `invalidation_flow` and `encryption_key`.
    pub fn has_invalidation_flow(self) -> bool {
        self.since(2024, 10)
    }

    /// Since 2024.12 `jwks_sources` is `jwt_federation_sources`, and providers federate too.
    pub fn has_federation(self) -> bool {
        self.since(2024, 12)
    }

    /// Since 2025.8 what is not assigned is null; before, the key is left out.
    pub fn unassigned_is_null(self) -> bool {
        self.since(2025, 8)
    }

    /// 2025.8 alone has `backchannel_logout_uri`.
    pub fn has_backchannel_logout_uri(self) -> bool {
        self.since(2025, 8) && !self.since(2025, 10)
    }

    /// Since 2025.10 providers have `refresh_token_threshold`, `logout_uri`, `logout_method`.
    pub fn has_logout_method(self) -> bool {
        self.since(2025, 10)
    }

    /// Since 2025.8 lists end in `autocomplete`.
    pub fn has_autocomplete(self) -> bool {
        self.since(2025, 8)
    }

    /// Since 2025.2 users have `password_change_date`.
    pub fn has_password_change_date(self) -> bool {
        self.since(2025, 2)
    }

    /// Since 2025.4 users have `date_joined`.
    pub fn has_date_joined(self) -> bool {
        self.since(2025, 4)
    }

    /// Since 2025.8 users have `last_updated`.
    pub fn has_last_updated(self) -> bool {
        self.since(2025, 8)
    }

    /// Since 2025.12 users have roles of their own.
    pub fn has_roles(self) -> bool {
        self.since(2025, 12)
    }

    /// Since 2024.2 an event names the brand that it happened under; before, the tenant.
    pub fn events_have_brands(self) -> bool {
        self.since(2024, 2)
    }

    /// Until 2025.10 a group names its parent.
    pub fn groups_have_parents(self) -> bool {
        !self.since(2025, 12)
    }

    /// Since 2024.4 the version endpoint has `version_latest_valid`.
    pub fn has_version_latest_valid(self) -> bool {
        self.since(2024, 4)
    }

    /// Since 2024.8 the version endpoint has `outpost_outdated`.
    pub fn has_outpost_outdated(self) -> bool {
        self.since(2024, 8)
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.year, self.series, self.patch)
    }
}

impl FromStr for Release {
    type Err = String;

    /// Reads `2024.8` (the patch that it stands for) and `2024.8.3`.
    fn from_str(text: &str) -> Result<Self, String> {
        let unknown = || {
            let known: Vec<String> = SERIES
                .iter()
                .map(|(year, series, _)| format!("{year}.{series}"))
                .collect();
            format!("{text} is not a release known here: {}", known.join(", "))
        };
        let mut parts = text.trim().split('.');
        let year: u16 = parts.next().and_then(|p| p.parse().ok()).ok_or_else(unknown)?;
        let series: u8 = parts.next().and_then(|p| p.parse().ok()).ok_or_else(unknown)?;
        let &(_, _, usual) = SERIES
            .iter()
            .find(|(y, s, _)| (*y, *s) == (year, series))
            .ok_or_else(unknown)?;
        let patch = match parts.next() {
            None => usual,
            Some(patch) => patch.parse().map_err(|_| unknown())?,
        };
        if parts.next().is_some() {
            return Err(unknown());
        }
        Ok(Release::new(year, series, patch))
    }
}
