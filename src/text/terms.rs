//! What is wrong with a search text, in words.

use crate::text::findings;
use crate::tokens::terms::{CompletionMeaning, FIELDS, Problem, STATUSES};

/// A sentence about what cannot be understood.
pub fn problem(problem: &Problem) -> String {
    match problem {
        Problem::OpenQuote => "A quote is opened here and never closed.".to_owned(),
        Problem::NothingExcluded => "Add what to exclude after the minus.".to_owned(),
        Problem::NoValue(field) => {
            format!("“{field}:” needs a value: {}.", self::field(field))
        }
        Problem::NoField(name, meant) => {
            let fields = FIELDS.join(", ");
            format!("Unknown field: “{name}:”. Did you mean “{meant}:”? The fields are {fields}.")
        }
        Problem::NoStatus(word) => {
            let statuses = STATUSES.map(|(word, _)| word).join(", ");
            format!("Unknown status: “{word}”. Try {statuses}.")
        }
        Problem::NoFinding(word) => {
            format!("Unknown finding: “{word}”. Type “finding:” to see which there are, or try finding:any.")
        }
        Problem::NoTime(word) => {
            format!("Not a time: “{word}”. Try <7d, >30d, <2026-12-01, 2026-11-24, today, never or unknown.")
        }
    }
}

/// What a suggested completion means.
pub fn meaning(of: CompletionMeaning) -> &'static str {
    match of {
        CompletionMeaning::Field(name) => field(name),
        CompletionMeaning::Status(name) => status(name),
        CompletionMeaning::AnyFinding => "Any finding at all",
        CompletionMeaning::FindingGroup(group) => findings::group(group),
        CompletionMeaning::Finding(finding) => findings::finding(finding).title,
        CompletionMeaning::Expires(time) => expires(time),
    }
}

/// What belongs behind the colon of one of [`FIELDS`].
fn field(name: &str) -> &'static str {
    match name {
        "user" => "part of the user’s name, username or email address",
        "provider" => "part of the provider’s name, application or client ID",
        "scope" => "part of a scope",
        "status" => "live, active, expiring, never, unknown, expired or revoked",
        "finding" => "a finding, a group of findings, or any",
        "expires" => "a time such as <7d, >2026-12-01, never or unknown",
        "sub" => "part of the claim sub, the user as the client knows them",
        "jti" => "the whole claim jti, the token’s ID",
        "sid" => "the whole claim sid, the session’s ID",
        "uid" => "the whole claim uid, another ID of the token",
        "nonce" => "the whole claim nonce, which the client sent",
        _ => "",
    }
}

/// Which tokens one of [`STATUSES`] means.
fn status(name: &str) -> &'static str {
    match name {
        "live" => "Tokens that work: active, expiring soon, never expiring, or end unknown",
        "active" => "Tokens that work for more than another day",
        "expiring" => "Tokens that end within a day",
        "never" => "Tokens that work and have no end",
        "unknown" => "Tokens that work and whose end cannot be read",
        "expired" => "Tokens that have ended",
        "revoked" => "Tokens that were revoked",
        _ => "",
    }
}

/// Which tokens a time behind `expires:` means.
fn expires(time: &str) -> &'static str {
    match time {
        "<1d" => "Expires within a day, whether revoked or not",
        "<7d" => "Expires within seven days, whether revoked or not",
        ">30d" => "Expires in thirty days or later, or never",
        "today" => "Expires or expired today, in UTC",
        "never" => "Never expires",
        "unknown" => "Has an expiry date that cannot be read",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::terms::complete;

    #[test]
    fn whatever_may_be_typed_next_is_explained() {
        let begun = ["status:", "finding:", "expires:"].map(str::to_owned);
        let fields = FIELDS.map(|field| field.chars().take(1).collect());
        let mut explained = 0;
        for text in begun.into_iter().chain(fields) {
            for completion in complete(&text, text.len()) {
                assert_ne!(meaning(completion.meaning), "", "{completion:?}");
                explained += 1;
            }
        }
        assert!(explained > FIELDS.len() + STATUSES.len());
    }
}
