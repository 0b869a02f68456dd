//! What authentik writes down, who may look, and what finds it.
//!
//! `recorded/events.json` holds an event of each sort as a real 2026.5 answered it.

use serde_json::{Value, json};

use crate::common::{Standin, recipe};

const EVENTS: &str = "events/events/";
const RECORDED: &str = include_str!("recorded/events.json");

async fn rows(standin: &Standin, query: &str) -> Vec<Value> {
    let got = standin
        .get("superuser", &format!("{EVENTS}?page_size=100&{query}"))
        .await;
    assert_eq!(got.status, 200, "{}", got.text());
    got.json()["results"].as_array().expect("results").clone()
}

async fn count(standin: &Standin, query: &str) -> u64 {
    standin
        .get("superuser", &format!("{EVENTS}?page_size=1&{query}"))
        .await
        .count()
}

/// The same keys, and the same kinds of values, but for what is different in each request.
fn same_shape(at: &str, recorded: &Value, ours: &Value) {
    match (recorded, ours) {
        (Value::Object(recorded), Value::Object(ours)) => {
            let keys = |of: &serde_json::Map<String, Value>| of.keys().cloned().collect::<Vec<_>>();
            if !at.ends_with(".args") {
                assert_eq!(keys(ours), keys(recorded), "{at}");
            }
            for (key, recorded) in recorded {
                same_shape(&format!("{at}.{key}"), recorded, ours.get(key).unwrap_or(recorded));
            }
        }
        (recorded, ours) => assert_eq!(
            std::mem::discriminant(recorded),
            std::mem::discriminant(ours),
            "{at}: {ours} instead of {recorded}"
        ),
    }
}

/// What is the same in every event of its sort.
fn same_words(recorded: &Value, ours: &Value) {
    for path in [
        "/action",
        "/app",
        "/context/message",
        "/context/auth_method",
        "/context/token/model_name",
        "/context/secret/model_name",
        "/context/model/app",
        "/context/provider/app",
        "/context/authorized_application/model_name",
        "/context/http_request/args/response_type",
    ] {
        assert_eq!(ours.pointer(path), recorded.pointer(path), "{path}");
    }
}

#[tokio::test]
async fn an_event_looks_as_recorded() {
    let standin = Standin::new(10_000);
    let recorded: Value = serde_json::from_str(RECORDED).expect("JSON");
    for action in [
        "authorize_application",
        "login",
        "suspicious_request",
        "model_updated",
        "secret_view",
    ] {
        let found = rows(&standin, &format!("actions={action}")).await;
        assert!(!found.is_empty(), "{action}");
        for ours in &found {
            same_shape(action, &recorded[action], ours);
            same_words(&recorded[action], ours);
        }
    }
    // PostgreSQL puts short keys first.
    let got = standin
        .get("superuser", &format!("{EVENTS}?action=suspicious_request"))
        .await;
    let text = got.text();
    let places = [
        "\"context\":{\"token\":{\"pk\":",
        "\"message\":",
        "\"provider\":",
        "\"http_request\":{\"args\":{}",
    ];
    let places: Vec<usize> = places.iter().filter_map(|key| text.find(key)).collect();
    assert!(places.len() == 4 && places.is_sorted(), "{text}");
    assert_eq!(got.json()["autocomplete"]["current_model"], "authentik_events.event");
}

#[tokio::test]
async fn who_may_look() {
    let standin = Standin::new(1_000);
    let pk = rows(&standin, "").await[0]["pk"].as_str().expect("a pk").to_owned();
    for person in ["member", "viewer", "empty", "helpdesk"] {
        for path in [
            EVENTS.to_owned(),
            format!("{EVENTS}?username={person}"),
            format!("{EVENTS}{pk}/"),
        ] {
            let got = standin.get(person, &path).await;
            assert_eq!(got.status, 403, "{person} {path}");
            assert_eq!(got.detail(), "You do not have permission to perform this action.");
        }
    }
    // Who may look at them sees them all, and may delete none.
    let all = count(&standin, "").await;
    assert_eq!(standin.get("auditor", EVENTS).await.count(), all);
    assert_eq!(standin.get("auditor", &format!("{EVENTS}{pk}/")).await.status, 200);
    assert_eq!(standin.delete("auditor", &format!("{EVENTS}{pk}/")).await.status, 403);
    let nobody = standin.send("GET", &format!("/api/v3/{EVENTS}"), &[], "").await;
    assert_eq!(
        (nobody.status, nobody.detail().as_str()),
        (403, "Authentication credentials were not provided.")
    );
    let one = standin.get("superuser", &format!("{EVENTS}{pk}/")).await;
    assert_eq!((one.status, &one.json()["pk"]), (200, &json!(pk)));
    let none = standin
        .get("superuser", &format!("{EVENTS}00000000-0000-4000-8000-000000000000/"))
        .await;
    assert_eq!(
        (none.status, none.detail().as_str()),
        (404, "No Event matches the given query.")
    );
    assert_eq!(standin.get("superuser", &format!("{EVENTS}1/")).await.status, 404);
    assert_eq!(standin.delete("member", &format!("{EVENTS}{pk}/")).await.status, 403);
    assert_eq!(standin.delete("superuser", &format!("{EVENTS}{pk}/")).await.status, 204);
    assert_eq!(standin.get("superuser", &format!("{EVENTS}{pk}/")).await.status, 404);
    let written = standin
        .send(
            "PATCH",
            &format!("/api/v3/{EVENTS}{pk}/"),
            &[("authorization", "Bearer standin-superuser")],
            "{}",
        )
        .await;
    assert_eq!(written.status, 405);
}

