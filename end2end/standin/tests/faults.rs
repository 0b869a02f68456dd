//! Each fault, and how faults are chosen.

use serde_json::{Value, json};

use crate::common::{Got, Standin, cookie};

const LIST: &str = "oauth2/access_tokens/?ordering=pk";

async fn list(standin: &Standin) -> Got {
    standin.get("superuser", LIST).await
}

#[tokio::test]
async fn answers_instead_of_the_real_one() {
    let standin = Standin::new(100);
    for (kind, status, content_type) in [
        ("html-502", 502, "text/html"),
        ("router-502", 502, "application/json"),
        ("starting", 503, "application/json"),
        ("too-many", 429, "application/json"),
        ("html-500", 500, "text/html; charset=utf-8"),
        ("sign-in-page", 200, "text/html; charset=utf-8"),
        ("not-json", 200, "text/plain; charset=utf-8"),
        ("bad-request", 400, "application/json"),
        ("forbidden", 403, "application/json"),
        ("conflict", 409, "application/json"),
        ("firewall", 403, "text/html"),
        ("no-method", 405, "text/html"),
        ("not-routed", 404, "text/html"),
        ("sign-in-redirect", 302, "text/html"),
        ("token-refused", 403, "application/json"),
        ("read-only", 400, "application/json"),
    ] {
        standin.faults(json!({"kind": kind})).await;
        let got = list(&standin).await;
        assert_eq!(
            (got.status, got.header("content-type")),
            (status, Some(content_type)),
            "{kind}"
        );
        let html = content_type.starts_with("text/html");
        assert_eq!(got.text().starts_with("<!DOCTYPE html>"), html, "{kind}");
        let in_front = [
            "html-502",
            "router-502",
            "starting",
            "firewall",
            "no-method",
            "not-routed",
            "sign-in-redirect",
        ];
        assert_eq!(
            got.header("x-authentik-id").is_none(),
            in_front.contains(&kind),
            "{kind}"
        );
    }
    standin
        .faults(json!({"kind": "answer", "status": 403, "body": {"detail": "no"}, "in_front": true}))
        .await;
    let got = list(&standin).await;
    assert_eq!((got.status, got.header("x-authentik-id")), (403, None));
    standin.faults(json!([])).await;
    assert_eq!(list(&standin).await.status, 200);
}

#[tokio::test]
async fn what_fails_afterwards_was_done() {
    let standin = Standin::new(10);
    for (kind, status) in [("html-500", 200), ("html-500-after", 404)] {
        standin.faults(json!({"kind": kind, "method": "DELETE"})).await;
        let bearer = [("authorization", "Bearer standin-superuser")];
        let got = standin
            .send("DELETE", "/api/v3/oauth2/access_tokens/1/", &bearer, "")
            .await;
        assert_eq!((got.status, got.text().starts_with("<!DOCTYPE html>")), (500, true));
        let got = standin.get("superuser", "oauth2/access_tokens/1/").await;
        assert_eq!(got.status, status, "{kind}");
    }
}

#[tokio::test]
async fn the_csrf_cookie_can_be_hidden() {
    let standin = Standin::new(10);
    standin.faults(json!({"kind": "csrf-hidden"})).await;
    let got = standin
        .send("GET", "/api/v3/core/users/me/", &[("cookie", "authentik_csrf=abc")], "")
        .await;
    let set = got.headers.get_all("set-cookie").iter();
    let hidden = set.filter(|cookie| cookie.as_bytes().starts_with(b"authentik_csrf=abc;"));
    let hidden: Vec<_> = hidden.collect();
    assert_eq!(hidden.len(), 1);
    assert!(hidden[0].as_bytes().ends_with(b"HttpOnly"));
}

