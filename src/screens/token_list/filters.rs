//! The chosen filters, as chips.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::list::List;
use crate::authentik::client::{Call, Client};
use crate::ui::chip::chip;
use crate::ui::dom::{El, el};

/// What a filter is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Whom the tokens speak for.
    User,
    /// Who issued them.
    Provider,
}

/// The names behind the ids in the address: from rows, from suggestions, or asked for. `None`: asked for, and not
/// told. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Names(RwSignal<BTreeMap<(Subject, u64), Option<String>>>);

impl Names {
    /// No name known yet.
    pub fn new() -> Self {
        Self(RwSignal::default())
    }

    /// Keeps a name.
    pub fn learn(&self, subject: Subject, pk: u64, name: &str) {
        self.0.try_update(|names| names.insert((subject, pk), Some(name.to_owned())));
    }

    /// The name, or the number where no name is known, tracked.
    fn named(&self, subject: Subject, pk: u64) -> String {
        self.0
            .with(|names| names.get(&(subject, pk)).cloned().flatten())
            .unwrap_or_else(|| format!("#{pk}"))
    }

    /// Asks authentik for a name, once. Where it will not tell, the number has to do.
    fn ask(self, client: Client, subject: Subject, pk: u64) {
        let is_new = self.0.try_update(|names| match names.entry((subject, pk)) {
            std::collections::btree_map::Entry::Vacant(place) => place.insert(None).is_none(),
            std::collections::btree_map::Entry::Occupied(_) => false,
        });
        if is_new != Some(true) {
            return;
        }
        spawn_local(async move {
            let call = Call::default();
            let name = match subject {
                Subject::User => client.user(pk, &call).await.map(|user| user.username),
                Subject::Provider => client.provider(pk, &call).await.map(|provider| provider.name),
            };
            if let Ok(name) = name {
                self.learn(subject, pk, &name);
            }
        });
    }
}

/// "User: alice ×  Provider: Grafana ×".
pub fn filters() -> El {
    let list = expect_context::<List>();
    let client = expect_context::<Client>();
    let names = expect_context::<Names>();
    el("div")
        .class("filters")
        .attr("role", "group")
        .attr("aria-label", "Filters")
        .flag_of("hidden", move || {
            let query = list.query();
            query.user.is_none() && query.provider.is_none()
        })
        // The rows that come tell the names; where none come, authentik is asked.
        .watch(move |_| {
            let Some(shown) = list.loader.current() else { return };
            let query = &shown.question.query;
            let first = shown.answer.tokens().next();
            untrack(|| match first {
                Some(token) => {
                    if query.user.is_some() {
                        names.learn(Subject::User, token.user.pk, &token.user.username);
                    }
                    if query.provider.is_some() {
                        names.learn(Subject::Provider, token.provider.pk, &token.provider.name);
                    }
                }
                None => {
                    if let Some(pk) = query.user {
                        names.ask(client, Subject::User, pk);
                    }
                    if let Some(pk) = query.provider {
                        names.ask(client, Subject::Provider, pk);
                    }
                }
            });
        })
        .part(move || filter(list, names, Subject::User))
        .part(move || filter(list, names, Subject::Provider))
}

fn filter(list: List, names: Names, subject: Subject) -> Option<El> {
    let query = list.query();
    let (label, field, pk) = match subject {
        Subject::User => ("User", "user", query.user?),
        Subject::Provider => ("Provider", "provider", query.provider?),
    };
    let errors = move || {
        let failure = list.loader.failure();
        failure.map(|failure| failure.message_for(field).to_vec()).unwrap_or_default()
    };
    let remove = move || {
        list.change_query(|query| match subject {
            Subject::User => query.with_user(None),
            Subject::Provider => query.with_provider(None),
        });
    };
    Some(chip(label, move || names.named(subject, pk), errors, remove))
}
