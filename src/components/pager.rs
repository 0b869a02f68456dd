//! First, previous, go to, next, last; and how many rows.

use leptos::prelude::*;
use web_sys::{KeyboardEvent, SubmitEvent};

use super::icon::Icon;
use super::icon_button::IconButton;
use super::keys::key_of;
use super::landmark::landmark;
use super::when::each;
use crate::text::numbers::grouped;
use crate::text::pager;
use crate::text::typed::number;

/// The choice of no pages at all: every row below the other.
pub const ALL: u64 = 0;

/// Where one stands. Pages count from 1, and there is at least one.
#[derive(Clone, PartialEq)]
pub struct PagerPlace {
    /// The page on screen.
    pub page: u64,
    /// How many there are.
    pub pages: u64,
    /// "41–60 of 9,995".
    pub range: String,
    /// Whether that changes by itself too often to be announced.
    pub moves: bool,
}

/// The navigation below a table: where one stands, how to get elsewhere, and the choice of rows per page.
#[component]
pub fn Pager(
    /// Where one stands, where that is known.
    place: impl Fn() -> Option<PagerPlace> + Copy + Send + Sync + 'static,
    /// Goes to a page.
    #[prop(into)]
    go: Callback<u64>,
    /// The numbers of rows to choose from; [`ALL`] for every row.
    sizes: impl Fn() -> Vec<u64> + Copy + Send + Sync + 'static,
    /// The chosen one.
    #[prop(into)]
    size: Signal<u64>,
    /// Chooses another.
    #[prop(into)]
    set_size: Callback<u64>,
    /// Whether it is out of sight.
    #[prop(into)]
    hidden: Signal<bool>,
) -> impl IntoView {
    let page = Signal::derive(move || place().map_or(1, |place| place.page));
    let pages = Signal::derive(move || place().map_or(1, |place| place.pages));
    let range = move || place().map(|place| place.range);
    let live = move || place().is_some_and(|place| place.moves).then_some("off");
    let refused = RwSignal::new(String::new());
    view! {
        <nav class="pager" part="pager" aria-label=landmark(pager::PAGINATION) hidden=hidden>
            <span class="pager-range" role="status" aria-live=live>{range}</span>
            <SizeField sizes size set_size/>
            <div class="pager-buttons">
                <PagerStep name=pager::FIRST_PAGE icon=Icon::First page pages to=|_, _| 1 go/>
                <PagerStep name=pager::PREVIOUS_PAGE icon=Icon::Previous page pages to=|page, _| page.saturating_sub(1) go/>
                <PageField place page pages refused go/>
                <PagerStep name=pager::NEXT_PAGE icon=Icon::Next page pages to=|page, _| page.saturating_add(1) go/>
                <PagerStep name=pager::LAST_PAGE icon=Icon::Last page pages to=|_, pages| pages go/>
            </div>
            <span class="field-error" id=REFUSAL role="status">{refused}</span>
        </nav>
    }
}

const REFUSAL: &str = "ts-page-error";

#[component]
fn PagerStep(
    name: &'static str,
    icon: Icon,
    page: Signal<u64>,
    pages: Signal<u64>,
    to: fn(u64, u64) -> u64,
    go: Callback<u64>,
) -> impl IntoView {
    let target = move || to(page.get(), pages.get()).clamp(1, pages.get());
    let step = move |()| {
        let (to, here) = untrack(|| (target(), page.get()));
        if to != here {
            go.run(to);
        }
    };
    let is_here = Signal::derive(move || target() == page.get());
    view! { <IconButton name icon act=step disabled=is_here/> }
}

/// The page as a number that can be typed.
#[component]
fn PageField(
    place: impl Fn() -> Option<PagerPlace> + Copy + Send + Sync + 'static,
    page: Signal<u64>,
    pages: Signal<u64>,
    refused: RwSignal<String>,
    go: Callback<u64>,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    // Going to another page discards what was typed.
    let reset = move |page: u64| {
        typed.set(page.to_string());
        refused.set(String::new());
    };
    Effect::new(move || reset(page.get()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let wanted = typed.with_untracked(|text| number(text));
        let last = pages.get_untracked();
        match wanted {
            Some(page) if (1..=last).contains(&page) => {
                refused.set(String::new());
                go.run(page);
            }
            _ => refused.set(pager::no_such_page(last)),
        }
    };
    let on_key = move |event: KeyboardEvent| {
        if key_of(&event) == "Escape" {
            event.prevent_default();
            reset(page.get_untracked());
        }
    };
    let of = move || match place() {
        Some(place) => pager::of_pages(place.pages),
        None => pager::OF_UNKNOWN.to_owned(),
    };
    view! {
        <form class="pager-page" novalidate=true on:submit=submit>
            <label>
                <span>{pager::PAGE}</span>
                <input
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    aria-describedby=REFUSAL
                    aria-invalid=move || refused.with(|text| !text.is_empty()).then_some("true")
                    prop:value=typed
                    on:input:target=move |event| typed.set(event.target().value())
                    on:keydown=on_key
                />
            </label>
            <span>{of}</span>
        </form>
    }
}

#[component]
fn SizeField(
    sizes: impl Fn() -> Vec<u64> + Copy + Send + Sync + 'static,
    size: Signal<u64>,
    set_size: Callback<u64>,
) -> impl IntoView {
    // An address may hold a size that is not among the choices.
    let choices = move || {
        let sizes = sizes();
        let size = Some(size.get()).filter(|size| !sizes.contains(size));
        sizes.into_iter().chain(size).collect::<Vec<_>>()
    };
    let option = move |choice: u64| {
        let words = if choice == ALL {
            pager::ALL_ROWS.to_owned()
        } else {
            grouped(choice)
        };
        view! { <option value=choice.to_string() selected=move || size.get() == choice>{words}</option> }.into_any()
    };
    let choose = move |value: String| {
        if let Ok(choice) = value.parse() {
            set_size.run(choice);
        }
    };
    view! {
        <label class="pager-size">
            <span>{pager::ROWS_PER_PAGE}</span>
            <select prop:value=move || size.get().to_string() on:change:target=move |event| choose(event.target().value())>
                {move || each(choices(), option)}
            </select>
        </label>
    }
}
