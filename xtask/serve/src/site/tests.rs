use std::fs;

use axum::body::Body;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{Method, Request};
use http_body_util::BodyExt;
use tempfile::TempDir;

use super::*;

fn dist() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(dir.path().join(name), bytes).unwrap();
    write("index.html", b"<!doctype html>page");
    write("tokenscope.js", b"plain script");
    write("tokenscope.js.br", &stored("plain script"));
    write("tokenscope.js.gz", b"gzipped");
    write("tokenscope_bg.wasm", b"\0asm");
    write("theme-0123456789abcdef.css", b"a{}");
    fs::create_dir(dir.path().join("snippets")).unwrap();
    write("snippets/inline.js", b"snippet");
    dir
}

/// Brotli that only says what follows.
fn stored(text: &str) -> Vec<u8> {
    let length = u8::try_from(text.len() - 1).unwrap();
    [&[length << 4, length >> 4, 0x10], text.as_bytes(), &[3]].concat()
}

/// The same files twice: in the folder, and as a program would hold them.
fn both(dist: &TempDir) -> [Site; 2] {
    let names = [
        "index.html",
        "tokenscope_bg.wasm",
        "theme-0123456789abcdef.css",
        "snippets/inline.js",
    ];
    let mut files: Vec<Embedded> = names.into_iter().map(|name| held(dist, name, None)).collect();
    files.push(Embedded {
        name: "tokenscope.js",
        ..held(dist, "tokenscope.js.br", Some(12))
    });
    [Site::from(dist.path()), Site::Embedded(Files::new(&files))]
}

fn held(dist: &TempDir, name: &'static str, unpacked: Option<u64>) -> Embedded {
    let bytes = fs::read(dist.path().join(name)).unwrap().leak();
    Embedded { name, bytes, unpacked }
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    bytes: Vec<u8>,
    text: String,
}

