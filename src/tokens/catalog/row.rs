//! A token in 64 bytes.

use chrono::{DateTime, Utc};

use super::claim_ids::ClaimIds;
use crate::model::token::End;
use crate::tokens::findings::{self, Findings};
use crate::tokens::status::Status;

/// A token: what is its own, and the numbers of what it shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CatalogRow {
    /// Its number at authentik.
    pub pk: u64,
    /// When it ends, in microseconds since 1970. [`NEVER`] stands behind every other moment, as at authentik, and
    /// [`UNKNOWN`] right before that.
    pub expires: i64,
    /// When it was issued, in seconds since 1970; 0 where its claims do not say.
    pub issued: u32,
    /// When the person signed in, in seconds since 1970; 0 where its claims do not say.
    pub signed_in: u32,
    /// Whose.
    pub user: u32,
    /// From whom.
    pub provider: u32,
    /// What for: a set of scopes.
    pub scopes: u32,
    /// The claim `sub`.
    pub subject: u32,
    /// The claims `iss` and `aud`.
    pub origin: u32,
    /// The ids among its claims, as hashes.
    pub ids: ClaimIds,
    /// The part of its findings that does not change with time.
    pub timeless: u16,
    /// What authentik says of `revoked` and `is_expired`, and whether it applies the end.
    pub flags: u8,
}

/// The end of a token that has none.
pub const NEVER: i64 = i64::MAX;

/// The end of a token whose end is unknown; after every date.
pub const UNKNOWN: i64 = NEVER - 1;

const REVOKED: u8 = 1;
const NOT_REVOKED: u8 = 2;
const EXPIRED: u8 = 4;
const NOT_EXPIRED: u8 = 8;
const NOT_APPLIED: u8 = 16;

// "At most 64 bytes a token beside interned strings."
const _: () = assert!(size_of::<CatalogRow>() <= 64);

impl CatalogRow {
    /// The flags for what authentik says.
    pub fn flags_of(revoked: Option<bool>, is_expired: Option<bool>, end: End) -> u8 {
        let revoked = match revoked {
            Some(true) => REVOKED,
            Some(false) => NOT_REVOKED,
            None => 0,
        };
        let expired = match is_expired {
            Some(true) => EXPIRED,
            Some(false) => NOT_EXPIRED,
            None => 0,
        };
        let applied = match end {
            End::NotApplied(_) => NOT_APPLIED,
            End::At(_) | End::Never | End::Unknown => 0,
        };
        revoked | expired | applied
    }

    /// An end as [`Self::expires`] has it.
    pub fn expires_of(end: End) -> i64 {
        match end {
            End::At(date) | End::NotApplied(date) => date.timestamp_micros(),
            End::Never => NEVER,
            End::Unknown => UNKNOWN,
        }
    }

    /// Whether it was revoked.
    pub fn revoked(&self) -> Option<bool> {
        told(self.flags, REVOKED, NOT_REVOKED)
    }

    /// Whether authentik says that it has ended.
    pub fn is_expired(&self) -> Option<bool> {
        told(self.flags, EXPIRED, NOT_EXPIRED)
    }

    /// When it ends.
    pub fn end(&self) -> End {
        match (self.expires, DateTime::from_timestamp_micros(self.expires)) {
            (NEVER, _) => End::Never,
            (UNKNOWN, _) | (_, None) => End::Unknown,
            (_, Some(date)) if self.is_not_applied() => End::NotApplied(date),
            (_, Some(date)) => End::At(date),
        }
    }

    /// When it really ends, in microseconds since 1970: a date that is not applied ends nothing.
    pub fn ends(&self) -> i64 {
        if self.is_not_applied() { NEVER } else { self.expires }
    }

    fn is_not_applied(&self) -> bool {
        self.flags & NOT_APPLIED != 0
    }

    /// Its status at a time, in microseconds since 1970. The same as [`crate::tokens::status::status`] says, without
    /// calendars: it is asked of every row at every letter that is typed.
    pub fn status(&self, now: i64) -> Status {
        if self.flags & REVOKED != 0 {
            Status::Revoked
        } else if self.is_over(now) {
            Status::Expired
        } else if self.ends() == NEVER {
            Status::NeverExpires
        } else if self.expires == UNKNOWN {
            Status::EndUnknown
        } else {
            Status::Active
        }
    }

    /// Its findings at a time, in microseconds since 1970.
    pub fn findings(&self, now: i64) -> Findings {
        let timeless = Findings::of_bits(self.timeless);
        findings::in_state(timeless, self.is_over(now), self.revoked())
    }

    fn is_over(&self, now: i64) -> bool {
        self.flags & EXPIRED != 0 || self.ends() <= now
    }

    /// When it was issued.
    pub fn issued(&self) -> Option<DateTime<Utc>> {
        moment(self.issued)
    }
}

fn told(flags: u8, yes: u8, no: u8) -> Option<bool> {
    match (flags & yes != 0, flags & no != 0) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

fn moment(seconds: u32) -> Option<DateTime<Utc>> {
    (seconds != 0)
        .then(|| DateTime::from_timestamp(seconds.into(), 0))
        .flatten()
}

/// Several statuses; a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StatusSet(u8);

impl StatusSet {
    /// These.
    pub fn of(statuses: &[Status]) -> Self {
        Self(statuses.iter().fold(0, |bits, &status| bits | bit(status)))
    }

    /// Whether this one is among them.
    pub fn contains(self, status: Status) -> bool {
        self.0 & bit(status) != 0
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The same with this one in, or out.
    #[must_use]
    pub fn with(self, status: Status, on: bool) -> Self {
        Self(if on {
            self.0 | bit(status)
        } else {
            self.0 & !bit(status)
        })
    }
}

fn bit(status: Status) -> u8 {
    1 << place(status)
}

/// Where a status stands when tokens are sorted by it: what works first, what ends before what lasts.
pub fn place(status: Status) -> u8 {
    match status {
        Status::Active => 0,
        Status::NeverExpires => 1,
        Status::EndUnknown => 2,
        Status::Expired => 3,
        Status::Revoked => 4,
    }
}
