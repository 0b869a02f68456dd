use super::*;

const CANARY: &str = "canary-token-1";

async fn setting() -> Setting {
    let headers = &[
        ("set-cookie", "authentik_session=of-the-token; Path=/"),
        ("access-control-allow-origin", "*"),
        ("content-type", "application/json"),
    ];
    Setting::with("", Some(CANARY), headers, "{}").await
}

#[tokio::test]
async fn the_api_is_asked_with_the_token_and_without_the_browsers_credentials() {
    let setting = setting().await;
    let headers = [
        ("cookie", "authentik_session=of-the-browser"),
        ("authorization", "Bearer of-the-caller"),
    ];
    setting.get("/api/v3/core/users/me/", &headers).await;
    let received = setting.received();
    assert_eq!(received.header("authorization"), Some("Bearer canary-token-1"));
    assert_eq!(received.headers.get_all("authorization").iter().count(), 1);
    assert_eq!(received.header("cookie"), None);
}

#[tokio::test]
async fn nothing_but_the_api_gets_the_token() {
    for path in [
        "/if/admin/",
        "/flows/-/x/",
        "/static/a.js",
        "/application/o/token/",
        "/-/metrics/",
    ] {
        let setting = setting().await;
        setting.get(path, &[("cookie", "a=b")]).await;
        assert_eq!(setting.received().header("authorization"), None, "{path}");
        assert_eq!(setting.received().header("cookie"), Some("a=b"));
    }
}

#[tokio::test]
async fn a_path_that_may_lead_out_of_the_api_does_not_get_the_token_there() {
    for path in [
        "/api/../x",
        "/api/v3/../../x",
        "/api/..",
        "/api/./x",
        "/api/%2e%2e/x",
        "/api/.%2E/x",
        "/api/%252e%252e/x",
        "/api/..;/x",
        "/api/..;a=b/x",
        "/api/;/../x",
        "/api/..%2fx",
        "/api/%2F..%2Fx",
        "/api/..%5cx",
        "/api/..\\x",
        "/api/%c0%ae%c0%ae/x",
        "/api/..%00/x",
        "/api/..%20/x",
        "/api/.../x",
        "/api/%uff0e%uff0e/x",
        "/api/\u{ff0e}\u{ff0e}/x",
        "/api/%",
    ] {
        let setting = setting().await;
        let answer = setting.get(path, &[]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
        assert!(setting.received_nothing(), "{path}");
    }
    for path in [
        "/api/v3/oauth2/access_tokens/4711/?next=/../x%2F..;\\",
        "/api/v3/core/tokens/a.b-c_d~e/",
        "/api/v3/core/tokens/a%20b:c@d,e/",
        "/api/v3/x..y/",
    ] {
        let setting = setting().await;
        assert_eq!(setting.get(path, &[]).await.status, StatusCode::OK, "{path}");
        assert_eq!(
            setting.received().header("authorization"),
            Some("Bearer canary-token-1")
        );
    }
}

#[tokio::test]
async fn a_method_that_repeats_the_request_cannot_give_the_token_away() {
    let setting = setting().await;
    for method in [Method::TRACE, Method::CONNECT, Method::from_bytes(b"TRACK").unwrap()] {
        let answer = setting.ask(method, "/api/v3/", &[], "").await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    }
    assert!(setting.received_nothing());
}

#[tokio::test]
async fn one_foreign_word_among_several_is_enough() {
    let setting = setting().await;
    for several in [
        [("origin", HERE), ("origin", "http://evil.example")],
        [("origin", "http://evil.example"), ("origin", HERE)],
        [("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")],
        [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "none")],
        [("sec-fetch-site", "same-origin, cross-site"), ("origin", HERE)],
        [("origin", HERE), ("sec-fetch-site", "cross-site")],
    ] {
        let answer = setting.get("/api/v3/core/users/me/", &several).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{several:?}");
    }
    assert!(setting.received_nothing());
}

#[tokio::test]
async fn the_browser_gets_neither_the_token_nor_a_session_made_of_it() {
    let answer = setting().await.get("/api/v3/core/users/me/", &[]).await;
    assert_eq!(answer.header("set-cookie"), None);
    assert_eq!(answer.header("access-control-allow-origin"), None);
    assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"));
    assert_eq!(answer.header("x-tokenscope-by-token"), Some("1"));
    assert!(!format!("{:?}{}", answer.headers, answer.text).contains("canary"));
}

#[tokio::test]
async fn pages_of_other_sites_are_refused() {
    let setting = setting().await;
    for foreign in [
        ("origin", "http://evil.example"),
        ("origin", "http://127.0.0.1:3000"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("host", "evil.example"),
    ] {
        let answer = setting.get("/api/v3/core/users/me/", &[foreign]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{foreign:?}");
        assert!(!answer.text.contains("canary"));
    }
    assert!(setting.received_nothing());
    for own in [
        ("origin", HERE),
        ("sec-fetch-site", "same-origin"),
        ("sec-fetch-site", "none"),
    ] {
        assert_eq!(setting.get("/api/v3/", &[own]).await.status, StatusCode::OK, "{own:?}");
    }
}

#[tokio::test]
async fn an_authentik_that_is_not_there_costs_no_secret() {
    let free = listen().await.local_addr().unwrap();
    let (proxy, _dist) = in_front_of(&format!("http://{free}"), Some(CANARY));
    let answer = ask(&proxy, Method::GET, "/api/v3/", &[], Body::empty()).await;
    assert_eq!(answer.status, StatusCode::BAD_GATEWAY);
    assert!(!format!("{:?}{}", answer.headers, answer.text).contains("canary"));
}
