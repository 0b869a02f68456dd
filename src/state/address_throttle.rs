//! When the browser, or the host, is told of the address: rarely enough, and the last one certain.

/// Whether a step can be taken back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum HistoryStep {
    /// Back returns to where one was.
    Push,
    /// The address is corrected, or flipped through; Back skips it.
    Replace,
}

/// The interval, in milliseconds, at which rapidly changing addresses are reported over a longer time.
pub const PACE: u32 = 250;

/// Before that limit applies, a few are reported at once.
const AT_ONCE: u32 = 3 * PACE;

/// What was told, and what is still to be told.
///
/// A key that is held down changes the address thirty times a second. Safari refuses more than a hundred changes in ten
/// seconds, and hosts have other things to do.
#[derive(Debug, Default)]
pub struct AddressThrottle {
    owed: Option<(String, HistoryStep)>,
    /// The time up to which the reports so far have used up the rate.
    used_until: f64,
}

impl AddressThrottle {
    /// The console went to `address`. `tell` is asked to tell of it, now or with [`AddressThrottle::pay`], and says whether that
    /// was possible.
    pub fn go(&mut self, address: &str, step: HistoryStep, now: f64, mut tell: impl FnMut(&str, HistoryStep) -> bool) {
        if step == HistoryStep::Push {
            // A pending address belongs to the history entry being left. If it cannot be reported now, it never can.
            self.pay(now, &mut tell);
        }
        // Where something is owed, it is about to be told, and this in its place.
        let waits = self.owed.is_some();
        // What follows on an entry that could not be made yet will stand in that entry.
        let step = match self.owed {
            Some((_, HistoryStep::Push)) => HistoryStep::Push,
            _ => step,
        };
        self.owed = Some((address.to_owned(), step));
        if step == HistoryStep::Push || (!waits && self.used_until - now < f64::from(AT_ONCE)) {
            self.pay(now, tell);
        }
    }

    /// Tells what is owed.
    pub fn pay(&mut self, now: f64, mut tell: impl FnMut(&str, HistoryStep) -> bool) {
        let Some((address, step)) = self.owed.take() else {
            return;
        };
        if tell(&address, step) {
            // Clocks may be set back. (`clamp` would bring the printing of floating-point numbers along.)
            self.used_until = self.used_until.max(now).min(now + f64::from(AT_ONCE)) + f64::from(PACE);
        } else {
            self.owed = Some((address, step));
        }
    }

    /// Whether something is still to be told.
    pub fn is_owing(&self) -> bool {
        self.owed.is_some()
    }

