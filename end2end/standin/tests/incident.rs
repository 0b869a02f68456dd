//! What an incident needs: sessions, API tokens, consents; what goes along with what; and who may do it.

use serde_json::{Value, json};

use crate::common::{Got, Standin, cookie, recipe};

const SESSIONS: &str = "core/authenticated_sessions/";
const TOKENS: &str = "core/tokens/";
const CONSENTS: &str = "core/user_consent/";
const NOT_ALLOWED: &str = "You do not have permission to perform this action.";

fn rows(got: &Got) -> Vec<Value> {
    got.json()["results"].as_array().expect("results").clone()
}

async fn write(standin: &Standin, person: &str, method: &str, path: &str, body: Value) -> Got {
    let bearer = format!("Bearer standin-{person}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    let path = format!("/api/v3/{path}");
    standin.send(method, &path, &headers, &body.to_string()).await
}

async fn me(standin: &Standin, cookies: &str) -> Got {
    let headers = [("cookie", cookies)];
    standin.send("GET", "/api/v3/core/users/me/", &headers, "").await
}

/// The addresses of what a user owns, as the superuser sees it.
async fn owned(standin: &Standin, path: &str, username: &str) -> Vec<String> {
    let got = standin
        .get("superuser", &format!("{path}?search={username}&page_size=100"))
        .await;
    let key = |row: &Value| {
        let keys = ["identifier", "uuid"].into_iter().find_map(|name| row[name].as_str());
        keys.map_or_else(|| row["pk"].to_string(), str::to_owned)
    };
    let keys = rows(&got)
        .iter()
        .map(|row| format!("{path}{}/", key(row)))
        .collect::<Vec<_>>();
    assert!(!keys.is_empty(), "{username} owns some of {path}");
    keys
}

#[tokio::test]
async fn who_sees_whose() {
    let standin = Standin::new(1_000);
    for path in [SESSIONS, TOKENS, CONSENTS] {
        let all = standin.get("superuser", path).await.count();
        for (person, sees_all) in [
            ("member", false),
            ("viewer", false),
            ("auditor", true),
            ("helpdesk", true),
        ] {
            let seen = standin.get(person, path).await.count();
            assert_eq!(seen == all, sees_all, "{person} {path}: {seen} of {all}");
            assert!(seen > 0, "{person} has some of {path}");
        }
        assert_eq!(standin.get("empty", path).await.count(), 0);
    }
    for kind in ["access_tokens", "refresh_tokens", "authorization_codes"] {
        let path = format!("oauth2/{kind}/");
        let all = standin.get("superuser", &path).await.count();
        for person in ["auditor", "helpdesk"] {
            assert!(
                standin.get(person, &path).await.count() < all,
                "{person} {kind}: their own"
            );
        }
    }
    for (path, who) in [
        ("core/users/", vec!["auditor", "helpdesk"]),
        ("core/users/2/", vec!["auditor", "helpdesk"]),
        ("providers/oauth2/", vec!["auditor"]),
        ("providers/oauth2/1/", vec!["auditor"]),
        (
            "core/applications/",
            vec!["member", "viewer", "empty", "auditor", "helpdesk"],
        ),
        ("core/applications/grafana/", vec![]),
    ] {
        for person in ["member", "viewer", "empty", "auditor", "helpdesk"] {
            let status = if who.contains(&person) { 200 } else { 403 };
            assert_eq!(standin.get(person, path).await.status, status, "{person} {path}");
        }
        assert_eq!(standin.get("superuser", path).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn who_may_delete_what() {
    for (path, model) in [
        (SESSIONS, "AuthenticatedSession"),
        (TOKENS, "Token"),
        (CONSENTS, "UserConsent"),
    ] {
        for (person, status) in [
            ("member", 404),
            ("empty", 404),
            ("auditor", 403),
            ("helpdesk", 204),
            ("superuser", 204),
        ] {
            let standin = Standin::new(1_000);
            let theirs = owned(&standin, path, "viewer").await.remove(0);
            let got = standin.delete(person, &theirs).await;
            assert_eq!(got.status, status, "{person} {theirs}");
            match status {
                404 => assert_eq!(got.detail(), format!("No {model} matches the given query.")),
                403 => assert_eq!(got.detail(), NOT_ALLOWED),
                _ => assert_eq!(standin.delete("superuser", &theirs).await.status, 404, "gone"),
            }
        }
        for person in ["member", "viewer", "auditor", "helpdesk"] {
            let standin = Standin::new(1_000);
            let own = owned(&standin, path, person).await.remove(0);
            assert_eq!(standin.get(person, &own).await.status, 200, "{person} {own}");
            assert_eq!(standin.delete(person, &own).await.status, 204, "{person} {own}");
            assert_eq!(standin.get(person, &own).await.status, 404, "{person} {own}");
        }
        let standin = Standin::new(100);
        let got = standin.send("GET", &format!("/api/v3/{path}"), &[], "").await;
        assert_eq!(got.detail(), "Authentication credentials were not provided.");
    }
}

#[tokio::test]
async fn a_session_row_is_the_browser() {
    let standin = Standin::new(100);
    let (one, two) = (standin.sign_in("member").await, standin.sign_in("member").await);
    let list = |cookies: String| {
        let standin = &standin;
        async move {
            let headers = [("cookie", cookies.as_str()), ("user-agent", "curl/8.5.0")];
            let path = format!("/api/v3/{SESSIONS}");
            rows(&standin.send("GET", &path, &headers, "").await)
        }
    };
    let seen = list(one.clone()).await;
    let current: Vec<&Value> = seen.iter().filter(|row| row["current"] == json!(true)).collect();
    assert_eq!((seen.len(), current.len()), (4, 1), "two of the data, and these two");
    let uuid = current[0]["uuid"].as_str().expect("a uuid").to_owned();
    let by_bearer = standin.get("member", SESSIONS).await;
    assert!(rows(&by_bearer).iter().all(|row| row["current"] == json!(false)));

    let path = format!("{SESSIONS}{uuid}/");
    assert_eq!(standin.delete("superuser", &path).await.status, 204);
    let gone = me(&standin, &one).await;
    assert_eq!(gone.detail(), "Authentication credentials were not provided.");
    assert!(
        gone.header("set-cookie")
            .is_some_and(|cookie| cookie.starts_with("authentik_session=\"\""))
    );
    assert_eq!(me(&standin, &two).await.status, 200, "the other browser");
    let again = standin.delete("superuser", &path).await;
    assert_eq!(again.detail(), "No AuthenticatedSession matches the given query.");

    // By itself, with the token that every write needs.
    let own = list(two.clone()).await;
    let own = own
        .iter()
        .find(|row| row["current"] == json!(true))
        .expect("its own row");
    let path = format!("/api/v3/{SESSIONS}{}/", own["uuid"].as_str().expect("a uuid"));
    let without = standin.send("DELETE", &path, &[("cookie", &two)], "").await;
    assert_eq!(without.detail(), "CSRF Failed: CSRF token missing.");
    let headers = [
        ("cookie", two.as_str()),
        ("x-authentik-csrf", cookie(&two, "authentik_csrf")),
    ];
    assert_eq!(standin.send("DELETE", &path, &headers, "").await.status, 204);
    assert_eq!(me(&standin, &two).await.status, 403);
}

#[tokio::test]
async fn a_user_is_no_filter_but_a_username_is() {
    let standin = Standin::new(1_000);
    for path in [SESSIONS, TOKENS] {
        let all = standin.get("superuser", path).await.count();
        for ignored in ["user=2", "user=999999", "user=abc", "created__gte=2030-01-01"] {
            let got = standin.get("superuser", &format!("{path}?{ignored}")).await;
            assert_eq!(got.count(), all, "{path} {ignored}");
        }
        let theirs = standin.get("superuser", &format!("{path}?user__username=member")).await;
        assert_eq!(theirs.count(), 2, "{path}");
        assert!(rows(&theirs).iter().all(|row| row["user"] == json!(2)));
        let nobodys = standin.get("superuser", &format!("{path}?user__username=nobody")).await;
        assert_eq!((nobodys.status, nobodys.count()), (200, 0));
    }
    let all = standin.get("superuser", CONSENTS).await.count();
    let theirs = standin.get("superuser", &format!("{CONSENTS}?user=2")).await;
    assert_eq!(theirs.count(), 3);
    let application = rows(&theirs)[0]["application"]["pk"].as_str().expect("a pk").to_owned();
    let both = standin
        .get("superuser", &format!("{CONSENTS}?user=2&application={application}"))
        .await;
    assert_eq!(both.count(), 1);
    let ignored = standin
        .get("superuser", &format!("{CONSENTS}?user__username=member"))
        .await;
    assert_eq!(ignored.count(), all);
    let choice = json!(["Select a valid choice. That choice is not one of the available choices."]);
    for (query, body) in [
        ("user=999999", json!({ "user": choice })),
        (
            "application=38b268d0-4f4c-4905-9124-e585c3dcf5e4",
            json!({ "application": choice }),
        ),
        ("application=x", json!({"application": ["“x” is not a valid UUID."]})),
    ] {
        let got = standin.get("superuser", &format!("{CONSENTS}?{query}")).await;
        assert_eq!((got.status, got.json()), (400, body), "{query}");
    }
    let got = standin.get("superuser", &format!("{TOKENS}?intent=x")).await;
    assert_eq!(
        (got.status, got.json()),
        (
            400,
            json!({"intent": ["Select a valid choice. x is not one of the available choices."]})
        )
    );
}

#[tokio::test]
async fn pages_end_at_a_hundred() {
    let standin = Standin::new(20_000);
    for path in [SESSIONS, TOKENS, CONSENTS] {
        let got = standin.get("superuser", &format!("{path}?page_size=100000")).await;
        assert_eq!(rows(&got).len(), 100, "{path}");
        let got = standin.get("superuser", &format!("{path}?page=9999")).await;
        assert_eq!((got.status, got.detail()), (404, "Invalid page.".to_owned()));
    }
}

#[tokio::test]
async fn deactivation_takes_sessions_and_oauth2_tokens() {
    let standin = Standin::new(1_000);
    let count = async |path: String| standin.get("superuser", &path).await.count();
    let cookies = standin.sign_in("member").await;
    let key = "standin-api-api-2-1";
    let by_key = async || {
        let bearer = format!("Bearer {key}");
        standin
            .send("GET", "/api/v3/core/users/me/", &[("authorization", &bearer)], "")
            .await
    };
    assert_eq!(by_key().await.json()["user"]["username"], json!("member"));
    let got = write(
        &standin,
        "helpdesk",
        "PATCH",
        "core/users/2/",
        json!({"is_active": false}),
    )
    .await;
    assert_eq!((got.status, &got.json()["is_active"]), (200, &json!(false)));
    for kind in ["access_tokens", "refresh_tokens", "authorization_codes"] {
        let left = count(format!("oauth2/{kind}/?user=2")).await;
        // Only codes that were issued in a session go along with it.
        assert!(left == 0 || kind == "authorization_codes", "{kind}: {left}");
    }
    assert_eq!(count(format!("{SESSIONS}?user__username=member")).await, 0);
    assert_eq!(count(format!("{TOKENS}?user__username=member")).await, 2, "these stay");
    assert_eq!(count(format!("{CONSENTS}?user=2")).await, 3, "and these");
    assert_eq!(
        me(&standin, &cookies).await.detail(),
        "Authentication credentials were not provided."
    );
    for got in [by_key().await, standin.get("member", "core/users/me/").await] {
        assert_eq!((got.status, got.detail()), (403, "Token invalid/expired".to_owned()));
    }
    assert_eq!(standin.post("sign-in", json!({"as": "member"})).await.status, 400);
    let got = write(
        &standin,
        "helpdesk",
        "PATCH",
        "core/users/2/",
        json!({"is_active": true}),
    )
    .await;
    assert_eq!(got.json()["is_active"], json!(true));
    assert_eq!(by_key().await.status, 200, "works again");
    assert_eq!(me(&standin, &cookies).await.status, 403, "and this does not");
    assert_eq!(count("oauth2/access_tokens/?user=2".to_owned()).await, 0);
}

#[tokio::test]
async fn a_put_leaves_the_session_and_answers_it_with_nothing() {
    let standin = Standin::new(1_000);
    let cookies = standin.sign_in("member").await;
    let got = write(
        &standin,
        "superuser",
        "PUT",
        "core/users/2/",
        json!({"is_active": false}),
    )
    .await;
    assert_eq!(
        (got.status, got.json()),
        (
            400,
            json!({"username": ["This field is required."], "name": ["This field is required."]})
        )
    );
    let whole = json!({"username": "member", "name": "Mira Member", "is_active": false});
    assert_eq!(
        write(&standin, "superuser", "PUT", "core/users/2/", whole).await.status,
        200
    );
    let sessions = standin
        .get("superuser", &format!("{SESSIONS}?user__username=member"))
        .await;
    assert_eq!(sessions.count(), 3, "still listed");
    let got = me(&standin, &cookies).await;
    assert_eq!((got.status, got.body.len()), (400, 0));
    assert_eq!(
        standin.get("superuser", "oauth2/access_tokens/?user=2").await.count(),
        0
    );
}

#[tokio::test]
async fn who_may_write_to_users_and_providers() {
    let standin = Standin::new(100);
    for person in ["member", "viewer", "empty", "auditor"] {
        let got = write(&standin, person, "PATCH", "core/users/2/", json!({"is_active": false})).await;
        assert_eq!((got.status, got.detail()), (403, NOT_ALLOWED.to_owned()), "{person}");
    }
    for person in ["member", "viewer", "empty", "auditor", "helpdesk"] {
        let got = write(
            &standin,
            person,
            "PATCH",
            "providers/oauth2/1/",
            json!({"client_secret": "x"}),
        )
        .await;
        assert_eq!((got.status, got.detail()), (403, NOT_ALLOWED.to_owned()), "{person}");
    }
    // Nothing keeps anybody from locking out themselves, or the last superuser.
    let got = write(
        &standin,
        "helpdesk",
        "PATCH",
        "core/users/1/",
        json!({"is_active": false}),
    )
    .await;
    assert_eq!(got.status, 200);
    assert_eq!(
        standin.get("superuser", "core/users/me/").await.detail(),
        "Token invalid/expired"
    );
    let page = standin.send("GET", "/", &[("accept", "text/html")], "").await;
    assert_eq!(
        (page.status, page.cookies()),
        (200, String::new()),
        "nor is a new browser"
    );
}

#[tokio::test]
async fn what_cannot_be_written_to_a_user() {
    let standin = Standin::new(100);
    let patch = async |path: &str, body: Value| write(&standin, "superuser", "PATCH", path, body).await;
    let internal = patch("core/users/9/", json!({"is_active": false})).await;
    assert_eq!(
        (internal.status, internal.json()),
        (
            400,
            json!({"non_field_errors": ["Can't modify internal service account users"]})
        )
    );
    for (body, why) in [
        (json!({"is_active": null}), "This field may not be null."),
        (json!({"is_active": "maybe"}), "Must be a valid boolean."),
    ] {
        let got = patch("core/users/2/", body).await;
        assert_eq!((got.status, got.json()), (400, json!({ "is_active": [why] })));
    }
    let missing = patch("core/users/999999/", json!({})).await;
    assert_eq!(missing.detail(), "No User matches the given query.");
    assert_eq!(patch("core/users/x/", json!({})).await.detail(), "Not found.");
    let nothing = patch("core/users/2/", json!({})).await;
    assert_eq!(
        nothing.json()["is_active"],
        json!(true),
        "nothing said, nothing changed"
    );
}

#[tokio::test]
async fn a_secret_is_whatever_it_is_told_to_be() {
    let standin = Standin::new(100);
    let patch = async |secret: Value| {
        let body = json!({ "client_secret": secret });
        write(&standin, "superuser", "PATCH", "providers/oauth2/1/", body).await
    };
    let tokens = standin.get("superuser", "oauth2/access_tokens/?provider=1").await;
    assert_eq!(
        patch(json!("a new one")).await.json()["client_secret"],
        json!("a new one")
    );
    let after = standin.get("superuser", "oauth2/access_tokens/?provider=1").await;
    assert_eq!(after.count(), tokens.count(), "no token goes");
    assert_eq!(rows(&after)[0]["provider"]["client_secret"], json!("a new one"));
    assert_eq!(patch(json!("")).await.json()["client_secret"], json!(""));
    assert_eq!(patch(json!("x".repeat(255))).await.status, 200);
    let got = patch(json!("y".repeat(256))).await;
    assert_eq!(
        (got.status, got.json()),
        (
            400,
            json!({"client_secret": ["Ensure this field has no more than 255 characters."]})
        )
    );
    assert_eq!(
        standin.get("auditor", "providers/oauth2/1/").await.json()["client_secret"],
        json!("x".repeat(255)),
        "who may look at providers sees it"
    );
}

#[tokio::test]
async fn sessions_of_several_users_go_at_once_since_2026_2() {
    let bulk = format!("{SESSIONS}bulk_delete/");
    let standin = Standin::new(1_000);
    for person in ["member", "auditor"] {
        let got = standin.delete(person, &format!("{bulk}?user_pks=2")).await;
        assert_eq!((got.status, got.detail()), (403, NOT_ALLOWED.to_owned()), "{person}");
    }
    for body in [json!({}), json!({"user_pks": [2]})] {
        let got = write(&standin, "superuser", "DELETE", &bulk, body).await;
        assert_eq!(
            (got.status, got.json()),
            (400, json!({"user_pks": ["This field is required."]}))
        );
        assert_eq!(got.header("allow"), Some("DELETE, OPTIONS"));
    }
    assert_eq!(standin.get("superuser", &bulk).await.status, 405);
    let before = standin.get("superuser", SESSIONS).await.count();
    let got = standin
        .delete("helpdesk", &format!("{bulk}?user_pks=2&user_pks=3&user_pks=999999"))
        .await;
    assert_eq!(got.status, 200);
    assert!(got.json()["deleted"].as_u64() >= Some(3), "{}", got.text());
    assert_eq!(standin.get("superuser", SESSIONS).await.count(), before - 3);

    let older = Standin::of(recipe(100, "2025.12"));
    for method in ["GET", "DELETE"] {
        let got = write(&older, "superuser", method, &format!("{bulk}?user_pks=2"), json!({})).await;
        assert_eq!((got.status, got.detail()), (404, "Not found.".to_owned()), "{method}");
    }
}

#[tokio::test]
async fn what_goes_along_depends_on_the_release() {
    for (release, with_session, with_user) in [
        ("2024.12", false, false),
        ("2025.2", false, true),
        ("2025.4", true, true),
        ("2026.8", true, true),
    ] {
        let standin = Standin::of(recipe(1_000, release));
        let own = async |kind: &str| {
            let path = format!("oauth2/{kind}/?user=2");
            standin.get("superuser", &path).await.count()
        };
        let (access, refresh) = (own("access_tokens").await, own("refresh_tokens").await);
        for session in owned(&standin, SESSIONS, "member").await {
            assert_eq!(standin.delete("superuser", &session).await.status, 204);
        }
        let left = own("access_tokens").await;
        assert_eq!(left < access, with_session, "{release}: {left} of {access}");
        assert!(left > 0, "{release}: some belong to no session");
        assert_eq!(own("refresh_tokens").await, refresh, "{release}: these stay");
        write(
            &standin,
            "superuser",
            "PATCH",
            "core/users/2/",
            json!({"is_active": false}),
        )
        .await;
        assert_eq!(own("access_tokens").await == 0, with_user, "{release}");
        assert_eq!(own("refresh_tokens").await == 0, with_user, "{release}");
    }
}

#[tokio::test]
async fn signing_out_ends_the_row() {
    let standin = Standin::new(100);
    let cookies = standin.sign_in("viewer").await;
    let path = format!("{SESSIONS}?user__username=viewer");
    assert_eq!(standin.get("superuser", &path).await.count(), 2);
    standin
        .send("POST", "/standin/sign-out", &[("cookie", &cookies)], "")
        .await;
    assert_eq!(standin.get("superuser", &path).await.count(), 1);
}

#[tokio::test]
async fn a_victim_always_has_as_much() {
    for tokens in [0, 1_000] {
        let standin = Standin::new(tokens);
        let users = standin.get("superuser", "core/users/").await.count();
        let mut last = Value::Null;
        for _ in 0..2 {
            let victim = standin.post("victim", json!({})).await.json();
            let (pk, username) = (&victim["pk"], "ada.novak");
            let count = async |path: String| standin.get("superuser", &path).await.count();
            for (path, expected) in [
                (format!("{SESSIONS}?user__username={username}"), 3),
                (format!("{TOKENS}?user__username={username}&intent=api"), 2),
                (format!("{TOKENS}?user__username={username}&intent=app_password"), 2),
                (format!("{CONSENTS}?user={pk}"), 3),
                (format!("oauth2/access_tokens/?user={pk}"), 48),
                (format!("oauth2/refresh_tokens/?user={pk}"), 12),
                (format!("oauth2/authorization_codes/?user={pk}"), 2),
            ] {
                assert_eq!(count(path.clone()).await, expected, "{path}");
            }
            assert_eq!(count("core/users/".to_owned()).await, users + 1);
            // What deleting the sessions leaves.
            for uuid in victim["authenticated_sessions"].as_array().expect("uuids") {
                let path = format!("{SESSIONS}{}/", uuid.as_str().expect("a uuid"));
                assert_eq!(standin.delete("helpdesk", &path).await.status, 204);
            }
            assert_eq!(count(format!("oauth2/access_tokens/?user={pk}")).await, 18);
            assert_eq!(count(format!("oauth2/refresh_tokens/?user={pk}")).await, 12);
            assert_eq!(count(format!("oauth2/authorization_codes/?user={pk}")).await, 0);
            last = victim["pk"].clone();
        }
        // She can sign in as well, and is then known by her username.
        let got = standin.post("sign-in", json!({ "user": last })).await;
        assert_eq!(got.json()["who"], json!("ada.novak"));
        let seen = me(&standin, &got.cookies()).await;
        assert_eq!(seen.json()["user"]["username"], json!("ada.novak"));
    }
}

#[tokio::test]
async fn belongings_come_and_go_behind_the_scenes() {
    let standin = Standin::new(100);
    for (kind, path) in [
        ("authenticated_sessions", SESSIONS),
        ("core_tokens", TOKENS),
        ("user_consents", CONSENTS),
    ] {
        let change = async |body: Value| standin.post("change", body).await.json()["keys"].clone();
        let keys = change(json!({"action": "add", "kind": kind, "user": 4, "count": 3})).await;
        assert_eq!(keys.as_array().map(Vec::len), Some(3), "{kind}");
        assert_eq!(standin.get("empty", path).await.count(), 3, "{kind}");
        let first = keys[0].as_str().expect("a key");
        assert_eq!(standin.get("empty", &format!("{path}{first}/")).await.status, 200);
        let gone = change(json!({"action": "delete", "kind": kind, "keys": [first, "nobody"]})).await;
        assert_eq!(gone, json!([first]));
        let gone = change(json!({"action": "delete", "kind": kind, "user": 4})).await;
        assert_eq!(gone.as_array().map(Vec::len), Some(2), "{kind}");
        for wrong in [
            json!({"action": "revoke", "kind": kind, "user": 4}),
            json!({"action": "add", "kind": kind, "user": 999_999}),
            json!({"action": "delete", "kind": kind}),
        ] {
            assert_eq!(standin.post("change", wrong.clone()).await.status, 400, "{wrong}");
        }
    }
    let add = json!({"action": "add", "kind": "authenticated_sessions", "user": 4});
    let keys = standin.post("change", add).await.json()["keys"].clone();
    let add = json!({"action": "add", "user": 4, "count": 2, "session": keys[0]});
    standin.post("change", add).await;
    let session = format!("{SESSIONS}{}/", keys[0].as_str().expect("a uuid"));
    assert_eq!(standin.delete("superuser", &session).await.status, 204);
    assert_eq!(standin.get("empty", "oauth2/access_tokens/").await.count(), 0);
    let add = json!({"action": "add", "user": 4, "session": keys[0]});
    assert_eq!(standin.post("change", add).await.status, 400, "it is gone");
}
