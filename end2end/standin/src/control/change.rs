//! `/standin/change`: rows come, change and go, as if somebody else had been at work.

use super::{Shared, fine, read, wrong};
use crate::app::State as Now;
use crate::data::grants::{Kind, NEVER, Row, Said};
use crate::data::time::{Micros, SECOND, now};
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::Response;
use serde_json::{Map, Value, json};

/// One change or a list of them; each answers with the pks it touched.
pub async fn change(State(app): Shared, body: Bytes) -> Response<Body> {
    let said = match read(&body) {
        Ok(said) => said,
        Err(problem) => return wrong(&problem),
    };
    let mut state = app.state();
    let changes = match &said {
        Value::Array(list) => list.as_slice(),
        one => std::slice::from_ref(one),
    };
    let mut pks: Vec<u32> = Vec::new();
    for said in changes {
        let done = said
            .as_object()
            .ok_or_else(|| "a change is an object such as {\"action\": \"add\"}".to_owned())
            .and_then(|said| apply(&mut state, said));
        match done {
            Ok(touched) => pks.extend(touched),
            Err(problem) => return wrong(&problem),
        }
    }
    fine(&json!({ "pks": pks }))
}

fn apply(state: &mut Now, said: &Map<String, Value>) -> Result<Vec<u32>, String> {
    let kind = match said.get("kind").and_then(Value::as_str) {
        None => Kind::Access,
        Some(word) => Kind::by_segment(word).ok_or_else(|| format!("there is no kind {word:?}"))?,
    };
    match said.get("action").and_then(Value::as_str) {
        Some("add") => add(state, kind, said),
        Some("delete") => {
            let pks = chosen(state, kind, said)?;
            let grants = state.world.grants_mut(kind);
            Ok(pks.into_iter().filter(|pk| grants.delete(*pk)).collect())
        }
        Some("revoke") => each(state, kind, said, |row| row.revoked = true),
        Some("expire") => each(state, kind, said, |row| {
            row.expiring = true;
            row.expires = now() - SECOND;
        }),
        Some("set-expiry") => {
            let (expires, expiring) = ends(said)?;
            each(state, kind, said, |row| {
                row.expires = expires;
                row.expiring = expiring;
            })
        }
        Some("rename-user") => {
            let (pk, name) = (number(said, "user")?, text(said, "name")?);
            let user = state.world.users.iter_mut().find(|user| Some(user.pk) == pk);
            let user = user.ok_or("there is no such user")?;
            user.name = name;
            Ok(vec![user.pk])
        }
        Some("activate-user" | "deactivate-user") => {
            let pk = number(said, "user")?;
            let user = state.world.users.iter_mut().find(|user| Some(user.pk) == pk);
            let user = user.ok_or("there is no such user")?;
            user.is_active = said.get("action").and_then(Value::as_str) == Some("activate-user");
            Ok(vec![user.pk])
        }
        Some("rename-provider") => {
            let (pk, name) = (number(said, "provider")?, text(said, "name")?);
            let provider = state.world.providers.iter_mut().find(|one| Some(one.pk) == pk);
            let provider = provider.ok_or("there is no such provider")?;
            provider.name = name;
            Ok(vec![provider.pk])
        }
        _ => Err(
            "\"action\" is one of add, delete, revoke, expire, set-expiry, rename-user, activate-user, \
                 deactivate-user, rename-provider"
                .to_owned(),
        ),
    }
}

fn add(state: &mut Now, kind: Kind, said: &Map<String, Value>) -> Result<Vec<u32>, String> {
    let user = number(said, "user")?.unwrap_or(1);
    let provider = number(said, "provider")?.unwrap_or(1);
    state.world.user(user).ok_or("there is no such user")?;
    state.world.provider(provider).ok_or("there is no such provider")?;
    let (expires, expiring) = ends(said)?;
    let scope = match said.get("scope") {
        None => None,
        Some(Value::Array(list)) => Some(
            list.iter()
                .map(|scope| scope.as_str().map(str::to_owned).ok_or("\"scope\" is a list of texts"))
                .collect::<Result<Vec<String>, _>>()?,
        ),
        Some(_) => return Err("\"scope\" is a list of texts".to_owned()),
    };
    let words = Said {
        scope,
        claims: said.get("claims").cloned(),
    };
    let row = Row {
        pk: 0,
        user,
        provider: u16::try_from(provider).map_err(|_| "there is no such provider")?,
        revoked: said.get("revoked").and_then(Value::as_bool).unwrap_or(false),
        expiring,
        expires,
    };
    let count = number(said, "count")?.unwrap_or(1).min(10_000);
    let grants = state.world.grants_mut(kind);
    Ok((0..count).map(|_| grants.add(row.clone(), words.clone())).collect())
}

fn each(state: &mut Now, kind: Kind, said: &Map<String, Value>, how: impl Fn(&mut Row)) -> Result<Vec<u32>, String> {
    let pks = chosen(state, kind, said)?;
    let grants = state.world.grants_mut(kind);
    Ok(pks.into_iter().filter(|pk| grants.change(*pk, &how)).collect())
}

/// The rows that `pks` names; or those of `user` and `provider`, at most `count` of them.
fn chosen(state: &Now, kind: Kind, said: &Map<String, Value>) -> Result<Vec<u32>, String> {
    if let Some(pks) = said.get("pks") {
        let list = pks.as_array().ok_or("\"pks\" is a list of whole numbers")?;
        return list
            .iter()
            .map(|pk| {
                pk.as_u64()
                    .and_then(|pk| u32::try_from(pk).ok())
                    .ok_or_else(|| "\"pks\" is a list of whole numbers".to_owned())
            })
            .collect();
    }
    let (user, provider) = (number(said, "user")?, number(said, "provider")?);
    let count = number(said, "count")?;
    if user.is_none() && provider.is_none() && count.is_none() {
        return Err("say which rows: by \"pks\", or by \"user\", \"provider\", \"count\"".to_owned());
    }
    let rows = state.world.grants(kind).rows.iter();
    Ok(rows
        .filter(|row| user.is_none_or(|user| row.user == user))
        .filter(|row| provider.is_none_or(|provider| u32::from(row.provider) == provider))
        .take(count.map_or(usize::MAX, |count| count as usize))
        .map(|row| row.pk)
        .collect())
}

/// When a row ends: `expires_in` seconds from now (below 0: ended), null for never; a day unless
/// it says so. And whether that date counts, which `expiring` can deny.
fn ends(said: &Map<String, Value>) -> Result<(Micros, bool), String> {
    let (expires, counts) = match said.get("expires_in") {
        None => (now() + 86_400 * SECOND, true),
        Some(Value::Null) => (NEVER, false),
        Some(value) => {
            let seconds = value.as_i64().ok_or("\"expires_in\" is a number of seconds or null")?;
            (now().saturating_add(seconds.saturating_mul(SECOND)), true)
        }
    };
    let expiring = said.get("expiring").and_then(Value::as_bool).unwrap_or(counts);
    Ok((expires, expiring))
}

fn number(said: &Map<String, Value>, name: &str) -> Result<Option<u32>, String> {
    match said.get(name) {
        None => Ok(None),
        Some(value) => value
            .as_u64()
            .and_then(|number| u32::try_from(number).ok())
            .map(Some)
            .ok_or_else(|| format!("{name:?} is a whole number")),
    }
}

fn text(said: &Map<String, Value>, name: &str) -> Result<String, String> {
    said.get(name)
        .and_then(Value::as_str)
        .map(str::to_owned)
        .ok_or_else(|| format!("{name:?} is a text"))
}
