//! What is said about deleting tokens: before, meanwhile, and in the receipt.

use crate::model::kind::Kind;
use crate::text::numbers::{self, TOKENS, grouped};
use crate::text::{failure_report, failures, kinds};
use crate::tokens::deletion::{Counts, OutcomeKind, Reason, TokenOutcome, Whom};

/// "access token", "12 access tokens", or "14 tokens" where there is more than one kind.
pub fn tokens(kind: Option<Kind>, count: usize) -> String {
    match (kind, count) {
        (Some(kind), 1) => kinds::in_sentence(kind).one.to_owned(),
        (kind, count) => counted(kind, count),
    }
}

/// The same with the number in any case: "1 access token".
pub fn counted(kind: Option<Kind>, count: usize) -> String {
    match kind {
        Some(kind) => kinds::counted(kind, count as u64),
        None => numbers::counted(count as u64, TOKENS),
    }
}

/// What the question is called, and the button that answers it.
pub fn delete(kind: Option<Kind>, count: usize) -> String {
    format!("Delete {}", tokens(kind, count))
}

/// The box below the question, where there are many; and why the button is disabled until it is filled in.
pub fn type_number(count: usize) -> String {
    format!("To confirm, type the number of tokens: {}", grouped(count as u64))
}

pub fn type_first(count: usize) -> String {
    format!("Type {} first.", grouped(count as u64))
}

/// Texts for several tokens, and the headings of their counts.
pub const MANY: &str = "They stop working at authentik immediately. This cannot be undone.";
pub const BY_KIND: &str = "Kind";
pub const BY_USER: &str = "User";
pub const BY_PROVIDER: &str = "Provider";

/// Behind the names that are counted one by one: "12 more".
pub fn more(count: usize) -> String {
    format!("{} more", grouped(count as u64))
}

/// When the last of several access tokens expires.
pub fn last_expires(at: &str) -> String {
    format!("The last of these access tokens expires {at}.")
}

pub const ONE_NEVER_EXPIRES: &str =
    "At least one of these access tokens never expires: services that verify it locally accept it indefinitely.";
pub const LAST_UNKNOWN: &str = "When the last of these access tokens expires is not known.";

/// What is said of one: the names of its facts, and what stands in place of some.
pub const TOKEN: &str = "Token";
pub const USER: &str = "User";
pub const PROVIDER: &str = "Provider";
pub const SCOPES: &str = "Scopes";
pub const NO_SCOPES: &str = "None";
pub const EXPIRES: &str = "Expires";
pub const NEVER: &str = "Never";
pub const NOT_KNOWN: &str = "Unknown";
pub const USED_BY: &str = "Used by";
pub const ASKING: &str = "Asking authentik…";
pub const USES_HIDDEN: &str = "Unknown: authentik does not show you what depends on it";
pub const NOT_UNDONE: &str = "This cannot be undone.";

/// Something that depends on it, by its name and authentik's name for that type of object.
pub fn used_by(name: &str, model: &str) -> String {
    format!("{name} ({model})")
}

/// The same where nothing does.
pub const UNUSED: &str = "Nothing depends on it";

/// What deleting one does, in sentences: what authentik does from then on.
pub fn does(kind: Kind) -> &'static str {
    match kind {
        Kind::AccessTokens => {
            "It stops working at authentik immediately: at introspection, at userinfo and at authentik’s own API."
        }
        Kind::RefreshTokens => "It stops working immediately: the client can get no new access tokens with it.",
        Kind::AuthorizationCodes => "It stops working immediately: the client can no longer exchange it for tokens.",
    }
}

