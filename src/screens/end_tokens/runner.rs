//! Ends tokens as the plan says: asks, tells the plan what came, and has the rest of the page follow.

use std::rc::Rc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use super::leaving::Leaving;
use crate::app::{App, app};
use crate::authentik::call::Call;
use crate::authentik::client::Who;
use crate::authentik::failure::{Failure, FailureKind};
use crate::clock::now;
use crate::host::is_guest;
use crate::news;
use crate::screens::token_list::list::List;
use crate::state::State;
use crate::text;
use crate::tokens::ending::{Counts, Id, Outcome, Phase, Step, Target, Work};
use crate::tokens::kind::Kind;
use crate::ui::announce::Announcer;
use crate::ui::dom::spawn;

/// What is on screen follows the run at most so often.
const PULSE: Duration = Duration::from_millis(400);

/// The rest of the page follows at most so often: it may cost a request.
const FOLLOW: Duration = Duration::from_secs(8);

/// A run, or the last one. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Runner {
    app: App,
    list: List,
    announcer: Announcer,
    work: State<Option<Work>>,
    /// Runs before this one, the oldest first. Their receipts are what is left of an incident.
    earlier: State<Vec<Earlier>>,
    phase: State<Option<Phase>>,
    /// Moves when there is something new to see.
    pulse: State<u64>,
    running: State<Running>,
}

#[derive(Default)]
struct Running {
    started_at: Option<DateTime<Utc>>,
    by: Option<String>,
    calls: Vec<(Step, Call)>,
    /// Until then nothing is asked.
    waits: Option<(TimeoutHandle, DateTime<Utc>)>,
    pulse: Option<TimeoutHandle>,
    follow: Option<TimeoutHandle>,
    /// What is gone, and the page does not know yet.
    gone: Vec<Id>,
    leaving: Option<Leaving>,
}

/// A run that is over.
struct Earlier {
    work: Work,
    started_at: Option<DateTime<Utc>>,
    by: Option<String>,
}

/// What is told of a run.
#[derive(Clone, Debug, Default)]
pub struct Told {
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

impl Runner {
    /// Nothing is ended yet.
    pub fn new(list: List) -> Self {
        let app = app();
        let runner = Self {
            app,
            list,
            announcer: app.announcer,
            work: State::new(None),
            earlier: State::new(Vec::new()),
            phase: State::new(None),
            pulse: State::new(0),
            running: State::new(Running::default()),
        };
        on_cleanup(move || {
            let running = runner.running.update_quietly(std::mem::take);
            for (_, call) in running.calls {
                call.off();
            }
            let timers = [running.waits.map(|(timer, _)| timer), running.pulse, running.follow];
            for timer in timers.into_iter().flatten() {
                timer.clear();
            }
        });
        runner
    }

    /// How far it is; nothing where nothing was ended, or the receipt was put away. Tracked.
    pub fn phase(&self) -> Option<Phase> {
        self.phase.get()
    }

    /// Whether a run is not at its end, tracked.
    pub fn is_busy(&self) -> bool {
        self.phase
            .with(|phase| phase.as_ref().is_some_and(|phase| *phase != Phase::Done))
    }

    /// Follows the run, a few times a second.
    pub fn follow(&self) {
        self.pulse.get();
    }

    /// Looks at the plan and what became of each target. Not tracked.
    pub fn with_work<T>(&self, look: impl FnOnce(&Work) -> T) -> Option<T> {
        self.work.with_now(|work| work.as_ref().map(look))
    }

    /// Who is signed in, as far as was told last.
    pub fn who(&self) -> Who {
        self.app.client.who().now()
    }

    /// When it began, and by whom. Not tracked.
    pub fn begun(&self) -> (Option<DateTime<Utc>>, Option<String>) {
        self.running
            .with_now(|running| (running.started_at, running.by.clone()))
    }

    /// How far it is, in numbers. Not tracked.
    pub fn told(&self) -> Told {
        let waits_until = self
            .running
            .with_now(|running| running.waits.as_ref().map(|(_, until)| *until));
        self.with_work(|work| {
            let (rate, seconds_left) = work.speed();
            Told {
                of: work.len(),
                counts: work.counts(),
                rate,
                seconds_left,
                waits_until,
            }
        })
        .unwrap_or_default()
    }

