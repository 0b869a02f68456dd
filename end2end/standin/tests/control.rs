//! `/standin/`: signing in and out, the page, and what tests use.

use std::path::PathBuf;

use serde_json::{Value, json};
use tokenscope_standin::app::Also;

use crate::common::{Got, Standin, cookie};

const PAGE: [(&str, &str); 1] = [("accept", "text/html,application/xhtml+xml,*/*;q=0.8")];

async fn visit(standin: &Standin, path: &str, cookies: &str) -> Got {
    let mut headers = PAGE.to_vec();
    headers.push(("cookie", cookies));
    standin.send("GET", path, &headers, "").await
}

async fn who(standin: &Standin, cookies: &str) -> Value {
    let got = standin.send("GET", "/standin/state", &[("cookie", cookies)], "").await;
    got.json()["who"].clone()
}

#[tokio::test]
async fn a_fresh_browser_is_the_superuser() {
    let standin = Standin::new(10);
    for path in ["/", "/access-tokens/4711?page=2", "/standin/"] {
        let got = visit(&standin, path, "").await;
        assert_eq!(got.status, 200);
        let cookies = got.cookies();
        assert_eq!(who(&standin, &cookies).await, json!("superuser"));
        let session = got
            .headers
            .get_all("set-cookie")
            .iter()
            .next()
            .and_then(|c| c.to_str().ok());
        assert!(
            session.is_some_and(|c| c.ends_with("; HttpOnly; Path=/; SameSite=Lax")),
            "{session:?}"
        );
        let csrf = cookie(&cookies, "authentik_csrf");
        assert!(csrf.len() == 32 && csrf.chars().all(|c| c.is_ascii_alphanumeric()));
        let again = visit(&standin, path, &cookies).await;
        assert_eq!(again.cookies(), "", "who is signed in stays so");
    }
}

#[tokio::test]
async fn only_pages_sign_in() {
    let standin = Standin::new(10);
    for path in ["/index.html", "/standin/state", "/api/v3/core/users/me/", "/nothing.js"] {
        let got = standin.send("GET", path, &[("accept", "*/*")], "").await;
        assert_eq!(got.cookies(), "", "{path}");
    }
    assert_eq!(
        standin.send("GET", "/api/v3/core/users/me/", &PAGE, "").await.status,
        403
    );
}

#[tokio::test]
async fn who_signed_out_stays_out() {
    let standin = Standin::new(10);
    let cookies = visit(&standin, "/", "").await.cookies();
    let headers = [("cookie", cookies.as_str())];
    let out = standin.send("POST", "/standin/sign-out", &headers, "").await;
    assert_eq!((out.status, out.json()), (200, json!({"who": null})));
    let left = out.cookies();
    assert!(left.starts_with("standin_signed_out="));
    let csrf = format!("authentik_csrf={}", cookie(&cookies, "authentik_csrf"));
    for cookies in [left.clone(), format!("{left}; {csrf}"), csrf, cookies] {
        assert_eq!(visit(&standin, "/", &cookies).await.cookies(), "", "{cookies}");
        assert_eq!(who(&standin, &cookies).await, Value::Null);
    }
    let back = standin.sign_in("empty").await;
    assert_eq!(who(&standin, &back).await, json!("empty"));
}

#[tokio::test]
async fn cookies_of_another_run_are_none() {
    let (before, now) = (Standin::new(10), Standin::new(10));
    let cookies = visit(&before, "/", "").await.cookies();
    let got = visit(&now, "/", &cookies).await;
    assert_eq!(who(&now, &got.cookies()).await, json!("superuser"));
}

#[tokio::test]
async fn a_form_signs_in_and_goes_on() {
    let standin = Standin::new(10);
    let form = [("content-type", "application/x-www-form-urlencoded")];
    for (next, place) in [
        ("%2Faccess-tokens%3Fpage%3D2", "/access-tokens?page=2"),
        ("", "/standin/"),
        ("https%3A%2F%2Fevil.example%2F", "/standin/"),
        ("%2F%2Fevil.example%2F", "/standin/"),
        ("%2F%5Cevil.example%2F", "/standin/"),
    ] {
        let body = format!("as=viewer&next={next}");
        let got = standin.send("POST", "/standin/sign-in", &form, &body).await;
        assert_eq!((got.status, got.header("location")), (303, Some(place)), "{next}");
        assert_eq!(who(&standin, &got.cookies()).await, json!("viewer"));
    }
    assert_eq!(standin.post("sign-in", json!({"as": "root"})).await.status, 400);
}

