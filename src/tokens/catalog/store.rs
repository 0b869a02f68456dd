//! What the catalog holds, and how it changes.

use std::rc::Rc;

use serde_json::{Map, Value};

use super::claim_ids::claim_ids;
use super::intern::{Interner, NONE, ScopeSets, Texts};
use super::make_room;
use super::order::RowOrder;
use super::reading::Seen;
use super::result_cache::ResultCache;
use super::row::CatalogRow;
use crate::model::claims::Claims;
use crate::model::kind::Kind;
use crate::model::provider::Provider;
use crate::model::token::Token;
use crate::model::user::User;
use crate::tokens::findings;

/// The tokens of one kind, or those of them that were read.
#[derive(Default)]
pub struct Catalog {
    kind: Kind,
    /// In order of their number.
    pub(super) rows: Vec<CatalogRow>,
    pub(super) users: Interner<User>,
    pub(super) providers: Interner<Provider>,
    pub(super) scopes: ScopeSets,
    /// The claim `sub`.
    pub(super) subjects: Texts,
    /// The claims `iss` and `aud`, as JSON.
    origins: Texts,
    unreadable: Vec<Unreadable>,
    /// Changes whenever anything changes.
    pub(super) version: u64,
    pub(super) order: RowOrder,
    pub(super) result_cache: ResultCache,
}

/// What a refresh could not find out about users and providers whose tokens did not change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NotUpdated {
    /// Who was deactivated, or activated.
    pub users: bool,
    /// What changed at providers.
    pub providers: bool,
}

/// A token that is there and cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Its number, where that is known.
    pub pk: Option<u64>,
    /// What is wrong with it, in authentik's terms.
    pub problem: String,
    /// Under which an operator finds the request in authentik's log.
    pub request_id: Option<String>,
}

