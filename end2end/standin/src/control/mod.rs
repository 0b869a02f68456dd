//! `/standin/`: for people, a page; for tests, a few endpoints. And the addresses of authentik's
//! that a person is sent to: signing in, signing out, its own admin pages.

mod change;
mod page;
mod sign;

use crate::app::App;
use crate::avatar;
use crate::data::Recipe;
use crate::data::grants::Kind;
use crate::faults::kinds::KINDS;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use axum::middleware::{self, Next};
use axum::response::IntoResponse;
use axum::routing::{delete, get, post};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;

type Shared = State<Arc<App>>;

/// All of it.
pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/standin/", get(page::home))
        .route("/standin/{file}", get(page::file))
        .route("/standin/avatar/{file}", get(picture))
        .route("/standin/healthz", get(async || "ok\n"))
        .route("/standin/sign-in", post(sign::sign_in))
        .route("/standin/sign-out", post(sign::sign_out))
        .route("/standin/state", get(state))
        .route("/standin/requests", get(requests).delete(forget_requests))
        .route("/standin/reset", post(reset))
        .route("/standin/change", post(change::change))
        .route("/standin/faults", get(faults).post(replace_faults).delete(clear_faults))
        .route("/standin/faults/add", post(add_faults))
        .route("/standin/faults/{id}", delete(remove_fault))
        .route("/flows/-/default/authentication/", get(sign::authentication_flow))
        .route("/flows/-/default/invalidation/", get(sign::invalidation_flow))
        .route("/if/{*path}", get(page::elsewhere))
        .layer(middleware::from_fn(only_here))
}

/// Refuses what a page from somewhere else could send.
async fn only_here(request: Request, next: Next) -> Response<Body> {
    if is_from_here(request.method(), request.headers()) {
        next.run(request).await
    } else {
        (StatusCode::FORBIDDEN, "The stand-in is for this machine alone.\n").into_response()
    }
}

/// Whether the host is a name of this machine, and for a write the origin as well.
fn is_from_here(method: &Method, headers: &HeaderMap) -> bool {
    let local = |authority: &str| {
        let host = match authority.rsplit_once(':') {
            Some((host, port)) if port.chars().all(|c| c.is_ascii_digit()) => host,
            _ => authority,
        };
        matches!(host, "127.0.0.1" | "localhost" | "[::1]") || host.ends_with(".localhost")
    };
    let header = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or(""));
    header("host").is_none_or(local)
        && (method == Method::GET
            || header("origin")
                .is_none_or(|origin| origin.split_once("://").is_some_and(|(_, authority)| local(authority))))
}

/// JSON for a test to read.
fn answer(status: StatusCode, body: &Value) -> Response<Body> {
    let headers = [("content-type", "application/json"), ("cache-control", "no-store")];
    (status, headers, body.to_string()).into_response()
}

fn fine(body: &Value) -> Response<Body> {
    answer(StatusCode::OK, body)
}

fn wrong(problem: &str) -> Response<Body> {
    answer(StatusCode::BAD_REQUEST, &json!({ "error": problem }))
}

/// What a body says; nothing is `null`.
fn read(body: &Bytes) -> Result<Value, String> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(Value::Null);
    }
    serde_json::from_slice(body).map_err(|problem| format!("this is not JSON: {problem}"))
}

