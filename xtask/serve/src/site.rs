//! The static half: the files of `dist/`, the headers that a good deployment sends, and the one page for every address
//! inside the console.

use std::convert::Infallible;
use std::path::{Path, PathBuf};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY as CSP, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use tower::ServiceExt;
use tower_http::services::{ServeDir, ServeFile};

/// The policy sent with every file. Nothing inline, nothing from elsewhere but avatars, no sink that turns text into
/// markup; `'wasm-unsafe-eval'` allows wasm to be compiled and nothing else.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
     style-src 'self'; img-src 'self' data: http: https:; connect-src 'self'; font-src 'self'; manifest-src 'self'; \
     base-uri 'none'; form-action 'self'; frame-ancestors 'self'; object-src 'none'; \
     require-trusted-types-for 'script'";

/// The paths of authentik itself. The console has no addresses below them, so anything missing there is a 404
/// and never the console's page.
pub const BACKEND_PREFIXES: &[&str] = &[
    "/api/",
    "/application/",
    "/files/",
    "/flows/",
    "/if/",
    "/media/",
    "/outpost.goauthentik.io/",
    "/source/",
    "/static/",
    "/ws/",
    "/-/",
    // authentik has nothing there; the stand-in signs people in there, and may be the backend as well.
    "/standin/",
];

/// Whether the path belongs to authentik rather than to the console.
///
/// ```
/// assert!(tokenscope_serve::is_backend_path("/api/v3/core/users/me/"));
/// assert!(!tokenscope_serve::is_backend_path("/access-tokens/4711"));
/// ```
pub fn is_backend_path(path: &str) -> bool {
    BACKEND_PREFIXES.iter().any(|prefix| path.starts_with(prefix))
}

/// A router that answers every path with the files of `dist`.
///
/// * Names holding a content hash may be kept for ever; all others are asked about each time and answered 304 by their
///   ETag when they have not changed.
/// * Where `x.br` or `x.gz` lies beside `x` and the caller takes that encoding, it is sent instead.
/// * A navigation (`Accept` names `text/html`) to any other path gets `index.html`, so that addresses inside the console
///   can be opened directly; [authentik's own paths](BACKEND_PREFIXES) stay a 404.
pub fn site(dist: impl Into<PathBuf>) -> Router {
    site_with_policy(dist, CONTENT_SECURITY_POLICY)
}

/// The same with another Content-Security-Policy, for pages that hold more than the console.
pub fn site_with_policy(dist: impl Into<PathBuf>, policy: &'static str) -> Router {
    let dist = dist.into();
    let page = Router::new().fallback(page).with_state(dist.join("index.html"));
    let files = ServeDir::new(dist)
        .precompressed_br()
        .precompressed_gzip()
        .redirect_to_trailing_slash(false)
        .fallback(page);
    Router::new()
        .fallback_service(files)
        .layer(from_fn(move |request, next| with_headers(policy, request, next)))
}

/// Answers what is not a file.
async fn page(State(index): State<PathBuf>, request: Request) -> Response {
    let path = request.uri().path();
    if is_backend_path(path) || !accepts_html(request.headers()) {
        return (StatusCode::NOT_FOUND, "There is nothing here.\n").into_response();
    }
    let file = ServeFile::new(&index).precompressed_br().precompressed_gzip();
    match file.oneshot(request).await {
        Ok(found) if found.status() != StatusCode::NOT_FOUND => found.map(Body::new),
        Ok(_) => (
            StatusCode::NOT_FOUND,
            "The console is not built yet. `cargo xtask build` builds it.\n",
        )
            .into_response(),
        Err(never) => absurd(never),
    }
}

fn absurd(never: Infallible) -> Response {
    match never {}
}

/// Only an `Accept` that names HTML is a navigation; scripts and `fetch` say `*/*`, and HTML would only confuse them.
fn accepts_html(headers: &HeaderMap) -> bool {
    headers
        .get_all(ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.contains("text/html"))
}

async fn with_headers(policy: &'static str, request: Request, next: Next) -> Response {
    let hashed = is_hashed(request.uri().path());
    let mut response = next.run(request).await;
    let found = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    let headers = response.headers_mut();
    let is_page = headers
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let kept = if hashed && found && !is_page {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(kept));
    headers.insert(CSP, HeaderValue::from_static(policy));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    response
}

/// Whether the file's name holds a content hash: 16 or more hexadecimal digits standing alone, as Trunk and
/// wasm-bindgen write them.
fn is_hashed(path: &str) -> bool {
    let name = Path::new(path)
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    name.split(['-', '_', '.'])
        .any(|part| part.len() >= 16 && part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')))
}

#[cfg(test)]
mod tests;