    /// The address was changed from outside: anything pending is obsolete.
    pub fn forget(&mut self) {
        self.owed = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A browser that takes so many changes and refuses the others.
    struct Browser {
        entries: Vec<String>,
        changes: usize,
        takes: usize,
    }

    impl Browser {
        fn new(takes: usize) -> Self {
            Self {
                entries: vec!["list".to_owned()],
                changes: 0,
                takes,
            }
        }

        fn tell(&mut self, address: &str, step: HistoryStep) -> bool {
            if self.changes >= self.takes {
                return false;
            }
            self.changes += 1;
            if step == HistoryStep::Replace {
                self.entries.pop();
            }
            self.entries.push(address.to_owned());
            true
        }
    }

    #[test]
    fn a_few_steps_are_told_at_once() {
        let (mut telling, mut browser) = (AddressThrottle::default(), Browser::new(100));
        telling.go("one", HistoryStep::Push, 0.0, |address, step| {
            browser.tell(address, step)
        });
        telling.go("two", HistoryStep::Replace, 1.0, |address, step| {
            browser.tell(address, step)
        });
        telling.go("three", HistoryStep::Replace, 2.0, |address, step| {
            browser.tell(address, step)
        });
        assert_eq!(browser.entries, ["list", "three"]);
        assert!(!telling.is_owing());
    }

    #[test]
    fn what_is_flipped_through_is_told_a_few_times_a_second_and_the_last_for_certain() {
        let (mut telling, mut browser) = (AddressThrottle::default(), Browser::new(100));
        let (mut paid, mut now) = (0.0, 0.0);
        for key in 0..300 {
            now = f64::from(key) * 1000.0 / 30.0;
            telling.go(&key.to_string(), HistoryStep::Replace, now, |address, step| {
                browser.tell(address, step)
            });
            if telling.is_owing() && now - paid >= f64::from(PACE) {
                paid = now;
                telling.pay(now, |address, step| browser.tell(address, step));
            }
        }
        telling.pay(now, |address, step| browser.tell(address, step));
        assert!(browser.changes < 50, "{} in ten seconds", browser.changes);
        assert_eq!(browser.entries, ["299"]);
    }

    #[test]
    fn what_is_owed_stays_with_the_entry_that_is_left() {
        let (mut telling, mut browser) = (AddressThrottle::default(), Browser::new(100));
        for key in 0..10 {
            telling.go(&key.to_string(), HistoryStep::Replace, 0.0, |address, step| {
                browser.tell(address, step)
            });
        }
        assert!(telling.is_owing());
        telling.go("next", HistoryStep::Push, 1.0, |address, step| {
            browser.tell(address, step)
        });
        assert_eq!(browser.entries, ["9", "next"]);
        assert!(!telling.is_owing());
    }

    #[test]
    fn what_a_browser_refuses_is_told_later() {
        let (mut telling, mut browser) = (AddressThrottle::default(), Browser::new(0));
        telling.go("one", HistoryStep::Push, 0.0, |address, step| {
            browser.tell(address, step)
        });
        telling.go("two", HistoryStep::Replace, 1.0, |address, step| {
            browser.tell(address, step)
        });
        assert!(telling.is_owing());
        browser.takes = 100;
        telling.pay(1000.0, |address, step| browser.tell(address, step));
        assert_eq!(browser.entries, ["list", "two"]);
        assert!(!telling.is_owing());
    }

    #[test]
    fn what_was_changed_from_outside_is_not_overwritten() {
        let (mut telling, mut browser) = (AddressThrottle::default(), Browser::new(0));
        telling.go("one", HistoryStep::Push, 0.0, |address, step| {
            browser.tell(address, step)
        });
        telling.forget();
        browser.takes = 100;
        telling.pay(1000.0, |address, step| browser.tell(address, step));
        assert_eq!(browser.entries, ["list"]);
    }

    #[test]
    fn a_clock_that_is_set_back_holds_nothing_up_for_longer_than_a_moment() {
        let (mut telling, mut browser) = (AddressThrottle::default(), Browser::new(100));
        telling.go("late", HistoryStep::Replace, 1e12, |address, step| {
            browser.tell(address, step)
        });
        telling.go("early", HistoryStep::Replace, 0.0, |address, step| {
            browser.tell(address, step)
        });
        telling.pay(f64::from(PACE), |address, step| browser.tell(address, step));
        telling.go("now", HistoryStep::Replace, f64::from(10 * PACE), |address, step| {
            browser.tell(address, step)
        });
        assert_eq!(browser.entries, ["now"]);
    }

    proptest! {
        #[test]
        fn in_the_end_the_last_address_stands_in_the_bar(
            steps in proptest::collection::vec((any::<bool>(), 0.0..2000.0f64, 0..3usize), 1..60)
        ) {
            let (mut telling, mut browser) = (AddressThrottle::default(), Browser::new(0));
            let mut now = 0.0;
            for (at, (is_push, pause, more)) in steps.iter().enumerate() {
                now += pause;
                browser.takes += more;
                let step = if *is_push { HistoryStep::Push } else { HistoryStep::Replace };
                telling.go(&at.to_string(), step, now, |address, step| browser.tell(address, step));
            }
            browser.takes = usize::MAX;
            telling.pay(now, |address, step| browser.tell(address, step));
            let last = (steps.len() - 1).to_string();
            prop_assert_eq!(browser.entries.last(), Some(&last));
            prop_assert!(!telling.is_owing());
        }
    }
}
