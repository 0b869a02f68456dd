//! What is asked for a list, and the answer as the list shows it.

use std::rc::Rc;

use crate::model::kind::Kind;
use crate::model::page::{Page, Pagination, Row};
use crate::model::token::Token;
use crate::tokens::catalog::Unreadable;
use crate::tokens::local_match::Needle;
use crate::tokens::query::ListQuery;

/// Which tokens are on screen.
#[derive(Clone, PartialEq)]
pub struct ListQuestion {
    /// Of which kind.
    pub kind: Kind,
    /// Which of them.
    pub query: ListQuery,
}

/// What authentik made of the search text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchOutcome {
    /// Nothing was searched for.
    NotAsked,
    /// The rows are those that authentik found.
    Honoured,
    /// authentik returned every row; so many of those on this page match.
    Ignored {
        /// Rows that match.
        matching: usize,
        /// Rows that authentik sent.
        of: usize,
        /// Whether some of them lack their client, by which they might match as well.
        lack_clients: bool,
    },
}

/// What a search of the rows on screen did not look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsearched {
    /// There is nothing else.
    Nothing,
    /// The clients of these rows.
    ClientIds,
    /// The other pages.
    OtherPages,
    /// The other pages; picking a suggestion would show the rows that matter.
    OtherPagesOfMany,
}

impl Unsearched {
    /// What was left out in a list of `pages` pages. Callers who see only their own tokens get no suggestions to pick.
    pub fn by(pages: u64, lack_clients: bool, sees_own_only: bool) -> Self {
        match (pages, lack_clients, sees_own_only) {
            (0..=1, true, _) => Self::ClientIds,
            (0..=1, false, _) => Self::Nothing,
            (_, _, true) => Self::OtherPages,
            (_, _, false) => Self::OtherPagesOfMany,
        }
    }
}

/// What a page shows in place of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupedAnswer {
    /// The answer in words: "142 users,", "9,990 tokens".
    pub words: [String; 2],
    /// How many tokens stand in the groups.
    pub tokens: u64,
}

/// A page of tokens, as it can be shown.
pub struct ListAnswer {
    /// Where the page stands.
    pub pagination: Pagination,
    /// The rows to show: all that came, or, where authentik ignored the search, those that match.
    pub rows: Vec<Row<Rc<Token>>>,
    /// What became of the search text.
    pub search: SearchOutcome,
    /// What matches are marked by.
    pub needle: Option<Rc<Needle>>,
    /// Tokens that authentik cannot read. They stand behind all others, whatever is asked, since they may match.
    pub unreadable: Vec<Unreadable>,
    /// How much of the set was read, where that is not all of it yet: "4,300 of 9,995 read so far".
    pub so_far: Option<String>,
    /// How many tokens there are, whether they match or not, where that is known.
    pub total: Option<u64>,
    /// So many rows before and behind these are there, but out of sight.
    pub window: (usize, usize),
    /// The page asked for, where it is gone and this one is the last.
    pub requested_page: Option<u64>,
    /// Where groups are shown, of which the page is one: there are no rows then.
    pub groups: Option<GroupedAnswer>,
}

impl ListAnswer {
    /// A page as authentik sent it. `requested_page` is gone where it is told, and this one is the last.
    pub fn of_page(page: Page<Token>, requested_page: Option<u64>) -> Self {
        let rows = page.rows.into_iter().map(|row| match row {
            Row::Read(token) => Row::Read(Rc::new(token)),
            Row::Unreadable { pk, problem } => Row::Unreadable { pk, problem },
        });
        Self {
            pagination: page.pagination,
            rows: rows.collect(),
            search: SearchOutcome::NotAsked,
            needle: None,
            unreadable: Vec::new(),
            so_far: None,
            total: None,
            window: (0, 0),
            requested_page,
            groups: None,
        }
    }

    /// How many tokens match, on all pages.
    pub fn matching(&self) -> u64 {
        let in_groups = self.groups.as_ref().map(|groups| groups.tokens);
        in_groups.unwrap_or(self.pagination.count)
    }

    /// The readable tokens, in order.
    pub fn tokens(&self) -> impl Iterator<Item = &Rc<Token>> {
        self.rows.iter().filter_map(Row::read)
    }

    /// The place in the table of the first row on the page, counted from 1 with the header. `None` where nobody knows how
    /// many rows there are: of those that authentik did not search, only those on the page were looked at.
    pub fn first_place(&self) -> Option<u64> {
        let is_known = !matches!(self.search, SearchOutcome::Ignored { .. });
        is_known.then_some(1 + self.pagination.start_index.max(1) + self.window.0 as u64)
    }

    /// How many rows the table has, with the header, on this page and on all others, where that is known.
    pub fn places(&self) -> Option<u64> {
        self.first_place()?;
        Some(1 + self.pagination.count + self.unreadable.len() as u64)
    }

    /// The rows, those that did not change being the very ones of `older`, so that the page keeps them.
    pub fn keeping(mut self, older: &[Row<Rc<Token>>]) -> Self {
        for row in &mut self.rows {
            if let Row::Read(token) = row {
                let same = older.iter().find_map(|old| match old {
                    Row::Read(old) if old == token => Some(old),
                    _ => None,
                });
                if let Some(same) = same {
                    *token = Rc::clone(same);
                }
            }
        }
        self
    }
}

/// A page that authentik was asked to search for a text, which it may not have done.
pub struct SearchedPage {
    page: Page<Token>,
    needle: Needle,
    matching: usize,
}

