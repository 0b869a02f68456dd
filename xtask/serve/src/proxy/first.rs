//! What is better said when the program starts than when the first page fails.

use std::time::Duration;

use axum::body::Body;
use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST};
use axum::http::{HeaderValue, Request, StatusCode};

use super::backend::Backend;
use super::client::Client;
use super::token::Token;

/// Asks who is calling, once.
///
/// # Errors
/// A sentence about what every page would run into: nothing there, nothing like authentik, or a token that is none.
pub async fn try_out(
    backend: &Backend,
    client: &Client,
    token: Option<&Token>,
    patience: Duration,
) -> Result<(), String> {
    let request = question(backend, token).map_err(|error| error.to_string())?;
    let Ok(answered) = tokio::time::timeout(patience, client.send(request)).await else {
        return Err(format!(
            "authentik at {backend} gave no answer within {} seconds",
            patience.as_secs_f32()
        ));
    };
    let answer = answered.map_err(|error| client.in_words(&error, backend))?;
    let status = answer.status();
    if let Some(why) = client.refused_on_the_way(status, backend) {
        return Err(why);
    }
    let kind = answer
        .headers()
        .get(CONTENT_TYPE)
        .map_or(&b""[..], HeaderValue::as_bytes);
    if status.is_redirection() {
        Err(format!(
            "{backend} leads to another address ({status}); --backend has to be the one that authentik answers at, often \
             the same with https://"
        ))
    } else if status.is_server_error() {
        Err(format!(
            "authentik at {backend} is not ready, or what is in front of it has a fault ({status})"
        ))
    } else if status == StatusCode::NOT_FOUND || !kind.starts_with(b"application/json") {
        Err(format!(
            "what answers at {backend} does not look like authentik ({status}). Check host, port and path of --backend"
        ))
    } else if token.is_some() && (status == StatusCode::FORBIDDEN || status == StatusCode::UNAUTHORIZED) {
        Err(format!(
            "authentik at {backend} does not accept the token ({status}). It may have expired, or may not be one of the \
             intent \"API Token\""
        ))
    } else {
        Ok(())
    }
}

fn question(backend: &Backend, token: Option<&Token>) -> Result<Request<Body>, axum::http::Error> {
    let address = backend.address("/api/v3/core/users/me/")?;
    let mut request = Request::get(address)
        .header(HOST, backend.authority())
        .header(ACCEPT, "application/json");
    if let Some(token) = token {
        request = request.header(AUTHORIZATION, token.header());
    }
    request.body(Body::empty())
}