    /// Ends `targets`, unless something is being ended.
    pub fn start(self, targets: Vec<Target>) {
        if untrack(|| self.is_busy()) {
            return;
        }
        let by = match self.app.client.who().now() {
            Who::Known(caller) => Some(caller.username),
            _ => None,
        };
        self.put_by();
        self.running.update_quietly(|running| {
            running.started_at = Some(now());
            running.by = by;
        });
        self.work.update_quietly(|work| *work = Some(Work::new(targets)));
        self.guard();
        self.pump();
    }

    /// Asks for nothing more until [`Runner::go_on`].
    pub fn pause(self) {
        self.change(Work::pause);
    }

    /// Goes on after a pause, or after it stood still.
    pub fn go_on(self) {
        self.change(Work::go_on);
        self.pump();
    }

    /// Ends the run: what had not its turn yet is left alone.
    pub fn stop(self) {
        self.stop_waiting();
        self.change(|work| work.stop(now()));
        self.pump();
    }

    /// Takes up again what ended like this.
    pub fn retry(self, which: Outcome) {
        self.change(|work| work.retry(&[which]));
        self.guard();
        self.pump();
    }

    /// Puts the receipt away, among those of earlier runs.
    pub fn dismiss(self) {
        if !untrack(|| self.is_busy()) {
            self.put_by();
            self.phase.set(None);
        }
    }

    /// When each of the earlier runs began, and how it ended, the oldest first. Tracked.
    pub fn earlier(&self) -> Vec<(Option<DateTime<Utc>>, Counts)> {
        let tell = |run: &Earlier| (run.started_at, run.work.counts());
        self.earlier.with(|runs| runs.iter().map(tell).collect())
    }

    /// Takes up an earlier run in place of this one, which becomes one of them.
    pub fn take_up(self, place: usize) {
        if untrack(|| self.is_busy()) || self.earlier.with_now(|runs| place >= runs.len()) {
            return;
        }
        let run = self.earlier.update_quietly(|runs| runs.remove(place));
        self.put_by();
        self.running.update_quietly(|running| {
            running.started_at = run.started_at;
            running.by = run.by;
        });
        self.work.update_quietly(|work| *work = Some(run.work));
        self.phase.set(Some(Phase::Done));
    }

    /// Puts what is over among the earlier runs, in the order in which they began.
    fn put_by(self) {
        let Some(work) = self.work.update_quietly(Option::take) else {
            return;
        };
        let (started_at, by) = self.begun();
        self.earlier.update(|runs| {
            let at = runs.partition_point(|other| other.started_at < started_at);
            runs.insert(at, Earlier { work, started_at, by });
        });
    }

    fn change(self, change: impl FnOnce(&mut Work)) {
        self.work.update_quietly(|work| work.as_mut().map(change));
        self.show();
    }

    /// Asks as much as may be asked at once.
    fn pump(self) {
        loop {
            if self.running.with_now(|running| running.waits.is_some()) {
                break;
            }
            let next = self.work.update_quietly(|work| {
                let work = work.as_mut()?;
                let step = work.step()?;
                let target = work.target(step.place())?;
                Some((step, target.id(), target.user.pk))
            });
            let Some((step, id, owner)) = next else { break };
            self.ask(step, id, owner);
        }
        self.show_phase();
    }

