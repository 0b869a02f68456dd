//! What state a token is in, derived from what authentik says and what time it is.

use chrono::{DateTime, Utc};

use crate::model::token::{End, Token};

/// The state of a token. The first that applies, in this order: revoked, expired, end unknown, never expires, active.
///
/// How long it has left is no state: by authentik's defaults an access token works for minutes or an hour, so nearly every
/// token that works would be "about to expire".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It works, and has an end.
    Active,
    /// authentik says so, or its end has passed since then.
    Expired,
    /// Someone revoked it. That says nothing about services that verify a JWT by themselves.
    Revoked,
    /// It has no end, or a date that authentik does not apply.
    NeverExpires,
    /// When it ends cannot be read.
    EndUnknown,
}

impl Status {
    /// Those of tokens that work, as far as is known.
    pub const WORKING: [Self; 3] = [Self::Active, Self::NeverExpires, Self::EndUnknown];
}

/// The status of a token with these facts, at the time `now`.
pub fn status(expires: End, is_expired: Option<bool>, revoked: Option<bool>, now: DateTime<Utc>) -> Status {
    if revoked == Some(true) {
        return Status::Revoked;
    }
    if is_expired == Some(true) {
        return Status::Expired;
    }
    match expires {
        End::Never | End::NotApplied(_) => Status::NeverExpires,
        End::Unknown => Status::EndUnknown,
        End::At(end) if end <= now => Status::Expired,
        End::At(_) => Status::Active,
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
    fn what_has_any_time_left_is_active() {
        let left = |seconds| status(End::At(at(seconds)), Some(false), Some(false), at(0));
        assert_eq!(left(-1), Status::Expired);
        assert_eq!(left(0), Status::Expired);
        assert_eq!(left(1), Status::Active);
        assert_eq!(left(300 * 24 * 3600), Status::Active);
    }

    #[test]
    fn revoked_is_said_first() {
        let revoked = |expires, is_expired| status(expires, is_expired, Some(true), at(0));
        assert_eq!(revoked(End::Never, None), Status::Revoked);
        assert_eq!(revoked(End::Unknown, None), Status::Revoked);
        assert_eq!(revoked(End::At(at(-5)), Some(true)), Status::Revoked);
    }

    #[test]
    fn authentik_is_believed_when_it_says_expired() {
        assert_eq!(status(End::At(at(9_999_999)), Some(true), None, at(0)), Status::Expired);
        assert_eq!(status(End::Never, Some(true), None, at(0)), Status::Expired);
        assert_eq!(status(End::Never, Some(false), None, at(0)), Status::NeverExpires);
        assert_eq!(status(End::Never, None, None, at(0)), Status::NeverExpires);
        assert_eq!(status(End::Unknown, Some(true), None, at(0)), Status::Expired);
    }

    #[test]
    fn what_is_not_known_is_not_called_never() {
        for is_expired in [Some(false), None] {
            assert_eq!(status(End::Unknown, is_expired, Some(false), at(0)), Status::EndUnknown);
        }
    }

    #[test]
    fn a_date_that_is_not_applied_ends_nothing() {
        let left = |seconds| status(End::NotApplied(at(seconds)), Some(false), Some(false), at(0));
        assert_eq!(left(-5), Status::NeverExpires);
    }
}
