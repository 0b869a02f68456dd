//! authentik's own pages. They carry the address of their API, built from the `Host` that authentik saw, so a sign-in
//! page would talk to another origin than the one it is shown on; here the addresses in HTML come back to this one.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{ACCEPT, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode};

use super::backend::Backend;
use super::refusal::refusal;

/// Larger than any page of authentik's, in bytes.
const LARGEST: usize = 4 * 1024 * 1024;

/// Whether the browser is about to show a page of authentik's.
pub fn is_wanted(request: &Request) -> bool {
    request.method() == Method::GET
        && !request.uri().path().starts_with("/api/")
        && names_html(request.headers(), &ACCEPT)
}

/// The same answer, with the backend's origin in its HTML replaced by `here`. Anything but plain HTML is left alone.
pub async fn rewrite(answer: Response<Body>, backend: &Backend, here: &str) -> Response<Body> {
    if !names_html(answer.headers(), &CONTENT_TYPE) || answer.headers().contains_key(CONTENT_ENCODING) {
        return answer;
    }
    let (mut parts, body) = answer.into_parts();
    let Ok(bytes) = to_bytes(body, LARGEST).await else {
        return refusal(StatusCode::BAD_GATEWAY, "authentik's page broke off or was too long");
    };
    let Ok(text) = std::str::from_utf8(&bytes) else {
        return Response::from_parts(parts, Body::from(bytes));
    };
    let text = moved(text, backend, here);
    parts.headers.remove(ETAG); // it named the other text
    parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(text.len()));
    Response::from_parts(parts, Body::from(text))
}

fn names_html(headers: &HeaderMap, name: &HeaderName) -> bool {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains("text/html"))
}

/// Every address on the backend's origin, in a text, as one on this origin.
fn moved(text: &str, backend: &Backend, here: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("http") {
        let (before, candidate) = rest.split_at(at);
        result.push_str(before);
        let origin = ["https://", "http://"].iter().find_map(|scheme| {
            let authority = candidate.strip_prefix(scheme)?.strip_prefix(backend.authority())?;
            let ends = !authority.starts_with(|next: char| next.is_ascii_alphanumeric() || ".:-@_".contains(next));
            ends.then_some(authority)
        });
        rest = match origin {
            Some(after) => {
                result.push_str(here);
                after
            }
            None => {
                let (word, after) = candidate.split_at("http".len());
                result.push_str(word);
                after
            }
        };
    }
    result.push_str(rest);
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_backends_origin_moves() {
        let backend: Backend = "https://auth.example.com".parse().unwrap();
        let here = "http://127.0.0.1:8080";
        for (sent, shown) in [
            (
                "<meta content=\"https://auth.example.com/\">",
                "<meta content=\"http://127.0.0.1:8080/\">",
            ),
            ("base: 'http://auth.example.com'", "base: 'http://127.0.0.1:8080'"),
            (
                "https://auth.example.com.evil/ https://auth.example.com:8443/",
                "https://auth.example.com.evil/ https://auth.example.com:8443/",
            ),
            (
                "http https:// é https://auth.example.com",
                "http https:// é http://127.0.0.1:8080",
            ),
            ("", ""),
        ] {
            assert_eq!(moved(sent, &backend, here), shown);
        }
    }
}
