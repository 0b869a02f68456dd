//! Who sees what, who may do what, and how authentik says no.

use serde_json::{Value, json};

use crate::common::{Standin, cookie};

const LIST: &str = "oauth2/access_tokens/";
const NOT_SIGNED_IN: &str = "Authentication credentials were not provided.";
const NOT_ALLOWED: &str = "You do not have permission to perform this action.";
const NO_TOKEN: &str = "No AccessToken matches the given query.";

async fn own(standin: &Standin, person: &str) -> u64 {
    standin.get(person, &format!("{LIST}?ordering=pk")).await.pks()[0]
}

#[tokio::test]
async fn everybody_but_a_superuser_sees_their_own_rows() {
    let standin = Standin::new(1_000);
    assert_eq!(standin.get("superuser", LIST).await.count(), 1_000);
    assert!(standin.get("member", LIST).await.count() >= 45);
    assert!(standin.get("viewer", LIST).await.count() >= 25);
    assert_eq!(standin.get("empty", LIST).await.count(), 0);
    for row in standin.get("member", LIST).await.json()["results"]
        .as_array()
        .expect("rows")
    {
        assert_eq!(row["user"]["pk"], json!(2));
    }
    assert_eq!(standin.get("member", &format!("{LIST}?user=3")).await.count(), 0);
    let bad = standin.get("member", &format!("{LIST}?user=abc")).await;
    assert_eq!(bad.status, 400);
}

#[tokio::test]
async fn anothers_row_is_not_there() {
    let standin = Standin::new(1_000);
    let theirs = own(&standin, "viewer").await;
    for (method, path) in [("GET", ""), ("DELETE", ""), ("GET", "used_by/")] {
        let path = format!("/api/v3/{LIST}{theirs}/{path}");
        let headers = [("authorization", "Bearer standin-member")];
        let got = standin.send(method, &path, &headers, "").await;
        assert_eq!(
            (got.status, got.detail()),
            (404, NO_TOKEN.to_owned()),
            "{method} {path}"
        );
    }
}

#[tokio::test]
async fn who_may_delete() {
    let standin = Standin::new(1_000);
    let members = format!("{LIST}{}/", own(&standin, "member").await);
    let got = standin.delete("member", &members).await;
    assert_eq!((got.status, got.detail()), (403, NOT_ALLOWED.to_owned()));
    let used = standin.get("member", &format!("{members}used_by/")).await;
    assert_eq!((used.status, used.detail()), (403, NOT_ALLOWED.to_owned()));

    let viewers = format!("{LIST}{}/", own(&standin, "viewer").await);
    assert_eq!(
        standin.get("viewer", &format!("{viewers}used_by/")).await.json(),
        json!([])
    );
    let got = standin.delete("viewer", &viewers).await;
    assert_eq!((got.status, got.body.len(), got.header("content-type")), (204, 0, None));
    assert_eq!(standin.delete("viewer", &viewers).await.detail(), NO_TOKEN);
    assert_eq!(standin.get("superuser", &viewers).await.status, 404);

    assert_eq!(standin.delete("superuser", &members).await.status, 204);
    assert_eq!(standin.get("superuser", LIST).await.count(), 998);
}

#[tokio::test]
async fn every_kind_is_deleted_by_its_own_name() {
    let standin = Standin::new(1_000);
    for (kind, model) in [
        ("refresh_tokens", "RefreshToken"),
        ("authorization_codes", "AuthorizationCode"),
    ] {
        let path = format!("oauth2/{kind}/1/");
        assert_eq!(standin.delete("superuser", &path).await.status, 204);
        let again = standin.delete("superuser", &path).await;
        assert_eq!(again.detail(), format!("No {model} matches the given query."));
    }
}

#[tokio::test]
async fn nobody_gets_403_and_on_one_row_404() {
    let standin = Standin::new(100);
    for path in [
        LIST,
        "core/users/me/",
        "core/users/",
        "providers/oauth2/",
        "admin/version/",
    ] {
        let got = standin.send("GET", &format!("/api/v3/{path}"), &[], "").await;
        assert_eq!((got.status, got.detail()), (403, NOT_SIGNED_IN.to_owned()), "{path}");
    }
    for method in ["GET", "DELETE"] {
        let got = standin.send(method, &format!("/api/v3/{LIST}1/"), &[], "").await;
        assert_eq!((got.status, got.detail()), (404, NO_TOKEN.to_owned()), "{method}");
    }
}

