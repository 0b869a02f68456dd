//! What state a token is in, derived from what authentik says and what time it is.

use chrono::{DateTime, TimeDelta, Utc};

use crate::authentik::token::Token;

/// A token that ends within this time "expires soon".
pub const SOON: TimeDelta = TimeDelta::hours(24);

/// The state of a token. The first that applies, in this order: revoked, expired, never expires, expires soon, active.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It has more than [`SOON`] left.
    Active,
    /// It has some time left, but no more than [`SOON`].
    ExpiresSoon,
    /// authentik says so, or its time is over. (authentik may list a past `expires` with `is_expired: false`.)
    Expired,
    /// Someone revoked it. That says nothing about services that verify a JWT by themselves.
    Revoked,
    /// It has no end.
    NeverExpires,
}

/// The status of a token with these facts, at the time `now`.
pub fn status(
    expires: Option<DateTime<Utc>>,
    is_expired: Option<bool>,
    revoked: Option<bool>,
    now: DateTime<Utc>,
) -> Status {
    if revoked == Some(true) {
        return Status::Revoked;
    }
    if is_expired == Some(true) {
        return Status::Expired;
    }
    match expires {
        None => Status::NeverExpires,
        Some(end) if end <= now => Status::Expired,
        Some(end) if end - now <= SOON => Status::ExpiresSoon,
        Some(_) => Status::Active,
    }
}

/// The status of `token` at the time `now`.
pub fn status_of(token: &Token, now: DateTime<Utc>) -> Status {
    status(token.expires, token.is_expired, token.revoked, now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_793_000_000 + seconds, 0).unwrap_or_default()
    }

    #[test]
    fn the_limits_belong_to_the_earlier_end() {
        let left = |seconds| status(Some(at(seconds)), Some(false), Some(false), at(0));
        assert_eq!(left(-1), Status::Expired);
        assert_eq!(left(0), Status::Expired);
        assert_eq!(left(1), Status::ExpiresSoon);
        assert_eq!(left(24 * 3600), Status::ExpiresSoon);
        assert_eq!(left(24 * 3600 + 1), Status::Active);
    }

    #[test]
    fn revoked_is_said_first() {
        let revoked = |expires, is_expired| status(expires, is_expired, Some(true), at(0));
        assert_eq!(revoked(None, None), Status::Revoked);
        assert_eq!(revoked(Some(at(-5)), Some(true)), Status::Revoked);
    }

    #[test]
    fn authentik_is_believed_when_it_says_expired() {
        assert_eq!(status(Some(at(9_999_999)), Some(true), None, at(0)), Status::Expired);
        assert_eq!(status(None, Some(true), None, at(0)), Status::Expired);
        assert_eq!(status(None, Some(false), None, at(0)), Status::NeverExpires);
        assert_eq!(status(None, None, None, at(0)), Status::NeverExpires);
    }
}
