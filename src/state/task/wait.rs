//! A pause in which nothing is asked.

use chrono::{DateTime, Utc};

/// A pause in which nothing is asked, with the timer `T` that ends it. The longer of two pauses wins: a server may have
/// asked for it.
#[derive(Debug)]
pub struct Wait<T>(Option<(T, DateTime<Utc>)>);

impl<T> Default for Wait<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Wait<T> {
    /// Whether it goes on.
    pub fn is_on(&self) -> bool {
        self.0.is_some()
    }

    /// When it ends.
    pub fn until(&self) -> Option<DateTime<Utc>> {
        self.0.as_ref().map(|(_, until)| *until)
    }

    /// Waits until then, unless already waiting longer. `start` gives the timer that ends the pause; the one before is
    /// dropped. Where there is no timer there is no pause.
    pub fn extend(&mut self, until: DateTime<Utc>, start: impl FnOnce() -> Option<T>) {
        if self.until().is_none_or(|other| other < until) {
            self.0 = start().map(|timer| (timer, until));
        }
    }

    pub fn end(&mut self) {
        self.0 = None;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap_or_default()
    }

    #[test]
    fn it_goes_on_until_it_is_ended() {
        let mut wait = Wait::default();
        assert!(!wait.is_on());
        wait.extend(at(5), || Some("timer"));
        assert!(wait.is_on());
        assert_eq!(wait.until(), Some(at(5)));
        wait.end();
        assert!(!wait.is_on());
        assert_eq!(wait.until(), None);
    }

    #[test]
    fn a_shorter_pause_sets_no_timer() {
        let mut wait = Wait::default();
        wait.extend(at(5), || Some("first"));
        wait.extend(at(5), || panic!("as long"));
        wait.extend(at(4), || panic!("shorter"));
        assert_eq!(wait.0, Some(("first", at(5))));
    }

    #[test]
    fn without_a_timer_that_would_end_it_there_is_no_pause() {
        let mut wait = Wait::<()>::default();
        wait.extend(at(5), || None);
        assert!(!wait.is_on());
    }

    proptest! {
        #[test]
        fn of_several_pauses_the_longest_counts(ends in proptest::collection::vec(0..1_000i64, 1..20)) {
            let mut wait = Wait::default();
            for end in &ends {
                wait.extend(at(*end), || Some(*end));
            }
            let longest = ends.iter().max().copied();
            prop_assert_eq!(wait.until(), longest.map(at));
            prop_assert_eq!(wait.0.map(|(timer, _)| timer), longest);
        }
    }
}
