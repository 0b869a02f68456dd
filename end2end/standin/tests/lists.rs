//! Lists: the envelope, pages, filters, orderings, and what is ignored.

use serde_json::{Value, json};
use std::collections::HashSet;

use crate::common::{Got, Standin};

const LIST: &str = "oauth2/access_tokens/";

async fn list(standin: &Standin, query: &str) -> Got {
    standin.get("superuser", &format!("{LIST}?{query}")).await
}

#[tokio::test]
async fn an_envelope_tells_where_it_is() {
    let standin = Standin::new(45);
    let got = list(&standin, "ordering=pk&page=2").await;
    assert_eq!(got.status, 200);
    let body = got.json();
    assert_eq!(
        body["pagination"],
        json!({"next": 3, "previous": 1, "count": 45, "current": 2, "total_pages": 3, "start_index": 21, "end_index": 40})
    );
    assert_eq!(got.pks(), (21..=40).collect::<Vec<u64>>());
    assert_eq!(body["autocomplete"], json!({}));
}

#[tokio::test]
async fn an_empty_list_has_one_page_and_no_second() {
    let standin = Standin::new(0);
    let body = list(&standin, "").await.json();
    assert_eq!(
        body["pagination"],
        json!({"next": 0, "previous": 0, "count": 0, "current": 1, "total_pages": 1, "start_index": 0, "end_index": 0})
    );
    assert_eq!(list(&standin, "page=2").await.status, 404);
}

#[tokio::test]
async fn page_sizes_are_clamped_and_nonsense_is_the_default() {
    let standin = Standin::new(250);
    for (size, rows) in [
        ("3", 3),
        ("100", 100),
        ("101", 100),
        ("100000", 100),
        ("0", 20),
        ("-1", 20),
        ("abc", 20),
        ("3.5", 20),
        ("", 20),
    ] {
        let got = list(&standin, &format!("page_size={size}")).await;
        assert_eq!((got.status, got.pks().len()), (200, rows), "page_size={size}");
    }
}

#[tokio::test]
async fn pages_that_are_not_there_are_404() {
    let standin = Standin::new(45);
    for page in ["0", "-1", "abc", "1.5", "4", "99999999999999999999"] {
        let got = list(&standin, &format!("page={page}")).await;
        assert_eq!(got.status, 404, "page={page}");
        assert_eq!(got.detail(), "Invalid page.");
    }
    assert_eq!(list(&standin, "page=&ordering=pk").await.pks()[0], 1);
    assert_eq!(
        list(&standin, "page=last&ordering=pk").await.pks(),
        [41, 42, 43, 44, 45]
    );
}

#[tokio::test]
async fn filters_are_ids_and_the_last_wins() {
    let standin = Standin::new(3_000);
    let both = list(&standin, "user=2&provider=1").await;
    assert!(both.count() > 0);
    for row in both.json()["results"].as_array().expect("rows") {
        assert_eq!((&row["user"]["pk"], &row["provider"]["pk"]), (&json!(2), &json!(1)));
    }
    let last = list(&standin, "provider=3&provider=1").await.count();
    assert_eq!(last, list(&standin, "provider=1").await.count());
    assert_eq!(list(&standin, "provider=&user=").await.count(), 3_000);
    // The last provider never issued anything: that is no error.
    assert_eq!(list(&standin, "provider=25").await.count(), 0);
}

#[tokio::test]
async fn bad_filters_are_400_each_under_its_own_key() {
    let standin = Standin::new(100);
    let wrong = json!(["Select a valid choice. That choice is not one of the available choices."]);
    for value in ["abc", "1,2", "-1", "1.5", "0", "999999", "akadmin"] {
        let got = list(&standin, &format!("provider={value}")).await;
        assert_eq!(
            (got.status, got.json()),
            (400, json!({"provider": wrong})),
            "provider={value}"
        );
    }
    let got = list(&standin, "provider=x&user=y").await;
    assert_eq!(got.json(), json!({"provider": wrong, "user": wrong}));
}

