//! The names behind the ids in the address.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::authentik::call::Call;
use crate::authentik::client::Client;
use crate::model::token::Token;
use crate::tokens::query::ListQuery;

/// What a filter is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Whom the tokens speak for.
    User,
    /// Who issued them.
    Provider,
}

/// The names behind the ids in the address: from rows, from suggestions, or asked for. Cheap to copy.
#[derive(Clone, Copy)]
pub struct SubjectNames(RwSignal<Vec<SubjectName>>);

struct SubjectName {
    subject: Subject,
    pk: u64,
    /// `None`: asked for, and not told.
    name: Option<String>,
}

impl SubjectNames {
    /// No name known yet.
    pub fn new() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    /// Keeps a name.
    pub fn learn(&self, subject: Subject, pk: u64, name: &str) {
        let named = SubjectName {
            subject,
            pk,
            name: Some(name.to_owned()),
        };
        self.0.update(|names| {
            names.retain(|named| named.subject != subject || named.pk != pk);
            names.push(named);
        });
    }

    /// Learns the names of what is filtered by: the first token that came tells them; where none came, authentik is asked.
    pub fn learn_of(self, client: Client, query: &ListQuery, first: Option<&Token>) {
        match first {
            Some(token) => {
                if query.user.is_some() {
                    self.learn(Subject::User, token.user.pk, &token.user.username);
                }
                if query.provider.is_some() {
                    self.learn(Subject::Provider, token.provider.pk, &token.provider.name);
                }
            }
            None => {
                if let Some(pk) = query.user {
                    self.ask(client, Subject::User, pk);
                }
                if let Some(pk) = query.provider {
                    self.ask(client, Subject::Provider, pk);
                }
            }
        }
    }

    /// The name, or the number where no name is known, tracked.
    pub fn named(&self, subject: Subject, pk: u64) -> String {
        let name = self
            .0
            .with(|names| find(names, subject, pk).and_then(|named| named.name.clone()));
        name.unwrap_or_else(|| format!("#{pk}"))
    }

    /// Drops all names: the current caller may not be allowed to know them.
    pub fn forget(&self) {
        self.0.update(Vec::clear);
    }

    /// Asks authentik for a name, once. Where it will not tell, the number has to do.
    pub fn ask(self, client: Client, subject: Subject, pk: u64) {
        if self.0.with_untracked(|names| find(names, subject, pk).is_some()) {
            return;
        }
        self.0.update_untracked(|names| {
            names.push(SubjectName {
                subject,
                pk,
                name: None,
            })
        });
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

fn find(names: &[SubjectName], subject: Subject, pk: u64) -> Option<&SubjectName> {
    names.iter().find(|named| named.subject == subject && named.pk == pk)
}
