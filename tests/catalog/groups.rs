//! Groups are what a plain look at every token would make of them.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use tokenscope::model::token::{End, Token};
use tokenscope::tokens::catalog::{
    Catalog, CatalogQuery, Facet, GroupColumn, GroupKey, GroupOrder, NextExpiry, TokenGroup, TokenGroups, Value,
};
use tokenscope::tokens::local_time::LocalTime;
use tokenscope::tokens::query::{CatalogFilter, Grouping, ListQuery, SortOrder};
use tokenscope::tokens::status::{Status, status_of};

use super::naive::{is_found, worst};
use super::world::{Made, catalog_of, kept, made, now, some_question, some_tokens};

fn keys(catalog: &Catalog, groups: &TokenGroups) -> Vec<(GroupKey, TokenGroup)> {
    let key = |group: &TokenGroup| (catalog.group_key(groups.by, group).unwrap(), *group);
    groups.all.iter().map(key).collect()
}

fn is_in(token: &Token, key: &GroupKey) -> bool {
    match key {
        GroupKey::User(pk) => token.user.pk == *pk,
        GroupKey::Provider(pk) => token.provider.pk == *pk,
        GroupKey::Scope(name) if name.is_empty() => token.scope.is_empty(),
        GroupKey::Scope(name) => token.scope.contains(name),
        GroupKey::Status(status) => status_of(token, now()) == *status,
    }
}

fn next_of(tokens: &[&Token]) -> NextExpiry {
    let next = tokens
        .iter()
        .map(|token| match (status_of(token, now()), token.expires) {
            (Status::Active, End::At(at) | End::NotApplied(at)) => NextExpiry::At(at.timestamp_micros()),
            (Status::NeverExpires, _) => NextExpiry::Never,
            (Status::EndUnknown, _) => NextExpiry::Unknown,
            _ => NextExpiry::NoneLive,
        });
    next.min().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn groups_are_what_a_recount_makes_of_them(tokens in some_tokens(), asked in some_question()) {
        let mut catalog = catalog_of(&tokens);
        let kept = kept(&tokens);
        let found: Vec<&Token> = kept.iter().filter(|token| is_found(token, &asked, None)).collect();
        for by in Grouping::ALL {
            let groups = catalog.groups(by, &asked, now());
            prop_assert_eq!(groups.tokens, found.len());
            let mut of_found = BTreeSet::new();
            for (key, group) in keys(&catalog, &groups) {
                let here: Vec<&Token> = found.iter().copied().filter(|token| is_in(token, &key)).collect();
                prop_assert!(!here.is_empty(), "{:?}", key);
                prop_assert_eq!(group.tokens, here.len(), "{:?}", key);
                let worst_of_all = here.iter().filter_map(|token| worst(token)).min();
                let many = |severity| here.iter().filter(|token| worst(token) == Some(severity)).count();
                prop_assert_eq!(group.worst, worst_of_all.map(|severity| (severity, many(severity))), "{:?}", key);
                prop_assert_eq!(group.next, next_of(&here), "{:?}", key);
                of_found.extend(here.iter().map(|token| token.pk));
            }
            prop_assert_eq!(of_found.len(), found.len(), "each token is in a group");
            if by != Grouping::Scope {
                prop_assert_eq!(groups.all.iter().map(|group| group.tokens).sum::<usize>(), found.len());
                prop_assert_eq!(groups.named(), groups.all.len());
            }
        }
    }

    #[test]
    fn a_group_is_what_its_link_finds(tokens in some_tokens(), filters in some_filters()) {
        let mut catalog = catalog_of(&tokens);
        for by in Grouping::ALL {
            let query = filters.with_group(Some(by));
            let asked = CatalogQuery::read(&query, "-ada", LocalTime::default()).0;
            let groups = catalog.groups(by, &asked, now());
            for (key, group) in keys(&catalog, &groups) {
                let list = key.list(&query);
                // The link is an address.
                let (list, ignored) = ListQuery::parse(&list.to_query());
                prop_assert_eq!((ignored, list.group), (vec![], None));
                let (asked, ignored, _) = CatalogQuery::read(&list, "-ada", LocalTime::default());
                prop_assert!(ignored.is_empty());
                prop_assert_eq!(catalog.find(&asked, now()).rows.len(), group.tokens, "{:?}", key);
            }
        }
    }

    #[test]
    fn groups_and_facets_agree(tokens in some_tokens(), asked in some_question()) {
        let mut catalog = catalog_of(&tokens);
        let mut asked = asked;
        for (by, facet) in [
            (Grouping::Status, Facet::Status),
            (Grouping::Provider, Facet::Provider),
            (Grouping::Scope, Facet::Scope),
        ] {
            asked.chosen.clear(facet);
            let groups = catalog.groups(by, &asked, now());
            let by_group: BTreeMap<String, usize> = keys(&catalog, &groups)
                .into_iter()
                .map(|(key, group)| (format!("{key:?}"), group.tokens))
                .collect();
            let by_facet = catalog.facet(facet, &asked, now()).into_iter().map(|one| {
                let key = match one.value {
                    Value::Status(status) => GroupKey::Status(status),
                    Value::Provider(pk, _) => GroupKey::Provider(pk),
                    Value::Scope(name) => GroupKey::Scope(name),
                    other => panic!("{other:?}"),
                };
                (format!("{key:?}"), one.count)
            });
            prop_assert_eq!(by_group, by_facet.collect::<BTreeMap<_, _>>());
        }
    }

    #[test]
    fn groups_stand_in_order(tokens in some_tokens()) {
        let mut catalog = catalog_of(&tokens);
        for (by, column) in Grouping::ALL.into_iter().flat_map(|by| GroupColumn::ALL.map(|column| (by, column))) {
            // A click, and another one.
            let first = GroupOrder::of(by, &[]).clicked(column, by);
            let other = GroupOrder::of(by, first.terms()).clicked(column, by);
            for order in [first, other] {
                let said = GroupOrder::of(by, order.terms());
                prop_assert_eq!(said.column, column);
                let asked = CatalogQuery { order: order.terms().to_vec(), ..CatalogQuery::default() };
                let groups = catalog.groups(by, &asked, now());
                for pair in groups.all.windows(2) {
                    let [one, next] = [pair[0], pair[1]];
                    let order = match column {
                        GroupColumn::Name => continue,
                        GroupColumn::Tokens => one.tokens.cmp(&next.tokens),
                        GroupColumn::Expires => one.next.cmp(&next.next),
                        GroupColumn::Findings => {
                            let rank = |group: TokenGroup| {
                                group.worst.map(|(severity, count)| (3 - severity as usize, count)).unwrap_or_default()
                            };
                            rank(one).cmp(&rank(next))
                        }
                    };
                    let wrong = if said.descending { Ordering::Less } else { Ordering::Greater };
                    prop_assert_ne!(order, wrong);
                }
            }
        }
    }
}