#[tokio::test]
async fn search_and_whatever_else_is_ignored() {
    let standin = Standin::new(100);
    for query in ["search=zzzz", "search=", "scope=openid", "foo=bar", "is_expired=true"] {
        assert_eq!(list(&standin, query).await.count(), 100, "{query}");
    }
}

#[tokio::test]
async fn orders_by_what_it_knows() {
    let standin = Standin::new(2_000);
    let column = |body: &Value, name: &str| -> Vec<Value> {
        let rows = body["results"].as_array().expect("rows");
        let pick = |row: &Value| match name {
            "provider" | "user" => row[name]["pk"].clone(),
            name => row[name].clone(),
        };
        rows.iter().map(pick).collect()
    };
    for name in ["provider", "user", "revoked", "pk"] {
        let up = list(&standin, &format!("ordering={name},pk&page_size=100"))
            .await
            .json();
        let values = column(&up, name);
        let number = |value: &Value| value.as_u64().unwrap_or(u64::from(value == &json!(true)));
        assert!(
            values.is_sorted_by_key(number),
            "{name} runs up on the first page: {values:?}"
        );
        let down = list(&standin, &format!("ordering=-{name},pk&page_size=100"))
            .await
            .json();
        let values = column(&down, name);
        assert!(
            values.iter().rev().is_sorted_by_key(number),
            "-{name} runs down: {values:?}"
        );
        assert_ne!(up["results"][0]["pk"], down["results"][0]["pk"], "{name}");
    }
}

#[tokio::test]
async fn no_date_comes_last_and_first_when_reversed() {
    let standin = Standin::new(200);
    let expires = |body: Value| -> Vec<Value> {
        let rows = body["results"].as_array().expect("rows").clone();
        rows.into_iter().map(|row| row["expires"].clone()).collect()
    };
    let down = expires(list(&standin, "ordering=-expires,pk&page_size=20").await.json());
    assert!(down[0].is_null() && !down[19].is_null(), "{down:?}");
    let up = expires(list(&standin, "ordering=expires,pk&page=last").await.json());
    assert!(up.last().expect("rows").is_null());
    let first = expires(list(&standin, "ordering=expires,pk").await.json());
    assert!(first.iter().all(|at| !at.is_null()));
    assert!(first.is_sorted_by_key(Value::to_string));
}

#[tokio::test]
async fn unknown_orderings_are_dropped_without_a_word() {
    let standin = Standin::new(300);
    let usual = list(&standin, "").await.pks();
    for name in [
        "scope",
        "is_expired",
        "provider__name",
        "-nonsense",
        "id",
        "",
        "-scope,nope",
    ] {
        assert_eq!(list(&standin, &format!("ordering={name}")).await.pks(), usual, "{name}");
    }
    let mixed = list(&standin, "ordering=scope,-pk,nope").await.pks();
    assert_eq!(mixed, list(&standin, "ordering=-pk").await.pks());
    // Codes cannot be revoked, so they cannot be sorted by it either.
    let codes = "oauth2/authorization_codes/";
    let standin = Standin::new(5_000);
    let usual = standin.get("superuser", codes).await.pks();
    let by = standin.get("superuser", &format!("{codes}?ordering=-revoked")).await;
    assert_eq!(by.pks(), usual);
}

/// How many of 2,000 rows a walk at 100 a page never sees.
async fn missed(standin: &Standin, ordering: &str) -> usize {
    let mut seen: HashSet<u64> = HashSet::new();
    for page in 1..=20 {
        let got = list(standin, &format!("ordering={ordering}&page={page}&page_size=100")).await;
        let pks = got.pks();
        assert_eq!(pks.len(), 100);
        assert_eq!(
            pks.iter().collect::<HashSet<_>>().len(),
            100,
            "no row is twice on one page"
        );
        seen.extend(pks);
    }
    2_000 - seen.len()
}

