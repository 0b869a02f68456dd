//! Answers in the shape of every release that differs, from 2023.10 to 2026.8, read field by field.

use serde_json::json;
use tokenscope::model::caller::Caller;
use tokenscope::model::claims::Claims;
use tokenscope::model::page::{Decode, Page, Pagination, Row, decode_one, decode_page};
use tokenscope::model::provider::{Application, ClientType, IssuerMode, MatchingMode, Provider, RedirectUri, SubMode};
use tokenscope::model::secrets::HIDDEN;
use tokenscope::model::token::{End, More, Token};
use tokenscope::model::user::{Avatar, User, UserKind};
use tokenscope::text;
use tokenscope::tokens::groups::group_tree;

macro_rules! answer {
    ($name:literal) => {
        include_str!(concat!("answers/", $name, ".json"))
    };
}

fn page<T: Decode>(body: &str) -> Page<T> {
    assert!(body.contains("canary") || !body.contains("client_secret"));
    decode_page(body).unwrap()
}

fn read<T: Decode>(body: &str) -> Vec<T> {
    let rows = page(body).rows.into_iter();
    rows.map(|row| match row {
        Row::Read(read) => read,
        Row::Unreadable { problem, .. } => panic!("{problem:?}"),
    })
    .collect()
}

fn plain_uris(uris: &[RedirectUri]) -> Vec<(Option<&MatchingMode>, &str, Option<&str>)> {
    uris.iter()
        .map(|uri| (uri.matching_mode.as_ref(), uri.url.as_str(), uri.kind.as_deref()))
        .collect()
}

fn nothing_more(token: &Token) {
    assert_eq!(token.more, More::new());
    assert_eq!(token.provider.more, More::new());
    assert_eq!(token.user.more, More::new());
}

#[test]
fn in_2023_10_redirect_uris_are_lines_and_application_keys_may_be_left_out() {
    let tokens: Vec<Token> = read(answer!("access-tokens-2023.10"));
    nothing_more(&tokens[0]);
    let first = &tokens[0].provider;
    let expected = [
        (None, "https://wiki.example.org/callback", None),
        (None, "https://wiki.example.org/other", None),
    ];
    assert_eq!(plain_uris(first.redirect_uris.as_deref().unwrap()), expected);
    assert_eq!(first.jwks_sources, ["44444444-0000-4000-8000-000000000001"]);
    assert_eq!(
        first.application.as_ref().map(|application| application.name.as_str()),
        Some("Team wiki")
    );
    assert_eq!(first.invalidation_flow, None);
    let second = &tokens[1];
    assert_eq!(
        (&second.provider.application, &second.provider.backchannel_application),
        (&None, &None)
    );
    assert_eq!(second.provider.redirect_uris.as_deref(), Some(&[][..]));
    assert_eq!(second.provider.client_type, Some(ClientType::Public));
    assert_eq!(second.provider.sub_mode, Some(SubMode::UserUpn));
    assert_eq!(second.provider.issuer_mode, Some(IssuerMode::Global));
    assert_eq!(second.revoked, Some(true));
    assert_eq!(second.user.kind, Some(UserKind::ServiceAccount));
    assert_eq!(second.user.display_name(), "mirela");
    assert_eq!(second.user.avatar, Avatar::Image("/static/user.png".to_owned()));
}

