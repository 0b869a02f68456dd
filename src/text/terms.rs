//! What is wrong with a search text, in words.

use crate::text::findings;
use crate::tokens::findings::Severity;
use crate::tokens::terms::{CompletionMeaning, FIELDS, Problem, STATUSES};

/// A sentence about what cannot be understood. `zone` says which time zone dates are in.
pub fn problem(problem: &Problem, zone: &str) -> String {
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
        // There once was such a status.
        Problem::NoStatus(word) if word == "expiring" => {
            "“expiring” is not a status. For tokens that expire within a day, try status:active expires:<1d.".to_owned()
        }
        Problem::NoStatus(word) => {
            let statuses = STATUSES.map(|(word, _)| word).join(", ");
            format!("Unknown status: “{word}”. Try {statuses}.")
        }
        Problem::NoSeverity(word) => {
            format!("“{word}” is not a severity. Try high, medium or low.")
        }
        Problem::NoFinding(word) => {
            format!("Unknown finding: “{word}”. Type “finding:” to see which there are, or try finding:any.")
        }
        Problem::NoTime(word) => {
            format!("Not a time: “{word}”. Try <12h, >30d, <2026-12-01, today, tonight, never or unknown. {zone}")
        }
    }
}

/// What a suggested completion means.
pub fn meaning(of: CompletionMeaning) -> &'static str {
    match of {
        CompletionMeaning::Field(name) => field(name),
        CompletionMeaning::Status(name) => status(name),
        CompletionMeaning::Severity(of) => severity(of),
        CompletionMeaning::AnyFinding => "Any finding at all",
        CompletionMeaning::FindingGroup(group) => findings::group(group),
        CompletionMeaning::Finding(finding) => findings::finding(finding).title,
        CompletionMeaning::Expires(time) => expires(time),
        CompletionMeaning::OfflineAccess => "Tokens that a client can renew while nobody is there",
        CompletionMeaning::Seen => "On this page",
    }
}

/// What belongs behind the colon of one of [`FIELDS`].
pub fn field(name: &str) -> &'static str {
    match name {
        "user" => "part of the user’s name, username or email address",
        "provider" => "part of the provider’s name, application or client ID",
        "scope" => "part of a scope",
        "status" => "live, active, never, unknown, expired or revoked",
        "severity" => "high, medium or low: the worst finding of a token",
        "finding" => "a finding, a group of findings, or any",
        "expires" => "a time such as <12h, tonight, >2026-12-01 or never",
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
        "live" => "Tokens that work: active, never expiring, or end unknown",
        "active" => "Tokens that work and have an end",
        "never" => "Tokens that work and have no end",
        "unknown" => "Tokens that work and whose end cannot be read",
        "expired" => "Tokens that have ended",
        "revoked" => "Tokens that were revoked",
        _ => "",
    }
}

/// Which tokens a severity means.
fn severity(of: Severity) -> &'static str {
    match of {
        Severity::High => "Tokens to act on now",
        Severity::Medium => "Tokens to check, with no high finding",
        Severity::Low => "Tokens with notes only",
    }
}

/// Which tokens a time behind `expires:` means.
fn expires(time: &str) -> &'static str {
    match time {
        "<12h" => "Expires within twelve hours, whether revoked or not",
        "<1d" => "Expires within a day, whether revoked or not",
        "<7d" => "Expires within seven days, whether revoked or not",
        ">30d" => "Expires in thirty days or later, or never",
        "today" => "Expires or expired today, by your clock",
        "tonight" => "Expires between 18:00, or now where that is later, and 06:00",
        "tomorrow" => "Expires tomorrow, by your clock",
        "this-week" => "Expires or expired this week, from Monday to Sunday",
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
        let begun = ["status:", "severity:", "finding:", "expires:"].map(str::to_owned);
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
