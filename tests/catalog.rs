//! The catalog does what a plain look at every token would do.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may end where something is not as expected"
)]

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use tokenscope::authentik::page::decode_one;
use tokenscope::authentik::token::Token;
use tokenscope::tokens::catalog::{Asked, By, Catalog, Chosen, Facet, SortTerm, Span, Value, plainly};
use tokenscope::tokens::findings::{Finding, findings};
use tokenscope::tokens::kind::Kind;
use tokenscope::tokens::local_match::fold;
use tokenscope::tokens::query::ListQuery;
use tokenscope::tokens::status::{Status, status_of};
use tokenscope::tokens::terms::{Term, Terms, What, parse};

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_793_000_000, 0).unwrap()
}

/// A token of a small world, so that much is shared and much is alike.
#[derive(Clone, Debug)]
struct Made {
    pk: u64,
    user: u64,
    provider: u64,
    scopes: Vec<&'static str>,
    expires: Option<i64>,
    revoked: bool,
    issued: Option<i64>,
}

const NAMES: [&str; 5] = ["Ada Lovelace", "Łukasz Nowak", "ada", "佐藤 健", ""];
const PROVIDERS: [&str; 3] = ["Wiki", "grafana", "Éclair"];
const TYPES: [Option<&str>; 4] = [Some("internal"), Some("external"), Some("service_account"), None];
const SCOPES: [&str; 5] = ["openid", "email", "offline_access", "goauthentik.io/api", "a,b"];

