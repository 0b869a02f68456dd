//! `/standin/thief`: the laptop of somebody who took what a user, or a client, is signed in with. A page that shows whether
//! any of it still works, and the same as JSON.

use super::answers::{Shared, fine, wrong};
use super::page::{escape, html};
use super::sign::{Sent, see};
use crate::app::State as Now;
use crate::data::World;
use crate::thief::loot::{From, Trial};
use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, Response, StatusCode};
use serde::Serialize;
use std::collections::HashMap;

const PAGE: &str = include_str!("thief.html");

/// How the thief fares, for a test.
#[derive(Serialize)]
struct Fate {
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<RobbedUser>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client: Option<RobbedClient>,
    #[serde(flatten)]
    found: Trial,
}

#[derive(Serialize)]
struct RobbedUser {
    pk: u32,
    username: String,
}

#[derive(Serialize)]
struct RobbedClient {
    pk: u32,
    client_id: &'static str,
    name: String,
}

/// The page; with `user` or `client`, of the laptop that holds what is theirs.
pub async fn page(State(app): Shared, Query(query): Query<HashMap<String, String>>) -> Response<Body> {
    let state = app.state();
    let world = &state.world;
    let from = whom(world, &query);
    let (kind, value, name) = match from {
        Ok(Some(From::User(pk))) => {
            let name = world.user(pk).map_or_else(String::new, |user| user.username.clone());
            ("user", pk.to_string(), name)
        }
        Ok(Some(From::Client(pk))) => {
            let name = world
                .provider(pk)
                .map_or_else(String::new, |provider| provider.name.clone());
            ("client", pk.to_string(), name)
        }
        _ => ("", String::new(), String::new()),
    };
    let problem = from.err().unwrap_or_default();
    let every = query.get("every").is_none_or(|every| every != "0");
    let page = PAGE
        .replace("{{kind}}", kind)
        .replace("{{value}}", &value)
        .replace(
            "{{from}}",
            &escape(&if name.is_empty() { name } else { format!(" from {name}") }),
        )
        .replace("{{problem}}", &escape(&problem))
        .replace("{{checked}}", if every { " checked" } else { "" })
        .replace("{{hidden}}", if kind.is_empty() { " hidden" } else { "" });
    html(StatusCode::OK, page)
}

/// Takes it all: `{"user": 2}`, `{"user": "member"}`, `{"client": 1}`, or the form of the page. Answers how it fares.
pub async fn steal(State(app): Shared, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let sent = match Sent::read(&headers, &body) {
        Ok(sent) => sent,
        Err(problem) => return wrong(&problem),
    };
    let mut state = app.state();
    let from = match whom(&state.world, &sent.fields).and_then(|from| from.ok_or_else(|| WHOM.to_owned())) {
        Ok(from) => from,
        Err(problem) => return wrong(&problem),
    };
    if let Err(problem) = state.steal(from) {
        return wrong(&problem);
    }
    if sent.by_form {
        return see(&match from {
            From::User(pk) => format!("/standin/thief?user={pk}"),
            From::Client(pk) => format!("/standin/thief?client={pk}"),
        });
    }
    fine(&told(&mut state, from))
}

/// Tries all of it, and answers how it fares. With `reuse=1`, it also uses the refresh token from before.
pub async fn state(State(app): Shared, Query(query): Query<HashMap<String, String>>) -> Response<Body> {
    let mut state = app.state();
    match whom(&state.world, &query).and_then(|from| from.ok_or_else(|| WHOM.to_owned())) {
        Ok(from) => {
            if query.get("reuse").is_some_and(|reuse| reuse == "1") {
                state.use_spent(from);
            }
            fine(&told(&mut state, from))
        }
        Err(problem) => wrong(&problem),
    }
}

const WHOM: &str = "say whom from: \"user\" (a pk or a username) or \"client\" (a provider's pk or a client's id)";

/// Whom something was or is to be taken from, where that is said.
fn whom(world: &World, said: &HashMap<String, String>) -> Result<Option<From>, String> {
    let said = |name: &str| said.get(name).filter(|value| !value.is_empty());
    if let Some(user) = said("user") {
        let by_pk = user.parse().ok().and_then(|pk| world.user(pk));
        let found = by_pk.or_else(|| world.users.iter().find(|it| it.username == *user));
        return found
            .map(|user| Some(From::User(user.pk)))
            .ok_or_else(|| format!("there is no user {user}"));
    }
    if let Some(client) = said("client") {
        let by_pk = client.parse().ok().and_then(|pk| world.provider(pk));
        let found = by_pk.or_else(|| world.providers.iter().find(|it| it.client_id == client));
        return found
            .map(|provider| Some(From::Client(provider.pk)))
            .ok_or_else(|| format!("there is no client {client}"));
    }
    Ok(None)
}

fn told(state: &mut Now, from: From) -> Fate {
    let found = state.try_all(from);
    let world = &state.world;
    let (user, client) = match from {
        From::User(pk) => (world.user(pk), None),
        From::Client(pk) => (None, world.provider(pk)),
    };
    Fate {
        user: user.map(|user| RobbedUser {
            pk: user.pk,
            username: user.username.clone(),
        }),
        client: client.map(|provider| RobbedClient {
            pk: provider.pk,
            client_id: provider.client_id,
            name: provider.name.clone(),
        }),
        found,
    }
}
