use super::*;
use crate::authentik::page::decode_one;

const NOW: i64 = 1_793_000_000;

fn at_second(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(NOW + seconds, 0).unwrap()
}

/// A harmless token, with these fields replaced: `path` is "user/is_active" and so on.
fn token(changes: &[(&str, serde_json::Value)]) -> Token {
    let mut value = serde_json::json!({
        "pk": 1,
        "is_expired": false,
        "expires": at_second(600).to_rfc3339(),
        "revoked": false,
        "scope": ["openid"],
        "id_token": format!("{{\"iat\": {}}}", NOW - 600),
        "user": {"pk": 1, "username": "ada", "is_active": true, "is_superuser": false},
        "provider": {
            "pk": 1, "name": "Wiki", "client_type": "confidential", "access_token_validity": "minutes=20",
            "assigned_application_slug": "wiki", "assigned_application_name": "Wiki",
            "redirect_uris": [{"matching_mode": "strict", "url": "https://wiki.example/.*"}],
        },
    });
    for (path, change) in changes {
        let (parent, name) = match path.split_once('/') {
            Some((parent, name)) => (&mut value[parent], name),
            None => (&mut value, *path),
        };
        parent[name] = change.clone();
    }
    decode_one(&value.to_string()).unwrap()
}

fn found(changes: &[(&str, serde_json::Value)]) -> Vec<Finding> {
    findings(&token(changes), Kind::AccessTokens, at_second(0))
        .iter()
        .collect()
}

#[test]
fn a_harmless_token_has_no_findings() {
    assert_eq!(found(&[]), []);
}

#[test]
fn each_rule_finds_what_it_is_for() {
    use serde_json::json;
    let cases: [(&[(&str, serde_json::Value)], Finding); 9] = [
        (&[("user/is_active", json!(false))], Finding::InactiveUser),
        (&[("expires", json!(null))], Finding::NeverExpires),
        (&[("user/is_superuser", json!(true))], Finding::Superuser),
        (&[("scope", json!(["goauthentik.io/api"]))], Finding::AuthentikApi),
        (
            &[
                ("scope", json!(["offline_access"])),
                ("provider/client_type", json!("public")),
            ],
            Finding::OfflinePublic,
        ),
        (
            &[
                ("provider/assigned_application_slug", json!(null)),
                ("provider/assigned_application_name", json!(null)),
            ],
            Finding::NoApplication,
        ),
        (
            &[(
                "provider/redirect_uris",
                json!([{"matching_mode": "regex", "url": "https://.*"}]),
            )],
            Finding::BroadRedirect,
        ),
        (
            &[("expires", json!(at_second(86_400).to_rfc3339()))],
            Finding::LongLived,
        ),
        (&[("expires", json!(at_second(-1).to_rfc3339()))], Finding::Overdue),
    ];
    for (changes, finding) in cases {
        assert_eq!(found(changes), [finding]);
    }
}

#[test]
fn what_authentik_does_not_say_is_no_finding() {
    use serde_json::json;
    let silent = [
        ("user/is_active", json!(null)),
        ("user/is_superuser", json!(null)),
        ("provider/client_type", json!(null)),
        ("provider/access_token_validity", json!(null)),
        ("scope", json!(["offline_access"])),
        ("id_token", json!("{}")),
        ("expires", json!(at_second(9_000_000).to_rfc3339())),
        ("provider/redirect_uris", json!("https://.*")),
    ];
    assert_eq!(found(&silent), []);
}

#[test]
fn revoking_does_not_stop_a_token_for_authentiks_own_api() {
    use serde_json::json;
    let revoked = [
        ("revoked", json!(true)),
        ("scope", json!(["goauthentik.io/api"])),
        ("user/is_active", json!(false)),
    ];
    assert_eq!(found(&revoked), [Finding::AuthentikApi]);
    let mut ended = revoked.to_vec();
    ended.push(("is_expired", json!(true)));
    assert_eq!(found(&ended), []);
}

#[test]
fn far_above_is_more_than_twice_and_an_hour() {
    use serde_json::json;
    // The provider gives 20 minutes, and 600 seconds have passed.
    let lives = |seconds: i64| found(&[("expires", json!(at_second(seconds - 600).to_rfc3339()))]);
    assert_eq!(lives(1_200 + 3_599), []);
    assert_eq!(lives(1_200 + 3_600), [Finding::LongLived]);
    let day = |seconds: i64| {
        found(&[
            ("provider/access_token_validity", json!("days=1")),
            ("expires", json!(at_second(seconds - 600).to_rfc3339())),
        ])
    };
    assert_eq!(day(2 * 86_400), []);
    assert_eq!(day(2 * 86_400 + 1), [Finding::LongLived]);
}

#[test]
fn words_and_bits_belong_to_one_finding_each() {
    let mut bits = 0;
    for finding in Finding::ALL {
        assert_eq!(Finding::of_id(finding.id()), Some(finding));
        assert_eq!(bits & finding.bit(), 0);
        bits |= finding.bit();
        assert_eq!(RULES.iter().filter(|rule| rule.finding == finding).count(), 1);
    }
    assert_eq!(Finding::of_id("nonsense"), None);
}

#[test]
fn the_worst_come_first() {
    let all = Findings::of_bits(0x1ff);
    let severities: Vec<Severity> = all.iter().map(Finding::severity).collect();
    assert!(severities.is_sorted());
    assert_eq!(severities.len(), 9);
    assert_eq!(all.worst(), Some(Severity::High));
    assert_eq!(Findings::default().worst(), None);
}

