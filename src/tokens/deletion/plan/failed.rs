//! What becomes of a token when its request failed: whether it was deleted nevertheless, is asked for again, or left.

use chrono::{DateTime, Utc};

use super::meaning::{AnswerMeaning, meaning};
use super::state::Item;
use super::{DeletionPlan, DeletionRequest, PlanPhase, StopReason};
use crate::model::failure::{Failure, FailureKind};
use crate::tokens::deletion::{OutcomeKind, Reason};

/// How often a token is requested, at most, before it is left for a person to decide.
const TRIES: u32 = 3;

/// This many failed checks in a row are no longer about single requests.
const CSRF_IN_A_ROW: u32 = 2;

/// The same refusal this often in a row is no longer about single tokens.
const SAME_IN_A_ROW: u32 = 3;

/// This many refusals show that the permission for a kind is missing.
const REFUSED_ENOUGH: u32 = 3;

impl DeletionPlan {
    /// Takes a failure. Gives how long to wait before the next request, in milliseconds.
    pub(super) fn failed(
        &mut self,
        request: DeletionRequest,
        failure: Failure,
        sees: Option<bool>,
        took: u64,
        at: DateTime<Utc>,
    ) -> Option<u32> {
        let place = request.place();
        match (meaning(&failure), request) {
            (AnswerMeaning::NotThere, _) if sees == Some(true) => {
                let id = failure.request_id;
                match self.unresolved(place) {
                    Some(_) => self.settle(place, OutcomeKind::Deleted, Some(Reason::AnswerLost), id, at),
                    None => self.settle(place, OutcomeKind::AlreadyGone, None, id, at),
                }
                self.flows(took, at);
                None
            }
            (AnswerMeaning::NotThere, _) if sees == Some(false) => {
                self.put_back(place, at);
                self.stand_still(StopReason::SomebodyElse, at);
                None
            }
            (AnswerMeaning::OfAll, _) => {
                self.put_back(place, at);
                self.stand_still(StopReason::Failure(Box::new(failure)), at);
                None
            }
            (AnswerMeaning::Intercepted, request) => {
                self.note_unresolved(request, &failure);
                self.put_back(place, at);
                self.stand_still(StopReason::Failure(Box::new(failure)), at);
                None
            }
            (AnswerMeaning::Busy(wait), _) => {
                self.put_back(place, at);
                self.wait(failure, wait, at)
            }
            (AnswerMeaning::Unclear(_), DeletionRequest::Look(_)) if is_shape(&failure) => {
                self.still_there(place, at);
                None
            }
            (AnswerMeaning::Unclear(wait), DeletionRequest::Look(_)) => {
                // No answer at all says nothing about this token; if authentik fails, the token may be the cause.
                let item = self.items.get_mut(place)?;
                item.looks += u32::from(failure.kind == FailureKind::Server);
                if item.looks >= TRIES {
                    let why = item.unresolved().unwrap_or_else(|| failure.clone());
                    self.give_up(place, why, at);
                } else {
                    self.put_back(place, at);
                }
                self.wait_unclear(failure, wait, at)
            }
            (AnswerMeaning::Unclear(wait), DeletionRequest::Delete(_)) => {
                self.note_unresolved(request, &failure);
                self.put_back(place, at);
                self.wait_unclear(failure, wait, at)
            }
            // Unless the caller is known to see the token, this means nothing.
            (AnswerMeaning::NotThere, request) => {
                self.note_unresolved(request, &failure);
                self.put_back(place, at);
                self.wait_unclear(failure, None, at)
            }
            (AnswerMeaning::Csrf, DeletionRequest::Delete(_)) => {
                self.refused_by_csrf(place, failure, at);
                None
            }
            (AnswerMeaning::NoRight, DeletionRequest::Delete(_)) => {
                self.refused(place, failure, at);
                None
            }
            // What stands in front of authentik knows nothing of this token.
            (AnswerMeaning::Rejected, DeletionRequest::Look(_)) if failure.in_front => {
                self.put_back(place, at);
                self.stop_if_same(failure, at);
                None
            }
            // It was not done, or cannot be looked at; neither changes by itself.
            (AnswerMeaning::Csrf | AnswerMeaning::NoRight | AnswerMeaning::Rejected, _) => {
                let why = self.unresolved(place).unwrap_or_else(|| failure.clone());
                self.give_up(place, why, at);
                self.stop_if_same(failure, at);
                None
            }
        }
    }

    pub(super) fn unresolved(&self, place: usize) -> Option<Failure> {
        self.items.get(place).and_then(Item::unresolved)
    }

    fn note_unresolved(&mut self, request: DeletionRequest, why: &Failure) {
        if let (DeletionRequest::Delete(place), Some(item)) = (request, self.items.get_mut(request.place())) {
            debug_assert_eq!(place, request.place());
            item.set_unresolved(why.clone());
        }
    }

    /// A look found the token: it was not deleted, and may be asked for again.
    pub(super) fn still_there(&mut self, place: usize, at: DateTime<Utc>) {
        let Some(item) = self.items.get_mut(place) else { return };
        let why = item
            .clear_unresolved()
            .filter(|_| item.ends >= TRIES || self.phase == PlanPhase::Stopping);
        match why {
            Some(why) => self.give_up(place, why, at),
            None => self.put_back(place, at),
        }
    }

    fn refused(&mut self, place: usize, failure: Failure, at: DateTime<Utc>) {
        let id = failure.request_id.clone();
        self.settle(
            place,
            OutcomeKind::Refused,
            Some(Reason::Failure(Box::new(failure))),
            id,
            at,
        );
        let Some(kind) = self.target(place).map(|target| target.kind) else {
            return;
        };
        let right = self.right(kind);
        right.refused += 1;
        if right.given || right.refused < REFUSED_ENOUGH {
            return;
        }
        for place in std::mem::take(&mut self.queue) {
            let is_meant = |item: &Item| item.target.kind == kind && item.unresolved().is_none();
            if self.items.get(place).is_some_and(is_meant) {
                self.settle(place, OutcomeKind::Refused, Some(Reason::RightOfKind), None, at);
            } else {
                self.queue.push_back(place);
            }
        }
    }

    /// Counts a refusal with none deleted since the last one like it. Its details may name the token, or contain a
    /// unique number, so they are not compared.
    fn stop_if_same(&mut self, failure: Failure, at: DateTime<Utc>) {
        let this = (failure.status, failure.kind.name());
        let times = match self.same {
            Some((before, times)) if before == this => times + 1,
            _ => 1,
        };
        self.same = Some((this, times));
        if times >= SAME_IN_A_ROW && self.counts.left > 0 {
            self.stand_still(StopReason::Refused(Box::new(failure)), at);
        }
    }

    /// The cookie changed a moment ago, most likely: nothing was done, so it may be asked for again.
    fn refused_by_csrf(&mut self, place: usize, failure: Failure, at: DateTime<Utc>) {
        self.csrf += 1;
        if self.items.get(place).is_some_and(|item| item.ends >= TRIES) {
            self.give_up(place, failure.clone(), at);
        } else {
            self.put_back(place, at);
            // The others first: should it be about this one alone, they are done.
            if self.queue.front() == Some(&place) {
                self.queue.rotate_left(1);
            }
        }
        if self.csrf >= CSRF_IN_A_ROW {
            self.stand_still(StopReason::Failure(Box::new(failure)), at);
        }
    }
}

fn is_shape(failure: &Failure) -> bool {
    matches!(failure.kind, FailureKind::Shape(_))
}
