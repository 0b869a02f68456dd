//! The thief's laptop: what of it works after what.

use serde_json::{Value, json};

use crate::common::{Got, Standin, recipe};

async fn steal(standin: &Standin, from: Value) -> Value {
    let got = standin.post("thief", from).await;
    assert_eq!(got.status, 200, "{}", got.text());
    got.json()
}

async fn look(standin: &Standin, from: &str) -> Value {
    let got = standin
        .send("GET", &format!("/standin/thief/state?{from}"), &[], "")
        .await;
    assert_eq!(got.status, 200, "{}", got.text());
    got.json()
}

async fn patch(standin: &Standin, path: &str, body: Value) -> Got {
    let headers = [
        ("authorization", "Bearer standin-superuser"),
        ("content-type", "application/json"),
    ];
    let got = standin
        .send("PATCH", &format!("/api/v3/{path}"), &headers, &body.to_string())
        .await;
    assert_eq!(got.status, 200, "{}", got.text());
    got
}

/// Ends all rows of the user empty that a list has.
async fn delete_all(standin: &Standin, list: &str, key: &str, filter: &str) -> usize {
    let body = standin
        .get("superuser", &format!("{list}?page_size=100&{filter}"))
        .await
        .json();
    let rows = body["results"].as_array().expect("rows");
    for row in rows {
        let key = row[key].as_str().map_or_else(|| row[key].to_string(), str::to_owned);
        assert_eq!(standin.delete("superuser", &format!("{list}{key}/")).await.status, 204);
    }
    rows.len()
}

async fn delete_sessions(standin: &Standin) {
    delete_all(standin, "core/authenticated_sessions/", "uuid", "user__username=empty").await;
}

async fn delete_core_tokens(standin: &Standin) {
    delete_all(standin, "core/tokens/", "identifier", "user__username=empty").await;
}

async fn delete_oauth2(standin: &Standin, kind: &str) -> usize {
    delete_all(standin, &format!("oauth2/{kind}/"), "pk", "user=4").await
}

/// Which of the five work, in the order of the page.
fn works(found: &Value) -> [bool; 5] {
    ["session", "access_token", "refresh_token", "api_token", "app_password"]
        .map(|name| found[name]["in"] == json!(true))
}

#[tokio::test]
async fn all_that_is_stolen_works() {
    let standin = Standin::new(1_000);
    assert_eq!(look(&standin, "user=member").await["stolen"], false);
    for user in [json!({"user": "member"}), json!({"user": 4}), json!({"user": "viewer"})] {
        let found = steal(&standin, user).await;
        assert_eq!(found["in"], true);
        assert_eq!(works(&found), [true; 5], "{found}");
        assert_eq!(found["session"], json!({"in": true, "status": 200}));
        assert_eq!(found["client_secret"], Value::Null);
    }
    // By its own tries, it gets more and more tokens.
    let held = look(&standin, "user=4").await["access_tokens_held"].as_u64();
    assert!(held.is_some_and(|held| held >= 4), "{held:?}");
    let rows = standin.get("superuser", "oauth2/access_tokens/?user=4").await.count();
    assert_eq!(Some(rows), held);
    // It is in no list of requests.
    let requests = standin
        .send("GET", "/standin/requests?path=/application/", &[], "")
        .await
        .json();
    assert_eq!(requests, json!([]));
    for wrong in [
        json!({}),
        json!({"user": "nobody"}),
        json!({"client": "none"}),
        json!({"client": 2}),
    ] {
        assert_eq!(standin.post("thief", wrong.clone()).await.status, 400, "{wrong}");
    }
}

#[tokio::test]
async fn a_refresh_token_that_is_used_again_is_written_down() {
    let standin = Standin::new(1_000);
    steal(&standin, json!({"user": "empty"})).await;
    let path = "events/events/?action=suspicious_request&username=empty";
    look(&standin, "user=4").await;
    assert_eq!(standin.get("superuser", path).await.count(), 0);
    assert_eq!(look(&standin, "user=4&reuse=1").await["refresh_token"]["status"], 200);
    let events = standin.get("superuser", path).await;
    assert_eq!(events.count(), 1);
    let event = &events.json()["results"][0];
    assert_eq!(event["client_ip"], "192.0.2.66");
    let row = standin
        .get(
            "superuser",
            &format!("oauth2/refresh_tokens/{}/", event["context"]["token"]["pk"]),
        )
        .await;
    assert_eq!(row.json()["revoked"], true);
}

