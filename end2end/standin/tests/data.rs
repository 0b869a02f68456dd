//! The made-up data: always the same, and with everything in it that a console must cope with.

use serde_json::{Value, json};
use std::collections::BTreeSet;
use tokenscope_standin::data::row::{Kind, NEVER};
use tokenscope_standin::data::{Recipe, World};
use tokenscope_standin::release::Release;

use crate::common::{Standin, recipe};

const NOW: i64 = 1_795_000_000_000_000;
const MINUTE: i64 = 60_000_000;

fn world(tokens: u32) -> World {
    World::make(recipe(tokens, "2026.5"), NOW)
}

async fn all(standin: &Standin, path: &str) -> Vec<Value> {
    let mut rows = Vec::new();
    for page in 1.. {
        let got = standin
            .get("superuser", &format!("{path}?ordering=pk&page_size=100&page={page}"))
            .await;
        let body = got.json();
        rows.extend(body["results"].as_array().expect("rows").clone());
        if body["pagination"]["next"] == json!(0) {
            break;
        }
    }
    rows
}

fn texts(rows: &[Value], pointer: &str) -> BTreeSet<String> {
    rows.iter()
        .filter_map(|row| row.pointer(pointer)?.as_str().map(str::to_owned))
        .collect()
}

#[test]
fn the_same_seed_makes_the_same_world() {
    let shape = |world: &World| {
        let rows = &world.grants(Kind::Access).rows;
        let rows: Vec<_> = rows
            .iter()
            .map(|row| (row.pk, row.user, row.provider, row.expires))
            .collect();
        let users: Vec<_> = world
            .users
            .iter()
            .map(|user| (user.uuid.clone(), user.name.clone()))
            .collect();
        (rows, users)
    };
    assert_eq!(shape(&world(500)), shape(&world(500)));
    let other = Recipe {
        seed: 2,
        ..recipe(500, "2026.5")
    };
    assert_ne!(shape(&world(500)), shape(&World::make(other, NOW)));
}

#[test]
fn the_numbers_are_as_asked_for() {
    for tokens in [0, 1, 20, 76, 99, 10_000] {
        let world = world(tokens);
        let count = |kind| world.grants(kind).rows.len() as u32;
        assert_eq!(count(Kind::Access), tokens);
        assert_eq!(count(Kind::Refresh), tokens / 5);
        assert_eq!(count(Kind::Code), tokens / 100);
        assert_eq!(world.users.len() as u32, (tokens / 20).max(30));
        assert_eq!(world.providers.len(), 25);
        for kind in Kind::ALL {
            for (row, pk) in world.grants(kind).rows.iter().zip(1..) {
                assert_eq!(row.pk, pk);
                assert!(world.user(row.user).is_some() && world.provider(row.provider.into()).is_some());
                assert_ne!(row.user, 4, "one person owns nothing");
            }
        }
    }
    for tokens in [76, 100, 1_000, 20_000] {
        let world = world(tokens);
        let own = |pk| {
            world
                .grants(Kind::Access)
                .rows
                .iter()
                .filter(|row| row.user == pk)
                .count()
        };
        assert!(own(2) >= 45 && own(3) >= 25, "{tokens}: {} and {}", own(2), own(3));
    }
}

#[test]
fn a_million_rows_are_made_and_sorted_in_time() {
    let began = std::time::Instant::now();
    let mut world = world(1_000_000);
    let order = tokenscope_standin::data::order::Order::parse(Kind::Access, Some("-expires,pk"));
    let sorted = world.grants_mut(Kind::Access).sorted(Default::default(), &order);
    assert_eq!(sorted.len(), 1_000_000);
    assert!(began.elapsed().as_secs() < 30, "{:?}", began.elapsed());
}

#[test]
fn every_turn_of_25_has_every_status() {
    let world = world(200);
    for rows in world.grants(Kind::Access).rows.chunks(25) {
        let any = |test: &dyn Fn(i64, bool, bool) -> bool| {
            rows.iter()
                .any(|row| test(row.expires, row.revoked, row.is_expired(NOW)))
        };
        assert!(any(&|_, revoked, _| revoked), "revoked");
        assert!(any(&|expires, _, _| expires == NEVER), "never expires");
        assert!(any(&|_, _, expired| expired), "expired");
        assert!(
            any(&|expires, revoked, _| !revoked && expires > NOW + 9 * MINUTE && expires < NEVER),
            "active, for longer than a test takes"
        );
    }
    let odd = world
        .grants(Kind::Access)
        .rows
        .iter()
        .any(|row| row.expires < NOW && !row.is_expired(NOW));
    assert!(odd, "a date that passed and does not count");
}

