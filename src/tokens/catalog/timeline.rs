//! Tokens by when they expire.

use chrono::{DateTime, Utc};

use super::query::CatalogQuery;
use super::row::{CatalogRow, NEVER, UNKNOWN};
use super::span::Span;
use super::store::Catalog;
use crate::tokens::local_time::LocalTime;
use crate::tokens::status::Status;

/// How much time the bars stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeRange {
    /// The next 24 hours.
    Day,
    /// The next 7 days.
    Week,
    /// The next 30 days.
    Month,
    /// The next year.
    Year,
    /// From the first to the last that expires.
    All,
}

/// The tokens of a bar, by their status. Nothing that has a date is in any other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BarCounts {
    /// Those that work.
    pub active: usize,
    /// Those whose time is over.
    pub expired: usize,
    /// Those that somebody revoked.
    pub revoked: usize,
}

/// A bar: the tokens that expire in a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// When.
    pub span: Span,
    /// How many of those that match everything else expire then.
    pub counts: BarCounts,
}

/// Bars side by side, and those that have none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// The time that the bars stand for.
    pub range: TimeRange,
    /// Side by side without gaps. Where all are shown, the first and the last may be longer than the others: what is far
    /// away is put together.
    pub buckets: Vec<Bucket>,
    /// Tokens that expire at another time.
    pub outside: usize,
    /// Tokens that never expire.
    pub never: usize,
    /// Tokens of which it is not known when they expire.
    pub unknown: usize,
    /// How long a bar is, in microseconds.
    pub unit: i64,
}

const MINUTE: i64 = 60_000_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// What a bar may stand for where all are shown: times that people count in.
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

/// A range with what expired before it has a few more.
const MOST_IN_RANGE: i64 = 40;

/// How far ticks may be apart.
const TICKS: [i64; 17] = [
    HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    7 * DAY,
    14 * DAY,
    28 * DAY,
    30 * DAY,
    56 * DAY,
    84 * DAY,
    90 * DAY,
    180 * DAY,
    360 * DAY,
    720 * DAY,
    3_600 * DAY,
];

/// Not more ticks than there is room for.
const MOST_TICKS: usize = 8;

impl TimeRange {
    /// All of them, the shortest first.
    pub const ALL: [Self; 5] = [Self::Day, Self::Week, Self::Month, Self::Year, Self::All];

    /// How far it reaches from now on; `None` for all.
    fn reach(self) -> Option<i64> {
        match self {
            Self::Day => Some(DAY),
            Self::Week => Some(7 * DAY),
            Self::Month => Some(30 * DAY),
            Self::Year => Some(365 * DAY),
            Self::All => None,
        }
    }

    /// How long a bar is in it; where all are shown, that depends on them.
    fn unit(self) -> i64 {
        match self {
            Self::Day => HOUR,
            Self::Week => 6 * HOUR,
            Self::Month | Self::All => DAY,
            Self::Year => 14 * DAY,
        }
    }
}

impl BarCounts {
    /// All of them.
    pub fn total(self) -> usize {
        self.active + self.expired + self.revoked
    }

    /// These and those.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            active: self.active + other.active,
            expired: self.expired + other.expired,
            revoked: self.revoked + other.revoked,
        }
    }

    /// One token of this status.
    fn of(status: Status) -> Self {
        let mut counts = Self::default();
        match status {
            Status::Revoked => counts.revoked = 1,
            Status::Expired => counts.expired = 1,
            _ => counts.active = 1,
        }
        counts
    }
}

impl Catalog {
    /// The tokens that match what is asked, whatever span it names, by when they expire: in a range, or in the one to begin
    /// with. Days are those of the clock of whoever asks.
    pub fn timeline(&mut self, asked: &CatalogQuery, range: Option<TimeRange>, now: DateTime<Utc>) -> Timeline {
        let whenever = CatalogQuery {
            span: None,
            expires: None,
            ..asked.clone()
        };
        let rows = self.find(&whenever, now).rows;
        let now = now.timestamp_micros();
        let rows: Vec<&CatalogRow> = rows.iter().filter_map(|&at| self.rows.get(at as usize)).collect();
        let bars = Bars {
            now,
            clock: asked.clock,
        };
        let mut line = bars.draw(rows.iter().map(|row| (row.ends(), row.status(now))), range);
        let having = |wanted| rows.iter().filter(|row| row.ends() == wanted).count();
        (line.never, line.unknown) = (having(NEVER), having(UNKNOWN));
        line
    }
}

