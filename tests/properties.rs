//! What holds for every address, every answer and every text, tried with many of each.

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use serde_json::{Map, Value};
use tokenscope::model::claims::Claims;
use tokenscope::model::failure::{Answer, Asker, FailureKind, Method, RequestInfo, read_failure};
use tokenscope::model::kind::Kind;
use tokenscope::model::page::{Page, Pagination, Row, decode_one, decode_page};
use tokenscope::model::percent_encoding::{decode, encode};
use tokenscope::model::token::End;
use tokenscope::model::token::Token;
use tokenscope::model::user::Group;
use tokenscope::text;
use tokenscope::tokens::duration::parse_validity;
use tokenscope::tokens::groups::group_tree;
use tokenscope::tokens::local_match::{Needle, fold, highlights};
use tokenscope::tokens::paging::{Range, existing_page, page_count};
use tokenscope::tokens::query::{Address, CatalogFilter, ListQuery, PageSize, SortKey, SortOrder, SortTerm};
use tokenscope::tokens::status::{Status, status};
use tokenscope::tokens::views::{SavedView, read_views, view_of, write_views};

const PAGES: [&str; 3] = [
    include_str!("answers/access-tokens-2023.10.json"),
    include_str!("answers/access-tokens-2025.8.json"),
    include_str!("answers/refresh-tokens-2026.5.json"),
];

fn a_kind() -> impl Strategy<Value = Kind> {
    proptest::sample::select(&Kind::ALL[..])
}

fn a_page_size() -> impl Strategy<Value = PageSize> {
    (10_u64..=100).prop_map(|rows| PageSize::new(rows).unwrap())
}

fn an_order() -> impl Strategy<Value = SortOrder> {
    let term = (proptest::sample::select(&SortKey::ALL[..]), any::<bool>())
        .prop_map(|(key, descending)| SortTerm { key, descending });
    proptest::collection::vec(term, 0..4).prop_map(SortOrder::by)
}

fn a_query() -> impl Strategy<Value = ListQuery> {
    let server = (".*", any::<Option<u64>>(), any::<Option<u64>>());
    let catalog = (any::<bool>(), "\\PC{0,8}", "\\PC{0,8}");
    (server, an_order(), 1_u64.., a_page_size(), catalog).prop_map(
        |((search, user, provider), order, page, page_size, (all_rows, status, scope))| {
            let mut query = ListQuery::default().with_search(&search);
            query.filters.set(CatalogFilter::Status, status.trim());
            query.filters.set(CatalogFilter::Scope, scope.trim());
            ListQuery {
                user,
                provider,
                order,
                page,
                page_size,
                all_rows,
                ..query
            }
        },
    )
}

/// Letters, and what letters are written with, from places where folding is not simple.
fn a_text() -> impl Strategy<Value = String> {
    prop_oneof![
        ".*",
        "[a-eA-E ßẞæÆœİıſςΣé\u{301}\u{308}\u{200b}\u{202e}ａＢ佐م]{0,12}",
        "[ -~À-ɏḀ-ỿ]{0,20}",
    ]
}

/// JSON of any shape, with the names that authentik uses among its keys.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".*".prop_map(Value::from),
        "[0-9]{1,4}".prop_map(Value::from),
    ];
    let key = prop_oneof![
        "[a-z_]{0,8}",
        proptest::sample::select(vec![
            "pk",
            "provider",
            "user",
            "results",
            "pagination",
            "detail",
            "code",
            "non_field_errors",
            "client_secret",
            "redirect_uris",
            "groups_obj",
            "scope",
            "id_token",
        ])
        .prop_map(String::from),
    ];
    leaf.prop_recursive(5, 60, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::vec((key.clone(), inner), 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// The places in `value`, each as the way that leads there.
fn places(value: &Value, way: &str, found: &mut Vec<String>) {
    found.push(way.to_owned());
    match value {
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                places(item, &format!("{way}/{at}"), found);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                places(field, &format!("{way}/{name}"), found);
            }
        }
        _ => {}
    }
}

