use axum::body::Bytes;
use tokio::sync::mpsc;

use super::*;

#[tokio::test]
async fn authentiks_paths_go_to_authentik_and_all_others_to_the_console() {
    let setting = Setting::answering(&[], "authentik").await;
    for prefix in crate::BACKEND_PREFIXES {
        let answer = setting.get(&format!("{prefix}x?a=b%20c"), &[]).await;
        assert_eq!(answer.text, "authentik", "{prefix}");
        let received = setting.received.lock().unwrap().pop().unwrap();
        assert_eq!(received.uri.to_string(), format!("{prefix}x?a=b%20c"));
    }
    for path in ["/", "/access-tokens/4711?page=2"] {
        assert_eq!(
            setting.get(path, &[("accept", "text/html")]).await.text,
            "the console",
            "{path}"
        );
    }
    assert!(setting.received_nothing());
}

#[tokio::test]
async fn host_origin_and_referer_change_together() {
    let setting = Setting::answering(&[], "").await;
    let headers = [
        ("origin", HERE),
        ("referer", "http://127.0.0.1:8080/access-tokens?page=2"),
    ];
    setting.ask(Method::DELETE, "/api/v3/x/1/", &headers, "").await;
    let received = setting.received();
    assert_eq!(received.method, Method::DELETE);
    assert_eq!(received.header("host"), Some(setting.upstream.as_str()));
    assert_eq!(
        received.header("origin").unwrap(),
        format!("http://{}", setting.upstream)
    );
    assert_eq!(
        received.header("referer").unwrap(),
        format!("http://{}/access-tokens?page=2", setting.upstream)
    );
}

#[tokio::test]
async fn the_origin_of_another_page_stays_so_that_authentik_can_refuse_it() {
    for foreign in [
        "http://evil.example",
        "http://127.0.0.1:3000",
        "http://localhost:8080",
        "null",
        "http://127.0.0.1:80801",
    ] {
        let setting = Setting::answering(&[], "").await;
        let referer = format!("{foreign}/page");
        setting
            .ask(
                Method::POST,
                "/api/v3/x/",
                &[("origin", foreign), ("referer", &referer)],
                "",
            )
            .await;
        assert_eq!(setting.received().header("origin"), Some(foreign));
        assert_eq!(setting.received().header("referer"), Some(referer.as_str()));
    }
}

#[tokio::test]
async fn an_own_origin_beside_a_foreign_one_makes_neither_authentiks() {
    for origins in [[HERE, "http://evil.example"], ["http://evil.example", HERE]] {
        let setting = Setting::answering(&[], "").await;
        let headers = origins.map(|origin| ("origin", origin));
        setting.ask(Method::POST, "/api/v3/x/", &headers, "").await;
        let received = setting.received();
        let arrived: Vec<_> = received.headers.get_all("origin").iter().collect();
        assert_eq!(arrived, origins);
    }
}

#[tokio::test]
async fn a_referer_that_cannot_be_passed_on_costs_itself_and_not_the_request() {
    for (sent, arrives) in [
        ("http://127.0.0.1:8080/a b", None),
        ("http://127.0.0.1:8080/<x>", None),
        ("http://127.0.0.1:8080/\u{fc}", Some("/\u{fc}")),
        ("http://127.0.0.1:8080", Some("/")),
        ("http://127.0.0.1:8080?page=2", Some("/?page=2")),
        ("http://evil.example/a b", Some("http://evil.example/a b")),
        ("not an address", Some("not an address")),
    ] {
        let setting = Setting::answering(&[], "").await;
        let answer = setting.get("/api/v3/", &[("referer", sent)]).await;
        assert_eq!(answer.status, StatusCode::OK, "{sent}");
        let expected = arrives.map(|path| match path.strip_prefix('/') {
            Some(_) => format!("http://{}{path}", setting.upstream),
            None => path.to_owned(),
        });
        let received = setting.received();
        let arrived = received.headers.get("referer");
        let arrived = arrived.map(|value| String::from_utf8(value.as_bytes().to_vec()).unwrap());
        assert_eq!(arrived, expected, "{sent}");
    }
}

