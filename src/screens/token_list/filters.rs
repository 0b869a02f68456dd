//! The chosen filters, as chips.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::list::List;
use crate::authentik::call::Call;
use crate::authentik::client::Client;
use crate::components::chip::Chip;
use crate::components::when::When;
use crate::state::app::app;

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
pub struct Names(RwSignal<Vec<Named>>);

struct Named {
    subject: Subject,
    pk: u64,
    /// `None`: asked for, and not told.
    name: Option<String>,
}

impl Names {
    /// No name known yet.
    pub fn new() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    /// Keeps a name.
    pub fn learn(&self, subject: Subject, pk: u64, name: &str) {
        let named = Named {
            subject,
            pk,
            name: Some(name.to_owned()),
        };
        self.0.update(|names| {
            names.retain(|named| named.subject != subject || named.pk != pk);
            names.push(named);
        });
    }

    /// The name, or the number where no name is known, tracked.
    pub fn named(&self, subject: Subject, pk: u64) -> String {
        let name = self
            .0
            .with(|names| find(names, subject, pk).and_then(|named| named.name.clone()));
        name.unwrap_or_else(|| format!("#{pk}"))
    }

    /// Lets go of all names: whoever asks now may not be allowed to know them.
    pub fn forget(&self) {
        self.0.update(Vec::clear);
    }

    /// Asks authentik for a name, once. Where it will not tell, the number has to do.
    fn ask(self, client: Client, subject: Subject, pk: u64) {
        if self.0.with_untracked(|names| find(names, subject, pk).is_some()) {
            return;
        }
        self.0.update_untracked(|names| {
            names.push(Named {
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

fn find(names: &[Named], subject: Subject, pk: u64) -> Option<&Named> {
    names.iter().find(|named| named.subject == subject && named.pk == pk)
}

/// "User: alice ×  Provider: Grafana ×".
#[component]
pub fn Filters() -> impl IntoView {
    let list = expect_context::<List>();
    let client = app().client;
    let names = list.names;
    // The rows that come tell the names; where none come, authentik is asked.
    Effect::new(move || {
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
    });
    let none = move || {
        let query = list.query();
        query.user.is_none() && query.provider.is_none()
    };
    view! {
        <div class="filters" role="group" aria-label="Filters" hidden=none>
            <Filter subject=Subject::User/>
            <Filter subject=Subject::Provider/>
            {move || list.choosing.get().map(|choosing| untrack(choosing.filters))}
        </div>
    }
}

#[component]
fn Filter(subject: Subject) -> impl IntoView {
    let list = expect_context::<List>();
    let names = list.names;
    let (label, field) = match subject {
        Subject::User => ("User", "user"),
        Subject::Provider => ("Provider", "provider"),
    };
    let pk = move || {
        let query = list.query();
        match subject {
            Subject::User => query.user,
            Subject::Provider => query.provider,
        }
    };
    let errors = move || {
        let failure = list.loader.failure();
        failure.map_or_else(String::new, |failure| failure.message_for(field).join(" "))
    };
    let remove = move |()| {
        list.change_query(|query| match subject {
            Subject::User => query.with_user(None),
            Subject::Provider => query.with_provider(None),
        });
        // The button is gone together with its filter.
        list.focus_search();
    };
    let value = move || pk().map_or_else(String::new, |pk| names.named(subject, pk));
    view! {
        <When holds=Signal::derive(move || pk().is_some())>
            <Chip label value=Signal::derive(value) errors=Signal::derive(errors) remove/>
        </When>
    }
}
