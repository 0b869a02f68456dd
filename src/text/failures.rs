//! Failures, in words: what happened, and what to do.

use super::numbers::{MINUTES, SECONDS, counted, grouped};
use crate::model::failure::{Failure, FailureKind, Method, WrongPages};

/// A failure, in words. The server's own words stand beside them, not in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailureText {
    /// What happened.
    pub title: String,
    /// What to do about it.
    pub what_to_do: String,
}

/// In place of what to do, where each field says what is wrong with it.
pub const MARKED_ABOVE: &str = "What is wrong is marked above. Change or remove it.";

/// The buttons below, besides the one that tries again.
pub const SIGN_IN: &str = "Sign in";
pub const COPY_DETAILS: &str = "Copy details";

/// What to say about `failure`.
pub fn failure(failure: &Failure) -> FailureText {
    let writes = failure.asked.method == Method::Delete;
    let mut words = words(failure, writes);
    if writes && leaves_open(&failure.kind) {
        words.what_to_do = [
            "Whether it was deleted is not known; refresh to see. ",
            &words.what_to_do,
        ]
        .concat();
    }
    words
}

fn words(failure: &Failure, writes: bool) -> FailureText {
    let (title, what_to_do) = match &failure.kind {
        FailureKind::NotSignedIn => (
            "You are not signed in",
            "Sign in to authentik. You will come back to this page.",
        ),
        FailureKind::SessionEnded => (
            "Your session has ended",
            "Sign in to authentik again. You will come back to this page as it is now.",
        ),
        FailureKind::KeyRefused => (
            "authentik does not accept the API token",
            "It has expired or was deleted, or its user was deactivated. Signing in does not help. Make a new API token in \
             authentik and give it to what sends it: start the proxy again with it (--token-env), or have the page \
             around Tokenscope hand it out (getToken).",
        ),
        FailureKind::CsrfHidden => (
            "This page cannot see the cookie authentik_csrf",
            "Nothing was changed. authentik accepts a change only together with what is in that cookie. It must not be \
             HttpOnly, and its Path has to cover the address of this page: fix that in the proxy in front of authentik. \
             If you signed in or out in another tab just now, try once more.",
        ),
        FailureKind::ReadOnly => (
            "authentik is read-only, because of its license",
            "Nothing was changed. The license has expired or is not valid, and authentik refuses every change until an \
             administrator renews it.",
        ),
        FailureKind::Csrf => (
            "authentik could not tell that this request came from its own site",
            "Nothing was changed. Reload this page and try once more. If it happens again, the proxy in front of \
             authentik has to keep the browser’s Host header, or rewrite Origin along with it.",
        ),
        FailureKind::MissingRight if writes => (
            "You are not allowed to delete this",
            "Nothing was changed. authentik lets superusers delete any token, and others their own where they have \
             the permission. Ask an administrator of authentik for it.",
        ),
        FailureKind::MissingRight => (
            "You are not allowed to see this",
            "Your account lacks the permission. Ask an administrator of authentik for it.",
        ),
        FailureKind::Forbidden => (
            "The request was refused",
            "Your session may have ended, or something in front of authentik refused. Try again; if that does not \
             help, give the details below to an administrator.",
        ),
        FailureKind::Invalid(_) => (
            "authentik does not accept this request",
            "Change what is named here, then try again.",
        ),
        FailureKind::NotFound if writes => (
            "It no longer exists",
            "It was deleted meanwhile, or it expired and authentik removed it.",
        ),
        FailureKind::NotFound => (
            "There is nothing here",
            "It was deleted, has expired, or belongs to someone else.",
        ),
        FailureKind::NotRouted => (
            "authentik’s API is not at this address",
            "The server must route /api/ to authentik. For Tokenscope in another page, the base URL says where it is. \
             If everything else works here, a proxy shows a page of its own in place of authentik’s answer.",
        ),
        FailureKind::PageGone => (
            "This page no longer exists",
            "The list has become shorter. Go back to its first page.",
        ),
        FailureKind::NotAllowed => (
            "authentik does not offer this",
            "This release of authentik may differ from the ones that Tokenscope knows. Nothing was changed.",
        ),
        FailureKind::Rejected => (
            "The request was rejected",
            "Retrying is unlikely to help. The details below say what was asked and answered.",
        ),
        FailureKind::Conflict => (
            "Something changed in the meantime",
            "Refresh to see how things are now, then try again.",
        ),
        FailureKind::TooManyRequests { retry_after } => {
            return FailureText {
                title: if failure.in_front {
                    "Too many requests for the server in front of authentik"
                } else {
                    "Too many requests"
                }
                .into(),
                what_to_do: wait("They came faster than the server allows.", *retry_after),
            };
        }
        FailureKind::Starting { retry_after } => {
            return FailureText {
                title: "authentik is not ready yet".into(),
                what_to_do: wait(
                    "It is starting, or being maintained. This usually takes a minute or two.",
                    *retry_after,
                ),
            };
        }
        FailureKind::SignInInFront => (
            "Something in front of authentik wants you to sign in",
            "Open this page in a new tab to sign in there, then try again here.",
        ),
        FailureKind::Blocked => {
            let (title, first) = if writes {
                (
                    "Something in front of authentik blocked the deletion",
                    "Nothing was changed. ",
                )
            } else {
                ("Something in front of authentik refused the request", "")
            };
            return FailureText {
                title: title.into(),
                what_to_do: [
                    first,
                    "A proxy, a firewall or a sign-in answered, and not authentik. Your session there may have ended: \
                     open this page in a new tab to see. If it has not, whoever runs it has to let GET and DELETE below \
                     /api/v3/ through.",
                ]
                .concat(),
            };
        }
        FailureKind::BadGateway => (
            "authentik cannot be reached at the moment",
            "The server in front of it answered, authentik itself did not. If this lasts, check that authentik is \
             running.",
        ),
        FailureKind::Server => {
            let title = match failure.status {
                Some(status) => ["authentik returned an error (", &status.to_string(), ")"].concat(),
                None => "authentik returned an error".to_owned(),
            };
            let rest = if failure.asked.is_for_list() {
                " “Load all tokens” loads all the others and says where that one is; a smaller page, or another order, \
                 may leave it out."
            } else {
                ""
            };
            let cause = "The cause is in authentik’s log, under the request ID in the details. Often it is one damaged \
                         token.";
            return FailureText {
                title,
                what_to_do: [cause, rest].concat(),
            };
        }
        FailureKind::SignInPage if failure.in_front => (
            "A web page came back instead of data",
            "It did not come from authentik. If you sign in to something in front of it, open this page in a new tab \
             to sign in there. Otherwise the server does not route /api/ to authentik.",
        ),
        FailureKind::SignInPage => (
            "A web page came back instead of data",
            "Most often that is a sign-in page: sign in and try again. If you are signed in, the server does not \
             route /api/ to authentik.",
        ),
        FailureKind::NotJson => (
            "The answer is not data that authentik would send",
            "Something between here and authentik may have answered in its place. Check the address and the proxy.",
        ),
        FailureKind::Truncated => (
            "The answer was cut off",
            "The connection ended before the whole answer was here. Try again.",
        ),
        FailureKind::Shape(_) => (
            "The answer lacks something",
            "This release of authentik may differ from the ones that Tokenscope knows. The details below name what \
             is missing; please report them.",
        ),
        FailureKind::OtherPage(misled) => {
            return FailureText {
                title: other_page(*misled),
                what_to_do:
                    "Something between here and authentik caches answers, or drops the query from the address. \
                             Nothing below /api/ may be cached. Have that fixed, then try again."
                        .into(),
            };
        }
        FailureKind::Redirected => (
            "The answer leads to another address",
            "A proxy may want you to sign in, or authentik may have moved. Open this page in a new tab to follow it, then \
             try again here.",
        ),
        FailureKind::Network => (
            "There was no answer",
            "Check your connection. If it is fine, the server may be down, or the connection was cut.",
        ),
        FailureKind::TimedOut { after } => {
            let waited = ["No answer came within ", &seconds(*after), "."].concat();
            return FailureText {
                title: "authentik is not responding in time".into(),
                what_to_do: [
                    &waited,
                    " Try again, or ask for less: fewer rows on a page, or the tokens of one user or provider.",
                ]
                .concat(),
            };
        }
    };
    FailureText {
        title: title.to_owned(),
        what_to_do: what_to_do.to_owned(),
    }
}

