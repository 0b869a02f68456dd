//! What a user holds, or a client was given: the numbers of a plan to delete all of it.

use chrono::{DateTime, Utc};

use super::store::Catalog;
use crate::model::kind::Kind;
use crate::tokens::deletion::OwnerCount;
use crate::tokens::status::Status;

/// What there is of one kind of token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KindSummary {
    /// Which kind.
    pub kind: Kind,
    /// Tokens that can be read.
    pub total: usize,
    /// Those of them that work.
    pub live: usize,
    /// Those that have expired.
    pub expired: usize,
    /// Those that were revoked.
    pub revoked: usize,
    /// Tokens that authentik has and cannot show, or that are not what they should be.
    pub unreadable: usize,
    /// When the first of them was issued, of those that say so.
    pub oldest: Option<DateTime<Utc>>,
    /// When the last of them was.
    pub newest: Option<DateTime<Utc>>,
}

/// All of it: a kind each, and who is concerned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanSummary {
    /// A kind each, in the order that they were given.
    pub kinds: Vec<KindSummary>,
    /// The users whose tokens these are, those with the most first.
    pub users: Vec<OwnerCount>,
    /// The providers that issued them, those with the most first.
    pub providers: Vec<OwnerCount>,
}

impl PlanSummary {
    /// What these catalogs hold.
    pub fn of<'a>(catalogs: impl IntoIterator<Item = &'a Catalog>, now: DateTime<Utc>) -> Self {
        let mut all = Self::default();
        for catalog in catalogs {
            all.kinds.push(summary(catalog, now));
            let users = catalog.rows.iter().map(|row| row.user);
            count(&mut all.users, users, |at| {
                let user = &catalog.users.get(at)?.value;
                Some((user.pk, &user.username))
            });
            let providers = catalog.rows.iter().map(|row| row.provider);
            count(&mut all.providers, providers, |at| {
                let provider = &catalog.providers.get(at)?.value;
                Some((provider.pk, &provider.name))
            });
        }
        for owners in [&mut all.users, &mut all.providers] {
            owners.sort_by(|one, other| other.tokens.cmp(&one.tokens).then_with(|| one.name.cmp(&other.name)));
        }
        all
    }

    /// Tokens that can be deleted.
    pub fn total(&self) -> usize {
        self.kinds.iter().map(|kind| kind.total).sum()
    }

    /// Tokens that cannot be read.
    pub fn unreadable(&self) -> usize {
        self.kinds.iter().map(|kind| kind.unreadable).sum()
    }
}

fn summary(catalog: &Catalog, now: DateTime<Utc>) -> KindSummary {
    let now = now.timestamp_micros();
    let mut summary = KindSummary {
        kind: catalog.kind(),
        total: catalog.len(),
        unreadable: catalog.unreadable().len(),
        ..KindSummary::default()
    };
    for row in catalog.rows() {
        match row.status(now) {
            Status::Revoked => summary.revoked += 1,
            Status::Expired => summary.expired += 1,
            Status::Active | Status::NeverExpires | Status::EndUnknown => summary.live += 1,
        }
    }
    let issued = || catalog.rows().iter().filter_map(super::CatalogRow::issued);
    summary.oldest = issued().min();
    summary.newest = issued().max();
    summary
}

/// Adds how often each number occurs to those who stand behind the numbers.
fn count<'a>(
    owners: &mut Vec<OwnerCount>,
    numbers: impl Iterator<Item = u32>,
    look: impl Fn(u32) -> Option<(u64, &'a String)>,
) {
    let mut numbers: Vec<u32> = numbers.collect();
    numbers.sort_unstable();
    for same in numbers.chunk_by(|one, other| one == other) {
        let Some((pk, name)) = same.first().and_then(|&number| look(number)) else {
            continue;
        };
        match owners.iter_mut().find(|owner| owner.pk == pk) {
            Some(owner) => owner.tokens += same.len(),
            None => owners.push(OwnerCount {
                pk,
                name: name.clone(),
                tokens: same.len(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::page::decode_one;
    use crate::model::token::Token;
    use crate::tokens::catalog::Unreadable;

    const NOW: i64 = 1_793_000_000;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(NOW + seconds, 0).unwrap()
    }

    fn token(pk: u64, user: u64, provider: u64, ends: i64, revoked: bool) -> Token {
        let value = serde_json::json!({
            "pk": pk, "is_expired": ends < 0, "expires": at(ends).to_rfc3339(), "revoked": revoked, "scope": ["openid"],
            "id_token": format!("{{\"iat\": {}}}", NOW - 600 - i64::try_from(pk).unwrap()),
            "user": {"pk": user, "username": format!("user{user}")},
            "provider": {"pk": provider, "name": format!("Client {provider}")},
        });
        decode_one(&value.to_string()).unwrap()
    }

    fn owner(pk: u64, name: &str, tokens: usize) -> OwnerCount {
        let name = name.to_owned();
        OwnerCount { pk, name, tokens }
    }

    #[test]
    fn kinds_states_and_whom_it_concerns_are_counted() {
        let mut access = Catalog::new(Kind::AccessTokens);
        access.put(&[
            token(1, 7, 1, 60, false),
            token(2, 8, 1, 600_000, false),
            token(3, 7, 2, -60, false),
            token(4, 7, 2, 60, true),
        ]);
        access.set_unreadable(vec![Unreadable {
            pk: None,
            problem: "between tokens 2 and 3".to_owned(),
            request_id: None,
        }]);
        let mut refresh = Catalog::new(Kind::RefreshTokens);
        refresh.put(&[token(1, 9, 2, 60, false)]);
        let codes = Catalog::new(Kind::AuthorizationCodes);

        let all = PlanSummary::of([&access, &refresh, &codes], at(0));
        assert_eq!((all.total(), all.unreadable()), (5, 1));
        let [of_access, of_refresh, of_codes] = &*all.kinds else {
            panic!("three kinds: {all:?}");
        };
        assert_eq!((of_access.live, of_access.expired, of_access.revoked), (2, 1, 1));
        assert_eq!((of_access.oldest, of_access.newest), (Some(at(-604)), Some(at(-601))));
        assert_eq!((of_refresh.kind, of_refresh.total), (Kind::RefreshTokens, 1));
        assert_eq!((of_codes.total, of_codes.oldest), (0, None));
        assert_eq!(
            all.users,
            [owner(7, "user7", 3), owner(8, "user8", 1), owner(9, "user9", 1)]
        );
        assert_eq!(all.providers, [owner(2, "Client 2", 3), owner(1, "Client 1", 2)]);
    }
}
