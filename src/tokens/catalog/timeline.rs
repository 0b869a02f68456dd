//! Tokens by when they end.

use chrono::{DateTime, Utc};

use super::find::Asked;
use super::row::{NEVER, UNKNOWN};
use super::store::Catalog;

/// A span of time, from its first moment up to but without its last, in microseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first moment; `None` for the beginning of time.
    pub from: Option<i64>,
    /// The moment after the last; `None` for the end of time, which takes in what never ends.
    pub to: Option<i64>,
}

impl Span {
    /// Whether a token that ends then ends in it.
    pub fn holds(self, expires: i64) -> bool {
        self.from.is_none_or(|from| expires >= from) && self.to.is_none_or(|to| expires < to)
    }
}

/// A bar: the tokens that end in a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// When.
    pub span: Span,
    /// How many of those that match everything else end then.
    pub count: usize,
}

/// Bars side by side, from the first end to the last, and those that never end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    /// Side by side without gaps. The first and the last may be longer than the others: what is far away is put together.
    pub buckets: Vec<Bucket>,
    /// Tokens without an end.
    pub never: usize,
    /// Tokens of which it is not known when they end.
    pub unknown: usize,
    /// How long a bar is, in microseconds.
    pub unit: i64,
}

const MINUTE: i64 = 60_000_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// What a bar may stand for: times that people count in.
const UNITS: [i64; 9] = [
    10 * MINUTE,
    HOUR,
    3 * HOUR,
    12 * HOUR,
    DAY,
    7 * DAY,
    30 * DAY,
    90 * DAY,
    360 * DAY,
];

/// Not more bars than can be told apart and walked through.
const MOST: i64 = 36;

impl Catalog {
    /// The tokens that match what is asked, whatever span it names, by when they end. Days begin at midnight in a zone that
    /// is so many minutes ahead of UTC.
    pub fn timeline(&mut self, asked: &Asked, now: DateTime<Utc>, zone: i32) -> Timeline {
        let whenever = Asked {
            span: None,
            ..asked.clone()
        };
        let rows = self.find(&whenever, now).rows;
        let mut ends: Vec<i64> = Vec::new();
        let (mut never, mut unknown) = (0, 0);
        for row in rows.iter().filter_map(|&at| self.rows.get(at as usize)) {
            match row.ends() {
                NEVER => never += 1,
                UNKNOWN => unknown += 1,
                end => ends.push(end),
            }
        }
        Timeline {
            never,
            unknown,
            ..Timeline::of(&mut ends, now.timestamp_micros(), i64::from(zone) * MINUTE)
        }
    }
}

impl Timeline {
    /// Bars for these ends. A few that lie far off do not press the others together: nineteen of twenty decide.
    fn of(ends: &mut [i64], now: i64, zone: i64) -> Self {
        let Some(last) = ends.len().checked_sub(1) else {
            return Self::default();
        };
        let at = |ends: &mut [i64], place: usize| *ends.select_nth_unstable(place).1;
        let low = at(ends, last / 40).min(now);
        let high = at(ends, last - last / 40).max(now);
        let bars = |unit: i64| (high + zone).div_euclid(unit) - (low + zone).div_euclid(unit) + 1;
        let longest = 360 * DAY;
        let unit = UNITS.into_iter().find(|&unit| bars(unit) <= MOST).unwrap_or(longest);
        let first = (low + zone).div_euclid(unit);
        let count = usize::try_from(bars(unit).min(MOST)).unwrap_or(1);
        let start = |bar: usize| (first + i64::try_from(bar).unwrap_or(0)) * unit - zone;
        let mut counts = vec![0_usize; count];
        for end in ends.iter() {
            let bar = ((end + zone).div_euclid(unit) - first).max(0);
            let bar = usize::try_from(bar).unwrap_or(0).min(count - 1);
            if let Some(count) = counts.get_mut(bar) {
                *count += 1;
            }
        }
        let is_early = ends.iter().any(|&end| end < start(0));
        let is_late = ends.iter().any(|&end| end >= start(count));
        let buckets = counts.into_iter().enumerate().map(|(bar, tokens)| Bucket {
            span: Span {
                from: (bar > 0 || !is_early).then(|| start(bar)),
                // What has an end ends before what has none, or none that is known.
                to: Some(if bar + 1 == count && is_late {
                    UNKNOWN
                } else {
                    start(bar + 1)
                }),
            },
            count: tokens,
        });
        Self {
            buckets: buckets.collect(),
            never: 0,
            unknown: 0,
            unit,
        }
    }
}