fn other_page(misled: WrongPages) -> String {
    match misled {
        WrongPages::Page { asked, got } => {
            let [asked, got] = [asked, got].map(grouped);
            ["The server answers page ", &asked, " with page ", &got].concat()
        }
        WrongPages::Order => "The server does not sort the tokens as it was asked to".to_owned(),
        WrongPages::Endless => "The server never says which page is the last".to_owned(),
    }
}

/// Whether a write may have been carried out although it failed.
fn leaves_open(kind: &FailureKind) -> bool {
    matches!(
        kind,
        FailureKind::BadGateway
            | FailureKind::Server
            | FailureKind::Truncated
            | FailureKind::NotJson
            | FailureKind::Shape(_)
            | FailureKind::Network
            | FailureKind::TimedOut { .. }
    )
}

fn wait(why: &str, retry_after: Option<u32>) -> String {
    match retry_after {
        Some(after) if after > 0 => [why, " Wait ", &seconds(after), ", then try again."].concat(),
        _ => [why, " Wait a moment, then try again."].concat(),
    }
}

fn seconds(count: u32) -> String {
    if count >= 120 {
        counted(count.div_ceil(60).into(), MINUTES)
    } else {
        counted(count.into(), SECONDS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::failure::{Invalid, RequestInfo};
    use chrono::DateTime;

    fn said(method: Method, kind: FailureKind) -> FailureText {
        let asked = RequestInfo {
            method,
            path: "/".into(),
            csrf_sent: true,
        };
        failure(&Failure::new(kind, asked, DateTime::UNIX_EPOCH))
    }

    #[test]
    fn a_wait_is_said_as_it_was_asked_for() {
        let wait = |retry_after| said(Method::Get, FailureKind::TooManyRequests { retry_after }).what_to_do;
        assert!(wait(Some(1)).contains("Wait 1 second,"));
        assert!(wait(Some(90)).contains("Wait 90 seconds,"));
        assert!(wait(Some(121)).contains("Wait 3 minutes,"));
        assert!(wait(Some(0)).contains("Wait a moment,"));
        assert!(wait(None).contains("Wait a moment,"));
        let late = said(Method::Get, FailureKind::TimedOut { after: 60 });
        assert!(late.what_to_do.starts_with("No answer came within 60 seconds."));
    }

    #[test]
    fn a_write_that_may_have_happened_is_not_called_undone() {
        for kind in [
            FailureKind::Network,
            FailureKind::BadGateway,
            FailureKind::TimedOut { after: 60 },
        ] {
            let advice = said(Method::Delete, kind.clone()).what_to_do;
            assert!(advice.contains("Whether it was deleted is not known"), "{kind:?}");
            assert!(!said(Method::Get, kind).what_to_do.contains("deleted"));
        }
        let refused = said(Method::Delete, FailureKind::MissingRight);
        assert!(refused.what_to_do.starts_with("Nothing was changed."));
    }

    #[test]
    fn what_answered_in_front_of_authentik_is_not_called_authentik() {
        let in_front = |method, kind| {
            let asked = RequestInfo {
                method,
                path: "/".into(),
                csrf_sent: true,
            };
            failure(&Failure {
                in_front: true,
                ..Failure::new(kind, asked, DateTime::UNIX_EPOCH)
            })
        };
        let pause = FailureKind::TooManyRequests { retry_after: None };
        assert!(
            in_front(Method::Get, pause.clone())
                .title
                .ends_with("in front of authentik")
        );
        assert_eq!(said(Method::Get, pause).title, "Too many requests");
        let page = in_front(Method::Get, FailureKind::SignInPage).what_to_do;
        assert!(page.starts_with("It did not come from authentik."), "{page}");
        let blocked = in_front(Method::Delete, FailureKind::Blocked);
        assert!(blocked.what_to_do.starts_with("Nothing was changed."));
        assert!(
            !in_front(Method::Get, FailureKind::Blocked)
                .what_to_do
                .contains("changed")
        );
    }

    #[test]
    fn loading_all_is_offered_where_a_page_cannot_be_rendered() {
        let of = |path: &str| {
            let asked = RequestInfo {
                method: Method::Get,
                path: path.into(),
                csrf_sent: false,
            };
            failure(&Failure::new(FailureKind::Server, asked, DateTime::UNIX_EPOCH)).what_to_do
        };
        assert!(of("/api/v3/oauth2/access_tokens/?page=1&page_size=20").contains("“Load all tokens”"));
        assert!(!of("/api/v3/oauth2/access_tokens/7/").contains("Load all"));
    }

    #[test]
    fn another_page_is_named() {
        let page = WrongPages::Page { asked: 2, got: 1 };
        let words = said(Method::Get, FailureKind::OtherPage(page));
        assert_eq!(words.title, "The server answers page 2 with page 1");
        assert!(words.what_to_do.contains("caches answers, or drops the query"));
    }

    #[test]
    fn a_title_is_a_sentence_without_a_stop_and_advice_is_sentences() {
        for kind in [
            FailureKind::Forbidden,
            FailureKind::Rejected,
            FailureKind::Invalid(Invalid::default()),
            FailureKind::OtherPage(WrongPages::Order),
            FailureKind::OtherPage(WrongPages::Endless),
        ] {
            let FailureText { title, what_to_do } = said(Method::Get, kind);
            assert!(
                !title.ends_with('.') && what_to_do.ends_with('.'),
                "{title}: {what_to_do}"
            );
        }
    }
}
