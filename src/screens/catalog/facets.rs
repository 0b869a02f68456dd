//! The lists to choose from, each behind a button that says what is chosen.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlDetailsElement;

use super::{Desk, so_far};
use crate::app::app;
use crate::state::State;
use crate::text;
use crate::text::catalog::grouped;
use crate::tokens::catalog::{Asked, Chosen, Facet, FacetValue, Value};
use crate::tokens::findings::Group;
use crate::tokens::local_match::fold;
use crate::ui::dom::{El, Item, button, el, item, keep_watching, span};
use crate::ui::icon::Icon;
use crate::ui::menu::menu;

/// So many values of a list are shown at once; the rest are found by typing.
const SHOWN: usize = 40;

/// All lists.
pub fn facets() -> El {
    let desk = expect_context::<Desk>();
    let chosen = move || Asked::read(&desk.list.query(), "").0.chosen;
    let clear = move || {
        desk.list.change_query(|query| {
            let mut query = Chosen::default().write(query);
            query.set_wide("expires", "");
            query
        });
    };
    el("div")
        .class("facets")
        .attr("role", "group")
        .attr("aria-label", "Facets")
        .children(Facet::ALL.map(|facet| one(desk, facet)))
        .part_if(
            move || !chosen().is_empty() || !desk.list.query().wide("expires").is_empty(),
            move || button("link", clear).text("Clear all"),
        )
}

fn one(desk: Desk, facet: Facet) -> El {
    let is_open = State::new(false);
    let filter = State::new(String::new());
    let chosen = move || Asked::read(&desk.list.query(), "").0.chosen.count(facet);
    let values = State::new(Vec::<FacetValue>::new());
    keep_watching(move || {
        if !is_open.get() || !desk.has_all() {
            return;
        }
        let reader = desk.reader();
        reader.follow();
        reader.phase();
        let asked = desk.question.get();
        let now = app().clock.ten_seconds.get();
        let counted = desk.with_catalog(reader, |catalog| catalog.facet(facet, &asked, now));
        untrack(|| values.set_if_new(counted));
    });
    let note = move || {
        let reader = desk.reader();
        reader.follow();
        so_far(reader).unwrap_or_default()
    };
    let search = (matches!(facet, Facet::Provider | Facet::Scope)).then(|| {
        el("input")
            .class("facet-search")
            .attr("type", "search")
            .attr("aria-label", &format!("Find in {}", text::catalog::facet(facet)))
            .attr("placeholder", "Find…")
            .value_of(move || filter.get())
            .on_value("input", move |text| filter.set(text))
    });
    let list = el("ul").class("facet-values").each(move || {
        let wanted = fold(&filter.get());
        let is_wanted = |value: &Value| wanted.is_empty() || fold(&name(value)).contains(&wanted);
        let all = values.get().into_iter().map(|value| value.value);
        grouped_items(desk, facet, values, all.filter(is_wanted).take(SHOWN).collect())
    });
    let unread = move || {
        el("div")
            .class("facet-unread")
            .child(el("p").text("To count, all tokens have to be read first."))
            .child(button("button", move || desk.want_all()).text("Read all tokens"))
    };
    let clear = move || {
        desk.list.change_query(|query| {
            let mut chosen = Asked::read(query, "").0.chosen;
            chosen.clear(facet);
            chosen.write(query)
        })
    };
    let panel = el("fieldset")
        .class("choices facet")
        .child(el("legend").text(text::catalog::facet(facet)))
        .children(search)
        .part_if(move || desk.has_all(), move || list.clone())
        .part_if(move || !desk.has_all(), unread)
        .part_if(
            move || desk.has_all() && is_open.get() && values.with(Vec::is_empty),
            || el("p").class("quiet").text("No token matches."),
        )
        .child(el("p").class("facet-note quiet").text_of(note))
        .part_if(move || chosen() > 0, move || button("link", clear).text("Clear"));
    let badge = move || match chosen() {
        0 => String::new(),
        many => many.to_string(),
    };
    let menu = menu(text::catalog::facet(facet), icon(facet), false, panel);
    let summary = menu.find("summary");
    if let Some(summary) = summary {
        let _ = summary
            .class_if("button-on", move || chosen() > 0)
            .child(span("facet-badge").text_of(badge));
    }
    let details = menu.clone();
    menu.on("toggle", move |_| {
        let open = details.element().unchecked_ref::<HtmlDetailsElement>().open();
        is_open.set_if_new(open);
        if open {
            desk.want_all();
        }
    })
}