#[tokio::test]
async fn a_method_that_authentik_does_not_know_ends_here() {
    let setting = Setting::answering(&[], "").await;
    for method in ["TRACE", "CONNECT", "trace", "TRACK", "DEBUG", "PROPFIND", "get"] {
        for path in ["/api/v3/", "/if/x/", "/"] {
            let answer = setting
                .ask(Method::from_bytes(method.as_bytes()).unwrap(), path, &[], "")
                .await;
            assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
            assert!(answer.header("allow").unwrap().contains("DELETE"));
        }
    }
    let connect = format!("CONNECT {HOST} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n");
    let answer = say(setting.proxy.clone(), &connect).await;
    assert!(answer.starts_with("HTTP/1.1 405 "), "{answer}");
    assert!(setting.received_nothing());
}

#[tokio::test]
async fn what_the_browser_says_arrives() {
    let setting = Setting::answering(&[], "").await;
    let headers = [
        ("cookie", "authentik_session=s; authentik_csrf=c"),
        ("x-authentik-csrf", "c"),
        ("accept-encoding", "gzip, br"),
        ("accept-language", "de"),
        ("authorization", "Bearer of-the-caller"),
        ("content-type", "application/json"),
        ("sec-fetch-site", "same-origin"),
    ];
    setting.ask(Method::PUT, "/api/v3/x/", &headers, "{\"a\":1}").await;
    let received = setting.received();
    for (name, value) in headers {
        assert_eq!(received.header(name), Some(value), "{name}");
    }
    assert_eq!((received.method, received.body.as_str()), (Method::PUT, "{\"a\":1}"));
}

#[tokio::test]
async fn headers_of_one_connection_and_of_other_proxies_end_here() {
    let setting = Setting::answering(&[], "").await;
    let headers = [
        ("connection", "keep-alive, X-Mine"),
        ("x-mine", "1"),
        ("keep-alive", "timeout=5"),
        ("te", "trailers"),
        ("proxy-authorization", "Basic x"),
        ("proxy-connection", "keep-alive"),
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "https"),
        ("x-forwarded-for", "10.0.0.1"),
        ("x-real-ip", "10.0.0.1"),
        ("forwarded", "host=evil.example"),
    ];
    setting.get("/api/v3/", &headers).await;
    let received = setting.received();
    for (name, _) in headers {
        assert_eq!(received.header(name), None, "{name}");
    }
}

#[tokio::test]
async fn a_backend_below_a_path_is_asked_below_it() {
    let setting = Setting::with("/auth", None, &[], "").await;
    setting.get("/api/v3/core/users/me/?a=b", &[]).await;
    assert_eq!(setting.received().uri.to_string(), "/auth/api/v3/core/users/me/?a=b");
    setting.received.lock().unwrap().clear();
    setting.get("/auth/static/dist/app.js", &[]).await;
    assert_eq!(setting.received().uri.to_string(), "/auth/static/dist/app.js");
}

#[tokio::test]
async fn a_body_is_passed_on_while_it_is_still_being_sent() {
    let (seen, mut sees) = mpsc::channel::<String>(2);
    let listener = listen().await;
    let backend = format!("http://{}", listener.local_addr().unwrap());
    let answer = async move |request: Request| {
        let mut body = request.into_body();
        while let Some(frame) = body.frame().await {
            seen.send(String::from_utf8(frame.unwrap().into_data().unwrap().to_vec()).unwrap())
                .await
                .unwrap();
        }
    };
    serve(listener, Router::new().fallback(answer));
    let (proxy, _dist) = in_front_of(&backend, None);
    let (mut sends, body) = http_body_util::channel::Channel::<Bytes>::new(1);
    let asking = tokio::spawn(async move { ask(&proxy, Method::POST, "/api/v3/", &[], Body::new(body)).await.status });
    sends.send_data(Bytes::from("first")).await.unwrap();
    assert_eq!(sees.recv().await.as_deref(), Some("first"));
    sends.send_data(Bytes::from("second")).await.unwrap();
    assert_eq!(sees.recv().await.as_deref(), Some("second"));
    drop(sends);
    assert_eq!(asking.await.unwrap(), StatusCode::OK);
}

#[tokio::test]
async fn a_host_that_is_not_this_machine_is_refused_everywhere() {
    let setting = Setting::answering(&[], "").await;
    for path in ["/", "/api/v3/", "/access-tokens"] {
        for host in ["evil.example:8080", "127.0.0.1.evil.example"] {
            let answer = setting.get(path, &[("host", host), ("accept", "text/html")]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{host}{path}");
            assert!(!answer.text.contains("the console"));
        }
    }
    assert!(setting.received_nothing());
    assert_eq!(
        setting.get("/api/v3/", &[("host", "localhost:9")]).await.status,
        StatusCode::OK
    );
}
