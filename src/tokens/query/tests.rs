use super::*;

fn ignored(query: &str) -> Vec<(String, String)> {
    let (_, ignored) = ListQuery::parse(query);
    ignored
        .into_iter()
        .map(|ignored| (ignored.name, ignored.value))
        .collect()
}

fn parsed(query: &str) -> ListQuery {
    ListQuery::parse(query).0
}

#[test]
fn an_empty_address_is_the_default_list() {
    for query in ["", "?", "&", "search=&user=&provider=&ordering=&page=&page_size="] {
        assert_eq!(ListQuery::parse(query), (ListQuery::default(), vec![]), "{query}");
    }
    assert_eq!(ListQuery::default().to_query(), "");
}

#[test]
fn everything_at_once() {
    let query = parsed("page_size=50&page=3&ordering=-expires,pk&provider=2&user=7&search=a+b%26c");
    assert_eq!(
        query.to_query(),
        "search=a%20b%26c&user=7&provider=2&ordering=-expires&page=3&page_size=50"
    );
    assert_eq!(
        query.api_query(Kind::AccessTokens),
        "ordering=-expires,pk&page=3&page_size=50&user=7&provider=2&search=a%20b%26c"
    );
}

#[test]
fn nonsense_is_reported_and_costs_nothing_else() {
    let text = "ordering=scope&page=0&page_size=101&user=abc&provider=-1&utm=x&search=kept&page=2";
    let query = parsed(text);
    assert_eq!(query.to_query(), "search=kept&page=2");
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(
        ignored(text),
        [
            pair("ordering", "scope"),
            pair("page", "0"),
            pair("page_size", "101"),
            pair("user", "abc"),
            pair("provider", "-1"),
            pair("utm", "x"),
        ]
    );
    assert_eq!(ignored("user=%2B7"), [pair("user", "+7")]);
    assert_eq!(
        ignored("ordering=expires,nonsense"),
        [pair("ordering", "expires,nonsense")]
    );
    assert_eq!(ignored("lonely"), [pair("lonely", "")]);
}

#[test]
fn of_repeated_parameters_the_last_counts() {
    assert_eq!(parsed("page=2&page=5").page, 5);
    assert_eq!(parsed("user=2&user=").user, None);
    assert_eq!(parsed("search=a&search=b").search, "b");
}

#[test]
fn a_search_has_no_blanks_around_it() {
    assert_eq!(parsed("search=+a%09b%00+").search, "a\tb");
    assert_eq!(ListQuery::default().with_search("  ").search, "");
}

#[test]
fn every_change_starts_from_the_first_page() {
    let third = ListQuery::default().with_page(3);
    let changed = [
        third.with_search("x"),
        third.with_user(Some(1)),
        third.with_provider(Some(1)),
        third.with_order(SortOrder::parse("expires").unwrap()),
        third.with_filters(CatalogFilters::default()),
        third.with_page_size(PageSize::SMALLEST),
    ];
    assert_eq!(changed.map(|query| query.page), [1; 6]);
    assert_eq!(third.with_page(0).page, 1);
}

#[test]
fn pk_is_named_once() {
    let ordering = |text| parsed(text).api_ordering(Kind::AccessTokens);
    assert_eq!(ordering("ordering=pk"), "pk");
    assert_eq!(ordering("ordering=-pk"), "-pk");
    assert_eq!(ordering("ordering=-pk,pk"), "-pk");
    assert_eq!(ordering("ordering=-user"), "-user,pk");
    assert_eq!(ordering(""), "-pk");
}

#[test]
fn codes_are_never_ordered_by_what_they_do_not_have() {
    let query = parsed("ordering=revoked");
    assert_eq!(
        query.api_query(Kind::AuthorizationCodes),
        "ordering=-pk&page=1&page_size=20"
    );
    let read = |path| Address::parse(path, "ordering=-revoked");
    let (address, ignored) = read("authorization-codes").unwrap();
    assert_eq!(address.query, ListQuery::default());
    assert_eq!(ignored.len(), 1);
    assert!(read("refresh-tokens").unwrap().1.is_empty());
}

#[test]
fn addresses() {
    let written = |path, query| {
        let (address, ignored) = Address::parse(path, query)?;
        Some((address.to_path_and_query(), ignored.len()))
    };
    let some = |text: &str, ignored| Some((text.to_owned(), ignored));
    assert_eq!(written("access-tokens", ""), some("access-tokens", 0));
    assert_eq!(
        written("/refresh-tokens/7/", "?page=2"),
        some("refresh-tokens/7?page=2", 0)
    );
    assert_eq!(written("authorization-codes/x%20y", ""), some("authorization-codes", 1));
    // What counts for every kind, and what does not.
    let all = "search=a&user=7&provider=3&page_size=50";
    assert_eq!(written("all-tokens", all), some(&format!("all-tokens?{all}"), 0));
    assert_eq!(
        written("all-tokens", "scope=openid&page=2&ordering=expires&rows=all"),
        some("all-tokens", 1)
    );
    assert_eq!(written("all-tokens/7", ""), None);
    assert_eq!(
        written("access-tokens/99999999999999999999", ""),
        some("access-tokens", 1)
    );
    for path in ["", "/", "tokens", "access-tokens/1/2", "access_tokens"] {
        assert_eq!(written(path, ""), None, "{path}");
    }
}

