//! One question at a time: a newer one cancels the older, a late answer to it is dropped, and failures are retried
//! where that helps. Leptos' resources cannot be cancelled, hence this.

use std::any::Any;
use std::marker::PhantomData;
use std::rc::Rc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::authentik::call::Call;
use crate::authentik::client::Asking;
use crate::model::failure::Failure;
use crate::platform::clock::now;
use crate::platform::timer::Timer;
use crate::state::host_events;
use crate::state::task::attempts::{Attempts, Retry, Ticket};

/// An answer, with the question that it answers.
pub struct Answered<Q, A> {
    /// What was asked.
    pub question: Rc<Q>,
    /// What came.
    pub answer: Rc<A>,
    /// When it came.
    pub at: DateTime<Utc>,
}

impl<Q, A> Clone for Answered<Q, A> {
    fn clone(&self) -> Self {
        Self {
            question: Rc::clone(&self.question),
            answer: Rc::clone(&self.answer),
            at: self.at,
        }
    }
}

/// A pause between two tries.
#[derive(Clone)]
pub struct RetryPause {
    /// Why the last try failed.
    pub failure: Failure,
    /// The next try's number, from 2.
    pub attempt: u32,
    /// When it starts.
    pub until: DateTime<Utc>,
}

/// The state of a question and its answer. Cheap to copy.
pub struct Loader<Q: 'static, A: 'static> {
    core: Core,
    of: PhantomData<fn(Q) -> A>,
}

impl<Q, A> Clone for Loader<Q, A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Q, A> Copy for Loader<Q, A> {}

impl<Q: PartialEq + 'static, A: 'static> Loader<Q, A> {
    /// A loader with nothing asked yet. The request in flight is cancelled together with the current owner.
    pub fn new(ask: impl Fn(&Q, &Call) -> Asking<A> + 'static) -> Self {
        Self::refined(ask, |new, _| new)
    }

    /// The same, making each answer out of what came and the answer before it, so that what did not change is kept.
    pub fn refined(ask: impl Fn(&Q, &Call) -> Asking<A> + 'static, refine: fn(A, &A) -> A) -> Self {
        let ask: Ask = Rc::new(move |question, older, call| {
            let asking = question.downcast_ref().map(|question| ask(question, call))?;
            Some(Box::pin(async move {
                let answer = asking.await?;
                let older = older.as_deref().and_then(|older| older.downcast_ref::<A>());
                let answer: AnyRc = Rc::new(match older {
                    Some(older) => refine(answer, older),
                    None => answer,
                });
                Ok(answer)
            }))
        });
        Self {
            core: Core::new(ask, |one, other| one.downcast_ref::<Q>() == other.downcast_ref::<Q>()),
            of: PhantomData,
        }
    }

    /// Asks `question`, unless it is the one on screen already.
    pub fn ask(&self, question: Q) {
        self.core.ask(Rc::new(question));
    }

    /// Asks the same question again, now.
    pub fn again(&self) {
        self.core.begin();
    }

    /// Drops question and answer.
    pub fn clear(&self) {
        self.core.clear();
    }

    /// Says that the answer at hand answers `question` as well, so that it need not be asked.
    pub fn adopt(&self, question: Q) {
        self.core.adopt(&(Rc::new(question) as AnyRc));
    }

    /// Shows an answer that somebody else asked for, unless another question is on screen, or asked again, by now.
    pub fn replace(&self, question: Rc<Q>, answer: Rc<A>) {
        if untrack(|| self.wants(|wanted| *wanted == *question) && !self.is_busy()) {
            self.core.settle(question, answer);
        }
    }

    /// Says how somebody else's question came out that was to refresh the answer on screen. The same is not told twice.
    pub fn tell_refreshed(&self, outcome: Result<(), Failure>) {
        let told = self.core.failed.with_untracked(Option::is_some);
        match outcome {
            Err(failure) if !told => {
                host_events::failure(&failure);
                self.core.failed.set(Some(failure));
            }
            Ok(()) if told => self.core.failed.set(None),
            _ => {}
        }
    }

    /// Whether the question on screen is like this, tracked.
    pub fn wants(&self, is_like_this: impl FnOnce(&Q) -> bool) -> bool {
        let wanted = self.core.wanted.get();
        wanted
            .and_then(|wanted| wanted.downcast::<Q>().ok())
            .is_some_and(|wanted| is_like_this(&wanted))
    }

    /// The last answer, be it to the question on screen or to the one before it, tracked.
    pub fn last(&self) -> Option<Answered<Q, A>> {
        typed(self.core.answered.get()?)
    }

    /// The answer to the question on screen, tracked.
    pub fn current(&self) -> Option<Answered<Q, A>> {
        typed(self.core.current()?)
    }

    /// Why the question on screen has no answer, or no fresh one, tracked.
    pub fn failure(&self) -> Option<Failure> {
        self.core.failed.get()
    }

    /// The pause before the next try, tracked.
    pub fn waiting(&self) -> Option<RetryPause> {
        self.core.waiting.get()
    }

    /// Whether an answer is still to come, tracked.
    pub fn is_busy(&self) -> bool {
        self.core.asked_at.get().is_some()
    }

    /// Since when an answer is awaited, tracked.
    pub fn busy_since(&self) -> Option<DateTime<Utc>> {
        self.core.asked_at.get()
    }
}

