//! What goes wrong while somebody is locked out: the faults, on each of the endpoints that this needs.

use serde_json::{Value, json};

use crate::common::{Got, Standin, cookie};

const LISTS: [&str; 4] = [
    "core/authenticated_sessions/",
    "core/tokens/",
    "core/user_consent/",
    "core/applications/",
];

/// A victim, and every write that there is: method, path, body.
async fn writes(standin: &Standin) -> Vec<(&'static str, String, Value)> {
    let victim = standin.post("victim", json!({})).await.json();
    let text = |list: &str| victim[list][0].as_str().expect("a key").to_owned();
    vec![
        (
            "DELETE",
            format!("core/authenticated_sessions/{}/", text("authenticated_sessions")),
            Value::Null,
        ),
        (
            "DELETE",
            format!("core/authenticated_sessions/bulk_delete/?user_pks={}", victim["pk"]),
            Value::Null,
        ),
        ("DELETE", format!("core/tokens/{}/", text("core_tokens")), Value::Null),
        (
            "DELETE",
            format!("core/user_consent/{}/", victim["user_consents"][0]),
            Value::Null,
        ),
        (
            "PATCH",
            format!("core/users/{}/", victim["pk"]),
            json!({"is_active": false}),
        ),
        (
            "PATCH",
            "providers/oauth2/1/".to_owned(),
            json!({"client_secret": "new"}),
        ),
    ]
}

async fn send(standin: &Standin, (method, path, body): &(&str, String, Value)) -> Got {
    let headers = [
        ("authorization", "Bearer standin-superuser"),
        ("content-type", "application/json"),
    ];
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    standin.send(method, &format!("/api/v3/{path}"), &headers, &body).await
}

/// Everything that a write could change.
async fn world(standin: &Standin) -> Vec<Value> {
    let mut all = Vec::new();
    for list in LISTS.into_iter().chain(["core/users/", "providers/oauth2/"]) {
        all.push(standin.get("superuser", &format!("{list}?search=novak")).await.json());
    }
    let provider = standin.get("superuser", "providers/oauth2/1/").await.json();
    all.push(provider["client_secret"].clone());
    all
}

#[tokio::test]
async fn an_answer_instead_of_a_write_changes_nothing() {
    let standin = Standin::new(100);
    for (kind, status) in [
        ("html-500", 500),
        ("html-502", 502),
        ("router-502", 502),
        ("starting", 503),
        ("too-many", 429),
        ("forbidden", 403),
        ("conflict", 409),
        ("csrf-changed", 403),
        ("token-refused", 403),
        ("read-only", 400),
        ("firewall", 403),
        ("no-method", 405),
        ("sign-in-page", 200),
    ] {
        for write in writes(&standin).await {
            let before = world(&standin).await;
            let path = format!("/api/v3/{}", write.1.split('?').next().expect("a path"));
            let fault = json!({"kind": kind, "path": path, "method": write.0, "times": 1});
            standin.faults(fault).await;
            assert_eq!(send(&standin, &write).await.status, status, "{kind} {write:?}");
            assert_eq!(world(&standin).await, before, "{kind} {write:?}");
            assert!(send(&standin, &write).await.status < 300, "{write:?}: once only");
        }
    }
}

#[tokio::test]
async fn a_write_that_fails_afterwards_was_done() {
    let standin = Standin::new(100);
    for at in 0..6 {
        let write = writes(&standin).await.remove(at);
        let before = world(&standin).await;
        let fault = json!({"kind": "html-500-after", "method": write.0, "times": 1});
        standin.faults(fault).await;
        assert_eq!(send(&standin, &write).await.status, 500, "{write:?}");
        assert_ne!(world(&standin).await, before, "{write:?}");
    }
}

#[tokio::test]
async fn one_kind_can_be_hit_alone() {
    let standin = Standin::new(100);
    for hit in LISTS {
        standin
            .faults(json!({"kind": "html-500", "path": format!("/api/v3/{hit}")}))
            .await;
        for list in LISTS {
            let status = if list == hit { 500 } else { 200 };
            assert_eq!(standin.get("superuser", list).await.status, status, "{list}");
        }
    }
    standin
        .faults(json!({"kind": "forbidden", "path": "/api/v3/core/users/", "method": "PATCH"}))
        .await;
    for write in writes(&standin).await {
        let status = send(&standin, &write).await.status;
        assert_eq!(status == 403, write.1.starts_with("core/users/"), "{write:?}");
    }
    assert_eq!(standin.get("superuser", "core/users/").await.status, 200);
}