#[tokio::test]
async fn waits_are_told() {
    let standin = Standin::new(10);
    standin.faults(json!({"kind": "starting"})).await;
    let got = list(&standin).await;
    assert_eq!(got.header("retry-after"), Some("5"));
    assert_eq!(got.json(), json!({"error": "authentik starting"}));
    standin.faults(json!({"kind": "too-many", "retry_after": 7})).await;
    let got = list(&standin).await;
    assert_eq!(got.header("retry-after"), Some("7"));
    assert_eq!(got.detail(), "Request was throttled. Expected available in 7 seconds.");
    let date = "Wed, 21 Oct 2026 07:28:00 GMT";
    standin.faults(json!({"kind": "too-many", "retry_after": date})).await;
    assert_eq!(list(&standin).await.header("retry-after"), Some(date));
}

#[tokio::test]
async fn bodies_can_be_given() {
    let standin = Standin::new(10);
    let body = json!({"provider": ["No."], "deep": {"a": [1, "two"]}, "code": "invalid"});
    standin.faults(json!({"kind": "bad-request", "body": body})).await;
    assert_eq!(list(&standin).await.json(), body);
    standin
        .faults(json!({"kind": "forbidden", "body": {"detail": "No.", "code": "no"}}))
        .await;
    assert_eq!(list(&standin).await.json(), json!({"detail": "No.", "code": "no"}));
    standin
        .faults(json!({"kind": "answer", "status": 418, "body": "tea", "headers": {"X-Pot": "short"}}))
        .await;
    let got = list(&standin).await;
    assert_eq!(
        (got.status, got.text().as_str(), got.header("x-pot")),
        (418, "tea", Some("short"))
    );
    assert_eq!(got.header("content-type"), Some("text/plain; charset=utf-8"));
}

#[tokio::test]
async fn faults_pick_their_requests() {
    let standin = Standin::new(100);
    let fault = json!({"kind": "html-500", "path": "/api/v3/oauth2/", "query": "page=2", "method": "GET", "times": 2, "after": 1});
    standin.faults(fault).await;
    let page_2 = format!("{LIST}&page=2");
    assert_eq!(
        standin.get("superuser", "core/users/me/?page=2").await.status,
        200,
        "another path"
    );
    assert_eq!(list(&standin).await.status, 200, "another query");
    assert_eq!(
        standin
            .delete("superuser", "oauth2/access_tokens/1/?page=2")
            .await
            .status,
        204,
        "another method"
    );
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(standin.get("superuser", &page_2).await.status);
    }
    assert_eq!(
        statuses,
        [200, 500, 500, 200],
        "one goes well, two do not, and then it is over"
    );
    let on = standin.send("GET", "/standin/faults", &[], "").await.json();
    let fault = &on["faults"][0];
    assert_eq!(
        (&fault["hits"], &fault["left"], &fault["kind"]),
        (&json!(2), &json!(0), &json!("html-500"))
    );
}

#[tokio::test]
async fn faults_come_and_go() {
    let standin = Standin::new(10);
    standin
        .faults(json!([{"kind": "unknown-field"}, {"kind": "html-500"}]))
        .await;
    let got = standin.post("faults/add", json!({"kind": "drop", "times": 1})).await;
    let on = got.json()["faults"].as_array().expect("faults").clone();
    assert_eq!(on.len(), 3);
    let path = format!("/standin/faults/{}", on[1]["id"]);
    assert_eq!(standin.send("DELETE", &path, &[], "").await.status, 200);
    assert_eq!(standin.send("DELETE", &path, &[], "").await.status, 404);
    assert_eq!(standin.send("DELETE", "/standin/faults", &[], "").await.status, 200);
    assert_eq!(list(&standin).await.status, 200);
}

#[tokio::test]
async fn what_is_no_fault_is_refused_with_a_reason() {
    let standin = Standin::new(10);
    standin.faults(json!({"kind": "html-500"})).await;
    for (fault, reason) in [
        (json!({"kind": "meteor"}), "there is no fault \"meteor\""),
        (json!({"path": "/api/"}), "a fault needs a \"kind\""),
        (
            json!({"kind": "delay", "seconds": 3}),
            "the fault \"delay\" knows no \"seconds\"",
        ),
        (json!({"kind": "delay", "ms": "3"}), "\"ms\" is a whole number"),
        (json!({"kind": "drop", "times": -1}), "\"times\" is a whole number"),
        (
            json!({"kind": "broken-row", "pk": "last"}),
            "\"pk\" is a whole number or \"first\"",
        ),
        (
            json!({"kind": "answer", "status": 99}),
            "\"status\" is a number from 200 to 599",
        ),
        (json!("delay"), "a fault is an object"),
    ] {
        let got = standin.post("faults", fault.clone()).await;
        let said = got.json()["error"].as_str().expect("a reason").to_owned();
        assert!(got.status == 400 && said.starts_with(reason), "{fault}: {said}");
    }
    assert_eq!(list(&standin).await.status, 500, "what was on stays on");
}

