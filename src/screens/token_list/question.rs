//! What the list asks authentik, and what it makes of the answer.

use leptos::prelude::*;
use std::rc::Rc;

use crate::authentik::call::Call;
use crate::authentik::client::{Asking, Client};
use crate::model::failure::{Failure, FailureKind};
use crate::model::kind::Kind;
use crate::model::page::{Page, Pagination, Row};
use crate::model::token::Token;
use crate::tokens::local_match::Needle;
use crate::tokens::query::{ListQuery, PageSize};

/// A text that no token can hold: where authentik finds tokens for it, it did not look.
const NOWHERE: &str = "tokenscope-finds-nothing-7f3a91c2";

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
        /// Whether some of them left out their client, by which they may match as well.
        lack_clients: bool,
    },
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
    /// Tokens that authentik cannot read: where they stand, and under which request id it says why. They stand behind all
    /// others, whatever is asked, since they may match.
    pub unreadable: Vec<(String, String)>,
    /// How much of the set was read, where that is not all of it yet: "4,300 of 9,995 read so far".
    pub so_far: Option<String>,
    /// So many rows before and behind these are there, but out of sight.
    pub window: (usize, usize),
    /// The page asked for, where it is gone and this one is the last.
    pub requested_page: Option<u64>,
}

impl ListAnswer {
    /// The readable tokens, in order.
    pub fn tokens(&self) -> impl Iterator<Item = &Rc<Token>> {
        self.rows.iter().filter_map(|row| match row {
            Row::Read(token) => Some(token),
            Row::Unreadable { .. } => None,
        })
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

/// Whether this authentik searches tokens at all; found out once, when it first matters.
pub type SearchWorks = RwSignal<Option<bool>>;

/// Asks `question`.
pub fn ask(client: Client, works: SearchWorks, question: &ListQuestion, call: &Call) -> Asking<ListAnswer> {
    let ListQuestion { kind, query } = question.clone();
    let call = call.clone();
    Box::pin(async move {
        let (page, requested_page) = match client.tokens(kind, &query.api_query(kind), &call).await {
            Err(failure) if failure.kind == FailureKind::PageGone && query.page > 1 => {
                let last = client.tokens(kind, &query.api_query_of_last_page(kind), &call).await?;
                (last, Some(query.page))
            }
            other => (other?, None),
        };
        if query.search.is_empty() {
            return Ok(answer(page, requested_page, None, SearchOutcome::NotAsked));
        }
        let needle = Needle::new(&query.search);
        let of = page.rows.len();
        let matching = page.rows.iter().filter(|row| matches(&needle, row)).count();
        let honoured = of == matching && (of == 0 || searches(client, works, kind, &query, &call).await?);
        let outcome = if honoured {
            SearchOutcome::Honoured
        } else {
            let lacks_client = |row: &Row<Token>| matches!(row, Row::Read(token) if token.provider.is_brief());
            let lack_clients = page.rows.iter().any(lacks_client);
            SearchOutcome::Ignored {
                matching,
                of,
                lack_clients,
            }
        };
        Ok(answer(page, requested_page, Some(needle), outcome))
    })
}

/// When every row matches, the answer alone cannot tell luck from a search. A text that is nowhere can.
async fn searches(
    client: Client,
    works: SearchWorks,
    kind: Kind,
    query: &ListQuery,
    call: &Call,
) -> Result<bool, Failure> {
    if let Some(known) = works.try_get_untracked().flatten() {
        return Ok(known);
    }
    let probe = query.with_search(NOWHERE).with_page_size(PageSize::SMALLEST);
    let found = client
        .tokens(kind, &probe.api_query(kind), call)
        .await?
        .pagination
        .count;
    works.set(Some(found == 0));
    Ok(found == 0)
}

fn matches(needle: &Needle, row: &Row<Token>) -> bool {
    matches!(row, Row::Read(token) if needle.matches(token))
}

fn answer(page: Page<Token>, requested_page: Option<u64>, needle: Option<Needle>, search: SearchOutcome) -> ListAnswer {
    let keep = |row: &Row<Token>| match (&needle, search, row) {
        // A row that cannot be read may match; leaving it out would be a guess.
        (Some(needle), SearchOutcome::Ignored { .. }, Row::Read(token)) => needle.matches(token),
        _ => true,
    };
    let rows = page.rows.into_iter().filter(keep).map(|row| match row {
        Row::Read(token) => Row::Read(Rc::new(token)),
        Row::Unreadable { pk, problem } => Row::Unreadable { pk, problem },
    });
    ListAnswer {
        pagination: page.pagination,
        rows: rows.collect(),
        search,
        unreadable: Vec::new(),
        so_far: None,
        window: (0, 0),
        needle: needle.map(Rc::new),
        requested_page,
    }
}
