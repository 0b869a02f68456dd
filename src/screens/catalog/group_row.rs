//! A group in its row. It stays the same element while its numbers change, so that the focus stays where it is.

use std::time::Duration;

use chrono::DateTime;
use leptos::prelude::*;

use super::local_time::local_time;
use super::state::CatalogState;
use crate::components::focus::focus_is_lost;
use crate::components::format::{iso, moment_and_utc, relative};
use crate::components::icon::drawn;
use crate::components::link::Link;
use crate::model::user::User;
use crate::screens::finding_look::look;
use crate::screens::person::{Portrait, user_tags};
use crate::screens::status_pill::pill;
use crate::screens::token_list::Scope;
use crate::screens::token_list::names::Subject;
use crate::state::location::HistoryStep;
use crate::text;
use crate::text::numbers::grouped;
use crate::tokens::catalog::{Catalog, CatalogQuery, GroupColumn, GroupKey, NextExpiry, TokenGroup};
use crate::tokens::query::{Address, Grouping};

/// A group on the page.
#[derive(Clone, PartialEq)]
pub struct GroupOnPage {
    /// What its tokens have in common.
    key: GroupKey,
    /// What that is called, and what stands beside the name.
    name: String,
    details: String,
    /// What is counted of it.
    counts: TokenGroup,
    /// Its place among all rows of the table, from 1.
    place: usize,
}

impl GroupOnPage {
    /// A group at a place in the table.
    pub fn new(catalog: &Catalog, by: Grouping, counts: TokenGroup, place: usize) -> Option<Self> {
        let key = catalog.group_key(by, &counts)?;
        let (name, details) = match &key {
            GroupKey::User(pk) => {
                let user = catalog.user(*pk)?;
                (user.display_name().to_owned(), user.username.clone())
            }
            GroupKey::Provider(pk) => {
                let provider = catalog.provider(*pk)?;
                let application = provider.application.as_ref();
                let application = application.map_or(text::table::NO_APPLICATION, |application| &*application.name);
                (text::facets::provider(*pk, &provider.name), application.to_owned())
            }
            GroupKey::Scope(name) => {
                let meaning = text::scopes::scope(name).unwrap_or_default();
                (text::facets::scope(name), meaning.to_owned())
            }
            GroupKey::Status(status) => (text::status::label(*status).to_owned(), String::new()),
        };
        Some(Self {
            key,
            name,
            details,
            counts,
            place,
        })
    }

    /// What makes it another row.
    pub fn identity(&self) -> String {
        [&*self.id(), "\n", &self.name, "\n", &self.details].concat()
    }

    /// What it is found by on the page.
    fn id(&self) -> String {
        match &self.key {
            GroupKey::User(pk) | GroupKey::Provider(pk) => pk.to_string(),
            GroupKey::Scope(_) | GroupKey::Status(_) => self.name.replace(['\'', '\\'], ""),
        }
    }
}

/// The row of a group.
#[component]
pub fn GroupRow(
    /// The group, as it was when it came onto the page.
    group: GroupOnPage,
    /// All groups on the page, as they are now.
    groups: Memo<Vec<GroupOnPage>>,
) -> impl IntoView {
    let state = expect_context::<CatalogState>();
    let id = group.id();
    let name_view = name_cell(state, &group, id.clone());
    let GroupOnPage {
        key,
        name,
        counts: first_counts,
        place: first_place,
        ..
    } = group;
    let now = {
        let key = key.clone();
        Memo::new(move |before: Option<&(TokenGroup, usize)>| {
            let of = |one: &&GroupOnPage| one.key == key;
            let found = groups.with(|groups| groups.iter().find(of).map(|one| (one.counts, one.place)));
            // It is about to leave the page.
            found.unwrap_or_else(|| before.copied().unwrap_or((first_counts, first_place)))
        })
    };
    let counts = move || now.get().0;
    let selects = state.list.slots.selection;
    let select = {
        let key = key.clone();
        move |_| {
            let query = key.list(&untrack(|| state.list.query()));
            let asked = CatalogQuery::read(&query, &state.text.get_untracked(), local_time()).0;
            if let Some(selecting) = selects.get_untracked() {
                (selecting.select)(&state.pks_untracked(&asked));
            }
        }
    };
    view! {
        <tr class="row" role="row" aria-rowindex=move || now.get().1.to_string() data-group=id>
            <th class="cell-group" role="rowheader" scope="row">{name_view}</th>
            <td class="cell-group-tokens" role="cell" data-label=label(GroupColumn::Tokens)>
                {move || grouped(counts().tokens as u64)}
            </td>
            <td class="cell-group-worst" role="cell">{move || worst(&counts())}</td>
            <td class="cell-group-next" role="cell" data-label=label(GroupColumn::Expires)>
                {move || next(state, counts().next)}
            </td>
            <td class="cell-group-tools" role="cell">
                <button
                    type="button"
                    class="button group-select"
                    aria-label=move || text::groups::select(&name, counts().tokens)
                    disabled=move || selects.with(Option::is_none)
                    on:click=select
                >
                    {text::groups::SELECT}
                </button>
            </td>
        </tr>
    }
}