/// When a token expires, told as a moment.
#[derive(Clone, Copy, Debug)]
pub enum Until<'a> {
    /// Then.
    At(&'a str),
    /// That is over.
    Over(&'a str),
    /// Never.
    Never,
    /// Nobody knows.
    Unknown,
}

/// What deleting one does not do.
pub fn does_not(kind: Kind, until: Until) -> String {
    match (kind, until) {
        (Kind::AccessTokens, Until::Over(at)) => {
            format!("It has expired ({at}), so services that verify JWTs locally should not accept it either.")
        }
        (Kind::AccessTokens, Until::At(at)) => {
            format!("Services that verify JWTs locally, without asking authentik, accept it until it expires: {at}.")
        }
        (Kind::AccessTokens, Until::Never) => {
            "This token never expires: services that verify JWTs locally, without asking authentik, may accept it \
             indefinitely."
                .to_owned()
        }
        (Kind::AccessTokens, Until::Unknown) => {
            "Services that verify JWTs locally, without asking authentik, accept it until it expires; its expiry date \
             cannot be read."
                .to_owned()
        }
        (Kind::RefreshTokens, _) => "Access tokens that the client already has are not affected.".to_owned(),
        (Kind::AuthorizationCodes, _) => {
            "If the client has exchanged it already, the tokens that it got are not affected.".to_owned()
        }
    }
}

/// The same for several tokens of these kinds, in one or two sentences for each kind. It must not say that
/// tokens deleted in the same run survive.
pub fn does_not_to_many(kind: Kind, all: &[Kind]) -> &'static str {
    let others = all
        .iter()
        .any(|other| *other != kind && *other != Kind::AuthorizationCodes);
    match (kind, others) {
        (Kind::AccessTokens, false) => {
            "Services that verify JWTs locally, without asking authentik, accept access tokens until they expire. A \
             client that holds a refresh token can get new ones."
        }
        (Kind::AccessTokens, true) => {
            "Services that verify JWTs locally, without asking authentik, accept access tokens until they expire. A \
             client that holds a refresh token other than these can get new ones."
        }
        (Kind::RefreshTokens, false) => "Access tokens that clients got with these refresh tokens are not affected.",
        (Kind::RefreshTokens, true) => {
            "Access tokens that clients got with these refresh tokens are deleted only if they are among these."
        }
        (Kind::AuthorizationCodes, false) => "Tokens that clients got for these codes are not affected.",
        (Kind::AuthorizationCodes, true) => {
            "Tokens that clients got for these codes are deleted only if they are among these."
        }
    }
}

/// What keeps working after OAuth2 tokens are deleted, since it is easy to think that this locks the person out: the
/// words before the user's name, where there is one user, and those after it. `done`: they are deleted already.
pub fn remaining_access(whom: Whom, done: bool) -> [String; 2] {
    let are = if done { "were" } else { "are" };
    let keep = "The browser sessions, API tokens, app passwords and password";
    let (what, advice) = match whom {
        Whom::User => (format!("{keep} of "), on_users(done)),
        Whom::Users => (format!("{keep}s of these users"), on_users(done)),
        Whom::Client if done => (
            "The client’s secret and the sessions of its users".to_owned(),
            "Set a new secret at the provider, in authentik, if that is not done yet.",
        ),
        Whom::Client => (
            "The client’s secret and the sessions of its users".to_owned(),
            "Set a new secret at the provider first, in authentik.",
        ),
    };
    [
        format!("Only OAuth2 tokens {are} deleted. {what}"),
        format!(" keep working, and can be used to get new tokens. {advice}"),
    ]
}

fn on_users(done: bool) -> &'static str {
    if done {
        "In authentik, end the sessions, delete the API tokens and app passwords, and have the password reset."
    } else {
        "End the sessions first, in authentik: it tells the clients of the logout only while the session still has its \
         tokens. Then delete the API tokens and app passwords there, and have the password reset."
    }
}

/// The checkbox that also deletes the grant's other tokens: "Also delete the 2 refresh tokens of alice for Grafana".
pub fn also(kind: Kind, count: usize, user: &str, provider: &str) -> String {
    let which = match count {
        1 => format!("the {}", kinds::in_sentence(kind).one),
        count => format!("the {}", kinds::counted(kind, count as u64)),
    };
    format!("Also delete {which} of {user} for {provider}")
}

/// Shown instead if there are more of them than should be deleted without being listed.
pub fn too_many_besides(kind: Kind, count: u64, user: &str, provider: &str) -> String {
    format!(
        "{user} also holds at least {} for {provider}, too many to delete along with it. Find them under “{}”.",
        kinds::counted(kind, count),
        kinds::many(kind)
    )
}

/// Why that box is there.
pub fn why_also(kind: Kind) -> &'static str {
    match kind {
        Kind::RefreshTokens => "With a refresh token the client simply gets a new access token.",
        Kind::AccessTokens | Kind::AuthorizationCodes => "What the client already has works until it expires.",
    }
}

/// "Deleted".
pub fn outcome(outcome: OutcomeKind) -> &'static str {
    match outcome {
        OutcomeKind::Deleted => "Deleted",
        OutcomeKind::AlreadyGone => "Already gone",
        OutcomeKind::Refused => "Refused",
        OutcomeKind::Failed => "Failed",
        OutcomeKind::NotTried => "Not tried",
    }
}

fn outcome_in_sentence(outcome: OutcomeKind) -> &'static str {
    match outcome {
        OutcomeKind::Deleted => "deleted",
        OutcomeKind::AlreadyGone => "already gone",
        OutcomeKind::Refused => "refused",
        OutcomeKind::Failed => "failed",
        OutcomeKind::NotTried => "not tried",
    }
}

