//! The page where a person becomes somebody and switches faults.

use super::address::local_path;
use super::answers::{Shared, set_cookies};
use super::sign::word;
use crate::data::row::Kind;
use crate::people::Person;
use crate::site::sign_in_fresh;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Response, StatusCode};
use axum::response::IntoResponse;
use std::collections::HashMap;
use tokenscope_serve::CONTENT_SECURITY_POLICY;

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
const THIEF_STYLE: &str = include_str!("thief.css");
const THIEF_SCRIPT: &str = include_str!("thief.js");

/// `/standin/`
pub async fn home(
    State(app): Shared,
    headers: HeaderMap,
    Query(query): Query<HashMap<String, String>>,
) -> Response<Body> {
    let mut state = app.state();
    // Somebody who was sent here to sign in should be asked; somebody who just looks is welcome.
    let cookies = if query.contains_key("next") {
        Vec::new()
    } else {
        sign_in_fresh(&mut state, &headers)
    };
    let who = if cookies.is_empty() {
        state.signed_in(&headers)
    } else {
        state.world.user(Person::Superuser.pk())
    };
    let next = query
        .get("next")
        .map_or_else(|| "/".to_owned(), |next| local_path(next));
    let people: String = Person::ALL
        .into_iter()
        .map(|person| {
            let current = if who.is_some_and(|user| user.pk == person.pk()) { " aria-current=\"true\"" } else { "" };
            let owns = state
                .world
                .grants(Kind::Access)
                .rows
                .iter()
                .filter(|row| row.user == person.pk())
                .count();
            format!(
                "<li><button name=\"as\" value=\"{word}\"{current}>{word}</button> <span>{name}: {meaning} ({owns} access tokens of their own)</span></li>\n",
                word = person.word(),
                name = escape(person.name()),
                meaning = person.meaning(),
            )
        })
        .collect();
    let who = who.map_or_else(
        || "Nobody is signed in.".to_owned(),
        |user| format!("You are signed in as {} ({}).", word(user), user.name),
    );
    let page = PAGE
        .replace("{{who}}", &escape(&who))
        .replace("{{version}}", &state.world.release.to_string())
        .replace("{{tokens}}", &state.world.grants(Kind::Access).rows.len().to_string())
        .replace("{{next}}", &escape(&next))
        .replace("{{people}}", &people);
    let mut response = html(StatusCode::OK, page);
    set_cookies(&mut response, &cookies);
    response
}

/// What the page needs.
pub async fn file(Path(file): Path<String>) -> Response<Body> {
    let (kind, body) = match file.as_str() {
        "page.css" => ("text/css; charset=utf-8", STYLE),
        "page.js" => ("text/javascript; charset=utf-8", SCRIPT),
        "thief.css" => ("text/css; charset=utf-8", THIEF_STYLE),
        "thief.js" => ("text/javascript; charset=utf-8", THIEF_SCRIPT),
        _ => {
            return html(
                StatusCode::NOT_FOUND,
                notice("Not here", "The stand-in has no such page."),
            );
        }
    };
    let headers = [
        ("content-type", kind),
        ("cache-control", "no-cache"),
        ("x-content-type-options", "nosniff"),
    ];
    (headers, body).into_response()
}

/// authentik's own pages, which are not here.
pub async fn elsewhere(Path(path): Path<String>) -> Response<Body> {
    let text = if path.starts_with("admin") {
        "Here would be authentik's own admin interface. This is a stand-in, which has none."
    } else {
        "Here would be a page of authentik's. This is a stand-in, which has none."
    };
    html(StatusCode::OK, notice("authentik", text))
}

fn notice(title: &str, text: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{title} – stand-in</title>\n<link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\" href=\"/standin/page.css\">\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n<p>{text}</p>\n<p><a href=\"/\">Open Tokenscope</a></p>\n</main>\n</body>\n</html>\n"
    )
}

pub(super) fn html(status: StatusCode, page: String) -> Response<Body> {
    let headers = [
        ("content-type", "text/html; charset=utf-8"),
        ("cache-control", "no-store"),
        ("content-security-policy", CONTENT_SECURITY_POLICY),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
    ];
    (status, headers, page).into_response()
}

pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