/// Findings stand under their groups; all else one below the other.
fn grouped_items(desk: Desk, facet: Facet, counted: State<Vec<FacetValue>>, values: Vec<Value>) -> Vec<Item> {
    if facet != Facet::Finding {
        return values.into_iter().map(|value| entry(desk, counted, value)).collect();
    }
    let mut items = Vec::new();
    for group in Group::ALL {
        let is_in = |value: &&Value| matches!(value, Value::Finding(finding) if finding.group() == group);
        let members: Vec<Value> = values.iter().filter(is_in).cloned().collect();
        if !members.is_empty() {
            items.push(item(format!("group-{}", group.id()), move || {
                el("li").class("facet-group").text(text::findings::group(group))
            }));
            items.extend(members.into_iter().map(|value| entry(desk, counted, value)));
        }
    }
    items
}

/// A value stays the same element while its count changes, so that the focus stays where it is.
fn entry(desk: Desk, counted: State<Vec<FacetValue>>, value: Value) -> Item {
    item(format!("{value:?}"), move || {
        let label = name(&value);
        let found = {
            let value = value.clone();
            move || {
                let find = |values: &Vec<FacetValue>| {
                    let found = values.iter().find(|one| one.value == value);
                    found.map_or((0, false), |one| (one.count as u64, one.chosen))
                };
                counted.with(find)
            }
        };
        let count = {
            let found = found.clone();
            move || grouped(found().0)
        };
        let told = {
            let (found, label) = (found.clone(), label.clone());
            move || {
                let (count, _) = found();
                let tokens = if count == 1 { "token" } else { "tokens" };
                Some(format!("{label}, {} {tokens}", grouped(count)))
            }
        };
        let tick = el("input")
            .attr("type", "checkbox")
            .attr_of("aria-label", told)
            .checked_of(move || found().1)
            .on_checked(move |on| {
                desk.list.change_query(|query| {
                    let mut chosen = Asked::read(query, "").0.chosen;
                    chosen.choose(&value, on);
                    chosen.write(query)
                });
            });
        let line = el("label")
            .class("choice facet-choice")
            .child(tick)
            .child(el("bdi").class("facet-name").text(&label))
            .child(span("facet-count").attr("aria-hidden", "true").text_of(count));
        el("li").child(line)
    })
}

fn name(value: &Value) -> String {
    match value {
        Value::Status(status) => text::status::label(*status).to_owned(),
        Value::Provider(pk, name) if name.trim().is_empty() => format!("#{pk}"),
        Value::Provider(_, name) | Value::Scope(name) => name.clone(),
        Value::UserType(word) => match word.as_str() {
            "internal" => "Internal",
            "external" => "External",
            "service_account" => "Service account",
            "internal_service_account" => "Internal service account",
            "" => "Not told",
            other => other,
        }
        .to_owned(),
        Value::Active(true) => "Active user".to_owned(),
        Value::Active(false) => "Deactivated user".to_owned(),
        Value::Finding(finding) => text::findings::finding(*finding).title.to_owned(),
    }
}

fn icon(facet: Facet) -> Icon {
    match facet {
        Facet::Status => Icon::Check,
        Facet::Provider => Icon::Provider,
        Facet::Scope => Icon::Key,
        Facet::UserType | Facet::ActiveUser => Icon::User,
        Facet::Finding => Icon::Warning,
    }
}
