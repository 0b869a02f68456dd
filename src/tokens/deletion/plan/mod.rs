//! The plan by which tokens are deleted, a few at a time. No request is made here: the plan says what to ask, is told what
//! came, and keeps what became of each.
//!
//! * **A token is asked for once.** What was answered is settled. Where an answer is unclear (none came, it broke off,
//!   authentik failed), the deletion may have been carried out: the plan first *looks* whether the token
//!   is still there, and asks again only if it is. There are never two requests for one token in flight.
//! * **Nothing is forgotten.** Where going on makes no sense (the session ended, nobody answers), the plan stands still,
//!   and what was under way goes back to where it was. It goes on when a person says so.
//! * **The same refusal three times is enough.** Whatever else turns a request down, when it comes three times in a row and
//!   nothing was deleted in between, the plan stands still.
//! * **A missing right is asked for three times, not five hundred.** authentik gives the right to delete for a kind of
//!   token, or for single ones. When the first three of a kind were refused and none of that kind was deleted, the rest
//!   of that kind is put down as refused without asking. Once one was deleted, rights differ from token to token, and
//!   every one is asked for.
//! * **What can create others goes first**: codes, then refresh tokens, then access tokens; one kind is finished before
//!   the next begins. The other way round, a client could get a new access token while the run is still at it.

mod counts;
mod failed;
mod meaning;
mod patience;
mod settle;
mod state;

use std::collections::VecDeque;

use chrono::{DateTime, Utc};

use super::{OutcomeKind, Target, TokenOutcome};
use crate::model::failure::Failure;
use crate::model::kind::Kind;
use crate::tokens::pace::{Pace, Rate};
pub use counts::Counts;
pub use state::DeletionRequest;
use state::Item;

/// Why it stands still until a person says that it goes on.
#[derive(Clone, Debug, PartialEq)]
pub enum StopReason {
    /// Going on would fail in the same way.
    Failure(Box<Failure>),
    /// The last few were turned down alike, and none was deleted in between.
    Refused(Box<Failure>),
    /// Somebody else is signed in than when it began. Whether or not they see these tokens, it must not go on by
    /// itself; and where they do not, "not there" means nothing.
    SomebodyElse,
}

/// How far it is.
#[derive(Clone, Debug, PartialEq)]
pub enum PlanPhase {
    /// Requests are under way, or will be.
    Running,
    /// A person wants it to wait.
    Paused,
    /// It cannot go on by itself.
    Stopped(StopReason),
    /// A person ended it; what is under way is still waited for.
    Stopping,
    /// Every target has its outcome.
    Done,
}

/// What is known of the right to delete a kind.
#[derive(Clone, Copy, Debug, Default)]
struct Right {
    refused: u32,
    given: bool,
}

