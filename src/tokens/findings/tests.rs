use super::super::status::status_of;
use super::*;
use crate::model::page::{Decode, decode_one};

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
    found_of(Kind::AccessTokens, changes)
}

/// What is found in a token that was asked for just now.
fn found_of(kind: Kind, changes: &[(&str, serde_json::Value)]) -> Vec<Finding> {
    let mut token = token(changes);
    token.asked_at(at_second(0));
    findings(&token, kind, at_second(0)).iter().collect()
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
        (&[("expires", json!(at_second(-61).to_rfc3339()))], Finding::Overdue),
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
    let revoked = [("revoked", json!(true)), ("scope", json!(["goauthentik.io/api"]))];
    assert_eq!(found(&revoked), [Finding::UnlimitedApi, Finding::AuthentikApi]);
    let mut ended = revoked.to_vec();
    ended.push(("is_expired", json!(true)));
    assert_eq!(found(&ended), []);
}

#[test]
fn authentiks_own_api_takes_nothing_of_a_deactivated_user() {
    use serde_json::json;
    for revoked in [false, true] {
        let changes = [
            ("revoked", json!(revoked)),
            ("scope", json!(["goauthentik.io/api"])),
            ("user/is_active", json!(false)),
        ];
        let expected = if revoked { vec![] } else { vec![Finding::InactiveUser] };
        for kind in Kind::ALL {
            assert_eq!(found_of(kind, &changes), expected, "{kind:?}");
        }
    }
}

#[test]
fn a_revoked_refresh_token_gets_no_new_access_token() {
    use serde_json::json;
    let api = |revoked: bool| [("revoked", json!(revoked)), ("scope", json!(["goauthentik.io/api"]))];
    assert_eq!(found_of(Kind::RefreshTokens, &api(false)), [Finding::AuthentikApi]);
    assert_eq!(found_of(Kind::RefreshTokens, &api(true)), []);
    assert_eq!(
        found_of(Kind::AccessTokens, &api(true)),
        [Finding::UnlimitedApi, Finding::AuthentikApi]
    );
}

#[test]
fn access_to_authentiks_api_is_unlimited_by_rights_by_time_or_by_revocation() {
    use serde_json::json;
    let api = ("scope", json!(["goauthentik.io/api"]));
    let found = |change: (&str, serde_json::Value)| {
        let found = found(&[api.clone(), change]);
        found.contains(&Finding::UnlimitedApi)
    };
    assert!(found(("user/is_superuser", json!(true))));
    assert!(found(("expires", json!(null))));
    assert!(found(("expires", json!(at_second(-61).to_rfc3339()))));
    assert!(found(("revoked", json!(true))));
    // An ordinary user's, for a while.
    assert!(!found(("user/is_superuser", json!(false))));
    // What authentik does not say.
    assert!(!found(("user/is_superuser", json!(null))));
    assert!(!found(("expires", json!("soon"))));
}

#[test]
fn high_is_what_the_token_itself_calls_for_and_low_what_its_user_or_provider_is_like() {
    let of = |severity| {
        let all = Finding::ALL.into_iter();
        all.filter(|finding| finding.severity() == severity).collect::<Vec<_>>()
    };
    assert_eq!(
        of(Severity::High),
        [Finding::InactiveUser, Finding::Overdue, Finding::UnlimitedApi]
    );
    assert_eq!(of(Severity::Medium), [Finding::NeverExpires, Finding::AuthentikApi]);
    assert_eq!(of(Severity::Low).len(), 5);
    for severity in Severity::ALL {
        assert_eq!(Severity::of_id(severity.id()), Some(severity));
    }
    assert_eq!(Severity::of_id("worst"), None);
}

#[test]
fn a_token_that_ends_while_the_page_is_open_is_not_overdue() {
    use serde_json::json;
    let mut token = token(&[("expires", json!(at_second(45).to_rfc3339()))]);
    token.asked_at(at_second(0));
    for seconds in [0, 44, 46, 400, 4_000_000] {
        let found = findings(&token, Kind::AccessTokens, at_second(seconds));
        assert!(!found.contains(Finding::Overdue), "{seconds}");
        assert_eq!(
            status_of(&token, at_second(seconds)) == Status::Expired,
            seconds > 45,
            "{seconds}"
        );
    }
}

