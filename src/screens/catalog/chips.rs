//! What is chosen in the facets and in the timeline, each as a chip that takes it out again.

use leptos::prelude::*;

use super::facets::value_name;
use super::span_words::chosen_span_words;
use super::state::CatalogState;

use crate::components::chip::Chip;
use crate::components::when::each;
use crate::screens::copy_link::CopyLink;
use crate::screens::token_list::names::Subject;
use crate::text;
use crate::tokens::catalog::{Chosen, Facet, Span, Value};
use crate::tokens::query::Address;

/// The chips, and the button that clears every one of them.
#[component]
pub fn ChosenChips() -> impl IntoView {
    let state = expect_context::<CatalogState>();
    let list = state.list;
    let chosen = Memo::new(move |_| Chosen::of(&list.query()));
    let span = Memo::new(move |_| chosen_span_words(&list.query()));
    let values = move || {
        let chosen = chosen.get();
        let values = Facet::ALL.into_iter().flat_map(|facet| {
            let values = chosen.values(facet, |pk| list.names.named(Subject::Provider, pk));
            values.into_iter().map(move |value| (facet, value))
        });
        each(values.collect(), |(facet, value)| {
            view! { <ValueChip facet value/> }.into_any()
        })
    };
    let span_chip = move || {
        let words = span.get()?;
        let remove = move |()| {
            list.change_query(|query| Span::write(None, query));
            list.focus_search();
        };
        Some(view! {
            <Chip label=text::facets::EXPIRES value=Signal::derive(move || words.clone()) is_data=false remove/>
        })
    };
    let clear = move |_| {
        list.change_query(|query| query.without_filters().with_search(""));
        list.focus_search();
    };
    view! {
        {values}
        {span_chip}
        <button type="button" class="link" on:click=clear>{text::facets::CLEAR_ALL}</button>
        <CopyLink address=Signal::derive(move || Address { open: None, ..list.location.address() })/>
    }
}

/// One of the chosen values.
#[component]
fn ValueChip(
    /// Where it was chosen.
    facet: Facet,
    /// What was chosen.
    value: Value,
) -> impl IntoView {
    let list = expect_context::<CatalogState>().list;
    let name = value_name(&value);
    // Names are data; statuses, findings and kinds of users are words of ours.
    let is_data = matches!(value, Value::Provider(..) | Value::Scope(_));
    let remove = move |()| {
        list.change_query(|query| {
            let mut chosen = Chosen::of(query);
            chosen.choose(&value, false);
            chosen.write(query)
        });
        // The button is gone together with its filter.
        list.focus_search();
    };
    view! { <Chip label=text::facets::facet(facet) value=Signal::derive(move || name.clone()) is_data remove/> }
}
