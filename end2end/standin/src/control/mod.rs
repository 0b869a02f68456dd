//! `/standin/`: for people, a page; for tests, a few endpoints. And the addresses of authentik's
//! that a person is sent to: signing in, signing out, its own admin pages.

mod address;
mod answers;
mod belongings;
mod change;
mod page;
mod sign;
mod thief;

use crate::api::answer::Trouble;
use crate::app::App;
use crate::avatar;
use crate::data::row::{Kind, Row};
use crate::data::time::now;
use crate::data::{Recipe, World};
use crate::faults::On;
use crate::faults::kinds::{self, KINDS};
use crate::json::Nothing;
use crate::people::Person;
use answers::{Shared, answer, fine, read, wrong};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, Method, Response, StatusCode};
use axum::middleware::{self, Next};
use axum::response::IntoResponse;
use axum::routing::{delete, get, post};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;

/// All of it.
pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/standin/", get(page::home))
        .route("/standin/{file}", get(page::file))
        .route("/standin/thief", get(thief::page).post(thief::steal))
        .route("/standin/thief/state", get(thief::state))
        .route("/standin/avatar/{file}", get(picture))
        .route("/standin/healthz", get(async || "ok\n"))
        .route("/standin/sign-in", post(sign::sign_in))
        .route("/standin/sign-out", post(sign::sign_out))
        .route("/standin/state", get(state))
        .route("/standin/requests", get(requests).delete(forget_requests))
        .route("/standin/reset", post(reset))
        .route("/standin/change", post(change::change))
        .route("/standin/victim", post(victim))
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

/// How things are.
#[derive(Serialize)]
struct Status {
    who: Option<String>,
    people: [PersonStatus; 6],
    #[serde(flatten)]
    rows: Counts,
    users: usize,
    providers: usize,
    seed: u64,
    authentik_version: String,
    made_at: String,
    faults: usize,
    requests: u64,
}

#[derive(Serialize)]
struct PersonStatus {
    r#as: &'static str,
    bearer: String,
    pk: u32,
    username: &'static str,
    name: &'static str,
    owns: Counts,
}

/// So many rows of each kind.
#[derive(Serialize)]
struct Counts {
    access_tokens: usize,
    refresh_tokens: usize,
    authorization_codes: usize,
}

impl Counts {
    fn of(world: &World, is_counted: impl Fn(&&Row) -> bool) -> Self {
        let count = |kind: Kind| world.grants(kind).rows.iter().filter(&is_counted).count();
        Counts {
            access_tokens: count(Kind::Access),
            refresh_tokens: count(Kind::Refresh),
            authorization_codes: count(Kind::Code),
        }
    }
}

async fn state(State(app): Shared, headers: HeaderMap) -> Response<Body> {
    let state = app.state();
    let world = &state.world;
    fine(&Status {
        who: state.signed_in(&headers).map(|user| sign::word(user).to_owned()),
        people: Person::ALL.map(|person| PersonStatus {
            r#as: person.word(),
            bearer: format!("standin-{}", person.word()),
            pk: person.pk(),
            username: person.username(),
            name: person.name(),
            owns: Counts::of(world, |row| row.user == person.pk()),
        }),
        rows: Counts::of(world, |_| true),
        users: world.users.len(),
        providers: world.providers.len(),
        seed: world.seed,
        authentik_version: world.release.to_string(),
        made_at: crate::data::time::iso(world.made_at),
        faults: state.faults.len(),
        requests: state.requests.total(),
    })
}

async fn requests(State(app): Shared, Query(query): Query<HashMap<String, String>>) -> Response<Body> {
    let path = query.get("path").map_or("", String::as_str);
    fine(&app.state().requests.told(path))
}

async fn forget_requests(State(app): Shared) -> Response<Body> {
    app.state().requests.clear();
    fine(&Nothing {})
}

/// Somebody with some of everything; asked again, with all of it again.
async fn victim(State(app): Shared) -> Response<Body> {
    fine(&app.state().world.prepare_victim(now()))
}

/// What to reset to; what is not said is as it was at the start.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reset {
    tokens: Option<u32>,
    seed: Option<u64>,
    authentik_version: Option<String>,
}

/// As at the start; a body may say other `tokens`, `seed`, `authentik_version`.
async fn reset(State(app): Shared, body: Bytes) -> Response<Body> {
    let said = read::<Option<Reset>>(&body);
    match said.and_then(|said| recipe(app.options.recipe, said.unwrap_or_default())) {
        Ok(recipe) => {
            app.reset(recipe);
            fine(&Nothing {})
        }
        Err(problem) => wrong(&problem),
    }
}

fn recipe(start: Recipe, said: Reset) -> Result<Recipe, String> {
    if said.tokens.is_some_and(|tokens| tokens > 1_000_000) {
        return Err("\"tokens\" is a number up to 1000000".to_owned());
    }
    Ok(Recipe {
        tokens: said.tokens.unwrap_or(start.tokens),
        seed: said.seed.unwrap_or(start.seed),
        release: said
            .authentik_version
            .map_or(Ok(start.release), |version| version.parse())?,
    })
}

/// The faults that are on, and the kinds there are.
#[derive(Serialize)]
struct AllFaults<'a> {
    faults: Vec<On<'a>>,
    kinds: &'static [kinds::FaultKind],
}

/// The faults that are on.
#[derive(Serialize)]
struct FaultsOn<'a> {
    faults: Vec<On<'a>>,
}

async fn faults(State(app): Shared) -> Response<Body> {
    fine(&AllFaults {
        faults: app.state().faults.on(),
        kinds: &KINDS,
    })
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
        Ok(()) => fine(&FaultsOn {
            faults: state.faults.on(),
        }),
        Err(problem) => wrong(&problem),
    }
}

async fn clear_faults(State(app): Shared) -> Response<Body> {
    app.state().faults.clear();
    fine(&Nothing {})
}

async fn remove_fault(State(app): Shared, Path(id): Path<u64>) -> Response<Body> {
    if app.state().faults.remove(id) {
        fine(&Nothing {})
    } else {
        let error = "there is no such fault";
        answer(StatusCode::NOT_FOUND, &Trouble { error })
    }
}