    fn ask(self, step: Step, id: Id, owner: u64) {
        let client = self.app.client;
        let call = Call::default();
        self.running
            .update_quietly(|running| running.calls.push((step, call.clone())));
        spawn(async move {
            let began = js_sys::Date::now();
            let answer = match step {
                Step::End(_) => client.end(id.kind, id.pk, &call).await,
                Step::Look(_) => client.token(id.kind, id.pk, &call).await.map(|_| None),
            };
            let took = (js_sys::Date::now() - began).max(0.0);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a time that has passed"
            )]
            let took = took as u64;
            self.running
                .update_quietly(|running| running.calls.retain(|(other, _)| *other != step));
            self.take(step, id, answer, owner, took);
        });
    }

    fn take(self, step: Step, id: Id, answer: Result<Option<String>, Failure>, owner: u64, took: u64) {
        let sees = match &answer {
            Err(failure) if failure.kind == FailureKind::NotFound => self.sees(owner),
            _ => Some(true),
        };
        let taken = self.work.update_quietly(|work| {
            let work = work.as_mut()?;
            let pause = work.answered(step, answer, sees, took, now());
            let is_gone = work.done(step.place()).is_some_and(|done| done.outcome.is_gone());
            Some((pause, is_gone))
        });
        // The console is gone, and what was asked with it.
        let Some((pause, is_gone)) = taken else { return };
        if is_gone {
            self.running.update_quietly(|running| running.gone.push(id));
            self.follow_soon();
        }
        if let Some(pause) = pause {
            self.wait(pause);
        }
        self.beat();
        self.pump();
    }

    /// Whether whoever is signed in would see a token of `owner`, where it is known who that is.
    fn sees(self, owner: u64) -> Option<bool> {
        match self.app.client.who().now() {
            Who::Known(caller) => Some(caller.is_superuser || caller.pk == owner),
            Who::Nobody => Some(false),
            Who::Asking | Who::Unknown => None,
        }
    }

    /// Nothing is asked for so many milliseconds; of two waits the longer one counts.
    fn wait(self, milliseconds: u32) {
        let until = now() + Duration::from_millis(milliseconds.into());
        let is_longer = self
            .running
            .with_now(|running| running.waits.as_ref().is_none_or(|(_, other)| *other < until));
        if !is_longer {
            return;
        }
        let over = move || {
            self.running.update_quietly(|running| running.waits = None);
            self.beat();
            self.pump();
        };
        self.stop_waiting();
        let timer = set_timeout_with_handle(over, Duration::from_millis(milliseconds.into())).ok();
        self.running
            .update_quietly(|running| running.waits = timer.map(|timer| (timer, until)));
    }

    fn stop_waiting(self) {
        if let Some((timer, _)) = self.running.update_quietly(|running| running.waits.take()) {
            timer.clear();
        }
    }

    fn show_phase(self) {
        let phase = self.with_work(|work| work.phase().clone());
        let before = self.phase.now();
        if phase == before {
            return;
        }
        // Whatever stops it: what is on screen is what is true.
        self.show();
        self.phase.set(phase.clone());
        match phase {
            Some(Phase::Done) => self.finished(),
            Some(Phase::Stopped(_)) => self.tell_page(),
            _ => {}
        }
    }

    /// Every target has its outcome. The one place where that is told: to who listens, to the page, and to the host.
    fn finished(self) {
        self.running.update_quietly(|running| running.leaving = None);
        self.tell_page();
        self.remember_refusals();
        self.with_work(news::ended);
        let counts = self.told().counts;
        self.announcer
            .say(&format!("Finished: {}.", text::ending::counts(&counts)));
    }

    /// Where nothing of a kind was deleted and something was refused, the right is missing for that kind.
    fn remember_refusals(self) {
        for kind in Kind::ALL {
            let ended_so = |outcome: Outcome| {
                let is_meant = move |work: &Work| {
                    let mut lines = work.lines().filter(|(target, _)| target.kind == kind);
                    lines.any(|(_, done)| done.is_some_and(|done| done.outcome == outcome))
                };
                self.with_work(is_meant) == Some(true)
            };
            if ended_so(Outcome::Refused) && !ended_so(Outcome::Deleted) {
                self.list.was_refused(kind);
            }
        }
    }

    /// Has the rest of the page follow, at once.
    fn tell_page(self) {
        let gone = self.running.update_quietly(|running| {
            if let Some(timer) = running.follow.take() {
                timer.clear();
            }
            std::mem::take(&mut running.gone)
        });
        if !gone.is_empty() {
            self.list.are_gone(&Rc::from(gone));
        }
    }

    fn follow_soon(self) {
        let is_due = self.running.with_now(|running| running.follow.is_none());
        if is_due {
            let timer = set_timeout_with_handle(move || self.tell_page(), FOLLOW).ok();
            self.running.update_quietly(|running| running.follow = timer);
        }
    }

    /// Leaving the page would lose what is not done, and the receipt.
    fn guard(self) {
        if !is_guest() && untrack(|| self.with_work(|work| *work.phase() != Phase::Done)) == Some(true) {
            self.running
                .update_quietly(|running| running.leaving = Some(Leaving::asks_first()));
        }
    }

    /// Lets the page see what is new, soon.
    fn beat(self) {
        let is_due = self.running.with_now(|running| running.pulse.is_none());
        if is_due {
            let timer = set_timeout_with_handle(move || self.show(), PULSE).ok();
            self.running.update_quietly(|running| running.pulse = timer);
        }
    }

    fn show(self) {
        self.running.update_quietly(|running| running.pulse = None);
        self.pulse.update(|pulse| *pulse += 1);
    }
}
