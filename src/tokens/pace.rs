//! How many requests at once, and how long it will take.

/// The most requests at once, however much the server can take: others use it too.
const MOST: usize = 4;

/// So many answers are looked at before the number is changed.
const LOOK_AT: usize = 4;

/// How many requests are under way at once: more while that makes it faster, fewer when the server slows down.
#[derive(Clone, Debug)]
pub struct Pace {
    at_once: usize,
    /// The shortest time for an answer with so many at once, in milliseconds.
    best: [Option<u64>; MOST],
    recent: Vec<u64>,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            at_once: 2,
            best: [None; MOST],
            recent: Vec::new(),
        }
    }
}

impl Pace {
    /// How many may be under way at once.
    pub fn at_once(&self) -> usize {
        self.at_once
    }

    /// An answer came, after so many milliseconds.
    pub fn answered(&mut self, milliseconds: u64) {
        self.recent.push(milliseconds);
        if self.recent.len() < LOOK_AT {
            return;
        }
        self.recent.sort_unstable();
        let usual = self.recent.get(LOOK_AT / 2).copied().unwrap_or_default().max(1);
        self.recent.clear();
        let per_second = |at_once: usize, time: u64| at_once as u64 * 1_000_000 / time.max(1);
        if let Some(best) = self.best.get_mut(self.at_once - 1) {
            *best = Some(best.map_or(usual, |best| best.min(usual)));
        }
        let now = per_second(self.at_once, usual);
        let fewer = self
            .at_once
            .checked_sub(2)
            .and_then(|at| self.best.get(at).copied().flatten());
        let with_fewer = fewer.map(|time| per_second(self.at_once - 1, time));
        // An extra request without any gain only burdens the server.
        if with_fewer.is_some_and(|before| now < before + before / 10) && self.at_once > 1 {
            self.at_once -= 1;
        } else if self.at_once < MOST {
            let more = self.best.get(self.at_once).copied().flatten();
            // A number that brought no gain is not tried again.
            if more.is_none_or(|time| per_second(self.at_once + 1, time) > now + now / 10) {
                self.at_once += 1;
            }
        }
    }

    /// The server asked for patience, or did not answer: one at a time, for now.
    pub fn strained(&mut self) {
        self.at_once = 1;
        self.best = [None; MOST];
        self.recent.clear();
    }
}

/// Milliseconds of silence before the reading counts as stalled.
const STILL: u64 = 5_000;

/// How long earlier requests took: the only basis for estimating how long others will take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measured {
    rows: u64,
    milliseconds: u64,
}

impl Measured {
    /// A list of which there are `count` was asked for by `url`, which took so long. What does not say how many rows it
    /// wants, and what came at once, as out of a cache, tells nothing.
    pub fn add(&mut self, url: &str, count: u64, milliseconds: u64) {
        let query = url.split_once('?').map_or("", |(_, query)| query);
        let size = query.split('&').find_map(|pair| pair.strip_prefix("page_size="));
        let rows = size.and_then(|size| size.parse().ok()).map(|size: u64| size.min(count));
        if let Some(rows) = rows.filter(|rows| *rows > 0 && milliseconds > 0) {
            self.rows = self.rows.saturating_add(rows);
            self.milliseconds = self.milliseconds.saturating_add(milliseconds);
        }
    }

    /// Seconds for so many rows; `None` where nothing was measured.
    pub fn seconds_for(self, rows: u64) -> Option<u64> {
        let thousandths = rows.saturating_mul(self.milliseconds).checked_div(self.rows)?;
        Some(thousandths.div_ceil(1_000))
    }
}

/// Rows a second, over the last answers.
#[derive(Clone, Debug, Default)]
pub struct Rate {
    /// When, in milliseconds, and how many rows.
    answers: Vec<(u64, u64)>,
}

impl Rate {
    /// So many answers are looked back at.
    const WINDOW: usize = 24;

    /// An answer came at a time, in milliseconds, with so many rows.
    pub fn answered(&mut self, at: u64, rows: u64) {
        if self.answers.len() >= Self::WINDOW {
            self.answers.remove(0);
        }
        self.answers.push((at, rows));
    }

