//! What many targets have in common, for the person who decides about them.

use super::Target;
use crate::model::kind::Kind;

/// How many of the tokens a user or a provider has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerCount {
    /// The number of the user or provider.
    pub pk: u64,
    /// A username, or a provider's name.
    pub name: String,
    /// Their share of the tokens.
    pub tokens: usize,
}

/// Whose OAuth2 tokens a deletion is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// One user's.
    User,
    /// Those of several users.
    Users,
    /// Those that were issued to one client.
    Client,
}

/// What targets have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many of each kind, in the order of the navigation; kinds that there are none of are left out.
    pub kinds: Vec<(Kind, usize)>,
    /// By user, the largest first.
    pub users: Vec<OwnerCount>,
    /// By provider, the largest first.
    pub providers: Vec<OwnerCount>,
}

impl Summary {
    /// What `targets` have in common.
    pub fn of(targets: &[Target]) -> Self {
        let count = |kind: Kind| targets.iter().filter(|target| target.kind == kind).count();
        let kinds = Kind::ALL.into_iter().map(|kind| (kind, count(kind)));
        Self {
            kinds: kinds.filter(|(_, count)| *count > 0).collect(),
            users: owners(targets, |target| (target.user.pk, &target.user.username)),
            providers: owners(targets, |target| (target.provider.pk, &target.provider.name)),
        }
    }

    /// The user, by number and name, where there is but one.
    pub fn only_user(&self) -> Option<(u64, String)> {
        match self.users.as_slice() {
            [user] => Some((user.pk, user.name.clone())),
            _ => None,
        }
    }

    /// Whose tokens these are.
    pub fn whom(&self) -> Whom {
        match (self.users.len(), self.providers.len()) {
            (1, _) => Whom::User,
            (_, 1) => Whom::Client,
            _ => Whom::Users,
        }
    }

    /// The kind, where there is but one.
    pub fn only_kind(&self) -> Option<Kind> {
        match *self.kinds.as_slice() {
            [(kind, _)] => Some(kind),
            _ => None,
        }
    }
}

fn owners(targets: &[Target], of: fn(&Target) -> (u64, &String)) -> Vec<OwnerCount> {
    let mut all: Vec<(u64, &String)> = targets.iter().map(of).collect();
    all.sort_by_key(|(pk, _)| *pk);
    let same = all.chunk_by(|(one, _), (other, _)| one == other);
    let shares = same.filter_map(|same| {
        let (pk, name) = *same.first()?;
        Some(OwnerCount {
            pk,
            name: name.clone(),
            tokens: same.len(),
        })
    });
    let mut shares: Vec<OwnerCount> = shares.collect();
    shares.sort_by(|one, other| other.tokens.cmp(&one.tokens).then_with(|| one.name.cmp(&other.name)));
    shares
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::page::decode_one;
    use crate::model::token::Token;

    fn target(kind: Kind, pk: u64, user: &str, provider: u64) -> Target {
        let body = json!({
            "pk": pk,
            "provider": {"pk": provider, "name": format!("Provider {provider}")},
            "user": {"pk": user.len(), "username": user},
        });
        Target::of(kind, &decode_one::<Token>(&body.to_string()).unwrap())
    }

    #[test]
    fn counts_the_largest_first() {
        let targets = [
            target(Kind::RefreshTokens, 1, "ada", 2),
            target(Kind::AccessTokens, 1, "ada", 2),
            target(Kind::AccessTokens, 2, "bert", 2),
            target(Kind::AccessTokens, 3, "ada", 1),
            target(Kind::AccessTokens, 4, "cecil", 3),
        ];
        let summary = Summary::of(&targets);
        assert_eq!(summary.kinds, [(Kind::AccessTokens, 4), (Kind::RefreshTokens, 1)]);
        let told = |shares: &[OwnerCount]| {
            shares
                .iter()
                .map(|share| format!("{} {}", share.name, share.tokens))
                .collect()
        };
        let users: Vec<String> = told(&summary.users);
        assert_eq!(users, ["ada 3", "bert 1", "cecil 1"]);
        let providers: Vec<String> = told(&summary.providers);
        assert_eq!(providers, ["Provider 2 3", "Provider 1 1", "Provider 3 1"]);
        assert_eq!(summary.only_kind(), None);
        assert_eq!(Summary::of(&targets[1..2]).only_kind(), Some(Kind::AccessTokens));
        assert_eq!(Summary::of(&[]), Summary::default());
    }
}