#[tokio::test]
async fn a_broken_row_breaks_its_page_and_itself_and_no_other() {
    let standin = Standin::new(100);
    standin.faults(json!({"kind": "broken-row", "pk": 7})).await;
    for (path, status) in [
        (LIST.to_owned(), 500),
        (format!("{LIST}&page=2"), 200),
        (format!("{LIST}&page_size=5&page=1"), 200),
        (format!("{LIST}&page_size=5&page=2"), 500),
        (format!("{LIST}&page_size=1&page=6"), 200),
        (format!("{LIST}&page_size=1&page=7"), 500),
        ("oauth2/access_tokens/7/".to_owned(), 500),
        ("oauth2/access_tokens/8/".to_owned(), 200),
    ] {
        let got = standin.get("superuser", &path).await;
        assert_eq!(got.status, status, "{path}");
        if status == 500 {
            assert_eq!(
                (got.body.len(), got.header("content-type")),
                (5472, Some("text/html; charset=utf-8"))
            );
        }
    }
}

#[tokio::test]
async fn the_first_row_stays_the_same_row() {
    let standin = Standin::new(100);
    standin.faults(json!({"kind": "broken-row", "pk": "first"})).await;
    let page_2 = format!("{LIST}&page=2");
    assert_eq!(standin.get("superuser", &page_2).await.status, 500);
    assert_eq!(
        list(&standin).await.status,
        200,
        "it was row 21, not the first of every page"
    );
    assert_eq!(standin.get("superuser", "oauth2/access_tokens/21/").await.status, 500);
}

#[tokio::test]
async fn an_undecodable_row_is_one_row() {
    let standin = Standin::new(100);
    for (how, spoilt) in [
        ("user", json!("not a user")),
        ("pk", Value::Null),
        ("null", Value::Null),
        ("text", Value::Null),
    ] {
        standin
            .faults(json!({"kind": "undecodable-row", "pk": 3, "how": how}))
            .await;
        let body = list(&standin).await.json();
        let rows = body["results"].as_array().expect("rows");
        assert_eq!(rows.len(), 20);
        assert_eq!(rows[3]["pk"], json!(4), "the others are as they were");
        match how {
            "user" => assert_eq!(rows[2]["user"], spoilt),
            "pk" => assert!(rows[2]["pk"].is_null() && rows[2]["user"].is_object()),
            "null" => assert!(rows[2].is_null()),
            _ => assert_eq!(rows[2], json!("not a row")),
        }
    }
}

#[tokio::test]
async fn an_odd_attribute_stands_as_it_is() {
    let standin = Standin::new(100);
    let text = async |address: &str| String::from_utf8(standin.get("superuser", address).await.body).expect("text");
    for (fault, there) in [
        (
            json!({"kind": "odd-attribute"}),
            ["{\"in\":".repeat(130), "1}".to_owned()].concat(),
        ),
        (
            json!({"kind": "odd-attribute", "levels": 254}),
            ["{\"in\":".repeat(254), "1}".to_owned()].concat(),
        ),
        (
            json!({"kind": "odd-attribute", "how": "digits"}),
            [":", &"9".repeat(400), "}"].concat(),
        ),
        (
            json!({"kind": "odd-attribute", "how": "infinite"}),
            ":1e400}".to_owned(),
        ),
        (json!({"kind": "odd-attribute", "how": "nan"}), ":NaN}".to_owned()),
        (
            json!({"kind": "odd-attribute", "how": "surrogate"}),
            "\"half \\ud83d\"".to_owned(),
        ),
    ] {
        standin.faults(fault.clone()).await;
        for address in [LIST, "core/users/", "core/users/2/"] {
            assert!(text(address).await.contains(&there), "{fault} at {address}");
        }
    }
    standin
        .faults(json!({"kind": "odd-attribute", "user": 2, "how": "nan"}))
        .await;
    let of = async |user: u64| {
        text(&format!("{LIST}&user={user}&page_size=5"))
            .await
            .matches("\"odd\":NaN")
            .count()
    };
    assert_eq!((of(2).await, of(3).await), (5, 0), "of this user alone");
}

