//! What the proxy answers by itself.

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, Response, StatusCode};

/// An answer of the proxy's own. It has the shape of authentik's, so that a program finds the sentence, and says who
/// speaks, so that nobody looks for the cause at authentik.
pub fn refusal(status: StatusCode, why: &str) -> Response<Body> {
    let mut body = String::from("{\"detail\":\"Tokenscope's proxy: ");
    for character in why.chars() {
        match character {
            '"' => body.push_str("\\\""),
            '\\' => body.push_str("\\\\"),
            control if control.is_control() => body.push(' '),
            other => body.push(other),
        }
    }
    body.push_str("\"}");
    let mut answer = Response::new(Body::from(body));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}
