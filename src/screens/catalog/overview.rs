//! The counts at the top, each a link to what it counts.

use leptos::prelude::*;

use super::{Desk, so_far};
use crate::app::app;
use crate::location::Step;
use crate::state::State;
use crate::text::catalog::grouped;
use crate::tokens::catalog::{Catalog, Overview};
use crate::tokens::findings::RULES;
use crate::tokens::query::{Address, ListQuery};
use crate::ui::dom::{El, el, keep_watching, span};
use crate::ui::landmark::landmark;
use crate::ui::way::way;

/// What is counted: its name, the part of the address that shows it, and the number.
type Count = (&'static str, Filter, fn(&Overview) -> usize);

/// A part of the address, with its value.
type Filter = Option<(&'static str, fn() -> String)>;

const COUNTS: [Count; 5] = [
    ("Total", None, |overview| overview.total),
    (
        "Live",
        Some(("status", || "active,expiring,never".to_owned())),
        |overview| overview.active,
    ),
    (
        "Expiring within a day",
        Some(("status", || "expiring".to_owned())),
        |overview| overview.expiring,
    ),
    ("Never expiring", Some(("status", || "never".to_owned())), |overview| {
        overview.never
    }),
    ("With findings", Some(("finding", all_findings)), |overview| {
        overview.with_findings
    }),
];

/// Whatever is risky, by the rules there are.
fn all_findings() -> String {
    RULES.iter().map(|rule| rule.finding.id()).collect::<Vec<_>>().join(",")
}

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
        let location = desk.list.location;
        let link = way(
            move || location.href(&address()),
            move || location.go(&untrack(address), Step::Push),
        )
        .class("count")
        .attr_of("title", move || {
            let unread = at > 0 && !desk.has_all();
            unread.then(|| "To be counted, all tokens have to be read".to_owned())
        })
        .attr_of("aria-current", move || is_here().then(|| "true".to_owned()))
        .child(span("count-label").text(label))
        .text(" ")
        .child(el("strong").class("count-number").text_of(number));
        el("li").child(link)
    });
    el("nav")
        .class("overview")
        .attr("aria-label", &landmark("Overview"))
        .child(el("ul").class("counts").children(list))
        .child(el("p").class("counts-note quiet").text_of(note))
}

/// The same list with nothing but this filter; user, provider, order and rows a page stay.
fn filtered(here: &Address, filter: Filter) -> Address {
    let mut query: ListQuery = here.query.with_search("");
    query.wide.retain(|(name, _)| name == "ordering" || name == "rows");
    if let Some((name, value)) = filter {
        query.set_wide(name, &value());
    }
    Address {
        open: None,
        query,
        ..here.clone()
    }
}
