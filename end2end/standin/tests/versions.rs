//! The wire shape of every release, key by key.
//!
//! The tables below are the facts of the releases' own schemas: what the first release here had,
//! and what each later one added, took away or changed.

use serde_json::Value;
use std::collections::BTreeSet;
use tokenscope_standin::release::Release;

use crate::common::{Standin, recipe};

/// From a release on: keys that come (`+`) and go (`-`).
type Changes = [(&'static str, &'static [&'static str])];

const PROVIDER: &[&str] = &[
    "pk",
    "name",
    "authentication_flow",
    "authorization_flow",
    "property_mappings",
    "component",
    "assigned_application_slug",
    "assigned_application_name",
    "assigned_backchannel_application_slug",
    "assigned_backchannel_application_name",
    "verbose_name",
    "verbose_name_plural",
    "meta_model_name",
    "client_type",
    "client_id",
    "client_secret",
    "access_code_validity",
    "access_token_validity",
    "refresh_token_validity",
    "include_claims_in_id_token",
    "signing_key",
    "redirect_uris",
    "sub_mode",
    "issuer_mode",
    "jwks_sources",
];
/// What a row tells of it since 2025.12.5 and 2026.5.4.
const BRIEF_PROVIDER: &[&str] = &[
    "pk",
    "name",
    "authentication_flow",
    "authorization_flow",
    "invalidation_flow",
    "property_mappings",
    "component",
    "assigned_application_slug",
    "assigned_application_name",
    "assigned_backchannel_application_slug",
    "assigned_backchannel_application_name",
    "verbose_name",
    "verbose_name_plural",
    "meta_model_name",
];
const PROVIDER_CHANGES: &Changes = &[
    ("2024.10", &["+invalidation_flow", "+encryption_key"]),
    (
        "2024.12",
        &["-jwks_sources", "+jwt_federation_sources", "+jwt_federation_providers"],
    ),
    ("2025.8", &["+backchannel_logout_uri"]),
    (
        "2025.10",
        &[
            "-backchannel_logout_uri",
            "+refresh_token_threshold",
            "+logout_uri",
            "+logout_method",
        ],
    ),
    ("2026.8", &["+grant_types"]),
];

const USER: &[&str] = &[
    "pk",
    "username",
    "name",
    "is_active",
    "last_login",
    "is_superuser",
    "groups",
    "groups_obj",
    "email",
    "avatar",
    "attributes",
    "uid",
    "path",
    "type",
    "uuid",
];
const USER_CHANGES: &Changes = &[
    ("2025.2", &["+password_change_date"]),
    ("2025.4", &["+date_joined"]),
    ("2025.8", &["+last_updated"]),
    ("2025.12", &["+roles", "+roles_obj"]),
];

const GROUP: &[&str] = &[
    "pk",
    "num_pk",
    "name",
    "is_superuser",
    "parent",
    "parent_name",
    "attributes",
];
const GROUP_CHANGES: &Changes = &[("2025.12", &["-parent", "-parent_name"])];

const VERSION: &[&str] = &["version_current", "version_latest", "build_hash", "outdated"];
const VERSION_CHANGES: &Changes = &[
    ("2024.4", &["+version_latest_valid"]),
    ("2024.8", &["+outpost_outdated"]),
];

const ENVELOPE: &[&str] = &["pagination", "results"];
const ENVELOPE_CHANGES: &Changes = &[("2025.8", &["+autocomplete"])];

const ME: &[&str] = &[
    "pk",
    "username",
    "name",
    "is_active",
    "is_superuser",
    "groups",
    "email",
    "avatar",
    "uid",
    "settings",
    "type",
    "system_permissions",
];
const ME_CHANGES: &Changes = &[("2025.12", &["+roles"]), ("2026.8", &["+is_current"])];

const WHO: &[&str] = &["user"];
const WHO_CHANGES: &Changes = &[("2026.8", &["+users"])];

const TOKEN: &[&str] = &[
    "pk",
    "provider",
    "user",
    "is_expired",
    "expires",
    "scope",
    "id_token",
    "revoked",
];
const CODE: &[&str] = &["pk", "provider", "user", "is_expired", "expires", "scope"];

fn release(text: &str) -> Release {
    text.parse().expect("a known release")
}

fn expected(first: &[&'static str], changes: &Changes, at: Release) -> BTreeSet<String> {
    let mut keys: BTreeSet<String> = first.iter().map(|key| (*key).to_owned()).collect();
    for (since, what) in changes {
        // Within a series every patch has the shape of the first here, but for redirect URIs.
        if series(at) >= series(release(since)) {
            for key in *what {
                match key.split_at(1) {
                    ("+", key) => keys.insert(key.to_owned()),
                    (_, key) => keys.remove(key),
                };
            }
        }
    }
    keys
}

fn series(release: Release) -> (u32, u32) {
    let text = release.to_string();
    let mut parts = text.split('.').map(|part| part.parse().expect("a number"));
    (parts.next().expect("a year"), parts.next().expect("a month"))
}

fn keys(value: &Value) -> BTreeSet<String> {
    value.as_object().expect("an object").keys().cloned().collect()
}

async fn at(version: Release) -> Standin {
    Standin::of(recipe(400, &version.to_string()))
}

#[tokio::test]
async fn every_release_has_its_keys() {
    assert_eq!(Release::all().count(), 16);
    for version in Release::all() {
        let standin = at(version).await;
        let list = standin
            .get("superuser", "oauth2/access_tokens/?ordering=pk&page_size=100")
            .await
            .json();
        assert_eq!(keys(&list), expected(ENVELOPE, ENVELOPE_CHANGES, version), "{version}");
        for row in list["results"].as_array().expect("rows") {
            assert_eq!(keys(row), expected(TOKEN, &[], version), "{version}");
            let user = &row["user"];
            assert_eq!(keys(user), expected(USER, USER_CHANGES, version), "{version}");
            for group in user["groups_obj"].as_array().expect("groups") {
                let mut wanted = expected(GROUP, GROUP_CHANGES, version);
                if version < release("2024.4.0") && group["parent"].is_null() {
                    wanted.remove("parent_name");
                }
                assert_eq!(keys(group), wanted, "{version}");
            }
            if version >= release("2026.8") {
                assert_eq!(
                    keys(&row["provider"]),
                    expected(BRIEF_PROVIDER, &[], version),
                    "{version}"
                );
            } else {
                provider_fits(&row["provider"], version);
            }
        }
        let code = standin.get("superuser", "oauth2/authorization_codes/1/").await.json();
        assert_eq!(keys(&code), expected(CODE, &[], version), "{version}");
        let refresh = standin.get("superuser", "oauth2/refresh_tokens/1/").await.json();
        assert_eq!(keys(&refresh), expected(TOKEN, &[], version), "{version}");
        let me = standin.get("superuser", "core/users/me/").await.json();
        assert_eq!(keys(&me), expected(WHO, WHO_CHANGES, version), "{version}");
        assert_eq!(keys(&me["user"]), expected(ME, ME_CHANGES, version), "{version}");
        let told = standin.get("superuser", "admin/version/").await.json();
        assert_eq!(keys(&told), expected(VERSION, VERSION_CHANGES, version), "{version}");
        assert_eq!(told["version_current"], Value::from(version.to_string()));
        let providers = standin.get("superuser", "providers/oauth2/?page_size=100").await.json();
        assert_eq!(
            keys(&providers),
            expected(ENVELOPE, ENVELOPE_CHANGES, version),
            "{version}"
        );
        for provider in providers["results"].as_array().expect("rows") {
            provider_fits(provider, version);
        }
    }
}

fn provider_fits(provider: &Value, version: Release) {
    let mut wanted = expected(PROVIDER, PROVIDER_CHANGES, version);
    // What is not assigned is null since 2025.8, and was left out before.
    if version < release("2025.8.0") {
        for what in ["application", "backchannel_application"] {
            let key = format!("assigned_{what}_slug");
            if provider.get(&key).is_none() {
                wanted.remove(&key);
                wanted.remove(&format!("assigned_{what}_name"));
            }
        }
        assert!(
            provider
                .as_object()
                .expect("an object")
                .iter()
                .all(|(key, value)| !key.starts_with("assigned_") || value.is_string())
        );
    }
    assert_eq!(keys(provider), wanted, "{version}");
    let uris = &provider["redirect_uris"];
    if version < release("2024.8.5") {
        assert!(uris.is_string(), "{version}: {uris}");
        return;
    }
    for uri in uris.as_array().expect("a list") {
        let mut wanted: BTreeSet<String> = ["matching_mode".to_owned(), "url".to_owned()].into();
        if version >= release("2026.5.0") {
            wanted.insert("redirect_uri_type".to_owned());
        }
        assert_eq!(keys(uri), wanted, "{version}");
    }
}

#[tokio::test]
async fn unassigned_applications_are_left_out_and_later_null() {
    for (version, left_out) in [("2025.6", true), ("2025.8", false), ("2026.5", false)] {
        let standin = at(release(version)).await;
        let orphan = standin.get("superuser", "providers/oauth2/5/").await.json();
        let slug = orphan.get("assigned_application_slug");
        assert_eq!(slug.is_none(), left_out, "{version}");
        assert!(slug.is_none_or(Value::is_null), "{version}");
    }
}

#[tokio::test]
async fn redirect_uris_are_one_string_until_the_patch_that_changed_them() {
    for (version, text) in [
        ("2023.10", true),
        ("2024.8.4", true),
        ("2024.8.5", false),
        ("2024.8", false),
        ("2024.10.2", true),
        ("2024.10.3", false),
        ("2024.12.0", false),
    ] {
        let standin = at(release(version)).await;
        let uris = standin.get("superuser", "providers/oauth2/2/").await.json()["redirect_uris"].clone();
        assert_eq!(uris.is_string(), text, "{version}: {uris}");
        if text {
            assert_eq!(uris.as_str().map(|uris| uris.lines().count()), Some(3));
        }
    }
}

#[tokio::test]
async fn grant_types_came_within_2026_5() {
    for (version, told) in [("2026.5", false), ("2026.5.4", true), ("2026.8", true)] {
        let standin = at(release(version)).await;
        let provider = standin.get("superuser", "providers/oauth2/2/").await.json();
        assert_eq!(provider.get("grant_types").is_some(), told, "{version}");
    }
    let standin = at(release("2026.8")).await;
    let providers = standin.get("superuser", "providers/oauth2/?page_size=100").await.json();
    let mut seen = BTreeSet::new();
    for provider in providers["results"].as_array().expect("rows") {
        let grants = provider["grant_types"].as_array().expect("a list");
        seen.extend(grants.iter().map(|grant| grant.as_str().expect("a text").to_owned()));
    }
    // The words of the GrantTypeEnum of 2026.8.3, every one of them.
    let all = [
        "authorization_code",
        "client_credentials",
        "hybrid",
        "implicit",
        "password",
        "refresh_token",
        "urn:ietf:params:oauth:grant-type:device_code",
        "urn:ietf:params:oauth:grant-type:token-exchange",
    ];
    assert!(seen.iter().map(String::as_str).eq(all), "{seen:?}");
}

#[tokio::test]
async fn rows_tell_little_of_a_provider_since_patches_of_two_series() {
    for (version, little) in [
        ("2025.12.4", false),
        ("2025.12.5", true),
        ("2026.2", false),
        ("2026.5", false),
        ("2026.5.4", true),
        ("2026.8", true),
    ] {
        let standin = at(release(version)).await;
        for path in [
            "oauth2/access_tokens/1/",
            "oauth2/refresh_tokens/1/",
            "oauth2/authorization_codes/1/",
        ] {
            let provider = standin.get("superuser", path).await.json()["provider"].clone();
            let brief = keys(&provider) == expected(BRIEF_PROVIDER, &[], release(version));
            assert_eq!(brief, little, "{version}: {path}");
            assert_eq!(provider.get("client_secret").is_none(), little, "{version}: {path}");
        }
        let provider = standin.get("superuser", "providers/oauth2/1/").await.json();
        assert!(provider["client_id"].is_string(), "{version}");
    }
}

#[tokio::test]
async fn since_2026_8_the_accounts_of_a_browser_are_told() {
    let standin = at(release("2026.8")).await;
    let me = standin.get("member", "core/users/me/").await.json();
    assert_eq!(me["user"]["is_current"], Value::from(true));
    assert_eq!(me["users"], Value::from(vec![me["user"].clone()]));
}

#[tokio::test]
async fn no_date_is_null_since_2024_4_and_a_date_before() {
    for (version, null) in [("2024.2", false), ("2024.4", true)] {
        let standin = at(release(version)).await;
        let list = standin
            .get("superuser", "oauth2/access_tokens/?ordering=-expires,pk&page_size=100")
            .await
            .json();
        let rows = list["results"].as_array().expect("rows");
        assert_eq!(rows.iter().any(|row| row["expires"].is_null()), null, "{version}");
    }
}

#[tokio::test]
async fn groups_can_be_left_out_since_2024_4() {
    for (version, null) in [("2024.2", false), ("2024.4", true)] {
        let standin = at(release(version)).await;
        let one = standin
            .get("superuser", "oauth2/access_tokens/1/?include_groups=false")
            .await
            .json();
        assert_eq!(one["user"]["groups_obj"].is_null(), null, "{version}");
    }
}

#[test]
fn releases_are_read_and_refused() {
    assert_eq!(release("2024.8").to_string(), "2024.8.6");
    assert_eq!(release("2024.8.3").to_string(), "2024.8.3");
    assert_eq!(Release::DEFAULT, release("2026.5"));
    assert_eq!(release("2026.8").to_string(), "2026.8.3");
    for text in [
        "",
        "2023.8",
        "2024.9",
        "2027.2",
        "2024",
        "2024.8.x",
        "2024.8.1.1",
        "v2024.8",
    ] {
        assert!(text.parse::<Release>().is_err(), "{text}");
    }
}