/// A row with something in it replaced or left out: which page, which row, where in it, and by what.
fn a_mutation() -> impl Strategy<Value = (usize, usize, prop::sample::Index, Option<Value>)> {
    (
        0..PAGES.len(),
        0_usize..6,
        any::<prop::sample::Index>(),
        proptest::option::of(any_json()),
    )
}

fn remove(value: &mut Value, way: &str) {
    let (parent, name) = way.rsplit_once('/').unwrap();
    match value.pointer_mut(parent) {
        Some(Value::Object(fields)) => {
            fields.remove(name);
        }
        Some(Value::Array(items)) => {
            items.remove(name.parse().unwrap());
        }
        _ => {}
    }
}

fn any_answer() -> impl Strategy<Value = (u16, Option<String>, Option<String>, String)> {
    let content_type = proptest::option::of(prop_oneof![
        Just("application/json".to_owned()),
        Just("text/html; charset=utf-8".to_owned()),
        Just("text/plain".to_owned()),
        ".*",
    ]);
    let retry_after = proptest::option::of(prop_oneof![
        "[0-9]{1,12}",
        "[A-Z][a-z]{2}, [0-3][0-9] (Jan|Dec|Xyz) [0-9]{4} [0-2][0-9]:[0-6][0-9]:[0-6][0-9] GMT",
        ".*",
    ]);
    let body = prop_oneof![
        ".*",
        any_json().prop_map(|json| json.to_string()),
        (any_json(), any::<prop::sample::Index>()).prop_map(|(json, at)| {
            let letters: Vec<char> = json.to_string().chars().collect();
            letters[..at.index(letters.len())].iter().collect()
        }),
    ];
    (
        any::<u16>().prop_map(|status| status % 700),
        content_type,
        retry_after,
        body,
    )
}

/// Row `row` may be another than before; all others are as they were, and no secret shows.
fn only_this_row_differs(before: &Page<Token>, after: &Page<Token>, row: usize) -> Result<(), TestCaseError> {
    prop_assert_eq!(after.rows.len(), before.rows.len());
    for (at, (after, before)) in after.rows.iter().zip(&before.rows).enumerate() {
        if at != row {
            prop_assert_eq!(after, before);
        }
    }
    let shown = format!("{after:?}");
    prop_assert!(!shown.contains("canary"), "{}", shown);
    Ok(())
}

