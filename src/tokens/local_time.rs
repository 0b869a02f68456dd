//! The time on the clock of whoever looks.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

/// By how many minutes that clock is ahead of UTC at a moment: summer time comes and goes. Only the browser knows it, so
/// it is passed in.
///
/// ```
/// use tokenscope::tokens::local_time::LocalTime;
///
/// let berlin = LocalTime::new(|_| 60);
/// let day = "2026-11-24".parse().unwrap_or_default();
/// assert_eq!(berlin.midnight(day).to_rfc3339(), "2026-11-23T23:00:00+00:00");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct LocalTime {
    ahead: fn(DateTime<Utc>) -> i32,
}

impl LocalTime {
    /// A clock that is so many minutes ahead of UTC.
    pub const fn new(ahead: fn(DateTime<Utc>) -> i32) -> Self {
        Self { ahead }
    }

    /// What the clock shows at a moment.
    pub fn at(self, moment: DateTime<Utc>) -> NaiveDateTime {
        let shown = moment.checked_add_signed(self.ahead(moment)).unwrap_or(moment);
        shown.naive_utc()
    }

    /// The first moment of a day. Where the clock is put forward at midnight, the day begins later.
    pub fn midnight(self, day: NaiveDate) -> DateTime<Utc> {
        self.when(day.and_time(NaiveTime::MIN))
    }

    /// The moment when the clock shows this: the first, where it shows it twice, and where it leaves it out, the moment
    /// when it is put forward.
    pub fn when(self, shown: NaiveDateTime) -> DateTime<Utc> {
        let shown = shown.and_utc();
        let a_day = TimeDelta::days(1);
        let around = |days: TimeDelta| self.ahead(shown.checked_add_signed(days).unwrap_or(shown));
        let moment = |ahead: TimeDelta| shown.checked_sub_signed(ahead).unwrap_or(shown);
        let (before, after) = (around(-a_day), around(a_day));
        let is_true = |ahead: TimeDelta| self.ahead(moment(ahead)) == ahead;
        if before != after && !is_true(before) && is_true(after) {
            moment(after)
        } else {
            moment(before)
        }
    }

    fn ahead(self, moment: DateTime<Utc>) -> TimeDelta {
        TimeDelta::minutes((self.ahead)(moment).into())
    }
}

impl Default for LocalTime {
    /// UTC.
    fn default() -> Self {
        Self::new(|_| 0)
    }
}

impl PartialEq for LocalTime {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::fn_addr_eq(self.ahead, other.ahead)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    /// Summer in Berlin ended on 25 October 2026 at 01:00 UTC, and begins on 28 March 2027 at 01:00 UTC.
    const BERLIN: LocalTime = LocalTime::new(|at| {
        let is_winter = at >= moment("2026-10-25T01:00:00Z") && at < moment("2027-03-28T01:00:00Z");
        if is_winter { 60 } else { 120 }
    });

    /// In Cairo the clock is put forward at midnight: 24 April 2026 began at one o'clock.
    const CAIRO: LocalTime = LocalTime::new(|at| if at < moment("2026-04-23T22:00:00Z") { 120 } else { 180 });

    fn midnight(clock: LocalTime, day: &str) -> DateTime<Utc> {
        clock.midnight(day.parse().unwrap())
    }

    #[test]
    fn a_day_begins_at_midnight_there() {
        assert_eq!(
            midnight(LocalTime::default(), "2026-11-24"),
            moment("2026-11-24T00:00:00Z")
        );
        assert_eq!(
            midnight(LocalTime::new(|_| -210), "2026-11-24"),
            moment("2026-11-24T03:30:00Z")
        );
        assert_eq!(
            midnight(LocalTime::new(|_| 840), "2026-11-24"),
            moment("2026-11-23T10:00:00Z")
        );
    }

    #[test]
    fn days_on_which_the_clock_is_changed_are_longer_or_shorter() {
        for (day, begins) in [
            ("2026-10-25", "2026-10-24T22:00:00Z"),
            ("2026-10-26", "2026-10-25T23:00:00Z"),
            ("2027-03-28", "2027-03-27T23:00:00Z"),
            ("2027-03-29", "2027-03-28T22:00:00Z"),
        ] {
            assert_eq!(midnight(BERLIN, day), moment(begins), "{day}");
        }
        assert_eq!(midnight(CAIRO, "2026-04-24"), moment("2026-04-23T22:00:00Z"));
        assert_eq!(midnight(CAIRO, "2026-04-25"), moment("2026-04-24T21:00:00Z"));
    }

    #[test]
    fn a_time_shown_twice_is_the_first_and_one_left_out_is_when_the_clock_is_put_forward() {
        let when = |text: &str| BERLIN.when(text.parse().unwrap());
        assert_eq!(when("2026-10-25T02:30:00"), moment("2026-10-25T00:30:00Z"));
        assert_eq!(when("2027-03-28T02:00:00"), moment("2027-03-28T01:00:00Z"));
        assert_eq!(when("2027-03-28T06:00:00"), moment("2027-03-28T04:00:00Z"));
    }

    #[test]
    fn what_the_clock_shows_leads_back() {
        for hours in 0..24 * 400 {
            let at = moment("2026-06-01T00:00:00Z") + TimeDelta::hours(hours);
            let back = BERLIN.when(BERLIN.at(at));
            assert!(back == at || back + TimeDelta::hours(1) == at, "{at}");
        }
    }
}