#[tokio::test]
async fn a_bearer_token_that_is_none_is_403_everywhere() {
    let standin = Standin::new(100);
    let headers = [("authorization", "Bearer nonsense")];
    for path in [LIST.to_owned(), format!("{LIST}1/"), "core/users/me/".to_owned()] {
        let got = standin.send("GET", &format!("/api/v3/{path}"), &headers, "").await;
        assert_eq!((got.status, got.detail()), (403, "Token invalid/expired".to_owned()));
    }
    let got = standin.send("DELETE", &format!("/api/v3/{LIST}1/"), &headers, "").await;
    assert_eq!(got.status, 403);
    for header in ["Bearer ", "Basic YTpi"] {
        let got = standin
            .send("GET", &format!("/api/v3/{LIST}"), &[("authorization", header)], "")
            .await;
        assert_eq!(got.detail(), NOT_SIGNED_IN, "{header:?} is not looked at");
    }
}

#[tokio::test]
async fn users_and_providers_are_for_superusers() {
    let standin = Standin::new(100);
    for person in ["member", "viewer", "empty"] {
        for path in [
            "core/users/",
            "core/users/1/",
            "providers/oauth2/",
            "providers/oauth2/1/",
        ] {
            let got = standin.get(person, path).await;
            assert_eq!(
                (got.status, got.detail()),
                (403, NOT_ALLOWED.to_owned()),
                "{person} {path}"
            );
        }
        assert_eq!(standin.get(person, "admin/version/").await.status, 200);
    }
}

#[tokio::test]
async fn me_tells_who_is_calling() {
    let standin = Standin::new(100);
    let admin = standin.get("superuser", "core/users/me/").await.json();
    assert_eq!(
        (&admin["user"]["username"], &admin["user"]["is_superuser"]),
        (&json!("akadmin"), &json!(true))
    );
    assert!(
        admin["user"]["system_permissions"]
            .as_array()
            .is_some_and(|list| !list.is_empty())
    );
    let member = standin.get("member", "core/users/me/").await.json();
    assert_eq!(member["user"]["is_superuser"], json!(false));
    assert_eq!(member["user"]["system_permissions"], json!([]));
}

#[tokio::test]
async fn an_access_token_for_the_api_calls_it_even_revoked() {
    let standin = Standin::new(100);
    let add = async |scope: Value, expires_in: i64| {
        let body = json!({"action": "add", "user": 2, "revoked": true, "scope": scope, "expires_in": expires_in});
        format!(
            "Bearer standin-oauth-{}",
            standin.post("change", body).await.json()["pks"][0]
        )
    };
    let me = async |bearer: String| {
        standin
            .send("GET", "/api/v3/core/users/me/", &[("authorization", &bearer)], "")
            .await
    };
    let api = me(add(json!(["goauthentik.io/api"]), 60).await).await;
    assert_eq!(api.json()["user"]["username"], json!("member"));
    assert_eq!(me(add(json!(["openid"]), 60).await).await.status, 403);
    assert_eq!(me(add(json!(["goauthentik.io/api"]), -60).await).await.status, 403);
}

