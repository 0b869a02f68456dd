//! The runs before this one, whose receipts are the only record of an incident.

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use super::{DeletionRunner, EarlierRun};
use crate::tokens::deletion::{Counts, PlanPhase};

impl DeletionRunner {
    /// Puts the receipt away, among those of earlier runs.
    pub fn dismiss(self) {
        if !self.is_busy_untracked() {
            self.put_by();
            self.phase.set(None);
        }
    }

    /// When each of the earlier runs began, and how it ended, the oldest first. Tracked.
    pub fn earlier(&self) -> Vec<(Option<DateTime<Utc>>, Counts)> {
        let tell = |run: &EarlierRun| (run.started_at, run.plan.counts());
        self.earlier.with(|runs| runs.iter().map(tell).collect())
    }

    /// Whether there are any, tracked.
    pub fn has_earlier(&self) -> bool {
        self.earlier.with(|runs| !runs.is_empty())
    }

    /// Takes up an earlier run in place of this one, which becomes one of them.
    pub fn take_up(self, place: usize) {
        if self.is_busy_untracked() {
            return;
        }
        let take = |runs: &mut Vec<EarlierRun>| (place < runs.len()).then(|| runs.remove(place));
        let Some(run) = self.earlier.try_update_untracked(take).flatten() else {
            return;
        };
        self.put_by();
        self.running.update_value(|running| {
            running.started_at = run.started_at;
            running.name = run.by.last().cloned();
            running.by = run.by;
            running.other = None;
        });
        self.plan.set_value(Some(run.plan));
        self.phase.set(Some(PlanPhase::Done));
    }

    /// Puts what is over among the earlier runs, in the order in which they began.
    pub(super) fn put_by(self) {
        let Some(plan) = self.plan.try_update_value(Option::take).flatten() else {
            return;
        };
        let begun = self
            .running
            .try_with_value(|running| (running.started_at, running.by.clone()));
        let (started_at, by) = begun.unwrap_or_default();
        self.earlier.update(|runs| {
            let at = runs.partition_point(|other| other.started_at < started_at);
            runs.insert(at, EarlierRun { plan, started_at, by });
        });
    }
}