#[test]
fn every_field_of_the_2024_8_example_has_its_place() {
    let token: Token = decode_one(answer!("access-token-2024.8")).unwrap();
    nothing_more(&token);
    assert_eq!(token.pk, 4711);
    assert_eq!(token.is_expired, Some(false));
    assert_eq!(token.expires.date().unwrap().timestamp_micros(), 1_800_003_600_123_456);
    assert_eq!(token.scope, ["openid", "email"]);
    assert_eq!(token.revoked, Some(false));
    let claims = token.claims.unwrap();
    assert_eq!(claims.audiences(), ["wiki-client", "other"]);
    assert_eq!(claims.issued_at().unwrap().timestamp(), 1_800_000_000);
    assert!(claims.others().is_empty());

    let provider = token.provider;
    assert_eq!(provider.pk, 3);
    assert_eq!(provider.name, "Wiki");
    assert_eq!(provider.authentication_flow, None);
    assert_eq!(
        provider.authorization_flow.as_deref(),
        Some("11111111-0000-4000-8000-000000000001")
    );
    assert_eq!(provider.property_mappings.len(), 2);
    assert_eq!(provider.component.as_deref(), Some("ak-provider-oauth2-form"));
    let wiki = Application {
        slug: "wiki".into(),
        name: "Team wiki".into(),
    };
    assert_eq!(provider.application, Some(wiki));
    assert_eq!(provider.verbose_name.as_deref(), Some("OAuth2/OpenID Provider"));
    assert_eq!(provider.verbose_name_plural.as_deref(), Some("OAuth2/OpenID Providers"));
    assert_eq!(
        provider.meta_model_name.as_deref(),
        Some("authentik_providers_oauth2.oauth2provider")
    );
    assert_eq!(provider.client_type, Some(ClientType::Confidential));
    assert_eq!(provider.client_id.as_deref(), Some("wiki-client"));
    assert_eq!(provider.has_client_secret, Some(true));
    assert_eq!(provider.access_code_validity.as_deref(), Some("minutes=1"));
    assert_eq!(
        provider.access_token_validity.as_deref(),
        Some("hours=1;minutes=2;seconds=3")
    );
    assert_eq!(provider.refresh_token_validity.as_deref(), Some("days=30"));
    assert_eq!(provider.include_claims_in_id_token, Some(true));
    assert_eq!(
        provider.signing_key.as_deref(),
        Some("33333333-0000-4000-8000-000000000001")
    );
    let expected = [
        (Some(&MatchingMode::Strict), "https://wiki.example.org/callback", None),
        (Some(&MatchingMode::Regex), "https://.*\\.example\\.org/callback", None),
    ];
    assert_eq!(plain_uris(provider.redirect_uris.as_deref().unwrap()), expected);
    assert_eq!(provider.sub_mode, Some(SubMode::HashedUserId));
    assert_eq!(provider.issuer_mode, Some(IssuerMode::PerProvider));
    assert_eq!(provider.jwks_sources, ["44444444-0000-4000-8000-000000000001"]);

    let user = token.user;
    assert_eq!((user.pk, user.username.as_str()), (5, "mirela"));
    assert_eq!(
        (user.display_name(), user.initials().as_str()),
        ("Mirela Țurcanu", "MȚ")
    );
    assert_eq!((user.is_active, user.is_superuser), (Some(true), Some(true)));
    assert_eq!(user.last_login.unwrap().timestamp_micros(), 1_791_184_272_131_415);
    assert_eq!(user.groups.len(), 2);
    assert_eq!(user.email.as_deref(), Some("mirela@example.org"));
    assert_eq!(
        user.avatar,
        Avatar::Image("https://id.example.org/media/mirela.png".into())
    );
    assert_eq!(user.attributes["department"]["floor"], json!(2));
    assert_eq!(user.uid.as_deref(), Some("9d2e"));
    assert_eq!(user.path.as_deref(), Some("users/staff"));
    assert_eq!(user.kind, Some(UserKind::Internal));
    assert_eq!(user.uuid.as_deref(), Some("66666666-0000-4000-8000-000000000005"));
    let groups = user.groups_obj.clone().unwrap();
    assert_eq!(groups[1].num_pk, Some(40_002));
    assert_eq!(groups[1].is_superuser, Some(true));
    assert!(groups.iter().all(|group| group.more.is_empty()));
    let tree: Vec<(usize, String)> = group_tree(&groups)
        .into_iter()
        .map(|node| (node.depth, node.group.name))
        .collect();
    assert_eq!(tree, [(0, "Staff".to_owned()), (1, "Editors".to_owned())]);
}

