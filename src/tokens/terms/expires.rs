//! When a token ends, as it is searched for. Days are days in UTC.

use std::cmp::Ordering;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::model::token::End;

/// When a token ends. One without an end is after every limit, and before none; one whose end is not known is neither. A
/// date that authentik does not apply ends nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expires {
    /// It has no end.
    Never,
    /// It is not known when.
    Unknown,
    /// On the day that it is in UTC, be it over already or not.
    Today,
    /// On this day.
    On(NaiveDate),
    /// `<`: before the limit.
    Before(Limit),
    /// `<=`: before the limit or on its day.
    UpTo(Limit),
    /// `>`: after the limit.
    After(Limit),
    /// `>=`: after the limit or on its day.
    From(Limit),
}

/// What an end is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// So long from now; the moment itself belongs to both sides. A token that has already ended is on neither: who
    /// asks what ends within seven days does not mean what ended last year. Whether it was revoked is another question.
    Ahead(TimeDelta),
    /// A day. A token that ended before it is before it, as in a calendar.
    Day(NaiveDate),
    /// The day that it is.
    Today,
}

/// What `expires:` is offered with; it understands other numbers and any day besides.
pub(super) const EXAMPLES: [&str; 6] = ["<1d", "<7d", ">30d", "today", "never", "unknown"];

/// The largest amount of a unit: more is a slip, or `never`.
const LARGEST: u32 = 99_999;

/// The units of time, in minutes.
const UNITS: [(&str, i64); 4] = [("min", 1), ("h", 60), ("d", 24 * 60), ("w", 7 * 24 * 60)];

impl Expires {
    /// Whether this holds, at the time `now`, for a token that ends then.
    pub fn holds(self, expires: End, now: DateTime<Utc>) -> bool {
        let end = match expires {
            End::At(end) => end,
            End::Never | End::NotApplied(_) => return matches!(self, Self::Never | Self::After(_) | Self::From(_)),
            End::Unknown => return self == Self::Unknown,
        };
        match self {
            Self::Never | Self::Unknown => false,
            Self::Today => end.date_naive() == now.date_naive(),
            Self::On(day) => end.date_naive() == day,
            Self::Before(limit) => limit.compare(end, now, Ordering::Less, false),
            Self::UpTo(limit) => limit.compare(end, now, Ordering::Less, true),
            Self::After(limit) => limit.compare(end, now, Ordering::Greater, false),
            Self::From(limit) => limit.compare(end, now, Ordering::Greater, true),
        }
    }

    /// Reads a folded text.
    pub(super) fn read(text: &str) -> Option<Self> {
        match text {
            "never" => return Some(Self::Never),
            "unknown" => return Some(Self::Unknown),
            "today" => return Some(Self::Today),
            _ => {}
        }
        if let Some(limit) = text.strip_prefix("<=") {
            Limit::read(limit).map(Self::UpTo)
        } else if let Some(limit) = text.strip_prefix('<') {
            Limit::read(limit).map(Self::Before)
        } else if let Some(limit) = text.strip_prefix(">=") {
            Limit::read(limit).map(Self::From)
        } else if let Some(limit) = text.strip_prefix('>') {
            Limit::read(limit).map(Self::After)
        } else {
            day(text).map(Self::On)
        }
    }
}

impl Limit {
    /// Whether an end is on this side of it, or on its day where that counts.
    fn compare(self, end: DateTime<Utc>, now: DateTime<Utc>, side: Ordering, with_day: bool) -> bool {
        let day = match self {
            Self::Ahead(time) => {
                let limit = now.checked_add_signed(time).unwrap_or(DateTime::<Utc>::MAX_UTC);
                return end > now && end.cmp(&limit) != side.reverse();
            }
            Self::Day(day) => day,
            Self::Today => now.date_naive(),
        };
        let found = end.date_naive().cmp(&day);
        found == side || with_day && found == Ordering::Equal
    }

    fn read(text: &str) -> Option<Self> {
        if text == "today" {
            return Some(Self::Today);
        }
        if let Some(day) = day(text) {
            return Some(Self::Day(day));
        }
        let unit = text.find(|letter: char| !letter.is_ascii_digit())?;
        let (amount, unit) = text.split_at_checked(unit)?;
        let (_, minutes) = UNITS.into_iter().find(|(name, _)| *name == unit)?;
        let amount = i64::from(number(amount).filter(|amount| *amount <= LARGEST)?);
        TimeDelta::try_minutes(amount.checked_mul(minutes)?).map(Self::Ahead)
    }
}

/// Reads `2026-11-24`.
fn day(text: &str) -> Option<NaiveDate> {
    let (year, text) = text.split_once('-')?;
    let (month, day) = text.split_once('-')?;
    if (year.len(), month.len(), day.len()) != (4, 2, 2) {
        return None;
    }
    NaiveDate::from_ymd_opt(i32::try_from(number(year)?).ok()?, number(month)?, number(day)?)
}

fn number(text: &str) -> Option<u32> {
    // `parse` would take a leading plus.
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}