impl SearchedPage {
    /// Looks which rows match `text`.
    pub fn new(page: Page<Token>, text: &str) -> Self {
        let needle = Needle::new(text);
        let tokens = page.rows.iter().filter_map(Row::read);
        let matching = tokens.filter(|token| needle.matches(token)).count();
        Self { page, needle, matching }
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.page.rows.is_empty()
    }

    /// Whether every row matches. Where there are rows, that may be luck.
    pub fn all_match(&self) -> bool {
        self.matching == self.page.rows.len()
    }

    /// The page as it can be shown, once it is known whether the search was honoured.
    pub fn answer(mut self, honoured: bool, requested_page: Option<u64>) -> ListAnswer {
        let search = if honoured {
            SearchOutcome::Honoured
        } else {
            let mut tokens = self.page.rows.iter().filter_map(Row::read);
            SearchOutcome::Ignored {
                matching: self.matching,
                of: self.page.rows.len(),
                lack_clients: tokens.any(|token| token.provider.is_brief()),
            }
        };
        if !honoured {
            // A row that cannot be read may match; leaving it out would be a guess.
            let may_match = |row: &Row<Token>| row.read().is_none_or(|token| self.needle.matches(token));
            self.page.rows.retain(may_match);
        }
        ListAnswer {
            search,
            needle: Some(Rc::new(self.needle)),
            ..ListAnswer::of_page(self.page, requested_page)
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::model::page::decode_page;

    /// A page of these usernames, of so many tokens; "" is a row that cannot be read.
    fn page(usernames: &[&str], count: usize) -> Page<Token> {
        let row = |(username, pk): (&&str, u64)| match *username {
            "" => json!({"pk": pk}),
            username => json!({
                "pk": pk, "user": {"pk": pk, "username": username},
                "provider": {"pk": 1, "name": "Wiki", "client_id": "wiki", "client_type": "public"},
            }),
        };
        let rows: Vec<Value> = usernames.iter().zip(1..).map(row).collect();
        let pagination =
            json!({"count": count, "current": 1, "total_pages": 2, "start_index": 1, "end_index": rows.len()});
        decode_page(&json!({"pagination": pagination, "results": rows}).to_string()).unwrap()
    }

    fn pks(answer: &ListAnswer) -> Vec<u64> {
        answer.tokens().map(|token| token.pk).collect()
    }

    #[test]
    fn a_page_is_shown_as_it_came() {
        let answer = ListAnswer::of_page(page(&["ada", "", "grace"], 30), None);
        assert_eq!(pks(&answer), [1, 3]);
        assert_eq!(answer.rows.len(), 3);
        assert_eq!(answer.search, SearchOutcome::NotAsked);
        assert_eq!(answer.first_place(), Some(2));
        assert_eq!(answer.places(), Some(31));
    }

    #[test]
    fn where_all_rows_match_that_may_be_luck() {
        let searched = SearchedPage::new(page(&["ada", "adam"], 2), "ada");
        assert!(searched.all_match());
        let answer = searched.answer(true, None);
        assert_eq!(answer.search, SearchOutcome::Honoured);
        assert_eq!(pks(&answer), [1, 2]);
        assert!(answer.needle.is_some());
    }

    #[test]
    fn where_authentik_did_not_search_only_what_matches_is_shown_and_what_may() {
        let searched = SearchedPage::new(page(&["ada", "", "grace"], 30), "ada");
        assert!(!searched.all_match());
        let answer = searched.answer(false, Some(9));
        let ignored = SearchOutcome::Ignored {
            matching: 1,
            of: 3,
            lack_clients: false,
        };
        assert_eq!(answer.search, ignored);
        assert_eq!(pks(&answer), [1]);
        assert_eq!(answer.rows.len(), 2, "what cannot be read may match");
        assert_eq!(answer.requested_page, Some(9));
        // How many there are on all pages is not known.
        assert_eq!(answer.places(), None);
    }

    #[test]
    fn a_row_that_cannot_be_read_does_not_match() {
        assert!(!SearchedPage::new(page(&["ada", ""], 2), "ada").all_match());
    }

    #[test]
    fn nothing_found_matches() {
        let searched = SearchedPage::new(page(&[], 0), "ada");
        assert!(searched.is_empty());
        assert!(searched.all_match());
    }

    #[test]
    fn rows_that_did_not_change_are_the_very_same() {
        let before = ListAnswer::of_page(page(&["ada", "grace"], 2), None);
        let after = ListAnswer::of_page(page(&["ada", "hedy"], 2), None).keeping(&before.rows);
        let same = |at: usize| {
            let token = |answer: &ListAnswer| answer.tokens().nth(at).cloned().unwrap();
            Rc::ptr_eq(&token(&before), &token(&after))
        };
        assert!(same(0));
        assert!(!same(1));
    }

    #[test]
    fn what_was_not_looked_at_is_said_of_the_rows_only_where_they_are_all() {
        for own in [false, true] {
            assert_eq!(Unsearched::by(1, false, own), Unsearched::Nothing);
            assert_eq!(Unsearched::by(1, true, own), Unsearched::ClientIds);
            assert_eq!(Unsearched::by(0, true, own), Unsearched::ClientIds);
        }
        for lack_clients in [false, true] {
            assert_eq!(Unsearched::by(2, lack_clients, false), Unsearched::OtherPagesOfMany);
            assert_eq!(Unsearched::by(2, lack_clients, true), Unsearched::OtherPages);
        }
    }
}
