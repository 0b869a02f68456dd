//! The counts at the top, each a link to what it counts.

use leptos::prelude::*;

use super::{Desk, so_far};
use crate::app::app;
use crate::location::Step;
use crate::state::State;
use crate::text::catalog::grouped;
use crate::tokens::catalog::{Catalog, Overview};
use crate::tokens::query::{Address, ListQuery};
use crate::ui::dom::{El, el, is_plain_click, keep_watching, span};

/// What is counted: its name, the part of the address that shows it, and the number.
type Count = (
    &'static str,
    &'static [(&'static str, &'static str)],
    fn(&Overview) -> usize,
);

const COUNTS: [Count; 5] = [
    ("Total", &[], |overview| overview.total),
    ("Active", &[("status", "active,expiring,never")], |overview| {
        overview.active
    }),
    ("Expiring within a day", &[("status", "expiring")], |overview| {
        overview.expiring
    }),
    ("Never expiring", &[("status", "never")], |overview| overview.never),
    (
        "With findings",
        &[(
            "finding",
            "inactive-user,never-expires,superuser,authentik-api,offline-public,no-application,broad-redirect,\
             long-lived,overdue",
        )],
        |overview| overview.with_findings,
    ),
];

/// The counts.
pub fn overview() -> El {
    let desk = expect_context::<Desk>();
    let counted = State::new(None::<Overview>);
    keep_watching(move || {
        let overview = desk.has_all().then(|| {
            let reader = desk.reader();
            reader.follow();
            reader.phase();
            let now = app().clock.ten_seconds.get();
            let (user, provider) = desk.narrowed.get();
            desk.with_catalog(reader, |catalog: &mut Catalog| catalog.overview(user, provider, now))
        });
        untrack(|| counted.set_if_new(overview));
    });
    let note = move || {
        let reader = desk.reader();
        reader.follow();
        desk.has_all().then(|| so_far(reader)).flatten().unwrap_or_default()
    };
    let list = COUNTS.into_iter().enumerate().map(|(at, (label, filter, read))| {
        let number = move || match (counted.get(), at) {
            (Some(overview), _) => grouped(read(&overview) as u64),
            (None, 0) => desk.count().map_or_else(|| "–".to_owned(), grouped),
            (None, _) => "–".to_owned(),
        };
        let address = move || filtered(&desk.list.location.address(), filter);
        let is_here = move || {
            let here = desk.list.location.address();
            here.query.wide == address().query.wide && here.query.search.is_empty()
        };
        let link = el("a")
            .class("count")
            .attr_of("href", move || Some(desk.list.location.href(&address())))
            .attr_of("title", move || {
                let unread = at > 0 && !desk.has_all();
                unread.then(|| "To be counted, all tokens have to be read".to_owned())
            })
            .attr_of("aria-current", move || is_here().then(|| "true".to_owned()))
            .on("click", move |event| {
                if is_plain_click(event) {
                    event.prevent_default();
                    desk.list.location.go(&untrack(address), Step::Push);
                }
            })
            .child(span("count-label").text(label))
            .text(" ")
            .child(el("strong").class("count-number").text_of(number));
        el("li").child(link)
    });
    el("nav")
        .class("overview")
        .attr("aria-label", "Overview")
        .child(el("ul").class("counts").children(list))
        .child(el("p").class("counts-note quiet").text_of(note))
}

/// The same list with nothing but this filter; user, provider, order and rows a page stay.
fn filtered(here: &Address, filter: &[(&str, &str)]) -> Address {
    let mut query: ListQuery = here.query.with_search("");
    query.wide.retain(|(name, _)| name == "ordering" || name == "rows");
    for (name, value) in filter {
        query.set_wide(name, value);
    }
    Address {
        open: None,
        query,
        ..here.clone()
    }
}
