//! How many requests at once, and how long it will take.

/// No more requests at once, whatever the server bears: others use it as well.
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
        // One more request that brings nothing only burdens the server.
        if with_fewer.is_some_and(|before| now < before + before / 10) && self.at_once > 1 {
            self.at_once -= 1;
        } else if self.at_once < MOST {
            let more = self.best.get(self.at_once).copied().flatten();
            // What was tried and brought nothing is not tried again.
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

/// Rows a second, over the last answers.
#[derive(Clone, Debug, Default)]
pub struct Rate {
    /// When, in milliseconds, and how many rows.
    answers: Vec<(u64, u64)>,
}

impl Rate {
    /// So many answers are looked back at.
    const WINDOW: usize = 24;

    /// So many milliseconds without an answer are nothing unusual.
    const SILENCE: u64 = 3_000;

    /// An answer came at a time, in milliseconds, with so many rows.
    pub fn answered(&mut self, at: u64, rows: u64) {
        if self.answers.len() >= Self::WINDOW {
            self.answers.remove(0);
        }
        self.answers.push((at, rows));
    }

    /// Forgets what was before: a pause is not slowness.
    pub fn pause(&mut self) {
        self.answers.clear();
    }

    /// Whether answers still come at a time, in milliseconds, about as often as they did. Where they do not, what was before
    /// says nothing of what is left.
    pub fn flows_at(&self, at: u64) -> bool {
        let (Some(first), Some(last)) = (self.answers.first(), self.answers.last()) else {
            return false;
        };
        let usual = last.0.saturating_sub(first.0) / self.answers.len() as u64;
        at.saturating_sub(last.0) <= (usual * 5).max(Self::SILENCE)
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
    fn silence_is_noticed_by_how_often_answers_came() {
        let mut rate = Rate::default();
        assert!(!rate.flows_at(0));
        for at in 0..40 {
            rate.answered(at * 100, 100);
        }
        assert!(rate.flows_at(3_900 + 3_000));
        assert!(!rate.flows_at(3_900 + 3_001));
        let mut slow = Rate::default();
        for at in 0..40 {
            slow.answered(at * 4_000, 100);
        }
        assert!(slow.flows_at(39 * 4_000 + 15_000));
        assert!(!slow.flows_at(39 * 4_000 + 25_000));
    }
}
