use super::*;

const YEAR: i64 = 365 * DAY;
const NOW: i64 = 57 * YEAR;

fn drawn_by(clock: LocalTime, range: Option<TimeRange>, ends: &[i64]) -> Timeline {
    let status = |end: i64| if end <= NOW { Status::Expired } else { Status::Active };
    Bars { now: NOW, clock }.draw(ends.iter().map(|&end| (end, status(end))), range)
}

fn drawn_in(range: Option<TimeRange>, ends: &[i64]) -> Timeline {
    drawn_by(LocalTime::default(), range, ends)
}

/// All bars, the length of one, and how many stand in the first and in the last of them.
fn drawn(ends: &[i64]) -> (Timeline, usize, usize) {
    let line = drawn_in(Some(TimeRange::All), ends);
    let count = |bucket: Option<&Bucket>| bucket.map_or(0, |bucket| bucket.counts.total());
    let (first, last) = (count(line.buckets.first()), count(line.buckets.last()));
    assert_eq!(line.counts().total(), ends.len());
    assert_eq!(line.outside, 0);
    (line, first, last)
}

fn soon() -> impl Iterator<Item = i64> {
    (0..9_537).map(|at| NOW + at * 30 * DAY / 9_537)
}

#[test]
fn ends_in_a_hundred_years_leave_the_others_their_bars() {
    // As an installation had it: 247 ends from 2035 to 2126 beside 9,537 within a month.
    let far = (0..247).map(|at| NOW + 9 * YEAR + at * 91 * YEAR / 247);
    let (line, _, last) = drawn(&soon().chain(far).collect::<Vec<_>>());
    assert_eq!(line.unit, DAY);
    assert!((247..=247 + 9_537 / 30 + 1).contains(&last), "{last}");
    assert_eq!(line.buckets.last().map(|bucket| bucket.span.to), Some(Some(UNKNOWN)));
    assert!(line.buckets.len() > 25, "{}", line.buckets.len());
}

#[test]
fn the_same_holds_for_what_expired_long_ago() {
    let long_ago = (0..247).map(|at| NOW - 9 * YEAR - at * 40 * YEAR / 247);
    let (line, first, _) = drawn(&soon().map(|end| 2 * NOW - end - 1).chain(long_ago).collect::<Vec<_>>());
    assert_eq!(line.unit, DAY);
    assert!(first >= 247 && line.buckets.len() > 25);
    assert_eq!(line.buckets.first().map(|bucket| bucket.span.from), Some(None));
}

#[test]
fn what_lies_a_few_times_as_far_off_is_no_exception() {
    // Half within a day, the others over a week.
    let ends = (0..1_000)
        .map(|at| NOW + at * DAY / 1_000)
        .chain((0..1_000).map(|at| NOW + at * 7 * DAY / 1_000));
    let (line, _, last) = drawn(&ends.collect::<Vec<_>>());
    assert_eq!(line.unit, 12 * HOUR);
    assert!(last < 150, "{last}");
    // One token in a year is all there is.
    let (line, _, last) = drawn(&[NOW + YEAR]);
    assert_eq!((line.unit, last), (30 * DAY, 1));
}

#[test]
fn it_opens_on_the_shortest_range_that_shows_shape() {
    let opening = |ends: &[i64]| drawn_in(None, ends).range;
    assert_eq!(opening(&[NOW + 2 * HOUR, NOW + 4 * HOUR]), TimeRange::Day);
    // One bar has no shape.
    assert_eq!(opening(&[NOW + HOUR, NOW + HOUR + 1, NOW + 30 * HOUR]), TimeRange::Week);
    // Most lie further off.
    let month: Vec<i64> = soon().collect();
    assert_eq!(opening(&month), TimeRange::Month);
    assert_eq!(opening(&[NOW + 40 * DAY, NOW + 80 * DAY]), TimeRange::Year);
    assert_eq!(opening(&[NOW + 2 * YEAR, NOW + 3 * YEAR]), TimeRange::All);
    // What expired already does not count.
    assert_eq!(opening(&[NOW - HOUR, NOW - 3 * HOUR]), TimeRange::All);
    assert_eq!(opening(&[]), TimeRange::All);
}