#[tokio::test]
async fn rows_can_be_broken_and_spoilt_and_vanish() {
    let standin = Standin::new(1_000);
    for list in LISTS {
        let path = format!("/api/v3/{list}");
        let rows = |got: Got| got.json()["results"].as_array().expect("rows").clone();
        let all = rows(standin.get("superuser", list).await);
        let keys = ["identifier", "slug", "uuid"];
        let key = keys.iter().find_map(|key| all[1][key].as_str().map(str::to_owned));
        let key = key.unwrap_or_else(|| all[1]["pk"].to_string());

        standin
            .faults(json!({"kind": "broken-row", "path": path, "key": key}))
            .await;
        assert_eq!(standin.get("superuser", list).await.status, 500, "{list}");
        assert_eq!(standin.get("superuser", &format!("{list}{key}/")).await.status, 500);
        standin
            .faults(json!({"kind": "undecodable-row", "path": path, "key": key, "how": "pk"}))
            .await;
        let spoilt = &rows(standin.get("superuser", list).await)[1];
        assert!(
            keys.iter().chain(&["pk"]).all(|key| spoilt.get(*key).is_none()),
            "{spoilt}"
        );
        standin.faults(json!({"kind": "unknown-field", "path": path})).await;
        assert_eq!(
            rows(standin.get("superuser", list).await)[1]["future_row_count"],
            json!(7)
        );
        standin.faults(json!({"kind": "no-last-page", "path": path})).await;
        let last = standin.get("superuser", &format!("{list}?page=last")).await.json();
        assert_ne!(last["pagination"]["next"], json!(0));

        if list != "core/applications/" {
            let before = standin.get("superuser", list).await.count();
            standin
                .faults(json!({"kind": "vanish", "path": path, "times": 1, "rows": 2}))
                .await;
            standin.get("superuser", list).await;
            assert_eq!(standin.get("superuser", list).await.count(), before - 2, "{list}");
        }
    }
    standin
        .faults(json!({"kind": "undecodable-row", "path": "/api/v3/core/tokens/"}))
        .await;
    let row = &standin.get("superuser", "core/tokens/").await.json()["results"][0];
    assert_eq!(row["user_obj"], json!("not a user"));
    standin
        .faults(json!({"kind": "fields", "of": "user", "path": "/api/v3/core/tokens/", "fields": {"name": "x"}}))
        .await;
    let row = &standin.get("superuser", "core/tokens/").await.json()["results"][0];
    assert_eq!(row["user_obj"]["name"], json!("x"));
}

#[tokio::test]
async fn a_session_that_ends_midway_ends_the_writes() {
    let standin = Standin::new(100);
    let cookies = standin.sign_in("superuser").await;
    let headers = [
        ("cookie", cookies.as_str()),
        ("x-authentik-csrf", cookie(&cookies, "authentik_csrf")),
        ("content-type", "application/json"),
    ];
    standin
        .faults(json!({"kind": "session-ended", "path": "/api/v3/core/tokens/"}))
        .await;
    let list = standin.send("GET", "/api/v3/core/user_consent/", &headers, "").await;
    assert_eq!(list.status, 200);
    let got = standin
        .send("DELETE", "/api/v3/core/tokens/api-2-1/", &headers, "")
        .await;
    assert_eq!(got.detail(), "Authentication credentials were not provided.");
    for (method, path) in [
        ("PATCH", "core/users/2/"),
        ("PATCH", "providers/oauth2/1/"),
        ("DELETE", "core/user_consent/1/"),
    ] {
        let got = standin.send(method, &format!("/api/v3/{path}"), &headers, "{}").await;
        assert_eq!(got.status, 403, "{method} {path}");
    }
}

#[tokio::test]
async fn a_list_whose_filters_are_ignored_holds_the_rows_of_everybody() {
    let standin = Standin::new(100);
    let count = async |path: &str| {
        let page = standin.get("superuser", path).await.json();
        page["pagination"]["count"].as_u64().expect("a number")
    };
    for (list, filter) in [
        ("core/authenticated_sessions/", "user__username=member"),
        ("core/tokens/", "user__username=member"),
        ("core/user_consent/", "user=2"),
        ("oauth2/access_tokens/", "user=2"),
    ] {
        let filtered = format!("{list}?page_size=5&{filter}");
        let (all, of_member) = (count(list).await, count(&filtered).await);
        assert!(of_member < all, "{list}");
        standin
            .faults(json!({"kind": "filters-ignored", "path": format!("/api/v3/{list}")}))
            .await;
        assert_eq!(count(&filtered).await, all, "{list}");
        standin.faults(json!([])).await;
    }
}

#[tokio::test]
async fn a_body_is_json_or_refused() {
    let standin = Standin::new(10);
    let admin = ("authorization", "Bearer standin-superuser");
    let path = "/api/v3/core/users/2/";
    let got = standin
        .send("PATCH", path, &[admin, ("content-type", "text/plain")], "x")
        .await;
    assert_eq!(
        (got.status, got.detail()),
        (415, "Unsupported media type \"text/plain\" in request.".to_owned())
    );
    let got = standin
        .send("PATCH", path, &[admin, ("content-type", "application/json")], "[]")
        .await;
    let why = "Invalid data. Expected a dictionary, but got list.";
    assert_eq!((got.status, got.json()), (400, json!({ "non_field_errors": [why] })));
    for body in ["{", "x"] {
        let got = standin
            .send("PATCH", path, &[admin, ("content-type", "application/json")], body)
            .await;
        assert!(
            got.status == 400 && got.detail().starts_with("JSON parse error"),
            "{body}"
        );
    }
}