#[tokio::test]
async fn authentiks_own_ways_in_and_out_lead_here() {
    let standin = Standin::new(10);
    let path = "/flows/-/default/authentication/?next=%2Faccess-tokens%3Fa%3D1%26b%3D2";
    let got = visit(&standin, path, "").await;
    let place = "/standin/?next=%2Faccess-tokens%3Fa%3D1%26b%3D2";
    assert_eq!((got.status, got.header("location")), (303, Some(place)));
    let page = visit(&standin, place, "").await;
    assert_eq!(page.cookies(), "", "who was sent to sign in is asked");
    assert!(
        page.text()
            .contains("name=\"next\" value=\"/access-tokens?a=1&amp;b=2\"")
    );
    let cookies = standin.sign_in("member").await;
    let got = visit(&standin, "/flows/-/default/invalidation/", &cookies).await;
    assert_eq!((got.status, got.header("location")), (303, Some("/standin/")));
    assert_eq!(who(&standin, &cookies).await, Value::Null);
    let admin = visit(&standin, "/if/admin/", "").await;
    assert!(admin.status == 200 && admin.text().contains("authentik's own admin"));
}

#[tokio::test]
async fn the_page_keeps_its_own_policy() {
    let standin = Standin::new(10);
    let got = visit(&standin, "/standin/?next=%22%3E%3Cscript%3E", "").await;
    let policy = got.header("content-security-policy").expect("a policy");
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe-inline"));
    let text = got.text();
    for inline in ["<style", " style=", " onclick=", "<script>", "{{"] {
        assert!(!text.contains(inline), "{inline}");
    }
    for (path, kind) in [
        ("/standin/page.css", "text/css; charset=utf-8"),
        ("/standin/page.js", "text/javascript; charset=utf-8"),
        ("/standin/avatar/3.svg", "image/svg+xml"),
        ("/standin/avatar/broken.svg", "image/svg+xml"),
    ] {
        let got = standin.send("GET", path, &[], "").await;
        assert_eq!((got.status, got.header("content-type")), (200, Some(kind)), "{path}");
    }
    assert_eq!(
        standin.send("GET", "/standin/avatar/nobody.svg", &[], "").await.status,
        404
    );
    assert_eq!(standin.send("GET", "/standin/healthz", &[], "").await.text(), "ok\n");
    let cookies = standin.sign_in("member").await;
    let signed_in = visit(&standin, "/standin/", &cookies).await.text();
    assert!(signed_in.contains("You are signed in as member (Mira Member)."));
    assert!(signed_in.contains("value=\"member\" aria-current=\"true\""));
}

#[tokio::test]
async fn pages_from_elsewhere_are_refused() {
    let standin = Standin::new(10);
    let evil = [("origin", "https://evil.example")];
    assert_eq!(standin.send("POST", "/standin/reset", &evil, "").await.status, 403);
    let rebound = [("host", "evil.example:9000")];
    assert_eq!(standin.send("GET", "/standin/state", &rebound, "").await.status, 403);
    for host in ["localhost:9000", "127.0.0.1", "[::1]:9000"] {
        let here = [("host", host), ("origin", "http://localhost:5173")];
        assert_eq!(
            standin.send("POST", "/standin/reset", &here, "").await.status,
            200,
            "{host}"
        );
    }
}

#[tokio::test]
async fn a_reset_brings_all_back() {
    let standin = Standin::new(100);
    let before = standin
        .get("superuser", "oauth2/access_tokens/?ordering=pk")
        .await
        .pks();
    let cookies = standin.sign_in("member").await;
    standin.delete("superuser", "oauth2/access_tokens/1/").await;
    standin.faults(json!({"kind": "html-500"})).await;
    assert_eq!(standin.post("reset", Value::Null).await.status, 200);
    let after = standin
        .get("superuser", "oauth2/access_tokens/?ordering=pk")
        .await
        .pks();
    assert_eq!(before, after);
    assert_eq!(who(&standin, &cookies).await, Value::Null);
    let fresh = visit(&standin, "/", &cookies).await.cookies();
    assert_eq!(
        who(&standin, &fresh).await,
        json!("superuser"),
        "every browser is fresh again"
    );
    let state = standin.send("GET", "/standin/state", &[], "").await.json();
    assert_eq!((&state["faults"], &state["requests"]), (&json!(0), &json!(2)));
}

#[tokio::test]
async fn a_reset_can_be_to_something_else() {
    let standin = Standin::new(100);
    let to = json!({"tokens": 7, "seed": 5, "authentik_version": "2024.8.4"});
    assert_eq!(standin.post("reset", to).await.status, 200);
    let state = standin.send("GET", "/standin/state", &[], "").await.json();
    assert_eq!(state["access_tokens"], json!(7));
    assert_eq!(
        (&state["seed"], &state["authentik_version"]),
        (&json!(5), &json!("2024.8.4"))
    );
    for wrong in [
        json!({"tokens": 1_000_001}),
        json!({"seed": "x"}),
        json!({"authentik_version": "1.0"}),
        json!({"x": 1}),
        json!(3),
    ] {
        assert_eq!(standin.post("reset", wrong.clone()).await.status, 400, "{wrong}");
    }
    standin.post("reset", Value::Null).await;
    let state = standin.send("GET", "/standin/state", &[], "").await.json();
    assert_eq!(
        state["access_tokens"],
        json!(100),
        "and back to what it was started with"
    );
}

