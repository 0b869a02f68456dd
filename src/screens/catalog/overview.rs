//! The counts of what matches, each a link to what it counts.

use leptos::prelude::*;

use super::state::CatalogState;
use crate::components::icon::{Icon, Picture};
use crate::components::landmark::landmark;
use crate::components::lazy::LazySlot;
use crate::components::link::Link;
use crate::components::when::When;
use crate::state::app::app;
use crate::state::location::HistoryStep;
use crate::text;
use crate::text::numbers::grouped;
use crate::text::overview;
use crate::tokens::catalog::Overview;
use crate::tokens::query::{Address, CatalogFilter};

/// What is counted.
#[derive(Clone, Copy)]
struct Count {
    label: &'static str,
    /// The part of the address that shows it.
    filters: &'static [CountFilter],
    /// The number.
    of: fn(&Overview) -> usize,
}

/// A filter, with its value as the address has it; "" takes it out.
type CountFilter = (CatalogFilter, &'static str);

const COUNTS: [Count; 4] = [
    Count {
        label: overview::LIVE,
        filters: &[
            (CatalogFilter::Status, "active,never,unknown"),
            (CatalogFilter::Expires, ""),
        ],
        of: |counted| counted.live,
    },
    Count {
        label: overview::EXPIRING,
        filters: &[(CatalogFilter::Status, "active"), (CatalogFilter::Expires, "<1d")],
        of: |counted| counted.expiring,
    },
    Count {
        label: overview::NEVER_EXPIRING,
        filters: &[(CatalogFilter::Status, "never"), (CatalogFilter::Expires, "")],
        of: |counted| counted.never,
    },
    Count {
        label: overview::HIGH,
        filters: &[(CatalogFilter::Severity, "high")],
        of: |counted| counted.high,
    },
];

/// The menu of views, and the counts.
#[component]
pub fn OverviewCounts() -> impl IntoView {
    let state = expect_context::<CatalogState>();
    let counted = Memo::new(move |_| {
        if !state.has_all() {
            return Overview::default();
        }
        let reader = state.reader();
        reader.follow();
        reader.phase();
        let now = state.clock.ten_seconds.get();
        let asked = state.question.get();
        state.with_catalog(reader, |catalog| catalog.overview(&asked, now))
    });
    let tools = app().modules.tools;
    view! {
        <LazySlot view=Signal::derive(move || tools.get().map(|tools| tools.views))/>
        <When holds=Signal::derive(move || !state.has_all())>
            <button type="button" class="button" node_ref=state.read_all on:click=move |_| state.want_all()>
                <Picture icon=Icon::Stack/>
                {text::buttons::READ_ALL}
            </button>
        </When>
        <When holds=state.all>
            <nav class="overview" aria-label=landmark(overview::OVERVIEW)>
                <ul class="counts">{COUNTS.map(|count| view! { <CountLink count counted/> })}</ul>
            </nav>
        </When>
    }
}

/// A number, and the way to what it is the number of; where that is what one looks at, the way back.
#[component]
fn CountLink(
    /// What is counted.
    count: Count,
    /// All numbers.
    counted: Memo<Overview>,
) -> impl IntoView {
    let location = expect_context::<CatalogState>().list.location;
    let Count { label, filters, of } = count;
    let number = move || grouped(of(&counted.get()) as u64);
    let is_here = move || {
        let here = location.address().query.filters;
        filters.iter().all(|(filter, value)| here.get(*filter) == *value)
    };
    let address = move || filtered(&location.address(), filters, !is_here());
    view! {
        <li>
            <Link
                class="count"
                href=Signal::derive(move || location.href(&address()))
                go=move |()| location.go(&untrack(address), HistoryStep::Push)
                attr:aria-current=move || is_here().then_some("true")
            >
                <span class="count-label">{label}</span>
                " "
                <strong class="count-number">{number}</strong>
            </Link>
        </li>
    }
}

/// The same list with these filters, or without them.
fn filtered(here: &Address, of: &[CountFilter], on: bool) -> Address {
    let mut filters = here.query.filters.clone();
    for (filter, value) in of {
        filters.set(*filter, if on { value } else { "" });
    }
    Address {
        open: None,
        query: here.query.with_filters(filters),
        ..here.clone()
    }
}
