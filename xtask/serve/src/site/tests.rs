use std::fs;

use axum::body::Body;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{Method, Request};
use http_body_util::BodyExt;
use tempfile::TempDir;

use super::*;

fn dist() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
    write("index.html", "<!doctype html>page");
    write("tokenscope.js", "plain script");
    write("tokenscope.js.br", "brotli");
    write("tokenscope.js.gz", "gzipped");
    write("tokenscope_bg.wasm", "\0asm");
    write("theme-0123456789abcdef.css", "a{}");
    fs::create_dir(dir.path().join("snippets")).unwrap();
    dir
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Answer {
    fn header(&self, name: impl axum::http::header::AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

async fn ask(dist: &TempDir, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = site(dist.path())
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap();
    let (parts, body) = response.into_parts();
    let text = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
    Answer {
        status: parts.status,
        headers: parts.headers,
        text,
    }
}

async fn get(dist: &TempDir, path: &str, headers: &[(&str, &str)]) -> Answer {
    ask(dist, Method::GET, path, headers).await
}

const NAVIGATION: (&str, &str) = ("accept", "text/html,application/xhtml+xml,*/*;q=0.8");

#[tokio::test]
async fn files_come_with_their_type_and_the_policy() {
    let dist = dist();
    for (path, kind) in [
        ("/", "text/html"),
        ("/index.html", "text/html"),
        ("/tokenscope.js", "text/javascript"),
        ("/tokenscope_bg.wasm", "application/wasm"),
        ("/theme-0123456789abcdef.css", "text/css"),
    ] {
        let answer = get(&dist, path, &[]).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(
            answer.header(CONTENT_TYPE).starts_with(kind),
            "{path}: {}",
            answer.header(CONTENT_TYPE)
        );
        assert_eq!(answer.header(CSP), CONTENT_SECURITY_POLICY);
        assert_eq!(answer.header(X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert_eq!(answer.header(REFERRER_POLICY), "same-origin");
    }
}

#[tokio::test]
async fn the_policy_is_one_clean_line() {
    assert!(CONTENT_SECURITY_POLICY.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src"));
    assert!(CONTENT_SECURITY_POLICY.ends_with("object-src 'none'; require-trusted-types-for 'script'"));
    assert!(!CONTENT_SECURITY_POLICY.contains("  ") && !CONTENT_SECURITY_POLICY.contains("unsafe-inline"));
}

#[tokio::test]
async fn an_unhashed_name_is_asked_about_again_and_answered_304() {
    let dist = dist();
    let first = get(&dist, "/tokenscope.js", &[]).await;
    assert_eq!(first.header(CACHE_CONTROL), "no-cache");
    let again = get(&dist, "/tokenscope.js", &[(IF_NONE_MATCH.as_str(), first.header(ETAG))]).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert_eq!(again.header(CACHE_CONTROL), "no-cache");
    assert!(again.text.is_empty());
    fs::write(dist.path().join("tokenscope.js"), "a newer script").unwrap();
    let changed = get(&dist, "/tokenscope.js", &[(IF_NONE_MATCH.as_str(), first.header(ETAG))]).await;
    assert_eq!(
        (changed.status, changed.text.as_str()),
        (StatusCode::OK, "a newer script")
    );
}

#[tokio::test]
async fn a_hashed_name_is_kept_for_ever_but_only_where_it_exists() {
    let dist = dist();
    let found = get(&dist, "/theme-0123456789abcdef.css", &[]).await;
    assert_eq!(found.header(CACHE_CONTROL), "public, max-age=31536000, immutable");
    let missing = get(&dist, "/theme-fedcba9876543210.css", &[]).await;
    assert_eq!(
        (missing.status, missing.header(CACHE_CONTROL)),
        (StatusCode::NOT_FOUND, "no-cache")
    );
    let page = get(&dist, "/theme-fedcba9876543210.css", &[NAVIGATION]).await;
    assert_eq!((page.status, page.header(CACHE_CONTROL)), (StatusCode::OK, "no-cache"));
}

#[tokio::test]
async fn the_smallest_encoding_that_the_caller_takes_is_sent() {
    let dist = dist();
    for (accepted, encoding, text) in [
        ("gzip, deflate, br, zstd", "br", "brotli"),
        ("gzip", "gzip", "gzipped"),
        ("br;q=0, gzip", "gzip", "gzipped"),
        ("identity", "", "plain script"),
    ] {
        let answer = get(&dist, "/tokenscope.js", &[(ACCEPT_ENCODING.as_str(), accepted)]).await;
        assert_eq!(
            (answer.header(CONTENT_ENCODING), answer.text.as_str()),
            (encoding, text),
            "{accepted}"
        );
        assert!(answer.header(CONTENT_TYPE).starts_with("text/javascript"));
        assert!(answer.header(VARY).eq_ignore_ascii_case("accept-encoding"));
    }
    let bare = get(&dist, "/tokenscope_bg.wasm", &[(ACCEPT_ENCODING.as_str(), "br")]).await;
    assert_eq!((bare.header(CONTENT_ENCODING), bare.text.as_str()), ("", "\0asm"));
}

#[tokio::test]
async fn addresses_inside_the_console_get_its_page() {
    let dist = dist();
    for path in [
        "/access-tokens",
        "/access-tokens/4711?page=2",
        "/refresh-tokens/1",
        "/authorization-codes/9",
        "/snippets",
    ] {
        let answer = get(&dist, path, &[NAVIGATION]).await;
        assert_eq!(
            (answer.status, answer.text.as_str()),
            (StatusCode::OK, "<!doctype html>page"),
            "{path}"
        );
        assert_eq!(answer.header(CACHE_CONTROL), "no-cache");
    }
}

#[tokio::test]
async fn nothing_else_gets_the_page() {
    let dist = dist();
    for path in BACKEND_PREFIXES
        .iter()
        .copied()
        .chain(["/standin/", "/api/v3/core/users/me/", "/if/admin/"])
    {
        assert_eq!(
            get(&dist, path, &[NAVIGATION]).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    let script = get(&dist, "/missing.js", &[(ACCEPT.as_str(), "*/*")]).await;
    assert_eq!(script.status, StatusCode::NOT_FOUND);
    assert!(!script.text.contains("<!doctype"));
    assert_eq!(
        ask(&dist, Method::POST, "/access-tokens", &[NAVIGATION]).await.status,
        StatusCode::METHOD_NOT_ALLOWED
    );
}

#[tokio::test]
async fn head_tells_the_length_and_sends_no_body() {
    let dist = dist();
    let answer = ask(&dist, Method::HEAD, "/tokenscope.js", &[]).await;
    assert_eq!(
        (answer.status, answer.header("content-length"), answer.text.as_str()),
        (StatusCode::OK, "12", "")
    );
}

#[tokio::test]
async fn nothing_outside_the_folder_is_read() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.txt"), "secret").unwrap();
    let dist = TempDir::new_in(outside.path()).unwrap();
    fs::write(dist.path().join("index.html"), "page").unwrap();
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e%5csecret.txt",
        "//../secret.txt",
    ] {
        let answer = get(&dist, path, &[]).await;
        assert!(!answer.text.contains("secret"), "{path}");
        assert_ne!(answer.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn a_missing_build_says_how_to_get_one() {
    let empty = tempfile::tempdir().unwrap();
    let answer = get(&empty, "/", &[NAVIGATION]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.text.contains("cargo xtask build"));
}

#[test]
fn hashes_are_told_from_words() {
    assert!(is_hashed("/tokenscope-1a2b3c4d5e6f7a8b_bg.wasm"));
    assert!(is_hashed("/snippets/x/theme-0123456789abcdef.css"));
    assert!(!is_hashed("/tokenscope_bg.wasm"));
    assert!(!is_hashed("/0123456789abcdef/boot.js"));
    assert!(!is_hashed("/"));
}
