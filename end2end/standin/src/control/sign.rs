//! Signing in and out.

use super::address::{address, local_path};
use super::answers::{Shared, fine, read, set_cookies, wrong};
use crate::data::users::User;
use crate::people::Person;
use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, Response, StatusCode};
use axum::response::IntoResponse;
use serde::Serialize;
use serde_json::Value;
use std::collections::HashMap;

/// What somebody is called here: by the word for a person, or by their username.
pub fn word(user: &User) -> &str {
    Person::by_pk(user.pk).map_or(user.username.as_str(), |person| person.word())
}

/// Who is signed in from here on.
#[derive(Serialize)]
struct SignedIn {
    who: Option<String>,
}

/// What was sent, as JSON or by a form.
pub(super) struct Sent {
    /// Whether a page sent it.
    pub(super) by_form: bool,
    /// Each as text.
    pub(super) fields: HashMap<String, String>,
}

impl Sent {
    pub(super) fn read(headers: &HeaderMap, body: &Bytes) -> Result<Self, String> {
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
                .filter_map(|(name, value)| {
                    let text = value.as_str().map(str::to_owned);
                    Some((name.clone(), text.or_else(|| value.as_u64().map(|pk| pk.to_string()))?))
                })
                .collect(),
        })
    }

    /// Where to go afterwards.
    fn next(&self) -> String {
        local_path(self.fields.get("next").map_or("", String::as_str))
    }
}

/// `{"as": "member"}`, or the form of the page; `{"user": 31}` is anybody.
pub async fn sign_in(State(app): Shared, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let sent = match Sent::read(&headers, &body) {
        Ok(sent) => sent,
        Err(problem) => return wrong(&problem),
    };
    let person = sent.fields.get("as").and_then(|word| Person::by_word(word));
    let pk = sent.fields.get("user").and_then(|pk| pk.parse().ok());
    let mut state = app.state();
    let Some(user) = person.map(Person::pk).or(pk).and_then(|pk| state.world.user(pk)) else {
        let words = Person::ALL.map(Person::word).join(", ");
        return wrong(&format!("say \"as\": one of {words}; or \"user\": a pk"));
    };
    if !user.is_active {
        return wrong("this user is deactivated, and cannot sign in");
    }
    let (pk, who) = (user.pk, word(user).to_owned());
    let started = state.sign_in(pk, &headers);
    drop(state);
    let mut response = if sent.by_form {
        see(&sent.next())
    } else {
        fine(&SignedIn { who: Some(who) })
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
    let cookies = app.state().sign_out(&headers);
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
    let cookies = app.state().sign_out(&headers);
    let mut response = see(&address(query.get("next").map(String::as_str)));
    set_cookies(&mut response, &cookies);
    response
}

pub(super) fn see(place: &str) -> Response<Body> {
    (StatusCode::SEE_OTHER, [("location", place)]).into_response()
}
