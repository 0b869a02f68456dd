//! What can go wrong between a question and its answer. Every failure has one name, given here and nowhere else;
//! [`crate::text::failures`] has the words.

mod invalid;
mod read;
mod request_info;
pub mod retry;

use chrono::{DateTime, Utc};

pub use invalid::Invalid;
pub use read::{Answer, read_failure};
pub use request_info::{Method, RequestInfo};

use super::decode::DecodeError;

/// A question that was not answered as it should have been.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// What went wrong.
    pub kind: FailureKind,
    /// What was asked.
    pub asked: RequestInfo,
    /// The HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// The server's own words, in whatever language it chose. To be shown, never to be matched.
    pub details: Vec<String>,
    /// The server's code for it.
    pub code: Option<String>,
    /// The number under which authentik's log has the request.
    pub request_id: Option<String>,
    /// Whether something in front of authentik answered in its place: the mark that every answer of authentik's carries
    /// is missing.
    pub in_front: bool,
    /// When the answer, or the lack of one, was noticed.
    pub at: DateTime<Utc>,
}

/// The ways to fail.
#[derive(Clone, Debug, PartialEq)]
pub enum FailureKind {
    /// Nobody is signed in, and nobody was.
    NotSignedIn,
    /// Someone was signed in and no longer is.
    SessionEnded,
    /// authentik does not recognise the API token that was sent. Signing in does not help.
    KeyRefused,
    /// A write was refused because it did not prove to come from authentik's own site.
    Csrf,
    /// The same, and the page had no proof to send: it cannot see the cookie that holds it.
    CsrfHidden,
    /// authentik takes no change, because of its license.
    ReadOnly,
    /// The caller lacks the permission.
    MissingRight,
    /// Refused (403), and not known why.
    Forbidden,
    /// Something in the question was wrong (400).
    Invalid(Invalid),
    /// It does not exist, or the caller may not know that it does (404, 410).
    NotFound,
    /// Nothing of authentik's is at this address: a whole list is missing, or something else says that nothing is there
    /// (404, 410).
    NotRouted,
    /// The list has no such page, any more (404).
    PageGone,
    /// Not by this method (405).
    NotAllowed,
    /// Something else is wrong with the question (other 4xx, 406 for example).
    Rejected,
    /// It contradicts something that happened meanwhile (409, 412).
    Conflict,
    /// Too much was asked in too short a time (429).
    TooManyRequests {
        /// Seconds to wait, if the server said.
        retry_after: Option<u32>,
    },
    /// authentik is starting, or down for a while (503).
    Starting {
        /// Seconds to wait, if the server said.
        retry_after: Option<u32>,
    },
    /// What stands before authentik wants somebody to sign in to it (401).
    SignInInFront,
    /// What stands before authentik turned the request down (400, 403, 405, 501 and other 4xx).
    Blocked,
    /// What stands before authentik could not reach it, lost patience, or failed itself (408, 502, 504, other 5xx).
    BadGateway,
    /// authentik itself failed (500 and other 5xx).
    Server,
    /// A web page came in place of data, with a status that says all is well.
    SignInPage,
    /// Something else came in place of data.
    NotJson,
    /// The answer broke off.
    Truncated,
    /// The answer is JSON, but lacks what was asked for.
    Shape(DecodeError),
    /// The answer is another page of the list, in another order, or never the last one.
    OtherPage(WrongPages),
    /// The answer leads elsewhere.
    Redirected,
    /// There was no answer at all.
    Network,
    /// There was no answer in time.
    TimedOut {
        /// Seconds waited.
        after: u32,
    },
}

/// How pages are not those that were asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrongPages {
    /// A page by another number, or with the rows of another one.
    Page {
        /// The one asked for.
        asked: u64,
        /// The one that came.
        got: u64,
    },
    /// The rows stand in another order.
    Order,
    /// There is always one more.
    Endless,
}

/// Who is calling, as far as `core/users/me` told. It tells the reasons for a 403 apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asker {
    /// Nobody is signed in.
    Nobody {
        /// Whether somebody was, earlier on this page.
        was_known: bool,
    },
    /// An API token is sent that authentik does not recognise.
    KeyRefused,
    /// Somebody is.
    Known {
        /// Whether they may do everything.
        superuser: bool,
    },
    /// That question failed as well.
    Unknown,
}

