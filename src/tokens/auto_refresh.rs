//! Refreshing by itself: when it is due, and what is told of what it found.

use crate::tokens::query::{ListQuery, SortOrder};

/// However often it fails, it is tried again after so many seconds.
const LONGEST_PAUSE: u64 = 600;

/// How often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefreshInterval {
    /// Twice a minute.
    HalfMinute,
    /// Once a minute.
    Minute,
}

impl RefreshInterval {
    /// Every one, in the order of the menu.
    pub const ALL: [Self; 2] = [Self::HalfMinute, Self::Minute];

    /// In seconds.
    pub fn seconds(self) -> u64 {
        match self {
            Self::HalfMinute => 30,
            Self::Minute => 60,
        }
    }

    /// The one of so many seconds, as they are remembered.
    pub fn of_seconds(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|interval| interval.seconds().to_string() == text)
    }
}

/// What is to be done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefreshStep {
    /// Nothing, ever: it is off.
    Off,
    /// Look again after so many milliseconds.
    Wait(u64),
    /// It is due, and has to wait until nothing stands in its way.
    Hindered,
    /// Ask.
    Ask,
}

/// When it was tried, and how often it failed since it last succeeded. Times are in milliseconds since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RefreshSchedule {
    tried: Option<i64>,
    failures: u32,
}

impl RefreshSchedule {
    /// What is to be done. `answered` is when the rows on screen came.
    pub fn step(
        &self,
        interval: Option<RefreshInterval>,
        answered: Option<i64>,
        now: i64,
        is_hindered: bool,
    ) -> RefreshStep {
        let Some(interval) = interval else {
            return RefreshStep::Off;
        };
        let pause = self.pause(interval).saturating_mul(1_000);
        let last = self.tried.max(answered);
        // Where the clock was put back, nobody waits for it to come round again.
        let passed = last.map(|last| u64::try_from(now.saturating_sub(last)).unwrap_or(pause));
        match passed {
            Some(passed) if passed < pause => RefreshStep::Wait(pause - passed),
            _ if is_hindered => RefreshStep::Hindered,
            _ => RefreshStep::Ask,
        }
    }

    /// So many seconds pass between two tries.
    fn pause(&self, interval: RefreshInterval) -> u64 {
        let doubled = interval.seconds().checked_shl(self.failures.min(16));
        doubled.unwrap_or(LONGEST_PAUSE).min(LONGEST_PAUSE)
    }

    /// An answer came.
    pub fn succeeded(&mut self, now: i64) {
        *self = Self {
            tried: Some(now),
            failures: 0,
        };
    }

    /// None came.
    pub fn failed(&mut self, now: i64) {
        self.tried = Some(now);
        self.failures = self.failures.saturating_add(1);
    }
}

/// A page of a list, as far as it tells what changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageGlimpse {
    /// The IDs of its tokens, in order.
    pub pks: Vec<u64>,
    /// How many tokens the whole list has.
    pub count: u64,
}

/// What an answer has that is not on screen. Where both are 0, the rows are others, or in another order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RefreshNews {
    /// Tokens that came.
    pub new: u64,
    /// Tokens that are gone.
    pub gone: u64,
}

/// What differs between the page on screen and the same page now. `None` if its rows are the same, in the same order: then
/// it can take the place of the other, and nothing moves.
pub fn page_news(shown: &PageGlimpse, now: &PageGlimpse, query: &ListQuery) -> Option<RefreshNews> {
    if shown.pks == now.pks {
        return None;
    }
    if query.page > 1 || query.order != SortOrder::default() {
        // Rows slip from page to page, so that the number of all says more than the rows.
        return Some(RefreshNews {
            new: now.count.saturating_sub(shown.count),
            gone: shown.count.saturating_sub(now.count),
        });
    }
    let newest = shown.pks.iter().max().copied().unwrap_or(0);
    // What stood further down than this page reaches now may be on the next.
    let is_whole = now.pks.len() as u64 >= now.count;
    let reaches = now.pks.iter().min().copied().filter(|_| !is_whole).unwrap_or(0);
    let gone = shown.pks.iter().filter(|pk| **pk >= reaches && !now.pks.contains(pk));
    Some(came_and_went(newest, gone.count() as u64, shown.count, now))
}

/// What differs between all tokens at hand and the newest of them now. `None` if there is nothing new and nothing gone, as far
/// as the number of all tells.
pub fn set_news(newest: u64, known: u64, now: &PageGlimpse) -> Option<RefreshNews> {
    let RefreshNews { new, .. } = came_and_went(newest, 0, known, now);
    let gone = (known + new).saturating_sub(now.count);
    (new + gone > 0).then_some(RefreshNews { new, gone })
}

