//! `/standin/change`: rows come, change and go, as if somebody else had been at work.

use super::answers::{Shared, fine, read, wrong};
use super::belongings::Belonging;
use crate::app::State as Now;
use crate::data::row::{Kind, NEVER, Row, Said};
use crate::data::sessions::parse_uuid;
use crate::data::time::{Micros, SECOND, now};
use crate::data::users::User;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::Response;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A change, as it is asked for. Each action looks at some of it.
#[derive(Deserialize)]
struct Change {
    action: Action,
    kind: Option<String>,
    pks: Option<Vec<u32>>,
    user: Option<u32>,
    provider: Option<u32>,
    count: Option<u32>,
    /// What sessions, API tokens and consents are known by.
    keys: Option<Vec<String>>,
    /// Of an API token that is added.
    intent: Option<String>,
    /// The UUID of the session in which a token was issued.
    session: Option<String>,
    name: Option<String>,
    /// Seconds from now (below 0: ended), null for never; a day unless it says so.
    #[serde(default = "a_day")]
    expires_in: Option<i64>,
    /// Whether that date counts.
    expiring: Option<bool>,
    #[serde(default)]
    revoked: bool,
    scope: Option<Vec<String>>,
    /// Null is a claim as well: what is stored for it reads `null`.
    #[serde(default, deserialize_with = "what_is_said")]
    claims: Option<Value>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Action {
    Add,
    Delete,
    Revoke,
    Expire,
    SetExpiry,
    RenameUser,
    ActivateUser,
    DeactivateUser,
    RenameProvider,
}

fn a_day() -> Option<i64> {
    Some(86_400)
}

fn what_is_said<'de, D: serde::Deserializer<'de>>(said: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(said).map(Some)
}

/// What was touched.
#[derive(Default, Serialize)]
struct Touched {
    pks: Vec<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keys: Vec<String>,
}

/// One change or a list of them; each answers with the pks or keys it touched.
pub async fn change(State(app): Shared, body: Bytes) -> Response<Body> {
    let changes = match read(&body).and_then(changes) {
        Ok(changes) => changes,
        Err(problem) => return wrong(&problem),
    };
    let mut state = app.state();
    let mut all = Touched::default();
    for change in changes {
        match change.apply(&mut state) {
            Ok(touched) => {
                all.pks.extend(touched.pks);
                all.keys.extend(touched.keys);
            }
            Err(problem) => return wrong(&problem),
        }
    }
    fine(&all)
}

fn changes(said: Value) -> Result<Vec<Change>, String> {
    let list = match said {
        Value::Array(list) => list,
        one => vec![one],
    };
    let changes: Result<_, serde_json::Error> = list.into_iter().map(serde_json::from_value).collect();
    changes.map_err(|problem| format!("a change is an object such as {{\"action\": \"add\"}}, but here: {problem}"))
}

impl Change {
    fn apply(self, state: &mut Now) -> Result<Touched, String> {
        if let Some(belonging) = self.kind.as_deref().and_then(Belonging::by_word) {
            let keys = self.belongings(belonging, state)?;
            return Ok(Touched { pks: Vec::new(), keys });
        }
        let pks = self.apply_to_pks(state)?;
        Ok(Touched { pks, keys: Vec::new() })
    }

    fn belongings(&self, belonging: Belonging, state: &mut Now) -> Result<Vec<String>, String> {
        let user = || self.user.filter(|pk| state.world.user(*pk).is_some());
        match (self.action, &self.keys) {
            (Action::Add, _) => {
                let user = user().ok_or("there is no such user")?;
                let (count, intent) = (self.count.unwrap_or(1), self.intent.as_deref());
                Ok(belonging.add(&mut state.world, user, count, intent, now()))
            }
            (Action::Delete, keys) => {
                let keys = match keys {
                    Some(keys) => keys.clone(),
                    None => belonging.of_user(&state.world, user().ok_or("say which: by \"keys\" or by \"user\"")?),
                };
                let world = &mut state.world;
                Ok(keys.into_iter().filter(|key| belonging.delete(world, key)).collect())
            }
            _ => Err("of these, one can only \"add\" or \"delete\"".to_owned()),
        }
    }