impl Catalog {
    /// A catalog of nothing yet.
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            ..Self::default()
        }
    }

    /// What kind of token it holds.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// How many tokens it holds that can be read.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows, in order of their number.
    pub fn rows(&self) -> &[CatalogRow] {
        &self.rows
    }

    /// Tokens that cannot be read.
    pub fn unreadable(&self) -> &[Unreadable] {
        &self.unreadable
    }

    /// Says anew which tokens cannot be read.
    pub fn set_unreadable(&mut self, unreadable: Vec<Unreadable>) {
        if self.unreadable != unreadable {
            self.unreadable = unreadable;
            self.version += 1;
        }
    }

    /// Makes room for so many at once.
    pub fn reserve(&mut self, count: u64) {
        make_room(&mut self.rows, count);
    }

    /// Takes up tokens; what is there already is replaced.
    pub fn put(&mut self, tokens: &[Token]) {
        let mut fresh: Vec<CatalogRow> = tokens.iter().map(|token| self.row(token)).collect();
        fresh.sort_by_key(|row| row.pk);
        fresh.dedup_by_key(|row| row.pk);
        self.version += 1;
        let (Some(first), Some(last)) = (fresh.first(), fresh.last()) else {
            return;
        };
        // A page is a stretch of the set: what stood there before and what came are merged, the rest is moved at most.
        let from = self.rows.partition_point(|row| row.pk < first.pk);
        let to = self.rows.partition_point(|row| row.pk <= last.pk);
        let older = self.rows.get(from..to).unwrap_or_default();
        let merged = if older.is_empty() { fresh } else { merge(older, &fresh) };
        self.rows.splice(from..to, merged);
    }

    /// Drops tokens. Returns how many of them were there.
    pub fn remove(&mut self, pks: &[u64]) -> usize {
        let mut gone = pks.to_vec();
        gone.sort_unstable();
        let before = self.rows.len();
        self.rows.retain(|row| gone.binary_search(&row.pk).is_err());
        if self.rows.len() != before {
            self.version += 1;
        }
        before - self.rows.len()
    }

    /// From here on, it is noted which users and providers come with a token.
    pub fn begin_refresh(&mut self) {
        self.users.forget_seen();
        self.providers.forget_seen();
    }

    /// Whether every user of a token came since, as they are now.
    pub fn has_seen_all_users(&self) -> bool {
        self.rows.iter().all(|row| self.users.was_seen(row.user))
    }

    /// Whether every provider of a token came since, as it is now.
    pub fn has_seen_all_providers(&self) -> bool {
        self.rows.iter().all(|row| self.providers.was_seen(row.provider))
    }

    /// How many providers have no known client details.
    pub fn brief_providers(&self) -> usize {
        self.providers.iter().filter(|kept| kept.value.is_brief()).count()
    }

    /// Updates users and providers. Those without a token are ignored.
    pub fn update_owners(&mut self, users: &[User], providers: &[Provider]) {
        for user in users {
            if self.users.find(user.pk).is_some() {
                self.users.number(user);
            }
        }
        for provider in providers {
            if self.providers.find(provider.pk).is_some() {
                self.providers.number(&Rc::new(provider.clone()));
            }
        }
        self.judge_anew();
    }

    /// Sets who is inactive: these, by pk, and no other user with tokens.
    pub fn set_inactive(&mut self, inactive: &[u64]) {
        let is_other = |user: &&User| user.is_active == Some(inactive.contains(&user.pk));
        let others = self.users.iter().map(|kept| &*kept.value).filter(is_other);
        let others: Vec<User> = others
            .map(|user| User {
                is_active: user.is_active.map(|active| !active),
                ..user.clone()
            })
            .collect();
        self.update_owners(&others, &[]);
    }

    /// Recomputes the findings of all tokens whose user or provider changed since they were read.
    fn judge_anew(&mut self) {
        let (users, providers) = (self.users.take_changed(), self.providers.take_changed());
        if !users.contains(&true) && !providers.contains(&true) {
            return;
        }
        let is = |changed: &[bool], place: u32| changed.get(place as usize).copied().unwrap_or(false);
        for at in 0..self.rows.len() {
            let is_meant = |row: &CatalogRow| is(&users, row.user) || is(&providers, row.provider);
            let is_meant = self.rows.get(at).is_some_and(is_meant);
            let token = u32::try_from(at)
                .ok()
                .filter(|_| is_meant)
                .and_then(|at| self.token(at));
            if let (Some(token), Some(row)) = (token, self.rows.get_mut(at)) {
                row.timeless = findings::timeless(&token, self.kind).bits();
            }
        }
        self.version += 1;
    }

    /// Where the token with this number stands.
    pub fn position(&self, pk: u64) -> Option<usize> {
        self.rows.binary_search_by_key(&pk, |row| row.pk).ok()
    }

    /// The user of a token, by pk.
    pub fn user(&self, pk: u64) -> Option<&Rc<User>> {
        Some(&self.users.get(self.users.find(pk)?)?.value)
    }

    /// The provider of a token, by pk.
    pub fn provider(&self, pk: u64) -> Option<&Rc<Provider>> {
        Some(&self.providers.get(self.providers.find(pk)?)?.value)
    }

    /// A token as the list shows it, made of what was kept of it.
    pub fn token(&self, position: u32) -> Option<Token> {
        let row = self.rows.get(position as usize)?;
        Some(Token {
            pk: row.pk,
            provider: Rc::clone(&self.providers.get(row.provider)?.value),
            user: Rc::clone(&self.users.get(row.user)?.value),
            is_expired: row.is_expired(),
            expires: row.end(),
            scope: self.scopes.names_of(row.scopes),
            claims: self.kind.has_claims().then(|| Claims::Read(self.claims(row))),
            revoked: row.revoked(),
            more: Vec::new(),
        })
    }

    /// What a refresh goes by.
    pub fn seen(&self) -> Vec<Seen> {
        let rows = self.rows.iter().map(|row| Seen {
            pk: Some(row.pk),
            revoked: row.revoked() == Some(true),
            expires: row.expires,
            is_expired: row.is_expired() == Some(true),
        });
        rows.collect()
    }

    fn row(&mut self, token: &Token) -> CatalogRow {
        let claims = token.claims.as_ref();
        let seconds = |name: &str| {
            let number = claims.and_then(|claims| claims.get(name)).and_then(Value::as_i64);
            number.and_then(|seconds| u32::try_from(seconds).ok()).unwrap_or(0)
        };
        let subject = claims.and_then(Claims::subject);
        let origin = claims.map(origin).filter(|origin| !origin.is_empty());
        CatalogRow {
            pk: token.pk,
            expires: CatalogRow::expires_of(token.expires),
            issued: claims
                .and_then(Claims::issued_at)
                .and_then(|at| u32::try_from(at.timestamp()).ok())
                .unwrap_or(0),
            signed_in: seconds("auth_time"),
            user: self.users.number(&token.user),
            provider: self.providers.number(&token.provider),
            scopes: self.scopes.number(&token.scope),
            subject: subject.map_or(NONE, |subject| self.subjects.number(subject)),
            origin: origin.map_or(NONE, |origin| self.origins.number(&Value::Object(origin).to_string())),
            ids: claims.map(claim_ids).unwrap_or_default(),
            timeless: findings::timeless(token, self.kind).bits(),
            flags: CatalogRow::flags_of(token.revoked, token.is_expired, token.expires),
        }
    }

    fn claims(&self, row: &CatalogRow) -> Map<String, Value> {
        let origin = self
            .origins
            .get(row.origin)
            .and_then(|text| serde_json::from_str(text).ok());
        let mut claims: Map<String, Value> = origin.unwrap_or_default();
        if let Some(subject) = self.subjects.get(row.subject) {
            claims.insert("sub".to_owned(), subject.into());
        }
        for (name, seconds) in [("iat", row.issued), ("auth_time", row.signed_in)] {
            if seconds != 0 {
                claims.insert(name.to_owned(), seconds.into());
            }
        }
        claims
    }
}

/// Who says it, and to whom.
fn origin(claims: &Claims) -> Map<String, Value> {
    let parts = ["iss", "aud"].into_iter();
    parts
        .filter_map(|name| Some((name.to_owned(), claims.get(name)?.clone())))
        .collect()
}

/// Both in order of their number; of two with the same, the fresh one.
fn merge(older: &[CatalogRow], fresh: &[CatalogRow]) -> Vec<CatalogRow> {
    let kept = older
        .iter()
        .filter(|row| fresh.binary_search_by_key(&row.pk, |fresh| fresh.pk).is_err());
    let mut merged: Vec<CatalogRow> = kept.chain(fresh).copied().collect();
    merged.sort_by_key(|row| row.pk);
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::page::decode_one;

    #[test]
    fn answers_are_kept_as_long_as_nothing_goes() {
        let mut catalog = Catalog::new(Kind::AccessTokens);
        let token: Token = decode_one(r#"{"pk": 7, "user": {"pk": 1}, "provider": {"pk": 1}}"#).unwrap();
        catalog.put(&[token]);
        let version = catalog.version;
        assert_eq!((catalog.remove(&[8]), catalog.version), (0, version));
        assert_eq!((catalog.remove(&[7]), catalog.version), (1, version + 1));
    }
}