/// What a cell is called where no header stands above it.
fn label(column: GroupColumn) -> &'static str {
    text::groups::column(column, Grouping::User)
}

/// What the tokens have in common: a link to them, and what else is to be known of it.
fn name_cell(state: CatalogState, group: &GroupOnPage, id: String) -> AnyView {
    let location = state.list.location;
    let key = group.key.clone();
    let address = move || {
        let here = location.address();
        Address {
            kind: here.kind,
            query: key.list(&here.query),
            ..Address::default()
        }
    };
    let there = address.clone();
    // The chip of the filter has the name.
    let subject = match &group.key {
        GroupKey::User(pk) => Some((Subject::User, *pk, group.details.clone())),
        GroupKey::Provider(pk) => Some((Subject::Provider, *pk, group.name.clone())),
        GroupKey::Scope(_) | GroupKey::Status(_) => None,
    };
    let go = move |()| {
        state.opened_group.set_value(id.clone());
        if let Some((subject, pk, name)) = &subject {
            state.list.names.learn(*subject, *pk, name);
        }
        location.go(&untrack(&there), HistoryStep::Push);
        // The link is gone with its table, and the tokens stand there.
        let focus = move || {
            let frame = state.list.frame.try_get_untracked().flatten();
            if frame.is_some_and(|frame| focus_is_lost(&frame)) {
                state.list.focus_table();
            }
        };
        set_timeout(focus, Duration::ZERO);
    };
    let href = Signal::derive(move || location.href(&address()));
    let link = |content: AnyView| view! { <Link class="row-link" href go>{content}</Link> }.into_any();
    let named = |name: &str| view! { <bdi translate="no" class="line">{text::cut(name)}</bdi> }.into_any();
    let quiet = |said: &str, translate: Option<&'static str>| {
        view! { <bdi translate=translate class="line line-quiet">{text::cut(said)}</bdi> }.into_any()
    };
    match &group.key {
        GroupKey::User(pk) => {
            let user = state.look_untracked(|catalog| catalog.user(*pk).cloned());
            let (portrait, tags) = user.map(|user| person(&user)).unzip();
            view! {
                <span class="person">
                    {portrait}
                    <span class="two-lines">
                        <span class="line line-marked">{link(named(&group.name))}{tags}</span>
                        {quiet(&group.details, Some("no"))}
                    </span>
                </span>
            }
            .into_any()
        }
        GroupKey::Provider(_) => view! {
            <span class="two-lines">{link(named(&group.name))}{quiet(&group.details, Some("no"))}</span>
        }
        .into_any(),
        GroupKey::Scope(name) if name.is_empty() => link(group.name.clone().into_any()),
        GroupKey::Scope(name) => {
            let chip = view! { <Scope name=name.clone()/> }.into_any();
            view! { <span class="two-lines">{link(chip)}{quiet(&group.details, None)}</span> }.into_any()
        }
        GroupKey::Status(status) => link(pill(*status)),
    }
}

fn person(user: &User) -> (AnyView, AnyView) {
    let portrait = view! { <Portrait picture=user.avatar.picture() initials=user.initials()/> }.into_any();
    (portrait, user_tags(user.is_active, user.is_superuser))
}

/// How severe the worst finding is, and how many tokens have it; all that in words for those who do not see it.
fn worst(counts: &TokenGroup) -> Option<AnyView> {
    let (severity, tokens) = counts.worst?;
    let (class, icon) = look(severity);
    let [count, word] = text::groups::worst(severity, tokens);
    let told = text::groups::worst_told(severity, tokens);
    let title = told.clone();
    Some(
        view! {
            <span class=class title=title>
                {drawn(icon.path())}
                <span aria-hidden="true">{count}" "<span class="group-severity">{word}</span></span>
                <span class="visually-hidden">{told}</span>
            </span>
        }
        .into_any(),
    )
}

/// When the next token expires.
fn next(state: CatalogState, next: NextExpiry) -> AnyView {
    let words = match next {
        NextExpiry::At(micros) => match DateTime::from_timestamp_micros(micros) {
            Some(at) => {
                let said = relative(at, state.clock.ten_seconds.get());
                return view! { <time datetime=iso(at) title=moment_and_utc(at)>{said}</time> }.into_any();
            }
            None => text::table::END_UNKNOWN,
        },
        NextExpiry::Unknown => text::table::END_UNKNOWN,
        NextExpiry::Never => text::table::NEVER_EXPIRES,
        NextExpiry::NoneLive => text::groups::NONE_LIVE,
    };
    view! { <span class="quiet">{words}</span> }.into_any()
}
