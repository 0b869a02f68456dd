//! Begins, pauses and ends a reading.

use leptos::prelude::*;

use super::{PAGE, Reader, ReaderPhase, ReaderRun, Source};
use crate::platform::clock::now;
use crate::screens::catalog::collate::collated_ranks;
use crate::tokens::catalog::reading::{KnownSet, Reading};
use crate::tokens::catalog::{Catalog, NotUpdated};

impl Reader {
    /// Reads everything of `source`, of which there are `count` tokens.
    pub fn read(self, source: Source, count: Option<u64>) {
        self.call_off();
        self.catalog.update_untracked(|catalog| {
            *catalog = Catalog::new(source.kind);
            catalog.collate_by(collated_ranks);
        });
        self.read_at.set(None);
        self.not_updated.set(NotUpdated::default());
        self.source.set(Some(source));
        let now = now().timestamp_micros();
        self.since.set_value(now);
        self.begin(Reading::whole(PAGE, count, now), false);
        self.pump();
    }

    /// Reads what changed since.
    pub fn refresh(self) {
        let Some(source) = self.source.get_untracked() else {
            return;
        };
        if self.read_at.get_untracked().is_none() {
            self.go_on();
            return;
        }
        self.call_off();
        let known = self.catalog.with_untracked(|catalog| KnownSet {
            rows: catalog.seen(),
            has_revoked: source.kind.has_revoked(),
            unreadable: catalog.unreadable().len() as u64,
            since: self.since.get_value(),
        });
        self.catalog.update_untracked(Catalog::begin_refresh);
        let reading = Reading::refresh(&known, PAGE, now().timestamp_micros());
        self.begin(reading.unsure_behind(self.newest.get_value()), true);
        self.pump();
    }

    fn begin(self, reading: Reading, is_refresh: bool) {
        self.running.update_value(|running| {
            let mut attempts = std::mem::take(&mut running.attempts);
            attempts.begin();
            *running = ReaderRun {
                attempts,
                reading: Some(reading),
                is_refresh,
                ..ReaderRun::default()
            };
        });
        self.phase.set(ReaderPhase::Running);
    }

    /// Drops deleted tokens, without asking authentik.
    pub fn remove(self, pks: &[u64]) {
        if pks.is_empty() {
            return;
        }
        let removed = self.catalog.try_update_untracked(|catalog| catalog.remove(pks));
        if removed.is_some_and(|removed| removed > 0) {
            self.pulse.now();
        }
    }

    /// Waits for requests in flight, and sends no more.
    pub fn pause(self) {
        if self.phase.get_untracked() == ReaderPhase::Running {
            self.phase.set(ReaderPhase::Paused);
            self.running.update_value(|running| running.rate.pause());
        }
    }

    /// Goes on after a pause or a failure.
    pub fn go_on(self) {
        if matches!(
            self.phase.get_untracked(),
            ReaderPhase::Paused | ReaderPhase::Stopped(_)
        ) {
            if self.is_stuck() {
                self.begin_again();
                return;
            }
            self.running.update_value(|running| running.attempts.succeeded());
            self.phase.set(ReaderPhase::Running);
            self.pump();
        }
    }

    /// Whether the plan has come to no end.
    fn is_stuck(self) -> bool {
        let is_stuck = |running: &ReaderRun| {
            running
                .reading
                .as_ref()
                .is_some_and(|reading| reading.stuck().is_some())
        };
        self.running.with_value(is_stuck)
    }

    /// Starts over: the answers so far cannot be relied on.
    fn begin_again(self) {
        match self.source.get_untracked() {
            Some(source) if self.read_at.get_untracked().is_none() => self.read(source, None),
            _ => self.refresh(),
        }
    }

    /// Gives up; what was read is discarded, unless all of it was.
    pub fn cancel(self) {
        // All tokens are there, and only what they leave out of their providers is still being asked for.
        let has_all = self
            .running
            .with_value(|running| running.updated_owners && !running.is_refresh);
        let is_under_way = matches!(self.phase.get_untracked(), ReaderPhase::Running | ReaderPhase::Paused);
        self.call_off();
        if has_all && is_under_way {
            self.conclude();
        } else {
            self.discard();
        }
    }

    /// Forgets all that was read.
    pub fn forget(self) {
        self.read_at.set(None);
        self.not_updated.set(NotUpdated::default());
        self.call_off();
        self.discard();
    }

    fn discard(self) {
        if self.read_at.get_untracked().is_some() {
            self.phase.set(ReaderPhase::Done);
        } else {
            self.source.set(None);
            self.catalog.update_untracked(|catalog| *catalog = Catalog::default());
            self.phase.set(ReaderPhase::Idle);
        }
        self.pulse.now();
    }

    pub(super) fn call_off(self) {
        self.running.update_value(|running| {
            running.attempts.call_off();
            for (_, call) in running.under_way.drain(..) {
                call.abort();
            }
            if let Some(call) = running.people.take() {
                call.abort();
            }
            running.wait.end();
        });
        self.pulse.cancel();
    }
}