#[test]
fn a_token_whose_end_is_not_applied_is_live_with_all_its_findings() {
    use serde_json::json;
    let of_superuser = |revoked: bool| {
        [
            ("expires", json!(at_second(-4_000).to_rfc3339())),
            ("user/is_superuser", json!(true)),
            ("revoked", json!(revoked)),
        ]
    };
    assert_eq!(found(&of_superuser(false)), [Finding::Overdue, Finding::Superuser]);
    assert_eq!(Finding::Overdue.severity(), Severity::High);
    // Once it is revoked, nobody accepts it any more.
    assert_eq!(found(&of_superuser(true)), []);
    let mut token = token(&of_superuser(false));
    token.asked_at(at_second(0));
    assert_eq!(status_of(&token, at_second(0)), Status::NeverExpires);
}

#[test]
fn an_end_that_cannot_be_read_is_no_never() {
    use serde_json::json;
    for odd in [json!(""), json!("99999-01-01T00:00:00Z"), json!(1_793_796_920)] {
        assert_eq!(found(&[("expires", odd.clone())]), [], "{odd}");
    }
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
    let all = Findings::of_bits(0x3ff);
    let severities: Vec<Severity> = all.iter().map(Finding::severity).collect();
    assert!(severities.is_sorted());
    assert_eq!(severities.len(), 10);
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
    let all = Findings::of_bits(0x3ff);
    let counting = |end, is_expired, revoked| {
        let found = at(all, End::At(at_second(end)), is_expired, revoked, at_second(0));
        found.iter().count()
    };
    assert_eq!(counting(1, Some(false), None), 10);
    assert_eq!(counting(1, None, Some(true)), 2);
    // What is past its end is over, whatever authentik said of it before.
    for end in [0, -1] {
        assert_eq!(counting(end, Some(true), None), 0);
        assert_eq!(counting(end, None, None), 0);
        assert_eq!(counting(end, Some(false), None), 0);
        assert_eq!(counting(end, Some(false), Some(true)), 0);
    }
    assert_eq!(counting(1, Some(true), None), 0);
    for end in [End::NotApplied(at_second(-1)), End::Unknown, End::Never] {
        let count = |revoked| at(all, end, Some(false), revoked, at_second(0)).iter().count();
        assert_eq!((count(None), count(Some(true))), (10, 2));
    }
}

#[test]
fn scopes_are_compared_whole() {
    use serde_json::json;
    let public = |scope: &str| found(&[("scope", json!([scope])), ("provider/client_type", json!("public"))]);
    assert_eq!(public("offline_access_more"), []);
    assert_eq!(public("goauthentik.io/api/more"), []);
    assert_eq!(public("offline_access"), [Finding::OfflinePublic]);
}

#[test]
fn nothing_is_renewable_without_the_grant_for_it() {
    use serde_json::json;
    let public = |grants: serde_json::Value| {
        found(&[
            ("scope", json!(["offline_access"])),
            ("provider/client_type", json!("public")),
            ("provider/grant_types", grants),
        ])
    };
    assert_eq!(
        public(json!(["authorization_code", "refresh_token"])),
        [Finding::OfflinePublic]
    );
    for without in [
        json!([]),
        json!(["authorization_code"]),
        json!(["refresh_tokens", "Refresh_Token"]),
    ] {
        assert_eq!(public(without.clone()), [], "{without}");
    }
    // Older releases do not tell, and what cannot be read tells nothing.
    for untold in [json!(null), json!("authorization_code"), json!({"a": 1})] {
        assert_eq!(public(untold.clone()), [Finding::OfflinePublic], "{untold}");
    }
}

mod properties {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    /// Which rules count, as docs/findings.md has it: written out once more, without masks.
    fn counts(finding: Finding, ends: Option<i64>, is_expired: Option<bool>, revoked: Option<bool>) -> bool {
        let past = ends.is_some_and(|end| end <= 0);
        let ended = past || is_expired == Some(true);
        match finding {
            Finding::AuthentikApi | Finding::UnlimitedApi => !ended,
            _ => !ended && revoked != Some(true),
        }
    }

