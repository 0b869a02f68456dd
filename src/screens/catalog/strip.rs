//! What stands above the rows: what there is to choose from, the timeline, how far reading is, and what a search covered.

use leptos::prelude::*;

use super::facets::Facets;
use super::group_menu::GroupMenu;
use super::notices::{IgnoredParts, NameSearchNotice, NotUpdatedNotice, ReadAllQuestion, RowsEnd, UnreadableTokens};
use super::progress::{ReadingStopped, ReadingUnderWay};
use super::report_slots::{ExportMenu, TimelineChart};
use super::state::CatalogState;
use super::timeline_toggle::TimelineToggle;
use crate::components::icon::{FUNNEL, drawn};
use crate::text;
use crate::text::numbers::grouped;
use crate::tokens::catalog::{Chosen, Facet};
use crate::tokens::query::CatalogFilter;

/// Buttons beside those of the list.
#[component]
pub fn CatalogTools() -> impl IntoView {
    view! {
        <div class="catalog-tools">
            <ExportMenu/>
        </div>
    }
}

/// Loads all that can be read, where a page holds a row that cannot.
#[component]
pub fn LeaveOut() -> impl IntoView {
    let state = expect_context::<CatalogState>();
    view! {
        <button type="button" class="button" on:click=move |_| state.want_all()>{text::catalog::LEAVE_OUT}</button>
    }
}

/// What there is to choose from.
#[component]
pub fn FacetTools() -> impl IntoView {
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
        <div class="facet-tools" class:facet-tools-open=open>
            <button
                type="button"
                class="button facets-toggle"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {drawn(FUNNEL)}
                <span>{text::facets::FILTERS}</span>
                <span class="facet-badge">{chosen}</span>
            </button>
            <Facets/>
            <GroupMenu/>
            <TimelineToggle/>
        </div>
    }
}

/// The timeline, how far reading is, and what a search covered.
#[component]
pub fn Strip() -> impl IntoView {
    view! {
        <div class="strip">
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
        </div>
    }
}