#[test]
fn most_access_tokens_that_work_end_within_the_hour_and_some_in_months() {
    let world = world(10_000);
    let rows = &world.grants(Kind::Access).rows;
    let ends: Vec<i64> = rows
        .iter()
        .filter(|row| !row.revoked && row.expiring && row.expires > NOW)
        .map(|row| row.expires - NOW)
        .collect();
    let within = |minutes: i64| ends.iter().filter(|&&left| left <= minutes * MINUTE).count();
    assert!(within(60) * 10 > ends.len() * 7, "{} of {}", within(60), ends.len());
    assert!(ends.len() - within(24 * 60) > ends.len() / 20, "days");
    assert!(ends.iter().any(|&left| left > 60 * 24 * 60 * MINUTE), "months");
    let gone = rows.iter().filter(|row| row.is_expired(NOW));
    assert!(gone.clone().count() > rows.len() / 20);
    assert!(gone.clone().all(|row| row.expires > NOW - 30 * MINUTE), "purged soon");
}

#[tokio::test]
async fn providers_come_in_every_shape() {
    let standin = Standin::new(10);
    let providers = all(&standin, "providers/oauth2/").await;
    let words = |pointer: &str| texts(&providers, pointer).into_iter().collect::<Vec<_>>();
    assert_eq!(words("/client_type"), ["confidential", "public"]);
    assert_eq!(words("/issuer_mode"), ["global", "per_provider"]);
    assert_eq!(words("/logout_method"), ["backchannel", "frontchannel"]);
    assert_eq!(
        words("/sub_mode"),
        [
            "hashed_user_id",
            "user_email",
            "user_id",
            "user_upn",
            "user_username",
            "user_uuid"
        ]
    );
    let any = |test: &dyn Fn(&Value) -> bool| providers.iter().any(test);
    for key in [
        "assigned_application_slug",
        "signing_key",
        "encryption_key",
        "authentication_flow",
    ] {
        assert!(any(&|p| p[key].is_null()) && any(&|p| p[key].is_string()), "{key}");
    }
    assert!(any(&|p| p["assigned_backchannel_application_slug"].is_string()));
    assert!(any(&|p| p["include_claims_in_id_token"] == json!(false)));
    for key in ["jwt_federation_sources", "jwt_federation_providers", "redirect_uris"] {
        let long = |p: &Value| p[key].as_array().is_some_and(|list| list.len() > 1);
        assert!(any(&|p| p[key] == json!([])) && any(&long), "{key}");
    }
    let uris: Vec<&Value> = providers
        .iter()
        .filter_map(|p| p["redirect_uris"].as_array())
        .flatten()
        .collect();
    for (key, word) in [
        ("matching_mode", "regex"),
        ("matching_mode", "strict"),
        ("redirect_uri_type", "logout"),
    ] {
        assert!(uris.iter().any(|uri| uri[key] == json!(word)), "{word}");
    }
    assert!(
        uris.iter().any(|uri| uri["url"] == json!(".*")),
        "a regex that lets everything in"
    );
    for provider in &providers {
        let canary = format!("canary-client-secret-of-provider-{}", provider["pk"]);
        assert_eq!(provider["client_secret"], json!(canary));
    }
}

#[tokio::test]
async fn users_come_in_every_shape() {
    let standin = Standin::new(10_000);
    let users = all(&standin, "core/users/").await;
    assert_eq!(users.len(), 500);
    assert_eq!(texts(&users, "/username").len(), 500, "usernames are unique");
    assert_eq!(
        texts(&users, "/type").into_iter().collect::<Vec<_>>(),
        ["external", "internal", "internal_service_account", "service_account"]
    );
    let any = |test: &dyn Fn(&Value) -> bool| users.iter().any(test);
    for key in ["is_active", "is_superuser"] {
        assert!(
            any(&|u| u[key] == json!(true)) && any(&|u| u[key] == json!(false)),
            "{key}"
        );
    }
    let name = |part: &str| any(&|u| u["name"].as_str().is_some_and(|name| name.contains(part)));
    for part in [
        "<b>",
        "<script>",
        "<img",
        "\u{202e}",
        "👨‍👩‍👧‍👦",
        "Д",
        "Ω",
        "م",
        "ש",
        "佐",
        "김",
        "अ",
    ] {
        assert!(name(part), "{part:?} is in some name");
    }
    assert!(any(&|u| u["name"] == json!("")));
    assert!(any(&|u| u["name"]
        .as_str()
        .is_some_and(|name| name.chars().count() >= 200)));
    let avatar = |start: &str| any(&|u| u["avatar"].as_str().is_some_and(|avatar| avatar.starts_with(start)));
    for start in [
        "data:image/svg+xml;base64,",
        "http://127.0.0.1:9000/standin/avatar/",
        "javascript:",
        "/standin/avatar/",
        "data:text/html",
    ] {
        assert!(avatar(start), "{start}");
    }
    assert!(any(&|u| u["email"] == json!("")) && any(&|u| u["last_login"].is_null()));
    assert!(any(
        &|u| u["attributes"]["nested"]["a"][2]["b"].is_null() && u["attributes"]["department"] == json!("R&D")
    ));
    let groups = |test: &dyn Fn(&Value) -> bool| {
        any(&|u| u["groups_obj"].as_array().is_some_and(|groups| groups.iter().any(test)))
    };
    assert!(groups(
        &|group| group["is_superuser"] == json!(true) && group["name"] != json!("authentik Admins")
    ));
    assert!(any(&|u| u["roles_obj"]
        .as_array()
        .is_some_and(|roles| !roles.is_empty())));
    for user in &users {
        let in_full = user["groups_obj"].as_array().expect("groups");
        let superuser = in_full.iter().any(|group| group["is_superuser"] == json!(true));
        assert_eq!(user["is_superuser"], json!(superuser));
        let pks: Vec<&Value> = in_full.iter().map(|group| &group["pk"]).collect();
        assert_eq!(json!(pks), user["groups"]);
    }
}

