//! A target and where it stands.

use crate::model::failure::Failure;
use crate::tokens::deletion::{Target, TokenOutcome};

/// A request of the plan, for the target at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeletionRequest {
    /// End it.
    Delete(usize),
    /// Look whether it is still there.
    Look(usize),
}

impl DeletionRequest {
    /// The place of the target.
    pub fn place(self) -> usize {
        match self {
            Self::Delete(place) | Self::Look(place) => place,
        }
    }
}

/// Where a target stands.
#[derive(Debug)]
pub enum ItemState {
    /// In the queue.
    Waits,
    /// A request for it is under way.
    UnderWay(DeletionRequest),
    /// It has its outcome.
    Settled(Box<TokenOutcome>),
}

/// A target and where it stands.
#[derive(Debug)]
pub struct Item {
    pub target: Target,
    pub place: ItemState,
    /// Why it is not known whether it was deleted, from the last request to delete it that was not answered clearly.
    unresolved: Option<Box<Failure>>,
    /// Requests to delete it.
    pub ends: u32,
    /// Looks at which authentik failed.
    pub looks: u32,
}

impl Item {
    pub fn new(target: Target) -> Self {
        Self {
            target,
            place: ItemState::Waits,
            unresolved: None,
            ends: 0,
            looks: 0,
        }
    }

    pub fn done(&self) -> Option<&TokenOutcome> {
        match &self.place {
            ItemState::Settled(done) => Some(done),
            ItemState::Waits | ItemState::UnderWay(_) => None,
        }
    }

    pub fn unresolved(&self) -> Option<Failure> {
        self.unresolved.as_deref().cloned()
    }

    pub fn set_unresolved(&mut self, why: Failure) {
        self.unresolved = Some(Box::new(why));
    }

    pub fn clear_unresolved(&mut self) -> Option<Failure> {
        self.unresolved.take().map(|why| *why)
    }

    /// What to ask for it now; nothing while something is under way or when it is settled.
    pub fn start(&mut self, place: usize) -> Option<DeletionRequest> {
        if !matches!(self.place, ItemState::Waits) {
            return None;
        }
        let request = if self.unresolved.is_some() {
            DeletionRequest::Look(place)
        } else {
            self.ends += 1;
            DeletionRequest::Delete(place)
        };
        self.place = ItemState::UnderWay(request);
        Some(request)
    }

    /// The answer to `request` is there. Nothing where no such request was under way.
    pub fn arrive(&mut self, request: DeletionRequest) -> Option<()> {
        match self.place {
            ItemState::UnderWay(asked) if asked == request => {
                self.place = ItemState::Waits;
                Some(())
            }
            _ => None,
        }
    }

    /// Takes it up again. A doubt stays: it has to be looked at first.
    pub fn again(&mut self) {
        self.place = ItemState::Waits;
        self.ends = 0;
        self.looks = 0;
    }
}
