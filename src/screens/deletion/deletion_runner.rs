//! Deletes tokens as the plan says: asks, tells the plan what came, and has the rest of the page follow.

use std::rc::Rc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::unload_guard::UnloadGuard;
use crate::authentik::call::Call;
use crate::components::announcer;
use crate::model::caller::Who;
use crate::model::failure::Failure;
use crate::model::kind::Kind;
use crate::platform::clock::{Stopwatch, now};
use crate::platform::host::is_guest;
use crate::platform::timer::Timer;
use crate::screens::token_list::list::List;
use crate::state::app::{App, app};
use crate::state::host_events;
use crate::state::task::wait::Wait;
use crate::state::wind_up::wind_up_by;
use crate::text;
use crate::tokens::deletion::{Counts, DeletionPlan, DeletionRequest, Id, OutcomeKind, PlanPhase, Target};

/// What is on screen follows the run at most so often.
const PULSE: Duration = Duration::from_millis(400);

/// The rest of the page follows at most so often: it may cost a request.
const FOLLOW: Duration = Duration::from_secs(8);

/// A run, or the last one. Cheap to copy.
///
/// Answers and timers may come when the console is gone. Nothing here can be read then, so they have to try, and end
/// where they cannot.
#[derive(Clone, Copy)]
pub struct DeletionRunner {
    app: App,
    list: List,
    work: StoredValue<Option<DeletionPlan>, LocalStorage>,
    /// Runs before this one, the oldest first. Their receipts are what is left of an incident.
    earlier: RwSignal<Vec<EarlierRun>, LocalStorage>,
    phase: RwSignal<Option<PlanPhase>>,
    /// Moves when there is something new to see.
    pulse: RwSignal<u64>,
    running: StoredValue<RunState, LocalStorage>,
}

#[derive(Default)]
struct RunState {
    started_at: Option<DateTime<Utc>>,
    /// Who began it, and who went on with it: whoever it is known of that something was deleted in their name.
    by: Vec<String>,
    /// In whose name something was deleted last, or whoever began it.
    name: Option<String>,
    /// Who else is known to be signed in, and may go on with it.
    other: Option<String>,
    calls: Vec<(DeletionRequest, Call)>,
    wait: Wait<Timer>,
    pulse: Option<Timer>,
    follow: Option<Timer>,
    /// What is gone, and the page does not know yet.
    gone: Vec<Id>,
    leaving: Option<UnloadGuard>,
}