fn came_and_went(newest: u64, gone: u64, known: u64, now: &PageGlimpse) -> RefreshNews {
    let newer = now.pks.iter().filter(|pk| **pk > newest).count();
    // Where all are new, there may be more on the next page.
    let all_new = if newer == now.pks.len() {
        (now.count + gone).saturating_sub(known)
    } else {
        0
    };
    RefreshNews {
        new: all_new.max(newer as u64),
        gone,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn glimpse(pks: &[u64], count: u64) -> PageGlimpse {
        PageGlimpse {
            pks: pks.to_vec(),
            count,
        }
    }

    fn news(new: u64, gone: u64) -> Option<RefreshNews> {
        Some(RefreshNews { new, gone })
    }

    #[test]
    fn the_same_rows_are_no_news_whatever_the_count() {
        let query = ListQuery::default();
        assert_eq!(page_news(&glimpse(&[3, 2], 9), &glimpse(&[3, 2], 8), &query), None);
    }

    #[test]
    fn of_the_newest_first_what_came_and_what_went_is_told_apart() {
        let query = ListQuery::default();
        let shown = glimpse(&[9, 8, 7, 6], 20);
        assert_eq!(page_news(&shown, &glimpse(&[11, 10, 9, 8], 22), &query), news(2, 0));
        assert_eq!(page_news(&shown, &glimpse(&[10, 9, 7, 6], 20), &query), news(1, 1));
        assert_eq!(page_news(&shown, &glimpse(&[9, 7, 6, 5], 19), &query), news(0, 1));
        assert_eq!(page_news(&shown, &glimpse(&[99, 98, 97, 96], 70), &query), news(50, 0));
        let all = glimpse(&[3, 2, 1], 3);
        assert_eq!(page_news(&all, &glimpse(&[3], 1), &query), news(0, 2));
        assert_eq!(page_news(&all, &glimpse(&[], 0), &query), news(0, 3));
        assert_eq!(page_news(&glimpse(&[], 0), &glimpse(&[5, 4], 2), &query), news(2, 0));
    }

    #[test]
    fn elsewhere_the_counts_tell() {
        let second = ListQuery::default().with_page(2);
        assert_eq!(
            page_news(&glimpse(&[5, 4], 9), &glimpse(&[6, 5], 12), &second),
            news(3, 0)
        );
        assert_eq!(
            page_news(&glimpse(&[5, 4], 9), &glimpse(&[4, 3], 8), &second),
            news(0, 1)
        );
        assert_eq!(
            page_news(&glimpse(&[5, 4], 9), &glimpse(&[4, 3], 9), &second),
            news(0, 0)
        );
    }

    #[test]
    fn of_all_tokens_the_newest_page_and_the_count_tell() {
        assert_eq!(set_news(9, 9, &glimpse(&[9, 8], 9)), None);
        assert_eq!(set_news(9, 9, &glimpse(&[11, 10], 11)), news(2, 0));
        assert_eq!(set_news(9, 9, &glimpse(&[109, 108], 109)), news(100, 0));
        assert_eq!(set_news(9, 9, &glimpse(&[10, 8], 8)), news(1, 2));
    }

    #[test]
    fn a_pause_doubles_with_each_failure_and_ends_with_a_success() {
        let every = Some(RefreshInterval::HalfMinute);
        let mut schedule = RefreshSchedule::default();
        let mut pauses = Vec::new();
        for _ in 0..7 {
            schedule.failed(0);
            pauses.push(schedule.step(every, None, 0, false));
        }
        let wait = |seconds: u64| RefreshStep::Wait(seconds * 1_000);
        assert_eq!(pauses, [60, 120, 240, 480, 600, 600, 600].map(wait));
        schedule.succeeded(0);
        assert_eq!(schedule.step(every, None, 0, false), wait(30));
    }

    #[test]
    fn intervals_are_remembered_by_their_seconds() {
        for interval in RefreshInterval::ALL {
            assert_eq!(
                RefreshInterval::of_seconds(&interval.seconds().to_string()),
                Some(interval)
            );
        }
        assert_eq!(RefreshInterval::of_seconds("1"), None);
    }

    prop_compose! {
        fn schedule()(tried in proptest::option::of(0..10_000_000i64), failures in 0..40u32) -> RefreshSchedule {
            RefreshSchedule { tried, failures }
        }
    }

    proptest! {
        #[test]
        fn nothing_is_asked_before_it_is_due_nor_while_hindered(
            schedule in schedule(),
            answered in proptest::option::of(0..10_000_000i64),
            now in 0..20_000_000i64,
            is_hindered: bool,
        ) {
            for interval in RefreshInterval::ALL {
                let step = schedule.step(Some(interval), answered, now, is_hindered);
                let last = schedule.tried.max(answered);
                let least = interval.seconds() as i64 * 1_000;
                let waited = last.is_none_or(|last| now < last || now - last >= least);
                prop_assert!(step != RefreshStep::Ask || (waited && !is_hindered));
                if let RefreshStep::Wait(pause) = step {
                    prop_assert!(pause > 0 && pause <= LONGEST_PAUSE * 1_000);
                    let then = now + pause as i64;
                    prop_assert_eq!(schedule.step(Some(interval), answered, then, false), RefreshStep::Ask);
                }
            }
            prop_assert_eq!(schedule.step(None, answered, now, is_hindered), RefreshStep::Off);
        }

        #[test]
        fn what_came_at_the_top_is_counted(
            old in proptest::collection::btree_set(1..500u64, 1..60),
            came in proptest::collection::btree_set(500..600u64, 0..40),
            went in proptest::collection::vec(any::<bool>(), 60),
            size in 1..30usize,
        ) {
            let shown: Vec<u64> = old.iter().rev().copied().collect();
            let left = shown.iter().zip(&went).filter(|(_, went)| !**went).map(|(pk, _)| *pk);
            let now: Vec<u64> = came.iter().rev().copied().chain(left).collect();
            let page = |all: &[u64]| glimpse(&all[..size.min(all.len())], all.len() as u64);
            let found = page_news(&page(&shown), &page(&now), &ListQuery::default());
            let all_went = shown.iter().filter(|pk| !now.contains(pk)).count() as u64;
            if let Some(found) = found {
                prop_assert!(found.gone <= all_went);
                prop_assert!(found.new <= came.len() as u64);
                if came.len() < size || all_went == 0 {
                    prop_assert_eq!(found.new, came.len() as u64);
                }
            } else {
                prop_assert!(came.is_empty());
            }
        }
    }
}
