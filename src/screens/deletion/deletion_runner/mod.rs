//! Deletes tokens as the plan says: asks, tells the plan what came, and has the rest of the page follow.

mod earlier_runs;
mod page;
mod requests;

use std::time::Duration;

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::unload_guard::UnloadGuard;
use crate::authentik::call::Call;
use crate::model::caller::Who;
use crate::platform::clock::now;
use crate::platform::timer::Timer;
use crate::screens::token_list::list::List;
use crate::state::app::{App, app};
use crate::state::host_events;
use crate::state::shutdown::on_shutdown;
use crate::state::task::pulse::Pulse;
use crate::state::task::wait::Wait;
use crate::text;
use crate::tokens::deletion::{Counts, DeletionPlan, DeletionRequest, Id, OutcomeKind, PlanPhase, Target};

/// What is on screen follows the run at most so often.
const PULSE: Duration = Duration::from_millis(400);

/// A run, or the last one. Cheap to copy.
///
/// Answers and timers may arrive after the console is gone. Nothing here can be read then, so they must use `try_` and
/// end if that fails.
#[derive(Clone, Copy)]
pub struct DeletionRunner {
    app: App,
    list: List,
    plan: StoredValue<Option<DeletionPlan>, LocalStorage>,
    /// Runs before this one, the oldest first. Their receipts are the only record of an incident.
    earlier: RwSignal<Vec<EarlierRun>, LocalStorage>,
    phase: RwSignal<Option<PlanPhase>>,
    /// Moves when there is something new to see.
    pulse: Pulse,
    running: StoredValue<RunState, LocalStorage>,
}

#[derive(Default)]
struct RunState {
    started_at: Option<DateTime<Utc>>,
    /// Who began it, and who continued it: everyone in whose name something is known to have been deleted.
    by: Vec<String>,
    /// The person in whose name something was deleted last, or who began it.
    name: Option<String>,
    /// Who else is known to be signed in, and may go on with it.
    other: Option<String>,
    calls: Vec<(DeletionRequest, Call)>,
    wait: Wait<Timer>,
    follow: Option<Timer>,
    /// Deleted tokens that the page has not been told about yet.
    gone: Vec<Id>,
    unload_guard: Option<UnloadGuard>,
}

/// A run that is over.
struct EarlierRun {
    plan: DeletionPlan,
    started_at: Option<DateTime<Utc>>,
    by: Vec<String>,
}

/// What is told of a run.
#[derive(Clone, Debug, Default)]
pub struct RunProgress {
    /// How many there are.
    pub of: usize,
    /// How many ended how.
    pub counts: Counts,
    /// Tokens a second.
    pub rate: Option<u64>,
    pub seconds_left: Option<u64>,
    /// Until when authentik wants patience.
    pub waits_until: Option<DateTime<Utc>>,
}

impl DeletionRunner {
    /// Nothing is deleted yet.
    pub fn new(list: List) -> Self {
        let app = app();
        let runner = Self {
            app,
            list,
            plan: StoredValue::new_local(None),
            earlier: RwSignal::new_local(Vec::new()),
            phase: RwSignal::new(None),
            pulse: Pulse::new(PULSE),
            running: StoredValue::new_local(RunState::default()),
        };
        app.session
            .on_change_of_person(Box::new(move || runner.person_changed()));
        on_shutdown(move || runner.shut_down());
        on_cleanup(move || {
            runner.abandon();
            let Some(running) = runner.running.try_update_value(std::mem::take) else {
                return;
            };
            for (_, call) in running.calls {
                call.abort();
            }
        });
        runner
    }

    /// How far it is; nothing where nothing was deleted, or the receipt was put away. Tracked.
    pub fn phase(&self) -> Option<PlanPhase> {
        self.phase.get()
    }

    /// Whether the phase is such a one, tracked.
    pub fn is(&self, test: fn(&PlanPhase) -> bool) -> bool {
        self.phase.with(|phase| phase.as_ref().is_some_and(test))
    }

    /// Whether every target has its outcome, tracked.
    pub fn is_done(&self) -> bool {
        self.is(|phase| *phase == PlanPhase::Done)
    }

    /// Whether a run is not at its end, tracked.
    pub fn is_busy(&self) -> bool {
        self.phase.with(|phase| is_busy(phase.as_ref()))
    }

    /// The same.
    pub fn is_busy_untracked(&self) -> bool {
        self.phase.try_with_untracked(|phase| is_busy(phase.as_ref())) == Some(true)
    }

    /// How far it is, in numbers. Tracked: it follows the run a few times a second.
    pub fn progress(&self) -> RunProgress {
        self.pulse.track();
        self.phase.track();
        self.progress_untracked()
    }

    /// Looks at the plan and what became of each target. Not tracked.
    pub fn with_plan<T>(&self, look: impl FnOnce(&DeletionPlan) -> T) -> Option<T> {
        self.plan.try_with_value(|plan| plan.as_ref().map(look)).flatten()
    }