/// A run that is over.
struct EarlierRun {
    work: DeletionPlan,
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
    /// Seconds left.
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
            work: StoredValue::new_local(None),
            earlier: RwSignal::new_local(Vec::new()),
            phase: RwSignal::new(None),
            pulse: RwSignal::new(0),
            running: StoredValue::new_local(RunState::default()),
        };
        app.session
            .on_change_of_person(Box::new(move || runner.person_changed()));
        wind_up_by(move || runner.wind_up());
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
        self.is(|phase| *phase != PlanPhase::Done)
    }

    /// The same, not tracked.
    pub fn is_busy_now(&self) -> bool {
        let is_busy = |phase: &Option<PlanPhase>| phase.as_ref().is_some_and(|phase| *phase != PlanPhase::Done);
        self.phase.try_with_untracked(is_busy) == Some(true)
    }

    /// How far it is, in numbers. Tracked: it follows the run a few times a second.
    pub fn follow(&self) -> RunProgress {
        self.pulse.track();
        self.phase.track();
        self.progress()
    }

    /// Looks at the plan and what became of each target. Not tracked.
    pub fn with_work<T>(&self, look: impl FnOnce(&DeletionPlan) -> T) -> Option<T> {
        self.work.try_with_value(|work| work.as_ref().map(look)).flatten()
    }

    /// Who is signed in, as far as was told last. Not tracked.
    pub fn who(&self) -> Who {
        self.app.session.who().try_get_untracked().unwrap_or(Who::Unknown)
    }

    /// The name of whoever is signed in, where it is known. Not tracked.
    fn name(&self) -> Option<String> {
        match self.who() {
            Who::Known(caller) => Some(caller.username),
            _ => None,
        }
    }

    /// When it began, and by whom; by all of them where somebody else went on with it. Not tracked.
    pub fn begun(&self) -> (Option<DateTime<Utc>>, Option<String>) {
        let begun = self.running.try_with_value(|running| {
            let by = (!running.by.is_empty()).then(|| running.by.join(", then "));
            (running.started_at, by)
        });
        begun.unwrap_or_default()
    }

    /// In whose name something was deleted last, or whoever began it, as far as is known. Not tracked.
    pub fn in_the_name_of(&self) -> Option<String> {
        self.running.try_with_value(|running| running.name.clone()).flatten()
    }

    /// The name of whoever is signed in, if it is not who the run is for. Not tracked.
    fn other(&self) -> Option<String> {
        let of = self.in_the_name_of()?;
        self.name().filter(|name| *name != of)
    }

    /// What is under way is not for somebody else to go on with unasked.
    fn person_changed(self) {
        let other = self.other();
        if other.is_some() && self.is_busy_now() {
            self.running.update_value(|running| running.other = other);
            self.change(DeletionPlan::somebody_else);
            self.show_phase();
        }
    }

    /// How far it is, in numbers. Not tracked.
    pub fn progress(&self) -> RunProgress {
        let waits_until = self.running.try_with_value(|running| running.wait.until()).flatten();
        self.with_work(|work| {
            let (rate, seconds_left) = work.speed();
            RunProgress {
                of: work.len(),
                counts: work.counts(),
                rate,
                seconds_left,
                waits_until,
            }
        })
        .unwrap_or_default()
    }

    /// Deletes `targets`, unless something is being deleted.
    pub fn start(self, targets: Vec<Target>) {
        if self.is_busy_now() {
            return;
        }
        let by = self.name();
        self.put_by();
        self.running.update_value(|running| {
            running.started_at = Some(now());
            running.by = by.iter().cloned().collect();
            running.name = by;
            running.other = None;
        });
        self.work.set_value(Some(DeletionPlan::new(targets)));
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
        // What is found out while it is asked has not been told when Continue was pressed.
        let told = self.running.try_with_value(|running| running.other.clone()).flatten();
        spawn_local(async move {
            self.app.session.is_still_same_person().await;
            let other = self.other();
            if other.is_some() && other != told {
                self.person_changed();
            } else {
                self.go_on();
            }
        });
    }

    /// Ends the run: what had not its turn yet is left alone.
    pub fn stop(self) {
        self.running.update_value(|running| running.wait.end());
        self.change(|work| work.stop(now()));
        self.pump();
    }

    /// As [`crate::state::app::wind_up`] says.
    fn wind_up(self) -> Option<bool> {
        self.stop();
        let has_earlier = self.earlier.try_with_untracked(|runs| !runs.is_empty()) == Some(true);
        let has_receipt = has_earlier || self.with_work(|_| ()).is_some();
        has_receipt.then(|| self.is_busy_now())
    }

    /// The console ends, and what is under way with it. The host is told what is known by now.
    fn abandon(self) {
        if self.is_busy_now() {
            self.work
                .try_update_value(|work| work.as_mut().map(|work| work.abandon(now())));
            self.with_work(host_events::ended);
        }
    }

    /// Takes up again what ended like this.
    pub fn retry(self, which: OutcomeKind) {
        self.change(|work| work.retry(&[which]));
        self.guard();
        self.pump();
    }

    /// Puts the receipt away, among those of earlier runs.
    pub fn dismiss(self) {
        if !self.is_busy_now() {
            self.put_by();
            self.phase.set(None);
        }
    }

    /// When each of the earlier runs began, and how it ended, the oldest first. Tracked.
    pub fn earlier(&self) -> Vec<(Option<DateTime<Utc>>, Counts)> {
        let tell = |run: &EarlierRun| (run.started_at, run.work.counts());
        self.earlier.with(|runs| runs.iter().map(tell).collect())
    }

    /// Whether there are any, tracked.
    pub fn has_earlier(&self) -> bool {
        self.earlier.with(|runs| !runs.is_empty())
    }

    /// Takes up an earlier run in place of this one, which becomes one of them.
    pub fn take_up(self, place: usize) {
        if self.is_busy_now() {
            return;
        }
        let take = |runs: &mut Vec<EarlierRun>| (place < runs.len()).then(|| runs.remove(place));
        let Some(run) = self.earlier.try_update_untracked(take).flatten() else {
            return;
        };
        self.put_by();
        self.running.update_value(|running| {
            running.started_at = run.started_at;
            running.name = run.by.last().cloned();
            running.by = run.by;
            running.other = None;
        });
        self.work.set_value(Some(run.work));
        self.phase.set(Some(PlanPhase::Done));
    }

    /// Puts what is over among the earlier runs, in the order in which they began.
    fn put_by(self) {
        let Some(work) = self.work.try_update_value(Option::take).flatten() else {
            return;
        };
        let begun = self
            .running
            .try_with_value(|running| (running.started_at, running.by.clone()));
        let (started_at, by) = begun.unwrap_or_default();
        self.earlier.update(|runs| {
            let at = runs.partition_point(|other| other.started_at < started_at);
            runs.insert(at, EarlierRun { work, started_at, by });
        });
    }

    fn change(self, change: impl FnOnce(&mut DeletionPlan)) {
        self.work.try_update_value(|work| work.as_mut().map(change));
        self.show();
    }

    /// Asks as much as may be asked at once.
    fn pump(self) {
        loop {
            if self.running.try_with_value(|running| running.wait.is_on()) != Some(false) {
                break;
            }
            let next = self.work.try_update_value(|work| {
                let work = work.as_mut()?;
                let step = work.step()?;
                let target = work.target(step.place())?;
                Some((step, target.id(), target.user.pk))
            });
            let Some((step, id, owner)) = next.flatten() else { break };
            self.ask(step, id, owner);
        }
        self.show_phase();
    }

    fn ask(self, step: DeletionRequest, id: Id, owner: u64) {
        let client = self.app.client;
        let call = Call::default();
        let name = self.name();
        self.running
            .update_value(|running| running.calls.push((step, call.clone())));
        spawn_local(async move {
            let stopwatch = Stopwatch::start();
            let answer = match step {
                DeletionRequest::Delete(_) => client.delete(id.kind, id.pk, &call).await,
                DeletionRequest::Look(_) => client.token(id.kind, id.pk, &call).await.map(|_| None),
            };
            let took = stopwatch.milliseconds();
            self.running
                .update_value(|running| running.calls.retain(|(other, _)| *other != step));
            // "Not found" was said to whoever had asked, and says nothing to somebody else who would see the token.
            let sees = self.sees(owner).filter(|sees| !sees || self.name() == name);
            if matches!((step, &answer), (DeletionRequest::Delete(_), Ok(_))) {
                self.note_name(name);
            }
            self.take(step, id, answer, sees, took);
        });
    }

    fn take(
        self,
        step: DeletionRequest,
        id: Id,
        answer: Result<Option<String>, Failure>,
        sees: Option<bool>,
        took: u64,
    ) {
        let taken = self.work.try_update_value(|work| {
            let work = work.as_mut()?;
            let pause = work.answered(step, answer, sees, took, now());
            let is_gone = work.done(step.place()).is_some_and(|done| done.outcome.is_gone());
            Some((pause, is_gone))
        });
        // The console is gone, and what was asked with it.
        let Some((pause, is_gone)) = taken.flatten() else {
            return;
        };
        if is_gone {
            self.running.update_value(|running| running.gone.push(id));
            self.follow_soon();
        }
        if let Some(pause) = pause {
            self.wait(pause);
        }
        self.beat();
        self.pump();
    }

    /// Something was deleted in the name of whoever was signed in when it was asked for.
    fn note_name(self, name: Option<String>) {
        let Some(name) = name else { return };
        self.running.update_value(|running| {
            if !running.by.contains(&name) {
                running.by.push(name.clone());
            }
            running.name = Some(name);
        });
    }

    /// Whether whoever is signed in would see a token of `owner`, where it is known who that is.
    fn sees(self, owner: u64) -> Option<bool> {
        match self.who() {
            Who::Known(caller) => Some(caller.is_superuser || caller.pk == owner),
            Who::Nobody | Who::KeyRefused => Some(false),
            Who::Asking | Who::Unknown => None,
        }
    }

    /// Nothing is asked for so many milliseconds.
    fn wait(self, milliseconds: u32) {
        let pause = Duration::from_millis(milliseconds.into());
        let over = move || {
            self.running.update_value(|running| running.wait.end());
            self.beat();
            self.pump();
        };
        self.running.update_value(|running| {
            running.wait.extend(now() + pause, || Timer::after(pause, over));
        });
    }

    fn show_phase(self) {
        let phase = self.with_work(|work| work.phase().clone());
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
        self.with_work(host_events::ended);
        let counts = self.progress().counts;
        announcer::say(&format!("Finished: {}.", text::deletion::counts(&counts)));
    }

    /// Where nothing of a kind was deleted and something was refused, the right is missing for that kind.
    fn remember_refusals(self) {
        for kind in Kind::ALL {
            let ended_so = |outcome: OutcomeKind| {
                let is_meant = move |work: &DeletionPlan| {
                    let mut lines = work.lines().filter(|(target, _)| target.kind == kind);
                    lines.any(|(_, done)| done.is_some_and(|done| done.outcome == outcome))
                };
                self.with_work(is_meant) == Some(true)
            };
            if ended_so(OutcomeKind::Refused) && !ended_so(OutcomeKind::Deleted) {
                self.list.was_refused(kind);
            }
        }
    }

    /// Has the rest of the page follow, at once.
    fn tell_page(self) {
        let gone = self.running.try_update_value(|running| {
            running.follow = None;
            std::mem::take(&mut running.gone)
        });
        if let Some(gone) = gone.filter(|gone| !gone.is_empty()) {
            self.list.are_gone(&Rc::from(gone));
        }
    }

    fn follow_soon(self) {
        let is_due = self.running.try_with_value(|running| running.follow.is_none());
        if is_due == Some(true) {
            let timer = Timer::after(FOLLOW, move || self.tell_page());
            self.running.update_value(|running| running.follow = timer);
        }
    }

    /// UnloadGuard the page would lose what is not done, and the receipt.
    fn guard(self) {
        if !is_guest() && self.with_work(|work| *work.phase() != PlanPhase::Done) == Some(true) {
            self.running
                .update_value(|running| running.leaving = Some(UnloadGuard::asks_first()));
        }
    }

    /// Lets the page see what is new, soon.
    fn beat(self) {
        let is_due = self.running.try_with_value(|running| running.pulse.is_none());
        if is_due == Some(true) {
            let timer = Timer::after(PULSE, move || self.show());
            self.running.update_value(|running| running.pulse = timer);
        }
    }

    fn show(self) {
        self.running.update_value(|running| running.pulse = None);
        self.pulse.update(|pulse| *pulse += 1);
    }
}
