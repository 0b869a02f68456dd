//! What is said of a plan to delete all OAuth2 tokens of somebody or something.

use chrono::{DateTime, Utc};

use super::catalog::so_far;
use super::cut;
use super::kinds;
use super::numbers::{PROVIDERS, TOKENS, USERS, counted, grouped};
use crate::model::caller::Who;
use crate::model::kind::Kind;
use crate::tokens::catalog::KindSummary;
use crate::tokens::deletion::OwnerCount;

/// What the plan is called: by the user, the provider, or both.
pub fn title(user: Option<&str>, provider: Option<&str>) -> String {
    match (user, provider) {
        (Some(user), Some(provider)) => format!("Delete all OAuth2 tokens of {user} for {provider}"),
        (Some(user), None) => format!("Delete all OAuth2 tokens of {user}"),
        (None, Some(provider)) => format!("Delete all OAuth2 tokens of {provider}"),
        (None, None) => "Delete all OAuth2 tokens".to_owned(),
    }
}

/// The button that leads there.
pub fn button(has_user: bool, has_provider: bool) -> &'static str {
    match (has_user, has_provider) {
        (true, true) => "Delete all OAuth2 tokens of this user for this provider…",
        (true, false) => "Delete all OAuth2 tokens of this user…",
        _ => "Delete all OAuth2 tokens of this provider…",
    }
}

/// The bar while the tokens are looked for, and how far that is.
pub const LOADING: &str = "Loading tokens";

pub fn looking(kind: Kind, read: u64, of: u64) -> String {
    format!("Looking for {}: {}", kinds::in_sentence(kind).other, so_far(read, of))
}

pub const NOTHING_DELETED: &str = "Nothing has been deleted yet.";

/// What stands above all that was found.
pub fn lead(count: u64) -> String {
    match count {
        0 => "There is nothing to delete.".to_owned(),
        count => format!("{} will be deleted. {NOTHING_DELETED}", counted(count, TOKENS)),
    }
}

/// Below it, for others than superusers.
pub const ONLY_OWN: &str = "You see only your own tokens. Only superusers see everyone’s.";

/// The button that leads on to deleting what a plan holds.
pub fn delete(count: u64) -> String {
    format!("Delete {}…", counted(count, TOKENS))
}

/// Replaces a plan without tokens where authentik would not show `who` any in the first place: what that means,
/// and what to do. `user` and `provider` are whom it is about.
pub fn hidden(who: &Who, user: Option<&(u64, String)>, provider: Option<&(u64, String)>) -> Option<[String; 2]> {
    let Who::Known(caller) = who else { return None };
    if caller.is_superuser {
        return None;
    }
    match (user, provider) {
        (Some((pk, _)), _) if *pk == caller.pk => None,
        (Some((_, name)), _) => Some([
            format!("You are not allowed to see tokens of {name}; only superusers are."),
            "If you can manage users, you can still stop this one in authentik: end their sessions, or deactivate \
             the user. Since release 2025.2, deactivating deletes their OAuth2 tokens as well."
                .to_owned(),
        ]),
        (None, Some((_, name))) => Some([
            format!("You have no tokens for {name}, and only superusers see those of others."),
            "Ask a superuser to do this.".to_owned(),
        ]),
        (None, None) => None,
    }
}

/// "9 live, 2 expired, 1 revoked".
pub fn states(summary: &KindSummary) -> String {
    let states = [
        (summary.live, "live"),
        (summary.expired, "expired"),
        (summary.revoked, "revoked"),
    ];
    let parts = states
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|&(count, state)| format!("{} {state}", grouped(count as u64)));
    parts.collect::<Vec<_>>().join(", ")
}

/// When tokens were issued, relative to now. `None` if `summary` counts none.
pub fn issued(summary: &KindSummary, tell: impl Fn(DateTime<Utc>) -> String) -> Option<String> {
    match (summary.oldest, summary.newest) {
        (Some(oldest), Some(newest)) if oldest != newest => {
            Some(format!("issued between {} and {}", tell(oldest), tell(newest)))
        }
        (Some(at), _) => Some(format!("issued {}", tell(at))),
        _ => (summary.total > 0).then(|| "issue time unknown".to_owned()),
    }
}

/// Whose tokens these are, where it is not one user, and which providers issued them: a heading, and names behind it.
pub fn users_concerned(users: &[OwnerCount], named: usize) -> [String; 2] {
    let title = format!("{}: ", counted(users.len() as u64, USERS));
    [title, owners(users, named)]
}

pub fn providers_concerned(providers: &[OwnerCount], named: usize) -> [String; 2] {
    let title = format!("{}: ", counted(providers.len() as u64, PROVIDERS));
    [title, owners(providers, named)]
}

/// "alice (12), bob (3) and 4 more".
fn owners(owners: &[OwnerCount], named: usize) -> String {
    let name = |owner: &OwnerCount| format!("{} ({})", cut(&owner.name), grouped(owner.tokens as u64));
    let names: Vec<String> = owners.iter().take(named).map(name).collect();
    let names = names.join(", ");
    match owners.len().saturating_sub(named) {
        0 => names,
        more => format!("{names} and {} more", grouped(more as u64)),
    }
}