impl Answer {
    fn header(&self, name: impl axum::http::header::AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

async fn ask(files: &Site, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = site(files.clone())
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap();
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes().to_vec();
    Answer {
        status: parts.status,
        headers: parts.headers,
        text: String::from_utf8_lossy(&bytes).into_owned(),
        bytes,
    }
}

async fn get(files: &Site, path: &str, headers: &[(&str, &str)]) -> Answer {
    ask(files, Method::GET, path, headers).await
}

const NAVIGATION: (&str, &str) = ("accept", "text/html,application/xhtml+xml,*/*;q=0.8");

#[tokio::test]
async fn files_come_with_their_type_and_the_policy() {
    let dist = dist();
    for files in both(&dist) {
        for (path, kind) in [
            ("/", "text/html"),
            ("/index.html", "text/html"),
            ("/tokenscope.js", "text/javascript"),
            ("/tokenscope_bg.wasm", "application/wasm"),
            ("/theme-0123456789abcdef.css", "text/css"),
        ] {
            let answer = get(&files, path, &[]).await;
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
    let before = both(&dist);
    let mut tags = Vec::new();
    for files in &before {
        for (path, accepted) in [("/tokenscope.js", "br"), ("/tokenscope.js", "identity"), ("/", "br")] {
            let encoding = (ACCEPT_ENCODING.as_str(), accepted);
            let first = get(files, path, &[encoding]).await;
            assert_eq!(first.header(CACHE_CONTROL), "no-cache");
            let headers = [encoding, (IF_NONE_MATCH.as_str(), first.header(ETAG))];
            let again = get(files, path, &headers).await;
            assert_eq!(again.status, StatusCode::NOT_MODIFIED);
            assert_eq!(
                (again.header(CACHE_CONTROL), again.header(ETAG)),
                ("no-cache", first.header(ETAG))
            );
            assert!(again.text.is_empty());
            tags.push(first.header(ETAG).to_owned());
        }
    }
    assert!(
        tags.iter().enumerate().all(|(at, tag)| !tags[..at].contains(tag)),
        "{tags:?}"
    );
    // As long as before.
    fs::write(dist.path().join("tokenscope.js"), "newer script").unwrap();
    fs::write(dist.path().join("tokenscope.js.br"), stored("newer script")).unwrap();
    for (files, tag) in both(&dist).iter().zip([&tags[1], &tags[4]]) {
        let changed = get(files, "/tokenscope.js", &[(IF_NONE_MATCH.as_str(), tag)]).await;
        assert_eq!(
            (changed.status, changed.text.as_str()),
            (StatusCode::OK, "newer script")
        );
    }
}

#[tokio::test]
async fn what_is_part_of_the_program_has_no_time() {
    let dist = dist();
    let [_, files] = both(&dist);
    for path in ["/", "/tokenscope.js", "/access-tokens"] {
        let headers = [NAVIGATION, ("if-modified-since", "Fri, 01 Jan 2100 00:00:00 GMT")];
        let answer = get(&files, path, &headers).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(answer.header(LAST_MODIFIED), "");
    }
}

#[tokio::test]
async fn below_another_path_only_the_page_differs() {
    let dist = dist();
    fs::write(dist.path().join("index.html"), "<script src=/tokenscope.js>").unwrap();
    let [_, files] = both(&dist);
    let Site::Embedded(files) = files else {
        panic!("it is embedded")
    };
    let below = Site::Embedded(files.below("/tokens").unwrap());
    let page = get(&below, "/access-tokens/4711", &[NAVIGATION]).await;
    assert_eq!(page.text, "<script src=/tokens/tokenscope.js>");
    assert_eq!(get(&below, "/tokenscope.js", &[]).await.text, "plain script");
    assert!(files.below("tokens").is_err());
    let all: Vec<_> = files.each().map(|file| file.unwrap().name.to_owned()).collect();
    assert_eq!(all.len(), 5);
    assert!(!files.is_empty() && Files::default().is_empty());
}

#[tokio::test]
async fn a_hashed_name_is_kept_for_ever_but_only_where_it_exists() {
    let dist = dist();
    for files in both(&dist) {
        let found = get(&files, "/theme-0123456789abcdef.css", &[]).await;
        assert_eq!(found.header(CACHE_CONTROL), "public, max-age=31536000, immutable");
        let missing = get(&files, "/theme-fedcba9876543210.css", &[]).await;
        assert_eq!(
            (missing.status, missing.header(CACHE_CONTROL)),
            (StatusCode::NOT_FOUND, "no-cache")
        );
        let page = get(&files, "/theme-fedcba9876543210.css", &[NAVIGATION]).await;
        assert_eq!((page.status, page.header(CACHE_CONTROL)), (StatusCode::OK, "no-cache"));
    }
}

#[tokio::test]
async fn the_smallest_encoding_that_the_caller_takes_is_sent() {
    let dist = dist();
    for files in both(&dist) {
        let (gzip, gzipped) = match files {
            Site::Folder(_) => ("gzip", &b"gzipped"[..]),
            Site::Embedded(_) => ("", &b"plain script"[..]),
        };
        for (accepted, encoding, bytes) in [
            ("gzip, deflate, br, zstd", "br", &stored("plain script")[..]),
            ("gzip", gzip, gzipped),
            ("br;q=0, gzip", gzip, gzipped),
            ("identity", "", b"plain script"),
        ] {
            let answer = get(&files, "/tokenscope.js", &[(ACCEPT_ENCODING.as_str(), accepted)]).await;
            assert_eq!(
                (answer.header(CONTENT_ENCODING), answer.bytes.as_slice()),
                (encoding, bytes),
                "{accepted}"
            );
            assert!(answer.header(CONTENT_TYPE).starts_with("text/javascript"));
            assert!(answer.header(VARY).eq_ignore_ascii_case("accept-encoding"));
        }
        let bare = get(&files, "/tokenscope_bg.wasm", &[(ACCEPT_ENCODING.as_str(), "br")]).await;
        assert_eq!((bare.header(CONTENT_ENCODING), bare.text.as_str()), ("", "\0asm"));
    }
}

#[tokio::test]
async fn addresses_inside_the_console_get_its_page() {
    let dist = dist();
    for files in both(&dist) {
        for path in [
            "/access-tokens",
            "/access-tokens/4711?page=2",
            "/refresh-tokens/1",
            "/authorization-codes/9",
            "/snippets",
            "/snippets/",
            "/snippets/other",
        ] {
            let answer = get(&files, path, &[NAVIGATION]).await;
            assert_eq!(
                (answer.status, answer.text.as_str()),
                (StatusCode::OK, "<!doctype html>page"),
                "{path}"
            );
            assert_eq!(answer.header(CACHE_CONTROL), "no-cache");
        }
    }
}

#[tokio::test]
async fn nothing_else_gets_the_page() {
    let dist = dist();
    for files in both(&dist) {
        for path in BACKEND_PREFIXES
            .iter()
            .copied()
            .chain(["/standin/", "/api/v3/core/users/me/", "/if/admin/"])
        {
            assert_eq!(
                get(&files, path, &[NAVIGATION]).await.status,
                StatusCode::NOT_FOUND,
                "{path}"
            );
        }
        let script = get(&files, "/missing.js", &[(ACCEPT.as_str(), "*/*")]).await;
        assert_eq!(script.status, StatusCode::NOT_FOUND);
        assert!(!script.text.contains("<!doctype"));
        assert_eq!(
            ask(&files, Method::POST, "/access-tokens", &[NAVIGATION]).await.status,
            StatusCode::METHOD_NOT_ALLOWED
        );
    }
}

#[tokio::test]
async fn head_tells_the_length_and_sends_no_body() {
    let dist = dist();
    for files in both(&dist) {
        let answer = ask(&files, Method::HEAD, "/tokenscope.js", &[]).await;
        assert_eq!(
            (answer.status, answer.header("content-length"), answer.text.as_str()),
            (StatusCode::OK, "12", "")
        );
        let packed = ask(
            &files,
            Method::HEAD,
            "/tokenscope.js",
            &[(ACCEPT_ENCODING.as_str(), "br")],
        )
        .await;
        assert_eq!((packed.header("content-length"), packed.text.as_str()), ("16", ""));
        for path in ["/snippets/inline.js", "/tokenscope.js.br"] {
            let whole = get(&files, path, &[]).await;
            let length = whole.bytes.len().to_string();
            assert_eq!(
                (whole.status, whole.header("content-length")),
                (StatusCode::OK, length.as_str())
            );
        }
    }
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
        let answer = get(&Site::from(dist.path()), path, &[]).await;
        assert!(!answer.text.contains("secret"), "{path}");
        assert_ne!(answer.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn a_missing_build_says_how_to_get_one() {
    let empty = tempfile::tempdir().unwrap();
    let answer = get(&Site::from(empty.path()), "/", &[NAVIGATION]).await;
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
