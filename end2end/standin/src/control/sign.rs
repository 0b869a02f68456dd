//! Signing in and out.

use super::address::{address, local_path};
use super::answers::{Shared, fine, read, set_cookies, wrong};
use crate::api::ask::cookie;
use crate::app::State as Now;
use crate::people::Person;
use crate::sessions::SESSION;
use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, Response, StatusCode};
use axum::response::IntoResponse;
use serde::Serialize;
use serde_json::Value;
use std::collections::HashMap;

/// Who is signed in, by the cookies that came.
pub fn who(state: &Now, headers: &HeaderMap) -> Option<Person> {
    state.sessions.person(cookie(headers, SESSION)?)
}

/// Who is signed in from here on.
#[derive(Serialize)]
struct SignedIn {
    who: Option<&'static str>,
}

/// What was sent, as JSON or by a form.
struct Sent {
    by_form: bool,
    fields: HashMap<String, String>,
}

impl Sent {
    fn read(headers: &HeaderMap, body: &Bytes) -> Result<Self, String> {
        let kind = headers
            .get("content-type")
            .and_then(|kind| kind.to_str().ok())
            .unwrap_or("");
        if kind.starts_with("application/x-www-form-urlencoded") {
            return Ok(Sent {
                by_form: true,
                fields: form_urlencoded::parse(body).into_owned().collect(),
            });
        }
        let said: Value = read(body)?;
        let fields = said.as_object().into_iter().flatten();
        Ok(Sent {
            by_form: false,
            fields: fields
                .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
                .collect(),
        })
    }

    /// Where to go afterwards.
    fn next(&self) -> String {
        local_path(self.fields.get("next").map_or("", String::as_str))
    }
}

/// `{"as": "member"}`, or the form of the page.
pub async fn sign_in(State(app): Shared, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let sent = match Sent::read(&headers, &body) {
        Ok(sent) => sent,
        Err(problem) => return wrong(&problem),
    };
    let Some(person) = sent.fields.get("as").and_then(|word| Person::by_word(word)) else {
        return wrong("say \"as\": one of superuser, member, viewer, empty");
    };
    let started = app.state().sessions.start(person);
    let mut response = if sent.by_form {
        see(&sent.next())
    } else {
        let who = Some(person.word());
        fine(&SignedIn { who })
    };
    set_cookies(&mut response, &started.cookies);
    response
}

/// Ends the session of this browser.
pub async fn sign_out(State(app): Shared, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let sent = match Sent::read(&headers, &body) {
        Ok(sent) => sent,
        Err(problem) => return wrong(&problem),
    };
    let cookies = app.state().sessions.end(cookie(&headers, SESSION));
    let mut response = if sent.by_form {
        see(&sent.next())
    } else {
        fine(&SignedIn { who: None })
    };
    set_cookies(&mut response, &cookies);
    response
}

/// Where authentik signs people in: here, the page of the stand-in does.
pub async fn authentication_flow(Query(query): Query<HashMap<String, String>>) -> Response<Body> {
    see(&address(query.get("next").map(String::as_str)))
}

/// Where authentik signs people out: going there is enough.
pub async fn invalidation_flow(
    State(app): Shared,
    headers: HeaderMap,
    Query(query): Query<HashMap<String, String>>,
) -> Response<Body> {
    let cookies = app.state().sessions.end(cookie(&headers, SESSION));
    let mut response = see(&address(query.get("next").map(String::as_str)));
    set_cookies(&mut response, &cookies);
    response
}

fn see(place: &str) -> Response<Body> {
    (StatusCode::SEE_OTHER, [("location", place)]).into_response()
}
