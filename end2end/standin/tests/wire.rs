//! What surrounds the data: addresses, methods, headers, languages.

use serde_json::json;

use crate::common::Standin;

const LIST: &str = "/api/v3/oauth2/access_tokens/";
const ADMIN: (&str, &str) = ("authorization", "Bearer standin-superuser");

#[tokio::test]
async fn no_slash_at_the_end_is_an_html_404() {
    let standin = Standin::new(10);
    for path in [
        "/api/v3/oauth2/access_tokens",
        "/api/v3/nope/",
        "/api/v2/",
        "/api/v3/oauth2/access_tokens/1",
    ] {
        let got = standin.send("GET", path, &[ADMIN], "").await;
        assert_eq!((got.status, got.body.len()), (404, 5469), "{path}");
        assert_eq!(got.header("content-type"), Some("text/html; charset=utf-8"));
        assert_eq!(got.header("allow"), None);
        assert!(got.text().starts_with("<!DOCTYPE html>"));
    }
}

#[tokio::test]
async fn a_pk_that_is_no_number_is_no_address() {
    let standin = Standin::new(10);
    let got = standin.send("GET", &format!("{LIST}abc/"), &[ADMIN], "").await;
    assert_eq!((got.status, got.detail()), (404, "Not found.".to_owned()));
    let got = standin
        .send("GET", &format!("{LIST}99999999999999999999/"), &[ADMIN], "")
        .await;
    assert_eq!(got.detail(), "No AccessToken matches the given query.");
}

#[tokio::test]
async fn other_methods_are_405() {
    let standin = Standin::new(10);
    for (method, path) in [
        ("POST", LIST.to_owned()),
        ("PUT", LIST.to_owned()),
        ("DELETE", LIST.to_owned()),
        ("PATCH", format!("{LIST}1/")),
        ("POST", format!("{LIST}1/")),
        ("DELETE", format!("{LIST}1/used_by/")),
        ("POST", "/api/v3/core/users/me/".to_owned()),
        ("DELETE", "/api/v3/core/users/1/".to_owned()),
    ] {
        let got = standin.send(method, &path, &[ADMIN], "{}").await;
        assert_eq!(got.status, 405, "{method} {path}");
        assert_eq!(got.detail(), format!("Method \"{method}\" not allowed."));
    }
}

#[tokio::test]
async fn only_json_is_spoken() {
    let standin = Standin::new(10);
    let html = [ADMIN, ("accept", "text/html")];
    let got = standin.send("GET", LIST, &html, "").await;
    assert_eq!(
        (got.status, got.detail()),
        (406, "Could not satisfy the request Accept header.".to_owned())
    );
    for accept in [
        "*/*",
        "application/json",
        "text/html,*/*;q=0.8",
        "application/json; charset=utf-8",
    ] {
        let got = standin.send("GET", LIST, &[ADMIN, ("accept", accept)], "").await;
        assert_eq!(got.status, 200, "{accept}");
    }
    let got = standin.send("GET", &format!("{LIST}?format=api"), &[ADMIN], "").await;
    assert_eq!((got.status, got.detail()), (404, "Not found.".to_owned()));
    let got = standin.send("GET", &format!("{LIST}?format=json"), &[ADMIN], "").await;
    assert_eq!(got.status, 200);
}

#[tokio::test]
async fn head_is_get_without_a_body() {
    let standin = Standin::new(10);
    let got = standin.send("HEAD", LIST, &[ADMIN], "").await;
    let full = standin.send("GET", LIST, &[ADMIN], "").await;
    assert_eq!((got.status, got.body.len()), (200, 0));
    assert_eq!(got.header("content-length"), Some(full.body.len().to_string().as_str()));
}

#[tokio::test]
async fn options_describes_and_never_allows_another_origin() {
    let standin = Standin::new(10);
    let preflight = [
        ("origin", "http://localhost:5173"),
        ("access-control-request-method", "DELETE"),
    ];
    let got = standin.send("OPTIONS", &format!("{LIST}1/"), &preflight, "").await;
    assert_eq!(got.status, 200);
    assert_eq!(
        got.json(),
        json!({
            "name": "Access Token Instance",
            "description": "AccessToken Viewset",
            "renders": ["application/json"],
            "parses": ["application/json"],
        })
    );
    let list = standin.send("OPTIONS", LIST, &preflight, "").await;
    assert_eq!(list.status, 403);
    let cross = standin
        .send("GET", LIST, &[ADMIN, ("origin", "http://localhost:5173")], "")
        .await;
    for got in [got, list, cross] {
        assert!(
            got.headers
                .keys()
                .all(|name| !name.as_str().starts_with("access-control"))
        );
    }
}