#[tokio::test]
async fn groups_are_nested_where_releases_tell() {
    let standin = Standin::of(recipe(2_000, "2025.10"));
    let users = all(&standin, "core/users/").await;
    let groups: Vec<&Value> = users
        .iter()
        .filter_map(|u| u["groups_obj"].as_array())
        .flatten()
        .collect();
    let on_call = groups
        .iter()
        .find(|group| group["name"] == json!("On-call"))
        .expect("on call");
    assert_eq!(on_call["parent_name"], json!("Platform"));
    let platform = groups
        .iter()
        .find(|group| group["name"] == json!("Platform"))
        .expect("platform");
    assert_eq!(
        (&platform["pk"], &platform["parent_name"]),
        (&on_call["parent"], &json!("Engineering"))
    );
}

#[tokio::test]
async fn claims_are_json_in_a_string() {
    let standin = Standin::new(400);
    let rows = all(&standin, "oauth2/access_tokens/").await;
    let mut claims: Vec<Value> = Vec::new();
    for row in &rows {
        let text = row["id_token"].as_str().expect("a string");
        assert!(
            text.is_ascii() && (text == "{}" || text.starts_with("{\n    \"")),
            "{text}"
        );
        claims.push(serde_json::from_str(text).expect("JSON"));
    }
    let any = |test: &dyn Fn(&Value) -> bool| claims.iter().any(test);
    assert!(any(&|c| c["aud"].is_string()) && any(&|c| c["aud"].is_array()));
    assert!(any(&|c| *c == json!({})));
    assert!(any(&|c| *c == json!({"acr": "goauthentik.io/providers/oauth2/default"})));
    assert!(any(
        &|c| c["https://example.com/claims/tenant"]["limits"]["seats"] == json!(25)
    ));
    assert!(
        any(&|c| c["iss"].is_string() && c.get("exp").is_none()),
        "one that never expires"
    );
    for (row, claims) in rows.iter().zip(&claims) {
        if let (Some(iat), Some(exp)) = (claims["iat"].as_i64(), claims["exp"].as_i64()) {
            assert!(iat < exp, "{row}");
        }
    }
    let scopes = texts(&rows, "/scope/0");
    assert!(scopes.contains("openid") && rows.iter().any(|row| row["scope"] == json!([])));
    let flat: BTreeSet<&str> = rows
        .iter()
        .filter_map(|row| row["scope"].as_array())
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    for scope in [
        "openid",
        "profile",
        "email",
        "offline_access",
        "goauthentik.io/api",
        "grafana:admin",
    ] {
        assert!(flat.contains(scope), "{scope}");
    }
    assert!(
        rows.iter()
            .any(|row| row["scope"].as_array().is_some_and(|scope| scope.len() > 10))
    );
    let refresh = all(&standin, "oauth2/refresh_tokens/").await;
    assert!(
        refresh
            .iter()
            .all(|row| row["scope"].to_string().contains("offline_access"))
    );
}

#[tokio::test]
async fn one_provider_has_issued_nothing() {
    let standin = Standin::new(2_000);
    for provider in 1..=25 {
        let path = format!("oauth2/access_tokens/?provider={provider}&page_size=1");
        let count = standin.get("superuser", &path).await.count();
        assert_eq!(count == 0, provider == 25, "provider {provider} has {count}");
    }
    assert!(Release::all().any(|release| release == Release::DEFAULT));
}
