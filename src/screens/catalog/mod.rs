//! All tokens in memory: reading, filtering and exporting them. Fetched after the first
//! view.

mod api;
mod auto_refresh;
mod auto_refresh_menu;
mod chips;
mod collate;
mod facets;
mod findings_badge;
mod group_menu;
mod group_row;
mod groups;
mod local_time;
mod name_search;
mod notices;
mod overview;
mod owners;
mod progress;
pub mod reader;
mod report_slots;
mod request_times;
mod row_providers;
mod rows;
mod scrolling;
mod span_words;
mod state;
mod strip;
mod timeline_toggle;

pub use collate::collated_ranks;
pub use local_time::{local_time, zone_words};
pub use span_words::{at, is_midnight, span_words};
pub use state::CatalogState;

use std::rc::Rc;

use leptos::prelude::*;

use self::auto_refresh::AutoRefresh;
use self::auto_refresh_menu::{AutoRefreshMenu, RefreshFound};
use self::chips::ChosenChips;
use self::groups::Groups;
use self::overview::OverviewCounts;
use self::progress::WhatWasRead;
use self::reader::ReaderPhase;
use self::scrolling::follow_scrolling;
use self::strip::{CatalogTools, FacetTools, LeaveOut, Strip};
use super::token_list::list::List;
use super::token_list::slots::{CatalogHooks, FindingsBadge};
use crate::state::app::app;
use crate::state::lazy_modules::CatalogSlots;
use crate::tokens::deletion::Id;
use crate::tokens::findings::findings;
use crate::tokens::list_answer::SearchOutcome;
use crate::tokens::name_search::{MOST_TOKENS, Wanted};

/// Starts it, under the current owner.
pub fn start() -> CatalogSlots {
    let list = expect_context::<List>();
    let state = CatalogState::new(list);
    provide_context(state);
    list.slots
        .forget_deleted
        .set(Some(Rc::new(move |gone: &[Id]| state.remove(gone))));
    state.take_over();
    state.judge();
    state.answer();
    state.read_when_needed();
    app().session.on_change_of_person(Box::new(move || state.forget()));
    state.search_names();
    follow_scrolling(state);
    provide_context(AutoRefresh::start(state));
    CatalogSlots {
        overview: || {
            view! {
                <AutoRefreshMenu/>
                <OverviewCounts/>
            }
            .into_any()
        },
        facets: || view! { <FacetTools/> }.into_any(),
        chips: || view! { <ChosenChips/> }.into_any(),
        leave_out: || view! { <LeaveOut/> }.into_any(),
        tools: || view! { <CatalogTools/> }.into_any(),
        strip: || {
            view! {
                <Strip/>
                <RefreshFound/>
            }
            .into_any()
        },
        groups: || view! { <Groups/> }.into_any(),
        foot: || view! { <WhatWasRead/> }.into_any(),
    }
}

impl CatalogState {
    /// Reads the whole set if the question in the address needs it.
    fn read_when_needed(self) {
        // The page searches the rows at hand where they are all there are, but not by what they leave out.
        let short_of_clients = Memo::new(move |_| {
            let shown = self.list.loader.current()?;
            let lack_clients = matches!(shown.answer.search, SearchOutcome::Ignored { lack_clients: true, .. });
            let is_short = lack_clients && shown.answer.pagination.total_pages <= 1;
            is_short.then(|| shown.question.query.search.clone())
        });
        Effect::new(move || {
            if short_of_clients.get().is_some() {
                self.want_all();
            }
        });
        Effect::new(move || {
            if self.list.query().needs_catalog() && !self.has_all() && self.count().is_some() {
                untrack(|| self.want_all());
            }
        });
    }

    /// Looks, as soon as authentik turns out to have ignored the text.
    fn search_names(self) {
        Effect::new(move || {
            let query = self.list.query();
            let is_ignored = self.list.loader.current().is_some_and(|shown| {
                // Where everything is on one page, the rows at hand are the whole answer.
                shown.question.query.search == query.search
                    && shown.answer.pagination.total_pages > 1
                    && matches!(shown.answer.search, SearchOutcome::Ignored { .. })
            });
            let wanted = (is_ignored && !self.has_all() && !query.needs_catalog()).then(|| Wanted {
                kind: self.list.kind(),
                text: query.search.clone(),
                user: query.user,
                provider: query.provider,
            });
            let few = self.count().is_some_and(|count| count <= MOST_TOKENS);
            untrack(|| self.name_search.look_for(wanted, few));
        });
    }

    /// While all tokens are at hand, the list asks here and not authentik.
    fn take_over(self) {
        Effect::new(move || {
            let hooks = self.has_all().then(|| {
                let reader = self.reader();
                CatalogHooks {
                    refresh: Rc::new(move || reader.refresh()),
                    type_text: Rc::new(move |text: &str| self.type_text(text)),
                    neighbour: Rc::new(move |pk, steps| self.neighbour(pk, steps)),
                    held: Rc::new(move |user, provider| {
                        self.with_catalog(reader, |catalog| catalog.held(user, provider)) as u64
                    }),
                    is_reading: reader.phase() == ReaderPhase::Running,
                    problem: self.problem,
                }
            });
            self.list.slots.catalog.set(hooks);
        });
    }

    /// What is risky about the rows on screen, and anew once more is known of their providers.
    fn judge(self) {
        self.row_providers.follow_rows();
        Effect::new(move || {
            self.row_providers.track();
            self.list.slots.findings.set(Some(FindingsBadge {
                of: Rc::new(move |token, kind, now| findings(&self.row_providers.complete_untracked(token), kind, now)),
                view: findings_badge::badge,
            }));
        });
    }

    /// The rows for what is asked, whenever that or what is read changes.
    fn answer(self) {
        Effect::new(move || {
            let local = if self.has_all() {
                let reader = self.reader();
                reader.follow();
                reader.phase();
                rows::answer(self, reader)
            } else {
                self.name_search.answer(self.list.kind(), self.list.query())
            };
            if local.is_some() || self.list.slots.answer.with_untracked(Option::is_some) {
                self.list.slots.answer.set(local);
            }
        });
    }
}
