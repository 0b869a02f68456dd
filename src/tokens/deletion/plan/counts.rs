//! How many ended how.

use crate::tokens::deletion::OutcomeKind;

/// How many ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// By [`OutcomeKind`], in the order of [`OutcomeKind::ALL`].
    pub by_outcome: [usize; 5],
    /// What has no outcome yet.
    pub left: usize,
}

impl Counts {
    /// How many ended like this.
    pub fn of(&self, outcome: OutcomeKind) -> usize {
        let pairs = OutcomeKind::ALL.into_iter().zip(self.by_outcome);
        pairs
            .filter(|(other, _)| *other == outcome)
            .map(|(_, count)| count)
            .sum()
    }

    /// How many have an outcome.
    pub fn settled(&self) -> usize {
        self.by_outcome.iter().sum()
    }

    /// Counts one more with this outcome, or one fewer when it is retried.
    pub(super) fn count(&mut self, outcome: OutcomeKind, add: bool) {
        for (other, count) in OutcomeKind::ALL.into_iter().zip(&mut self.by_outcome) {
            if other == outcome && add {
                *count += 1;
                self.left -= 1;
            } else if other == outcome {
                *count -= 1;
                self.left += 1;
            }
        }
    }
}
