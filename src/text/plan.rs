//! What is said of a plan to end all tokens of somebody or something.

use super::catalog::grouped;
use super::kinds;
use crate::tokens::catalog::{Holding, Party};
use crate::tokens::kind::Kind;

/// What the plan is called: by the user, the client, or both.
pub fn title(user: Option<&str>, provider: Option<&str>) -> String {
    match (user, provider) {
        (Some(user), Some(provider)) => format!("End everything {user} holds for {provider}"),
        (Some(user), None) => format!("End everything {user} holds"),
        (None, Some(provider)) => format!("End everything issued to {provider}"),
        (None, None) => "End everything".to_owned(),
    }
}

/// The button that leads there.
pub fn button(has_user: bool, has_provider: bool) -> &'static str {
    match (has_user, has_provider) {
        (true, true) => "End all of this grant…",
        (true, false) => "End everything this user holds…",
        _ => "End everything issued to this client…",
    }
}

/// "12 access tokens".
pub fn counted(kind: Kind, count: u64) -> String {
    let name = if count == 1 {
        kinds::one(kind)
    } else {
        kinds::many(kind)
    };
    format!("{} {}", grouped(count), name.to_ascii_lowercase())
}

/// "9 work, 2 have expired, 1 was revoked".
pub fn states(holding: &Holding) -> String {
    let states = [
        (holding.live, "works", "work"),
        (holding.expired, "has expired", "have expired"),
        (holding.revoked, "was revoked", "were revoked"),
    ];
    let parts = states
        .iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| {
            let word = if *count == 1 { one } else { many };
            format!("{} {word}", grouped(*count as u64))
        });
    parts.collect::<Vec<_>>().join(", ")
}

/// "alice (12), bob (3) and 4 more".
pub fn parties(parties: &[Party], named: usize) -> String {
    let name = |party: &Party| format!("{} ({})", party.name, grouped(party.tokens as u64));
    let names: Vec<String> = parties.iter().take(named).map(name).collect();
    let names = names.join(", ");
    match parties.len().saturating_sub(named) {
        0 => names,
        more => format!("{names} and {} more", grouped(more as u64)),
    }
}

/// Tokens that are there, cannot be read, and so are no part of the plan.
pub fn unreadable(count: u64) -> String {
    let (tokens, are) = if count == 1 { ("token", "is") } else { ("tokens", "are") };
    format!(
        "{} {tokens} cannot be read, and {are} no part of this: authentik does not say which. They stay.",
        grouped(count)
    )
}

/// What else there is of a grant, and what follows from it for the token that is looked at.
pub fn grant(kind: Kind, refresh_tokens: u64, provider: &str) -> Option<String> {
    (kind == Kind::AccessTokens && refresh_tokens > 0).then(|| {
        format!(
            "This user also holds {} for {provider}: deleting only the access token lets the client get a new one.",
            counted(Kind::RefreshTokens, refresh_tokens)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_agree_with_their_words() {
        assert_eq!(counted(Kind::AccessTokens, 1), "1 access token");
        assert_eq!(counted(Kind::AuthorizationCodes, 1_200), "1,200 authorization codes");
        let holding = Holding {
            live: 9,
            revoked: 1,
            ..Holding::default()
        };
        assert_eq!(states(&holding), "9 work, 1 was revoked");
        assert!(unreadable(1).starts_with("1 token cannot be read, and is"));
        assert_eq!(grant(Kind::RefreshTokens, 2, "Grafana"), None);
        assert_eq!(grant(Kind::AccessTokens, 0, "Grafana"), None);
    }

    #[test]
    fn some_are_named_and_the_rest_counted() {
        let party = |name: &str| Party {
            pk: 1,
            name: name.to_owned(),
            tokens: 2,
        };
        let all = [party("ada"), party("bob"), party("eve")];
        assert_eq!(parties(&all, 3), "ada (2), bob (2), eve (2)");
        assert_eq!(parties(&all, 1), "ada (2) and 2 more");
    }
}
