//! How long the catalog takes for what a person does: `cargo bench -p tokenscope`.
//!
//! The targets: with 1,000,000 tokens a search takes at most 60 ms. What the browser adds is measured by
//! `cargo xtask bench`.

// A benchmark may end with an error as a test may.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use std::hint::black_box;
use std::rc::Rc;

use chrono::{DateTime, TimeDelta, Utc};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use serde_json::json;
use tokenscope::model::claims::Claims;
use tokenscope::model::kind::Kind;
use tokenscope::model::page::{decode_one, decode_page};
use tokenscope::model::provider::Provider;
use tokenscope::model::token::{End, Token};
use tokenscope::model::user::User;
use tokenscope::tokens::catalog::{Catalog, CatalogQuery, Facet};
use tokenscope::tokens::query::{SortKey, SortTerm};
use tokenscope::tokens::terms::parse;

const SIZES: [u64; 2] = [100_000, 1_000_000];

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_793_000_000, 0).unwrap()
}

/// A twentieth as many users as tokens, thirty providers, a few sets of scopes: as an installation has them.
fn catalog(size: u64) -> Catalog {
    let names = ["Ada", "Grace", "Łukasz", "Zoë", "Dmitri", "Alice", "Jürgen", "Barbara"];
    let users: Vec<Rc<User>> = (0..size / 20)
        .map(|pk| {
            let name = format!("{} Number {pk}", names[pk as usize % names.len()]);
            let user = json!({
                "pk": pk, "username": format!("user{pk}"), "name": name, "email": format!("user{pk}@example.org"),
                "is_active": pk % 17 != 0, "type": "internal",
            });
            Rc::new(decode_one(&user.to_string()).unwrap())
        })
        .collect();
    let providers: Vec<Rc<Provider>> = (0..30)
        .map(|pk| {
            let provider = json!({
                "pk": pk, "name": format!("Provider {pk}"), "client_id": format!("client-{pk}"),
                "assigned_application_name": format!("Application {pk}"), "access_token_validity": "hours=1",
            });
            Rc::new(decode_one(&provider.to_string()).unwrap())
        })
        .collect();
    let sets = [
        vec!["openid"],
        vec!["openid", "email", "profile"],
        vec!["openid", "offline_access"],
        vec!["goauthentik.io/api"],
    ];
    let token = |pk: u64| {
        let mixed = pk.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
        let user = &users[mixed as usize % users.len()];
        Token {
            pk,
            provider: Rc::clone(&providers[(mixed / 7) as usize % providers.len()]),
            user: Rc::clone(user),
            is_expired: Some(false),
            expires: if mixed.is_multiple_of(25) {
                End::Never
            } else {
                End::At(now() + TimeDelta::seconds((mixed % 5_000_000) as i64 - 100_000))
            },
            scope: sets[(mixed / 11) as usize % sets.len()]
                .iter()
                .map(|&name| name.to_owned())
                .collect(),
            claims: Some(Claims::Read(
                [
                    ("sub".to_owned(), json!(format!("{:064x}", user.pk))),
                    ("iat".to_owned(), json!(1_792_900_000)),
                ]
                .into_iter()
                .collect(),
            )),
            revoked: Some(mixed.is_multiple_of(30)),
            more: Vec::new(),
        }
    };
    let mut catalog = Catalog::new(Kind::AccessTokens);
    for page in 0..size / 100 {
        let tokens: Vec<Token> = (page * 100..(page + 1) * 100).map(token).collect();
        catalog.put(&tokens);
    }
    catalog
}

fn asked(text: &str) -> CatalogQuery {
    CatalogQuery {
        terms: parse(text).unwrap(),
        order: vec![SortTerm {
            key: SortKey::Pk,
            descending: true,
        }],
        ..CatalogQuery::default()
    }
}

fn benchmarks(criterion: &mut Criterion) {
    for size in SIZES {
        let mut catalog = catalog(size);
        let mut group = criterion.benchmark_group("search");
        group.sample_size(20);
        for text in [
            "a",
            "alice",
            "provider 7",
            "user77 -openid",
            "scope:offline status:active",
            "4711",
        ] {
            let asked = asked(text);
            // Among all of them: what was found before would be no work at all.
            let all = catalog
                .find(
                    &CatalogQuery {
                        order: asked.order.clone(),
                        ..CatalogQuery::default()
                    },
                    now(),
                )
                .rows;
            group.bench_with_input(BenchmarkId::new(text, size), &asked, |bencher, asked| {
                bencher.iter(|| black_box(catalog.narrow(&all, asked, now())).len());
            });
        }
        group.finish();
        let mut group = criterion.benchmark_group("sort");
        group.sample_size(20);
        for key in SortKey::ALL {
            let both = [false, true].map(|descending| [SortTerm { key, descending }]);
            let mut turn = 0;
            group.bench_function(BenchmarkId::new(key.word(), size), |bencher| {
                bencher.iter(|| {
                    // The other way round each time: the same order again would cost nothing.
                    turn = 1 - turn;
                    catalog.sort(&both[turn], now());
                });
            });
        }
        group.finish();
        let mut group = criterion.benchmark_group("count");
        group.sample_size(20);
        let asked = asked("a");
        group.bench_function(BenchmarkId::new("facets", size), |bencher| {
            bencher.iter(|| black_box(Facet::ALL.map(|facet| catalog.facet(facet, &asked, now()))));
        });
        group.bench_function(BenchmarkId::new("timeline", size), |bencher| {
            bencher.iter(|| black_box(catalog.timeline(&asked, None, now())));
        });
        group.bench_function(BenchmarkId::new("overview", size), |bencher| {
            bencher.iter(|| black_box(catalog.overview(&asked, now())));
        });
        group.finish();
    }
    let page = include_str!("../tests/answers/access-tokens-2025.8.json");
    criterion.bench_function("decode a small page", |bencher| {
        bencher.iter(|| decode_page::<Token>(black_box(page)).unwrap().rows.len());
    });
}

criterion_group!(benches, benchmarks);
criterion_main!(benches);
