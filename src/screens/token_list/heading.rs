//! The answer above the table: how many tokens match, what was chosen to get there, and how old that is.

use leptos::prelude::*;

use super::filters::Filters;
use super::list::List;
use crate::components::format::{clock, relative};
use crate::components::lazy::LazySlot;
use crate::state::app::app;
use crate::text;

/// An answer that takes longer than so many seconds is remarked on.
const SLOW: i64 = 4;

/// An answer that is older than so many seconds says how old it is.
const OLD: i64 = 60;

/// "Access tokens **108** of 9,990", the chosen filters, and the counts of what matches.
#[component]
pub fn Heading() -> impl IntoView {
    let list = expect_context::<List>();
    let overview = app().modules.catalog_view(|slots| slots.overview);
    view! {
        <header class="list-head">
            <h1>
                {move || if list.is_all_kinds() { text::all_kinds::TITLE } else { text::kinds::many(list.kind()) }}
            </h1>
            <Answer/>
            <Filters/>
            <Freshness/>
            <div class="overview-place"><LazySlot view=overview/></div>
        </header>
    }
}

/// How many tokens match, of how many.
#[component]
fn Answer() -> impl IntoView {
    let list = expect_context::<List>();
    let words = move || match list.shown() {
        Some(shown) => text::list::answer(&shown.answer),
        None => Default::default(),
    };
    view! {
        <p class="answer">
            {move || {
                let [count, of] = words();
                view! { <strong>{count}</strong>" "<span class="quiet">{of}</span> }.into_any()
            }}
        </p>
    }
}

/// How old the answer is, or how long the next one takes already.
#[component]
fn Freshness() -> impl IntoView {
    let list = expect_context::<List>();
    let clock_of_app = app().clock;
    let at = move || list.shown().map(|shown| shown.at);
    let words = move || {
        let since = list.loader.busy_since();
        let waited = since.map_or(0, |since| (clock_of_app.second.get() - since).num_seconds());
        if waited >= SLOW {
            return text::list::waiting(waited.unsigned_abs());
        }
        let Some(at) = at() else { return String::new() };
        let now = clock_of_app.ten_seconds.get();
        if (now - at).num_seconds() < OLD {
            text::list::UPDATED_NOW.to_owned()
        } else {
            text::list::updated(&relative(at, now))
        }
    };
    view! { <span class="freshness quiet" title=move || at().map(clock)>{words}</span> }
}
