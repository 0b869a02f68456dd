//! The pages of what the catalog finds.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use tokenscope::tokens::catalog::{Catalog, CatalogQuery, RowsInSight, Unreadable, list_page};
use tokenscope::tokens::list_answer::ListAnswer;
use tokenscope::tokens::query::{ListQuery, PageSize};

use super::numbers;
use super::world::{catalog_of, now, some_question, some_tokens};

fn pks(answer: &ListAnswer) -> Vec<u64> {
    answer.tokens().map(|token| token.pk).collect()
}

fn query(page: u64, size: u64) -> ListQuery {
    ListQuery {
        page,
        page_size: PageSize::new(size).unwrap(),
        ..ListQuery::default()
    }
}

fn page_of(catalog: &mut Catalog, asked: &CatalogQuery, page: u64, size: u64) -> ListAnswer {
    list_page(catalog, asked, &query(page, size), None, now())
}

proptest! {
    /// One page after the other, each row comes once, in the order in which it was found.
    #[test]
    fn pages_hold_all_that_is_found(tokens in some_tokens(), asked in some_question(), size in 10..30_u64) {
        let mut catalog = catalog_of(&tokens);
        let found = numbers(&mut catalog, &asked);
        let mut walked = Vec::new();
        let mut page = Some(1);
        while let Some(current) = page {
            let answer = page_of(&mut catalog, &asked, current, size);
            let there = &answer.pagination;
            prop_assert_eq!(there.count, found.len() as u64);
            prop_assert_eq!(there.current, current);
            prop_assert_eq!(there.previous, (current > 1).then(|| current - 1));
            if !answer.rows.is_empty() {
                prop_assert_eq!(there.start_index, walked.len() as u64 + 1);
            }
            walked.extend(pks(&answer));
            prop_assert_eq!(there.end_index, walked.len() as u64);
            page = there.next;
        }
        prop_assert_eq!(walked, found);
    }

    /// A page that does not exist is the last one.
    #[test]
    fn a_page_that_is_gone_is_the_last(tokens in some_tokens(), beyond in 100..u64::MAX) {
        let mut catalog = catalog_of(&tokens);
        let asked = CatalogQuery::default();
        let last = page_of(&mut catalog, &asked, beyond, 10);
        prop_assert_eq!(last.pagination.current, last.pagination.total_pages);
        let same = page_of(&mut catalog, &asked, last.pagination.total_pages, 10);
        prop_assert_eq!(pks(&last), pks(&same));
    }

    /// Where all rows stand below each other, those in sight are on the page, and the others are counted.
    #[test]
    fn rows_in_sight_are_there(
        tokens in some_tokens(), first in 0..90_usize, length in 0..20_usize, most in prop_oneof![Just(usize::MAX), 1..60_usize],
    ) {
        let mut catalog = catalog_of(&tokens);
        let asked = CatalogQuery::default();
        let found = numbers(&mut catalog, &asked);
        let there = most.min(found.len());
        let in_sight = RowsInSight { first, length, most };
        let answer = list_page(&mut catalog, &asked, &query(1, 20), Some(in_sight), now());
        prop_assert_eq!(answer.pagination.count, found.len() as u64);
        let (before, after) = answer.window;
        prop_assert_eq!(before + answer.rows.len() + after, there);
        prop_assert_eq!(pks(&answer), &found[before..there - after]);
        let wanted = &found[first.min(there)..(first + length).min(there)];
        let pks = pks(&answer);
        prop_assert!(wanted.iter().all(|pk| pks.contains(pk)));
    }
}

#[test]
fn what_authentik_cannot_read_stands_behind_all_others() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let tokens = loop {
        let tokens = some_tokens().new_tree(&mut runner).unwrap().current();
        if tokens.len() > 30 {
            break tokens;
        }
    };
    let mut catalog = catalog_of(&tokens);
    catalog.set_unreadable(vec![Unreadable {
        pk: None,
        problem: "after token 5".to_owned(),
        request_id: Some("a1".to_owned()),
    }]);
    let asked = CatalogQuery::default();
    let first = page_of(&mut catalog, &asked, 1, 10);
    assert!(first.unreadable.is_empty());
    let last = page_of(&mut catalog, &asked, first.pagination.total_pages, 10);
    assert_eq!(last.unreadable, catalog.unreadable());
}
