//! The catalog does what a plain look at every token would do.

mod groups;
mod naive;
mod pages;
mod world;

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use tokenscope::model::claims::Claims;
use tokenscope::model::token::{End, Token};
use tokenscope::tokens::catalog::{Catalog, CatalogQuery, Chosen, Facet, Span, TimeRange, Value, plainly};
use tokenscope::tokens::findings::Severity;
use tokenscope::tokens::local_match::fold;
use tokenscope::tokens::local_time::LocalTime;
use tokenscope::tokens::query::{CatalogFilter, ListQuery, SortKey, SortOrder, SortTerm};
use tokenscope::tokens::status::{Status, status_of};
use tokenscope::tokens::terms::{Expires, IdClaim, Terms, parse};

use naive::{found, is_found, worst};
use world::{
    Made, catalog_of, kept, made, now, some_choice, some_clock, some_order, some_question, some_span, some_tokens,
};

fn numbers(catalog: &mut Catalog, asked: &CatalogQuery) -> Vec<u64> {
    numbers_at(catalog, asked, now())
}

fn numbers_at(catalog: &mut Catalog, asked: &CatalogQuery, at: DateTime<Utc>) -> Vec<u64> {
    let found = catalog.find(asked, at);
    found.rows.iter().map(|&at| catalog.rows()[at as usize].pk).collect()
}

/// What happens to a catalog between two questions.
#[derive(Clone, Debug)]
enum Step {
    /// Something else is asked.
    Ask(Box<CatalogQuery>),
    /// A word is typed, a letter at a time, and taken back.
    Type(&'static str),
    /// The same in another order.
    Sort(Vec<SortTerm>),
    /// Tokens are read.
    Put(Vec<Token>),
    /// Tokens are gone.
    Remove(Vec<u64>),
    /// So many minutes pass.
    Wait(i64),
}

fn some_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        some_question().prop_map(|asked| Step::Ask(Box::new(asked))),
        proptest::sample::select(vec!["lukasz", "user1", "scope:mail", "12", "-ada", "wiki open"]).prop_map(Step::Type),
        some_order().prop_map(Step::Sort),
        proptest::collection::vec(made(300), 0..9).prop_map(|made| Step::Put(made.iter().map(Made::token).collect())),
        proptest::collection::vec(1_u64..300, 0..20).prop_map(Step::Remove),
        (1_i64..900).prop_map(Step::Wait),
    ]
}

/// Of ids only hashes are kept.
fn without_ids(claims: Claims) -> Claims {
    let Claims::Read(mut claims) = claims else {
        return claims;
    };
    claims.retain(|name, _| IdClaim::ALL.iter().all(|id| id.name() != name));
    Claims::Read(claims)
}

fn claims_of(tokens: &[Token]) -> HashMap<u64, Option<Claims>> {
    kept(tokens)
        .iter()
        .map(|token| (token.pk, token.claims.clone()))
        .collect()
}

