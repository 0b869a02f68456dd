//! How long a server that gives no clear answer is waited for, and when the run stands still.

use chrono::{DateTime, Utc};

use super::{DeletionPlan, PlanPhase, StopReason};
use crate::model::failure::Failure;
use crate::model::failure::retry::{LONGEST_WAIT, back_off};

/// After this many requests in a row without a clear answer it makes no sense to go on.
const UNCLEAR_IN_A_ROW: u32 = 6;

/// How often in a row a server may ask for patience.
const BUSY_IN_A_ROW: u32 = 20;

impl DeletionPlan {
    /// It is not known what was done. Few of these are waited for.
    pub(super) fn wait_unclear(&mut self, failure: Failure, wait: Option<u32>, at: DateTime<Utc>) -> Option<u32> {
        self.unclear += 1;
        // One alone is no sign that the server cannot bear it.
        if self.unclear > 1 {
            self.pace.strained();
        }
        self.pause_for(failure, wait, self.unclear, UNCLEAR_IN_A_ROW, at)
    }

    /// The server asked for patience.
    pub(super) fn wait(&mut self, failure: Failure, wait: Option<u32>, at: DateTime<Utc>) -> Option<u32> {
        self.busy += 1;
        self.pace.strained();
        self.rate.pause();
        self.pause_for(failure, wait, self.busy, BUSY_IN_A_ROW, at)
    }

    fn pause_for(
        &mut self,
        failure: Failure,
        wait: Option<u32>,
        in_a_row: u32,
        most: u32,
        at: DateTime<Utc>,
    ) -> Option<u32> {
        if in_a_row >= most || wait.is_some_and(|seconds| seconds > LONGEST_WAIT) {
            self.stand_still(StopReason::Failure(Box::new(failure)), at);
            return None;
        }
        Some(match wait {
            Some(seconds) if seconds > 0 => seconds * 1_000,
            _ => back_off(in_a_row),
        })
    }

    /// Answers come, and clear ones.
    pub(super) fn flows(&mut self, took: u64, at: DateTime<Utc>) {
        self.unclear = 0;
        self.busy = 0;
        self.csrf = 0;
        self.same = None;
        self.pace.answered(took);
        self.rate
            .answered(u64::try_from(at.timestamp_millis()).unwrap_or_default(), 1);
    }

    /// Nothing more is asked until a person says so. If a person had stopped the run, it ends at once.
    pub(super) fn stand_still(&mut self, why: StopReason, at: DateTime<Utc>) {
        self.rate.pause();
        match self.phase {
            PlanPhase::Running | PlanPhase::Paused => self.phase = PlanPhase::Stopped(why),
            PlanPhase::Stopping => self.leave_all(at),
            PlanPhase::Stopped(_) | PlanPhase::Done => {}
        }
    }
}
