//! A small world of tokens, and questions about it: much is shared, and much is alike.

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use tokenscope::model::kind::Kind;
use tokenscope::model::page::{Decode, decode_one};
use tokenscope::model::token::Token;
use tokenscope::tokens::catalog::{Catalog, CatalogQuery, Chosen, Span, Value};
use tokenscope::tokens::findings::{Finding, Severity};
use tokenscope::tokens::local_time::LocalTime;
use tokenscope::tokens::query::{SortKey, SortTerm};
use tokenscope::tokens::status::Status;
use tokenscope::tokens::terms::{Expires, parse};

pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_793_000_000, 0).unwrap()
}

/// A token of a small world, so that much is shared and much is alike.
#[derive(Clone, Debug)]
pub struct Made {
    pk: u64,
    user: u64,
    provider: u64,
    scopes: Vec<&'static str>,
    expires: Ends,
    /// How long before now it was read.
    asked: i64,
    revoked: bool,
    issued: Option<i64>,
}

/// What authentik says of its end, in seconds from now.
#[derive(Clone, Debug)]
pub enum Ends {
    At(i64),
    Null,
    Missing,
    Odd(Json),
}

pub const NAMES: [&str; 5] = ["Ada Lovelace", "Łukasz Nowak", "ada", "佐藤 健", ""];
pub const PROVIDERS: [&str; 3] = ["Wiki", "grafana", "Éclair"];
pub const TYPES: [Option<&str>; 4] = [Some("internal"), Some("external"), Some("service_account"), None];
pub const SCOPES: [&str; 5] = ["openid", "email", "offline_access", "goauthentik.io/api", "a,b"];

impl Made {
    pub fn token(&self) -> Token {
        let at = |seconds: i64| (now() + TimeDelta::seconds(seconds)).to_rfc3339();
        let mut claims = json!({"sub": format!("Subject-{}", self.user), "iss": "https://id.example/", "aud": ["x"]});
        if let Some(issued) = self.issued {
            claims["iat"] = json!(now().timestamp() + issued);
        }
        claims["jti"] = json!(format!("Id-of-the-token-{}", self.pk));
        if self.user != 3 {
            claims["sid"] = json!(format!("session-of-user-{}", self.user));
        }
        let name = NAMES[self.user as usize % NAMES.len()];
        let is_active = [Json::from(true), Json::from(false), Json::Null][self.user as usize % 3].clone();
        let mut value = json!({
            "pk": self.pk,
            "is_expired": matches!(self.expires, Ends::At(seconds) if seconds < -500),
            "revoked": self.revoked,
            "scope": self.scopes,
            "id_token": claims.to_string(),
            "user": {
                "pk": self.user, "username": format!("user{}", self.user), "name": name,
                "email": format!("u{}@example.org", self.user), "is_active": is_active,
                "is_superuser": self.user == 2, "type": TYPES[self.user as usize % TYPES.len()],
            },
            "provider": {
                "pk": self.provider, "name": PROVIDERS[self.provider as usize % PROVIDERS.len()],
                "client_id": format!("client-{}", self.provider), "client_type": "public",
                "assigned_application_name": (self.provider != 1).then_some("Team app"),
                "access_token_validity": "hours=1",
            },
        });
        match &self.expires {
            Ends::At(seconds) => value["expires"] = json!(at(*seconds)),
            Ends::Null => value["expires"] = Json::Null,
            Ends::Missing => {}
            Ends::Odd(odd) => value["expires"] = odd.clone(),
        }
        let mut token: Token = decode_one(&value.to_string()).unwrap();
        token.asked_at(now() - TimeDelta::seconds(self.asked));
        token
    }
}

fn some_end() -> impl Strategy<Value = Ends> {
    let odd = [
        json!(""),
        json!("99999-01-01T00:00:00Z"),
        json!(1_793_000_000),
        json!({"at": null}),
    ];
    prop_oneof![
        3 => (-1_000_i64..1_000).prop_map(Ends::At),
        3 => (-90_000_i64..180_000).prop_map(Ends::At),
        1 => Just(Ends::Null),
        1 => Just(Ends::Missing),
        1 => proptest::sample::select(odd.to_vec()).prop_map(Ends::Odd),
    ]
}

prop_compose! {
    pub fn made(most: u64)(
        pk in 1..most, user in 0_u64..7, provider in 0_u64..4, scopes in prop::sample::subsequence(&SCOPES[..], 0..4),
        expires in some_end(), asked in prop_oneof![Just(0_i64), 0_i64..1_000],
        revoked in any::<bool>(), issued in proptest::option::of(-100_000_i64..0),
    ) -> Made {
        Made { pk, user, provider, scopes, expires, asked, revoked, issued }
    }
}

pub fn some_tokens() -> impl Strategy<Value = Vec<Token>> {
    proptest::collection::vec(made(300), 0..80).prop_map(|made| made.iter().map(Made::token).collect())
}

pub fn catalog_of(tokens: &[Token]) -> Catalog {
    let mut catalog = Catalog::new(Kind::AccessTokens);
    // In pages, and the last first, as they are read.
    for page in tokens.chunks(17).rev() {
        catalog.put(page);
    }
    catalog
}