/// A catalog of the same tokens that was never asked anything. Of a token's ids a catalog keeps hashes, so it cannot give
/// the claims again.
fn fresh_catalog(catalog: &Catalog, claims: &HashMap<u64, Option<Claims>>) -> Catalog {
    let tokens = (0..).map_while(|at| catalog.token(at)).map(|token| Token {
        claims: claims[&token.pk].clone(),
        ..token
    });
    catalog_of(&tokens.collect::<Vec<_>>())
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
            prop_assert_eq!(again.claims.clone(), token.claims.clone().map(without_ids));
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
    fn what_was_found_before_never_shows(tokens in some_tokens(), steps in proptest::collection::vec(some_step(), 1..12)) {
        let mut catalog = catalog_of(&tokens);
        let mut claims = claims_of(&tokens);
        let mut asked = CatalogQuery::default();
        let mut at = now();
        for step in steps {
            let mut texts = Vec::new();
            match step {
                Step::Ask(question) => asked = *question,
                Step::Type(word) => {
                    let letters: Vec<&str> = (0..=word.len()).map(|end| &word[..end]).collect();
                    texts.extend(letters.iter().chain(letters.iter().rev()).copied());
                }
                Step::Sort(order) => asked.order = order,
                Step::Put(tokens) => {
                    catalog.put(&tokens);
                    claims.extend(claims_of(&tokens));
                }
                Step::Remove(pks) => drop(catalog.remove(&pks)),
                Step::Wait(minutes) => at += TimeDelta::minutes(minutes),
            }
            if texts.is_empty() {
                let mut afresh = fresh_catalog(&catalog, &claims);
                prop_assert_eq!(numbers_at(&mut catalog, &asked, at), numbers_at(&mut afresh, &asked, at));
            }
            for text in texts {
                asked.terms = parse(text).unwrap_or_default();
                let mut afresh = fresh_catalog(&catalog, &claims);
                prop_assert_eq!(numbers_at(&mut catalog, &asked, at), numbers_at(&mut afresh, &asked, at), "{}", text);
            }
        }
    }

    #[test]
    fn a_sort_is_stable_and_total(tokens in some_tokens(), order in some_order()) {
        let mut catalog = catalog_of(&tokens);
        let numbers = numbers(&mut catalog, &CatalogQuery { order: order.clone(), ..CatalogQuery::default() });
        let mut kept = kept(&tokens);
        let names = |name: fn(&Token) -> &str| {
            let all: Vec<&str> = kept.iter().map(name).collect();
            let ranks = plainly(&all);
            kept.iter().map(|token| token.pk).zip(ranks).collect::<std::collections::HashMap<_, _>>()
        };
        let users = names(|token| token.user.display_name());
        let providers = names(|token| &token.provider.name);
        let place = |status| [
            Status::Active,
            Status::NeverExpires,
            Status::EndUnknown,
            Status::Expired,
            Status::Revoked,
        ]
            .iter()
            .position(|one| *one == status);
        // The plain way: a stable sort by each term, the last first.
        for term in order.iter().rev() {
            kept.sort_by(|one, other| {
                let order = match term.key {
                    SortKey::Pk => one.pk.cmp(&other.pk),
                    SortKey::UserName => users[&one.pk].cmp(&users[&other.pk]),
                    SortKey::ProviderName => providers[&one.pk].cmp(&providers[&other.pk]),
                    SortKey::UserId => one.user.pk.cmp(&other.user.pk),
                    SortKey::ProviderId => one.provider.pk.cmp(&other.provider.pk),
                    SortKey::Scopes => {
                        let folded = |token: &Token| token.scope.iter().map(|scope| fold(scope)).collect::<Vec<_>>();
                        folded(one).cmp(&folded(other))
                    }
                    SortKey::Status => place(status_of(one, now())).cmp(&place(status_of(other, now()))),
                    SortKey::Expires => {
                        let end = |token: &Token| match token.expires {
                            End::At(date) | End::NotApplied(date) => (0, Some(date)),
                            End::Unknown => (1, None),
                            End::Never => (2, None),
                        };
                        end(one).cmp(&end(other))
                    }
                    SortKey::Issued => {
                        let issued = |token: &Token| token.claims.as_ref().and_then(|claims| claims.issued_at());
                        issued(one).cmp(&issued(other))
                    }
                    SortKey::Revoked => one.revoked.cmp(&other.revoked),
                    SortKey::Findings => {
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
        let mut catalog = catalog_of(&tokens);
        let kept = kept(&tokens);
        for facet in Facet::ALL {
            let values = catalog.facet(facet, &asked, now());
            let rest: Vec<&Token> = kept.iter().filter(|token| is_found(token, &asked, Some(facet))).collect();
            for value in &values {
                let has = |token: &&&Token| match &value.value {
                    Value::Status(status) => status_of(token, now()) == *status,
                    Value::Provider(pk, _) => token.provider.pk == *pk,
                    Value::Scope(name) if name.is_empty() => token.scope.is_empty(),
                    Value::Scope(name) => token.scope.contains(name),
                    Value::UserType(word) => token.user.kind.as_ref().map_or("", |kind| kind.as_str()) == word,
                    Value::Active(active) => token.user.is_active == Some(*active),
                    Value::Severity(severity) => worst(token) == Some(*severity),
                    Value::Finding(finding) => found(token).contains(finding),
                };
                prop_assert_eq!(value.count, rest.iter().filter(has).count(), "{:?}", value.value);
            }
        }
    }

    #[test]
    fn the_timeline_counts_every_token_once(
        tokens in some_tokens(), asked in some_question(), clock in some_clock(),
        range in proptest::option::of(proptest::sample::select(&TimeRange::ALL[..])),
    ) {
        let mut catalog = catalog_of(&tokens);
        let asked = CatalogQuery { clock, ..asked };
        let line = catalog.timeline(&asked, range, now());
        let without = CatalogQuery { span: None, expires: None, ..asked };
        let kept = kept(&tokens);
        let all: Vec<&Token> = kept.iter().filter(|token| is_found(token, &without, None)).collect();
        let never = |token: &&&Token| matches!(token.expires, End::Never | End::NotApplied(_));
        prop_assert_eq!(line.never, all.iter().filter(never).count());
        prop_assert_eq!(line.unknown, all.iter().filter(|token| token.expires == End::Unknown).count());
        let mut sum = 0;
        for bucket in &line.buckets {
            let ends = |token: &&&Token| match token.expires {
                End::At(at) => bucket.span.holds(at.timestamp_micros()),
                End::Never | End::NotApplied(_) | End::Unknown => false,
            };
            let here: Vec<Status> = all.iter().filter(ends).map(|token| status_of(token, now())).collect();
            let count = |status| here.iter().filter(|other| **other == status).count();
            prop_assert_eq!(bucket.counts.total(), here.len());
            prop_assert_eq!(bucket.counts.expired, count(Status::Expired));
            prop_assert_eq!(bucket.counts.revoked, count(Status::Revoked));
            sum += bucket.counts.total();
        }
        prop_assert_eq!(sum + line.outside + line.never + line.unknown, all.len());
        if line.range == TimeRange::All {
            prop_assert_eq!(line.outside, 0);
        }
        for (at, from) in line.ticks(clock) {
            prop_assert_eq!(line.buckets[at].span.from, Some(from));
        }
        prop_assert!(line.buckets.iter().all(|bucket| bucket.counts.total() <= line.top()));
        for pair in line.buckets.windows(2) {
            prop_assert_eq!(pair[0].span.to, pair[1].span.from);
        }
        prop_assert!(line.buckets.len() <= 40);
    }

    #[test]
    fn the_counts_at_the_top_are_right(tokens in some_tokens()) {
        let kept = kept(&tokens);
        let overview = catalog_of(&tokens).overview(&CatalogQuery::default(), now());
        let count = |wanted: &[Status]| kept.iter().filter(|token| wanted.contains(&status_of(token, now()))).count();
        prop_assert_eq!(overview.live, count(&Status::WORKING));
        let is_soon = |token: &&Token| {
            let left = match token.expires {
                End::At(end) => end - now(),
                _ => return false,
            };
            status_of(token, now()) == Status::Active && left <= TimeDelta::days(1)
        };
        prop_assert_eq!(overview.expiring, kept.iter().filter(is_soon).count());
        prop_assert_eq!(overview.never, count(&[Status::NeverExpires]));
        prop_assert_eq!(overview.high, kept.iter().filter(|token| worst(token) == Some(Severity::High)).count());
    }

    #[test]
    fn the_counts_at_the_top_follow_the_filters(
        tokens in some_tokens(), asked in some_question(),
        severity in proptest::option::of(proptest::sample::select(&Severity::ALL[..])),
    ) {
        let mut asked = asked;
        asked.chosen.severities = severity.into_iter().collect();
        let mut catalog = catalog_of(&tokens);
        let overview = catalog.overview(&asked, now());
        let mut count = |change: &dyn Fn(&mut CatalogQuery)| {
            let mut asked = asked.clone();
            change(&mut asked);
            numbers(&mut catalog, &asked).len()
        };
        let live = count(&|asked| {
            (asked.span, asked.expires) = (None, None);
            asked.chosen.statuses = Chosen::default().statuses;
            for status in Status::WORKING {
                asked.chosen.choose(&Value::Status(status), true);
            }
        });
        prop_assert_eq!(overview.live, live);
        let high = count(&|asked| asked.chosen.severities = vec![Severity::High]);
        prop_assert_eq!(overview.high, high);
    }

    #[test]
    fn what_is_dropped_is_gone(tokens in some_tokens(), gone in proptest::collection::vec(1_u64..300, 0..40)) {
        let mut catalog = catalog_of(&tokens);
        // Asked once before, so that an answer is kept that no longer holds.
        prop_assert_eq!(numbers(&mut catalog, &CatalogQuery::default()).len(), kept(&tokens).len());
        let dropped = catalog.remove(&gone);
        let left: Vec<u64> = kept(&tokens).iter().map(|token| token.pk).filter(|pk| !gone.contains(pk)).collect();
        prop_assert_eq!(dropped, kept(&tokens).len() - left.len());
        prop_assert_eq!(numbers(&mut catalog, &CatalogQuery::default()), left);
        prop_assert!(gone.iter().all(|pk| catalog.position(*pk).is_none()));
    }

    #[test]
    fn what_is_chosen_reads_back_from_the_address(chosen in some_choice(), span in some_span(), order in some_order()) {
        let query = chosen.write(&ListQuery::default().with_page(3));
        prop_assert_eq!(query.page, 1);
        let order = SortOrder::by(order);
        let query = Span::write(span, &query).with_order(order.clone());
        let (address, odd) = ListQuery::parse(&query.to_query());
        prop_assert!(odd.is_empty(), "{:?}", odd);
        let (asked, ignored, error) = CatalogQuery::read(&address, "", LocalTime::default());
        prop_assert!(ignored.is_empty() && error.is_none(), "{:?}", ignored);
        prop_assert_eq!(asked.chosen, chosen);
        prop_assert_eq!(asked.span, span);
        prop_assert_eq!(asked.order, order.distinct_terms());
    }
}

#[test]
fn links_that_name_the_status_expiring_mean_what_they_meant() {
    let read = |query: &str| {
        let (query, odd) = ListQuery::parse(query);
        let (asked, ignored, _) = CatalogQuery::read(&query, "", LocalTime::default());
        assert!(odd.is_empty() && ignored.is_empty(), "{ignored:?}");
        (query, asked)
    };
    let same = |one: &str, other: &str| {
        let ((_, one), (_, other)) = (read(one), read(other));
        assert_eq!(one, other);
    };
    // Alone, it was what works and ends within a day.
    same("status=expiring", "status=active&expires=%3C1d");
    assert_eq!(read("status=expiring").1.expires, Some(Expires::WITHIN_A_DAY));
    // Among others, as in a link to all that work, it is what works.
    same("status=active,expiring,never,unknown", "status=active,never,unknown");
    same("status=expiring,expired", "status=active,expired");
    same("status=expiring&expires=never", "status=active&expires=never");
    // What is chosen besides is written as it is today.
    let (query, asked) = read("status=expiring");
    let written = asked.chosen.write(&query).to_query();
    same(&written, "status=active&expires=%3C1d");
    assert!(!written.contains("expiring"), "{written}");
    assert_eq!(
        Span::write(None, &query).to_query().trim_start_matches('?'),
        "status=active"
    );
}

#[test]
fn the_address_says_when_tokens_end_as_a_search_does() {
    for text in ["<1d", "today", "tonight", ">=2026-12-01"] {
        let mut query = ListQuery::default();
        query.filters.set(CatalogFilter::Expires, text);
        let (query, _) = ListQuery::parse(&query.to_query());
        let (asked, ignored, _) = CatalogQuery::read(&query, "", LocalTime::default());
        assert_eq!(
            (asked.expires, asked.span, ignored),
            (Expires::read(text), None, vec![])
        );
        assert_eq!(Expires::text_in(&query).as_deref(), Some(text));
    }
    let (query, _) = ListQuery::parse("expires=never");
    assert_eq!((Expires::text_in(&query), Span::of(&query)), (None, Some(Span::NEVER)));
}

#[test]
fn nonsense_in_the_address_is_named_and_left_out() {
    let (query, _) = ListQuery::parse(
        "status=active,x&providers=1,two&active=maybe&severity=high,worst&finding=nope&expires=soon&type=internal",
    );
    let (asked, ignored, _) = CatalogQuery::read(&query, "", LocalTime::default());
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
            ("severity", "worst"),
            ("finding", "nope"),
            ("expires", "soon")
        ]
    );
    assert!(asked.chosen.statuses.contains(Status::Active));
    assert_eq!(asked.chosen.providers, [1]);
    assert_eq!(asked.chosen.user_types, ["internal"]);
    assert_eq!(asked.chosen.severities, [Severity::High]);
    let (asked, _, error) = CatalogQuery::read(&query, "status:x", LocalTime::default());
    assert_eq!(asked.terms, Terms::default());
    assert!(error.is_some());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn who_is_met_again_is_as_if_their_tokens_had_been_read_again(
        tokens in some_tokens(), inactive in proptest::collection::vec(0_u64..7, 0..5), renamed in 0_u64..4,
        again in 0_usize..5,
    ) {
        let mut tokens = tokens;
        tokens.sort_by_key(|token| token.pk);
        tokens.dedup_by_key(|token| token.pk);
        let mut catalog = catalog_of(&tokens);
        let mut after: Vec<Token> = tokens.clone();
        let mut providers = Vec::new();
        for token in &mut after {
            let mut user = (*token.user).clone();
            user.is_active = user.is_active.map(|_| !inactive.contains(&user.pk));
            token.user = user.into();
            if token.provider.pk == renamed {
                let mut provider = (*token.provider).clone();
                provider.name = "Another name".to_owned();
                provider.application = None;
                providers = vec![provider.clone()];
                token.provider = provider.into();
            }
        }
        // Some tokens of theirs were read again before.
        let again = after.iter().rev().take(again).cloned().collect::<Vec<_>>();
        catalog.begin_refresh();
        catalog.put(&again);
        // Whoever came with a token need not be asked for.
        catalog.update_owners(&[], &[]);
        if !catalog.has_seen_all_users() {
            catalog.set_inactive(&inactive);
        }
        if !catalog.has_seen_all_providers() {
            catalog.update_owners(&[], &providers);
        }
        let mut afresh = catalog_of(&after);
        prop_assert_eq!(catalog.len(), afresh.len());
        for (at, row) in (0..).zip(afresh.rows().to_vec()) {
            let (token, wanted) = (catalog.token(at).unwrap(), afresh.token(at).unwrap());
            prop_assert_eq!(&token.user.is_active, &wanted.user.is_active);
            prop_assert_eq!(&token.provider.name, &wanted.provider.name);
            let time = now().timestamp_micros();
            prop_assert_eq!(catalog.rows()[at as usize].findings(time), row.findings(time));
        }
        let asked = CatalogQuery {
            terms: parse("another").unwrap(),
            ..CatalogQuery::default()
        };
        prop_assert_eq!(catalog.find(&asked, now()).rows, afresh.find(&asked, now()).rows);
    }
}
