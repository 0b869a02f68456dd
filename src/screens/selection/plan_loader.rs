//! All that a user holds, or a client was given: read kind by kind, by the plan that reads the catalog, so that pages that
//! break and pages that shift are dealt with there.

use leptos::html;
use leptos::prelude::*;

use crate::model::failure::Failure;
use crate::model::kind::Kind;
use crate::platform::clock::now;
use crate::screens::catalog::reader::{ReadProgress, Reader, ReaderPhase, Source};
use crate::tokens::catalog::PlanSummary;
use crate::tokens::deletion::Target;

/// Whose tokens a plan is about, by number and name: a user's, a client's, or those of both.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanScope {
    pub user: Option<(u64, String)>,
    /// The provider that issued them.
    pub provider: Option<(u64, String)>,
}

/// A reading of all three kinds, one after the other. Cheap to copy.
#[derive(Clone, Copy)]
pub struct PlanLoader {
    readers: [Reader; 3],
    pub(super) plan_scope: RwSignal<Option<PlanScope>>,
    /// The kind that is being read; behind the last when all were.
    at: RwSignal<usize>,
    /// Where it is shown.
    pub(super) dialog: NodeRef<html::Dialog>,
    /// What that is called, which takes the focus.
    pub(super) title: NodeRef<html::H2>,
}

impl PlanLoader {
    /// Nothing asked for.
    pub fn new() -> Self {
        Self {
            readers: [Reader::new(), Reader::new(), Reader::new()],
            plan_scope: RwSignal::new(None),
            at: RwSignal::new(0),
            dialog: NodeRef::new(),
            title: NodeRef::new(),
        }
    }

    /// Goes on to the next kind when one was read.
    pub fn follow(self) {
        Effect::new(move || {
            let is_wanted = self.plan_scope.with(Option::is_some);
            let is_read = self.reader().is_some_and(|reader| reader.phase() == ReaderPhase::Done);
            if is_wanted && is_read {
                untrack(|| self.read(self.at.get_untracked() + 1));
            }
        });
    }

    /// Begins to read.
    pub fn begin(self, plan_scope: PlanScope) {
        self.stop();
        self.plan_scope.set(Some(plan_scope));
        self.read(0);
    }

    /// Asks nothing more.
    pub fn stop(self) {
        // A dialog tells that it was closed a moment later, when the console may be gone.
        if self.plan_scope.try_with_untracked(|_| ()).is_none() {
            return;
        }
        self.plan_scope.set(None);
        for reader in self.readers {
            reader.cancel();
        }
        self.at.set(0);
    }

    fn read(self, at: usize) {
        let plan_scope = self.plan_scope.get_untracked().unwrap_or_default();
        if let (Some(reader), Some(&kind)) = (self.readers.get(at), Kind::ALL.get(at)) {
            let source = Source {
                kind,
                user: plan_scope.user.map(|(pk, _)| pk),
                provider: plan_scope.provider.map(|(pk, _)| pk),
            };
            reader.read(source, None);
        }
        self.at.set(at);
    }

    /// What is being read, tracked.
    fn reader(&self) -> Option<Reader> {
        self.readers.get(self.at.get()).copied()
    }

    /// Whether all was read, tracked.
    pub fn is_done(&self) -> bool {
        self.at.get() == self.readers.len()
    }

    /// Which kind is being read, and how far that is, tracked.
    pub fn progress(&self) -> Option<(Kind, ReadProgress)> {
        let reader = self.reader()?;
        reader.follow();
        reader.phase();
        Some((reader.source()?.kind, reader.progress_untracked()))
    }

    /// Why it cannot go on by itself, tracked.
    pub fn failure(&self) -> Option<Failure> {
        match self.reader()?.phase() {
            ReaderPhase::Stopped(failure) => Some(failure),
            _ => None,
        }
    }

    /// Tries again what could not go on.
    pub fn go_on(self) {
        if let Some(reader) = untrack(|| self.reader()) {
            reader.go_on();
        }
    }

    /// What was read, counted.
    pub fn summary_untracked(&self) -> PlanSummary {
        let [access, refresh, codes] = self.readers.map(|reader| reader.catalog());
        access.with_untracked(|access| {
            refresh.with_untracked(|refresh| {
                codes.with_untracked(|codes| PlanSummary::of([access, refresh, codes], now()))
            })
        })
    }

    /// All of it, to be deleted.
    pub fn targets(&self) -> Vec<Target> {
        let catalogs = self.readers.iter().map(Reader::catalog);
        let targets = catalogs.flat_map(|catalog| {
            catalog.with_untracked(|catalog| {
                let tokens = (0..).zip(catalog.rows()).filter_map(|(at, _)| catalog.token(at));
                tokens
                    .map(|token| Target::of(catalog.kind(), &token))
                    .collect::<Vec<_>>()
            })
        });
        targets.collect()
    }
}