#[tokio::test]
async fn a_walk_misses_rows_unless_pk_is_in_the_ordering() {
    let standin = Standin::new(2_000);
    for ordering in ["pk", "-pk", "-expires,pk", "provider,pk", "revoked,-pk", "user,pk"] {
        assert_eq!(missed(&standin, ordering).await, 0, "{ordering}");
    }
    // Measured at authentik: 639 of 9,995 by provider, 452 by revoked, 52 in the default order.
    for ordering in ["provider", "revoked"] {
        let missed = missed(&standin, ordering).await;
        assert!((40..400).contains(&missed), "{ordering} missed {missed} of 2,000");
    }
    let first = list(&standin, "ordering=provider").await.pks();
    let again = list(&standin, "ordering=provider").await.pks();
    assert_ne!(first, again, "the same page twice is not the same page");
}

#[tokio::test]
async fn groups_and_roles_can_be_left_out() {
    let standin = Standin::new(50);
    let rows = list(&standin, "include_groups=false&include_roles=false").await.json();
    for row in rows["results"].as_array().expect("rows") {
        let user = &row["user"];
        assert!(user["groups_obj"].is_null() && user["roles_obj"].is_null());
        assert!(user["groups"].is_array() && user["roles"].is_array());
    }
    let rows = list(&standin, "").await.json();
    assert!(rows["results"][0]["user"]["groups_obj"].is_array());
}

#[tokio::test]
async fn users_are_found_by_username_name_email_and_uuid() {
    let standin = Standin::new(2_000);
    let find = async |query: &str| standin.get("superuser", &format!("core/users/?{query}")).await;
    let all = find("page_size=100").await.count();
    assert_eq!(all, 100);
    let admin = find("search=AKADMIN").await;
    assert_eq!(admin.pks(), [1]);
    let uuid = admin.json()["results"][0]["uuid"].as_str().expect("a uuid").to_owned();
    assert_eq!(find(&format!("search={uuid}")).await.pks(), [1]);
    assert_eq!(find("search=member%40example.com").await.pks(), [2]);
    assert_eq!(find("search=mira").await.pks(), [2]);
    // Every word counts, wherever it is.
    assert_eq!(find("search=mira%20example.com").await.pks(), [2]);
    assert_eq!(find("search=mira%20viktor").await.count(), 0);
    assert_eq!(find("search=username%20%3D%20%22akadmin%22").await.pks(), [1]);
    assert_eq!(find("username=akadmin").await.pks(), [1]);
    let machines = find("type=service_account&type=internal_service_account").await;
    assert!(machines.count() > 0 && machines.count() < all);
    assert_eq!(
        find("type=robot").await.json(),
        json!({"type": ["Select a valid choice. robot is not one of the available choices."]})
    );
    assert!(find("ordering=-last_login").await.json()["results"][0]["last_login"].is_null());
    assert_eq!(find("ordering=pk&page_size=2").await.pks(), [1, 2]);
    assert_eq!(find("page=99").await.detail(), "Invalid page.");
    assert_eq!(
        standin.get("superuser", "core/users/2/").await.json()["username"],
        json!("member")
    );
}

#[tokio::test]
async fn providers_are_found_by_name() {
    let standin = Standin::new(100);
    let find = async |query: &str| standin.get("superuser", &format!("providers/oauth2/?{query}")).await;
    assert_eq!(find("search=GRAFANA").await.pks(), [1]);
    assert_eq!(find("search=app%20mobile").await.pks(), [2]);
    assert_eq!(find("search=zzzz").await.count(), 0);
    assert_eq!(find("ordering=-pk").await.pks()[0], 25);
    assert_eq!(find("page_size=3&page=last").await.pks().len(), 1);
    let names = |body: Value| -> Vec<String> {
        let rows = body["results"].as_array().expect("rows").clone();
        rows.iter()
            .map(|row| row["name"].as_str().expect("a name").to_owned())
            .collect()
    };
    assert!(names(find("page_size=100").await.json()).is_sorted());
    let missing = standin.get("superuser", "providers/oauth2/99/").await;
    assert_eq!(missing.detail(), "No OAuth2Provider matches the given query.");
}