#[tokio::test]
async fn rows_vanish_between_pages() {
    let standin = Standin::new(100);
    standin.faults(json!({"kind": "vanish", "rows": 5, "times": 1})).await;
    assert_eq!(list(&standin).await.pks(), (1..=20).collect::<Vec<u64>>());
    let next = standin.get("superuser", &format!("{LIST}&page=2")).await;
    assert_eq!((next.pks()[0], next.count()), (26, 95), "five moved up unseen");
    assert_eq!(list(&standin).await.count(), 95, "once is once");
    // The last page goes away under somebody's feet.
    standin.faults(json!({"kind": "vanish", "rows": 20, "times": 1})).await;
    assert_eq!(standin.get("superuser", &format!("{LIST}&page=5")).await.status, 200);
    assert_eq!(
        standin.get("superuser", &format!("{LIST}&page=5")).await.detail(),
        "Invalid page."
    );
}

#[tokio::test]
async fn unknown_fields_and_odd_numbers() {
    let standin = Standin::new(30);
    standin
        .faults(json!([{"kind": "unknown-field"}, {"kind": "float-numbers"}]))
        .await;
    let got = list(&standin).await;
    let row = &got.json()["results"][0];
    assert_eq!(row["future_row_note"], json!("nobody knew this field"));
    assert!(row["user"]["future_user_tree"].is_object() && row["provider"]["future_provider_count"].is_u64());
    assert!(got.text().contains("\"current\":1.0"), "1.0 for 1");
}

#[tokio::test]
async fn answers_may_be_kept_and_somebody_may_act_as_the_caller() {
    let standin = Standin::new(30);
    let me = "core/users/me/";
    assert!(standin.get("member", me).await.json().get("original").is_none());
    standin
        .faults(json!([{"kind": "cacheable", "seconds": 7}, {"kind": "impersonated"}]))
        .await;
    let got = standin.get("member", me).await;
    assert_eq!(got.header("cache-control"), Some("max-age=7"));
    let body = got.json();
    assert_eq!(body["user"]["username"], json!("member"));
    assert_eq!(body["original"]["username"], json!("akadmin"));
    assert_eq!(body["original"]["is_superuser"], json!(true));
    assert_eq!(list(&standin).await.header("cache-control"), Some("max-age=7"));
}

#[tokio::test]
async fn the_time_can_be_left_out_or_be_another() {
    let standin = Standin::new(30);
    let date = async |fault| {
        standin.faults(fault).await;
        list(&standin).await.header("date").map(str::to_owned)
    };
    let past = "Tue, 01 Jan 2019 00:00:00 GMT";
    assert_eq!(date(json!({"kind": "date"})).await.as_deref(), Some(""));
    assert_eq!(date(json!({"kind": "date", "says": past})).await.as_deref(), Some(past));
}

#[tokio::test]
async fn search_can_be_honoured() {
    let standin = Standin::new(500);
    let search = async |text: &str| {
        let path = format!("oauth2/access_tokens/?search={text}&page_size=100");
        standin.get("superuser", &path).await
    };
    assert_eq!(search("mira").await.count(), 500);
    standin.faults(json!({"kind": "search-honoured"})).await;
    assert_eq!(search("mira").await.count(), 48);
    assert_eq!(search("zzzz").await.count(), 0);
    assert_eq!(search("").await.count(), 500);
    for row in search("grafana").await.json()["results"].as_array().expect("rows") {
        let text = row.to_string().to_lowercase();
        assert!(text.contains("grafana"));
    }
    let own = standin.get("member", "oauth2/access_tokens/?search=viktor").await;
    assert_eq!(own.count(), 0, "a search finds nobody else's rows");
}

