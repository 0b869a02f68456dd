use axum::body::Bytes;
use tokio::sync::mpsc;

use super::*;

#[tokio::test]
async fn locations_on_authentik_lead_back_here() {
    let setting = Setting::answering(&[("location", "http://{upstream}/if/flow/login/?next=%2F")], "").await;
    let answer = setting.get("/flows/-/default/authentication/", &[]).await;
    assert_eq!(
        answer.header("location"),
        Some("http://127.0.0.1:8080/if/flow/login/?next=%2F")
    );
    let answer = setting.get("/flows/", &[("host", "localhost:9")]).await;
    assert_eq!(
        answer.header("location"),
        Some("http://localhost:9/if/flow/login/?next=%2F")
    );
}

#[tokio::test]
async fn other_locations_stay() {
    let setting = Setting::answering(&[("location", "https://login.example.org/x")], "").await;
    assert_eq!(
        setting.get("/source/x/", &[]).await.header("location"),
        Some("https://login.example.org/x")
    );
    let setting = Setting::answering(&[("location", "/if/flow/x/")], "").await;
    assert_eq!(
        setting.get("/flows/x/", &[]).await.header("location"),
        Some("/if/flow/x/")
    );
}

#[tokio::test]
async fn cookies_stay_usable_on_plain_http() {
    let sent = &[
        (
            "set-cookie",
            "authentik_session=abc; HttpOnly; Path=/; SameSite=None; Secure; Domain=example.com",
        ),
        ("set-cookie", "authentik_csrf=def; Path=/; SameSite=Lax; Secure"),
    ];
    let answer = Setting::answering(sent, "").await.get("/api/v3/", &[]).await;
    let kept = [
        "authentik_session=abc; HttpOnly; Path=/; SameSite=Lax",
        "authentik_csrf=def; Path=/; SameSite=Lax",
    ];
    assert_eq!(answer.all("set-cookie"), kept);
}

#[tokio::test]
async fn only_what_loopback_cannot_keep_is_dropped() {
    let sent = &[
        ("strict-transport-security", "max-age=31536000"),
        ("alt-svc", "h3=\":443\""),
        ("keep-alive", "timeout=5"),
        ("content-security-policy", "default-src 'self'"),
        ("x-authentik-id", "request-1"),
        ("retry-after", "5"),
        ("content-type", "application/json"),
    ];
    let answer = Setting::answering(sent, "{}").await.get("/api/v3/", &[]).await;
    for gone in [
        "strict-transport-security",
        "alt-svc",
        "keep-alive",
        "cross-origin-resource-policy",
    ] {
        assert_eq!(answer.header(gone), None, "{gone}");
    }
    for (name, value) in &sent[3..] {
        assert_eq!(answer.header(name), Some(*value), "{name}");
    }
    assert_eq!(answer.text, "{}");
}

#[tokio::test]
async fn what_the_api_answers_is_not_kept_unless_authentik_says_how() {
    type Headers = &'static [(&'static str, &'static str)];
    let said: [Headers; 4] = [
        &[("cache-control", "private, max-age=60"), ("etag", "\"1\"")],
        &[("cache-control", "no-cache"), ("cache-control", "private")],
        &[("expires", "Thu, 01 Jan 1970 00:00:00 GMT")],
        &[
            ("pragma", "no-cache"),
            ("cache-control", "public"),
            ("vary", "Cookie"),
            ("age", "3"),
        ],
    ];
    for headers in said {
        let answer = Setting::answering(headers, "{}").await.get("/api/v3/", &[]).await;
        let arrived = answer.all("cache-control");
        let sent = headers.iter().filter(|(name, _)| *name == "cache-control");
        assert_eq!(arrived, sent.map(|(_, value)| *value).collect::<Vec<_>>());
        for (name, _) in headers.iter().filter(|(name, _)| *name != "cache-control") {
            assert!(answer.header(name).is_some(), "{name}");
        }
    }
    for (path, expected) in [
        ("/api/v3/", Some("no-store")),
        ("/auth/api/v3/", Some("no-store")),
        ("/static/a.js", None),
        ("/if/x/", None),
    ] {
        let headers = &[("last-modified", "Thu, 01 Jan 1970 00:00:00 GMT"), ("etag", "\"1\"")];
        for token in [None, Some("token")] {
            let answer = Setting::with("/auth", token, headers, "{}").await.get(path, &[]).await;
            assert_eq!(answer.header("cache-control"), expected, "{path}");
            assert_eq!(answer.header("etag"), Some("\"1\""));
        }
    }
}

#[tokio::test]
async fn the_addresses_in_authentiks_pages_come_back_here() {
    const PAGE: &str = "<meta name=\"ak-base-url\" content=\"http://{upstream}/\">";
    let setting = Setting::answering(&[("content-type", "text/html; charset=utf-8"), ("etag", "\"1\"")], PAGE).await;
    let answer = setting
        .get(
            "/if/flow/login/",
            &[("accept", "text/html"), ("accept-encoding", "gzip")],
        )
        .await;
    assert_eq!(
        answer.text,
        "<meta name=\"ak-base-url\" content=\"http://127.0.0.1:8080/\">"
    );
    assert_eq!(answer.header("content-length").unwrap(), answer.text.len().to_string());
    assert_eq!(answer.header("etag"), None);
    assert_eq!(setting.received().header("accept-encoding"), None);
}

#[tokio::test]
async fn nothing_but_pages_is_looked_into() {
    const TEXT: &str = "http://{upstream}/";
    let html: &[_] = &[("content-type", "text/html")];
    let packed: &[_] = &[("content-type", "text/html"), ("content-encoding", "br")];
    let script: &[_] = &[("content-type", "text/javascript")];
    for (headers, path, accept) in [
        (html, "/api/v3/", "text/html"),
        (html, "/if/x/", "*/*"),
        (packed, "/if/x/", "text/html"),
        (script, "/if/x/", "text/html"),
    ] {
        let setting = Setting::answering(headers, TEXT).await;
        let answer = setting.get(path, &[("accept", accept)]).await;
        assert_eq!(
            answer.text,
            format!("http://{}/", setting.upstream),
            "{path} {accept} {headers:?}"
        );
    }
}

#[tokio::test]
async fn an_answer_is_passed_on_while_it_is_still_being_written() {
    let (sends, receives) = mpsc::channel::<http_body_util::channel::Channel<Bytes>>(1);
    let (writes, body) = http_body_util::channel::Channel::<Bytes>::new(1);
    sends.send(body).await.unwrap();
    let receives = Arc::new(tokio::sync::Mutex::new(receives));
    let listener = listen().await;
    let backend = format!("http://{}", listener.local_addr().unwrap());
    serve(
        listener,
        Router::new().fallback(async move || Response::new(Body::new(receives.lock().await.recv().await.unwrap()))),
    );
    let (proxy, _dist) = in_front_of(&backend, None);
    let request = Request::builder()
        .uri("/api/v3/")
        .header("host", HOST)
        .body(Body::empty())
        .unwrap();
    let mut writes = writes;
    let mut answer = proxy.oneshot(request).await.unwrap().into_body();
    for part in ["first", "second"] {
        writes.send_data(Bytes::from(part)).await.unwrap();
        assert_eq!(answer.frame().await.unwrap().unwrap().into_data().unwrap(), part);
    }
    drop(writes);
    assert!(answer.frame().await.is_none());
}
