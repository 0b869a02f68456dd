//! How a target gets its outcome, or its turn once more.

use chrono::{DateTime, Utc};

use super::state::ItemState;
use super::{DeletionPlan, PlanPhase, Right};
use crate::model::failure::Failure;
use crate::model::kind::Kind;
use crate::tokens::deletion::{OutcomeKind, Reason, TokenOutcome};

impl DeletionPlan {
    /// Whatever waits gets its outcome without being asked for.
    pub(super) fn leave_all(&mut self, at: DateTime<Utc>) {
        for place in std::mem::take(&mut self.queue) {
            match self.unresolved(place) {
                Some(unresolved) => self.give_up(place, unresolved, at),
                None => self.settle(place, OutcomeKind::NotTried, None, None, at),
            }
        }
    }

    /// It is the next one's turn again, unless nothing is to be tried any more.
    pub(super) fn put_back(&mut self, place: usize, at: DateTime<Utc>) {
        if self.phase == PlanPhase::Stopping && self.unresolved(place).is_none() {
            self.settle(place, OutcomeKind::NotTried, None, None, at);
        } else {
            self.queue.push_front(place);
        }
    }

    pub(super) fn give_up(&mut self, place: usize, why: Failure, at: DateTime<Utc>) {
        let id = why.request_id.clone();
        self.settle(place, OutcomeKind::Failed, Some(Reason::Failure(Box::new(why))), id, at);
    }

    pub(super) fn settle(
        &mut self,
        place: usize,
        outcome: OutcomeKind,
        reason: Option<Reason>,
        request_id: Option<String>,
        at: DateTime<Utc>,
    ) {
        let Some(item) = self.items.get_mut(place) else { return };
        item.place = ItemState::Settled(Box::new(TokenOutcome {
            outcome,
            reason,
            request_id,
            at,
        }));
        self.counts.count(outcome, true);
        let kind = item.target.kind;
        if outcome == OutcomeKind::Deleted {
            self.right(kind).given = true;
        }
    }

    pub(super) fn right(&mut self, kind: Kind) -> &mut Right {
        let [access, refresh, codes] = &mut self.rights;
        match kind {
            Kind::AccessTokens => access,
            Kind::RefreshTokens => refresh,
            Kind::AuthorizationCodes => codes,
        }
    }
}