#[test]
fn the_provider_s_setting_is_that_of_the_kind() {
    use serde_json::json;
    let token = token(&[
        ("expires", json!(at_second(86_400).to_rfc3339())),
        ("provider/access_token_validity", json!("days=2")),
        ("provider/refresh_token_validity", json!("minutes=1")),
        ("provider/access_code_validity", json!("days=3")),
    ]);
    let found = |kind| findings(&token, kind, at_second(0)).contains(Finding::LongLived);
    assert_eq!(Kind::ALL.map(found), [false, true, false]);
}

#[test]
fn either_application_will_do() {
    use serde_json::json;
    let without = [
        ("provider/assigned_application_slug", json!(null)),
        ("provider/assigned_application_name", json!("")),
    ];
    assert_eq!(found(&without), [Finding::NoApplication]);
    let mut background = without.to_vec();
    background.push(("provider/assigned_backchannel_application_slug", json!("ldap")));
    assert_eq!(found(&background), []);
}

#[test]
fn a_pattern_counts_where_codes_are_sent() {
    use serde_json::json;
    let broad = |kind: serde_json::Value| {
        let uri = json!([{"matching_mode": "regex", "url": "https://.*", "redirect_uri_type": kind}]);
        found(&[("provider/redirect_uris", uri)])
    };
    assert_eq!(broad(json!("authorization")), [Finding::BroadRedirect]);
    assert_eq!(broad(json!(null)), [Finding::BroadRedirect]);
    assert_eq!(broad(json!("logout")), []);
}

#[test]
fn which_rules_count_hangs_on_the_state_alone() {
    let all = Findings::of_bits(0x1ff);
    let counting = |end, is_expired, revoked| {
        let found = at(all, Some(at_second(end)), is_expired, revoked, at_second(0));
        (found.iter().count(), found.contains(Finding::Overdue))
    };
    assert_eq!(counting(1, Some(false), None), (8, false));
    assert_eq!(counting(1, None, Some(true)), (1, false));
    // What is past its end, and authentik says so, or does not say, is over.
    for end in [0, -1] {
        assert_eq!(counting(end, Some(true), None), (0, false));
        assert_eq!(counting(end, None, None), (0, false));
        assert_eq!(counting(end, Some(false), None), (1, true));
        assert_eq!(counting(end, Some(false), Some(true)), (1, true));
    }
    assert_eq!(counting(1, Some(true), None), (0, false));
}

#[test]
fn scopes_are_compared_whole() {
    use serde_json::json;
    let public = |scope: &str| found(&[("scope", json!([scope])), ("provider/client_type", json!("public"))]);
    assert_eq!(public("offline_access_more"), []);
    assert_eq!(public("goauthentik.io/api/more"), []);
    assert_eq!(public("offline_access"), [Finding::OfflinePublic]);
}

mod properties {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    /// Which rules count, as docs/findings.md has it: written out once more, without masks.
    fn counts(finding: Finding, expires: Option<i64>, is_expired: Option<bool>, revoked: Option<bool>) -> bool {
        let past = expires.is_some_and(|end| end <= 0);
        let ended = past || is_expired == Some(true);
        match finding {
            Finding::Overdue => past && is_expired == Some(false),
            Finding::AuthentikApi => !ended,
            _ => !ended && revoked != Some(true),
        }
    }

    proptest! {
        #[test]
        fn findings_are_those_that_hold_and_count(
            expires in proptest::option::of(-3_i64..200_000),
            (is_expired, revoked, is_active, is_superuser) in any::<(Option<bool>, Option<bool>, Option<bool>, Option<bool>)>(),
            (api, offline, public, application, broad) in any::<(bool, bool, bool, bool, bool)>(),
        ) {
            let scope: Vec<&str> = [(api, "goauthentik.io/api"), (offline, "offline_access"), (true, "openid")]
                .into_iter()
                .filter_map(|(has, scope)| has.then_some(scope))
                .collect();
            let mode = if broad { "regex" } else { "strict" };
            let name = application.then_some("wiki");
            let token = token(&[
                ("expires", json!(expires.map(|end| at_second(end).to_rfc3339()))),
                ("is_expired", json!(is_expired)),
                ("revoked", json!(revoked)),
                ("scope", json!(scope)),
                ("user/is_active", json!(is_active)),
                ("user/is_superuser", json!(is_superuser)),
                ("provider/client_type", json!(if public { "public" } else { "confidential" })),
                ("provider/assigned_application_slug", json!(name)),
                ("provider/assigned_application_name", json!(name)),
                ("provider/redirect_uris", json!([{"matching_mode": mode, "url": "https://.*"}])),
            ]);
            let holds = |finding| match finding {
                Finding::InactiveUser => is_active == Some(false),
                Finding::NeverExpires => expires.is_none(),
                Finding::Superuser => is_superuser == Some(true),
                Finding::AuthentikApi => api,
                Finding::OfflinePublic => offline && public,
                Finding::NoApplication => !application,
                Finding::BroadRedirect => broad,
                // Issued 600 seconds ago, for 20 minutes.
                Finding::LongLived => expires.is_some_and(|end| end + 600 >= 1_200 + 3_600),
                Finding::Overdue => true,
            };
            let now = at_second(0);
            let found = findings(&token, Kind::AccessTokens, now);
            for finding in Finding::ALL {
                let expected = holds(finding) && counts(finding, expires, is_expired, revoked);
                prop_assert_eq!(found.contains(finding), expected, "{:?}", finding);
            }
            // What a catalog keeps leads to the same.
            let kept = Findings::of_bits(timeless(&token, Kind::AccessTokens).bits());
            prop_assert_eq!(at(kept, token.expires, is_expired, revoked, now), found);
            prop_assert_eq!(found.iter().count(), found.bits().count_ones() as usize);
            prop_assert_eq!(found.is_empty(), found.worst().is_none());
            prop_assert_eq!(found.worst(), found.iter().map(Finding::severity).min());
        }
    }
}