#[tokio::test]
async fn filters_find_what_authentiks_find() {
    let standin = Standin::new(10_000);
    let all = count(&standin, "").await;
    // A part of the word is enough, but for the plural.
    let (login, failed) = (
        count(&standin, "actions=login").await,
        count(&standin, "actions=login_failed").await,
    );
    assert!(login > 0 && failed > 0);
    assert_eq!(count(&standin, "action=login").await, login + failed);
    assert_eq!(
        count(&standin, "actions=login&actions=login_failed").await,
        login + failed
    );
    assert_eq!(count(&standin, "actions=log").await, 0);

    // Who did it, and also who could not sign in.
    assert!(count(&standin, "username=member&action=authorize").await > 0);
    assert!(count(&standin, "username=member&actions=login_failed").await >= 4);
    assert_eq!(count(&standin, "username=membe").await, 0);

    // The application as it is stored: without dashes.
    let one = &rows(&standin, "action=authorize_application").await[0];
    let app = one["context"]["authorized_application"]["pk"].as_str().expect("a pk");
    assert_eq!(app.len(), 32);
    let dashed = format!(
        "{}-{}-{}-{}-{}",
        &app[..8],
        &app[8..12],
        &app[12..16],
        &app[16..20],
        &app[20..]
    );
    let found = rows(&standin, &format!("context_authorized_app={app}")).await;
    assert!(!found.is_empty());
    assert!(
        found
            .iter()
            .all(|row| row["context"]["authorized_application"]["pk"] == app)
    );
    assert_eq!(count(&standin, &format!("context_authorized_app={dashed}")).await, 0);

    // What was changed.
    let updated = &rows(&standin, "action=model_updated").await[0];
    let pk = updated["context"]["model"]["pk"].as_u64().expect("a pk");
    let user = format!("context_model_app=authentik_core&context_model_name=user&context_model_pk={pk}");
    assert_eq!(rows(&standin, &user).await[0]["pk"], updated["pk"]);
    for model in ["accesstoken", "refreshtoken", "authenticatedsession", "userconsent"] {
        assert_eq!(
            count(&standin, &format!("context_model_name={model}")).await,
            0,
            "{model}"
        );
    }

    // From where; and words, anywhere.
    assert!(count(&standin, "client_ip=192.0.2.66").await > 0);
    assert_eq!(count(&standin, "client_ip=192.0.2").await, 0);
    assert_eq!(
        count(&standin, "search=Revoked+refresh&action=").await,
        count(&standin, "action=suspicious_request").await
    );

    // What is not known is not looked at.
    assert_eq!(count(&standin, "created__gte=2090-01-01T00:00:00Z").await, all);
    assert_eq!(count(&standin, "user=2").await, all);
}

#[tokio::test]
async fn pages_and_orders() {
    let standin = Standin::new(10_000);
    let got = standin.get("superuser", &format!("{EVENTS}?page_size=100000")).await;
    assert_eq!(got.json()["results"].as_array().map(Vec::len), Some(100));
    assert_eq!(got.json()["pagination"]["next"], 2);
    let past = standin.get("superuser", &format!("{EVENTS}?page=9999")).await;
    assert_eq!((past.status, past.detail().as_str()), (404, "Invalid page."));
    let created = |rows: Vec<Value>| -> Vec<String> {
        rows.iter()
            .map(|row| row["created"].as_str().expect("a time").to_owned())
            .collect()
    };
    let newest = created(rows(&standin, "").await);
    assert!(newest.is_sorted_by(|a, b| a >= b));
    assert_eq!(created(rows(&standin, "ordering=-created").await), newest);
    let oldest = created(rows(&standin, "ordering=created").await);
    assert!(oldest.is_sorted() && oldest[0] < newest[99]);
}