#[test]
fn in_2025_8_a_page_with_bad_rows_keeps_its_good_ones() {
    let page: Page<Token> = page(answer!("access-tokens-2025.8"));
    let Pagination {
        start_index,
        end_index,
        count,
        ..
    } = page.pagination;
    assert_eq!((start_index, end_index, count), (1, 6, 6));
    let shown: Vec<String> = page
        .rows
        .iter()
        .map(|row| match row {
            Row::Read(token) => token.pk.to_string(),
            Row::Unreadable { pk, problem } => format!("{pk:?} {}", text::failure_report::problem(problem)),
        })
        .collect();
    let expected = [
        "10",
        "11",
        "Some(12) user: expected an object, found nothing",
        "None pk: expected a whole number, found text",
        "None expected an object, found text",
        "14",
    ];
    assert_eq!(shown, expected);
    let tokens: Vec<&Token> = page
        .rows
        .iter()
        .filter_map(|row| match row {
            Row::Read(token) => Some(token),
            Row::Unreadable { .. } => None,
        })
        .collect();
    assert_eq!((tokens[0].expires, &tokens[0].user.groups_obj), (End::Never, &None));
    assert_eq!(tokens[1].claims, Some(Claims::Unreadable));
    let backchannel = tokens[2].provider.backchannel_application.as_ref();
    assert_eq!(backchannel.map(|application| application.slug.as_str()), Some("scim"));
    assert_eq!(tokens[2].claims.as_ref().unwrap().issued_at(), None);
    for token in tokens {
        nothing_more(token);
        let provider = &token.provider;
        assert_eq!(
            provider.backchannel_logout_uri.as_deref(),
            Some("https://wiki.example.org/logout")
        );
        assert_eq!(
            provider.invalidation_flow.as_deref(),
            Some("11111111-0000-4000-8000-000000000002")
        );
        assert_eq!(
            provider.jwt_federation_sources,
            ["44444444-0000-4000-8000-000000000001"]
        );
        assert_eq!(provider.jwt_federation_providers, [7]);
        let User {
            date_joined,
            password_change_date,
            last_updated,
            ..
        } = &*token.user;
        assert!(
            [date_joined, password_change_date, last_updated]
                .iter()
                .all(|time| time.is_some())
        );
    }
}

#[test]
fn in_2026_5_there_are_roles_and_what_a_uri_is_for() {
    let tokens: Vec<Token> = read(answer!("refresh-tokens-2026.5"));
    nothing_more(&tokens[0]);
    let Token { provider, user, .. } = &tokens[0];
    let strict = Some(&MatchingMode::Strict);
    let expected = [
        (strict, "https://wiki.example.org/callback", Some("authorization")),
        (strict, "https://wiki.example.org/bye", Some("logout")),
    ];
    assert_eq!(plain_uris(provider.redirect_uris.as_deref().unwrap()), expected);
    assert_eq!(provider.refresh_token_threshold.as_deref(), Some("seconds=0"));
    assert_eq!(provider.logout_uri.as_deref(), Some("https://wiki.example.org/logout"));
    assert_eq!(provider.logout_method.as_deref(), Some("backchannel"));
    assert_eq!(user.roles, ["77777777-0000-4000-8000-000000000001"]);
    assert_eq!(user.roles_obj.as_ref().unwrap()[0].name, "Reader");
    let groups = user.groups_obj.as_ref().unwrap();
    assert!(
        group_tree(groups)
            .iter()
            .all(|node| node.depth == 0 && node.parent_elsewhere.is_none())
    );
}

#[test]
fn a_provider_tells_its_grant_types_since_2026_5() {
    let providers: Vec<Provider> = read(answer!("providers-2026.8"));
    assert!(providers.iter().all(|provider| provider.more.is_empty()));
    let grants: Vec<&[String]> = providers
        .iter()
        .map(|provider| provider.grant_types.as_deref().unwrap())
        .collect();
    assert_eq!(grants[0], ["authorization_code", "refresh_token"]);
    // No grant at all is something else than nothing said.
    assert_eq!(grants[1], [""; 0]);
    assert_eq!(grants[2], ["password", "urn:openid:params:grant-type:ciba"]);
    let may_refresh: Vec<bool> = providers.iter().map(Provider::may_refresh).collect();
    assert_eq!(may_refresh, [true, false, false]);
    let older: Vec<Token> = read(answer!("access-tokens-2023.10"));
    assert_eq!(older[0].provider.grant_types, None);
    assert!(older[0].provider.may_refresh());
}

