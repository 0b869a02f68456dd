//! How many tokens of each kind there are, and which of these numbers have to be asked for.

use crate::model::kind::Kind;

/// A kind is asked about no more often than this, in milliseconds.
const PACE: f64 = 10_000.0;

/// What is to be done next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NextCount {
    /// Ask how many there are of this kind.
    Ask(Kind),
    /// Look again after so many milliseconds.
    Wait(f64),
    /// Nothing: every number is fresh.
    Nothing,
}

/// The numbers, in the order of [`Kind::ALL`]. Times are milliseconds of the computer's clock.
#[derive(Clone, Debug, Default)]
pub struct KindCounts([KindCount; 3]);

#[derive(Clone, Copy, Debug)]
struct KindCount {
    count: Option<u64>,
    is_stale: bool,
    /// When it was asked for last.
    asked: Option<f64>,
}

impl Default for KindCount {
    fn default() -> Self {
        Self {
            count: None,
            is_stale: true,
            asked: None,
        }
    }
}

impl KindCounts {
    fn with_kind(&mut self, kind: Kind, change: impl FnOnce(&mut KindCount)) {
        let mut all = Kind::ALL.into_iter().zip(&mut self.0);
        if let Some((_, of)) = all.find(|(other, _)| *other == kind) {
            change(of);
        }
    }

    /// How many there are, where that is known.
    pub fn of(&self, kind: Kind) -> Option<u64> {
        let mut all = Kind::ALL.into_iter().zip(&self.0);
        all.find(|(other, _)| *other == kind)?.1.count
    }

    /// What authentik said of a kind; `None` where it did not say.
    pub fn learn(&mut self, kind: Kind, count: Option<u64>) {
        self.with_kind(kind, |of| (of.count, of.is_stale) = (count, false));
    }

    /// A kind is being asked about.
    pub fn asked(&mut self, kind: Kind, now: f64) {
        self.with_kind(kind, |of| of.asked = Some(now));
    }

    /// Every number may be another by now.
    pub fn are_stale(&mut self) {
        self.0.iter_mut().for_each(|of| of.is_stale = true);
    }

    /// What is to be done, one question after the other.
    pub fn next(&self, now: f64) -> NextCount {
        let mut next = NextCount::Nothing;
        for (kind, of) in Kind::ALL.into_iter().zip(&self.0).filter(|(_, of)| of.is_stale) {
            let wait = of.asked.map_or(0.0, |asked| asked + PACE - now);
            // A clock that was set back is no reason to wait longer.
            if wait <= 0.0 || wait > PACE {
                return NextCount::Ask(kind);
            }
            if !matches!(next, NextCount::Wait(other) if other <= wait) {
                next = NextCount::Wait(wait);
            }
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_asked_about_once() {
        let mut counts = KindCounts::default();
        counts.learn(Kind::AccessTokens, Some(9));
        assert_eq!(counts.next(0.0), NextCount::Ask(Kind::RefreshTokens));
        counts.asked(Kind::RefreshTokens, 0.0);
        counts.learn(Kind::RefreshTokens, Some(5));
        assert_eq!(counts.next(0.0), NextCount::Ask(Kind::AuthorizationCodes));
        counts.asked(Kind::AuthorizationCodes, 0.0);
        // Refused is an answer, too.
        counts.learn(Kind::AuthorizationCodes, None);
        assert_eq!(counts.next(1.0), NextCount::Nothing);
        let known = Kind::ALL.map(|kind| counts.of(kind));
        assert_eq!(known, [Some(9), Some(5), None]);
    }

    #[test]
    fn what_is_stale_waits_for_its_turn() {
        let mut counts = KindCounts::default();
        for kind in Kind::ALL {
            counts.asked(kind, if kind == Kind::RefreshTokens { 1_000.0 } else { 4_000.0 });
            counts.learn(kind, Some(1));
        }
        counts.are_stale();
        assert_eq!(
            counts.of(Kind::RefreshTokens),
            Some(1),
            "what was known is shown meanwhile"
        );
        assert_eq!(counts.next(5_000.0), NextCount::Wait(6_000.0));
        assert_eq!(counts.next(11_000.0), NextCount::Ask(Kind::RefreshTokens));
        assert_eq!(counts.next(-1.0), NextCount::Ask(Kind::AccessTokens));
    }
}
