//! The static half: the files of the console, the headers that a good deployment sends, and the one page for every address
//! inside the console.

use std::convert::Infallible;
use std::path::{Path, PathBuf};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY as CSP, CONTENT_TYPE, IF_MODIFIED_SINCE, IF_UNMODIFIED_SINCE,
    LAST_MODIFIED, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use tower::ServiceExt;
use tower_http::services::ServeDir;
use tower_http::services::fs::{Backend, TokioBackend};

mod embedded;

pub use embedded::{Embedded, Files, Unpacked, public_path};

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

/// Where the files of a site are.
#[derive(Clone, Debug)]
pub enum Site {
    /// In this folder, such as one that `cargo xtask build` filled. It may change while it is served.
    Folder(PathBuf),
    /// In the program.
    Embedded(Files),
}

impl From<PathBuf> for Site {
    fn from(folder: PathBuf) -> Self {
        Self::Folder(folder)
    }
}

impl From<&Path> for Site {
    fn from(folder: &Path) -> Self {
        Self::Folder(folder.into())
    }
}

/// A router that answers every path with the files of the site.
///
/// * Names holding a content hash may be kept for ever; all others are asked about each time and answered 304 by their
///   ETag when they have not changed.
/// * Where `x.br` or `x.gz` lies beside `x` and the caller takes that encoding, it is sent instead. Embedded files have
///   no `x.gz`.
/// * A navigation (`Accept` names `text/html`) to any other path gets `index.html`, so that addresses inside the console
///   can be opened directly; [authentik's own paths](BACKEND_PREFIXES) stay a 404.
pub fn site(site: impl Into<Site>) -> Router {
    site_with_policy(site, CONTENT_SECURITY_POLICY)
}

/// The same with another Content-Security-Policy, for pages that hold more than the console.
pub fn site_with_policy(site: impl Into<Site>, policy: &'static str) -> Router {
    let files = match site.into() {
        Site::Folder(folder) => all_from(ServeDir::new(folder)),
        Site::Embedded(files) => all_from(ServeDir::with_backend("", files)).layer(from_fn(without_times)),
    };
    files.layer(from_fn(move |request, next| with_headers(policy, request, next)))
}

fn all_from<B: Backend>(files: Served<B>) -> Router {
    let files = files
        .precompressed_br()
        .precompressed_gzip()
        .redirect_to_trailing_slash(false);
    let page = Router::new().fallback(page::<B>).with_state(files.clone());
    Router::new().fallback_service(files.fallback(page))
}

type Served<B = TokioBackend> = ServeDir<tower_http::services::fs::DefaultServeDirFallback, B>;

/// Answers what is not a file.
async fn page<B: Backend>(State(files): State<Served<B>>, mut request: Request) -> Response {
    let path = request.uri().path();
    if is_backend_path(path) || !accepts_html(request.headers()) {
        return (StatusCode::NOT_FOUND, "There is nothing here.\n").into_response();
    }
    *request.uri_mut() = Uri::from_static("/index.html");
    match files.oneshot(request).await {
        Ok(found) if found.status() != StatusCode::NOT_FOUND => found.map(Body::new),
        Ok(_) => (
            StatusCode::NOT_FOUND,
            "The console is not built yet. `cargo xtask build` builds it.\n",
        )
            .into_response(),
        Err(never) => absurd(never),
    }
}

/// What is part of a program has no time of its own, and is told by its ETag alone.
async fn without_times(mut request: Request, next: Next) -> Response {
    request.headers_mut().remove(IF_MODIFIED_SINCE);
    request.headers_mut().remove(IF_UNMODIFIED_SINCE);
    let mut response = next.run(request).await;
    response.headers_mut().remove(LAST_MODIFIED);
    response
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
