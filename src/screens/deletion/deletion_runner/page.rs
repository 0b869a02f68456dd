//! Has the rest of the page follow the run.

use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;

use super::DeletionRunner;
use crate::components::announcer;
use crate::model::kind::Kind;
use crate::platform::host::is_guest;
use crate::platform::timer::Timer;
use crate::screens::deletion::unload_guard::UnloadGuard;
use crate::state::host_events;
use crate::text;
use crate::tokens::deletion::{DeletionPlan, OutcomeKind, PlanPhase};

/// What is on screen follows the run at most so often.
const PULSE: Duration = Duration::from_millis(400);

/// How often the rest of the page follows, at most: it may cost a request.
const FOLLOW: Duration = Duration::from_secs(8);

impl DeletionRunner {
    pub(super) fn show_phase(self) {
        let phase = self.with_plan(|plan| plan.phase().clone());
        let is_new = self.phase.try_with_untracked(|before| *before != phase);
        if is_new != Some(true) {
            return;
        }
        // Whatever stops it: what is on screen is what is true.
        self.show();
        self.phase.set(phase.clone());
        match phase {
            Some(PlanPhase::Done) => self.finished(),
            Some(PlanPhase::Stopped(_)) => self.tell_page(),
            _ => {}
        }
    }

    /// Every target has its outcome. The one place where that is told: to who listens, to the page, and to the host.
    fn finished(self) {
        self.running.update_value(|running| running.leaving = None);
        self.tell_page();
        self.remember_refusals();
        self.with_plan(host_events::ended);
        let counts = self.progress().counts;
        announcer::say(&text::run::finished_aloud(&counts));
    }

    /// Where nothing of a kind was deleted and something was refused, the right is missing for that kind.
    fn remember_refusals(self) {
        for kind in Kind::ALL {
            let ended_so = |outcome: OutcomeKind| {
                let is_meant = move |plan: &DeletionPlan| {
                    let mut lines = plan.lines().filter(|(target, _)| target.kind == kind);
                    lines.any(|(_, done)| done.is_some_and(|done| done.outcome == outcome))
                };
                self.with_plan(is_meant) == Some(true)
            };
            if ended_so(OutcomeKind::Refused) && !ended_so(OutcomeKind::Deleted) {
                self.list.was_refused(kind);
            }
        }
    }

    /// Has the rest of the page follow, at once.
    pub(super) fn tell_page(self) {
        let gone = self.running.try_update_value(|running| {
            running.follow = None;
            std::mem::take(&mut running.gone)
        });
        if let Some(gone) = gone.filter(|gone| !gone.is_empty()) {
            self.list.are_gone(&Rc::from(gone));
        }
    }

    pub(super) fn follow_soon(self) {
        let is_due = self.running.try_with_value(|running| running.follow.is_none());
        if is_due == Some(true) {
            let timer = Timer::after(FOLLOW, move || self.tell_page());
            self.running.update_value(|running| running.follow = timer);
        }
    }

    /// UnloadGuard the page would lose what is not done, and the receipt.
    pub(super) fn guard(self) {
        if !is_guest() && self.with_plan(|plan| *plan.phase() != PlanPhase::Done) == Some(true) {
            self.running
                .update_value(|running| running.leaving = Some(UnloadGuard::asks_first()));
        }
    }

    /// Lets the page see what is new, soon.
    pub(super) fn beat(self) {
        let is_due = self.running.try_with_value(|running| running.pulse.is_none());
        if is_due == Some(true) {
            let timer = Timer::after(PULSE, move || self.show());
            self.running.update_value(|running| running.pulse = timer);
        }
    }

    pub(super) fn show(self) {
        self.running.update_value(|running| running.pulse = None);
        self.pulse.update(|pulse| *pulse += 1);
    }
}
