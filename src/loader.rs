//! One question at a time: a newer one calls the older off, a late answer to it is dropped, and what failed is tried
//! again where that helps. Leptos' resources cancel nothing, hence this.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::authentik::client::{Asking, Call};
use crate::authentik::failure::Failure;
use crate::clock::now;

/// How often a question is asked on the loader's own account before a person is asked to.
pub const TRIES: u32 = 5;

/// An answer, with the question that it answers.
pub struct Answered<Q, A> {
    /// What was asked.
    pub question: Q,
    /// What came.
    pub answer: Arc<A>,
    /// When it came.
    pub at: DateTime<Utc>,
}

impl<Q: Clone, A> Clone for Answered<Q, A> {
    fn clone(&self) -> Self {
        Self {
            question: self.question.clone(),
            answer: Arc::clone(&self.answer),
            at: self.at,
        }
    }
}

/// A pause between two tries.
#[derive(Clone)]
pub struct Waiting {
    /// Why the last try failed.
    pub failure: Failure,
    /// The next try's number, from 2.
    pub attempt: u32,
    /// When it starts.
    pub until: DateTime<Utc>,
}

type Ask<Q, A> = Box<dyn Fn(&Q, &Call) -> Asking<A>>;
type Refine<A> = Box<dyn Fn(A, &A) -> A>;

/// The state of a question and its answer. Cheap to copy.
pub struct Loader<Q: 'static, A: 'static> {
    ask: StoredValue<Ask<Q, A>, LocalStorage>,
    refine: StoredValue<Option<Refine<A>>, LocalStorage>,
    wanted: RwSignal<Option<Q>, LocalStorage>,
    answered: RwSignal<Option<Answered<Q, A>>, LocalStorage>,
    failed: RwSignal<Option<Failure>, LocalStorage>,
    waiting: RwSignal<Option<Waiting>, LocalStorage>,
    asked_at: RwSignal<Option<DateTime<Utc>>>,
    running: StoredValue<Running, LocalStorage>,
}

#[derive(Default)]
struct Running {
    /// Counts the tries, so that a late answer knows that it is one.
    number: u64,
    call: Option<Call>,
    timer: Option<TimeoutHandle>,
}

impl Running {
    fn off(&mut self) {
        self.number += 1;
        if let Some(call) = self.call.take() {
            call.off();
        }
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
    }
}

impl<Q, A> Clone for Loader<Q, A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Q, A> Copy for Loader<Q, A> {}

impl<Q: Clone + PartialEq + 'static, A: 'static> Loader<Q, A> {
    /// A loader with nothing asked yet. What is under way is called off together with the current owner.
    pub fn new(ask: impl Fn(&Q, &Call) -> Asking<A> + 'static) -> Self {
        let running = StoredValue::new_local(Running::default());
        on_cleanup(move || {
            running.try_update_value(Running::off);
        });
        Self {
            ask: StoredValue::new_local(Box::new(ask)),
            refine: StoredValue::new_local(None),
            wanted: RwSignal::new_local(None),
            answered: RwSignal::new_local(None),
            failed: RwSignal::new_local(None),
            waiting: RwSignal::new_local(None),
            asked_at: RwSignal::new(None),
            running,
        }
    }

    /// Makes a new answer out of what came and the answer before it, so that what did not change can be kept.
    #[must_use]
    pub fn refined(self, refine: impl Fn(A, &A) -> A + 'static) -> Self {
        self.refine.set_value(Some(Box::new(refine)));
        self
    }

    /// Asks `question`, unless it is the one on screen already.
    pub fn ask(&self, question: Q) {
        if self.wanted.with_untracked(|wanted| wanted.as_ref() != Some(&question)) {
            self.wanted.set(Some(question));
            self.start(1);
        }
    }

    /// Asks the same question again, now.
    pub fn again(&self) {
        self.start(1);
    }

    /// Drops question and answer.
    pub fn clear(&self) {
        self.running.update_value(Running::off);
        self.wanted.set(None);
        self.answered.set(None);
        self.failed.set(None);
        self.waiting.set(None);
        self.asked_at.set(None);
    }

    /// Says that the answer at hand answers `question` as well, so that it need not be asked.
    pub fn adopt(&self, question: Q) {
        self.wanted.set(Some(question.clone()));
        self.answered.update(|answered| {
            if let Some(answered) = answered {
                answered.question = question;
            }
        });
    }

    /// The question on screen, tracked.
    pub fn wanted(&self) -> Option<Q> {
        self.wanted.get()
    }

    /// The last answer, be it to the question on screen or to the one before it, tracked.
    pub fn last(&self) -> Option<Answered<Q, A>> {
        self.answered.get()
    }

    /// The answer to the question on screen, tracked.
    pub fn current(&self) -> Option<Answered<Q, A>> {
        let wanted = self.wanted.get()?;
        self.answered.get().filter(|answered| answered.question == wanted)
    }

    /// Why the question on screen has no answer, or no fresh one, tracked.
    pub fn failure(&self) -> Option<Failure> {
        self.failed.get()
    }

    /// The pause before the next try, tracked.
    pub fn waiting(&self) -> Option<Waiting> {
        self.waiting.get()
    }

    /// Whether an answer is still to come, tracked.
    pub fn is_busy(&self) -> bool {
        self.asked_at.get().is_some()
    }

    /// Since when an answer is awaited, tracked.
    pub fn busy_since(&self) -> Option<DateTime<Utc>> {
        self.asked_at.get()
    }

    fn start(self, attempt: u32) {
        let Some(question) = self.wanted.get_untracked() else {
            return;
        };
        let call = Call::default();
        let Some(number) = self.running.try_update_value(|running| {
            running.off();
            running.call = Some(call.clone());
            running.number
        }) else {
            return;
        };
        self.waiting.set(None);
        if attempt == 1 {
            self.failed.set(None);
            self.asked_at.set(Some(now()));
        }
        let Some(asking) = self.ask.try_with_value(|ask| ask(&question, &call)) else {
            return;
        };
        spawn_local(async move {
            let outcome = asking.await;
            // Called off, or the console is gone: nobody waits for this any more.
            if self.running.try_with_value(|running| running.number) != Some(number) {
                return;
            }
            match outcome {
                Ok(answer) => self.settle(question, answer),
                Err(failure) => self.fail(failure, attempt),
            }
        });
    }

    fn settle(self, question: Q, answer: A) {
        let older = self.answered.get_untracked();
        let answer = match older {
            Some(older) => self.refine.with_value(|refine| match refine {
                Some(refine) => refine(answer, &older.answer),
                None => answer,
            }),
            None => answer,
        };
        self.failed.set(None);
        self.answered.set(Some(Answered {
            question,
            answer: Arc::new(answer),
            at: now(),
        }));
        self.asked_at.set(None);
    }

    fn fail(self, failure: Failure, attempt: u32) {
        let pause = failure.retry_pause(attempt).filter(|_| attempt < TRIES);
        let Some(pause) = pause else {
            self.failed.set(Some(failure));
            self.asked_at.set(None);
            return;
        };
        let next = attempt + 1;
        let timer = set_timeout_with_handle(move || self.start(next), Duration::from_millis(pause.into()));
        self.running.update_value(|running| running.timer = timer.ok());
        self.waiting.set(Some(Waiting {
            failure,
            attempt: next,
            until: now() + TimeDelta::milliseconds(pause.into()),
        }));
    }
}
