//! The chosen filters, as chips.

use leptos::prelude::*;

use super::list::List;
use super::names::Subject;
use crate::components::chip::Chip;
use crate::components::lazy::LazySlot;
use crate::components::when::When;
use crate::state::app::app;
use crate::text;

/// "User: alice ×  Provider: Grafana ×".
#[component]
pub fn Filters() -> impl IntoView {
    let list = expect_context::<List>();
    let names = list.names;
    Effect::new(move || {
        let Some(shown) = list.loader.current() else { return };
        if let Some(token) = shown.answer.tokens().next() {
            names.learn_from(token, &shown.question.query);
        }
    });
    let none = move || !list.query().is_filtered();
    let chips = app().modules.catalog_view(|slots| slots.chips);
    view! {
        <div class="filters" role="group" aria-label=text::list::FILTERS hidden=none>
            <FilterChip subject=Subject::User/>
            <FilterChip subject=Subject::Provider/>
            <LazySlot view=chips/>
            {move || list.slots.selection.get().map(|selecting| untrack(selecting.filters))}
        </div>
    }
}

#[component]
fn FilterChip(subject: Subject) -> impl IntoView {
    let list = expect_context::<List>();
    let names = list.names;
    let (label, field) = match subject {
        Subject::User => (text::list::USER_FILTER, "user"),
        Subject::Provider => (text::list::PROVIDER_FILTER, "provider"),
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
