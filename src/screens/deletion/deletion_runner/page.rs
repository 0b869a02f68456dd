//! Has the rest of the page follow the run.

use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;

use super::DeletionRunner;
use crate::components::announcer;
use crate::platform::host::is_guest;
use crate::platform::timer::Timer;
use crate::screens::deletion::unload_guard::UnloadGuard;
use crate::state::host_events;
use crate::text;
use crate::tokens::deletion::{DeletionPlan, PlanPhase};

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
        self.pulse.now();
        self.phase.set(phase.clone());
        match phase {
            Some(PlanPhase::Done) => self.finished(),
            Some(PlanPhase::Stopped(_)) => self.tell_page(),
            _ => {}
        }
    }

    /// Every target has its outcome. The one place where that is told: to who listens, to the page, and to the host.
    fn finished(self) {
        self.running.update_value(|running| running.unload_guard = None);
        self.tell_page();
        for kind in self.with_plan(DeletionPlan::refused_kinds).unwrap_or_default() {
            self.list.was_refused(kind);
        }
        self.with_plan(host_events::ended);
        let counts = self.progress_untracked().counts;
        announcer::say(&text::run::finished_aloud(&counts));
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

    /// Has the browser ask before it leaves the page, which would lose what is not done, and the receipt.
    pub(super) fn guard(self) {
        if !is_guest() && self.with_plan(|plan| *plan.phase() != PlanPhase::Done) == Some(true) {
            self.running
                .update_value(|running| running.unload_guard = Some(UnloadGuard::asks_first()));
        }
    }
}