#[test]
fn page_sizes() {
    assert_eq!(PageSize::new(9), None);
    assert_eq!(PageSize::new(101), None);
    assert_eq!(PageSize::new(266), None);
    assert_eq!(PageSize::new(37).map(PageSize::get), Some(37));
    assert!(PageSize::CHOICES.into_iter().all(|rows| PageSize::new(rows).is_some()));
    assert_eq!(PageSize::SMALLEST.get(), 10);
}

#[test]
fn what_only_the_catalog_can_answer_is_kept_and_never_sent() {
    let query =
        parsed("status=active,expired&scope=a%20b%2Cc&ordering=username,-expires&user=7&search=x&page=2&rows=all");
    assert_eq!(query.filters.get(CatalogFilter::Status), "active,expired");
    assert_eq!(query.filters.get(CatalogFilter::Scope), "a b,c");
    assert_eq!(query.filters.get(CatalogFilter::Finding), "");
    assert_eq!(query.order.to_text(), "username,-expires");
    assert_eq!(
        query.to_query(),
        "search=x&user=7&status=active%2Cexpired&scope=a%20b%2Cc&rows=all&ordering=username%2C-expires&page=2"
    );
    assert_eq!(
        query.clone().server_part().api_query(Kind::AccessTokens),
        "ordering=-pk&page=1&page_size=20&user=7"
    );
    assert_eq!(query.without_catalog(), parsed("user=7&search=x"));
    assert_eq!(
        query.without_filters(),
        parsed("search=x&rows=all&ordering=username,-expires")
    );
}

#[test]
fn each_part_that_only_the_catalog_can_answer_needs_it() {
    let needs = |text: &str| parsed(text).needs_catalog();
    for filter in CatalogFilter::ALL {
        assert!(needs(&format!("{}=x", filter.parameter())), "{filter:?}");
    }
    for key in SortKey::ALL {
        let text = format!("ordering=-{}", key.word());
        assert_eq!(needs(&text), key.api_column().is_none(), "{key:?}");
    }
    for group in Grouping::ALL {
        assert!(needs(&format!("group={}", group.word())), "{group:?}");
    }
    assert!(needs("rows=all") && needs("ordering=expires,user") && needs("ordering=status,pk"));
    let answered = "search=x&user=7&provider=2&ordering=expires,pk&page=2&page_size=50";
    assert!(!needs(answered));
    assert_eq!(parsed(answered).server_part(), parsed(answered));
}

#[test]
fn an_order_that_makes_no_sense_leaves_the_one_before() {
    for text in [
        "ordering=username&ordering=scope",
        "ordering=username&ordering=expires,,pk",
    ] {
        assert_eq!(parsed(text).order.to_text(), "username");
        assert_eq!(ignored(text).len(), 1);
    }
    assert_eq!(parsed("ordering=username&ordering=").order, SortOrder::default());
    assert_eq!(ignored("rows=10"), [("rows".to_owned(), "10".to_owned())]);
}

#[test]
fn groups_are_part_of_the_address_and_in_place_of_all_rows() {
    let query = parsed("user=7&group=scope&page=2");
    assert_eq!(query.to_query(), "user=7&group=scope&page=2");
    assert_eq!(query.without_catalog(), parsed("user=7"));
    assert_eq!(query.without_filters(), parsed("group=scope"));
    assert_eq!(query.with_group(None), parsed("user=7"));
    assert!(!query.needs_catalog_to_order());
    assert!(parsed("rows=all").is_endless() && !parsed("rows=all&group=user").is_endless());
    assert_eq!(ignored("group=colour"), [("group".to_owned(), "colour".to_owned())]);
    assert_eq!(parsed("group=user&group=colour").group, Some(Grouping::User));
}

#[test]
fn a_token_is_neither_kept_nor_sent_nor_shown() {
    let token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln";
    let address = format!("search=ada&search=Bearer%20{token}&scope={token}&{token}=1&user=7");
    let (query, ignored) = ListQuery::parse(&address);
    assert_eq!(query.to_query(), "search=ada&user=7");
    assert_eq!(ignored.len(), 3);
    assert!(ignored.iter().all(Ignored::is_token));
    let (_, ignored) = Address::parse(&format!("access-tokens/{token}"), "").unwrap();
    assert!(ignored.iter().all(Ignored::is_token));
    assert!(!format!("{ignored:?}").contains(token));
    for text in [token.to_owned(), token.replace("eyJh", "eyJ\0h")] {
        let searched = query.with_search(&text);
        assert!(!searched.to_query().contains("eyJ") && !searched.api_query(Kind::AccessTokens).contains("eyJ"));
    }
}
