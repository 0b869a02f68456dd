//! Tokens by when they end.

use chrono::{DateTime, Utc};

use super::query::CatalogQuery;
use super::row::{NEVER, UNKNOWN};
use super::span::Span;
use super::store::Catalog;
use crate::tokens::local_time::LocalTime;

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
    /// The tokens that match what is asked, whatever span it names, by when they end. Days are those of the clock of
    /// whoever asks.
    pub fn timeline(&mut self, asked: &CatalogQuery, now: DateTime<Utc>) -> Timeline {
        let whenever = CatalogQuery {
            span: None,
            expires: None,
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
            ..Timeline::of(&mut ends, now.timestamp_micros(), asked.clock)
        }
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

impl Timeline {
    /// Bars for these ends. A few outliers must not squeeze the others together: nineteen of twenty decide, and fewer
    /// if the rest are ten times as far away.
    fn of(ends: &mut [i64], now: i64, clock: LocalTime) -> Self {
        let Some(last) = ends.len().checked_sub(1) else {
            return Self::default();
        };
        let at = |ends: &mut [i64], place: usize| *ends.select_nth_unstable(place).1;
        let low = at(ends, last / 40)
            .min(now)
            .max(now.saturating_sub(reach(ends, |end| now.checked_sub(end))));
        let high = at(ends, last - last / 40)
            .max(now)
            .min(now.saturating_add(reach(ends, |end| end.checked_sub(now))));
        let (low_shown, high_shown) = (shown(low, clock), shown(high, clock));
        let bars = |unit: i64| high_shown.div_euclid(unit) - low_shown.div_euclid(unit) + 1;
        let longest = 360 * DAY;
        let unit = UNITS.into_iter().find(|&unit| bars(unit) <= MOST).unwrap_or(longest);
        let first = low_shown.div_euclid(unit);
        let count = bars(unit).clamp(1, MOST);
        // Where the clock is put back, an hour is shown twice: bars of an hour or less keep to the time since the first.
        let start = |bar: i64| {
            if unit > HOUR {
                moment(first.saturating_add(bar).saturating_mul(unit), clock)
            } else {
                first * unit - (low_shown - low) + bar * unit
            }
        };
        let starts: Vec<i64> = (0..=count).map(start).collect();
        let mut counts = vec![0_usize; starts.len() - 1];
        let last = counts.len() - 1;
        for end in ends.iter() {
            let bar = starts.partition_point(|start| start <= end).saturating_sub(1);
            if let Some(count) = counts.get_mut(bar.min(last)) {
                *count += 1;
            }
        }
        let is_early = starts.first().is_some_and(|first| ends.iter().any(|end| end < first));
        let is_late = starts.last().is_some_and(|last| ends.iter().any(|end| end >= last));
        let spans = starts.iter().zip(starts.iter().skip(1)).enumerate();
        let spans = spans.map(|(bar, (&from, &to))| Span {
            from: (bar > 0 || !is_early).then_some(from),
            // What has an end ends before what has none, or none that is known.
            to: Some(if bar == last && is_late { UNKNOWN } else { to }),
        });
        let buckets = spans.zip(counts).map(|(span, count)| Bucket { span, count });
        Self {
            buckets: buckets.collect(),
            never: 0,
            unknown: 0,
            unit,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const YEAR: i64 = 365 * DAY;
    const NOW: i64 = 57 * YEAR;

    /// The bars, the length of one, and how many stand in the first and in the last of them.
    fn drawn(mut ends: Vec<i64>) -> (Timeline, usize, usize) {
        let line = Timeline::of(&mut ends, NOW, LocalTime::default());
        let count = |bucket: Option<&Bucket>| bucket.map_or(0, |bucket| bucket.count);
        let (first, last) = (count(line.buckets.first()), count(line.buckets.last()));
        assert_eq!(
            line.buckets.iter().map(|bucket| bucket.count).sum::<usize>(),
            ends.len()
        );
        (line, first, last)
    }

    fn soon() -> impl Iterator<Item = i64> {
        (0..9_537).map(|at| NOW + at * 30 * DAY / 9_537)
    }

    #[test]
    fn ends_in_a_hundred_years_leave_the_others_their_bars() {
        // As an installation had it: 247 ends from 2035 to 2126 beside 9,537 within a month.
        let far = (0..247).map(|at| NOW + 9 * YEAR + at * 91 * YEAR / 247);
        let (line, _, last) = drawn(soon().chain(far).collect());
        assert_eq!(line.unit, DAY);
        assert!((247..=247 + 9_537 / 30 + 1).contains(&last), "{last}");
        assert_eq!(line.buckets.last().map(|bucket| bucket.span.to), Some(Some(UNKNOWN)));
        assert!(line.buckets.len() > 25, "{}", line.buckets.len());
    }

    #[test]
    fn the_same_holds_for_what_ended_long_ago() {
        let long_ago = (0..247).map(|at| NOW - 9 * YEAR - at * 40 * YEAR / 247);
        let (line, first, _) = drawn(soon().map(|end| 2 * NOW - end - 1).chain(long_ago).collect());
        assert_eq!(line.unit, DAY);
        assert!(first >= 247 && line.buckets.len() > 25);
        assert_eq!(line.buckets.first().map(|bucket| bucket.span.from), Some(None));
    }

    #[test]
    fn days_are_whole_where_the_clock_is_put_forward() {
        const FORWARD: i64 = NOW + 10 * DAY + HOUR;
        let clock = LocalTime::new(|at| if at.timestamp_micros() < FORWARD { 60 } else { 120 });
        let line = Timeline::of(&mut soon().collect::<Vec<_>>(), NOW, clock);
        assert_eq!(line.unit, DAY);
        // The last bar holds all that ends later.
        for bucket in line.buckets.iter().rev().skip(1) {
            let (from, to) = (bucket.span.from.unwrap(), bucket.span.to.unwrap());
            assert_eq!(shown(from, clock) % DAY, 0);
            let hours = if (from..to).contains(&FORWARD) { 23 } else { 24 };
            assert_eq!(to - from, hours * HOUR);
        }
    }

    #[test]
    fn what_lies_a_few_times_as_far_off_is_no_exception() {
        // Half within a day, the others over a week.
        let ends = (0..1_000)
            .map(|at| NOW + at * DAY / 1_000)
            .chain((0..1_000).map(|at| NOW + at * 7 * DAY / 1_000));
        let (line, _, last) = drawn(ends.collect());
        assert_eq!(line.unit, 12 * HOUR);
        assert!(last < 150, "{last}");
        // One token in a year is all there is.
        let (line, _, last) = drawn(vec![NOW + YEAR]);
        assert_eq!((line.unit, last), (30 * DAY, 1));
    }
}
