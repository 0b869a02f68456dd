//! The counts at the top, each a link to what it counts.

use leptos::prelude::*;

use super::state::CatalogState;
use crate::components::icon::{Icon, Picture};
use crate::components::landmark::landmark;
use crate::components::link::Link;
use crate::components::when::When;
use crate::state::location::HistoryStep;
use crate::text;
use crate::text::numbers::grouped;
use crate::text::overview;
use crate::tokens::catalog::Overview;
use crate::tokens::findings::Severity;
use crate::tokens::query::{Address, CatalogFilter, CatalogFilters};

/// What is counted.
#[derive(Clone, Copy)]
struct Count {
    label: &'static str,
    /// The part of the address that shows it; nothing for all.
    filters: &'static [CountFilter],
    /// The number.
    of: fn(&Overview) -> usize,
}

/// A filter, with its value as the address has it.
type CountFilter = (CatalogFilter, fn() -> String);

const COUNTS: [Count; 5] = [
    Count {
        label: overview::TOTAL,
        filters: &[],
        of: |counted| counted.total,
    },
    Count {
        label: overview::LIVE,
        filters: &[(CatalogFilter::Status, || "active,never,unknown".to_owned())],
        of: |counted| counted.active,
    },
    Count {
        label: overview::EXPIRING,
        filters: &[
            (CatalogFilter::Status, || "active".to_owned()),
            (CatalogFilter::Expires, || "<1d".to_owned()),
        ],
        of: |counted| counted.expiring,
    },
    Count {
        label: overview::NEVER_EXPIRING,
        filters: &[(CatalogFilter::Status, || "never".to_owned())],
        of: |counted| counted.never,
    },
    Count {
        label: overview::HIGH,
        filters: &[(CatalogFilter::Severity, || Severity::High.id().to_owned())],
        of: |counted| counted.high,
    },
];

/// The counts.
#[component]
pub fn OverviewCounts() -> impl IntoView {
    let state = expect_context::<CatalogState>();
    let counted = Memo::new(move |_| {
        state.has_all().then(|| {
            let reader = state.reader();
            reader.follow();
            reader.phase();
            let now = state.clock.ten_seconds.get();
            let source = state.source.get();
            state.with_catalog(reader, |catalog| catalog.overview(source.user, source.provider, now))
        })
    });
    view! {
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

/// A number, and the way to what it is the number of.
#[component]
fn CountLink(
    /// What is counted.
    count: Count,
    /// All numbers, where all tokens are at hand.
    counted: Memo<Option<Overview>>,
) -> impl IntoView {
    let state = expect_context::<CatalogState>();
    let location = state.list.location;
    let Count { label, filters, of } = count;
    // How many there are in all is known without them.
    let is_total = filters.is_empty();
    let number = move || {
        let known = match counted.get() {
            Some(counted) => Some(of(&counted) as u64),
            None if is_total => state.count(),
            None => None,
        };
        known.map_or_else(|| overview::UNKNOWN.to_owned(), grouped)
    };
    let address = move || filtered(&location.address(), filters);
    let is_here = move || {
        let here = location.address();
        here.query.filters == address().query.filters && here.query.search.is_empty()
    };
    let title = move || {
        let is_unread = !is_total && !state.has_all();
        is_unread.then_some(overview::WHY_UNKNOWN)
    };
    view! {
        <li>
            <Link
                class="count"
                href=Signal::derive(move || location.href(&address()))
                go=move |()| location.go(&untrack(address), HistoryStep::Push)
                attr:title=title
                attr:aria-current=move || is_here().then_some("true")
            >
                <span class="count-label">{label}</span>
                " "
                <strong class="count-number">{number}</strong>
            </Link>
        </li>
    }
}

/// The same list with nothing but these filters; user, provider, order and rows a page stay.
fn filtered(here: &Address, of: &[CountFilter]) -> Address {
    let mut filters = CatalogFilters::default();
    for (filter, value) in of {
        filters.set(*filter, &value());
    }
    Address {
        open: None,
        query: here.query.with_search("").with_filters(filters),
        ..here.clone()
    }
}