#[tokio::test]
async fn a_reused_refresh_token_is_there_and_revoked() {
    let standin = Standin::new(1_000);
    let found = rows(&standin, "action=suspicious_request").await;
    assert!((1..=3).contains(&found.len()));
    for event in &found {
        let pk = event["context"]["token"]["pk"].as_u64().expect("a number");
        let row = standin
            .get("superuser", &format!("oauth2/refresh_tokens/{pk}/"))
            .await
            .json();
        assert_eq!(
            (&row["revoked"], &row["user"]["pk"]),
            (&json!(true), &event["user"]["pk"])
        );
        assert_eq!(row["provider"]["pk"], event["context"]["provider"]["pk"]);
    }
}

#[tokio::test]
async fn an_authorization_comes_right_before_its_token() {
    let standin = Standin::new(1_000);
    let events = rows(&standin, "action=authorize_application&username=member").await;
    assert!(events.len() > 10);
    let tokens = standin
        .get("superuser", "oauth2/access_tokens/?user=2&page_size=100")
        .await
        .json();
    let issued: Vec<i64> = tokens["results"]
        .as_array()
        .expect("rows")
        .iter()
        .filter_map(|row| serde_json::from_str::<Value>(row["id_token"].as_str()?).ok()?["iat"].as_i64())
        .collect();
    let is_near = |event: &&Value| {
        let created = event["created"]
            .as_str()
            .expect("a time")
            .parse::<chrono::DateTime<chrono::Utc>>();
        let created = created.expect("a time").timestamp();
        issued.iter().any(|iat| (0..=4).contains(&(*iat - created)))
    };
    // A few tokens do not tell when they were issued.
    let near = events.iter().filter(is_near).count();
    assert!(near * 10 > events.len() * 8, "{near} of {}", events.len());
}

#[tokio::test]
async fn the_same_seed_has_the_same_past_in_every_release_and_size() {
    let (one, other) = (Standin::new(1_000), Standin::new(1_000));
    let told = |rows: Vec<Value>| -> Vec<(Value, Value)> {
        rows.into_iter()
            .map(|row| (row["pk"].clone(), row["context"].clone()))
            .collect()
    };
    assert_eq!(told(rows(&one, "").await), told(rows(&other, "").await));
    for (release, has, lacks) in [("2023.10", "tenant", "brand"), ("2024.2", "brand", "tenant")] {
        let old = Standin::of(recipe(100, release));
        let row = rows(&old, "").await[0].clone();
        assert!(row.get(has).is_some() && row.get(lacks).is_none(), "{release}");
    }
    let none = Standin::new(0);
    assert!(count(&none, "").await > 0, "people sign in where there are no tokens");
    assert_eq!(count(&none, "action=suspicious_request").await, 0);
}

#[tokio::test]
async fn a_million_tokens_leave_few_events() {
    let standin = Standin::new(1_000_000);
    let events = standin.app.state().world.events.all().len();
    assert!((10_000..30_000).contains(&events), "{events}");
}

#[tokio::test]
async fn deleting_tokens_leaves_no_trace() {
    let standin = Standin::new(1_000);
    let before = count(&standin, "").await;
    for kind in ["access_tokens", "refresh_tokens", "authorization_codes"] {
        assert_eq!(
            standin.delete("superuser", &format!("oauth2/{kind}/1/")).await.status,
            204
        );
    }
    assert_eq!(count(&standin, "").await, before);
}

#[tokio::test]
async fn faults_hit_events() {
    let standin = Standin::new(1_000);
    standin
        .faults(json!({"kind": "forbidden", "path": "/api/v3/events/", "times": 1}))
        .await;
    assert_eq!(standin.get("superuser", EVENTS).await.status, 403);
    assert_eq!(standin.get("superuser", EVENTS).await.status, 200);
    let path = "/api/v3/events/";
    standin
        .faults(json!([{"kind": "unknown-field", "path": path}, {"kind": "no-last-page", "path": path}]))
        .await;
    let got = standin.get("superuser", EVENTS).await.json();
    assert!(got["results"][0].get("future_row_note").is_some());
    assert_eq!(got["pagination"]["next"], 2);
    let rows = rows(&standin, "").await;
    standin
        .faults(json!({"kind": "broken-row", "key": rows[1]["pk"], "path": path}))
        .await;
    assert_eq!(
        standin.get("superuser", &format!("{EVENTS}?page_size=1")).await.status,
        200
    );
    assert_eq!(
        standin.get("superuser", &format!("{EVENTS}?page_size=2")).await.status,
        500
    );
}