/// How far off the ends on one side of now lie, by `far_off`, without those that lie ten times as far off as most.
fn reach(ends: &[i64], far_off: impl Fn(i64) -> Option<i64>) -> i64 {
    let far_off = ends.iter().filter_map(|&end| far_off(end).filter(|far| *far > 0));
    let mut far_off: Vec<i64> = far_off.collect();
    let Some(last) = far_off.len().checked_sub(1) else {
        return 0;
    };
    let mut at = |share: usize| *far_off.select_nth_unstable(last - last / share).1;
    let mut reach = at(40);
    for share in [20, 10] {
        let nearer = at(share);
        if nearer.saturating_mul(10) < reach {
            reach = nearer;
        }
    }
    reach
}

/// What the clock shows at a moment, counted as if it were UTC; both in microseconds since 1970.
fn shown(moment: i64, clock: LocalTime) -> i64 {
    let at = DateTime::from_timestamp_micros(moment);
    at.map_or(moment, |at| clock.at(at).and_utc().timestamp_micros())
}

/// The moment when the clock shows this.
fn moment(shown: i64, clock: LocalTime) -> i64 {
    let at = DateTime::from_timestamp_micros(shown);
    at.map_or(shown, |at| clock.when(at.naive_utc()).timestamp_micros())
}

/// Where and when the bars are drawn.
#[derive(Clone, Copy)]
struct Bars {
    now: i64,
    clock: LocalTime,
}

/// Which bars there are.
struct BarScale {
    /// Where they begin, and where the last one ends.
    edges: Vec<i64>,
    unit: i64,
}

impl Bars {
    fn draw(self, tokens: impl Iterator<Item = (i64, Status)>, range: Option<TimeRange>) -> Timeline {
        let tokens: Vec<(i64, Status)> = tokens.filter(|&(end, _)| end < UNKNOWN).collect();
        let mut ends: Vec<i64> = tokens.iter().map(|(end, _)| *end).collect();
        let range = range.unwrap_or_else(|| self.opening(&ends));
        let scale = match range.reach() {
            _ if ends.is_empty() => None,
            Some(reach) => Some(self.scale_of(range, reach, &ends)),
            None => self.scale_of_all(&mut ends),
        };
        let BarScale { edges, unit } = scale.unwrap_or(BarScale {
            edges: Vec::new(),
            unit: range.unit(),
        });
        let mut counts = vec![BarCounts::default(); edges.len().saturating_sub(1)];
        let last = counts.len().saturating_sub(1);
        let (mut outside, mut is_early, mut is_late) = (0, false, false);
        for (end, status) in tokens {
            let begun = edges.partition_point(|edge| *edge <= end);
            let mut bar = begun.checked_sub(1);
            if range == TimeRange::All {
                is_early |= begun == 0;
                is_late |= begun == edges.len();
                bar = Some(bar.unwrap_or(0).min(last));
            }
            match bar.and_then(|bar| counts.get_mut(bar)) {
                Some(counts) => *counts = counts.plus(BarCounts::of(status)),
                None => outside += 1,
            }
        }
        let spans = edges.iter().zip(edges.iter().skip(1)).enumerate();
        let spans = spans.map(|(bar, (&from, &to))| Span {
            from: (bar > 0 || !is_early).then_some(from),
            // What has an end ends before what has none, or none that is known.
            to: Some(if bar == last && is_late { UNKNOWN } else { to }),
        });
        Timeline {
            range,
            buckets: spans
                .zip(counts)
                .map(|(span, counts)| Bucket { span, counts })
                .collect(),
            outside,
            never: 0,
            unknown: 0,
            unit,
        }
    }

    /// The bars from the one that holds a moment to the one that holds another.
    fn scale(self, low: i64, high: i64, unit: i64) -> BarScale {
        // Where the clock is put back, an hour is shown twice: bars of an hour or less keep to the time since the first.
        let ahead = (unit <= HOUR).then(|| shown(low, self.clock) - low);
        let place = |moment: i64| ahead.map_or_else(|| shown(moment, self.clock), |ahead| moment + ahead);
        let (first, last) = (place(low).div_euclid(unit), place(high).div_euclid(unit));
        let edge = |bar: i64| {
            let place = first.saturating_add(bar).saturating_mul(unit);
            ahead.map_or_else(|| moment(place, self.clock), |ahead| place - ahead)
        };
        let count = (last - first + 1).clamp(1, MOST_IN_RANGE);
        BarScale {
            edges: (0..=count).map(edge).collect(),
            unit,
        }
    }

    /// The range to begin with: the shortest that shows how the tokens that still expire are spread. It holds at least half
    /// of them, in more than one bar.
    fn opening(self, ends: &[i64]) -> TimeRange {
        let now = self.now;
        let ahead = ends.iter().filter(|&&end| end > now).count();
        let shows_shape = |range: &TimeRange| {
            let Some(reach) = range.reach() else {
                return true;
            };
            let within = || ends.iter().copied().filter(|&end| end > now && end <= now + reach);
            let Some(first) = within().next() else {
                return false;
            };
            let bar = self.scale(first, first, range.unit());
            let is_in_bar = |end: i64| bar.edges.partition_point(|edge| *edge <= end) == 1;
            within().count() * 2 >= ahead && !within().all(is_in_bar)
        };
        TimeRange::ALL.into_iter().find(shows_shape).unwrap_or(TimeRange::All)
    }

