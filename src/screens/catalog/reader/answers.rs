//! What becomes of an answer: its rows are kept, the plan is told, and what failed is waited for or told.

use std::time::Duration;

use chrono::TimeDelta;
use leptos::prelude::*;

use super::{Reader, ReaderPhase, ReaderRun};
use crate::model::failure::{Failure, FailureKind, WrongPages};
use crate::model::page::{Page, Row};
use crate::model::token::Token;
use crate::platform::clock::now;
use crate::platform::timer::Timer;
use crate::state::task::attempts::Retry;
use crate::text;
use crate::tokens::catalog::reading::{PageOutcome, PageRequest, Reading, Seen, Stuck};
use crate::tokens::catalog::{self, Unreadable};

/// This many unrenderable pages in a row are no longer explained by single broken rows.
const BROKEN_IN_A_ROW: u32 = 40;

impl Reader {
    pub(super) fn take(self, request: &PageRequest, answer: Result<Page<Token>, Failure>, took: u64) {
        match answer {
            Ok(page) => {
                self.running.update_value(|running| {
                    running.attempts.succeeded();
                    running.broken = 0;
                    running.requests += 1;
                    running.pace.answered(took);
                    running
                        .rate
                        .answered(js_sys::Date::now().max(0.0) as u64, page.rows.len() as u64);
                });
                self.keep(request, page);
            }
            Err(failure) if failure.kind == FailureKind::PageGone => self.tell(request, PageOutcome::Gone),
            Err(failure) if failure.kind == FailureKind::Server && failure.status == Some(500) => {
                let broken = self.running.try_update_value(|running| {
                    running.requests += 1;
                    running.broken += 1;
                    running.broken
                });
                if broken.is_some_and(|broken| broken > BROKEN_IN_A_ROW) {
                    self.fail(request, failure);
                } else {
                    let request_id = failure.request_id;
                    self.tell(request, PageOutcome::Broken { request_id });
                }
            }
            Err(failure) => self.fail(request, failure),
        }
        self.pulse.soon();
    }

    fn keep(self, request: &PageRequest, page: Page<Token>) {
        let mut seen = Vec::with_capacity(page.rows.len());
        let mut tokens = Vec::with_capacity(page.rows.len());
        let mut odd = Vec::new();
        for row in page.rows {
            match row {
                Row::Read(token) => {
                    seen.push(Seen {
                        pk: Some(token.pk),
                        revoked: token.revoked == Some(true),
                        expires: catalog::CatalogRow::expires_of(token.expires),
                        is_expired: token.is_expired == Some(true),
                    });
                    tokens.push(token);
                }
                Row::Unreadable { pk, problem } => {
                    seen.push(Seen {
                        pk,
                        revoked: false,
                        expires: i64::MAX,
                        is_expired: false,
                    });
                    odd.push(Unreadable {
                        pk,
                        problem: text::failure_report::problem(&problem),
                        request_id: None,
                    });
                }
            }
        }
        self.catalog.try_update_untracked(|catalog| {
            catalog.reserve(page.pagination.count);
            catalog.put(&tokens);
        });
        self.running.update_value(|running| {
            for one in odd {
                if !running.odd.contains(&one) {
                    running.odd.push(one);
                }
            }
        });
        let outcome = PageOutcome::Page {
            rows: seen,
            count: page.pagination.count,
            has_next: page.pagination.next.is_some(),
        };
        self.tell(request, outcome);
    }

    fn tell(self, request: &PageRequest, outcome: PageOutcome) {
        let gone = self.running.try_update_value(|running| {
            let reading = running.reading.as_mut()?;
            Some(reading.answered(request, outcome))
        });
        if let Some(gone) = gone.flatten().filter(|gone| !gone.is_empty()) {
            self.catalog.try_update_untracked(|catalog| catalog.remove(&gone));
        }
        let stuck = |running: &ReaderRun| running.reading.as_ref().and_then(Reading::stuck);
        if let Some(stuck) = self.running.try_with_value(stuck).flatten() {
            self.stop_at(request, stuck);
        }
    }

    /// The answers are not what was asked for, so the reading would never end.
    fn stop_at(self, request: &PageRequest, stuck: Stuck) {
        let misled = match stuck {
            Stuck::OtherPage { asked, got } => WrongPages::Page { asked, got },
            Stuck::OtherOrder => WrongPages::Order,
            Stuck::Endless => WrongPages::Endless,
        };
        if let Some(of) = self.token_page(request) {
            let failure = Failure::new(FailureKind::OtherPage(misled), self.client.request_info(&of), now());
            self.phase.set(ReaderPhase::Stopped(failure));
        }
    }

    /// Waits and retries a few times if that may help; then, and for every other failure, a person has to decide.
    fn fail(self, request: &PageRequest, failure: Failure) {
        if let FailureKind::TimedOut { after } = failure.kind
            && self.ask_for_less(request, after)
        {
            return;
        }
        let retry = self.running.try_update_value(|running| {
            if let Some(reading) = &mut running.reading {
                reading.failed(request);
            }
            running.pace.strained();
            // The time without an answer must not count as slow reading.
            running.rate.pause();
            running.attempts.failed(&failure)
        });
        let Some(retry) = retry else { return };
        let Some(Retry { pause, .. }) = retry else {
            self.phase.set(ReaderPhase::Stopped(failure));
            return;
        };
        let again = move || {
            self.running.update_value(|running| running.wait.end());
            self.pump();
        };
        let until = now() + TimeDelta::milliseconds(pause.into());
        self.running.update_value(|running| {
            running
                .wait
                .extend(until, || Timer::after(Duration::from_millis(pause.into()), again));
        });
    }

    /// A page took longer than is waited for: fewer rows at once may come in time. Whether fewer can be asked for.
    fn ask_for_less(self, request: &PageRequest, after: u32) -> bool {
        let less = self.running.try_update_value(|running| {
            running.pace.strained();
            running.rate.pause();
            running.timed_out = Some(after);
            running
                .reading
                .as_mut()
                .is_some_and(|reading| reading.timed_out(request))
        });
        less == Some(true)
    }

    /// Rows that stand in no answer, and rows that were not understood.
    pub(super) fn list_unreadable(self) {
        let unreadable = self.running.try_with_value(|running| {
            let broken = running.reading.as_ref().map(Reading::broken).unwrap_or_default();
            let broken = broken.into_iter().map(|row| Unreadable {
                pk: None,
                problem: text::catalog::place_between(row.after, row.before),
                request_id: row.request_id,
            });
            broken.chain(running.odd.iter().cloned()).collect()
        });
        if let Some(unreadable) = unreadable {
            self.catalog
                .try_update_untracked(|catalog| catalog.set_unreadable(unreadable));
        }
    }
}