async fn picture(Path(file): Path<String>) -> Response<Body> {
    if file == "broken.svg" {
        // No picture, but not a 404 either: a browser would write that to its console.
        return ([("content-type", "image/svg+xml")], "this is no picture").into_response();
    }
    match file.strip_suffix(".svg").and_then(|pk| pk.parse().ok()) {
        Some(pk) => {
            let headers = [("content-type", "image/svg+xml"), ("cache-control", "max-age=3600")];
            (headers, avatar::svg(pk, &pk.to_string())).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn state(State(app): Shared, headers: HeaderMap) -> Response<Body> {
    let state = app.state();
    let world = &state.world;
    let count = |kind: Kind| world.grants(kind).rows.len();
    let people: Vec<Value> = crate::people::Person::ALL
        .into_iter()
        .map(|person| {
            let own = |kind: Kind| {
                world
                    .grants(kind)
                    .rows
                    .iter()
                    .filter(|row| row.user == person.pk())
                    .count()
            };
            json!({
                "as": person.word(),
                "bearer": format!("standin-{}", person.word()),
                "pk": person.pk(),
                "username": person.username(),
                "name": person.name(),
                "owns": {
                    "access_tokens": own(Kind::Access),
                    "refresh_tokens": own(Kind::Refresh),
                    "authorization_codes": own(Kind::Code),
                },
            })
        })
        .collect();
    fine(&json!({
        "who": sign::who(&state, &headers).map(crate::people::Person::word),
        "people": people,
        "access_tokens": count(Kind::Access),
        "refresh_tokens": count(Kind::Refresh),
        "authorization_codes": count(Kind::Code),
        "users": world.users.len(),
        "providers": world.providers.len(),
        "seed": world.seed,
        "authentik_version": world.release.to_string(),
        "made_at": crate::data::time::iso(world.made_at),
        "faults": state.faults.len(),
        "requests": state.requests.total(),
    }))
}

async fn requests(State(app): Shared, Query(query): Query<HashMap<String, String>>) -> Response<Body> {
    let path = query.get("path").map_or("", String::as_str);
    fine(&app.state().requests.json(path))
}

async fn forget_requests(State(app): Shared) -> Response<Body> {
    app.state().requests.clear();
    fine(&json!({}))
}

/// As at the start; a body may say other `tokens`, `seed`, `authentik_version`.
async fn reset(State(app): Shared, body: Bytes) -> Response<Body> {
    let recipe = read(&body).and_then(|said| recipe(app.options.recipe, &said));
    match recipe {
        Ok(recipe) => {
            app.reset(recipe);
            fine(&json!({}))
        }
        Err(problem) => wrong(&problem),
    }
}

fn recipe(mut recipe: Recipe, said: &Value) -> Result<Recipe, String> {
    let Value::Object(entries) = said else {
        return if said.is_null() {
            Ok(recipe)
        } else {
            Err("say what to reset to in an object".to_owned())
        };
    };
    for (name, value) in entries {
        match (name.as_str(), value) {
            ("tokens", value) => {
                recipe.tokens = value
                    .as_u64()
                    .and_then(|tokens| u32::try_from(tokens).ok())
                    .filter(|tokens| *tokens <= 1_000_000)
                    .ok_or("\"tokens\" is a number up to 1000000")?;
            }
            ("seed", value) => recipe.seed = value.as_u64().ok_or("\"seed\" is a whole number")?,
            ("authentik_version", Value::String(text)) => recipe.release = text.parse()?,
            (name, _) => return Err(format!("nothing can be reset to such a {name:?}")),
        }
    }
    Ok(recipe)
}

async fn faults(State(app): Shared) -> Response<Body> {
    let on = app.state().faults.json();
    let kinds: Vec<Value> = KINDS
        .iter()
        .map(|kind| json!({"kind": kind.name, "does": kind.does, "takes": kind.takes}))
        .collect();
    fine(&json!({ "faults": on, "kinds": kinds }))
}

async fn replace_faults(State(app): Shared, body: Bytes) -> Response<Body> {
    put_faults(&app, &body, true)
}

async fn add_faults(State(app): Shared, body: Bytes) -> Response<Body> {
    put_faults(&app, &body, false)
}

fn put_faults(app: &App, body: &Bytes, replace: bool) -> Response<Body> {
    let mut state = app.state();
    let sessions = state.sessions.count();
    let put = read(body).and_then(|said| {
        if replace {
            state.faults.replace(&said, sessions)
        } else {
            state.faults.add(&said, sessions)
        }
    });
    match put {
        Ok(()) => fine(&json!({ "faults": state.faults.json() })),
        Err(problem) => wrong(&problem),
    }
}

async fn clear_faults(State(app): Shared) -> Response<Body> {
    app.state().faults.clear();
    fine(&json!({}))
}

async fn remove_fault(State(app): Shared, Path(id): Path<u64>) -> Response<Body> {
    if app.state().faults.remove(id) {
        fine(&json!({}))
    } else {
        answer(StatusCode::NOT_FOUND, &json!({ "error": "there is no such fault" }))
    }
}

/// Puts `Set-Cookie` headers on an answer.
fn set_cookies(response: &mut Response<Body>, cookies: &[String]) {
    for cookie in cookies {
        if let Ok(cookie) = HeaderValue::from_str(cookie) {
            response.headers_mut().append("set-cookie", cookie);
        }
    }
}