    /// From now on as far as the range goes; and a quarter as far back, where something expired then.
    fn scale_of(self, range: TimeRange, reach: i64, ends: &[i64]) -> BarScale {
        let (now, unit) = (self.now, range.unit());
        let back = now - reach / 4;
        let back = self.scale(back, back, unit).edges.first().copied().unwrap_or(back);
        let before = ends.iter().copied().filter(|end| (back..now).contains(end));
        self.scale(before.min().unwrap_or(now), now + reach - 1, unit)
    }

    /// From the first end to the last. A few outliers must not squeeze the others together: nineteen of twenty decide, and
    /// fewer if the rest are ten times as far away.
    fn scale_of_all(self, ends: &mut [i64]) -> Option<BarScale> {
        let now = self.now;
        let last = ends.len().checked_sub(1)?;
        let at = |ends: &mut [i64], place: usize| *ends.select_nth_unstable(place).1;
        let low = at(ends, last / 40)
            .min(now)
            .max(now.saturating_sub(reach(ends, |end| now.checked_sub(end))));
        let high = at(ends, last - last / 40)
            .max(now)
            .min(now.saturating_add(reach(ends, |end| end.checked_sub(now))));
        let (low_shown, high_shown) = (shown(low, self.clock), shown(high, self.clock));
        let bars = |unit: i64| high_shown.div_euclid(unit) - low_shown.div_euclid(unit) + 1;
        let longest = 360 * DAY;
        let unit = UNITS.into_iter().find(|&unit| bars(unit) <= MOST).unwrap_or(longest);
        let mut scale = self.scale(low, high, unit);
        scale.edges.truncate(usize::try_from(MOST).map_or(1, |most| most + 1));
        Some(scale)
    }
}

impl Timeline {
    /// Whether no token expires at a time that is known.
    pub fn is_empty(&self) -> bool {
        self.buckets.is_empty()
    }

    /// All tokens that have a bar.
    pub fn counts(&self) -> BarCounts {
        let all = self.buckets.iter();
        all.fold(BarCounts::default(), |sum, bucket| sum.plus(bucket.counts))
    }

    /// The top of the scale: the number of the highest bar, or the next that is easy to read.
    pub fn top(&self) -> usize {
        let most = self.buckets.iter().map(|bucket| bucket.counts.total()).max();
        nice_ceiling(most.unwrap_or(0))
    }

    /// The bars that have a moment below them, which is where they begin, by the clock of whoever asks.
    pub fn ticks(&self, clock: LocalTime) -> Vec<(usize, i64)> {
        let starts = self.buckets.iter().enumerate();
        let starts = starts.filter_map(|(at, bar)| Some((at, bar.span.from?)));
        let starts: Vec<(usize, i64, i64)> = starts.map(|(at, from)| (at, from, shown(from, clock))).collect();
        let ticks = |apart: i64| {
            let on = starts.iter().filter(|(_, _, shown)| shown.rem_euclid(apart) == 0);
            on.map(|&(at, from, _)| (at, from)).collect::<Vec<_>>()
        };
        let apart = TICKS.into_iter().filter(|apart| apart % self.unit == 0);
        let mut fitting = apart.map(ticks).filter(|ticks| ticks.len() <= MOST_TICKS);
        fitting.next().unwrap_or_default()
    }

    /// How far from the first bar's beginning to the last one's end a moment lies, in thousandths.
    pub fn place(&self, moment: i64) -> Option<i64> {
        let count = i64::try_from(self.buckets.len()).ok()?;
        let at = self.buckets.iter().position(|bucket| bucket.span.holds(moment))?;
        let span = self.buckets.get(at)?.span;
        let from = match (span.from, span.to) {
            (Some(from), _) => from,
            (None, to) => to?.saturating_sub(self.unit),
        };
        // A day on which the clock is changed is longer or shorter.
        let long = span.to_date().map_or(self.unit, |to| to - from);
        let along = ((moment - from).clamp(0, long) / (long / 1_000).max(1)).min(1_000);
        Some((i64::try_from(at).ok()? * 1_000 + along) / count)
    }
}

/// A number that is easy to read and easy to halve, no smaller than this one.
fn nice_ceiling(number: usize) -> usize {
    if number <= 2 {
        return 2;
    }
    let mut scale = 1_usize;
    loop {
        for step in [2, 4, 6, 8, 10] {
            let nice = scale.saturating_mul(step);
            if nice >= number {
                return nice;
            }
        }
        scale = scale.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests;