proptest! {
    // What fails is printed, smallest first; a test of its own is a better memory than a file of seeds.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_query_survives_the_address(query in a_query()) {
        prop_assert_eq!(ListQuery::parse(&query.to_query()), (query, vec![]));
    }

    #[test]
    fn an_address_survives_being_written(
        kind in a_kind(), open in any::<Option<u64>>(), mut query in a_query(),
    ) {
        if query.order.server_term().is_some_and(|term| !term.key.is_for(kind)) {
            query.order = SortOrder::default();
        }
        let address = Address { kind, open, query, ..Address::default() };
        let written = address.to_path_and_query();
        let (path, query) = written.split_once('?').unwrap_or((&written, ""));
        prop_assert_eq!(Address::parse(path, query), Some((address, vec![])));
        prop_assert!(written.is_ascii());
    }

    #[test]
    fn the_address_of_all_kinds_survives_being_written(query in a_query()) {
        let address = Address { all_kinds: true, query: query.for_all_kinds(), ..Address::default() };
        let written = address.to_path_and_query();
        let (path, query) = written.split_once('?').unwrap_or((&written, ""));
        prop_assert_eq!(Address::parse(path, query), Some((address, vec![])));
    }

    #[test]
    fn views_survive_being_kept_and_odd_lines_cost_no_others(
        named in proptest::collection::vec((a_text(), a_kind(), a_query()), 0..5),
        odd in "[^\\r\\n ]*", at in any::<proptest::sample::Index>(),
    ) {
        let saved = |(name, kind, mut query): (String, Kind, ListQuery)| {
            if query.order.server_term().is_some_and(|term| !term.key.is_for(kind)) {
                query.order = SortOrder::default();
            }
            let address = view_of(&Address { kind, open: Some(7), query, ..Address::default() });
            let name = name.trim().to_owned();
            (!name.is_empty()).then_some(SavedView { name, address })
        };
        let mut views: Vec<SavedView> = Vec::new();
        for view in named.into_iter().filter_map(saved) {
            if !views.contains(&view) {
                views.push(view);
            }
        }
        let kept = write_views(&views);
        prop_assert!(kept.is_ascii());
        prop_assert_eq!(read_views(&kept), views.clone());
        let mut lines: Vec<&str> = kept.lines().collect();
        lines.insert(at.index(lines.len() + 1), &odd);
        prop_assert_eq!(read_views(&lines.join("\n")), views);
    }

    #[test]
    fn any_text_that_was_kept_is_read(text in ".*") {
        let views = read_views(&text);
        prop_assert_eq!(read_views(&write_views(&views)), views);
    }

    #[test]
    fn any_address_is_read_and_nonsense_is_reported(text in ".*", path in ".*") {
        let (query, ignored) = ListQuery::parse(&text);
        // What was understood is understood again; what was not is reported, and only that.
        prop_assert_eq!(ListQuery::parse(&query.to_query()), (query.clone(), vec![]));
        let pairs = text.strip_prefix('?').unwrap_or(&text).split('&').filter(|pair| !pair.is_empty()).count();
        prop_assert!(ignored.len() <= pairs);
        let _ = Address::parse(&path, &text);
    }

    #[test]
    fn an_unknown_value_is_reported_with_its_own_words(
        name in proptest::sample::select(vec!["user", "provider", "ordering", "page", "page_size", "other"]),
        value in "[a-zA-Z&=+%# ]*[!-,][a-z&=+%# ]*",
    ) {
        let text = format!("search=kept&{name}={}&user=5", encode(&value));
        let (query, ignored) = ListQuery::parse(&text);
        prop_assert_eq!(ignored.len(), 1);
        prop_assert_eq!(&ignored[0].name, name);
        prop_assert_eq!(&ignored[0].value, &value);
        prop_assert_eq!(query, ListQuery::default().with_search("kept").with_user(Some(5)));
    }

    #[test]
    fn every_question_to_authentik_ends_its_ordering_in_pk(query in a_query(), kind in a_kind()) {
        let ordering = query.api_ordering(kind);
        let terms: Vec<&str> = ordering.split(',').collect();
        prop_assert!(matches!(*terms.last().unwrap(), "pk" | "-pk"));
        prop_assert_eq!(terms.iter().filter(|term| term.ends_with("pk")).count(), 1);
        let asked = query.api_query(kind);
        let sent = asked.split('&').next().unwrap().strip_prefix("ordering=").unwrap();
        prop_assert!(sent.ends_with("pk"));
        prop_assert!(kind.has_revoked() || !sent.contains("revoked"));
        let has = |part: String| asked.split('&').any(|pair| pair == part);
        let (page, size) = (format!("page={}", query.page), format!("page_size={}", query.page_size.get()));
        prop_assert!(has(page) && has(size));
    }

    #[test]
    fn encoding_is_undone_by_decoding(text in ".*") {
        prop_assert_eq!(decode(&encode(&text)), text);
    }

    #[test]
    fn pages_cover_every_row_once(count in 0_u64..5_000, size in a_page_size(), page in any::<u64>()) {
        let pages = page_count(count, size);
        let mut next = 1;
        for page in 1..=pages {
            let range = Range::of_page(page, count, size);
            if count > 0 {
                prop_assert_eq!(range.first, next);
                prop_assert!(range.last >= range.first && range.last - range.first < size.get());
                next = range.last + 1;
            }
        }
        prop_assert_eq!(next, if count == 0 { 1 } else { count + 1 });
        prop_assert_eq!(Range::of_page(pages + 1, count, size).first, 0);
        prop_assert!((1..=pages).contains(&existing_page(page, count, size)));
        prop_assert_eq!(existing_page(page, count, size) == page, (1..=pages).contains(&page));
        // Numbers that no list has must not overflow either.
        let _ = Range::of_page(page, u64::MAX, size);
        let _ = page_count(u64::MAX, size);
    }

    #[test]
    fn the_status_is_that_of_a_plain_table(
        left in proptest::option::of(-200_000_i64..200_000),
        is_odd in any::<bool>(),
        is_expired in any::<Option<bool>>(),
        revoked in any::<Option<bool>>(),
    ) {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
        let date = now + TimeDelta::seconds(left.unwrap_or_default());
        let expires = match (left, is_odd) {
            (None, false) => End::Never,
            (None, true) => End::Unknown,
            (Some(_), false) => End::At(date),
            (Some(_), true) => End::NotApplied(date),
        };
        let expected = match (revoked, is_expired, left) {
            (Some(true), _, _) => Status::Revoked,
            (_, Some(true), _) => Status::Expired,
            (_, _, None) if is_odd => Status::EndUnknown,
            (_, _, None) => Status::NeverExpires,
            (_, _, Some(_)) if is_odd => Status::NeverExpires,
            (_, _, Some(..=0)) => Status::Expired,
            (_, _, Some(_)) => Status::Active,
        };
        prop_assert_eq!(status(expires, is_expired, revoked, now), expected);
    }

    #[test]
    fn a_validity_is_the_sum_of_its_parts(
        days in 0_u64..10_000, hours in 0_u64..100, minutes in 0_u64..10_000, seconds in 0_u64..100_000,
    ) {
        let text = format!("days={days};hours={hours};minutes={minutes};seconds={seconds}");
        let total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
        prop_assert_eq!(parse_validity(&text).map(|validity| validity.seconds), Some(total));
    }

    #[test]
    fn any_validity_can_be_said(text in ".*", pairs in "([a-z]{0,12}=[0-9.]{0,25};?){0,4}") {
        for text in [text, pairs] {
            let said = text::durations::validity_words(&text);
            prop_assert!(parse_validity(&text).is_some() || said == text);
        }
    }

    #[test]
    fn marked_or_not_the_text_stays(needle in a_text(), text in a_text()) {
        let segments = highlights(&Needle::new(&needle), &text);
        let together: String = segments.iter().map(|(_, segment)| segment.as_str()).collect();
        prop_assert_eq!(&together, &text);
        prop_assert!(segments.iter().all(|(_, segment)| !segment.is_empty()));
        prop_assert!(segments.windows(2).all(|pair| pair[0].0 != pair[1].0));
        let words: Vec<String> = needle.split_whitespace().map(fold).filter(|word| !word.is_empty()).collect();
        let found = words.iter().any(|word| fold(&text).contains(word.as_str()));
        prop_assert_eq!(segments.iter().any(|(marked, _)| *marked), found);
    }

    #[test]
    fn every_place_of_every_word_is_marked(needle in "[ab ]{0,8}", text in "[ab]{0,16}") {
        let mut marks = vec![false; text.len()];
        for word in needle.split_whitespace() {
            for at in (0..text.len()).filter(|&at| text[at..].starts_with(word)) {
                marks[at..at + word.len()].fill(true);
            }
        }
        let segments = highlights(&Needle::new(&needle), &text);
        let marked = segments.iter().flat_map(|(marked, segment)| segment.chars().map(move |_| *marked));
        prop_assert_eq!(marked.collect::<Vec<_>>(), marks);
    }

    #[test]
    fn folding_twice_changes_nothing_and_case_does_not_matter(text in "[a-zA-ZÀ-ÖØ-öø-žḀ-ẙẠ-ỹА-яΑ-Ωα-ω佐م ]*") {
        let folded = fold(&text);
        prop_assert_eq!(fold(&folded), folded.clone());
        prop_assert_eq!(fold(&text.to_lowercase()), folded);
    }

    #[test]
    fn any_claims_can_be_read(claims in any_json(), text in ".*") {
        let _ = Claims::parse(&text);
        let text = claims.to_string();
        let read = Claims::parse(&text);
        prop_assert_eq!(matches!(read, Claims::Read(_)), claims.is_object());
        let named = claims.as_object().map_or(0, Map::len);
        prop_assert_eq!(read.standard().len() + read.others().len(), named);
        let _ = (read.issued_at(), read.audiences(), read.subject());
    }

    #[test]
    fn any_json_is_a_page_or_an_error(body in any_json(), rows in proptest::collection::vec(any_json(), 0..4)) {
        let _ = decode_one::<Token>(&body.to_string());
        let page = serde_json::json!({"pagination": body, "results": rows});
        let page: Page<Token> = decode_page(&page.to_string()).unwrap();
        prop_assert_eq!(page.rows.len(), rows.len());
        let Pagination { current, total_pages, next, previous, .. } = page.pagination;
        prop_assert!(current > 0 && total_pages > 0 && next != Some(0) && previous != Some(0));
    }

    #[test]
    fn a_damaged_row_costs_no_other_row_and_shows_no_secret((page, row, place, put) in a_mutation()) {
        let mut body: Value = serde_json::from_str(PAGES[page]).unwrap();
        let before: Page<Token> = decode_page(PAGES[page]).unwrap();
        let row = row % before.rows.len();
        let mut ways = Vec::new();
        places(&body["results"][row], "", &mut ways);
        let way = format!("/results/{row}{}", place.get(&ways));
        match put {
            Some(value) => *body.pointer_mut(&way).unwrap() = value,
            None if way.matches('/').count() > 2 => remove(&mut body, &way),
            None => {}
        }
        let after: Page<Token> = decode_page(&body.to_string()).unwrap();
        only_this_row_differs(&before, &after, row)?;
    }

    #[test]
    fn a_value_that_json_readers_refuse_costs_nothing_but_itself(
        (page, row, place, _) in a_mutation(),
        odd in prop_oneof![
            (100_usize..600).prop_map(|levels| ["[".repeat(levels), "]".repeat(levels)].concat()),
            "-?[1-9][0-9]{320,500}|-?[1-9]e[4-9][0-9]{2}|NaN|-?Infinity|None|0[0-9]+",
            r#""[a-z]{0,3}(\\ud[89ab][0-9a-f]{2}|\\x41|[\t\n])[a-z ]{0,3}""#,
        ],
    ) {
        let mut body: Value = serde_json::from_str(PAGES[page]).unwrap();
        let before: Page<Token> = decode_page(PAGES[page]).unwrap();
        let row = row % before.rows.len();
        let mut ways = Vec::new();
        places(&body["results"][row], "", &mut ways);
        *body.pointer_mut(&format!("/results/{row}{}", place.get(&ways))).unwrap() = "here it is".into();
        let after: Page<Token> = decode_page(&body.to_string().replacen("\"here it is\"", &odd, 1)).unwrap();
        only_this_row_differs(&before, &after, row)?;
    }

    #[test]
    fn a_secret_of_any_shape_stays_out(shape in any_json(), name in "(client_)?[sS]ecret(_[a-z]{1,3})?") {
        fn planted(shape: &Value) -> Value {
            match shape {
                Value::Array(items) => items.iter().map(planted).chain(["canary".into()]).collect(),
                Value::Object(fields) => {
                    let fields = fields.iter().map(|(name, value)| (name.clone(), planted(value)));
                    Value::Object(fields.chain([("canary".to_owned(), "canary".into())]).collect())
                }
                _ => "canary".into(),
            }
        }
        let mut body: Value = serde_json::from_str(include_str!("answers/access-token-2024.8.json")).unwrap();
        for place in ["", "/provider", "/user", "/user/attributes", "/user/groups_obj/0", "/provider/redirect_uris/0"] {
            body.pointer_mut(place).unwrap()[&name] = planted(&shape);
        }
        body["provider"]["client_secret"] = planted(&shape);
        let token: Token = decode_one(&body.to_string()).unwrap();
        prop_assert_eq!(token.provider.has_client_secret, Some(true));
        let shown = format!("{token:?}");
        prop_assert!(!shown.contains("canary"), "{}", shown);
    }

    #[test]
    fn a_broken_off_answer_is_never_a_page(page in 0..PAGES.len(), cut in any::<prop::sample::Index>()) {
        let letters: Vec<char> = PAGES[page].trim_end().chars().collect();
        let body: String = letters[..cut.index(letters.len())].iter().collect();
        let read = decode_page::<Token>(&body);
        prop_assert_eq!(read.unwrap_err(), tokenscope::model::page::BodyError::Truncated);
    }

    #[test]
    fn any_answer_is_some_failure(
        (status, content_type, retry_after, body) in any_answer(), path in ".*", writes in any::<bool>(),
        superuser in any::<bool>(), attempt in any::<u32>(),
    ) {
        let asked = RequestInfo {
            method: if writes { Method::Delete } else { Method::Get },
            path,
            csrf_sent: superuser,
        };
        let answer = Answer {
            status,
            content_type: content_type.as_deref(),
            request_id: Some("r-1"),
            retry_after: retry_after.as_deref(),
            body: &body,
        };
        let at: DateTime<Utc> = DateTime::UNIX_EPOCH;
        let failure = read_failure(asked, &answer, at);
        prop_assert!(failure.details.iter().all(|said| said.chars().count() < 100_000));
        prop_assert_eq!(failure.status, (status > 0).then_some(status));
        if let FailureKind::Invalid(invalid) = &failure.kind {
            prop_assert_eq!(status, 400);
            if let Ok(Value::Object(fields)) = serde_json::from_str::<Value>(&body) {
                for name in fields.keys().filter(|name| !name.is_empty()) {
                    let special = ["detail", "code", "non_field_errors", "error", "message"].contains(&name.as_str());
                    let kept = |(field, _): &(String, Vec<String>)| field.starts_with(name.as_str());
                    prop_assert!(special || invalid.fields.iter().any(kept), "{} is lost", name);
                }
            }
        }
        let pause = failure.retry_pause(attempt);
        prop_assert!(pause.is_none_or(|pause| !writes && (1..=4).contains(&attempt) && pause <= 120_000));
        let report = text::failure_report::report(&failure, None);
        prop_assert!(report.contains("Request ID: r-1"));
        for by in [Asker::Nobody { was_known: superuser }, Asker::Known { superuser }, Asker::Unknown] {
            let words = text::failures::failure(&failure.clone().told_apart(&by));
            prop_assert!(!words.title.ends_with('.') && words.what_to_do.ends_with('.'));
        }
    }

    #[test]
    fn every_group_is_in_the_tree_once(parents in proptest::collection::vec(proptest::option::of(0_usize..12), 0..10)) {
        let groups: Vec<Group> = parents
            .iter()
            .enumerate()
            .map(|(at, parent)| {
                let parent = parent.map(|parent| format!("g{parent}"));
                let json = serde_json::json!({"pk": format!("g{at}"), "name": format!("{}", at * 7 % 10), "parent": parent});
                decode_one(&json.to_string()).unwrap()
            })
            .collect();
        let tree = group_tree(&groups);
        let mut shown: Vec<&str> = tree.iter().map(|node| node.group.pk.as_str()).collect();
        shown.sort_unstable();
        let mut all: Vec<&str> = groups.iter().map(|group| group.pk.as_str()).collect();
        all.sort_unstable();
        prop_assert_eq!(shown, all);
        for (at, node) in tree.iter().enumerate().filter(|(_, node)| node.depth > 0) {
            let above = tree[..at].iter().rev().find(|other| other.depth < node.depth).unwrap();
            prop_assert_eq!(Some(&above.group.pk), node.group.parent.as_ref());
        }
    }
}

#[test]
fn a_row_read_is_told_from_one_that_is_not() {
    let page: Page<Token> = decode_page(PAGES[1]).unwrap();
    let read = page.rows.iter().filter(|row| matches!(row, Row::Read(_))).count();
    assert_eq!((read, page.rows.len()), (3, 6));
}