#[tokio::test]
async fn a_session_ends_and_another_can_begin() {
    let standin = Standin::new(10);
    let me = async |cookies: &str| {
        standin
            .send("GET", "/api/v3/core/users/me/", &[("cookie", cookies)], "")
            .await
    };
    let cookies = standin.sign_in("member").await;
    assert_eq!(me(&cookies).await.status, 200);
    standin.faults(json!({"kind": "session-ended"})).await;
    let got = me(&cookies).await;
    assert_eq!(
        (got.status, got.detail()),
        (403, "Authentication credentials were not provided.".to_owned())
    );
    assert!(
        got.header("set-cookie")
            .is_some_and(|cookie| cookie.starts_with("authentik_session=\"\""))
    );
    let again = standin.sign_in("member").await;
    assert_eq!(me(&again).await.status, 200, "signing in again helps");
    assert_eq!(
        standin.get("member", "core/users/me/").await.status,
        200,
        "bearers have no session"
    );
}

#[tokio::test]
async fn a_csrf_token_changes() {
    let standin = Standin::new(10);
    let cookies = standin.sign_in("superuser").await;
    let headers = [
        ("cookie", cookies.as_str()),
        ("x-authentik-csrf", cookie(&cookies, "authentik_csrf")),
    ];
    standin
        .faults(json!({"kind": "csrf-changed", "method": "DELETE", "times": 1}))
        .await;
    let row = "/api/v3/oauth2/access_tokens/1/";
    let got = standin.send("DELETE", row, &headers, "").await;
    assert!(got.status == 403 && got.detail().starts_with("CSRF Failed: "));
    assert_eq!(standin.send("DELETE", row, &headers, "").await.status, 204);
}

#[tokio::test]
async fn truncated_json_is_a_complete_answer() {
    let standin = Standin::new(30);
    let whole = list(&standin).await.body;
    standin.faults(json!({"kind": "truncated"})).await;
    let got = list(&standin).await;
    assert_eq!((got.status, got.body.len()), (200, whole.len() / 2));
    assert_eq!(got.header("content-length"), Some(got.body.len().to_string().as_str()));
    assert!(serde_json::from_slice::<Value>(&got.body).is_err());
}

#[tokio::test]
async fn a_list_has_one_page_or_no_last_one() {
    let standin = Standin::new(50);
    let page = |page: u32| format!("oauth2/access_tokens/?ordering=pk&page={page}&page_size=20");
    standin.faults(json!({"kind": "first-page"})).await;
    let got = standin.get("superuser", &page(3)).await.json();
    assert_eq!(got["pagination"]["current"], 1);
    assert_eq!(got["results"][0]["pk"], 1);
    standin.faults(json!({"kind": "no-last-page"})).await;
    let got = standin.get("superuser", &page(3)).await.json();
    assert_eq!(got["pagination"]["next"], 4);
    assert_eq!(got["results"].as_array().map(Vec::len), Some(10));
}

#[tokio::test]
async fn fields_are_put_wherever_it_is() {
    let standin = Standin::new(20);
    standin
        .faults(json!([
            {"kind": "fields", "of": "user", "pk": 2, "fields": {"name": "Somebody else"}},
            {"kind": "fields", "fields": {"scope": ["a"]}, "path": "/api/v3/oauth2/"},
        ]))
        .await;
    let rows = list(&standin).await.json();
    for row in rows["results"].as_array().expect("rows") {
        assert_eq!(row["scope"], json!(["a"]));
        assert_eq!(row["user"]["name"] == "Somebody else", row["user"]["pk"] == 2);
    }
    let user = standin.get("superuser", "core/users/2/").await.json();
    assert_eq!(user["name"], "Somebody else");
    assert!(user.get("scope").is_none());
    assert!(standin.get("superuser", "core/users/3/").await.json()["name"] != "Somebody else");
}
