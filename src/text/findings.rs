//! Findings, in words: what they are called, why they matter, and what to do.

use super::numbers::{FINDINGS, counted};
use crate::tokens::findings::{Finding, FindingGroup, Severity};

/// A finding, in words.
pub struct FindingText {
    /// A name.
    pub title: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// What to do.
    pub what_to_do: &'static str,
}

/// The words for a finding.
pub fn finding(finding: Finding) -> FindingText {
    let (title, why, what_to_do) = match finding {
        Finding::InactiveUser => (
            "Deactivated user’s token still works",
            "The user may not sign in any more, but this token still speaks for them. authentik’s own API refuses it; \
             services accept it, even those that ask authentik.",
            "Delete it, and look for refresh tokens of the same user.",
        ),
        Finding::NeverExpires => (
            "Never expires",
            "Anyone who gets hold of it can use it until it is deleted.",
            "Delete it if nobody needs it; set a token lifetime at the provider for the next one.",
        ),
        Finding::Superuser => (
            "Superuser’s token",
            "The client acts for somebody who may do everything in authentik, so a leak is most serious.",
            "See whether this client needs an administrator’s account, or whether an ordinary one would do.",
        ),
        Finding::AuthentikApi => (
            "Can use authentik’s own API",
            "The scope goauthentik.io/api opens authentik’s own API, and revoking an access token does not stop that.",
            "Delete it if it is not meant to administer authentik: an access token that was only revoked still works.",
        ),
        Finding::OfflinePublic => (
            "Renewable by a public client",
            "The client cannot keep a secret, so a stolen refresh token can be used by anyone to get new tokens.",
            "Remove offline_access from the provider’s scopes, or refresh_token from its grant types, or make the \
             client confidential.",
        ),
        Finding::NoApplication => (
            "Provider without application",
            "The provider has no application, so no policy decides who may use it and nobody sees it listed.",
            "Assign the provider to an application, or remove it and its tokens.",
        ),
        Finding::BroadRedirect => (
            "Broad redirect pattern",
            "A pattern among the provider’s redirect URIs may match hosts that are not the client’s, which could \
             send codes and tokens to another host.",
            "Spell the host out and escape its dots, or use strict matching.",
        ),
        Finding::LongLived => (
            "Lives longer than the provider now allows",
            "It lasts far longer than the provider’s token lifetime; most likely that was shortened after it was issued.",
            "Delete it if the shorter lifetime was meant for it too; the client will get a new one.",
        ),
        Finding::Overdue => (
            "Past its expiry date, still accepted",
            "It has an expiry date, but authentik does not apply it: it still accepts the token, and never removes it.",
            "Delete it: it will not expire by itself.",
        ),
        Finding::UnlimitedApi => (
            "Unlimited access to authentik’s API",
            "Nothing holds it back at authentik’s own API: its user is a superuser, it never expires, or it is revoked, \
             which that API does not look at.",
            "Delete it now. It may have been used to create API tokens: look for some of the same user that nobody knows.",
        ),
    };
    FindingText { title, why, what_to_do }
}

/// The word for a severity.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::High => "High",
        Severity::Medium => "Medium",
        Severity::Low => "Low",
    }
}

/// The findings of a token for those who do not see their badge: "2 findings, worst: high. Past its expiry date, Never expires".
pub fn summary(titles: &[&str], worst: Severity) -> String {
    let counted = counted(titles.len() as u64, FINDINGS);
    let worst = match worst {
        Severity::High => "high",
        Severity::Medium => "medium",
        Severity::Low => "low",
    };
    let named = titles.join(", ");
    if titles.len() == 1 {
        format!("{counted}, {worst}. {named}")
    } else {
        format!("{counted}, worst: {worst}. {named}")
    }
}

/// The word for a group.
pub fn group(group: FindingGroup) -> &'static str {
    match group {
        FindingGroup::User => "User",
        FindingGroup::Lifetime => "Lifetime",
        FindingGroup::Power => "Power",
        FindingGroup::Client => "Client",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_badge_says_how_many_how_severe_and_which() {
        assert_eq!(summary(&["One"], Severity::Low), "1 finding, low. One");
        assert_eq!(
            summary(&["One", "Two"], Severity::High),
            "2 findings, worst: high. One, Two"
        );
    }

    #[test]
    fn every_finding_is_said_in_whole_sentences() {
        for one in Finding::ALL {
            let FindingText { title, why, what_to_do } = finding(one);
            assert!(!title.is_empty() && !title.ends_with('.'), "{title}");
            assert!(why.ends_with('.') && what_to_do.ends_with('.'), "{title}");
            let same = Finding::ALL.into_iter().filter(|other| finding(*other).title == title);
            assert_eq!(same.count(), 1, "{title}");
        }
    }
}