    proptest! {
        #[test]
        fn findings_are_those_that_hold_and_count(
            expires in proptest::option::of(prop_oneof![-3_i64..3, -4_000_i64..4_000, 4_000_i64..200_000]),
            (is_readable, asked) in (prop::bool::weighted(0.8), -4_000_i64..=0),
            kind in proptest::sample::select(Kind::ALL.to_vec()),
            (is_expired, revoked, is_active, is_superuser) in any::<(Option<bool>, Option<bool>, Option<bool>, Option<bool>)>(),
            (api, offline, public, application, broad) in any::<(bool, bool, bool, bool, bool)>(),
            refresh in any::<Option<bool>>(),
        ) {
            let scope: Vec<&str> = [(api, "goauthentik.io/api"), (offline, "offline_access"), (true, "openid")]
                .into_iter()
                .filter_map(|(has, scope)| has.then_some(scope))
                .collect();
            let mode = if broad { "regex" } else { "strict" };
            let name = application.then_some("wiki");
            let date = json!(expires.map(|end| at_second(end).to_rfc3339()));
            let mut token = token(&[
                ("expires", if is_readable { date } else { json!("soon") }),
                ("is_expired", json!(is_expired)),
                ("revoked", json!(revoked)),
                ("scope", json!(scope)),
                ("user/is_active", json!(is_active)),
                ("user/is_superuser", json!(is_superuser)),
                ("provider/client_type", json!(if public { "public" } else { "confidential" })),
                ("provider/grant_types", json!(refresh.map(|has| if has { vec!["implicit", "refresh_token"] } else { vec!["implicit"] }))),
                ("provider/assigned_application_slug", json!(name)),
                ("provider/assigned_application_name", json!(name)),
                ("provider/redirect_uris", json!([{"matching_mode": mode, "url": "https://.*"}])),
            ]);
            token.asked_at(at_second(asked));
            let expires = expires.filter(|_| is_readable);
            // It was past its end when it was asked for, by more than a minute, and had not expired.
            let is_applied = !expires.is_some_and(|end| end < asked - 60 && is_expired == Some(false));
            let ends = expires.filter(|_| is_applied);
            let opens_api = api && is_active != Some(false) && !(kind == Kind::RefreshTokens && revoked == Some(true));
            let holds = |finding| match finding {
                Finding::InactiveUser => is_active == Some(false),
                Finding::NeverExpires => is_readable && expires.is_none(),
                Finding::Superuser => is_superuser == Some(true),
                Finding::AuthentikApi => opens_api,
                Finding::UnlimitedApi => {
                    let has_no_end = !is_applied || (is_readable && expires.is_none());
                    opens_api && (is_superuser == Some(true) || revoked == Some(true) || has_no_end)
                }
                Finding::OfflinePublic => offline && public && refresh != Some(false),
                Finding::NoApplication => !application,
                Finding::BroadRedirect => broad,
                // Issued 600 seconds ago, for 20 minutes; of the other kinds the setting is not told.
                Finding::LongLived if kind != Kind::AccessTokens => false,
                Finding::LongLived => expires.is_some_and(|end| end + 600 >= 1_200 + 3_600),
                Finding::Overdue => !is_applied,
            };
            let now = at_second(0);
            let found = findings(&token, kind, now);
            for finding in Finding::ALL {
                let expected = holds(finding) && counts(finding, ends, is_expired, revoked);
                prop_assert_eq!(found.contains(finding), expected, "{:?}", finding);
            }
            // What a catalog keeps leads to the same.
            let kept = Findings::of_bits(timeless(&token, kind).bits());
            prop_assert_eq!(at(kept, token.expires, is_expired, revoked, now), found);
            prop_assert_eq!(found.iter().count(), found.bits().count_ones() as usize);
            prop_assert_eq!(found.is_empty(), found.worst().is_none());
            prop_assert_eq!(found.worst(), found.iter().map(Finding::severity).min());
        }
    }
}