#[tokio::test]
async fn the_right_order_locks_the_thief_out() {
    let standin = Standin::new(1_000);
    steal(&standin, json!({"user": "empty"})).await;
    delete_sessions(&standin).await;
    let found = look(&standin, "user=4").await;
    assert_eq!(works(&found), [false, true, true, true, true], "{found}");
    assert_eq!(found["session"]["status"], 403);
    delete_core_tokens(&standin).await;
    let found = look(&standin, "user=4").await;
    assert_eq!(works(&found), [false, true, true, false, false], "{found}");
    assert_eq!(
        (&found["api_token"]["status"], &found["app_password"]["status"]),
        (&json!(403), &json!(400))
    );
    delete_oauth2(&standin, "refresh_tokens").await;
    let found = look(&standin, "user=4").await;
    assert_eq!(works(&found), [false, true, false, false, false], "{found}");
    assert_eq!(found["refresh_token"]["status"], 400);
    delete_oauth2(&standin, "access_tokens").await;
    let found = look(&standin, "user=4").await;
    assert_eq!(works(&found), [false; 5], "{found}");
    assert_eq!(
        (&found["in"], &found["access_token"]["status"]),
        (&json!(false), &json!(401))
    );
    assert_eq!(
        look(&standin, "user=4").await["access_token"]["status"],
        401,
        "for good"
    );
}

#[tokio::test]
async fn access_tokens_alone_let_the_thief_back_in() {
    let standin = Standin::new(1_000);
    steal(&standin, json!({"user": "empty"})).await;
    delete_sessions(&standin).await;
    delete_core_tokens(&standin).await;
    assert!(delete_oauth2(&standin, "access_tokens").await > 0);
    let found = look(&standin, "user=4").await;
    assert_eq!(works(&found), [false, true, true, false, false], "{found}");
    assert_eq!(found["access_tokens_held"], 1);
    // And last the refresh tokens: too late for the token that was got in between.
    delete_oauth2(&standin, "refresh_tokens").await;
    assert_eq!(look(&standin, "user=4").await["in"], true);
}

#[tokio::test]
async fn tokens_got_with_an_app_password_outlive_it() {
    let standin = Standin::new(1_000);
    steal(&standin, json!({"user": "empty"})).await;
    delete_sessions(&standin).await;
    delete_oauth2(&standin, "refresh_tokens").await;
    delete_oauth2(&standin, "access_tokens").await;
    assert_eq!(works(&look(&standin, "user=4").await), [false, true, false, true, true]);
    delete_core_tokens(&standin).await;
    let found = look(&standin, "user=4").await;
    assert_eq!(works(&found), [false, true, false, false, false], "{found}");
}

#[tokio::test]
async fn deactivating_locks_out_and_activating_lets_keys_back_in() {
    let standin = Standin::new(1_000);
    steal(&standin, json!({"user": "empty"})).await;
    patch(&standin, "core/users/4/", json!({"is_active": false})).await;
    let found = look(&standin, "user=4").await;
    assert_eq!((&found["in"], works(&found)), (&json!(false), [false; 5]), "{found}");
    let statuses = ["session", "refresh_token", "api_token", "app_password"].map(|name| found[name]["status"].clone());
    assert_eq!(statuses, [json!(403), json!(400), json!(403), json!(400)]);
    patch(&standin, "core/users/4/", json!({"is_active": true})).await;
    let found = look(&standin, "user=4").await;
    assert_eq!(works(&found), [false, true, false, true, true], "{found}");

    // Before 2025.2 the tokens live on.
    let old = Standin::of(recipe(1_000, "2024.12"));
    steal(&old, json!({"user": "empty"})).await;
    patch(&old, "core/users/4/", json!({"is_active": false})).await;
    let found = look(&old, "user=4").await;
    assert_eq!(works(&found), [false, true, true, false, false], "{found}");
    assert_eq!(
        old.post("thief", json!({"user": 4})).await.status,
        400,
        "nothing there works"
    );
}