#[tokio::test]
async fn a_session_reads_without_and_writes_with_a_csrf_token() {
    let standin = Standin::new(100);
    let cookies = standin.sign_in("superuser").await;
    let token = cookie(&cookies, "authentik_csrf").to_owned();
    let row = format!("/api/v3/{LIST}7/");
    let read = standin.send("GET", &row, &[("cookie", &cookies)], "").await;
    assert_eq!(read.status, 200);

    let session_only = format!("authentik_session={}", cookie(&cookies, "authentik_session"));
    let other = "x".repeat(32);
    let origin = "CSRF Failed: Origin checking failed - https://evil.example does not match any trusted origins.";
    let missing = "CSRF Failed: CSRF token missing.";
    let incorrect = "CSRF Failed: CSRF token from the 'X-Authentik-Csrf' HTTP header incorrect.";
    let short = "CSRF Failed: CSRF token from the 'X-Authentik-Csrf' HTTP header has incorrect length.";
    let unset = "CSRF Failed: CSRF cookie not set.";
    for (headers, detail) in [
        (vec![("cookie", cookies.as_str())], missing),
        (vec![("cookie", &cookies), ("x-csrftoken", &token)], missing),
        (vec![("cookie", &cookies), ("x-authentik-csrf", &other)], incorrect),
        (vec![("cookie", &cookies), ("x-authentik-csrf", "abc")], short),
        (vec![("cookie", &session_only), ("x-authentik-csrf", &token)], unset),
        (
            vec![
                ("cookie", &cookies),
                ("x-authentik-csrf", &token),
                ("origin", "https://evil.example"),
            ],
            origin,
        ),
    ] {
        let got = standin.send("DELETE", &row, &headers, "").await;
        assert_eq!((got.status, got.detail()), (403, detail.to_owned()), "{headers:?}");
    }
    let right = [
        ("cookie", cookies.as_str()),
        ("x-authentik-csrf", &token),
        ("origin", "http://127.0.0.1:9000"),
    ];
    assert_eq!(standin.send("DELETE", &row, &right, "").await.status, 204);
}

#[tokio::test]
async fn a_proxy_that_changes_the_host_fails_the_origin_check() {
    let standin = Standin::new(100);
    let cookies = standin.sign_in("superuser").await;
    let headers = [
        ("cookie", cookies.as_str()),
        ("x-authentik-csrf", cookie(&cookies, "authentik_csrf")),
        ("origin", "http://localhost:5173"),
        ("host", "127.0.0.1:9000"),
        ("x-forwarded-host", "localhost:5173"),
    ];
    let got = standin.send("DELETE", &format!("/api/v3/{LIST}7/"), &headers, "").await;
    assert!(
        got.detail()
            .starts_with("CSRF Failed: Origin checking failed - http://localhost:5173")
    );
}

#[tokio::test]
async fn the_origin_behind_a_proxy_that_ends_tls_is_https() {
    let standin = Standin::new(100);
    let cookies = standin.sign_in("superuser").await;
    let headers = [
        ("cookie", cookies.as_str()),
        ("x-authentik-csrf", cookie(&cookies, "authentik_csrf")),
        ("host", "auth.example.com"),
        ("origin", "https://auth.example.com"),
        ("x-forwarded-proto", "https"),
    ];
    let row = format!("/api/v3/{LIST}7/");
    let untold = standin.send("DELETE", &row, &headers[..4], "").await;
    assert!(untold.detail().starts_with("CSRF Failed: Origin checking failed"));
    assert_eq!(standin.send("DELETE", &row, &headers, "").await.status, 204);
}

#[tokio::test]
async fn a_bearer_needs_neither() {
    let standin = Standin::new(100);
    let headers = [
        ("authorization", "Bearer standin-superuser"),
        ("origin", "https://evil.example"),
    ];
    let got = standin.send("DELETE", &format!("/api/v3/{LIST}7/"), &headers, "").await;
    assert_eq!(got.status, 204);
    // A bearer goes before a session.
    let cookies = standin.sign_in("superuser").await;
    let headers = [("cookie", cookies.as_str()), ("authorization", "Bearer standin-member")];
    let me = standin.send("GET", "/api/v3/core/users/me/", &headers, "").await;
    assert_eq!(me.json()["user"]["username"], json!("member"));
}

#[tokio::test]
async fn a_session_cookie_that_is_none_is_taken_away() {
    let standin = Standin::new(100);
    let headers = [("cookie", "authentik_session=long-gone")];
    let got = standin.send("GET", &format!("/api/v3/{LIST}"), &headers, "").await;
    assert_eq!((got.status, got.detail()), (403, NOT_SIGNED_IN.to_owned()));
    assert_eq!(
        got.header("set-cookie"),
        Some("authentik_session=\"\"; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; SameSite=Lax")
    );
}

#[tokio::test]
async fn two_browsers_are_two_people() {
    let standin = Standin::new(1_000);
    let (one, two) = (standin.sign_in("member").await, standin.sign_in("viewer").await);
    for (cookies, username) in [(&one, "member"), (&two, "viewer"), (&one, "member")] {
        let me = standin
            .send("GET", "/api/v3/core/users/me/", &[("cookie", cookies)], "")
            .await;
        assert_eq!(me.json()["user"]["username"], json!(username));
    }
}