    fn apply_to_pks(self, state: &mut Now) -> Result<Vec<u32>, String> {
        match self.action {
            Action::Add => self.add(state),
            Action::Delete => {
                let (kind, pks) = (self.kind()?, self.chosen(state)?);
                let grants = state.world.grants_mut(kind);
                Ok(pks.into_iter().filter(|pk| grants.delete(*pk)).collect())
            }
            Action::Revoke => self.each(state, |row| row.revoked = true),
            Action::Expire => self.each(state, |row| {
                row.expiring = true;
                row.expires = now() - SECOND;
            }),
            Action::SetExpiry => {
                let (expires, expiring) = self.ends();
                self.each(state, |row| {
                    row.expires = expires;
                    row.expiring = expiring;
                })
            }
            Action::RenameUser => {
                let user = self.their_user(state)?;
                user.name = self.new_name()?;
                Ok(vec![user.pk])
            }
            Action::ActivateUser | Action::DeactivateUser => {
                let user = self.their_user(state)?;
                user.is_active = matches!(self.action, Action::ActivateUser);
                Ok(vec![user.pk])
            }
            Action::RenameProvider => {
                let mut providers = state.world.providers.iter_mut();
                let provider = providers.find(|provider| Some(provider.pk) == self.provider);
                let provider = provider.ok_or("there is no such provider")?;
                provider.name = self.new_name()?;
                Ok(vec![provider.pk])
            }
        }
    }

    fn kind(&self) -> Result<Kind, String> {
        match &self.kind {
            None => Ok(Kind::Access),
            Some(word) => Kind::by_segment(word).ok_or_else(|| format!("there is no kind {word:?}")),
        }
    }

    fn their_user<'a>(&self, state: &'a mut Now) -> Result<&'a mut User, String> {
        let mut users = state.world.users.iter_mut();
        let user = users.find(|user| Some(user.pk) == self.user);
        user.ok_or_else(|| "there is no such user".to_owned())
    }

    fn new_name(&self) -> Result<String, String> {
        self.name.clone().ok_or_else(|| "\"name\" is a text".to_owned())
    }

    fn add(self, state: &mut Now) -> Result<Vec<u32>, String> {
        let kind = self.kind()?;
        let (user, provider) = (self.user.unwrap_or(1), self.provider.unwrap_or(1));
        state.world.user(user).ok_or("there is no such user")?;
        state.world.provider(provider).ok_or("there is no such provider")?;
        let (expires, expiring) = self.ends();
        let session = match &self.session {
            None => 0,
            Some(id) => {
                let found = parse_uuid(id).and_then(|id| state.world.sessions.by_id(id));
                found.ok_or("there is no such session")?.number
            }
        };
        let row = Row {
            pk: 0,
            user,
            provider: u16::try_from(provider).map_err(|_| "there is no such provider")?,
            revoked: self.revoked,
            expiring,
            session,
            expires,
        };
        let words = Said {
            scope: self.scope,
            claims: self.claims,
        };
        let count = self.count.unwrap_or(1).min(10_000);
        let grants = state.world.grants_mut(kind);
        Ok((0..count).map(|_| grants.add(row.clone(), words.clone())).collect())
    }

    fn each(&self, state: &mut Now, how: impl Fn(&mut Row)) -> Result<Vec<u32>, String> {
        let (kind, pks) = (self.kind()?, self.chosen(state)?);
        let grants = state.world.grants_mut(kind);
        Ok(pks.into_iter().filter(|pk| grants.change(*pk, &how)).collect())
    }

    /// The rows that `pks` names; or those of `user` and `provider`, at most `count` of them.
    fn chosen(&self, state: &Now) -> Result<Vec<u32>, String> {
        if let Some(pks) = &self.pks {
            return Ok(pks.clone());
        }
        if self.user.is_none() && self.provider.is_none() && self.count.is_none() {
            return Err("say which rows: by \"pks\", or by \"user\", \"provider\", \"count\"".to_owned());
        }
        let rows = state.world.grants(self.kind()?).rows.iter();
        Ok(rows
            .filter(|row| self.user.is_none_or(|user| row.user == user))
            .filter(|row| self.provider.is_none_or(|provider| u32::from(row.provider) == provider))
            .take(self.count.map_or(usize::MAX, |count| count as usize))
            .map(|row| row.pk)
            .collect())
    }

    /// When a row ends, and whether that date counts, which `expiring` can deny.
    fn ends(&self) -> (Micros, bool) {
        let from_now = |seconds: i64| now().saturating_add(seconds.saturating_mul(SECOND));
        let expires = self.expires_in.map_or(NEVER, from_now);
        (expires, self.expiring.unwrap_or(self.expires_in.is_some()))
    }
}