/// Why it ended so, where there is something to say.
pub fn reason(done: &TokenOutcome) -> Option<String> {
    Some(match (&done.reason, done.outcome) {
        (Some(Reason::AnswerLost), _) => {
            "The answer was lost; a check afterwards showed that the token no longer exists.".to_owned()
        }
        (Some(Reason::RightOfKind), _) => {
            "Not attempted: authentik had refused the first ones of this kind, for lack of permission.".to_owned()
        }
        (Some(Reason::Failure(failure)), _) => {
            let words = failures::failure(failure);
            match failure.details.first() {
                Some(said) => format!("{}. {}: {said}", words.title, failure_report::who_says(failure)),
                None => format!("{}.", words.title),
            }
        }
        (None, OutcomeKind::AlreadyGone) => "It no longer existed.".to_owned(),
        (None, OutcomeKind::NotTried) => "The run was stopped before its turn.".to_owned(),
        (None, _) => return None,
    })
}

/// Shown when a run stops because the last few were refused in the same way.
pub const STOPPED_BY_REFUSALS: &str = "The last few all got this answer and none was deleted in between, so the \
                                       rest is not attempted. Those that failed can be retried at the end.";

/// "998 deleted, 1 already gone, 1 failed".
pub fn counts(counts: &Counts) -> String {
    let parts = OutcomeKind::ALL.into_iter().filter_map(|one| {
        let count = counts.of(one);
        (count > 0).then(|| format!("{} {}", grouped(count as u64), outcome_in_sentence(one)))
    });
    let parts: Vec<String> = parts.collect();
    if parts.is_empty() {
        "nothing done yet".to_owned()
    } else {
        parts.join(", ")
    }
}

/// A run by when it began: "Started at 14:02:11: 37 deleted, 2 failed".
pub fn run_of(at: &str, how: &Counts) -> String {
    format!("Started at {at}: {}", counts(how))
}

/// Why a button repeats something: "Try the 12 failed ones again".
pub fn again(outcome: OutcomeKind, count: usize) -> String {
    let count = grouped(count as u64);
    match outcome {
        OutcomeKind::NotTried => format!("Delete the {count} not tried"),
        OutcomeKind::Refused => format!("Retry {count} refused"),
        OutcomeKind::Failed | OutcomeKind::Deleted | OutcomeKind::AlreadyGone => format!("Retry {count} failed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_be_deleted_is_named_as_a_person_would() {
        assert_eq!(tokens(Some(Kind::AccessTokens), 1), "access token");
        assert_eq!(tokens(Some(Kind::RefreshTokens), 1_240), "1,240 refresh tokens");
        assert_eq!(tokens(None, 14), "14 tokens");
        assert_eq!(
            also(Kind::RefreshTokens, 2, "alice", "Grafana"),
            "Also delete the 2 refresh tokens of alice for Grafana"
        );
        assert_eq!(
            also(Kind::AccessTokens, 1, "alice", "Grafana"),
            "Also delete the access token of alice for Grafana"
        );
    }

    #[test]
    fn what_the_same_run_deletes_is_not_said_to_live_on() {
        let everything = Kind::ALL.map(|kind| does_not_to_many(kind, &Kind::ALL));
        for words in everything {
            assert!(
                !words.contains("not affected") && !words.contains("holds a refresh token can"),
                "{words}"
            );
        }
        for kind in Kind::ALL {
            let alone = does_not_to_many(kind, &[kind]);
            assert!(
                !alone.contains("these can") && !alone.contains("among these"),
                "{alone}"
            );
        }
        let with_codes = [Kind::RefreshTokens, Kind::AuthorizationCodes];
        assert!(does_not_to_many(Kind::RefreshTokens, &with_codes).ends_with("are not affected."));
        assert!(does_not_to_many(Kind::AuthorizationCodes, &with_codes).ends_with("among these."));
    }

    #[test]
    fn an_end_that_is_not_known_is_not_called_never() {
        let words = does_not(Kind::AccessTokens, Until::Unknown);
        assert!(!words.contains("never") && words.contains("cannot be read"), "{words}");
    }

    #[test]
    fn what_lives_on_is_named_before_and_after() {
        for done in [false, true] {
            let said = remaining_access(Whom::User, done).join("ada");
            let begin = if done {
                "Only OAuth2 tokens were deleted. "
            } else {
                "Only OAuth2 tokens are deleted. "
            };
            assert!(said.starts_with(begin), "{said}");
            assert!(said.contains("The browser sessions, API tokens, app passwords and password of ada keep working"));
            assert!(said.contains("sessions first") != done, "{said}");
            assert!(
                remaining_access(Whom::Users, done)
                    .concat()
                    .contains("passwords of these users keep working")
            );
            assert!(remaining_access(Whom::Client, done).concat().contains("secret"));
        }
    }

    #[test]
    fn counts_leave_out_what_there_is_none_of() {
        let mut told = Counts::default();
        assert_eq!(counts(&told), "nothing done yet");
        told.by_outcome = [1_998, 1, 0, 2, 0];
        assert_eq!(counts(&told), "1,998 deleted, 1 already gone, 2 failed");
    }
}
