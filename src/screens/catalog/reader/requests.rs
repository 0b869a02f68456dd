//! Asks what the plan says, a few requests at a time, and ends with what is to be known besides.
//!
//! All of it resumes after an answer or a pause. If the console is gone by then, there is nothing left to do.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{PersonCheck, Reader, ReaderPhase, ReaderRun};
use crate::authentik::call::Call;
use crate::authentik::client::TokenPageRequest;
use crate::platform::clock::{Stopwatch, now};
use crate::screens::catalog::owners;
use crate::state::task::attempts::Ticket;
use crate::tokens::catalog::reading::{PageRequest, Reading};

impl Reader {
    pub(super) fn is_running(self) -> bool {
        self.phase.try_with_untracked(|phase| *phase == ReaderPhase::Running) == Some(true)
    }

    /// Asks as much as may be asked at once.
    pub(super) fn pump(self) {
        while self.is_running() {
            let call = Call::default();
            let next = self.running.try_update_value(|running| {
                if running.wait.is_on() || running.under_way.len() >= running.pace.at_once() {
                    return None;
                }
                let request = running.reading.as_mut()?.next()?;
                running.under_way.push((request.clone(), call.clone()));
                Some((running.attempts.ticket(), request))
            });
            let Some((ticket, request)) = next.flatten() else {
                break;
            };
            self.ask(ticket, request, call);
        }
        let is_done = self.running.try_with_value(|running| {
            let is_done = running.reading.as_ref().is_some_and(Reading::is_done);
            running.under_way.is_empty() && is_done && running.people.is_none()
        });
        if is_done == Some(true) && self.is_running() {
            self.finish();
        }
    }

    fn ask(self, ticket: Ticket, request: PageRequest, call: Call) {
        // `read` names the source before anything is asked.
        let Some(of) = self.token_page(&request) else { return };
        spawn_local(async move {
            let stopwatch = Stopwatch::start();
            let answer = self.client.token_page(&of, &call).await;
            let is_late = self.running.try_update_value(|running| {
                running.under_way.retain(|(other, _)| *other != request);
                running.attempts.is_late(ticket)
            });
            if is_late == Some(false) {
                self.take(&request, answer, stopwatch.milliseconds());
                self.pump();
            }
        });
    }

    pub(super) fn token_page(self, request: &PageRequest) -> Option<TokenPageRequest> {
        let source = self.source.try_get_untracked().flatten()?;
        Some(TokenPageRequest {
            kind: source.kind,
            user: source.user,
            provider: source.provider,
            ordering: request.order.ordering(),
            page: request.page,
            size: request.size,
        })
    }

    /// Before calling any token gone, checks whether somebody else is signed in now.
    fn finish(self) {
        let next = self.running.try_update_value(|running| {
            let changed = running.reading.as_ref().map(Reading::changed).unwrap_or_default();
            if changed.went == 0 || running.person == PersonCheck::Done {
                return PersonCheck::Done;
            }
            std::mem::replace(&mut running.person, PersonCheck::UnderWay)
        });
        match next {
            Some(PersonCheck::Done) => self.update_owners(),
            Some(PersonCheck::Due) => spawn_local(async move {
                if self.session.is_still_same_person().await {
                    self.running.update_value(|running| running.person = PersonCheck::Done);
                    self.pump();
                }
            }),
            Some(PersonCheck::UnderWay) | None => {}
        }
    }

    /// A refresh reads tokens; users and providers may have changed while those did not, and some rows leave out most of
    /// their provider. Whom it met on the way is known.
    fn update_owners(self) {
        let call = Call::default();
        let are_brief = self.catalog.try_with_untracked(|catalog| catalog.brief_providers() > 0) == Some(true);
        let ticket = self.running.try_update_value(|running| {
            let is_refresh = running.reading.as_ref().is_some_and(|reading| !reading.is_whole());
            let is_due = (is_refresh || are_brief) && !std::mem::replace(&mut running.updated_owners, true);
            is_due.then(|| {
                running.people = Some(call.clone());
                running.attempts.ticket()
            })
        });
        let Some(ticket) = ticket.flatten() else {
            self.conclude();
            return;
        };
        spawn_local(async move {
            let (requests, not_updated) = owners::update_owners(self.client, self.catalog, &call).await;
            let is_late = self.running.try_update_value(|running| {
                running.requests += requests;
                running.attempts.is_late(ticket)
            });
            let phase = self.phase.try_get_untracked();
            if is_late == Some(false) && matches!(phase, Some(ReaderPhase::Running | ReaderPhase::Paused)) {
                self.not_updated.set(not_updated);
                self.conclude();
            }
        });
    }

    pub(super) fn conclude(self) {
        // A refresh that did not meet them again does not make them readable.
        let is_whole = |running: &ReaderRun| running.reading.as_ref().is_none_or(Reading::is_whole);
        if self.running.try_with_value(is_whole) == Some(true) {
            self.list_unreadable();
        }
        let newest = |running: &ReaderRun| running.reading.as_ref().and_then(Reading::newest);
        self.newest.set_value(self.running.try_with_value(newest).flatten());
        self.running
            .try_update_value(|running| running.reading.as_mut().map(Reading::release));
        self.read_at.set(Some(now()));
        self.phase.set(ReaderPhase::Done);
        self.pulse.now();
    }
}
