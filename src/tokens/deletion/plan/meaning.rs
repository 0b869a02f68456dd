//! What a failure says about the token that was asked for.

use crate::model::failure::{Failure, FailureKind};

/// What a failure says about the token that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerMeaning {
    /// authentik says that it is not there.
    NotThere,
    /// It applies to every token, for example that nobody is signed in. Nothing was done.
    OfAll,
    /// Something in front of authentik answered, and wants to be signed in to.
    Intercepted,
    /// The caller may not; nothing was done.
    NoRight,
    /// The request did not prove where it came from; nothing was done.
    Csrf,
    /// The server wants patience, so many seconds where it says; nothing was done.
    Busy(Option<u32>),
    /// It may have been done, or not. The server may want patience besides.
    Unclear(Option<u32>),
    /// Turned down for good; nothing was done.
    Rejected,
}

/// What `failure` says.
pub fn meaning(failure: &Failure) -> AnswerMeaning {
    match failure.kind {
        FailureKind::NotSignedIn
        | FailureKind::SessionEnded
        | FailureKind::KeyRefused
        | FailureKind::SignInInFront
        | FailureKind::ReadOnly => AnswerMeaning::OfAll,
        FailureKind::SignInPage | FailureKind::Redirected => AnswerMeaning::Intercepted,
        FailureKind::Csrf | FailureKind::CsrfHidden => AnswerMeaning::Csrf,
        FailureKind::MissingRight => AnswerMeaning::NoRight,
        // authentik says something along with it. A 404 without a word comes from a server that knows no such address,
        // and says nothing of the token.
        FailureKind::NotFound if !failure.details.is_empty() => AnswerMeaning::NotThere,
        FailureKind::TooManyRequests { retry_after } => AnswerMeaning::Busy(retry_after),
        FailureKind::Starting { retry_after } => AnswerMeaning::Unclear(retry_after),
        FailureKind::NotFound
        | FailureKind::Forbidden
        | FailureKind::BadGateway
        | FailureKind::Server
        | FailureKind::NotJson
        | FailureKind::Truncated
        | FailureKind::Shape(_)
        | FailureKind::OtherPage(_)
        | FailureKind::Network
        | FailureKind::TimedOut { .. } => AnswerMeaning::Unclear(None),
        FailureKind::Blocked
        | FailureKind::NotRouted
        | FailureKind::Invalid(_)
        | FailureKind::PageGone
        | FailureKind::NotAllowed
        | FailureKind::Rejected
        | FailureKind::Conflict => AnswerMeaning::Rejected,
    }
}