    /// Whether nothing has arrived for much longer than usual, so that any rate would be outdated.
    pub fn is_still(&self, now: u64) -> bool {
        let (Some(first), Some(last)) = (self.answers.first(), self.answers.last()) else {
            return false;
        };
        let gaps = (self.answers.len() as u64).saturating_sub(1).max(1);
        let usual = last.0.saturating_sub(first.0) / gaps;
        now.saturating_sub(last.0) > (usual * 4).max(STILL)
    }

    /// Forgets what was before: a pause is not slowness.
    pub fn pause(&mut self) {
        self.answers.clear();
    }

    /// Rows a second; `None` as long as that would be a guess.
    pub fn rows_per_second(&self) -> Option<u64> {
        let (first, last) = (self.answers.first()?, self.answers.last()?);
        let time = last.0.saturating_sub(first.0);
        if self.answers.len() < 3 || time < 200 {
            return None;
        }
        let rows: u64 = self.answers.iter().skip(1).map(|(_, rows)| rows).sum();
        Some(rows * 1_000 / time)
    }

    /// Seconds for so many rows more.
    pub fn seconds_left(&self, rows: u64) -> Option<u64> {
        let rate = self.rows_per_second().filter(|rate| *rate > 0)?;
        Some(rows.div_ceil(rate))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A server on which so many requests at once take so long each.
    fn settled(time: fn(usize) -> u64) -> usize {
        let mut pace = Pace::default();
        for _ in 0..100 {
            pace.answered(time(pace.at_once()));
        }
        pace.at_once()
    }

    #[test]
    fn no_more_at_once_than_helps() {
        assert_eq!(settled(|_| 500), 4);
        assert!(settled(|at_once| 500 * at_once as u64) <= 2);
        let mut pace = Pace::default();
        pace.strained();
        assert_eq!(pace.at_once(), 1);
        for _ in 0..LOOK_AT {
            pace.answered(100);
        }
        assert_eq!(pace.at_once(), 2);
    }

    #[test]
    fn a_rate_needs_something_to_go_by() {
        let mut rate = Rate::default();
        assert_eq!(rate.rows_per_second(), None);
        for at in 0..40 {
            rate.answered(at * 1_000, 100);
        }
        assert_eq!(rate.rows_per_second(), Some(100));
        assert_eq!(rate.seconds_left(250), Some(3));
        rate.pause();
        assert_eq!(rate.rows_per_second(), None);
    }

    #[test]
    fn while_it_stands_still_there_is_no_rate_of_the_past() {
        let mut rate = Rate::default();
        assert!(!rate.is_still(1_000_000));
        for at in 0..10 {
            rate.answered(at * 100, 100);
        }
        assert!(!rate.is_still(900 + STILL));
        assert!(rate.is_still(901 + STILL));
        // Where an answer takes long, a silence may, too.
        let mut slow = Rate::default();
        for at in 0..10 {
            slow.answered(at * 20_000, 100);
        }
        assert!(!slow.is_still(180_000 + 80_000));
        assert!(slow.is_still(180_000 + 80_001));
        slow.pause();
        assert!(!slow.is_still(1_000_000));
    }

    #[test]
    fn what_is_promised_was_measured() {
        let mut measured = Measured::default();
        assert_eq!(measured.seconds_for(10_000), None);
        measured.add("/api/v3/oauth2/access_tokens/?page=1", 10_000, 700);
        measured.add("/api/v3/oauth2/access_tokens/?page=1&page_size=0", 10_000, 700);
        measured.add("/api/v3/oauth2/access_tokens/?page=1&page_size=20", 10_000, 0);
        assert_eq!(measured.seconds_for(10_000), None);
        measured.add(
            "http://x/api/v3/oauth2/access_tokens/?page=1&page_size=20&include_groups=false",
            10_000,
            500,
        );
        assert_eq!(measured.seconds_for(10_000), Some(250));
        measured.add("/api/v3/oauth2/access_tokens/?page_size=100", 10_000, 2_500);
        assert_eq!(measured.seconds_for(10_000), Some(250));
        // Where there are fewer, no more came.
        let mut few = Measured::default();
        few.add("/?page_size=100", 10, 1_000);
        assert_eq!(few.seconds_for(10), Some(1));
        assert!(few.seconds_for(u64::MAX).is_some());
    }
}