impl Failure {
    /// A failure without further details.
    pub fn new(kind: FailureKind, asked: RequestInfo, at: DateTime<Utc>) -> Self {
        Self {
            kind,
            asked: asked.without_secrets(),
            status: None,
            details: Vec::new(),
            code: None,
            request_id: None,
            in_front: false,
            at,
        }
    }

    /// Whether authentik, asked who is calling, said nobody. For any other question it may mean a missing permission.
    pub fn says_nobody(&self) -> bool {
        matches!(
            self.kind,
            FailureKind::Forbidden | FailureKind::NotSignedIn | FailureKind::KeyRefused
        )
    }

    /// The same, with the reason found out where it depends on who asked. authentik answers 403 for all of them, and
    /// 404 where nobody is signed in and a single token is asked for; its words come in the caller's language, so
    /// they are never looked at.
    #[must_use]
    pub fn told_apart(mut self, by: &Asker) -> Self {
        let refused = self.kind == FailureKind::Forbidden;
        let by_nobody = refused || matches!(self.kind, FailureKind::NotSignedIn | FailureKind::NotFound);
        let kind = match by {
            Asker::Nobody { was_known: true } if by_nobody => FailureKind::SessionEnded,
            Asker::Nobody { was_known: false } if by_nobody => FailureKind::NotSignedIn,
            Asker::KeyRefused if by_nobody => FailureKind::KeyRefused,
            Asker::Known { superuser } if refused => match (self.asked.method, superuser) {
                (Method::Delete, _) if !self.asked.csrf_sent => FailureKind::CsrfHidden,
                // A superuser has every permission, so it was not about that.
                (Method::Delete, true) => FailureKind::Csrf,
                (_, false) => FailureKind::MissingRight,
                // Something between here and authentik refused it; there is no telling why.
                (Method::Get, true) => FailureKind::Forbidden,
            },
            _ => return self,
        };
        self.kind = kind;
        self
    }

    /// What the server said about the parameter `field` (400).
    pub fn message_for(&self, field: &str) -> &[String] {
        match &self.kind {
            FailureKind::Invalid(invalid) => invalid.messages_for(field),
            _ => &[],
        }
    }

    /// Whether signing in to authentik is what helps.
    pub fn needs_sign_in(&self) -> bool {
        match self.kind {
            FailureKind::NotSignedIn | FailureKind::SessionEnded => true,
            FailureKind::SignInPage => !self.in_front,
            _ => false,
        }
    }
}

impl FailureKind {
    /// A name for reports, the same in every language.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotSignedIn => "not signed in",
            Self::SessionEnded => "session ended",
            Self::KeyRefused => "API token refused",
            Self::Csrf => "CSRF check failed",
            Self::CsrfHidden => "CSRF cookie not visible",
            Self::ReadOnly => "read-only license",
            Self::MissingRight => "missing right",
            Self::Forbidden => "forbidden",
            Self::Invalid(_) => "invalid request",
            Self::NotFound => "not found",
            Self::NotRouted => "no API at this address",
            Self::PageGone => "page gone",
            Self::NotAllowed => "method not allowed",
            Self::Rejected => "request rejected",
            Self::Conflict => "conflict",
            Self::TooManyRequests { .. } => "too many requests",
            Self::Starting { .. } => "unavailable",
            Self::SignInInFront => "sign-in in front of authentik",
            Self::Blocked => "blocked in front of authentik",
            Self::BadGateway => "bad gateway",
            Self::Server => "server error",
            Self::SignInPage => "web page instead of data",
            Self::NotJson => "not JSON",
            Self::Truncated => "answer broke off",
            Self::Shape(_) => "unexpected answer",
            Self::OtherPage(_) => "another page",
            Self::Redirected => "redirected",
            Self::Network => "no connection",
            Self::TimedOut { .. } => "timed out",
        }
    }
}

#[cfg(test)]
mod tests;
