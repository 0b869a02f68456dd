//! The lists to choose from, each behind a button that says what is chosen.

use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, HtmlElement};

use super::state::{CatalogState, FEW, so_far};
use crate::components::menu::Menu;
use crate::components::when::{When, each};
use crate::model::token::Token;
use crate::platform::signals::set_if_changed;
use crate::screens::token_list::names::Subject;
use crate::text;
use crate::text::numbers::grouped;
use crate::tokens::catalog::{Chosen, Facet, FacetValue, Value, known_values};
use crate::tokens::findings::FindingGroup;
use crate::tokens::local_match::fold;

/// So many values of a list are shown at once; the rest are found by typing.
const SHOWN: usize = 40;

/// The buttons, each with the lists behind it.
const MENUS: [(&str, &[Facet]); 5] = [
    (text::facets::STATUS, &[Facet::Status]),
    (text::facets::PROVIDER, &[Facet::Provider]),
    (text::facets::SCOPE, &[Facet::Scope]),
    (text::facets::USER, &[Facet::UserType, Facet::ActiveUser]),
    (text::facets::FINDINGS, &[Facet::Severity, Facet::Finding]),
];

/// All lists.
#[component]
pub fn Facets() -> impl IntoView {
    view! {
        <div class="facets" role="group" aria-label=text::facets::FACETS>
            {MENUS.map(|(name, facets)| view! { <FacetMenu name facets/> })}
        </div>
    }
}

/// A button, and the lists behind it.
#[component]
fn FacetMenu(
    /// What it says.
    name: &'static str,
    /// What can be chosen there.
    facets: &'static [Facet],
) -> impl IntoView {
    let state = expect_context::<CatalogState>();
    let is_open = RwSignal::new(false);
    let badge = move || {
        let chosen = Chosen::of(&state.list.query());
        match facets.iter().map(|&facet| chosen.count(facet)).sum::<usize>() {
            0 => String::new(),
            many => grouped(many as u64),
        }
    };
    let on_toggle = move |open: bool| {
        set_if_changed(is_open, open);
        // Many are not loaded before something is chosen.
        if open && untrack(|| state.has_all() || state.count().is_some_and(|count| count <= FEW)) {
            state.want_all();
        }
    };
    let note = move || {
        let reader = state.reader();
        reader.follow();
        so_far(reader).filter(|_| state.has_all())
    };
    view! {
        <Menu name badge=Signal::derive(badge) on_toggle>
            {each(facets.to_vec(), move |facet| view! { <FacetList facet is_open/> }.into_any())}
            <When holds=Signal::derive(move || !state.has_all())>
                <div class="facet-unread">
                    <p>{text::facets::UNREAD}</p>
                    <When holds=Signal::derive(move || !state.is_asking())>
                        <button type="button" class="button" on:click=move |_| state.want_all()>
                            {text::buttons::READ_ALL}
                        </button>
                    </When>
                </div>
            </When>
            <p class="facet-note quiet">{note}</p>
        </Menu>
    }
}

/// A list to choose from.
#[component]
fn FacetList(
    /// What is chosen.
    facet: Facet,
    /// Whether it is on screen.
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let state = expect_context::<CatalogState>();
    let name = text::facets::facet(facet);
    let filter = RwSignal::new(String::new());
    let chosen = Memo::new(move |_| Chosen::of(&state.list.query()).count(facet));
    let values = Memo::new(move |before: Option<&Vec<FacetValue>>| {
        // Counts that are not visible are not computed.
        if !is_open.get() {
            return before.cloned().unwrap_or_default();
        }
        if !state.has_all() {
            return uncounted(state, facet);
        }
        let reader = state.reader();
        reader.follow();
        reader.phase();
        let asked = state.question.get();
        let now = state.clock.ten_seconds.get();
        state.with_catalog(reader, |catalog| catalog.facet(facet, &asked, now))
    });
    let clear = move || {
        state.list.change_query(|query| {
            let mut chosen = Chosen::of(query);
            chosen.clear(facet);
            chosen.write(query)
        });
    };
    let is_of_rows = matches!(facet, Facet::Provider | Facet::Scope);
    let search = is_of_rows.then(|| {
        view! {
            <input
                class="facet-search"
                type="search"
                aria-label=text::facets::find_in(name)
                placeholder=text::facets::FIND
                prop:value=filter
                on:input:target=move |event| filter.set(event.target().value())
            />
        }
    });
    view! {
        <fieldset class="choices facet">
            <legend>{name}</legend>
            {search}
            <FacetValues facet values filter/>
            <When holds=Signal::derive(move || is_of_rows && is_open.get() && !state.has_all())>
                <p class="facet-note quiet">{text::facets::OF_PAGE}</p>
            </When>
            <When holds=Signal::derive(move || state.has_all() && is_open.get() && values.with(Vec::is_empty))>
                <p class="quiet">{text::facets::NO_VALUES}</p>
            </When>
            {text::facets::about(facet).map(|about| view! { <p class="facet-note quiet">{about}</p> })}
            <When holds=Signal::derive(move || { chosen.get() > 0 })>
                <button type="button" class="link" on:click=move |_| clear()>{text::facets::CLEAR}</button>
            </When>
        </fieldset>
    }
}

/// What there is to choose from before all tokens are there.
fn uncounted(state: CatalogState, facet: Facet) -> Vec<FacetValue> {
    let (list, kind) = (state.list, state.kind.get());
    let chosen = Chosen::of(&list.query()).values(facet, |pk| list.names.named(Subject::Provider, pk));
    // The rows may be off the screen while it is asked whether to load all, which is no reason to have less to choose from.
    let last = list.loader.last().filter(|last| last.question.kind == kind);
    let rows: Vec<Rc<Token>> = last.map_or_else(Vec::new, |last| last.answer.tokens().cloned().collect());
    known_values(facet, kind, &chosen, &rows)
}