    /// Who is signed in, as far as was told last.
    pub fn who_untracked(&self) -> Who {
        self.app.session.who().try_get_untracked().unwrap_or(Who::Unknown)
    }

    /// The name of the person who is signed in, if known.
    fn name_untracked(&self) -> Option<String> {
        match self.who_untracked() {
            Who::Known(caller) => Some(caller.username),
            _ => None,
        }
    }

    /// When it began, and by whom; by all of them where somebody else went on with it. Not tracked.
    pub fn begun(&self) -> (Option<DateTime<Utc>>, Option<String>) {
        let begun = self.running.try_with_value(|running| {
            let by = (!running.by.is_empty()).then(|| text::receipt::one_after_another(&running.by));
            (running.started_at, by)
        });
        begun.unwrap_or_default()
    }

    /// The person in whose name something was deleted last, or who began it, if known. Not tracked.
    pub fn in_the_name_of(&self) -> Option<String> {
        self.running.try_with_value(|running| running.name.clone()).flatten()
    }

    /// The name of the person who is signed in, if the run is not in their name.
    fn other_untracked(&self) -> Option<String> {
        let of = self.in_the_name_of()?;
        self.name_untracked().filter(|name| *name != of)
    }

    /// Somebody else must not continue the run without being asked.
    fn person_changed(self) {
        let other = self.other_untracked();
        if other.is_some() && self.is_busy_untracked() {
            self.running.update_value(|running| running.other = other);
            self.change(DeletionPlan::somebody_else);
            self.show_phase();
        }
    }

    /// How far it is, in numbers.
    pub fn progress_untracked(&self) -> RunProgress {
        let waits_until = self.running.try_with_value(|running| running.wait.until()).flatten();
        self.with_plan(|plan| {
            let (rate, seconds_left) = plan.speed();
            RunProgress {
                of: plan.len(),
                counts: plan.counts(),
                rate,
                seconds_left,
                waits_until,
            }
        })
        .unwrap_or_default()
    }

    /// Deletes `targets`, unless something is being deleted.
    pub fn start(self, targets: Vec<Target>) {
        if self.is_busy_untracked() {
            return;
        }
        let by = self.name_untracked();
        self.put_by();
        self.running.update_value(|running| {
            running.started_at = Some(now());
            running.by = by.iter().cloned().collect();
            running.name = by;
            running.other = None;
        });
        self.plan.set_value(Some(DeletionPlan::new(targets)));
        self.guard();
        self.pump();
    }

    /// Asks for nothing more until [`DeletionRunner::go_on`].
    pub fn pause(self) {
        self.change(DeletionPlan::pause);
    }

    /// Goes on after a pause.
    pub fn go_on(self) {
        self.change(DeletionPlan::go_on);
        self.pump();
    }

    /// Goes on after it stood still; first it is asked in whose name that would be. Of somebody else a person is told before.
    pub fn go_on_as_whoever_is_here(self) {
        // What the check finds out was not yet on screen when Continue was pressed.
        let told = self.running.try_with_value(|running| running.other.clone()).flatten();
        spawn_local(async move {
            self.app.session.is_still_same_person().await;
            let other = self.other_untracked();
            if other.is_some() && other != told {
                self.person_changed();
            } else {
                self.go_on();
            }
        });
    }

    /// Ends the run: targets whose turn has not come are left alone.
    pub fn stop(self) {
        self.running.update_value(|running| running.wait.end());
        self.change(|plan| plan.stop(now()));
        self.pump();
    }

    /// As [`crate::state::shutdown::shut_down`] says.
    fn shut_down(self) -> Option<bool> {
        self.stop();
        let has_earlier = self.earlier.try_with_untracked(|runs| !runs.is_empty()) == Some(true);
        let has_receipt = has_earlier || self.with_plan(|_| ()).is_some();
        has_receipt.then(|| self.is_busy_untracked())
    }

    /// The console ends, and what is under way with it. The host is told what is known by now.
    fn abandon(self) {
        if self.is_busy_untracked() {
            self.plan
                .try_update_value(|plan| plan.as_mut().map(|plan| plan.abandon(now())));
            self.with_plan(host_events::ended);
        }
    }

    /// Retries the targets with this outcome.
    pub fn retry(self, which: OutcomeKind) {
        self.change(|plan| plan.retry(&[which]));
        self.guard();
        self.pump();
    }

    fn change(self, change: impl FnOnce(&mut DeletionPlan)) {
        self.plan.try_update_value(|plan| plan.as_mut().map(change));
        self.pulse.now();
    }
}

fn is_busy(phase: Option<&PlanPhase>) -> bool {
    phase.is_some_and(|phase| *phase != PlanPhase::Done)
}
