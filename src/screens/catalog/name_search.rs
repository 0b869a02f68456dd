//! Searches by names: asks for the users and providers that match a text, and then reads their tokens.
//! [`crate::tokens::name_search`] says which.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::local_time::local_time;
use super::owners;
use crate::authentik::call::Call;
use crate::authentik::client::{Client, TokenPageRequest};
use crate::model::failure::Failure;
use crate::model::kind::Kind;
use crate::model::page::Row;
use crate::model::token::Token;
use crate::platform::clock::now;
use crate::platform::signals::set_if_changed;
use crate::state::app::app;
use crate::state::loader::Answered;
use crate::state::task::latest_call::LatestCall;
use crate::tokens::catalog::reading::PageOrder;
use crate::tokens::catalog::{Catalog, CatalogQuery, list_page};
use crate::tokens::list_answer::{ListAnswer, ListQuestion};
use crate::tokens::name_search::{MOST, MOST_TOKENS, NameSearchResult, TokenList, Wanted, all_read, lists, words_of};
use crate::tokens::query::ListQuery;

/// Rows in a request.
const PAGE: u64 = 100;

/// The state of it. Cheap to copy.
#[derive(Clone, Copy)]
pub struct NameSearch {
    client: Client,
    wanted: StoredValue<Option<Wanted>>,
    outcome: RwSignal<NameSearchResult>,
    /// The tokens that were found.
    catalog: StoredValue<Catalog, LocalStorage>,
    calls: LatestCall,
}

impl NameSearch {
    /// Nothing looked for yet.
    pub fn new() -> Self {
        Self {
            client: app().client,
            wanted: StoredValue::new(None),
            outcome: RwSignal::new(NameSearchResult::Nothing),
            catalog: StoredValue::new_local(Catalog::default()),
            calls: LatestCall::until_cleanup(),
        }
    }

    /// What came of it, tracked.
    pub fn outcome(&self) -> NameSearchResult {
        self.outcome.get()
    }

    /// Looks for this, unless that is under way or done already. `few`: all tokens together are not many.
    pub fn look_for(self, wanted: Option<Wanted>, few: bool) {
        if self.wanted.with_value(|before| *before == wanted) {
            return;
        }
        self.calls.abort();
        self.wanted.set_value(wanted.clone());
        let Some(wanted) = wanted else {
            set_if_changed(self.outcome, NameSearchResult::Nothing);
            self.catalog.set_value(Catalog::default());
            return;
        };
        let words = words_of(&wanted.text);
        if words.is_empty() {
            self.outcome.set(NameSearchResult::NotByNames);
            return;
        }
        self.outcome.set(NameSearchResult::Looking);
        let call = self.calls.begin();
        spawn_local(async move {
            let outcome = match self.find(&wanted, &words, &call).await {
                // Where there are few tokens, reading them all is the better answer.
                Err(failure) if few => {
                    let all = vec![(wanted.user, wanted.provider)];
                    let read = self.read_lists(&wanted, all, &call).await.ok().flatten();
                    let kept = self
                        .catalog
                        .try_with_value(|catalog| (catalog.len() as u64, catalog.brief_providers() == 0));
                    read.zip(kept)
                        .and_then(|(read, (kept, with_clients))| all_read(read, kept, with_clients))
                        .ok_or(failure)
                }
                outcome => outcome,
            };
            if self.calls.is(&call) {
                self.outcome.set(outcome.unwrap_or_else(NameSearchResult::Failed));
            }
        });
    }

    /// A token that matches all words matches each of them, so any that few match will do.
    async fn find(self, wanted: &Wanted, words: &[String], call: &Call) -> Result<NameSearchResult, Failure> {
        let mut first = None;
        for word in words {
            let part = (words.len() > 1).then(|| word.clone());
            match self.find_by(wanted, word, part, call).await? {
                too_many @ NameSearchResult::TooMany { .. } => first = first.or(Some(too_many)),
                found => return Ok(found),
            }
        }
        Ok(first.unwrap_or_default())
    }

    async fn find_by(
        self,
        wanted: &Wanted,
        name: &str,
        word: Option<String>,
        call: &Call,
    ) -> Result<NameSearchResult, Failure> {
        let users = self.client.users_matching(name, MOST, call).await?;
        let providers = self.client.providers_matching(name, MOST, call).await?;
        let (some_users, some_providers) = (users.pagination.count, providers.pagination.count);
        let too_many = |tokens: bool| NameSearchResult::TooMany {
            users: some_users,
            providers: some_providers,
            word: word.clone(),
            tokens,
        };
        let Some(lists) = lists(wanted, &users, &providers) else {
            return Ok(too_many(false));
        };
        Ok(match self.read_lists(wanted, lists, call).await? {
            Some(_) => NameSearchResult::Found {
                users: some_users,
                providers: some_providers,
                word,
            },
            None => too_many(true),
        })
    }

    /// Reads the tokens of these users and providers, and keeps them; how many rows that were, unless they are too many.
    async fn read_lists(self, wanted: &Wanted, lists: Vec<TokenList>, call: &Call) -> Result<Option<u64>, Failure> {
        let mut catalog = Catalog::new(wanted.kind);
        catalog.collate_by(super::collate::collated_ranks);
        let mut read = 0;
        for (user, provider) in lists {
            for page in 1.. {
                let of = TokenPageRequest {
                    kind: wanted.kind,
                    user,
                    provider,
                    ordering: PageOrder::Pk.ordering(),
                    page,
                    size: PAGE,
                };
                let came = self.client.token_page(&of, call).await?;
                read += came.rows.len() as u64;
                if read.max(came.pagination.count) > MOST_TOKENS {
                    return Ok(None);
                }
                let tokens: Vec<Token> = came.rows.into_iter().filter_map(Row::into_read).collect();
                catalog.put(&tokens);
                if came.pagination.next.is_none() {
                    break;
                }
            }
        }
        if catalog.brief_providers() > 0
            && let Ok(list) = owners::all(&mut 0, |page| self.client.providers(page, call)).await
        {
            catalog.update_owners(&[], &list.rows);
        }
        self.catalog.set_value(catalog);
        Ok(Some(read))
    }

    /// The rows that were found, if they answer this question, tracked.
    pub fn answer(self, kind: Kind, query: ListQuery) -> Option<Answered<ListQuestion, ListAnswer>> {
        let (NameSearchResult::Found { .. } | NameSearchResult::AllRead { .. }) = self.outcome.get() else {
            return None;
        };
        let wanted = self.wanted.get_value()?;
        if wanted.text != query.search || wanted.kind != kind || query.needs_catalog() {
            return None;
        }
        let (asked, ..) = CatalogQuery::read(&query, &query.search, local_time());
        let find = |catalog: &mut Catalog| list_page(catalog, &asked, &query, None, now());
        let answer = self.catalog.try_update_value(find)?;
        Some(Answered {
            question: Rc::new(ListQuestion { kind, query }),
            answer: Rc::new(answer),
            at: now(),
        })
    }
}