fn some_filters() -> impl Strategy<Value = ListQuery> {
    let words = |words: &'static [&str]| proptest::sample::select(words);
    (
        words(&["", "active", "active,expired", "revoked,unknown"]),
        words(&["", "openid", "openid email", "email (none)", "(none)", "a,b"]),
        words(&["", "1", "1,2"]),
        words(&["", "high", "low,medium"]),
        words(&["", "pk", "-pk", "expires", "-findings", "username"]),
        proptest::option::weighted(0.3, 0_u64..4),
    )
        .prop_map(|(status, scope, providers, severity, order, user)| {
            let mut query = ListQuery::default().with_user(user);
            query.filters.set(CatalogFilter::Status, status);
            query.filters.set(CatalogFilter::Scope, scope);
            query.filters.set(CatalogFilter::Provider, providers);
            query.filters.set(CatalogFilter::Severity, severity);
            query.order = SortOrder::parse(order).unwrap_or_default();
            query
        })
}

#[test]
fn names_are_in_the_order_of_the_language() {
    let tokens = generate(200);
    let mut catalog = catalog_of(&tokens);
    let order = GroupOrder::of(Grouping::User, &[]).clicked(GroupColumn::Name, Grouping::User);
    let asked = CatalogQuery {
        order: order.terms().to_vec(),
        ..CatalogQuery::default()
    };
    let groups = catalog.groups(Grouping::User, &asked, now());
    let names: Vec<String> = keys(&catalog, &groups)
        .into_iter()
        .map(|(key, _)| match key {
            GroupKey::User(pk) => catalog.user(pk).unwrap().display_name().to_owned(),
            other => panic!("{other:?}"),
        })
        .collect();
    let mut sorted = names.clone();
    sorted.sort_by_key(|name| tokenscope::tokens::local_match::fold(name));
    assert_eq!(names, sorted);
    assert!(names.len() > 3);
}

#[test]
fn opening_a_group_keeps_what_is_filtered_and_leaves_an_order_of_groups_behind() {
    let query = |text: &str| ListQuery::parse(text).0;
    let opened = |key: GroupKey, text: &str| key.list(&query(text)).to_query();
    let whole = "search=x&status=active&group=user&rows=all&ordering=-expires&page=3";
    assert_eq!(
        opened(GroupKey::User(7), whole),
        "search=x&user=7&status=active&rows=all&ordering=-expires"
    );
    assert_eq!(
        opened(GroupKey::Provider(3), "group=provider&ordering=pk"),
        "provider=3"
    );
    assert_eq!(
        opened(GroupKey::Scope("a b".to_owned()), "group=scope&scope=x"),
        "scope=a%20b"
    );
    assert_eq!(
        opened(GroupKey::Scope(String::new()), "group=scope"),
        "scope=%28none%29"
    );
    assert_eq!(
        opened(
            GroupKey::Status(Status::NeverExpires),
            "group=status&status=active,never"
        ),
        "status=never"
    );
}

/// Tokens of the small world, always the same.
fn generate(count: u64) -> Vec<Token> {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let made = proptest::collection::vec(made(count), usize::try_from(count).unwrap());
    let made: Vec<Made> = made.new_tree(&mut runner).unwrap().current();
    made.iter().map(Made::token).collect()
}