impl Made {
    fn token(&self) -> Token {
        let at = |seconds: i64| (now() + TimeDelta::seconds(seconds)).to_rfc3339();
        let mut claims = json!({"sub": format!("Subject-{}", self.user), "iss": "https://id.example/", "aud": ["x"]});
        if let Some(issued) = self.issued {
            claims["iat"] = json!(now().timestamp() + issued);
        }
        let name = NAMES[self.user as usize % NAMES.len()];
        let is_active = [Json::from(true), Json::from(false), Json::Null][self.user as usize % 3].clone();
        let value = json!({
            "pk": self.pk,
            "is_expired": self.expires.is_some_and(|seconds| seconds < -500),
            "expires": self.expires.map(at),
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
        decode_one(&value.to_string()).unwrap()
    }
}

prop_compose! {
    fn made(most: u64)(
        pk in 1..most, user in 0_u64..7, provider in 0_u64..4, scopes in prop::sample::subsequence(&SCOPES[..], 0..4),
        expires in proptest::option::weighted(0.8, prop_oneof![-1_000_i64..1_000, -90_000_i64..180_000]),
        revoked in any::<bool>(), issued in proptest::option::of(-100_000_i64..0),
    ) -> Made {
        Made { pk, user, provider, scopes, expires, revoked, issued }
    }
}

fn some_tokens() -> impl Strategy<Value = Vec<Token>> {
    proptest::collection::vec(made(300), 0..80).prop_map(|made| made.iter().map(Made::token).collect())
}

fn catalog_of(tokens: &[Token]) -> Catalog {
    let mut catalog = Catalog::new(Kind::AccessTokens);
    // In pages, and the last first, as they are read.
    for page in tokens.chunks(17).rev() {
        catalog.put(page);
    }
    catalog
}

/// Each token once, the one that was put last, in order of its number.
fn kept(tokens: &[Token]) -> Vec<Token> {
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

fn some_text() -> impl Strategy<Value = String> {
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
            "expires:never",
            "expires:<1d",
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

fn some_choice() -> impl Strategy<Value = Chosen> {
    (
        proptest::sample::subsequence(
            vec![Status::Active, Status::Expired, Status::Revoked, Status::NeverExpires],
            0..3,
        ),
        proptest::sample::subsequence(vec![0_u64, 1, 2, 9], 0..3),
        proptest::sample::subsequence(SCOPES.to_vec(), 0..3),
        proptest::sample::subsequence(vec!["", "internal", "service_account"], 0..3),
        proptest::option::weighted(0.3, any::<bool>()),
        proptest::sample::subsequence(Finding::ALL.to_vec(), 0..3),
    )
        .prop_map(|(statuses, providers, scopes, types, active, found)| {
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
            for finding in found {
                chosen.choose(&Value::Finding(finding), true);
            }
            chosen
        })
}

fn some_span() -> impl Strategy<Value = Option<Span>> {
    let at = |seconds: i64| (now() + TimeDelta::seconds(seconds)).timestamp_micros();
    proptest::option::weighted(
        0.4,
        prop_oneof![
            Just(Span::NEVER),
            (-90_000_i64..180_000, 0_i64..90_000).prop_map(move |(from, length)| Span {
                from: Some(at(from)),
                to: Some(at(from + length)),
            }),
        ],
    )
}

fn some_order() -> impl Strategy<Value = Vec<SortTerm>> {
    let term = (proptest::sample::select(&By::ALL[..]), any::<bool>());
    proptest::collection::vec(term.prop_map(|(by, descending)| SortTerm { by, descending }), 0..3)
}

fn some_question() -> impl Strategy<Value = Asked> {
    (some_text(), some_choice(), some_span(), some_order()).prop_map(|(text, chosen, span, sort)| Asked {
        terms: parse(&text).unwrap_or_default(),
        chosen,
        span,
        user: None,
        provider: None,
        sort,
    })
}

// What is asked, token by token, the plain way.

fn matches_term(token: &Token, term: &Term) -> bool {
    let user = [
        &*token.user.username,
        &*token.user.name,
        token.user.email.as_deref().unwrap_or(""),
    ];
    let provider = &token.provider;
    let application = provider.application.as_ref();
    let mut in_provider = vec![&*provider.name, provider.client_id.as_deref().unwrap_or("")];
    in_provider.extend(application.map(|one| &*one.name));
    in_provider.extend(application.map(|one| &*one.slug));
    let holds = |texts: &[&str], wanted: &str| texts.iter().any(|text| fold(text).contains(wanted));
    let scopes: Vec<&str> = token.scope.iter().map(String::as_str).collect();
    let holds = match &term.what {
        What::Anywhere(text) => {
            let subject = token.claims.as_ref().and_then(|claims| claims.subject()).unwrap_or("");
            holds(&user, text)
                || holds(&in_provider, text)
                || holds(&scopes, text)
                || holds(&[subject], text)
                || (text.bytes().all(|byte| byte.is_ascii_digit()) && token.pk.to_string().contains(text.as_str()))
        }
        What::User(text) => holds(&user, text),
        What::Provider(text) => holds(&in_provider, text),
        What::Scope(text) => holds(&scopes, text),
        What::Status(statuses) => statuses.contains(&status_of(token, now())),
        What::Finding(wanted) => found(token).iter().any(|finding| wanted.contains(finding)),
        What::Expires(expires) => expires.holds(token.expires, now()),
    };
    holds != term.without
}

fn found(token: &Token) -> Vec<Finding> {
    findings(token, Kind::AccessTokens, now()).iter().collect()
}

fn is_chosen(token: &Token, chosen: &Chosen, but: Option<Facet>) -> bool {
    Facet::ALL.into_iter().filter(|facet| Some(*facet) != but).all(|facet| {
        chosen.count(facet) == 0
            || match facet {
                Facet::Status => chosen.statuses.contains(status_of(token, now())),
                Facet::Provider => chosen.providers.contains(&token.provider.pk),
                Facet::Scope => token.scope.iter().any(|scope| chosen.scopes.contains(scope)),
                Facet::UserType => {
                    let word = token.user.kind.as_ref().map_or("", |kind| kind.as_str());
                    chosen.user_types.iter().any(|chosen| chosen == word)
                }
                Facet::ActiveUser => token.user.is_active == chosen.active,
                Facet::Finding => found(token).iter().any(|finding| chosen.findings.contains(finding)),
            }
    })
}

fn is_in_span(token: &Token, asked: &Asked) -> bool {
    let end = token.expires.map_or(i64::MAX, |at| at.timestamp_micros());
    asked.span.is_none_or(|span| span.holds(end))
}

fn is_found(token: &Token, asked: &Asked, but: Option<Facet>) -> bool {
    asked.terms.all.iter().all(|term| matches_term(token, term))
        && is_chosen(token, &asked.chosen, but)
        && is_in_span(token, asked)
}

fn numbers(catalog: &mut Catalog, asked: &Asked) -> Vec<u64> {
    let found = catalog.find(asked, now());
    found.rows.iter().map(|&at| catalog.rows()[at as usize].pk).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn what_is_kept_is_what_was_read(tokens in some_tokens()) {
        let catalog = catalog_of(&tokens);
        let kept = kept(&tokens);
        prop_assert_eq!(catalog.len(), kept.len());
        for (at, token) in (0..).zip(&kept) {
            let again = catalog.token(at).unwrap();
            prop_assert_eq!(
                (again.pk, again.expires, again.revoked, again.is_expired, &again.scope),
                (token.pk, token.expires, token.revoked, token.is_expired, &token.scope)
            );
            prop_assert_eq!(&again.provider, &token.provider);
            prop_assert_eq!((again.user.pk, &again.user.username), (token.user.pk, &token.user.username));
            prop_assert_eq!(&again.claims, &token.claims);
            prop_assert_eq!(found(&again), found(token));
        }
    }

    #[test]
    fn a_search_finds_what_a_scan_finds(tokens in some_tokens(), asked in some_question()) {
        let mut catalog = catalog_of(&tokens);
        let mut numbers = numbers(&mut catalog, &asked);
        numbers.sort_unstable();
        let kept = kept(&tokens);
        let scan = kept.iter().filter(|token| is_found(token, &asked, None)).map(|token| token.pk);
        prop_assert_eq!(numbers, scan.collect::<Vec<_>>());
    }

    #[test]
    fn a_sort_is_stable_and_total(tokens in some_tokens(), sort in some_order()) {
        let mut catalog = catalog_of(&tokens);
        let numbers = numbers(&mut catalog, &Asked { sort: sort.clone(), ..Asked::default() });
        let mut kept = kept(&tokens);
        let names = |name: fn(&Token) -> &str| {
            let all: Vec<&str> = kept.iter().map(name).collect();
            let ranks = plainly(&all);
            kept.iter().map(|token| token.pk).zip(ranks).collect::<std::collections::HashMap<_, _>>()
        };
        let users = names(|token| token.user.display_name());
        let providers = names(|token| &token.provider.name);
        let place = |status| [Status::ExpiresSoon, Status::Active, Status::NeverExpires, Status::Expired, Status::Revoked]
            .iter()
            .position(|one| *one == status);
        // The plain way: a stable sort by each term, the last first.
        for term in sort.iter().rev() {
            kept.sort_by(|one, other| {
                let order = match term.by {
                    By::Pk => one.pk.cmp(&other.pk),
                    By::UserName => users[&one.pk].cmp(&users[&other.pk]),
                    By::ProviderName => providers[&one.pk].cmp(&providers[&other.pk]),
                    By::UserId => one.user.pk.cmp(&other.user.pk),
                    By::ProviderId => one.provider.pk.cmp(&other.provider.pk),
                    By::Scopes => {
                        let folded = |token: &Token| token.scope.iter().map(|scope| fold(scope)).collect::<Vec<_>>();
                        folded(one).cmp(&folded(other))
                    }
                    By::Status => place(status_of(one, now())).cmp(&place(status_of(other, now()))),
                    By::Expires => {
                        let end = |token: &Token| (token.expires.is_none(), token.expires);
                        end(one).cmp(&end(other))
                    }
                    By::Issued => {
                        let issued = |token: &Token| token.claims.as_ref().and_then(|claims| claims.issued_at());
                        issued(one).cmp(&issued(other))
                    }
                    By::Revoked => one.revoked.cmp(&other.revoked),
                    By::Findings => {
                        let weigh = |token: &Token| {
                            let mut counts = [0; 3];
                            found(token).iter().for_each(|finding| counts[finding.severity() as usize] += 1);
                            counts
                        };
                        weigh(one).cmp(&weigh(other))
                    }
                };
                if term.descending { order.reverse() } else { order }
            });
        }
        prop_assert_eq!(numbers, kept.iter().map(|token| token.pk).collect::<Vec<_>>());
    }

    #[test]
    fn facets_count_what_a_recount_counts(tokens in some_tokens(), asked in some_question()) {
        let catalog = catalog_of(&tokens);
        let kept = kept(&tokens);
        for (facet, values) in Facet::ALL.into_iter().zip(catalog.facets(&asked, now())) {
            let rest: Vec<&Token> = kept.iter().filter(|token| is_found(token, &asked, Some(facet))).collect();
            for value in &values {
                let has = |token: &&&Token| match &value.value {
                    Value::Status(status) => status_of(token, now()) == *status,
                    Value::Provider(pk, _) => token.provider.pk == *pk,
                    Value::Scope(name) => token.scope.contains(name),
                    Value::UserType(word) => token.user.kind.as_ref().map_or("", |kind| kind.as_str()) == word,
                    Value::Active(active) => token.user.is_active == Some(*active),
                    Value::Finding(finding) => found(token).contains(finding),
                };
                prop_assert_eq!(value.count, rest.iter().filter(has).count(), "{:?}", value.value);
            }
        }
    }

    #[test]
    fn the_timeline_counts_every_token_once(tokens in some_tokens(), asked in some_question(), zone in -720..=840) {
        let catalog = catalog_of(&tokens);
        let line = catalog.timeline(&asked, now(), zone);
        let without = Asked { span: None, ..asked };
        let kept = kept(&tokens);
        let all: Vec<&Token> = kept.iter().filter(|token| is_found(token, &without, None)).collect();
        prop_assert_eq!(line.never, all.iter().filter(|token| token.expires.is_none()).count());
        let mut sum = 0;
        for bucket in &line.buckets {
            let ends = |token: &&&Token| token.expires.is_some_and(|at| bucket.span.holds(at.timestamp_micros()));
            prop_assert_eq!(bucket.count, all.iter().filter(ends).count());
            sum += bucket.count;
        }
        prop_assert_eq!(sum + line.never, all.len());
        for pair in line.buckets.windows(2) {
            prop_assert_eq!(pair[0].span.to, pair[1].span.from);
        }
        prop_assert!(line.buckets.len() <= 36);
    }

    #[test]
    fn the_counts_at_the_top_are_right(tokens in some_tokens()) {
        let kept = kept(&tokens);
        let overview = catalog_of(&tokens).overview(None, None, now());
        let count = |wanted: &[Status]| kept.iter().filter(|token| wanted.contains(&status_of(token, now()))).count();
        prop_assert_eq!(overview.total, kept.len());
        prop_assert_eq!(overview.active, count(&[Status::Active, Status::ExpiresSoon, Status::NeverExpires]));
        prop_assert_eq!(overview.expiring, count(&[Status::ExpiresSoon]));
        prop_assert_eq!(overview.never, count(&[Status::NeverExpires]));
        prop_assert_eq!(overview.with_findings, kept.iter().filter(|token| !found(token).is_empty()).count());
    }

    #[test]
    fn what_is_dropped_is_gone(tokens in some_tokens(), gone in proptest::collection::vec(1_u64..300, 0..40)) {
        let mut catalog = catalog_of(&tokens);
        let version = catalog.version();
        let dropped = catalog.remove(&gone);
        let left: Vec<u64> = kept(&tokens).iter().map(|token| token.pk).filter(|pk| !gone.contains(pk)).collect();
        prop_assert_eq!(numbers(&mut catalog, &Asked::default()), left);
        prop_assert_eq!(dropped > 0, catalog.version() != version);
        prop_assert!(gone.iter().all(|pk| catalog.position(*pk).is_none()));
    }

    #[test]
    fn what_is_chosen_reads_back_from_the_address(chosen in some_choice(), span in some_span(), sort in some_order()) {
        let mut query = chosen.write(&ListQuery::default().with_page(3));
        prop_assert_eq!(query.page, 1);
        query.set_wide("expires", &span.map(Span::write).unwrap_or_default());
        query = query.with_ordering(&SortTerm::write_all(&sort));
        let (address, odd) = ListQuery::parse(&query.to_query());
        prop_assert!(odd.is_empty(), "{:?}", odd);
        let (asked, ignored, error) = Asked::read(&address, "");
        prop_assert!(ignored.is_empty() && error.is_none(), "{:?}", ignored);
        prop_assert_eq!(asked.chosen, chosen);
        prop_assert_eq!(asked.span, span);
        let mut terms: Vec<SortTerm> = Vec::new();
        for term in sort {
            if !terms.iter().any(|other| other.by == term.by) {
                terms.push(term);
            }
        }
        // What is alike stands by number anyway.
        let last = SortTerm { by: By::Pk, descending: false };
        let mut read = asked.sort;
        for terms in [&mut terms, &mut read] {
            if terms.len() > 1 && terms.last() == Some(&last) {
                terms.pop();
            }
        }
        if !terms.is_empty() {
            prop_assert_eq!(read, terms);
        }
    }
}

#[test]
fn nonsense_in_the_address_is_named_and_left_out() {
    let (query, _) =
        ListQuery::parse("status=active,x&providers=1,two&active=maybe&finding=nope&expires=soon&type=internal");
    let (asked, ignored, _) = Asked::read(&query, "");
    let names: Vec<(&str, &str)> = ignored
        .iter()
        .map(|one| (one.name.as_str(), one.value.as_str()))
        .collect();
    assert_eq!(
        names,
        [
            ("status", "x"),
            ("providers", "two"),
            ("active", "maybe"),
            ("finding", "nope"),
            ("expires", "soon")
        ]
    );
    assert!(asked.chosen.statuses.contains(Status::Active));
    assert_eq!(asked.chosen.providers, [1]);
    assert_eq!(asked.chosen.user_types, ["internal"]);
    let (asked, _, error) = Asked::read(&query, "status:x");
    assert_eq!(asked.terms, Terms::default());
    assert!(error.is_some());
}