#[tokio::test]
async fn a_client_s_secret() {
    let standin = Standin::new(1_000);
    let found = steal(&standin, json!({"client": "ci-runner"})).await;
    assert_eq!(
        found["client"],
        json!({"pk": 4, "client_id": "ci-runner", "name": "CI machine-to-machine"})
    );
    for name in ["client_secret", "introspection", "access_token"] {
        assert_eq!(found[name], json!({"in": true, "status": 200}), "{name}");
    }
    assert_eq!(found["session"], Value::Null);
    patch(&standin, "providers/oauth2/4/", json!({"client_secret": "canary-new"})).await;
    let found = look(&standin, "client=4").await;
    assert_eq!(found["client_secret"], json!({"in": false, "status": 400}));
    assert_eq!(found["introspection"], json!({"in": false, "status": 200}));
    assert_eq!(found["access_token"]["in"], true, "a new secret ends no token");
    delete_all(&standin, "oauth2/access_tokens/", "pk", "provider=4").await;
    let found = look(&standin, "client=ci-runner").await;
    assert_eq!(
        (&found["in"], &found["access_token"]["status"]),
        (&json!(false), &json!(401)),
        "{found}"
    );
}

#[tokio::test]
async fn machines_have_no_browser_and_those_of_authentik_s_own_but_a_key() {
    let standin = Standin::new(1_000);
    let users = standin
        .get("superuser", "core/users/?type=service_account&is_active=true")
        .await;
    let found = steal(&standin, json!({"user": users.pks()[0]})).await;
    assert_eq!(works(&found), [false, true, false, true, true], "{found}");
    assert_eq!(
        (&found["session"], &found["refresh_token"]),
        (&Value::Null, &Value::Null),
        "{found}"
    );
    let users = standin
        .get("superuser", "core/users/?type=internal_service_account&is_active=true")
        .await;
    let pk = users.pks()[0];
    let found = steal(&standin, json!({"user": pk})).await;
    assert_eq!(
        (&found["in"], &found["api_token"]["in"]),
        (&json!(true), &json!(true)),
        "{found}"
    );
    assert_eq!(
        (&found["session"], &found["access_token"]),
        (&Value::Null, &Value::Null),
        "{found}"
    );
}

#[tokio::test]
async fn the_page_and_its_form() {
    let standin = Standin::new(100);
    let page = standin.send("GET", "/standin/thief?user=member", &[], "").await;
    assert_eq!(page.status, 200);
    let policy = page.header("content-security-policy").expect("a policy");
    assert!(
        policy.contains("script-src 'self'") && !policy.contains("unsafe-inline"),
        "{policy}"
    );
    let text = page.text();
    assert!(
        text.contains("What was taken from member") && text.contains("data-value=\"2\""),
        "{text}"
    );
    assert!(!text.contains("{{") && !text.contains("style="), "{text}");
    for file in ["thief.css", "thief.js"] {
        assert_eq!(
            standin.send("GET", &format!("/standin/{file}"), &[], "").await.status,
            200,
            "{file}"
        );
    }
    let unknown = standin.send("GET", "/standin/thief?user=%3Cb%3E", &[], "").await.text();
    assert!(unknown.contains("there is no user &lt;b&gt;"), "{unknown}");
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let sent = standin.send("POST", "/standin/thief", &headers, "user=2").await;
    assert_eq!(
        (sent.status, sent.header("location")),
        (303, Some("/standin/thief?user=2"))
    );
    assert_eq!(look(&standin, "user=2").await["in"], true);
    let foreign = [
        ("origin", "https://evil.example.com"),
        ("content-type", "application/json"),
    ];
    assert_eq!(
        standin
            .send("POST", "/standin/thief", &foreign, "{\"user\":2}")
            .await
            .status,
        403
    );
    let home = standin.send("GET", "/standin/", &[], "").await.text();
    assert!(home.contains("href=\"/standin/thief?user=2\""), "{home}");
    standin.post("reset", Value::Null).await;
    assert_eq!(look(&standin, "user=2").await["stolen"], false);
}