#[test]
fn since_2026_8_a_row_tells_of_its_provider_what_every_kind_has() {
    let tokens: Vec<Token> = read(answer!("refresh-tokens-2026.8"));
    nothing_more(&tokens[0]);
    let provider = &tokens[0].provider;
    assert_eq!((provider.pk, provider.name.as_str()), (3, "Wiki"));
    assert!(provider.application.is_some());
    assert_eq!(
        (&provider.client_type, &provider.client_id, &provider.grant_types),
        (&None, &None, &None)
    );
    // What is not told is not none.
    assert_eq!(provider.has_client_secret, None);
    assert_eq!(provider.redirect_uris, None);
    assert!(provider.is_brief());

    // Another provider, as authentik tells of it on its own.
    let providers: Vec<Provider> = read(answer!("providers-2026.8"));
    let whole = &providers[0];
    let completed = provider.completed_by(whole);
    assert!(!completed.is_brief());
    assert_eq!(
        (completed.pk, completed.name.as_str()),
        (3, "Wiki"),
        "what the row tells counts"
    );
    assert_eq!(completed.application, provider.application);
    assert_eq!(completed.client_id, whole.client_id);
    assert_eq!(completed.redirect_uris, whole.redirect_uris);
    assert_eq!(completed.has_client_secret, whole.has_client_secret);
    assert_eq!(&whole.completed_by(whole), whole);
}

#[test]
fn since_2026_8_the_caller_s_other_accounts_are_told() {
    let caller: Caller = decode_one(answer!("users-me-2026.8")).unwrap();
    assert_eq!((caller.pk, caller.username.as_str()), (5, "mirela"));
    assert_eq!(caller.others, ["robot"]);
}

#[test]
fn what_a_later_release_adds_is_kept_and_its_secrets_are_not() {
    let body = answer!("refresh-tokens-2026.5");
    let tokens: Vec<Token> = read(body);
    let pair = |name: &str, value| (name.to_owned(), value);
    let Token {
        provider, user, more, ..
    } = &tokens[1];
    assert_eq!(
        more,
        &[
            pair("device", json!({"name": "Laptop"})),
            pair("session_id", json!("s-1"))
        ]
    );
    assert_eq!(
        provider.more,
        [
            pair("client_secret_next", json!(HIDDEN)),
            pair("dpop", json!({"required": true, "private_key": HIDDEN})),
        ]
    );
    assert_eq!(provider.has_client_secret, Some(true));
    assert_eq!(provider.sub_mode, Some(SubMode::Other("pairwise".into())));
    let new = &provider.redirect_uris.as_ref().unwrap()[2];
    assert_eq!(new.matching_mode.as_ref().map(MatchingMode::as_str), Some("glob"));
    assert_eq!(new.more, [pair("port", json!("any"))]);
    assert_eq!(user.kind.as_ref().map(UserKind::as_str), Some("robot"));
    assert_eq!(user.attributes["ldap"], json!({"userPassword": HIDDEN}));
    assert_eq!(user.attributes["shoe size"], json!(43));
    assert!(!format!("{tokens:?}").contains("canary"));
}

#[test]
fn authorization_codes_have_no_claims_and_no_revoked() {
    let codes: Vec<Token> = read(answer!("authorization-codes-2026.5"));
    nothing_more(&codes[0]);
    assert_eq!((codes[0].pk, &codes[0].claims, codes[0].revoked), (30, &None, None));
}

#[test]
fn who_is_calling_and_whom_a_search_finds() {
    let caller: Caller = decode_one(answer!("users-me-2026.5")).unwrap();
    assert_eq!(
        (caller.pk, caller.username.as_str(), caller.is_superuser),
        (5, "mirela", false)
    );
    assert_eq!(caller.initials(), "MȚ");
    assert!(matches!(caller.avatar, Avatar::Image(_)));
    assert!(decode_one::<Caller>("{}").is_err());
    let users: Vec<User> = read(answer!("users-2026.5"));
    assert_eq!(
        users.iter().map(User::display_name).collect::<Vec<_>>(),
        ["Mirela Țurcanu", "robot"]
    );
}
