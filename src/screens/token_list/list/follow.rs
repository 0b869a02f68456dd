//! What changes the list from outside: the address, another person, a page that is gone.

use std::cell::Cell;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::List;
use crate::model::kind::Kind;
use crate::state::location::HistoryStep;
use crate::tokens::list_answer::ListQuestion;
use crate::tokens::query::{Address, ListQuery};
use crate::tokens::rights::{Refused, may_be_of_another};

/// What is counted in a list, and how many there were.
type Counted = ((Kind, Option<u64>, Option<u64>, String), u64);

impl List {
    pub(super) fn follow_address(self) {
        let before = Cell::new(None);
        Effect::new(move || {
            let Address {
                kind, all_kinds, query, ..
            } = self.location.address();
            // Tokens of another kind have numbers of their own.
            let place = (kind, all_kinds);
            if before.replace(Some(place)).is_some_and(|before| before != place) {
                self.selection.clear();
            }
            // An address without a page size means the remembered one; it is written out, so that the link says so.
            match self.location.remembered_page_size_untracked(query.page_size) {
                Some(size) => self
                    .location
                    .change(HistoryStep::Replace, |address| address.query.page_size = size),
                None if self.has_all() => {}
                // They are asked for where they are shown.
                None if all_kinds => self.loader.clear(),
                None => self.ask(kind, query),
            }
        });
    }

    fn ask(self, kind: Kind, query: ListQuery) {
        let query = query.server_part();
        self.loader.ask(ListQuestion { kind, query });
    }

    /// What was loaded for one person is not for the next. And a list that is suddenly much shorter or longer than a moment
    /// ago may be another person's, so it is asked who that is.
    pub(super) fn follow_person(self) {
        let session = self.session;
        session.on_change_of_person(Box::new(move || {
            self.selection.forget();
            self.refused.set(Refused::default());
            self.names.forget();
            self.loader.clear();
            let Address {
                kind, all_kinds, query, ..
            } = self.location.address();
            if !all_kinds {
                self.ask(kind, query);
            }
        }));
        Effect::new(move |before: Option<Option<Counted>>| {
            let shown = self.loader.current().map(|shown| {
                let ListQuestion { kind, query } = &*shown.question;
                let asked = (*kind, query.user, query.provider, query.search.clone());
                (asked, shown.answer.pagination.count)
            });
            let before = before.flatten();
            if let (Some((asked, count)), Some((asked_before, count_before))) = (&shown, &before)
                && asked == asked_before
                && may_be_of_another(*count_before, *count)
            {
                spawn_local(async move {
                    session.is_still_same_person().await;
                });
            }
            shown.or(before)
        });
    }

    /// A page that is gone led to the last one: the address says so, without asking again.
    pub(super) fn follow_vanished_pages(self) {
        Effect::new(move || {
            let Some(answered) = self.loader.current() else { return };
            let page = answered.answer.pagination.current;
            let ListQuestion { kind, query } = &*answered.question;
            if answered.answer.requested_page.is_some() && query.page != page {
                let (kind, query) = (*kind, query.with_page(page));
                untrack(|| {
                    self.loader.adopt(ListQuestion {
                        kind,
                        query: query.clone(),
                    });
                    self.location
                        .change(HistoryStep::Replace, |address| address.query = query);
                });
            }
        });
    }
}