#[test]
fn a_range_holds_what_expires_in_it_and_tells_how_many_do_not() {
    let ends = [
        NOW - 9 * HOUR,
        NOW + 1,
        NOW + HOUR,
        NOW + DAY - 1,
        NOW + DAY,
        NOW + YEAR,
    ];
    let line = drawn_in(Some(TimeRange::Day), &ends);
    assert_eq!(line.buckets.len(), 24, "nothing expired in the last six hours");
    assert_eq!(line.buckets[0].span.from, Some(NOW));
    assert_eq!((line.counts().total(), line.outside), (3, 3));
    let line = drawn_in(Some(TimeRange::Day), &[NOW - 2 * HOUR, NOW + HOUR]);
    assert_eq!(
        line.buckets[0].span.from,
        Some(NOW - 2 * HOUR),
        "as far back as there is something"
    );
    assert_eq!(line.buckets[0].counts.expired, 1);
    assert_eq!(
        line.counts(),
        BarCounts {
            active: 1,
            expired: 1,
            revoked: 0
        }
    );
    for range in TimeRange::ALL {
        let all: Vec<i64> = (-400..400).map(|day| NOW + day * DAY + HOUR).collect();
        let line = drawn_in(Some(range), &all);
        assert!(line.buckets.len() <= 39, "{range:?}: {}", line.buckets.len());
        assert_eq!(line.counts().total() + line.outside, all.len());
        assert!(
            (2..=MOST_TICKS).contains(&line.ticks(LocalTime::default()).len()),
            "{range:?}: {:?}",
            line.ticks(LocalTime::default())
        );
    }
}

#[test]
fn ticks_stand_at_the_midnights_and_noons_of_the_place() {
    let clock = LocalTime::new(|_| 330);
    let ticks = |range| drawn_by(clock, Some(range), &[NOW + HOUR]).ticks(clock);
    let hours = ticks(TimeRange::Day);
    assert_eq!(hours.len(), 8, "{hours:?}");
    assert!(hours.iter().all(|(_, from)| (from + 330 * MINUTE) % (3 * HOUR) == 0));
    let midnights = ticks(TimeRange::Week);
    assert!(!midnights.is_empty());
    assert!(midnights.iter().all(|(_, from)| (from + 330 * MINUTE) % DAY == 0));
}

#[test]
fn days_are_whole_where_the_clock_is_put_forward() {
    const FORWARD: i64 = NOW + 10 * DAY + HOUR;
    let clock = LocalTime::new(|at| if at.timestamp_micros() < FORWARD { 60 } else { 120 });
    for range in [TimeRange::Month, TimeRange::All] {
        let line = drawn_by(clock, Some(range), &soon().collect::<Vec<_>>());
        assert_eq!(line.unit, DAY);
        // The last bar may hold all that expires later.
        for bucket in line.buckets.iter().rev().skip(1) {
            let (from, to) = (bucket.span.from.unwrap(), bucket.span.to.unwrap());
            assert_eq!(shown(from, clock) % DAY, 0);
            let hours = if (from..to).contains(&FORWARD) { 23 } else { 24 };
            assert_eq!(to - from, hours * HOUR);
        }
        let ticks = line.ticks(clock);
        assert!(ticks.len() > 1 && ticks.iter().all(|(_, from)| shown(*from, clock) % DAY == 0));
        assert!(ticks.iter().any(|(_, from)| *from > FORWARD));
    }
}

#[test]
fn an_hour_that_the_clock_shows_twice_has_two_bars() {
    const BACK: i64 = NOW + 5 * HOUR;
    let clock = LocalTime::new(|at| if at.timestamp_micros() < BACK { 120 } else { 60 });
    let line = drawn_by(clock, Some(TimeRange::Day), &[BACK - 1, BACK]);
    assert!(
        line.buckets
            .iter()
            .all(|bar| bar.span.to.unwrap() - bar.span.from.unwrap() == HOUR)
    );
    assert_eq!(line.buckets.iter().filter(|bar| bar.counts.total() > 0).count(), 2);
    assert_eq!(line.outside, 0);
}

#[test]
fn now_has_its_place() {
    let line = drawn_in(Some(TimeRange::Day), &[NOW - 6 * HOUR, NOW + HOUR]);
    assert_eq!(line.buckets.len(), 30);
    assert_eq!(line.place(NOW), Some(200));
    assert_eq!(line.place(NOW + 12 * HOUR), Some(600));
    assert_eq!(line.place(NOW + 2 * DAY), None);
}

#[test]
fn the_top_of_the_scale_is_easy_to_read_and_to_halve() {
    let tops = [0, 1, 2, 3, 5, 9, 11, 21, 99, 101, 1_234].map(nice_ceiling);
    assert_eq!(tops, [2, 2, 2, 4, 6, 10, 20, 40, 100, 200, 2_000]);
    assert!((0..5_000).all(|number| nice_ceiling(number) >= number && nice_ceiling(number).is_multiple_of(2)));
    assert!(nice_ceiling(usize::MAX) > 0, "it ends");
}
