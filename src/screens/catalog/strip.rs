//! What stands above the rows: what there is to choose from, how far reading is, and what a search covered.

use leptos::prelude::*;

use super::export::ExportMenu;
use super::facets::Facets;
use super::notices::{IgnoredParts, NameSearchNotice, NotUpdatedNotice, ReadAllQuestion, RowsEnd, UnreadableTokens};
use super::progress::{ReadingStopped, ReadingUnderWay, WhatWasRead};
use super::state::CatalogState;
use super::timeline::TimelineChart;
use crate::components::icon::{FUNNEL, Icon, Picture, drawn};
use crate::components::when::When;
use crate::text;
use crate::text::numbers::grouped;
use crate::tokens::catalog::{Chosen, Facet};
use crate::tokens::query::CatalogFilter;

/// Buttons beside those of the list.
#[component]
pub fn CatalogTools() -> impl IntoView {
    let state = expect_context::<CatalogState>();
    view! {
        <div class="catalog-tools">
            <When holds=Signal::derive(move || !state.has_all())>
                <button type="button" class="button" node_ref=state.read_all on:click=move |_| state.want_all()>
                    <Picture icon=Icon::Stack/>
                    {text::buttons::READ_ALL}
                </button>
            </When>
            <ExportMenu/>
        </div>
    }
}

/// What there is to choose from, how far reading is, and what a search covered.
#[component]
pub fn Strip() -> impl IntoView {
    let state = expect_context::<CatalogState>();
    // On narrow screens the facets are behind one button.
    let open = RwSignal::new(false);
    let chosen = move || {
        let query = state.list.query();
        let chosen = Chosen::of(&query);
        let facets: usize = Facet::ALL.iter().map(|facet| chosen.count(*facet)).sum();
        let has_span = !query.filters.get(CatalogFilter::Expires).is_empty();
        let many = facets + usize::from(has_span);
        if many > 0 { grouped(many as u64) } else { String::new() }
    };
    view! {
        <div class="strip" class:strip-open=open>
            <button
                type="button"
                class="button strip-toggle"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {drawn(FUNNEL)}
                {text::facets::FILTERS}
                <span class="facet-badge">{chosen}</span>
            </button>
            <Facets/>
            <TimelineChart/>
            <div class="notices">
                <ReadAllQuestion/>
                <IgnoredParts/>
                <NameSearchNotice/>
                <ReadingUnderWay/>
                <ReadingStopped/>
                <RowsEnd/>
                <UnreadableTokens/>
                <NotUpdatedNotice/>
            </div>
            <WhatWasRead/>
        </div>
    }
}