#[tokio::test]
async fn every_answer_has_authentiks_headers() {
    let standin = Standin::new(10);
    let one = format!("{LIST}1/");
    let mut ids = Vec::new();
    for (method, path, allow) in [
        ("GET", LIST, "GET, HEAD, OPTIONS"),
        ("GET", one.as_str(), "GET, DELETE, HEAD, OPTIONS"),
        ("DELETE", one.as_str(), "GET, DELETE, HEAD, OPTIONS"),
        ("DELETE", one.as_str(), "GET, DELETE, HEAD, OPTIONS"),
        ("GET", "/api/v3/core/users/me/", "GET, HEAD, OPTIONS"),
        ("GET", "/api/v3/core/users/", "GET, POST, HEAD, OPTIONS"),
        (
            "GET",
            "/api/v3/providers/oauth2/1/",
            "GET, PUT, PATCH, DELETE, HEAD, OPTIONS",
        ),
    ] {
        let got = standin.send(method, path, &[ADMIN], "").await;
        assert_eq!(got.header("allow"), Some(allow), "{method} {path}");
        assert_eq!(got.header("x-frame-options"), Some("DENY"));
        assert_eq!(got.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(got.header("referrer-policy"), Some("same-origin"));
        assert_eq!(got.header("vary"), Some("Accept-Language, Cookie"));
        assert_eq!(got.header("content-language"), Some("en"));
        let id = got.header("x-authentik-id").expect("an id").to_owned();
        assert!(id.len() == 32 && id.chars().all(|c| c.is_ascii_hexdigit()), "{id}");
        ids.push(id);
    }
    let all = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), all, "every request has an id of its own");
}

#[tokio::test]
async fn german_where_german_is_wanted() {
    let standin = Standin::new(10);
    let say = async |method: &str, path: &str, bearer: &str, more: &[(&str, &str)]| {
        let mut headers = vec![("accept-language", "de"), ("authorization", bearer)];
        headers.extend(more);
        let got = standin.send(method, path, &headers, "").await;
        assert_eq!(got.header("content-language"), Some("de"), "{path}");
        got.json()
    };
    let (admin, member) = ("Bearer standin-superuser", "Bearer standin-member");
    for (method, path, bearer, more, body) in [
        (
            "GET",
            format!("{LIST}?page=99"),
            admin,
            None,
            json!({"detail": "Ungültige Seite."}),
        ),
        (
            "GET",
            format!("{LIST}?provider=x"),
            admin,
            None,
            json!({"provider": ["Bitte eine gültige Auswahl treffen. Dies ist keine gültige Auswahl."]}),
        ),
        (
            "GET",
            format!("{LIST}abc/"),
            admin,
            None,
            json!({"detail": "Nicht gefunden."}),
        ),
        (
            "GET",
            "/api/v3/core/users/".to_owned(),
            member,
            None,
            json!({"detail": "Sie sind nicht berechtigt, diese Aktion durchzuführen."}),
        ),
        (
            "GET",
            LIST.to_owned(),
            "",
            None,
            json!({"detail": "Anmeldedaten fehlen."}),
        ),
        (
            "POST",
            LIST.to_owned(),
            admin,
            None,
            json!({"detail": "Methode \"POST\" nicht erlaubt."}),
        ),
        (
            "GET",
            LIST.to_owned(),
            admin,
            Some(("accept", "text/html")),
            json!({"detail": "Kann die Accept Kopfzeile der Anfrage nicht erfüllen."}),
        ),
        // These two authentik does not translate.
        (
            "GET",
            format!("{LIST}99/"),
            admin,
            None,
            json!({"detail": "No AccessToken matches the given query."}),
        ),
        (
            "GET",
            LIST.to_owned(),
            "Bearer x",
            None,
            json!({"detail": "Token invalid/expired"}),
        ),
    ] {
        let more: Vec<(&str, &str)> = more.into_iter().collect();
        assert_eq!(say(method, &path, bearer, &more).await, body, "{method} {path}");
    }
}

#[tokio::test]
async fn the_language_is_the_one_liked_best() {
    let standin = Standin::new(10);
    for (wish, tag) in [
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("en-US,en;q=0.9,de;q=0.8", "en"),
        ("fr,de;q=0.5", "de"),
        ("fr", "en"),
        ("*", "en"),
        ("de;q=0.3, en;q=0.7", "en"),
    ] {
        let headers = [ADMIN, ("accept-language", wish)];
        let got = standin.send("GET", LIST, &headers, "").await;
        assert_eq!(got.header("content-language"), Some(tag), "{wish}");
    }
}

#[tokio::test]
async fn a_further_site_has_its_own_addresses_and_a_policy_that_allows_frames() {
    let standin = Standin::new(10);
    let html = [("accept", "text/html")];
    for path in ["/portal/plain/", "/portal/plain/tokens/access-tokens/4711"] {
        let got = standin.send("GET", path, &html, "").await;
        assert_eq!(got.status, 200, "{path}");
        let policy = got.header("content-security-policy").expect("a policy");
        assert!(policy.contains("frame-src 'self'") && policy.contains("require-trusted-types-for 'script'"));
        assert!(
            got.cookies().contains("authentik_session="),
            "a fresh browser is signed in here, too"
        );
    }
    let asked = standin.app.state().requests.told("/portal/plain/").len();
    assert_eq!(asked, 2, "told with the whole path");
    let console = standin.send("GET", "/access-tokens", &html, "").await;
    let policy = console.header("content-security-policy").expect("a policy");
    assert!(!policy.contains("frame-src"));
}
