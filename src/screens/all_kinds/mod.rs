//! All kinds of token on one page: of each the newest, how many there are, and the way to its list. For everything that a
//! user holds, or that a provider has issued.

mod section;

use leptos::prelude::*;

use self::section::{KindLoader, KindSection, count, is_searchable, question};
use crate::components::when::{When, each};
use crate::model::kind::Kind;
use crate::screens::absent_names::AbsentNames;
use crate::screens::failure_panel::FailurePanel;
use crate::screens::token_list::list::List;
use crate::screens::token_list::request;
use crate::state::app::app;
use crate::state::loader::Loader;
use crate::text;
use crate::tokens::list_answer::{ListAnswer, ListQuestion};

/// The page, below the search box and the chosen filters.
#[component]
pub fn AllKinds() -> impl IntoView {
    let list = expect_context::<List>();
    let absent_names = expect_context::<AbsentNames>();
    let app = app();
    let works = RwSignal::new(None);
    let loaders = Kind::ALL.map(|kind| {
        let ask = move |asked: &ListQuestion, call: &_| request::ask(app.client, works, asked, call);
        let loader: KindLoader = Loader::refined(ask, |new, older: &ListAnswer| new.keeping(&older.rows));
        (kind, loader)
    });
    let ask = move || {
        let query = list.query();
        for (kind, loader) in loaders {
            if is_searchable(&query) {
                loader.ask(question(kind, &query));
            } else {
                loader.clear();
            }
        }
    };
    Effect::new(ask);
    app.session.on_change_of_person(Box::new(move || {
        loaders.iter().for_each(|(_, loader)| loader.clear());
        untrack(ask);
    }));
    let deleted = move |before: Option<u64>| {
        let deleted = list.deleted.get();
        if before.is_some_and(|before| before != deleted) {
            loaders.iter().for_each(|(_, loader)| loader.again());
        }
        deleted
    };
    Effect::new(deleted);
    let refresh = move |_| loaders.iter().for_each(|(_, loader)| loader.again());
    let is_busy = move || loaders.iter().any(|(_, loader)| loader.is_busy());
    let said = move || {
        let counts = loaders.iter().map(|(_, loader)| count(*loader));
        counts.sum::<Option<u64>>().map(text::all_kinds::newest_of)
    };
    Effect::new(move || {
        let first = |loader: &KindLoader| loader.current()?.answer.tokens().next().cloned();
        let first = loaders.iter().find_map(|(_, loader)| first(loader));
        match first {
            Some(token) => list.names.learn_from(&token, &list.query()),
            None if is_busy() => {}
            None => absent_names.ask_for(&list.query()),
        }
    });
    // What keeps all of them away is said once.
    let failure = move || {
        let failures = loaders.map(|(_, loader)| loader.failure());
        let [Some(first), Some(second), Some(third)] = failures else {
            return None;
        };
        (first.kind == second.kind && first.kind == third.kind).then_some(first)
    };
    let failed = Memo::new(move |_| failure().is_some());
    let panel = move || {
        let failure = failure()?;
        let retry = move |()| loaders.iter().for_each(|(_, loader)| loader.again());
        Some(view! { <FailurePanel failure shown_elsewhere=&[] retry/> }.into_any())
    };
    view! {
        <div class="kinds">
            <div class="kinds-tools">
                <p class="quiet" role="status">{said}</p>
                <button type="button" class="button tool-plain" class:button-busy=is_busy on:click=refresh>{text::list::REFRESH}</button>
            </div>
            {panel}
            <When holds=Signal::derive(move || !failed.get())>
                {each(loaders.to_vec(), |(kind, loader)| view! { <KindSection kind loader/> }.into_any())}
            </When>
        </div>
    }
}
