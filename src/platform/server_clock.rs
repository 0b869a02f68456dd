//! How far the server's clock is ahead of this computer's, as far as the answers tell. Pure: times are handed in, in
//! milliseconds since 1970.
//!
//! Each answer says in `Date` in which second the server sent it: after the request and before the answer arrived. So
//! each answer gives a lower and an upper bound for the difference; several answers narrow it.

/// Smaller differences are normal and not worth mentioning.
const WORTH_A_WORD: i64 = 60_000;

/// The least and the most that the server's clock may be ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct OffsetRange {
    least: i64,
    most: i64,
}

impl OffsetRange {
    fn and(self, other: Self) -> Option<Self> {
        let (least, most) = (self.least.max(other.least), self.most.min(other.most));
        (least <= most).then_some(Self { least, most })
    }

    fn nearest_to_none(self) -> i64 {
        if self.least > 0 { self.least } else { self.most.min(0) }
    }
}

/// What is known of the difference.
#[derive(Clone, Copy, Debug, Default)]
pub struct ServerClock {
    known: Option<OffsetRange>,
    /// What the last answer said, where it did not fit. One alone may come out of a cache or from another server.
    doubt: Option<OffsetRange>,
}

impl ServerClock {
    /// Nothing is known yet.
    pub const fn new() -> Self {
        Self {
            known: None,
            doubt: None,
        }
    }

    /// An answer has this `Date`; by the computer's clock it was `asked` for and `came` then.
    pub fn heard(&mut self, date: i64, asked: i64, came: i64) {
        if came < asked {
            // The computer's clock was set in between, so it tells nothing.
            return;
        }
        let span = OffsetRange {
            least: date.saturating_sub(came),
            // It may have been sent at the end of that second.
            most: date.saturating_add(1_000).saturating_sub(asked),
        };
        if let Some(both) = self.known.map_or(Some(span), |known| known.and(span)) {
            self.known = Some(both);
            self.doubt = None;
        } else if let Some(both) = self.doubt.and_then(|doubt| doubt.and(span)) {
            // Twice the same: one of the clocks was set.
            self.known = Some(both);
            self.doubt = None;
        } else {
            self.doubt = Some(span);
        }
    }

    /// By how much the server's clock is ahead, below 0 where it is behind. Where they may well be the same, they are.
    pub fn ahead(&self) -> i64 {
        self.known
            .filter(|known| known.nearest_to_none() != 0)
            .map_or(0, |known| known.least.midpoint(known.most))
    }

    /// The same in whole seconds, where they surely differ by so much that a person should know.
    pub fn worth_a_word(&self) -> Option<i64> {
        let known = self.known?;
        (known.nearest_to_none().unsigned_abs() > WORTH_A_WORD.unsigned_abs()).then(|| self.ahead() / 1_000)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HOUR: i64 = 3_600_000;

    /// A `Date` as a server writes it: the second alone.
    fn date(time: i64) -> i64 {
        time.div_euclid(1_000) * 1_000
    }

    #[test]
    fn nothing_is_corrected_before_anything_is_known() {
        let clock = ServerClock::new();
        assert_eq!((clock.ahead(), clock.worth_a_word()), (0, None));
    }

    #[test]
    fn the_time_that_an_answer_takes_is_no_difference() {
        let mut clock = ServerClock::new();
        // The clocks agree; the server wrote the date at once, and the answer took 50 seconds.
        clock.heard(date(1_000_200), 1_000_100, 1_050_100);
        assert_eq!((clock.ahead(), clock.worth_a_word()), (0, None));
        // Nor is it the other way round.
        clock.heard(date(2_050_000), 2_000_100, 2_050_100);
        assert_eq!((clock.ahead(), clock.worth_a_word()), (0, None));
    }

    #[test]
    fn a_difference_is_told_from_a_minute_on() {
        for (ahead, said) in [(62_000, true), (-62_000, true), (59_000, false), (-59_000, false)] {
            let mut clock = ServerClock::new();
            clock.heard(date(1_000_000 + ahead), 1_000_000, 1_000_300);
            assert_eq!(clock.worth_a_word().is_some(), said, "{ahead}");
            assert!((clock.ahead() - ahead).abs() <= 1_000, "{ahead}");
        }
    }

    #[test]
    fn one_odd_answer_changes_nothing_and_two_that_agree_do() {
        let mut clock = ServerClock::new();
        clock.heard(date(1_000_000), 1_000_000, 1_000_300);
        // An hour old, out of a cache.
        clock.heard(date(1_001_000 - HOUR), 1_001_000, 1_001_300);
        assert_eq!(clock.ahead(), 0);
        clock.heard(date(1_002_000), 1_002_000, 1_002_300);
        assert_eq!(clock.ahead(), 0);
        // Somebody sets the computer's clock.
        for asked in [1_003_000, 1_004_000] {
            clock.heard(date(asked - HOUR), asked, asked + 300);
        }
        assert!(clock.worth_a_word().is_some_and(|ahead| (ahead + 3_600).abs() <= 1));
    }

    #[test]
    fn a_clock_that_goes_back_while_an_answer_is_awaited_says_nothing() {
        let mut clock = ServerClock::new();
        clock.heard(date(1_000_000), 1_000_000 + HOUR, 1_000_300);
        assert_eq!((clock.ahead(), clock.worth_a_word()), (0, None));
    }

    proptest! {
        #[test]
        fn whatever_answers_take_the_difference_is_found(
            ahead in -400_000_000_i64..400_000_000,
            answers in proptest::collection::vec((0_i64..5_000, 0_i64..5_000, 0_i64..10_000), 1..20),
        ) {
            let mut clock = ServerClock::new();
            let mut time = 1_793_000_000_000;
            let mut widest = i64::MAX;
            for (out, back, pause) in answers {
                clock.heard(date(time + out + ahead), time, time + out + back);
                time += out + back + pause;
                widest = widest.min(out + back + 1_000);
                // Never further off than the quickest answer took.
                prop_assert!((clock.ahead() - ahead).abs() <= widest, "{} {}", clock.ahead(), ahead);
                prop_assert!(clock.worth_a_word().is_none() || ahead.abs() > WORTH_A_WORD);
            }
            prop_assert!(clock.worth_a_word().is_some() || ahead.abs() <= WORTH_A_WORD + widest);
        }

        #[test]
        fn nothing_that_a_server_says_can_break_it(
            heard in proptest::collection::vec(any::<(i64, i64, i64)>(), 0..8),
        ) {
            let mut clock = ServerClock::new();
            for (date, asked, came) in heard {
                clock.heard(date, asked, came);
            }
            let _ = (clock.ahead(), clock.worth_a_word());
        }
    }
}
