//! Asks authentik for a page of the list.

use leptos::prelude::*;

use crate::authentik::call::Call;
use crate::authentik::client::{Asking, Client};
use crate::model::failure::{Failure, FailureKind};
use crate::model::kind::Kind;
use crate::tokens::list_answer::{ListAnswer, ListQuestion, SearchedPage};
use crate::tokens::query::{ListQuery, PageSize};

/// A text that no token can contain: if authentik returns tokens for it, it did not search.
const NOWHERE: &str = "tokenscope-finds-nothing-7f3a91c2";

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
            return Ok(ListAnswer::of_page(page, requested_page));
        }
        let searched = SearchedPage::new(page, &query.search);
        let honoured =
            searched.all_match() && (searched.is_empty() || searches(client, works, kind, &query, &call).await?);
        Ok(searched.answer(honoured, requested_page))
    })
}

/// When every row matches, the answer alone cannot tell whether authentik searched. A text that occurs nowhere can.
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
