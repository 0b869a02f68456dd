//! The quick answer to a text: users and providers that authentik itself finds by it, and then their tokens.
//!
//! Reading everything is dear. What authentik can search are users (username, name, e-mail) and providers (name), so a
//! name is answered completely with a handful of requests; the page says what that covers.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::people;
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
use crate::tokens::catalog::{Catalog, CatalogQuery, list_page};
use crate::tokens::list_answer::{ListAnswer, ListQuestion};
use crate::tokens::query::ListQuery;
use crate::tokens::terms::parse;

/// More users than this, or more providers, are not asked for one by one.
const MOST: u32 = 20;

/// Nor are more tokens than this.
pub const MOST_TOKENS: u64 = 2_000;

const PAGE: u64 = 100;

/// Of a text of many words, so many are tried.
const WORDS: usize = 3;

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum NameSearchResult {
    /// Nothing is searched for.
    #[default]
    Nothing,
    /// It is being looked for.
    Looking,
    /// The tokens of so many users and so many providers are all there.
    Found {
        /// Users whose names match.
        users: u64,
        /// Providers whose names match.
        providers: u64,
        /// The word that these match, where more than that is searched for.
        word: Option<String>,
    },
    /// Names could not be asked for, so all tokens that there are were read, which are few.
    AllRead {
        /// How many.
        of: u64,
        /// Whether their clients are known, and were searched.
        with_clients: bool,
    },
    /// So many users, providers or tokens match that reading everything is the better way.
    TooMany {
        /// Users whose names match.
        users: u64,
        /// Providers whose names match.
        providers: u64,
        /// The word that these match, where more than that is searched for.
        word: Option<String>,
        /// Whether it is their tokens that are too many.
        tokens: bool,
    },
    /// Names alone cannot answer it: it asks for scopes, a status and the like.
    NotByNames,
    /// authentik did not tell.
    Failed(Failure),
}

/// What is looked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// Among tokens of this kind.
    pub kind: Kind,
    /// The text that was typed.
    pub text: String,
    /// Only this user's.
    pub user: Option<u64>,
    /// Only this provider's.
    pub provider: Option<u64>,
}

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
        let words = names_in(&wanted.text);
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
                    // With a row that cannot be read it would not be all.
                    let kept = self.catalog.try_with_value(Catalog::len).map(|rows| rows as u64);
                    let are_brief = |catalog: &Catalog| catalog.brief_providers() > 0;
                    let with_clients = self.catalog.try_with_value(are_brief) == Some(false);
                    read.filter(|read| kept == Some(*read))
                        .map(|of| NameSearchResult::AllRead { of, with_clients })
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
        for word in words.iter().take(WORDS) {
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
        if some_users > MOST.into() || some_providers > MOST.into() {
            return Ok(too_many(false));
        }
        let users = users.rows.iter().filter_map(Row::read);
        let users = users.map(|user| (Some(user.pk), wanted.provider));
        let providers = providers.rows.iter().filter_map(Row::read);
        let providers = providers.map(|provider| (wanted.user, Some(provider.pk)));
        // Within one user's tokens only this user is of interest, and so with a provider.
        let lists = users.chain(providers).filter(|(user, provider)| {
            wanted.user.is_none_or(|only| user.is_none_or(|user| user == only))
                && wanted
                    .provider
                    .is_none_or(|only| provider.is_none_or(|provider| provider == only))
        });
        let lists = lists.collect();
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
    async fn read_lists(
        self,
        wanted: &Wanted,
        lists: Vec<(Option<u64>, Option<u64>)>,
        call: &Call,
    ) -> Result<Option<u64>, Failure> {
        let mut catalog = Catalog::new(wanted.kind);
        catalog.collate_by(super::collate::ranks);
        let mut read = 0;
        for (user, provider) in lists {
            for page in 1.. {
                let of = TokenPageRequest {
                    kind: wanted.kind,
                    user,
                    provider,
                    ordering: "pk",
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
            && let Ok(list) = people::all(&mut 0, |page| self.client.providers(page, call)).await
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
        let (asked, ..) = CatalogQuery::read(&query, &query.search);
        let find = |catalog: &mut Catalog| list_page(catalog, &asked, &query, None, now());
        let answer = self.catalog.try_update_value(find)?;
        Some(Answered {
            question: Rc::new(ListQuestion { kind, query }),
            answer: Rc::new(answer),
            at: now(),
        })
    }
}

/// The words that names are searched by, the longest first, since few match it. As they were typed: authentik heeds
/// accents. None where no name can answer.
fn names_in(text: &str) -> Vec<String> {
    if !parse(text).is_ok_and(|terms| terms.is_plain()) {
        return Vec::new();
    }
    let words = text.split_whitespace().map(|word| word.trim_matches('"'));
    let mut words: Vec<String> = words.filter(|word| !word.is_empty()).map(str::to_owned).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.dedup();
    words
}