/// Tokens that are there, cannot be read, and so are not part of the plan.
pub fn unreadable(count: u64) -> String {
    match count {
        1 => "1 token cannot be read and is not part of this plan: authentik does not say which. It stays.".to_owned(),
        _ => format!(
            "{} tokens cannot be read and are not part of this plan: authentik does not say which. They stay.",
            grouped(count)
        ),
    }
}

/// The refresh tokens of a grant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Renewal {
    /// All of them.
    pub total: u64,
    /// Those that work.
    pub live: u64,
    /// Whether more may work than were counted.
    pub or_more: bool,
}

/// What else the grant holds, and what that means for the token being shown.
pub fn grant(kind: Kind, refresh_tokens: Renewal, provider: &str) -> Option<String> {
    let Renewal { total, live, or_more } = refresh_tokens;
    if kind != Kind::AccessTokens || total == 0 {
        return None;
    }
    if live == 0 {
        return Some(
            "The refresh tokens among these were revoked or have expired, so the client gets no new access token with them."
                .to_owned(),
        );
    }
    let tokens = kinds::counted(Kind::RefreshTokens, live);
    let tokens = match (live == total, or_more) {
        (_, true) if live == total => format!("at least {tokens}"),
        (true, _) => tokens,
        (false, true) if live == 1 => format!("at least {tokens} that works"),
        (false, true) => format!("at least {tokens} that work"),
        (false, false) if live == 1 => format!("{tokens} that works"),
        (false, false) => format!("{tokens} that work"),
    };
    Some(format!(
        "This user also holds {tokens} for {provider}: deleting only the access token lets the client get a new one."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_agree_with_their_words() {
        assert_eq!(kinds::counted(Kind::AccessTokens, 1), "1 access token");
        assert_eq!(
            kinds::counted(Kind::AuthorizationCodes, 1_200),
            "1,200 authorization codes"
        );
        let summary = KindSummary {
            live: 9,
            revoked: 1,
            ..KindSummary::default()
        };
        assert_eq!(states(&summary), "9 live, 1 revoked");
        assert!(unreadable(1).starts_with("1 token cannot be read and is not part"));
        assert!(unreadable(1_200).starts_with("1,200 tokens cannot be read and are not part"));
        assert_eq!(lead(1), "1 token will be deleted. Nothing has been deleted yet.");
        assert_eq!(grant(Kind::RefreshTokens, renewal(2, 2, false), "Grafana"), None);
        assert_eq!(grant(Kind::AccessTokens, renewal(0, 0, false), "Grafana"), None);
    }

    fn renewal(total: u64, live: u64, or_more: bool) -> Renewal {
        Renewal { total, live, or_more }
    }

    #[test]
    fn only_refresh_tokens_that_work_renew_anything() {
        let words = |total, live, or_more| grant(Kind::AccessTokens, renewal(total, live, or_more), "Wiki").unwrap();
        assert!(words(4, 4, false).starts_with("This user also holds 4 refresh tokens for Wiki: "));
        assert!(words(4, 1, false).starts_with("This user also holds 1 refresh token that works for Wiki: "));
        assert!(
            words(340, 100, true).starts_with("This user also holds at least 100 refresh tokens that work for Wiki: ")
        );
        assert!(words(4, 0, false).contains("gets no new access token"));
    }

    #[test]
    fn what_is_hidden_is_not_called_missing() {
        let who = |pk: u64, is_superuser: bool| {
            let body = format!(r#"{{"user": {{"pk": {pk}, "username": "ada", "is_superuser": {is_superuser}}}}}"#);
            Who::Known(crate::model::page::decode_one(&body).unwrap())
        };
        let (bob, grafana) = ((7, "bob".to_owned()), (4, "Grafana".to_owned()));
        let said = |who: &Who, user, provider| hidden(who, user, provider).map(|[title, _]| title);
        let of_bob = Some("You are not allowed to see tokens of bob; only superusers are.".to_owned());
        assert_eq!(said(&who(2, false), Some(&bob), None), of_bob);
        assert_eq!(said(&who(2, false), Some(&bob), Some(&grafana)), of_bob);
        let of_grafana = said(&who(2, false), None, Some(&grafana)).unwrap();
        assert!(of_grafana.starts_with("You have no tokens for Grafana, and only superusers see those of others"));
        assert_eq!(said(&who(7, false), Some(&bob), None), None, "their own");
        assert_eq!(said(&who(2, true), Some(&bob), None), None);
        assert_eq!(said(&Who::Unknown, Some(&bob), None), None);
    }

    #[test]
    fn some_are_named_and_the_rest_counted() {
        let owner = |name: &str| OwnerCount {
            pk: 1,
            name: name.to_owned(),
            tokens: 2,
        };
        let all = [owner("ada"), owner("bob"), owner("eve")];
        assert_eq!(owners(&all, 3), "ada (2), bob (2), eve (2)");
        assert_eq!(owners(&all, 1), "ada (2) and 2 more");
        assert_eq!(providers_concerned(&all, 1).concat(), "3 providers: ada (2) and 2 more");
    }
}
