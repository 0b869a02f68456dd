//! What became of a token that was to be deleted.

use chrono::{DateTime, Utc};

use crate::model::failure::Failure;

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutcomeKind {
    /// It was there and is no longer.
    Deleted,
    /// It was not there any more when it was asked for.
    AlreadyGone,
    /// authentik did not allow the caller to delete it.
    Refused,
    /// Something went wrong; it is still there, or that is not known.
    Failed,
    /// A person stopped before its turn came.
    NotTried,
}

impl OutcomeKind {
    /// All of them, in the order in which they are counted.
    pub const ALL: [Self; 5] = [
        Self::Deleted,
        Self::AlreadyGone,
        Self::Refused,
        Self::Failed,
        Self::NotTried,
    ];

    /// Whether the token is gone, so that there is nothing left to do.
    pub fn is_gone(self) -> bool {
        matches!(self, Self::Deleted | Self::AlreadyGone)
    }

    /// A word for scripts, the same in every language and every release.
    pub fn word(self) -> &'static str {
        match self {
            Self::Deleted => "deleted",
            Self::AlreadyGone => "already_gone",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::NotTried => "not_tried",
        }
    }
}

/// Why it ended so, where that needs to be said.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// The answer was lost. Looking for the token afterwards showed that it is gone.
    AnswerLost,
    /// Not attempted: authentik had refused the first ones of its kind for lack of permission, which is granted
    /// by kind.
    RightOfKind,
    /// What authentik said, or that it said nothing.
    Failure(Box<Failure>),
}

/// What became of a token.
#[derive(Clone, Debug, PartialEq)]
pub struct TokenOutcome {
    /// How it ended.
    pub outcome: OutcomeKind,
    /// Why.
    pub reason: Option<Reason>,
    /// Under which the last request for it is found in authentik's log.
    pub request_id: Option<String>,
    /// When that was known.
    pub at: DateTime<Utc>,
}

impl TokenOutcome {
    /// What authentik said, where something went wrong.
    pub fn failure(&self) -> Option<&Failure> {
        match &self.reason {
            Some(Reason::Failure(failure)) => Some(failure),
            _ => None,
        }
    }
}