/// What stands in a list.
#[derive(Clone)]
enum FacetLine {
    Group(FindingGroup),
    Value(Value),
}

impl FacetLine {
    fn key(&self) -> String {
        match self {
            Self::Group(group) => format!("group-{}", group.id()),
            Self::Value(value) => format!("{value:?}"),
        }
    }
}

/// The values to choose from. Each stays the same element while its count changes, so that the focus stays where it is.
#[component]
fn FacetValues(
    /// What is chosen.
    facet: Facet,
    /// All there are, counted.
    values: Memo<Vec<FacetValue>>,
    /// What was typed to find some.
    filter: RwSignal<String>,
) -> impl IntoView {
    let list = NodeRef::<html::Ul>::new();
    let is_moving = StoredValue::new(false);
    let lines = move || {
        hold_focus(list.get_untracked().as_deref().map(AsRef::as_ref), is_moving);
        let wanted = fold(&filter.get());
        let is_wanted = |value: &&Value| wanted.is_empty() || fold(&value_name(value)).contains(&wanted);
        let shown: Vec<Value> = values.with(|values| {
            let all = values.iter().map(|counted| &counted.value);
            all.filter(is_wanted).take(SHOWN).cloned().collect()
        });
        in_groups(facet, shown)
    };
    let line = move |line: FacetLine| match line {
        FacetLine::Group(group) => view! { <li class="facet-group">{text::findings::group(group)}</li> }.into_any(),
        FacetLine::Value(value) => view! { <FacetChoice value values/> }.into_any(),
    };
    // If the focused line is merely moved, the focus has not left the menu.
    let on_leave = move |event: FocusEvent| {
        if is_moving.get_value() {
            event.stop_propagation();
        }
    };
    view! {
        <ul class="facet-values" node_ref=list on:focusout=on_leave>
            <For each=lines key=FacetLine::key children=line/>
        </ul>
    }
}

/// Has the focus stay on its line while the lines are put in another order: an element that is moved loses it.
pub fn hold_focus(list: Option<&Element>, is_moving: StoredValue<bool>) {
    let focused = list.and_then(|list| list.query_selector(":focus").ok().flatten());
    let Some(focused) = focused.and_then(|focused| focused.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    is_moving.set_value(true);
    // By then they stand in it.
    queue_microtask(move || {
        if !focused.matches(":focus").unwrap_or(true) {
            // What is not on the page any more cannot take it.
            let _ = focused.focus();
        }
        is_moving.set_value(false);
    });
}

/// Findings stand under their groups; all else one below the other.
fn in_groups(facet: Facet, values: Vec<Value>) -> Vec<FacetLine> {
    if facet != Facet::Finding {
        return values.into_iter().map(FacetLine::Value).collect();
    }
    let mut lines = Vec::new();
    for group in FindingGroup::ALL {
        let is_in = |value: &&Value| matches!(value, Value::Finding(finding) if finding.group() == group);
        let mut members = values.iter().filter(is_in).cloned().peekable();
        if members.peek().is_some() {
            lines.push(FacetLine::Group(group));
            lines.extend(members.map(FacetLine::Value));
        }
    }
    lines
}

/// A value, with how many tokens have it.
#[component]
fn FacetChoice(
    /// Which.
    value: Value,
    /// All there are, counted.
    values: Memo<Vec<FacetValue>>,
) -> impl IntoView {
    let state = expect_context::<CatalogState>();
    let label = text::cut(&value_name(&value));
    // Names are data; statuses, findings and kinds of users are words of ours.
    let translate = matches!(value, Value::Provider(..) | Value::Scope(_)).then_some("no");
    let found = {
        let value = value.clone();
        move || {
            values.with(|values| {
                let found = values.iter().find(|one| one.value == value);
                found.map_or((0, false), |one| (one.count as u64, one.chosen))
            })
        }
    };
    let count = {
        let found = found.clone();
        move || {
            if state.has_all() {
                grouped(found().0)
            } else {
                String::new()
            }
        }
    };
    let told = {
        let (found, label) = (found.clone(), label.clone());
        move || {
            if state.has_all() {
                text::facets::value(&label, found().0)
            } else {
                label.clone()
            }
        }
    };
    let choose = move |on: bool| {
        if let Value::Provider(pk, name) = &value {
            state.list.names.learn(Subject::Provider, *pk, name);
        }
        state.list.change_query(|query| {
            let mut chosen = Chosen::of(query);
            chosen.choose(&value, on);
            chosen.write(query)
        });
    };
    view! {
        <li>
            <label class="choice facet-choice">
                <input
                    type="checkbox"
                    aria-label=told
                    prop:checked=move || found().1
                    on:change:target=move |event| choose(event.target().checked())
                />
                <bdi class="facet-name" translate=translate>{label}</bdi>
                <span class="facet-count" aria-hidden="true">{count}</span>
            </label>
        </li>
    }
}

/// What a choice is called.
pub fn value_name(value: &Value) -> String {
    match value {
        Value::Status(status) => text::status::label(*status).to_owned(),
        Value::Provider(pk, name) => text::facets::provider(*pk, name),
        Value::Scope(name) => text::facets::scope(name),
        Value::UserType(word) => text::facets::user_type(word).to_owned(),
        Value::Active(true) => text::facets::ACTIVE_USER.to_owned(),
        Value::Active(false) => text::facets::DEACTIVATED_USER.to_owned(),
        Value::Severity(severity) => text::findings::severity(*severity).to_owned(),
        Value::Finding(finding) => text::findings::finding(*finding).title.to_owned(),
    }
}