fn typed<Q: 'static, A: 'static>(answered: KeptAnswer) -> Option<Answered<Q, A>> {
    Some(Answered {
        question: answered.question.downcast().ok()?,
        answer: answered.answer.downcast().ok()?,
        at: answered.at,
    })
}

// The work is the same whatever is asked, so it is compiled once.

type AnyRc = Rc<dyn Any>;
type Ask = Rc<dyn Fn(&dyn Any, Option<AnyRc>, &Call) -> Option<Asking<AnyRc>>>;

#[derive(Clone)]
struct KeptAnswer {
    question: AnyRc,
    answer: AnyRc,
    at: DateTime<Utc>,
}

#[derive(Clone, Copy)]
struct Core {
    ask: StoredValue<Ask, LocalStorage>,
    is_same: fn(&dyn Any, &dyn Any) -> bool,
    wanted: RwSignal<Option<AnyRc>, LocalStorage>,
    answered: RwSignal<Option<KeptAnswer>, LocalStorage>,
    failed: RwSignal<Option<Failure>>,
    waiting: RwSignal<Option<RetryPause>>,
    asked_at: RwSignal<Option<DateTime<Utc>>>,
    running: StoredValue<LoaderRun, LocalStorage>,
}

#[derive(Default)]
struct LoaderRun {
    attempts: Attempts,
    call: Option<Call>,
    /// Begins the next try.
    timer: Option<Timer>,
}

impl LoaderRun {
    fn abort(&mut self) {
        self.attempts.call_off();
        self.timer = None;
        if let Some(call) = self.call.take() {
            call.abort();
        }
    }
}

impl Core {
    fn new(ask: Ask, is_same: fn(&dyn Any, &dyn Any) -> bool) -> Self {
        let running = StoredValue::new_local(LoaderRun::default());
        on_cleanup(move || running.update_value(LoaderRun::abort));
        Self {
            ask: StoredValue::new_local(ask),
            is_same,
            wanted: RwSignal::new_local(None),
            answered: RwSignal::new_local(None),
            failed: RwSignal::new(None),
            waiting: RwSignal::new(None),
            asked_at: RwSignal::new(None),
            running,
        }
    }

    fn ask(self, question: AnyRc) {
        let is_wanted = |wanted: &AnyRc| (self.is_same)(&**wanted, &*question);
        if !self
            .wanted
            .with_untracked(|wanted| wanted.as_ref().is_some_and(is_wanted))
        {
            self.wanted.set(Some(question));
            self.begin();
        }
    }

    fn clear(self) {
        self.running.update_value(LoaderRun::abort);
        self.wanted.set(None);
        self.answered.set(None);
        self.failed.set(None);
        self.waiting.set(None);
        self.asked_at.set(None);
    }

    fn adopt(self, question: &AnyRc) {
        self.wanted.set(Some(Rc::clone(question)));
        self.answered.update(|answered| {
            if let Some(answered) = answered {
                answered.question = Rc::clone(question);
            }
        });
    }

    fn current(self) -> Option<KeptAnswer> {
        let wanted = self.wanted.get()?;
        let answered = self.answered.get()?;
        (self.is_same)(&*wanted, &*answered.question).then_some(answered)
    }

    /// The first try of a question.
    fn begin(self) {
        if self.wanted.try_with_untracked(Option::is_some) != Some(true) {
            return;
        }
        self.failed.set(None);
        self.asked_at.set(Some(now()));
        self.start(|running| {
            running.abort();
            running.attempts.begin()
        });
    }

    fn start(self, ticket: fn(&mut LoaderRun) -> Ticket) {
        // A timer may come after the end of the console.
        let (Some(Some(question)), Some(ask)) = (self.wanted.try_get_untracked(), self.ask.try_get_value()) else {
            return;
        };
        let call = Call::default();
        let ticket = self.running.try_update_value(|running| {
            let ticket = ticket(running);
            running.call = Some(call.clone());
            ticket
        });
        self.waiting.set(None);
        let older = self
            .answered
            .with_untracked(|older| older.as_ref().map(|older| Rc::clone(&older.answer)));
        let Some(asking) = ask(&*question, older, &call) else {
            return;
        };
        spawn_local(async move {
            let outcome = asking.await;
            // Cancelled, or the console is gone: nobody waits for this any more.
            let is_late = |running: &LoaderRun| ticket.is_none_or(|ticket| running.attempts.is_late(ticket));
            if self.running.try_with_value(is_late) != Some(false) {
                return;
            }
            match outcome {
                Ok(answer) => self.settle(question, answer),
                Err(failure) => self.fail(failure),
            }
        });
    }

    fn settle(self, question: AnyRc, answer: AnyRc) {
        self.failed.set(None);
        self.answered.set(Some(KeptAnswer {
            question,
            answer,
            at: now(),
        }));
        self.asked_at.set(None);
    }

    fn fail(self, failure: Failure) {
        let retry = self
            .running
            .try_update_value(|running| running.attempts.failed(&failure));
        let Some(Retry { pause, attempt }) = retry.flatten() else {
            host_events::failure(&failure);
            self.failed.set(Some(failure));
            self.asked_at.set(None);
            return;
        };
        let again = move || self.start(|running| running.attempts.again());
        let timer = Timer::after(Duration::from_millis(pause.into()), again);
        self.running.update_value(|running| running.timer = timer);
        self.waiting.set(Some(RetryPause {
            failure,
            attempt,
            until: now() + TimeDelta::milliseconds(pause.into()),
        }));
    }
}