/// Each token once, the one that was put last, in order of its number.
pub fn kept(tokens: &[Token]) -> Vec<Token> {
    let mut kept: Vec<Token> = Vec::new();
    for page in tokens.chunks(17).rev() {
        let mut fresh: Vec<&Token> = Vec::new();
        for token in page {
            if !fresh.iter().any(|other| other.pk == token.pk) {
                fresh.push(token);
            }
        }
        for token in fresh {
            kept.retain(|other| other.pk != token.pk);
            kept.push(token.clone());
        }
    }
    kept.sort_by_key(|token| token.pk);
    // Of a user or provider the one that was read last is shown; here they never change.
    kept
}

pub fn some_text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        proptest::sample::select(vec![
            "ada",
            "LUKASZ",
            "user1",
            "wiki",
            "eclair",
            "openid",
            "client-2",
            "subject-3",
            "team",
            "佐藤",
            "example.org",
            "1",
            "12",
            "goauthentik.io/api",
            "\"ada lovelace\"",
            "user:user2",
            "provider:grafana",
            "scope:mail",
            "status:active",
            "status:expired",
            "finding:any",
            "finding:superuser",
            "severity:high",
            "severity:low",
            "expires:never",
            "expires:unknown",
            "status:unknown",
            "status:live",
            "expires:<1d",
            "expires:tonight",
            "-expires:>=tomorrow",
            "id-of-the-token-1",
            "ID-of-the-token-12",
            "jti:id-of-the-token-1",
            "session-of-user-2",
            "sid:session-of-user-3",
            "sid:session-of-user-4",
            "sub:subject-4",
            "sub:5",
            "nonce:1",
            "zzz",
        ])
        .prop_map(str::to_owned),
        "[a-z0-9]{1,2}",
    ];
    proptest::collection::vec((prop::bool::weighted(0.2), word), 0..4).prop_map(|words| {
        let words = words
            .into_iter()
            .map(|(without, word)| if without { format!("-{word}") } else { word });
        words.collect::<Vec<_>>().join(" ")
    })
}

pub fn some_choice() -> impl Strategy<Value = Chosen> {
    (
        proptest::sample::subsequence(
            vec![
                Status::Active,
                Status::Expired,
                Status::Revoked,
                Status::NeverExpires,
                Status::EndUnknown,
            ],
            0..3,
        ),
        proptest::sample::subsequence(vec![0_u64, 1, 2, 9], 0..3),
        proptest::sample::subsequence([&[""], &SCOPES[..]].concat(), 0..3),
        proptest::sample::subsequence(vec!["", "internal", "service_account"], 0..3),
        proptest::option::weighted(0.3, any::<bool>()),
        proptest::sample::subsequence(Severity::ALL.to_vec(), 0..3),
        proptest::sample::subsequence(Finding::ALL.to_vec(), 0..3),
    )
        .prop_map(|(statuses, providers, scopes, types, active, severities, found)| {
            let mut chosen = Chosen::default();
            for status in statuses {
                chosen.choose(&Value::Status(status), true);
            }
            for pk in providers {
                chosen.choose(&Value::Provider(pk, String::new()), true);
            }
            for scope in scopes {
                chosen.choose(&Value::Scope(scope.to_owned()), true);
            }
            for word in types {
                chosen.choose(&Value::UserType(word.to_owned()), true);
            }
            if let Some(active) = active {
                chosen.choose(&Value::Active(active), true);
            }
            for severity in severities {
                chosen.choose(&Value::Severity(severity), true);
            }
            for finding in found {
                chosen.choose(&Value::Finding(finding), true);
            }
            chosen
        })
}

pub fn some_span() -> impl Strategy<Value = Option<Span>> {
    let at = |seconds: i64| (now() + TimeDelta::seconds(seconds)).timestamp_micros();
    proptest::option::weighted(
        0.4,
        prop_oneof![
            Just(Span::NEVER),
            Just(Span::UNKNOWN),
            (-90_000_i64..180_000, 0_i64..90_000).prop_map(move |(from, length)| Span {
                from: Some(at(from)),
                to: Some(at(from + length)),
            }),
        ],
    )
}

pub fn some_order() -> impl Strategy<Value = Vec<SortTerm>> {
    let term = (proptest::sample::select(&SortKey::ALL[..]), any::<bool>());
    proptest::collection::vec(term.prop_map(|(key, descending)| SortTerm { key, descending }), 0..3)
}

pub fn some_question() -> impl Strategy<Value = CatalogQuery> {
    let some_pks = proptest::collection::btree_set(1_u64..200, 0..120);
    let some_only = prop_oneof![4 => Just(None), 1 => some_pks.prop_map(|pks| Some(pks.into_iter().collect()))];
    let some_expires = proptest::option::weighted(0.1, Just(Expires::WITHIN_A_DAY));
    let some_end = (some_span(), some_expires, some_clock());
    (some_text(), some_choice(), some_end, some_only, some_order()).prop_map(
        |(text, chosen, (span, expires, clock), only, order)| CatalogQuery {
            terms: parse(&text).unwrap_or_default(),
            chosen,
            span,
            expires,
            user: None,
            provider: None,
            only,
            order,
            clock,
        },
    )
}

/// Clocks behind UTC, ahead of it, and put forward and back again around now.
pub fn some_clock() -> impl Strategy<Value = LocalTime> {
    proptest::sample::select(vec![
        LocalTime::default(),
        LocalTime::new(|_| -570),
        LocalTime::new(|_| 840),
        LocalTime::new(|at| if at < now() { 60 } else { 120 }),
        LocalTime::new(|at| if at < now() + TimeDelta::hours(20) { 120 } else { 60 }),
    ])
}