#[tokio::test]
async fn requests_are_remembered() {
    let standin = Standin::new(10);
    standin.get("member", "oauth2/access_tokens/?page=1&search=a%20b").await;
    visit(&standin, "/", "").await;
    let seen = standin.send("GET", "/standin/requests", &[], "").await.json();
    assert_eq!(
        seen.as_array().map(Vec::len),
        Some(2),
        "the stand-in's own are not counted"
    );
    let first = &seen[0];
    for (key, value) in [
        ("method", json!("GET")),
        ("path", json!("/api/v3/oauth2/access_tokens/")),
        ("query", json!("page=1&search=a%20b")),
        ("status", json!(200)),
        ("who", json!("member")),
        ("abandoned", json!(false)),
    ] {
        assert_eq!(first[key], value, "{key}");
    }
    let api = standin
        .send("GET", "/standin/requests?path=/api/", &[], "")
        .await
        .json();
    assert_eq!(api.as_array().map(Vec::len), Some(1));
    standin.send("DELETE", "/standin/requests", &[], "").await;
    assert_eq!(
        standin.send("GET", "/standin/requests", &[], "").await.json(),
        json!([])
    );
}

#[tokio::test]
async fn rows_can_be_changed_behind_the_scenes() {
    let standin = Standin::new(100);
    let added = json!({
        "action": "add", "user": 4, "provider": 2, "count": 3, "expires_in": null, "revoked": true,
        "scope": ["openid", "x"], "claims": {"sub": "me", "iat": 5},
    });
    let pks = standin.post("change", added).await.json()["pks"].clone();
    assert_eq!(pks, json!([101, 102, 103]));
    let row = standin.get("superuser", "oauth2/access_tokens/102/").await.json();
    assert_eq!((&row["user"]["pk"], &row["provider"]["pk"]), (&json!(4), &json!(2)));
    assert_eq!((&row["expires"], &row["revoked"]), (&Value::Null, &json!(true)));
    assert_eq!(row["scope"], json!(["openid", "x"]));
    let claims: Value = serde_json::from_str(row["id_token"].as_str().expect("text")).expect("JSON");
    assert_eq!(claims, json!({"sub": "me", "iat": 5}));

    let change = async |body: Value| standin.post("change", body).await;
    assert_eq!(
        change(json!({"action": "expire", "pks": [101]})).await.json()["pks"],
        json!([101])
    );
    let row = standin.get("superuser", "oauth2/access_tokens/101/").await.json();
    assert_eq!((&row["is_expired"], row["expires"].is_string()), (&json!(true), true));
    change(json!({"action": "set-expiry", "pks": [101], "expires_in": -60, "expiring": false})).await;
    let row = standin.get("superuser", "oauth2/access_tokens/101/").await.json();
    assert_eq!(row["is_expired"], json!(false), "a date that passed and does not count");
    change(json!({"action": "revoke", "pks": [4]})).await;
    assert_eq!(
        standin.get("superuser", "oauth2/access_tokens/4/").await.json()["revoked"],
        json!(true)
    );
    let gone = change(json!([{"action": "delete", "user": 4}, {"action": "delete", "pks": [1, 1, 999]}])).await;
    assert_eq!(gone.json()["pks"], json!([101, 102, 103, 1]));
    change(json!({"action": "rename-user", "user": 2, "name": "A new name"})).await;
    assert_eq!(
        standin.get("superuser", "core/users/2/").await.json()["name"],
        json!("A new name")
    );
    change(json!({"action": "rename-provider", "provider": 1, "name": "Grafana 2"})).await;
    assert_eq!(
        standin.get("superuser", "providers/oauth2/1/").await.json()["name"],
        json!("Grafana 2")
    );
    change(json!({"action": "delete", "kind": "refresh_tokens", "pks": [2]})).await;
    assert_eq!(standin.get("superuser", "oauth2/refresh_tokens/2/").await.status, 404);
    for wrong in [
        json!({"action": "explode"}),
        json!({"action": "delete"}),
        json!({"action": "add", "user": 9_999}),
        json!({"action": "revoke", "pks": ["1"]}),
        json!({"action": "add", "kind": "tokens"}),
        json!("add"),
    ] {
        assert_eq!(change(wrong.clone()).await.status, 400, "{wrong}");
    }
}

#[tokio::test]
async fn a_deleted_pk_is_never_used_again() {
    let standin = Standin::new(3);
    standin.delete("superuser", "oauth2/access_tokens/3/").await;
    let pks = standin.post("change", json!({"action": "add"})).await.json()["pks"].clone();
    assert_eq!(pks, json!([4]));
    let list = standin.get("superuser", "oauth2/access_tokens/?ordering=-pk").await;
    assert_eq!(list.pks(), [4, 2, 1]);
}

#[test]
fn a_further_site_is_a_path_and_a_folder() {
    let also: Also = "/portal/react/=portal/dist=1".parse().expect("a site");
    assert_eq!(
        (also.path.as_str(), also.folder),
        ("/portal/react", PathBuf::from("portal/dist=1"))
    );
    for wrong in [
        "",
        "/portal/",
        "=folder",
        "/=folder",
        "portal=folder",
        "/portal=",
        "/{portal}=folder",
    ] {
        assert!(wrong.parse::<Also>().is_err(), "{wrong}");
    }
}
