//! How these endpoints answer, and what they share.

use crate::api::answer::Trouble;
use crate::app::App;
use crate::json;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, Response, StatusCode};
use axum::response::IntoResponse;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// What every endpoint may look at.
pub type Shared = State<Arc<App>>;

/// JSON for a test to read.
pub fn answer(status: StatusCode, body: &impl Serialize) -> Response<Body> {
    let headers = [("content-type", "application/json"), ("cache-control", "no-store")];
    (status, headers, json::bytes(body)).into_response()
}

/// What was asked for.
pub fn fine(body: &impl Serialize) -> Response<Body> {
    answer(StatusCode::OK, body)
}

/// What is wrong with what was sent.
pub fn wrong(problem: &str) -> Response<Body> {
    answer(StatusCode::BAD_REQUEST, &Trouble { error: problem })
}

/// What a body says; nothing is `null`.
pub fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T, String> {
    let is_blank = body.iter().all(u8::is_ascii_whitespace);
    let body: &[u8] = if is_blank { b"null" } else { body };
    serde_json::from_slice(body).map_err(|problem| format!("this cannot be read: {problem}"))
}

/// Puts `Set-Cookie` headers on an answer.
pub fn set_cookies(response: &mut Response<Body>, cookies: &[String]) {
    for cookie in cookies {
        if let Ok(cookie) = HeaderValue::from_str(cookie) {
            response.headers_mut().append("set-cookie", cookie);
        }
    }
}
