//! First, previous, go to, next, last; and how many rows.

use leptos::prelude::untrack;

use super::dom::{El, Item, button, el, item, span};
use super::format::number;
use super::icon::{Icon, picture};
use super::landmark::landmark;
use crate::state::State;

/// The choice of no pages at all: every row below the other.
pub const ALL: u64 = 0;

/// Where one stands. Pages count from 1, and there is at least one.
#[derive(Clone, PartialEq)]
pub struct Place {
    /// The page on screen.
    pub page: u64,
    /// How many there are.
    pub pages: u64,
    /// "41–60 of 9,995".
    pub range: String,
}

/// The navigation below a table: where one stands, how to get elsewhere, and the choice of rows per page.
pub fn pager(
    place: impl Fn() -> Option<Place> + Copy + 'static,
    go: impl Fn(u64) + Copy + 'static,
    sizes: impl Fn() -> Vec<u64> + 'static,
    size: impl Fn() -> u64 + Copy + 'static,
    set_size: impl Fn(u64) + 'static,
) -> El {
    let page = move || place().map_or(1, |place| place.page);
    let pages = move || place().map_or(1, |place| place.pages);
    let step = move |name: &str, icon: Icon, to: fn(u64, u64) -> u64| {
        let target = move || to(page(), pages()).clamp(1, pages());
        let act = move || {
            let (to, here) = untrack(|| (target(), page()));
            if to != here {
                go(to);
            }
        };
        button("icon-button", act)
            .attr("aria-label", name)
            .attr("title", name)
            .attr_of("aria-disabled", move || (target() == page()).then(|| "true".to_owned()))
            .child(picture(icon))
    };
    let of = move || place().map_or_else(|| "of –".to_owned(), |place| format!("of {}", number(place.pages)));
    let (page_field, refusal) = page_field(page, pages, of, go);
    el("nav")
        .class("pager")
        .attr("part", "pager")
        .attr("aria-label", &landmark("Pagination"))
        .child(
            span("pager-range")
                .attr("role", "status")
                .text_of(move || place().map(|place| place.range).unwrap_or_default()),
        )
        .child(size_field(sizes, size, set_size))
        .child(
            el("div")
                .class("pager-buttons")
                .child(step("First page", Icon::First, |_, _| 1))
                .child(step("Previous page", Icon::Previous, |page, _| page.saturating_sub(1)))
                .child(page_field)
                .child(step("Next page", Icon::Next, |page, _| page.saturating_add(1)))
                .child(step("Last page", Icon::Last, |_, pages| pages)),
        )
        .child(refusal)
}

/// The page as a number that can be typed, and the sentence about a number that is none.
fn page_field(
    page: impl Fn() -> u64 + Copy + 'static,
    pages: impl Fn() -> u64 + Copy + 'static,
    of: impl Fn() -> String + 'static,
    go: impl Fn(u64) + 'static,
) -> (El, El) {
    const REFUSAL: &str = "ts-page-error";
    let typed = State::new(String::new());
    let refused = State::new(String::new());
    // Whatever was typed ends where another page begins.
    let reset = move |page: u64| {
        typed.set(page.to_string());
        refused.set(String::new());
    };
    let submit = move || {
        let wanted = typed.with_now(|text| text.trim().replace([',', '.', ' '], "").parse::<u64>());
        let last = untrack(pages);
        match wanted {
            Ok(page) if (1..=last).contains(&page) => {
                refused.set(String::new());
                go(page);
            }
            _ => refused.set(format!("Pages go from 1 to {}.", number(last))),
        }
    };
    let input = el("input")
        .attr("type", "text")
        .attr("inputmode", "numeric")
        .attr("autocomplete", "off")
        .attr("aria-describedby", REFUSAL)
        .attr_of("aria-invalid", move || {
            refused.with(|text| (!text.is_empty()).then(|| "true".to_owned()))
        })
        .watch(move |_| reset(page()))
        .value_of(move || typed.get())
        .on_value("input", move |text| typed.set(text))
        .on_key(move |event| {
            if event.key() == "Escape" {
                event.prevent_default();
                reset(untrack(page));
            }
        });
    let form = el("form")
        .class("pager-page")
        .flag("novalidate", true)
        .on("submit", move |event| {
            event.prevent_default();
            submit();
        })
        .child(el("label").child(el("span").text("Page")).child(input))
        .child(el("span").text_of(of));
    let refusal = el("span")
        .class("field-error")
        .attr("id", REFUSAL)
        .attr("role", "status")
        .text_of(move || refused.get());
    (form, refusal)
}

fn size_field(
    sizes: impl Fn() -> Vec<u64> + 'static,
    size: impl Fn() -> u64 + Copy + 'static,
    set_size: impl Fn(u64) + 'static,
) -> El {
    // An address may hold a size that is not among the choices.
    let choices = move || {
        let sizes = sizes();
        let size = Some(size()).filter(|size| !sizes.contains(size));
        sizes.into_iter().chain(size).map(option).collect()
    };
    let select = el("select")
        .each(choices)
        .value_of(move || size().to_string())
        .on_value("change", move |value| {
            if let Ok(choice) = value.parse() {
                set_size(choice);
            }
        });
    el("label")
        .class("pager-size")
        .child(el("span").text("Rows per page"))
        .child(select)
}

fn option(choice: u64) -> Item {
    let value = choice.to_string();
    item(value.clone(), move || {
        let words = if choice == ALL { "All" } else { &value };
        el("option").attr("value", &value).text(words)
    })
}