/// Tokens being deleted.
#[derive(Debug)]
pub struct DeletionPlan {
    items: Vec<Item>,
    /// What is to be asked, the next one first. What is under way or settled is not in it.
    queue: VecDeque<usize>,
    /// What a request is under way for.
    under_way: Vec<usize>,
    phase: PlanPhase,
    pace: Pace,
    rate: Rate,
    counts: Counts,
    rights: [Right; 3],
    unclear: u32,
    busy: u32,
    csrf: u32,
    /// The last refusal, by status and name, and how often it came in a row.
    same: Option<((Option<u16>, &'static str), u32)>,
}

impl DeletionPlan {
    /// To delete `targets`; what is named twice is deleted once.
    pub fn new(mut targets: Vec<Target>) -> Self {
        targets.sort_by_key(|target| (order(target.kind), target.pk));
        targets.dedup_by_key(|target| target.id());
        let items: Vec<Item> = targets.into_iter().map(Item::new).collect();
        let counts = Counts {
            left: items.len(),
            ..Counts::default()
        };
        Self {
            queue: (0..items.len()).collect(),
            phase: if items.is_empty() {
                PlanPhase::Done
            } else {
                PlanPhase::Running
            },
            items,
            under_way: Vec::new(),
            pace: Pace::default(),
            rate: Rate::default(),
            counts,
            rights: [Right::default(); 3],
            unclear: 0,
            busy: 0,
            csrf: 0,
            same: None,
        }
    }

    /// How many tokens there are to end.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The target at a place.
    pub fn target(&self, place: usize) -> Option<&Target> {
        self.items.get(place).map(|item| &item.target)
    }

    /// What became of the target at a place.
    pub fn done(&self, place: usize) -> Option<&TokenOutcome> {
        self.items.get(place).and_then(Item::done)
    }

    /// Every target, with what became of it so far.
    pub fn lines(&self) -> impl ExactSizeIterator<Item = (&Target, Option<&TokenOutcome>)> {
        self.items.iter().map(|item| (&item.target, item.done()))
    }

    /// The kinds with refusals and no deletion: the caller lacks permission for them.
    pub fn refused_kinds(&self) -> Vec<Kind> {
        let ended = |kind, outcome| {
            self.lines()
                .any(|(target, done)| target.kind == kind && done.is_some_and(|done| done.outcome == outcome))
        };
        let is_refused = |&kind: &Kind| ended(kind, OutcomeKind::Refused) && !ended(kind, OutcomeKind::Deleted);
        Kind::ALL.into_iter().filter(is_refused).collect()
    }

    /// How far it is.
    pub fn phase(&self) -> &PlanPhase {
        &self.phase
    }

    /// How many ended how.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Tokens a second, and seconds left, where that can be said.
    pub fn speed(&self) -> (Option<u64>, Option<u64>) {
        (
            self.rate.rows_per_second(),
            self.rate.seconds_left(self.counts.left as u64),
        )
    }

    /// The next thing to ask; `None` while nothing may be asked, and when it is done.
    pub fn next_request(&mut self) -> Option<DeletionRequest> {
        if !matches!(self.phase, PlanPhase::Running | PlanPhase::Stopping)
            || self.under_way.len() >= self.pace.at_once()
        {
            return None;
        }
        let rank = |place: &usize| self.items.get(*place).map(|item| order(item.target.kind));
        let next = self.queue.front().map(rank)?;
        // Wait for any token that could still create another of these.
        if self.under_way.iter().any(|other| rank(other) < next) {
            return None;
        }
        let place = self.queue.pop_front()?;
        let request = self.items.get_mut(place)?.start(place)?;
        self.under_way.push(place);
        Some(request)
    }

    /// Takes the answer to a request, which took so many milliseconds and came at `at`. `sees` tells whether whoever is
    /// signed in would see the token if it is there, where it is known who that is. Gives how long to wait before the next request, in milliseconds.
    pub fn answered(
        &mut self,
        request: DeletionRequest,
        answer: Result<Option<String>, Failure>,
        sees: Option<bool>,
        took: u64,
        at: DateTime<Utc>,
    ) -> Option<u32> {
        let item = self.items.get_mut(request.place())?;
        item.arrive(request)?;
        self.under_way.retain(|other| *other != request.place());
        let pause = match (request, answer) {
            (DeletionRequest::Delete(place), Ok(id)) => {
                self.settle(place, OutcomeKind::Deleted, None, id, at);
                self.flows(took, at);
                None
            }
            (DeletionRequest::Look(place), Ok(_)) => {
                self.still_there(place, at);
                None
            }
            (request, Err(failure)) => self.failed(request, failure, sees, took, at),
        };
        self.finish_if_done();
        pause
    }

    /// Asks for nothing more until [`DeletionPlan::go_on`].
    pub fn pause(&mut self) {
        if self.phase == PlanPhase::Running {
            self.phase = PlanPhase::Paused;
            self.rate.pause();
        }
    }

    /// Goes on after a pause, or once the reason for stopping has been dealt with.
    pub fn go_on(&mut self) {
        if matches!(self.phase, PlanPhase::Paused | PlanPhase::Stopped(_)) {
            self.phase = PlanPhase::Running;
            self.reset_counters();
            self.finish_if_done();
        }
    }

    /// Somebody else is signed in now: nothing more is asked in their name until a person says so.
    pub fn somebody_else(&mut self) {
        if matches!(
            self.phase,
            PlanPhase::Running | PlanPhase::Paused | PlanPhase::Stopped(_)
        ) {
            self.rate.pause();
            self.phase = PlanPhase::Stopped(StopReason::SomebodyElse);
        }
    }

    /// Ends the run: targets that have not had their turn count as not tried. Requests in flight are awaited, unclear
    /// results are checked.
    pub fn stop(&mut self, at: DateTime<Utc>) {
        if !matches!(
            self.phase,
            PlanPhase::Running | PlanPhase::Paused | PlanPhase::Stopped(_)
        ) {
            return;
        }
        let cannot_look = matches!(self.phase, PlanPhase::Stopped(_));
        self.phase = PlanPhase::Stopping;
        if cannot_look {
            self.leave_all(at);
        }
        for place in std::mem::take(&mut self.queue).into_iter().rev() {
            self.put_back(place, at);
        }
        self.finish_if_done();
    }

    /// Ends the run at once, waiting for nothing. Targets with a request in flight may or may not be deleted, so they
    /// count as failed.
    pub fn abandon(&mut self, at: DateTime<Utc>) {
        for place in std::mem::take(&mut self.under_way) {
            self.settle(place, OutcomeKind::Failed, None, None, at);
        }
        self.leave_all(at);
        self.finish_if_done();
    }

    /// Retries targets with these outcomes. Those that may have been deleted are looked up first.
    pub fn retry(&mut self, which: &[OutcomeKind]) {
        if self.phase != PlanPhase::Done {
            return;
        }
        for (place, item) in self.items.iter_mut().enumerate() {
            let Some(outcome) = item.done().map(|done| done.outcome) else {
                continue;
            };
            if which.contains(&outcome) && !outcome.is_gone() {
                item.again();
                self.counts.count(outcome, false);
                self.queue.push_back(place);
            }
        }
        if !self.queue.is_empty() {
            self.phase = PlanPhase::Running;
            self.rate.pause();
            self.reset_counters();
        }
    }

    /// A fresh start: earlier failures no longer count.
    fn reset_counters(&mut self) {
        self.unclear = 0;
        self.busy = 0;
        self.csrf = 0;
        self.same = None;
        self.rights = [Right::default(); 3];
    }

    fn finish_if_done(&mut self) {
        if self.counts.left == 0 {
            self.phase = PlanPhase::Done;
        }
    }
}

fn order(kind: Kind) -> u8 {
    match kind {
        Kind::AuthorizationCodes => 0,
        Kind::RefreshTokens => 1,
        Kind::AccessTokens => 2,
    }
}
