//! Asks authentik for the names behind the ids in the address, where no row tells them. Fetched after the first view.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::token_list::list::List;
use super::token_list::names::Subject;
use crate::authentik::call::Call;
use crate::authentik::client::Client;
use crate::state::app::app;
use crate::tokens::query::ListQuery;

/// Asks for names, each once. Cheap to copy; found in the context.
#[derive(Clone, Copy)]
pub struct AbsentNames {
    list: List,
    client: Client,
    asked: StoredValue<Vec<(Subject, u64)>>,
}

impl AbsentNames {
    /// Asks whenever a filtered list turns out to be empty.
    pub fn follow(list: List) -> Self {
        let names = Self {
            list,
            client: app().client,
            asked: StoredValue::new(Vec::new()),
        };
        app()
            .session
            .on_change_of_person(Box::new(move || names.asked.set_value(Vec::new())));
        Effect::new(move || {
            let shown = list.loader.current();
            if let Some(shown) = shown.filter(|shown| shown.answer.tokens().next().is_none()) {
                names.ask_for(&shown.question.query);
            }
        });
        names
    }

    /// Asks for the names of what is filtered by, unless they are known. Where authentik will not tell, the number has to do.
    pub fn ask_for(self, query: &ListQuery) {
        if let Some(pk) = query.user {
            self.ask(Subject::User, pk);
        }
        if let Some(pk) = query.provider {
            self.ask(Subject::Provider, pk);
        }
    }

    fn ask(self, subject: Subject, pk: u64) {
        let is_asked = self.asked.with_value(|asked| asked.contains(&(subject, pk)));
        if is_asked || self.list.names.knows_untracked(subject, pk) {
            return;
        }
        self.asked.update_value(|asked| asked.push((subject, pk)));
        spawn_local(async move {
            let call = Call::default();
            let name = match subject {
                Subject::User => self.client.user(pk, &call).await.map(|user| user.username),
                Subject::Provider => self.client.provider(pk, &call).await.map(|provider| provider.name),
            };
            // The console may be gone by now.
            if let (Ok(name), Some(())) = (name, self.asked.try_with_value(|_| ())) {
                self.list.names.learn(subject, pk, &name);
            }
        });
    }
}
